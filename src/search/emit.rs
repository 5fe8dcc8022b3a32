//! The term shards of a set of stories: which there are, which changed, and their bytes.

use super::layout::{self, Weighed};
use super::shard::{self, Content, Entry, Stories};
use super::state::State;
use super::vocabulary::{Id, is_sound};
use std::collections::BTreeMap;

/// Postings that are gathered at once: bounds the memory of a build of any size.
const AT_ONCE: usize = 2 << 20;
/// A stem in more stories than these is too common for its forms to matter.
const FORMS_UP_TO: usize = 4096;
/// No shard, no slot, not seen.
const NONE: u32 = u32::MAX;

/// Where everything goes.
pub(super) struct Plan {
    stories: u32,
    /// The key that each base shard begins with.
    pub(super) keys: Vec<String>,
    /// Each base shard's closing number.
    closings: Vec<u32>,
    /// Terms in order of their texts.
    pub(super) order: Vec<Id>,
    /// By term: its base shard.
    shard: Vec<u32>,
    /// By word: the first story it stands in.
    first: Vec<u32>,
    /// By base shard: its postings.
    load: Vec<usize>,
}

/// A shard to be written.
pub(super) enum Part {
    /// By place in the list of keys.
    Base(usize),
    /// By number.
    Recent(u32),
}

impl Plan {
    /// Plans the shards of all stories of a store.
    pub(super) fn new(state: &State) -> Self {
        let stories = state.docs.len() as u32;
        let (words, terms) = state.words.len();
        let decided = layout::decided(stories);
        let mut first = vec![NONE; words];
        let mut early = vec![0u32; terms];
        let mut places = Vec::new();
        state.walk(0..stories, |doc, term, at| {
            state.posting(at, &mut places);
            for place in &places {
                note_first(state, &mut first, term, *place, doc);
            }
            if doc < decided
                && let Some(count) = early.get_mut(term as usize)
            {
                *count += 1;
            }
        });
        let order = sorted_terms(state, terms as Id);
        let keys = layout::cut(&weigh(state, &order, &early, (&first, decided)));
        let closings: Vec<u32> = keys.iter().map(|key| layout::closing(key, stories)).collect();
        let mut shard = vec![0; terms];
        let mut load = vec![0; keys.len()];
        let mut at = 0;
        for id in &order {
            while keys
                .get(at + 1)
                .is_some_and(|next| next.as_str() <= state.words.text(*id))
            {
                at += 1;
            }
            if let (Some(slot), Some(load)) = (shard.get_mut(*id as usize), load.get_mut(at)) {
                *slot = at as u32;
                *load += early.get(*id as usize).map_or(0, |n| *n as usize);
            }
        }
        Self {
            stories,
            keys,
            closings,
            order,
            shard,
            first,
            load,
        }
    }

    fn closing_of(&self, term: Id) -> u32 {
        let shard = self.shard.get(term as usize).copied().unwrap_or(0);
        self.closings.get(shard as usize).copied().unwrap_or(0)
    }

    fn first_of(&self, word: Id) -> u32 {
        self.first.get(word as usize).copied().unwrap_or(NONE)
    }

    /// All shards with their files.
    pub(super) fn parts(&self) -> Vec<(String, Part)> {
        let closed = self.closings.iter().enumerate().filter(|(_, closing)| **closing > 0);
        let base = closed.filter_map(|(at, _)| Some((layout::base_file(self.keys.get(at)?), Part::Base(at))));
        let recent = (0..layout::recent_shards(self.stories)).map(|n| (format!("n/{n}.bin"), Part::Recent(n)));
        base.chain(recent).collect()
    }

