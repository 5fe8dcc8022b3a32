//! `khobor due` against real builds: the site changes at every due moment and never between.

use khobor::engine::{self, Quiet, Request};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn site(root: &Path, zone: &str) {
    put(
        root,
        "khobor.toml",
        &format!(
            "[site]\ntitle = \"নদীপথ\"\nbase_url = \"https://x.example\"\ntimezone = \"{zone}\"\nsidebars = \"fetch\"\n[ads.a]\nslot = \"rail\"\nimage = \"/a.svg\"\nwidth = 3\nheight = 2\nalt = \"ক\"\nfrom = 2026-11-23\nuntil = 2026-11-24\n"
        ),
    );
    put(
        root,
        "static/a.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"2\"/>",
    );
    put(root, "content/khela/_index.md", "+++\ntitle = \"খেলা\"\n+++\n");
    let story = |name: &str, keys: &str| {
        put(
            root,
            &format!("content/khela/{name}.md"),
            &format!("+++\ntitle = \"{name} খবর\"\n{keys}\n+++\nআজ একটি খবর।\n"),
        )
    };
    story("old", "date = 2026-10-01T09:00:00+06:00");
    story("news", "date = 2026-11-21T15:20:00+06:00\nbreaking = true");
    story("to-come", "date = 2026-11-22T13:30:00+06:00");
    story("embargoed", "date = 2026-11-23T00:01:00+00:00\nbreaking = true");
    story(
        "expiring",
        "date = 2026-11-20T10:00:00+06:00\nexpires = 2026-11-22T23:59:59+06:00",
    );
    story(
        "short",
        "date = 2026-11-22T20:00:00+06:00\nexpires = 2026-11-22T21:00:00+06:00",
    );
    story(
        "never",
        "date = 2026-11-23T20:00:00+06:00\nexpires = 2026-11-22T21:00:00+06:00",
    );
    put(
        root,
        "data/popular.toml",
        "newest = 2026-11-22T05:58:07Z\ndays = [\"2026-11-20..2026-11-22\"]\n\n[story.\"/khela/old/\"]\ntotal = 9\n2026-11-22 = \"03:9\"\n\n[story.\"/khela/news/\"]\ntotal = 40\n2026-11-21 = \"20:40\"\n",
    );
    put(
        root,
        "data/comments/khela/old.toml",
        "[[comment]]\nid = \"1\"\nname = \"পাঠক\"\ndate = 2026-11-22T16:10:00+06:00\napproved = true\nbody = \"ভালো\"\n",
    );
    story("draft", "date = 2026-11-22T14:00:00+06:00\ndraft = true");
}

fn built(root: &Path, at: jiff::Timestamp) -> BTreeMap<String, Vec<u8>> {
    let request = Request::new(root, at);
    let outcome = engine::build(&request, &Quiet);
    assert!(outcome.value.is_some(), "{:?}", outcome.diagnostics);
    crate::site::read(&root.join("public"))
        .into_iter()
        .filter(|(path, _)| !path.starts_with('.'))
        .collect()
}

fn changes(zone: &str) {
    let root = tempfile::tempdir().unwrap();
    site(root.path(), zone);
    let now = "2026-11-22T12:00:00+06:00";
    let run = |more: &[&str]| {
        let out = Command::new(env!("CARGO_BIN_EXE_khobor"))
            .arg("--root")
            .arg(root.path())
            .args(["due", "--json", "--now", now, "--days", "3"])
            .args(more)
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
        serde_json::from_slice::<Value>(&out.stdout).unwrap()["due"]
            .as_array()
            .unwrap()
            .clone()
    };
    let due = run(&[]);
    assert_eq!(run(&["--next"]), due[..1]);
    assert_eq!(due[0]["why"][0]["kind"], "publish");
    let kinds: Vec<&str> = due
        .iter()
        .flat_map(|m| m["why"].as_array().unwrap())
        .map(|w| w["kind"].as_str().unwrap())
        .collect();
    for kind in [
        "publish",
        "expire",
        "breaking",
        "news_sitemap",
        "ad",
        "midnight",
        "popular",
        "comment",
    ] {
        assert!(kinds.contains(&kind), "{kind}: {due:?}");
    }
    assert!(!format!("{due:?}").contains("never") && !format!("{due:?}").contains("draft"));
    let mut last = built(root.path(), now.parse().unwrap());
    for moment in &due {
        let at: jiff::Timestamp = moment["at"].as_str().unwrap().parse().unwrap();
        let just = at.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap();
        assert!(built(root.path(), just) == last, "{zone}: changed before {moment}");
        let now = built(root.path(), at);
        assert!(now != last, "{zone}: nothing changed at {moment}");
        last = now;
    }
}

