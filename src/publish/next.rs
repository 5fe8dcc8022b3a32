//! The site as it shall be, and where the content of each output lies until it is published.

use std::path::{Path, PathBuf};

use super::layout::Layout;
use super::manifest::Manifest;

/// Staged files are in this many folders, so that threads do not wait for one another.
pub(super) const SHARDS: u32 = 32;

/// Where the content of an output lies until it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// In the output folder, under its name.
    Live,
    /// In the staging folder, under this number; or in the new tree, where a first publication stages.
    Stage(u32),
}

/// The site as it shall be.
#[derive(Debug, Default)]
pub(super) struct Next {
    pub(super) manifest: Manifest,
    pub(super) sources: Vec<Source>,
    /// The folders of the manifest.
    pub(super) layout: Layout,
    /// What was staged stands in its place in the new tree already.
    pub(super) staged_in_place: bool,
}

impl Next {
    /// The same site, all of which is live already.
    pub(super) fn all_live(&self) -> Next {
        Next {
            manifest: self.manifest.clone(),
            sources: vec![Source::Live; self.manifest.len()],
            layout: self.layout.clone(),
            staged_in_place: false,
        }
    }
}

/// The file that holds a staged output.
pub(super) fn staged_file(stage: &Path, number: u32) -> PathBuf {
    stage.join(format!("{:02}/{number:x}", number % SHARDS))
}