    /// A print of what each shard is made from: equal prints, equal bytes.
    pub(super) fn prints(&self, state: &State) -> BTreeMap<String, u64> {
        let recent_shards = layout::recent_shards(self.stories);
        let mut base: Vec<u64> = self.closings.iter().map(|c| u64::from(*c) + 1).collect();
        let mut recent = vec![u64::from(self.stories); recent_shards as usize];
        let recent_from = layout::recent_from(self.stories);
        let mut places = Vec::new();
        let hashes: Vec<u32> = (0..self.shard.len() as Id)
            .map(|id| layout::hash(state.words.text(id)))
            .collect();
        state.walk(0..self.stories, |doc, term, at| {
            let shard = self.shard.get(term as usize).copied().unwrap_or(0) as usize;
            let early = self.closings.get(shard).is_some_and(|closing| doc < *closing);
            let print = if early {
                base.get_mut(shard)
            } else {
                let text = state.words.text(term);
                recent.get_mut(layout::recent_shard(text, recent_shards) as usize)
            };
            let Some(print) = print else { return };
            let mark = state.posting(at, &mut places);
            let hash = hashes.get(term as usize).copied().unwrap_or(0);
            chain(print, u64::from(hash) << 32 | u64::from(doc) << 4 | u64::from(mark));
            for place in &places {
                let word = state.words.word_at(term, *place).and_then(|id| state.words.get(id));
                chain(print, word.map_or(0, |w| u64::from(w.hash)));
            }
        });
        self.print_sounds(state, &mut base, &mut recent);
        let closed = self.keys.iter().zip(&self.closings).zip(base);
        let base = closed
            .filter(|((_, closing), _)| **closing > 0)
            .map(|((key, _), print)| (layout::base_file(key), print));
        let recent = recent.into_iter().enumerate().map(|(n, mut print)| {
            chain(&mut print, u64::from(recent_from));
            (format!("n/{n}.bin"), print)
        });
        base.chain(recent).collect()
    }

    /// Adds the words of each sound to the prints; their order in the vocabulary must not show, so they are summed.
    fn print_sounds(&self, state: &State, base: &mut [u64], recent: &mut [u64]) {
        for term in self.order.iter().copied().filter(|id| is_sound(state.words.text(*id))) {
            let closing = self.closing_of(term);
            let (mut early, mut late) = (0u64, 0u64);
            for (word, pattern, _) in state.words.sounds(term) {
                let first = self.first_of(word);
                let mut print = u64::from(layout::hash(pattern));
                chain(&mut print, state.words.print(word));
                if first < closing {
                    early = early.wrapping_add(print);
                } else if first != NONE {
                    late = late.wrapping_add(print);
                }
            }
            let shard = self.shard.get(term as usize).copied().unwrap_or(0) as usize;
            if let Some(print) = base.get_mut(shard).filter(|_| early != 0) {
                chain(print, early);
            }
            let number = layout::recent_shard(state.words.text(term), recent.len() as u32) as usize;
            if let Some(print) = recent.get_mut(number).filter(|_| late != 0) {
                chain(print, late);
            }
        }
    }

