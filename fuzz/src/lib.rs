//! What every parser must hold for any bytes: no panic, bounds kept, and what is said beside each target. The targets of
//! cargo-fuzz and the driver (`src/bin/drive.rs`) call the same functions.

#[path = "../../tests/import_properties/nowhere.rs"]
mod nowhere;

use jiff::tz::TimeZone;
use khobor::bengali::date_parse::{CalendarHint, parse};
use khobor::bengali::{
    Edition, bijoy as bijoy_text, cluster, collate, excerpt, fold, gate as text_gate, number, sentence, slug as slugs,
    stem, word,
};
use khobor::import::html::{HtmlOptions, proof, read as read_html};
use khobor::import::page::{PageOptions, read_page};
use khobor::import::wordpress::shortcodes::{Counts, expand};
use khobor::import::wordpress::{blocks, cut, item, php};
use khobor::source::{self, Node, ReadOptions, TextKind};
use nowhere::Nowhere;
use std::io::Cursor;

/// A parser under test.
pub type Target = fn(&[u8]);

/// All of them by name.
pub const TARGETS: [(&str, Target); 13] = [
    ("gate", gate),
    ("words", words),
    ("slug", slug),
    ("date_parse", date_parse),
    ("bijoy", bijoy),
    ("sentences", sentences),
    ("front_matter", front_matter),
    ("markdown", markdown),
    ("import_page", import_page),
    ("comments", comments),
    ("import_item", import_item),
    ("import_html", import_html),
    ("import_php", import_php),
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn options() -> ReadOptions {
    ReadOptions {
        zone: TimeZone::UTC,
        edition: Edition::default(),
        unsafe_html: false,
        max_bytes: 4 << 20,
    }
}

/// The text gate: idempotent, and one key for all encodings of one text.
pub fn gate(bytes: &[u8]) {
    let text = text(bytes);
    let canon = text_gate::canonical(&text).into_owned();
    assert_eq!(text_gate::canonical(&canon), canon);
    assert_eq!(text_gate::nfc(&canon), canon);
    let cleaned = text_gate::clean(&text).into_owned();
    assert_eq!(text_gate::canonical(&cleaned), cleaned);
    assert_eq!(text_gate::clean(&cleaned), cleaned);
    let name = text_gate::key(&text);
    assert_eq!(text_gate::key(&name), name);
    assert_eq!(text_gate::key(&canon), name);
}

/// Words, stems and search keys: words are slices in order, stems and folds settle.
pub fn words(bytes: &[u8]) {
    let text = text(bytes);
    let mut last = text.as_ptr() as usize;
    for found in word::words(&text) {
        let at = found.as_ptr() as usize;
        assert!(!found.is_empty() && at >= last);
        last = at + found.len();
        stem::stem(found);
        let folded = fold::fold(found);
        assert_eq!(fold::fold(&folded), folded);
    }
    let folded = fold::fold(&text);
    assert_eq!(fold::fold(&folded), folded);
}

/// Slugs and heading ids: idempotent, safe as one path component.
pub fn slug(bytes: &[u8]) {
    let title = text(bytes);
    for make in [slugs::latin, slugs::native, slugs::heading_id] {
        let made = make(&title);
        assert_eq!(make(&made), made);
        assert!(made.len() <= 255 && !made.contains(['/', '\\', '\0', ' ', '\n']) && !made.starts_with('.'));
    }
}

/// Dates and numbers in texts.
pub fn date_parse(bytes: &[u8]) {
    let text = text(bytes);
    for hint in ["gregorian", "bangla-bd", "bangla-wb", "hijri-bd"]
        .into_iter()
        .filter_map(CalendarHint::from_name)
    {
        let _ = parse(&text, hint);
    }
    let _ = number::parse(&text);
    let _ = number::group(&text);
    let _ = number::compact(&text);
}

/// Bijoy: any bytes convert, the result is canonical.
pub fn bijoy(bytes: &[u8]) {
    let text = bijoy_text::from_bytes(bytes);
    assert_eq!(text_gate::canonical(&text), text);
    bijoy_text::looks_like(&text);
}

/// Sentences, excerpts, cuts and order: in bounds, nothing lost, never inside a cluster.
pub fn sentences(bytes: &[u8]) {
    let limit = usize::from(bytes.first().copied().unwrap_or_default());
    let text = text(bytes.get(1..).unwrap_or_default());
    let mut last = 0;
    for span in sentence::spans(&text) {
        assert!(span.start >= last && text.get(span.clone()).is_some_and(|found| !found.is_empty()));
        last = span.end;
    }
    let visible: String = text.split_whitespace().collect();
    let said: String = sentence::sentences(&text).flat_map(str::split_whitespace).collect();
    assert_eq!(said, visible);
    let cut = excerpt::excerpt(&text, limit);
    // Of the limit's count are neither the sign of a cut nor the quotation marks that were closed.
    let words = |text: &str| cluster::count(text.trim_end_matches(['…', '”', '’']));
    assert!(words(&cut) <= limit.max(words(&text)));
    cluster::truncate(&text, limit);
    let half = (0..=text.len() / 2)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0);
    let (a, b) = text.split_at(half);
    assert_eq!(collate::compare(a, b), collate::compare(b, a).reverse());
}

