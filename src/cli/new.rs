//! `khobor new site|article|page|section`: writes small files, whole or not at all, never over existing ones.

use super::new_file::create;
use super::options::{Global, NewArgs, NewWhat};
use super::output::Terminal;
use super::{exit, lang};
use crate::bengali::slug;
use crate::config::{self, Site};
use crate::diag::did_you_mean;
use crate::source::{new_story, toml_string};
use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) fn run(global: &Global, args: &NewArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let written = match &args.what {
        NewWhat::Site { dir } => site(&terminal, global, dir),
        NewWhat::Article { title, section, folder } => article(&terminal, global, title, (section.as_deref(), *folder)),
        NewWhat::Page { title, slug } => page(&terminal, global, title, slug.as_deref()),
        NewWhat::Theme { name, from } => super::theme::make(&terminal, global, name, from.as_deref()),
        NewWhat::Workflow(args) => return super::new_workflow::run(global, &terminal, args),
        NewWhat::Cms(args) => return super::new_cms::run(global, &terminal, args),
        NewWhat::Section { path, title } => section(&terminal, global, path, title.as_deref()),
    }?;
    terminal.json(true, json!({ "written": super::output::json_paths(&written) }), &[]);
    Ok(exit::OK)
}

/// Whether a file may be in the folder of a new site: what a new repository has. None of them is one of khobor's own.
fn harmless(name: &str) -> bool {
    let upper = name.to_ascii_uppercase();
    let stem = upper.split('.').next().unwrap_or_default();
    name.starts_with('.') || matches!(stem, "README" | "LICENSE" | "LICENCE" | "COPYING" | "NOTICE")
}

fn site(terminal: &Terminal, global: &Global, dir: &Path) -> Result<Vec<PathBuf>, String> {
    let names = fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok);
    let mut taken: Vec<String> = names.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    taken.retain(|name| !harmless(name));
    taken.sort();
    if let Some(first) = taken.first() {
        let shown = dir.display();
        return Err(terminal.both(
            format!("{shown} ফোল্ডারে {first} আছে: নতুন সাইটের ফোল্ডার খালি হতে হবে (ডট-ফাইল, README ও LICENSE থাকতে পারে)"),
            format!("the folder {shown} has {first}: the folder of a new site must be empty (dot files, README and LICENSE may be there)"),
        ));
    }
    let today = lang::now(global)?.to_zoned(jiff::tz::TimeZone::get("Asia/Dhaka").unwrap_or(jiff::tz::TimeZone::UTC));
    let (day, moment) = (today.date(), today.strftime("%Y-%m-%dT%H:%M:00%:z"));
    let story = format!(
        "+++\ntitle = \"প্রথম খবর\"\ndate = {moment}\nauthors = [\"নিজস্ব প্রতিবেদক\"]\ntags = [\"শুরু\"]\nsummary = \"নতুন পোর্টালের প্রথম প্রতিবেদন।\"\n+++\n\
         এটি আপনার পোর্টালের প্রথম প্রতিবেদন। এই ফাইলটি বদলান, অথবা `khobor new article \"শিরোনাম\"` দিয়ে আরেকটি লিখুন।\n"
    );
    let section = |title: &str, order: u8| format!("+++\ntitle = \"{title}\"\norder = {order}\n+++\n");
    let mut files = vec![
        ("khobor.toml".to_owned(), SETTINGS.to_owned()),
        ("content/bangladesh/_index.md".to_owned(), section("বাংলাদেশ", 1)),
        ("content/international/_index.md".to_owned(), section("আন্তর্জাতিক", 2)),
        ("content/sports/_index.md".to_owned(), section("খেলা", 3)),
        (format!("content/bangladesh/{day}-prothom-khobor.md"), story),
        (
            "content/authors/nijossho-protibedok.md".to_owned(),
            FIRST_AUTHOR.to_owned(),
        ),
        (
            "content/pages/about.md".to_owned(),
            "+++\ntitle = \"আমাদের কথা\"\n+++\nএখানে লিখুন আপনারা কারা।\n".to_owned(),
        ),
    ];
    if !dir.join(".gitignore").exists() {
        files.push((
            ".gitignore".to_owned(),
            "/public/\n/.khobor/\n/.public.khobor/\n/.desk/\n".to_owned(),
        ));
    }
    let written = files.iter().map(|(path, text)| create(terminal, &dir.join(path), text));
    let written = written.collect::<Result<Vec<_>, _>>()?;
    let enter = if dir == Path::new(".") {
        String::new()
    } else {
        format!("cd {} && ", shell_word(dir))
    };
    terminal.say(&terminal.both(
        format!("\nএখন: {enter}khobor serve --open\nপত্রিকার নাম ও ঠিকানা khobor.toml-এ লিখুন। নতুন প্রতিবেদন: khobor new article \"শিরোনাম\"। সাইট তৈরি: khobor build"),
        format!("\nNow: {enter}khobor serve --open\nWrite the paper's name and address into khobor.toml. A new story: khobor new article \"HEADLINE\". The site: khobor build"),
    ));
    Ok(written)
}

