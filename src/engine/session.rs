//! A site that stays in memory while its files change: only what has changed is read again, and nothing is arranged again
//! when only a story's words are others.

use super::gather::{Ground, read_anew, terms_again};
use super::piece::{Piece, Words};
use super::update::Update;
use super::{BodyStore, Loaded, Outcome, Parts, Quiet, Request, Stage, Timings, compile, find, locate, run, settle};
use crate::config::Site;
use crate::diag::{Code, Diagnostic, Severity, codes::portal as codes};
use crate::digest::digest;
use crate::portal::{self, Edit, Moment, Plot, Portal, Sources, StoryFile, only_words};
use crate::relate::immediate_lists;
use crate::relate::popular::PopularRecords;
use crate::relate::terms::TermVector;
use crate::source::walk::{Sight, kind_of, may_be_copy, sight, stamps};
use crate::source::{FileKind, Root, SourceFile, Tree, walk};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// So many files may come or go one by one; with more, everything is read.
const ONE_BY_ONE: usize = 500;

/// What came of looking at the changed files.
pub enum Fresh {
    /// Nothing has changed.
    Same,
    /// A new state.
    New(Box<Loaded>),
    /// What is to be changed in the state that stands.
    Update(Box<Update>),
}

/// A site between two changes.
pub struct Session {
    request: Request,
    kept: Option<Kept>,
    /// The moment at which the site changes by itself.
    until: Option<Timestamp>,
}

/// What is kept of the files of the state that stands.
struct Kept {
    site: Site,
    /// Hash of khobor.toml.
    settings: [u8; 16],
    root: Root,
    tree: Tree,
    sources: Sources,
    popular: Option<Arc<PopularRecords>>,
    /// Terms of the stories, in their order, shared with the thread that relates them.
    terms: Vec<Arc<TermVector>>,
    bodies: Arc<BodyStore>,
    /// What reading, compiling and arranging reported last.
    read: Vec<Diagnostic>,
    compiled: Vec<Diagnostic>,
    arranged: Vec<Diagnostic>,
    must: Must,
}

/// What differs from the state that stands; it waits while something is wrong.
#[derive(Default)]
struct Must {
    arrange: bool,
    compile: bool,
    /// Stories whose file is broken now, as they stand.
    broken: BTreeMap<String, Arc<StoryFile>>,
    /// Stories whose words alone have changed.
    words: BTreeMap<String, Arc<StoryFile>>,
    /// Stories that came, went or have changed in more than their words, as they stand.
    moved: BTreeMap<String, Option<Arc<StoryFile>>>,
    /// Files that came, changed (with what they are now) or went.
    files: BTreeMap<String, Option<SourceFile>>,
    /// Content hashes of pictures and other files that came or changed.
    hashes: BTreeMap<String, [u8; 16]>,
}

/// Shows the portal that stands to whom it is given, if there is one. Not held longer than that.
pub type Standing<'a> = &'a dyn Fn(&mut dyn FnMut(&Portal));

/// Files that have changed, by path; those that are gone have none.
type Changed = BTreeMap<String, Option<SourceFile>>;

/// What a path on disk means for the site.
enum Look {
    File(String, Option<SourceFile>),
    Nothing,
    /// Links, folders, settings: the whole site must be looked through.
    Unsure,
}

impl Session {
    /// A session for the site of `request`. Nothing is read yet.
    pub fn new(request: Request) -> Self {
        Session {
            request,
            kept: None,
            until: None,
        }
    }

    /// The site as it stands is right until this moment ([`Press::until`](super::Press::until)); the first look at it
    /// afterwards makes a new state.
    pub fn stands_until(&mut self, moment: Option<Timestamp>) {
        self.until = moment;
    }

