//! YAML front matter in the form of TOML, with its comments. That nothing is lost is proved: both texts are read, and they must
//! say the same.

use super::article::parse_article;
use super::data::{Data, Entry, Item, json};
use super::edit::{EditFault, entries_and_body};
use super::front_matter::inside;
use super::types::{ReadOptions, TextKind};
use serde_json::Value as Json;
use toml_edit::{Array, InlineTable, Key, Value};

/// The text of a Markdown source with its YAML front matter as TOML. Comments stand above the key that they belong to, tables
/// behind all other keys, a key without a value as a comment. The body stays byte for byte.
///
/// ```
/// # use khobor::source::{ReadOptions, as_toml};
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let yaml = "---\n# নোট\ntitle: নদী # ঠিক\ndate: 2026-11-01\ntags:\n- চর\n---\nলেখা।\n";
/// let toml = "+++\n# নোট\n# ঠিক\ntitle = \"নদী\"\ndate = \"2026-11-01\"\ntags = [\"চর\"]\n+++\nলেখা।\n";
/// assert_eq!(as_toml(yaml, &options).unwrap(), toml);
/// ```
///
/// # Errors
/// [`EditFault`]: the front matter is no YAML or cannot be read, or TOML cannot say the same.
pub fn as_toml(text: &str, options: &ReadOptions) -> Result<String, EditFault> {
    let Some(("---", at)) = inside(text) else {
        return Err(EditFault::Unreadable);
    };
    let (entries, body, broken) = entries_and_body(text, options);
    if broken {
        return Err(EditFault::Unreadable);
    }
    let (written, before) = text
        .get(at.clone())
        .zip(text.get(..at.start))
        .ok_or(EditFault::Unreadable)?;
    let comments = comments(written, at.start, &entries);
    let begin = before
        .get(..before.rfind("---").unwrap_or_default())
        .unwrap_or_default();
    // A number may be meant as text, such as a headline of digits, and `no` as a flag.
    for meant in [(true, false), (true, true), (false, false), (false, true)] {
        let front = front(&entries, &comments, meant);
        let changed = format!("{begin}+++\n{front}+++\n{body}");
        if says_the_same(text, &changed, options) {
            return Ok(changed);
        }
    }
    Err(EditFault::Unsafe)
}

/// Whether a build reads both alike.
fn says_the_same(old: &str, new: &str, options: &ReadOptions) -> bool {
    let story = |text: &str| parse_article("", text, TextKind::Markdown, options);
    let ((was, faults), (is, new_faults)) = (story(old), story(new));
    let (entries, body, broken) = entries_and_body(new, options);
    let (old_entries, old_body, _) = entries_and_body(old, options);
    let alike = was.map(|story| story.front) == is.map(|story| story.front) && faults.len() == new_faults.len();
    alike && !broken && body == old_body && values(old_entries) == values(entries)
}

