//! The second pass: one item at a time to one file, many at once on all threads; then what is for the whole site.

use super::first::BATCH_BYTES;
use super::{ImportProgress, Pictures, Run, at, site};
use crate::diag::{Diagnostic, codes::import as codes};
use crate::import::site::comments as comment_files;
use crate::import::site::folder::SiteFolder;
use crate::import::site::merge::{self, Incoming, Outcome};
use crate::import::site::state::{self, Record, State};
use crate::import::story::{ImportedStory, StoryKind};
use crate::import::wordpress::comments::{self, CommentCounts};
use crate::import::wordpress::cut::Piece;
use crate::import::wordpress::index::Index;
use crate::import::wordpress::item::{self, Depth, Item};
use crate::import::wordpress::metas;
use crate::import::wordpress::open::ExportFile;
use crate::import::wordpress::plan::Place;
use crate::import::wordpress::references::file_beside;
use crate::import::wordpress::story::{self, Context, ItemNotes};
use crate::relate::popular;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// The name of the system in records and front matter.
pub(super) const SYSTEM: &str = "wordpress";

/// What became of one item.
struct Done {
    story: ImportedStory,
    notes: ItemNotes,
    outcome: Outcome,
    records: Vec<Record>,
    comments: CommentCounts,
    views: u64,
    line: u64,
    file: String,
}

/// An item that waits to be converted.
struct Waiting {
    bytes: Vec<u8>,
    line: u64,
    entry: usize,
}

/// Writes everything; gives the pictures that the uploads lack.
pub(super) fn write(
    run: &mut Run<'_>,
    files: &[ExportFile],
    progress: &dyn ImportProgress,
) -> io::Result<Vec<(String, String, String)>> {
    let mut state = State::read(run.folder, SYSTEM)?;
    let moved = moved(run.folder, &state);
    site::begin(run, &mut state)?;
    let mut second = SecondPass {
        run,
        state,
        moved,
        batch: Vec::new(),
        bytes: 0,
        used: BTreeMap::new(),
        lacking: BTreeSet::new(),
        views: BTreeMap::new(),
        authors: BTreeSet::new(),
    };
    let (mut ordinal, mut before) = (0u64, 0u64);
    let by_ordinal: BTreeMap<u64, usize> = second
        .run
        .index
        .entries
        .iter()
        .enumerate()
        .map(|(at, e)| (e.ordinal, at))
        .collect();
    for file in files {
        let Ok(mut cutter) = file.pieces() else { continue };
        while let Ok(Some(piece)) = cutter.next_piece() {
            if let Piece::Item { bytes, line } = piece {
                if let Some(entry) = by_ordinal.get(&ordinal) {
                    second.wait(
                        Waiting {
                            bytes,
                            line,
                            entry: *entry,
                        },
                        file,
                    )?;
                }
                ordinal += 1;
            }
            progress.at(before + cutter.taken().min(file.length));
        }
        second.flush(file)?;
        before += file.length;
    }
    second.finish()
}

/// Files that an editor moved: looked for only when one is not where it was.
fn moved(folder: &SiteFolder, state: &State) -> BTreeMap<String, String> {
    let gone = state
        .all("story")
        .chain(state.all("page"))
        .any(|r| !folder.has(&r.path));
    match gone {
        true => merge::by_origin(folder.root(), SYSTEM),
        false => BTreeMap::new(),
    }
}

struct SecondPass<'r, 'a> {
    run: &'r mut Run<'a>,
    state: State,
    moved: BTreeMap<String, String>,
    batch: Vec<Waiting>,
    bytes: usize,
    /// Files of the uploads that are used: where they go, and the story.
    used: BTreeMap<(String, String), String>,
    /// Files that texts lack, and where they go.
    lacking: BTreeSet<(String, String)>,
    views: BTreeMap<String, u64>,
    authors: BTreeSet<String>,
}

impl SecondPass<'_, '_> {
    fn wait(&mut self, waiting: Waiting, file: &ExportFile) -> io::Result<()> {
        self.bytes += waiting.bytes.len();
        self.batch.push(waiting);
        if self.bytes > BATCH_BYTES || self.batch.len() >= 1024 {
            self.flush(file)?;
        }
        Ok(())
    }

    /// Converts and writes what waits, on all threads; notes it in order.
    fn flush(&mut self, file: &ExportFile) -> io::Result<()> {
        self.bytes = 0;
        let batch = std::mem::take(&mut self.batch);
        let (run, state, moved) = (&*self.run, &self.state, &self.moved);
        let done: Vec<io::Result<Option<Done>>> = batch
            .par_iter()
            .map(|waiting| one(run, state, moved, waiting))
            .collect();
        for done in done {
            if let Some(done) = done? {
                self.note(done, file);
            }
        }
        self.state.save(self.run.folder)
    }

