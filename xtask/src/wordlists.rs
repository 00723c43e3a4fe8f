//! Rebuilds the word lists of `src/password/data` from the packages they come from: by hand, when a package moves on.
//!
//! The lists are committed; a build downloads nothing. Versions are pinned here and named in the data's README.

use std::{
    collections::BTreeSet,
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

const WORDS: &str = "@zxcvbn-ts/language-fr@4.1.2";
const PASSWORDS: &str = "@zxcvbn-ts/language-common@4.1.3";
const PASSPHRASE: &str = "xkcdpass==1.30.0";

/// Words in the passphrase list: five dice, 12.92 bits each.
const DICEWARE: usize = 7_776;

/// Not in a passphrase a teacher is handed: coarse, violent or sad words the source list keeps.
const UNWELCOME: &[&str] = &[
    "abattoir", "abus", "alcool", "anal", "anus", "arme", "armes", "assassin", "baise", "baiser", "batard", "bite",
    "bites", "bordel", "bourrer", "branler", "branleur", "cadavre", "cadavres", "caca", "cercueil", "chiant",
    "chiante", "chier", "chiotte", "chiottes", "clito", "cocaine", "con", "connard", "connards", "connasse", "conne",
    "connerie", "cons", "couille", "couilles", "crever", "crime", "crimes", "cul", "culs", "deces", "drogue",
    "drogues", "emmerde", "emmerder", "encule", "enculer", "faschos", "fesse", "fesses", "foutoir", "foutre", "foutu",
    "foutue", "foutus", "garce", "garces", "gouine", "gueule", "gueules", "haine", "heroine", "hitler", "inceste",
    "merde", "merdes", "merdier", "merdique", "meurtre", "meurtres", "mort", "morte", "morts", "mortes", "mourir",
    "naze", "nazi", "nazie", "nazis", "negre", "negres", "nichon", "nichons", "orgasme", "partouze", "pede", "pedes",
    "pedo", "penis", "pipi", "pisse", "pisser", "porno", "pornos", "prostate", "putain", "putains", "pute", "putes",
    "pendu", "pendus", "penduez", "queutard", "racisme", "raciste", "racistes", "rape", "salaud", "salauds", "salope",
    "salopes", "seins", "sein", "sexe", "sexes", "sexuel", "sexuelle", "sodomie", "sperme", "suicide", "suicides",
    "suicider", "sucer", "terreur", "teub", "torture", "tortures", "tuer", "tuerie", "tueur", "tueurs", "vagin",
    "viol", "violer", "violeur", "viols", "vomi", "vomir", "zizi",
];

/// Downloads the pinned packages into a temporary folder and writes the lists.
///
/// # Errors
/// What could not be downloaded, unpacked or written, in English.
pub(crate) fn rebuild() -> Result<(), String> {
    let work = env::temp_dir().join(format!("rentree-wordlists-{}", std::process::id()));
    fs::create_dir_all(&work).map_err(|fault| fault.to_string())?;
    let done = rebuild_in(&work, Path::new("src/password/data"));
    let _ = fs::remove_dir_all(&work);
    done
}

fn rebuild_in(work: &Path, data: &Path) -> Result<(), String> {
    let french = npm(work, WORDS)?;
    let common = npm(work, PASSWORDS)?;
    let words = fold_all(strings(&read(&french.join("src/commonWords.json"))?), is_word);
    write(&data.join("words.txt"), WORDS, &words)?;

    let mut names: BTreeSet<String> = BTreeSet::new();
    for file in ["src/firstnames.json", "src/lastnames.json"] {
        names.extend(fold_all(strings(&read(&french.join(file))?), is_word));
    }
    write(&data.join("names.txt"), WORDS, &names.into_iter().collect::<Vec<_>>())?;

    let passwords = fold_all(strings(&read(&common.join("src/passwords.json"))?), is_password);
    write(&data.join("passwords.txt"), PASSWORDS, &passwords)?;
    copy(&french.join("NOTICE.md"), &data.join("NOTICE-words.md"))?;

    let source = pip(work, PASSPHRASE)?;
    let list = read(&source.join("xkcdpass/static/fr-freelang"))?;
    write(&data.join("passphrase.txt"), PASSPHRASE, &diceware(&list)?)
}

/// Lower-case words of four to eight plain letters, without a word another one only declines, until 7,776 are left.
fn diceware(list: &str) -> Result<Vec<String>, String> {
    let mut words: BTreeSet<String> = list
        .lines()
        .map(str::trim)
        .filter(|word| (4..=8).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        .filter(|word| !UNWELCOME.contains(word))
        .map(str::to_owned)
        .collect();
    let declined: Vec<String> = words
        .iter()
        .rev()
        .filter(|word| declines(&words, word))
        .cloned()
        .collect();
    for word in declined {
        if words.len() > DICEWARE {
            words.remove(&word);
        }
    }
    if words.len() < DICEWARE {
        return Err(format!("only {} words are left for the passphrases", words.len()));
    }
    Ok(words.into_iter().take(DICEWARE).collect())
}

fn declines(words: &BTreeSet<String>, word: &str) -> bool {
    ["s", "x", "es", "e", "r", "nt", "z"]
        .iter()
        .any(|ending| word.strip_suffix(ending).is_some_and(|stem| words.contains(stem)))
}

fn npm(work: &Path, package: &str) -> Result<PathBuf, String> {
    let folder = work.join(package.replace(['@', '/'], "_"));
    fs::create_dir_all(&folder).map_err(|fault| fault.to_string())?;
    run(Command::new("npm")
        .args(["pack", "--silent", "--pack-destination"])
        .arg(&folder)
        .arg(package))?;
    unpack(&folder)?;
    Ok(folder.join("package"))
}

fn pip(work: &Path, package: &str) -> Result<PathBuf, String> {
    let folder = work.join(package.replace("==", "-"));
    fs::create_dir_all(&folder).map_err(|fault| fault.to_string())?;
    let mut command = Command::new("pip");
    run(command
        .args(["download", "--quiet", "--no-deps", "--no-binary", ":all:", "--dest"])
        .arg(&folder)
        .arg(package))?;
    unpack(&folder)?;
    Ok(folder.join(package.replace("==", "-")))
}

/// Unpacks the one archive in `folder`.
fn unpack(folder: &Path) -> Result<(), String> {
    let archive = fs::read_dir(folder)
        .map_err(|fault| fault.to_string())?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ext| ext == "tgz" || ext == "gz"))
        .ok_or_else(|| format!("no archive in {}", folder.display()))?;
    run(Command::new("tar").arg("xzf").arg(archive).arg("-C").arg(folder))
}

