//! S3: a stand-in cut at every call, and moto's server.

use crate::http::{Fault, Request, Server};
use crate::site::{DeploySite, Held, check, expected, missing, public, words};
use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

type Objects = Arc<Mutex<BTreeMap<String, (Vec<u8>, Vec<(String, String)>)>>>;

fn answer(objects: &Objects, request: &Request) -> (u16, Vec<u8>) {
    let mut objects = objects.lock().unwrap();
    let key = request
        .path
        .strip_prefix("/khobor-bucket")
        .unwrap_or("")
        .trim_start_matches('/')
        .to_owned();
    match request.method.as_str() {
        "PUT" => {
            assert!(request.query.contains("X-Amz-Signature="), "unsigned");
            objects.insert(key, (request.body.clone(), request.headers.clone()));
            (200, Vec::new())
        }
        "DELETE" => {
            objects.remove(&key);
            (204, Vec::new())
        }
        "GET" if key.is_empty() => {
            let keys = objects
                .keys()
                .map(|k| {
                    format!(
                        "<Contents><Key>{}</Key></Contents>",
                        quick_xml::escape::escape(k.as_str())
                    )
                })
                .collect::<String>();
            (200, format!("<?xml version=\"1.0\"?><ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{keys}</ListBucketResult>").into_bytes())
        }
        _ => objects.get(&key).map_or((404, Vec::new()), |o| (200, o.0.clone())),
    }
}

fn toml(url: &str, attempts: u8) -> String {
    format!("[deploy.store]\nkind = \"s3\"\nbucket = \"khobor-bucket\"\nendpoint = \"{url}\"\nattempts = {attempts}\n")
}

const KEYS: [(&str, &str); 2] = [
    ("KHOBOR_STORE_ACCESS_KEY", "AKIDCANARY"),
    ("KHOBOR_STORE_SECRET_KEY", "canary-secret-key"),
];

fn held(objects: &Objects) -> Held {
    objects
        .lock()
        .unwrap()
        .iter()
        .map(|(k, v)| (k.clone(), v.0.clone()))
        .collect()
}

fn started() -> (Objects, Server) {
    let objects = Objects::default();
    let shared = objects.clone();
    (objects, Server::start(move |request| answer(&shared, request)))
}

