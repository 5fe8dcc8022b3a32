//! A posted form becomes a letter. Pure, but for the look whether a story's page is there.

use super::Options;
use super::page::{ODD, Refusal, STORY, TRAP};
use super::rules;
use crate::bengali::gate;
use crate::comments::{self, Reply};
use crate::http::{Fields, form};
use jiff::Timestamp;
use std::path::Path;

/// Longest address of a story in bytes.
const LONGEST_STORY: usize = 1024;

/// A comment that is fit to wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Letter {
    /// The story as comment files name it: `section/slug`.
    pub(super) story: String,
    /// The comment.
    pub(super) reply: Reply,
}

/// Reads a form; the letter, and the address of the page as the form says it.
///
/// # Errors
/// The answer to give instead. The e-mail address is not even looked at.
pub(super) fn read(options: &Options, body: &[u8], now: Timestamp) -> Result<(Letter, String), Refusal> {
    let fields: Fields = form(body).ok_or(ODD)?;
    if !fields.get(&options.trap).is_empty() {
        return Err(TRAP);
    }
    let reply = comments::fit(&Reply {
        name: fields.get("name").to_owned(),
        site: Some(fields.get("website").to_owned()),
        parent: Some(fields.get("parent").to_owned()),
        body: fields.get("comment").to_owned(),
        date: now,
    })?;
    let story = story(fields.get("story")).ok_or(STORY)?;
    if options
        .stories
        .as_deref()
        .is_some_and(|folder| !is_there(folder, &story))
    {
        return Err(STORY);
    }
    rules::judge(&reply, (options.links, options.foreign_links))?;
    Ok((Letter { story, reply }, fields.get("url").to_owned()))
}

/// The story that a form names: parts of an address that is safe on every file system, and no hidden one.
pub(super) fn story(named: &str) -> Option<String> {
    if named.contains(char::is_control) {
        return None;
    }
    let story = gate::canonical(named.trim_matches('/')).into_owned();
    let odd = |part: &str| part.is_empty() || part.starts_with('.');
    let fit = story.len() <= LONGEST_STORY && !story.split('/').any(odd) && crate::portal::url::fault(&story).is_none();
    fit.then_some(story)
}

/// Whether the built portal has a page there.
pub(super) fn is_there(folder: &Path, story: &str) -> bool {
    let place = folder.join(story);
    place.join("index.html").is_file() || place.is_file()
}

#[cfg(test)]
mod tests {
    use super::story;

    #[test]
    fn stories_are_addresses_and_nothing_else() {
        assert_eq!(story("/desh/ঢাকা/").as_deref(), Some("desh/ঢাকা"));
        assert_eq!(story("2019/05/a.html").as_deref(), Some("2019/05/a.html"));
        for odd in [
            "",
            "/",
            "a//b",
            "../a",
            "a/../b",
            "./a",
            ".hidden",
            "a/.git/b",
            "a\\b",
            "c:/a",
            "a\0b",
            "a\nb",
            "con",
            "a/nul.txt",
            "a?b",
            "a/b.",
            "<b>",
        ] {
            assert_eq!(story(odd), None, "{odd:?}");
        }
        assert_eq!(story(&"ab/".repeat(400)), None);
    }
}
