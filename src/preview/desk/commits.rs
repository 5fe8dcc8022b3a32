//! `[desk] git = "commit"`: what the desk has written is committed after the answer, by a thread of its own, in order and one at a
//! time. A commit that fails hinders nobody: its reason stands on the screens until one succeeds.

use super::DeskState;
use crate::diag::Lang;
use std::io::{self, Read, Seek};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often a running git is looked at, and how many times before it is ended: a hook may wait for ever.
const LOOK: Duration = Duration::from_millis(20);
const LOOKS: usize = 3000;

/// The paths of one commit, and what it says.
type Wanted = (Vec<String>, String);

/// The commits that are still to come, and why the last one failed.
#[derive(Debug)]
pub(super) struct Commits {
    wanted: Mutex<Sender<Wanted>>,
    fault: Mutex<Option<String>>,
}

impl Commits {
    /// The commits of a desk, and where their thread gets them from.
    pub(super) fn new() -> (Self, Receiver<Wanted>) {
        let (wanted, queue) = channel();
        let commits = Commits {
            wanted: Mutex::new(wanted),
            fault: Mutex::new(None),
        };
        (commits, queue)
    }

    fn set_fault(&self, fault: Option<String>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }
}

impl DeskState {
    /// Commits what was written at these paths, when the site wants it. Nobody waits for it.
    pub(super) fn commit(&self, paths: &[&str]) {
        if !self.settings().commits {
            return;
        }
        let message = format!("khobor: {}", paths.last().copied().unwrap_or_default());
        let paths = paths.iter().map(|path| (*path).to_owned()).collect();
        let wanted = self.commits.wanted.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = wanted.send((paths, message));
    }

    /// Why the last commit failed.
    pub(super) fn commit_fault(&self) -> Option<String> {
        let fault = self.commits.fault.lock().unwrap_or_else(PoisonError::into_inner);
        let why = fault.as_ref()?;
        Some(match self.lang() {
            Lang::Bn => format!("git-এ জমা পড়েনি; আপনার লেখা ফাইলে আছে। git জানাচ্ছে: {why}"),
            Lang::En => format!("It was not committed; your text is in the file. git says: {why}"),
        })
    }
}

/// Makes the commits for ever.
pub(super) fn begin(desk: &Arc<DeskState>, queue: Receiver<Wanted>) -> io::Result<()> {
    let desk = Arc::clone(desk);
    let work = move || {
        for (paths, message) in queue {
            let done = commit(&desk.preview.request.root, &paths, &message);
            desk.commits.set_fault(done.err());
        }
    };
    std::thread::Builder::new()
        .name("git".to_owned())
        .spawn(work)
        .map(|_| ())
}

/// Commits these paths and nothing else; what else lies ready stays so. Nothing is done where nothing has changed.
fn commit(root: &Path, paths: &[String], message: &str) -> Result<(), String> {
    // A path that is gone and was never added is none that git knows.
    let known = |path: &&String| {
        root.join(path).symlink_metadata().is_ok() || git(root, &["ls-files", "--error-unmatch"], &[path]).is_ok()
    };
    let paths: Vec<&str> = paths.iter().filter(known).map(String::as_str).collect();
    git(root, &["add", "--all"], &paths)?;
    if git(root, &["diff", "--cached", "--quiet"], &paths).is_ok() {
        return Ok(());
    }
    git(root, &["commit", "--quiet", "--no-verify", "-m", message], &paths)
}

/// Runs git without a shell; its last words when it fails.
fn git(root: &Path, args: &[&str], paths: &[&str]) -> Result<(), String> {
    let run = || -> io::Result<(bool, String)> {
        let mut said = tempfile::tempfile()?;
        let mut git = Command::new("git");
        git.current_dir(root)
            .env("GIT_TERMINAL_PROMPT", "0")
            .arg("--literal-pathspecs");
        git.args(args).arg("--").args(paths);
        let mut child = git
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(said.try_clone()?)
            .spawn()?;
        for _ in 0..LOOKS {
            let Some(status) = child.try_wait()? else {
                std::thread::sleep(LOOK);
                continue;
            };
            let mut words = Vec::new();
            said.rewind()?;
            said.take(4096).read_to_end(&mut words)?;
            return Ok((status.success(), String::from_utf8_lossy(&words).into_owned()));
        }
        child.kill()?;
        child.wait()?;
        Err(io::ErrorKind::TimedOut.into())
    };
    match run() {
        Ok((true, _)) => Ok(()),
        Ok((false, words)) => Err(essence(&words)),
        Err(error) => Err(error.to_string()),
    }
}

/// The line that says why; git's advice around it is for people at a terminal.
fn essence(words: &str) -> String {
    let lines = || words.lines().map(str::trim).filter(|line| !line.is_empty());
    let fatal = lines().find_map(|line| line.strip_prefix("fatal: ").or(line.strip_prefix("error: ")));
    fatal.or(lines().next_back()).unwrap_or("?").to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reason_is_one_line() {
        let words =
            "\n*** Please tell me who you are.\n\nRun\n\n  git config\n\nfatal: unable to auto-detect email address\n";
        assert_eq!(essence(words), "unable to auto-detect email address");
        assert_eq!(essence("hook: না\n"), "hook: না");
        assert_eq!(essence(""), "?");
    }
}
