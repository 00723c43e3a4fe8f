//! `onboard`: the journey in the terminal. Owns the loop: a screen, an answer, a refusal or the next screen.
//!
//! Answers come from the person (`talk`), from a file (`told`) or from a practice person (`script`). The screens'
//! words are `screens`'; what an answer does is `wizard`'s.

use std::{path::PathBuf, time::Instant};

use clap::{Args, ValueEnum};
use rentree::{
    wizard::{
        Journey,
        view::{Answer, Doing, RefusalLine, Screen, StepName, Summary, View, Why},
    },
    words::Words,
};
use serde::Serialize;
use serde_json::json;
use tokio::sync::watch;

use super::{
    Door, Outcome,
    answers::Answers,
    fault::CliFault,
    proxy, refusal_text, screens,
    script::Script,
    secrets::{Descriptor, Secrets},
    slug, talk, told,
    world::{real, rehearsal},
};

/// How to go through the journey.
#[derive(Args)]
pub(super) struct OnboardArgs {
    /// Rehearse on the practice academies, as this person
    #[arg(long, value_name = "PERSON", num_args = 0..=1, require_equals = true, default_missing_value = "claire.martin")]
    practice: Option<String>,
    /// With --practice: the practice person answers
    #[arg(long)]
    scripted: bool,
    /// Answers, TOML; a secret in it is refused
    #[arg(long, value_name = "FILE", conflicts_with = "scripted")]
    answers: Option<PathBuf>,
    /// Read a secret from a file descriptor: first, own, application, recovery-code, code; new-key goes out. With
    /// --scripted only own comes in, and application and recovery-code go out too
    #[arg(long, value_name = "NAME=FD")]
    secret: Vec<Descriptor>,
    /// Where files go
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write each step to stderr as one JSON object a line
    #[arg(long, value_name = "FORM")]
    progress: Option<ProgressForm>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ProgressForm {
    Json,
}

/// Where answers come from.
enum Source {
    Person(Secrets),
    File(Box<Answers>, Secrets),
    Script(Box<Script>),
}

/// What a door does with a screen.
pub(super) enum Move {
    Answer(Answer),
    Back,
}

#[derive(Serialize)]
struct Ending<'a> {
    done: &'a [rentree::wizard::view::Item],
    declared: &'a [rentree::wizard::view::Item],
    left: &'a [rentree::wizard::view::Item],
    files: &'a [rentree::wizard::view::FileLine],
}

pub(super) async fn run(door: &Door, args: OnboardArgs) -> Outcome {
    if args.scripted && args.practice.is_none() {
        return Err(RefusalLine::of(&CliFault::ScriptedNeedsPractice));
    }
    // The file is read before anything starts: a secret in it must stop everything.
    let answers = args.answers.as_deref().map(Answers::read).transpose()?;
    let secrets = Secrets::new(args.secret);
    let form = args.progress;
    let Some(person) = args.practice else {
        let journey = Journey::start(real(door, args.out)?);
        let source = match answers {
            Some(answers) => Source::File(Box::new(answers), secrets),
            None => Source::Person(secrets),
        };
        return go(door, &journey, source, form).await;
    };
    let (world, rehearsed) = rehearsal(door, args.out).await?;
    let journey = Journey::start(world);
    if args.scripted {
        let script = Script::new(rehearsed, &person, secrets)?;
        return go(door, &journey, Source::Script(Box::new(script)), form).await;
    }
    let played = rehearsed.person(&person)?;
    let source = match answers {
        Some(answers) => Source::File(Box::new(answers), secrets),
        None => {
            eprintln!("{}", screens::letter(door.words, &played));
            Source::Person(secrets)
        }
    };
    let outcome = go(door, &journey, source, form).await;
    // The servers live as long as the conversation.
    drop(rehearsed);
    outcome
}

