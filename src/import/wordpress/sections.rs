//! Categories to sections, the rest of them to tags.

use super::entry::Entry;
use super::fields;
use super::head::HeadTerm;
use super::index::Index;
use crate::bengali::gate;
use crate::portal::url;
use std::collections::{BTreeMap, BTreeSet};

/// Addresses and folders that are khobor's own.
pub(super) const RESERVED: [&str; 15] = [
    "tag",
    "author",
    "page",
    "archive",
    "search",
    "latest",
    "assets",
    "popular",
    "series",
    "sitemaps",
    "_fragments",
    "authors",
    "pages",
    "feed",
    "404",
];
/// Whether an address is one of khobor's own pages.
pub(super) fn is_reserved(path: &str) -> bool {
    RESERVED.contains(&path.trim_matches('/'))
}

/// Categories that say where on the front page a story stood, not what it is about.
const FLAGS: [&str; 16] = [
    "featured",
    "lead",
    "lead-news",
    "leadnews",
    "lead news",
    "লিড নিউজ",
    "লিড",
    "প্রধান খবর",
    "শীর্ষ খবর",
    "নির্বাচিত",
    "slider",
    "slide",
    "breaking",
    "breaking-news",
    "ব্রেকিং নিউজ",
    "ব্রেকিং",
];

/// A category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// WordPress's number; 0 when it is not known.
    pub id: u64,
    /// Its slug.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its path on the old site: slugs from the top, joined by slashes.
    pub old_path: String,
    /// Its path in khobor.
    pub path: String,
    /// How deep it lies, from 1.
    pub depth: usize,
}

/// Where a category goes, as an editor wishes it (`map.toml`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SectionWish {
    /// To a section of this path.
    Path(String),
    /// It is a tag.
    Tag,
    /// It marks featured stories.
    Featured,
    /// It says nothing.
    Drop,
}

/// All categories of an export.
#[derive(Debug, Default)]
pub struct Categories {
    /// By slug.
    pub by_slug: BTreeMap<String, Category>,
    /// Wishes by slug.
    wishes: BTreeMap<String, SectionWish>,
}

impl Categories {
    /// The categories of an index: from its head; an export of a part of a site has none there, so the rest comes from its items.
    pub fn new(index: &Index, wishes: &BTreeMap<String, SectionWish>) -> Self {
        let mut terms: BTreeMap<&str, HeadTerm> = BTreeMap::new();
        for term in index.head.terms.iter().filter(|t| t.taxonomy == "category") {
            terms.entry(&term.slug).or_insert_with(|| term.clone());
        }
        for ((taxonomy, slug), name) in index.names.iter().filter(|((t, _), _)| t == "category") {
            terms.entry(slug).or_insert_with(|| HeadTerm {
                taxonomy: taxonomy.clone(),
                slug: slug.clone(),
                name: name.clone(),
                ..HeadTerm::default()
            });
        }
        let mut found = Categories {
            wishes: wishes.clone(),
            ..Categories::default()
        };
        for (slug, term) in &terms {
            let line = lineage(slug, &terms);
            let old_path = line.join("/");
            let wished = wishes.get(*slug);
            let path = match wished {
                Some(SectionWish::Path(path)) => path.clone(),
                _ => line.iter().map(|s| url::part(s)).collect::<Vec<_>>().join("/"),
            };
            let plain = !matches!(wished, Some(SectionWish::Path(_))) && is_uncategorized(term);
            let (path, name) = match plain {
                true => ("khobor".to_owned(), "খবর".to_owned()),
                false => (path, fields::one_line(&term.name)),
            };
            let name = if name.is_empty() { (*slug).to_owned() } else { name };
            let category = Category {
                id: term.id,
                slug: (*slug).to_owned(),
                name,
                old_path,
                path: unreserved(&path),
                depth: line.len(),
            };
            found.by_slug.insert((*slug).to_owned(), category);
        }
        found
    }

    /// The paths of an entry's categories on the old site.
    pub fn old_paths(&self, entry: &Entry) -> Vec<String> {
        let known = entry.categories.iter().filter_map(|slug| self.by_slug.get(&**slug));
        let mut paths: Vec<String> = known.map(|c| c.old_path.clone()).collect();
        // Exports of a part have no tree: a path of slugs may be in the address.
        paths.extend(entry.categories.iter().map(|s| s.to_string()));
        paths
    }

