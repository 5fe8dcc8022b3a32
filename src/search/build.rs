//! The build of the index: stories in, files out. What did not change is neither read nor written again.

use super::analyse::analyse;
use super::emit::{Part, Plan, chain};
use super::layout::{self, BLOCK};
use super::state::{Known, State};
use super::{SearchDoc, VERSION, code, rules, story};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// The stories of a site, oldest first, as the index asks for them. Their order numbers them: it must be total and the
/// same in every build (date, then address).
pub trait Stories {
    /// How many there are.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A hash of everything that [`Stories::story`] gives for a story. Equal stamps: the story is not asked for.
    fn stamp(&self, story: usize) -> u64;

    /// A story in full. Asked for once at most in a build, and only where something changed.
    fn story(&self, story: usize) -> SearchDoc;
}

impl Stories for [SearchDoc] {
    fn len(&self) -> usize {
        <[SearchDoc]>::len(self)
    }

    fn stamp(&self, story: usize) -> u64 {
        self.get(story).map_or(0, SearchDoc::stamp)
    }

    fn story(&self, story: usize) -> SearchDoc {
        self.get(story).cloned().unwrap_or_default()
    }
}

/// A file of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexFile {
    /// Where it goes, relative to the index's folder: `manifest.bin`, `t/_0995.bin`, `n/3.bin`, `d/120.bin`, `p/120.bin`.
    pub path: String,
    /// Its bytes; `None` when they are those of the last build.
    pub bytes: Option<Vec<u8>>,
}

/// What a reader must know before it can look anything up.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Manifest {
    /// Version of the format.
    pub(super) v: u32,
    /// How many stories there are.
    pub(super) stories: u32,
    /// Keys of the base shards, joined by spaces, the first ("") left out; none when there are no base shards.
    pub(super) shards: String,
    /// The closing number of every base shard is 0: there are recent shards only.
    pub(super) young: bool,
    /// How many recent shards there are.
    pub(super) recent: u32,
    /// The day of every 64th story: the first, then distances.
    pub(super) days: Vec<i32>,
    /// The day of the newest story.
    pub(super) newest: i32,
    /// Sections: path, name.
    pub(super) sections: Vec<(String, String)>,
}

/// Stories between two days of the manifest.
pub(super) const DAY_STEP: usize = 64;

/// Builds the index. `sections` are the paths and names a reader may filter by; `kept` is what the last build returned, if
/// any. Every file of the index is given to `sink`, in a fixed order. Returns what the next build may be given.
///
/// The files depend on the stories and sections only, never on `kept`. One thread; memory about 1 KB a story.
pub fn build(
    stories: &(impl Stories + ?Sized),
    sections: &[(String, String)],
    kept: Option<&[u8]>,
    sink: &mut dyn FnMut(IndexFile),
) -> Vec<u8> {
    let old = kept.map_or_else(State::new, State::read);
    let mut builder = Builder {
        known: old.by_stamp(),
        state: State::new(),
        old,
        sink,
    };
    builder.state.words = std::mem::take(&mut builder.old.words);
    builder.state.order = std::mem::take(&mut builder.old.order);
    builder.read(stories);
    builder.shards();
    builder.manifest(sections);
    builder.state.write()
}

struct Builder<'a> {
    old: State,
    known: FxHashMap<u64, usize>,
    state: State,
    sink: &'a mut dyn FnMut(IndexFile),
}

