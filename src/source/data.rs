//! Front matter and data files as written: values with their places, the same for TOML and YAML.

use std::ops::Range;

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
