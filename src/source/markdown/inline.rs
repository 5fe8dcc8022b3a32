//! The text of one block, gathered until the block ends, so that quotation marks and dandas are mended across emphasis
//! and links.

use crate::bengali::gate;

/// A piece of a block's text.
#[derive(Debug)]
pub(crate) enum Piece {
    /// Running text.
    Text(String),
    /// A tag that the writer made, or raw HTML.
    Markup(String),
    /// A code span's text.
    Code(String),
    /// Markup of a number or address that is shown as it is, and how a summary reads it.
    Fixed(String, String),
    /// A picture, by its number among the nodes.
    Picture(usize),
    /// A shortcode call, by its number.
    Call(usize),
}

/// Joins neighbouring text and cleans all of it.
pub(crate) fn clean(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut joined: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match (joined.last_mut(), piece) {
            (Some(Piece::Text(text)), Piece::Text(more)) => text.push_str(&more),
            (_, piece) => joined.push(piece),
        }
    }
    let quoted = |piece: &Piece| matches!(piece, Piece::Text(text) if text.bytes().any(|b| matches!(b, b'"' | b'\'')));
    if joined.len() < 2 || !joined.iter().any(quoted) || !clean_across(&mut joined) {
        for piece in &mut joined {
            if let Piece::Text(text) = piece {
                clean_one(text);
            }
        }
    }
    space_across(&mut joined);
    joined
}

/// Puts the space that a danda lacks before what follows it beyond a tag: `**শেষ।**পরের`, `শেষ।<b>পরের`, and beyond the
/// number of a footnote.
fn space_across(pieces: &mut Vec<Piece>) {
    let mut at = 0;
    while at < pieces.len() {
        let ends = matches!(pieces.get(at), Some(Piece::Text(text)) if text.ends_with(['।', '॥']));
        let rest = pieces.get(at + 1..).unwrap_or_default();
        let tags = rest.iter().take_while(|piece| is_inline_tag(piece)).count();
        let follows = match rest.get(tags) {
            Some(Piece::Text(text)) => tags > 0 && gate::is_glued(text),
            Some(Piece::Code(_)) => true,
            _ => false,
        };
        if ends && follows {
            let closing = rest.iter().take(tags).take_while(|piece| !opens(piece)).count();
            pieces.insert(at + 1 + closing, Piece::Text(" ".to_owned()));
        }
        at += 1 + tags;
    }
}

/// Markup inside of a sentence: the tags of emphasis, links and marks, and a footnote's number.
fn is_inline_tag(piece: &Piece) -> bool {
    const NAMES: [&str; 14] = [
        "em", "strong", "b", "i", "u", "a", "span", "mark", "del", "s", "ins", "small", "sup", "q",
    ];
    let Piece::Markup(tag) = piece else { return false };
    let name = tag.trim_start_matches(['<', '/']);
    NAMES.contains(
        &name
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or_default(),
    )
}

/// Whether a tag begins what the space has to stand before: no end tag, and no footnote's number, which belongs to the
/// sentence before it.
fn opens(piece: &Piece) -> bool {
    matches!(piece, Piece::Markup(tag) if !tag.starts_with("</") && !tag.starts_with("<sup"))
}

fn clean_one(text: &mut String) {
    if let std::borrow::Cow::Owned(cleaned) = gate::clean(text) {
        *text = cleaned;
    }
}

/// Cleans the whole block as one text in which `*` stands for what is no text: a quotation may begin after it and end
/// before it. False when the stars cannot be reported apart afterwards.
fn clean_across(pieces: &mut [Piece]) -> bool {
    let mut whole = String::new();
    let mut is_mark = Vec::new();
    for piece in pieces.iter() {
        match piece {
            Piece::Text(text) => {
                is_mark.extend(text.bytes().filter(|b| *b == b'*').map(|_| false));
                whole.push_str(text);
            }
            _ => {
                is_mark.push(true);
                whole.push('*');
            }
        }
    }
    let cleaned = gate::clean(&whole);
    if cleaned.bytes().filter(|b| *b == b'*').count() != is_mark.len() {
        return false;
    }
    let mut stars = is_mark.into_iter();
    let mut texts: Vec<String> = vec![String::new()];
    for letter in cleaned.chars() {
        if letter == '*' && stars.next() == Some(true) {
            texts.push(String::new());
        } else if let Some(text) = texts.last_mut() {
            text.push(letter);
        }
    }
    put_back(pieces, texts);
    true
}

/// Between two marks there is one text or none.
fn put_back(pieces: &mut [Piece], texts: Vec<String>) {
    let mut texts = texts.into_iter();
    let mut current = texts.next();
    for piece in pieces {
        match piece {
            Piece::Text(text) => *text = current.take().unwrap_or_default(),
            _ => current = texts.next(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Piece, clean};

    fn texts(pieces: Vec<Piece>) -> Vec<String> {
        let text = |piece| match piece {
            Piece::Text(text) => text,
            _ => "#".to_owned(),
        };
        clean(pieces).into_iter().map(text).collect()
    }

    #[test]
    fn a_danda_gets_its_space_across_tags() {
        let tag = |tag: &str| Piece::Markup(tag.to_owned());
        let text = |text: &str| Piece::Text(text.to_owned());
        let shown = |pieces| texts(pieces).concat();
        assert_eq!(
            shown(vec![tag("<strong>"), text("শেষ।"), tag("</strong>"), text("পরে")]),
            "#শেষ।# পরে"
        );
        assert_eq!(shown(vec![text("শেষ।"), tag("<em>"), text("পরে")]), "শেষ। #পরে");
        assert_eq!(
            shown(vec![text("শেষ।"), tag("<sup>[১]</sup>"), text("পরে")]),
            "শেষ।# পরে"
        );
        assert_eq!(shown(vec![text("শেষ।"), Piece::Code("ক".into())]), "শেষ। #");
        assert_eq!(shown(vec![text("শেষ।"), tag("<br>"), text("পরে")]), "শেষ।#পরে");
        assert_eq!(shown(vec![text("শেষ।"), tag("</em>"), text("”, পরে")]), "শেষ।#”, পরে");
    }

    #[test]
    fn quotes_reach_across_marks() {
        let mark = || Piece::Markup(String::new());
        let pieces = vec![
            Piece::Text("তিনি বলেন, \"".into()),
            mark(),
            Piece::Text("ন*া".into()),
            mark(),
            Piece::Text("\"।".into()),
        ];
        assert_eq!(texts(pieces), ["তিনি বলেন, “", "#", "ন*া", "#", "”।"]);
        let pieces = vec![
            mark(),
            Piece::Text("\"জয়".into()),
            Piece::Text("\"".into()),
            mark(),
            Piece::Text("এর".into()),
        ];
        assert_eq!(texts(pieces), ["#", "“জয়”", "#", "এর"]);
    }
}
