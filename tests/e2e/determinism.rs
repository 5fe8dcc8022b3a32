//! Same sources and same moment: same bytes (reliability.md D1), and a second build writes nothing.

use crate::harness::{NOW, Site, program, tree};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Arguments, environment, working folder.
type Way<'a> = (&'a [&'a str], &'a [(&'a str, &'a str)], &'a Path);

fn sample() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn strip(mut files: BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    files.retain(|path, _| path != ".khobor-manifest");
    files
}

#[test]
fn threads_zone_language_folder_and_mask_change_nothing() {
    let site = Site::bare();
    let out = |n: usize| site.path(&format!("out{n}"));
    let elsewhere = site.path("");
    let ways: [Way<'_>; 5] = [
        (&["--jobs", "1"], &[], sample()),
        (
            &["--jobs", "2"],
            &[("TZ", "America/New_York"), ("LANG", "bn_BD.UTF-8")],
            sample(),
        ),
        (&["--jobs", "4"], &[("TZ", "Asia/Dhaka"), ("LC_ALL", "C")], &elsewhere),
        (
            &["--now", "2026-11-22T09:00:00Z"],
            &[("HOME", "/nonexistent"), ("TMPDIR", "/nonexistent")],
            &elsewhere,
        ),
        (&["--lang", "bn", "--quiet"], &[("SOURCE_DATE_EPOCH", "1")], &elsewhere),
    ];
    let mut first = None;
    for (n, (more, environment, folder)) in ways.iter().enumerate() {
        let mut arguments = vec!["build", "--root", sample().to_str().unwrap(), "--out"];
        let target = out(n);
        arguments.push(target.to_str().unwrap());
        arguments.extend(*more);
        let with = environment.iter().fold(Site::bare(), |s, (k, v)| s.env(k, v));
        with.run_from(folder, &arguments).ok();
        let files = strip(tree(&target));
        assert!(files.len() > 200, "only {} files", files.len());
        let before = first.get_or_insert_with(|| files.clone());
        let differ: Vec<&String> = files
            .keys()
            .chain(before.keys())
            .filter(|k| files.get(*k) != before.get(*k))
            .collect();
        assert!(differ.is_empty(), "run {n} differs in {differ:?}");
    }
}

#[test]
fn a_strict_umask_changes_no_byte() {
    let site = Site::new().story("a", "ক", "লেখা।");
    site.build();
    let before = site.output();
    let other = Site::new().story("a", "ক", "লেখা।");
    let command = format!(
        "umask 077; exec '{}' build --root '{}' --now {NOW}",
        program().display(),
        other.path("").display()
    );
    let status = Command::new("sh").args(["-c", &command]).status().unwrap();
    assert!(status.success());
    assert_eq!(before, other.output());
}

#[test]
fn a_second_build_writes_nothing() {
    let site = Site::new().story("a", "ক", "লেখা।").story("b", "খ", "লেখা।");
    site.build();
    let before = site.tree("public");
    let run = site.run(&["build", "--json"]).ok();
    let summary: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!(
        (&summary["written"], &summary["deleted"]),
        (&0.into(), &0.into()),
        "{summary}"
    );
    assert_eq!(before, site.tree("public"));
}

#[test]
fn a_story_taken_away_leaves_nothing_and_the_rest_equals_a_clean_build() {
    let site = Site::new().story("a", "ক", "লেখা।").story("b", "মুছেযাবে", "লেখা।");
    site.build();
    site.remove("content/desh/b.md");
    site.build();
    assert_eq!(site.traces("মুছেযাবে"), Vec::<String>::new());
    let clean = Site::new().story("a", "ক", "লেখা।");
    clean.build();
    assert_eq!(site.output(), clean.output());
}

#[test]
fn a_draft_that_was_published_leaves_with_its_pictures() {
    let text = |draft: bool| {
        format!(
            "+++\ntitle = 'গোপনীয়'\ndate = 2026-11-01\ndraft = {draft}\nimage = \"chhobi.svg\"\nimage_alt = \"ছবি\"\n+++\nলেখা।\n"
        )
    };
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"30\" height=\"30\"/>";
    let site = Site::new()
        .story("b", "খ", "লেখা।")
        .file("content/desh/a/index.md", &text(false))
        .file("content/desh/a/chhobi.svg", picture);
    site.build();
    assert!(site.exists("public/desh/a/chhobi.svg"));
    site.put("content/desh/a/index.md", text(true).as_bytes());
    site.build();
    assert!(!site.exists("public/desh/a"), "the folder stays");
    assert_eq!(site.traces("গোপনীয়"), Vec::<String>::new());
}

/// Copies a folder, its files in the opposite order of their names: systems list a folder in the order of making, of a hash, or
/// of anything else.
fn copy_backwards(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    let entries = std::fs::read_dir(from).unwrap().map(|entry| entry.unwrap().path());
    let mut entries: Vec<_> = entries.collect();
    entries.sort();
    for path in entries.into_iter().rev() {
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_backwards(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn the_order_in_which_folders_are_listed_changes_nothing() {
    let site = Site::bare();
    let memory = Path::new("/dev/shm");
    let other = match memory.is_dir() {
        true => tempfile::tempdir_in(memory),
        false => tempfile::tempdir(),
    }
    .unwrap();
    for name in ["templates", "static", "data", "content"] {
        copy_backwards(&sample().join(name), &other.path().join(name));
    }
    std::fs::copy(sample().join("khobor.toml"), other.path().join("khobor.toml")).unwrap();
    let build = |root: &Path, out: &str| {
        let out = site.path(out);
        let arguments = [
            "build",
            "--root",
            root.to_str().unwrap(),
            "--out",
            out.to_str().unwrap(),
        ];
        site.run_from(sample(), &arguments).ok();
        strip(tree(&out))
    };
    let (one, two) = (build(sample(), "one"), build(other.path(), "two"));
    let differ: Vec<&String> = one
        .keys()
        .chain(two.keys())
        .filter(|k| one.get(*k) != two.get(*k))
        .collect();
    assert!(one.len() > 200 && differ.is_empty(), "{differ:?}");
}

/// Which component prints a list stands in no template, and yet the pages are made from it.
#[test]
fn another_component_for_a_list_makes_its_pages_anew() {
    let theme = |component: &str| {
        format!("name = \"nil\"\nextends = \"potrika\"\n[printed]\n\"listing.stories\" = \"{component}\"\n")
    };
    let site = Site::new()
        .file(
            "khobor.toml",
            "[site]\ntitle = \"কাগজ\"\nbase_url = \"https://kagoj.example\"\ntheme = \"nil\"\n",
        )
        .file(
            "themes/nil/templates/nil.html",
            "{% component nil(s: map) %}<p>নীল {{ s.title }}</p>{% endcomponent nil %}",
        )
        .file("themes/nil/theme.toml", &theme("row"))
        .story("a", "প্রথম", "লেখা।");
    site.build().ok();
    assert!(site.read("public/desh/index.html").contains("<article class=\"row\">"));
    site.put("themes/nil/theme.toml", theme("nil").as_bytes());
    site.build().ok();
    assert!(site.read("public/desh/index.html").contains("<p>নীল প্রথম</p>"));
    let incremental = strip(site.output());
    site.remove("public");
    site.remove(".khobor");
    site.build().ok();
    assert_eq!(strip(site.output()), incremental);
}
