//! The index answers alike in Rust and in the browser's script (run by node), on the examples and on random queries.
//!
//! Examples: `tests/vectors/search_examples.tsv`, and the workshop's `search.tsv` and `stems.tsv` where they lie. Random
//! queries: words of the sample portal's stories, or of the folder that `KHOBOR_SEARCH_CORPUS` names.

#[path = "harness/kept.rs"]
mod kept;

use kept::Kept;
use khobor::bengali::gate::canonical;
use khobor::bengali::search::matches;
use khobor::bengali::word::words;
use khobor::search::{Forgetful, IndexFile, Memory, Options, Piece, Results, SearchDoc, build, query};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

type Files = BTreeMap<String, Vec<u8>>;

/// Builds; the files that changed, and all.
fn make(docs: &[SearchDoc], memory: &dyn Memory, before: &Files) -> (Vec<String>, Files) {
    let given = Mutex::new(Vec::new());
    build(docs, &[], memory, &|file: IndexFile| given.lock().unwrap().push(file));
    let (mut changed, mut files) = (Vec::new(), Files::new());
    for IndexFile { path, bytes } in given.into_inner().unwrap() {
        let bytes = bytes.unwrap_or_else(|| before[&path].clone());
        if before.get(&path) != Some(&bytes) {
            changed.push(path.clone());
        }
        assert!(files.insert(path.clone(), bytes).is_none(), "{path} twice");
    }
    (changed, files)
}

fn index(docs: &[SearchDoc]) -> Files {
    make(docs, &Forgetful, &Files::new()).1
}

fn ask(files: &Files, text: &str, options: &Options) -> Results {
    query(&|path| files.get(path).cloned(), text, options)
}

fn save(files: &Files, folder: &Path) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// Query, term, whether they should match, whether it must hold.
fn examples() -> Vec<(String, String, bool, bool)> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rules = here.join("tests/vectors/rules");
    let mut rows = Vec::new();
    for file in [here.join("tests/vectors/search_examples.tsv"), rules.join("search.tsv")] {
        for line in std::fs::read_to_string(file).unwrap().lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            rows.push((
                cells[0].to_owned(),
                cells[1].to_owned(),
                cells[2] == "yes",
                cells[3] == "hard",
            ));
        }
    }
    for line in std::fs::read_to_string(rules.join("stems.tsv"))
        .unwrap()
        .lines()
        .skip(1)
    {
        let cells: Vec<&str> = line.split('\t').collect();
        rows.push((
            cells[2].to_owned(),
            cells[3].to_owned(),
            cells[1] == "same",
            cells[7] == "hard",
        ));
    }
    rows
}

fn headline(text: &str) -> SearchDoc {
    SearchDoc {
        title: canonical(text).into_owned(),
        url: "/a/".into(),
        ..SearchDoc::default()
    }
}

/// What node answers, or `None` without node.
fn browser(cases: &[Value]) -> Option<Vec<Value>> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cases.json");
    std::fs::write(&file, serde_json::to_vec(cases).unwrap()).unwrap();
    let run = Command::new("node")
        .arg(here.join("tests/browser/search.mjs"))
        .arg(here.join("themes/base/assets/search.js"))
        .arg(&file)
        .output()
        .ok()?;
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    Some(serde_json::from_slice(&run.stdout).unwrap())
}

#[test]
fn examples_hold_in_rust_and_in_the_browser() {
    let folder = tempfile::tempdir().unwrap();
    let (mut cases, mut answers, mut wrong) = (Vec::new(), Vec::new(), Vec::new());
    let rows = examples();
    assert!(rows.len() > 40);
    for (at, (query, term, wanted, hard)) in rows.iter().enumerate() {
        let files = index(&[headline(term)]);
        let place = folder.path().join(at.to_string());
        save(&files, &place);
        let found = !ask(&files, query, &Options::default()).found.is_empty();
        answers.push(found);
        cases.push(json!({"index": place, "query": query, "options": {}}));
        if *hard && found != *wanted {
            wrong.push(format!("{query} {term}: {found}"));
        }
        // The index also reads বি.এন.পি as বিএনপি.
        assert!(
            found || !matches(query, term),
            "the word rule finds more: {query} {term}"
        );
    }
    let hard = rows.iter().filter(|row| row.3).count();
    assert!(
        wrong.len() * 50 <= hard,
        "{} of {hard} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    for ((found, row), answer) in answers.iter().zip(&rows).zip(browser(&cases).unwrap_or_default()) {
        assert_eq!(
            *found,
            !answer["found"].as_array().unwrap().is_empty(),
            "browser differs: {row:?}"
        );
    }
}

