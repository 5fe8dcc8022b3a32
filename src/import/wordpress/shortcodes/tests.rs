use super::{Counts, Library, LibraryFile, Wish, expand};

struct Uploads;

impl Library for Uploads {
    fn file(&self, id: u64) -> Option<LibraryFile> {
        (id < 100).then(|| LibraryFile {
            src: format!("/wp-content/uploads/{id}.jpg"),
            caption: "নদীর ছবি".to_owned(),
            title: String::new(),
        })
    }

    fn children(&self) -> Vec<u64> {
        vec![3, 1]
    }

    fn table(&self, _: &str) -> Option<String> {
        None
    }

    fn wish(&self, name: &str) -> Option<Wish> {
        (name == "my_link").then_some(Wish::Link)
    }
}

pub(super) fn expanded(text: &str) -> String {
    expand(text, &Uploads, &mut Counts::default())
}

#[test]
fn captions_of_both_forms() {
    let new = expanded("[caption id=\"a\" width=\"3\"]<a href=\"x\"><img src=\"a.jpg\"></a> কথা [ভেতরে][/caption]");
    assert_eq!(
        new,
        "<figure><a href=\"x\"><img src=\"a.jpg\"></a><figcaption>কথা [ভেতরে]</figcaption></figure>"
    );
    let old = expanded("[caption caption=\"পুরোনো\"]<img src=\"a.jpg\">[/caption]");
    assert!(old.ends_with("<figcaption>পুরোনো</figcaption></figure>"));
}

#[test]
fn galleries_by_ids_and_by_children() {
    assert_eq!(expanded("[gallery ids=\"7, 8,900\"]").matches("<img").count(), 2);
    let children = expanded("[gallery]");
    assert!(children.find("/3-150x150.jpg") < children.find("/1-150x150.jpg"));
    assert!(expanded("[gallery size=\"full\"]").contains("/3.jpg"));
}

#[test]
fn builders_give_their_contents() {
    let text = "[vc_row][vc_column width=\"1/2\"][vc_column_text]কথা[/vc_column_text][vc_custom_heading text=\"শিরোনাম\"][/vc_column][/vc_row]";
    assert_eq!(expanded(text), "<div><div><div>কথা</div><h2>শিরোনাম</h2></div></div>");
    assert_eq!(
        expanded("[vc_raw_html]JTNDYiUzRSVFMCVBNiU5NSUzQyUyRmIlM0U=[/vc_raw_html]"),
        "<k-plain><b>ক</b></k-plain>"
    );
    assert!(
        expanded("[vc_btn title=\"আরও\" link=\"url:https%3A%2F%2Fexample.org%2F|title:x\"]")
            .contains("href=\"https://example.org/\"")
    );
}

#[test]
fn text_in_brackets_stays_and_unclosed_tags_hurt_nothing() {
    assert_eq!(
        expanded("[my_theme_thing] [tweet https://x.com/a/status/1]"),
        " <k-embed url=\"https://x.com/a/status/1\" caption=\"\"></k-embed>"
    );
    for text in ["[আরও পড়ুন: নদী]", "[sic] [১]", "[ক", "a [b] c"] {
        assert_eq!(expanded(text), text);
    }
    assert_eq!(expanded(&"[x a=\"1\"]".repeat(10_000)), "");
    assert_eq!(
        expanded("[my_link to=\"https://example.org/\"]এখানে[/my_link]"),
        "<p><a href=\"https://example.org/\">এখানে</a></p>"
    );
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
fn deep_boxes_of_long_texts_take_little_time() {
    let open: String = (0..60).map(|n| format!("[et_pb_tab title=\"{n}\"]")).collect();
    let text = format!(
        "{open}{}{}",
        "<p>নদীর কথা।</p>".repeat(20_000),
        "[/et_pb_tab]".repeat(60)
    );
    let begun = std::time::Instant::now();
    assert!(expanded(&text).contains("নদীর কথা।"));
    // Parsing all of it on each of the levels takes a hundred times longer.
    assert!(begun.elapsed().as_secs() < 3, "{:?}", begun.elapsed());
}
