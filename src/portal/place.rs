//! Where files lie and what they are called: names of stories, paths relative to a file.

use super::url;
use crate::bengali::gate;

/// The folder of a source file, without a slash at the end.
pub(super) fn folder(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// `content/x/2024-02-16-name.md` gives `2024-02-16-name`; a folder story, `content/x/name/index.md`, gives `name`.
pub(super) fn stem(file: &str) -> &str {
    let (folder, name) = file.rsplit_once('/').unwrap_or(("", file));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem == "index" { folder.rsplit_once('/').map_or(folder, |(_, last)| last) } else { stem }
}

/// Whether the story is a folder with its pictures, `…/index.md`.
pub(super) fn is_folder_story(file: &str) -> bool {
    file.ends_with("/index.md") || file.ends_with("/index.txt")
}

/// The folder that a story's section is looked up by.
pub(super) fn section_path(file: &str) -> &str {
    let path = folder(file);
    let path = if is_folder_story(file) { folder(path) } else { path };
    path.strip_prefix("content").unwrap_or(path).trim_start_matches('/')
}

/// Splits `2024-02-16-name` into its date and `name`.
pub(super) fn dated(stem: &str) -> (Option<jiff::civil::Date>, &str) {
    let Some(head) = stem.get(..10) else { return (None, stem) };
    let rest = &stem[10..];
    let shaped = head.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    match (shaped, rest.strip_prefix(['-', '_'])) {
        (true, Some(name)) if !name.is_empty() => match head.parse() {
            Ok(date) => (Some(date), name),
            Err(_) => (None, stem),
        },
        _ => (None, stem),
    }
}

/// `path` as seen from `folder`: `.` and `..` resolved; `None` when it leaves the root.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The key under which a story is found, whichever way an editor names it.
///
/// ```text
/// /international/putin-hamas/   international/putin-hamas   content/international/2024-02-16-putin-hamas.md
/// ```
pub(super) fn story_key(name: &str) -> String {
    let name = name.strip_prefix("content/").unwrap_or(name);
    let bare = name.trim_matches('/');
    if url::is_plain(bare) {
        return bare.to_owned();
    }
    let name = url::decode(name).unwrap_or_else(|| name.to_owned());
    let name = name.split(['#', '?']).next().unwrap_or_default();
    let name = name.trim().trim_start_matches("./").trim_matches('/');
    gate::key(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_folders() {
        assert_eq!(stem("content/x/2024-02-16-putin/index.md"), "2024-02-16-putin");
        assert_eq!(section_path("content/x/y/2024-02-16-putin/index.md"), "x/y");
        assert_eq!(section_path("content/x/a.md"), "x");
        assert_eq!(dated("2024-02-16-putin-hamas").1, "putin-hamas");
        assert_eq!(dated("2024-02-30-putin").0, None);
        assert_eq!(join("content/x", "../y/a.jpg").as_deref(), Some("content/y/a.jpg"));
        assert_eq!(join("content", "../../a"), None);
        assert_eq!(story_key("/international/putin-hamas/"), story_key("international/putin-hamas"));
    }
}
