//! Publishing: the old site or the new one, whatever fails, and nothing of others is touched.

mod faults;
mod foreign;
mod kills;
mod places;
mod scale;
mod store;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use khobor::digest::digest;
use khobor::publish::{
    ChangeKind, Danger, Faults, MANIFEST, Note, Operation, PublishError, PublishOptions, Publisher, Report, Weaker,
    Written,
};
use tempfile::TempDir;

type Site = BTreeMap<String, String>;

/// A site of `stories` stories with the given word in the pages that change.
fn site(stories: usize, word: &str) -> Site {
    let mut site: Site = (0..stories)
        .map(|n| (format!("খেলা/{n}/index.html"), format!("<p>খবর {n}</p>")))
        .collect();
    site.insert("index.html".into(), format!("<h1>প্রচ্ছদ {word}</h1>"));
    site.insert("style.css".into(), "body{}".into());
    site.insert("sitemap.xml".into(), format!("<urlset>{word}</urlset>"));
    site.insert(format!("সর্বশেষ/{word}/index.html"), word.into());
    site
}

fn options() -> PublishOptions {
    PublishOptions {
        wait: Duration::from_secs(20),
        ..PublishOptions::default()
    }
}

fn publish_with(out: &Path, site: &Site, options: &PublishOptions) -> Result<Report, PublishError> {
    let publisher = Publisher::open(out, options)?;
    let transaction = publisher.begin();
    for (path, text) in site {
        let fingerprint = digest(text.as_bytes());
        let same = transaction
            .previous(path)
            .is_some_and(|entry| entry.fingerprint == fingerprint);
        if !(same && transaction.keep(path, fingerprint)?) {
            transaction.write(path, fingerprint, text.as_bytes())?;
        }
    }
    transaction.commit()
}

fn publish(out: &Path, site: &Site) -> Report {
    publish_with(out, site, &options()).unwrap()
}

/// Every file, link and folder below, with content; khobor's own records apart.
fn tree(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root).unwrap().to_string_lossy().into_owned();
        if path.is_empty() || path.starts_with(".khobor-") {
            continue;
        }
        let kind = entry.file_type();
        let content = if kind.is_symlink() {
            format!("-> {}", fs::read_link(entry.path()).unwrap().display())
        } else if kind.is_dir() {
            "/".into()
        } else {
            String::from_utf8_lossy(&fs::read(entry.path()).unwrap()).into_owned()
        };
        found.insert(path, content);
    }
    found
}

/// The files alone.
fn files(root: &Path) -> Site {
    tree(root).into_iter().filter(|(_, content)| content != "/").collect()
}

/// In memory where there is such a place: these tests flush often. `KHOBOR_TEST_DISK=1` takes the disk.
fn output() -> (TempDir, PathBuf) {
    let memory = Path::new("/dev/shm");
    let fast = memory.is_dir() && std::env::var_os("KHOBOR_TEST_DISK").is_none();
    let folder = if fast {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    }
    .unwrap();
    let out = folder.path().join("public");
    (folder, out)
}

fn work(out: &Path) -> PathBuf {
    out.with_file_name(".public.khobor")
}

#[test]
fn a_site_is_published_kept_changed_and_shrunk() {
    let (_folder, out) = output();
    let one = site(5, "এক");
    let report = publish(&out, &one);
    assert_eq!((report.written, report.unchanged, report.deleted), (one.len(), 0, 0));
    assert_eq!(report.weaker_promise, None);
    assert_eq!(files(&out), one);
    let manifest = fs::metadata(out.join(MANIFEST)).unwrap();
    let report = publish(&out, &one);
    assert_eq!(
        (report.written, report.unchanged, report.changes.len()),
        (0, one.len(), 0)
    );
    let after = fs::metadata(out.join(MANIFEST)).unwrap();
    assert_eq!(
        (manifest.ino(), manifest.mtime_nsec()),
        (after.ino(), after.mtime_nsec())
    );
    for word in ["দুই", "তিন", "চার", "দুই"] {
        let two = site(3, word);
        let report = publish(&out, &two);
        assert_eq!(files(&out), two);
        assert_eq!(report.written, 3, "{report:?}");
        assert!(report.changes.iter().any(|change| change.kind == ChangeKind::Deleted));
        let folders: BTreeSet<_> = tree(&out).into_iter().filter(|(_, content)| content == "/").collect();
        assert_eq!(folders.len(), 1 + 3 + 2, "no empty folder stays");
    }
    assert!(!work(&out).join("stage").exists());
}

