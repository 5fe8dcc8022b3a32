//! A source file's text to what it says: story, section, author, page. Either the file is sound, or every fault of it is
//! reported with its place.

use super::fields::Fields;
use super::focus::Focus;
use super::front_matter::{self, Split};
use super::markdown;
use super::notes::{File, Notes};
use super::plain;
use super::types::{
    ArticleSource, AuthorSource, Body, Correction, FrontMatter, PageSource, ReadOptions, SectionSource, TextKind,
};
use crate::diag::{Diagnostic, Severity};

/// Reads a story. `text` comes from [`super::decode`]; nothing comes back when the file has an error.
///
/// ```
/// # use khobor::source::{ReadOptions, TextKind, parse_article};
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let text = "+++\ntitle = \"নদীতে ইলিশ\"\ndate = 2026-11-22T07:30:00+06:00\n+++\n**“ভালো”**ই ধরা পড়ছে।\n";
/// let (story, diagnostics) = parse_article("content/country/hilsa.md", text, TextKind::Markdown, &options);
/// let story = story.unwrap();
/// assert!(diagnostics.is_empty());
/// assert_eq!(story.front.title, "নদীতে ইলিশ");
/// assert_eq!(story.body.text, "“ভালো”ই ধরা পড়ছে।");
/// ```
pub fn parse_article(
    path: &str,
    text: &str,
    kind: TextKind,
    options: &ReadOptions,
) -> (Option<ArticleSource>, Vec<Diagnostic>) {
    let file = File { path, text, options };
    let mut notes = Notes::default();
    let story = match kind {
        TextKind::Text => plain::article(&file, &mut notes),
        TextKind::Markdown => {
            let split = front_matter::split(&file, &mut notes);
            let heading = headline(&file, &split);
            let ground = markdown::Ground::new(split.body, heading.as_ref().map(|(_, at)| at.clone()));
            let front = article_front(&file, &mut notes, split, heading.map(|(title, _)| title));
            let body = markdown::read(&file, ground, is_bengali(front.language.as_deref()), &mut notes);
            ArticleSource { front, body }
        }
    };
    sound(story, notes, path)
}

/// Nothing when a fault is an error.
fn sound<T>(found: T, notes: Notes, path: &str) -> (Option<T>, Vec<Diagnostic>) {
    let diagnostics = notes.finish(path);
    let broken = diagnostics.iter().any(|t| t.severity() == Severity::Error);
    ((!broken).then_some(found), diagnostics)
}

fn is_bengali(language: Option<&str>) -> bool {
    language.is_none_or(|tag| tag == "bn" || tag.starts_with("bn-"))
}

/// The first heading of the first level, when the front matter has no title.
fn headline(file: &File, split: &Split) -> Option<(String, std::ops::Range<usize>)> {
    let titled = split.broken || split.entries.iter().any(|entry| entry.key == "title");
    if titled {
        None
    } else {
        markdown::first_heading(file, split.body)
    }
}

fn article_front(file: &File, notes: &mut Notes, split: Split, heading: Option<String>) -> FrontMatter {
    let broken = split.broken;
    let mut keys = Fields::new(*file, notes, split.entries, 0..first_line(file.text));
    let mut front = FrontMatter {
        title: heading.unwrap_or_else(|| title(&mut keys, "title", broken)),
        ..FrontMatter::empty()
    };
    times(&mut keys, &mut front);
    people_and_names(&mut keys, &mut front);
    running_text(&mut keys, &mut front);
    switches(&mut keys, &mut front);
    front.corrections = corrections(&mut keys);
    front.extra = keys.extra();
    keys.finish();
    front
}

fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

fn title(keys: &mut Fields, key: &'static str, broken: bool) -> String {
    let title = keys.text(key).unwrap_or_default();
    if title.is_empty() && !broken {
        keys.missing("", key, "\"…\"");
    }
    title
}

fn times(keys: &mut Fields, front: &mut FrontMatter) {
    front.date = keys.moment("date");
    front.updated = keys.moment("updated");
    front.expires = keys.moment("expires");
}

