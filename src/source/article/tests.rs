use super::{TextKind, parse_article, parse_author, parse_page, parse_section};
use crate::diag::{Diagnostic, Lang};
use crate::source::{ArticleSource, ReadOptions};
use proptest::prelude::*;

fn options() -> ReadOptions {
    let zone = jiff::tz::TimeZone::get("Asia/Dhaka").unwrap();
    ReadOptions {
        zone,
        edition: crate::bengali::Edition::Bd,
        unsafe_html: false,
        max_bytes: 1 << 22,
    }
}

fn parse(text: &str) -> (Option<ArticleSource>, Vec<Diagnostic>) {
    parse_article("content/a/b.md", text, TextKind::Markdown, &options())
}

/// `KH0201 2:1 titel` for each fault.
fn faults(text: &str) -> Vec<String> {
    let (_, diagnostics) = parse(text);
    let show = |t: &Diagnostic| {
        let place = t.place.as_ref().unwrap();
        format!("{} {}:{} {}", t.code.id, place.line, place.column, place.word)
    };
    diagnostics.iter().map(show).collect()
}

const TOML: &str = "+++
title = \"নদীর \\\"খবর\\\"\"
date = 2026-11-22T07:30:00
updated = \"২৩ নভেম্বর ২০২৬\"
authors = [\"রহিম\"]
author = \"করিম\"
tags = [\"নদী\", \"সম\u{09DF}\"]
retracted = \"ভুল তথ্য|\"
draft = true
ads = false
weight = 7
aliases = [\"/old/1\"]
[extra]
\"রং\" = [1, 2.5, \"লাল\"]
[[corrections]]
date = 2026-11-24
text = \"দ্বিতীয়\"
[[corrections]]
date = 2026-11-23
text = \"প্রথম\"
+++
লেখা
";

#[test]
fn every_kind_of_value() {
    let front = parse(TOML).0.unwrap().front;
    assert_eq!(front.title, "নদীর “খবর”");
    assert_eq!(front.date.unwrap().to_string(), "2026-11-22T01:30:00Z");
    assert_eq!(front.updated.unwrap().to_string(), "2026-11-22T18:00:00Z");
    assert_eq!(front.authors, ["রহিম", "করিম"]);
    assert_eq!(front.tags, ["নদী", "সম\u{09AF}\u{09BC}"]);
    assert_eq!(front.retracted.as_deref(), Some("ভুল তথ্য।"));
    assert!(front.draft && !front.ads && front.comments);
    assert_eq!(front.weight, 7);
    assert_eq!(front.extra["রং"], serde_json::json!([1, 2.5, "লাল"]));
    assert_eq!(
        front.corrections.iter().map(|c| c.text.as_str()).collect::<Vec<_>>(),
        ["প্রথম", "দ্বিতীয়"]
    );
}

#[test]
fn yaml_says_the_same() {
    let yaml = "---
title: 'নদীর \"খবর\"'
date: 2026-11-22 07:30:00
updated: ২৩ নভেম্বর ২০২৬
authors: [রহিম]
author: করিম
tags:
  - নদী
  - সম\u{09DF}
retracted: ভুল তথ্য|
draft: true
ads: false
weight: 7
aliases: /old/1
extra:
  রং: [1, 2.5, লাল]
corrections:
  - {date: 2026-11-23, text: প্রথম}
  - date: 2026-11-24
    text: দ্বিতীয়
---
লেখা
";
    let (story, diagnostics) = parse(yaml);
    assert_eq!(
        story.map(|s| s.front),
        parse(TOML).0.map(|s| s.front),
        "{diagnostics:?}"
    );
    let front = parse("---\ntitle: 2024\ntags: [no, 2024, true]\nsubtitle:\nretracted: true\n---\n")
        .0
        .unwrap()
        .front;
    assert_eq!((front.title.as_str(), front.subtitle), ("2024", None));
    assert_eq!(front.tags, ["no", "2024", "true"]);
    assert_eq!(front.retracted.as_deref(), Some(""));
}

#[test]
fn all_faults_at_once_in_toml() {
    let text = "+++\ntitel = \"ক\"\nদ = 1\ndate = \"গতকাল\"\ntags = [\"খ\", 5]\ndraft = \"না\"\nslug = \"a/b\"\n[[corrections]]\ntxt = \"ক\"\n+++\n[x](javascript:y)";
    let mut found = faults(&text.replace("দ =", "\"দ\" ="));
    found.sort();
    assert_eq!(
        found,
        [
            "KH0201 2:1 titel",
            "KH0201 3:1 \"দ\"",
            "KH0201 9:1 txt",
            "KH0202 5:14 5",
            "KH0202 6:9 \"না\"",
            "KH0203 4:8 \"গতকাল\"",
            "KH0209 7:8 \"a/b\"",
            "KH0225 11:1 [x](javascript:y)",
            "KH0227 8:1 [[corrections]]",
            "KH0227 8:1 [[corrections]]",
        ]
    );
}

#[test]
fn all_faults_at_once_in_yaml() {
    let text = "---\ntitel: ক\ntitle: খ\ntitle: গ\ntags:\n  - {x: 1}\ndate: গতকাল\nweight: অনেক\n---\n";
    let found = faults(text);
    assert_eq!(
        found,
        [
            "KH0208 4:1 title",
            "KH0203 7:7 গতকাল",
            "KH0202 6:5 {",
            "KH0202 8:9 অনেক",
            "KH0201 2:1 titel"
        ]
    );
}

#[test]
fn faults_of_syntax() {
    assert_eq!(faults("+++\ntitle = \"ক\"\ntitle = \"খ\"\n+++\n"), ["KH0208 3:1 title"]);
    assert!(faults("+++\ntitle = \"ক\ndraft = yes\n+++\n")[0].starts_with("KH0205 2:"));
    assert_eq!(faults("+++\ntitle = \"ক\"\n"), ["KH0206 1:1 +++"]);
    assert_eq!(faults("\n---\ntitle: ক\n"), ["KH0206 2:1 ---"]);
    assert_eq!(
        faults(&format!("+++\n{}\n+++\n", "# x\n".repeat(20_000))),
        ["KH0207 1:1 +++"]
    );
    assert!(faults("---\ntitle: [ক\n---\n")[0].starts_with("KH0242 "));
    assert!(faults("---\na: &x [1]\ntitle: *x\n---\n")[0].starts_with("KH0242 2:"));
    assert_eq!(faults("কোনো শিরোভাগ নেই\n"), ["KH0204 1:1 কোনো শিরোভাগ নেই"]);
    assert_eq!(faults("---\n- ক\n---\n").len(), 1);
}

#[test]
fn the_texts_say_what_to_do() {
    let (_, diagnostics) = parse("+++\ntitle = \"ক\"\ntag = \"খ\"\n+++\n");
    assert_eq!(diagnostics[0].message(Lang::En), "unknown key `tag`");
    assert_eq!(diagnostics[0].help(Lang::En), "→ `tags`");
    let (_, diagnostics) = parse("+++\ntitle = 5\n+++\n");
    assert_eq!(diagnostics[0].message(Lang::Bn), "`title`-এর মান অন্য ধরনের হতে হবে");
    assert_eq!(diagnostics[0].help(Lang::En), "Write it like this: title = \"লেখা\"");
}

#[test]
fn bombs_are_cheap() {
    let laughs = format!(
        "---\na: &a [x]\n{}---\n",
        (0..50).map(|n| format!("b{n}: [*a, *a]\n")).collect::<String>()
    );
    assert!(!faults(&laughs).is_empty());
    assert!(!faults(&format!("---\n{}\n---\n", "[".repeat(60_000))).is_empty());
    assert!(!faults(&format!("+++\na = {}\n+++\n", "[".repeat(60_000))).is_empty());
    let many: String = (0..5_000).map(|n| format!("k{n} = 1\n")).collect();
    assert_eq!(faults(&format!("+++\n{many}+++\n")).len(), 201);
}

#[test]
fn the_other_kinds() {
    let (section, diagnostics) = parse_section(
        "content/a/_index.md",
        "+++\ntitle = \"খেলা\"\npaginate_by = 30\nwieght = 2\n+++\n",
        &options(),
    );
    assert!(section.is_some());
    assert_eq!(diagnostics[0].help(Lang::En), "→ `weight`");
    let (author, _) = parse_author(
        "content/authors/a.md",
        "+++\nname = \"রহিম\"\ndesk = true\n+++\n**জীবনী**",
        &options(),
    );
    assert_eq!(
        author.map(|a| (a.name, a.desk, a.body.text)),
        Some(("রহিম".into(), true, "জীবনী".into()))
    );
    let (nameless, diagnostics) = parse_author("content/authors/a.md", "লেখা", &options());
    assert_eq!(
        (
            nameless.unwrap().name.as_str(),
            diagnostics[0].message(Lang::En).as_str()
        ),
        ("", "`name` is missing")
    );
    let (page, _) = parse_page("content/pages/a.txt", "আমাদের কথা\n\nলেখা", &options());
    assert_eq!(
        page.map(|p| (p.title, p.body.text)),
        Some(("আমাদের কথা".into(), "লেখা".into()))
    );
}

proptest! {
    #[test]
    fn never_panics(mark in "(\\+\\+\\+|---)", text in "(title|tags|date|[=:\"'\\[\\]{}&*|>#, \n-]|[ক-হ]|[0-9]){0,60}") {
        let _ = parse(&format!("{mark}\n{text}\n{mark}\nক"));
        let _ = parse(&text);
    }
}

#[test]
fn the_lists_of_keys_are_those_that_are_read() {
    let value = |key: &str| match key {
        "extra" => "[extra]\n".to_owned(),
        _ => format!("{key} = 1\n"),
    };
    let path = "content/a/b.md";
    let unknown = |keys: &[&str], read: &dyn Fn(&str) -> Vec<crate::diag::Diagnostic>| {
        let text: String = keys.iter().copied().map(value).collect();
        let found = read(&format!("+++\n{text}+++\n"));
        found.iter().filter(|d| d.code.id == "KH0201").count()
    };
    let options = options();
    assert_eq!(
        unknown(&super::STORY, &|t| parse_article(path, t, TextKind::Markdown, &options)
            .1),
        0
    );
    assert_eq!(
        unknown(&super::SECTION, &|t| super::parse_section(path, t, &options).1),
        0
    );
    assert_eq!(
        unknown(&super::AUTHOR, &|t| super::parse_author(path, t, &options).1),
        0
    );
    assert_eq!(unknown(&super::PAGE, &|t| super::parse_page(path, t, &options).1), 0);
}

#[test]
fn a_key_of_another_name_is_read_all_the_same() {
    let text =
        "---\ntitel: নদী\npublishDate: 2026-11-01\ncover: par.jpg\npublished: true\ncategories: দেশ\n---\nলেখা।\n";
    let (story, diagnostics) = parse(text);
    let front = story.unwrap().front;
    assert_eq!((front.title.as_str(), front.image.as_deref()), ("নদী", Some("par.jpg")));
    assert!(front.date.is_some() && !front.draft);
    let codes: Vec<&str> = diagnostics.iter().map(|d| d.code.id).collect();
    assert_eq!(codes, ["KH0201", "KH0201", "KH0201", "KH0241", "KH0240"]);
    let held = parse("---\ntitle: ক\nstatus: draft\n---\n").1;
    assert_eq!(held[0].help(Lang::En), "→ `draft: true`");
}
