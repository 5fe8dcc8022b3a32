//! Where files lie and what they are called: names of stories, paths relative to a file.

use super::url;
use crate::bengali::gate;
use rustc_hash::FxHashMap;

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

/// The files of a site by what an editor may call them. A name is found as it is written, else with `%20` and the like
/// decoded, else without regard to joiners (Avro writes them), kinds of spaces and how many of them stand together.
#[derive(Debug, Clone, Default)]
pub(super) struct FileNames {
    /// Files whose path is not its own key.
    unusual: FxHashMap<String, String>,
}

impl FileNames {
    /// `paths` in order: where two have one key, the first is meant.
    pub(super) fn new<'a>(paths: impl Iterator<Item = &'a str>) -> Self {
        let mut unusual = FxHashMap::default();
        for path in paths.filter(|path| !is_plain_name(path)) {
            let key = file_key(path);
            if key != path {
                unusual.entry(key).or_insert_with(|| path.to_owned());
            }
        }
        FileNames { unusual }
    }

    /// Where what `file`, whose page is at `url`, calls `written` may lie, and its address in the output, the likeliest
    /// first: `/a.jpg` below `static/`, another path beside the file. What lies outside of the file's folder is published
    /// beside its page, under its own name.
    pub(super) fn candidates(&self, file: &str, url: &str, written: &str) -> impl Iterator<Item = (String, String)> {
        let bare = written.split(['#', '?']).next().unwrap_or_default();
        let decoded = |text: &str| url::decode(text).unwrap_or_else(|| text.to_owned());
        let mut sources: Vec<String> = Vec::with_capacity(2);
        let mut add = |source: Option<String>| {
            if let Some(source) = source.filter(|source| !sources.contains(source)) {
                sources.push(source);
            }
        };
        for name in [written.to_owned(), decoded(bare), decoded(written)] {
            add(lies_at(file, &name));
        }
        for name in [written.to_owned(), decoded(bare)] {
            let loose = lies_at(file, &name).filter(|source| !is_plain_name(source));
            let key = loose.map(|source| file_key(&source));
            add(key.map(|key| self.unusual.get(&key).cloned().unwrap_or(key)));
        }
        let address = |source: String| (address_of(file, url, &source), source);
        let found: Vec<_> = sources.into_iter().map(address).map(|(a, s)| (s, a)).collect();
        found.into_iter()
    }
}

/// The file that `written` names when it is taken at its word.
fn lies_at(file: &str, written: &str) -> Option<String> {
    match written.strip_prefix('/') {
        Some(rooted) => Some(format!("static/{}", join("", rooted)?)),
        None => join(folder(file), written),
    }
}

fn address_of(file: &str, url: &str, source: &str) -> String {
    if let Some(inner) = source.strip_prefix("static/").filter(|_| !file.starts_with("static/")) {
        return format!("/{inner}");
    }
    let beside = source.strip_prefix(folder(file)).and_then(|r| r.strip_prefix('/'));
    let name = beside.unwrap_or_else(|| source.rsplit('/').next().unwrap_or(source));
    format!("{}{name}", super::url::beside(url))
}

/// Whether a path is its own key at first sight.
fn is_plain_name(path: &str) -> bool {
    path.bytes().all(|b| b.is_ascii_graphic())
}

fn file_key(path: &str) -> String {
    let canonical = gate::canonical(path);
    let mut key = String::with_capacity(canonical.len());
    for letter in canonical.chars().filter(|c| !matches!(c, '\u{200C}' | '\u{200D}')) {
        match letter {
            c if c.is_whitespace() && key.ends_with(' ') => {}
            c if c.is_whitespace() => key.push(' '),
            c => key.push(c),
        }
    }
    key
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

    #[test]
    fn files_are_found_by_what_they_are_called() {
        let files = [
            "content/x/a  b.jpg",
            "content/x/WhatsApp%20Image.jpg",
            "content/x/ক\u{200C}খ.jpg",
            "content/x/Screenshot\u{202F}PM.png",
            "content/x/a#b.jpg",
            "content/x/plain name.JPG",
            "static/ছবি  এক.png",
        ];
        let names = FileNames::new(files.into_iter());
        let find = |written: &str| {
            let all: Vec<_> = names.candidates("content/x/y.md", "/x/y/", written).collect();
            all.into_iter().find(|(source, _)| files.contains(&source.as_str()))
        };
        for (written, found, address) in [
            ("a  b.jpg", files[0], "/x/y/a  b.jpg"),
            ("a b.jpg", files[0], "/x/y/a  b.jpg"),
            ("a%20%20b.jpg", files[0], "/x/y/a  b.jpg"),
            ("WhatsApp%20Image.jpg", files[1], "/x/y/WhatsApp%20Image.jpg"),
            ("কখ.jpg", files[2], "/x/y/ক\u{200C}খ.jpg"),
            ("Screenshot PM.png", files[3], "/x/y/Screenshot\u{202F}PM.png"),
            ("a#b.jpg", files[4], "/x/y/a#b.jpg"),
            ("plain\u{A0}name.JPG", files[5], "/x/y/plain name.JPG"),
            ("/ছবি এক.png", files[6], "/ছবি  এক.png"),
        ] {
            assert_eq!(find(written), Some((found.to_owned(), address.to_owned())), "{written}");
        }
        assert_eq!(find("plain name.jpg"), None);
        assert_eq!(find("../../../a.jpg"), None);
    }
}
