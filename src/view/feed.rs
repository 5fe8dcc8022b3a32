//! Feeds: RSS 2.0, Atom 1.0 (RFC 4287), JSON Feed 1.1, with full texts. A feed's date is that of its newest entry, so that
//! it does not change by itself.

use super::article::feed_body;
use super::body::BodyPart;
use super::corrections::correction;
use super::id::{FeedKind, FeedOf, PageId, address};
use super::world::World;
use crate::portal::{ArticleId, CORRECTIONS, Corrected, url};
use crate::source::Correction;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use pulldown_cmark_escape::escape_html;
use serde::Serialize;

/// A feed (Google's limits: 2 MB a feed, 1 MB an item; bodies beyond that are left to their pages).
#[derive(Debug, Clone, Default, Serialize)]
pub struct FeedDocument {
    /// Its name.
    pub title: String,
    /// What it is.
    pub description: String,
    /// The same as HTML: RSS descriptions are markup.
    pub description_html: String,
    /// The page that it belongs to, absolute.
    pub home: String,
    /// Its own address, absolute.
    pub url: String,
    /// BCP 47.
    pub language: String,
    /// WebSub hub; may be empty.
    pub hub: String,
    /// Icon, absolute; may be empty.
    pub icon: String,
    /// RFC 3339, of its newest change.
    pub updated: String,
    /// RFC 2822, the same.
    pub updated_rfc2822: String,
    /// The publishing house.
    pub publisher: String,
    /// Entries, newest first.
    pub entries: Vec<FeedEntry>,
}

/// An entry of a feed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FeedEntry {
    /// Permanent: the `guid` of the front matter, or a `tag:` URI (RFC 4151) made of the story's address.
    pub id: String,
    /// Absolute address.
    pub url: String,
    /// Headline.
    pub title: String,
    /// Summary.
    pub summary: String,
    /// The same as HTML: RSS descriptions are markup.
    pub summary_html: String,
    /// RFC 3339.
    pub published: String,
    /// RFC 2822.
    pub published_rfc2822: String,
    /// RFC 3339.
    pub updated: String,
    /// Names.
    pub authors: Vec<String>,
    /// The section and the tags.
    pub categories: Vec<String>,
    /// Lead picture, absolute; may be empty.
    pub image: String,
    /// Its media type.
    pub image_type: String,
    /// Its alternative text.
    pub image_alt: String,
    /// Full text; filled when the feed is rendered.
    pub body_html: String,
    /// The parts of the full text.
    #[serde(skip)]
    pub body: Vec<BodyPart>,
    /// The source file, for faults of shortcodes.
    #[serde(skip)]
    pub source: String,
}

/// A feed: what it is of decides its name and its entries.
pub(super) fn feed(world: &World<'_>, of: FeedOf, kind: FeedKind) -> FeedDocument {
    let site = world.site;
    match of {
        FeedOf::Portal => {
            let newest: Vec<ArticleId> = world.latest(site.feed_limit).collect();
            let named = (site.title.clone(), site.description.clone());
            document(world, (of, kind), named, "/", stories(world, &newest))
        }
        FeedOf::Section(id) => {
            let section = &world.portal.sections.all[id as usize];
            let newest: Vec<ArticleId> = World::newest(&section.stories, site.feed_limit).collect();
            let title = &section.source.title;
            let description = section.source.description.as_ref().unwrap_or(title);
            let named = (format!("{}: {title}", site.title), description.clone());
            document(world, (of, kind), named, &section.url, stories(world, &newest))
        }
        FeedOf::Corrections => {
            let named = (
                format!("{}: {}", site.title, world.t("corrections")),
                world.t("corrections_description").to_owned(),
            );
            let newest = world.portal.corrections.last().map(|c| c.date);
            let entries = corrections(world, site.feed_limit);
            document(world, (of, kind), named, CORRECTIONS, (newest, entries))
        }
    }
}

/// The entries of stories, and the newest change among them.
fn stories(world: &World<'_>, newest: &[ArticleId]) -> (Option<Timestamp>, Vec<FeedEntry>) {
    let changed = newest.iter().map(|id| world.article(*id).changed()).max();
    (changed, newest.iter().map(|id| entry(world, *id)).collect())
}

fn document(
    world: &World<'_>,
    (of, kind): (FeedOf, FeedKind),
    (title, description): (String, String),
    home: &str,
    (changed, entries): (Option<Timestamp>, Vec<FeedEntry>),
) -> FeedDocument {
    let site = world.site;
    let changed = changed.unwrap_or(Timestamp::UNIX_EPOCH);
    FeedDocument {
        title,
        description_html: html(&description),
        description,
        home: world.absolute(home),
        url: world.absolute(&address(world, &PageId::Feed(of, kind))),
        language: site.language.clone(),
        hub: site.file.feeds.hub.clone().unwrap_or_default(),
        icon: site
            .file
            .site
            .icon
            .as_deref()
            .map(|i| world.absolute(i))
            .unwrap_or_default(),
        updated: world.iso(changed),
        updated_rfc2822: rfc2822(changed, &site.zone),
        publisher: site.publisher.name.clone().unwrap_or_default(),
        entries,
    }
}

