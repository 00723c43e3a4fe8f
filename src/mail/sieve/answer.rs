//! The lines of ManageSieve (RFC 5804 §4): strings, quoted or literal, and atoms. Sans I/O.

/// Not the grammar.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Malformed;

/// A line, in parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Line(Vec<Part>);

#[derive(Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    Atom(String),
    /// `(…)`: the code of a verdict; its first atom.
    Code(String),
}

/// How a command ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// `OK`, `NO` or `BYE`.
    pub(super) kind: String,
    /// The code in its brackets, upper case.
    pub(super) code: Option<String>,
}

impl Verdict {
    pub(super) const OK: &'static str = "OK";

    /// The verdict a line gives, if it is one.
    pub(super) fn of(line: &Line) -> Option<Self> {
        let Some(Part::Atom(word)) = line.0.first() else {
            return None;
        };
        let kind = word.to_ascii_uppercase();
        let code = line.0.iter().find_map(|part| match part {
            Part::Code(code) => Some(code.to_ascii_uppercase()),
            _ => None,
        });
        ["OK", "NO", "BYE"]
            .contains(&kind.as_str())
            .then_some(Self { kind, code })
    }
}

impl Line {
    /// Takes the first whole line out of `pending`; `None`: more has to come.
    pub(super) fn take(pending: &mut Vec<u8>) -> Result<Option<Self>, Malformed> {
        let mut cursor = Cursor { bytes: pending, at: 0 };
        let Some(line) = cursor.line()? else { return Ok(None) };
        let taken = cursor.at;
        pending.drain(..taken.min(pending.len()));
        Ok(Some(line))
    }

    /// The string at this place.
    pub(super) fn text(&self, place: usize) -> Option<&str> {
        match self.0.get(place)? {
            Part::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn has_atom(&self, wanted: &str) -> bool {
        self.0
            .iter()
            .any(|part| matches!(part, Part::Atom(atom) if atom.eq_ignore_ascii_case(wanted)))
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Cursor<'_> {
    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.at).copied()?;
        self.at = self.at.saturating_add(1);
        Some(byte)
    }

    fn line(&mut self) -> Result<Option<Line>, Malformed> {
        let mut parts = Vec::new();
        loop {
            let Some(byte) = self.next() else { return Ok(None) };
            let part = match byte {
                b'\n' => return Ok(Some(Line(parts))),
                b'\r' | b' ' => continue,
                b'"' => self.quoted()?.map(Part::Text),
                b'{' => self.literal()?.map(Part::Text),
                b'(' => self.code()?.map(Part::Code),
                first if is_atom(first) => self.atom(first).map(Part::Atom),
                _ => return Err(Malformed),
            };
            match part {
                Some(part) => parts.push(part),
                None => return Ok(None),
            }
        }
    }

    fn quoted(&mut self) -> Result<Option<String>, Malformed> {
        let mut bytes = Vec::new();
        while let Some(byte) = self.next() {
            match byte {
                b'"' => return text(bytes).map(Some),
                b'\\' => match self.next() {
                    Some(escaped @ (b'"' | b'\\')) => bytes.push(escaped),
                    Some(_) => return Err(Malformed),
                    None => return Ok(None),
                },
                b'\n' | b'\r' | 0 => return Err(Malformed),
                other => bytes.push(other),
            }
        }
        Ok(None)
    }

    /// `{12}` or `{12+}`, a line end, twelve bytes.
    fn literal(&mut self) -> Result<Option<String>, Malformed> {
        let mut length: usize = 0;
        loop {
            match self.next() {
                Some(digit @ b'0'..=b'9') => {
                    let digit = usize::from(digit - b'0');
                    length = length
                        .checked_mul(10)
                        .and_then(|n| n.checked_add(digit))
                        .ok_or(Malformed)?;
                }
                Some(b'+') => {}
                Some(b'}') => break,
                Some(_) => return Err(Malformed),
                None => return Ok(None),
            }
        }
        for expected in [b'\r', b'\n'] {
            match self.next() {
                Some(byte) if byte == expected => {}
                Some(_) => return Err(Malformed),
                None => return Ok(None),
            }
        }
        let end = self.at.checked_add(length).ok_or(Malformed)?;
        let Some(bytes) = self.bytes.get(self.at..end) else {
            return Ok(None);
        };
        let read = text(bytes.to_vec())?;
        self.at = end;
        Ok(Some(read))
    }

    /// The first word in the brackets; strings in it are passed over.
    fn code(&mut self) -> Result<Option<String>, Malformed> {
        let (mut word, mut whole) = (String::new(), false);
        loop {
            match self.next() {
                Some(b')') => return Ok(Some(word)),
                Some(b' ') => whole = true,
                Some(b'"') => {
                    if self.quoted()?.is_none() {
                        return Ok(None);
                    }
                }
                Some(b'\n' | b'\r') => return Err(Malformed),
                Some(byte) if !whole => word.push(char::from(byte)),
                Some(_) => {}
                None => return Ok(None),
            }
        }
    }

    fn atom(&mut self, first: u8) -> Option<String> {
        let mut atom = String::from(char::from(first));
        loop {
            // The byte after the atom has to be there: an atom may go on in the next packet.
            let byte = self.bytes.get(self.at).copied()?;
            if !is_atom(byte) {
                return Some(atom);
            }
            atom.push(char::from(byte));
            self.at = self.at.saturating_add(1);
        }
    }
}

fn is_atom(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b'(' | b')' | b'{' | b'}' | b'\\')
}

