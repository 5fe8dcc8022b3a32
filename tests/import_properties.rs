//! What must hold for any export: no panic, no endless work, and no word lost between HTML and what khobor reads from the
//! Markdown that the importer writes. `PROPTEST_CASES=20000 cargo test --test import_properties` looks longer.

#[path = "import_properties/nowhere.rs"]
mod nowhere;

use jiff::tz::TimeZone;
use khobor::bengali::Edition;
use khobor::import::html::{HtmlOptions, proof, read, tree::Tree};
use khobor::import::wordpress::shortcodes::{Counts, expand};
use khobor::import::wordpress::{blocks, cut, item, php};
use khobor::source::{ReadOptions, TextKind, parse_article};
use nowhere::Nowhere;
use proptest::prelude::*;
use std::io::Cursor;

/// Texts with every sign that Markdown or khobor could read.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[কখনদমঠর aB১2]{1,12}",
        "[*_#>+=|~`\\\\\\[\\]!(){}%:.$&;^\"'<১1কখ -]{1,14}",
        Just("১. প্রথম".to_owned()),
        Just("{{<x />}}".to_owned()),
        Just("{% <box> %}".to_owned()),
        Just("+++".to_owned()),
        Just("---".to_owned()),
        Just("&amp;lt;b&amp;gt;".to_owned()),
        Just("*তারা*কে".to_owned()),
        Just("[লেখা](ঠিকানা)".to_owned()),
    ]
    .prop_map(|text| text.replace('<', "&lt;"))
}

/// HTML as editors leave it: marks and blocks within each other, some never closed.
fn pages() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![4 => texts(), 1 => Just("<br>".to_owned()), 1 => Just("\n".to_owned()), 1 => Just("<hr>".to_owned())];
    let tags = [
        "p",
        "div",
        "b",
        "strong",
        "em",
        "i",
        "u",
        "s",
        "sup",
        "span",
        "h2",
        "h4",
        "blockquote",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "section",
        "center",
        "font",
        "mark",
        "a href=\"https://b.example/x\"",
        "dl",
        "dt",
        "dd",
        "details",
        "summary",
        "figure",
        "figcaption",
    ];
    leaf.prop_recursive(5, 40, 5, move |inner| {
        let tag = proptest::sample::select(tags.to_vec());
        (tag, proptest::collection::vec(inner, 0..5), any::<u8>()).prop_map(|(tag, inside, open)| {
            let name = tag.split(' ').next().unwrap_or(tag);
            let end = if open < 12 { String::new() } else { format!("</{name}>") };
            format!("<{tag}>{}{end}", inside.concat())
        })
    })
}

/// The words that khobor reads from Markdown; faults of it are none of a text that was imported.
fn read_back(markdown: &str) -> Vec<String> {
    let options = ReadOptions {
        zone: TimeZone::UTC,
        edition: Edition::default(),
        unsafe_html: false,
        max_bytes: u64::MAX,
    };
    let text = format!("+++\ntitle = \"-\"\n+++\n{markdown}");
    let (story, faults) = parse_article("import.md", &text, TextKind::Markdown, &options);
    assert!(faults.is_empty(), "{faults:?}\n{markdown}");
    sorted(&story.unwrap().body.text)
}

fn sorted(text: &str) -> Vec<String> {
    let mut words = proof::words_of(text);
    words.sort_unstable();
    words
}

/// The letters of words, in order of words: where one ends is a matter of blocks.
fn letters(words: &[String]) -> Vec<char> {
    let mut letters: Vec<char> = words.concat().chars().collect();
    letters.sort_unstable();
    letters
}

proptest! {
    #[test]
    fn no_letter_is_lost_between_html_and_what_khobor_reads(page in pages(), line_feeds: bool) {
        let (blocks, _) = read(&page, HtmlOptions { line_feeds }, &Nowhere);
        let (markdown, _) = proof::proven(&blocks);
        let tree = Tree::parse(&page);
        let want = letters(&sorted(&tree.text(tree.root())));
        prop_assert_eq!(letters(&read_back(&markdown)), want, "{}\n--\n{}", page, markdown);
    }

    #[test]
    fn shortcodes_and_blocks_of_any_text_are_read(text in "[\\[\\]/=\"' a-z_<!:>{}\\-কখ1\n]{0,80}") {
        let expanded = blocks::expand(&text, &blocks::Reusable::default());
        expand(&expanded.html, &Nowhere, &mut Counts::default());
        let tags = format!("[gallery ids=\"1,2\"][vc_row]{text}[/vc_row][caption]{text}[/caption]");
        expand(&tags, &Nowhere, &mut Counts::default());
    }

    #[test]
    fn serialised_values_of_any_kind_end_soon(text in "([aisObdNC]:[0-9]{0,9}:?[\"{};a-z0-9]{0,12}){0,20}") {
        php::value(&text, "td_subtitle");
        php::value(&format!("a:1:{{s:11:\"td_subtitle\";{text}}}"), "td_subtitle");
    }

    #[test]
    fn any_bytes_are_cut_and_read(pieces in proptest::collection::vec(prop_oneof![
        Just("<item>".to_owned()), Just("</item>".to_owned()), Just("<![CDATA[".to_owned()), Just("]]>".to_owned()), Just("<title>".to_owned()),
        Just("</title>".to_owned()), Just("<wp:post_id>7</wp:post_id>".to_owned()), Just("<wp:comment>".to_owned()), Just("</wp:comment>".to_owned()),
        Just("<wp:postmeta><wp:meta_key>views</wp:meta_key><wp:meta_value>".to_owned()), Just("<content:encoded>".to_owned()),
        Just("</content:encoded>".to_owned()), Just("\u{0}\u{8}".to_owned()), Just("<!DOCTYPE x [<!ENTITY a \"b\">]>".to_owned()), texts(),
    ], 0..40), odd in proptest::collection::vec(any::<u8>(), 0..6)) {
        let mut bytes = pieces.concat().into_bytes();
        bytes.extend(&odd);
        bytes.extend(pieces.concat().bytes());
        let mut cutter = cut::Cutter::new(Cursor::new(bytes.clone()));
        let mut items = 0;
        while let Ok(Some(piece)) = cutter.next_piece() {
            if let cut::Piece::Item { bytes, .. } = piece {
                item::read(&bytes, item::Depth::Whole, &[]);
                items += 1;
            }
        }
        prop_assert!(items <= bytes.len());
        item::read(&bytes, item::Depth::Index, &[]);
    }
}
