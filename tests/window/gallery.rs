//! The gallery: every state a person can meet, in both languages, in the light and in the dark, narrow and large; and every
//! refusal. axe-core has nothing to say of any. `docs/screens.md`, once drawn, shows them all.
//!
//! `gallery_written` draws the pictures anew: `cargo xtask gallery`. `RENTREE_LOOKS=hold,refusals` draws only those.

use std::{
    collections::BTreeSet,
    fmt::Write,
    fs,
    path::PathBuf,
    process::Command,
    thread::{self, JoinHandle},
};

use serde_json::{Value, json};

use crate::{
    examples::{Examples, kinds_of_screen, root},
    reasons::{self, Reason},
};

const LANGS: [&str; 2] = ["fr", "en"];
/// All pictures together.
const WEIGHT: u64 = 15 << 20;
const MARK: &str = "<!-- drawn by cargo xtask gallery from here on -->\n";
/// Folder, CSS pixels a line has, size of the text.
const WAYS: [(&str, u64, &str); 3] = [
    ("narrow", 320, "100%"),
    ("zoomed", 512, "100%"),
    ("large-text", 1024, "200%"),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_state_in_the_light_has_its_picture_and_nothing_axe_objects_to() {
    let mut examples = Examples::open(&[]).await;
    let drawn = each(&mut examples).await;
    assert_eq!(drawn, kinds_of_screen(), "an example for every screen of the core");
    // Once the gallery is drawn, it is whole.
    if let Ok(text) = fs::read_to_string(root().join("docs/screens.md")) {
        let there = |path: &String| root().join("docs").join(path).is_file() && text.contains(path.as_str());
        let missing: Vec<_> = pictures(&examples.looks)
            .into_iter()
            .filter(|path| !there(path))
            .collect();
        assert!(missing.is_empty(), "run cargo xtask gallery: {missing:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_state_in_the_dark_leaves_axe_nothing_to_say() {
    let mut examples = Examples::open(&[("GTK_THEME", "Adwaita:dark")]).await;
    let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
    assert_eq!(examples.window.script(dark).await, true);
    each(&mut examples).await;
}

/// At 400 % of a window of 1280 pixels a line has 320; at 200 % of one of 1024, 512; and text alone may be twice as large.
#[tokio::test(flavor = "multi_thread")]
async fn every_state_narrow_and_with_larger_text_loses_nothing() {
    let examples = Examples::open(&[]).await;
    for (_, width, size) in WAYS {
        examples.frame(width, 640).await;
        examples.text_at(size).await;
        for lang in LANGS {
            for look in examples.looks.clone() {
                examples.show(&look, lang, &Value::Null).await;
                let cut = examples.window.script(CUT).await;
                assert_eq!(cut, json!([]), "{look} {lang} at {width} with text at {size}");
            }
        }
    }
}

/// What a person cannot get at: text beyond its box where nothing scrolls, or beyond the window.
const CUT: &str = "const wide = document.documentElement.scrollWidth - innerWidth;
const boxes = [...document.querySelectorAll('main *, dialog *, header *, footer *')].filter((it) => {
  const style = getComputedStyle(it);
  return style.overflowX === 'hidden' && it.clientWidth > 1 && it.scrollWidth > it.clientWidth + 1 && it.innerText?.trim();
});
return [...(wide > 0 ? [`the page is ${wide} wider than the window`] : []), ...boxes.map((it) => it.outerHTML.slice(0, 200))];";

/// Looks at each, in both languages; gives the screens there were.
async fn each(examples: &mut Examples) -> BTreeSet<String> {
    examples.window.axe = true;
    examples.window.resize(1024, 768).await;
    let mut drawn = BTreeSet::new();
    for lang in LANGS {
        for look in examples.looks.clone() {
            examples.show(&look, lang, &Value::Null).await;
            examples.window.look().await;
            drawn.insert(examples.screen().await);
        }
        // One of each tone: the sentences differ, the box does not.
        for reason in tones() {
            examples.show("sign-in", lang, &reason.line()).await;
            examples.window.until(&format!("{}:focus", reason.shown())).await;
            examples.window.look().await;
        }
    }
    drawn
}

/// One refusal of each kind and mender.
fn tones() -> Vec<Reason> {
    let mut seen = BTreeSet::new();
    let all = reasons::all().into_iter();
    all.filter(|reason| {
        let line = reason.line();
        seen.insert((line["kind"].to_string(), line["mender"].to_string()))
    })
    .collect()
}

/// Every picture there must be, below `docs/`.
fn pictures(looks: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for lang in LANGS {
        all.extend(looks.iter().map(|look| format!("screens/{lang}/{look}.webp")));
        let codes = reasons::all();
        assert!(codes.len() > 100, "the refusals were found in the sources");
        all.extend(
            codes
                .iter()
                .map(|reason| format!("screens/{lang}/refusals/{}.webp", reason.code)),
        );
    }
    for way in ["narrow", "zoomed", "large-text", "forced-colours"] {
        all.extend(looks.iter().map(|look| format!("screens/{way}/{look}.webp")));
    }
    all
}

impl Examples {
    async fn text_at(&self, size: &str) {
        let set = format!("document.documentElement.style.fontSize = '{size}'; return true");
        self.window.script(&set).await;
    }

    /// How tall the page is, down to the end of its foot or of a tool over it.
    async fn whole(&self) -> u64 {
        let read = "const tool = document.querySelector('dialog[open]');
const foot = document.querySelector('footer').getBoundingClientRect().bottom + scrollY;
return Math.ceil(Math.max(foot, tool ? tool.scrollHeight + 80 : 0, 400))";
        self.window.script(read).await.as_u64().unwrap()
    }

    /// How an element is cut out of a picture of the whole: asked for it alone, the engine paints part of it black.
    async fn cut(&self, css: &str, around: u64) -> Vec<String> {
        let read = format!(
            "scrollTo(0, 0); const at = document.querySelector('{css}').getBoundingClientRect();
return ['-crop', at.x - {around}, at.y - {around}, at.width + 2 * {around}, at.height + 2 * {around}].map((it) => it === '-crop' ? it : String(Math.max(0, Math.floor(it))))"
        );
        serde_json::from_value(self.window.script(&read).await).unwrap()
    }

    /// Keeps what is drawn, whole, as `docs/screens/<below>/<name>.webp`.
    async fn keep(&self, below: &str, name: &str) {
        let (width, mut height) = self.window.inner().await;
        // A taller window gives its frame more room: it is measured again there.
        for _ in 0..3 {
            let whole = self.whole().await;
            if whole == height {
                break;
            }
            self.window.resize(width, whole).await;
            height = whole;
        }
        self.window.painted().await;
        let png = self.window.client.screenshot().await.unwrap();
        packed(&png, below, name, &[]);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "writes docs/screens"]
async fn gallery_written() {
    let examples = Examples::open(&[]).await;
    let some = some();
    if some.is_none() {
        for folder in ["fr", "en", "narrow", "zoomed", "large-text", "forced-colours"] {
            let _ = fs::remove_dir_all(root().join("docs/screens").join(folder));
        }
    }
    let drawn = LANGS.map(|lang| aside(move || language(lang))).into_iter();
    let drawn: Vec<_> = drawn.chain([aside(ways)]).collect();
    for part in drawn {
        part.join().unwrap();
    }
    let text = written(&examples).await;
    let path = root().join("docs/screens.md");
    let own = fs::read_to_string(&path).unwrap_or_else(|_| "# Every screen, every refusal\n\n".into());
    let own = own.split(MARK).next().unwrap();
    fs::write(path, format!("{own}{MARK}\n{text}")).unwrap();
    let all = pictures(&examples.looks);
    let weight = |path: &String| {
        fs::metadata(root().join("docs").join(path))
            .unwrap_or_else(|_| panic!("{path}"))
            .len()
    };
    let weight: u64 = all.iter().map(weight).sum();
    println!("pictures: {} of {weight} bytes", all.len());
    assert!(weight <= WEIGHT, "{weight} bytes are too heavy a repository");
}

/// A part of the gallery, with a browser and a thread of its own.
fn aside<F: Future<Output = ()>>(part: impl FnOnce() -> F + Send + 'static) -> JoinHandle<()> {
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(part());
    })
}

/// What is drawn where not everything is: names of looks, or `refusals`.
fn some() -> Option<BTreeSet<String>> {
    let named = std::env::var("RENTREE_LOOKS").ok()?;
    Some(named.split(',').map(str::to_owned).collect())
}

fn wanted(name: &str) -> bool {
    some().is_none_or(|some| some.contains(name))
}

/// Every state and every refusal in one language.
async fn language(lang: &'static str) {
    let examples = Examples::open(&[]).await;
    examples.window.resize(1024, 640).await;
    for look in examples.looks.iter().filter(|look| wanted(look)) {
        examples.show(look, lang, &Value::Null).await;
        examples.keep(lang, look).await;
    }
    examples.window.resize(720, 1000).await;
    for reason in reasons::all().into_iter().filter(|_| wanted("refusals")) {
        examples.show("sign-in", lang, &reason.line()).await;
        let alert = examples.window.until(&reason.shown()).await;
        let said = alert.text().await.unwrap();
        assert!(
            !said.contains("{$") && !said.contains("refusal-"),
            "{}: {said}",
            reason.code
        );
        let cut = examples.cut("[data-refusal]", 6).await;
        let png = examples.window.client.screenshot().await.unwrap();
        packed(&png, &format!("{lang}/refusals"), &reason.code, &cut);
    }
}

/// Every state narrow, zoomed, with larger text and in forced colours, in French.
async fn ways() {
    let examples = Examples::open(&[]).await;
    for (way, width, size) in WAYS {
        for look in examples.looks.iter().filter(|look| wanted(look)) {
            examples.frame(width, 500).await;
            examples.text_at(size).await;
            examples.show(look, "fr", &Value::Null).await;
            let whole = examples.whole().await;
            examples.frame(width, whole).await;
            examples.window.painted().await;
            examples.window.client.enter_parent_frame().await.unwrap();
            let mut how = examples.cut("iframe", 0).await;
            let png = examples.window.client.screenshot().await.unwrap();
            if size != "100%" {
                // Twice as large a text is read at half the size.
                how.extend(["-resize".into(), (width / 2).to_string(), "0".into()]);
            }
            packed(&png, way, look, &how);
        }
    }
    for look in examples.looks.iter().filter(|look| wanted(look)) {
        forced_colours(&examples.address, look);
    }
}

/// WebKitGTK knows no forced colours; Chromium, the engine of the window on Windows, does.
fn forced_colours(address: &str, look: &str) {
    let folder = tempfile::tempdir().unwrap();
    let shot = folder.path().join("shot.png");
    let status = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--force-high-contrast",
        ])
        .args(["--window-size=1024,900", "--virtual-time-budget=4000"])
        .arg(format!("--user-data-dir={}", folder.path().display()))
        .arg(format!("--screenshot={}", shot.display()))
        .arg(format!("{address}?look={look}&lang=fr"))
        .output()
        .expect("chromium is installed by cargo xtask gallery");
    let png = fs::read(&shot).unwrap_or_else(|_| panic!("{look}: {}", String::from_utf8_lossy(&status.stderr)));
    packed(&png, "forced-colours", look, &[]);
}

