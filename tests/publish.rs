//! Publishing: the old site or the new one, whatever fails, and nothing of others is touched.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use khobor::publish::{
    ChangeKind, Danger, Faults, MANIFEST, Note, Operation, PublishError, PublishOptions, Publisher, Report, Weaker,
    Written, digest,
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

fn add_foreign(out: &Path, outside: &Path) {
    fs::create_dir_all(out.join(".well-known/acme")).unwrap();
    fs::create_dir_all(out.join("empty")).unwrap();
    fs::create_dir_all(out.join("খেলা/0")).unwrap();
    fs::write(out.join("CNAME"), "khobor.example").unwrap();
    fs::write(out.join(".nojekyll"), "").unwrap();
    fs::write(out.join(".well-known/acme/token"), "t1").unwrap();
    fs::write(out.join("খেলা/0/note.txt"), "reporter's own").unwrap();
    symlink(outside, out.join("uploads")).unwrap();
    symlink("nowhere", out.join("dangling")).unwrap();
}

#[test]
fn files_of_others_live_on() {
    for in_place in [false, true] {
        let (folder, out) = output();
        let outside = folder.path().join("outside");
        fs::create_dir(&outside).unwrap();
        fs::write(outside.join("photo.jpg"), "canary").unwrap();
        let options = PublishOptions { in_place, ..options() };
        add_foreign(&out, &outside);
        let foreign = tree(&out);
        let mut expected = foreign.clone();
        for word in ["এক", "দুই", "তিন", "চার"] {
            let site = site(3, word);
            publish_with(&out, &site, &options).unwrap();
            let now = tree(&out);
            for (path, content) in &expected {
                assert_eq!(now.get(path), Some(content), "{path} after {word}");
            }
            let others: Site = files(&out)
                .into_iter()
                .filter(|(path, _)| !site.contains_key(path))
                .collect();
            assert_eq!(others.len(), 6);
            // Changed between builds: in place, by rename, new, gone.
            let token = format!("token {word}");
            fs::write(out.join(".well-known/acme/token"), &token).unwrap();
            fs::write(out.join("CNAME.new"), word).unwrap();
            fs::rename(out.join("CNAME.new"), out.join("CNAME")).unwrap();
            expected.insert(".well-known/acme/token".into(), token);
            expected.insert("CNAME".into(), word.into());
        }
        fs::remove_file(out.join("CNAME")).unwrap();
        fs::remove_dir_all(out.join(".well-known")).unwrap();
        for word in ["পাঁচ", "ছয়", "সাত"] {
            publish_with(&out, &site(3, word), &options).unwrap();
            assert!(
                !out.join("CNAME").exists() && !out.join(".well-known").exists(),
                "gone stays gone"
            );
        }
        // Its folder leaves the site: the reporter's note does not.
        publish_with(&out, &Site::new(), &options).unwrap();
        assert_eq!(
            fs::read_to_string(out.join("খেলা/0/note.txt")).unwrap(),
            "reporter's own"
        );
        assert_eq!(fs::read_to_string(outside.join("photo.jpg")).unwrap(), "canary");
    }
}

#[test]
fn files_of_others_that_come_while_pages_are_made_live_on() {
    let (_folder, out) = output();
    publish(&out, &site(3, "এক"));
    publish(&out, &site(3, "দুই"));
    let transaction = Publisher::open(&out, &options()).unwrap().begin();
    for (path, text) in &site(3, "তিন") {
        transaction.write(path, [1; 16], text.as_bytes()).unwrap();
    }
    fs::create_dir_all(out.join(".well-known/acme-challenge")).unwrap();
    fs::write(out.join(".well-known/acme-challenge/late"), "late").unwrap();
    fs::write(out.join("খেলা/1/late.txt"), "late").unwrap();
    transaction.commit().unwrap();
    for word in ["চার", "পাঁচ"] {
        assert_eq!(
            fs::read_to_string(out.join(".well-known/acme-challenge/late")).unwrap(),
            "late"
        );
        assert_eq!(fs::read_to_string(out.join("খেলা/1/late.txt")).unwrap(), "late");
        publish(&out, &site(3, word));
    }
}

