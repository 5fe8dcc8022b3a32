//! The elements of a piece of an export, read forgivingly: a field ends at its own end tag, pieces of CDATA are one text,
//! HTML's entities are known, unknown ones stay text, nothing is expanded or opened.

use crate::import::html::tree::Tree;
use std::borrow::Cow;

/// An element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Element<'a> {
    /// Its name's prefix: `wp`.
    pub prefix: &'a str,
    /// Its name without the prefix: `post_id`.
    pub name: &'a str,
    /// What stands in its tag after the name.
    pub attributes: &'a str,
    /// What stands between its tags.
    pub value: &'a str,
}

impl<'a> Element<'a> {
    /// Its text.
    pub fn text(&self) -> Cow<'a, str> {
        text(self.value)
    }

    /// Its text without blanks around it.
    pub fn trimmed(&self) -> String {
        self.text().trim().to_owned()
    }

    /// An attribute, decoded.
    pub fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some(equals) = rest.find('=') {
            let key = rest.get(..equals)?.trim();
            let after = rest.get(equals + 1..)?.trim_start();
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let inside = after.get(1..)?;
            let end = inside.find(quote)?;
            if key == name {
                return inside.get(..end).map(|v| decoded(v).into_owned());
            }
            rest = inside.get(end + 1..)?;
        }
        None
    }
}

/// The elements of one level.
pub fn elements(text: &str) -> impl Iterator<Item = Element<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        loop {
            let (element, after) = next(rest)?;
            rest = after;
            if element.is_some() {
                return element;
            }
        }
    })
}

/// The next element, or nothing for a comment or a stray end tag; and what follows.
fn next(text: &str) -> Option<(Option<Element<'_>>, &str)> {
    let at = text.find('<')?;
    let here = text.get(at..)?;
    for (open, close) in [
        ("<!--", "-->"),
        ("<![CDATA[", "]]>"),
        ("<?", "?>"),
        ("</", ">"),
        ("<!", ">"),
    ] {
        if let Some(inside) = here.strip_prefix(open) {
            let after = inside
                .find(close)
                .map_or("", |i| inside.get(i + close.len()..).unwrap_or_default());
            return Some((None, after));
        }
    }
    let inside = here.get(1..)?;
    let name_end = inside.find(|c: char| !is_name(c)).unwrap_or(inside.len());
    let full = inside.get(..name_end)?;
    if full.is_empty() {
        return Some((None, inside));
    }
    let tail = inside.get(name_end..)?;
    let tag_end = tag_end(tail);
    let attributes = tail.get(..tag_end).unwrap_or_default();
    let body = tail.get(tag_end + 1..).unwrap_or_default();
    let (prefix, name) = full.split_once(':').unwrap_or(("", full));
    if let Some(attributes) = attributes.strip_suffix('/') {
        let element = Element {
            prefix,
            name,
            attributes,
            value: "",
        };
        return Some((Some(element), body));
    }
    let (value, after) = until_end(body, full);
    Some((
        Some(Element {
            prefix,
            name,
            attributes,
            value,
        }),
        after,
    ))
}

fn is_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, ':' | '_' | '-' | '.')
}

/// Where a tag ends, quotes respected.
fn tag_end(tail: &str) -> usize {
    let mut quote = None;
    for (at, c) in tail.char_indices() {
        match (quote, c) {
            (None, '>') => return at,
            (None, '"' | '\'') => quote = Some(c),
            (Some(q), c) if q == c => quote = None,
            _ => {}
        }
    }
    tail.find('>').unwrap_or(tail.len())
}

/// The value up to the element's own end tag, and what follows. An end tag inside of CDATA is text, unless no other comes.
fn until_end<'a>(body: &'a str, name: &str) -> (&'a str, &'a str) {
    let close = format!("</{name}");
    let mut from = 0;
    let mut first = None;
    while let Some(at) = body.get(from..).and_then(|b| b.find(&close)).map(|i| from + i) {
        let after = body.get(at + close.len()..).unwrap_or_default();
        let whole = after.starts_with('>') || after.starts_with(char::is_whitespace);
        let value = body.get(..at).unwrap_or_default();
        if whole && value.rfind("<![CDATA[") <= value.rfind("]]>") {
            return (
                value,
                after.find('>').map_or("", |i| after.get(i + 1..).unwrap_or_default()),
            );
        }
        if whole && first.is_none() {
            first = Some(at);
        }
        from = at + close.len();
    }
    match first {
        Some(at) => {
            let after = body.get(at + close.len()..).unwrap_or_default();
            (
                body.get(..at).unwrap_or_default(),
                after.find('>').map_or("", |i| after.get(i + 1..).unwrap_or_default()),
            )
        }
        // Without an end tag the field goes to the next line that begins a field of WordPress's, or to the end.
        None => {
            let end = body.find("\n\t\t<").unwrap_or(body.len());
            body.split_at(end)
        }
    }
}

