//! The language of messages and of help.

use crate::harness::{CONFIG, Site};

fn said(site: &Site, arguments: &[&str]) -> String {
    let run = site.spoken(arguments);
    format!("{}{}", run.stdout, run.stderr)
}

#[test]
fn the_language_is_that_of_the_option_the_variable_the_site_the_machine() {
    let bengali = |text: &str| text.contains("এমন কোড নেই");
    let ask = |site: Site, more: &[&str]| bengali(&said(&site, &[&["explain", "KH9999"], more].concat()));
    let with = |messages: &str| Site::bare().file("khobor.toml", &format!("{CONFIG}messages = \"{messages}\"\n"));
    assert!(!ask(Site::bare(), &[]));
    assert!(ask(Site::bare().env("LANG", "bn_BD.UTF-8"), &[]));
    assert!(ask(with("bn").env("LANG", "en_GB.UTF-8"), &[]));
    assert!(!ask(with("en").env("LANG", "bn_BD.UTF-8"), &[]));
    assert!(!ask(with("bn").env("KHOBOR_LANG", "en"), &[]));
    assert!(ask(with("en").env("KHOBOR_LANG", "bn"), &[]));
    assert!(!ask(with("bn").env("KHOBOR_LANG", "bn"), &["--lang", "en"]));
    assert!(ask(with("en").env("KHOBOR_LANG", "en"), &["--lang=bn"]));
    // A khobor.toml that cannot be read whole still says in which language to say so.
    let broken = with("bn").file(
        "khobor.toml",
        &format!("{CONFIG}messages = \"bn\"\ntagline = \"খোলা\n[menu\n"),
    );
    assert!(
        said(&broken, &["build"]).contains("ভুল KH0102"),
        "{}",
        said(&broken, &["build"])
    );
    let wrong = Site::bare().file("khobor.toml", &format!("{CONFIG}messages = \"fr\"\n"));
    assert!(
        said(&wrong, &["build"]).contains("site.messages"),
        "{}",
        said(&wrong, &["build"])
    );
}

#[test]
fn help_and_faults_of_the_command_line_are_in_the_language_of_the_run() {
    let site = Site::bare().file("khobor.toml", &format!("{CONFIG}messages = \"bn\"\n"));
    for arguments in [
        &["--help"][..],
        &["build", "--help"],
        &["help"],
        &["new", "-h"],
        &["bn", "--help"],
        &[],
        &["biuld"],
        &["build", "--draft"],
        &["build", "--jobs", "0"],
        &["build", "--jobs"],
        &["new", "workflow", "jenkins"],
        &["new", "site"],
        &["related"],
        &["serve", "--drafts", "--published"],
        &["completions", "csh"],
        &["due", "--days", "0"],
        &["clean", "x"],
        &["--version", "--json"],
    ] {
        let text = said(&site, arguments);
        for word in [
            "Usage",
            "Options",
            "Commands",
            "Arguments",
            "error:",
            "For more",
            "tip:",
            "required",
            "unexpected",
            "possible",
            "default:",
            "OPTIONS",
            "COMMAND",
            "Print",
        ] {
            assert!(!text.contains(word), "{arguments:?}: {word} in\n{text}");
        }
    }
    assert!(said(&site, &["biuld"]).contains("কাছাকাছি আছে: build"));
    assert!(said(&site, &["--help", "--lang", "en"]).contains("Usage: khobor"));
}

#[test]
fn reasons_of_parsers_are_in_the_language_of_the_run() {
    let texts = [
        "---\ntitle: ক: খ\n---\n",
        "---\ntitle: 'ক\n---\n",
        "---\ntitle: ক\n\tdate: খ\n---\n",
        "---\ntags: [ক\n---\n",
        "---\ntitle: *ক\n---\n",
        "---\nশুধু কথা\n---\n",
        "+++\ntitle = ক\n+++\n",
        "+++\ntitle = \"ক\n+++\n",
        "+++\ntitle\n+++\n",
        "+++\ntitle = \"ক\" date = 2026-11-01\n+++\n",
        "+++\ntags = [\"ক\"\n+++\n",
        "+++\ntitle = \"\\ক\"\n+++\n",
    ];
    let check = |site: &Site, what: &str| {
        let run = site.run(&["check", "--lang", "bn"]).fails();
        let messages: Vec<&str> = run.stderr.lines().filter(|line| line.starts_with("ভুল KH")).collect();
        assert!(!messages.is_empty(), "{what}: {}", run.stderr);
        for message in messages {
            let (_, message) = message.split_once(": ").unwrap();
            let plain = message
                .split('`')
                .step_by(2)
                .collect::<String>()
                .replace("khobor.toml", "");
            assert!(!plain.chars().any(|c| c.is_ascii_alphabetic()), "{what}: {message}");
        }
    };
    for text in texts {
        check(&Site::new().file("content/desh/a.md", text), text);
    }
    let settings = [
        "[lists]\npaginate_by = \"ক\"\n",
        "[site\n",
        "[menu]\nmain = 5\n",
        "[site]\ntitle = ক\n",
        "[[ads]]\nfrom = \"ক\"\n",
    ];
    for settings in settings {
        let text = format!("{}{settings}", crate::harness::CONFIG);
        check(&Site::new().file("khobor.toml", &text).story("a", "ক", "খ"), settings);
    }
}
