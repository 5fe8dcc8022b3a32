//! sftp and rsync against OpenSSH's own server on loopback, and the line to it cut at many places.

use crate::s3::Process;
use crate::site::{DeploySite, check, expected, missing, public, read, words};
use khobor::deploy::{Context, Options, Quiet, rollback, targets};
use std::fs;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

struct Machine {
    place: tempfile::TempDir,
    _server: Process,
    /// Bytes that the line still carries; negative: no limit.
    left: Arc<AtomicI64>,
    carried: Arc<AtomicI64>,
}

fn keygen(path: &Path) {
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(path)
        .status()
        .unwrap();
    assert!(made.success());
}

/// Who runs the tests: a server that is not root's lets nobody else in.
fn user() -> String {
    let id = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(id.stdout).unwrap().trim().to_owned()
}

impl Machine {
    fn start() -> Option<Machine> {
        let sshd = Path::new("/usr/sbin/sshd");
        let sftp = [
            "/usr/lib/openssh/sftp-server",
            "/usr/libexec/openssh/sftp-server",
            "/usr/lib/ssh/sftp-server",
        ]
        .into_iter()
        .find(|p| Path::new(p).exists());
        let (true, Some(sftp)) = (sshd.exists(), sftp) else {
            missing("sshd");
            return None;
        };
        let place = tempfile::tempdir().unwrap();
        let at = |name: &str| place.path().join(name);
        keygen(&at("host"));
        keygen(&at("me"));
        fs::copy(at("me.pub"), at("authorized")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        fs::create_dir_all("/run/sshd").ok();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPidFile none\nMaxStartups 100\nSubsystem sftp {sftp}\n",
            at("host").display(),
            at("authorized").display()
        );
        fs::write(at("sshd_config"), config).unwrap();
        let server = Command::new(sshd)
            .arg("-D")
            .arg("-f")
            .arg(at("sshd_config"))
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (left, carried) = (Arc::new(AtomicI64::new(-1)), Arc::new(AtomicI64::new(0)));
        let front = relay(port, left.clone(), carried.clone());
        let key = fs::read_to_string(at("host.pub")).unwrap();
        fs::write(at("known"), format!("[127.0.0.1]:{front} {key}")).unwrap();
        let config = format!(
            "Host box\n  HostName 127.0.0.1\n  Port {front}\n  User {}\n  IdentityFile {}\n  IdentitiesOnly yes\n  UserKnownHostsFile {}\n",
            user(),
            at("me").display(),
            at("known").display()
        );
        fs::write(at("ssh_config"), config).unwrap();
        let machine = Machine {
            place,
            _server: Process(server),
            left,
            carried,
        };
        for _ in 0..100 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(machine);
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("sshd did not start");
    }

    fn at(&self, name: &str) -> PathBuf {
        self.place.path().join(name)
    }

    fn deploy_site(&self, kind: &str, name: &str) -> DeploySite {
        let toml = format!(
            "[deploy.box]\nkind = \"{kind}\"\nhost = \"box\"\npath = \"{}\"\nssh_config = \"{}\"\n",
            self.at(name).display(),
            self.at("ssh_config").display()
        );
        DeploySite::new(&toml, &[])
    }
}

/// A line to the server that can be cut after a number of bytes sent to it.
fn relay(port: u16, left: Arc<AtomicI64>, carried: Arc<AtomicI64>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let front = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for near in listener.incoming().flatten() {
            let Ok(far) = TcpStream::connect(("127.0.0.1", port)) else {
                continue;
            };
            let _ = (near.set_nodelay(true), far.set_nodelay(true));
            let (mut back, mut home) = (far.try_clone().unwrap(), near.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut back, &mut home).map(|_| home.shutdown(Shutdown::Both)));
            let (left, carried) = (left.clone(), carried.clone());
            std::thread::spawn(move || forward(near, far, &left, &carried));
        }
    });
    front
}

