//! Dangerous, linked, mounted and full folders; rights.

use super::*;

#[test]
fn dangerous_folders_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().canonicalize().unwrap();
    for inside in [
        "site/content",
        "site/public",
        "repo/.git/x",
        "portal",
        "home/Desktop",
        "home/news/public",
    ] {
        fs::create_dir_all(base.join(inside)).unwrap();
    }
    fs::write(base.join("portal/khobor.toml"), "").unwrap();
    fs::write(base.join("file"), "").unwrap();
    symlink(base.join("home"), base.join("way-home")).unwrap();
    symlink("/", base.join("way-up")).unwrap();
    let options = PublishOptions {
        sources: vec![base.join("site")],
        inputs: vec![base.join("site/content")],
        home: Some(base.join("home")),
        ..options()
    };
    let mine = |path: &str| base.join(path).to_string_lossy().into_owned();
    let home = std::env::home_dir().unwrap().to_string_lossy().into_owned();
    let cases: Vec<(String, Danger)> = vec![
        ("".into(), Danger::Empty),
        ("/".into(), Danger::System),
        ("/etc".into(), Danger::System),
        ("/etc/nginx/html".into(), Danger::System),
        ("/usr".into(), Danger::System),
        ("/usr/../tmp".into(), Danger::System),
        ("/var".into(), Danger::System),
        ("/proc/self".into(), Danger::System),
        ("/dev".into(), Danger::System),
        ("/home".into(), Danger::System),
        ("//".into(), Danger::System),
        (home, Danger::System),
        (mine("way-up"), Danger::System),
        (mine("home"), Danger::Home),
        (mine("home/"), Danger::Home),
        (mine("home/Desktop"), Danger::Home),
        (mine("home/news/../.ssh"), Danger::Home),
        (mine("way-home"), Danger::Home),
        (mine(""), Danger::Home),
        (mine("site"), Danger::Source),
        (mine("site/public/.."), Danger::Source),
        (mine("site/content"), Danger::Source),
        (mine("site/content/public"), Danger::InsideInput),
        (mine("repo"), Danger::Repository),
        (mine("repo/.git/x"), Danger::Repository),
        (mine("portal"), Danger::Portal),
        (mine("file"), Danger::NotFolder),
    ];
    let before = tree(&base);
    for (path, danger) in &cases {
        match Publisher::open(Path::new(path), &options) {
            Err(PublishError::Refused { danger: found, .. }) => {
                let system = *danger == Danger::System && found == Danger::Home;
                assert!(found == *danger || system, "{path}: {found:?}");
            }
            other => panic!("{path}: {other:?}"),
        }
    }
    assert_eq!(tree(&base), before, "nothing was made");
    for path in ["site/public", "home/news/public", "new/deep/public"] {
        publish_with(&base.join(path), &site(1, "এক"), &options).unwrap();
    }
    assert_eq!(files(&base.join("new/deep/public")), site(1, "এক"));
}

#[test]
fn a_linked_output_is_published_where_it_leads() {
    let (folder, out) = output();
    let target = folder.path().join("disk2/live");
    fs::create_dir_all(&target).unwrap();
    symlink(&target, &out).unwrap();
    publish(&out, &site(2, "এক"));
    publish(&out, &site(2, "দুই"));
    assert!(out.is_symlink());
    assert_eq!(files(&target), site(2, "দুই"));
    let dangling = folder.path().join("dangling");
    symlink(folder.path().join("nowhere/x"), &dangling).unwrap();
    assert!(Publisher::open(&dangling, &options()).is_err());
}

#[test]
fn the_output_folder_keeps_its_rights() {
    let (_folder, out) = output();
    publish(&out, &site(2, "এক"));
    fs::set_permissions(&out, fs::Permissions::from_mode(0o2775)).unwrap();
    for word in ["দুই", "তিন", "চার"] {
        publish(&out, &site(2, word));
        assert_eq!(fs::metadata(&out).unwrap().permissions().mode() & 0o7777, 0o2775);
    }
}

