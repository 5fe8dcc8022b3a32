//! Whether Markdown says the words that it was made from: it is read as khobor reads it, and the words are compared.

use super::model::{Block, Figure, Inline, List};
use super::tree::{Kind, NodeId, Tree};
use super::write;
use crate::bengali::{Edition, gate};
use crate::source::{ReadOptions, TextKind, is_inline, parse_article, plain_caption, without_addresses};
use jiff::tz::TimeZone;

/// Markdown for blocks that says their words: escaped by need; else with every sign escaped; else as HTML.
/// The second value says whether HTML was needed.
pub fn proven(blocks: &[Block]) -> (String, bool) {
    let by_need = write::markdown(blocks);
    // Reading back costs more than all the rest: paragraphs that are nothing but words are left out of it.
    let doubtful: Vec<Block> = blocks.iter().filter(|b| !is_plain(b)).cloned().collect();
    let alone = (doubtful.len() < blocks.len()).then(|| write::markdown(&doubtful));
    if doubtful.is_empty() || says(alone.as_ref().unwrap_or(&by_need), &expected(&doubtful)) {
        return (by_need, false);
    }
    let want = expected(blocks);
    let escaped = write::markdown_escaped(blocks);
    if says(&escaped, &want) {
        return (escaped, false);
    }
    let html: Vec<String> = blocks.iter().map(in_part).collect();
    (html.join("\n"), true)
}

/// Whether a block is a paragraph of words and stops alone, in which Markdown and khobor read no mark: no line begins with
/// anything but a letter, and no address stands in it.
fn is_plain(block: &Block) -> bool {
    let Block::Paragraph(run) = block else { return false };
    let mut begins = true;
    for part in run {
        match part {
            Inline::Text(text) => {
                let first = text.trim_start().chars().next();
                let letter = first.is_none_or(|c| c.is_alphabetic() && !c.is_ascii());
                if begins && !letter || !text.chars().all(is_harmless) {
                    return false;
                }
                begins &= first.is_none();
            }
            Inline::Break => begins = true,
            _ => return false,
        }
    }
    true
}

/// A letter that is no mark wherever it stands. Latin letters and digits are left out: addresses and lists are written with them.
fn is_harmless(letter: char) -> bool {
    let sign = matches!(
        letter,
        ' ' | ',' | '.' | '?' | '!' | ';' | '(' | ')' | '।' | '‘' | '’' | '“' | '”' | '–' | '—' | '…'
    );
    sign || gate::is_bengali(letter)
}

/// Whether a body says the words of blocks, and khobor finds no fault in it. Alternative texts count where components have them:
/// in HTML they are no running text.
pub fn holds(body: &str, blocks: &[Block]) -> bool {
    let Some(found) = read(body) else { return false };
    let (most, mut least) = (expected(blocks), String::new());
    push_blocks(&without_alts(blocks), &mut least);
    let mut least = words_of(&least);
    least.sort_unstable();
    is_within(&least, &found) && is_within(&found, &most)
}

/// Whether all of some sorted words are among others.
fn is_within(some: &[String], others: &[String]) -> bool {
    let mut others = others.iter();
    some.iter().all(|word| others.any(|other| other == word))
}

fn without_alts(blocks: &[Block]) -> Vec<Block> {
    let one = |block: &Block| match block.clone() {
        Block::Figure(figure) => Block::Figure(Figure {
            alt: String::new(),
            ..figure
        }),
        Block::Quote(inner) => Block::Quote(without_alts(&inner)),
        Block::List(list) => Block::List(List {
            items: list.items.iter().map(|item| without_alts(item)).collect(),
            ..list
        }),
        Block::Html { open, inside, close } => Block::Html {
            open,
            inside: without_alts(&inside),
            close,
        },
        Block::Call { name, args, body } => Block::Call {
            name,
            args,
            body: body.map(|body| without_alts(&body)),
        },
        other => other,
    };
    blocks.iter().map(one).collect()
}

/// A block alone, as Markdown when that is right for it, as HTML when not.
fn in_part(block: &Block) -> String {
    let one = std::slice::from_ref(block);
    let want = expected(one);
    let tried = [write::markdown(one), write::markdown_escaped(one)];
    let found = tried.into_iter().find(|text| says(text, &want));
    found.unwrap_or_else(|| format!("<div>{}</div>\n", write::html_flow(one)))
}

/// Whether khobor reads these words from a body, and finds no fault in it.
fn says(body: &str, want: &[String]) -> bool {
    read(body).is_some_and(|found| found == want)
}

