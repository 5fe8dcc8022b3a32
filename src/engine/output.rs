//! The second half of a build: every output is viewed, rendered, staged; then all of it goes live at once.

use super::beside::Beside;
use super::publish_fault::{failed, weaker};
use super::{
    Loaded, Outcome, Progress, Request, Settled, Stage, Timings, find, gone, index, load_found, settle, up_to_date,
};
use crate::config::Site;
use crate::diag::{Diagnostic, Place, Severity, codes};
use crate::digest::digest;
use crate::media::{self, PictureFile, Rendition, picture_file};
use crate::publish::{Fingerprint, Note, PublishError, PublishOptions, Publisher, Report, Transaction};
use crate::render::{Fragments, PlacedFragments, PrintContext, Rows, placeholders};
use crate::source::SourceFile;
use crate::view::{self, Fragment, PageId, Traces, View, World};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;

use crate::portal::Withheld;
pub use crate::publish::Change;

/// What a build did.
#[derive(Debug, Clone, Default)]
pub struct Summary {
    /// Published stories.
    pub stories: usize,
    /// HTML pages.
    pub pages: usize,
    /// Stories that are not published now.
    pub hidden: u32,
    /// These stories, where the request wants them named.
    pub withheld: Vec<Withheld>,
    /// Files written.
    pub written: usize,
    /// Files that stayed as they were.
    pub unchanged: usize,
    /// Files taken away.
    pub deleted: usize,
    /// Bytes written.
    pub bytes: u64,
    /// The output folder.
    pub out: PathBuf,
    /// What changed.
    pub changes: Vec<Change>,
}

/// Builds the portal. Nothing is published when anything is wrong; the earlier output stays as it is.
pub fn build(request: &Request, progress: &dyn Progress) -> Outcome<Summary> {
    let mut timings = Timings::default();
    let (settled, diagnostics) = timings.time(Stage::Read, || settle(request));
    let Some(settled) = settled else {
        let mut diagnostics = diagnostics;
        super::locate::places(&request.root, &mut diagnostics);
        return Outcome::none(diagnostics, timings);
    };
    // The output is looked at beside the reading: both take their time on a large site.
    std::thread::scope(|scope| {
        let output = Beside::start(scope, || open(request));
        build_settled(request, progress, (settled, diagnostics, timings), output)
    })
}

/// What opening the output came to.
type Opened = Result<Publisher, PublishError>;

fn build_settled(
    request: &Request,
    progress: &dyn Progress,
    (settled, mut diagnostics, mut timings): (Settled, Vec<Diagnostic>, Timings),
    output: Beside<'_, Opened>,
) -> Outcome<Summary> {
    let (found, faults) = timings.time(Stage::Read, || find(request, settled, progress));
    diagnostics.extend(faults);
    let ground = timings.time(Stage::Read, || up_to_date::ground(&found, request));
    let last = up_to_date::last(&request.cache(), &ground, request.now);
    let last = last.filter(|_| diagnostics.is_empty() && !request.name_withheld);
    // Opened, or being opened.
    let opened = match &last {
        Some(_) => Ok(timings.time(Stage::Publish, || output.value())),
        None => Err(output),
    };
    if let (Some(last), Ok(Ok(publisher))) = (&last, &opened)
        && publisher.intact()
        && publisher.mark() == last.live
    {
        let diagnostics = remarks(&found.site, last.stories);
        let value = Some(unchanged(request, last));
        return Outcome {
            value,
            diagnostics,
            timings,
        };
    }
    let (loaded, publisher) = std::thread::scope(|scope| {
        let output = Beside::start(scope, || {
            let mut publisher = opened.unwrap_or_else(Beside::value)?;
            publisher.prepare().map(|()| publisher)
        });
        let loaded = load_found(request, progress, (found, diagnostics, timings));
        (loaded, output.value())
    });
    build_found(request, progress, (ground, publisher), loaded)
}

