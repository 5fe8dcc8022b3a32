//! Where every item of an export will lie, and what its address becomes. Made once, after the first pass.

pub mod lists;

use super::addresses::{self, OwnSite, Pattern};
use super::authors::Authors;
use super::entry::{Entry, Kind, Standing};
use super::index::Index;
use super::sections::{self, Categories, SectionWish};
use crate::bengali::{Edition, gate, slug};
use crate::portal::{story_address, url};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lists::Lists;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// What an editor wishes, from `map.toml` and the command line.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// Categories by slug.
    pub sections: BTreeMap<String, SectionWish>,
    /// Names by login.
    pub authors: BTreeMap<String, String>,
    /// Front-matter keys by meta key.
    pub metas: BTreeMap<String, String>,
    /// Sections by type of the site's own that is to be brought.
    pub types: BTreeMap<String, String>,
    /// Shortcodes.
    pub shortcodes: BTreeMap<String, super::shortcodes::Wish>,
    /// Every story gets a folder of its own, with its pictures beside it.
    pub folders: bool,
    /// Hidden items are not brought.
    pub skip_hidden: bool,
    /// The pattern of a site that exists; its stories get addresses by it.
    pub pattern: Option<String>,
    /// The zone of a site that exists.
    pub zone: Option<TimeZone>,
}

/// Where an item lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The source file: `content/khela/2020-01-02-joy.md`.
    pub file: Box<str>,
    /// The address in khobor.
    pub address: Box<str>,
    /// The last part of its address, when the file's name does not give it.
    pub slug: Option<Box<str>>,
    /// Former addresses, as front matter writes them.
    pub aliases: Vec<String>,
    /// The section's path; empty for pages.
    pub section: Box<str>,
    /// When it was published.
    pub date: Timestamp,
    /// Whether the export has a date for it.
    pub dated: bool,
}

/// The plan of an import.
#[derive(Debug)]
pub struct Plan {
    /// The old site.
    pub site: OwnSite,
    /// How addresses were made.
    pub pattern: Pattern,
    /// As khobor.toml has it.
    pub article: String,
    /// The zone.
    pub zone: TimeZone,
    /// Its name.
    pub zone_name: &'static str,
    /// Whose habits hold.
    pub edition: Edition,
    /// Categories.
    pub categories: Categories,
    /// Authors.
    pub authors: Authors,
    /// Places by number of the entry; `None` for what is not brought.
    pub places: Vec<Option<Place>>,
    /// Sections that got another path because a page has theirs: old and new.
    pub moved_sections: Vec<(String, String)>,
    /// Where lists of the old site lead.
    pub lists: Lists,
    /// Entries by the hash of their old paths' keys.
    by_path: FxHashMap<u64, u32>,
}

impl Plan {
    /// Makes the plan.
    pub fn new(index: &Index, wishes: &Wishes) -> Self {
        let site = OwnSite::new(&index.head.home, &index.head.site);
        let mut categories = Categories::new(index, &wishes.sections);
        let published = index
            .entries
            .iter()
            .filter(|e| e.kind == Kind::Post && e.standing == Standing::Published);
        let pattern = addresses::choose(published, &site, &|e| categories.old_paths(e));
        let (zone_name, zone) = zone(index);
        let zone = wishes.zone.clone().unwrap_or(zone);
        let edition = if zone_name == "Asia/Kolkata" {
            Edition::Wb
        } else {
            Edition::Bd
        };
        let moved_sections = categories.make_room(&fixed_addresses(index, &site, &pattern));
        let mut plan = Plan {
            article: wishes.pattern.clone().unwrap_or_else(|| supported(&pattern)),
            authors: Authors::new(index, &wishes.authors),
            site,
            pattern,
            zone,
            zone_name,
            edition,
            categories,
            places: Vec::with_capacity(index.entries.len()),
            moved_sections,
            lists: Lists::default(),
            by_path: FxHashMap::default(),
        };
        plan.place_all(index, wishes);
        plan.lists = Lists::new(&plan, index, wishes);
        plan
    }