    /// An entry's section: the one in its address, the one that a plugin calls the main one, the oldest, which WordPress
    /// itself takes for addresses (`get_permalink`). Exports of a part have no numbers: the deepest.
    pub fn section_of(&self, entry: &Entry, path: Option<&str>) -> Option<&Category> {
        let own: Vec<&Category> = entry
            .categories
            .iter()
            .filter_map(|slug| self.by_slug.get(&**slug))
            .filter(|c| {
                !matches!(
                    self.wishes.get(&c.slug),
                    Some(SectionWish::Tag | SectionWish::Featured | SectionWish::Drop)
                )
            })
            .collect();
        let in_address = path.and_then(|path| {
            let path = format!("/{}/", super::addresses::key(path));
            let inside = |c: &&&Category| path.contains(&format!("/{}/", super::addresses::key(&c.old_path)));
            own.iter().filter(inside).max_by_key(|c| c.depth).copied()
        });
        let main = || {
            own.iter()
                .find(|c| entry.primary != 0 && c.id == entry.primary)
                .copied()
        };
        let best = || {
            let order = |c: &&&Category| {
                (
                    self.is_flag(c) || c.path == "khobor",
                    c.id,
                    usize::MAX - c.depth,
                    c.slug.clone(),
                )
            };
            own.iter().min_by_key(order).copied()
        };
        in_address.or_else(main).or_else(best)
    }

    /// The categories of an entry that become tags: neither its section nor one above it.
    pub fn others(&self, entry: &Entry, section: Option<&Category>) -> Vec<&Category> {
        let above = |c: &Category| {
            section.is_some_and(|s| {
                s.slug == c.slug || format!("{}/", s.old_path).starts_with(&format!("{}/", c.old_path))
            })
        };
        let all = entry.categories.iter().filter_map(|slug| self.by_slug.get(&**slug));
        let wished = |c: &&Category| {
            !matches!(
                self.wishes.get(&c.slug),
                Some(SectionWish::Drop | SectionWish::Featured)
            )
        };
        all.filter(|c| !above(c) && c.path != "khobor").filter(wished).collect()
    }

    /// Whether an entry stands in a category that marks featured stories.
    pub fn is_featured(&self, entry: &Entry) -> bool {
        let mut wishes = entry.categories.iter().filter_map(|slug| self.wishes.get(&**slug));
        wishes.any(|w| *w == SectionWish::Featured)
    }

    /// Whether a category says where a story stood rather than what it is about.
    pub fn is_flag(&self, category: &Category) -> bool {
        let flag = |text: &str| FLAGS.iter().any(|f| gate::key(f) == gate::key(text));
        category.depth == 1 && (flag(&category.slug) || flag(&category.name))
    }

    /// Gives sections whose address is another page's another last part: `about` becomes `about-1`.
    pub fn make_room(&mut self, taken: &BTreeSet<String>) -> Vec<(String, String)> {
        let clash: Vec<(String, String)> = self
            .by_slug
            .values()
            .filter(|c| taken.contains(&super::addresses::key(&c.path)))
            .map(|c| (c.path.clone(), format!("{}-1", c.path)))
            .collect();
        for category in self.by_slug.values_mut() {
            for (old, new) in &clash {
                let rest = category.path.strip_prefix(old.as_str());
                if let Some(rest) = rest.filter(|r| r.is_empty() || r.starts_with('/')) {
                    category.path = format!("{new}{rest}");
                }
            }
        }
        clash
    }
}

/// Slugs from the top category down to this one.
fn lineage(slug: &str, terms: &BTreeMap<&str, HeadTerm>) -> Vec<String> {
    let mut line = vec![slug.to_owned()];
    let mut at = slug.to_owned();
    while let Some(parent) = terms
        .get(at.as_str())
        .map(|t| t.parent.clone())
        .filter(|p| !p.is_empty())
    {
        if line.contains(&parent) || line.len() > 16 || !terms.contains_key(parent.as_str()) {
            break;
        }
        line.push(parent.clone());
        at = parent;
    }
    line.reverse();
    line
}

fn is_uncategorized(term: &HeadTerm) -> bool {
    let names = ["uncategorized", "uncategorised", "অশ্রেণীবদ্ধ", "অশ্রেণিবদ্ধ", "বিভাগহীন"];
    term.parent.is_empty()
        && names
            .iter()
            .any(|n| gate::key(n) == gate::key(&term.slug) || gate::key(n) == gate::key(&term.name))
}

/// A path whose first part is not one of khobor's own.
fn unreserved(path: &str) -> String {
    let (first, rest) = path.split_once('/').map_or((path, None), |(f, r)| (f, Some(r)));
    let first = if RESERVED.contains(&first) {
        format!("{first}-1")
    } else {
        first.to_owned()
    };
    match rest {
        Some(rest) => format!("{first}/{rest}"),
        None => first,
    }
}
