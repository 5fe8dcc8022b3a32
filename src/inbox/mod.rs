//! `khobor inbox`: the receiver of readers' comments, for any small server behind the reply form, and the counter of views. What
//! it takes waits in a SQLite file until `khobor comments pull` turns it into pending comment files and `khobor import views`
//! reads the counts; it never touches the site.
//!
//! | module | what it does |
//! |---|---|
//! | `guard` | which of the portal's pages asks, from which address |
//! | `rates` | how often an address, and everybody, may post; addresses live in memory only, salted and hashed |
//! | `letter` | a posted form becomes a letter |
//! | `rules` | what marks a letter as advertising |
//! | `queue` | the SQLite file |
//! | `writer` | the one thread that writes: many letters in one transaction, answered when it is on the disk |
//! | `answer` | a request becomes an answer |
//! | `page` | what a reader is reported, in Bengali |
//! | `views` | who opened which story: counted in memory, a visitor once a story and day |
//! | `view_requests` | views over the line: a beacon, a picture of one pixel, the list for `khobor import views` |
//! | `view_table` | their table in the file |
//! | `pull` | the other end: from the queue to comment files, and the views |
//!
//! No e-mail address and no address of a visitor is ever written down.

mod answer;
mod guard;
mod letter;
mod page;
mod pull;
mod queue;
mod rates;
mod rules;
mod view_requests;
mod view_table;
mod views;
mod writer;

pub use guard::Portal;
pub use pull::{Pulled, Source, pull, views};
pub use views::HourViews;

use crate::deploy::Secret;
use crate::http::{self, Limits};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{Semaphore, watch};

const LIMITS: Limits = Limits {
    connections: 4096,
    head: Duration::from_secs(5),
    unread: Duration::from_secs(20),
    leave: Duration::from_secs(10),
};
/// How often views are written to the disk.
const WRITE_VIEWS: Duration = Duration::from_secs(5);
/// Bytes of forms that are read at a time.
const READ_AT_ONCE: usize = 32 << 20;
/// Shortest token that opens the queue.
const SHORTEST_TOKEN: usize = 16;

/// How the inbox is to run.
#[derive(Debug, Clone)]
pub struct Options {
    /// The address to listen on.
    pub bind: IpAddr,
    /// The port.
    pub port: u16,
    /// The queue's file.
    pub db: PathBuf,
    /// The portals whose forms are taken; the first is named where none asks.
    pub portals: Vec<Portal>,
    /// Proxies in front, each of which adds to `X-Forwarded-For`.
    pub proxies: usize,
    /// The built portal, when it is on this machine: a story must have its page there.
    pub stories: Option<PathBuf>,
    /// What opens the queue to `khobor comments pull`; without it the queue is not served.
    pub token: Option<Secret>,
    /// Posts from one address in ten minutes.
    pub per_address: u32,
    /// Posts from all addresses in a minute.
    pub per_minute: u32,
    /// Views from one address in ten minutes.
    pub views_per_address: u32,
    /// Views from all addresses in a minute.
    pub views_per_minute: u32,
    /// Links in a text.
    pub links: usize,
    /// Links in a text without a Bengali letter.
    pub foreign_links: usize,
    /// The form's trap field.
    pub trap: String,
}

/// What the inbox tells its terminal.
#[derive(Debug)]
pub enum Event<'a> {
    /// It listens on this address; how many letters wait.
    Listening(SocketAddr, u64),
    /// Something inside broke; it goes on.
    Broke(&'a str),
    /// It stops; how many letters were kept and how many posts were refused, by reason.
    Stopped(&'a BTreeMap<&'static str, u64>),
}

/// The inbox's surroundings: where events go and where the time comes from.
pub struct Surroundings {
    /// Hears events, from any thread.
    pub tell: Box<dyn Fn(Event<'_>) + Send + Sync>,
    /// The moment now.
    pub clock: Box<dyn Fn() -> Timestamp + Send + Sync>,
}

/// What all requests share.
struct InboxContext {
    options: Options,
    surroundings: Arc<Surroundings>,
    rates: rates::Rates,
    view_rates: rates::Rates,
    views: views::ViewCounter,
    writer: writer::QueueWriter,
    budget: Arc<Semaphore>,
    counts: Mutex<BTreeMap<&'static str, u64>>,
}

impl InboxContext {
    fn count(&self, what: &'static str) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(what).or_default() += 1;
    }
}

/// Takes comments until the process is reported to stop, then finishes what it has begun.
///
/// # Errors
/// When the port is taken, the queue cannot be opened, or the token is too short.
pub fn serve(options: Options, surroundings: Surroundings) -> io::Result<()> {
    if options
        .token
        .as_ref()
        .is_some_and(|t| t.reveal().len() < SHORTEST_TOKEN)
    {
        let reason = format!("the token has fewer than {SHORTEST_TOKEN} characters");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
    }
    let (listener, address) = http::listener(options.bind, options.port)?;
    let queue = queue::Queue::open(&options.db).map_err(|e| of_file(&options.db, &e))?;
    let waiting = queue.waiting();
    let surroundings = Arc::new(surroundings);
    let (writer, writing) = writer::start(queue, Arc::clone(&surroundings))?;
    let context = Arc::new(InboxContext {
        rates: rates::Rates::new(options.per_address, options.per_minute)?,
        view_rates: rates::Rates::new(options.views_per_address, options.views_per_minute)?,
        views: views::ViewCounter::new()?,
        budget: Arc::new(Semaphore::new(READ_AT_ONCE)),
        counts: Mutex::default(),
        writer,
        surroundings,
        options,
    });
    http::more_files(2 * LIMITS.connections as u64);
    (context.surroundings.tell)(Event::Listening(address, waiting));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let served = runtime.block_on(async {
        let (stop, stopped) = watch::channel(false);
        tokio::spawn(async move {
            asked_to_stop().await;
            let _ = stop.send(true);
            // The receivers keep what was sent.
            std::future::pending::<()>().await;
        });
        tokio::spawn(write_views(Arc::clone(&context)));
        let answering = Arc::clone(&context);
        let served = http::serve(vec![listener], LIMITS, stopped, move |request, peer| {
            answer::answer(Arc::clone(&answering), request, peer)
        })
        .await;
        let _ = view_requests::write(&context).await;
        served
    });
    drop(runtime);
    let counts = context.counts.lock().unwrap_or_else(PoisonError::into_inner).clone();
    (context.surroundings.tell)(Event::Stopped(&counts));
    // The writer ends when nobody can hand in any more.
    drop(context);
    let _ = writing.join();
    served
}

/// Writes views now and then, many at a time; a fault of the disk is reported once, until it is over.
async fn write_views(context: Arc<InboxContext>) {
    let mut failing = false;
    loop {
        tokio::time::sleep(WRITE_VIEWS).await;
        let written = view_requests::write(&context).await;
        if written.is_err() && !failing {
            (context.surroundings.tell)(Event::Broke("views cannot be written; they wait in memory"));
        }
        failing = written.is_err();
    }
}

#[cfg(unix)]
async fn asked_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut term) => tokio::select! {
            _ = term.recv() => {}
            _ = tokio::signal::ctrl_c() => {}
        },
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() {
    let _ = tokio::signal::ctrl_c().await;
}

fn of_file(path: &Path, error: &dyn std::fmt::Display) -> io::Error {
    io::Error::other(format!("{}: {error}", path.display()))
}
