//! `[site] modified = "git"`: when each file below `content/` was last committed. One walk over the log, kept by the commit
//! that it began at; from a later commit only what came since is walked. What is not committed does not count.

use super::{Request, cache};
use crate::config::Site;
use crate::diag::{Diagnostic, Place, Reason, codes::config as codes};
use crate::portal::Sources;
use crate::publish::store::{Key, Prune, Store};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

const KEY: Key = *b"khobor commits\0\0";

/// Seconds since 1970 of the newest commit of each file, by its path below the site's root.
type Seconds = BTreeMap<String, i64>;

/// What an earlier run found.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Known {
    /// The commit that it is of, and where the site lay in the repository.
    head: String,
    seconds: Seconds,
}

/// The commit that the site's files stand on, where settings ask for it: it decides what pages say.
pub(super) fn head(root: &Path, site: &Site) -> String {
    match site.modified_git {
        true => Repository { root }.head().unwrap_or_default(),
        false => String::new(),
    }
}

/// Notes when the files of the site were last committed, where settings ask for it.
///
/// # Errors
/// No repository, no `git`, or a clone that lacks a part of the history.
pub(super) fn note(request: &Request, site: &Site, sources: &mut Sources) -> Result<(), Diagnostic> {
    if !site.modified_git {
        return Ok(());
    }
    let root = &request.root;
    let seconds = Repository { root }.seconds(&request.cache());
    let seconds = seconds.map_err(|fault| fault.at(Place::word("khobor.toml", "modified")))?;
    let moment = |(path, at)| Some((path, Timestamp::from_second(at).ok()?));
    sources.modified = Arc::new(seconds.into_iter().filter_map(moment).collect());
    Ok(())
}

struct Repository<'a> {
    root: &'a Path,
}

impl Repository<'_> {
    fn git(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        // Neither settings of the repository nor of the user may change what is printed, or run a program.
        command.arg("-C").arg(self.root);
        for setting in ["log.showSignature=false", "log.follow=false", "core.fsmonitor=false"] {
            command.args(["-c", setting]);
        }
        command.args(args).stdin(Stdio::null());
        command.env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C");
        // A hook that calls khobor says by these where its own repository is.
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] {
            command.env_remove(variable);
        }
        command
    }

    /// What a command prints; `None` when it fails.
    fn printed(&self, args: &[&str]) -> Option<String> {
        let output = self.git(args).stderr(Stdio::null()).output().ok()?;
        let text = String::from_utf8(output.stdout).ok()?;
        output.status.success().then(|| text.trim_end().to_owned())
    }

    /// The commit of the files, and where the site lies in the repository; `None` before the first commit.
    fn head(&self) -> Option<String> {
        let commit = self.printed(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?;
        let prefix = self.printed(&["rev-parse", "--show-prefix"])?;
        Some(format!("{commit} {prefix}"))
    }

    fn seconds(&self, folder: &Path) -> Result<Seconds, Diagnostic> {
        self.is_whole()?;
        let Some(head) = self.head() else {
            return Ok(Seconds::new());
        };
        let store = Store::open(&folder.join("commits"), cache::SCHEMA);
        let known: Option<Known> = store.get(KEY).and_then(|bytes| postcard::from_bytes(&bytes).ok());
        let known = known.filter(|known| known.head == head || self.follows(&head, &known.head));
        let Known {
            head: from,
            mut seconds,
        } = known.unwrap_or_default();
        if from == head {
            return Ok(seconds);
        }
        self.walk(from.split(' ').next().unwrap_or_default(), &mut seconds)?;
        let known = Known { head, seconds };
        // What cannot be kept is walked again.
        if let Ok(bytes) = postcard::to_stdvec(&known) {
            let _ = store.put(KEY, &bytes).and_then(|()| store.commit(Prune::Nothing));
        }
        Ok(known.seconds)
    }

    /// Whether `later` has all of the history of `earlier`, in the same place.
    fn follows(&self, later: &str, earlier: &str) -> bool {
        let (Some((later, here)), Some((earlier, there))) = (later.split_once(' '), earlier.split_once(' ')) else {
            return false;
        };
        here == there && self.printed(&["merge-base", "--is-ancestor", earlier, later]).is_some()
    }

    /// A clone that begins somewhere would date all older files to where it begins.
    fn is_whole(&self) -> Result<(), Diagnostic> {
        let asked = self.git(&["rev-parse", "--is-shallow-repository"]).output();
        let output = asked.map_err(|error| no_history("git", &error.to_string()))?;
        if !output.status.success() {
            return Err(no_history("git", &String::from_utf8_lossy(&output.stderr)));
        }
        match output.stdout.starts_with(b"true") {
            true => Err(Diagnostic::new(&codes::SHALLOW_CLONE)),
            false => Ok(()),
        }
    }

    /// Walks the commits that `from` does not have, or all. Merges count for what is like none of their parents.
    fn walk(&self, from: &str, seconds: &mut Seconds) -> Result<(), Diagnostic> {
        let range = match from {
            "" => "HEAD".to_owned(),
            from => format!("{from}..HEAD"),
        };
        let mut log = self.git(&["log", "-z", "--format=%x01%ct", "--name-only"]);
        log.args(["--no-renames", "--no-ext-diff", "--full-history", "-c", "--relative"]);
        log.args([&range, "--", "content"]);
        let spawned = log.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let mut child = spawned.map_err(|error| no_history("git log", &error.to_string()))?;
        let mut errors = String::new();
        if let Some(out) = child.stdout.take() {
            read(BufReader::new(out), seconds).map_err(|error| no_history("git log", &error.to_string()))?;
        }
        if let Some(mut stderr) = child.stderr.take() {
            let _ = stderr.read_to_string(&mut errors);
        }
        match child.wait() {
            Ok(status) if status.success() => Ok(()),
            _ => Err(no_history("git log", &errors)),
        }
    }
}

