//! Ghost: its JSON export. Mails, password hashes and members are not read. A post whose HTML the export lacks is read from what its editor
//! kept: [`lexical`] or [`mobiledoc`].

pub mod lexical;
mod markup;
pub mod mobiledoc;

use super::html::{self, HtmlOptions, LibraryPicture, References, proof};
use super::site::bring::{Gathered, Piece};
use super::site::report::Report;
use super::site::settings::NewSite;
use super::story::{ImportedStory, StoryKind};
use crate::bengali::slug;
use crate::portal::url;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// How Ghost's addresses are made.
pub const PATTERN: &str = "/:slug/";

/// What Ghost writes for the site's own address.
const OWN: &str = "__GHOST_URL__";

/// Reads an export; `None` for what is none. Stories without a tag go to `section`, the others to the section of their first tag.
///
/// ```
/// use khobor::import::ghost::read;
/// let text = r#"{"db":[{"data":{"posts":[{"id":"1","title":"নদী","slug":"nodi","html":"<p>এক</p>","status":"published","published_at":"2020-01-02T00:00:00.000Z"}],"tags":[],"posts_tags":[]}}]}"#;
/// let found = read(text, ("khobor", "খবর"), &jiff::tz::TimeZone::UTC).unwrap();
/// assert_eq!((found.pieces[0].story.title.as_str(), found.pieces[0].old_path.as_str()), ("নদী", "/nodi/"));
/// assert!(read("{}", ("khobor", "খবর"), &jiff::tz::TimeZone::UTC).is_none());
/// ```
pub fn read(text: &str, section: (&str, &str), zone: &TimeZone) -> Option<Gathered> {
    let value: Value = serde_json::from_str(text).ok()?;
    let data = value
        .get("db")
        .and_then(|db| db.get(0))
        .unwrap_or(&value)
        .get("data")?
        .as_object()?;
    let posts = rows(data, "posts");
    if posts.is_empty() {
        return None;
    }
    let settings: BTreeMap<String, String> = rows(data, "settings")
        .into_iter()
        .filter_map(|s| Some((text_of(s, "key")?, text_of(s, "value")?)))
        .collect();
    let mut gathered = Gathered {
        name: "Ghost",
        key: "ghost",
        site: NewSite {
            title: settings.get("title").cloned().unwrap_or_else(|| "খবর".to_owned()),
            description: settings.get("description").cloned().unwrap_or_default(),
            base_url: "https://example.org".to_owned(),
            timezone: zone.iana_name().unwrap_or("Asia/Dhaka").to_owned(),
            article: PATTERN.to_owned(),
            feeds: vec!["/rss/"],
            ..NewSite::default()
        },
        zone: Some(zone.clone()),
        ..Gathered::default()
    };
    let names = Names {
        tags: joined(data, ("posts_tags", "tag_id"), ("tags", "name")),
        authors: joined(data, ("posts_authors", "author_id"), ("users", "name")),
    };
    for post in posts {
        let piece = piece(post, &names, (section, zone), &mut gathered.report);
        if piece.story.kind == StoryKind::Story {
            let (path, name) = of_tag(&piece.story.tags, section);
            gathered.sections.entry(path).or_insert(name);
        }
        gathered.pieces.push(piece);
    }
    Some(gathered)
}

/// Names of tags and authors by post, in order.
struct Names {
    tags: BTreeMap<String, Vec<String>>,
    authors: BTreeMap<String, Vec<String>>,
}

fn rows<'a>(data: &'a Map<String, Value>, table: &str) -> Vec<&'a Map<String, Value>> {
    let rows = data.get(table).and_then(Value::as_array);
    rows.map(|rows| rows.iter().filter_map(Value::as_object).collect())
        .unwrap_or_default()
}

