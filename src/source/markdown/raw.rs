//! Raw HTML of an author: what may stay, and what is reported. Rule: `reliability.md` W7.

use super::super::address::{Address, kind};
use super::{CLOSE, OPEN};
use ammonia::Builder;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Tags that an article may use. No frames, forms, scripts, styles, or embedded objects.
const TAGS: [&str; 74] = [
    "a",
    "abbr",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];
/// Attributes that any of them may have.
const ATTRIBUTES: [&str; 8] = ["id", "class", "title", "lang", "dir", "role", "tabindex", "aria-label"];
/// Attributes that one of them may have.
const OWN_ATTRIBUTES: [(&str, &[&str]); 13] = [
    ("a", &["href", "hreflang", "rel"]),
    ("audio", &["src", "controls", "preload"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("data", &["value"]),
    ("details", &["open"]),
    ("img", &["src", "alt", "width", "height", "loading"]),
    ("ol", &["start", "reversed", "type"]),
    ("source", &["src", "type"]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("th", &["colspan", "rowspan", "headers", "scope"]),
    ("time", &["datetime"]),
];
/// Tags that HTML closes by itself or that hold nothing: they do not nest by being left open.
const UNNESTED: [&str; 20] = [
    "area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li", "dt",
    "dd", "tr", "td", "th", "option",
];

/// Tags that HTML opens again when a block that they began in ends.
const TEXT_MARKS: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// The HTML without what an article may not hold. Addresses inside of the site come out between U+0001 and U+0002.
pub(crate) fn sanitise(html: &str) -> String {
    let mut policy = Builder::empty();
    policy
        .tags(HashSet::from(TAGS))
        .clean_content_tags(HashSet::from([
            "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title",
        ]))
        .generic_attributes(HashSet::from(ATTRIBUTES))
        .tag_attributes(
            OWN_ATTRIBUTES
                .iter()
                .map(|(tag, names)| (*tag, names.iter().copied().collect()))
                .collect::<HashMap<_, _>>(),
        )
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(None)
        .strip_comments(true)
        .attribute_filter(|tag, attribute, value| match attribute {
            "src" if tag == "img" && kind(value) == Address::Web => None,
            "href" | "src" | "cite" => address(value),
            _ => Some(Cow::Borrowed(value)),
        });
    policy.clean(html).to_string()
}

fn address(value: &str) -> Option<Cow<'_, str>> {
    if value.starts_with(OPEN) {
        return Some(Cow::Borrowed(value));
    }
    match kind(value) {
        Address::Refused => None,
        Address::Inside => {
            let bare: String = value.chars().filter(|c| !c.is_control()).collect();
            Some(Cow::Owned(format!("{OPEN}{}{CLOSE}", bare.trim())))
        }
        _ => Some(Cow::Borrowed(value)),
    }
}

/// What a piece of raw HTML holds that will not be published, with its offset: `<iframe>`, `onclick`.
pub(crate) fn refused(html: &str) -> Vec<(usize, String)> {
    tags(html)
        .filter_map(|tag| tag.refused().map(|what| (tag.at, what)))
        .collect()
}

/// Pictures of other hosts, each with its offset and address.
pub(crate) fn foreign_pictures(html: &str) -> Vec<(usize, String)> {
    let foreign = |tag: Tag<'_>| {
        let at = tag.inside.to_ascii_lowercase().find("src=")?;
        let value = tag.inside.get(at + 4..)?.trim_start_matches(['"', '\'']);
        let end = value.find(['"', '\'', ' ', '\n']).unwrap_or(value.len());
        let address = value.get(..end)?.to_owned();
        (kind(&address) == Address::Web).then_some((tag.at, address))
    };
    tags(html)
        .filter(|tag| tag.name == "img" && !tag.closes)
        .filter_map(foreign)
        .collect()
}

/// What raw HTML has left open. HTML's rules for text marks (`<b>`) that are left open cost a parser quadratic time.
#[derive(Default)]
pub(crate) struct Nesting {
    /// Names, and where each was opened.
    open: Vec<(String, usize)>,
}

/// Whether an element's content is no running text of a story: a caption, a heading, a table, a box.
pub(super) fn is_aside(name: &str) -> bool {
    ASIDE.contains(&name)
}

const ASIDE: [&str; 15] = [
    "aside",
    "audio",
    "caption",
    "details",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "table",
];

impl Nesting {
    /// Reads on, from a piece that begins at `start`; false when more than `deepest` tags are open.
    pub(crate) fn read(&mut self, html: &str, start: usize, deepest: usize) -> bool {
        for tag in tags(html).filter(|tag| !UNNESTED.contains(&tag.name.as_str())) {
            if tag.closes {
                self.close(&tag.name);
            } else if self.open.len() >= deepest {
                return false;
            } else {
                self.open.push((tag.name, start + tag.at));
            }
        }
        true
    }

    /// Whether what follows stands in a caption, a heading, a table or a box.
    pub(crate) fn is_aside(&self) -> bool {
        self.open.iter().any(|(name, _)| is_aside(name))
    }

    /// Those of some tags that are open, and where each was opened.
    pub(crate) fn left_open(&self, names: &[&str]) -> Vec<(String, usize)> {
        let named = |(name, _): &&(String, usize)| names.contains(&name.as_str());
        self.open.iter().filter(named).cloned().collect()
    }

    /// A closing tag closes what stands inside of it, except text marks, which go on after it.
    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|(open, _)| open == name) else {
            return;
        };
        if TEXT_MARKS.contains(&name) {
            self.open.remove(at);
        } else {
            let inside = self.open.split_off(at);
            self.open.extend(
                inside
                    .into_iter()
                    .filter(|(open, _)| TEXT_MARKS.contains(&open.as_str())),
            );
        }
    }
}

