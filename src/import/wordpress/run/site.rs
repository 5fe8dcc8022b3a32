//! What is for the whole site: khobor.toml, sections, authors, redirects, views, pictures, and what is gone.

use super::Run;
use crate::bengali::Edition;
use crate::diag::{Diagnostic, codes::import as codes};
use crate::import::media::uploads::Uploads;
use crate::import::media::{Catalogue, kinds};
use crate::import::site::folder::SiteFolder;
use crate::import::site::merge::{self, Incoming, Outcome};
use crate::import::site::settings::{self, NewSite};
use crate::import::site::state::{Record, State, hash};
use crate::import::wordpress::addresses;
use crate::import::wordpress::entry::Standing;
use crate::import::wordpress::index::Index;
use crate::import::wordpress::plan::{Plan, lists};
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher;
use std::io::{self, Read};
use toml_edit::{Array, DocumentMut, Item, Table, value};

/// Largest picture that is read whole to take EXIF out; larger files are copied as they are and cleaned by the build.
const LARGEST_PICTURE: u64 = 64 << 20;

/// What there is of the uploads: what was given, and what the site has from before.
pub(super) fn catalogue(uploads: &Uploads, folder: &SiteFolder, index: &Index) -> Catalogue {
    let mut catalogue = uploads.catalogue.clone();
    let base = folder.root().join(format!("static{}", index.uploads()));
    let there = walkdir::WalkDir::new(&base)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    for entry in there.filter(|e| e.file_type().is_file()) {
        if let Ok(inside) = entry.path().strip_prefix(&base) {
            let length = entry.metadata().map_or(0, |m| m.len());
            catalogue.add(&inside.to_string_lossy().replace('\\', "/"), length);
        }
    }
    catalogue
}

/// Files below `content/` that are no texts: pictures that an import put beside stories.
pub(super) fn files_of_stories(folder: &SiteFolder) -> BTreeSet<String> {
    let there = walkdir::WalkDir::new(folder.root().join("content"))
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok);
    let files = there.filter(|e| e.file_type().is_file() && e.path().extension().is_none_or(|e| e != "md"));
    let path = |e: walkdir::DirEntry| {
        let inside = e.path().strip_prefix(folder.root()).ok()?;
        Some(inside.to_string_lossy().replace('\\', "/"))
    };
    files.filter_map(path).collect()
}

/// What comes before the stories: khobor.toml of a new site, and its sections.
pub(super) fn begin(run: &mut Run<'_>, state: &mut State) -> io::Result<()> {
    let site = new_site(run.plan, run.index);
    if run.options.into_site {
        run.report.to_paste = to_paste(run, &site);
    } else if !run.folder.has("khobor.toml") {
        run.folder.write("khobor.toml", &settings::khobor_toml(&site))?;
    }
    for (path, name) in &run.plan.lists.sections {
        let text = section_text(name, &run.plan.lists.section_aliases(run.plan, path), path);
        let file = format!("content/{path}/_index.md");
        bring(run, state, ("section", path), &file, &text)?;
    }
    run.report.sections.clone_from(&run.plan.lists.sections);
    run.report.sections_moved.clone_from(&run.plan.moved_sections);
    run.report.tags_merged = run.plan.lists.merged.iter().cloned().collect();
    run.report.tags_renamed.clone_from(&run.plan.lists.renamed);
    run.report.authors_merged.clone_from(&run.plan.authors.merged);
    count_left_out(run);
    state.save(run.folder)
}

fn count_left_out(run: &mut Run<'_>) {
    let index = run.index;
    for ((kind, status), count) in &index.counts {
        let brought = matches!(
            kind.as_str(),
            "post" | "page" | "attachment" | "wp_block" | "guest-author" | "nav_menu_item"
        ) || run.options.wishes.types.contains_key(kind);
        if !brought || matches!(status.as_str(), "trash" | "auto-draft") {
            *run.report.left_out.entry(format!("{kind} ({status})")).or_default() += count;
        }
    }
    for (name, count) in index.custom_types() {
        if !run.options.wishes.types.contains_key(&name) {
            run.report.types_offered.insert(name, count);
        }
    }
    let custom = index.menus.iter().filter(|m| {
        m.kind == "custom" && addresses::parts(&m.url).is_some_and(|p| !p.path.is_empty() || !p.host.is_empty())
    });
    run.report.menu_links = custom.map(|m| format!("{} {}", m.title, m.url)).collect();
}

