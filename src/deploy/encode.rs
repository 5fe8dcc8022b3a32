//! Encodings that hosts ask for: percent, base64, hexadecimal.

use std::fmt::Write;

/// Hexadecimal, lower case.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
            let _ = write!(out, "{byte:02x}");
            out
        })
}

/// Base64 of RFC 4648, padded.
pub(super) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let part = |i: usize| u32::from(three.get(i).copied().unwrap_or(0));
        let bits = part(0) << 16 | part(1) << 8 | part(2);
        for place in 0..4usize {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place > three.len() { '=' } else { char::from(letter) });
        }
    }
    out
}

/// A value of a query or a form: everything but unreserved characters is encoded.
pub(super) fn query(text: &str) -> String {
    percent(text, "-_.~")
}

/// A path: as [`query`], with `/` kept.
pub(super) fn path(text: &str) -> String {
    percent(text, "-_.~/")
}

fn percent(text: &str, kept: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || kept.contains(char::from(byte)) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// An address as a header may carry it: what is not ASCII is percent-encoded, what is encoded stays.
pub(super) fn ascii(address: &str) -> String {
    address.chars().fold(String::new(), |out, c| {
        let safe = c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '<' | '>' | '{' | '}' | '`' | '^' | '|');
        let mut bytes = [0; 4];
        if safe {
            out + c.encode_utf8(&mut bytes)
        } else {
            out + &query(c.encode_utf8(&mut bytes))
        }
    })
}

/// A regular expression that matches exactly this text.
pub(super) fn pattern(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        if c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '/' | '-' | '_' | ' ') {
            out.push('\\');
        }
        out.push(c);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_those_of_their_documents() {
        assert_eq!(
            ["", "f", "fo", "foo", "foob"].map(|t| base64(t.as_bytes())),
            ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="]
        );
        assert_eq!(path("ক/a b.html"), "%E0%A6%95/a%20b.html");
        assert_eq!(hex(&[0, 255]), "00ff");
    }
}
