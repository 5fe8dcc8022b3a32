//! Files of others, files that others changed, and lost or damaged records.

use super::*;

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
            work(&out).join("standby-record"),
            work(&out).join("standby").join(MANIFEST),
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

#[test]
fn what_others_did_to_the_twin_never_goes_live() {
    let (_folder, out) = output();
    let wait = || std::thread::sleep(std::time::Duration::from_millis(30));
    for (forged, word) in [(false, "দুই"), (true, "তিন")] {
        publish(&out, &site(6, "এক"));
        publish(&out, &site(6, word));
        wait();
        publish(&out, &site(7, word));
        wait();
        let standby = work(&out).join("standby");
        let first = site(6, "এক").into_keys().next().unwrap();
        let victim = standby.join(first);
        fs::remove_file(&victim).unwrap();
        if forged {
            fs::write(&victim, "জাল").unwrap();
        }
        publish(&out, &site(8, word));
        assert_eq!(files(&out), site(8, word), "forged: {forged}");
    }
}
