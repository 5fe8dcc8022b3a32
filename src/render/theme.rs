//! Theme resolution: a site's own templates win over its theme's, and those over the themes that it extends.

use super::builtin;
use super::source::Source;
use crate::config::{self, Colour, SLOTS};
use crate::diag::{Diagnostic, Place, codes::template as codes, did_you_mean};
use crate::view::{PRINTED, Query, Strings};
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The file in which a site changes words of its theme.
const WORDS: &str = "templates/strings.toml";

/// A file of a site's `templates/` or `themes/`, by its site-relative path.
pub type SiteFiles = BTreeMap<String, Vec<u8>>;

/// A theme with everything that it extends, resolved.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    /// Itself and what it extends, nearest first.
    pub chain: Vec<String>,
    /// Templates of the site and the chain.
    pub templates: Vec<Source>,
    /// Interface words in the site's language.
    pub strings: Strings,
    /// Lists that the chain declares, the nearest theme's first.
    pub queries: Vec<Query>,
    /// Fonts that every page needs at once, by asset name.
    pub preload: Vec<String>,
    /// Lists that are printed a story at a time.
    pub printed: Vec<Printed>,
    /// What a site's own look is laid over; the nearest theme's that says it.
    pub look: Option<ThemeLook>,
    /// Places of advertisements and how large those may be; a nearer theme's count.
    pub slots: BTreeMap<String, SlotSize>,
    /// Assets by name: `potrika.css`, `fonts/a.woff2`.
    pub assets: BTreeMap<String, Cow<'static, [u8]>>,
}

/// How large the advertisements of a slot may be, in pixels: `[slots.NAME]` of a theme.toml.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SlotSize {
    /// Width.
    pub width: Option<u32>,
    /// Height.
    pub height: Option<u32>,
    /// Width on phones.
    pub width_small: Option<u32>,
    /// Height on phones.
    pub height_small: Option<u32>,
}

/// What a site's own look (`[look]` of khobor.toml) is laid over: `[look]` of a theme.toml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeLook {
    /// The ground of text in the light.
    pub paper: Colour,
    /// The ground of text in the dark.
    pub paper_dark: Colour,
    /// Assets that a site's own font of headlines, of the text, takes the place of.
    pub fonts: [String; 2],
}

impl Default for ThemeLook {
    fn default() -> Self {
        ThemeLook {
            paper: Colour::WHITE,
            paper_dark: Colour([18, 18, 18]),
            fonts: Default::default(),
        }
    }
}

/// `[look]` of theme.toml, as written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LookTable {
    paper: Option<String>,
    paper_dark: Option<String>,
    headline_font: String,
    text_font: String,
}

/// A list that a theme has printed a story at a time: `[printed]` in its theme.toml.
#[derive(Debug, Clone)]
pub struct Printed {
    /// The list, of [`PRINTED`].
    pub list: &'static str,
    /// The component that prints a story, `s`.
    pub component: String,
    /// Which theme of the chain says so.
    pub theme: usize,
}

/// `theme.toml`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ThemeFile {
    name: String,
    extends: Option<String>,
    description: Option<String>,
    author: Option<String>,
    license: Option<String>,
    /// Fonts that every page needs at once, by asset name.
    preload: Vec<String>,
    slots: BTreeMap<String, SlotSize>,
    queries: BTreeMap<String, Query>,
    printed: BTreeMap<String, String>,
    look: Option<LookTable>,
}

/// Resolves the theme `name` for a site with these files, in this language (`bn`, `en`).
pub fn resolve(name: &str, files: &SiteFiles, language: &str) -> (Theme, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let mut theme = Theme::default();
    let mut next = Some(name.to_owned());
    while let Some(name) = next.take() {
        if theme.chain.contains(&name) || theme.chain.len() > 8 {
            let mut at = Place::file(format!("themes/{}/theme.toml", theme.chain.last().unwrap_or(&name)));
            "extends".clone_into(&mut at.word);
            diagnostics.push(
                Diagnostic::new(&codes::BAD_THEME)
                    .arg("theme", &name)
                    .arg_in("reason", "থিমটি নিজেরই ওপর দাঁড়িয়ে", "it extends itself")
                    .at(at),
            );
            break;
        }
        let parts = parts(&name, files);
        if parts.is_empty() {
            diagnostics.push(unknown(&name, files));
            break;
        }
        let file = theme_file(&name, &parts, &mut diagnostics);
        next = if name == "base" {
            None
        } else {
            file.extends.clone().or_else(|| Some("base".to_owned()))
        };
        theme.declare(&name, file, &mut diagnostics);
        theme.add(&name, parts, language, &mut diagnostics);
    }
    theme.add_site(files, &mut diagnostics);
    (theme, diagnostics)
}

