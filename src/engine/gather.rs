//! Reads all source files, in parallel, each into its typed form. Order and result do not depend on threads.

use super::cache::{Cache, Kept, Known};
use super::piece::{Piece, Words};
use super::term_store::{TermSpot, TermStore};
use super::{BodyStore, Progress};
use crate::bengali::excerpt::excerpt;
use crate::config::Site;
use crate::diag::{BoundedList, Diagnostic, Place, codes};
use crate::digest::digest;
use crate::media::{self, PictureInfo};
use crate::portal::{BodyFacts, Form, Sources, StoryFile};
use crate::relate::popular::PopularRecords;
use crate::relate::terms::{Reading, TermVector, read};
use crate::source::*;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::{Arc, OnceLock};

/// Files that are read before what they have to report is looked at.
const STRETCH: usize = 16_384;

/// Longest excerpt in clusters: two lines of 150, with room for `…` and a closing quotation mark.
const EXCERPT: usize = 148;

/// Everything that was read.
#[derive(Default)]
pub(super) struct Gathered {
    pub(super) sources: Sources,
    /// Terms of the stories.
    pub(super) terms: TermTable,
    pub(super) popular: Option<PopularRecords>,
    /// Content hashes of pictures and other files, by path.
    pub(super) hashes: FxHashMap<String, [u8; 16]>,
}

/// The terms of all stories, in the order of `sources.stories`. Those of stories that were recalled are read when they are
/// asked for; most runs ask for few.
#[derive(Default)]
pub(super) struct TermTable {
    cells: Vec<(OnceLock<TermVector>, Option<TermSpot>)>,
    term_store: Option<TermStore>,
}

impl TermTable {
    fn push(&mut self, words: Words) {
        self.cells.push(match words {
            Words::Here(vector) => (OnceLock::from(vector), None),
            Words::Kept(spot) => (OnceLock::new(), Some(spot)),
        });
    }

    /// The terms of a story; what the cache cannot give any more is made `again`.
    pub(super) fn get(&self, story: usize, again: impl FnOnce() -> TermVector) -> Option<&TermVector> {
        let (cell, spot) = self.cells.get(story)?;
        let read = || {
            self.term_store
                .as_ref()
                .zip(spot.as_ref())
                .and_then(|(term_store, spot)| term_store.read(spot))
        };
        Some(cell.get_or_init(|| read().unwrap_or_else(again)))
    }

    /// All of them, read in parallel.
    pub(super) fn take(self, again: impl Fn(usize) -> TermVector + Sync) -> Vec<TermVector> {
        let stories = 0..self.cells.len();
        stories.into_par_iter().for_each(|story| {
            self.get(story, || again(story));
        });
        let cells = self.cells.into_iter().map(|(cell, _)| cell.into_inner());
        cells.map(Option::unwrap_or_default).collect()
    }
}

/// What reading stands on.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) tree: &'a Tree,
    pub(super) root: &'a Root,
    pub(super) site: &'a Site,
    pub(super) bodies: &'a BodyStore,
}

/// Reads every file of the tree, or recalls it from the cache where it is as it was. Faults of all files are reported; a file
/// with anything to tell is read again each time, so that it is reported each time.
pub(super) fn gather(ground: Ground<'_>, cache: &mut Cache, progress: &dyn Progress) -> (Gathered, Vec<Diagnostic>) {
    let Ground {
        tree,
        root,
        site,
        bodies,
    } = ground;
    let context = GatherContext {
        root,
        site,
        bodies,
        options: site.read_options(),
    };
    let (known, term_store) = cache.recall(tree);
    let read = |(file, known): (&SourceFile, Option<Known>)| {
        progress.step();
        if let Some(known) = known {
            return (context.recall(file, known), Vec::new(), Kept::Recalled);
        }
        let (piece, diagnostics) = context.read(file);
        let kept = if diagnostics.is_empty() && piece.is_remembered() {
            Kept::Fresh
        } else {
            Kept::Not
        };
        (piece, diagnostics, kept)
    };
    let mut pieces = Vec::with_capacity(tree.files.len());
    let mut kept = Vec::with_capacity(tree.files.len());
    let mut diagnostics = BoundedList::default();
    // A stretch of files after another, so that faults beyond those that are kept do not pile up.
    let mut known = known.into_iter();
    for files in tree.files.chunks(STRETCH) {
        let known: Vec<Option<Known>> = known.by_ref().take(files.len()).collect();
        let read: Vec<(Piece, Vec<Diagnostic>, Kept)> = files.par_iter().zip(known).map(read).collect();
        for (piece, faults, keep) in read {
            pieces.push(piece);
            kept.push(keep);
            diagnostics.extend(faults);
        }
    }
    cache.remember(tree, &pieces, &kept, &term_store);
    let mut gathered = Gathered::default();
    gathered.terms.term_store = Some(term_store);
    pieces.into_iter().for_each(|piece| gathered.add(piece));
    (gathered, diagnostics.finish())
}

