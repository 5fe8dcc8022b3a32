//! The writing desk of `khobor serve`: a second server on this machine, on a port of its own, so that no script of a story or a
//! theme can speak for the editor. What it writes is decided in [`crate::desk`]; here are its screens and requests.
//!
//! | module | what it does |
//! |---|---|
//! | `html`, `frame`, `files` | writes pages: what is not written in this program is always text; what all screens share |
//! | `refused`, `checks` | why something was not done; what remains to be mended |
//! | `stories`, `gone` | opens, writes, keeps, makes and moves stories; goes on where a file was moved or deleted |
//! | `jobs`, `commits` | builds and deploys, one at a time; wakes when a story is due; commits to git |
//! | `pull`, `archive`, `counts` | comments from the inbox; pictures of the site; findings of the stories of a list |
//! | `list`, `write`, `publish`, `history`, `moderate`, `front` | the screens |
//! | `api` | what the script asks for |
//! | `answer` | a request becomes an answer |

mod answer;
mod api;
mod archive;
mod checks;
mod commits;
mod counts;
mod files;
mod frame;
mod front;
mod gone;
mod history;
mod html;
mod jobs;
mod list;
mod moderate;
mod publish;
mod pull;
mod refused;
mod stories;
mod write;

use super::guard::Guard;
use super::server::{self, LIMITS};
use super::state::PreviewState;
use super::watch::Change;
use super::{Event, Options};
use crate::config::{self, DeskSettings};
use crate::desk::{DeskStore, open, story_faults};
use crate::diag::Lang;
use crate::engine::Request;
use crate::http;
use crate::source::ReadOptions;
use commits::Commits;
use counts::Counts;
use jiff::Timestamp;
use jobs::Jobs;
use pull::Pulls;
use std::io;
use std::net::{IpAddr, Ipv4Addr, TcpListener as Listener};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// The desk's ports, open and not yet served; or why there are none.
pub(super) struct Listening {
    listeners: Vec<Listener>,
    port: u16,
}

impl Listening {
    pub(super) fn port(&self) -> u16 {
        self.port
    }
}

/// Opens the desk's port, unless the desk is not wanted or cannot be had.
pub(super) fn listen(request: &Request, options: &Options) -> Option<Listening> {
    let wanted = options.desk.then(|| written(request))?;
    let ip = wanted.address.ip();
    let bind = (ip != IpAddr::V4(Ipv4Addr::LOCALHOST)).then_some(ip);
    let (listeners, address) = server::listen(bind, wanted.address.port()).ok()?;
    Some(Listening {
        listeners,
        port: address.port(),
    })
}

/// The site's settings as they are written now.
fn site_of(request: &Request) -> Option<config::Site> {
    let text = std::fs::read_to_string(request.root.join("khobor.toml")).ok()?;
    config::parse(&text).0
}

/// What `[desk]` says before the site is loaded; what is usual when it cannot be read.
fn written(request: &Request) -> DeskSettings {
    site_of(request).map_or_else(DeskSettings::default, |site| site.desk)
}

/// Serves the desk beside the preview, until the process ends.
///
/// # Errors
/// When the system gives no thread or no random bytes.
pub(super) fn serve(
    desk: Option<Listening>,
    preview: &Arc<PreviewState>,
    (preview_port, changed): (u16, Sender<Change>),
) -> io::Result<impl Future<Output = io::Result<()>> + use<>> {
    let opened = match desk.map(|desk| (DeskStore::open(&preview.request.root), desk)) {
        Some((Ok(store), desk)) => Some((store, desk)),
        Some((Err(fault), _)) => {
            let why = match preview.options.lang {
                Lang::Bn => fault.in_bengali(),
                Lang::En => fault.to_string(),
            };
            preview.report(Event::NoDesk(&why));
            None
        }
        None => None,
    };
    let mut state = None;
    if let Some((store, desk)) = opened {
        // What cannot be thinned now is thinned the next time.
        let _ = store.thin(preview.now());
        let guard = Guard::new(desk.port, &[], super::token()?);
        let (commits, queue) = Commits::new();
        let (pulls, asked) = Pulls::new();
        let made = Arc::new(DeskState {
            preview: Arc::clone(preview),
            guard,
            preview_port,
            changed: Mutex::new(changed),
            store: Mutex::new(store),
            jobs: Jobs::default(),
            commits,
            pulls,
            counts: Counts::default(),
        });
        made.show_copies();
        jobs::begin(&made)?;
        commits::begin(&made, queue)?;
        pull::begin(&made, asked)?;
        preview.report(Event::Desk(&format!("http://localhost:{}/", desk.port)));
        state = Some((made, desk.listeners));
    }
    Ok(async move {
        let Some((state, listeners)) = state else { return Ok(()) };
        let (_never, stop) = watch::channel(false);
        http::serve(listeners, LIMITS, stop, move |request, peer| {
            answer::answer(Arc::clone(&state), request, peer.here)
        })
        .await
    })
}

/// What all requests share.
struct DeskState {
    preview: Arc<PreviewState>,
    guard: Guard,
    preview_port: u16,
    /// Where changed files are reported to the preview.
    changed: Mutex<Sender<Change>>,
    store: Mutex<DeskStore>,
    jobs: Jobs,
    commits: Commits,
    pulls: Pulls,
    counts: Counts,
}

impl DeskState {
    fn lang(&self) -> Lang {
        self.preview.options.lang
    }

    fn now(&self) -> Timestamp {
        self.preview.now()
    }

    fn store(&self) -> MutexGuard<'_, DeskStore> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How a build reads the site; `None` while it has never been loaded.
    fn read_options(&self) -> Option<ReadOptions> {
        let renderer = self.preview.renderer();
        renderer.as_ref().map(|renderer| renderer.loaded().site.read_options())
    }

    /// The settings of the desk.
    fn settings(&self) -> DeskSettings {
        let renderer = self.preview.renderer();
        let loaded = renderer.as_ref().map(|renderer| renderer.loaded().site.desk.clone());
        loaded.unwrap_or_default()
    }

    /// Puts a working copy over its file in the preview, unless a build could not read it: then its last good state stays.
    fn show(&self, path: &str, text: &str) {
        let Some(options) = self.read_options() else { return };
        if story_faults(path, text, &options).is_empty() {
            self.preview.request.overlay.put(path, text.as_bytes());
            self.tell(path);
        }
    }

    /// The file itself counts again.
    fn unveil(&self, path: &str) {
        self.preview.request.overlay.remove(path);
        self.tell(path);
    }

    /// Tells the preview that a file has changed.
    fn tell(&self, path: &str) {
        let root = &self.preview.request.root;
        let disk = root.canonicalize().unwrap_or_else(|_| root.clone()).join(path);
        let sender = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = sender.send(Change::Files(vec![disk], true, false));
    }

    /// Shows the working copies of an earlier run.
    fn show_copies(&self) {
        let Some(options) = site_of(&self.preview.request).map(|site| site.read_options()) else {
            return;
        };
        let store = self.store();
        for path in store.copies().unwrap_or_default() {
            let copy = store.copy(&path).ok().flatten();
            let there = open(&self.preview.request.root, &path, &options).is_ok();
            if let Some(copy) = copy.filter(|copy| there && story_faults(&path, &copy.text, &options).is_empty()) {
                self.preview.request.overlay.put(&path, copy.text.as_bytes());
            }
        }
    }
}
