//! A loaded site that prints on demand: what the preview stands on. Nothing is written anywhere.

use super::gather::picture_fault;
use super::{Loaded, Replaced, Update, output, up_to_date};
use crate::bengali::gate;
use crate::config::{Service, Sidebars};
use crate::diag::{Diagnostic, Place};
use crate::media;
use crate::portal::{Article, ArticleId, SectionId, TermId};
use crate::relate::related::{Neighbour, Options, RelatedDoc, related};
use crate::relate::related_options;
use crate::relate::terms::TermVector;
use crate::render::{PlacedFragments, placeholders};
use crate::view::{self, PageId};
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::{Arc, OnceLock, PoisonError};

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// A page, feed or other text that is printed.
    Page(PageId),
    /// A file beside the pages: its source path.
    File(String),
    /// A picture in one of its sizes: its address.
    Picture(String),
    /// An asset of the theme: its address in `Assets::files`.
    Asset(String),
    /// Another address of the portal (a missing slash, a former address), or of another site.
    Elsewhere(String),
}

/// A story as relating needs it.
struct Story {
    date: i64,
    section: SectionId,
    authors: Box<[TermId]>,
    tags: Box<[TermId]>,
    series: Option<TermId>,
    curated: Box<[ArticleId]>,
    terms: Arc<TermVector>,
}

impl Story {
    fn doc(&self) -> RelatedDoc<'_> {
        let Story {
            date, section, series, ..
        } = *self;
        let (authors, tags, curated) = (&*self.authors, &*self.tags, &*self.curated);
        RelatedDoc {
            date,
            section,
            authors,
            tags,
            series,
            curated,
            terms: &*self.terms,
        }
    }
}

/// Stories that are made ready for relating at once.
const AT_ONCE: usize = 500;

/// The stories of a site, to be related beside everything else.
#[derive(Default)]
pub struct Relating {
    stories: Vec<Story>,
    options: Option<Options>,
}

impl Relating {
    /// The related stories by story number. Takes seconds on a large site.
    pub fn run(&self) -> Vec<Vec<Neighbour>> {
        let Some(options) = &self.options else {
            return Vec::new();
        };
        related(&self.stories.iter().map(Story::doc).collect::<Vec<_>>(), options)
    }
}

/// A loaded site with its fragments printed.
pub struct PageRenderer {
    loaded: Loaded,
    placed: PlacedFragments,
    /// Hash of the fragments, when pages fetch them.
    fetched: Vec<u8>,
    faults: Vec<Diagnostic>,
    addresses: OnceLock<FxHashMap<String, PageId>>,
    pictures: super::picture_maker::PictureMaker,
}

impl PageRenderer {
    /// Makes a loaded site ready to print. Replies are posted to `replies` instead of the site's own address, and
    /// server-side includes are baked in, because the preview is the server. An editor's own looks are no views.
    pub fn new(mut loaded: Loaded, replies: &str) -> Self {
        loaded.site.comment_action = replies.to_owned();
        loaded.site.comment_form.service = Service::Endpoint;
        loaded.site.popular_endpoint.clear();
        let view = view::site(&loaded.world());
        let strings = loaded.theme.strings.clone();
        loaded.templates.set_site(&view, &strings);
        let mut page_renderer = PageRenderer {
            pictures: super::picture_maker::PictureMaker::new(loaded.pictures_folder()),
            loaded,
            placed: PlacedFragments::none(),
            fetched: Vec::new(),
            faults: Vec::new(),
            addresses: OnceLock::new(),
        };
        page_renderer.fragments();
        page_renderer
    }

    /// Prints the fragments again.
    fn fragments(&mut self) {
        let (fragments, faults) = output::fragments(&self.loaded);
        let site = &self.loaded.site;
        let mode = if site.sidebars == Sidebars::Ssi {
            Sidebars::Inline
        } else {
            site.sidebars
        };
        let placed = placeholders(mode, &fragments, &site.home, &self.loaded.theme.strings);
        self.placed = PlacedFragments::new(&placed);
        self.fetched.clear();
        if mode == Sidebars::Fetch {
            let mut hasher = blake3::Hasher::new();
            for html in fragments.values() {
                hasher.update(html.as_bytes());
            }
            self.fetched.extend_from_slice(hasher.finalize().as_bytes());
        }
        self.faults = faults;
        super::locate::places(&self.loaded.tree.root, &mut self.faults);
    }

