//! Small questions about running text.

use super::super::bijoy::style;
use super::super::model::{Figure, Inline};
use super::super::tree::{NodeId, Tree};

/// What an element puts around its text, by its name or its style.
pub(super) fn mark_of(tree: &Tree, id: NodeId) -> Option<fn(Vec<Inline>) -> Inline> {
    let written = tree.attribute(id, "style");
    let weight = style(written, "font-weight");
    let bold = weight
        .as_deref()
        .is_some_and(|w| w.starts_with("bold") || w.parse::<u32>().is_ok_and(|n| n >= 600));
    let light = weight
        .as_deref()
        .is_some_and(|w| w == "normal" || w.parse::<u32>().is_ok_and(|n| n < 600));
    match tree.name(id) {
        "b" | "strong" if !light => Some(Inline::Strong),
        "em" | "i" if style(written, "font-style").as_deref() != Some("normal") => Some(Inline::Emphasis),
        "del" | "s" | "strike" => Some(Inline::Deleted),
        "sub" => Some(|inner| Inline::Marked("sub", inner)),
        "sup" => Some(|inner| Inline::Marked("sup", inner)),
        "kbd" => Some(|inner| Inline::Marked("kbd", inner)),
        "mark" => Some(|inner| Inline::Marked("mark", inner)),
        "ins" => Some(|inner| Inline::Marked("ins", inner)),
        "u" => Some(|inner| Inline::Marked("u", inner)),
        "q" => Some(|inner| Inline::Marked("q", inner)),
        "span" | "font" if bold => Some(Inline::Strong),
        "span" | "font" if style(written, "font-style").as_deref() == Some("italic") => Some(Inline::Emphasis),
        _ => None,
    }
}

/// The pictures of a run that are large enough to stand alone, and the run without them.
pub(super) fn without_pictures(run: Vec<Inline>) -> (Vec<Figure>, Vec<Inline>) {
    let mut pictures = Vec::new();
    let rest = take_pictures(run, &mut pictures);
    (pictures, rest)
}

fn take_pictures(run: Vec<Inline>, pictures: &mut Vec<Figure>) -> Vec<Inline> {
    let mut rest = Vec::with_capacity(run.len());
    for part in run {
        match part {
            Inline::Picture(figure) => pictures.push(figure),
            Inline::Strong(inner) => rest.push(Inline::Strong(take_pictures(inner, pictures))),
            Inline::Emphasis(inner) => rest.push(Inline::Emphasis(take_pictures(inner, pictures))),
            Inline::Deleted(inner) => rest.push(Inline::Deleted(take_pictures(inner, pictures))),
            Inline::Marked(tag, inner) => rest.push(Inline::Marked(tag, take_pictures(inner, pictures))),
            Inline::Link { href, inner } => {
                let inner = take_pictures(inner, pictures);
                rest.push(Inline::Link { href, inner });
            }
            other => rest.push(other),
        }
    }
    rest
}

/// The address that a line consists of.
pub(super) fn address(line: &[Inline]) -> Option<String> {
    let mut parts = line
        .iter()
        .filter(|p| !matches!(p, Inline::Text(t) if t.trim().is_empty()));
    let (Some(Inline::Text(text)), None) = (parts.next(), parts.next()) else {
        return None;
    };
    let text = text.trim();
    let web = text.starts_with("http://") || text.starts_with("https://");
    (web && !text.contains(char::is_whitespace)).then(|| text.to_owned())
}
