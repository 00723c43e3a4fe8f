//! What a screen reader is given: the accessibility tree of the real window, asked over AT-SPI as Orca asks it.
//!
//! The page's part of the tree is asked for where the page engine registers it. GTK's own part is not gone through: on
//! Debian 12 it does not show the page at all, in a bare browser either.
//!
//! The tree is compared with the page: every control a person can reach has a role and a name there, the title is a heading
//! and has the focus, the regions that speak on their own are marked. Kept as text beside the pictures.

use std::{
    collections::BTreeMap,
    fmt::Write,
    time::{Duration, Instant},
};

use serde_json::Value;
use zbus::{
    Connection,
    connection::Builder,
    fdo::DBusProxy,
    zvariant::{DynamicType, OwnedObjectPath, OwnedValue},
};

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";
/// Below it stand the roots of the pages.
const ROOTS: &str = "/org/a11y/webkit/accessible";
/// Bits of `AtspiStateType`.
const FOCUSED: u32 = 12;
/// Numbers of `AtspiRole`.
const DIALOG: u32 = 16;
const HEADING: u32 = 83;
/// Roles of controls, and the elements of a page that must come with them. This page engine gives a summary no role of its
/// own: it is known by its tag.
const CONTROLS: [(&[u32], &str, &str); 7] = [
    (&[43, 62], "button", "button"),
    (&[], "summary", "summary"),
    (&[40], "password", "input[type=password]"),
    (
        &[79],
        "entry",
        "input:is([type=text], [type=email], [type=search], [type=tel]), textarea",
    ),
    (&[44], "radio button", "input[type=radio]"),
    (&[7], "check box", "input[type=checkbox]"),
    (&[88], "link", "a[href]"),
];

/// A reader on the bus of one window.
pub(crate) struct Reader {
    bus: Connection,
    page: Place,
}

/// Whom to ask, and for what.
type Place = (String, OwnedObjectPath);

/// One thing it is told.
pub(crate) struct Heard {
    depth: usize,
    role: u32,
    name: String,
    states: u64,
    attributes: BTreeMap<String, String>,
}

impl Heard {
    fn is(&self, state: u32) -> bool {
        (self.states >> state) & 1 == 1
    }

    /// A word for it.
    fn label(&self) -> &str {
        let own = self.attributes.get("computed-role").map_or("·", String::as_str);
        self.control().unwrap_or(own)
    }

    /// What sort of control it is, if it is one.
    fn control(&self) -> Option<&'static str> {
        let tag = self.attributes.get("tag").map_or("", String::as_str);
        let found = CONTROLS
            .iter()
            .find(|(roles, label, _)| roles.contains(&self.role) || (roles.is_empty() && *label == tag));
        found.map(|(_, label, _)| *label)
    }
}

impl Reader {
    /// Begins to listen on the session bus at `address`.
    pub(crate) async fn listen(address: &str) -> Self {
        let session = Builder::address(address).unwrap().build().await.unwrap();
        let place = ("org.a11y.Bus", "/org/a11y/bus");
        let told = session
            .call_method(Some(place.0), place.1, Some("org.a11y.Bus"), "GetAddress", &())
            .await;
        let address: String = told.unwrap().body().deserialize().unwrap();
        let bus = Builder::address(address.as_str()).unwrap().build().await.unwrap();
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            if let Some(page) = page(&bus).await {
                return Self { bus, page };
            }
            assert!(Instant::now() < until, "the page engine registers its tree");
            tokio::task::yield_now().await;
        }
    }

    /// All that is in the window's page, in reading order.
    pub(crate) async fn hear(&self) -> Vec<Heard> {
        let mut heard = Vec::new();
        let mut waiting = vec![(self.page.clone(), 0)];
        while let Some((place, depth)) = waiting.pop() {
            // What went away while it was read is not there.
            let Some(thing) = self.thing(&place, depth).await else {
                continue;
            };
            heard.push(thing);
            let children = ask::<_, Vec<Place>>(&self.bus, &place, ACCESSIBLE, "GetChildren", &()).await;
            let children = children.unwrap_or_default().into_iter().rev();
            waiting.extend(children.map(|child| (child, depth + 1)));
        }
        heard
    }

    async fn thing(&self, place: &Place, depth: usize) -> Option<Heard> {
        let role = ask(&self.bus, place, ACCESSIBLE, "GetRole", &()).await?;
        let name: OwnedValue = ask(&self.bus, place, PROPERTIES, "Get", &(ACCESSIBLE, "Name")).await?;
        let states: Vec<u32> = ask(&self.bus, place, ACCESSIBLE, "GetState", &()).await?;
        let attributes = ask(&self.bus, place, ACCESSIBLE, "GetAttributes", &()).await?;
        Some(Heard {
            depth,
            role,
            name: String::try_from(name).unwrap_or_default(),
            states: states.iter().rev().fold(0, |sum, word| (sum << 32) | u64::from(*word)),
            attributes,
        })
    }
}

