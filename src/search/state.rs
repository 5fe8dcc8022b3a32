//! What a build keeps for the next one: the vocabulary, and every story's postings in runs of some thousand stories. Only
//! what changed is kept again. A memory that cannot be read is as good as none.

use super::segment::{Known, LONGEST, SHORT, Segment};
use super::vocabulary::{Extent, Vocabulary};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Changes with the meaning of what is kept or of an index file.
const FORM: u32 = 3;
/// A vocabulary that grew by more than this share since it was kept whole is kept whole again.
const GROWN: u32 = 8;
/// The piece that names all others.
const HEAD: Name = *b"head of a search";

/// The name of a kept piece.
pub type Name = [u8; 16];

/// Where pieces of memory lie between builds. What it gives back is what was kept under the name, or nothing.
pub trait Memory: Sync {
    /// What was kept under a name.
    fn recall(&self, name: Name) -> Option<Vec<u8>>;

    /// Keeps a piece for the next build. All but one piece are named by their content.
    fn keep(&self, name: Name, piece: &[u8]);
}

/// No memory: everything is rebuilt, and nothing kept.
#[derive(Debug, Clone, Copy, Default)]
pub struct Forgetful;

impl Memory for Forgetful {
    fn recall(&self, _: Name) -> Option<Vec<u8>> {
        None
    }

    fn keep(&self, _: Name, _: &[u8]) {}
}

/// The names of the pieces, and what is small enough to stand beside them.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Head {
    form: u32,
    whole: Name,
    /// How far the vocabulary's whole piece goes.
    extent: Extent,
    more: Option<Name>,
    runs: Vec<Name>,
    keys: Vec<String>,
    rules: u64,
}

/// See the module.
#[derive(Default)]
pub(super) struct State {
    pub(super) words: Vocabulary,
    pub(super) runs: Vec<Segment>,
    /// Names of the runs.
    pub(super) names: Vec<Name>,
    /// Keys of the base shards.
    pub(super) keys: Vec<String>,
    /// A print of the language rules.
    pub(super) rules: u64,
    /// The vocabulary's whole piece, and how far it goes.
    whole: Option<(Name, Extent)>,
}

impl State {
    /// What the last build kept; an empty state when it is odd in any way.
    pub(super) fn recall(memory: &dyn Memory) -> Self {
        Self::try_recall(memory).unwrap_or_default()
    }

    fn try_recall(memory: &dyn Memory) -> Option<Self> {
        let head: Head = postcard::from_bytes(&memory.recall(HEAD)?).ok()?;
        if head.form != FORM {
            return None;
        }
        let vocabulary = || {
            let mut words = Vocabulary::default();
            words.read_more(&memory.recall(head.whole)?)?;
            if words.extent() != head.extent {
                return None;
            }
            if let Some(name) = head.more {
                words.read_more(&memory.recall(name)?)?;
            }
            Some(words)
        };
        let runs = || {
            head.runs
                .par_iter()
                .map(|name| memory.recall(*name))
                .collect::<Option<Vec<_>>>()
        };
        let (words, runs) = rayon::join(vocabulary, runs);
        let (words, runs) = (words?, runs?);
        let size = words.len();
        let runs = runs.into_par_iter().map(|bytes| Segment::read(bytes, size));
        Some(Self {
            runs: runs.collect::<Option<_>>()?,
            words,
            names: head.runs,
            keys: head.keys,
            rules: head.rules,
            whole: Some((head.whole, head.extent)),
        })
    }

    /// Keeps the vocabulary and the names of all pieces; the runs are kept already, under `runs`.
    pub(super) fn keep(&self, memory: &dyn Memory, runs: Vec<Name>) {
        let now = self.words.extent();
        let slow = |(_, then): &(Name, Extent)| (now.words - then.words) <= then.words / GROWN;
        let (whole, extent) = self
            .whole
            .filter(slow)
            .unwrap_or_else(|| (keep(memory, &self.words.write(Extent::default())), now));
        let head = Head {
            form: FORM,
            whole,
            extent,
            more: (extent != now).then(|| keep(memory, &self.words.write(extent))),
            runs,
            keys: self.keys.clone(),
            rules: self.rules,
        };
        memory.keep(HEAD, &postcard::to_stdvec(&head).unwrap_or_default());
    }
}

/// Keeps a piece under the name of its content.
pub(super) fn keep(memory: &dyn Memory, piece: &[u8]) -> Name {
    let name = name_of(piece);
    memory.keep(name, piece);
    name
}

/// The name of a piece by its content.
fn name_of(piece: &[u8]) -> Name {
    let mut name = Name::default();
    blake3::Hasher::new().update(piece).finalize_xof().fill(&mut name);
    name
}

/// Stories in a row, from the oldest, as runs.
#[derive(Clone, Default)]
pub(super) struct Runs<'a> {
    /// Number of the first story, and the run.
    list: Vec<(u32, &'a Segment)>,
    stories: u32,
}

impl<'a> Runs<'a> {
    pub(super) fn new(runs: impl IntoIterator<Item = &'a Segment>) -> Self {
        let mut all = Self::default();
        for run in runs {
            all.list.push((all.stories, run));
            all.stories += run.len();
        }
        all
    }

    /// How many stories there are.
    pub(super) fn len(&self) -> u32 {
        self.stories
    }

