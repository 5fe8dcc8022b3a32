//! Grapheme clusters: what a reader calls a letter (প্র, ন্ত্রী, র‍্যা), and cuts that never fall inside one.
//!
//! Source: UAX #29 with GB9c (conjuncts stay whole), by `unicode-segmentation`; `bengali.md` section 4. ASCII, Bengali and
//! the usual punctuation go through a table of their own.

use std::borrow::Cow;
use unicode_segmentation::{GraphemeIndices, UnicodeSegmentation};

/// What UAX #29 takes a character for, as far as it matters here.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Class {
    /// Begins a cluster and joins nothing.
    Other,
    /// May be joined to the consonant before by a hasanta.
    Consonant,
    /// Belongs to what is before; a conjunct may go on after it.
    Extend,
    /// Belongs to what is before and ends a conjunct.
    Spacing,
    Hasanta,
    /// Line ends: nothing belongs to them.
    Control,
    /// Outside the tables: ask `unicode-segmentation`.
    Unknown,
}

const BENGALI: [Class; 128] = bengali_classes();

const fn bengali_classes() -> [Class; 128] {
    let mut table = [Class::Unknown; 128];
    let mut at = 0;
    while at < 128 {
        table[at] = match at as u8 {
            0x15..=0x28 | 0x2A..=0x30 | 0x32 | 0x36..=0x39 | 0x5C | 0x5D | 0x5F | 0x70 | 0x71 => Class::Consonant,
            0x01 | 0x3C | 0x3E | 0x41..=0x44 | 0x57 | 0x62 | 0x63 | 0x7E => Class::Extend,
            0x02 | 0x03 | 0x3F | 0x40 | 0x47 | 0x48 | 0x4B | 0x4C => Class::Spacing,
            0x4D => Class::Hasanta,
            0x05..=0x0C | 0x0F | 0x10 | 0x13 | 0x14 | 0x3D | 0x4E | 0x60 | 0x61 | 0x66..=0x6F | 0x72..=0x7B => {
                Class::Other
            }
            _ => Class::Unknown,
        };
        at += 1;
    }
    table
}

const fn ascii_class(byte: u8) -> Class {
    match byte {
        b' '..=b'~' => Class::Other,
        b'\n' | b'\t' => Class::Control,
        _ => Class::Unknown,
    }
}

/// Class and length in bytes of the character at `at`; `None` at the end.
#[inline]
fn class_at(bytes: &[u8], at: usize) -> Option<(Class, usize)> {
    let lead = *bytes.get(at)?;
    if lead < 0x80 {
        return Some((ascii_class(lead), 1));
    }
    let (middle, last) = (*bytes.get(at + 1)?, bytes.get(at + 2).copied().unwrap_or_default());
    let class = match (lead, middle, last) {
        (0xE0, 0xA6 | 0xA7, _) => {
            let place = usize::from(middle & 1) << 6 | usize::from(last & 0x3F);
            BENGALI.get(place).copied().unwrap_or(Class::Unknown)
        }
        // ।, ॥; dashes, quotes, ellipsis.
        (0xE0, 0xA5, 0xA4 | 0xA5) | (0xE2, 0x80, 0x90..=0xA7) => Class::Other,
        // ZWJ.
        (0xE2, 0x80, 0x8D) => Class::Extend,
        _ => Class::Unknown,
    };
    Some((class, 3))
}

/// Where the cluster that begins at `at` ends; `None` when the tables cannot say.
fn cluster_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    let (first, len) = class_at(bytes, at)?;
    at += len;
    match first {
        Class::Unknown => return None,
        Class::Control => return Some(at),
        _ => {}
    }
    let mut conjunct = first == Class::Consonant;
    let mut linked = false;
    while let Some((class, len)) = class_at(bytes, at) {
        match class {
            Class::Extend => {}
            Class::Spacing => conjunct = false,
            Class::Hasanta => linked = conjunct,
            Class::Consonant if conjunct && linked => linked = false,
            Class::Unknown => return None,
            Class::Other | Class::Consonant | Class::Control => break,
        }
        at += len;
    }
    Some(at)
}

