//! `kind = "sftp"` and `kind = "rsync"`: over the user's own ssh. Where the served folder is a link or absent, every deploy
//! makes a release folder and swaps the link; the last five stay for `--rollback`, and the one before is recycled. A real
//! folder is brought up to date in place.

use super::config::Kind;
use super::context::{Counts, DeployContext, scratch};
use super::fault::{Result, ended, local};
use super::file_by_file::{Done, FileHost, Item, update};
use super::inventory::{Content, File, Inventory};
use super::plan::Plan;
use super::record::{BASE, CHANGES, FOLDER, Held, Record};
use super::sftp::{Batch, Line, fetch};
use crate::diag::{Diagnostic, codes::deploy as codes};
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Releases that stay.
const KEPT: usize = 5;
/// In each release: its name, so that the live one is known through the link.
const NAME: &str = ".khobor-deploy/release";

pub(super) fn deploy(deploy: &DeployContext<'_>, site: &Inventory) -> Result<Counts> {
    let mut home = Home::look(deploy)?;
    match home.in_place {
        true => update(&mut home.folder(&home.path), site, deploy),
        false => release(&mut home, site, deploy),
    }
}

/// The served folder and the releases behind it.
struct Home<'a> {
    deploy: &'a DeployContext<'a>,
    line: Line,
    path: String,
    /// The served folder is a folder.
    in_place: bool,
    /// Where releases lie.
    releases_path: String,
    /// Finished releases, oldest first.
    releases: Vec<String>,
    /// A release is being made.
    unfinished: bool,
    /// The release that is live.
    live: Option<String>,
}

impl<'a> Home<'a> {
    fn look(deploy: &'a DeployContext<'a>) -> Result<Home<'a>> {
        let line = Line::of(deploy.target, deploy.context.root);
        let path = deploy
            .target
            .table
            .path
            .as_deref()
            .unwrap_or_default()
            .trim_end_matches('/')
            .to_owned();
        let releases_path = format!("{path}.releases");
        let (parent, name) = path.rsplit_once('/').unwrap_or((".", &path));
        let parent = if parent.is_empty() { "/" } else { parent };
        let mut batch = Batch::default();
        batch.add("ls -la", &[parent]);
        let listing = line.carry_out(&batch, deploy, &|_| {})?;
        let row = |name: &str| listing.lines().find(|l| names(l, name)).and_then(|l| l.chars().next());
        let folder = releases_path.rsplit('/').next().unwrap_or_default();
        let mut home = Home {
            in_place: row(name) == Some('d'),
            deploy,
            line,
            releases: Vec::new(),
            unfinished: false,
            live: None,
            releases_path: releases_path.clone(),
            path: path.clone(),
        };
        if row(name).is_some_and(|kind| !matches!(kind, 'd' | 'l')) {
            return Err(ended((
                format!("{path} is neither a folder nor a link"),
                format!("{path} ফোল্ডার নয়, লিংকও নয়"),
            )));
        }
        if !home.in_place && row(folder) == Some('d') {
            home.look_at_releases()?;
        }
        Ok(home)
    }

    fn look_at_releases(&mut self) -> Result<()> {
        let mut batch = Batch::default();
        batch.add("ls -1", &[&self.releases_path]);
        let listing = self.line.carry_out(&batch, self.deploy, &|_| {})?;
        let names = listing
            .lines()
            .filter(|l| !l.starts_with("sftp> "))
            .filter_map(|l| l.rsplit('/').next())
            .map(str::trim);
        let names: BTreeSet<&str> = names.collect();
        self.unfinished = names.contains("next");
        let dated = |name: &&&str| {
            name.len() >= 16 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') && name.starts_with('2')
        };
        self.releases = names.iter().filter(dated).map(|n| (*n).to_owned()).collect();
        let name = format!("{}/{NAME}", self.path);
        let live = fetch(&self.line, self.deploy, &[&name])?.into_iter().next().flatten();
        self.live = live
            .map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned())
            .filter(|l| self.releases.contains(l));
        Ok(())
    }

    fn folder(&self, root: &str) -> Folder<'a> {
        let rsync = self.deploy.target.kind == Kind::Rsync;
        Folder {
            deploy: self.deploy,
            line: self.line.clone(),
            root: root.to_owned(),
            folders: BTreeSet::new(),
            looked_at: BTreeSet::new(),
            rsync,
            held: Record::default(),
        }
    }

    fn next(&self) -> String {
        format!("{}/next", self.releases_path)
    }

    /// Makes `release` the live one: a new link beside the old, then one rename.
    fn swap(&self, release: &str, batch: &mut Batch) {
        let folder = self.releases_path.rsplit('/').next().unwrap_or_default();
        let link = format!("{}.khobor-link", self.path);
        batch.add("-rm", &[&link]);
        batch.add("ln -s", &[&format!("{folder}/{release}"), &link]);
        batch.add("rename", &[&link, &self.path]);
    }
}

