//! Addresses of the old site: which pattern its stories have, and what else led to a story.

use super::entry::Entry;
use super::head::nicename;
use crate::bengali::gate;
use crate::portal::url;
use jiff::civil::DateTime;
use std::collections::BTreeMap;

/// The hosts and the path of the old site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnSite {
    /// Hosts without `www.`, in lower case.
    pub hosts: Vec<String>,
    /// The path of the front page without a slash at its end: empty, or `/paper`.
    pub path: String,
    /// The path of WordPress itself, where its uploads lie.
    pub system: String,
    /// The address of the front page without a slash at its end.
    pub home: String,
}

/// An address taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Host without `www.`, in lower case; empty for an address without one.
    pub host: String,
    /// The path as written.
    pub path: &'a str,
    /// After `?`.
    pub query: &'a str,
    /// After `#`.
    pub fragment: &'a str,
}

/// Takes a web address or a path apart; `None` for anything else (`mailto:`, `javascript:`).
pub fn parts(address: &str) -> Option<Parts<'_>> {
    let address = address.trim();
    let (rest, fragment) = address.split_once('#').unwrap_or((address, ""));
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let after = ["https://", "http://", "//", "HTTP://", "HTTPS://"]
        .iter()
        .find_map(|p| rest.strip_prefix(p));
    let (host, path) = match after {
        Some(after) => after.split_at(after.find('/').unwrap_or(after.len())),
        None if rest.starts_with('/') || rest.is_empty() => ("", rest),
        None => return None,
    };
    let host = host.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
    Some(Parts {
        host,
        path,
        query,
        fragment,
    })
}

impl OwnSite {
    /// The site of an export, by the addresses of its front page and of WordPress.
    ///
    /// ```
    /// use khobor::import::wordpress::addresses::OwnSite;
    /// let site = OwnSite::new("https://www.kagoj.example/", "http://kagoj.example/wp");
    /// assert_eq!(site.inside("http://kagoj.example/2020/01/a/").as_deref(), Some("/2020/01/a/"));
    /// assert_eq!(site.inside("https://example.org/a/"), None);
    /// ```
    pub fn new(home: &str, system: &str) -> Self {
        let home = home.trim().trim_end_matches('/');
        let mut site = OwnSite {
            home: home.to_owned(),
            ..OwnSite::default()
        };
        if let Some(found) = parts(home) {
            site.path = found.path.trim_end_matches('/').to_owned();
            site.system = site.path.clone();
            site.hosts.push(found.host);
        }
        if let Some(found) = parts(system.trim()).filter(|p| !p.host.is_empty()) {
            site.system = found.path.trim_end_matches('/').to_owned();
            if !site.hosts.contains(&found.host) {
                site.hosts.push(found.host);
            }
        }
        site.hosts.retain(|h| !h.is_empty());
        site
    }

    /// Whether a host is the site's own.
    pub fn is_own(&self, host: &str) -> bool {
        host.is_empty() || self.hosts.iter().any(|own| own == host)
    }

    /// The path of an own address below the front page, as written; with its slash.
    pub fn inside(&self, address: &str) -> Option<String> {
        let found = parts(address)?;
        if !self.is_own(&found.host) {
            return None;
        }
        let path = found
            .path
            .strip_prefix(&self.path)
            .filter(|p| p.is_empty() || p.starts_with('/'))
            .unwrap_or(found.path);
        Some(if path.is_empty() {
            "/".to_owned()
        } else {
            path.to_owned()
        })
    }

    /// The decoded path of an own address, not brought into one encoding: what readers' browsers ask for.
    pub fn decoded(&self, address: &str) -> Option<String> {
        let inside = self.inside(address)?;
        Some(url::decode(&inside).unwrap_or(inside))
    }
}

/// The key by which two own paths are one.
pub fn key(path: &str) -> String {
    let decoded = url::decode(path).unwrap_or_else(|| path.to_owned());
    gate::key(decoded.trim_matches('/'))
}

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Token {
    /// `:year`
    Year,
    /// `:month`
    Month,
    /// `:day`
    Day,
    /// `:section`
    Section,
    /// The story's number, which khobor's addresses do not have.
    Number,
    /// Its author, whom khobor's addresses do not have.
    Author,
    /// A fixed part.
    Fixed(String),
}

/// How the addresses of stories are made.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pattern {
    /// The parts before the last one.
    pub tokens: Vec<Token>,
    /// `/`, nothing, or `.html`
    pub ending: String,
}

impl Default for Pattern {
    fn default() -> Self {
        Pattern {
            tokens: vec![Token::Section],
            ending: "/".to_owned(),
        }
    }
}

