//! A header line changed in place, or put behind the others.

use super::{Key, NAMES, blank_lines, header, line_at};

/// The header line that says what a key of front matter says.
fn named(key: &str) -> Option<Key> {
    let name = match key {
        "image_caption" => "caption",
        "image_credit" => "credit",
        "image_alt" => "alt",
        other => other,
    };
    NAMES.iter().find(|(known, _)| *known == name).map(|(_, key)| *key)
}

/// The text without the header line of this key; `None` where header lines do not know the key.
pub(crate) fn without_header(text: &str, key: &str) -> Option<String> {
    let key = named(key)?;
    let mut at = blank_lines(text, 0);
    while let Some((line, next)) = line_at(text, at) {
        match header(text.get(line)?) {
            Some((Key::Text, _)) | None => break,
            Some((found, _)) if found == key => return Some(format!("{}{}", text.get(..at)?, text.get(next..)?)),
            Some(_) => at = next,
        }
    }
    Some(text.to_owned())
}

/// The text with a header line of this key; `None` where header lines do not know the key.
pub(crate) fn with_header(text: &str, key: &str, value: &str) -> Option<String> {
    let key = named(key)?;
    let (name, _) = NAMES.iter().find(|(_, known)| *known == key)?;
    let mut at = blank_lines(text, 0);
    let start = at;
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let new = format!("{name}: {value}{ending}");
    while let Some((line, next)) = line_at(text, at) {
        match header(text.get(line.clone())?) {
            Some((Key::Text, _)) | None => break,
            Some((found, _)) if found == key => return Some(format!("{}{new}{}", text.get(..at)?, text.get(next..)?)),
            Some(_) => at = next,
        }
    }
    let (before, after) = (text.get(..at)?, text.get(at..)?);
    if at > start {
        // The last of the header lines may end the file.
        let broken = if before.ends_with('\n') { "" } else { ending };
        return Some(format!("{before}{broken}{new}{after}"));
    }
    // Without header lines the first line is the headline.
    let (line, next) = line_at(text, at)?;
    let (title, _) = NAMES.iter().find(|(_, known)| *known == Key::Title)?;
    let (headline, body) = (text.get(line)?.trim(), text.get(next..)?);
    let blank = if body.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) {
        ""
    } else {
        ending
    };
    Some(format!("{before}{title}: {headline}{ending}{new}{blank}{body}"))
}
