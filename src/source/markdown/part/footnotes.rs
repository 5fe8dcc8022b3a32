//! Footnotes: numbered in the order of their first reference, printed at the end, with ways back.

use super::super::inline::Piece;
use super::Part;
use crate::bengali::gate;
use std::collections::BTreeMap;

/// The footnotes of a part.
#[derive(Default)]
pub(super) struct Footnotes {
    /// Numbers by name.
    numbers: BTreeMap<String, u64>,
    /// How often each was referred to.
    uses: BTreeMap<u64, u64>,
    /// The text of each.
    texts: BTreeMap<u64, String>,
    /// Outer text and the number of the note being written.
    outer: Vec<(String, u64)>,
}

impl Footnotes {
    /// Whether a footnote is being written.
    pub(super) fn is_open(&self) -> bool {
        !self.outer.is_empty()
    }
}

impl Part<'_, '_, '_> {
    pub(super) fn reference(&mut self, name: &str) {
        let number = self.note_number(name);
        let uses = self.notes.uses.entry(number).or_default();
        *uses += 1;
        let (shown, uses) = (self.maker.number(number), *uses);
        let id = if uses == 1 {
            format!("fnref-{number}")
        } else {
            format!("fnref-{number}-{uses}")
        };
        self.piece(Piece::Fixed(format!(
            "<sup class=\"footnote-ref\" id=\"{id}\"><a href=\"#fn-{number}\">[{shown}]</a></sup>"
        )));
    }

    pub(super) fn note_number(&mut self, name: &str) -> u64 {
        let name = gate::key(name);
        let maker = &mut *self.maker;
        *self.notes.numbers.entry(name).or_insert_with(|| {
            maker.footnotes += 1;
            maker.footnotes
        })
    }

    pub(super) fn note(&mut self, name: &str) {
        self.flush();
        let number = self.note_number(name);
        let outer = std::mem::take(&mut self.out);
        self.containers += 1;
        self.notes.outer.push((outer, number));
    }

    pub(super) fn end_note(&mut self) {
        self.flush();
        self.containers = self.containers.saturating_sub(1);
        if let Some((outer, number)) = self.notes.outer.pop() {
            let text = std::mem::replace(&mut self.out, outer);
            self.notes.texts.entry(number).or_default().push_str(&text);
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