    /// The sounds of a term's words that first stand in a story of the wanted kind, sorted.
    fn sounds<'a>(&self, state: &'a State, term: Id, wanted: impl Fn(u32) -> bool) -> Vec<(&'a str, &'a str)> {
        let mut found: Vec<_> = state
            .words
            .sounds(term)
            .filter(|(word, ..)| {
                let first = self.first_of(*word);
                first != NONE && wanted(first)
            })
            .map(|(_, pattern, stem)| (pattern, stem))
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Writes shards, in order, a bounded number of postings at a time.
    pub(super) fn write(&self, state: &State, parts: &[(String, Part)], sink: &mut dyn FnMut(&str, Vec<u8>)) {
        let (mut batch, mut load, mut recent) = (Vec::new(), 0, Vec::new());
        for (file, part) in parts {
            match part {
                Part::Recent(number) => recent.push((file.as_str(), *number)),
                Part::Base(at) => {
                    load += self.load.get(*at).copied().unwrap_or(0);
                    batch.push((file.as_str(), *at));
                    if load >= AT_ONCE {
                        self.write_base(state, &batch, sink);
                        (batch, load) = (Vec::new(), 0);
                    }
                }
            }
        }
        self.write_base(state, &batch, sink);
        self.write_recent(state, &recent, sink);
    }

    fn write_base(&self, state: &State, batch: &[(&str, usize)], sink: &mut dyn FnMut(&str, Vec<u8>)) {
        if batch.is_empty() {
            return;
        }
        let mut chosen = vec![false; self.keys.len()];
        for (_, at) in batch {
            if let Some(slot) = chosen.get_mut(*at) {
                *slot = true;
            }
        }
        let is_chosen = |term: Id| {
            let shard = self.shard.get(term as usize).copied().unwrap_or(NONE) as usize;
            chosen.get(shard).copied().unwrap_or(false)
        };
        let last = batch
            .iter()
            .filter_map(|(_, at)| self.closings.get(*at))
            .max()
            .copied()
            .unwrap_or(0);
        let gathered = self.gather(state, 0..last, |doc, term| {
            is_chosen(term) && doc < self.closing_of(term)
        });
        for (file, at) in batch {
            let closing = self.closings.get(*at).copied().unwrap_or(0);
            let own = self.own_terms(state, *at);
            let entries = self.entries(state, own, &gathered, true);
            sink(file, shard::write(0, closing, &entries));
        }
    }

    /// The run of the order that a base shard holds.
    fn own_terms(&self, state: &State, at: usize) -> &[Id] {
        let start = self.keys.get(at).map_or("", String::as_str);
        let low = self.order.partition_point(|id| state.words.text(*id) < start);
        let high = self.keys.get(at + 1).map_or(self.order.len(), |end| {
            self.order.partition_point(|id| state.words.text(*id) < end.as_str())
        });
        self.order.get(low..high).unwrap_or_default()
    }

    /// Writes recent shards from one reading of the newest stories.
    fn write_recent(&self, state: &State, files: &[(&str, u32)], sink: &mut dyn FnMut(&str, Vec<u8>)) {
        if files.is_empty() {
            return;
        }
        let shards = layout::recent_shards(self.stories);
        let from = layout::recent_from(self.stories);
        let gathered = self.gather(state, from..self.stories, |doc, term| doc >= self.closing_of(term));
        let mut terms: Vec<Vec<Id>> = vec![Vec::new(); shards as usize];
        for id in &self.order {
            let text = state.words.text(*id);
            if gathered.of(*id).is_some() || is_sound(text) && self.is_heard_since(state, *id, from) {
                let shard = layout::recent_shard(text, shards) as usize;
                terms.iter_mut().skip(shard).take(1).for_each(|list| list.push(*id));
            }
        }
        for (file, number) in files {
            let own = terms.get(*number as usize).map_or(&[][..], Vec::as_slice);
            let entries = self.entries(state, own, &gathered, false);
            sink(file, shard::write(from, self.stories, &entries));
        }
    }

    fn is_heard_since(&self, state: &State, term: Id, from: u32) -> bool {
        let mut firsts = state.words.sounds(term).map(|(word, ..)| self.first_of(word));
        firsts.any(|first| first >= from && first != NONE)
    }

    /// Postings (story, place in the store) by term.
    fn gather(&self, state: &State, docs: std::ops::Range<u32>, wanted: impl Fn(u32, Id) -> bool) -> Gathered {
        let mut gathered = Gathered {
            slots: vec![NONE; self.shard.len()],
            lists: Vec::new(),
        };
        state.walk(docs, |doc, term, at| {
            if wanted(doc, term) {
                gathered.add(term, (doc, at));
            }
        });
        gathered
    }

    fn entries<'a>(&self, state: &'a State, terms: &[Id], gathered: &Gathered, early: bool) -> Vec<Entry<'a>> {
        let mut entries = Vec::new();
        for id in terms {
            let term = state.words.text(*id);
            let content = if is_sound(term) {
                let closing = self.closing_of(*id);
                let sounds = self.sounds(state, *id, |first| (first < closing) == early);
                (!sounds.is_empty()).then_some(Content::Sounds(sounds))
            } else {
                gathered.of(*id).map(|list| stories(state, *id, list))
            };
            entries.extend(content.map(|content| Entry { term, content }));
        }
        entries
    }
}

/// Postings by term.
struct Gathered {
    slots: Vec<u32>,
    lists: Vec<Vec<(u32, u32)>>,
}

impl Gathered {
    fn add(&mut self, term: Id, posting: (u32, u32)) {
        let Some(slot) = self.slots.get_mut(term as usize) else {
            return;
        };
        if *slot == NONE {
            *slot = self.lists.len() as u32;
            self.lists.push(Vec::new());
        }
        if let Some(list) = self.lists.get_mut(*slot as usize) {
            list.push(posting);
        }
    }

