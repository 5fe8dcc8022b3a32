//! The comment files of a site on disk: listed, and changed by one process at a time, each write whole or not at all.

use super::journal::{self, Entry, Verb};
use super::{Fault, Reply, edit};
use crate::replace::replace;
use rustix::fs::{FlockOperation, flock};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use toml_edit::{DocumentMut, Item};
use walkdir::WalkDir;

/// A comment as its file has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The story: `section/slug`.
    pub story: String,
    /// Unique in the story.
    pub id: String,
    /// The reader's name.
    pub name: String,
    /// When it was written, as the file says it.
    pub date: String,
    /// Whether readers see it.
    pub approved: bool,
    /// What was written.
    pub body: String,
}

/// Where an editor works on a site's comments.
#[derive(Debug, Clone)]
pub struct CommentStore {
    pub(super) root: PathBuf,
}

impl CommentStore {
    /// The comments of the site at `root`.
    pub fn new(root: &Path) -> Self {
        CommentStore { root: root.to_owned() }
    }

    fn folder(&self) -> PathBuf {
        self.root.join("data").join("comments")
    }

    /// All comments, in order of story and of the file. Files that cannot be read are reported beside them.
    pub fn list(&self) -> (Vec<Kept>, Vec<Fault>) {
        let (mut comments, mut faults) = (Vec::new(), Vec::new());
        for story in self.stories() {
            match self.read(&story).and_then(|text| kept(&story, &text)) {
                Ok(kept) => comments.extend(kept),
                Err(fault) => faults.push(fault),
            }
        }
        (comments, faults)
    }

    /// The comment that an editor names: `id`, or `story#id` where several stories have one.
    ///
    /// # Errors
    /// An unknown or ambiguous name.
    pub fn find(&self, named: &str) -> Result<Kept, Fault> {
        find(&self.list().0, named)
    }

    fn stories(&self) -> Vec<String> {
        let folder = self.folder();
        let files = WalkDir::new(&folder)
            .max_depth(16)
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok);
        let story = |e: walkdir::DirEntry| {
            let inside = e.path().strip_prefix(&folder).ok()?.to_str()?.replace('\\', "/");
            let hidden = inside.split('/').any(|p| p.starts_with('.'));
            inside
                .strip_suffix(".toml")
                .filter(|_| e.file_type().is_file() && !hidden)
                .map(str::to_owned)
        };
        files.filter_map(story).collect()
    }

    /// Keeps a reply to the story `section/slug` as pending; its id.
    ///
    /// # Errors
    /// An unfit reply, a broken or full file, or the system's.
    pub fn add(&self, story: &str, reply: &Reply) -> Result<String, Fault> {
        let _lock = self.lock()?;
        let path = name(story);
        let text = self.read(story)?;
        let (text, id) = edit::append(&path, &text, reply)?;
        self.write(story, Some(&text))?;
        Ok(id)
    }

    /// Decides of comments, each named by its id or `story#id`; all of them or none. How many files were changed.
    ///
    /// # Errors
    /// An unknown or ambiguous id, a broken file, or the system's; nothing is changed then.
    pub fn decide(&self, verb: Verb, names: &[String], at: &str) -> Result<Vec<Kept>, Fault> {
        let _lock = self.lock()?;
        let (all, _) = self.list();
        let chosen = names
            .iter()
            .map(|n| find(&all, n))
            .collect::<Result<Vec<Kept>, Fault>>()?;
        let mut texts: BTreeMap<&str, (String, String)> = BTreeMap::new();
        for comment in &chosen {
            let before = match texts.get(comment.story.as_str()) {
                Some((_, text)) => text.clone(),
                None => self.read(&comment.story)?,
            };
            let path = name(&comment.story);
            let after = match verb {
                Verb::Approve => edit::approve(&path, &before, &comment.id)?,
                Verb::Reject | Verb::Spam => edit::remove(&path, &before, &comment.id)?,
            };
            texts.entry(&comment.story).or_insert_with(|| (before, String::new())).1 = after;
        }
        let entry = Entry::new(verb, at, &texts);
        journal::push(&self.root, &entry)?;
        for (story, (_, after)) in &texts {
            self.write(story, Some(after))?;
        }
        Ok(chosen)
    }

    /// Takes the last decision back; what it was, and the stories it touched.
    ///
    /// # Errors
    /// When there is none, or a file has changed since.
    pub fn undo(&self) -> Result<(Verb, Vec<String>), Fault> {
        let _lock = self.lock()?;
        let entry = journal::last(&self.root)?;
        for change in &entry.files {
            let now = self.read(&change.story)?;
            if journal::hash(&now) != change.after && now != change.before {
                let path = name(&change.story);
                return Err(Fault::ChangedSince(path));
            }
        }
        for change in &entry.files {
            self.write(&change.story, Some(&change.before))?;
        }
        journal::pop(&self.root)?;
        Ok((entry.verb, entry.files.into_iter().map(|c| c.story).collect()))
    }

    fn path(&self, story: &str) -> PathBuf {
        self.root.join(name(story))
    }

    pub(super) fn read(&self, story: &str) -> Result<String, Fault> {
        let path = self.path(story);
        match fs::read_to_string(&path) {
            Ok(text) => Ok(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            Err(cause) => Err(Fault::Disk { path, cause }),
        }
    }

    pub(super) fn write(&self, story: &str, text: Option<&str>) -> Result<(), Fault> {
        let path = self.path(story);
        let folder = path.parent().unwrap_or(&self.root).to_owned();
        let inside = || -> std::io::Result<bool> {
            fs::create_dir_all(&folder)?;
            Ok(folder.canonicalize()?.starts_with(self.root.canonicalize()?))
        };
        match inside() {
            Ok(true) => {}
            Ok(false) => {
                return Err(Fault::Broken {
                    path: name(story),
                    reason: "a link leads out of the site".to_owned(),
                });
            }
            Err(cause) => return Err(Fault::Disk { path: folder, cause }),
        }
        replace(&path, text.unwrap_or_default().as_bytes()).map_err(|cause| Fault::Disk { path, cause })
    }

    /// Held until dropped, by one process at a time.
    pub(super) fn lock(&self) -> Result<File, Fault> {
        let folder = self.folder();
        let take = || -> std::io::Result<File> {
            fs::create_dir_all(&folder)?;
            let handle = File::open(&folder)?;
            flock(&handle, FlockOperation::LockExclusive)?;
            Ok(handle)
        };
        take().map_err(|cause| Fault::Disk {
            path: folder.clone(),
            cause,
        })
    }
}

