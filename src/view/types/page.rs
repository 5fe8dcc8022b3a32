//! The head of a page, and what pages of every kind are made of.

use super::portal::LinkView;
use serde::Serialize;

/// What every page has.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageView {
    /// `front section article tag tags author authors series archive latest popular search plain lost notice lite lite-front`.
    pub kind: String,
    /// Its address (path with the site's prefix).
    pub url: String,
    /// Its absolute address, percent-encoded.
    pub canonical: String,
    /// For the `<title>` element; the portal's name included.
    pub title: String,
    /// For search engines and cards.
    pub description: String,
    /// The robots directive, e.g. `max-image-preview:large` or `noindex`.
    pub robots: String,
    /// BCP 47 of the main text.
    pub language: String,
    /// Open Graph's type: `article`, `website`, `profile`.
    pub og_type: String,
    /// The card's picture.
    pub image: Option<PictureView>,
    /// `article:published_time`, RFC 3339.
    pub published: Option<String>,
    /// `article:modified_time`, RFC 3339.
    pub modified: Option<String>,
    /// `article:section`.
    pub section: Option<String>,
    /// `article:author`s: absolute addresses of the authors' pages.
    pub authors: Vec<String>,
    /// `article:tag`s.
    pub tags: Vec<String>,
    /// Everything that a head must have beside its title: description, robots, canonical address, previous and next page,
    /// Open Graph, card, feeds, structured data, from the fields of `page`.
    pub meta_html: String,
    /// JSON-LD, escaped for a script element; print with `| safe`.
    pub json_ld: String,
    /// Feeds of this page, the most special first.
    pub feeds: Vec<FeedView>,
    /// From the front page (first) to this page (last, with an empty address).
    pub breadcrumb: Vec<LinkView>,
    /// Path of the section that the page stands in, `bangladesh/dhaka`; empty outside of sections.
    pub active: String,
    /// The page before this one in a listing, for `<link rel="prev">`; may be empty.
    pub prev: String,
    /// The page after this one in a listing; may be empty.
    pub next: String,
}

/// A feed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FeedView {
    /// Its name.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its media type.
    pub mime: String,
}

/// A moment, ready to print.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DateView {
    /// RFC 3339 with offset, for `datetime=""` and for `| bn_date(style="…")`.
    pub iso: String,
    /// ২২ নভেম্বর ২০২৬, ১৫:০৫
    pub text: String,
    /// ২২ নভেম্বর ২০২৬
    pub day: String,
    /// ১৫:০৫
    pub time: String,
}

/// A picture with its size, so that nothing shifts.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PictureView {
    /// Address (path with the site's prefix; absolute in `page.image`).
    pub src: String,
    /// Pixels; 0 when unknown.
    pub width: u32,
    /// Pixels; 0 when unknown.
    pub height: u32,
    /// Alternative text.
    pub alt: String,
    /// Caption; may be empty.
    pub caption: String,
    /// Credit; may be empty.
    pub credit: String,
    /// The same picture in other formats and sizes, the better compressed first; empty where there is one file only. The
    /// theme says how wide its slots are: `sizes`.
    pub sources: Vec<SourceView>,
    /// Address of the largest file.
    pub large: String,
    /// Class of the part that must be seen, of `f-0-0` (left, top) to `f-4-4` (right, bottom); empty for the usual one.
    pub focus: String,
    /// Whether it moves.
    pub moving: bool,
}

/// Files of a picture in one format.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SourceView {
    /// Its media type.
    #[serde(rename = "type")]
    pub kind: String,
    /// Addresses with their widths, for the attribute of this name.
    pub srcset: String,
}

/// A name in a byline.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BylineView {
    /// Name.
    pub name: String,
    /// Author page.
    pub url: String,
    /// Role; may be empty.
    pub role: String,
    /// Portrait.
    pub photo: Option<PictureView>,
    /// A desk or agency.
    pub desk: bool,
}

/// A story in a list.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Teaser {
    /// Address.
    pub url: String,
    /// Headline.
    pub title: String,
    /// BCP 47 of its text where that is not the site's language; else empty.
    pub lang: String,
    /// Kicker; may be empty.
    pub kicker: String,
    /// Two lines or so, ended at a sentence where possible.
    pub summary: String,
    /// Its section.
    pub section: LinkView,
    /// The section's path.
    pub section_path: String,
    /// When it was published.
    pub date: DateView,
    /// Its lead picture.
    pub image: Option<PictureView>,
    /// Names of the byline.
    pub authors: Vec<BylineView>,
    /// Stands in the breaking line.
    pub breaking: bool,
    /// `story`, `gallery` or `video`.
    pub form: String,
    /// In lists of the most popular stories, the month of a story that was already 30 days old at the newest view
    /// (ফেব্রুয়ারি ২০২৪), for a label; else empty.
    pub age: String,
}