/// Where a run of characters stands between two clusters.
const STATES: usize = 4;
/// Before the first character, and after a line end: whatever comes begins a cluster.
const FREE: u8 = 0;
/// In a cluster that no consonant joins.
const CLOSED: u8 = 1;
/// In a conjunct.
const CONJUNCT: u8 = 2;
/// In a conjunct, behind a hasanta.
const LINKED: u8 = 3;
/// The character begins a cluster.
const BEGINS: u8 = 4;

/// By state and class: the next state, with [`BEGINS`] when a cluster begins. The rules of [`cluster_end`] without a jump.
const STEPS: [[u8; 8]; STATES] = steps();

const fn steps() -> [[u8; 8]; STATES] {
    let mut table = [[0; 8]; STATES];
    let mut state = 0;
    while state < STATES {
        let row = &mut table[state];
        row[Class::Other as usize] = CLOSED | BEGINS;
        row[Class::Consonant as usize] = CONJUNCT | BEGINS;
        row[Class::Control as usize] = FREE | BEGINS;
        row[Class::Extend as usize] = state as u8;
        row[Class::Spacing as usize] = CLOSED;
        row[Class::Hasanta as usize] = CLOSED;
        state += 1;
    }
    table[FREE as usize][Class::Extend as usize] = CLOSED | BEGINS;
    table[FREE as usize][Class::Spacing as usize] = CLOSED | BEGINS;
    table[FREE as usize][Class::Hasanta as usize] = CLOSED | BEGINS;
    table[CONJUNCT as usize][Class::Hasanta as usize] = LINKED;
    table[LINKED as usize][Class::Hasanta as usize] = LINKED;
    table[LINKED as usize][Class::Consonant as usize] = CONJUNCT;
    table
}

/// Bengali by place in its block, then ASCII.
const USUAL: [Class; 256] = usual_classes();

const fn usual_classes() -> [Class; 256] {
    let mut table = [Class::Unknown; 256];
    let mut at = 0;
    while at < 128 {
        table[at] = BENGALI[at];
        table[128 + at] = ascii_class(at as u8);
        at += 1;
    }
    table
}

/// As [`class_at`], without a jump between letters and spaces, which no processor can guess.
#[inline]
fn fast_class(bytes: &[u8], at: usize) -> Option<(Class, usize)> {
    let Some(&[lead, middle, last]) = bytes.get(at..)?.first_chunk() else {
        return class_at(bytes, at);
    };
    let (ascii, bengali) = (lead < 0x80, (lead == 0xE0) & (middle & 0xFE == 0xA6));
    if !(ascii | bengali) {
        return class_at(bytes, at);
    }
    let letter = (middle & 1) << 6 | last & 0x3F;
    let place = if ascii { 0x80 | lead } else { letter };
    Some((USUAL[usize::from(place)], if ascii { 1 } else { 3 }))
}

/// Counts clusters until there are more than `most`: how many begin, and where the last of them does. `None` when the
/// tables cannot say.
fn scan(text: &str, most: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let (mut at, mut begun, mut state) = (0, 0, FREE);
    while let Some((class, len)) = fast_class(bytes, at) {
        if class == Class::Unknown {
            return None;
        }
        let step = STEPS[usize::from(state)][class as usize];
        begun += usize::from(step >= BEGINS);
        if begun > most {
            break;
        }
        state = step % BEGINS;
        at += len;
    }
    Some((begun, at))
}

/// Where each cluster begins.
struct Starts<'a> {
    text: &'a str,
    at: usize,
    /// The clusters of a stretch that was handed to `unicode-segmentation`, and where it begins.
    slow: Option<(GraphemeIndices<'a>, usize)>,
}

impl Iterator for Starts<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if let Some((slow, from)) = &mut self.slow {
            if let Some((start, _)) = slow.next() {
                return Some(*from + start);
            }
            self.slow = None;
        }
        let start = self.at;
        if start >= self.text.len() {
            return None;
        }
        if let Some(end) = cluster_end(self.text.as_bytes(), start) {
            self.at = end;
            return Some(start);
        }
        // A line feed has its edges whatever stands beside it.
        let rest = self.text.get(start..)?;
        let len = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let mut slow = rest.get(..len)?.grapheme_indices(true);
        slow.next();
        self.at = start + len;
        self.slow = Some((slow, start));
        Some(start)
    }
}

