//! Hugo: content, bundles, static files; addresses by its settings; its own shortcodes.

use super::front::Front;
use super::text::{self, Converted, PageReferences};
use super::{GeneratorOptions, GeneratorSite, NO_HOME, SourceTree, urlized};
use crate::import::html::embeds;
use crate::import::site::bring::{Gathered, Piece};
use crate::import::site::settings::NewSite;
use crate::import::story::{ImportedStory, StoryKind};
use crate::import::wordpress::shortcodes::{attribute, escaped};
use jiff::Zoned;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Settings files, in the order in which they are looked for.
const SETTINGS: [&str; 9] = [
    "hugo.toml",
    "hugo.yaml",
    "hugo.yml",
    "hugo.json",
    "config.toml",
    "config.yaml",
    "config.yml",
    "config.json",
    "config/_default/hugo.toml",
];

/// Reads a folder; `None` when nothing of Hugo is in it.
///
/// ```
/// use khobor::import::generators::{GeneratorOptions, SourceTree, hugo};
/// let page = "---\ntitle: ঘাট\ndate: 2021-02-03\nslug: ghat\n---\n{{< youtube aqz-KE-bpKQ >}}\n";
/// let tree = SourceTree { texts: vec![("content/posts/a.md".into(), page.into()), ("hugo.toml".into(), "title = \"কাগজ\"".into())], files: Vec::new() };
/// let zone = jiff::tz::TimeZone::UTC;
/// let site = hugo::read(&tree, GeneratorOptions { section: "khobor", section_name: "খবর", zone: &zone }).unwrap();
/// assert_eq!((site.gathered.pieces[0].old_path.as_str(), site.gathered.pieces[0].story.body.trim()), ("/posts/ghat/", "{{<youtube id=\"aqz-KE-bpKQ\" />}}"));
/// ```
pub fn read(tree: &SourceTree, options: GeneratorOptions<'_>) -> Option<GeneratorSite> {
    let settings = settings(tree);
    let pages: Vec<Page<'_>> = tree
        .texts
        .iter()
        .filter_map(|(path, text)| Page::read(path, text))
        .collect();
    if pages.is_empty() {
        return None;
    }
    let home = settings.text("baseURL").filter(|url| url.starts_with("http"));
    let home = home.unwrap_or_else(|| NO_HOME.to_owned());
    let home = home.trim_end_matches('/').to_owned();
    let patterns: BTreeMap<String, String> = permalinks(&settings);
    let mut site = GeneratorSite {
        gathered: Gathered {
            name: "Hugo",
            key: "hugo",
            site: new_site(&settings, &home, &patterns, options),
            zone: Some(options.zone.clone()),
            ..Gathered::default()
        },
        files: Vec::new(),
    };
    let files = Files::of(tree);
    let reader = Reader {
        options,
        home: &home,
        patterns: &patterns,
        files: &files,
        addresses: addresses(&pages, &patterns, options),
    };
    let mut used = BTreeSet::new();
    for page in &pages {
        if page.is_list {
            if let Some(title) = page.front.text("title").filter(|_| !page.folder.is_empty()) {
                site.gathered.sections.insert(page.folder.clone(), title);
            }
            continue;
        }
        let piece = reader.piece(page, &mut site.gathered, &mut used);
        if piece.story.kind == StoryKind::Story {
            let name = if piece.section == options.section {
                options.section_name
            } else {
                piece.section.rsplit('/').next().unwrap_or_default()
            };
            site.gathered
                .sections
                .entry(piece.section.clone())
                .or_insert_with(|| name.to_owned());
        }
        site.gathered.pieces.push(piece);
    }
    let kept: BTreeSet<String> = site
        .gathered
        .pieces
        .iter()
        .filter(|p| p.story.kind == StoryKind::Story)
        .map(|p| p.section.clone())
        .collect();
    site.gathered
        .sections
        .retain(|path, _| kept.iter().any(|k| k == path || k.starts_with(&format!("{path}/"))));
    site.files = used
        .iter()
        .filter_map(|address| Some((files.by_address.get(address)?.clone(), format!("static{address}"))))
        .collect();
    Some(site)
}

fn settings(tree: &SourceTree) -> Front {
    let found = SETTINGS
        .iter()
        .find_map(|name| tree.texts.iter().find(|(path, _)| path == name));
    let read = found.and_then(|(path, text)| match path.rsplit('.').next() {
        Some("toml") => Front::toml(text),
        _ => Front::yaml(text),
    });
    read.unwrap_or_default()
}

/// Patterns of addresses by section.
fn permalinks(settings: &Front) -> BTreeMap<String, String> {
    let table = settings.table("permalinks").unwrap_or_default();
    let page = table.table("page").unwrap_or_default();
    table
        .texts()
        .chain(page.texts())
        .map(|(section, pattern)| (section.clone(), pattern))
        .collect()
}

