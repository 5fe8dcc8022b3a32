//! Rows of a JSON text, one at a time in a fixed space: every object that stands in a list, wherever the list is, and every
//! object that stands alone on the top (JSON lines) and has no list of objects inside.

use super::csv::MAX_RECORD;

/// Deepest nesting that is followed.
const MAX_DEPTH: usize = 64;
/// Longest name of a list that is remembered.
const MAX_NAME: usize = 128;

/// What was found in a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// An object, and the name of the list that it stands in (empty without one).
    Row(&'a str, &'a [u8]),
    /// An object too long to be read.
    TooLong,
}

/// Cuts a text that comes in pieces into its rows.
#[derive(Debug, Default)]
pub(super) struct Rows {
    /// Whether each open bracket is that of a list.
    open: Vec<bool>,
    /// Where the row that is being gathered began.
    from: Option<usize>,
    row: Vec<u8>,
    long: bool,
    string: Option<Vec<u8>>,
    escaped: bool,
    /// The last string outside of a row: the name of what follows, if a colon does.
    last: Vec<u8>,
    name: String,
    broken: bool,
}

impl Rows {
    /// Takes the next piece.
    pub(super) fn feed(&mut self, piece: &[u8], each: &mut dyn FnMut(Found<'_>)) {
        for byte in piece {
            if self.broken {
                return;
            }
            self.gather(*byte);
            if self.string.is_some() {
                self.in_string(*byte);
                continue;
            }
            match *byte {
                b'"' => self.string = Some(Vec::new()),
                b'{' | b'[' => self.opens(*byte),
                b'}' | b']' => self.closes(*byte, each),
                b':' if !self.in_row() => self.name = String::from_utf8_lossy(&self.last).into_owned(),
                _ => {}
            }
        }
    }

    /// Whether the text ended where it may.
    pub(super) fn is_whole(&self) -> bool {
        !self.broken && self.open.is_empty() && self.string.is_none()
    }

    /// Whether what is gathered is a row for sure, not a top object that may turn out to hold lists.
    fn in_row(&self) -> bool {
        self.from.is_some_and(|from| from > 0)
    }

    fn gather(&mut self, byte: u8) {
        if self.from.is_none() {
            return;
        }
        if self.row.len() < MAX_RECORD {
            self.row.push(byte);
        } else {
            self.long = true;
        }
    }

    fn in_string(&mut self, byte: u8) {
        let ends = byte == b'"' && !self.escaped;
        self.escaped = byte == b'\\' && !self.escaped;
        if ends {
            self.last = self.string.take().unwrap_or_default();
        } else if let Some(text) = self.string.as_mut().filter(|t| t.len() < MAX_NAME) {
            text.push(byte);
        }
    }

    fn opens(&mut self, byte: u8) {
        let depth = self.open.len();
        let in_list = self.open.last() == Some(&true);
        if byte == b'{' && (depth == 0 || in_list) && !self.in_row() {
            self.row.clear();
            self.row.push(byte);
            (self.from, self.long) = (Some(depth), false);
        }
        if depth == 0 {
            self.name.clear();
        }
        self.broken = depth >= MAX_DEPTH;
        self.open.push(byte == b'[');
    }

    fn closes(&mut self, byte: u8, each: &mut dyn FnMut(Found<'_>)) {
        if self.open.pop() != Some(byte == b']') {
            self.broken = true;
            return;
        }
        if self.from != Some(self.open.len()) || byte == b']' {
            return;
        }
        self.from = None;
        // An object on the top stands in no list; the name is that of one of its own values.
        let list = if self.open.is_empty() { "" } else { &self.name };
        match self.long {
            true => each(Found::TooLong),
            false => each(Found::Row(list, &self.row)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str, piece: usize) -> (Vec<String>, bool) {
        let (mut rows, mut found) = (Rows::default(), Vec::new());
        for piece in text.as_bytes().chunks(piece) {
            rows.feed(piece, &mut |row| {
                found.push(match row {
                    Found::Row(name, row) => format!("{name}:{}", String::from_utf8_lossy(row)),
                    Found::TooLong => "long".to_owned(),
                });
            });
        }
        (found, rows.is_whole())
    }

    #[test]
    fn lists_lines_and_wrapped_lists() {
        for piece in [1, 3, 10_000] {
            assert_eq!(
                rows(r#"[{"a":"]}\"{"},{"b":[1,{"c":2}]}]"#, piece),
                (
                    vec![r#":{"a":"]}\"{"}"#.to_owned(), r#":{"b":[1,{"c":2}]}"#.to_owned()],
                    true
                )
            );
            assert_eq!(
                rows("{\"a\":1}\n{\"b\":[2]}\n", piece).0,
                [r#":{"a":1}"#, r#":{"b":[2]}"#]
            );
            assert_eq!(
                rows(
                    r#"{"নাম":{"x":1},"results":[{"a":1}],"2024-02-16":[{"b":2},{"c":3}]}"#,
                    piece
                ),
                (
                    ["results:{\"a\":1}", "2024-02-16:{\"b\":2}", "2024-02-16:{\"c\":3}"]
                        .map(str::to_owned)
                        .to_vec(),
                    true
                )
            );
        }
    }

    #[test]
    fn hostile_texts_are_bounded() {
        assert!(!rows(&"[".repeat(100_000), 100).1);
        assert!(!rows(&"{\"a\":".repeat(100_000), 100).1);
        assert_eq!(rows("[{]}", 100), (vec![], false));
        assert_eq!(rows("{\"a", 100), (vec![], false));
        let long = format!("[{{\"a\":\"{}\"}},{{\"b\":1}}]", "x".repeat(200_000));
        assert_eq!(
            rows(&long, 4096),
            (vec!["long".to_owned(), ":{\"b\":1}".to_owned()], true)
        );
    }
}
