//! `khobor deploy`: builds and deploys; once, or staying up.

use super::options::{DeployArgs, Global};
use super::output::Terminal;
use super::{due, exit, lang};
use crate::config;
use crate::deploy::watch::{self, World};
use crate::deploy::{self, Context, Counts, Options, Plan, Profile, Progress, Target};
use crate::diag::{Diagnostic, Lang, Severity, codes};
use crate::engine::{self, Request};
#[cfg(feature = "desk")]
use crate::preview::PublishStep;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;
use serde_json::json;
use std::io::{self, IsTerminal};
use std::path::PathBuf;
#[cfg(feature = "desk")]
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

pub(super) fn run(global: &Global, args: &DeployArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let job = match Job::of(global, args) {
        Ok(job) => job,
        Err(diagnostics) => {
            terminal.diagnostics(&diagnostics);
            terminal.json(false, json!({}), &diagnostics);
            return Ok(exit::FAULT);
        }
    };
    if args.watch {
        return stay(&terminal, global, args, job);
    }
    let request = lang::request(global)?;
    let ended = if args.rollback {
        job.rollback(&terminal, &request)
    } else {
        job.once(&terminal, &request, args)
    };
    Ok(if ended { exit::OK } else { exit::FAULT })
}

/// What khobor.toml says of the deploy.
struct Job {
    target: Target,
    options: Options,
    base_url: String,
    bare_addresses: bool,
    hub: Option<String>,
}

impl Job {
    /// The job of a command line.
    fn of(global: &Global, args: &DeployArgs) -> Result<Job, Vec<Diagnostic>> {
        let options = Options {
            dry_run: args.dry_run,
            allow_deletes: args.allow_deletes,
            adopt: args.adopt,
            profile: args.profile.as_deref().and_then(Profile::named),
        };
        Job::read(global, args.name.as_deref(), options)
    }

    fn read(global: &Global, name: Option<&str>, options: Options) -> Result<Job, Vec<Diagnostic>> {
        let missing = |_| vec![Diagnostic::new(&codes::config::MISSING).arg("folder", global.root.display())];
        let text = std::fs::read(global.root.join("khobor.toml")).map_err(missing)?;
        let text = crate::source::decode("khobor.toml", &text).map_err(|fault| vec![fault])?;
        let (site, diagnostics) = config::parse(&text);
        let site = site.ok_or(diagnostics)?;
        let (targets, diagnostics) = deploy::targets(&text);
        if diagnostics.iter().any(|d| d.severity() == Severity::Error) {
            return Err(diagnostics);
        }
        let target = deploy::choose(&targets, name).map_err(|fault| vec![*fault])?.clone();
        Ok(Job {
            target,
            options,
            base_url: site.base_url.clone(),
            bare_addresses: site.has_bare_addresses(),
            hub: site.file.feeds.hub.clone(),
        })
    }

    /// Builds, unless a finished folder was named, and deploys. Whether all went well.
    fn once(&self, terminal: &Terminal, request: &Request, args: &DeployArgs) -> bool {
        let (output, mut diagnostics) = match &args.from {
            Some(folder) => (Some(folder.clone()), Vec::new()),
            None => build(terminal, request),
        };
        let Some(output) = output else {
            terminal.diagnostics(&diagnostics);
            terminal.json(false, json!({}), &diagnostics);
            return false;
        };
        let meter = Meter::new(terminal, self.options.dry_run);
        let (counts, more) = self.with_context(request, output, &meter, &|context| {
            deploy::deploy(&self.target, &self.options, context)
        });
        meter.end();
        diagnostics.extend(more);
        terminal.diagnostics(&diagnostics);
        if let Some(counts) = &counts {
            terminal.say(&summary(terminal, counts, self));
        }
        let fields = counts.as_ref().map_or_else(
            || json!({}),
            |c| json!({ "uploaded": c.uploaded, "unchanged": c.unchanged, "deleted": c.deleted, "bytes": c.bytes }),
        );
        terminal.json(counts.is_some(), fields, &diagnostics);
        counts.is_some()
    }