#[test]
fn a_collision_with_a_file_of_others_changes_nothing() {
    for in_place in [false, true] {
        let (folder, out) = output();
        let options = PublishOptions { in_place, ..options() };
        publish_with(&out, &site(2, "এক"), &options).unwrap();
        fs::write(out.join("robots.txt"), "by hand").unwrap();
        fs::write(out.join("blocked"), "by hand").unwrap();
        fs::create_dir(out.join("folder")).unwrap();
        fs::write(out.join("folder/x"), "by hand").unwrap();
        symlink(folder.path(), out.join("link")).unwrap();
        let before = tree(&out);
        let around = tree(folder.path()).len();
        for name in ["robots.txt", "blocked/index.html", "folder", "link/index.html", "link"] {
            let mut next = site(2, "দুই");
            next.insert(name.into(), "by khobor".into());
            let error = publish_with(&out, &next, &options).unwrap_err();
            assert!(
                matches!(&error, PublishError::Foreign { path } if path.starts_with(&out)),
                "{name}: {error:?}"
            );
            assert_eq!(tree(&out), before, "{name}");
        }
        assert!(tree(folder.path()).len() <= around + 1);
        fs::write(out.join("robots.txt"), "by khobor").unwrap();
        let mut next = site(2, "দুই");
        next.insert("robots.txt".into(), "by khobor".into());
        let report = publish_with(&out, &next, &options).unwrap();
        assert!(
            report
                .changes
                .iter()
                .any(|change| change.kind == ChangeKind::Adopted && &*change.path == "robots.txt")
        );
    }
}

#[test]
fn what_others_did_to_owned_files_is_seen_and_repaired() {
    for in_place in [false, true] {
        let (_folder, out) = output();
        let options = PublishOptions { in_place, ..options() };
        for word in ["এক", "দুই"] {
            publish_with(&out, &site(4, word), &options).unwrap();
        }
        let right = site(4, "দুই");
        fs::write(out.join("খেলা/0/index.html"), "<p>খবর 9</p>").unwrap();
        fs::write(out.join("new"), "<p>খবর 8</p>").unwrap();
        fs::rename(out.join("new"), out.join("খেলা/1/index.html")).unwrap();
        fs::remove_file(out.join("খেলা/2/index.html")).unwrap();
        let publisher = Publisher::open(&out, &options).unwrap();
        assert!(!publisher.intact());
        let gone: Vec<_> = (0..3)
            .map(|n| publisher.previous(&format!("খেলা/{n}/index.html")))
            .collect();
        assert_eq!(gone, [None, None, None]);
        assert!(publisher.notes().contains(&Note::Missing("খেলা/2/index.html".into())));
        assert!(publisher.notes().contains(&Note::Edited("খেলা/0/index.html".into())));
        drop(publisher);
        let report = publish_with(&out, &right, &options).unwrap();
        assert_eq!(report.written, 3);
        assert!(report.changes.iter().all(|change| change.kind == ChangeKind::Repaired));
        for word in ["তিন", "চার", "দুই"] {
            publish_with(&out, &site(4, word), &options).unwrap();
            assert_eq!(files(&out), site(4, word), "the old tree's edits never come back");
        }
    }
}

#[test]
fn an_edited_file_that_leaves_the_site_is_left_alone() {
    for in_place in [false, true] {
        let (_folder, out) = output();
        let options = PublishOptions { in_place, ..options() };
        publish_with(&out, &site(4, "এক"), &options).unwrap();
        fs::write(out.join("খেলা/3/index.html"), "the editor's own words").unwrap();
        let report = publish_with(&out, &site(3, "এক"), &options).unwrap();
        assert_eq!(report.changes.last().unwrap().kind, ChangeKind::LeftAlone);
        for word in ["দুই", "তিন", "চার"] {
            publish_with(&out, &site(3, word), &options).unwrap();
            assert_eq!(
                fs::read_to_string(out.join("খেলা/3/index.html")).unwrap(),
                "the editor's own words"
            );
        }
    }
}

#[test]
fn a_lost_manifest_is_made_up_for_by_content() {
    let (_folder, out) = output();
    let one = site(6, "এক");
    publish(&out, &one);
    fs::remove_file(out.join(MANIFEST)).unwrap();
    let report = publish(&out, &one);
    assert_eq!((report.written, report.changes.len()), (0, one.len()));
    assert!(report.changes.iter().all(|change| change.kind == ChangeKind::Adopted));
    assert_eq!(files(&out), one);
    publish(&out, &site(2, "দুই"));
    assert_eq!(files(&out), site(2, "দুই"));
}

