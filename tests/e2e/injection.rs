//! Nothing that a reader or an author writes becomes markup (reliability.md W1, W3, W6): with a payload in a field the
//! skeleton of every page (elements and names of attributes) is the one of a harmless text.

use crate::harness::{Site, html};
use std::collections::BTreeSet;

const PAYLOADS: [&str; 28] = [
    "<script>alert(1)</script>",
    "\"><script>alert(1)</script>",
    "'><img src=x onerror=alert(1)>",
    "<img src=x onerror=alert(1)//",
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</script><!--<script>",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "\" onmouseover=\"alert(1)",
    "' onfocus='alert(1)' autofocus='",
    "javascript:alert(1)",
    "java\\tscript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<base href=https://evil.example/>",
    "<meta http-equiv=refresh content=0;url=https://evil.example/>",
    "<style>@import 'https://evil.example/x.css'</style>",
    "<form action=https://evil.example/><input name=x>",
    "<math><mi xlink:href=javascript:alert(1)>x",
    "{{ site.title }}{% if 1 %}x{% endif %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#106;avascript:alert(1)",
    "\u{202e}<b>x",
];
const HARMLESS: &str = "নিরীহ লেখা";

/// TOML text of a value.
fn quoted(text: &str) -> String {
    format!("'''{}'''", text.replace("\\t", "\t"))
}

/// A site with `text` in the field `sink`, and a harmless text in all others.
fn site(sink: &str, text: &str) -> Site {
    let of = |name: &str| {
        quoted(if name == sink || sink == "every" {
            text
        } else {
            HARMLESS
        })
    };
    let story = format!(
        "+++\ntitle = {}\ndate = 2026-11-01\nsummary = {}\nkicker = {}\nsubtitle = {}\nauthors = [{}]\ntags = [{}]\nseries = {}\ndateline = {}\n\
         image = \"a.svg\"\nimage_alt = {}\nimage_caption = {}\nimage_credit = {}\nslug = \"khobor\"\nbreaking = true\n\n[[corrections]]\ndate = 2026-11-02\ntext = {}\n+++\nলেখা।\n\n\
         {{{{<pullquote text=\"উদ্ধৃতি\" />}}}}\n",
        of("title"),
        of("summary"),
        of("kicker"),
        of("subtitle"),
        of("author"),
        of("tag"),
        of("series"),
        of("dateline"),
        of("alt"),
        of("caption"),
        of("credit"),
        of("correction"),
    );
    let comment = format!(
        "[[comment]]\nid = \"1\"\nname = {}\ndate = 2026-11-02\napproved = true\nbody = \"ভালো\"\n",
        of("reader"),
    );
    let config = format!(
        "[site]\ntitle = {}\nbase_url = \"https://kagoj.example\"\ntagline = {}\n[publisher]\neditor = {}\n[ads.a]\nslot = \"rail\"\nimage = \"/a.svg\"\nwidth = 300\nheight = 250\nlink = \"/\"\nalt = {}\n",
        of("site"),
        of("tagline"),
        of("editor"),
        of("ad"),
    );
    let section = format!(
        "+++\ntitle = {}\ndescription = {}\n+++\n",
        of("section"),
        of("description")
    );
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"20\"/>";
    Site::new()
        .file("khobor.toml", &config)
        .file("content/desh/_index.md", &section)
        .file("content/desh/a/index.md", &story)
        .file("content/desh/a/a.svg", svg)
        .file("static/a.svg", svg)
        .file("data/comments/desh/khobor.toml", &comment)
}

/// The skeletons of the pages that show every field.
fn skeletons(site: &Site) -> BTreeSet<String> {
    let pages = [
        "index.html",
        "desh/index.html",
        "desh/khobor/index.html",
        "latest/index.html",
        "tag/index.html",
        "author/index.html",
        "404.html",
    ];
    pages
        .iter()
        .flat_map(|p| {
            html::skeleton(&site.read(&format!("public/{p}")))
                .into_iter()
                .map(move |s| format!("{p} {s}"))
        })
        .collect()
}

const SINKS: [&str; 20] = [
    "title",
    "summary",
    "kicker",
    "subtitle",
    "author",
    "tag",
    "series",
    "dateline",
    "alt",
    "caption",
    "credit",
    "correction",
    "reader",
    "site",
    "tagline",
    "editor",
    "ad",
    "section",
    "description",
    "every",
];