/// Brings a file that is not a story, on top of what an editor did.
fn bring(run: &mut Run<'_>, state: &mut State, (kind, id): (&str, &str), path: &str, text: &str) -> io::Result<()> {
    let source = hash(text);
    let before = state.get(kind, id).cloned();
    let incoming = Incoming {
        path,
        text,
        source: &source,
        again: run.options.again,
    };
    // A section or an author that was there before the import is the site's own.
    if before.is_none() && run.folder.has(path) {
        return Ok(());
    }
    let needed = kind == "section" && before.is_some() && !run.folder.has(path);
    let before = before.filter(|_| !needed);
    let (outcome, path, file) = merge::bring(run.folder, incoming, before.as_ref(), None)?;
    if outcome == Outcome::Conflict {
        let new = merge::conflict_path(&path);
        run.diagnostics.push(
            Diagnostic::new(&codes::CONFLICT)
                .arg("file", &path)
                .arg("system", "WordPress")
                .arg("new", new),
        );
    }
    state.put(Record {
        id: id.to_owned(),
        kind: kind.to_owned(),
        source: if outcome == Outcome::Same {
            before.map_or(source, |b| b.source)
        } else {
            source
        },
        file,
        path,
        ..Record::default()
    });
    Ok(())
}

fn section_text(name: &str, aliases: &[String], path: &str) -> String {
    let own = format!("/{path}/");
    let aliases: Vec<String> = aliases.iter().filter(|a| **a != own).cloned().collect();
    settings::section(name, &aliases)
}

/// What a new site's khobor.toml says.
fn new_site(plan: &Plan, index: &Index) -> NewSite {
    let edition = if plan.edition == Edition::Wb { "wb" } else { "bd" };
    let (menu, footer) = menus(plan, index);
    let title = if index.head.title.is_empty() {
        "খবর"
    } else {
        &index.head.title
    };
    let base_url = if plan.site.home.is_empty() {
        "https://example.org"
    } else {
        &plan.site.home
    };
    NewSite {
        title: title.to_owned(),
        description: index.head.description.clone(),
        base_url: base_url.to_owned(),
        edition: edition.to_owned(),
        timezone: plan.zone_name.to_owned(),
        article: plan.article.clone(),
        menu,
        footer,
        feeds: lists::FEEDS.to_vec(),
    }
}

/// Sections of the menu that has most of them, and the pages of all menus.
fn menus(plan: &Plan, index: &Index) -> (Vec<String>, Option<Vec<String>>) {
    let mut menus: BTreeMap<&str, Vec<(i64, String)>> = BTreeMap::new();
    let mut pages: Vec<(i64, String)> = Vec::new();
    for entry in &index.menus {
        if entry.kind == "taxonomy" {
            let category = plan
                .categories
                .by_slug
                .values()
                .find(|c| c.id == entry.object && entry.object != 0);
            let path = category
                .map(|c| c.path.clone())
                .filter(|p| plan.lists.sections.contains_key(p));
            menus
                .entry(&entry.menu)
                .or_default()
                .extend(path.map(|p| (entry.order, p)));
        } else if entry.kind == "post_type" {
            let place = index
                .find(entry.object)
                .and_then(|at| plan.places.get(at))
                .and_then(Option::as_ref);
            let file = place
                .and_then(|p| p.file.strip_prefix("content/pages/"))
                .and_then(|f| f.strip_suffix("/index.md").or_else(|| f.strip_suffix(".md")));
            pages.extend(file.map(|f| (entry.order, f.to_owned())));
        }
    }
    let ordered = |mut list: Vec<(i64, String)>| {
        list.sort();
        let mut seen = BTreeSet::new();
        list.into_iter()
            .map(|(_, p)| p)
            .filter(|p| seen.insert(p.clone()))
            .collect::<Vec<_>>()
    };
    let main = menus.into_values().max_by_key(Vec::len).unwrap_or_default();
    (ordered(main), Some(ordered(pages)).filter(|p| !p.is_empty()))
}

