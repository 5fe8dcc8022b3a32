//! Search without a server: an index of static files, written by the build and read by a script in the reader's browser
//! or by `khobor search`.
//!
//! | module | what it answers |
//! |---|---|
//! | [`build`] | the files of the index, from the stories |
//! | [`answer`] | what a query finds in the files |
//! | `analyse`, `vocabulary` | a story's terms, pairs of words; words, their stems and sounds |
//! | `layout` | which file holds what |
//! | `plan` | which term shards there are, and which of them changed |
//! | `emit`, `shard`, `story`, `code` | the files' bytes |
//! | `ask`, `show` | what a query asks for; marked texts and excerpts |
//! | `rules` | the language tables for the browser's script |
//! | `state`, `segment` | what a build keeps for the next: the vocabulary, and postings in runs of some thousand stories |
//!
//! The script is `themes/base/assets/search.js`; it follows `ask`, `answer` and `shard` step by step, in whole numbers, so
//! that both give the same stories in the same order. Knows nothing of the portal, does no I/O.
//!
//! **What a theme's search page holds**: `<form id="search-form" role="search" action="/search/">` with `<input name="q">`
//! and, where wanted, `section` (a select of section paths), `author`, `from`, `to` (dates), a select `[data-span]` of days that
//! fills them (`own` shows the element `[data-own]` around them); `<div id="search-results"
//! data-index="/search/index/"></div>`; `<script type="application/json" id="search-strings">` with the theme's words `found`
//! (with `{n}` and `{q}`), `partial`, `none`, `searching`, `failed`, `more`, `date` (`{d} {m} {y}`), `months` (12) and
//! `digits` (`০১২৩৪৫৬৭৮৯`); and `<script type="module" src="…/search.js"></script>`. Results are `p[role=status]`, `ol > li >
//! article` with `h3 > a`, `p.facts` (spans and a `time`), `p`; hits are `mark`; a `button` gives more.

mod analyse;
pub mod answer;
mod ask;
pub mod build;
mod code;
mod emit;
mod layout;
mod plan;
mod rules;
mod segment;
mod shard;
mod show;
mod state;
mod story;
mod vocabulary;

pub use answer::{Found, Options, Results, query};
pub use build::{IndexFile, Stories, build};
pub use show::Piece;
pub use state::{Forgetful, Memory, Name};
pub use story::Story;

/// Version of the files; a reader takes no other.
const VERSION: u8 = 1;

/// A story as it is given to the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchDoc {
    /// What names the story for ever: its address when it was published.
    pub id: String,
    /// Where it stands now, from the site's root: `/khela/shakib/`.
    pub url: String,
    /// Its headline.
    pub title: String,
    /// Its section's path: `bangladesh/dhaka`; a filter by `bangladesh` finds it too.
    pub section: String,
    /// Names of its authors, as printed.
    pub authors: Vec<String>,
    /// Its tags, as printed.
    pub tags: Vec<String>,
    /// Its day in the site's time zone, counted from 1970-01-01.
    pub day: i32,
    /// What results show under the headline: about two sentences of running text.
    pub excerpt: String,
    /// Its running text, canonical. With `words` and an excerpt it need not be given.
    pub text: String,
    /// The words of its running text by their numbers in [`Stories::lexicon`], where they are known.
    pub words: Option<Vec<u32>>,
}

impl SearchDoc {
    /// A hash of all of it.
    pub fn stamp(&self) -> u64 {
        use std::hash::{Hash, Hasher};
        let mut hasher = rustc_hash::FxHasher::default();
        (&self.id, &self.url, &self.title, &self.section).hash(&mut hasher);
        (&self.authors, &self.tags, self.day, &self.excerpt, &self.text).hash(&mut hasher);
        hasher.finish()
    }
}
