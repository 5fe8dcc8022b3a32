//! Requests that no browser sends, clients that are slow or many.

use crate::server::{Inbox, ORIGIN, form};
use crate::{comments, site};
use std::io::{Read, Write};
use std::time::{Duration, Instant};

fn good() -> String {
    form(&[("story", "desh/a"), ("name", "ক"), ("comment", "খ")])
}

#[test]
fn only_forms_of_the_portal_are_taken() {
    let inbox = Inbox::open(&[]);
    let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
    let own = format!("Origin: {ORIGIN}\r\n{kind}");
    for origin in [
        "null",
        "https://evil.example",
        "http://kagoj.example",
        "https://kagoj.example.evil.example",
        "https://www.kagoj.example",
        "https://kagoj.example:8443",
        "",
    ] {
        let answer = inbox.send_as(origin, &[], &good());
        assert!(
            answer.status == 403 && answer.text.contains("নিজের পাতা"),
            "{origin}: {}",
            answer.text
        );
        assert_eq!(answer.header("access-control-allow-origin"), "", "{origin}");
    }
    for (line, head, status) in [
        ("POST /comment", kind.to_owned(), 403),
        (
            "POST /comment",
            format!("Referer: https://evil.example/{ORIGIN}\r\n{kind}"),
            403,
        ),
        ("POST /comment", format!("Referer: {ORIGIN}/desh/a/\r\n{kind}"), 303),
        ("POST /comment", format!("{own}Origin: {ORIGIN}\r\n"), 400),
        ("POST /comment", format!("Origin: {ORIGIN}\r\n"), 415),
        (
            "POST /comment",
            format!("Origin: {ORIGIN}\r\nContent-Type: multipart/form-data; boundary=x\r\n"),
            415,
        ),
        (
            "POST /comment",
            format!("Origin: {ORIGIN}\r\nContent-Type: application/json\r\n"),
            415,
        ),
        (
            "POST /comment",
            format!("Origin: {ORIGIN}\r\nContent-Type: text/plain\r\n"),
            415,
        ),
        ("GET /comment", own.clone(), 405),
        ("PUT /comment", own.clone(), 405),
        ("DELETE /pending", own.clone(), 405),
        ("OPTIONS /comment", own.clone(), 405),
        ("TRACE /", own.clone(), 404),
        ("POST /", own.clone(), 404),
        ("POST /comment/", own.clone(), 404),
        ("POST //comment", own.clone(), 404),
        ("POST /%63omment", own.clone(), 404),
        ("POST /../comment", own.clone(), 404),
        ("GET /../../etc/passwd", own.clone(), 404),
        ("GET /inbox.db", own.clone(), 404),
        ("GET /inbox.css/../inbox.db", own.clone(), 404),
        ("GET http://evil.example/pending", own.clone(), 400),
        ("GET /health", String::new(), 200),
        ("GET /inbox.css", String::new(), 200),
    ] {
        let body = if line.starts_with("POST") {
            good()
        } else {
            String::new()
        };
        let answer = inbox.ask(line, &head, &body);
        assert_eq!(answer.status, status, "{line} {head}: {}", answer.text);
        assert!(answer.text.contains("nosniff"), "{line}");
    }
    let long = format!("GET /{}", "a".repeat(2000));
    assert_eq!(inbox.ask(&long, "", "").status, 400);
}

