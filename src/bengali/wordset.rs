//! A fixed set of words with a hash table made at compile time: one probe a lookup, no global state, no allocation.

/// Where each word of a list stands, in a table of a power of two of places, at least twice as many as there are words: 0
/// is free, n is word n-1.
pub(super) const fn build<const SLOTS: usize>(words: &[&str]) -> [u16; SLOTS] {
    let mut slots = [0u16; SLOTS];
    let mut i = 0;
    while i < words.len() {
        let mut at = hash(words[i].as_bytes()) as usize % SLOTS;
        while slots[at] != 0 {
            at = (at + 1) % SLOTS;
        }
        slots[at] = i as u16 + 1;
        i += 1;
    }
    slots
}

/// Is the word in the list the table was built from?
pub(super) fn contains<const SLOTS: usize>(slots: &[u16; SLOTS], words: &[&str], word: &str) -> bool {
    let mut at = hash(word.as_bytes()) as usize % SLOTS;
    loop {
        match slots.get(at) {
            None | Some(0) => return false,
            Some(&n) if words.get(usize::from(n) - 1) == Some(&word) => return true,
            Some(_) => at = (at + 1) % SLOTS,
        }
    }
}

/// FNV-1a, a Bengali letter at a time: of its three bytes the first is always the same.
const fn hash(bytes: &[u8]) -> u32 {
    let mut h = 0x811c_9dc5u32;
    let mut rest = bytes;
    loop {
        let unit;
        (unit, rest) = match rest {
            [0xE0, middle, last, rest @ ..] => ((*middle as u32) << 8 | *last as u32, rest),
            [byte, rest @ ..] => (*byte as u32, rest),
            [] => return h ^ (h >> 15),
        };
        h = (h ^ unit).wrapping_mul(0x0100_0193);
    }
}
