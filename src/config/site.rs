//! The configuration as resolved: checked, with every default in place.

use super::desk::DeskSettings;
use super::faults::Faults;
use super::file::{ConfigFile, PublisherTable};
use super::read::day;
use crate::bengali::Edition;
use crate::diag::Diagnostic;
use crate::source::ReadOptions;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use url::Url;

/// Where fragments go: baked into pages, fetched by a script, or included by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sidebars {
    /// Baked into every page.
    Inline,
    /// Loaded by a small script; a plain link without scripts.
    Fetch,
    /// Server-side includes.
    Ssi,
}

impl Sidebars {
    /// As written in khobor.toml.
    pub fn name(self) -> &'static str {
        match self {
            Sidebars::Inline => "inline",
            Sidebars::Fetch => "fetch",
            Sidebars::Ssi => "ssi",
        }
    }
}

/// A site's settings, checked, with every default in place.
#[derive(Debug, Clone)]
pub struct Site {
    /// The portal's full name.
    pub title: String,
    /// The name in the masthead.
    pub nameplate: String,
    /// A line under the nameplate.
    pub tagline: String,
    /// For search engines.
    pub description: String,
    /// Absolute address without a trailing slash.
    pub base_url: String,
    /// Path of the front page, with slashes at both ends: `/` or `/paper/`.
    pub home: String,
    /// BCP 47: `bn-BD`.
    pub language: String,
    /// Whose habits hold.
    pub edition: Edition,
    /// The portal's zone.
    pub zone: TimeZone,
    /// The place in the masthead.
    pub place: String,
    /// The theme's name.
    pub theme: String,
    /// The site's own look.
    pub look: super::look::Look,
    /// Colour of the browser's frame.
    pub theme_color: String,
    /// Where fragments go.
    pub sidebars: Sidebars,
    /// Whether a story without `updated` was changed when its file was last committed.
    pub modified_git: bool,
    /// Raw HTML in Markdown passes unchecked.
    pub unsafe_html: bool,
    /// For reading times.
    pub words_per_minute: u16,
    /// Largest source file.
    pub max_source_bytes: u64,
    /// Pattern of a story's address.
    pub article_pattern: String,
    /// File names of new stories keep Bengali.
    pub native_slugs: bool,
    /// Stories a listing page.
    pub paginate_by: usize,
    /// Related stories at most.
    pub related: usize,
    /// Stories in the latest fragment.
    pub latest: usize,
    /// Stories on the latest page.
    pub latest_page: usize,
    /// Entries of a feed.
    pub feed_limit: usize,
    /// Stories in the rail of the front page.
    pub front_latest: usize,
    /// Hours for which a story leads that is featured without an end.
    pub featured_hours: i64,
    /// Blocks of the front page, when configured.
    pub front_blocks: Option<Vec<super::front::Block>>,
    /// The menu, when configured.
    pub menu: Option<Vec<super::menu::MenuEntry>>,
    /// Who counts readers, if anybody does.
    pub analytics: Option<super::analytics::Analytics>,
    /// Advertisements in order of their names.
    pub ads: Vec<Ad>,
    /// The imprint.
    pub publisher: PublisherTable,
    /// Share links to show.
    pub share: Vec<String>,
    /// Windows of popularity.
    pub popular_windows: Vec<String>,
    /// Stories a window.
    pub popular_limit: usize,
    /// Days after which popularity is stale.
    pub popular_stale_days: i64,
    /// Where story pages say that they were opened: `https:` or a path; empty where they do not.
    pub popular_endpoint: String,
    /// Whether the build writes a search index.
    pub search: bool,
    /// Whether stories take comments.
    pub comments: bool,
    /// Address of the reply form: `https:`, a path or `mailto:`; empty where it is posted to the story itself.
    pub comment_action: String,
    /// The reply form.
    pub comment_form: super::reply::ReplyForm,
    /// The writing desk.
    pub desk: DeskSettings,
    /// Recent comments in the list.
    pub recent_comments: usize,
    /// Of one reader at most.
    pub comments_per_reader: usize,
    /// Share cards.
    pub cards: super::cards::Cards,
    /// Pictures.
    pub pictures: super::pictures::Pictures,
    /// Stories from this day on have a light page; none without it.
    pub lite_from: Option<Date>,
    /// The rest, as written.
    pub file: ConfigFile,
}

