//! Sites of other static generators: a folder of Markdown becomes khobor's. Markdown is made HTML as the generator makes it, then
//! read as all HTML is, so that what khobor writes says the same words.
//!
//! | module | what it does |
//! |---|---|
//! | [`front`] | front matter in YAML, TOML or JSON |
//! | [`text`] | Markdown with a generator's marks to khobor's |
//! | [`hugo`] | Hugo |
//! | [`jekyll`] | Jekyll |

pub mod front;
pub mod hugo;
pub mod jekyll;
pub mod text;

use super::site::bring::Gathered;
use crate::bengali::slug;
use jiff::tz::TimeZone;

/// The address of a site that does not say its own.
const NO_HOME: &str = "https://example.org";

/// A folder as it was read: texts with their paths, and the paths of all other files.
#[derive(Debug, Clone, Default)]
pub struct SourceTree {
    /// Path below the folder and text, in order of paths.
    pub texts: Vec<(String, String)>,
    /// Paths of files that are no texts.
    pub files: Vec<String>,
}

/// A generator's site, and the files that go along: from a path of the old folder to a path of the new one.
#[derive(Debug, Clone)]
pub struct GeneratorSite {
    /// Its stories and pages.
    pub gathered: Gathered,
    /// Files to be copied.
    pub files: Vec<(String, String)>,
}

/// Where stories without a section go, and the zone of dates that name none.
#[derive(Debug, Clone, Copy)]
pub struct GeneratorOptions<'a> {
    /// Path of the section.
    pub section: &'a str,
    /// Its name.
    pub section_name: &'a str,
    /// The zone.
    pub zone: &'a TimeZone,
}

/// A part of an address as both generators make it of a title or a file name: lower case, hyphens for blanks, no other signs.
///
/// ```
/// use khobor::import::generators::urlized;
/// assert_eq!((urlized("My First  Post!").as_str(), urlized("নদীর কথা").as_str()), ("my-first-post", "নদীর-কথা"));
/// ```
pub fn urlized(name: &str) -> String {
    slug::native(name)
}
