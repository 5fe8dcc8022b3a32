//! What can go wrong while publishing. Every error names the operation, the path and, where there is one, the cause.

use std::io;
use std::path::{Path, PathBuf};

/// One kind of work on the disk; its [`word`](Operation::word) stands in messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// Looking at a file or folder.
    Look,
    /// Listing a folder.
    List,
    /// Reading a file.
    Read,
    /// Creating a new file.
    Create,
    /// Writing bytes into a file just created.
    Write,
    /// Setting the access rights of a file or folder.
    Rights,
    /// Making a folder.
    MakeFolder,
    /// Making a second name (hard link) for a file.
    Link,
    /// Renaming a file or folder.
    Rename,
    /// Exchanging two folders at once.
    Exchange,
    /// Removing a file.
    Remove,
    /// Removing a folder.
    RemoveFolder,
    /// Flushing to the disk.
    Flush,
    /// Taking a lock.
    Lock,
}

impl Operation {
    /// The English word for messages: `"write"`, `"rename"`, ...
    ///
    /// ```
    /// use khobor::publish::Operation;
    /// assert_eq!(Operation::MakeFolder.word(), "make folder");
    /// ```
    pub fn word(self) -> &'static str {
        match self {
            Operation::Look => "look at",
            Operation::List => "list",
            Operation::Read => "read",
            Operation::Create => "create",
            Operation::Write => "write",
            Operation::Rights => "set rights of",
            Operation::MakeFolder => "make folder",
            Operation::Link => "link",
            Operation::Rename => "rename",
            Operation::Exchange => "exchange",
            Operation::Remove => "remove",
            Operation::RemoveFolder => "remove folder",
            Operation::Flush => "flush",
            Operation::Lock => "lock",
        }
    }
}

/// Why an output folder is refused before anything is touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Danger {
    /// No path was given.
    Empty,
    /// `/` or a folder that belongs to the system.
    System,
    /// The home folder, a folder above it, or one of its well-known folders.
    Home,
    /// A source folder or a folder above one.
    Source,
    /// A folder inside one that is read as input.
    InsideInput,
    /// The root of a version-controlled tree, or a place inside its records.
    Repository,
    /// A folder that holds a portal's `khobor.toml`.
    Portal,
    /// Something that is no folder.
    NotFolder,
}

impl Danger {
    /// The reason in plain English.
    pub fn reason(self) -> &'static str {
        match self {
            Danger::Empty => "no folder was named",
            Danger::System => "it belongs to the system",
            Danger::Home => "it is a home folder, one above it, or one of its own folders",
            Danger::Source => "it holds the sources",
            Danger::InsideInput => "it lies inside a folder that is read as input",
            Danger::Repository => "it is the root of a version-controlled tree or lies in its records",
            Danger::Portal => "it holds a khobor.toml",
            Danger::NotFolder => "it is not a folder",
        }
    }
}

/// An error of this room. [`path`](PublishError::path), [`operation`](PublishError::operation) and
/// [`cause`](PublishError::cause) are there for the message in the reader's language.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The system refused an operation.
    #[error("cannot {} {}: {cause}", operation.word(), path.display())]
    Disk {
        /// What was tried.
        operation: Operation,
        /// On which file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: io::Error,
    },
    /// The output folder is dangerous.
    #[error("will not publish to {}: {}", path.display(), danger.reason())]
    Refused {
        /// The folder as resolved.
        path: PathBuf,
        /// Why.
        danger: Danger,
    },
    /// Another process holds the lock for longer than the time-out.
    #[error("cannot lock {}: another khobor is publishing there", path.display())]
    Locked {
        /// The lock file.
        path: PathBuf,
    },
    /// A page wants a place where a file lies that khobor did not write and that has other content.
    #[error("cannot publish {}: a file that khobor did not write is in its place", path.display())]
    Foreign {
        /// The file in the output folder.
        path: PathBuf,
    },
    /// An output's name is not allowed.
    #[error("cannot publish {path:?}: {reason}")]
    Name {
        /// The name as given.
        path: String,
        /// Why it is refused.
        reason: &'static str,
    },
    /// Two outputs claim one name, or one claims a file where the other claims a folder.
    #[error("cannot publish {}: two outputs claim it", path.display())]
    Twice {
        /// The name that both want.
        path: PathBuf,
    },
}

impl PublishError {
    /// The file or folder it is about.
    pub fn path(&self) -> &Path {
        match self {
            PublishError::Disk { path, .. }
            | PublishError::Refused { path, .. }
            | PublishError::Locked { path }
            | PublishError::Foreign { path }
            | PublishError::Twice { path } => path,
            PublishError::Name { path, .. } => Path::new(path),
        }
    }

    /// What was tried.
    pub fn operation(&self) -> &'static str {
        match self {
            PublishError::Disk { operation, .. } => operation.word(),
            PublishError::Locked { .. } => "lock",
            _ => "publish",
        }
    }

    /// What the system said, where it was asked.
    pub fn cause(&self) -> Option<&io::Error> {
        match self {
            PublishError::Disk { cause, .. } => Some(cause),
            _ => None,
        }
    }
}

/// Whether the system gave this reason.
pub(super) fn caused_by(error: &PublishError, kind: io::ErrorKind) -> bool {
    error.cause().is_some_and(|cause| cause.kind() == kind)
}
