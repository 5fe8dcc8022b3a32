//! Views into `data/popular.toml`: from access logs, and from what analytics services export.

use super::super::options::Global;
use super::super::output::{Terminal, counted, json_path};
use super::super::{exit, lang, load};
use crate::diag::{Diagnostic, Lang, codes::data as codes};
use crate::engine::{Loaded, Progress, Stage};
use crate::portal::ArticleId;
use crate::relate::export::{ExportOptions, ExportReport, Found, Service, Tally};
use crate::relate::log::{Counter, LogReport};
use crate::relate::popular::{self, PopularRecords};
use crate::relate::popular_file;
use crate::replace::replace;
use clap::Args;
#[cfg(feature = "inbox")]
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::json;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

const FILE: &str = "data/popular.toml";

/// `khobor import views`
#[derive(Debug, Clone, Args)]
pub struct ViewsArgs {
    /// The exported files, CSV, TSV or JSON, plain or gzip; none reads the inbox
    pub files: Vec<PathBuf>,
    /// What the columns say, where their names do not tell: path=URL,views=Hits,date=Day,hour=Hour,visitor=ID
    #[arg(long, value_name = "MAP")]
    pub columns: Option<String>,
    /// The days of rows without a date: 2026-11-01..2026-11-30, or one day
    #[arg(long, value_name = "DAYS")]
    pub days: Option<String>,
    /// The khobor inbox that counts the views: its address, or its file on this machine (else [popular] endpoint)
    #[cfg(feature = "inbox")]
    #[arg(long, value_name = "URL|FILE", conflicts_with_all = ["files", "columns", "days"])]
    pub from: Option<String>,
    /// File with TOKEN=…, readable by its owner only (else the environment variable KHOBOR_INBOX_TOKEN)
    #[cfg(feature = "inbox")]
    #[arg(long, value_name = "FILE", conflicts_with = "files")]
    pub secrets: Option<PathBuf>,
}

pub(super) fn run(terminal: &Terminal, global: &Global, args: &ViewsArgs) -> Result<u8, String> {
    if args.files.is_empty() {
        return inbox(terminal, global, args);
    }
    exports(terminal, global, args)
}

/// Reads the views that an inbox has counted. Of an hour that is known already the greater count stays.
#[cfg(feature = "inbox")]
fn inbox(terminal: &Terminal, global: &Global, args: &ViewsArgs) -> Result<u8, String> {
    let Some((loaded, _)) = load::portal(terminal, &lang::request(global)?) else {
        return Ok(exit::FAULT);
    };
    let from = args.from.as_deref();
    let source = super::super::inbox::counter(from, &loaded.site, (args.secrets.as_deref(), terminal))?;
    let rows = match crate::inbox::views(&source) {
        Ok(rows) => rows,
        Err(diagnostic) => return Ok(fault(terminal, *diagnostic)),
    };
    let (mut records, mut report) = (PopularRecords::default(), ExportReport::default());
    for row in &rows {
        report.rows += 1;
        match name_of(&loaded, &format!("/{}/", row.story)) {
            Some(story) => {
                report.counted += 1;
                report.views += u64::from(row.views);
                records.add(&story, row.hour, row.views);
                records.newest = records
                    .newest
                    .max(Timestamp::from_second(i64::from(row.hour) * 3600).ok());
            }
            None => report.other_pages += 1,
        }
    }
    let stories = records.stories.len();
    let path = store(terminal, global, |all| all.merge(records))?;
    print_exports(terminal, &report, stories, &path);
    terminal.json(
        true,
        json!({ "report": report, "stories": stories, "written": json_path(&path) }),
        &[],
    );
    Ok(exit::OK)
}

#[cfg(not(feature = "inbox"))]
fn inbox(_: &Terminal, _: &Global, _: &ViewsArgs) -> Result<u8, String> {
    Err("which file? khobor import views FILE".to_owned())
}

pub(super) fn log(terminal: &Terminal, global: &Global, files: &[PathBuf]) -> Result<u8, String> {
    let Some((loaded, _)) = load::portal(terminal, &lang::request(global)?) else {
        return Ok(exit::FAULT);
    };
    let meter = terminal.progress();
    meter.stage(Stage::Read, files.len());
    let counted = count(terminal, &loaded, files, &meter);
    drop(meter);
    let (records, report) = match counted? {
        Ok(counted) => counted,
        Err(diagnostics) => return Ok(fault(terminal, diagnostics)),
    };
    let stories = records.stories.len();
    let path = store(terminal, global, |all| all.merge(records))?;
    print_log(terminal, &report, stories, &path);
    let summary = json!({ "report": report, "stories": stories, "written": json_path(&path) });
    terminal.json(true, summary, &[]);
    Ok(exit::OK)
}

