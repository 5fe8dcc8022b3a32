//! The build of the index: stories in, files out. What did not change is neither read nor written again.

use super::analyse::{Draft, Numbers};
use super::emit::Emitter;
use super::layout::{self, BLOCK};
use super::plan::{Before, Change, Plan};
use super::segment::{Known, LONGEST, Segment};
use super::state::{Memory, Name, Piece, Runs, State, arrange, keep};
use super::vocabulary::{Vocabulary, look_up};
use super::{SearchDoc, VERSION, code, rules, story};
use crate::bengali::lexicon::Lexicon;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// Blocks whose texts are split at once: few while most words are new, so that few threads look up the same.
const BLOCKS_AT_ONCE: std::ops::Range<usize> = 16..128;
/// Blocks that a thread splits in one go.
const BLOCKS_A_DRAFT: usize = 4;
/// Stories whose postings wait at once to be sorted by term.
const WAITING: usize = 2 * LONGEST;

/// The stories of a site, oldest first, as the index asks for them. Their order numbers them: it must be total and the
/// same in every build (date, then address).
pub trait Stories: Sync {
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

    /// Where the words of stories have their numbers, if they have.
    fn lexicon(&self) -> Option<&Lexicon> {
        None
    }
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

/// Builds the index. `sections` are the paths and names a reader may filter by; `memory` is what the last build kept, and
/// keeps what the next may use. Every file of the index is given to `sink`, from several threads.
///
/// The files depend on the stories and sections only, never on the memory. Memory about 1 KB a story.
pub fn build(
    stories: &(impl Stories + ?Sized),
    sections: &[(String, String)],
    memory: &dyn Memory,
    sink: &(dyn Fn(IndexFile) + Sync),
) {
    let stamps: Vec<u64> = (0..stories.len()).into_par_iter().map(|n| stories.stamp(n)).collect();
    let mut state = State::recall(memory);
    let known = std::mem::take(&mut state.runs);
    let before = Runs::new(&known);
    let change = Change::new(before.stories().map(|k| k.stamp), &stamps);
    let mut reader = Reader {
        stories,
        stamps: &stamps,
        words: std::mem::take(&mut state.words),
        numbers: Numbers::default(),
        waiting: FxHashMap::default(),
        sink,
    };
    let pieces = arrange(&known, &stamps);
    let old = Old::new(&known, &pieces, &stamps);
    let changed = reader.changed_blocks(&before, &pieces, &old);
    let made = reader.read(&pieces, &changed, &old);
    let mut words = reader.words;
    words.sort();
    let names: Vec<Name> = pieces
        .par_iter()
        .zip(&made)
        .map(|(piece, made)| name(piece, made, &state.names, memory))
        .collect();
    let all = pieces.iter().zip(&made).filter_map(|(piece, made)| match piece.kept {
        Some(at) => known.get(at),
        None => made.as_ref(),
    });
    let runs = Runs::new(all);
    let members = words.members();
    let decided = layout::decided(runs.len());
    let keys_hold = decided == layout::decided(before.len()) && change.from >= decided && !state.keys.is_empty();
    let plan = Plan::new(&words, &members, &runs, keys_hold.then(|| state.keys.clone()));
    let emitter = Emitter {
        words: &words,
        members: &members,
        plan: &plan,
        runs: &runs,
    };
    let last = Before {
        keys: &state.keys,
        runs: &before,
    };
    shards(&emitter, &last, &change, sink);
    let print = rules::print();
    sink(IndexFile {
        path: "rules.bin".to_owned(),
        bytes: (state.rules != print).then(rules::write),
    });
    sink(manifest(&plan, &runs, sections));
    (state.words, state.keys, state.rules) = (words, plan.keys, print);
    state.keep(memory, names);
}

/// The name of a piece's run: known, or kept now.
fn name(piece: &Piece, made: &Option<Segment>, names: &[Name], memory: &dyn Memory) -> Name {
    let known = piece.kept.and_then(|at| names.get(at)).copied();
    known.unwrap_or_else(|| keep(memory, &made.as_ref().map_or_else(Vec::new, Segment::write)))
}

/// Gives out the term shards; those that cannot differ from the last build's are not written.
fn shards(emitter: &Emitter<'_>, before: &Before<'_>, change: &Change, sink: &(dyn Fn(IndexFile) + Sync)) {
    let plan = emitter.plan;
    let differing = plan.differing(emitter.words, emitter.runs, before, change);
    let closed = plan.keys.iter().zip(&plan.closings).map(|(_, closing)| *closing > 0);
    let chosen: Vec<bool> = closed
        .zip(&differing)
        .map(|(closed, differs)| closed && *differs)
        .collect();
    for ((key, closing), chosen) in plan.keys.iter().zip(&plan.closings).zip(&chosen) {
        if *closing > 0 && !chosen {
            sink(same(layout::base_file(key)));
        }
    }
    let write = |path: String, bytes: Vec<u8>| {
        sink(IndexFile {
            path,
            bytes: Some(bytes),
        });
    };
    emitter.base(&chosen, &write);
    if change.is_none(plan.stories, before.runs.len()) {
        (0..layout::recent_shards(plan.stories)).for_each(|n| sink(same(format!("n/{n}.bin"))));
    } else {
        emitter.recent(&write);
    }
}

fn same(path: String) -> IndexFile {
    IndexFile { path, bytes: None }
}

fn manifest(plan: &Plan, runs: &Runs<'_>, sections: &[(String, String)]) -> IndexFile {
    let mut before = 0;
    let days = runs
        .stories()
        .step_by(DAY_STEP)
        .map(|story| story.day - std::mem::replace(&mut before, story.day));
    let manifest = Manifest {
        v: u32::from(VERSION),
        stories: plan.stories,
        shards: plan.keys.get(1..).unwrap_or_default().join(" "),
        young: layout::decided(plan.stories) == 0,
        recent: layout::recent_shards(plan.stories),
        days: days.collect(),
        newest: runs
            .all()
            .last()
            .and_then(|(_, run)| run.stories.last())
            .map_or(0, |story| story.day),
        sections: sections.to_vec(),
    };
    IndexFile {
        path: "manifest.bin".to_owned(),
        bytes: Some(code::pack_hard(&serde_json::to_vec(&manifest).unwrap_or_default())),
    }
}

/// Stories of the last build whose run is not kept.
struct Old {
    by_stamp: FxHashMap<u64, (usize, usize)>,
    /// By run: each story's postings, where some are wanted.
    postings: Vec<Vec<Vec<u8>>>,
    known: Vec<Vec<Known>>,
}

impl Old {
    fn new(known: &[Segment], pieces: &[Piece], stamps: &[u64]) -> Self {
        let mut dropped = vec![true; known.len()];
        for at in pieces.iter().filter_map(|piece| piece.kept) {
            dropped.iter_mut().skip(at).take(1).for_each(|slot| *slot = false);
        }
        let mut by_stamp = FxHashMap::default();
        for (at, run) in known
            .iter()
            .enumerate()
            .filter(|(at, _)| dropped.get(*at) == Some(&true))
        {
            by_stamp.extend(run.stories.iter().zip(0..).map(|(story, n)| (story.stamp, (at, n))));
        }
        let mut wanted = vec![false; known.len()];
        for n in pieces
            .iter()
            .filter(|p| p.kept.is_none())
            .flat_map(|p| p.stories.clone())
        {
            if let Some((at, _)) = stamps.get(n as usize).and_then(|stamp| by_stamp.get(stamp)) {
                wanted.iter_mut().skip(*at).take(1).for_each(|slot| *slot = true);
            }
        }
        let unmake = |(run, wanted): (&Segment, &bool)| if *wanted { run.unmake(0..run.len()) } else { Vec::new() };
        Self {
            by_stamp,
            postings: known.par_iter().zip(&wanted).map(unmake).collect(),
            known: known.iter().map(|run| run.stories.clone()).collect(),
        }
    }

