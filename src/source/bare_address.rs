//! Addresses that stand bare in running text: `https://…`, `www.…`, `a@b.example`.

use crate::bengali::gate::is_bengali;

/// A stretch of running text.
#[derive(Debug, PartialEq)]
pub(crate) enum Span<'a> {
    /// Text.
    Text(&'a str),
    /// An address as it is written, and where it leads.
    Address(&'a str, String),
}

/// Cuts a text at its addresses. An address ends at white space, quotation marks, a danda, or where Bengali is glued to it
/// (`example.org-এ`); punctuation at its end belongs to the sentence.
pub(crate) fn spans(text: &str) -> Vec<Span<'_>> {
    let mut spans = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some((start, end, href)) = next(text, at) {
        if start > done {
            spans.push(Span::Text(text.get(done..start).unwrap_or_default()));
        }
        spans.push(Span::Address(text.get(start..end).unwrap_or_default(), href));
        (done, at) = (end, end);
    }
    if done < text.len() {
        spans.push(Span::Text(text.get(done..).unwrap_or_default()));
    }
    spans
}

/// Whether a text may hold an address: a look at its bytes.
pub(crate) fn may_hold(text: &str) -> bool {
    text.contains("://") || text.contains('@') || text.contains("www.") || text.contains("WWW.")
}

/// A text without its addresses.
pub(crate) fn without(text: &str) -> String {
    let said = |span| match span {
        Span::Text(text) => Some(text),
        Span::Address(..) => None,
    };
    spans(text).into_iter().filter_map(said).collect::<Vec<_>>().join(" ")
}

/// The address that a text consists of.
pub(crate) fn only(text: &str) -> Option<String> {
    let text = text.trim();
    match spans(text).as_slice() {
        [Span::Address(whole, href)] if *whole == text => Some(href.clone()),
        _ => None,
    }
}

/// The first address at or after `from`: where it begins and ends, and where it leads.
fn next(text: &str, from: usize) -> Option<(usize, usize, String)> {
    let mut at = from;
    loop {
        let rest = text.get(at..)?;
        let here = at + rest.find(['h', 'H', 'w', 'W', '@'])?;
        let found = match text.as_bytes().get(here) {
            Some(b'@') => mail(text, here, from),
            _ => web(text, here),
        };
        if found.is_some() {
            return found;
        }
        at = here + 1;
    }
}

fn web(text: &str, start: usize) -> Option<(usize, usize, String)> {
    let before = text.get(..start)?.chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '@' | '-' | '_' | ':')) {
        return None;
    }
    let rest = text.get(start..)?;
    let begins = |mark: &str| {
        rest.get(..mark.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(mark))
    };
    let mark = ["https://", "http://", "www."].into_iter().find(|mark| begins(mark))?;
    let length = trimmed(rest.get(..extent(rest)?)?).len();
    let address = rest.get(..length)?;
    let host = address.get(mark.len()..)?.split(['/', '?', '#']).next()?;
    let dotted = host
        .split_once('.')
        .is_some_and(|(a, b)| !a.is_empty() && !b.is_empty())
        || mark == "www." && host.len() > 1;
    let known = host.starts_with(|c: char| c.is_ascii_alphanumeric() || is_bengali(c));
    let prefix = if mark == "www." { "https://" } else { "" };
    (dotted && known).then(|| (start, start + length, format!("{prefix}{address}")))
}

/// ZWNJ and ZWJ.
const JOINERS: [char; 2] = ['\u{200C}', '\u{200D}'];

/// Where an address ends at the latest.
fn extent(text: &str) -> Option<usize> {
    let (mut before, mut last) = (' ', ' ');
    for (at, letter) in text.char_indices() {
        let ends = letter.is_whitespace()
            || letter.is_control()
            || matches!(
                letter,
                '<' | '>'
                    | '"'
                    | '`'
                    | '|'
                    | '\\'
                    | '“'
                    | '”'
                    | '‘'
                    | '’'
                    | '।'
                    | '॥'
                    | '\u{FFFC}'
                    | '…'
                    | '—'
                    | '–'
            );
        let goes_on = is_bengali(last)
            || matches!(
                last,
                '/' | '=' | '-' | '_' | '%' | '#' | '?' | '&' | '+' | ':' | '(' | ','
            )
            || last == '.' && is_bengali(before);
        let glued = is_bengali(letter) && !goes_on;
        if ends || glued {
            return Some(at);
        }
        // A joiner is part of the letters around it.
        if !JOINERS.contains(&letter) {
            (before, last) = (last, letter);
        }
    }
    Some(text.len())
}

