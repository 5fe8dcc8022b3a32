//! The finished text cut at its marks into nodes, and what can be read off the nodes.

use super::super::caption::plain_caption;
use super::super::lead::{Lead, Standing};
use super::super::types::{ArgValue, Body, Node};
use super::calls::is_running;
use super::raw::is_aside;
use super::{CLOSE, NODE, OPEN};
use memchr::memchr;

/// Cuts `out` at its marks: `NODE n NODE` is the `n`th of `nodes`, `NODE p NODE` ends a top-level paragraph. `raw`: an
/// author's HTML is in it, so a mark may stand inside of a tag, where no node can; their numbers come back.
pub(crate) fn nodes(out: &str, mut nodes: Vec<Option<Node>>, raw: bool) -> (Vec<Node>, Vec<usize>) {
    let mut found = Vec::new();
    let mut misplaced = Vec::new();
    let mut html = String::new();
    let mut state = TagState::default();
    let mut parts = out.split(NODE);
    push_html(&mut html, parts.next().unwrap_or_default(), &mut state, raw);
    while let Some(mark) = parts.next() {
        if mark == "p" {
            end(&mut found, &mut html, true);
        } else if let Some((index, slot)) = mark
            .parse::<usize>()
            .ok()
            .and_then(|n| nodes.get_mut(n).map(|slot| (n, slot)))
        {
            match slot.take() {
                Some(_) if state.inside => misplaced.push(index),
                Some(node) => {
                    end(&mut found, &mut html, false);
                    found.push(node);
                }
                None => {}
            }
        }
        push_html(&mut html, parts.next().unwrap_or_default(), &mut state, raw);
    }
    end(&mut found, &mut html, false);
    (found, misplaced)
}

fn push_html(html: &mut String, part: &str, state: &mut TagState, raw: bool) {
    // A line end alone is no segment.
    if !(html.is_empty() && part.trim().is_empty()) {
        html.push_str(part);
    }
    if raw {
        part.chars().for_each(|letter| state.step(letter));
    }
}

fn end(found: &mut Vec<Node>, html: &mut String, ends_paragraph: bool) {
    if !html.is_empty() {
        found.push(Node::Html {
            html: std::mem::take(html),
            ends_paragraph,
        });
    }
}

/// Whether a place is inside of a tag.
#[derive(Default)]
struct TagState {
    inside: bool,
    quote: Option<char>,
}

impl TagState {
    fn step(&mut self, letter: char) {
        match (self.inside, self.quote, letter) {
            (false, _, '<') => self.inside = true,
            (true, None, '>') => self.inside = false,
            (true, None, '"' | '\'') => self.quote = Some(letter),
            (true, Some(quote), _) if quote == letter => self.quote = None,
            _ => {}
        }
    }
}

/// The addresses to resolve, in order, and those of pictures in raw HTML with whether they have an alternative text.
pub(crate) fn addresses(nodes: &[Node]) -> (Vec<String>, Vec<(String, bool)>) {
    let (mut links, mut pictures) = (Vec::new(), Vec::new());
    each_html(nodes, &mut |html| {
        if memchr(OPEN as u8, html.as_bytes()).is_none() {
            return;
        }
        let mut rest = html;
        while let Some((head, tail)) = rest.split_once(OPEN) {
            let Some((address, after)) = tail.split_once(CLOSE) else {
                break;
            };
            let address = unescape(address);
            let tag = head.rfind('<').and_then(|at| head.get(at..)).unwrap_or_default();
            if tag.starts_with("<img") {
                let more = after.split('>').next().unwrap_or_default();
                let has_alt = |part: &str| part.contains("alt=\"") && !part.contains("alt=\"\"");
                pictures.push((address.clone(), has_alt(tag) || has_alt(more)));
            }
            links.push(address);
            rest = after;
        }
    });
    (links, pictures)
}

impl Body {
    /// The places of its own page that it links to, without `#`, as written; those of its notes among them.
    pub fn own_places(&self) -> Vec<String> {
        let mut places = Vec::new();
        each_html(&self.nodes, &mut |html| {
            let links = html.split("<a href=\"#").skip(1);
            places.extend(
                links
                    .filter_map(|rest| rest.split_once('"'))
                    .map(|(place, _)| unescape(place)),
            );
        });
        places
    }
}

