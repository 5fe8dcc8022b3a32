//! Stories that are not published, and what is said of them; quiet and verbose runs.

use crate::harness::Site;

fn site() -> Site {
    let hidden = |keys: &str| format!("+++\ntitle = \"খ\"\ndate = 2026-11-01\n{keys}+++\nলেখা।\n");
    Site::new()
        .story("a", "ক", "লেখা।")
        .file("content/desh/khosra.md", &hidden("draft = true\n"))
        .file("content/desh/meyad.md", &hidden("expires = 2026-11-02\n"))
        .file("content/desh/agami.md", &hidden("").replace("2026-11-01", "2026-11-23"))
        .file("content/desh/bhul.md", &hidden("retracted = \"ভুল\"\n"))
}

#[test]
fn a_build_says_how_many_stories_are_not_published() {
    let site = site();
    assert!(site.build().stdout.contains("1 story (4 more not published now)"));
    // Also when there was nothing to do.
    let again = site.run(&["build", "--lang", "bn"]).ok().stdout;
    assert!(again.contains("(আরও ৪টি এখন প্রকাশিত নয়)"), "{again}");
    assert!(!Site::new().story("a", "ক", "লেখা।").build().stdout.contains("more"));
}

#[test]
fn verbose_says_which_and_why_and_what_each_stage_does() {
    let site = site();
    site.build();
    let run = site.run(&["build", "-v"]).ok();
    for line in [
        "not published: content/desh/khosra.md: a draft (--drafts",
        "not published: content/desh/meyad.md: was taken down at 2026-11-0",
        "not published: content/desh/agami.md: comes at 2026-11-2",
        "not published: content/desh/bhul.md: is withdrawn",
    ] {
        assert!(run.stdout.contains(line), "{line} is not in\n{}", run.stdout);
    }
    for stage in [
        "read: finds the files",
        "arrange: decides what is published",
        "render: prints",
    ] {
        assert!(run.stderr.contains(stage), "{stage} is not in\n{}", run.stderr);
    }
    let bengali = site.run(&["build", "-v", "--lang", "bn"]).ok();
    assert!(
        bengali.stdout.contains("প্রকাশিত নয়: content/desh/khosra.md: খসড়া"),
        "{}",
        bengali.stdout
    );
    assert!(bengali.stderr.contains("সাজানো: "), "{}", bengali.stderr);
}

#[test]
fn quiet_prints_no_warning_and_verdicts_fit_what_was_found() {
    let site = Site::new().story("a", "ক", "[নেই](/desh/nai/)");
    let quiet = site.run(&["check", "--quiet"]).ok();
    assert_eq!((quiet.stdout.as_str(), quiet.stderr.as_str()), ("", ""));
    let check = site.run(&["check"]).ok();
    assert!(
        check.stderr.contains("1 warning") && check.stdout.contains("see the warnings above"),
        "{}",
        check.stdout
    );
    assert!(!check.stdout.contains("all is well"), "{}", check.stdout);
    let bengali = site.run(&["check", "--lang", "bn"]).ok();
    assert!(
        !bengali.stdout.contains("সব ঠিক আছে") && bengali.stdout.contains("সতর্কতা"),
        "{}",
        bengali.stdout
    );
    site.put(
        "content/desh/a.md",
        "+++\ntitle = \"ক\"\ndate = 2026-11-01\n+++\nলেখা।\n".as_bytes(),
    );
    assert!(site.run(&["check"]).ok().stdout.contains("all is well"));
}

#[test]
fn check_shows_the_lint_of_texts_beside_errors() {
    let site = Site::new()
        .story("a", "ক", "লেখা| আরও লেখা।")
        .file("content/desh/b.md", "+++\ntitel = \"খ\"\n+++\nলেখা।\n");
    let run = site.run(&["check"]).fails();
    for code in ["KH0201", "KH0901"] {
        assert!(
            run.diagnostics().iter().any(|t| t.code == code),
            "{code} is not in\n{}",
            run.stderr
        );
    }
    let lint = run.diagnostics().into_iter().find(|t| t.code == "KH0901").unwrap();
    assert_eq!(lint.place, "content/desh/a.md:5:3");
}