/// All Markdown stories below a folder, as plainly as it goes.
fn corpus() -> Vec<SearchDoc> {
    let folder = std::env::var_os("KHOBOR_SEARCH_CORPUS")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("content"), PathBuf::from);
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.retain(|path| path.extension().is_some_and(|e| e == "md" || e == "txt"));
    files.sort();
    let mut docs = Vec::new();
    for (at, path) in files.iter().enumerate() {
        let source = canonical(&std::fs::read_to_string(path).unwrap_or_default()).into_owned();
        let text = source.splitn(3, "+++").last().unwrap_or("").to_owned();
        let title = source
            .lines()
            .find_map(|l| l.strip_prefix("title = "))
            .unwrap_or("")
            .trim_matches('"');
        docs.push(SearchDoc {
            url: format!("/{at}/"),
            title: title.to_owned(),
            section: path
                .parent()
                .and_then(Path::file_name)
                .and_then(|n| n.to_str())
                .unwrap_or("")
                .to_owned(),
            authors: vec![["রহিম উদ্দিন", "সালমা খাতুন"][at % 2].to_owned()],
            day: 15_000 + at as i32,
            text,
            ..SearchDoc::default()
        });
    }
    docs
}

/// Random numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

fn random_queries(docs: &[SearchDoc], count: usize) -> Vec<(String, Options)> {
    let mut dice = Dice(7);
    let mut queries = Vec::new();
    while queries.len() < count {
        let doc = &docs[dice.roll(docs.len())];
        let all: Vec<&str> = words(&doc.text).collect();
        if all.len() < 5 {
            continue;
        }
        let at = dice.roll(all.len() - 4);
        let mut text = match dice.roll(6) {
            0 => all[at].to_owned(),
            1 => format!("“{} {}” {}", all[at], all[at + 1], all[at + 3]),
            2 => khobor::bengali::romanise::word(all[at]),
            3 => format!("{} {}", all[at], khobor::bengali::romanise::word(all[at + 2])),
            4 => all[at].chars().take(3).collect(),
            _ => format!("{} {} {}", all[at], all[dice.roll(all.len())], all[at + 2]),
        };
        if dice.roll(5) == 0 {
            text = text.to_uppercase();
        }
        let mut options = Options {
            typing: dice.roll(3) == 0,
            skip: dice.roll(3),
            limit: 10,
            ..Options::default()
        };
        match dice.roll(6) {
            0 => options.section = doc.section.clone(),
            1 => options.author = "সালমা খাতুন".to_owned(),
            2 => (options.from, options.to) = (Some(doc.day - 9), Some(doc.day + 40)),
            _ => {}
        }
        queries.push((text, options));
    }
    queries
}

fn pieces(pieces: &[Piece]) -> Value {
    pieces.iter().map(|p| json!([p.text, p.hit])).collect()
}

fn as_json(results: &Results) -> Value {
    let found: Vec<Value> = results
        .found
        .iter()
        .map(|f| {
            json!([
                f.number,
                f.score,
                f.story.url,
                f.story.day,
                pieces(&f.title),
                pieces(&f.excerpt)
            ])
        })
        .collect();
    json!({"total": results.total, "whole": results.whole, "partial": results.partial, "more": results.more, "found": found})
}

#[test]
fn random_queries_give_the_same_in_rust_and_in_the_browser() {
    let mut docs = corpus();
    if docs.is_empty() {
        return;
    }
    // Enough stories that base shards exist.
    let own = docs.len();
    while docs.len() < 700 {
        let mut again = docs[docs.len() % own].clone();
        again.text.push_str(&docs[docs.len() * 7 % own].title.clone());
        (again.url, again.day) = (format!("/{}/", docs.len()), 15_000 + docs.len() as i32);
        docs.push(again);
    }
    let files = index(&docs);
    let folder = tempfile::tempdir().unwrap();
    save(&files, folder.path());
    let queries = random_queries(&docs, 1000);
    let cases: Vec<Value> = queries
        .iter()
        .map(|(text, o)| json!({"index": folder.path(), "query": text, "options": {"typing": o.typing, "skip": o.skip, "limit": o.limit, "section": o.section, "author": o.author, "from": o.from, "to": o.to}}))
        .collect();
    let Some(answers) = browser(&cases) else { return };
    let mut some = 0;
    for ((text, options), answer) in queries.iter().zip(answers) {
        let results = ask(&files, text, options);
        some += usize::from(!results.found.is_empty());
        let own = as_json(&results);
        assert!(own == answer, "{text} {options:?}\n{own}\n{answer}");
    }
    assert!(some > 500, "{some}");
}

