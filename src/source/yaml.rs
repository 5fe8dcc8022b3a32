//! YAML front matter with places. Aliases and merges are refused, sizes budgeted, `no` and `on` are text.
//! Rule: `reliability.md` T4.

use super::data::{Data, Entry, Fault, Item};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Location, MergeKeyPolicy, Spanned};
use std::fmt;
use std::ops::Range;

/// Reads YAML that stands at byte `offset` of its file. A parser of YAML cannot go on after a fault, so there is one.
pub(crate) fn from_yaml(text: &str, offset: usize) -> (Vec<Entry>, Vec<Fault>) {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_aliases: 0, max_anchors: 0, max_depth: 32, max_nodes: 20_000, max_events: 60_000, max_documents: 1,
        },
        strict_booleans: true,
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::Error,
        with_snippet: false,
    };
    match serde_saphyr::from_str_with_options::<Option<Spanned<Node>>>(text, options) {
        Ok(None) => (Vec::new(), Vec::new()),
        Ok(Some(node)) => {
            let place = Places { text, offset };
            match place.item(node) {
                Item {
                    data: Data::Table(entries),
                    ..
                } => (entries, Vec::new()),
                Item {
                    data: Data::Nothing, ..
                } => (Vec::new(), Vec::new()),
                other => (
                    Vec::new(),
                    vec![fault("keys with values are expected: title: …".into(), other.at)],
                ),
            }
        }
        Err(diagnostics) => {
            let place = Places { text, offset };
            let at = diagnostics
                .location()
                .map_or(offset..offset, |location| place.of_fault(&location));
            let reason = diagnostics.to_string();
            let reason = reason.lines().next().unwrap_or_default();
            // The parser counts lines of the front matter; the place says the line of the file.
            let reason = reason.split(" at line ").next().unwrap_or_default();
            let at = place.of_tab(reason).unwrap_or(at);
            (Vec::new(), vec![fault(reason.to_owned(), at)])
        }
    }
}

fn fault(reason: String, at: Range<usize>) -> Fault {
    Fault {
        reason,
        at,
        twice: None,
    }
}

/// A YAML value as the parser gives it.
enum Node {
    Nothing,
    Flag(bool),
    Whole(i64),
    Real(f64),
    Text(String),
    List(Vec<Spanned<Node>>),
    Table(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_i64<E: Error>(self, n: i64) -> Result<Node, E> {
        Ok(Node::Whole(n))
    }

    fn visit_u64<E: Error>(self, n: u64) -> Result<Node, E> {
        Ok(i64::try_from(n).map_or(Node::Real(n as f64), Node::Whole))
    }

    fn visit_i128<E: Error>(self, n: i128) -> Result<Node, E> {
        Ok(Node::Real(n as f64))
    }

    fn visit_u128<E: Error>(self, n: u128) -> Result<Node, E> {
        Ok(Node::Real(n as f64))
    }

    fn visit_f64<E: Error>(self, n: f64) -> Result<Node, E> {
        Ok(Node::Real(n))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_owned()))
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element()? {
            items.push(item);
        }
        Ok(Node::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Table(entries))
    }
}

/// Turns the parser's locations into byte ranges of the file.
struct Places<'a> {
    text: &'a str,
    offset: usize,
}

impl Places<'_> {
    fn item(&self, node: Spanned<Node>) -> Item {
        let at = self.range(&node.referenced, 0);
        let plain = matches!(node.value, Node::Flag(_) | Node::Whole(_) | Node::Real(_));
        let raw = plain.then(|| self.written(&at));
        let data = match node.value {
            Node::Nothing => Data::Nothing,
            Node::Flag(flag) => Data::Flag(flag),
            Node::Whole(n) => Data::Whole(n),
            Node::Real(n) => Data::Real(n),
            Node::Text(text) => Data::Text(text),
            Node::List(items) => Data::List(items.into_iter().map(|item| self.item(item)).collect()),
            Node::Table(entries) => Data::Table(entries.into_iter().map(|entry| self.entry(entry)).collect()),
        };
        Item { data, at, raw }
    }

    fn entry(&self, (key, value): (Spanned<String>, Spanned<Node>)) -> Entry {
        let at = self.range(&key.referenced, key.value.len());
        Entry {
            key: key.value,
            at,
            item: self.item(value),
        }
    }

    fn written(&self, at: &Range<usize>) -> String {
        let inside = at.start.saturating_sub(self.offset)..at.end.saturating_sub(self.offset);
        self.text.get(inside).unwrap_or_default().trim().to_owned()
    }

    /// The tab that a line is indented with, when the parser stumbled on one: it names the line before.
    fn of_tab(&self, reason: &str) -> Option<Range<usize>> {
        let mut start = 0;
        for line in self.text.split_inclusive('\n').filter(|_| reason.contains("tab")) {
            let indent = line.get(..line.len() - line.trim_start_matches([' ', '\t']).len())?;
            if let Some(tab) = indent.find('\t') {
                let at = self.offset + start + tab;
                return Some(at..at + 1);
            }
            start += line.len();
        }
        None
    }

    /// The place of a fault of syntax, which has a line and a column only.
    fn of_fault(&self, location: &Location) -> Range<usize> {
        let line = usize::try_from(location.line()).unwrap_or(1).saturating_sub(1);
        let column = usize::try_from(location.column()).unwrap_or(1).saturating_sub(1);
        let start: usize = self.text.split_inclusive('\n').take(line).map(str::len).sum();
        let rest = self
            .text
            .get(start..)
            .unwrap_or_default()
            .lines()
            .next()
            .unwrap_or_default();
        let at = rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
        let length = rest
            .get(at..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        let at = self.offset + start + at;
        at..at + length
    }

    /// At least `least` bytes long; a block's range ends with its first line.
    fn range(&self, location: &Location, least: usize) -> Range<usize> {
        let span = location.span();
        let start = span
            .byte_offset()
            .and_then(|at| usize::try_from(at).ok())
            .unwrap_or(0)
            .min(self.text.len());
        let len = span
            .byte_len()
            .and_then(|len| usize::try_from(len).ok())
            .unwrap_or(0)
            .max(least);
        start + self.offset..(start + len).min(self.text.len()) + self.offset
    }
}
