//! What a deploy under way has done so far, on this machine: after a cut the next run need not send it again. It counts
//! only while the host's list of changes is the very one that this deploy wrote.

use super::context::DeployContext;
use super::fault::{Result, local};
use super::inventory::{File, hash};
use super::record::{Held, Record};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Mutex;

/// The journal of a target.
pub(super) struct Journal {
    path: PathBuf,
    done: Vec<(String, Option<Held>)>,
    open: Mutex<Option<fs::File>>,
}

impl Journal {
    /// Reads the journal if it speaks of what the host holds.
    pub(super) fn open(deploy: &DeployContext<'_>, changes: Option<&[u8]>) -> Journal {
        let path = deploy.local.join("journal");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let mut lines = text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n'));
        let same = lines
            .next()
            .is_some_and(|mark| changes.is_some_and(|bytes| hash(bytes) == mark));
        let done = if same {
            lines.filter_map(line).collect()
        } else {
            Vec::new()
        };
        Journal {
            path,
            done,
            open: Mutex::new(None),
        }
    }

    /// Enters what is known to have arrived.
    pub(super) fn apply(&self, known: &mut Record) {
        for (path, held) in &self.done {
            match held {
                Some(held) => drop(known.files.insert(path.clone(), held.clone())),
                None => drop(known.files.remove(path)),
            }
        }
    }

    /// Begins a new journal for the list of changes with this digest. What the host's list cannot say (which of the
    /// flying files have arrived in earlier attempts) is carried over.
    pub(super) fn start(&mut self, mark: &str, known: &Record) -> Result<()> {
        let diagnostics = local(&self.path);
        self.path
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .map_err(&diagnostics)?;
        let mut file = fs::File::create(&self.path).map_err(&diagnostics)?;
        let kept = self.done.iter().filter(|(path, _)| known.files.contains_key(path));
        let text = kept.fold(format!("{mark}\n"), |text, (path, held)| {
            text + &text_of(path, held.as_ref())
        });
        file.write_all(text.as_bytes()).map_err(&diagnostics)?;
        self.open = Mutex::new(Some(file));
        Ok(())
    }

    /// A file has arrived.
    pub(super) fn arrived(&self, path: &str, file: &File) {
        self.write(&text_of(
            path,
            Some(&Held {
                size: file.size,
                hash: Some(file.hash.clone()),
            }),
        ));
    }

    /// A file has left.
    pub(super) fn left(&self, path: &str) {
        self.write(&text_of(path, None));
    }

    /// A line that cannot be written costs only that its file is sent again.
    fn write(&self, line: &str) {
        if let Ok(mut file) = self.open.lock()
            && let Some(file) = file.as_mut()
        {
            let _ = file.write_all(line.as_bytes());
        }
    }

    /// The deploy is done.
    pub(super) fn end(self) {
        let _ = fs::remove_file(&self.path);
    }
}

fn text_of(path: &str, held: Option<&Held>) -> String {
    match held {
        Some(Held { size, hash: Some(hash) }) => format!("+ {hash} {size} {path}\n"),
        _ => format!("- {path}\n"),
    }
}

fn line(line: &str) -> Option<(String, Option<Held>)> {
    let (sign, rest) = line.split_once(' ')?;
    if sign == "-" {
        return Some((rest.to_owned(), None));
    }
    let mut parts = rest.splitn(3, ' ');
    let (hash, size, path) = (parts.next()?.to_owned(), parts.next()?.parse().ok()?, parts.next()?);
    Some((path.to_owned(), Some(Held { size, hash: Some(hash) })))
}
