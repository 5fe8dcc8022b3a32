//! `khobor import disqus`: comments onto a site that exists.

use super::super::options::Global;
use super::super::output::Terminal;
use super::super::{exit, lang, load};
use crate::diag::{Diagnostic, Place, codes::import as codes};
use crate::engine::Loaded;
use crate::import::disqus::{self, DisqusExport};
use crate::import::site::comments as comment_files;
use crate::import::site::folder::SiteFolder;
use crate::import::site::state::{Record, State, hash};
use crate::import::wordpress::comments::ImportedComment;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Bytes that an unpacked export may have.
const LARGEST: u64 = 4 << 30;

pub(super) fn run(terminal: &Terminal, global: &Global, files: &[PathBuf], dry: bool) -> Result<u8, String> {
    let Some((loaded, _)) = load::portal(terminal, &lang::request(global)?) else {
        return Ok(exit::FAULT);
    };
    let mut diagnostics = Vec::new();
    let mut by_story: BTreeMap<String, Vec<ImportedComment>> = BTreeMap::new();
    let mut dropped = 0;
    for file in files {
        match read(file) {
            Ok(export) => {
                dropped += export.dropped;
                place(&loaded, export, &mut by_story, &mut diagnostics);
            }
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }
    let folder = SiteFolder::open(&global.root, dry).map_err(|e| terminal.fault_of(&global.root, &e))?;
    let added = write(&folder, &loaded, &by_story).map_err(|e| terminal.fault_of(&global.root, &e))?;
    let failed = diagnostics
        .iter()
        .any(|d| d.code == &codes::NOT_AN_IMPORT || d.code == &codes::UNREADABLE);
    terminal.diagnostics(&diagnostics);
    let stories = by_story.len();
    terminal.say(&match terminal.lang {
        crate::diag::Lang::Bn => format!(
            "{}টি লেখায় {}টি নতুন মন্তব্য; {}টি মোছা বা স্প্যাম, আনা হয়নি",
            terminal.count(stories as u64),
            terminal.count(added as u64),
            terminal.count(dropped as u64)
        ),
        crate::diag::Lang::En => {
            format!("{added} new comments on {stories} stories; {dropped} deleted or spam, left out")
        }
    });
    let summary = json!({ "stories": stories, "added": added, "dropped": dropped, "written": folder.written() });
    terminal.json(!failed, summary, &diagnostics);
    Ok(if failed { exit::FAULT } else { exit::OK })
}

fn read(file: &Path) -> Result<DisqusExport, Diagnostic> {
    let text = text_of(file)?;
    disqus::read(&text).ok_or_else(|| {
        let shown = file.display().to_string();
        let diagnostic = Diagnostic::new(&codes::NOT_AN_IMPORT)
            .arg("file", &shown)
            .arg("system", "Disqus");
        let diagnostic = diagnostic.arg_in("reason", "এতে <disqus> নেই", "there is no <disqus> in it");
        diagnostic.at(Place::file(&shown))
    })
}

/// The text of an export, plain or gzip. Errors: what cannot be read.
pub(super) fn text_of(file: &Path) -> Result<String, Diagnostic> {
    let shown = file.display().to_string();
    let unreadable = |e: std::io::Error| {
        Diagnostic::new(&codes::UNREADABLE)
            .arg("file", &shown)
            .cause(&e)
            .at(Place::file(&shown))
    };
    let bytes = fs::read(file).map_err(unreadable)?;
    let mut plain = Vec::new();
    let bytes = match bytes.starts_with(b"\x1F\x8B") {
        true => {
            let mut reader = flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(LARGEST);
            reader.read_to_end(&mut plain).map_err(unreadable)?;
            plain
        }
        false => bytes,
    };
    Ok(crate::import::wordpress::fields::readable(&bytes).0.into_owned())
}

/// Puts the comments of an export to the stories with their addresses.
fn place(
    loaded: &Loaded,
    export: DisqusExport,
    by_story: &mut BTreeMap<String, Vec<ImportedComment>>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for thread in export.threads {
        let path = thread
            .link
            .split_once("://")
            .map_or(thread.link.as_str(), |(_, rest)| rest);
        let path = path.find('/').and_then(|at| path.get(at..)).unwrap_or("/");
        let decoded = crate::portal::url::decode(path).unwrap_or_else(|| path.to_owned());
        match super::views::story(loaded, &decoded) {
            Some(address) => by_story.entry(address).or_default().extend(thread.comments),
            None => {
                let diagnostic = Diagnostic::new(&codes::NO_STORY).arg("url", &thread.link);
                diagnostics.push(diagnostic.arg("count", thread.comments.len()));
            }
        }
    }
}

/// Adds the comments to the files of the stories; how many are new.
fn write(
    folder: &SiteFolder,
    loaded: &Loaded,
    by_story: &BTreeMap<String, Vec<ImportedComment>>,
) -> std::io::Result<usize> {
    let mut state = State::read(folder, "disqus")?;
    let mut added = 0;
    for (address, comments) in by_story {
        let seen = state
            .get("comments", address)
            .map(|r| r.comments.clone())
            .unwrap_or_default();
        let path = comment_files::path(address);
        let there = folder.read(&path)?;
        let mut all = seen.clone();
        comments.iter().for_each(|c| {
            all.insert(c.id.clone(), true);
        });
        added += all.len() - seen.len();
        let mut file = state
            .get("comments", address)
            .map(|r| r.file.clone())
            .unwrap_or_default();
        if let Some(text) = comment_files::merged(there.as_deref(), comments, &seen, &loaded.site.zone) {
            folder.write(&path, &text)?;
            file = hash(&text);
        }
        state.put(Record {
            id: address.clone(),
            kind: "comments".to_owned(),
            path,
            file,
            comments: all,
            ..Record::default()
        });
    }
    state.save(folder)?;
    Ok(added)
}
