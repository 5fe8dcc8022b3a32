//! `khobor.toml` as written. Every key is documented here, and docs/config.md is made from it.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// The whole file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigFile {
    /// The portal.
    #[serde(default)]
    pub site: SiteTable,
    /// The site's own look.
    #[serde(default)]
    pub look: LookTable,
    /// The imprint.
    #[serde(default)]
    pub publisher: PublisherTable,
    /// Menus.
    #[serde(default)]
    pub menu: MenuTable,
    /// Addresses.
    #[serde(default)]
    pub url: UrlTable,
    /// The front page.
    #[serde(default)]
    pub front: FrontTable,
    /// Listings and lists.
    #[serde(default)]
    pub lists: ListsTable,
    /// Feeds.
    #[serde(default)]
    pub feeds: FeedsTable,
    /// Search.
    #[serde(default)]
    pub search: SearchTable,
    /// The sizes and formats in which pictures are shown.
    #[serde(default)]
    pub pictures: PicturesTable,
    /// Share cards.
    #[serde(default)]
    pub cards: CardsTable,
    /// Light pages.
    #[serde(default)]
    pub lite: LiteTable,
    /// Most popular.
    #[serde(default)]
    pub popular: PopularTable,
    /// Comments and the reply form.
    #[serde(default)]
    pub comments: CommentsTable,
    /// The writing desk of `khobor serve`.
    #[serde(default)]
    pub desk: DeskTable,
    /// Advertisements by name.
    #[serde(default)]
    pub ads: BTreeMap<String, AdTable>,
    /// Lines of ads.txt.
    #[serde(default)]
    pub ads_txt: Vec<String>,
    /// The portal's accounts and its share links.
    #[serde(default)]
    pub social: SocialTable,
    /// robots.txt.
    #[serde(default)]
    pub robots: RobotsTable,
    /// What `khobor new workflow` writes into a schedule.
    #[serde(default)]
    pub workflow: WorkflowTable,
    /// The service that counts the portal's readers.
    #[serde(default)]
    pub analytics: AnalyticsTable,
    /// Further hosts that pages may use.
    #[serde(default)]
    pub csp: CspTable,
    /// Pages moved: former address = new address.
    #[serde(default)]
    pub redirects: BTreeMap<String, String>,
    /// Hosts to deploy to, by name. Read by `khobor deploy`.
    #[serde(default)]
    pub deploy: BTreeMap<String, toml::Table>,
    /// The site's own values, for its own templates.
    #[serde(default)]
    pub extra: toml::Table,
}

/// `[site]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SiteTable {
    /// The portal's full name.
    pub title: String,
    /// Its absolute address, `https://example.org`, with a path where it lives below one.
    pub base_url: String,
    /// The name in the masthead, when it is not the title.
    pub nameplate: Option<String>,
    /// A line under the nameplate.
    pub tagline: Option<String>,
    /// What it is, for search engines.
    pub description: Option<String>,
    /// `bn` (default).
    pub language: Option<String>,
    /// `bd` (default) or `wb`: whose press's habits hold.
    pub edition: Option<String>,
    /// IANA zone; `Asia/Dhaka`, for `wb` `Asia/Kolkata`.
    pub timezone: Option<String>,
    /// The place in the masthead; ঢাকা, for `wb` কলকাতা.
    pub place: Option<String>,
    /// The theme; `potrika`.
    pub theme: Option<String>,
    /// `inline` (default), `fetch` or `ssi`.
    pub sidebars: Option<String>,
    /// `bn` or `en`: the language of khobor's messages to the newsroom; else that of the machine.
    pub messages: Option<String>,
    /// `front-matter` (default) or `git`: when a story without `updated` was last changed; `git` takes its last commit, for which
    /// the clone must hold the whole history. What is not committed does not count.
    pub modified: Option<String>,
    /// Raw HTML in Markdown is printed unchecked. Said in every build.
    pub unsafe_html: bool,
    /// Words a minute for reading times; 180.
    pub words_per_minute: Option<u16>,
    /// The publisher's logo below `static/`, `/logo.svg`: in the masthead in place of the nameplate's letters, and for search engines.
    pub logo: Option<String>,
    /// Another logo for dark ground; `logo` when absent.
    pub logo_dark: Option<String>,
    /// The site's icon below `static/`, `/icon.png`: a square of 512 pixels or more, PNG, JPEG or WebP, of which favicon.ico and the icons of
    /// telephones are made. Or an SVG, `/icon.svg`; they are then made of the PNG of the same name beside it.
    pub icon: Option<String>,
    /// A JPEG or PNG for share cards of pages without a picture, at least 1200x630.
    pub share_image: Option<String>,
    /// Colour of the browser's frame; `[look] accent` when absent, else `#ffffff`.
    pub theme_color: Option<String>,
    /// Largest source file in bytes; 4 MiB.
    pub max_source_bytes: Option<u64>,
}