/// A value as text; numbers too, as old exports have them for ids.
fn text_of(row: &Map<String, Value>, key: &str) -> Option<String> {
    match row.get(key)? {
        Value::String(text) => Some(text.clone()).filter(|t| !t.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Names by post through a table between; the order of that table is the order of the names.
fn joined(
    data: &Map<String, Value>,
    (between, key): (&str, &str),
    (table, name): (&str, &str),
) -> BTreeMap<String, Vec<String>> {
    let named: BTreeMap<String, String> = rows(data, table)
        .into_iter()
        .filter_map(|r| Some((text_of(r, "id")?, text_of(r, name)?)))
        .collect();
    let mut links: Vec<(i64, String, String)> = rows(data, between)
        .into_iter()
        .filter_map(|r| {
            let order = r.get("sort_order").and_then(Value::as_i64).unwrap_or(0);
            Some((order, text_of(r, "post_id")?, named.get(&text_of(r, key)?)?.clone()))
        })
        .collect();
    links.sort_by_key(|(order, ..)| *order);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, post, name) in links {
        found.entry(post).or_default().push(name);
    }
    found
}

/// The section of a story: that of its first tag.
fn of_tag(tags: &[String], section: (&str, &str)) -> (String, String) {
    match tags.first() {
        Some(tag) => (slug::latin(tag), tag.clone()),
        None => (section.0.to_owned(), section.1.to_owned()),
    }
}

fn moment(post: &Map<String, Value>, key: &str) -> Option<Timestamp> {
    match post.get(key)? {
        Value::Number(millis) => Timestamp::from_millisecond(millis.as_i64()?).ok(),
        Value::String(text) => text
            .replacen(' ', "T", 1)
            .parse()
            .or_else(|_| format!("{}Z", text.replacen(' ', "T", 1)).parse())
            .ok(),
        _ => None,
    }
}

/// The text of a post as HTML, from whichever form the export has.
fn source(post: &Map<String, Value>, report: &mut Report) -> String {
    if let Some(html) = text_of(post, "html") {
        return html;
    }
    let kept = [text_of(post, "lexical"), text_of(post, "mobiledoc")];
    let read = |text: &String| lexical::html(text).or_else(|| mobiledoc::html(text));
    let found = kept.iter().flatten().find_map(read);
    if found.is_none() && kept.iter().any(Option::is_some) {
        *report.left_out.entry("lexical / mobiledoc".to_owned()).or_default() += 1;
    }
    found.unwrap_or_default()
}

fn piece(
    post: &Map<String, Value>,
    names: &Names,
    (section, zone): ((&str, &str), &TimeZone),
    report: &mut Report,
) -> Piece {
    let id = text_of(post, "id").unwrap_or_default();
    let page = text_of(post, "type").as_deref() == Some("page")
        || matches!(post.get("page"), Some(Value::Bool(true)) | Some(Value::Number(_)))
            && post.get("page") != Some(&Value::from(0));
    let source = source(post, report);
    let (blocks, found) = html::read(&source.replace(OWN, ""), HtmlOptions::default(), &Own);
    let words = html::write::words(&blocks);
    let (body, _) = proof::proven(&blocks);
    found
        .embeds
        .iter()
        .for_each(|k| *report.embeds.entry((*k).to_owned()).or_default() += 1);
    for picture in found.pictures.iter().filter(|p| p.starts_with("http")) {
        report.foreign.entry(picture.clone()).or_insert_with(|| id.clone());
    }
    let all_tags = names.tags.get(&id).cloned().unwrap_or_default();
    let tags: Vec<String> = all_tags.into_iter().filter(|t| !t.starts_with('#')).collect();
    let title =
        text_of(post, "title").unwrap_or_else(|| words.split_whitespace().take(8).collect::<Vec<_>>().join(" "));
    let published = text_of(post, "status").as_deref() == Some("published");
    let open = text_of(post, "visibility").is_none_or(|v| v == "public");
    let slug = text_of(post, "slug").unwrap_or_else(|| slug::latin(&title));
    let image = text_of(post, "feature_image")
        .map(|i| i.replace(OWN, ""))
        .filter(|i| i.starts_with('/'));
    let date = moment(post, "published_at")
        .or_else(|| moment(post, "created_at"))
        .unwrap_or_default();
    let (path, _) = of_tag(&tags, section);
    Piece {
        old_path: if published && open {
            format!("/{slug}/")
        } else {
            String::new()
        },
        section: if page { String::new() } else { path },
        slug,
        comments: Vec::new(),
        story: ImportedStory {
            key: id.clone(),
            kind: if page { StoryKind::Page } else { StoryKind::Story },
            title: if title.is_empty() { format!("#{id}") } else { title },
            date: Some(date),
            zone: Some(zone.clone()),
            authors: names
                .authors
                .get(&id)
                .cloned()
                .unwrap_or_default()
                .into_iter()
                .filter(|a| !a.contains('@'))
                .collect(),
            summary: text_of(post, "custom_excerpt"),
            draft: !published || !open,
            featured: false,
            tags,
            image_alt: text_of(post, "feature_image_alt").unwrap_or_default(),
            image,
            words: words.split_whitespace().count(),
            body,
            ..ImportedStory::default()
        },
    }
}

/// Addresses of a site of Ghost: own ones have no host.
struct Own;

impl References for Own {
    fn link(&self, href: &str) -> Option<String> {
        let web = ["http://", "https://", "mailto:", "tel:", "/"]
            .iter()
            .any(|p| href.starts_with(p));
        web.then(|| href.strip_suffix("?ref=").unwrap_or(href).to_owned())
    }

    fn picture(&self, src: &str, _: Option<u64>) -> LibraryPicture {
        let own = src.starts_with('/').then(|| url::decode(src)).flatten();
        LibraryPicture {
            src: own.unwrap_or_else(|| src.to_owned()),
            alt: String::new(),
        }
    }

    fn story(&self, _: &str) -> Option<String> {
        None
    }
}
