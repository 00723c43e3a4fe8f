//! The logo of a pack: a small still PNG in base64, under the same signature as the rest.
//!
//! It is decoded here and written anew: what a page engine gets to decode was encoded by us, without a comment, a colour
//! profile or a second frame. SVG is not taken: it can hold scripts and links.

use std::io::Cursor;

use base64::{Engine, engine::general_purpose::STANDARD};
use png::{BitDepth, ColorType, Decoder, Encoder, Limits, Transformations};

use super::PackFault;

/// Bytes of the PNG, at most.
const LARGEST: usize = 96 << 10;
/// Pixels on a side: smaller cannot be made out, larger serves no window.
const SIDE: std::ops::RangeInclusive<u32> = 16..=512;
/// Bytes the decoder may ask for: the largest picture, twice.
const MEMORY: usize = 4 << 20;

/// A logo that was decoded and written anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// The PNG.
    pub png: Vec<u8>,
}

impl Logo {
    /// Reads the base64 of a PNG; white space between the letters does not count.
    ///
    /// # Errors
    /// [`PackFault::LogoTooLarge`] or [`PackFault::LogoUnreadable`].
    pub fn read(text: &str) -> Result<Self, PackFault> {
        // Before anything is decoded: four letters for three bytes, and lines of sixty-four.
        if text.len() > LARGEST * 3 / 2 {
            return Err(PackFault::LogoTooLarge);
        }
        let letters: String = text.split_whitespace().collect();
        let bytes = STANDARD.decode(letters).map_err(|_| PackFault::LogoUnreadable)?;
        Self::of_png(&bytes)
    }

    /// Reads a PNG file.
    ///
    /// # Errors
    /// [`PackFault::LogoTooLarge`] or [`PackFault::LogoUnreadable`].
    pub fn of_png(bytes: &[u8]) -> Result<Self, PackFault> {
        if bytes.len() > LARGEST {
            return Err(PackFault::LogoTooLarge);
        }
        let unreadable = |_| PackFault::LogoUnreadable;
        let mut decoder = Decoder::new_with_limits(Cursor::new(bytes), Limits { bytes: MEMORY });
        decoder.set_transformations(Transformations::normalize_to_color8());
        let mut reader = decoder.read_info().map_err(unreadable)?;
        let (width, height) = reader.info().size();
        if !SIDE.contains(&width) || !SIDE.contains(&height) {
            return Err(PackFault::LogoTooLarge);
        }
        if reader.info().is_animated() {
            return Err(PackFault::LogoUnreadable);
        }
        let size = reader.output_buffer_size().ok_or(PackFault::LogoUnreadable)?;
        let mut pixels = vec![0; size];
        let frame = reader.next_frame(&mut pixels).map_err(unreadable)?;
        reader.finish().map_err(unreadable)?;
        pixels.truncate(frame.buffer_size());
        Ok(Self {
            width,
            height,
            png: written(width, height, frame.color_type, &pixels).ok_or(PackFault::LogoUnreadable)?,
        })
    }

    /// For `src` of a picture, after `data:image/png;base64,`.
    #[must_use]
    pub fn base64(&self) -> String {
        STANDARD.encode(&self.png)
    }
}

fn written(width: u32, height: u32, colour: ColorType, pixels: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(colour);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(pixels).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of one colour.
    fn picture(width: u32, height: u32) -> Vec<u8> {
        let pixels = [0x5b, 0x2a, 0x86, 0xff].repeat((width * height) as usize);
        written(width, height, ColorType::Rgba, &pixels).unwrap()
    }

    #[test]
    fn a_small_png_is_taken_and_written_anew() {
        let bytes = picture(120, 40);
        let logo = Logo::read(&STANDARD.encode(&bytes)).unwrap();
        assert_eq!((logo.width, logo.height), (120, 40));
        assert_eq!(Logo::of_png(&logo.png).unwrap(), logo, "what we write, we read");
        let lines: Vec<String> = STANDARD
            .encode(&bytes)
            .as_bytes()
            .chunks(64)
            .map(|line| String::from_utf8_lossy(line).into_owned())
            .collect();
        assert_eq!(Logo::read(&lines.join("\n")).unwrap(), logo);
    }

    #[test]
    fn a_comment_in_the_file_does_not_get_through() {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 16, 16);
        encoder.set_color(ColorType::Grayscale);
        encoder
            .add_text_chunk("Comment".to_owned(), "made by Jean Dupont".to_owned())
            .unwrap();
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(&[0x80; 256]).unwrap();
        writer.finish().unwrap();
        assert!(String::from_utf8_lossy(&bytes).contains("Jean Dupont"));
        let logo = Logo::of_png(&bytes).unwrap();
        assert!(!String::from_utf8_lossy(&logo.png).contains("Jean Dupont"));
    }

    #[test]
    fn what_is_too_large_or_no_png_is_refused() {
        let code = |bytes: &[u8]| Logo::of_png(bytes).err();
        for (width, height) in [(513, 20), (20, 513), (15, 20)] {
            assert_eq!(code(&picture(width, height)), Some(PackFault::LogoTooLarge));
        }
        assert_eq!(code(&vec![0; LARGEST + 1]), Some(PackFault::LogoTooLarge));
        assert_eq!(
            Logo::read(&"A".repeat(LARGEST * 2)).err(),
            Some(PackFault::LogoTooLarge)
        );
        let good = picture(64, 64);
        let mut flipped = good.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 0x40;
        for bytes in [
            &b""[..],
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            b"GIF89a",
            &good[..good.len() / 2],
            &flipped,
        ] {
            assert_eq!(code(bytes), Some(PackFault::LogoUnreadable));
        }
        assert_eq!(Logo::read("not base64").err(), Some(PackFault::LogoUnreadable));
    }

    #[test]
    fn a_moving_picture_is_refused() {
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, 16, 16);
        encoder.set_color(ColorType::Grayscale);
        encoder.set_animated(2, 0).unwrap();
        let mut writer = encoder.write_header().unwrap();
        for shade in [0, 255] {
            writer.write_image_data(&[shade; 256]).unwrap();
        }
        writer.finish().unwrap();
        assert_eq!(Logo::of_png(&bytes).err(), Some(PackFault::LogoUnreadable));
    }
}