#[test]
fn damaged_records_harm_nothing() {
    let (_folder, out) = output();
    let one = site(6, "এক");
    publish(&out, &one);
    publish(&out, &site(6, "দুই"));
    publish(&out, &one);
    let mut seed = 7u64;
    let mut random = move |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below.max(1)
    };
    for round in 0..120 {
        let stamps = fs::read_dir(work(&out)).unwrap().map(|entry| entry.unwrap().path());
        let mut records: Vec<PathBuf> = stamps
            .filter(|path| path.to_string_lossy().contains("/stamps-"))
            .collect();
        records.extend([
            out.join(MANIFEST),
            work(&out).join("twin-record"),
            work(&out).join("twin").join(MANIFEST),
        ]);
        records.sort();
        let record = &records[random(records.len())];
        if let Ok(mut bytes) = fs::read(record) {
            match random(3) {
                0 if !bytes.is_empty() => {
                    let at = random(bytes.len());
                    bytes[at] ^= 1 << random(8);
                }
                1 => bytes.truncate(random(bytes.len())),
                _ => bytes.extend_from_slice(b"odd"),
            }
            fs::remove_file(record).unwrap();
            fs::write(record, bytes).unwrap();
        }
        publish(&out, &one);
        assert_eq!(files(&out), one, "round {round}, {record:?}");
        let other = site(5, ["দুই", "তিন"][round % 2]);
        publish(&out, &other);
        assert_eq!(files(&out), other, "round {round}, {record:?}");
        publish(&out, &one);
        assert_eq!(files(&out), one, "round {round}, {record:?}");
    }
}

#[test]
fn the_working_folder_may_be_lost() {
    let (_folder, out) = output();
    for word in ["এক", "দুই", "তিন"] {
        publish(&out, &site(4, word));
        fs::remove_dir_all(work(&out)).unwrap();
    }
    publish(&out, &site(4, "চার"));
    assert_eq!(files(&out), site(4, "চার"));
}

/// Which operation fails, at which call of its kind.
fn failing(kind: Operation, at: usize, code: i32) -> (Faults, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let faults = Faults::new(move |operation, _| {
        let now = operation == kind && seen.fetch_add(1, Ordering::SeqCst) == at;
        now.then(|| io::Error::from_raw_os_error(code))
    });
    (faults, count)
}

const KINDS: [Operation; 13] = [
    Operation::Look,
    Operation::List,
    Operation::Read,
    Operation::Create,
    Operation::Write,
    Operation::MakeFolder,
    Operation::Link,
    Operation::Rename,
    Operation::Exchange,
    Operation::Remove,
    Operation::RemoveFolder,
    Operation::Flush,
    Operation::Rights,
];

const EIO: i32 = 5;
const ENOSPC: i32 = 28;

/// Fails every call of every kind, one at a time, while `from` becomes `to`; `steps` publications stand before.
fn fail_everywhere(in_place: bool, rounds: usize) -> usize {
    let mut injected = 0;
    for kind in KINDS {
        for at in 0.. {
            let (_folder, out) = output();
            let clean = PublishOptions { in_place, ..options() };
            for round in 0..rounds {
                publish_with(&out, &site(3, ["এক", "দুই"][round % 2]), &clean).unwrap();
                fs::write(out.join("CNAME"), "khobor.example").unwrap();
            }
            let before = if out.exists() { files(&out) } else { Site::new() };
            let mut right = site(2, "তিন");
            let code = if at % 2 == 0 { EIO } else { ENOSPC };
            let (faults, count) = failing(kind, at, code);
            let done = publish_with(
                &out,
                &right,
                &PublishOptions {
                    in_place,
                    faults: Some(faults),
                    ..options()
                },
            );
            let reached = count.load(Ordering::SeqCst) > at;
            let now = if out.exists() { files(&out) } else { Site::new() };
            if rounds > 0 {
                right.insert("CNAME".into(), "khobor.example".into());
            }
            if let Err(error) = &done {
                assert!(reached, "{kind:?} {at}: {error}");
                let text = error.to_string();
                assert!(error.path().is_absolute() && text.contains(kind.word()), "{text}");
                assert_eq!(error.cause().and_then(io::Error::raw_os_error), Some(code), "{text}");
                let whole = now == before || now == right;
                assert!(whole || in_place && !now.is_empty(), "{kind:?} {at} {error}: {now:?}");
            } else {
                assert_eq!(now, right, "{kind:?} {at}");
            }
            right.remove("CNAME");
            publish_with(&out, &right, &clean).unwrap();
            let now: Site = files(&out).into_iter().filter(|(path, _)| path != "CNAME").collect();
            assert_eq!(now, right, "{kind:?} {at}, the next publication");
            assert!(rounds == 0 || out.join("CNAME").exists(), "{kind:?} {at}");
            publish_with(&out, &site(3, "চার"), &clean).unwrap();
            let now: Site = files(&out).into_iter().filter(|(path, _)| path != "CNAME").collect();
            assert_eq!(now, site(3, "চার"), "{kind:?} {at}, the one after");
            if !reached {
                break;
            }
            injected += 1;
        }
    }
    injected
}

