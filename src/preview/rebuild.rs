//! Makes the new state when files have changed: at most one at a time, and one that waits. When it fails, the last good
//! state stays and the errors are shown over it.

use super::Event;
use super::desk::{Answer, Desk};
use super::tabs::Message;
use super::watch::{Batch, Change, Watch, wait};
use crate::diag::Diagnostic;
use crate::engine::{Fresh, Loaded, Press, Relating, Session, Update};
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
pub(super) fn run(desk: &Arc<Desk>, sender: Sender<Change>, changes: &Receiver<Change>) {
    let session = Session::new(desk.request.clone());
    let mut work = Work {
        desk: Arc::clone(desk),
        session,
        storms: 0,
        again: true,
        later: false,
        spare: None,
        until: None,
    };
    let (mut watch, fault) = Watch::begin(&desk.request.root, sender);
    if let Some(why) = fault {
        desk.tell(Event::Polling(&why));
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
            desk.tell(Event::Polling(&why));
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
    desk: Arc<Desk>,
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
        let now = self.desk.now();
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
                self.session = Session::new(self.desk.request.clone());
                self.again = true;
                self.desk.broke("the rebuild broke; the last good pages stay");
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
        let desk = &self.desk;
        let standing = |see: &mut dyn FnMut(&Portal)| {
            if let Some(press) = desk.press().as_ref() {
                see(&press.loaded().portal);
            }
        };
        let outcome = self.session.refresh(files.as_deref(), desk.now(), &standing);
        let sheets = sheets(desk);
        match outcome.value {
            Some(Fresh::Same) => return false,
            None => {
                desk.failed(outcome.told);
                // What is due waits for the mended file.
                self.until = None;
                return false;
            }
            Some(Fresh::New(loaded)) => {
                let press = Press::new(*loaded, super::COMMENT);
                let old = desk.replace(press);
                stands(desk, outcome.told);
                refresh(desk, &sheets, batch);
                desk.tell(Event::Fresh(stories(desk), start.elapsed(), &outcome.timings));
                drop(old);
            }
            Some(Fresh::Update(update)) => {
                let renamed = renamed(desk, &update);
                let old = desk.amend(|press| press.apply(*update));
                stands(desk, outcome.told);
                lead(desk, &renamed);
                refresh(desk, &sheets, batch);
                desk.tell(Event::Fresh(stories(desk), start.elapsed(), &outcome.timings));
                drop(old);
            }
        }
        self.until = self.desk.press().as_ref().map(Press::until);
        self.session.stands_until(self.until);
        true
    }

    /// Has done what can wait, unless the spare thread is still busy with an earlier state: then it is tried again.
    fn afterwards(&mut self) {
        if !self.later || self.spare.as_ref().is_some_and(|spare| !spare.is_finished()) {
            return;
        }
        self.later = false;
        let (desk, terms) = (Arc::clone(&self.desk), self.session.terms());
        let spare = std::thread::Builder::new()
            .name("afterwards".to_owned())
            .stack_size(16 << 20);
        self.spare = spare.spawn(move || afterwards(&desk, terms)).ok();
    }
}

/// What can wait: related stories are computed anew, and the pages that nobody has opened are checked. It ends when a newer
/// state comes.
fn afterwards(desk: &Arc<Desk>, terms: Terms) {
    let version = desk.version();
    let (kinds, rest) = plan(desk);
    check(desk, kinds, version);
    let done = catch_unwind(AssertUnwindSafe(|| relate(desk, &terms, version)));
    drop(terms);
    match done {
        Ok(Some(version)) => check(desk, rest, version),
        Ok(None) => {}
        Err(_) => desk.broke("relating the stories broke; the earlier lists stay"),
    }
}

fn stories(desk: &Desk) -> usize {
    desk.press()
        .as_ref()
        .map_or(0, |press| press.loaded().portal.articles.len())
}

/// A new state stands: what it told, and what is wrong with its fragments.
fn stands(desk: &Desk, told: Vec<Diagnostic>) {
    let faults = desk
        .press()
        .as_ref()
        .map_or_else(Vec::new, |press| press.faults().to_vec());
    for told in [&told, &faults] {
        if !told.is_empty() {
            desk.tell(Event::Told(told));
        }
    }
    desk.mended(told, faults);
}

