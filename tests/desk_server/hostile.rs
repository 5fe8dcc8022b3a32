//! What strangers, other sites and stolen texts try: paths, origins, payloads, uploads. Nothing of it comes through.

use super::client::Client;
use super::markup::markup;
use super::payloads::payload;
use super::{Answer, CANARY, Desk, PATH, STORY, part, with_body, write};
use khobor::desk::story_parts;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

/// Every file of a site but the desk's own and the caches, by its digest.
fn files(desk: &Desk) -> BTreeMap<String, String> {
    let all = walkdir::WalkDir::new(desk.folder.path())
        .into_iter()
        .filter_map(Result::ok)
        .filter(|e| !e.file_type().is_dir());
    let name = |path: &std::path::Path| {
        path.strip_prefix(desk.folder.path())
            .unwrap()
            .to_string_lossy()
            .into_owned()
    };
    let counts = |path: &str| !path.starts_with("site/.desk") && !path.starts_with("site/.khobor");
    all.map(|e| {
        (
            name(e.path()),
            fs::read(e.path()).map_or_else(|_| String::new(), |bytes| blake3::hash(&bytes).to_string()),
        )
    })
    .filter(|(path, _)| counts(path))
    .collect()
}

/// Lines that lead elsewhere on some system, by some encoding, or that name what the desk does not write.
fn odd_paths() -> Vec<String> {
    let plain = [
        "",
        "/",
        "khobor.toml",
        ".secret",
        "../canary.txt",
        "/etc/passwd",
        "templates/base.html",
        "themes/x/theme.toml",
        "static/x.html",
        "data/front.toml",
        "content",
        "content/",
        "content/desh",
        "content/desh/_index.md",
        "content/desh/.x.md",
        "content/desh/~x.md",
        "content/pages/a.md",
        "content/desh/a.html",
        "content/desh/a.toml",
        "C:\\a.md",
        "content\\desh\\a.md",
        "content/desh/a.md:stream",
        "content/desh/a.md\0",
        "content/desh/a\n.md",
        ".desk/desk.db",
        ".git/config",
        "public/a.md",
        "content//desh/a.md",
        "content/desh/a.md/",
        "file:///etc/passwd",
        "\\\\evil\\share\\a.md",
        "content/desh/CON.md",
        "content/desh/a.md%00.png",
        "~/a.md",
        "/proc/self/environ",
    ];
    let climbs = [
        "..",
        ".",
        "%2e%2e",
        "..%2f",
        "%2e%2e%2f",
        "..%5c",
        "%252e%252e",
        "..;",
        "....//",
        "\u{ff0e}\u{ff0e}",
        "%c0%ae%c0%ae",
    ];
    let tails = [
        "canary.txt",
        "canary.md",
        "site/.secret",
        "content/desh/x.md",
        "x/index.md",
        "index.md",
    ];
    let mut lines: Vec<String> = plain.map(str::to_owned).into();
    for climb in climbs {
        for tail in tails {
            lines.push(format!("{climb}/{tail}"));
            lines.push(format!("content/{climb}/{tail}"));
            lines.push(format!("content/desh/{climb}/{climb}/{climb}/{tail}"));
            lines.push(format!("content/desh/2026-11-01-nodi/{climb}/{tail}"));
        }
    }
    lines
}

