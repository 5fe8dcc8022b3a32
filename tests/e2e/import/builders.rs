//! Texts of page builders, of plugins and of older and newer editors: what readers saw must be in the Markdown, settings must
//! not.

use super::{Post, export, import};
use crate::harness::Site;

/// What is written, what must come of it, and what must not.
const TEXTS: &[(&str, &[&str], &[&str])] = &[
    // Divi: a film beside its still, a slide with a button, a person, a price, a sound, a template's part.
    (
        r##"[et_pb_section title="নকশা"][et_pb_video src="https://www.youtube.com/watch?v=aqz-KE-bpKQ" image_src="https://mohona.example/wp-content/uploads/v.jpg" /][et_pb_slide heading="ভাটা" button_text="দেখুন" button_link="https://example.org/s"]কাদা[/et_pb_slide][et_pb_team_member name="জরিনা" position="মাঝি"]পরিচয়[/et_pb_team_member][et_pb_pricing_table title="ভাড়া" currency="৳" sum="৪০"]পারানি[/et_pb_pricing_table][et_pb_audio audio="https://example.org/g.mp3" title="ভাটিয়ালি" /][et_pb_post_title title="on" meta="on" /][et_pb_testimonial author="করিম" job_title="জেলে" company_name="আড়ত"]মাছ নেই[/et_pb_testimonial][/et_pb_section]"##,
        &[
            "{{<youtube id=\"aqz-KE-bpKQ\"",
            "### ভাটা",
            "[দেখুন](https://example.org/s)",
            "### জরিনা\n\nমাঝি",
            "৳৪০",
            "## ভাটিয়ালি",
            "g.mp3",
            "— করিম, জেলে, আড়ত",
        ],
        &["নকশা", "v.jpg", "### on", "et_pb"],
    ),
    // Avada: code in base64, a gallery of single pictures, words within a line, a counter.
    (
        "[fusion_code]PHA+4Kah4Ka/4KaZ4KeN4KaX4Ka/PC9wPjxzY3JpcHQ+eCgpPC9zY3JpcHQ+[/fusion_code][fusion_dropcap]জো[/fusion_dropcap]য়ার [fusion_highlight color=\"red\"]চড়া[/fusion_highlight] [fusion_counter_box value=\"৭\" unit=\"টি\"]নৌকা[/fusion_counter_box][fusion_testimonial name=\"মিতু\"]ভালো[/fusion_testimonial]",
        &["ডিঙ্গি", "জোয়ার চড়া", "৭টি", "> ভালো\n>\n> — মিতু"],
        &["PHA+", "x()", "fusion_"],
    ),
    // WPBakery: a title above a film, a button with a coded link, a list of records.
    (
        "[vc_row][vc_column][vc_video link=\"https://youtu.be/aqz-KE-bpKQ\" title=\"চরের ছবি\"][vc_cta h2=\"ডাক\" btn_title=\"চলো\" btn_link=\"url:https%3A%2F%2Fexample.org%2Fc||\"]কথা[/vc_cta][vc_progress_bar values=\"%5B%7B%22label%22%3A%22%E0%A6%A7%E0%A6%BE%E0%A6%A8%22%2C%22value%22%3A%2290%22%7D%5D\"][/vc_column][/vc_row]",
        &["## চরের ছবি", "### ডাক", "[চলো](https://example.org/c)", "ধান"],
        &["vc_", "%5B"],
    ),
    // Themes: quotations and buttons by any name, advertisements and lists of other stories.
    (
        "[penci_blockquote author=\"কবি\"]ঢেউ[/penci_blockquote][mks_button title=\"যাও\" url=\"https://example.org/y\"][bs-quote quote=\"স্রোত\" author_name=\"লেখক\"][/bs-quote][ads1][publisher_ad-2][jetpack-related-posts][inline_related_posts title=\"আরও\"][mks_dropcap style=\"x\"]ম[/mks_dropcap]ধু [related posts]",
        &[
            "> ঢেউ\n>\n> — কবি",
            "[যাও](https://example.org/y)",
            "> স্রোত\n>\n> — লেখক",
            "মধু \\[related posts]",
        ],
        &["ads1", "publisher", "jetpack", "আরও"],
    ),
    // Fields of plugins, which stand in the attributes of a block alone.
    (
        "<!-- wp:acf/box {\"name\":\"acf/box\",\"data\":{\"title\":\"বাঁধ\",\"_title\":\"field_1\",\"text\":\"<p>ভাঙা</p>\",\"tone\":\"dark\"}} /--><!-- wp:kadence/singlebtn {\"text\":\"এগোও\",\"link\":\"https://example.org/k\"} /--><!-- wp:ultimate-post/post-list-1 {\"headingText\":\"আরও খবর\"} /-->",
        &["### বাঁধ\n\nভাঙা", "[এগোও](https://example.org/k)"],
        &["field_1", "dark", "আরও খবর"],
    ),
    // Accordions, signs for eyes alone, links to tabs that are not there, formulas, AMP, lists that begin with another number.
    (
        "<!-- wp:accordion --><h3><button><span>প্রশ্ন</span><span aria-hidden=\"true\">+</span></button></h3><!-- /wp:accordion --><!-- wp:html --><ul><li><a href=\"#tab-1\">পাতা</a></li></ul><amp-youtube data-videoid=\"aqz-KE-bpKQ\"></amp-youtube><math><mi>ক</mi><mn>২</mn></math><ol><li value=\"5\">পাঁচ</li></ol><!-- /wp:html -->",
        &["### প্রশ্ন\n", "- পাতা\n", "aqz-KE-bpKQ", "ক২", "5. পাঁচ"],
        &["প্রশ্ন+", "tab-1"],
    ),
    // Two languages in one text; a post whose words its script brings; a chart.
    (
        "<p>[:en]Boat[:bn]নাও[:]</p><blockquote class=\"twitter-tweet\"><a href=\"https://twitter.com/nodi/status/77\"></a></blockquote><div class=\"flourish-embed\" data-src=\"visualisation/5\"></div><a href=\"#\">ঘাট</a>",
        &[
            "নাও",
            "https://twitter.com/nodi/status/77",
            "public.flourish.studio/visualisation/5",
            "ঘাট",
        ],
        &["Boat", "[:", "](#)"],
    ),
    // A missing film with a still and a caption; a post whose address stands in its mark alone.
    (
        "<figure class=\"wp-block-video\"><video controls poster=\"https://mohona.example/wp-content/uploads/p.jpg\" src=\"https://mohona.example/wp-content/uploads/f.mp4\"></video><figcaption>চলছে</figcaption></figure><blockquote class=\"tiktok-embed\" cite=\"https://www.tiktok.com/@nodi/video/7\"><a href=\"https://www.tiktok.com/@nodi\">@nodi</a> কথা</blockquote>",
        &["f.mp4\" title=\"চলছে\" />}}", "https://www.tiktok.com/@nodi/video/7"],
        &["poster"],
    ),
];

