//! Names of authors from logins. A login, an address of mail or a password never becomes a name.

use super::head::nicename;
use super::index::Index;
use super::item::Item;
use crate::bengali::{gate, slug};
use std::collections::BTreeMap;

/// Words that make a name a desk's or an agency's.
const DESKS: [&str; 14] = [
    "ডেস্ক",
    "নিজস্ব প্রতিবেদক",
    "নিজস্ব প্রতিনিধি",
    "নিজস্ব সংবাদদাতা",
    "স্টাফ রিপোর্টার",
    "বার্তা কক্ষ",
    "বার্তাকক্ষ",
    "অনলাইন",
    "প্রতিনিধি",
    "desk",
    "staff",
    "correspondent",
    "newsroom",
    "report",
];

/// An author.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// The name that bylines show.
    pub name: String,
    /// A desk rather than a person.
    pub desk: bool,
    /// What the site says of them.
    pub about: String,
    /// The last parts of their addresses on the old site.
    pub nicenames: Vec<String>,
    /// The file: `content/authors/NAME.md`.
    pub file: String,
}

impl Author {
    /// The address of their page: khobor takes it from the file's name.
    pub fn address(&self) -> String {
        let stem = self
            .file
            .rsplit('/')
            .next()
            .and_then(|n| n.strip_suffix(".md"))
            .unwrap_or_default();
        format!("/author/{stem}/")
    }
}

/// All authors of an export.
#[derive(Debug, Default)]
pub struct Authors {
    /// In order of their files.
    pub all: Vec<Author>,
    /// Which author a login is.
    by_login: BTreeMap<String, usize>,
    by_key: BTreeMap<String, usize>,
    /// Names under which several logins wrote.
    pub merged: Vec<String>,
    /// Logins without a name, which became the desk: how many.
    pub nameless: usize,
    desk: String,
}

impl Authors {
    /// The authors of an index; `wishes` gives names to logins.
    pub fn new(index: &Index, wishes: &BTreeMap<String, String>) -> Self {
        let mut authors = Authors {
            desk: match index.head.title.as_str() {
                "" => "ডেস্ক".to_owned(),
                title => format!("{title} ডেস্ক"),
            },
            ..Authors::default()
        };
        let mut logins: Vec<(&str, Option<&str>)> = index
            .head
            .authors
            .iter()
            .map(|(login, name)| (login.as_str(), Some(name.as_str())))
            .collect();
        logins.extend(
            index
                .creators()
                .into_iter()
                .filter(|c| !index.head.authors.contains_key(*c))
                .map(|c| (c, None)),
        );
        for (login, name) in logins {
            let wished = wishes.get(login).map(String::as_str);
            let name = wished.or(name.filter(|n| is_name(n, login)));
            authors.know(login, name, "");
        }
        for (login, (name, about)) in &index.guests {
            let wished = wishes.get(login).map(String::as_str);
            authors.know(login, wished.or(Some(name.as_str()).filter(|n| is_name(n, ""))), about);
        }
        authors
    }

    fn know(&mut self, login: &str, name: Option<&str>, about: &str) {
        let name = match name {
            Some(name) => name.to_owned(),
            None => {
                self.nameless += 1;
                self.desk.clone()
            }
        };
        let at = self.named(&name, about);
        // One address is one author's.
        let nicename = Some(nicename(login)).filter(|n| !self.all.iter().any(|a| a.nicenames.contains(n)));
        let nicename = nicename.unwrap_or_default();
        if let Some(author) = self.all.get_mut(at) {
            if !author.nicenames.is_empty()
                && name != self.desk
                && !self.merged.contains(&name)
                && !author.nicenames.contains(&nicename)
            {
                self.merged.push(name);
            }
            if !nicename.is_empty() && !author.nicenames.contains(&nicename) {
                author.nicenames.push(nicename);
            }
        }
        self.by_login.insert(login.to_owned(), at);
    }

