//! Captions of pictures: text in which `[নাম](https://…)` is a link. Nothing else of Markdown is read in them.

use std::borrow::Cow;

/// A part of a caption.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaptionPart<'a> {
    /// Text.
    Text(&'a str),
    /// A link.
    Link {
        /// What it says.
        words: &'a str,
        /// Where it leads: an address of the web or of mail.
        address: &'a str,
    },
}

/// The parts of a caption, in order.
///
/// ```
/// use khobor::source::{CaptionPart, caption_parts};
/// let found = caption_parts("ছবি: [মিতা](https://mita.example/a) [১]");
/// assert_eq!(found[1], CaptionPart::Link { words: "মিতা", address: "https://mita.example/a" });
/// assert_eq!(found[2], CaptionPart::Text(" [১]"));
/// ```
pub fn caption_parts(caption: &str) -> Vec<CaptionPart<'_>> {
    let mut parts = Vec::new();
    let (mut text, mut at) = (0, 0);
    while let Some(open) = caption.get(at..).and_then(|rest| rest.find('[')).map(|i| at + i) {
        let Some((words, address, end)) = link(caption, open) else {
            at = open + 1;
            continue;
        };
        push_text(caption.get(text..open), &mut parts);
        parts.push(CaptionPart::Link { words, address });
        (text, at) = (end, end);
    }
    push_text(caption.get(text..), &mut parts);
    parts
}

/// A caption without its links' addresses.
///
/// ```
/// use khobor::source::plain_caption;
/// assert_eq!(plain_caption("ছবি: [মিতা](mailto:mita@mita.example)"), "ছবি: মিতা");
/// ```
pub fn plain_caption(caption: &str) -> Cow<'_, str> {
    if !caption.contains("](") {
        return Cow::Borrowed(caption);
    }
    let words = |part: &CaptionPart<'_>| match part {
        CaptionPart::Text(text) => (*text).to_owned(),
        CaptionPart::Link { words, .. } => (*words).to_owned(),
    };
    Cow::Owned(caption_parts(caption).iter().map(words).collect())
}

fn push_text<'a>(text: Option<&'a str>, parts: &mut Vec<CaptionPart<'a>>) {
    parts.extend(text.filter(|t| !t.is_empty()).map(CaptionPart::Text));
}

/// The link that begins at the bracket `open`: its words, its address, where it ends.
fn link(caption: &str, open: usize) -> Option<(&str, &str, usize)> {
    let rest = caption.get(open + 1..)?;
    let close = rest.find(['[', ']'])?;
    let words = rest.get(..close)?;
    let tail = rest.get(close..)?.strip_prefix("](")?;
    let end = tail.find(')')?;
    let address = tail.get(..end)?;
    let web = ["https://", "http://", "mailto:"]
        .iter()
        .any(|s| address.starts_with(s));
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '(' | '<' | '>' | '"' | '\'' | '\\');
    let fits = web && !words.trim().is_empty() && !address.contains(odd);
    fits.then_some((words, address, open + 1 + close + 2 + end + 1))
}

#[cfg(test)]
mod tests {
    use super::{CaptionPart, caption_parts, plain_caption};

    #[test]
    fn what_is_no_link_of_the_web_is_text() {
        for text in [
            "[ক](javascript:alert(1))",
            "[ক](/নদী/)",
            "[](https://a.example)",
            "[ক](https://a.example",
            "[ক] (https://a.example)",
            "[[ক](https://a.example/\")",
            "[ক](https://a.example x)",
        ] {
            assert_eq!(plain_caption(text), text);
            assert_eq!(caption_parts(text), [CaptionPart::Text(text)]);
        }
        assert_eq!(plain_caption("[ক [খ](https://a.example) গ]"), "[ক খ গ]");
    }
}