    /// Changes the site; what was replaced.
    pub fn apply(&mut self, update: Update) -> Replaced {
        if update.arranges() {
            self.addresses = OnceLock::new();
        }
        let replaced = update.apply(&mut self.loaded);
        self.fragments();
        replaced
    }

    /// Adds the next stories to `relating`, with their terms (by source, in order); whether there are more.
    pub fn relating(&self, terms: &[(String, Arc<TermVector>)], relating: &mut Relating) -> bool {
        let articles = &self.loaded.portal.articles;
        let of = |source: &str| {
            terms
                .binary_search_by(|(path, _)| path.as_str().cmp(source))
                .ok()
                .and_then(|at| terms.get(at))
        };
        let story = |a: &Article| Story {
            date: a.date.as_second(),
            section: a.section,
            authors: a.authors.clone(),
            tags: a.tags.clone(),
            series: a.series,
            curated: a.related.clone(),
            terms: of(&a.source).map(|(_, terms)| Arc::clone(terms)).unwrap_or_default(),
        };
        let next = articles.iter().skip(relating.stories.len()).take(AT_ONCE);
        relating.stories.extend(next.map(story));
        relating.options = Some(related_options(
            &self.loaded.site,
            self.loaded.site.related,
            self.loaded.now,
        ));
        relating.stories.len() < articles.len()
    }

    /// Puts the related stories in place.
    pub fn relate(&mut self, related: Vec<Vec<Neighbour>>) {
        self.loaded.lists.set_related(related);
    }

    /// The site.
    pub fn loaded(&self) -> &Loaded {
        &self.loaded
    }

    /// A moment until which the site looks the same whatever the clock says: stories come and go, the date turns.
    pub fn until(&self) -> Timestamp {
        up_to_date::valid_until(&self.loaded)
    }

    /// Fragments that could not be printed.
    pub fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    /// What a decoded path from the portal's root (`/ক/`) leads to; any encoding of Bengali is understood.
    pub fn find(&self, path: &str) -> Option<Destination> {
        self.exact(path).or_else(|| {
            let canonical = gate::canonical(path);
            if canonical == path {
                None
            } else {
                self.exact(&canonical)
            }
        })
    }

    fn exact(&self, path: &str) -> Option<Destination> {
        if let Some(id) = self.loaded.portal.by_url.get(path) {
            return Some(Destination::Page(PageId::Article(*id)));
        }
        if let Some(id) = self.addresses().get(path) {
            return Some(match id {
                PageId::Redirect(_, to) => Destination::Elsewhere(to.clone()),
                id => Destination::Page(id.clone()),
            });
        }
        if let Some(source) = self.loaded.portal.files.get(path) {
            return Some(Destination::File(source.clone()));
        }
        if path.starts_with("/assets/p/") {
            return Some(Destination::Picture(path.to_owned()));
        }
        if self.loaded.assets.files.contains_key(path) {
            return Some(Destination::Asset(path.to_owned()));
        }
        let folder = match path.strip_suffix("index.html") {
            Some(folder) if folder.ends_with('/') => folder.to_owned(),
            _ => format!("{}/", path.trim_end_matches('/')),
        };
        let bare = path.strip_suffix(".html").unwrap_or(path).trim_end_matches('/');
        let known = |path: &str| self.loaded.portal.by_url.contains_key(path) || self.addresses().contains_key(path);
        [folder.as_str(), bare]
            .into_iter()
            .find(|near| known(near))
            .map(|near| Destination::Elsewhere(near.to_owned()))
    }

    /// Addresses of everything but stories; made when first asked for.
    fn addresses(&self) -> &FxHashMap<String, PageId> {
        self.addresses.get_or_init(|| {
            let world = self.loaded.world();
            let others = view::plan(&world)
                .into_iter()
                .filter(|id| !matches!(id, PageId::Article(_)));
            others.map(|id| (view::address(&world, &id), id)).collect()
        })
    }

