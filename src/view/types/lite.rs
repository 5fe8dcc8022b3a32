//! Light pages: a story and the newest headlines without scripts, fonts and pictures.

use super::page::DateView;
use super::portal::LinkView;
use super::story::CorrectionView;
use serde::Serialize;

/// The light page of a story.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LiteView {
    /// Address of the story's full page.
    pub full: String,
    /// Address of the newest headlines as a light page.
    pub front: String,
    /// Headline.
    pub title: String,
    /// BCP 47 of its text where that is not the site's language; else empty.
    pub lang: String,
    /// Kicker; may be empty.
    pub kicker: String,
    /// Standfirst; may be empty.
    pub subtitle: String,
    /// Where it was sent from; may be empty.
    pub dateline: String,
    /// Its section.
    pub section: LinkView,
    /// Names of the byline.
    pub authors: Vec<String>,
    /// Published.
    pub date: DateView,
    /// Changed, only when it differs by more than 10 minutes.
    pub updated: Option<DateView>,
    /// The lead picture, as a link.
    pub image: Option<LitePicture>,
    /// The text: safe markup that loads nothing.
    pub body_html: String,
    /// Corrections, newest first.
    pub corrections: Vec<CorrectionView>,
    /// Tags.
    pub tags: Vec<LinkView>,
    /// Related stories, best first, up to five; their light pages where they have one.
    pub related: Vec<LinkView>,
}

/// A picture that is not shown: a link to its smallest file.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LitePicture {
    /// What it shows: its caption, else its alternative text; may be empty.
    pub text: String,
    /// Address of the file.
    pub url: String,
    /// Its kilobytes, rounded up; 0 while it is not made yet.
    pub kilobytes: u32,
}

/// The newest headlines as a light page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LiteFrontView {
    /// Address of the front page.
    pub full: String,
    /// The stories, newest first.
    pub stories: Vec<LiteHeadline>,
}

/// A headline of a light page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LiteHeadline {
    /// Headline.
    pub title: String,
    /// BCP 47 of its text where that is not the site's language; else empty.
    pub lang: String,
    /// The story's light page, or its full one where it has none.
    pub url: String,
    /// Its section's name.
    pub section: String,
    /// When it was published.
    pub date: DateView,
}
