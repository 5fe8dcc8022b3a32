//! What a query finds. Reads index files through a function, so that a terminal, a test or a server can ask.
//!
//! Scores are whole numbers, and every rule here stands again in `search.js`:
//!
//! - a word scores in a story by its best reading: weight × (BM25 level + headline + tag, a quarter more for the form as
//!   typed) × rarity;
//! - a story's words are added, and the sum shrinks by the square of the share of words it lacks; function words add a
//!   quarter and are never missed;
//! - the newest stories gain an eighth, fading over years;
//! - ties: the newer first.

use super::analyse::{LEVELS, TAG, TITLE, author_term};
use super::ask::{self, Ask, Reading, Word};
use super::build::{DAY_STEP, Manifest};
use super::layout::{self, BLOCK};
use super::shard::Shard;
use super::show::{Piece, excerpt, mark};
use super::story::{self, Story};
use super::vocabulary::filed;
use super::{VERSION, code};
use crate::bengali::search::{latin_key, pattern_matches};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Stems that are looked up for one word.
const MAX_READINGS: usize = 6;
/// Stems that the beginning of a word may stand for.
const MAX_BEGUN: usize = 8;
/// Stories whose words are compared for a phrase.
const MAX_PHRASE_CHECKS: usize = 48;

/// How a query is to be answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Stories to pass over.
    pub skip: usize,
    /// Stories to give; 0 stands for 10.
    pub limit: usize,
    /// The last word is still being typed.
    pub typing: bool,
    /// A section's path; empty for all.
    pub section: String,
    /// An author's name; empty for all.
    pub author: String,
    /// The first day wanted.
    pub from: Option<i32>,
    /// The last day wanted.
    pub to: Option<i32>,
}

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Results {
    /// How many stories are found: with all words, and behind them those with some. With phrases or days it is an upper bound
    /// until the last stories are given.
    pub total: usize,
    /// How many of them have all words.
    pub whole: usize,
    /// No story has all words.
    pub partial: bool,
    /// The stories asked for, best first.
    pub found: Vec<Found>,
    /// Whether there are more.
    pub more: bool,
}

/// A story that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its number in the index.
    pub number: u32,
    /// Its score.
    pub score: u64,
    /// The story.
    pub story: Story,
    /// Its headline with the hits apart.
    pub title: Vec<Piece>,
    /// An excerpt with the hits apart.
    pub excerpt: Vec<Piece>,
}

/// Answers a query from the files of an index (paths as in [`super::IndexFile`]). Files that are missing or damaged count as
/// empty; without a manifest nothing is found.
///
/// ```
/// use khobor::search::{build, query, Forgetful, Options, SearchDoc};
/// use std::collections::BTreeMap;
/// use std::sync::Mutex;
/// let docs = [SearchDoc { title: "পুতিনের সফর".into(), url: "/a/".into(), ..SearchDoc::default() }];
/// let files = Mutex::new(BTreeMap::new());
/// build(&docs[..], &[], &Forgetful, &|file| {
///     files.lock().unwrap().insert(file.path, file.bytes.unwrap_or_default());
/// });
/// let files = files.into_inner().unwrap();
/// let found = query(&|path| files.get(path).cloned(), "putin", &Options::default());
/// assert_eq!(found.found[0].story.url, "/a/");
/// assert!(found.found[0].title[0].hit);
/// ```
pub fn query(source: &dyn Fn(&str) -> Option<Vec<u8>>, text: &str, options: &Options) -> Results {
    let Some(manifest) = read_manifest(source) else {
        return Results::default();
    };
    let mut index = Index {
        keys: std::iter::once("")
            .chain(manifest.shards.split(' ').filter(|k| !k.is_empty()))
            .map(str::to_owned)
            .collect(),
        manifest,
        source,
        shards: BTreeMap::new(),
        blocks: BTreeMap::new(),
    };
    let ask = ask::parse(text);
    let readings: Vec<Vec<Reading>> = ask
        .words
        .iter()
        .enumerate()
        .map(|(at, word)| index.readings(word, options.typing && at + 1 == ask.words.len()))
        .collect();
    let ranked = index.rank(&ask, &readings, options);
    index.results(&ask, &readings, ranked, options)
}

