//! Blogger: the old export (one Atom feed with everything) and that of Google Takeout (`feed.atom`).

use super::html::{self, HtmlOptions, LibraryPicture, References, proof};
use super::site::bring::{Gathered, Piece};
use super::site::settings::NewSite;
use super::story::{ImportedStory, StoryKind};
use super::wordpress::addresses::{OwnSite, key};
use super::wordpress::comments::{ImportedComment, body, name};
use super::wordpress::fields::{self, Element, elements};
use crate::bengali::gate;
use crate::portal::url;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// How Blogger's addresses are made.
pub const PATTERN: &str = "/:year/:month/:slug/";

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Post,
    Page,
    Comment,
    Other,
}

/// An entry of a feed.
struct Entry {
    id: String,
    kind: Kind,
    hidden: bool,
    title: String,
    content: String,
    published: Option<Timestamp>,
    author: String,
    labels: Vec<String>,
    /// The path of its page.
    path: String,
    /// For comments: the post, and the comment that it answers.
    reply_to: String,
    parent: String,
}

/// Reads a feed; `None` for what is none of Blogger's. `section` is the path of the section that stories go to.
pub fn read(text: &str, section: (&str, &str), zone: &TimeZone) -> Option<Gathered> {
    let feed = elements(text).find(|e| e.name == "feed" && e.value.contains("<entry"))?;
    let title = elements(feed.value)
        .find(|e| e.name == "title")
        .map(|e| fields::one_line(&e.text()))
        .unwrap_or_default();
    let entries: Vec<Entry> = elements(feed.value)
        .filter(|e| e.name == "entry")
        .map(|e| entry(&e))
        .collect();
    if !text.contains("blogger") || entries.iter().all(|e| e.kind == Kind::Other) {
        return None;
    }
    let home = elements(feed.value)
        .filter(|e| e.name == "entry")
        .find_map(|e| link(&e, "alternate"))
        .and_then(|l| {
            l.split_once("://")
                .map(|(s, rest)| format!("{s}://{}", rest.split('/').next().unwrap_or_default()))
        });
    let home = home.unwrap_or_else(|| "https://example.org".to_owned());
    let mut gathered = Gathered {
        name: "Blogger",
        key: "blogger",
        site: NewSite {
            title: if title.is_empty() {
                "খবর".to_owned()
            } else {
                title
            },
            base_url: home.clone(),
            timezone: zone.iana_name().unwrap_or("Asia/Dhaka").to_owned(),
            edition: if zone.iana_name() == Some("Asia/Kolkata") {
                "wb"
            } else {
                "bd"
            }
            .to_owned(),
            article: PATTERN.to_owned(),
            feeds: vec!["/feeds/posts/default"],
            ..NewSite::default()
        },
        sections: BTreeMap::from([(section.0.to_owned(), section.1.to_owned())]),
        zone: Some(zone.clone()),
        ..Gathered::default()
    };
    let site = OwnSite::new(&home, "");
    for entry in entries.iter().filter(|e| matches!(e.kind, Kind::Post | Kind::Page)) {
        let comments = comments(entry, &entries);
        gathered
            .pieces
            .push(piece(entry, (section.0, zone, &site), comments, &mut gathered.report));
    }
    gathered.report.comments_dropped = entries.iter().filter(|e| e.kind == Kind::Comment && e.hidden).count();
    Some(gathered)
}

