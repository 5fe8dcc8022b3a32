//! The views: everything that a template may print, as plain serialisable data. This file is the contract with themes.
//!
//! Each page gets `page` and one value of its kind (`front`, `story`, `section` + `listing`, ...), beside the site-wide
//! `site`, `t` (interface strings), `fragments` and `ads`. All fields are always there; what is missing is null or empty.
//! Texts come escaped by the template engine; fields named `*_html` are safe markup and are printed with `| safe`.

use super::stories::Stories;
use serde::Serialize;
use std::collections::BTreeMap;

/// What every page shares: set once a build.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SiteView {
    /// The name in the masthead.
    pub title: String,
    /// The portal's full name, as search engines and feeds know it.
    pub name: String,
    /// A line under the nameplate; may be empty.
    pub tagline: String,
    /// What the portal is, for search engines.
    pub description: String,
    /// Absolute address without a trailing slash: `https://example.org/paper`.
    pub base_url: String,
    /// Path of the front page: `/`, or `/paper/` where the portal lives below a path.
    pub home: String,
    /// BCP 47: `bn-BD`.
    pub language: String,
    /// `bn_BD`.
    pub locale: String,
    /// `bd` or `wb`.
    pub edition: String,
    /// Menu of sections, nested.
    pub menu: Vec<MenuItem>,
    /// Plain pages of the footer.
    pub pages: Vec<LinkView>,
    /// Addresses of the portal's own places.
    pub urls: PlacesView,
    /// Publisher's imprint.
    pub publisher: PublisherView,
    /// The portal's accounts elsewhere.
    pub social: Vec<LinkView>,
    /// Addresses of style sheets, scripts, fonts.
    pub assets: AssetsView,
    /// `inline`, `fetch` or `ssi`.
    pub sidebars: String,
    /// Which share links to show, in order: `whatsapp facebook x telegram copy`.
    pub share: Vec<String>,
    /// Content-Security-Policy for the meta element.
    pub csp: String,
    /// `<colour>` of the browser's frame.
    pub theme_color: String,
    /// `[extra]` of khobor.toml.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// Addresses of the portal's own places (paths with the site's prefix).
#[derive(Debug, Clone, Default, Serialize)]
pub struct PlacesView {
    /// Search page.
    pub search: String,
    /// Newest stories.
    pub latest: String,
    /// Most popular.
    pub popular: String,
    /// Archive by date.
    pub archive: String,
    /// All tags.
    pub tags: String,
    /// All authors.
    pub authors: String,
    /// The RSS feed.
    pub rss: String,
    /// The Atom feed.
    pub atom: String,
    /// The JSON feed.
    pub json_feed: String,
    /// The web manifest.
    pub manifest: String,
    /// The OpenSearch description.
    pub opensearch: String,
}

/// Style sheets, scripts and fonts with hashed names.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AssetsView {
    /// The theme's assets: file name in the theme's `assets/` (`potrika.css`) to address (`/assets/potrika.1a2b3c4d.css`).
    pub files: BTreeMap<String, String>,
    /// Fonts to preload.
    pub preload: Vec<String>,
    /// The site's icon (SVG), or the theme's.
    pub icon: String,
    /// A 180x180 PNG for touch icons; may be empty.
    pub touch_icon: String,
    /// The publisher's logo; may be empty.
    pub logo: String,
}

/// The imprint that Bangladeshi papers must print.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PublisherView {
    /// The publishing house.
    pub name: String,
    /// The publisher.
    pub publisher: String,
    /// The editor.
    pub editor: String,
    /// The address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

/// A link with its text.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LinkView {
    /// Text.
    pub title: String,
    /// Address.
    pub url: String,
}

/// An item of the section menu.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MenuItem {
    /// The section's name.
    pub title: String,
    /// Its address.
    pub url: String,
    /// Its path, `bangladesh/dhaka`; a page's `page.active` begins with it when the page stands in the section.
    pub path: String,
    /// Sections inside.
    pub children: Vec<MenuItem>,
}

/// What every page has.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PageView {
    /// `front section article tag tags author authors series archive latest popular search plain lost notice`.
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