    fn place_all(&mut self, index: &Index, wishes: &Wishes) {
        let mut taken = Taken::with_own_addresses(wishes.folders);
        let fallback = fallback(index);
        // Published ones first: where two would have one address, what readers see keeps it.
        let mut order: Vec<usize> = (0..index.entries.len()).collect();
        let rank = |i: &usize| {
            index
                .entries
                .get(*i)
                .map(|e| (e.standing != Standing::Published, e.date, e.id))
        };
        order.sort_by_key(rank);
        let mut places: Vec<Option<Place>> = vec![None; index.entries.len()];
        for at in order {
            let Some(entry) = index.entries.get(at) else { continue };
            let brought = match entry.standing {
                Standing::Gone => false,
                Standing::Hidden => !wishes.skip_hidden,
                _ => true,
            };
            let place = match &entry.kind {
                _ if !brought => None,
                Kind::Page => self.page(entry, index, &mut taken, fallback),
                Kind::Post => self.story(entry, None, &mut taken, fallback),
                Kind::Custom(name) => {
                    let section = wishes.types.get(&**name);
                    section.and_then(|s| self.story(entry, Some(s), &mut taken, fallback))
                }
            };
            if let (Some(place), Some(slot)) = (place, places.get_mut(at)) {
                *slot = Some(place);
            }
        }
        self.places = places;
        self.know_paths(index);
    }

    /// Remembers by which old addresses entries are found.
    fn know_paths(&mut self, index: &Index) {
        for (at, (entry, place)) in index.entries.iter().zip(&self.places).enumerate() {
            let Some(place) = place else { continue };
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            let own = self
                .site
                .inside(&entry.link)
                .filter(|p| p.len() > 1 && !entry.link.contains('?'));
            let all = own
                .into_iter()
                .chain(place.aliases.iter().cloned())
                .chain([place.address.to_string()]);
            for path in all {
                self.by_path.entry(hash(&addresses::key(&path))).or_insert(at);
            }
        }
    }

    /// The entry that an old path leads to.
    pub fn by_path(&self, path: &str) -> Option<usize> {
        self.by_path.get(&hash(&addresses::key(path))).map(|at| *at as usize)
    }

    fn moment(&self, entry: &Entry, fallback: Timestamp) -> (Timestamp, bool) {
        let utc = entry.date_gmt.and_then(|d| d.to_zoned(TimeZone::UTC).ok());
        let local = || entry.date.and_then(|d| d.to_zoned(self.zone.clone()).ok());
        match utc.or_else(local) {
            Some(found) => (found.timestamp(), true),
            None => (fallback, false),
        }
    }

    fn story(
        &self,
        entry: &Entry,
        type_section: Option<&String>,
        taken: &mut Taken,
        fallback: Timestamp,
    ) -> Option<Place> {
        let paths = self.categories.old_paths(entry);
        let old_path = self
            .site
            .decoded(&entry.link)
            .filter(|p| p.len() > 1 && !entry.link.contains('?'));
        let category = self.categories.section_of(entry, old_path.as_deref());
        let section = type_section.map_or_else(|| category.map_or("khobor", |c| c.path.as_str()), String::as_str);
        let (date, dated) = self.moment(entry, fallback);
        let day = self.zone.to_datetime(date).date();
        let shown = entry.standing == Standing::Published;
        let own = addresses::slug(entry, &self.site, &paths).filter(|_| shown);
        let wanted = own.clone().unwrap_or_else(|| self.hidden_slug(entry));
        let mut part = url::part(&gate::canonical(&wanted));
        let mut address = story_address(&self.article, section, &part, day);
        if !taken.address(&address) {
            part = format!("{part}-{}", entry.id);
            address = story_address(&self.article, section, &part, day);
            taken.address(&address);
        }
        let stem = if entry.name.is_empty() {
            part.clone()
        } else {
            url::part(&entry.name)
        };
        let name = format!("{day}-{}", cut(&stem, 180));
        let file = taken.file(&format!("content/{section}/{name}"), entry.id);
        let bare = file
            .strip_suffix("/index.md")
            .or_else(|| file.strip_suffix(".md"))
            .unwrap_or(&file);
        let gives = bare.rsplit('/').next().and_then(|n| n.strip_prefix(&format!("{day}-")));
        let slug = (gives != Some(part.as_str())).then(|| part.clone().into_boxed_str());
        let old_section = category.map_or("", |c| c.old_path.as_str());
        let mut olds: Vec<String> = old_path.into_iter().filter(|_| shown).collect();
        if let Some(own) = &own {
            olds.extend(addresses::former(entry, &self.pattern, own, old_section));
        }
        Some(Place {
            aliases: aliases(olds, &address),
            file: file.into(),
            address: address.into(),
            slug,
            section: section.into(),
            date,
            dated,
        })
    }

