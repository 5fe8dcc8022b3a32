//! Gives every story its address and finds two sources that claim one.

use super::place;
use super::url;
use crate::config::Site;
use crate::diag::{Diagnostic, Place, codes::portal as codes};
use jiff::Timestamp;
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;

/// The address of a story by the site's pattern.
///
/// `:id` is the first eight hexadecimal digits of the hash of the section and the file's name, so that it never moves.
pub fn of_story(pattern: &str, section: &str, slug: &str, date: Date) -> String {
    let mut out = String::with_capacity(pattern.len() + section.len() + slug.len());
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
        match &rest[..end] {
            "section" => out.push_str(section),
            "slug" => out.push_str(slug),
            "year" => out.push_str(&format!("{:04}", date.year())),
            "month" => out.push_str(&format!("{:02}", date.month())),
            "day" => out.push_str(&format!("{:02}", date.day())),
            "id" => out.push_str(&blake3::hash(format!("{section}/{slug}").as_bytes()).to_hex()[..8]),
            other => out.push_str(other),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out.replace("//", "/")
}

/// Where the newest headlines stand as a light page.
pub const LITE: &str = "/lite/";

/// The address of the light page of a story, if it has one: `[lite] from` says from which day on stories do.
pub fn lite(site: &Site, story: &str, date: Timestamp) -> Option<String> {
    let day = site.zone.to_datetime(date).date();
    site.lite_from.filter(|from| day >= *from)?;
    Some(lite_of(story))
}

/// The address of the light page of a story that has one.
pub fn lite_of(story: &str) -> String {
    format!("{}lite/", url::beside(story))
}

/// The last part of a story's address: its `slug`, or its file's name without the date.
pub(super) fn slug_of(file: &str, slug: Option<&str>) -> String {
    url::part(slug.unwrap_or_else(|| place::dated(place::stem(file)).1))
}

/// The key of an address; `/a/index.html` is the file of `/a/`.
pub(super) fn key(address: &str) -> String {
    let folder = address.strip_suffix("index.html").filter(|a| a.ends_with('/'));
    let address = folder.unwrap_or(address);
    // `/a` and `/a/` are one place in the output.
    url::same_key(if address.len() > 1 {
        address.trim_end_matches('/')
    } else {
        address
    })
}

/// The key of an address, or why it cannot be written.
pub(super) fn key_of(address: &str) -> Result<String, url::Refusal> {
    url::fault(address).map_or_else(|| Ok(key(address)), Err)
}

/// The hash by which an arranged portal knows that an address is taken.
pub(super) fn hash(address: &str) -> u64 {
    hash_of_key(&key(address))
}

fn hash_of_key(key: &str) -> u64 {
    rustc_hash::FxBuildHasher.hash_one(key)
}

/// Which source claims which address.
#[derive(Debug, Default)]
pub(super) struct Claims {
    by_key: FxHashMap<String, Box<str>>,
}

impl Claims {
    /// Claims `address` for `source`. A fault when it cannot be written, or when another source has it already, also
    /// when the two differ only in case or encoding.
    pub(super) fn claim(&mut self, address: &str, source: &str) -> Result<(), Diagnostic> {
        self.claim_by(key_of(address), address, source)
    }

    /// As [`Claims::claim`], with the key made before.
    pub(super) fn claim_by(
        &mut self,
        key: Result<String, url::Refusal>,
        address: &str,
        source: &str,
    ) -> Result<(), Diagnostic> {
        let key = key.map_err(|reason| {
            let diagnostic = Diagnostic::new(&codes::BAD_ADDRESS).arg("url", address);
            diagnostic.reason(reason).at(Place::file(source))
        })?;
        match self.by_key.entry(key) {
            Entry::Occupied(taken) if **taken.get() != *source => {
                let diagnostic = Diagnostic::new(&codes::SAME_ADDRESS)
                    .arg("first", taken.get())
                    .arg("second", source);
                Err(diagnostic.arg("url", address).at(Place::file(source)))
            }
            Entry::Occupied(_) => Ok(()),
            Entry::Vacant(free) => {
                free.insert(source.into());
                Ok(())
            }
        }
    }

    /// Hashes of all addresses that are taken.
    pub(super) fn hashes(&self) -> FxHashSet<u64> {
        self.by_key.keys().map(|key| hash_of_key(key)).collect()
    }

    /// Whether some source has this address.
    pub(super) fn taken(&self, address: &str) -> bool {
        self.by_key.contains_key(&key(address))
    }

    /// The source that has this address.
    pub(super) fn holder(&self, address: &str) -> Option<&str> {
        self.by_key.get(&key(address)).map(|source| &**source)
    }
}