/// The front page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FrontView {
    /// The lead story, absent only when there are no stories.
    pub lead: Option<Teaser>,
    /// Up to three headlines that belong to the lead.
    pub lead_related: Vec<LinkView>,
    /// Two second leads (or fewer).
    pub seconds: Vec<Teaser>,
    /// The newest stories for the rail, without those above.
    pub latest: Vec<Teaser>,
    /// The blocks below, in order.
    pub blocks: Vec<BlockView>,
}

/// A block of the front page. A block with too few stories comes folded to a smaller shape; none comes empty.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BlockView {
    /// `lead_list` (one large + up to four in a list), `columns` (up to four), `list` (with small pictures), `opinion` (portraits and names
    /// first), `photo` (strip on tint), `popular` (numbered), `ad` (a slot).
    pub shape: String,
    /// Its name; empty for `ad`.
    pub title: String,
    /// Where its name leads; may be empty.
    pub url: String,
    /// Its stories (`popular`: in order of rank).
    pub stories: Vec<Teaser>,
    /// For `ad`.
    pub ad: Option<AdView>,
    /// For `popular`: false when the list is only the newest stories, which the title then says.
    pub measured: bool,
}

/// A story's page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct StoryView {
    /// Address.
    pub url: String,
    /// Headline.
    pub title: String,
    /// Kicker; may be empty.
    pub kicker: String,
    /// Standfirst; may be empty.
    pub subtitle: String,
    /// Summary (the editor's, or an excerpt).
    pub summary: String,
    /// Where it was sent from; may be empty.
    pub dateline: String,
    /// Its section.
    pub section: LinkView,
    /// Byline.
    pub authors: Vec<BylineView>,
    /// Published.
    pub date: DateView,
    /// Changed, only when it differs by more than 10 minutes.
    pub updated: Option<DateView>,
    /// Minutes to read it.
    pub reading_minutes: u32,
    /// Lead picture.
    pub image: Option<PictureView>,
    /// The text: safe markup, boxes and in-text ad included.
    pub body_html: String,
    /// Whether there are three or more headings (a table of contents is worth it).
    pub toc: Vec<TocItem>,
    /// Corrections, newest first.
    pub corrections: Vec<CorrectionView>,
    /// Tags.
    pub tags: Vec<LinkView>,
    /// Authors with a biography, for the author box.
    pub author_boxes: Vec<AuthorView>,
    /// Its series, if any.
    pub series: Option<SeriesBox>,
    /// Share links.
    pub share: ShareView,
    /// The story before it in its section.
    pub previous: Option<LinkView>,
    /// The story after it in its section.
    pub next: Option<LinkView>,
    /// Related stories, best first, up to six.
    pub related: Stories,
    /// The same as markup, where the theme has `"story.related"` in its table `[printed]`; else empty.
    pub related_html: String,
    /// Readers' comments.
    pub comments: CommentsView,
    /// `story`, `gallery` or `video`.
    pub form: String,
    /// The front matter's `extra`.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// A line of a table of contents.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TocItem {
    /// 2 to 6.
    pub level: u8,
    /// Fragment without `#`.
    pub id: String,
    /// Text.
    pub text: String,
}

/// A correction.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CorrectionView {
    /// When.
    pub date: DateView,
    /// What.
    pub text: String,
}

/// The box of a series in a story.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SeriesBox {
    /// Name.
    pub title: String,
    /// Page of the series.
    pub url: String,
    /// This story's place, from 1.
    pub part: u32,
    /// The part before.
    pub previous: Option<LinkView>,
    /// The part after.
    pub next: Option<LinkView>,
}

/// Share links; plain addresses, no scripts.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ShareView {
    /// WhatsApp.
    pub whatsapp: String,
    /// Facebook.
    pub facebook: String,
    /// X.
    pub x: String,
    /// Telegram.
    pub telegram: String,
    /// The bare address, to copy.
    pub copy: String,
}

/// The comments of a story and its reply form.
#[derive(Debug, Clone, Default, Serialize)]
pub struct CommentsView {
    /// How many are shown.
    pub count: u32,
    /// Top-level comments, oldest first, with their answers.
    pub threads: Vec<CommentView>,
    /// The reply form; absent when the story is closed for comments.
    pub form: Option<FormView>,
}