fn forward(mut near: TcpStream, mut far: TcpStream, left: &AtomicI64, carried: &AtomicI64) {
    let mut bytes = [0; 512];
    while let Ok(n @ 1..) = near.read(&mut bytes) {
        let limit = left.load(Ordering::SeqCst);
        if limit >= 0 && left.fetch_sub(n as i64, Ordering::SeqCst) < n as i64 {
            left.store(0, Ordering::SeqCst);
            break;
        }
        carried.fetch_add(n as i64, Ordering::SeqCst);
        if far.write_all(&bytes[..n]).is_err() {
            break;
        }
    }
    let _ = (near.shutdown(Shutdown::Both), far.shutdown(Shutdown::Both));
}

fn back(deploy_site: &DeploySite) -> Option<String> {
    let (found, _) = targets(&deploy_site.toml);
    let options = Options::default();
    let now = jiff::Timestamp::from_second(deploy_site.now).unwrap();
    let output = deploy_site.folder("v1");
    let context = Context {
        root: deploy_site.root.path(),
        output: &output,
        base_url: "https://x.example",
        hub: None,
        bare_addresses: false,
        now,
        env: &|_| None,
        progress: &Quiet,
    };
    rollback(&found[0], &options, &context).0
}

fn has(kind: &str) -> bool {
    kind == "sftp"
        || Command::new("rsync")
            .arg("--version")
            .output()
            .is_ok_and(|o| o.status.success())
}

fn folder_in_place(kind: &str) {
    let Some(machine) = Machine::start() else { return };
    if !has(kind) {
        return missing(kind);
    }
    let served = machine.at("www খবর");
    fs::create_dir_all(&served).unwrap();
    fs::write(served.join("theirs.txt"), "theirs").unwrap();
    let deploy_site = machine.deploy_site(kind, "www খবর");
    deploy_site.deploy("v1");
    let whole = machine.carried.swap(0, Ordering::SeqCst);
    assert_eq!(deploy_site.deploy("v1").uploaded, 0);
    let idle = machine.carried.swap(0, Ordering::SeqCst);
    assert!(idle < whole / 2, "{idle} of {whole} bytes");
    let counts = deploy_site.deploy("v2");
    assert_eq!(counts.deleted, 3);
    let mut held = read(&served);
    assert_eq!(held.remove("theirs.txt"), Some(b"theirs".to_vec()));
    held.remove("_redirects");
    assert_eq!(public(&held), expected(&deploy_site.folder("v2")));
    assert!(!served.join("খবর/0").exists());
    fs::write(served.join("new.txt"), "theirs").unwrap();
    fs::write(deploy_site.folder("v2/new.txt"), "ours").unwrap();
    assert_eq!(deploy_site.code("v2"), "KH0711");
    // A host key that is not known stops the deploy.
    fs::write(machine.at("known"), "").unwrap();
    let (counts, diagnostics) = deploy_site.try_deploy("v1");
    assert!(
        counts.is_none() && words(&diagnostics)[0].contains("ost key verification failed"),
        "{:?}",
        words(&diagnostics)
    );
    assert_eq!(fs::read_to_string(machine.at("known")).unwrap(), "");
}

