//! Gives diagnostics of later stages their line: those stages know a file and a word; only when something is wrong is the
//! file read again to find it.

use crate::diag::{Diagnostic, Place};
use std::collections::BTreeMap;
use std::path::Path;

/// Fills the line, column and quoted line of places that have only a file and a word or a line, and orders what is reported.
pub(super) fn places(root: &Path, diagnostics: &mut [Diagnostic]) {
    let mut texts: BTreeMap<String, Option<String>> = BTreeMap::new();
    for diagnostic in diagnostics.iter_mut() {
        let Some(place) = &mut diagnostic.place else { continue };
        if !place.quoted.is_empty() || (place.word.is_empty() && place.line == 0) || place.path.contains("..") {
            continue;
        }
        let text = texts
            .entry(place.path.clone())
            .or_insert_with(|| read(root, &place.path));
        if let Some(text) = text {
            *place = find(text, place);
        }
    }
    diagnostics.sort_by(|a, b| key(a).cmp(&key(b)));
}

/// Leaves each thing reported once, in the order of its first time: one broken template breaks every page that uses it.
pub(super) fn once(diagnostics: &mut Vec<Diagnostic>) {
    let mut seen = std::collections::BTreeSet::new();
    diagnostics.retain(|d| {
        seen.insert((
            d.code.id,
            d.args.clone(),
            d.place
                .as_ref()
                .map(|p| (p.path.clone(), p.line, p.column, p.word.clone())),
        ))
    });
}

fn read(root: &Path, path: &str) -> Option<String> {
    let bytes = std::fs::read(root.join(path)).ok()?;
    crate::source::decode(path, &bytes).ok()
}

fn find(text: &str, place: &Place) -> Place {
    let from = match place.line {
        0 => 0,
        line => text.split_inclusive('\n').take(line as usize - 1).map(str::len).sum(),
    };
    match text[from..].find(&place.word).filter(|_| !place.word.is_empty()) {
        Some(at) => Place::in_text(place.path.clone(), text, from + at..from + at + place.word.len()),
        None if place.line > 0 => Place::line(place.path.clone(), text, place.line),
        None => place.clone(),
    }
}

fn key(diagnostic: &Diagnostic) -> (std::cmp::Reverse<crate::diag::Severity>, String, u32, u32, &'static str) {
    let severity = std::cmp::Reverse(diagnostic.severity());
    match &diagnostic.place {
        Some(place) => (
            severity,
            place.path.clone(),
            place.line,
            place.column,
            diagnostic.code.id,
        ),
        None => (severity, String::new(), 0, 0, diagnostic.code.id),
    }
}
