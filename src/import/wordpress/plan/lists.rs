//! Lists of the old site: which of its categories are sections, what its tags are called, where addresses of lists lead.

use super::super::addresses;
use super::super::entry::Standing;
use super::super::index::Index;
use super::super::sections::Category;
use super::{Plan, Wishes};
use crate::bengali::{gate, slug};
use crate::portal::url;
use std::collections::{BTreeMap, BTreeSet};

/// Sections and tags that the new site has.
#[derive(Debug, Default)]
pub struct Lists {
    /// Paths of sections, with the name of each.
    pub sections: BTreeMap<String, String>,
    /// What a tag is called, by the key of its name.
    tags: BTreeMap<String, String>,
    /// The name of a tag by its old slug's key.
    by_slug: BTreeMap<String, String>,
    /// Tags whose names differ only in encoding, as they are now called.
    pub merged: BTreeSet<String>,
    /// Tags that got another name because theirs had another's address: old and new.
    pub renamed: Vec<(String, String)>,
    /// Addresses of tags that are given away.
    addresses: BTreeSet<String>,
    /// Names of tags that readers find on a story.
    shown: BTreeSet<String>,
}

impl Lists {
    /// Works out sections and tags from what the stories have.
    pub fn new(plan: &Plan, index: &Index, wishes: &Wishes) -> Self {
        let mut lists = Lists::default();
        lists.find_sections(plan, wishes);
        lists.name_tags(index);
        let others = index
            .entries
            .iter()
            .filter(|e| e.standing == Standing::Published)
            .flat_map(|entry| {
                let path = plan.site.decoded(&entry.link);
                let section = plan.categories.section_of(entry, path.as_deref());
                plan.categories.others(entry, section)
            });
        let others: BTreeMap<&str, &str> = others.map(|c| (c.slug.as_str(), c.name.as_str())).collect();
        for (slug, name) in others {
            lists.know_tag(name, slug);
            lists.shown.insert(lists.tag_name(name));
        }
        let shown = index.shown_tags.iter();
        let shown: Vec<String> = shown
            .filter_map(|slug| lists.by_slug.get(&gate::key(slug)).cloned())
            .collect();
        lists.shown.extend(shown);
        lists
    }

    /// The sections that stories are in, and those above them.
    fn find_sections(&mut self, plan: &Plan, wishes: &Wishes) {
        let used: BTreeSet<&str> = plan
            .places
            .iter()
            .flatten()
            .map(|p| &*p.section)
            .filter(|s| !s.is_empty())
            .collect();
        for path in used {
            let mut at = path;
            loop {
                let named = plan
                    .categories
                    .by_slug
                    .values()
                    .find(|c| c.path == at)
                    .map(|c| c.name.clone());
                let of_type = wishes
                    .types
                    .iter()
                    .find(|(_, s)| s.as_str() == at)
                    .map(|(t, _)| t.clone());
                let own = if at == "khobor" {
                    Some("খবর".to_owned())
                } else {
                    None
                };
                let last = at.rsplit('/').next().unwrap_or(at).to_owned();
                let name = named.or(own).or_else(|| of_type.map(|t| type_name(&t))).unwrap_or(last);
                self.sections.entry(at.to_owned()).or_insert(name);
                match at.rsplit_once('/') {
                    Some((above, _)) => at = above,
                    None => break,
                }
            }
        }
    }

    fn name_tags(&mut self, index: &Index) {
        let head = index
            .head
            .terms
            .iter()
            .filter(|t| t.taxonomy == "post_tag")
            .map(|t| (t.slug.as_str(), t.name.as_str()));
        let items = index
            .names
            .iter()
            .filter(|((t, _), _)| t == "post_tag")
            .map(|((_, slug), name)| (slug.as_str(), name.as_str()));
        let all: Vec<(String, String)> = head.chain(items).map(|(s, n)| (s.to_owned(), n.to_owned())).collect();
        for (slug, name) in all {
            self.know_tag(&name, &slug);
        }
    }

    fn know_tag(&mut self, name: &str, slug: &str) {
        let key = gate::key(name);
        if key.is_empty() {
            return;
        }
        let known = self.tags.get(&key).cloned();
        let called = match known {
            Some(called) => {
                if self.by_slug.get(&gate::key(slug)).is_none_or(|c| *c != called) && called != name {
                    self.merged.insert(called.clone());
                }
                called
            }
            None => self.new_tag(name, &key),
        };
        self.by_slug.entry(gate::key(slug)).or_insert(called);
    }