#[test]
fn every_call_may_fail_on_the_way_to_a_first_site() {
    assert!(fail_everywhere(false, 0) > 50);
}

#[test]
fn every_call_may_fail_without_a_trusted_twin() {
    assert!(fail_everywhere(false, 1) > 50);
}

#[test]
fn every_call_may_fail_with_a_twin() {
    assert!(fail_everywhere(false, 3) > 50);
}

#[test]
fn every_call_may_fail_in_place() {
    assert!(fail_everywhere(true, 2) > 50);
}

#[test]
fn before_the_journal_is_sealed_a_failure_leaves_the_old_site_in_place() {
    for at in 0..3 {
        let (_folder, out) = output();
        let clean = PublishOptions {
            in_place: true,
            ..options()
        };
        publish_with(&out, &site(3, "এক"), &clean).unwrap();
        let before = tree(&out);
        let (faults, _) = failing(Operation::Flush, at, EIO);
        let failing = PublishOptions {
            in_place: true,
            faults: Some(faults),
            ..options()
        };
        publish_with(&out, &site(3, "দুই"), &failing).unwrap_err();
        assert_eq!(tree(&out), before, "{at}");
    }
}

#[test]
fn a_file_system_without_exchange_or_links_gets_the_weaker_promise() {
    const ENOSYS: i32 = 38;
    const EPERM: i32 = 1;
    for (kind, code) in [
        (Operation::Exchange, ENOSYS),
        (Operation::Exchange, 18),
        (Operation::Link, EPERM),
    ] {
        let (_folder, out) = output();
        let faults = Faults::new(move |operation, _| (operation == kind).then(|| io::Error::from_raw_os_error(code)));
        let options = PublishOptions {
            faults: Some(faults),
            ..options()
        };
        for word in ["এক", "দুই", "তিন", "এক"] {
            let report = publish_with(&out, &site(4, word), &options).unwrap();
            assert_eq!(files(&out), site(4, word));
            let expected = (report.unchanged > 0).then_some(Weaker::FileSystem);
            assert_eq!(report.weaker_promise, expected, "{kind:?} {word}");
            if let Some(weaker) = report.weaker_promise {
                assert!(!weaker.line().contains('\n'));
            }
        }
    }
}

