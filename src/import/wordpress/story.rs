//! An item to a story: its text as Markdown, what its front matter says.

use super::entry::{Entry, Kind, Standing};
use super::index::Index;
use super::item::{Item, time};
use super::plan::{Place, Plan, Wishes};
use super::references::{ItemReferences, Notes};
use super::shortcodes::{self, Counts, attribute, escaped};
use super::{blocks, fields, php, theme};
use crate::bengali::{bijoy, gate};
use crate::import::html::bijoy::looks_bijoy;
use crate::import::html::model::{Block, Figure, Inline};
use crate::import::html::{self, Found, HtmlOptions, References, proof};
use crate::import::media::Catalogue;
use crate::import::story::{ImportedStory, StoryKind};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;

/// Longest text that is written, under khobor's own limit.
const LONGEST_TEXT: usize = 3_900_000;
/// Words of a headline that is made from the text.
const HEADLINE_WORDS: usize = 8;
/// How much later a change must be to count, in seconds.
const CHANGE: i64 = 3600;

/// What all items share.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The index.
    pub index: &'a Index,
    /// The plan.
    pub plan: &'a Plan,
    /// Wishes.
    pub wishes: &'a Wishes,
    /// What there is of the uploads.
    pub catalogue: &'a Catalogue,
    /// Texts in Bijoy without a font are converted.
    pub bijoy: bool,
    /// Pictures lie beside the stories' files: what lies there already.
    pub beside: Option<&'a BTreeSet<String>>,
    /// When the export was made.
    pub made: Timestamp,
}

/// What converting an item found, for the report.
#[derive(Debug, Clone, Default)]
pub struct ItemNotes {
    /// Shortcodes.
    pub shortcodes: Counts,
    /// What the text has.
    pub found: Found,
    /// Links and files.
    pub notes: Notes,
    /// Blocks that were left out.
    pub furniture: Vec<String>,
    /// Reusable blocks that the export lacks.
    pub missing_blocks: Vec<u64>,
    /// A text in Bijoy without a font mark: before and after.
    pub bijoy: Option<(String, String)>,
    /// The headline was made from the text.
    pub made_headline: bool,
    /// The export has no date for it.
    pub undated: bool,
    /// The text was cut because it is too long.
    pub cut: bool,
    /// It stayed on top of the old site, too long ago to be brought.
    pub was_sticky: bool,
    /// A redirect to another site.
    pub leads_away: Option<String>,
    /// Metas whose serialised values are broken.
    pub broken_metas: Vec<String>,
    /// Its name, when that can be no name of a file.
    pub odd_name: Option<String>,
}

/// An item as a story.
pub fn convert(item: &Item, entry: &Entry, place: &Place, context: Context<'_>) -> (ImportedStory, ItemNotes) {
    let mut notes = ItemNotes::default();
    let mut references = ItemReferences::new(context.plan, context.index, context.catalogue, item.id);
    references.wishes = &context.wishes.shortcodes;
    references.posts = item
        .metas
        .iter()
        .filter(|(k, _)| k.starts_with("_oembed_"))
        .map(|(_, v)| v.clone())
        .collect();
    references.beside = place
        .file
        .strip_suffix("/index.md")
        .filter(|_| context.beside.is_some())
        .map(str::to_owned);
    references.kept = context.beside;
    let mut story = ImportedStory {
        key: item.id.to_string(),
        kind: match entry.kind {
            Kind::Page => StoryKind::Page,
            _ => StoryKind::Story,
        },
        file: place.file.to_string(),
        address: place.address.to_string(),
        slug: place.slug.as_deref().map(str::to_owned),
        aliases: place.aliases.clone(),
        date: Some(place.date),
        ..ImportedStory::default()
    };
    let mut blocks = text(item, context, &references, &mut notes);
    titles(item, &blocks, context, &mut story, &mut notes);
    lead(item, &references, &mut blocks, &mut story);
    add_theme_fields(item, &references, &mut blocks, &mut story);
    facts(item, entry, context, &mut story, &mut notes);
    classify(item, entry, context, &mut story);
    let (mut body, as_html) = proof::proven(&blocks);
    if body.len() > LONGEST_TEXT {
        notes.cut = true;
        body.truncate(
            (0..=LONGEST_TEXT)
                .rev()
                .find(|i| body.is_char_boundary(*i))
                .unwrap_or(0),
        );
    }
    notes.found.as_html |= as_html;
    story.body = body;
    story.words = blocks_words(&blocks);
    notes.undated = !place.dated;
    let broken = item.metas.iter().filter(|(_, value)| php::is_broken(value));
    notes.broken_metas = broken.map(|(key, _)| key.clone()).collect();
    notes.odd_name = Some(item.name.clone()).filter(|name| is_odd_name(name));
    notes.notes = references.notes.into_inner();
    (story, notes)
}

