//! What was brought before: `.khobor-import/SYSTEM.jsonl`, one object a line, the last line of a key holds. Nothing private
//! is in it, so it belongs into git.

use super::folder::SiteFolder;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;

/// What is known of one thing that was brought.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// What it is called in the old system.
    pub id: String,
    /// `story`, `page`, `section`, `author`, `comments`, `file`
    pub kind: String,
    /// The hash of what the old system gave.
    pub source: String,
    /// The hash of the file as it was written.
    pub file: String,
    /// The file.
    pub path: String,
    /// Its address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Addresses that it had in khobor before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<String>,
    /// Comments that came: by id, whether the old system showed them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub comments: BTreeMap<String, bool>,
}

/// All records of a system.
#[derive(Debug, Default)]
pub struct State {
    records: BTreeMap<(String, String), Record>,
    path: String,
    /// Lines to be appended.
    waiting: String,
}

impl State {
    /// Reads the records of a system. Lines that are no record are passed over. Errors: the system's.
    pub fn read(folder: &SiteFolder, system: &str) -> io::Result<State> {
        let path = format!(".khobor-import/{system}.jsonl");
        let mut state = State {
            path: path.clone(),
            ..State::default()
        };
        let text = folder.read(&path)?.unwrap_or_default();
        if !text.is_empty() && !text.ends_with('\n') {
            // A run was cut off within a line: what comes next begins a new one.
            state.waiting.push('\n');
        }
        for line in text.lines() {
            if let Ok(record) = serde_json::from_str::<Record>(line) {
                state.records.insert((record.kind.clone(), record.id.clone()), record);
            }
        }
        Ok(state)
    }

    /// The record of a thing.
    pub fn get(&self, kind: &str, id: &str) -> Option<&Record> {
        self.records.get(&(kind.to_owned(), id.to_owned()))
    }

    /// All records of a kind, in order of their ids.
    pub fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = &'a Record> {
        self.records
            .iter()
            .filter(move |((k, _), _)| k == kind)
            .map(|(_, record)| record)
    }

    /// Whether nothing was ever brought.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// Puts a record in; one that is there already is not written again. A new one is written and not kept: nobody asks for
    /// it in the same run, and a large site has hundreds of thousands.
    pub fn put(&mut self, record: Record) {
        let key = (record.kind.clone(), record.id.clone());
        let before = self.records.get_mut(&key);
        if before.as_deref() == Some(&record) {
            return;
        }
        if let Ok(line) = serde_json::to_string(&record) {
            self.waiting.push_str(&line);
            self.waiting.push('\n');
        }
        if let Some(before) = before {
            *before = record;
        }
    }

    /// Appends what was put in since. Errors: the system's.
    pub fn save(&mut self, folder: &SiteFolder) -> io::Result<()> {
        let lines = std::mem::take(&mut self.waiting);
        if lines == "\n" {
            self.waiting = lines;
            return Ok(());
        }
        folder.append(&self.path, &lines)
    }
}

/// The hash of a text, as records have it.
pub fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..32].to_owned()
}
