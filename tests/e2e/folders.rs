//! The site's folder: absolute, relative, and not named at all; with blanks and Bengali letters in its name.

use crate::harness::{CONFIG, Site};
use std::path::Path;
use std::process::Command;

#[test]
fn from_other_folders_every_test_passes() {
    crate::harness::from_other_folders(&[
        "articles::",
        "command_line::",
        "capabilities::",
        "encodings::",
        "errors::",
        "safety::",
    ]);
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let out = Command::new("git")
        .current_dir(folder)
        .args(arguments)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

/// Every command that works on a site, in an order in which each finds what it needs.
const COMMANDS: [&[&str]; 17] = [
    &["check"],
    &["build", "--verify"],
    &["related", "desh/a"],
    &["related", "--all", "--json"],
    &["search", "ইলিশ"],
    &["due"],
    &["comments", "list"],
    &["comments", "approve", "desh/a#m1"],
    &["comments", "undo"],
    &["new", "section", "khela", "--title", "খেলা"],
    &["new", "article", "নতুন খবর", "--section", "khela"],
    &["new", "workflow", "cron", "--target", "pages"],
    &["deploy", "pages", "--dry-run"],
    &["deploy", "pages"],
    &["deploy", "pages"],
    &["deploy", "copy"],
    &["clean"],
];

fn portal(bare: &str) -> Site {
    let deploy = format!(
        "[deploy.pages]\nkind = \"git\"\nurl = \"{bare}\"\n[deploy.copy]\nkind = \"folder\"\npath = \"../served\"\n"
    );
    let comment = "[[comment]]\nid = \"m1\"\nname = \"রহিম\"\ndate = 2026-11-02T10:00:00+06:00\napproved = false\nbody = \"ভালো\"\n";
    Site::new()
        .file("khobor.toml", &format!("{CONFIG}{deploy}"))
        .story("a", "ইলিশের দাম", "বাজারে ইলিশের দাম বেড়েছে।")
        .story("b", "পদ্মার ইলিশ", "পদ্মায় ইলিশ ধরা পড়ছে।")
        .file("data/comments/desh/a.toml", comment)
}

#[test]
fn every_command_does_the_same_from_any_working_folder() {
    let ways = [
        ("", None),
        ("", Some(".")),
        ("..", Some("আমার কাগজ")),
        ("..", Some("./আমার কাগজ/")),
        ("content/desh", Some("../..")),
    ];
    let mut first = None;
    for (folder, root) in ways {
        let bare = tempfile::tempdir().unwrap();
        git(bare.path(), &["init", "--quiet", "--bare"]);
        let site = portal(bare.path().to_str().unwrap());
        for command in COMMANDS {
            let run = site.called(&site.path(folder), command, root);
            assert_eq!(
                run.code,
                Some(0),
                "{command:?} in `{folder}` with --root {root:?}: {}{}",
                run.stdout,
                run.stderr
            );
        }
        let mut left = site.tree("");
        // The bare repository's name is in khobor.toml, and its hash in the manifest.
        left.retain(|path, _| {
            path != "public/.khobor-manifest"
                && !path.starts_with(".")
                && path != "khobor.cron"
                && path != "khobor.toml"
        });
        let deployed = git(bare.path(), &["ls-tree", "-r", "gh-pages"]);
        left.insert("deployed".to_owned(), deployed.into_bytes());
        assert!(
            left.contains_key("public/index.html")
                && git(bare.path(), &["log", "gh-pages"]).matches("commit").count() == 1
        );
        let before = first.get_or_insert_with(|| left.clone());
        let differ: Vec<&String> = left
            .keys()
            .chain(before.keys())
            .filter(|k| left.get(*k) != before.get(*k))
            .collect();
        assert!(
            differ.is_empty(),
            "in `{folder}` with --root {root:?} these differ: {differ:?}"
        );
    }
}
