//! A story gets another place: another section, another last part of its address.

use crate::source::{EditFault, NewValue, ReadOptions, TextKind, set_key, written_aliases};

/// The place of a story's file: its folder with `index.md`, or a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoryPlace<'a> {
    /// The section's folder below `content/`.
    pub section: &'a str,
    /// The name of its folder or file, without an ending: `2026-11-22-nodir-khobor`.
    pub stem: &'a str,
    /// What follows the name: `/index.md`, `.md`, `.txt`.
    pub rest: &'a str,
}

/// The place that a path below `content/` says; `None` for what is no story in a section.
///
/// ```
/// let place = khobor::desk::story_place("content/desh/2026-11-22-nodi/index.md").unwrap();
/// assert_eq!((place.section, place.stem, place.rest), ("desh", "2026-11-22-nodi", "/index.md"));
/// ```
pub fn story_place(path: &str) -> Option<StoryPlace<'_>> {
    let inside = path.strip_prefix("content/")?;
    let (folder, name) = inside.rsplit_once('/')?;
    let of_folder = ["index.md", "index.txt"].contains(&name);
    let (section, stem, rest) = if of_folder {
        let (section, stem) = folder.rsplit_once('/')?;
        (section, stem, inside.get(folder.len()..)?)
    } else {
        let dot = name.rfind('.')?;
        (folder, name.get(..dot)?, name.get(dot..)?)
    };
    (!section.is_empty() && !stem.is_empty()).then_some(StoryPlace { section, stem, rest })
}

impl StoryPlace<'_> {
    /// The path of its file.
    pub fn path(&self) -> String {
        format!("content/{}/{}{}", self.section, self.stem, self.rest)
    }

    /// What is moved: its folder, or its file.
    pub fn moved(&self) -> String {
        match self.rest.strip_prefix('/') {
            Some(_) => format!("content/{}/{}", self.section, self.stem),
            None => self.path(),
        }
    }
}

/// A story's text with the address that it had among its former ones.
///
/// # Errors
/// [`EditFault`]; the text is left then.
pub fn with_alias(path: &str, text: &str, address: &str, options: &ReadOptions) -> Result<String, EditFault> {
    let source = (text, TextKind::of_path(path));
    let mut aliases = written_aliases(source, options);
    if aliases
        .iter()
        .any(|alias| alias.trim_matches('/') == address.trim_matches('/'))
    {
        return Ok(text.to_owned());
    }
    aliases.push(address.to_owned());
    set_key(source, "aliases", &NewValue::List(aliases), options)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        let of = |path| story_place(path).map(|p| (p.section, p.stem, p.rest, p.moved()));
        assert_eq!(
            of("content/a/b/c.txt"),
            Some(("a/b", "c", ".txt", "content/a/b/c.txt".to_owned()))
        );
        assert_eq!(
            of("content/a/c/index.md"),
            Some(("a", "c", "/index.md", "content/a/c".to_owned()))
        );
        for path in ["content/c.md", "content/c/index.md", "data/a/b.md"] {
            assert_eq!(of(path), None, "{path}");
        }
        let place = story_place("content/a/c/index.md").unwrap();
        assert_eq!(StoryPlace { section: "b", ..place }.path(), "content/b/c/index.md");
    }

    #[test]
    fn a_former_address_is_named_once() {
        let options = ReadOptions {
            zone: jiff::tz::TimeZone::UTC,
            edition: crate::bengali::Edition::Bd,
            unsafe_html: false,
            max_bytes: 1 << 20,
        };
        let text = "+++\ntitle = \"নদী\"\n+++\nলেখা\n";
        let once = with_alias("a.md", text, "/desh/nodi/", &options).unwrap();
        assert_eq!(once, "+++\ntitle = \"নদী\"\naliases = [\"/desh/nodi/\"]\n+++\nলেখা\n");
        assert_eq!(with_alias("a.md", &once, "desh/nodi", &options).unwrap(), once);
    }
}
