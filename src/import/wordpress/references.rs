//! Where addresses in a text lead now: links to stories and pages by address, former address or number, pictures by file.

use super::addresses::{self, parts};
use super::entry::Standing;
use super::index::Index;
use super::plan::{Place, Plan};
use super::shortcodes::{Library, LibraryFile, Wish};
use crate::bengali::gate;
use crate::import::html::{LibraryPicture, References};
use crate::import::media::Catalogue;
use crate::portal::url;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// What was found while a text was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// Own links that lead nowhere.
    pub unresolved: Vec<String>,
    /// Pictures of other sites.
    pub foreign: Vec<String>,
    /// Files of the library that neither the uploads nor the site have: the name below the uploads folder.
    pub missing: Vec<String>,
    /// Files of the library that are used: the name below the uploads folder, and where the site has it.
    pub used: Vec<(String, String)>,
}

/// The references of one text.
pub struct ItemReferences<'a> {
    /// The plan.
    pub plan: &'a Plan,
    /// The index.
    pub index: &'a Index,
    /// What there is of the uploads.
    pub catalogue: &'a Catalogue,
    /// The item's number.
    pub id: u64,
    /// Wishes for shortcodes.
    pub wishes: &'a std::collections::BTreeMap<String, Wish>,
    /// Posts of other sites whose words WordPress kept, as HTML.
    pub posts: Vec<String>,
    /// The folder of the story's file, when pictures lie beside it.
    pub beside: Option<String>,
    /// What lies beside stories of the site already.
    pub kept: Option<&'a BTreeSet<String>>,
    /// What was found.
    pub notes: RefCell<Notes>,
}

/// Names that only measure readers.
fn is_tracking(pair: &str) -> bool {
    let key = pair.split('=').next().unwrap_or_default();
    key.starts_with("utm_")
        || matches!(
            key,
            "fbclid" | "gclid" | "amp" | "share" | "replytocom" | "noamp" | "nb" | "__twitter_impression"
        )
}

impl<'a> ItemReferences<'a> {
    /// References for the item of a number.
    pub fn new(plan: &'a Plan, index: &'a Index, catalogue: &'a Catalogue, id: u64) -> Self {
        static NONE: std::collections::BTreeMap<String, Wish> = std::collections::BTreeMap::new();
        ItemReferences {
            plan,
            index,
            catalogue,
            id,
            wishes: &NONE,
            posts: Vec::new(),
            beside: None,
            kept: None,
            notes: RefCell::default(),
        }
    }