/// `[look]`: the site's own look, over its theme's
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LookTable {
    /// The one colour of kickers, breaking news and focus, `#a80f1c`. Its contrast on the theme's paper must be 4.5 or more.
    pub accent: Option<String>,
    /// The accent on dark ground; made from `accent` when absent.
    pub accent_dark: Option<String>,
    /// The font of headlines: a TTF or OTF file below `static/`, `/fonts/nodi-bold.ttf`. A WOFF2 file of the same name beside it is served first.
    pub headline_font: Option<String>,
    /// The font of the text, likewise.
    pub text_font: Option<String>,
    /// The font of bold text, likewise; the text's own, thickened by the browser, when absent.
    pub text_font_bold: Option<String>,
    /// `airy` (more white) or `dense` (more on a screen); the theme's own when absent.
    pub density: Option<String>,
}

/// `[workflow]`: for `khobor new workflow`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WorkflowTable {
    /// Where a machine gets khobor from: the https address of the `.tar.gz` that `scripts/release.sh` made.
    pub khobor: Option<String>,
    /// That archive's SHA-256; the schedule then checks it.
    pub sha256: Option<String>,
}

/// `[publisher]`: what Bangladeshi papers must print.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PublisherTable {
    /// The publishing house; the site's title when absent.
    pub name: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// The editor.
    pub editor: Option<String>,
    /// The address.
    pub address: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Page of the corrections policy.
    pub corrections_policy: Option<String>,
    /// Page of the publishing principles.
    pub principles: Option<String>,
    /// Security contact for `/.well-known/security.txt` (RFC 9116).
    pub security: Option<String>,
}

/// `[menu]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MenuTable {
    /// Sections of the menu, by path, in order; absent: all top sections in their order, at most 60.
    pub main: Option<Vec<String>>,
    /// Plain pages of the footer, by name; absent: all.
    pub footer: Option<Vec<String>>,
    /// The menu item by item, in place of `main`.
    pub items: Option<Vec<Spanned<MenuItemTable>>>,
}

/// `[[menu.items]]`: an item leads to one of `section`, `page`, `tag` and `url`; a group may lead nowhere.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MenuItemTable {
    /// A section, by path. Its own sections are below it, unless `items` names others.
    pub section: Option<String>,
    /// A page of `content/pages/`, by name.
    pub page: Option<String>,
    /// A tag.
    pub tag: Option<String>,
    /// An address: `https://epaper.example.org/`, or one of this site, `/latest/`.
    pub url: Option<String>,
    /// Its text; the name of the section, page or tag when absent.
    pub title: Option<String>,
    /// Items below it, which make it a group: `items = [{ section = "sports" }, { url = "/latest/", title = "সর্বশেষ" }]`.
    pub items: Option<Vec<Spanned<MenuItemTable>>>,
}

/// `[url]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UrlTable {
    /// Pattern of a story's address: `/:section/:slug/`; also `:year :month :day :id`. It may end
    /// with `.html` (`/:year/:month/:slug.html`) or with nothing (`/archives/:slug`).
    pub article: Option<String>,
    /// How `khobor new` names files: `latin` (default) or `native`.
    pub slugs: Option<String>,
}

/// `[front]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FrontTable {
    /// Stories in the latest rail; 10.
    pub latest: Option<u32>,
    /// Hours for which `featured = true` holds, from the story's date; 72.
    pub featured_hours: Option<u32>,
    /// Blocks in order; absent: one a section, shapes in turn, an ad every two.
    pub blocks: Option<Vec<Spanned<BlockTable>>>,
}

/// `[[front.blocks]]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct BlockTable {
    /// `lead_list columns list opinion photo popular ad`.
    pub shape: String,
    /// The section (with those inside), by path.
    pub section: Option<String>,
    /// Or a tag.
    pub tag: Option<String>,
    /// The block's name; that of the section or tag when absent.
    pub title: Option<String>,
    /// Stories at most, up to 12.
    pub limit: Option<u32>,
    /// Leaves the block out, for a while: its place and settings stay.
    pub hidden: bool,
}