type Counted = (PopularRecords, LogReport);

fn count(
    terminal: &Terminal,
    loaded: &Loaded,
    files: &[PathBuf],
    progress: &dyn Progress,
) -> Result<Result<Counted, Diagnostic>, String> {
    let mut counter = Counter::new(loaded.site.zone.clone(), |path: &str| name_of(loaded, path));
    for file in files {
        let fault = |e: std::io::Error| terminal.fault_of(file, &e);
        let before = counter.report();
        counter.read(File::open(file).map_err(fault)?).map_err(fault)?;
        let (lines, odd) = counter.report().since(&before);
        if lines > 0 && lines == odd {
            let diagnostic = Diagnostic::new(&codes::NOT_A_LOG).arg("file", file.display());
            return Ok(Err(diagnostic.arg("lines", lines)));
        }
        progress.step();
    }
    Ok(Ok(counter.finish()))
}

/// The name under which views of the story at a path are kept.
fn name_of(loaded: &Loaded, path: &str) -> Option<String> {
    story(loaded, path).map(|address| popular::name(&address))
}

/// The address of the story that a path of the site means, former addresses included.
pub(super) fn story(loaded: &Loaded, path: &str) -> Option<String> {
    let home = loaded.site.home.trim_end_matches('/');
    let id: ArticleId = loaded.portal.named(path.strip_prefix(home).unwrap_or(path)).flatten()?;
    loaded.portal.articles.get(id as usize).map(|a| a.url.to_string())
}

fn exports(terminal: &Terminal, global: &Global, args: &ViewsArgs) -> Result<u8, String> {
    let (files, days) = (&args.files, args.days.as_deref());
    let columns = args.columns.as_deref().unwrap_or_default();
    let columns = columns
        .parse()
        .map_err(|part| format!("--columns {part}: path=…,views=…,date=…,hour=…,visitor=…"))?;
    let days = days.map(span).transpose()?;
    let Some((loaded, _)) = load::portal(terminal, &lang::request(global)?) else {
        return Ok(exit::FAULT);
    };
    let options = ExportOptions {
        zone: loaded.site.zone.clone(),
        now: loaded.now,
        columns,
        days,
    };
    let mut tally = Tally::new(options, |path: &str| name_of(&loaded, path));
    let mut found = Vec::new();
    for file in files {
        let fault_of = |e: std::io::Error| terminal.fault_of(file, &e);
        match tally.read(File::open(file).map_err(fault_of)?).map_err(fault_of)? {
            Found::Export(service, column) => found.push((file, service, column)),
            Found::Unknown(names) => {
                let diagnostic = Diagnostic::new(&codes::NOT_AN_EXPORT).arg("file", file.display());
                return Ok(fault(terminal, diagnostic.arg("columns", names.join(", "))));
            }
            Found::Zip => {
                let diagnostic = Diagnostic::new(&codes::ZIPPED_EXPORT).arg("file", file.display());
                return Ok(fault(terminal, diagnostic));
            }
        }
    }
    let (exported, report) = tally.finish();
    let stories = exported.spans.chunk_by(|a, b| a.story == b.story).count();
    let path = store(terminal, global, |all| all.merge_export(&exported))?;
    found.iter().for_each(|(file, service, column)| {
        terminal.say(&format!(
            "{}: {}",
            file.display(),
            described(terminal.lang, *service, column)
        ));
    });
    print_exports(terminal, &report, stories, &path);
    let read: Vec<_> = found
        .iter()
        .map(|(file, service, column)| json!({ "file": json_path(file), "service": service, "counted": column }))
        .collect();
    let summary = json!({ "report": report, "stories": stories, "files": read, "written": json_path(&path) });
    terminal.json(true, summary, &[]);
    Ok(exit::OK)
}

/// `2026-11-01..2026-11-30`, or one day.
fn span(written: &str) -> Result<(Date, Date), String> {
    let (first, last) = written.split_once("..").unwrap_or((written, written));
    let day = |text: &str| {
        text.trim()
            .parse::<Date>()
            .map_err(|_| format!("--days {written}: 2026-11-01..2026-11-30"))
    };
    Ok((day(first)?, day(last)?))
}

