//! A site that stays loaded while its files change.

use super::{Loaded, Outcome, Quiet, Request, Timings, load};
use crate::source::{SourceFile, walk};
use jiff::Timestamp;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

/// What came of looking at the changed files.
pub enum Fresh {
    /// Nothing has changed.
    Same,
    /// A new state.
    New(Box<Loaded>),
}

/// A site between two changes: what its files were when they were read last.
pub struct Session {
    request: Request,
    seen: Option<(Vec<SourceFile>, Option<u128>)>,
    /// The moment at which the portal changes by itself.
    due: Option<Timestamp>,
}

impl Session {
    /// A session for the site of `request`. Nothing is read yet.
    pub fn new(request: Request) -> Self {
        Session { request, seen: None, due: None }
    }

    /// Reads what has changed and makes the new state. `changed` are the files to look at; `None` looks at all.
    pub fn refresh(&mut self, changed: Option<&[PathBuf]>, now: Timestamp) -> Outcome<Fresh> {
        let due = self.due.is_some_and(|due| due <= now);
        let same = Outcome { value: Some(Fresh::Same), told: Vec::new(), timings: Timings::default() };
        if changed.is_some_and(<[PathBuf]>::is_empty) && !due {
            return same;
        }
        let seen = Some(self.look());
        if seen == self.seen && !due {
            return same;
        }
        self.request.now = now;
        let Outcome { value, told, timings } = load(&self.request, &Quiet);
        self.seen = seen;
        if let Some(loaded) = &value {
            self.due = loaded.portal.due.iter().map(|(at, ..)| *at).find(|at| *at > now);
        }
        Outcome { value: value.map(|l| Fresh::New(Box::new(l))), told, timings }
    }

    fn look(&self) -> (Vec<SourceFile>, Option<u128>) {
        let settings = std::fs::metadata(self.request.root.join("khobor.toml")).and_then(|m| m.modified()).ok();
        let settings = settings.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).map(|d| d.as_nanos());
        (walk(&self.request.root, u64::MAX).0.files, settings)
    }
}
