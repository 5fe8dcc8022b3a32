use super::super::article::parse_article;
use super::super::types::{ArgValue, ArticleSource, Node, ReadOptions};
use crate::diag::Diagnostic;
use crate::source::TextKind;
use proptest::prelude::*;

const FRONT: &str = "+++\ntitle = \"ক\"\n+++\n";

fn options() -> ReadOptions {
    let zone = jiff::tz::TimeZone::get("Asia/Dhaka").unwrap();
    ReadOptions {
        zone,
        edition: crate::bengali::Edition::Bd,
        unsafe_html: false,
        max_bytes: 1 << 22,
    }
}

fn parse(body: &str) -> (Option<ArticleSource>, Vec<Diagnostic>) {
    parse_article(
        "content/a/b.md",
        &format!("{FRONT}{body}"),
        TextKind::Markdown,
        &options(),
    )
}

fn show(nodes: &[Node]) -> String {
    let one = |node: &Node| match node {
        Node::Html { html, .. } => html.replace('\u{1}', "‹").replace('\u{2}', "›"),
        Node::Picture { src, alt, title, alone } => format!("[{src}|{alt}|{title}|{alone}]\n"),
        Node::Shortcode(call) => match &call.body {
            None => format!("[{}]\n", call.name),
            Some(body) => format!("[{}:{}]\n", call.name, show(body).trim_end()),
        },
    };
    nodes.iter().map(one).collect()
}

fn html(body: &str) -> String {
    let (story, diagnostics) = parse(body);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    show(&story.unwrap().body.nodes).trim_end().to_owned()
}

/// Code, line, column and word of each fault; lines counted in the body.
fn faults(body: &str) -> Vec<(&'static str, u32, u32, String)> {
    let at = |t: &Diagnostic| {
        let place = t.place.clone().unwrap();
        (t.code.id, place.line.saturating_sub(3), place.column, place.word)
    };
    parse(body).1.iter().map(at).collect()
}

#[test]
fn emphasis_ends_before_a_suffix() {
    for (text, expected) in [
        ("**“জয়”**এর", "<p><strong>“জয়”</strong>এর</p>"),
        ("**\"জয়\"**এর", "<p><strong>“জয়”</strong>এর</p>"),
        ("ধারা **(ক)**র কথা", "<p>ধারা <strong>(ক)</strong>র কথা</p>"),
        ("**বাক্য।**পরের", "<p><strong>বাক্য।</strong> পরের</p>"),
        ("*‘এক’*র ও *“দুই”*টি", "<p><em>‘এক’</em>র ও <em>“দুই”</em>টি</p>"),
        (
            "**বাইরে *“ভেতর”*এর বাইরে**",
            "<p><strong>বাইরে <em>“ভেতর”</em>এর বাইরে</strong></p>",
        ),
        ("“উদ্ধৃতি”**জোর**", "<p>“উদ্ধৃতি”<strong>জোর</strong></p>"),
        ("**ক** “খ”**গ**", "<p><strong>ক</strong> “খ”<strong>গ</strong></p>"),
        ("***“সব”***টি", "<p><em><strong>“সব”</strong></em>টি</p>"),
        ("`**“ক”**র`", "<p><code>**“ক”**র</code></p>"),
        ("২ * ৩ = ৬", "<p>২ * ৩ = ৬</p>"),
        ("    x **“ক”**র\n", "<pre><code>x **“ক”**র\n</code></pre>"),
    ] {
        assert_eq!(html(text), expected, "{text}");
    }
}

#[test]
fn lists_count_in_bengali() {
    assert_eq!(html("১. ক\n২. খ"), "<ol>\n<li>ক</li>\n<li>খ</li>\n</ol>");
    assert_eq!(
        html("৫) ক\n   - খ"),
        "<ol start=\"5\">\n<li>ক<ul>\n<li>খ</li>\n</ul>\n</li>\n</ol>"
    );
    assert_eq!(html("২০২৪. সাল"), "<p>২০২৪. সাল</p>");
    assert_eq!(html("```\n১. ক\n```"), "<pre><code>১. ক\n</code></pre>");
    assert_eq!(html("    x\n    ১. ক"), "<pre><code>x\n১. ক</code></pre>");
    assert_eq!(html("\tঅনুচ্ছেদ\n\tআরেকটি"), "<p>অনুচ্ছেদ</p>\n<p>আরেকটি</p>");
}

