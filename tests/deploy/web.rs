//! The rules that are written for nginx and Apache, read by nginx and Apache: former addresses with a query and without, the
//! 404 page, headers, and what no reader may fetch.

use crate::site::{DeploySite, missing};
use std::fs;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A server that ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        // nginx has a child of its own that ends with it only when it is asked to.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

/// A site whose former addresses are of every kind, deployed for a web server.
fn served(profile: &str) -> (DeploySite, PathBuf) {
    let place = tempfile::tempdir().unwrap().keep();
    let served = place.join("www");
    let toml = format!(
        "[deploy.box]\nkind = \"folder\"\npath = \"{}\"\nprofile = \"{profile}\"\n",
        served.display()
    );
    let mut deploy_site = DeploySite::new(&toml, &[]);
    deploy_site.bare_addresses = true;
    fs::write(deploy_site.folder("v1/খবর/নদী.html"), "<p>নদীর খবর").unwrap();
    fs::create_dir_all(deploy_site.folder("v1/খবর/নদী")).unwrap();
    fs::write(deploy_site.folder("v1/খবর/নদী/ছবি.jpg"), "ছবি").unwrap();
    let list = deploy_site.folder("v1/_redirects");
    let more = "/ p=123 /%E0%A6%96%E0%A6%AC%E0%A6%B0/3/ 301\n/index.php page_id=7 /%E0%A6%96%E0%A6%AC%E0%A6%B0/4/ 301\n\
                / cat=2 paged=3 /%E0%A6%96%E0%A6%AC%E0%A6%B0/5/ 301\n/ s=%E0%A6%A8%E0%A6%A6%E0%A7%80 /%E0%A6%96%E0%A6%AC%E0%A6%B0/6/ 301\n";
    fs::write(&list, fs::read_to_string(&list).unwrap() + more).unwrap();
    deploy_site.deploy("v1");
    (deploy_site, served)
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let mut found = lines.filter(|(n, _)| n.eq_ignore_ascii_case(name));
        found.next().map_or("", |(_, value)| value)
    }
}

fn get(port: u16, path: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: nodipoth.example\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer {
        status,
        head: head.to_owned(),
        body: body.to_owned(),
    }
}

fn start(mut command: Command, port: u16, log: &Path) -> Process {
    let out = fs::File::create(log).unwrap();
    let server = Process(command.stdout(Stdio::null()).stderr(out).spawn().unwrap());
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            return server;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("it does not start: {}", fs::read_to_string(log).unwrap_or_default());
}

