//! What was answered 303 is there, once, whatever becomes of the inbox.

use crate::server::{Answer, Inbox, form};
use crate::{comments, site};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Posts over one kept connection until it breaks; the texts that were answered 303.
fn press(inbox_port: u16, who: usize, accepted: &Mutex<Vec<String>>, count: &AtomicUsize) {
    let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", inbox_port)) else {
        return;
    };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
    for n in 0.. {
        let text = format!("চাপ {who} {n}");
        let body = form(&[("story", "desh/a"), ("name", "ক"), ("comment", &text)]);
        let head = format!(
            "POST /comment HTTP/1.1\r\nHost: inbox\r\nOrigin: https://kagoj.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        if stream.write_all(format!("{head}{body}").as_bytes()).is_err() {
            return;
        }
        let mut answer = Vec::new();
        while !answer.windows(4).any(|w| w == b"\r\n\r\n") {
            let mut bytes = [0; 2048];
            match stream.read(&mut bytes) {
                Ok(n @ 1..) => answer.extend_from_slice(&bytes[..n]),
                _ => return,
            }
        }
        if Answer::of(&answer).status == 303 {
            accepted.lock().unwrap().push(text);
            count.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[test]
fn a_kill_loses_nothing_that_was_answered_and_doubles_nothing() {
    let site = site();
    let mut inbox = Inbox::open(&[]);
    let (accepted, count) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    for round in 1..=3 {
        let port = inbox.port();
        std::thread::scope(|scope| {
            for who in 0..8 {
                let (accepted, count) = (&accepted, &count);
                scope.spawn(move || press(port, round * 100 + who, accepted, count));
            }
            let end = std::time::Instant::now() + Duration::from_secs(60);
            while count.load(Ordering::Relaxed) < round * 300 {
                assert!(
                    std::time::Instant::now() < end,
                    "it answers too slowly: {}",
                    inbox.printed()
                );
                std::thread::sleep(Duration::from_millis(1));
            }
            inbox.kill();
        });
        inbox = inbox.again();
    }
    let accepted = accepted.into_inner().unwrap();
    assert!(accepted.len() >= 900);
    inbox.pull_from(&site).ok();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for comment in comments(&site) {
        *found.entry(comment["body"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    let lost: Vec<&String> = accepted.iter().filter(|t| !found.contains_key(*t)).collect();
    assert!(lost.is_empty(), "lost: {lost:?}");
    let doubled: Vec<_> = found.iter().filter(|(_, n)| **n > 1).collect();
    assert!(doubled.is_empty(), "doubled: {doubled:?}");
    // Written but never answered: at most the last request of each of 8 clients in 3 rounds.
    assert!(
        found.len() - accepted.len() <= 24,
        "{} of {}",
        found.len(),
        accepted.len()
    );
    println!("{} answered, {} kept, 3 kills", accepted.len(), found.len());
}

#[test]
fn a_stop_finishes_what_was_begun() {
    let mut inbox = Inbox::open(&[]);
    // A form of which a part is still on its way when the stop comes.
    let body = form(&[("story", "desh/a"), ("name", "ক"), ("comment", "থামার আগে")]);
    let (first, last) = body.split_at(20);
    let mut stream = inbox.connect();
    let head = format!(
        "POST /comment HTTP/1.1\r\nHost: inbox\r\nOrigin: https://kagoj.example\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{first}",
        body.len()
    );
    stream.write_all(head.as_bytes()).unwrap();
    let last = last.to_owned();
    assert!(inbox.is_alive());
    let id = inbox.id().to_string();
    let writer = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        stream.write_all(last.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        Answer::of(&answer).status
    });
    assert!(
        std::process::Command::new("kill")
            .args(["-INT", &id])
            .status()
            .unwrap()
            .success()
    );
    assert_eq!(writer.join().unwrap(), 303);
    let db = inbox.db();
    let site = site();
    let wait = std::time::Instant::now();
    while inbox.is_running() {
        assert!(wait.elapsed() < Duration::from_secs(15), "it does not stop");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(inbox.printed().contains("stopped: kept 1"), "{}", inbox.printed());
    // The log is settled: the file alone is the queue.
    let copy = db.with_file_name("copy.db");
    std::fs::copy(&db, &copy).unwrap();
    let pulled = site.run(&["comments", "pull", "--db", copy.to_str().unwrap()]).ok();
    assert!(pulled.stdout.contains("1 new"), "{}", pulled.stdout);
}

/// The pull is cut at every point where something may be half done: nothing is lost, nothing comes twice.
#[test]
fn a_pull_that_is_cut_goes_on() {
    let (site, inbox) = (site(), Inbox::open(&[]));
    for n in 0..5 {
        assert_eq!(inbox.comment("desh/a", "ক", &format!("লেখা {n}")).status, 303);
    }
    // Cut after writing: the queue has not forgotten. A copy of the queue stands for it.
    let copy = inbox.db().with_file_name("copy.db");
    let backup = |from: &std::path::Path, to: &std::path::Path| {
        for end in ["", "-wal", "-shm"] {
            let (from, to) = (format!("{}{end}", from.display()), format!("{}{end}", to.display()));
            let _ = std::fs::remove_file(&to);
            if std::path::Path::new(&from).exists() {
                std::fs::copy(from, to).unwrap();
            }
        }
    };
    backup(&inbox.db(), &copy);
    assert!(inbox.pull_file(&site, &[]).ok().stdout.contains("5 new"));
    let pull = |site: &crate::harness::Site| {
        site.run(&["comments", "pull", "--db", copy.to_str().unwrap()])
            .ok()
            .stdout
    };
    assert!(pull(&site).contains("0 new"));
    assert_eq!(comments(&site).len(), 5);
    // The same, and an editor has decided in between.
    backup(&inbox.db(), &copy);
    let second = crate::site();
    for n in 5..8 {
        assert_eq!(inbox.comment("desh/a", "ক", &format!("লেখা {n}")).status, 303);
    }
    backup(&inbox.db(), &copy);
    assert!(inbox.pull_file(&second, &[]).ok().stdout.contains("3 new"));
    let first = comments(&second)[0]["id"].as_str().unwrap().to_owned();
    second.run(&["comments", "spam", &first]).ok();
    assert!(pull(&second).contains("0 new"));
    assert_eq!(comments(&second).len(), 2);
    // A queue that is not there, and a broken comment file: told, nothing lost.
    second
        .run(&["comments", "pull", "--db", "/nowhere/q.db"])
        .fails()
        .says("KH0820");
    assert_eq!(inbox.comment("desh/a", "ক", "শেষ লেখা").status, 303);
    second.put("data/comments/desh/a.toml", b"[[comment]\nbroken");
    let broken = inbox.pull_file(&second, &[]);
    assert_eq!(broken.code, Some(1), "{broken:?}");
    second.remove("data/comments/desh/a.toml");
    assert!(inbox.pull_file(&second, &[]).ok().stdout.contains("1 new"));
}

/// The pull is killed at any moment, again and again, while comments come in.
#[test]
fn a_pull_that_is_killed_loses_and_doubles_nothing() {
    let (site, inbox) = (site(), Inbox::open(&[]));
    let root = site.path("");
    let (rounds, each) = (24, 12);
    for round in 0..rounds {
        for n in 0..each {
            let story = if n % 2 == 0 { "desh/a" } else { "desh/b" };
            assert_eq!(inbox.comment(story, "ক", &format!("লেখা {round} {n}")).status, 303);
        }
        let mut pull = std::process::Command::new(crate::harness::program())
            .args(["comments", "pull", "--quiet", "--now", crate::harness::NOW, "--db"])
            .arg(inbox.db())
            .arg("--root")
            .arg(&root)
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(20 + 7 * round));
        let _ = pull.kill();
        let _ = pull.wait();
    }
    inbox.pull_file(&site, &[]).ok();
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for comment in comments(&site) {
        *found.entry(comment["body"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(found.len() as u64, rounds * each);
    assert!(found.values().all(|n| *n == 1), "{found:?}");
    assert!(!site.exists(".khobor/pulled"), "nothing is left to be forgotten");
    site.run(&["build", "--strict"]).ok();
}