fn entry(element: &Element<'_>) -> Entry {
    let child = |name: &str| {
        elements(element.value)
            .find(|e| e.name == name)
            .map(|e| e.text().into_owned())
            .unwrap_or_default()
    };
    let mut kind = Kind::Other;
    let mut labels = Vec::new();
    for category in elements(element.value).filter(|e| e.name == "category") {
        let term = category.attribute("term").unwrap_or_default();
        match category.attribute("scheme").unwrap_or_default() {
            scheme if scheme.ends_with("#kind") => kind = kind_of(term.rsplit('#').next().unwrap_or_default()),
            _ => labels.push(fields::one_line(&term)),
        }
    }
    let own_type = child("type");
    if !own_type.is_empty() {
        kind = kind_of(&own_type.to_ascii_lowercase());
    }
    let status = child("status");
    let control = child("control");
    let author = elements(element.value).find(|e| e.name == "author");
    let author = author.and_then(|a| {
        elements(a.value)
            .find(|e| e.name == "name")
            .map(|e| fields::one_line(&e.text()))
    });
    let link_path = link(element, "alternate").map(|l| path_of(&l)).unwrap_or_default();
    let file = child("filename");
    let reference = elements(element.value)
        .find(|e| e.name == "in-reply-to")
        .and_then(|e| e.attribute("ref"));
    let of_post = child("parent");
    Entry {
        id: child("id"),
        kind,
        hidden: control.contains("yes")
            || matches!(status.as_str(), "DRAFT" | "SOFT_TRASHED" | "SPAM_COMMENT" | "GHOSTED"),
        title: fields::one_line(&child("title")),
        content: child("content"),
        published: child("published").parse().ok(),
        author: author.unwrap_or_default(),
        labels,
        path: if file.is_empty() { link_path } else { file },
        reply_to: reference.unwrap_or(of_post),
        parent: link(element, "related")
            .or_else(|| Some(child("inReplyTo")))
            .unwrap_or_default(),
    }
}

fn kind_of(word: &str) -> Kind {
    match word {
        "post" => Kind::Post,
        "page" => Kind::Page,
        "comment" => Kind::Comment,
        _ => Kind::Other,
    }
}

fn link(element: &Element<'_>, rel: &str) -> Option<String> {
    let links = elements(element.value).filter(|e| e.name == "link");
    links
        .filter(|l| l.attribute("rel").as_deref() == Some(rel))
        .find_map(|l| l.attribute("href"))
}

fn path_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default();
    let path = path.split(['?', '#']).next().unwrap_or_default();
    url::decode(path).unwrap_or_else(|| path.to_owned())
}

/// The number at the end of an id: `tag:blogger.com,1999:blog-77.post-1` gives `1`.
fn number(id: &str) -> String {
    id.rsplit(['-', '/', '.']).next().unwrap_or_default().to_owned()
}

fn comments(post: &Entry, entries: &[Entry]) -> Vec<ImportedComment> {
    let of_post = |e: &&Entry| e.kind == Kind::Comment && !e.hidden && e.reply_to == post.id;
    let found: Vec<&Entry> = entries.iter().filter(of_post).collect();
    let one = |e: &&Entry| {
        let parent = number(&e.parent);
        let known = found.iter().any(|other| number(&other.id) == parent) && !parent.is_empty();
        let text = body(&e.content);
        let author = if matches!(e.author.as_str(), "Unknown" | "Anonymous" | "noreply@blogger.com") {
            ""
        } else {
            &e.author
        };
        Some(ImportedComment {
            id: format!("b{}", number(&e.id)),
            parent: known.then(|| format!("b{parent}")),
            name: name(author),
            site: None,
            date: e.published?,
            approved: true,
            body: text,
        })
        .filter(|c| !c.body.is_empty())
    };
    found.iter().filter_map(one).collect()
}

fn piece(
    entry: &Entry,
    (section, zone, site): (&str, &TimeZone, &OwnSite),
    comments: Vec<ImportedComment>,
    report: &mut super::site::report::Report,
) -> Piece {
    let references = GoogleReferences { site };
    let source = captioned(&entry.content);
    let (blocks, found) = html::read(&source, HtmlOptions::default(), &references);
    let words = html::write::words(&blocks);
    let (text, _) = proof::proven(&blocks);
    for picture in found.pictures.iter().filter(|p| p.starts_with("http")) {
        report
            .foreign
            .entry(picture.clone())
            .or_insert_with(|| entry.path.clone());
    }
    found
        .embeds
        .iter()
        .for_each(|k| *report.embeds.entry((*k).to_owned()).or_default() += 1);
    let slug = entry
        .path
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .trim_end_matches(".html")
        .to_owned();
    let title = match entry.title.as_str() {
        "" => words.split_whitespace().take(8).collect::<Vec<_>>().join(" "),
        title => title.to_owned(),
    };
    let page = entry.kind == Kind::Page;
    let mut tags: Vec<String> = Vec::new();
    for label in &entry.labels {
        if !tags.iter().any(|t| gate::key(t) == gate::key(label)) {
            tags.push(label.clone());
        }
    }
    let story = ImportedStory {
        key: number(&entry.id),
        kind: if page { StoryKind::Page } else { StoryKind::Story },
        title: if title.is_empty() {
            format!("#{}", number(&entry.id))
        } else {
            title
        },
        date: Some(entry.published.unwrap_or_default()),
        zone: Some(zone.clone()),
        authors: Some(entry.author.clone())
            .filter(|a| !a.is_empty() && !a.contains('@') && a != "Unknown")
            .into_iter()
            .collect(),
        tags,
        draft: entry.hidden,
        body: text,
        words: words.split_whitespace().count(),
        ..ImportedStory::default()
    };
    let slug = match slug.as_str() {
        "" => crate::bengali::slug::latin(&story.title),
        _ => slug,
    };
    Piece {
        story,
        section: if page { "p".to_owned() } else { section.to_owned() },
        slug,
        old_path: if entry.hidden {
            String::new()
        } else {
            entry.path.clone()
        },
        comments,
    }
}

