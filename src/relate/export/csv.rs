//! Records of CSV and TSV text (RFC 4180), one at a time in a fixed space. A quotation mark means something only where a
//! cell begins; where one stays open, or is closed in the middle of another line, its own line is lost and no other.

use std::io::{self, BufRead};

/// Longest record that is read.
pub(super) const MAX_RECORD: usize = 64 * 1024;
/// Most cells of a record that are looked at.
const MAX_CELLS: usize = 256;

/// What stands at the next place of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// A record; its text is in the buffer.
    Record,
    /// A line that begins with `#`; it is in the buffer.
    Comment,
    /// A line without text: tables are reported apart by it.
    Blank,
    /// A record too long to be read.
    TooLong,
    /// A line with a quotation mark that is not closed where it should be; what follows is read on its own.
    Broken,
    /// The end.
    End,
}

/// Lines of one record; more than that is a mark left open.
const MOST_LINES: usize = 16;

/// The records of a file.
#[derive(Debug, Default)]
pub(super) struct Records {
    /// What was read on behind a broken line, to be read again.
    again: Vec<u8>,
    at: usize,
}

impl Records {
    /// Reads the next record into `text`, without its line feed.
    pub(super) fn next(&mut self, input: &mut dyn BufRead, text: &mut Vec<u8>) -> io::Result<Next> {
        text.clear();
        let mut record = Reading::default();
        loop {
            let kept = self.again.get(self.at..).unwrap_or_default();
            let is_kept = !kept.is_empty();
            let buffer = if is_kept { kept } else { input.fill_buf()? };
            if buffer.is_empty() {
                return Ok(match record.is_broken(true) {
                    true => self.broken(text, false),
                    false => field_end(text, text.is_empty()),
                });
            }
            let (used, ended) = record.take(buffer, text);
            match is_kept {
                true => self.at += used,
                false => input.consume(used),
            }
            match ended {
                Ended::No => {}
                Ended::Whole if record.is_broken(false) => return Ok(self.broken(text, true)),
                Ended::Whole => return Ok(field_end(text, false)),
                Ended::Open => return Ok(self.broken(text, false)),
            }
        }
    }

    /// Leaves the first line in `text`; the others are read again.
    fn broken(&mut self, text: &mut Vec<u8>, line_feed: bool) -> Next {
        let end = memchr::memchr(b'\n', text).unwrap_or(text.len());
        let mut again = text.get(end + 1..).unwrap_or_default().to_vec();
        if line_feed {
            again.push(b'\n');
        }
        again.extend_from_slice(self.again.get(self.at..).unwrap_or_default());
        (self.again, self.at) = (again, 0);
        text.truncate(end);
        Next::Broken
    }
}

/// How far a record is read.
#[derive(Debug, Default)]
struct Reading {
    state: State,
    /// Line feeds inside of quotation marks.
    lines: usize,
    /// A mark was closed in the middle of a cell.
    odd: bool,
}

/// Whether a record has ended.
enum Ended {
    No,
    /// At its line feed.
    Whole,
    /// It spans more than a record does, because a mark is open.
    Open,
}

impl Reading {
    /// Takes bytes up to the record's end; how many.
    fn take(&mut self, buffer: &[u8], text: &mut Vec<u8>) -> (usize, Ended) {
        for (used, byte) in buffer.iter().enumerate() {
            let open = self.state == State::Quoted;
            if *byte == b'\n' && !open {
                return (used + 1, Ended::Whole);
            }
            if open && self.lines > 0 && (text.len() >= MAX_RECORD || self.lines > MOST_LINES) {
                return (used, Ended::Open);
            }
            if *byte == b'\n' && text.len() >= MAX_RECORD {
                return (used + 1, Ended::Whole);
            }
            if text.len() < MAX_RECORD {
                let next = self.state.after(*byte, text.first() == Some(&b'#'));
                self.odd |= self.state == State::Mark && next == State::Plain && *byte != b'\r';
                self.lines += usize::from(*byte == b'\n');
                self.state = next;
                text.push(*byte);
            }
        }
        (buffer.len(), Ended::No)
    }

    /// Whether a mark of the first line is to blame for what follows it. At the end of the file an open mark alone is enough,
    /// if it took other lines with it.
    fn is_broken(&self, at_end: bool) -> bool {
        self.lines > 0 && (self.odd || at_end && self.state == State::Quoted)
    }
}

fn field_end(text: &mut Vec<u8>, end: bool) -> Next {
    if end {
        return Next::End;
    }
    if text.len() >= MAX_RECORD {
        return Next::TooLong;
    }
    while text.last() == Some(&b'\r') {
        text.pop();
    }
    match text.first() {
        None => Next::Blank,
        Some(b'#') => Next::Comment,
        Some(_) => Next::Record,
    }
}

