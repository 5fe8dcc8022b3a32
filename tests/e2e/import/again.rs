//! A second, newer export on top of editors' work.

use super::{Post, export, import};
use crate::harness::Site;

/// An export of stories 1 to 14, in the order of their ids; `change` may change name, text and more of each.
fn stories(change: impl Fn(u32, &mut String, &mut String, &mut String)) -> String {
    let parts: Vec<[String; 4]> = (1..=14)
        .map(|id| {
            let (mut name, mut text, mut more) = (format!("ghat-{id}"), format!("প্রথম কথা {id}।"), comment(id, "1"));
            change(id, &mut name, &mut text, &mut more);
            [name, format!("ঘাটের খবর {id}"), text, more]
        })
        .collect();
    let posts: Vec<Post<'_>> = (1..)
        .zip(&parts)
        .map(|(id, [name, title, text, more])| Post {
            id,
            name,
            title,
            text,
            more,
        })
        .collect();
    export(&posts)
}

fn comment(story: u32, approved: &str) -> String {
    format!(
        "<wp:comment><wp:comment_id>{}</wp:comment_id><wp:comment_author>পাঠক</wp:comment_author><wp:comment_date_gmt>2021-04-06 04:00:00</wp:comment_date_gmt>\
         <wp:comment_content>মন্তব্য {story}</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved></wp:comment>",
        100 + story
    )
}

/// Edits the files of ten stories, each in another way; gives what the files are then.
fn edit_ten(site: &Site) -> Vec<(String, String)> {
    let file = |id: u32| format!("content/ghat/2021-04-05-ghat-{id}.md");
    let change = |id: u32, from: &str, to: &str| {
        let text = site.read(&file(id));
        assert!(text.contains(from), "{text}");
        site.put(&file(id), text.replace(from, to).as_bytes());
    };
    change(1, "প্রথম কথা", "সম্পাদকের কথা");
    change(2, "ঘাটের খবর 2", "নতুন শিরোনাম");
    change(3, "authors = [\"শাপলা বেগম\"]", "authors = [\"করিম মাঝি\"]");
    change(4, "+++\ntitle", "+++\nbreaking = true\ntitle");
    change(5, "প্রথম কথা 5।", "প্রথম কথা 5।\n\nআরও এক অনুচ্ছেদ।");
    change(6, "প্রথম কথা 6।", "");
    change(7, "\n", "\r\n");
    change(8, "title", "draft = true\ntitle");
    change(9, "title", "aliases = [\"/purono-pata/\"]\ntitle");
    // The tenth is moved into a folder of its own and edited there.
    let moved = "content/ghat/2021-04-05-ghat-10/index.md".to_owned();
    let text = site.read(&file(10)).replace("প্রথম কথা", "সরানো কথা");
    site.remove(&file(10));
    site.put(&moved, text.as_bytes());
    let edited = (1..=9).map(file).chain([moved]);
    edited.map(|path| (path.clone(), site.read(&path))).collect()
}

#[test]
fn a_newer_export_keeps_every_edit_and_every_address() {
    let site = Site::bare();
    import(&site, &stories(|_, _, _, _| {}), &[]).ok();
    let edited = edit_ten(&site);
    site.remove("content/ghat/2021-04-05-ghat-11.md");
    // In WordPress meanwhile: all texts change, two addresses too (of an edited and of another story), and two stories come.
    let newer = stories(|id, name, text, more| {
        *text = format!("নতুন কথা {id}।");
        if matches!(id, 2 | 12) {
            *name = format!("notun-ghat-{id}");
        }
        if id == 13 {
            more.push_str(&comment(99, "1"));
        }
    });
    for _ in 0..2 {
        import(&site, &newer, &[]).ok();
        for (path, text) in &edited {
            assert_eq!(site.read(path), *text, "{path}");
        }
        assert!(!site.exists("content/ghat/2021-04-05-ghat-11.md"));
        assert!(!site.exists("content/ghat/2021-04-05-ghat-10.md"));
    }
    let conflict = site.read(".khobor-import/conflicts/content/ghat/2021-04-05-ghat-1.md");
    assert!(conflict.contains("নতুন কথা 1।"));
    assert!(site.read("content/ghat/2021-04-05-ghat-14.md").contains("নতুন কথা 14।"));
    site.run(&["build"]).ok();
    // Story 8 was made a draft by hand, story 11 deleted.
    for id in (1..=14).filter(|id| ![8, 11].contains(id)) {
        assert!(site.exists(&format!("public/2021/04/05/ghat-{id}/index.html")), "{id}");
    }
    assert!(
        site.read("public/2021/04/05/ghat-12/index.html")
            .contains("/2021/04/05/notun-ghat-12/")
    );
    assert!(site.read("public/2021/04/05/ghat-13/index.html").contains("মন্তব্য 99"));
    assert!(site.read("public/2021/04/05/ghat-1/index.html").contains("সম্পাদকের কথা"));
}

