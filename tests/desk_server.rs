//! The writing desk of `khobor serve` from outside, over raw sockets: what it writes, what it refuses, and that nothing is lost.
#![cfg(feature = "desk")]

#[path = "desk_server/client.rs"]
mod client;
#[path = "desk_server/conflicts.rs"]
mod conflicts;
#[path = "desk_server/features.rs"]
mod features;
#[path = "desk_server/git.rs"]
mod git;
#[path = "desk_server/hostile.rs"]
mod hostile;
#[path = "desk_server/markup.rs"]
mod markup;
#[path = "desk_server/payloads.rs"]
mod payloads;
#[path = "harness/process.rs"]
mod process;
#[path = "desk_server/uploads.rs"]
mod uploads;

use process::Process;
use serde_json::{Value, json};
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const PATH: &str = "content/desh/2026-11-01-nodi/index.md";
const STORY: &str = "+++\n# সম্পাদকের নোট\ntitle = \"নদীর খবর\" # ঠিক আছে\ndate = 2026-11-01T08:00:00+06:00\ntags = [\"পানি\"]\n[extra]\ndag = 3\n+++\n\nএক।\n\nদুই।\n\nতিন।\n";
/// What opens the inbox of a test.
const TOKEN: &str = "0123456789abcdef0123456789abcdef0123456789abcdef";
const CANARY: &str = "canary-that-must-never-leave";

/// A site in a folder of its own, and its desk.
struct Desk {
    folder: tempfile::TempDir,
    process: Process,
    preview: u16,
    port: u16,
    token: String,
}

/// An answer: its status, its head, its body.
struct Answer {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("{} {}", self.status, self.text()))
    }

    fn location(&self) -> String {
        let line = self.head.lines().find_map(|line| line.strip_prefix("location: "));
        line.unwrap_or_default().to_owned()
    }
}

fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn part(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let byte = |b: u8| {
        if plain(b) {
            char::from(b).to_string()
        } else {
            format!("%{b:02X}")
        }
    };
    text.bytes().map(byte).collect()
}

fn site(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("canary.txt"), CANARY).unwrap();
    let plain = [
        (
            "khobor.toml",
            "[site]\ntitle = \"কাগজ\"\nbase_url = \"https://kagoj.example\"\n",
        ),
        ("content/desh/_index.md", "+++\ntitle = \"দেশ\"\n+++\n"),
        ("content/khela/_index.md", "+++\ntitle = \"খেলা\"\n+++\n"),
        (PATH, STORY),
        (".secret", CANARY),
    ];
    for (path, text) in plain.iter().chain(files) {
        write(&folder.path().join("site").join(path), text);
    }
    folder
}

impl Desk {
    fn of(files: &[(&str, &str)]) -> Self {
        Desk::at(site(files))
    }

