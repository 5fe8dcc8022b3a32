//! Addresses that the last output had and this one has not. A memory of them only warns: it never makes a redirect, or a build
//! with it would differ from one without. Where a page has moved is found out by what its old file says of itself.

use super::{Loaded, Request, cache};
use crate::bengali::gate;
use crate::diag::{Diagnostic, Place, codes::portal as codes};
use crate::portal::url;
use crate::publish::store::{Key, Prune, Store};
use crate::publish::{Transaction, published};
use crate::replace::replace;
use crate::source::{EditFault, NewValue, TextKind, decode, set_key, written_aliases};
use crate::view;
use jiff::{SignedDuration, Timestamp};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::Path;

const KEY: Key = *b"khobor gone\0\0\0\0\0";

/// Days for which `check` goes on to tell of an address.
const DAYS: i64 = 30;
/// Addresses that a build tells one by one.
const SHOWN: usize = 20;
/// Where a page says of itself what it is, at most so far into it.
const HEAD: usize = 64 << 10;

/// A page that was published and is not any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GonePage {
    /// Its address.
    pub address: String,
    /// The source of the page that seems to be what it was; it may name the address in its `aliases`.
    pub moved_to: Option<String>,
    /// When a build missed it first, in seconds since 1970.
    since: i64,
}

impl GonePage {
    /// What is reported of it.
    pub fn note(&self) -> Diagnostic {
        let note = Diagnostic::new(&codes::GONE_ADDRESS).arg("url", &self.address);
        match &self.moved_to {
            Some(source) => {
                let line = format!("aliases = [\"{}\"]", former(&self.address));
                let note = note.arg_in(
                    "suggestion",
                    format!("{source}-এ লিখুন `{line}`; `khobor check --write-aliases` নিজেই লিখে দেয়।"),
                    format!("Write `{line}` into {source}; `khobor check --write-aliases` does it."),
                );
                note.at(Place::file(source.as_str()))
            }
            None => note.arg_in(
                "suggestion",
                "পাতাটি সরে গিয়ে থাকলে নতুন পাতার `aliases`-এ, নয়তো [redirects]-এ ঠিকানাটি লিখুন।",
                "If the page was moved, name the address in `aliases` of the new one, or in [redirects].",
            ),
        }
    }
}

/// An address as front matter writes it: in header lines and lists nothing divides it.
fn former(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for letter in address.chars() {
        match letter.is_whitespace() || letter.is_control() || "%,;?#\"\\<>".contains(letter) {
            true => out.push_str(&url::query(letter.encode_utf8(&mut [0; 4]))),
            false => out.push(letter),
        }
    }
    out
}

/// The notes of a build: some one by one, the others by their number.
fn notes(gone: &[GonePage]) -> Vec<Diagnostic> {
    let mut notes: Vec<Diagnostic> = gone.iter().take(SHOWN).map(GonePage::note).collect();
    if gone.len() > SHOWN {
        notes.push(Diagnostic::new(&codes::GONE_MORE).arg("count", gone.len() - SHOWN));
    }
    notes
}

/// The pages that a publication takes away, before it does. Few builds have any.
pub(super) fn leaving(loaded: &Loaded, transaction: &Transaction) -> Vec<GonePage> {
    let names: Vec<&str> = transaction.leaving().filter(|name| is_page(name)).collect();
    if names.is_empty() {
        return Vec::new();
    }
    let had = |name: &str| transaction.previous(name).is_some();
    find(loaded, transaction.folder(), &names, &had)
}

/// The pages of the output on disk that the site has no more, and those that earlier builds missed.
pub(super) fn missing(loaded: &Loaded, request: &Request) -> Vec<GonePage> {
    let out = request.output();
    let planned = planned(loaded);
    let manifest = published(&out).unwrap_or_default();
    let names: Vec<&str> = manifest
        .iter()
        .map(|entry| entry.path)
        .filter(|name| is_page(name) && !planned.contains(*name))
        .collect();
    let had = |name: &str| manifest.has(name);
    let mut gone = find(loaded, &out, &names, &had);
    let known = recall(request).into_iter().filter(|page| holds(loaded, page, &planned));
    gone.extend(known.filter(|page| !names.contains(&file_of(&page.address).as_str())));
    gone.sort_by(|a, b| a.address.cmp(&b.address));
    gone
}

