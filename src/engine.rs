//! The driver: the only place that knows the order of the stages, runs, times and (issue by issue) caches them. `build`,
//! `check`, `related` and the preview all stand on [`load`].

mod ad_sizes;
mod beside;
mod bodies;
mod cache;
#[cfg(feature = "pictures")]
mod cards;
mod check;
mod compile;
mod gather;
mod gone;
mod index;
mod last_commits;
mod locate;
mod output;
mod page_renderer;
mod picture_maker;
mod pictures;
mod piece;
mod publish_fault;
mod relating;
mod request;
mod session;
mod term_store;
mod timing;
mod up_to_date;
mod update;
mod verify;

pub use bodies::BodyStore;
#[cfg(feature = "pictures")]
pub use cards::{CardFault, Drawn, ShareCard};
pub use check::{Checked, check};
pub use gone::{GonePage, WrittenAliases, write_aliases};
pub use output::{Change, Summary, build};
pub use page_renderer::{Destination, PageRenderer, Relating};
#[cfg(feature = "pictures")]
pub use pictures::{PictureWork, verify_pictures};
pub use request::Request;
pub use session::{Fresh, Session, Standing};
pub use timing::{Stage, Timings};
pub use up_to_date::clean;
pub use update::{Replaced, Update};
pub use verify::verify;

use crate::config::{self, Site};
use crate::diag::{Diagnostic, Severity, codes};
use crate::digest::digest;
use crate::media::Renditions;
use crate::portal::{self, Article, BodyRef, Portal};
use crate::relate::{self, Lists};
use crate::render::{Assets, Templates, Theme};
use crate::source::{Body, Root, TextKind, Tree, parse_article, walk};
use crate::view::{Bodies, World};
use cache::Cache;
use compile::compile;
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Hears how far a run is.
pub trait Progress: Sync {
    /// A stage begins; `total` steps, if known.
    fn stage(&self, _stage: Stage, _total: usize) {}
    /// A step is done.
    fn step(&self) {}
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Progress for Quiet {}

/// Bodies by source file, each with the hash of the source that it was made from.
type KeptBodies = FxHashMap<String, ([u8; 16], BodyRef)>;

/// A site, read and arranged: everything that pages are made from.
pub struct Loaded {
    /// Settings.
    pub site: Site,
    /// The arranged portal.
    pub portal: Portal,
    /// Related, popular, recent comments.
    pub lists: Lists,
    /// Pictures in several sizes.
    pub renditions: Renditions,
    /// The theme.
    pub theme: Theme,
    /// Its assets.
    pub assets: Assets,
    /// Its templates, compiled.
    pub templates: Templates,
    /// Bodies.
    pub bodies: Arc<BodyStore>,
    /// The source files.
    pub tree: Tree,
    /// The run's moment.
    pub now: Timestamp,
    root: Root,
    /// Content hashes of pictures and other files.
    hashes: FxHashMap<String, [u8; 16]>,
    /// Hash of khobor.toml.
    config: [u8; 16],
    /// Where the sizes of pictures lie.
    picture_store: PathBuf,
    /// Files changed at or after this moment of the file system's clock are not trusted by their stat.
    racy: i64,
    /// Whether files of the output may be kept by their fingerprint.
    trusting: bool,
    /// Stories whose source was changed between reading and rendering.
    changed: Mutex<Vec<String>>,
    /// Bodies that were read again, with the hash of their source, when they are to outlive their files: a preview shows
    /// the last good page while its story is broken.
    kept: Option<Mutex<KeptBodies>>,
    /// What was read and is not needed any more, until the site is let go.
    _spent: Option<gather::Gathered>,
}

impl Loaded {
    /// Where the sizes of pictures lie.
    fn pictures_folder(&self) -> PathBuf {
        self.picture_store.clone()
    }