/// Whether a line of `ls -l` is about this name.
fn names(line: &str, name: &str) -> bool {
    let line = line.trim_end();
    let before = line.strip_suffix(name).and_then(|rest| rest.chars().last());
    !line.starts_with("sftp>") && before.is_some_and(|c| c == ' ' || c == '/')
}

/// Brings an unfinished, recycled or new release up to date, then swaps.
fn release(home: &mut Home<'_>, site: &Inventory, deploy: &DeployContext<'_>) -> Result<Counts> {
    let live = home.live.clone().map(|name| format!("{}/{name}", home.releases_path));
    let known = match &live {
        Some(path) => home.folder(path).record()?.unwrap_or_default(),
        None => Record::default(),
    };
    let plan = Plan::new(site, &known);
    deploy.planned(&plan);
    plan.guard(deploy.options.allow_deletes)?;
    if deploy.options.dry_run || plan.is_empty() {
        return Ok(Counts::of(&plan, deploy));
    }
    let name = free_name(home);
    prepare(home, site, &known)?;
    let quiet = super::context::Context {
        progress: &Sent(deploy),
        ..super::context::Context {
            env: deploy.context.env,
            ..*deploy.context
        }
    };
    let options = super::context::Options {
        allow_deletes: Some(usize::MAX),
        adopt: true,
        ..deploy.options.clone()
    };
    let inner = DeployContext {
        options: &options,
        context: &quiet,
        secrets: deploy.secrets.clone(),
        redactor: deploy.redactor.clone(),
        local: deploy.local.clone(),
        target: deploy.target,
    };
    deploy.begin(&plan);
    let mut folder = home.folder(&home.next());
    update(&mut folder, site, &inner)?;
    folder.put(
        &[Item {
            path: NAME,
            file: &File::made(format!("{name}\n")),
        }],
        &|_| {},
    )?;
    let mut batch = Batch::default();
    batch.add("rename", &[&home.next(), &format!("{}/{name}", home.releases_path)]);
    home.swap(&name, &mut batch);
    home.line.carry_out(&batch, deploy, &|_| {})?;
    Ok(Counts::of(&plan, deploy))
}

/// Passes on what was sent, not the inner plan.
struct Sent<'a>(&'a DeployContext<'a>);

impl super::context::Progress for Sent<'_> {
    fn sent(&self, path: &str, bytes: u64) {
        self.0.sent(path, bytes);
    }
}

fn free_name(home: &Home<'_>) -> String {
    let stamp = home.deploy.context.now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let newest = home.releases.last().cloned().unwrap_or_default();
    // A clock that went back must not make a release look old.
    let stamp = if stamp > newest {
        stamp
    } else {
        newest.split('-').next().unwrap_or_default().to_owned()
    };
    let taken = |name: &String| home.releases.contains(name) || *name <= newest;
    let numbered = (2..10_000).map(|n| format!("{stamp}-{n:04}"));
    std::iter::once(stamp.clone())
        .chain(numbered)
        .find(|name| !taken(name))
        .unwrap_or(stamp)
}