    /// Reads what has changed and makes the new state, or says what is wrong. `changed` are the files to look at; `None`
    /// looks at all; `standing` shows the portal that stands. What is wrong is reported again each time until it is mended.
    pub fn refresh(&mut self, changed: Option<&[PathBuf]>, now: Timestamp, standing: Standing<'_>) -> Outcome<Fresh> {
        let mut timings = Timings::default();
        let due = self.until.is_some_and(|until| until <= now);
        self.request.now = now;
        let Some(kept) = &mut self.kept else {
            let idle = changed.is_some_and(<[PathBuf]>::is_empty);
            return if idle { same(timings) } else { self.open() };
        };
        let Some(files) = timings.time(Stage::Read, || kept.changed(changed)) else {
            return self.open();
        };
        if files.is_empty() && !due {
            return same(timings);
        }
        kept.must.arrange |= due;
        timings.time(Stage::Read, || kept.read(files));
        let Request {
            drafts,
            future,
            expired,
            ..
        } = self.request;
        let moment = Moment {
            now,
            drafts,
            future,
            expired,
        };
        let update = kept.update((moment, standing), &mut timings);
        let mut diagnostics: Vec<Diagnostic> = [&kept.read, &kept.compiled, &kept.arranged]
            .into_iter()
            .flatten()
            .cloned()
            .collect();
        locate::places(&self.request.root, &mut diagnostics);
        Outcome {
            value: update.map(|u| Fresh::Update(Box::new(u))),
            diagnostics,
            timings,
        }
    }

    /// Reads everything. While that fails, nothing is kept, and the next change reads everything again.
    fn open(&mut self) -> Outcome<Fresh> {
        let mut timings = Timings::default();
        let mut parts = Parts {
            keep: true,
            ..Parts::default()
        };
        let (settled, mut diagnostics) = timings.time(Stage::Read, || settle(&self.request));
        let value = settled.and_then(|settled| {
            let (found, faults) = timings.time(Stage::Read, || find(&self.request, settled, &Quiet));
            let (value, more) = run(&self.request, &Quiet, (&mut timings, &mut parts), found);
            diagnostics.extend(faults.into_iter().chain(more));
            value
        });
        locate::places(&self.request.root, &mut diagnostics);
        let value = value.filter(|_| diagnostics.iter().all(|d| d.severity() < Severity::Error));
        self.kept = value.as_ref().and_then(|_| Kept::new(&self.request, parts));
        Outcome {
            value: value.map(|l| Fresh::New(Box::new(l))),
            diagnostics,
            timings,
        }
    }

    /// The terms of all stories by source, in order, to relate them beside everything else.
    pub fn terms(&self) -> Vec<(String, Arc<TermVector>)> {
        let Some(kept) = &self.kept else { return Vec::new() };
        kept.sources
            .stories
            .iter()
            .zip(&kept.terms)
            .map(|(s, t)| (s.path.clone(), Arc::clone(t)))
            .collect()
    }
}

fn same(timings: Timings) -> Outcome<Fresh> {
    Outcome {
        value: Some(Fresh::Same),
        diagnostics: Vec::new(),
        timings,
    }
}

impl Kept {
    fn new(request: &Request, parts: Parts) -> Option<Self> {
        let Parts {
            gathered,
            read,
            tree,
            bodies,
            settings,
            ..
        } = parts;
        let (site, bodies, root) = (settings?, bodies?, Root::open(&request.root).ok()?);
        let root = root.under(request.overlay.clone());
        let ground = Ground {
            tree: &tree,
            root: &root,
            site: &site,
            bodies: &bodies,
        };
        let path = |story: usize| gathered.sources.stories.get(story).map_or("", |s| s.path.as_str());
        let terms = gathered.terms.take(|story| terms_again(&ground, path(story)));
        Some(Kept {
            settings: hash_of_settings(&tree.root),
            sources: gathered.sources,
            popular: gathered.popular.map(Arc::new),
            terms: terms.into_iter().map(Arc::new).collect(),
            site,
            root,
            tree,
            bodies,
            read,
            compiled: Vec::new(),
            arranged: Vec::new(),
            must: Must::default(),
        })
    }