/// Reads some files again, in parallel, whatever is remembered of them.
pub(super) fn read_anew(ground: Ground<'_>, files: &[&SourceFile]) -> Vec<(Piece, Vec<Diagnostic>)> {
    let Ground { root, site, bodies, .. } = ground;
    let context = GatherContext {
        root,
        site,
        bodies,
        options: site.read_options(),
    };
    match files {
        [only] => vec![context.read(only)],
        many => many.par_iter().map(|file| context.read(file)).collect(),
    }
}

/// The terms of a story, made from its source again: for those that the cache has lost. A source that has changed meanwhile
/// stops the build elsewhere.
pub(super) fn terms_again(ground: &Ground<'_>, path: &str) -> TermVector {
    let Ground {
        tree,
        root,
        site,
        bodies,
    } = ground;
    let place = tree.files.binary_search_by(|file| file.path.as_str().cmp(path));
    let file = place.ok().and_then(|at| tree.files.get(at));
    let bytes = file.and_then(|file| root.read(file, site.max_source_bytes).ok());
    let text = bytes.and_then(|bytes| decode(path, &bytes).ok());
    let story = text.and_then(|text| parse_article(path, &text, TextKind::of_path(path), &site.read_options()).0);
    let made = story.map(|s| read(bodies.vocabulary(), &s.front.title, &s.front.tags, &s.body.text).terms);
    made.unwrap_or_default()
}

impl Gathered {
    fn add(&mut self, piece: Piece) {
        let sources = &mut self.sources;
        let mut picture = |path: &String, info: Option<PictureInfo>| {
            if let Some(info) = info {
                sources.pictures.insert(path.clone(), info);
            }
        };
        match piece {
            Piece::Story(story, terms) => {
                sources.stories.push(story);
                self.terms.push(terms);
            }
            Piece::Section(path, section) => sources.sections.push((path, *section)),
            Piece::Author(path, author) => sources.authors.push((path, *author)),
            Piece::Page(path, page) => sources.pages.push((path, *page)),
            Piece::Comments(path, comments) => sources.comments.push((path, comments)),
            Piece::Popular(records) => self.popular = Some(records),
            Piece::Redirects(redirects) => sources.redirects = redirects,
            Piece::Front(picks) => sources.front = picks,
            Piece::Asset(path, info, hash) => {
                picture(&path, info);
                self.hashes.insert(path.clone(), hash);
                sources.assets.push(path);
            }
            Piece::Static(path, info, hash) => {
                picture(&path, info);
                self.hashes.insert(path.clone(), hash);
                sources.statics.push(path);
            }
            Piece::Nothing => {}
        }
    }
}

struct GatherContext<'a> {
    root: &'a Root,
    site: &'a Site,
    bodies: &'a BodyStore,
    options: ReadOptions,
}