/// A comment with its answers (nesting is cut at five: deeper answers stand at the fifth level).
#[derive(Debug, Clone, Default, Serialize)]
pub struct CommentView {
    /// Fragment id, `comment-…`.
    pub anchor: String,
    /// Name.
    pub name: String,
    /// Site; may be empty.
    pub site: String,
    /// When.
    pub date: DateView,
    /// Safe markup.
    pub body_html: String,
    /// The name that it answers, where the nesting was cut; may be empty.
    pub answers: String,
    /// Answers, oldest first.
    pub replies: Vec<CommentView>,
}

/// Where the reply form goes. A reader whose reply was taken comes back to `#reply-sent` of the story; what has this id is
/// shown then (`:target`), and else not.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FormView {
    /// `https:…`, a path, or `mailto:…`.
    pub action: String,
    /// `post`.
    pub method: String,
    /// `text/plain` for mailto, else `application/x-www-form-urlencoded`.
    pub enctype: String,
    /// Hidden fields: name and value.
    pub hidden: Vec<(String, String)>,
    /// Name of the trap field that people leave empty; empty for mailto.
    pub honeypot: String,
    /// Netlify takes the form: it needs `name`, `data-netlify` and `netlify-honeypot` on the element.
    pub netlify: bool,
}

/// An advertisement in its slot.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AdView {
    /// The slot: `header rail in_text article_end front`.
    pub slot: String,
    /// `image` (picture and link) or `frame` (sandboxed page).
    pub kind: String,
    /// Where a click leads; may be empty.
    pub href: String,
    /// The picture, or the frame's page.
    pub src: String,
    /// Alternative text, or the frame's title.
    pub alt: String,
    /// Pixels reserved.
    pub width: u32,
    /// Pixels reserved.
    pub height: u32,
    /// Another picture for phones; may be empty.
    pub src_small: String,
    /// Pixels reserved on phones.
    pub width_small: u32,
    /// Pixels reserved on phones.
    pub height_small: u32,
    /// The advertiser, for the label; may be empty.
    pub advertiser: String,
}

/// A section's page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SectionView {
    /// Name.
    pub title: String,
    /// Address.
    pub url: String,
    /// Path.
    pub path: String,
    /// Description; may be empty.
    pub description: String,
    /// Text of `_index.md`; safe markup, may be empty.
    pub body_html: String,
    /// Sections inside.
    pub children: Vec<LinkView>,
    /// Its RSS feed.
    pub rss: String,
    /// Its most popular stories, on its front; no windows where that is not measured or a window has fewer than three.
    pub popular: PopularView,
}

/// A paged list of stories, newest first on each page; pages are counted from the oldest.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ListingView {
    /// Stories of this page.
    pub stories: Stories,
    /// The same as markup, where the theme has `"listing.stories"` in its table `[printed]`; else empty.
    pub stories_html: String,
    /// The pager; absent when there is one page only.
    pub pager: Option<PagerView>,
    /// Whether this is the list's front (its newest stories).
    pub front: bool,
    /// Months to jump to; only on the front.
    pub months: Vec<LinkView>,
    /// All stories in Bengali digits; only on the front, else empty.
    pub total: String,
}

/// A pager. Numbers count from the oldest page, so that a full page never changes.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PagerView {
    /// The newest page (front); empty on the front itself.
    pub newest: String,
    /// One page newer; empty on the front.
    pub newer: String,
    /// One page older; empty on the oldest.
    pub older: String,
    /// The oldest page; empty on the oldest itself.
    pub oldest: String,
    /// A window of numbered pages around this one, newest first.
    pub window: Vec<PagerItem>,
}

/// A number in a pager.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PagerItem {
    /// In Bengali digits.
    pub label: String,
    /// Address.
    pub url: String,
    /// This page.
    pub current: bool,
}

/// A tag's or a series' page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct TermView {
    /// Name.
    pub title: String,
    /// Address.
    pub url: String,
}

/// An author's page or box.
#[derive(Debug, Clone, Default, Serialize)]
pub struct AuthorView {
    /// Name.
    pub name: String,
    /// Address.
    pub url: String,
    /// Role; may be empty.
    pub role: String,
    /// Portrait.
    pub photo: Option<PictureView>,
    /// Public e-mail; may be empty.
    pub email: String,
    /// Pages elsewhere.
    pub links: Vec<LinkView>,
    /// Biography; safe markup, may be empty.
    pub bio_html: String,
    /// A desk or agency.
    pub desk: bool,
}

