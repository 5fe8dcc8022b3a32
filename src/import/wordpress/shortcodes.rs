//! Shortcodes of WordPress and of its page builders: what they show is put into HTML, furniture is left out, what is unknown
//! loses its tags and keeps its text. `[আরও পড়ুন: …]` and `[১]` are text.

mod builders;
mod known;
mod parts;
mod read;

use crate::import::html::tree::Tree;
use std::collections::BTreeMap;

pub use read::{Attributes, Node};

/// What an editor wants done with a shortcode (`map.toml`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// Leave it out with its text.
    Drop,
    /// Its text without its tags.
    KeepText,
    /// A link to the address that it names.
    Link,
}

/// A file of the library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LibraryFile {
    /// Its address.
    pub src: String,
    /// Its caption.
    pub caption: String,
    /// Its title.
    pub title: String,
}

/// What shortcodes ask of the site.
pub trait Library {
    /// A file by its id.
    fn file(&self, id: u64) -> Option<LibraryFile>;
    /// The pictures that belong to this story, in their order.
    fn children(&self) -> Vec<u64>;
    /// A table of TablePress, as HTML.
    fn table(&self, id: &str) -> Option<String>;
    /// What an editor wants done with a shortcode.
    fn wish(&self, name: &str) -> Option<Wish>;
}

/// What expanding found, by name of the shortcode: how often, and the first one as it was written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Shown as something else.
    pub shown: BTreeMap<String, usize>,
    /// Furniture, left out.
    pub dropped: BTreeMap<String, usize>,
    /// Unknown: tags out, text kept.
    pub unknown: BTreeMap<String, (usize, String)>,
}

/// Expands the shortcodes of a text.
///
/// ```
/// use khobor::import::wordpress::shortcodes::{Counts, Library, LibraryFile, Wish, expand};
/// struct Empty;
/// impl Library for Empty {
///     fn file(&self, _: u64) -> Option<LibraryFile> { None }
///     fn children(&self) -> Vec<u64> { Vec::new() }
///     fn table(&self, _: &str) -> Option<String> { None }
///     fn wish(&self, _: &str) -> Option<Wish> { None }
/// }
/// let mut counts = Counts::default();
/// let text = "[dropcap]জ্ব[/dropcap]র [১] [ads id=\"3\"][x_y k=\"1\"]কথা[/x_y] [[gallery]]";
/// assert_eq!(expand(text, &Empty, &mut counts), "জ্বর [১] কথা [gallery]");
/// assert_eq!(counts.unknown["x_y"].0, 1);
/// ```
pub fn expand(text: &str, library: &dyn Library, counts: &mut Counts) -> String {
    if !text.contains('[') {
        return text.to_owned();
    }
    let nodes = read::nodes(text, &|name| known::is_known(name) || library.wish(name).is_some());
    let mut out = String::with_capacity(text.len());
    Expander { library, counts }.push(&nodes, &mut out);
    out
}

struct Expander<'a> {
    library: &'a dyn Library,
    counts: &'a mut Counts,
}

impl Expander<'_> {
    fn push(&mut self, nodes: &[Node<'_>], out: &mut String) {
        for node in nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Code {
                    name,
                    attributes,
                    inside,
                    source,
                } => {
                    let mut inner = String::new();
                    self.push(inside.as_deref().unwrap_or_default(), &mut inner);
                    self.code(&name.to_ascii_lowercase(), attributes, (&inner, source), out);
                }
            }
        }
    }

    fn code(&mut self, name: &str, attributes: &Attributes, (inner, source): (&str, &str), out: &mut String) {
        let wish = self.library.wish(name);
        let named = || {
            known::is_named_furniture(name)
                && short_text(inner).is_some_and(|text| text.is_empty())
                && !inner.contains("<img")
        };
        if wish == Some(Wish::Drop) || wish.is_none() && (known::is_furniture(name) || named()) {
            *self.counts.dropped.entry(name.to_owned()).or_default() += 1;
            return;
        }
        let made = match wish {
            Some(Wish::KeepText) => Some(inner.to_owned()),
            Some(Wish::Link) => attributes.address().map(|a| link(&a, inner)),
            _ => known::html(name, attributes, inner, self.library),
        };
        match made {
            Some(html) => {
                *self.counts.shown.entry(name.to_owned()).or_default() += 1;
                out.push_str(&html);
            }
            None => {
                let example = source.chars().take(120).collect();
                self.counts.unknown.entry(name.to_owned()).or_insert((0, example)).0 += 1;
                out.push_str(inner);
            }
        }
    }
}

/// A link as a paragraph.
pub(super) fn link(address: &str, words: &str) -> String {
    let words = if words.trim().is_empty() {
        escaped(address)
    } else {
        words.to_owned()
    };
    format!("<p><a href={}>{words}</a></p>", attribute(address))
}

/// A value as a quoted attribute.
pub fn attribute(value: &str) -> String {
    format!(
        "\"{}\"",
        value.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
    )
}

/// Text as HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('[', "&#91;")
}

/// The text of a piece of HTML on one line.
pub(super) fn text_of(html: &str) -> String {
    let tree = Tree::parse(html);
    crate::import::html::model::one_line(&tree.text(tree.root()))
}

/// The text of a short piece; `None` for a long one. What a shortcode encloses is looked at on every level, and parsing all of
/// it on each would take long.
fn short_text(html: &str) -> Option<String> {
    const SHORT: usize = 2_000;
    (html.len() <= SHORT).then(|| text_of(html))
}

#[cfg(test)]
mod tests;
