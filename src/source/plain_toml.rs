//! The front matter that nearly every story has: a key and a plain value a line. What is not as plain is for the TOML
//! parser, and so is every fault; what is read here is what the parser would have read.

use super::data::{Data, Entry, Item};
use std::ops::Range;

/// The entries of a text that stands at byte `offset` of its file; `None` when the parser must look.
pub(crate) fn entries(text: &str, offset: usize) -> Option<Vec<Entry>> {
    let mut entries: Vec<Entry> = Vec::with_capacity(8);
    let mut start = offset;
    for line in text.split_inclusive('\n') {
        if !line.trim_matches([' ', '\t', '\n']).is_empty() {
            let entry = entry(line, start)?;
            if entries.iter().any(|other| other.key == entry.key) {
                return None;
            }
            entries.push(entry);
        }
        start += line.len();
    }
    Some(entries)
}

fn entry(line: &str, start: usize) -> Option<Entry> {
    let bare = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
    let length = line.bytes().take_while(bare).count();
    let (key, rest) = line.split_at(length);
    let value = trim(trim(rest).strip_prefix('=')?);
    let at = line.len() - value.len();
    let (data, length) = value_of(value)?;
    let after = value.get(length..)?.trim_matches([' ', '\t', '\n']);
    (!key.is_empty() && after.is_empty()).then(|| Entry {
        key: key.to_owned(),
        at: start..start + key.len(),
        item: item(data, start + at, length),
    })
}

fn item(data: Data, at: usize, length: usize) -> Item {
    let mut item = Item {
        data,
        at: at..at + length,
        raw: None,
    };
    if let Data::List(items) = &mut item.data {
        items.iter_mut().for_each(|inner| shift(&mut inner.at, at));
    }
    item
}

fn shift(range: &mut Range<usize>, by: usize) {
    *range = range.start + by..range.end + by;
}

fn trim(text: &str) -> &str {
    text.trim_start_matches([' ', '\t'])
}

/// A value at the beginning of a text, and its length.
fn value_of(text: &str) -> Option<(Data, usize)> {
    match text.as_bytes().first()? {
        b'"' => string(text).map(|(text, length)| (Data::Text(text.to_owned()), length)),
        b'[' => list(text),
        b't' => text.starts_with("true").then_some((Data::Flag(true), 4)),
        b'f' => text.starts_with("false").then_some((Data::Flag(false), 5)),
        b'0'..=b'9' => number_or_moment(text),
        _ => None,
    }
}

/// A text in double quotes without escapes and control characters, and its length with the quotes.
fn string(text: &str) -> Option<(&str, usize)> {
    let inside = text.strip_prefix('"')?;
    let end = inside.bytes().position(|b| matches!(b, b'"' | b'\\' | ..0x20 | 0x7F))?;
    let (found, rest) = inside.split_at_checked(end)?;
    let closed = rest.starts_with('"') && !(found.is_empty() && rest.starts_with("\"\""));
    closed.then_some((found, end + 2))
}

/// A list of strings on one line; places are counted from the list's beginning.
fn list(text: &str) -> Option<(Data, usize)> {
    let mut items = Vec::new();
    let mut rest = trim(text.get(1..)?);
    while !rest.starts_with(']') {
        let (found, length) = string(rest)?;
        let at = text.len() - rest.len();
        items.push(item(Data::Text(found.to_owned()), at, length));
        rest = trim(rest.get(length..)?);
        match rest.strip_prefix(',') {
            Some(after) => rest = trim(after),
            None if rest.starts_with(']') => {}
            None => return None,
        }
    }
    Some((Data::List(items), text.len() - rest.len() + 1))
}

fn number_or_moment(text: &str) -> Option<(Data, usize)> {
    let end = |b: &u8| b.is_ascii_whitespace();
    let length = text.bytes().position(|b| end(&b)).unwrap_or(text.len());
    let word = text.get(..length)?;
    if is_moment(word.as_bytes()) {
        return Some((Data::Moment(word.to_owned()), length));
    }
    let whole = word.len() <= 15 && word.bytes().all(|b| b.is_ascii_digit()) && (word == "0" || !word.starts_with('0'));
    whole.then(|| word.parse().ok())?.map(|n| (Data::Whole(n), length))
}

/// `2026-11-22T07:30:00` with `Z` or `+06:00`, a day that every month has.
fn is_moment(text: &[u8]) -> bool {
    let Some((date, zone)) = text.split_at_checked(19) else {
        return false;
    };
    let shape = |text: &[u8], shape: &[u8]| {
        text.len() == shape.len()
            && text
                .iter()
                .zip(shape)
                .all(|(t, s)| t == s || *s == b'0' && t.is_ascii_digit())
    };
    let two = |text: &[u8], at: usize| match text.get(at..at + 2) {
        Some([tens, ones]) => (tens.wrapping_sub(b'0'))
            .wrapping_mul(10)
            .wrapping_add(ones.wrapping_sub(b'0')),
        _ => 99,
    };
    let in_zone =
        zone == b"Z" || (shape(zone, b"+00:00") || shape(zone, b"-00:00")) && two(zone, 1) < 24 && two(zone, 4) < 60;
    shape(date, b"0000-00-00T00:00:00")
        && (1..=12).contains(&two(date, 5))
        && (1..=28).contains(&two(date, 8))
        && two(date, 11) < 24
        && two(date, 14) < 60
        && two(date, 17) < 60
        && in_zone
}
