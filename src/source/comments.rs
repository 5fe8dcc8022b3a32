//! Readers' comments of a story: `data/comments/SECTION/SLUG.toml`, `[[comment]]` tables.

use super::fields::Fields;
use super::front_matter::tell_faults;
use super::notes::{File, Notes};
use super::size::size_text;
use super::toml;
use super::types::{CommentSource, ReadOptions};
use crate::bengali::{cluster, gate};
use crate::diag::codes::source as codes;
use crate::diag::{Diagnostic, Severity};
use std::collections::BTreeSet;

/// A comment may be this large (`reliability.md` W6: the sanitiser is slow on more).
const LARGEST_BODY: usize = 16 * 1024;
/// A name may have this many clusters.
const LONGEST_NAME: usize = 80;

/// Reads the comments of a story in the order written. `approved` is false unless it says true; `email` is accepted and
/// dropped. None come back when the file has an error.
///
/// ```
/// # use khobor::source::{ReadOptions, parse_comments};
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let text = "[[comment]]\nid = \"1\"\nname = \"রহিম\"\ndate = 2026-11-22\napproved = true\nbody = \"ভালো লেখা\"\n";
/// let (comments, diagnostics) = parse_comments("data/comments/a/b.toml", text, &options);
/// assert_eq!((comments[0].name.as_str(), diagnostics.len()), ("রহিম", 0));
/// ```
pub fn parse_comments(path: &str, text: &str, options: &ReadOptions) -> (Vec<CommentSource>, Vec<Diagnostic>) {
    let file = File { path, text, options };
    let mut notes = Notes::default();
    let (entries, faults) = toml::from_toml(text, 0);
    tell_faults(&file, faults, &mut notes);
    let mut comments = Vec::new();
    let mut top = Fields::new(file, &mut notes, entries, 0..0);
    let mut seen = BTreeSet::new();
    for (entries, at) in top.tables("comment") {
        let comment = comment(&mut top.inner(entries, at.clone()));
        if !comment.id.is_empty() && !seen.insert(comment.id.clone()) {
            top.report(at, Diagnostic::new(&codes::SAME_COMMENT).arg("id", &comment.id));
        }
        comments.push(comment);
    }
    top.finish();
    let diagnostics = notes.finish(path);
    if diagnostics.iter().any(|t| t.severity() == Severity::Error) {
        comments.clear();
    }
    (comments, diagnostics)
}

fn comment(keys: &mut Fields) -> CommentSource {
    let id = required(keys, "id", "\"1\"");
    let name: String = required(keys, "name", "\"…\"")
        .chars()
        .filter(|c| !is_bidi(*c))
        .collect();
    if cluster::count(&name) > LONGEST_NAME {
        keys.too_long("name", LONGEST_NAME.to_string());
    }
    let dated = keys.has("date");
    let date = keys.moment("date");
    if !dated {
        keys.missing("comment", "date", "2026-11-22T07:30:00+06:00");
    }
    let body = keys.block("body");
    match &body {
        None => keys.missing("comment", "body", "\"…\""),
        Some(body) if body.len() > LARGEST_BODY => keys.too_long("body", size_text(LARGEST_BODY as u64)),
        Some(_) => {}
    }
    keys.ignore("email");
    let comment = CommentSource {
        id,
        parent: keys.name("parent"),
        name,
        site: keys.checked("site", "\"https://example.org\"", is_web),
        date: date.unwrap_or_default(),
        approved: keys.flag("approved").unwrap_or(false),
        body: body.map(|b| gate::canonical(b.trim()).into_owned()).unwrap_or_default(),
    };
    keys.finish();
    comment
}

fn required(keys: &mut Fields, key: &'static str, example: &str) -> String {
    let value = keys.name(key);
    if value.is_none() {
        keys.missing("comment", key, example);
    }
    value.unwrap_or_default()
}

fn is_web(site: &str) -> bool {
    let lower = site.to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

fn is_bidi(letter: char) -> bool {
    matches!(letter, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::parse_comments;
    use crate::source::ReadOptions;

    fn read_back(text: &str) -> Vec<(&'static str, u32)> {
        let zone = jiff::tz::TimeZone::UTC;
        let options = ReadOptions {
            zone,
            edition: crate::bengali::Edition::Bd,
            unsafe_html: false,
            max_bytes: 1 << 22,
        };
        let (comments, diagnostics) = parse_comments("data/comments/a/b.toml", text, &options);
        assert!(diagnostics.is_empty() || comments.is_empty());
        diagnostics
            .iter()
            .map(|t| (t.code.id, t.place.as_ref().unwrap().line))
            .collect()
    }

    #[test]
    fn faults_of_comments() {
        let sound = "[[comment]]\nid = \"1\"\nname = \"ক\"\ndate = 2026-11-22\nemail = \"a@b\"\nbody = \"খ\"\n";
        assert_eq!(read_back(sound), []);
        assert_eq!(read_back(&sound.repeat(2)), [("KH0229", 7)]);
        assert_eq!(read_back("[[comment]]\nnam = \"ক\"\n").len(), 5);
        assert_eq!(read_back("[[coment]]\nid = \"1\"\n"), [("KH0201", 1)]);
        assert_eq!(read_back(&sound.replace('খ', &"x".repeat(17 * 1024))), [("KH0228", 1)]);
        assert_eq!(read_back(&sound.replace('ক', &"ক".repeat(81))), [("KH0228", 1)]);
        assert_eq!(read_back(&sound.replace("2026-11-22", "\"কাল\"")), [("KH0203", 4)]);
    }
}