/// Reads what `git log` prints: the second of a commit behind U+0001, a line break before the first of its files, all divided
/// by zero bytes. Of each file the newest is noted.
fn read(mut log: impl BufRead, seconds: &mut Seconds) -> std::io::Result<()> {
    let (mut at, mut bytes) = (0, Vec::new());
    loop {
        bytes.clear();
        if log.read_until(0, &mut bytes)? == 0 {
            return Ok(());
        }
        let part = bytes.strip_suffix(&[0]).unwrap_or(&bytes);
        if let Some(second) = part.strip_prefix(&[1]) {
            at = std::str::from_utf8(second)
                .ok()
                .and_then(|s| s.parse().ok())
                .unwrap_or(0);
            continue;
        }
        let path = part.strip_prefix(b"\n").unwrap_or(part);
        if let Ok(path) = std::str::from_utf8(path) {
            let newest = seconds.entry(path.to_owned()).or_insert(at);
            *newest = at.max(*newest);
        }
    }
}

fn no_history(program: &str, errors: &str) -> Diagnostic {
    let first = errors.lines().find(|line| !line.trim().is_empty()).unwrap_or(program);
    let fault = Diagnostic::new(&codes::NO_HISTORY);
    fault.reason(Reason::quoted(first.trim().trim_start_matches("fatal: ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_commit_of_a_file_counts_in_whatever_order_they_come() {
        let log = "\u{1}1700\0\ncontent/নদী/ক.md\0content/b b.md\0\u{1}1900\0\ncontent/b b.md\0\u{1}1800\0\u{1}1600\0\ncontent/নদী/ক.md\0";
        let mut seconds = Seconds::from([("content/b b.md".to_owned(), 1)]);
        read(log.as_bytes(), &mut seconds).unwrap();
        let found: Vec<(&str, i64)> = seconds.iter().map(|(path, at)| (path.as_str(), *at)).collect();
        assert_eq!(found, [("content/b b.md", 1900), ("content/নদী/ক.md", 1700)]);
    }
}