/// Where in a record a byte stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum State {
    /// Where a cell begins.
    #[default]
    Begin,
    /// In a cell without quotation marks, or behind its closing one.
    Plain,
    /// Inside of quotation marks.
    Quoted,
    /// Behind a mark inside of them: the end, or the first half of a doubled one.
    Mark,
}

impl State {
    fn after(self, byte: u8, comment: bool) -> State {
        match (self, byte) {
            _ if comment => State::Plain,
            (State::Begin, b'"') => State::Quoted,
            (State::Quoted, b'"') => State::Mark,
            (State::Quoted, _) => State::Quoted,
            (State::Mark, b'"') => State::Quoted,
            (_, b',' | b'\t' | b';') => State::Begin,
            _ => State::Plain,
        }
    }
}

/// Splits a record at `comma`. What is no UTF-8 becomes U+FFFD.
pub(super) fn cells(record: &[u8], comma: u8) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = Some(record);
    while let Some(text) = rest.filter(|_| cells.len() < MAX_CELLS) {
        let (cell, after) = match text.first() {
            Some(b'"') => quoted(text.get(1..).unwrap_or_default(), comma),
            _ => {
                let end = memchr::memchr(comma, text);
                let cell = text.get(..end.unwrap_or(text.len())).unwrap_or_default();
                (cell.to_vec(), end.and_then(|end| text.get(end + 1..)))
            }
        };
        cells.push(String::from_utf8_lossy(&cell).trim().to_owned());
        rest = after;
    }
    cells
}

/// The cell behind an opening quotation mark, and what follows its comma.
fn quoted(text: &[u8], comma: u8) -> (Vec<u8>, Option<&[u8]>) {
    let mut cell = Vec::new();
    let mut at = 0;
    while let Some(end) = text.get(at..).and_then(|t| memchr::memchr(b'"', t)) {
        cell.extend_from_slice(text.get(at..at + end).unwrap_or_default());
        at += end + 1;
        if text.get(at) != Some(&b'"') {
            let rest = text.get(at..).unwrap_or_default();
            let after = memchr::memchr(comma, rest).and_then(|end| rest.get(end + 1..));
            return (cell, after);
        }
        cell.push(b'"');
        at += 1;
    }
    cell.extend_from_slice(text.get(at..).unwrap_or_default());
    (cell, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str, comma: u8) -> Vec<Vec<String>> {
        let mut input = text.as_bytes();
        let (mut found, mut record) = (Vec::new(), Vec::new());
        let mut all = Records::default();
        loop {
            match all.next(&mut input, &mut record).unwrap() {
                Next::End => return found,
                Next::Record => found.push(cells(&record, comma)),
                other => found.push(vec![format!("{other:?}")]),
            }
        }
    }

    #[test]
    fn quotes_commas_and_line_feeds() {
        let text = "a,\"খ, \"\"গ\"\"\",\"দুই\nলাইন\"\r\n\r\n# মন্তব্য \"\n5\" disk,x\n,,\nশেষ";
        let found = records(text, b',');
        assert_eq!(found[0], ["a", "খ, \"গ\"", "দুই\nলাইন"]);
        assert_eq!(found[1..3], [vec!["Blank".to_owned()], vec!["Comment".to_owned()]]);
        assert_eq!(found[3], ["5\" disk", "x"]);
        assert_eq!(found[4], ["", "", ""]);
        assert_eq!(found[5], ["শেষ"]);
        assert_eq!(records("a\t\"b\tc\"\n", b'\t'), [["a", "b\tc"]]);
    }

    #[test]
    fn a_mark_left_open_costs_one_record() {
        let mut text = "path,\"".to_owned();
        for n in 0..20_000 {
            text += &format!("/a/{n},1\n");
        }
        let found = records(&text, b',');
        assert_eq!(found[0], ["Broken"]);
        assert_eq!(found.len(), 20_000);
        // Also where another mark closes it, in the middle of the file or at its end.
        let odd = "\"/desh/b,3\n/desh/a,7\n\"/desh/c,1\n/desh/a,8\n\"/desh/d\",9\n\"শেষ,1\n/desh/e,2";
        let found = records(odd, b',');
        assert_eq!(found[0], ["Broken"]);
        assert!(found.contains(&vec!["/desh/a".to_owned(), "7".to_owned()]), "{found:?}");
        assert!(found.contains(&vec!["/desh/a".to_owned(), "8".to_owned()]), "{found:?}");
        assert!(found.contains(&vec!["/desh/d".to_owned(), "9".to_owned()]), "{found:?}");
        assert!(found.contains(&vec!["/desh/e".to_owned(), "2".to_owned()]), "{found:?}");
        assert_eq!(
            found.iter().filter(|record| *record == &["Broken"]).count(),
            3,
            "{found:?}"
        );
        assert_eq!(records(&"x".repeat(200_000), b','), [["TooLong"]]);
        assert_eq!(cells(",".repeat(60_000).as_bytes(), b',').len(), MAX_CELLS);
        assert_eq!(records("a,\"b", b','), [["a", "b"]]);
    }
}
