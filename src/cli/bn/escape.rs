//! `\uXXXX` escapes, in which invisible characters can be given and seen.

/// Reads `\uXXXX` (also surrogate pairs, and `\u{X}`), `\n`, `\t` and `\\`.
///
/// # Errors
/// When an escape is cut short or names no character.
pub(super) fn decode(text: &str) -> Result<String, String> {
    let mut units: Vec<u16> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (head, tail) = rest.split_at_checked(at).unwrap_or_default();
        units.extend(head.encode_utf16());
        rest = decode_one(tail, &mut units)?;
    }
    units.extend(rest.encode_utf16());
    String::from_utf16(&units).map_err(|_| "half a surrogate pair".to_owned())
}

/// Reads the escape at the start of `tail`, returns what follows it.
fn decode_one<'a>(tail: &'a str, units: &mut Vec<u16>) -> Result<&'a str, String> {
    let plain = [("\\n", "\n"), ("\\t", "\t"), ("\\r", "\r"), ("\\\\", "\\")];
    if let Some((escape, text)) = plain.iter().find(|(escape, _)| tail.starts_with(escape)) {
        units.extend(text.encode_utf16());
        return Ok(tail.get(escape.len()..).unwrap_or_default());
    }
    let wrong = || format!("not an escape: {}", tail.chars().take(8).collect::<String>());
    let digits = tail.strip_prefix("\\u").ok_or_else(wrong)?;
    if let Some((code, after)) = digits.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        let letter = u32::from_str_radix(code, 16)
            .ok()
            .and_then(char::from_u32)
            .ok_or_else(wrong)?;
        units.extend(letter.encode_utf16(&mut [0; 2]).iter());
        return Ok(after);
    }
    let (code, after) = digits.split_at_checked(4).ok_or_else(wrong)?;
    let hex = code.bytes().all(|b| b.is_ascii_hexdigit());
    units.push(u16::from_str_radix(code, 16).ok().filter(|_| hex).ok_or_else(wrong)?);
    Ok(after)
}

/// Everything but printable ASCII as `\uXXXX`.
pub(super) fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(b'\\') => out.push_str("\\\\"),
            Ok(byte @ 0x20..=0x7E) => out.push(char::from(byte)),
            _ => out.push_str(&format!("\\u{unit:04X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};

    #[test]
    fn there_and_back() {
        assert_eq!(decode("\\u0995a\\uD83D\\uDE00\\u{9BE}"), Ok("কa😀া".to_owned()));
        assert_eq!(encode("কা 😀\n"), "\\u0995\\u09BE \\uD83D\\uDE00\\u000A");
        for wrong in ["\\u09", "\\x", "\\uD83D", "\\u+123", "\\u{110000}"] {
            assert!(decode(wrong).is_err(), "{wrong}");
        }
    }
}
