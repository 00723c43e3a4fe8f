//! Marionette, Mozilla's own remote control, over loopback: a message is `length:JSON`, a command `[0, id, name, params]`
//! and its answer `[1, id, error, result]` (mozilla-central, `testing/geckodriver/marionette/src/message.rs`).

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    time::{Duration, Instant},
};

use base64::Engine as _;
use serde_json::{Value, json};

/// Only ends a test that would never end.
pub(super) const PATIENCE: Duration = Duration::from_secs(90);

/// How often something that is to come is looked for.
const GLANCE: Duration = Duration::from_millis(50);

/// The default of `marionette.port`; each Thunderbird of these tests is alone in its network.
const PORT: u16 = 2828;

/// A session with a running Thunderbird, among its own windows.
pub(super) struct Marionette {
    stream: TcpStream,
    next: u64,
}

impl Marionette {
    /// Waits until it listens, and opens a session. `running`: it has not ended meanwhile.
    pub(super) fn meet(mut running: impl FnMut() -> bool) -> Self {
        let end = Instant::now() + PATIENCE;
        let stream = loop {
            assert!(running(), "Thunderbird ended before it was spoken to");
            match TcpStream::connect((Ipv4Addr::LOCALHOST, PORT)) {
                Ok(stream) => break stream,
                Err(error) => assert!(Instant::now() < end, "nobody listens: {error}"),
            }
            std::thread::sleep(GLANCE);
        };
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut met = Self { stream, next: 0 };
        met.message();
        // A prompt is answered as a person would, by the script that waits for it: never by the driver.
        let wanted = json!({ "capabilities": { "alwaysMatch": { "unhandledPromptBehavior": "ignore" } } });
        met.command("WebDriver:NewSession", wanted).unwrap();
        met.command("Marionette:SetContext", json!({ "value": "chrome" }))
            .unwrap();
        met
    }

    /// What a function of this body returns, run in Thunderbird's main window.
    pub(super) fn script(&mut self, body: &str) -> Value {
        self.try_script(body).unwrap_or_else(|error| panic!("{error}\n{body}"))
    }

    /// Runs it again until it returns something other than null, false or an error; a prompt in the way is waited out.
    pub(super) fn until(&mut self, body: &str) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let said = self.try_script(body);
            match &said {
                Ok(value) if !matches!(value, Value::Null | Value::Bool(false)) => return said.unwrap(),
                _ => assert!(Instant::now() < end, "never came: {said:?}\n{body}"),
            }
            std::thread::sleep(GLANCE);
        }
    }

    /// Has a function of this body run, and does not wait for it: it may open a prompt.
    pub(super) fn begin(&mut self, body: &str) {
        self.script(&format!("window.setTimeout(async () => {{ {body} }}, 0); return true"));
    }

    /// A picture of the window named by an expression; `null`: the main one.
    pub(super) fn picture(&mut self, window: &str, name: &str) {
        let main = self.command("WebDriver:GetWindowHandle", json!({})).unwrap()["value"].clone();
        let handles = self.command("WebDriver:GetWindowHandles", json!({})).unwrap();
        for handle in handles.as_array().unwrap() {
            let there = json!({ "handle": handle, "focus": true });
            self.command("WebDriver:SwitchToWindow", there).unwrap();
            if self.script(&format!("return ({window} ?? window) === window")) == true
                && (window != "null" || *handle == main)
            {
                // Twice a frame: what was just put there is drawn.
                self.script("await new Promise((done) => window.requestAnimationFrame(() => window.requestAnimationFrame(done))); return 1");
                let shot = self
                    .command("WebDriver:TakeScreenshot", json!({ "full": false }))
                    .unwrap();
                let png = base64::engine::general_purpose::STANDARD.decode(shot["value"].as_str().unwrap());
                super::keep_picture(name, &png.unwrap());
            }
        }
        self.command("WebDriver:SwitchToWindow", json!({ "handle": main, "focus": true }))
            .unwrap();
    }

    /// Asks Thunderbird to end as a person does.
    pub(super) fn quit(mut self) {
        self.command("Marionette:Quit", json!({ "flags": ["eAttemptQuit"] }))
            .unwrap();
    }

    fn try_script(&mut self, body: &str) -> Result<Value, String> {
        let script = format!(
            "const done = arguments[arguments.length - 1];
             (async () => {{ {body} }})().then((value) => done({{ value: value ?? null }}), (error) => done({{ error: `${{error}} ${{error?.stack}}` }}))"
        );
        let asked = json!({ "script": script, "args": [], "newSandbox": true, "scriptTimeout": 60_000 });
        let answer = self.command("WebDriver:ExecuteAsyncScript", asked)?["value"].clone();
        match answer.get("error") {
            Some(error) => Err(error.to_string()),
            None => Ok(answer["value"].clone()),
        }
    }

    fn command(&mut self, name: &str, params: Value) -> Result<Value, String> {
        self.next += 1;
        let text = json!([0, self.next, name, params]).to_string();
        write!(self.stream, "{}:{text}", text.len()).unwrap();
        let answer = self.message();
        assert_eq!(answer[1], self.next, "{answer}");
        match &answer[2] {
            Value::Null => Ok(answer[3].clone()),
            error => Err(error.to_string()),
        }
    }

    fn message(&mut self) -> Value {
        let (mut length, mut byte) = (0, [0]);
        loop {
            self.stream.read_exact(&mut byte).expect("Thunderbird answers");
            match byte[0] {
                b':' => break,
                digit => length = length * 10 + usize::from(digit - b'0'),
            }
        }
        let mut text = vec![0; length];
        self.stream.read_exact(&mut text).unwrap();
        serde_json::from_slice(&text).unwrap()
    }
}
