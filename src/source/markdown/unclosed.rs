//! Raw HTML that is never closed: what swallows the rest of a story is taken out at its block, or is a fault.

use super::inline::Piece;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Elements whose content a browser or the sanitiser does not show as text and markup; left open, they swallow what follows.
const SWALLOWING: [&str; 23] = [
    "applet",
    "canvas",
    "embed",
    "frameset",
    "head",
    "iframe",
    "math",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "option",
    "plaintext",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
    "xmp",
    "dialog",
];
/// Of these CommonMark reads everything up to their end as HTML, blank lines included.
const TO_THE_END: [&str; 4] = ["script", "style", "textarea", "pre"];

/// What is never closed in a block of HTML and takes more than the block with it: its place and name.
pub(super) fn fault(html: &str) -> Option<(usize, String)> {
    let mut at = 0;
    let last_gap = html.rfind("\n\n");
    let mut ends = Ends::default();
    while let Some(found) = html.get(at..)?.find('<') {
        let here = at + found;
        let rest = html.get(here..)?;
        let closed = |mark: &str| rest.find(mark).map(|end| here + end + mark.len());
        at = if rest.starts_with("<!--") {
            match closed("-->") {
                Some(end) => end,
                None => return Some((here, "<!--".into())),
            }
        } else if rest.starts_with("<![CDATA[") {
            match closed("]]>") {
                Some(end) => end,
                None => return Some((here, "<![CDATA[".into())),
            }
        } else if rest.starts_with("<?") {
            match closed("?>") {
                Some(end) => end,
                None => return Some((here, "<?".into())),
            }
        } else if let Some(name) = name(rest) {
            let Some(end) = tag_end(html, here) else {
                return Some((here, format!("<{name}")));
            };
            let rest = html.get(end..)?;
            let text = TO_THE_END.contains(&name.as_str()) && !html.get(here..)?.starts_with("</");
            let close = ends.find(rest, &name, text);
            let first = html.get(..here)?.trim().is_empty();
            let takes_more = !rest.trim().is_empty() && (first || last_gap.is_some_and(|gap| gap >= end));
            if text && close.is_none() && takes_more {
                return Some((here, format!("<{name}>")));
            }
            match close {
                Some(close) => end + close,
                None => end,
            }
        } else {
            here + 1
        };
    }
    None
}

/// Where elements end in a block that is gone through once: an end that was not found is not looked for again.
#[derive(Default)]
struct Ends {
    none: BTreeSet<String>,
}

impl Ends {
    fn find(&mut self, rest: &str, name: &str, wanted: bool) -> Option<usize> {
        if !wanted || self.none.contains(name) {
            return None;
        }
        let end = find_close(rest, name);
        if end.is_none() {
            self.none.insert(name.to_owned());
        }
        end
    }
}

/// Whether a block is one comment and nothing else.
pub(super) fn is_comment(html: &str) -> bool {
    let inside = html.trim().strip_prefix("<!--");
    inside
        .and_then(|inside| inside.split_once("-->"))
        .is_some_and(|(_, after)| after.is_empty())
}

