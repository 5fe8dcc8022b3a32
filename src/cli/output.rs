//! What commands print: progress, diagnostics, summaries; as text or as one JSON object.

use super::options::Global;
use crate::bengali::number;
use crate::diag::{Diagnostic, Lang, Printer, Severity};
use crate::engine::{Progress, Stage};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;

/// The terminal, or what stands in for it.
pub(super) struct Terminal {
    pub(super) lang: Lang,
    quiet: bool,
    json: bool,
    colour: bool,
}

impl Terminal {
    pub(super) fn new(global: &Global) -> Self {
        let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Terminal {
            lang: super::lang::lang(global),
            quiet: global.quiet,
            json: global.json,
            colour,
        }
    }

    /// A line of result on standard output.
    pub(super) fn say(&self, line: &str) {
        if !self.quiet && !self.json {
            print(line);
        }
    }

    /// Whether progress is shown.
    pub(super) fn shows_progress(&self) -> bool {
        !self.quiet && !self.json
    }

    /// A result that is the command's purpose: printed also when quiet.
    pub(super) fn result(&self, line: &str) {
        print(line);
    }

    /// An error that has no code: wrong arguments, unreadable files named on the command line.
    pub(super) fn error(&mut self, text: &str) {
        let label = if self.lang == Lang::Bn { "ভুল" } else { "error" };
        let _ = writeln!(io::stderr(), "{label}: {text}");
    }

    /// A line of warning on standard error, also when quiet.
    pub(super) fn warn(&self, line: &str) {
        let _ = writeln!(io::stderr(), "{line}");
    }

    /// All diagnostics on standard error, unless JSON is asked for. Quiet runs show errors only.
    pub(super) fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        if self.json {
            return;
        }
        let printer = Printer {
            lang: self.lang,
            colour: self.colour,
        };
        let mut err = io::stderr().lock();
        for diagnostic in diagnostics
            .iter()
            .filter(|d| !self.quiet || d.severity() == Severity::Error)
        {
            let _ = write!(err, "{}", printer.format(diagnostic));
        }
        let count = |s: Severity| diagnostics.iter().filter(|d| d.severity() == s).count();
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if errors + warnings > 0 {
            let _ = writeln!(err, "{}", self.counts(errors, warnings));
        }
    }

    fn counts(&self, errors: usize, warnings: usize) -> String {
        match self.lang {
            Lang::Bn => format!(
                "{}টি ভুল, {}টি সতর্কতা",
                self.count(errors as u64),
                self.count(warnings as u64)
            ),
            Lang::En => {
                let plural = |n: usize| if n == 1 { "" } else { "s" };
                format!(
                    "{errors} error{}, {warnings} warning{}",
                    plural(errors),
                    plural(warnings)
                )
            }
        }
    }

    /// A number in the language of the messages.
    pub(super) fn count(&self, n: u64) -> String {
        match self.lang {
            Lang::Bn => number::count(n),
            Lang::En => n.to_string(),
        }
    }

    /// The one JSON object of a run: `ok`, the summary's fields, and every diagnostic.
    pub(super) fn json(&self, ok: bool, summary: Value, diagnostics: &[Diagnostic]) {
        if !self.json {
            return;
        }
        let mut object = json!({ "ok": ok, "diagnostics": diagnostics.iter().map(as_json).collect::<Vec<_>>() });
        if let (Value::Object(object), Value::Object(summary)) = (&mut object, summary) {
            object.extend(summary);
        }
        print(&object.to_string());
    }

    /// Progress for long work: a bar on a terminal, plain lines otherwise, nothing when quiet.
    pub(super) fn progress(&self) -> Meter {
        let shown = !self.quiet && !self.json;
        let live = shown && io::stderr().is_terminal();
        Meter {
            lang: self.lang,
            plain: shown && !live,
            bar: live.then(|| Mutex::new(ProgressBar::hidden())),
        }
    }
}

/// Prints a line; a closed pipe (`| head`) is no error.
#[allow(clippy::print_stdout, reason = "the one place that prints results")]
fn print(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}

fn as_json(diagnostic: &Diagnostic) -> Value {
    json!({
        "code": diagnostic.code.id,
        "severity": diagnostic.severity(),
        "message": { "bn": diagnostic.message(Lang::Bn), "en": diagnostic.message(Lang::En) },
        "help": { "bn": diagnostic.help(Lang::Bn), "en": diagnostic.help(Lang::En) },
        "place": diagnostic.place,
    })
}

/// Shows how far a run is.
pub(super) struct Meter {
    lang: Lang,
    plain: bool,
    bar: Option<Mutex<ProgressBar>>,
}

impl Progress for Meter {
    fn stage(&self, stage: Stage, total: usize) {
        let (en, bn) = stage.names();
        let name = if self.lang == Lang::Bn { bn } else { en };
        if self.plain && total > 2_000 {
            let _ = writeln!(io::stderr(), "{name}: {total}");
        }
        let Some(Ok(mut slot)) = self.bar.as_ref().map(Mutex::lock) else {
            return;
        };
        slot.finish_and_clear();
        let bar = ProgressBar::new(total as u64);
        if let Ok(style) = ProgressStyle::with_template("{msg:>12} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_message(name);
        *slot = bar;
    }

    fn step(&self) {
        if let Some(Ok(bar)) = self.bar.as_ref().map(Mutex::lock) {
            bar.inc(1);
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if let Some(Ok(bar)) = self.bar.as_ref().map(Mutex::lock) {
            bar.finish_and_clear();
        }
    }
}