/// `[lists]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ListsTable {
    /// Stories a listing page; 20.
    pub paginate_by: Option<u32>,
    /// Related stories; 6.
    pub related: Option<u32>,
    /// Stories in the latest fragment; 8.
    pub latest: Option<u32>,
    /// Stories on the latest page; 60.
    pub latest_page: Option<u32>,
}

/// `[feeds]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FeedsTable {
    /// Entries; 30.
    pub limit: Option<u32>,
    /// A WebSub hub to name in feeds.
    pub hub: Option<String>,
    /// Other addresses of the portal's feed, as an old site had them: `["/feed/"]`. The feed itself stands there.
    pub also: Vec<String>,
}

/// `[search]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SearchTable {
    /// Whether the build writes a search index; true.
    pub enabled: Option<bool>,
}

/// `[pictures]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PicturesTable {
    /// Whether pictures are made in several sizes; true. Without it the cleaned source is published, as large as it is.
    pub enabled: Option<bool>,
    /// Widths in pixels, 2 to 8 ascending numbers from 160 to 2560; `[320, 560, 800, 1200]`.
    pub widths: Option<Vec<u32>>,
    /// Quality of lossy files, 50 to 90; 75.
    pub quality: Option<u8>,
    /// Effort of the encoders: 2 is quick; 4 takes twice the time for files that are 3 % lighter; 6 makes the smallest. 2.
    pub effort: Option<u8>,
    /// Formats beside JPEG: `["webp"]`; with `"avif"` too, files a fifth lighter, which take fifteen times as long to make (a program
    /// built with `--features avif`). With an empty list JPEG is made in all widths.
    pub formats: Option<Vec<String>>,
    /// Whether the source of a picture that is shown in several sizes is published too; false.
    pub originals: Option<bool>,
    /// So long may a build make pictures, `90s` or `5m`; the rest is published as it is until the next build. `0s` (default)
    /// makes all.
    pub budget: Option<String>,
    /// Pictures with more pixels are refused; 50,000,000.
    pub max_pixels: Option<u64>,
}

/// `[cards]`: what networks and messengers show of a shared story.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CardsTable {
    /// Whether stories have cards of their own, and other pages too where there is no `share_image`; true. Without it their lead picture, or `share_image`.
    pub enabled: Option<bool>,
    /// What a story with a photograph shows: `plain` (a clean crop, default) or `headline` (the headline over it).
    pub photo: Option<String>,
    /// Stories before this day keep `share_image`; absent: all have cards.
    pub from: Option<toml::value::Datetime>,
    /// The name on cards; that of the masthead when absent.
    pub nameplate: Option<String>,
    /// The colour behind a headline; `#f6f4ef`.
    pub ground: Option<String>,
    /// The colour of headlines; `#141414`. Its contrast with the ground must be 4.5 or more.
    pub ink: Option<String>,
    /// The paper's own colour; `[look] accent` when absent, else `[site] theme_color`, else `#a80f1c`.
    pub accent: Option<String>,
    /// A typeface below `static/`, TTF or OTF with Bengali and Latin, `/fonts/our.ttf`; absent: the built-in one.
    pub font: Option<String>,
}

/// `[lite]`: a second page of a story without scripts, fonts and pictures, for readers who pay by the megabyte.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LiteTable {
    /// Stories from this day on have a light page, below their address at `lite/`; the newest headlines are at `/lite/`. Absent:
    /// none have.
    pub from: Option<toml::value::Datetime>,
}

/// `[popular]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PopularTable {
    /// Stories a window; 10.
    pub limit: Option<u32>,
    /// Windows in order, of `24h 7d 30d all`.
    pub windows: Option<Vec<String>>,
    /// Days since the newest view after which the list counts as stale and the newest stories are shown; 14.
    pub stale_days: Option<u32>,
    /// Where story pages say that they were opened: `/view` of a `khobor inbox`. Without it pages say nothing to anybody.
    pub endpoint: Option<String>,
}

