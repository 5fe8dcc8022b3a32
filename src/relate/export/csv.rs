//! Records of CSV and TSV text (RFC 4180), one at a time in a fixed space. A quotation mark means something only where a
//! cell begins; a record over 64 KiB is passed over to the next line, so that a mark left open cannot swallow a file.

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
    /// The end.
    End,
}

/// Reads the next record into `text`, without its line feed.
pub(super) fn next(input: &mut dyn BufRead, text: &mut Vec<u8>) -> io::Result<Next> {
    text.clear();
    let mut state = State::Begin;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(field_end(text, text.is_empty()));
        }
        let (mut used, mut ended) = (0, false);
        for byte in buffer {
            used += 1;
            if *byte == b'\n' && (state != State::Quoted || text.len() >= MAX_RECORD) {
                ended = true;
                break;
            }
            if text.len() < MAX_RECORD {
                state = state.after(*byte, text.first() == Some(&b'#'));
                text.push(*byte);
            }
        }
        input.consume(used);
        if ended {
            return Ok(field_end(text, false));
        }
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Where a cell begins.
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
        loop {
            match next(&mut input, &mut record).unwrap() {
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
        assert_eq!(found[0], ["TooLong"]);
        assert!(found.len() > 10_000, "{}", found.len());
        assert_eq!(records(&"x".repeat(200_000), b','), [["TooLong"]]);
        assert_eq!(cells(",".repeat(60_000).as_bytes(), b',').len(), MAX_CELLS);
        assert_eq!(records("a,\"b", b','), [["a", "b"]]);
    }
}
