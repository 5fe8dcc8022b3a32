//! Ends a build at once when nothing can have changed: no file, no setting, no template, and no moment has come at which
//! the portal changes by itself.

use super::{Found, Loaded, Request, cache};
use crate::portal::Article;
use crate::publish::Mark;
use crate::publish::store::{Key, Prune, Store};
use crate::relate;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::Path;

/// What the last build of a site stood on, and what it did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct LastRun {
    ground: [u8; 32],
    /// From this moment (seconds since 1970) ...
    from: i64,
    /// ... to the moment before this one the output is right.
    until: i64,
    pub(super) stories: usize,
    pub(super) pages: usize,
    pub(super) hidden: u32,
    /// Files of the output.
    pub(super) files: usize,
    /// The output that it left: the mark of its manifest.
    pub(super) live: Mark,
}

/// Bytes handed to the hash at once.
const PIECE: usize = 64 * 1024;
const KEY: Key = *b"khobor last run\0";

/// The hash of everything that a build stands on, beside the moment: the stat of every source file, the settings, the commit
/// that dates changes, the options, this program and its built-in themes.
pub(super) fn ground(found: &Found, request: &Request) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(env!("CARGO_PKG_VERSION").as_bytes())
        .update(crate::render::builtin_fingerprint().as_bytes())
        .update(&found.config)
        .update(super::last_commits::head(&request.root, &found.site).as_bytes());
    let shown = [request.drafts, request.future, request.expired].map(u8::from);
    hasher
        .update(&shown)
        .update(format!("{:?}", request.related).as_bytes());
    let out = std::path::absolute(request.output()).unwrap_or_else(|_| request.output());
    hasher.update(out.to_string_lossy().as_bytes());
    // In large pieces: many small ones take the hash several times as long.
    let mut stats = Vec::with_capacity(PIECE + 4096);
    for file in &found.tree.files {
        stats.extend_from_slice(file.path.as_bytes());
        stats.push(0);
        for part in [file.size as i64, file.mtime_ns, file.ctime_ns, file.inode as i64] {
            stats.extend_from_slice(&part.to_le_bytes());
        }
        if stats.len() >= PIECE {
            hasher.update(&stats);
            stats.clear();
        }
    }
    hasher.update(&stats);
    *hasher.finalize().as_bytes()
}

/// The last build, if this one would be the same.
pub(super) fn last(folder: &Path, ground: &[u8; 32], now: Timestamp) -> Option<LastRun> {
    let store = Store::open(folder, cache::SCHEMA);
    let last: LastRun = postcard::from_bytes(&store.get(KEY)?).ok()?;
    let seconds = now.as_second();
    (last.ground == *ground && last.from <= seconds && seconds < last.until).then_some(last)
}

/// Remembers a build that had nothing to report. A file that was changed while the build began is not trusted by its stat, so
/// then nothing is remembered.
pub(super) fn remember(
    request: &Request,
    loaded: &Loaded,
    ground: [u8; 32],
    (pages, files, live): (usize, usize, Mark),
) {
    if loaded.tree.files.iter().any(|f| f.ctime_ns >= loaded.racy) {
        return;
    }
    let last = LastRun {
        ground,
        from: loaded.now.as_second(),
        until: valid_until(loaded).as_second(),
        stories: loaded.portal.articles.len(),
        pages,
        hidden: loaded.portal.hidden.total(),
        files,
        live,
    };
    let store = Store::open(&request.cache(), cache::SCHEMA);
    if let Ok(bytes) = postcard::to_stdvec(&last) {
        let _ = store.put(KEY, &bytes);
        let _ = store.commit(Prune::Nothing);
    }
}

/// A moment until which the output is right whatever the clock says: the next at which a story or comment comes or goes, a
/// headline leaves the breaking line or the news sitemap, decayed views count again, or the date turns. It may be earlier than
/// the true one (`khobor due` tells that exactly), never later.
pub(super) fn valid_until(loaded: &Loaded) -> Timestamp {
    let now = loaded.now;
    let stories = loaded.portal.due.iter().map(|d| d.0).filter(|at| *at > now).min();
    let midnight = now
        .to_zoned(loaded.site.zone.clone())
        .tomorrow()
        .and_then(|t| t.start_of_day())
        .ok();
    let hour = relate::next_hour(now).filter(|_| loaded.lists.popular.measured);
    let moments = [
        stories,
        ends(loaded, Article::breaking_until),
        ends(loaded, |a| a.featured_until(loaded.site.featured_hours)),
        leaving(loaded, 48, |_| true),
        midnight.map(|m| m.timestamp()),
        hour,
        loaded.portal.next_comment,
    ];
    let far = || now.checked_add(24.hours()).unwrap_or(now);
    moments.into_iter().flatten().min().unwrap_or_else(far)
}

/// The next moment at which a story's mark ends.
fn ends(loaded: &Loaded, end: impl Fn(&Article) -> Option<Timestamp>) -> Option<Timestamp> {
    let ends = loaded.portal.articles.iter().filter_map(end);
    ends.filter(|end| *end > loaded.now).min()
}

/// When the oldest listed story that is younger than `hours` gets older than that.
fn leaving(loaded: &Loaded, hours: i64, listed: impl Fn(&Article) -> bool) -> Option<Timestamp> {
    let end = |a: &Article| a.date.checked_add(SignedDuration::from_hours(hours)).ok();
    let recent = loaded
        .portal
        .articles
        .iter()
        .rev()
        .take_while(|a| end(a).is_some_and(|end| end > loaded.now));
    recent.filter(|a| listed(a)).last().and_then(end)
}

/// Removes the cache of a site. The sizes of pictures stay, unless they are to go too: a large site makes them for half an
/// hour. What is not there is no fault.
///
/// # Errors
/// When something cannot be removed.
pub fn clean(root: &Path, pictures: bool) -> io::Result<()> {
    let folder = match std::fs::read_dir(root.join(".khobor")) {
        Ok(folder) => folder,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in folder {
        let entry = entry?;
        if entry.file_name() == "pictures" && !pictures {
            continue;
        }
        match entry.file_type()?.is_dir() {
            true => std::fs::remove_dir_all(entry.path())?,
            false => std::fs::remove_file(entry.path())?,
        }
    }
    Ok(())
}
