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
    let settings = place.path.ends_with(".toml");
    match likeliest(&text[from..], &place.word, settings) {
        Some(at) => Place::in_text(place.path.clone(), text, from + at..from + at + place.word.len()),
        None if place.line > 0 => Place::line(place.path.clone(), text, place.line),
        None => place.clone(),
    }
}

/// Where a name or address stands as one: between the signs that stand around it in front matter, Markdown, shortcodes and
/// settings. Running text that happens to hold it comes last, and a comment of settings is no place at all.
fn likeliest(text: &str, word: &str, settings: bool) -> Option<usize> {
    if word.is_empty() {
        return None;
    }
    let is_comment = |at: usize| {
        let line = text.get(..at).and_then(|head| head.rsplit('\n').next());
        settings && line.is_some_and(|line| line.trim_start().starts_with('#'))
    };
    let places = text.match_indices(word).map(|(at, _)| at).take(1000);
    let places = places.filter(|at| !is_comment(*at));
    places.max_by_key(|at| (stands_alone(text, *at, word.len()), std::cmp::Reverse(*at)))
}

/// How surely the stretch at `at` is a value of its own: 2 between signs, 1 as a whole word, 0 inside of one.
fn stands_alone(text: &str, at: usize, length: usize) -> u8 {
    let before = text.get(..at).and_then(|head| head.chars().next_back());
    let tail = text.get(at + length..).unwrap_or_default();
    let after = tail.chars().next();
    let opens = before.is_none_or(|c| matches!(c, '"' | '\'' | '(' | '<' | '\n' | '\u{1}'));
    // The title of a link may follow, or a query or fragment.
    let closes = after.is_none_or(|c| matches!(c, '"' | '\'' | ')' | '>' | '\n' | '#' | '?'))
        || tail.starts_with(" \"")
        || tail.starts_with(" =");
    // YAML and plain text: `image: a.jpg`.
    let line = text
        .get(..at)
        .and_then(|head| head.rsplit('\n').next())
        .unwrap_or_default();
    let value = line.trim_end().ends_with([':', '=', ',', '[', '-']) && before.is_some_and(char::is_whitespace);
    let ends = after.is_none_or(|c| matches!(c, '\n' | ',' | ']'));
    match (opens && closes) || (value && ends) {
        true => 2,
        false => u8::from(!before.is_some_and(is_letter) && !after.is_some_and(is_letter)),
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || crate::bengali::gate::is_bengali(letter) || matches!(letter, '-' | '_' | '/')
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

#[cfg(test)]
mod tests {
    use super::likeliest;

    #[test]
    fn a_value_is_found_before_running_text() {
        let find = |text: &str, word: &str| {
            text.get(likeliest(text, word, false).unwrap() - 1..)
                .map(str::to_owned)
                .unwrap()
        };
        assert!(find("summary = \"পুরোনো /nei/ পাতা\"\n[ক](/nei/)\n", "/nei/").starts_with("(/nei/)"));
        assert!(find("[redirects]\n\"c\" = \"/d/\"\n", "c").starts_with("\"c\""));
        assert!(find("title: a.jpg নিয়ে\nimage: a.jpg\n", "a.jpg").starts_with(" a.jpg\n"));
        assert!(find("a.jpg ![ক](a.jpg \"খ\")", "a.jpg").starts_with("(a.jpg"));
        assert_eq!(likeliest("ক", "খ", false), None);
        let settings = "# nothing moves\ntheme = \"nothing\"\n";
        assert_eq!(likeliest(settings, "nothing", true), settings.find("nothing\""));
        assert_eq!(likeliest("# nothing moves\n", "nothing", true), None);
    }
}
