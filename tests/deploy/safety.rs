//! What must never happen: a secret shown, a value executed, a mass delete, an empty site, a limit noticed too late.

use crate::site::{DeploySite, words};
use khobor::deploy::{File, Inventory, Profile, targets};
use std::fs;
use std::process::Command;

const CANARIES: [&str; 12] = [
    "KHOBOR_A_TOKEN",
    "KHOBOR_A_PASSWORD",
    "KHOBOR_A_ACCESS_KEY",
    "KHOBOR_A_SECRET_KEY",
    "KHOBOR_A_SESSION_TOKEN",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "NETLIFY_AUTH_TOKEN",
    "CLOUDFLARE_API_TOKEN",
    "VERCEL_TOKEN",
    "KHOBOR_B_TOKEN",
];

fn khobor() -> Command {
    Command::new(env!("CARGO_BIN_EXE_khobor"))
}

#[test]
fn twelve_planted_secrets_never_show() {
    // A host that says back everything that it was sent, in its body and its status.
    let server = crate::http::Server::start(|request| {
        let mut said = format!("{} {} {:?} ", request.path, request.query, request.headers).into_bytes();
        said.extend_from_slice(&request.body);
        (400, said)
    });
    let kinds = [
        format!("kind = \"netlify\"\nsite = \"s\"\napi = \"{}\"", server.url),
        format!(
            "kind = \"cloudflare-pages\"\naccount = \"a\"\nproject = \"p\"\napi = \"{}\"",
            server.url
        ),
        format!("kind = \"vercel\"\nproject = \"p\"\napi = \"{}\"", server.url),
        format!("kind = \"s3\"\nbucket = \"bucket\"\nendpoint = \"{}\"", server.url),
        "kind = \"ftp\"\nhost = \"127.0.0.1\"\nport = 1\nuser = \"u\"\npath = \"p\"".to_owned(),
        "kind = \"git\"\nurl = \"https://127.0.0.1:1/x.git\"".to_owned(),
        "kind = \"sftp\"\nhost = \"127.0.0.1\"\nport = 1\npath = \"p\"".to_owned(),
    ];
    let secrets: Vec<(String, String)> = CANARIES
        .iter()
        .enumerate()
        .map(|(n, name)| ((*name).to_owned(), format!("canary+{n:02}/ = secret")))
        .collect();
    for kind in kinds {
        for own in [true, false] {
            let deploy_site = DeploySite::new("", &[]);
            fs::write(
                deploy_site.folder("khobor.toml"),
                format!("[site]\ntitle = \"খ\"\nbase_url = \"https://x.example\"\n[deploy.a]\nattempts = 1\n{kind}\n"),
            )
            .unwrap();
            for extra in [&["--verbose"][..], &["--json"], &["--dry-run"]] {
                let mut command = khobor();
                command
                    .arg("--root")
                    .arg(deploy_site.root.path())
                    .args(["deploy", "--from"])
                    .arg(deploy_site.folder("v1"))
                    .args(extra);
                command.envs(
                    secrets
                        .iter()
                        .filter(|(n, _)| own || !n.starts_with("KHOBOR_"))
                        .map(|(n, v)| (n, v)),
                );
                let out = command.output().unwrap();
                assert!(!out.status.success());
                let text = format!(
                    "{}{}",
                    String::from_utf8_lossy(&out.stdout),
                    String::from_utf8_lossy(&out.stderr)
                );
                let left = crate::site::read(&deploy_site.folder(".khobor"));
                for (n, (_, secret)) in secrets.iter().enumerate() {
                    let forms = [
                        secret.clone(),
                        secret
                            .replace('+', "%2B")
                            .replace('/', "%2F")
                            .replace(' ', "%20")
                            .replace('=', "%3D"),
                        format!("canary+{n:02}"),
                        format!("canary%2B{n:02}"),
                    ];
                    // An access key's name is part of every signature and no secret; it is hidden all the same.
                    assert!(!forms.iter().any(|f| text.contains(f)), "{kind}: {text}");
                    assert!(
                        left.values()
                            .all(|bytes| !String::from_utf8_lossy(bytes).contains("canary"))
                    );
                }
            }
        }
    }
}

