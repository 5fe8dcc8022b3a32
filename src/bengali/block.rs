//! Sixty-four bytes judged at once: a rule without branches, which the compiler turns into vector instructions, and its
//! answers as bits.

/// Bytes that one block decides about.
pub(super) const LEN: usize = 64;

/// A block with the three bytes before it and the two after it; beyond the text's ends are zeros.
pub(super) type Window = [u8; LEN + 5];

/// A rule's answer for each byte of a block: 0 or 1.
pub(super) type Flags = [u8; LEN];

/// The block that was judged last. Must be used with one text and one rule.
#[derive(Debug, Clone)]
pub(super) struct Block {
    start: usize,
    end: usize,
    flags: u64,
}

impl Block {
    /// No block yet.
    pub(super) fn new() -> Self {
        Block {
            start: 0,
            end: 0,
            flags: 0,
        }
    }

    /// The first byte at or after `at` that the rule flags; the text's length when there is none.
    #[inline]
    pub(super) fn next(&mut self, bytes: &[u8], mut at: usize, rule: impl Fn(&Window) -> Flags) -> usize {
        while at < bytes.len() {
            if at >= self.end || at < self.start {
                self.judge(bytes, at, &rule);
            }
            let rest = self.flags >> (at - self.start);
            if rest != 0 {
                return at + rest.trailing_zeros() as usize;
            }
            at = self.end;
        }
        bytes.len()
    }

    fn judge(&mut self, bytes: &[u8], at: usize, rule: &impl Fn(&Window) -> Flags) {
        let whole = at.checked_sub(3).and_then(|start| bytes.get(start..)?.first_chunk());
        let flags = match whole {
            Some(window) => bits(&rule(window)),
            None => bits(&rule(&padded(bytes, at))),
        };
        let left = bytes.len() - at;
        let inside = if left < LEN { (1 << left) - 1 } else { u64::MAX };
        (self.start, self.end, self.flags) = (at, at + LEN, flags & inside);
    }
}

/// The window of a block at the beginning or end of a text.
fn padded(bytes: &[u8], at: usize) -> Window {
    let mut window = [0; LEN + 5];
    let before = at.min(3);
    let (start, end) = (at - before, bytes.len().min(at + LEN + 2));
    let into = window.get_mut(3 - before..).unwrap_or_default();
    let from = bytes.get(start..end).unwrap_or_default();
    if let Some(into) = into.get_mut(..from.len()) {
        into.copy_from_slice(from);
    }
    window
}

/// A bit for each flag.
fn bits(flags: &Flags) -> u64 {
    let (eights, _) = flags.as_chunks::<8>();
    let mut bits = 0;
    for (at, eight) in eights.iter().enumerate() {
        // Each byte's lowest bit comes to its place in the highest byte.
        let gathered = u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        bits |= gathered << (at * 8);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Flags an `x` between two others, and one at either end.
    fn rule(window: &Window) -> Flags {
        let mut flags = [0; LEN];
        for (at, flag) in flags.iter_mut().enumerate() {
            let (p, d, e) = (window[at + 2], window[at + 3], window[at + 4]);
            *flag = u8::from((d == b'x') & (p != b'-') & (e != b'-'));
        }
        flags
    }

    #[test]
    fn every_place_of_every_length_is_judged() {
        for len in 0..300 {
            let text: Vec<u8> = (0..len).map(|n| b"xx-x-xx"[n % 7]).collect();
            let plain = |at: &usize| {
                let side = |n: Option<usize>| n.and_then(|n| text.get(n)) != Some(&b'-');
                text[*at] == b'x' && side(at.checked_sub(1)) && side(Some(at + 1))
            };
            let wanted: Vec<usize> = (0..len).filter(plain).collect();
            for step in [1, 2, 70] {
                let (mut block, mut at, mut found) = (Block::new(), 0, Vec::new());
                while at < len {
                    at = block.next(&text, at, rule);
                    found.extend((at < len).then_some(at));
                    at += step;
                }
                let mut wanted = wanted.clone();
                let mut free = 0;
                wanted.retain(|at| {
                    *at >= free && {
                        free = at + step;
                        true
                    }
                });
                assert_eq!(found, wanted, "{len} {step}");
            }
        }
    }
}
