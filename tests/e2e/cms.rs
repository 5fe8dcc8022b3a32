//! `khobor new cms`: settings that the editor's own schema takes, of keys that khobor reads.

use crate::harness::Site;
use serde_json::Value;

fn site() -> Site {
    Site::new()
        .file(
            "content/authors/rahim.md",
            "+++\nname = \"রহিম উদ্দিন\"\n+++\nপ্রতিবেদক।\n",
        )
        .file("content/desh/dhaka/_index.md", "+++\ntitle = \"ঢাকা\"\n+++\n")
        .story("a", "নদীর খবর", "লেখা।")
        .file(
            "content/desh/dhaka/2026-11-02-b/index.md",
            "+++\ntitle = \"পথের খবর\"\ndate = 2026-11-02T10:00:00+06:00\nauthors = [\"রহিম উদ্দিন\"]\n+++\nলেখা।\n",
        )
}

fn settings(site: &Site) -> Value {
    serde_json::from_str(&site.read("static/admin/config.json")).unwrap()
}

fn collection<'a>(settings: &'a Value, name: &str) -> &'a Value {
    let all = settings["collections"].as_array().unwrap();
    all.iter().find(|c| c["name"] == name).unwrap()
}

#[test]
fn the_settings_are_what_the_editors_schema_asks() {
    let site = site();
    site.run(&["new", "cms", "sveltia", "--repo", "kagoj/portal", "--review"])
        .ok();
    let schema: Value = serde_json::from_str(include_str!("../cms/sveltia-cms.schema.json")).unwrap();
    let (mut compiler, mut schemas) = (boon::Compiler::new(), boon::Schemas::new());
    compiler.add_resource("sveltia.json", schema).unwrap();
    let schema = compiler.compile("sveltia.json", &mut schemas).unwrap();
    let mut settings = settings(&site);
    schemas.validate(&settings, schema).unwrap();
    assert_eq!(settings["backend"]["repo"], "kagoj/portal");
    assert_eq!(settings["publish_mode"], "editorial_workflow");
    // The schema does refuse.
    settings["backend"]["name"] = "nowhere".into();
    assert!(schemas.validate(&settings, schema).is_err());
}

#[test]
fn every_section_has_its_stories_and_every_field_is_a_key_of_a_story() {
    let site = site();
    site.run(&["new", "cms", "sveltia", "--repo", "kagoj/portal"]).ok();
    let settings = settings(&site);
    let dhaka = collection(&settings, "desh_dhaka");
    assert_eq!(
        (&dhaka["label"], &dhaka["folder"]),
        (&"ঢাকা".into(), &"content/desh/dhaka".into())
    );
    assert_eq!(dhaka["path"], "{{slug}}/index");
    // Stories that are one file are listed too, where there are any.
    assert_eq!(collection(&settings, "desh_files")["create"], false);
    let names = settings["collections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|c| c["name"].as_str().unwrap());
    assert!(!names.collect::<Vec<_>>().contains(&"desh_dhaka_files"));
    // A story as the editor writes it: every field, moments as text.
    let mut front = String::new();
    for field in dhaka["fields"].as_array().unwrap() {
        let name = field["name"].as_str().unwrap();
        let value = match (field["widget"].as_str().unwrap(), name) {
            ("markdown", _) => continue,
            ("datetime", "expires") => "\"2027-11-02T10:00:00+06:00\"",
            ("datetime", _) => "\"2026-11-02T10:00:00+06:00\"",
            ("boolean", _) => "false",
            ("image", _) => "\"a.svg\"",
            ("list", "corrections") => "[{ date = \"2026-11-02T10:00:00+06:00\", text = \"সংখ্যা শোধরানো হলো।\" }]",
            ("select" | "list", _) => "[\"রহিম উদ্দিন\"]",
            _ => "\"কথা\"",
        };
        front.push_str(&format!("{name} = {value}\n"));
    }
    let site = site
        .file(
            "content/desh/2026-11-03-নতুন/a.svg",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 9\"><path d=\"M0 0h16v9z\"/></svg>",
        )
        .file(
            "content/desh/2026-11-03-নতুন/index.md",
            &format!("+++\n{front}+++\nলেখা।\n"),
        );
    site.run(&["check"]).ok();
}

#[test]
fn the_editors_page_is_published_and_may_run() {
    let site = site();
    site.build();
    assert!(site.read("public/_headers").contains("script-src 'self'"));
    site.run(&["new", "cms", "sveltia", "--repo", "kagoj/portal"]).ok();
    site.build();
    let page = site.read("public/admin/index.html");
    assert!(
        page.contains("src=\"sveltia-cms.js\"") && !page.contains("https://"),
        "{page}"
    );
    // Two policies for one page would both hold: that of all pages is in their heads, and here only what nothing needs.
    let headers = site.read("public/_headers");
    assert!(!headers.contains("script-src 'self'") && headers.contains("frame-ancestors 'self'"));
    let front = site.read("public/index.html");
    assert!(front.contains("http-equiv=\"Content-Security-Policy\"") && front.contains("script-src"));
}

#[test]
fn what_is_there_stays_and_odd_repositories_are_refused() {
    let site = site();
    for odd in ["portal", "a/b c", "a/../b", "/b", "a/", "a/\"b"] {
        site.run(&["new", "cms", "sveltia", "--repo", odd]).fails();
    }
    assert!(!site.path("static").exists(), "nothing is written for a wrong line");
    site.run(&["new", "cms", "sveltia", "--repo", "kagoj/portal"]).ok();
    let before = site.read("static/admin/config.json");
    site.run(&["new", "cms", "sveltia", "--repo", "other/portal"]).fails();
    assert_eq!(before, site.read("static/admin/config.json"));
}
