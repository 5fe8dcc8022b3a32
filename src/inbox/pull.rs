//! From the queue to pending comment files, each letter once: it is written, then forgotten by the queue, then by the
//! store's own record. After a cut at any point the next pull goes on. What the queue hands out is checked as a form's fields are.

use super::letter;
use super::queue::{Queue, Waiting};
use super::views::HourViews;
use crate::comments::{self, CommentStore};
use crate::deploy::{Fault, Result};
use crate::diag::{Diagnostic, codes::data as codes};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::PathBuf;

/// Letters that are read at a time.
const AT_ONCE: u32 = 200;
/// Rows of views that are read at a time, and in all.
const VIEWS_AT_ONCE: u32 = 5_000;
const MOST_VIEWS: usize = 2_000_000;

/// Where a queue is.
#[derive(Debug, Clone)]
pub enum Source {
    /// The file of an inbox on this machine.
    File(PathBuf),
    /// An inbox elsewhere, and the token that opens it.
    #[cfg(feature = "deploy")]
    Address(String, crate::deploy::Secret),
}

/// What a pull did.
#[derive(Debug, Default)]
pub struct Pulled {
    /// Comments that are new in the site.
    pub new: usize,
    /// Letters whose story is not there or takes none, by story; they wait on, unless they were to be dropped.
    pub homeless: BTreeMap<String, usize>,
    /// Comment files that could not be changed; their letters wait on.
    pub troubles: Vec<comments::Fault>,
}

/// Pulls everything that waits at `source` into the comment files of `store`. `takes` says whether a story, by its address
/// without slashes around it, is there and takes comments; `drop` forgets letters to others.
///
/// # Errors
/// When the queue cannot be read or does not forget. What was written by then is not written again.
pub fn pull(source: &Source, store: &CommentStore, takes: &dyn Fn(&str) -> bool, drop: bool) -> Result<Pulled> {
    let mut end = End::open(source)?;
    let (mut pulled, mut after) = (Pulled::default(), 0);
    loop {
        let letters = end.letters(after)?;
        let Some(last) = letters.iter().map(|w| w.number).max() else {
            // What a cut pull has left in the record.
            store.settle().map_err(|e| failed(source, e))?;
            return Ok(pulled);
        };
        if last <= after {
            return Err(inbox_fault(
                source,
                "একই মন্তব্য আবার দিচ্ছে",
                "it hands out the same letters again",
            ));
        }
        after = last;
        let done = take_in(store, letters, takes, &mut pulled);
        let done = match drop {
            true => done.kept.into_iter().chain(done.homeless).collect(),
            false => done.kept,
        };
        if !done.is_empty() {
            end.forget(&done)?;
            store.forget(&done).map_err(|e| failed(source, e))?;
        }
    }
}

/// Reads the views of all stories and hours that the inbox at `source` knows; nothing is taken away there. A story that is none
/// by its form is passed over.
///
/// # Errors
/// When they cannot be read, or there is no end of them.
pub fn views(source: &Source) -> Result<Vec<HourViews>> {
    let mut end = End::open(source)?;
    let (mut all, mut after) = (Vec::new(), 0);
    loop {
        let (views, last) = end.views(after)?;
        if views.is_empty() {
            return Ok(all);
        }
        if last <= after || all.len() > MOST_VIEWS {
            return Err(inbox_fault(
                source,
                "একই পাঠকসংখ্যা আবার দিচ্ছে",
                "it hands out the same views again",
            ));
        }
        after = last;
        all.extend(
            views
                .into_iter()
                .filter(|v| letter::story(&v.story).as_ref() == Some(&v.story)),
        );
    }
}

/// Ids by what became of their letters.
#[derive(Default)]
struct Done {
    kept: Vec<String>,
    homeless: Vec<String>,
}

