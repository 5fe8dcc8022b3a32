//! Readers' comments come from the inbox by themselves while the desk runs: every minute, and when the editor asks. A thread of its
//! own does it, so that no request waits for the network.

use super::DeskState;
use super::html::Html;
use crate::diag::Diagnostic;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(60);
/// While the site is read for the first time.
const SOON: Duration = Duration::from_millis(250);

/// What became of the last pull: when, how many are new, or why there was none.
type Last = (Timestamp, Result<usize, Diagnostic>);

/// The pulls of a desk.
#[derive(Debug)]
pub(super) struct Pulls {
    wanted: Mutex<Sender<()>>,
    last: Mutex<Option<Last>>,
}

impl Pulls {
    /// The pulls of a desk, and where their thread hears that one is wanted.
    pub(super) fn new() -> (Self, Receiver<()>) {
        let (wanted, queue) = channel();
        let pulls = Pulls {
            wanted: Mutex::new(wanted),
            last: Mutex::new(None),
        };
        (pulls, queue)
    }
}

impl DeskState {
    /// Asks for comments now.
    pub(super) fn ask_for_comments(&self) {
        let wanted = self.pulls.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = wanted.send(());
    }

    /// Whether the site was ready for it.
    fn pull_comments(&self) -> bool {
        let stories: BTreeSet<String> = {
            let renderer = self.preview.renderer();
            // Of a site that was never read no story is known, and none takes a comment.
            let Some(renderer) = renderer.as_ref() else {
                return false;
            };
            renderer.loaded().portal.take_comments().map(str::to_owned).collect()
        };
        if let Some(done) = self.preview.pull(&|story| stories.contains(story)) {
            *self.pulls.last.lock().unwrap_or_else(PoisonError::into_inner) = Some((self.now(), done));
        }
        true
    }

    /// When comments came last, with a button that asks for them now; nothing where the site has no inbox.
    pub(super) fn pull_line(&self, html: &mut Html) {
        if !self.preview.pulls() {
            return;
        }
        html.raw("<form method=\"post\" action=\"/pull\" class=\"row\">");
        super::frame::hidden(html, self, &[]);
        html.raw("<button>").say("এখনই আনুন", "Fetch now").raw("</button><p>");
        let last = self.pulls.last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match last {
            None => html.say("বাক্স থেকে এখনো আনা হয়নি।", "Nothing was fetched from the inbox yet."),
            Some((at, Ok(new))) => {
                let new = html.number(new);
                html.say("শেষ আনা ", "Last fetched ")
                    .put("{} · ", &[&self.date_words(at)])
                    .say("নতুন ", "new: ")
                    .put("{}", &[&new])
            }
            Some((_, Err(fault))) => {
                let (message, help) = (fault.message(html.lang), fault.help(html.lang));
                html.put("<span class=\"bad\">{}</span> <small>{}</small>", &[&message, &help])
            }
        };
        html.raw("</p></form>");
    }
}

/// Pulls for ever, where the site has an inbox.
pub(super) fn begin(desk: &Arc<DeskState>, queue: Receiver<()>) -> io::Result<()> {
    if !desk.preview.pulls() {
        return Ok(());
    }
    let desk = Arc::clone(desk);
    let work = move || {
        loop {
            let wait = if desk.pull_comments() { EVERY } else { SOON };
            if queue.recv_timeout(wait) == Err(RecvTimeoutError::Disconnected) {
                return;
            }
        }
    };
    std::thread::Builder::new()
        .name("pull".to_owned())
        .spawn(work)
        .map(|_| ())
}
