//! A story's page.

use super::comments::CommentsView;
use super::lists::AuthorView;
use super::page::{BylineView, DateView, PictureView, Teaser};
use super::portal::LinkView;
use super::stories::Stories;
use serde::Serialize;

/// A story's page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StoryView {
    /// Address.
    pub url: String,
    /// Headline.
    pub title: String,
    /// Kicker; may be empty.
    pub kicker: String,
    /// Standfirst; may be empty.
    pub subtitle: String,
    /// Summary (the editor's, or an excerpt).
    pub summary: String,
    /// Where it was sent from; may be empty.
    pub dateline: String,
    /// Its section.
    pub section: LinkView,
    /// Byline.
    pub authors: Vec<BylineView>,
    /// Published.
    pub date: DateView,
    /// Changed, only when it differs by more than 10 minutes.
    pub updated: Option<DateView>,
    /// Minutes to read it.
    pub reading_minutes: u32,
    /// Lead picture.
    pub image: Option<PictureView>,
    /// The text: safe markup, boxes and in-text ad included.
    pub body_html: String,
    /// Whether there are three or more headings (a table of contents is worth it).
    pub toc: Vec<TocItem>,
    /// Corrections, newest first.
    pub corrections: Vec<CorrectionView>,
    /// Tags.
    pub tags: Vec<LinkView>,
    /// Authors with a biography, for the author box.
    pub author_boxes: Vec<AuthorView>,
    /// Its series, if any.
    pub series: Option<SeriesBox>,
    /// Share links.
    pub share: ShareView,
    /// The story before it in its section.
    pub previous: Option<LinkView>,
    /// The story after it in its section.
    pub next: Option<LinkView>,
    /// Related stories, best first, up to six.
    pub related: Stories,
    /// The same as markup, where the theme has `"story.related"` in its table `[printed]`; else empty.
    pub related_html: String,
    /// Where fewer than three are related: the stories of its section published just before it, newest first, so many
    /// that there are three together.
    pub section_more: Vec<Teaser>,
    /// Readers' comments.
    pub comments: CommentsView,
    /// `story`, `gallery` or `video`.
    pub form: String,
    /// Its first gallery, of three pictures or more, begins with the lead picture, which is not to be shown twice.
    pub lead_in_gallery: bool,
    /// The front matter's `extra`.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A line of a table of contents.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TocItem {
    /// 2 to 6.
    pub level: u8,
    /// Fragment without `#`.
    pub id: String,
    /// Text.
    pub text: String,
}

/// A correction.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CorrectionView {
    /// When.
    pub date: DateView,
    /// What.
    pub text: String,
}

/// The box of a series in a story.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SeriesBox {
    /// Name.
    pub title: String,
    /// Page of the series.
    pub url: String,
    /// This story's place, from 1.
    pub part: u32,
    /// The part before.
    pub previous: Option<LinkView>,
    /// The part after.
    pub next: Option<LinkView>,
}

/// Share links; plain addresses, no scripts.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ShareView {
    /// WhatsApp.
    pub whatsapp: String,
    /// Facebook.
    pub facebook: String,
    /// X.
    pub x: String,
    /// Telegram.
    pub telegram: String,
    /// The bare address, to copy.
    pub copy: String,
    /// The story's light page; empty where it has none.
    pub lite: String,
}

/// An advertisement in its slot.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AdView {
    /// The slot: `header rail in_text article_end front`.
    pub slot: String,
    /// `image` (picture and link) or `frame` (sandboxed page).
    pub kind: String,
    /// Where a click leads; may be empty.
    pub href: String,
    /// The picture, or the frame's page.
    pub src: String,
    /// Alternative text, or the frame's title.
    pub alt: String,
    /// Pixels reserved.
    pub width: u32,
    /// Pixels reserved.
    pub height: u32,
    /// Another picture for phones; may be empty.
    pub src_small: String,
    /// Pixels reserved on phones.
    pub width_small: u32,
    /// Pixels reserved on phones.
    pub height_small: u32,
    /// The advertiser, for the label; may be empty.
    pub advertiser: String,
}