    fn rollback(&self, terminal: &Terminal, request: &Request) -> bool {
        let meter = Meter::new(terminal, false);
        let back = |context: &Context<'_>| deploy::rollback(&self.target, &self.options, context);
        let (release, diagnostics) = self.with_context(request, request.output(), &meter, &back);
        terminal.diagnostics(&diagnostics);
        if let Some(release) = &release {
            terminal.say(release);
        }
        terminal.json(release.is_some(), json!({ "release": release }), &diagnostics);
        release.is_some()
    }

    fn with_context<T>(
        &self,
        request: &Request,
        output: PathBuf,
        progress: &dyn Progress,
        work: &dyn Fn(&Context<'_>) -> T,
    ) -> T {
        work(&Context {
            root: &request.root,
            output: &output,
            base_url: &self.base_url,
            bare_addresses: self.bare_addresses,
            hub: self.hub.as_deref(),
            now: request.now,
            env: &|name| std::env::var(name).ok(),
            progress,
        })
    }
}

/// A finished output, or what went wrong.
fn build(terminal: &Terminal, request: &Request) -> (Option<PathBuf>, Vec<Diagnostic>) {
    let meter = terminal.progress();
    let outcome = engine::build(request, &meter);
    (outcome.value.map(|summary| summary.out), outcome.diagnostics)
}

/// Deploys now, at every due moment, and after every change of the sources. A deploy that failed is tried again after a
/// minute.
fn stay(terminal: &Terminal, global: &Global, args: &DeployArgs, mut job: Job) -> Result<u8, String> {
    let mut rounds = args.rounds.unwrap_or(u64::MAX);
    loop {
        let request = Request::new(global.root.clone(), clock());
        let seen = watch::look(&request.root);
        let ended = job.once(terminal, &request, args);
        rounds = rounds.saturating_sub(1);
        if rounds == 0 {
            return Ok(if ended { exit::OK } else { exit::FAULT });
        }
        let (found, _) = due::find(&request, 2, true);
        let next = found.and_then(|(_, due)| due.first().map(|m| m.at));
        let retry = clock()
            .checked_add(jiff::SignedDuration::from_secs(60))
            .ok()
            .filter(|_| !ended);
        let until = [next, retry].into_iter().flatten().min();
        if let Some(until) = until {
            terminal.say(&format!(
                "{} {until}",
                if terminal.lang == Lang::Bn {
                    "পরের বার:"
                } else {
                    "next:"
                }
            ));
        }
        let world = World {
            now: &clock,
            pause: &|time: Duration| std::thread::sleep(time),
            look: &|| watch::look(&request.root),
        };
        watch::wait(&world, seen, until);
        // The configuration may be among what changed; a faulty one leaves the last good one in force.
        match Job::of(global, args) {
            Ok(read) => job = read,
            Err(diagnostics) => terminal.diagnostics(&diagnostics),
        }
    }
}

/// The clock of a command that stays up.
fn clock() -> Timestamp {
    Timestamp::now()
}

fn summary(terminal: &Terminal, c: &Counts, job: &Job) -> String {
    let n = |n: usize| terminal.count(n as u64);
    let kilobytes = terminal.count(c.bytes.div_ceil(1000));
    let dry = job.options.dry_run;
    match terminal.lang {
        Lang::Bn => format!(
            "{}: {}টি ফাইল {}, {}টি অপরিবর্তিত, {}টি মোছা; {kilobytes} কিলোবাইট।",
            job.target.name,
            n(c.uploaded),
            if dry {
                "পাঠাতে হবে"
            } else {
                "পাঠানো"
            },
            n(c.unchanged),
            n(c.deleted)
        ),
        Lang::En => format!(
            "{}: {} files {}, {} unchanged, {} deleted; {kilobytes} KB.",
            job.target.name,
            n(c.uploaded),
            if dry { "to send" } else { "sent" },
            n(c.unchanged),
            n(c.deleted)
        ),
    }
}

/// Builds and deploys for the writing desk: to the target of this name, or into the output folder only. Nothing is printed.
///
/// # Errors
/// What building or deploying reports.
#[cfg(feature = "desk")]
pub(super) fn publish(
    global: &Global,
    target: Option<&str>,
    tell: &(dyn Fn(PublishStep) + Sync),
) -> Result<(), Vec<Diagnostic>> {
    let now = lang::now(global).unwrap_or_else(|_| clock());
    let request = Request::new(global.root.clone(), now);
    tell(PublishStep::Building);
    let outcome = engine::build(&request, &engine::Quiet);
    let Some(summary) = outcome.value else {
        return Err(outcome.diagnostics);
    };
    let Some(name) = target else { return Ok(()) };
    let job = Job::read(global, Some(name), Options::default())?;
    let counter = Counter {
        tell,
        sent: AtomicUsize::new(0),
        of: AtomicUsize::new(0),
    };
    let send = |context: &Context<'_>| deploy::deploy(&job.target, &job.options, context);
    let (counts, diagnostics) = job.with_context(&request, summary.out, &counter, &send);
    counts.map(|_| ()).ok_or(diagnostics)
}

/// Tells the writing desk how many files have been sent.
#[cfg(feature = "desk")]
struct Counter<'a> {
    tell: &'a (dyn Fn(PublishStep) + Sync),
    sent: AtomicUsize,
    of: AtomicUsize,
}

