//! Former addresses: of stories, sections, pages and authors, and those of `[redirects]` and `data/redirects.toml`. They are
//! noted while sources are arranged and settled last, when every page has its address.

use super::ArrangeContext;
use crate::diag::{Code, Diagnostic, Place, codes::portal as codes};
use crate::portal::address::{key, key_of};
use crate::portal::former::{self, Former, QueryAddress};
use crate::portal::{CORRECTIONS, StoryFile, place, url};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where the settings' own former addresses stand.
const SETTINGS: &str = "khobor.toml";
/// Where those stand that an import brought.
const IMPORTED: &str = "data/redirects.toml";

/// A former address as it was written, and where it leads.
#[derive(Debug)]
pub(super) struct Noted {
    from: String,
    to: String,
    source: String,
}

impl Noted {
    fn fault(&self, code: &'static Code) -> Diagnostic {
        let at = Place::word(&self.source, &self.from);
        Diagnostic::new(code).arg("from", &self.from).arg("to", &self.to).at(at)
    }

    /// The path of a target inside of the portal.
    fn path(&self) -> Option<&str> {
        let local = self.to.starts_with('/') && !self.to.starts_with("//");
        local.then(|| self.to.split(['?', '#']).next().unwrap_or_default())
    }
}

impl<'a> ArrangeContext<'a> {
    /// A former address leads to `to`.
    pub(super) fn redirect(&mut self, from: &str, to: &str, source: &str) {
        self.former.push(Noted {
            from: from.to_owned(),
            to: to.to_owned(),
            source: source.to_owned(),
        });
    }

    /// Notes the former addresses of stories, sections and settings, and settles all of them.
    pub(super) fn redirects(&mut self, stories: &'a [Arc<StoryFile>], imported: &BTreeMap<String, String>) {
        let retracted: FxHashMap<&str, &str> = self.notice_urls.iter().map(|(s, u)| (*s, u.as_str())).collect();
        let mut noted = Vec::new();
        for file in stories.iter().filter(|f| !f.front.aliases.is_empty()) {
            let path = file.path.as_str();
            let published = self.order.get(path).map(|id| &*self.portal.articles[*id as usize].url);
            if let Some(url) = published.or_else(|| retracted.get(path).copied()) {
                noted.extend(
                    file.front
                        .aliases
                        .iter()
                        .map(|from| (from.clone(), url.to_owned(), path)),
                );
            }
        }
        for section in &self.portal.sections.all {
            let aliases = section.source.aliases.iter();
            noted.extend(aliases.map(|from| (from.clone(), section.url.clone(), section.file.as_str())));
        }
        let noted: Vec<Noted> = noted
            .into_iter()
            .map(|(from, to, source)| Noted {
                from,
                to,
                source: source.to_owned(),
            })
            .collect();
        self.former.extend(noted);
        for (list, source) in [(&self.site.file.redirects, SETTINGS), (imported, IMPORTED)] {
            list.iter().for_each(|(from, to)| self.configured(from, to, source));
        }
        for from in &self.site.file.feeds.also {
            self.redirect(from, "/rss.xml", SETTINGS);
        }
        self.settle();
    }

    /// A former address of the settings: its target is as somebody wrote it.
    fn configured(&mut self, from: &str, to: &str, source: &str) {
        let local = to.starts_with('/') && !to.starts_with("//");
        let web = local || to.starts_with("https://") || to.starts_with("http://");
        if !web || to.chars().any(|c| c.is_whitespace() || c.is_control()) {
            let diagnostic = Diagnostic::new(&codes::BAD_TARGET).arg("to", to);
            self.diagnostics.push(diagnostic.at(Place::word(source, from)));
            return;
        }
        let (path, tail) = to.split_at(to.find(['?', '#']).unwrap_or(to.len()));
        let path = url::decode(path).filter(|_| local).unwrap_or_else(|| path.to_owned());
        self.redirect(from, &(path + tail), source);
    }

    fn settle(&mut self) {
        let mut former = std::mem::take(&mut self.former);
        let targets = self.shorten(&mut former);
        for (noted, known) in former.iter().zip(targets) {
            match former::read(&noted.from) {
                Former::Path(path) => self.settle_path(noted, path),
                Former::Query(address) => self.settle_query(noted, address),
            }
            if !known {
                self.diagnostics.push(noted.fault(&codes::DEAD_REDIRECT));
            }
        }
    }

    /// Lets each former address lead to where its target leads in turn. Loops are reported and left out. Whether each
    /// target is there.
    fn shorten(&mut self, former: &mut Vec<Noted>) -> Vec<bool> {
        let mut by_key: FxHashMap<String, usize> = FxHashMap::default();
        for (at, noted) in former.iter().enumerate() {
            if let Former::Path(path) = former::read(&noted.from) {
                let key = key(&path);
                // A page's own address stays: it is no link of a chain.
                if !self.claims.taken(&path) && noted.path().is_none_or(|to| self::key(to) != key) {
                    by_key.entry(key).or_insert(at);
                }
            }
        }
        let ends = ends(former, &by_key);
        for (at, found) in ends.iter().enumerate() {
            match found {
                Some(last) => former[at].to = former[*last].to.clone(),
                None => self.diagnostics.push(former[at].fault(&codes::REDIRECT_LOOP)),
            }
        }
        let mut kept = ends.iter();
        former.retain(|_| kept.next().is_some_and(Option::is_some));
        former.iter().map(|noted| self.leads(noted)).collect()
    }