#[test]
fn a_file_of_secrets_must_be_closed_to_others() {
    use std::os::unix::fs::PermissionsExt;
    let deploy_site = DeploySite::new(
        "[deploy.a]\nkind = \"netlify\"\nsite = \"s\"\napi = \"http://127.0.0.1:1\"\nattempts = 1\nsecrets = \"secrets\"\n",
        &[],
    );
    fs::write(deploy_site.folder("secrets"), "TOKEN = \"canary-in-file\"\n").unwrap();
    fs::set_permissions(deploy_site.folder("secrets"), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(deploy_site.code("v1"), "KH0706");
    fs::set_permissions(deploy_site.folder("secrets"), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(deploy_site.code("v1"), "KH0712");
}

#[test]
fn thirty_hostile_values_execute_nothing() {
    let marker = tempfile::tempdir().unwrap();
    let mark = marker.path().join("pwn");
    let touch = format!("touch {}", mark.display());
    let hostile = [
        format!("-oProxyCommand={touch}"),
        format!("--upload-pack={touch}"),
        format!("--receive-pack={touch}"),
        format!("-e{touch}"),
        format!("--rsh={touch}"),
        format!("$({touch})"),
        format!("`{touch}`"),
        format!("x;{touch}"),
        format!("x|{touch}"),
        format!("x&&{touch}"),
        format!("x\n{touch}"),
        format!("x\r\n!{touch}"),
        format!("ext::sh -c '{touch}'"),
        format!("ssh://-oProxyCommand={touch}/x"),
        format!("\"; {touch}; \""),
        format!("'{touch}'"),
        "../../../etc".to_owned(),
        "-".to_owned(),
        "--".to_owned(),
        String::new(),
        format!("file://{}", mark.display()),
        format!("fd::17/{touch}"),
        format!("x\0{touch}"),
        format!("|{touch}"),
        format!("<({touch})"),
        format!("*;{touch}"),
        format!("~root;{touch}"),
        format!("x' -o ProxyCommand='{touch}"),
        format!("{{{touch}}}"),
        format!("@-oProxyCommand={touch}"),
    ];
    assert_eq!(hostile.len(), 30);
    let tables = [
        ("rsync", "host", "path = \"www\""),
        ("rsync", "path", "host = \"127.0.0.1\"\nport = 1"),
        ("sftp", "path", "host = \"127.0.0.1\"\nport = 1"),
        ("sftp", "host", "path = \"www\""),
        ("git", "url", ""),
        ("git", "branch", "url = \"/nowhere/at/all\""),
        ("s3", "bucket", "endpoint = \"http://127.0.0.1:1\""),
        ("rsync", "ssh_config", "host = \"127.0.0.1\"\npath = \"www\"\nport = 1"),
    ];
    let mut refused = 0;
    for value in &hostile {
        for (kind, key, more) in tables {
            let quoted = serde_json::to_string(value).unwrap();
            let toml = format!("[deploy.a]\nkind = \"{kind}\"\n{key} = {quoted}\n{more}\nattempts = 1\n");
            if targets(&toml).0.is_empty() {
                refused += 1;
            } else {
                let deploy_site = DeploySite::new(&toml, &[("KHOBOR_A_ACCESS_KEY", "k"), ("KHOBOR_A_SECRET_KEY", "s")]);
                assert!(deploy_site.try_deploy("v1").0.is_none(), "{kind} {key} {value:?}");
            }
            assert!(!mark.exists(), "{kind} {key} = {value:?} was executed");
        }
    }
    assert!(refused > 150, "{refused}");
}

#[test]
fn an_empty_or_failed_build_is_never_deployed() {
    let served = tempfile::tempdir().unwrap();
    let deploy_site = DeploySite::new(
        &format!(
            "[deploy.a]\nkind = \"folder\"\npath = \"{}\"\n",
            served.path().join("www").display()
        ),
        &[],
    );
    deploy_site.deploy("v1");
    fs::create_dir_all(deploy_site.folder("empty")).unwrap();
    assert_eq!(deploy_site.code("empty"), "KH0707");
    fs::write(
        deploy_site.folder("khobor.toml"),
        "[site]\ntitle = \"খ\"\nbase_url = \"https://x.example\"\n".to_owned() + &deploy_site.toml,
    )
    .unwrap();
    fs::create_dir_all(deploy_site.folder("content/a")).unwrap();
    fs::write(deploy_site.folder("content/a/_index.md"), "+++\ntitle = 3\n+++\n").unwrap();
    let out = khobor()
        .arg("--root")
        .arg(deploy_site.root.path())
        .args(["deploy", "--json"])
        .output()
        .unwrap();
    assert!(!out.status.success());
    assert!(String::from_utf8_lossy(&out.stdout).contains("\"ok\":false"));
    assert!(served.path().join("www/index.html").exists());
}

#[test]
fn the_command_line_deploys_a_built_folder_and_counts_in_json() {
    let served = tempfile::tempdir().unwrap();
    let deploy_site = DeploySite::new("", &[]);
    let toml = format!(
        "[site]\ntitle = \"খ\"\nbase_url = \"https://x.example\"\n[deploy.a]\nkind = \"folder\"\npath = \"{}\"\npurge = [\"print\"]\n",
        served.path().join("www").display()
    );
    fs::write(deploy_site.folder("khobor.toml"), toml).unwrap();
    let run = |more: &[&str]| {
        let out = khobor()
            .arg("--root")
            .arg(deploy_site.root.path())
            .args(["deploy", "a", "--lang", "en", "--from"])
            .arg(deploy_site.folder("v1"))
            .args(more)
            .output()
            .unwrap();
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        String::from_utf8_lossy(&out.stdout).into_owned()
    };
    let dry = run(&["--dry-run"]);
    assert!(dry.contains("\n+ index.html (") && !served.path().join("www").exists());
    assert!(run(&[]).contains("https://x.example/%E0%A6%96%E0%A6%AC%E0%A6%B0/1/\n"));
    let json: serde_json::Value = serde_json::from_str(&run(&["--json"])).unwrap();
    assert_eq!(
        (&json["uploaded"], &json["deleted"], &json["bytes"]),
        (&0.into(), &0.into(), &0.into())
    );
    fs::write(deploy_site.folder("v1/.env"), "canary").unwrap();
    run(&[]);
    assert!(!served.path().join("www/.env").exists());
}

#[test]
fn limits_are_noticed_before_anything_is_sent() {
    let start = std::time::Instant::now();
    let site = |files: usize, redirects: usize, largest: usize| {
        let mut site = Inventory::default();
        (0..files).for_each(|n| drop(site.files.insert(format!("{n}/index.html"), File::made("x"))));
        site.files.insert(
            "big.jpg".into(),
            File {
                size: largest as u64,
                ..File::made("x")
            },
        );
        site.files.insert(
            "_redirects".into(),
            File::made((0..redirects).fold(String::new(), |out, n| out + &format!("/{n} /x 301\n"))),
        );
        site
    };
    let cases = [site(20_001, 0, 1), site(1, 2_101, 1), site(1, 0, 26 << 20)];
    for case in &cases {
        let diagnostics = Profile::CloudflarePages.check(case, false);
        assert_eq!(diagnostics.len(), 1);
        assert_eq!(diagnostics[0].code.id, "KH0708");
    }
    assert!(start.elapsed().as_secs_f64() < 2.0);
    let deploy_site = DeploySite::new(
        "[deploy.a]\nkind = \"cloudflare-pages\"\naccount = \"a\"\nproject = \"p\"\napi = \"http://127.0.0.1:1\"\n",
        &[("KHOBOR_A_TOKEN", "canary")],
    );
    fs::write(
        deploy_site.folder("v1/_redirects"),
        (0..2_101).fold(String::new(), |out, n| out + &format!("/{n} /x 301\n")),
    )
    .unwrap();
    let (_, diagnostics) = deploy_site.try_deploy("v1");
    assert!(
        words(&diagnostics)[0].starts_with("KH0708"),
        "{:?}",
        words(&diagnostics)
    );
}

#[test]
fn others_are_told_after_a_deploy_that_changed_something() {
    type Requests = std::sync::Mutex<Vec<(String, Vec<u8>)>>;
    let heard: std::sync::Arc<Requests> = std::sync::Arc::default();
    let ears = heard.clone();
    let server = crate::http::Server::start(move |request| {
        ears.lock().unwrap().push((request.path.clone(), request.body.clone()));
        (200, Vec::new())
    });
    let deploy_site = DeploySite::new("", &[]);
    let purged = deploy_site.folder("purged");
    let toml = format!(
        "[site]\ntitle = \"খ\"\nbase_url = \"https://x.example\"\n[feeds]\nhub = \"{}/hub\"\n[deploy.a]\nkind = \"folder\"\npath = \"{}\"\nwebsub = true\nindexnow = \"0123456789abcdef\"\nindexnow_api = \"{}/indexnow\"\npurge = [\"tee\", \"{}\"]\n",
        server.url,
        deploy_site.folder("www").display(),
        server.url,
        purged.display()
    );
    fs::write(deploy_site.folder("khobor.toml"), toml).unwrap();
    let run = || {
        khobor()
            .arg("--root")
            .arg(deploy_site.root.path())
            .args(["deploy", "--from"])
            .arg(deploy_site.folder("v1"))
            .output()
            .unwrap()
    };
    let first = run();
    assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
    {
        let heard = heard.lock().unwrap();
        let body = |path: &str| String::from_utf8_lossy(&heard.iter().find(|(p, _)| p == path).unwrap().1).into_owned();
        assert_eq!(
            body("/hub"),
            "hub.mode=publish&hub.url=https%3A%2F%2Fx.example%2Frss.xml"
        );
        assert!(body("/indexnow").contains("\"keyLocation\":\"https://x.example/0123456789abcdef.txt\""));
        assert!(
            fs::read_to_string(&purged)
                .unwrap()
                .contains("https://x.example/assets/style-1.css\n")
        );
    }
    heard.lock().unwrap().clear();
    run();
    assert!(heard.lock().unwrap().is_empty());
    assert_eq!(
        fs::read_to_string(deploy_site.folder("www/0123456789abcdef.txt")).unwrap(),
        "0123456789abcdef"
    );
}
