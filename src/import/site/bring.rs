//! What the smaller importers share: stories with addresses of their own are given files, and all is written on top of what
//! editors did.

use super::comments as comment_files;
use super::folder::SiteFolder;
use super::merge::{self, Incoming, Outcome};
use super::report::Report;
use super::settings::{self, NewSite};
use super::state::{Record, State, hash};
use crate::bengali::gate;
use crate::diag::{Diagnostic, codes::import as codes};
use crate::import::story::{ImportedStory, StoryKind};
use crate::import::wordpress::addresses;
use crate::import::wordpress::comments::ImportedComment;
use crate::portal::{story_address, url};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Longest file name in bytes, without its ending.
const LONGEST_NAME: usize = 180;

/// A story as a system gives it.
#[derive(Debug, Clone, Default)]
pub struct Piece {
    /// The story; its file and address are worked out here.
    pub story: ImportedStory,
    /// The section's path; for pages the path of the page.
    pub section: String,
    /// The last part of its address.
    pub slug: String,
    /// Its path on the old site, decoded; empty for none.
    pub old_path: String,
    /// Its comments.
    pub comments: Vec<ImportedComment>,
}

/// A site as a system gives it.
#[derive(Debug, Clone, Default)]
pub struct Gathered {
    /// The system's name for people: `Blogger`.
    pub name: &'static str,
    /// Its key in records and front matter: `blogger`.
    pub key: &'static str,
    /// What a new site's khobor.toml says.
    pub site: NewSite,
    /// Sections: path and name.
    pub sections: BTreeMap<String, String>,
    /// Its stories and pages.
    pub pieces: Vec<Piece>,
    /// Redirects that belong to no page.
    pub redirects: Vec<(String, String)>,
    /// The zone of dates.
    pub zone: Option<TimeZone>,
    /// Numbers and lists that reading found.
    pub report: Report,
}

/// How it is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct BringOptions {
    /// Files are written again although the old system gave the same.
    pub again: bool,
    /// The site exists: its khobor.toml is not written.
    pub into_site: bool,
}

/// Gives every piece its file and its address, under a pattern. Two that would have one get their key at the end.
pub fn place(pieces: &mut [Piece], pattern: &str, zone: &TimeZone) {
    let (mut addresses_taken, mut files_taken) = (BTreeSet::new(), BTreeSet::new());
    pieces
        .sort_by(|a, b| (a.story.draft, a.story.date, &a.story.key).cmp(&(b.story.draft, b.story.date, &b.story.key)));
    for piece in pieces {
        let key = url::part(&piece.story.key);
        let mut part = url::part(&gate::canonical(&piece.slug));
        let day = zone.to_datetime(piece.story.date.unwrap_or_default()).date();
        let address_of = |part: &str| match piece.story.kind {
            StoryKind::Page => format!("/{}/{part}/", piece.section).replace("//", "/"),
            StoryKind::Story => story_address(pattern, &piece.section, part, day),
        };
        if !addresses_taken.insert(addresses::key(&address_of(&part))) {
            part = format!("{part}-{key}");
            addresses_taken.insert(addresses::key(&address_of(&part)));
        }
        let address = address_of(&part);
        let short = cut(&part);
        let stem = match piece.story.kind {
            StoryKind::Page => format!("content/pages/{}/{short}", piece.section).replace("//", "/"),
            StoryKind::Story => format!("content/{}/{day}-{short}", piece.section),
        };
        let stem = if files_taken.insert(gate::key(&stem)) {
            stem
        } else {
            format!("{stem}-{key}")
        };
        let gives = stem
            .rsplit('/')
            .next()
            .and_then(|n| n.strip_prefix(&format!("{day}-")))
            .unwrap_or_default();
        if piece.story.kind == StoryKind::Story {
            piece.story.slug = (gives != part).then_some(part);
        }
        let old = &piece.old_path;
        if !old.is_empty() && *old != address && format!("{old}/") != address && old != "/" {
            let alias = addresses::written(old);
            if !piece.story.aliases.contains(&alias) {
                piece.story.aliases.push(alias);
            }
        }
        piece
            .story
            .aliases
            .retain(|a| addresses::key(a) != addresses::key(&address));
        piece.story.file = format!("{stem}.md");
        piece.story.address = address;
    }
}

fn cut(name: &str) -> &str {
    let end = name
        .char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take_while(|end| *end <= LONGEST_NAME)
        .last();
    name.get(..end.unwrap_or(0)).unwrap_or_default().trim_end_matches('-')
}

