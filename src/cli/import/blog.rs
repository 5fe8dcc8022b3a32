//! `khobor import blogger` and `ghost`, whose exports are files; `hugo` and `jekyll`, whose sites are folders.

use super::super::exit;
use super::super::options::{BlogArgs, Global};
use super::super::output::Terminal;
use crate::config::Site;
use crate::diag::{Diagnostic, Lang, Place, codes::import as codes};
use crate::import::generators::{self, GeneratorOptions, GeneratorSite, SourceTree};
use crate::import::site::bring::{self, BringOptions, Gathered};
use crate::import::site::folder::SiteFolder;
use crate::import::{blogger, ghost};
use jiff::tz::TimeZone;
use serde_json::json;
use std::path::Path;

/// A system whose export is one file.
#[derive(Clone, Copy)]
pub(super) struct System {
    name: &'static str,
    pattern: &'static str,
    read: fn(&str, (&str, &str), &TimeZone) -> Option<Gathered>,
}

/// Blogger.
pub(super) const BLOGGER: System = System {
    name: "Blogger",
    pattern: blogger::PATTERN,
    read: blogger::read,
};

/// Ghost.
pub(super) const GHOST: System = System {
    name: "Ghost",
    pattern: ghost::PATTERN,
    read: ghost::read,
};