    fn at(folder: tempfile::TempDir) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_khobor"));
        command.args(["serve", "--lang", "en", "--port", "4850", "--root"]);
        let command = command.arg(folder.path().join("site")).env("KHOBOR_INBOX_TOKEN", TOKEN);
        let process = Process::start(command.stdin(Stdio::null()));
        let mut desk = Desk {
            folder,
            process,
            preview: 0,
            port: 0,
            token: String::new(),
        };
        desk.until("a first state", |d| d.process.printed().contains("stories ready"));
        let said = desk.process.printed();
        let port = |mark: &str| {
            let after = said.split(mark).nth(1).unwrap_or_else(|| panic!("{said}"));
            after.split('/').next().unwrap().parse().unwrap()
        };
        desk.preview = port("open http://localhost:");
        desk.port = port("write at http://localhost:");
        let page = desk.get("/").text();
        let token = page.split("name=\"token\" value=\"").nth(1).unwrap();
        desk.token = token.split('"').next().unwrap().to_owned();
        desk
    }

    #[track_caller]
    fn until(&self, what: &str, done: impl Fn(&Self) -> bool) {
        let end = Instant::now() + Duration::from_secs(30);
        while !done(self) {
            assert!(
                Instant::now() < end,
                "{what} did not come; it said: {}",
                self.process.printed()
            );
            std::thread::sleep(Duration::from_millis(15));
        }
    }

    fn raw(&self, port: u16, head: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = format!("{head}Content-Length: {}\r\nConnection: close\r\n\r\n", body.len());
        let _ = stream.write_all(&[head.as_bytes(), body].concat());
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        let at = bytes.windows(4).position(|w| w == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..at]).into_owned();
        let status = head.get(9..12).and_then(|s| s.parse().ok()).unwrap_or(0);
        let body = bytes.get(at + 4..).unwrap_or_default().to_vec();
        let chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
        assert!(!chunked);
        Answer { status, head, body }
    }

    fn get(&self, path: &str) -> Answer {
        self.raw(
            self.port,
            &format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n", self.port),
            b"",
        )
    }

    fn page(&self, path: &str) -> Answer {
        self.raw(
            self.preview,
            &format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n", self.preview),
            b"",
        )
    }

    /// A request of the desk's own script.
    fn ask(&self, method: &str, path: &str, sent: &[u8]) -> Answer {
        let p = self.port;
        let own = format!(
            "Host: localhost:{p}\r\nOrigin: http://localhost:{p}\r\nSec-Fetch-Site: same-origin\r\nkhobor-desk: 1\r\n"
        );
        self.raw(p, &format!("{method} {path} HTTP/1.1\r\n{own}"), sent)
    }

    fn api(&self, method: &str, name: &str, id: &str, sent: &Value) -> Answer {
        self.ask(
            method,
            &format!("/api/{name}?id={}", part(id)),
            sent.to_string().as_bytes(),
        )
    }

    /// A form of one of the desk's pages.
    fn form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let p = self.port;
        let mut body = format!("token={}", self.token);
        for (name, value) in fields {
            body.push_str(&format!("&{name}={}", part(value)));
        }
        let own = format!(
            "Host: localhost:{p}\r\nOrigin: http://localhost:{p}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        );
        self.raw(p, &format!("POST {path} HTTP/1.1\r\n{own}"), body.as_bytes())
    }

    #[track_caller]
    fn story(&self, id: &str) -> Value {
        let answer = self.ask("GET", &format!("/api/story?id={}", part(id)), b"");
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join("site").join(path)
    }

    fn file(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap()
    }
}

/// A small file system of its own, where this may be made.
struct Disk(PathBuf);

impl Disk {
    fn new(at: &Path, size: &str) -> Option<Disk> {
        let mut mount = Command::new("mount");
        let mount = mount
            .args(["-t", "tmpfs", "-o", size, "khobor"])
            .arg(at)
            .output()
            .ok()?;
        mount.status.success().then(|| Disk(at.to_owned()))
    }

    /// Fills it to the last byte.
    fn fill(&self) {
        let mut file = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.0.join("filler"))
            .unwrap();
        for size in [65536, 4096, 1] {
            while file.write_all(&vec![1; size]).is_ok() {}
        }
    }

    fn empty(&self) {
        fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).output());
    }
}

/// A story's parts as a window sends them, with another body.
fn with_body(story: &Value, body: &str) -> Value {
    json!({ "after": story["after"], "fields": story["fields"], "body": body })
}

#[test]
fn a_working_copy_is_seen_in_the_preview_and_kept_in_the_file() {
    let desk = Desk::of(&[]);
    let story = desk.story(PATH);
    assert_eq!(story["fields"]["title"], "নদীর খবর");
    let sent = with_body(&story, "এক।\n\nদুই কথা।\n\nতিন।");
    let copied = desk.api("PUT", "copy", PATH, &sent).json();
    assert_eq!(copied["copy"], true);
    assert_eq!(desk.file(PATH), STORY);
    desk.until("the copy in the preview", |d| {
        d.page("/desh/nodi/").text().contains("দুই কথা")
    });
    assert!(desk.get("/?tab=writing").text().contains("নদীর খবর"));
    let kept = desk.api("POST", "keep", PATH, &json!({ "after": copied["after"] }));
    assert_eq!(kept.status, 200, "{}", kept.text());
    assert_eq!(desk.file(PATH), STORY.replace("দুই।", "দুই কথা।"));
    // A headline is one line; its comment stays.
    let mut sent = with_body(&kept.json(), "এক।\n\nদুই কথা।\n\nতিন।");
    sent["fields"]["title"] = "চরের “খবর”".into();
    let copied = desk.api("PUT", "copy", PATH, &sent).json();
    desk.api("POST", "keep", PATH, &json!({ "after": copied["after"] }));
    let wanted = STORY.replace("দুই।", "দুই কথা।").replace("\"নদীর খবর\"", "\"চরের “খবর”\"");
    assert_eq!(desk.file(PATH), wanted);
    // Earlier versions are there, the first text among them.
    let history = desk.get(&format!("/history?id={}&v=1", part(PATH))).text();
    assert!(
        history.contains("<del>দুই।</del>") && history.contains("<ins>দুই কথা।</ins>"),
        "{history}"
    );
    let answer = desk.form(
        &format!("/restore?id={}", part(PATH)),
        &[("v", "1"), ("after", desk.story(PATH)["after"].as_str().unwrap())],
    );
    assert_eq!(answer.status, 303);
    assert_eq!(desk.story(PATH)["body"], "এক।\n\nদুই।\n\nতিন।");
    assert_eq!(desk.file(PATH), wanted, "bringing back is not keeping");
}