#[test]
fn headings_have_ids() {
    assert_eq!(
        html("# এক কথা\n\n## এক কথা\n\n###### ছয় {#six}\n"),
        "<h2 id=\"এক-কথা\">এক কথা</h2>\n<h3 id=\"এক-কথা-2\">এক কথা</h3>\n<h6 id=\"six\">ছয়</h6>"
    );
    let body = parse("# ক\n# ক\n# ক\n# ক-২\n").0.unwrap().body;
    let mut ids: Vec<String> = body.headings.iter().map(|h| h.id.clone()).collect();
    ids.dedup();
    assert_eq!(ids.len(), 4, "{ids:?}");
}

#[test]
fn links_by_kind() {
    let text =
        "[ক](/health/a/) [খ](https://example.org/ক \"শি\") [গ](mailto:a@b.c) <https://x.org/'q'> [ঘ](../b.md) [ঙ](#fn)";
    let body = parse(text).0.unwrap().body;
    assert_eq!(body.links, ["/health/a/", "../b.md"]);
    assert_eq!(
        show(&body.nodes).trim_end(),
        "<p><a href=\"‹/health/a/›\">ক</a> <a href=\"https://example.org/%E0%A6%95\" title=\"শি\" rel=\"noopener\">খ</a> \
         <a href=\"mailto:a@b.c\">গ</a> <a href=\"https://x.org/&#x27;q&#x27;\" rel=\"noopener\">https://x.org/'q'</a> \
         <a href=\"‹../b.md›\">ঘ</a> <a href=\"#fn\">ঙ</a></p>"
    );
}

#[test]
fn refused_links_keep_their_text_and_are_reported() {
    assert_eq!(
        faults("ক\n\nখ [গ](javascript:x) ঘ"),
        [("KH0225", 3, 3, "[গ](javascript:x)".to_owned())]
    );
    let (story, _) = parse("[গ](JavaScript:x) ![ছবি](data:x)");
    assert_eq!(show(&story.unwrap().body.nodes).trim_end(), "<p>গ ছবি</p>");
}

#[test]
fn pictures() {
    assert_eq!(html("![গাছ](a.jpg \"নদী|\")"), "[a.jpg|গাছ|নদী।|true]");
    assert_eq!(html("ক ![খ](b.png) গ"), "<p>ক [b.png|খ||false]\n গ</p>");
    let body = parse("ক\n\n![](a.jpg)\n{{<gallery images=[\"b.jpg\", \"c.jpg\"] alt=\"x\" />}}")
        .0
        .unwrap()
        .body;
    let seen: Vec<(&str, bool, u32)> = body
        .pictures
        .iter()
        .map(|p| (p.src.as_str(), p.has_alt, p.line))
        .collect();
    assert_eq!(seen, [("a.jpg", false, 6), ("b.jpg", true, 7), ("c.jpg", true, 7)]);
}

#[test]
fn text_is_cleaned_and_code_is_not() {
    let body = parse("তিনি বলেন, \"**না**\"| `\"x\"|` ক\n\n```\n\"y\"|\n```\n\n| ক | খ |\n|---|---|\n| গ | ঘ |\n")
        .0
        .unwrap()
        .body;
    assert!(show(&body.nodes).starts_with("<p>তিনি বলেন, “<strong>না</strong>”। <code>\"x\"|</code> ক</p>"));
    assert!(show(&body.nodes).contains("<code>\"y\"|\n"));
    assert_eq!(body.text, "তিনি বলেন, “না”।  ক\nক\nখ\nগ\nঘ");
}

#[test]
fn tables_scroll() {
    assert!(html("| ক | খ |\n|:--|--:|\n| গ | ঘ |\n").starts_with(
        "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"সারণি ১\"><table>\n<thead><tr><th scope=\"col\" class=\"align-left\">ক</th>"
    ));
}

