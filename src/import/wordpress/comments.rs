//! Readers' comments of an item, without anything private.

use super::item::{Item, ItemComment, time};
use crate::bengali::{cluster, gate};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Longest text that khobor takes.
const LONGEST: usize = 16 << 10;
/// Longest name in letters.
const LONGEST_NAME: usize = 80;
/// The name of a reader who gave none.
const NAMELESS: &str = "অজ্ঞাত";

/// A comment as its file will have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedComment {
    /// The id of the old site, so that addresses with `#comment-ID` live on.
    pub id: String,
    /// The comment that it answers.
    pub parent: Option<String>,
    /// The reader's name.
    pub name: String,
    /// The reader's site.
    pub site: Option<String>,
    /// When it was written.
    pub date: Timestamp,
    /// Whether readers see it.
    pub approved: bool,
    /// The text.
    pub body: String,
}

/// What became of an item's comments.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CommentCounts {
    /// Readers see them.
    pub shown: usize,
    /// They wait for an editor.
    pub waiting: usize,
    /// Pingbacks and trackbacks.
    pub pings: usize,
    /// Spam, and what was thrown away.
    pub dropped: usize,
    /// Their text was too long and was cut.
    pub cut: usize,
}

/// The comments of an item. What answers a comment that readers did not see waits for an editor, under the nearest that came.
///
/// ```
/// use khobor::import::wordpress::{comments, item::{Item, ItemComment}};
/// let one = |id: &str, parent: &str, status: &str| ItemComment { id: id.into(), parent: parent.into(), status: status.into(), name: "রহিম".into(),
///     date_gmt: "2020-01-01 00:00:00".into(), text: "ঠিক".into(), ..ItemComment::default() };
/// let item = Item { comments: vec![one("1", "0", "1"), one("2", "1", "trash"), one("3", "2", "1")], ..Item::default() };
/// let (found, counts) = comments::of_item(&item, &jiff::tz::TimeZone::UTC);
/// assert_eq!(found.iter().map(|c| (c.id.as_str(), c.parent.as_deref(), c.approved)).collect::<Vec<_>>(), [("1", None, true), ("3", Some("1"), false)]);
/// assert_eq!((counts.shown, counts.waiting, counts.dropped), (1, 1, 1));
/// ```
pub fn of_item(item: &Item, zone: &TimeZone) -> (Vec<ImportedComment>, CommentCounts) {
    let mut counts = CommentCounts::default();
    let all: BTreeMap<&str, &ItemComment> = item.comments.iter().map(|c| (c.id.as_str(), c)).collect();
    let mut kept: Vec<ImportedComment> = Vec::new();
    let mut seen = BTreeSet::new();
    for comment in &item.comments {
        match comment.kind.as_str() {
            "" | "comment" | "review" => {}
            _ => {
                counts.pings += 1;
                continue;
            }
        }
        let Some(made) = fitting(comment, zone).filter(|_| is_kept(comment) && seen.insert(comment.id.clone())) else {
            counts.dropped += 1;
            continue;
        };
        let (parent, hidden) = parent_of(comment, &all);
        let approved = comment.status == "1" && !hidden;
        counts.cut += usize::from(comment.cut || made.body.len() >= LONGEST - 8);
        counts.shown += usize::from(approved);
        counts.waiting += usize::from(!approved);
        kept.push(ImportedComment {
            parent,
            approved,
            ..made
        });
    }
    (kept, counts)
}

/// Comments that came before and that the old site has taken off since: they are hidden, as on the old site.
pub fn taken_off(item: &Item, zone: &TimeZone, seen: &BTreeMap<String, bool>) -> Vec<ImportedComment> {
    let gone = item.comments.iter().filter(|c| !is_kept(c) && seen.contains_key(&c.id));
    gone.filter_map(|comment| fitting(comment, zone)).collect()
}

fn is_kept(comment: &ItemComment) -> bool {
    matches!(comment.status.as_str(), "1" | "0" | "approve" | "hold")
}

/// The nearest comment above that came, and whether readers did not see one above.
fn parent_of(comment: &ItemComment, all: &BTreeMap<&str, &ItemComment>) -> (Option<String>, bool) {
    let mut at = comment.parent.as_str();
    let (mut found, mut hidden) = (None, false);
    for _ in 0..all.len() {
        let Some(above) = all.get(at).filter(|a| a.id != comment.id) else {
            break;
        };
        let reader = matches!(above.kind.as_str(), "" | "comment" | "review");
        if found.is_none() && is_kept(above) && reader {
            found = Some(above.id.clone());
        }
        hidden |= above.status != "1";
        at = above.parent.as_str();
    }
    (found, hidden)
}

/// The comment as khobor takes it; `None` when nothing can be seen of it.
fn fitting(comment: &ItemComment, zone: &TimeZone) -> Option<ImportedComment> {
    let utc = time(&comment.date_gmt).and_then(|d| d.to_zoned(TimeZone::UTC).ok());
    let local = || time(&comment.date).and_then(|d| d.to_zoned(zone.clone()).ok());
    let date = utc.or_else(local)?.timestamp();
    let body = body(&comment.text);
    if body.is_empty() || comment.id.is_empty() {
        return None;
    }
    Some(ImportedComment {
        id: comment.id.clone(),
        parent: None,
        name: name(&comment.name),
        site: site(&comment.site),
        date,
        approved: false,
        body,
    })
}

/// A name without directions and control signs; a name that is an address of mail is none.
pub fn name(written: &str) -> String {
    let odd = |c: char| {
        c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let clean: String = written.chars().filter(|c| !odd(*c)).collect();
    let clean = gate::canonical(&clean).split_whitespace().collect::<Vec<_>>().join(" ");
    let mail = clean.contains('@') && !clean.contains(' ');
    let end = cluster::cut_at(&clean, LONGEST_NAME).unwrap_or(clean.len());
    let short = clean.get(..end).filter(|_| !mail).unwrap_or_default().trim().to_owned();
    if short.is_empty() { NAMELESS.to_owned() } else { short }
}

/// A reader's site: of the web, not too long.
pub fn site(written: &str) -> Option<String> {
    let lower = written.to_ascii_lowercase();
    let host = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))?;
    let odd = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '`' | '\\' | '@');
    let fits = written.len() <= 200 && !host.is_empty() && !host.starts_with('/') && !written.contains(odd);
    fits.then(|| written.to_owned())
}

/// The text: line feeds put right, cut to what khobor takes.
pub fn body(written: &str) -> String {
    let lines = written.replace("\r\n", "\n").replace('\r', "\n");
    let clean: String = lines
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    let clean = gate::canonical(clean.trim()).into_owned();
    if clean.len() <= LONGEST - 4 {
        return clean;
    }
    let end = (0..LONGEST - 4).rev().find(|i| clean.is_char_boundary(*i)).unwrap_or(0);
    format!("{}…", clean.get(..end).unwrap_or_default().trim_end())
}
