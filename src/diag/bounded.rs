//! Faults as they come, within bounds: of a kind that a site has by the hundred thousand the first are kept, the others counted.

use super::{Code, Diagnostic, codes::publish::MORE_OF_A_KIND};
use std::collections::BTreeMap;

/// Faults of one kind that are kept.
const KEPT: usize = 1_000;

/// A list of diagnostics that does not grow without end.
#[derive(Debug, Default)]
pub struct BoundedList {
    kept: Vec<Diagnostic>,
    counts: BTreeMap<&'static str, (&'static Code, usize)>,
}

impl BoundedList {
    /// Adds one, or counts it.
    ///
    /// ```
    /// use khobor::diag::{BoundedList, Diagnostic, Lang, codes::portal::MISSING_PICTURE};
    /// let mut list = BoundedList::default();
    /// list.extend((0..1_500).map(|n| Diagnostic::new(&MISSING_PICTURE).arg("picture", format!("ছবি-{n}.jpg"))));
    /// let kept = list.finish();
    /// assert_eq!(kept.len(), 1_001);
    /// assert!(kept[1_000].message(Lang::Bn).contains("আরও ৫০০"));
    /// ```
    pub fn push(&mut self, diagnostic: Diagnostic) {
        let code = diagnostic.code;
        let (_, count) = self.counts.entry(code.id).or_insert((code, 0));
        *count += 1;
        if *count <= KEPT {
            self.kept.push(diagnostic);
        }
    }

    /// What was kept, and how many more of each kind there were.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        for (code, count) in self.counts.into_values().filter(|(_, count)| *count > KEPT) {
            let more = Diagnostic::new(&MORE_OF_A_KIND).arg("count", count - KEPT);
            self.kept.push(more.arg("code", code.id));
        }
        self.kept
    }
}

impl Extend<Diagnostic> for BoundedList {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, diagnostics: T) {
        diagnostics.into_iter().for_each(|diagnostic| self.push(diagnostic));
    }
}