/// What an editor of a site that exists may want in its khobor.toml.
fn to_paste(run: &Run<'_>, site: &NewSite) -> Vec<String> {
    let mut lines = Vec::new();
    let own = run.plan.pattern.written();
    if own != run.plan.article {
        lines.push(format!("[url] article = \"{own}\""));
    }
    if !site.menu.is_empty() {
        let list: Array = site.menu.iter().map(String::as_str).collect();
        lines.push(format!("[menu] main = {list}"));
    }
    lines
}

/// What comes after the stories: authors, redirects, views, what is gone.
pub(super) fn end(
    run: &mut Run<'_>,
    state: &mut State,
    views: &BTreeMap<String, u64>,
    authors: &BTreeSet<String>,
) -> io::Result<()> {
    for author in run.plan.authors.all.iter().filter(|a| authors.contains(&a.name)) {
        let text = author_text(run.plan, author);
        bring(run, state, ("author", &author.name), &author.file, &text)?;
        run.report.authors.insert(author.name.clone());
    }
    let rules = rules(run);
    run.report.redirects += rules.len();
    let path = "data/redirects.toml";
    if let Some(text) = settings::redirects(run.folder.read(path)?.as_deref(), &rules) {
        run.folder.write(path, &text)?;
    }
    let path = "data/popular.toml";
    if let Some(text) = settings::popular(run.folder.read(path)?.as_deref(), views) {
        run.folder.write(path, &text)?;
    }
    gone(run, state)
}

fn author_text(plan: &Plan, author: &crate::import::wordpress::authors::Author) -> String {
    let mut front = DocumentMut::new();
    front.insert("name", value(author.name.as_str()));
    if author.desk {
        front.insert("desk", value(true));
    }
    let own = author.address();
    let mut aliases: Vec<String> = Vec::new();
    for nicename in &author.nicenames {
        for front in [plan.pattern.front().as_str(), ""] {
            let alias = addresses::written(&format!("{front}/author/{nicename}/"));
            if addresses::key(&alias) != addresses::key(&own) && !aliases.contains(&alias) {
                aliases.push(alias);
            }
        }
    }
    if !aliases.is_empty() {
        front.insert("aliases", value(aliases.iter().map(String::as_str).collect::<Array>()));
    }
    let about = if author.about.is_empty() {
        String::new()
    } else {
        let run = vec![crate::import::html::model::Inline::Text(author.about.clone())];
        format!(
            "\n{}",
            crate::import::html::write::markdown(&[crate::import::html::model::Block::Paragraph(run)])
        )
    };
    format!("+++\n{front}+++\n{about}")
}

/// Redirects that belong to no file: lists, a plugin's rules, pages of pictures.
fn rules(run: &Run<'_>) -> Vec<(String, String)> {
    let (plan, index) = (run.plan, run.index);
    let written = |(from, to): (String, String)| (addresses::written(&from), to);
    let mut rules: Vec<(String, String)> = plan.lists.redirects(plan, index).into_iter().map(written).collect();
    for (from, to) in &index.redirects {
        let own = plan
            .site
            .decoded(to)
            .filter(|_| from.starts_with('/') && !from.contains('*'));
        let target = own
            .and_then(|path| plan.by_path(&path))
            .and_then(|at| plan.places.get(at)?.as_ref());
        if let Some(target) = target {
            rules.push((addresses::written(from), target.address.to_string()));
        }
    }
    rules.extend(picture_pages(plan, index));
    rules.extend(numbers(plan, index));
    let places = plan.places.iter().flatten();
    // Hashes stand for addresses: a large site has hundreds of thousands.
    let served: FxHashSet<u64> = places.map(|p| hash_of(&addresses::key(&p.address))).collect();
    let mut leads: FxHashMap<u64, u64> = FxHashMap::default();
    let mut written: FxHashSet<u64> = FxHashSet::default();
    // Two spellings of one address (য় as one sign and as two) are two addresses for a host.
    rules.retain(|(from, to)| {
        let (key, to) = (hash_of(&addresses::key(from)), hash_of(to));
        let free = !served.contains(&key) && *leads.entry(key).or_insert(to) == to;
        free && written.insert(hash_of(from))
    });
    rules
}

