//! Which outputs there are: an id a file. A view is made from its id on demand.

use super::world::World;
use crate::portal::url::story_file;
use crate::portal::{ArticleId, CORRECTIONS, LITE, SectionId, TermId, archive, lite_of};
use std::borrow::Cow;

/// A file that the build writes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PageId {
    /// The front page.
    Front,
    /// A section's list: 0 is its front, 1 its oldest page.
    Section(SectionId, u32),
    /// A story.
    Article(ArticleId),
    /// The light page of a story.
    Lite(ArticleId),
    /// The newest headlines as a light page.
    LiteFront,
    /// A tag's list.
    Tag(TermId, u32),
    /// All tags.
    Tags,
    /// An author's list.
    Author(TermId, u32),
    /// All authors.
    Authors,
    /// A series.
    Series(TermId),
    /// The archive: everything, a year, a month, a day.
    Archive(Option<i16>, Option<i8>, Option<i8>),
    /// The newest stories.
    Latest,
    /// The most popular stories.
    Popular,
    /// The search page.
    Search,
    /// A plain page.
    Plain(u32),
    /// 404.
    Lost,
    /// In place of a retracted story.
    Notice(u32),
    /// A former address.
    Redirect(String, String),
    /// Former addresses with a query: a shard of their map.
    Former(u32),
    /// A fragment.
    Fragment(Fragment),
    /// The list of all corrections: 0 is its front, 1 its oldest page.
    Corrections(u32),
    /// A feed.
    Feed(FeedOf, FeedKind),
    /// The index of sitemaps.
    SitemapIndex,
    /// The stories of a month.
    SitemapMonth(i16, i8),
    /// Sections, tags, authors, pages: part n.
    SitemapPages(u32),
    /// A feed at an address that the old site had for it: readers of feeds follow no page that leads on.
    FeedAt(String, FeedOf, FeedKind),
    /// The news sitemap.
    NewsSitemap,
    /// A file of fixed name: `robots.txt`, `manifest.webmanifest`, …
    Fixed(&'static str),
}

/// The fragments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fragment {
    /// The date line.
    Masthead,
    /// The breaking line.
    Breaking,
    /// Most popular.
    Popular,
    /// Newest.
    Latest,
    /// Recent comments.
    Comments,
}

impl Fragment {
    /// All fragments.
    pub const ALL: [Fragment; 5] = [
        Fragment::Masthead,
        Fragment::Breaking,
        Fragment::Popular,
        Fragment::Latest,
        Fragment::Comments,
    ];

    /// As templates and files name it.
    pub fn name(self) -> &'static str {
        match self {
            Fragment::Masthead => "masthead",
            Fragment::Breaking => "breaking",
            Fragment::Popular => "popular",
            Fragment::Latest => "latest",
            Fragment::Comments => "comments",
        }
    }

    /// Its address.
    pub fn url(self) -> String {
        format!("/_fragments/{}.html", self.name())
    }
}

/// What a feed is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FeedOf {
    /// The newest stories of the portal.
    Portal,
    /// The newest stories of a section.
    Section(SectionId),
    /// The newest corrections.
    Corrections,
}

/// The formats of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FeedKind {
    /// RSS 2.0.
    Rss,
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

impl FeedKind {
    /// All formats.
    pub const ALL: [FeedKind; 3] = [FeedKind::Rss, FeedKind::Atom, FeedKind::Json];

    /// Its file's name.
    pub fn file(self) -> &'static str {
        match self {
            FeedKind::Rss => "rss.xml",
            FeedKind::Atom => "atom.xml",
            FeedKind::Json => "feed.json",
        }
    }

    /// Its type of content.
    pub fn mime(self) -> &'static str {
        match self {
            FeedKind::Rss => "application/rss+xml",
            FeedKind::Atom => "application/atom+xml",
            FeedKind::Json => "application/feed+json",
        }
    }
}

/// Addresses in a sitemap of sections, terms and pages (sitemaps.org: 50,000 at most).
pub(super) const SITEMAP_SIZE: usize = 20_000;