/// Whether a name of WordPress leads out of a folder or is none at all.
fn is_odd_name(name: &str) -> bool {
    name.starts_with(['.', '-']) || name.contains(|c: char| matches!(c, '/' | '\\') || c.is_control())
}

fn blocks_words(blocks: &[Block]) -> usize {
    html::write::words(blocks).split_whitespace().count()
}

/// The text of an item as blocks.
fn text(item: &Item, context: Context<'_>, references: &ItemReferences<'_>, notes: &mut ItemNotes) -> Vec<Block> {
    let expanded = blocks::expand(&item.content, &context.index.reusable);
    notes.furniture = expanded.dropped;
    notes.missing_blocks = expanded.missing;
    let mut html = shortcodes::expand(&expanded.html, references, &mut notes.shortcodes);
    html.push_str(&footnotes(item));
    if context.bijoy && !html.to_ascii_lowercase().contains("mj") {
        let plain = shortcodes::text_of(&html);
        if looks_bijoy(&plain) {
            let sample: String = plain.chars().take(80).collect();
            notes.bijoy = Some((sample.clone(), bijoy::to_unicode(&sample)));
            html = format!("<div style=\"font-family: SutonnyMJ\">{html}</div>");
        }
    }
    let options = HtmlOptions {
        line_feeds: !expanded.has_blocks,
    };
    let (blocks, found) = html::read(&html, options, references);
    notes.found = found;
    blocks
}

/// Footnotes of the block editor: texts by id, in a meta.
fn footnotes(item: &Item) -> String {
    let Some(written) = item.meta("footnotes") else {
        return String::new();
    };
    let notes: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_str(written).unwrap_or_default();
    let text = |note: &serde_json::Map<String, serde_json::Value>, key: &str| {
        note.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned()
    };
    let one = |note| {
        format!(
            "<k-note data-id={}>{}</k-note>",
            attribute(&text(note, "id")),
            text(note, "content")
        )
    };
    notes.iter().map(one).collect()
}

fn titles(item: &Item, blocks: &[Block], context: Context<'_>, story: &mut ImportedStory, notes: &mut ItemNotes) {
    let mut title = item.headline();
    if context.bijoy && looks_bijoy(&title) {
        let new = bijoy::to_unicode(&title);
        notes.bijoy.get_or_insert((title, new.clone()));
        title = new;
    }
    if title.is_empty() {
        let words = html::write::words(blocks);
        title = words
            .split_whitespace()
            .take(HEADLINE_WORDS)
            .collect::<Vec<_>>()
            .join(" ");
        notes.made_headline = true;
    }
    if title.is_empty() {
        title = format!("#{}", item.id);
    }
    story.title = title;
    let summaries = [
        "_yoast_wpseo_metadesc",
        "rank_math_description",
        "_aioseo_description",
        "_aioseop_description",
        "_seopress_titles_desc",
        "_genesis_description",
    ];
    let plain = |text: &str| fields::one_line(&shortcodes::text_of(text));
    let own = Some(plain(&item.excerpt)).filter(|s| !s.is_empty());
    let by_plugin = || {
        summaries
            .iter()
            .find_map(|k| item.meta(k))
            .filter(|v| !v.contains('%'))
            .map(plain)
    };
    story.summary = own.or_else(by_plugin).filter(|s| !s.is_empty());
}

/// The lead picture; the first picture of the text, when it is the same, goes.
fn lead(item: &Item, references: &ItemReferences<'_>, blocks: &mut Vec<Block>, story: &mut ImportedStory) {
    let id: Option<u64> = item.meta("_thumbnail_id").and_then(|id| id.parse().ok());
    let Some(attachment) = id.and_then(|id| references.index.attachments.get(&id)) else {
        return;
    };
    let src = format!(
        "{}{}/{}",
        references.plan.site.home,
        references.index.uploads(),
        attachment.file
    );
    let found = references.picture(&src, id);
    if attachment.file.is_empty() || found.src.starts_with("http") {
        return;
    }
    let mut caption = attachment.caption.to_string();
    let mut alt = attachment.alt.to_string();
    if story.kind == StoryKind::Page {
        // Pages have no lead picture in front matter: it stands first in the text.
        let shown = |b: &Block| matches!(b, Block::Figure(f) if f.src == found.src);
        if !blocks.iter().any(shown) {
            blocks.insert(
                0,
                Block::Figure(Figure {
                    src: found.src,
                    alt,
                    caption,
                    ..Figure::default()
                }),
            );
        }
        return;
    }
    let first = blocks
        .iter()
        .position(|b| matches!(b, Block::Figure(_) | Block::Gallery { .. }));
    let at = first.unwrap_or(blocks.len());
    if let Some(figure) = take_first(blocks, at, &found.src) {
        let Figure {
            caption: own,
            alt: said,
            ..
        } = figure;
        if !own.is_empty() && !caption.is_empty() && own != caption {
            // Two captions: the library's goes on as text, so that no word is lost.
            let text = Inline::Text(std::mem::take(&mut caption));
            blocks.insert(at, Block::Paragraph(vec![Inline::Emphasis(vec![text])]));
        }
        caption = if own.is_empty() { caption } else { own };
        alt = if said.is_empty() { alt } else { said };
    }
    story.image = Some(found.src);
    story.image_alt = alt;
    story.image_caption = caption;
}

