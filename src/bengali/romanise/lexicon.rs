//! The exceptions: words that the rules would spell wrongly. Two sorted TSV texts.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// Written for this project: names, institutions and headline words.
const OWN: &str = include_str!("../data/romanise_own.tsv");
/// Derived from Google's Bengali pronunciation lexicon, CC BY 4.0; see `../data/README.md`.
const DERIVED: &str = include_str!("../data/romanise_exceptions.tsv");

/// All of them by word.
static TABLE: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| entries(DERIVED).chain(entries(OWN)).collect());

/// Lines `word TAB latin`; those that begin with `#` are remarks.
fn entries(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    table.lines().filter_map(|line| line.split_once('\t'))
}

/// The exception of a word (canonical, without joiners); our own file wins.
pub(super) fn lookup(word: &str) -> Option<&'static str> {
    TABLE.get(word).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_every_entry_is_found() {
        for table in [OWN, DERIVED] {
            let entries: Vec<_> = entries(table).collect();
            assert!(entries.is_sorted_by(|a, b| a.0 < b.0));
            for (word, latin) in entries {
                let own = super::entries(OWN).find(|own| own.0 == word);
                assert_eq!(lookup(word), Some(own.map_or(latin, |own| own.1)));
                assert!(latin.bytes().all(|b| b.is_ascii_lowercase()), "{word} {latin}");
                assert_eq!(crate::bengali::gate::nfc(word), word);
            }
        }
        assert_eq!(lookup("কখগঘ"), None);
        assert_eq!(lookup(""), None);
    }
}
