//! Netlify, Cloudflare Pages and Vercel: stand-ins that follow the documented requests, cut at every call.

use crate::http::{Fault, Request, Server};
use crate::site::{DeploySite, Held, check, read, words};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

/// What a service keeps: blobs by digest, and the live site.
#[derive(Default)]
struct Service {
    blobs: BTreeMap<String, Vec<u8>>,
    live: Held,
    mark: String,
    /// A deploy under way: paths with digests, what is missing, its mark.
    pending: (BTreeMap<String, String>, BTreeSet<String>, String),
}

type Shared = Arc<Mutex<Service>>;
const TOKEN: &str = "canary-service-token";

impl Service {
    fn go_live(&mut self) {
        let site = self
            .pending
            .0
            .iter()
            .map(|(p, d)| (p.trim_start_matches('/').to_owned(), self.blobs[d].clone()))
            .collect();
        (self.live, self.mark) = (site, self.pending.2.clone());
    }
}

fn sha1(bytes: &[u8]) -> String {
    use sha1::{Digest, Sha1};
    Sha1::digest(bytes).iter().map(|b| format!("{b:02x}")).collect()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn netlify(service: &Shared, request: &Request) -> (u16, Vec<u8>) {
    let mut s = service.lock().unwrap();
    if request.header("authorization") != format!("Bearer {TOKEN}") {
        return (401, b"no".to_vec());
    }
    let path = request.path.strip_prefix("/api/v1").unwrap_or_default();
    let answer = match (request.method.as_str(), path) {
        ("GET", "/sites/site-1") => json!({ "published_deploy": { "title": s.mark } }),
        ("POST", "/sites/site-1/deploys") => {
            let body = request.json();
            let files: BTreeMap<String, String> = serde_json::from_value(body["files"].clone()).unwrap();
            let missing: BTreeSet<String> = files.values().filter(|d| !s.blobs.contains_key(*d)).cloned().collect();
            s.pending = (files, missing.clone(), text(&body["title"]));
            if missing.is_empty() {
                s.go_live();
            }
            json!({ "id": "d1", "state": "uploading", "required": missing })
        }
        ("PUT", path) => {
            let file = path.strip_prefix("/deploys/d1/files").unwrap_or_default();
            let digest = s.pending.0.get(file).cloned().unwrap_or_default();
            if sha1(&request.body) != digest {
                return (422, b"digest".to_vec());
            }
            s.blobs.insert(digest.clone(), request.body.clone());
            s.pending.1.remove(&digest);
            if s.pending.1.is_empty() {
                s.go_live();
            }
            json!({})
        }
        ("GET", "/deploys/d1") => {
            json!({ "id": "d1", "state": if s.pending.1.is_empty() { "ready" } else { "uploading" } })
        }
        _ => return (404, Vec::new()),
    };
    (200, answer.to_string().into_bytes())
}

fn base64(text: &str) -> Vec<u8> {
    let value = |b: u8| {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            .iter()
            .position(|l| *l == b)
            .unwrap_or(0) as u32
    };
    let mut out = Vec::new();
    for four in text.as_bytes().chunks(4) {
        let bits = four.iter().fold(0, |bits, b| bits << 6 | value(*b));
        let padding = four.iter().filter(|b| **b == b'=').count();
        out.extend_from_slice(&bits.to_be_bytes()[1..4 - padding]);
    }
    out
}

fn cloudflare(service: &Shared, request: &Request) -> (u16, Vec<u8>) {
    let mut s = service.lock().unwrap();
    let project = "/client/v4/accounts/acc/pages/projects/nodipoth";
    let expected = if request.path.starts_with("/client/v4/pages/") {
        "Bearer jwt-1".to_owned()
    } else {
        format!("Bearer {TOKEN}")
    };
    if request.header("authorization") != expected {
        return (401, b"{}".to_vec());
    }
    let result = match (request.method.as_str(), request.path.as_str()) {
        ("GET", path) if path == project => {
            json!({ "canonical_deployment": { "deployment_trigger": { "metadata": { "commit_message": s.mark } } } })
        }
        ("GET", path) if path == format!("{project}/upload-token") => json!({ "jwt": "jwt-1" }),
        ("POST", "/client/v4/pages/assets/check-missing") => {
            let hashes: Vec<String> = serde_json::from_value(request.json()["hashes"].clone()).unwrap();
            json!(
                hashes
                    .into_iter()
                    .filter(|h| !s.blobs.contains_key(h))
                    .collect::<Vec<_>>()
            )
        }
        ("POST", "/client/v4/pages/assets/upload") => {
            for file in request.json().as_array().unwrap() {
                assert!(file["base64"].as_bool().unwrap() && !text(&file["metadata"]["contentType"]).is_empty());
                s.blobs
                    .insert(text(&file["key"]), base64(file["value"].as_str().unwrap()));
            }
            json!(null)
        }
        ("POST", "/client/v4/pages/assets/upsert-hashes") => json!(null),
        ("POST", path) if path == format!("{project}/deployments") => {
            let form = String::from_utf8_lossy(&request.body).into_owned();
            let field = |name: &str| {
                form.split(&format!("name=\"{name}\"\r\n\r\n"))
                    .nth(1)
                    .and_then(|t| t.split("\r\n--").next())
                    .unwrap_or_default()
                    .to_owned()
            };
            let manifest: BTreeMap<String, String> = serde_json::from_str(&field("manifest")).unwrap();
            assert!(manifest.values().all(|h| h.len() == 32 && s.blobs.contains_key(h)));
            assert!(form.contains("filename=\"_redirects\"") && !manifest.contains_key("/_redirects"));
            s.pending = (manifest, BTreeSet::new(), field("commit_message"));
            s.go_live();
            json!({ "id": "dep" })
        }
        _ => return (404, b"{}".to_vec()),
    };
    (
        200,
        json!({ "success": true, "result": result }).to_string().into_bytes(),
    )
}

fn vercel(service: &Shared, request: &Request) -> (u16, Vec<u8>) {
    let mut s = service.lock().unwrap();
    if request.header("authorization") != format!("Bearer {TOKEN}") || !request.query.contains("teamId=team_1") {
        return (403, b"{}".to_vec());
    }
    let answer = match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/v6/deployments") => json!({ "deployments": [{ "meta": { "khobor": s.mark } }] }),
        ("POST", "/v2/files") => {
            let digest = request.header("x-vercel-digest").to_owned();
            if sha1(&request.body) != digest {
                return (400, b"{}".to_vec());
            }
            s.blobs.insert(digest, request.body.clone());
            json!({})
        }
        ("POST", "/v13/deployments") => {
            let body = request.json();
            let files: BTreeMap<String, String> = body["files"]
                .as_array()
                .unwrap()
                .iter()
                .map(|f| (text(&f["file"]), text(&f["sha"])))
                .collect();
            let missing: BTreeSet<&String> = files.values().filter(|d| !s.blobs.contains_key(*d)).collect();
            if !missing.is_empty() {
                return (
                    400,
                    json!({ "error": { "code": "missing_files", "missing": missing } })
                        .to_string()
                        .into_bytes(),
                );
            }
            s.pending = (files, BTreeSet::new(), text(&body["meta"]["khobor"]));
            s.go_live();
            json!({ "id": "dpl_1", "readyState": "QUEUED" })
        }
        ("GET", "/v13/deployments/dpl_1") => json!({ "readyState": "READY" }),
        _ => return (404, b"{}".to_vec()),
    };
    (200, answer.to_string().into_bytes())
}

