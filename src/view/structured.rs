//! Structured data (schema.org as JSON-LD): NewsArticle, BreadcrumbList, NewsMediaOrganization, ProfilePage, WebSite.

use super::types::{PageView, StoryView};
use super::world::World;
use crate::portal::Article;
use serde_json::{Map, Value, json};

/// The graph as text that is safe inside of a script element: `<`, `>`, `&`, U+2028 and U+2029 are escaped.
///
/// ```
/// use khobor::view::structured::graph;
/// let text = graph(vec![serde_json::json!({ "name": "</script><খবর>" })]);
/// assert!(!text.contains('<') && text.contains("খবর"));
/// ```
pub fn graph(nodes: Vec<Value>) -> String {
    escape(&json!({ "@context": "https://schema.org", "@graph": nodes }).to_string())
}

/// Escapes JSON for a script element.
pub fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        match c {
            '<' => out.push_str("\\u003c"),
            '>' => out.push_str("\\u003e"),
            '&' => out.push_str("\\u0026"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            c => out.push(c),
        }
    }
    out
}

/// BreadcrumbList; the last crumb is the page itself.
pub(super) fn breadcrumb(world: &World<'_>, page: &PageView) -> Value {
    let origin = origin(&world.site.base_url);
    let items = page.breadcrumb.iter().enumerate().map(|(i, crumb)| {
        let mut item = json!({ "@type": "ListItem", "position": i + 1, "name": crumb.title });
        if !crumb.url.is_empty() {
            item["item"] = crate::portal::url::absolute(origin, &crumb.url).into();
        }
        item
    });
    json!({ "@type": "BreadcrumbList", "itemListElement": items.collect::<Vec<_>>() })
}

/// `https://example.org/paper` without its path: hrefs carry the path already.
fn origin(base_url: &str) -> &str {
    let start = base_url.find("://").map_or(0, |i| i + 3);
    base_url[start..].find('/').map_or(base_url, |i| &base_url[..start + i])
}

/// The publisher.
pub(super) fn organization(world: &World<'_>) -> Value {
    let publisher = &world.site.publisher;
    let mut node = Map::new();
    node.insert("@type".into(), "NewsMediaOrganization".into());
    node.insert("@id".into(), format!("{}/#organization", world.site.base_url).into());
    node.insert("name".into(), publisher.name.clone().unwrap_or_default().into());
    node.insert("url".into(), world.absolute("/").into());
    if !world.assets.logo.is_empty() {
        node.insert("logo".into(), json!({ "@type": "ImageObject", "url": crate::portal::url::absolute(origin(&world.site.base_url), &world.assets.logo) }));
    }
    let accounts: Vec<&str> = world.site.file.social.accounts.iter().map(|a| a.url.as_str()).collect();
    if !accounts.is_empty() {
        node.insert("sameAs".into(), json!(accounts));
    }
    for (key, page) in [("correctionsPolicy", &publisher.corrections_policy), ("publishingPrinciples", &publisher.principles)] {
        if let Some(page) = page {
            node.insert(key.into(), world.absolute(page).into());
        }
    }
    Value::Object(node)
}

/// The front page: WebSite with its search, and the publisher.
pub(super) fn website(world: &World<'_>) -> Vec<Value> {
    let search = format!("{}?q={{search_term_string}}", world.absolute("/search/"));
    let site = json!({
        "@type": "WebSite",
        "@id": format!("{}/#website", world.site.base_url),
        "name": world.site.title,
        "url": world.absolute("/"),
        "inLanguage": world.site.language,
        "publisher": { "@id": format!("{}/#organization", world.site.base_url) },
        "potentialAction": { "@type": "SearchAction", "target": search, "query-input": "required name=search_term_string" },
    });
    vec![site, organization(world)]
}

/// A story: NewsArticle, or OpinionNewsArticle in the section `opinion`.
pub(super) fn article(world: &World<'_>, article: &Article, page: &PageView, story: &StoryView) -> Value {
    let opinion = world.portal.section(article).path.split('/').next() == Some("opinion");
    let authors: Vec<Value> = story
        .authors
        .iter()
        .map(|a| {
            let kind = if a.desk { "Organization" } else { "Person" };
            json!({ "@type": kind, "name": a.name, "url": crate::portal::url::absolute(origin(&world.site.base_url), &a.url) })
        })
        .collect();
    let mut node = json!({
        "@type": if opinion { "OpinionNewsArticle" } else { "NewsArticle" },
        "@id": format!("{}#article", page.canonical),
        "mainEntityOfPage": page.canonical,
        "headline": story.title,
        "description": page.description,
        "datePublished": story.date.iso,
        "dateModified": page.modified.clone().unwrap_or_else(|| story.date.iso.clone()),
        "inLanguage": page.language,
        "articleSection": story.section.title,
        "isAccessibleForFree": true,
        "wordCount": article.words,
        "publisher": organization(world),
    });
    if authors.is_empty() {
        node["author"] = json!([organization(world)]);
    } else {
        node["author"] = authors.into();
    }
    if let Some(image) = &story.image {
        let url = crate::portal::url::absolute(origin(&world.site.base_url), &image.src);
        node["image"] = json!([{ "@type": "ImageObject", "url": url, "width": image.width, "height": image.height }]);
    }
    if !story.tags.is_empty() {
        node["keywords"] = story.tags.iter().map(|t| t.title.as_str()).collect::<Vec<_>>().into();
    }
    if !story.dateline.is_empty() {
        node["locationCreated"] = json!({ "@type": "Place", "name": story.dateline });
    }
    if let Some(newest) = story.corrections.first() {
        node["correction"] = newest.text.clone().into();
    }
    if story.comments.count > 0 {
        node["commentCount"] = story.comments.count.into();
    }
    node
}

/// An author's page.
pub(super) fn profile(page: &PageView, name: &str, desk: bool) -> Value {
    let kind = if desk { "Organization" } else { "Person" };
    json!({ "@type": "ProfilePage", "url": page.canonical, "mainEntity": { "@type": kind, "name": name, "url": page.canonical } })
}