/// The words that khobor reads from a body, sorted; `None` when it finds a fault.
fn read(body: &str) -> Option<Vec<String>> {
    let options = ReadOptions {
        zone: TimeZone::UTC,
        edition: Edition::default(),
        unsafe_html: false,
        max_bytes: u64::MAX,
    };
    let text = format!("+++\ntitle = \"-\"\n+++\n{body}");
    let (story, diagnostics) = parse_article("import.md", &text, TextKind::Markdown, &options);
    let story = story.filter(|_| diagnostics.is_empty())?;
    let mut found = words_of(&story.body.text);
    found.sort_unstable();
    Some(found)
}

/// The words of a text, without signs.
pub fn words_of(text: &str) -> Vec<String> {
    // khobor makes links of addresses, whose words are none.
    let text = without_addresses(&gate::clean(text));
    // The sign ৷ is read as a danda where it stands for one.
    let mark = |c: char| matches!(c, '।' | '॥' | '৳' | '৲' | '৷');
    let letter = |c: char| !mark(c) && (c.is_alphabetic() || c.is_numeric() || gate::is_bengali(c));
    let parts = text.split(|c: char| !letter(c) && !matches!(c, '\u{200C}' | '\u{200D}'));
    let words = parts.map(gate::key).filter(|w| !w.is_empty());
    words.collect()
}

/// The words that blocks say, sorted. Code is left out, as khobor leaves it out of running text.
fn expected(blocks: &[Block]) -> Vec<String> {
    let mut text = String::new();
    push_blocks(blocks, &mut text);
    let mut words = words_of(&text);
    words.sort_unstable();
    words
}

fn push_blocks(blocks: &[Block], out: &mut String) {
    for block in blocks {
        match block {
            Block::Paragraph(run) | Block::Heading { text: run, .. } | Block::Note(_, run) => push_run(run, out),
            Block::Quote(inner) => push_blocks(inner, out),
            Block::List(list) => list.items.iter().for_each(|i| push_blocks(i, out)),
            Block::Table { head, rows } => {
                let cells = head.iter().chain(rows.iter().flatten());
                cells.for_each(|c| {
                    push_run(c, out);
                    out.push('\n');
                });
            }
            Block::Figure(picture) => out.push_str(&format!("{}\n{}\n", picture.alt, plain_caption(&picture.caption))),
            Block::Gallery { caption, .. } => out.push_str(&plain_caption(caption)),
            Block::Call { args, body, .. } => {
                for (key, value) in args {
                    if matches!(*key, "text" | "title" | "caption" | "captions") {
                        out.push_str(&format!("{value}\n"));
                    }
                }
                push_blocks(body.as_deref().unwrap_or_default(), out);
            }
            Block::Html { open, inside, .. } => {
                push_markup(open, out);
                push_blocks(inside, out);
            }
            Block::Markup(markup) => push_markup(markup, out),
            Block::Code { .. } | Block::Rule => {}
        }
        out.push('\n');
    }
}

fn push_run(run: &[Inline], out: &mut String) {
    for part in run {
        match part {
            Inline::Text(text) => out.push_str(text),
            Inline::Break | Inline::Parting => out.push('\n'),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Deleted(inner)
            | Inline::Marked(_, inner)
            | Inline::Link { inner, .. } => push_run(inner, out),
            Inline::Code(_) | Inline::Picture(_) | Inline::Note(_) | Inline::Anchor(_) => {}
        }
    }
}

/// The text of finished markup.
fn push_markup(markup: &str, out: &mut String) {
    let tree = Tree::parse(markup);
    push_running(&tree, tree.root(), out);
    out.push('\n');
}

/// The text below a node without code.
fn push_running(tree: &Tree, id: NodeId, out: &mut String) {
    match tree.kind(id) {
        Kind::Text(text) => out.push_str(text),
        Kind::Element(name, _) if matches!(name.as_str(), "pre" | "code" | "script" | "style") => {}
        kind => {
            let apart = matches!(kind, Kind::Element(name, _) if !is_inline(name));
            let parting = if apart { "\n" } else { "" };
            out.push_str(parting);
            let children = tree.children(id);
            children.iter().for_each(|child| push_running(tree, *child, out));
            out.push_str(parting);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{expected, is_plain, says, write};
    use crate::import::html::model::{Block, Inline};
    use proptest::prelude::*;

    fn text() -> impl Strategy<Value = Inline> {
        "[কখনদমঠর্যয়ািোঁ০১২ ,.?!;()।‘’“”–—…-]{0,16}".prop_map(Inline::Text)
    }

    proptest! {
        /// What is left out of the proof would hold in it.
        #[test]
        fn plain_paragraphs_need_no_proof(
            blocks in prop::collection::vec(prop::collection::vec(prop_oneof![4 => text(), 1 => Just(Inline::Break)], 1..5), 1..4)
        ) {
            let blocks: Vec<Block> = blocks.into_iter().map(Block::Paragraph).filter(is_plain).collect();
            prop_assert!(says(&write::markdown(&blocks), &expected(&blocks)), "{}", write::markdown(&blocks));
        }
    }
}