/// Remembers what is gone, for `check`, and gives what a build tells of it. What is there again, or was missed long ago, is
/// forgotten.
pub(super) fn remember(loaded: &Loaded, request: &Request, gone: &[GonePage]) -> Vec<Diagnostic> {
    let before = recall(request);
    if before.is_empty() && gone.is_empty() {
        return Vec::new();
    }
    let planned = planned(loaded);
    let mut all: BTreeMap<String, GonePage> = BTreeMap::new();
    for page in before.iter().chain(gone).filter(|page| holds(loaded, page, &planned)) {
        all.insert(page.address.clone(), page.clone());
    }
    let all: Vec<GonePage> = all.into_values().collect();
    if all != before
        && let Ok(bytes) = postcard::to_stdvec(&all)
    {
        let store = Store::open(&request.cache().join("gone"), cache::SCHEMA);
        let _ = store.put(KEY, &bytes).and_then(|()| store.commit(Prune::Nothing));
    }
    notes(gone)
}

fn recall(request: &Request) -> Vec<GonePage> {
    let store = Store::open(&request.cache().join("gone"), cache::SCHEMA);
    let bytes = store.get(KEY).unwrap_or_default();
    postcard::from_bytes(&bytes).unwrap_or_default()
}

/// Whether a page is still gone, and was missed not long ago.
fn holds(loaded: &Loaded, page: &GonePage, planned: &FxHashSet<String>) -> bool {
    let oldest = loaded.now.checked_sub(SignedDuration::from_hours(24 * DAYS));
    let recent = oldest.unwrap_or(Timestamp::MIN).as_second() <= page.since;
    recent && !planned.contains(&file_of(&page.address)) && !is_withheld(loaded, &page.address)
}

/// The files that the site's addresses become.
fn planned(loaded: &Loaded) -> FxHashSet<String> {
    let world = loaded.world();
    let ids = view::plan(&world).into_iter();
    let pages = ids.map(|id| view::file(&id, &view::address(&world, &id)));
    let files = loaded
        .portal
        .files
        .keys()
        .map(|file| file.trim_start_matches('/').to_owned());
    pages.chain(files).collect()
}

fn file_of(address: &str) -> String {
    let path = address.trim_start_matches('/');
    match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => url::story_file(path).into_owned(),
    }
}

/// The address of the page in a file, by the site's pattern.
fn address_of(loaded: &Loaded, name: &str) -> String {
    let folder = name
        .strip_suffix("index.html")
        .filter(|head| head.is_empty() || head.ends_with('/'));
    let bare = || name.strip_suffix(".html").filter(|_| loaded.site.has_bare_addresses());
    format!("/{}", folder.or_else(bare).unwrap_or(name))
}

/// Whether a file is a page that somebody may have linked to: not a page of a list or of the archive, which come and go.
fn is_page(name: &str) -> bool {
    let made = ["_fragments/", "archive/", "search/", "404.html"];
    let listed = name.starts_with("page/") || name.contains("/page/");
    name.ends_with(".html") && !listed && !made.iter().any(|place| name.starts_with(place))
}

/// A story that an editor holds back is no loss.
fn is_withheld(loaded: &Loaded, address: &str) -> bool {
    loaded.portal.withheld.iter().any(|story| story.url == address)
}

/// What a page says of itself, in whatever theme: its name, and when it was published.
#[derive(Debug, PartialEq, Eq)]
struct PageFacts {
    title: String,
    published: String,
}

impl PageFacts {
    fn of(html: &str) -> Option<PageFacts> {
        let property = |name: &str| {
            let content = html.split_once(&format!("property=\"{name}\" content=\""))?.1;
            let value = content.split('"').next()?;
            Some(quick_xml::escape::unescape(value).map_or_else(|_| value.to_owned(), Into::into))
        };
        Some(PageFacts {
            title: gate::key(&property("og:title")?),
            published: property("article:published_time").unwrap_or_default(),
        })
    }
}

/// A page with an address that is new.
struct Arrived {
    source: String,
    slug: String,
    facts: PageFacts,
}

fn slug(address: &str) -> &str {
    address.trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}