/// Reports a fault for which nothing was written.
fn fault(terminal: &Terminal, diagnostic: Diagnostic) -> u8 {
    let diagnostic = [diagnostic];
    terminal.diagnostics(&diagnostic);
    terminal.json(false, json!({}), &diagnostic);
    exit::FAULT
}

/// Changes the stored views in one step.
fn store(terminal: &Terminal, global: &Global, change: impl FnOnce(&mut PopularRecords)) -> Result<PathBuf, String> {
    let path = global.root.join(FILE);
    let mut all = match fs::read_to_string(&path) {
        Ok(text) => popular_file::parse(FILE, &text).0,
        Err(_) => PopularRecords::default(),
    };
    change(&mut all);
    let fault = |e: std::io::Error| terminal.fault_of(&path, &e);
    fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).map_err(fault)?;
    replace(&path, popular_file::write(&all).as_bytes()).map_err(fault)?;
    Ok(path)
}

fn print_log(terminal: &Terminal, report: &LogReport, stories: usize, path: &Path) {
    let n = |n: u64| terminal.count(n);
    terminal.say(&match terminal.lang {
        Lang::Bn => format!(
            "{}টি লাইন: {}টি পাঠকসংখ্যা যোগ হলো, {}টি প্রতিবেদনে। বাদ: একই পাঠক আবার {}, রোবট {}, GET নয় {}, অন্য উত্তর {}, অন্য পাতা {}, পড়া যায়নি {}।\n{}",
            n(report.lines), n(report.views), n(stories as u64), n(report.repeated), n(report.programs), n(report.not_get),
            n(report.failed), n(report.other_pages), n(report.unreadable + report.too_long), path.display()
        ),
        Lang::En => format!(
            "{}: {} counted, of {}. Left out: the same visitor again {}, robots {}, not GET {}, other status {}, other pages {}, unreadable {}.\n{}",
            counted(report.lines, "line", "lines"), counted(report.views, "view", "views"),
            counted(stories as u64, "story", "stories"), report.repeated, report.programs, report.not_get, report.failed,
            report.other_pages, report.unreadable + report.too_long, path.display()
        ),
    });
}

fn described(lang: Lang, service: Service, column: &str) -> String {
    let name = match (service, lang) {
        (Service::GoatCounter, _) => "GoatCounter",
        (Service::Plausible, _) => "Plausible",
        (Service::Umami, _) => "Umami",
        (Service::Matomo, _) => "Matomo",
        (Service::Ga4, _) => "Google Analytics",
        (Service::Table, Lang::Bn) => "সারণি",
        (Service::Table, Lang::En) => "a table",
    };
    match (column, lang) {
        ("", Lang::Bn) => format!("{name}, প্রতি সারি একটি দেখা"),
        ("", Lang::En) => format!("{name}, a visit a row"),
        (column, Lang::Bn) => format!("{name}, সংখ্যা নেওয়া হলো ‘{column}’ থেকে"),
        (column, Lang::En) => format!("{name}, numbers taken from “{column}”"),
    }
}

fn print_exports(terminal: &Terminal, report: &ExportReport, stories: usize, path: &Path) {
    let n = |n: u64| terminal.count(n);
    terminal.say(&match terminal.lang {
        Lang::Bn => format!(
            "{}টি সারি: {}টি পাঠকসংখ্যা যোগ হলো, {}টি প্রতিবেদনে। বাদ: একই পাঠক আবার {}, রোবট {}, পাতা দেখা নয় {}, অন্য পাতা {}, পড়া যায়নি {}।",
            n(report.rows), n(report.views), n(stories as u64), n(report.repeated), n(report.programs), n(report.events),
            n(report.other_pages), n(report.unreadable + report.too_long)
        ),
        Lang::En => format!(
            "{}: {} counted, of {}. Left out: the same visitor again {}, robots {}, other events {}, other pages {}, unreadable {}.",
            counted(report.rows, "row", "rows"), counted(report.views, "view", "views"),
            counted(stories as u64, "story", "stories"), report.repeated, report.programs, report.events, report.other_pages,
            report.unreadable + report.too_long
        ),
    });
    if report.undated > 0 {
        terminal.say(&match terminal.lang {
            Lang::Bn => format!(
                "{}টি সারিতে তারিখ নেই; সেগুলো শুধু ‘সব সময়’-এর তালিকায় গোনা হবে। দিন জানা থাকলে --days দিন।",
                n(report.undated)
            ),
            Lang::En => format!(
                "{} rows have no date: they count for all time only. Give --days if you know them.",
                report.undated
            ),
        });
    }
    terminal.say(&path.display().to_string());
}
