//! The model and its arranging: stories, sections, terms, archives, addresses. No I/O; the same sources, settings and
//! moment give the same portal.

mod address;
mod amend;
pub mod archive;
mod arrange;
mod article;
mod corrections;
mod edit;
mod former;
mod listing;
mod named;
mod place;
pub(crate) use place::resolve;
mod section;
mod term;
pub mod url;

pub use address::{LITE, lite as lite_address, lite_of, of_story as story_address};
pub use amend::only_words;
pub use arrange::{Moment, Sources, arrange};
pub use article::*;
pub use corrections::{CORRECTIONS, Corrected};
pub use edit::{Edit, Plot};
pub use former::QueryAddress;
pub use listing::Paging;
pub use section::{Section, Sections};
pub use term::{Spelling, Term, Terms};

use crate::media::PictureInfo;
use crate::source::{AuthorSource, CommentSource, FrontPicks, PageSource};
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The arranged portal: metadata of everything that is published at the run's moment.
#[derive(Debug, Default)]
pub struct Portal {
    /// Stories by number (oldest first).
    pub articles: Vec<Article>,
    /// Sections.
    pub sections: Sections,
    /// Tags.
    pub tags: Terms,
    /// Authors.
    pub authors: Terms,
    /// Author files, by author number.
    pub profiles: BTreeMap<TermId, Profile>,
    /// Series.
    pub series: Terms,
    /// Stories by day.
    pub archive: archive::Archive,
    /// What an editor has put on the front page.
    pub picks: FrontPicks,
    /// Plain pages, in order of their files.
    pub pages: Vec<PlainPage>,
    /// Notices where retracted stories stood.
    pub notices: Vec<Notice>,
    /// Corrections of all stories, oldest first.
    pub corrections: Vec<Corrected>,
    /// Whether khobor writes the page that lists them: no page of the site's own stands there.
    pub corrections_page: bool,
    /// Former addresses and where they lead, ordered.
    pub redirects: BTreeMap<String, String>,
    /// Former addresses that are known by their query, and where they lead.
    pub query_redirects: BTreeMap<QueryAddress, String>,
    /// Files to publish beside the pages: address and source file.
    pub files: BTreeMap<String, String>,
    /// Source files that pages show as pictures.
    pub shown: BTreeSet<String>,
    /// Source files that a link of a text names.
    pub linked: BTreeSet<String>,
    /// What the files may be called.
    file_names: place::FileNames,
    /// Approved comments of stories, oldest first.
    pub comments: BTreeMap<ArticleId, Vec<CommentSource>>,
    /// Story numbers by address.
    pub by_url: FxHashMap<Box<str>, ArticleId>,
    /// Every name that a story answers to (address, `section/slug`, source file, former addresses), with its number;
    /// `None` when it is known but not published.
    pub names: FxHashMap<String, Option<ArticleId>>,
    /// Hashes of the addresses that somebody has: of two addresses with one hash, one may be free.
    taken: FxHashSet<u64>,
    /// Measured pictures by source file.
    pub pictures: BTreeMap<String, PictureInfo>,
    /// Moments at which the portal changes by itself, ordered: why, and the story's source.
    pub due: Vec<(Timestamp, Due, String)>,
    /// The first approved comment with a date to come.
    pub next_comment: Option<Timestamp>,
    /// When files were last changed, where their front matter does not say it.
    modified: Arc<BTreeMap<String, Timestamp>>,
    /// Stories left out, by reason.
    pub hidden: Hidden,
    /// The same, one by one, in order of their sources.
    pub withheld: Vec<Withheld>,
}

impl Portal {
    /// The story that an editor names by address, `section/slug` or source file; `None` inside when it is not published.
    pub fn named(&self, name: &str) -> Option<Option<ArticleId>> {
        self.names.get(&place::story_key(name)).copied()
    }

    /// The plain page that settings name: `about`, `/about/`.
    pub fn page(&self, name: &str) -> Option<&PlainPage> {
        let name = name.trim_matches('/');
        self.pages.iter().find(|page| page.url.trim_matches('/') == name)
    }

