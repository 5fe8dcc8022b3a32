//! The first pass: an index of the export. It keeps addresses and names, no text of a story.

use super::addresses;
use super::blocks::Reusable;
use super::entry::{Entry, Kind, Standing};
use super::head::Head;
use super::item::{self, Item};
use jiff::civil::DateTime;
use std::collections::{BTreeMap, BTreeSet};

/// A file of the library.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Below the uploads folder: `2020/01/a.jpg`.
    pub file: Box<str>,
    /// Alternative text.
    pub alt: Box<str>,
    /// Caption.
    pub caption: Box<str>,
    /// Title.
    pub title: Box<str>,
    /// The story that it belongs to.
    pub parent: u64,
    /// Order among its siblings.
    pub order: i64,
    /// The address of its page; empty where WordPress has none.
    pub link: Box<str>,
}

/// An entry of a menu.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MenuEntry {
    /// The menu.
    pub menu: String,
    /// Its order.
    pub order: i64,
    /// `taxonomy`, `post_type`, `custom`
    pub kind: String,
    /// What it leads to.
    pub object: u64,
    /// Its words, where it has own ones.
    pub title: String,
    /// Its address, where it leads elsewhere.
    pub url: String,
    /// Whether it stands below another one.
    pub nested: bool,
}

/// The index of an export.
#[derive(Debug, Default)]
pub struct Index {
    /// The channel.
    pub head: Head,
    /// Items that may become files, in the export's order.
    pub entries: Vec<Entry>,
    /// The library by id.
    pub attachments: BTreeMap<u64, Attachment>,
    /// Reusable blocks.
    pub reusable: Reusable,
    /// Tables of TablePress, in order of their numbers.
    pub tables: BTreeMap<u64, String>,
    /// Guest authors: by login, name and biography.
    pub guests: BTreeMap<String, (String, String)>,
    /// Menus.
    pub menus: Vec<MenuEntry>,
    /// Redirects of a plugin: from, to.
    pub redirects: Vec<(String, String)>,
    /// How many items of each kind and status there are.
    pub counts: BTreeMap<(String, String), usize>,
    /// Names of terms that items have: taxonomy and slug to name.
    pub names: BTreeMap<(String, String), String>,
    /// Slugs of tags that published items have.
    pub shown_tags: BTreeSet<String>,
    /// Minutes (UTC) at which many items were changed at once.
    changed: BTreeMap<DateTime, u32>,
    by_id: BTreeMap<u64, usize>,
    /// Attachments by the key of their file without size and edits.
    by_file: BTreeMap<String, u64>,
    /// Attachments by the key of the path of their page.
    by_page: BTreeMap<String, u64>,
    /// Pictures by the number of the story that they belong to, with their order.
    by_parent: BTreeMap<u64, Vec<(i64, u64)>>,
    uploads: Option<String>,
}

/// Stories changed within one minute that make it a change by a program.
const BULK: u32 = 20;

impl Index {
    /// Takes an item in. `ordinal` counts the items of the whole export from 0.
    pub fn add(&mut self, item: &Item, ordinal: u64) {
        let status = if item.has_password && item.status == "publish" {
            "password"
        } else {
            item.status.as_str()
        };
        *self.counts.entry((item.kind.clone(), status.to_owned())).or_default() += 1;
        match item.kind.as_str() {
            kind if item::is_private(kind) || item::is_furniture(kind) => {}
            "attachment" => self.attachment(item),
            "wp_block" => {
                self.reusable.blocks.insert(item.id, item.content.clone());
            }
            "tablepress_table" => {
                self.tables.insert(item.id, item.content.clone());
            }
            "guest-author" => self.guest(item),
            "nav_menu_item" => self.menu(item),
            "redirect_rule" => self.redirect(item),
            _ => self.entry(item, ordinal),
        }
    }

