//! An inbox for a test: the real program on a port of its own.

use crate::harness::process::Process;
use crate::harness::{self, Run, Site};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

pub(crate) const TOKEN: &str = "test-token-0123456789";
pub(crate) const ORIGIN: &str = "https://kagoj.example";
/// A text that is nobody else's.
pub(crate) const LONG: &str = "এই প্রতিবেদনটি পড়ে অনেক কিছু জানলাম, লেখককে ধন্যবাদ জানাই।";
/// Before the moment for which the tests' sites are built.
const NOW: &str = "2026-11-22T14:00:00+06:00";

pub(crate) struct Inbox {
    folder: Arc<tempfile::TempDir>,
    options: Vec<String>,
    token: Option<String>,
    process: Process,
    port: u16,
}

/// What the inbox answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn of(bytes: &[u8]) -> Answer {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let status = text.get(9..12).and_then(|s| s.parse().ok()).unwrap_or(0);
        Answer { status, text }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        let lines = self.text.split("\r\n\r\n").next().unwrap_or_default().lines();
        let found = lines
            .filter_map(|l| l.split_once(": "))
            .find(|(n, _)| n.eq_ignore_ascii_case(name));
        found.map(|(_, v)| v).unwrap_or_default()
    }

    pub(crate) fn body(&self) -> &str {
        self.text.split_once("\r\n\r\n").map(|(_, b)| b).unwrap_or_default()
    }
}

impl Inbox {
    /// An inbox that is generous with rates; the tests of rates ask for their own.
    pub(crate) fn open(options: &[&str]) -> Inbox {
        let mut all = vec!["--per-address", "1000000", "--per-minute", "1000000"];
        all.extend(options);
        Inbox::with(&all, Some(TOKEN))
    }

    pub(crate) fn with(options: &[&str], token: Option<&str>) -> Inbox {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let options = options.iter().map(|o| (*o).to_owned()).collect();
        Inbox::start(folder, options, token.map(str::to_owned))
    }

    fn command(folder: &tempfile::TempDir, options: &[String], token: Option<&str>) -> Command {
        let mut command = Command::new(harness::program());
        command
            .args(["inbox", "--lang", "en", "--port", "0", "--now", NOW, "--portal", ORIGIN])
            .args(options)
            .current_dir(folder.path())
            .env_remove("KHOBOR_INBOX_TOKEN")
            .envs(token.map(|t| ("KHOBOR_INBOX_TOKEN", t)))
            .stdin(Stdio::null());
        if !options.iter().any(|o| o == "--db") {
            command.arg("--db").arg(folder.path().join("inbox.db"));
        }
        command
    }

    fn start(folder: Arc<tempfile::TempDir>, options: Vec<String>, token: Option<String>) -> Inbox {
        let process = Process::start(&mut Inbox::command(&folder, &options, token.as_deref()));
        let mut inbox = Inbox {
            folder,
            options,
            token,
            process,
            port: 0,
        };
        let end = Instant::now() + Duration::from_secs(30);
        while !inbox.printed().contains("/comment") {
            assert!(Instant::now() < end, "it does not listen: {}", inbox.printed());
            std::thread::sleep(Duration::from_millis(10));
        }
        let said = inbox.printed();
        let (_, rest) = said.split_once("http://127.0.0.1:").unwrap();
        inbox.port = rest.split('/').next().unwrap().parse().unwrap();
        inbox
    }

    /// What an inbox says that does not start.
    pub(crate) fn refuses(options: &[&str], token: Option<&str>) -> String {
        let folder = tempfile::tempdir().unwrap();
        let options: Vec<String> = options.iter().map(|o| (*o).to_owned()).collect();
        let output = Inbox::command(&folder, &options, token).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8(output.stderr).unwrap()
    }

    /// Kills it, without any warning.
    pub(crate) fn kill(&mut self) {
        self.process.child.kill().unwrap();
        self.process.child.wait().unwrap();
    }

    /// Kills it and starts it again on the same queue.
    pub(crate) fn again(mut self) -> Inbox {
        self.kill();
        Inbox::start(Arc::clone(&self.folder), self.options.clone(), self.token.clone())
    }

