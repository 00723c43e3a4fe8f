//! The code to scan: one byte segment in the smallest version that holds it, and its picture.
//!
//! `qrcode` encodes, and shows once for each version where it draws what; the data are put in place and the best of the eight
//! masks is weighed here, on rows of bits: module by module it took more time than all other files of a person together. The
//! outcome is the library's own: a test compares them.

use std::{fmt::Write, sync::OnceLock};

use num_traits::PrimInt;
use qrcode::{
    Color, EcLevel, QrCode, Version,
    bits::Bits,
    canvas::{Canvas, MaskPattern},
    ec::construct_codewords,
};

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// Modules of white on each side (ISO/IEC 18004 §5.3.8).
const QUIET: usize = 4;

/// Points of the picture a module takes.
const SCALE: usize = 8;

/// A code as runs of modules of one colour: whether they are dark, and how many. A run ends with its row.
struct Code {
    width: usize,
    runs: Vec<(bool, usize)>,
}

/// An SVG picture, black on white; none where the text does not fit in a code. Level M where it fits, else L.
pub(super) fn picture(text: &str) -> Option<String> {
    [EcLevel::M, EcLevel::L]
        .into_iter()
        .find_map(|level| (1..=40).find_map(|version| encoded(text, Version::Normal(version), level)))
        .map(|code| svg(&code))
}

fn encoded(text: &str, version: Version, level: EcLevel) -> Option<Code> {
    let mut bits = Bits::new(version);
    // A kind of four bits and a length of eight at least go before the text.
    if bits.max_len(level).ok()? < 12 + 8 * text.len() {
        return None;
    }
    bits.push_byte_data(text.as_bytes()).ok()?;
    bits.push_terminator(level).ok()?;
    let width = usize::try_from(version.width()).ok()?;
    let runs = if width <= WIDEST {
        best(bits, version, level)?.runs()
    } else {
        let colors = QrCode::with_bits(bits, level).ok()?.into_colors();
        let rows = colors.chunks(width);
        rows.flat_map(|row| row.chunk_by(|one, next| one == next))
            .map(|run| (run.first() == Some(&Color::Dark), run.len()))
            .collect()
    };
    Some(Code { width, runs })
}

/// The code under the mask with the least penalty.
fn best(bits: Bits, version: Version, level: EcLevel) -> Option<Field> {
    let (mut words, correction) = construct_codewords(&bits.into_bytes(), version, level).ok()?;
    words.extend(correction);
    let blank = Blank::of(version, level)?;
    let mut drawn = Field::light(version);
    for (places, word) in blank.order.chunks(BITS.len()).zip(words) {
        for ((x, y), bit) in places.iter().zip(BITS) {
            drawn.darken(*x, *y, word & bit > 0);
        }
    }
    let masked = blank.masked.iter().map(|mask| mask.xor(&drawn));
    masked.min_by_key(Field::penalty)
}

/// In the order they are drawn.
const BITS: [u8; 8] = [128, 64, 32, 16, 8, 4, 2, 1];

/// A code without its data, by version and level: what is the same for every text, drawn once.
struct Blank {
    /// Where the library draws each bit of the codewords.
    order: Vec<(i16, i16)>,
    /// Under each mask, its format marked; where data belongs, the mask itself.
    masked: Vec<Field>,
}

impl Blank {
    fn of(version: Version, level: EcLevel) -> Option<&'static Self> {
        static DRAWN: [[OnceLock<Option<Blank>>; VERSIONS]; 2] = [const { [const { OnceLock::new() }; VERSIONS] }; 2];
        let Version::Normal(number) = version else { return None };
        let drawn = DRAWN.get(usize::from(level == EcLevel::L))?;
        let drawn = drawn.get(usize::try_from(number).ok()?)?;
        drawn.get_or_init(|| Self::draw(version, level)).as_ref()
    }

    fn draw(version: Version, level: EcLevel) -> Option<Self> {
        let mut canvas = Canvas::new(version, level);
        canvas.draw_all_functional_patterns();
        let masked = |mask| {
            let mut canvas = canvas.clone();
            canvas.apply_mask(mask);
            Field::of(&canvas, version)
        };
        Some(Self {
            masked: MASKS.into_iter().map(masked).collect(),
            order: order(&canvas, version, level)?,
        })
    }
}

