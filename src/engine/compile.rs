//! The theme, the site's own look and templates: read and compiled.

use super::Loaded;
use crate::config::{DEFAULT_THEME, Site};
use crate::diag::codes::{config as codes, template};
use crate::diag::{Code, Diagnostic, Place, Severity, did_you_mean};
use crate::media;
use crate::render::{self, Assets, FontFile, OwnFiles, SiteFiles, Templates, Theme};
use crate::source::{FileKind, Root, SourceFile, Tree};

/// Largest font in bytes.
const LARGEST_FONT: u64 = 16 << 20;
/// Largest logo in bytes.
const LARGEST_LOGO: u64 = 8 << 20;
/// The site's own style sheet, which comes after all others.
const CUSTOM: &str = "/custom.css";
/// A picture for touch icons that a site may have.
const TOUCH: &str = "/apple-touch-icon.png";
/// The icon that browsers ask for by this name, which a site may have.
const FAVICON: &str = "/favicon.ico";

/// Faults after which the rest is still compiled, so that all is reported in one run.
const APART: [&Code; 2] = [&codes::NO_FILE, &template::UNKNOWN_WORD];

/// Reads and compiles everything that printing needs beside the views.
pub(super) fn compile(tree: &Tree, root: &Root, site: &Site) -> (Option<(Theme, Assets, Templates)>, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut files = SiteFiles::new();
    let printed = tree
        .files
        .iter()
        .filter(|f| matches!(f.kind, FileKind::Template | FileKind::Theme));
    for file in printed {
        match root.read(file, site.max_source_bytes) {
            Ok(bytes) => drop(files.insert(file.path.clone(), bytes)),
            Err(fault) => diagnostics.push(fault),
        }
    }
    let language = site.language.split('-').next().unwrap_or("bn").to_owned();
    let (theme, faults) = render::resolve(&site.theme, &files, &language);
    diagnostics.extend(faults.into_iter().map(|fault| named_by_option(fault, site)));
    diagnostics.extend(super::ad_sizes::misfits(site, &theme));
    let own = own_files(tree, root, site, &mut diagnostics);
    // What is wrong with words and files hides nothing else; a theme that is broken would be reported over and over.
    let apart = |d: &Diagnostic| APART.iter().any(|code| code.id == d.code.id);
    if diagnostics.iter().any(|d| d.severity() == Severity::Error && !apart(d)) {
        return (None, diagnostics);
    }
    let (assets, faults) = render::assets(&theme, &site.home, &site.look, &own);
    diagnostics.extend(faults);
    match Templates::new(&theme, &site.zone, site.edition) {
        Ok(_) if diagnostics.iter().any(|d| d.severity() == Severity::Error) => (None, diagnostics),
        Ok(templates) => (Some((theme, assets, templates)), diagnostics),
        Err(faults) => {
            diagnostics.extend(faults);
            (None, diagnostics)
        }
    }
}

/// A theme that `--theme` names and that is not there is no fault of khobor.toml.
fn named_by_option(fault: Diagnostic, site: &Site) -> Diagnostic {
    let written = site.file.site.theme.as_deref();
    let is_option = fault.code == &template::NO_THEME && written.unwrap_or(DEFAULT_THEME) != site.theme;
    match is_option {
        true => fault.at(Place::file("--theme")),
        false => fault,
    }
}

/// Templates of the site that print nothing.
pub(super) fn unused_templates(loaded: &Loaded) -> Vec<Diagnostic> {
    let portal = &loaded.portal;
    let stories = portal.articles.iter().filter_map(|a| a.template.as_deref());
    let sections = portal.sections.all.iter().filter_map(|s| s.source.template.as_deref());
    let pages = portal.pages.iter().filter_map(|p| p.source.template.as_deref());
    loaded.templates.unused(&stories.chain(sections).chain(pages).collect())
}

/// The files below `static/` that the settings name, and those that count by their name alone.
fn own_files(tree: &Tree, root: &Root, site: &Site, diagnostics: &mut Vec<Diagnostic>) -> OwnFiles {
    let written = &site.file.site;
    let mut own = OwnFiles {
        icon: written.icon.clone(),
        logo: written.logo.clone(),
        logo_dark: written.logo_dark.clone(),
        icon_size: None,
        touch_icon: find(tree, TOUCH).map(|_| TOUCH.to_owned()),
        favicon: find(tree, FAVICON).map(|_| FAVICON.to_owned()),
        made_icons: Vec::new(),
        logo_size: written.logo.as_deref().map_or((0, 0), |path| size(tree, root, path)),
        style: find(tree, CUSTOM).map(|_| CUSTOM.to_owned()),
        fonts: Vec::new(),
    };
    if let Some(path) = &written.icon {
        icons(tree, root, path, &mut own, diagnostics);
    }
    for path in site.look.fonts.paths() {
        let Some(file) = find(tree, path) else {
            diagnostics.push(missing(tree, path));
            continue;
        };
        let woff2 = path.rsplit_once('.').map(|(stem, _)| format!("{stem}.woff2"));
        match root.read(file, LARGEST_FONT) {
            Ok(bytes) => own.fonts.push(FontFile {
                path: path.to_owned(),
                bytes,
                woff2: woff2.is_some_and(|beside| find(tree, &beside).is_some()),
            }),
            Err(fault) => diagnostics.push(fault),
        }
    }
    own
}