/// Endings of Bengali words that are put behind an address with a hyphen.
const ENDINGS: [&str; 14] = [
    "-এর",
    "-এ",
    "-এও",
    "-এই",
    "-তে",
    "-তেও",
    "-র",
    "-কে",
    "-ও",
    "-ই",
    "-য়",
    "-থেকে",
    "-সহ",
    "-ভিত্তিক",
];

/// An address without what belongs to the sentence around it.
fn trimmed(address: &str) -> &str {
    let mut rest = address;
    loop {
        let before = rest;
        rest = rest.trim_end_matches(['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '"', ']', '}']);
        rest = rest.trim_end_matches(JOINERS);
        if rest.ends_with(')') && rest.matches(')').count() > rest.matches('(').count() {
            rest = rest.strip_suffix(')').unwrap_or(rest);
        }
        if let Some(bare) = ENDINGS.iter().find_map(|ending| rest.strip_suffix(ending)) {
            rest = bare;
        }
        if rest == before {
            return rest;
        }
    }
}

/// The mail address around the `@` at `at`; not from before `from`.
fn mail(text: &str, at: usize, from: usize) -> Option<(usize, usize, String)> {
    let of_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-');
    let of_host = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-');
    let bytes = text.as_bytes();
    let start = at - bytes.get(from..at)?.iter().rev().take_while(|b| of_name(b)).count();
    let end = at + 1 + bytes.get(at + 1..)?.iter().take_while(|b| of_host(b)).count();
    let host = text.get(at + 1..end)?.trim_end_matches(['.', '-']);
    let end = at + 1 + host.len();
    let inner = host.rsplit_once('.').filter(|(name, last)| {
        !name.is_empty() && !host.starts_with('.') && last.len() > 1 && last.bytes().all(|b| b.is_ascii_alphabetic())
    });
    let stands = start < at && !matches!(text.get(..start)?.chars().next_back(), Some('/' | ':' | '@'));
    let whole = text.get(start..end)?;
    (stands && inner.is_some() && !whole.starts_with('.')).then(|| (start, end, format!("mailto:{whole}")))
}

#[cfg(test)]
mod tests {
    use super::{Span, only, spans};
    use proptest::prelude::*;

    fn found(text: &str) -> Vec<String> {
        let address = |span| match span {
            Span::Address(shown, href) if href == shown => Some(href),
            Span::Address(shown, href) => Some(format!("{shown} → {href}")),
            Span::Text(_) => None,
        };
        spans(text).into_iter().filter_map(address).collect()
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        for (text, address) in [
            ("দেখুন https://example.com/a?b=1 আর", "https://example.com/a?b=1"),
            ("ঠিকানা https://example.com।", "https://example.com"),
            ("(https://example.com/a_(b)).", "https://example.com/a_(b)"),
            ("https://example.com-এ গিয়ে", "https://example.com"),
            ("https://example.comতে", "https://example.com"),
            (
                "https://bn.wikipedia.org/wiki/ঢাকা_শহর, আরও",
                "https://bn.wikipedia.org/wiki/ঢাকা_শহর",
            ),
            ("“https://example.com/x”", "https://example.com/x"),
            ("https://নদী.বাংলা/খবর", "https://নদী.বাংলা/খবর"),
            (
                "https://নদী.বাংলা/র\u{200D}্যাব-অভিযান আজ",
                "https://নদী.বাংলা/র\u{200D}্যাব-অভিযান",
            ),
            ("https://নদী.বাংলা/খবর\u{200C} আজ", "https://নদী.বাংলা/খবর"),
            ("HTTP://EXAMPLE.com!", "HTTP://EXAMPLE.com"),
            (
                "www.example.com/a-b.",
                "www.example.com/a-b → https://www.example.com/a-b",
            ),
            (
                "লিখুন khobor@example.com.bd।",
                "khobor@example.com.bd → mailto:khobor@example.com.bd",
            ),
            ("https://example.com/a@b", "https://example.com/a@b"),
        ] {
            assert_eq!(found(text), [address], "{text}");
        }
    }

    #[test]
    fn what_is_no_address() {
        for text in [
            "https://",
            "http://x",
            "wwwww",
            "www.",
            "ক@খ",
            "a@b",
            "@nodi",
            "xhttps://example.com",
            "১@২.৩",
            "a@b.c1",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
        assert_eq!(only(" https://a.org/x \n").as_deref(), Some("https://a.org/x"));
        assert_eq!(only("https://a.org/x ও"), None);
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "(https?://|www\\.|[a-c.@/()ক-ঘ।\\-: ]){0,24}") {
            let whole: String = spans(&text)
                .iter()
                .map(|span| match span { Span::Text(text) | Span::Address(text, _) => *text })
                .collect();
            prop_assert_eq!(whole, text);
        }
    }
}
