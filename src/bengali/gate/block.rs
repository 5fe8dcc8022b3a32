//! Blocks of bytes passed over at once: a rule without branches, which the compiler turns into vector instructions.

/// Bytes that one block decides about.
pub(super) const LEN: usize = 64;

/// A block with the three bytes before it and the two after it.
pub(super) type Window = [u8; LEN + 5];

/// Passes over blocks for which `is_plain` holds, from `at` on; returns the beginning of the first character that no
/// block covers. `is_plain` judges each byte of its block by the three before it and the two after it.
pub(super) fn skip(bytes: &[u8], mut at: usize, is_plain: fn(&Window) -> bool) -> usize {
    while let Some(window) = at.checked_sub(3).and_then(|start| bytes.get(start..)?.first_chunk()) {
        if !is_plain(window) {
            break;
        }
        at += LEN;
        // The character across the edge was judged by its first byte.
        while bytes.get(at).is_some_and(|b| (0x80..0xC0).contains(b)) {
            at += 1;
        }
    }
    at
}