/// What the live site must be: everything but khobor's record, and files that a service takes in another way.
fn site_of(deploy_site: &DeploySite, version: &str, beside: bool) -> Held {
    let mut files = read(&deploy_site.folder(version));
    files.retain(|path, _| {
        !(path.starts_with(".khobor") || beside && matches!(path.as_str(), "_redirects" | "_headers"))
    });
    files
}

fn service(kind: &str, keys: &str, handler: fn(&Shared, &Request) -> (u16, Vec<u8>)) {
    let shared = Shared::default();
    let state = shared.clone();
    let server = Server::start(move |request| handler(&state, request));
    let deploy_site = DeploySite::new(
        &format!(
            "[deploy.s]\nkind = \"{kind}\"\n{keys}\napi = \"{}\"\nattempts = 1\n",
            server.url
        ),
        &[("KHOBOR_S_TOKEN", TOKEN)],
    );
    let beside = kind != "netlify";
    let live = || {
        let mut live = shared.lock().unwrap().live.clone();
        live.remove("vercel.json");
        live
    };
    assert!(deploy_site.deploy("v1").uploaded > 45);
    assert_eq!(live(), site_of(&deploy_site, "v1", beside));
    server.heal();
    assert_eq!((deploy_site.deploy("v1").uploaded, server.written()), (0, 0));
    deploy_site.forget();
    assert_eq!(
        (deploy_site.deploy("v1").uploaded, server.written()),
        (0, 0),
        "from another machine"
    );
    let (before, mark, blobs) = {
        let s = shared.lock().unwrap();
        (s.live.clone(), s.mark.clone(), s.blobs.clone())
    };
    server.heal();
    deploy_site.deploy("v2");
    let calls = server.calls();
    for (k, fault) in (0..calls).flat_map(|k| [Fault::Cut, Fault::Status(500), Fault::Unanswered].map(|f| (k, f))) {
        let when = format!("{kind}: {fault:?} at {k} of {calls}");
        *shared.lock().unwrap() = Service {
            live: before.clone(),
            mark: mark.clone(),
            blobs: blobs.clone(),
            ..Service::default()
        };
        server.fail(k, fault, true);
        let (counts, diagnostics) = deploy_site.try_deploy("v2");
        assert!(counts.is_none(), "{when} {:?}", words(&diagnostics));
        let now = live();
        check(&now, &when);
        assert!(
            now == site_of(&deploy_site, "v1", beside) || now == site_of(&deploy_site, "v2", beside),
            "{when}: a mixture"
        );
        server.heal();
        deploy_site.deploy("v2");
        assert_eq!(live(), site_of(&deploy_site, "v2", beside), "{when}");
    }
    // A wrong token is a fault that does not show it.
    let wrong = DeploySite::new(&deploy_site.toml, &[("KHOBOR_S_TOKEN", "another-canary-token")]);
    let (counts, diagnostics) = wrong.try_deploy("v1");
    assert!(
        counts.is_none() && !words(&diagnostics).concat().contains("canary"),
        "{:?}",
        words(&diagnostics)
    );
}

#[test]
fn netlify_swaps_at_once() {
    service("netlify", "site = \"site-1\"\nparallel = 1", netlify);
}

#[test]
fn cloudflare_pages_swaps_at_once() {
    service(
        "cloudflare-pages",
        "account = \"acc\"\nproject = \"nodipoth\"",
        cloudflare,
    );
}

#[test]
fn vercel_swaps_at_once() {
    service(
        "vercel",
        "project = \"nodipoth\"\nteam = \"team_1\"\nparallel = 1",
        vercel,
    );
}
