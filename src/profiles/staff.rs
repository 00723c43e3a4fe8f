//! A list of staff, CSV, as a rectorate's or a school's office exports it. No password stands in it.
//!
//! Columns, in any order: `given`, `family`, `address` (required), `identifier`, `role`, `school`, `phone`. Comma or
//! semicolon, UTF-8, with or without its mark. Lines are read one by one; what they become is the door's business.

use std::{
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
};

use csv::ByteRecord;

use crate::profiles::ProfileRefusal;

/// Columns known, the required ones first.
const COLUMNS: [&str; 7] = ["given", "family", "address", "identifier", "role", "school", "phone"];

/// How many of [`COLUMNS`] are required.
const REQUIRED: usize = 3;

/// Octets a line may have: an unclosed quote must not swallow the file into memory.
const LONGEST: usize = 64 * 1024;

/// What is wrong with a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnFault {
    /// None of those we know.
    Unknown,
    /// Required, and not there.
    Missing,
    /// There twice.
    Twice,
}

impl ColumnFault {
    /// Of the refusal.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Unknown => "staff-column-unknown",
            Self::Missing => "staff-column-missing",
            Self::Twice => "staff-column-twice",
        }
    }
}

/// One line of the list. Texts are trimmed; an absent one is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// First name.
    pub given: String,
    /// Surname.
    pub family: String,
    /// Mail address.
    pub address: String,
    /// Identifier, where the list gives it.
    pub identifier: String,
    /// For the signature.
    pub role: String,
    /// For the signature.
    pub school: String,
    /// For the signature.
    pub phone: String,
}

/// A line, or why it cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// From 1; the header is line 1.
    pub line: u64,
    /// Who stands there.
    pub person: Result<Person, ProfileRefusal>,
}

/// The lines of a list, read as they are asked for.
pub struct Staff<R> {
    reader: csv::Reader<Bounded<R>>,
    record: ByteRecord,
    places: [Option<usize>; COLUMNS.len()],
    room: Rc<Cell<usize>>,
    ended: bool,
}

impl<R: BufRead> Staff<R> {
    /// Reads the header.
    ///
    /// # Errors
    /// A column that is unknown, missing or twice there, or a header that is not CSV in UTF-8.
    pub fn read(mut list: R) -> Result<Self, ProfileRefusal> {
        let unreadable = |_| ProfileRefusal::StaffUnreadable { line: 1 };
        let start = list.fill_buf().map_err(unreadable)?;
        if start.starts_with(b"\xEF\xBB\xBF") {
            list.consume(3);
        }
        let delimiter = delimiter(list.fill_buf().map_err(unreadable)?);
        let room = Rc::new(Cell::new(LONGEST));
        let bounded = Bounded {
            list,
            room: Rc::clone(&room),
        };
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .trim(csv::Trim::All)
            .from_reader(bounded);
        let header = reader
            .byte_headers()
            .map_err(|_| ProfileRefusal::StaffUnreadable { line: 1 })?;
        let places = places(header)?;
        Ok(Self {
            reader,
            record: ByteRecord::new(),
            places,
            room,
            ended: false,
        })
    }

    fn person(&self) -> Option<Person> {
        let [given, family, address, identifier, role, school, phone] = self.places;
        let text = |place: Option<usize>| match place.and_then(|place| self.record.get(place)) {
            Some(bytes) => std::str::from_utf8(bytes).ok().map(str::to_owned),
            None => Some(String::new()),
        };
        Some(Person {
            given: text(given)?,
            family: text(family)?,
            address: text(address)?,
            identifier: text(identifier)?,
            role: text(role)?,
            school: text(school)?,
            phone: text(phone)?,
        })
    }
}

impl<R: BufRead> Iterator for Staff<R> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        if self.ended {
            return None;
        }
        self.room.set(LONGEST);
        let start = self.reader.position().line();
        let read = self.reader.read_byte_record(&mut self.record);
        let line = self.record.position().map_or(start, csv::Position::line);
        let unreadable = Err(ProfileRefusal::StaffUnreadable { line });
        let person = match read {
            Ok(false) => return None,
            Ok(true) => self.person().map_or(unreadable, Ok),
            Err(fault) => {
                // A line with too few or too many fields is one bad line; a list that cannot be read on is the last.
                self.ended = !matches!(fault.kind(), csv::ErrorKind::UnequalLengths { .. });
                unreadable
            }
        };
        Some(Row { line, person })
    }
}

