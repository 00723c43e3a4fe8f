//! What a person reads and does, view by view, and the time it takes a patient one: the figures of `docs/walks.md`.
//!
//! Counted from what stands on the screens of a real run, never from a clock: words on the view when it is left (those of a
//! tool opened over it included, the frame around it once), characters typed, keys and clicks. The speeds are below. A
//! section of the document is rewritten when `RENTREE_WALKS` is set (`cargo xtask gallery`); otherwise it must agree.

use std::{
    fmt::Write,
    fs,
    path::Path,
    sync::{Mutex, MutexGuard},
};

use serde_json::Value;

use crate::window::Window;

/// Words a minute, read or heard.
const READING: f64 = 200.0;
/// Keys a minute: 25 words of five letters.
const TYPING: f64 = 125.0;
/// Seconds for deciding on a control and pointing at it (Card, Moran and Newell: M 1.35, P 1.1).
const POINTING: f64 = 2.45;
/// What every walk must hold.
const STEPS: usize = 7;
const MINUTES: f64 = 6.0;

/// Reads a view: its words as seen and as heard (what only a screen reader says included), those a hurried person looks at,
/// those of a tool over it, those around it.
pub(crate) const READ: &str = r"const words = (it) => (it?.innerText ?? '').split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
const seen = (it) => words(it) - [...(it?.querySelectorAll('.unseen, .skip') ?? [])].reduce((all, own) => all + words(own), 0);
const sum = (css) => [...document.querySelectorAll(css)].reduce((all, it) => all + words(it), 0);
const main = document.querySelector('main');
const dialog = document.querySelector('dialog[open]');
const over = words(dialog?.querySelector('[data-person]') ?? dialog);
const inside = main.contains(dialog);
const own = (count) => count(main) - (inside ? count(dialog) : 0);
const around = (count) => count(document.body) - count(main) - (dialog && !inside ? count(dialog) : 0);
return { turn: main.dataset.turn, step: main.dataset.step, screen: main.dataset.screen, words: own(seen), heard: own(words), over,
  scanned: sum('main h1, main legend, main label, main .alert, main [data-do=submit]'),
  frame: around(seen), frame_heard: around(words) };";

/// One view.
#[derive(Default)]
struct Line {
    turn: String,
    step: String,
    screen: String,
    words: u64,
    heard: u64,
    scanned: u64,
    over: u64,
    keys: u64,
    clicks: u64,
}

/// All views so far.
#[derive(Default)]
pub(crate) struct Tally(Mutex<Views>);

#[derive(Default)]
struct Views {
    lines: Vec<Line>,
    frame: u64,
    frame_heard: u64,
}

impl Tally {
    /// A new walk.
    pub(crate) fn begin(&self) {
        *self.views() = Views::default();
    }

    pub(crate) fn typed(&self, text: &str) {
        self.views().last().keys += text.chars().count() as u64;
    }

    pub(crate) fn clicked(&self) {
        self.views().last().clicks += 1;
    }

    fn views(&self) -> MutexGuard<'_, Views> {
        self.0.lock().unwrap()
    }
}

impl Views {
    fn last(&mut self) -> &mut Line {
        if self.lines.is_empty() {
            self.lines.push(Line::default());
        }
        let at = self.lines.len() - 1;
        &mut self.lines[at]
    }

    /// What [`READ`] found.
    fn read(&mut self, found: &Value) {
        let text = |key: &str| found[key].as_str().unwrap_or_default().to_owned();
        let number = |key: &str| found[key].as_u64().unwrap_or_default();
        self.frame = self.frame.max(number("frame"));
        self.frame_heard = self.frame_heard.max(number("frame_heard"));
        let turn = text("turn");
        if !self.last().turn.is_empty() && self.last().turn != turn {
            self.lines.push(Line::default());
        }
        let line = self.last();
        (line.turn, line.step, line.screen) = (turn, text("step"), text("screen"));
        line.words = line.words.max(number("words"));
        line.heard = line.heard.max(number("heard"));
        line.scanned = line.scanned.max(number("scanned"));
        line.over = line.over.max(number("over"));
    }
}

/// How somebody goes through it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Reads every word, points with a mouse.
    Patient,
    /// Hears every word, presses keys.
    Listening,
    /// Looks at titles, questions, labels, buttons and refusals only.
    Hurried,
}

