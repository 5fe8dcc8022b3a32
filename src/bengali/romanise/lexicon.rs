//! The exceptions: words that the rules would spell wrongly. Two sorted TSV texts, searched as they stand.

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
    let (mut low, mut high) = (0, table.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = bytes
            .get(..middle)?
            .iter()
            .rposition(|b| *b == b'\n')
            .map_or(0, |at| at + 1)
            .max(low);
        let line = table.get(start..)?.split('\n').next()?;
        let (entry, latin) = line.split_once('\t').unwrap_or((line, ""));
        match entry.cmp(word) {
            std::cmp::Ordering::Equal => return Some(latin),
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