impl Pattern {
    /// As khobor.toml writes it.
    pub fn written(&self) -> String {
        let mut out = String::new();
        if self.tokens.contains(&Token::Author) {
            return Pattern::default().written();
        }
        for token in self.tokens.iter().filter(|t| **t != Token::Number) {
            out.push('/');
            out.push_str(match token {
                Token::Number | Token::Author => "",
                Token::Year => ":year",
                Token::Month => ":month",
                Token::Day => ":day",
                Token::Section => ":section",
                Token::Fixed(part) => part,
            });
        }
        out + "/:slug" + &self.ending
    }

    /// The fixed parts at its beginning, `/archives`: WordPress puts them before lists too.
    pub fn front(&self) -> String {
        let fixed = self.tokens.iter().map_while(|t| match t {
            Token::Fixed(part) => Some(format!("/{part}")),
            _ => None,
        });
        fixed.collect()
    }

    /// Whether the date is a part of it.
    pub fn is_dated(&self) -> bool {
        self.tokens.contains(&Token::Year)
    }

    /// The address of a story under another slug and another day, as WordPress made it.
    pub fn former(&self, slug: &str, date: DateTime, entry: &Entry, section: &str) -> String {
        let mut out = String::new();
        for token in &self.tokens {
            out.push('/');
            match token {
                Token::Year => out.push_str(&format!("{:04}", date.year())),
                Token::Month => out.push_str(&format!("{:02}", date.month())),
                Token::Day => out.push_str(&format!("{:02}", date.day())),
                Token::Section => out.push_str(section),
                Token::Number => out.push_str(&entry.id.to_string()),
                Token::Author => out.push_str(&nicename(&entry.creator)),
                Token::Fixed(part) => out.push_str(part),
            }
        }
        format!("{out}/{slug}{}", self.ending)
    }
}

/// A story's address as a pattern: the pattern that it follows and its last part.
fn shape(path: &str, (date, id, author): (DateTime, u64, &str), sections: &[String]) -> Option<(Pattern, String)> {
    let bare = path.strip_prefix('/')?;
    let (bare, slash) = bare.strip_suffix('/').map_or((bare, false), |b| (b, true));
    let mut segments: Vec<&str> = bare.split('/').collect();
    let last = segments.pop().filter(|s| !s.is_empty())?;
    let endings = [".html", ".htm", ".php", ".aspx"];
    let ended = endings.iter().find_map(|e| last.strip_suffix(e).map(|stem| (stem, *e)));
    let (slug, ending) = match ended {
        Some((stem, ending)) if !slash => (stem, ending),
        _ => (last, if slash { "/" } else { "" }),
    };
    let tokens = tokens(&segments, (date, id, author), sections);
    Some((
        Pattern {
            tokens,
            ending: ending.to_owned(),
        },
        slug.to_owned(),
    ))
}

fn tokens(segments: &[&str], (date, id, author): (DateTime, u64, &str), sections: &[String]) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(segment) = segments.get(at) {
        let longest = (at + 1..=segments.len()).rev().find(|end| {
            let joined = segments.get(at..*end).unwrap_or_default().join("/");
            sections.iter().any(|s| key(s) == key(&joined))
        });
        let number = |n: i16, width: usize| format!("{n:0width$}") == *segment;
        let token = if number(date.year(), 4) && !tokens.contains(&Token::Year) {
            Token::Year
        } else if number(date.month().into(), 2) && tokens.last() == Some(&Token::Year) {
            Token::Month
        } else if number(date.day().into(), 2) && tokens.last() == Some(&Token::Month) {
            Token::Day
        } else if let Some(end) = longest.filter(|_| !tokens.contains(&Token::Section)) {
            at = end;
            tokens.push(Token::Section);
            continue;
        } else if *segment == id.to_string() {
            Token::Number
        } else if *segment == nicename(author) {
            Token::Author
        } else {
            Token::Fixed((*segment).to_owned())
        };
        tokens.push(token);
        at += 1;
    }
    tokens
}

/// The pattern that gives most addresses back. `sections` gives the paths of an entry's categories.
pub fn choose<'a>(
    entries: impl Iterator<Item = &'a Entry>,
    site: &OwnSite,
    sections: &dyn Fn(&Entry) -> Vec<String>,
) -> Pattern {
    let mut votes: BTreeMap<Pattern, usize> = BTreeMap::new();
    for entry in entries {
        let pretty = !entry.link.contains('?');
        let path = site.decoded(&entry.link).filter(|p| pretty && p.len() > 1);
        let Some((pattern, _)) = path
            .zip(entry.date)
            .and_then(|(path, date)| shape(&path, (date, entry.id, &entry.creator), &sections(entry)))
        else {
            continue;
        };
        *votes.entry(pattern).or_default() += 1;
    }
    let all: usize = votes.values().sum();
    let fixed = |pattern: &Pattern| pattern.tokens.iter().any(|t| matches!(t, Token::Fixed(_)));
    // A part that differs from story to story (an author's name, a day as one number) is none of the pattern.
    let best = votes
        .into_iter()
        .filter(|(pattern, count)| !fixed(pattern) || count * 2 > all)
        .max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    best.map(|(pattern, _)| pattern).unwrap_or_default()
}