#[test]
fn what_is_gone_becomes_a_draft_on_demand_and_comes_back() {
    let site = Site::bare();
    let whole = stories(|_, _, _, _| {});
    import(&site, &whole, &[]).ok();
    let edited = "content/ghat/2021-04-05-ghat-2.md";
    let text = site.read(edited).replace("প্রথম কথা", "সম্পাদকের কথা");
    site.put(edited, text.as_bytes());
    let items: Vec<&str> = whole.split_inclusive("</item>").collect();
    let fewer: String = [0]
        .iter()
        .chain(&[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
        .map(|i| items[*i])
        .collect();
    import(&site, &fewer, &[]).ok().says("KH0837");
    assert!(!site.read(edited).contains("draft"));
    import(&site, &fewer, &["--withdraw"]).ok();
    for id in [2, 3] {
        assert!(
            site.read(&format!("content/ghat/2021-04-05-ghat-{id}.md"))
                .contains("draft = true")
        );
    }
    // Both come back: the one that nobody touched is shown again, what an editor wrote stays as it is.
    import(&site, &whole, &[]).ok();
    assert!(!site.read("content/ghat/2021-04-05-ghat-3.md").contains("draft"));
    assert!(site.read(edited).contains("সম্পাদকের কথা"));
}

#[test]
fn a_run_that_was_cut_off_goes_on() {
    let site = Site::bare();
    let text = stories(|_, _, _, _| {});
    import(&site, &text, &[]).ok();
    let whole = site.tree(".");
    // Cut off before the state was written, and with half of the files and half a line of state.
    let state = site.read(".khobor-import/wordpress.jsonl");
    site.remove("data/redirects.toml");
    for id in 8..=14 {
        site.remove(&format!("content/ghat/2021-04-05-ghat-{id}.md"));
    }
    let kept: Vec<&str> = state
        .lines()
        .filter(|l| !l.contains("\"kind\":\"story\""))
        .take(3)
        .collect();
    site.put(
        ".khobor-import/wordpress.jsonl",
        format!("{}\n{{\"id\":\"1\",\"ki", kept.join("\n")).as_bytes(),
    );
    import(&site, &text, &[]).ok();
    let again = site.tree(".");
    let names = |tree: &std::collections::BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&whole), names(&again));
    for (name, bytes) in &whole {
        if !name.contains(".khobor-import") && !name.contains("import-report") {
            assert_eq!(Some(bytes), again.get(name), "{name}");
        }
    }
    let before = site.tree(".");
    import(&site, &text, &[]).ok();
    assert!(before == site.tree("."), "a third run writes nothing");
}

#[test]
fn a_page_keeps_its_comments_and_its_picture() {
    let site = Site::bare();
    let page = |text: &str| {
        let more = format!("<wp:comment_status>open</wp:comment_status>{}", comment(1, "1"));
        let whole = export(&[
            Post {
                id: 1,
                name: "khobor",
                title: "খবর",
                text: "কথা।",
                more: "",
            },
            Post {
                id: 2,
                name: "amader-kotha",
                title: "আমাদের কথা",
                text,
                more: &more,
            },
        ]);
        let at = whole.rfind("<wp:post_type>").unwrap();
        let (first, last) = whole.split_at(at);
        let last = last.replacen("[post]", "[page]", 1);
        format!("{first}{last}").replace("/2021/04/05/amader-kotha/", "/amader-kotha/")
    };
    import(&site, &page("আমরা কারা।"), &[]).ok();
    assert!(site.read("content/pages/amader-kotha.md").contains("comments = true"));
    site.run(&["build"]).ok();
    let shown = site.read("public/amader-kotha/index.html");
    assert!(
        shown.contains("মন্তব্য 1") && shown.contains("comment-101") && shown.contains("id=\"respond\""),
        "{shown}"
    );
}
