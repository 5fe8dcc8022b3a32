//! The scanner of `clean`: passes over prose, stops wherever a repair or a protected stretch could begin.
//!
//! It sees the text only, not what was written of it; that is enough, as a repair never lets a letter end differently
//! unless it stopped there itself.

use super::protect::is_address_byte;
use crate::bengali::block::{self, Block, Flags, Window};

/// What a byte or Bengali letter asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Plain,
    /// Always looked at.
    Stop,
    /// Closes up to the word in front of it.
    Mark,
    /// May begin a link's target.
    Bracket,
    /// May begin an address.
    Word,
    /// A vowel sign, which may stand only once.
    Sign,
}

const ASCII: [Class; 128] = ascii_classes();
const BENGALI: [Class; 128] = bengali_classes();

const fn ascii_classes() -> [Class; 128] {
    let mut table = [Class::Plain; 128];
    let mut at = 0;
    while at < 128 {
        table[at] = match at as u8 {
            b'\n' | b'|' | b'"' | b'\'' | b'`' | b'<' | b'\\' => Class::Stop,
            b',' | b'?' | b'!' | b';' | b':' => Class::Mark,
            b']' => Class::Bracket,
            b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => Class::Word,
            _ => Class::Plain,
        };
        at += 1;
    }
    table
}

const fn bengali_classes() -> [Class; 128] {
    let mut table = [Class::Plain; 128];
    let mut at = 0;
    while at < 128 {
        table[at] = match at {
            // Visarga, the unassigned dandas, the numerator that is typed for one.
            0x03 | 0x64 | 0x65 | 0x77 => Class::Stop,
            0x3E..=0x44 | 0x47 | 0x48 | 0x4B | 0x4C | 0x57 => Class::Sign,
            _ => Class::Plain,
        };
        at += 1;
    }
    table
}

/// The first byte at or after `at` where a pass has something to decide; the length of the text when there is none.
/// `block` is the text's.
pub(super) fn plain_end(bytes: &[u8], mut at: usize, block: &mut Block) -> usize {
    loop {
        at = block.next(bytes, at, suspects);
        let Some(&lead) = bytes.get(at) else {
            return bytes.len();
        };
        let stop = match lead {
            0xE0 => bengali_stops(bytes, at),
            ..0x80 => stops(bytes, at, lead),
            // ‘ ’ “ ” open and close quotations.
            _ => matches!(bytes.get(at..at + 3), Some([0xE2, 0x80, 0x98 | 0x99 | 0x9C | 0x9D])),
        };
        if stop || lacks_space(bytes, at) {
            return at;
        }
        at += 1;
    }
}

/// First bytes of characters that may be stopped at: every one that is, and few others.
fn suspects(window: &Window) -> Flags {
    let mut flags = [0; block::LEN];
    for i in 0..block::LEN {
        let (p3, p2, p1) = (window[i], window[i + 1], window[i + 2]);
        let (d, e, f) = (window[i + 3], window[i + 4], window[i + 5]);
        let ascii = (d == b'\n') | (d == b'|') | (d == b'"') | (d == b'\'') | (d == b'`') | (d == b'<') | (d == b']');
        let ascii = ascii | (d == b'\\');
        let word = (d.wrapping_sub(b'0') < 10) | ((d | 0x20).wrapping_sub(b'a') < 26);
        let spaced = (p1 == b' ') | (p1 == b'\t') | (p1 == 0xA0);
        let mark = (d == b',') | (d == b'?') | (d == b'!') | (d == b';') | (d == b':');
        let bengali = ((e == 0xA6) & (f == 0x83)) | ((e == 0xA7) & ((f | 1 == 0xA5) | (f == 0xB7)));
        let dandas = (p1 == b'|') | ((p2 != 0xA6) & ((p1 | 1 == 0xA5) | (p1 == 0xB7)));
        let danda = (e == 0xA5) & (f | 1 == 0xA5) & (spaced | dandas);
        let twice = (p3 == 0xE0) & (p2 == e) & (p1 == f) & ((f >= 0xBE) | (e == 0xA7));
        let quote = (d == 0xE2) & (e == 0x80) & ((f | 1 == 0x99) | (f | 1 == 0x9D));
        let odd = quote | ((d == 0xE0) & (bengali | danda | twice));
        let after_danda = (p3 == 0xE0) & (((p2 == 0xA5) & (p1 | 1 == 0xA5)) | ((p2 == 0xA7) & (p1 == 0xB7)));
        let after_mark = (p1 == b',') | (p1 == b'?') | (p1 == b'!') | (p1 == b';') | (p1 == b'"') | (p1 == b'\'');
        let after_quote = (p3 == 0xE2) & (p2 == 0x80) & ((p1 == 0x99) | (p1 == 0x9D));
        let glued = (after_danda & (d > b' ')) | ((after_mark | after_quote) & (d == 0xE0));
        flags[i] = u8::from(ascii | word | (mark & spaced) | odd | glued);
    }
    flags
}

