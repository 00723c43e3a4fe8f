//! `prefs.js` as Thunderbird writes it: one `user_pref("name", value);` per line. Lines we do not touch stay byte for byte.

use std::fmt::Write;

/// A value of the three kinds the file knows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub(crate) enum Value {
    /// `true` or `false`.
    Bool(bool),
    /// Decimal.
    Int(i64),
    /// Quoted.
    Text(String),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

/// The file: every line with its own ending, and what it sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Prefs {
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    text: String,
    pref: Option<(String, Value)>,
}

impl Line {
    /// None for one that starts like a preference and is none.
    fn parse(text: &str) -> Option<Self> {
        let pref = match text.trim().strip_prefix("user_pref") {
            Some(rest) => Some(statement(rest)?),
            None => None,
        };
        let text = text.to_owned();
        Some(Self { text, pref })
    }

    fn sets(&self, name: &str) -> bool {
        self.pref.as_ref().is_some_and(|(set, _)| set == name)
    }
}

impl Prefs {
    /// Reads the file. `Err` is the number of the first line that starts like a preference and is none.
    pub(crate) fn parse(text: &str) -> Result<Self, usize> {
        let mut lines = Vec::new();
        for (n, text) in text.split_inclusive('\n').enumerate() {
            lines.push(Line::parse(text).ok_or(n + 1)?);
        }
        Ok(Self { lines })
    }

    /// The value that counts: the last one set.
    pub(crate) fn value(&self, name: &str) -> Option<&Value> {
        self.counting(name)?.pref.as_ref().map(|(_, value)| value)
    }

    /// A text value.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        match self.value(name) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The line that counts, as it stands in the file.
    pub(crate) fn line(&self, name: &str) -> Option<&str> {
        self.counting(name).map(|line| line.text.as_str())
    }

    /// Every name set.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.lines
            .iter()
            .filter_map(|line| line.pref.as_ref())
            .map(|(name, _)| name.as_str())
    }

    /// Replaces the value where it stands, or adds a line after all that are ended.
    pub(crate) fn set(&mut self, name: &str, value: Value) {
        let ending = if self.lines.first().is_some_and(|line| line.text.ends_with("\r\n")) {
            "\r\n"
        } else {
            "\n"
        };
        let text = format!(
            "user_pref({}, {});{ending}",
            literal(&Value::from(name)),
            literal(&value)
        );
        let line = Line {
            text,
            pref: Some((name.to_owned(), value)),
        };
        match self.counting_mut(name) {
            Some(there) => *there = line,
            None => {
                // A last line without an ending stays the last: taken out again, ours leave no byte behind.
                let unended = self.lines.last().is_some_and(|last| !last.text.ends_with('\n'));
                self.lines.insert(self.lines.len() - usize::from(unended), line);
            }
        }
    }

    /// Puts a line that [`Prefs::line`] gave in the place of the one that counts now.
    pub(crate) fn put_line(&mut self, name: &str, text: &str) {
        if let (Some(there), Some(line)) = (self.counting_mut(name), Line::parse(text)) {
            *there = line;
        }
    }

    /// Takes every line of that name out.
    pub(crate) fn remove(&mut self, name: &str) {
        self.lines.retain(|line| !line.sets(name));
    }

    /// Of the lines that set it, the last.
    fn counting(&self, name: &str) -> Option<&Line> {
        self.lines.iter().rev().find(|line| line.sets(name))
    }

    fn counting_mut(&mut self, name: &str) -> Option<&mut Line> {
        self.lines.iter_mut().rev().find(|line| line.sets(name))
    }

    /// The file again.
    pub(crate) fn to_text(&self) -> String {
        self.lines.iter().map(|line| line.text.as_str()).collect()
    }
}

/// `("name", value);` and nothing after it but a comment.
fn statement(rest: &str) -> Option<(String, Value)> {
    let rest = rest.trim_start().strip_prefix('(')?.trim_start();
    let (name, rest) = quoted(rest)?;
    let rest = rest.trim_start().strip_prefix(',')?.trim_start();
    let (value, rest) = match quoted(rest) {
        Some((text, rest)) => (Value::Text(text), rest),
        None => {
            let (word, rest) = rest.split_at_checked(rest.find(')')?)?;
            let value = match word.trim() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                digits => Value::Int(digits.parse().ok()?),
            };
            (value, rest)
        }
    };
    let rest = rest
        .trim_start()
        .strip_prefix(')')?
        .trim_start()
        .strip_prefix(';')?
        .trim_start();
    (rest.is_empty() || rest.starts_with("//") || rest.starts_with('#')).then_some((name, value))
}

