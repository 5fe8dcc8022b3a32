//! Checked access to the keys of a table: each is taken once, every fault is reported with its place, what is left over is
//! unknown.

use super::address::{Address, file_name, kind};
use super::byline::take_place;
use super::data::{self, Data, Entry, Item};
use super::foreign::{self, Foreign};
use super::front_matter;
use super::moment;
use super::notes::{File, Notes};
use super::types::Mark;
use crate::bengali::gate;
use crate::diag::codes::source as codes;
use crate::diag::{Diagnostic, did_you_mean};
use jiff::Timestamp;
use std::ops::Range;

const MOMENT: &str = "2026-11-22T07:30:00+06:00";

/// The keys of a table.
pub(crate) struct Fields<'a> {
    file: File<'a>,
    notes: &'a mut Notes,
    entries: Vec<Entry>,
    /// Where a missing key is reported.
    start: Range<usize>,
    /// Whether the file is written in YAML.
    yaml: bool,
    known: Vec<&'static str>,
    /// Keys that are there with a value of another type: reported once, not as missing too.
    wrong: Vec<String>,
    /// The place that a byline ends with.
    place: Option<String>,
}

impl<'a> Fields<'a> {
    /// The keys of a table that begins at `start`. Keys given twice are reported; the first one holds.
    pub(crate) fn new(file: File<'a>, notes: &'a mut Notes, entries: Vec<Entry>, start: Range<usize>) -> Self {
        let mut fields = Fields {
            file,
            notes,
            entries: Vec::with_capacity(entries.len()),
            start,
            yaml: front_matter::is_yaml(file.text),
            wrong: Vec::new(),
            place: None,
            known: Vec::new(),
        };
        let mut seen = std::collections::BTreeSet::new();
        for entry in entries {
            if seen.insert(entry.key.clone()) {
                fields.entries.push(entry);
            } else {
                fields.report(entry.at, Diagnostic::new(&codes::DUPLICATE_KEY).arg("key", entry.key));
            }
        }
        fields
    }

    /// Reports a fault at a place of the front matter.
    pub(crate) fn report(&mut self, at: Range<usize>, diagnostic: Diagnostic) {
        self.notes.report(&self.file, at, diagnostic);
    }

    /// Takes a key's value; nothing when it is not given or empty in YAML.
    fn take(&mut self, key: &'static str) -> Option<Item> {
        self.known.push(key);
        let index = self.entries.iter().position(|entry| entry.key == key)?;
        let item = self.entries.remove(index).item;
        (item.data != Data::Nothing).then_some(item)
    }

    /// A line as it is written in this file's format.
    fn example(&self, key: &str, value: &str) -> String {
        match self.yaml {
            true => format!("{key}: {value}"),
            false => format!("{key} = {value}"),
        }
    }

    /// Whether a text is written without quotation marks, as only YAML has it.
    fn is_bare(&self, at: &Range<usize>) -> bool {
        self.yaml && !self.file.slice(at).starts_with(['"', '\''])
    }

    fn wrong(&mut self, key: &str, at: Range<usize>, example: &str) {
        self.wrong.push(key.to_owned());
        let example = self.example(key, example);
        self.report(
            at,
            Diagnostic::new(&codes::WRONG_TYPE)
                .arg("key", key)
                .arg("example", example),
        );
    }

    /// Text as written, its spaces trimmed; unquoted numbers of YAML count as text.
    fn written(&mut self, key: &'static str, example: &str) -> Option<(String, Range<usize>)> {
        let item = only_item(self.take(key)?);
        match (item.data, item.raw) {
            (Data::Text(text), _) | (_, Some(text)) => {
                let text = text.trim();
                (!text.is_empty()).then(|| (text.to_owned(), item.at))
            }
            _ => {
                self.wrong(key, item.at, example);
                None
            }
        }
    }

