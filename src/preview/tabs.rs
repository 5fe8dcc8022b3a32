//! Open tabs: which page each shows, and what it is reported. A tab that does not listen is let go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Messages that may wait for a slow tab (`reliability.md` section 5).
const QUEUE: usize = 64;

/// A message: JSON, shared by all tabs that get it.
pub(super) type Message = Arc<str>;

struct Tab {
    path: String,
    mark: String,
    /// When it was last looked at, by a counter.
    seen: u64,
    sender: Sender<Message>,
}

/// All open tabs.
#[derive(Default)]
pub(super) struct Tabs {
    counter: AtomicU64,
    open: Mutex<BTreeMap<u64, Tab>>,
}

impl Tabs {
    /// Adds a tab that shows the page `path`, whose bytes have the mark `mark`.
    pub(super) fn open(&self, path: String, mark: String) -> (u64, Receiver<Message>) {
        let (sender, receiver) = channel(QUEUE);
        let number = self.counter.fetch_add(1, Ordering::Relaxed);
        self.lock().insert(
            number,
            Tab {
                path,
                mark,
                seen: number,
                sender,
            },
        );
        (number, receiver)
    }

    /// The tab is closed.
    pub(super) fn close(&self, number: u64) {
        self.lock().remove(&number);
    }

    /// The editor looks at this tab.
    pub(super) fn look(&self, number: u64) {
        let seen = self.counter.fetch_add(1, Ordering::Relaxed);
        if let Some(tab) = self.lock().get_mut(&number) {
            tab.seen = seen;
        }
    }

    /// Whether a tab shows `path`.
    pub(super) fn show(&self, path: &str) -> bool {
        self.lock().values().any(|t| t.path == path)
    }

    /// The tab shows its page with the mark `mark` now.
    pub(super) fn renewed(&self, number: u64, mark: String) {
        if let Some(tab) = self.lock().get_mut(&number) {
            tab.mark = mark;
        }
    }

    /// The pages that are open, each once.
    pub(super) fn paths(&self) -> BTreeSet<String> {
        self.lock().values().map(|t| t.path.clone()).collect()
    }

    /// Tells one tab.
    pub(super) fn one(&self, number: u64, message: &Message) {
        let heard = self
            .lock()
            .get(&number)
            .is_none_or(|t| t.sender.try_send(Arc::clone(message)).is_ok());
        if !heard {
            self.close(number);
        }
    }

    /// Tells every tab.
    pub(super) fn all(&self, message: &Message) {
        self.send(message, |_| true);
    }

    /// Tells the tabs on `path` that show other bytes than those with `mark`.
    pub(super) fn stale(&self, path: &str, mark: &str, message: &Message) {
        self.send(message, |t| t.path == path && t.mark != mark);
    }

    /// Tells the tabs on `path`.
    pub(super) fn at(&self, path: &str, message: &Message) {
        self.send(message, |t| t.path == path);
    }

    /// Tells the tab that the editor looked at last.
    pub(super) fn latest(&self, message: &Message) {
        let newest = self.lock().iter().max_by_key(|(_, t)| t.seen).map(|(n, _)| *n);
        if let Some(number) = newest {
            self.one(number, message);
        }
    }

    fn send(&self, message: &Message, wanted: impl Fn(&Tab) -> bool) {
        self.lock()
            .retain(|_, tab| !wanted(tab) || tab.sender.try_send(Arc::clone(message)).is_ok());
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Tab>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_stale_tabs_reload_and_deaf_ones_go() {
        let tabs = Tabs::default();
        let (_, mut fresh) = tabs.open("/ক/".to_owned(), "1".to_owned());
        let (_, mut stale) = tabs.open("/ক/".to_owned(), "0".to_owned());
        let message: Message = "{}".into();
        tabs.stale("/ক/", "1", &message);
        assert!(fresh.try_recv().is_err() && stale.try_recv().is_ok());
        for _ in 0..=QUEUE {
            tabs.all(&message);
        }
        assert!(tabs.paths().is_empty());
    }

    #[test]
    fn the_tab_in_use_is_led() {
        let tabs = Tabs::default();
        let (first, mut one) = tabs.open("/".to_owned(), String::new());
        let (_, mut two) = tabs.open("/".to_owned(), String::new());
        tabs.look(first);
        tabs.latest(&"go".into());
        assert!(one.try_recv().is_ok() && two.try_recv().is_err());
    }
}
