//! HTML of other systems into khobor's Markdown. Knows no system: what a page of WordPress or Blogger says beyond HTML is
//! turned into HTML before it comes here, and whose addresses are meant is asked of a [`References`].
//!
//! | module | what it does |
//! |---|---|
//! | [`tree`] | HTML as browsers repair it, in an arena |
//! | [`model`] | what a text is made of: blocks and what stands in them |
//! | [`blocks`] | the tree to blocks |
//! | [`inline`] | text, emphasis, links, pictures within a block |
//! | [`embeds`] | films and posts of others by their addresses |
//! | [`bijoy`] | stretches in a Bijoy font to Unicode |
//! | [`escape`] | letters that Markdown or khobor would read as marks |
//! | [`write`] | blocks to Markdown |
//! | [`proof`] | whether the Markdown says the same words |

pub mod bijoy;
pub mod blocks;
pub mod embeds;
pub mod escape;
pub mod inline;
pub mod model;
pub mod proof;
pub mod tree;
pub mod write;

use model::Block;

/// How HTML is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct HtmlOptions {
    /// Blank lines part paragraphs and line feeds break lines, as in WordPress's classic editor.
    pub line_feeds: bool,
}

/// A picture as the library of the old site knows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LibraryPicture {
    /// Where khobor finds it: `/wp-content/uploads/2020/01/a.jpg`, or another site's address.
    pub src: String,
    /// Alternative text of the library.
    pub alt: String,
}

/// What only the importer knows: where addresses of the old site lead now.
pub trait References {
    /// The address for a link, or `None` when it is to lose its link.
    fn link(&self, href: &str) -> Option<String>;
    /// The picture at `src`; `id` is what its class says (`wp-image-12`).
    fn picture(&self, src: &str, id: Option<u64>) -> LibraryPicture;
    /// The words of another site's post, as HTML, where the old site kept them.
    fn post(&self, _address: &str) -> Option<String> {
        None
    }
    /// The source path or address of a story of the own site, for a box that leads to it.
    fn story(&self, href: &str) -> Option<String>;
}

/// What reading found beside the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Pictures in order: addresses as the text now has them.
    pub pictures: Vec<String>,
    /// Files that are linked or played, as the text now has them.
    pub files: Vec<String>,
    /// Embeds by kind: `youtube`, `facebook`, …
    pub embeds: Vec<&'static str>,
    /// A stretch that was in a Bijoy font, before and after.
    pub bijoy: Vec<(String, String)>,
    /// Elements that were left out: `script`, `form`, …
    pub dropped: Vec<String>,
    /// Pictures without an alternative text.
    pub without_alt: usize,
    /// Marks that Markdown could not hold: written as HTML.
    pub as_html: bool,
}

/// Reads HTML into blocks.
///
/// ```
/// use khobor::import::html::{HtmlOptions, LibraryPicture, References, read, write};
/// struct Same;
/// impl References for Same {
///     fn link(&self, href: &str) -> Option<String> { Some(href.to_owned()) }
///     fn picture(&self, src: &str, _: Option<u64>) -> LibraryPicture { LibraryPicture { src: src.to_owned(), ..Default::default() } }
///     fn story(&self, _: &str) -> Option<String> { None }
/// }
/// let (blocks, _) = read("<p>নদী <b>ভাঙছে</b> <i></i>।</p>", HtmlOptions::default(), &Same);
/// assert_eq!(write::markdown(&blocks), "নদী **ভাঙছে** ।\n");
/// ```
pub fn read(html: &str, options: HtmlOptions, references: &dyn References) -> (Vec<Block>, Found) {
    let tree = tree::Tree::parse(html);
    blocks::read(&tree, options, references)
}