#[test]
fn a_store_is_brought_up_to_date_and_foreign_keys_stay() {
    let (objects, server) = started();
    objects
        .lock()
        .unwrap()
        .insert("foreign/other.html".into(), (b"theirs".to_vec(), Vec::new()));
    let deploy_site = DeploySite::new(&toml(&server.url, 3), &KEYS);
    let first = deploy_site.deploy("v1");
    assert_eq!(
        (first.uploaded, first.deleted),
        (expected(&deploy_site.folder("v1")).len(), 0)
    );
    server.heal();
    let second = deploy_site.deploy("v1");
    assert_eq!((second.uploaded, second.bytes, server.written()), (0, 0, 0));
    deploy_site.forget();
    assert_eq!((deploy_site.deploy("v1").uploaded, server.written()), (0, 0));
    let third = deploy_site.deploy("v2");
    assert_eq!(third.deleted, 3);
    let mut now = held(&objects);
    assert_eq!(now.remove("foreign/other.html"), Some(b"theirs".to_vec()));
    assert_eq!(public(&now), expected(&deploy_site.folder("v2")));
    let objects = objects.lock().unwrap();
    let header = |key: &str, name: &str| objects[key].1.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    assert_eq!(
        header("index.html", "content-type").as_deref(),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(
        header("assets/style-2.css", "cache-control").as_deref(),
        Some("public, max-age=31536000, immutable")
    );
}

#[test]
fn a_store_may_be_cut_at_every_call() {
    let (objects, server) = started();
    let deploy_site = DeploySite::new(&toml(&server.url, 1), &KEYS);
    deploy_site.deploy("v1");
    let before = objects.lock().unwrap().clone();
    let goal = expected(&deploy_site.folder("v2"));
    server.heal();
    deploy_site.deploy("v2");
    let (calls, full) = (server.calls(), server.written());
    for fault in [Fault::Cut, Fault::Unanswered, Fault::Status(503)] {
        // Every call for one way of failing, every third for the others.
        for k in (0..calls).step_by(if fault == Fault::Cut { 1 } else { 3 }) {
            let when = format!("{fault:?} at {k}");
            objects.lock().unwrap().clone_from(&before);
            deploy_site.forget();
            server.fail(k, fault, true);
            let (counts, diagnostics) = deploy_site.try_deploy("v2");
            let unheard = fault == Fault::Unanswered && k + 1 == calls;
            assert!(counts.is_none() || unheard, "{when}: {:?}", words(&diagnostics));
            check(&held(&objects), &when);
            server.heal();
            deploy_site.deploy("v2");
            assert!(server.written() <= full, "{when}");
            assert_eq!(public(&held(&objects)), goal, "{when}");
            server.heal();
            assert_eq!((deploy_site.deploy("v2").uploaded, server.written()), (0, 0), "{when}");
        }
    }
}

#[test]
fn a_cut_deploy_goes_on_where_it_was() {
    let (objects, server) = started();
    let deploy_site = DeploySite::new(&(toml(&server.url, 1) + "parallel = 1\n"), &KEYS);
    server.fail(90, Fault::Cut, true);
    assert!(deploy_site.try_deploy("v1").0.is_none());
    let there = public(&held(&objects)).len();
    assert!(there > 20);
    server.heal();
    assert_eq!(
        deploy_site.deploy("v1").uploaded,
        expected(&deploy_site.folder("v1")).len() - there
    );
    // A busy store is asked again.
    let patient = DeploySite::new(&toml(&server.url, 4), &KEYS);
    server.fail(5, Fault::Status(503), false);
    assert!(patient.deploy("v2").uploaded > 0);
}

pub struct Process(pub Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Where `tests/deploy/setup.sh` puts what it does not install for the whole machine.
pub fn servers() -> Option<std::path::PathBuf> {
    let cache = std::env::var_os("KHOBOR_DEPLOY_SERVERS").map(std::path::PathBuf::from);
    cache.or_else(|| Some(std::path::PathBuf::from(std::env::var_os("HOME")?).join(".cache/khobor-deploy-servers")))
}

pub fn python() -> Option<std::path::PathBuf> {
    Some(servers()?.join("venv/bin/python")).filter(|p| p.exists())
}

#[test]
fn moto_takes_a_site_with_types_redirects_and_1000_keys() {
    let Some(python) = python() else {
        return missing("moto");
    };
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut command = Command::new(python.with_file_name("moto_server"));
    let _server = Process(
        command
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let url = format!("http://127.0.0.1:{port}");
    for _ in 0..300 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let agent = ureq::Agent::new_with_defaults();
    agent.put(format!("{url}/khobor-bucket")).send_empty().unwrap();
    let deploy_site = DeploySite::new(&(toml(&url, 3) + "prefix = \"পত্রিকা\"\n"), &KEYS);
    std::fs::create_dir_all(deploy_site.folder("v1/পুরোনো")).unwrap();
    std::fs::write(deploy_site.folder("v1/পুরোনো/index.html"), "<meta http-equiv=refresh>").unwrap();
    (0..1_100).for_each(|n| {
        std::fs::write(
            deploy_site.folder("v1").join(format!("assets/{n}.svg")),
            format!("<svg>{n}</svg>"),
        )
        .unwrap()
    });
    let first = deploy_site.deploy("v1");
    assert!(first.uploaded > 1_100);
    assert_eq!(deploy_site.deploy("v1").uploaded, 0);
    let get = |path: &str| {
        agent
            .get(format!("{url}/khobor-bucket/{path}"))
            .header(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/s3/aws4_request",
            )
            .call()
            .unwrap()
    };
    let prefix = "%E0%A6%AA%E0%A6%A4%E0%A7%8D%E0%A6%B0%E0%A6%BF%E0%A6%95%E0%A6%BE";
    let moved = get(&format!(
        "{prefix}/%E0%A6%AA%E0%A7%81%E0%A6%B0%E0%A7%8B%E0%A6%A8%E0%A7%8B/index.html"
    ));
    let to = moved
        .headers()
        .get("x-amz-website-redirect-location")
        .map(|v| v.to_str().unwrap().to_owned());
    assert_eq!(to.as_deref(), Some("/%E0%A6%9F%E0%A7%8D%E0%A6%AF%E0%A6%BE%E0%A6%97/"));
    assert_eq!(
        get(&format!("{prefix}/rss.xml")).headers()["content-type"],
        "application/xml"
    );
    // Deleting 1,100 of 1,165 files is more than a newsroom does in a day.
    let mut deploy_site = deploy_site;
    assert_eq!(deploy_site.code("v2"), "KH0710");
    deploy_site.options.allow_deletes = Some(1_200);
    assert_eq!(deploy_site.deploy("v2").deleted, 1_104);
}
