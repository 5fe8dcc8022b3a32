//! An export cut into items by bytes: `<item` … `</item>` outside of CDATA. Nothing is parsed here, so one broken item never
//! costs another, and memory is one item's.

use memchr::{memchr_iter, memmem};
use std::io::{self, Read};

/// Bytes read at a time.
const CHUNK: usize = 1 << 18;
/// The largest item that is read; what is larger is passed over and reported.
pub const LARGEST_ITEM: usize = 32 << 20;

/// A piece of an export.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece {
    /// What stands before, between and after items.
    Outside(Vec<u8>),
    /// An item with its tags.
    Item {
        /// Its bytes.
        bytes: Vec<u8>,
        /// The line that it begins at, from 1.
        line: u64,
    },
    /// An item whose end is missing: the export was cut off.
    Cut {
        /// What is there of it.
        bytes: Vec<u8>,
        /// The line that it begins at.
        line: u64,
    },
    /// An item that is larger than [`LARGEST_ITEM`]: its beginning.
    TooLarge {
        /// The first bytes.
        bytes: Vec<u8>,
        /// The line that it begins at.
        line: u64,
    },
}

/// Cuts a stream.
pub struct Cutter<R> {
    reader: R,
    buffer: Vec<u8>,
    at: usize,
    line: u64,
    taken: u64,
    ended: bool,
    largest: usize,
}

impl<R: Read> Cutter<R> {
    /// Begins at the start of a stream.
    pub fn new(reader: R) -> Self {
        Cutter {
            reader,
            buffer: Vec::new(),
            at: 0,
            line: 1,
            taken: 0,
            ended: false,
            largest: LARGEST_ITEM,
        }
    }

    /// Bytes that have been given out.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// The next piece; `None` at the end. Errors: the reader's.
    pub fn next_piece(&mut self) -> io::Result<Option<Piece>> {
        let Some(start) = self.find_start()? else {
            let rest = self.take(self.buffer.len());
            return Ok((!rest.is_empty()).then_some(Piece::Outside(rest)));
        };
        if start > self.at {
            let outside = self.take(start);
            if !outside.iter().all(u8::is_ascii_whitespace) {
                return Ok(Some(Piece::Outside(outside)));
            }
        }
        self.item().map(Some)
    }

    /// Reads on; false at the end.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.at > CHUNK {
            self.buffer.drain(..self.at);
            self.at = 0;
        }
        let old = self.buffer.len();
        self.buffer.resize(old + CHUNK, 0);
        let slot = self.buffer.get_mut(old..).unwrap_or_default();
        let read = match self.reader.read(slot) {
            Ok(read) => read,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => 0,
            Err(e) => return Err(e),
        };
        self.buffer.truncate(old + read);
        self.ended = read == 0;
        Ok(read > 0)
    }

    /// Takes the bytes up to `end` of the buffer.
    fn take(&mut self, end: usize) -> Vec<u8> {
        let bytes = self.buffer.get(self.at..end).unwrap_or_default().to_vec();
        self.line += memchr_iter(b'\n', &bytes).count() as u64;
        self.taken += bytes.len() as u64;
        self.at = end.min(self.buffer.len());
        bytes
    }

    /// Where the next item begins.
    fn find_start(&mut self) -> io::Result<Option<usize>> {
        let mut from = self.at;
        loop {
            let found = memmem::find(self.buffer.get(from..).unwrap_or_default(), b"<item").map(|i| from + i);
            match found.map(|at| (at, self.buffer.get(at + 5))) {
                Some((at, Some(b'>' | b' ' | b'\t' | b'\r' | b'\n'))) => return Ok(Some(at)),
                Some((at, Some(_))) => {
                    from = at + 5;
                    continue;
                }
                _ => {}
            }
            let (old_at, old_len) = (self.at, self.buffer.len());
            if !self.fill()? {
                return Ok(None);
            }
            // `fill` may have moved what was read to the front.
            from = (old_len - old_at + self.at).saturating_sub(6).max(self.at);
        }
    }

    fn item(&mut self) -> io::Result<Piece> {
        let (line, mut from, mut first) = (self.line, 5, None);
        loop {
            let item = self.buffer.get(self.at..).unwrap_or_default();
            match memmem::find(item.get(from..).unwrap_or_default(), b"</item").map(|i| from + i) {
                Some(end) if is_end(item.get(..end).unwrap_or_default()) => return self.ends_at(end, line),
                Some(end) => {
                    first.get_or_insert(end);
                    from = end + 6;
                }
                None if item.len() > self.largest => return self.pass_over(line),
                None => {
                    from = item.len().saturating_sub(6).max(5);
                    if !self.fill()? {
                        return match first {
                            Some(end) => self.ends_at(end, line),
                            None => {
                                let bytes = self.take(self.buffer.len());
                                Ok(Piece::Cut { bytes, line })
                            }
                        };
                    }
                }
            }
        }
    }

    /// The item whose end tag begins at `end`.
    fn ends_at(&mut self, end: usize, line: u64) -> io::Result<Piece> {
        let mut close = self.at + end;
        loop {
            if let Some(i) = self.buffer.get(close..).and_then(|b| memchr::memchr(b'>', b)) {
                close += i + 1;
                break;
            }
            let before = self.at;
            if !self.fill()? {
                close = self.buffer.len();
                break;
            }
            close = close - before + self.at;
        }
        let bytes = self.take(close);
        Ok(Piece::Item { bytes, line })
    }

    /// Passes over an item that is too large.
    fn pass_over(&mut self, line: u64) -> io::Result<Piece> {
        let head = self
            .buffer
            .get(self.at..(self.at + 4096).min(self.buffer.len()))
            .unwrap_or_default()
            .to_vec();
        loop {
            let rest = self.buffer.get(self.at..).unwrap_or_default();
            if let Some(end) = memmem::find(rest, b"</item>") {
                self.take(self.at + end + 7);
                break;
            }
            let keep = self.buffer.len().saturating_sub(8).max(self.at);
            self.take(keep);
            if !self.fill()? {
                self.take(self.buffer.len());
                break;
            }
        }
        Ok(Piece::TooLarge { bytes: head, line })
    }
}