fn take_in(store: &CommentStore, letters: Vec<Waiting>, takes: &dyn Fn(&str) -> bool, pulled: &mut Pulled) -> Done {
    let mut by_story: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for waiting in letters {
        by_story.entry(waiting.story).or_default().push(waiting.incoming);
    }
    let mut done = Done::default();
    for (story, incoming) in by_story {
        let ids = incoming.iter().map(|i| i.id.clone());
        let known = letter::story(&story).is_some_and(|s| s == story) && takes(&story);
        if !known {
            done.homeless.extend(ids);
            *pulled.homeless.entry(story).or_default() += incoming.len();
            continue;
        }
        match store.take_in(&story, &incoming) {
            Ok(new) => {
                pulled.new += new;
                done.kept.extend(ids);
            }
            Err(trouble) => pulled.troubles.push(trouble),
        }
    }
    done
}

/// The queue could not be read, or did not forget: what lies below says why.
fn failed(source: &Source, reason: impl Display) -> Fault {
    inbox_fault(source, "অপেক্ষমাণ মন্তব্য পড়া বা সরানো গেল না", &reason.to_string())
}

fn inbox_fault(source: &Source, bn: &str, en: &str) -> Fault {
    let at = match source {
        Source::File(path) => path.display().to_string(),
        #[cfg(feature = "deploy")]
        Source::Address(url, _) => url.clone(),
    };
    Box::new(Diagnostic::new(&codes::INBOX).arg("inbox", at).arg_in("reason", bn, en))
}

/// The open queue.
enum End<'s> {
    File(&'s Source, Box<Queue>),
    #[cfg(feature = "deploy")]
    Address(line::Line<'s>),
}

impl End<'_> {
    fn open(source: &Source) -> Result<End<'_>> {
        match source {
            Source::File(path) => {
                let queue = Queue::of(path).map_err(|e| failed(source, e))?;
                Ok(End::File(source, Box::new(queue)))
            }
            #[cfg(feature = "deploy")]
            Source::Address(url, token) => Ok(End::Address(line::Line::new(source, url, token)?)),
        }
    }

    fn letters(&mut self, after: i64) -> Result<Vec<Waiting>> {
        match self {
            End::File(source, queue) => queue.letters(after, AT_ONCE).map_err(|e| failed(source, e)),
            #[cfg(feature = "deploy")]
            End::Address(line) => line.letters(after),
        }
    }

    fn views(&mut self, after: i64) -> Result<(Vec<HourViews>, i64)> {
        match self {
            End::File(source, queue) => queue.views(after, VIEWS_AT_ONCE).map_err(|e| failed(source, e)),
            #[cfg(feature = "deploy")]
            End::Address(line) => line.views(after),
        }
    }

    fn forget(&mut self, ids: &[String]) -> Result<()> {
        match self {
            End::File(source, queue) => queue.forget(ids).map(drop).map_err(|e| failed(source, e)),
            #[cfg(feature = "deploy")]
            End::Address(line) => line.forget(ids),
        }
    }
}

/// An inbox at the other end of a line.
#[cfg(feature = "deploy")]
mod line {
    use super::{Source, failed, inbox_fault};
    use crate::comments::{Incoming, Reply};
    use crate::deploy::{Ask, Fault, Http, Result, Secret};
    use crate::inbox::queue::Waiting;
    use crate::inbox::views::HourViews;
    use serde_json::Value;
    use std::time::Duration;

    /// Times that a busy inbox is asked.
    const ATTEMPTS: u32 = 4;
    /// How long an inbox may be silent.
    const PATIENCE: Duration = Duration::from_secs(30);