fn starts(text: &str) -> Starts<'_> {
    Starts {
        text,
        at: 0,
        slow: None,
    }
}

/// The clusters of a text, in order; joined they are the text.
///
/// ```
/// use khobor::bengali::cluster::clusters;
/// assert_eq!(clusters("গ্রীষ্ম").collect::<Vec<_>>(), ["গ্রী", "ষ্ম"]);
/// ```
pub fn clusters(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.graphemes(true)
}

/// How many clusters a text has: its length as a reader counts it.
///
/// ```
/// assert_eq!(khobor::bengali::cluster::count("চন্দ্রবিন্দু"), 4);
/// ```
pub fn count(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\r') {
        text.len()
    } else {
        scan(text, usize::MAX).map_or_else(|| starts(text).count(), |(begun, _)| begun)
    }
}

/// The text cut to at most `max_clusters` clusters; a cut text loses the space at its end and gains `…` (not counted).
///
/// The cut may fall inside a word, never inside a cluster; see [`crate::bengali::excerpt`] for cuts that respect words.
///
/// ```
/// use khobor::bengali::cluster::truncate;
/// assert_eq!(truncate("স্বাধীনতা", 2), "স্বাধী…");
/// assert_eq!(truncate("মা", 2), "মা");
/// ```
pub fn truncate(text: &str, max_clusters: usize) -> Cow<'_, str> {
    match cut_at(text, max_clusters) {
        None => Cow::Borrowed(text),
        Some(at) => {
            let kept = text.get(..at).unwrap_or_default().trim_end();
            Cow::Owned(format!("{kept}…"))
        }
    }
}

/// The byte at which the text passes `max_clusters` clusters; `None` when it does not. Reads no further than that.
///
/// ```
/// use khobor::bengali::cluster::cut_at;
/// assert_eq!(cut_at("দেশ", 1), Some("দে".len()));
/// assert_eq!(cut_at("দেশ", 2), None);
/// ```
pub fn cut_at(text: &str, max_clusters: usize) -> Option<usize> {
    match scan(text, max_clusters) {
        Some((begun, at)) => (begun > max_clusters).then_some(at),
        None => starts(text).nth(max_clusters),
    }
}

#[cfg(test)]
mod tests {
    use super::{clusters, count, cut_at, starts, truncate};
    use proptest::prelude::*;

    #[test]
    fn joiners_and_reph_stay_in_their_cluster() {
        assert_eq!(clusters("র\u{200D}্যালি").collect::<Vec<_>>(), ["র\u{200D}্যা", "লি"]);
        assert_eq!(clusters("ধর্মঘট").collect::<Vec<_>>(), ["ধ", "র্ম", "ঘ", "ট"]);
    }

    #[test]
    fn cuts() {
        assert_eq!(truncate("", 0), "");
        assert_eq!(truncate("আকাশ", 0), "…");
        assert_eq!(truncate("এক দুই", 3), "এক…");
    }

    proptest! {
        #[test]
        fn the_tables_agree_with_unicode_segmentation(
            text in "[কতরযািু়্ংঁৎঅ৳৯a #।“…\n\r\t\u{200C}\u{200D}\u{0301}\u{0903}é👩🇧©\u{600}\u{09FC}\u{09FE}]{0,20}"
        ) {
            let known: Vec<usize> = unicode_segmentation::UnicodeSegmentation::grapheme_indices(text.as_str(), true)
                .map(|(at, _)| at)
                .collect();
            prop_assert_eq!(starts(&text).collect::<Vec<_>>(), known.clone());
            prop_assert_eq!(count(&text), known.len());
            for most in 0..known.len() + 2 {
                prop_assert_eq!(cut_at(&text, most), known.get(most).copied());
            }
        }
    }
}
