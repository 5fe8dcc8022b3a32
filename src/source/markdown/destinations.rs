//! Names of files in links and pictures as newsrooms write them: `![ঘাট](WhatsApp Image 2026-11-29 at 4.20 PM.jpeg)`.
//! CommonMark wants a name with spaces between `<` and `>`; here it gets them.

use std::ops::Range;

/// A change to a text: `.0` becomes `.1`.
pub(crate) type Edit = (Range<usize>, &'static str);

/// Whether a text may hold a link or picture.
pub(crate) fn may_hold(text: &str) -> bool {
    text.contains("](")
}

/// What to change so that the destination behind the `](` at `at` is read, and where to go on. Nothing to change when it
/// is read as it is, or when it is a sentence in brackets.
pub(crate) fn edits(text: &str, at: usize) -> (Vec<Edit>, usize) {
    let open = at + 2;
    let Some(inside) = parenthesis(text, open) else {
        return (Vec::new(), open);
    };
    let whole = text.get(inside.clone()).unwrap_or_default();
    let Some(bracket) = opening(text, at) else {
        return (Vec::new(), open);
    };
    let picture = text.get(..bracket).is_some_and(|head| head.ends_with('!'));
    let (name, title) = name_and_title(whole);
    let start = inside.start + whole.len() - whole.trim_start().len();
    let name_at = start..start + name.len();
    let spaced = name.contains([' ', '\t', '\u{A0}', '\u{202F}']);
    let sound = !name.is_empty() && !name.contains(['<', '>']) && (picture || ends_like_a_file(name));
    let mut edits = Vec::new();
    if spaced && sound {
        edits.push((name_at.start..name_at.start, "<"));
        edits.push((name_at.end..name_at.end, ">"));
    }
    if let Some((from, to)) = title.filter(|_| sound) {
        edits.push((start + from..start + from + '“'.len_utf8(), "\""));
        edits.push((start + to..start + to + '”'.len_utf8(), "\""));
    }
    let end = if edits.is_empty() { open } else { inside.end };
    (edits, end)
}

/// The range between parentheses on one line; `open` is behind the first of them.
fn parenthesis(text: &str, open: usize) -> Option<Range<usize>> {
    let mut depth = 0usize;
    for (at, letter) in text.get(open..)?.char_indices().take(1000) {
        match letter {
            '\n' => return None,
            '(' => depth += 1,
            ')' if depth == 0 => return Some(open..open + at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where the bracket opens that closes at `close`, in the same paragraph.
fn opening(text: &str, close: usize) -> Option<usize> {
    let mut depth = 0usize;
    let head = text.get(..close)?;
    if head.ends_with('\\') {
        return None;
    }
    let mut after = ' ';
    for (at, letter) in head.char_indices().rev().take(2000) {
        match letter {
            '\n' if after == '\n' => return None,
            ']' => depth += 1,
            '[' if depth > 0 => depth -= 1,
            '[' => {
                let before = head.get(..at)?;
                let escaped = before.ends_with('\\') || before.ends_with("\\!");
                return (!escaped).then_some(at);
            }
            _ => {}
        }
        after = letter;
    }
    None
}

/// The name of the file, and where a title in typographic quotation marks begins and ends.
fn name_and_title(inside: &str) -> (&str, Option<(usize, usize)>) {
    let inside = inside.trim();
    let parted = |open: char, close: char| {
        inside.strip_suffix(close)?;
        let mut openings = inside.match_indices(open).map(|(at, _)| at);
        openings.find_map(|at| {
            let head = inside.get(..at)?;
            let name = head.trim_end();
            (name.len() < head.len() && ends_like_a_file(name) && at < inside.len() - close.len_utf8())
                .then_some((name, at))
        })
    };
    if let Some((name, _)) = parted('"', '"').or_else(|| parted('\'', '\'')) {
        return (name, None);
    }
    match parted('“', '”') {
        Some((name, at)) if !inside.contains('"') => (name, Some((at, inside.len() - '”'.len_utf8()))),
        _ => (inside, None),
    }
}

/// Whether a text ends like a file's name: a dot and two to five letters or digits.
fn ends_like_a_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty() && (2..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::edits;

    fn changed(text: &str) -> String {
        let mut out = text.to_owned();
        let at = text.find("](").unwrap();
        for (range, new) in edits(text, at).0.into_iter().rev() {
            out.replace_range(range, new);
        }
        out
    }

    #[test]
    fn names_with_spaces_are_read() {
        for (text, wanted) in [
            ("![ক](a b.jpg)", "![ক](<a b.jpg>)"),
            ("![](photo (1).jpg \"ছবি\")", "![](<photo (1).jpg> \"ছবি\")"),
            ("![](a  b.PNG '১')", "![](<a  b.PNG> '১')"),
            ("[দেখুন](my file.pdf)", "[দেখুন](<my file.pdf>)"),
            ("![ক](a.png “ঘাট”)", "![ক](a.png \"ঘাট\")"),
            ("![ক](the \"big\" one.jpg)", "![ক](<the \"big\" one.jpg>)"),
            ("![ক](Screenshot\u{202F}PM.png)", "![ক](<Screenshot\u{202F}PM.png>)"),
        ] {
            assert_eq!(changed(text), wanted);
        }
        for text in [
            "![ক](a.jpg)",
            "![ক](a.jpg \"খ\")",
            "[১](তিনি বলেন না)",
            "\\![ক](a b.jpg)",
            "![ক\\](a b.jpg)",
            "ক](a b.jpg)",
            "![ক](<a b.jpg>)",
            "![ক](a b.jpg",
        ] {
            assert_eq!(changed(text), text);
        }
    }
}