impl GatherContext<'_> {
    fn read(&self, file: &SourceFile) -> (Piece, Vec<Diagnostic>) {
        match file.kind {
            FileKind::Picture | FileKind::Asset => self.asset(file, Piece::Asset),
            FileKind::Static => self.asset(file, Piece::Static),
            FileKind::Template | FileKind::Theme | FileKind::OtherData => (Piece::Nothing, Vec::new()),
            FileKind::Article(_)
            | FileKind::Section
            | FileKind::Author
            | FileKind::Page
            | FileKind::Comments
            | FileKind::Front
            | FileKind::Popular
            | FileKind::Redirects => match self.text(file) {
                Ok(text) => self.parse(file, &text),
                Err(fault) => (Piece::Nothing, vec![fault]),
            },
        }
    }

    fn text(&self, file: &SourceFile) -> Result<String, Diagnostic> {
        let bytes = self.root.read(file, self.site.max_source_bytes)?;
        decode(&file.path, &bytes)
    }

    fn parse(&self, file: &SourceFile, text: &str) -> (Piece, Vec<Diagnostic>) {
        let (path, options) = (file.path.clone(), &self.options);
        match file.kind {
            FileKind::Section => {
                let (section, diagnostics) = parse_section(&path, text, options);
                // A section with a fault is there all the same: its stories are not reported for it.
                let section = section.unwrap_or_else(|| SectionSource {
                    title: path.clone(),
                    ..SectionSource::default()
                });
                (Piece::Section(path, Box::new(section)), diagnostics)
            }
            FileKind::Author => {
                let (author, diagnostics) = parse_author(&path, text, options);
                (
                    author
                        .filter(|author| !author.name.is_empty())
                        .map_or(Piece::Nothing, |a| Piece::Author(path, Box::new(a))),
                    diagnostics,
                )
            }
            FileKind::Page => {
                let (page, diagnostics) = parse_page(&path, text, options);
                (
                    page.filter(|page| !page.title.is_empty())
                        .map_or(Piece::Nothing, |p| Piece::Page(path, Box::new(p))),
                    diagnostics,
                )
            }
            FileKind::Comments => {
                let (comments, diagnostics) = parse_comments(&path, text, options);
                (Piece::Comments(path, comments), diagnostics)
            }
            FileKind::Front => {
                let (picks, diagnostics) = crate::source::parse_front(&path, text, options);
                (Piece::Front(picks), diagnostics)
            }
            FileKind::Popular => {
                let (records, diagnostics) = crate::relate::popular_file::parse(&path, text);
                (Piece::Popular(records), diagnostics)
            }
            FileKind::Redirects => {
                let (redirects, diagnostics) = crate::config::redirects(&path, text);
                (Piece::Redirects(redirects), diagnostics)
            }
            _ => self.story(file, text),
        }
    }

    fn story(&self, file: &SourceFile, text: &str) -> (Piece, Vec<Diagnostic>) {
        let (story, mut diagnostics) = parse_article(&file.path, text, TextKind::of_path(&file.path), &self.options);
        let Some(ArticleSource { mut front, body }) = story else {
            return (Piece::Nothing, diagnostics);
        };
        if front.title.is_empty() {
            front.title.clone_from(&file.path);
        }
        let reading = read(self.bodies.vocabulary(), &front.title, &front.tags, &body.text);
        match self.bodies.put(&body, Some(&reading)) {
            Ok(at) => {
                let facts = facts((body, &reading), at, digest(text.as_bytes()));
                let story = StoryFile {
                    path: file.path.clone(),
                    front,
                    body: facts,
                };
                (Piece::Story(Arc::new(story), Words::Here(reading.terms)), diagnostics)
            }
            Err(error) => {
                diagnostics.push(Diagnostic::new(&codes::publish::FAILED).cause(&error));
                (Piece::Nothing, diagnostics)
            }
        }
    }

    /// A picture is measured; other files are only hashed. A picture that cannot be published is a fault.
    fn asset(&self, file: &SourceFile, piece: AssetPiece) -> (Piece, Vec<Diagnostic>) {
        let bytes = match self.root.read(file, u64::MAX) {
            Ok(bytes) => bytes,
            Err(fault) => return (Piece::Nothing, vec![fault]),
        };
        let hash = digest(&bytes);
        match media::inspect(&file.path, &bytes) {
            Ok(info) => (piece(file.path.clone(), info, hash), Vec::new()),
            // It is there all the same: who names it is not told that it is missing.
            Err(fault) => {
                let info = (fault != media::Fault::Film).then(PictureInfo::default);
                (
                    piece(file.path.clone(), info, hash),
                    vec![picture_fault(&file.path, &fault)],
                )
            }
        }
    }

    fn recall(&self, file: &SourceFile, known: Known) -> Piece {
        match known {
            Known::Story(story, spot) => Piece::Story(story, Words::Kept(spot)),
            Known::File(info, hash) if file.kind == FileKind::Static => Piece::Static(file.path.clone(), info, hash),
            Known::File(info, hash) => Piece::Asset(file.path.clone(), info, hash),
        }
    }
}

