//! Copies that a program for sharing files puts beside a file: `x (1).md`, `x - Copy.md`, `x.sync-conflict-….md`.

/// The name of the file that a name with the mark of a copy was made from; without the ending.
///
/// A name with such a mark may as well be a story's own: only beside a file of that name it is a copy.
pub(crate) fn original(stem: &str) -> Option<&str> {
    let found = once(stem)?;
    // A copy of a copy.
    let found = once(found).unwrap_or(found);
    (!found.is_empty()).then_some(found)
}

fn once(stem: &str) -> Option<&str> {
    if let Some((head, _)) = stem.split_once(".sync-conflict-") {
        return Some(head);
    }
    if let Some((head, inside)) = stem.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        let lower = inside.to_ascii_lowercase();
        let number = (1..=3).contains(&inside.chars().count())
            && inside.chars().all(|c| c.is_ascii_digit() || ('০'..='৯').contains(&c));
        let conflict = lower.contains("conflict") || inside.contains("দ্বন্দ্ব");
        return (number || conflict).then(|| head.trim_end());
    }
    let bare = stem.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
    let marks = [" - copy", " copy", " - কপি", " কপি", "_copy"];
    marks.iter().find_map(|mark| {
        let at = bare.len().checked_sub(mark.len())?;
        let tail = bare.get(at..)?;
        tail.eq_ignore_ascii_case(mark).then(|| bare.get(..at)).flatten()
    })
}

/// Whether a file or folder of this name could be a copy.
pub(crate) fn may_be_copy(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    original(stem).is_some() || original(name).is_some()
}

/// The paths of which one must be there for the text at `path` to be a copy: the same file without the mark, or the same file
/// in the same folder without the mark.
pub(crate) fn originals(path: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    if let Some((stem, ending)) = name.rsplit_once('.')
        && let Some(original) = original(stem)
    {
        found.push(format!("{folder}/{original}.{ending}"));
    }
    if let Some((above, last)) = folder.rsplit_once('/')
        && let Some(original) = original(last)
    {
        found.push(format!("{above}/{original}/{name}"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{may_be_copy, original, originals};

    #[test]
    fn marks_of_copies() {
        for name in [
            "নদী (1)",
            "নদী(২)",
            "নদী - Copy",
            "নদী - Copy (2)",
            "নদী copy 2",
            "নদী - কপি",
            "নদী.sync-conflict-20261129-101010-ABCDEF7",
            "নদী (Rahim's conflicted copy 2026-11-29)",
            "নদী (conflicted copy 2026-11-29 101010)",
        ] {
            assert_eq!(original(name), Some("নদী"), "{name}");
        }
        for name in ["নদী", "কপি", "photocopy", "বাজেট (২০২৬)", "নদী (প্রথম পর্ব)", "hardcopy"]
        {
            assert_eq!(original(name), None, "{name}");
        }
        assert_eq!(originals("content/a/x - Copy/index.md"), ["content/a/x/index.md"]);
        assert!(may_be_copy("x (1).md") && may_be_copy("x - Copy") && !may_be_copy("x.md"));
    }
}
