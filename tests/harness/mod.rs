//! Runs the real program over small sites. A site is built in code ([`Site::new`]) or written in a text file below
//! `tests/sites/` ([`suite`]), whose form is explained in [`script`].

#![allow(dead_code, reason = "each test crate uses a part of the harness")]

pub(crate) mod html;
pub(crate) mod process;
pub(crate) mod script;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

pub(crate) use script::suite;

/// The moment that every run is made for.
pub(crate) const NOW: &str = "2026-11-22T15:00:00+06:00";

/// The least configuration, used when a site brings none.
pub(crate) const CONFIG: &str = "[site]\ntitle = \"পরীক্ষার কাগজ\"\nbase_url = \"https://kagoj.example\"\n";

/// The site's folder below its temporary folder: a name with a blank and Bengali letters, as newsrooms give them.
const FOLDER: &str = "আমার কাগজ";

/// From which folder the program is called, and how `--root` is written. All tests must pass either way:
/// [`from_other_folders`] runs them again.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Caller {
    /// `--root /an/absolute/folder`, from inside the site's folder.
    Absolute,
    /// Without `--root`, from inside the site's folder.
    Inside,
    /// `--root NAME`, from the folder above.
    Above,
}

impl Caller {
    /// What the variable `KHOBOR_TEST_ROOT` names.
    fn now() -> Caller {
        match std::env::var("KHOBOR_TEST_ROOT").as_deref() {
            Ok("inside") => Caller::Inside,
            Ok("above") => Caller::Above,
            _ => Caller::Absolute,
        }
    }
}

/// Runs this binary's tests whose names hold one of `names` again: from inside the site's folder without `--root`, and
/// from the folder above with a relative one.
pub(crate) fn from_other_folders(names: &[&str]) {
    for caller in ["inside", "above"] {
        let mut command = Command::new(std::env::current_exe().expect("this test"));
        command.args(names).args(["--skip", "from_other_folders"]);
        let output = command.env("KHOBOR_TEST_ROOT", caller).output().expect("tests run");
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "called from {caller}:\n{printed}");
        assert!(!printed.contains("running 0 tests"), "no test is named so: {names:?}");
    }
}

/// A site in a temporary folder.
pub(crate) struct Site {
    dir: TempDir,
    now: String,
    environment: Vec<(String, String)>,
}

impl Site {
    /// A site with the least configuration and a section `desh`.
    pub(crate) fn new() -> Self {
        Site::bare()
            .file("khobor.toml", CONFIG)
            .file("content/desh/_index.md", "+++\ntitle = \"দেশ\"\n+++\n")
    }

    /// An empty folder.
    pub(crate) fn bare() -> Self {
        let dir = TempDir::new().expect("a temporary folder");
        fs::create_dir(dir.path().join(FOLDER)).expect("a folder");
        Site {
            dir,
            now: NOW.to_owned(),
            environment: Vec::new(),
        }
    }