/// Whether an end tag after these bytes ends the item: it stands outside of CDATA, or the CDATA before was never closed.
fn is_end(before: &[u8]) -> bool {
    let open = memmem::rfind(before, b"<![CDATA[");
    let close = memmem::rfind(before, b"]]>");
    if open <= close {
        return true;
    }
    let trimmed = before.trim_ascii_end();
    [
        &b"</wp:postmeta>"[..],
        b"</wp:comment>",
        b"</category>",
        b"</wp:is_sticky>",
    ]
    .iter()
    .any(|t| trimmed.ends_with(t))
}

#[cfg(test)]
mod tests {
    use super::{Cutter, Piece};

    fn pieces(text: &str) -> Vec<String> {
        let mut cutter = Cutter::new(text.as_bytes());
        let mut found = Vec::new();
        while let Some(piece) = cutter.next_piece().unwrap() {
            found.push(match piece {
                Piece::Outside(b) => format!("-{}", String::from_utf8(b).unwrap()),
                Piece::Item { bytes, line } => format!("{line}{}", String::from_utf8(bytes).unwrap()),
                Piece::Cut { line, .. } => format!("{line}cut"),
                Piece::TooLarge { line, .. } => format!("{line}large"),
            });
        }
        assert_eq!(cutter.taken() as usize, text.len());
        found
    }

    #[test]
    fn items_end_outside_of_cdata() {
        let text = "<rss>\n<item><c><![CDATA[</item> <item>]]></c></item>\n<items/><item a='1'>খ</item >x";
        assert_eq!(
            pieces(text),
            [
                "-<rss>\n",
                "2<item><c><![CDATA[</item> <item>]]></c></item>",
                "-\n<items/>",
                "3<item a='1'>খ</item >",
                "-x"
            ]
        );
    }

    #[test]
    fn an_open_cdata_and_a_cut_file_cost_one_item() {
        let open = "<item><c><![CDATA[ক</c><wp:postmeta>x</wp:postmeta></item><item>খ</item>";
        assert_eq!(pieces(open).len(), 2);
        assert_eq!(pieces("<item>ক</item><item><t>খ"), ["1<item>ক</item>", "1cut"]);
    }

    #[test]
    fn long_streams_are_cut_alike() {
        let one = format!("<item>{}</item>\n", "ক".repeat(60_000));
        let text = format!("<rss>{}</rss>", one.repeat(9));
        assert_eq!(pieces(&text).iter().filter(|p| p.contains("<item>")).count(), 9);
    }
}