/// The theme of a site that names none.
pub const DEFAULT_THEME: &str = "potrika";
/// The slots that a theme may print.
pub const SLOTS: [&str; 5] = ["header", "rail", "in_text", "article_end", "front"];

/// An advertisement.
#[derive(Debug, Clone)]
pub struct Ad {
    /// Its name in khobor.toml.
    pub name: String,
    /// As written.
    pub table: super::file::AdTable,
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
}

impl Site {
    /// What reading needs to know.
    pub fn read_options(&self) -> ReadOptions {
        ReadOptions {
            zone: self.zone.clone(),
            edition: self.edition,
            unsafe_html: self.unsafe_html,
            max_bytes: self.max_source_bytes,
        }
    }

    /// Whether addresses of stories end without a slash and an ending: `/section/name`.
    pub fn has_bare_addresses(&self) -> bool {
        !self.article_pattern.ends_with('/') && !self.article_pattern.ends_with(".html")
    }
}

/// Reports values of keys that know two.
fn choices(file: &ConfigFile, faults: &mut Faults) {
    for (key, written, known) in [
        ("robots.train", &file.robots.train, ["allow", "deny"]),
        ("robots.answer", &file.robots.answer, ["allow", "deny"]),
        ("site.messages", &file.site.messages, ["bn", "en"]),
        ("site.modified", &file.site.modified, ["front-matter", "git"]),
    ] {
        faults.one_of(key, written.as_deref(), &known);
    }
}

/// Resolves a configuration file (its text is used for places only). The site is usable when there are no errors.
pub fn resolve(file: ConfigFile, text: &str) -> (Site, Vec<Diagnostic>) {
    let mut faults = Faults::new(text);
    let s = &file.site;
    let edition = match faults.one_of("site.edition", s.edition.as_deref(), &["bd", "wb"]) {
        "wb" => Edition::Wb,
        _ => Edition::Bd,
    };
    let sidebars = match faults.one_of("site.sidebars", s.sidebars.as_deref(), &["inline", "fetch", "ssi"]) {
        "fetch" => Sidebars::Fetch,
        "ssi" => Sidebars::Ssi,
        _ => Sidebars::Inline,
    };
    let bd = edition == Edition::Bd;
    let (comment_form, comment_action) = super::reply::reply_form(&file, &mut faults);
    let (base_url, home) = base_url(&s.base_url, &mut faults);
    let local = if bd { "Asia/Dhaka" } else { "Asia/Kolkata" };
    let zone = zone(s.timezone.as_deref().unwrap_or(local), &mut faults);
    let language = language(s.language.as_deref(), bd, &mut faults);
    choices(&file, &mut faults);
    let look = super::look::look(&file, &mut faults);
    let site = Site {
        title: required(&s.title, "site.title", &mut faults),
        nameplate: s.nameplate.clone().unwrap_or_else(|| s.title.clone()),
        tagline: s.tagline.clone().unwrap_or_default(),
        description: s
            .description
            .clone()
            .or_else(|| s.tagline.clone())
            .unwrap_or_else(|| s.title.clone()),
        base_url,
        home,
        language,
        edition,
        zone,
        place: s
            .place
            .clone()
            .unwrap_or_else(|| if bd { "ঢাকা" } else { "কলকাতা" }.to_owned()),
        theme: s.theme.clone().unwrap_or_else(|| DEFAULT_THEME.to_owned()),
        theme_color: theme_color(s.theme_color.clone(), &look),
        look,
        sidebars,
        modified_git: s.modified.as_deref() == Some("git"),
        unsafe_html: s.unsafe_html,
        words_per_minute: s.words_per_minute.unwrap_or(180).clamp(50, 1000),
        max_source_bytes: s.max_source_bytes.unwrap_or(4 << 20),
        article_pattern: pattern(file.url.article.as_deref().unwrap_or("/:section/:slug/"), &mut faults),
        native_slugs: faults.one_of("url.slugs", file.url.slugs.as_deref(), &["latin", "native"]) == "native",
        paginate_by: size(file.lists.paginate_by, 20, 200),
        related: size(file.lists.related, 6, 20),
        latest: size(file.lists.latest, 8, 50),
        latest_page: size(file.lists.latest_page, 60, 500),
        feed_limit: size(file.feeds.limit, 30, 60),
        front_latest: size(file.front.latest, 10, 50),
        featured_hours: i64::from(file.front.featured_hours.unwrap_or(72)),
        front_blocks: super::front::blocks(&file, &mut faults),
        menu: super::menu::menu(&file, &mut faults),
        analytics: super::analytics::analytics(&file, &mut faults),
        ads: ads(&file, &mut faults),
        publisher: publisher(&file),
        share: share(&file, &mut faults),
        popular_windows: windows(&file, &mut faults),
        popular_limit: size(file.popular.limit, 10, 50),
        popular_stale_days: i64::from(file.popular.stale_days.unwrap_or(14)),
        popular_endpoint: super::reply::view_endpoint(&file, &mut faults),
        search: file.search.enabled.unwrap_or(true),
        comments: file.comments.enabled.unwrap_or(true),
        desk: super::desk::desk(&file, &mut faults),
        comment_action,
        comment_form,
        recent_comments: size(file.comments.recent, 6, 50),
        comments_per_reader: size(file.comments.per_reader, 2, 50),
        cards: super::cards::cards(&file, &mut faults),
        pictures: super::pictures::pictures(&file.pictures, &mut faults),
        lite_from: file.lite.from.as_ref().and_then(day),
        file,
    };
    (site, faults.diagnostics)
}