/// Writes a picture as WebP: light, and every word can be read. `how`: more for cwebp.
fn packed(png: &[u8], below: &str, name: &str, how: &[String]) {
    let folder: PathBuf = root().join("docs/screens").join(below);
    fs::create_dir_all(&folder).unwrap();
    let raw = tempfile::Builder::new().suffix(".png").tempfile().unwrap();
    fs::write(raw.path(), png).unwrap();
    let status = Command::new("cwebp")
        .args(["-quiet", "-q", "35", "-m", "6", "-sharp_yuv"])
        .args(how)
        .arg(raw.path())
        .arg("-o")
        .arg(folder.join(format!("{name}.webp")))
        .status()
        .expect("cwebp is installed by cargo xtask gallery");
    assert!(status.success(), "{name}");
}

/// The generated half of `docs/screens.md`.
async fn written(examples: &Examples) -> String {
    let mut text = String::from("## Screens\n");
    for look in &examples.looks {
        examples.show(look, "fr", &Value::Null).await;
        let title = examples
            .window
            .script("return document.querySelector('h1').innerText")
            .await;
        let _ = write!(text, "\n### {look}\n\n{}\n\n", title.as_str().unwrap());
        let _ = writeln!(text, "| français | English |\n|---|---|");
        let _ = writeln!(
            text,
            "| ![{look}, en français](screens/fr/{look}.webp) | ![{look}, in English](screens/en/{look}.webp) |\n"
        );
        for (way, label) in [
            ("narrow", "320 px"),
            ("zoomed", "200 %"),
            ("large-text", "text at 200 %"),
            ("forced-colours", "forced colours"),
        ] {
            let _ = writeln!(text, "- [{label}](screens/{way}/{look}.webp)");
        }
    }
    let mut reasons = reasons::all();
    reasons.sort_by(|one, other| (&one.room, &one.code).cmp(&(&other.room, &other.code)));
    text.push_str("\n## Refusals\n");
    let mut room = String::new();
    for reason in reasons {
        if room != reason.room {
            room.clone_from(&reason.room);
            let _ = write!(text, "\n### {room}\n\n| code | français | English |\n|---|---|---|\n");
        }
        let code = &reason.code;
        let _ = writeln!(
            text,
            "| `{code}` | ![{code}](screens/fr/refusals/{code}.webp) | ![{code}](screens/en/refusals/{code}.webp) |"
        );
    }
    text
}