    /// Running text: cleaned, in one line.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<String> {
        let (text, _) = self.written(key, "\"লেখা\"")?;
        one_line(&gate::clean(&text))
    }

    /// A name, path or other text that is compared: canonical, in one line.
    pub(crate) fn name(&mut self, key: &'static str) -> Option<String> {
        let (text, _) = self.written(key, "\"লেখা\"")?;
        one_line(&gate::canonical(&text))
    }

    /// The name of a picture beside the file or below `static/`. A picture of another host is reported.
    pub(crate) fn picture(&mut self, key: &'static str) -> Option<String> {
        let (text, at) = self.written(key, "\"ছবি.jpg\"")?;
        let name = file_name(&text);
        if kind(&name) == Address::Web {
            self.report(at, Diagnostic::new(&codes::FOREIGN_PICTURE).arg("picture", name));
            return None;
        }
        (!name.is_empty()).then_some(name)
    }

    /// A name that must hold to a rule; reported when it does not.
    pub(crate) fn checked(&mut self, key: &'static str, example: &str, good: fn(&str) -> bool) -> Option<String> {
        let (text, at) = self.written(key, example)?;
        let name = one_line(&gate::canonical(&text))?;
        if good(&name) {
            return Some(name);
        }
        let example = self.example(key, example);
        self.report(
            at,
            Diagnostic::new(&codes::BAD_VALUE)
                .arg("key", key)
                .arg("value", name)
                .arg("example", example),
        );
        None
    }

    /// `true` or `false`.
    pub(crate) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let item = self.take(key)?;
        match item.data {
            Data::Flag(flag) => Some(flag),
            // What older YAML calls a truth value.
            Data::Text(text) if self.is_bare(&item.at) && truth(&text).is_some() => truth(&text),
            _ => {
                self.wrong(key, item.at, "true");
                None
            }
        }
    }

    /// `true`, `false`, or the moment until which it is true.
    pub(crate) fn mark(&mut self, key: &'static str) -> Mark {
        let Some(item) = self.take(key) else { return Mark::No };
        let text = match (&item.data, &item.raw) {
            (Data::Flag(true), _) => return Mark::Yes,
            (Data::Flag(false), _) => return Mark::No,
            (Data::Moment(text) | Data::Text(text), _) | (_, Some(text)) => Some(text.as_str()),
            _ => None,
        };
        let until = text.and_then(|text| moment::parse(text, self.file.options));
        if until.is_none() {
            self.wrong(key, item.at, "true");
        }
        until.map_or(Mark::No, Mark::Until)
    }

    /// A whole number.
    pub(crate) fn whole(&mut self, key: &'static str) -> Option<i64> {
        let item = self.take(key)?;
        match item.data {
            Data::Whole(n) => Some(n),
            _ => {
                self.wrong(key, item.at, "10");
                None
            }
        }
    }

    /// `true`, `false`, or a reason: the reason (maybe empty) when it is one or true.
    pub(crate) fn reason(&mut self, key: &'static str) -> Option<String> {
        let item = self.take(key)?;
        match item.data {
            Data::Flag(flag) => flag.then(String::new),
            Data::Text(text) => Some(one_line(&gate::clean(text.trim())).unwrap_or_default()),
            _ => {
                self.wrong(key, item.at, "\"কারণ\"");
                None
            }
        }
    }

    /// A list of names, or one name alone; each canonical, none empty.
    pub(crate) fn names(&mut self, key: &'static str) -> Vec<String> {
        let Some(item) = self.take(key) else { return Vec::new() };
        let listed = matches!(item.data, Data::List(_));
        let items = match item.data {
            Data::List(items) => items,
            _ => vec![item],
        };
        let mut names = Vec::with_capacity(items.len());
        for item in items {
            match (item.data, item.raw) {
                (Data::Text(text), _) if !listed && self.is_bare(&item.at) && PEOPLE.contains(&key) => {
                    let parts = text.split([',', ';']);
                    let mut parts: Vec<String> = parts.filter_map(|name| one_line(&gate::canonical(name))).collect();
                    if key != "tags" {
                        self.place = take_place(&mut parts).or(self.place.take());
                    }
                    names.extend(parts);
                }
                (Data::Text(text), _) | (_, Some(text)) => names.extend(one_line(&gate::canonical(&text))),
                (Data::Nothing, None) => {}
                _ => self.wrong(key, item.at, "[\"ক\", \"খ\"]"),
            }
        }
        names
    }

    /// The place that a byline ended with.
    pub(crate) fn place_of_byline(&mut self) -> Option<String> {
        self.place.take()
    }

    /// A point in time.
    pub(crate) fn moment(&mut self, key: &'static str) -> Option<Timestamp> {
        let item = self.take(key)?;
        let text = match (item.data, item.raw) {
            (Data::Moment(text) | Data::Text(text), _) | (_, Some(text)) => text,
            _ => {
                self.wrong(key, item.at, MOMENT);
                return None;
            }
        };
        let found = moment::parse(&text, self.file.options);
        if let Some(year) = found
            .map(|at| at.to_zoned(self.file.options.zone.clone()).year())
            .filter(|y| *y < OLDEST)
        {
            let diagnostic = Diagnostic::new(&codes::ODD_DATE).arg("key", key).arg("value", year);
            self.report(item.at.clone(), diagnostic);
        }
        if found.is_none() {
            self.wrong.push(key.to_owned());
            let example = self.example(key, MOMENT);
            self.report(
                item.at,
                Diagnostic::new(&codes::BAD_DATE)
                    .arg("key", key)
                    .arg("value", text)
                    .arg("example", example),
            );
        }
        found
    }

    /// A list of tables, each with its place.
    pub(crate) fn tables(&mut self, key: &'static str) -> Vec<(Vec<Entry>, Range<usize>)> {
        let Some(item) = self.take(key) else { return Vec::new() };
        let items = match item.data {
            Data::List(items) => items,
            _ => vec![item],
        };
        let mut tables = Vec::with_capacity(items.len());
        for item in items {
            match item.data {
                Data::Table(entries) => tables.push((entries, item.at)),
                _ => self.report(
                    item.at,
                    Diagnostic::new(&codes::WRONG_TYPE)
                        .arg("key", key)
                        .arg("example", format!("[[{key}]]")),
                ),
            }
        }
        tables
    }

    /// The keys of a table inside of this one.
    pub(crate) fn inner(&mut self, entries: Vec<Entry>, start: Range<usize>) -> Fields<'_> {
        Fields::new(self.file, self.notes, entries, start)
    }

    /// The site's own values.
    pub(crate) fn extra(&mut self) -> serde_json::Map<String, serde_json::Value> {
        let Some(item) = self.take("extra") else {
            return serde_json::Map::new();
        };
        match item.data {
            Data::Table(entries) => data::json_table(entries),
            _ => {
                let diagnostic = Diagnostic::new(&codes::WRONG_TYPE)
                    .arg("key", "extra")
                    .arg("example", "[extra]");
                self.report(item.at, diagnostic);
                serde_json::Map::new()
            }
        }
    }

    /// Tells that a key is missing from the table `table`.
    pub(crate) fn missing(&mut self, table: &str, key: &str, example: &str) {
        if self.is_wrong(key) {
            return;
        }
        let code = if table.is_empty() {
            &codes::NO_TITLE
        } else {
            &codes::MISSING_KEY
        };
        let diagnostic = Diagnostic::new(code)
            .arg("table", table)
            .arg("key", key)
            .arg("example", self.example(key, example));
        self.report(self.start.clone(), diagnostic);
    }

    /// Whether a key was given with a value that cannot be used, which was reported.
    pub(crate) fn is_wrong(&self, key: &str) -> bool {
        self.wrong.iter().any(|wrong| wrong == key)
    }

    /// Whether a key is given and was not taken yet.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == key)
    }

    /// Text of several lines as written.
    pub(crate) fn block(&mut self, key: &'static str) -> Option<String> {
        self.written(key, "\"লেখা\"").map(|(text, _)| text)
    }

    /// Tells that a comment's value is too long.
    pub(crate) fn too_long(&mut self, key: &str, limit: String) {
        self.report(
            self.start.clone(),
            Diagnostic::new(&codes::LONG_COMMENT)
                .arg("key", key)
                .arg("limit", limit),
        );
    }

    /// Takes a key without looking at it.
    pub(crate) fn ignore(&mut self, key: &'static str) {
        let _ = self.take(key);
    }

    /// Reports every key that was not taken.
    pub(crate) fn finish(&mut self) {
        for entry in std::mem::take(&mut self.entries) {
            let known = |key: &str| self.known.iter().find(|own| **own == key).copied();
            let diagnostic = match foreign::key(&entry.key) {
                Some(Foreign::Folder) if known("tags").is_some() => Diagnostic::new(&codes::FOLDER_IS_SECTION),
                Some(Foreign::Nothing) => Diagnostic::new(&codes::FOREIGN_KEY),
                Some(Foreign::Published) if !foreign::holds_back(&entry.item.data) => {
                    Diagnostic::new(&codes::FOREIGN_KEY)
                }
                Some(Foreign::Published) => {
                    let own = known("draft").or_else(|| known("hidden")).unwrap_or("draft");
                    let suggestion = format!("→ `{}`", self.example(own, "true"));
                    Diagnostic::new(&codes::UNKNOWN_KEY).arg("suggestion", suggestion)
                }
                Some(Foreign::Named(names)) if names.iter().any(|name| known(name).is_some()) => {
                    let own: Vec<String> = names
                        .iter()
                        .filter(|name| known(name).is_some())
                        .map(|name| format!("`{name}`"))
                        .collect();
                    let suggestion = format!("→ {}", own.join(" / "));
                    Diagnostic::new(&codes::UNKNOWN_KEY).arg("suggestion", suggestion)
                }
                _ => {
                    let near = did_you_mean(&entry.key, self.known.iter().copied());
                    let suggestion = near.map_or_else(|| self.known.join(", "), |near| format!("→ `{near}`"));
                    Diagnostic::new(&codes::UNKNOWN_KEY).arg("suggestion", suggestion)
                }
            };
            self.report(entry.at, diagnostic.arg("key", entry.key));
        }
    }
}

/// The first newspapers are not older.
const OLDEST: i16 = 1700;
/// Keys that hold names, which YAML without brackets may part by commas.
const PEOPLE: [&str; 3] = ["tags", "authors", "author"];

fn truth(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "on" | "y" => Some(true),
        "no" | "off" | "n" => Some(false),
        _ => None,
    }
}

/// A list of one text counts as that text.
fn only_item(item: Item) -> Item {
    match item.data {
        Data::List(mut items) if items.len() == 1 => items.pop().unwrap_or(Item {
            data: Data::Nothing,
            at: item.at,
            raw: None,
        }),
        data => Item { data, ..item },
    }
}

/// Line ends and runs of spaces as one space; nothing when nothing is left.
pub(crate) fn one_line(text: &str) -> Option<String> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    if !text.contains(['\n', '\t']) && !text.contains("  ") {
        return Some(text.to_owned());
    }
    let mut line = String::with_capacity(text.len());
    for word in text.split([' ', '\n', '\t']).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Some(line)
}