/// A string in either quote, with the escapes Gecko's reader knows, and what follows it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut chars = text.chars();
    let quote = chars.next().filter(|c| matches!(c, '"' | '\''))?;
    let mut value = String::new();
    loop {
        match chars.next()? {
            c if c == quote => return Some((value, chars.as_str())),
            '\\' => match chars.next()? {
                'n' => value.push('\n'),
                'r' => value.push('\r'),
                'x' => value.push(char::from_u32(hex(&mut chars, 2)?)?),
                'u' => value.push(unit(&mut chars)?),
                c @ ('"' | '\'' | '\\') => value.push(c),
                _ => return None,
            },
            c => value.push(c),
        }
    }
}

/// `\uXXXX`, a pair of them beyond the basic plane.
fn unit(chars: &mut std::str::Chars<'_>) -> Option<char> {
    let high = hex(chars, 4)?;
    if !(0xD800..0xDC00).contains(&high) {
        return char::from_u32(high);
    }
    (chars.next()? == '\\' && chars.next()? == 'u').then_some(())?;
    let low = hex(chars, 4)?.checked_sub(0xDC00).filter(|low| *low < 0x400)?;
    char::from_u32(0x10000 + ((high - 0xD800) << 10) + low)
}

fn hex(chars: &mut std::str::Chars<'_>, digits: usize) -> Option<u32> {
    (0..digits).try_fold(0, |value, _| Some(value * 16 + chars.next()?.to_digit(16)?))
}

/// As Thunderbird writes it: UTF-8, only `\`, `"` and line breaks escaped.
fn literal(value: &Value) -> String {
    let text = match value {
        Value::Bool(value) => return value.to_string(),
        Value::Int(value) => return value.to_string(),
        Value::Text(text) => text,
    };
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('"');
    for c in text.chars() {
        match c {
            '\\' | '"' => {
                let _ = write!(literal, "\\{c}");
            }
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            c => literal.push(c),
        }
    }
    literal.push('"');
    literal
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FILE: &str = "// Mozilla User Preferences\n\n// DO NOT EDIT THIS FILE.\nuser_pref(\"a\", 1);\n\
        user_pref(\"b.c\", \"D’UPONT \\\"Zoé\\\" \\\\o/\");\nuser_pref(\"d\", true);\n";

    #[test]
    fn an_untouched_file_comes_back_byte_for_byte() {
        let mut prefs = Prefs::parse(FILE).unwrap();
        assert_eq!(prefs.text("b.c"), Some("D’UPONT \"Zoé\" \\o/"));
        assert_eq!(prefs.to_text(), FILE);
        prefs.set("new", Value::from(3));
        prefs.set("a", Value::from(2));
        prefs.set("a", Value::from(1));
        prefs.remove("new");
        assert_eq!(prefs.to_text(), FILE);
    }

    #[test]
    fn windows_line_endings_stay() {
        let mut prefs = Prefs::parse("user_pref(\"a\", 1);\r\n").unwrap();
        prefs.set("b", Value::from(true));
        assert_eq!(prefs.to_text(), "user_pref(\"a\", 1);\r\nuser_pref(\"b\", true);\r\n");
    }

    #[test]
    fn what_is_not_understood_is_named_by_its_line() {
        for bad in [
            "user_pref(\"a\", );",
            "user_pref(\"a\", \"b);",
            "user_pref(\"a\", 1); user_pref(\"b\", 2);",
        ] {
            assert_eq!(Prefs::parse(&format!("// ok\n{bad}\n")), Err(2), "{bad}");
        }
    }

    #[test]
    fn escapes_of_older_files_are_read() {
        let prefs = Prefs::parse(r#"user_pref("a", "\u00e9\x41\ud83c\udf93");"#).unwrap();
        assert_eq!(prefs.text("a"), Some("éA🎓"));
    }

    proptest! {
        #[test]
        fn any_text_survives_and_sets_nothing_else(text in any::<String>()) {
            let mut prefs = Prefs::parse(FILE).unwrap();
            prefs.set("x", Value::Text(text.clone()));
            let again = Prefs::parse(&prefs.to_text()).unwrap();
            prop_assert_eq!(again.text("x"), Some(text.as_str()));
            prop_assert_eq!(again.names().count(), 4);
        }

        #[test]
        fn no_file_makes_the_reader_fail_otherwise_than_by_a_line(text in any::<String>()) {
            if let Ok(prefs) = Prefs::parse(&text) {
                prop_assert_eq!(prefs.to_text(), text);
            }
        }
    }
}
