//! The scanner of `clean`: passes over prose, stops wherever a repair or a protected stretch could begin.
//!
//! It sees the text only, not what was written of it; that is enough, as a repair never lets a letter end differently
//! unless it stopped there itself.

use super::protect::is_address_byte;

/// What a byte or Bengali letter asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
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
            b'\n' | b'|' | b'"' | b'\'' | b'`' | b'<' => Class::Stop,
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

/// By the second byte's last bit, a bit for each third byte: letters that are passed over ...
const PLAIN: [u64; 2] = [bits(0, Class::Plain), bits(64, Class::Plain)];
/// ... and those that are, unless they stand twice.
const SIGNS: [u64; 2] = [bits(0, Class::Sign), bits(64, Class::Sign)];

const fn bits(from: usize, class: Class) -> u64 {
    let (mut found, mut at) = (0, 0);
    while at < 64 {
        if BENGALI[from + at] as u8 == class as u8 {
            found |= 1 << at;
        }
        at += 1;
    }
    found
}

/// The end of the run of Bengali letters at `at` in which nothing is to be decided.
#[inline]
fn letters_end(bytes: &[u8], mut at: usize) -> usize {
    let before = at.checked_sub(3).and_then(|start| bytes.get(start..at));
    let mut before = match before {
        Some([0xE0, middle, last]) => (*middle, *last),
        _ => (0, 0),
    };
    while let Some([0xE0, middle @ (0xA6 | 0xA7), last]) = bytes.get(at..at + 3) {
        let (half, place) = (usize::from(middle & 1), last & 0x3F);
        let once = u64::from(before != (*middle, *last));
        if (PLAIN[half] | SIGNS[half] * once) >> place & 1 == 0 {
            break;
        }
        before = (*middle, *last);
        at += 3;
    }
    at
}

/// The first byte at or after `at` where a pass has something to decide; the length of the text when there is none.
pub(super) fn plain_end(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at = letters_end(bytes, at);
        let Some(&lead) = bytes.get(at) else {
            return bytes.len();
        };
        at += match lead {
            0xE0 => match bengali_len(bytes, at) {
                0 => return at,
                len => len,
            },
            ..0x80 if stops(bytes, at, lead) => return at,
            ..0x80 => 1,
            // ‘ ’ “ ” open and close quotations.
            0xE2 if matches!(bytes.get(at + 1..at + 3), Some([0x80, 0x98 | 0x99 | 0x9C | 0x9D])) => return at,
            0x80..0xE0 => 2,
            0xE1..0xF0 => 3,
            _ => 4,
        };
    }
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

/// The length of the letter at `at` that begins with E0; 0 where the pass has to look.
#[inline]
fn bengali_len(bytes: &[u8], at: usize) -> usize {
    let (Some(&middle), Some(&last)) = (bytes.get(at + 1), bytes.get(at + 2)) else {
        return 3;
    };
    let stop = match middle {
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
    };
    if stop { 0 } else { 3 }
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
