//! FTP: a stand-in cut at every command, and pyftpdlib with and without TLS.

use crate::s3::{Process, python};
use crate::site::{DeploySite, Held, check, expected, missing, public, read, words};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct StandIn {
    files: Arc<Mutex<Held>>,
    calls: Arc<AtomicUsize>,
    cut: Arc<AtomicUsize>,
    writes: Arc<AtomicUsize>,
    /// What it does with renames.
    renames: Arc<Mutex<Renames>>,
    /// Answers to RETR do not end.
    endless: Arc<AtomicBool>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Renames {
    /// Over what is there, as on Unix.
    #[default]
    Over,
    /// Not over what is there, as on Windows.
    Free,
    /// Never.
    Never,
}

impl StandIn {
    fn start(&self) -> u16 {
        self.cut.store(usize::MAX, Ordering::SeqCst);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let this = self.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let this = this.clone();
                std::thread::spawn(move || this.serve(stream));
            }
        });
        port
    }

    fn arm(&self, cut: usize) {
        self.calls.store(0, Ordering::SeqCst);
        self.writes.store(0, Ordering::SeqCst);
        self.cut.store(cut, Ordering::SeqCst);
    }

    fn serve(&self, stream: TcpStream) -> Option<()> {
        let mut reader = BufReader::new(stream.try_clone().ok()?);
        let mut out = stream;
        out.set_nodelay(true).ok()?;
        let mut data: Option<TcpListener> = None;
        let mut from = String::new();
        out.write_all(b"220 khobor stand-in\r\n").ok()?;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).ok().filter(|n| *n > 0)?;
            let cut = self.calls.fetch_add(1, Ordering::SeqCst) >= self.cut.load(Ordering::SeqCst);
            let (verb, path) = line.trim_end().split_once(' ').unwrap_or((line.trim_end(), ""));
            let name = path.trim_start_matches('/').to_owned();
            if cut {
                // A transfer is cut in its middle.
                if verb == "STOR" {
                    out.write_all(b"150 go\r\n").ok()?;
                    let mut half = vec![0; 3];
                    let got = data?.accept().ok()?.0.read(&mut half).unwrap_or(0);
                    half.truncate(got);
                    self.files.lock().unwrap().insert(name, half);
                }
                return None;
            }
            let answer = match verb {
                "USER" => "331 password".to_owned(),
                "PASS" | "TYPE" | "OPTS" | "CWD" | "MKD" | "RMD" => "250 ok".to_owned().replace(
                    "250",
                    if verb == "PASS" {
                        "230"
                    } else if verb == "MKD" {
                        "257"
                    } else if matches!(verb, "TYPE" | "OPTS") {
                        "200"
                    } else {
                        "250"
                    },
                ),
                "PWD" => "257 \"/\"".to_owned(),
                "PASV" => {
                    let listener = TcpListener::bind("127.0.0.1:0").ok()?;
                    let port = listener.local_addr().ok()?.port();
                    data = Some(listener);
                    format!("227 Entering Passive Mode (127,0,0,1,{},{})", port / 256, port % 256)
                }
                "STOR" => {
                    out.write_all(b"150 go\r\n").ok()?;
                    let mut bytes = Vec::new();
                    data.take()?.accept().ok()?.0.read_to_end(&mut bytes).ok()?;
                    self.writes.fetch_add(1, Ordering::SeqCst);
                    self.files.lock().unwrap().insert(name, bytes);
                    "226 done".to_owned()
                }
                "RETR" => {
                    let bytes = self.files.lock().unwrap().get(&name).cloned();
                    match bytes {
                        Some(_) if self.endless.load(Ordering::SeqCst) => {
                            out.write_all(b"150 go\r\n").ok()?;
                            let mut stream = data.take()?.accept().ok()?.0;
                            while stream.write_all(&[b'x'; 1 << 16]).is_ok() {}
                            "426 aborted".to_owned()
                        }
                        None => "550 no such file".to_owned(),
                        Some(bytes) => {
                            out.write_all(b"150 go\r\n").ok()?;
                            data.take()?.accept().ok()?.0.write_all(&bytes).ok()?;
                            "226 done".to_owned()
                        }
                    }
                }
                "NLST" => {
                    out.write_all(b"150 go\r\n").ok()?;
                    let files = self.files.lock().unwrap();
                    let tops: std::collections::BTreeSet<&str> =
                        files.keys().filter_map(|k| k.split('/').next()).collect();
                    let list = tops.iter().map(|t| format!("/{t}\r\n")).collect::<String>();
                    data.take()?.accept().ok()?.0.write_all(list.as_bytes()).ok()?;
                    "226 done".to_owned()
                }
                "SIZE" => self
                    .files
                    .lock()
                    .unwrap()
                    .get(&name)
                    .map_or("550 none".to_owned(), |b| format!("213 {}", b.len())),
                "RNFR" => {
                    from = name;
                    "350 to".to_owned()
                }
                "RNTO" => {
                    let mut files = self.files.lock().unwrap();
                    let renames = *self.renames.lock().unwrap();
                    if renames == Renames::Never || renames == Renames::Free && files.contains_key(&name) {
                        "550 refused".to_owned()
                    } else {
                        let bytes = files.remove(&from)?;
                        files.insert(name, bytes);
                        self.writes.fetch_add(1, Ordering::SeqCst);
                        "250 ok".to_owned()
                    }
                }
                "DELE" => {
                    self.writes.fetch_add(1, Ordering::SeqCst);
                    self.files
                        .lock()
                        .unwrap()
                        .remove(&name)
                        .map_or("550 none".to_owned(), |_| "250 ok".to_owned())
                }
                "QUIT" => "221 bye".to_owned(),
                _ => "502 unknown".to_owned(),
            };
            out.write_all(format!("{answer}\r\n").as_bytes()).ok()?;
        }
    }
}

