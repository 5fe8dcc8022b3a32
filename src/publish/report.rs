//! What a publication did.

use std::path::PathBuf;

use super::manifest::Mark;
use super::survey::State;

/// What became of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// New in the site.
    Added,
    /// Has other content than before.
    Changed,
    /// Was changed or removed by others and is rewritten.
    Repaired,
    /// Was there with the right content, unknown to khobor, and is khobor's now.
    Adopted,
    /// No longer part of the site: removed.
    Deleted,
    /// No longer part of the site, but changed by others: left where it is, and no longer khobor's.
    LeftAlone,
}

/// One file that a publication changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Its name in the output.
    pub path: Box<str>,
    /// What became of it.
    pub kind: ChangeKind,
}

/// Why the promise "the old site or the new one at every instant" could not be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Weaker {
    /// It was asked for.
    Asked,
    /// The output is a mount point, or nothing can be made beside it.
    Mounted,
    /// The file system cannot exchange folders or give files a second name.
    FileSystem,
    /// This thing of others cannot be given a second name.
    Unlinkable(PathBuf),
}

impl Weaker {
    /// One line that says which promise holds instead.
    pub fn line(&self) -> String {
        let why = match self {
            Weaker::Asked => "published in place as asked".to_owned(),
            Weaker::Mounted => "nothing can be exchanged with the output folder here".to_owned(),
            Weaker::FileSystem => "this file system cannot exchange folders".to_owned(),
            Weaker::Unlinkable(path) => format!("{} cannot be carried over", path.display()),
        };
        format!(
            "{why}: each file is the old or the new one at every instant (assets, pages, feeds, deletions in turn); \
             an interrupted publication is finished by the next"
        )
    }
}

/// What a publication did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Files written.
    pub written: usize,
    /// Files that stay as they were.
    pub unchanged: usize,
    /// Files removed.
    pub deleted: usize,
    /// Bytes written.
    pub bytes: u64,
    /// Every change: first what is in the site, in byte order of names, then what left it, in the same order.
    pub changes: Vec<Change>,
    /// The mark of the output as it stands now.
    pub mark: Mark,
    /// Set when files were changed in place.
    pub weaker_promise: Option<Weaker>,
}

impl Report {
    /// Records that a file is no longer part of the site.
    pub(super) fn leave(&mut self, path: &str, state: State) {
        let kind = match state {
            State::Edited => ChangeKind::LeftAlone,
            State::Intact | State::Missing => ChangeKind::Deleted,
        };
        self.deleted += usize::from(state == State::Intact);
        self.changes.push(Change {
            path: path.into(),
            kind,
        });
    }
}
