//! Spelling made plain: accents, ligatures, apostrophes, case. Shared by the search and by the identifiers.

use unicode_normalization::UnicodeNormalization;

/// Everything people type for an apostrophe. Must go before NFKD: it turns U+00B4 into a space and a combining accent.
const APOSTROPHES: [char; 11] = [
    '\'', '\u{2019}', '\u{2018}', '\u{02BC}', '\u{02BB}', '\u{0060}', '\u{00B4}', '\u{02B9}', '\u{2032}', '\u{201B}',
    '\u{FF07}',
];

/// Whether `letter` stands for an apostrophe.
pub(super) fn is_apostrophe(letter: char) -> bool {
    APOSTROPHES.contains(&letter)
}

/// Lower case without accents: "Œuvrard" → "oeuvrard", "Łódź" → "lodz". Apostrophes become `'`; other signs stay.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let upright = text
        .chars()
        .map(|letter| if is_apostrophe(letter) { '\'' } else { letter });
    for letter in upright
        .nfkd()
        .filter(|letter| !unicode_normalization::char::is_combining_mark(*letter))
    {
        for lower in letter.to_lowercase() {
            match unsplit(lower) {
                Some(letters) => out.push_str(letters),
                None => out.push(lower),
            }
        }
    }
    // Lower-casing may bring a mark back (İ → i̇).
    out.retain(|letter| !unicode_normalization::char::is_combining_mark(letter));
    out
}

/// Letters NFKD leaves whole.
fn unsplit(letter: char) -> Option<&'static str> {
    Some(match letter {
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ı' => "i",
        'þ' => "th",
        'ħ' => "h",
        'ŋ' => "n",
        'ŧ' => "t",
        '\u{2010}'..='\u{2015}' | '\u{2212}' => "-",
        _ => return None,
    })
}

/// Words of plain letters and digits: "Val-d’Oise" → `val`, `d`, `oise`; "St" is read "saint".
pub(super) fn words(text: &str) -> Vec<String> {
    plain(text)
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| match word {
            "st" => "saint".to_owned(),
            "ste" => "sainte".to_owned(),
            _ => word.to_owned(),
        })
        .collect()
}

/// Words that say what a place is, not which: left out of a comparison when something remains.
const GENERIC: [&str; 27] = [
    "academie",
    "academique",
    "academy",
    "rectorat",
    "rectorate",
    "vice",
    "dsden",
    "ia",
    "dasen",
    "inspection",
    "departement",
    "department",
    "ac",
    "ville",
    "commune",
    "prefecture",
    "de",
    "du",
    "des",
    "la",
    "le",
    "les",
    "l",
    "d",
    "of",
    "in",
    "a",
];

/// Both forms a name is compared in: every word run together, and without the generic words.
pub(super) fn keys(text: &str) -> (String, String) {
    let words = words(text);
    let whole = words.concat();
    let bare: String = words
        .iter()
        .filter(|word| !GENERIC.contains(&word.as_str()))
        .map(String::as_str)
        .collect();
    if bare.is_empty() {
        (whole.clone(), whole)
    } else {
        (whole, bare)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_plain() {
        assert_eq!(plain("Œuvrard"), "oeuvrard");
        assert_eq!(
            plain("Đặng Łukasz Strauß Bœuf Lætitia"),
            "dang lukasz strauss boeuf laetitia"
        );
        assert_eq!(plain("A\u{0301}lvaro"), plain("Álvaro"));
        assert_eq!(plain("d\u{00B4}Arc"), "d'arc");
        assert_eq!(plain("İzmir ıssız"), "izmir issiz");
    }

    #[test]
    fn generic_words_are_left_out_unless_alone() {
        assert_eq!(keys("académie d’Aix-Marseille").1, "aixmarseille");
        assert_eq!(keys("La Réunion").1, "reunion");
        assert_eq!(keys("St-Étienne").1, "saintetienne");
        assert_eq!(keys("de").1, "de");
    }
}