#[test]
fn a_payload_in_any_field_changes_no_skeleton() {
    let harmless = site("none", "");
    harmless.build();
    let expected = skeletons(&harmless);
    assert!(expected.len() > 200, "the skeleton is suspiciously small");
    let mut faults = Vec::new();
    for sink in SINKS {
        let step = if sink == "every" { 1 } else { 13 };
        let all: Vec<&str> = PAYLOADS.iter().step_by(step).copied().collect();
        for payload in all {
            let site = site(sink, payload);
            let run = site.run(&["build"]);
            if run.code != Some(0) {
                // A value that a field cannot take is refused with its place: as good.
                if !run.stderr.contains("error KH") {
                    faults.push(format!("{sink} {payload}: {}", run.stderr));
                }
                continue;
            }
            let found = skeletons(&site);
            let differ: Vec<&String> = found.symmetric_difference(&expected).collect();
            if !differ.is_empty() {
                faults.push(format!("{sink} {payload}: {differ:#?}"));
            }
            addresses(
                &site.read("public/desh/khobor/index.html"),
                &mut faults,
                &format!("{sink} {payload}"),
            );
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Addresses are http, https, mailto, tel or relative; nothing runs.
fn addresses(page: &str, faults: &mut Vec<String>, what: &str) {
    for tag in html::tags(page) {
        for (name, value) in &tag.attributes {
            if name.starts_with("on") || name == "srcdoc" || name == "style" {
                faults.push(format!("{what}: <{} {name}>", tag.name));
            }
            if matches!(name.as_str(), "href" | "src" | "action" | "data-frame" | "data-post") {
                let scheme = value
                    .split_once(':')
                    .map(|(s, _)| s.trim().to_ascii_lowercase())
                    .filter(|s| !s.contains(['/', '?', '#', '.']));
                if scheme.is_some_and(|s| !["http", "https", "mailto", "tel"].contains(&s.as_str())) {
                    faults.push(format!("{what}: {name}={value}"));
                }
            }
        }
    }
}

/// What Markdown and comments let through is a small set of elements.
#[test]
fn bodies_and_comments_keep_harmless_elements_only() {
    let allowed = [
        "p",
        "a",
        "em",
        "strong",
        "b",
        "i",
        "code",
        "br",
        "blockquote",
        "pre",
        "ul",
        "ol",
        "li",
        "h2",
        "h3",
        "div",
        "figure",
        "table",
    ];
    let mut faults = Vec::new();
    for payload in PAYLOADS {
        let text = payload.replace("\\t", "\t");
        let comment = format!(
            "[[comment]]\nid = \"1\"\nname = \"রহিম\"\ndate = 2026-11-02\napproved = true\nbody = {}\n",
            quoted(&format!("শুরু {payload} শেষ"))
        );
        let site = Site::new()
            .story(
                "a",
                "ক",
                &format!("শুরু {text} শেষ\n\n{text}\n\n[লিংক]({text}) ![ছবি][x]"),
            )
            .file("data/comments/desh/a.toml", &comment);
        let run = site.run(&["build"]);
        if run.code != Some(0) {
            if !run.stderr.contains("error KH") {
                faults.push(run.stderr);
            }
            continue;
        }
        let page = site.read("public/desh/a/index.html");
        for (from, to) in [
            ("<div class=\"text\">", "</article>"),
            ("<article class=\"comment\"", "</article>"),
        ] {
            let Some(part) = page
                .split_once(from)
                .and_then(|(_, rest)| rest.split_once(to))
                // The share list that follows is the theme's own; a payload could write one before it, not behind it.
                .map(|(part, _)| part.rsplit_once("<ul class=\"share\"").map_or(part, |(body, _)| body))
            else {
                faults.push(format!("{payload}: no {from}"));
                continue;
            };
            for tag in html::tags(part) {
                let known = allowed.contains(&tag.name.as_str()) || tag.name == "time";
                let odd = tag
                    .attributes
                    .keys()
                    .any(|k| !matches!(k.as_str(), "href" | "rel" | "class" | "id" | "datetime" | "start"));
                if !known || odd {
                    faults.push(format!("{payload}: <{} {:?}>", tag.name, tag.attributes));
                }
            }
        }
        addresses(&page, &mut faults, payload);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A headline in structured data comes back as it was written.
#[test]
fn structured_data_says_what_the_author_wrote() {
    for title in [
        "</script><!--<script>",
        "ক & খ < গ > ঘ",
        "রেখা\u{2028}ভাঙা",
        "\\\"উদ্ধৃতি\\\"",
    ] {
        let site = Site::new().file(
            "content/desh/a.md",
            &format!("+++\ntitle = '''{title}'''\ndate = 2026-11-01\n+++\nলেখা।\n"),
        );
        site.build();
        let page = site.read("public/desh/a/index.html");
        let data = html::tags(&page)
            .into_iter()
            .find(|t| t.get("type") == Some("application/ld+json"))
            .expect("structured data")
            .raw;
        assert!(!data.contains('<') && !data.contains('\u{2028}'), "{data}");
        let graph: serde_json::Value = serde_json::from_str(&data).unwrap();
        let heading = page
            .split_once("<h1>")
            .and_then(|(_, r)| r.split_once("</h1>"))
            .map(|(h, _)| html::decode(h))
            .unwrap();
        assert_eq!(
            graph["@graph"][0]["headline"]
                .as_str()
                .unwrap()
                .replace('\u{2028}', " "),
            heading.replace('\u{2028}', " "),
            "{title}"
        );
    }
}

/// Third-party code of an advertisement stays in its frame, and a mailed form holds no address of a script.
#[test]
fn links_of_advertisements_and_accounts_run_nothing() {
    let config = "[site]\ntitle = \"ক\"\nbase_url = \"https://k.example\"\n[ads.a]\nslot = \"rail\"\nimage = \"/a.svg\"\nwidth = 3\nheight = 3\nlink = \"javascript:alert(1)\"\nalt = \"ক\"\n\
                  [[social.accounts]]\ntitle = \"ক\"\nurl = \"javascript:alert(2)\"\n[redirects]\n\"/x/\" = \"javascript:alert(3)\"\n";
    let site = Site::new()
        .file("khobor.toml", config)
        .file(
            "static/a.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"3\"/>",
        )
        .story("a", "ক", "লেখা।");
    let run = site.run(&["build"]);
    if run.code == Some(0) {
        let faults: Vec<String> = site
            .output()
            .into_iter()
            .filter(|(p, _)| p.ends_with(".html"))
            .flat_map(|(p, bytes)| {
                html::tags(&String::from_utf8_lossy(&bytes))
                    .into_iter()
                    .map(move |t| (p.clone(), t))
            })
            .filter(|(_, t)| {
                t.attributes
                    .iter()
                    .any(|(k, v)| matches!(k.as_str(), "href" | "src" | "content") && v.contains("javascript:"))
            })
            .map(|(p, t)| format!("{p}: {t:?}"))
            .collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }
}
