//! What khobor.toml names must be there: sections, pages and tags of the menu, the front page and advertisements; pictures
//! and frames of advertisements. Nothing of an editor's wishes is dropped in silence.

use super::{Portal, Sections};
use crate::config::{MenuEntry, MenuTarget, Site};
use crate::diag::{Diagnostic, Place, codes::config, codes::portal as codes, did_you_mean};
use rustc_hash::FxHashSet;

/// Tells of every section and file that khobor.toml names in vain. `statics` are the files below `static/`.
pub(super) fn missing(site: &Site, portal: &Portal, statics: &FxHashSet<&str>) -> Vec<Diagnostic> {
    let sections = &portal.sections;
    let mut diagnostics = Vec::new();
    for entry in entries(site) {
        diagnostics.extend(match &entry.target {
            Some(MenuTarget::Section(path)) => unknown_section(path, sections, entry.line),
            Some(MenuTarget::Page(name)) => unknown_page(name, portal, entry.line),
            Some(MenuTarget::Tag(name)) => unknown_tag(name, portal, entry.line),
            Some(MenuTarget::Address(_)) | None => None,
        });
    }
    for block in site.front_blocks.iter().flatten() {
        diagnostics.extend(
            block
                .section
                .iter()
                .filter_map(|s| unknown_section(s, sections, block.line)),
        );
        diagnostics.extend(block.tag.iter().filter_map(|t| unknown_tag(t, portal, block.line)));
    }
    let ads = site.ads.iter().filter_map(|ad| ad.table.sections.as_ref()).flatten();
    diagnostics.extend(ads.filter_map(|path| unknown_section(path, sections, 0)));
    for table in site.ads.iter().map(|ad| &ad.table) {
        let files = [&table.image, &table.image_small, &table.frame].into_iter().flatten();
        let lost = files.filter(|f| f.starts_with('/') && !statics.contains(format!("static{f}").as_str()));
        diagnostics.extend(lost.map(|f| {
            Diagnostic::new(&codes::MISSING_PICTURE)
                .arg("picture", f)
                .at(place(f, 0))
        }));
    }
    let s = &site.file.site;
    let own = [&s.logo, &s.logo_dark, &s.icon, &s.share_image].into_iter().flatten();
    let lost = own.filter(|f| !statics.contains(format!("static{f}").as_str()));
    diagnostics.extend(lost.map(|f| {
        Diagnostic::new(&codes::MISSING_PICTURE)
            .arg("picture", f)
            .at(place(f, 0))
    }));
    let footer = site.file.menu.footer.iter().flatten();
    diagnostics.extend(footer.filter_map(|name| unknown_page(name, portal, 0)));
    diagnostics
}

/// All items of the menu, those of groups too.
fn entries(site: &Site) -> impl Iterator<Item = &MenuEntry> {
    let items = site.menu.iter().flatten();
    items.flat_map(|entry| std::iter::once(entry).chain(&entry.items))
}

fn unknown_page(name: &str, portal: &Portal, line: u32) -> Option<Diagnostic> {
    if portal.page(name).is_some() {
        return None;
    }
    let names = portal.pages.iter().map(|p| p.url.trim_matches('/'));
    let suggestion =
        did_you_mean(name, names).map_or_else(|| format!("content/pages/{name}.md"), |n| format!("`{n}`?"));
    Some(
        Diagnostic::new(&codes::UNKNOWN_PAGE)
            .arg("page", name)
            .arg("suggestion", suggestion)
            .at(place(name, line)),
    )
}

fn unknown_tag(name: &str, portal: &Portal, line: u32) -> Option<Diagnostic> {
    if portal.tags.find(name).is_some() {
        return None;
    }
    let near = did_you_mean(name, portal.tags.all.iter().map(|t| &*t.name));
    Some(
        Diagnostic::new(&config::UNUSED_TAG)
            .arg("tag", name)
            .arg("suggestion", near.map_or_else(String::new, |n| format!("`{n}`?")))
            .at(place(name, line)),
    )
}

fn unknown_section(path: &str, sections: &Sections, line: u32) -> Option<Diagnostic> {
    if sections.find(path).is_some() {
        return None;
    }
    let near = did_you_mean(path, sections.all.iter().map(|s| s.path.as_str()));
    let suggestion = near.map_or_else(
        || format!("content/{path}/_index.md: title = \"…\""),
        |n| format!("`{n}`?"),
    );
    Some(
        Diagnostic::new(&codes::UNKNOWN_SECTION)
            .arg("section", path)
            .arg("suggestion", suggestion)
            .at(place(path, line)),
    )
}

/// `word` as khobor.toml has it from `line` on.
fn place(word: &str, line: u32) -> Place {
    Place {
        line,
        ..Place::word("khobor.toml", word)
    }
}