fn text(bytes: Vec<u8>) -> Result<String, Malformed> {
    String::from_utf8(bytes).map_err(|_| Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<Line> {
        let mut pending = text.as_bytes().to_vec();
        let mut lines = Vec::new();
        while let Some(line) = Line::take(&mut pending).expect("the grammar") {
            lines.push(line);
        }
        assert!(pending.is_empty(), "{pending:?}");
        lines
    }

    #[test]
    fn scripts_and_verdicts_are_read() {
        let read = lines("\"vacances\"\r\n\"transfert \\\"perso\\\"\" ACTIVE\r\nOK \"Listscripts completed.\"\r\n");
        assert_eq!(read.len(), 3);
        assert!(read[1].has_atom("active"));
        assert_eq!(read[1].text(0), Some("transfert \"perso\""));
        assert_eq!(Verdict::of(&read[1]), None);
        assert_eq!(Verdict::of(&read[2]).map(|verdict| verdict.kind), Some("OK".to_owned()));
        let read = lines("{11+}\r\nkeep;\r\nstop\r\nNO (TRYLATER \"x)\") {2}\r\nab\r\n");
        assert_eq!(read[0].text(0), Some("keep;\r\nstop"));
        let verdict = Verdict::of(&read[1]).expect("a verdict");
        assert_eq!(
            (verdict.kind.as_str(), verdict.code.as_deref()),
            ("NO", Some("TRYLATER"))
        );
    }

    #[test]
    fn a_line_that_comes_in_pieces_waits_for_its_end() {
        let whole = b"\"a\" {3}\r\nx\"y ACTIVE\r\n";
        for end in 0..whole.len() {
            let mut pending = whole[..end].to_vec();
            assert_eq!(Line::take(&mut pending), Ok(None), "{end}");
            assert_eq!(pending.len(), end, "nothing is lost");
        }
    }

    #[test]
    fn what_is_not_the_grammar_is_refused_without_harm() {
        for bad in [
            &b"\x01\r\n"[..],
            b"\"a\r\n",
            b"{x}\r\n",
            b"{99999999999999999999999}\r\n",
            b"{1}\r\n\xff\r\n",
        ] {
            assert_eq!(Line::take(&mut bad.to_vec()), Err(Malformed), "{bad:?}");
        }
    }
}
