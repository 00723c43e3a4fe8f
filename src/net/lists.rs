//! What the IMAP parser above must not be shown: lists nested deeper than a stack is (it is recursive), and a response code
//! with a letter of several bytes right behind it (it cuts one byte off, and panics).
//!
//! Follows the grammar of RFC 3501 §9 no further than it must: quoted strings and literals of data responses hold no
//! lists; the free text after OK, NO, BAD, BYE, a tag or a `+` is not looked at. Other protocols begin no line with `* `.

use super::fault::Cause;

/// Body structures of real messages nest a dozen deep.
const DEPTH_LIMIT: usize = 32;
/// After `* `, these begin free text.
const TEXTS: [&[u8]; 5] = [b"OK", b"NO", b"BAD", b"BYE", b"PREAUTH"];

/// Where we are in a response.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// `* ` and the first word, as far as it came.
    head: Vec<u8>,
    text: bool,
    depth: usize,
    quoted: bool,
    escaped: bool,
    /// The number in `{…`, and whether the brace is closed.
    literal: Option<(usize, bool)>,
    /// Bytes of a literal still to come.
    skip: usize,
    code: Code,
}

/// Where a text is with its response code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    /// It may come behind this many spaces more.
    Before(u8),
    /// Somewhere behind its `[`. Where it ends only its parser knows, who takes a `]` into some words.
    Within,
    /// There, and the last byte was a `]`: a space comes (RFC 3501 §9, resp-text), or the end.
    Closed,
    /// The text has none.
    Absent,
}

impl Default for Code {
    /// Behind a tag and a word.
    fn default() -> Self {
        Self::Before(2)
    }
}

