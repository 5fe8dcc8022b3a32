//! The live preview: a small server on this machine that prints pages when a browser asks, watches the site's files, and
//! keeps open tabs fresh. It stands on the engine's [`Press`](crate::engine::Press) and has no site model of its own.
//!
//! | module | what it does |
//! |---|---|
//! | `server` | accepts connections, within limits (`reliability.md` P3, P4) |
//! | `guard` | turns away every request that is not the editor's own (P1, P2) |
//! | `answer` | a request becomes an answer |
//! | `state` | the last good site, its printed pages, what is wrong now |
//! | `tabs` | open tabs and what they are reported |
//! | `watch` | hears of changed files |
//! | `rebuild` | makes the new state, tells the tabs, checks the pages that nobody has opened |
//! | `bar` | what the editor's bar says of a story |
//! | `range` | a part of a file, as players of film and sound ask for it |
//! | `withheld` | why a story is not shown |
//! | `reply` | the reply form: a pending comment |
//! | `desk/` | feature `desk`: the writing desk, a second server on another port |
//!
//! Nothing is written but pending comments, and the engine's cache in `.khobor/`. Nothing here can end the server but the editor.

mod answer;
mod bar;
#[cfg(feature = "desk")]
mod desk;
mod files;
mod guard;
mod range;
mod rebuild;
mod reply;
mod server;
mod state;
mod tabs;
mod watch;
mod withheld;

use crate::diag::{Diagnostic, Lang};
use crate::engine::{Request, Timings};
use jiff::Timestamp;
use state::PreviewState;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, mpsc};
use std::time::Duration;

/// Where the preview's own addresses begin.
const OWN: &str = "/_preview/";
/// Where replies are posted.
const COMMENT: &str = "/_preview/comment";

/// How the preview is to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The first port to try; the next free one of a hundred is taken.
    pub port: u16,
    /// The address to listen on; loopback (both kinds) when absent.
    pub bind: Option<IpAddr>,
    /// Further host names that are answered.
    pub hosts: Vec<String>,
    /// Only what readers see is wanted.
    pub published: bool,
    /// The browser goes to the story that is being edited.
    pub follow: bool,
    /// Link that opens a source file in an editor, with `{path}` and `{line}`; empty for none.
    pub editor: String,
    /// The language of the overlay and the bar.
    pub lang: Lang,
    /// Whether the writing desk is served too. Nobody signs in there: only for an editor at this machine.
    #[cfg(feature = "desk")]
    pub desk: bool,
}

/// What the preview tells its terminal.
#[derive(Debug)]
pub enum Event<'a> {
    /// It listens: the address of the front page.
    Listening(&'a str),
    /// The writing desk listens at this address.
    Desk(&'a str),
    /// There is no writing desk, for the system's reason.
    NoDesk(&'a str),
    /// A new state stands: stories, how long it took, and which stages took it.
    Fresh(usize, Duration, &'a Timings),
    /// Everything that is wrong now.
    Diagnostics(&'a [Diagnostic]),
    /// A line that the editor should read: the watch limit is reached.
    Polling(&'a str),
    /// Work inside of the server broke; it goes on.
    Broke(&'a str),
}

/// The preview's surroundings: where events go and where the time comes from.
pub struct Surroundings {
    /// Hears events, from any thread.
    pub tell: Box<dyn Fn(Event<'_>) + Send + Sync>,
    /// The moment of a new state.
    pub clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
    /// Builds the site and sends it to the target of this name; without a name it is built only.
    #[cfg(feature = "desk")]
    pub publish: Box<Publish>,
    /// Pulls readers' comments from the site's inbox, where there is one.
    #[cfg(feature = "desk")]
    pub pull: Option<Box<Pull>>,
}

/// Publishes, and tells how far it is.
#[cfg(feature = "desk")]
pub type Publish = dyn Fn(Option<&str>, &(dyn Fn(PublishStep) + Sync)) -> Result<(), Vec<Diagnostic>> + Send + Sync;

/// Pulls comments to the stories that take them, by address; how many are new.
#[cfg(feature = "desk")]
pub type Pull = dyn Fn(&dyn Fn(&str) -> bool) -> Result<usize, Diagnostic> + Send + Sync;

/// How far publishing is.
#[cfg(feature = "desk")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishStep {
    /// The site is built.
    Building,
    /// So many files of so many have been sent.
    Sending(usize, usize),
}

/// Serves the site of `request` until the process ends.
///
/// # Errors
/// When no port is free or the system gives no thread. Faults of the site are no errors: they are shown.
pub fn serve(request: Request, options: Options, surroundings: Surroundings) -> io::Result<()> {
    let (listeners, address) = server::listen(options.bind, options.port)?;
    #[cfg(feature = "desk")]
    let desk = desk::listen(&request, &options);
    #[cfg(feature = "desk")]
    let desk_port = desk.as_ref().map(desk::Listening::port);
    #[cfg(not(feature = "desk"))]
    let desk_port = None;
    let guard = guard::Guard::new(address.port(), &options.hosts, token()?).framed_by(desk_port);
    let state = Arc::new(PreviewState::new(request, options, guard, surroundings));
    let (changed, changes) = mpsc::channel();
    state.report(Event::Listening(&front(address)));
    #[cfg(feature = "desk")]
    let beside = desk::serve(desk, &state, (address.port(), changed.clone()))?;
    #[cfg(not(feature = "desk"))]
    let beside = std::future::ready(Ok(()));
    let builder = Arc::clone(&state);
    std::thread::Builder::new()
        .name("rebuild".to_owned())
        .stack_size(16 << 20)
        .spawn(move || {
            rebuild::run(&builder, changed, &changes);
        })?;
    server::run(listeners, state, beside)
}

fn front(address: SocketAddr) -> String {
    if address.ip().is_loopback() {
        format!("http://localhost:{}/", address.port())
    } else {
        format!("http://{address}/")
    }
}

/// 128 random bits as text.
fn token() -> io::Result<String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}
