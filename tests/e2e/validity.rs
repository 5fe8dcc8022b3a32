//! The sample portal of the repository, built: links resolve, every story is reachable, feeds and sitemaps are well-formed
//! and complete, pages are sound, nothing comes from elsewhere.

use crate::harness::html::{self, Tag};
use crate::harness::{Site, tree};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::sync::OnceLock;

const BASE: &str = "https://nodipoth.example";

/// The files of the built sample portal; built once for all tests.
fn portal() -> &'static BTreeMap<String, Vec<u8>> {
    static BUILT: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    BUILT.get_or_init(|| {
        let site = Site::bare();
        let out = site.path("public");
        let root = env!("CARGO_MANIFEST_DIR");
        site.run_from(
            Path::new(root),
            &["build", "--strict", "--root", root, "--out", out.to_str().unwrap()],
        )
        .ok();
        tree(&out)
    })
}

fn text(path: &str) -> String {
    let bytes = portal().get(path).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(bytes.clone()).unwrap()
}

/// All HTML pages with their tags (redirects and fragments left out).
fn pages() -> impl Iterator<Item = (&'static str, String, Vec<Tag>)> {
    let own = |p: &&String| p.ends_with(".html") && !p.starts_with("_fragments/") && !p.starts_with("ads/");
    portal().keys().filter(own).map(|path| {
        let page = text(path);
        let tags = html::tags(&page);
        (path.as_str(), page, tags)
    })
}

fn is_redirect(tags: &[Tag]) -> bool {
    tags.iter().any(|t| t.get("http-equiv") == Some("refresh"))
}

fn decode(path: &str) -> String {
    khobor::portal::url::decode(path).unwrap_or_else(|| path.to_owned())
}

/// The file that an address leads to, seen from `page`; `None` for other hosts.
fn target(page: &str, address: &str) -> Option<Result<String, String>> {
    let address = address.strip_prefix(BASE).unwrap_or(address);
    if address.contains("://")
        || address.starts_with("mailto:")
        || address.starts_with("tel:")
        || address.starts_with("data:")
    {
        return None;
    }
    let path = address.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() {
        return Some(Ok(page.to_owned()));
    }
    let path = decode(path);
    let absolute = if path.starts_with('/') {
        path
    } else {
        format!("/{}/{path}", page.rsplit_once('/').map_or("", |(f, _)| f))
    };
    let file = absolute.trim_start_matches('/').to_owned();
    let file = if file.is_empty() || file.ends_with('/') {
        format!("{file}index.html")
    } else {
        file
    };
    Some(if portal().contains_key(&file) {
        Ok(file)
    } else {
        Err(address.to_owned())
    })
}

fn addresses(tag: &Tag) -> impl Iterator<Item = String> + '_ {
    let single = ["href", "src", "action", "poster", "data-fragment"]
        .into_iter()
        .filter_map(|n| tag.get(n))
        .map(str::to_owned);
    let set = ["srcset", "imagesrcset"].into_iter().filter_map(|n| tag.get(n));
    single.chain(set.flat_map(|s| {
        s.split(',')
            .filter_map(|p| p.split_whitespace().next())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    }))
}