/// Not a test of its own: the child of the next one, under its umask.
#[test]
fn child_that_publishes_once() {
    let Some(out) = std::env::var_os("KHOBOR_TEST_ONCE") else {
        return;
    };
    let stories = std::env::var("KHOBOR_TEST_STORIES").unwrap().parse().unwrap();
    publish(Path::new(&out), &site(stories, "এক"));
}

#[test]
fn the_umask_changes_nothing() {
    for umask in ["000", "022", "077"] {
        let (_folder, out) = output();
        for stories in ["4", "3", "2"] {
            let exe = std::env::current_exe().unwrap();
            let script = format!("umask {umask}; exec \"$0\" places::child_that_publishes_once --exact");
            let mut command = Command::new("sh");
            command
                .arg("-c")
                .arg(script)
                .arg(exe)
                .env("KHOBOR_TEST_ONCE", &out)
                .env("KHOBOR_TEST_STORIES", stories);
            assert!(command.output().unwrap().status.success());
            for entry in walkdir::WalkDir::new(&out) {
                let entry = entry.unwrap();
                let mode = entry.metadata().unwrap().permissions().mode() & 0o777;
                let right = if entry.file_type().is_dir() { 0o755 } else { 0o644 };
                assert_eq!(mode, right, "{umask} {stories} {:?}", entry.path());
            }
            fs::remove_dir_all(work(&out)).unwrap();
        }
    }
}

/// A small file system of its own, where this may be made.
struct Mount(PathBuf);

impl Mount {
    fn new(at: &Path, limits: &str) -> Option<Mount> {
        fs::create_dir_all(at).ok()?;
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", limits, "khobor"])
            .arg(at)
            .output()
            .ok()?;
        mounted.status.success().then(|| Mount(at.to_path_buf()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).output());
    }
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    for limits in ["size=1m", "size=64m,nr_inodes=90"] {
        let folder = tempfile::tempdir().unwrap();
        let Some(mount) = Mount::new(&folder.path().join("disk"), limits) else {
            return;
        };
        let out = mount.0.join("public");
        publish(&out, &site(5, "এক"));
        let before = tree(&out);
        for round in 0..3 {
            let large: Site = (0..200)
                .map(|n| (format!("বড়/{n}.html"), "খবর".repeat(2_000)))
                .collect();
            let error = publish_with(&out, &large, &options()).unwrap_err();
            assert_eq!(
                error.cause().map(io::Error::kind),
                Some(io::ErrorKind::StorageFull),
                "{round} {error}"
            );
            assert!(error.path().starts_with(&mount.0));
            assert_eq!(tree(&out), before, "{limits} {round}");
            publish(&out, &site(5, "দুই"));
            publish(&out, &site(5, "এক"));
        }
    }
}

#[test]
fn a_mount_point_is_published_in_place() {
    let (_folder, out) = output();
    let Some(mount) = Mount::new(&out, "size=8m") else {
        return;
    };
    for word in ["এক", "দুই", "তিন"] {
        let report = publish(&out, &site(5, word));
        assert_eq!(report.weaker_promise, Some(Weaker::Mounted));
        assert_eq!(files(&out), site(5, word));
    }
    drop(mount);
}

#[test]
fn a_mount_inside_the_output_stays_where_it_is() {
    let (_folder, out) = output();
    publish(&out, &site(2, "এক"));
    let Some(_mount) = Mount::new(&out.join("uploads"), "size=1m") else {
        return;
    };
    fs::write(out.join("uploads/photo.jpg"), "photo").unwrap();
    let report = publish(&out, &site(2, "দুই"));
    assert!(matches!(report.weaker_promise, Some(Weaker::Unlinkable(_))));
    assert_eq!(fs::read_to_string(out.join("uploads/photo.jpg")).unwrap(), "photo");
}
