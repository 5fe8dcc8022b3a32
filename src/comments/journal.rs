//! What editors decided, newest last, one JSON line each, in `.khobor/comments.jsonl` of the site: enough to take it back.

use super::Fault;
use crate::replace::replace;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Decisions that are kept.
const KEPT: usize = 100;

/// What is decided of a comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verb {
    /// Readers see it.
    Approve,
    /// It is taken out.
    Reject,
    /// It is taken out as unwanted advertising.
    Spam,
}

/// A decision.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) verb: Verb,
    pub(super) at: String,
    pub(super) files: Vec<Change>,
}

/// A file as it was, and the hash of what it became.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Change {
    pub(super) story: String,
    pub(super) before: String,
    pub(super) after: String,
}

impl Entry {
    /// A decision that turns each story's first text into its second.
    pub(super) fn new(verb: Verb, at: &str, texts: &BTreeMap<&str, (String, String)>) -> Self {
        let change = |(story, (before, after)): (&&str, &(String, String))| Change {
            story: (*story).to_owned(),
            before: before.clone(),
            after: hash(after),
        };
        Entry {
            verb,
            at: at.to_owned(),
            files: texts.iter().map(change).collect(),
        }
    }
}

pub(super) fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn path(root: &Path) -> PathBuf {
    root.join(".khobor").join("comments.jsonl")
}

fn lines(root: &Path) -> Vec<String> {
    text(root).lines().map(str::to_owned).collect()
}

/// Adds a decision.
pub(super) fn push(root: &Path, entry: &Entry) -> Result<(), Fault> {
    let mut lines = lines(root);
    lines.push(serde_json::to_string(entry).map_err(|e| unreadable(root, &e))?);
    let from = lines.len().saturating_sub(KEPT);
    save(root, lines.get(from..).unwrap_or_default())
}

/// The journal's text, in which the ids of all comments stand that were in a file before a late decision.
pub(super) fn text(root: &Path) -> String {
    fs::read_to_string(path(root)).unwrap_or_default()
}

/// The last decision.
pub(super) fn last(root: &Path) -> Result<Entry, Fault> {
    let lines = lines(root);
    let line = lines.last().ok_or(Fault::Undecided)?;
    serde_json::from_str(line).map_err(|e| unreadable(root, &e))
}

fn unreadable(root: &Path, error: &serde_json::Error) -> Fault {
    Fault::Journal {
        path: path(root).display().to_string(),
        reason: error.to_string(),
    }
}

/// Forgets the last decision.
pub(super) fn pop(root: &Path) -> Result<(), Fault> {
    let lines = lines(root);
    save(root, lines.split_last().map_or(&[][..], |(_, rest)| rest))
}

fn save(root: &Path, lines: &[String]) -> Result<(), Fault> {
    let path = path(root);
    let text: String = lines.iter().map(|l| format!("{l}\n")).collect();
    let write = || {
        fs::create_dir_all(path.parent().unwrap_or(root))?;
        replace(&path, text.as_bytes())
    };
    write().map_err(|cause| Fault::Disk {
        path: path.clone(),
        cause,
    })
}