#[test]
fn every_internal_address_leads_to_a_file_and_every_fragment_to_an_id() {
    let ids: BTreeMap<&str, BTreeSet<String>> = pages()
        .map(|(p, _, tags)| (p, tags.iter().filter_map(|t| t.get("id")).map(str::to_owned).collect()))
        .collect();
    let mut faults = BTreeSet::new();
    for (page, _, tags) in pages() {
        for (tag, address) in tags.iter().flat_map(|t| addresses(t).map(move |a| (t, a))) {
            match target(page, &address) {
                Some(Err(dead)) => drop(faults.insert(format!("{page}: <{}> {dead}", tag.name))),
                Some(Ok(file)) => {
                    let anchor = address
                        .split_once('#')
                        .map(|(_, a)| decode(a))
                        .filter(|a| !a.is_empty() && file.ends_with(".html"));
                    if anchor
                        .as_ref()
                        .is_some_and(|a| !ids.get(file.as_str()).is_some_and(|i| i.contains(a)))
                    {
                        faults.insert(format!("{page}: no id for {address}"));
                    }
                }
                None => {}
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// Addresses of stories, from the monthly sitemaps.
fn stories() -> Vec<String> {
    let months = portal().keys().filter(|p| p.starts_with("sitemaps/20"));
    let files = months
        .flat_map(|m| elements(&text(m), "loc"))
        .map(|url| target("index.html", &url).unwrap().expect("a story's file"));
    files.collect()
}

#[test]
fn every_story_and_page_is_reachable_from_the_front_page() {
    let links: BTreeMap<&str, Vec<String>> = pages()
        .map(|(p, _, tags)| {
            let of = |t: &Tag| {
                (t.name == "a")
                    .then(|| t.get("href"))
                    .flatten()
                    .and_then(|h| target(p, h)?.ok())
            };
            (p, tags.iter().filter_map(of).collect())
        })
        .collect();
    let mut seen: BTreeSet<String> = ["index.html".to_owned()].into();
    let mut queue: VecDeque<String> = seen.iter().cloned().collect();
    while let Some(page) = queue.pop_front() {
        for next in links.get(page.as_str()).into_iter().flatten() {
            if seen.insert(next.clone()) {
                queue.push_back(next.clone());
            }
        }
    }
    let stories = stories();
    assert!(stories.len() >= 40, "only {} stories", stories.len());
    let lost: Vec<&String> = stories.iter().filter(|s| !seen.contains(*s)).collect();
    assert!(lost.is_empty(), "not reachable: {lost:#?}");
    let alone: Vec<&str> = pages()
        .filter(|(p, _, tags)| !is_redirect(tags) && *p != "404.html" && !seen.contains(*p))
        .map(|(p, ..)| p)
        .collect();
    let notices: Vec<&&str> = alone.iter().filter(|p| !text(p).contains("noindex")).collect();
    assert!(notices.is_empty(), "not reachable: {notices:#?}");
}

/// Reads XML to its end and returns the texts of all elements named so (with their prefix).
fn elements(xml: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let mut open: Vec<(String, String)> = Vec::new();
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap_or_else(|e| panic!("not well-formed: {e}")) {
            Event::Start(tag) => open.push((tag.name().as_ref().to_owned(), String::new())),
            Event::End(_) => {
                let (tag, text) = open.pop().expect("an open element");
                if tag == name {
                    found.push(text);
                }
            }
            Event::Text(t) => {
                if let Some((_, text)) = open.last_mut() {
                    text.push_str(&t);
                }
            }
            Event::GeneralRef(r) => {
                if let Some((_, text)) = open.last_mut() {
                    text.push_str(&html::decode(&format!("&{};", &*r)));
                }
            }
            Event::CData(t) => {
                if let Some((_, text)) = open.last_mut() {
                    text.push_str(&t);
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "elements stay open");
    found
}

#[test]
fn all_xml_is_well_formed() {
    let xml = portal().keys().filter(|p| p.ends_with(".xml") || p.ends_with(".svg"));
    let read: Vec<&String> = xml.inspect(|p| drop(elements(&text(p), "x"))).collect();
    assert!(read.len() > 30, "only {}", read.len());
}

#[test]
fn feeds_hold_what_readers_of_feeds_require() {
    for path in portal().keys().filter(|p| p.ends_with("rss.xml")) {
        let xml = text(path);
        let items = elements(&xml, "item").len();
        assert!(items > 0 && items <= 30, "{path}: {items}");
        for required in ["title", "link", "description", "pubDate", "guid", "content:encoded"] {
            let found = elements(&xml, required);
            assert!(
                found.len() >= items && found.iter().all(|t| !t.trim().is_empty()),
                "{path}: {required}"
            );
        }
        let dates = elements(&xml, "pubDate");
        assert!(
            dates.iter().all(|d| d.len() >= 30 && d.ends_with("+0600")),
            "{path}: {dates:?}"
        );
        assert!(elements(&xml, "language").iter().all(|l| l.starts_with("bn")));
        assert!(xml.contains("rel=\"self\""));
    }
    for path in portal().keys().filter(|p| p.ends_with("atom.xml")) {
        let xml = text(path);
        let entries = elements(&xml, "entry").len();
        let ids = elements(&xml, "id");
        assert_eq!(ids.len(), entries + 1, "{path}");
        assert_eq!(
            ids.iter().collect::<BTreeSet<_>>().len(),
            ids.len(),
            "{path}: two entries with one id"
        );
        assert_eq!(elements(&xml, "updated").len(), entries + 1, "{path}");
    }
    for path in portal().keys().filter(|p| p.ends_with("feed.json")) {
        let feed: Value = serde_json::from_str(&text(path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        for item in feed["items"].as_array().expect("items") {
            for key in ["id", "url", "title", "content_html", "date_published"] {
                assert!(item[key].as_str().is_some_and(|v| !v.is_empty()), "{path}: {key}");
            }
        }
        assert!(
            feed["title"].is_string()
                && feed["home_page_url"].is_string()
                && feed["feed_url"].is_string()
                && feed["language"].is_string()
        );
    }
}

#[test]
fn feeds_hold_absolute_addresses_only() {
    for path in portal().keys().filter(|p| p.ends_with("rss.xml")) {
        for body in elements(&text(path), "content:encoded") {
            for tag in html::tags(&body) {
                let odd: Vec<String> = addresses(&tag)
                    .filter(|a| !a.starts_with("http") && !a.starts_with("mailto:") && !a.starts_with('#'))
                    .collect();
                assert!(odd.is_empty(), "{path}: {odd:?}");
                assert!(
                    !matches!(tag.name.as_str(), "script" | "style" | "form"),
                    "{path}: <{}>",
                    tag.name
                );
            }
        }
    }
}

#[test]
fn sitemaps_name_every_page_once_and_nothing_else() {
    let index = elements(&text("sitemap.xml"), "loc");
    let mut named = Vec::new();
    for part in index {
        let file = target("index.html", &part).unwrap().expect("a part of the sitemap");
        let xml = text(&file);
        let places = elements(&xml, "loc");
        assert!(
            !places.is_empty() && places.len() <= 50_000 && places.iter().all(|l| l.is_ascii() && l.starts_with(BASE)),
            "{file}"
        );
        named.extend(places.iter().map(|l| target("index.html", l).unwrap().expect("a page")));
    }
    let unique: BTreeSet<&String> = named.iter().collect();
    assert_eq!(unique.len(), named.len(), "an address stands twice");
    for page in &named {
        assert!(
            !text(page).contains("content=\"noindex"),
            "{page} asks not to be indexed"
        );
    }
}

#[test]
fn the_news_sitemap_obeys_the_rules_of_news() {
    let xml = text("news-sitemap.xml");
    let (urls, titles, dates) = (
        elements(&xml, "loc"),
        elements(&xml, "news:title"),
        elements(&xml, "news:publication_date"),
    );
    assert!(!urls.is_empty() && urls.len() <= 1_000);
    assert_eq!((titles.len(), dates.len()), (urls.len(), urls.len()));
    let now: jiff::Timestamp = crate::harness::NOW.parse().unwrap();
    for date in dates {
        let age = now.duration_since(date.parse().unwrap()).as_secs();
        assert!((0..=172_800).contains(&age), "{date} is not of the last two days");
    }
    assert!(titles.iter().all(|t| !t.trim().is_empty()));
}

fn json_ld(tags: &[Tag]) -> Option<Value> {
    let tag = tags.iter().find(|t| t.get("type") == Some("application/ld+json"))?;
    Some(serde_json::from_str(&tag.raw).expect("structured data parses"))
}

#[test]
fn structured_data_is_complete_on_every_story() {
    for story in stories() {
        let tags = html::tags(&text(&story));
        let graph = json_ld(&tags).unwrap_or_else(|| panic!("{story} has no structured data"));
        let all = graph["@graph"].as_array().expect("a graph");
        let kind = |k: &str| {
            all.iter()
                .find(|n| n["@type"].as_str().is_some_and(|t| t.ends_with(k)))
                .unwrap_or_else(|| panic!("{story}: no {k}"))
        };
        let article = kind("NewsArticle");
        for key in [
            "headline",
            "datePublished",
            "dateModified",
            "mainEntityOfPage",
            "inLanguage",
        ] {
            assert!(article[key].as_str().is_some_and(|v| !v.is_empty()), "{story}: {key}");
        }
        let authors = article["author"]
            .as_array()
            .unwrap_or_else(|| panic!("{story}: author"));
        assert!(
            authors.iter().all(|a| a["name"].is_string() && a["@type"].is_string()),
            "{story}"
        );
        assert!(article["publisher"]["name"].is_string());
        let crumbs = kind("BreadcrumbList")["itemListElement"].as_array().unwrap();
        assert!(crumbs.len() >= 3, "{story}");
        let images = article["image"].as_array();
        assert!(
            images.is_none_or(|i| i
                .iter()
                .all(|u| u.as_str().or(u["url"].as_str()).is_some_and(|u| u.starts_with(BASE)))),
            "{story}: image"
        );
    }
}

#[test]
fn share_cards_are_complete_and_their_pictures_are_no_drawings() {
    for story in stories() {
        let tags = html::tags(&text(&story));
        let meta = |name: &str| {
            tags.iter()
                .find(|t| t.get("property") == Some(name) || t.get("name") == Some(name))
                .and_then(|t| t.get("content"))
        };
        for name in [
            "og:title",
            "og:type",
            "og:url",
            "og:description",
            "og:image",
            "og:site_name",
            "og:locale",
            "article:published_time",
            "twitter:card",
            "description",
        ] {
            assert!(meta(name).is_some_and(|v| !v.is_empty()), "{story}: {name}");
        }
        let image = meta("og:image").unwrap();
        assert!(image.starts_with(BASE) && !image.ends_with(".svg"), "{story}: {image}");
    }
}

#[test]
fn pages_are_sound() {
    let mut faults = Vec::new();
    for (page, text, tags) in pages() {
        if is_redirect(&tags) {
            continue;
        }
        let mut seen = BTreeSet::new();
        for id in tags.iter().filter_map(|t| t.get("id")) {
            if !seen.insert(id) {
                faults.push(format!("{page}: id {id} twice"));
            }
        }
        let count = |name: &str| tags.iter().filter(|t| t.name == name).count();
        for single in ["h1", "main", "title", "html", "head", "body"] {
            if count(single) != 1 {
                faults.push(format!("{page}: {} <{single}>", count(single)));
            }
        }
        // A script may stand in the page itself when the page's policy names its hash.
        let inline = |t: &&Tag| {
            t.name == "script" && t.get("src").is_none() && !t.get("type").is_some_and(|t| t.ends_with("json"))
        };
        for script in tags.iter().filter(inline) {
            let hash = BASE64_STANDARD.encode(Sha256::digest(script.raw.as_bytes()));
            if !text.contains(&format!("&#39;sha256-{hash}&#39;")) {
                faults.push(format!("{page}: a script in the page that its policy does not name"));
            }
        }
        for tag in &tags {
            sound(page, tag, &seen, &mut faults);
        }
        if text.contains('\u{fffd}') || text.contains("\u{1}") || text.contains("\u{2}") {
            faults.push(format!("{page}: a character that no page holds"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn sound(page: &str, tag: &Tag, ids: &BTreeSet<&str>, faults: &mut Vec<String>) {
    let mut fault = |what: &str| faults.push(format!("{page}: <{} {:?}>: {what}", tag.name, tag.attributes));
    match tag.name.as_str() {
        "img" => {
            if tag.get("alt").is_none() {
                fault("no alt");
            }
            if ["width", "height"]
                .iter()
                .any(|n| tag.get(n).and_then(|v| v.parse::<u32>().ok()).is_none_or(|v| v == 0))
            {
                fault("no size");
            }
        }
        "style" => fault("inline style sheet"),
        "iframe" if tag.get("sandbox").is_none_or(|s| s.contains("allow-same-origin")) => {
            fault("a frame that is not shut")
        }
        "html" if tag.get("lang").is_none_or(str::is_empty) => fault("no language"),
        "a" if tag.get("href").is_none_or(|h| h.is_empty() || h == "#") => fault("a link without an address"),
        _ => {}
    }
    if tag.get("style").is_some() || tag.attributes.keys().any(|k| k.starts_with("on")) {
        fault("inline style or handler");
    }
    for name in ["aria-labelledby", "aria-describedby", "for"] {
        if tag
            .get(name)
            .is_some_and(|v| v.split_whitespace().any(|id| !ids.contains(id)))
        {
            fault("names an id that is not there");
        }
    }
}

/// No sub-resource of another host (W8), in pages and style sheets.
#[test]
fn nothing_is_fetched_from_others() {
    let mut faults = Vec::new();
    for (page, _, tags) in pages() {
        for tag in tags.iter().filter(|t| {
            matches!(
                t.name.as_str(),
                "script" | "img" | "iframe" | "source" | "video" | "audio" | "embed" | "object" | "track"
            )
        }) {
            faults.extend(
                addresses(tag)
                    .filter(|a| a.contains("//"))
                    .map(|a| format!("{page}: <{}> {a}", tag.name)),
            );
        }
        let fetched = |t: &&Tag| {
            t.name == "link"
                && t.get("rel").is_some_and(|r| {
                    [
                        "stylesheet",
                        "preload",
                        "icon",
                        "manifest",
                        "preconnect",
                        "dns-prefetch",
                        "modulepreload",
                    ]
                    .iter()
                    .any(|k| r.contains(k))
                })
        };
        faults.extend(
            tags.iter()
                .filter(fetched)
                .flat_map(addresses)
                .filter(|a| a.contains("//"))
                .map(|a| format!("{page}: {a}")),
        );
    }
    for path in portal().keys().filter(|p| p.ends_with(".css")) {
        for part in text(path).split("url(").skip(1) {
            let address = part.split(')').next().unwrap_or_default().trim_matches(['"', '\'']);
            if address.contains("//")
                || (!address.starts_with("data:") && target(path, address).is_none_or(|t| t.is_err()))
            {
                faults.push(format!("{path}: url({address})"));
            }
        }
        assert!(!text(path).contains("@import"), "{path}");
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn listings_show_every_story_of_their_section_in_order() {
    for path in ["latest/index.html", "archive/index.html"] {
        assert!(portal().contains_key(path));
    }
    let all: BTreeSet<String> = stories().into_iter().collect();
    for section in ["politics", "sports"] {
        let prefix = format!("{section}/");
        let mine: BTreeSet<&String> = all.iter().filter(|s| s.starts_with(&prefix)).collect();
        let listed: BTreeSet<String> = pages()
            .filter(|(p, ..)| *p == format!("{section}/index.html") || p.starts_with(&format!("{section}/page/")))
            .flat_map(|(p, _, tags)| {
                tags.into_iter()
                    .filter(|t| t.name == "a")
                    .filter_map(move |t| target(p, t.get("href")?)?.ok())
                    .collect::<Vec<_>>()
            })
            .collect();
        let missing: Vec<_> = mine.iter().filter(|s| !listed.contains(**s)).collect();
        assert!(!mine.is_empty() && missing.is_empty(), "{section}: {missing:?}");
    }
}

#[test]
fn numbers_that_the_program_prints_are_bengali() {
    for (page, _, tags) in pages().filter(|(p, ..)| p.contains("/page/") || p.starts_with("archive/")) {
        let titles: Vec<&str> = tags
            .iter()
            .filter(|t| t.name == "title")
            .map(|t| t.raw.as_str())
            .collect();
        assert!(
            titles.iter().all(|t| !t.contains(|c: char| c.is_ascii_digit())),
            "{page}: {titles:?}"
        );
    }
}

#[test]
fn no_address_of_a_reader_stands_in_the_output() {
    let comments = tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/comments"));
    let text: String = comments
        .values()
        .map(|b| String::from_utf8_lossy(b).into_owned())
        .collect();
    let mails: BTreeSet<&str> = text
        .lines()
        .filter_map(|l| l.trim().strip_prefix("email = \""))
        .map(|m| m.trim_end_matches('"'))
        .collect();
    for mail in mails {
        let found = portal()
            .iter()
            .find(|(_, b)| b.windows(mail.len()).any(|w| w == mail.as_bytes()));
        assert!(found.is_none(), "{mail} in {:?}", found.map(|f| f.0));
    }
}