    /// Which files are others than they were; `None` when everything must be read.
    fn changed(&self, hints: Option<&[PathBuf]>) -> Option<Changed> {
        let mut files = Changed::new();
        for path in hints.unwrap_or_default() {
            match self.look(path) {
                Look::File(path, file) => drop(files.insert(path, file)),
                Look::Nothing => {}
                Look::Unsure => return self.compare(),
            }
        }
        if hints.is_some() { Some(files) } else { self.compare() }
    }

    fn look(&self, disk: &Path) -> Look {
        let Ok(inside) = disk.strip_prefix(&self.tree.root) else {
            return Look::Nothing;
        };
        let mut walked = self.tree.root.clone();
        for part in inside.components() {
            let Component::Normal(name) = part else {
                return Look::Unsure;
            };
            let Some(name) = name.to_str().filter(|n| !n.contains(char::is_control)) else {
                return Look::Unsure;
            };
            // Whether it is a copy depends on what lies beside it.
            if may_be_copy(name) {
                return Look::Unsure;
            }
            walked.push(name);
            let so_far = walked
                .strip_prefix(&self.tree.root)
                .unwrap_or(&walked)
                .to_string_lossy();
            match sight(&so_far) {
                Sight::Seen => {}
                Sight::Ignored => return Look::Nothing,
                // It is reported by a walk.
                Sight::LeftOut => return Look::Unsure,
            }
            if walked.symlink_metadata().is_ok_and(|m| m.file_type().is_symlink()) {
                return Look::Unsure;
            }
        }
        let path = crate::bengali::gate::nfc(&inside.to_string_lossy()).into_owned();
        let Some(kind) = kind_of(&path) else {
            return Look::Unsure;
        };
        let known = self.find(&path);
        match disk.symlink_metadata() {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => match known {
                Some(known) if known.disk == disk => Look::File(path, None),
                Some(_) => Look::Unsure,
                None if self.is_folder(&path) => Look::Unsure,
                None => Look::Nothing,
            },
            Ok(stat) if stat.is_file() && known.is_none_or(|k| k.disk == disk) => {
                if kind.is_text() && stat.len() > self.site.max_source_bytes {
                    return Look::Unsure;
                }
                let (mtime_ns, ctime_ns, inode) = stamps(&stat);
                let mut file = SourceFile {
                    path: path.clone(),
                    disk: disk.to_owned(),
                    kind,
                    size: stat.len(),
                    mtime_ns,
                    ctime_ns,
                    inode,
                };
                self.root.overlay().stamp(&mut file);
                Look::File(path, Some(file))
            }
            _ => Look::Unsure,
        }
    }

    /// Whether files of the tree lie below this path.
    fn is_folder(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let at = self.tree.files.partition_point(|f| f.path.as_str() < folder.as_str());
        self.tree.files.get(at).is_some_and(|f| f.path.starts_with(&folder))
    }

    /// Walks over the whole site and compares.
    fn compare(&self) -> Option<Changed> {
        let (mut tree, diagnostics) = walk(&self.tree.root, self.site.max_source_bytes);
        self.root.overlay().stamp_all(&mut tree);
        if !diagnostics.is_empty() || hash_of_settings(&self.tree.root) != self.settings {
            return None;
        }
        let mut files = Changed::new();
        let mut moved = 0;
        for old in &self.tree.files {
            if tree.files.binary_search_by(|f| f.path.cmp(&old.path)).is_err() {
                files.insert(old.path.clone(), None);
                moved += 1;
            }
        }
        for file in tree.files {
            let known = self.find(&file.path);
            moved += usize::from(known.is_none());
            if known != Some(&file) {
                files.insert(file.path.clone(), Some(file));
            }
        }
        (moved <= ONE_BY_ONE).then_some(files)
    }

    fn find(&self, path: &str) -> Option<&SourceFile> {
        let at = self.tree.files.binary_search_by(|f| f.path.as_str().cmp(path)).ok()?;
        self.tree.files.get(at)
    }