/// The summary of a build that need not be done.
fn unchanged(request: &Request, last: &up_to_date::LastRun) -> Summary {
    Summary {
        stories: last.stories,
        pages: last.pages,
        hidden: last.hidden,
        unchanged: last.files,
        out: request.output(),
        ..Summary::default()
    }
}

fn build_found(
    request: &Request,
    progress: &dyn Progress,
    (ground, publisher): ([u8; 32], Opened),
    loaded: Outcome<Loaded>,
) -> Outcome<Summary> {
    let Outcome {
        value,
        mut diagnostics,
        mut timings,
    } = loaded;
    diagnostics.extend(value.iter().flat_map(super::compile::unused_templates));
    let enough = |diagnostics: &[Diagnostic]| {
        let limit = if request.strict {
            Severity::Warning
        } else {
            Severity::Error
        };
        diagnostics.iter().any(|d| d.severity() >= limit)
    };
    let loaded = value.filter(|_| !enough(&diagnostics));
    let Some(loaded) = loaded else {
        return Outcome::none(diagnostics, timings);
    };
    let quiet = diagnostics.is_empty();
    diagnostics.extend(remarks(&loaded.site, loaded.portal.articles.len()));
    let publisher = match publisher {
        Ok(publisher) => publisher,
        Err(error) => {
            diagnostics.push(failed(&error));
            return Outcome::none(diagnostics, timings);
        }
    };
    diagnostics.extend(publisher.notes().iter().filter_map(note));
    let transaction = publisher.begin();
    let mut beside = Timings::default();
    let indexed = || beside.time(Stage::Search, || index::stage_if_wanted(request, &loaded, &transaction));
    let ((pages, mut faults), (search, more)) = timings.time(Stage::Render, || {
        rayon::join(|| stage(&loaded, &transaction, progress), indexed)
    });
    timings.0.extend(beside.0);
    faults.extend(more);
    // Once more, after the last reader of bodies.
    faults.extend(changed(&loaded));
    super::locate::places(&request.root, &mut faults);
    diagnostics.extend(faults);
    if enough(&diagnostics) {
        return Outcome::none(diagnostics, timings);
    }
    progress.stage(Stage::Publish, 0);
    let gone = gone::leaving(&loaded, &transaction);
    match timings.time(Stage::Publish, || transaction.commit()) {
        Err(error) => {
            diagnostics.push(failed(&error));
            Outcome::none(diagnostics, timings)
        }
        Ok(report) => {
            diagnostics.extend(report.weaker_promise.as_ref().map(weaker));
            search.into_iter().for_each(index::remember);
            diagnostics.extend(gone::remember(&loaded, request, &gone));
            if quiet {
                let files = report.written + report.unchanged;
                up_to_date::remember(request, &loaded, ground, (pages, files, report.mark));
            }
            let summary = summary(request, &loaded, pages, report);
            // A large site takes a while to be let go; nobody need wait for it.
            rayon::spawn(move || drop(loaded));
            Outcome {
                value: Some(summary),
                diagnostics,
                timings,
            }
        }
    }
}

fn summary(request: &Request, loaded: &Loaded, pages: usize, report: Report) -> Summary {
    Summary {
        stories: loaded.portal.articles.len(),
        pages,
        hidden: loaded.portal.hidden.total(),
        withheld: if request.name_withheld {
            loaded.portal.withheld.clone()
        } else {
            Vec::new()
        },
        written: report.written,
        unchanged: report.unchanged,
        deleted: report.deleted,
        bytes: report.bytes,
        out: request.output(),
        changes: report.changes,
    }
}

pub(super) fn open(request: &Request) -> Opened {
    let inputs = ["content", "static", "templates", "themes", "data"].map(|f| request.root.join(f));
    let options = PublishOptions {
        sources: vec![request.root.clone()],
        inputs: inputs.into(),
        ..PublishOptions::default()
    };
    Publisher::open(&request.output(), &options)
}

