//! Sites in text files. A file below `tests/sites/` holds cases:
//!
//! ```text
//! === a date that is none
//! run build --strict            how khobor is called; `build` when absent. Several lines run one after another
//! exit 1                        how the last run ends; 0 when absent, 1 when errors are expected
//! now 2026-11-22T15:00:00+06:00
//! told KH0301                   a diagnostic without a file
//! -- content/desh/a.md --       a file of the site; `(escaped)` after the path reads \n \r \t \0 \u{…} and \xNN
//! +++
//! date = 2026-13-01
//! #! KH0203 2:8 cannot be read  a diagnostic expected in this file (the line itself is left out), and words of it
//! -- story desh/a 2026-11-01 শিরোনাম --    a story in Markdown: its text, or further keys, `+++` and its text
//! -- expect public/robots.txt --    a file of the output, exactly
//! -- expect stderr --           everything that the last run prints, exactly
//! -- check --
//! public/index.html has <h1>
//! public/index.html lacks undefined
//! public/index.html counts 3 <li>
//! public/index.html order ক || খ || গ
//! public/a.jpg exists           or: gone
//! output lacks গোপন             no file of the output holds it or is named so
//! stdout has, stderr has, stdout lacks, stderr lacks
//! ```
//!
//! `khobor.toml` and the section `desh` are there unless a case brings its own or says `bare`. What is told must be exactly what
//! is expected: no diagnostic more, none less, in English and in Bengali.

use super::{CONFIG, Run, Site, Told};
use std::fmt::Write;
use std::path::Path;

/// A file of cases; every case must pass.
pub(crate) fn suite(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut failures = String::new();
    let mut names: Vec<&str> = Vec::new();
    for case in text.split("\n=== ").skip(1) {
        let (title, rest) = case.split_once('\n').unwrap_or((case, ""));
        assert!(!names.contains(&title), "{name}: two cases are named `{title}`");
        names.push(title);
        for fault in Case::read(rest).run() {
            let _ = writeln!(failures, "=== {title}\n{fault}\n");
        }
    }
    assert!(
        !names.is_empty(),
        "{name} has no cases (they begin with `=== `, after a first line)"
    );
    assert!(failures.is_empty(), "{name}:\n{failures}");
}

#[derive(Default)]
struct Case {
    runs: Vec<Vec<String>>,
    exit: Option<i32>,
    now: Option<String>,
    bare: bool,
    files: Vec<(String, Vec<u8>)>,
    diagnostics: Vec<(String, String, String)>,
    exact: Vec<(String, String)>,
    checks: Vec<String>,
}

impl Case {
    fn read(text: &str) -> Self {
        let mut case = Case::default();
        let mut block: Option<(String, String)> = None;
        for line in text.split_inclusive('\n') {
            match line.trim_end().strip_prefix("-- ").and_then(|l| l.strip_suffix(" --")) {
                Some(name) => {
                    case.close(block.take());
                    block = Some((name.to_owned(), String::new()));
                }
                None => match &mut block {
                    Some((_, content)) => content.push_str(line),
                    None => case.directive(line.trim()),
                },
            }
        }
        case.close(block);
        case
    }

