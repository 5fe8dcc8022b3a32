//! Structured data (schema.org as JSON-LD): NewsArticle, BreadcrumbList, NewsMediaOrganization, ProfilePage, WebSite, VideoObject, AudioObject.

mod media;

use super::types::{AuthorView, PageView, StoryView};
use super::world::World;
use crate::portal::{Article, url};
use serde::Serialize;
use std::fmt::{Display, Write};

pub(super) use media::media;

/// The graph as text that is safe inside of a script element: `<`, `>`, `&`, U+2028 and U+2029 are escaped. A node is a
/// JSON value, or anything that prints as one.
///
/// ```
/// use khobor::view::structured::graph;
/// let text = graph(vec![serde_json::json!({ "name": "</script><খবর>" })]);
/// assert!(!text.contains('<') && text.contains("খবর"));
/// ```
pub fn graph<N: Display>(nodes: Vec<N>) -> String {
    let mut out = String::with_capacity(2 << 10);
    out.push_str("{\"@context\":\"https://schema.org\",\"@graph\":[");
    for (i, node) in nodes.iter().enumerate() {
        let _ = write!(out, "{}{node}", if i == 0 { "" } else { "," });
    }
    out.push_str("]}");
    if needs_escape(&out) { escape(&out) } else { out }
}

/// Dashes and quotation marks begin with the byte of U+2028 as well, so it is looked for whole.
fn needs_escape(json: &str) -> bool {
    let bytes = json.as_bytes();
    let separator = |letter: &str| memchr::memmem::find(bytes, letter.as_bytes()).is_some();
    memchr::memchr3(b'<', b'>', b'&', bytes).is_some() || separator("\u{2028}") || separator("\u{2029}")
}

/// Escapes JSON for a script element.
pub fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 16);
    let mut copied = 0;
    let bytes = json.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        let (len, with) = match byte {
            b'<' => (1, "\\u003c"),
            b'>' => (1, "\\u003e"),
            b'&' => (1, "\\u0026"),
            0xE2 => match bytes.get(at + 1..at + 3) {
                Some([0x80, 0xA8]) => (3, "\\u2028"),
                Some([0x80, 0xA9]) => (3, "\\u2029"),
                _ => continue,
            },
            _ => continue,
        };
        out.push_str(json.get(copied..at).unwrap_or_default());
        out.push_str(with);
        copied = at + len;
    }
    out.push_str(json.get(copied..).unwrap_or_default());
    out
}

/// What is written of a node: its fields stand in the order of their names, so that the bytes never change.
fn json(node: &impl Serialize) -> String {
    serde_json::to_string(node).unwrap_or_default()
}

#[derive(Serialize)]
struct Crumb<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
    name: &'a str,
    position: usize,
}

#[derive(Serialize)]
struct Crumbs<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<Crumb<'a>>,
}

#[derive(Serialize)]
struct Logo {
    #[serde(rename = "@type")]
    kind: &'static str,
    url: String,
}

#[derive(Serialize)]
struct Image {
    #[serde(rename = "@type")]
    kind: &'static str,
    height: u32,
    url: String,
    width: u32,
}

#[derive(Serialize)]
struct Reference {
    #[serde(rename = "@id")]
    id: String,
}

/// A person, a desk or a place.
#[derive(Serialize)]
struct Named<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Organization<'a> {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrections_policy: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo: Option<Logo>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    publishing_principles: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<&'a str>,
    url: String,
}