fn new_site(
    settings: &Front,
    home: &str,
    patterns: &BTreeMap<String, String>,
    options: GeneratorOptions<'_>,
) -> NewSite {
    let parts = |pattern: &str| {
        pattern
            .split('/')
            .filter(|p| !p.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let known = |pattern: &&String| {
        parts(pattern).iter().all(|p| {
            !p.starts_with(':')
                || matches!(
                    p.as_str(),
                    ":year"
                        | ":month"
                        | ":day"
                        | ":section"
                        | ":sections"
                        | ":slug"
                        | ":title"
                        | ":filename"
                        | ":slugorfilename"
                        | ":contentbasename"
                        | ":slugorcontentbasename"
                )
        })
    };
    let article = patterns.values().find(known).map(|pattern| {
        let mut parts = parts(pattern);
        let last = parts.pop();
        let before: String = parts
            .iter()
            .map(|p| {
                if p == ":sections" {
                    "/:section".to_owned()
                } else {
                    format!("/{p}")
                }
            })
            .collect();
        format!("{before}/{}/", if last.is_some() { ":slug" } else { "" })
    });
    NewSite {
        title: settings.text("title").unwrap_or_else(|| "খবর".to_owned()),
        description: settings
            .any(&["params.description", "params.subtitle"])
            .unwrap_or_default(),
        base_url: home.to_owned(),
        timezone: settings
            .text("timeZone")
            .unwrap_or_else(|| options.zone.iana_name().unwrap_or("Asia/Dhaka").to_owned()),
        article: article.unwrap_or_else(|| "/:section/:slug/".to_owned()),
        feeds: vec!["/index.xml"],
        ..NewSite::default()
    }
}

/// A page of the content.
struct Page<'a> {
    /// Below `content/`, without its ending.
    path: String,
    /// The folder of its section: `posts/2021`.
    folder: String,
    /// Its name, without language and ending; that of the folder for a bundle.
    name: String,
    front: Front,
    body: &'a str,
    is_list: bool,
    is_html: bool,
    is_bundle: bool,
}

impl<'a> Page<'a> {
    fn read(path: &str, text: &'a str) -> Option<Page<'a>> {
        let inside = path.strip_prefix("content/")?;
        let (stem, ending) = inside.rsplit_once('.')?;
        if !matches!(ending, "md" | "markdown" | "html" | "htm") {
            return None;
        }
        let (front, body) = Front::part(text)?;
        let (folder, name) = stem.rsplit_once('/').unwrap_or(("", stem));
        // `index.bn` is the Bengali one.
        let plain = name
            .rsplit_once('.')
            .filter(|(_, lang)| lang.len() == 2)
            .map_or(name, |(n, _)| n);
        let is_bundle = plain == "index" && !folder.is_empty();
        let (folder, name) = match is_bundle {
            true => folder.rsplit_once('/').unwrap_or(("", folder)),
            false => (folder, plain),
        };
        Some(Page {
            path: stem.to_owned(),
            folder: folder.to_owned(),
            name: name.to_owned(),
            is_list: plain == "_index",
            is_html: ending.starts_with("htm"),
            is_bundle,
            front,
            body,
        })
    }

    fn slug(&self) -> String {
        self.front
            .text("slug")
            .map_or_else(|| urlized(&self.name), |slug| urlized(&slug))
    }

    /// Where it stood.
    fn address(&self, patterns: &BTreeMap<String, String>, options: GeneratorOptions<'_>) -> String {
        if let Some(url) = self.front.text("url") {
            return format!("/{}", url.trim_start_matches('/'));
        }
        let date = self.date(options);
        let first = self.folder.split('/').next().unwrap_or_default();
        let folders = || {
            self.folder
                .split('/')
                .filter(|p| !p.is_empty())
                .map(urlized)
                .collect::<Vec<_>>()
                .join("/")
        };
        let Some(pattern) = patterns.get(first).filter(|_| !first.is_empty()) else {
            return format!("/{}/{}/", folders(), self.slug()).replace("//", "/");
        };
        let number = |n: i16| format!("{n:02}");
        let part = |part: &str| match part {
            ":year" => date.year().to_string(),
            ":month" => number(date.month().into()),
            ":day" => number(date.day().into()),
            ":section" => urlized(first),
            ":sections" => folders(),
            ":title" => self.front.text("title").map_or_else(|| self.slug(), |t| urlized(&t)),
            ":filename" | ":contentbasename" => urlized(&self.name),
            p if p.starts_with(':') => self.slug(),
            fixed => fixed.to_owned(),
        };
        let parts: Vec<String> = pattern.split('/').filter(|p| !p.is_empty()).map(part).collect();
        let slash = if pattern.ends_with('/') || !parts.last().is_some_and(|l| l.contains('.')) {
            "/"
        } else {
            ""
        };
        format!("/{}{slash}", parts.join("/"))
    }

    fn date(&self, options: GeneratorOptions<'_>) -> Zoned {
        let found = ["date", "publishDate", "lastmod"]
            .iter()
            .find_map(|k| self.front.date(k, options.zone));
        let from_name = || super::front::moment(self.name.get(..10)?, options.zone);
        found
            .or_else(from_name)
            .unwrap_or_default()
            .to_zoned(options.zone.clone())
    }
}

/// Addresses by every name by which `ref` finds a page.
fn addresses(
    pages: &[Page<'_>],
    patterns: &BTreeMap<String, String>,
    options: GeneratorOptions<'_>,
) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for page in pages.iter().filter(|p| !p.is_list) {
        let address = page.address(patterns, options);
        let folder = format!("{}/{}", page.folder, page.name);
        for name in [page.path.as_str(), folder.trim_start_matches('/'), page.name.as_str()] {
            found.entry(name.to_owned()).or_insert_with(|| address.clone());
        }
    }
    found
}

/// Files by the address that they had.
struct Files {
    by_address: BTreeMap<String, String>,
    addresses: BTreeSet<String>,
}

impl Files {
    fn of(tree: &SourceTree) -> Files {
        let address = |path: &String| {
            let inside = ["static/", "content/", "assets/"]
                .iter()
                .find_map(|root| path.strip_prefix(root))?;
            Some((format!("/{}", crate::bengali::gate::nfc(inside)), path.clone()))
        };
        let by_address: BTreeMap<String, String> = tree.files.iter().filter_map(address).collect();
        let addresses = by_address.keys().cloned().collect();
        Files { by_address, addresses }
    }
}

/// Keys of a page's picture.
const PICTURES: [&str; 6] = [
    "featured_image",
    "featuredImage",
    "image",
    "cover.image",
    "thumbnail",
    "featureimage",
];

/// A former address; one without a slash stands beside the page.
fn beside(path: &str, alias: String) -> String {
    if alias.starts_with('/') {
        return alias;
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{}/{alias}", folder.trim_end_matches('/'))
}

struct Reader<'a> {
    options: GeneratorOptions<'a>,
    home: &'a str,
    patterns: &'a BTreeMap<String, String>,
    files: &'a Files,
    addresses: BTreeMap<String, String>,
}

impl Reader<'_> {
    fn piece(&self, page: &Page<'_>, gathered: &mut Gathered, used: &mut BTreeSet<String>) -> Piece {
        let mut base = page.folder.clone();
        if page.is_bundle {
            base = format!("{base}/{}", page.name);
        }
        let folder = format!("/{}/", base.trim_matches('/')).replace("//", "/");
        let references = PageReferences {
            folder: &folder,
            home: self.home,
            files: &self.files.addresses,
            used: RefCell::default(),
        };
        let html = self.marks(page.body, gathered);
        let read = if page.is_html { text::of_html } else { text::convert };
        let made = read(&html, &references);
        made.count_embeds(&mut gathered.report.embeds);
        let front = &page.front;
        let image = front.any(&PICTURES).or_else(|| front.list("images").into_iter().next());
        let image = text::lead_picture(&references, image);
        used.extend(references.used.into_inner());
        let path = page.address(self.patterns, self.options);
        let draft = front.is("draft") == Some(true);
        let parts = page.folder.split('/').filter(|p| !p.is_empty());
        Piece {
            section: parts.map(crate::portal::url::part).collect::<Vec<_>>().join("/"),
            slug: text::last_part(&path),
            old_path: if draft { String::new() } else { path.clone() },
            comments: Vec::new(),
            story: ImportedStory {
                aliases: front.list("aliases").into_iter().map(|a| beside(&path, a)).collect(),
                image,
                draft,
                ..self.story(page, made)
            },
        }
    }

    /// What the front matter and the text say.
    fn story(&self, page: &Page<'_>, made: Converted) -> ImportedStory {
        let front = &page.front;
        let date = page.date(self.options).timestamp();
        let later = |at: &jiff::Timestamp| at.as_second() - date.as_second() > 3600;
        let mut tags: Vec<String> = Vec::new();
        for tag in [front.list("tags"), front.list("categories")].concat() {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        let authors = [front.list("author"), front.list("authors")].concat();
        let is_page = page.folder.is_empty();
        ImportedStory {
            key: page.path.clone(),
            kind: if is_page { StoryKind::Page } else { StoryKind::Story },
            title: made.title(front.text("title"), &page.name),
            date: Some(date),
            updated: front.date("lastmod", self.options.zone).filter(later),
            zone: Some(self.options.zone.clone()),
            authors: authors.into_iter().filter(|a| !a.contains('@')).collect(),
            series: front.list("series").into_iter().next(),
            summary: front.any(&["description", "summary"]),
            subtitle: front.text("subtitle"),
            featured: front.is("featured") == Some(true),
            image_alt: front.any(&["cover.alt", "image_alt"]).unwrap_or_default(),
            image_caption: front.any(&["cover.caption", "image_caption"]).unwrap_or_default(),
            tags,
            words: made.words.split_whitespace().count(),
            body: made.body,
            ..ImportedStory::default()
        }
    }

    /// Shortcodes of Hugo as HTML.
    fn marks(&self, body: &str, gathered: &mut Gathered) -> String {
        let body = body.replace("<!--more-->", "");
        text::replaced(&body, &["{{<", "{{%"], &mut |rest| {
            let closing = if rest.starts_with("{{<") { ">}}" } else { "%}}" };
            let end = rest.find(closing)?;
            let inside = rest.get(3..end)?.trim();
            let taken = end + closing.len();
            // `{{</* x */>}}` shows a shortcode.
            if let Some(shown) = inside.strip_prefix("/*") {
                return Some((
                    taken,
                    format!("{{{{&lt; {} &gt;}}}}", escaped(shown.trim_end_matches("*/").trim())),
                ));
            }
            if inside.starts_with('/') {
                return Some((taken, "</div>\n\n".to_owned()));
            }
            let (name, given) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
            let (alone, named) = text::arguments(given.trim_end_matches('/'));
            let html = self.shortcode(name.trim_end_matches('/'), &alone, &named);
            let closes = rest.get(taken..)?.find(&format!("/{name}")).is_some();
            Some((
                taken,
                html.unwrap_or_else(|| {
                    gathered.report.count_unknown(name, 1, inside);
                    if closes { "<div>\n\n".to_owned() } else { String::new() }
                }),
            ))
        })
    }

    fn shortcode(&self, name: &str, alone: &[String], named: &BTreeMap<String, String>) -> Option<String> {
        let get = |key: &str| named.get(key).map_or("", String::as_str);
        let first = alone.first().map_or("", String::as_str);
        let embed = |address: &str| format!("\n<k-embed url={}></k-embed>\n", attribute(address));
        Some(match name {
            "figure" | "img" | "image" => {
                let src = if get("src").is_empty() { first } else { get("src") };
                let said: Vec<&str> = [get("title"), get("caption")]
                    .into_iter()
                    .filter(|t| !t.is_empty())
                    .collect();
                let by = match get("attr") {
                    "" => String::new(),
                    name => format!("ছবি: {name}"),
                };
                let ended = said.last().is_none_or(|t| t.ends_with(['।', '.', '!', '?']));
                let words = format!(
                    "{}{} {by}",
                    said.join(" "),
                    if ended || by.is_empty() { "" } else { "।" }
                );
                let words = escaped(words.trim());
                format!(
                    "\n<figure><img src={} alt={}><figcaption>{words}</figcaption></figure>\n",
                    attribute(src),
                    attribute(get("alt"))
                )
            }
            "youtube" => {
                let id = if get("id").is_empty() { first } else { get("id") };
                let id = embeds::youtube(&format!("https://youtu.be/{id}"))?;
                format!(
                    "\n<k-youtube id={} caption={}></k-youtube>\n",
                    attribute(&id),
                    attribute(get("title"))
                )
            }
            "vimeo" => embed(&format!(
                "https://vimeo.com/{}",
                if get("id").is_empty() { first } else { get("id") }
            )),
            "tweet" | "x" | "twitter" => {
                let id = if get("id").is_empty() {
                    alone.last().map_or("", String::as_str)
                } else {
                    get("id")
                };
                embed(&format!(
                    "https://x.com/{}/status/{id}",
                    if get("user").is_empty() { "i" } else { get("user") }
                ))
            }
            "instagram" => embed(&format!(
                "https://www.instagram.com/p/{}/",
                if get("id").is_empty() { first } else { get("id") }
            )),
            "gist" => embed(&format!(
                "https://gist.github.com/{}",
                alone.iter().take(2).cloned().collect::<Vec<_>>().join("/")
            )),
            "ref" | "relref" => {
                let path = if get("path").is_empty() { first } else { get("path") };
                let (path, fragment) = path
                    .split_once('#')
                    .map_or((path, String::new()), |(p, f)| (p, format!("#{f}")));
                let bare = path
                    .trim_matches('/')
                    .trim_start_matches("content/")
                    .trim_end_matches(".md")
                    .trim_end_matches("/index");
                self.addresses.get(bare).cloned().unwrap_or_else(|| format!("/{bare}/")) + &fragment
            }
            _ => return None,
        })
    }
}
