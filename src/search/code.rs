//! How the index files are written: numbers, text, bits, and the packing of a whole file. Reading never fails loudly: a
//! damaged file reads as `None`.
//!
//! Text is one byte a Bengali character (U+0980 to U+09FF → 0x80 to 0xFF), ASCII as it is, a few signs as control bytes
//! ([`SIGNS`]), anything else behind an escape. Three times denser than UTF-8 before packing.

use flate2::read::DeflateDecoder;
use flate2::{Compress, Compression, FlushCompress, Status};
use std::cell::RefCell;
use std::io::Read;

/// Signs that news text is full of, and the control byte of each.
pub(super) const SIGNS: [(u8, char); 10] = [
    (0x02, '।'),
    (0x03, '“'),
    (0x04, '”'),
    (0x05, '‘'),
    (0x06, '’'),
    (0x07, '–'),
    (0x08, '—'),
    (0x0B, '\u{200D}'),
    (0x0C, '\u{200C}'),
    (0x0E, '…'),
];

/// How hard to pack: shards are mostly dense bits, the rest is short.
const LEVEL: u32 = 4;

/// Stands before the code point (a number) of any other character.
const ESCAPE: u8 = 0x01;

/// No index file is longer than this when unpacked; a longer one is damaged.
const MAX_FILE: u64 = 64 << 20;

/// Packs a file: raw DEFLATE, which every browser unpacks by itself whatever the host sends.
pub(super) fn pack(bytes: &[u8]) -> Vec<u8> {
    deflate(bytes, LEVEL)
}

/// As [`pack`], with a tail that cannot get shorter: stored as it is.
pub(super) fn pack_before(bytes: &[u8], tail: &[u8]) -> Vec<u8> {
    let mut out = compress(bytes, LEVEL, FlushCompress::Sync);
    store(tail, &mut out);
    out
}

/// As [`pack`], harder: for the few files that every reader loads.
pub(super) fn pack_hard(bytes: &[u8]) -> Vec<u8> {
    deflate(bytes, 9)
}

fn deflate(bytes: &[u8], level: u32) -> Vec<u8> {
    compress(bytes, level, FlushCompress::Finish)
}

/// The stream whole, or up to a byte's end, where blocks may follow.
fn compress(bytes: &[u8], level: u32, flush: FlushCompress) -> Vec<u8> {
    thread_local! {
        // Its tables are large: making them again costs more than packing a small file.
        static PACKER: RefCell<Option<(u32, Compress)>> = const { RefCell::new(None) };
    }
    PACKER.with_borrow_mut(|kept| {
        let mut packer = match kept.take().filter(|(made_for, _)| *made_for == level) {
            Some((_, packer)) => packer,
            None => Compress::new(Compression::new(level), false),
        };
        packer.reset();
        let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
        loop {
            let rest = bytes.get(packer.total_in() as usize..).unwrap_or_default();
            // Packing into memory cannot fail.
            match packer.compress_vec(rest, &mut out, flush) {
                // A flush is done when it leaves room.
                Ok(Status::Ok) if flush == FlushCompress::Sync && out.len() < out.capacity() => break,
                Ok(Status::Ok | Status::BufError) => out.reserve(out.capacity()),
                Ok(Status::StreamEnd) | Err(_) => break,
            }
        }
        *kept = Some((level, packer));
        out
    })
}

/// As [`pack`], for bytes that cannot get shorter: stored blocks of DEFLATE.
pub(super) fn wrap(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    store(bytes, &mut out);
    out
}

fn store(bytes: &[u8], out: &mut Vec<u8>) {
    out.reserve(bytes.len() + bytes.len() / 1000 + 16);
    let mut blocks = bytes.chunks(0xFFFF).peekable();
    while let Some(block) = blocks.next() {
        let len = block.len() as u16;
        out.push(u8::from(blocks.peek().is_none()));
        out.extend_from_slice(&len.to_le_bytes());
        out.extend_from_slice(&(!len).to_le_bytes());
        out.extend_from_slice(block);
    }
    if bytes.is_empty() {
        out.extend_from_slice(&[1, 0, 0, 0xFF, 0xFF]);
    }
}