/// The pages at these names of an output, each with where it seems to be now.
fn find(loaded: &Loaded, out: &Path, names: &[&str], had: &dyn Fn(&str) -> bool) -> Vec<GonePage> {
    let arrived = arrived(loaded, had);
    let mut by_word: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, page) in arrived.iter().enumerate() {
        by_word.entry(&page.facts.title).or_default().push(at);
        by_word.entry(&page.slug).or_default().push(at);
    }
    let gone = names.iter().filter_map(|name| {
        let address = address_of(loaded, name);
        if is_withheld(loaded, &address) {
            return None;
        }
        let facts = head_of(&out.join(name)).as_deref().and_then(PageFacts::of);
        let moved_to = facts.and_then(|facts| {
            let words = [facts.title.as_str(), slug(&address)];
            let near = words.iter().filter_map(|word| by_word.get(word)).flatten();
            best(near.filter_map(|at| arrived.get(*at)), &facts, slug(&address))
        });
        let since = loaded.now.as_second();
        Some(GonePage {
            address,
            moved_to,
            since,
        })
    });
    gone.collect()
}

/// The source of the page that is most like what was facts, when one is, and no other.
fn best<'a>(pages: impl Iterator<Item = &'a Arrived>, facts: &PageFacts, slug: &str) -> Option<String> {
    let like = |page: &Arrived| {
        let same = [(page.facts.title == facts.title, 2), (page.slug == slug, 2)];
        let moment = u32::from(page.facts.published == facts.published);
        same.iter()
            .filter(|(same, _)| *same)
            .map(|(_, weight)| weight)
            .sum::<u32>()
            + moment
    };
    // A story does not become a section.
    let kin = |page: &&Arrived| page.facts.published.is_empty() == facts.published.is_empty();
    let mut found: Vec<(u32, &str)> = pages
        .filter(kin)
        .map(|page| (like(page), page.source.as_str()))
        .collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.dedup();
    match found.as_slice() {
        [(first, _), (second, _), ..] if first == second => None,
        [(likeness, source), ..] if *likeness >= 3 => Some((*source).to_owned()),
        _ => None,
    }
}

/// Stories, sections and plain pages at addresses that the output had not.
fn arrived(loaded: &Loaded, had: &dyn Fn(&str) -> bool) -> Vec<Arrived> {
    let (world, portal) = (loaded.world(), &loaded.portal);
    let stories = portal
        .articles
        .iter()
        .map(|a| (&*a.source, &*a.url, &*a.title, world.iso(a.date)));
    let sections = portal.sections.all.iter().filter(|s| !s.path.is_empty());
    let sections = sections.map(|s| (&*s.file, &*s.url, &*s.source.title, String::new()));
    let pages = portal
        .pages
        .iter()
        .map(|p| (&*p.file, &*p.url, &*p.source.title, String::new()));
    let all = stories.chain(sections).chain(pages);
    let new = all.filter(|(source, address, ..)| !source.is_empty() && !had(&file_of(address)));
    let arrived = new.map(|(source, address, title, published)| Arrived {
        source: source.to_owned(),
        slug: slug(address).to_owned(),
        facts: PageFacts {
            title: gate::key(title),
            published,
        },
    });
    arrived.collect()
}