    /// The place of an author by name; a new one when it is not known.
    fn named(&mut self, name: &str, about: &str) -> usize {
        let key = gate::key(name);
        if let Some(at) = self.by_key.get(&key).copied() {
            if let Some(author) = self.all.get_mut(at).filter(|a| a.about.is_empty()) {
                author.about = about.to_owned();
            }
            return at;
        }
        let mut stem = slug::latin(name);
        let taken = |stem: &str| self.all.iter().any(|a| a.file == format!("content/authors/{stem}.md"));
        if taken(&stem) {
            let base = stem.clone();
            stem = (2..).map(|n| format!("{base}-{n}")).find(|s| !taken(s)).unwrap_or(base);
        }
        let lower = gate::key(name);
        self.all.push(Author {
            name: gate::canonical(name).trim().to_owned(),
            desk: name == self.desk || DESKS.iter().any(|d| lower.contains(&gate::key(d))),
            about: about.to_owned(),
            nicenames: Vec::new(),
            file: format!("content/authors/{stem}.md"),
        });
        self.by_key.insert(key, self.all.len() - 1);
        self.all.len() - 1
    }

    /// The name for a login.
    pub fn of_login(&self, login: &str) -> Option<&str> {
        let at = self.by_login.get(login)?;
        self.all.get(*at).map(|a| a.name.as_str())
    }

    /// The bylines of an item: its author first, then those of Co-Authors Plus.
    pub fn of_item(&self, item: &Item, index: &Index) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        let named = item
            .terms_of("author")
            .map(|term| self.of_term(&term.slug, &term.name, index));
        for name in named {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let main = self.of_login(&item.creator).map(str::to_owned);
        match (main, names.is_empty()) {
            (Some(main), true) => vec![main],
            (Some(main), false) => {
                if let Some(at) = names.iter().position(|n| *n == main) {
                    names.remove(at);
                    names.insert(0, main);
                }
                names
            }
            (None, false) => names,
            (None, true) => Vec::new(),
        }
    }

    /// The name behind a term of Co-Authors Plus: a guest, a login, or what the term's description says.
    fn of_term(&self, slug: &str, name: &str, index: &Index) -> String {
        let login = slug.strip_prefix("cap-").unwrap_or(slug);
        for login in [login, name] {
            if let Some(name) = self.of_login(login) {
                return name.to_owned();
            }
        }
        let by_nicename = self.all.iter().find(|a| a.nicenames.iter().any(|n| n == login));
        if let Some(author) = by_nicename {
            return author.name.clone();
        }
        let term = index
            .head
            .terms
            .iter()
            .find(|t| t.taxonomy == "author" && (t.slug == slug || t.name == name));
        let described = term.and_then(|t| described(&t.description, &[login, name]));
        let found = described.or_else(|| Some(name.to_owned()).filter(|n| is_name(n, login)));
        found.unwrap_or_else(|| self.desk.clone())
    }

    /// Makes sure that every name of these bylines has a file.
    pub fn add_names<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        for name in names {
            self.named(name, "");
        }
    }
}

/// The name in a description of Co-Authors Plus, "display first last login id e-mail": up to the login, and a doubled name
/// once.
fn described(description: &str, logins: &[&str]) -> Option<String> {
    let cut = logins
        .iter()
        .filter(|l| !l.is_empty())
        .find_map(|l| description.split_once(&format!(" {l} ")));
    let words: Vec<&str> = cut?.0.split_whitespace().filter(|w| !w.contains('@')).collect();
    let half = words.len() / 2;
    let doubled = words.len().is_multiple_of(2) && half > 0 && words.get(..half) == words.get(half..);
    let words = if doubled {
        words.get(..half).unwrap_or_default()
    } else {
        &words
    };
    Some(words.join(" ")).filter(|n| is_name(n, ""))
}

/// Whether a display name is a name: not empty, no address, not the login itself.
fn is_name(name: &str, login: &str) -> bool {
    let name = name.trim();
    let plain_login = login.eq_ignore_ascii_case(name) && !name.contains(' ');
    !name.is_empty() && !name.contains('@') && !plain_login
}

#[cfg(test)]
mod tests {
    use super::{described, is_name};

    #[test]
    fn names_and_logins() {
        assert_eq!(
            described("হালিমা খাতুন হালিমা খাতুন halima 4 h@a.example", &["halima"]).as_deref(),
            Some("হালিমা খাতুন")
        );
        assert!(!is_name("sompadok", "sompadok") && !is_name("a@b.example", "x") && is_name("Staff Reporter", "staff"));
    }
}