/// The text of a field: CDATA as it is, what stands outside of it decoded.
///
/// ```
/// use khobor::import::wordpress::fields::text;
/// assert_eq!(text("<![CDATA[a[b[1]]]]><![CDATA[>]]>"), "a[b[1]]>");
/// assert_eq!(text("ঢাকা &amp; সিলেট &unknown;"), "ঢাকা & সিলেট &unknown;");
/// assert_eq!(text("<![CDATA[এক ]]> দুই]]>"), "এক ]]> দুই");
/// ```
pub fn text(value: &str) -> Cow<'_, str> {
    let Some(first) = value.find("<![CDATA[") else {
        return decoded(value);
    };
    let blank = value.get(..first).is_some_and(|b| b.trim().is_empty());
    let only = value.get(first + 9..).and_then(|r| r.trim_end().strip_suffix("]]>"));
    if let Some(inside) = only.filter(|inside| blank && !inside.contains("]]>")) {
        return Cow::Borrowed(inside);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(open) = rest.find("<![CDATA[") {
        let before = rest.get(..open).unwrap_or_default();
        if !before.trim().is_empty() {
            out.push_str(&decoded(before));
        }
        let inside = rest.get(open + 9..).unwrap_or_default();
        let end = cdata_end(inside);
        out.push_str(inside.get(..end).unwrap_or_default());
        rest = inside.get(end + 3..).unwrap_or_default();
    }
    if !rest.trim().is_empty() {
        out.push_str(&decoded(rest));
    }
    Cow::Owned(out)
}

/// Where a stretch of CDATA ends: at a `]]>` with nothing, or another stretch, after it. Any other is text that WordPress
/// should have broken up.
fn cdata_end(inside: &str) -> usize {
    let mut from = 0;
    while let Some(at) = inside.get(from..).and_then(|r| r.find("]]>")).map(|i| from + i) {
        let after = inside.get(at + 3..).unwrap_or_default();
        let (open, close) = (after.find("<![CDATA["), after.find("]]>"));
        if after.trim().is_empty() || close.is_none() || open.is_some_and(|open| close.is_none_or(|close| open < close))
        {
            return at;
        }
        from = at + 3;
    }
    inside.len()
}

/// Text with HTML's entities decoded.
///
/// ```
/// use khobor::import::wordpress::fields::decoded;
/// assert_eq!(decoded("&#2453;&nbsp;&hellip; a<b &নদী;"), "ক\u{A0}… a<b &নদী;");
/// ```
pub fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let tree = Tree::parse(&text.replace('<', "&lt;"));
    Cow::Owned(tree.text(tree.root()))
}

/// Text that is shown in one line: tags out, entities decoded twice at most, blanks joined.
///
/// ```
/// use khobor::import::wordpress::fields::one_line;
/// assert_eq!(one_line("মতামত &amp;amp; <i>বিশ্লেষণ</i>\n৩ < ৫"), "মতামত & বিশ্লেষণ ৩ < ৫");
/// ```
pub fn one_line(text: &str) -> String {
    let stripped = match text.contains(['<', '&']) {
        true => {
            let tree = Tree::parse(text);
            tree.text(tree.root())
        }
        false => text.to_owned(),
    };
    let twice = decoded(&stripped);
    let clean: String = twice
        .chars()
        .map(|c| if c.is_control() || c == '\u{FEFF}' { ' ' } else { c })
        .collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Bytes as text: UTF-8 whatever is declared; what is not becomes U+FFFD. Control signs that XML forbids are dropped. The
/// numbers are how many of each.
pub fn readable(bytes: &[u8]) -> (Cow<'_, str>, usize, usize) {
    let text = String::from_utf8_lossy(bytes);
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t') && u32::from(c) < 0x20;
    let broken = match &text {
        Cow::Borrowed(_) => 0,
        Cow::Owned(text) => text.matches('\u{FFFD}').count(),
    };
    let controls = text.chars().filter(|c| odd(*c)).count();
    if controls == 0 {
        return (text, broken, 0);
    }
    (
        Cow::Owned(text.chars().filter(|c| !odd(*c)).collect()),
        broken,
        controls,
    )
}

#[cfg(test)]
mod tests {
    use super::{elements, text};

    #[test]
    fn a_field_ends_at_its_own_end_tag() {
        let item = "<title>ক &amp; খ</title><!-- <x> --><content:encoded><![CDATA[<p>]]> </content:x> ]]></content:encoded><wp:a b='1>2'/><wp:c>3</wp:c>";
        let found: Vec<(String, String)> = elements(item)
            .map(|e| (e.name.to_owned(), e.text().into_owned()))
            .collect();
        let want = [
            ("title", "ক & খ"),
            ("encoded", "<p>]]> </content:x> "),
            ("a", ""),
            ("c", "3"),
        ];
        assert_eq!(found, want.map(|(n, t)| (n.to_owned(), t.to_owned())));
        assert_eq!(elements(item).nth(2).unwrap().attribute("b").as_deref(), Some("1>2"));
    }

    #[test]
    fn pieces_of_cdata_are_one_text() {
        assert_eq!(text("\n<![CDATA[ক]]><![CDATA[খ]]>"), "কখ");
        assert_eq!(text("<![CDATA[ক]]> &amp; <![CDATA[খ]]>"), "ক & খ");
        assert_eq!(text("<![CDATA[]]>"), "");
    }
}