fn hash_of(text: &str) -> u64 {
    FxBuildHasher.hash_one(text)
}

/// `/?p=ID` and its kin: what feeds, old texts and shares name stories by.
fn numbers(plan: &Plan, index: &Index) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (entry, place) in index.entries.iter().zip(&plan.places) {
        let Some(place) = place.as_ref().filter(|_| entry.standing == Standing::Published) else {
            continue;
        };
        found.push((format!("/?p={}", entry.id), place.address.to_string()));
        if place.section.is_empty() {
            found.push((format!("/?page_id={}", entry.id), place.address.to_string()));
        }
    }
    for category in plan.categories.by_slug.values().filter(|c| c.id != 0) {
        if plan.lists.sections.contains_key(&category.path) {
            found.push((format!("/?cat={}", category.id), format!("/{}/", category.path)));
        }
    }
    found
}

/// Pages of pictures, which WordPress had up to version 6.3, lead to the story of the picture.
fn picture_pages(plan: &Plan, index: &Index) -> Vec<(String, String)> {
    const MOST: usize = 2_000;
    let version: Vec<u32> = index.head.version.split('.').map(|n| n.parse().unwrap_or(0)).collect();
    let old = matches!(version.as_slice(), [major, rest @ ..] if *major < 6 || *major == 6 && rest.first().copied().unwrap_or(0) <= 3);
    if !old || index.attachments.len() > MOST {
        return Vec::new();
    }
    let page = |a: &crate::import::wordpress::index::Attachment| {
        let path = plan
            .site
            .decoded(&a.link)
            .filter(|p| p.len() > 1 && !a.link.contains('?'))?;
        let parent = index.find(a.parent).filter(|at| {
            index
                .entries
                .get(*at)
                .is_some_and(|e| e.standing == Standing::Published)
        });
        let place = plan.places.get(parent?)?.as_ref()?;
        Some((addresses::written(&path), place.address.to_string()))
    };
    index.attachments.values().filter_map(page).collect()
}

/// Stories that came before and are not in this export any more: left, or made drafts. Only a whole export says so.
fn gone(run: &mut Run<'_>, state: &mut State) -> io::Result<()> {
    if run.index.head.terms.is_empty() {
        return Ok(());
    }
    let gone: Vec<Record> = state
        .all("story")
        .chain(state.all("page"))
        .filter(|r| {
            let at = r.id.parse().ok().and_then(|id| run.index.find(id));
            at.and_then(|at| run.index.entries.get(at))
                .is_none_or(|e| e.standing == Standing::Gone)
        })
        .cloned()
        .collect();
    for record in gone {
        let Some(text) = run.folder.read(&record.path)? else {
            continue;
        };
        let by_us = hash(&text) == record.file;
        if run.options.withdraw {
            if let Some(text) = withdrawn(&text) {
                run.folder.write(&record.path, &text)?;
                // What an editor changed stays an editor's. A story that comes back later is written again.
                let file = if by_us { hash(&text) } else { record.file };
                let source = "withdrawn".to_owned();
                state.put(Record { file, source, ..record });
            }
        } else {
            run.diagnostics
                .push(Diagnostic::new(&codes::GONE).arg("file", &record.path));
        }
    }
    Ok(())
}

/// A file with `draft = true`; `None` when it has it.
fn withdrawn(text: &str) -> Option<String> {
    let rest = text.strip_prefix("+++\n")?;
    let (front, body) = rest.split_once("\n+++")?;
    let mut front = format!("{front}\n").parse::<DocumentMut>().ok()?;
    if front.get("draft").and_then(Item::as_bool) == Some(true) {
        return None;
    }
    front.insert("draft", value(true));
    Some(format!("+++\n{front}+++{body}"))
}

