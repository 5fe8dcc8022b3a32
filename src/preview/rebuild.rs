//! Makes the new state when files have changed: at most one at a time, and one that waits. When it fails, the last good
//! state stays and the errors are shown over it.

use super::Event;
use super::state::{Answer, PreviewState};
use super::tabs::Message;
use super::watch::{Batch, Change, Watch, wait};
use crate::diag::Diagnostic;
use crate::engine::{Fresh, Loaded, PageRenderer, Relating, Session, Update};
use crate::portal::{ArticleId, Portal};
use crate::relate::terms::TermVector;
use crate::view::PageId;
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often the site is looked through when the system cannot tell of changes.
const POLL: Duration = Duration::from_secs(1);
/// Soon after folders have come or events were lost, the site is looked through once more: a file may have come between.
const SOON: Duration = Duration::from_millis(250);
/// What can wait is done when nothing has changed for so long.
const CALM: Duration = Duration::from_millis(800);
/// The longest sleep; afterwards the clock is looked at.
const LONG: Duration = Duration::from_secs(60);

/// The terms of all stories by source, in order.
type Terms = Vec<(String, Arc<TermVector>)>;

/// Runs for ever.
pub(super) fn run(state: &Arc<PreviewState>, sender: Sender<Change>, changes: &Receiver<Change>) {
    let session = Session::new(state.request.clone());
    let mut work = Work {
        state: Arc::clone(state),
        session,
        storms: 0,
        again: true,
        later: false,
        spare: None,
        until: None,
    };
    let (mut watch, fault) = Watch::begin(&state.request.root, sender);
    if let Some(why) = fault {
        state.report(Event::Polling(&why));
    }
    work.renew(&Batch {
        all: true,
        ..Batch::default()
    });
    loop {
        let longest = work.longest(watch.hears()).min(work.turn());
        let mut batch = wait(changes, longest, &mut work.storms);
        let exhausted = batch.exhausted.take().or_else(|| watch.renew());
        if let Some(why) = exhausted
            && watch.hears()
        {
            watch.stop();
            state.report(Event::Polling(&why));
        }
        let quiet = batch.files.is_empty() && !batch.all;
        if quiet {
            batch.all = work.again || !watch.hears();
        }
        work.again = !quiet && batch.all;
        work.renew(&batch);
        if quiet {
            work.afterwards();
        }
    }
}

struct Work {
    state: Arc<PreviewState>,
    session: Session,
    storms: u32,
    /// Look through the site once more soon.
    again: bool,
    /// What can wait is still to be done for the state that stands.
    later: bool,
    /// The thread that does it: one, because relating a large site takes much memory.
    spare: Option<JoinHandle<()>>,
    /// The state that stands is right until this moment.
    until: Option<Timestamp>,
}

impl Work {
    fn longest(&self, hears: bool) -> Duration {
        match (self.later, hears) {
            _ if self.again => SOON,
            (_, false) => POLL,
            (true, true) => CALM,
            (false, true) => LONG,
        }
    }

    /// How long it is until the site changes by itself: the date turns, a story is due.
    fn turn(&self) -> Duration {
        let now = self.state.now();
        let left = self.until.map(|until| until.duration_since(now).as_millis());
        let left = left.map(|ms| u64::try_from(ms).unwrap_or(0));
        // Never at once: a clock that was set back, or stands still (`--now`), must not keep the machine busy.
        left.map_or(LONG, |ms| Duration::from_millis(ms + 2).max(SOON))
    }

    /// Makes a new state, unless nothing has changed. A panic is shown as an error, and the work goes on.
    fn renew(&mut self, batch: &Batch) {
        let made = catch_unwind(AssertUnwindSafe(|| self.refresh(batch)));
        match made {
            Ok(fresh) => self.later |= fresh,
            Err(_) => {
                self.session = Session::new(self.state.request.clone());
                self.again = true;
                self.state.broke("the rebuild broke; the last good pages stay");
            }
        }
    }

