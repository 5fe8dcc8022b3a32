//! `khobor import wordpress`.

use super::super::exit;
use super::super::options::{Global, WordpressArgs};
use super::super::output::Terminal;
use crate::config::Site;
use crate::diag::{Diagnostic, Lang, Place, Reason, codes::import as codes, parser_reason, system};
use crate::import::media::uploads::Uploads;
use crate::import::site::folder::SiteFolder;
use crate::import::wordpress::plan::Wishes;
use crate::import::wordpress::run::{ImportOptions, ImportOutcome, ImportProgress, Pictures, run as import};
use crate::import::wordpress::sections::SectionWish;
use crate::import::wordpress::shortcodes::Wish;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::fs;
use std::path::Path;

pub(super) fn run(terminal: &Terminal, global: &Global, args: &WordpressArgs) -> Result<u8, String> {
    let folder = SiteFolder::open(&global.root, args.dry_run).map_err(|e| terminal.fault_of(&global.root, &e))?;
    let (options, mut diagnostics) = options(global, args);
    if !diagnostics.is_empty() {
        terminal.diagnostics(&diagnostics);
        terminal.json(false, json!({}), &diagnostics);
        return Ok(exit::USAGE);
    }
    let (uploads, faults) = Uploads::open(&args.uploads);
    diagnostics.extend(faults);
    let meter = Bytes::new(terminal);
    let again =
        || import(&args.files, &uploads, &folder, &options, &meter).map_err(|e| terminal.fault_of(&global.root, &e));
    #[allow(unused_mut, reason = "without the client nothing is fetched")]
    let mut outcome = again()?;
    #[cfg(feature = "deploy")]
    if args.fetch && !outcome.wanted.is_empty() {
        let (came, faults) = fetch(terminal, args, &folder, &outcome);
        diagnostics.extend(faults);
        // Texts that lacked a picture are written with it.
        if came > 0 {
            outcome = again()?;
        }
    }
    drop(meter);
    diagnostics.extend(outcome.diagnostics.iter().cloned());
    report(terminal, args, &folder, &outcome)?;
    terminal.diagnostics(&diagnostics);
    let summary = json!({ "report": outcome.report, "written": folder.written(), "dry": args.dry_run });
    terminal.json(!outcome.failed, summary, &diagnostics);
    Ok(if outcome.failed { exit::FAULT } else { exit::OK })
}

/// Asks the old site for the files that no upload has; gives how many came, and why others did not.
#[cfg(feature = "deploy")]
fn fetch(
    terminal: &Terminal,
    args: &WordpressArgs,
    folder: &SiteFolder,
    outcome: &ImportOutcome,
) -> (usize, Vec<Diagnostic>) {
    use crate::import::fetch::{FetchFault, Fetcher, SystemLookup};
    use crate::import::wordpress::run::keep;
    use std::sync::{Arc, Mutex, PoisonError};
    let fetcher = Fetcher::new(outcome.hosts.clone(), args.rate, Arc::new(SystemLookup));
    let bar = terminal
        .shows_progress()
        .then(|| ProgressBar::new(outcome.wanted.len() as u64));
    let done: Mutex<(usize, Vec<Diagnostic>)> = Mutex::default();
    let odd = (
        "it is no picture, sound, film or PDF",
        "এটি ছবি, শব্দ, ভিডিও বা পিডিএফ নয়",
    );
    let odd = (odd.0.to_owned(), odd.1.to_owned());
    let take = |(_, address, target): &(String, String, String), bytes: Result<Vec<u8>, FetchFault>| {
        let kept = bytes.map_err(|fault| fault.words()).and_then(|bytes| {
            let kept = keep(folder, target, &bytes).map_err(|e| (e.to_string(), system::reason(Lang::Bn, &e)))?;
            kept.then_some(()).ok_or_else(|| odd.clone())
        });
        let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
        match kept {
            Ok(()) => done.0 += 1,
            Err((en, bn)) => {
                let diagnostic = Diagnostic::new(&codes::NOT_FETCHED).arg("url", address);
                done.1.push(diagnostic.arg_in("reason", bn, en));
            }
        }
        bar.iter().for_each(|bar| bar.inc(1));
    };
    let address =
        |(_, address, _): &(String, String, String)| crate::portal::url::of_href("", &address.replace(' ', "%20"));
    fetcher.all(&outcome.wanted, &address, take);
    bar.iter().for_each(ProgressBar::finish_and_clear);
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// Options of the command line, of map.toml and of the site that is there.
fn options(global: &Global, args: &WordpressArgs) -> (ImportOptions, Vec<Diagnostic>) {
    let site = site(&global.root);
    let mut wishes = Wishes {
        skip_hidden: args.hidden == "skip",
        folders: args.pictures == "beside",
        pattern: site.as_ref().map(|s| s.article_pattern.clone()),
        zone: site.as_ref().map(|s| s.zone.clone()),
        ..Wishes::default()
    };
    let mut diagnostics = Vec::new();
    if let Some(path) = args.map.as_ref().filter(|path| !is_new_map(args, path)) {
        diagnostics.extend(read_map(path, &mut wishes));
    }
    for name in args
        .types
        .iter()
        .flat_map(|t| t.split(','))
        .map(str::trim)
        .filter(|t| !t.is_empty())
    {
        wishes
            .types
            .entry(name.to_owned())
            .or_insert_with(|| crate::portal::url::part(name));
    }
    let options = ImportOptions {
        pictures: match args.pictures.as_str() {
            "beside" => Pictures::Beside,
            "all" => Pictures::All,
            _ => Pictures::Keep,
        },
        bijoy_off: args.bijoy == "off",
        partial: args.partial,
        again: args.again,
        withdraw: args.withdraw,
        into_site: site.is_some(),
        wishes,
    };
    (options, diagnostics)
}

/// The site in a folder, when there is one.
pub(super) fn site(root: &Path) -> Option<Site> {
    let text = fs::read_to_string(root.join("khobor.toml")).ok()?;
    crate::config::parse(&text).0
}

/// Reads map.toml; all its faults.
fn read_map(path: &Path, wishes: &mut Wishes) -> Vec<Diagnostic> {
    let shown = path.display().to_string();
    let bad = |reason: Reason| {
        Diagnostic::new(&codes::BAD_MAP)
            .arg("file", &shown)
            .reason(reason)
            .at(Place::file(&shown))
    };
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(e) => return vec![bad(Reason::new(e.to_string(), system::reason(Lang::Bn, &e)))],
    };
    let table = match text.parse::<toml::Table>() {
        Ok(table) => table,
        Err(e) => return vec![bad(Reason::new(e.message(), parser_reason(e.message())))],
    };
    let mut faults = Vec::new();
    for (part, values) in &table {
        let Some(values) = values.as_table() else {
            faults.push(bad(Reason::same(format!("`{part}`"))));
            continue;
        };
        for (key, value) in values {
            match value.as_str() {
                Some(value) if set_wish(wishes, part, key, value) => {}
                _ => faults.push(bad(Reason::same(format!("[{part}] {key} = {value}")))),
            }
        }
    }
    faults
}