#[test]
fn no_path_leads_elsewhere() {
    let desk = Desk::of(&[]);
    let mut client = Client::new(&desk);
    let lines = odd_paths();
    assert!(lines.len() >= 299, "{}", lines.len());
    let before = files(&desk);
    let story = desk.story(PATH);
    let sent = json!({ "after": story["after"], "source": "x", "was": story, "mine": story }).to_string();
    let refused = |answer: &Answer, what: &str| {
        assert!(
            (400..500).contains(&answer.status),
            "{what:?}: {} {}",
            answer.status,
            answer.text()
        );
        assert!(!answer.text().contains(CANARY), "{what:?}");
    };
    for line in &lines {
        for id in [part(line), line.replace([' ', '\n', '\0', '\\'], "_")] {
            for page in ["/write", "/publish", "/history", "/api/story", "/picture"] {
                refused(&client.get(&format!("{page}?id={id}&name={id}&v=1")), line);
            }
            refused(&client.get(&format!("/picture?id={}&name={id}", part(PATH))), line);
            refused(&client.get(&format!("/desk/{id}")), line);
            for request in [
                "PUT /api/copy",
                "POST /api/keep",
                "POST /api/merge",
                "POST /api/picture",
            ] {
                refused(
                    &client.ask(&format!("{request}?id={id}&name={id}"), sent.as_bytes()),
                    line,
                );
            }
        }
        for page in [
            "write",
            "publish",
            "move",
            "restore",
            "restore-file",
            "take-back",
            "follow",
        ] {
            let fields = [
                ("section", line.as_str()),
                ("name", line),
                ("when", "now"),
                ("v", "1"),
                ("after", "f00"),
                ("body", "x"),
            ];
            refused(&client.form(&format!("/{page}?id={}", part(line)), &fields), line);
        }
        let discard = client.form(&format!("/discard?id={}", part(line)), &[]);
        assert!(
            discard.status == 303 && discard.location().starts_with("/write?id="),
            "there is nothing to throw away"
        );
        for (page, field) in [("/comments", "comment"), ("/not-breaking", "id"), ("/new", "section")] {
            refused(
                &client.form(page, &[(field, line), ("verb", "approve"), ("title", "ক")]),
                line,
            );
        }
        let move_to = client.form(&format!("/move?id={}", part(PATH)), &[("section", line), ("name", "x")]);
        refused(&move_to, line);
        if !line.is_empty() {
            refused(&client.form("/front", &[("story0", line)]), line);
        }
    }
    let changed: Vec<_> = files(&desk)
        .into_iter()
        .filter(|(path, hash)| before.get(path) != Some(hash))
        .collect();
    assert!(changed.is_empty() && files(&desk).len() == before.len(), "{changed:?}");
}