    /// The last part of the address of an item that never had one.
    fn hidden_slug(&self, entry: &Entry) -> String {
        match (&*entry.name, &*entry.title) {
            ("", "") => format!("n-{}", entry.id),
            ("", title) => slug::latin(title),
            (name, _) => name.to_owned(),
        }
    }

    fn page(&self, entry: &Entry, index: &Index, taken: &mut Taken, fallback: Timestamp) -> Option<Place> {
        let pretty = !entry.link.is_empty() && !entry.link.contains('?');
        let old_path = self.site.decoded(&entry.link).filter(|_| pretty);
        if entry.standing == Standing::Published && old_path.as_deref() == Some("/") {
            return None;
        }
        let pretty = old_path.clone().filter(|p| p.len() > 1);
        let path = pretty.unwrap_or_else(|| self.page_path(entry, index));
        let parts: Vec<String> = path.split('/').filter(|p| !p.is_empty()).map(url::part).collect();
        let path = parts.join("/");
        let (mut address, mut file) = (format!("/{path}/"), format!("content/pages/{path}"));
        if !taken.address(&address) || super::super::html::proof::words_of(&path).is_empty() {
            file = format!("{file}-{}", entry.id);
            address = format!("/{path}-{}/", entry.id);
            taken.address(&address);
        }
        let (date, dated) = self.moment(entry, fallback);
        Some(Place {
            aliases: aliases(old_path.into_iter().filter(|p| p.len() > 1).collect(), &address),
            file: taken.file(&file, entry.id).into(),
            address: address.into(),
            slug: None,
            section: "".into(),
            date,
            dated,
        })
    }

    /// The path of a page without an address: its parents' names and its own.
    fn page_path(&self, entry: &Entry, index: &Index) -> String {
        let mut line = vec![self.hidden_slug(entry)];
        let mut parent = entry.parent;
        while let Some(above) = index
            .find(parent)
            .and_then(|i| index.entries.get(i))
            .filter(|_| line.len() < 8)
        {
            line.push(self.hidden_slug(above));
            parent = above.parent;
        }
        line.reverse();
        line.join("/")
    }
}

/// The pattern as khobor.toml may have it: addresses end with `/`, with `.html` or with their names.
fn supported(pattern: &Pattern) -> String {
    let ending = match pattern.ending.as_str() {
        known @ (".html" | "") => known,
        _ => "/",
    };
    let pattern = Pattern {
        ending: ending.to_owned(),
        ..pattern.clone()
    };
    pattern.written()
}

/// Addresses that pages have, and stories of a pattern without a folder: no section may have them.
fn fixed_addresses(index: &Index, site: &OwnSite, pattern: &Pattern) -> BTreeSet<String> {
    let published = index
        .entries
        .iter()
        .filter(|e| e.standing == Standing::Published && !e.link.contains('?'));
    let flat = pattern.tokens.is_empty();
    let fixed = published.filter(|e| e.kind == Kind::Page || flat && e.kind == Kind::Post);
    fixed
        .filter_map(|e| site.inside(&e.link))
        .filter(|p| p.len() > 1)
        .map(|p| addresses::key(&p))
        .collect()
}