#[test]
fn dangerous_folders_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().canonicalize().unwrap();
    for inside in [
        "site/content",
        "site/public",
        "repo/.git/x",
        "portal",
        "home/Desktop",
        "home/news/public",
    ] {
        fs::create_dir_all(base.join(inside)).unwrap();
    }
    fs::write(base.join("portal/khobor.toml"), "").unwrap();
    fs::write(base.join("file"), "").unwrap();
    symlink(base.join("home"), base.join("way-home")).unwrap();
    symlink("/", base.join("way-up")).unwrap();
    let options = PublishOptions {
        sources: vec![base.join("site")],
        inputs: vec![base.join("site/content")],
        home: Some(base.join("home")),
        ..options()
    };
    let mine = |path: &str| base.join(path).to_string_lossy().into_owned();
    let home = std::env::home_dir().unwrap().to_string_lossy().into_owned();
    let cases: Vec<(String, Danger)> = vec![
        ("".into(), Danger::Empty),
        ("/".into(), Danger::System),
        ("/etc".into(), Danger::System),
        ("/etc/nginx/html".into(), Danger::System),
        ("/usr".into(), Danger::System),
        ("/usr/../tmp".into(), Danger::System),
        ("/var".into(), Danger::System),
        ("/proc/self".into(), Danger::System),
        ("/dev".into(), Danger::System),
        ("/home".into(), Danger::System),
        ("//".into(), Danger::System),
        (home, Danger::System),
        (mine("way-up"), Danger::System),
        (mine("home"), Danger::Home),
        (mine("home/"), Danger::Home),
        (mine("home/Desktop"), Danger::Home),
        (mine("home/news/../.ssh"), Danger::Home),
        (mine("way-home"), Danger::Home),
        (mine(""), Danger::Home),
        (mine("site"), Danger::Source),
        (mine("site/public/.."), Danger::Source),
        (mine("site/content"), Danger::Source),
        (mine("site/content/public"), Danger::InsideInput),
        (mine("repo"), Danger::Repository),
        (mine("repo/.git/x"), Danger::Repository),
        (mine("portal"), Danger::Portal),
        (mine("file"), Danger::NotFolder),
    ];
    let before = tree(&base);
    for (path, danger) in &cases {
        match Publisher::open(Path::new(path), &options) {
            Err(PublishError::Refused { danger: found, .. }) => {
                let system = *danger == Danger::System && found == Danger::Home;
                assert!(found == *danger || system, "{path}: {found:?}");
            }
            other => panic!("{path}: {other:?}"),
        }
    }
    assert_eq!(tree(&base), before, "nothing was made");
    for path in ["site/public", "home/news/public", "new/deep/public"] {
        publish_with(&base.join(path), &site(1, "এক"), &options).unwrap();
    }
    assert_eq!(files(&base.join("new/deep/public")), site(1, "এক"));
}

#[test]
fn a_linked_output_is_published_where_it_leads() {
    let (folder, out) = output();
    let target = folder.path().join("disk2/live");
    fs::create_dir_all(&target).unwrap();
    symlink(&target, &out).unwrap();
    publish(&out, &site(2, "এক"));
    publish(&out, &site(2, "দুই"));
    assert!(out.is_symlink());
    assert_eq!(files(&target), site(2, "দুই"));
    let dangling = folder.path().join("dangling");
    symlink(folder.path().join("nowhere/x"), &dangling).unwrap();
    assert!(Publisher::open(&dangling, &options()).is_err());
}

#[test]
fn the_output_folder_keeps_its_rights() {
    let (_folder, out) = output();
    publish(&out, &site(2, "এক"));
    fs::set_permissions(&out, fs::Permissions::from_mode(0o2775)).unwrap();
    for word in ["দুই", "তিন", "চার"] {
        publish(&out, &site(2, word));
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o7777, 0o2775);
    }
}

#[test]
fn one_publisher_at_a_time() {
    let (_folder, out) = output();
    let first = Publisher::open(&out, &options()).unwrap();
    let impatient = PublishOptions {
        wait: Duration::ZERO,
        ..options()
    };
    let error = Publisher::open(&out, &impatient).unwrap_err();
    assert!(matches!(error, PublishError::Locked { .. }));
    drop(first);
    std::thread::scope(|scope| {
        for word in ["এক", "দুই", "তিন", "চার", "পাঁচ", "ছয়", "সাত", "আট"]
        {
            let out = &out;
            scope.spawn(move || {
                for _ in 0..10 {
                    publish(out, &site(4, word));
                }
            });
        }
    });
    let last = files(&out);
    assert!(
        ["এক", "দুই", "তিন", "চার", "পাঁচ", "ছয়", "সাত", "আট"]
            .iter()
            .any(|word| site(4, word) == last)
    );
}

/// Not a test of its own: the child of the next one, under its umask.
#[test]
fn child_that_publishes_once() {
    let Some(out) = std::env::var_os("KHOBOR_TEST_ONCE") else {
        return;
    };
    let stories = std::env::var("KHOBOR_TEST_STORIES").unwrap().parse().unwrap();
    publish(Path::new(&out), &site(stories, "এক"));
}