    /// Whether a former address leads to something that is published, or to another site.
    fn leads(&self, noted: &Noted) -> bool {
        let Some(path) = noted.path() else { return true };
        let made = [
            "/archive/",
            "/sitemaps/",
            "/assets/",
            "/search/",
            "/_fragments/",
            "/page/",
            CORRECTIONS,
        ];
        let story = self.portal.names.get(&place::story_key(path));
        let held_back = story == Some(&None) && !self.portal.notices.iter().any(|n| key(&n.url) == key(path));
        !held_back
            && (self.claims.taken(path)
                || self.portal.files.contains_key(path)
                || made.iter().any(|folder| path.starts_with(folder))
                || url::is_listing_page(path))
    }

    fn settle_path(&mut self, noted: &Noted, path: String) {
        let Ok(key) = key_of(&path).map_err(|reason| self.refuse(noted, reason)) else {
            return;
        };
        if let Some(reason) = url::reserved(&path) {
            return self.refuse(noted, reason);
        }
        let own = noted.path().is_some_and(|to| self::key(to) == key);
        if noted.path().is_some_and(|to| self.is_file_of(&path, to)) {
            return;
        }
        if own && is_same_on_hosts(&path, noted.path().unwrap_or_default()) {
            return;
        }
        if !own {
            if let Some(first) = self.claims.holder(&path) {
                let diagnostic = Diagnostic::new(&codes::SAME_ADDRESS)
                    .arg("first", first)
                    .arg("url", &path);
                let diagnostic = diagnostic.arg("second", format!("{} (aliases)", noted.source));
                self.diagnostics
                    .push(diagnostic.at(Place::word(&noted.source, &noted.from)));
                return;
            }
            if let Some(first) = self.former_by_key.get(&key) {
                if *first.1 != noted.to {
                    let diagnostic = Diagnostic::new(&codes::SAME_ADDRESS).arg("first", &first.0);
                    let diagnostic = diagnostic.arg("second", &noted.source).arg("url", &path);
                    self.diagnostics
                        .push(diagnostic.at(Place::word(&noted.source, &noted.from)));
                    return;
                }
            } else {
                self.former_by_key.insert(key, (noted.source.clone(), noted.to.clone()));
            }
        }
        let listed = &mut self.portal.redirects;
        let bare = path.trim_end_matches('/');
        let spellings = [bare.to_owned(), format!("{bare}/")];
        if !spellings.iter().any(|spelling| listed.contains_key(spelling)) {
            listed.insert(path, noted.to.clone());
        }
    }

    /// Whether an address is that of the file in which the page at another one lies, without a slash at its end.
    fn is_file_of(&self, path: &str, page: &str) -> bool {
        !page.ends_with('/') && url::story_file(page) == path && self.claims.holder(path) == self.claims.holder(page)
    }

    fn settle_query(&mut self, noted: &Noted, address: QueryAddress) {
        let odd = |c: char| c.is_control() || matches!(c, '"' | '\\' | '<' | '>');
        if address.key().contains(odd) {
            return self.refuse(
                noted,
                (
                    "its query holds a character that hosts do not match",
                    "এর প্রশ্ন-অংশে এমন চিহ্ন আছে যা হোস্ট মেলাতে পারে না",
                ),
            );
        }
        match self.portal.query_redirects.get(&address) {
            Some(first) if *first != noted.to => {
                let diagnostic = Diagnostic::new(&codes::SAME_ADDRESS).arg("first", first);
                let diagnostic = diagnostic.arg("second", &noted.source).arg("url", address.key());
                self.diagnostics
                    .push(diagnostic.at(Place::word(&noted.source, &noted.from)));
            }
            Some(_) => {}
            None => {
                self.portal.query_redirects.insert(address, noted.to.clone());
            }
        }
    }

    fn refuse(&mut self, noted: &Noted, reason: url::Refusal) {
        self.diagnostics.push(noted.fault(&codes::BAD_FORMER).reason(reason));
    }
}

/// The last former address of the chain that begins at each; `None` where it goes round. Each is passed once.
fn ends(former: &[Noted], by_key: &FxHashMap<String, usize>) -> Vec<Option<usize>> {
    let next = |noted: &Noted| {
        let path = noted.path().filter(|path| path.len() == noted.to.len())?;
        by_key.get(&key(path)).copied()
    };
    let mut known: Vec<Option<Option<usize>>> = vec![None; former.len()];
    for start in 0..former.len() {
        let (mut chain, mut at) = (vec![start], start);
        let mut passed = FxHashSet::from_iter([start]);
        let end = loop {
            if let Some(end) = known[at] {
                break end;
            }
            match next(&former[at]) {
                None => break Some(at),
                Some(next) if !passed.insert(next) => break None,
                Some(next) => at = next,
            }
            chain.push(at);
        };
        chain.into_iter().for_each(|at| known[at] = Some(end));
    }
    known.into_iter().map(Option::flatten).collect()
}

/// Whether hosts take two addresses of one key for one: they differ only in the slash at the end or in case. What is
/// encoded in other bytes (য় in one letter or two) is another address to them.
fn is_same_on_hosts(a: &str, b: &str) -> bool {
    let plain = |path: &str| {
        let path = path
            .strip_suffix("index.html")
            .filter(|p| p.ends_with('/'))
            .unwrap_or(path);
        path.trim_end_matches('/')
            .chars()
            .flat_map(char::to_lowercase)
            .collect::<String>()
    };
    plain(a) == plain(b)
}