    /// Whether there is a new state now.
    #[allow(
        clippy::disallowed_methods,
        reason = "measures, and nothing that is measured reaches a page"
    )]
    fn refresh(&mut self, batch: &Batch) -> bool {
        let start = Instant::now();
        let files: Option<Vec<PathBuf>> = (!batch.all).then(|| batch.files.iter().cloned().collect());
        let state = &self.state;
        let standing = |see: &mut dyn FnMut(&Portal)| {
            if let Some(renderer) = state.renderer().as_ref() {
                see(&renderer.loaded().portal);
            }
        };
        let outcome = self.session.refresh(files.as_deref(), state.now(), &standing);
        let sheets = sheets(state);
        match outcome.value {
            Some(Fresh::Same) => return false,
            None => {
                state.failed(outcome.diagnostics);
                // What is due waits for the mended file.
                self.until = None;
                return false;
            }
            Some(Fresh::New(loaded)) => {
                let renderer = PageRenderer::new(*loaded, super::COMMENT);
                let old = state.replace(renderer);
                stands(state, outcome.diagnostics);
                refresh(state, &sheets, batch);
                state.report(Event::Fresh(stories(state), start.elapsed(), &outcome.timings));
                drop(old);
            }
            Some(Fresh::Update(update)) => {
                let renamed = renamed(state, &update);
                let old = state.amend(|renderer| renderer.apply(*update));
                stands(state, outcome.diagnostics);
                lead(state, &renamed);
                refresh(state, &sheets, batch);
                state.report(Event::Fresh(stories(state), start.elapsed(), &outcome.timings));
                drop(old);
            }
        }
        self.until = self.state.renderer().as_ref().map(PageRenderer::until);
        self.session.stands_until(self.until);
        true
    }

    /// Has done what can wait, unless the spare thread is still busy with an earlier state: then it is tried again.
    fn afterwards(&mut self) {
        if !self.later || self.spare.as_ref().is_some_and(|spare| !spare.is_finished()) {
            return;
        }
        self.later = false;
        let (state, terms) = (Arc::clone(&self.state), self.session.terms());
        let spare = std::thread::Builder::new()
            .name("afterwards".to_owned())
            .stack_size(16 << 20);
        self.spare = spare.spawn(move || afterwards(&state, terms)).ok();
    }
}

/// What can wait: related stories are computed again, and the pages that nobody has opened are checked. It ends when a newer
/// state comes.
fn afterwards(state: &Arc<PreviewState>, terms: Terms) {
    let version = state.version();
    let (kinds, rest) = plan(state);
    check(state, kinds, version);
    let done = catch_unwind(AssertUnwindSafe(|| relate(state, &terms, version)));
    drop(terms);
    match done {
        Ok(Some(version)) => check(state, rest, version),
        Ok(None) => {}
        Err(_) => state.broke("relating the stories broke; the earlier lists stay"),
    }
}

fn stories(state: &PreviewState) -> usize {
    state
        .renderer()
        .as_ref()
        .map_or(0, |renderer| renderer.loaded().portal.articles.len())
}

/// A new state stands: what it reports, and what is wrong with its fragments.
fn stands(state: &PreviewState, diagnostic: Vec<Diagnostic>) {
    let faults = state
        .renderer()
        .as_ref()
        .map_or_else(Vec::new, |renderer| renderer.faults().to_vec());
    for diagnostic in [&diagnostic, &faults] {
        if !diagnostic.is_empty() {
            state.report(Event::Diagnostics(diagnostic));
        }
    }
    state.mended(diagnostic, faults);
}

