//! `khobor check`: everything a build would tell, and the newsroom lint on top. Writes nothing.

mod anchors;

use super::gone::GonePage;
use super::{Loaded, Outcome, Progress, Request, load};
use crate::bengali::{cluster, gate};
use crate::config::Site;
use crate::diag::{BoundedList, Diagnostic, Place, codes};
use crate::media::PictureFormat;
use crate::portal::{Spelling, Term, resolve};
use crate::render::{PlacedFragments, Rows};
use crate::source::{FileKind, Mark, Root, Tree};
use crate::view::{self, PageId};
use jiff::SignedDuration;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// What readers see of a summary on cards and in search results, in clusters.
const SUMMARY: usize = 200;

/// Texts that are looked at before what they have to report is.
const STRETCH: usize = 16_384;

/// Google's large cards want so many pixels.
const CARD_WIDTH: u32 = 1_200;

/// What a check looked at.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// Published stories.
    pub stories: usize,
    /// Files that a build would write, beside those of the search index.
    pub files: usize,
    /// Pages that were published and are not any more.
    pub gone: Vec<GonePage>,
}

/// Checks a site: dead links, pictures, alternative texts, headlines, and the authors' own texts.
pub fn check(request: &Request, progress: &dyn Progress) -> Outcome<Checked> {
    let Outcome {
        value,
        mut diagnostics,
        timings,
    } = load(request, progress);
    let Some(loaded) = value else {
        // Whoever mends the errors sees in the same run what else is wrong with the texts.
        let mut found = super::sources(request).map(|(site, root, tree)| texts(&site, &root, &tree));
        super::locate::places(&request.root, found.as_deref_mut().unwrap_or_default());
        diagnostics.extend(found.unwrap_or_default());
        return Outcome {
            value: None,
            diagnostics,
            timings,
        };
    };
    let mut found = BoundedList::default();
    found.extend(links(&loaded));
    found.extend(pictures(&loaded));
    found.extend(headlines(&loaded));
    found.extend(spellings(&loaded));
    found.extend(breaking(&loaded));
    found.extend(texts(&loaded.site, &loaded.root, &loaded.tree));
    found.extend(pages(&loaded));
    found.extend(super::compile::unused_templates(&loaded));
    let mut found = found.finish();
    super::locate::places(&request.root, &mut found);
    diagnostics.extend(found);
    let checked = Checked {
        stories: loaded.portal.articles.len(),
        files: files(&loaded),
        gone: super::gone::missing(&loaded, request),
    };
    Outcome {
        value: Some(checked),
        diagnostics,
        timings,
    }
}

/// How many files a build would write: pages, files beside them, pictures in their sizes, assets.
fn files(loaded: &Loaded) -> usize {
    let published = loaded.portal.files.values();
    let beside = published
        .filter(|source| !super::output::is_withheld(loaded, source))
        .count();
    let sets = loaded.renditions.all();
    let pictures: usize = sets.values().map(|rendition| rendition.set.files.len()).sum();
    view::plan(&loaded.world()).len() + beside + pictures + loaded.assets.files.len()
}