    /// The place that an own address leads to, when readers see it.
    fn place(&self, path: &str, query: &str) -> Option<&'a Place> {
        let id = query.split(['&', ';']).find_map(|pair| {
            let (key, value) = pair.split_once('=')?;
            matches!(key.trim_start_matches("amp;"), "p" | "page_id" | "attachment_id")
                .then(|| value.parse::<u64>().ok())?
        });
        let at = match id {
            Some(id) => self.index.find(id)?,
            None => self.plan.by_path(path)?,
        };
        let shown = self
            .index
            .entries
            .get(at)
            .is_some_and(|e| matches!(e.standing, Standing::Published));
        self.plan.places.get(at)?.as_ref().filter(|_| shown)
    }

    /// The file below the uploads folder that an address means.
    pub fn upload(&self, address: &str) -> Option<String> {
        let found = parts(address)?;
        let (host, path) = unproxied(&found.host, found.path);
        if !self.plan.site.is_own(&host) {
            return None;
        }
        let decoded = url::decode(&path).unwrap_or(path);
        let base = self.index.uploads();
        let inside = decoded.find(base).and_then(|at| decoded.get(at + base.len()..))?;
        Some(gate::nfc(inside.trim_start_matches('/')).into_owned()).filter(|f| !f.is_empty())
    }

    /// Where the site has a file of the library.
    fn address_of(&self, file: &str) -> String {
        let best = self.catalogue.best(file);
        let beside = self.beside.as_deref().map(|folder| file_beside(folder, file));
        if let Some(there) = beside.filter(|path| best.is_none() && self.kept.is_some_and(|kept| kept.contains(path))) {
            return there.rsplit('/').next().unwrap_or_default().to_owned();
        }
        if best.is_none() {
            // A figure without its file would stop every build: the text gets a link to the old address until the file comes.
            self.notes.borrow_mut().missing.push(file.to_owned());
            return format!("{}{}/{file}", self.plan.site.home, self.index.uploads());
        }
        let found = best.unwrap_or_default();
        let safe = crate::import::media::safe_path(&found);
        let (address, target) = match &self.beside {
            Some(folder) => {
                let name = safe.rsplit('/').next().unwrap_or(&safe).to_owned();
                (name.clone(), format!("{folder}/{name}"))
            }
            None => {
                let address = format!("{}/{safe}", self.index.uploads());
                (address.clone(), format!("static{address}"))
            }
        };
        self.notes.borrow_mut().used.push((found, target));
        address
    }

    /// A picture in the size that the text named lives on at its address too: other sites show it.
    fn keep_size(&self, inside: &str, chosen: &str) {
        let sized = self
            .catalogue
            .exact(inside)
            .filter(|f| *f != chosen && self.beside.is_none());
        if let Some(file) = sized {
            let target = format!(
                "static{}/{}",
                self.index.uploads(),
                crate::import::media::safe_path(file)
            );
            self.notes.borrow_mut().used.push((file.to_owned(), target));
        }
    }

    /// The list page that an own path leads to: a section, a tag, an author, the feed.
    fn list(&self, path: &str, query: &str) -> Option<String> {
        let key = addresses::key(path);
        let front = addresses::key(&self.plan.pattern.front());
        let bare = key
            .strip_prefix(&front)
            .filter(|_| !front.is_empty())
            .unwrap_or(&key)
            .trim_start_matches('/')
            .to_owned();
        let bare = bare.strip_suffix("/feed").unwrap_or(&bare);
        if key.is_empty() && query.is_empty() {
            return Some("/".to_owned());
        }
        if matches!(
            bare,
            "feed" | "rss" | "feed/rss2" | "feed/atom" | "comments/feed" | "feed/rss"
        ) {
            return Some("/rss.xml".to_owned());
        }
        let cat = query
            .split('&')
            .find_map(|p| p.strip_prefix("cat="))
            .and_then(|id| id.parse::<u64>().ok());
        let category = self.plan.categories.by_slug.values().find(|c| {
            cat.is_some_and(|id| c.id == id)
                || ["category/", ""]
                    .iter()
                    .any(|p| format!("{p}{}", addresses::key(&c.old_path)) == bare)
        });
        if let Some(category) = category {
            return Some(self.plan.lists.section(category));
        }
        if let Some(slug) = bare.strip_prefix("tag/") {
            return self.plan.lists.tag(slug);
        }
        let nicename = bare.strip_prefix("author/")?;
        let author = self
            .plan
            .authors
            .all
            .iter()
            .find(|a| a.nicenames.iter().any(|n| gate::key(n) == *nicename))?;
        Some(author.address())
    }

    fn own_link(&self, href: &str) -> Option<String> {
        let found = parts(href)?;
        let fragment = match found.fragment {
            "respond" => "comments",
            other => other,
        };
        let tail = if fragment.is_empty() {
            String::new()
        } else {
            format!("#{fragment}")
        };
        let path = self.plan.site.inside(href)?;
        let path = path.strip_suffix("amp/").unwrap_or(&path);
        if let Some(place) = self.place(path, found.query) {
            return Some(format!("{}{tail}", place.address));
        }
        if let Some(list) = self.list(path, found.query) {
            return Some(list);
        }
        let attachment = self.index.attachment_page(path, found.query);
        if let Some(file) = attachment.or_else(|| self.upload(href)) {
            return Some(self.address_of(&file));
        }
        self.notes.borrow_mut().unresolved.push(href.to_owned());
        let host = if found.host.is_empty() {
            self.plan.site.home.clone()
        } else {
            String::new()
        };
        Some(format!("{host}{href}"))
    }
}

/// Where a file of the library lies beside a story.
pub fn file_beside(folder: &str, file: &str) -> String {
    let safe = crate::import::media::safe_path(file);
    format!("{folder}/{}", safe.rsplit('/').next().unwrap_or(&safe))
}

/// An address of WordPress's picture servers (`i0.wp.com/HOST/…`) is one of the site itself.
fn unproxied(host: &str, path: &str) -> (String, String) {
    let proxy = host
        .strip_suffix(".wp.com")
        .is_some_and(|h| h.len() == 2 && h.starts_with('i'));
    let inner = path.trim_start_matches('/').split_once('/').filter(|_| proxy);
    match inner {
        Some((host, rest)) => (
            host.to_ascii_lowercase().trim_start_matches("www.").to_owned(),
            format!("/{rest}"),
        ),
        None => (host.to_owned(), path.to_owned()),
    }
}