    /// Gives the templates what every page shares.
    fn share_site(&mut self) {
        let view = crate::view::site(&self.world());
        let strings = self.theme.strings.clone();
        self.templates.set_site(&view, &strings);
    }

    /// What views are made from.
    pub fn world(&self) -> World<'_> {
        World {
            site: &self.site,
            portal: &self.portal,
            lists: &self.lists,
            renditions: &self.renditions,
            strings: &self.theme.strings,
            assets: &self.assets.view,
            queries: &self.theme.queries,
            printed: self.templates.printed(),
            bodies: self,
            now: self.now,
            traces: None,
        }
    }

    /// The body of a story that was recalled from the cache: its source is read again.
    fn read_again(&self, article: &Article) -> Option<Body> {
        let at = self
            .tree
            .files
            .binary_search_by(|f| f.path.as_str().cmp(&article.source))
            .ok()?;
        let file = self.tree.files.get(at)?;
        let bytes = self.root.read(file, self.site.max_source_bytes).ok()?;
        let text = crate::source::decode(&file.path, &bytes).ok()?;
        let same = digest(text.as_bytes()) == article.source_hash;
        let parsed = || {
            let kind = TextKind::of_path(&file.path);
            parse_article(&file.path, &text, kind, &self.site.read_options()).0
        };
        let body = same.then(parsed).flatten().map(|story| story.body)?;
        if let Some(kept) = &self.kept
            && let Ok(at) = self.bodies.put(&body, None)
        {
            let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
            kept.insert(article.source.to_string(), (article.source_hash, at));
        }
        Some(body)
    }

    /// Where a story's body lies, if it does.
    fn place(&self, article: &Article) -> Option<BodyRef> {
        if article.body.len > 0 {
            return Some(article.body);
        }
        let kept = self.kept.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&*article.source)
            .filter(|(hash, _)| *hash == article.source_hash)
            .map(|(_, at)| *at)
    }
}

impl Loaded {
    /// An empty body for one that cannot be read: its story is reported.
    fn lost(&self, article: &Article) -> Body {
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        changed.push(article.source.to_string());
        Body::default()
    }

    /// The words of a story's running text, where it was read with them.
    fn words(&self, article: &Article) -> Option<Vec<u32>> {
        self.bodies.words(self.place(article)?).ok().flatten()
    }

    /// The running text of a story.
    fn text(&self, article: &Article) -> String {
        let text = self.place(article).and_then(|at| self.bodies.text(at).ok());
        text.or_else(|| Some(self.read_again(article)?.text))
            .unwrap_or_else(|| self.lost(article).text)
    }
}

impl Bodies for Loaded {
    fn body(&self, article: &Article) -> Body {
        let body = match self.place(article) {
            Some(at) => self.bodies.get(at).ok(),
            None => self.read_again(article),
        };
        body.unwrap_or_else(|| self.lost(article))
    }
}

#[cfg(feature = "pictures")]
impl Loaded {
    /// How many pictures the site shows in several sizes, and what is still to be made.
    pub fn picture_work(&self) -> PictureWork {
        pictures::work((&self.portal, &self.site), &self.hashes, self.pictures_folder())
    }

    /// A card with the headline of a story, over its photograph if it has one; a JPEG or a PNG, if it must be one of them.
    ///
    /// # Errors
    /// When there is no such story, or its letters cannot be written.
    pub fn card(
        &self,
        story: &str,
        shape: (crate::media::CardShape, Option<crate::media::PictureFormat>),
    ) -> Result<Drawn, CardFault> {
        self.with_cards(|context| cards::draw_one(context, story, shape))
    }

    /// The share card of a story as a build draws it, if it has one of its own; and a name that changes with it.
    pub fn share_card(&self, story: crate::portal::ArticleId) -> Option<(String, cards::ShareCard<'_>)> {
        let article = self.portal.articles.get(story as usize)?;
        let planned = self.with_cards(|context| context.card(article))?;
        Some((planned.name(), cards::ShareCard { loaded: self, planned }))
    }

