//! One source file as it was read.

use super::term_store::TermSpot;
use crate::media::PictureInfo;
use crate::portal::StoryFile;
use crate::relate::popular::PopularRecords;
use crate::relate::terms::TermVector;
use crate::source::{AuthorSource, CommentSource, FrontPicks, PageSource, SectionSource};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One file, read.
pub(super) enum Piece {
    Story(Arc<StoryFile>, Words),
    Section(String, Box<SectionSource>),
    Author(String, Box<AuthorSource>),
    Page(String, Box<PageSource>),
    Comments(String, Vec<CommentSource>),
    Popular(PopularRecords),
    /// Former addresses, and where they lead.
    Redirects(BTreeMap<String, String>),
    Front(FrontPicks),
    /// A file beside content: its path, its size if it is a picture, its content hash.
    Asset(String, Option<PictureInfo>, [u8; 16]),
    /// A file of `static/`.
    Static(String, Option<PictureInfo>, [u8; 16]),
    Nothing,
}

/// The terms of a story: as made just now, or still in the cache.
pub(super) enum Words {
    Here(TermVector),
    Kept(TermSpot),
}

impl Piece {
    /// Whether the cache keeps pieces of this kind.
    pub(super) fn is_remembered(&self) -> bool {
        matches!(self, Piece::Story(..) | Piece::Asset(..) | Piece::Static(..))
    }
}
