//! A source file's text to what it says: story, section, author, page. Either the file is sound, or every fault of it is
//! reported with its place.

use super::fields::Fields;
use super::focus::Focus;
use super::front_matter::{self, Split};
use super::markdown;
use super::notes::{File, Notes};
use super::plain;
use super::right_keys::rename;
use super::types::{
    ArticleSource, AuthorSource, Body, Correction, FrontMatter, PageSource, ReadOptions, SectionSource, TextKind,
};
use crate::diag::Diagnostic;

/// The keys of a story's front matter.
#[rustfmt::skip]
const STORY: [&str; 34] = [
    "title", "date", "updated", "expires", "slug", "authors", "author", "tags", "series", "related", "aliases", "guid",
    "template", "language", "summary", "kicker", "subtitle", "image", "image_caption", "image_credit", "image_alt",
    "image_focus", "card", "card_title", "dateline", "featured", "breaking", "draft", "retracted", "comments", "ads",
    "weight", "corrections", "extra",
];
/// The keys of a section's `_index.md`, beside `weight`, which older ones have.
#[rustfmt::skip]
const SECTION: [&str; 8] = [
    "order", "title", "description", "paginate_by", "template", "hidden", "aliases", "extra",
];
/// The keys of an author's file.
#[rustfmt::skip]
const AUTHOR: [&str; 11] = [
    "name", "title", "role", "photo", "photo_focus", "email", "links", "desk", "slug", "aliases", "extra",
];
/// The keys of a page.
const PAGE: [&str; 8] = [
    "title",
    "description",
    "slug",
    "template",
    "updated",
    "draft",
    "aliases",
    "extra",
];

/// Reads a story. `text` comes from [`super::decode`]. What is there comes back beside its faults, so that what hangs on it is
/// looked at in the same run; nothing where the front matter cannot be read.
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
    let (story, broken) = match kind {
        TextKind::Text => (plain::article(&file, &mut notes), false),
        TextKind::Markdown => {
            let (split, broken) = front_matter_of(&file, &mut notes, &STORY);
            let heading = headline(&file, &split);
            let ground = markdown::Ground::new(split.body, heading.as_ref().map(|(_, at)| at.clone()));
            let front = article_front(&file, &mut notes, split, heading.map(|(title, _)| title));
            let body = markdown::read(&file, ground, is_bengali(front.language.as_deref()), &mut notes);
            (ArticleSource { front, body }, broken)
        }
    };
    legible(story, notes, path, broken)
}

/// Nothing where the front matter cannot be read.
fn legible<T>(found: T, notes: Notes, path: &str, broken: bool) -> (Option<T>, Vec<Diagnostic>) {
    ((!broken).then_some(found), notes.finish(path))
}

/// A file's front matter, its keys called by their right names; whether it cannot be read.
fn front_matter_of(file: &File, notes: &mut Notes, keys: &[&str]) -> (Split, bool) {
    let mut split = front_matter::split(file, notes);
    rename(file, notes, &mut split.entries, keys);
    let broken = split.broken;
    (split, broken)
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
    if keys.is_wrong("date") {
        // Reported as what it is: nobody should be told as well that there is none.
        front.date = Some(jiff::Timestamp::UNIX_EPOCH);
    }
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
    front.dateline = keys.text("dateline").or(keys.place_of_byline());
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
    let (split, broken) = front_matter_of(&file, &mut notes, &SECTION);
    let from = split.body;
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
    legible(SectionSource { body, ..section }, notes, path, broken)
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
    let (split, broken) = front_matter_of(&file, &mut notes, &AUTHOR);
    let from = split.body;
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
    legible(AuthorSource { body, ..author }, notes, path, broken)
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
        return legible(page, notes, path, false);
    }
    let (split, broken) = front_matter_of(&file, &mut notes, &PAGE);
    let heading = headline(&file, &split);
    let ground = markdown::Ground::new(split.body, heading.as_ref().map(|(_, at)| at.clone()));
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
    legible(PageSource { body, ..page }, notes, path, broken)
}

#[cfg(test)]
mod tests;
