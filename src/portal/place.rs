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
    if stem == "index" {
        folder.rsplit_once('/').map_or(folder, |(_, last)| last)
    } else {
        stem
    }
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

/// Splits `2024-02-16-name` into its date and `name`; the digits may be Bengali.
pub(super) fn dated(stem: &str) -> (Option<jiff::civil::Date>, &str) {
    match crate::source::date_from_name(stem) {
        Some((date, rest)) if !rest.is_empty() => (Some(date), rest),
        _ => (None, stem),
    }
}

/// Where what a file calls `written` lies, and its address in the output: `/a.jpg` below `static/`, another path beside the
/// file. What lies outside of the file's folder is published beside its page, under its own name.
pub(super) fn published(file: &str, url: &str, written: &str) -> Option<(String, String)> {
    let written = written.split(['#', '?']).next().unwrap_or_default();
    let decoded = url::decode(written).unwrap_or_else(|| written.to_owned());
    if let Some(rooted) = decoded.strip_prefix('/') {
        let inner = join("", rooted)?;
        return Some((format!("static/{inner}"), format!("/{inner}")));
    }
    let source = join(folder(file), &decoded)?;
    let beside = source.strip_prefix(folder(file)).and_then(|r| r.strip_prefix('/'));
    let name = beside.unwrap_or_else(|| source.rsplit('/').next().unwrap_or(&source));
    let address = format!("{url}{name}");
    Some((source, address))
}

/// `path` as seen from `folder`: `.` and `..` resolved; `None` when it leaves the root.
pub(super) fn join(folder: &str, path: &str) -> Option<String> {
    let (joined, left) = resolve(folder, path);
    (!left).then_some(joined)
}

/// `path` as seen from `folder`, and whether it steps above the root: an address stays at the root then, a file is refused.
pub(crate) fn resolve(folder: &str, path: &str) -> (String, bool) {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    let mut left = false;
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => left |= parts.pop().is_none(),
            name => parts.push(name),
        }
    }
    (parts.join("/"), left)
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
        assert_eq!(
            story_key("/international/putin-hamas/"),
            story_key("international/putin-hamas")
        );
    }
}
