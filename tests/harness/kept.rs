//! A memory of the search index for tests and benches: what the last build kept, and what this one keeps.

use khobor::search::{Memory, Name};
use std::collections::BTreeMap;
use std::sync::Mutex;

#[derive(Default)]
pub struct Kept {
    pub last: BTreeMap<Name, Vec<u8>>,
    pub new: Mutex<BTreeMap<Name, Vec<u8>>>,
}

impl Memory for Kept {
    fn recall(&self, name: Name) -> Option<Vec<u8>> {
        self.last.get(&name).cloned()
    }

    fn keep(&self, name: Name, piece: &[u8]) {
        self.new.lock().unwrap().insert(name, piece.to_owned());
    }
}

impl Kept {
    /// The memory of the next build.
    pub fn next(self) -> Self {
        let mut last = self.last;
        last.extend(self.new.into_inner().unwrap());
        Kept {
            last,
            new: Mutex::default(),
        }
    }
}
