//! Every call to the system may fail.

use super::*;

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

/// More files than any site here has.
const MANY: usize = 1_000_000;

const EIO: i32 = 5;
const ENOSPC: i32 = 28;

/// Fails every call of every kind, one at a time, in one publication; `rounds` stand before. `standby_from` as in the options.
fn fail_everywhere(in_place: bool, rounds: usize, standby_from: usize) -> usize {
    let mut injected = 0;
    for kind in KINDS {
        for at in 0.. {
            let (_folder, out) = output();
            let clean = PublishOptions {
                in_place,
                standby_from,
                ..options()
            };
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
                    standby_from,
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
    assert!(fail_everywhere(false, 0, MANY) > 50);
}

#[test]
fn every_call_may_fail_on_the_way_to_a_first_site_with_its_twin() {
    assert!(fail_everywhere(false, 0, 0) > 50);
}

#[test]
fn every_call_may_fail_with_a_twin_of_the_first_site() {
    assert!(fail_everywhere(false, 1, 0) > 50);
}

#[test]
fn every_call_may_fail_without_a_trusted_twin() {
    assert!(fail_everywhere(false, 1, MANY) > 50);
}

#[test]
fn every_call_may_fail_with_a_twin() {
    assert!(fail_everywhere(false, 3, MANY) > 50);
}

#[test]
fn every_call_may_fail_in_place() {
    assert!(fail_everywhere(true, 2, MANY) > 50);
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
