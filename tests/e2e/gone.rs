//! Addresses that the last output had and this one has not.

use crate::harness::{Run, Site};

fn site() -> Site {
    Site::new()
        .story("nodi", "নদীর খবর", "পানি বাড়ছে।")
        .story("hat", "হাটের খবর", "হাট বসেছে।")
        .file(
            "content/desh/mela.txt",
            "শিরোনাম: মেলা বসেছে\nতারিখ: 2026-11-03\n\nমেলায় ভিড়।\n",
        )
        .file(
            "content/desh/boi.md",
            "---\ntitle: বইয়ের কথা # ঠিক\ndate: 2026-11-04\ntags: [বই]\n---\nবই মেলা।\n",
        )
        .file("content/pages/about.md", "+++\ntitle = \"আমাদের কথা\"\n+++\nআমরা।\n")
}

fn rename(site: &Site, from: &str, to: &str) {
    std::fs::rename(site.path(from), site.path(to)).unwrap();
}

fn count(run: &Run, code: &str) -> usize {
    run.diagnostics().iter().filter(|d| d.code == code).count()
}

#[test]
fn a_renamed_file_is_told_of_and_its_former_address_is_written_into_it() {
    let site = site();
    site.build();
    for (from, to) in [
        ("nodi.md", "nodi-bhanon.md"),
        ("mela.txt", "boishakhi-mela.txt"),
        ("boi.md", "boi-mela.md"),
    ] {
        rename(&site, &format!("content/desh/{from}"), &format!("content/desh/{to}"));
    }
    rename(&site, "content/pages/about.md", "content/pages/amra.md");
    site.remove("content/desh/hat.md");
    let check = site.run(&["check"]).ok();
    assert_eq!(count(&check, "KH0323"), 5, "{}", check.stderr);
    let build = site.run(&["build", "--strict"]).ok();
    assert_eq!(count(&build, "KH0323"), 5, "{}", build.stderr);
    build
        .says("/desh/nodi/ was published and is not any more")
        .says("content/desh/nodi-bhanon.md");
    // The memory makes no page: a build without it gives the same.
    assert!(!site.exists("public/desh/nodi/index.html"));
    site.run(&["build", "--verify"]).ok();
    // The output of today has no more of it; the memory has.
    let check = site.run(&["check", "--write-aliases"]).ok();
    assert_eq!(count(&check, "KH0323"), 1, "{}", check.stderr);
    check
        .says("/desh/hat/")
        .prints("content/desh/boi-mela.md: wrote /desh/boi/");
    assert!(
        site.read("content/desh/nodi-bhanon.md")
            .contains("aliases = [\"/desh/nodi/\"]\n+++\n")
    );
    assert!(
        site.read("content/desh/boi-mela.md")
            .contains("title: বইয়ের কথা # ঠিক\n")
    );
    assert!(
        site.read("content/desh/boi-mela.md")
            .contains("tags: [বই]\naliases: [\"/desh/boi/\"]\n---\n")
    );
    assert!(
        site.read("content/desh/boishakhi-mela.txt")
            .contains("তারিখ: 2026-11-03\nআগের ঠিকানা: /desh/mela/\n\n")
    );
    site.run(&["build", "--verify"]).ok();
    for (old, new) in [
        ("desh/nodi", "desh/nodi-bhanon"),
        ("desh/mela", "desh/boishakhi-mela"),
        ("about", "amra"),
    ] {
        let stub = site.read(&format!("public/{old}/index.html"));
        assert!(stub.contains(&format!("https://kagoj.example/{new}/")), "{stub}");
    }
    let check = site.run(&["check"]).ok();
    assert_eq!(count(&check, "KH0323"), 1, "{}", check.stderr);
    let later = site.run(&["check", "--now", "2026-12-25T10:00:00+06:00"]);
    assert_eq!(count(&later, "KH0323"), 0, "{}", later.stderr);
}

#[test]
fn what_an_editor_holds_back_is_no_loss_and_pages_of_lists_come_and_go() {
    let site = site();
    site.build();
    let draft = "+++\ntitle = \"নদীর খবর\"\ndate = 2026-11-01T09:00:00+06:00\ndraft = true\n+++\nপানি।\n";
    site.put("content/desh/nodi.md", draft.as_bytes());
    let build = site.run(&["build"]).ok();
    assert_eq!(count(&build, "KH0323"), 0, "{}", build.stderr);
    site.remove("content/desh/boi.md");
    let build = site.run(&["build"]).ok();
    // The story, and the tag that it alone had; not the day of the archive.
    assert_eq!(count(&build, "KH0323"), 2, "{}", build.stderr);
}

#[test]
fn a_moved_section_is_told_of_in_few_lines() {
    let mut site = Site::new();
    for n in 0..30 {
        site = site.story(&format!("s{n}"), &format!("খবর {n}"), "লেখা।");
    }
    site.build();
    rename(&site, "content/desh", "content/bangladesh");
    let build = site.run(&["build"]).ok();
    assert_eq!(
        (count(&build, "KH0323"), count(&build, "KH0324")),
        (20, 1),
        "{}",
        build.stderr
    );
    site.run(&["check", "--write-aliases"]).ok();
    let check = site.run(&["check"]).ok();
    assert_eq!(count(&check, "KH0323"), 0, "{}", check.stderr);
    assert!(
        site.read("content/bangladesh/_index.md")
            .contains("aliases = [\"/desh/\"]")
    );
    site.build();
    assert!(site.read("public/desh/s7/index.html").contains("/bangladesh/s7/"));
}
