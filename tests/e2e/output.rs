//! What commands print, and where to: JSON, closed pipes, full disks, terminals.

use crate::harness::{NOW, Site, program};
use serde_json::Value;
use std::fs::OpenOptions;
use std::process::{Command, Stdio};

fn site() -> Site {
    Site::new().story("a", "ইলিশের দাম", "বাজারে ইলিশের দাম বেড়েছে।")
}

/// Commands that print something.
const SPEAKING: [&[&str]; 11] = [
    &["completions", "bash"],
    &["--help"],
    &["--version"],
    &["explain"],
    &["explain", "KH0201", "--json"],
    &["bn", "--help"],
    &["related", "--all", "--json"],
    &["build", "--timings"],
    &["check"],
    &["due", "--json"],
    &["comments", "list"],
];

fn call(site: &Site, arguments: &[&str], out: Stdio) -> (Option<i32>, String) {
    let mut command = Command::new(program());
    command
        .args(arguments)
        .args(["--lang", "en", "--now", NOW])
        .current_dir(site.path(""));
    let done = command
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
}

#[test]
fn a_closed_pipe_ends_a_command_quietly() {
    let site = site();
    for arguments in SPEAKING {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let (code, err) = call(&site, arguments, writer.into());
        assert_eq!((code, err.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

#[test]
fn lines_into_a_closed_pipe_end_bn_quietly() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut child = Command::new(program());
    let mut child = child
        .args(["bn", "stem"])
        .stdin(Stdio::piped())
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let _ = std::io::Write::write_all(&mut input, "নদীর\n".repeat(10_000).as_bytes());
    drop(input);
    let done = child.wait_with_output().unwrap();
    assert_eq!(
        (done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()),
        (Some(0), "")
    );
}

#[test]
fn an_output_that_is_lost_is_a_fault() {
    let site = site();
    for arguments in SPEAKING {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let (code, err) = call(&site, arguments, full.into());
        assert_eq!(code, Some(1), "{arguments:?}");
        assert!(!err.contains("panicked"), "{err}");
    }
}

#[test]
fn every_command_prints_one_json_object() {
    let site = site().file(
        "page.txt",
        "Homeদেশইলিশের মৌসুম শুরু\n\nইলিশের মৌসুম শুরু\n\nনদীতে ইলিশ ধরা পড়ছে। জেলেরা খুশি।\n\nRELATED ARTICLES\n",
    );
    let page = site.path("page.txt");
    let commands: [&[&str]; 17] = [
        &["build"],
        &["check"],
        &["related", "desh/a"],
        &["search", "ইলিশ"],
        &["due"],
        &["comments", "list"],
        &["explain", "KH0201"],
        &["explain"],
        &["import", "page", page.to_str().unwrap()],
        &["new", "section", "khela"],
        &["new", "article", "নতুন খবর"],
        &["new", "page", "যোগাযোগ"],
        &["clean"],
        // And what cannot be done:
        &["related", "desh/nai"],
        &["explain", "KH9999"],
        &["new", "section", "khela"],
        &["deploy"],
    ];
    for (n, arguments) in commands.iter().enumerate() {
        let words: Vec<&str> = arguments.iter().copied().chain(["--json"]).collect();
        let run = site.run(&words);
        let object: Value =
            serde_json::from_str(&run.stdout).unwrap_or_else(|e| panic!("{arguments:?}: {e}: {}", run.stdout));
        assert_eq!(object["ok"], n < 13, "{arguments:?}: {}", run.stdout);
        assert_eq!(
            (run.code, run.stderr.as_str()),
            (Some(i32::from(n >= 13)), ""),
            "{arguments:?}"
        );
    }
}

#[test]
fn related_tells_the_faults_of_a_site_also_as_json() {
    let site = site().file("content/desh/b.md", "+++\ntitel = \"খ\"\n+++\nলেখা\n");
    let run = site.run(&["related", "--all", "--json"]).fails();
    let object: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(object["ok"], false);
    assert!(
        object["diagnostics"]
            .as_array()
            .is_some_and(|d| d.iter().any(|d| d["code"] == "KH0201")),
        "{object}"
    );
}

#[test]
fn no_escape_of_an_input_is_printed() {
    let evil = "ক\u{1b}[2J\u{9b}31mখ";
    let site = site().file(
        "content/desh/b.md",
        "+++\ntitle = \"ক\\u001b[2Jখ ইলিশের দাম\"\ndate = 2026-11-02\n+++\nইলিশের দাম\n",
    );
    let commands: [&[&str]; 7] = [
        &["related", evil],
        &["related", "desh/a"],
        &["explain", evil],
        &["new", "article", "ক", "--section", evil],
        &["search", evil, "ইলিশ"],
        &[evil],
        &["build", "--out", evil, "--json"],
    ];
    site.build();
    for arguments in commands {
        for lang in ["en", "bn"] {
            let words: Vec<&str> = arguments.iter().copied().chain(["--lang", lang]).collect();
            let run = site.run(&words);
            let printed = format!("{}{}", run.stdout, run.stderr);
            assert!(!printed.contains(['\u{1b}', '\u{9b}']), "{arguments:?}: {printed:?}");
        }
    }
}
