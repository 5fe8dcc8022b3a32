//! `khobor serve` from outside, over raw sockets: what it shows, what it refuses, and that nothing ends it.

#![cfg(feature = "serve")]

#[path = "harness/process.rs"]
mod process;

use process::Process;
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const CANARY: &str = "canary-that-must-never-leave";
const STORY: &str = "content/health/dengue.md";

/// The binary under test; another one in `KHOBOR_BINARY`.
fn binary() -> PathBuf {
    std::env::var_os("KHOBOR_BINARY").map_or_else(|| env!("CARGO_BIN_EXE_khobor").into(), PathBuf::from)
}

/// A site in a folder of its own, and a server for it.
struct Preview {
    folder: tempfile::TempDir,
    process: Process,
    port: u16,
}

impl Preview {
    fn of(files: &[(&str, &str)]) -> Self {
        Self::with(files, &[])
    }

    fn with(files: &[(&str, &str)], options: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let site = folder.path().join("site");
        fs::write(folder.path().join("canary.txt"), CANARY).unwrap();
        let plain = [
            (
                "khobor.toml",
                "[site]\ntitle = \"খবর\"\nbase_url = \"https://example.org\"\n",
            ),
            ("content/health/_index.md", "+++\ntitle = \"স্বাস্থ্য\"\n+++\n"),
            (STORY, &story("ডেঙ্গু বাড়ছে", "শুরু।")),
            ("content/health/ঢাকার-হাসপাতাল.md", &story("ঢাকার হাসপাতাল", "বাংলা ঠিকানা।")),
            (".secret", CANARY),
        ];
        for (path, text) in plain.iter().chain(files) {
            write(&site.join(path), text);
        }
        let mut command = Command::new(binary());
        command
            .args(["serve", "--lang", "en", "--port", "4800", "--root"])
            .arg(&site)
            .args(options);
        let process = Process::start(command.stdin(Stdio::null()));
        let mut preview = Preview {
            folder,
            process,
            port: 0,
        };
        preview.until("an address", |p| p.printed().contains("http://localhost:"));
        let said = preview.printed();
        let port = said
            .split("http://localhost:")
            .nth(1)
            .unwrap()
            .split('/')
            .next()
            .unwrap();
        preview.port = port.parse().unwrap();
        preview
    }

