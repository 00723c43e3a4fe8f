//! `onboard`: the journey in the terminal. Owns the loop: a screen, an answer, a refusal or the next screen.
//!
//! Answers come from the person (`talk`), from a file (`told`) or from a practice person (`script`). The screens'
//! words are `screens`'; what an answer does is `wizard`'s; how a passage on a shared computer ends is `passage`'s.

use std::{
    io::{self, Write},
    path::PathBuf,
    time::Instant,
};

use clap::{Args, ValueEnum};
use rentree::{
    wizard::{
        Journey, Refusal,
        view::{Answer, Doing, RefusalLine, Screen, SharedBy, StepName, Summary, Traces, View, Why},
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
    passage::{self, Presence},
    proxy, refusal_text, screens,
    script::Script,
    secrets::{Descriptor, Secrets},
    slug,
    talk::{self, Offer},
    told,
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
    /// Several people use this computer: nothing stays on it, and what was looked at is shown at the end
    #[arg(long, conflicts_with = "out")]
    shared: bool,
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
    /// Who said that this computer is shared; null: it is the person's own.
    shared: Option<SharedBy>,
    /// On a shared computer: every place that was looked at afterwards.
    traces: Option<&'a Traces>,
}

pub(super) async fn run(door: &Door, args: OnboardArgs) -> Outcome {
    if args.scripted && args.practice.is_none() {
        return Err(RefusalLine::of(&CliFault::ScriptedNeedsPractice));
    }
    // The file is read before anything starts: a secret in it must stop everything.
    let answers = args.answers.as_deref().map(Answers::read).transpose()?;
    let secrets = Secrets::new(args.secret);
    let form = args.progress;
    let passage = passage::Passage::begin(args.shared)?;
    let Some(person) = args.practice else {
        let journey = Journey::start(real(door, args.out, &passage)?);
        let source = match answers {
            Some(answers) => Source::File(Box::new(answers), secrets),
            None => Source::Person(secrets),
        };
        return go(door, &journey, source, form).await;
    };
    let (world, rehearsed) = rehearsal(door, args.out, &passage).await?;
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

async fn go(door: &Door, journey: &Journey, source: Source, form: Option<ProgressForm>) -> Outcome {
    if matches!(source, Source::Person(_)) {
        eprintln!("{}", welcome(door.words, journey.view().shared));
    }
    let watching = tokio::spawn(watch_doing(journey.doing(), door.words, form));
    let (mut idle, mut summary) = (false, None);
    let outcome = tokio::select! {
        biased;
        () = passage::told_to_leave() => Err(RefusalLine::of(&Refusal::Cancelled)),
        outcome = converse(door, journey, source, form, &mut idle) => outcome.map(|reached| summary = Some(reached)),
    };
    let ended = match journey.view().shared {
        Some(_) => Some(journey.finish(idle).await?),
        None => None,
    };
    watching.abort();
    if summary.is_none() {
        // A question's line may still be open; a terminal that is gone is no reason to stop here.
        let _ = writeln!(io::stderr());
    }
    let traces = ended.as_ref().and_then(|view| match &view.screen {
        Screen::Ended(traces) => Some(traces),
        _ => None,
    });
    if let Some(summary) = &summary {
        return finish(door, summary, journey.view().shared, traces);
    }
    if let Some(traces) = traces {
        let _ = writeln!(io::stderr(), "{}", screens::traces(door.words, traces));
    }
    // Nobody was there: that is an end, and no refusal.
    if idle { Ok(()) } else { outcome }
}

/// What is said first: what leaves this computer, and what stays on it.
fn welcome(words: &Words, shared: Option<SharedBy>) -> String {
    match shared {
        None => words.plain("cli-welcome"),
        Some(by) => [
            format!("shared-{}", slug(by)),
            "shared.text".to_owned(),
            "cli-welcome-shared".to_owned(),
        ]
        .map(|key| said(words, &key))
        .join("\n"),
    }
}

fn said(words: &Words, key: &str) -> String {
    match key.split_once('.') {
        Some((key, attribute)) => words.attribute(key, attribute),
        None => words.plain(key),
    }
}

/// Screen after screen, up to the true list.
async fn converse(
    door: &Door,
    journey: &Journey,
    mut source: Source,
    form: Option<ProgressForm>,
    idle: &mut bool,
) -> Outcome<Summary> {
    let mut report = Report::new(door.words, form, matches!(source, Source::Script(_)));
    let mut presence = Presence::new(door.words);
    // What the last screen offers is asked once each.
    let mut asked = Vec::new();
    loop {
        let view = journey.view();
        report.step(&view);
        let offer = match &view.screen {
            Screen::CheckUp(summary) => match talk::offers(summary, &asked).first() {
                Some(offer) => Some(*offer),
                None => return Ok(summary.clone()),
            },
            _ => None,
        };
        let watched = view.shared.is_some() && matches!(source, Source::Person(_));
        let step = tokio::select! {
            step = next_move(&mut source, &view, journey, door.words, &asked) => step?,
            () = presence.ends(), if watched => {
                *idle = true;
                return Err(RefusalLine::of(&Refusal::Cancelled));
            }
        };
        presence.sign();
        asked.extend(offer);
        let answered = match step {
            Move::Answer(Answer::Later) | Move::Back if offer.is_some() => continue,
            Move::Answer(answer) => journey.answer(answer).await,
            Move::Back => journey.back().await,
        };
        // The pack of the academy just chosen may have said it.
        if let (None, Ok(View { shared: Some(by), .. })) = (view.shared, &answered) {
            eprintln!("\n{}", welcome(door.words, Some(*by)));
        }
        presence.sign();
        match (answered, &source) {
            (Ok(_), _) => {}
            (Err(line), Source::Person(_)) if line.code == proxy::WANTED => {
                proxy::signed_in_on(door.words, journey, &line).await?;
            }
            (Err(line), Source::Person(_)) => eprintln!("\n{}\n", refusal_text(door.words, &line)),
            (Err(line), _) => return Err(line),
        }
    }
}

async fn next_move(
    source: &mut Source,
    view: &View,
    journey: &Journey,
    words: &Words,
    asked: &[Offer],
) -> Outcome<Move> {
    match source {
        Source::Person(secrets) => talk::answer(view, journey, words, secrets, asked).await,
        Source::File(answers, secrets) => told::answer(view, answers, secrets, words, asked)
            .await
            .map(Move::Answer),
        Source::Script(script) => script.answer(view, journey).map(Move::Answer),
    }
}

/// The true list, and what was looked at afterwards: stdout.
fn finish(door: &Door, summary: &Summary, shared: Option<SharedBy>, traces: Option<&Traces>) -> Outcome {
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
            shared,
            traces,
        })?;
        return elsewhere(summary);
    }
    out!("{}", screens::summary(door.words, summary));
    if let Some(traces) = traces {
        out!("\n{}", screens::traces(door.words, traces));
    }
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