/// Internal links must lead to something that the build writes.
fn links(loaded: &Loaded) -> Vec<Diagnostic> {
    let world = loaded.world();
    let key = |path: &str| gate::key(path.trim_matches('/'));
    let mut known: FxHashSet<String> = view::plan(&world)
        .iter()
        .map(|id| key(&view::address(&world, id)))
        .collect();
    known.extend(loaded.portal.files.keys().map(|f| key(f)));
    let alive = |source: &str, base: &str, link: &str| {
        let path = link.split(['#', '?']).next().unwrap_or_default();
        if path.is_empty() {
            return true;
        }
        let decoded = crate::portal::url::decode(path).unwrap_or_else(|| path.to_owned());
        if let Some(story) = loaded.portal.linked(source, &decoded) {
            return story.is_some();
        }
        if loaded.portal.linked_page(source, &decoded).is_some()
            || loaded.portal.published(source, base, link).is_some()
        {
            return true;
        }
        let absolute = if decoded.starts_with('/') {
            decoded
        } else {
            join(base, &decoded)
        };
        known.contains(&key(&absolute))
    };
    let dead = |source: &str, base: &str, links: &[String]| -> Vec<Diagnostic> {
        links
            .iter()
            .filter(|l| !alive(source, base, l))
            .map(|l| {
                finding(&codes::portal::DEAD_LINK, source, l)
                    .arg("href", l)
                    .arg("suggestion", "")
            })
            .collect()
    };
    let stories = loaded
        .portal
        .articles
        .par_iter()
        .flat_map_iter(|a| a.sees.iter().flat_map(|s| dead(&a.source, &a.url, &s.links)));
    let mut found: Vec<Diagnostic> = stories.collect();
    for page in &loaded.portal.pages {
        found.extend(dead(&page.file, &page.url, &page.source.body.links));
    }
    for section in &loaded.portal.sections.all {
        found.extend(dead(&section.file, &section.url, &section.source.body.links));
    }
    found
}

fn join(base: &str, path: &str) -> String {
    format!("/{}", resolve(base, path).0)
}

fn finding(code: &'static crate::diag::Code, source: &str, word: &str) -> Diagnostic {
    let mut at = Place::file(source);
    at.word = word.to_owned();
    Diagnostic::new(code).at(at)
}

fn pictures(loaded: &Loaded) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for article in &loaded.portal.articles {
        if let Some(picture) = &article.image {
            let written = picture.src.rsplit('/').next().unwrap_or_default();
            if picture.alt.trim().is_empty() {
                found.push(finding(&codes::lint::NO_ALT, &article.source, written).arg("picture", written));
            }
            let source = loaded.portal.files.get(&picture.src);
            let info = source.and_then(|source| loaded.portal.pictures.get(source));
            if info.is_some_and(|info| info.format != PictureFormat::Svg && info.width < CARD_WIDTH) {
                let narrow = finding(&codes::media::NARROW_LEAD, &article.source, written).arg("picture", written);
                found.push(narrow.arg("width", picture.width));
            }
            if picture.credit.trim().is_empty() {
                found.push(finding(&codes::lint::NO_CREDIT, &article.source, written).arg("picture", written));
            }
        }
        for picture in article.sees.iter().flat_map(|s| &s.pictures).filter(|p| !p.has_alt) {
            let mut diagnostics =
                finding(&codes::lint::NO_ALT, &article.source, &picture.src).arg("picture", &picture.src);
            if let Some(place) = &mut diagnostics.place {
                place.line = picture.line;
            }
            found.push(diagnostics);
        }
        if cluster::count(&article.summary) > SUMMARY {
            let length = cluster::count(&article.summary);
            found.push(
                Diagnostic::new(&codes::lint::LONG_SUMMARY)
                    .arg("length", length)
                    .arg("limit", SUMMARY)
                    .at(Place::file(&*article.source)),
            );
        }
    }
    let published: FxHashSet<&String> = loaded.portal.files.values().collect();
    for (path, info) in loaded
        .portal
        .pictures
        .iter()
        .filter(|(p, i)| i.is_large() && published.contains(p) && !super::output::is_withheld(loaded, p))
    {
        let size = format!("{} KB, {}×{}", info.bytes / 1000, info.width, info.height);
        found.push(
            Diagnostic::new(&codes::media::LARGE_PICTURE)
                .arg("picture", path)
                .arg("size", size)
                .at(Place::file(path)),
        );
    }
    found
}

fn headlines(loaded: &Loaded) -> Vec<Diagnostic> {
    let mut first: FxHashMap<String, &str> = FxHashMap::default();
    let mut found = Vec::new();
    for article in &loaded.portal.articles {
        match first.get(&gate::key(&article.title)) {
            Some(other) => {
                found.push(finding(&codes::lint::SAME_HEADLINE, &article.source, &article.title).arg("other", other))
            }
            None => drop(first.insert(gate::key(&article.title), &article.source)),
        }
    }
    found
}