/// The beginning of a file.
fn head_of(path: &Path) -> Option<String> {
    use std::io::Read;
    let mut bytes = Vec::with_capacity(HEAD);
    let file = std::fs::File::open(path).ok()?;
    file.take(HEAD as u64).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Aliases that were written into a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WrittenAliases {
    /// The source.
    pub source: String,
    /// The former addresses that it names now and did not before.
    pub addresses: Vec<String>,
}

/// Writes the addresses of pages that have moved into the front matter of what they have become, in its own format. What
/// cannot be written is reported and left.
pub fn write_aliases(request: &Request, gone: &[GonePage]) -> (Vec<WrittenAliases>, Vec<Diagnostic>) {
    let Some((site, ..)) = super::sources(request) else {
        return (Vec::new(), Vec::new());
    };
    let mut by_source: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for page in gone {
        if let Some(source) = &page.moved_to {
            by_source.entry(source).or_default().push(former(&page.address));
        }
    }
    let (mut written, mut diagnostics) = (Vec::new(), Vec::new());
    for (source, addresses) in by_source {
        match write(&request.root.join(source), source, &addresses, &site.read_options()) {
            Ok(()) => written.push(WrittenAliases {
                source: source.to_owned(),
                addresses,
            }),
            Err((bn, en)) => {
                let fault = Diagnostic::new(&codes::ALIAS_UNWRITTEN).arg("url", addresses.join(", "));
                diagnostics.push(fault.arg_in("reason", bn, en).at(Place::file(source)));
            }
        }
    }
    (written, diagnostics)
}

/// Why an alias could not be written, in Bengali and English.
type Reason = (String, String);

fn write(path: &Path, source: &str, addresses: &[String], options: &crate::source::ReadOptions) -> Result<(), Reason> {
    let system = |error: std::io::Error| {
        let bn = crate::diag::system::reason(crate::diag::Lang::Bn, &error);
        (bn.to_string(), error.to_string())
    };
    let bytes = std::fs::read(path).map_err(system)?;
    let text = decode(source, &bytes).map_err(|_| reason(EditFault::Unreadable))?;
    let kind = TextKind::of_path(source);
    let mut names = written_aliases((&text, kind), options);
    let new = addresses.iter().filter(|address| !names.contains(address));
    let new: Vec<String> = new.cloned().collect();
    names.extend(new);
    let changed = set_key((&text, kind), "aliases", &NewValue::List(names), options).map_err(reason)?;
    replace(path, changed.as_bytes()).map_err(system)
}

fn reason(fault: EditFault) -> Reason {
    let (bn, en) = match fault {
        EditFault::Unreadable => ("শিরোভাগ পড়া যায় না", "its front matter cannot be read"),
        EditFault::Unsafe => (
            "অন্য কিছু না বদলে এভাবে লেখা যায় না",
            "it cannot be written there without a change of something else",
        ),
    };
    (bn.to_owned(), en.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrived(source: &str, title: &str, published: &str) -> Arrived {
        Arrived {
            source: source.to_owned(),
            slug: source.to_owned(),
            facts: PageFacts {
                title: title.to_owned(),
                published: published.to_owned(),
            },
        }
    }

    fn facts(title: &str, published: &str) -> PageFacts {
        PageFacts {
            title: title.to_owned(),
            published: published.to_owned(),
        }
    }

    #[test]
    fn a_page_is_found_by_what_it_says_and_never_guessed() {
        let pages = [
            arrived("a", "নদী", "2026-11-01"),
            arrived("b", "রাশিফল", "2026-11-08"),
            arrived("c", "চর", "2026-11-01"),
            arrived("d", "দেশ", ""),
        ];
        let found = |facts: PageFacts, slug: &str| best(pages.iter(), &facts, slug);
        assert_eq!(found(facts("নদী", "2026-11-01"), "x").as_deref(), Some("a"));
        assert_eq!(found(facts("নতুন নাম", "2026-11-01"), "c").as_deref(), Some("c"));
        assert_eq!(found(facts("রাশিফল", "2026-11-01"), "x"), None, "last week's");
        assert_eq!(found(facts("অন্য", "2026-11-01"), "x"), None, "the day alone");
        assert_eq!(found(facts("দেশ", ""), "x").as_deref(), Some("d"));
        assert_eq!(found(facts("নদী", ""), "a"), None, "a section does not become a story");
        let twins = [arrived("a", "নদী", "1"), arrived("b", "নদী", "1")];
        assert_eq!(best(twins.iter(), &facts("নদী", "1"), "x"), None);
    }

    #[test]
    fn pages_say_what_they_are() {
        let html = "<meta property=\"og:title\" content=\"নদী &amp; &quot;চর&quot;\"><meta property=\"article:published_time\" content=\"2026\">";
        let read = PageFacts::of(html).unwrap();
        assert_eq!(
            (read.title, read.published.as_str()),
            (gate::key("নদী & \"চর\""), "2026")
        );
        assert_eq!(PageFacts::of("<title>নদী</title>"), None);
        assert_eq!(former("/desh/ক খ, 50%/"), "/desh/ক%20খ%2C%2050%25/");
    }
}
