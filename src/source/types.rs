//! What a source file becomes: typed, canonical, with everything later stages ask for.

use super::focus::Focus;
use crate::bengali::Edition;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};

/// What reading needs to know of the site.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// The zone of dates without an offset.
    pub zone: TimeZone,
    /// Whose Bangla calendar a bare Bangla date means.
    pub edition: Edition,
    /// Raw HTML in Markdown is passed through unchecked.
    pub unsafe_html: bool,
    /// The largest source file in bytes (default 4 MiB).
    pub max_bytes: u64,
}

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextKind {
    /// Markdown with front matter.
    Markdown,
    /// Plain text with optional header lines.
    Text,
}

impl TextKind {
    /// By the end of a path: `.txt` is plain text, everything else Markdown.
    pub fn of_path(path: &str) -> Self {
        if path.to_ascii_lowercase().ends_with(".txt") {
            TextKind::Text
        } else {
            TextKind::Markdown
        }
    }
}

/// The front matter of a story, checked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// The headline.
    #[serde(deserialize_with = "fast_text")]
    pub title: String,
    /// When it was (or will be) published; `None` when neither the front matter nor the file name says.
    pub date: Option<Timestamp>,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
    /// The last part of the address, when it is not the file's name.
    pub slug: Option<String>,
    /// Names of authors, in order.
    pub authors: Vec<String>,
    /// Tags, in order.
    pub tags: Vec<String>,
    /// The summary, when the editor wrote one.
    pub summary: Option<String>,
    /// The kicker, above the headline.
    pub kicker: Option<String>,
    /// The standfirst, below the headline.
    pub subtitle: Option<String>,
    /// The lead picture, as written: beside the file, or from the root of `static/` with `/`.
    pub image: Option<String>,
    /// Its caption.
    pub image_caption: Option<String>,
    /// Its credit.
    pub image_credit: Option<String>,
    /// Its alternative text.
    pub image_alt: Option<String>,
    /// The part of it that must be seen.
    pub image_focus: Option<Focus>,
    /// What its share card shows: `headline`, `photo`, `none`, or a file.
    pub card: Option<String>,
    /// A shorter headline for its share card.
    pub card_title: Option<String>,
    /// The place that a story is sent from.
    pub dateline: Option<String>,
    /// The name of the series that it belongs to.
    pub series: Option<String>,
    /// Curated related stories, as written.
    pub related: Vec<String>,
    /// Leads the front page.
    pub featured: Mark,
    /// Stands in the breaking line.
    pub breaking: Mark,
    /// Not to be published yet.
    pub draft: bool,
    /// Withdrawn: the reason (may be empty). Its page becomes a notice.
    pub retracted: Option<String>,
    /// Taken down at this moment.
    pub expires: Option<Timestamp>,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// The identity that it had in the feeds of another system.
    pub guid: Option<String>,
    /// Whether readers may comment (default true).
    pub comments: bool,
    /// Whether ad slots are filled (default true).
    pub ads: bool,
    /// Corrections, oldest first.
    pub corrections: Vec<Correction>,
    /// Order in lists that are ordered by hand; the greater, the earlier.
    pub weight: i64,
    /// Another template than the kind's own.
    pub template: Option<String>,
    /// BCP 47 tag, when it is not the site's.
    pub language: Option<String>,
    /// The site's own values, for its own templates.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Whether an editor puts a story forward, and until when.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// Not marked.
    #[default]
    No,
    /// Marked, as long as marks of its kind hold.
    Yes,
    /// Marked until this moment.
    Until(Timestamp),
}

impl Mark {
    /// When the mark of a story of this date ends, where such marks hold for so many hours; `None` without a mark.
    ///
    /// ```
    /// use khobor::source::Mark;
    /// let date = "2026-11-22T07:30:00Z".parse()?;
    /// assert_eq!(Mark::Yes.end(date, 24).map(|end| end.to_string()).as_deref(), Some("2026-11-23T07:30:00Z"));
    /// assert_eq!(Mark::No.end(date, 24), None);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn end(self, date: Timestamp, hours: i64) -> Option<Timestamp> {
        match self {
            Mark::No => None,
            Mark::Yes => Some(
                date.saturating_add(SignedDuration::from_hours(hours))
                    .unwrap_or(Timestamp::MAX),
            ),
            Mark::Until(end) => Some(end),
        }
    }
}

impl FrontMatter {
    /// Front matter that says nothing: comments and advertisements are on.
    pub fn empty() -> Self {
        FrontMatter {
            comments: true,
            ads: true,
            ..FrontMatter::default()
        }
    }
}

/// A correction: when, and what was wrong.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Correction {
    /// When it was corrected.
    pub date: Timestamp,
    /// What was corrected, as HTML-free text.
    pub text: String,
}

/// A body: a list of HTML segments, pictures and shortcode calls. Knows nothing of the template engine.
///
/// Addresses inside of HTML segments that must be resolved against the site (links and sources that begin with `/`, or
/// that are relative) stand between U+0001 and U+0002, which the text gate keeps out of every text: `href="␁/health/a/␂"`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// The running text, paragraphs separated by line feeds; headings, captions, table cells and box texts included, markup, code and addresses not.
    pub text: String,
    /// The first paragraphs of running text, a paragraph a line, for a summary: no heading, caption, table, box or note. Not kept.
    #[serde(skip)]
    pub lead: String,
    /// In order.
    pub nodes: Vec<Node>,
    /// Headings, for a table of contents.
    pub headings: Vec<Heading>,
    /// Internal links (those between U+0001 and U+0002), as written, in order.
    pub links: Vec<String>,
    /// Pictures that the body names (Markdown images and `src`/`images` of figure and gallery), as written, in order.
    pub pictures: Vec<BodyPicture>,
}