/// `[comments]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CommentsTable {
    /// Whether stories take comments; true.
    pub enabled: Option<bool>,
    /// Who takes the form: `endpoint` (a `khobor inbox`, or any address), `netlify` or `formspree`; `endpoint`.
    pub service: Option<String>,
    /// Where the form is posted. With `service = "netlify"` the page that thanks the reader; the story itself when absent.
    pub endpoint: Option<String>,
    /// Where the form is mailed without an endpoint; the publisher's e-mail when absent.
    pub email: Option<String>,
    /// Name of the field that people leave empty and robots fill; `homepage`, or what the service calls it.
    pub trap: Option<String>,
    /// Further hidden fields that a service asks for: name = value, in which `{title}` is the headline, `{url}` the story's
    /// address and `{sent}` the address that thanks the reader.
    pub fields: BTreeMap<String, String>,
    /// Recent comments in the list; 6.
    pub recent: Option<u32>,
    /// Of one reader at most; 2.
    pub per_reader: Option<u32>,
}

/// `[desk]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DeskTable {
    /// Address and port of the desk, on this machine only (127.0.0.1:4510). When the port is taken, the next free one is used.
    pub address: Option<String>,
    /// What a story needs before it is published, of `summary`, `image`, `image_alt`, `image_credit`, `authors`, `tags`.
    pub require: Vec<String>,
    /// The target of `[deploy.NAME]` to which published stories go; absent: they are built into `public/` only.
    pub deploy: Option<String>,
    /// `off`, or `commit`: each kept text is committed to git, with the name of its file only.
    pub git: Option<String>,
}

/// `[analytics]`: without a provider, pages make no request.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AnalyticsTable {
    /// `goatcounter`, `plausible`, `umami`, `matomo`, `ga4` or `cloudflare`.
    pub provider: Option<String>,
    /// What the service calls the portal: GoatCounter's code, Plausible's domain, Umami's website id, Matomo's site number, Google's `G-…`, Cloudflare's token.
    pub id: Option<String>,
    /// The host of a service of one's own, `stats.example.org`; needed for Matomo.
    pub host: Option<String>,
}

/// `[csp]`: further sources by directive, for scripts of one's own templates: `script_src = ["https://stats.example.org"]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CspTable {
    /// Scripts.
    #[serde(alias = "script-src")]
    pub script_src: Vec<String>,
    /// What scripts may ask.
    #[serde(alias = "connect-src")]
    pub connect_src: Vec<String>,
    /// Pictures.
    #[serde(alias = "img-src")]
    pub img_src: Vec<String>,
    /// Style sheets.
    #[serde(alias = "style-src")]
    pub style_src: Vec<String>,
    /// Fonts.
    #[serde(alias = "font-src")]
    pub font_src: Vec<String>,
    /// Sound and film.
    #[serde(alias = "media-src")]
    pub media_src: Vec<String>,
    /// Frames.
    #[serde(alias = "frame-src")]
    pub frame_src: Vec<String>,
    /// Where forms may be sent.
    #[serde(alias = "form-action")]
    pub form_action: Vec<String>,
}

/// `[ads.NAME]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AdTable {
    /// A slot of the theme: `header rail in_text article_end front`.
    pub slot: String,
    /// The picture, below `static/`.
    pub image: Option<String>,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
    /// Another picture for phones.
    pub image_small: Option<String>,
    /// Its width.
    pub width_small: u32,
    /// Its height.
    pub height_small: u32,
    /// Where a click leads.
    pub link: Option<String>,
    /// What the picture says.
    pub alt: String,
    /// The advertiser.
    pub advertiser: Option<String>,
    /// A script advertisement: an HTML file below `static/`, shown in a sandboxed frame only.
    pub frame: Option<String>,
    /// Only in these sections (with those inside); absent: everywhere.
    pub sections: Option<Vec<String>>,
    /// First day, `2026-11-01`.
    pub from: Option<toml::value::Datetime>,
    /// Last day.
    pub until: Option<toml::value::Datetime>,
}

/// `[social]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SocialTable {
    /// Share links, in order, of `whatsapp facebook x telegram copy`.
    pub share: Option<Vec<String>>,
    /// The portal's accounts: name and address, in order.
    pub accounts: Vec<AccountTable>,
}

/// `[[social.accounts]]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AccountTable {
    /// ফেসবুক
    pub title: String,
    /// Address.
    pub url: String,
}

/// `[robots]`: who may read the portal.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RobotsTable {
    /// Robots that collect texts to train models: `allow` (default) or `deny`.
    pub train: Option<String>,
    /// Robots that fetch pages to answer questions: `allow` (default) or `deny`.
    pub answer: Option<String>,
    /// Further paths that no robot should read.
    pub disallow: Vec<String>,
}
