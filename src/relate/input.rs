//! What is in a file that was handed in: gzip is unpacked, UTF-16 (as spreadsheets and Matomo write it) becomes UTF-8, a
//! byte order mark goes. All of it while reading, in a fixed space.

use std::io::{self, BufRead, BufReader, Read};

const CHUNK: usize = 1 << 18;

/// The text of a file, plain or gzip (known by its first bytes).
///
/// # Errors
/// When reading fails. Damage inside of a gzip stream is reported while the text is read.
pub(super) fn plain<'a>(input: impl Read + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
    let mut input = BufReader::with_capacity(CHUNK, input);
    if input.fill_buf()?.starts_with(&[0x1F, 0x8B]) {
        let plain = flate2::bufread::MultiGzDecoder::new(input);
        return unmarked(BufReader::with_capacity(CHUNK, plain));
    }
    unmarked(input)
}

fn unmarked<'a>(mut input: impl BufRead + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
    let start = input.fill_buf()?;
    if start.starts_with(&[0xEF, 0xBB, 0xBF]) {
        input.consume(3);
    } else if let [first @ (0xFE | 0xFF), second @ (0xFE | 0xFF), ..] = start
        && first != second
    {
        let big_endian = *first == 0xFE;
        input.consume(2);
        let text = Utf16 {
            input,
            big_endian,
            half: None,
            high: None,
            ready: Vec::new(),
            given: 0,
        };
        return Ok(Box::new(BufReader::with_capacity(CHUNK, text)));
    }
    Ok(Box::new(input))
}

/// UTF-16 read as UTF-8; what is no letter becomes U+FFFD.
struct Utf16<R> {
    input: R,
    big_endian: bool,
    /// A byte whose other half comes with the next piece.
    half: Option<u8>,
    /// A high surrogate whose other half comes next.
    high: Option<u16>,
    ready: Vec<u8>,
    given: usize,
}

impl<R: BufRead> Utf16<R> {
    fn more(&mut self) -> io::Result<()> {
        self.ready.clear();
        self.given = 0;
        let piece = self.input.fill_buf()?;
        let taken = piece.len().min(8192);
        let mut units: Vec<u16> = self.high.take().into_iter().collect();
        for byte in piece.iter().take(taken) {
            match self.half.take() {
                None => self.half = Some(*byte),
                Some(first) if self.big_endian => units.push(u16::from_be_bytes([first, *byte])),
                Some(first) => units.push(u16::from_le_bytes([first, *byte])),
            }
        }
        self.input.consume(taken);
        if taken > 0 && units.last().is_some_and(|u| (0xD800..0xDC00).contains(u)) {
            self.high = units.pop();
        }
        let mut space = [0; 4];
        for letter in char::decode_utf16(units) {
            let letter = letter.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.ready.extend_from_slice(letter.encode_utf8(&mut space).as_bytes());
        }
        Ok(())
    }
}

impl<R: BufRead> Read for Utf16<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() {
            let at_end = self.input.fill_buf()?.is_empty() && self.high.is_none();
            self.more()?;
            if at_end {
                return Ok(0);
            }
        }
        let left = self.ready.get(self.given..).unwrap_or_default();
        let many = left.len().min(into.len());
        if let (Some(to), Some(from)) = (into.get_mut(..many), left.get(..many)) {
            to.copy_from_slice(from);
        }
        self.given += many;
        Ok(many)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn read(bytes: &[u8]) -> String {
        let mut text = String::new();
        plain(bytes).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let text = format!("পাতা\tপাঠ\n/ঢাকা/\t৫\u{1F600}\n{}", "নদী 😀 ".repeat(9_000));
        let units: Vec<u16> = text.encode_utf16().collect();
        let little: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain(units.iter().flat_map(|u| u.to_le_bytes()))
            .collect();
        let big: Vec<u8> = [0xFE, 0xFF]
            .into_iter()
            .chain(units.iter().flat_map(|u| u.to_be_bytes()))
            .collect();
        let marked: Vec<u8> = [0xEF, 0xBB, 0xBF].into_iter().chain(text.bytes()).collect();
        let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        zip.write_all(&little).unwrap();
        for bytes in [text.as_bytes(), &little, &big, &marked, &zip.finish().unwrap()] {
            assert_eq!(read(bytes), text);
        }
        assert_eq!(read(&[0xFF, 0xFE, 0x3D, 0xD8]), "\u{FFFD}");
        assert_eq!(read(&[0xFF, 0xFE, 0x41]), "");
        assert_eq!(read(b""), "");
    }
}