/// Relates the stories on one thread that yields to everything else; the version of the state that has the new lists.
fn relate(desk: &Arc<Desk>, terms: &[(String, Arc<TermVector>)], version: u64) -> Option<u64> {
    let mut relating = Relating::default();
    loop {
        // A little at a time: who waits to change the state must not wait for this.
        let more = desk.press().as_ref()?.relating(terms, &mut relating);
        if desk.version() != version {
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
    let version = desk.amend_if(version, |press| press.relate(related))?;
    refresh(desk, &BTreeMap::new(), &Batch::default());
    Some(version)
}

/// Stories whose files have other names in a new state: the address now and the file then.
fn renamed(desk: &Desk, update: &Update) -> Vec<(String, String)> {
    let press = desk.press();
    let Some(press) = press.as_ref() else {
        return Vec::new();
    };
    let address = |source: &str| path(press, press.story_of(source)?);
    let renamed = update.renamed(press.loaded());
    renamed
        .into_iter()
        .filter_map(|(old, new)| Some((address(old)?, new.to_owned())))
        .collect()
}

/// The decoded address of a story, as tabs name it.
fn path(press: &Press, id: ArticleId) -> Option<String> {
    let Loaded { site, portal, .. } = press.loaded();
    let story = portal.articles.get(id as usize)?;
    Some(format!("{}{}", site.home.trim_end_matches('/'), story.url))
}

/// Leads the tabs that show a renamed story to where it is now.
fn lead(desk: &Desk, renamed: &[(String, String)]) {
    let press = desk.press();
    let Some(press) = press.as_ref() else { return };
    let world = press.loaded().world();
    for (old, source) in renamed {
        let now = press.story_of(source);
        if let Some(id) = now.filter(|id| path(press, *id).is_some_and(|new| new != *old)) {
            let go = json!({ "type": "go", "to": world.href(&world.article(id).url), "instead": true });
            desk.tabs.at(old, &go.to_string().into());
        }
    }
}

/// Tells every tab what it must do.
fn refresh(desk: &Arc<Desk>, before: &BTreeMap<String, String>, batch: &Batch) {
    for path in desk.tabs.paths() {
        if let Answer::Printed(page) = desk.answer(&path) {
            desk.tabs.stale(&path, &page.mark, &reload(&page.mark));
        }
    }
    let now = sheets(desk);
    let moved = before
        .iter()
        .filter_map(|(name, old)| Some((old, now.get(name).filter(|new| *new != old)?)));
    let sheets: Map<String, Value> = moved
        .map(|(old, new)| (old.clone(), Value::String(new.clone())))
        .collect();
    if !sheets.is_empty() {
        desk.tabs
            .all(&json!({ "type": "sheets", "list": sheets }).to_string().into());
    }
    let (files, follow) = changed(desk, batch);
    if !files.is_empty() {
        desk.tabs
            .all(&json!({ "type": "files", "list": files }).to_string().into());
    }
    desk.say_errors();
    if let Some(url) = follow.filter(|_| desk.options.follow) {
        desk.tabs.latest(&json!({ "type": "go", "to": url }).to_string().into());
    }
}

/// Addresses of files that have changed beside the pages, and the story that is being edited.
fn changed(desk: &Desk, batch: &Batch) -> (Vec<String>, Option<String>) {
    let press = desk.press();
    let Some(press) = press.as_ref() else {
        return (Vec::new(), None);
    };
    let world = press.loaded().world();
    let sources: Vec<String> = batch.files.iter().filter_map(|f| press.source(f)).collect();
    let story = sources
        .iter()
        .rev()
        .find_map(|s| press.story_of(s))
        .map(|id| world.href(&world.article(id).url));
    let beside =
        |s: &String| !s.ends_with(".md") && !s.ends_with(".txt") && !s.ends_with(".toml") && !s.ends_with(".html");
    if !sources.iter().any(beside) {
        return (Vec::new(), story);
    }
    let hit = press
        .loaded()
        .portal
        .files
        .iter()
        .filter(|(_, source)| sources.contains(source));
    (hit.map(|(address, _)| world.href(address)).collect(), story)
}

/// Style sheets of the theme: name and address.
fn sheets(desk: &Desk) -> BTreeMap<String, String> {
    let press = desk.press();
    let files = press.as_ref().map(|press| press.loaded().assets.view.files.iter());
    let sheets = files.into_iter().flatten().filter(|(name, _)| name.ends_with(".css"));
    sheets.map(|(name, address)| (name.clone(), address.clone())).collect()
}

/// The message that makes a tab show the state of its page that has the mark `mark`.
pub(super) fn reload(mark: &str) -> Message {
    json!({ "type": "reload", "mark": mark }).to_string().into()
}

/// All pages: one of each kind, because templates are the likeliest to break, and the rest.
fn plan(desk: &Desk) -> (Vec<PageId>, Vec<PageId>) {
    let plan = desk.press().as_ref().map_or_else(Vec::new, Press::plan);
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
fn check(desk: &Desk, pages: Vec<PageId>, version: u64) {
    for id in pages {
        if desk.version() != version {
            return;
        }
        let start = Instant::now();
        if catch_unwind(AssertUnwindSafe(|| check_one(desk, &id, version))).is_err() {
            return desk.broke(&format!("a page broke the printer: {id:?}"));
        }
        std::thread::sleep(start.elapsed() * 2);
    }
}

fn check_one(desk: &Desk, id: &PageId, version: u64) {
    let fault = desk.press().as_ref().and_then(|press| press.print(id).err());
    if let Some(fault) = fault {
        desk.page_fault(fault, version);
    }
}