#[test]
fn the_umask_changes_nothing() {
    for umask in ["000", "022", "077"] {
        let (_folder, out) = output();
        for stories in ["4", "3", "2"] {
            let exe = std::env::current_exe().unwrap();
            let script = format!("umask {umask}; exec \"$0\" child_that_publishes_once --exact");
            let mut command = Command::new("sh");
            command
                .arg("-c")
                .arg(script)
                .arg(exe)
                .env("KHOBOR_TEST_ONCE", &out)
                .env("KHOBOR_TEST_STORIES", stories);
            assert!(command.output().unwrap().status.success());
            for entry in walkdir::WalkDir::new(&out) {
                let entry = entry.unwrap();
                let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
                let right = if entry.file_type().is_dir() { 0o755 } else { 0o644 };
                assert_eq!(mode, right, "{umask} {stories} {:?}", entry.path());
            }
            fs::remove_dir_all(work(&out)).unwrap();
        }
    }
}

/// Not a test of its own: the child of the next one, which publishes until it is killed.
#[test]
fn child_that_publishes_for_ever() {
    let Some(out) = std::env::var_os("KHOBOR_TEST_PUBLISH") else {
        return;
    };
    let in_place = std::env::var_os("KHOBOR_TEST_IN_PLACE").is_some();
    let options = PublishOptions { in_place, ..options() };
    for round in 0.. {
        let word = ["এক", "দুই"][round % 2];
        publish_with(Path::new(&out), &site(20 + round % 3, word), &options).unwrap();
    }
}

fn kill_at_random(in_place: bool, kills: u64) {
    let (_folder, out) = output();
    let clean = PublishOptions { in_place, ..options() };
    let whole: Vec<Site> = (0..6)
        .map(|round| site(20 + round % 3, ["এক", "দুই"][round % 2]))
        .chain([site(4, "ঠিক")])
        .collect();
    publish_with(&out, &site(4, "ঠিক"), &clean).unwrap();
    for kill in 0..kills {
        fs::write(out.join("CNAME"), "khobor.example").unwrap();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["child_that_publishes_for_ever", "--exact"])
            .env("KHOBOR_TEST_PUBLISH", &out);
        if in_place {
            command.env("KHOBOR_TEST_IN_PLACE", "1");
        }
        let mut child = command
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        let wait = 3_000 + (kill.wrapping_mul(2_654_435_761) >> 7) % 60_000;
        std::thread::sleep(Duration::from_micros(wait));
        child.kill().unwrap();
        child.wait().unwrap();
        if !in_place {
            let mut now = files(&out);
            assert_eq!(now.remove("CNAME").as_deref(), Some("khobor.example"), "kill {kill}");
            assert!(whole.contains(&now), "kill {kill}: {:?}", now.keys());
        }
        let inside: Vec<_> = fs::read_dir(out.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(inside.len(), 2, "{inside:?}");
        publish_with(&out, &site(4, "ঠিক"), &clean).unwrap();
        let mut now = files(&out);
        assert_eq!(now.remove("CNAME").as_deref(), Some("khobor.example"), "kill {kill}");
        assert_eq!(now, site(4, "ঠিক"), "kill {kill}");
        assert!(!work(&out).join("stage").exists());
    }
}

#[test]
fn killed_at_any_moment_the_site_is_the_old_or_the_new_one() {
    let kills = std::env::var("KHOBOR_KILLS")
        .ok()
        .and_then(|kills| kills.parse().ok())
        .unwrap_or(100);
    kill_at_random(false, kills);
}

#[test]
fn killed_in_place_the_next_publication_finishes() {
    kill_at_random(true, 40);
}

/// A small file system of its own, where this may be made.
struct Mount(PathBuf);

impl Mount {
    fn new(at: &Path, limits: &str) -> Option<Mount> {
        fs::create_dir_all(at).ok()?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", limits, "khobor"])
            .arg(at)
            .output()
            .ok()?;
        mounted.status.success().then(|| Mount(at.to_path_buf()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).output());
    }
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    for limits in ["size=1m", "size=64m,nr_inodes=90"] {
        let folder = tempfile::tempdir().unwrap();
        let Some(mount) = Mount::new(&folder.path().join("disk"), limits) else {
            return;
        };
        let out = mount.0.join("public");
        publish(&out, &site(5, "এক"));
        let before = tree(&out);
        for round in 0..3 {
            let large: Site = (0..200)
                .map(|n| (format!("বড়/{n}.html"), "খবর".repeat(2_000)))
                .collect();
            let error = publish_with(&out, &large, &options()).unwrap_err();
            assert_eq!(
                error.cause().map(io::Error::kind),
                Some(io::ErrorKind::StorageFull),
                "{round} {error}"
            );
            assert!(error.path().starts_with(&mount.0));
            assert_eq!(tree(&out), before, "{limits} {round}");
            publish(&out, &site(5, "দুই"));
            publish(&out, &site(5, "এক"));
        }
    }
}

