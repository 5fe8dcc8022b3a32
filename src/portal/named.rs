//! What khobor.toml names must be there: sections of menus, of the front page and of advertisements; pictures and frames
//! of advertisements. Nothing of an editor's wishes is dropped in silence.

use super::{Portal, Sections};
use crate::config::Site;
use crate::diag::{Diagnostic, Place, codes::portal as codes, did_you_mean};
use rustc_hash::FxHashSet;

/// Tells of every section and file that khobor.toml names in vain. `statics` are the files below `static/`.
pub(super) fn missing(site: &Site, portal: &Portal, statics: &FxHashSet<&str>) -> Vec<Diagnostic> {
    let sections = &portal.sections;
    let menu = site.file.menu.main.iter().flatten();
    let blocks = site.front_blocks.iter().flatten().filter_map(|b| b.section.as_ref());
    let ads = site.ads.iter().filter_map(|ad| ad.table.sections.as_ref()).flatten();
    let lost = menu
        .chain(blocks)
        .chain(ads)
        .filter(|path| sections.find(path).is_none());
    let mut diagnostics: Vec<Diagnostic> = lost.map(|path| unknown_section(path, sections)).collect();
    for table in site.ads.iter().map(|ad| &ad.table) {
        let files = [&table.image, &table.image_small, &table.frame].into_iter().flatten();
        let lost = files.filter(|f| f.starts_with('/') && !statics.contains(format!("static{f}").as_str()));
        diagnostics.extend(lost.map(|f| Diagnostic::new(&codes::MISSING_PICTURE).arg("picture", f).at(place(f))));
    }
    let s = &site.file.site;
    let own = [&s.logo, &s.logo_dark, &s.icon, &s.share_image].into_iter().flatten();
    let lost = own.filter(|f| !statics.contains(format!("static{f}").as_str()));
    diagnostics.extend(lost.map(|f| Diagnostic::new(&codes::MISSING_PICTURE).arg("picture", f).at(place(f))));
    diagnostics.extend(
        site.file
            .menu
            .footer
            .iter()
            .flatten()
            .filter_map(|name| unknown_page(name, portal)),
    );
    diagnostics
}

fn unknown_page(name: &str, portal: &Portal) -> Option<Diagnostic> {
    let names = || portal.pages.iter().map(|p| p.url.trim_matches('/'));
    if names().any(|n| n == name.trim_matches('/')) {
        return None;
    }
    let suggestion =
        did_you_mean(name, names()).map_or_else(|| format!("content/pages/{name}.md"), |n| format!("`{n}`?"));
    Some(
        Diagnostic::new(&codes::UNKNOWN_PAGE)
            .arg("page", name)
            .arg("suggestion", suggestion)
            .at(place(name)),
    )
}

fn unknown_section(path: &str, sections: &Sections) -> Diagnostic {
    let near = did_you_mean(path, sections.all.iter().map(|s| s.path.as_str()));
    let suggestion = near.map_or_else(
        || format!("content/{path}/_index.md: title = \"…\""),
        |n| format!("`{n}`?"),
    );
    Diagnostic::new(&codes::UNKNOWN_SECTION)
        .arg("section", path)
        .arg("suggestion", suggestion)
        .at(place(path))
}

fn place(word: &str) -> Place {
    let mut at = Place::file("khobor.toml");
    word.clone_into(&mut at.word);
    at
}