    /// The number of each run's first story, and the run.
    pub(super) fn all(&self) -> &[(u32, &'a Segment)] {
        &self.list
    }

    /// All stories.
    pub(super) fn stories(&self) -> impl Iterator<Item = &'a Known> {
        self.list.iter().flat_map(|(_, run)| &run.stories)
    }

    /// Packed postings of some stories (ascending).
    pub(super) fn postings(&self, wanted: &[u32]) -> Vec<Vec<u8>> {
        let mut found = Vec::with_capacity(wanted.len());
        for (base, run) in &self.list {
            let end = base + run.len();
            let own = wanted.iter().filter(|n| (*base..end).contains(n)).map(|n| n - base);
            let own: Vec<u32> = own.collect();
            let (Some(low), Some(high)) = (own.first(), own.last()) else {
                continue;
            };
            let mut packed = run.unmake(*low..high + 1);
            found.extend(
                own.iter()
                    .filter_map(|n| packed.get_mut(*n as usize).map(std::mem::take)),
            );
        }
        found
    }
}

/// Stories that stay together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) stories: Range<u32>,
    /// The run that holds them already.
    pub(super) kept: Option<usize>,
}

impl Piece {
    fn is_short(&self) -> bool {
        self.stories.len() < SHORT
    }
}

/// Where runs that are known stand among the stories (by stamps), and the stretches for which runs must be made: those that
/// are too short take a neighbour in, so that there are never many short runs.
pub(super) fn arrange(known: &[Segment], stamps: &[u64]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut places: Option<FxHashMap<u64, usize>> = None;
    let mut next = 0;
    for (at, run) in known.iter().enumerate() {
        let fits = |from: usize| {
            let there = stamps.get(from..from + run.stories.len());
            there.is_some_and(|there| there.iter().eq(run.stories.iter().map(|k| &k.stamp)))
        };
        let from = if fits(next) {
            Some(next)
        } else {
            let places = places.get_or_insert_with(|| stamps.iter().copied().zip(0..).collect());
            let first = run.stories.first().and_then(|story| places.get(&story.stamp));
            first.copied().filter(|from| *from >= next && fits(*from))
        };
        let Some(from) = from.filter(|_| !run.stories.is_empty()) else {
            continue;
        };
        add(&mut pieces, next..from, None);
        next = from + run.stories.len();
        add(&mut pieces, from..next, Some(at));
    }
    add(&mut pieces, next..stamps.len(), None);
    pieces.into_iter().flat_map(cut).collect()
}

fn add(pieces: &mut Vec<Piece>, stories: Range<usize>, kept: Option<usize>) {
    if stories.is_empty() {
        return;
    }
    let mut piece = Piece {
        stories: stories.start as u32..stories.end as u32,
        kept,
    };
    while let Some(last) = pieces.last() {
        let new = [last.kept, piece.kept].iter().filter(|kept| kept.is_none()).count();
        let short = last.kept.is_none() && last.is_short() || piece.kept.is_none() && piece.is_short();
        if new < 2 && !(new == 1 && short) {
            break;
        }
        piece = Piece {
            stories: last.stories.start..piece.stories.end,
            kept: None,
        };
        pieces.pop();
    }
    pieces.push(piece);
}

/// Cuts what is too long for one run into equal parts.
fn cut(piece: Piece) -> Vec<Piece> {
    if piece.kept.is_some() {
        return vec![piece];
    }
    let (start, len) = (piece.stories.start as usize, piece.stories.len());
    let parts = len.div_ceil(LONGEST);
    let bound = |part: usize| (start + len * part / parts) as u32;
    (0..parts)
        .map(|part| Piece {
            stories: bound(part)..bound(part + 1),
            kept: None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(stamps: Range<u64>) -> Segment {
        let known = stamps.map(|stamp| Known { stamp, day: 0 }).collect();
        Segment::new(known, &[], &Vocabulary::default().members(), (0, 0))
    }

    fn kept(known: &[Segment], stamps: &[u64]) -> Vec<(Range<u32>, Option<usize>)> {
        arrange(known, stamps)
            .into_iter()
            .map(|p| (p.stories, p.kept))
            .collect()
    }

    #[test]
    fn runs_are_kept_where_nothing_changed() {
        let known = [run(0..4000), run(4000..8000), run(8000..10_000)];
        let mut stamps: Vec<u64> = (0..10_000).collect();
        let all = [(0..4000, Some(0)), (4000..8000, Some(1)), (8000..10_000, Some(2))];
        assert_eq!(kept(&known, &stamps), all);
        stamps.push(10_000);
        assert_eq!(kept(&known, &stamps)[2..], [(8000..10_001, None)]);
        stamps.insert(0, 99_999);
        assert_eq!(
            kept(&known, &stamps),
            [(0..4001, None), (4001..8001, Some(1)), (8001..10_002, None)]
        );
        let gone: Vec<u64> = (0..10_000).filter(|n| *n != 5000).collect();
        assert_eq!(
            kept(&known, &gone),
            [(0..4000, Some(0)), (4000..7999, None), (7999..9999, Some(2))]
        );
        let cold = kept(&[], &stamps);
        assert_eq!(cold.len(), 3);
        assert!(cold.iter().all(|(stories, _)| stories.len() <= LONGEST));
    }
}
