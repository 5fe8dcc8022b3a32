//! `khobor new`.

use crate::harness::{CONFIG, NOW, Site, program};
use std::process::Command;

#[test]
fn a_new_site_goes_into_a_fresh_clone() {
    let site = Site::bare()
        .file(".git/HEAD", "ref: refs/heads/main\n")
        .file("README.md", "# কাগজ\n")
        .file("LICENSE", "CC0\n")
        .file(".gitignore", "*.psd\n");
    let run = site.called(&site.path(""), &["new", "site", "."], None).ok();
    assert!(
        run.stdout.contains("khobor serve --open"),
        "what to do now: {}",
        run.stdout
    );
    assert_eq!(
        (site.read("README.md"), site.read(".gitignore")),
        ("# কাগজ\n".to_owned(), "*.psd\n".to_owned())
    );
    site.build();
    site.called(&site.path(""), &["new", "site", "."], None)
        .fails()
        .says("content");
}

#[test]
fn a_new_site_leaves_the_work_of_others_alone() {
    for name in ["content/x.md", "index.html", "readme-2.pdf", "khobor.toml"] {
        let site = Site::bare().file(name, "x");
        let before = site.tree("");
        site.called(&site.path(""), &["new", "site", "."], None).fails();
        assert_eq!(before, site.tree(""), "{name}");
    }
}

#[test]
fn a_new_site_in_a_folder_with_blanks_says_how_to_enter_it() {
    let site = Site::bare();
    let run = site.called(&site.path(""), &["new", "site", "আমার নতুন কাগজ"], None).ok();
    assert!(
        run.stdout.contains("cd 'আমার নতুন কাগজ' && khobor serve"),
        "{}",
        run.stdout
    );
    let bengali = site
        .called(&site.path(""), &["new", "site", "খ", "--lang", "bn"], None)
        .ok();
    assert!(
        bengali.stdout.contains("এখন: cd 'খ' && khobor serve"),
        "{}",
        bengali.stdout
    );
}

#[test]
fn a_new_section_is_the_last_of_the_menu() {
    let site = Site::bare().file("khobor.toml", CONFIG);
    for (path, title) in [("zela", "জেলা"), ("arts", "শিল্প"), ("zela/khulna", "খুলনা")] {
        site.run(&["new", "section", path, "--title", title]).ok();
    }
    assert!(site.read("content/zela/_index.md").contains("order = 1\n"));
    assert!(site.read("content/arts/_index.md").contains("order = 2\n"));
    assert!(site.read("content/zela/khulna/_index.md").contains("order = 1\n"));
    let run = site.run(&["new", "article", "প্রথম খবর"]).ok();
    assert!(
        run.stdout.contains("content/zela/"),
        "the first of the menu, not of the alphabet: {}",
        run.stdout
    );
    site.run(&["build", "--drafts"]).ok();
    let menu = site.read("public/index.html");
    assert!(menu.find("জেলা").unwrap() < menu.find("শিল্প").unwrap());
}

#[test]
fn a_new_page_has_its_address_by_title_or_by_name() {
    let site = Site::new().story("a", "ক", "লেখা।");
    site.run(&["new", "page", "যোগাযোগ", "--slug", "contact"]).ok();
    site.run(&["new", "page", "আমাদের কথা"]).ok();
    site.run(&["new", "page", "যোগাযোগ", "--slug", "contact"]).fails();
    for name in ["../x", "a/b", ""] {
        site.run(&["new", "page", "ক", "--slug", name]).fails();
    }
    site.run(&["new", "page", "  "]).fails();
    site.build();
    assert!(site.read("public/contact/index.html").contains("<h1>যোগাযোগ</h1>"));
    assert!(
        site.exists("public/amader-kotha/index.html"),
        "{:?}",
        site.tree("content/pages").keys()
    );
}

/// A limit of nothing for the size of files stands for a full disk.
#[test]
fn what_cannot_be_written_leaves_no_file_and_no_folder() {
    let site = Site::new();
    let before = site.tree("content");
    for command in ["section a/b", "article ক --folder", "page ক", "site kagoj"] {
        let script = format!(
            "trap '' XFSZ; ulimit -f 0; exec '{}' new {command} --lang bn --now {NOW}",
            program().display()
        );
        let done = Command::new("bash")
            .args(["-c", &script])
            .current_dir(site.path(""))
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(
            done.status.code() == Some(1) && said.contains("ফাইলটি বেশি বড়"),
            "{command}: {said}"
        );
        assert!(
            before == site.tree("content") && !site.exists("content/a") && !site.exists("kagoj"),
            "{command}"
        );
    }
}

#[test]
fn a_page_that_cannot_be_written_leaves_no_section_behind() {
    let site = Site::new();
    let page = "মূলপাতা > আবহাওয়া\nবৃষ্টি নামবে কাল\n\nআগামীকাল সারা দিন বৃষ্টি থাকবে। নদীতে ঢেউ বাড়বে।\n\nজেলেরা ঘাটে থাকুন।\n";
    site.put("pata.txt", page.as_bytes());
    let before = site.tree("content");
    // The section's file is small enough, the story is not.
    let script = format!(
        "trap '' XFSZ; ulimit -f 1; exec '{}' import page pata.txt --lang bn --now {NOW}",
        program().display()
    );
    let long = format!("{page}\n{}", "লম্বা অনুচ্ছেদ, লম্বা কথা।\n\n".repeat(200));
    site.put("pata.txt", long.as_bytes());
    let done = Command::new("bash")
        .args(["-c", &script])
        .current_dir(site.path(""))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(
        done.status.code() == Some(1) && said.contains("ফাইলটি বেশি বড়"),
        "{said}"
    );
    assert!(before == site.tree("content"), "{said}");
}
