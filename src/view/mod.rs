//! One view a page kind: plain data, everything that a template may print. All queries happen here, once, in linear time.
//! A view is made on demand from its [`PageId`].

mod ads;
mod analytics;
mod article;
mod body;
mod captions;
mod comments;
mod corrections;
mod counting;
mod dates;
mod feed;
mod feed_markup;
mod fixed;
mod former;
mod fragment;
mod front;
mod head;
mod id;
mod list_trace;
mod listing;
mod lite;
mod lite_markup;
mod meta;
mod picture;
mod plan;
mod popular;
mod site;
mod sitemap;
mod story_trace;
pub mod structured;
mod term;
mod trace;
mod traces;
mod types;
mod world;

pub use crate::portal::url::href;
pub use crate::source::plain_caption;
pub use body::BodyPart;
pub use captions::caption_markup;
pub use feed::{FeedDocument, FeedEntry};
pub(crate) use feed_markup::for_feed;
pub(crate) use fragment::breaking_stories;
pub use id::{FeedKind, FeedOf, Fragment, PageId, address, file};
pub use plan::plan;
pub use site::site;
pub use sitemap::SitemapEntry;
pub use trace::fingerprint;
pub use traces::{Fingerprint, Traces, UNKNOWN};
pub use types::*;
pub use world::{Bodies, Query, Strings, World};

use ads::Ads;
use serde::Serialize;

/// What a file is made of.
#[derive(Debug, Clone)]
pub enum View {
    /// A page, printed by the theme.
    Page(Box<Document>),
    /// A fragment, printed by the theme: its template, the name of its value, the value.
    Fragment(Fragment, &'static str, serde_json::Value),
    /// A feed, printed by the base theme.
    Feed(FeedKind, Box<FeedDocument>),
    /// A sitemap: template and entries.
    Sitemap(&'static str, Vec<SitemapEntry>),
    /// A page that sends readers on: its absolute target.
    Redirect(String),
    /// A finished text.
    Text(String),
}

/// A page: its head, its content, its ads, and the body that the render stage prints into the content.
#[derive(Debug, Clone, Serialize)]
pub struct Document {
    /// The theme's template.
    pub template: String,
    /// The head.
    pub page: PageView,
    /// What it is about.
    pub content: Content,
    /// Slot to ad.
    pub ads: Ads,
    /// Answers to the theme's declared queries, by name.
    pub queries: std::collections::BTreeMap<String, Vec<Teaser>>,
    /// Parts of the body, for the kinds that have one.
    pub body: Option<Vec<BodyPart>>,
}

impl Document {
    fn new(template: &str, page: PageView, content: Content, ads: Ads) -> Self {
        Document {
            template: template.to_owned(),
            page,
            content,
            ads,
            queries: Default::default(),
            body: None,
        }
    }
}

/// The content of a page, by kind. The field names are the names that templates use.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Content {
    Front { front: Box<FrontView> },
    Section { section: SectionView, listing: ListingView },
    Article { story: Box<StoryView> },
    Term { term: TermView, listing: ListingView },
    Author { author: AuthorView, listing: ListingView },
    Index { index: IndexView },
    Archive { archive: ArchiveView },
    Latest { listing: ListingView },
    Popular { popular: PopularView },
    Search { search: SearchView },
    Plain { plain: PlainView },
    Notice { notice: NoticeView },
    Corrections { corrections: CorrectionsView },
    Lost { lost: LostView },
    Lite { lite: Box<LiteView> },
    LiteFront { lite: LiteFrontView },
}

impl Content {
    /// Puts the printed body where the kind has it.
    pub fn set_body(&mut self, html: String) {
        match self {
            Content::Article { story } => story.body_html = html,
            Content::Section { section, .. } => section.body_html = html,
            Content::Plain { plain } => plain.body_html = html,
            Content::Lite { lite } => lite.body_html = lite_markup::for_lite(&html),
            _ => {}
        }
    }

    /// The list of stories that a theme may have printed: its name, the stories, and where their markup goes.
    pub fn list(&mut self) -> Option<(&'static str, &mut Stories, &mut String)> {
        Some(match self {
            Content::Article { story } => ("story.related", &mut story.related, &mut story.related_html),
            Content::Archive { archive } => ("archive.stories", &mut archive.stories, &mut archive.stories_html),
            Content::Section { listing, .. }
            | Content::Term { listing, .. }
            | Content::Author { listing, .. }
            | Content::Latest { listing } => ("listing.stories", &mut listing.stories, &mut listing.stories_html),
            _ => return None,
        })
    }
}

/// The view of a file.
pub fn view(world: &World<'_>, id: &PageId) -> View {
    let page = |mut document: Document| {
        document.queries = world.answers(&document.page.kind);
        document.page.meta_html = meta::meta(world, &document.page);
        View::Page(Box::new(document))
    };
    match id {
        PageId::Front => page(front::page(world)),
        PageId::Section(s, n) => page(term::section(world, *s, *n)),
        PageId::Article(a) => page(article::page(world, *a)),
        PageId::Lite(a) => page(lite::page(world, *a)),
        PageId::LiteFront => page(lite::front(world)),
        PageId::Tag(t, n) => page(term::tag(world, *t, *n)),
        PageId::Tags => page(term::index(world, false)),
        PageId::Author(a, n) => page(term::author(world, *a, *n)),
        PageId::Authors => page(term::index(world, true)),
        PageId::Series(s) => page(term::series(world, *s)),
        PageId::Archive(y, m, d) => page(dates::archive_page(world, *y, *m, *d)),
        PageId::Latest => page(dates::latest(world)),
        PageId::Popular => page(popular::page(world)),
        PageId::Corrections(n) => page(corrections::page(world, *n)),
        PageId::Search => page(dates::search(world)),
        PageId::Plain(n) => page(dates::plain(world, *n)),
        PageId::Lost => page(dates::lost(world)),
        PageId::Notice(n) => page(dates::notice(world, *n)),
        PageId::Redirect(_, to) => View::Redirect(if to.starts_with('/') {
            crate::portal::url::target(&world.site.base_url, to)
        } else {
            to.clone()
        }),
        PageId::Fragment(f) => {
            let (name, value) = fragment::fragment(world, *f);
            View::Fragment(*f, name, value)
        }
        PageId::Feed(of, kind) | PageId::FeedAt(_, of, kind) => {
            View::Feed(*kind, Box::new(feed::feed(world, *of, *kind)))
        }
        PageId::SitemapIndex => View::Sitemap("sitemap-index.xml", sitemap::index(world)),
        PageId::SitemapMonth(y, m) => View::Sitemap("sitemap.xml", sitemap::month(world, *y, *m)),
        PageId::SitemapPages(n) => View::Sitemap("sitemap.xml", sitemap::page_part(world, *n)),
        PageId::NewsSitemap => View::Sitemap("news-sitemap.xml", sitemap::news(world)),
        PageId::Former(shard) => View::Text(former::map(world, *shard)),
        PageId::Fixed(name) => View::Text(fixed::text(world, name)),
    }
}