#[test]
fn opening_and_keeping_without_typing_writes_nothing() {
    let crlf = STORY.replace('\n', "\r\n");
    let yaml = "---\n# নোট\ntitle: 'নদী: চর'\ntags:\n- পানি\ndate: 2026-11-02\n---\nএক।\n";
    let text = "শিরোনামঃ নদী\nলেখক : রহিম; করিম\nতারিখ: ২ নভেম্বর ২০২৬\n\nএক।\nদুই।";
    let files = [
        ("content/desh/a.md", crlf.as_str()),
        ("content/desh/b.md", yaml),
        ("content/desh/c.txt", text),
    ];
    let desk = Desk::of(&files);
    for (path, text) in files.iter().chain(&[(PATH, STORY)]) {
        let story = desk.story(path);
        let copied = desk
            .api("PUT", "copy", path, &with_body(&story, story["body"].as_str().unwrap()))
            .json();
        assert_eq!(
            (copied["copy"].clone(), copied["after"].clone()),
            (false.into(), story["after"].clone()),
            "{path}"
        );
        let kept = desk.api("POST", "keep", path, &json!({ "after": copied["after"] }));
        assert_eq!((kept.status, desk.file(path).as_str()), (200, *text));
        let fields: Vec<(String, String)> = story["fields"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(k, v)| (k.clone(), v.as_str().unwrap().to_owned()))
            .collect();
        let mut form: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let body = story["body"].as_str().unwrap().replace('\n', "\r\n");
        form.extend([
            ("body", body.as_str()),
            ("after", story["after"].as_str().unwrap()),
            ("form", "parts"),
            ("do", "keep"),
        ]);
        assert_eq!(desk.form(&format!("/write?id={}", part(path)), &form).status, 303);
        assert_eq!(desk.file(path), *text);
    }
}

