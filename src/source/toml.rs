//! TOML front matter and data files: the plain reader first, then the parser, which recovers from faults.

use super::data::{Data, Entry, Fault, Item};
use super::plain_toml;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads TOML that stands at byte `offset` of its file. Recovers from faults as far as it can.
pub(crate) fn from_toml(text: &str, offset: usize) -> (Vec<Entry>, Vec<Fault>) {
    match plain_toml::entries(text, offset) {
        Some(entries) => (entries, Vec::new()),
        None => parse_toml(text, offset),
    }
}

/// As [`from_toml`], for any TOML.
fn parse_toml(text: &str, offset: usize) -> (Vec<Entry>, Vec<Fault>) {
    let (table, faults) = DeTable::parse_recoverable(text);
    let entries = entries(table.get_ref(), text, offset);
    let faults = faults.iter().map(|fault| {
        let at = fault.span().unwrap_or(0..0);
        let twice = fault
            .message()
            .contains("duplicate key")
            .then(|| text.get(at.clone()).unwrap_or_default().to_owned());
        Fault {
            reason: fault.message().to_owned(),
            at: shift(at, offset),
            twice,
        }
    });
    // A date that cannot be is reported by the key that takes it, with its value.
    let of_date = |fault: &Fault| {
        let inside = |e: &Entry| e.item.at.start <= fault.at.start && fault.at.end <= e.item.at.end;
        entries
            .iter()
            .any(|e| matches!(e.item.data, Data::Moment(_)) && inside(e))
    };
    let faults: Vec<Fault> = faults.filter(|fault| !of_date(fault)).collect();
    (entries, faults)
}

fn entries(table: &DeTable, text: &str, offset: usize) -> Vec<Entry> {
    let entry = |(key, value): (&Spanned<std::borrow::Cow<str>>, &Spanned<DeValue>)| Entry {
        key: key.get_ref().to_string(),
        at: shift(key.span(), offset),
        item: item(value, text, offset),
    };
    let mut entries: Vec<Entry> = table.iter().map(entry).collect();
    entries.sort_by_key(|entry| entry.at.start);
    entries
}

fn item(value: &Spanned<DeValue>, text: &str, offset: usize) -> Item {
    let data = match value.get_ref() {
        DeValue::String(string) => Data::Text(string.to_string()),
        DeValue::Integer(n) => whole(n.as_str(), n.radix()),
        DeValue::Float(n) => n.as_str().parse().map_or(Data::Nothing, Data::Real),
        DeValue::Boolean(flag) => Data::Flag(*flag),
        DeValue::Datetime(_) => Data::Moment(text.get(value.span()).unwrap_or_default().to_owned()),
        DeValue::Array(list) => Data::List(list.iter().map(|value| item(value, text, offset)).collect()),
        DeValue::Table(table) => Data::Table(entries(table, text, offset)),
    };
    Item {
        data,
        at: shift(value.span(), offset),
        raw: None,
    }
}

fn whole(digits: &str, radix: u32) -> Data {
    match i64::from_str_radix(digits, radix) {
        Ok(n) => Data::Whole(n),
        Err(_) => digits.parse().map_or(Data::Nothing, Data::Real),
    }
}

fn shift(at: Range<usize>, offset: usize) -> Range<usize> {
    at.start.saturating_add(offset)..at.end.saturating_add(offset)
}

#[cfg(test)]
mod tests {
    use super::super::plain_toml::entries;
    use super::parse_toml;
    use proptest::prelude::*;

    #[test]
    fn a_usual_front_matter_is_read() {
        let text = "title = \"নদীতে ইলিশ\"\ndate = 2026-11-22T07:30:00+06:00\n\nauthors=[\"ক\", \"খ\",]\nfeatured = true\nweight =  7 \n";
        let (parsed, faults) = parse_toml(text, 4);
        assert!(faults.is_empty());
        assert_eq!(entries(text, 4), Some(parsed));
    }

    #[test]
    fn all_else_is_for_the_parser() {
        for text in [
            "a = \"\"\"x\"\"\"",
            "a = 'x'",
            "a = \"\\n\"",
            "[a]\nb = 1",
            "a.b = 1",
            "a = 01",
            "a = 1.5",
            "a = 1 # x",
            "# x",
            "a = 1\na = 2",
            "a = truely",
            "a = 2026-02-30T00:00:00Z",
            "a = 2026-01-01",
            "a = [1]",
            "a = [\"x\" \"y\"]",
            "a",
            "a = \"x",
            "a = \"x\" y",
            "= 1",
            "a = [\"x\",,]",
            "a = 1\u{C}",
            "\u{C}",
        ] {
            assert_eq!(entries(text, 0), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_the_parser_reads(
            text in "((ti|b-c|d_)[ \t]{0,2}=[ \t]{0,2}(\"[ক\"a# ]{0,4}\"|\\[(\"[কa]?\"[, ]{0,2}){0,3}\\]|[0-9]{1,3}|true|falsex?|2026-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6]0:00(Z|[+-][0-2][0-9]:[0-6]0)?)[ \t]{0,2}(#a)?\n{0,2}){0,3}"
        ) {
            if let Some(found) = entries(&text, 7) {
                let (parsed, faults) = parse_toml(&text, 7);
                prop_assert!(faults.is_empty(), "{faults:?}");
                prop_assert_eq!(found, parsed);
            }
        }
    }
}