fn releases(kind: &str) {
    let Some(machine) = Machine::start() else { return };
    if !has(kind) {
        return missing(kind);
    }
    let served = machine.at("live");
    let mut deploy_site = machine.deploy_site(kind, "live");
    let names = || {
        let mut names: Vec<String> = fs::read_dir(machine.at("live.releases"))
            .unwrap()
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    for round in 0..8 {
        deploy_site.now += 60;
        let version = if round % 2 == 0 { "v1" } else { "v2" };
        deploy_site.deploy(version);
        assert_eq!(
            public(&read(&served)),
            expected(&deploy_site.folder(version)),
            "round {round}"
        );
        assert!(names().len() <= 6, "{:?}", names());
    }
    let link = fs::read_link(&served).unwrap();
    assert_eq!(deploy_site.deploy("v2").uploaded, 0);
    assert_eq!(fs::read_link(&served).unwrap(), link);
    // Unchanged files are one file in several releases, and no release changed behind another's back.
    let earlier = back(&deploy_site).unwrap();
    assert!(link.to_str().unwrap() > format!("live.releases/{earlier}").as_str());
    assert_eq!(public(&read(&served)), expected(&deploy_site.folder("v1")));
    assert!(back(&deploy_site).is_some());
    assert_eq!(public(&read(&served)), expected(&deploy_site.folder("v2")));
    deploy_site.now += 60;
    deploy_site.deploy("v1");
    assert_eq!(public(&read(&served)), expected(&deploy_site.folder("v1")));
}

fn cuts(kind: &str, name: &str, places: i64) {
    let Some(machine) = Machine::start() else { return };
    if !has(kind) {
        return missing(kind);
    }
    let (served, copy) = (machine.at(name), machine.at("copy"));
    let real = name == "www";
    if real {
        fs::create_dir_all(&served).unwrap();
    }
    let mut deploy_site = machine.deploy_site(kind, name);
    deploy_site.deploy("v1");
    let copied = |from: &Path, to: &Path| {
        assert!(
            Command::new("cp")
                .arg("-a")
                .arg(from)
                .arg(to)
                .status()
                .unwrap()
                .success()
        )
    };
    let folder = if real {
        served.clone()
    } else {
        machine.at(&format!("{name}.releases"))
    };
    copied(&folder, &copy);
    machine.carried.store(0, Ordering::SeqCst);
    deploy_site.now += 60;
    deploy_site.deploy("v2");
    let all = machine.carried.load(Ordering::SeqCst);
    for place in 1..=places {
        let when = format!("{kind} {name}: cut after {place}/{places} of {all} bytes");
        // The bytes of the first sessions (keys, questions) are the same each time; cuts fall everywhere.
        fs::remove_dir_all(&folder).unwrap();
        copied(&copy, &folder);
        if !real {
            let first = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().file_name();
            fs::remove_file(&served).ok();
            std::os::unix::fs::symlink(format!("{name}.releases/{}", first.to_str().unwrap()), &served).unwrap();
        }
        deploy_site.forget();
        machine.left.store(all * place / (places + 1), Ordering::SeqCst);
        let ended = deploy_site.try_deploy("v2").0.is_some();
        machine.left.store(-1, Ordering::SeqCst);
        let held = read(&served);
        check(&held, &when);
        if !real && !ended {
            let now = public(&held);
            assert!(
                now == expected(&deploy_site.folder("v1")) || now == expected(&deploy_site.folder("v2")),
                "{when}: a mixture"
            );
        }
        deploy_site.now += 60;
        deploy_site.deploy("v2");
        assert_eq!(public(&read(&served)), expected(&deploy_site.folder("v2")), "{when}");
    }
}

#[test]
fn sftp_brings_a_folder_up_to_date() {
    folder_in_place("sftp");
}

#[test]
fn rsync_brings_a_folder_up_to_date() {
    folder_in_place("rsync");
}

#[test]
fn sftp_makes_releases() {
    releases("sftp");
}

#[test]
fn rsync_makes_releases() {
    releases("rsync");
}

#[test]
fn sftp_may_be_cut_anywhere() {
    cuts("sftp", "www", 10);
    cuts("sftp", "live", 3);
}

#[test]
fn rsync_may_be_cut_anywhere() {
    cuts("rsync", "www", 8);
    cuts("rsync", "live", 3);
}

/// Whoever can write at the host could otherwise have khobor write elsewhere there.
#[test]
fn sftp_does_not_write_through_a_link_at_the_host() {
    let Some(machine) = Machine::start() else { return };
    let (served, outside) = (machine.at("www"), machine.at("outside"));
    fs::create_dir_all(&served).unwrap();
    fs::create_dir_all(&outside).unwrap();
    fs::write(served.join("theirs.txt"), "theirs").unwrap();
    std::os::unix::fs::symlink(&outside, served.join("খবর")).unwrap();
    let deploy_site = machine.deploy_site("sftp", "www");
    assert_eq!(deploy_site.code("v1"), "KH0712");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    fs::remove_file(served.join("খবর")).unwrap();
    deploy_site.deploy("v1");
    assert_eq!(fs::read_dir(&outside).unwrap().count(), 0);
    assert!(served.join("খবর").is_dir());
}