/// A generator whose site is a folder.
#[derive(Clone, Copy)]
pub(super) struct Generator {
    name: &'static str,
    read: fn(&SourceTree, GeneratorOptions<'_>) -> Option<GeneratorSite>,
}

/// Hugo.
pub(super) const HUGO: Generator = Generator {
    name: "Hugo",
    read: generators::hugo::read,
};

/// Jekyll.
pub(super) const JEKYLL: Generator = Generator {
    name: "Jekyll",
    read: generators::jekyll::read,
};

/// What an import goes into: the site that is there, its zone, and where stories without a section go.
struct Into {
    site: Option<Site>,
    zone: TimeZone,
    path: String,
    name: String,
}

impl Into {
    fn new(global: &Global, args: &BlogArgs) -> Into {
        let site = super::wordpress::site(&global.root);
        let own = site.as_ref().map(|s| s.zone.clone());
        let zone = own
            .or_else(|| TimeZone::get("Asia/Dhaka").ok())
            .unwrap_or(TimeZone::UTC);
        let parts = args.section.split('/').filter(|p| !p.is_empty());
        let path = parts.map(crate::portal::url::part).collect::<Vec<_>>().join("/");
        let name = if path == "khobor" {
            "খবর"
        } else {
            args.section.as_str()
        };
        let name = name.to_owned();
        Into { site, zone, path, name }
    }
}

/// Exports that are files.
pub(super) fn run(terminal: &Terminal, global: &Global, system: System, args: &BlogArgs) -> Result<u8, String> {
    let into = Into::new(global, args);
    let mut diagnostics = Vec::new();
    let mut all: Option<Gathered> = None;
    for file in &args.files {
        match read(system, file, (&into.path, &into.name), &into.zone) {
            Ok(found) => match &mut all {
                Some(all) => all.pieces.extend(found.pieces),
                None => all = Some(found),
            },
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    if let Some(all) = &mut all {
        all.site.article = system.pattern.to_owned();
    }
    let site = all.map(|gathered| GeneratorSite {
        gathered,
        files: Vec::new(),
    });
    finish(terminal, global, (site, diagnostics), (&into, None), args)
}

/// Sites that are folders.
pub(super) fn run_folder(
    terminal: &Terminal,
    global: &Global,
    generator: Generator,
    args: &BlogArgs,
) -> Result<u8, String> {
    let into = Into::new(global, args);
    let options = GeneratorOptions {
        section: &into.path,
        section_name: &into.name,
        zone: &into.zone,
    };
    let Some(folder) = args.files.first() else {
        return Ok(exit::USAGE);
    };
    let there = std::fs::read_dir(folder).err();
    let tree = tree(folder);
    let site = (generator.read)(&tree, options);
    let mut diagnostics = Vec::new();
    match there {
        Some(fault) => diagnostics.push(unreadable(folder, &fault)),
        None if site.is_none() => diagnostics.push(nothing(folder, generator.name)),
        None => {}
    }
    finish(terminal, global, (site, diagnostics), (&into, Some(folder)), args)
}

/// Texts of a folder, and the paths of its other files. Links are not followed, what a program made is passed over.
fn tree(root: &Path) -> SourceTree {
    const LARGEST_TEXT: u64 = 4 << 20;
    let made = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() > 0
            && (name.starts_with('.')
                || matches!(
                    name.as_ref(),
                    "_site" | "public" | "node_modules" | "resources" | "themes" | "vendor"
                ))
    };
    let mut tree = SourceTree::default();
    let walk = walkdir::WalkDir::new(root)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|e| !made(e));
    for entry in walk.filter_map(Result::ok).filter(|e| e.file_type().is_file()) {
        let Some(path) = entry.path().strip_prefix(root).ok().and_then(Path::to_str) else {
            continue;
        };
        let path = path.replace('\\', "/");
        let text = ["md", "markdown", "mkd", "html", "htm", "toml", "yaml", "yml", "json"]
            .iter()
            .any(|e| path.ends_with(&format!(".{e}")));
        let small = entry.metadata().is_ok_and(|m| m.len() <= LARGEST_TEXT);
        match std::fs::read(entry.path()).ok().filter(|_| text && small) {
            Some(bytes) => tree.texts.push((path, String::from_utf8_lossy(&bytes).into_owned())),
            None if is_brought(entry.path()) => tree.files.push(path),
            None => {}
        }
    }
    tree
}

/// Whether a file is one of those that are brought, by its first bytes.
fn is_brought(path: &Path) -> bool {
    use std::io::Read;
    let mut head = Vec::new();
    let read = std::fs::File::open(path).and_then(|file| file.take(512).read_to_end(&mut head));
    read.is_ok() && crate::import::media::kinds::of(&head).is_some()
}

fn finish(
    terminal: &Terminal,
    global: &Global,
    (site, mut diagnostics): (Option<GeneratorSite>, Vec<Diagnostic>),
    (into, files_of): (&Into, Option<&Path>),
    args: &BlogArgs,
) -> Result<u8, String> {
    let failed = !diagnostics.is_empty();
    let folder = SiteFolder::open(&global.root, args.dry_run).map_err(|e| terminal.fault_of(&global.root, &e))?;
    let Some(GeneratorSite { mut gathered, files }) = site else {
        terminal.diagnostics(&diagnostics);
        terminal.json(false, json!({}), &diagnostics);
        return Ok(exit::FAULT);
    };
    let own = gathered.site.article.clone();
    let pattern = into.site.as_ref().map_or(own.as_str(), |s| s.article_pattern.as_str());
    bring::place(&mut gathered.pieces, pattern, &into.zone);
    let options = BringOptions {
        again: args.again,
        into_site: into.site.is_some(),
    };
    let (mut report, found) =
        bring::bring_all(&folder, &gathered, options).map_err(|e| terminal.fault_of(&global.root, &e))?;
    diagnostics.extend(found);
    report.media = files.len();
    for (from, to) in files.iter().filter(|(_, to)| !folder.has(to)) {
        let from = files_of.unwrap_or(Path::new("")).join(from);
        let bytes = std::fs::read(&from).map_err(|e| terminal.fault_of(&from, &e))?;
        if crate::import::wordpress::run::keep(&folder, to, &bytes).map_err(|e| terminal.fault_of(Path::new(to), &e))? {
            report.copied += 1;
        }
    }
    let bengali = terminal.lang == Lang::Bn;
    let number = |n: usize| terminal.count(n as u64);
    let summary = report.summary(bengali, &number);
    summary.iter().for_each(|line| terminal.say(line));
    let text = report.markdown(bengali, &number);
    match (&args.report, folder.written()) {
        (Some(path), _) => std::fs::write(path, &text).map_err(|e| terminal.fault_of(path, &e))?,
        (None, 1..) if !args.dry_run => folder
            .write("import-report.md", &text)
            .map_err(|e| terminal.fault_of(folder.root(), &e))?,
        _ => {}
    }
    terminal.diagnostics(&diagnostics);
    let answer = json!({ "report": report, "written": folder.written() });
    terminal.json(!failed, answer, &diagnostics);
    Ok(if failed { exit::FAULT } else { exit::OK })
}

fn read(system: System, file: &Path, section: (&str, &str), zone: &TimeZone) -> Result<Gathered, Diagnostic> {
    let text = super::disqus::text_of(file)?;
    (system.read)(&text, section, zone).ok_or_else(|| nothing(file, system.name))
}

fn unreadable(folder: &Path, fault: &std::io::Error) -> Diagnostic {
    let shown = folder.display().to_string();
    let diagnostic = Diagnostic::new(&codes::UNREADABLE).arg("file", &shown).cause(fault);
    diagnostic.at(Place::file(shown))
}

fn nothing(file: &Path, system: &str) -> Diagnostic {
    let shown = file.display().to_string();
    let diagnostic = Diagnostic::new(&codes::NOT_AN_IMPORT)
        .arg("file", &shown)
        .arg("system", system);
    let diagnostic = diagnostic.arg_in("reason", "এতে এই সিস্টেমের কিছু নেই", "nothing of this system is in it");
    diagnostic.at(Place::file(&shown))
}
