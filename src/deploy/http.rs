//! Requests to hosts: bounded, repeated when the host is busy, and never reported with what they carry.

use super::fault::{Fault, Result, ended, failed};
use std::time::{Duration, Instant};
use ureq::http::{Request, Response};
use ureq::{Agent, Body};

/// Most bytes of an answer.
const LARGEST: u64 = 256 << 20;

/// A request.
#[derive(Debug, Clone)]
pub(crate) struct Ask<'a> {
    pub(crate) method: &'static str,
    pub(crate) url: &'a str,
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// Absent for methods without one.
    pub(crate) body: Option<&'a [u8]>,
}

/// What a host answered.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The answer when it is good; else a fault with the beginning of what the host said.
    pub(super) fn good(self, what: &str) -> Result<Answer> {
        if (200..300).contains(&self.status) {
            return Ok(self);
        }
        let output: String = String::from_utf8_lossy(&self.body).chars().take(300).collect();
        Err(failed(format!(
            "{what}: {} {}",
            self.status,
            output.replace(['\n', '\r'], " ")
        )))
    }
}

/// Makes requests.
#[derive(Debug, Clone)]
pub(crate) struct Http {
    agent: Agent,
    attempts: u32,
    /// How long a request may take, all attempts together.
    patience: Option<Duration>,
}

impl Http {
    /// Redirects are not followed: what a request carries is meant for one host.
    pub(crate) fn new(attempts: u32) -> Http {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(Duration::from_secs(20)))
            .timeout_recv_response(Some(Duration::from_secs(120)))
            .timeout_global(Some(Duration::from_secs(900)))
            .user_agent(concat!("khobor/", env!("CARGO_PKG_VERSION")));
        Http {
            agent: config.build().new_agent(),
            attempts,
            patience: None,
        }
    }

    /// The same, with all attempts of a request together held to a time.
    #[cfg(feature = "inbox")]
    pub(crate) fn within(self, patience: Duration) -> Http {
        let patience = Some(patience);
        Http { patience, ..self }
    }

    /// Asks, again after a pause when the host is busy or the line broke.
    #[allow(clippy::disallowed_methods, reason = "the deadline of a host's answer")]
    pub(crate) fn ask(&self, ask: &Ask<'_>) -> Result<Answer> {
        let mut pause = Duration::from_millis(200);
        let begun = Instant::now();
        let left = || self.patience.map(|patience| patience.saturating_sub(begun.elapsed()));
        for attempt in 1.. {
            let answer = self.once(ask, left());
            let again = match &answer {
                Ok(answer) => matches!(answer.status, 408 | 429 | 500 | 502 | 503 | 504),
                Err(_) => true,
            };
            if !again || attempt >= self.attempts || left().is_some_and(|left| left <= pause) {
                return answer;
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_secs(10));
        }
        Err(ended(("no attempt was made", "একবারও চেষ্টা করা হয়নি")))
    }

    fn once(&self, ask: &Ask<'_>, left: Option<Duration>) -> Result<Answer> {
        let request = ask.headers.iter().fold(
            Request::builder().method(ask.method).uri(ask.url),
            |r, (name, value)| r.header(*name, *value),
        );
        let diagnostics =
            |error: &dyn std::fmt::Display| -> Fault { failed(format!("{} {}: {error}", ask.method, shown(ask.url))) };
        let response: std::result::Result<Response<Body>, ureq::Error> = match ask.body {
            Some(body) => self.send(request.body(body).map_err(|e| diagnostics(&e))?, left),
            None => self.send(request.body(()).map_err(|e| diagnostics(&e))?, left),
        };
        let mut response = response.map_err(|e| diagnostics(&e))?;
        let status = response.status().as_u16();
        let body = response
            .body_mut()
            .with_config()
            .limit(LARGEST)
            .read_to_vec()
            .map_err(|e| diagnostics(&e))?;
        Ok(Answer { status, body })
    }
}

impl Http {
    fn send<B: ureq::AsSendBody>(
        &self,
        request: Request<B>,
        left: Option<Duration>,
    ) -> std::result::Result<Response<Body>, ureq::Error> {
        match left {
            None => self.agent.run(request),
            Some(left) => {
                let limited = self.agent.configure_request(request).timeout_global(Some(left));
                self.agent.run(limited.build())
            }
        }
    }
}

/// An address without its query, which may hold a signature.
fn shown(url: &str) -> &str {
    url.split('?').next().unwrap_or_default()
}

/// Does `work` for every item, `threads` at a time; the first fault stops the rest.
pub(super) fn parallel<T: Sync>(threads: usize, items: &[T], work: &(dyn Fn(&T) -> Result<()> + Sync)) -> Result<()> {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicUsize, Ordering};
    let (next, first) = (AtomicUsize::new(0), Mutex::new(None));
    let take = || {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            if let Err(fault) = work(item) {
                next.store(items.len(), Ordering::Relaxed);
                if let Ok(mut first) = first.lock() {
                    first.get_or_insert(fault);
                }
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        // This thread works too: where the system refuses others, it does everything.
        for _ in 1..threads.min(items.len()) {
            if std::thread::Builder::new().spawn_scoped(scope, take).is_err() {
                break;
            }
        }
        take();
    });
    first.into_inner().ok().flatten().map_or(Ok(()), Err)
}
