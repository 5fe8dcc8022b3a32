//! Running text: emphasis, links and pictures within a block, put in order.
//!
//! Marks are moved inside of blanks, empty ones are dropped, doubled ones joined. Two line breaks end a paragraph, one ends a
//! line; in text with line feeds (`HtmlOptions::line_feeds`) a line feed is a break and a blank line two.

use super::model::Inline;

/// A line feed of the source in running text, before [`settled`] decides what it means.
pub(super) const FEED: &str = "\n";

/// Text of a node as parts: blanks joined, and with `feeds` line feeds kept.
pub(super) fn of_text(text: &str, feeds: bool, out: &mut Vec<Inline>) {
    if !feeds {
        return out.push(Inline::Text(joined(text)));
    }
    let mut first = true;
    for line in text.replace("\r\n", "\n").replace('\r', "\n").split('\n') {
        if !first {
            out.push(Inline::Text(FEED.to_owned()));
        }
        first = false;
        if !line.is_empty() {
            out.push(Inline::Text(joined(line)));
        }
    }
}

/// Blanks of all kinds become one; what parts no words (a byte order mark) goes.
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\u{FEFF}' | '\u{AD}' | '\0' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// The paragraphs of a run.
pub(super) fn paragraphs(run: Vec<Inline>) -> Vec<Vec<Inline>> {
    let run = settled(ordered(run, None));
    let mut found: Vec<Vec<Inline>> = split(run);
    found.iter_mut().for_each(trim);
    found.retain(|p| !is_blank(p));
    found
}

/// A whole run in a mark, which it may have in parts already.
pub(super) fn marked_whole(wrap: fn(Vec<Inline>) -> Inline, run: Vec<Inline>) -> Vec<Inline> {
    ordered(vec![wrap(run)], None)
}

/// A run on one line, for headings, cells and captions: partings become blanks.
pub(super) fn line(run: Vec<Inline>, breaks: bool) -> Vec<Inline> {
    let run = settled(ordered(run, None));
    let mut out = flat(run, breaks);
    out = ordered(out, None);
    trim(&mut out);
    out
}

fn flat(run: Vec<Inline>, breaks: bool) -> Vec<Inline> {
    let one = |part: Inline| match part {
        Inline::Parting | Inline::Break if breaks => Inline::Break,
        Inline::Parting | Inline::Break => Inline::Text(" ".to_owned()),
        Inline::Strong(inner) => Inline::Strong(flat(inner, breaks)),
        Inline::Emphasis(inner) => Inline::Emphasis(flat(inner, breaks)),
        Inline::Deleted(inner) => Inline::Deleted(flat(inner, breaks)),
        Inline::Marked(tag, inner) => Inline::Marked(tag, flat(inner, breaks)),
        Inline::Link { href, inner } => Inline::Link {
            href,
            inner: flat(inner, breaks),
        },
        other => other,
    };
    run.into_iter().map(one).collect()
}

