//! Hosts whose files are changed one by one (ftp, sftp, rsync, S3): the steps of a deploy, in an order and with a record
//! such that it may be cut at any moment.

use super::context::{Counts, DeployContext};
use super::fault::{Result, ended, fault};
use super::inventory::{File, Inventory, hash};
use super::journal::Journal;
use super::plan::{Plan, Upload, Wave};
use super::record::{BASE, CHANGES, Held, Record, unpack};
use crate::diag::codes::deploy as codes;
use std::collections::BTreeSet;
use std::sync::Mutex;

/// A file on its way.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// Its path at the host.
    pub path: &'a str,
    /// What it holds.
    pub file: &'a File,
}

/// Hears of every file that has arrived or left.
pub type Done<'a> = &'a (dyn Fn(&str) + Sync);

/// A host whose files are changed one by one. Paths are relative to the served folder.
pub trait FileHost {
    /// The content of the record's files, `None` where there is none.
    ///
    /// # Errors
    /// When the host cannot be asked.
    fn records(&mut self) -> Result<[Option<Vec<u8>>; 2]>;
    /// Which of these paths exist. Asked only of paths where khobor has put nothing so far.
    ///
    /// # Errors
    /// When the host cannot be asked.
    fn existing(&mut self, paths: &[&str]) -> Result<Vec<String>>;
    /// Sends files, each appearing whole or not at all. They may arrive in any order; `done` is reported each.
    ///
    /// # Errors
    /// The first that failed; others may have arrived.
    fn put(&mut self, items: &[Item<'_>], done: Done<'_>) -> Result<()>;
    /// Deletes files, in order. One that is not there is no error.
    ///
    /// # Errors
    /// The first that failed.
    fn delete(&mut self, paths: &[&str], done: Done<'_>) -> Result<()>;
}

/// Brings a host up to date. The second run with the same files sends nothing.
///
/// # Errors
/// A plan that must not be carried out, or a host that failed: run again, it goes on where it was cut.
pub fn update(host: &mut dyn FileHost, wanted: &Inventory, deploy: &DeployContext<'_>) -> Result<Counts> {
    let [base, changes] = host.records()?;
    let mut known = Record::decode(base.as_deref(), changes.as_deref());
    if known.is_none() && (base.is_some() || changes.is_some()) {
        deploy.say("the host's record was damaged; the local copy says which files are ours");
        known = deploy.remembered();
    }
    let first = known.is_none();
    let mut known = known.unwrap_or_default();
    let mut journal = Journal::open(deploy, changes.as_deref());
    journal.apply(&mut known);
    let plan = Plan::new(wanted, &known);
    deploy.planned(&plan);
    plan.guard(deploy.options.allow_deletes)?;
    foreign(host, &plan, deploy)?;
    if deploy.options.dry_run || (plan.is_empty() && !first && settled(changes.as_deref())) {
        return Ok(Counts::of(&plan, deploy));
    }
    deploy.begin(&plan);
    let flying: Vec<&str> = plan
        .uploads
        .iter()
        .map(|u| u.path.as_str())
        .chain(plan.deletes.iter().map(String::as_str))
        .collect();
    let announced = known.sending(&flying);
    journal.start(&hash(&announced), &known)?;
    note(host, CHANGES, announced)?;
    send(host, wanted, &plan, (deploy, &journal))?;
    finish(host, wanted, &plan, known, deploy)?;
    journal.end();
    Ok(Counts::of(&plan, deploy))
}

/// Whether the list of changes says that the last deploy ended.
fn settled(changes: Option<&[u8]>) -> bool {
    match changes.map(unpack) {
        None => true,
        Some(None) => false,
        Some(Some(text)) => text.is_empty() || text.lines().next().is_some_and(|line| line.ends_with(" done")),
    }
}

/// Files of others are not overwritten.
fn foreign(host: &mut dyn FileHost, plan: &Plan, deploy: &DeployContext<'_>) -> Result<()> {
    let new: Vec<&str> = plan.uploads.iter().filter(|u| u.new).map(|u| u.path.as_str()).collect();
    if deploy.options.adopt || new.is_empty() {
        return Ok(());
    }
    let found = host.existing(&new)?;
    match found.as_slice() {
        [] => Ok(()),
        [path, ..] => Err(fault(&codes::FOREIGN, &[("count", &found.len()), ("path", path)])),
    }
}

/// Writes a file of the record.
fn note(host: &mut dyn FileHost, path: &str, bytes: Vec<u8>) -> Result<()> {
    host.put(
        &[Item {
            path,
            file: &File::made(bytes),
        }],
        &|_| {},
    )
}

fn send(
    host: &mut dyn FileHost,
    wanted: &Inventory,
    plan: &Plan,
    diagnostics: (&DeployContext<'_>, &Journal),
) -> Result<()> {
    let (deploy, journal) = diagnostics;
    for wave in Wave::ALL {
        let uploads: Vec<&Upload> = plan.uploads.iter().filter(|u| u.wave == wave).collect();
        let items: Vec<Item<'_>> = uploads
            .iter()
            .filter_map(|u| {
                Some(Item {
                    path: &u.path,
                    file: wanted.files.get(&u.path)?,
                })
            })
            .collect();
        if items.is_empty() {
            continue;
        }
        let seen = Mutex::new(BTreeSet::new());
        let done = |path: &str| {
            let fresh = seen.lock().is_ok_and(|mut seen| seen.insert(path.to_owned()));
            if let Some(file) = wanted.files.get(path).filter(|_| fresh) {
                journal.arrived(path, file);
                deploy.sent(path, file.size);
            }
        };
        host.put(&items, &done)?;
    }
    if plan.deletes.is_empty() {
        return Ok(());
    }
    let deletes: Vec<&str> = plan.deletes.iter().map(String::as_str).collect();
    host.delete(&deletes, &|path| {
        journal.left(path);
        deploy.sent(path, 0);
    })
}

/// The record, last of all: first a new base when the list has grown long, then the list.
fn finish(
    host: &mut dyn FileHost,
    wanted: &Inventory,
    plan: &Plan,
    mut known: Record,
    deploy: &DeployContext<'_>,
) -> Result<()> {
    for upload in &plan.uploads {
        let file = wanted
            .files
            .get(&upload.path)
            .ok_or_else(|| ended(("the plan names a file that is not there", "পরিকল্পনার একটি ফাইল নেই")))?;
        let (size, hash) = (file.size, Some(file.hash.clone()));
        known.files.insert(upload.path.clone(), Held { size, hash });
    }
    plan.deletes.iter().for_each(|path| drop(known.files.remove(path)));
    if let Some(base) = known.new_base() {
        note(host, BASE, base)?;
    }
    note(host, CHANGES, known.done())?;
    deploy.remember(&known);
    Ok(())
}