/// Front matter of every kind of source, TOML and YAML, and header lines of plain text: faults point into the file.
pub fn front_matter(bytes: &[u8]) {
    let Ok(text) = source::decode("content/desh/a.md", bytes) else {
        return;
    };
    let marks = ["+++\n", "---\n"];
    for mark in marks {
        let whole = format!("{mark}{text}\n{mark}");
        let (_, told) = source::parse_article("content/desh/a.md", &whole, TextKind::Markdown, &options());
        let lines = whole.lines().count() as u32 + 1;
        assert!(
            told.iter()
                .filter_map(|d| d.place.as_ref())
                .all(|place| place.line <= lines)
        );
        source::parse_section("content/desh/_index.md", &whole, &options());
        source::parse_author("data/authors/a.toml", &text, &options());
        source::parse_page("content/a.md", &whole, &options());
    }
    source::parse_article("content/desh/a.txt", &text, TextKind::Text, &options());
    source::parse_front("data/front.toml", &text, &options());
}

/// Markdown and plain text: what comes out holds no script, and no text is dropped without a word.
pub fn markdown(bytes: &[u8]) {
    let Ok(text) = source::decode("content/desh/a.md", bytes) else {
        return;
    };
    let head = "+++\ntitle = \"শিরোনাম\"\ndate = 2026-11-22\n+++\n";
    let (article, _) = source::parse_article(
        "content/desh/a.md",
        &format!("{head}{text}"),
        TextKind::Markdown,
        &options(),
    );
    if let Some(article) = article {
        for node in &article.body.nodes {
            if let Node::Html { html, .. } = node {
                let html = html.to_ascii_lowercase();
                assert!(
                    !html.contains("<script") && !html.contains("<a href=\"javascript:"),
                    "{html}"
                );
            }
        }
    }
    source::parse_article(
        "content/desh/a.txt",
        &format!("শিরোনাম: ক\nতারিখ: ২০২৬-১১-২২\n\n{text}"),
        TextKind::Text,
        &options(),
    );
    source::lint_text("content/desh/a.md", &text, &options());
}

/// A page text of a portal: every line is in the story or among what is left out.
pub fn import_page(bytes: &[u8]) {
    let text = text(bytes);
    for (section, title) in [(None, None), (Some("desh"), None), (Some("desh"), Some("শিরোনাম"))] {
        let options = PageOptions {
            path: "a.txt",
            section,
            title,
            ..PageOptions::default()
        };
        if let Ok(page) = read_page(&text, &[("national", "জাতীয়")], options) {
            assert!(!page.title.is_empty() && !page.paragraphs.is_empty());
        }
    }
}

/// A file of comments.
pub fn comments(bytes: &[u8]) {
    let Ok(text) = source::decode("data/comments/desh/a.toml", bytes) else {
        return;
    };
    source::parse_comments("data/comments/desh/a.toml", &text, &options());
    let entry =
        format!("[[comment]]\nid = \"c1\"\nname = \"ক\"\ndate = 2026-11-22\napproved = true\nbody = '''{text}'''\n");
    let (comments, _) = source::parse_comments("data/comments/desh/a.toml", &entry, &options());
    assert!(comments.len() <= 1);
}

/// Exports of WordPress: cut, read, their blocks and shortcodes expanded. What is cut out is never larger than what came in.
pub fn import_item(bytes: &[u8]) {
    let mut cutter = cut::Cutter::new(Cursor::new(bytes));
    let mut taken = 0;
    while let Ok(Some(piece)) = cutter.next_piece() {
        let cut::Piece::Item { bytes, .. } = piece else { continue };
        taken += bytes.len();
        let found = item::read(&bytes, item::Depth::Whole, &[]);
        let expanded = blocks::expand(&found.content, &blocks::Reusable::default());
        expand(&expanded.html, &Nowhere, &mut Counts::default());
    }
    assert!(taken <= bytes.len());
    let whole = [b"<item><wp:post_id>1</wp:post_id><content:encoded><![CDATA[", bytes, b"]]></content:encoded></item>"].concat();
    let found = item::read(&whole, item::Depth::Whole, &[]);
    let expanded = blocks::expand(&found.content, &blocks::Reusable::default());
    expand(&expanded.html, &Nowhere, &mut Counts::default());
}

/// HTML to Markdown: what is written is read back without a fault, and says the same words.
pub fn import_html(bytes: &[u8]) {
    let text = text(bytes);
    for line_feeds in [false, true] {
        let (blocks, _) = read_html(&text, HtmlOptions { line_feeds }, &Nowhere);
        let (body, _) = proof::proven(&blocks);
        assert!(proof::holds(&body, &blocks), "{body}");
    }
}

/// Serialised PHP values: no object, no allocation by a number that is claimed, no deep recursion.
pub fn import_php(bytes: &[u8]) {
    let text = text(bytes);
    let claimed: usize = php::values(&text).iter().map(|(key, value)| key.len() + value.len()).sum();
    assert!(claimed <= text.len());
    php::value(&text, "td_subtitle");
}