/// Sees to it that `next` is there: the one that was cut, the oldest release when there are enough, or a new folder with
/// links to the live release's unchanged files.
fn prepare(home: &mut Home<'_>, site: &Inventory, known: &Record) -> Result<()> {
    if home.unfinished {
        return Ok(());
    }
    let mut batch = Batch::default();
    let oldest = home
        .releases
        .first()
        .filter(|oldest| home.releases.len() > KEPT && Some(*oldest) != home.live.as_ref());
    if let Some(oldest) = oldest {
        batch.add("rename", &[&format!("{}/{oldest}", home.releases_path), &home.next()]);
        return home.line.carry_out(&batch, home.deploy, &|_| {}).map(drop);
    }
    batch.add("-mkdir", &[&home.releases_path]);
    batch.add("mkdir", &[&home.next()]);
    home.line.carry_out(&batch, home.deploy, &|_| {})?;
    let same = |(path, held): &(&String, &Held)| {
        site.files
            .get(*path)
            .is_some_and(|f| Some(&f.hash) == held.hash.as_ref())
    };
    let same: Vec<(&String, &Held)> = known.files.iter().filter(same).collect();
    let Some(live) = home.live.clone().filter(|_| !same.is_empty()) else {
        return Ok(());
    };
    let mut folder = home.folder(&home.next());
    folder.link(
        &live,
        &same.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
        site,
    )?;
    let mut record = Record::whole(
        same.into_iter()
            .map(|(path, held)| (path.clone(), held.clone()))
            .collect(),
    );
    let base = record.new_base().unwrap_or_default();
    folder.put(
        &[Item {
            path: BASE,
            file: &File::made(base),
        }],
        &|_| {},
    )
}

pub(super) fn rollback(deploy: &DeployContext<'_>) -> Result<String> {
    let home = Home::look(deploy)?;
    let none = |reason: (&str, &str)| Box::new(Diagnostic::new(&codes::NO_ROLLBACK).reason(reason));
    if home.in_place {
        return Err(none((
            "the served folder is a real folder, without releases",
            "যে ফোল্ডার পাঠকের কাছে যায় সেটি আসল ফোল্ডার, তাতে আগের সংস্করণ নেই",
        )));
    }
    let live = home
        .live
        .clone()
        .ok_or_else(|| none(("no release of khobor's is live", "khobor-এর রাখা কোনো সংস্করণ এখন চালু নেই")))?;
    let before = home
        .releases
        .iter()
        .rev()
        .find(|name| **name < live)
        .ok_or_else(|| none(("there is no earlier release", "এর আগের কোনো সংস্করণ নেই")))?;
    if !deploy.options.dry_run {
        let mut batch = Batch::default();
        home.swap(before, &mut batch);
        home.line.carry_out(&batch, deploy, &|_| {})?;
    }
    Ok(before.clone())
}

/// A folder on the other machine.
struct Folder<'a> {
    deploy: &'a DeployContext<'a>,
    line: Line,
    root: String,
    /// Folders known to be there.
    folders: BTreeSet<String>,
    /// Folders that are known to be no links.
    looked_at: BTreeSet<String>,
    rsync: bool,
    held: Record,
}

