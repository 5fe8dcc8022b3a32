//! The earlier output stays whole when anything is wrong, and nothing of others is touched (issue 2, reliability.md F4, F7).

use crate::harness::{Site, program};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

fn site() -> Site {
    Site::new().story("a", "ক", "লেখা।")
}

#[test]
fn a_failed_build_leaves_the_earlier_output_byte_for_byte() {
    let faults: [(&str, &[u8]); 6] = [
        ("content/desh/b.md", "+++\ntitel = \"ভুল\"\n+++\n".as_bytes()),
        ("content/desh/b.md", b"\xff\xfe\xfd"),
        ("templates/lost.html", b"{% if %}"),
        ("templates/lost.html", b"{{ nai.kichhu }}"),
        ("khobor.toml", b"[site"),
        ("static/a.jpg", b"not a picture"),
    ];
    for (path, bytes) in faults {
        let site = site();
        site.build();
        let before = site.tree("public");
        site.put(path, bytes);
        site.put(
            "content/desh/c.md",
            "+++\ntitle = \"নতুন\"\ndate = 2026-11-02\n+++\nলেখা।\n".as_bytes(),
        );
        site.run(&["build"]).fails();
        assert_eq!(before, site.tree("public"), "{path} changed the output");
    }
}

#[test]
fn files_of_others_in_the_output_stay() {
    let site = site();
    site.build();
    let foreign = [
        "CNAME",
        ".well-known/acme/token",
        "desh/notes.txt",
        "old/page.html",
        ".htaccess",
    ];
    for path in foreign {
        site.put(&format!("public/{path}"), path.as_bytes());
    }
    site.put(
        "content/desh/a.md",
        "+++\ntitle = \"বদলে গেল\"\ndate = 2026-11-01\n+++\nলেখা।\n".as_bytes(),
    );
    site.build();
    site.remove("content/desh/a.md");
    site.put(
        "content/desh/b.md",
        "+++\ntitle = \"আরেক\"\ndate = 2026-11-01\n+++\nলেখা।\n".as_bytes(),
    );
    site.build();
    for path in foreign {
        assert_eq!(site.read(&format!("public/{path}")), path);
    }
}

#[test]
fn a_file_of_others_in_the_place_of_a_page_is_an_error() {
    let site = site();
    site.put("public/index.html", b"mine");
    site.run(&["build"]).fails().says("KH0601").says("index.html");
    assert_eq!(site.read("public/index.html"), "mine");
    assert_eq!(site.tree("public").len(), 1);
}

#[test]
fn dangerous_output_folders_are_refused_before_anything_is_touched() {
    let site = site();
    site.put("other/khobor.toml", b"[site]\n");
    site.put("repository/.git/HEAD", b"ref: refs/heads/main\n");
    site.put("a-file", b"x");
    symlink(site.path("content"), site.path("link")).unwrap();
    let own_files = || {
        let mut files = site.tree("");
        files.retain(|p, _| !p.starts_with(".khobor/"));
        files
    };
    let before = own_files();
    let root = site.path("").to_string_lossy().into_owned();
    let above = site.path("").parent().unwrap().to_string_lossy().into_owned();
    let own = |name: &str| format!("{root}{name}");
    let home = std::env::var("HOME").unwrap_or_else(|_| "/root".to_owned());
    let folders = [
        "/".to_owned(),
        home.clone(),
        format!("{home}/Documents"),
        "/etc".to_owned(),
        "/usr/share".to_owned(),
        "/tmp".to_owned(),
        above,
        root.clone(),
        ".".to_owned(),
        "..".to_owned(),
        String::new(),
        own("content"),
        own("content/desh"),
        own("static"),
        own("templates"),
        own("themes"),
        own("data"),
        own("other"),
        own("repository"),
        own("repository/.git"),
        own("a-file"),
        own("link"),
        own("content/../content"),
    ];
    for folder in folders {
        let run = site.run(&["build", "--out", &folder]);
        assert_ne!(run.code, Some(0), "--out {folder:?} was accepted");
        assert!(!run.stderr.is_empty(), "--out {folder:?}: nothing was said");
    }
    assert!(
        before == own_files(),
        "something was written or lost: {:#?}",
        own_files().keys()
    );
}

