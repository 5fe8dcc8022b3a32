//! The bytes of term shards, gathered from the runs of stories. Shards are written side by side.

use super::layout;
use super::plan::Plan;
use super::segment::{NONE, Segment};
use super::shard::{self, Content, Entry, Stories};
use super::state::Runs;
use super::vocabulary::{Id, Members, Vocabulary, is_sound};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// A stem in more stories than these is too common for its forms to matter.
const FORMS_UP_TO: usize = 4096;

/// A form, how often a word of that form stands in stories, the word's place.
type Used = (String, u32, u32);

/// Takes a file's name and bytes.
type Sink<'a> = &'a (dyn Fn(String, Vec<u8>) + Sync);

/// All that shards are made from.
pub(super) struct Emitter<'a> {
    pub(super) words: &'a Vocabulary,
    pub(super) members: &'a Members,
    pub(super) plan: &'a Plan,
    pub(super) runs: &'a Runs<'a>,
}

/// The terms of a run that are wanted, in order of their texts: place in the order, place in the run.
struct Directory<'a> {
    base: u32,
    run: &'a Segment,
    terms: Vec<(u32, u32)>,
}

impl<'a> Emitter<'a> {
    /// Writes the chosen base shards.
    pub(super) fn base(&self, chosen: &[bool], sink: Sink<'_>) {
        let shards: Vec<usize> = (0..).zip(chosen).filter(|(_, c)| **c).map(|(at, _)| at).collect();
        let mut wanted = vec![false; self.words.order().len()];
        let mut last = 0;
        for shard in &shards {
            let range = self.plan.range(*shard);
            wanted
                .iter_mut()
                .skip(range.start as usize)
                .take(range.len())
                .for_each(|w| *w = true);
            last = last.max(self.closing(*shard));
        }
        let early: Vec<&(u32, &Segment)> = self.runs.all().iter().filter(|(base, _)| *base < last).collect();
        let directories: Vec<Directory<'_>> = early
            .into_par_iter()
            .map(|(base, run)| self.directory(*base, run, &wanted))
            .collect();
        shards.into_par_iter().for_each(|shard| {
            let Some(key) = self.plan.keys.get(shard) else { return };
            sink(layout::base_file(key), self.shard(shard, &directories));
        });
    }

    fn closing(&self, shard: usize) -> u32 {
        self.plan.closings.get(shard).copied().unwrap_or(0)
    }