impl Folder<'_> {
    fn there(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    fn record(&mut self) -> Result<Option<Record>> {
        let [base, changes] = self.records()?;
        Ok(Record::decode(base.as_deref(), changes.as_deref()))
    }

    /// Makes the folders above a path.
    fn make_folders(&mut self, path: &str, batch: &mut Batch) {
        let ends = path.match_indices('/').map(|(at, _)| at);
        for folder in ends.filter_map(|end| path.get(..end)) {
            if self.folders.insert(folder.to_owned()) {
                batch.add("-mkdir", &[&self.there(folder)]);
            }
        }
    }

    /// Hard links to the files of another release, so that nothing is sent twice.
    fn link(&mut self, release: &str, paths: &[&str], site: &Inventory) -> Result<()> {
        if self.rsync {
            let items: Vec<Item<'_>> = paths
                .iter()
                .filter_map(|p| {
                    Some(Item {
                        path: p,
                        file: site.files.get(*p)?,
                    })
                })
                .collect();
            return self.rsync_put(&items, &[&format!("--link-dest=../{release}"), "--checksum"], &|_| {});
        }
        let mut batch = Batch::default();
        let from = self
            .root
            .rsplit_once('/')
            .map_or("", |(releases, _)| releases)
            .to_owned();
        for path in paths {
            self.make_folders(path, &mut batch);
            batch.add("-ln", &[&format!("{from}/{release}/{path}"), &self.there(path)]);
        }
        self.line.carry_out(&batch, self.deploy, &|_| {}).map(drop)
    }

    /// A folder of the site that is a link at the host leads where khobor was not sent.
    fn refuse_links(&mut self, items: &[Item<'_>]) -> Result<()> {
        let above = |path: &str| path.match_indices('/').map(|(at, _)| at).collect::<Vec<_>>();
        let folders: BTreeSet<&str> = items
            .iter()
            .map(|item| item.path)
            .chain([CHANGES])
            .flat_map(|path| above(path).into_iter().filter_map(|end| path.get(..end)))
            .filter(|folder| !self.looked_at.contains(*folder))
            .collect();
        let mut batch = Batch::default();
        let parents: BTreeSet<&str> = folders
            .iter()
            .map(|folder| folder.rsplit_once('/').map_or("", |(above, _)| above))
            .collect();
        let parents: Vec<&str> = parents.into_iter().collect();
        parents
            .iter()
            .for_each(|parent| batch.add("-ls -la", &[&self.there(parent)]));
        if batch.is_empty() {
            return Ok(());
        }
        let listing = self.line.carry_out(&batch, self.deploy, &|_| {})?;
        // One answer after each command, which is printed before it.
        for (answer, parent) in listing.split("sftp> ").skip(1).zip(&parents) {
            let links = answer.lines().filter(|line| line.starts_with('l'));
            for link in links {
                let name = link.split(" -> ").next().unwrap_or_default();
                let is_link = |folder: &&&str| {
                    let (above, own) = folder.rsplit_once('/').unwrap_or(("", folder));
                    above == *parent && names(name, own)
                };
                if let Some(folder) = folders.iter().find(is_link) {
                    let there = self.there(folder);
                    return Err(ended((
                        format!("{there} is a link at the host; khobor does not write through it"),
                        format!("হোস্টে {there} একটি লিংক; khobor তার ভেতর দিয়ে লেখে না"),
                    )));
                }
            }
        }
        self.looked_at.extend(folders.into_iter().map(str::to_owned));
        Ok(())
    }

    fn sftp_put(&mut self, items: &[Item<'_>], done: Done<'_>) -> Result<()> {
        let stage = scratch()?;
        let incoming = self.there(&format!("{FOLDER}/incoming"));
        self.refuse_links(items)?;
        let mut batch = Batch::default();
        self.make_folders(CHANGES, &mut batch);
        // Whatever has this name: writing through a link of another's would change what it leads to.
        batch.add("-rm", &[&incoming]);
        for (n, item) in items.iter().enumerate() {
            self.make_folders(item.path, &mut batch);
            let from = match &item.file.content {
                Content::Disk(path) => path.clone(),
                _ => staged(stage.path(), &n.to_string(), item.file)?,
            };
            batch.add("put", &[&from.to_string_lossy(), &incoming]);
            batch.add("rename", &[&incoming, &self.there(item.path)]);
            batch.completes(item.path);
        }
        self.line.carry_out(&batch, self.deploy, done).map(drop)
    }

    /// rsync takes files from two folders: the output, and what was made for this host.
    fn rsync_put(&mut self, items: &[Item<'_>], more: &[&str], done: Done<'_>) -> Result<()> {
        let stage = scratch()?;
        let (mut plain, mut made) = (Vec::new(), Vec::new());
        for item in items {
            match &item.file.content {
                Content::Disk(path) if path.ends_with(item.path) => plain.push(item.path),
                _ => {
                    staged(stage.path(), item.path, item.file)?;
                    made.push(item.path);
                }
            }
        }
        self.rsync(self.deploy.context.output, &plain, more)?;
        self.rsync(stage.path(), &made, more)?;
        items.iter().for_each(|item| done(item.path));
        Ok(())
    }

    fn rsync(&self, from: &Path, paths: &[&str], more: &[&str]) -> Result<()> {
        if paths.is_empty() {
            return Ok(());
        }
        let list = paths.iter().fold(Vec::new(), |mut list, path| {
            list.extend_from_slice(path.as_bytes());
            list.push(0);
            list
        });
        let mut command = Command::new("rsync");
        let times = if more.contains(&"--checksum") {
            "--times"
        } else {
            "--ignore-times"
        };
        command.args([
            "--recursive",
            "-s",
            "--from0",
            "--files-from=-",
            "--chmod=D755,F644",
            "--timeout=120",
            times,
        ]);
        command.args(more).arg("--rsh").arg(self.line.for_rsync());
        command
            .arg("--")
            .arg(format!("{}/", from.display()))
            .arg(format!("{}:{}/", self.line.host, self.root));
        super::process::run(command, &list, &self.deploy.redactor, &mut |_| {})?
            .sound("rsync")
            .map(drop)
    }
}

/// A file made for the host, on this machine's disk, readable by all: sftp hands its rights on.
fn staged(stage: &Path, name: &str, file: &File) -> Result<std::path::PathBuf> {
    let path = stage.join(name);
    path.parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .map_err(local(&path))?;
    std::fs::write(&path, file.bytes()?).map_err(local(&path))?;
    Ok(path)
}

impl FileHost for Folder<'_> {
    fn records(&mut self) -> Result<[Option<Vec<u8>>; 2]> {
        let (base, changes) = (self.there(BASE), self.there(CHANGES));
        let mut found = fetch(&self.line, self.deploy, &[&base, &changes])?.into_iter();
        let records = [found.next().flatten(), found.next().flatten()];
        let [base, changes] = &records;
        self.held = Record::decode(base.as_deref(), changes.as_deref()).unwrap_or_default();
        if !self.held.files.is_empty() {
            self.folders.insert(FOLDER.to_owned());
        }
        Ok(records)
    }

    fn existing(&mut self, paths: &[&str]) -> Result<Vec<String>> {
        let mut batch = Batch::default();
        batch.add("ls -1a", &[&self.root]);
        let listing = self.line.carry_out(&batch, self.deploy, &|_| {})?;
        let top: BTreeSet<&str> = listing
            .lines()
            .filter_map(|l| l.trim_end().rsplit('/').next())
            .collect();
        let near: Vec<&str> = paths
            .iter()
            .filter(|p| top.contains(p.split('/').next().unwrap_or_default()))
            .copied()
            .collect();
        let mut batch = Batch::default();
        near.iter().for_each(|path| batch.add("-ls -1", &[&self.there(path)]));
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        let listing = self.line.carry_out(&batch, self.deploy, &|_| {})?;
        let found: BTreeSet<&str> = listing
            .lines()
            .filter(|l| !l.starts_with("sftp>"))
            .map(str::trim_end)
            .collect();
        Ok(near
            .into_iter()
            .filter(|path| found.contains(self.there(path).as_str()))
            .map(str::to_owned)
            .collect())
    }

    fn put(&mut self, items: &[Item<'_>], done: Done<'_>) -> Result<()> {
        match self.rsync {
            true => self.rsync_put(items, &[], done),
            false => self.sftp_put(items, done),
        }
    }

    fn delete(&mut self, paths: &[&str], done: Done<'_>) -> Result<()> {
        let mut batch = Batch::default();
        for path in paths {
            batch.add("-rm", &[&self.there(path)]);
            batch.completes(path);
        }
        emptied(&self.held, paths)
            .iter()
            .for_each(|folder| batch.add("-rmdir", &[&self.there(folder)]));
        self.line.carry_out(&batch, self.deploy, done).map(drop)
    }
}

/// Folders in which khobor had files and has none left, the deepest first. A server keeps those that hold other files.
pub(super) fn emptied(held: &Record, paths: &[&str]) -> Vec<String> {
    let gone: BTreeSet<&str> = paths.iter().copied().collect();
    let above = |path: &str| {
        path.match_indices('/')
            .filter_map(|(at, _)| path.get(..at).map(str::to_owned))
            .collect::<Vec<_>>()
    };
    let kept: BTreeSet<String> = held
        .files
        .keys()
        .filter(|p| !gone.contains(p.as_str()))
        .flat_map(|p| above(p))
        .collect();
    let empty: BTreeSet<String> = paths
        .iter()
        .flat_map(|p| above(p))
        .filter(|folder| !kept.contains(folder))
        .collect();
    empty.into_iter().rev().collect()
}