    fn of(&self, term: Id) -> Option<&[(u32, u32)]> {
        let slot = *self.slots.get(term as usize)?;
        self.lists.get(slot as usize).map(Vec::as_slice)
    }
}

/// The forms of a stem, the most frequent first, and its stories.
fn stories<'a>(state: &'a State, term: Id, list: &[(u32, u32)]) -> Content<'a> {
    let mut stories = Stories::default();
    let mut counts: Vec<u32> = Vec::new();
    let mut places = Vec::new();
    for (doc, at) in list {
        let mark = state.posting(*at, &mut places);
        if list.len() > FORMS_UP_TO {
            places.clear();
        }
        for place in places.iter().map(|p| *p as usize) {
            if place >= counts.len() {
                counts.resize(place + 1, 0);
            }
            counts.iter_mut().skip(place).take(1).for_each(|count| *count += 1);
        }
        stories.add(*doc, mark, &places);
    }
    let mut by_form: BTreeMap<String, u32> = BTreeMap::new();
    for (place, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        *by_form.entry(state.words.form_at(term, place as u32)).or_default() += count;
    }
    let mut forms: Vec<(String, u32)> = by_form.into_iter().collect();
    forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let forms: Vec<String> = forms.into_iter().map(|(form, _)| form).collect();
    if forms.len() > 1 {
        let numbers: BTreeMap<&str, u32> = forms.iter().zip(0..).map(|(form, n)| (form.as_str(), n)).collect();
        let number = |place: usize| numbers.get(state.words.form_at(term, place as u32).as_str()).copied();
        let renamed = counts
            .iter()
            .enumerate()
            .map(|(place, count)| if *count > 0 { number(place) } else { None });
        stories.rename(&renamed.map(|n| n.unwrap_or(0)).collect::<Vec<_>>());
    }
    Content::Stories(forms, stories)
}

/// All terms by text: the order of the last build with the new terms merged in.
fn sorted_terms(state: &State, terms: Id) -> Vec<Id> {
    let by_text = |a: &Id, b: &Id| state.words.text(*a).cmp(state.words.text(*b));
    let mut new: Vec<Id> = (state.order.len() as Id..terms).collect();
    new.sort_unstable_by(by_text);
    let mut merged = Vec::with_capacity(terms as usize);
    let mut new = new.into_iter().peekable();
    for old in &state.order {
        while let Some(id) = new.next_if(|id| by_text(id, old).is_lt()) {
            merged.push(id);
        }
        merged.push(*old);
    }
    merged.extend(new);
    merged
}

fn note_first(state: &State, first: &mut [u32], term: Id, place: u32, doc: u32) {
    if let Some(word) = state.words.word_at(term, place)
        && let Some(slot) = first.get_mut(word as usize)
        && *slot == NONE
    {
        *slot = doc;
    }
}

/// Terms of the decided stories with the bytes they are guessed to take.
fn weigh<'a>(state: &'a State, order: &[Id], early: &[u32], (first, decided): (&[u32], u32)) -> Vec<Weighed<'a>> {
    let bytes = |id: Id| {
        let count = early.get(id as usize).copied().unwrap_or(0);
        if let Some(share) = decided.checked_div(count) {
            let bits = layout::log(u64::from(share) * 32).saturating_sub(160) / 32 + 7;
            return count.saturating_mul(bits) / 8 + 10;
        }
        if !is_sound(state.words.text(id)) {
            return 0;
        }
        let heard = |word: Id| first.get(word as usize).is_some_and(|f| *f < decided);
        state
            .words
            .sounds(id)
            .filter(|s| heard(s.0))
            .map(|s| 4 + (s.1.len() + s.2.len() / 3) as u32 / 2)
            .sum()
    };
    order
        .iter()
        .map(|id| Weighed {
            term: state.words.text(*id),
            bytes: bytes(*id),
        })
        .filter(|weighed| weighed.bytes > 0)
        .collect()
}

/// Adds a number to a print.
pub(super) fn chain(print: &mut u64, number: u64) {
    *print = (*print ^ number).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
}
