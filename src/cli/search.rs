//! `khobor search`: the index of the built portal, asked from the terminal.

use super::exit;
use super::options::{Global, SearchArgs};
use super::output::Terminal;
use crate::diag::Lang;
use crate::search::{Found, Options, Results, query};
use serde_json::{Value, json};
use std::path::Path;

pub(super) fn run(global: &Global, args: &SearchArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let out = args.out.clone().unwrap_or_else(|| global.root.join("public"));
    let index = out.join("search/index");
    if !index.join("manifest.bin").is_file() {
        return Err(match terminal.lang {
            Lang::Bn => format!("{} ফোল্ডারে অনুসন্ধানের সূচি নেই: আগে `khobor build` দিন", out.display()),
            Lang::En => format!("{} has no search index: run `khobor build` first", out.display()),
        });
    }
    let options = Options {
        limit: args.limit.unwrap_or(10).clamp(1, 100),
        section: args.section.clone().unwrap_or_default(),
        author: args.author.clone().unwrap_or_default(),
        ..Options::default()
    };
    let results = query(&|path| read(&index, path), &args.query.join(" "), &options);
    if global.json {
        terminal.json(true, as_json(&results), &[]);
    } else {
        results.found.iter().for_each(|found| print(&terminal, found));
        terminal.say(&summary(&terminal, &results));
    }
    Ok(exit::OK)
}

/// A file of the index; the index names its files itself, and never outside of its folder.
fn read(index: &Path, path: &str) -> Option<Vec<u8>> {
    let odd = path.starts_with('/') || path.split('/').any(|part| part == ".." || part.is_empty());
    if odd {
        None
    } else {
        std::fs::read(index.join(path)).ok()
    }
}

fn print(terminal: &Terminal, found: &Found) {
    terminal.result(&format!("{}  {}", found.story.url, found.story.title));
    let excerpt: String = found.excerpt.iter().map(|piece| piece.text.as_str()).collect();
    if !excerpt.is_empty() {
        terminal.say(&format!("    {excerpt}"));
    }
}

fn summary(terminal: &Terminal, results: &Results) -> String {
    let total = terminal.count(results.total as u64);
    match (terminal.lang, results.partial) {
        (Lang::Bn, false) => format!("{total}টি খবর"),
        (Lang::Bn, true) => format!("সব শব্দ একসঙ্গে কোথাও নেই; কাছাকাছি {total}টি খবর"),
        (Lang::En, false) => format!("{total} stories"),
        (Lang::En, true) => format!("no story has all words; {total} have some"),
    }
}

fn as_json(results: &Results) -> Value {
    let found =
        |f: &Found| json!({ "url": f.story.url, "title": f.story.title, "section": f.story.section, "score": f.score });
    json!({ "total": results.total, "partial": results.partial, "found": results.found.iter().map(found).collect::<Vec<_>>() })
}
