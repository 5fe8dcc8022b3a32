//! `khobor new site|article|section`: writes small files, never over existing ones.

use super::options::{Global, NewArgs, NewWhat};
use super::output::Terminal;
use super::{exit, lang};
use crate::bengali::slug;
use crate::config::{self, Site};
use crate::diag::{Lang, did_you_mean};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

pub(super) fn run(global: &Global, args: &NewArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    match &args.what {
        NewWhat::Site { dir } => site(&terminal, global, dir),
        NewWhat::Article { title, section, folder } => article(&terminal, global, title, section.as_deref(), *folder),
        NewWhat::Workflow { kind } => super::new_workflow::run(global, kind),
        NewWhat::Section { path, title } => section(&terminal, global, path, title.as_deref()),
    }
}

fn bilingual(terminal: &Terminal, bn: String, en: String) -> String {
    if terminal.lang == Lang::Bn { bn } else { en }
}

/// Writes a new file. Fails when it is there already.
fn create(terminal: &Terminal, path: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    }
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)
        .map_err(|e| match e.kind() {
            std::io::ErrorKind::AlreadyExists => {
                let shown = path.display();
                bilingual(
                    terminal,
                    format!("{shown} আগে থেকেই আছে; কিছু লেখা হয়নি"),
                    format!("{shown} is there already; nothing was written"),
                )
            }
            _ => format!("{}: {e}", path.display()),
        })?;
    file.write_all(text.as_bytes())
        .map_err(|e| format!("{}: {e}", path.display()))?;
    terminal.result(&path.display().to_string());
    Ok(())
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn site(terminal: &Terminal, global: &Global, dir: &Path) -> Result<u8, String> {
    let taken = fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_some());
    if taken {
        let shown = dir.display();
        return Err(bilingual(
            terminal,
            format!("{shown} ফোল্ডারটি খালি নয়"),
            format!("the folder {shown} is not empty"),
        ));
    }
    let today = lang::now(global)?.to_zoned(jiff::tz::TimeZone::get("Asia/Dhaka").unwrap_or(jiff::tz::TimeZone::UTC));
    let (day, moment) = (today.date(), today.strftime("%Y-%m-%dT%H:%M:00%:z"));
    let toml = "# দৈনিকের বিন্যাস। সব কী: docs/config.md\n\n[site]\ntitle = \"আমার খবর\"\nbase_url = \"https://example.org\"\n\
                language = \"bn\"\nedition = \"bd\"\n\n[publisher]\nname = \"আমার খবর\"\n# publisher = \"প্রকাশকের নাম\"\n\
                # editor = \"সম্পাদকের নাম\"\n# address = \"ঠিকানা\"\n# email = \"news@example.org\"\n";
    create(terminal, &dir.join("khobor.toml"), toml)?;
    for (path, title, weight) in [
        ("bangladesh", "বাংলাদেশ", 1),
        ("international", "আন্তর্জাতিক", 2),
        ("sports", "খেলা", 3),
    ] {
        let text = format!("+++\ntitle = \"{title}\"\nweight = {weight}\n+++\n");
        create(terminal, &dir.join(format!("content/{path}/_index.md")), &text)?;
    }
    let story = format!(
        "+++\ntitle = \"প্রথম খবর\"\ndate = {moment}\nauthors = [\"নিজস্ব প্রতিবেদক\"]\ntags = [\"শুরু\"]\nsummary = \"নতুন পোর্টালের প্রথম প্রতিবেদন।\"\n+++\n\
         এটি আপনার পোর্টালের প্রথম প্রতিবেদন। এই ফাইলটি বদলান, অথবা `khobor new article \"শিরোনাম\"` দিয়ে আরেকটি লিখুন।\n"
    );
    create(
        terminal,
        &dir.join(format!("content/bangladesh/{day}-prothom-khobor.md")),
        &story,
    )?;
    create(
        terminal,
        &dir.join("content/authors/nijossho-protibedok.md"),
        "+++\ntitle = \"নিজস্ব প্রতিবেদক\"\ndesk = true\n+++\n",
    )?;
    create(
        terminal,
        &dir.join("content/pages/about.md"),
        "+++\ntitle = \"আমাদের কথা\"\n+++\nএখানে লিখুন আপনারা কারা।\n",
    )?;
    create(
        terminal,
        &dir.join(".gitignore"),
        "/public/\n/.khobor/\n/.public.khobor/\n",
    )?;
    Ok(exit::OK)
}

