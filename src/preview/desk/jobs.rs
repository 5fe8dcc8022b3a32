//! Publishing as a job: the site is built and sent by a thread of its own, one job at a time; what comes meanwhile goes into the
//! next. The same thread wakes when a story is due.

use super::super::PublishStep;
use super::super::state::shown;
use super::DeskState;
use crate::diag::Diagnostic;
use jiff::Timestamp;
use serde_json::{Value, json};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(250);
/// How long a publication can be taken back.
const UNDO: i64 = 60;
/// The note of the last publication.
const PUBLISHED: &str = "published";

/// Where the last job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Step {
    /// There has been none.
    #[default]
    Idle,
    Waiting,
    Building,
    Sending(usize, usize),
    Done,
    Failed,
}

/// A publication that can be taken back: the story as it was before, and as it was published.
#[derive(Debug, Clone)]
pub(super) struct Published {
    pub(super) path: String,
    pub(super) before: String,
    pub(super) after: String,
    pub(super) at: Timestamp,
}

#[derive(Debug, Default)]
struct State {
    /// Counts the jobs.
    number: u64,
    wanted: bool,
    step: Step,
    faults: Vec<Diagnostic>,
    published: Option<Published>,
}

/// The jobs of a desk.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    state: Mutex<State>,
    /// Wakes the thread when something is wanted.
    wanted: Condvar,
}

impl Jobs {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks for a publication; the number of its job. `published` can be taken back for a minute.
    pub(super) fn ask(&self, published: Option<Published>) -> u64 {
        let mut state = self.state();
        if !state.wanted {
            state.wanted = true;
            state.number += 1;
            if !matches!(state.step, Step::Building | Step::Sending(..)) {
                state.step = Step::Waiting;
            }
        }
        if published.is_some() {
            state.published = published;
        }
        self.wanted.notify_all();
        state.number
    }

    /// Waits until something is wanted, and for a while at most.
    fn wait(&self) {
        let idle = |state: &mut State| !state.wanted;
        drop(self.wanted.wait_timeout_while(self.state(), TICK, idle));
    }

    /// What was published last, if it can still be taken back.
    pub(super) fn undo(&self, now: Timestamp) -> Option<Published> {
        let mut state = self.state();
        let fresh = state
            .published
            .as_ref()
            .is_some_and(|p| now.as_second() - p.at.as_second() <= UNDO);
        state.published.take().filter(|_| fresh)
    }

    fn begin(&self) -> bool {
        let mut state = self.state();
        let begins = std::mem::take(&mut state.wanted);
        if begins {
            (state.step, state.faults) = (Step::Building, Vec::new());
        }
        begins
    }

    fn step(&self, step: Step) {
        self.state().step = step;
    }
}

impl DeskState {
    /// Where publishing stands, for the script and for the page without it.
    pub(super) fn job(&self) -> Value {
        let now = self.now();
        let state = self.jobs.state();
        let (step, done, of) = match state.step {
            Step::Idle => ("idle", 0, 0),
            Step::Waiting => ("waiting", 0, 0),
            Step::Building => ("building", 0, 0),
            Step::Sending(done, of) => ("sending", done, of),
            Step::Done => ("done", 0, 0),
            Step::Failed => ("failed", 0, 0),
        };
        let left = state
            .published
            .as_ref()
            .map_or(0, |p| UNDO - (now.as_second() - p.at.as_second()));
        let faults: Vec<Value> = state.faults.iter().take(20).map(|d| shown(d, self.lang())).collect();
        json!({ "number": state.number, "step": step, "done": done, "of": of, "undo": left.max(0), "faults": faults })
    }

    fn publish_site(&self) {
        let begun = self.now();
        let target = self.settings().deploy;
        let tell = |step: PublishStep| {
            self.jobs.step(match step {
                PublishStep::Building => Step::Building,
                PublishStep::Sending(done, of) => Step::Sending(done, of),
            });
        };
        let work = || self.preview.publish(target.as_deref(), &tell);
        match catch_unwind(AssertUnwindSafe(work)) {
            Ok(Ok(())) => {
                let _ = self.store().set_mark(PUBLISHED, begun);
                self.jobs.step(Step::Done);
            }
            Ok(Err(faults)) => {
                let mut state = self.jobs.state();
                (state.step, state.faults) = (Step::Failed, faults);
            }
            Err(_) => {
                self.jobs.step(Step::Failed);
                self.preview.broke("publishing broke; see the terminal");
            }
        }
    }

    /// The next moment at which the site changes by itself.
    fn next_due(&self, now: Timestamp) -> Option<Timestamp> {
        let renderer = self.preview.renderer();
        let portal = &renderer.as_ref()?.loaded().portal;
        let due = portal.due.iter().map(|(at, ..)| *at);
        due.chain(portal.next_comment).filter(|at| *at > now).min()
    }

    /// Whether a story became due since the last publication while nobody was here.
    fn is_overdue(&self, now: Timestamp) -> bool {
        let Some(last) = self.store().mark(PUBLISHED).ok().flatten() else {
            return false;
        };
        let renderer = self.preview.renderer();
        let Some(renderer) = renderer.as_ref() else {
            return false;
        };
        let articles = renderer.loaded().portal.articles.iter().rev();
        let mut since = articles.skip_while(|a| a.date > now).take_while(|a| a.date > last);
        since.any(|a| !a.draft)
    }
}

/// Runs the jobs for ever.
pub(super) fn begin(desk: &Arc<DeskState>) -> io::Result<()> {
    let desk = Arc::clone(desk);
    std::thread::Builder::new()
        .name("publish".to_owned())
        .stack_size(16 << 20)
        .spawn(move || {
            // A story that is due while nothing was seen of the site yet is found once it is.
            let (mut next, mut looked) = (None::<Timestamp>, false);
            loop {
                desk.jobs.wait();
                let (now, scheduled) = (desk.now(), desk.settings().deploy.is_some());
                let ready = desk.read_options().is_some();
                let due = next.is_some_and(|at| at <= now) || (ready && !looked && desk.is_overdue(now));
                looked |= ready;
                if due && scheduled {
                    desk.jobs.ask(None);
                }
                next = desk.next_due(now);
                if desk.jobs.begin() {
                    desk.publish_site();
                }
            }
        })
        .map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_during_a_job_goes_into_the_next() {
        let jobs = Jobs::default();
        assert!(!jobs.begin());
        assert_eq!((jobs.ask(None), jobs.ask(None)), (1, 1));
        assert!(jobs.begin() && !jobs.begin());
        assert_eq!((jobs.ask(None), jobs.ask(None)), (2, 2));
        assert_eq!(jobs.state().step, Step::Building);
        jobs.step(Step::Done);
        assert!(jobs.begin());
    }

    #[test]
    fn a_publication_is_taken_back_once_and_within_a_minute() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        let published = Published {
            path: "content/desh/nodi/index.md".to_owned(),
            before: "ক".to_owned(),
            after: "খ".to_owned(),
            at: at(0),
        };
        let jobs = Jobs::default();
        jobs.ask(Some(published.clone()));
        assert!(jobs.undo(at(59)).is_some() && jobs.undo(at(59)).is_none());
        jobs.ask(Some(published));
        assert!(jobs.undo(at(61)).is_none());
    }
}