/// Takes the picture `src` out of the block at a place, if the block begins with it: a figure goes, of a gallery the others
/// stay.
fn take_first(blocks: &mut Vec<Block>, at: usize, src: &str) -> Option<Figure> {
    match blocks.get_mut(at)? {
        Block::Figure(figure) if figure.src == src => match blocks.remove(at) {
            Block::Figure(figure) => Some(figure),
            _ => None,
        },
        Block::Gallery { pictures, .. } if pictures.len() > 2 && pictures.first().is_some_and(|p| p.src == src) => {
            Some(pictures.remove(0))
        }
        _ => None,
    }
}

/// What a theme keeps beside the text: subtitle, featured film, source.
fn add_theme_fields(item: &Item, references: &ItemReferences<'_>, blocks: &mut Vec<Block>, story: &mut ImportedStory) {
    story.subtitle = theme::subtitle(item).map(|s| fields::one_line(&s));
    let kicker = item.meta("kicker").or_else(|| item.meta("shoulder"));
    story.kicker = kicker.map(fields::one_line);
    story.dateline = item.meta("dateline").map(fields::one_line);
    let mut films = Vec::new();
    for address in theme::films(item) {
        let (shown, _) = html::read(
            &format!("<k-embed url={}></k-embed>", attribute(&address)),
            HtmlOptions::default(),
            references,
        );
        films.extend(shown.into_iter().filter(|block| !blocks.contains(block)));
    }
    blocks.splice(0..0, films);
    for (name, address) in theme::sources(item) {
        let words = escaped(&fields::one_line(&name));
        let link = address.map(|a| format!("<a href={}>{words}</a>", attribute(&a)));
        let line = format!("<p>সূত্র: {}</p>", link.unwrap_or(words));
        blocks.extend(html::read(&line, HtmlOptions::default(), references).0);
    }
}

fn facts(item: &Item, entry: &Entry, context: Context<'_>, story: &mut ImportedStory, notes: &mut ItemNotes) {
    let changed = time(&item.modified_gmt)
        .and_then(|d| d.to_zoned(TimeZone::UTC).ok())
        .map(|z| z.timestamp());
    let bulk = entry.modified.is_some_and(|m| context.index.is_bulk(m));
    let later = |at: &Timestamp| story.date.is_some_and(|d| at.as_second() - d.as_second() >= CHANGE);
    story.updated = changed.filter(|at| !bulk && later(at));
    story.draft = entry.standing == Standing::Hidden;
    story.zone = Some(context.plan.zone.clone());
    let age = story.date.map_or(0, |d| context.made.as_second() - d.as_second()) / 86_400;
    let recent = (0..=30).contains(&age);
    story.featured = item.sticky && recent && entry.kind != Kind::Page || context.plan.categories.is_featured(entry);
    notes.was_sticky = item.sticky && !recent;
    story.comments = match (entry.kind == Kind::Page, item.comment_status.as_str()) {
        (true, "open") if !item.comments.is_empty() => Some(true),
        (false, "closed") if item.comments.is_empty() && age < 365 => Some(false),
        _ => None,
    };
    let away = item.meta("_links_to").or_else(|| item.meta("_pprredirect_url"));
    notes.leads_away = away.map(str::to_owned);
    for (meta, key) in &context.wishes.metas {
        if let Some(value) = item.meta(meta) {
            story.set(key, &fields::one_line(value));
        }
    }
}

fn classify(item: &Item, entry: &Entry, context: Context<'_>, story: &mut ImportedStory) {
    story.authors = context.plan.authors.of_item(item, context.index);
    if let Some(reporter) = item
        .meta("reporter")
        .or_else(|| item.meta("reporter_name"))
        .map(fields::one_line)
    {
        story.authors = vec![reporter];
    }
    if entry.kind == Kind::Page {
        return;
    }
    story.series = item.terms_of("series").next().map(|t| t.name.clone());
    let path = context.plan.site.decoded(&entry.link);
    let section = context.plan.categories.section_of(entry, path.as_deref());
    let own = item.terms_of("post_tag").map(|t| t.name.clone());
    let others = context
        .plan
        .categories
        .others(entry, section)
        .into_iter()
        .map(|c| c.name.clone());
    let others: Vec<String> = others.collect();
    for name in own.chain(others) {
        let name = context.plan.lists.tag_name(&name);
        if !story.tags.iter().any(|t| gate::key(t) == gate::key(&name)) && !name.is_empty() {
            story.tags.push(name);
        }
    }
}