#[test]
fn the_same_site_by_other_ways_has_the_same_bytes_and_rights() {
    let (_one, direct) = output();
    let (_two, long_way) = output();
    publish(&direct, &site(4, "শেষ"));
    for word in ["এক", "দুই", "শেষ"] {
        publish(&long_way, &site(9, word));
    }
    publish(&long_way, &site(4, "শেষ"));
    assert_eq!(tree(&direct), tree(&long_way));
    assert_eq!(
        fs::read(direct.join(MANIFEST)).unwrap(),
        fs::read(long_way.join(MANIFEST)).unwrap()
    );
    assert_eq!(
        fs::metadata(direct.join("style.css")).unwrap().permissions().mode() & 0o777,
        0o644
    );
    assert_eq!(
        fs::metadata(direct.join("খেলা/0")).unwrap().permissions().mode() & 0o777,
        0o755
    );
}

#[test]
fn a_fingerprint_alone_changes_only_the_manifest() {
    let (_folder, out) = output();
    publish(&out, &site(3, "এক"));
    let before = fs::metadata(out.join("index.html")).unwrap().ino();
    let transaction = Publisher::open(&out, &options()).unwrap().begin();
    for (path, text) in &site(3, "এক") {
        assert_eq!(
            transaction.write(path, [9; 16], text.as_bytes()).unwrap(),
            Written::Same
        );
    }
    assert_eq!(transaction.commit().unwrap().written, 0);
    assert_eq!(fs::metadata(out.join("index.html")).unwrap().ino(), before);
    let publisher = Publisher::open(&out, &options()).unwrap();
    assert_eq!(publisher.previous("index.html").unwrap().fingerprint, [9; 16]);
    drop(publisher);
    publish(&out, &site(3, "দুই"));
    assert_eq!(files(&out), site(3, "দুই"));
}

#[test]
fn a_dropped_publication_leaves_no_trace() {
    let (_folder, out) = output();
    publish(&out, &site(3, "এক"));
    let before = tree(&out);
    let transaction = Publisher::open(&out, &options()).unwrap().begin();
    transaction.write("নতুন.html", [0; 16], b"x").unwrap();
    drop(transaction);
    assert_eq!(tree(&out), before);
    assert!(!work(&out).join("stage").exists());
}

#[test]
fn one_name_twice_is_an_error() {
    let (_folder, out) = output();
    publish(&out, &site(1, "এক"));
    let before = tree(&out);
    let twice: [&[&str]; 4] = [
        &["a", "a"],
        &["index.html", "index.html"],
        &["a", "a/b"],
        &["a/b/c", "a/b"],
    ];
    for names in twice {
        let transaction = Publisher::open(&out, &options()).unwrap().begin();
        let written: Result<Vec<_>, _> = names
            .iter()
            .map(|name| transaction.write(name, [0; 16], b"x"))
            .collect();
        let done = written.and_then(|_| transaction.commit());
        assert!(matches!(done, Err(PublishError::Twice { .. })), "{names:?} {done:?}");
        assert_eq!(tree(&out), before);
    }
    let transaction = Publisher::open(&out, &options()).unwrap().begin();
    assert!(matches!(
        transaction.write("../a", [0; 16], b""),
        Err(PublishError::Name { .. })
    ));
}

#[test]
fn files_become_folders_and_back() {
    for in_place in [false, true] {
        let (_folder, out) = output();
        let options = PublishOptions { in_place, ..options() };
        let file: Site = [("ক".to_string(), "file".to_string()), ("খ/গ/ঘ".into(), "deep".into())].into();
        let folder: Site = [("ক/ঙ".to_string(), "below".to_string()), ("খ".into(), "flat".into())].into();
        for round in 0..6 {
            let site = if round % 2 == 0 { &file } else { &folder };
            publish_with(&out, site, &options).unwrap();
            assert_eq!(&files(&out), site, "round {round} in place {in_place}");
        }
    }
}