/// Where each bit is drawn, learnt from drawings in which the bits spell their own place, from 1: the first drawing has all
/// last digits of these numbers, the next those before.
fn order(blank: &Canvas, version: Version, level: EcLevel) -> Option<Vec<(i16, i16)>> {
    let nothing = vec![0; Bits::new(version).max_len(level).ok()? / 8];
    let (data, correction) = construct_codewords(&nothing, version, level).ok()?;
    let count = 8 * (data.len() + correction.len());
    let sides = 0..version.width();
    let mut numbers = vec![0_usize; sides.len() * sides.len()];
    for digit in 0..usize::BITS - count.leading_zeros() {
        let places: Vec<_> = (1..=count).collect();
        let spelt = places.chunks(8).map(|places| {
            let bits = places.iter().zip(BITS);
            bits.map(|(place, bit)| if place >> digit & 1 == 1 { bit } else { 0 })
                .sum()
        });
        let spelt: Vec<u8> = spelt.collect();
        let (data, correction) = spelt.split_at(data.len());
        let mut canvas = blank.clone();
        canvas.draw_data(data, correction);
        for (number, (x, y)) in numbers.iter_mut().zip(modules(version)) {
            let drawn = canvas.get(x, y).is_dark() && !blank.get(x, y).is_dark();
            *number |= usize::from(drawn) << digit;
        }
    }
    let mut order: Vec<_> = numbers
        .into_iter()
        .zip(modules(version))
        .filter(|(number, _)| *number > 0)
        .collect();
    order.sort_unstable();
    Some(order.into_iter().map(|(_, place)| place).collect())
}

/// Column and row of each module, row by row.
fn modules(version: Version) -> impl Iterator<Item = (i16, i16)> {
    let sides = 0..version.width();
    sides.clone().flat_map(move |y| sides.clone().map(move |x| (x, y)))
}

/// Modules a line of bits holds; codes a phone reads from a screen are smaller.
const WIDEST: usize = 128;

/// Versions with no more modules than that, and none for 0.
const VERSIONS: usize = 28;

/// A code as its rows and its columns, a bit a module, dark ones set.
struct Field {
    width: u32,
    rows: Vec<u128>,
    columns: Vec<u128>,
}

impl Field {
    fn light(version: Version) -> Self {
        let width = version.width().unsigned_abs();
        Self {
            width: width.into(),
            rows: vec![0; width.into()],
            columns: vec![0; width.into()],
        }
    }

    fn of(canvas: &Canvas, version: Version) -> Self {
        let mut field = Self::light(version);
        for (x, y) in modules(version) {
            field.darken(x, y, canvas.get(x, y).is_dark());
        }
        field
    }

    fn darken(&mut self, x: i16, y: i16, dark: bool) {
        let line = |lines: &mut [u128], which: i16, place: i16| {
            if let Some(line) = lines.get_mut(usize::from(which.unsigned_abs())) {
                *line |= u128::from(dark) << place;
            }
        };
        line(&mut self.rows, y, x);
        line(&mut self.columns, x, y);
    }

    fn xor(&self, other: &Self) -> Self {
        let xor = |one: &[u128], other: &[u128]| one.iter().zip(other).map(|(one, other)| one ^ other).collect();
        Self {
            width: self.width,
            rows: xor(&self.rows, &other.rows),
            columns: xor(&self.columns, &other.columns),
        }
    }

    /// Row by row.
    fn runs(&self) -> Vec<(bool, usize)> {
        let width = self.width;
        let of_row = |row: &u128| {
            let (row, mut at) = (*row, 0);
            std::iter::from_fn(move || {
                let rest = row >> at;
                let dark = rest & 1 == 1;
                let run = if dark {
                    rest.trailing_ones()
                } else {
                    rest.trailing_zeros()
                };
                let run = run.min(width - at);
                at += run;
                (run > 0).then_some((dark, run as usize))
            })
        };
        let mut runs = Vec::with_capacity(self.rows.len() * self.rows.len());
        self.rows.iter().for_each(|row| runs.extend(of_row(row)));
        runs
    }

    /// In words of the machine where lines are short enough: it is done eight times for each code.
    fn penalty(&self) -> u32 {
        const LOW: u128 = u64::MAX as u128;
        let low = |line: &u128| (line & LOW) as u64;
        if self.width <= u64::BITS {
            let (rows, columns): (Vec<_>, Vec<_>) = (
                self.rows.iter().map(low).collect(),
                self.columns.iter().map(low).collect(),
            );
            penalty(self.width, &rows, &columns)
        } else {
            penalty(self.width, &self.rows, &self.columns)
        }
    }
}

