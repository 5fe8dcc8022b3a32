//! `[menu]`, checked: what its items lead to, their texts and groups.

use super::faults::Faults;
use super::file::{ConfigFile, MenuItemTable};
use toml::Spanned;

/// An item of the menu as configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MenuEntry {
    /// Where it leads; a group may lead nowhere itself.
    pub target: Option<MenuTarget>,
    /// Its text, when it is not the target's own name.
    pub title: Option<String>,
    /// Items below it, when it is a group.
    pub items: Vec<MenuEntry>,
    /// The line of `khobor.toml` from which on it is written; 0 when unknown.
    pub line: u32,
}

/// Where an item of the menu leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MenuTarget {
    /// To a section, by path.
    Section(String),
    /// To a plain page, by name.
    Page(String),
    /// To a tag, by name.
    Tag(String),
    /// To an address of this site (`/latest/`) or elsewhere (`https://…`).
    Address(String),
}

/// The menu as configured, from `items` or `main`; absent when the site has neither.
pub(super) fn menu(file: &ConfigFile, faults: &mut Faults<'_>) -> Option<Vec<MenuEntry>> {
    let table = &file.menu;
    if table.main.is_some() && table.items.is_some() {
        let reason = (
            "the menu is written twice: as `main` and as [[menu.items]]",
            "মেনু দুবার লেখা আছে: `main` ও [[menu.items]]",
        );
        faults.bad("menu.main", "main", reason, "[[menu.items]] section = \"…\"");
    }
    if let Some(items) = &table.items {
        return Some(items.iter().filter_map(|item| entry(item, false, faults)).collect());
    }
    let line = faults.line("menu.main");
    let section = |path: &String| MenuEntry {
        target: Some(MenuTarget::Section(path.clone())),
        title: None,
        items: Vec::new(),
        line,
    };
    Some(table.main.as_ref()?.iter().map(section).collect())
}

/// An item, when it is sound. `inside` of a group there are no further groups.
fn entry(written: &Spanned<MenuItemTable>, inside: bool, faults: &mut Faults<'_>) -> Option<MenuEntry> {
    let item = written.get_ref();
    let named = [
        item.section.clone().map(MenuTarget::Section),
        item.page.clone().map(MenuTarget::Page),
        item.tag.clone().map(MenuTarget::Tag),
        item.url.clone().map(MenuTarget::Address),
    ];
    let mut named = named.into_iter().flatten();
    let target = named.next();
    if let Some((value, reason, help)) = wrong(item, target.as_ref(), named.next().is_some(), inside) {
        faults.bad_in(written.span(), "menu.items", &value, (reason, help));
        return None;
    }
    let items = item.items.iter().flatten().filter_map(|i| entry(i, true, faults));
    Some(MenuEntry {
        target,
        title: item.title.clone(),
        items: items.collect(),
        line: faults.line_at(written.span().start),
    })
}

type Wrong = (String, (&'static str, &'static str), &'static str);

/// What is wrong with an item: the value, why, and what to write instead.
fn wrong(item: &MenuItemTable, target: Option<&MenuTarget>, several: bool, inside: bool) -> Option<Wrong> {
    let shown = item.title.clone().unwrap_or_default();
    if several {
        let reason = ("an item leads to one place only", "একটি আইটেম একটি জায়গাতেই যায়");
        return Some((shown, reason, "`section`, `page`, `tag`, `url`"));
    }
    if inside && item.items.is_some() {
        let reason = ("a group inside of a group", "গুচ্ছের ভেতরে গুচ্ছ চলে না");
        return Some((shown, reason, ""));
    }
    match target {
        None if item.items.as_ref().is_none_or(Vec::is_empty) => {
            let reason = ("it leads nowhere", "এটি কোথাও যায় না");
            Some((shown, reason, "`section`, `page`, `tag`, `url`, `items`"))
        }
        Some(MenuTarget::Address(url)) if !leads(url) => {
            let reason = (
                "an address begins with https://, http://, mailto:, tel: or /",
                "ঠিকানা শুরু হয় https://, http://, mailto:, tel: বা / দিয়ে",
            );
            Some((url.clone(), reason, "url = \"https://epaper.example.org/\""))
        }
        None | Some(MenuTarget::Address(_)) if item.title.as_deref().is_none_or(|t| t.trim().is_empty()) => {
            let value = item.url.clone().unwrap_or_default();
            let reason = ("it has no text", "এর কোনো লেখা নেই");
            Some((value, reason, "title = \"ই-পেপার\""))
        }
        _ => None,
    }
}

/// Whether a menu may lead to `url`.
fn leads(url: &str) -> bool {
    let known = ["https://", "http://", "mailto:", "tel:"];
    let own = url.starts_with('/') && !url.starts_with("//");
    let plain = !url.chars().any(|c| c.is_whitespace() || c.is_control());
    plain && (own || known.iter().any(|k| url.len() > k.len() && url.starts_with(k)))
}