struct Tag<'a> {
    at: usize,
    name: String,
    closes: bool,
    inside: &'a str,
}

impl Tag<'_> {
    fn refused(&self) -> Option<String> {
        if self.closes {
            return None;
        }
        if !TAGS.contains(&self.name.as_str()) {
            return Some(format!("<{}>", self.name));
        }
        let attribute = self
            .inside
            .split(['=', ' ', '\n', '\t', '"', '\'', '/'])
            .map(str::to_ascii_lowercase);
        let event =
            |name: &str| name.len() > 4 && name.starts_with("on") && name.bytes().all(|b| b.is_ascii_lowercase());
        let named = |name: &str| self.inside.to_ascii_lowercase().contains(&format!("{name}="));
        attribute
            .into_iter()
            .take(64)
            .find(|name| (name == "style" || event(name)) && named(name))
            .map(|name| format!("<{} {name}>", self.name))
    }
}

/// The tags of a piece of HTML, roughly: what looks like one is one.
fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.match_indices('<').filter_map(|(at, _)| {
        let rest = html.get(at + 1..)?;
        let (closes, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let name_end = rest
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .unwrap_or(rest.len())
            .min(32);
        let name = rest
            .get(..name_end)
            .filter(|name| name.starts_with(|c: char| c.is_ascii_alphabetic()))?;
        let tail = rest.get(name_end..)?;
        let end = tail.find(['>', '<']).unwrap_or(tail.len());
        Some(Tag {
            at,
            name: name.to_ascii_lowercase(),
            closes,
            inside: tail.get(..end)?,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{Nesting, refused, sanitise};

    #[test]
    fn nothing_active_survives() {
        for (html, left) in [
            ("<script>alert(1)</script>ক", "ক"),
            ("<b onclick=\"x()\" style=\"color:red\">ক</b>", "<b>ক</b>"),
            ("<a href=\"java\nscript:x\">ক</a>", "<a>ক</a>"),
            ("<a href=\"&#1;javascript:x\">ক</a>", "<a>ক</a>"),
            ("<a href=\"data:text/html,x\">ক</a>", "<a>ক</a>"),
            (
                "<base href=\"//x\"><meta http-equiv=refresh content=\"0;url=//x\">ক",
                "ক",
            ),
            ("<iframe srcdoc=\"<script>x</script>\"></iframe>ক", "ক"),
            ("<svg><set onbegin=x></svg>ক", "ক"),
            ("<form action=\"//x\"><input>ক</form>", "ক"),
            (
                "<figure><img src=\"a.jpg\" alt=\"গাছ\"><figcaption>র\u{200D}্যাব</figcaption></figure>",
                "<figure><img src=\"\u{1}a.jpg\u{2}\" alt=\"গাছ\"><figcaption>র\u{200D}্যাব</figcaption></figure>",
            ),
        ] {
            assert_eq!(sanitise(html), left);
        }
    }

    #[test]
    fn what_goes_is_reported() {
        assert_eq!(
            refused("ক <iframe src=x></iframe> <b onclick=\"y\">"),
            [(4, "<iframe>".to_owned()), (28, "<b onclick>".to_owned())]
        );
        assert_eq!(refused("<p class=\"style\">১ < ২</p>"), []);
    }

    #[test]
    fn nesting_counts_what_stays_open() {
        assert!(Nesting::default().read(&"<div><b>ক</b><br></div><p><li>".repeat(100), 0, 64));
        assert!(Nesting::default().read(&"<div><i></div></i>".repeat(100), 0, 64));
        for text in ["<div>", "</i><b>", "<b></i>", "<div><b></div>"] {
            assert!(!Nesting::default().read(&text.repeat(100), 0, 64), "{text}");
        }
    }
}
