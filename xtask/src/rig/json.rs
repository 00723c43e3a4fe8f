//! Just enough JSON to announce a rig in one line.

use std::fmt;

/// A JSON value; numbers are whole.
pub(crate) enum Json {
    Text(String),
    Number(u64),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A text.
    pub(crate) fn text(value: impl ToString) -> Json {
        Json::Text(value.to_string())
    }

    /// An object, its members in the order given.
    pub(crate) fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
        Json::Object(
            members
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect(),
        )
    }
}

impl fmt::Display for Json {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Json::Text(text) => quoted(out, text),
            Json::Number(number) => write!(out, "{number}"),
            Json::List(values) => {
                out.write_str("[")?;
                for (rank, value) in values.iter().enumerate() {
                    let comma = if rank == 0 { "" } else { "," };
                    write!(out, "{comma}{value}")?;
                }
                out.write_str("]")
            }
            Json::Object(members) => {
                out.write_str("{")?;
                for (rank, (key, value)) in members.iter().enumerate() {
                    out.write_str(if rank == 0 { "" } else { "," })?;
                    quoted(out, key)?;
                    write!(out, ":{value}")?;
                }
                out.write_str("}")
            }
        }
    }
}

fn quoted(out: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    out.write_str("\"")?;
    for letter in text.chars() {
        match letter {
            '"' | '\\' => write!(out, "\\{letter}")?,
            control if u32::from(control) < 0x20 => write!(out, "\\u{:04x}", u32::from(control))?,
            other => write!(out, "{other}")?,
        }
    }
    out.write_str("\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_and_escaped() {
        let value = Json::object([
            ("a\"b", Json::text("é\n\\")),
            ("n", Json::List(vec![Json::Number(1), Json::Number(2)])),
        ]);
        assert_eq!(value.to_string(), "{\"a\\\"b\":\"é\\u000a\\\\\",\"n\":[1,2]}");
    }
}
