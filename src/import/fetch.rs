//! Pictures and files of the old site over the network (`--fetch`): only from its own hosts on the open internet, slowly, and as
//! its robots.txt asks.

pub mod guard;
pub mod robots;

use guard::{Target, is_public, target};
use robots::Robots;
use std::collections::BTreeMap;
use std::fmt;
use std::io::Read;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use ureq::Agent;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

/// Bytes of one file.
const LARGEST: u64 = 25 << 20;
/// Bytes of a robots.txt.
const LARGEST_ROBOTS: u64 = 500 << 10;
/// Redirects that are followed.
const MOST_REDIRECTS: usize = 3;
/// How often a busy host is asked.
const TRIES: u32 = 3;
/// Files that are asked for at once.
const AT_ONCE: usize = 2;
/// The longest pause that a host may ask for, in seconds.
const LONGEST_PAUSE: u64 = 60;

/// Where a name leads: the address that is judged, and where it is reached.
pub type Found = (IpAddr, SocketAddr);

/// Looks names up; tests have their own.
pub trait Lookup: Send + Sync + 'static {
    /// The addresses of a host. Errors: the system's.
    fn look_up(&self, host: &str, port: u16) -> std::io::Result<Vec<Found>>;
}

/// The system's own way to look names up.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemLookup;

impl Lookup for SystemLookup {
    fn look_up(&self, host: &str, port: u16) -> std::io::Result<Vec<Found>> {
        Ok((host, port).to_socket_addrs()?.map(|at| (at.ip(), at)).collect())
    }
}

/// A resolver that knows no address but those of the open internet. It is asked at every connection, also after redirects.
struct Guarded(Arc<dyn Lookup>);

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guarded")
    }
}

impl Resolver for Guarded {
    fn resolve(&self, uri: &Uri, _: &ureq::config::Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let https = uri.scheme_str() == Some("https");
        let port = uri.port_u16().unwrap_or(if https { 443 } else { 80 });
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let found = self.0.look_up(&host, port)?;
        // One private address among several is a trick: the next look-up may give it first.
        if found.is_empty() || found.iter().any(|(judged, _)| !is_public(*judged)) {
            return Err(ureq::Error::HostNotFound);
        }
        let mut addresses = self.empty();
        found.into_iter().take(8).for_each(|(_, at)| addresses.push(at));
        Ok(addresses)
    }
}

/// Asks the old site for files.
pub struct Fetcher {
    agent: Agent,
    hosts: Vec<String>,
    pause: Duration,
    robots: Mutex<BTreeMap<String, Robots>>,
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher")
            .field("hosts", &self.hosts)
            .finish_non_exhaustive()
    }
}

/// Why a file did not come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FetchFault {
    /// Its address is none of the old site's, or leads elsewhere.
    NotOwn,
    /// The host's robots.txt does not want it.
    Robots,
    /// What the host answered.
    Status(u16),
    /// Larger than a file may be.
    TooLarge,
    /// The line broke, or the host is not on the open internet.
    Broken(String),
}

impl FetchFault {
    /// In words, English and Bengali.
    pub fn words(&self) -> (String, String) {
        let both = |en: &str, bn: &str| (en.to_owned(), bn.to_owned());
        match self {
            FetchFault::NotOwn => both("its address leads to another site", "ঠিকানাটি অন্য সাইটে যায়"),
            FetchFault::Robots => both("robots.txt of the site forbids it", "সাইটের robots.txt মানা করেছে"),
            FetchFault::Status(status) => (format!("the site answered {status}"), format!("সাইটের উত্তর {status}")),
            FetchFault::TooLarge => both("it is larger than 25 MiB", "এটি ২৫ মেগাবাইটের চেয়ে বড়"),
            FetchFault::Broken(reason) => (reason.clone(), format!("সংযোগ হয়নি ({reason})")),
        }
    }
}

/// One answer.
enum Answer {
    Bytes(Vec<u8>),
    Elsewhere(String),
    Busy(u64),
}

impl Fetcher {
    /// A fetcher for a site's own hosts (lower case, without `www.`), at most `rate` requests a second.
    pub fn new(hosts: Vec<String>, rate: u32, lookup: Arc<dyn Lookup>) -> Fetcher {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .timeout_global(Some(Duration::from_secs(30)))
            .user_agent(concat!(
                "khobor/",
                env!("CARGO_PKG_VERSION"),
                " (import of the site's own pictures)"
            ));
        Fetcher {
            agent: Agent::with_parts(config.build(), DefaultConnector::default(), Guarded(lookup)),
            hosts,
            pause: Duration::from_millis(AT_ONCE as u64 * 1000 / u64::from(rate.clamp(1, 100))),
            robots: Mutex::default(),
        }
    }