/// The files of a theme by their path inside of it; the site's own win over the built-in ones.
fn parts(name: &str, files: &SiteFiles) -> BTreeMap<String, (String, Cow<'static, [u8]>)> {
    let mut parts = BTreeMap::new();
    for (path, bytes) in builtin::FILES {
        if let Some(inner) = path.strip_prefix(name).and_then(|p| p.strip_prefix('/')) {
            parts.insert(inner.to_owned(), (format!("themes/{path}"), Cow::Borrowed(*bytes)));
        }
    }
    let folder = format!("themes/{name}/");
    for (path, bytes) in files
        .range(folder.clone()..)
        .take_while(|(p, _)| p.starts_with(&folder))
    {
        parts.insert(
            path[folder.len()..].to_owned(),
            (path.clone(), Cow::Owned(bytes.clone())),
        );
    }
    parts
}

fn unknown(name: &str, files: &SiteFiles) -> Diagnostic {
    let own = files
        .keys()
        .filter_map(|p| p.strip_prefix("themes/")?.split('/').next());
    let built_in = builtin::FILES.iter().filter_map(|(path, _)| path.split('/').next());
    let near = did_you_mean(name, own.chain(built_in));
    let suggestion = near.map_or_else(String::new, |n| format!("`{n}`?"));
    let mut at = Place::file("khobor.toml");
    at.word = name.to_owned();
    Diagnostic::new(&codes::NO_THEME)
        .arg("theme", name)
        .arg("suggestion", suggestion)
        .at(at)
}