    fn with_cards<T>(&self, work: impl FnOnce(cards::CardContext<'_>) -> T) -> T {
        let ground = gather::Ground {
            tree: &self.tree,
            root: &self.root,
            site: &self.site,
            bodies: &self.bodies,
        };
        work(cards::CardContext {
            portal: &self.portal,
            ground: &ground,
            hashes: &self.hashes,
        })
    }
}

/// What came of a stage or a run: a value, unless there were errors, and everything that must be reported.
pub struct Outcome<T> {
    /// The value; absent when there was an error.
    pub value: Option<T>,
    /// Diagnostics, ordered by file and line.
    pub diagnostics: Vec<Diagnostic>,
    /// Time by stage.
    pub timings: Timings,
}

/// A site whose settings are read.
struct Settled {
    site: Site,
    config: [u8; 16],
    root: Root,
}

/// A site found: its settings and its files, not yet read.
struct Found {
    site: Site,
    config: [u8; 16],
    root: Root,
    tree: Tree,
}

impl<T> Outcome<T> {
    /// Nothing but what must be reported.
    fn none(diagnostics: Vec<Diagnostic>, timings: Timings) -> Self {
        let value = None;
        Outcome {
            value,
            diagnostics,
            timings,
        }
    }
}

/// Reads, arranges and relates a site, and compiles its templates. Faults of all stages are collected.
pub fn load(request: &Request, progress: &dyn Progress) -> Outcome<Loaded> {
    let mut timings = Timings::default();
    let (settled, mut diagnostics) = timings.time(Stage::Read, || settle(request));
    let Some(settled) = settled else {
        locate::places(&request.root, &mut diagnostics);
        return Outcome::none(diagnostics, timings);
    };
    let (found, faults) = timings.time(Stage::Read, || find(request, settled, progress));
    diagnostics.extend(faults);
    load_found(request, progress, (found, diagnostics, timings))
}

fn load_found(request: &Request, progress: &dyn Progress, found: (Found, Vec<Diagnostic>, Timings)) -> Outcome<Loaded> {
    let (found, mut diagnostics, mut timings) = found;
    let (value, more) = run(request, progress, (&mut timings, &mut Parts::default()), found);
    diagnostics.extend(more);
    locate::places(&request.root, &mut diagnostics);
    let value = value.filter(|_| diagnostics.iter().all(|d| d.severity() < Severity::Error));
    Outcome {
        value,
        diagnostics,
        timings,
    }
}

/// The settings of a site, and its root held open.
fn settle(request: &Request) -> (Option<Settled>, Vec<Diagnostic>) {
    let (site, mut diagnostics) = read_config(request);
    let Some((mut site, config)) = site else {
        return (None, diagnostics);
    };
    site.related = request.related.unwrap_or(site.related);
    match Root::open(&request.root) {
        Ok(root) => {
            let root = root.under(request.overlay.clone());
            (Some(Settled { site, config, root }), diagnostics)
        }
        Err(error) => {
            diagnostics.push(Diagnostic::new(&codes::source::UNREADABLE).cause(&error));
            (None, diagnostics)
        }
    }
}

/// Finds the files of a site.
fn find(request: &Request, settled: Settled, progress: &dyn Progress) -> (Found, Vec<Diagnostic>) {
    progress.stage(Stage::Read, 0);
    let Settled { site, config, root } = settled;
    let (mut tree, diagnostics) = walk(&request.root, site.max_source_bytes);
    request.overlay.stamp_all(&mut tree);
    let found = Found {
        site,
        config,
        root,
        tree,
    };
    (found, diagnostics)
}

/// The settings, root and files of a site, where its settings are sound.
fn sources(request: &Request) -> Option<(Site, Root, Tree)> {
    let settled = settle(request).0?;
    let (found, _) = find(request, settled, &Quiet);
    Some((found.site, found.root, found.tree))
}

/// What a session keeps of a run.
#[derive(Default)]
struct Parts {
    /// Whether there is a session that keeps them.
    keep: bool,
    gathered: gather::Gathered,
    /// What reading the files reported.
    read: Vec<Diagnostic>,
    tree: Tree,
    bodies: Option<Arc<BodyStore>>,
    settings: Option<Site>,
}

impl Parts {
    /// Keeps what a session goes on with. Without one it is given back.
    fn take(
        &mut self,
        gathered: gather::Gathered,
        tree: &Tree,
        bodies: &Arc<BodyStore>,
        site: &Site,
    ) -> Option<gather::Gathered> {
        if !self.keep {
            return Some(gathered);
        }
        self.gathered = gathered;
        (self.tree, self.bodies, self.settings) = (tree.clone(), Some(Arc::clone(bodies)), Some(site.clone()));
        None
    }
}

fn run(
    request: &Request,
    progress: &dyn Progress,
    (timings, parts): (&mut Timings, &mut Parts),
    found: Found,
) -> (Option<Loaded>, Vec<Diagnostic>) {
    let Found {
        site,
        config,
        root,
        tree,
    } = found;
    let mut diagnostics = Vec::new();
    let bodies = match BodyStore::new(&request.cache()) {
        Ok(bodies) => Arc::new(bodies),
        Err(error) => {
            diagnostics.push(publish_fault::system_failed(&error));
            return (None, diagnostics);
        }
    };
    progress.stage(Stage::Read, tree.files.len());
    let mut cache = Cache::new(request.cache(), reading(&site).as_bytes());
    let ground = gather::Ground {
        tree: &tree,
        root: &root,
        site: &site,
        bodies: &bodies,
    };
    let (mut gathered, faults) = timings.time(Stage::Read, || gather::gather(ground, &mut cache, progress));
    diagnostics.extend(cache.ignored.map(publish_fault::cache_ignored));
    parts.read.extend(faults);
    diagnostics.extend(parts.read.iter().cloned());
    diagnostics.extend(last_commits::note(request, &site, &mut gathered.sources).err());
    progress.stage(Stage::Arrange, 0);
    let hashes = std::mem::take(&mut gathered.hashes);
    let (portal, lists, renditions) = arrange(
        request,
        progress,
        (timings, &mut diagnostics),
        (&gathered, &ground, !parts.keep, &hashes),
    );
    let spent = parts.take(gathered, &tree, &bodies, &site);
    let spent = if cache.recalled { spent } else { let_go(spent) };
    let (printing, faults) = timings.time(Stage::Templates, || compile(&tree, &root, &site));
    diagnostics.extend(faults);
    let Some((theme, assets, templates)) = printing else {
        return (None, diagnostics);
    };
    let (changed, racy, trusting) = (Mutex::default(), cache.racy, cache.recalled);
    let (now, kept) = (request.now, parts.keep.then(Mutex::default));
    let mut loaded = Loaded {
        site,
        portal,
        lists,
        renditions,
        theme,
        assets,
        templates,
        bodies,
        tree,
        now,
        root,
        hashes,
        config,
        picture_store: request.picture_store(),
        racy,
        trusting,
        changed,
        kept,
        _spent: spent,
    };
    loaded.share_site();
    (Some(loaded), diagnostics)
}

/// Lets go of what was read, beside everything else. (What was recalled is little and can wait.)
fn let_go(spent: Option<gather::Gathered>) -> Option<gather::Gathered> {
    rayon::spawn(move || drop(spent));
    None
}

/// The portal and its lists. Where stories are related, what an earlier run found is read beside the arranging, which is mostly
/// one thread's work.
fn arrange(
    request: &Request,
    progress: &dyn Progress,
    (timings, diagnostics): (&mut Timings, &mut Vec<Diagnostic>),
    (gathered, ground, relates, hashes): (&gather::Gathered, &gather::Ground<'_>, bool, &pictures::Hashes),
) -> (Portal, Lists, Renditions) {
    let sources = &gathered.sources;
    let arranged = || {
        timings.time(Stage::Arrange, || {
            portal::arrange(sources, ground.site, request.moment())
        })
    };
    let recalled = || relates.then(|| relating::recall(request, sources.stories.len()));
    let ((portal, faults), remembered) = rayon::join(arranged, recalled);
    diagnostics.extend(faults);
    diagnostics.extend(nothing(&portal, diagnostics));
    let context = pictures::PictureContext {
        portal: &portal,
        ground,
        hashes,
        store: request.picture_store(),
    };
    // A site that is not going to be published needs no pictures.
    let sound = diagnostics.iter().all(|d| d.severity() < Severity::Error);
    let (renditions, faults) = timings.time(Stage::Pictures, || match relates && request.pictures && sound {
        true => pictures::make_all(&context, progress),
        false => (pictures::expected(&portal, ground.site, hashes), Vec::new()),
    });
    diagnostics.extend(faults);
    progress.stage(Stage::Relate, portal.articles.len());
    let (lists, faults) = timings.time(Stage::Relate, || {
        lists(&portal, request, (gathered, ground), remembered)
    });
    diagnostics.extend(faults);
    (portal, lists, renditions)
}

/// A site without a story is a mistake, unless something else is wrong that hides them.
fn nothing(portal: &Portal, diagnostics: &[Diagnostic]) -> Option<Diagnostic> {
    let sound = diagnostics.iter().all(|d| d.severity() < Severity::Error);
    let hidden = portal.hidden;
    let why = || match hidden.total() {
        0 => Diagnostic::new(&codes::portal::NO_CONTENT),
        total => Diagnostic::new(&codes::portal::NONE_PUBLISHED)
            .arg("total", total)
            .arg("drafts", hidden.drafts)
            .arg("scheduled", hidden.scheduled)
            .arg("expired", hidden.expired),
    };
    (sound && portal.articles.is_empty() && portal.notices.is_empty()).then(why)
}

/// The lists. A session has its related stories computed later, beside everything else.
fn lists(
    portal: &Portal,
    request: &Request,
    (gathered, ground): (&gather::Gathered, &gather::Ground<'_>),
    remembered: Option<relating::Remembered>,
) -> (Lists, Vec<Diagnostic>) {
    let (mut lists, diagnostics) = relate::immediate_lists(portal, ground.site, gathered.popular.as_ref(), request.now);
    if let Some(remembered) = remembered {
        lists.set_related(relating::relate(portal, (gathered, ground), request, remembered));
    }
    (lists, diagnostics)
}

/// The settings that reading depends on, as text: with others, nothing that was remembered holds.
fn reading(site: &Site) -> String {
    let zone = site.zone.iana_name().unwrap_or_default();
    format!(
        "{zone} {:?} {} {}",
        site.edition, site.unsafe_html, site.max_source_bytes
    )
}

/// The settings, and the hash of the file.
fn read_config(request: &Request) -> (Option<(Site, [u8; 16])>, Vec<Diagnostic>) {
    let path = request.root.join("khobor.toml");
    match std::fs::read(&path) {
        Ok(bytes) => match crate::source::decode("khobor.toml", &bytes) {
            Ok(text) => {
                let (site, diagnostics) = config::parse(&text);
                let dressed = |mut site: Site| {
                    let named = request.theme.clone().unwrap_or_default();
                    if !named.is_empty() {
                        site.theme.clone_from(&named);
                    }
                    (site, digest(format!("{text}\0{named}").as_bytes()))
                };
                (site.map(dressed), diagnostics)
            }
            Err(fault) => (None, vec![fault]),
        },
        Err(_) => (
            None,
            vec![Diagnostic::new(&codes::config::MISSING).arg("folder", request.root.display())],
        ),
    }
}