#[cfg(feature = "desk")]
impl Progress for Counter<'_> {
    fn begin(&self, files: usize, _: u64) {
        self.of.store(files, Ordering::Relaxed);
        (self.tell)(PublishStep::Sending(0, files));
    }

    fn sent(&self, _: &str, _: u64) {
        let sent = self.sent.fetch_add(1, Ordering::Relaxed) + 1;
        (self.tell)(PublishStep::Sending(sent, self.of.load(Ordering::Relaxed)));
    }
}

/// Shows the plan and how far the sending is.
struct Meter<'a> {
    terminal: &'a Terminal,
    dry: bool,
    bar: ProgressBar,
}

impl<'a> Meter<'a> {
    fn new(terminal: &'a Terminal, dry: bool) -> Self {
        Meter {
            terminal,
            dry,
            bar: ProgressBar::hidden(),
        }
    }

    fn end(&self) {
        self.bar.finish_and_clear();
    }
}

impl Progress for Meter<'_> {
    fn plan(&self, plan: &Plan) {
        let new = plan.uploads.iter().filter(|u| u.new).count();
        let n = |n: usize| self.terminal.count(n as u64);
        let (changed, deleted, same) = (n(plan.uploads.len() - new), n(plan.deletes.len()), n(plan.unchanged));
        let bytes = self.terminal.count(plan.bytes());
        self.terminal.say(&match self.terminal.lang {
            Lang::Bn => format!(
                "পরিকল্পনা: {}টি নতুন, {changed}টি বদল, {deleted}টি মোছা, {same}টি অপরিবর্তিত; {bytes} বাইট",
                n(new)
            ),
            Lang::En => format!(
                "plan: {} new, {changed} changed, {deleted} to delete, {same} unchanged; {bytes} bytes",
                n(new)
            ),
        });
        if self.dry {
            plan.lines().for_each(|line| self.terminal.say(&line));
        }
    }

    fn begin(&self, files: usize, _: u64) {
        if !self.terminal.shows_progress() || !io::stderr().is_terminal() {
            return;
        }
        self.bar.set_draw_target(indicatif::ProgressDrawTarget::stderr());
        self.bar.set_length(files as u64);
        if let Ok(style) = ProgressStyle::with_template("{wide_bar} {pos}/{len} {eta}") {
            self.bar.set_style(style);
        }
    }

    fn sent(&self, _: &str, _: u64) {
        self.bar.inc(1);
    }

    fn say(&self, line: &str) {
        self.terminal.say(line);
    }
}