fn run(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?} ended with {status}")),
        Err(fault) => Err(format!("{command:?}: {fault}")),
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|fault| format!("{}: {fault}", path.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to)
        .map(|_| ())
        .map_err(|fault| format!("{}: {fault}", from.display()))
}

fn write(path: &Path, package: &str, lines: &[String]) -> Result<(), String> {
    let text = format!(
        "# From {package}; see README.md. Rebuilt by `cargo xtask wordlists`.\n{}\n",
        lines.join("\n")
    );
    fs::write(path, text).map_err(|fault| format!("{}: {fault}", path.display()))
}

/// The strings of a flat JSON array. These files hold no escape but `\"` and `\\`.
fn strings(json: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut current: Option<String> = None;
    let mut escaped = false;
    for c in json.chars() {
        match (&mut current, c) {
            (Some(text), c) if escaped => {
                text.push(c);
                escaped = false;
            }
            (Some(_), '\\') => escaped = true,
            (Some(_), '"') => found.extend(current.take()),
            (Some(text), c) => text.push(c),
            (None, '"') => current = Some(String::new()),
            (None, _) => {}
        }
    }
    found
}

/// Folded, each once, in the order given.
fn fold_all(list: Vec<String>, keep: fn(&str) -> bool) -> Vec<String> {
    let mut seen = BTreeSet::new();
    list.iter()
        .map(|text| fold(text))
        .filter(|text| keep(text) && seen.insert(text.clone()))
        .collect()
}

fn is_word(text: &str) -> bool {
    text.len() >= 3 && text.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_password(text: &str) -> bool {
    text.len() >= 4 && text.bytes().all(|byte| byte.is_ascii_graphic()) && !text.starts_with('#')
}

/// Lower case without accents, apostrophes and hyphens: what the estimate folds a password to.
fn fold(text: &str) -> String {
    let mut folded = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            'à' | 'â' | 'ä' | 'á' | 'ã' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'î' | 'ï' | 'í' => folded.push('i'),
            'ô' | 'ö' | 'ó' => folded.push('o'),
            'ù' | 'û' | 'ü' | 'ú' => folded.push('u'),
            'ÿ' => folded.push('y'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            '\'' | '’' | '-' | ' ' => {}
            c => folded.push(c),
        }
    }
    folded
}