fn note(note: &Note) -> Option<Diagnostic> {
    let code = match note {
        Note::ManifestLost => &codes::publish::MANIFEST_LOST,
        Note::Recovered => &codes::publish::RECOVERED,
        Note::Edited(_) => &codes::publish::EDITED,
        Note::Missing(_) => &codes::publish::MISSING,
    };
    let diagnostic = Diagnostic::new(code);
    Some(match note {
        Note::Edited(path) | Note::Missing(path) => diagnostic.arg("path", path),
        _ => diagnostic,
    })
}

/// What an editor should know of the site as a whole.
fn remarks(site: &Site, stories: usize) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    if site.sidebars == crate::config::Sidebars::Inline && stories > 5_000 {
        diagnostics.push(Diagnostic::new(&codes::portal::INLINE_LARGE).arg("stories", stories));
    }
    if site.unsafe_html {
        diagnostics.push(Diagnostic::new(&codes::config::UNSAFE_HTML));
    }
    diagnostics
}

/// The hash of what all pages share: version, settings, templates, words, the site's own view, the placed fragments.
fn common(loaded: &Loaded, placed: &Fragments) -> [u8; 16] {
    let site = view::site(&loaded.world());
    let parts = (
        env!("CARGO_PKG_VERSION"),
        loaded.config,
        *loaded.templates.fingerprint().as_bytes(),
        &loaded.theme.strings,
        placed,
    );
    let mut bytes = postcard::to_stdvec(&parts).unwrap_or_default();
    bytes.extend(serde_json::to_vec(&site).unwrap_or_default());
    digest(&bytes)
}

/// Keeps a file that is made from the same as before, or makes and writes it.
fn put<'b>(
    loaded: &Loaded,
    transaction: &Transaction,
    (name, made_from): (&str, Fingerprint),
    make: impl FnOnce() -> Result<Cow<'b, [u8]>, Diagnostic>,
) -> Result<(), Diagnostic> {
    let sure = loaded.trusting && made_from != view::UNKNOWN;
    if sure && transaction.keep_same(name, made_from).map_err(|e| failed(&e))? {
        return Ok(());
    }
    let bytes = make()?;
    transaction
        .write(name, made_from, &bytes)
        .map(drop)
        .map_err(|e| failed(&e))
}

/// Stories that were changed while the build ran: their pages would be of two versions.
fn changed(loaded: &Loaded) -> Vec<Diagnostic> {
    let mut paths = std::mem::take(&mut *loaded.changed.lock().unwrap_or_else(PoisonError::into_inner));
    paths.sort_unstable();
    paths.dedup();
    let diagnostics = |path: String| Diagnostic::new(&codes::source::CHANGED_WHILE_READ).at(Place::file(path));
    paths.into_iter().map(diagnostics).collect()
}

/// Renders and stages every output. The number of HTML pages, and all faults.
fn stage(loaded: &Loaded, transaction: &Transaction, progress: &dyn Progress) -> (usize, Vec<Diagnostic>) {
    let world = loaded.world();
    let ids = view::plan(&world);
    progress.stage(Stage::Render, ids.len() + loaded.portal.files.len());
    let (fragments, mut diagnostics) = fragments(loaded);
    let placed = placeholders(
        loaded.site.sidebars,
        &fragments,
        &loaded.site.home,
        &loaded.theme.strings,
    );
    let common = common(loaded, &placed);
    let placed = PlacedFragments::new(&placed);
    let traces = Traces::new(&world);
    let traced = World {
        traces: Some(&traces),
        ..world
    };
    let rows = Rows::new(&loaded.templates, loaded.portal.articles.len());
    let write = |id: &PageId| {
        let address = view::address(&world, id);
        let name = view::file(id, &address);
        let made_from = view::fingerprint(&traced, id, &common);
        let diagnostics = put(loaded, transaction, (&name, made_from), || {
            output(loaded, id, &placed, Some(&rows)).map(Cow::Owned)
        });
        progress.step();
        diagnostics
            .err()
            .map(|first| all_faults(loaded, id, first))
            .unwrap_or_default()
    };
    diagnostics.extend(ids.par_iter().flat_map_iter(write).collect::<Vec<_>>());
    diagnostics.extend(changed(loaded));
    diagnostics.extend(copy_files(loaded, transaction, progress));
    diagnostics.extend(publish_pictures(loaded, transaction));
    for (address, bytes) in &loaded.assets.files {
        let name = address.trim_start_matches('/');
        diagnostics.extend(put(loaded, transaction, (name, digest(bytes)), || Ok(Cow::Borrowed(bytes))).err());
    }
    let pages = ids.iter().filter(|id| is_page(id)).count();
    // One broken template breaks every page that uses it: said once.
    super::locate::once(&mut diagnostics);
    (pages, diagnostics)
}