/// The former addresses that differ from the address by a byte.
fn aliases(olds: Vec<String>, address: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for old in olds {
        let written = addresses::written(&old);
        let slash = old.trim_end_matches('/') == address.trim_end_matches('/');
        let same = slash || sections::is_reserved(&old);
        if !same && !found.contains(&written) {
            found.push(written);
        }
    }
    found
}

/// Addresses and files that are given away.
#[derive(Default)]
struct Taken {
    addresses: BTreeSet<u64>,
    files: BTreeSet<u64>,
    folders: bool,
}

impl Taken {
    /// What khobor's own pages have.
    fn with_own_addresses(folders: bool) -> Taken {
        let mut taken = Taken {
            folders,
            ..Taken::default()
        };
        for name in sections::RESERVED {
            taken.address(&format!("/{name}/"));
        }
        taken
    }

    /// Takes an address; false when another item has it.
    fn address(&mut self, address: &str) -> bool {
        self.addresses.insert(hash(&addresses::key(address)))
    }

    /// Takes a file's name; with the item's number when another has it. Names are compared without case.
    fn file(&mut self, stem: &str, id: u64) -> String {
        let found = match self.files.insert(hash(&gate::key(stem))) {
            true => stem.to_owned(),
            false => format!("{stem}-{id}"),
        };
        self.files.insert(hash(&gate::key(&found)));
        format!("{found}{}", if self.folders { "/index.md" } else { ".md" })
    }
}

fn hash(key: &str) -> u64 {
    use std::hash::BuildHasher;
    rustc_hash::FxBuildHasher.hash_one(key)
}

/// A name cut to so many bytes, between letters.
fn cut(name: &str, most: usize) -> &str {
    let clusters = unicode_segmentation::UnicodeSegmentation::grapheme_indices(name, true);
    let end = clusters
        .map(|(at, c)| at + c.len())
        .take_while(|end| *end <= most)
        .last();
    name.get(..end.unwrap_or(0)).unwrap_or_default().trim_end_matches('-')
}

/// The zone of the old site: exports have local times and UTC, and what most of them differ by tells.
fn zone(index: &Index) -> (&'static str, TimeZone) {
    let mut votes: BTreeMap<i64, usize> = BTreeMap::new();
    for entry in &index.entries {
        if let Some((local, utc)) = entry.date.zip(entry.date_gmt) {
            let utc_minutes =
                |d: jiff::civil::DateTime| d.to_zoned(TimeZone::UTC).map_or(0, |z| z.timestamp().as_second() / 60);
            *votes.entry(utc_minutes(local) - utc_minutes(utc)).or_default() += 1;
        }
    }
    let most = votes
        .into_iter()
        .max_by_key(|(minutes, count)| (*count, -minutes))
        .map(|(minutes, _)| minutes);
    let indian = index.head.language.ends_with("IN") || index.head.language == "bn-in";
    let name = match most {
        Some(360) => "Asia/Dhaka",
        Some(330) => "Asia/Kolkata",
        Some(345) => "Asia/Kathmandu",
        Some(0) if index.head.language.starts_with("en") => "UTC",
        Some(60) => "Europe/Berlin",
        Some(-300) => "America/New_York",
        Some(-480) => "America/Los_Angeles",
        _ if indian => "Asia/Kolkata",
        _ => "Asia/Dhaka",
    };
    (name, TimeZone::get(name).unwrap_or(TimeZone::UTC))
}

/// The date of items that have none: the export's own.
fn fallback(index: &Index) -> Timestamp {
    let written = format!("{}:00", index.head.created.replacen(' ', "T", 1));
    let created = written.parse::<jiff::civil::DateTime>().ok();
    let newest = || index.entries.iter().filter_map(|e| e.modified.or(e.date_gmt)).max();
    let found = created.or_else(newest).and_then(|d| d.to_zoned(TimeZone::UTC).ok());
    found.map_or(Timestamp::UNIX_EPOCH, |z| z.timestamp())
}