/// The address of an output (a folder's address ends with `/`).
pub fn address(world: &World<'_>, id: &PageId) -> String {
    let portal = world.portal;
    let paged = |url: &str, page: u32| {
        if page == 0 {
            url.to_owned()
        } else {
            format!("{url}page/{page}/")
        }
    };
    match id {
        PageId::Front => "/".to_owned(),
        PageId::Section(s, page) => paged(&portal.sections.all[*s as usize].url, *page),
        PageId::Article(a) => portal.articles[*a as usize].url.to_string(),
        PageId::Lite(a) => lite_of(&portal.articles[*a as usize].url),
        PageId::LiteFront => LITE.to_owned(),
        PageId::Tag(t, page) => paged(&portal.tags.all[*t as usize].url, *page),
        PageId::Tags => "/tag/".to_owned(),
        PageId::Author(t, page) => paged(&portal.authors.all[*t as usize].url, *page),
        PageId::Authors => "/author/".to_owned(),
        PageId::Series(t) => portal.series.all[*t as usize].url.to_string(),
        PageId::Archive(None, ..) => "/archive/".to_owned(),
        PageId::Archive(Some(y), m, d) => archive::address(*y, *m, *d),
        PageId::Latest => "/latest/".to_owned(),
        PageId::Popular => "/popular/".to_owned(),
        PageId::Search => "/search/".to_owned(),
        PageId::Plain(p) => portal.pages[*p as usize].url.clone(),
        PageId::Lost => "/404.html".to_owned(),
        PageId::Notice(n) => portal.notices[*n as usize].url.clone(),
        PageId::Redirect(from, _) | PageId::FeedAt(from, ..) => from.clone(),
        PageId::Former(shard) => format!("/_former/{shard}.json"),
        PageId::Fragment(f) => f.url(),
        PageId::Corrections(page) => paged(CORRECTIONS, *page),
        PageId::Feed(FeedOf::Portal, kind) => format!("/{}", kind.file()),
        PageId::Feed(FeedOf::Section(s), kind) => format!("{}{}", portal.sections.all[*s as usize].url, kind.file()),
        PageId::Feed(FeedOf::Corrections, kind) => format!("{CORRECTIONS}{}", kind.file()),
        PageId::SitemapIndex => "/sitemap.xml".to_owned(),
        PageId::SitemapMonth(y, m) => format!("/sitemaps/{y:04}-{m:02}.xml"),
        PageId::SitemapPages(n) => format!("/sitemaps/pages-{n}.xml"),
        PageId::NewsSitemap => "/news-sitemap.xml".to_owned(),
        PageId::Fixed(name) => format!("/{name}"),
    }
}

/// The feed at an address.
pub(super) fn feed_at(world: &World<'_>, address: &str) -> Option<(FeedOf, FeedKind)> {
    let kind = FeedKind::ALL.into_iter().find(|kind| address.ends_with(kind.file()))?;
    let of = match address.strip_suffix(kind.file())? {
        "/" => FeedOf::Portal,
        CORRECTIONS if world.portal.corrections_page => FeedOf::Corrections,
        folder => {
            let section = world.portal.sections.find(folder.trim_matches('/'))?;
            FeedOf::Section(section)
        }
    };
    Some((of, kind))
}

/// The output file of an id at its address: `/a/` is `a/index.html`, `/a.html` is `a.html`; a story's address without an
/// ending, `/a`, is `a.html`, a former one `a/index.html`.
pub fn file(id: &PageId, address: &str) -> String {
    let story = matches!(id, PageId::Article(_) | PageId::Notice(_));
    let address = if story {
        story_file(address)
    } else {
        Cow::Borrowed(address)
    };
    let path = address.trim_start_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let former = matches!(id, PageId::Redirect(..) | PageId::FeedAt(..)) && !last.contains('.');
    match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false if former => format!("{path}/index.html"),
        false => path.to_owned(),
    }
}
