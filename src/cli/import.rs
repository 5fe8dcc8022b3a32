//! `khobor import …`: pages, logs, exports of analytics here; whole sites in files of their own.

mod blog;
mod disqus;
mod views;
mod wordpress;

pub(super) use views::ViewsArgs;

use super::options::{Global, ImportArgs, ImportWhat};
use super::output::Terminal;
use super::{exit, lang};
use crate::bengali::bijoy;
use crate::bengali::date_parse::{self, CalendarHint, ParsedDate};
use crate::diag::{Diagnostic, Lang, codes};
use crate::import::markdown::to_markdown;
use crate::import::page::{ImportedPage, PageOptions, Why, read_page};
use crate::source::ReadOptions;
use crate::source::toml_string;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) fn run(global: &Global, args: &ImportArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    match &args.what {
        ImportWhat::Page {
            files,
            to,
            date,
            section,
            title,
            bijoy,
        } => {
            let mut context = PageContext::new(global, to.as_deref(), date.as_deref(), *bijoy)?;
            (context.section, context.title) = (section.clone(), title.clone());
            pages(&terminal, &context, files)
        }
        ImportWhat::Blogger(args) => blog::run(&terminal, global, blog::BLOGGER, args),
        ImportWhat::Ghost(args) => blog::run(&terminal, global, blog::GHOST, args),
        ImportWhat::Hugo(args) => blog::run_folder(&terminal, global, blog::HUGO, args),
        ImportWhat::Jekyll(args) => blog::run_folder(&terminal, global, blog::JEKYLL, args),
        ImportWhat::Disqus { files, dry_run } => disqus::run(&terminal, global, files, *dry_run),
        ImportWhat::Wordpress(args) => wordpress::run(&terminal, global, args),
        ImportWhat::Log { files } => views::log(&terminal, global, files),
        ImportWhat::Views(args) => views::run(&terminal, global, args),
    }
}

/// The largest `_index.md` that is looked into, in bytes.
const LARGEST_INDEX: u64 = 4 << 20;

/// Where imported pages go and how they are dated.
struct PageContext {
    /// The site; absent when pages go to a folder that is no site.
    sections: Vec<(String, String)>,
    content: PathBuf,
    zone: TimeZone,
    edition: crate::bengali::Edition,
    date: Option<Zoned>,
    now: Zoned,
    bijoy: bool,
    section: Option<String>,
    title: Option<String>,
}

impl PageContext {
    fn new(global: &Global, to: Option<&Path>, date: Option<&str>, bijoy: bool) -> Result<Self, String> {
        let toml = global.root.join("khobor.toml");
        let site = fs::read_to_string(&toml)
            .ok()
            .and_then(|text| crate::config::parse(&text).0);
        let dhaka = || TimeZone::get("Asia/Dhaka").unwrap_or(TimeZone::UTC);
        let zone = site.as_ref().map_or_else(dhaka, |s| s.zone.clone());
        let content = to.map_or_else(|| global.root.join("content"), Path::to_path_buf);
        let now = lang::now(global)?.to_zoned(zone.clone());
        let terminal = Terminal::new(global);
        let date = date.map(|d| moment(d, &zone, &terminal)).transpose()?;
        let edition = site.map(|s| s.edition).unwrap_or_default();
        Ok(PageContext {
            sections: known_sections(&content),
            content,
            zone,
            edition,
            date,
            now,
            bijoy,
            section: None,
            title: None,
        })
    }
}

/// A date on the command line: RFC 3339, a day, or as Bengali newspapers write it.
fn moment(written: &str, zone: &TimeZone, terminal: &Terminal) -> Result<Zoned, String> {
    if let Ok(at) = written.parse::<Timestamp>() {
        return Ok(at.to_zoned(zone.clone()));
    }
    let odd = |reason: &dyn std::fmt::Display| {
        terminal.both(
            format!("--date {written}: তারিখটি পড়া গেল না; লিখুন, যেমন ২২ নভেম্বর ২০২৬ বা 2026-11-22T07:30:00+06:00"),
            format!("--date {written}: {reason}"),
        )
    };
    let parsed = date_parse::parse(written, CalendarHint::Gregorian).map_err(|e| odd(&e))?;
    zoned(&parsed, zone).ok_or_else(|| odd(&"there is no such moment"))
}

fn zoned(parsed: &ParsedDate, zone: &TimeZone) -> Option<Zoned> {
    parsed
        .date
        .to_datetime(parsed.time.unwrap_or(Time::midnight()))
        .to_zoned(zone.clone())
        .ok()
}

/// Path and name of the sections in a content folder.
fn known_sections(content: &Path) -> Vec<(String, String)> {
    let walk = walkdir::WalkDir::new(content)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let options = ReadOptions {
        zone: TimeZone::UTC,
        edition: crate::bengali::Edition::default(),
        unsafe_html: false,
        max_bytes: LARGEST_INDEX,
    };
    let section = |entry: walkdir::DirEntry| -> Option<(String, String)> {
        let folder = entry.path().parent()?.strip_prefix(content).ok()?;
        let text = fs::read_to_string(entry.path()).ok()?;
        let title = crate::source::parse_section("_index.md", &text, &options).0?.title;
        let title = Some(title).filter(|title| !title.is_empty())?;
        Some((folder.to_string_lossy().replace('\\', "/"), title)).filter(|(path, _)| !path.is_empty())
    };
    walk.filter(|e| e.file_name() == "_index.md")
        .filter_map(section)
        .collect()
}

