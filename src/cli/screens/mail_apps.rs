//! Files for mail programs, and what to type where none is read.

use rentree::{
    wizard::view::{FileLine, TypedLine, TypedValue},
    words::Words,
};

use crate::cli::slug;

/// Files and what to do with each.
pub(in crate::cli) fn files(words: &Words, files: &[FileLine]) -> String {
    let line = |file: &FileLine| {
        let client = words.plain(&format!("client-{}", slug(file.client)));
        let named = words.with("cli-file", &[("client", &client), ("path", &file.path)]);
        let next = format!("next-{}", file.next);
        let more = words.more(&next, "more").map(|more| format!("\n      {more}"));
        format!("  {named}\n      {}{}", words.plain(&next), more.unwrap_or_default())
    };
    files.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What to type into an application that reads no file; the warning first.
pub(in crate::cli) fn typed(words: &Words, line: &TypedLine) -> String {
    let key = format!("app-{}", slug(line.app));
    let mut lines = vec![words.plain(&key)];
    if line.warns {
        lines.push(format!("  ! {}", words.attribute(&key, "warning")));
    }
    lines.push(format!("  {}", words.attribute(&key, "steps")));
    let value = |value: &TypedValue| format!("      {} {}", words.plain(&value.label), value.value);
    lines.extend(line.values.iter().map(value));
    lines.join("\n")
}