/// What front matter says, in order of its keys; numbers as text, words for flags as flags, nothing left out.
fn values(entries: Vec<Entry>) -> Vec<(String, Json)> {
    let mut all: Vec<(String, Json)> = entries
        .into_iter()
        .filter(|entry| entry.item.data != Data::Nothing)
        .map(|entry| {
            let number = matches!(entry.item.data, Data::Whole(_) | Data::Real(_));
            let raw = entry.item.raw.filter(|_| number);
            (
                entry.key,
                raw.map_or_else(|| as_words(json(entry.item.data)), Json::String),
            )
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn as_words(value: Json) -> Json {
    match value {
        Json::Number(number) => Json::String(number.to_string()),
        Json::String(text) => flag(&text).map_or(Json::String(text), Json::Bool),
        other => other,
    }
}

/// The comments of each entry: those above it and those in its lines; those behind the last key are the last.
fn comments(written: &str, from: usize, entries: &[Entry]) -> Vec<Vec<String>> {
    let mut all = vec![Vec::new(); entries.len() + 1];
    let mut at = from;
    for line in written.split_inclusive('\n') {
        let end = at + line.len();
        // A line before the value of an entry ends is that entry's; a comment below belongs to the next.
        let owner = entries
            .iter()
            .position(|entry| at <= entry.item.at.end.max(entry.at.end));
        let owner = owner.unwrap_or(entries.len());
        let in_text = entries
            .get(owner)
            .is_some_and(|entry| matches!(entry.item.data, Data::Text(_)) && entry.item.at.start < at);
        if let (Some(comment), Some(own)) = (comment(line).filter(|_| !in_text), all.get_mut(owner)) {
            own.push(comment.trim_end().to_owned());
        }
        at = end;
    }
    all
}

/// The comment of a line of YAML, with its mark.
fn comment(line: &str) -> Option<&str> {
    if line.trim_start().starts_with('#') {
        return Some(line.trim_start());
    }
    let outside = |at: &usize| {
        let before = line.get(..*at).unwrap_or_default();
        before.matches('"').count() % 2 == 0 && before.matches('\'').count() % 2 == 0
    };
    let at = line.match_indices(" #").map(|(at, _)| at).find(outside)?;
    line.get(at + 1..)
}

/// The front matter in TOML.
fn front(entries: &[Entry], comments: &[Vec<String>], meant: (bool, bool)) -> String {
    let (mut plain, mut tables) = (String::new(), String::new());
    for (entry, comments) in entries.iter().zip(comments) {
        let key = Key::new(entry.key.as_str()).to_string();
        let (out, lines) = match table_lines(&key, &entry.item.data) {
            Some(lines) => (&mut tables, lines),
            None => {
                let new = meant_value(&entry.item, meant);
                let line = new.map_or_else(|| format!("# {key} =\n"), |new| format!("{key} = {new}\n"));
                (&mut plain, line)
            }
        };
        out.extend(comments.iter().map(|comment| format!("{comment}\n")));
        out.push_str(&lines);
    }
    let last = comments
        .last()
        .into_iter()
        .flatten()
        .map(|comment| format!("{comment}\n"));
    plain + &tables + &last.collect::<String>()
}

/// A value, with numbers as numbers or as they are written, and words for flags as words or as flags.
fn meant_value(item: &Item, (numbers, flags): (bool, bool)) -> Option<Value> {
    match &item.data {
        Data::Whole(_) | Data::Real(_) if !numbers => Some(item.raw.as_deref()?.into()),
        Data::Text(text) if flags => flag(text).map_or_else(|| value(&item.data), |flag| Some(flag.into())),
        data => value(data),
    }
}

/// What YAML's words for flags mean.
fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "on" | "true" => Some(true),
        "no" | "off" | "false" => Some(false),
        _ => None,
    }
}

/// A table, or a list of tables, as TOML writes them below all other keys; `None` for other values.
fn table_lines(key: &str, data: &Data) -> Option<String> {
    let lines = |entries: &[Entry]| -> Option<String> {
        let line = |entry: &Entry| {
            Some(format!(
                "{} = {}\n",
                Key::new(entry.key.as_str()),
                value(&entry.item.data)?
            ))
        };
        entries.iter().map(line).collect()
    };
    match data {
        Data::Table(entries) => Some(format!("[{key}]\n{}", lines(entries)?)),
        Data::List(items) if !items.is_empty() => items
            .iter()
            .map(|item| match &item.data {
                Data::Table(entries) => Some(format!("[[{key}]]\n{}", lines(entries)?)),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}

fn value(data: &Data) -> Option<Value> {
    Some(match data {
        Data::Text(text) => text.as_str().into(),
        Data::Whole(number) => (*number).into(),
        Data::Real(number) => (*number).into(),
        Data::Flag(flag) => (*flag).into(),
        Data::Moment(text) => text.parse::<Value>().ok()?,
        Data::List(items) => Value::Array(items.iter().map(|item| value(&item.data)).collect::<Option<Array>>()?),
        Data::Table(entries) => {
            let mut table = InlineTable::new();
            for entry in entries {
                table.insert(&entry.key, value(&entry.item.data)?);
            }
            Value::InlineTable(table)
        }
        Data::Nothing => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bengali::Edition;

    fn options() -> ReadOptions {
        ReadOptions {
            zone: jiff::tz::TimeZone::get("Asia/Dhaka").unwrap(),
            edition: Edition::Bd,
            unsafe_html: false,
            max_bytes: 1 << 20,
        }
    }

    #[test]
    fn nothing_is_lost() {
        let yaml = "---\n# মাথা\ntitle: '২০২৬: \"নদী\" # নয়' # আছে\ndate: 2026-11-21 08:00\nkicker: 2026\ndraft: no\nseries:\nsummary: |\n  এক\n  # লেখা\n  দুই\ntags:\n  - ক # প্রথম\n  - \"খ: গ\"\nextra:\n  dag: 3\n  list: [1, 2.5, {a: b}]\ncorrections:\n- date: 2026-11-22T07:30:00+06:00\n  text: ঠিক করা হয়েছে\n# শেষ\n---\n\nএক।\r\n\n---\n";
        let toml = as_toml(yaml, &options()).unwrap();
        for comment in ["# মাথা", "# আছে", "# প্রথম", "# শেষ", "# series ="] {
            assert!(toml.contains(&format!("{comment}\n")), "{comment}: {toml}");
        }
        assert!(
            toml.ends_with("+++\n\nএক।\r\n\n---\n")
                && toml.contains("[[corrections]]\n")
                && toml.contains("[extra]\ndag = 3\n"),
            "{toml}"
        );
        assert!(!toml.contains("\n# নয়") && toml.matches("# লেখা").count() == 1, "{toml}");
        let story = |text: &str| parse_article("a.md", text, TextKind::Markdown, &options()).0.unwrap();
        assert_eq!(story(yaml), story(&toml));
        assert_eq!(story(&toml).front.kicker.as_deref(), Some("2026"));
    }

    #[test]
    fn what_cannot_be_said_in_toml_is_left() {
        for text in [
            "+++\ntitle = \"ক\"\n+++\n",
            "লেখা",
            "---\ntitle: [\n---\nক",
            "---\ntitle: ক\ntags: [ক, ~]\n---\n",
        ] {
            assert!(as_toml(text, &options()).is_err(), "{text}");
        }
    }
}
