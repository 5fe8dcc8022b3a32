//! Corrections, YAML as TOML, findings in the list, pictures of the archive, comments from the inbox.

use super::process::Process;
use super::{CANARY, Desk, PATH, STORY, TOKEN, part, with_body, write};
use serde_json::{Value, json};

use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

const PNG: &[u8] = include_bytes!("../../static/icon.png");

#[test]
fn a_correction_is_written_by_a_form_and_shown_to_readers() {
    let yaml = (
        "content/desh/y.md",
        "---\n# নোট\ntitle: চর\ndate: 2026-11-02\n---\nএক।\n",
    );
    let text = ("content/desh/t.txt", "শিরোনাম: হাট\nতারিখ: ২ নভেম্বর ২০২৬\n\nএক।\n");
    let desk = Desk::of(&[yaml, text]);
    for id in [PATH, yaml.0] {
        assert!(
            desk.get(&format!("/publish?id={}", part(id)))
                .text()
                .contains("name=\"correction\"")
        );
        let fields = [
            ("when", "now"),
            ("changed", "on"),
            ("correction", "নামের “বানান”\nঠিক করা হয়েছে।"),
        ];
        assert_eq!(desk.form(&format!("/publish?id={}", part(id)), &fields).status, 303);
    }
    let file = desk.file(PATH);
    assert!(
        file.contains("# সম্পাদকের নোট") && file.contains("dag = 3\n") && file.contains("[[corrections]]\ndate = 20"),
        "{file}"
    );
    assert!(
        file.contains("text = \"নামের “বানান” ঠিক করা হয়েছে।\"\n") && file.contains("updated = "),
        "{file}"
    );
    let file = desk.file(yaml.0);
    assert!(
        file.starts_with("---\n# নোট\ntitle: চর\ndate: 2026-11-02\n") && file.contains("corrections:\n- date: "),
        "{file}"
    );
    desk.until("the correction on the page", |d| {
        d.page("/desh/nodi/").text().contains("ঠিক করা হয়েছে।")
    });
    // Those before are shown; a second one stands behind the first.
    assert!(
        desk.get(&format!("/publish?id={}", part(PATH)))
            .text()
            .contains("ঠিক করা হয়েছে।</p>")
    );
    assert_eq!(
        desk.form(
            &format!("/publish?id={}", part(PATH)),
            &[("when", "now"), ("correction", "তারিখও।")]
        )
        .status,
        303
    );
    assert_eq!(desk.file(PATH).matches("[[corrections]]").count(), 2);
    assert!(
        !desk
            .get(&format!("/publish?id={}", part(text.0)))
            .text()
            .contains("name=\"correction\"")
    );
    assert_eq!(
        desk.form(
            &format!("/publish?id={}", part(text.0)),
            &[("when", "now"), ("correction", "ক")]
        )
        .status,
        422
    );
    assert_eq!(desk.file(text.0), text.1);
}

#[test]
fn yaml_gets_the_form_of_toml_when_the_editor_says_so() {
    let yaml =
        "---\n# নোট\ntitle: 'চর: নদী' # ঠিক\ndate: 2026-11-02 08:00\nauthors: [রহিমা]\nextra:\n  dag: 3\n---\n\nএক।\n";
    let desk = Desk::of(&[("content/desh/y.md", yaml)]);
    let id = "content/desh/y.md";
    let page = desk.get(&format!("/write?id={}", part(id))).text();
    assert!(
        page.contains("/as-toml?id=")
            && !desk
                .get(&format!("/write?id={}", part(PATH)))
                .text()
                .contains("/as-toml")
    );
    let before = desk.story(id);
    let after = before["after"].as_str().unwrap();
    assert_eq!(
        desk.form(&format!("/as-toml?id={}", part(id)), &[("after", "late")])
            .status,
        409
    );
    assert_eq!(
        desk.form(&format!("/as-toml?id={}", part(id)), &[("after", after)])
            .status,
        303
    );
    assert_eq!(desk.file(id), yaml, "it is a working copy first");
    let story = desk.story(id);
    assert_eq!((&story["fields"], &story["body"]), (&before["fields"], &before["body"]));
    assert_eq!(desk.keep(id, &story).status, 200);
    let toml = "+++\n# নোট\n# ঠিক\ntitle = \"চর: নদী\"\ndate = \"2026-11-02 08:00\"\nauthors = [\"রহিমা\"]\n[extra]\ndag = 3\n+++\n\nএক।\n";
    assert_eq!(desk.file(id), toml);
    let after = desk.story(PATH)["after"].as_str().unwrap().to_owned();
    assert_eq!(
        desk.form(&format!("/as-toml?id={}", part(PATH)), &[("after", &after)])
            .status,
        422
    );
    assert_eq!(desk.file(PATH), STORY);
}