/// Where the page engine registered its tree.
async fn page(bus: &Connection) -> Option<Place> {
    let names = DBusProxy::new(bus).await.ok()?.list_names().await.ok()?;
    let engine = names.iter().find(|name| name.contains(".WebProcess-"))?.to_string();
    let folder = (engine.clone(), OwnedObjectPath::try_from(ROOTS).ok()?);
    let xml: String = ask(bus, &folder, "org.freedesktop.DBus.Introspectable", "Introspect", &()).await?;
    let root = xml.split("<node name=\"").nth(1)?.split('"').next()?;
    let path = OwnedObjectPath::try_from(format!("{ROOTS}/{root}")).ok()?;
    Some((engine, path))
}

async fn ask<A, R>(bus: &Connection, (name, path): &Place, interface: &str, what: &str, with: &A) -> Option<R>
where
    A: serde::Serialize + DynamicType,
    R: serde::de::DeserializeOwned + zbus::zvariant::Type,
{
    let told = bus.call_method(Some(name.as_str()), path.as_str(), Some(interface), what, with);
    told.await.ok()?.body().deserialize().ok()
}

/// What the page shows, for comparison: title, and how many controls of each kind.
pub(crate) fn shown() -> String {
    let kinds: Vec<_> = CONTROLS.iter().map(|(_, _, css)| *css).collect();
    let kinds = serde_json::to_string(&kinds).unwrap();
    format!(
        "const over = document.querySelector('dialog[open]') ?? document;
const there = (it) => it.checkVisibility({{ visibilityProperty: true }});
const focus = document.activeElement;
return {{ title: document.querySelector('h1').innerText.trim(), dialog: over !== document, focus: focus.tagName,
  counts: {kinds}.map((css) => [...over.querySelectorAll(css)].filter(there).length) }}"
    )
}

/// Compares what is heard with what is shown.
pub(crate) fn compare(heard: &[Heard], shown: &Value) {
    let all = || written(heard);
    let nameless: Vec<_> = heard
        .iter()
        .filter(|thing| thing.control().is_some() && thing.name.trim().is_empty())
        .map(Heard::label)
        .collect();
    assert!(nameless.is_empty(), "controls without a name: {nameless:?}\n{}", all());
    for ((_, label, css), count) in CONTROLS.iter().zip(shown["counts"].as_array().unwrap()) {
        let told = heard.iter().filter(|thing| thing.control() == Some(*label)).count();
        assert_eq!(told as u64, count.as_u64().unwrap(), "{css}\n{}", all());
    }
    if shown["dialog"] == true {
        let dialog = heard.iter().find(|thing| thing.role == DIALOG);
        let dialog = dialog.unwrap_or_else(|| panic!("a dialog is one\n{}", all()));
        assert!(!dialog.name.is_empty(), "a dialog has a name\n{}", all());
        return;
    }
    let speaking = heard.iter().any(|thing| thing.attributes.contains_key("live"));
    assert!(
        speaking,
        "a region that speaks on its own stands there from the start\n{}",
        all()
    );
    let first = |thing: &&Heard| thing.role == HEADING && thing.attributes.get("level").is_some_and(|it| it == "1");
    let title = heard.iter().find(first);
    let title = title.unwrap_or_else(|| panic!("no title\n{}", all()));
    assert_eq!(title.name, shown["title"].as_str().unwrap(), "\n{}", all());
    assert!(
        shown["focus"] != "H1" || title.is(FOCUSED),
        "the title has the focus\n{}",
        all()
    );
}

/// As text: a line a thing.
pub(crate) fn written(heard: &[Heard]) -> String {
    let top = heard.first().map_or(0, |thing| thing.depth);
    let mut text = String::new();
    for thing in heard {
        let _ = write!(text, "{}{}", "  ".repeat(thing.depth - top), thing.label());
        if !thing.name.is_empty() {
            let _ = write!(text, " “{}”", thing.name);
        }
        for key in ["level", "live", "required", "invalid"] {
            if let Some(value) = thing.attributes.get(key) {
                let _ = write!(text, " {key}={value}");
            }
        }
        if thing.is(FOCUSED) {
            text.push_str(" ◂ focus");
        }
        text.push('\n');
    }
    text
}