/// With comments blanked, so that places stay.
pub(super) fn without_comments(html: &str) -> Cow<'_, str> {
    if !html.contains("<!--") {
        return Cow::Borrowed(html);
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((head, tail)) = rest.split_once("<!--") {
        out.push_str(head);
        let length = tail.find("-->").map_or(tail.len(), |end| end + 3);
        out.extend(std::iter::repeat_n(' ', length + 4));
        rest = tail.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// A block without the tags of elements that swallow and are not closed in it.
pub(super) fn without_unclosed(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let (mut copied, mut at) = (0, 0);
    let mut ends = Ends::default();
    while let Some(found) = html.get(at..).and_then(|rest| rest.find('<')) {
        let here = at + found;
        let rest = html.get(here..).unwrap_or_default();
        let end = tag_end(html, here).unwrap_or(html.len());
        at = here + 1;
        let Some(name) = name(rest).filter(|name| SWALLOWING.contains(&name.as_str())) else {
            continue;
        };
        let after = html.get(end..).unwrap_or_default();
        let opens = !rest.starts_with("</") && name != "plaintext";
        match ends.find(after, &name, opens) {
            Some(close) => at = end + close,
            None => {
                out.push_str(html.get(copied..here).unwrap_or_default());
                (copied, at) = (end, end);
            }
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// The pieces of a line without the tags of elements that swallow and are not closed in it.
pub(super) fn without_unclosed_pieces(pieces: Vec<Piece>) -> Vec<Piece> {
    let opens = |piece: &Piece| match piece {
        Piece::Markup(tag) => name(tag).filter(|name| SWALLOWING.contains(&name.as_str())),
        _ => None,
    };
    if !pieces.iter().any(|piece| opens(piece).is_some()) {
        return pieces;
    }
    // A block's markup is one piece with both its tags; a line's has one tag a piece.
    let mut keep = vec![true; pieces.len()];
    let mut open: Vec<(usize, String)> = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let (Some(name), Piece::Markup(tag)) = (opens(piece), piece) else {
            continue;
        };
        if tag.starts_with("</") {
            match open.iter().rposition(|(_, other)| *other == name) {
                Some(found) => open.truncate(found),
                None => keep[at] = false,
            }
        } else if name == "plaintext" {
            keep[at] = false;
        } else if find_close(tag, &name).is_none() {
            open.push((at, name));
        }
    }
    open.iter().for_each(|(at, _)| keep[*at] = false);
    pieces
        .into_iter()
        .zip(keep)
        .filter_map(|(piece, keep)| keep.then_some(piece))
        .collect()
}

/// Without character references that stand for the marks which the writer of bodies uses.
pub(super) fn without_marks(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for (at, _) in html.match_indices("&#") {
        let Some((end, code)) = reference(html, at) else {
            continue;
        };
        if matches!(code, 1 | 2 | 0x1A) && at >= copied {
            out.push_str(html.get(copied..at).unwrap_or_default());
            copied = end;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.get(copied..).unwrap_or_default());
    // What is left on both sides could be a reference together.
    Cow::Owned(without_marks(&out).into_owned())
}

/// A numeric reference at `at`: where it ends, and its number.
fn reference(html: &str, at: usize) -> Option<(usize, u32)> {
    let rest = html.get(at + 2..)?;
    let (digits, radix) = match rest.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (rest, 10),
    };
    let length = digits.bytes().take_while(|b| char::from(*b).is_digit(radix)).count();
    let number = digits.get(..length)?.trim_start_matches('0');
    let code = u32::from_str_radix(number, radix).ok()?;
    let end = at + 2 + (rest.len() - digits.len()) + length;
    Some((end + usize::from(html.get(end..)?.starts_with(';')), code))
}

/// The name of the tag that a text begins with, in small letters.
fn name(tag: &str) -> Option<String> {
    let inside = tag.strip_prefix('<')?;
    let inside = inside.strip_prefix('/').unwrap_or(inside);
    let end = inside
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(inside.len());
    let name = inside.get(..end.min(32))?;
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        .then(|| name.to_ascii_lowercase())
}

/// Where the tag that begins at `at` ends; a `>` in quotation marks does not end it.
fn tag_end(html: &str, at: usize) -> Option<usize> {
    let mut quote = None;
    let mut before = ' ';
    for (index, letter) in html.get(at..)?.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some(at + index + 1),
            (None, '"' | '\'') if before == '=' => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
        if !letter.is_whitespace() {
            before = letter;
        }
    }
    None
}

/// Where a text is behind the closing tag of `name`.
fn find_close(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</").find_map(|(at, _)| {
        let rest = text.get(at + 2..)?;
        let same = rest.get(..name.len())?.eq_ignore_ascii_case(name);
        let tail = rest.get(name.len()..)?;
        let whole = !tail.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-');
        (same && whole).then(|| at + 2 + name.len() + tail.find('>').map_or(tail.len(), |end| end + 1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_closed_is_a_fault() {
        for (html, what) in [
            ("<!-- নোট\n", Some("<!--")),
            ("<!-- নোট -->", None),
            ("<?php নোট\n", Some("<?")),
            ("<![CDATA[ নোট", Some("<![CDATA[")),
            ("<div title=\"ক>\nখ", Some("<div")),
            ("<div title=\"ক>খ\">গ", None),
            ("<script src=x>\n\nলেখা\n\n", Some("<script>")),
            ("<script>a < b</script>", None),
            ("<script>\n", None),
            ("<p>১ < ২</p>", None),
            ("<p title=it's>ক</p>", None),
        ] {
            assert_eq!(fault(html).map(|(_, what)| what).as_deref(), what, "{html}");
        }
    }

    #[test]
    fn what_swallows_ends_with_its_block() {
        for (html, left) in [
            ("<iframe src=\"https://x.example/>\">ক", "ক"),
            ("<iframe src=x></iframe>ক", "<iframe src=x></iframe>ক"),
            ("<NoScript>ক", "ক"),
            ("ক</textarea>", "ক"),
            ("<plaintext>ক</plaintext>", "ক"),
            ("<div>ক", "<div>ক"),
            ("<svg><title>ক</title>", "<title>ক</title>"),
        ] {
            assert_eq!(without_unclosed(html), left);
        }
        let tag = |text: &str| Piece::Markup(text.to_owned());
        let pieces = vec![
            tag("<iframe>"),
            Piece::Text("ক".into()),
            tag("<svg>"),
            tag("</svg>"),
            tag("</title>"),
        ];
        assert_eq!(without_unclosed_pieces(pieces).len(), 3);
    }

    #[test]
    fn references_cannot_forge_marks() {
        for html in ["ক&#26;খ", "ক&#x1A;খ", "ক&#X001a খ", "ক&#1;&#2;খ", "ক&#&#26;26;খ"] {
            let left = without_marks(html);
            assert!(
                !left.contains("26") && !left.to_ascii_lowercase().contains("1a") && !left.contains("&#1"),
                "{left}"
            );
        }
        assert_eq!(without_marks("&#260; &#39; &#x27;"), "&#260; &#39; &#x27;");
    }

    #[test]
    fn comments() {
        assert!(is_comment("<!-- ক\nখ -->\n") && !is_comment("<!-- ক --><b>খ</b><!-- গ -->"));
        let html = "ক<!-- <b> -->খ";
        assert_eq!(without_comments(html).len(), html.len());
    }
}