/// Copies files from the uploads to where texts have them; what is none of the kinds that are brought is refused.
pub(super) fn copy(run: &mut Run<'_>, wanted: &BTreeMap<String, Vec<String>>) {
    let names: BTreeSet<String> = wanted.keys().cloned().collect();
    let (folder, mut copied, mut refused) = (run.folder, 0usize, Vec::new());
    let faults = run.uploads.copy(&names, &mut |name, from| {
        let mut head = vec![0u8; 512];
        let length = read_up_to(from, &mut head)?;
        head.truncate(length);
        let Some(kind) = kinds::of(&head) else {
            refused.push(name.to_owned());
            return Ok(());
        };
        let mut whole = head.as_slice().chain(from);
        let targets = wanted.get(name).map(Vec::as_slice).unwrap_or_default();
        store(folder, targets, kind, &mut whole)?;
        copied += targets.len();
        Ok(())
    });
    run.report.copied += copied;
    for name in refused {
        let (en, bn) = (
            "it is no picture, sound, film or PDF",
            "এটি ছবি, শব্দ, ভিডিও বা পিডিএফ নয়",
        );
        run.diagnostics.push(
            Diagnostic::new(&codes::UPLOAD_REFUSED)
                .arg("name", name)
                .arg_in("reason", bn, en),
        );
    }
    for (name, fault) in faults {
        run.diagnostics
            .push(Diagnostic::new(&codes::UNREADABLE).arg("file", name).cause(&fault));
    }
}

fn read_up_to(from: &mut dyn Read, into: &mut [u8]) -> io::Result<usize> {
    let mut read = 0;
    while let Some(rest) = into.get_mut(read..).filter(|r| !r.is_empty()) {
        match from.read(rest)? {
            0 => break,
            n => read += n,
        }
    }
    Ok(read)
}

/// Writes a file to its places; photographs without EXIF and GPS, because a repository is public.
pub(super) fn store(
    folder: &SiteFolder,
    targets: &[String],
    kind: kinds::FileKind,
    from: &mut dyn Read,
) -> io::Result<()> {
    let Some((first, others)) = targets.split_first() else {
        return Ok(());
    };
    if kind == kinds::FileKind::Picture {
        let mut bytes = Vec::new();
        from.take(LARGEST_PICTURE).read_to_end(&mut bytes)?;
        let clean = crate::media::anonymous(&bytes);
        let bytes = clean.unwrap_or(bytes);
        for target in targets {
            folder.write_from(target, &mut bytes.as_slice())?;
        }
        return Ok(());
    }
    folder.write_from(first, from)?;
    for target in others {
        let mut again = std::fs::File::open(folder.root().join(first))?;
        folder.write_from(target, &mut again)?;
    }
    Ok(())
}

/// A map.toml that says what the import does, to be changed by hand.
pub(super) fn map_toml(plan: &Plan, index: &Index) -> String {
    let mut file = DocumentMut::new();
    let mut sections = Table::new();
    for category in plan.categories.by_slug.values() {
        let to = match plan.lists.sections.contains_key(&category.path) {
            true => category.path.as_str(),
            false => "tag",
        };
        sections.insert(&category.slug, value(to));
    }
    let mut authors = Table::new();
    for login in index.creators().into_iter().filter(|l| !l.contains('@')) {
        if let Some(name) = plan.authors.of_login(login) {
            authors.insert(login, value(name));
        }
    }
    let mut types = Table::new();
    for name in index.custom_types().keys() {
        types.insert(name, value(name.as_str()));
    }
    file.insert("sections", Item::Table(sections));
    file.insert("authors", Item::Table(authors));
    file.insert("metas", Item::Table(Table::new()));
    file.insert("types", Item::Table(types));
    file.insert("shortcodes", Item::Table(Table::new()));
    file.to_string()
}
