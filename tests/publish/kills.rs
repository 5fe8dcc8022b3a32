//! Killed at any moment; two publishers at once.

use super::*;

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
    let right = site(4, "ঠিক");
    let mut moved = 0;
    publish_with(&out, &right, &clean).unwrap();
    for kill in 0..kills {
        fs::write(out.join("CNAME"), "khobor.example").unwrap();
        let mut command = Command::new(std::env::current_exe().unwrap());
        command
            .args(["kills::child_that_publishes_for_ever", "--exact"])
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
        let mut now = files(&out);
        assert_eq!(now.remove("CNAME").as_deref(), Some("khobor.example"), "kill {kill}");
        moved += usize::from(now != right);
        assert!(in_place || whole.contains(&now), "kill {kill}: {:?}", now.keys());
        let inside: Vec<_> = fs::read_dir(out.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(inside.len(), 2, "{inside:?}");
        publish_with(&out, &right, &clean).unwrap();
        let mut now = files(&out);
        assert_eq!(now.remove("CNAME").as_deref(), Some("khobor.example"), "kill {kill}");
        assert_eq!(now, right, "kill {kill}");
        assert!(!work(&out).join("stage").exists());
    }
    assert!(
        moved > kills as usize / 20,
        "the child published in {moved} of {kills} rounds"
    );
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