/// Stories of the last seven days that are marked as breaking and do not stand in the breaking line.
fn breaking(loaded: &Loaded) -> Vec<Diagnostic> {
    let world = loaded.world();
    let shown: Vec<_> = view::breaking_stories(&world).take(3).collect();
    let week = loaded
        .now
        .checked_sub(SignedDuration::from_hours(7 * 24))
        .unwrap_or(loaded.now);
    let recent = world.latest(usize::MAX).take_while(|id| world.article(*id).date > week);
    let unseen = recent.filter(|id| world.article(*id).breaking != Mark::No && !shown.contains(id));
    let note = |id| finding(&codes::lint::BREAKING_UNSEEN, &world.article(id).source, "breaking");
    unseen.map(note).collect()
}

/// Names of tags, authors and series that are shown in another spelling.
fn spellings(loaded: &Loaded) -> Vec<Diagnostic> {
    let portal = &loaded.portal;
    let terms = [&portal.tags, &portal.authors, &portal.series];
    let terms = terms.into_iter().flat_map(|terms| &terms.all);
    let others = terms.flat_map(|term| term.spellings.iter().map(move |spelling| (term, spelling)));
    let others = others.filter(|(term, spelling)| spelling.name != term.name);
    let note = |(term, spelling): (&Term, &Spelling)| {
        let note = finding(&codes::lint::TERM_SPELLING, &spelling.source, &spelling.name);
        note.arg("written", &spelling.name).arg("shown", &term.name)
    };
    others.map(note).collect()
}

/// The lint of the authors' own texts, before any repair.
fn texts(site: &Site, root: &Root, tree: &Tree) -> Vec<Diagnostic> {
    let kinds = |k: FileKind| {
        matches!(
            k,
            FileKind::Article(_) | FileKind::Page | FileKind::Section | FileKind::Author
        )
    };
    let files: Vec<_> = tree.files.iter().filter(|f| kinds(f.kind)).collect();
    let options = site.read_options();
    let lint = |file: &&crate::source::SourceFile| {
        let bytes = root.read(file, site.max_source_bytes).ok()?;
        let text = crate::source::decode(&file.path, &bytes).ok()?;
        Some(crate::source::lint_text(&file.path, &text, &options))
    };
    let mut found = BoundedList::default();
    for files in files.chunks(STRETCH) {
        found.extend(files.par_iter().filter_map(lint).flatten_iter().collect::<Vec<_>>());
    }
    found.finish()
}

/// Renders every page without writing it, so that a broken template cannot hide.
fn pages(loaded: &Loaded) -> Vec<Diagnostic> {
    let (fragments, mut diagnostics) = super::output::fragments(loaded);
    let placed = crate::render::placeholders(
        loaded.site.sidebars,
        &fragments,
        &loaded.site.home,
        &loaded.theme.strings,
    );
    let placed = PlacedFragments::new(&placed);
    let ids: Vec<PageId> = view::plan(&loaded.world());
    let rows = Rows::new(&loaded.templates, loaded.portal.articles.len());
    diagnostics.extend(
        ids.par_iter()
            .flat_map_iter(|id| faults(loaded, id, (&placed, &rows)))
            .collect::<Vec<_>>(),
    );
    let print = |id: &PageId| super::output::output(loaded, id, &placed, Some(&rows)).ok();
    diagnostics.extend(anchors::anchors(loaded, &print));
    super::locate::once(&mut diagnostics);
    diagnostics
}

fn faults(loaded: &Loaded, id: &PageId, (placed, rows): (&PlacedFragments, &Rows)) -> Vec<Diagnostic> {
    let first = super::output::output(loaded, id, placed, Some(rows)).err();
    first
        .map(|first| super::output::all_faults(loaded, id, first))
        .unwrap_or_default()
}
