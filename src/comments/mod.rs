//! The files of readers' comments as an editor works on them: a reply is appended as pending, then approved or taken out.
//! Only the entry in question is touched; every other byte of a file stays, because git is the database. What editors decide
//! is kept in a journal, so that it can be undone.

mod edit;
mod files;
mod fit;
mod journal;
mod pulled;

pub use edit::{append, approve, remove};
pub use files::{CommentStore, Kept};
pub use fit::{LONGEST, LONGEST_NAME, Unfit, as_text, fit};
pub use journal::Verb;
pub use pulled::Incoming;

use jiff::Timestamp;
use std::io;
use std::path::PathBuf;

/// Largest comment file in bytes; a story that has more takes no further replies.
const LARGEST_FILE: usize = 2 << 20;

/// A reply as a reader has sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// The reader's name.
    pub name: String,
    /// The reader's site, if given: http or https.
    pub site: Option<String>,
    /// The id of the comment that it answers.
    pub parent: Option<String>,
    /// The text.
    pub body: String,
    /// When it came.
    pub date: Timestamp,
}

impl From<Unfit> for Fault {
    fn from(why: Unfit) -> Self {
        Fault::Unfit(why)
    }
}

/// Why a comment file cannot be changed.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The reply is empty, too long, or its site is no web address.
    #[error("{}", .0.en())]
    Unfit(Unfit),
    /// The file is broken, or would be.
    #[error("{path}: {reason}")]
    Broken {
        /// The file.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// No comment has this id.
    #[error("no comment `{0}`; `khobor comments list` prints the ids")]
    Unknown(String),
    /// Comments of several stories have this id.
    #[error("`{id}` is an id in several files; write STORY#ID: {}", .stories.join(", "))]
    Ambiguous {
        /// The id.
        id: String,
        /// The stories that have one.
        stories: Vec<String>,
    },
    /// A file is full.
    #[error("{0} is too large for further replies")]
    Full(String),
    /// There is nothing to undo, or a file has changed since.
    #[error("{0}")]
    Undo(String),
    /// The system refused.
    #[error("{}: {cause}", .path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
}
