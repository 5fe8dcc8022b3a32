//! The exceptions: words that the rules would spell wrongly. Two sorted TSV texts, searched as they stand.

use memchr::{memchr, memrchr};

/// Written for this project: names, institutions and headline words.
const OWN: &str = include_str!("../data/romanise_own.tsv");
/// Derived from Google's Bengali pronunciation lexicon, CC BY 4.0; see `../data/README.md`.
const DERIVED: &str = include_str!("../data/romanise_exceptions.tsv");

/// The exception of a word (canonical, without joiners); our own file wins.
pub(super) fn lookup(word: &str) -> Option<&'static str> {
    find(OWN, word).or_else(|| find(DERIVED, word))
}

/// Binary search by bytes in lines `word TAB latin` sorted by word; lines that begin with `#` sort before all words.
fn find(table: &'static str, word: &str) -> Option<&'static str> {
    let bytes = table.as_bytes();
    let (mut low, mut high) = (0, bytes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = memrchr(b'\n', bytes.get(low..middle)?).map_or(low, |at| low + at + 1);
        let rest = bytes.get(start..)?;
        let line = rest.get(..memchr(b'\n', rest).unwrap_or(rest.len()))?;
        let tab = memchr(b'\t', line).unwrap_or(line.len());
        match line.get(..tab)?.cmp(word.as_bytes()) {
            std::cmp::Ordering::Equal => {
                return table.get((start + tab + 1).min(start + line.len())..start + line.len());
            }
            std::cmp::Ordering::Less => low = start + line.len() + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_every_entry_is_found() {
        for table in [OWN, DERIVED] {
            let entries: Vec<_> = table.lines().filter_map(|l| l.split_once('\t')).collect();
            assert!(entries.is_sorted_by(|a, b| a.0 < b.0));
            for (word, latin) in entries {
                assert_eq!(find(table, word), Some(latin));
                assert!(latin.bytes().all(|b| b.is_ascii_lowercase()), "{word} {latin}");
                assert_eq!(crate::bengali::gate::nfc(word), word);
            }
        }
        assert_eq!(lookup("কখগঘ"), None);
        assert_eq!(lookup(""), None);
    }
}