#[test]
fn footnotes_count_in_bengali() {
    let text = html("ক[^১] খ[^ক] গ[^১]\n\n[^ক]: দ্বিতীয়\n[^১]: প্রথম\n");
    assert!(
        text.contains("<sup class=\"footnote-ref\" id=\"fnref-1\"><a href=\"#fn-1\">[১]</a></sup>"),
        "{text}"
    );
    assert!(text.contains("id=\"fnref-1-2\""), "{text}");
    let notes = text.split("<section").nth(1).unwrap();
    assert!(notes.find("প্রথম").unwrap() < notes.find("দ্বিতীয়").unwrap());
    assert!(
        notes.contains("aria-label=\"মূল লেখায় ফিরুন (১)\">↩<sup>২</sup></a></p></li>"),
        "{notes}"
    );
}

#[test]
fn shortcodes() {
    assert_eq!(
        html("ক\n{{<figure src=\"a.jpg\" caption=\"নদী|\" />}}\nখ"),
        "<p>ক</p>\n[figure]\n<p>খ</p>"
    );
    assert_eq!(
        html("{% <factbox title=\"ক\"> %}\n- এক\n\n**“দুই”**র\n{% </factbox> %}"),
        "[factbox:<ul>\n<li>এক</li>\n</ul>\n<p><strong>“দুই”</strong>র</p>]"
    );
    assert_eq!(
        html("ক {% <b> %}খ *গ*{% </b> %} ঘ {{<x/>}}"),
        "<p>ক [b:খ <em>গ</em>]\n ঘ [x]\n</p>"
    );
    assert_eq!(
        html("{% <a> %}{% <a> %}খ{% </a> %}{{<y />}}{% </a> %}"),
        "[a:<p>[a:খ]\n[y]\n</p>]".replace("<p>[a:খ]\n[y]\n</p>", "[a:<p>খ</p>]\n[y]")
    );
    assert_eq!(
        html("`{{<x />}}` {{ কিছু }} {% না %}"),
        "<p><code>{{&lt;x /&gt;}}</code> {{ কিছু }} {% না %}</p>"
    );
    assert_eq!(html("```\n{{<x />}}\n```"), "<pre><code>{{&lt;x /&gt;}}\n</code></pre>");
    let body = parse("{{<f a=\"x\\\"y\" b={12} c=true d=[\"ক\"] title=\"\\\"খ\\\"|\" />}}")
        .0
        .unwrap()
        .body;
    let Node::Shortcode(call) = &body.nodes[0] else {
        panic!("{:?}", body.nodes)
    };
    let expected = [
        ("a", ArgValue::Text("x\"y".into())),
        ("b", ArgValue::Number(12.0)),
        ("c", ArgValue::Bool(true)),
        ("d", ArgValue::List(vec!["ক".into()])),
        ("title", ArgValue::Text("“খ”।".into())),
    ];
    assert_eq!(call.args, expected.map(|(key, value)| (key.to_owned(), value)));
    assert_eq!(body.text, "“খ”।");
}

#[test]
fn faults_of_shortcodes_have_places() {
    assert_eq!(
        faults("ক\n\nখ {% <box> %} গ"),
        [("KH0220", 3, 3, "{% <box> %}".to_owned())]
    );
    assert_eq!(
        faults("১. ক\n\n{% <box> %}x{% </bix> %}").first(),
        Some(&("KH0221", 3, 13, "{% </bix> %}".to_owned()))
    );
    assert_eq!(faults("খ {{<figure src=a.jpg />}}")[0].0, "KH0222");
    assert_eq!(
        faults("{{<figure src=\"a.jpg\">}}")[0],
        ("KH0222", 1, 1, "{{<figure src=\"a.jpg\">}}".to_owned())
    );
    assert_eq!(faults("{% </x> %}")[0].0, "KH0221");
    let deep = format!("{}x{}", "{% <b> %}".repeat(12), "{% </b> %}".repeat(12));
    assert_eq!(faults(&deep)[0].0, "KH0223");
}

#[test]
fn raw_html_is_sanitised_and_reported() {
    let (story, diagnostics) = parse(
        "<div class=\"x\">\n\n**ক** {{<y/>}}\n\n</div>\n\n<script>alert(1)</script>\n\nখ <b onclick=\"x\">গ</b> <a href=\"/k/\">ঘ</a>\n",
    );
    let body = story.unwrap().body;
    let text = show(&body.nodes);
    assert!(
        text.contains("<div class=\"x\">")
            && text.contains("[y]")
            && !text.contains("script")
            && !text.contains("onclick"),
        "{text}"
    );
    assert_eq!(body.links, ["/k/"]);
    assert_eq!(body.text, "ক\nখ গ ঘ");
    let diagnostics: Vec<_> = diagnostics
        .iter()
        .map(|t| (t.code.id, t.args[0].1.as_str(), t.place.as_ref().unwrap().line - 3))
        .collect();
    assert_eq!(diagnostics, [("KH0226", "<script>", 7), ("KH0226", "<b onclick>", 9)]);
    assert_eq!(html("<!-- মন্তব্য -->\n\nক"), "<p>ক</p>");
    assert!(faults(&"<div>".repeat(70)).iter().any(|f| f.0 == "KH0237"));
}