/// A theme's `theme.toml`; the default one where it has none or where it is faulty.
fn theme_file(
    name: &str,
    parts: &BTreeMap<String, (String, Cow<'static, [u8]>)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> ThemeFile {
    let Some((path, bytes)) = parts.get("theme.toml") else {
        return ThemeFile::default();
    };
    let text = String::from_utf8_lossy(bytes);
    let read_with = config::Codes {
        invalid: &codes::BAD_THEME,
        unknown_key: &codes::BAD_THEME,
    };
    let (file, faults) = config::read::<ThemeFile>(path, &text, read_with);
    diagnostics.extend(faults.into_iter().map(|d| {
        let key = d.args.iter().find(|a| a.0 == "key").map(|a| a.1.clone());
        let d = d.arg("theme", name);
        match key {
            Some(key) => d.reason((format!("unknown key `{key}`"), format!("`{key}` নামে কোনো কী নেই"))),
            None => d,
        }
    }));
    file.unwrap_or_default()
}

/// A theme's grounds and fonts; a colour that is none is reported, and the usual one stands in.
fn theme_look(theme: &str, written: LookTable, diagnostics: &mut Vec<Diagnostic>) -> ThemeLook {
    let usual = ThemeLook::default();
    let mut colour = |value: Option<String>, usual: Colour| {
        let Some(value) = value else { return usual };
        Colour::read(&value).unwrap_or_else(|| {
            let fault = Diagnostic::new(&codes::BAD_THEME).arg("theme", theme);
            let fault = fault.reason((
                format!("`{value}` is no colour: #rrggbb"),
                format!("`{value}` কোনো রং নয়: #rrggbb"),
            ));
            diagnostics.push(fault.at(Place::word(&format!("themes/{theme}/theme.toml"), &value)));
            usual
        })
    };
    ThemeLook {
        paper: colour(written.paper, usual.paper),
        paper_dark: colour(written.paper_dark, usual.paper_dark),
        fonts: [written.headline_font, written.text_font],
    }
}

fn unknown_slot(theme: &str, slot: &str) -> Diagnostic {
    let known = did_you_mean(slot, SLOTS).map_or_else(|| SLOTS.join(", "), |near| format!("`{near}`?"));
    Diagnostic::new(&codes::BAD_THEME)
        .arg("theme", theme)
        .arg_in(
            "reason",
            format!("`{slot}` নামে বিজ্ঞাপনের কোনো জায়গা নেই: {known}"),
            format!("there is no slot `{slot}` for advertisements: {known}"),
        )
        .at(Place::word(&format!("themes/{theme}/theme.toml"), slot))
}

/// A file of a theme that is no text.
fn broken(path: String, bn: &str, en: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(&codes::BROKEN)
        .arg("template", &path)
        .arg("suggestion", "");
    diagnostic.arg_in("reason", bn, en).at(Place::file(path))
}

impl Theme {
    /// Takes over what a theme declares, unless a nearer theme declared it.
    fn declare(&mut self, name: &str, file: ThemeFile, diagnostics: &mut Vec<Diagnostic>) {
        let slots = file.slots.keys().filter(|slot| !SLOTS.contains(&slot.as_str()));
        diagnostics.extend(slots.map(|slot| unknown_slot(name, slot)));
        for (slot, size) in file.slots {
            self.slots.entry(slot).or_insert(size);
        }
        if self.preload.is_empty() {
            self.preload = file.preload;
        }
        if let (None, Some(look)) = (&self.look, file.look) {
            self.look = Some(theme_look(name, look, diagnostics));
        }
        for (name, query) in file.queries {
            if self.queries.iter().all(|q| q.name != name) {
                self.queries.push(Query { name, ..query });
            }
        }
        for (list, component) in file.printed {
            let Some(list) = PRINTED.into_iter().find(|known| *known == list) else {
                let reason = (
                    format!("`{list}` is no list that can be printed a story at a time"),
                    format!("`{list}` এমন তালিকা নয় যা একটি একটি করে ছাপা যায়"),
                );
                let mut at = Place::file(format!("themes/{name}/theme.toml"));
                at.word = list;
                let fault = Diagnostic::new(&codes::BAD_THEME).arg("theme", name);
                diagnostics.push(fault.reason(reason).at(at));
                continue;
            };
            if self.printed.iter().all(|p| p.list != list) {
                self.printed.push(Printed {
                    list,
                    component,
                    theme: self.chain.len(),
                });
            }
        }
    }

    fn add(
        &mut self,
        name: &str,
        parts: BTreeMap<String, (String, Cow<'static, [u8]>)>,
        language: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let words = format!("strings/{language}.toml");
        for (inner, (path, bytes)) in parts {
            if let Some(template) = inner.strip_prefix("templates/") {
                self.add_template(format!("@{name}/{template}"), path, &bytes, diagnostics);
            } else if let Some(asset) = inner.strip_prefix("assets/") {
                if !asset.ends_with(".md") && !asset.ends_with(".txt") {
                    self.assets.entry(asset.to_owned()).or_insert(bytes);
                }
            } else if inner == words {
                self.add_strings(&path, &bytes, diagnostics);
            }
        }
        self.chain.push(name.to_owned());
    }

    fn add_site(&mut self, files: &SiteFiles, diagnostics: &mut Vec<Diagnostic>) {
        for (path, bytes) in files {
            if let Some(name) = path.strip_prefix("templates/") {
                self.add_template(name.to_owned(), path.clone(), bytes, diagnostics);
            }
        }
        if let Some(bytes) = files.get(WORDS) {
            let inherited = std::mem::take(&mut self.strings);
            self.add_strings(WORDS, bytes, diagnostics);
            let own = std::mem::replace(&mut self.strings, inherited);
            let text = String::from_utf8_lossy(bytes);
            diagnostics.extend(super::names::unknown_words(
                (WORDS, &text),
                &own,
                (&self.strings, &self.templates),
            ));
            let inherited = std::mem::replace(&mut self.strings, own);
            for (key, word) in inherited {
                self.strings.entry(key).or_insert(word);
            }
        }
    }

    fn add_template(&mut self, name: String, path: String, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) {
        if !(name.ends_with(".html") || name.ends_with(".xml")) {
            return;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains('\0') => {
                diagnostics.push(broken(path, "ফাইলে NUL বাইট আছে", "it holds a NUL byte"));
            }
            Ok(text) => self.templates.push(Source {
                name,
                path,
                text: text.strip_prefix('\u{feff}').unwrap_or(text).to_owned(),
            }),
            Err(_) => diagnostics.push(broken(path, "ফাইলটি UTF-8 নয়", "not UTF-8")),
        }
    }

    /// Adds words that the nearer themes do not have.
    fn add_strings(&mut self, path: &str, bytes: &[u8], diagnostics: &mut Vec<Diagnostic>) {
        let text = String::from_utf8_lossy(bytes);
        let read_with = config::Codes {
            invalid: &codes::BAD_THEME,
            unknown_key: &codes::BAD_THEME,
        };
        let (words, faults) = config::read::<Strings>(path, &text, read_with);
        diagnostics.extend(faults.into_iter().map(|d| d.arg("theme", path)));
        for (key, word) in words.unwrap_or_default() {
            self.strings.entry(key).or_insert(word);
        }
    }
}
