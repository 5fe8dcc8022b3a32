//! What commands print: progress, diagnostics, summaries; as text or as one JSON object.

use super::options::Global;
use crate::bengali::number;
use crate::diag::{Diagnostic, Lang, Printer, Severity, printable, system};
use crate::engine::{Progress, Stage};
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};
use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU8, Ordering};

/// The terminal, or what stands in for it.
pub(super) struct Terminal {
    pub(super) lang: Lang,
    quiet: bool,
    verbose: bool,
    json: bool,
    colour: bool,
}

/// `1 story`, `2 stories`.
pub(super) fn counted(n: u64, one: &str, more: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { more })
}

impl Terminal {
    pub(super) fn new(global: &Global) -> Self {
        let colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Terminal {
            lang: super::lang::lang(global),
            quiet: global.quiet,
            verbose: global.verbose,
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

    /// A file that was written: its line also when quiet, nothing where one JSON object names all of them.
    pub(super) fn written(&self, path: &std::path::Path) {
        if !self.json {
            print(&path.display().to_string());
        }
    }

    /// An error that has no code: wrong arguments, unreadable files named on the command line.
    pub(super) fn error(&self, text: &str) {
        if self.json {
            return print_json(&json!({ "ok": false, "diagnostics": [], "error": text }));
        }
        let label = if self.lang == Lang::Bn { "ভুল" } else { "error" };
        let _ = writeln!(io::stderr(), "{label}: {}", visible(text));
    }

    /// A line of warning on standard error, unless only errors are asked for.
    #[cfg(any(feature = "inbox", feature = "serve"))]
    pub(super) fn warn(&self, line: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{}", visible(line));
        }
    }

    /// A line of an error that ends nothing, on standard error.
    pub(super) fn trouble(&self, line: &str) {
        let _ = writeln!(io::stderr(), "{}", visible(line));
    }

    /// One of several JSON objects, a line each.
    pub(super) fn json_line(&self, object: &Value) {
        print_json(object);
    }

    /// What a command that stays up has to say, as one JSON object a line.
    #[cfg(any(feature = "inbox", feature = "serve"))]
    pub(super) fn event(&self, event: &Value) {
        if self.json {
            print_json(event);
        }
    }

    /// A text in the language of the run.
    pub(super) fn both(&self, bn: impl Into<String>, en: impl Into<String>) -> String {
        if self.lang == Lang::Bn { bn.into() } else { en.into() }
    }

    /// A path, and what the system says of it.
    pub(super) fn fault_of(&self, path: &std::path::Path, error: &io::Error) -> String {
        format!("{}: {}", path.display(), system::reason(self.lang, error))
    }

    /// Why a file of comments cannot be read or changed.
    pub(super) fn comment_fault(&self, fault: &crate::comments::Fault) -> String {
        match self.lang {
            Lang::Bn => fault.in_bengali(&|error| system::reason(Lang::Bn, error)),
            Lang::En => fault.to_string(),
        }
    }

    /// All diagnostics on standard error, unless JSON is asked for. Quiet runs show errors only.
    pub(super) fn diagnostics(&self, diagnostics: &[Diagnostic]) {
        if !self.json {
            self.print_diagnostics(diagnostics);
        }
    }

    /// As [`Terminal::diagnostics`], also beside JSON that has no place for them.
    pub(super) fn print_diagnostics(&self, diagnostics: &[Diagnostic]) {
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
        if errors > 0 || warnings > 0 && !self.quiet {
            let _ = writeln!(err, "{}", self.counts(errors, warnings));
        }
    }

    /// `2 errors, 1 warning`.
    pub(super) fn counts(&self, errors: usize, warnings: usize) -> String {
        match self.lang {
            Lang::Bn => format!(
                "{}টি ভুল, {}টি সতর্কতা",
                self.count(errors as u64),
                self.count(warnings as u64)
            ),
            Lang::En => format!(
                "{}, {}",
                counted(errors as u64, "error", "errors"),
                counted(warnings as u64, "warning", "warnings")
            ),
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
        let mut object = json!({ "ok": ok, "diagnostics": diagnostics_json(diagnostics) });
        if let (Value::Object(object), Value::Object(summary)) = (&mut object, summary) {
            object.extend(summary);
        }
        print_json(&object);
    }

    /// Progress for long work: a bar on a terminal, plain lines otherwise, nothing when quiet.
    pub(super) fn progress(&self) -> Meter {
        let shown = !self.quiet && !self.json;
        let verbose = shown && self.verbose;
        let live = shown && !verbose && io::stderr().is_terminal();
        Meter {
            lang: self.lang,
            verbose,
            plain: shown && !live,
            bar: live.then(|| Mutex::new(ProgressBar::hidden())),
        }
    }
}

/// A path as JSON has it: letters that are not Unicode are replaced.
pub(super) fn json_path(path: &std::path::Path) -> Value {
    Value::String(path.to_string_lossy().into_owned())
}

/// Paths as JSON has them.
pub(super) fn json_paths(paths: &[std::path::PathBuf]) -> Value {
    paths.iter().map(|path| json_path(path)).collect()
}

/// What became of standard output: [`OPEN`], [`CLOSED`] or [`FAILED`]. It belongs to the process, as standard output does.
static OUTPUT: AtomicU8 = AtomicU8::new(OPEN);
const OPEN: u8 = 0;
/// Nobody reads any more (`| head`): there is nothing more to print, and that is no error.
const CLOSED: u8 = 1;
/// What was printed is lost (a full disk).
const FAILED: u8 = 2;

/// Prints a line of text. Control characters of what is quoted in it become visible.
fn print(line: &str) {
    print_bytes(format!("{}\n", visible(line)).as_bytes());
}

/// Prints a JSON object as one line. Control characters beyond ASCII, which JSON would let through, are escaped too.
fn print_json(value: &Value) {
    let mut line = String::new();
    for c in value.to_string().chars() {
        match c {
            '\u{7f}'..='\u{9f}' => line.push_str(&format!("\\u{:04x}", u32::from(c))),
            _ => line.push(c),
        }
    }
    line.push('\n');
    print_bytes(line.as_bytes());
}

/// Prints bytes as they are; what goes wrong is kept for [`ended`].
pub(super) fn print_bytes(bytes: &[u8]) {
    if OUTPUT.load(Ordering::Relaxed) != OPEN {
        return;
    }
    let mut out = io::stdout().lock();
    if let Err(error) = out.write_all(bytes).and_then(|()| out.flush()) {
        failed(&error);
    }
}

/// Keeps what went wrong with standard output.
pub(super) fn failed(error: &io::Error) {
    let state = if error.kind() == io::ErrorKind::BrokenPipe {
        CLOSED
    } else {
        FAILED
    };
    OUTPUT.store(state, Ordering::Relaxed);
}

/// The exit code of a run that ended with `code`: an output that was lost is a fault.
pub(super) fn ended(code: u8) -> u8 {
    let lost = OUTPUT.load(Ordering::Relaxed) == FAILED;
    if lost && code == super::exit::OK {
        super::exit::FAULT
    } else {
        code
    }
}

/// Text for a terminal: several lines, and no control character that would move its cursor or change its colours.
pub(super) fn visible(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(printable).collect();
    lines.join("\n")
}

/// Shows on a terminal what [`visible`] would; bytes to anything else pass as they are.
pub(super) struct VisibleWriter<W: Write>(pub(super) W);

impl<W: Write> Write for VisibleWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write_all(visible(&String::from_utf8_lossy(bytes)).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Diagnostics as every JSON object of khobor's has them.
pub(super) fn diagnostics_json(diagnostics: &[Diagnostic]) -> Value {
    diagnostics.iter().map(as_json).collect()
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
    verbose: bool,
    plain: bool,
    bar: Option<Mutex<ProgressBar>>,
}

impl Progress for Meter {
    fn stage(&self, stage: Stage, total: usize) {
        let (en, bn) = stage.names();
        let name = if self.lang == Lang::Bn { bn } else { en };
        if self.verbose {
            let (en, bn) = stage.does();
            let does = if self.lang == Lang::Bn { bn } else { en };
            let _ = writeln!(io::stderr(), "{name}: {does}");
        } else if self.plain && total > 2_000 {
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