    /// Everything that a build would write, in a fixed order.
    pub fn plan(&self) -> Vec<PageId> {
        view::plan(&self.loaded.world())
    }

    /// The bytes of a page, as a build would write them.
    ///
    /// # Errors
    /// A template or shortcode that cannot be printed, with its place.
    pub fn print(&self, id: &PageId) -> Result<Vec<u8>, Diagnostic> {
        let printed = output::output(&self.loaded, id, &self.placed, None);
        let printed = printed.and_then(|bytes| self.unchanged().map(|()| bytes));
        printed.map_err(|diagnostic| {
            let mut located = [diagnostic];
            super::locate::places(&self.loaded.tree.root, &mut located);
            let [diagnostic] = located;
            diagnostic
        })
    }

    /// A story whose file has changed since it was read cannot be printed, until it is read again.
    fn unchanged(&self) -> Result<(), Diagnostic> {
        let mut changed = self.loaded.changed.lock().unwrap_or_else(PoisonError::into_inner);
        match changed.drain(..).next() {
            None => Ok(()),
            Some(source) => {
                Err(Diagnostic::new(&crate::diag::codes::source::CHANGED_WHILE_READ).at(Place::file(source)))
            }
        }
    }

    /// Tells two versions of a page apart: a hash of its bytes, and of the fragments that it fetches. The hashes in names of
    /// style sheets do not count, because a style sheet is swapped without reloading.
    pub fn mark(&self, page: &[u8]) -> String {
        let assets = &self.loaded.assets.view.files;
        let mut text = String::from_utf8_lossy(page);
        for (name, address) in assets.iter().filter(|(name, _)| name.ends_with(".css")) {
            text = text.replace(address.as_str(), name).into();
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(text.as_bytes()).update(&self.fetched);
        hasher.finalize().to_hex()[..16].to_owned()
    }

    /// Hash of the fragments that pages fetch by themselves; empty when they hold them.
    pub fn fetched(&self) -> &[u8] {
        &self.fetched
    }

    /// The bytes of a file that is published beside the pages; pictures without what cameras tell.
    ///
    /// # Errors
    /// When it cannot be read, or is no file of the site any more.
    pub fn file(&self, source: &str) -> Result<Vec<u8>, Diagnostic> {
        let files = &self.loaded.tree.files;
        let place = files
            .binary_search_by(|f| f.path.as_str().cmp(source))
            .ok()
            .and_then(|i| files.get(i));
        let Some(file) = place else {
            return Err(Diagnostic::new(&crate::diag::codes::source::UNREADABLE).arg_in(
                "reason",
                "ফাইলটি আর নেই",
                "it is gone",
            ));
        };
        let bytes = self.loaded.root.read(file, u64::MAX)?;
        match media::publishable(&bytes) {
            Ok(Cow::Owned(clean)) => Ok(clean),
            Ok(Cow::Borrowed(_)) => Ok(bytes),
            Err(fault) => Err(picture_fault(source, &fault)),
        }
    }

    /// The bytes and media type of a picture in one of its sizes; made now, if it never was. `None` when no page shows it.
    pub fn picture(&self, address: &str) -> Option<(&'static str, Vec<u8>)> {
        self.pictures.get(&self.loaded, address)
    }

    /// The text of a source file as its author wrote it.
    ///
    /// # Errors
    /// When it cannot be read, or is no text.
    pub fn text(&self, source: &str) -> Result<String, Diagnostic> {
        let bytes = self.file(source)?;
        crate::source::decode(source, &bytes)
    }

    /// A path on disk as a source path of this site.
    pub fn source(&self, disk: &std::path::Path) -> Option<String> {
        let inside = disk.strip_prefix(&self.loaded.tree.root).ok()?.to_str()?;
        Some(gate::nfc(inside).into_owned())
    }

    /// The published story that a source file became.
    pub fn story_of(&self, source: &str) -> Option<ArticleId> {
        self.loaded.portal.named(source).flatten()
    }
}