/// Blogger's tables around a picture and its words become figures.
fn captioned(content: &str) -> String {
    let mut out = String::with_capacity(content.len());
    let mut rest = content;
    while let Some(at) = rest.find("<table") {
        let (before, here) = rest.split_at(at);
        out.push_str(before);
        let end = here.find("</table>").map_or(here.len(), |i| i + 8);
        let table = here.get(..end).unwrap_or_default();
        match table.contains("tr-caption") {
            true => out.push_str(&figure(table)),
            false => out.push_str(table),
        }
        rest = here.get(end..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

fn figure(table: &str) -> String {
    let tree = html::tree::Tree::parse(table);
    let picture = tree.find_name(tree.root(), "img");
    let caption = tree.find(tree.root(), &|t, n| t.name(n) == "td" && t.has_class(n, "tr-caption"));
    let caption = caption
        .map(|c| html::model::one_line(&tree.text(c)))
        .unwrap_or_default();
    let Some(picture) = picture else {
        return table.to_owned();
    };
    let attribute = super::wordpress::shortcodes::attribute;
    let (src, alt) = (tree.attribute(picture, "src"), tree.attribute(picture, "alt"));
    let caption = super::wordpress::shortcodes::escaped(&caption);
    format!(
        "<figure><img src={} alt={}><figcaption>{caption}</figcaption></figure>",
        attribute(src),
        attribute(alt)
    )
}

/// Addresses of a blog: own ones by path, pictures on Google's hosts in their full size.
struct GoogleReferences<'a> {
    site: &'a OwnSite,
}

impl References for GoogleReferences<'_> {
    fn link(&self, href: &str) -> Option<String> {
        let web = href.starts_with("http://")
            || href.starts_with("https://")
            || href.starts_with('/')
            || href.starts_with("mailto:");
        if !web {
            return None;
        }
        match self.site.decoded(href).filter(|_| !href.starts_with("mailto:")) {
            Some(path) if path.ends_with(".html") && !key(&path).is_empty() => Some(path),
            _ => Some(full_size(href)),
        }
    }

    fn picture(&self, src: &str, _: Option<u64>) -> LibraryPicture {
        let src = match src.strip_prefix("//") {
            Some(rest) => format!("https://{rest}"),
            None => src.to_owned(),
        };
        LibraryPicture {
            src: full_size(&src),
            alt: String::new(),
        }
    }

    fn story(&self, _: &str) -> Option<String> {
        None
    }
}

/// `…/s320/a.jpg` on Google's picture hosts is the picture in a size: `s0` is the whole one.
///
/// ```
/// use khobor::import::blogger::full_size;
/// assert_eq!(full_size("http://1.bp.blogspot.com/-x/s320/nodi.jpg"), "http://1.bp.blogspot.com/-x/s0/nodi.jpg");
/// assert_eq!(full_size("https://example.org/s320/a.jpg"), "https://example.org/s320/a.jpg");
/// ```
pub fn full_size(address: &str) -> String {
    let google = ["blogspot.com/", "googleusercontent.com/", "ggpht.com/"]
        .iter()
        .any(|h| address.contains(h));
    if !google {
        return address.to_owned();
    }
    let size = |part: &str| {
        let rest = part.strip_prefix('s').or_else(|| part.strip_prefix('w'));
        rest.is_some_and(|r| {
            r.starts_with(|c: char| c.is_ascii_digit()) && r.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        })
    };
    let parts: Vec<&str> = address.split('/').map(|p| if size(p) { "s0" } else { p }).collect();
    parts.join("/")
}
