//! `khobor inbox`, and `khobor comments pull`.

use super::options::{Global, InboxArgs};
use super::output::Terminal;
use super::{exit, lang, load};
use crate::comments::CommentStore;
use crate::config;
#[cfg(feature = "deploy")]
use crate::deploy::Secret;
use crate::deploy::Secrets;
use crate::diag::{Diagnostic, Lang};
use crate::inbox::{self, Event, Options, Portal, Pulled, Source, Surroundings};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What secrets of the inbox are called after: `KHOBOR_INBOX_TOKEN`.
const SECRETS: &str = "inbox";

pub(super) fn run(global: &Global, args: &InboxArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let site = site(global);
    let portals = match (&args.portal[..], &site) {
        ([], Some(site)) => vec![portal(&site.base_url)?],
        ([], None) => {
            return Err(terminal.both(
                "কোন পোর্টাল? --portal https://… দিন, অথবা সাইটের ফোল্ডারে চালান",
                "which portal? --portal https://…, or run it in the site's folder",
            ));
        }
        (given, _) => given.iter().map(|p| portal(p)).collect::<Result<_, _>>()?,
    };
    let secrets = secrets(args.secrets.as_deref(), &terminal)?;
    let options = Options {
        bind: args.bind,
        port: args.port,
        db: args.db.clone(),
        portals,
        proxies: args.behind_proxy,
        stories: args.stories.clone(),
        token: secrets.get("TOKEN").cloned(),
        per_address: args.per_address,
        per_minute: args.per_minute,
        views_per_address: args.views_per_address,
        views_per_minute: args.views_per_minute,
        links: args.links,
        foreign_links: args.foreign_links,
        trap: site.map_or_else(|| config::TRAP.to_owned(), |s| s.comment_form.trap),
    };
    let served = options.token.is_some();
    if options.proxies == 0 && options.bind.is_loopback() {
        terminal.warn(match terminal.lang {
            Lang::Bn => "সতর্কতা: সামনে প্রক্সি থাকলে --behind-proxy 1 দিন; নইলে সব পাঠককে একজন ধরা হবে।",
            Lang::En => "warning: behind a proxy say --behind-proxy 1, else all readers count as one address",
        });
    }
    // A moment that is reported on the command line stands; the clock goes on.
    lang::now(global)?;
    let moment = global.clone();
    let surroundings = Surroundings {
        tell: Box::new(move |event| print(&terminal, &event, served)),
        clock: Box::new(move || lang::now(&moment).unwrap_or_default()),
    };
    inbox::serve(options, surroundings).map_err(|e| e.to_string())?;
    Ok(exit::OK)
}

/// The site of the folder, when there is one and it is sound.
fn site(global: &Global) -> Option<config::Site> {
    let text = std::fs::read_to_string(global.root.join("khobor.toml")).ok()?;
    config::parse(&text).0
}

fn portal(address: &str) -> Result<Portal, String> {
    Portal::new(address).ok_or_else(|| format!("--portal {address}: not an address such as https://kagoj.example"))
}

fn secrets(file: Option<&Path>, terminal: &Terminal) -> Result<Secrets, String> {
    Secrets::read(SECRETS, file, None, &|name| std::env::var(name).ok()).map_err(|e| one_line(&e, terminal))
}

/// What is wrong with the secrets, and what to do.
fn one_line(fault: &Diagnostic, terminal: &Terminal) -> String {
    format!("{}\n{}", fault.message(terminal.lang), fault.help(terminal.lang))
}

/// The same event for programs.
fn as_json(event: &Event<'_>) -> Value {
    match event {
        Event::Listening(address, waiting) => json!({ "event": "listening", "address": address, "waiting": waiting }),
        Event::Broke(what) => json!({ "event": "broke", "what": what }),
        Event::Stopped(counts) => json!({ "event": "stopped", "counts": counts }),
    }
}

fn print(terminal: &Terminal, event: &Event<'_>, served: bool) {
    let bn = terminal.lang == Lang::Bn;
    terminal.event(&as_json(event));
    match event {
        Event::Listening(address, waiting) => {
            let waiting = terminal.count(*waiting);
            terminal.say(&match bn {
                true => format!("মন্তব্যের বাক্স খোলা: http://{address}/comment, অপেক্ষায় {waiting}টি"),
                false => format!("the inbox is open: http://{address}/comment, {waiting} waiting"),
            });
            if !served {
                terminal.say(match bn {
                    true => "টোকেন নেই: মন্তব্য শুধু এই কম্পিউটারে আনা যাবে (khobor comments pull --db)",
                    false => "no token: the queue can be pulled on this machine only (khobor comments pull --db)",
                });
            }
        }
        Event::Broke(what) => terminal.trouble(what),
        Event::Stopped(counts) => terminal.say(&format!(
            "{}: {}",
            if bn { "বন্ধ" } else { "stopped" },
            line(counts, terminal)
        )),
    }
}

/// `kept 3, links 2`.
fn line(counts: &BTreeMap<&'static str, u64>, terminal: &Terminal) -> String {
    let parts = counts.iter().map(|(what, n)| format!("{what} {}", terminal.count(*n)));
    parts.collect::<Vec<_>>().join(", ")
}

/// What `khobor comments pull` was asked.
#[cfg_attr(
    not(feature = "deploy"),
    allow(dead_code, reason = "an address is asked with the feature only")
)]
pub(super) struct Ask<'a> {
    pub(super) from: Option<&'a str>,
    pub(super) db: Option<&'a Path>,
    pub(super) secrets: Option<&'a Path>,
    pub(super) drop: bool,
}

