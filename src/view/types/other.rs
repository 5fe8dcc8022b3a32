//! Pages and fragments of their own: the date line, search, plain pages, the notice of a retraction, 404.

use super::comments::CommentsView;
use super::page::{DateView, Teaser};
use super::portal::LinkView;
use serde::Serialize;

/// The masthead's date line.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MastheadView {
    /// ঢাকা
    pub place: String,
    /// রোববার
    pub weekday: String,
    /// ২২ নভেম্বর ২০২৬
    pub gregorian: String,
    /// ৭ অগ্রহায়ণ ১৪৩৩
    pub bangla: String,
    /// ১১ জমাদিউস সানি ১৪৪৮; empty in the West Bengal edition.
    pub hijri: String,
    /// `2026-11-22`
    pub iso: String,
}

/// The search page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SearchView {
    /// Whether the build writes a search index.
    pub ready: bool,
    /// Where the index stands.
    pub index: String,
    /// Sections to filter by.
    pub sections: Vec<SearchSection>,
    /// Words of the search script: the theme's strings that begin with `search_`, without that prefix; months and digits.
    pub words: serde_json::Map<String, serde_json::Value>,
}

/// A section to filter by.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SearchSection {
    /// Its path.
    pub path: String,
    /// Its name.
    pub title: String,
}

/// A plain page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PlainView {
    /// Title.
    pub title: String,
    /// Safe markup.
    pub body_html: String,
    /// When it was last changed.
    pub updated: Option<DateView>,
    /// Readers' comments.
    pub comments: CommentsView,
    /// The front matter's `extra`.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// The notice that stands where a retracted story stood.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NoticeView {
    /// Why, in the editor's words; may be empty.
    pub reason: String,
    /// Its section.
    pub section: LinkView,
}

/// The 404 page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LostView {
    /// Newest stories.
    pub latest: Vec<Teaser>,
}