    fn directive(&mut self, line: &str) {
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            "" | "//" => {}
            "run" => self.runs.push(rest.split_whitespace().map(str::to_owned).collect()),
            "bare" => self.bare = true,
            "exit" => self.exit = rest.parse().ok(),
            "now" => self.now = Some(rest.to_owned()),
            "told" => {
                let (code, words) = rest.split_once(' ').unwrap_or((rest, ""));
                self.diagnostics
                    .push((code.to_owned(), String::new(), words.to_owned()));
            }
            _ => panic!("not a directive: {line}"),
        }
    }

    fn close(&mut self, block: Option<(String, String)>) {
        let Some((name, content)) = block else { return };
        if name == "check" {
            self.checks
                .extend(content.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned));
        } else if let Some(head) = name.strip_prefix("story ") {
            let (path, text) = story(head, &content);
            let text = self.expectations(&path, &text);
            self.files.push((path, text.into_bytes()));
        } else if let Some(of) = name.strip_prefix("expect ") {
            self.exact.push((of.to_owned(), content));
        } else {
            let (path, escaped) = name
                .strip_suffix(" (escaped)")
                .map_or((name.as_str(), false), |p| (p, true));
            let text = self.expectations(path, &content);
            let bytes = if escaped {
                unescape(text.trim_end_matches('\n'))
            } else {
                text.into_bytes()
            };
            self.files.push((path.to_owned(), bytes));
        }
    }

    /// Takes the `#!` lines out of a file and notes what they expect.
    fn expectations(&mut self, path: &str, content: &str) -> String {
        let mut kept = String::new();
        for line in content.split_inclusive('\n') {
            let Some(expected) = line.strip_prefix("#! ") else {
                kept.push_str(line);
                continue;
            };
            let mut words = expected.trim_end().splitn(3, ' ');
            let code = words.next().unwrap_or_default().to_owned();
            let at = words.next().unwrap_or_default();
            let place = if at == "-" || at.is_empty() {
                path.to_owned()
            } else {
                format!("{path}:{at}")
            };
            self.diagnostics
                .push((code, place, words.next().unwrap_or_default().to_owned()));
        }
        kept
    }

    fn site(&self) -> Site {
        let mut site = Site::bare();
        if !self.bare {
            site = site
                .file("khobor.toml", CONFIG)
                .file("content/desh/_index.md", "+++\ntitle = \"দেশ\"\n+++\n");
        }
        if let Some(now) = &self.now {
            site = site.at(now);
        }
        self.files
            .iter()
            .fold(site, |site, (path, bytes)| site.bytes(path, bytes))
    }

    /// Everything that is not as expected.
    fn run(&self) -> Vec<String> {
        let site = self.site();
        let plain = vec![vec!["build".to_owned()]];
        let runs = if self.runs.is_empty() { &plain } else { &self.runs };
        let mut last = None;
        for arguments in runs {
            let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
            last = Some((site.run(&words), words));
        }
        let Some((run, words)) = last else { return Vec::new() };
        let mut faults = Vec::new();
        let gives_errors = self.diagnostics.iter().any(|(code, ..)| is_error(code));
        let exit = self.exit.unwrap_or(i32::from(gives_errors));
        if run.code != Some(exit) {
            faults.push(format!(
                "exit {:?}, expected {exit}\n{}{}",
                run.code, run.stdout, run.stderr
            ));
        }
        self.compare_told(&run, &mut faults);
        if exit != 0 && !words.contains(&"--lang") {
            let arguments: Vec<&str> = words.iter().copied().chain(["--lang", "bn"]).collect();
            bengali(&run, &site.run(&arguments), &mut faults);
        }
        self.compare_files(&site, &run, &mut faults);
        faults
    }

    fn compare_told(&self, run: &Run, faults: &mut Vec<String>) {
        let mut left = run.diagnostics();
        for (code, place, words) in &self.diagnostics {
            let found = left
                .iter()
                .position(|t| t.code == *code && t.place == *place && t.text.contains(words.as_str()));
            match found {
                Some(at) => drop(left.remove(at)),
                None => faults.push(format!("not told: {code} {place} {words}\ntold was:\n{}", run.stderr)),
            }
        }
        for diagnostic in left.iter().filter(|t| !t.code.starts_with("KH060")) {
            faults.push(format!("told, but not expected:\n{}", diagnostic.text));
        }
    }

    fn compare_files(&self, site: &Site, run: &Run, faults: &mut Vec<String>) {
        for (name, expected) in &self.exact {
            let found = match name.as_str() {
                "stderr" => run.stderr.clone(),
                "stdout" => run.stdout.clone(),
                path if site.exists(path) => site.read(path),
                path => {
                    faults.push(format!("{path} is not there"));
                    continue;
                }
            };
            if found.trim_end() != expected.trim_end() {
                faults.push(format!("{name} reads\n{found}\nbut should read\n{expected}"));
            }
        }
        for check in &self.checks {
            if let Err(fault) = examine(check, site, run) {
                faults.push(format!("{check}\n{fault}"));
            }
        }
    }
}

/// `desh/a 2026-11-01 শিরোনাম` and what follows: path and text of a story.
fn story(head: &str, content: &str) -> (String, String) {
    let mut words = head.splitn(3, ' ');
    let (path, date, title) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let (keys, body) = content.split_once("+++\n").unwrap_or(("", content));
    (
        format!("content/{path}.md"),
        format!("+++\ntitle = '{title}'\ndate = {date}\n{keys}+++\n{body}"),
    )
}

/// Whether a code stands for an error: a build that tells it fails.
fn is_error(code: &str) -> bool {
    khobor::diag::codes::find(code)
        .unwrap_or_else(|| panic!("no code {code}"))
        .severity
        == khobor::diag::Severity::Error
}

