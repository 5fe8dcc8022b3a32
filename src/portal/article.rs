//! A story as the portal knows it: metadata only. Bodies stay in the body store.

use crate::source::{Correction, Focus, FrontMatter, Mark, fast_text};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A story's number: its place when all published stories are ordered by date and address, oldest first.
pub type ArticleId = u32;
/// A section's number.
pub type SectionId = u32;
/// A term's number in its taxonomy.
pub type TermId = u32;

/// Where a body is in the body store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BodyRef {
    /// First byte.
    pub offset: u64,
    /// Words whose numbers stand first; none when the body was not read with them.
    pub words: u32,
    /// Bytes of the running text, which follows.
    pub text: u32,
    /// Bytes of all the rest; 0 for no place.
    pub len: u32,
}

/// What kind of story it is, by what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Form {
    /// Text.
    #[default]
    Story,
    /// It has a gallery.
    Gallery,
    /// It has a film.
    Video,
}

impl Form {
    /// As templates see it.
    pub fn name(self) -> &'static str {
        match self {
            Form::Story => "story",
            Form::Gallery => "gallery",
            Form::Video => "video",
        }
    }
}

/// What the portal must know of a body without holding it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct BodyFacts {
    /// Words of its text.
    pub words: u32,
    /// A summary from its first sentences, for stories without one of the editor's.
    #[serde(deserialize_with = "fast_text")]
    pub excerpt: String,
    /// Pictures that it names, as written, each with whether it has an alternative text and its line.
    pub pictures: Vec<crate::source::BodyPicture>,
    /// Internal links, as written.
    pub links: Vec<String>,
    /// Stories named by related boxes, as written.
    pub related: Vec<String>,
    /// Files that arguments of shortcodes name, as written, beside pictures.
    pub named: Vec<String>,
    /// What it holds.
    pub form: Form,
    /// Hash of the source file's text, of which fingerprints are made.
    pub hash: [u8; 16],
    /// Where it is in this run's body store; not remembered between runs.
    #[serde(skip)]
    pub at: BodyRef,
}

/// A story read from its file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StoryFile {
    /// Its source file, site-relative.
    #[serde(deserialize_with = "fast_text")]
    pub path: String,
    /// Its front matter.
    pub front: FrontMatter,
    /// What is known of its body.
    pub body: BodyFacts,
}

/// A published story.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its source file.
    pub source: Box<str>,
    /// Its address.
    pub url: Box<str>,
    /// Headline.
    pub title: Box<str>,
    /// Kicker; may be empty.
    pub kicker: Box<str>,
    /// Standfirst; may be empty.
    pub subtitle: Box<str>,
    /// The editor's summary, or an excerpt.
    pub summary: Box<str>,
    /// Where it was sent from; may be empty.
    pub dateline: Box<str>,
    /// Published.
    pub date: Timestamp,
    /// Changed.
    pub updated: Option<Timestamp>,
    /// Its section.
    pub section: SectionId,
    /// Its authors, in byline order.
    pub authors: Box<[TermId]>,
    /// Its tags.
    pub tags: Box<[TermId]>,
    /// Its series.
    pub series: Option<TermId>,
    /// Lead picture.
    pub image: Option<Box<LeadPicture>>,
    /// Not to be published yet: it is here because drafts were asked for.
    pub draft: bool,
    /// Leads the front page.
    pub featured: Mark,
    /// Stands in the breaking line.
    pub breaking: Mark,
    /// Takes comments.
    pub comments: bool,
    /// Has ads.
    pub ads: bool,
    /// What it holds.
    pub form: Form,
    /// Order by hand.
    pub weight: i32,
    /// Words.
    pub words: u32,
    /// Corrections, oldest first.
    pub corrections: Box<[Correction]>,
    /// Curated related stories.
    pub related: Box<[ArticleId]>,
    /// What its share card shows, when the editor says so.
    pub card: Option<Box<str>>,
    /// A shorter headline for its share card.
    pub card_title: Option<Box<str>>,
    /// Another template.
    pub template: Option<Box<str>>,
    /// Another language.
    pub language: Option<Box<str>>,
    /// The site's own values.
    pub extra: Option<Box<serde_json::Map<String, serde_json::Value>>>,
    /// Its identity in feeds, where it is not made of the address.
    pub guid: Option<Box<str>>,
    /// Hash of the source file's text.
    pub source_hash: [u8; 16],
    /// Where the body is in this run's body store; of length 0 when it must be read again.
    pub body: BodyRef,
    /// What the body shows of other files and stories; most bodies show nothing.
    pub sees: Option<Box<Sees>>,
}

/// Hours in the breaking line, where no other end is given.
const BREAKING_HOURS: i64 = 24;

impl Article {
    /// When it was last changed.
    pub fn changed(&self) -> Timestamp {
        self.updated.unwrap_or(self.date)
    }

    /// When it leaves the breaking line; `None` when it is not marked.
    pub fn breaking_until(&self) -> Option<Timestamp> {
        self.breaking.end(self.date, BREAKING_HOURS)
    }

    /// When it no longer leads, where marks hold for so many hours; `None` when it is not marked.
    pub fn featured_until(&self, hours: i64) -> Option<Timestamp> {
        self.featured.end(self.date, hours)
    }
}

/// What a body shows of other files and stories, as written.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sees {
    /// Internal links.
    pub links: Vec<String>,
    /// Pictures.
    pub pictures: Vec<crate::source::BodyPicture>,
    /// Stories in related boxes.
    pub related: Vec<String>,
}

/// A lead picture, found and measured.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct LeadPicture {
    /// Its address.
    pub src: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Alternative text.
    pub alt: String,
    /// Caption.
    pub caption: String,
    /// Credit.
    pub credit: String,
    /// The part of it that must be seen.
    pub focus: Focus,
}
