//! Nothing that a reader types becomes markup: every payload in every field, from the form to the built page, and the pages
//! are those of harmless comments, tag for tag.

use crate::harness::{Site, html};
use crate::server::{Inbox, form};
use crate::{approve_all, comments, site};
use std::collections::BTreeSet;

/// Fields of the form; `page` is the hidden `url`.
const SINKS: [&str; 6] = ["name", "comment", "website", "email", "story", "url"];

fn payloads() -> Vec<String> {
    let path = format!("{}/tests/inbox/payloads.txt", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().filter(|l| !l.starts_with("#!")).map(escapes).collect()
}

/// `\n \t \r \0 \u{…}` as characters; other backslashes stay.
fn escapes(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let simple = [('n', '\n'), ('t', '\t'), ('r', '\r'), ('0', '\0')];
        if let Some((letter, real)) = simple.iter().find(|(l, _)| rest.starts_with(*l)) {
            out.push(*real);
            rest = &rest[letter.len_utf8()..];
        } else if let Some((code, after)) = rest.strip_prefix("u{").and_then(|r| r.split_once('}')) {
            out.push(char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
            rest = after;
        } else {
            out.push('\\');
        }
    }
    out + rest
}

/// Every tag of a page: its place and the names of its attributes, as often as it stands there. Comments of one second stand
/// in no order of their own, so the tags are sorted.
fn tags(page: &str) -> Vec<String> {
    let names = |t: &html::Tag| t.attributes.keys().cloned().collect::<Vec<_>>().join(" ");
    let mut tags: Vec<String> = html::tags(page)
        .iter()
        .map(|t| format!("{}>{} [{}]", t.path, t.name, names(t)))
        .collect();
    tags.sort();
    tags
}

/// The pages on which comments stand.
fn pages(site: &Site) -> Vec<(String, String)> {
    site.build();
    let files = site.output().into_iter().filter(|(p, _)| p.ends_with(".html"));
    files.map(|(p, bytes)| (p, String::from_utf8(bytes).unwrap())).collect()
}

fn value(sink: &str, field: &str, payload: &str, n: usize) -> String {
    let harmless = match field {
        "name" => format!("পাঠক {n}"),
        "comment" => format!("মন্তব্য {n}"),
        "website" => format!("https://pathok.example/{n}"),
        "email" => "pathok@gopon.example".to_owned(),
        "story" => "desh/a".to_owned(),
        _ => "https://kagoj.example/desh/a/".to_owned(),
    };
    match (sink == field, field) {
        (false, _) => harmless,
        (true, "comment") => format!("শুরু {n}\n{} মাঝে\n\nশেষ", payload.replace(['\n', '\r'], " ")),
        (true, "name") => format!("{payload} {n}"),
        (true, "website") => format!("https://pathok.example/{payload}"),
        (true, _) => payload.to_owned(),
    }
}

#[test]
fn no_payload_changes_a_skeleton() {
    let payloads = payloads();
    assert!(payloads.len() >= 120, "{} payloads", payloads.len());
    let (evil, good) = (site(), site());
    let (evil_inbox, good_inbox) = (Inbox::open(&["--links", "9", "--foreign-links", "9"]), Inbox::open(&[]));
    let (mut taken, mut refused) = ([0; 6], [0; 6]);
    for (n, payload) in payloads.iter().enumerate() {
        for (s, sink) in SINKS.into_iter().enumerate() {
            let number = n * 10 + s;
            let fields = SINKS.map(|field| (field, value(sink, field, payload, number)));
            let answer = evil_inbox.post(&form(&fields.each_ref().map(|(n, v)| (*n, v.as_str()))));
            assert!(
                matches!(answer.status, 303 | 404 | 413 | 422),
                "{sink} {payload}: {}",
                answer.text
            );
            if answer.status != 303 {
                refused[s] += 1;
                assert!(
                    !html::tags(answer.body())
                        .iter()
                        .any(|t| ["script", "img", "svg", "iframe"].contains(&t.name.as_str()))
                );
                continue;
            }
            let to = answer.header("location");
            assert!(
                to.starts_with("https://kagoj.example/") && to.is_ascii(),
                "{sink} {payload}: {to}"
            );
            taken[s] += 1;
            // A harmless comment in its place, of the same shape, on the same story or on none.
            let there = sink != "story";
            let harmless = SINKS.map(|field| match field {
                "comment" if sink == "comment" => (field, format!("শুরু {number}\nমাঝে\n\nশেষ")),
                "story" if !there => (field, "desh/nei".to_owned()),
                _ => (field, value("", field, "", number)),
            });
            let answer = good_inbox.post(&form(&harmless.each_ref().map(|(n, v)| (*n, v.as_str()))));
            assert_eq!(answer.status, 303, "{}", answer.text);
        }
    }
    for (name, (taken, refused)) in SINKS.iter().zip(taken.iter().zip(&refused)) {
        println!("{name}: {taken} taken, {refused} refused");
    }
    evil_inbox.pull_from(&evil).ok();
    good_inbox.pull_from(&good).ok();
    assert_eq!(comments(&evil).len(), comments(&good).len());
    assert!(comments(&evil).len() > 400);
    // Also the file's own reader takes everything that came in.
    evil.run(&["build", "--strict"]).ok();
    approve_all(&evil);
    approve_all(&good);
    let (evil, good) = (pages(&evil), pages(&good));
    assert_eq!(
        evil.iter().map(|(p, _)| p).collect::<Vec<_>>(),
        good.iter().map(|(p, _)| p).collect::<Vec<_>>()
    );
    let mut differing = 0;
    for ((path, evil), (_, good)) in evil.iter().zip(&good) {
        let (found, wanted) = (tags(evil), tags(good));
        if found != wanted {
            differing += 1;
            let found: BTreeSet<&String> = found.iter().collect();
            let wanted: BTreeSet<&String> = wanted.iter().collect();
            println!("{path}: {:#?}", found.symmetric_difference(&wanted).collect::<Vec<_>>());
        }
        for tag in html::tags(evil) {
            for (name, value) in &tag.attributes {
                let runs = value.trim_start().to_ascii_lowercase();
                let runs = ["javascript:", "data:text", "vbscript:"]
                    .iter()
                    .any(|s| runs.starts_with(s));
                assert!(!name.starts_with("on") && name != "srcdoc" && !runs, "{path}: {tag:?}");
            }
        }
        assert!(!evil.contains("gopon"), "{path} holds an e-mail address");
    }
    println!(
        "{} payloads in {} fields: {differing} differing skeletons",
        payloads.len(),
        SINKS.len()
    );
    assert_eq!(differing, 0);
}
