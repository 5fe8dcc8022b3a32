//! `khobor build`.

use super::options::{BuildArgs, Global};
use super::output::{Terminal, counted};
use super::{exit, lang};
use crate::diag::Lang;
use crate::engine::{self, Request, Summary, Timings};
use crate::portal::{Unpublished, Withheld};
use crate::publish::ChangeKind;
use serde_json::{Value, json};

pub(super) fn run(global: &Global, args: &BuildArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let request = Request {
        out: args.out.clone(),
        theme: args.theme.clone(),
        drafts: args.drafts,
        future: args.future,
        strict: args.strict,
        name_withheld: global.verbose,
        ..lang::request(global)?
    };
    let meter = terminal.progress();
    let mut outcome = engine::build(&request, &meter);
    if args.verify && outcome.value.is_some() {
        let faults = engine::verify(&request, &meter);
        #[cfg(feature = "pictures")]
        let faults = match args.pictures {
            true => [faults, engine::verify_pictures(&request, &meter)].concat(),
            false => faults,
        };
        if faults.is_empty() {
            terminal.say(match terminal.lang {
                Lang::Bn => "যাচাই: নতুন করে তৈরি সাইটের সঙ্গে প্রতিটি ফাইল মেলে।",
                Lang::En => "verified: every file equals that of a clean build.",
            });
        }
        outcome.value = outcome.value.filter(|_| faults.is_empty());
        outcome.diagnostics.extend(faults);
    }
    drop(meter);
    terminal.diagnostics(&outcome.diagnostics);
    if let Some(summary) = &outcome.value {
        summary
            .withheld
            .iter()
            .for_each(|w| terminal.say(&withheld(&terminal, w)));
        terminal.say(&text(&terminal, summary, &outcome.timings));
        if args.why_changed {
            let line = |c: &engine::Change| format!("{} {}", changed(&terminal, c), c.path);
            summary.changes.iter().for_each(|c| terminal.say(&line(c)));
        }
    }
    if args.timings {
        timings(&terminal, &outcome.timings);
    }
    let summary = outcome
        .value
        .as_ref()
        .map_or_else(|| json!({}), |s| as_json(s, &outcome.timings));
    terminal.json(outcome.value.is_some(), summary, &outcome.diagnostics);
    Ok(if outcome.value.is_some() { exit::OK } else { exit::FAULT })
}

fn text(terminal: &Terminal, s: &Summary, timings: &Timings) -> String {
    let n = |n: usize| terminal.count(n as u64);
    let seconds = format!("{:.2}", timings.total().as_secs_f64());
    let kilobytes = terminal.count(s.bytes.div_ceil(1000));
    let hidden = terminal.count(u64::from(s.hidden));
    let hidden = match s.hidden {
        0 => String::new(),
        _ => terminal.both(
            format!(" (আরও {hidden}টি এখন প্রকাশিত নয়)"),
            format!(" ({hidden} more not published now)"),
        ),
    };
    match terminal.lang {
        Lang::Bn => format!(
            "{}টি প্রতিবেদন{hidden}, {}টি পাতা। ফাইল: নতুন বা বদলানো {}টি, অপরিবর্তিত {}টি, মুছে ফেলা {}টি; {kilobytes} কিলোবাইট, {} সেকেন্ড।\n{}",
            n(s.stories),
            n(s.pages),
            n(s.written),
            n(s.unchanged),
            n(s.deleted),
            crate::bengali::number::digits(&seconds),
            s.out.display()
        ),
        Lang::En => format!(
            "{}{hidden}, {}. Files: {} written, {} unchanged, {} removed; {kilobytes} KB, {seconds} s.\n{}",
            counted(s.stories as u64, "story", "stories"),
            counted(s.pages as u64, "page", "pages"),
            n(s.written),
            n(s.unchanged),
            n(s.deleted),
            s.out.display()
        ),
    }
}

fn changed(terminal: &Terminal, change: &engine::Change) -> String {
    let bengali = match change.kind {
        ChangeKind::Added => "নতুন",
        ChangeKind::Changed => "বদলানো",
        ChangeKind::Repaired => "মেরামত",
        ChangeKind::Adopted => "গ্রহণ",
        ChangeKind::Deleted => "মুছে ফেলা",
        ChangeKind::LeftAlone => "রেখে দেওয়া",
    };
    terminal.both(bengali, format!("{:?}", change.kind))
}

/// A story that is not published, and why.
fn withheld(terminal: &Terminal, story: &Withheld) -> String {
    let at = |moment: &jiff::Timestamp| moment.to_string();
    let why = match &story.why {
        Unpublished::Draft => terminal.both("খসড়া (--drafts দিলে প্রকাশিত হয়)", "a draft (--drafts publishes it)"),
        Unpublished::Scheduled(date) => terminal.both(
            format!("প্রকাশের সময় {} (--future দিলে এখনই প্রকাশিত হয়)", at(date)),
            format!("comes at {} (--future publishes it now)", at(date)),
        ),
        Unpublished::Expired(end) => terminal.both(
            format!("মেয়াদ শেষ হয়েছে {}", at(end)),
            format!("was taken down at {}", at(end)),
        ),
        Unpublished::Retracted => terminal.both("প্রত্যাহার করা হয়েছে", "is withdrawn"),
    };
    terminal.both(
        format!("প্রকাশিত নয়: {}: {why}", story.source),
        format!("not published: {}: {why}", story.source),
    )
}

pub(super) fn timings(terminal: &Terminal, timings: &Timings) {
    for (stage, spent) in &timings.0 {
        let (en, bn) = stage.names();
        let name = if terminal.lang == Lang::Bn { bn } else { en };
        terminal.say(&format!("{name:>12} {:>8.1} ms", spent.as_secs_f64() * 1000.0));
    }
}

fn as_json(s: &Summary, timings: &Timings) -> Value {
    let stages: serde_json::Map<String, Value> = timings
        .0
        .iter()
        .map(|(stage, spent)| (stage.names().0.to_owned(), json!(spent.as_secs_f64())))
        .collect();
    json!({
        "stories": s.stories, "pages": s.pages, "hidden": s.hidden, "written": s.written, "unchanged": s.unchanged,
        "deleted": s.deleted, "bytes": s.bytes, "out": super::output::json_path(&s.out), "seconds": stages,
        "changes": s.changes.iter().map(|c| json!({ "path": c.path, "kind": format!("{:?}", c.kind) })).collect::<Vec<_>>(),
    })
}