/// An address without what only measures readers.
fn untracked(href: &str) -> String {
    let (rest, fragment) = href.split_once('#').map_or((href, None), |(r, f)| (r, Some(f)));
    let Some((path, query)) = rest.split_once('?') else {
        return href.to_owned();
    };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|p| !is_tracking(p.trim_start_matches("amp;")))
        .collect();
    let mut out = path.to_owned();
    if !kept.is_empty() {
        out.push('?');
        out.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

impl References for ItemReferences<'_> {
    fn link(&self, href: &str) -> Option<String> {
        let href: String = href.trim().chars().filter(|c| !c.is_control()).collect();
        let lower = href.to_ascii_lowercase();
        if lower.starts_with("mailto:") || lower.starts_with("tel:") || href.starts_with('#') {
            return Some(href);
        }
        let web = lower.starts_with("http://") || lower.starts_with("https://") || href.starts_with('/');
        let scheme = lower
            .split(['/', '?', '#'])
            .next()
            .is_some_and(|first| first.contains(':'));
        if href.is_empty() || !web && scheme {
            return None;
        }
        let href = if web {
            href
        } else {
            format!("/{}", href.trim_start_matches("./"))
        };
        let href = untracked(&href);
        let own = parts(&href).is_some_and(|p| self.plan.site.is_own(&unproxied(&p.host, p.path).0));
        match own {
            true => self.own_link(&href).or(Some(href)),
            false => Some(href),
        }
    }

    fn picture(&self, src: &str, id: Option<u64>) -> LibraryPicture {
        let inside = self.upload(src);
        let attachment = id.and_then(|id| self.index.attachments.get(&id)).filter(|a| {
            // A number can be left from another site: it counts only where it fits the file's name.
            inside.as_deref().is_none_or(|f| super::index::same_picture(f, &a.file))
        });
        let attachment = attachment.or_else(|| self.index.attachment_of(inside.as_deref()?));
        let file = attachment
            .map(|a| a.file.to_string())
            .filter(|f| !f.is_empty())
            .or_else(|| inside.clone());
        if let (Some(inside), Some(file)) = (&inside, &file) {
            self.keep_size(inside, file);
        }
        let alt = attachment.map(|a| a.alt.to_string()).unwrap_or_default();
        match file {
            Some(file) => LibraryPicture {
                src: self.address_of(&file),
                alt,
            },
            None if src.is_empty() => LibraryPicture::default(),
            None => {
                let own = parts(src).is_some_and(|p| self.plan.site.is_own(&p.host));
                let src = match src.strip_prefix("//") {
                    Some(rest) => format!("https://{rest}"),
                    None if own && src.starts_with('/') => format!("{}{src}", self.plan.site.home),
                    None => src.to_owned(),
                };
                self.notes.borrow_mut().foreign.push(src.clone());
                LibraryPicture { src, alt }
            }
        }
    }

    fn post(&self, address: &str) -> Option<String> {
        let number = address
            .split(['?', '#'])
            .next()?
            .trim_end_matches('/')
            .rsplit('/')
            .next()?;
        let long = number.len() > 8 && number.bytes().all(|b| b.is_ascii_digit());
        self.posts.iter().find(|html| long && html.contains(number)).cloned()
    }

    fn story(&self, href: &str) -> Option<String> {
        let found = parts(href).filter(|p| !p.host.is_empty())?;
        let path = self.plan.site.inside(href)?;
        let place = self.place(&path, found.query).filter(|p| !p.section.is_empty())?;
        Some(place.address.to_string())
    }
}

impl Library for ItemReferences<'_> {
    fn file(&self, id: u64) -> Option<LibraryFile> {
        let found = self.index.attachments.get(&id)?;
        Some(LibraryFile {
            src: format!("{}{}/{}", self.plan.site.home, self.index.uploads(), found.file),
            caption: found.caption.to_string(),
            title: found.title.to_string(),
        })
    }

    fn children(&self) -> Vec<u64> {
        self.index.children_of(self.id)
    }

    /// The table's number is not in exports: the n-th table by its number, or the one with that number.
    fn table(&self, id: &str) -> Option<String> {
        let id: u64 = id.parse().ok()?;
        let nth = || {
            self.index
                .tables
                .values()
                .nth(usize::try_from(id).ok()?.checked_sub(1)?)
        };
        let text = self.index.tables.get(&id).or_else(nth)?;
        let rows: Vec<Vec<String>> = serde_json::from_str(text).ok()?;
        let row = |cells: &Vec<String>, tag: &str| {
            let cells = cells.iter().map(|c| format!("<{tag}>{c}</{tag}>"));
            format!("<tr>{}</tr>", cells.collect::<String>())
        };
        let (head, body) = rows.split_first()?;
        let body: String = body.iter().map(|r| row(r, "td")).collect();
        Some(format!(
            "<table><thead>{}</thead><tbody>{body}</tbody></table>",
            row(head, "th")
        ))
    }

    fn wish(&self, name: &str) -> Option<Wish> {
        self.wishes.get(name).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::{unproxied, untracked};

    #[test]
    fn addresses_are_put_right() {
        assert_eq!(
            untracked("https://a.example/x?utm_source=f&p=3&fbclid=1#c"),
            "https://a.example/x?p=3#c"
        );
        assert_eq!(
            unproxied("i0.wp.com", "/www.kagoj.example/wp-content/a.jpg"),
            ("kagoj.example".into(), "/wp-content/a.jpg".into())
        );
    }
}