fn read_manifest(source: &dyn Fn(&str) -> Option<Vec<u8>>) -> Option<Manifest> {
    let manifest: Manifest = serde_json::from_slice(&code::unpack(&source("manifest.bin")?)?).ok()?;
    (manifest.v == u32::from(VERSION)).then_some(manifest)
}

struct Index<'a> {
    manifest: Manifest,
    keys: Vec<String>,
    source: &'a dyn Fn(&str) -> Option<Vec<u8>>,
    shards: BTreeMap<String, Rc<Shard>>,
    blocks: BTreeMap<u32, Rc<Vec<Story>>>,
}

/// Ranked stories.
struct Ranked {
    order: Vec<(u64, u32)>,
    whole: usize,
}

/// What a story scores, word by word.
#[derive(Default, Clone)]
struct Tally {
    sum: u64,
    matched: u64,
    musts: u64,
}

impl Index<'_> {
    fn shard(&mut self, path: String) -> Rc<Shard> {
        if let Some(known) = self.shards.get(&path) {
            return Rc::clone(known);
        }
        let read = (self.source)(&path)
            .and_then(|bytes| Shard::read(&bytes))
            .unwrap_or_default();
        let read = Rc::new(read);
        self.shards.insert(path, Rc::clone(&read));
        read
    }

    /// The shards that may hold a term: base, recent.
    fn shards_of(&mut self, term: &str) -> Vec<Rc<Shard>> {
        let mut found = Vec::new();
        if !self.manifest.young {
            let at = layout::shard_of(&self.keys, term);
            let path = layout::base_file(self.keys.get(at).map_or("", String::as_str));
            found.push(self.shard(path));
        }
        let recent = layout::recent_shard(term, self.manifest.recent);
        found.push(self.shard(format!("n/{recent}.bin")));
        found
    }

    /// The stems that a word may mean, likeliest first.
    fn readings(&mut self, word: &Word, open: bool) -> Vec<Reading> {
        let mut all = word.literal();
        if word.is_latin() {
            let heard = self.heard(word);
            let was_heard = !heard.is_empty();
            heard.into_iter().for_each(|stem| push(&mut all, stem, 56));
            for reading in word.transliterated(was_heard) {
                if !all.iter().any(|r| r.stem == reading.stem) {
                    all.push(reading);
                }
            }
        }
        all.truncate(MAX_READINGS);
        if open {
            let begun = self.begun(word);
            begun.into_iter().for_each(|stem| push(&mut all, stem, 24));
        }
        all
    }

    /// Stems that sound like a word in Latin letters.
    fn heard(&mut self, word: &Word) -> Vec<String> {
        let term = format!("~{}", latin_key(&word.typed));
        let mut stems: Vec<String> = Vec::new();
        for shard in self.shards_of(&term) {
            let sounds = shard.sounds(&term).iter();
            stems.extend(
                sounds
                    .filter(|(pattern, _)| pattern_matches(pattern, &word.typed))
                    .map(|(_, stem)| stem.clone()),
            );
        }
        self.most_frequent(stems, MAX_READINGS - 2)
    }

    /// Stems that begin with an unfinished word.
    fn begun(&mut self, word: &Word) -> Vec<String> {
        let mut stems = Vec::new();
        if word.is_latin() {
            let key = latin_key(&word.typed);
            if key.chars().count() < 3 {
                return stems;
            }
            let start = format!("~{key}");
            for shard in self.shards_of(&start) {
                let sounds = shard.beginning(&start).flat_map(|(term, _)| shard.sounds(term));
                stems.extend(sounds.take(MAX_BEGUN * 8).map(|(_, stem)| stem.clone()));
                let spelt = shard.beginning(&start).filter_map(|(term, _)| term.split_once('/'));
                let spelt = spelt.map(|(_, stem)| stem).filter(|stem| stem.starts_with(&word.form));
                stems.extend(spelt.take(MAX_BEGUN).map(str::to_owned));
            }
        } else if word.form.chars().count() > 1 {
            for shard in self.shards_of(&word.form) {
                let mut terms: Vec<(u32, &str)> =
                    shard.beginning(&word.form).map(|(term, count)| (count, term)).collect();
                terms.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
                stems.extend(terms.into_iter().take(MAX_BEGUN).map(|(_, term)| term.to_owned()));
            }
            return dedup(stems, MAX_BEGUN);
        }
        dedup(stems, MAX_BEGUN)
    }

    /// Stems without doubles; only when there are too many are they counted, and the rarest left out.
    fn most_frequent(&mut self, stems: Vec<String>, limit: usize) -> Vec<String> {
        let stems = dedup(stems, usize::MAX);
        if stems.len() <= limit {
            return stems;
        }
        let mut counted: Vec<(u32, String)> = stems.into_iter().map(|stem| (self.count(&stem), stem)).collect();
        counted.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        counted.into_iter().take(limit).map(|(_, stem)| stem).collect()
    }

    fn count(&mut self, term: &str) -> u32 {
        self.shards_of(term).iter().map(|shard| shard.count(term)).sum()
    }

    /// Scores all stories that have a word, and orders them.
    fn rank(&mut self, ask: &Ask, readings: &[Vec<Reading>], options: &Options) -> Ranked {
        let mut tallies: BTreeMap<u32, Tally> = BTreeMap::new();
        let (mut required, mut musts) = (0u64, 0u64);
        for (word, readings) in ask.words.iter().zip(readings) {
            required += u64::from(!word.stop);
            musts += u64::from(word.must);
            for (doc, score) in self.word_scores(readings) {
                let tally = tallies.entry(doc).or_default();
                tally.sum += if word.stop { score / 4 } else { score };
                tally.matched += u64::from(!word.stop);
                tally.musts += u64::from(word.must);
            }
        }
        let filters = self.filters(options);
        if ask.words.is_empty()
            && let Some(first) = filters.first()
        {
            first.iter().for_each(|doc| {
                tallies.insert(
                    *doc,
                    Tally {
                        sum: 1,
                        ..Tally::default()
                    },
                );
            });
        }
        tallies.retain(|doc, tally| {
            tally.musts == musts
                && (tally.matched > 0 || required == 0)
                && filters.iter().all(|docs| docs.binary_search(doc).is_ok())
                && self.may_be_of_days(*doc, options)
        });
        let whole = tallies.values().filter(|t| t.matched == required).count();
        let mut order: Vec<(u64, u32)> = tallies
            .iter()
            .map(|(doc, tally)| (self.final_score(*doc, tally, required), *doc))
            .collect();
        order.sort_unstable_by(|a, b| b.cmp(a));
        Ranked { order, whole }
    }

    /// The best score of a word in each story.
    fn word_scores(&mut self, readings: &[Reading]) -> BTreeMap<u32, u64> {
        let mut best: BTreeMap<u32, u64> = BTreeMap::new();
        let stories = u64::from(self.manifest.stories);
        for reading in readings {
            let term = filed(&reading.stem);
            let shards = self.shards_of(&term);
            let count: u32 = shards.iter().map(|shard| shard.count(&term)).sum();
            let rarity = u64::from(
                layout::log(32 * stories / u64::from(count.max(1)))
                    .saturating_sub(128)
                    .max(32),
            );
            for shard in shards {
                shard.stories(&term, &reading.form, |doc, mark, exact| {
                    if u64::from(doc) < stories && (exact || !reading.strict) {
                        let score = u64::from(reading.weight) * value(mark, exact) * rarity / 64;
                        let slot = best.entry(doc).or_default();
                        *slot = score.max(*slot);
                    }
                });
            }
        }
        best
    }

    fn final_score(&self, doc: u32, tally: &Tally, required: u64) -> u64 {
        let share = if required > 0 {
            tally.sum * tally.matched * tally.matched / (required * required)
        } else {
            tally.sum
        };
        let age = u64::try_from(self.manifest.newest - self.days_of(doc).0).unwrap_or(0);
        share + share * 365 / (8 * (365 + age))
    }

    /// The days between which a story lies.
    fn days_of(&self, doc: u32) -> (i32, i32) {
        let at = doc as usize / DAY_STEP;
        let mut day = 0i32;
        let mut first = 0;
        for (n, step) in self.manifest.days.iter().take(at + 2).enumerate() {
            day = day.saturating_add(*step);
            if n == at {
                first = day;
            }
        }
        let last = if self.manifest.days.len() > at + 1 {
            day
        } else {
            self.manifest.newest
        };
        (first, last)
    }

    fn may_be_of_days(&self, doc: u32, options: &Options) -> bool {
        if options.from.is_none() && options.to.is_none() {
            return true;
        }
        let (first, last) = self.days_of(doc);
        options.from.is_none_or(|from| last >= from) && options.to.is_none_or(|to| first <= to)
    }

    /// The stories of the section and of the author that are asked for.
    fn filters(&mut self, options: &Options) -> Vec<Vec<u32>> {
        let mut wanted = Vec::new();
        if !options.section.is_empty() {
            wanted.push(format!("@{}", options.section.trim_matches('/')));
        }
        if !options.author.is_empty() {
            wanted.push(author_term(&options.author));
        }
        let stories = |term: String| {
            let mut docs = Vec::new();
            for shard in self.shards_of(&term) {
                shard.stories(&term, "", |doc, _, _| docs.push(doc));
            }
            docs
        };
        wanted.into_iter().map(stories).collect()
    }

    fn results(&mut self, ask: &Ask, readings: &[Vec<Reading>], ranked: Ranked, options: &Options) -> Results {
        let limit = if options.limit == 0 { 10 } else { options.limit };
        let partial = ranked.whole == 0 && !ranked.order.is_empty();
        let mut results = Results {
            total: ranked.order.len(),
            whole: ranked.whole,
            partial,
            ..Results::default()
        };
        let (mut passed, mut checks) = (0, 0);
        for (score, doc) in ranked.order {
            if !ask.phrases.is_empty() {
                checks += 1;
                if checks > MAX_PHRASE_CHECKS || results.found.len() > limit {
                    break;
                }
                if !self.has_phrases(doc, &ask.phrases) {
                    continue;
                }
            }
            if passed < options.skip && options.from.is_none() && options.to.is_none() {
                passed += 1;
                continue;
            }
            if results.found.len() == limit {
                results.more = true;
                break;
            }
            let Some(story) = self.story(doc).filter(|s| is_of_days(s.day, options)) else {
                continue;
            };
            if passed < options.skip {
                passed += 1;
                continue;
            }
            results.found.push(found(doc, score, story, readings));
        }
        if (!ask.phrases.is_empty() || options.from.is_some() || options.to.is_some()) && !results.more {
            results.total = passed.min(options.skip) + results.found.len();
            results.whole = results.whole.min(results.total);
        }
        results
    }

    fn has_phrases(&mut self, doc: u32, phrases: &[Vec<u32>]) -> bool {
        let Some(file) = (self.source)(&format!("p/{}.bin", doc / BLOCK)) else {
            return false;
        };
        let all: Vec<u32> = phrases.concat();
        story::holds_pairs(&file, (doc % BLOCK) as usize, &all).unwrap_or(false)
    }

    fn story(&mut self, doc: u32) -> Option<Story> {
        let number = doc / BLOCK;
        if !self.blocks.contains_key(&number) {
            let file = (self.source)(&format!("d/{number}.bin"));
            self.blocks.insert(
                number,
                Rc::new(file.map_or_else(Vec::new, |bytes| story::read_block(&bytes))),
            );
        }
        self.blocks.get(&number)?.get((doc % BLOCK) as usize).cloned()
    }
}

