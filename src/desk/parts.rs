//! A story as a form shows it: the fields of its front matter, and its body. What nobody has changed in the form is not written.

use crate::source::{EditFault, NewValue, ReadOptions, TextKind, parse_moment, set_key, written_keys};
use jiff::Timestamp;
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// One line.
    Text,
    /// Names, separated by commas.
    Names,
    /// A moment as browsers write it in the site's zone: `2026-11-22T07:30`.
    Moment,
    /// `on`, or empty; with what holds when the key is absent.
    Flag(bool),
}

/// The keys of front matter that a form shows, in its order.
pub const FIELDS: [(&str, FieldKind); 19] = [
    ("kicker", FieldKind::Text),
    ("title", FieldKind::Text),
    ("subtitle", FieldKind::Text),
    ("authors", FieldKind::Names),
    ("tags", FieldKind::Names),
    ("summary", FieldKind::Text),
    ("dateline", FieldKind::Text),
    ("series", FieldKind::Text),
    ("image", FieldKind::Text),
    ("image_alt", FieldKind::Text),
    ("image_caption", FieldKind::Text),
    ("image_credit", FieldKind::Text),
    ("image_focus", FieldKind::Text),
    ("related", FieldKind::Names),
    ("date", FieldKind::Moment),
    ("expires", FieldKind::Moment),
    ("draft", FieldKind::Flag(false)),
    ("comments", FieldKind::Flag(true)),
    ("ads", FieldKind::Flag(true)),
];

/// The parts of a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryParts {
    /// What its fields say, by key. A key that is absent here is left as it is.
    pub fields: BTreeMap<String, String>,
    /// The body, without the blank lines around it.
    pub body: String,
}

/// Where the body stands in a text: the byte at which it begins and at which it ends, without the blank lines around it.
fn body_at(text: &str, from: usize) -> (usize, usize) {
    let rest = text.get(from..).unwrap_or_default();
    let begin = from + rest.len() - rest.trim_start_matches('\n').len();
    (begin, text.trim_end_matches('\n').len().max(begin))
}

/// The parts of a story's text; `None` when its front matter cannot be read: then only the whole text can be shown.
///
/// ```
/// # use khobor::source::ReadOptions;
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let parts = khobor::desk::story_parts("a.md", "+++\ntitle = \"নদী\"\ntags = [\"পানি\", \"চর\"]\n+++\n\nলেখা।\n", &options).unwrap();
/// assert_eq!((parts.fields["title"].as_str(), parts.fields["tags"].as_str(), parts.body.as_str()), ("নদী", "পানি, চর", "লেখা।"));
/// ```
pub fn story_parts(path: &str, text: &str, options: &ReadOptions) -> Option<StoryParts> {
    let (keys, from) = written_keys((text, TextKind::of_path(path)), options)?;
    let keys: BTreeMap<String, NewValue> = keys.into_iter().collect();
    let shown = |(key, kind): &(&str, FieldKind)| ((*key).to_owned(), shown(keys.get(*key), *kind, options));
    let (begin, end) = body_at(text, from);
    Some(StoryParts {
        fields: FIELDS.iter().map(shown).collect(),
        body: text.get(begin..end)?.to_owned(),
    })
}

/// The line of a text on which its body begins, from 1.
pub fn body_line(path: &str, text: &str, options: &ReadOptions) -> u32 {
    let from = written_keys((text, TextKind::of_path(path)), options).map_or(0, |(_, from)| from);
    let before = text.get(..body_at(text, from).0).unwrap_or_default();
    u32::try_from(before.matches('\n').count()).unwrap_or(u32::MAX - 1) + 1
}

/// A value as its field shows it.
fn shown(value: Option<&NewValue>, kind: FieldKind, options: &ReadOptions) -> String {
    match (kind, value) {
        (FieldKind::Flag(absent), value) => match value {
            Some(NewValue::Flag(flag)) => on(*flag),
            _ => on(absent),
        },
        (FieldKind::Moment, Some(NewValue::Text(text) | NewValue::Moment(text))) => {
            parse_moment(text, options).map_or_else(String::new, |at| local(at, options))
        }
        (_, Some(NewValue::Text(text) | NewValue::Moment(text))) => one_line(text),
        (_, Some(NewValue::List(names))) => names.join(", "),
        _ => String::new(),
    }
}

fn on(flag: bool) -> String {
    if flag { "on".to_owned() } else { String::new() }
}

/// A moment as browsers write it: to the minute, in the site's zone.
pub fn local(at: Timestamp, options: &ReadOptions) -> String {
    at.to_zoned(options.zone.clone()).strftime("%Y-%m-%dT%H:%M").to_string()
}