/// Less is better (ISO/IEC 18004 §7.8.3.1). What is the same for every mask is left out.
fn penalty<L: PrimInt>(width: u32, rows: &[L], columns: &[L]) -> u32 {
    let all = L::max_value() >> (L::zero().count_zeros() - width) as usize;
    let of_lines = |lines: &[L]| -> u32 {
        let of_line = |line: &L| runs(*line) + runs(!*line & all) + 40 * finders(*line);
        lines.iter().map(of_line).sum()
    };
    let dark: u32 = rows.iter().map(|row| row.count_ones()).sum();
    of_lines(rows) + of_lines(columns) + 3 * blocks(rows, all >> 1) + imbalance(dark, width)
}

/// Two by two modules of one colour; `pairs` of them in a row.
fn blocks<L: PrimInt>(rows: &[L], pairs: L) -> u32 {
    let same = |line: L| !(line ^ line >> 1) & pairs;
    let below = rows.iter().zip(rows.iter().skip(1));
    below
        .map(|(row, next)| (same(*row) & same(*next) & !(*row ^ *next)).count_ones())
        .sum()
}

/// How far from half the modules are dark, in half percents.
fn imbalance(dark: u32, width: u32) -> u32 {
    (dark * 200 / (width * width)).abs_diff(100)
}

/// Runs of five and more set bits: a run of `n` counts `n - 2`.
fn runs<L: PrimInt>(line: L) -> u32 {
    let fives = line & line >> 1 & line >> 2 & line >> 3 & line >> 4;
    fives.count_ones() + 2 * (fives & !(fives << 1)).count_ones()
}

/// What looks like a finder: 1011101 with four light modules, or the edge, on one side at least.
fn finders<L: PrimInt>(line: L) -> u32 {
    let looks = line & !(line >> 1) & line >> 2 & line >> 3 & line >> 4 & !(line >> 5) & line >> 6;
    let before = line << 1 | line << 2 | line << 3 | line << 4;
    let after = line >> 7 | line >> 8 | line >> 9 | line >> 10;
    (looks & !(before & after)).count_ones()
}

/// One path, a stroke for each run of dark modules in a row; always black on white: readers fail on inverted codes.
fn svg(code: &Code) -> String {
    let side = code.width + 2 * QUIET;
    let points = side * SCALE;
    let mut text = String::with_capacity(side * side * 4);
    let _ = write!(
        text,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{points}\" \
         height=\"{points}\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\">\
         <rect width=\"{side}\" height=\"{side}\" fill=\"#fff\"/><path stroke=\"#000\" d=\""
    );
    let (mut x, mut y) = (0, 0);
    for (dark, modules) in &code.runs {
        if x == 0 {
            // Half a module down: a stroke lies around its line.
            append(&mut text, "M", QUIET);
            append(&mut text, " ", y + QUIET);
            text.push_str(".5");
        }
        if *dark {
            append(&mut text, "h", *modules);
        } else {
            append(&mut text, "m", *modules);
            text.push_str(" 0");
        }
        x += modules;
        if x == code.width {
            (x, y) = (0, y + 1);
        }
    }
    text.push_str("\"/></svg>\n");
    text
}

/// What `format!` would write, twenty times as fast: it is done thousands of times in a picture.
fn append(text: &mut String, letter: &str, number: usize) {
    text.push_str(letter);
    for power in [100, 10, 1] {
        if number >= power {
            // One digit: it fits.
            text.push(char::from(b'0' + (number / power % 10) as u8));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn by_the_library(text: &str, version: Version, level: EcLevel) -> Option<Vec<bool>> {
        let mut bits = Bits::new(version);
        bits.push_byte_data(text.as_bytes()).ok()?;
        bits.push_terminator(level).ok()?;
        let colors = QrCode::with_bits(bits, level).ok()?.into_colors();
        Some(colors.into_iter().map(|color| color == Color::Dark).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]

        #[test]
        fn the_mask_is_the_one_the_library_chooses(text in "[ -~]{0,700}", version in 1_i16..22) {
            for level in [EcLevel::M, EcLevel::L] {
                let ours = encoded(&text, Version::Normal(version), level).map(|code| {
                    let runs = code.runs.into_iter();
                    runs.flat_map(|(dark, modules)| std::iter::repeat_n(dark, modules)).collect()
                });
                prop_assert_eq!(ours, by_the_library(&text, Version::Normal(version), level));
            }
        }
    }

    #[test]
    fn the_picture_is_black_on_white_and_too_much_has_none() {
        let svg = picture("[1,[1,1]]").unwrap();
        assert!(svg.contains("fill=\"#fff\"") && svg.contains("stroke=\"#000\""));
        assert!(picture(&"x".repeat(2953)).is_some());
        assert!(picture(&"x".repeat(2954)).is_none());
    }
}
