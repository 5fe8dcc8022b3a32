//! What kind of address a link has.

use crate::bengali::gate;

/// The kinds of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Address {
    /// On the web: `https:`, `http:`, `//host`.
    Web,
    /// `mailto:`, `tel:`
    Contact,
    /// `#here`
    Fragment,
    /// Inside of the site.
    Inside,
    /// Another scheme: not published.
    Refused,
}

/// The name or path of a file as it is written: NFC, as the walk has it, without control characters. Joiners and spaces are
/// part of a name.
pub(crate) fn file_name(written: &str) -> String {
    let plain = written.trim().chars().filter(|c| !c.is_control());
    gate::nfc(&plain.collect::<String>()).into_owned()
}

/// The kind of an address. White space and control characters hide no scheme (`java\nscript:`), as browsers drop them.
pub(crate) fn kind(href: &str) -> Address {
    let mut scheme = String::new();
    for letter in href
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace() && *c != '\u{FEFF}')
    {
        match letter {
            ':' => return by_scheme(&scheme),
            '/' | '?' | '#' => break,
            _ if scheme.len() > 40 => break,
            _ => scheme.push(letter.to_ascii_lowercase()),
        }
    }
    let start = href.trim_start_matches(|c: char| c.is_control() || c.is_whitespace());
    match start.as_bytes() {
        [b'/' | b'\\', b'/' | b'\\', ..] => Address::Web,
        [b'#', ..] => Address::Fragment,
        _ => Address::Inside,
    }
}

fn by_scheme(scheme: &str) -> Address {
    match scheme {
        "http" | "https" => Address::Web,
        "mailto" | "tel" => Address::Contact,
        // A colon after other than letters is no scheme: `খবর:১`.
        _ if scheme.is_empty()
            || !scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.')) =>
        {
            Address::Inside
        }
        _ => Address::Refused,
    }
}

#[cfg(test)]
mod tests {
    use super::{Address, kind};

    #[test]
    fn kinds() {
        for (href, expected) in [
            ("https://example.org/ক", Address::Web),
            ("HTTP://x", Address::Web),
            ("//x/y", Address::Web),
            ("mailto:a@b", Address::Contact),
            ("tel:+880", Address::Contact),
            ("#fn-1", Address::Fragment),
            ("/health/a/", Address::Inside),
            ("../a.md", Address::Inside),
            ("", Address::Inside),
            ("খবর:১", Address::Inside),
            ("javascript:alert(1)", Address::Refused),
            (" java\nscript\t:x", Address::Refused),
            ("\u{1}data:text/html,x", Address::Refused),
            ("vbscript:x", Address::Refused),
            ("file:///etc/passwd", Address::Refused),
        ] {
            assert_eq!(kind(href), expected, "{href}");
        }
    }
}