fn push(all: &mut Vec<Reading>, stem: String, weight: u32) {
    if !all.iter().any(|r| r.stem == stem) {
        all.push(Reading {
            stem,
            form: String::new(),
            strict: false,
            weight,
        });
    }
}

fn dedup(stems: Vec<String>, limit: usize) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    for stem in stems {
        if seen.len() < limit && !seen.contains(&stem) {
            seen.push(stem);
        }
    }
    seen
}

fn value(mark: u8, exact: bool) -> u64 {
    let level = LEVELS.get(usize::from(mark & 3)).copied().unwrap_or(0);
    let value = level + if mark & TITLE > 0 { 240 } else { 0 } + if mark & TAG > 0 { 120 } else { 0 };
    u64::from(if exact { value * 5 / 4 } else { value })
}

fn is_of_days(day: i32, options: &Options) -> bool {
    options.from.is_none_or(|from| day >= from) && options.to.is_none_or(|to| day <= to)
}

fn found(number: u32, score: u64, story: Story, readings: &[Vec<Reading>]) -> Found {
    let all: Vec<&Reading> = readings.iter().flatten().collect();
    let excerpt = excerpt(&mark(&story.excerpt, &all));
    Found {
        number,
        score,
        title: mark(&story.title, &all),
        excerpt,
        story,
    }
}