fn entry(world: &World<'_>, id: ArticleId) -> FeedEntry {
    let article = world.article(id);
    let section = world.portal.section(article);
    let name = |a: &u32| world.portal.authors.all[*a as usize].name.to_string();
    let tag = |t: &u32| world.portal.tags.all[*t as usize].name.to_string();
    let image = article.image.as_ref().map(|p| world.plain_picture(p));
    let mime = image.as_ref().map(|p| mime(&p.src)).unwrap_or_default();
    FeedEntry {
        id: match &article.guid {
            Some(guid) => guid.to_string(),
            None => tag_uri(world, &article.url),
        },
        url: world.absolute(&article.url),
        title: article.title.to_string(),
        summary: article.summary.to_string(),
        summary_html: html(&article.summary),
        published: world.iso(article.date),
        published_rfc2822: rfc2822(article.date, &world.site.zone),
        updated: world.iso(article.changed()),
        authors: article.authors.iter().map(name).collect(),
        categories: std::iter::once(section.source.title.clone())
            .chain(article.tags.iter().map(tag))
            .collect(),
        image: image.as_ref().map(|p| p.src.clone()).unwrap_or_default(),
        image_type: mime.to_owned(),
        image_alt: image.map(|p| p.alt).unwrap_or_default(),
        body_html: String::new(),
        body: feed_body(world, article),
        source: article.source.to_string(),
    }
}

/// The newest corrections as entries of a feed, newest first.
fn corrections(world: &World<'_>, limit: usize) -> Vec<FeedEntry> {
    let newest = world.portal.corrections.iter().rev().take(limit);
    newest.map(|of| corrected(world, of)).collect()
}

fn corrected(world: &World<'_>, of: &Corrected) -> FeedEntry {
    let article = world.article(of.story);
    let text = correction(world, of).map_or("", |c| c.text.as_str());
    let url = world.absolute(&article.url);
    // Several corrections of a story may have one date: they are told apart by their place among those.
    let same = |c: &&Correction| c.date == of.date;
    let before = article.corrections.iter().take(of.number as usize).filter(same).count();
    let part = format!("#correction-{}-{before}", of.date.as_second());
    let title = format!("{}: {}", world.t("corrections"), article.title);
    let link = format!("<p><a href=\"{}\">{}</a></p>", html(&url), html(&article.title));
    FeedEntry {
        id: tag_uri(world, &article.url) + &part,
        title,
        summary: text.to_owned(),
        summary_html: html(text),
        published: world.iso(of.date),
        published_rfc2822: rfc2822(of.date, &world.site.zone),
        updated: world.iso(of.date),
        categories: vec![world.portal.section(article).source.title.clone()],
        body: vec![BodyPart::Html(format!("<p>{}</p>{link}", html(text)))],
        source: article.source.to_string(),
        url,
        ..FeedEntry::default()
    }
}

/// Text as markup that shows it.
fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let _ = escape_html(&mut out, text);
    out
}

/// `tag:example.org,2024:/paper/desh/nodi/`: an identity that lives as long as the address, whatever the file is called, and
/// differs between portals on one host. The year is the same for all: an identity must not change with a date.
fn tag_uri(world: &World<'_>, address: &str) -> String {
    let host = world.site.base_url.split("://").nth(1).unwrap_or("localhost");
    let host = host.split(['/', ':']).next().unwrap_or("localhost");
    url::of_href(&format!("tag:{host},2024:"), &world.href(address))
}

/// RFC 2822 with the zone's offset.
fn rfc2822(at: Timestamp, zone: &TimeZone) -> String {
    jiff::fmt::rfc2822::to_string(&at.to_zoned(zone.clone())).unwrap_or_default()
}

/// The media type of a file by its ending.
pub(super) fn mime(file: &str) -> &'static str {
    match file
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
        .as_str()
    {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "avif" => "image/avif",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

impl FeedDocument {
    /// As JSON Feed 1.1.
    pub fn json(&self) -> String {
        let items: Vec<_> = self
            .entries
            .iter()
            .map(|e| {
                let mut item = serde_json::json!({
                    "id": e.id, "url": e.url, "title": e.title, "content_html": e.body_html, "summary": e.summary,
                    "date_published": e.published, "date_modified": e.updated, "tags": e.categories,
                    "authors": e.authors.iter().map(|n| serde_json::json!({ "name": n })).collect::<Vec<_>>(),
                });
                if !e.image.is_empty() {
                    item["image"] = e.image.clone().into();
                }
                item
            })
            .collect();
        let mut feed = serde_json::json!({
            "version": "https://jsonfeed.org/version/1.1", "title": self.title, "home_page_url": self.home, "feed_url": self.url,
            "description": self.description, "language": self.language, "authors": [{ "name": self.publisher }], "items": items,
        });
        if !self.hub.is_empty() {
            feed["hubs"] = serde_json::json!([{ "type": "WebSub", "url": self.hub }]);
        }
        format!("{feed}\n")
    }
}