/// An index of tags or authors, in dictionary order under their initials.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IndexView {
    /// Groups by initial.
    pub groups: Vec<IndexGroup>,
}

/// The entries with one initial.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IndexGroup {
    /// অ, আ, ক, ...
    pub initial: String,
    /// Entries.
    pub entries: Vec<IndexEntry>,
}

/// An entry of an index.
#[derive(Debug, Clone, Default, Serialize)]
pub struct IndexEntry {
    /// Name.
    pub title: String,
    /// Address.
    pub url: String,
    /// Stories, in Bengali digits.
    pub count: String,
}

/// An archive page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ArchiveView {
    /// `all`, `year`, `month` or `day`.
    pub span: String,
    /// নভেম্বর ২০২৬
    pub title: String,
    /// `all`: years with months; `year`: months; `month`: days that have stories. Empty for `day`.
    pub groups: Vec<ArchiveGroup>,
    /// `day` only: its stories, oldest first.
    pub stories: Stories,
    /// The same as markup, where the theme has `"archive.stories"` in its table `[printed]`; else empty.
    pub stories_html: String,
    /// The span before, if it has stories.
    pub previous: Option<LinkView>,
    /// The span after.
    pub next: Option<LinkView>,
}

/// A year or month in an archive.
#[derive(Debug, Clone, Default, Serialize)]
pub struct ArchiveGroup {
    /// ২০২৬
    pub title: String,
    /// Address.
    pub url: String,
    /// Months or days with their counts.
    pub entries: Vec<IndexEntry>,
}

/// Most popular stories.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PopularView {
    /// False when there is no data and the newest stories stand in; the page then says so.
    pub measured: bool,
    /// Windows that have data, the shortest first; one window without a label when not measured.
    pub windows: Vec<PopularWindow>,
    /// The newest view that was counted. Present without `measured` when the data is stale.
    pub until: Option<DateView>,
}

/// A window of popularity.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PopularWindow {
    /// `day`, `week`, `month`, `all` or `latest`.
    pub key: String,
    /// Its stories, best first.
    pub stories: Vec<Teaser>,
}

/// A recent comment.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RecentComment {
    /// Name.
    pub name: String,
    /// A few words of it.
    pub excerpt: String,
    /// Address of the comment.
    pub url: String,
    /// Headline of its story.
    pub story: String,
    /// When.
    pub date: DateView,
}

/// The masthead's date line.
#[derive(Debug, Clone, Default, Serialize)]
pub struct MastheadView {
    /// ঢাকা
    pub place: String,
    /// রোববার
    pub weekday: String,
    /// ২২ নভেম্বর ২০২৬
    pub gregorian: String,
    /// ৭ অগ্রহায়ণ ১৪৩৩
    pub bangla: String,
    /// ১১ জমাদিউস সানি ১৪৪৮; empty in the West Bengal edition.
    pub hijri: String,
    /// `2026-11-22`
    pub iso: String,
}

/// The search page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SearchView {
    /// Whether the build writes a search index.
    pub ready: bool,
    /// Where the index stands.
    pub index: String,
    /// Sections to filter by.
    pub sections: Vec<SearchSection>,
    /// Words of the search script: the theme's strings that begin with `search_`, without that prefix; months and digits.
    pub words: serde_json::Map<String, serde_json::Value>,
}

/// A section to filter by.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SearchSection {
    /// Its path.
    pub path: String,
    /// Its name.
    pub title: String,
}

/// A plain page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct PlainView {
    /// Title.
    pub title: String,
    /// Safe markup.
    pub body_html: String,
    /// When it was last changed.
    pub updated: Option<DateView>,
    /// The front matter's `extra`.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// The notice that stands where a retracted story stood.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NoticeView {
    /// Why, in the editor's words; may be empty.
    pub reason: String,
    /// Its section.
    pub section: LinkView,
}

/// The 404 page.
#[derive(Debug, Clone, Default, Serialize)]
pub struct LostView {
    /// Newest stories.
    pub latest: Vec<Teaser>,
}