    pub(super) struct Line<'s> {
        source: &'s Source,
        home: String,
        pass: String,
        http: Http,
    }

    impl<'s> Line<'s> {
        pub(super) fn new(source: &'s Source, url: &str, token: &Secret) -> Result<Self> {
            let home = ammonia::Url::parse(url).map_err(|e| failed(source, e))?;
            let host = home.host_str().unwrap_or_default();
            let near = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
            if home.scheme() != "https" && !(home.scheme() == "http" && near) {
                return Err(inbox_fault(
                    source,
                    "টোকেন শুধু https দিয়ে পাঠানো যায়",
                    "the token goes over https only",
                ));
            }
            Ok(Line {
                source,
                home: url.trim_end_matches('/').to_owned(),
                pass: format!("Bearer {}", token.reveal()),
                http: Http::new(ATTEMPTS).within(PATIENCE),
            })
        }

        pub(super) fn letters(&self, after: i64) -> Result<Vec<Waiting>> {
            let diagnostics = self.ask("GET", &format!("/pending?after={after}"), None)?;
            let letters = diagnostics["comments"].as_array();
            let letters =
                letters.ok_or_else(|| inbox_fault(self.source, "এটি `khobor inbox` নয়", "it is no inbox of khobor"))?;
            let letters: Option<Vec<Waiting>> = letters.iter().map(waiting).collect();
            letters.ok_or_else(|| inbox_fault(self.source, "একটি মন্তব্যে কোনো ঘর নেই", "a letter lacks a field"))
        }

        pub(super) fn views(&self, after: i64) -> Result<(Vec<HourViews>, i64)> {
            let answer = self.ask("GET", &format!("/views?after={after}"), None)?;
            let rows = answer["views"].as_array().zip(answer["last"].as_i64());
            let (rows, last) = rows.ok_or_else(|| {
                inbox_fault(
                    self.source,
                    "এটি পাঠক গোনে এমন `khobor inbox` নয়",
                    "it is no inbox of khobor that counts views",
                )
            })?;
            let rows: Option<Vec<HourViews>> = rows.iter().map(hour_views).collect();
            Ok((
                rows.ok_or_else(|| {
                    inbox_fault(
                        self.source,
                        "পাঠকসংখ্যার একটি সারিতে কোনো ঘর নেই",
                        "a row of views lacks a field",
                    )
                })?,
                last,
            ))
        }

        pub(super) fn forget(&self, ids: &[String]) -> Result<()> {
            let ids = serde_json::to_vec(ids).map_err(|e| failed(self.source, e))?;
            self.ask("POST", "/taken", Some(&ids)).map(drop)
        }

        fn ask(&self, method: &'static str, path: &str, body: Option<&[u8]>) -> Result<Value> {
            let ask = Ask {
                method,
                url: &format!("{}{path}", self.home),
                headers: &[("authorization", &self.pass), ("accept", "application/json")],
                body,
            };
            let answer = self
                .http
                .ask(&ask)
                .map_err(|e| inbox_fault(self.source, "বাক্সের সঙ্গে যোগাযোগ করা গেল না", &reason(&e)))?;
            match answer.status {
                200 => Ok(answer.json()),
                401 => Err(inbox_fault(
                    self.source,
                    "টোকেনটি এই বাক্সের নয়",
                    "the token is not that of the inbox",
                )),
                404 => Err(inbox_fault(
                    self.source,
                    "এর টোকেন নেই, অথবা এটি `khobor inbox` নয়",
                    "it has no token, or is no inbox of khobor",
                )),
                status => {
                    let bn = format!("উত্তর এল {}", crate::bengali::number::digits(&status.to_string()));
                    Err(inbox_fault(self.source, &bn, &format!("it answers {status}")))
                }
            }
        }
    }

    /// What the line said, without what it says of deploys.
    fn reason(fault: &Fault) -> String {
        let reason = fault.args.iter().find(|(name, _)| *name == "reason");
        reason.map(|(_, text)| text.clone()).unwrap_or_default()
    }

    fn hour_views(value: &Value) -> Option<HourViews> {
        Some(HourViews {
            story: value["story"].as_str()?.to_owned(),
            hour: value["hour"].as_u64()?.try_into().ok()?,
            views: value["views"].as_u64()?.try_into().ok()?,
        })
    }

    fn waiting(value: &Value) -> Option<Waiting> {
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        let reply = Reply {
            name: text("name")?,
            site: text("site"),
            parent: value["parent"].as_str().map(str::to_owned),
            body: text("body")?,
            date: text("date")?.parse().ok()?,
        };
        Some(Waiting {
            number: value["number"].as_i64()?,
            story: text("story")?,
            incoming: Incoming { id: text("id")?, reply },
        })
    }
}