/// The commoner of the two in the header: French spreadsheets write semicolons.
fn delimiter(start: &[u8]) -> u8 {
    let header = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |wanted| header.iter().filter(|byte| **byte == wanted).count();
    if count(b';') > count(b',') { b';' } else { b',' }
}

fn places(header: &ByteRecord) -> Result<[Option<usize>; COLUMNS.len()], ProfileRefusal> {
    let mut places = [None; COLUMNS.len()];
    for (at, name) in header.iter().enumerate() {
        let name = String::from_utf8_lossy(name).trim().to_lowercase();
        let fault = |fault| ProfileRefusal::Column {
            column: name.chars().filter(|c| !c.is_control()).take(60).collect(),
            fault,
        };
        let known = COLUMNS.iter().position(|known| *known == name);
        let place = known
            .and_then(|known| places.get_mut(known))
            .ok_or_else(|| fault(ColumnFault::Unknown))?;
        if place.replace(at).is_some() {
            return Err(fault(ColumnFault::Twice));
        }
    }
    let missing = COLUMNS
        .iter()
        .zip(&places)
        .take(REQUIRED)
        .find(|(_, place)| place.is_none());
    match missing {
        Some((column, _)) => Err(ProfileRefusal::Column {
            column: (*column).to_owned(),
            fault: ColumnFault::Missing,
        }),
        None => Ok(places),
    }
}

/// Stops where a single line would take too much memory.
struct Bounded<R> {
    list: R,
    room: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let room = self.room.get();
        if room == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let length = self.list.read(into)?;
        self.room.set(room.saturating_sub(length));
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(list: &str) -> Vec<Row> {
        Staff::read(list.as_bytes()).unwrap().collect()
    }

    fn refused(list: &str) -> ProfileRefusal {
        Staff::read(list.as_bytes()).err().unwrap()
    }

    #[test]
    fn columns_come_in_any_order_with_comma_or_semicolon() {
        let comma = rows("address,given,family\nzoe.dupont@ac-lyon.fr, Zoé ,\"D’UPONT, née \"\"Martin\"\"\"\n");
        let semicolon =
            rows("\u{FEFF}Family;Given;Address\r\n\"D’UPONT, née \"\"Martin\"\"\";Zoé;zoe.dupont@ac-lyon.fr\r\n");
        assert_eq!(comma[0].person, semicolon[0].person);
        assert_eq!(comma[0].line, 2);
        assert_eq!(comma[0].person.as_ref().unwrap().family, "D’UPONT, née \"Martin\"");
    }

    #[test]
    fn a_wrong_column_is_named() {
        let column = |column: &str, fault| ProfileRefusal::Column {
            column: column.to_owned(),
            fault,
        };
        assert_eq!(
            refused("given,family,address,password\n"),
            column("password", ColumnFault::Unknown)
        );
        assert_eq!(refused("given,family\n"), column("address", ColumnFault::Missing));
        assert_eq!(
            refused("given,family,address,given\n"),
            column("given", ColumnFault::Twice)
        );
        assert_eq!(refused(""), column("given", ColumnFault::Missing));
    }

    #[test]
    fn one_bad_line_does_not_stop_the_others() {
        let rows = rows("given,family,address\na,b\nc,d,e@f.fr\n");
        assert_eq!(rows[0].person, Err(ProfileRefusal::StaffUnreadable { line: 2 }));
        assert_eq!(rows[1].line, 3);
        assert!(rows[1].person.is_ok());
    }

    #[test]
    fn another_encoding_is_one_refused_line() {
        let list: &[u8] = b"given,family,address\nZo\xE9,b,c@d.fr\ne,f,g@h.fr\n";
        let rows: Vec<_> = Staff::read(list).unwrap().collect();
        assert!(rows[0].person.is_err() && rows[1].person.is_ok());
    }

    #[test]
    fn an_unclosed_quote_does_not_swallow_the_list() {
        let list = format!("given,family,address\n\"{}", "a,b,c\n".repeat(100_000));
        let rows = rows(&list);
        assert_eq!(rows.len(), 1);
        assert!(rows[0].person.is_err());
    }
}
