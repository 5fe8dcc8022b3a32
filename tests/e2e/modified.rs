//! `[site] modified = "git"`: stories without `updated` were changed when their file was last committed.

use crate::harness::{CONFIG, Site};
use std::path::Path;
use std::process::Command;

/// Calls git as somebody without settings, at a moment in seconds since 1970.
fn git(folder: &Path, second: i64, arguments: &[&str]) {
    let at = format!("{second} +0600");
    let out = Command::new("git")
        .current_dir(folder)
        .args([
            "-c",
            "user.name=করিম",
            "-c",
            "user.email=karim@example.org",
            "-c",
            "init.defaultBranch=main",
        ])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_AUTHOR_DATE", &at)
        .env("GIT_COMMITTER_DATE", &at)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(out.status.success(), "{arguments:?}: {said}");
}

fn commit(site: &Site, second: i64) {
    git(&site.path(""), second, &["add", "content", "khobor.toml"]);
    git(&site.path(""), second, &["commit", "-q", "--allow-empty", "-m", "খবর"]);
}

const FIRST: i64 = 1_794_000_000; // 2026-11-06T21:20:00Z
const LATER: i64 = FIRST + 86_400;

fn settings() -> String {
    CONFIG.replace("[site]\n", "[site]\nmodified = \"git\"\n")
}

fn committed() -> Site {
    let site = Site::new().file("khobor.toml", &settings());
    let site = site
        .story("nodi", "নদীর খবর", "পানি বাড়ছে।")
        .story("hat", "হাটের খবর", "হাট বসেছে।");
    git(&site.path(""), FIRST, &["init", "-q"]);
    commit(&site, FIRST);
    site
}

#[test]
fn the_last_commit_dates_a_change_and_what_is_not_committed_does_not() {
    let site = committed();
    let site = site.file(
        "content/desh/boi.md",
        "+++\ntitle = \"বই\"\ndate = 2026-11-01T09:00:00+06:00\nupdated = 2026-11-03T09:00:00+06:00\n+++\nমেলা।\n",
    );
    commit(&site, FIRST + 60);
    site.run(&["build", "--verify"]).ok();
    let modified = |story: &str| {
        let page = site.read(&format!("public/desh/{story}/index.html"));
        let found = page.split("\"dateModified\":\"").nth(1).unwrap();
        found.split('"').next().unwrap().to_owned()
    };
    assert_eq!(modified("nodi"), "2026-11-07T03:20:00+06:00");
    assert_eq!(modified("boi"), "2026-11-03T09:00:00+06:00", "what the story says wins");
    site.put(
        "content/desh/nodi.md",
        "+++\ntitle = \"নদীর খবর\"\ndate = 2026-11-01T09:00:00+06:00\n+++\nপানি কমছে।\n".as_bytes(),
    );
    site.run(&["build", "--verify"]).ok();
    assert_eq!(modified("nodi"), "2026-11-07T03:20:00+06:00", "not committed yet");
    commit(&site, LATER);
    site.run(&["build", "--verify"]).ok();
    assert_eq!(modified("nodi"), "2026-11-08T03:20:00+06:00");
    assert_eq!(modified("hat"), "2026-11-07T03:20:00+06:00");
    let feed = site.read("public/atom.xml");
    assert!(feed.contains("<updated>2026-11-08T03:20:00+06:00</updated>"), "{feed}");
    let sitemap = site.read("public/sitemaps/2026-11.xml");
    assert!(
        sitemap.contains("<lastmod>2026-11-08T03:20:00+06:00</lastmod>"),
        "{sitemap}"
    );
}

#[test]
fn a_commit_that_changes_no_file_of_the_work_tree_is_seen() {
    let site = committed();
    site.put(
        "content/desh/nodi.md",
        "+++\ntitle = \"নদীর খবর\"\ndate = 2026-11-01T09:00:00+06:00\n+++\nপানি কমছে।\n".as_bytes(),
    );
    site.run(&["build"]).ok();
    commit(&site, LATER);
    site.run(&["build", "--verify"]).ok();
    assert!(
        site.read("public/desh/nodi/index.html")
            .contains("2026-11-08T03:20:00+06:00")
    );
    // History that was written anew is walked anew.
    git(&site.path(""), FIRST + 7200, &["commit", "-q", "--amend", "-m", "খবর"]);
    site.run(&["build", "--verify"]).ok();
    assert!(
        site.read("public/desh/nodi/index.html")
            .contains("2026-11-07T05:20:00+06:00")
    );
}

#[test]
fn a_shallow_clone_and_a_folder_outside_of_a_repository_are_errors() {
    let site = committed();
    site.put(
        "content/desh/hat.md",
        "+++\ntitle = \"হাট\"\ndate = 2026-11-01\n+++\nহাট।\n".as_bytes(),
    );
    commit(&site, LATER);
    let clone = Site::bare();
    let from = format!("file://{}", site.path("").display());
    git(&clone.path(""), LATER, &["clone", "-q", "--depth", "1", &from, "ছোট"]);
    let root = clone.path("ছোট");
    clone
        .called(&root, &["build"], None)
        .fails()
        .says("KH0113")
        .says("fetch-depth: 0")
        .says("khobor.toml:2");
    let outside = Site::new()
        .file("khobor.toml", &settings())
        .story("nodi", "নদী", "পানি।");
    outside
        .run(&["build"])
        .fails()
        .says("KH0114")
        .says("not a git repository");
}
