//! Which story is the first to have a term. A later run asks this table instead of looking through the terms of all stories,
//! so that those of older stories need not even be read.

use super::terms::{Term, TermVector};
use rayon::prelude::*;

/// Parts of the table, by the leading bits of the term: one new story changes few of them.
pub const PARTS: usize = 256;
const TERM_BITS: u32 = 27;

/// Every term that a story has, with the number of the first story that has it. Eight bytes a term.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Firsts {
    /// Ascending by term.
    parts: Vec<Vec<(Term, u32)>>,
    /// Whether a part is otherwise than it was read.
    changed: Vec<bool>,
}

fn part_of(term: Term) -> usize {
    (term >> (TERM_BITS - PARTS.ilog2())) as usize
}

impl Firsts {
    /// The table of these terms, in any order; each once.
    pub(super) fn of(terms: impl IntoIterator<Item = (Term, u32)>) -> Self {
        let mut parts = vec![Vec::new(); PARTS];
        for (term, first) in terms {
            if let Some(part) = parts.get_mut(part_of(term)) {
                part.push((term, first));
            }
        }
        parts.par_iter_mut().for_each(|part| part.sort_unstable());
        Firsts {
            parts,
            changed: vec![true; PARTS],
        }
    }

    /// The first story that has a term.
    pub(super) fn get(&self, term: Term) -> Option<u32> {
        let part = self.parts.get(part_of(term))?;
        let at = part.binary_search_by_key(&term, |(term, _)| *term).ok()?;
        part.get(at).map(|(_, first)| *first)
    }

    /// Puts the stories from `from` on in the place of those that the table had from there on.
    pub(super) fn renew(&mut self, from: usize, latest: &[&TermVector]) {
        let from = from as u32;
        let mut new: Vec<Vec<(Term, u32)>> = vec![Vec::new(); PARTS];
        for (story, vector) in (from..).zip(latest) {
            for (term, _) in vector.iter() {
                if let Some(new) = new.get_mut(part_of(term)) {
                    new.push((term, story));
                }
            }
        }
        let parts = self.parts.par_iter_mut().zip(&mut self.changed).zip(new);
        parts.for_each(|((part, changed), mut new)| {
            let before = part.len();
            part.retain(|(_, first)| *first < from);
            *changed |= part.len() != before;
            new.sort_unstable();
            new.dedup_by_key(|(term, _)| *term);
            new.retain(|(term, _)| part.binary_search_by_key(term, |(term, _)| *term).is_err());
            if !new.is_empty() {
                *changed = true;
                part.append(&mut new);
                part.sort_unstable();
            }
        });
    }

    /// The bytes of every part; `None` for those that are as they were read.
    pub fn parts(&self) -> impl IndexedParallelIterator<Item = Option<Vec<u8>>> + '_ {
        let parts = self.parts.par_iter().zip(&self.changed);
        parts.map(|(part, changed)| {
            changed.then(|| {
                part.iter()
                    .flat_map(|(t, f)| [t, f])
                    .flat_map(|n| n.to_le_bytes())
                    .collect()
            })
        })
    }

    /// Reads the parts again; `None` when one is odd.
    pub fn read(parts: &[Vec<u8>]) -> Option<Self> {
        let number = |bytes: &[u8]| bytes.first_chunk::<4>().map_or(0, |bytes| u32::from_le_bytes(*bytes));
        let read = |bytes: &Vec<u8>| {
            let (pairs, rest) = bytes.as_chunks::<8>();
            let pair = |pair: &[u8; 8]| {
                let (term, first) = pair.split_at(4);
                (number(term), number(first))
            };
            let part: Vec<(Term, u32)> = pairs.iter().map(pair).collect();
            let ascending = part.is_sorted_by(|a, b| a.0 < b.0);
            (rest.is_empty() && ascending).then_some(part)
        };
        let parts: Vec<Vec<(Term, u32)>> = parts.par_iter().map(read).collect::<Option<_>>()?;
        (parts.len() == PARTS).then(|| Firsts {
            parts,
            changed: vec![false; PARTS],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relate::terms::{Vocabulary, terms};

    fn table(vectors: &[&TermVector]) -> Firsts {
        let mut firsts = Firsts::of([]);
        firsts.renew(0, vectors);
        firsts
    }

    #[test]
    fn renewed_it_is_as_made_anew() {
        let words = Vocabulary::new();
        let of = |text: &str| terms::<&str>(&words, "", &[], text);
        let texts = ["নদীর পানি বাড়ছে", "পানি কমেছে হাওরে", "হাওরে ধান কাটা", "নদীতে মাছ, হাওরে ধান"].map(of);
        let all: Vec<&TermVector> = texts.iter().collect();
        for from in 0..=all.len() {
            // The stories from there on were others before.
            let mut firsts = table(&[&all[..from], &[all[3], all[0]]].concat());
            firsts.renew(from, &all[from..]);
            assert_eq!(firsts.parts, table(&all).parts, "{from}");
        }
        for (term, _) in all[1].iter() {
            let first = all.iter().position(|v| v.iter().any(|(t, _)| t == term));
            assert_eq!(table(&all).get(term), first.map(|first| first as u32));
        }
        assert_eq!(table(&all).get(1), None);
    }

    #[test]
    fn what_is_written_is_read_again() {
        let vector = terms::<&str>(&Vocabulary::new(), "", &[], "হালদা নদীতে মা মাছ ডিম ছেড়েছে");
        let firsts = table(&[&vector]);
        let parts: Vec<Vec<u8>> = firsts.parts().map(Option::unwrap).collect();
        let read = Firsts::read(&parts).unwrap();
        assert_eq!(read.parts, firsts.parts);
        assert!(read.parts().all(|part| part.is_none()));
        let odd = parts.iter().map(|part| [part.as_slice(), &[0]].concat());
        assert!(Firsts::read(&odd.collect::<Vec<_>>()).is_none());
        assert!(Firsts::read(&parts[1..]).is_none());
    }
}
