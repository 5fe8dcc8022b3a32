//! Which file holds what: a pure function of the stories, arranged so that one more story changes few files.
//!
//! Stories are numbered from the oldest. A **base shard** holds a range of terms with their stories up to a *closing
//! number* of its own: the closings of the shards are spread over [`PERIOD`] stories, so that each new story closes only one
//! shard in [`PERIOD`] again. What is newer than its shard's closing number is in one of a few **recent shards**, which
//! every new story rewrites. The newest [`LAG`] stories are never in a base shard: a story that arrives late changes no
//! base shard. The cut of the terms into shards follows their sizes at the last multiple of [`PERIOD`].

/// Stories a display or phrase file holds.
pub(super) const BLOCK: u32 = 16;
/// Each base shard takes in new stories once in so many.
pub(super) const PERIOD: u32 = 256;
/// So many of the newest stories are in recent shards only.
pub(super) const LAG: u32 = 64;
/// Below so many stories there are only recent shards.
const BASE_FROM: u32 = 512;
/// A base shard is cut when it is estimated to be longer, in bytes.
const SHARD_BYTES: u32 = 16_000;
/// Shards are reported apart by at most so many characters.
const KEY_CHARS: usize = 24;

/// FNV-1a over UTF-16 units with a last mix: what the browser computes too.
pub(super) fn hash(text: &str) -> u32 {
    let mut h = 0x811C_9DC5u32;
    for unit in text.encode_utf16() {
        h = (h ^ u32::from(unit)).wrapping_mul(0x0100_0193);
    }
    mix(h)
}

/// Spreads a hash over all its bits.
pub(super) fn mix(mut h: u32) -> u32 {
    h = (h ^ h >> 16).wrapping_mul(0x7FEB_352D);
    h = (h ^ h >> 15).wrapping_mul(0x846C_A68B);
    h ^ h >> 16
}

/// How many of the oldest stories the base shard with this key holds when there are `stories`.
pub(super) fn closing(key: &str, stories: u32) -> u32 {
    if stories < BASE_FROM {
        return 0;
    }
    let offset = hash(key) % PERIOD;
    let top = stories - LAG;
    top - (top - offset.min(top)) % PERIOD
}

/// The number of stories at which the cut into shards was decided.
pub(super) fn decided(stories: u32) -> u32 {
    if stories < BASE_FROM {
        return 0;
    }
    (stories - LAG) / PERIOD * PERIOD
}

/// The first story that any recent shard may hold.
pub(super) fn recent_from(stories: u32) -> u32 {
    if stories < BASE_FROM {
        0
    } else {
        stories - LAG - PERIOD + 1
    }
}

/// How many recent shards there are.
pub(super) fn recent_shards(stories: u32) -> u32 {
    if stories < 128 { 1 } else { 8 }
}

/// The recent shard of a term: terms that begin alike lie together, so that a word being typed needs one.
pub(super) fn recent_shard(term: &str, shards: u32) -> u32 {
    let head = if term.starts_with(['~', '@', '=']) { 3 } else { 2 };
    let end = term.char_indices().nth(head).map_or(term.len(), |(at, _)| at);
    hash(term.get(..end).unwrap_or(term)) % shards.max(1)
}

/// A term and the bytes it will take.
pub(super) struct Weighed<'a> {
    pub(super) term: &'a str,
    pub(super) bytes: u32,
}

/// Cuts sorted terms into shards; returns the key each begins with, the first being "". A shard holds the terms from its
/// key to the next. A range too long is cut by one more character; neighbours too short share a shard.
pub(super) fn cut(terms: &[Weighed<'_>]) -> Vec<String> {
    let mut keys = Vec::new();
    divide(terms, 1, &mut keys);
    if let Some(first) = keys.first_mut() {
        first.clear();
    } else {
        keys.push(String::new());
    }
    keys
}

fn divide(terms: &[Weighed<'_>], chars: usize, keys: &mut Vec<String>) {
    let mut filled = 0u32;
    let mut open = false;
    for child in terms.chunk_by(|a, b| head(a.term, chars) == head(b.term, chars)) {
        let size = child.iter().fold(0u32, |sum, t| sum.saturating_add(t.bytes));
        if size > SHARD_BYTES && child.len() > 1 && chars < KEY_CHARS {
            divide(child, chars + 1, keys);
            open = false;
            continue;
        }
        if !open || filled.saturating_add(size) > SHARD_BYTES {
            keys.push(child.first().map_or("", |t| head(t.term, chars)).to_owned());
            filled = 0;
            open = true;
        }
        filled = filled.saturating_add(size);
    }
}

fn head(term: &str, chars: usize) -> &str {
    let end = term.char_indices().nth(chars).map_or(term.len(), |(at, _)| at);
    term.get(..end).unwrap_or(term)
}

/// The shard of a term among sorted keys.
pub(super) fn shard_of<T: AsRef<str>>(keys: &[T], term: &str) -> usize {
    keys.partition_point(|key| key.as_ref() <= term).saturating_sub(1)
}

/// The file of a base shard.
pub(super) fn base_file(key: &str) -> String {
    let mut name = String::from("t/_");
    for unit in key.encode_utf16() {
        name.push_str(&format!("{unit:04x}"));
    }
    name + ".bin"
}

/// log2 in 32nds, straight between powers of two: the same whole numbers in Rust and in the browser.
pub(super) fn log(number: u64) -> u32 {
    let number = number.max(1);
    let whole = number.ilog2();
    let part = if whole >= 5 {
        number >> (whole - 5)
    } else {
        number << (5 - whole)
    };
    whole * 32 + (part & 31) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_story_closes_few_shards() {
        let keys: Vec<String> = (0..2000).map(|n| format!("ক{n}")).collect();
        for stories in 99_000..99_300 {
            let moved = keys
                .iter()
                .filter(|k| closing(k, stories) != closing(k, stories + 1))
                .count();
            assert!(moved <= 25, "{moved}");
            for key in keys.iter().take(50) {
                let closed = closing(key, stories);
                assert!(closed <= stories - LAG && closed >= recent_from(stories), "{closed}");
            }
        }
    }

    #[test]
    fn terms_are_cut_by_size() {
        let terms = ["~kbr", "ক", "কর", "করা", "কল", "খবর", "গান"];
        let weigh = |bytes| terms.iter().map(|term| Weighed { term, bytes }).collect::<Vec<_>>();
        assert_eq!(cut(&weigh(10)), [""]);
        assert_eq!(cut(&weigh(20_000)), ["", "ক", "কর", "করা", "কল", "খ", "গ"]);
        assert_eq!(cut(&weigh(7_000)), ["", "ক", "কর", "কল", "খ"]);
        let keys = cut(&weigh(7_000));
        assert_eq!(shard_of(&keys, "করি"), 2);
        assert_eq!(shard_of(&keys, "0"), 0);
        assert_eq!(cut(&[]), [""]);
    }

    #[test]
    fn logarithms() {
        assert_eq!((log(0), log(1), log(2), log(3), log(1 << 20)), (0, 0, 32, 48, 640));
    }
}