#[test]
fn the_site_changes_at_every_due_moment_and_never_between() {
    changes("Asia/Dhaka");
    changes("Asia/Kolkata");
    changes("America/New_York");
}

#[test]
fn a_watch_deploys_what_changes_and_workflows_are_written_once() {
    let root = tempfile::tempdir().unwrap();
    site(root.path(), "Asia/Dhaka");
    let toml = fs::read_to_string(root.path().join("khobor.toml")).unwrap();
    fs::write(
        root.path().join("khobor.toml"),
        toml + "[deploy.share]\nkind = \"folder\"\npath = \"served\"\n",
    )
    .unwrap();
    let khobor = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_khobor"));
        command.arg("--root").arg(root.path());
        command
    };
    let mut watch = khobor()
        .args(["deploy", "--watch", "--rounds", "2", "--quiet"])
        .spawn()
        .unwrap();
    let there = |path: &str| {
        (0..300).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(100));
            root.path().join("served").join(path).exists()
        })
    };
    assert!(there("index.html"));
    std::thread::sleep(std::time::Duration::from_millis(300));
    put(
        root.path(),
        "content/khela/added.md",
        "+++\ntitle = \"নতুন\"\ndate = 2026-01-01T00:00:00Z\n+++\nখবর।\n",
    );
    assert!(there("khela/added/index.html"));
    assert!(watch.wait().unwrap().success());
    // Where to get the program from must be known first.
    let refused = khobor()
        .args(["--lang", "en", "new", "workflow", "github"])
        .output()
        .unwrap();
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("[workflow] khobor"));
    assert!(!root.path().join(".github").exists());
    let toml = fs::read_to_string(root.path().join("khobor.toml")).unwrap();
    let digest = "0123456789abcdef".repeat(4);
    let workflow =
        format!("{toml}[workflow]\nkhobor = \"https://paper.example/khobor-1.tar.gz\"\nsha256 = \"{digest}\"\n");
    fs::write(root.path().join("khobor.toml"), workflow).unwrap();
    for from in [
        "http://paper.example/k.tar.gz",
        "https://paper.example/$(id).tar.gz",
        "https://paper.example/a'b",
    ] {
        let refused = khobor()
            .args(["new", "workflow", "github", "--from", from])
            .output()
            .unwrap();
        assert!(!refused.status.success(), "{from}");
    }
    for (kind, path) in [
        ("github", ".github/workflows/khobor.yml"),
        ("gitlab", ".gitlab-ci.yml"),
        ("cron", "khobor.cron"),
    ] {
        assert!(khobor().args(["new", "workflow", kind]).status().unwrap().success());
        let text = fs::read_to_string(root.path().join(path)).unwrap();
        assert!(text.contains("deploy share"), "{text}");
        assert!(
            !text.contains("cargo install"),
            "there is no khobor to install from: {text}"
        );
        let gets = ["https://paper.example/khobor-1.tar.gz", &digest, "sha256sum --check"];
        assert!(kind == "cron" || gets.iter().all(|part| text.contains(part)), "{text}");
        assert!(
            !khobor()
                .args(["new", "workflow", kind])
                .output()
                .unwrap()
                .status
                .success(),
            "never overwritten"
        );
    }
}
