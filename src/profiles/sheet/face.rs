//! The two bundled fonts: which glyph a letter is, how wide it is, and what a PDF embeds of them.

use std::sync::LazyLock;

use ttf_parser::Face as Font;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Regular or bold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

impl Weight {
    /// The font of this weight, read once.
    pub(super) fn face(self) -> &'static Face {
        static REGULAR: LazyLock<Face> = LazyLock::new(|| Face::read(include_bytes!("font/Regular.ttf")));
        static BOLD: LazyLock<Face> = LazyLock::new(|| Face::read(include_bytes!("font/Bold.ttf")));
        match self {
            Self::Regular => &REGULAR,
            Self::Bold => &BOLD,
        }
    }
}

/// A font as the page needs it. Lengths are in thousandths of the type size, as PDF wants them.
#[derive(Default)]
pub(super) struct Face {
    /// The whole TrueType file, deflated.
    pub(super) deflated: Vec<u8>,
    /// Length of the file before.
    pub(super) length: i32,
    /// Advance of each glyph, by its number.
    pub(super) advances: Vec<f32>,
    /// Letter and glyph, in the order of glyphs.
    pub(super) letters: Vec<(u16, char)>,
    pub(super) ascent: f32,
    pub(super) descent: f32,
    pub(super) cap_height: f32,
    pub(super) bounds: [f32; 4],
    /// Glyph by letter, up to the last one the font has; 0 for those it lacks.
    glyphs: Vec<u16>,
}

impl Face {
    /// A bundled file that does not parse leaves an empty face; a test reads both.
    fn read(file: &'static [u8]) -> Self {
        let Ok(font) = Font::parse(file, 0) else {
            return Self::default();
        };
        let scale = 1000.0 / f32::from(font.units_per_em());
        let thousandths = |units: i16| f32::from(units) * scale;
        let advance = |glyph| f32::from(font.glyph_hor_advance(ttf_parser::GlyphId(glyph)).unwrap_or(0)) * scale;
        let mut letters = Vec::new();
        for table in font.tables().cmap.into_iter().flat_map(|cmap| cmap.subtables) {
            if table.is_unicode() {
                table.codepoints(|code| {
                    let known = table.glyph_index(code).zip(char::from_u32(code));
                    letters.extend(known.map(|(glyph, letter)| (glyph.0, letter)));
                });
            }
        }
        letters.sort_unstable();
        let last = letters.iter().map(|(_, letter)| place(*letter)).max().unwrap_or(0);
        let mut glyphs = vec![0; last + 1];
        for (glyph, letter) in &letters {
            if let Some(known) = glyphs.get_mut(place(*letter)) {
                *known = *glyph;
            }
        }
        letters.dedup_by_key(|(glyph, _)| *glyph);
        let bounds = font.global_bounding_box();
        Self {
            deflated: miniz_oxide::deflate::compress_to_vec_zlib(file, 9),
            length: i32::try_from(file.len()).unwrap_or(i32::MAX),
            advances: (0..font.number_of_glyphs()).map(advance).collect(),
            letters,
            ascent: thousandths(font.ascender()),
            descent: thousandths(font.descender()),
            cap_height: thousandths(font.capital_height().unwrap_or_default()),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(thousandths),
            glyphs,
        }
    }

    /// Glyph of a letter; 0, a box, for one the font lacks.
    pub(super) fn glyph(&self, letter: char) -> u16 {
        self.glyphs.get(place(letter)).copied().unwrap_or(0)
    }

    /// Width of a letter, in thousandths of the type size.
    pub(super) fn advance(&self, letter: char) -> f32 {
        let advance = self.advances.get(usize::from(self.glyph(letter)));
        advance.copied().unwrap_or(0.0)
    }

    /// Whether every letter has its glyph.
    pub(super) fn writes(&self, text: &str) -> bool {
        text.chars().all(|letter| self.glyph(letter) > 0)
    }
}

fn place(letter: char) -> usize {
    usize::try_from(u32::from(letter)).unwrap_or(usize::MAX)
}

/// The text in the letters the font has: composed, with the wide no-break space and the plain hyphen for their variants.
pub(super) fn composed(text: &str) -> String {
    let variant = |letter| match letter {
        '\u{202F}' | '\u{2007}' => '\u{a0}',
        '\u{2010}' | '\u{2011}' => '-',
        other => other,
    };
    // Nearly all text comes composed, and looking is much quicker than composing.
    match is_nfc_quick(text.chars()) {
        IsNormalized::Yes => text.chars().map(variant).collect(),
        _ => text.nfc().map(variant).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_fonts_write_french_and_its_neighbours() {
        for weight in [Weight::Regular, Weight::Bold] {
            let face = weight.face();
            let text = "Œuvre, Noël à Évreux : « l’été » – 3 € … ß ł ş ő ñ ç ÿ Ÿ\u{a0}!";
            assert!(face.writes(&composed(text)), "{weight:?}");
            assert!(face.writes(&composed("e\u{301}\u{202F}!\u{2011}")));
            assert!(!face.writes("محمد") && face.glyph('م') == 0);
            assert!(face.advance('m') > face.advance('i') && face.advance('i') > 0.0);
            assert!(face.ascent > 0.0 && face.descent < 0.0);
        }
        assert!(Weight::Bold.face().advance('M') > Weight::Regular.face().advance('M'));
    }
}