/// A part of a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Node {
    /// Safe HTML.
    Html {
        /// The markup.
        #[serde(deserialize_with = "fast_text")]
        html: String,
        /// Whether a top-level paragraph ends here (boxes and advertisements go between paragraphs).
        ends_paragraph: bool,
    },
    /// A picture of Markdown, `![alt](src "title")`; its size is looked up later, so that nothing shifts.
    Picture {
        /// As written.
        src: String,
        /// Alternative text.
        alt: String,
        /// Its title, which becomes the caption.
        title: String,
        /// Alone in its paragraph: a figure. Otherwise inside of running text.
        alone: bool,
    },
    /// A call of a component.
    Shortcode(Shortcode),
}

/// A shortcode call: `{{<name key="value" />}}` or `{% <name key="value"> %} … {% </name> %}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Shortcode {
    /// The component's name.
    pub name: String,
    /// Arguments in the order written.
    pub args: Vec<(String, ArgValue)>,
    /// What it encloses, read as Markdown.
    pub body: Option<Vec<Node>>,
    /// The line of the call in the file, from 1.
    pub line: u32,
}

/// The value of a shortcode's argument.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ArgValue {
    /// `"text"`
    Text(String),
    /// `12` or `1.5`
    Number(f64),
    /// `true`, `false`
    Bool(bool),
    /// `["a", "b"]`
    List(Vec<String>),
}

/// A heading of a body.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 2 to 6. In a body that uses `#` every heading goes one level down, because the headline is the page's first.
    pub level: u8,
    /// Its id, unique in the body.
    pub id: String,
    /// Its text.
    pub text: String,
}

/// A picture that a body names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BodyPicture {
    /// As written.
    pub src: String,
    /// Whether it has an alternative text.
    pub has_alt: bool,
    /// The line in the file, from 1.
    pub line: u32,
}

/// A story as its source says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArticleSource {
    /// Its front matter.
    pub front: FrontMatter,
    /// Its body.
    pub body: Body,
}

/// A section's `_index.md`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SectionSource {
    /// The section's name.
    pub title: String,
    /// What it is about; for search engines and the section's page.
    pub description: Option<String>,
    /// Order among its siblings; the smaller, the earlier. Without one it stands last.
    pub order: i64,
    /// Whether its order is written as `weight`, as it was before.
    pub has_weight: bool,
    /// Stories a listing page, when not the site's.
    pub paginate_by: Option<u32>,
    /// Another template than `section.html`.
    pub template: Option<String>,
    /// Not in menus.
    pub hidden: bool,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// The site's own values.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// Text below the name.
    pub body: Body,
}

/// An author's file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AuthorSource {
    /// The name, as bylines write it.
    pub name: String,
    /// What they are: "জ্যেষ্ঠ প্রতিবেদক".
    pub role: Option<String>,
    /// A photo beside the file or below `static/`.
    pub photo: Option<String>,
    /// The part of it that must be seen.
    pub photo_focus: Option<Focus>,
    /// A public address for readers.
    pub email: Option<String>,
    /// Their pages elsewhere.
    pub links: Vec<String>,
    /// A desk or an agency rather than a person.
    pub desk: bool,
    /// Another address part than the name's key.
    pub slug: Option<String>,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// The site's own values.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// The biography.
    pub body: Body,
}

/// A plain page (about, contact, ...).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct PageSource {
    /// Its title.
    pub title: String,
    /// Summary for search engines.
    pub description: Option<String>,
    /// Another address part than the file's name.
    pub slug: Option<String>,
    /// Another template than `plain.html`.
    pub template: Option<String>,
    /// When it was last changed.
    pub updated: Option<Timestamp>,
    /// Not to be published yet.
    pub draft: bool,
    /// Takes comments. Those that it has are shown in any case.
    pub comments: bool,
    /// Former addresses.
    pub aliases: Vec<String>,
    /// The site's own values.
    pub extra: serde_json::Map<String, serde_json::Value>,
    /// Its body.
    pub body: Body,
}

/// A reader's comment, as its file says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommentSource {
    /// Unique among the comments of its story.
    pub id: String,
    /// The comment that it answers.
    pub parent: Option<String>,
    /// The reader's name, plain text, at most 80 clusters.
    pub name: String,
    /// The reader's site (http or https), if given.
    pub site: Option<String>,
    /// When it was written.
    pub date: Timestamp,
    /// Approved by an editor.
    pub approved: bool,
    /// The comment as the reader wrote it (at most 16 KiB); sanitised before printing.
    pub body: String,
}

/// A lint finding in running text as the author wrote it (before repairs).
#[derive(Debug, Clone, PartialEq)]
pub struct TextFinding {
    /// Which lint.
    pub code: &'static crate::diag::Code,
    /// Byte range in the file.
    pub at: std::ops::Range<usize>,
    /// Arguments of its texts.
    pub args: Vec<(&'static str, String)>,
}

/// A text from its bytes: serde looks at them eight at a time, the processor can at thirty-two.
pub(crate) fn fast_text<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    struct Text;
    impl Visitor<'_> for Text {
        type Value = String;

        fn expecting(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            to.write_str("a text")
        }

        fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<String, E> {
            simdutf8::basic::from_utf8(bytes).map(str::to_owned).map_err(E::custom)
        }

        fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }
    }
    from.deserialize_bytes(Text)
}
