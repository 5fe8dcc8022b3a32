//! Markdown of a generator to khobor's: its marks become HTML, Markdown becomes HTML, and that is read and written anew.

use crate::import::html::{self, Found, HtmlOptions, LibraryPicture, References, proof};
use pulldown_cmark::{Options, Parser};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// What the text of a page refers to.
#[derive(Debug)]
pub struct PageReferences<'a> {
    /// The folder of the page on the old site, with its slash: names without one lie there.
    pub folder: &'a str,
    /// The site's own address, without a slash at its end.
    pub home: &'a str,
    /// Addresses of files that the site has.
    pub files: &'a BTreeSet<String>,
    /// Files that are used.
    pub used: RefCell<BTreeSet<String>>,
}

impl PageReferences<'_> {
    /// An address of the own site from its root.
    fn own(&self, address: &str) -> Option<String> {
        let inside = address
            .strip_prefix(self.home)
            .filter(|_| !self.home.is_empty())
            .unwrap_or(address);
        if inside.contains("://") || inside.starts_with("//") {
            return None;
        }
        let inside = crate::portal::url::decode(inside).unwrap_or_else(|| inside.to_owned());
        Some(match inside.as_str() {
            "" => "/".to_owned(),
            rooted if rooted.starts_with('/') => rooted.to_owned(),
            // A file below static/ may be named without its first slash.
            beside if self.files.contains(&format!("/{beside}")) => format!("/{beside}"),
            beside => format!("{}{}", self.folder, beside.trim_start_matches("./")),
        })
    }
}

impl References for PageReferences<'_> {
    fn link(&self, href: &str) -> Option<String> {
        let lower = href.to_ascii_lowercase();
        if href.starts_with('#') || lower.starts_with("mailto:") || lower.starts_with("tel:") {
            return Some(href.to_owned());
        }
        let own = self.own(href);
        if let Some(file) = own.as_ref().filter(|o| self.files.contains(*o)) {
            self.used.borrow_mut().insert(file.clone());
        }
        let web = lower.starts_with("https://") || lower.starts_with("http://");
        own.or_else(|| web.then(|| href.to_owned()))
    }

    fn picture(&self, src: &str, _: Option<u64>) -> LibraryPicture {
        let own = self.own(src).filter(|own| self.files.contains(own));
        if let Some(own) = &own {
            self.used.borrow_mut().insert(own.clone());
        }
        // A picture that is not there would stop the build: its words stay as a link.
        let src = own.unwrap_or_else(|| match src.contains("://") {
            true => src.to_owned(),
            false => format!("{}{}", self.home, self.own(src).unwrap_or_default()),
        });
        LibraryPicture {
            src,
            alt: String::new(),
        }
    }

    fn story(&self, _: &str) -> Option<String> {
        None
    }
}

/// A text as khobor has it.
#[derive(Debug, Default)]
pub struct Converted {
    /// The Markdown.
    pub body: String,
    /// Its words.
    pub words: String,
    /// What reading found.
    pub found: Found,
}

impl Converted {
    /// The headline: what the page says, else the first words of its text.
    pub fn title(&self, said: Option<String>, name: &str) -> String {
        let begin = || self.words.split_whitespace().take(8).collect::<Vec<_>>().join(" ");
        Some(said.unwrap_or_else(begin))
            .filter(|title| !title.is_empty())
            .unwrap_or_else(|| name.to_owned())
    }

    /// Counts what is embedded.
    pub fn count_embeds(&self, counts: &mut BTreeMap<String, usize>) {
        for kind in &self.found.embeds {
            *counts.entry((*kind).to_owned()).or_default() += 1;
        }
    }
}

/// The page's picture, if it is a file of the old site.
pub fn lead_picture(references: &PageReferences<'_>, src: Option<String>) -> Option<String> {
    src.map(|src| references.picture(&src, None).src)
        .filter(|src| src.starts_with('/'))
}

/// The last part of an address: `/2021/02/ghat.html` is `ghat`.
pub fn last_part(path: &str) -> String {
    let part = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    part.trim_end_matches(".html").to_owned()
}

