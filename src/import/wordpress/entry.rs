//! What the index keeps of an item that may become a file.

use super::item::{self, Item};
use jiff::civil::DateTime;

/// What an item becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A story.
    Post,
    /// A plain page.
    Page,
    /// A story of a type of the site's own.
    Custom(Box<str>),
}

/// How an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Readers see it.
    Published,
    /// Readers will see it at its date.
    Future,
    /// Readers do not see it: a draft, private, or behind a password.
    Hidden,
    /// It was thrown away.
    Gone,
}

/// An item that may become a file.
#[derive(Debug, Clone)]
pub struct Entry {
    /// WordPress's number.
    pub id: u64,
    /// What it becomes.
    pub kind: Kind,
    /// How it stands.
    pub standing: Standing,
    /// Its address as the export has it.
    pub link: Box<str>,
    /// The last part of its address.
    pub name: Box<str>,
    /// Its headline, in one line.
    pub title: Box<str>,
    /// Local time.
    pub date: Option<DateTime>,
    /// UTC.
    pub date_gmt: Option<DateTime>,
    /// When it was changed, UTC.
    pub modified: Option<DateTime>,
    /// Slugs of its categories, in the export's order.
    pub categories: Vec<Box<str>>,
    /// The number of its main category, by a plugin; 0 for none.
    pub primary: u64,
    /// The page above it.
    pub parent: u64,
    /// Former last parts of its address.
    pub old_slugs: Vec<Box<str>>,
    /// Former days.
    pub old_dates: Vec<Box<str>>,
    /// Views that a plugin counted.
    pub views: u64,
    /// Which item of the export it is: the same number twice counts once.
    pub ordinal: u64,
    /// The login of its author.
    pub creator: Box<str>,
}

impl Entry {
    /// What the index keeps of an item. `ordinal` counts the items of the whole export from 0.
    pub fn new(item: &Item, ordinal: u64) -> Entry {
        let standing = match item.status.as_str() {
            "publish" if item.has_password => Standing::Hidden,
            "publish" => Standing::Published,
            "future" => Standing::Future,
            "draft" | "pending" | "private" | "password" => Standing::Hidden,
            // An export of another program may say nothing: then readers saw it.
            "" => Standing::Published,
            _ => Standing::Gone,
        };
        let counts = item.metas.iter().filter(|(key, _)| super::metas::is_count(key));
        let views = counts.filter_map(|(_, value)| number(value)).max();
        let of_type = |kind: &str| match kind {
            "post" => Kind::Post,
            "page" => Kind::Page,
            other => Kind::Custom(other.into()),
        };
        let boxed = |list: Vec<&str>| list.into_iter().map(Box::from).collect();
        Entry {
            id: item.id,
            kind: of_type(&item.kind),
            standing,
            link: item.link.as_str().into(),
            name: item.name.as_str().into(),
            title: item.headline().into(),
            date: item::time(&item.date),
            date_gmt: item::time(&item.date_gmt).or_else(|| item::feed_time(&item.pub_date)),
            modified: item::time(&item.modified_gmt),
            categories: boxed(item.terms_of("category").map(|t| t.slug.as_str()).collect()),
            primary: super::theme::primary_category(item).unwrap_or(0),
            parent: item.parent,
            old_slugs: item
                .all_metas("_wp_old_slug")
                .map(|s| super::head::slug(s).into())
                .collect(),
            old_dates: boxed(item.all_metas("_wp_old_date").collect()),
            views: views.unwrap_or(0),
            ordinal,
            creator: item.creator.as_str().into(),
        }
    }
}

impl Entry {
    /// Whether two entries of one number are one item: its kind, and its address or its headline.
    pub fn is_same(&self, other: &Entry) -> bool {
        let either = |a: &str, b: &str| !a.is_empty() && a == b;
        let nameless = |e: &Entry| e.link.is_empty() && e.title.is_empty();
        let linked = either(&self.link, &other.link) && !self.link.contains('?');
        let named = linked || either(&self.title, &other.title) || either(&self.name, &other.name);
        self.id != 0 && self.kind == other.kind && (named || nameless(self) || nameless(other))
    }

    /// With a number made of what it is called, above all numbers of WordPress: exports that were put together by hand give
    /// one number to several items, or none.
    #[must_use]
    pub fn with_own_number(self) -> Entry {
        let called = format!(
            "{:?}\n{}\n{}\n{}\n{:?}",
            self.kind, self.link, self.title, self.name, self.date
        );
        let hash = blake3::hash(called.as_bytes());
        let [a, b, c, d, ..] = *hash.as_bytes();
        let id = (1 << 40) | u64::from(u32::from_le_bytes([a, b, c, d]));
        Entry { id, ..self }
    }
}

/// A number in ASCII or Bengali digits.
fn number(text: &str) -> Option<u64> {
    let ascii = crate::bengali::number::ascii_digits(text);
    let digits: String = ascii.chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok()
}
