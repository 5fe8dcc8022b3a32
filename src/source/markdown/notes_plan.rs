//! Which footnotes a text has, in the order of their first reference: known before any of it is written.

use crate::bengali::gate;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The footnotes of a text.
#[derive(Debug, Default)]
pub(super) struct NotesPlan {
    /// Names in the order of their numbers.
    pub(super) order: Vec<String>,
    /// Definitions that nothing refers to: name and place.
    pub(super) unused: Vec<(String, Range<usize>)>,
    /// References to nothing: name and place.
    pub(super) undefined: Vec<(String, Range<usize>)>,
}

/// The name by which references find their note.
pub(super) fn key(name: &str) -> String {
    gate::key(name)
}

/// Looks through a text. References in a note count from its own first reference on.
pub(super) fn plan(text: &str, options: Options) -> NotesPlan {
    if !text.contains("[^") {
        return NotesPlan::default();
    }
    let mut definitions: BTreeMap<String, (String, Range<usize>)> = BTreeMap::new();
    // References of the text itself stand under "".
    let mut references: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut code: Vec<Range<usize>> = Vec::new();
    let mut inside: Vec<String> = Vec::new();
    for (event, at) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::FootnoteDefinition(name)) => {
                inside.push(key(&name));
                definitions.entry(key(&name)).or_insert((name.to_string(), at));
            }
            Event::End(TagEnd::FootnoteDefinition) => drop(inside.pop()),
            Event::FootnoteReference(name) => {
                let whose = inside.last().cloned().unwrap_or_default();
                references.entry(whose).or_default().push(key(&name));
            }
            Event::Code(_) | Event::Start(Tag::CodeBlock(_)) | Event::Html(_) | Event::InlineHtml(_) => code.push(at),
            _ => {}
        }
    }
    let mut order: Vec<String> = Vec::new();
    let mut known: BTreeSet<String> = BTreeSet::new();
    let mut waiting: Vec<&String> = references.get("").into_iter().flatten().rev().collect();
    let mut next = 0;
    loop {
        while let Some(name) = waiting.pop() {
            if definitions.contains_key(name) && known.insert(name.clone()) {
                order.push(name.clone());
            }
        }
        let Some(name) = order.get(next) else { break };
        next += 1;
        waiting = references.get(name).into_iter().flatten().rev().collect();
    }
    let unused = definitions.iter().filter(|(name, _)| !known.contains(*name));
    NotesPlan {
        unused: unused.map(|(_, (name, at))| (name.clone(), at.clone())).collect(),
        undefined: undefined(text, &code, |name| definitions.contains_key(&key(name))),
        order,
    }
}

/// `[^name]` in running text that is known to nobody.
fn undefined(text: &str, code: &[Range<usize>], known: impl Fn(&str) -> bool) -> Vec<(String, Range<usize>)> {
    let mut found = Vec::new();
    for (at, mark) in text.match_indices("[^") {
        let start = at + mark.len();
        let inside = text.get(start..).unwrap_or_default();
        let name = inside.split([']', '[', '\n']).next().unwrap_or_default();
        let ends = inside
            .get(name.len()..)
            .is_some_and(|rest| rest.starts_with(']') && !rest.starts_with("]("));
        let escaped = text.get(..at).is_some_and(|head| head.ends_with('\\'));
        let next = code.partition_point(|code| code.end <= at);
        let in_code = code.get(next).is_some_and(|code| code.contains(&at));
        if ends && !escaped && !in_code && !name.trim().is_empty() && name.chars().count() <= 60 && !known(name) {
            found.push((name.to_owned(), at..start + name.len() + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::plan;
    use crate::source::markdown::extensions;

    #[test]
    fn numbers_follow_the_first_reference() {
        let text =
            "[^খ]: দ্বিতীয়[^গ]\n\n[^নেই]: অকারণ\n\n[^ক]: প্রথম\n\nকথা[^ক] ও[^খ] আবার[^ক] `[^কোড]` [^হারানো]।\n\n[^গ]: তৃতীয়\n";
        let plan = plan(text, extensions());
        assert_eq!(plan.order, ["ক", "খ", "গ"]);
        assert_eq!(
            plan.unused.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(),
            ["নেই"]
        );
        let lost: Vec<&str> = plan.undefined.iter().map(|(_, at)| &text[at.clone()]).collect();
        assert_eq!(lost, ["[^হারানো]"]);
    }
}
