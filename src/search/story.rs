//! What a results page shows of the stories, and what tells whether a phrase stands in one: two files for every
//! [`super::layout::BLOCK`] stories.
//!
//! A phrase file holds for each story a Golomb-coded set of its pairs of neighbouring words, hashed into 32 slots a pair: one
//! pair in 32 is taken for present when it is not. That is eight bits a word; positions in the shards would double them.

use super::code::{self, BitReader, BitWriter, Reader, put_number, put_text};
use super::{SearchDoc, VERSION};

/// Slots for each pair, as a power of two.
const SLOT_BITS: u32 = 5;
/// Longest text that excerpts are cut from, in characters.
const EXCERPT: usize = 320;
/// Days are written from here, so that early dates are no negative numbers.
const FIRST_DAY: i64 = 1 << 20;

/// A story as results show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Its address.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// Its section's path.
    pub section: String,
    /// Its authors.
    pub authors: Vec<String>,
    /// Its day, counted from 1970-01-01.
    pub day: i32,
    /// What excerpts are cut from.
    pub excerpt: String,
}

/// Writes the display file of a block.
pub(super) fn write_block(docs: &[SearchDoc]) -> Vec<u8> {
    let mut out = vec![b'k', VERSION];
    put_number(&mut out, docs.len() as u64);
    for doc in docs {
        put_number(&mut out, (i64::from(doc.day) + FIRST_DAY).max(0) as u64);
        put_text(&mut out, &doc.url);
        put_text(&mut out, &doc.title);
        put_text(&mut out, doc.section.trim_matches('/'));
        put_number(&mut out, doc.authors.len() as u64);
        doc.authors.iter().for_each(|name| put_text(&mut out, name));
        let source = if doc.excerpt.is_empty() {
            &doc.text
        } else {
            &doc.excerpt
        };
        put_text(&mut out, &opening(source));
    }
    code::pack(&out)
}