    fn attachment(&mut self, item: &Item) {
        let file = item.meta("_wp_attached_file").map(str::to_owned);
        let from_url = || item.file.split_once("/uploads/").map(|(_, file)| file.to_owned());
        let file = file
            .filter(|f| !f.contains("://"))
            .or_else(from_url)
            .unwrap_or_default();
        let file = crate::portal::url::decode(&file).unwrap_or(file);
        let attachment = Attachment {
            file: file.into(),
            alt: item
                .meta("_wp_attachment_image_alt")
                .map(super::fields::one_line)
                .unwrap_or_default()
                .into(),
            caption: super::fields::one_line(&item.excerpt).into(),
            title: item.headline().into(),
            parent: item.parent,
            order: item.order,
            link: item.link.as_str().into(),
        };
        if self.uploads.is_none() && !attachment.file.is_empty() {
            let decoded = addresses::parts(&item.file).and_then(|p| crate::portal::url::decode(p.path));
            let base = decoded
                .as_deref()
                .and_then(|d| d.strip_suffix(&*attachment.file))
                .map(|b| b.trim_end_matches('/').to_owned());
            self.uploads = base.filter(|b| b.starts_with('/'));
        }
        self.by_file.entry(bare_name(&attachment.file)).or_insert(item.id);
        if let Some(page) = addresses::parts(&item.link).filter(|p| p.query.is_empty()) {
            self.by_page.entry(addresses::key(page.path)).or_insert(item.id);
        }
        if is_picture(&attachment.file) && attachment.parent != 0 {
            let siblings = self.by_parent.entry(attachment.parent).or_default();
            siblings.push((attachment.order, item.id));
        }
        self.attachments.insert(item.id, attachment);
    }

    /// The path of the uploads folder below the front page of the old site: `/wp-content/uploads`.
    pub fn uploads(&self) -> &str {
        let path = self.uploads.as_deref().unwrap_or("/wp-content/uploads");
        let front = addresses::parts(&self.head.home).map_or("", |home| home.path.trim_end_matches('/'));
        path.strip_prefix(front)
            .filter(|rest| rest.starts_with('/'))
            .unwrap_or(path)
    }

    /// The attachment that a file of any size belongs to.
    pub fn attachment_of(&self, file: &str) -> Option<&Attachment> {
        let id = self.by_file.get(&bare_name(file))?;
        self.attachments.get(id)
    }

    /// The file of the attachment whose page an own address is.
    pub fn attachment_page(&self, path: &str, query: &str) -> Option<String> {
        let by_number = query
            .split('&')
            .find_map(|p| p.strip_prefix("attachment_id="))
            .and_then(|id| id.parse().ok());
        let id = by_number.or_else(|| self.by_page.get(&addresses::key(path)).copied())?;
        self.attachments
            .get(&id)
            .map(|a| a.file.to_string())
            .filter(|f| !f.is_empty())
    }

    fn guest(&mut self, item: &Item) {
        let name = item
            .meta("cap-display_name")
            .map_or_else(|| item.headline(), super::fields::one_line);
        let about = item
            .meta("cap-description")
            .map(super::fields::one_line)
            .unwrap_or_default();
        let login = item.meta("cap-user_login").map(str::to_owned);
        let login = login.unwrap_or_else(|| item.name.trim_start_matches("cap-").to_owned());
        self.guests.insert(login, (name, about));
    }

    fn menu(&mut self, item: &Item) {
        let menu = item
            .terms_of("nav_menu")
            .next()
            .map(|t| t.name.clone())
            .unwrap_or_default();
        let text = |key: &str| item.meta(key).unwrap_or_default().to_owned();
        self.menus.push(MenuEntry {
            menu,
            order: item.order,
            kind: text("_menu_item_type"),
            object: text("_menu_item_object_id").parse().unwrap_or(0),
            title: item.headline(),
            url: text("_menu_item_url"),
            nested: !matches!(text("_menu_item_menu_item_parent").as_str(), "" | "0"),
        });
    }

    fn redirect(&mut self, item: &Item) {
        let (from, to) = (item.meta("_redirect_rule_from"), item.meta("_redirect_rule_to"));
        let pattern = item.meta("_redirect_rule_from_regex") == Some("1");
        if let (Some(from), Some(to), false, "publish") = (from, to, pattern, item.status.as_str()) {
            self.redirects.push((from.to_owned(), to.to_owned()));
        }
    }

