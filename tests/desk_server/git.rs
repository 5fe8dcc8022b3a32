//! `[desk] git = "commit"`, with a real repository: what is committed, and what does not hinder keeping.

use super::{Desk, PATH, STORY, part, site, write};
use std::fs;
use std::path::Path;
use std::process::Command;

const CONFIG: &str = "[site]\ntitle = \"কাগজ\"\nbase_url = \"https://kagoj.example\"\n[desk]\ngit = \"commit\"\n";

/// Runs git as somebody; what it prints.
pub(super) fn git(root: &Path, args: &[&str]) -> String {
    let mut git = Command::new("git");
    git.current_dir(root).args([
        "-c",
        "user.name=ক",
        "-c",
        "user.email=k@example.org",
        "-c",
        "core.quotePath=false",
    ]);
    let done = git.args(args).output().unwrap();
    assert!(
        done.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    String::from_utf8_lossy(&done.stdout).into_owned()
}

fn repository() -> tempfile::TempDir {
    let folder = site(&[("khobor.toml", CONFIG)]);
    let root = folder.path().join("site");
    git(&root, &["init", "--quiet"]);
    git(&root, &["config", "user.name", "রহিমা"]);
    git(&root, &["config", "user.email", "r@example.org"]);
    git(&root, &["add", "--all", "content", "khobor.toml"]);
    git(&root, &["commit", "--quiet", "-m", "শুরু"]);
    folder
}

/// The commits, newest first: what each says, with the files that it changes.
fn commits(root: &Path) -> Vec<String> {
    let log = git(root, &["log", "--format=%x00%an: %s", "--name-status", "--no-renames"]);
    let words = |commit: &str| commit.split_whitespace().collect::<Vec<_>>().join(" ");
    log.split('\0').map(words).filter(|commit| !commit.is_empty()).collect()
}

#[test]
fn each_kept_text_is_a_commit_of_its_file_and_of_nothing_else() {
    let desk = Desk::at(repository());
    let root = desk.path("");
    // What somebody else has prepared, and what nobody has.
    write(
        &desk.path("content/khela/a.md"),
        "+++\ntitle = \"ক\"\ndate = 2026-11-02\n+++\nক\n",
    );
    git(&root, &["add", "content/khela/a.md"]);
    write(
        &desk.path("content/khela/b.md"),
        "+++\ntitle = \"খ\"\ndate = 2026-11-02\n+++\nখ\n",
    );
    // A hook that refuses, and one that complains.
    for hook in ["pre-commit", "commit-msg"] {
        let path = root.join(".git/hooks").join(hook);
        write(&path, "#!/bin/sh\nexit 1\n");
        Command::new("chmod").arg("+x").arg(&path).status().unwrap();
    }
    for n in 1..=3 {
        let copy = desk.type_over(PATH, &format!("এক, {n}।"));
        assert_eq!(desk.keep(PATH, &copy).status, 200);
        desk.until("a commit", |d| commits(&d.path("")).len() == n + 1);
    }
    let kept = format!("রহিমা: khobor: {PATH} M {PATH}");
    let all = commits(&root);
    assert_eq!(all[..3], [kept.clone(), kept.clone(), kept], "{all:?}");
    assert!(git(&root, &["show", &format!("HEAD:{PATH}")]).contains("এক, 3।"));
    assert!(git(&root, &["show", &format!("HEAD~2:{PATH}")]).contains("এক, 1।"));
    assert_eq!(
        git(&root, &["diff", "--cached", "--name-only"]).trim(),
        "content/khela/a.md",
        "what lay ready lies ready"
    );
    // A move is one commit; so is a picture.
    assert_eq!(
        desk.form(
            &format!("/move?id={}", part(PATH)),
            &[("section", "khela"), ("name", "nodi")]
        )
        .status,
        303
    );
    let new = PATH.replace("desh", "khela");
    desk.until("the move", |d| commits(&d.path("")).len() == 5);
    let moved = &commits(&root)[0];
    assert!(
        moved.contains(&format!("D {PATH}")) && moved.contains(&format!("A {new}")) && !moved.contains("a.md"),
        "{moved}"
    );
    let png = include_bytes!("../../static/icon.png");
    assert_eq!(
        desk.ask("POST", &format!("/api/picture?id={}&name=a.png", part(&new)), png)
            .status,
        201
    );
    desk.until("the picture", |d| commits(&d.path("")).len() == 6);
    assert!(commits(&root)[0].ends_with("/a.png"));
    assert!(!git(&root, &["ls-files"]).contains(".desk"));
}

#[test]
fn a_commit_that_fails_hinders_nobody_and_is_reported_until_one_succeeds() {
    let folder = repository();
    let root = folder.path().join("site");
    git(&root, &["config", "user.name", ""]);
    let desk = Desk::at(folder);
    let copy = desk.type_over(PATH, "এক, প্রথম।");
    let began = std::time::Instant::now();
    assert_eq!(desk.keep(PATH, &copy).status, 200);
    assert!(desk.file(PATH).contains("এক, প্রথম।"));
    desk.until("the reason on the screen", |d| {
        d.get("/").text().contains("id=\"commit-fault\"")
    });
    assert!(desk.get("/").text().contains("It was not committed"));
    assert!(desk.story(PATH)["commit"].as_str().unwrap().contains("git says: "));
    assert_eq!(commits(&root).len(), 1);
    // A slow hook delays nobody.
    git(&root, &["config", "user.name", "করিম"]);
    let hook = root.join(".git/hooks/post-commit");
    write(&hook, "#!/bin/sh\nsleep 2\n");
    Command::new("chmod").arg("+x").arg(&hook).status().unwrap();
    for words in ["দ্বিতীয়", "তৃতীয়"] {
        let copy = desk.type_over(PATH, words);
        let began = std::time::Instant::now();
        assert_eq!(desk.keep(PATH, &copy).status, 200);
        assert!(began.elapsed().as_millis() < 1500, "{:?}", began.elapsed());
    }
    desk.until("the last text in git", |d| {
        git(&d.path(""), &["show", &format!("HEAD:{PATH}")]).contains("তৃতীয়")
    });
    desk.until("no fault", |d| !d.get("/").text().contains("commit-fault"));
    assert!(began.elapsed().as_secs() < 30);
}

#[test]
fn a_folder_that_is_no_repository_keeps_too() {
    let desk = Desk::of(&[("khobor.toml", CONFIG)]);
    let copy = desk.type_over(PATH, "এক।");
    assert_eq!(desk.keep(PATH, &copy).status, 200);
    assert_eq!(desk.file(PATH), STORY.replace("এক।\n\nদুই।\n\nতিন।", "এক।"));
    desk.until("the reason", |d| d.get("/").text().contains("not a git repository"));
    assert!(!fs::exists(desk.path(".git")).unwrap());
}
