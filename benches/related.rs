//! Related lists, measured on a corpus: the file that `KHOBOR_CORPUS` names (JSON lines with `title`, `author` and `body`; `.xz` is
//! read through `xz -dc`), else the sample's own stories, each cut into three parts. What the sample gives says that all of it
//! runs; figures that mean something need a corpus.
//!
//! - **recall@6** of the other parts of multi-part posts (পর্ব ১, ২, ৩) from the body alone: titles, tags, bylines and series
//!   are hidden, dates scattered over ten years. Few series have many parts: halves say little. So reported are all of them, the mean of the series, and mean and spread over 200 random
//!   halves; the same for a wider set (numbered titles of one author); and, with an error of one in a hundred, how often the
//!   beginning of a long post finds its end and the other way round. Beside it: exhaustive TF-IDF cosine (how good words alone
//!   can be) and lists by shared tags (what others do).
//! - **near-duplicates** in lists, told by comparing the pairs of words exactly.
//! - **time** a story at 3,000, 30,000 and 100,000 stories, recombined from halves as `mksite.py` does.
//!
//! `cargo bench --bench related` (add `-- quick` for the recall alone).

use khobor::relate::options::Net;
use khobor::relate::related::{Options, RelatedDoc, related};
use khobor::relate::terms::{TermVector, Vocabulary, terms};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::time::Instant;

const LIST: usize = 6;

#[derive(serde::Deserialize)]
struct Post {
    title: String,
    author: String,
    body: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let posts = read_corpus()?;
    let series = find_series(&posts);
    println!(
        "{} posts, {} series with {} parts",
        posts.len(),
        series.len(),
        series.iter().map(Vec::len).sum::<usize>()
    );
    let wide = wide_series(&posts);
    println!(
        "wider: {} series with {} parts",
        wide.len(),
        wide.iter().map(Vec::len).sum::<usize>()
    );
    recall(&posts, &[("strict", series), ("wide", wide)]);
    two_ends(&posts);
    if !std::env::args().any(|a| a == "quick") {
        let only: Option<usize> = std::env::var("KHOBOR_STORIES").ok().and_then(|n| n.parse().ok());
        for stories in [3_000, 30_000, 100_000]
            .into_iter()
            .filter(|n| only.is_none_or(|o| o == *n))
        {
            speed(&posts, stories);
        }
    }
    Ok(())
}

fn read_corpus() -> Result<Vec<Post>, Box<dyn Error>> {
    let Some(path) = std::env::var_os("KHOBOR_CORPUS") else {
        return sample(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/content")));
    };
    let text = match path.to_string_lossy().ends_with(".xz") {
        true => String::from_utf8(std::process::Command::new("xz").arg("-dc").arg(&path).output()?.stdout)?,
        false => std::fs::read_to_string(&path)?,
    };
    Ok(text.lines().map(serde_json::from_str).collect::<Result<_, _>>()?)
}

/// The stories of the sample portal, each as three posts of one author.
fn sample(folder: &Path) -> Result<Vec<Post>, Box<dyn Error>> {
    let files = walkdir::WalkDir::new(folder).sort_by_file_name();
    let mut posts = Vec::new();
    for entry in files.into_iter().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !name.ends_with(".md") || name.starts_with('_') {
            continue;
        }
        let text = std::fs::read_to_string(entry.path())?;
        let body = text.splitn(3, "+++").nth(2).unwrap_or_default();
        let paragraphs: Vec<&str> = body
            .split("\n\n")
            .filter(|p| p.split_whitespace().count() > 5)
            .collect();
        for (part, some) in paragraphs.chunks(paragraphs.len().div_ceil(3).max(1)).enumerate() {
            posts.push(Post {
                title: format!("{name} পর্ব {}", part + 1),
                author: name.clone(),
                body: some.join("\n\n"),
            });
        }
    }
    Ok(posts)
}