#[inline]
fn stops(bytes: &[u8], at: usize, byte: u8) -> bool {
    match ASCII.get(usize::from(byte)) {
        Some(Class::Plain) | None => false,
        Some(Class::Mark) => follows_space(bytes, at),
        Some(Class::Bracket) => bytes.get(at + 1) == Some(&b'('),
        Some(Class::Word) => !at
            .checked_sub(1)
            .and_then(|before| bytes.get(before))
            .is_some_and(|b| is_address_byte(char::from(*b))),
        Some(_) => true,
    }
}

/// Whether the pass has to look at the letter at `at`, which begins with E0.
#[inline]
fn bengali_stops(bytes: &[u8], at: usize) -> bool {
    let (Some(&middle), Some(&last)) = (bytes.get(at + 1), bytes.get(at + 2)) else {
        return false;
    };
    match middle {
        0xA6 | 0xA7 => match BENGALI.get(usize::from(middle & 1) << 6 | usize::from(last & 0x3F)) {
            Some(Class::Plain) | None => false,
            Some(Class::Sign) => at
                .checked_sub(3)
                .and_then(|before| bytes.get(before..at))
                .is_some_and(|before| before == [0xE0, middle, last]),
            Some(_) => true,
        },
        0xA5 => matches!(last, 0xA4 | 0xA5) && (follows_space(bytes, at) || follows_danda(bytes, at)),
        _ => false,
    }
}

/// Whether what begins at `at` may lack a space in front: it follows a danda, or is Bengali and follows a mark or quote.
fn lacks_space(bytes: &[u8], at: usize) -> bool {
    let bengali = bytes.get(at) == Some(&0xE0);
    match bytes.get(..at).unwrap_or_default() {
        [.., 0xE0, 0xA5, 0xA4 | 0xA5] | [.., 0xE0, 0xA7, 0xA4 | 0xA5 | 0xB7] => {
            bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace())
        }
        [.., b',' | b'?' | b'!' | b';' | b'"' | b'\''] | [.., 0xE2, 0x80, 0x99 | 0x9D] => bengali,
        _ => false,
    }
}

/// Whether a space, tab or no-break space stands in front.
fn follows_space(bytes: &[u8], at: usize) -> bool {
    matches!(
        bytes.get(..at).unwrap_or_default(),
        [.., b' ' | b'\t'] | [.., 0xC2, 0xA0]
    )
}

/// Whether a danda or what is typed for one stands in front.
fn follows_danda(bytes: &[u8], at: usize) -> bool {
    matches!(
        bytes.get(..at).unwrap_or_default(),
        [.., b'|'] | [.., 0xE0, 0xA5, 0xA4 | 0xA5] | [.., 0xE0, 0xA7, 0xA4 | 0xA5 | 0xB7]
    )
}