    fn entry(&mut self, item: &Item, ordinal: u64) {
        let entry = Entry::new(item, ordinal);
        for term in &item.terms {
            if term.domain == "post_tag" && entry.standing == Standing::Published && entry.kind != Kind::Page {
                self.shown_tags.insert(term.slug.clone());
            }
            let key = (term.domain.clone(), term.slug.clone());
            self.names.entry(key).or_insert_with(|| term.name.clone());
        }
        if let Some(minute) = entry
            .modified
            .and_then(|m| m.with().second(0).subsec_nanosecond(0).build().ok())
        {
            *self.changed.entry(minute).or_default() += 1;
        }
        let known = self.by_id.get(&entry.id).copied();
        let same = known.filter(|at| self.entries.get(*at).is_some_and(|old| old.is_same(&entry)));
        let entry = match known {
            Some(_) if same.is_none() => entry.with_own_number(),
            None if entry.id == 0 => entry.with_own_number(),
            _ => entry,
        };
        match same.or_else(|| self.by_id.get(&entry.id).copied()) {
            // The same item twice: the one that was changed last counts.
            Some(at) if self.entries.get(at).is_some_and(|old| old.modified >= entry.modified) => {}
            Some(at) => {
                if let Some(slot) = self.entries.get_mut(at) {
                    *slot = entry;
                }
            }
            None => {
                self.by_id.insert(entry.id, self.entries.len());
                self.entries.push(entry);
            }
        }
    }

    /// The place of an item's entry.
    pub fn find(&self, id: u64) -> Option<usize> {
        self.by_id.get(&id).copied()
    }

    /// Whether many items were changed in the same minute.
    pub fn is_bulk(&self, modified: DateTime) -> bool {
        let minute = modified.with().second(0).subsec_nanosecond(0).build();
        minute.is_ok_and(|m| self.changed.get(&m).is_some_and(|n| *n >= BULK))
    }

    /// The pictures of a story that belong to it, in the order of the old site.
    pub fn children_of(&self, id: u64) -> Vec<u64> {
        let mut found = self.by_parent.get(&id).cloned().unwrap_or_default();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// Types of the site's own, with how many items are published.
    pub fn custom_types(&self) -> BTreeMap<String, usize> {
        let mut found = BTreeMap::new();
        for entry in &self.entries {
            if let (Kind::Custom(name), Standing::Published) = (&entry.kind, entry.standing) {
                *found.entry(name.to_string()).or_default() += 1;
            }
        }
        found
    }

    /// Logins that wrote something or were named.
    pub fn creators(&self) -> BTreeSet<&str> {
        self.entries
            .iter()
            .map(|e| &*e.creator)
            .filter(|c| !c.is_empty())
            .collect()
    }
}

/// The key of a file's name without what WordPress adds for sizes and edits: `a-300x200.jpg`, `a-scaled.jpg` and `a.jpg` are
/// one picture.
pub fn bare_name(file: &str) -> String {
    let (stem, ending) = file.rsplit_once('.').unwrap_or((file, ""));
    let sized = stem.rsplit_once('-').filter(|(_, s)| {
        let (w, h) = s.split_once('x').unwrap_or(("", ""));
        !w.is_empty() && !h.is_empty() && [w, h].iter().all(|n| n.bytes().all(|b| b.is_ascii_digit()))
    });
    let mut stem = sized.map_or(stem, |(s, _)| s);
    for mark in ["-scaled", "-rotated"] {
        stem = stem.strip_suffix(mark).unwrap_or(stem);
    }
    let edited = |s: &str| {
        s.len() > 8
            && s.strip_prefix('e')
                .is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()))
    };
    stem = stem
        .rsplit_once('-')
        .filter(|(_, s)| edited(s))
        .map_or(stem, |(s, _)| s);
    crate::bengali::gate::key(&format!("{stem}.{}", ending.to_ascii_lowercase()))
}

/// Whether two names are one picture in two sizes.
pub fn same_picture(a: &str, b: &str) -> bool {
    bare_name(a) == bare_name(b)
}

/// Whether a file's name is a picture's.
pub fn is_picture(file: &str) -> bool {
    let ending = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    matches!(
        ending.as_str(),
        "jpg" | "jpeg" | "png" | "gif" | "webp" | "avif" | "svg" | "bmp"
    )
}