#[test]
fn broken_requests_end_alone() {
    let site = site();
    let mut inbox = Inbox::open(&[]);
    let head = format!(
        "POST /comment HTTP/1.1\r\nHost: inbox\r\nOrigin: {ORIGIN}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    );
    let close = "Connection: close\r\n\r\n";
    let huge = format!("GET / HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "a".repeat(40_000));
    let many: String = (0..200).map(|n| format!("X{n}: y\r\n")).collect();
    let broken: Vec<Vec<u8>> = vec![
        b"\r\n\r\n\r\n".to_vec(),
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n".to_vec(),
        b"POST /comment HTTP/1.1\r\nHost: x\r\nOrigin: \xff\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\n\r\n".to_vec(),
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_vec(),
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(),
        huge.into_bytes(),
        format!("GET / HTTP/1.1\r\nHost: x\r\n{many}\r\n").into_bytes(),
        format!("{head}Content-Length: -1\r\n{close}").into_bytes(),
        format!("{head}Content-Length: 99999999999999999999\r\n{close}").into_bytes(),
        format!("{head}Content-Length: 4\r\nContent-Length: 5\r\n{close}abcd").into_bytes(),
        format!("{head}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n{close}zz\r\n").into_bytes(),
        format!("{head}Transfer-Encoding: chunked\r\n{close}fffffffffffffffff\r\n").into_bytes(),
        format!("{head}Content-Length: 10\r\n{close}\u{0}\u{1}\u{2}=%\u{0}").into_bytes(),
        format!("{head}Content-Length: 9\r\n{close}%%%%%%%%%").into_bytes(),
        format!("{head}Content-Length: 100000\r\nExpect: 100-continue\r\n{close}").into_bytes(),
    ];
    for request in &broken {
        let mut stream = inbox.connect();
        let _ = stream.write_all(request);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = crate::server::Answer::of(&answer);
        assert!(
            answer.status == 0 || (400..500).contains(&answer.status),
            "{:?}: {}",
            String::from_utf8_lossy(request),
            answer.text
        );
    }
    // A form in chunks is a form; one that is longer than it may be is cut while it comes.
    let chunked = |body: &str| {
        let chunks: String = body
            .as_bytes()
            .chunks(1000)
            .map(|c| format!("{:x}\r\n{}\r\n", c.len(), String::from_utf8_lossy(c)))
            .collect();
        inbox.raw(format!("{head}Transfer-Encoding: chunked\r\n{close}{chunks}0\r\n\r\n").as_bytes())
    };
    assert_eq!(chunked(&good()).status, 303);
    let long = chunked(&form(&[
        ("story", "desh/a"),
        ("name", "ক"),
        ("comment", &"x".repeat(200_000)),
    ]));
    assert!(matches!(long.status, 413 | 0), "{}", long.text);
    assert!(inbox.is_alive(), "{}", inbox.printed());
    assert!(inbox.pull_file(&site, &[]).ok().stdout.contains("1 new"));
    assert_eq!(comments(&site).len(), 1);
}

#[test]
fn thousand_slow_clients_do_no_harm() {
    let mut inbox = Inbox::open(&[]);
    let pause = |body: &str| {
        let head = format!(
            "POST /comment HTTP/1.1\r\nHost: inbox\r\nOrigin: {ORIGIN}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\n{body}"
        );
        let mut stream = inbox.connect();
        stream.write_all(head.as_bytes()).unwrap();
        stream
    };
    let mut slow: Vec<std::net::TcpStream> = Vec::new();
    for n in 0..1000 {
        if n % 2 == 0 {
            slow.push(pause("story=desh"));
        } else {
            let mut stream = inbox.connect();
            stream.write_all(b"POST /comment HTTP/1.1\r\nHost: in").unwrap();
            slow.push(stream);
        }
    }
    let begun = Instant::now();
    for n in 0..50 {
        assert_eq!(inbox.comment("desh/a", "ক", &format!("ভালো {n}")).status, 303);
    }
    let spent = begun.elapsed();
    // They are shown the door: heads after 5 seconds, bodies after 15.
    let deadline = Instant::now() + Duration::from_secs(40);
    for stream in &mut slow {
        let left = deadline.saturating_duration_since(Instant::now());
        stream
            .set_read_timeout(Some(left.max(Duration::from_millis(1))))
            .unwrap();
        let mut answer = Vec::new();
        let end = stream.read_to_end(&mut answer);
        assert!(
            end.is_ok()
                || !matches!(
                    end.as_ref().map_err(std::io::Error::kind),
                    Err(std::io::ErrorKind::WouldBlock)
                ),
            "a slow client is kept: {end:?}"
        );
    }
    assert!(inbox.is_alive());
    println!("50 comments beside 1,000 slow clients: {} ms", spent.as_millis());
}

#[test]
fn it_does_not_start_on_what_is_not_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.txt");
    std::fs::write(
        &other,
        "not a queue, and long enough that SQLite looks at the header of it: ".repeat(20),
    )
    .unwrap();
    let diagnostics = Inbox::refuses(&["--db", other.to_str().unwrap()], None);
    assert!(diagnostics.contains("other.txt"), "{diagnostics}");
    assert!(std::fs::read_to_string(&other).unwrap().starts_with("not a queue"));
    assert!(Inbox::refuses(&["--portal", "ftp://x"], None).contains("--portal"));
}