fn people_and_names(keys: &mut Fields, front: &mut FrontMatter) {
    front.slug = keys.checked("slug", "\"putin-hamas\"", is_slug);
    front.authors = keys.names("authors");
    front.authors.extend(keys.names("author"));
    front.tags = keys.names("tags");
    front.series = keys.name("series");
    front.related = keys.names("related");
    front.aliases = keys.names("aliases");
    front.guid = keys.name("guid");
    front.template = keys.checked("template", "\"long-read.html\"", is_template);
    front.language = keys.checked("language", "\"en\"", is_language);
}

fn running_text(keys: &mut Fields, front: &mut FrontMatter) {
    front.summary = keys.text("summary");
    front.kicker = keys.text("kicker");
    front.subtitle = keys.text("subtitle");
    front.image = keys.picture("image");
    front.image_caption = keys.text("image_caption");
    front.image_credit = keys.text("image_credit");
    front.image_alt = keys.text("image_alt");
    front.image_focus = focus(keys, "image_focus");
    front.card = keys.name("card");
    front.card_title = keys.text("card_title");
    front.dateline = keys.text("dateline");
}

/// Where a picture must not be cut.
fn focus(keys: &mut Fields, key: &'static str) -> Option<Focus> {
    let written = keys.checked(key, "\"30% 20%\"", |text| Focus::parse(text).is_some());
    written.as_deref().and_then(Focus::parse)
}

fn switches(keys: &mut Fields, front: &mut FrontMatter) {
    front.featured = keys.mark("featured");
    front.breaking = keys.mark("breaking");
    front.draft = keys.flag("draft").unwrap_or(false);
    front.retracted = keys.reason("retracted");
    front.comments = keys.flag("comments").unwrap_or(true);
    front.ads = keys.flag("ads").unwrap_or(true);
    front.weight = keys.whole("weight").unwrap_or(0);
}

fn corrections(keys: &mut Fields) -> Vec<Correction> {
    let mut corrections = Vec::new();
    for (entries, at) in keys.tables("corrections") {
        let given = entries.iter().any(|entry| entry.key == "date");
        let mut inner = keys.inner(entries, at);
        let (date, text) = (inner.moment("date"), inner.text("text"));
        if !given {
            inner.missing("corrections", "date", "2026-11-22T07:30:00+06:00");
        }
        if text.is_none() {
            inner.missing("corrections", "text", "\"…\"");
        }
        inner.finish();
        corrections.extend(date.zip(text).map(|(date, text)| Correction { date, text }));
    }
    corrections.sort_by_key(|correction| correction.date);
    corrections
}

/// One part of an address: no slash, not a dot, no control character.
fn is_slug(slug: &str) -> bool {
    !matches!(slug, "." | "..") && !slug.contains(['/', '\\', '?', '#', '%']) && !slug.contains(char::is_control)
}