    fn knows(&self, stamp: u64) -> bool {
        self.by_stamp.contains_key(&stamp)
    }

    fn story(&self, stamp: u64) -> Option<(Known, Vec<u8>)> {
        let (run, at) = self.by_stamp.get(&stamp)?;
        Some((
            *self.known.get(*run)?.get(*at)?,
            self.postings.get(*run)?.get(*at)?.clone(),
        ))
    }
}

/// The numbers of a draft's new words and terms.
type Learnt = (Vec<u32>, Vec<u32>);

/// Some blocks, half read.
struct BlocksDraft<'a> {
    blocks: &'a [u32],
    days: Vec<i32>,
    texts: Draft,
}

/// Reads stories, gives out their blocks' files, and makes runs of their postings.
struct Reader<'a, S: Stories + ?Sized> {
    stories: &'a S,
    stamps: &'a [u64],
    words: Vocabulary,
    /// What the lexicon's numbers are in the vocabulary.
    numbers: Numbers,
    /// Stories that were read and are not in a run yet.
    waiting: FxHashMap<u32, (Known, Vec<u8>)>,
    sink: &'a (dyn Fn(IndexFile) + Sync),
}

impl<S: Stories + ?Sized> Reader<'_, S> {
    /// By block: whether it must be read.
    fn changed_blocks(&self, before: &Runs<'_>, pieces: &[Piece], old: &Old) -> Vec<bool> {
        let size = BLOCK as usize;
        let known: Vec<u64> = before.stories().map(|story| story.stamp).collect();
        let mut known = known.chunks(size);
        let mut changed: Vec<bool> = self
            .stamps
            .chunks(size)
            .map(|block| known.next() != Some(block))
            .collect();
        for n in pieces
            .iter()
            .filter(|p| p.kept.is_none())
            .flat_map(|p| p.stories.clone())
        {
            if !self.stamps.get(n as usize).is_some_and(|stamp| old.knows(*stamp)) {
                changed
                    .iter_mut()
                    .skip(n as usize / size)
                    .take(1)
                    .for_each(|slot| *slot = true);
            }
        }
        changed
    }

    /// By piece: its run, when it must be made. Reads the changed blocks.
    fn read(&mut self, pieces: &[Piece], changed: &[bool], old: &Old) -> Vec<Option<Segment>> {
        let mut made = Vec::with_capacity(pieces.len());
        let (mut rest, mut next) = (pieces, 0);
        while !rest.is_empty() {
            let mut new = 0;
            let fits = |piece: &&Piece| {
                let full = new >= WAITING;
                new += if piece.kept.is_none() { piece.stories.len() } else { 0 };
                !full
            };
            let (group, others) = rest.split_at(rest.iter().take_while(fits).count());
            let end = group.last().map_or(0, |piece| piece.stories.end);
            let until = end.div_ceil(BLOCK);
            self.read_blocks(next..until, changed);
            let taken: Vec<_> = group.iter().map(|piece| self.take(piece, old)).collect();
            let (members, size) = (self.words.members(), self.words.len());
            let make = |taken: Option<(Vec<Known>, Vec<Vec<u8>>)>| {
                taken.map(|(known, postings)| Segment::new(known, &postings, &members, size))
            };
            made.par_extend(taken.into_par_iter().map(make));
            self.waiting.retain(|story, _| *story >= end);
            (rest, next) = (others, until);
        }
        made
    }

    /// The stories of a piece and their postings, when it is not kept.
    fn take(&mut self, piece: &Piece, old: &Old) -> Option<(Vec<Known>, Vec<Vec<u8>>)> {
        let story = |n: u32| {
            let recalled = || old.story(*self.stamps.get(n as usize)?);
            self.waiting.remove(&n).or_else(recalled)
        };
        piece
            .kept
            .is_none()
            .then(|| piece.stories.clone().filter_map(story).unzip())
    }

    fn read_blocks(&mut self, blocks: std::ops::Range<u32>, changed: &[bool]) {
        let is_changed = |block: &u32| changed.get(*block as usize).copied().unwrap_or(true);
        let (changed, same): (Vec<u32>, Vec<u32>) = blocks.partition(is_changed);
        same.into_par_iter()
            .flat_map_iter(files)
            .for_each(|path| (self.sink)(IndexFile { path, bytes: None }));
        let mut rest = changed.as_slice();
        while !rest.is_empty() {
            let many = self.waiting.len() / BLOCK as usize;
            let at_once = many.clamp(BLOCKS_AT_ONCE.start, BLOCKS_AT_ONCE.end).min(rest.len());
            let (now, later) = rest.split_at(at_once);
            self.read_some(now);
            rest = later;
        }
    }

    fn read_some(&mut self, blocks: &[u32]) {
        let drafts: Vec<_> = blocks
            .par_chunks(BLOCKS_A_DRAFT)
            .map(|blocks| self.draft(blocks))
            .collect();
        let learnt = learn(&mut self.words, drafts.iter().map(|draft| &draft.texts));
        for (draft, (words, _)) in drafts.iter().zip(&learnt) {
            draft.texts.note(&mut self.numbers, words);
        }
        let drafts = drafts.into_par_iter().zip(learnt);
        let finished: Vec<_> = drafts.map(|(draft, learnt)| self.finish(draft, &learnt)).collect();
        for (blocks, days, postings) in finished {
            let numbers = blocks.iter().flat_map(|block| self.stories_of(*block));
            for (n, (day, postings)) in numbers.zip(days.into_iter().zip(postings)).collect::<Vec<_>>() {
                let stamp = self.stamps.get(n as usize).copied().unwrap_or(0);
                self.waiting.insert(n, (Known { stamp, day }, postings));
            }
        }
    }

    /// Gives out the phrase files of blocks whose words are learnt; the blocks, their stories' days and postings.
    fn finish<'b>(&self, draft: BlocksDraft<'b>, learnt: &Learnt) -> (&'b [u32], Vec<i32>, Vec<Vec<u8>>) {
        let analysed = draft.texts.finish(&self.words, &learnt.0, &learnt.1);
        let (mut pairs, postings): (Vec<_>, Vec<_>) = analysed.into_iter().map(|a| (a.pairs, a.postings)).unzip();
        for block in draft.blocks {
            let own: Vec<Vec<u32>> = pairs.drain(..self.stories_of(*block).len()).collect();
            let [_, phrases] = files(*block);
            self.changed(phrases, story::write_pairs(&own));
        }
        (draft.blocks, draft.days, postings)
    }

    /// The numbers of a block's stories.
    fn stories_of(&self, block: u32) -> std::ops::Range<u32> {
        let start = block * BLOCK;
        start..(start + BLOCK).min(self.stamps.len() as u32)
    }

    /// Splits the stories of some blocks, and gives out the blocks' display files.
    fn draft<'b>(&self, blocks: &'b [u32]) -> BlocksDraft<'b> {
        let mut docs: Vec<SearchDoc> = Vec::with_capacity(blocks.len() * BLOCK as usize);
        for block in blocks {
            let start = docs.len();
            docs.extend(self.stories_of(*block).map(|n| self.stories.story(n as usize)));
            let [display, _] = files(*block);
            self.changed(display, story::write_block(docs.get(start..).unwrap_or_default()));
        }
        BlocksDraft {
            blocks,
            days: docs.iter().map(|doc| doc.day).collect(),
            texts: Draft::new(&docs, self.stories.lexicon(), (&self.words, &self.numbers)),
        }
    }

    fn changed(&self, path: String, bytes: Vec<u8>) {
        (self.sink)(IndexFile {
            path,
            bytes: Some(bytes),
        });
    }
}