fn pages(terminal: &Terminal, context: &PageContext, files: &[PathBuf]) -> Result<u8, String> {
    let mut diagnostics = Vec::new();
    let mut imported = Vec::new();
    for file in files {
        match page(context, file) {
            Ok(page) => imported.push((file, page)),
            Err(fault) => diagnostics.push(fault),
        }
    }
    terminal.diagnostics(&diagnostics);
    let mut written = Vec::new();
    for (file, page) in &imported {
        let path = store(terminal, context, page)?;
        report(terminal, file, page, &path);
        written.push(path);
    }
    terminal.json(diagnostics.is_empty(), json!({ "written": written }), &diagnostics);
    Ok(if diagnostics.is_empty() { exit::OK } else { exit::FAULT })
}

fn page(context: &PageContext, file: &Path) -> Result<ImportedPage, Diagnostic> {
    let shown = file.display().to_string();
    let unreadable = |e: std::io::Error| Diagnostic::new(&codes::data::BAD_DATA).arg("file", &shown).cause(&e);
    let bytes = fs::read(file).map_err(unreadable)?;
    let text = match context.bijoy {
        true => match String::from_utf8(bytes) {
            Ok(text) => bijoy::to_unicode(&text),
            Err(odd) => bijoy::from_bytes(odd.as_bytes()),
        },
        false => crate::source::decode(&shown, &bytes)?,
    };
    let known: Vec<(&str, &str)> = context
        .sections
        .iter()
        .map(|(path, title)| (path.as_str(), title.as_str()))
        .collect();
    read_page(
        &text,
        &known,
        PageOptions {
            path: &shown,
            edition: context.edition,
            section: context.section.as_deref(),
            title: context.title.as_deref(),
        },
    )
}

/// Writes the story, and the `_index.md` of sections that are missing. Existing files stay.
/// Writes a page and the sections that it is the first of; a page that cannot be written leaves neither.
fn store(terminal: &Terminal, context: &PageContext, page: &ImportedPage) -> Result<PathBuf, String> {
    let date = context
        .date
        .clone()
        .or_else(|| page.date.as_ref().and_then(|d| zoned(d, &context.zone)));
    let (name, text) = to_markdown(page, date.as_ref().unwrap_or(&context.now));
    let mut folder = context.content.clone();
    let mut made = Vec::new();
    for section in &page.sections {
        folder.push(&section.slug);
        let index = folder.join("_index.md");
        if !index.exists() {
            let text = format!("+++\ntitle = {}\n+++\n", toml_string(&section.name));
            made.push((index, text));
        }
    }
    let path = context.content.join(name);
    made.push((path.clone(), text));
    for (at, (path, text)) in made.iter().enumerate() {
        if let Err(fault) = super::new_file::write(terminal, path, text) {
            made.iter().take(at).rev().for_each(|(path, _)| take_back(path));
            return Err(fault);
        }
    }
    Ok(path)
}

/// Removes a file that was just written, and its folder if nothing else is in it.
fn take_back(path: &Path) {
    let _ = fs::remove_file(path);
    let _ = path.parent().map(fs::remove_dir);
}

/// What was taken and what was dropped: nothing goes silently.
fn report(terminal: &Terminal, file: &Path, page: &ImportedPage, path: &Path) {
    let bn = terminal.lang == Lang::Bn;
    let paragraphs = terminal.count(page.paragraphs.len() as u64);
    let sections: Vec<&str> = page.sections.iter().map(|s| s.name.as_str()).collect();
    let created: Vec<&str> = page
        .sections
        .iter()
        .filter(|s| !s.known)
        .map(|s| s.name.as_str())
        .collect();
    terminal.say(&format!("{} → {}", file.display(), path.display()));
    terminal.say(&if bn {
        format!(
            "  নেওয়া হলো: বিভাগ {}, শিরোনাম “{}”, {paragraphs}টি অনুচ্ছেদ",
            sections.join(" › "),
            page.title
        )
    } else {
        format!(
            "  taken: section {}, headline “{}”, {paragraphs} paragraphs",
            sections.join(" › "),
            page.title
        )
    });
    if !created.is_empty() {
        terminal.say(&format!(
            "  {}: {}",
            if bn {
                "নতুন বিভাগ"
            } else {
                "new section"
            },
            created.join(", ")
        ));
    }
    if !page.is_placed() {
        terminal.say(match bn {
            true => "  ওটি প্রথম পাতার একটি জায়গার নাম, বিভাগ নয়; --section SECTION দিয়ে বিভাগ জানানো যায়",
            false => "  that is a place on the front page and no section; --section SECTION names one",
        });
    }
    for dropped in &page.dropped {
        let label = if bn { "বাদ" } else { "dropped" };
        let line = terminal.count(u64::from(dropped.line));
        terminal.say(&format!(
            "  {label} ({line}): {}  [{}]",
            dropped.text.chars().take(80).collect::<String>(),
            why(dropped.why, bn)
        ));
    }
}

fn why(why: Why, bn: bool) -> &'static str {
    match (why, bn) {
        (Why::Above, true) => "শিরোনামের ওপরে",
        (Why::Above, false) => "above the headline",
        (Why::Taken, true) => "শিরোভাগে নেওয়া হয়েছে",
        (Why::Taken, false) => "taken into the front matter",
        (Why::Stray, true) => "বোতাম বা লেবেল",
        (Why::Stray, false) => "a button or label",
        (Why::Footer, true) => "পাতার নিচের অংশ",
        (Why::Footer, false) => "furniture below the story",
    }
}