fn is_template(path: &str) -> bool {
    !path.starts_with('/') && !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn is_language(tag: &str) -> bool {
    tag.split('-')
        .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Reads a section's `_index.md`; else as [`parse_article`].
///
/// ```
/// # use khobor::source::{ReadOptions, parse_section};
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let (section, _) = parse_section("content/sports/_index.md", "+++\ntitle = \"খেলা\"\norder = 3\n+++\n", &options);
/// assert_eq!(section.map(|s| (s.title, s.order)), Some(("খেলা".to_owned(), 3)));
/// ```
pub fn parse_section(path: &str, text: &str, options: &ReadOptions) -> (Option<SectionSource>, Vec<Diagnostic>) {
    let file = File { path, text, options };
    let mut notes = Notes::default();
    let split = front_matter::split(&file, &mut notes);
    let (from, broken) = (split.body, split.broken);
    let mut keys = Fields::new(file, &mut notes, split.entries, 0..first_line(text));
    let (order, weight) = (keys.whole("order"), keys.whole("weight"));
    let section = SectionSource {
        title: title(&mut keys, "title", broken),
        description: keys.text("description"),
        order: order.or(weight).unwrap_or(i64::MAX),
        has_weight: weight.is_some(),
        paginate_by: keys
            .whole("paginate_by")
            .map(|n| u32::try_from(n.max(1)).unwrap_or(u32::MAX)),
        template: keys.checked("template", "\"section.html\"", is_template),
        hidden: keys.flag("hidden").unwrap_or(false),
        aliases: keys.names("aliases"),
        extra: keys.extra(),
        body: Body::default(),
    };
    keys.finish();
    let body = markdown::read(&file, markdown::Ground::new(from, None), true, &mut notes);
    sound(SectionSource { body, ..section }, notes, path)
}

/// Reads an author's file; else as [`parse_article`].
///
/// ```
/// # use khobor::source::{ReadOptions, parse_author};
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let (author, diagnostics) = parse_author("content/authors/rahima.md", "---\nname: রহিমা খাতুন\nrole: প্রতিবেদক\n---\n", &options);
/// assert_eq!(author.map(|a| a.name).as_deref(), Some("রহিমা খাতুন"), "{diagnostics:?}");
/// ```
pub fn parse_author(path: &str, text: &str, options: &ReadOptions) -> (Option<AuthorSource>, Vec<Diagnostic>) {
    let file = File { path, text, options };
    let mut notes = Notes::default();
    let split = front_matter::split(&file, &mut notes);
    let (from, broken) = (split.body, split.broken);
    let mut keys = Fields::new(file, &mut notes, split.entries, 0..first_line(text));
    let mut name = keys.name("name");
    if let Some(title) = keys.name("title") {
        name.get_or_insert(title);
    }
    if name.is_none() && !broken {
        keys.missing("", "name", "\"…\"");
    }
    let author = AuthorSource {
        name: name.unwrap_or_default(),
        role: keys.text("role"),
        photo: keys.picture("photo"),
        photo_focus: focus(&mut keys, "photo_focus"),
        email: keys.name("email"),
        links: keys.names("links"),
        desk: keys.flag("desk").unwrap_or(false),
        slug: keys.checked("slug", "\"rahima-khatun\"", is_slug),
        aliases: keys.names("aliases"),
        extra: keys.extra(),
        body: Body::default(),
    };
    keys.finish();
    let body = markdown::read(&file, markdown::Ground::new(from, None), true, &mut notes);
    sound(AuthorSource { body, ..author }, notes, path)
}

/// Reads a plain page, Markdown or (by its path) plain text; else as [`parse_article`].
///
/// ```
/// # use khobor::source::{ReadOptions, parse_page};
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let (page, _) = parse_page("content/pages/about.md", "+++\ntitle = \"আমাদের কথা\"\n+++\nঢাকা থেকে।\n", &options);
/// assert_eq!(page.unwrap().body.text, "ঢাকা থেকে।");
/// ```
pub fn parse_page(path: &str, text: &str, options: &ReadOptions) -> (Option<PageSource>, Vec<Diagnostic>) {
    let file = File { path, text, options };
    let mut notes = Notes::default();
    if TextKind::of_path(path) == TextKind::Text {
        let story = plain::article(&file, &mut notes);
        let page = PageSource {
            title: story.front.title,
            description: story.front.summary,
            body: story.body,
            ..PageSource::default()
        };
        return sound(page, notes, path);
    }
    let split = front_matter::split(&file, &mut notes);
    let heading = headline(&file, &split);
    let ground = markdown::Ground::new(split.body, heading.as_ref().map(|(_, at)| at.clone()));
    let broken = split.broken;
    let mut keys = Fields::new(file, &mut notes, split.entries, 0..first_line(text));
    let page = PageSource {
        title: heading.map_or_else(|| title(&mut keys, "title", broken), |(title, _)| title),
        description: keys.text("description"),
        slug: keys.checked("slug", "\"about\"", is_slug),
        template: keys.checked("template", "\"page.html\"", is_template),
        updated: keys.moment("updated"),
        draft: keys.flag("draft").unwrap_or(false),
        comments: keys.flag("comments").unwrap_or(false),
        aliases: keys.names("aliases"),
        extra: keys.extra(),
        body: Body::default(),
    };
    keys.finish();
    let body = markdown::read(&file, ground, true, &mut notes);
    sound(PageSource { body, ..page }, notes, path)
}

#[cfg(test)]
mod tests;
