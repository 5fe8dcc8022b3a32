//! Front matter and data files as written: values with their places, the same for TOML and YAML.

use super::plain_toml;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Data {
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Another number.
    Real(f64),
    /// `true`, `false`
    Flag(bool),
    /// A TOML date or time, in its own notation.
    Moment(String),
    /// A list.
    List(Vec<Item>),
    /// A table, in the order written.
    Table(Vec<Entry>),
    /// YAML's nothing.
    Nothing,
}

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Item {
    /// The value.
    pub(crate) data: Data,
    /// Its bytes in the file.
    pub(crate) at: Range<usize>,
    /// How an unquoted YAML number or truth value is written; it may be meant as text.
    pub(crate) raw: Option<String>,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entry {
    /// The key.
    pub(crate) key: String,
    /// The key's bytes in the file.
    pub(crate) at: Range<usize>,
    /// The value.
    pub(crate) item: Item,
}

/// A fault of syntax.
#[derive(Debug)]
pub(crate) struct Fault {
    /// What the parser says.
    pub(crate) reason: String,
    /// Where in the file.
    pub(crate) at: Range<usize>,
    /// The key that is given twice, when that is the fault.
    pub(crate) twice: Option<String>,
}

/// Reads TOML that stands at byte `offset` of its file. Recovers from faults as far as it can.
pub(crate) fn from_toml(text: &str, offset: usize) -> (Vec<Entry>, Vec<Fault>) {
    match plain_toml::entries(text, offset) {
        Some(entries) => (entries, Vec::new()),
        None => parse_toml(text, offset),
    }
}

/// As [`from_toml`], for any TOML.
pub(super) fn parse_toml(text: &str, offset: usize) -> (Vec<Entry>, Vec<Fault>) {
    let (table, faults) = DeTable::parse_recoverable(text);
    let entries = entries(table.get_ref(), text, offset);
    let faults = faults.iter().map(|fault| {
        let at = fault.span().unwrap_or(0..0);
        let twice = fault
            .message()
            .contains("duplicate key")
            .then(|| text.get(at.clone()).unwrap_or_default().to_owned());
        Fault {
            reason: fault.message().to_owned(),
            at: shift(at, offset),
            twice,
        }
    });
    // A date that cannot be is reported by the key that takes it, with its value.
    let of_date = |fault: &Fault| {
        let inside = |e: &Entry| e.item.at.start <= fault.at.start && fault.at.end <= e.item.at.end;
        entries
            .iter()
            .any(|e| matches!(e.item.data, Data::Moment(_)) && inside(e))
    };
    let faults: Vec<Fault> = faults.filter(|fault| !of_date(fault)).collect();
    (entries, faults)
}

fn entries(table: &DeTable, text: &str, offset: usize) -> Vec<Entry> {
    let entry = |(key, value): (&Spanned<std::borrow::Cow<str>>, &Spanned<DeValue>)| Entry {
        key: key.get_ref().to_string(),
        at: shift(key.span(), offset),
        item: item(value, text, offset),
    };
    let mut entries: Vec<Entry> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.at.start);
    entries
}

fn item(value: &Spanned<DeValue>, text: &str, offset: usize) -> Item {
    let data = match value.get_ref() {
        DeValue::String(string) => Data::Text(string.to_string()),
        DeValue::Integer(n) => whole(n.as_str(), n.radix()),
        DeValue::Float(n) => n.as_str().parse().map_or(Data::Nothing, Data::Real),
        DeValue::Boolean(flag) => Data::Flag(*flag),
        DeValue::Datetime(_) => Data::Moment(text.get(value.span()).unwrap_or_default().to_owned()),
        DeValue::Array(list) => Data::List(list.iter().map(|value| item(value, text, offset)).collect()),
        DeValue::Table(table) => Data::Table(entries(table, text, offset)),
    };
    Item {
        data,
        at: shift(value.span(), offset),
        raw: None,
    }
}

fn whole(digits: &str, radix: u32) -> Data {
    match i64::from_str_radix(digits, radix) {
        Ok(n) => Data::Whole(n),
        Err(_) => digits.parse().map_or(Data::Nothing, Data::Real),
    }
}

fn shift(at: Range<usize>, offset: usize) -> Range<usize> {
    at.start.saturating_add(offset)..at.end.saturating_add(offset)
}

/// A value as JSON, for `extra`: text canonical, dates in their notation.
pub(crate) fn json(data: Data) -> serde_json::Value {
    use serde_json::Value;
    match data {
        Data::Text(text) => Value::String(crate::bengali::gate::canonical(&text).into_owned()),
        Data::Whole(n) => n.into(),
        Data::Real(n) => n.into(),
        Data::Flag(flag) => flag.into(),
        Data::Moment(text) => Value::String(text),
        Data::List(items) => items.into_iter().map(|item| json(item.data)).collect(),
        Data::Table(entries) => Value::Object(json_table(entries)),
        Data::Nothing => Value::Null,
    }
}

/// A table as JSON.
pub(crate) fn json_table(entries: Vec<Entry>) -> serde_json::Map<String, serde_json::Value> {
    entries
        .into_iter()
        .map(|e| (crate::bengali::gate::canonical(&e.key).into_owned(), json(e.item.data)))
        .collect()
}