    fn note(&mut self, done: Done, file: &ExportFile) {
        let report = &mut self.run.report;
        let story = &done.story;
        match story.kind {
            StoryKind::Story => report.stories += 1,
            StoryKind::Page => report.pages += 1,
        }
        report.drafts += usize::from(story.draft);
        report.words += story.words;
        report.redirects += story.aliases.len();
        report.addresses_kept += usize::from(story.aliases.is_empty() && !story.draft);
        report.count(match done.outcome {
            Outcome::Written => "written",
            Outcome::Rewritten => "rewritten",
            Outcome::Same => "same",
            Outcome::Conflict => "conflict",
            Outcome::StaysDeleted => "deleted",
        });
        report.comments += done.comments.shown;
        report.comments_waiting += done.comments.waiting;
        report.comments_dropped += done.comments.pings + done.comments.dropped;
        if !story.draft && done.views > 0 && story.kind == StoryKind::Story {
            self.views.insert(popular::name(&story.address), done.views);
        }
        if done.outcome != Outcome::StaysDeleted {
            self.authors.extend(story.authors.iter().cloned());
            for (name, target) in &done.notes.notes.used {
                self.used
                    .entry((name.clone(), target.clone()))
                    .or_insert_with(|| story.file.clone());
            }
        }
        self.note_text(&done, file);
        done.records.into_iter().for_each(|record| self.state.put(record));
    }

    fn note_text(&mut self, done: &Done, file: &ExportFile) {
        let (report, story, notes) = (&mut self.run.report, &done.story, &done.notes);
        let add = |map: &mut BTreeMap<String, usize>, key: &str, count: usize| {
            *map.entry(key.to_owned()).or_default() += count
        };
        notes
            .shortcodes
            .shown
            .iter()
            .for_each(|(k, n)| add(&mut report.shortcodes, k, *n));
        notes
            .shortcodes
            .dropped
            .iter()
            .for_each(|(k, n)| add(&mut report.furniture, k, *n));
        notes
            .furniture
            .iter()
            .chain(&notes.found.dropped)
            .for_each(|k| add(&mut report.furniture, k, 1));
        notes.found.embeds.iter().for_each(|k| add(&mut report.embeds, k, 1));
        for (name, (count, example)) in &notes.shortcodes.unknown {
            report.count_unknown(name, *count, example);
        }
        report.without_alt += notes.found.without_alt;
        for link in &notes.notes.unresolved {
            report
                .dead_links
                .entry(link.clone())
                .or_insert_with(|| story.file.clone());
        }
        let folder = story
            .file
            .strip_suffix("/index.md")
            .filter(|_| self.run.beside.is_some());
        for name in &notes.notes.missing {
            let target = match folder {
                Some(folder) => file_beside(folder, name),
                None => in_static(self.run.index, name),
            };
            self.lacking.insert((name.clone(), target));
            report.missing.entry(name.clone()).or_insert_with(|| story.file.clone());
        }
        for picture in &notes.notes.foreign {
            report
                .foreign
                .entry(picture.clone())
                .or_insert_with(|| story.file.clone());
        }
        for (before, after) in notes.bijoy.iter().chain(notes.found.bijoy.iter().take(1)) {
            let short = |t: &str| {
                t.split_whitespace()
                    .collect::<Vec<_>>()
                    .join(" ")
                    .chars()
                    .take(80)
                    .collect::<String>()
            };
            report.bijoy.push((story.file.clone(), short(before), short(after)));
        }
        for block in &notes.missing_blocks {
            report.missing_blocks.insert(block.to_string(), story.file.clone());
        }
        if notes.was_sticky {
            report.were_sticky.push(story.file.clone());
        }
        if let Some(away) = &notes.leads_away {
            report.lead_away.insert(story.file.clone(), away.clone());
        }
        self.warn(done, file);
    }

    fn warn(&mut self, done: &Done, file: &ExportFile) {
        let (story, notes) = (&done.story, &done.notes);
        let place = || at(&file.name, done.line, &story.title);
        let mut push = |d: Diagnostic| self.run.diagnostics.push(d.at(place()));
        if notes.undated && !story.draft {
            push(
                Diagnostic::new(&codes::UNDATED)
                    .arg("title", &story.title)
                    .arg("file", &story.file),
            );
        }
        if notes.made_headline {
            push(
                Diagnostic::new(&codes::NO_HEADLINE)
                    .arg("title", &story.title)
                    .arg("file", &story.file),
            );
        }
        for key in &notes.broken_metas {
            push(
                Diagnostic::new(&codes::BAD_VALUE)
                    .arg("key", key)
                    .arg("file", &story.file),
            );
        }
        if let Some(name) = &notes.odd_name {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
            push(
                Diagnostic::new(&codes::NAME_MADE_SAFE)
                    .arg("name", shown)
                    .arg("file", &story.file),
            );
        }
        if notes.cut {
            let what = (
                "the text was longer than a source file may be and was cut",
                "লেখাটি সোর্স ফাইলের সীমার চেয়ে লম্বা, তাই কাটা পড়েছে",
            );
            push(
                Diagnostic::new(&codes::TEXT_CHANGED)
                    .arg("file", &story.file)
                    .arg_in("what", what.1, what.0),
            );
        }
        if done.outcome == Outcome::Conflict {
            let new = merge::conflict_path(&done.file);
            push(
                Diagnostic::new(&codes::CONFLICT)
                    .arg("file", &done.file)
                    .arg("system", "WordPress")
                    .arg("new", new),
            );
        }
    }

