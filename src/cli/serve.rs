//! `khobor serve`.

use super::options::{Global, ServeArgs};
use super::output::{Terminal, diagnostics_json};
use super::{exit, lang};
use crate::diag::Lang;
use crate::engine::Request;
use crate::preview::{self, Event, Options, Surroundings};
use serde_json::{Value, json};

pub(super) fn run(global: &Global, args: &ServeArgs) -> Result<u8, String> {
    // Who writes sees all of it; who is let in from elsewhere sees what was asked for.
    let own = args.bind.is_none_or(|ip| ip.is_loopback()) && !args.published;
    let request = Request {
        drafts: own || args.drafts,
        future: own || args.future,
        expired: own || args.expired,
        ..lang::request(global)?
    };
    let terminal = Terminal::new(global);
    let options = Options {
        port: args.port,
        bind: args.bind,
        hosts: args.allow_host.clone(),
        published: args.published,
        follow: args.follow,
        editor: editor(&terminal, &args.editor)?,
        lang: terminal.lang,
        #[cfg(feature = "desk")]
        desk: own && !args.no_desk,
    };
    if options.bind.is_some_and(|ip| !ip.is_loopback()) {
        terminal.warn(match terminal.lang {
            Lang::Bn => "সতর্কতা: এই নেটওয়ার্কের সবাই সাইটটি (চাওয়া হলে খসড়াসহ) দেখতে ও মন্তব্য জমা দিতে পারবে।",
            Lang::En => {
                "warning: everyone on this network can read the site (drafts too, where asked for) and post replies"
            }
        });
    }
    let (moment, open, verbose) = (global.clone(), args.open, global.verbose);
    let fixed = request.now;
    #[cfg(feature = "desk")]
    let publisher = global.clone();
    let surroundings = Surroundings {
        #[cfg(feature = "desk")]
        publish: Box::new(move |target, tell| super::deploy::publish(&publisher, target, tell)),
        #[cfg(feature = "desk")]
        pull: puller(global),
        tell: Box::new(move |event| print(&terminal, &event, (open, verbose))),
        clock: Box::new(move || lang::now(&moment).unwrap_or(fixed)),
    };
    preview::serve(request, options, surroundings).map_err(|e| e.to_string())?;
    Ok(exit::OK)
}

#[cfg(all(feature = "desk", feature = "inbox", feature = "deploy"))]
use super::inbox::puller;

/// Without an inbox, or without what asks it over the network, nothing is pulled.
#[cfg(all(feature = "desk", not(all(feature = "inbox", feature = "deploy"))))]
fn puller(_: &Global) -> Option<Box<preview::Pull>> {
    None
}

/// The link that opens a source file: a known editor's name, or a template of one's own.
fn editor(terminal: &Terminal, written: &str) -> Result<String, String> {
    Ok(match written {
        "none" => String::new(),
        "vscode" => "vscode://file{path}:{line}".to_owned(),
        "vscodium" => "vscodium://file{path}:{line}".to_owned(),
        "zed" => "zed://file{path}:{line}".to_owned(),
        "sublime" => "subl://open?url=file://{path}&line={line}".to_owned(),
        own if own.contains("{path}") && own.contains(':') && !own.to_ascii_lowercase().starts_with("javascript:") => {
            own.to_owned()
        }
        other => {
            return Err(terminal.both(
                format!("--editor {other}: হতে পারে none, vscode, vscodium, zed, sublime, অথবা {{path}}-সহ একটি লিংক"),
                format!("--editor {other}: none, vscode, vscodium, zed, sublime, or a link with {{path}}"),
            ));
        }
    })
}

/// The same event for programs.
fn as_json(event: &Event<'_>) -> Value {
    match event {
        Event::Listening(address) => json!({ "event": "listening", "address": address }),
        Event::Desk(address) => json!({ "event": "desk", "address": address }),
        Event::NoDesk(why) => json!({ "event": "no desk", "why": why }),
        Event::Fresh(stories, spent, _) => {
            json!({ "event": "ready", "stories": stories, "milliseconds": spent.as_millis() as u64 })
        }
        Event::Diagnostics(diagnostics) => {
            json!({ "event": "diagnostics", "diagnostics": diagnostics_json(diagnostics) })
        }
        Event::Polling(why) => json!({ "event": "polling", "why": why }),
        Event::Broke(what) => json!({ "event": "broke", "what": what }),
    }
}

fn print(terminal: &Terminal, event: &Event<'_>, (open, verbose): (bool, bool)) {
    let bn = terminal.lang == Lang::Bn;
    terminal.event(&as_json(event));
    match event {
        Event::Listening(address) => {
            terminal.say(&if bn {
                format!("দেখুন: {address}\nবন্ধ করতে Ctrl+C")
            } else {
                format!("open {address}\nCtrl+C ends it")
            });
            if open {
                browse(address);
            }
        }
        Event::Desk(address) => terminal.say(&if bn {
            format!("লিখুন: {address}")
        } else {
            format!("write at {address}")
        }),
        Event::NoDesk(why) => terminal.warn(&if bn {
            format!("সতর্কতা: লেখার টেবিল চালু হয়নি ({why})")
        } else {
            format!("warning: there is no writing desk ({why})")
        }),
        Event::Fresh(stories, spent, timings) => {
            let stories = terminal.count(*stories as u64);
            let spent = terminal.count(spent.as_millis() as u64);
            terminal.say(&if bn {
                format!("{stories}টি প্রতিবেদন প্রস্তুত, {spent} মিলিসেকেন্ড")
            } else {
                format!("{stories} stories ready, {spent} ms")
            });
            if verbose {
                super::build::timings(terminal, timings);
            }
        }
        Event::Diagnostics(diagnostics) => terminal.diagnostics(diagnostics),
        Event::Polling(why) => terminal.warn(&if bn {
            format!("সতর্কতা: ফাইলের পরিবর্তন সরাসরি জানা যাচ্ছে না ({why}); প্রতি সেকেন্ডে খুঁজে দেখা হবে।")
        } else {
            format!("warning: the system does not tell of changes ({why}); the site is looked through every second")
        }),
        Event::Broke(what) => terminal.trouble(what),
    }
}

/// Opens the browser; when there is none, the address is on the terminal.
fn browse(address: &str) {
    let (program, first) = match std::env::consts::OS {
        "macos" => ("open", None),
        "windows" => ("explorer", None),
        _ => ("xdg-open", None::<&str>),
    };
    let quiet = std::process::Stdio::null;
    let started = std::process::Command::new(program)
        .args(first)
        .arg(address)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn();
    if let Ok(mut child) = started {
        std::thread::spawn(move || child.wait());
    }
}