    /// Reads the changed files and puts what they are now in the place of what they were.
    fn read(&mut self, files: Changed) {
        let anew: Vec<&SourceFile> = files.values().flatten().collect();
        let ground = Ground {
            tree: &self.tree,
            root: &self.root,
            site: &self.site,
            bodies: &self.bodies,
        };
        let mut pieces = read_anew(ground, &anew).into_iter();
        self.read
            .retain(|d| d.place.as_ref().is_none_or(|p| !files.contains_key(&p.path)));
        for (path, file) in files {
            let piece = file.as_ref().and_then(|_| pieces.next());
            let (piece, diagnostics) = piece.unwrap_or((Piece::Nothing, Vec::new()));
            let broken = diagnostics.iter().any(|d| d.severity() == Severity::Error);
            self.read.extend(diagnostics);
            self.put(&path, piece, broken);
            super::update::place(&mut self.tree, &path, file.clone());
            self.must.files.insert(path, file);
        }
    }

    fn put(&mut self, path: &str, piece: Piece, broken: bool) {
        match kind_of(path) {
            Some(FileKind::Article(_)) => self.story(path, piece, broken),
            Some(FileKind::Template | FileKind::Theme) => self.must.compile = true,
            Some(FileKind::OtherData) | None => {}
            Some(_) => self.other(path, piece),
        }
    }

    fn story(&mut self, path: &str, piece: Piece, broken: bool) {
        let stories = &mut self.sources.stories;
        let place = stories.binary_search_by(|s| s.path.as_str().cmp(path));
        let (old, new) = match (place, piece) {
            (Ok(at), Piece::Story(story, Words::Here(terms))) => {
                self.terms[at] = Arc::new(terms);
                (Some(std::mem::replace(&mut stories[at], story)), stories.get(at))
            }
            (Err(at), Piece::Story(story, Words::Here(terms))) => {
                stories.insert(at, story);
                self.terms.insert(at, Arc::new(terms));
                (self.must.broken.remove(path), stories.get(at))
            }
            (Ok(at), _) => {
                self.terms.remove(at);
                (Some(stories.remove(at)), None)
            }
            (Err(_), _) => (self.must.broken.remove(path), None),
        };
        match (old, new) {
            (Some(old), Some(new)) if only_words(&old, new) => {
                drop(self.must.words.insert(path.to_owned(), Arc::clone(new)))
            }
            (Some(old), None) if broken => drop(self.must.broken.insert(path.to_owned(), old)),
            (None, None) if broken => {}
            // What stands is neither of the two.
            _ if self.must.words.contains_key(path) => self.must.arrange = true,
            (old, _) => drop(self.must.moved.entry(path.to_owned()).or_insert(old)),
        }
    }

    /// Any other source. A file beside the pages that is of the same size as a picture, or none, changes only itself.
    fn other(&mut self, path: &str, piece: Piece) {
        let sources = &mut self.sources;
        match piece {
            Piece::Asset(_, info, hash) | Piece::Static(_, info, hash) => {
                self.must.hashes.insert(path.to_owned(), hash);
                let own = if path.starts_with("static/") {
                    &mut sources.statics
                } else {
                    &mut sources.assets
                };
                let known = own.binary_search_by(|p| p.as_str().cmp(path));
                if known.is_ok() && sources.pictures.get(path) == info.as_ref() {
                    return;
                }
                if let Err(at) = known {
                    own.insert(at, path.to_owned());
                }
                match info {
                    Some(info) => drop(sources.pictures.insert(path.to_owned(), info)),
                    None => drop(sources.pictures.remove(path)),
                }
            }
            Piece::Popular(records) => self.popular = Some(Arc::new(records)),
            Piece::Front(picks) => sources.front = picks,
            piece => {
                remove(sources, path);
                match path {
                    "data/popular.toml" => self.popular = None,
                    "data/redirects.toml" => sources.redirects.clear(),
                    "data/front.toml" => sources.front = crate::source::FrontPicks::default(),
                    _ => {}
                }
                match piece {
                    Piece::Section(path, section) => insert(&mut sources.sections, path, *section),
                    Piece::Author(path, author) => insert(&mut sources.authors, path, *author),
                    Piece::Page(path, page) => insert(&mut sources.pages, path, *page),
                    Piece::Comments(path, comments) => insert(&mut sources.comments, path, comments),
                    Piece::Redirects(redirects) => sources.redirects = redirects,
                    _ => {}
                }
            }
        }
        self.must.arrange = true;
    }