/// Which mark a part is.
#[derive(PartialEq, Clone, Copy)]
enum Mark {
    Strong,
    Emphasis,
    Deleted,
    Tag(&'static str),
}

fn mark(part: &Inline) -> Option<Mark> {
    match part {
        Inline::Strong(_) => Some(Mark::Strong),
        Inline::Emphasis(_) => Some(Mark::Emphasis),
        Inline::Deleted(_) => Some(Mark::Deleted),
        Inline::Marked(tag, _) => Some(Mark::Tag(tag)),
        _ => None,
    }
}

fn wrap(mark: Mark, inner: Vec<Inline>) -> Inline {
    match mark {
        Mark::Strong => Inline::Strong(inner),
        Mark::Emphasis => Inline::Emphasis(inner),
        Mark::Deleted => Inline::Deleted(inner),
        Mark::Tag(tag) => Inline::Marked(tag, inner),
    }
}

fn inner(part: Inline) -> Vec<Inline> {
    match part {
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Deleted(inner) | Inline::Marked(_, inner) => inner,
        other => vec![other],
    }
}

/// Marks inside of blanks, none empty, none doubled; equal neighbours joined.
fn ordered(run: Vec<Inline>, outer: Option<&[Mark]>) -> Vec<Inline> {
    let outer = outer.unwrap_or_default();
    let mut out: Vec<Inline> = Vec::with_capacity(run.len());
    for part in run {
        match mark(&part) {
            Some(mark) if outer.contains(&mark) => {
                ordered(inner(part), Some(outer))
                    .into_iter()
                    .for_each(|p| push(&mut out, p));
            }
            Some(mark) => {
                let within = [outer, &[mark]].concat();
                let (before, middle, after) = outside(ordered(inner(part), Some(&within)));
                before.into_iter().for_each(|p| push(&mut out, p));
                if !middle.is_empty() {
                    push(&mut out, wrap(mark, middle));
                }
                after.into_iter().for_each(|p| push(&mut out, p));
            }
            None => link_or_text(part, outer, &mut out),
        }
    }
    out
}

fn link_or_text(part: Inline, outer: &[Mark], out: &mut Vec<Inline>) {
    let Inline::Link { href, inner } = part else {
        return push(out, part);
    };
    let (before, middle, after) = outside(ordered(inner, Some(outer)));
    before.into_iter().for_each(|p| push(out, p));
    if !middle.is_empty() {
        out.push(Inline::Link { href, inner: middle });
    }
    after.into_iter().for_each(|p| push(out, p));
}

/// Adds a part, joining it with its neighbour where the two are one.
fn push(out: &mut Vec<Inline>, part: Inline) {
    match (out.last_mut(), part) {
        (Some(Inline::Text(before)), Inline::Text(text)) if before != FEED && text != FEED => {
            let text = match before.ends_with(' ') {
                true => text.trim_start_matches(' '),
                false => &text,
            };
            before.push_str(text);
        }
        (_, Inline::Text(text)) if text.is_empty() => {}
        (Some(Inline::Strong(before)), Inline::Strong(inner))
        | (Some(Inline::Emphasis(before)), Inline::Emphasis(inner))
        | (Some(Inline::Deleted(before)), Inline::Deleted(inner)) => inner.into_iter().for_each(|p| push(before, p)),
        (_, part) => out.push(part),
    }
}

fn is_gap(part: &Inline) -> bool {
    match part {
        Inline::Break | Inline::Parting => true,
        Inline::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// Parts of a mark: what goes before it, what it holds, what goes after it.
fn outside(mut run: Vec<Inline>) -> (Vec<Inline>, Vec<Inline>, Vec<Inline>) {
    let first = run.iter().position(|p| !is_gap(p)).unwrap_or(run.len());
    let last = run.iter().rposition(|p| !is_gap(p)).map_or(first, |i| i + 1);
    let mut after = run.split_off(last);
    let mut middle = run.split_off(first);
    let mut before = run;
    if let Some(Inline::Text(text)) = middle.first_mut()
        && text.starts_with(' ')
    {
        *text = text.trim_start().to_owned();
        before.push(Inline::Text(" ".to_owned()));
    }
    if let Some(Inline::Text(text)) = middle.last_mut()
        && text.ends_with(' ')
    {
        *text = text.trim_end().to_owned();
        after.insert(0, Inline::Text(" ".to_owned()));
    }
    (before, middle, after)
}

/// Breaks, line feeds and blanks between become one break or one parting.
fn settled(run: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(run.len());
    let mut gap: Vec<Inline> = Vec::new();
    for part in run {
        if is_gap(&part) {
            gap.push(part);
            continue;
        }
        out.extend(decided(&std::mem::take(&mut gap)));
        out.push(match part {
            Inline::Strong(inner) => Inline::Strong(settled(inner)),
            Inline::Emphasis(inner) => Inline::Emphasis(settled(inner)),
            Inline::Deleted(inner) => Inline::Deleted(settled(inner)),
            Inline::Marked(tag, inner) => Inline::Marked(tag, settled(inner)),
            Inline::Link { href, inner } => Inline::Link {
                href,
                inner: settled(inner),
            },
            other => other,
        });
    }
    out.extend(decided(&gap));
    out
}

fn decided(gap: &[Inline]) -> Option<Inline> {
    let feed = |p: &&Inline| matches!(p, Inline::Text(text) if text == FEED);
    let breaks = gap.iter().filter(|p| matches!(p, Inline::Break)).count();
    let feeds = gap.iter().filter(feed).count();
    if breaks > 1 || feeds > 1 || gap.contains(&Inline::Parting) {
        return Some(Inline::Parting);
    }
    match breaks + feeds {
        0 => gap.first().map(|_| Inline::Text(" ".to_owned())),
        _ => Some(Inline::Break),
    }
}

/// Splits at partings, also inside of marks.
fn split(run: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut out: Vec<Vec<Inline>> = vec![Vec::new()];
    for part in run {
        let pieces: Vec<Vec<Inline>> = match part {
            Inline::Parting => {
                out.push(Vec::new());
                continue;
            }
            Inline::Link { href, inner } => {
                let of = |inner| {
                    vec![Inline::Link {
                        href: href.clone(),
                        inner,
                    }]
                };
                split(inner).into_iter().filter(|p| !is_blank(p)).map(of).collect()
            }
            part => match mark(&part) {
                None => vec![vec![part]],
                Some(mark) => {
                    let pieces = split(inner(part)).into_iter().filter(|p| !is_blank(p));
                    pieces.map(|inner| vec![wrap(mark, inner)]).collect()
                }
            },
        };
        for (index, piece) in pieces.into_iter().enumerate() {
            if index > 0 {
                out.push(Vec::new());
            }
            if let Some(last) = out.last_mut() {
                last.extend(piece);
            }
        }
    }
    out
}

fn trim(run: &mut Vec<Inline>) {
    while run.last().is_some_and(is_gap) {
        run.pop();
    }
    let lead = run.iter().take_while(|p| is_gap(p)).count();
    run.drain(..lead);
    if let Some(Inline::Text(text)) = run.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Inline::Text(text)) = run.last_mut() {
        *text = text.trim_end().to_owned();
    }
}

/// Whether nothing is to be seen.
pub(super) fn is_blank(run: &[Inline]) -> bool {
    run.iter().all(is_gap)
}

/// The lines of a paragraph, by its breaks at the top level.
pub(super) fn lines(run: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut out: Vec<Vec<Inline>> = vec![Vec::new()];
    for part in run {
        match part {
            Inline::Break => out.push(Vec::new()),
            part => {
                if let Some(last) = out.last_mut() {
                    last.push(part);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::model::Inline::{self, Break, Emphasis, Strong, Text};
    use super::{of_text, paragraphs};

    fn text(t: &str) -> Inline {
        Text(t.to_owned())
    }

    #[test]
    fn feeds_and_breaks() {
        let mut run = Vec::new();
        of_text("এক\nদুই\r\n\r\nতিন\n", true, &mut run);
        assert_eq!(
            paragraphs(run),
            [vec![text("এক"), Break, text("দুই")], vec![text("তিন")]]
        );
        assert_eq!(
            paragraphs(vec![text("ক"), Break, text("\n"), text("খ")]),
            [vec![text("ক"), Break, text("খ")]]
        );
        assert_eq!(
            paragraphs(vec![text("ক"), Break, text(" "), Break, text("খ")]),
            [vec![text("ক")], vec![text("খ")]]
        );
    }

    #[test]
    fn marks_move_inside_of_blanks() {
        let run = vec![
            text("ক"),
            Strong(vec![text(" খ "), Strong(vec![text("গ")]), Break]),
            text("ঘ"),
            Emphasis(vec![text(" ")]),
        ];
        assert_eq!(
            paragraphs(run),
            [vec![text("ক "), Strong(vec![text("খ গ")]), Break, text("ঘ")]]
        );
    }

    #[test]
    fn a_mark_across_paragraphs_is_in_both() {
        let run = vec![Strong(vec![text("ক"), Break, Break, text("খ")])];
        assert_eq!(
            paragraphs(run),
            [vec![Strong(vec![text("ক")])], vec![Strong(vec![text("খ")])]]
        );
    }
}