/// The imprint; the portal's own name where no house is named.
fn publisher(file: &ConfigFile) -> PublisherTable {
    PublisherTable {
        name: Some(file.publisher.name.clone().unwrap_or_else(|| file.site.title.clone())),
        ..file.publisher.clone()
    }
}

/// Colour of the browser's frame: as written, else the accent.
fn theme_color(written: Option<String>, look: &super::look::Look) -> String {
    let accent = || look.accent.map(|colour| colour.to_string());
    written.or_else(accent).unwrap_or_else(|| "#ffffff".to_owned())
}

/// BCP 47 with the region of the edition; the interface speaks Bengali and English.
fn language(written: Option<&str>, bd: bool, faults: &mut Faults<'_>) -> String {
    let Some(other) = written.filter(|l| *l != "bn") else {
        return if bd { "bn-BD" } else { "bn-IN" }.to_owned();
    };
    let plain = other.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if !plain || !matches!(other.split('-').next(), Some("bn" | "en")) {
        let reason = ("the interface speaks bn and en", "পোর্টালের ভাষা bn বা en হতে পারে");
        faults.bad("site.language", other, reason, "language = \"bn\"");
    }
    other.to_owned()
}

fn required(value: &str, key: &str, faults: &mut Faults<'_>) -> String {
    if value.trim().is_empty() {
        faults.bad(key, value, ("it is empty", "খালি"), "");
    }
    value.trim().to_owned()
}

fn size(value: Option<u32>, default: usize, most: usize) -> usize {
    value.map_or(default, |v| (v as usize).clamp(1, most))
}

/// `https://example.org/paper/` becomes `https://example.org/paper` and `/paper/`.
fn base_url(written: &str, faults: &mut Faults<'_>) -> (String, String) {
    let trimmed = written.trim().trim_end_matches('/');
    let rest = trimmed
        .strip_prefix("https://")
        .or_else(|| trimmed.strip_prefix("http://"));
    let odd = |r: &str| {
        r.is_empty()
            || r.starts_with('/')
            || r.contains(['?', '#', '"', '<', '>', '\\', '\''])
            || r.chars().any(|c| c.is_whitespace() || c.is_control())
    };
    let mut refuse = |shown: &str, reason| {
        faults.bad("site.base_url", shown, reason, "base_url = \"https://example.org\"");
        ("https://example.org".to_owned(), "/".to_owned())
    };
    let Some(rest) = rest.filter(|r| !odd(r)) else {
        return refuse(written, ("it must be an absolute address", "পূর্ণ ঠিকানা হতে হবে"));
    };
    let Ok(address) = Url::parse(trimmed) else {
        return refuse(written, ("its host is no host name", "এর হোস্টের নাম ঠিক নয়"));
    };
    if !address.username().is_empty() || address.password().is_some() {
        // The password is not printed.
        let reason = (
            "it must not hold a user or a password: every page would publish them",
            "এতে ব্যবহারকারীর নাম বা পাসওয়ার্ড থাকতে পারে না: সব পাতায় তা ছাপা হতো",
        );
        return refuse(address.host_str().unwrap_or_default(), reason);
    }
    let home = rest
        .find('/')
        .map_or_else(|| "/".to_owned(), |i| format!("{}/", &rest[i..]));
    // Machines want the host in Punycode (RFC 5891) and the path percent-encoded.
    (address.as_str().trim_end_matches('/').to_owned(), home)
}