/// What the text of a body is made of.
enum Part<'a> {
    Html(&'a str),
    /// A caption or another text that is an argument of a component.
    Said(&'a str),
}

fn each_html<'a>(nodes: &'a [Node], visit: &mut impl FnMut(&'a str)) {
    each_part(nodes, &mut |part| {
        if let Part::Html(html) = part {
            visit(html);
        }
    });
}

fn each_part<'a>(nodes: &'a [Node], visit: &mut impl FnMut(Part<'a>)) {
    for node in nodes {
        match node {
            Node::Html { html, .. } => visit(Part::Html(html)),
            Node::Shortcode(call) => {
                for (key, value) in &call.args {
                    if let (true, ArgValue::Text(text)) = (is_running(key), value) {
                        visit(Part::Said(text));
                    }
                }
                if let Some(body) = &call.body {
                    each_part(body, &mut *visit);
                }
            }
            Node::Picture { .. } => {}
        }
    }
}

/// The running text of finished nodes: for bodies with raw HTML, whose text is known only after sanitising.
pub(crate) fn text_of(nodes: &[Node]) -> String {
    let mut text = String::new();
    let mut skipped: Option<&str> = None;
    each_part(nodes, &mut |part| {
        let html = match part {
            Part::Html(html) => html,
            Part::Said(said) => {
                end_block(&mut text);
                text.push_str(&plain_caption(said));
                return text.push('\n');
            }
        };
        for part in html.split('<') {
            let (tag, after) = part.split_once('>').unwrap_or(("", part));
            let name = tag.split([' ', '\n']).next().unwrap_or_default();
            skipped = match (skipped, name) {
                (None, "pre" | "code" | "script" | "style") => Some(if name == "pre" { "/pre" } else { closing(name) }),
                (Some(close), name) if close == name => None,
                (other, _) => other,
            };
            if is_block(name.trim_start_matches('/')) {
                end_block(&mut text);
            }
            if skipped.is_none() {
                let after = unescape(after);
                let begins = text.is_empty() || text.ends_with('\n');
                text.push_str(if begins { after.trim_start() } else { &after });
            }
        }
    });
    text
}

fn end_block(text: &mut String) {
    if !text.ends_with('\n') && !text.is_empty() {
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
}

/// The running text of a body whose paragraphs are raw HTML, for a summary.
pub(crate) fn lead_of(nodes: &[Node]) -> String {
    let mut lead = Lead::default();
    let mut aside: Vec<String> = Vec::new();
    for node in nodes {
        let Node::Html { html, .. } = node else { continue };
        for part in html.split('<') {
            let (tag, text) = part.split_once('>').unwrap_or(("", part));
            let name = tag.split([' ', '\n', '/']).next().unwrap_or_default();
            if let Some(closed) = tag.strip_prefix('/') {
                if let Some(at) = aside.iter().rposition(|open| open == closed) {
                    aside.truncate(at);
                }
            } else if is_aside(name) || matches!(name, "code" | "ol" | "pre" | "section" | "sup" | "ul") {
                aside.push(name.to_owned());
            }
            if is_block(
                tag.trim_start_matches('/')
                    .split([' ', '\n'])
                    .next()
                    .unwrap_or_default(),
            ) {
                lead.end(Standing::Running);
            }
            if aside.is_empty() {
                lead.push(Standing::Running, &unescape(text));
            }
        }
        lead.end(Standing::Running);
    }
    lead.finish()
}

fn closing(name: &str) -> &'static str {
    match name {
        "code" => "/code",
        "script" => "/script",
        _ => "/style",
    }
}

fn is_block(name: &str) -> bool {
    !name.is_empty() && !is_inline(name)
}

/// Whether an element of HTML stands within a line of text.
pub(crate) fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 36] = [
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "img", "ins", "kbd", "label", "mark", "nobr", "o:p", "q", "s", "samp", "small", "span", "strike", "strong",
        "sub", "sup", "time", "tt", "u", "var", "wbr",
    ];
    INLINE.contains(&name)
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{A0}");
    plain.replace("&#x27;", "'").replace("&#39;", "'").replace("&amp;", "&")
}