/// Makes the files of the site's icon: of the icon itself, or, where it is a drawing, of the PNG of the same name beside it.
fn icons(tree: &Tree, root: &Root, icon: &str, own: &mut OwnFiles, diagnostics: &mut Vec<Diagnostic>) {
    let drawing = icon.to_ascii_lowercase().ends_with(".svg");
    let beside = icon.rsplit_once('.').map(|(stem, _)| format!("{stem}.png"));
    let path = match beside.filter(|_| drawing) {
        Some(png) => png,
        None => icon.to_owned(),
    };
    let Some(bytes) = find(tree, &path).and_then(|file| root.read(file, LARGEST_LOGO).ok()) else {
        return;
    };
    match made_icons(&bytes) {
        Ok((size, files)) => {
            own.icon_size = size.filter(|_| !drawing);
            own.made_icons = files;
        }
        Err((bn, en)) => diagnostics.push(
            Diagnostic::new(&codes::BAD_ICON)
                .arg("path", &path)
                .arg_in("reason", bn, en)
                .at(Place::word("khobor.toml", icon)),
        ),
    }
}

type MadeIcons = (Option<(u32, u32)>, Vec<(String, Vec<u8>)>);

/// The size of an icon and what is made of it; or why nothing can be made, in Bengali and English.
#[cfg(feature = "pictures")]
fn made_icons(bytes: &[u8]) -> Result<MadeIcons, (String, String)> {
    use crate::bengali::number;
    use render::{APP_ICONS, TOUCH_ICON};
    let unreadable = || ("ছবিটি পড়া যায়নি".to_owned(), "it cannot be read".to_owned());
    let info = media::probe(bytes).map_err(|_| unreadable())?;
    let (w, h) = (info.width, info.height);
    if w != h || w < media::ICON {
        let bn = |n: u32| number::integer(i64::from(n));
        return Err((
            format!(
                "মাপ {}×{} পিক্সেল; লাগে অন্তত {} পিক্সেলের বর্গ",
                bn(w),
                bn(h),
                bn(media::ICON)
            ),
            format!(
                "it has {w}x{h} pixels, and a square of at least {} is needed",
                media::ICON
            ),
        ));
    }
    let made = media::icon_files(bytes, &info).ok_or_else(unreadable)?;
    let mut files = vec![
        (render::FAVICON.to_owned(), made.favicon),
        (TOUCH_ICON.to_owned(), made.touch),
    ];
    let app = APP_ICONS.iter().zip(made.maskable);
    files.extend(app.map(|(name, (_, png))| ((*name).to_owned(), png)));
    Ok((Some((w, h)), files))
}

#[cfg(not(feature = "pictures"))]
fn made_icons(bytes: &[u8]) -> Result<MadeIcons, (String, String)> {
    Ok((
        media::probe(bytes).ok().map(|info| (info.width, info.height)),
        Vec::new(),
    ))
}

/// The size of a picture below `static/`, so that its room is kept; 0 where it cannot be measured.
fn size(tree: &Tree, root: &Root, path: &str) -> (u32, u32) {
    let bytes = find(tree, path).and_then(|file| root.read(file, LARGEST_LOGO).ok());
    let info = bytes.and_then(|bytes| media::probe(&bytes).ok());
    info.map_or((0, 0), |info| (info.width, info.height))
}

/// The file below `static/` with this address.
fn find<'t>(tree: &'t Tree, path: &str) -> Option<&'t SourceFile> {
    let inner = path.strip_prefix('/')?;
    let is = |f: &&SourceFile| f.path.strip_prefix("static/") == Some(inner);
    tree.files.iter().find(is)
}

fn missing(tree: &Tree, path: &str) -> Diagnostic {
    let there = tree.files.iter().filter_map(|f| f.path.strip_prefix("static"));
    let near = did_you_mean(path, there);
    Diagnostic::new(&codes::NO_FILE)
        .arg("key", "[look]")
        .arg("path", path)
        .arg("suggestion", near.map_or_else(String::new, |n| format!("`{n}`?")))
        .at(Place::word("khobor.toml", path))
}
