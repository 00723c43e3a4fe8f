//! Finds what a filter forwards: every `redirect` of a Sieve script (RFC 5228, `:copy` of RFC 3894), with the rule as it is
//! written. Reads the whole grammar and runs nothing; what it does not understand it says, it does not guess.

/// The script is not the grammar, or hands over to what cannot be read from here (`include`, a program).
#[derive(Debug, PartialEq, Eq)]
pub struct NotUnderstood;

/// A rule that sends messages on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    /// Where to, as the script says.
    pub to: String,
    /// The rule, as it is written.
    pub rule: String,
    /// Every message, not only those a condition picks.
    pub always: bool,
    /// A copy stays in this mailbox; `None`: another rule of the script decides.
    pub copy_stays: Option<bool>,
}

/// Blocks within blocks; RFC 5228 §2.10.5 demands fifteen.
const DEPTH: usize = 32;
/// Of a rule, shown.
const SHOWN: usize = 200;

/// Every `redirect` that may run, in order.
///
/// # Errors
/// [`NotUnderstood`]: the script may forward or not.
pub fn redirects(script: &str) -> Result<Vec<Redirect>, NotUnderstood> {
    let mut reader = Reader {
        words: Words { text: script, at: 0 },
        found: Vec::new(),
        files: false,
    };
    reader.block(0)?;
    let files = reader.files;
    let settled = |mut one: Redirect| {
        // Without `:copy` the message stays only where the script says so elsewhere.
        one.copy_stays = one.copy_stays.or(if files { None } else { Some(false) });
        one
    };
    Ok(reader.found.into_iter().map(settled).collect())
}

/// Who goes on after a command.
#[derive(PartialEq, Eq)]
enum Flow {
    On,
    Stop,
}

struct Reader<'a> {
    words: Words<'a>,
    found: Vec<Redirect>,
    /// `keep` or `fileinto` stands somewhere.
    files: bool,
}