#[test]
fn a_link_out_of_the_site_is_not_followed() {
    let outside = Site::bare();
    outside.put(
        "canary.md",
        "+++\ntitle = \"বাইরেরকথা\"\ndate = 2026-11-01\n+++\nলেখা।\n".as_bytes(),
    );
    for place in [
        "content/desh/link.md",
        "static/link.txt",
        "templates/link.html",
        "data/comments/desh/a.toml",
    ] {
        let site = site();
        std::fs::create_dir_all(site.path(place).parent().unwrap()).unwrap();
        symlink(outside.path("canary.md"), site.path(place)).unwrap();
        let run = site.run(&["build"]);
        assert_eq!(run.code, Some(1), "{place}: {}", run.stderr);
        assert!(
            run.diagnostics().iter().any(|t| t.code == "KH0215"),
            "{place}: {}",
            run.stderr
        );
        assert_eq!(site.traces("বাইরেরকথা"), Vec::<String>::new());
    }
}

#[test]
fn a_link_to_a_folder_above_ends() {
    let site = site();
    symlink(site.path("content"), site.path("content/desh/loop")).unwrap();
    let run = site.run(&["build"]).fails();
    assert!(run.diagnostics().iter().any(|t| t.code == "KH0216"), "{}", run.stderr);
}

#[test]
fn deep_folders_are_refused() {
    let site = site();
    let deep = (0..150).fold("content/desh".to_owned(), |path, n| format!("{path}/d{n}"));
    site.put(&format!("{deep}/x.md"), b"x");
    let run = site.run(&["build"]).fails();
    assert!(run.diagnostics().iter().any(|t| t.code == "KH0217"), "{}", run.stderr);
}

#[test]
fn a_large_source_is_refused_by_its_size() {
    let site = Site::new().file(
        "khobor.toml",
        "[site]\ntitle = \"ক\"\nbase_url = \"https://k.example\"\nmax_source_bytes = 2000\n",
    );
    site.put(
        "content/desh/a.md",
        format!("+++\ntitle = 'ক'\ndate = 2026-11-01\n+++\n{}", "লেখা ".repeat(1000)).as_bytes(),
    );
    let run = site.run(&["build"]).fails();
    assert!(
        run.diagnostics()
            .iter()
            .any(|t| t.code == "KH0212" && t.place.starts_with("content/desh/a.md")),
        "{}",
        run.stderr
    );
}

#[test]
fn large_front_matter_is_refused_and_deep_markdown_is_text() {
    let site = Site::new();
    let keys = "ক".repeat(40_000);
    site.put(
        "content/desh/a.md",
        format!("+++\ntitle = 'ক'\nsummary = '{keys}'\n+++\n").as_bytes(),
    );
    site.put(
        "content/desh/b.md",
        format!("+++\ntitle = 'খ'\ndate = 2026-11-01\n+++\n{} খ\n", ">".repeat(500)).as_bytes(),
    );
    let run = site.run(&["build"]).fails();
    for code in ["KH0207", "KH0237"] {
        assert!(
            run.diagnostics().iter().any(|t| t.code == code),
            "{code}: {}",
            run.stderr
        );
    }
}

#[test]
fn many_faults_of_one_file_are_counted() {
    let mut text = String::from("+++\ntitle = 'ক'\ndate = 2026-11-01\n");
    (0..300).for_each(|n| text.push_str(&format!("zzz{n} = 1\n")));
    let site = Site::new().file("content/desh/a.md", &(text + "+++\nলেখা।\n"));
    let run = site.run(&["build"]).fails();
    assert!(
        run.diagnostics().iter().any(|t| t.code == "KH0230"),
        "{}",
        &run.stderr[run.stderr.len().saturating_sub(900)..]
    );
    assert!(run.diagnostics().len() <= 201);
}

/// Root may read everything, so the program runs as nobody.
#[test]
fn a_source_that_may_not_be_read_is_told_of_and_nothing_is_published() {
    let site = site();
    let secret = site.path("content/desh/secret.md");
    std::fs::write(&secret, "+++\ntitle = \"ক\"\n+++\n").unwrap();
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o000)).unwrap();
    for folder in [site.path(".."), site.path("")] {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o777)).unwrap();
    }
    let copy = site.path("khobor");
    std::fs::copy(program(), &copy).unwrap();
    let out = site.path("out");
    std::fs::create_dir(&out).unwrap();
    std::fs::set_permissions(&out, std::fs::Permissions::from_mode(0o777)).unwrap();
    let root = std::fs::metadata("/proc/self")
        .map(|m| std::os::unix::fs::MetadataExt::uid(&m) == 0)
        .unwrap_or(false);
    let mut command = if root {
        Command::new("setpriv")
    } else {
        Command::new(&copy)
    };
    if root {
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&copy);
    }
    let output = command
        .args(["build", "--lang", "en", "--root"])
        .arg(site.path(""))
        .arg("--out")
        .arg(out.join("public"))
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert!(
        stderr.contains("KH0213") && stderr.contains("content/desh/secret.md"),
        "{stderr}"
    );
    assert!(!out.join("public").exists());
}
