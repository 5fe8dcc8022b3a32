//! What the editor's bar says of a story: its marks, its length, its lint, its share card, its source file. Computed when a
//! browser asks; it never reaches the built site.

use super::OWN;
use super::state::{PreviewState, mime, shown};
use crate::bengali::{cluster, number, word::reading_minutes};
use crate::diag::{Diagnostic, Lang, Place, codes};
use crate::engine::{Destination, PageRenderer};
use crate::portal::{Article, ArticleId};
use crate::source::{ArticleSource, TextKind, lint_text, parse_article};
use crate::view::{self, PageId, PageView, View};
use serde_json::{Value, json};

/// What readers see of a summary on cards and in search results, in clusters.
const SUMMARY: usize = 200;

/// What the bar says of the page at a decoded path; `None` when there is no story.
pub(super) fn story(state: &PreviewState, path: &str) -> Option<Value> {
    let renderer = state.renderer();
    let renderer = renderer.as_ref()?;
    let site = &renderer.loaded().site;
    let number = story_at(renderer, path)?;
    let id = PageId::Article(number);
    let world = renderer.loaded().world();
    let article = world.article(number);
    let text = renderer.text(&article.source).ok()?;
    let (read, _) = parse_article(
        &article.source,
        &text,
        TextKind::of_path(&article.source),
        &site.read_options(),
    );
    let View::Page(document) = view::view(&world, &id) else {
        return None;
    };
    let lang = state.options.lang;
    let minutes = reading_minutes(article.words as usize, site.words_per_minute);
    let mut lint = lint_text(&article.source, &text, &site.read_options());
    lint.extend(own_lint(article, read.as_ref(), &text));
    lint.extend(state.diagnostics_of(&article.source));
    Some(json!({
        "source": &*article.source,
        "link": link(state, renderer, &article.source),
        "words": count(lang, u64::from(article.words)),
        "minutes": count(lang, u64::from(minutes)),
        "marks": marks(state, article, read.as_ref()),
        "date": world.date(article.date).text,
        "summary": { "length": count(lang, cluster::count(&article.summary) as u64), "limit": count(lang, SUMMARY as u64),
            "own": read.as_ref().is_some_and(|r| r.front.summary.is_some()) },
        "lint": lint.iter().map(|d| shown(d, lang)).collect::<Vec<_>>(),
        "card": card(renderer, (path, &document.page), article),
    }))
}

fn count(lang: Lang, n: u64) -> String {
    if lang == Lang::Bn {
        number::count(n)
    } else {
        n.to_string()
    }
}

/// Why readers of the built site do not see this story, if they do not.
fn marks(state: &PreviewState, article: &Article, read: Option<&ArticleSource>) -> Vec<&'static str> {
    let now = state.now();
    let mut marks = Vec::new();
    if read.is_some_and(|r| r.front.draft) {
        marks.push("draft");
    }
    if article.date > now {
        marks.push("scheduled");
    }
    if read.and_then(|r| r.front.expires).is_some_and(|e| e <= now) {
        marks.push("expired");
    }
    marks
}

/// What `khobor check` would say of this story beyond its running text.
fn own_lint(article: &Article, read: Option<&ArticleSource>, text: &str) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let at = |word: &str| match text.find(word).filter(|_| !word.is_empty()) {
        Some(start) => Place::in_text(&*article.source, text, start..start + word.len()),
        None => Place::file(&*article.source),
    };
    if let Some(picture) = &article.image {
        let name = picture.src.rsplit('/').next().unwrap_or_default();
        if picture.alt.trim().is_empty() {
            diagnostics.push(Diagnostic::new(&codes::lint::NO_ALT).arg("picture", name).at(at(name)));
        }
        if picture.credit.trim().is_empty() {
            diagnostics.push(
                Diagnostic::new(&codes::lint::NO_CREDIT)
                    .arg("picture", name)
                    .at(at(name)),
            );
        }
    }
    for picture in read.iter().flat_map(|r| &r.body.pictures).filter(|p| !p.has_alt) {
        let place = Place::line(&*article.source, text, picture.line);
        diagnostics.push(
            Diagnostic::new(&codes::lint::NO_ALT)
                .arg("picture", &picture.src)
                .at(place),
        );
    }
    let length = cluster::count(&article.summary);
    if length > SUMMARY {
        let summary = Diagnostic::new(&codes::lint::LONG_SUMMARY)
            .arg("length", length)
            .arg("limit", SUMMARY);
        diagnostics.push(summary.at(at("summary")));
    }
    diagnostics
}

/// The card as social networks make it from the page's head; the picture by its address in the preview.
fn card(renderer: &PageRenderer, (path, page): (&str, &PageView), article: &Article) -> Value {
    let site = &renderer.loaded().site;
    let local = |src: &str| match src.strip_prefix(&site.base_url) {
        Some(path) => format!(
            "{}{}",
            site.home.trim_end_matches('/'),
            path.strip_prefix(site.home.trim_end_matches('/')).unwrap_or(path)
        ),
        None => String::new(),
    };
    let host = site
        .base_url
        .split("://")
        .nth(1)
        .unwrap_or_default()
        .split('/')
        .next()
        .unwrap_or_default();
    let head = || page.image.as_ref().map(|p| local(&p.src));
    let image = own_card(renderer, path).or_else(head);
    let image = image.filter(|src| src.starts_with(OWN) || mime(src).starts_with("image/"));
    json!({ "title": &*article.title, "description": page.description, "image": image, "host": host })
}

/// Where the preview shows the card that a build would draw. The address changes with what is on it.
#[cfg(feature = "pictures")]
fn own_card(renderer: &PageRenderer, path: &str) -> Option<String> {
    let (name, _) = renderer.loaded().share_card(story_at(renderer, path)?)?;
    Some(format!("{OWN}card?page={path}&v={name}"))
}

#[cfg(not(feature = "pictures"))]
fn own_card(_: &PageRenderer, _: &str) -> Option<String> {
    None
}

/// The card of the story at a decoded path, drawn now: its media type and its bytes.
#[cfg(feature = "pictures")]
pub(super) fn draw_card(state: &PreviewState, path: &str) -> Option<(&'static str, Vec<u8>)> {
    let renderer = state.renderer();
    let renderer = renderer.as_ref()?;
    let (_, card) = renderer.loaded().share_card(story_at(renderer, path)?)?;
    let drawn = card.draw()?;
    Some((drawn.mime, drawn.bytes))
}

/// The story whose page a decoded path leads to.
fn story_at(renderer: &PageRenderer, path: &str) -> Option<ArticleId> {
    let home = &renderer.loaded().site.home;
    let inner = path.strip_prefix(home.trim_end_matches('/'))?;
    match renderer.find(inner)? {
        Destination::Page(PageId::Article(number)) => Some(number),
        _ => None,
    }
}

/// The link that opens the source file: only for an editor who sits at this machine, because it tells where the site lies.
fn link(state: &PreviewState, renderer: &PageRenderer, source: &str) -> Value {
    let template = &state.options.editor;
    if template.is_empty() || state.options.bind.is_some_and(|ip| !ip.is_loopback()) {
        return Value::Null;
    }
    let disk = renderer.loaded().tree.root.join(source);
    let path = crate::portal::url::absolute("", &disk.to_string_lossy().replace('\\', "/"));
    Value::String(template.replace("{path}", &path).replace("{line}", "1"))
}