/// What happens to a site in one build.
fn edit(docs: &mut Vec<SearchDoc>, round: usize, story: &dyn Fn(usize) -> SearchDoc, dice: &mut Dice) {
    let some = docs.len() - 1;
    match round % 9 {
        0..3 => docs.push(story(5000 + round)),
        3 => docs[dice.roll(some)].title.push_str(" সংশোধিত"),
        4 => drop(docs.remove(dice.roll(some))),
        5 => docs.insert(some - 10, story(8000 + round)),
        // A correction of the newest, as newsrooms make them.
        6 => docs[some].text.push_str(&format!(" নতুনশব্দ{round} ভুলসংশোধন")),
        7 => (0..dice.roll(300)).for_each(|n| docs.push(story(9000 + round * 400 + n))),
        _ => {
            docs[some].title = "নদী".to_owned();
            docs.insert(0, story(7000 + round));
            drop(docs.pop());
        }
    }
}

#[test]
fn incremental_builds_equal_clean_ones_and_touch_little() {
    let base = corpus();
    if base.is_empty() {
        return;
    }
    let story = |at: usize| {
        let mut doc = base[at % base.len()].clone();
        (doc.url, doc.day) = (format!("/{at}/"), 15_000 + at as i32);
        doc.text.push_str(&format!(" শব্দ{}", at % 1000));
        doc
    };
    let mut dice = Dice(11);
    let rounds = 27;
    let mut docs: Vec<SearchDoc> = (0..470).map(story).collect();
    let (mut memory, mut files) = (Kept::default(), Files::new());
    for round in 0..rounds {
        let (changed, now) = make(&docs, &memory, &files);
        let clean = index(&docs);
        for (path, bytes) in &clean {
            assert!(now.get(path) == Some(bytes), "round {round}: {path}");
        }
        assert_eq!(now.len(), clean.len(), "round {round}");
        let appended = (1..4).contains(&(round % 9)) && round > 9;
        assert!(!appended || changed.len() < 20, "round {round}: {changed:?}");
        memory = memory.next();
        // Nothing is written when nothing changed.
        let (again, same) = make(&docs, &memory, &now);
        assert!(again.is_empty() && same == now, "round {round}: {again:?}");
        memory = memory.next();
        files = now;
        edit(&mut docs, round, &story, &mut dice);
    }
}

#[test]
fn a_damaged_memory_is_none() {
    let docs: Vec<SearchDoc> = corpus().into_iter().take(40).collect();
    let memory = Kept::default();
    let (_, files) = make(&docs, &memory, &Files::new());
    let sound = memory.next().last;
    let mut newer = docs.clone();
    newer.extend(docs.first().cloned().map(|doc| SearchDoc {
        url: "/new/".to_owned(),
        ..doc
    }));
    let clean = index(&newer);
    for (name, piece) in &sound {
        for at in (0..piece.len()).step_by(piece.len() / 40 + 1) {
            let mut cut = sound.clone();
            cut.get_mut(name).unwrap().truncate(at);
            assert!(
                make(
                    &newer,
                    &Kept {
                        last: cut,
                        ..Kept::default()
                    },
                    &files
                )
                .1 == clean,
                "{at}"
            );
            // Changed bytes are found out by the store's checksums; here they must only be survived.
            let mut odd = sound.clone();
            odd.get_mut(name).unwrap()[at] ^= 0x55;
            build(
                &newer[..],
                &[],
                &Kept {
                    last: odd,
                    ..Kept::default()
                },
                &|_| {},
            );
        }
        let mut without = sound.clone();
        without.remove(name);
        assert!(
            make(
                &newer,
                &Kept {
                    last: without,
                    ..Kept::default()
                },
                &files
            )
            .1 == clean
        );
    }
}

#[test]
fn damaged_files_never_panic() {
    let files = index(&[headline("পুতিনের সফর"), headline("ঢাকায় বৃষ্টি")]);
    for (path, bytes) in &files {
        for at in 0..bytes.len().min(60) {
            let mut bad = files.clone();
            bad.get_mut(path).unwrap()[at] ^= 0x55;
            ask(
                &bad,
                "“পুতিনের সফর” putin",
                &Options {
                    typing: true,
                    ..Options::default()
                },
            );
            bad.get_mut(path).unwrap().truncate(at);
            ask(&bad, "ঢাকা", &Options::default());
        }
        let mut without = files.clone();
        without.remove(path);
        ask(&without, "ঢাকা", &Options::default());
    }
}
