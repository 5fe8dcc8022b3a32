//! What a machine, a clock or a file system may be like: few threads, the end of time, names that are no text, faults without end.

use crate::harness::{Site, program};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

fn khobor(folder: &Path, arguments: &[&OsStr]) -> Output {
    let mut command = Command::new(program());
    command.current_dir(folder).args(["--lang", "en"]).args(arguments);
    command.output().unwrap()
}

fn says(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
}

#[test]
fn names_of_folders_need_not_be_text() {
    let odd = OsStr::from_bytes(b"o\xff");
    let site = Site::new().story("a", "এক", "লেখা।");
    let words = |line: &str| -> Vec<String> { line.split(' ').map(str::to_owned).collect() };
    for line in [
        "build --now 2026-11-22T09:00:00Z",
        "build --json --now 2026-11-22T09:00:00Z",
    ] {
        let words = words(line);
        let mut arguments: Vec<&OsStr> = words.iter().map(OsStr::new).collect();
        arguments.extend([OsStr::new("--out"), odd]);
        let output = khobor(&site.path(""), &arguments);
        assert_eq!(output.status.code(), Some(0), "{line}: {}", says(&output));
    }
    let page = site.path("").join(odd).join("desh/a/index.html");
    assert!(page.exists());
    // The same for the root: every command that says where it wrote.
    let above = tempfile::tempdir().unwrap();
    let root = above.path().join(OsStr::from_bytes(b"r\xff"));
    std::fs::rename(site.path(""), &root).unwrap();
    let commands = [
        "build --json",
        "check --json",
        "new article নতুন --section desh --json",
        "new section khela --title খেলা --json",
        "new page যোগাযোগ --json",
        "new theme nodi --json",
        "new site r --json",
        "search এক --json",
        "due --json",
    ];
    for line in commands {
        let words = words(line);
        let mut arguments: Vec<&OsStr> = words.iter().map(OsStr::new).collect();
        let now = OsStr::new("--now=2026-11-22T09:00:00Z");
        arguments.extend([OsStr::new("--root"), root.as_os_str(), now]);
        let output = khobor(above.path(), &arguments);
        assert_eq!(output.status.code(), Some(0), "{line}: {}", says(&output));
        assert!(says(&output).contains("\"ok\":true"), "{line}: {}", says(&output));
    }
}

#[test]
fn where_no_thread_is_to_be_had_one_does_all_the_work() {
    let open = |path: &Path| std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o777)).unwrap();
    let folder = tempfile::Builder::new().prefix("few").tempdir_in("/tmp").unwrap();
    let (program_here, root) = (folder.path().join("khobor"), folder.path().join("site"));
    std::fs::copy(program(), &program_here).unwrap();
    std::fs::create_dir_all(root.join("content/desh")).unwrap();
    std::fs::write(root.join("khobor.toml"), crate::harness::CONFIG).unwrap();
    std::fs::write(root.join("content/desh/_index.md"), "+++\ntitle = \"দেশ\"\n+++\n").unwrap();
    std::fs::write(
        root.join("content/desh/a.md"),
        "+++\ntitle = \"এক\"\ndate = 2026-11-01\n+++\nনদী।\n",
    )
    .unwrap();
    for path in [folder.path(), &program_here, &root, &root.join("content")] {
        open(path);
    }
    // Root is not bound by the number of its processes, so the work is nobody's.
    let limited: &[&str] = match is_root() {
        true => &["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "prlimit"],
        false => &["prlimit"],
    };
    for line in ["build", "build --verify", "check", "search নদী", "related --all", "due"] {
        let mut run = Command::new(limited[0]);
        let output = run
            .args(&limited[1..])
            .arg("--nproc=1")
            .arg(&program_here)
            .args(["--lang", "en", "--now=2026-11-22T09:00:00Z"])
            .args(line.split(' '))
            .current_dir(&root)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}: {}", says(&output));
    }
    assert!(root.join("public/desh/a/index.html").exists());
}

/// Whether the tests are run by root.
fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}

#[test]
fn time_may_begin_and_end() {
    let site = Site::new()
        .file(
            "content/desh/a.md",
            "+++\ntitle = \"এক\"\ndate = 9999-12-30\nbreaking = true\nfeatured = true\n+++\nক\n",
        )
        .file(
            "content/desh/b.md",
            "+++\ntitle = \"দুই\"\ndate = 0001-01-01\nupdated = 9999-12-31\nexpires = 9999-12-31\n+++\nখ\n",
        )
        .file("data/popular.toml", "[[story]]\nurl = \"/desh/a/\"\nday = 3\n")
        .file(
            "data/comments/desh/a.toml",
            "[[comment]]\nid = \"m1\"\nname = \"ক\"\ndate = 9999-12-30T10:00:00Z\napproved = true\nbody = \"খ\"\n",
        );
    let moments = [
        "9999-12-30T22:00:00Z",
        "9999-12-30T21:59:59.999999999Z",
        "-009999-01-02T02:00:00Z",
        "0001-01-01T00:00:00Z",
    ];
    for now in moments {
        for line in [
            "build",
            "build --future",
            "check",
            "due",
            "related --all",
            "comments list",
            "new article নতুন --section desh",
        ] {
            let mut words: Vec<&str> = line.split(' ').collect();
            let now = format!("--now={now}");
            words.push(&now);
            let arguments: Vec<&OsStr> = words.iter().map(OsStr::new).collect();
            let output = khobor(&site.path(""), &arguments);
            assert!(
                matches!(output.status.code(), Some(0 | 1)),
                "{line} {now}: {}",
                says(&output)
            );
        }
    }
}

#[test]
fn faults_without_end_are_counted_and_not_kept() {
    let mut site = Site::new();
    for story in 0..3 {
        let pictures: String = (0..500).map(|n| format!("![নদী](নেই-{story}-{n}.jpg)\n\n")).collect();
        site = site.story(&format!("s{story}"), &format!("খবর {story}"), &pictures);
    }
    let run = site.run(&["check"]).fails();
    let diagnostics = run.diagnostics();
    let missing = diagnostics.iter().filter(|d| d.code == "KH0306").count();
    assert_eq!(missing, 1_000);
    run.says("KH0610: 500 more of KH0306");
}
