//! Replies that come from a queue elsewhere, each with the id that it has there. A reply is written once, however often it
//! is handed over: what was written and not yet forgotten by the queue is kept in `.khobor/pulled`, because an editor may
//! have taken it out of its file in between.

use super::files::{CommentStore, name};
use super::fit::fit;
use super::{Fault, Reply, edit, journal};
use crate::replace::replace;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Longest id in bytes.
const LONGEST_ID: usize = 64;

/// A reply from a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Its id: ASCII letters, digits and hyphens, no other reply of the site has it.
    pub id: String,
    /// The reply.
    pub reply: Reply,
}

impl Incoming {
    fn is_sound(&self) -> bool {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
        (8..=LONGEST_ID).contains(&self.id.len()) && self.id.bytes().all(plain)
    }
}

impl CommentStore {
    /// Keeps replies to a story as pending, those left out that were taken in before; how many are new. Replies that no
    /// form would have taken are dropped.
    ///
    /// # Errors
    /// A broken or full file, or the system's; nothing is changed then.
    pub fn take_in(&self, story: &str, incoming: &[Incoming]) -> Result<usize, Fault> {
        let _lock = self.lock()?;
        let path = name(story);
        let text = self.read(story)?;
        let mut pulled = self.pulled();
        let mut known: BTreeSet<String> = edit::ids(&edit::parse(&path, &text)?).into_iter().collect();
        known.extend(pulled.iter().cloned());
        let decided = journal::text(&self.root);
        let sound = || incoming.iter().filter(|i| i.is_sound());
        let mut new = Vec::new();
        for one in sound() {
            let met = !known.insert(one.id.clone()) || decided.contains(&one.id);
            if let (false, Ok(reply)) = (met, fit(&one.reply)) {
                new.push((one.id.as_str(), reply));
            }
        }
        if !new.is_empty() {
            self.write(story, Some(&edit::append_all(&path, &text, &new)?))?;
        }
        pulled.extend(sound().map(|i| i.id.clone()));
        self.remember(&pulled)?;
        Ok(new.len())
    }

    /// The queue has forgotten these; so may we.
    ///
    /// # Errors
    /// The system's.
    pub fn forget(&self, ids: &[String]) -> Result<(), Fault> {
        let _lock = self.lock()?;
        let mut pulled = self.pulled();
        pulled.retain(|id| !ids.contains(id));
        self.remember(&pulled)
    }

    /// The queue has been read to its end, and has forgotten all that was taken in; so may we.
    ///
    /// # Errors
    /// The system's.
    pub fn settle(&self) -> Result<(), Fault> {
        let _lock = self.lock()?;
        self.remember(&BTreeSet::new())
    }

    fn record(&self) -> PathBuf {
        self.root.join(".khobor").join("pulled")
    }

    fn pulled(&self) -> BTreeSet<String> {
        let text = std::fs::read_to_string(self.record()).unwrap_or_default();
        text.lines().map(str::to_owned).collect()
    }

    fn remember(&self, ids: &BTreeSet<String>) -> Result<(), Fault> {
        let path = self.record();
        let write = || {
            if ids.is_empty() {
                return match std::fs::remove_file(&path) {
                    Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                    _ => Ok(()),
                };
            }
            std::fs::create_dir_all(path.parent().unwrap_or(&self.root))?;
            let text: String = ids.iter().map(|id| format!("{id}\n")).collect();
            replace(&path, text.as_bytes())
        };
        write().map_err(|cause| Fault::Disk {
            path: path.clone(),
            cause,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::comments::Verb;

    fn incoming(id: &str, body: &str) -> Incoming {
        let date = "2026-11-22T07:30:00Z".parse().unwrap();
        let reply = Reply {
            name: "রহিমা".to_owned(),
            site: None,
            parent: None,
            body: body.to_owned(),
            date,
        };
        Incoming {
            id: id.to_owned(),
            reply,
        }
    }

    #[test]
    fn a_reply_is_taken_in_once() {
        let folder = tempfile::tempdir().unwrap();
        let store = CommentStore::new(folder.path());
        let two = [incoming("aaaaaaaa-1", "এক"), incoming("aaaaaaaa-2", "দুই")];
        assert_eq!(store.take_in("desh/a", &two[..1]).unwrap(), 1);
        assert_eq!(store.take_in("desh/a", &two).unwrap(), 1);
        // Taken out by the editor, by command or by hand, before the queue has forgotten it.
        store.decide(Verb::Spam, &["aaaaaaaa-1".to_owned()], "t").unwrap();
        std::fs::remove_file(folder.path().join("data/comments/desh/a.toml")).unwrap();
        assert_eq!(store.take_in("desh/a", &two).unwrap(), 0);
        assert!(store.list().0.is_empty());
        store.settle().unwrap();
        assert!(!store.record().exists());
        assert_eq!(
            store.take_in("desh/a", &two).unwrap(),
            0,
            "the journal knows what stood in a file"
        );
        assert_eq!(store.take_in("desh/a", &[incoming("aaaaaaaa-3", "তিন")]).unwrap(), 1);
    }

    #[test]
    fn hostile_ids_and_texts_are_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let store = CommentStore::new(folder.path());
        let odd = [
            incoming("short", "ক"),
            incoming("aaaaaaaa\nid", "ক"),
            incoming("aaaaaaaa-1", " "),
            incoming(&"a".repeat(65), "ক"),
        ];
        assert_eq!(store.take_in("desh/a", &odd).unwrap(), 0);
        assert!(!folder.path().join("data/comments/desh").exists());
    }
}