/// Writes a site's files. Errors: the system's.
pub fn bring_all(
    folder: &SiteFolder,
    gathered: &Gathered,
    options: BringOptions,
) -> io::Result<(Report, Vec<Diagnostic>)> {
    let mut state = State::read(folder, gathered.key)?;
    let mut report = Report {
        system: gathered.name.to_owned(),
        ..gathered.report.clone()
    };
    let mut diagnostics = Vec::new();
    if !options.into_site && !folder.has("khobor.toml") {
        folder.write("khobor.toml", &settings::khobor_toml(&gathered.site))?;
    }
    for (path, name) in &gathered.sections {
        let file = format!("content/{path}/_index.md");
        if !folder.has(&file) {
            folder.write(&file, &settings::section(name, &[]))?;
        }
    }
    report.sections.clone_from(&gathered.sections);
    let moved = match state
        .all("story")
        .chain(state.all("page"))
        .any(|r| !folder.has(&r.path))
    {
        true => merge::by_origin(folder.root(), gathered.key),
        false => BTreeMap::new(),
    };
    for piece in &gathered.pieces {
        one(
            folder,
            gathered,
            piece,
            (&mut state, &moved, options),
            (&mut report, &mut diagnostics),
        )?;
    }
    let path = "data/redirects.toml";
    if let Some(text) = settings::redirects(folder.read(path)?.as_deref(), &gathered.redirects)
        .filter(|_| !gathered.redirects.is_empty())
    {
        folder.write(path, &text)?;
    }
    report.redirects += gathered.redirects.len();
    state.save(folder)?;
    Ok((report, diagnostics))
}

type Before<'a> = (&'a mut State, &'a BTreeMap<String, String>, BringOptions);

fn one(
    folder: &SiteFolder,
    gathered: &Gathered,
    piece: &Piece,
    (state, moved, options): Before<'_>,
    (report, diagnostics): (&mut Report, &mut Vec<Diagnostic>),
) -> io::Result<()> {
    let kind = if piece.story.kind == StoryKind::Page {
        "page"
    } else {
        "story"
    };
    let before = state.get(kind, &piece.story.key).cloned();
    let mut story = piece.story.clone();
    let mut former = before.as_ref().map(|b| b.former.clone()).unwrap_or_default();
    if let Some(before) = &before {
        story.file.clone_from(&before.path);
        if before.address != story.address && !before.address.is_empty() {
            former.push(before.address.clone());
            story.slug = Some(piece_slug(&story.address));
        }
        former.retain(|a| *a != story.address);
        for address in former.iter().map(|a| addresses::written(a)) {
            if !story.aliases.contains(&address) {
                story.aliases.push(address);
            }
        }
    }
    let text = story.text(gathered.key);
    let source = hash(&text);
    let incoming = Incoming {
        path: &story.file,
        text: &text,
        source: &source,
        again: options.again,
    };
    let elsewhere = moved
        .get(&story.key)
        .map(String::as_str)
        .filter(|m| before.as_ref().is_some_and(|b| b.path != **m));
    let (outcome, path, file) = merge::bring(folder, incoming, before.as_ref(), elsewhere)?;
    if outcome == Outcome::Conflict {
        let new = merge::conflict_path(&path);
        diagnostics.push(
            Diagnostic::new(&codes::CONFLICT)
                .arg("file", &path)
                .arg("system", gathered.name)
                .arg("new", new),
        );
    }
    count(report, &story, outcome);
    if outcome != Outcome::StaysDeleted && !story.draft && kind == "story" {
        comments(folder, gathered, (&story, &piece.comments), state, report)?;
    }
    if outcome != Outcome::StaysDeleted {
        state.put(Record {
            id: story.key.clone(),
            kind: kind.to_owned(),
            source,
            file,
            path,
            address: story.address.clone(),
            former,
            comments: BTreeMap::new(),
        });
    }
    Ok(())
}

fn piece_slug(address: &str) -> String {
    address
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned()
}

fn count(report: &mut Report, story: &ImportedStory, outcome: Outcome) {
    match story.kind {
        StoryKind::Page => report.pages += 1,
        StoryKind::Story => report.stories += 1,
    }
    report.drafts += usize::from(story.draft);
    report.words += story.words;
    report.redirects += story.aliases.len();
    report.addresses_kept += usize::from(story.aliases.is_empty() && !story.draft);
    report.authors.extend(story.authors.iter().cloned());
    report.count(match outcome {
        Outcome::Written => "written",
        Outcome::Rewritten => "rewritten",
        Outcome::Same => "same",
        Outcome::Conflict => "conflict",
        Outcome::StaysDeleted => "deleted",
    });
}

fn comments(
    folder: &SiteFolder,
    gathered: &Gathered,
    (story, came): (&ImportedStory, &[ImportedComment]),
    state: &mut State,
    report: &mut Report,
) -> io::Result<()> {
    if came.is_empty() {
        return Ok(());
    }
    let zone = gathered.zone.clone().unwrap_or(TimeZone::UTC);
    let before = state.get("comments", &story.key).cloned().unwrap_or_default();
    let path = comment_files::path(&story.address);
    let there = folder.read(&path)?;
    let mut file = before.file.clone();
    if let Some(text) = comment_files::merged(there.as_deref(), came, &before.comments, &zone) {
        folder.write(&path, &text)?;
        file = hash(&text);
    }
    report.comments += came.iter().filter(|c| c.approved).count();
    report.comments_waiting += came.iter().filter(|c| !c.approved).count();
    let mut all = before.comments;
    came.iter().for_each(|c| {
        all.insert(c.id.clone(), c.approved);
    });
    state.put(Record {
        id: story.key.clone(),
        kind: "comments".to_owned(),
        path,
        file,
        comments: all,
        ..Record::default()
    });
    Ok(())
}