/// What readers get of a served site, whatever serves it.
fn follows_the_rules(port: u16) {
    let story = |n: usize| format!("/%E0%A6%96%E0%A6%AC%E0%A6%B0/{n}/");
    let moved = [
        (
            "/%E0%A6%AA%E0%A7%81%E0%A6%B0%E0%A7%8B%E0%A6%A8%E0%A7%8B/",
            "/%E0%A6%9F%E0%A7%8D%E0%A6%AF%E0%A6%BE%E0%A6%97/".to_owned(),
        ),
        ("/?p=123", story(3)),
        ("/?p=123&utm_source=fb", story(3)),
        ("/?fbclid=x&p=123", story(3)),
        ("/index.php?page_id=7", story(4)),
        ("/?cat=2&paged=3", story(5)),
        ("/?paged=3&cat=2", story(5)),
        ("/?s=%E0%A6%A8%E0%A6%A6%E0%A7%80", story(6)),
    ];
    for (from, to) in moved {
        let answer = get(port, from);
        assert_eq!(answer.status, 301, "{from}: {}", answer.head);
        let location = answer.header("location");
        assert!(location.ends_with(&to), "{from}: {location}");
    }
    for path in ["/", "/?p=12", "/?p=1234", "/?xp=123", "/?cat=2", &story(3)] {
        let answer = get(port, path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.head);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
    // The page of an address that ends with a name, beside a folder of that name; and what is no such page.
    let bare = "/%E0%A6%96%E0%A6%AC%E0%A6%B0/%E0%A6%A8%E0%A6%A6%E0%A7%80";
    let answer = get(port, bare);
    assert!(
        answer.status == 200 && answer.body.contains("নদীর খবর"),
        "{}",
        answer.head
    );
    let answer = get(port, &format!("{bare}/"));
    let to = answer.header("location").to_ascii_lowercase();
    assert!(
        answer.status == 301 && to.ends_with(&bare.to_ascii_lowercase()),
        "{}",
        answer.head
    );
    let answer = get(port, story(3).trim_end_matches('/'));
    assert!(
        answer.status == 301 && answer.header("location").ends_with("/3/"),
        "{}",
        answer.head
    );
    for path in [
        "/_server/redirects.map",
        "/_server/redirects.txt",
        "/.khobor-deploy/",
        "/nei/",
        "/nei/?p=123",
    ] {
        let answer = get(port, path);
        assert_eq!(answer.status, 404, "{path}: {}", answer.head);
    }
    assert!(get(port, "/nei/").body.contains("৪০৪"), "the page of the site");
    let asset = get(port, "/assets/style-1.css");
    assert!(asset.header("cache-control").contains("immutable"), "{}", asset.head);
    let page = get(port, "/");
    assert_eq!(page.header("cache-control"), "public, max-age=60", "{}", page.head);
}

#[test]
fn nginx_reads_what_is_written_for_it() {
    let own = crate::s3::servers().map(|cache| cache.join("nginx/usr/sbin/nginx"));
    let known = own.into_iter().chain([PathBuf::from("/usr/sbin/nginx")]);
    let Some(nginx) = known.into_iter().find(|path| path.exists()) else {
        return missing("nginx");
    };
    let (_desk, www) = served("nginx");
    let (place, port) = (www.parent().unwrap().to_owned(), free_port());
    let conf = fs::read_to_string(www.join("_server/nginx.conf")).unwrap();
    // The comments say what belongs into `http { … }`.
    let http: String = conf
        .lines()
        .filter_map(|line| line.strip_prefix("#   "))
        .map(|line| line.replace("/path/to/site", &www.display().to_string()) + "\n")
        .collect();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|name| format!("{name}_temp_path {}/{name};\n", place.display()))
        .concat();
    let settings = format!(
        "daemon off; master_process off; pid {0}/pid; error_log stderr;\nevents {{}}\nhttp {{\ntypes {{ text/html html; text/css css; }}\naccess_log off;\n{temporary}{http}\
         server {{ listen 127.0.0.1:{port}; root {1}; index index.html; include {1}/_server/nginx.conf; }}\n}}\n",
        place.display(),
        www.display()
    );
    fs::write(place.join("nginx.conf"), settings).unwrap();
    let mut command = Command::new(nginx);
    command
        .arg("-p")
        .arg(&place)
        .arg("-e")
        .arg("stderr")
        .arg("-c")
        .arg(place.join("nginx.conf"));
    let server = start(command, port, &place.join("log"));
    follows_the_rules(port);
    drop(server);
    let _ = fs::remove_dir_all(place);
}

#[test]
fn apache_reads_what_is_written_for_it() {
    let apache = Path::new("/usr/sbin/apache2");
    let modules = Path::new("/usr/lib/apache2/modules");
    if !apache.exists() || !modules.exists() {
        return missing("apache2");
    }
    let (_desk, www) = served("apache");
    let (place, port) = (www.parent().unwrap().to_owned(), free_port());
    let load: String = ["mpm_event", "authz_core", "dir", "mime", "rewrite", "headers"]
        .map(|name| format!("LoadModule {name}_module {}/mod_{name}.so\n", modules.display()))
        .concat();
    fs::write(place.join("types"), "text/html html\ntext/css css\n").unwrap();
    let settings = format!(
        "ServerRoot {0}\nServerName localhost\nListen 127.0.0.1:{port}\nPidFile {0}/pid\nErrorLog {0}/log\nDefaultRuntimeDir {0}\n{load}TypesConfig {0}/types\n\
         {user}DocumentRoot {1}\n<Directory {1}>\nAllowOverride All\nOptions FollowSymLinks\nRequire all granted\n</Directory>\nDirectoryIndex index.html\n",
        place.display(),
        www.display(),
        user = if is_root() { "User nobody\nGroup nogroup\n" } else { "" },
    );
    fs::write(place.join("apache.conf"), settings).unwrap();
    // It reads as somebody else.
    let open = |path: &Path| {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
    };
    open(&place);
    let mut command = Command::new(apache);
    command.arg("-f").arg(place.join("apache.conf")).arg("-DFOREGROUND");
    let server = start(command, port, &place.join("errors"));
    follows_the_rules(port);
    drop(server);
    let _ = fs::remove_dir_all(place);
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.trim_ascii() == b"0"
}