/// The site's settings; its faults as one text.
fn settings(global: &Global) -> Result<Site, String> {
    let path = global.root.join("khobor.toml");
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let (site, diagnostics) = config::parse(&text);
    let printer = crate::diag::Printer {
        lang: lang::lang(global),
        colour: false,
    };
    site.ok_or_else(|| diagnostics.iter().map(|d| printer.format(d)).collect())
}

fn article(
    terminal: &Terminal,
    global: &Global,
    title: &str,
    section: Option<&str>,
    folder: bool,
) -> Result<u8, String> {
    let site = settings(global)?;
    let sections = sections(&global.root);
    let section = match section {
        Some(path) => known_section(terminal, path.trim_matches('/'), &sections)?,
        None => sections.first().cloned().ok_or_else(|| {
            bilingual(
                terminal,
                "কোনো বিভাগ নেই: আগে `khobor new section` দিন".to_owned(),
                "there is no section: make one with `khobor new section`".to_owned(),
            )
        })?,
    };
    let title = title.trim();
    if title.is_empty() {
        return Err(bilingual(
            terminal,
            "শিরোনাম খালি".to_owned(),
            "the headline is empty".to_owned(),
        ));
    }
    let now = lang::now(global)?.to_zoned(site.zone.clone());
    let name = if site.native_slugs {
        slug::native(title)
    } else {
        slug::latin(title)
    };
    let stem = format!("{}-{name}", now.date());
    let base = global.root.join("content").join(&section);
    let path = if folder {
        base.join(&stem).join("index.md")
    } else {
        base.join(format!("{stem}.md"))
    };
    let text = format!(
        "+++\ntitle = {}\ndate = {}\nauthors = []\ntags = []\nsummary = \"\"\ndraft = true\n+++\n\n",
        quoted(title),
        now.strftime("%Y-%m-%dT%H:%M:00%:z")
    );
    create(terminal, &path, &text)?;
    Ok(exit::OK)
}

fn known_section(terminal: &Terminal, path: &str, sections: &[String]) -> Result<String, String> {
    if sections.iter().any(|s| s == path) {
        return Ok(path.to_owned());
    }
    let near = did_you_mean(path, sections.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |n| format!(" ({n}?)"));
    Err(bilingual(
        terminal,
        format!("এমন বিভাগ নেই: {path}{near}"),
        format!("no such section: {path}{near}"),
    ))
}

/// Paths of the site's sections, in order.
fn sections(root: &Path) -> Vec<String> {
    let content = root.join("content");
    let files = walkdir::WalkDir::new(&content)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let index = files.filter(|e| e.file_name() == "_index.md");
    let path = |e: walkdir::DirEntry| -> Option<String> {
        let folder: PathBuf = e.path().parent()?.strip_prefix(&content).ok()?.to_owned();
        let path = folder.to_string_lossy().replace('\\', "/");
        (!path.is_empty()).then_some(path)
    };
    index.filter_map(path).collect()
}

fn section(terminal: &Terminal, global: &Global, path: &str, title: Option<&str>) -> Result<u8, String> {
    settings(global)?;
    let path = path.trim_matches('/');
    let parts: Vec<String> = path.split('/').map(crate::portal::url::part).collect();
    let faulty = path.is_empty()
        || parts
            .iter()
            .any(|p| p.is_empty() || crate::portal::url::fault(p).is_some());
    if faulty || path.split('/').any(|p| p == "..") {
        return Err(bilingual(
            terminal,
            format!("বিভাগের এমন পথ হতে পারে না: {path}"),
            format!("a section cannot have the path {path}"),
        ));
    }
    let title = title.unwrap_or_else(|| path.rsplit('/').next().unwrap_or(path));
    let file = global.root.join("content").join(parts.join("/")).join("_index.md");
    create(terminal, &file, &format!("+++\ntitle = {}\n+++\n", quoted(title)))?;
    Ok(exit::OK)
}