#[test]
fn the_list_says_how_much_is_to_mend() {
    let desk = Desk::of(&[]);
    let count = || {
        let page = desk.get("/").text();
        let found = page
            .split("class=\"state lint\">")
            .nth(1)
            .map(|rest| rest.split(' ').next().unwrap().parse::<usize>().unwrap());
        found.unwrap_or(0)
    };
    assert_eq!(count(), 0);
    let copy = desk.type_over(PATH, "সে এল| তারপর গেল।\n\nআবার| আবার।");
    let faults = copy["faults"].as_array().unwrap().len();
    assert!(faults > 0 && count() == faults && count() == faults, "{copy}");
    let copy = desk
        .api("PUT", "copy", PATH, &with_body(&desk.story(PATH), "সে এল।"))
        .json();
    assert_eq!((copy["faults"].as_array().unwrap().len(), count()), (0, 0));
    write(&desk.path(PATH), STORY.replace("দুই।", "দুই|"));
    desk.form(&format!("/discard?id={}", part(PATH)), &[]);
    assert!(count() > 0);
}

#[test]
fn pictures_of_the_archive_are_found_and_taken() {
    let old = "+++\ntitle = \"বন্যার ছবি\"\ndate = 2026-10-01\nimage = \"nouka.png\"\nimage_alt = \"নৌকায় মানুষ\"\nimage_caption = \"চাঁদপুরে\"\nimage_credit = \"রহিমা খাতুন\"\n+++\nক\n";
    let shared = "+++\ntitle = \"মাঠ\"\ndate = 2026-10-02\nimage = \"/images/math.png\"\nimage_alt = \"মাঠ\"\n+++\nক\n";
    let folder = super::site(&[
        ("content/khela/2026-10-01-bonna/index.md", old),
        ("content/khela/b.md", shared),
    ]);
    let site = folder.path().join("site");
    for path in [
        "content/khela/2026-10-01-bonna/nouka.png",
        "static/images/math.png",
        "static/images/Akash-Nil.png",
        "content/desh/2026-11-01-nodi/own.png",
    ] {
        write(&site.join(path), PNG);
    }
    write(&site.join("static/secret.txt"), CANARY);
    let desk = Desk::at(folder);
    let found = |words: &str| -> Vec<String> {
        let said = desk.get(&format!("/api/pictures?q={}", part(words))).json();
        said["pictures"]
            .as_array()
            .unwrap()
            .iter()
            .map(|p| p["path"].as_str().unwrap().to_owned())
            .collect()
    };
    let boat = "content/khela/2026-10-01-bonna/nouka.png";
    for words in ["বন্যা", "নৌকায়", "চাঁদপুরে", "রহিমা", "রহিমা বন্যার", "nouka"]
    {
        assert_eq!(found(words), [boat], "{words}");
    }
    assert_eq!(found("মাঠ"), ["static/images/math.png"]);
    assert_eq!(found("akash"), ["static/images/Akash-Nil.png"]);
    assert!(found("রহিমা মাঠ").is_empty() && found("").len() >= 4);
    let said = desk.get(&format!("/api/pictures?q={}", part("রহিমা"))).json();
    assert_eq!(
        (&said["pictures"][0]["alt"], &said["pictures"][0]["credit"]),
        (&"নৌকায় মানুষ".into(), &"রহিমা খাতুন".into())
    );
    let shown = desk.get(&format!("/archive?path={}", part(boat)));
    assert!(shown.status == 200 && shown.body == PNG && shown.head.contains("image/png"));
    // A copy beside the story; an address where all stories share it; a name where it is there already.
    let take = |path: &str| desk.api("POST", "take", PATH, &json!({ "path": path }));
    assert_eq!(take(boat).json()["name"], "nouka.png");
    assert!(desk.path("content/desh/2026-11-01-nodi/nouka.png").exists());
    assert_eq!(take("static/images/math.png").json()["name"], "/images/math.png");
    assert_eq!(take("content/desh/2026-11-01-nodi/own.png").json()["name"], "own.png");
    assert!(!desk.path("content/desh/2026-11-01-nodi/math.png").exists());
    let mut sent = with_body(
        &desk.story(PATH),
        "এক।\n\n{{<figure src=\"/images/math.png\" alt=\"মাঠ\" />}}",
    );
    sent["fields"]["image"] = "nouka.png".into();
    let copy = desk.api("PUT", "copy", PATH, &sent).json();
    assert!(!copy["faults"].to_string().contains("error"), "{copy}");
    assert_eq!(desk.keep(PATH, &copy).status, 200);
    desk.until("the picture on the page", |d| {
        d.page("/desh/nodi/").text().contains("nouka")
    });
    // What is no picture of the site, whatever it is called, is not shown.
    write(&desk.path("static/fake.png"), CANARY);
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/hostname", desk.path("static/link.png")).unwrap();
    for path in [
        "static/secret.txt",
        "static/fake.png",
        "static/link.png",
        "khobor.toml",
        ".secret",
        "../canary.txt",
        "content/desh/../../.secret",
        "static",
        "",
        "/etc/hostname",
        PATH,
    ] {
        let shown = desk.get(&format!("/archive?path={}", part(path)));
        assert!(
            shown.status == 404 && !shown.text().contains(CANARY),
            "{path}: {}",
            shown.status
        );
        let taken = take(path);
        assert!((400..500).contains(&taken.status), "{path}: {}", taken.status);
    }
    assert!(
        desk.api("POST", "take", "content/desh/none.md", &json!({ "path": boat }))
            .status
            >= 400
    );
}

