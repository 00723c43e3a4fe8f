//! `password`: what a password is worth for an academy and a person, and passphrases to choose from.
//!
//! The same engine as the window's checklist: `rentree::password`. A password comes from standard input, one a line, or
//! is typed without echo; never from the command line.

use std::io::{self, BufRead, IsTerminal};

use clap::{Args, Subcommand};
use rentree::{
    password::{self, Context, Verdict},
    secret::Password,
    wizard::view::RefusalLine,
};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{Door, Outcome, fault::CliFault, screens, slug, terminal};

/// How many passphrases are offered at once.
const SUGGESTIONS: usize = 3;

/// A line may hold this many bytes; what is longer is read to its end and judged by its beginning, which is refused.
const LONGEST_LINE: usize = 4096;

#[derive(Args)]
pub(super) struct PasswordArgs {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Judge passwords, one per line of standard input; exit code 1 when one is rejected
    #[command(after_help = "Example: rentree password suggest --words 5 | rentree password check --academy lyon")]
    Check(CheckArgs),
    /// French passphrases to choose from
    #[command(after_help = "Example: rentree password suggest --words 5")]
    Suggest(SuggestArgs),
}

/// For whom: what a password may not be made of.
#[derive(Args)]
struct CheckArgs {
    /// Slug of the academy
    #[arg(long)]
    academy: String,
    /// First name
    #[arg(long)]
    given: Option<String>,
    /// Name in use
    #[arg(long)]
    family: Option<String>,
    /// Identifier
    #[arg(long)]
    login: Option<String>,
    /// Year of birth, four digits
    #[arg(long, value_name = "YEAR", value_parser = clap::value_parser!(u16).range(1900..2100))]
    birth_year: Option<u16>,
    /// Name of the school
    #[arg(long)]
    school: Option<String>,
}

#[derive(Args)]
struct SuggestArgs {
    /// Words of each; fewer than four are never given
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(1..=20))]
    words: u8,
    /// Slug of the academy whose rule they must meet
    #[arg(long)]
    academy: Option<String>,
}

pub(super) async fn run(door: &Door, args: PasswordArgs) -> Outcome {
    match args.task {
        Task::Check(args) => check(door, args).await,
        Task::Suggest(args) => suggest(door, &args),
    }
}

async fn check(door: &Door, args: CheckArgs) -> Outcome {
    let academy = door.academy(&args.academy)?;
    let (rule, assumed) = password::rule_of(academy);
    let mut context = Context::at(academy);
    context.given = args.given;
    context.family = args.family;
    context.logins.extend(args.login);
    context.places.extend(args.school);
    context.birth_year = args.birth_year;
    if assumed {
        eprintln!("{}", door.words.plain("cli-rule-assumed"));
    }
    let mut rejected = 0_u32;
    let mut judge = |typed: &Password| {
        let verdict = password::judge(&rule, assumed, &context, typed);
        rejected = rejected.saturating_add(u32::from(!verdict.accepted));
        tell(door, &verdict);
    };
    if io::stdin().is_terminal() {
        let text = terminal::secret("own", door.words.plain("cli-ask-password-to-check")).await?;
        judge(&Password::new(text.to_string()));
    } else {
        let mut lines = io::stdin().lock();
        while let Some(typed) = next_line(&mut lines)? {
            judge(&typed);
        }
    }
    match rejected {
        0 => Ok(()),
        count => Err(RefusalLine::of(&CliFault::PasswordsRejected { count })),
    }
}

/// One line on stdout for each password. Nothing of the password is in it.
fn tell(door: &Door, verdict: &Verdict) {
    let broken = verdict.rules.iter().filter(|line| !line.met);
    let advice: Vec<String> = verdict
        .advice
        .map(|advice| door.words.plain(&format!("advice-{}", slug(advice))))
        .into_iter()
        .collect();
    if door.json {
        let broken: Vec<String> = broken.map(|line| slug(line.code)).collect();
        let line: Value = json!({
            "accepted": verdict.accepted,
            "broken_rules": broken,
            "score": verdict.score,
            "guesses_log10": verdict.guesses_log10,
            "cnil_bits": verdict.cnil_bits,
            "advice": advice,
        });
        out!("{line}");
        return;
    }
    out!("{}", screens::worth(door.words, verdict));
    for line in broken {
        let rule = door.words.with(&format!("rule-{}", slug(line.code)), &[("n", &line.n)]);
        out!("  ✗ {rule}");
    }
    for sentence in advice {
        out!("  → {sentence}");
    }
}

fn suggest(door: &Door, args: &SuggestArgs) -> Outcome {
    let rule = match &args.academy {
        Some(id) => password::rule_of(door.academy(id)?).0,
        None => password::assumed_rule(),
    };
    let passphrases = password::suggest(args.words.into(), &rule, SUGGESTIONS);
    if passphrases.is_empty() {
        return Err(RefusalLine::of(&CliFault::NoPassphrase));
    }
    if door.json {
        return door.print_json(&json!({ "passphrases": passphrases }));
    }
    for passphrase in passphrases {
        out!("{}", passphrase.text);
        eprintln!(
            "  {}",
            door.words
                .with("cli-passphrase-bits", &[("bits", &passphrase.cnil_bits)])
        );
    }
    Ok(())
}

/// The next password, without its line end; none where input ends.
fn next_line(from: &mut impl BufRead) -> Outcome<Option<Password>> {
    let unreadable = |_| RefusalLine::of(&CliFault::InputEnded);
    let mut bytes = Zeroizing::new(Vec::with_capacity(256));
    let mut some = false;
    loop {
        let chunk = from.fill_buf().map_err(unreadable)?;
        if chunk.is_empty() {
            break;
        }
        some = true;
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let (text, _) = chunk.split_at(end.unwrap_or(chunk.len()));
        let room = LONGEST_LINE.saturating_sub(bytes.len());
        bytes.extend(text.iter().take(room));
        let taken = text.len().saturating_add(usize::from(end.is_some()));
        from.consume(taken);
        if end.is_some() {
            break;
        }
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    // Bytes that are no text cannot be typed again elsewhere: they count as characters no rule takes.
    Ok(some.then(|| Password::new(String::from_utf8_lossy(&bytes).into_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &[u8]) -> Vec<u16> {
        let mut from = io::BufReader::with_capacity(3, text);
        std::iter::from_fn(|| next_line(&mut from).expect("readable").map(|typed| typed.length())).collect()
    }

    #[test]
    fn a_password_a_line_whatever_ends_it() {
        assert_eq!(lines(b"abcd\r\n\nabc"), [4, 0, 3]);
        assert_eq!(lines(b""), Vec::<u16>::new());
        let long = [b"x".repeat(5000), b"\nabc\n".to_vec()].concat();
        assert_eq!(lines(&long), [4096, 3], "a long line does not become two");
    }
}
