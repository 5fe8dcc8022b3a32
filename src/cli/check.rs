//! `khobor check`.

use super::options::{CheckArgs, Global};
use super::output::{Terminal, counted};
use super::{exit, lang};
use crate::deploy;
use crate::diag::{Diagnostic, Place, Severity, codes::media as codes};
use crate::engine::{self, GonePage, Request};
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
    let mut outcome = engine::check(&request, &meter);
    drop(meter);
    let files = outcome.value.as_ref().map_or(0, |checked| checked.files);
    outcome.diagnostics.extend(too_many(&request, files as u64));
    let gone = outcome.value.as_mut().map(|checked| std::mem::take(&mut checked.gone));
    let mut gone = gone.unwrap_or_default();
    let (written, faults) = match args.write_aliases {
        true => engine::write_aliases(&request, &gone),
        false => Default::default(),
    };
    outcome.diagnostics.extend(faults);
    let is_written = |source: &String| written.iter().any(|aliases| aliases.source == *source);
    gone.retain(|page| !page.moved_to.as_ref().is_some_and(is_written));
    outcome.diagnostics.extend(gone.iter().map(GonePage::note));
    terminal.diagnostics(&outcome.diagnostics);
    let limit = if args.strict {
        Severity::Warning
    } else {
        Severity::Error
    };
    let ok = outcome.value.is_some() && outcome.diagnostics.iter().all(|d| d.severity() < limit);
    if let (Some(checked), true) = (&outcome.value, ok) {
        let (n, stories, warned) = (
            terminal.count(checked.stories as u64),
            counted(checked.stories as u64, "story", "stories"),
            outcome.diagnostics.iter().any(|d| d.severity() == Severity::Warning),
        );
        terminal.say(&match warned {
            false => terminal.both(
                format!("{n}টি প্রতিবেদন যাচাই হলো: সব ঠিক আছে।"),
                format!("{stories} checked: all is well."),
            ),
            true => terminal.both(
                format!("{n}টি প্রতিবেদন যাচাই হলো; ওপরের সতর্কতাগুলো দেখুন।"),
                format!("{stories} checked; see the warnings above."),
            ),
        });
    }
    for aliases in &written {
        let addresses = aliases.addresses.join(", ");
        terminal.say(&terminal.both(
            format!("{}: `aliases`-এ লেখা হলো {addresses}", aliases.source),
            format!("{}: wrote {addresses} into `aliases`", aliases.source),
        ));
    }
    let stories = outcome.value.map(|checked| checked.stories);
    let facts = json!({ "stories": stories, "aliases": written });
    terminal.json(ok, facts, &outcome.diagnostics);
    Ok(if ok { exit::OK } else { exit::FAULT })
}

/// Targets of `[deploy]` that take fewer files than a build writes.
fn too_many(request: &Request, files: u64) -> Vec<Diagnostic> {
    let text = std::fs::read_to_string(request.root.join("khobor.toml")).unwrap_or_default();
    let (targets, _) = deploy::targets(&text);
    let over = targets.iter().filter_map(|target| {
        let limit = target.profile.limits(target.table.paid.unwrap_or(false)).files?;
        let diagnostic = Diagnostic::new(&codes::MANY_FILES)
            .arg("count", files)
            .arg("limit", limit);
        let place = Place::word("khobor.toml", &target.name);
        (files > limit).then(|| diagnostic.arg("target", &target.name).at(place))
    });
    over.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_that_takes_fewer_files_is_reported() {
        let folder = tempfile::tempdir().unwrap();
        let targets = "[deploy.pages]\nkind = \"cloudflare-pages\"\naccount = \"a1\"\nproject = \"kagoj\"\n[deploy.own]\nkind = \"folder\"\npath = \"/srv/kagoj\"\n";
        std::fs::write(folder.path().join("khobor.toml"), targets).unwrap();
        let request = Request::new(folder.path(), jiff::Timestamp::UNIX_EPOCH);
        let codes = |files| too_many(&request, files).iter().map(|d| d.code.id).collect::<Vec<_>>();
        assert_eq!(codes(20_000), Vec::<&str>::new());
        assert_eq!(codes(20_001), ["KH0514"]);
    }
}