/// Posts of one author whose titles differ in their part marks only, one of them saying পর্ব, কিস্তি, অংশ, অধ্যায় or Part
/// (numbered columns such as প্রেমপত্র-৬৫ have no subject in common and are not counted).
fn find_series(posts: &[Post]) -> Vec<Vec<u32>> {
    let mut groups: BTreeMap<(String, String), Vec<u32>> = BTreeMap::new();
    for (number, post) in posts.iter().enumerate() {
        groups
            .entry((post.author.clone(), base_title(&post.title)))
            .or_default()
            .push(number as u32);
    }
    let marks = ["পর্ব", "কিস্তি", "অংশ", "অধ্যায়", "Part"];
    let diagnostics = |g: &Vec<u32>| {
        g.iter()
            .any(|n| marks.iter().any(|m| posts[*n as usize].title.contains(m)))
    };
    groups
        .into_iter()
        .filter(|((_, base), g)| !base.is_empty() && g.len() > 1 && diagnostics(g))
        .map(|(_, g)| g)
        .collect()
}

/// A title without its part mark.
fn base_title(title: &str) -> String {
    let marks = [
        "পর্ব",
        "পর্বের",
        "কিস্তি",
        "খণ্ড",
        "শেষ",
        "প্রথম",
        "দ্বিতীয়",
        "তৃতীয়",
        "চতুর্থ",
        "পঞ্চম",
        "ষষ্ঠ",
        "সপ্তম",
        "Part",
        "এক",
        "দুই",
        "তিন",
        "ম",
        "য়",
        "র্থ",
        "ষ্ঠ",
        "তম",
    ];
    let apart =
        |c: char| c.is_ascii_punctuation() || c.is_ascii_digit() || ('০'..='৯').contains(&c) || "‘’“”–—।…ঃ".contains(c);
    let base: String = title.chars().map(|c| if apart(c) { ' ' } else { c }).collect();
    base.split_whitespace()
        .filter(|w| !marks.contains(w))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Scatters dates over ten years, as the sites of `mksite.py` have them.
fn date(number: usize) -> i64 {
    let year = (number % 13) as i64;
    1_356_998_400 + year * 31_556_952 + (number as i64 * 7_919 % 365) * 86_400
}

/// The stories in order of their dates: terms, and the corpus number of each.
fn ordered(vectors: Vec<TermVector>) -> (Vec<TermVector>, Vec<usize>) {
    let mut order: Vec<usize> = (0..vectors.len()).collect();
    order.sort_by_key(|i| (date(*i), *i));
    let mut slots: Vec<Option<TermVector>> = vectors.into_iter().map(Some).collect();
    (order.iter().filter_map(|i| slots[*i].take()).collect(), order)
}

fn docs<'a>(vectors: &'a [TermVector], order: &[usize]) -> Vec<RelatedDoc<'a>> {
    let doc = |(terms, number): (&'a TermVector, &usize)| RelatedDoc {
        date: date(*number),
        section: (*number % 12) as u32,
        authors: &[],
        tags: &[],
        series: None,
        curated: &[],
        terms,
    };
    vectors.iter().zip(order).map(doc).collect()
}

fn vectors(texts: &[String]) -> Vec<TermVector> {
    texts
        .par_iter()
        .map_init(Vocabulary::new, |known, t| terms::<&str>(known, "", &[], t))
        .collect()
}

fn cut(body: &str, words: usize) -> String {
    body.split(' ').take(words).collect::<Vec<_>>().join(" ")
}

/// Series by the looser rule: posts of one author whose titles begin alike and are numbered, columns among them.
fn wide_series(posts: &[Post]) -> Vec<Vec<u32>> {
    let mut series: Vec<(Vec<String>, Vec<u32>)> = Vec::new();
    let numbered =
        |title: &str| title.chars().any(|c| c.is_ascii_digit() || ('০'..='৯').contains(&c)) || title.contains("পর্ব");
    for (number, post) in posts.iter().enumerate() {
        let base: Vec<String> = base_title(&post.title).split(' ').map(str::to_owned).collect();
        let alike = |(other, group): &&mut (Vec<String>, Vec<u32>)| {
            let first = &posts[group[0] as usize];
            let common = base.iter().zip(other).take_while(|(a, b)| a == b).count();
            let letters: usize = base.iter().take(common).map(|w| w.chars().count()).sum();
            let same = base == *other || common >= 3 || (common >= 2 && letters >= 9);
            !base[0].is_empty()
                && first.author == post.author
                && first.title != post.title
                && same
                && (numbered(&post.title) || numbered(&first.title))
        };
        match series.iter_mut().find(|s| alike(s)) {
            Some((_, group)) => group.push(number as u32),
            None => series.push((base, vec![number as u32])),
        }
    }
    series
        .into_iter()
        .map(|(_, group)| group)
        .filter(|g| g.len() > 1)
        .collect()
}