/// The display and the phrase file of a block.
fn files(block: u32) -> [String; 2] {
    [format!("d/{block}.bin"), format!("p/{block}.bin")]
}

/// Teaches the vocabulary what drafts did not know; for each draft the numbers of its new words and terms.
fn learn<'a>(words: &mut Vocabulary, drafts: impl Iterator<Item = &'a Draft> + Clone) -> Vec<Learnt> {
    let mut numbers: FxHashMap<&str, u32> = FxHashMap::default();
    let mut new: Vec<&str> = Vec::new();
    for word in drafts.clone().flat_map(|draft| &draft.new_words) {
        numbers.entry(word).or_insert_with(|| {
            new.push(word);
            new.len() as u32 - 1
        });
    }
    let found: Vec<_> = new
        .par_iter()
        .map_init(FxHashMap::default, |patterns, word| look_up(word, patterns))
        .collect();
    let ids: Vec<u32> = new
        .iter()
        .zip(&found)
        .map(|(word, found)| found.as_ref().and_then(|f| words.learn(word, f)).unwrap_or(u32::MAX))
        .collect();
    let mut of = |draft: &Draft| {
        let id = |word: &str| numbers.get(word).and_then(|n| ids.get(*n as usize)).copied();
        let own = draft
            .new_words
            .iter()
            .map(|word| id(word).unwrap_or(u32::MAX))
            .collect();
        (own, draft.new_terms.iter().map(|term| words.term(term)).collect())
    };
    drafts.map(&mut of).collect()
}