fn zone(name: &str, faults: &mut Faults<'_>) -> TimeZone {
    TimeZone::get(name).unwrap_or_else(|_| {
        faults.bad(
            "site.timezone",
            name,
            ("no such time zone", "এমন সময় অঞ্চল নেই"),
            "timezone = \"Asia/Dhaka\"",
        );
        TimeZone::UTC
    })
}

fn pattern(written: &str, faults: &mut Faults<'_>) -> String {
    let known = [":section", ":slug", ":year", ":month", ":day", ":id"];
    let unknown = written
        .split('/')
        .flat_map(|p| p.split(['-', '.']))
        .find(|p| p.starts_with(':') && !known.contains(p));
    let names_story = written.contains(":slug") || written.contains(":id");
    let ends = ["/", ":slug", ":id", ":slug.html", ":id.html"]
        .iter()
        .any(|end| written.ends_with(end));
    if !written.starts_with('/') || !ends || !names_story || unknown.is_some() {
        let reason = (
            "it must begin with /, hold :slug or :id, and end with it, with / or with .html",
            "শুরুতে /, ভেতরে :slug বা :id, আর শেষে সেটিই, / বা .html লাগে",
        );
        faults.bad("url.article", written, reason, "article = \"/:section/:slug/\"");
        return "/:section/:slug/".to_owned();
    }
    written.to_owned()
}

fn ads(file: &ConfigFile, faults: &mut Faults<'_>) -> Vec<Ad> {
    super::analytics::check_sources(file, faults);
    let mut ads = Vec::new();
    for (name, table) in &file.ads {
        faults.one_of(&format!("ads.{name}.slot"), Some(&table.slot), &SLOTS);
        if table.image.is_none() == table.frame.is_none() {
            let reason = (
                "it needs either `image` or `frame`",
                "`image` বা `frame`, যেকোনো একটি লাগে",
            );
            faults.bad(&format!("ads.{name}"), name, reason, "");
        }
        if table.width == 0 || table.height == 0 {
            let reason = (
                "its size must be reserved: `width` and `height`",
                "জায়গা রাখতে `width` ও `height` লাগে",
            );
            faults.bad(&format!("ads.{name}"), name, reason, "width = 300, height = 250");
        }
        let (from, until) = (table.from.as_ref().and_then(day), table.until.as_ref().and_then(day));
        if let (Some(first), Some(last)) = (from, until)
            && last < first
        {
            let reason = ("it ends before it begins", "শুরুর আগেই শেষ");
            faults.bad(
                &format!("ads.{name}.until"),
                &last.to_string(),
                reason,
                &format!("from = {last}, until = {first}"),
            );
        }
        ads.push(Ad {
            name: name.clone(),
            table: table.clone(),
            from,
            until,
        });
    }
    ads
}

fn share(file: &ConfigFile, faults: &mut Faults<'_>) -> Vec<String> {
    let known = ["whatsapp", "facebook", "x", "telegram", "copy"];
    match &file.social.share {
        None => known.map(str::to_owned).to_vec(),
        Some(list) => list
            .iter()
            .map(|s| faults.one_of("social.share", Some(s), &known).to_owned())
            .collect(),
    }
}

fn windows(file: &ConfigFile, faults: &mut Faults<'_>) -> Vec<String> {
    let known = ["24h", "7d", "30d", "all"];
    match &file.popular.windows {
        None => known.map(str::to_owned).to_vec(),
        Some(list) => list
            .iter()
            .map(|w| faults.one_of("popular.windows", Some(w), &known).to_owned())
            .collect(),
    }
}