/// The Bengali run must tell the same at the same places, in Bengali.
fn bengali(english: &Run, bengali: &Run, faults: &mut Vec<String>) {
    if english.code != bengali.code {
        faults.push(format!("in Bengali the exit code is {:?}", bengali.code));
    }
    let keys = |run: &Run| {
        run.diagnostics()
            .into_iter()
            .map(|t| (t.code, t.place))
            .collect::<Vec<_>>()
    };
    if keys(english) != keys(bengali) {
        faults.push(format!("in Bengali something else is told:\n{}", bengali.stderr));
    }
    for diagnostic in bengali.diagnostics() {
        let first = diagnostic.text.lines().next().unwrap_or_default();
        let unfilled = khobor::diag::codes::all().any(|c| names(c.bn.message).iter().any(|n| first.contains(n)));
        if !first.chars().any(|c| ('\u{980}'..='\u{9ff}').contains(&c)) || unfilled {
            faults.push(format!("not Bengali: {first}"));
        }
    }
}

/// The `{name}`s of a text.
fn names(text: &str) -> Vec<String> {
    let inner = text.split('{').skip(1).filter_map(|part| part.split_once('}'));
    inner.map(|(name, _)| format!("{{{name}}}")).collect()
}

fn examine(check: &str, site: &Site, run: &Run) -> Result<(), String> {
    let (target, rest) = check.trim().split_once(' ').ok_or("not a check")?;
    let (verb, rest) = rest.split_once(' ').unwrap_or((rest, ""));
    let wanted = String::from_utf8(unescape(rest)).map_err(|_| "not UTF-8")?;
    if target == "output" {
        let traces = site.traces(&wanted);
        return if (verb == "lacks") == traces.is_empty() {
            Ok(())
        } else {
            Err(format!("found in {traces:?}"))
        };
    }
    if matches!(verb, "exists" | "gone") {
        return if site.exists(target) == (verb == "exists") {
            Ok(())
        } else {
            Err(format!("{target}: not so"))
        };
    }
    let text = match target {
        "stdout" => run.stdout.clone(),
        "stderr" => run.stderr.clone(),
        path if site.exists(path) => site.read(path),
        path => return Err(format!("{path} is not there")),
    };
    judge(verb, &wanted, &text)
}

fn judge(verb: &str, wanted: &str, text: &str) -> Result<(), String> {
    let shown = || text.chars().take(20_000).collect::<String>();
    match verb {
        "has" if text.contains(wanted) => Ok(()),
        "lacks" if !text.contains(wanted) => Ok(()),
        "counts" => {
            let (number, part) = wanted.split_once(' ').ok_or("counts NUMBER TEXT")?;
            let found = text.matches(part).count();
            if number == found.to_string() {
                Ok(())
            } else {
                Err(format!("{found} times in\n{}", shown()))
            }
        }
        "order" => {
            let mut from = 0;
            for part in wanted.split(" || ") {
                let at = text[from..]
                    .find(part)
                    .ok_or_else(|| format!("`{part}` is not there or too early in\n{}", shown()))?;
                from += at + part.len();
            }
            Ok(())
        }
        "has" | "lacks" => Err(format!("not so:\n{}", shown())),
        _ => Err(format!("no check is named {verb}")),
    }
}

/// Reads `\n`, `\r`, `\t`, `\0`, `\xNN`, `\u{…}` and `\\`.
fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let after = &rest[at + 1..];
        let (bytes, used) = match after.chars().next() {
            Some('n') => (vec![b'\n'], 1),
            Some('r') => (vec![b'\r'], 1),
            Some('t') => (vec![b'\t'], 1),
            Some('0') => (vec![0], 1),
            Some('x') => (
                vec![u8::from_str_radix(&after[1..3], 16).expect("two hexadecimal digits")],
                3,
            ),
            Some('u') => {
                let end = after.find('}').expect("a closing brace");
                let code = u32::from_str_radix(&after[2..end], 16).expect("a code point");
                (
                    char::from_u32(code).expect("a character").to_string().into_bytes(),
                    end + 1,
                )
            }
            Some('\\') => (vec![b'\\'], 1),
            _ => (vec![b'\\'], 0),
        };
        out.extend(bytes);
        rest = &after[used..];
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

/// Reads what the terminal was told: a diagnostic begins with `severity KHnnnn:`, its further lines are indented.
pub(crate) fn diagnostics(stderr: &str) -> Vec<Told> {
    let mut diagnostics: Vec<Told> = Vec::new();
    for line in stderr.lines() {
        let code = line
            .split_once(": ")
            .and_then(|(head, _)| head.rsplit(' ').next())
            .filter(|c| c.starts_with("KH") && c.len() == 6);
        if let Some(code) = code {
            diagnostics.push(Told {
                code: code.to_owned(),
                place: String::new(),
                text: String::new(),
            });
        }
        let Some(current) = diagnostics.last_mut() else {
            continue;
        };
        if code.is_none() && !line.starts_with(' ') {
            continue;
        }
        if let Some(place) = line.strip_prefix("  --> ") {
            place.clone_into(&mut current.place);
        }
        current.text.push_str(line);
        current.text.push('\n');
    }
    diagnostics
}