pub(super) fn pull(global: &Global, terminal: &Terminal, ask: &Ask<'_>) -> Result<u8, String> {
    let Some((loaded, _)) = load::portal(terminal, &lang::request(global)?) else {
        return Ok(exit::FAULT);
    };
    let source = match ask.db {
        Some(file) => Source::File(file.to_owned()),
        None => from(ask, &loaded.site, terminal)?,
    };
    let stories: BTreeSet<&str> = loaded.portal.take_comments().collect();
    let store = CommentStore::new(&global.root);
    match inbox::pull(&source, &store, &|story| stories.contains(story), ask.drop) {
        Ok(pulled) => {
            say(terminal, &pulled, ask.drop);
            let troubles: Vec<String> = pulled.troubles.iter().map(ToString::to_string).collect();
            let diagnostics = json!({ "new": pulled.new, "homeless": pulled.homeless, "troubles": troubles });
            terminal.json(pulled.troubles.is_empty(), diagnostics, &[]);
            Ok(if pulled.troubles.is_empty() {
                exit::OK
            } else {
                exit::FAULT
            })
        }
        Err(fault) => {
            terminal.diagnostics(&[(*fault).clone()]);
            terminal.json(false, json!({}), &[*fault]);
            Ok(exit::FAULT)
        }
    }
}

/// The inbox elsewhere that is named, or where the site posts its form.
fn from(ask: &Ask<'_>, site: &config::Site, terminal: &Terminal) -> Result<Source, String> {
    let posted = site.comment_action.strip_suffix("/comment").filter(|a| is_web(a));
    let address = ask.from.or(posted);
    let which = || {
        terminal.both(
            "কোন ডাকবাক্স? --from https://…, অথবা --db ফাইল দিন",
            "which inbox? --from https://…, or --db FILE",
        )
    };
    let address = address.ok_or_else(which)?;
    elsewhere(address, (ask.secrets, terminal))
}

/// What pulls comments while the desk runs: where the site posts its form to an inbox whose token is known.
#[cfg(all(feature = "desk", feature = "deploy"))]
pub(super) fn puller(global: &Global) -> Option<Box<crate::preview::Pull>> {
    let site = site(global)?;
    let address = site.comment_action.strip_suffix("/comment").filter(|a| is_web(a))?;
    let secrets = Secrets::read(SECRETS, None, None, &|name| std::env::var(name).ok()).ok()?;
    let source = Source::Address(address.to_owned(), secrets.get("TOKEN")?.clone());
    let store = CommentStore::new(&global.root);
    Some(Box::new(move |takes| {
        let pulled = inbox::pull(&source, &store, takes, false).map_err(|fault| *fault)?;
        Ok(pulled.new)
    }))
}

/// The inbox that counts views: the address or file that is named, or where the site's pages send them.
pub(super) fn counter(
    named: Option<&str>,
    site: &config::Site,
    secrets: (Option<&Path>, &Terminal),
) -> Result<Source, String> {
    let sent = site.popular_endpoint.strip_suffix("/view").filter(|a| is_web(a));
    match named.or(sent) {
        Some(address) if is_web(address) => elsewhere(address, secrets),
        Some(file) => Ok(Source::File(file.into())),
        None => Err(secrets.1.both(
            "কোন ফাইল বা ডাকবাক্স? ফাইলের নাম, --from https://…, অথবা --from inbox.db দিন",
            "which file or inbox? FILE, --from https://…, or --from inbox.db",
        )),
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

#[cfg(feature = "deploy")]
fn elsewhere(address: &str, (file, terminal): (Option<&Path>, &Terminal)) -> Result<Source, String> {
    let token = secrets(file, terminal)?;
    let token: &Secret = token.need(SECRETS, "TOKEN").map_err(|e| one_line(&e, terminal))?;
    Ok(Source::Address(address.to_owned(), token.clone()))
}

#[cfg(not(feature = "deploy"))]
fn elsewhere(_: &str, _: (Option<&Path>, &Terminal)) -> Result<Source, String> {
    Err("this program was built without the feature `deploy`: only a file on this machine works".to_owned())
}

fn say(terminal: &Terminal, pulled: &Pulled, drop: bool) {
    let n = terminal.count(pulled.new as u64);
    terminal.say(&match terminal.lang {
        Lang::Bn => format!("{n}টি নতুন মন্তব্য। দেখতে: khobor comments list"),
        Lang::En => format!("{n} new; `khobor comments list` shows them"),
    });
    for (story, count) in &pulled.homeless {
        let count = terminal.count(*count as u64);
        // The story's name came from the network.
        let story: String = story.chars().filter(|c| !c.is_control()).take(100).collect();
        terminal.warn(&match (terminal.lang, drop) {
            (Lang::Bn, false) => format!("{story}: প্রতিবেদন নেই বা মন্তব্য নেয় না; {count}টি মন্তব্য বাক্সেই রইল (--drop-homeless ফেলে দেয়)"),
            (Lang::Bn, true) => format!("{story}: প্রতিবেদন নেই বা মন্তব্য নেয় না; {count}টি মন্তব্য ফেলে দেওয়া হয়েছে"),
            (Lang::En, false) => format!("{story}: no such story, or it takes no comments; {count} left in the inbox (--drop-homeless drops them)"),
            (Lang::En, true) => format!("{story}: no such story, or it takes no comments; {count} dropped"),
        });
    }
    let troubles = pulled.troubles.iter();
    troubles.for_each(|trouble| terminal.trouble(&terminal.comment_fault(trouble)));
}