    /// The addresses, without slashes around them, of stories and plain pages that take comments.
    pub fn take_comments(&self) -> impl Iterator<Item = &str> {
        let stories = self.articles.iter().filter(|a| a.comments).map(|a| &*a.url);
        let pages = self.pages.iter().filter(|p| p.takes_comments).map(|p| &*p.url);
        stories.chain(pages).map(|url| url.trim_matches('/'))
    }

    /// The story that a link of `source` leads to, when it is written as a path to a story's source file or as an address.
    pub fn linked(&self, source: &str, link: &str) -> Option<Option<ArticleId>> {
        let is_file = link.ends_with(".md") || link.ends_with(".txt");
        if link.starts_with('/') && !is_file {
            return None;
        }
        let path = if link.starts_with('/') {
            link.to_owned()
        } else {
            place::join(place::folder(source), link)?
        };
        self.names.get(&place::story_key(&path)).copied()
    }

    /// The address of the section or plain page whose source file a link of `source` names.
    pub fn linked_page(&self, source: &str, link: &str) -> Option<&str> {
        let is_file = link.ends_with(".md") || link.ends_with(".txt");
        let path = match link.strip_prefix('/') {
            Some(rooted) => rooted.to_owned(),
            None => place::join(place::folder(source), link)?,
        };
        let path = if path.starts_with("content/") {
            path
        } else {
            format!("content/{path}")
        };
        let key = crate::bengali::gate::key(&path);
        let sections = self.sections.all.iter().map(|s| (&s.file, s.url.as_str()));
        let mut files = sections.chain(self.pages.iter().map(|p| (&p.file, p.url.as_str())));
        let same = |file: &String| is_file && crate::bengali::gate::key(file) == key;
        files.find(|(file, _)| same(file)).map(|(_, url)| url)
    }

    /// Where what `source`, whose page is at `url`, calls `written` stands in the output, if it is published.
    pub fn published(&self, source: &str, url: &str, written: &str) -> Option<String> {
        let mut candidates = self.file_names.candidates(source, url, written);
        let published = |(source, address): &(String, String)| self.files.get(address) == Some(source);
        candidates.find(published).map(|(_, address)| address)
    }

    /// Whether an address is somebody's; also true of a few that are free.
    fn is_taken(&self, address: &str) -> bool {
        self.taken.contains(&address::hash(address))
    }

    /// When a story published at `date` was last changed, if that was later.
    fn updated(&self, file: &StoryFile, date: Timestamp) -> Option<Timestamp> {
        let committed = || self.modified.get(&file.path).copied();
        file.front.updated.or_else(committed).filter(|at| *at > date)
    }

    /// The section of a story.
    pub fn section(&self, article: &Article) -> &Section {
        &self.sections.all[article.section as usize]
    }
}

/// Why the portal changes by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// A scheduled story is published.
    Publish,
    /// A story is taken down.
    Expire,
    /// A story leaves the place on the front page that an editor has given it.
    Pick,
}

/// A story that readers do not see now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withheld {
    /// Its source file.
    pub source: String,
    /// The address that it has, or would have.
    pub url: String,
    /// Why.
    pub why: Unpublished,
}

/// Why readers do not see a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpublished {
    /// It is a draft.
    Draft,
    /// Its date is to come.
    Scheduled(Timestamp),
    /// It was taken down.
    Expired(Timestamp),
    /// It was withdrawn; its page is a notice.
    Retracted,
}

/// Stories that are not published now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hidden {
    /// Drafts.
    pub drafts: u32,
    /// With a date to come.
    pub scheduled: u32,
    /// Taken down.
    pub expired: u32,
    /// Withdrawn.
    pub retracted: u32,
}

/// An author's file.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The source file.
    pub file: String,
    /// What it says.
    pub source: AuthorSource,
    /// The portrait, found and measured.
    pub photo: Option<LeadPicture>,
}

/// A plain page.
#[derive(Debug, Clone)]
pub struct PlainPage {
    /// The source file.
    pub file: String,
    /// Its address.
    pub url: String,
    /// What it says.
    pub source: PageSource,
    /// Its approved comments, oldest first.
    pub comments: Vec<CommentSource>,
    /// Whether it takes more.
    pub takes_comments: bool,
}

/// The notice in place of a retracted story.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The story's address.
    pub url: String,
    /// Why.
    pub reason: String,
    /// Its section.
    pub section: SectionId,
}
