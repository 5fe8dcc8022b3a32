//! Measures the search index on a site made by `mksite.py N OUT`: `cargo bench --bench search -- OUT/khobor [--quick] [--dump DIR]`.
//!
//! Prints build time and memory a story, files and bytes, what one more story changes (and that the incremental build
//! equals the clean one), and for known-item queries, headline words in another inflection than in the text, the share found
//! in the first ten and the bytes read a query.

#[path = "../tests/harness/kept.rs"]
mod kept;

use kept::Kept;
use khobor::bengali::{fold::fold, stop::is_stop_word, word::words};
use khobor::search::{Forgetful, Memory, Options, SearchDoc, Stories, build, query};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

type Files = BTreeMap<String, Vec<u8>>;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let Some(site) = args.first() else {
        println!("usage: cargo bench --bench search -- SITE [--dump DIR]");
        return;
    };
    let docs = read_site(Path::new(site));
    println!("{} stories", docs.len());
    let before = memory();
    let (started, used) = (Instant::now(), cpu());
    let memory = Kept::default();
    let files = index(&docs, &memory);
    let kept = memory.next();
    let took = started.elapsed();
    println!(
        "clean build {:.2} s, {:.1} µs of CPU a story; peak memory +{:.2} KB a story (files included); store {:.2} KB a story",
        took.as_secs_f64(),
        (cpu() - used) * 1e6 / docs.len() as f64,
        (peak().saturating_sub(before)) as f64 / docs.len() as f64,
        kept.last.values().map(Vec::len).sum::<usize>() as f64 / 1024.0 / docs.len() as f64,
    );
    sizes(&files);
    if args.iter().any(|a| a == "--quick") {
        return;
    }
    one_more(&docs, &files, &kept);
    known_items(&docs, &files);
    if let Some(at) = args.iter().position(|a| a == "--dump") {
        for (path, bytes) in &files {
            let path = Path::new(&args[at + 1]).join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}

fn index(docs: &[SearchDoc], memory: &dyn Memory) -> Files {
    let files = Mutex::new(Files::new());
    build(docs, &[], memory, &|file| {
        files.lock().unwrap().insert(file.path, file.bytes.unwrap_or_default());
    });
    files.into_inner().unwrap()
}

fn sizes(files: &Files) {
    for (name, start) in [
        ("base", "t/"),
        ("recent", "n/"),
        ("display", "d/"),
        ("phrases", "p/"),
        ("manifest", "manifest"),
        ("rules", "rules"),
        ("all", ""),
    ] {
        let sizes: Vec<usize> = files
            .iter()
            .filter(|(path, _)| path.starts_with(start))
            .map(|(_, b)| b.len())
            .collect();
        let sum: usize = sizes.iter().sum();
        println!(
            "{name:9} {:6} files {:9.1} KB, mean {:7.2} KB, longest {:7.2} KB",
            sizes.len(),
            sum as f64 / 1024.0,
            sum as f64 / 1024.0 / sizes.len().max(1) as f64,
            sizes.iter().max().copied().unwrap_or(0) as f64 / 1024.0
        );
    }
}

/// Stories with their stamps at hand, as a site has them.
struct Stamped<'a> {
    docs: &'a [SearchDoc],
    stamps: Vec<u64>,
}

impl Stories for Stamped<'_> {
    fn len(&self) -> usize {
        self.docs.len()
    }

    fn stamp(&self, story: usize) -> u64 {
        self.stamps[story]
    }

    fn story(&self, story: usize) -> SearchDoc {
        self.docs[story].clone()
    }
}

fn one_more(docs: &[SearchDoc], files: &Files, kept: &Kept) {
    let mut more = docs.to_vec();
    let mut new = docs[docs.len() / 3].clone();
    new.day = docs.last().unwrap().day + 1;
    new.url = "/new/story/".to_owned();
    new.title = format!("নতুন {}", new.title);
    more.push(new);
    let stamps = Stamped {
        docs: &more,
        stamps: more.iter().map(SearchDoc::stamp).collect(),
    };
    let (started, used) = (Instant::now(), cpu());
    let given = Mutex::new(Vec::new());
    build(&stamps, &[], kept, &|file| given.lock().unwrap().push(file));
    let took = started.elapsed();
    let used = cpu() - used;
    let mut changed = Vec::new();
    let mut result = files.clone();
    for file in given.into_inner().unwrap() {
        if let Some(bytes) = file.bytes {
            if files.get(&file.path) != Some(&bytes) {
                changed.push(file.path.clone());
            }
            result.insert(file.path, bytes);
        }
    }
    println!(
        "one more story: {:.3} s ({:.3} s of CPU), {} of {} files changed ({:.2} %): {}",
        took.as_secs_f64(),
        used,
        changed.len(),
        files.len(),
        changed.len() as f64 * 100.0 / files.len() as f64,
        changed.join(" ")
    );
    let clean = index(&more, &Forgetful);
    println!(
        "incremental equals clean: {}",
        clean.iter().all(|(path, bytes)| result.get(path) == Some(bytes))
    );
}

