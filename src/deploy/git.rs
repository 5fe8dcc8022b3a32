//! `kind = "git"`: a branch that GitHub, GitLab or Codeberg Pages serve. One commit a deploy, made from objects without a
//! work tree, pushed only if the branch is still where it was. Files in the branch that khobor did not put there stay.

use super::context::{Counts, DeployContext, record_of};
use super::fault::{Result, fault, local};
use super::inventory::Inventory;
use super::plan::Plan;
use super::process::{ProcessOutput, run};
use super::quote::quoted;
use super::record::{BASE, Record};
use crate::diag::codes::deploy as codes;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

pub(super) fn deploy(deploy: &DeployContext<'_>, site: &Inventory) -> Result<Counts> {
    let branch = Branch::open(deploy)?;
    let tip = branch.fetch()?;
    let record = match &tip {
        Some(_) => branch.read(BASE)?,
        None => None,
    };
    let known = Record::decode(record.as_deref(), None).unwrap_or_default();
    let plan = Plan::new(site, &known);
    deploy.planned(&plan);
    plan.guard(deploy.options.allow_deletes)?;
    if tip.is_some() && !deploy.options.adopt {
        branch.foreign(&plan)?;
    }
    if deploy.options.dry_run || plan.is_empty() {
        return Ok(Counts::of(&plan, deploy));
    }
    deploy.begin(&plan);
    let commit = branch.commit(site, &plan, tip.as_deref())?;
    branch.push(&commit, tip.as_deref())?;
    plan.uploads.iter().for_each(|u| deploy.sent(&u.path, u.size));
    deploy.remember_site(site);
    Ok(Counts::of(&plan, deploy))
}

struct Branch<'a> {
    deploy: &'a DeployContext<'a>,
    repository: PathBuf,
    url: String,
    name: String,
}

/// How long a lock may be a living git's.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);
/// Where the branch stands as last fetched.
const FETCHED: &str = "refs/khobor/fetched";
/// Where the new commit is made.
const MADE: &str = "refs/khobor/made";