/// The moment that a browser wrote; `None` when it is none.
pub fn moment_of(local: &str, options: &ReadOptions) -> Option<Timestamp> {
    let civil: DateTime = local.trim().parse().ok()?;
    civil.to_zoned(options.zone.clone()).ok().map(|at| at.timestamp())
}

/// A moment as front matter writes it.
pub fn written_moment(at: Timestamp, options: &ReadOptions) -> NewValue {
    let zoned = at.to_zoned(options.zone.clone());
    NewValue::Moment(zoned.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text with the parts that differ from what it says put in place; every other byte stays.
///
/// # Errors
/// [`EditFault`]: its front matter cannot be read, or a change cannot be written so that it is read again as it was meant.
///
/// ```
/// # use khobor::source::ReadOptions;
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// use khobor::desk::{story_parts, with_parts};
/// let text = "---\n# নোট\ntitle: নদী\ndag: 3\n---\n\nলেখা।\n";
/// let mut parts = story_parts("a.md", text, &options).unwrap();
/// assert_eq!(with_parts("a.md", text, &parts, &options).unwrap(), text);
/// parts.fields.insert("title".to_owned(), "নদীর খবর".to_owned());
/// assert_eq!(with_parts("a.md", text, &parts, &options).unwrap(), text.replace("title: নদী", "title: \"নদীর খবর\""));
/// ```
pub fn with_parts(path: &str, text: &str, parts: &StoryParts, options: &ReadOptions) -> Result<String, EditFault> {
    let kind = TextKind::of_path(path);
    let was = story_parts(path, text, options).ok_or(EditFault::Unreadable)?;
    let mut changed = text.to_owned();
    for (key, field) in FIELDS {
        let (Some(new), Some(old)) = (parts.fields.get(key), was.fields.get(key)) else {
            continue;
        };
        if one_line(new) != one_line(old) {
            changed = set_key((&changed, kind), key, &typed(new, field, options)?, options)?;
        }
    }
    let body = parts.body.replace("\r\n", "\n").replace('\r', "\n");
    let body = body.trim_matches('\n');
    if body != was.body {
        changed = with_body(path, &changed, body, options)?;
    }
    Ok(changed)
}

/// What a field says, as front matter says it.
fn typed(new: &str, field: FieldKind, options: &ReadOptions) -> Result<NewValue, EditFault> {
    let new = one_line(new);
    Ok(match field {
        FieldKind::Flag(_) => NewValue::Flag(!new.is_empty()),
        _ if new.is_empty() => NewValue::Nothing,
        FieldKind::Text => NewValue::Text(new),
        FieldKind::Names => NewValue::List(
            new.split([',', ';'])
                .map(|name| name.trim().to_owned())
                .filter(|name| !name.is_empty())
                .collect(),
        ),
        FieldKind::Moment => written_moment(moment_of(&new, options).ok_or(EditFault::Unsafe)?, options),
    })
}

/// The text with another body. It must be read as body again: of a text file, a first line that looks like a header is not.
fn with_body(path: &str, text: &str, body: &str, options: &ReadOptions) -> Result<String, EditFault> {
    let kind = TextKind::of_path(path);
    let (keys, from) = written_keys((text, kind), options).ok_or(EditFault::Unreadable)?;
    let (begin, end) = body_at(text, from);
    let (before, after) = (text.get(..begin), text.get(end..));
    let (before, after) = before.zip(after).ok_or(EditFault::Unreadable)?;
    let after = if after.is_empty() { "\n" } else { after };
    // A text that had no body may end with the line of its last header.
    for gap in ["", "\n", "\n\n"] {
        let changed = format!("{before}{gap}{body}{after}");
        let read = written_keys((&changed, kind), options).filter(|(now, _)| *now == keys);
        let (begin, end) = read.map_or((0, 0), |(_, from)| body_at(&changed, from));
        if changed.get(begin..end) == Some(body) {
            return Ok(changed);
        }
    }
    Err(EditFault::Unsafe)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn options() -> ReadOptions {
        ReadOptions {
            zone: jiff::tz::TimeZone::get("Asia/Dhaka").unwrap(),
            edition: crate::bengali::Edition::Bd,
            unsafe_html: false,
            max_bytes: 1 << 20,
        }
    }

    const TOML: &str = "+++\n# নোট\ntitle = \"নদী\" # ঠিক\ndate = 2026-11-21T08:00:00+06:00\ntags = [\n  \"পানি\",\n]\n[extra]\nk = 1\n+++\n\nএক।\n\nদুই।\n";
    const YAML: &str = "---\n# নোট\ntitle: নদী\ndate: 2026-11-21 08:00\ntags:\n  - পানি\n---\nএক।\n\nদুই।\n";
    const TEXT: &str = "শিরোনাম: নদী\nতারিখ: ২১ নভেম্বর ২০২৬, সকাল ৮টা\nট্যাগ: পানি\n\nএক।\n\nদুই।\n";

    fn with(path: &str, text: &str, key: &str, value: &str) -> Result<String, EditFault> {
        let mut parts = story_parts(path, text, &options()).unwrap();
        parts.fields.insert(key.to_owned(), value.to_owned());
        with_parts(path, text, &parts, &options())
    }

    fn lines_changed(old: &str, new: &str) -> usize {
        let old: Vec<&str> = old.lines().collect();
        new.lines().filter(|line| !old.contains(line)).count()
    }

    #[test]
    fn one_key_is_one_line_in_every_format() {
        for (path, text) in [("a.md", TOML), ("a.md", YAML), ("a.txt", TEXT)] {
            let parts = story_parts(path, text, &options()).unwrap();
            assert_eq!(parts.fields["date"], "2026-11-21T08:00", "{text}");
            assert_eq!(parts.fields["tags"], "পানি");
            assert_eq!(parts.body, "এক।\n\nদুই।");
            assert_eq!(with_parts(path, text, &parts, &options()).unwrap(), text);
            for (key, value) in [
                ("title", "নদীর “খবর”: চর"),
                ("summary", "সংক্ষেপে"),
                ("date", "2026-11-22T09:30"),
                ("authors", "রহিমা খাতুন, করিম"),
                ("image_alt", "নৌকা"),
            ] {
                let changed = with(path, text, key, value).unwrap();
                assert_eq!(lines_changed(text, &changed), 1, "{key}: {changed}");
                let again = story_parts(path, &changed, &options()).unwrap();
                assert_eq!(again.fields[key], value);
                assert_eq!(again.body, parts.body);
            }
        }
    }

    #[test]
    fn a_body_is_changed_and_nothing_around_it() {
        for (path, text) in [("a.md", TOML), ("a.md", YAML), ("a.txt", TEXT)] {
            let mut parts = story_parts(path, text, &options()).unwrap();
            parts.body = "এক।\r\n\r\nতিন।\r\n".to_owned();
            assert_eq!(
                with_parts(path, text, &parts, &options()).unwrap(),
                text.replace("দুই", "তিন")
            );
        }
        let empty = "+++\ntitle = \"ক\"\n+++\n\n";
        let mut parts = story_parts("a.md", empty, &options()).unwrap();
        assert_eq!(parts.body, "");
        parts.body = "লেখা".to_owned();
        let changed = with_parts("a.md", empty, &parts, &options()).unwrap();
        assert_eq!(changed, "+++\ntitle = \"ক\"\n+++\n\nলেখা\n");
        assert_eq!(with_parts("a.md", &changed, &parts, &options()).unwrap(), changed);
    }

    #[test]
    fn a_body_that_would_be_read_as_headers_stays_a_body() {
        let mut parts = story_parts("a.txt", "শিরোনাম: ক\n", &options()).unwrap();
        parts.body = "লেখক: কেউ না\n\nদুই।".to_owned();
        let changed = with_parts("a.txt", "শিরোনাম: ক\n", &parts, &options()).unwrap();
        assert_eq!(story_parts("a.txt", &changed, &options()).unwrap(), parts);
    }

    #[test]
    fn a_broken_front_matter_has_no_parts() {
        assert!(story_parts("a.md", "+++\ntitle = \n+++\nক\n", &options()).is_none());
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_read_again_or_refused(
            title in "[ক-ঙA-c\"'\\\\:#\\[\\]{}=, -]{1,12}", body in "[ক-ঙ:+#*\n -]{0,30}", which in 0..3_usize,
        ) {
            let (path, text) = [("a.md", TOML), ("a.md", YAML), ("a.txt", TEXT)][which];
            let mut parts = story_parts(path, text, &options()).unwrap();
            parts.fields.insert("title".to_owned(), title.clone());
            parts.body = body.trim_matches('\n').to_owned();
            if let Ok(changed) = with_parts(path, text, &parts, &options()) {
                let again = story_parts(path, &changed, &options()).unwrap();
                prop_assert_eq!(&again.body, &parts.body);
                if which < 2 {
                    prop_assert_eq!(&again.fields["title"], &one_line(&title));
                }
                prop_assert_eq!(&again.fields["tags"], "পানি");
            }
        }
    }
}
