//! Speed of the language module in MB/s of input: `cargo bench --bench bengali`.
//!
//! Runs on a built-in text, on the sample's own stories and, where `KHOBOR_CORPUS` names one (JSON lines with `body`; `.xz` is read
//! through `xz -dc`), on a corpus: as it is ("typed", with its legacy encodings) and after `canonical` ("clean").

use khobor::bengali::{excerpt, fold, gate, sentence, stem, word};
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const SAMPLE: &str = "ভোরের কুয়াশা কেটে গেলে ঘাটে ভিড় বাড়ে। মাঝিরা নৌকা নিয়ে নদীর ওপারে যান, ফেরেন দুপুরের আগে। \
    ড. রেহানা বলেন, ‘চরের ২,৫০০ পরিবার এখনো র\u{200D}্যাশন পায়নি।’ গত বছরের ১৫ জুলাই (BBC বাংলা) খবরটি ছাপা হয়েছিল। ";

fn main() {
    let sample = SAMPLE.repeat(20_000);
    report("built-in", &sample);
    report("the sample's stories", &stories().repeat(20));
    if let Some(path) = std::env::var_os("KHOBOR_CORPUS") {
        let Some(typed) = corpus(Path::new(&path)) else {
            return say("KHOBOR_CORPUS cannot be read");
        };
        let clean = gate::canonical(&typed).into_owned();
        report("corpus, typed", &typed);
        report("corpus, clean", &clean);
    }
}

fn report(name: &str, text: &str) {
    say(&format!("{name}: {:.1} MB", text.len() as f64 / 1e6));
    rate("canonical", text, || gate::canonical(text).len());
    rate("clean", text, || gate::clean(text).len());
    rate("words", text, || word::count(text));
    let mut stemmed = String::new();
    rate("words + stems", text, || {
        let mut total = 0;
        for found in word::words(text) {
            stemmed.clear();
            stem::stem_into(found, &mut stemmed);
            total += stemmed.len();
        }
        total
    });
    let mut folded = String::new();
    rate("words + folds", text, || {
        let mut total = 0;
        for found in word::words(text) {
            folded.clear();
            fold::fold_into(found, &mut folded);
            total += folded.len();
        }
        total
    });
    rate("sentences", text, || sentence::sentences(text).count());
    rate("excerpts of lines", text, || {
        text.lines().map(|line| excerpt::excerpt(line, 160).len()).sum()
    });
}

/// The best of five runs, in MB/s of the text.
fn rate(what: &str, text: &str, mut work: impl FnMut() -> usize) {
    let mut best = f64::MAX;
    for _ in 0..5 {
        #[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
        let start = Instant::now();
        black_box(work());
        best = best.min(start.elapsed().as_secs_f64());
    }
    say(&format!("  {what:<20} {:>8.1} MB/s", text.len() as f64 / best / 1e6));
}

#[expect(clippy::print_stdout, reason = "the result of a benchmark is what it prints")]
fn say(line: &str) {
    println!("{line}");
}

/// The stories of the sample portal, one after the other.
fn stories() -> String {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/content");
    let files = walkdir::WalkDir::new(folder).sort_by_file_name();
    let texts = files
        .into_iter()
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path()).ok());
    texts.collect::<Vec<_>>().join("\n")
}

/// The bodies of a corpus, one after the other.
fn corpus(path: &Path) -> Option<String> {
    let bytes = match path.extension().is_some_and(|end| end == "xz") {
        true => Command::new("xz").arg("-dc").arg(path).output().ok()?.stdout,
        false => std::fs::read(path).ok()?,
    };
    let lines = String::from_utf8(bytes).ok()?;
    let mut text = String::new();
    for line in lines.lines() {
        let post: serde_json::Value = serde_json::from_str(line).ok()?;
        text.push_str(post.get("body")?.as_str()?);
        text.push('\n');
    }
    Some(text)
}