impl<'a> Branch<'a> {
    fn open(deploy: &'a DeployContext<'a>) -> Result<Branch<'a>> {
        let repository = deploy.local.join("repository.git");
        let url = deploy.target.table.url.clone().unwrap_or_default();
        let name = deploy
            .target
            .table
            .branch
            .clone()
            .unwrap_or_else(|| "gh-pages".to_owned());
        let branch = Branch {
            deploy,
            repository,
            url,
            name,
        };
        branch.drop_stale_locks();
        if !branch.repository.join("HEAD").exists() {
            std::fs::create_dir_all(&branch.repository).map_err(local(&branch.repository))?;
            branch.git(&["init", "--quiet", "--bare"], &[])?.sound("git init")?;
        }
        Ok(branch)
    }

    /// Removes locks that a killed git left in khobor's own repository. One deploy works in it at a time; a git that outlives its
    /// khobor for a moment is waited for.
    fn drop_stale_locks(&self) {
        let locks = || {
            let entries = walkdir::WalkDir::new(&self.repository).into_iter().flatten();
            let locks =
                entries.filter(|e| e.file_type().is_file() && e.path().extension().is_some_and(|e| e == "lock"));
            locks.map(walkdir::DirEntry::into_path).collect::<Vec<_>>()
        };
        if locks().is_empty() {
            return;
        }
        std::thread::sleep(LOCK_PATIENCE);
        locks().iter().for_each(|lock| drop(std::fs::remove_file(lock)));
    }

    fn git(&self, arguments: &[&str], input: &[u8]) -> Result<ProcessOutput> {
        let mut command = Command::new("git");
        command
            .current_dir(&self.repository)
            .args(["-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0"])
            .args(arguments);
        for name in [
            "GIT_DIR",
            "GIT_WORK_TREE",
            "GIT_INDEX_FILE",
            "GIT_TRACE",
            "GIT_TRACE_CURL",
            "GIT_CURL_VERBOSE",
        ] {
            command.env_remove(name);
        }
        command
            // Relative to its own folder: the site's root may be a relative path.
            .env("GIT_DIR", ".")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("LC_ALL", "C.UTF-8");
        // Constant words: no configured value is in them.
        command.env("GIT_SSH_COMMAND", "ssh -oBatchMode=yes -oStrictHostKeyChecking=yes");
        command.env("GIT_ALLOW_PROTOCOL", "file:https:ssh");
        if let Some(token) = self
            .deploy
            .secrets
            .get("TOKEN")
            .filter(|_| self.url.starts_with("https://"))
        {
            let basic = super::encode::base64(format!("x-access-token:{}", token.reveal()).as_bytes());
            command
                .env("GIT_CONFIG_COUNT", "1")
                .env("GIT_CONFIG_KEY_0", "http.extraHeader");
            command.env("GIT_CONFIG_VALUE_0", format!("Authorization: Basic {basic}"));
        }
        run(command, input, &self.deploy.redactor, &mut |_| {})
    }

    /// The commit at the branch's tip; absent when there is no such branch.
    fn fetch(&self) -> Result<Option<String>> {
        let reference = format!("refs/heads/{}", self.name);
        let listed = self
            .git(&["ls-remote", "--", &self.url, &reference], &[])?
            .sound("git ls-remote")?
            .text();
        let Some(tip) = listed.split_whitespace().next().map(str::to_owned) else {
            return Ok(None);
        };
        let have = self.git(&["rev-parse", "--verify", "--quiet", FETCHED], &[])?.text();
        if have.trim() != tip {
            let refspec = format!("+{reference}:{FETCHED}");
            self.git(
                &["fetch", "--quiet", "--no-tags", "--depth=1", "--", &self.url, &refspec],
                &[],
            )?
            .sound("git fetch")?;
        }
        Ok(Some(tip))
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let output = self.git(&["cat-file", "blob", &format!("{FETCHED}:{path}")], &[])?;
        Ok((output.code == 0).then_some(output.out))
    }

    fn foreign(&self, plan: &Plan) -> Result<()> {
        let listed = self
            .git(&["ls-tree", "-r", "-z", "--name-only", FETCHED], &[])?
            .sound("git ls-tree")?
            .text();
        let there: BTreeSet<&str> = listed.split('\0').collect();
        let found: Vec<&str> = plan
            .uploads
            .iter()
            .filter(|u| u.new)
            .map(|u| u.path.as_str())
            .filter(|p| there.contains(p))
            .collect();
        match found.first() {
            None => Ok(()),
            Some(path) => Err(fault(&codes::FOREIGN, &[("count", &found.len()), ("path", path)])),
        }
    }

    /// Makes the commit with `git fast-import`: only what changed is written.
    fn commit(&self, site: &Inventory, plan: &Plan, tip: Option<&str>) -> Result<String> {
        let seconds = self.deploy.context.now.as_second();
        let message = format!("Deploy {} files, {} removed\n", plan.uploads.len(), plan.deletes.len());
        let mut stream = format!(
            "commit {MADE}\ncommitter khobor <khobor@localhost> {seconds} +0000\ndata {}\n{message}\n",
            message.len()
        )
        .into_bytes();
        if let Some(tip) = tip {
            stream.extend_from_slice(format!("from {tip}\n").as_bytes());
        }
        let base = super::inventory::File::made(record_of(site).new_base().unwrap_or_default());
        let changed = plan
            .uploads
            .iter()
            .filter_map(|u| Some((u.path.as_str(), site.files.get(&u.path)?)));
        for (path, file) in changed.chain([(BASE, &base)]) {
            let bytes = file.bytes()?;
            stream.extend_from_slice(format!("M 100644 inline {}\ndata {}\n", quoted(path), bytes.len()).as_bytes());
            stream.extend_from_slice(&bytes);
            stream.push(b'\n');
        }
        plan.deletes
            .iter()
            .for_each(|path| stream.extend_from_slice(format!("D {}\n", quoted(path)).as_bytes()));
        stream.extend_from_slice(b"done\n");
        self.git(&["update-ref", "-d", MADE], &[])?.sound("git update-ref")?;
        self.git(&["fast-import", "--quiet", "--done", "--force"], &stream)?
            .sound("git fast-import")?;
        Ok(self
            .git(&["rev-parse", "--verify", MADE], &[])?
            .sound("git rev-parse")?
            .text()
            .trim()
            .to_owned())
    }

    /// An empty expectation means: the branch must not exist.
    fn push(&self, commit: &str, tip: Option<&str>) -> Result<()> {
        let reference = format!("refs/heads/{}", self.name);
        let lease = format!("--force-with-lease={reference}:{}", tip.unwrap_or_default());
        let refspec = format!("{commit}:{reference}");
        self.git(
            &["push", "--quiet", "--no-verify", &lease, "--", &self.url, &refspec],
            &[],
        )?
        .sound("git push")?;
        self.git(&["update-ref", FETCHED, commit], &[])?
            .sound("git update-ref")
            .map(drop)
    }
}