/// Unpacks a file; `None` when it is damaged or absurdly long.
pub(super) fn unpack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len().min(1 << 20) * 2);
    let read = DeflateDecoder::new(bytes).take(MAX_FILE).read_to_end(&mut out).ok()?;
    (u64::try_from(read).ok()? < MAX_FILE).then_some(out)
}

/// Writes a number, seven bits a byte, low bits first.
pub(super) fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push((number & 0x7F) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Writes a text behind its length.
pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    let coded = text_code(text);
    put_number(out, coded.len() as u64);
    out.extend_from_slice(&coded);
}

/// A text in the one-byte code.
pub(super) fn text_code(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() / 2 + 4);
    put_code(text, &mut out);
    out
}

/// Writes a text in the one-byte code.
pub(super) fn put_code(text: &str, out: &mut Vec<u8>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&lead) = bytes.get(at) {
        if let Some([0xE0, middle @ (0xA6 | 0xA7), last]) = bytes.get(at..at + 3) {
            out.push(0x80 | (middle & 1) << 6 | last & 0x3F);
            at += 3;
        } else if matches!(lead, b' '..=b'~' | b'\n' | 0x1F) {
            out.push(lead);
            at += 1;
        } else {
            let Some(ch) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                return;
            };
            put_sign(ch, out);
            at += ch.len_utf8();
        }
    }
}

fn put_sign(ch: char, out: &mut Vec<u8>) {
    match SIGNS.iter().find(|(_, sign)| *sign == ch) {
        Some((byte, _)) => out.push(*byte),
        None => {
            out.push(ESCAPE);
            put_number(out, u64::from(u32::from(ch)));
        }
    }
}

/// The text of a run of code.
pub(super) fn decode_text(code: &[u8]) -> Option<String> {
    let mut out = String::with_capacity(code.len() * 2);
    let mut from = Reader::new(code);
    while let Some(byte) = from.byte() {
        out.push(match byte {
            0x80..=0xFF => char::from_u32(0x0980 + u32::from(byte & 0x7F))?,
            ESCAPE => char::from_u32(u32::try_from(from.number()?).ok()?)?,
            _ => SIGNS
                .iter()
                .find(|(code, _)| *code == byte)
                .map_or(char::from(byte), |(_, sign)| *sign),
        });
    }
    Some(out)
}

/// Reads what was written, from the front.
#[derive(Clone)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    #[inline]
    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    #[inline]
    pub(super) fn number(&mut self) -> Option<u64> {
        match self.rest.split_first() {
            Some((first, rest)) if *first < 0x80 => {
                self.rest = rest;
                Some(u64::from(*first))
            }
            _ => self.long_number(),
        }
    }

    fn long_number(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..63).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// A number that counts or places something.
    #[inline]
    pub(super) fn count(&mut self) -> Option<u32> {
        u32::try_from(self.number()?).ok()
    }

    #[inline]
    pub(super) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(len)?;
        self.rest = rest;
        Some(head)
    }

    pub(super) fn text(&mut self) -> Option<String> {
        let len = self.count()? as usize;
        decode_text(self.take(len)?)
    }

    /// All that is left.
    pub(super) fn take_rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.rest)
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }
}

/// Writes bits, high bits first.
#[derive(Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    /// Bits that do not fill a byte yet, the last written lowest.
    waiting: u64,
    /// How many: less than eight between two calls.
    held: u32,
}

impl BitWriter {
    /// Goes on behind whole bytes.
    pub(super) fn behind(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            ..Self::default()
        }
    }

    pub(super) fn bit(&mut self, bit: bool) {
        self.bits(u32::from(bit), 1);
    }

    /// The lowest `count` bits of a value; at most 32.
    #[inline]
    pub(super) fn bits(&mut self, value: u32, count: u32) {
        self.waiting = self.waiting << count | (u64::from(value) & ((1 << count) - 1));
        self.held += count;
        while self.held >= 8 {
            self.held -= 8;
            self.bytes.push((self.waiting >> self.held) as u8);
        }
    }

    /// Rice code: the quotient by 2^k in unary, the rest in k bits.
    #[inline]
    pub(super) fn rice(&mut self, value: u32, k: u32) {
        let mut ones = value >> k;
        while ones >= 31 {
            self.bits(u32::MAX, 31);
            ones -= 31;
        }
        if ones + 1 + k <= 32 {
            let tail = u64::from(value) & ((1 << k) - 1);
            let head = (1u64 << (ones + 1)) - 2;
            return self.bits((head << k | tail) as u32, ones + 1 + k);
        }
        self.bits(u32::MAX << 1, ones + 1);
        self.bits(value, k);
    }

    /// Elias gamma code of a number from 1.
    pub(super) fn gamma(&mut self, value: u32) {
        let len = value.max(1).ilog2();
        self.bits(0, len);
        self.bits(value.max(1), len + 1);
    }

    pub(super) fn finish(mut self) -> Vec<u8> {
        if self.held > 0 {
            self.bytes.push((self.waiting << (8 - self.held)) as u8);
        }
        self.bytes
    }
}