fn recall(posts: &[Post], sets: &[(&str, Vec<Vec<u32>>)]) {
    for words in [300, usize::MAX] {
        let texts: Vec<String> = posts.iter().map(|p| cut(&p.body, words)).collect();
        let (vectors, order) = ordered(vectors(&texts));
        let docs = docs(&vectors, &order);
        let length = match words {
            usize::MAX => "whole bodies".to_owned(),
            words => format!("{words} words"),
        };
        for (name, net) in nets() {
            let mut options = Options::new(LIST, i64::MAX);
            options.net = net;
            let lists: Vec<Vec<u32>> = related(&docs, &options)
                .iter()
                .map(|l| l.iter().map(|n| order[n.id as usize] as u32).collect())
                .collect();
            let lists = renumber(lists, &order);
            tell(&format!("{length}, {name}"), sets, &lists);
            println!("  near-duplicates in lists: {}", duplicates(&texts, &lists));
        }
        let brute = renumber(exhaustive(&vectors, &order), &order);
        tell(&format!("{length}, exhaustive cosine"), sets, &brute);
        tell(&format!("{length}, shared tags"), sets, &by_tags(&texts));
    }
}

/// Pairs in lists of which half of the pairs of neighbouring words are the same.
fn duplicates(texts: &[String], lists: &[Vec<u32>]) -> usize {
    let pairs = |text: &String| -> BTreeSet<u64> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let pair = |w: &[&str]| {
            let mut hasher = DefaultHasher::new();
            w.hash(&mut hasher);
            hasher.finish()
        };
        words.windows(2).map(pair).collect()
    };
    let all: Vec<BTreeSet<u64>> = texts.par_iter().map(pairs).collect();
    let same = |a: usize, b: usize| {
        let common = all[a].intersection(&all[b]).count();
        all[a].len() >= 8 && all[b].len() >= 8 && 2 * common >= all[a].union(&all[b]).count()
    };
    let in_list = |(story, list): (usize, &Vec<u32>)| list.iter().filter(|n| same(story, **n as usize)).count();
    lists.par_iter().enumerate().map(in_list).sum()
}

/// Prints the recall of every set of series.
fn tell(name: &str, sets: &[(&str, Vec<Vec<u32>>)], lists: &[Vec<u32>]) {
    for (set, series) in sets {
        let hits: Vec<(f64, f64)> = series
            .iter()
            .map(|group| {
                let found = |part: &u32| lists[*part as usize].iter().filter(|n| group.contains(n)).count();
                let all = group.len() * (group.len() - 1).min(LIST);
                (group.iter().map(found).sum::<usize>() as f64, all as f64)
            })
            .collect();
        let share = |of: &[(f64, f64)]| of.iter().map(|h| h.0).sum::<f64>() / of.iter().map(|h| h.1).sum::<f64>();
        let every = |from: usize| share(&hits.iter().skip(from).step_by(2).copied().collect::<Vec<_>>());
        let by_series = hits.iter().map(|(f, a)| f / a).sum::<f64>() / hits.len() as f64;
        let (mean, spread) = random_halves(&hits, &share);
        println!(
            "recall@6, {name}, {set}: all {:.3}, mean of series {by_series:.3}, random halves {mean:.3} ± {spread:.3} (even {:.3}, odd {:.3})",
            share(&hits),
            every(0),
            every(1)
        );
    }
}

/// Parts found of a series, and parts that could be.
type Hits = (f64, f64);

/// Mean and standard deviation over 200 random halves of the series.
fn random_halves(hits: &[Hits], share: &dyn Fn(&[Hits]) -> f64) -> (f64, f64) {
    let mut seed = 42u64;
    let mut next = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    let mut half = || {
        let mut order: Vec<(f64, f64)> = hits.to_vec();
        (1..order.len()).rev().for_each(|n| order.swap(n, next(n + 1)));
        share(&order[..order.len() / 2])
    };
    let all: Vec<f64> = (0..200).map(|_| half()).collect();
    let mean = all.iter().sum::<f64>() / all.len() as f64;
    (
        mean,
        (all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / all.len() as f64).sqrt(),
    )
}