    fn directory(&self, base: u32, run: &'a Segment, wanted: &[bool]) -> Directory<'a> {
        let rank = |(at, (term, _)): (u32, (Id, u32))| Some((*self.plan.rank.get(term as usize)?, at));
        let mut terms: Vec<(u32, u32)> = (0..).zip(run.terms()).filter_map(rank).collect();
        terms.retain(|(rank, _)| wanted.get(*rank as usize).copied().unwrap_or(false));
        terms.sort_unstable();
        Directory { base, run, terms }
    }

    /// A base shard's bytes.
    fn shard(&self, shard: usize, directories: &[Directory<'_>]) -> Vec<u8> {
        let (closing, range) = (self.closing(shard), self.plan.range(shard));
        let mut sources: Vec<(&Directory<'_>, std::slice::Iter<'_, (u32, u32)>)> = Vec::new();
        for directory in directories.iter().filter(|d| d.base < closing) {
            let low = directory.terms.partition_point(|(rank, _)| *rank < range.start);
            let high = directory.terms.partition_point(|(rank, _)| *rank < range.end);
            let own = directory.terms.get(low..high).unwrap_or_default();
            sources.push((directory, own.iter()));
        }
        let own = self.words.order().get(range.start as usize..range.end as usize);
        let mut entries = Vec::new();
        let mut places = Vec::new();
        for (rank, id) in (range.start..).zip(own.unwrap_or_default()) {
            let mut stories = Stories::default();
            for (directory, terms) in &mut sources {
                let Some((_, at)) = terms.as_slice().first().filter(|(r, _)| *r == rank) else {
                    continue;
                };
                terms.next();
                let mut postings = directory.run.postings(*at as usize);
                while let Some((story, mark)) = postings.next(&mut places) {
                    if directory.base + story >= closing {
                        break;
                    }
                    stories.add(directory.base + story, mark, &places);
                }
            }
            entries.extend(self.entry(*id, stories, |first| first < closing));
        }
        shard::write(0, closing, &entries)
    }

    /// Writes all recent shards from one reading of the newest stories.
    pub(super) fn recent(&self, sink: Sink<'_>) {
        let stories = self.plan.stories;
        let (shards, from) = (layout::recent_shards(stories), layout::recent_from(stories));
        let mut gathered = self.gather(from);
        for (word, sound) in self.words.all_sounds() {
            let first = self.plan.first_of(word);
            if first >= from && first != NONE {
                gathered.entry(self.rank(sound)).or_default();
            }
        }
        let mut own: Vec<Vec<(Id, Stories)>> = Vec::new();
        own.resize_with(shards as usize, Vec::new);
        for (rank, stories) in gathered {
            let Some(id) = self.words.order().get(rank as usize).copied() else {
                continue;
            };
            let shard = layout::recent_shard(self.words.text(id), shards);
            if let Some(list) = own.get_mut(shard as usize) {
                list.push((id, stories));
            }
        }
        own.into_par_iter().enumerate().for_each(|(number, terms)| {
            let entries: Vec<Entry<'_>> = terms
                .into_iter()
                .filter_map(|(id, stories)| {
                    let closing = self.plan.closing_of(id);
                    self.entry(id, stories, |first| first >= closing)
                })
                .collect();
            sink(format!("n/{number}.bin"), shard::write(from, stories, &entries));
        });
    }

    fn rank(&self, term: Id) -> u32 {
        self.plan.rank.get(term as usize).copied().unwrap_or(0)
    }

    /// By place in the order of terms: the stories from a number on that are not in the term's base shard.
    fn gather(&self, from: u32) -> BTreeMap<u32, Stories> {
        let mut gathered: BTreeMap<u32, Stories> = BTreeMap::new();
        let mut places = Vec::new();
        for (base, run) in self.runs.all().iter().filter(|(base, run)| base + run.len() > from) {
            for (at, (term, _)) in run.terms().enumerate() {
                let mut postings = run.postings(at);
                let mut since = None;
                while let Some((story, mark)) = postings.next(&mut places) {
                    let story = base + story;
                    if story >= from && story >= *since.get_or_insert_with(|| self.plan.closing_of(term)) {
                        gathered.entry(self.rank(term)).or_default().add(story, mark, &places);
                    }
                }
            }
        }
        gathered
    }

    /// What a shard holds of a term, if anything: its stories, or the sounds of words that first stand in a story of the
    /// wanted kind.
    fn entry(&self, term: Id, stories: Stories, wanted: impl Fn(u32) -> bool) -> Option<Entry<'a>> {
        let text = self.words.text(term);
        let content = if is_sound(text) {
            let sounds = self.sounds(term, wanted);
            (!sounds.is_empty()).then_some(Content::Sounds(sounds))
        } else {
            (stories.len() > 0).then(|| self.with_forms(term, stories))
        };
        content.map(|content| Entry { term: text, content })
    }

    /// The sounds of a term's words that first stand in a story of the wanted kind, sorted.
    fn sounds(&self, term: Id, wanted: impl Fn(u32) -> bool) -> Vec<(&'a str, &'a str)> {
        let own = self.words.sounds(self.members, term);
        let mut found: Vec<_> = own
            .filter(|(word, ..)| {
                let first = self.plan.first_of(*word);
                first != NONE && wanted(first)
            })
            .map(|(_, pattern, stem)| (pattern, stem))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The forms of a stem, the most frequent first, and its stories by those forms.
    fn with_forms(&self, term: Id, mut stories: Stories) -> Content<'a> {
        if stories.len() > FORMS_UP_TO {
            stories.drop_forms();
        }
        let form = |place: u32| self.members.word_at(term, place).map(|word| self.words.form_of(word));
        // Most stems stand in one form only.
        if let Some((first, others)) = stories.forms().split_first()
            && others.iter().all(|place| place == first)
        {
            return Content::Stories(vec![form(*first).unwrap_or_default()], stories);
        }
        let mut counts: Vec<u32> = Vec::new();
        for place in stories.forms().iter().map(|p| *p as usize) {
            if place >= counts.len() {
                counts.resize(place + 1, 0);
            }
            counts.iter_mut().skip(place).take(1).for_each(|count| *count += 1);
        }
        let used = (0..).zip(&counts).filter(|(_, count)| **count > 0);
        let mut used: Vec<Used> = used
            .map(|(place, count)| (form(place).unwrap_or_default(), *count, place))
            .collect();
        used.sort_unstable();
        let mut forms: Vec<(u32, &[Used])> = used
            .chunk_by(|a, b| a.0 == b.0)
            .map(|words| (words.iter().map(|(_, count, _)| count).sum(), words))
            .collect();
        // Equal frequencies stay in the order of the forms.
        forms.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        if forms.len() > 1 {
            let mut renamed = vec![0; counts.len()];
            for (number, (_, words)) in (0..).zip(&forms) {
                for (_, _, place) in *words {
                    let slot = renamed.iter_mut().skip(*place as usize).take(1);
                    slot.for_each(|slot| *slot = number);
                }
            }
            stories.rename(&renamed);
        }
        let name = |(_, words): &(u32, &[Used])| words.first().map(|(form, ..)| form.clone());
        let forms = forms.iter().filter_map(name).collect();
        Content::Stories(forms, stories)
    }
}