#[test]
fn a_headline_or_a_name_is_never_a_path() {
    let desk = Desk::of(&[]);
    let mut client = Client::new(&desk);
    let (before, mut id) = (files(&desk), PATH.to_owned());
    for (n, line) in odd_paths().iter().enumerate().step_by(3) {
        let made = client.form("/new", &[("title", line), ("section", "desh")]);
        assert!(matches!(made.status, 303 | 404), "{line:?}: {}", made.status);
        let moved = client.form(
            &format!("/move?id={}", part(&id)),
            &[("section", ["desh", "khela"][n % 2]), ("name", line)],
        );
        assert!(
            matches!(moved.status, 303 | 404 | 409),
            "{line:?}: {} {}",
            moved.status,
            moved.text()
        );
        if moved.status == 303 {
            id = moved.location().trim_start_matches("/write?id=").to_owned();
        }
        let png = include_bytes!("../../static/icon.png");
        let sent = client.ask(&format!("POST /api/picture?id={}&name={}", part(&id), part(line)), png);
        assert_eq!(sent.status, 201, "{line:?} {}", sent.text());
    }
    let plain = |name: &str| {
        name.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    for new in files(&desk).into_keys().filter(|path| !before.contains_key(path)) {
        let inside = new
            .strip_prefix("site/content/desh/")
            .or(new.strip_prefix("site/content/khela/"));
        let parts: Vec<&str> = inside.unwrap_or_else(|| panic!("{new}")).split('/').collect();
        let is_file = |name: &str| name == "index.md" || name.strip_suffix(".png").is_some_and(plain);
        assert!(
            plain(parts[0]) && parts.len() <= 2 && parts.get(1).is_none_or(|name| is_file(name)),
            "{new}"
        );
    }
}

/// Forty pairs of a Host with what a browser says of where a request comes from, and none of them the desk's own.
fn pairs(desk: &Desk) -> Vec<String> {
    let (p, preview) = (desk.port, desk.preview);
    let own = format!("localhost:{p}");
    let mut all = Vec::new();
    for host in [
        format!("localhost:{preview}"),
        "evil.example".to_owned(),
        format!("evil.example:{p}"),
        format!("127.0.0.1.nip.io:{p}"),
        format!("localhost.:{p}x"),
    ] {
        for from in [
            "",
            "Origin: null\r\n",
            &format!("Origin: http://localhost:{p}\r\n"),
            &format!("Origin: http://{host}\r\nSec-Fetch-Site: same-origin\r\n"),
        ] {
            all.push(format!("Host: {host}\r\n{from}"));
        }
    }
    let origins = [
        "null".to_owned(),
        "https://evil.example".to_owned(),
        format!("http://localhost:{preview}"),
        format!("https://localhost:{p}"),
        format!("http://127.0.0.1:{p}"),
        format!("http://localhost:{p}.evil.example"),
        format!("http://evil.example#http://localhost:{p}"),
        "http://localhost".to_owned(),
        "file://".to_owned(),
        format!("http://localhost:{p}/"),
        format!("http://LOCALHOST:{p} "),
    ];
    all.extend(
        origins[..10]
            .iter()
            .map(|origin| format!("Host: {own}\r\nOrigin: {origin}\r\n")),
    );
    for site in ["cross-site", "same-site", "none", "evil", "same-origin, cross-site"] {
        all.push(format!(
            "Host: {own}\r\nOrigin: http://{own}\r\nSec-Fetch-Site: {site}\r\n"
        ));
    }
    all.push(format!("Host: {own}\r\nSec-Fetch-Site: same-origin\r\n"));
    all.push(format!("Host: {own}\r\n"));
    all.push(format!("Host: {own}\r\nHost: evil.example\r\nOrigin: http://{own}\r\n"));
    all.push(format!(
        "Host: {own}\r\nOrigin: http://{own}\r\nOrigin: https://evil.example\r\n"
    ));
    all.push(format!(
        "Host: {own}\r\nOrigin: http://{own}\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n"
    ));
    all
}

#[test]
fn only_pages_of_the_desk_change_anything() {
    let desk = Desk::of(&[]);
    let mut client = Client::new(&desk);
    let (before, story, id) = (files(&desk), desk.story(PATH), part(PATH));
    let change = with_body(&story, "চুরি।").to_string();
    let after = story["after"].as_str().unwrap();
    let form = format!(
        "token={}&body=x&form=parts&do=keep&after={after}&section=khela&name=x&when=now&title=x&verb=approve&story0=",
        desk.token
    );
    let api = ["/api/copy", "/api/keep", "/api/merge", "/api/picture", "/api/paste"];
    let posts = [
        "/new",
        "/write",
        "/publish",
        "/take-back",
        "/move",
        "/discard",
        "/follow",
        "/restore-file",
        "/restore",
        "/comments",
        "/front",
        "/not-breaking",
    ];
    let pairs = pairs(&desk);
    assert_eq!(pairs.len(), 40);
    let mut tried = 0;
    for pair in &pairs {
        for method in [
            "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "LINK", "post",
        ] {
            for path in api.iter().chain(&posts) {
                let (sent, own) = if path.starts_with("/api/") {
                    (&change, "khobor-desk: 1\r\n")
                } else {
                    (&form, "Content-Type: application/x-www-form-urlencoded\r\n")
                };
                let answer = client.raw(
                    &format!("{method} {path}?id={id}&name=a.png"),
                    &format!("{pair}{own}"),
                    sent.as_bytes(),
                );
                assert!(answer.status >= 400, "{method} {path} {pair}: {}", answer.status);
                assert!(!answer.head.to_ascii_lowercase().contains("access-control-"));
                tried += 1;
            }
        }
        // Reading changes nothing either, and what has the desk's own name in no header is not read.
        for method in ["GET", "HEAD"] {
            for path in api
                .iter()
                .chain(&posts)
                .chain(&["/", "/api/story", "/api/job", "/history"])
            {
                let answer = client.raw(&format!("{method} {path}?id={id}"), pair, b"");
                let foreign = !pair.starts_with(&format!("Host: localhost:{}\r\n", desk.port))
                    || pair.matches("Host: ").count() > 1;
                assert!(
                    !foreign || answer.status >= 400,
                    "{method} {path} {pair}: {}",
                    answer.status
                );
                tried += 1;
            }
        }
    }
    println!("{tried} requests");
    // The right place, but without the header, with another token, in another form.
    let own = format!("Host: localhost:{p}\r\nOrigin: http://localhost:{p}\r\n", p = desk.port);
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    for path in api {
        assert_eq!(
            client
                .raw(&format!("POST {path}?id={id}"), &own, change.as_bytes())
                .status,
            403,
            "{path}"
        );
    }
    let stale = form.replace(&desk.token, "0123");
    for path in posts {
        assert_eq!(
            client
                .raw(
                    &format!("POST {path}?id={id}"),
                    &format!("{own}{kind}"),
                    stale.as_bytes()
                )
                .status,
            403,
            "{path}"
        );
        for kind in [
            "",
            "Content-Type: text/plain\r\n",
            "Content-Type: multipart/form-data; boundary=x\r\n",
        ] {
            assert_eq!(
                client
                    .raw(
                        &format!("POST {path}?id={id}"),
                        &format!("{own}{kind}"),
                        form.as_bytes()
                    )
                    .status,
                415,
                "{path}"
            );
        }
    }
    assert_eq!((files(&desk), desk.story(PATH)), (before, story));
    let page = desk.get("/").head.to_ascii_lowercase();
    assert!(
        page.contains("frame-ancestors 'none'")
            && !page.contains("unsafe")
            && page.contains("x-frame-options: deny")
            && page.contains("nosniff"),
        "{page}"
    );
    // The preview may be shown by the desk and by nobody else.
    let (policy, p) = (desk.page("/desh/nodi/").head, desk.port);
    assert!(
        policy.contains(&format!(
            "frame-ancestors 'self' http://localhost:{p} http://127.0.0.1:{p}"
        )),
        "{policy}"
    );
}

/// The fields of front matter that hold text.
const FIELDS: [&str; 14] = [
    "title",
    "kicker",
    "subtitle",
    "authors",
    "tags",
    "summary",
    "dateline",
    "series",
    "image",
    "image_alt",
    "image_caption",
    "image_credit",
    "image_focus",
    "related",
];

fn options() -> khobor::source::ReadOptions {
    khobor::source::ReadOptions {
        zone: jiff::tz::TimeZone::get("Asia/Dhaka").unwrap(),
        edition: khobor::bengali::Edition::Bd,
        unsafe_html: false,
        max_bytes: 8 << 20,
    }
}

/// What pages are made of when nobody means harm.
struct Harmless {
    elements: BTreeSet<String>,
    begins: Vec<String>,
}

impl Harmless {
    fn new(desk: &Desk, client: &mut Client<'_>, screens: &[String]) -> Self {
        let mut elements = BTreeSet::new();
        let (words, long) = ("ভালো কথা", "কথা ".repeat(120));
        for body in ["এক।\n\nদুই|\n", "{% <factbox> %}", "এক।"] {
            let mut sent = with_body(&desk.story(PATH), body);
            for field in FIELDS {
                sent["fields"][field] = if field == "summary" { long.as_str() } else { words }.into();
            }
            client.ask(&format!("PUT /api/copy?id={}", part(PATH)), sent.to_string().as_bytes());
            for screen in screens {
                elements.extend(markup(&client.get(&screen.replace("PAYLOAD", "ভালো")).text()).elements);
            }
        }
        elements.extend(markup(&client.get("/write?id=none").text()).elements);
        let begins = [
            "/",
            "http://localhost:",
            "https://kagoj.example/",
            "https://wa.me/?text=",
            "width=device-width",
        ]
        .map(str::to_owned)
        .into();
        client.form(&format!("/discard?id={}", part(PATH)), &[]);
        Harmless { elements, begins }
    }

    #[track_caller]
    fn has(&self, page: &Answer, what: &str) {
        let found = markup(&page.text());
        let strange: Vec<_> = found.elements.difference(&self.elements).collect();
        assert!(strange.is_empty(), "{what}: {strange:?}");
        for address in &found.addresses {
            let known = self.begins.iter().any(|begin| address.starts_with(begin)) && !address.starts_with("//");
            assert!(known, "{what}: {address}");
        }
        assert!(!page.head.to_ascii_lowercase().contains("a=b"), "{what}: {}", page.head);
    }
}

/// A value as one line, as front matter says it.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What was kept says what was typed, in a file that has its form still; or the file is as it was.
fn is_whole(file: &str, sent: &Value, n: usize) {
    assert!(
        file.starts_with("+++\n# সম্পাদকের নোট\n") && file.contains("\n[extra]\ndag = 3\n+++\n"),
        "{n}: {file}"
    );
    let parts = story_parts(PATH, file, &options()).unwrap_or_else(|| panic!("{n}: {file}"));
    for field in ["title", "kicker", "summary", "image_alt"] {
        assert_eq!(
            one_line(&parts.fields[field]),
            one_line(sent["fields"][field].as_str().unwrap()),
            "{n} {field}"
        );
    }
    let body = sent["body"].as_str().unwrap().replace("\r\n", "\n").replace('\r', "\n");
    assert_eq!(parts.body, body.trim_matches('\n'), "{n}");
}

#[test]
fn a_thousand_payloads_are_text_in_every_field_on_every_screen() {
    let desk = Desk::of(&[]);
    let mut client = Client::new(&desk);
    let id = part(PATH);
    let screens: Vec<String> = [
        "/",
        "/?tab=writing",
        "/?q=PAYLOAD&tab=PAYLOAD&section=PAYLOAD&page=PAYLOAD",
        &format!("/write?id={id}"),
        &format!("/publish?id={id}"),
        &format!("/history?id={id}&v=1"),
        "/front",
        "/write?id=PAYLOAD",
    ]
    .map(str::to_owned)
    .into();
    // A version to compare with, and a story to choose.
    let copy = desk.type_over(PATH, "এক।\n\nদুই।\n");
    desk.keep(PATH, &copy);
    let harmless = Harmless::new(&desk, &mut client, &screens);
    let (mut kept, mut refused) = (0, 0);
    let outside = |desk: &Desk| {
        let mut all = files(desk);
        all.remove(&format!("site/{PATH}"));
        all
    };
    let before = outside(&desk);
    for n in 0..1000 {
        let payload = payload(n);
        let story: Value = client.ask(&format!("GET /api/story?id={id}"), b"").json();
        let mut sent = with_body(&story, &format!("{payload}\n\nশেষ {n}।"));
        for field in FIELDS {
            sent["fields"][field] = payload.as_str().into();
        }
        if n % 7 == 0 {
            // A picture or a focus that is none is refused, whatever else the text says.
            for field in ["image", "image_focus", "related"] {
                sent["fields"][field] = "".into();
            }
        }
        let answer = client.ask(&format!("PUT /api/copy?id={id}"), sent.to_string().as_bytes());
        assert!(
            matches!(answer.status, 200 | 422),
            "{n}: {} {}",
            answer.status,
            answer.text()
        );
        assert!(
            answer.head.to_ascii_lowercase().contains("application/json") && answer.head.contains("nosniff"),
            "{}",
            answer.head
        );
        let short: String = payload.chars().take(300).collect();
        for screen in &screens {
            let page = client.get(&screen.replace("PAYLOAD", &part(&short)));
            harmless.has(&page, &format!("{n} {screen}"));
        }
        // Every seventh is kept, as far as a build can read it.
        if n % 7 == 0 && answer.status == 200 {
            let file = desk.file(PATH);
            let done = client.ask(
                &format!("POST /api/keep?id={id}"),
                json!({ "after": answer.json()["after"] }).to_string().as_bytes(),
            );
            match done.status {
                200 => {
                    kept += 1;
                    is_whole(&desk.file(PATH), &sent, n);
                }
                422 => {
                    refused += 1;
                    assert_eq!(desk.file(PATH), file, "{n}");
                }
                status => panic!("{n}: {status} {}", done.text()),
            }
        }
        client.form(&format!("/discard?id={id}"), &[]);
    }
    println!("{kept} kept, {refused} refused");
    assert!(kept > 60, "{kept} kept, {refused} refused");
    assert_eq!(outside(&desk), before);
    // The site that they were kept into is one that a build reads.
    let check = std::process::Command::new(env!("CARGO_BIN_EXE_khobor"))
        .args(["build", "--root"])
        .arg(desk.path(""))
        .output()
        .unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stderr));
}