    /// Asks for files, two at a time; gives each to `take` as it comes. `step` is called after each.
    pub fn all<T: Sync>(
        &self,
        files: &[T],
        address: &(dyn Fn(&T) -> String + Sync),
        take: impl Fn(&T, Result<Vec<u8>, FetchFault>) + Sync,
    ) {
        let next = std::sync::atomic::AtomicUsize::new(0);
        let work = || {
            while let Some(file) = files.get(next.fetch_add(1, std::sync::atomic::Ordering::Relaxed)) {
                take(file, self.one(&address(file)));
                std::thread::sleep(self.pause);
            }
        };
        std::thread::scope(|scope| (0..AT_ONCE.min(files.len())).for_each(|_| drop(scope.spawn(work))));
    }

    /// Asks for one file. Errors: why it did not come.
    pub fn one(&self, address: &str) -> Result<Vec<u8>, FetchFault> {
        let mut address = address.to_owned();
        for _ in 0..=MOST_REDIRECTS {
            let target = target(&address, &self.hosts).ok_or(FetchFault::NotOwn)?;
            if !self.allows(&target) {
                return Err(FetchFault::Robots);
            }
            match self.patiently(&target, LARGEST)? {
                Answer::Elsewhere(to) => address = joined(&target, &to),
                Answer::Bytes(bytes) => return Ok(bytes),
                Answer::Busy(_) => return Err(FetchFault::Status(503)),
            }
        }
        Err(FetchFault::NotOwn)
    }

    /// Whether robots.txt of the host lets a file be asked for; without one it does.
    fn allows(&self, target: &Target) -> bool {
        let known = |robots: &BTreeMap<String, Robots>| robots.get(&target.origin).map(|r| r.allows(&target.path));
        if let Some(allowed) = known(&self.robots.lock().unwrap_or_else(PoisonError::into_inner)) {
            return allowed;
        }
        let file = Target {
            url: format!("{}/robots.txt", target.origin),
            path: "/robots.txt".to_owned(),
            ..target.clone()
        };
        let text = match self.ask(&file, LARGEST_ROBOTS) {
            Ok(Answer::Bytes(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
            _ => String::new(),
        };
        let robots = Robots::read(&text);
        let allowed = robots.allows(&target.path);
        self.robots
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(target.origin.clone(), robots);
        allowed
    }

    fn patiently(&self, target: &Target, largest: u64) -> Result<Answer, FetchFault> {
        let mut last = Err(FetchFault::Status(503));
        for attempt in 1..=TRIES {
            last = self.ask(target, largest);
            let wait = match &last {
                Ok(Answer::Busy(seconds)) => (*seconds).min(LONGEST_PAUSE),
                Err(FetchFault::Broken(_)) => 1,
                _ => return last,
            };
            if attempt < TRIES {
                std::thread::sleep(Duration::from_secs(wait));
            }
        }
        last
    }

    fn ask(&self, target: &Target, largest: u64) -> Result<Answer, FetchFault> {
        let broken = |e: &dyn fmt::Display| FetchFault::Broken(e.to_string());
        let mut response = self.agent.get(&target.url).call().map_err(|e| broken(&e))?;
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .and_then(|v| v.to_str().ok())
                .map(str::to_owned)
        };
        match response.status().as_u16() {
            200 => {}
            301 | 302 | 303 | 307 | 308 => return header("location").map(Answer::Elsewhere).ok_or(FetchFault::NotOwn),
            429 | 500 | 502 | 503 | 504 => {
                let seconds = header("retry-after").and_then(|v| v.trim().parse().ok());
                return Ok(Answer::Busy(seconds.unwrap_or(1)));
            }
            status => return Err(FetchFault::Status(status)),
        }
        let mut bytes = Vec::new();
        let reader = response.body_mut().as_reader();
        reader
            .take(largest + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| broken(&e))?;
        if bytes.len() as u64 > largest {
            return Err(FetchFault::TooLarge);
        }
        Ok(Answer::Bytes(bytes))
    }
}

/// Where a redirect leads.
fn joined(from: &Target, to: &str) -> String {
    if to.contains("://") {
        return to.to_owned();
    }
    if let Some(rest) = to.strip_prefix("//") {
        let scheme = from.origin.split("://").next().unwrap_or("https");
        return format!("{scheme}://{rest}");
    }
    if to.starts_with('/') {
        return format!("{}{to}", from.origin);
    }
    let path = from.path.split('?').next().unwrap_or_default();
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{}{folder}/{to}", from.origin)
}

#[cfg(test)]
mod tests;