fn known_items(docs: &[SearchDoc], files: &Files) {
    let (mut asked, mut found, mut first) = (0, 0, 0);
    let mut bytes: Vec<usize> = Vec::new();
    let mut missed = Vec::new();
    let step = (docs.len() / 160).max(1);
    let started = Instant::now();
    for doc in docs.iter().step_by(step) {
        let Some(text) = inflected(&doc.title) else { continue };
        if asked == 100 {
            break;
        }
        asked += 1;
        let read = RefCell::new(BTreeMap::new());
        let source = |path: &str| {
            let bytes = files.get(path).cloned();
            read.borrow_mut()
                .insert(path.to_owned(), bytes.as_ref().map_or(0, Vec::len));
            bytes
        };
        let results = query(&source, &text, &Options::default());
        let place = results
            .found
            .iter()
            .position(|f| f.story.url == doc.url || f.story.title == doc.title);
        found += usize::from(place.is_some());
        first += usize::from(place == Some(0));
        if place.is_none() && docs.len() < 5000 {
            missed.push(format!("{text} ({})", doc.title));
        }
        bytes.push(read.borrow().values().sum::<usize>() + files["rules.bin"].len());
    }
    bytes.sort_unstable();
    println!(
        "{asked} known items: recall@10 {:.2}, first {:.2}, {:.2} ms each",
        found as f64 / asked as f64,
        first as f64 / asked as f64,
        started.elapsed().as_secs_f64() * 1e3 / asked as f64
    );
    println!(
        "bytes a query, manifest and rules included: median {} KB, 95 % {} KB, most {} KB",
        bytes[asked / 2] / 1024,
        bytes[asked * 95 / 100] / 1024,
        bytes[asked - 1] / 1024
    );
    missed.iter().for_each(|m| println!("  missed: {m}"));
}

/// Up to three words of a headline, each with an ending it does not have there.
fn inflected(title: &str) -> Option<String> {
    let fine = |w: &&str| {
        w.chars().count() >= 4
            && w.chars().all(|c| ('\u{980}'..='\u{9FF}').contains(&c))
            && !is_stop_word(&fold(w))
            && !w.starts_with(|c: char| ('০'..='৯').contains(&c))
    };
    let picked: Vec<String> = words(title).filter(fine).take(3).map(other_form).collect();
    (picked.len() >= 2).then(|| picked.join(" "))
}

fn other_form(word: &str) -> String {
    for ending in ["ের", "কে", "টি"] {
        if let Some(rest) = word.strip_suffix(ending).filter(|r| r.chars().count() > 3) {
            return rest.to_owned();
        }
    }
    let vowel = word.ends_with(['া', 'ি', 'ী', 'ু', 'ূ', 'ে', 'ো', 'ৈ', 'ৌ']);
    format!(
        "{word}{}",
        if vowel {
            "র"
        } else if word.ends_with(['ই', 'ও', 'উ']) {
            "য়ের"
        } else {
            "ের"
        }
    )
}

fn read_site(site: &Path) -> Vec<SearchDoc> {
    let mut docs = Vec::new();
    for section in std::fs::read_dir(site.join("content")).unwrap() {
        let section = section.unwrap();
        let name = section.file_name().into_string().unwrap();
        for file in std::fs::read_dir(section.path()).unwrap() {
            let path = file.unwrap().path();
            if path.file_name().is_some_and(|n| n != "_index.md") {
                docs.extend(read_story(&path, &name));
            }
        }
    }
    docs.sort_by(|a: &SearchDoc, b| (a.day, &a.url).cmp(&(b.day, &b.url)));
    docs
}

fn read_story(path: &Path, section: &str) -> Option<SearchDoc> {
    let source = std::fs::read_to_string(path).ok()?;
    let (head, text) = source.strip_prefix("+++\n")?.split_once("\n+++\n")?;
    let value = |key: &str| {
        head.lines()
            .find_map(|l| l.strip_prefix(key))
            .map(|v| v.trim_start_matches(" = ").to_owned())
    };
    let list = |key: &str| {
        value(key)
            .unwrap_or_default()
            .split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let date: jiff::civil::Date = value("date")?.get(..10)?.parse().ok()?;
    let day = date.since(jiff::civil::date(1970, 1, 1)).ok()?.get_days();
    let url = format!("/{section}/{}/", path.file_stem()?.to_str()?.get(11..)?);
    Some(SearchDoc {
        id: url.clone(),
        url,
        title: value("title")?.trim_matches('"').to_owned(),
        section: section.to_owned(),
        authors: list("authors"),
        tags: list("tags"),
        day,
        excerpt: String::new(),
        text: khobor::bengali::gate::canonical(text).into_owned(),
        words: None,
    })
}

/// Resident memory in KB.
fn memory() -> u64 {
    status("VmRSS:")
}

fn peak() -> u64 {
    status("VmHWM:")
}

/// CPU seconds used so far.
fn cpu() -> f64 {
    let text = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks = |at: usize| {
        text.split(' ')
            .nth(at)
            .and_then(|n| n.parse::<f64>().ok())
            .unwrap_or(0.0)
    };
    (ticks(13) + ticks(14)) / 100.0
}

fn status(key: &str) -> u64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    text.lines()
        .find_map(|l| l.strip_prefix(key))
        .and_then(|l| l.trim().split(' ').next()?.parse().ok())
        .unwrap_or(0)
}