impl Builder<'_> {
    /// Reads the stories, block by block, and gives out the blocks' files.
    fn read(&mut self, stories: &(impl Stories + ?Sized)) {
        let block = BLOCK as usize;
        for start in (0..stories.len()).step_by(block) {
            let numbers = start..stories.len().min(start + block);
            let stamps: Vec<u64> = numbers.clone().map(|n| stories.stamp(n)).collect();
            let mut print = u64::from(VERSION);
            stamps.iter().for_each(|stamp| chain(&mut print, *stamp));
            let files = [format!("d/{}.bin", start / block), format!("p/{}.bin", start / block)];
            let same = files.iter().all(|file| self.old.prints.get(file) == Some(&print));
            let known: Option<Vec<usize>> = stamps.iter().map(|stamp| self.known.get(stamp).copied()).collect();
            match known.filter(|_| same) {
                Some(known) => {
                    known.into_iter().for_each(|at| self.keep(at));
                    files.into_iter().for_each(|file| self.unchanged(file, print));
                }
                None => self.read_block(numbers.map(|n| stories.story(n)).collect(), &stamps, files, print),
            }
        }
    }

    fn keep(&mut self, at: usize) {
        let Some(known) = self.old.docs.get(at) else { return };
        self.state.postings.extend_from_slice(self.old.of(at));
        let end = self.state.postings.len() as u64;
        self.state.docs.push(Known { end, ..*known });
    }

    fn read_block(&mut self, docs: Vec<SearchDoc>, stamps: &[u64], files: [String; 2], print: u64) {
        let mut pairs = Vec::with_capacity(docs.len());
        for (doc, stamp) in docs.iter().zip(stamps) {
            let analysed = analyse(doc, &mut self.state.words);
            self.state.postings.extend_from_slice(&analysed.postings);
            pairs.push(analysed.pairs);
            self.state.docs.push(Known {
                stamp: *stamp,
                day: doc.day,
                end: self.state.postings.len() as u64,
            });
        }
        let [display, phrases] = files;
        self.changed(display, story::write_block(&docs), print);
        self.changed(phrases, story::write_pairs(&pairs), print);
    }

    fn shards(&mut self) {
        let plan = Plan::new(&self.state);
        let prints = plan.prints(&self.state);
        let mut to_write: Vec<(String, Part)> = Vec::new();
        for (file, part) in plan.parts() {
            let print = prints.get(&file).copied().unwrap_or(0);
            if self.old.prints.get(&file) == Some(&print) {
                self.unchanged(file, print);
            } else {
                to_write.push((file, part));
            }
        }
        let sink = &mut *self.sink;
        plan.write(&self.state, &to_write, &mut |file, bytes| {
            sink(IndexFile {
                path: file.to_owned(),
                bytes: Some(bytes),
            });
        });
        for (file, _) in to_write {
            let print = prints.get(&file).copied().unwrap_or(0);
            self.state.prints.insert(file, print);
        }
        self.keys(&plan);
        self.state.order = plan.order;
    }

    /// Keeps the plan's keys for the manifest.
    fn keys(&mut self, plan: &Plan) {
        self.state.keys = plan.keys.iter().skip(1).cloned().collect::<Vec<_>>().join(" ");
    }

    fn manifest(&mut self, sections: &[(String, String)]) {
        let stories = self.state.docs.len() as u32;
        let mut before = 0;
        let days = self
            .state
            .docs
            .iter()
            .step_by(DAY_STEP)
            .map(|doc| doc.day - std::mem::replace(&mut before, doc.day));
        let manifest = Manifest {
            v: u32::from(VERSION),
            stories,
            shards: self.state.keys.clone(),
            young: layout::decided(stories) == 0,
            recent: layout::recent_shards(stories),
            days: days.collect(),
            newest: self.state.docs.last().map_or(0, |doc| doc.day),
            sections: sections.to_vec(),
        };
        let bytes = code::pack_hard(&serde_json::to_vec(&manifest).unwrap_or_default());
        let print = rules::print();
        if self.old.prints.get("rules.bin") == Some(&print) {
            self.unchanged("rules.bin".to_owned(), print);
        } else {
            self.changed("rules.bin".to_owned(), rules::write(), print);
        }
        (self.sink)(IndexFile {
            path: "manifest.bin".to_owned(),
            bytes: Some(bytes),
        });
    }

    fn unchanged(&mut self, path: String, print: u64) {
        self.state.prints.insert(path.clone(), print);
        (self.sink)(IndexFile { path, bytes: None });
    }

    fn changed(&mut self, path: String, bytes: Vec<u8>, print: u64) {
        self.state.prints.insert(path.clone(), print);
        (self.sink)(IndexFile {
            path,
            bytes: Some(bytes),
        });
    }
}