/// How often the first words of a long post find its last ones, and the other way round, among 3,000 posts and more.
fn two_ends(posts: &[Post]) {
    for (words, least) in [(120, 480), (240, 640)] {
        let (mut texts, mut pairs) = (Vec::new(), Vec::new());
        for post in posts {
            let all: Vec<&str> = post.body.split_whitespace().collect();
            if all.len() < least {
                texts.push(all[..all.len().min(2 * words)].join(" "));
                continue;
            }
            pairs.push(vec![texts.len() as u32, texts.len() as u32 + 1]);
            texts.push(all[..words].join(" "));
            texts.push(all[all.len() - words..].join(" "));
        }
        let (vectors, order) = ordered(vectors(&texts));
        let docs = docs(&vectors, &order);
        let lists = related(&docs, &Options::new(LIST, i64::MAX));
        let lists: Vec<Vec<u32>> = lists
            .iter()
            .map(|l| l.iter().map(|n| order[n.id as usize] as u32).collect())
            .collect();
        let found = |lists: &[Vec<u32>]| {
            let hit = |pair: &Vec<u32>| {
                pair.iter()
                    .filter(|p| lists[**p as usize].iter().any(|n| pair.contains(n)))
                    .count()
            };
            pairs.iter().map(hit).sum::<usize>() as f64 / (2 * pairs.len()) as f64
        };
        let brute = renumber(exhaustive(&vectors, &order), &order);
        println!(
            "two ends of {words} words, {} posts among {}: {:.3}; exhaustive cosine {:.3}; error {:.3}",
            pairs.len(),
            texts.len(),
            found(&renumber(lists, &order)),
            found(&brute),
            0.5 / (2.0 * pairs.len() as f64).sqrt()
        );
    }
}

fn nets() -> Vec<(String, Net)> {
    let default = Net::default();
    let mut nets = vec![("default".to_owned(), default)];
    if let Ok(list) = std::env::var("KHOBOR_NETS") {
        for part in list.split(';') {
            let n: Vec<usize> = part.split(',').filter_map(|x| x.parse().ok()).collect();
            if let [strong, asked, postings, compared, patience] = n[..] {
                nets.push((
                    part.to_owned(),
                    Net {
                        strong,
                        coined: Net::default().coined,
                        asked,
                        postings,
                        compared,
                        patience,
                        ..Net::default()
                    },
                ));
            }
        }
    }
    nets
}

fn renumber(lists: Vec<Vec<u32>>, order: &[usize]) -> Vec<Vec<u32>> {
    let mut by_number = vec![Vec::new(); lists.len()];
    for (list, number) in lists.into_iter().zip(order) {
        by_number[*number] = list;
    }
    by_number
}

/// Every pair compared: plain TF-IDF cosine in floating point.
fn exhaustive(vectors: &[TermVector], order: &[usize]) -> Vec<Vec<u32>> {
    let mut df: HashMap<u32, f64> = HashMap::new();
    vectors
        .iter()
        .flat_map(TermVector::iter)
        .for_each(|(t, _)| *df.entry(t).or_default() += 1.0);
    let n = vectors.len() as f64;
    let mut rows: HashMap<u32, Vec<(usize, f64)>> = HashMap::new();
    for (i, v) in vectors.iter().enumerate() {
        let weighed: Vec<(u32, f64)> = v.iter().map(|(t, w)| (t, f64::from(w) * (n / df[&t]).ln())).collect();
        let length = weighed.iter().map(|(_, w)| w * w).sum::<f64>().sqrt().max(1e-9);
        weighed
            .iter()
            .for_each(|(t, w)| rows.entry(*t).or_default().push((i, w / length)));
    }
    let one = |(i, v): (usize, &TermVector)| {
        let mut sums = vec![0.0; vectors.len()];
        for (t, _) in v.iter() {
            let row = &rows[&t];
            let own = row.iter().find(|(d, _)| *d == i).map_or(0.0, |(_, w)| *w);
            row.iter().for_each(|(d, w)| sums[*d] += own * w);
        }
        sums[i] = 0.0;
        let mut best: Vec<usize> = (0..sums.len()).collect();
        best.sort_by(|a, b| sums[*b].total_cmp(&sums[*a]));
        best.iter().take(LIST).map(|d| order[*d] as u32).collect()
    };
    vectors.par_iter().enumerate().map(one).collect()
}