fn is_page(id: &PageId) -> bool {
    !matches!(
        id,
        PageId::Redirect(..)
            | PageId::Fragment(_)
            | PageId::Feed(..)
            | PageId::FeedAt(..)
            | PageId::SitemapIndex
            | PageId::SitemapMonth(..)
            | PageId::SitemapPages(_)
            | PageId::NewsSitemap
            | PageId::Former(_)
            | PageId::Fixed(_)
    )
}

/// All faults of a page whose first fault is known: rendering stops at the first bad shortcode, an editor wants them all.
pub(super) fn all_faults(loaded: &Loaded, id: &PageId, first: Diagnostic) -> Vec<Diagnostic> {
    if first.code != &codes::template::SHORTCODE {
        return vec![first];
    }
    loaded
        .templates
        .shortcode_faults(&view::view(&loaded.world(), id), &source_of(loaded, id))
}

/// The bytes of an output. `placed` are the fragments as pages print them; in `rows` is remembered what lists print of stories.
pub(super) fn output(
    loaded: &Loaded,
    id: &PageId,
    placed: &PlacedFragments,
    rows: Option<&Rows>,
) -> Result<Vec<u8>, Diagnostic> {
    let world = loaded.world();
    let sheet = PrintContext {
        fragments: placed,
        source: &source_of(loaded, id),
        teaser: &|id| world.teaser(id),
        rows,
    };
    loaded.templates.render(view::view(&world, id), &sheet)
}

/// The source file that a page is made from; empty when there is not one.
fn source_of(loaded: &Loaded, id: &PageId) -> String {
    match id {
        PageId::Article(a) => loaded.portal.articles[*a as usize].source.to_string(),
        PageId::Plain(n) => loaded.portal.pages[*n as usize].file.clone(),
        PageId::Section(s, _) => loaded.portal.sections.all[*s as usize].file.clone(),
        _ => String::new(),
    }
}

/// The fragments' own HTML.
pub(super) fn fragments(loaded: &Loaded) -> (Fragments, Vec<Diagnostic>) {
    let world = loaded.world();
    let mut diagnostics = Vec::new();
    let mut fragments = Fragments::new();
    for fragment in Fragment::ALL {
        let view: View = view::view(&world, &PageId::Fragment(fragment));
        let sheet = PrintContext {
            fragments: &PlacedFragments::none(),
            source: "",
            teaser: &|id| world.teaser(id),
            rows: None,
        };
        match loaded.templates.render(view, &sheet) {
            Ok(bytes) => drop(fragments.insert(fragment.name(), String::from_utf8_lossy(&bytes).into_owned())),
            Err(fault) => diagnostics.push(fault),
        }
    }
    (fragments, diagnostics)
}