/// The last part of a story's address, when its address follows the pattern; else what WordPress calls its name.
pub fn slug(entry: &Entry, site: &OwnSite, sections: &[String]) -> Option<String> {
    let path = site
        .decoded(&entry.link)
        .filter(|p| p.len() > 1 && !entry.link.contains('?'))?;
    // The last part is the same whatever the day.
    let day = entry.date.or(entry.date_gmt).unwrap_or(DateTime::ZERO);
    shape(&path, (day, entry.id, &entry.creator), sections).map(|(_, slug)| slug)
}

/// An address as front matter writes it: readable, percent-encoded where reading would change a byte.
///
/// ```
/// use khobor::import::wordpress::addresses::written;
/// assert_eq!(written("/২০২০/নদী/"), "/২০২০/নদী/");
/// // One sign for য়, as WordPress kept it before 6.1.
/// assert_eq!(written("/সম\u{9DF}/"), "/%E0%A6%B8%E0%A6%AE%E0%A7%9F/");
/// ```
pub fn written(path: &str) -> String {
    let odd = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '%' | '?' | '#' | '"' | '\\' | '<' | '>');
    let one = |part: &str| match *gate::canonical(part) == *part && !part.contains(odd) {
        true => part.to_owned(),
        false => encoded(part),
    };
    path.split('/').map(one).collect::<Vec<_>>().join("/")
}

fn encoded(part: &str) -> String {
    let mut out = String::new();
    for byte in part.bytes() {
        match byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            true => out.push(char::from(byte)),
            false => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The former addresses of a story: every former last part under every former day. Only a pattern with the name in it has
/// them.
pub fn former(entry: &Entry, pattern: &Pattern, slug: &str, section: &str) -> Vec<String> {
    let Some(date) = entry.date else { return Vec::new() };
    if *entry.name != *slug || entry.old_slugs.is_empty() && entry.old_dates.is_empty() {
        return Vec::new();
    }
    let day = |d: &str| {
        d.get(..10)?
            .parse::<jiff::civil::Date>()
            .ok()
            .map(|d| d.to_datetime(date.time()))
    };
    let mut days: Vec<DateTime> = vec![date];
    if pattern.is_dated() {
        days.extend(entry.old_dates.iter().filter_map(|d| day(d)));
    }
    let slugs = std::iter::once(slug).chain(entry.old_slugs.iter().map(|s| &**s));
    let mut found = Vec::new();
    for slug in slugs {
        for day in &days {
            let address = pattern.former(slug, *day, entry, section);
            if !found.contains(&address) {
                found.push(address);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{Pattern, Token, shape};
    use jiff::civil::date;

    fn of(path: &str, sections: &[&str]) -> (String, String) {
        let sections: Vec<String> = sections.iter().map(|s| (*s).to_owned()).collect();
        let (pattern, slug) = shape(path, (date(2020, 3, 4).at(10, 0, 0, 0), 77, "m.ali"), &sections).unwrap();
        (pattern.written(), slug)
    }

    #[test]
    fn patterns_come_from_addresses() {
        assert_eq!(
            of("/2020/03/04/নদী/", &[]),
            ("/:year/:month/:day/:slug/".into(), "নদী".into())
        );
        assert_eq!(of("/archives/5", &[]), ("/archives/:slug".into(), "5".into()));
        assert_eq!(
            of("/bangladesh/dhaka/নদী/", &["bangladesh/dhaka"]),
            ("/:section/:slug/".into(), "নদী".into())
        );
        assert_eq!(
            of("/2020/03/a.html", &[]),
            ("/:year/:month/:slug.html".into(), "a".into())
        );
        assert_eq!(
            of("/news/khela/12-a/", &["khela"]),
            ("/news/:section/:slug/".into(), "12-a".into())
        );
        assert_eq!(of("/m-ali/a/", &[]), ("/:section/:slug/".into(), "a".into()));
    }

    #[test]
    fn the_front_stands_before_lists() {
        let pattern = Pattern {
            tokens: vec![Token::Fixed("archives".into())],
            ending: String::new(),
        };
        assert_eq!(pattern.front(), "/archives");
    }
}