impl Pace {
    fn words(self, line: &Line) -> u64 {
        let own = match self {
            Self::Patient => line.words,
            Self::Listening => line.heard,
            Self::Hurried => line.scanned,
        };
        own + line.over
    }

    /// The words around every view.
    fn frame(self, views: &Views) -> u64 {
        if self == Self::Listening {
            views.frame_heard
        } else {
            views.frame
        }
    }

    fn seconds(self, line: &Line) -> f64 {
        let reading = self.words(line) as f64 / READING * 60.0;
        reading + line.keys as f64 / TYPING * 60.0 + line.clicks as f64 * POINTING
    }
}

impl Window {
    /// Notes the view that is left or looked at; gives its turn.
    pub(crate) async fn leaving(&self) -> String {
        let found = self.script(READ).await;
        self.tally.views().read(&found);
        found["turn"].as_str().unwrap().to_owned()
    }

    /// The end of a walk: the goals hold, and the document says what was counted.
    pub(crate) async fn walked(&self, name: &str, pace: Pace) {
        self.leaving().await;
        let walk = Walk::of(&self.tally.views(), pace);
        println!(
            "{name}: {} steps, {} views, {} words, {}",
            walk.steps,
            walk.views,
            walk.words,
            spelt(walk.seconds)
        );
        walk.told(name);
        assert!(walk.steps <= STEPS, "{name}: {} steps", walk.steps);
        assert!(walk.seconds <= MINUTES * 60.0, "{name}: {}", spelt(walk.seconds));
    }
}

struct Walk {
    steps: usize,
    views: usize,
    words: u64,
    seconds: f64,
    section: String,
}

impl Walk {
    fn of(tally: &Views, pace: Pace) -> Self {
        let mut section =
            String::from("| step | view | words | keys | clicks | time |\n|---|---|---:|---:|---:|---:|\n");
        let frame = pace.frame(tally);
        let (mut words, mut keys, mut clicks) = (frame, 0, 0);
        let mut seconds = frame as f64 / READING * 60.0;
        let _ = writeln!(
            section,
            "| | around every view, read once | {frame} | | | {} |",
            spelt(seconds)
        );
        let mut steps: Vec<&str> = Vec::new();
        for line in &tally.lines {
            if !steps.contains(&line.step.as_str()) {
                steps.push(&line.step);
            }
            let (own, time) = (pace.words(line), pace.seconds(line));
            words += own;
            keys += line.keys;
            clicks += line.clicks;
            seconds += time;
            let _ = writeln!(
                section,
                "| {} {} | {} | {own} | {} | {} | {} |",
                steps.len(),
                line.step,
                line.screen,
                line.keys,
                line.clicks,
                spelt(time)
            );
        }
        let _ = writeln!(
            section,
            "| **{}** | **{} views** | **{words}** | **{keys}** | **{clicks}** | **{}** |",
            steps.len(),
            tally.lines.len(),
            spelt(seconds)
        );
        Self {
            steps: steps.len(),
            views: tally.lines.len(),
            words,
            seconds,
            section,
        }
    }

    /// Writes its section, or compares it: the words may move by a tenth before the document is out of date.
    fn told(&self, name: &str) {
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _alone = ONE_AT_A_TIME.lock();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/walks.md");
        let text = fs::read_to_string(&path).unwrap();
        let (opening, closing) = (format!("<!-- counted: {name} -->\n"), "<!-- end -->");
        let (before, rest) = text
            .split_once(&opening)
            .unwrap_or_else(|| panic!("{name} is not in docs/walks.md"));
        let (old, after) = rest.split_once(closing).unwrap();
        if std::env::var_os("RENTREE_WALKS").is_some() {
            fs::write(&path, format!("{before}{opening}{}{closing}{after}", self.section)).unwrap();
            return;
        }
        let said = old.lines().last().and_then(|line| line.split('|').nth(3));
        let said: f64 = said
            .and_then(|cell| cell.trim().trim_matches('*').parse().ok())
            .unwrap_or(0.0);
        assert!(
            (said - self.words as f64).abs() <= self.words as f64 / 10.0,
            "{name}: docs/walks.md says {said} words, there are {}: run cargo xtask gallery",
            self.words
        );
    }
}

fn spelt(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    if whole < 60 {
        format!("{whole} s")
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}