async fn go(door: &Door, journey: &Journey, mut source: Source, form: Option<ProgressForm>) -> Outcome {
    if matches!(source, Source::Person(_)) {
        eprintln!("{}", door.words.plain("cli-welcome"));
    }
    let mut report = Report::new(door.words, form, matches!(source, Source::Script(_)));
    let watching = tokio::spawn(watch_doing(journey.doing(), door.words, form));
    // The message to oneself is offered once, at the end.
    let mut offered = false;
    let outcome = loop {
        let view = journey.view();
        report.step(&view);
        if let Screen::CheckUp(summary) = &view.screen
            && (offered || !summary.round_trip)
        {
            break finish(door, summary);
        }
        offered = matches!(view.screen, Screen::CheckUp(_));
        let step = match next_move(&mut source, &view, journey, door.words).await {
            Ok(step) => step,
            Err(line) => break Err(line),
        };
        let answered = match step {
            Move::Answer(Answer::Later) | Move::Back if offered => continue,
            Move::Answer(answer) => journey.answer(answer).await,
            Move::Back => journey.back().await,
        };
        match (answered, &source) {
            (Ok(_), _) => {}
            (Err(line), Source::Person(_)) if line.code == proxy::WANTED => {
                if let Err(line) = proxy::signed_in_on(door.words, journey, &line).await {
                    break Err(line);
                }
            }
            (Err(line), Source::Person(_)) => eprintln!("\n{}\n", refusal_text(door.words, &line)),
            (Err(line), _) => break Err(line),
        }
    };
    watching.abort();
    outcome
}

async fn next_move(source: &mut Source, view: &View, journey: &Journey, words: &Words) -> Outcome<Move> {
    match source {
        Source::Person(secrets) => talk::answer(view, journey, words, secrets).await,
        Source::File(answers, secrets) => told::answer(view, answers, secrets, words).await.map(Move::Answer),
        Source::Script(script) => script.answer(view, journey).map(Move::Answer),
    }
}

/// The true list: stdout.
fn finish(door: &Door, summary: &Summary) -> Outcome {
    if door.json {
        let Summary {
            done,
            declared,
            left,
            files,
            ..
        } = summary;
        door.print_json(&Ending {
            done,
            declared,
            left,
            files,
        })?;
        return elsewhere(summary);
    }
    out!("{}", screens::summary(door.words, summary));
    elsewhere(summary)
}

/// The journey went as far as this network allows; what it kept out is to be proved from another one.
fn elsewhere(summary: &Summary) -> Outcome {
    match summary.left.iter().any(|item| item.why == Some(Why::NotReached)) {
        true => Err(RefusalLine::of(&CliFault::LeftForAnotherNetwork)),
        false => Ok(()),
    }
}

/// Says where the journey is: in sentences, or one JSON object a line.
struct Report {
    words: &'static Words,
    form: Option<ProgressForm>,
    scripted: bool,
    started: Instant,
    last: Option<StepName>,
}

impl Report {
    fn new(words: &'static Words, form: Option<ProgressForm>, scripted: bool) -> Self {
        Self {
            words,
            form,
            scripted,
            started: Instant::now(),
            last: None,
        }
    }

    fn step(&mut self, view: &View) {
        let screen = screens::kind(&view.screen);
        let ms = self.started.elapsed().as_millis();
        if self.form.is_some() {
            eprintln!("{}", json!({ "step": slug(view.step), "screen": screen, "ms": ms }));
        } else if self.scripted {
            let name = self.words.plain(&format!("step-{}", slug(view.step)));
            eprintln!("{ms:>6} ms  {name:<28} {screen}");
        } else if self.last != Some(view.step) {
            eprintln!("\n{}", screens::heading(self.words, view));
        }
        self.last = Some(view.step);
    }
}

async fn watch_doing(mut doing: watch::Receiver<Option<Doing>>, words: &'static Words, form: Option<ProgressForm>) {
    while doing.changed().await.is_ok() {
        let Some(now) = doing.borrow_and_update().clone() else {
            continue;
        };
        match form {
            Some(ProgressForm::Json) => {
                eprintln!(
                    "{}",
                    json!({ "doing": slug(now.code), "host": now.host, "at_most_s": now.at_most_s })
                );
            }
            None => eprintln!("{}", screens::doing(words, &now)),
        }
    }
}