const WHO: [(&str, &str); 2] = [
    ("KHOBOR_SHARED_USER", "lekhok"),
    ("KHOBOR_SHARED_PASSWORD", "canary-ftp-password"),
];

fn toml(kind: &str, port: u16, more: &str) -> String {
    format!("[deploy.shared]\nkind = \"{kind}\"\nhost = \"127.0.0.1\"\nport = {port}\npath = \"/\"\n{more}")
        .replace("path = \"/\"", "path = \"public_html\"")
}

#[test]
fn shared_hosting_may_be_cut_at_every_command() {
    let server = StandIn::default();
    let deploy_site = DeploySite::new(&toml("ftp", server.start(), "profile = \"plain\"\n"), &WHO);
    deploy_site.deploy("v1");
    let before = server.files.lock().unwrap().clone();
    server.arm(usize::MAX);
    deploy_site.deploy("v2");
    let calls = server.calls.load(Ordering::SeqCst);
    let goal = expected(&deploy_site.folder("v2"));
    for k in 3..calls.saturating_sub(1) {
        let when = format!("cut at command {k} of {calls}");
        server.files.lock().unwrap().clone_from(&before);
        deploy_site.forget();
        server.arm(k);
        let (counts, diagnostics) = deploy_site.try_deploy("v2");
        assert!(counts.is_none(), "{when}: {:?}", words(&diagnostics));
        check(&server.files.lock().unwrap(), &when);
        server.arm(usize::MAX);
        deploy_site.deploy("v2");
        assert_eq!(public(&server.files.lock().unwrap()), goal, "{when}");
        server.arm(usize::MAX);
        if k % 16 == 0 {
            assert_eq!(
                (deploy_site.deploy("v2").uploaded, server.writes.load(Ordering::SeqCst)),
                (0, 0),
                "{when}"
            );
        }
    }
}

#[test]
fn a_server_that_does_not_rename_over_files_may_be_cut_at_every_command() {
    let server = StandIn::default();
    let deploy_site = DeploySite::new(&toml("ftp", server.start(), "profile = \"plain\"\n"), &WHO);
    deploy_site.deploy("v1");
    let before = server.files.lock().unwrap().clone();
    *server.renames.lock().unwrap() = Renames::Free;
    server.arm(usize::MAX);
    deploy_site.deploy("v2");
    let calls = server.calls.load(Ordering::SeqCst);
    let goal = expected(&deploy_site.folder("v2"));
    assert_eq!(public(&server.files.lock().unwrap()), goal);
    for k in 3..calls.saturating_sub(1) {
        let when = format!("cut at command {k} of {calls}");
        server.files.lock().unwrap().clone_from(&before);
        deploy_site.forget();
        server.arm(k);
        assert!(deploy_site.try_deploy("v2").0.is_none(), "{when}");
        // What has no name for a moment stands aside, and at most one file does.
        let held = server.files.lock().unwrap().clone();
        let missing = before
            .keys()
            .filter(|path| goal.contains_key(*path) && !held.contains_key(*path))
            .count();
        assert!(
            missing == 0 || missing == 1 && held.contains_key(".khobor-deploy/aside"),
            "{when}"
        );
        let record = |path: &str| held.contains_key(path) || held.contains_key(&format!("{path}.old"));
        assert!(
            record(".khobor-deploy/changes") && record(".khobor-deploy/manifest"),
            "{when}"
        );
        server.arm(usize::MAX);
        deploy_site.deploy("v2");
        assert_eq!(public(&server.files.lock().unwrap()), goal, "{when}");
    }
}