/// The opening of a text on one line, cut at a sentence end or between words.
fn opening(text: &str) -> String {
    let mut out = String::with_capacity(EXCERPT * 3);
    let (mut chars, mut whole) = (0, 0);
    for word in text.split_ascii_whitespace() {
        chars += word.chars().count() + 1;
        if chars > EXCERPT && !out.is_empty() {
            if whole * 2 > out.len() {
                out.truncate(whole);
            } else {
                out.push('…');
            }
            return out;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        if word.ends_with(['।', '?', '!']) {
            whole = out.len();
        }
    }
    out
}

/// Reads a display file; what can be read of a damaged one.
pub(super) fn read_block(packed: &[u8]) -> Vec<Story> {
    let mut stories = Vec::new();
    let Some(bytes) = code::unpack(packed) else {
        return stories;
    };
    let mut from = Reader::new(&bytes);
    if from.byte() != Some(b'k') || from.byte() != Some(VERSION) {
        return stories;
    }
    let count = from.count().unwrap_or(0);
    while stories.len() < count as usize {
        let Some(story) = read_story(&mut from) else { break };
        stories.push(story);
    }
    stories
}

fn read_story(from: &mut Reader<'_>) -> Option<Story> {
    let day = i32::try_from(i64::try_from(from.number()?).ok()? - FIRST_DAY).ok()?;
    let (url, title, section) = (from.text()?, from.text()?, from.text()?);
    let authors = (0..from.count()?).map(|_| from.text()).collect::<Option<Vec<_>>>()?;
    Some(Story {
        url,
        title,
        section,
        authors,
        day,
        excerpt: from.text()?,
    })
}

/// Writes the phrase file of a block from each story's pairs.
pub(super) fn write_pairs(stories: &[Vec<u32>]) -> Vec<u8> {
    let mut out = vec![b'k', VERSION];
    put_number(&mut out, stories.len() as u64);
    let mut sets = Vec::new();
    for pairs in stories {
        let slots = (pairs.len() as u64) << SLOT_BITS;
        let mut taken = vec![0u64; (slots as usize).div_ceil(64)];
        for slot in pairs.iter().map(|pair| slot(*pair, slots) as usize) {
            if let Some(word) = taken.get_mut(slot / 64) {
                *word |= 1 << (slot % 64);
            }
        }
        let count: u32 = taken.iter().map(|word| word.count_ones()).sum();
        let start = sets.len();
        sets = write_set(BitWriter::behind(sets), &taken);
        put_number(&mut out, slots);
        put_number(&mut out, u64::from(count));
        put_number(&mut out, (sets.len() - start) as u64);
    }
    out.extend_from_slice(&sets);
    code::wrap(&out)
}

fn slot(pair: u32, slots: u64) -> u32 {
    ((u64::from(pair) * slots) >> 32) as u32
}

/// Writes the slots that are taken, a bit each.
fn write_set(mut bits: BitWriter, taken: &[u64]) -> Vec<u8> {
    let mut next = 0;
    for (base, word) in (0..).step_by(64).zip(taken) {
        let mut rest = *word;
        while rest != 0 {
            let slot = base + rest.trailing_zeros();
            bits.rice(slot - next, SLOT_BITS);
            next = slot + 1;
            rest &= rest - 1;
        }
    }
    bits.finish()
}

/// Whether a story of a phrase file seems to hold all pairs. `None` when the file does not say.
pub(super) fn holds_pairs(packed: &[u8], story: usize, wanted: &[u32]) -> Option<bool> {
    let bytes = code::unpack(packed)?;
    let mut from = Reader::new(&bytes);
    if from.byte()? != b'k' || from.byte()? != VERSION {
        return None;
    }
    let heads: Vec<(u64, u32, u32)> = (0..from.count()?)
        .map(|_| Some((from.number()?, from.count()?, from.count()?)))
        .collect::<Option<_>>()?;
    let skip: usize = heads.iter().take(story).map(|head| head.2 as usize).sum();
    let (slots, count, len) = *heads.get(story)?;
    from.take(skip)?;
    let mut bits = BitReader::new(from.take(len as usize)?);
    let mut found = Vec::new();
    let mut next = 0u32;
    for _ in 0..count {
        let slot = next.checked_add(bits.rice(SLOT_BITS)?)?;
        found.push(slot);
        next = slot.checked_add(1)?;
    }
    Some(
        wanted
            .iter()
            .all(|pair| found.binary_search(&slot(*pair, slots)).is_ok()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_come_back() {
        let doc = SearchDoc {
            url: "/khela/a/".into(),
            title: "সাকিবের শতক".into(),
            section: "/khela/".into(),
            authors: vec!["রহিম উদ্দিন".into()],
            day: -400,
            excerpt: "মিরপুরে আজ। খেলা".into(),
            ..SearchDoc::default()
        };
        let bytes = write_block(&[doc.clone(), doc.clone()]);
        let back = read_block(&bytes);
        assert_eq!(back.len(), 2);
        assert_eq!(
            (back[1].title.as_str(), back[1].day, back[1].section.as_str()),
            ("সাকিবের শতক", -400, "khela")
        );
        assert!(read_block(&bytes[..10]).is_empty());
    }

    #[test]
    fn pairs_are_found() {
        let pairs: Vec<u32> = (1..300u32).map(|n| n.wrapping_mul(0x9E37_79B1)).collect();
        let bytes = write_pairs(&[vec![], pairs.clone()]);
        assert_eq!(holds_pairs(&bytes, 1, &pairs), Some(true));
        assert_eq!(holds_pairs(&bytes, 0, &pairs), Some(false));
        let wrong = (1..2000u32)
            .filter(|n| holds_pairs(&bytes, 1, &[n.wrapping_mul(0x85EB_CA6B)]) == Some(true))
            .count();
        assert!(wrong < 120, "{wrong}");
        assert_eq!(holds_pairs(&bytes, 2, &[]), None);
        assert!(bytes.len() < 300, "{}", bytes.len());
    }
}