    /// A tag whose address is another tag's loses its signs: `ক#খ` beside `ক/খ` becomes `কখ`.
    fn new_tag(&mut self, name: &str, key: &str) -> String {
        let address = |n: &str| slug::term(n);
        let mut called = gate::canonical(name).trim().to_owned();
        if self.addresses.contains(&address(&called)) {
            let bare: String = called
                .chars()
                .filter(|c| c.is_alphabetic() || c.is_numeric() || gate::is_bengali(*c) || *c == ' ')
                .collect();
            let bare = if address(&bare) == address(&called) {
                format!("{bare} ২")
            } else {
                bare
            };
            self.renamed.push((called.clone(), bare.clone()));
            called = bare;
        }
        self.addresses.insert(address(&called));
        self.tags.insert(key.to_owned(), called.clone());
        called
    }

    /// What a tag is called.
    pub fn tag_name(&self, name: &str) -> String {
        self.tags
            .get(&gate::key(name))
            .cloned()
            .unwrap_or_else(|| name.to_owned())
    }

    /// The address of the tag with an old slug, when a story has it.
    pub fn tag(&self, old_slug: &str) -> Option<String> {
        let name = self
            .by_slug
            .get(&gate::key(old_slug))
            .filter(|name| self.shown.contains(*name))?;
        Some(tag_address(name))
    }

    /// Where a category's list is now: its section, or its tag.
    pub fn section(&self, category: &Category) -> String {
        match self.sections.contains_key(&category.path) {
            true => format!("/{}/", category.path),
            false => tag_address(&self.tag_name(&category.name)),
        }
    }

    /// Old addresses of lists that need a rule: from and to. Those of sections and authors stand in their files.
    pub fn redirects(&self, plan: &Plan, index: &Index) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let front = plan.pattern.front();
        let mut rule = |from: String, to: String| {
            if addresses::key(&from) != addresses::key(&to) && url::fault(&from).is_none() {
                found.push((from, to));
            }
        };
        let fronts: Vec<&str> = if front.is_empty() {
            vec![""]
        } else {
            vec![front.as_str(), ""]
        };
        for front in &fronts {
            let tags = index
                .head
                .terms
                .iter()
                .filter(|t| t.taxonomy == "post_tag")
                .map(|t| t.slug.clone());
            let items = index
                .names
                .keys()
                .filter(|(t, _)| t == "post_tag")
                .map(|(_, slug)| slug.clone());
            let slugs: BTreeSet<String> = tags.chain(items).collect();
            for slug in slugs {
                if let Some(to) = self.tag(&slug) {
                    rule(format!("{front}/tag/{slug}/"), to);
                }
            }
            for category in plan
                .categories
                .by_slug
                .values()
                .filter(|c| !self.sections.contains_key(&c.path))
            {
                if self.shown.contains(&self.tag_name(&category.name)) {
                    rule(
                        format!("{front}/category/{}/", category.old_path),
                        self.section(category),
                    );
                }
            }
        }
        for feed in FEEDS {
            rule(feed.to_owned(), "/rss.xml".to_owned());
        }
        rule("/feed/atom/".to_owned(), "/atom.xml".to_owned());
        for category in plan.categories.by_slug.values() {
            if let Some(path) = self.sections.get_key_value(&category.path).map(|(path, _)| path) {
                let listed = fronts
                    .iter()
                    .map(|front| format!("{front}/category/{}", category.old_path));
                for list in listed.chain([format!("/{}", category.old_path)]) {
                    rule(format!("{list}/feed/"), format!("/{path}/rss.xml"));
                }
            }
        }
        rule("/wp-sitemap.xml".to_owned(), "/sitemap.xml".to_owned());
        rule("/sitemap_index.xml".to_owned(), "/sitemap.xml".to_owned());
        found
    }

    /// Former addresses of a section.
    pub fn section_aliases(&self, plan: &Plan, path: &str) -> Vec<String> {
        let front = plan.pattern.front();
        let mut found = Vec::new();
        for category in plan.categories.by_slug.values().filter(|c| c.path == path) {
            for front in [front.as_str(), ""] {
                let alias = addresses::written(&format!("{front}/category/{}/", category.old_path));
                if !found.contains(&alias) {
                    found.push(alias);
                }
            }
        }
        found
    }
}

/// Where WordPress has the feed of a site.
pub const FEEDS: [&str; 4] = ["/feed/", "/feed/rss2/", "/comments/feed/", "/?feed=rss2"];

/// The address of a tag.
pub fn tag_address(name: &str) -> String {
    format!("/tag/{}/", slug::term(name))
}

/// A section's name for a type of the old site's own.
fn type_name(of: &str) -> String {
    match of {
        "video" | "videos" => "ভিডিও".to_owned(),
        "epaper" | "e-paper" => "ই-পেপার".to_owned(),
        "photo" | "photos" | "gallery" => "ছবি".to_owned(),
        other => other.to_owned(),
    }
}
