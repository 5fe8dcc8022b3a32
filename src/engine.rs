//! The driver: the only place that knows the order of the stages, runs, times and (issue by issue) caches them. `build`,
//! `check`, `related` and the preview all stand on [`load`].

mod bodies;
mod check;
mod gather;
mod locate;
mod press;
mod publish;
mod session;
mod timing;

pub use bodies::BodyStore;
pub use check::check;
pub use press::{Found, Press};
pub use publish::{Change, Summary, build};
pub use session::{Fresh, Session};
pub use timing::{Stage, Timings};

use crate::config::{self, Site};
use crate::diag::{Diagnostic, Severity, codes};
use crate::portal::{self, Moment, Portal};
use crate::relate::{self, Lists};
use crate::render::{self, Assets, SiteFiles, Templates, Theme};
use crate::source::{FileKind, Root, Tree, walk};
use crate::view::World;
use jiff::Timestamp;
use std::path::PathBuf;

/// What a run is asked to do.
#[derive(Debug, Clone)]
pub struct Request {
    /// The site's root.
    pub root: PathBuf,
    /// The output folder; `public` in the root when absent.
    pub out: Option<PathBuf>,
    /// The run's one clock value.
    pub now: Timestamp,
    /// Drafts count as published.
    pub drafts: bool,
    /// Stories to come count as published.
    pub future: bool,
    /// Warnings count as errors.
    pub strict: bool,
}

impl Request {
    /// A plain run for the site at `root`.
    pub fn new(root: impl Into<PathBuf>, now: Timestamp) -> Self {
        Request { root: root.into(), out: None, now, drafts: false, future: false, strict: false }
    }

    /// The output folder.
    pub fn output(&self) -> PathBuf {
        self.out.clone().unwrap_or_else(|| self.root.join("public"))
    }
}

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

/// A site, read and arranged: everything that pages are made from.
pub struct Loaded {
    /// Settings.
    pub site: Site,
    /// The arranged portal.
    pub portal: Portal,
    /// Related, popular, recent comments.
    pub lists: Lists,
    /// The theme.
    pub theme: Theme,
    /// Its assets.
    pub assets: Assets,
    /// Its templates, compiled.
    pub templates: Templates,
    /// Bodies.
    pub bodies: BodyStore,
    /// The source files.
    pub tree: Tree,
    /// The run's moment.
    pub now: Timestamp,
    root: Root,
}

impl Loaded {
    /// What views are made from.
    pub fn world(&self) -> World<'_> {
        World {
            site: &self.site,
            portal: &self.portal,
            lists: &self.lists,
            strings: &self.theme.strings,
            assets: &self.assets.view,
            bodies: &self.bodies,
            now: self.now,
        }
    }
}

/// What came of a stage or a run: a value, unless there were errors, and everything that must be told.
pub struct Outcome<T> {
    /// The value; absent when there was an error.
    pub value: Option<T>,
    /// Diagnostics, ordered by file and line.
    pub told: Vec<Diagnostic>,
    /// Time by stage.
    pub timings: Timings,
}

/// Reads, arranges and relates a site, and compiles its templates. Faults of all stages are collected.
pub fn load(request: &Request, progress: &dyn Progress) -> Outcome<Loaded> {
    let mut timings = Timings::default();
    let (value, mut told) = run(request, progress, &mut timings);
    locate::places(&request.root, &mut told);
    let value = value.filter(|_| told.iter().all(|d| d.severity() < Severity::Error));
    Outcome { value, told, timings }
}

fn run(request: &Request, progress: &dyn Progress, timings: &mut Timings) -> (Option<Loaded>, Vec<Diagnostic>) {
    let (site, mut told) = timings.time(Stage::Read, || read_config(request));
    let Some(site) = site else { return (None, told) };
    let root = match Root::open(&request.root) {
        Ok(root) => root,
        Err(error) => {
            told.push(Diagnostic::new(&codes::source::UNREADABLE).arg("reason", error));
            return (None, told);
        }
    };
    progress.stage(Stage::Read, 0);
    let (tree, faults) = timings.time(Stage::Read, || walk(&request.root, site.max_source_bytes));
    told.extend(faults);
    let bodies = match BodyStore::new() {
        Ok(bodies) => bodies,
        Err(error) => {
            told.push(Diagnostic::new(&codes::publish::FAILED).arg("reason", error));
            return (None, told);
        }
    };
    progress.stage(Stage::Read, tree.files.len());
    let (gathered, faults) = timings.time(Stage::Read, || gather::gather(&tree, &root, &site, &bodies, progress));
    told.extend(faults);
    progress.stage(Stage::Arrange, 0);
    let terms = gathered.terms;
    let paths: Vec<String> = gathered.sources.stories.iter().map(|s| s.path.clone()).collect();
    let moment = Moment { now: request.now, drafts: request.drafts, future: request.future };
    let (portal, faults) = timings.time(Stage::Arrange, || portal::arrange(gathered.sources, &site, moment));
    told.extend(faults);
    if portal.articles.is_empty() && portal.notices.is_empty() && told.iter().all(|d| d.severity() < Severity::Error) {
        told.push(Diagnostic::new(&codes::portal::NO_CONTENT));
    }
    progress.stage(Stage::Relate, portal.articles.len());
    let lists = timings.time(Stage::Relate, || {
        let of = |source: &str| paths.binary_search_by(|p| p.as_str().cmp(source)).ok().and_then(|i| terms.get(i));
        relate::lists(&portal, &site, &of, gathered.popular, request.now)
    });
    told.extend(lists.1);
    let (printing, faults) = timings.time(Stage::Templates, || compile(&tree, &root, &site));
    told.extend(faults);
    let Some((theme, assets, templates)) = printing else { return (None, told) };
    let mut loaded = Loaded { site, portal, lists: lists.0, theme, assets, templates, bodies, tree, now: request.now, root };
    let view = crate::view::site(&loaded.world());
    let strings = loaded.theme.strings.clone();
    loaded.templates.set_site(&view, &strings);
    (Some(loaded), told)
}

fn read_config(request: &Request) -> (Option<Site>, Vec<Diagnostic>) {
    let path = request.root.join("khobor.toml");
    match std::fs::read(&path) {
        Ok(bytes) => match crate::source::decode("khobor.toml", &bytes) {
            Ok(text) => config::parse(&text),
            Err(fault) => (None, vec![fault]),
        },
        Err(_) => (None, vec![Diagnostic::new(&codes::config::MISSING).arg("folder", request.root.display())]),
    }
}

fn compile(tree: &Tree, root: &Root, site: &Site) -> (Option<(Theme, Assets, Templates)>, Vec<Diagnostic>) {
    let mut told = Vec::new();
    let mut files = SiteFiles::new();
    let printed = tree.files.iter().filter(|f| matches!(f.kind, FileKind::Template | FileKind::Theme));
    for file in printed {
        match root.read(file, site.max_source_bytes) {
            Ok(bytes) => drop(files.insert(file.path.clone(), bytes)),
            Err(fault) => told.push(fault),
        }
    }
    let language = site.language.split('-').next().unwrap_or("bn").to_owned();
    let (theme, faults) = render::resolve(&site.theme, &files, &language);
    told.extend(faults);
    if told.iter().any(|d| d.severity() == Severity::Error) {
        return (None, told);
    }
    let assets = render::assets(&theme, &site.home, site.file.site.icon.as_deref(), site.file.site.logo.as_deref());
    match Templates::new(&theme, &site.zone, site.edition) {
        Ok(templates) => (Some((theme, assets, templates)), told),
        Err(faults) => {
            told.extend(faults);
            (None, told)
        }
    }
}
