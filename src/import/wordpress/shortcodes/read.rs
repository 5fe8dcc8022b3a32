//! Shortcodes in a text: tags found once from left to right, then paired, so that time is linear.

use crate::import::wordpress::fields::decoded;
use std::collections::BTreeMap;

/// Tags open at once.
const DEEPEST: usize = 64;

/// A part of a text.
#[derive(Debug, PartialEq)]
pub enum Node<'a> {
    /// Text.
    Text(&'a str),
    /// A shortcode.
    Code {
        /// Its name.
        name: &'a str,
        /// Its attributes.
        attributes: Attributes,
        /// What it encloses, when it is closed.
        inside: Option<Vec<Node<'a>>>,
        /// Its tag as written.
        source: &'a str,
    },
}

/// The attributes of a shortcode: named ones, and values alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributes {
    named: BTreeMap<String, String>,
    alone: Vec<String>,
}

impl Attributes {
    /// The value of a name; empty for none.
    pub fn get(&self, name: &str) -> &str {
        self.named.get(name).map_or("", String::as_str)
    }

    /// The first value without a name; empty for none.
    pub fn first_alone(&self) -> &str {
        self.alone.first().map_or("", String::as_str)
    }

    /// The first of several names that has a value; empty for none.
    pub fn any(&self, names: &[&str]) -> &str {
        names
            .iter()
            .map(|n| self.get(n))
            .find(|v| !v.is_empty())
            .unwrap_or_default()
    }

    /// The address that the attributes name: the one that says so, else a value alone, else any but a picture beside it.
    pub fn address(&self) -> Option<String> {
        let web = |v: &&String| v.starts_with("http://") || v.starts_with("https://") || v.starts_with("//");
        let said = ["src", "url", "link", "href", "video", "audio", "video_url"];
        let beside = ["image", "poster", "thumb", "icon", "logo", "portrait", "background"];
        let other = |(key, _): &(&String, &String)| !beside.iter().any(|b| key.contains(b));
        let named = said.iter().filter_map(|key| self.named.get(*key));
        let others = self.named.iter().filter(other).map(|(_, value)| value);
        named.chain(&self.alone).chain(others).find(web).cloned()
    }

    /// Ids in a list with commas.
    pub fn ids(&self, names: &[&str]) -> Vec<u64> {
        self.any(names)
            .split(',')
            .filter_map(|id| id.trim().parse().ok())
            .collect()
    }

    fn is_empty(&self) -> bool {
        self.named.is_empty()
    }
}

/// A tag found in a text.
struct Tag<'a> {
    name: &'a str,
    attributes: Attributes,
    closes: bool,
    /// `[x /]`
    whole: bool,
    /// `[[x]]`: not a shortcode.
    escaped: bool,
    at: (usize, usize),
}

impl Tag<'_> {
    /// Whether nobody writes this as text: it has `key="…"`, names an address, or joins words by `_`.
    fn is_evident(&self) -> bool {
        let joined = self.name.contains('_') && !self.name.bytes().any(|b| b.is_ascii_uppercase());
        !self.attributes.is_empty() || joined || self.attributes.address().is_some()
    }
}

/// The parts of a text. A tag is a shortcode when its name is known, when it is closed, or when it is evident.
pub(super) fn nodes<'a>(text: &'a str, known: &dyn Fn(&str) -> bool) -> Vec<Node<'a>> {
    let tags = tags(text);
    let mut closers: BTreeMap<&str, usize> = BTreeMap::new();
    for tag in tags.iter().filter(|tag| tag.closes) {
        *closers.entry(tag.name).or_default() += 1;
    }
    let mut builder = Builder {
        text,
        at: 0,
        levels: vec![Level::default()],
    };
    for tag in tags {
        if tag.escaped {
            builder.literal(&tag);
            continue;
        }
        if tag.closes {
            builder.close(&tag);
            closers.entry(tag.name).and_modify(|n| *n = n.saturating_sub(1));
            continue;
        }
        let closed = closers.get(tag.name).is_some_and(|n| *n > 0);
        if known(&tag.name.to_ascii_lowercase()) || closed || tag.is_evident() {
            builder.open(tag, closed);
        }
    }
    builder.finish()
}

#[derive(Default)]
struct Level<'a> {
    nodes: Vec<Node<'a>>,
    /// The tag that opened this level.
    opener: Option<(&'a str, Attributes, &'a str)>,
}

struct Builder<'a> {
    text: &'a str,
    at: usize,
    levels: Vec<Level<'a>>,
}

impl<'a> Builder<'a> {
    fn node(&mut self, node: Node<'a>) {
        if let Some(level) = self.levels.last_mut() {
            level.nodes.push(node);
        }
    }

    fn text_until(&mut self, end: usize) {
        let text = self.text.get(self.at..end).unwrap_or_default();
        if !text.is_empty() {
            self.node(Node::Text(text));
        }
        self.at = self.at.max(end);
    }

    fn literal(&mut self, tag: &Tag<'a>) {
        self.text_until(tag.at.0);
        let inside = self.text.get(tag.at.0 + 1..tag.at.1 - 1).unwrap_or_default();
        self.node(Node::Text(inside));
        self.at = tag.at.1;
    }

    fn open(&mut self, tag: Tag<'a>, closed: bool) {
        self.text_until(tag.at.0);
        self.at = tag.at.1;
        let source = self.text.get(tag.at.0..tag.at.1).unwrap_or_default();
        if closed && !tag.whole && self.levels.len() < DEEPEST {
            self.levels.push(Level {
                nodes: Vec::new(),
                opener: Some((tag.name, tag.attributes, source)),
            });
        } else {
            self.node(Node::Code {
                name: tag.name,
                attributes: tag.attributes,
                inside: None,
                source,
            });
        }
    }

