//! Pages that list stories: sections, tags, authors, archives, most popular.

use super::page::{DateView, PictureView, Teaser};
use super::portal::LinkView;
use super::stories::Stories;
use serde::Serialize;

/// A section's page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SectionView {
    /// Name.
    pub title: String,
    /// Address.
    pub url: String,
    /// Path.
    pub path: String,
    /// Description; may be empty.
    pub description: String,
    /// Text of `_index.md`; safe markup, may be empty.
    pub body_html: String,
    /// Sections inside.
    pub children: Vec<LinkView>,
    /// Its RSS feed.
    pub rss: String,
    /// Its most popular stories, on its front; no windows where that is not measured or a window has fewer than three.
    pub popular: PopularView,
}

/// A paged list of stories, newest first on each page; pages are counted from the oldest.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListingView {
    /// Stories of this page.
    pub stories: Stories,
    /// The same as markup, where the theme has `"listing.stories"` in its table `[printed]`; else empty.
    pub stories_html: String,
    /// The pager; absent when there is one page only.
    pub pager: Option<PagerView>,
    /// Whether this is the list's front (its newest stories).
    pub front: bool,
    /// Months to jump to; only on the front.
    pub months: Vec<LinkView>,
    /// All stories in Bengali digits; only on the front, else empty.
    pub total: String,
}

/// A page of the list of all corrections.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CorrectionsView {
    /// Corrections of this page, newest first.
    pub entries: Vec<CorrectedView>,
    /// The pager; absent when there is one page only.
    pub pager: Option<PagerView>,
    /// Whether this is the list's front (its newest corrections).
    pub front: bool,
}

/// A correction in the list of all.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CorrectedView {
    /// When.
    pub date: DateView,
    /// What.
    pub text: String,
    /// The story that was corrected.
    pub story: LinkView,
    /// Its section.
    pub section: LinkView,
}

/// A pager. Numbers count from the oldest page, so that a full page never changes.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PagerView {
    /// The newest page (front); empty on the front itself.
    pub newest: String,
    /// One page newer; empty on the front.
    pub newer: String,
    /// One page older; empty on the oldest.
    pub older: String,
    /// The oldest page; empty on the oldest itself.
    pub oldest: String,
    /// A window of numbered pages around this one, newest first.
    pub window: Vec<PagerItem>,
    /// The days of this page's stories, the oldest first: `৬ নভেম্বর ২০২৬ – ২২ নভেম্বর ২০২৬`.
    pub span: String,
}

/// A number in a pager.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PagerItem {
    /// In Bengali digits.
    pub label: String,
    /// Address.
    pub url: String,
    /// This page.
    pub current: bool,
}

/// A tag's or a series' page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TermView {
    /// Name.
    pub title: String,
    /// Address.
    pub url: String,
}

/// An author's page or box.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AuthorView {
    /// Name.
    pub name: String,
    /// Address.
    pub url: String,
    /// Role; may be empty.
    pub role: String,
    /// Portrait.
    pub photo: Option<PictureView>,
    /// Public e-mail; may be empty.
    pub email: String,
    /// Pages elsewhere.
    pub links: Vec<LinkView>,
    /// Biography; safe markup, may be empty.
    pub bio_html: String,
    /// A desk or agency.
    pub desk: bool,
}

/// An index of tags or authors, in dictionary order under their initials.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IndexView {
    /// Groups by initial.
    pub groups: Vec<IndexGroup>,
}

/// The entries with one initial.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IndexGroup {
    /// অ, আ, ক, ...
    pub initial: String,
    /// Entries.
    pub entries: Vec<IndexEntry>,
}

/// An entry of an index.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IndexEntry {
    /// Name.
    pub title: String,
    /// Address.
    pub url: String,
    /// Stories, in Bengali digits.
    pub count: String,
}

/// An archive page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ArchiveView {
    /// `all`, `year`, `month` or `day`.
    pub span: String,
    /// নভেম্বর ২০২৬
    pub title: String,
    /// `all`: years with months; `year`: months; `month`: days that have stories. Newest first; empty for `day`.
    pub groups: Vec<ArchiveGroup>,
    /// `month` only: its days as cells of a calendar whose weeks begin with the first of `weekdays`. Cells before the first day
    /// have no title, days without stories no address.
    pub calendar: Vec<IndexEntry>,
    /// `month` only: short names of the days of the week, seven.
    pub weekdays: Vec<String>,
    /// `day`: its stories, oldest first. `month`: its newest stories.
    pub stories: Stories,
    /// The same as markup, where the theme has `"archive.stories"` in its table `[printed]`; else empty.
    pub stories_html: String,
    /// The span before, if it has stories.
    pub previous: Option<LinkView>,
    /// The span after.
    pub next: Option<LinkView>,
}

/// A year or month in an archive.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ArchiveGroup {
    /// ২০২৬
    pub title: String,
    /// Address.
    pub url: String,
    /// Months or days with their counts.
    pub entries: Vec<IndexEntry>,
}

/// Most popular stories.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PopularView {
    /// False when there is no data and the newest stories stand in; the page then says so.
    pub measured: bool,
    /// Windows that have data, the shortest first; one window without a label when not measured.
    pub windows: Vec<PopularWindow>,
    /// The newest view that was counted. Present without `measured` when the data is stale.
    pub until: Option<DateView>,
}

/// A window of popularity.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PopularWindow {
    /// `day`, `week`, `month`, `all` or `latest`.
    pub key: String,
    /// Its stories, best first.
    pub stories: Vec<Teaser>,
}