#[test]
fn a_mount_point_is_published_in_place() {
    let (_folder, out) = output();
    let Some(mount) = Mount::new(&out, "size=8m") else {
        return;
    };
    for word in ["এক", "দুই", "তিন"] {
        let report = publish(&out, &site(5, word));
        assert_eq!(report.weaker_promise, Some(Weaker::Mounted));
        assert_eq!(files(&out), site(5, word));
    }
    drop(mount);
}

#[test]
fn a_mount_inside_the_output_stays_where_it_is() {
    let (_folder, out) = output();
    publish(&out, &site(2, "এক"));
    let Some(_mount) = Mount::new(&out.join("uploads"), "size=1m") else {
        return;
    };
    fs::write(out.join("uploads/photo.jpg"), "photo").unwrap();
    let report = publish(&out, &site(2, "দুই"));
    assert!(matches!(report.weaker_promise, Some(Weaker::Unlinkable(_))));
    assert_eq!(fs::read_to_string(out.join("uploads/photo.jpg")).unwrap(), "photo");
}

/// By hand: `KHOBOR_FILES=100000 cargo test --test publish -- --ignored --nocapture scale`.
#[test]
#[ignore = "takes minutes; prints times"]
#[expect(clippy::disallowed_methods, reason = "it measures")]
fn scale() {
    use std::time::Instant;
    let count = std::env::var("KHOBOR_FILES")
        .ok()
        .and_then(|count| count.parse().ok())
        .unwrap_or(100_000);
    let (_folder, out) = output();
    let run = |name: &str, changed: &[usize]| {
        let start = Instant::now();
        let publisher = Publisher::open(&out, &options()).unwrap();
        let opened = start.elapsed();
        let transaction = publisher.begin();
        let page = "খবর ".repeat(200);
        for n in 0..count {
            let path = format!("বিভাগ-{}/খবর-{n}/index.html", n % 10);
            let changes = changed.contains(&n);
            if changes || !transaction.keep(&path, [1; 16]).unwrap() {
                let text = if changes {
                    format!("{page}{name}{n}")
                } else {
                    format!("{page}{n}")
                };
                transaction.write(&path, [1; 16], text.as_bytes()).unwrap();
            }
        }
        let handed = start.elapsed();
        let report = transaction.commit().unwrap();
        let status = fs::read_to_string("/proc/self/status").unwrap();
        let peak = status
            .lines()
            .find(|line| line.starts_with("VmHWM"))
            .unwrap_or_default()
            .to_owned();
        eprintln!(
            "{name}: open {opened:?}, hand over {:?}, commit {:?}, written {}, {peak}",
            handed - opened,
            start.elapsed() - handed,
            report.written
        );
        report.written
    };
    assert_eq!(run("cold", &[]), count);
    assert_eq!(run("unchanged", &[]), 0);
    let few: Vec<usize> = (0..20).map(|n| n * 37).collect();
    for name in ["one", "two", "three"] {
        assert_eq!(run(name, &few), 20);
    }
    let publisher = Publisher::open(&out, &options()).unwrap();
    assert!(publisher.intact());
}

mod store {
    use super::*;
    use khobor::publish::store::{Ignored, Prune, Store};

    fn key(number: u32) -> [u8; 16] {
        digest(&number.to_le_bytes())
    }

    fn value(number: u32) -> Vec<u8> {
        format!("খবর {number} ").repeat(number as usize % 50).into_bytes()
    }

    fn fill(folder: &Path, numbers: std::ops::Range<u32>, prune: Prune) {
        let store = Store::open(folder, 1);
        numbers.for_each(|number| store.put(key(number), &value(number)).unwrap());
        store.commit(prune).unwrap();
    }

