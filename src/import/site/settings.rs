//! `khobor.toml` of a new site, `data/redirects.toml`, `data/popular.toml`.

use crate::relate::popular::StoryViews;
use crate::relate::popular_file;
use crate::source::toml_string;
use std::collections::BTreeMap;
use toml_edit::{Array, DocumentMut, Item, Table, value};

/// What a new site is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewSite {
    /// Its name.
    pub title: String,
    /// Its line.
    pub description: String,
    /// Its address.
    pub base_url: String,
    /// `bd` or `wb`
    pub edition: String,
    /// Its zone.
    pub timezone: String,
    /// The pattern of addresses.
    pub article: String,
    /// Sections of the menu.
    pub menu: Vec<String>,
    /// Pages of the footer; absent: all.
    pub footer: Option<Vec<String>>,
    /// Where the old site had its feed.
    pub feeds: Vec<&'static str>,
}

/// The text of khobor.toml.
///
/// ```
/// use khobor::import::site::settings::{NewSite, khobor_toml};
/// let text = khobor_toml(&NewSite { title: "নদীর \"কাগজ\"".into(), base_url: "https://kagoj.example".into(), article: "/:slug/".into(), ..NewSite::default() });
/// assert!(text.contains("title = 'নদীর \"কাগজ\"'") && text.contains("article = \"/:slug/\""));
/// ```
pub fn khobor_toml(site: &NewSite) -> String {
    let mut file = DocumentMut::new();
    let mut table = Table::new();
    let texts = [
        ("title", site.title.as_str()),
        ("tagline", &site.description),
        ("base_url", &site.base_url),
        ("edition", &site.edition),
        ("timezone", &site.timezone),
    ];
    for (key, text) in texts.into_iter().filter(|(_, t)| !t.is_empty()) {
        table.insert(key, value(text));
    }
    file.insert("site", Item::Table(table));
    let mut table = Table::new();
    table.insert("article", value(site.article.as_str()));
    file.insert("url", Item::Table(table));
    if !site.feeds.is_empty() {
        let mut table = Table::new();
        table.insert("also", value(site.feeds.iter().copied().collect::<Array>()));
        file.insert("feeds", Item::Table(table));
    }
    if !site.menu.is_empty() || site.footer.is_some() {
        let mut table = Table::new();
        let list = |items: &[String]| items.iter().map(String::as_str).collect::<Array>();
        if !site.menu.is_empty() {
            table.insert("main", value(list(&site.menu)));
        }
        if let Some(footer) = &site.footer {
            table.insert("footer", value(list(footer)));
        }
        file.insert("menu", Item::Table(table));
    }
    file.to_string()
}

/// A section's `_index.md`.
pub fn section(name: &str, aliases: &[String]) -> String {
    let mut front = DocumentMut::new();
    front.insert("title", value(name));
    if !aliases.is_empty() {
        front.insert("aliases", value(aliases.iter().map(String::as_str).collect::<Array>()));
    }
    format!("+++\n{front}+++\n")
}

/// `data/redirects.toml` with rules added, `"old" = "new"` a line; `None` when nothing changes. Rules that are there stay as
/// they are.
///
/// ```
/// use khobor::import::site::settings::redirects;
/// let rules = [("/?p=7".to_owned(), "/desh/nodi/".to_owned())];
/// let text = redirects(None, &rules).unwrap();
/// assert_eq!(text, "\"/?p=7\" = \"/desh/nodi/\"\n");
/// assert_eq!(redirects(Some(&text), &rules), None);
/// ```
pub fn redirects(there: Option<&str>, rules: &[(String, String)]) -> Option<String> {
    let there = there.unwrap_or_default();
    let known = there.parse::<toml::Table>().ok()?;
    let wanted: BTreeMap<&str, &str> = rules.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    let mut lines = String::new();
    // A large site has hundreds of thousands of them: they are written as lines, not as a document in memory.
    for (from, to) in wanted.into_iter().filter(|(from, _)| !known.contains_key(*from)) {
        lines.push_str(&format!("{} = {}\n", toml_string(from), toml_string(to)));
    }
    let apart = if there.is_empty() || there.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    let has_tables = known.values().any(|v| v.is_table() || v.is_array());
    (!lines.is_empty()).then(|| match has_tables {
        true => format!("{lines}{there}"),
        false => format!("{there}{apart}{lines}"),
    })
}

/// `data/popular.toml` with totals of stories by address; the greater number stays. `None` when nothing changes.
pub fn popular(there: Option<&str>, views: &BTreeMap<String, u64>) -> Option<String> {
    let (mut records, _) = popular_file::parse("data/popular.toml", there.unwrap_or_default());
    let mut changed = false;
    for (address, total) in views {
        let story = records
            .stories
            .entry(address.clone())
            .or_insert_with(StoryViews::default);
        if *total > story.total() {
            story.older += total - story.total();
            changed = true;
        }
    }
    changed.then(|| popular_file::write(&records))
}