/// The settings of a new site.
const SETTINGS: &str = "# পত্রিকার সেটিংস। এখানে নেই এমন কী লিখলে khobor কাছাকাছি কী-র নাম জানায়।\n\n[site]\ntitle = \"আমার খবর\"\nbase_url = \"https://example.org\"\n\
    language = \"bn\"\nedition = \"bd\"\n# messages = \"bn\"\n\n[publisher]\nname = \"আমার খবর\"\n# publisher = \"প্রকাশকের নাম\"\n\
    # editor = \"সম্পাদকের নাম\"\n# address = \"ঠিকানা\"\n# email = \"news@example.org\"\n";
const FIRST_AUTHOR: &str = "+++\ntitle = \"নিজস্ব প্রতিবেদক\"\ndesk = true\n+++\n";

/// A path as a word of a shell's command line.
fn shell_word(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    if plain {
        text
    } else {
        format!("'{}'", text.replace('\'', "'\\''"))
    }
}

/// The site's settings; its faults as one text.
fn settings(terminal: &Terminal, global: &Global) -> Result<Site, String> {
    let path = global.root.join("khobor.toml");
    let text = fs::read_to_string(&path).map_err(|e| terminal.fault_of(&path, &e))?;
    let (site, diagnostics) = config::parse(&text);
    let printer = crate::diag::Printer {
        lang: terminal.lang,
        colour: false,
    };
    site.ok_or_else(|| diagnostics.iter().map(|d| printer.format(d)).collect())
}

fn titled<'a>(terminal: &Terminal, title: &'a str) -> Result<&'a str, String> {
    let title = title.trim();
    if title.is_empty() {
        return Err(terminal.both("শিরোনাম খালি", "the headline is empty"));
    }
    Ok(title)
}

/// How the site writes a headline as an address.
fn address(site: &Site, title: &str) -> String {
    if site.native_slugs {
        slug::native(title)
    } else {
        slug::latin(title)
    }
}

fn article(
    terminal: &Terminal,
    global: &Global,
    title: &str,
    (section, folder): (Option<&str>, bool),
) -> Result<Vec<PathBuf>, String> {
    let site = settings(terminal, global)?;
    let sections = sections(&global.root, &site);
    let section = match section {
        Some(path) => known_section(terminal, path.trim_matches('/'), &sections)?,
        None => sections.first().map(|s| s.path.clone()).ok_or_else(|| {
            terminal.both(
                "কোনো বিভাগ নেই: আগে `khobor new section` দিন",
                "there is no section: make one with `khobor new section`",
            )
        })?,
    };
    let title = titled(terminal, title)?;
    let now = lang::now(global)?.to_zoned(site.zone.clone());
    let story = new_story(title, &address(&site, title), &now);
    let base = global.root.join("content").join(&section);
    let path = if folder {
        base.join(&story.stem).join("index.md")
    } else {
        base.join(format!("{}.md", story.stem))
    };
    create(terminal, &path, &story.text).map(|path| vec![path])
}

