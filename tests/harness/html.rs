//! Just enough of HTML to look at what the program prints: tags with their attributes, in order. It reads what browsers
//! would read of it (character references, quotes, comments, raw text), so that a payload cannot hide from it.

use std::collections::{BTreeMap, BTreeSet};

/// A start tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Lower case name.
    pub(crate) name: String,
    /// Attributes, decoded; the first of a name wins.
    pub(crate) attributes: BTreeMap<String, String>,
    /// Names of the open elements above it.
    pub(crate) path: String,
    /// Raw text of `script` and `style`; nothing for others.
    pub(crate) raw: String,
}

impl Tag {
    /// An attribute's value.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];

/// All start tags of a page.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let mut found = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        if rest.starts_with("<!--") {
            let end = rest.find("-->").map_or(rest.len(), |i| i + 3);
            rest = &rest[end..];
        } else if let Some(after) = rest
            .strip_prefix("</")
            .filter(|r| r.starts_with(|c: char| c.is_ascii_alphabetic()))
        {
            let name: String = name_of(after);
            if let Some(at) = open.iter().rposition(|o| *o == name) {
                open.truncate(at);
            }
            rest = &rest[rest.find('>').map_or(rest.len(), |i| i + 1)..];
        } else if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            let (mut tag, used, closed) = start_tag(rest, &open.join(">"));
            rest = &rest[used..];
            if matches!(tag.name.as_str(), "script" | "style" | "textarea" | "title") {
                let end = find_end(rest, &tag.name);
                rest[..end].clone_into(&mut tag.raw);
                rest = &rest[end..];
                open.push(tag.name.clone());
            } else if !VOID.contains(&tag.name.as_str()) && !closed {
                open.push(tag.name.clone());
            }
            found.push(tag);
        } else {
            rest = &rest[1..];
        }
    }
    found
}

fn name_of(text: &str) -> String {
    text.chars()
        .take_while(|c| !c.is_whitespace() && !matches!(c, '>' | '/'))
        .collect::<String>()
        .to_ascii_lowercase()
}

fn find_end(text: &str, name: &str) -> usize {
    let lower = text.to_ascii_lowercase();
    lower.find(&format!("</{name}")).unwrap_or(text.len())
}

/// Reads a start tag from its `<`: the tag, its length, and whether it closes itself.
fn start_tag(text: &str, path: &str) -> (Tag, usize, bool) {
    let name = name_of(&text[1..]);
    let mut at = 1 + name.len();
    let bytes = text.as_bytes();
    let mut attributes = BTreeMap::new();
    let mut closed = false;
    while at < bytes.len() && bytes[at] != b'>' {
        if bytes[at].is_ascii_whitespace() || bytes[at] == b'/' {
            closed = bytes[at] == b'/';
            at += 1;
            continue;
        }
        closed = false;
        let start = at;
        while at < bytes.len() && !bytes[at].is_ascii_whitespace() && !matches!(bytes[at], b'=' | b'>' | b'/') {
            at += 1;
        }
        if at == start {
            at += 1;
        }
        let key = text.get(start..at).unwrap_or_default().to_ascii_lowercase();
        let (value, next) = value(text, at);
        at = next;
        attributes.entry(key).or_insert(value);
    }
    let tag = Tag {
        name,
        attributes,
        path: path.to_owned(),
        raw: String::new(),
    };
    (tag, (at + 1).min(text.len()), closed)
}

fn value(text: &str, from: usize) -> (String, usize) {
    let bytes = text.as_bytes();
    let skip = |mut at: usize| {
        while at < bytes.len() && bytes[at].is_ascii_whitespace() {
            at += 1;
        }
        at
    };
    let equals = skip(from);
    if bytes.get(equals) != Some(&b'=') {
        return (String::new(), from);
    }
    let start = skip(equals + 1);
    match bytes.get(start) {
        Some(quote @ (b'"' | b'\'')) => {
            let end = text[start + 1..]
                .find(*quote as char)
                .map_or(text.len(), |i| start + 1 + i);
            (decode(&text[start + 1..end]), (end + 1).min(text.len()))
        }
        _ => {
            let end = text[start..]
                .find(|c: char| c.is_whitespace() || c == '>')
                .map_or(text.len(), |i| start + i);
            (decode(&text[start..end]), end)
        }
    }
}

/// Character references as browsers read them in attributes: the named ones that printing uses, and all numbers.
pub(crate) fn decode(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let end = rest[at..].find(';').map(|i| at + i);
        let name = end.map(|e| &rest[at + 1..e]).unwrap_or_default();
        let number = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => n.parse().ok(),
        });
        let named = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            "nbsp" => Some('\u{a0}'),
            _ => number.and_then(char::from_u32),
        };
        match (named, end) {
            (Some(c), Some(end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            _ => {
                out.push('&');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// The skeleton of a page: every element with its place in the tree and the names of its attributes. Content that an
/// editor may write cannot change it.
pub(crate) fn skeleton(html: &str) -> BTreeSet<String> {
    let names = |t: &Tag| t.attributes.keys().cloned().collect::<Vec<_>>().join(" ");
    tags(html)
        .iter()
        .map(|t| format!("{}>{} [{}]", t.path, t.name, names(t)))
        .collect()
}

/// What a reader sees: text without tags, references decoded, white space joined.
pub(crate) fn text(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        out.push(' ');
        rest = &rest[at..];
        let raw = ["script", "style"]
            .iter()
            .find(|n| rest.get(1..=n.len()).is_some_and(|s| s.eq_ignore_ascii_case(n)));
        let from = raw.map_or(0, |n| find_end(rest, n));
        rest = &rest[rest[from..].find('>').map_or(rest.len(), |i| from + i + 1)..];
    }
    out.push_str(rest);
    decode(&out).split_whitespace().collect::<Vec<_>>().join(" ")
}