#[derive(Serialize)]
struct SearchAction {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "query-input")]
    input: &'static str,
    target: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WebSite<'a> {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: &'static str,
    in_language: &'a str,
    name: &'a str,
    potential_action: SearchAction,
    publisher: Reference,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CorrectionComment<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    date_published: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Authors<'a> {
    Named(Vec<Named<'a>>),
    Publisher([Organization<'a>; 1]),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct News<'a> {
    #[serde(rename = "@id")]
    id: String,
    #[serde(rename = "@type")]
    kind: &'static str,
    article_section: &'a str,
    author: Authors<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment_count: Option<u32>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    correction: Vec<CorrectionComment<'a>>,
    date_modified: &'a str,
    date_published: &'a str,
    description: &'a str,
    headline: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Vec<Image>>,
    in_language: &'a str,
    is_accessible_for_free: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    keywords: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location_created: Option<Named<'a>>,
    main_entity_of_page: &'a str,
    publisher: Organization<'a>,
    word_count: u32,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProfilePage<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    main_entity: Profile<'a>,
    url: &'a str,
}

/// Who an author is: what their file says.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Profile<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<&'a str>,
    name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    same_as: Vec<&'a str>,
    url: &'a str,
}

/// BreadcrumbList; the last crumb is the page itself.
pub(super) fn breadcrumb(world: &World<'_>, page: &PageView) -> String {
    let origin = origin(&world.site.base_url);
    let items = page.breadcrumb.iter().enumerate().map(|(i, crumb)| Crumb {
        kind: "ListItem",
        item: (!crumb.url.is_empty()).then(|| url::of_href(origin, &crumb.url)),
        name: &crumb.title,
        position: i + 1,
    });
    json(&Crumbs {
        kind: "BreadcrumbList",
        items: items.collect(),
    })
}

/// `https://example.org/paper` without its path: hrefs carry the path already.
fn origin(base_url: &str) -> &str {
    let start = base_url.find("://").map_or(0, |i| i + 3);
    base_url[start..].find('/').map_or(base_url, |i| &base_url[..start + i])
}

/// The publisher.
fn organization<'a>(world: &World<'a>) -> Organization<'a> {
    let publisher = &world.site.publisher;
    let logo = &world.assets.logo;
    let page = |written: &str| world.absolute(&url::decode(written).unwrap_or_else(|| written.to_owned()));
    Organization {
        id: format!("{}/#organization", world.site.base_url),
        kind: "NewsMediaOrganization",
        corrections_policy: publisher.corrections_policy.as_deref().map(page),
        logo: (!logo.is_empty()).then(|| Logo {
            kind: "ImageObject",
            url: url::of_href(origin(&world.site.base_url), logo),
        }),
        name: publisher.name.as_deref().unwrap_or_default(),
        publishing_principles: publisher.principles.as_deref().map(page),
        same_as: world.site.file.social.accounts.iter().map(|a| a.url.as_str()).collect(),
        url: world.absolute("/"),
    }
}

/// The front page: WebSite with its search, and the publisher.
pub(super) fn website(world: &World<'_>) -> Vec<String> {
    let site = WebSite {
        id: format!("{}/#website", world.site.base_url),
        kind: "WebSite",
        in_language: &world.site.language,
        name: &world.site.title,
        potential_action: SearchAction {
            kind: "SearchAction",
            input: "required name=search_term_string",
            target: format!("{}?q={{search_term_string}}", world.absolute("/search/")),
        },
        publisher: Reference {
            id: format!("{}/#organization", world.site.base_url),
        },
        url: world.absolute("/"),
    };
    vec![json(&site), json(&organization(world))]
}

/// A story: NewsArticle, or OpinionNewsArticle in the section `opinion`.
pub(super) fn article(world: &World<'_>, article: &Article, page: &PageView, story: &StoryView) -> String {
    let opinion = world.portal.section(article).path.split('/').next() == Some("opinion");
    let origin = origin(&world.site.base_url);
    let authors = story.authors.iter().map(|a| Named {
        kind: if a.desk { "Organization" } else { "Person" },
        name: &a.name,
        url: Some(url::of_href(origin, &a.url)),
    });
    let images = world.ratios(article).into_iter().map(|image| Image {
        kind: "ImageObject",
        height: image.height,
        url: image.src,
        width: image.width,
    });
    let corrections = story.corrections.iter().map(|correction| CorrectionComment {
        kind: "CorrectionComment",
        date_published: &correction.date.iso,
        text: &correction.text,
    });
    let images: Vec<Image> = images.collect();
    let image = (!images.is_empty()).then_some(images);
    json(&News {
        id: format!("{}#article", page.canonical),
        kind: if opinion { "OpinionNewsArticle" } else { "NewsArticle" },
        article_section: &story.section.title,
        author: match story.authors.is_empty() {
            true => Authors::Publisher([organization(world)]),
            false => Authors::Named(authors.collect()),
        },
        comment_count: Some(story.comments.count).filter(|count| *count > 0),
        correction: corrections.collect(),
        date_modified: page.modified.as_deref().unwrap_or(&story.date.iso),
        date_published: &story.date.iso,
        description: &page.description,
        headline: &story.title,
        image,
        in_language: &page.language,
        is_accessible_for_free: true,
        keywords: story.tags.iter().map(|t| t.title.as_str()).collect(),
        location_created: (!story.dateline.is_empty()).then(|| Named {
            kind: "Place",
            name: &story.dateline,
            url: None,
        }),
        main_entity_of_page: &page.canonical,
        publisher: organization(world),
        word_count: article.words,
    })
}

/// An author's page; `bio` is the text of their biography.
pub(super) fn profile(world: &World<'_>, page: &PageView, author: &AuthorView, bio: String) -> String {
    let origin = origin(&world.site.base_url);
    let main_entity = Profile {
        kind: if author.desk { "Organization" } else { "Person" },
        description: (!bio.is_empty()).then_some(bio),
        image: author.photo.as_ref().map(|photo| url::of_href(origin, &photo.src)),
        job_title: (!author.role.is_empty() && !author.desk).then_some(author.role.as_str()),
        name: &author.name,
        same_as: author.links.iter().map(|link| link.url.as_str()).collect(),
        url: &page.canonical,
    };
    json(&ProfilePage {
        kind: "ProfilePage",
        main_entity,
        url: &page.canonical,
    })
}