#[test]
fn a_refused_rename_deletes_nothing() {
    let server = StandIn::default();
    let deploy_site = DeploySite::new(&toml("ftp", server.start(), "profile = \"plain\"\n"), &WHO);
    deploy_site.deploy("v1");
    let before = server.files.lock().unwrap().clone();
    *server.renames.lock().unwrap() = Renames::Never;
    for _ in 0..2 {
        assert!(deploy_site.try_deploy("v2").0.is_none());
        let mut held = server.files.lock().unwrap().clone();
        held.remove(".khobor-deploy/incoming");
        assert!(held == before, "nothing is lost while the server refuses");
    }
    *server.renames.lock().unwrap() = Renames::Over;
    deploy_site.deploy("v2");
    assert_eq!(
        public(&server.files.lock().unwrap()),
        expected(&deploy_site.folder("v2"))
    );
}

#[test]
fn an_answer_that_does_not_end_stops_at_a_limit() {
    let server = StandIn::default();
    let deploy_site = DeploySite::new(&toml("ftp", server.start(), "profile = \"plain\"\n"), &WHO);
    deploy_site.deploy("v1");
    server.endless.store(true, Ordering::SeqCst);
    let (counts, diagnostics) = deploy_site.try_deploy("v2");
    assert!(
        counts.is_none() && words(&diagnostics).concat().contains("does not end"),
        "{:?}",
        words(&diagnostics)
    );
}

fn real(kind: &str) {
    let Some(python) = python() else {
        return missing("pyftpdlib");
    };
    let place = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(place.path().join("home/public_html")).unwrap();
    let certificate = place.path().join("both.pem");
    let mut command = Command::new(python);
    command
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/deploy/ftp_server.py"))
        .arg(place.path().join("home"))
        .arg(place.path().join("port"));
    if kind == "ftps" {
        let (key, cert) = (place.path().join("key.pem"), place.path().join("cert.pem"));
        let made = Command::new("openssl")
            .args([
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=IP:127.0.0.1,DNS:localhost",
                "-addext",
                "basicConstraints=critical,CA:FALSE",
                "-keyout",
            ])
            .arg(&key)
            .arg("-out")
            .arg(&cert)
            .output();
        if !made.is_ok_and(|m| m.status.success()) {
            return missing("openssl");
        }
        std::fs::write(
            &certificate,
            [std::fs::read(&key).unwrap(), std::fs::read(&cert).unwrap()].concat(),
        )
        .unwrap();
        command.arg(&certificate);
    }
    let _server = Process(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
    let port = (0..300)
        .find_map(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            std::fs::read_to_string(place.path().join("port")).ok()?.parse().ok()
        })
        .expect("the server says its port");
    let more = if kind == "ftps" {
        format!("ca_file = \"{}\"\n", place.path().join("cert.pem").display())
    } else {
        String::new()
    };
    let deploy_site = DeploySite::new(&toml(kind, port, &more), &WHO);
    std::fs::write(place.path().join("home/public_html/theirs.txt"), "theirs").unwrap();
    deploy_site.deploy("v1");
    assert_eq!(deploy_site.deploy("v1").uploaded, 0);
    deploy_site.deploy("v2");
    let mut held = read(&place.path().join("home/public_html"));
    assert_eq!(held.remove("theirs.txt"), Some(b"theirs".to_vec()));
    assert!(String::from_utf8_lossy(&held[".htaccess"]).contains("RewriteRule \"^পুরোনো/$\""));
    assert_eq!(public(&held), expected(&deploy_site.folder("v2")));
    assert!(!place.path().join("home/public_html/খবর/0").exists());
    // A file of others in the place of a page stops the deploy.
    std::fs::write(place.path().join("home/public_html/new.txt"), "theirs").unwrap();
    std::fs::write(deploy_site.folder("v2/new.txt"), "ours").unwrap();
    assert_eq!(deploy_site.code("v2"), "KH0711");
    // A wrong password is not shown.
    let mut wrong = DeploySite::new(&deploy_site.toml, &WHO);
    wrong.env[1].1 = "wrong-canary".into();
    let (counts, diagnostics) = wrong.try_deploy("v1");
    assert!(counts.is_none() && !words(&diagnostics).concat().contains("canary"));
    if kind == "ftps" {
        // A certificate that nobody vouches for stops the deploy before the password is sent.
        let public = DeploySite::new(&toml(kind, port, ""), &WHO);
        assert_eq!(public.code("v1"), "KH0712");
    }
}

#[test]
fn a_real_ftp_server_takes_a_site() {
    real("ftp");
}

#[test]
fn a_real_ftps_server_takes_a_site_and_must_be_trusted() {
    real("ftps");
}
