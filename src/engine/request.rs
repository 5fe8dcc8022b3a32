//! What a run is asked to do.

use crate::portal::Moment;
use crate::source::Overlay;
use jiff::Timestamp;
use std::path::PathBuf;

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Request {
    /// The site's root.
    pub root: PathBuf,
    /// The output folder; `public` in the root when absent.
    pub out: Option<PathBuf>,
    /// The run's one clock value.
    pub now: Timestamp,
    /// Another theme than the site's own.
    pub theme: Option<String>,
    /// Drafts count as published.
    pub drafts: bool,
    /// Stories to come count as published.
    pub future: bool,
    /// Stories that were taken down count as published (the preview shows them, marked).
    pub expired: bool,
    /// Warnings count as errors.
    pub strict: bool,
    /// The summary names the stories that are not published: a build that has nothing to do reads the site all the same.
    pub name_withheld: bool,
    /// Related stories a list, when not the site's.
    pub related: Option<usize>,
    /// The folder of the cache; `.khobor` in the root when absent.
    pub cache: Option<PathBuf>,
    /// Whether pictures are made in their sizes. Else pages name what will most likely be made.
    pub pictures: bool,
    /// The folder in which the sizes of pictures are kept; `pictures` in the cache when absent.
    pub picture_store: Option<PathBuf>,
    /// Texts that stand in place of files: what somebody is writing.
    pub overlay: Overlay,
    /// From so many stories on it is remembered which are related: below that, finding them again is quicker.
    pub related_memory_from: usize,
}

impl Request {
    /// A plain run for the site at `root`.
    pub fn new(root: impl Into<PathBuf>, now: Timestamp) -> Self {
        Request {
            root: root.into(),
            out: None,
            theme: None,
            now,
            drafts: false,
            future: false,
            expired: false,
            strict: false,
            name_withheld: false,
            related: None,
            cache: None,
            pictures: true,
            picture_store: None,
            overlay: Overlay::default(),
            related_memory_from: 2_000,
        }
    }

    /// The moment and what counts as published at it.
    pub(super) fn moment(&self) -> Moment {
        Moment {
            now: self.now,
            drafts: self.drafts,
            future: self.future,
            expired: self.expired,
        }
    }

    /// The folder of the cache.
    pub fn cache(&self) -> PathBuf {
        self.cache.clone().unwrap_or_else(|| self.root.join(".khobor"))
    }

    /// The folder in which the sizes of pictures are kept.
    pub fn picture_store(&self) -> PathBuf {
        self.picture_store
            .clone()
            .unwrap_or_else(|| self.cache().join("pictures"))
    }

    /// The output folder.
    pub fn output(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| self.root.join("public"))
    }
}