    /// The change of the one story that has moved, if it can be put into the portal in its place.
    fn edit(&self, moment: Moment, standing: Standing<'_>) -> Option<Edit> {
        let mut moved = self.must.moved.iter();
        let ((path, old), None) = (moved.next()?, moved.next()) else {
            return None;
        };
        let concerns = |d: &Diagnostic| {
            NAMELESS.iter().any(|code| code.id == d.code.id) || d.place.as_ref().is_some_and(|p| p.path == *path)
        };
        if self.arranged.iter().any(concerns) {
            return None;
        }
        let stories = &self.sources.stories;
        let new = stories.get(stories.binary_search_by(|s| s.path.as_str().cmp(path)).ok()?)?;
        let mut plan = None;
        standing(&mut |portal| {
            let ground = Plot {
                portal,
                sources: &self.sources,
                site: &self.site,
                moment,
            };
            plan = ground.plan(old.as_deref(), new);
        });
        plan
    }

    /// What is to be changed in the state that stands; `None` while something is wrong.
    fn update(&mut self, (moment, standing): (Moment, Standing<'_>), timings: &mut Timings) -> Option<Update> {
        if wrong(&self.read) {
            return None;
        }
        let mut printing = None;
        if self.must.compile {
            let (compiled, diagnostics) =
                timings.time(Stage::Templates, || compile(&self.tree, &self.root, &self.site));
            self.compiled = diagnostics;
            printing = Some(compiled?);
        }
        let (mut arranged, mut edit) = (None, None);
        if !self.must.arrange && !self.must.moved.is_empty() {
            edit = timings.time(Stage::Arrange, || self.edit(moment, standing));
            self.must.arrange = edit.is_none();
        }
        if self.must.arrange {
            let (portal, diagnostics) =
                timings.time(Stage::Arrange, || portal::arrange(&self.sources, &self.site, moment));
            self.arranged = diagnostics;
            let (lists, diagnostics) = timings.time(Stage::Relate, || {
                immediate_lists(&portal, &self.site, self.popular.as_deref(), moment.now)
            });
            self.arranged.extend(diagnostics);
            self.arranged.extend(super::nothing(&portal, &self.arranged));
            if wrong(&self.arranged) {
                return None;
            }
            arranged = Some((portal, lists));
        }
        if wrong(&self.compiled) || wrong(&self.arranged) {
            return None;
        }
        let must = std::mem::take(&mut self.must);
        Some(Update {
            now: moment.now,
            portal: arranged,
            edit,
            popular: self.popular.clone(),
            printing,
            words: must.words.into_values().collect(),
            files: must.files,
            hashes: must.hashes,
        })
    }
}

/// What tells that a name leads to no story; a story that comes may bear it.
const NAMELESS: [&Code; 3] = [
    &codes::UNKNOWN_RELATED,
    &codes::COMMENTS_WITHOUT_STORY,
    &codes::UNKNOWN_POPULAR,
];

fn wrong(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|d| d.severity() == Severity::Error)
}

fn hash_of_settings(root: &Path) -> [u8; 16] {
    digest(&std::fs::read(root.join("khobor.toml")).unwrap_or_default())
}

fn insert<T>(list: &mut Vec<(String, T)>, path: String, value: T) {
    let at = list.partition_point(|(p, _)| *p < path);
    list.insert(at, (path, value));
}

fn remove(sources: &mut Sources, path: &str) {
    sources.sections.retain(|(p, _)| p != path);
    sources.authors.retain(|(p, _)| p != path);
    sources.pages.retain(|(p, _)| p != path);
    sources.comments.retain(|(p, _)| p != path);
    for list in [&mut sources.assets, &mut sources.statics] {
        if let Ok(at) = list.binary_search_by(|p| p.as_str().cmp(path)) {
            list.remove(at);
        }
    }
    sources.pictures.remove(path);
}