/// Relates the stories on one thread that yields to everything else; the version of the state that has the new lists.
fn relate(state: &Arc<PreviewState>, terms: &[(String, Arc<TermVector>)], version: u64) -> Option<u64> {
    let mut relating = Relating::default();
    loop {
        // A little at a time: who waits to change the state must not wait for this.
        let more = state.renderer().as_ref()?.relating(terms, &mut relating);
        if state.version() != version {
            return None;
        }
        if !more {
            break;
        }
    }
    let yielding = |_| {
        let _ = rustix::process::nice(15);
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .start_handler(yielding)
        .build()
        .ok()?;
    let related = pool.install(|| relating.run());
    let version = state.amend_if(version, |renderer| renderer.relate(related))?;
    refresh(state, &BTreeMap::new(), &Batch::default());
    Some(version)
}

/// Stories whose files have other names in a new state: the address now and the file then.
fn renamed(state: &PreviewState, update: &Update) -> Vec<(String, String)> {
    let renderer = state.renderer();
    let Some(renderer) = renderer.as_ref() else {
        return Vec::new();
    };
    let address = |source: &str| path(renderer, renderer.story_of(source)?);
    let renamed = update.renamed(renderer.loaded());
    renamed
        .into_iter()
        .filter_map(|(old, new)| Some((address(old)?, new.to_owned())))
        .collect()
}

/// The decoded address of a story, as tabs name it.
fn path(renderer: &PageRenderer, id: ArticleId) -> Option<String> {
    let Loaded { site, portal, .. } = renderer.loaded();
    let story = portal.articles.get(id as usize)?;
    Some(format!("{}{}", site.home.trim_end_matches('/'), story.url))
}

/// Leads the tabs that show a renamed story to where it is now.
fn lead(state: &PreviewState, renamed: &[(String, String)]) {
    let renderer = state.renderer();
    let Some(renderer) = renderer.as_ref() else { return };
    let world = renderer.loaded().world();
    for (old, source) in renamed {
        let now = renderer.story_of(source);
        if let Some(id) = now.filter(|id| path(renderer, *id).is_some_and(|new| new != *old)) {
            let go = json!({ "type": "go", "to": world.href(&world.article(id).url), "instead": true });
            state.tabs.at(old, &go.to_string().into());
        }
    }
}

/// Tells every tab what it must do.
fn refresh(state: &Arc<PreviewState>, before: &BTreeMap<String, String>, batch: &Batch) {
    for path in state.tabs.paths() {
        if let Answer::Printed(page) = state.answer(&path) {
            state.tabs.stale(&path, &page.mark, &reload(&page.mark));
        }
    }
    let now = sheets(state);
    let moved = before
        .iter()
        .filter_map(|(name, old)| Some((old, now.get(name).filter(|new| *new != old)?)));
    let sheets: Map<String, Value> = moved
        .map(|(old, new)| (old.clone(), Value::String(new.clone())))
        .collect();
    if !sheets.is_empty() {
        state
            .tabs
            .all(&json!({ "type": "sheets", "list": sheets }).to_string().into());
    }
    let (files, follow) = changed(state, batch);
    if !files.is_empty() {
        state
            .tabs
            .all(&json!({ "type": "files", "list": files }).to_string().into());
    }
    state.say_errors();
    if let Some(url) = follow.filter(|_| state.options.follow) {
        state
            .tabs
            .latest(&json!({ "type": "go", "to": url }).to_string().into());
    }
}

/// Addresses of files that have changed beside the pages, and the story that is being edited.
fn changed(state: &PreviewState, batch: &Batch) -> (Vec<String>, Option<String>) {
    let renderer = state.renderer();
    let Some(renderer) = renderer.as_ref() else {
        return (Vec::new(), None);
    };
    let world = renderer.loaded().world();
    let sources: Vec<String> = batch.files.iter().filter_map(|f| renderer.source(f)).collect();
    let story = sources
        .iter()
        .rev()
        .find_map(|s| renderer.story_of(s))
        .map(|id| world.href(&world.article(id).url));
    let beside =
        |s: &String| !s.ends_with(".md") && !s.ends_with(".txt") && !s.ends_with(".toml") && !s.ends_with(".html");
    if !sources.iter().any(beside) {
        return (Vec::new(), story);
    }
    let hit = renderer
        .loaded()
        .portal
        .files
        .iter()
        .filter(|(_, source)| sources.contains(source));
    (hit.map(|(address, _)| world.href(address)).collect(), story)
}

/// Style sheets of the theme: name and address.
fn sheets(state: &PreviewState) -> BTreeMap<String, String> {
    let renderer = state.renderer();
    let files = renderer
        .as_ref()
        .map(|renderer| renderer.loaded().assets.view.files.iter());
    let sheets = files.into_iter().flatten().filter(|(name, _)| name.ends_with(".css"));
    sheets.map(|(name, address)| (name.clone(), address.clone())).collect()
}

/// The message that makes a tab show the state of its page that has the mark `mark`.
pub(super) fn reload(mark: &str) -> Message {
    json!({ "type": "reload", "mark": mark }).to_string().into()
}

/// All pages: one of each kind, because templates are the likeliest to break, and the rest.
fn plan(state: &PreviewState) -> (Vec<PageId>, Vec<PageId>) {
    let plan = state.renderer().as_ref().map_or_else(Vec::new, PageRenderer::plan);
    let mut kinds = Vec::new();
    plan.into_iter().partition(|id| {
        let kind = std::mem::discriminant(id);
        let first = !kinds.contains(&kind);
        if first {
            kinds.push(kind);
        }
        first
    })
}

/// Prints pages, so that a broken template cannot hide in one that nobody has opened. Rests after each page twice as
/// long as it took. (A lower priority would be worse: whoever changes the state would wait for a thread that does not run.)
#[allow(
    clippy::disallowed_methods,
    reason = "measures, and nothing that is measured reaches a page"
)]
fn check(state: &PreviewState, pages: Vec<PageId>, version: u64) {
    for id in pages {
        if state.version() != version {
            return;
        }
        let start = Instant::now();
        if catch_unwind(AssertUnwindSafe(|| check_one(state, &id, version))).is_err() {
            return state.broke(&format!("a page broke the printer: {id:?}"));
        }
        std::thread::sleep(start.elapsed() * 2);
    }
}

fn check_one(state: &PreviewState, id: &PageId, version: u64) {
    let fault = state.renderer().as_ref().and_then(|renderer| renderer.print(id).err());
    if let Some(fault) = fault {
        state.page_fault(fault, version);
    }
}
