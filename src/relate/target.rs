//! Which story an address means, as a log, a tracker or an analytics export writes it: decoded, canonical, without host,
//! query and `index.html`; former addresses included.

use super::line;
use crate::bengali::gate;
use rustc_hash::FxHashMap;

/// Entries of a memory before it starts again.
const MAX_REMEMBERED: usize = 1 << 16;

/// Stories by the addresses that were met. `lookup` says which story a decoded, canonical path belongs to.
#[derive(Debug)]
pub(super) struct Targets<F> {
    lookup: F,
    names: Vec<String>,
    numbers: FxHashMap<String, u32>,
    /// Stories by address as written.
    known: FxHashMap<Box<[u8]>, u32>,
}

impl<F: Fn(&str) -> Option<String>> Targets<F> {
    pub(super) fn new(lookup: F) -> Self {
        Targets {
            lookup,
            names: Vec::new(),
            numbers: FxHashMap::default(),
            known: FxHashMap::default(),
        }
    }

    /// The number of the story that an address means.
    pub(super) fn story(&mut self, target: &[u8]) -> Option<u32> {
        let target = target.split(|b| matches!(b, b'?' | b'#')).next().unwrap_or(target);
        if let Some(known) = self.known.get(target) {
            return Some(*known);
        }
        let path = line::path(target)?;
        let path = gate::canonical(path.strip_suffix("index.html").unwrap_or(&path));
        let name = (self.lookup)(&path)?;
        let next = self.names.len() as u32;
        let number = *self.numbers.entry(name).or_insert_with_key(|name| {
            self.names.push(name.clone());
            next
        });
        remember(&mut self.known, target, number);
        Some(number)
    }

    /// The name of a story by its number.
    pub(super) fn name(&self, story: u32) -> Option<&str> {
        self.names.get(story as usize).map(String::as_str)
    }
}

/// Puts an entry into a bounded memory.
pub(super) fn remember<V>(memory: &mut FxHashMap<Box<[u8]>, V>, key: &[u8], value: V) {
    if key.len() > 4096 {
        return;
    }
    if memory.len() >= MAX_REMEMBERED {
        memory.clear();
    }
    memory.insert(key.into(), value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_million_addresses_are_not_remembered() {
        let mut targets = Targets::new(|path: &str| path.starts_with("/s/").then(|| "s".to_owned()));
        for i in 0..70_000 {
            assert_eq!(targets.story(format!("/s/{i}").as_bytes()), Some(0));
        }
        assert!(targets.known.len() <= MAX_REMEMBERED && targets.names.len() == 1);
        assert_eq!(targets.story("/x/".repeat(4000).as_bytes()), None);
    }
}
