//! `khobor check`.

use super::options::{CheckArgs, Global};
use super::output::Terminal;
use super::{exit, lang};
use crate::diag::Severity;
use crate::engine::{self, Request};
use serde_json::json;

pub(super) fn run(global: &Global, args: &CheckArgs) -> Result<u8, String> {
    let terminal = Terminal::new(global);
    let request = Request {
        drafts: args.drafts,
        future: args.future,
        strict: args.strict,
        ..lang::request(global)?
    };
    let meter = terminal.progress();
    let outcome = engine::check(&request, &meter);
    drop(meter);
    terminal.diagnostics(&outcome.diagnostics);
    let limit = if args.strict {
        Severity::Warning
    } else {
        Severity::Error
    };
    let ok = outcome.value.is_some() && outcome.diagnostics.iter().all(|d| d.severity() < limit);
    if let (Some(stories), true) = (outcome.value, ok) {
        let (n, warned) = (
            terminal.count(stories as u64),
            outcome.diagnostics.iter().any(|d| d.severity() == Severity::Warning),
        );
        terminal.say(&match warned {
            false => terminal.both(
                format!("{n}টি প্রতিবেদন যাচাই হলো: সব ঠিক আছে।"),
                format!("{n} stories checked: all is well."),
            ),
            true => terminal.both(
                format!("{n}টি প্রতিবেদন যাচাই হলো; ওপরের সতর্কতাগুলো দেখুন।"),
                format!("{n} stories checked; see the warnings above."),
            ),
        });
    }
    terminal.json(ok, json!({ "stories": outcome.value }), &outcome.diagnostics);
    Ok(if ok { exit::OK } else { exit::FAULT })
}
