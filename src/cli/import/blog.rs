//! `khobor import blogger` and `khobor import ghost`: sites whose export is one file.

use super::super::exit;
use super::super::options::{BlogArgs, Global};
use super::super::output::Terminal;
use crate::diag::{Diagnostic, Lang, Place, codes::import as codes};
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

pub(super) fn run(terminal: &Terminal, global: &Global, system: System, args: &BlogArgs) -> Result<u8, String> {
    let site = super::wordpress::site(&global.root);
    let zone = site
        .as_ref()
        .map(|s| s.zone.clone())
        .or_else(|| TimeZone::get("Asia/Dhaka").ok())
        .unwrap_or(TimeZone::UTC);
    let path: Vec<String> = args
        .section
        .split('/')
        .filter(|p| !p.is_empty())
        .map(crate::portal::url::part)
        .collect();
    let path = path.join("/");
    let name = if path == "khobor" {
        "খবর"
    } else {
        args.section.as_str()
    };
    let mut diagnostics = Vec::new();
    let mut all: Option<Gathered> = None;
    for file in &args.files {
        match read(system, file, (&path, name), &zone) {
            Ok(found) => match &mut all {
                Some(all) => all.pieces.extend(found.pieces),
                None => all = Some(found),
            },
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    let failed = !diagnostics.is_empty();
    let folder = SiteFolder::open(&global.root, args.dry_run).map_err(|e| format!("{}: {e}", global.root.display()))?;
    let Some(mut gathered) = all else {
        terminal.diagnostics(&diagnostics);
        terminal.json(false, json!({}), &diagnostics);
        return Ok(exit::FAULT);
    };
    let pattern = site.as_ref().map_or(system.pattern, |s| s.article_pattern.as_str());
    bring::place(&mut gathered.pieces, pattern, &zone);
    let options = BringOptions {
        again: args.again,
        into_site: site.is_some(),
    };
    let (report, told) = bring::bring_all(&folder, &gathered, options).map_err(|e| e.to_string())?;
    diagnostics.extend(told);
    let bengali = terminal.lang == Lang::Bn;
    let number = |n: usize| terminal.count(n as u64);
    report
        .summary(bengali, &number)
        .iter()
        .for_each(|line| terminal.say(line));
    let text = report.markdown(bengali, &number);
    match (&args.report, folder.written()) {
        (Some(path), _) => std::fs::write(path, &text).map_err(|e| format!("{}: {e}", path.display()))?,
        (None, 1..) if !args.dry_run => folder.write("import-report.md", &text).map_err(|e| e.to_string())?,
        _ => {}
    }
    terminal.diagnostics(&diagnostics);
    terminal.json(
        !failed,
        json!({ "report": report, "written": folder.written() }),
        &diagnostics,
    );
    Ok(if failed { exit::FAULT } else { exit::OK })
}

fn read(system: System, file: &Path, section: (&str, &str), zone: &TimeZone) -> Result<Gathered, Diagnostic> {
    let text = super::disqus::text_of(file)?;
    (system.read)(&text, section, zone).ok_or_else(|| {
        let shown = file.display().to_string();
        let diagnostic = Diagnostic::new(&codes::NOT_AN_IMPORT)
            .arg("file", &shown)
            .arg("system", system.name);
        let diagnostic = diagnostic.arg_in("reason", "এতে এই সিস্টেমের কিছু নেই", "nothing of this system is in it");
        diagnostic.at(Place::file(&shown))
    })
}
