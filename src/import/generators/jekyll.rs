//! Jekyll: posts by the names of their files, drafts, pages; addresses by its settings; Liquid and kramdown marks.

use super::front::{Front, moment};
use super::text::{self, Converted, PageReferences};
use super::{GeneratorOptions, GeneratorSite, NO_HOME, SourceTree, urlized};
use crate::import::html::embeds;
use crate::import::site::bring::{Gathered, Piece};
use crate::import::site::settings::NewSite;
use crate::import::story::{ImportedStory, StoryKind};
use crate::import::wordpress::shortcodes::{attribute, escaped};
use jiff::Zoned;
use jiff::tz::TimeZone;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Pages that every Jekyll site makes itself.
const OWN_PAGES: [&str; 9] = [
    "index",
    "404",
    "feed",
    "sitemap",
    "archive",
    "tags",
    "categories",
    "search",
    "readme",
];

/// Keys of a page's picture.
const PICTURES: [&str; 7] = [
    "image.path",
    "image",
    "header.image",
    "header.teaser",
    "cover",
    "thumbnail",
    "featured-image",
];

/// Reads a folder; `None` when no post is in it.
///
/// ```
/// use khobor::import::generators::{GeneratorOptions, SourceTree, jekyll};
/// let post = "---\ntitle: ঘাট\n---\nকথা {{ page.x }} [আগে]({% post_url 2021-02-03-ghat %})\n";
/// let tree = SourceTree { texts: vec![("_posts/2021-02-03-ghat.md".into(), post.into())], files: Vec::new() };
/// let zone = jiff::tz::TimeZone::UTC;
/// let site = jekyll::read(&tree, GeneratorOptions { section: "khobor", section_name: "খবর", zone: &zone }).unwrap();
/// assert_eq!(site.gathered.pieces[0].old_path, "/2021/02/03/ghat.html");
/// assert_eq!(site.gathered.pieces[0].story.body.trim(), "কথা [আগে](/2021/02/03/ghat.html)");
/// ```
pub fn read(tree: &SourceTree, options: GeneratorOptions<'_>) -> Option<GeneratorSite> {
    let read_yaml = |name: &str| {
        tree.texts
            .iter()
            .find(|(path, _)| path == name)
            .and_then(|(_, text)| Front::yaml(text))
            .unwrap_or_default()
    };
    let settings = read_yaml("_config.yml");
    let named_zone = settings.text("timezone").and_then(|name| TimeZone::get(&name).ok());
    let zone = named_zone.unwrap_or_else(|| options.zone.clone());
    let options = GeneratorOptions { zone: &zone, ..options };
    let posts: Vec<Post<'_>> = tree
        .texts
        .iter()
        .filter_map(|(path, text)| Post::read(path, text))
        .collect();
    if !posts.iter().any(|p| p.kind != Kind::Page) {
        return None;
    }
    let authors = read_yaml("_data/authors.yml");
    let home = settings.text("url").filter(|url| url.starts_with("http"));
    let home = home.unwrap_or_else(|| NO_HOME.to_owned());
    let reader = Reader {
        options,
        home: home.trim_end_matches('/').to_owned(),
        base: settings.text("baseurl").unwrap_or_default(),
        pattern: settings.text("permalink").unwrap_or_else(|| "date".to_owned()),
        authors: authors
            .tables()
            .filter_map(|(key, a)| Some((key.clone(), a.text("name")?)))
            .collect(),
        files: tree
            .files
            .iter()
            .map(|path| format!("/{}", crate::bengali::gate::nfc(path)))
            .collect(),
    };
    let addresses: BTreeMap<String, String> = posts.iter().map(|p| (p.stem.clone(), reader.address(p))).collect();
    let mut gathered = Gathered {
        name: "Jekyll",
        key: "jekyll",
        site: reader.new_site(&settings),
        zone: Some(zone.clone()),
        ..Gathered::default()
    };
    let mut used = BTreeSet::new();
    for post in &posts {
        let piece = reader.piece(post, &addresses, &mut gathered, &mut used);
        if piece.story.kind == StoryKind::Story {
            let name = post
                .front
                .list("categories")
                .into_iter()
                .next()
                .or_else(|| post.front.text("category"));
            let name = name
                .filter(|_| piece.section != options.section)
                .unwrap_or_else(|| options.section_name.to_owned());
            gathered.sections.entry(piece.section.clone()).or_insert(name);
        }
        gathered.pieces.push(piece);
    }
    let files = used
        .into_iter()
        .map(|address| (address.trim_start_matches('/').to_owned(), format!("static{address}")));
    Some(GeneratorSite {
        files: files.collect(),
        gathered,
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Post,
    Draft,
    Page,
}

/// A post or page.
struct Post<'a> {
    kind: Kind,
    /// The file's name without its ending: `2021-08-23-basic-post`.
    stem: String,
    /// What stands in it without a date.
    name: String,
    /// The day of its name.
    day: String,
    path: String,
    front: Front,
    body: &'a str,
    is_html: bool,
}

impl<'a> Post<'a> {
    fn read(path: &str, text: &'a str) -> Option<Post<'a>> {
        let (stem, ending) = path.rsplit_once('.')?;
        if !matches!(ending, "md" | "markdown" | "mkd" | "html" | "htm") {
            return None;
        }
        let (folder, stem) = stem.rsplit_once('/').unwrap_or(("", stem));
        let inside = |name: &str| folder.split('/').any(|part| part == name);
        let kind = match (inside("_posts"), inside("_drafts")) {
            (true, _) => Kind::Post,
            (_, true) => Kind::Draft,
            _ if folder.split('/').any(|p| p.starts_with(['_', '.']))
                || OWN_PAGES.contains(&stem.to_ascii_lowercase().as_str()) =>
            {
                return None;
            }
            _ => Kind::Page,
        };
        let (front, body) = Front::part(text)?;
        // 2021-9-1-name has a day too.
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let parts: Vec<&str> = stem.splitn(4, '-').collect();
        let (day, name) = match parts.as_slice() {
            [y, m, d, name] if y.len() == 4 && digits(y) && digits(m) && digits(d) => {
                (format!("{y}-{m:0>2}-{d:0>2}"), (*name).to_owned())
            }
            _ => (String::new(), stem.to_owned()),
        };
        Some(Post {
            kind,
            stem: stem.to_owned(),
            name,
            day,
            path: path.to_owned(),
            front,
            body,
            is_html: ending.starts_with("htm"),
        })
    }

    fn categories(&self) -> Vec<String> {
        let all = self.front.list("categories");
        // A text of several words is several categories in Jekyll.
        if all.is_empty() {
            self.front.text("category").into_iter().collect()
        } else {
            all
        }
    }
}

struct Reader<'a> {
    options: GeneratorOptions<'a>,
    home: String,
    base: String,
    pattern: String,
    authors: BTreeMap<String, String>,
    files: BTreeSet<String>,
}

impl Reader<'_> {
    fn new_site(&self, settings: &Front) -> NewSite {
        let shape = self.shape();
        let mut parts: Vec<&str> = shape
            .split('/')
            .filter(|p| !p.is_empty() && *p != ":categories")
            .collect();
        let is_dated = |part: &&str| !part.starts_with(':') || matches!(*part, ":year" | ":month" | ":day");
        let known = parts.pop().is_some() && parts.iter().all(is_dated);
        let before: String = parts.iter().map(|part| format!("/{part}")).collect();
        NewSite {
            title: settings.text("title").unwrap_or_else(|| "খবর".to_owned()),
            description: settings.text("description").unwrap_or_default(),
            base_url: self.home.clone(),
            timezone: self.options.zone.iana_name().unwrap_or("Asia/Dhaka").to_owned(),
            article: if known {
                format!("{before}/:slug/")
            } else {
                "/:year/:month/:day/:slug/".to_owned()
            },
            feeds: vec!["/feed.xml"],
            ..NewSite::default()
        }
    }

    /// The pattern of addresses, its names spelt out.
    fn shape(&self) -> String {
        match self.pattern.as_str() {
            "date" => "/:categories/:year/:month/:day/:title.html",
            "pretty" => "/:categories/:year/:month/:day/:title/",
            "ordinal" => "/:categories/:year/:y_day/:title.html",
            "weekdate" => "/:categories/:year/W:week/:short_day/:title.html",
            "none" => "/:categories/:title.html",
            own => own,
        }
        .to_owned()
    }

    fn date(&self, post: &Post<'_>) -> Zoned {
        let zone = self.options.zone;
        let found = post.front.date("date", zone).or_else(|| moment(&post.day, zone));
        found.unwrap_or_default().to_zoned(zone.clone())
    }

    fn address(&self, post: &Post<'_>) -> String {
        if let Some(own) = post.front.text("permalink").filter(|p| !p.contains(':')) {
            return format!("/{}", own.trim_start_matches('/'));
        }
        if post.kind == Kind::Page {
            let (stem, _) = post.path.rsplit_once('.').unwrap_or((&post.path, ""));
            let pretty = self.shape().ends_with('/');
            return format!(
                "/{}{}",
                stem.trim_end_matches("/index"),
                if pretty { "/" } else { ".html" }
            );
        }
        let date = self.date(post);
        let slug = post
            .front
            .text("slug")
            .map_or_else(|| urlized(&post.name), |s| urlized(&s));
        let categories: Vec<String> = post.categories().iter().map(|c| urlized(c)).collect();
        let two = |n: i8| format!("{n:02}");
        let shape = post.front.text("permalink").unwrap_or_else(|| self.shape());
        let filled = shape
            .replace(":categories", &categories.join("/"))
            .replace(":year", &date.year().to_string())
            .replace(":month", &two(date.month()))
            .replace(":y_day", &format!("{:03}", date.day_of_year()))
            .replace(":day", &two(date.day()))
            .replace(":i_month", &date.month().to_string())
            .replace(":i_day", &date.day().to_string())
            .replace(":title", &slug)
            .replace(":slug", &slug)
            .replace(":name", &slug);
        let mut out = format!("/{}", filled.trim_start_matches('/'));
        while out.contains("//") {
            out = out.replace("//", "/");
        }
        out
    }

    fn piece(
        &self,
        post: &Post<'_>,
        addresses: &BTreeMap<String, String>,
        gathered: &mut Gathered,
        used: &mut BTreeSet<String>,
    ) -> Piece {
        let references = PageReferences {
            folder: "/",
            home: &self.home,
            files: &self.files,
            used: RefCell::default(),
        };
        let html = self.marks(post.body, addresses, gathered);
        let read = if post.is_html { text::of_html } else { text::convert };
        let made = read(&html, &references);
        made.count_embeds(&mut gathered.report.embeds);
        let front = &post.front;
        let image = text::lead_picture(&references, front.any(&PICTURES));
        used.extend(references.used.into_inner());
        let path = self.address(post);
        let draft = post.kind == Kind::Draft || front.is("published") == Some(false) || front.is("draft") == Some(true);
        let categories = post.categories();
        let section = match categories.first() {
            _ if post.kind == Kind::Page => path
                .trim_matches('/')
                .rsplit_once('/')
                .map_or("", |(above, _)| above)
                .to_owned(),
            Some(category) => urlized(category),
            None => self.options.section.to_owned(),
        };
        Piece {
            section,
            slug: text::last_part(&path),
            old_path: if draft { String::new() } else { path },
            comments: Vec::new(),
            story: ImportedStory {
                draft,
                image,
                ..self.story(post, categories, made)
            },
        }
    }

    /// What the front matter and the text say.
    fn story(&self, post: &Post<'_>, categories: Vec<String>, made: Converted) -> ImportedStory {
        let front = &post.front;
        let mut tags = front.list("tags");
        tags.extend(categories.into_iter().skip(1));
        let authors = [front.list("author"), front.list("authors")].concat().into_iter();
        let authors = authors.map(|a| self.authors.get(&a).cloned().unwrap_or(a));
        let former = front.list("redirect_from").into_iter();
        let is_page = post.kind == Kind::Page;
        ImportedStory {
            key: post.path.clone(),
            kind: if is_page { StoryKind::Page } else { StoryKind::Story },
            title: made.title(front.text("title"), &post.name),
            date: Some(self.date(post).timestamp()),
            updated: front.date("last_modified_at", self.options.zone),
            zone: Some(self.options.zone.clone()),
            authors: authors.filter(|a| !a.contains('@')).collect(),
            summary: front.any(&["description", "excerpt", "summary"]),
            subtitle: front.text("subtitle"),
            featured: front.is("featured") == Some(true),
            aliases: former.map(|a| format!("/{}", a.trim_start_matches('/'))).collect(),
            image_alt: front.text("image.alt").unwrap_or_default(),
            tags,
            words: made.words.split_whitespace().count(),
            body: made.body,
            ..ImportedStory::default()
        }
    }

    /// Liquid and kramdown marks as HTML.
    fn marks(&self, body: &str, addresses: &BTreeMap<String, String>, gathered: &mut Gathered) -> String {
        let mut raw = false;
        let body = text::replaced(body, &["{{", "{%", "{:"], &mut |rest| {
            if rest.starts_with("{:") {
                return rest.find('}').map(|end| (end + 1, String::new()));
            }
            let closing = if rest.starts_with("{{") { "}}" } else { "%}" };
            let end = rest.find(closing)?;
            let inside = rest.get(2..end)?.trim_matches(|c: char| c == '-' || c.is_whitespace());
            let taken = end + closing.len();
            if raw && inside != "endraw" {
                return Some((taken, escaped(rest.get(..taken)?)));
            }
            let (name, given) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
            let html = match name {
                "raw" | "endraw" => {
                    raw = name == "raw";
                    String::new()
                }
                "highlight" => format!("\n```{}\n", given.split_whitespace().next().unwrap_or_default()),
                "endhighlight" => "\n```\n".to_owned(),
                "post_url" => addresses
                    .get(given.trim().rsplit('/').next().unwrap_or_default())
                    .cloned()
                    .unwrap_or_default(),
                "link" => self.linked(given.trim(), addresses),
                "comment" => {
                    let close = rest.find("endcomment")?;
                    let after = rest.get(close..)?.find("%}")?;
                    return Some((close + after + 2, String::new()));
                }
                "include" => return Some((taken, self.include(given, gathered))),
                "site.url" | "site.baseurl" => String::new(),
                _ if closing == "}}" && inside.starts_with(['"', '\'']) => {
                    inside.split(['"', '\'']).nth(1).unwrap_or_default().to_owned()
                }
                _ => {
                    gathered.report.count_unknown(name, 1, inside);
                    String::new()
                }
            };
            Some((taken, html))
        });
        match self.base.trim_matches('/') {
            "" => body,
            base => body
                .replace(&format!("](/{base}/"), "](/")
                .replace(&format!("=\"/{base}/"), "=\"/"),
        }
    }

    /// `{% link _posts/2021-08-23-basic-post.md %}`
    fn linked(&self, path: &str, addresses: &BTreeMap<String, String>) -> String {
        let name = path.rsplit('/').next().unwrap_or_default();
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        addresses
            .get(stem)
            .cloned()
            .unwrap_or_else(|| format!("/{}", path.trim_start_matches('/')))
    }

    /// An include: films and pictures by the names that themes give them; others are counted.
    fn include(&self, given: &str, gathered: &mut Gathered) -> String {
        let (alone, named) = text::arguments(given);
        let file = alone.first().map_or("", String::as_str);
        let get = |keys: &[&str]| keys.iter().find_map(|k| named.get(*k)).cloned().unwrap_or_default();
        let film = embeds::youtube(&format!("https://youtu.be/{}", get(&["id", "youtube_id", "video_id"])));
        if let Some(id) = film.filter(|_| file.contains("youtube") || file.contains("video")) {
            return format!("\n<k-youtube id={}></k-youtube>\n", attribute(&id));
        }
        let src = get(&["image_path", "src", "url", "image", "file"]);
        if !src.is_empty()
            && ["figure", "image", "picture", "img"]
                .iter()
                .any(|name| file.contains(name))
        {
            let (alt, caption) = (get(&["alt"]), get(&["caption", "description"]));
            return format!(
                "\n<figure><img src={} alt={}><figcaption>{}</figcaption></figure>\n",
                attribute(&src),
                attribute(&alt),
                escaped(&caption)
            );
        }
        gathered.report.count_unknown(&format!("include {file}"), 1, given);
        String::new()
    }
}