    /// Asks it to stop; what it said last.
    pub(crate) fn stop(mut self) -> String {
        let id = self.process.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        assert_eq!(self.process.child.wait().unwrap().code(), Some(0), "{}", self.printed());
        std::thread::sleep(Duration::from_millis(50));
        self.printed()
    }

    /// Asks it to stop, then does something with what it has left on the disk.
    pub(crate) fn stop_and<T>(self, with: impl FnOnce() -> T) -> T {
        let folder = Arc::clone(&self.folder);
        self.stop();
        let done = with();
        drop(folder);
        done
    }

    pub(crate) fn is_running(&mut self) -> bool {
        self.process.child.try_wait().unwrap().is_none()
    }

    pub(crate) fn is_alive(&mut self) -> bool {
        self.is_running() && self.ask("GET /health", "", "").status == 200
    }

    pub(crate) fn printed(&self) -> String {
        self.process.printed()
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn id(&self) -> u32 {
        self.process.child.id()
    }

    pub(crate) fn db(&self) -> PathBuf {
        self.folder.path().join("inbox.db")
    }

    /// All files that it has written.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        harness::tree(self.folder.path()).into_iter().collect()
    }

    /// The files of the inbox and of the site, what was published and remembered included, in which a text stands.
    pub(crate) fn files_with(&self, site: &Site, trace: &str) -> Vec<String> {
        let of_site = ["data", "public", ".khobor"]
            .iter()
            .flat_map(|folder| site.tree(folder));
        of_site
            .chain(self.files())
            .filter(|(_, bytes)| bytes.windows(trace.len()).any(|w| w == trace.as_bytes()))
            .map(|(path, _)| path)
            .collect()
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    /// Sends bytes as they are; the whole answer.
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        Answer::of(&answer)
    }

    pub(crate) fn ask(&self, line: &str, headers: &str, body: &str) -> Answer {
        let length = body.len();
        self.raw(
            format!(
                "{line} HTTP/1.1\r\nHost: inbox\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            )
            .as_bytes(),
        )
    }

    /// Posts a form from a page of the portal, with further headers.
    pub(crate) fn send(&self, headers: &[(&str, &str)], body: &str) -> Answer {
        self.send_as(ORIGIN, headers, body)
    }

    pub(crate) fn send_as(&self, origin: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut head = format!("Origin: {origin}\r\nContent-Type: application/x-www-form-urlencoded\r\n");
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        self.ask("POST /comment", &head, body)
    }

    pub(crate) fn post(&self, body: &str) -> Answer {
        self.send(&[], body)
    }

    pub(crate) fn comment(&self, story: &str, name: &str, text: &str) -> Answer {
        self.post(&form(&[
            ("story", story),
            ("name", name),
            ("comment", text),
            ("email", "a@b.example"),
        ]))
    }

    /// `khobor comments pull --from`.
    pub(crate) fn pull_from(&self, site: &Site) -> Run {
        let secrets = self.folder.path().join("secrets");
        std::fs::write(&secrets, format!("TOKEN={TOKEN}\n")).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&secrets, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        site.run(&[
            "comments",
            "pull",
            "--from",
            &self.address(),
            "--secrets",
            secrets.to_str().unwrap(),
        ])
    }

    /// `khobor comments pull --db`.
    pub(crate) fn pull_file(&self, site: &Site, more: &[&str]) -> Run {
        let db = self.db();
        let mut words = vec!["comments", "pull", "--db", db.to_str().unwrap()];
        words.extend(more);
        site.run(&words)
    }
}

/// A form as browsers post it.
pub(crate) fn form(fields: &[(&str, &str)]) -> String {
    let pair = |(name, value): &(&str, &str)| format!("{}={}", percent(name), percent(value));
    fields.iter().map(pair).collect::<Vec<_>>().join("&")
}

pub(crate) fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, b| {
        if b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.') {
            out.push(b as char);
        } else {
            let _ = write!(out, "%{b:02X}");
        }
        out
    })
}
