//! Filling the templates of `tests/rig/`: `{{name}}` is replaced, a name without a value is a mistake of ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::process::Outcome;

/// Values by name.
#[derive(Clone, Default)]
pub(crate) struct Values(BTreeMap<String, String>);

impl Values {
    /// Adds a value, or replaces it.
    pub(crate) fn set(&mut self, name: &str, value: impl ToString) -> &mut Values {
        self.0.insert(name.to_owned(), value.to_string());
        self
    }

    /// A copy with one more value.
    pub(crate) fn with(&self, name: &str, value: impl ToString) -> Values {
        let mut more = self.clone();
        more.set(name, value);
        more
    }

    /// The template with every name replaced.
    pub(crate) fn fill(&self, template: &str) -> Outcome<String> {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once("{{") {
            let (name, tail) = after
                .split_once("}}")
                .ok_or("a template opens a name and does not close it")?;
            let value = self
                .0
                .get(name)
                .ok_or_else(|| format!("a template asks for {name}, which has no value"))?;
            filled.push_str(before);
            filled.push_str(value);
            rest = tail;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// Fills a template into a file, making its folder.
    pub(crate) fn write(&self, template: &str, path: &Path) -> Outcome {
        write(path, &self.fill(template)?)
    }
}

/// Writes a file, making its folder.
pub(crate) fn write(path: &Path, text: &str) -> Outcome {
    let fail = |error: std::io::Error| format!("{}: {error}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(fail)?;
    }
    fs::write(path, text).map_err(fail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_names_and_refuses_unknown_ones() {
        let mut values = Values::default();
        values.set("port", 993);
        assert_eq!(values.fill("a {{port}} b {{port}}"), Ok("a 993 b 993".to_owned()));
        assert!(values.fill("{{host}}").is_err());
        assert!(values.fill("{{port").is_err());
    }
}
