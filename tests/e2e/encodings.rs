//! One text, however its bytes are written (reliability.md F11, U1): the same output. Bytes that are no text are refused.

use crate::harness::Site;
use std::collections::BTreeMap;

const STORY: &str = "+++\ntitle = \"নদীর খবর\"\ndate = 2026-11-01T09:00:00+06:00\ntags = [\"চর\"]\n+++\nপ্রথম অনুচ্ছেদ।\n\nদ্বিতীয়, য়েমনের **কথা**।\n";
const PLAIN: &str = "শিরোনাম: সাদা লেখা\nতারিখ: ১ নভেম্বর ২০২৬\n\nপ্রথম অনুচ্ছেদ।\n\nদ্বিতীয় অনুচ্ছেদ।\n";
const COMMENTS: &str = "[[comment]]\nid = \"1\"\nname = \"রহিম\"\ndate = 2026-11-02T09:00:00+06:00\napproved = true\nbody = \"ভালো\\nলেখা\"\n";
const CONFIG: &str = "[site]\ntitle = \"কাগজ\"\nbase_url = \"https://kagoj.example\"\n";

/// Turns a text into the bytes of a file.
type Writer<'a> = &'a dyn Fn(&str) -> Vec<u8>;

fn utf16(text: &str, big: bool) -> Vec<u8> {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    units
        .flat_map(|u: u16| if big { u.to_be_bytes() } else { u.to_le_bytes() })
        .collect()
}

/// The site with every file written by `write`.
fn output(write: &dyn Fn(&str) -> Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let site = Site::new()
        .bytes("khobor.toml", &write(CONFIG))
        .bytes("content/desh/_index.md", &write("+++\ntitle = \"দেশ\"\n+++\n"))
        .bytes("content/desh/a.md", &write(STORY))
        .bytes("content/desh/b.txt", &write(PLAIN))
        .bytes("data/comments/desh/a.toml", &write(COMMENTS))
        .bytes("content/authors/r.md", &write("---\nname: রহিমা\n---\nপরিচয়।\n"));
    site.build();
    site.output()
}

fn differences(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let names = a.keys().chain(b.keys()).collect::<std::collections::BTreeSet<_>>();
    names.into_iter().filter(|n| a.get(*n) != b.get(*n)).cloned().collect()
}