impl Lists {
    /// The next byte of what a server sends.
    pub(super) fn take(&mut self, byte: u8) -> Result<(), Cause> {
        if self.skip > 0 {
            self.skip = self.skip.saturating_sub(1);
            return Ok(());
        }
        match (byte, self.literal) {
            (b'\r', _) => return Ok(()),
            (b'\n', Some((length, true))) if !self.text => {
                (self.skip, self.literal) = (length, None);
                return Ok(());
            }
            (b'\n', _) => {
                *self = Self::default();
                return Ok(());
            }
            _ => {}
        }
        self.classify(byte);
        if self.text {
            return self.behind_code(byte);
        }
        self.measure(byte);
        if self.quoted {
            self.within_quotes(byte);
            return Ok(());
        }
        match byte {
            b'"' => self.quoted = true,
            b'(' => self.depth = self.depth.saturating_add(1),
            b')' => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        if self.depth > DEPTH_LIMIT {
            Err(Cause::Malformed)
        } else {
            Ok(())
        }
    }

    /// A code is not glued to a letter that is not ASCII.
    fn behind_code(&mut self, byte: u8) -> Result<(), Cause> {
        let glued = self.code == Code::Closed && !byte.is_ascii();
        self.code = match (self.code, byte) {
            (Code::Before(2), b'+') if self.head == b"+" => Code::Before(0),
            (Code::Before(spaces), b' ') => Code::Before(spaces.saturating_sub(1)),
            (Code::Before(0), b'[') => Code::Within,
            (Code::Before(0) | Code::Absent, _) => Code::Absent,
            (Code::Within | Code::Closed, b']') => Code::Closed,
            (Code::Within | Code::Closed, _) => Code::Within,
            (before, _) => before,
        };
        if glued { Err(Cause::Malformed) } else { Ok(()) }
    }

    /// Whether the response is free text shows in its first word.
    fn classify(&mut self, byte: u8) {
        const LONGEST: usize = 10;
        if self.text || self.head.len() >= LONGEST {
            return;
        }
        let ended = byte == b' ' && self.head.len() > 2;
        if !ended {
            self.head.push(byte);
        }
        let asterisk = self.head.iter().zip(b"* ").all(|(a, b)| a == b);
        let word = self.head.get(2..).unwrap_or_default();
        let of_texts = ended && TEXTS.iter().any(|text| word.eq_ignore_ascii_case(text));
        self.text = !asterisk || of_texts;
        if of_texts {
            self.code = Code::Before(1);
        }
        if ended {
            // The word is judged once.
            self.head.resize(LONGEST, b' ');
        }
    }

    fn measure(&mut self, byte: u8) {
        self.literal = match (byte, self.literal) {
            (b'{', _) if !self.quoted => Some((0, false)),
            (b'0'..=b'9', Some((length, false))) => {
                let digit = usize::from(byte.saturating_sub(b'0'));
                Some((length.saturating_mul(10).saturating_add(digit), false))
            }
            (b'+', Some((length, false))) => Some((length, false)),
            (b'}', Some((length, false))) => Some((length, true)),
            _ => None,
        };
    }

    fn within_quotes(&mut self, byte: u8) {
        match byte {
            _ if self.escaped => self.escaped = false,
            b'\\' => self.escaped = true,
            b'"' => self.quoted = false,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Result<(), Cause> {
        let mut lists = Lists::default();
        text.bytes().try_for_each(|byte| lists.take(byte))
    }

    #[test]
    fn what_mail_servers_say_passes() {
        let folders = "* LIST (\\HasNoChildren) \"/\" \"((((\"\r\n".repeat(500);
        let cases = [
            folders.as_str(),
            "* 1 FETCH (BODYSTRUCTURE ((\"a\" \"b\" NIL)(\"c\" \"d\" NIL) \"MIXED\"))\r\n",
            &format!("* OK {}\r\n", "(".repeat(900)),
            &format!("r1 NO {}\r\n", "(".repeat(900)),
            &format!("+ {}\r\n", "(".repeat(900)),
            &format!("220 {}\r\n", "(".repeat(900)),
            &format!("* 1 FETCH (BODY[TEXT] {{900}}\r\n{})\r\n", "(".repeat(900)),
        ];
        for case in cases {
            assert_eq!(taken(case), Ok(()), "{case}");
        }
    }

    #[test]
    fn a_letter_glued_to_a_response_code_is_stopped() {
        for line in [
            "r1 OK [READ-ONLY]été\r\n",
            "]r1 OK [READ-ONLY]été\r\n",
            "1 OK [READ-ONLY]été\r\n",
            "* OK [ALERT]été\r\n",
            "* BYE [X é]é\r\n",
            "* NO [BADCHARSET (a] \"b] \")]é\r\n",
            "+ [ALERT]é\r\n",
            "+[ALERT]é\r\n",
        ] {
            assert_eq!(taken(line), Err(Cause::Malformed), "{line}");
        }
        for line in [
            "r1 OK été [à]é\r\n",
            "* OK été [à]é\r\n",
            "+ été [à]é\r\n",
            "r1 OK [READ-ONLY] été [a] é\r\n",
            "* OK [READ-ONLY]\r\nr2 OK été\r\n",
            "* OK [READ-ONLY]x\r\n",
            "250 [a]é\r\n",
        ] {
            assert_eq!(taken(line), Ok(()), "{line}");
        }
    }

    #[test]
    fn a_bomb_is_seen_through_quotes_and_literals() {
        let deep = "(".repeat(40);
        let cases = [
            format!("* 1 FETCH (BODYSTRUCTURE {deep}"),
            format!("* 1 FETCH (ENVELOPE \"\\\"\" {deep}"),
            format!("* 1 FETCH (BODY[] {{3}}\r\na\"b {deep}"),
            format!("* 1 FETCH (BODY[] {{4}}\r\na\r\n\" {deep}"),
            format!("* THREAD {deep}"),
            format!("* OK bonjour\r\n* 1 FETCH {deep}"),
            format!("* 1 FETCH {}", "(\")\" ".repeat(40)),
        ];
        for case in cases {
            assert_eq!(taken(&case), Err(Cause::Malformed), "{case}");
        }
    }
}
