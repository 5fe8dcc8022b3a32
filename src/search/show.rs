//! What results show: texts with the words that were asked for apart, and excerpts cut between words.

use super::ask::Reading;
use super::vocabulary::form;
use crate::bengali::stem::stem;
use crate::bengali::word::words;

/// An excerpt's length in UTF-16 units, and how much of it may stand before the first hit.
const EXCERPT: usize = 170;
const EXCERPT_BEFORE: usize = 50;

/// A stretch of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// A word that the query asks for.
    pub hit: bool,
}

/// A text in pieces, the words that a reading means apart.
pub(super) fn mark(text: &str, readings: &[&Reading]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    for word in words(text) {
        let Some(start) = text.get(at..).and_then(|rest| rest.find(word)).map(|found| at + found) else {
            continue;
        };
        let form = form(word);
        let stem = stem(&form);
        let hit = readings
            .iter()
            .any(|r| if r.strict { r.form == form } else { r.stem == stem });
        if hit {
            push_piece(&mut pieces, text.get(at..start).unwrap_or(""), false);
            push_piece(&mut pieces, word, true);
            at = start + word.len();
        } else {
            push_piece(&mut pieces, text.get(at..start + word.len()).unwrap_or(""), false);
            at = start + word.len();
        }
    }
    push_piece(&mut pieces, text.get(at..).unwrap_or(""), false);
    pieces
}

fn push_piece(pieces: &mut Vec<Piece>, text: &str, hit: bool) {
    match pieces.last_mut() {
        Some(last) if last.hit == hit && !hit => last.text.push_str(text),
        _ if text.is_empty() => {}
        _ => pieces.push(Piece {
            text: text.to_owned(),
            hit,
        }),
    }
}

/// Cuts a marked text to an excerpt around its first hit, between words.
pub(super) fn excerpt(pieces: &[Piece]) -> Vec<Piece> {
    let text: Vec<u16> = pieces.iter().flat_map(|p| p.text.encode_utf16()).collect();
    if text.len() <= EXCERPT {
        return pieces.to_vec();
    }
    let first = pieces
        .iter()
        .take_while(|p| !p.hit)
        .map(|p| p.text.encode_utf16().count())
        .sum::<usize>();
    let space = |at: usize| text.get(at) == Some(&u16::from(b' '));
    let mut start = 0;
    if first < text.len() && first > EXCERPT - 40 {
        start = (first - EXCERPT_BEFORE..first)
            .find(|at| space(*at))
            .map_or(first, |at| at + 1);
    }
    let mut end = text.len();
    if start + EXCERPT < text.len() {
        let back = (start + 1..=start + EXCERPT).rev().find(|at| space(*at));
        end = back
            .or_else(|| (start + EXCERPT..text.len()).find(|at| space(*at)))
            .unwrap_or(text.len());
    }
    window(pieces, start, end, text.len())
}

fn window(pieces: &[Piece], start: usize, end: usize, len: usize) -> Vec<Piece> {
    let mut kept = Vec::new();
    if start > 0 {
        push_piece(&mut kept, "…", false);
    }
    let mut at = 0;
    for piece in pieces {
        let mut inside = String::new();
        for ch in piece.text.chars() {
            if at >= start && at < end {
                inside.push(ch);
            }
            at += ch.len_utf16();
        }
        push_piece(&mut kept, &inside, piece.hit);
    }
    if end < len {
        push_piece(&mut kept, "…", false);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(stem: &str) -> Reading {
        Reading {
            stem: stem.into(),
            form: stem.into(),
            strict: false,
            weight: 64,
        }
    }

    #[test]
    fn hits_are_marked_and_excerpts_keep_words_whole() {
        let wanted = reading("নদি");
        let text = format!(
            "{} নদীর পাড় {}",
            "পথের ধারে গাছ ".repeat(12).trim(),
            "মেঘলা আকাশ ".repeat(20)
        );
        let pieces = excerpt(&mark(&text, &[&wanted]));
        let hit: Vec<_> = pieces.iter().filter(|p| p.hit).map(|p| p.text.as_str()).collect();
        assert_eq!(hit, ["নদীর"]);
        let whole: String = pieces.iter().map(|p| p.text.as_str()).collect();
        assert!(whole.starts_with('…') && whole.ends_with('…') && whole.contains("নদীর পাড়"));
        let words = whole
            .trim_matches('…')
            .split(' ')
            .all(|word| text.split(' ').any(|w| w == word));
        assert!(words, "{whole}");
        assert_eq!(excerpt(&mark("", &[&wanted])), []);
    }
}
