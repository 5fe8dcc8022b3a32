//! One sftp session: a batch of commands given to the user's own `sftp`. Paths are quoted as sftp's own reader reads them;
//! there is no shell on either side.

use super::config::Target;
use super::context::DeployContext;
use super::fault::{Result, failed};
use super::process::{ProcessOutput, run};
use super::quote::quoted;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::rc::Rc;
use std::time::Duration;

/// A list of commands, each with the path that has arrived or left when it is done.
#[derive(Debug, Default)]
pub(super) struct Batch {
    lines: Vec<String>,
    done: Vec<Option<String>>,
}

impl Batch {
    /// Adds a command; a word after the first is a path.
    pub(super) fn add(&mut self, command: &str, paths: &[&str]) {
        let line = paths
            .iter()
            .fold(command.to_owned(), |line, path| line + " " + &quoted(path));
        self.lines.push(line);
        self.done.push(None);
    }

    /// Names the path that the last command completes.
    pub(super) fn completes(&mut self, path: &str) {
        if let Some(last) = self.done.last_mut() {
            *last = Some(path.to_owned());
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// How to reach a machine.
#[derive(Debug, Clone)]
pub(super) struct Line {
    options: Vec<OsString>,
    pub(super) host: String,
    _shared: Option<Rc<Shared>>,
}

/// One connection that all sessions of a deploy share: over a slow line the greeting takes longer than the files. Ends with
/// the deploy. Without it every session greets again.
#[derive(Debug)]
struct Shared {
    master: Child,
    _folder: tempfile::TempDir,
}

impl Drop for Shared {
    fn drop(&mut self) {
        let _ = self.master.kill();
        let _ = self.master.wait();
    }
}

impl Shared {
    /// Opens the connection and waits until it stands. The options by which sessions find it.
    fn open(options: &[OsString], host: &str) -> Option<(Shared, Vec<OsString>)> {
        let folder = super::context::scratch().ok()?;
        let socket = folder.path().join("line");
        // The system takes names of sockets up to about a hundred bytes.
        if cfg!(not(unix)) || socket.as_os_str().len() > 80 {
            return None;
        }
        let mut path = OsString::from("-oControlPath=");
        path.push(&socket);
        let mut command = Command::new("ssh");
        command
            .args(options)
            .args(["-oControlMaster=yes", "-N", "-T"])
            .arg(&path)
            .arg("--")
            .arg(host);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let mut shared = Shared {
            master: command.spawn().ok()?,
            _folder: folder,
        };
        for _ in 0..1_000 {
            if socket.exists() {
                return Some((shared, vec!["-oControlMaster=no".into(), path]));
            }
            // It failed: the first session says why.
            if !matches!(shared.master.try_wait(), Ok(None)) {
                return None;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Line {
    pub(super) fn of(target: &Target, root: &Path) -> Line {
        let mut options: Vec<OsString> = vec![
            "-oBatchMode=yes".into(),
            "-oConnectTimeout=20".into(),
            "-oServerAliveInterval=15".into(),
        ];
        let config = target
            .table
            .ssh_config
            .as_deref()
            .map(|written| target.file(root, written));
        // A configuration that speaks of host keys is the user's own decision; otherwise an unknown key stops the deploy.
        if !config.as_deref().is_some_and(speaks_of_keys) {
            options.push("-oStrictHostKeyChecking=yes".into());
        }
        if let Some(config) = config {
            options.extend(["-F".into(), config.into_os_string()]);
        }
        if let Some(port) = target.table.port {
            options.push(format!("-oPort={port}").into());
        }
        let host = target.table.host.clone().unwrap_or_default();
        let shared = Shared::open(&options, &host).map(|(shared, more)| {
            options.extend(more);
            Rc::new(shared)
        });
        Line {
            options,
            host,
            _shared: shared,
        }
    }

    /// The remote shell that rsync starts: it splits this text itself, at spaces outside of quotes.
    pub(super) fn for_rsync(&self) -> String {
        let words = self.options.iter().map(|word| format!("'{}'", word.to_string_lossy()));
        std::iter::once("ssh".to_owned())
            .chain(words)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Carries a batch out. `done` hears of each path as its command ends. The text that the commands printed.
    pub(super) fn carry_out(&self, batch: &Batch, deploy: &DeployContext<'_>, done: &dyn Fn(&str)) -> Result<String> {
        let output = self.attempt(batch, deploy, done)?;
        Ok(output.sound("sftp")?.text())
    }

    /// As [`Line::carry_out`], with what was said also when it failed.
    pub(super) fn attempt(
        &self,
        batch: &Batch,
        deploy: &DeployContext<'_>,
        done: &dyn Fn(&str),
    ) -> Result<ProcessOutput> {
        let mut command = Command::new("sftp");
        command.args(&self.options).args(["-b", "-", "--"]).arg(&self.host);
        command.env("LC_ALL", "C.UTF-8");
        let script = batch.lines.iter().fold(String::new(), |text, line| text + line + "\n");
        // sftp repeats a command before it carries it out: when the next one is repeated, the one before has ended.
        let mut begun = 0usize;
        let mut line = |bytes: &[u8]| {
            if bytes.starts_with(b"sftp> ") {
                if let Some(Some(path)) = begun.checked_sub(1).and_then(|before| batch.done.get(before)) {
                    done(path);
                }
                begun += 1;
            }
        };
        let output = run(command, script.as_bytes(), &deploy.redactor, &mut line)?;
        if let (0, Some(Some(path))) = (output.code, batch.done.last()) {
            done(path);
        }
        Ok(output)
    }
}

fn speaks_of_keys(config: &Path) -> bool {
    let text = std::fs::read_to_string(config).unwrap_or_default();
    text.lines().any(|line| {
        line.trim_start()
            .to_ascii_lowercase()
            .starts_with("stricthostkeychecking")
    })
}

/// Fetches small files; `None` for those that are not there.
pub(super) fn fetch(line: &Line, deploy: &DeployContext<'_>, paths: &[&str]) -> Result<Vec<Option<Vec<u8>>>> {
    let scratch = super::context::scratch()?;
    let mut batch = Batch::default();
    let local = |n: usize| -> PathBuf { scratch.path().join(n.to_string()) };
    for (n, path) in paths.iter().enumerate() {
        let to = local(n).to_string_lossy().into_owned();
        batch.add("-get", &[path, &to]);
    }
    let output = line.attempt(&batch, deploy, &|_| {})?;
    let absent = |l: &str| l.contains("not found") || l.contains("No such file");
    let other = output
        .err
        .lines()
        .find(|l| !absent(l) && (l.contains("ermission denied") || l.contains("ailure")));
    if output.code != 0 || other.is_some() {
        return Err(failed(format!("sftp: {}", output.err.trim().replace('\n', "; "))));
    }
    Ok((0..paths.len()).map(|n| std::fs::read(local(n)).ok()).collect())
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_are_quoted() {
        assert_eq!(super::quoted("a \"b\"\\c/খবর"), "\"a \\\"b\\\"\\\\c/খবর\"");
    }
}