#[test]
fn what_readers_saw_comes_from_every_builder() {
    let site = Site::bare();
    let names: Vec<String> = (0..TEXTS.len()).map(|n| format!("lekha-{n}")).collect();
    let post = |(n, (text, ..)): (usize, &(&'static str, _, _))| Post {
        id: 10 + n as u32,
        name: &names[n],
        title: "নমুনা",
        text,
        more: "",
    };
    let posts: Vec<Post<'_>> = TEXTS.iter().enumerate().map(post).collect();
    import(&site, &export(&posts), &[]).ok();
    for (name, (text, wanted, unwanted)) in names.iter().zip(TEXTS) {
        let story = site.read(&format!("content/ghat/2021-04-05-{name}.md"));
        let (_, body) = story.split_once("\n+++\n").unwrap();
        for part in *wanted {
            assert!(body.contains(part), "{part:?} of {text} is not in:\n{body}");
        }
        for part in *unwanted {
            assert!(!body.contains(part), "{part:?} of {text} is in:\n{body}");
        }
    }
    site.run(&["build"]).ok();
}

#[test]
fn pictures_of_any_gallery_become_a_gallery() {
    let site = Site::bare();
    let picture = |n: u32| format!("<img src=\"https://mohona.example/wp-content/uploads/{n}.png\" alt=\"ঢেউ {n}\">");
    let (one, two) = (picture(1), picture(2));
    let texts = [
        format!(
            "<ul class=\"wp-block-gallery\"><li><figure>{one}<figcaption>ভোর</figcaption></figure></li><li><figure>{two}</figure></li></ul>"
        ),
        format!(
            "<div class=\"kb-gallery-wrap\"><ul><li><figure><div>{one}</div><figcaption>ভোর</figcaption></figure></li><li>{two}</li></ul></div>"
        ),
        format!("<figure class=\"image-compare\"><div>{one}{two}</div><figcaption>ভোর</figcaption></figure>"),
    ];
    let names = ["ek", "dui", "tin"];
    let posts: Vec<Post<'_>> = (0..3)
        .map(|n| Post {
            id: 10 + n as u32,
            name: names[n],
            title: "ছবি",
            text: &texts[n],
            more: "",
        })
        .collect();
    let old = site.path("../uploads");
    std::fs::create_dir_all(&old).unwrap();
    for n in 1..=2u8 {
        let png = image::RgbImage::from_pixel(64, 48, image::Rgb([10, 90, 120 + n]));
        png.save(old.join(format!("{n}.png"))).unwrap();
    }
    import(&site, &export(&posts), &["--uploads", old.to_str().unwrap()]).ok();
    for name in names {
        let story = site.read(&format!("content/ghat/2021-04-05-{name}.md"));
        let gallery = story
            .lines()
            .find(|line| line.starts_with("{{<gallery"))
            .unwrap_or_default();
        assert!(
            gallery.contains("ঢেউ 1") && gallery.contains("ঢেউ 2") && gallery.contains("ভোর"),
            "{story}"
        );
    }
}
