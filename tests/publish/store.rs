//! The store of values between builds.

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