    /// Writes a file.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    /// Writes a file that need not be text.
    pub(crate) fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        self.put(path, bytes);
        self
    }

    /// A story in the section `desh`, dated the first of November 2026.
    pub(crate) fn story(self, name: &str, title: &str, body: &str) -> Self {
        let text = format!("+++\ntitle = \"{title}\"\ndate = 2026-11-01T09:00:00+06:00\n+++\n{body}\n");
        self.file(&format!("content/desh/{name}.md"), &text)
    }

    /// Runs for another moment.
    pub(crate) fn at(mut self, now: &str) -> Self {
        now.clone_into(&mut self.now);
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Writes a file while the site is in use.
    pub(crate) fn put(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    /// Removes a file or folder.
    pub(crate) fn remove(&self, path: &str) {
        let path = self.path(path);
        if path.is_dir() {
            fs::remove_dir_all(path).expect("a folder")
        } else {
            fs::remove_file(path).expect("a file")
        }
    }

    /// A path of the site on disk.
    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(FOLDER).join(path)
    }

    /// Runs `khobor ARGUMENTS --root SITE --now NOW`, in English unless the arguments say otherwise.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        match Caller::now() {
            Caller::Absolute => self.run_from(&self.path(""), arguments),
            Caller::Inside => self.call(&self.path(""), arguments, None),
            Caller::Above => {
                // Files are named from the working folder, stories (`content/desh/a.md`) from the site's.
                let below = |word: &str| !word.starts_with("content/") && self.path(word).is_file();
                let moved = |(at, word): (usize, &&str)| {
                    let output = at > 0 && arguments[at - 1] == "--out";
                    if Path::new(word).is_relative() && (output || below(word)) {
                        format!("{FOLDER}/{word}")
                    } else {
                        (*word).to_owned()
                    }
                };
                let arguments: Vec<String> = arguments.iter().enumerate().map(moved).collect();
                let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
                self.call(self.dir.path(), &words, Some(Path::new(FOLDER)))
            }
        }
    }

    /// As [`Site::run`], from another working folder.
    pub(crate) fn run_from(&self, folder: &Path, arguments: &[&str]) -> Run {
        self.call(folder, arguments, Some(&self.path("")))
    }

    /// As [`Site::run`], from any folder, with `--root` as written here or without it.
    pub(crate) fn called(&self, folder: &Path, arguments: &[&str], root: Option<&str>) -> Run {
        self.call(folder, arguments, root.map(Path::new))
    }

    /// Runs with these arguments and nothing else, from the site's folder: its language is what it finds there.
    pub(crate) fn spoken(&self, arguments: &[&str]) -> Run {
        let mut command = self.command(&self.path(""));
        run(command.args(arguments))
    }

    fn command(&self, folder: &Path) -> Command {
        let mut command = Command::new(program());
        command
            .current_dir(folder)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs(self.environment.iter().map(|(n, v)| (n, v)));
        command
    }

    fn call(&self, folder: &Path, arguments: &[&str], root: Option<&Path>) -> Run {
        let mut command = self.command(folder);
        command.args(arguments);
        if let Some(root) = root.filter(|_| !arguments.contains(&"--root")) {
            command.arg("--root").arg(root);
        }
        if !arguments.contains(&"--now") {
            command.args(["--now", &self.now]);
        }
        if !arguments.contains(&"--lang") {
            command.args(["--lang", "en"]);
        }
        run(&mut command)
    }

    /// Builds and insists that it went well.
    pub(crate) fn build(&self) -> Run {
        self.run(&["build"]).ok()
    }

    /// An output file's text.
    pub(crate) fn read(&self, path: &str) -> String {
        let found = fs::read(self.path(path));
        let bytes = found.unwrap_or_else(|e| panic!("{path}: {e}; there are: {:#?}", self.names("public")));
        String::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is not UTF-8"))
    }

    /// Whether a file or folder is there.
    pub(crate) fn exists(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// All files below a folder of the site, by path, with their bytes.
    pub(crate) fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path(folder))
    }

    /// The output without the publisher's own record: what readers get.
    pub(crate) fn output(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.tree("public");
        files.retain(|path, _| path != ".khobor-manifest");
        files
    }

    fn names(&self, folder: &str) -> Vec<String> {
        self.tree(folder).into_keys().collect()
    }

    /// Names of output files that hold `word`, in their text or in their name.
    pub(crate) fn traces(&self, word: &str) -> Vec<String> {
        let holds = |bytes: &[u8]| bytes.windows(word.len()).any(|w| w == word.as_bytes());
        let found = self
            .tree("public")
            .into_iter()
            .filter(|(path, bytes)| path.contains(word) || holds(bytes));
        found.map(|(path, _)| path).collect()
    }
}

fn run(command: &mut Command) -> Run {
    let output = command.output().expect("khobor runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program prints UTF-8");
    Run {
        code: output.status.code(),
        stdout: text(&output.stdout),
        stderr: text(&output.stderr),
    }
}

/// The program under test: cargo's, or another that `KHOBOR_BIN` names (a release build, an installed one).
pub(crate) fn program() -> PathBuf {
    std::env::var_os("KHOBOR_BIN").map_or_else(|| PathBuf::from(env!("CARGO_BIN_EXE_khobor")), PathBuf::from)
}

/// All files below a folder on disk, by path with `/`, with their bytes.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| e.file_type().is_file());
    let named = |e: walkdir::DirEntry| {
        let path = e
            .path()
            .strip_prefix(folder)
            .expect("below the folder")
            .to_string_lossy()
            .into_owned();
        (path, fs::read(e.path()).expect("a readable file"))
    };
    files.map(named).collect()
}

/// What a run printed and how it ended.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    /// The exit code; `None` after a signal.
    pub(crate) code: Option<i32>,
    /// Standard output.
    pub(crate) stdout: String,
    /// Standard error.
    pub(crate) stderr: String,
}

impl Run {
    /// Insists on exit code 0 and on silence about errors.
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "{}{}", self.stdout, self.stderr);
        assert!(!self.stderr.contains("error KH"), "{}", self.stderr);
        self
    }

    /// Insists on exit code 1.
    pub(crate) fn fails(self) -> Self {
        assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
        self
    }

    /// Insists that standard output holds `text`.
    pub(crate) fn prints(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "`{text}` is not in:\n{}", self.stdout);
        self
    }

    /// Insists that standard error holds `text`.
    pub(crate) fn says(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "`{text}` is not in:\n{}", self.stderr);
        self
    }

    /// Everything that was told: severity, code and place.
    pub(crate) fn diagnostics(&self) -> Vec<Told> {
        script::diagnostics(&self.stderr)
    }
}

/// A diagnostic as the terminal shows it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Told {
    /// `KH0203`.
    pub(crate) code: String,
    /// `content/desh/a.md:3:8`, or nothing.
    pub(crate) place: String,
    /// The whole text, all lines.
    pub(crate) text: String,
}