    fn finish(mut self) -> io::Result<Vec<(String, String, String)>> {
        let missing = self.copy()?;
        site::end(self.run, &mut self.state, &self.views, &self.authors)?;
        self.state.save(self.run.folder)?;
        Ok(missing)
    }

    /// Copies the files that texts use from the uploads; gives those that are not there.
    fn copy(&mut self) -> io::Result<Vec<(String, String, String)>> {
        let run = &mut *self.run;
        let mut wanted: BTreeMap<String, Vec<String>> = BTreeMap::new();
        if run.options.pictures == Pictures::All {
            for name in run.uploads.catalogue.names() {
                self.used
                    .entry((name.to_owned(), in_static(run.index, name)))
                    .or_default();
            }
            let files = run.index.attachments.values().map(|a| a.file.to_string());
            let lacking = files.filter(|file| !file.is_empty() && run.catalogue.best(file).is_none());
            self.lacking
                .extend(lacking.map(|file| (file.clone(), in_static(run.index, &file))));
        }
        run.report.media = self.used.len();
        for ((name, target), story) in &self.used {
            if run.folder.has(target) {
                continue;
            }
            match run.uploads.catalogue.exact(name) {
                Some(name) => wanted.entry(name.to_owned()).or_default().push(target.clone()),
                None => {
                    run.report.missing.insert(name.clone(), story.clone());
                    self.lacking.insert((name.clone(), target.clone()));
                }
            }
        }
        // What texts lack stands in them as a link to the old site; it may be fetched to where it belongs.
        let address = |name: &str| format!("{}{}/{name}", run.plan.site.home, run.index.uploads());
        let lacking = std::mem::take(&mut self.lacking).into_iter();
        let mut missing: Vec<_> = lacking
            .map(|(name, target)| (name.clone(), address(&name), target))
            .collect();
        missing.dedup_by(|a, b| a.2 == b.2);
        site::copy(run, &wanted);
        Ok(missing)
    }
}

/// Where a file of the library has its old address.
fn in_static(index: &Index, name: &str) -> String {
    format!("static{}/{}", index.uploads(), crate::import::media::safe_path(name))
}

/// Converts one item, writes its file and its comments.
fn one(run: &Run<'_>, state: &State, moved: &BTreeMap<String, String>, waiting: &Waiting) -> io::Result<Option<Done>> {
    let (Some(entry), Some(place)) = (run.index.entries.get(waiting.entry), run.plan.places.get(waiting.entry)) else {
        return Ok(None);
    };
    let Some(place) = place else { return Ok(None) };
    let metas: Vec<String> = run.options.wishes.metas.keys().cloned().collect();
    let mut item = item::read(&waiting.bytes, Depth::Whole, &metas);
    item.id = entry.id;
    let kind = if place.section.is_empty() { "page" } else { "story" };
    let before = state.get(kind, &item.id.to_string());
    let context = Context {
        index: run.index,
        plan: run.plan,
        wishes: &run.options.wishes,
        catalogue: run.catalogue,
        bijoy: !run.options.bijoy_off,
        beside: run.beside.as_ref(),
        made: run.made,
    };
    let (mut story, notes) = story::convert(&item, entry, place, context);
    let former = settle(&mut story, before, place);
    let source = source_of(&item, place, &notes.notes.missing);
    let text = story.text(SYSTEM);
    let incoming = Incoming {
        path: &story.file,
        text: &text,
        source: &source,
        again: run.options.again,
    };
    let elsewhere = moved
        .get(&story.key)
        .map(String::as_str)
        .filter(|m| before.is_some_and(|b| b.path != **m));
    let (outcome, path, file) = merge::bring(run.folder, incoming, before, elsewhere)?;
    let address = match outcome {
        // What an editor left is still served where it was.
        Outcome::Conflict => before.map_or_else(|| story.address.clone(), |b| b.address.clone()),
        _ => story.address.clone(),
    };
    let mut record = Record {
        id: story.key.clone(),
        kind: kind.to_owned(),
        source,
        file,
        path: path.clone(),
        address: address.clone(),
        former,
        comments: BTreeMap::new(),
    };
    if outcome == Outcome::StaysDeleted
        && let Some(before) = before
    {
        record.clone_from(before);
    }
    let mut records = vec![record];
    let mut counts = CommentCounts::default();
    if outcome != Outcome::StaysDeleted {
        let moved_from = before.map(|b| b.address.as_str()).filter(|old| *old != address);
        counts = write_comments(run, state, (&item, &address, moved_from, &story), &mut records)?;
    }
    Ok(Some(Done {
        story,
        notes,
        outcome,
        records,
        comments: counts,
        views: entry.views,
        line: waiting.line,
        file: path,
    }))
}

