//! An import of WordPress from its files to a site's files.

mod first;
mod second;
mod site;

use super::index::Index;
use super::open::{self, ExportFile};
use super::plan::{Plan, Wishes};
use crate::diag::{Diagnostic, Place, Severity, codes::import as codes};
use crate::import::media::Catalogue;
use crate::import::media::uploads::Uploads;
use crate::import::site::folder::SiteFolder;
use crate::import::site::report::Report;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

/// Which pictures come, and where they lie.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Pictures {
    /// Those that texts name, at their old addresses.
    #[default]
    Keep,
    /// Those that texts name, beside the stories.
    Beside,
    /// All of the uploads, at their old addresses.
    All,
}

/// How an import is made.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Where pictures lie.
    pub pictures: Pictures,
    /// Texts in Bijoy without a font mark stay as they are.
    pub bijoy_off: bool,
    /// What is whole is brought although the export is cut off.
    pub partial: bool,
    /// Files are written again although the old system gave the same.
    pub again: bool,
    /// What is gone from the export becomes a draft.
    pub withdraw: bool,
    /// The site exists: its khobor.toml is not written.
    pub into_site: bool,
    /// Wishes.
    pub wishes: Wishes,
}

/// Shows how far an import is, in bytes.
pub trait ImportProgress: Sync {
    /// A pass over so many bytes begins.
    fn pass(&self, number: u8, bytes: u64);
    /// So many bytes of it are done.
    fn at(&self, bytes: u64);
}

/// What came of an import.
#[derive(Debug)]
pub struct ImportOutcome {
    /// What was done.
    pub report: Report,
    /// What was wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether something could not be read (and `partial` was not given).
    pub failed: bool,
    /// A map.toml with what the import would do.
    pub map: String,
    /// Pictures that texts name and the uploads lack: name, address on the old site, file to be written.
    pub wanted: Vec<(String, String, String)>,
    /// The old site's own hosts, in lower case, without `www.`.
    pub hosts: Vec<String>,
}

/// Brings exports into a folder. Errors: the system's, where a site's files cannot be written.
pub fn run(
    paths: &[PathBuf],
    uploads: &Uploads,
    folder: &SiteFolder,
    options: &ImportOptions,
    progress: &dyn ImportProgress,
) -> io::Result<ImportOutcome> {
    let mut diagnostics = Vec::new();
    let files = opened(paths, &mut diagnostics);
    let total = files.iter().map(|f| f.length).sum();
    progress.pass(1, total);
    let mut index = Index::default();
    let faults = first::read(&files, &mut index, progress);
    let cut = faults
        .iter()
        .any(|d| d.code == &codes::CUT_OFF || d.code == &codes::ITEM_TOO_LARGE);
    diagnostics.extend(faults);
    let broken = diagnostics.iter().any(|d| d.severity() == Severity::Error);
    if index.entries.is_empty() && broken || cut && !options.partial {
        return Ok(nothing(diagnostics));
    }
    let plan = Plan::new(&index, &options.wishes);
    let catalogue = site::catalogue(uploads, folder, &index);
    let map = site::map_toml(&plan, &index);
    let mut run = Run {
        index: &index,
        plan: &plan,
        uploads,
        catalogue: &catalogue,
        folder,
        beside: (options.pictures == Pictures::Beside).then(|| site::files_of_stories(folder)),
        options,
        made: made(&index, &plan),
        report: Report {
            system: "WordPress".to_owned(),
            ..Report::default()
        },
        diagnostics,
    };
    progress.pass(2, total);
    let wanted = second::write(&mut run, &files, progress)?;
    let (report, diagnostics) = (run.report, run.diagnostics);
    let failed = diagnostics
        .iter()
        .any(|d| d.severity() == Severity::Error && d.code != &codes::CUT_OFF);
    Ok(ImportOutcome {
        failed,
        report,
        diagnostics,
        map,
        wanted,
        hosts: plan.site.hosts.clone(),
    })
}

fn nothing(diagnostics: Vec<Diagnostic>) -> ImportOutcome {
    ImportOutcome {
        report: Report::default(),
        diagnostics,
        failed: true,
        map: String::new(),
        wanted: Vec::new(),
        hosts: Vec::new(),
    }
}

fn opened(paths: &[PathBuf], diagnostics: &mut Vec<Diagnostic>) -> Vec<ExportFile> {
    let mut files = Vec::new();
    for path in paths {
        match open::open(path) {
            Ok(found) => files.extend(found),
            Err(fault) => {
                let shown = path.display().to_string();
                let diagnostic = Diagnostic::new(&codes::UNREADABLE).arg("file", &shown).cause(&fault);
                diagnostics.push(diagnostic.at(Place::file(shown)));
            }
        }
    }
    files
}

/// What both parts of the second pass share.
struct Run<'a> {
    index: &'a Index,
    plan: &'a Plan,
    uploads: &'a Uploads,
    /// What there is of the uploads, given or in the site already.
    catalogue: &'a Catalogue,
    folder: &'a SiteFolder,
    /// What lies beside stories already, when pictures do.
    beside: Option<BTreeSet<String>>,
    options: &'a ImportOptions,
    /// When the export was made.
    made: Timestamp,
    report: Report,
    diagnostics: Vec<Diagnostic>,
}

/// When an export was made, as far as it says.
fn made(index: &Index, plan: &Plan) -> Timestamp {
    let written = format!("{}:00Z", index.head.created.replacen(' ', "T", 1));
    let newest = || plan.places.iter().flatten().map(|p| p.date).max();
    written.parse().ok().or_else(newest).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Keeps a file that was fetched where texts have it; false for one of a kind that is not brought. Errors: the system's.
pub fn keep(folder: &SiteFolder, target: &str, bytes: &[u8]) -> io::Result<bool> {
    let head = bytes.get(..512.min(bytes.len())).unwrap_or_default();
    let Some(kind) = crate::import::media::kinds::of(head) else {
        return Ok(false);
    };
    let mut bytes = bytes;
    site::store(folder, &[target.to_owned()], kind, &mut bytes)?;
    Ok(true)
}

/// A place in an export: the line and the headline.
fn at(file: &str, line: u64, headline: &str) -> Place {
    let mut place = Place::file(file);
    place.line = u32::try_from(line).unwrap_or(u32::MAX);
    place.quoted = headline.to_owned();
    place
}
