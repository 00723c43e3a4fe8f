//! Rebuilds `academies/communes.tsv`: communes of 5,000 inhabitants and more, with their département.
//!
//! The list comes from an npm package; `npm` fetches it into a temporary folder and `node` reads it.

use std::{env, fs, path::Path, process::Command};

const PACKAGE: &str = "@etalab/decoupage-administratif";
const VERSION: &str = "6.0.0";
const TARGET: &str = "academies/communes.tsv";

/// What the file says of itself: package, version, licences, date.
const HEADER: &str = "\
# Communes of 5,000 inhabitants and more: name, tab, code of the département.
# From the npm package @etalab/decoupage-administratif 6.0.0 (2026-04; code MIT, data INSEE under Licence Ouverte 2.0).
# Rebuilt by xtask/src/communes.rs; do not edit.
";

/// Prints `code of the commune, tab, name, tab, département`, by code.
const READER: &str = "\
const communes = require(process.argv[1]);
for (const c of communes
  .filter(c => c.type === 'commune-actuelle' && c.population >= 5000)
  .sort((a, b) => (a.code < b.code ? -1 : 1)))
  console.log([c.code, c.nom, c.departement].join('\\t'));
";

/// Fetches the package and writes the table, from the root of the repository.
///
/// # Errors
/// What could not be run, read or written, as a sentence.
pub(crate) fn rebuild() -> Result<(), String> {
    let folder = env::temp_dir().join(format!("rentree-communes-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let table = table(&folder);
    let swept = fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()));
    let table = table?;
    swept?;
    fs::write(TARGET, table).map_err(|error| format!("{TARGET}: {error}"))
}

fn table(folder: &Path) -> Result<String, String> {
    let archive = run(Command::new("npm")
        .args(["pack", "--silent", &format!("{PACKAGE}@{VERSION}")])
        .current_dir(folder))?;
    let archive = archive.trim();
    run(Command::new("tar").args(["-xzf", archive]).current_dir(folder))?;
    let data = folder.join("package/data/communes.json");
    let lines = run(Command::new("node").args(["-e", READER]).arg(data))?;
    let mut table = HEADER.to_owned();
    for line in lines.lines() {
        let Some((_, rest)) = line.split_once('\t') else {
            return Err(format!("unexpected line: {line}"));
        };
        table.push_str(rest);
        table.push('\n');
    }
    let communes = table.lines().count().saturating_sub(HEADER.lines().count());
    if communes < 2_000 {
        Err(format!("only {communes} communes: has the package changed?"))
    } else {
        Ok(table)
    }
}

fn run(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{name}: {}", String::from_utf8_lossy(&output.stderr)));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{name}: {error}"))
}