#[test]
fn payloads_in_comments_names_and_whole_texts_are_text() {
    let desk = Desk::of(&[]);
    let mut client = Client::new(&desk);
    let comment = |n: usize, text: &str| {
        let quoted = khobor::source::toml_string(text);
        format!(
            "[[comment]]\nid = \"m{n}\"\nname = {quoted}\ndate = 2026-11-02T08:00:00+06:00\napproved = false\nbody = {quoted}\n\n"
        )
    };
    let file = desk.path("data/comments/desh/nodi.toml");
    write(&file, comment(0, "ভালো"));
    let mut harmless = Harmless::new(&desk, &mut client, &["/comments".to_owned(), "/".to_owned()]);
    for round in 0..10 {
        let text: String = (0..100).map(|n| comment(n, &payload(round * 100 + n))).collect();
        write(&file, text);
        let page = client.get("/comments");
        assert!(
            page.text().matches("<blockquote>").count() > 90,
            "{round}: {}",
            page.text()
        );
        harmless.has(&page, &format!("comments {round}"));
    }
    // A whole text that is no front matter at all is shown in its field.
    let own = client.ask(
        &format!("PUT /api/copy?id={}", part(PATH)),
        json!({ "after": desk.story(PATH)["after"], "source": "+++\ntitle = \n+++\nx" })
            .to_string()
            .as_bytes(),
    );
    assert_eq!(own.status, 200, "{}", own.text());
    let screens = [
        format!("/write?id={}", part(PATH)),
        format!("/publish?id={}", part(PATH)),
        "/?tab=writing".to_owned(),
    ];
    for screen in &screens {
        harmless.elements.extend(markup(&client.get(screen).text()).elements);
    }
    let mut after = own.json()["after"].clone();
    for n in (0..1000).step_by(5) {
        let put = client.ask(
            &format!("PUT /api/copy?id={}", part(PATH)),
            json!({ "after": after, "source": format!("+++\ntitle = {}\n+++\nx", payload(n)) })
                .to_string()
                .as_bytes(),
        );
        assert_eq!(put.status, 200, "{}", put.text());
        after = put.json()["after"].clone();
        for screen in &screens {
            let page = client.get(screen);
            let has_parts = page.text().contains("name=\"form\" value=\"parts\"");
            if !has_parts {
                harmless.has(&page, &format!("{n} {screen}"));
            }
        }
    }
    assert_eq!(desk.file(PATH), STORY);
}