pub(super) fn name(story: &str) -> String {
    format!("data/comments/{}.toml", story.trim_matches('/'))
}

fn kept(story: &str, text: &str) -> Result<Vec<Kept>, Fault> {
    let broken = |e: toml_edit::TomlError| Fault::Broken {
        path: name(story),
        reason: e.message().to_owned(),
    };
    let document: DocumentMut = text.parse().map_err(broken)?;
    let Some(tables) = document.get("comment").and_then(Item::as_array_of_tables) else {
        return Ok(Vec::new());
    };
    let text = |c: &toml_edit::Table, key: &str| c.get(key).and_then(Item::as_str).unwrap_or_default().to_owned();
    let comment = |c: &toml_edit::Table| Kept {
        story: story.to_owned(),
        id: text(c, "id"),
        name: text(c, "name"),
        date: c
            .get("date")
            .and_then(Item::as_value)
            .map_or_else(String::new, |d| d.to_string().trim().trim_matches('"').to_owned()),
        approved: c.get("approved").and_then(Item::as_bool).unwrap_or(false),
        body: text(c, "body"),
    };
    Ok(tables.iter().map(comment).collect())
}

/// The comment that an editor names: `id`, or `story#id` where several stories have one.
fn find(all: &[Kept], named: &str) -> Result<Kept, Fault> {
    let (story, id) = named
        .rsplit_once('#')
        .map_or((None, named), |(story, id)| (Some(story.trim_matches('/')), id));
    let mut hits = all.iter().filter(|c| c.id == id && story.is_none_or(|s| s == c.story));
    match (hits.next(), hits.next()) {
        (None, _) => Err(Fault::Unknown(named.to_owned())),
        (Some(only), None) => Ok(only.clone()),
        (Some(first), Some(second)) => {
            let stories = [first, second].map(|c| format!("{}#{}", c.story, c.id)).into();
            Err(Fault::Ambiguous {
                id: id.to_owned(),
                stories,
            })
        }
    }
}