/// Fits a story to what was brought before: its file keeps its name, the address served until now becomes a former one.
fn settle(story: &mut ImportedStory, before: Option<&Record>, place: &Place) -> Vec<String> {
    let Some(before) = before else { return Vec::new() };
    let folder = |path: &str| path.rsplit_once('/').map(|(f, _)| f.to_owned()).unwrap_or_default();
    let name = before.path.rsplit('/').next().unwrap_or_default();
    if name != "index.md" && !name.is_empty() {
        let new = format!("{}/{name}", folder(&story.file));
        if new != story.file {
            let stem = name.trim_end_matches(".md");
            let last = place.address.trim_end_matches('/').rsplit('/').next();
            let last = last.unwrap_or_default();
            let part = last.strip_suffix(".html").unwrap_or(last);
            let gives = crate::source::date_from_name(stem).map_or(stem, |(_, rest)| rest);
            if story.kind == StoryKind::Story {
                story.slug = (gives != part).then(|| part.to_owned());
                story.file = new;
            }
        }
    }
    let mut former = before.former.clone();
    if !before.address.is_empty() && before.address != story.address && !former.contains(&before.address) {
        former.push(before.address.clone());
    }
    former.retain(|a| *a != story.address);
    for address in &former {
        let written = crate::import::wordpress::addresses::written(address);
        if !story.aliases.contains(&written) {
            story.aliases.push(written);
        }
    }
    former
}

/// The hash of what WordPress gave for an item: all that its file is made of, and where it lies.
fn source_of(item: &Item, place: &Place, missing: &[String]) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut add = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    for text in [
        &item.title,
        &item.content,
        &item.excerpt,
        &item.date,
        &item.date_gmt,
        &item.status,
        &item.creator,
        &item.name,
    ] {
        add(text);
    }
    for text in [&*place.address, &*place.section, item.comment_status.as_str()] {
        add(text);
    }
    // A text is written again when a file that it lacked has come.
    missing.iter().for_each(|name| add(name));
    add(&format!("{} {} {}", item.sticky, item.has_password, item.parent));
    item.terms
        .iter()
        .for_each(|t| add(&format!("{}\n{}\n{}", t.domain, t.slug, t.name)));
    for (key, value) in item.metas.iter().filter(|(key, _)| !metas::is_count(key)) {
        add(key);
        add(value);
    }
    hasher.finalize().to_hex()[..32].to_owned()
}

/// Writes the comments of a story: new ones are added to what is there.
fn write_comments(
    run: &Run<'_>,
    state: &State,
    (item, address, moved_from, story): (&Item, &str, Option<&str>, &ImportedStory),
    records: &mut Vec<Record>,
) -> io::Result<CommentCounts> {
    let (mut came, counts) = comments::of_item(item, &run.plan.zone);
    let id = item.id.to_string();
    let before = state.get("comments", &id);
    if story.draft {
        return Ok(CommentCounts {
            dropped: counts.dropped + counts.shown + counts.waiting,
            ..CommentCounts::default()
        });
    }
    let path = comment_files::path(address);
    if let Some(old) = moved_from
        .map(comment_files::path)
        .filter(|old| run.folder.has(old) && !run.folder.has(&path))
    {
        run.folder.rename(&old, &path)?;
    }
    let seen = before.map(|b| b.comments.clone()).unwrap_or_default();
    came.extend(comments::taken_off(item, &run.plan.zone, &seen));
    if came.is_empty() {
        return Ok(counts);
    }
    let there = run.folder.read(&path)?;
    let mut file = before.map(|b| b.file.clone()).unwrap_or_default();
    if let Some(text) = comment_files::merged(there.as_deref(), &came, &seen, &run.plan.zone) {
        run.folder.write(&path, &text)?;
        file = state::hash(&text);
    }
    let mut all = seen;
    came.iter().for_each(|c| {
        all.insert(c.id.clone(), c.approved);
    });
    records.push(Record {
        id,
        kind: "comments".to_owned(),
        path,
        file,
        comments: all,
        ..Record::default()
    });
    Ok(counts)
}