    /// Closes the nearest tag of this name; those inside that were not closed stand alone.
    fn close(&mut self, tag: &Tag<'a>) {
        let named = |l: &Level<'_>| l.opener.as_ref().is_some_and(|(name, ..)| *name == tag.name);
        self.text_until(tag.at.0);
        self.at = tag.at.1;
        let Some(place) = self.levels.iter().rposition(named) else {
            return;
        };
        while self.levels.len() > place + 1 {
            self.end_level(false);
        }
        self.end_level(true);
    }

    /// Ends the last level. A tag that was never closed stands alone, and what it holds follows it.
    fn end_level(&mut self, closed: bool) {
        let Some(level) = self.levels.pop() else { return };
        let Some((name, attributes, source)) = level.opener else {
            return;
        };
        let (inside, after) = if closed {
            (Some(level.nodes), Vec::new())
        } else {
            (None, level.nodes)
        };
        self.node(Node::Code {
            name,
            attributes,
            inside,
            source,
        });
        after.into_iter().for_each(|node| self.node(node));
    }

    fn finish(mut self) -> Vec<Node<'a>> {
        self.text_until(self.text.len());
        while self.levels.len() > 1 {
            self.end_level(false);
        }
        self.levels.pop().map(|level| level.nodes).unwrap_or_default()
    }
}

/// All tags of a text.
fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|t| t.find('[')).map(|i| from + i) {
        let double = text.get(at + 1..).is_some_and(|t| t.starts_with('['));
        let start = if double { at + 1 } else { at };
        match tag(text, start) {
            Some(mut tag) => {
                let after = text.get(tag.at.1..).is_some_and(|t| t.starts_with(']'));
                if double && after {
                    tag.escaped = true;
                    tag.at = (at, tag.at.1 + 1);
                }
                from = tag.at.1;
                found.push(tag);
            }
            None => from = start + 1,
        }
    }
    found
}

/// The tag that begins at `start`.
fn tag(text: &str, start: usize) -> Option<Tag<'_>> {
    let inside = text.get(start + 1..)?;
    let closes = inside.starts_with('/');
    let rest = if closes { inside.get(1..)? } else { inside };
    let end = rest
        .find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))
        .unwrap_or(rest.len());
    let name = rest
        .get(..end)
        .filter(|n| n.starts_with(|c: char| c.is_ascii_alphabetic()) && n.len() <= 64)?;
    let tail = rest.get(end..)?;
    if !tail.starts_with([']', '/', '=']) && !tail.starts_with(char::is_whitespace) {
        return None;
    }
    let length = tail_end(tail)?;
    let given = tail.get(..length)?;
    let (given, whole) = given.trim_end().strip_suffix('/').map_or((given, false), |g| (g, true));
    let stop = text.len() - tail.len() + length + 1;
    Some(Tag {
        name,
        attributes: attributes(given),
        closes,
        whole,
        escaped: false,
        at: (start, stop),
    })
}

/// Where the `]` of a tag stands: not within quotes that follow a `=`.
fn tail_end(tail: &str) -> Option<usize> {
    let mut quote: Option<char> = None;
    let mut before = ' ';
    for (at, c) in tail.char_indices().take(20_000) {
        match quote {
            Some(q) if c == q => quote = None,
            Some(_) => {}
            None if c == ']' => return Some(at),
            None if c == '[' => return None,
            None if before == '=' && matches!(c, '"' | '\'') => quote = Some(c),
            None => {}
        }
        before = c;
    }
    // Quotes that never end: the first bracket ends the tag.
    tail.find(']').filter(|end| *end < 2_000)
}

/// `key="value"`, `key='value'`, `key=value`, `value`; quotes may have been made curly or escaped.
fn attributes(given: &str) -> Attributes {
    let mut found = Attributes::default();
    let plain = given
        .replace("&quot;", "\"")
        .replace("&#8221;", "\"")
        .replace("&#8220;", "\"")
        .replace("&#8243;", "\"")
        .replace("=”", "=\"")
        .replace("=“", "=\"")
        .replace("=″", "=\"");
    let plain = plain.replace("” ", "\" ");
    let mut rest = plain.trim_start_matches(|c: char| c.is_whitespace() || c == '=');
    while !rest.is_empty() && found.named.len() + found.alone.len() < 256 {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let is_key = key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
            && !key.is_empty();
        rest = match after.strip_prefix('=').filter(|_| is_key) {
            Some(value) => {
                let (value, tail) = value_of(value.trim_start());
                found
                    .named
                    .entry(key.to_ascii_lowercase())
                    .or_insert_with(|| decoded(value).into_owned());
                tail
            }
            None => {
                let (value, tail) = value_of(rest);
                found.alone.push(decoded(value).trim_matches(['"', '\'']).to_owned());
                tail
            }
        };
        rest = rest.trim_start();
    }
    found.alone.retain(|v| !v.is_empty());
    found
}

fn value_of(text: &str) -> (&str, &str) {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote
        && let Some(inside) = text.get(1..)
        && let Some(end) = inside.find(quote)
    {
        return (
            inside.get(..end).unwrap_or_default(),
            inside.get(end + 1..).unwrap_or_default(),
        );
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let end = if end == 0 {
        text.chars().next().map_or(0, char::len_utf8)
    } else {
        end
    };
    let (value, rest) = text.split_at(end);
    (value.trim_end_matches('”'), rest)
}