#[test]
fn twins_in_other_encodings_give_the_same_bytes() {
    let plain = output(&|text| text.as_bytes().to_vec());
    let twins: [(&str, Writer<'_>); 5] = [
        ("byte order mark", &|text| ["\u{feff}", text].concat().into_bytes()),
        ("CRLF", &|text| text.replace('\n', "\r\n").into_bytes()),
        ("UTF-16 little-endian", &|text| utf16(text, false)),
        ("UTF-16 big-endian", &|text| utf16(text, true)),
        ("no final line feed", &|text| {
            text.trim_end_matches('\n').as_bytes().to_vec()
        }),
    ];
    for (name, write) in twins {
        let other = output(write);
        assert_eq!(differences(&plain, &other), Vec::<String>::new(), "{name}");
        assert!(
            other
                .values()
                .all(|b| !b.windows(3).any(|w| w == "\u{fffd}".as_bytes())),
            "{name}: a replacement character"
        );
    }
}

/// য় and ড় as one code point and as two, ো as one sign and as two: all files in one form against all in the other.
#[test]
fn twins_in_other_normal_forms_give_the_same_bytes() {
    let decomposed = |text: &str| {
        text.replace('\u{9df}', "\u{9af}\u{9bc}")
            .replace('\u{9dc}', "\u{9a1}\u{9bc}")
            .replace('\u{9cb}', "\u{9c7}\u{9be}")
    };
    let composed = |text: &str| {
        text.replace("\u{9af}\u{9bc}", "\u{9df}")
            .replace("\u{9a1}\u{9bc}", "\u{9dc}")
            .replace("\u{9c7}\u{9be}", "\u{9cb}")
    };
    assert_ne!(decomposed(STORY), composed(STORY));
    let first = output(&|text| decomposed(text).into_bytes());
    let second = output(&|text| composed(text).into_bytes());
    assert_eq!(differences(&first, &second), Vec::<String>::new());
}

/// File names in two normal forms are one address.
#[test]
fn file_names_in_other_normal_forms_give_the_same_addresses() {
    let site = |name: &str| {
        let site = Site::new().story(name, "নাম", "লেখা।");
        site.build();
        site.output()
    };
    assert_eq!(
        differences(&site("ব\u{9dc}-খবর"), &site("ব\u{9a1}\u{9bc}-খবর")),
        Vec::<String>::new()
    );
}

#[test]
fn two_files_with_one_name_in_two_forms_are_refused() {
    let site = Site::new()
        .story("ব\u{9dc}", "ক", "লেখা।")
        .story("ব\u{9a1}\u{9bc}", "খ", "লেখা।");
    let run = site.run(&["build"]).fails();
    assert!(
        run.diagnostics()
            .iter()
            .any(|t| t.code == "KH0219" || t.code == "KH0303"),
        "{}",
        run.stderr
    );
}

/// Near collisions (U2): every pair is refused with both names; none wins in silence.
#[test]
fn names_that_are_one_to_readers_or_to_file_systems_are_refused() {
    let pairs = [
        ("News", "news"),
        ("NEWS", "news"),
        ("ক\u{9cd}ত", "ক\u{9cd}\u{200c}ত"),
        ("\u{9ce}স", "ত\u{9cd}\u{200d}স"),
        ("\u{9df}েমন", "\u{9af}\u{9bc}েমন"),
        ("ক\u{9cb}", "ক\u{9c7}\u{9be}"),
        ("2026-11-01-a", "2026-11-02-a"),
        ("a b", "a-b"),
    ];
    for (a, b) in pairs {
        let site = Site::new().story(a, "প্রথম", "লেখা।").story(b, "দ্বিতীয়", "লেখা।");
        let run = site.run(&["build"]);
        assert_eq!(run.code, Some(1), "{a} and {b} live together:\n{}", run.stderr);
        assert!(
            run.diagnostics()
                .iter()
                .any(|t| matches!(t.code.as_str(), "KH0219" | "KH0303")),
            "{}",
            run.stderr
        );
    }
}

#[test]
fn bytes_that_are_no_text_are_refused_wherever_they_stand() {
    let files = [
        "content/desh/x.md",
        "content/desh/x.txt",
        "content/desh/_index.md",
        "content/authors/x.md",
        "content/pages/x.md",
        "data/comments/desh/a.toml",
        "data/popular.toml",
        "khobor.toml",
        "templates/lost.html",
    ];
    for file in files {
        for (bytes, code) in [(&b"# \xe0\xa6\n"[..], "KH0210"), (&b"# a\0b\n"[..], "KH0211")] {
            let site = Site::new().story("a", "ক", "লেখা।").bytes(file, bytes);
            let run = site.run(&["build"]);
            let diagnostics = run.diagnostics();
            let found = diagnostics
                .iter()
                .any(|t| t.code == code && t.place.starts_with(&format!("{file}:1:")));
            let template = file.starts_with("templates/") && diagnostics.iter().any(|t| t.place.starts_with(file));
            assert!(
                run.code == Some(1) && (found || template),
                "{file} {code}:\n{}",
                run.stderr
            );
            assert!(!site.exists("public"), "{file}: something was published");
        }
    }
}

/// Names that other systems reserve (U4), and controls that turn text around, never reach the output.
#[test]
fn hostile_names_are_never_produced() {
    let names = [
        "con",
        "NUL",
        "aux",
        "com1",
        "lpt9",
        "prn",
        "conin$",
        "a.",
        "b ",
        "git",
        ".git",
        "x\u{202e}gpj",
        "y\u{200b}z",
    ];
    for name in names {
        let text = format!("+++\ntitle = 'ক'\ndate = 2026-11-01\nslug = \"{name}\"\ntags = [\"{name}\"]\n+++\nলেখা।\n");
        let site = Site::new().file("content/desh/s.md", &text);
        let run = site.run(&["build"]);
        let refused = run.code == Some(1) && !run.diagnostics().is_empty();
        for path in site.output().keys() {
            for part in path.split('/').filter(|p| !matches!(*p, ".nojekyll" | ".well-known")) {
                let stem = part.split('.').next().unwrap_or_default().to_ascii_lowercase();
                let reserved = ["con", "nul", "aux", "com1", "lpt9", "prn", "conin$", ""].contains(&stem.as_str());
                let odd =
                    part.ends_with(['.', ' ']) || part.contains(['\u{202e}', '\u{200b}']) || part.starts_with(".git");
                assert!(!reserved && !odd, "{name:?} gives {path:?}");
            }
        }
        assert!(refused || run.code == Some(0), "{name:?}: {}", run.stderr);
    }
}

#[test]
fn a_very_long_name_is_cut_between_letters_and_stays_single() {
    let long = "ক্ষ্মা".repeat(60);
    let other = format!("{long}য়");
    let text =
        |slug: &str| format!("+++\ntitle = 'ক'\ndate = 2026-11-01\nslug = '{slug}'\ntags = ['{slug}']\n+++\nলেখা।\n");
    let site = Site::new()
        .file("content/desh/a.md", &text(&long))
        .file("content/desh/b.md", &text(&other));
    site.build();
    let output = site.output();
    let stories = output
        .keys()
        .filter(|p| p.starts_with("desh/") && p.ends_with("/index.html") && p.matches('/').count() == 2);
    assert_eq!(stories.count(), 2);
    assert!(output.keys().all(|p| p.split('/').all(|part| part.len() <= 255)));
}
