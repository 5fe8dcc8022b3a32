//! Makes the new state when files have changed: at most one at a time, and one that waits. When it fails, the last good
//! state stays and the errors are shown over it.

use super::desk::{Answer, Desk};
use super::tabs::Message;
use super::watch::{Batch, Change, Watch, wait};
use super::Event;
use crate::diag::Diagnostic;
use crate::engine::{Fresh, Press, Session};
use crate::view::PageId;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::time::{Duration, Instant};

/// How often the site is looked through when the system cannot tell of changes.
const POLL: Duration = Duration::from_secs(1);
/// Soon after folders have come or events were lost, the site is looked through once more: a file may have come between.
const SOON: Duration = Duration::from_millis(250);
/// The longest sleep; afterwards the clock is looked at.
const LONG: Duration = Duration::from_secs(60);

/// Runs for ever.
pub(super) fn run(desk: &Arc<Desk>, sender: Sender<Change>, changes: &Receiver<Change>) {
    let mut work = Work { desk: Arc::clone(desk), session: Session::new(desk.request.clone()), storms: 0, again: false };
    let (mut watch, fault) = Watch::begin(&desk.request.root, sender);
    if let Some(why) = fault {
        desk.tell(Event::Polling(&why));
    }
    work.renew(Batch { all: true, ..Batch::default() });
    loop {
        let longest = work.longest(watch.hears());
        let mut batch = wait(changes, longest, &mut work.storms);
        let exhausted = batch.exhausted.take().or_else(|| watch.renew());
        if let Some(why) = exhausted
            && watch.hears()
        {
            watch.stop();
            desk.tell(Event::Polling(&why));
        }
        if batch.files.is_empty() && !batch.all {
            batch.all = work.again || !watch.hears();
            work.again = false;
        } else {
            work.again = batch.all;
        }
        work.renew(batch);
    }
}

struct Work {
    desk: Arc<Desk>,
    session: Session,
    storms: u32,
    /// Look through the site once more soon.
    again: bool,
}

impl Work {
    fn longest(&self, hears: bool) -> Duration {
        match (self.again, hears) {
            (true, _) => SOON,
            (false, false) => POLL,
            (false, true) => LONG,
        }
    }

    /// Makes a new state, unless nothing has changed. A panic is shown as an error, and the work goes on.
    #[allow(clippy::disallowed_methods, reason = "measures, and nothing that is measured reaches a page")]
    fn renew(&mut self, batch: Batch) {
        let start = Instant::now();
        let now = self.desk.now();
        let files: Option<Vec<PathBuf>> = (!batch.all).then(|| batch.files.iter().cloned().collect());
        let session = &mut self.session;
        let desk = Arc::clone(&self.desk);
        let made = catch_unwind(AssertUnwindSafe(|| {
            let outcome = session.refresh(files.as_deref(), now);
            match outcome.value {
                Some(Fresh::Same) => {}
                Some(Fresh::New(loaded)) => {
                    let press = Press::new(*loaded, super::COMMENT);
                    publish(&desk, press, outcome.told, (&batch, start));
                }
                None => desk.failed(outcome.told),
            }
        }));
        if made.is_err() {
            self.session = Session::new(self.desk.request.clone());
            self.again = true;
            self.desk.broke("the rebuild broke; the last good pages stay");
        }
    }
}

/// Puts a new state up, tells the tabs, and has the other pages checked.
fn publish(desk: &Arc<Desk>, press: Press, told: Vec<Diagnostic>, (batch, start): (&Batch, Instant)) {
    let stories = press.loaded().portal.articles.len();
    let faults = press.faults().to_vec();
    let sheets = desk.press().as_ref().map_or_else(BTreeMap::new, |old| sheets(old, &press));
    if !told.is_empty() {
        desk.tell(Event::Told(&told));
    }
    let old = desk.replace(press);
    desk.mended(told, faults);
    refresh(desk, sheets, batch);
    desk.tell(Event::Fresh(stories, start.elapsed()));
    drop(old);
    check(desk);
}

/// Tells every tab what it must do.
fn refresh(desk: &Arc<Desk>, sheets: BTreeMap<String, String>, batch: &Batch) {
    for path in desk.tabs.paths() {
        if let Answer::Printed(page) = desk.answer(&path) {
            desk.tabs.stale(&path, &page.mark, &reload());
        }
    }
    if !sheets.is_empty() {
        let sheets: Map<String, Value> = sheets.into_iter().map(|(old, new)| (old, Value::String(new))).collect();
        desk.tabs.all(&json!({ "type": "sheets", "list": sheets }).to_string().into());
    }
    let (files, follow) = changed(desk, batch);
    if !files.is_empty() {
        desk.tabs.all(&json!({ "type": "files", "list": files }).to_string().into());
    }
    desk.tabs.all(&desk.errors());
    if let Some(url) = follow.filter(|_| desk.options.follow) {
        desk.tabs.latest(&json!({ "type": "go", "to": url }).to_string().into());
    }
}

/// Addresses of files that have changed beside the pages, and the story that is being edited.
fn changed(desk: &Desk, batch: &Batch) -> (Vec<String>, Option<String>) {
    let press = desk.press();
    let Some(press) = press.as_ref() else { return (Vec::new(), None) };
    let world = press.loaded().world();
    let sources: Vec<String> = batch.files.iter().filter_map(|f| press.source(f)).collect();
    let story = sources.iter().rev().find_map(|s| press.story_of(s)).map(|id| world.href(&world.article(id).url));
    let beside = |s: &String| !s.ends_with(".md") && !s.ends_with(".txt") && !s.ends_with(".toml") && !s.ends_with(".html");
    if !sources.iter().any(beside) {
        return (Vec::new(), story);
    }
    let hit = press.loaded().portal.files.iter().filter(|(_, source)| sources.contains(source));
    (hit.map(|(address, _)| world.href(address)).collect(), story)
}

/// Style sheets of the theme whose bytes have changed: old address, new address.
fn sheets(old: &Press, new: &Press) -> BTreeMap<String, String> {
    let (old, new) = (&old.loaded().assets.view.files, &new.loaded().assets.view.files);
    let sheets = old.iter().filter(|(name, _)| name.ends_with(".css"));
    let moved = sheets.filter_map(|(name, address)| Some((address.clone(), new.get(name)?.clone())));
    moved.filter(|(old, new)| old != new).collect()
}

/// The message that makes a tab reload.
pub(super) fn reload() -> Message {
    "{\"type\":\"reload\"}".into()
}

/// Prints the pages that nobody has opened, on a thread that yields to everything else, so that a broken template cannot
/// hide. It ends when a newer state comes.
fn check(desk: &Arc<Desk>) {
    let desk = Arc::clone(desk);
    let version = desk.version();
    let work = move || {
        let _ = rustix::process::nice(15);
        let plan = desk.press().as_ref().map_or_else(Vec::new, Press::plan);
        for id in plan {
            if desk.version() != version {
                return;
            }
            if catch_unwind(AssertUnwindSafe(|| check_one(&desk, &id, version))).is_err() {
                desk.broke(&format!("a page broke the printer: {id:?}"));
                return;
            }
        }
    };
    let _ = std::thread::Builder::new().name("check".to_owned()).stack_size(16 << 20).spawn(work);
}

fn check_one(desk: &Desk, id: &PageId, version: u64) {
    let fault = desk.press().as_ref().and_then(|press| press.print(id).err());
    if let Some(fault) = fault {
        desk.page_fault(fault, version);
    }
}
