//! What every kind of host works with: the run's options, what the run knows of the site, the target and its secrets.

use super::config::Target;
use super::fault::{Result, failed, fault, local};
use super::inventory::Inventory;
use super::plan::Plan;
use super::profile::Profile;
use super::record::{Held, Record};
use super::secret::{Redactor, Secrets};
use crate::diag::codes::deploy as codes;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a deploy is asked to do.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Only say what would be done.
    pub dry_run: bool,
    /// More deletes than usual are meant: this many at most.
    pub allow_deletes: Option<usize>,
    /// Files of others that stand where khobor's go may be replaced.
    pub adopt: bool,
    /// Another profile than the target's.
    pub profile: Option<Profile>,
}

/// Hears how far a deploy is.
pub trait Progress: Sync {
    /// What will be done (or, dry, would be).
    fn plan(&self, _plan: &Plan) {}
    /// Sending begins.
    fn begin(&self, _files: usize, _bytes: u64) {}
    /// A file has arrived or left.
    fn sent(&self, _path: &str, _bytes: u64) {}
    /// A line worth reading.
    fn say(&self, _line: &str) {}
}

/// Hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Progress for Quiet {}

/// What a deploy needs to know of the site and the run.
pub struct Context<'a> {
    /// The site's root.
    pub root: &'a Path,
    /// The finished output.
    pub output: &'a Path,
    /// The site's address, without a slash at its end.
    pub base_url: &'a str,
    /// The WebSub hub of the feeds.
    pub hub: Option<&'a str>,
    /// Whether addresses of stories end without a slash and an ending: `/a` is in `a.html`.
    pub bare_addresses: bool,
    /// The run's moment.
    pub now: Timestamp,
    /// The environment.
    pub env: &'a (dyn Fn(&str) -> Option<String> + Sync),
    /// Who hears of it.
    pub progress: &'a dyn Progress,
}

/// What a deploy did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Files sent.
    pub uploaded: usize,
    /// Files that stayed.
    pub unchanged: usize,
    /// Files taken away.
    pub deleted: usize,
    /// Bytes sent.
    pub bytes: u64,
    /// Paths whose content changed or went.
    pub changed: Vec<String>,
}

impl Counts {
    pub(super) fn of(plan: &Plan, _: &DeployContext<'_>) -> Counts {
        let changed = plan.uploads.iter().map(|u| &u.path).chain(&plan.deletes);
        Counts {
            uploaded: plan.uploads.len(),
            unchanged: plan.unchanged,
            deleted: plan.deletes.len(),
            bytes: plan.bytes(),
            changed: changed.cloned().collect(),
        }
    }
}

/// What every kind of host works with.
pub struct DeployContext<'a> {
    pub(super) target: &'a Target,
    pub(super) options: &'a Options,
    pub(super) secrets: Secrets,
    pub(super) redactor: Redactor,
    /// What khobor remembers of this target on this machine.
    pub(super) local: PathBuf,
    pub(super) context: &'a Context<'a>,
}

impl<'a> DeployContext<'a> {
    /// Reads the target's secrets.
    ///
    /// # Errors
    /// A file of secrets that others may read.
    pub fn new(target: &'a Target, options: &'a Options, context: &'a Context<'a>) -> Result<DeployContext<'a>> {
        let file = target
            .table
            .secrets
            .as_deref()
            .map(|written| target.file(context.root, written));
        let secrets = Secrets::read(&target.name, file.as_deref(), target.kind.own_token(), context.env)?;
        let redactor = secrets.redactor();
        // Absolute: git works in a folder of its own, from which a relative path names something else.
        let root = std::path::absolute(context.root).map_err(local(context.root))?;
        let memory = root.join(".khobor").join("deploy").join(&target.name);
        Ok(DeployContext {
            target,
            options,
            secrets,
            redactor,
            local: memory,
            context,
        })
    }

    pub(super) fn say(&self, line: &str) {
        self.context.progress.say(&self.redactor.clean(line));
    }

    pub(super) fn planned(&self, plan: &Plan) {
        self.context.progress.plan(plan);
    }

    pub(super) fn begin(&self, plan: &Plan) {
        self.context
            .progress
            .begin(plan.uploads.len() + plan.deletes.len(), plan.bytes());
    }

    pub(super) fn sent(&self, path: &str, bytes: u64) {
        self.context.progress.sent(path, bytes);
    }

    /// Keeps a copy of the host's record. It is a help only, so a full disk is no fault.
    pub(super) fn remember(&self, record: &Record) {
        let mut whole = Record::whole(record.files.clone());
        let bytes = whole.new_base().unwrap_or_default();
        let _ = std::fs::create_dir_all(&self.local).and_then(|()| std::fs::write(self.local.join("manifest"), bytes));
    }

    pub(super) fn remember_site(&self, site: &Inventory) {
        self.remember(&record_of(site));
    }

    /// The copy of the host's record: which files are ours, not what they hold.
    pub(super) fn remembered(&self) -> Option<Record> {
        let bytes = std::fs::read(self.local.join("manifest")).ok()?;
        Record::decode(Some(&bytes), None)
    }

    pub(super) fn lock(&self) -> Result<std::fs::File> {
        let path = self.local.join("lock");
        std::fs::create_dir_all(&self.local).map_err(local(&self.local))?;
        let file = std::fs::File::create(&path).map_err(local(&path))?;
        // A program that is just being started (git, ssh) holds what was open here for an instant more.
        for _ in 0..20 {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                Err(std::fs::TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(50)),
                Err(std::fs::TryLockError::Error(error)) => return Err(local(&path)(error)),
            }
        }
        Err(fault(&codes::BUSY, &[("name", &self.target.name)]))
    }
}

/// The record of a host that holds exactly this.
pub(super) fn record_of(site: &Inventory) -> Record {
    let held = |(path, file): (&String, &super::inventory::File)| {
        (
            path.clone(),
            Held {
                size: file.size,
                hash: Some(file.hash.clone()),
            },
        )
    };
    Record::whole(site.files.iter().map(held).collect())
}

/// A temporary folder of this deploy.
pub(super) fn scratch() -> Result<tempfile::TempDir> {
    tempfile::Builder::new()
        .prefix("khobor-deploy-")
        .tempdir()
        .map_err(failed)
}
