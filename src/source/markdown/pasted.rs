//! Shapes of pasted text in Markdown, where they can mean one thing only: a Bengali paragraph indented with a tab is no code,
//! `•` marks a list, `১।` `২।` number one, rows with tabs are a table.

use super::super::shapes::{self, Mark};
use super::fence::Fence;
use std::collections::BTreeMap;
use std::ops::Range;

/// Changes to a line: its ranges in the source, in order.
pub(super) type LineEdits = Vec<(Range<usize>, String)>;

/// The changes, by the place where their line begins.
pub(super) fn edits(source: &str) -> BTreeMap<usize, LineEdits> {
    let mut found = BTreeMap::new();
    if !may_hold(source) {
        return found;
    }
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut start = 0;
    let mut fence = Fence::default();
    for line in source.split('\n') {
        // What is in a fence is like a blank line: nothing is made of it.
        let inside = fence.holds(line.trim_start_matches([' ', '\t', '>']));
        lines.push((start, if inside { "" } else { line }));
        start += line.len() + 1;
    }
    let mut state = State::Text;
    let mut at = 0;
    while let Some((start, line)) = lines.get(at).copied() {
        let texts = || lines.iter().skip(at).map(|(_, line)| *line);
        let blank_before = at == 0 || lines.get(at - 1).is_some_and(|(_, line)| line.trim().is_empty());
        let rows = if line.contains('\t') {
            shapes::table_rows(&texts().take(500).collect::<Vec<_>>())
        } else {
            0
        };
        if rows > 0 && !line.contains('|') {
            for (index, (start, row)) in lines.iter().skip(at).take(rows).enumerate() {
                found.insert(*start, row_edits(*start, row, index == 0, blank_before));
            }
            at += rows;
            continue;
        }
        let indented = shapes::is_indented(line);
        let opens = blank_before || state == State::Paragraph;
        if indented && opens && state != State::List && state != State::Code && shapes::begins_bengali(line) {
            let indent = line.len() - line.trim_start().len();
            // An indented line begins a paragraph of its own.
            let new = if blank_before { "" } else { "\n" };
            found.insert(start, vec![(start..start + indent, new.to_owned())]);
            state = State::Paragraph;
        } else if let Some((edit, length)) = item_edit(line, in_sequence(&lines, at)) {
            found.insert(start, vec![(start..start + length, edit)]);
            state = State::List;
        } else if indented && blank_before && state != State::List {
            state = State::Code;
        } else if !line.trim().is_empty() && !line.starts_with([' ', '\t']) {
            state = if is_item(line) { State::List } else { State::Text };
        }
        at += 1;
    }
    found
}

/// What an indented line goes on with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    /// Indented paragraphs.
    Paragraph,
    /// Items of a list, whose further lines are indented.
    List,
    /// Indented code.
    Code,
}

fn may_hold(source: &str) -> bool {
    source.contains(['\t', '।']) || source.contains("    ") || source.contains(shapes::BULLETS)
}

fn is_item(line: &str) -> bool {
    shapes::mark(line).is_some() || line.starts_with("* ") || line.starts_with("+ ") || line.starts_with("[^")
}

fn row_edits(start: usize, row: &str, head: bool, blank_before: bool) -> LineEdits {
    let open = if head && !blank_before { "\n| " } else { "| " };
    let mut edits = vec![(start..start, open.to_owned())];
    let text = row.trim_end();
    for (at, _) in text.match_indices('\t') {
        edits.push((start + at..start + at + 1, " | ".to_owned()));
    }
    let end = start + text.len();
    let rule = "---|".repeat(shapes::cells(row).count());
    edits.push((end..end, if head { format!(" |\n|{rule}") } else { " |".to_owned() }));
    edits
}

/// What stands in place of a mark that Markdown does not know, and the mark's length.
fn item_edit(line: &str, in_sequence: bool) -> Option<(String, usize)> {
    let indent = line.len() - line.trim_start().len();
    let (mark, item) = shapes::mark(line)?;
    let length = line.trim_end().len() - item.len();
    match mark {
        Mark::Bullet => Some((format!("{}- ", " ".repeat(indent.min(3))), length)),
        Mark::Number(n) if in_sequence && line.trim_start().contains('।') && danda_follows(line) => {
            Some((format!("{}{n}. ", " ".repeat(indent.min(3))), length))
        }
        _ => None,
    }
}

fn danda_follows(line: &str) -> bool {
    let rest = line
        .trim_start()
        .trim_start_matches(|c: char| c.is_ascii_digit() || ('০'..='৯').contains(&c));
    rest.starts_with('।')
}

/// Whether the item before or after a numbered one, blank lines between them or not, has the number that belongs there.
fn in_sequence(lines: &[(usize, &str)], at: usize) -> bool {
    let number = |line: &str| match shapes::mark(line) {
        Some((Mark::Number(n), _)) if danda_follows(line) => Some(n),
        _ => None,
    };
    let Some(own) = lines.get(at).and_then(|(_, line)| number(line)) else {
        return false;
    };
    let said = |(_, line): &&(usize, &str)| !line.trim().is_empty();
    let after = lines.iter().skip(at + 1).find(said).and_then(|(_, line)| number(line));
    let before = lines
        .iter()
        .take(at)
        .rev()
        .find(said)
        .and_then(|(_, line)| number(line));
    after == Some(own + 1) || before.is_some_and(|n| n + 1 == own)
}