/// Pictures without what cameras tell, and all other files as they are.
fn copy_files(loaded: &Loaded, transaction: &Transaction, progress: &dyn Progress) -> Vec<Diagnostic> {
    let by_path: FxHashMap<&str, &SourceFile> = loaded.tree.files.iter().map(|f| (f.path.as_str(), f)).collect();
    let published = |(_, source): &(&String, &String)| !is_withheld(loaded, source);
    let files: Vec<(&String, &String)> = loaded.portal.files.iter().filter(published).collect();
    let copy = |(address, source): &(&String, &String)| {
        let diagnostics = match by_path.get(source.as_str()) {
            None => None,
            Some(file) => copy_file(loaded, file, address.trim_start_matches('/'), transaction).err(),
        };
        progress.step();
        diagnostics
    };
    files.par_iter().filter_map(copy).collect()
}

/// Whether a source is not published, because its sizes are: a camera's file is ten times as heavy. What a link names or the
/// editor put into `static/` is published whatever pages show.
pub(super) fn is_withheld(loaded: &Loaded, source: &str) -> bool {
    loaded.renditions.get(source).is_some()
        && !loaded.site.pictures.originals
        && !source.starts_with("static/")
        && !loaded.portal.linked.contains(source)
}

/// The sizes of pictures: each set once under each name, however many sources are the same picture.
fn publish_pictures(loaded: &Loaded, transaction: &Transaction) -> Vec<Diagnostic> {
    let sets: Vec<&Rendition> = loaded.renditions.all().into_values().collect();
    let store = loaded.pictures_folder();
    let publish = |rendition: &&Rendition| {
        let files = rendition.set.files.iter();
        let faults = files.filter_map(|file| publish_picture(loaded, transaction, (rendition, file, &store)).err());
        faults.collect::<Vec<_>>()
    };
    sets.par_iter().flat_map_iter(publish).collect()
}

fn publish_picture(
    loaded: &Loaded,
    transaction: &Transaction,
    (rendition, file, store): (&Rendition, &PictureFile, &Path),
) -> Result<(), Diagnostic> {
    let address = rendition.address(file);
    let name = address.trim_start_matches('/');
    let made_from = digest(name.as_bytes());
    if loaded.trusting && transaction.keep_same(name, made_from).map_err(|e| failed(&e))? {
        return Ok(());
    }
    let path = store.join(picture_file(&rendition.key, file));
    let written = transaction.write_file(name, made_from, &path);
    written.map(drop).map_err(|e| failed(&e))
}

fn copy_file(loaded: &Loaded, file: &SourceFile, name: &str, transaction: &Transaction) -> Result<(), Diagnostic> {
    let made_from = loaded.hashes.get(&file.path).copied().unwrap_or_default();
    if let Some(rules) = generated_rules(loaded, name) {
        let joined = || Ok(Cow::Owned(join_rules(&copied(loaded, file)?, &rules)));
        let made_from = digest(&[&made_from[..], rules.as_bytes()].concat());
        return put(loaded, transaction, (name, made_from), joined);
    }
    put(loaded, transaction, (name, made_from), || {
        copied(loaded, file).map(Cow::Owned)
    })
}

/// The rules that khobor would write into a file of the site's own.
fn generated_rules(loaded: &Loaded, name: &str) -> Option<String> {
    let name = ["_headers", "_redirects"].into_iter().find(|known| *known == name)?;
    match view::view(&loaded.world(), &PageId::Fixed(name)) {
        View::Text(text) => Some(text),
        _ => None,
    }
}

/// The site's own rules, then khobor's: of rules for one address the first holds.
fn join_rules(own: &[u8], generated: &str) -> Vec<u8> {
    let mut joined = own.trim_ascii_end().to_vec();
    joined.push(b'\n');
    joined.extend_from_slice(generated.as_bytes());
    joined
}

fn copied(loaded: &Loaded, file: &SourceFile) -> Result<Vec<u8>, Diagnostic> {
    let bytes = loaded.root.read(file, u64::MAX)?;
    match media::publishable(&bytes) {
        Ok(Cow::Owned(clean)) => Ok(clean),
        Ok(Cow::Borrowed(_)) => Ok(bytes),
        Err(fault) => Err(super::gather::picture_fault(&file.path, &fault)),
    }
}