fn page(terminal: &Terminal, global: &Global, title: &str, slug: Option<&str>) -> Result<Vec<PathBuf>, String> {
    let site = settings(terminal, global)?;
    let title = titled(terminal, title)?;
    let name = slug.map_or_else(|| address(&site, title), crate::portal::url::part);
    if slug.is_some_and(|s| s.contains('/') || s.trim().is_empty()) || crate::portal::url::fault(&name).is_some() {
        return Err(terminal.both(
            format!("পাতার এমন ঠিকানা হতে পারে না: {name}"),
            format!("a page cannot have the address {name}"),
        ));
    }
    let path = global.root.join("content/pages").join(format!("{name}.md"));
    create(
        terminal,
        &path,
        &format!("+++\ntitle = {}\n+++\n\n", toml_string(title)),
    )
    .map(|path| vec![path])
}

fn known_section(terminal: &Terminal, path: &str, sections: &[Known]) -> Result<String, String> {
    if sections.iter().any(|s| s.path == path) {
        return Ok(path.to_owned());
    }
    let near = did_you_mean(path, sections.iter().map(|s| s.path.as_str()));
    let near = near.map_or_else(String::new, |n| format!(" ({n}?)"));
    Err(terminal.both(
        format!("এমন বিভাগ নেই: {path}{near}"),
        format!("no such section: {path}{near}"),
    ))
}

/// A section as its `_index.md` has it.
struct Known {
    path: String,
    order: i64,
}

/// The site's sections, in the order of its menu: by `order`, then by path.
fn sections(root: &Path, site: &Site) -> Vec<Known> {
    let content = root.join("content");
    let files = walkdir::WalkDir::new(&content)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let index = files.filter(|e| e.file_name() == "_index.md");
    let known = |e: walkdir::DirEntry| -> Option<Known> {
        let folder: PathBuf = e.path().parent()?.strip_prefix(&content).ok()?.to_owned();
        let path = folder.to_string_lossy().replace('\\', "/");
        let text = fs::read_to_string(e.path()).unwrap_or_default();
        let (section, _) = crate::source::parse_section("_index.md", &text, &site.read_options());
        let order = section.map_or(i64::MAX, |s| s.order);
        (!path.is_empty()).then_some(Known { path, order })
    };
    let mut sections: Vec<Known> = index.filter_map(known).collect();
    sections.sort_by(|a, b| (a.order, &a.path).cmp(&(b.order, &b.path)));
    sections
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(above, _)| above)
}

fn section(terminal: &Terminal, global: &Global, path: &str, title: Option<&str>) -> Result<Vec<PathBuf>, String> {
    let site = settings(terminal, global)?;
    let path = path.trim_matches('/');
    let parts: Vec<String> = path.split('/').map(crate::portal::url::part).collect();
    let odd = |part: &String| part.is_empty() || crate::portal::url::fault(part).is_some();
    let faulty = path.is_empty() || parts.iter().any(odd);
    if faulty || path.split('/').any(|p| p == "..") {
        return Err(terminal.both(
            format!("বিভাগের এমন পথ হতে পারে না: {path}"),
            format!("a section cannot have the path {path}"),
        ));
    }
    let title = title.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path));
    let path = parts.join("/");
    // Behind its neighbours that have an order; those without stand last anyway.
    let known = sections(&global.root, &site);
    let beside = known
        .iter()
        .filter(|s| parent(&s.path) == parent(&path))
        .map(|s| s.order)
        .filter(|order| *order < i64::MAX);
    let order = beside.max().map_or(1, |last| last.saturating_add(1));
    let file = global.root.join("content").join(&path).join("_index.md");
    let text = format!("+++\ntitle = {}\norder = {order}\n+++\n", toml_string(title));
    create(terminal, &file, &text).map(|path| vec![path])
}