/// Reads what a [`BitWriter`] wrote.
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> BitReader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn bit(&mut self) -> Option<bool> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (7 - self.at % 8) & 1 == 1;
        self.at += 1;
        Some(bit)
    }

    pub(super) fn bits(&mut self, count: u32) -> Option<u32> {
        let mut value = 0u32;
        for _ in 0..count {
            value = value << 1 | u32::from(self.bit()?);
        }
        Some(value)
    }

    pub(super) fn rice(&mut self, k: u32) -> Option<u32> {
        let mut quotient = 0u32;
        while self.bit()? {
            quotient += 1;
        }
        quotient.checked_shl(k)?.checked_add(self.bits(k)?)
    }

    pub(super) fn gamma(&mut self) -> Option<u32> {
        let mut len = 0;
        while !self.bit()? {
            len += 1;
            if len > 31 {
                return None;
            }
        }
        Some(1 << len | self.bits(len)?)
    }
}

/// The Rice parameter for `count` numbers that share a span.
pub(super) fn rice_parameter(span: u32, count: u32) -> u32 {
    let mean = u64::from(span) * 69 / (u64::from(count.max(1)) * 100);
    mean.max(1).ilog2().min(30)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back() {
        let text = "“র\u{200D}্যাব” – ১২.৫% é 東 \u{1}\n…";
        assert_eq!(decode_text(&text_code(text)).as_deref(), Some(text));
        assert_eq!(text_code("খবর").len(), 3);
        assert_eq!(decode_text(&[ESCAPE]), None);
    }

    #[test]
    fn bits_come_back() {
        let mut to = BitWriter::default();
        for value in [0u32, 1, 5, 1000] {
            to.rice(value, 3);
            to.gamma(value + 1);
            to.bits(value & 3, 2);
        }
        let bytes = to.finish();
        let mut from = BitReader::new(&bytes);
        for value in [0u32, 1, 5, 1000] {
            assert_eq!(from.rice(3), Some(value));
            assert_eq!(from.gamma(), Some(value + 1));
            assert_eq!(from.bits(2), Some(value & 3));
        }
        assert_eq!(BitReader::new(&[0xFF; 4]).rice(3), None);
        assert_eq!(BitReader::new(&[0; 9]).gamma(), None);
    }

    fn long_tail() -> Vec<u8> {
        (0..200_000u32)
            .map(|n| (n.wrapping_mul(0x9E37_79B1) >> 24) as u8)
            .collect()
    }

    #[test]
    fn files_come_back_and_damage_is_seen() {
        let bytes: Vec<u8> = (0..5000u32).map(|n| ((n * n) >> 3) as u8).collect();
        let packed = pack(&bytes);
        assert_eq!(unpack(&packed).as_ref(), Some(&bytes));
        let long: Vec<u8> = bytes.iter().cycle().take(150_000).copied().collect();
        assert_eq!(unpack(&wrap(&long)), Some(long));
        assert_eq!(unpack(&packed[..packed.len() / 2]), None);
        for tail in [&[][..], &bytes, &long_tail()] {
            let whole: Vec<u8> = bytes.iter().chain(tail).copied().collect();
            assert_eq!(unpack(&pack_before(&bytes, tail)), Some(whole));
            assert_eq!(unpack(&pack_before(&[], tail)).as_deref(), Some(tail));
        }
        assert_eq!(unpack(&[0xFF; 20]), None);
    }
}