    fn ready(self) -> Self {
        self.until("a first state", |p| p.printed().contains("stories ready"));
        self
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn printed(&self) -> String {
        self.process.printed()
    }

    fn save(&self, path: &str, text: &str) {
        write(&self.site().join(path), text);
    }

    #[track_caller]
    fn until(&self, what: &str, done: impl Fn(&Self) -> bool) {
        let end = Instant::now() + Duration::from_secs(20);
        while !done(self) {
            assert!(Instant::now() < end, "{what} did not come; it said: {}", self.printed());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    /// Sends bytes as they are; the whole answer.
    fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    /// Asks with these header lines; status and answer.
    fn ask(&self, line: &str, headers: &str) -> (u16, String) {
        let answer = self.raw(format!("{line} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").as_bytes());
        let text = String::from_utf8_lossy(&answer).into_owned();
        (text.get(9..12).and_then(|s| s.parse().ok()).unwrap_or(0), text)
    }

    fn host(&self) -> String {
        format!("Host: localhost:{}\r\n", self.port)
    }

    fn get(&self, path: &str) -> (u16, String) {
        self.ask(&format!("GET {path}"), &self.host())
    }

    #[track_caller]
    fn is_alive(&mut self) {
        assert_eq!(self.process.child.try_wait().unwrap(), None, "{}", self.printed());
        assert_eq!(self.get("/").0, 200);
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn story(title: &str, body: &str) -> String {
    format!("+++\ntitle = \"{title}\"\ndate = 2026-11-20\n+++\n\n{body}\n")
}

fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, b| {
        let _ = write!(out, "%{b:02x}");
        out
    })
}

#[test]
fn pages_are_printed_when_asked_and_nothing_is_written() {
    let preview = Preview::of(&[("static/robots-extra.txt", "স্থির")]).ready();
    let (status, page) = preview.get("/health/dengue/");
    assert!(status == 200 && page.contains("ডেঙ্গু বাড়ছে") && page.contains("/_preview/preview.js"));
    assert!(
        page.to_ascii_lowercase()
            .contains("cross-origin-resource-policy: same-origin")
    );
    assert!(!page.to_ascii_lowercase().contains("access-control-"));
    assert_eq!(preview.get("/absent/").0, 404);
    assert!(preview.get("/health/dengue").1.contains("location: /health/dengue/"));
    assert!(
        preview
            .get("/health/dengue/index.html")
            .1
            .contains("location: /health/dengue/")
    );
    assert!(preview.get("/robots-extra.txt").1.contains("স্থির"));
    assert!(preview.get("/rss.xml").1.contains("ডেঙ্গু বাড়ছে"));
    assert!(!preview.site().join("public").exists());
}

#[test]
fn bengali_addresses_work_in_every_form() {
    let preview = Preview::of(&[]).ready();
    let name = "ঢাকার-হাসপাতাল";
    let apart = name.replace('ো', "\u{9c7}\u{9be}");
    for form in [
        percent(name),
        percent(name).to_uppercase().replace('X', "x"),
        percent(&apart),
    ] {
        let (status, page) = preview.get(&format!("/health/{form}/"));
        assert!(status == 200 && page.contains("বাংলা ঠিকানা"), "{form}: {status}");
    }
}

#[test]
fn no_path_leaves_the_site() {
    let mut preview = Preview::of(&[("static/a.txt", "a")]).ready();
    let ups = [
        "..",
        "%2e%2e",
        "%2E%2e",
        ".%2e",
        "%252e%252e",
        "..%00",
        "%c0%ae%c0%ae",
        "%e0%80%ae%e0%80%ae",
        "..;",
        "．．",
        ". .",
        "..\\",
        "..%5c",
        "..%c0%af",
        "%u002e%u002e",
    ];
    let seps = ["/", "%2f", "%2F", "\\", "%5c", "%252f", "//", "/./", "%c0%af"];
    let mut paths: Vec<String> = Vec::new();
    for up in ups {
        for sep in seps {
            paths.push(format!("/{up}{sep}canary.txt"));
            paths.push(format!("/health/{up}{sep}{up}{sep}{up}{sep}canary.txt"));
            paths.push(format!("/_preview/{up}{sep}{up}{sep}canary.txt"));
        }
    }
    let real = preview.folder.path().join("canary.txt").display().to_string();
    paths.extend([
        real.clone(),
        format!("/{real}"),
        format!("/@fs{real}"),
        format!("file://{real}"),
        format!("/static{real}?raw??"),
        format!("{real}?import&raw"),
    ]);
    for odd in [
        "/.secret",
        "/%2esecret",
        "/site/.secret",
        "/khobor.toml",
        "/content/health/dengue.md",
        "/a.txt::$DATA",
        "/a.txt%3a%3a$DATA",
        "/c:/windows/win.ini",
        "/C:/canary.txt",
        "//localhost/canary.txt",
        "/\\\\localhost\\share",
        "/CANARY~1.TXT",
        "/a.txt/",
        "/a.txt/../../canary.txt",
        "/a.txt%00.html",
        "/a.txt.",
        "/a.txt%20",
        "/.git/config",
        "/_preview/",
        "/_preview/../khobor.toml",
        "/%",
        "/%zz",
        "/%ff",
        "http://localhost/a.txt",
        "*",
        "canary.txt",
        "/_preview/story?page=/../../canary.txt",
        "/_preview/width?page=%2f..%2fcanary.txt",
    ] {
        paths.push(odd.to_owned());
    }
    assert!(paths.len() > 300);
    for path in &paths {
        let (status, text) = preview.get(path);
        assert!(!text.contains(CANARY), "{path} leaks");
        assert!(
            (300..500).contains(&status) || path.contains("width"),
            "{path}: {status}"
        );
    }
    preview.is_alive();
}

#[cfg(unix)]
#[test]
fn no_link_leaves_the_site() {
    let preview = Preview::of(&[]).ready();
    let link = preview.site().join("static/link.txt");
    fs::create_dir_all(link.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(preview.folder.path().join("canary.txt"), &link).unwrap();
    std::thread::sleep(Duration::from_millis(500));
    assert!(!preview.get("/link.txt").1.contains(CANARY));
}

#[test]
fn only_own_pages_are_answered() {
    let mut preview = Preview::of(&[]).ready();
    let port = preview.port;
    let good = format!("localhost:{port}");
    for (host, ok) in [
        (good.as_str(), true),
        (&format!("127.0.0.1:{port}"), true),
        (&format!("[::1]:{port}"), true),
        ("localhost", false),
        ("evil.example", false),
        (&format!("evil.example:{port}"), false),
        (&format!("127.0.0.1.nip.io:{port}"), false),
        (&format!("0.0.0.0:{port}"), false),
        (&format!("localhost.evil.example:{port}"), false),
        (&format!("2130706433:{port}"), false),
        ("", false),
    ] {
        let (status, text) = preview.ask("GET /", &format!("Host: {host}\r\n"));
        assert_eq!(status == 200, ok, "{host}: {status}");
        assert!(ok || !text.contains("খবর"));
    }
    assert_eq!(preview.ask("GET /", "").0, 400);
    for origin in [
        "null",
        "http://evil.example",
        &format!("https://{good}"),
        "http://localhost",
        &format!("http://127.0.0.1:{port}"),
        &format!("http://{good}.evil"),
        "file://",
    ] {
        assert_eq!(
            preview.ask("GET /", &format!("Host: {good}\r\nOrigin: {origin}\r\n")).0,
            403,
            "{origin}"
        );
    }
    for (site, mode, dest, ok) in [
        ("same-origin", "cors", "empty", true),
        ("none", "navigate", "document", true),
        ("cross-site", "navigate", "document", true),
        ("cross-site", "navigate", "iframe", false),
        ("same-site", "cors", "empty", false),
        ("cross-site", "no-cors", "script", false),
        ("same-site", "no-cors", "image", false),
        ("cross-site", "navigate", "object", false),
        ("cross-site", "websocket", "websocket", false),
        ("odd", "odd", "odd", false),
    ] {
        let headers =
            format!("Host: {good}\r\nSec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {dest}\r\n");
        assert_eq!(preview.ask("GET /", &headers).0 == 200, ok, "{site} {mode} {dest}");
    }
    preview.is_alive();
}

#[test]
fn live_connections_need_the_token_and_bear_garbage() {
    let mut preview = Preview::of(&[]).ready();
    let (_, page) = preview.get("/");
    let token = attribute(&page, "data-khobor-token");
    let shake = |token: &str, origin: &str| {
        let host = preview.host();
        format!(
            "GET /_preview/socket?token={token}&page=/&mark=0 HTTP/1.1\r\n{host}{origin}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
    };
    let own = format!("Origin: http://localhost:{}\r\n", preview.port);
    let status = |request: String| {
        let mut stream = preview.connect();
        stream.write_all(request.as_bytes()).unwrap();
        let mut head = [0; 12];
        stream.read_exact(&mut head).unwrap();
        (String::from_utf8_lossy(&head[9..]).parse::<u16>().unwrap(), stream)
    };
    assert_eq!(status(shake("0", &own)).0, 403);
    assert_eq!(status(shake(&token, "")).0, 403);
    assert_eq!(status(shake(&token, "Origin: http://evil.example\r\n")).0, 403);
    let frames: [&[u8]; 6] = [
        b"\x81\x05hello",
        b"\xff\xff\xff\xff\xff\xff",
        b"\x81\xff\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x81\x84\0\0\0\0\xff\xfe\xfd\xfc",
        b"\x88\x80\0\0\0\0",
        b"\x82\xfe\x10\0\0\0\0\0",
    ];
    for frame in frames {
        let (status, mut stream) = status(shake(&token, &own));
        assert_eq!(status, 101);
        let _ = stream.write_all(frame);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let _ = stream.read_to_end(&mut Vec::new());
    }
    preview.is_alive();
}

/// The value of an attribute of the preview's script.
fn attribute(page: &str, name: &str) -> String {
    let rest = page.split(&format!("{name}=\"")).nth(1).unwrap();
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn an_open_page_hears_what_has_changed_and_nobody_else_asks_for_it() {
    let preview = Preview::of(&[]).ready();
    let path = "/health/dengue/";
    let (_, page) = preview.get(path);
    let (token, mark) = (attribute(&page, "data-khobor-token"), attribute(&page, "data-mark"));
    let asked = format!("/_preview/change?page={}&from={mark}", path.replace('/', "%2F"));
    assert_eq!(preview.get(&asked).0, 204);
    let mut tab = preview.connect();
    let host = preview.host();
    write!(
        tab,
        "GET /_preview/socket?token={token}&page={path}&mark={mark} HTTP/1.1\r\n{host}Origin: http://localhost:{}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        preview.port
    )
    .unwrap();
    let mut heard = Vec::new();
    let mut hear = |word: &str| {
        let mut bytes = [0; 4096];
        while !String::from_utf8_lossy(&heard).contains(word) {
            let n = tab.read(&mut bytes).unwrap();
            assert!(n > 0, "the tab was let go");
            heard.extend_from_slice(&bytes[..n]);
        }
    };
    hear("errors");
    preview.save(STORY, &story("ডেঙ্গু বাড়ছে", "শেষ।"));
    hear("\"reload\"");
    let (status, answer) = preview.get(&asked);
    let body = answer.split("\r\n\r\n").nth(1).unwrap();
    let change: serde_json::Value = serde_json::from_str(body).unwrap();
    let text = |key: &str| change[key].as_str().unwrap();
    assert!(status == 200 && text("was").contains("শুরু।") && text("is").contains("শেষ।"));
    assert_eq!(text("mark"), attribute(text("is"), "data-mark"));
    assert_eq!(preview.ask(&format!("GET {asked}"), "Host: evil.example\r\n").0, 403);
    assert_eq!(
        preview.get("/_preview/change?page=%2F..%2F..%2Fcanary.txt&from=0").0,
        400
    );
    assert_eq!(preview.get("/_preview/change?page=/health/dengue/&from=0").0, 204);
}

#[test]
fn a_story_comes_and_goes_at_its_time_without_a_save() {
    let now = jiff::Timestamp::now();
    let at = |seconds: i64| jiff::Timestamp::from_second(now.as_second() + seconds).unwrap();
    let text = format!(
        "+++\ntitle = \"আসছে\"\ndate = {}\nexpires = {}\n+++\n\n।\n",
        at(4),
        at(7)
    );
    let preview = Preview::with(&[("content/health/soon.md", &text)], &["--published"]).ready();
    assert_eq!(preview.get("/health/soon/").0, 404);
    preview.until("the story at its time", |p| p.get("/health/soon/").0 == 200);
    preview.until("the end of its time", |p| p.get("/health/soon/").0 == 404);
}

#[test]
fn the_preview_s_own_files_are_kept_by_their_hash_only() {
    let preview = Preview::of(&[]).ready();
    let (_, page) = preview.get("/");
    let script = page
        .split("src=\"/_preview/")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    assert!(preview.get(&format!("/_preview/{script}")).1.contains("immutable"));
    for other in ["preview.js", "preview.js?v=0", "preview.css"] {
        assert!(
            preview.get(&format!("/_preview/{other}")).1.contains("no-store"),
            "{other}"
        );
    }
}

#[test]
fn greedy_requests_are_answered_or_closed() {
    let mut preview = Preview::of(&[]).ready();
    let host = preview.host();
    let many: String = (0..200).map(|n| format!("X-{n}: 1\r\n")).collect();
    assert_eq!(preview.ask("GET /", &format!("{host}{many}")).0, 431);
    assert_eq!(
        preview
            .ask("GET /", &format!("{host}X: {}\r\n", "a".repeat(64 * 1024)))
            .0,
        431
    );
    assert!(matches!(preview.get(&format!("/{}", "a".repeat(10_000))).0, 414 | 431));
    assert_eq!(preview.ask("DELETE /", &host).0, 405);
    assert_eq!(
        preview
            .ask("POST /health/dengue/", &format!("{host}Content-Length: 0\r\n"))
            .0,
        405
    );
    assert_eq!(preview.ask("OPTIONS /", &host).0, 405);
    for garbage in [
        &b"\0\0\0\0\r\n\r\n"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\0\x01",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        &[b'\n'; 40_000],
    ] {
        let answer = preview.raw(garbage);
        assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"), "{garbage:?}");
    }
    preview.is_alive();
}

#[test]
fn slow_clients_do_not_delay_good_ones() {
    let mut preview = Preview::of(&[]).ready();
    let slow: Vec<TcpStream> = (0..300)
        .map(|_| {
            let mut stream = preview.connect();
            let _ = stream.write_all(b"GET / HTTP/1.1\r\nHost: loc");
            stream
        })
        .collect();
    preview.get("/health/dengue/");
    let mut times: Vec<Duration> = (0..50)
        .map(|_| {
            let start = Instant::now();
            assert_eq!(preview.get("/health/dengue/").0, 200);
            start.elapsed()
        })
        .collect();
    times.sort();
    assert!(times[25] < Duration::from_millis(200), "{:?}", times[25]);
    // After five seconds without the rest of their heads, they are closed.
    let mut first = slow.into_iter().next().unwrap();
    let start = Instant::now();
    let _ = first.read_to_end(&mut Vec::new());
    assert!(start.elapsed() < Duration::from_secs(9));
    preview.is_alive();
}

#[test]
fn a_site_that_is_broken_from_the_start_is_served_when_mended() {
    let preview = Preview::of(&[("content/health/broken.md", "+++\ntitel = \"<script>x</script>\"\n+++\n")]);
    preview.until("the error", |p| p.printed().contains("titel"));
    let (status, page) = preview.get("/");
    assert!(status == 503 && page.contains("/_preview/preview.js") && !page.contains("titel"));
    preview.save("content/health/broken.md", &story("ঠিক হয়েছে", "।"));
    preview.until("the mended page", |p| p.get("/health/broken/").0 == 200);
}

#[test]
fn what_is_saved_is_shown_and_what_is_broken_leaves_the_last_good_page() {
    let preview = Preview::of(&[]).ready();
    let shows = |path: &'static str, words: &'static str| move |p: &Preview| p.get(path).1.contains(words);
    preview.save(STORY, &story("ডেঙ্গু কমছে", "দুই।"));
    preview.until("a new headline", shows("/health/dengue/", "ডেঙ্গু কমছে"));
    preview.until("it in the list", shows("/health/", "ডেঙ্গু কমছে"));
    preview.save(STORY, "+++\ntitle = \n+++\n");
    preview.until("the error", |p| p.printed().contains("dengue.md"));
    assert!(preview.get("/health/dengue/").1.contains("ডেঙ্গু কমছে"));
    preview.save(STORY, &story("ডেঙ্গু শেষ", "তিন।"));
    preview.until("the mended page", shows("/health/dengue/", "ডেঙ্গু শেষ"));
    preview.save("content/health/new.md", &story("নতুন", "চার।"));
    preview.until("a new story", shows("/health/new/", "নতুন"));
    fs::rename(
        preview.site().join("content/health/new.md"),
        preview.site().join("content/health/moved.md"),
    )
    .unwrap();
    preview.until("a renamed story", |p| {
        p.get("/health/moved/").0 == 200 && p.get("/health/new/").0 == 404
    });
    preview.save("content/country/_index.md", "+++\ntitle = \"সারাদেশ\"\n+++\n");
    preview.save("content/country/first.md", &story("প্রথম", "পাঁচ।"));
    preview.until("a story in a new folder", shows("/country/first/", "প্রথম"));
    fs::remove_dir_all(preview.site().join("content/country")).unwrap();
    preview.until("a folder that is gone", |p| p.get("/country/first/").0 == 404);
    preview.save(
        "templates/search.html",
        "{% extends \"layout.html\" %}{% block main %}নিজের ছাঁচ{% endblock main %}",
    );
    preview.until("an own template", shows("/search/", "নিজের ছাঁচ"));
    preview.save("static/a.txt", "এক");
    preview.until("a new file", shows("/a.txt", "এক"));
    preview.save("static/a.txt", "দুই দুই");
    preview.until("a changed file", shows("/a.txt", "দুই দুই"));
    preview.save(
        "khobor.toml",
        "[site]\ntitle = \"অন্য নাম\"\nbase_url = \"https://example.org\"\n",
    );
    preview.until("new settings", shows("/", "অন্য নাম"));
}

/// A small generator, so that a failure can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn git(site: &Path, words: &[&str]) {
    let who = [
        "-c",
        "user.name=k",
        "-c",
        "user.email=k@example.org",
        "-c",
        "commit.gpgsign=false",
    ];
    let done = Command::new("git")
        .arg("-C")
        .arg(site)
        .args(who)
        .args(words)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// Two states of the whole site, between which an editor goes to and fro.
fn two_branches(preview: &Preview, file: &Path) {
    let site = preview.site();
    git(&site, &["init", "-q", "-b", "one"]);
    git(&site, &["add", "content", "khobor.toml"]);
    git(&site, &["commit", "-q", "-m", "এক"]);
    git(&site, &["checkout", "-q", "-b", "two"]);
    fs::write(file, story("ডেঙ্গু", "শুরু-7-শেষ")).unwrap();
    for n in 0..20 {
        preview.save(&format!("content/health/two{n}.md"), &story("দুই", "।"));
    }
    git(&site, &["add", "content"]);
    git(&site, &["commit", "-q", "-m", "দুই"]);
}

#[test]
fn random_saves_never_show_half_a_page() {
    let saves: u32 = std::env::var("KHOBOR_SAVES")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(60);
    let mut preview = Preview::of(&[]).ready();
    assert_eq!(preview.get("/health/dengue/").0, 200);
    let (stop, port, host) = (Arc::new(AtomicBool::new(false)), preview.port, preview.host());
    let poller = {
        let stop = Arc::clone(&stop);
        std::thread::spawn(move || {
            let mut polls = 0;
            while !stop.load(Ordering::Relaxed) {
                let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
                let _ = write!(
                    stream,
                    "GET /health/dengue/ HTTP/1.1\r\n{host}Connection: close\r\n\r\n"
                );
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                // A story that is deleted is not found; that too is told by a whole page.
                let answered = answer.starts_with("HTTP/1.1 200") || answer.starts_with("HTTP/1.1 404");
                assert!(answered && answer.trim_end().ends_with("</html>"), "{answer}");
                let body = answer
                    .split("শুরু-")
                    .nth(1)
                    .map(|rest| rest.split("-শেষ").next().unwrap().to_owned());
                assert!(body.is_none_or(|n| n.parse::<u32>().is_ok()), "half a body");
                polls += 1;
                std::thread::sleep(Duration::from_millis(20));
            }
            polls
        })
    };
    let file = preview.site().join(STORY);
    two_branches(&preview, &file);
    let mut dice = Dice(20_261_122);
    for n in 0..saves {
        let whole = story("ডেঙ্গু", &format!("শুরু-{n}-শেষ"));
        match dice.roll(8) {
            0 => fs::write(&file, &whole).unwrap(),
            1 => {
                fs::write(file.with_extension("tmp"), &whole).unwrap();
                fs::rename(file.with_extension("tmp"), &file).unwrap();
            }
            2 => fs::write(&file, "").unwrap(),
            3 => fs::write(&file, "+++\ntitle = [\n").unwrap(),
            4 => {
                let mut half = fs::File::create(&file).unwrap();
                half.write_all(&whole.as_bytes()[..20]).unwrap();
                std::thread::sleep(Duration::from_millis(dice.roll(60)));
                half.write_all(&whole.as_bytes()[20..]).unwrap();
            }
            5 => {
                let _ = fs::remove_file(&file);
            }
            6 => git(
                &preview.site(),
                &["checkout", "-q", "-f", ["one", "two"][dice.roll(2) as usize]],
            ),
            _ => {
                let _ = fs::rename(&file, file.with_extension("md~"));
                fs::write(&file, &whole).unwrap();
                let _ = fs::remove_file(file.with_extension("md~"));
            }
        }
        std::thread::sleep(Duration::from_millis(dice.roll(120)));
    }
    fs::write(&file, story("ডেঙ্গু", "শুরু-999999-শেষ")).unwrap();
    let end = Instant::now();
    preview.until("the last state", |p| {
        p.get("/health/dengue/").1.contains("শুরু-999999-শেষ")
    });
    let right = end.elapsed();
    stop.store(true, Ordering::Relaxed);
    let polls = poller.join().unwrap();
    println!(
        "{saves} saves, {polls} polls; the last state was right after {} ms",
        right.as_millis()
    );
    assert!(polls > 20);
    preview.is_alive();
}

#[test]
fn a_storm_is_few_rebuilds() {
    let mut preview = Preview::of(&[]).ready();
    let count = |p: &Preview| p.printed().matches("stories ready").count();
    let before = count(&preview);
    let files: u32 = std::env::var("KHOBOR_STORM")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(2_000);
    for n in 0..files {
        preview.save(&format!("content/health/n{n}.md"), &story(&format!("খবর {n}"), "।"));
    }
    preview.until("all of it", |p| {
        p.printed().contains(&format!("{} stories ready", files + 2))
    });
    println!("{files} files, {} rebuilds", count(&preview) - before);
    assert!(count(&preview) - before <= 5, "{} rebuilds", count(&preview) - before);
    preview.is_alive();
}

#[test]
fn replies_wait_for_approval() {
    let preview = Preview::of(&[]).ready();
    let form = "story=health%2Fdengue&name=%E0%A6%B0%E0%A6%B9%E0%A6%BF%E0%A6%AE&email=r%40example.org&website=&comment=a%0A%5B%5Bcomment%5D%5D%0Aid+%3D+%22x%22&homepage=";
    let post = |form: &str, more: &str| {
        let head = format!(
            "{}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n{more}",
            preview.host(),
            form.len()
        );
        let answer =
            preview.raw(format!("POST /_preview/comment HTTP/1.1\r\n{head}Connection: close\r\n\r\n{form}").as_bytes());
        String::from_utf8_lossy(&answer)
            .get(9..12)
            .and_then(|s| s.parse::<u16>().ok())
            .unwrap_or(0)
    };
    let own = format!("Origin: http://localhost:{}\r\n", preview.port);
    assert_eq!(post(form, ""), 403);
    assert_eq!(post(form, "Origin: http://evil.example\r\n"), 403);
    assert_eq!(post(&form.replace("health%2Fdengue", "..%2F..%2Fcanary"), &own), 404);
    assert_eq!(
        post(
            &form.replace("comment=a", &format!("comment={}", "a".repeat(17_000))),
            &own
        ),
        422
    );
    assert_eq!(post(&format!("{form}&x={}", "a".repeat(100_000)), &own), 413);
    assert_eq!(post(&form.replace("homepage=", "homepage=robot"), &own), 303);
    let file = preview.site().join("data/comments/health/dengue.toml");
    assert!(!file.exists());
    assert_eq!((post(form, &own), post(form, &own)), (303, 303));
    let text = fs::read_to_string(&file).unwrap();
    assert!(
        text.matches("approved = false").count() == 2 && !text.contains("example.org"),
        "{text}"
    );
    std::thread::sleep(Duration::from_millis(300));
    assert!(!preview.get("/health/dengue/").1.contains("রহিম"));
    let comments = |words: &[&str]| {
        let done = Command::new(binary())
            .args(["comments", "--json", "--root"])
            .arg(preview.site())
            .args(words)
            .output()
            .unwrap();
        (done.status.success(), String::from_utf8(done.stdout).unwrap())
    };
    let list: serde_json::Value = serde_json::from_str(&comments(&["list"]).1).unwrap();
    let ids: Vec<&str> = list["comments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["id"].as_str().unwrap())
        .collect();
    assert!(ids.len() == 2 && ids[0] != ids[1]);
    assert!(comments(&["approve", ids[0]]).0);
    preview.until("the approved comment", |p| p.get("/health/dengue/").1.contains("রহিম"));
    assert!(comments(&["reject", ids[0], ids[1]]).0);
    assert!(!fs::read_to_string(&file).unwrap().contains("রহিম"));
    assert!(comments(&["undo"]).0 && comments(&["undo"]).0);
    assert_eq!(fs::read_to_string(&file).unwrap(), text);
    assert!(!comments(&["undo"]).0 && !comments(&["approve", "absent"]).0);
}

#[test]
fn drafts_stories_to_come_and_expired_ones_are_shown_on_this_machine() {
    let hidden = |keys: &str, title: &str| format!("+++\ntitle = \"{title}\"\ndate = 2026-11-01\n{keys}+++\nলেখা।\n");
    let files = [
        ("content/health/khosra.md", hidden("draft = true\n", "একটি খসড়া")),
        (
            "content/health/meyad.md",
            hidden("expires = 2026-11-02\n", "পুরোনো বিজ্ঞপ্তি"),
        ),
        (
            "content/health/agami.md",
            hidden("", "আগামী দিনের খবর").replace("2026-11-01", "2126-11-01T09:30:00+06:00"),
        ),
    ];
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let all = Preview::with(&files, &["--now", "2026-11-22T15:00:00+06:00"]).ready();
    let get = |preview: &Preview, path: &str| preview.ask(&format!("GET {path}"), &preview.host());
    for name in ["khosra", "meyad", "agami"] {
        assert_eq!(get(&all, &format!("/health/{name}/")).0, 200, "{name}");
    }
    drop(all);
    let some = Preview::with(&files, &["--published", "--now", "2026-11-22T15:00:00+06:00"]).ready();
    for (name, why) in [
        ("khosra", "it is a draft"),
        ("meyad", "it was taken down at 2026-11-02"),
        ("agami", "it comes at 2126-11-01 09:30"),
    ] {
        let (status, text) = get(&some, &format!("/health/{name}/"));
        assert!(
            status == 404 && text.contains(&format!("content/health/{name}.md is not shown: {why}")),
            "{name}: {status} {text}"
        );
        assert!(text.contains("without `--published`"), "{text}");
    }
    let (status, text) = get(&some, "/health/nai/");
    assert!(status == 404 && !text.contains("is not shown"), "{text}");
}

#[test]
fn a_part_of_a_film_is_sent_as_a_part() {
    let preview = Preview::with(&[("static/v.webm", "0123456789"), ("static/ক.vtt", "WEBVTT\n")], &[]).ready();
    let get = |range: &str| preview.ask("GET /v.webm", &format!("{}{range}", preview.host()));
    let (status, text) = get("Range: bytes=2-4\r\n");
    assert!(status == 206 && text.ends_with("\r\n\r\n234"), "{text}");
    assert!(
        text.to_ascii_lowercase().contains("content-range: bytes 2-4/10"),
        "{text}"
    );
    assert!(get("Range: bytes=-3\r\n").1.ends_with("\r\n\r\n789"));
    let (status, text) = get("Range: bytes=10-\r\n");
    assert!(
        status == 416 && text.to_ascii_lowercase().contains("content-range: bytes */10"),
        "{text}"
    );
    let (status, text) = get("");
    assert!(
        status == 200 && text.to_ascii_lowercase().contains("accept-ranges: bytes"),
        "{text}"
    );
    let (_, text) = preview.ask("GET /%E0%A6%95.vtt", &preview.host());
    assert!(text.to_ascii_lowercase().contains("content-type: text/vtt"), "{text}");
}

#[test]
fn a_site_in_a_folder_is_found_without_the_last_slash() {
    let below = "[site]\ntitle = \"খবর\"\nbase_url = \"https://example.org/news/\"\n";
    let preview = Preview::with(&[("khobor.toml", below)], &[]).ready();
    for path in ["/news", "/"] {
        let (status, text) = preview.ask(&format!("GET {path}"), &preview.host());
        assert!(
            status == 302 && text.to_ascii_lowercase().contains("location: /news/\r\n"),
            "{path}: {text}"
        );
    }
    assert_eq!(preview.ask("GET /news/", &preview.host()).0, 200);
}

/// Nobody waits for five sizes: the one that is asked for comes first, as a build makes it; then all of them are kept.
#[cfg(feature = "pictures")]
#[test]
fn the_size_of_a_picture_that_a_tab_asks_for_comes_first_and_the_others_are_kept() {
    let preview = Preview::of(&[]).ready();
    let noise = image::RgbImage::from_fn(1300, 900, |x, y| {
        image::Rgb([(x / 6) as u8, (y / 4) as u8, (x * y % 97) as u8])
    });
    let folder = preview.site().join("content/health/ghat");
    fs::create_dir_all(&folder).unwrap();
    noise.save(folder.join("ghat.jpg")).unwrap();
    write(
        &folder.join("index.md"),
        &story("ঘাট", "লেখা।").replacen("+++\n", "+++\nimage = \"ghat.jpg\"\n", 1),
    );
    let page = || preview.get("/health/ghat/").1;
    preview.until("the picture's page", |_| page().contains("/assets/p/"));
    let page = page();
    let address = page
        .split('"')
        .flat_map(|part| part.split([' ', ',']))
        .find(|part| part.ends_with("-800x554.webp"));
    let address = address.expect("a size of 800 pixels");
    let store = preview.site().join(".khobor/pictures");
    let kept = || kept_file(&store, ".set").is_some();
    assert!(!kept(), "nothing is made before a tab asks");
    let first =
        preview.raw(format!("GET {address} HTTP/1.1\r\n{}Connection: close\r\n\r\n", preview.host()).as_bytes());
    assert!(
        first.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&first[..200.min(first.len())])
    );
    preview.until("all sizes", |_| kept());
    let file = kept_file(&store, "-800.webp").expect("kept as a build keeps it");
    assert!(first.ends_with(&fs::read(file).unwrap()), "the same bytes");
}

/// A file in the store of pictures with such an ending.
#[cfg(feature = "pictures")]
fn kept_file(store: &Path, ending: &str) -> Option<PathBuf> {
    let folders = fs::read_dir(store).ok()?.flatten();
    let files = folders
        .filter_map(|folder| fs::read_dir(folder.path()).ok())
        .flatten()
        .flatten();
    let mut paths = files.map(|file| file.path());
    paths.find(|path| path.to_string_lossy().ends_with(ending))
}