#[test]
fn a_reporter_without_a_script_begins_and_keeps_a_story() {
    let desk = Desk::of(&[]);
    let made = desk.form("/new", &[("title", "চরে নতুন স্কুল"), ("section", "desh")]);
    assert_eq!(made.status, 303);
    let to = made.location();
    let folder = fs::read_dir(desk.path("content/desh"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .find(|n| n.ends_with("-chore-notun-school"));
    let id = format!("content/desh/{}/index.md", folder.expect("a folder"));
    assert_eq!(to, format!("/write?id={}", part(&id).replace("%2F", "/")));
    let page = desk.get(&to);
    assert!(page.text().contains("<textarea name=\"body\""));
    let after = desk.story(&id)["after"].as_str().unwrap().to_owned();
    let fields = [
        ("title", "চরে নতুন স্কুল"),
        ("tags", "শিক্ষা, চর"),
        ("summary", "একটি স্কুল।"),
        ("body", "প্রথম।\r\n\r\nদ্বিতীয়।\r\n"),
        ("has-draft", "1"),
        ("draft", "on"),
        ("after", &after),
        ("form", "parts"),
        ("do", "keep"),
    ];
    assert_eq!(desk.form(&to, &fields).status, 303);
    let text = desk.file(&id);
    assert!(
        text.contains("tags = [\"শিক্ষা\", \"চর\"]")
            && text.contains("draft = true")
            && text.ends_with("+++\n\nপ্রথম।\n\nদ্বিতীয়।\n"),
        "{text}"
    );
    // The same once more changes nothing; what is late is not written, and what was sent is shown.
    assert_eq!(desk.form(&to, &fields).status, 303);
    assert_eq!(desk.file(&id), text);
    let late = desk.form(
        &to,
        &fields.map(|(name, value)| {
            (
                name,
                if name == "summary" {
                    "অন্য সারাংশ।"
                } else {
                    value
                },
            )
        }),
    );
    assert!(late.text().contains("অন্য সারাংশ।"));
    assert!(late.status == 409 && late.text().contains("দ্বিতীয়।"));
    // A second story of this headline does not meet the first; a section must exist.
    assert!(
        desk.form("/new", &[("title", "চরে নতুন স্কুল"), ("section", "desh")])
            .location()
            .contains("school-2")
    );
    assert_eq!(desk.form("/new", &[("title", "ক"), ("section", "../..")]).status, 404);
    // An unchecked box takes the mark away.
    let after = desk.story(&id)["after"].as_str().unwrap().to_owned();
    assert_eq!(
        desk.form(
            &to,
            &[
                ("has-draft", "1"),
                ("body", "প্রথম।\r\n\r\nদ্বিতীয়।"),
                ("after", &after),
                ("form", "parts"),
                ("do", "keep")
            ]
        )
        .status,
        303
    );
    assert!(desk.file(&id).contains("draft = false"));
}

#[test]
fn two_windows_lose_nothing() {
    let desk = Desk::of(&[]);
    let story = desk.story(PATH);
    let first = desk.api("PUT", "copy", PATH, &with_body(&story, "এক, প্রথম জানালা।\n\nদুই।\n\nতিন।"));
    assert_eq!(first.status, 200);
    let second = with_body(&story, "এক।\n\nদুই।\n\nতিন, দ্বিতীয় জানালা।");
    assert_eq!(desk.api("PUT", "copy", PATH, &second).status, 409);
    let merged = desk
        .api("POST", "merge", PATH, &json!({ "was": story, "mine": second }))
        .json();
    let pieces = merged["pieces"].as_array().unwrap();
    let text: String = pieces
        .iter()
        .map(|piece| piece["text"].as_str().expect("no conflict"))
        .collect();
    assert!(text.contains("প্রথম জানালা") && text.contains("দ্বিতীয় জানালা"));
    let put = desk
        .api(
            "PUT",
            "copy",
            PATH,
            &json!({ "after": merged["after"], "source": text }),
        )
        .json();
    // Kept in one window, then typed in the other: the other is late.
    desk.api("POST", "keep", PATH, &json!({ "after": put["after"] }));
    assert_eq!(
        desk.api("PUT", "copy", PATH, &json!({ "after": put["after"], "source": "x" }))
            .status,
        409
    );
    // A window that has slept through typing and keeping does not meet the number of a new copy.
    let now = desk.story(PATH);
    let typed = desk.api("PUT", "copy", PATH, &with_body(&now, "নতুন।")).json();
    assert_ne!(typed["after"], first.json()["after"]);
    assert_eq!(desk.file(PATH), text);
}

#[test]
fn a_file_that_changed_meanwhile_is_put_together_or_shown() {
    let desk = Desk::of(&[]);
    let story = desk.story(PATH);
    let mine = desk
        .api("PUT", "copy", PATH, &with_body(&story, "এক, আমার।\n\nদুই।\n\nতিন।"))
        .json();
    fs::write(desk.path(PATH), STORY.replace("তিন।", "তিন, তাঁর।")).unwrap();
    let kept = desk.api("POST", "keep", PATH, &json!({ "after": mine["after"] }));
    assert_eq!(kept.status, 200);
    assert!(desk.file(PATH).contains("এক, আমার।\n\nদুই।\n\nতিন, তাঁর।"));
    let copied = desk
        .api(
            "PUT",
            "copy",
            PATH,
            &with_body(&kept.json(), "এক, আমার।\n\nদুই, আমার।\n\nতিন, তাঁর।"),
        )
        .json();
    let theirs = desk.file(PATH).replace("দুই।", "দুই, তাঁর।");
    fs::write(desk.path(PATH), &theirs).unwrap();
    let conflict = desk.api("POST", "keep", PATH, &json!({ "after": copied["after"] }));
    assert_eq!(conflict.status, 409);
    let conflict = conflict.json();
    let pieces = conflict["pieces"].as_array().unwrap();
    let both: String = pieces
        .iter()
        .map(|p| {
            p["text"].as_str().map_or_else(
                || format!("{}{}", p["mine"].as_str().unwrap(), p["theirs"].as_str().unwrap()),
                str::to_owned,
            )
        })
        .collect();
    assert!(both.contains("দুই, আমার।") && both.contains("দুই, তাঁর।"));
    assert_eq!(desk.file(PATH), theirs, "nothing is written over");
    let put = desk.api(
        "PUT",
        "copy",
        PATH,
        &json!({ "after": conflict["after"], "rebase": conflict["rebase"], "source": both }),
    );
    assert_eq!(put.status, 200, "{}", put.text());
    assert_eq!(
        desk.api("POST", "keep", PATH, &json!({ "after": put.json()["after"] }))
            .status,
        200
    );
    assert_eq!(desk.file(PATH), both);
}

#[test]
fn a_file_that_went_is_written_again_when_the_editor_says_so() {
    let desk = Desk::of(&[]);
    let story = desk.story(PATH);
    let mine = desk
        .api("PUT", "copy", PATH, &with_body(&story, "শুধু আমার কাছে আছে।"))
        .json();
    fs::remove_dir_all(desk.path(PATH).parent().unwrap()).unwrap();
    assert_eq!(
        desk.api("POST", "keep", PATH, &json!({ "after": mine["after"] }))
            .status,
        410
    );
    assert!(
        desk.get(&format!("/write?id={}", part(PATH)))
            .text()
            .contains("শুধু আমার কাছে আছে।")
    );
    assert_eq!(desk.form(&format!("/restore-file?id={}", part(PATH)), &[]).status, 303);
    assert!(desk.file(PATH).contains("শুধু আমার কাছে আছে।"));
}

#[test]
fn what_a_build_cannot_read_stays_a_copy() {
    let desk = Desk::of(&[]);
    let story = desk.story(PATH);
    let broken = with_body(&story, "{{<nothing />}}\n\n{% <factbox> %} খোলা");
    let copied = desk.api("PUT", "copy", PATH, &broken).json();
    let faults = copied["faults"].as_array().unwrap();
    assert!(
        faults
            .iter()
            .any(|f| f["severity"] == "error" && f["field"] == "body" && f["line"] == 2),
        "{faults:?}"
    );
    let kept = desk.api("POST", "keep", PATH, &json!({ "after": copied["after"] }));
    assert!(kept.status == 422 && !kept.json()["faults"].as_array().unwrap().is_empty());
    assert_eq!(desk.file(PATH), STORY);
    // The last good page stays for everybody.
    let page = desk.page("/desh/nodi/");
    assert!(page.status == 200 && page.text().contains("দুই।"));
    assert_eq!(desk.form(&format!("/discard?id={}", part(PATH)), &[]).status, 303);
    assert_eq!(desk.story(PATH)["body"], "এক।\n\nদুই।\n\nতিন।");
}

#[test]
fn a_text_outlives_a_crash() {
    let mut desk = Desk::of(&[]);
    let mut story = desk.story(PATH);
    let kills = std::env::var("KHOBOR_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(6);
    for n in 0..kills {
        let mut said = String::new();
        for word in 0..=(n % 5) {
            said = format!("মৃত্যু {n}, শব্দ {word}।");
            let answer = desk.api("PUT", "copy", PATH, &with_body(&story, &said));
            assert_eq!(answer.status, 200, "{}", answer.text());
            story["after"] = answer.json()["after"].clone();
        }
        // Every third time something is under way: its outcome is one or the other, never a mixture.
        if n % 3 == 2 {
            let (port, token) = (desk.port, json!({ "after": story["after"] }).to_string());
            let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
            let head = format!(
                "POST /api/keep?id={} HTTP/1.1\r\nHost: localhost:{port}\r\nOrigin: http://localhost:{port}\r\nkhobor-desk: 1\r\nContent-Length: {}\r\n\r\n{token}",
                part(PATH),
                token.len()
            );
            stream.write_all(head.as_bytes()).unwrap();
            std::thread::sleep(Duration::from_micros((n as u64 * 7919) % 9000));
        }
        desk.process.child.kill().unwrap();
        desk.process.child.wait().unwrap();
        let Desk { folder, .. } = desk;
        desk = Desk::at(folder);
        let file = desk.file(PATH);
        assert!(
            file.starts_with("+++\n") && file.ends_with('\n') && file.contains("dag = 3"),
            "{file}"
        );
        story = desk.story(PATH);
        assert_eq!(story["body"], said.as_str(), "kill {n}");
    }
}

#[test]
fn pictures_are_cleaned_and_everything_else_is_refused() {
    let desk = Desk::of(&[]);
    let send = |name: &str, bytes: &[u8]| {
        desk.ask(
            "POST",
            &format!("/api/picture?id={}&name={}", part(PATH), part(name)),
            bytes,
        )
    };
    let png = include_bytes!("../static/icon.png");
    let sent = send("নৌকা.PNG", png);
    assert_eq!((sent.status, sent.json()["name"].clone()), (201, "nouka.png".into()));
    assert_eq!(
        desk.get(&format!("/picture?id={}&name=nouka.png", part(PATH))).status,
        200
    );
    let photo = fs::read_dir("static/images")
        .unwrap()
        .map(|e| e.unwrap().path())
        .find(|p| p.extension().is_some_and(|x| x == "jpg"));
    let photo = fs::read(photo.expect("a photograph in static/images")).unwrap();
    let secret = b"\xFF\xE1\x00\x20Exif\0\0GPS-canary-23.8-90.4-xxx";
    let with_place = [&photo[..2], &secret[..], &photo[2..]].concat();
    let sent = send("../../../x/ছবি.svg", &with_place);
    assert_eq!(sent.status, 201, "{}", sent.text());
    let name = sent.json()["name"].as_str().unwrap().to_owned();
    assert!(!name.contains('/') && name.ends_with(".jpg"));
    let stored = fs::read(desk.path(PATH).with_file_name(&name)).unwrap();
    assert!(!stored.windows(10).any(|w| w == b"GPS-canary"));
    let before = fs::read_dir(desk.path(PATH).parent().unwrap()).unwrap().count();
    let html = b"<html><script>alert(1)</script>".to_vec();
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec();
    let huge = {
        let mut png = png.to_vec();
        png[16..24].copy_from_slice(&[0, 0, 0x2E, 0xE0, 0, 0, 0x2E, 0xE0]);
        png
    };
    let cut = png[..60].to_vec();
    let script_gif = b"GIF89a/*\xFF\xFF\xFF\xFF*/=alert(1);//".to_vec();
    for (name, bytes) in [
        ("a.jpg", html),
        ("a.svg", svg),
        ("a.png", huge),
        ("b.png", cut),
        ("a.gif", script_gif),
        ("e.png", Vec::new()),
        ("z.zip", b"PK\x03\x04".to_vec()),
    ] {
        let status = send(name, &bytes).status;
        assert!(matches!(status, 415 | 422), "{name}: {status}");
    }
    assert_eq!(send("a.jpg", &vec![0xFF; (12 << 20) + 1]).status, 413);
    assert_eq!(fs::read_dir(desk.path(PATH).parent().unwrap()).unwrap().count(), before);
}

#[test]
fn a_story_goes_out_now_or_at_its_moment_and_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("www");
    fs::create_dir(&target).unwrap();
    let config = format!(
        "[site]\ntitle = \"কাগজ\"\nbase_url = \"https://kagoj.example\"\n[desk]\ndeploy = \"live\"\nrequire = [\"summary\"]\n[deploy.live]\nkind = \"folder\"\npath = {:?}\n",
        target.display().to_string()
    );
    let desk = Desk::of(&[("khobor.toml", &config)]);
    let made = desk.form("/new", &[("title", "চরে স্কুল"), ("section", "desh")]);
    let id = made.location().trim_start_matches("/write?id=").to_owned();
    let publish = format!("/publish?id={}", part(&id));
    desk.until("the story in the preview", |d| {
        d.page("/desh/chore-school/").status == 200
    });
    // Nothing goes out without what the newsroom asks for.
    let answer = desk.form(&publish, &[("when", "now")]);
    assert!(
        answer.status == 422 && answer.text().contains("Summary"),
        "{}",
        answer.text()
    );
    let mut sent = with_body(&desk.story(&id), "পাঠ।");
    sent["fields"]["summary"] = "একটি স্কুল।".into();
    assert_eq!(desk.api("PUT", "copy", &id, &sent).status, 200);
    assert_eq!(desk.form(&publish, &[("when", "now")]).status, 303);
    let page = target.join("desh/chore-school/index.html");
    let live = |page: &Path| page.exists() || fs::read_link(&target).is_ok();
    let done = |d: &Desk| matches!(d.get("/api/job").json()["step"].as_str(), Some("done" | "failed"));
    desk.until("the end of the job", done);
    assert!(live(&page), "{}", desk.get("/api/job").text());
    assert!(!desk.file(&id).contains("draft"));
    let screen = desk.get(&publish).text();
    assert!(screen.contains("https://kagoj.example/desh/chore-school/") && screen.contains("/take-back"));
    // Taken back: a draft again, and gone from the host.
    assert_eq!(desk.form("/take-back", &[]).status, 303);
    desk.until("the page gone", |_| !page.exists());
    assert!(desk.file(&id).contains("draft = true"));
    assert_eq!(desk.form("/take-back", &[]).status, 409);
    // A story that is due goes out by itself.
    desk.until("rest", done);
    let soon = jiff::Timestamp::now()
        .checked_add(jiff::SignedDuration::from_secs(5))
        .unwrap();
    write(
        &desk.path("content/desh/due.md"),
        format!("+++\ntitle = \"সময়মতো\"\nsummary = \"ক\"\ndate = {soon}\n+++\nলেখা\n"),
    );
    let page = target.join("desh/due/index.html");
    desk.until("the story that is due", |_| page.exists());
    assert!(jiff::Timestamp::now() >= soon);
}

#[test]
fn a_moved_story_leaves_its_address_behind() {
    let desk = Desk::of(&[]);
    let answer = desk.form(
        &format!("/move?id={}", part(PATH)),
        &[("section", "khela"), ("name", "Nodi o Mach")],
    );
    assert_eq!(answer.status, 303, "{}", answer.text());
    let id = "content/khela/2026-11-01-nodi-o-mach/index.md";
    assert_eq!(answer.location(), format!("/write?id={id}"));
    let text = desk.file(id);
    assert_eq!(
        text,
        STORY.replace("tags = [\"পানি\"]\n", "tags = [\"পানি\"]\naliases = [\"/desh/nodi/\"]\n")
    );
    desk.until("the new address", |d| d.page("/khela/nodi-o-mach/").status == 200);
    assert_eq!(desk.page("/desh/nodi/").status, 302);
    for (section, name) in [("../khela", "x"), ("none", "x"), ("", "x")] {
        assert_eq!(
            desk.form(
                &format!("/move?id={}", part(id)),
                &[("section", section), ("name", name)]
            )
            .status,
            404
        );
    }
    assert!(desk.path(id).exists());
    // Its versions have moved with it.
    assert!(desk.get(&format!("/history?id={}&v=1", part(id))).status == 200);
}

#[test]
fn a_story_that_cannot_be_moved_has_no_former_address() {
    let desk = Desk::of(&[]);
    // A section on another disk: its folder cannot be given another name there.
    let Some(_disk) = Disk::new(&desk.path("content/khela"), "size=1m") else {
        return;
    };
    write(&desk.path("content/khela/_index.md"), "+++\ntitle = \"খেলা\"\n+++\n");
    let answer = desk.form(
        &format!("/move?id={}", part(PATH)),
        &[("section", "khela"), ("name", "nodi")],
    );
    assert_eq!(answer.status, 507, "{}", answer.text());
    assert_eq!(desk.file(PATH), STORY);
    assert!(!desk.path("content/khela/2026-11-01-nodi").exists());
}

#[test]
fn comments_the_front_page_and_breaking_news() {
    let comments = "[[comment]]\nid = \"m1\"\nname = \"রহিমা\"\ndate = 2026-11-02T08:00:00+06:00\napproved = false\nbody = \"ভালো লেখা।\"\n";
    let breaking = STORY.replace("tags =", "breaking = 2099-01-01T00:00:00+06:00\ntags =");
    let front = "# আমাদের প্রচ্ছদ\n";
    let desk = Desk::of(&[
        ("data/comments/desh/nodi.toml", comments),
        (PATH, &breaking),
        ("data/front.toml", front),
        ("content/desh/b.md", "+++\ntitle = \"খ\"\ndate = 2026-11-03\n+++\nক\n"),
    ]);
    let screen = desk.get("/comments").text();
    assert!(
        screen.contains("ভালো লেখা।")
            && screen.contains("/desh/nodi/\" target=\"khobor-page\" rel=\"noopener\">নদীর খবর</a></p>"),
        "{screen}"
    );
    let decide = |verb: &str| {
        desk.form("/comments", &[("verb", verb), ("comment", "desh/nodi#m1")])
            .status
    };
    assert_eq!(decide("approve"), 303);
    assert!(desk.file("data/comments/desh/nodi.toml").contains("approved = true"));
    desk.until("the comment in the preview", |d| {
        d.page("/desh/nodi/").text().contains("ভালো লেখা।")
    });
    assert_eq!((decide("undo"), decide("nonsense")), (303, 404));
    assert_eq!(desk.file("data/comments/desh/nodi.toml"), comments);
    let put = |story: &str| {
        desk.form(
            "/front",
            &[("story0", "desh/b"), ("until0", "2099-01-01T06:00"), ("story2", story)],
        )
        .status
    };
    assert_eq!(put("desh/none"), 404);
    assert_eq!(desk.file("data/front.toml"), front);
    assert_eq!(put("desh/nodi"), 303);
    let text = desk.file("data/front.toml");
    assert!(
        text.contains("# আমাদের প্রচ্ছদ")
            && text.contains("[lead]\nstory = \"desh/b\"\nuntil = 2099-01-01T06:00:00+06:00")
            && text.contains("[[seconds]]\nstory = \"desh/nodi\""),
        "{text}"
    );
    let screen = desk.get("/front").text();
    assert!(
        screen.contains("value=\"খ · desh/b\"") && screen.contains("value=\"নদীর খবর · desh/nodi\""),
        "{screen}"
    );
    // What the form shows is what it takes.
    assert_eq!(put("নদীর খবর · desh/nodi"), 303);
    assert_eq!(desk.file("data/front.toml"), text);
    assert_eq!(desk.form("/not-breaking", &[("id", PATH)]).status, 303);
    assert_eq!(desk.file(PATH), STORY);
}

#[test]
fn stories_are_found_by_state_section_and_words() {
    let about = |title: &str, more: &str| format!("+++\ntitle = \"{title}\"\ndate = 2026-11-02\n{more}\n+++\nক\n");
    let desk = Desk::of(&[
        ("content/khela/a.md", &about("মাঠের খবর", "authors = [\"রহিমা খাতুন\"]")),
        ("content/khela/b.md", &about("খসড়া খেলা", "draft = true")),
        (
            "content/desh/c.md",
            &about("পরের খবর", "").replace("2026-11-02", "2099-01-01"),
        ),
        (
            "content/desh/d.md",
            &about("জরুরি খবর", "breaking = 2099-01-01T00:00:00Z"),
        ),
    ]);
    let list = |query: &str| {
        let page = desk.get(&format!("/?{query}")).text();
        let list = page
            .split("<ol class=\"stories\">")
            .nth(1)
            .unwrap()
            .split("</ol>")
            .next()
            .unwrap()
            .to_owned();
        ["নদীর খবর", "মাঠের খবর", "খসড়া খেলা", "পরের খবর", "জরুরি খবর"]
            .into_iter()
            .filter(|t| list.contains(t))
            .collect::<Vec<_>>()
    };
    assert_eq!(list("").len(), 5);
    assert_eq!(list("tab=draft"), ["খসড়া খেলা"]);
    assert_eq!(list("tab=scheduled"), ["পরের খবর"]);
    assert_eq!(list("tab=breaking"), ["জরুরি খবর"]);
    assert_eq!(list("tab=published").len(), 3);
    assert_eq!(list("section=khela"), ["মাঠের খবর", "খসড়া খেলা"]);
    assert_eq!(list(&format!("q={}", part("রহিমা"))), ["মাঠের খবর"]);
    assert_eq!(list(&format!("q={}", part("পানি"))), ["নদীর খবর"]);
    assert_eq!(list(&format!("q={}&section=desh", part("খবর"))).len(), 3);
    assert_eq!(list("page=9").len(), 0);
    // A tag that no other story has is asked about.
    let mut sent = with_body(&desk.story(PATH), "এক।");
    sent["fields"]["tags"] = "পানি, নতুনি".into();
    let answer = desk.api("PUT", "copy", PATH, &sent).json();
    assert_eq!(
        answer["new_tags"],
        json!(["পানি", "নতুনি"]),
        "nobody else writes of either"
    );
}

#[test]
fn a_plain_text_is_written_and_published_in_its_own_form() {
    let text = "শিরোনাম: হাটের খবর\nতারিখ: ২ নভেম্বর ২০২৬\n\nএক।\n\nদুই।\n";
    let desk = Desk::of(&[("content/desh/haat.txt", text)]);
    let id = "content/desh/haat.txt";
    let mut sent = with_body(&desk.story(id), "এক।\n\nতিন।");
    sent["fields"]["kicker"] = "হাট".into();
    let copied = desk.api("PUT", "copy", id, &sent);
    assert_eq!(copied.status, 200, "{}", copied.text());
    desk.api("POST", "keep", id, &json!({ "after": copied.json()["after"] }));
    let kept = "শিরোনাম: হাটের খবর\nতারিখ: ২ নভেম্বর ২০২৬\nকিকার: হাট\n\nএক।\n\nতিন।\n";
    assert_eq!(desk.file(id), kept);
    let answer = desk.form(
        &format!("/publish?id={}", part(id)),
        &[("when", "at"), ("at", "2099-01-01T08:30")],
    );
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(
        desk.file(id),
        kept.replace("২ নভেম্বর ২০২৬", "2099-01-01T08:30:00+06:00")
    );
    // A draft is nothing that header lines can say.
    let mut sent = with_body(&desk.story(id), "এক।");
    sent["fields"]["draft"] = "on".into();
    assert_eq!(desk.api("PUT", "copy", id, &sent).status, 422);
}
