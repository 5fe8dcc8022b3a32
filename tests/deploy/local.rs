//! Another folder, and a branch of a bare repository.

use crate::site::{DeploySite, Held, check, expected, public, read, words};
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn a_folder_is_swapped_and_foreign_files_stay() {
    let served = tempfile::tempdir().unwrap();
    let path = served.path().join("www");
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join("theirs.txt"), "theirs").unwrap();
    let deploy_site = DeploySite::new(
        &format!(
            "[deploy.share]\nkind = \"folder\"\npath = \"{}\"\nprofile = \"nginx\"\n",
            path.display()
        ),
        &[],
    );
    deploy_site.deploy("v1");
    let seen = |p: &str| fs::metadata(path.join(p)).unwrap().modified().unwrap();
    let first = seen("index.html");
    let second = deploy_site.deploy("v1");
    assert_eq!((second.uploaded, second.deleted, seen("index.html")), (0, 0, first));
    assert_eq!(deploy_site.deploy("v2").deleted, 3);
    let held = read(&path);
    assert_eq!(held["theirs.txt"], b"theirs");
    assert!(String::from_utf8_lossy(&held["_server/redirects.map"]).starts_with("\"/পুরোনো/\" \"/%E0%A6%9F"));
    let mut site = public(&held);
    site.remove("theirs.txt");
    site.retain(|p, _| !p.ends_with(".gz") && !p.ends_with(".br"));
    assert_eq!(site, expected(&deploy_site.folder("v2")));
}

#[test]
fn compressed_copies_are_made_once() {
    let served = tempfile::tempdir().unwrap();
    let path = served.path().join("www");
    let deploy_site = DeploySite::new(
        &format!(
            "[deploy.share]\nkind = \"folder\"\npath = \"{}\"\ncompress = true\n",
            path.display()
        ),
        &[],
    );
    fs::write(deploy_site.folder("v1/long.css"), "খবর ".repeat(500)).unwrap();
    deploy_site.deploy("v1");
    let mut text = String::new();
    std::io::Read::read_to_string(
        &mut flate2::read::GzDecoder::new(&*fs::read(path.join("long.css.gz")).unwrap()),
        &mut text,
    )
    .unwrap();
    assert_eq!(text, "খবর ".repeat(500));
    assert!(fs::metadata(path.join("long.css.br")).unwrap().len() < 100);
    assert_eq!(deploy_site.deploy("v1").uploaded, 0);
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
    String::from_utf8_lossy(&out.stdout).into_owned()
}

fn tree(bare: &Path) -> Held {
    let names = git(bare, &["ls-tree", "-r", "-z", "--name-only", "gh-pages"]);
    names
        .split('\0')
        .filter(|n| !n.is_empty())
        .map(|n| {
            let out = Command::new("git")
                .current_dir(bare)
                .args(["cat-file", "blob", &format!("gh-pages:{n}")])
                .output()
                .unwrap();
            (n.to_owned(), out.stdout)
        })
        .collect()
}

#[test]
fn a_branch_gets_one_commit_a_deploy_and_is_never_forced() {
    let place = tempfile::tempdir().unwrap();
    let bare = place.path().join("site.git");
    git(place.path(), &["init", "--quiet", "--bare", "site.git"]);
    let deploy_site = DeploySite::new(
        &format!(
            "[deploy.pages]\nkind = \"git\"\nurl = \"{}\"\ndomain = \"nodipoth.example\"\n",
            bare.display()
        ),
        &[],
    );
    deploy_site.deploy("v1");
    let count = || git(&bare, &["rev-list", "--count", "gh-pages"]).trim().to_owned();
    assert_eq!((deploy_site.deploy("v1").uploaded, count()), (0, "1".to_owned()));
    // Somebody commits a file of their own; another machine, without what this one remembers, deploys.
    git(
        place.path(),
        &["clone", "--quiet", "--branch", "gh-pages", "site.git", "work"],
    );
    let work = place.path().join("work");
    fs::write(work.join("theirs.html"), "theirs").unwrap();
    git(&work, &["add", "."]);
    git(
        &work,
        &[
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@x",
            "commit",
            "--quiet",
            "-m",
            "x",
        ],
    );
    git(&work, &["push", "--quiet", "origin", "gh-pages"]);
    deploy_site.forget();
    deploy_site.deploy("v2");
    assert_eq!(count(), "3");
    let mut held = tree(&bare);
    assert_eq!(held.remove("theirs.html"), Some(b"theirs".to_vec()));
    assert_eq!(held.remove("CNAME"), Some(b"nodipoth.example\n".to_vec()));
    assert!(held.contains_key(".nojekyll"));
    assert_eq!(public(&held), expected(&deploy_site.folder("v2")));
    // A file of others is not overwritten.
    fs::write(deploy_site.folder("v2/theirs.html"), "ours").unwrap();
    assert_eq!(deploy_site.code("v2"), "KH0711");
    // A push that is refused leaves the branch as it is, and the next one succeeds.
    fs::remove_file(deploy_site.folder("v2/theirs.html")).unwrap();
    fs::write(deploy_site.folder("v2/new.html"), "new").unwrap();
    let hook = bare.join("hooks/update");
    fs::write(&hook, "#!/bin/sh\nexit 1\n").unwrap();
    Command::new("chmod").arg("+x").arg(&hook).status().unwrap();
    let (counts, diagnostics) = deploy_site.try_deploy("v2");
    assert!(
        counts.is_none() && diagnostics[0].code.id == "KH0712",
        "{:?}",
        words(&diagnostics)
    );
    check(&tree(&bare), "refused push");
    fs::remove_file(&hook).unwrap();
    assert_eq!(deploy_site.deploy("v2").uploaded, 1);
    assert_eq!(git(&bare, &["fsck", "--no-dangling"]), "");
}

#[test]
fn git_from_the_sites_own_folder_and_behind_a_lock_that_was_left() {
    let place = tempfile::tempdir().unwrap();
    let site = place.path().join("সাইট এক");
    let write = |path: &str, text: &str| {
        let path = site.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    git(place.path(), &["init", "--quiet", "--bare", "site.git"]);
    let bare = place.path().join("site.git");
    write(
        "khobor.toml",
        &format!(
            "[site]\ntitle = \"খবর\"\nbase_url = \"https://k.example\"\n[deploy.pages]\nkind = \"git\"\nurl = \"{}\"\n",
            bare.display()
        ),
    );
    write("content/desh/_index.md", "+++\ntitle = \"দেশ\"\n+++\n");
    let deploy = |text: &str| {
        write(
            "content/desh/a.md",
            &format!("+++\ntitle = \"এক\"\ndate = 2026-11-01\n+++\n{text}\n"),
        );
        let out = Command::new(env!("CARGO_BIN_EXE_khobor"))
            .args(["--now", "2026-11-22T09:05:00+06:00", "deploy"])
            .current_dir(&site)
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        git(&bare, &["show", "gh-pages:desh/a/index.html"])
    };
    assert!(deploy("প্রথম লেখা।").contains("প্রথম লেখা"));
    let repository = site.join(".khobor/deploy/pages/repository.git");
    std::fs::write(repository.join("refs/khobor/fetched.lock"), "").unwrap();
    std::fs::write(repository.join("shallow.lock"), "").unwrap();
    assert!(deploy("দ্বিতীয় লেখা।").contains("দ্বিতীয় লেখা"));
}
