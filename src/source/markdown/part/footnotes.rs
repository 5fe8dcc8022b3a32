//! Footnotes: numbered in the order of their first reference, printed at the end, with ways back.

use super::super::inline::Piece;
use super::super::notes_plan::{self, NotesPlan};
use super::Part;
use super::html::lost;
use crate::diag::Diagnostic;
use crate::diag::codes::source as codes;
use std::collections::BTreeMap;
use std::ops::Range;

/// The footnotes of a part.
#[derive(Default)]
pub(super) struct Footnotes {
    /// Numbers by name.
    numbers: BTreeMap<String, u64>,
    /// How often each was referred to.
    uses: BTreeMap<u64, u64>,
    /// The text of each.
    texts: BTreeMap<u64, String>,
    /// The notes being written, innermost last.
    outer: Vec<Outer>,
}

/// What a note interrupts.
struct Outer {
    /// The text written so far.
    out: String,
    /// The note's number; none when nothing refers to it.
    number: Option<u64>,
    /// Bytes of running text before the note.
    said: usize,
}

impl Footnotes {
    /// Whether a footnote is being written.
    pub(super) fn is_open(&self) -> bool {
        !self.outer.is_empty()
    }
}

impl Part<'_, '_, '_> {
    /// Numbers the notes of this part; what refers to nothing, or is referred to by nothing, is reported.
    pub(super) fn number_notes(&mut self, plan: NotesPlan) {
        for name in plan.order {
            self.maker.footnotes += 1;
            self.notes.numbers.insert(name, self.maker.footnotes);
        }
        let mark = |name: &str, at: &Range<usize>| at.start..at.start + at.len().min(name.len() + 3);
        for (name, at) in plan.undefined {
            self.report(
                &mark(&name, &at),
                Diagnostic::new(&codes::UNDEFINED_NOTE).arg("name", name),
            );
        }
        for (name, at) in plan.unused {
            let text = self.source.prepared.text.get(at.clone()).unwrap_or_default();
            let text = text.split_once("]:").map_or(text, |(_, text)| text);
            let diagnostic = Diagnostic::new(&codes::UNUSED_NOTE).arg("lost", lost(text));
            self.report(&mark(&name, &at), diagnostic.arg("name", name));
        }
    }

    pub(super) fn reference(&mut self, name: &str) {
        let Some(number) = self.notes.numbers.get(&notes_plan::key(name)).copied() else {
            return self.plain(format!("[^{name}]"));
        };
        let uses = self.notes.uses.entry(number).or_default();
        *uses += 1;
        let (shown, uses) = (self.maker.number(number), *uses);
        let id = if uses == 1 {
            format!("fnref-{number}")
        } else {
            format!("fnref-{number}-{uses}")
        };
        let markup = format!("<sup class=\"footnote-ref\" id=\"{id}\"><a href=\"#fn-{number}\">[{shown}]</a></sup>");
        self.piece(Piece::Fixed(markup, String::new()));
    }

    pub(super) fn note(&mut self, name: &str) {
        self.flush();
        let number = self.notes.numbers.get(&notes_plan::key(name)).copied();
        let outer = std::mem::take(&mut self.out);
        self.containers += 1;
        let said = self.maker.body.text.len();
        self.notes.outer.push(Outer {
            out: outer,
            number,
            said,
        });
    }

    pub(super) fn end_note(&mut self) {
        self.flush();
        self.containers = self.containers.saturating_sub(1);
        let Some(outer) = self.notes.outer.pop() else { return };
        let text = std::mem::replace(&mut self.out, outer.out);
        match outer.number {
            Some(number) => self.notes.texts.entry(number).or_default().push_str(&text),
            // Nothing refers to it: it is no part of the story.
            None => self.maker.body.text.truncate(outer.said),
        }
    }

    pub(super) fn write_notes(&mut self) {
        let texts = std::mem::take(&mut self.notes.texts);
        let Some(first) = texts.keys().next().copied() else {
            return;
        };
        let label = if self.maker.bengali {
            "পাদটীকা"
        } else {
            "Footnotes"
        };
        let start = if first == 1 {
            String::new()
        } else {
            format!(" start=\"{first}\"")
        };
        self.out.push_str(&format!(
            "<section class=\"footnotes\" aria-label=\"{label}\"><ol{start}>\n"
        ));
        for (number, text) in texts {
            let back = self.back_links(number);
            let text = text.trim_end();
            let (head, tail) = text.strip_suffix("</p>").map_or((text, ""), |head| (head, "</p>"));
            self.out
                .push_str(&format!("<li id=\"fn-{number}\">{head}{back}{tail}</li>\n"));
        }
        self.out.push_str("</ol></section>\n");
    }

    pub(super) fn back_links(&self, number: u64) -> String {
        let uses = self.notes.uses.get(&number).copied().unwrap_or(0);
        let label = if self.maker.bengali {
            "মূল লেখায় ফিরুন"
        } else {
            "Back to the text"
        };
        let shown = self.maker.number(number);
        let mut links = String::new();
        for n in 1..=uses {
            let (id, sup) = match n {
                1 => (format!("fnref-{number}"), String::new()),
                _ => (
                    format!("fnref-{number}-{n}"),
                    format!("<sup>{}</sup>", self.maker.number(n)),
                ),
            };
            links.push_str(&format!(
                " <a class=\"footnote-back\" href=\"#{id}\" aria-label=\"{label} ({shown})\">↩{sup}</a>"
            ));
        }
        links
    }
}
