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
    /// There is nothing to undo.
    #[error("nothing has been decided yet")]
    Undecided,
    /// A file has changed since the decision that is to be undone.
    #[error("{0} has changed since; mend it by hand or with git")]
    ChangedSince(String),
    /// The journal of decisions cannot be read or written.
    #[error("{path}: {reason}")]
    Journal {
        /// The journal.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// The system refused.
    #[error("{}: {cause}", .path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        cause: io::Error,
    },
}

impl Fault {
    /// What is wrong, in Bengali; `system` says so of what the operating system refused.
    ///
    /// ```
    /// use khobor::comments::Fault;
    /// let fault = Fault::Unknown("m9".to_owned());
    /// assert!(fault.in_bengali(&|_| String::new()).starts_with("`m9` নামে কোনো মন্তব্য নেই"));
    /// ```
    pub fn in_bengali(&self, system: &dyn Fn(&io::Error) -> String) -> String {
        match self {
            Fault::Unfit(why) => why.bn().to_owned(),
            Fault::Broken { path, .. } => format!("{path}: মন্তব্যের ফাইলটি ঠিক নেই, তাই বদলানো গেল না"),
            Fault::Unknown(id) => format!("`{id}` নামে কোনো মন্তব্য নেই; `khobor comments list` দিলে নামগুলো দেখা যায়"),
            Fault::Ambiguous { id, stories } => {
                format!("`{id}` একাধিক ফাইলে আছে; লিখুন `প্রতিবেদন#নাম`: {}", stories.join(", "))
            }
            Fault::Full(path) => format!("{path} ভরে গেছে, আর মন্তব্য নেওয়া যায় না"),
            Fault::Undecided => "এখনো কোনো সিদ্ধান্ত নেওয়া হয়নি".to_owned(),
            Fault::ChangedSince(path) => format!("{path} এর মধ্যে বদলেছে; হাতে বা git দিয়ে ঠিক করুন"),
            Fault::Journal { path, .. } => format!("{path}: সিদ্ধান্তের খাতা পড়া বা লেখা গেল না"),
            Fault::Disk { path, cause } => format!("{}: {}", path.display(), system(cause)),
        }
    }
}