/// A free port, as far as anybody can say.
fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

fn post_comment(port: u16, words: &str) {
    let body = format!(
        "story=desh%2Fnodi&url=https%3A%2F%2Fkagoj.example%2Fdesh%2Fnodi%2F&comment={}&name={}&email=&website=&homepage=",
        part(words),
        part("রহিমা")
    );
    let head = format!(
        "POST /comment HTTP/1.1\r\nHost: montobbo.kagoj.example\r\nOrigin: https://kagoj.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
}

#[cfg(all(feature = "inbox", feature = "deploy"))]
#[test]
fn comments_come_from_the_inbox_by_themselves() {
    let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
    let start = || {
        let mut inbox = Command::new(env!("CARGO_BIN_EXE_khobor"));
        inbox.args([
            "inbox",
            "--lang",
            "en",
            "--portal",
            "https://kagoj.example",
            "--port",
            &port.to_string(),
            "--db",
        ]);
        let inbox = Process::start(
            inbox
                .arg(folder.path().join("inbox.db"))
                .env("KHOBOR_INBOX_TOKEN", TOKEN)
                .stdin(Stdio::null()),
        );
        let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while !inbox.printed().contains("/comment") {
            assert!(std::time::Instant::now() < end, "{}", inbox.printed());
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        inbox
    };
    let inbox = start();
    post_comment(port, "প্রথম মন্তব্য, ভালো লাগল।");
    let config = format!(
        "[site]\ntitle = \"কাগজ\"\nbase_url = \"https://kagoj.example\"\n[comments]\nendpoint = \"http://127.0.0.1:{port}/comment\"\n"
    );
    let desk = Desk::of(&[("khobor.toml", &config)]);
    desk.until("the first comment", |d| {
        d.get("/comments").text().contains("প্রথম মন্তব্য")
    });
    assert!(desk.file("data/comments/desh/nodi.toml").contains("approved = false"));
    post_comment(port, "দ্বিতীয় মন্তব্য।");
    assert_eq!(desk.form("/pull", &[]).status, 303);
    desk.until("the second comment", |d| {
        d.get("/comments").text().contains("দ্বিতীয় মন্তব্য")
    });
    desk.until("how many are new", |d| d.get("/comments").text().contains("new: 1"));
    // An inbox that is away is reported, and no request waits for it.
    drop(inbox);
    desk.form("/pull", &[]);
    desk.until("the reason", |d| {
        d.get("/comments").text().contains("<span class=\"bad\">")
    });
    let inbox = start();
    post_comment(port, "তৃতীয় মন্তব্য।");
    desk.form("/pull", &[]);
    desk.until("the third comment", |d| {
        d.get("/comments").text().contains("তৃতীয় মন্তব্য")
    });
    let file: Value = desk
        .file("data/comments/desh/nodi.toml")
        .matches("[[comment]]")
        .count()
        .into();
    assert_eq!(file, 3);
    drop(inbox);
    // Without an inbox there is nothing to ask.
    assert!(!Desk::of(&[]).get("/comments").text().contains("/pull"));
}