/// Sets a wish; false when there is no such wish.
fn set_wish(wishes: &mut Wishes, part: &str, key: &str, value: &str) -> bool {
    let (key, text) = (key.to_owned(), value.to_owned());
    match (part, value) {
        ("sections", "tag") => wishes.sections.insert(key, SectionWish::Tag).is_none(),
        ("sections", "featured") => wishes.sections.insert(key, SectionWish::Featured).is_none(),
        ("sections", "drop") => wishes.sections.insert(key, SectionWish::Drop).is_none(),
        ("sections", _) => {
            let parts: Vec<String> = value
                .split('/')
                .filter(|p| !p.is_empty())
                .map(crate::portal::url::part)
                .collect();
            wishes
                .sections
                .insert(key, SectionWish::Path(parts.join("/")))
                .is_none()
                && !parts.is_empty()
        }
        ("authors", _) => wishes.authors.insert(key, text).is_none(),
        ("metas", _) => wishes.metas.insert(key, text).is_none(),
        ("types", _) => wishes.types.insert(key, crate::portal::url::part(value)).is_none(),
        ("shortcodes", "drop") => wishes.shortcodes.insert(key, Wish::Drop).is_none(),
        ("shortcodes", "keep-text") => wishes.shortcodes.insert(key, Wish::KeepText).is_none(),
        ("shortcodes", "link") => wishes.shortcodes.insert(key, Wish::Link).is_none(),
        _ => false,
    }
}

/// Whether a map is asked for that is not there yet: `--dry-run --map map.toml` writes what the import would do.
fn is_new_map(args: &WordpressArgs, path: &Path) -> bool {
    args.dry_run && !path.exists()
}

/// Prints the summary and writes the report, and a map that is asked for.
fn report(
    terminal: &Terminal,
    args: &WordpressArgs,
    folder: &SiteFolder,
    outcome: &ImportOutcome,
) -> Result<(), String> {
    let bengali = terminal.lang == Lang::Bn;
    let number = |n: usize| terminal.count(n as u64);
    // A dry run without a file for it prints the whole report, which begins with the summary.
    if !args.dry_run || args.report.is_some() {
        for line in outcome.report.summary(bengali, &number) {
            terminal.say(&line);
        }
    }
    if outcome.report.system.is_empty() {
        return Ok(());
    }
    let text = outcome.report.markdown(bengali, &number);
    let written = |path: &Path| format!("{}", path.display());
    match &args.report {
        Some(path) => {
            fs::write(path, &text).map_err(|e| terminal.fault_of(path, &e))?;
            terminal.say(&written(path));
        }
        None if args.dry_run => terminal.say(&text),
        None if folder.written() > 0 => {
            folder
                .write("import-report.md", &text)
                .map_err(|e| terminal.fault_of(folder.root(), &e))?;
            terminal.say(&written(&folder.root().join("import-report.md")));
        }
        None => {}
    }
    if let Some(path) = args.map.as_deref().filter(|path| is_new_map(args, path)) {
        fs::write(path, &outcome.map).map_err(|e| terminal.fault_of(path, &e))?;
        terminal.say(&written(path));
    }
    Ok(())
}

/// Progress in bytes: a bar on a terminal, a line a tenth elsewhere.
pub(super) struct Bytes {
    bar: Option<ProgressBar>,
    bengali: bool,
}

impl Bytes {
    pub(super) fn new(terminal: &Terminal) -> Self {
        let bar = terminal.shows_progress().then(|| {
            let bar = ProgressBar::new(0);
            if let Ok(style) = ProgressStyle::with_template("{msg:>12} {wide_bar} {bytes}/{total_bytes} {eta}") {
                bar.set_style(style);
            }
            bar
        });
        Bytes {
            bar,
            bengali: terminal.lang == Lang::Bn,
        }
    }
}

impl ImportProgress for Bytes {
    fn pass(&self, number: u8, bytes: u64) {
        let Some(bar) = &self.bar else { return };
        bar.set_length(bytes);
        bar.set_position(0);
        bar.set_message(match (number, self.bengali) {
            (1, true) => "পড়া",
            (1, false) => "reading",
            (_, true) => "লেখা",
            (_, false) => "writing",
        });
    }

    fn at(&self, bytes: u64) {
        if let Some(bar) = &self.bar {
            bar.set_position(bytes);
        }
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