impl Reader<'_> {
    /// The commands up to the end of the block, or of the script at depth 0.
    fn block(&mut self, depth: usize) -> Result<(), NotUnderstood> {
        if depth > DEPTH {
            return Err(NotUnderstood);
        }
        let mut reached = true;
        loop {
            let start = self.words.past_blanks()?;
            match self.words.next()? {
                None if depth == 0 => return Ok(()),
                Some(Word::Mark('}')) if depth > 0 => return Ok(()),
                Some(Word::Name(name)) => {
                    let before = self.found.len();
                    let flow = self.command(&name.to_ascii_lowercase(), start, depth)?;
                    if !reached {
                        self.found.truncate(before);
                    }
                    reached &= flow == Flow::On;
                }
                _ => return Err(NotUnderstood),
            }
        }
    }

    fn command(&mut self, name: &str, start: usize, depth: usize) -> Result<Flow, NotUnderstood> {
        let (mut texts, mut copies, mut open) = (Vec::new(), false, 0_usize);
        loop {
            match self.words.next()?.ok_or(NotUnderstood)? {
                Word::Mark(';') if open == 0 => break,
                Word::Mark('{') if open == 0 => {
                    self.block(depth.saturating_add(1))?;
                    return Ok(Flow::On);
                }
                Word::Mark('(' | '[') => open = open.saturating_add(1),
                Word::Mark(')' | ']') => open = open.checked_sub(1).ok_or(NotUnderstood)?,
                Word::Mark(',') => {}
                Word::Mark(_) => return Err(NotUnderstood),
                Word::Tag(tag) => copies |= tag.eq_ignore_ascii_case("copy"),
                Word::Text(text) => texts.push(text),
                Word::Name(_) | Word::Number => {}
            }
        }
        match name {
            "redirect" => {
                let to = texts.pop().ok_or(NotUnderstood)?;
                self.found.push(Redirect {
                    to: to.trim().to_owned(),
                    rule: self.words.shown(start),
                    always: depth == 0,
                    copy_stays: copies.then_some(true),
                });
            }
            "keep" | "fileinto" => self.files = true,
            "stop" => return Ok(Flow::Stop),
            // Another script, or a program: what they do cannot be read from here.
            "include" | "pipe" | "execute" | "filter" => return Err(NotUnderstood),
            _ => {}
        }
        Ok(Flow::On)
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Word<'a> {
    Name(&'a str),
    Tag(&'a str),
    Text(String),
    Number,
    Mark(char),
}

/// The lexer of RFC 5228 §2.
struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip(&mut self, bytes: usize) {
        self.at = self.at.saturating_add(bytes).min(self.text.len());
    }

    /// Takes what `fits`, from here.
    fn run(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !fits(c)).unwrap_or(rest.len());
        self.skip(end);
        rest.get(..end).unwrap_or_default()
    }

    /// Skips blanks and comments; where the next word starts.
    fn past_blanks(&mut self) -> Result<usize, NotUnderstood> {
        loop {
            self.run(char::is_whitespace);
            let rest = self.rest();
            if rest.starts_with('#') {
                self.run(|c| c != '\n');
            } else if rest.starts_with("/*") {
                let end = rest.find("*/").ok_or(NotUnderstood)?;
                self.skip(end.saturating_add(2));
            } else {
                return Ok(self.at);
            }
        }
    }

    fn next(&mut self) -> Result<Option<Word<'a>>, NotUnderstood> {
        self.past_blanks()?;
        let Some(first) = self.rest().chars().next() else {
            return Ok(None);
        };
        Ok(Some(match first {
            '"' => self.quoted()?,
            ':' => {
                self.skip(1);
                Word::Tag(self.name()?)
            }
            '0'..='9' => {
                self.run(|c| c.is_ascii_alphanumeric());
                Word::Number
            }
            '(' | ')' | '[' | ']' | '{' | '}' | ',' | ';' => {
                self.skip(1);
                Word::Mark(first)
            }
            _ => {
                let name = self.name()?;
                if name.eq_ignore_ascii_case("text") && self.rest().starts_with(':') {
                    self.skip(1);
                    self.lines()?
                } else {
                    Word::Name(name)
                }
            }
        }))
    }

    fn name(&mut self) -> Result<&'a str, NotUnderstood> {
        let name = self.run(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
        let good = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        if good { Ok(name) } else { Err(NotUnderstood) }
    }

    fn quoted(&mut self) -> Result<Word<'a>, NotUnderstood> {
        self.skip(1);
        let (mut text, mut escaped) = (String::new(), false);
        for (at, c) in self.rest().char_indices() {
            match c {
                '"' if !escaped => {
                    self.skip(at.saturating_add(1));
                    return Ok(Word::Text(text));
                }
                '\\' if !escaped => escaped = true,
                c => {
                    text.push(c);
                    escaped = false;
                }
            }
        }
        Err(NotUnderstood)
    }

    /// `text:`, lines, a line with one dot (RFC 5228 §2.4.2).
    fn lines(&mut self) -> Result<Word<'a>, NotUnderstood> {
        self.run(|c| c == ' ' || c == '\t');
        if self.rest().starts_with('#') {
            self.run(|c| c != '\n');
        }
        self.run(|c| c == '\r');
        if !self.rest().starts_with('\n') {
            return Err(NotUnderstood);
        }
        self.skip(1);
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let (line, _) = rest.split_once('\n').ok_or(NotUnderstood)?;
            self.skip(line.len().saturating_add(1));
            match line.trim_end_matches('\r') {
                "." => return Ok(Word::Text(text)),
                line => {
                    text.push_str(
                        line.strip_prefix("..")
                            .map_or(line, |_| line.get(1..).unwrap_or_default()),
                    );
                    text.push('\n');
                }
            }
        }
    }

    /// From `start` to here, on one line and not too long.
    fn shown(&self, start: usize) -> String {
        let written = self.text.get(start..self.at).unwrap_or_default();
        let one_line: Vec<&str> = written.split_whitespace().collect();
        let visible = |c: &char| !c.is_control();
        one_line.join(" ").chars().filter(visible).take(SHOWN).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn only(script: &str) -> Redirect {
        let mut all = redirects(script).expect("understood");
        assert_eq!(all.len(), 1, "{all:?}");
        all.remove(0)
    }

    #[test]
    fn the_forwarding_people_leave_behind_is_found() {
        let found = only("require [\"copy\"];\r\nredirect :copy \"jean@gmail.test\";\r\n");
        assert_eq!(
            found,
            Redirect {
                to: "jean@gmail.test".into(),
                rule: "redirect :copy \"jean@gmail.test\";".into(),
                always: true,
                copy_stays: Some(true),
            }
        );
        assert_eq!(only("redirect \"a@b.test\";").copy_stays, Some(false));
        assert_eq!(only("redirect \"a@b.test\"; keep;").copy_stays, None);
    }

    #[test]
    fn conditions_comments_and_long_strings_are_read() {
        let script = r#"
            require ["fileinto", "envelope"]; # a "redirect" in words
            /* redirect "comment@b.test"; */
            if anyof (header :contains ["subject", "x"] "redirect \"quoted@b.test\";", size :over 100K) {
                if not true { redirect "deep@b.test"; }
            } elsif address :is "from" "x@y.test" {
                fileinto "A";
            } else {
                vacation :days 7 text:
redirect "inside@b.test";
..dotted
.
                ;
            }
        "#;
        let found = only(script);
        assert_eq!(
            (found.to.as_str(), found.always, found.copy_stays),
            ("deep@b.test", false, None)
        );
    }

    #[test]
    fn what_cannot_run_is_no_forwarding() {
        for script in ["", "keep;", "stop; redirect \"a@b.test\";", "if true { discard; }"] {
            assert_eq!(redirects(script), Ok(Vec::new()), "{script}");
        }
        assert_eq!(
            redirects("if true { stop; } redirect \"a@b.test\";").map(|all| all.len()),
            Ok(1)
        );
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let deep = "if true {".repeat(DEPTH + 2);
        for script in [
            "redirect \"a@b.test\"",
            "redirect;",
            "redirect \"a@b.test;",
            "if true { keep;",
            "}",
            "include \"autre\";",
            "pipe \"programme\";",
            "/* sans fin",
            "vacation text:\nsans fin\n",
            "é;",
            &deep,
        ] {
            assert_eq!(redirects(script), Err(NotUnderstood), "{script}");
        }
    }

    proptest! {
        #[test]
        fn any_text_ends(script in "\\PC{0,200}") {
            let _ = redirects(&script);
        }

        #[test]
        fn anything_like_a_script_ends(words in prop::collection::vec(
            prop::sample::select(vec!["redirect ", "\"a@b\"", ";", "{", "}", "if ", "(", ")", "[", "]", ",", ":copy ", "text:\n", ".\n", "#", "/*", "*/", "\\", "\"", "\n"]), 0..60))
        {
            let _ = redirects(&words.concat());
        }
    }
}
