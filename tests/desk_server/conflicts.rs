//! What happens to a text under which the files change: git, moves, deletions, a full disk, requests that come late or twice.

use super::git::git;
use super::{Desk, Disk, PATH, STORY, part, site, with_body, write};
use serde_json::{Value, json};
use std::fs;

const MINE: &str = "এক, আমার।\n\nদুই।\n\nতিন।";

impl Desk {
    pub(super) fn type_over(&self, id: &str, body: &str) -> Value {
        let answer = self.api("PUT", "copy", id, &with_body(&self.story(id), body));
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub(super) fn keep(&self, id: &str, after: &Value) -> super::Answer {
        self.api("POST", "keep", id, &json!({ "after": after["after"] }))
    }
}

/// A repository with three commits: the story as it is, another third paragraph, and no story.
fn repository() -> tempfile::TempDir {
    let folder = site(&[]);
    let root = folder.path().join("site");
    git(&root, &["init", "--quiet"]);
    let commit = |name: &str| {
        git(&root, &["add", "--all", "content"]);
        git(&root, &["commit", "--quiet", "-m", name]);
        git(&root, &["tag", name]);
    };
    commit("one");
    write(&root.join(PATH), STORY.replace("তিন।", "তিন, অন্য কমিটে।"));
    commit("two");
    fs::remove_file(root.join(PATH)).unwrap();
    commit("none");
    git(&root, &["checkout", "--quiet", "one"]);
    folder
}

#[test]
fn git_brings_another_commit_under_a_working_copy() {
    let desk = Desk::at(repository());
    let root = desk.path("");
    let window = desk.story(PATH);
    let mine = desk.type_over(PATH, MINE);
    // There and back: nothing has changed, so nothing is in conflict.
    git(&root, &["checkout", "--quiet", "two"]);
    git(&root, &["checkout", "--quiet", "one"]);
    assert_eq!(desk.story(PATH)["after"], mine["after"]);
    // The file goes for a while; the typing goes on.
    git(&root, &["checkout", "--quiet", "none"]);
    let sent = json!({ "after": mine["after"], "fields": window["fields"], "body": format!("{MINE}\n\nচার।") });
    let more = desk.api("PUT", "copy", PATH, &sent);
    assert_eq!((more.status, more.json()["there"].clone()), (200, false.into()));
    assert_eq!(desk.keep(PATH, &more.json()).status, 410);
    assert!(desk.get(&format!("/write?id={}", part(PATH))).text().contains("চার।"));
    git(&root, &["checkout", "--quiet", "two"]);
    let kept = desk.keep(PATH, &more.json());
    assert_eq!(kept.status, 200, "{}", kept.text());
    let wanted = STORY
        .replace("এক।", "এক, আমার।")
        .replace("তিন।\n", "তিন, অন্য কমিটে।\n\nচার।\n");
    assert_eq!(desk.file(PATH), wanted);
}

#[test]
fn a_window_without_a_word_yet_meets_another_commit() {
    let desk = Desk::at(repository());
    let window = desk.story(PATH);
    git(&desk.path(""), &["checkout", "--quiet", "two"]);
    let mine = with_body(&window, MINE);
    assert_eq!(desk.api("PUT", "copy", PATH, &mine).status, 409);
    let merged = desk
        .api("POST", "merge", PATH, &json!({ "was": window, "mine": mine }))
        .json();
    let text: String = merged["pieces"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["text"].as_str().expect("no conflict"))
        .collect();
    assert!(text.contains("এক, আমার।") && text.contains("তিন, অন্য কমিটে।"), "{text}");
}

#[test]
fn a_story_that_was_moved_is_written_where_it_is_now() {
    let files = [(
        "content/desh/b.md",
        "+++\ntitle = \"খ\"\ndate = 2026-11-02\n+++\n\nখবর।\n",
    )];
    let desk = Desk::of(&files);
    desk.type_over(PATH, MINE);
    desk.type_over("content/desh/b.md", "খবর, আমার।");
    // A file gets another name, a story another section.
    let b = "content/khela/2026-11-02-b.md";
    fs::rename(desk.path("content/desh/b.md"), desk.path(b)).unwrap();
    let there = "content/khela/nodi/index.md";
    fs::rename(desk.path(PATH).parent().unwrap(), desk.path(there).parent().unwrap()).unwrap();
    // Somebody writes in the new place meanwhile, into the same file.
    fs::write(desk.path(there), STORY.replace("তিন।", "তিন, তাঁর।")).unwrap();
    for (old, new, wanted) in [("content/desh/b.md", b, "খবর, আমার।"), (PATH, there, "এক, আমার।")]
    {
        let screen = desk.get(&format!("/write?id={}", part(old))).text();
        assert!(screen.contains(new) && screen.contains("/follow?id="), "{screen}");
        let follow = desk.form(&format!("/follow?id={}", part(old)), &[]);
        assert_eq!((follow.status, follow.location()), (303, format!("/write?id={new}")));
        let story = desk.story(new);
        assert!(story["body"].as_str().unwrap().contains(wanted), "{story}");
        let kept = desk.keep(new, &story);
        assert_eq!(kept.status, 200, "{}", kept.text());
        assert!(desk.file(new).contains(wanted));
        // Nothing of it is left in the old place.
        assert_eq!(desk.get(&format!("/write?id={}", part(old))).status, 410);
        assert_eq!(desk.form(&format!("/follow?id={}", part(old)), &[]).status, 410);
    }
    assert!(desk.file(there).contains("তিন, তাঁর।"));
    desk.until("the story in its new place", |d| {
        d.page("/khela/nodi/").text().contains("এক, আমার।")
    });
}

#[test]
fn a_section_moves_with_all_that_is_being_written_in_it() {
    let names: Vec<String> = (0..5).map(|n| format!("content/desh/g{n}/index.md")).collect();
    let about = |n: usize| format!("+++\ntitle = \"খবর {n}\"\ndate = 2026-11-02\n+++\n\nএক {n}।\n");
    let texts: Vec<String> = (0..5).map(about).collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .zip(&texts)
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let desk = Desk::of(&files);
    for (n, name) in names.iter().enumerate() {
        desk.type_over(name, &format!("এক {n}, আমার।"));
    }
    fs::rename(desk.path("content/desh"), desk.path("content/khela/bangladesh")).unwrap();
    for (n, name) in names.iter().enumerate() {
        let new = name.replace("content/desh", "content/khela/bangladesh");
        assert_eq!(
            desk.form(&format!("/follow?id={}", part(name)), &[]).location(),
            format!("/write?id={new}")
        );
        let kept = desk.keep(&new, &desk.story(&new));
        assert_eq!(kept.status, 200, "{}", kept.text());
        assert_eq!(
            desk.file(&new),
            texts[n].replace(&format!("এক {n}।"), &format!("এক {n}, আমার।"))
        );
    }
}

#[test]
fn a_window_whose_file_went_before_its_first_word_keeps_every_word() {
    let text = "শিরোনাম: হাটের খবর\nতারিখ: ২ নভেম্বর ২০২৬\n\nএক।\n";
    let desk = Desk::of(&[("content/desh/haat.txt", text)]);
    let (window, plain) = (desk.story(PATH), desk.story("content/desh/haat.txt"));
    // Moved: the window is told where to.
    let there = "content/khela/nodi/index.md";
    fs::rename(desk.path(PATH).parent().unwrap(), desk.path(there).parent().unwrap()).unwrap();
    let told = desk.api("PUT", "copy", PATH, &with_body(&window, MINE));
    assert_eq!((told.status, told.json()["moved"].clone()), (410, there.into()));
    // Without a script what was sent is shown again.
    let after = window["after"].as_str().unwrap();
    let fields = [
        ("after", after),
        ("form", "parts"),
        ("do", "keep"),
        ("body", MINE),
        ("title", "নতুন শিরোনাম"),
    ];
    let shown = desk.form(&format!("/write?id={}", part(PATH)), &fields);
    assert!(
        shown.status == 410
            && shown.text().contains("এক, আমার।")
            && shown.text().contains("নতুন শিরোনাম")
            && shown.text().contains(there)
    );
    // Deleted: the words become a copy that can be written again.
    fs::remove_dir_all(desk.path("content/khela/nodi")).unwrap();
    fs::remove_file(desk.path("content/desh/haat.txt")).unwrap();
    for (id, window, body) in [(PATH, window, MINE), ("content/desh/haat.txt", plain, "এক, আমার।")] {
        let put = desk.api("PUT", "copy", id, &with_body(&window, body));
        assert_eq!(
            (put.status, put.json()["there"].clone()),
            (200, false.into()),
            "{}",
            put.text()
        );
        assert_eq!(desk.form(&format!("/restore-file?id={}", part(id)), &[]).status, 303);
        let story = desk.story(id);
        assert_eq!(
            (story["body"].clone(), story["fields"]["title"].clone()),
            (body.into(), window["fields"]["title"].clone())
        );
        assert_eq!(story["fields"]["date"], window["fields"]["date"]);
    }
}

#[test]
fn a_copy_is_not_followed_over_another_persons_copy() {
    let desk = Desk::of(&[]);
    let twin = "content/khela/nodi/index.md";
    desk.type_over(PATH, MINE);
    fs::rename(desk.path(PATH).parent().unwrap(), desk.path(twin).parent().unwrap()).unwrap();
    desk.until("the new place", |d| {
        d.get(&format!("/write?id={}", part(twin))).status == 200
    });
    desk.type_over(twin, "এক, অন্যের।\n\nদুই।\n\nতিন।");
    assert_eq!(desk.form(&format!("/follow?id={}", part(PATH)), &[]).status, 409);
    assert!(desk.story(PATH)["body"].as_str().unwrap().contains("আমার"));
    assert!(desk.story(twin)["body"].as_str().unwrap().contains("অন্যের"));
}

#[test]
fn saves_that_come_late_or_twice_change_nothing_and_are_no_conflict() {
    let desk = Desk::of(&[]);
    let window = desk.story(PATH);
    let sends: Vec<Value> = (1..=3)
        .map(|n| with_body(&window, &format!("এক, {n}।\n\nদুই।\n\nতিন।")))
        .collect();
    let first = desk.api("PUT", "copy", PATH, &sends[0]).json();
    // The answer was lost and the same is sent again, also by a window that has no other word for it.
    let again = desk.api("PUT", "copy", PATH, &sends[0]);
    assert_eq!(
        (again.status, again.json()["after"].clone()),
        (200, first["after"].clone())
    );
    let mut second = sends[1].clone();
    second["after"] = first["after"].clone();
    let second = desk.api("PUT", "copy", PATH, &second).json();
    // The first arrives once more, behind the second: it is late, and nothing goes back.
    assert_eq!(desk.api("PUT", "copy", PATH, &sends[0]).status, 409);
    assert_eq!(desk.story(PATH)["body"], "এক, 2।\n\nদুই।\n\nতিন।");
    // A keep whose answer was lost, and what follows it.
    assert_eq!(desk.keep(PATH, &second).status, 200);
    assert_eq!(desk.keep(PATH, &second).status, 409);
    let mut same = sends[1].clone();
    same["after"] = second["after"].clone();
    let same = desk.api("PUT", "copy", PATH, &same);
    assert_eq!((same.status, same.json()["copy"].clone()), (200, false.into()));
    let mut third = sends[2].clone();
    third["after"] = same.json()["after"].clone();
    assert_eq!(desk.api("PUT", "copy", PATH, &third).status, 200);
}

#[test]
fn many_windows_at_once_lose_no_acknowledged_word() {
    let desk = Desk::of(&[]);
    // Twelve windows each write their own paragraph, all at the same time, and put theirs together with what is there when late.
    let bodies: Vec<String> = std::thread::scope(|scope| {
        let windows: Vec<_> = (0..12)
            .map(|n| {
                let desk = &desk;
                scope.spawn(move || {
                    let window = desk.story(PATH);
                    let body = window["body"].as_str().unwrap();
                    let mine = with_body(&window, &body.replace("দুই।", &format!("দুই।\n\nজানালা {n}।")));
                    let mut answer = desk.api("PUT", "copy", PATH, &mine);
                    while answer.status == 409 {
                        let merged = desk
                            .api("POST", "merge", PATH, &json!({ "was": window, "mine": mine }))
                            .json();
                        let both = |p: &Value| {
                            p["text"].as_str().map_or_else(
                                || format!("{}\n\n{}", p["mine"].as_str().unwrap(), p["theirs"].as_str().unwrap()),
                                str::to_owned,
                            )
                        };
                        let text: String = merged["pieces"].as_array().unwrap().iter().map(both).collect();
                        answer = desk.api(
                            "PUT",
                            "copy",
                            PATH,
                            &json!({ "after": merged["after"], "source": text }),
                        );
                    }
                    assert_eq!(answer.status, 200, "{}", answer.text());
                    format!("জানালা {n}।")
                })
            })
            .collect();
        windows.into_iter().map(|window| window.join().unwrap()).collect()
    });
    let now = desk.story(PATH);
    for said in bodies {
        assert!(now["body"].as_str().unwrap().contains(&said), "{said}: {now}");
    }
}

#[test]
fn a_page_of_an_earlier_run_gives_back_what_was_typed() {
    let mut desk = Desk::of(&[]);
    let page_token = desk.token.clone();
    let after = desk.story(PATH)["after"].as_str().unwrap().to_owned();
    desk.process.child.kill().unwrap();
    desk.process.child.wait().unwrap();
    let Desk { folder, .. } = desk;
    let mut desk = Desk::at(folder);
    desk.token = page_token;
    let shown = desk.form(
        &format!("/write?id={}", part(PATH)),
        &[
            ("after", &after),
            ("form", "parts"),
            ("do", "keep"),
            ("body", MINE),
            ("summary", "নতুন সারাংশ"),
        ],
    );
    assert!(
        shown.status == 403 && shown.text().contains("এক, আমার।") && shown.text().contains("নতুন সারাংশ"),
        "{}",
        shown.text()
    );
    assert_eq!(desk.file(PATH), STORY);
    // The page that shows it has the token of this run.
    desk.token = shown
        .text()
        .split("name=\"token\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    assert_eq!(
        desk.form(
            &format!("/write?id={}", part(PATH)),
            &[("after", &after), ("form", "parts"), ("do", "keep"), ("body", MINE)]
        )
        .status,
        303
    );
    assert!(desk.file(PATH).contains("এক, আমার।"));
}

#[test]
fn on_a_full_disk_what_was_acknowledged_stays_and_the_writer_is_told() {
    let at = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::new(at.path(), "size=24m") else {
        return;
    };
    let folder = tempfile::tempdir_in(&disk.0).unwrap();
    let plain = site(&[]);
    for entry in walkdir::WalkDir::new(plain.path())
        .into_iter()
        .map(Result::unwrap)
        .filter(|e| e.file_type().is_file())
    {
        write(
            &folder.path().join(entry.path().strip_prefix(plain.path()).unwrap()),
            fs::read(entry.path()).unwrap(),
        );
    }
    let desk = Desk::at(folder);
    let long = |n: usize| format!("এক, {n}।\n\n{}\n\nতিন।", "দুই। ".repeat(20_000));
    let mut acknowledged = long(0);
    let mut story = desk.type_over(PATH, &acknowledged);
    disk.fill();
    let (mut refused, fields) = (0, desk.story(PATH)["fields"].clone());
    for n in 1..8 {
        let answer = desk.api(
            "PUT",
            "copy",
            PATH,
            &json!({ "after": story["after"], "fields": fields, "body": long(n) }),
        );
        match answer.status {
            200 => (story, acknowledged) = (answer.json(), long(n)),
            507 => refused += 1,
            status => panic!("{status} {}", answer.text()),
        }
        assert_eq!(desk.story(PATH)["body"], acknowledged.as_str(), "{n}");
    }
    assert!(refused > 0, "the disk was never full");
    let keep = desk.keep(PATH, &story);
    assert!(
        keep.status == 507 && keep.json()["message"].as_str().unwrap().contains("disk"),
        "{} {}",
        keep.status,
        keep.text()
    );
    assert_eq!(desk.file(PATH), STORY);
    assert_eq!(desk.form("/new", &[("title", "নতুন"), ("section", "desh")]).status, 507);
    assert_eq!(
        fs::read_dir(desk.path("content/desh")).unwrap().count(),
        2,
        "no half story is left"
    );
    disk.empty();
    let again = desk.api(
        "PUT",
        "copy",
        PATH,
        &json!({ "after": story["after"], "fields": fields, "body": long(9) }),
    );
    assert_eq!(again.status, 200, "{}", again.text());
    let kept = desk.keep(PATH, &again.json());
    assert_eq!(kept.status, 200, "{}", kept.text());
    assert!(desk.file(PATH).contains("এক, 9।"));
}