/// Makes the piece of a file that is not a text.
type AssetPiece = fn(String, Option<PictureInfo>, [u8; 16]) -> Piece;

pub(super) fn picture_fault(path: &str, fault: &media::Fault) -> Diagnostic {
    let diagnostics = match fault {
        media::Fault::Active(what) => {
            Diagnostic::new(&codes::media::ACTIVE_SVG).arg_in("what", what.bengali(), what.english())
        }
        media::Fault::Film => Diagnostic::new(&codes::media::BAD_FILM),
        other => Diagnostic::new(&codes::media::BAD_PICTURE).arg_in("reason", picture_reason(other), other),
    };
    diagnostics.arg("picture", path).at(Place::file(path))
}

/// Why a picture is refused, in Bengali.
fn picture_reason(fault: &media::Fault) -> String {
    use crate::bengali::number::integer;
    match fault {
        media::Fault::NotShown(format) => format!("এটি {format} ছবি, ব্রাউজার দেখায় না: JPEG হিসেবে সংরক্ষণ করুন"),
        media::Fault::TooLarge(width, height) => {
            let side = |pixels: u32| integer(i64::from(pixels));
            format!(
                "{}×{} পিক্সেল; কোনো দিকে ১২,০০০-এর বেশি চলে না",
                side(*width),
                side(*height)
            )
        }
        media::Fault::Film => "ফাইলটি কাটা বা নষ্ট".to_owned(),
        _ => "JPEG, PNG, WebP, GIF, AVIF বা SVG ছবি নয়".to_owned(),
    }
}

fn facts((body, reading): (Body, &Reading), at: crate::portal::BodyRef, hash: [u8; 16]) -> BodyFacts {
    let mut related = Vec::new();
    let mut form = Form::Story;
    let mut named = Vec::new();
    look(&body.nodes, &mut related, &mut form);
    name_files(&body.nodes, &mut named);
    BodyFacts {
        words: u32::try_from(reading.words.len()).unwrap_or(u32::MAX),
        excerpt: excerpt(&body.lead, EXCERPT).into_owned(),
        pictures: body.pictures,
        links: body.links,
        related,
        named,
        form,
        hash,
        at,
    }
}

/// What arguments of shortcodes say that may be a file: a name with an ending, and no address of another host.
fn name_files(nodes: &[Node], named: &mut Vec<String>) {
    for node in nodes {
        let Node::Shortcode(call) = node else { continue };
        for (_, value) in &call.args {
            let texts = match value {
                ArgValue::Text(text) => std::slice::from_ref(text),
                ArgValue::List(texts) => texts,
                _ => continue,
            };
            let files = texts.iter().filter(|text| text.contains('.') && !text.contains("://"));
            named.extend(files.cloned());
        }
        name_files(call.body.as_deref().unwrap_or_default(), named);
    }
}

fn look(nodes: &[Node], related: &mut Vec<String>, form: &mut Form) {
    for node in nodes {
        let Node::Shortcode(call) = node else { continue };
        match call.name.as_str() {
            "gallery" => *form = Form::Gallery,
            "youtube" | "facebook" if *form == Form::Story => *form = Form::Video,
            "related" => related.extend(call.args.iter().filter_map(|(key, value)| match value {
                ArgValue::Text(path) if key == "path" => Some(path.clone()),
                _ => None,
            })),
            _ => {}
        }
        if let Some(inner) = &call.body {
            look(inner, related, form);
        }
    }
}