/// Tags as `mksite.py` gives them (four telling words), lists by their number in common, the newest first.
fn by_tags(texts: &[String]) -> Vec<Vec<u32>> {
    let words = |t: &str| -> Vec<String> {
        let bengali = |c: char| ('\u{980}'..='\u{9FF}').contains(&c) || matches!(c, '\u{200C}' | '\u{200D}');
        t.split(|c| !bengali(c))
            .filter(|w| w.chars().count() >= 4)
            .map(str::to_owned)
            .collect()
    };
    let split: Vec<Vec<String>> = texts.iter().map(|t| words(t)).collect();
    let mut df: HashMap<&str, usize> = HashMap::new();
    for text in &split {
        let distinct: BTreeSet<&str> = text.iter().map(String::as_str).collect();
        distinct.into_iter().for_each(|w| *df.entry(w).or_default() += 1);
    }
    let fair = (texts.len() / 150).max(3)..texts.len() / 12;
    let tags: Vec<Vec<&str>> = split
        .iter()
        .map(|text| telling(text, &df, &fair, texts.len()))
        .collect();
    let one = |(i, own): (usize, &Vec<&str>)| {
        let shared = |o: &Vec<&str>| o.iter().filter(|t| own.contains(t)).count();
        let mut best: Vec<(usize, usize)> = tags
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .map(|(j, o)| (shared(o), j))
            .collect();
        best.retain(|(n, _)| *n > 0);
        best.sort_by(|a, b| b.cmp(a));
        best.into_iter().take(LIST).map(|(_, j)| j as u32).collect()
    };
    tags.par_iter().enumerate().map(one).collect()
}

fn telling<'a>(text: &'a [String], df: &HashMap<&str, usize>, fair: &std::ops::Range<usize>, n: usize) -> Vec<&'a str> {
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for word in text.iter().filter(|w| fair.contains(&df[w.as_str()])) {
        *counts.entry(word).or_default() += (n as f64 / df[word.as_str()] as f64).ln();
    }
    let mut best: Vec<(&str, f64)> = counts.into_iter().collect();
    best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    best.into_iter().take(4).map(|(w, _)| w).collect()
}

/// Processor time of this process in microseconds, to a hundredth of a second.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(11)
        .take(2);
    fields.filter_map(|f| f.parse::<f64>().ok()).sum::<f64>() * 10_000.0
}

fn speed(posts: &[Post], stories: usize) {
    let n = posts.len();
    let text = |i: usize| {
        let p = &posts[i % n];
        if i < n {
            return cut(&p.body, 300);
        }
        let q = &posts[(i * 7919 + i / n) % n];
        format!("{}\n\n{}", cut(&p.body, 150), cut(&q.body, 150))
    };
    let texts: Vec<String> = (0..stories).into_par_iter().map(text).collect();
    let start = cpu();
    let vectors = vectors(&texts);
    let read = cpu() - start;
    let bytes: usize = vectors.iter().map(|v| v.len() * 4 + 160).sum();
    let (vectors, order) = ordered(vectors);
    let docs = docs(&vectors, &order);
    for (name, net) in nets().into_iter().skip(1) {
        let before = cpu();
        related(
            &docs,
            &Options {
                net,
                ..Options::new(LIST, i64::MAX)
            },
        );
        println!("  net {name}: {:.1} µs CPU a story", (cpu() - before) / stories as f64);
    }
    let (start, wall) = (cpu(), Instant::now());
    let lists = related(&docs, &Options::new(LIST, i64::MAX));
    let (took, wall) = (cpu() - start, wall.elapsed().as_secs_f64() * 1e6);
    let per = |micros: f64| micros / stories as f64;
    let filled = lists.iter().filter(|l| l.len() == LIST).count();
    println!(
        "{stories} stories on {} threads: terms {:.1} µs, lists {:.1} µs CPU a story; {:.1} ms wall per 1,000; {} bytes of terms a story; {:.1} % of lists full",
        rayon::current_num_threads(),
        per(read),
        per(took),
        per(wall),
        bytes / stories,
        100.0 * filled as f64 / stories as f64
    );
}