    #[test]
    fn values_last_until_they_are_not_used() {
        let folder = tempfile::tempdir().unwrap();
        fill(folder.path(), 0..300, Prune::Nothing);
        fill(folder.path(), 300..400, Prune::Nothing);
        let store = Store::open(folder.path(), 1);
        assert_eq!((store.len(), store.ignored()), (400, None));
        assert!((0..400).all(|number| store.get(key(number)) == Some(value(number))));
        assert_eq!(store.get(key(400)), None);
        drop(store);
        let store = Store::open(folder.path(), 1);
        assert!((0..50).all(|number| store.has(key(number))));
        store.put(key(7), b"other").unwrap();
        store.commit(Prune::Unused).unwrap();
        let store = Store::open(folder.path(), 1);
        assert_eq!(store.len(), 50);
        assert_eq!(store.get(key(7)).as_deref(), Some(&b"other"[..]));
        assert_eq!(store.get(key(8)), Some(value(8)));
    }

    #[test]
    fn a_pack_that_is_mostly_dead_is_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let big = vec![7; 100_000];
        let store = Store::open(folder.path(), 1);
        (0..30).for_each(|number| store.put(key(number), &big).unwrap());
        store.commit(Prune::Nothing).unwrap();
        let reader = Store::open(folder.path(), 1);
        let store = Store::open(folder.path(), 1);
        assert!(store.has(key(3)));
        store.put(key(99), b"new").unwrap();
        store.commit(Prune::Unused).unwrap();
        let size: u64 = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().metadata().unwrap().len())
            .sum();
        assert!(size < 200_000, "{size}");
        let store = Store::open(folder.path(), 1);
        assert_eq!((store.len(), store.get(key(3))), (2, Some(big.clone())));
        assert_eq!(reader.get(key(20)), Some(big), "who opened it before still reads");
    }

    #[test]
    fn what_another_commits_meanwhile_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        fill(folder.path(), 0..10, Prune::Nothing);
        let slow = Store::open(folder.path(), 1);
        assert!((0..5).all(|number| slow.has(key(number))));
        fill(folder.path(), 10..20, Prune::Nothing);
        slow.put(key(50), &value(50)).unwrap();
        slow.commit(Prune::Unused).unwrap();
        let store = Store::open(folder.path(), 1);
        assert!(
            [0, 4, 10, 19, 50]
                .iter()
                .all(|&number| store.get(key(number)) == Some(value(number)))
        );
        assert_eq!(store.get(key(7)), None);
        std::thread::scope(|scope| {
            for thread in 0..6 {
                let folder = folder.path();
                scope.spawn(move || fill(folder, 1_000 + thread * 10..1_010 + thread * 10, Prune::Nothing));
            }
        });
        let store = Store::open(folder.path(), 1);
        assert!((1_000..1_060).all(|number| store.get(key(number)) == Some(value(number))));
    }

    #[test]
    fn another_schema_and_damage_are_ignored() {
        let folder = tempfile::tempdir().unwrap();
        fill(folder.path(), 0..40, Prune::Nothing);
        assert_eq!(Store::open(folder.path(), 2).ignored(), Some(Ignored::Foreign));
        let mut seed = 3u64;
        let mut random = move |below: usize| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) as usize % below.max(1)
        };
        for round in 0..2_000 {
            let mut all: Vec<_> = fs::read_dir(folder.path())
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .collect();
            all.retain(|path| !path.ends_with("lock"));
            all.sort();
            if let Some(path) = all.get(random(all.len())) {
                let mut bytes = fs::read(path).unwrap();
                match random(5) {
                    0 | 1 if !bytes.is_empty() => {
                        let at = random(bytes.len());
                        bytes[at] ^= 1 << random(8);
                    }
                    2 => bytes.truncate(random(bytes.len())),
                    3 => bytes.extend_from_slice(b"odd"),
                    _ => fs::remove_file(path).unwrap(),
                }
                fs::write(path, bytes).unwrap();
            }
            let store = Store::open(folder.path(), 1);
            for number in 0..40 {
                let found = store.get(key(number));
                assert!(found.is_none() || found == Some(value(number)), "round {round}");
                if found.is_none() {
                    store.put(key(number), &value(number)).unwrap();
                }
            }
            store.commit(Prune::Nothing).unwrap();
            let store = Store::open(folder.path(), 1);
            assert!(
                (0..40).all(|number| store.get(key(number)) == Some(value(number))),
                "round {round}"
            );
        }
    }

    #[test]
    fn a_missing_folder_is_an_empty_store() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("a/.khobor");
        let store = Store::open(&inside, 1);
        assert!(store.is_empty() && store.ignored().is_none());
        store.commit(Prune::Unused).unwrap();
        assert!(!inside.exists(), "nothing is made for nothing");
    }
}
