//! Base64 (RFC 4648) as page builders write it. Only decoding is needed, of short texts: no crate for that.

/// Decodes; `None` for what is no base64.
///
/// ```
/// assert_eq!(khobor::import::base64::decode("4KaV").as_deref(), Some("ক".as_bytes()));
/// assert_eq!(khobor::import::base64::decode("ক"), None);
/// ```
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0u32, 0u32);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from((bits >> count) & 0xFF).ok()?);
        }
    }
    Some(out)
}