/// Converts a text whose marks are HTML already.
pub fn convert(markdown: &str, references: &PageReferences<'_>) -> Converted {
    let mut options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_HEADING_ATTRIBUTES;
    options |= Options::ENABLE_DEFINITION_LIST;
    let mut page = String::with_capacity(markdown.len() * 2);
    pulldown_cmark::html::push_html(&mut page, Parser::new_ext(markdown, options));
    of_html(&page, references)
}

/// Converts a text that is HTML.
pub fn of_html(page: &str, references: &PageReferences<'_>) -> Converted {
    let (blocks, found) = html::read(page, HtmlOptions::default(), references);
    let words = html::write::words(&blocks);
    let (body, _) = proof::proven(&blocks);
    Converted { body, words, found }
}

/// Replaces marks outside of code: `replace` gets what stands behind an opening mark and gives how much of it is taken and what
/// stands for it.
pub fn replaced(text: &str, openings: &[&str], replace: &mut dyn FnMut(&str) -> Option<(usize, String)>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<String> = None;
    let mut rest = text;
    while !rest.is_empty() {
        let line_start = out.is_empty() || out.ends_with('\n');
        let mark: String = rest
            .trim_start_matches(' ')
            .chars()
            .take_while(|c| matches!(c, '`' | '~'))
            .collect();
        if line_start && mark.len() >= 3 {
            fence = match fence {
                Some(open) if mark.starts_with(&open) => None,
                None => Some(mark),
                open => open,
            };
        }
        let line_end = rest.find('\n').map_or(rest.len(), |i| i + 1);
        let at = match fence {
            Some(_) => None,
            None => openings.iter().filter_map(|o| rest.get(..line_end)?.find(o)).min(),
        };
        let Some(at) = at else {
            out.push_str(rest.get(..line_end).unwrap_or_default());
            rest = rest.get(line_end..).unwrap_or_default();
            continue;
        };
        out.push_str(rest.get(..at).unwrap_or_default());
        rest = rest.get(at..).unwrap_or_default();
        match replace(rest).filter(|(taken, _)| *taken > 0) {
            Some((taken, html)) => {
                out.push_str(&html);
                rest = rest.get(taken..).unwrap_or_default();
            }
            None => {
                let first = rest.chars().next().map_or(0, char::len_utf8);
                out.push_str(rest.get(..first).unwrap_or_default());
                rest = rest.get(first..).unwrap_or_default();
            }
        }
    }
    out
}

/// Arguments of a mark: `a b="c d" e=f` to values without and with names.
pub fn arguments(text: &str) -> (Vec<String>, BTreeMap<String, String>) {
    let (mut alone, mut named) = (Vec::new(), BTreeMap::new());
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace() || matches!(c, '"' | '`' | '\''))
            .unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let (key, given) = match after.strip_prefix('=') {
            Some(given) if !word.is_empty() => (Some(word), given),
            _ => (None, rest),
        };
        let quote = given.chars().next().filter(|c| matches!(c, '"' | '`' | '\''));
        let (value, tail) = match quote.and_then(|q| Some((q, given.get(1..)?))) {
            Some((q, inside)) => inside.split_once(q).unwrap_or((inside, "")),
            None => given.split_at(given.find(char::is_whitespace).unwrap_or(given.len())),
        };
        match key {
            Some(key) => drop(named.insert(key.to_ascii_lowercase(), value.to_owned())),
            None => alone.push(value.to_owned()),
        }
        rest = tail.trim_start();
    }
    (alone, named)
}

#[cfg(test)]
mod tests {
    use super::{arguments, replaced};

    #[test]
    fn marks_in_code_stay() {
        let mut upper = |rest: &str| rest.starts_with("{{x}}").then(|| (5, "X".to_owned()));
        let text = "ক {{x}}\n```\n{{x}}\n```\n{{y}} {{x}}\n";
        assert_eq!(replaced(text, &["{{"], &mut upper), "ক X\n```\n{{x}}\n```\n{{y}} X\n");
    }

    #[test]
    fn arguments_of_all_forms() {
        let (alone, named) = arguments(" aqz-KE \"খ গ\" src=/a.jpg caption=\"নদীর ছবি\" ");
        assert_eq!(alone, ["aqz-KE", "খ গ"]);
        assert_eq!(
            (named["src"].as_str(), named["caption"].as_str()),
            ("/a.jpg", "নদীর ছবি")
        );
    }
}