#[test]
fn forged_marks_do_nothing() {
    let text = html("&#26;0&#26; {{<x/>}} \u{1A}p\u{1A} &#1;ক&#2;");
    assert_eq!(text, "<p>0 [x]\n  p  ক</p>");
}

#[test]
fn paragraphs_end_nodes() {
    let body = parse("ক\n\n> খ\n\nগ\n").0.unwrap().body;
    let ends: Vec<bool> = body
        .nodes
        .iter()
        .map(|n| {
            matches!(
                n,
                Node::Html {
                    ends_paragraph: true,
                    ..
                }
            )
        })
        .collect();
    assert_eq!(ends, [true, true]);
    assert_eq!(crate::bengali::word::count(&body.text), 3);
}

#[test]
fn lines_of_the_source_are_none_of_the_text() {
    let body = parse("ভারতের\nমধ্যে *চলছে*\n**বৃষ্টি**।\n\n- এক\n  দুই\n- তিন\n\nকবিতা  \nশেষ\n")
        .0
        .unwrap()
        .body;
    assert_eq!(body.text, "ভারতের মধ্যে চলছে বৃষ্টি।\nএক দুই\nতিন\nকবিতা\nশেষ");
    assert!(show(&body.nodes).starts_with("<p>ভারতের\nমধ্যে"));
}

#[test]
fn deep_nesting_is_told_and_survived() {
    let divider = ">".repeat(100_000);
    assert_eq!(faults(&divider).iter().map(|f| f.0).collect::<Vec<_>>(), ["KH0237"]);
    let body = parse(&">".repeat(70)).0.unwrap().body;
    assert!(show(&body.nodes).starts_with(&format!("<p>{}</p>", "&gt;".repeat(70))));
    assert_eq!(faults(&"- + ".repeat(5_000)).len(), 1);
    let stairs: String = (0..300).map(|n| format!("{}- ক\n", "  ".repeat(n))).collect();
    let faults = faults(&stairs);
    assert!(faults.iter().all(|f| matches!(f.0, "KH0237" | "KH0238")), "{faults:?}");
    assert_eq!(faults.iter().filter(|f| f.0 == "KH0238").count(), 1);
    for text in [
        "*a **a ".repeat(10_000),
        "[".repeat(100_000),
        "![".repeat(50_000),
        "<".repeat(100_000),
    ] {
        let _ = parse(&text);
    }
}

proptest! {
    #[test]
    fn never_panics(text in "([ক-হ]|[a-z০-৯*_`~<>\\[\\]()!#|\\\\{}%/=\"'&;:. \n-]|\\{\\{<x |/>\\}\\}|\\{% <b> %\\}|\\{% </b> %\\}|\\*\\*|১\\. |<div>|&#26;|\u{1A}|\u{FFFC}){0,60}") {
        let (story, _) = parse(&text);
        if let Some(story) = story {
            let shown = format!("{:?}", story.body.nodes);
            let mark_left = shown.contains("u{1a}") || shown.contains("<script");
            prop_assert!(!mark_left, "a mark is left");
        }
    }
}

#[test]
fn captions_are_running_text_beside_raw_html_too() {
    let figure = "{{<figure src=\"/a.jpg\" alt=\"ঘাট\" caption=\"ভোরের [নদী](https://example.org/)\" />}}";
    let of = |text: &str| {
        parse(text)
            .0
            .unwrap()
            .body
            .text
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(of(&format!("ক\n\n{figure}\n\nখ")), "ক ঘাট ভোরের নদী খ");
    assert_eq!(of(&format!("<u>ক</u>\n\n{figure}\n\nখ")), "ক ঘাট ভোরের নদী খ");
}
