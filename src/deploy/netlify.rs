//! `kind = "netlify"`: a deploy is announced with the SHA-1 of every file, Netlify says which it lacks, those are sent, and
//! the deploy goes live by itself when the last one is there. Documented under "File digest method" of Netlify's API.

use super::context::DeployContext;
use super::fault::{Result, ended, failed};
use super::http::{Ask, Http, parallel};
use super::inventory::Inventory;
use super::whole::Whole;
use serde_json::{Value, json};
use sha1::{Digest, Sha1};
use std::collections::{BTreeMap, BTreeSet};

/// What our deploys are called; the mark of the site follows.
const TITLE: &str = "khobor ";
/// Files of an announcement that Netlify still answers at once.
const AT_ONCE: usize = 5_000;

pub(super) struct Netlify {
    http: Http,
    api: String,
    site: String,
    bearer: String,
    threads: usize,
}

impl Netlify {
    pub(super) fn new(deploy: &DeployContext<'_>) -> Result<Netlify> {
        let token = deploy.secrets.need(&deploy.target.name, "TOKEN")?;
        let table = &deploy.target.table;
        Ok(Netlify {
            http: Http::new(deploy.target.attempts()),
            api: table
                .api
                .as_deref()
                .unwrap_or("https://api.netlify.com")
                .trim_end_matches('/')
                .to_owned()
                + "/api/v1",
            site: table.site.clone().unwrap_or_default(),
            bearer: format!("Bearer {}", token.reveal()),
            threads: deploy.target.parallel().min(8),
        })
    }

    fn ask(&self, method: &'static str, path: &str, kind: &str, body: Option<&[u8]>) -> Result<Value> {
        let url = format!("{}{path}", self.api);
        let headers = [("authorization", self.bearer.as_str()), ("content-type", kind)];
        let headers = if body.is_some() { &headers[..] } else { &headers[..1] };
        Ok(self
            .http
            .ask(&Ask {
                method,
                url: &url,
                headers,
                body,
            })?
            .good("Netlify")?
            .json())
    }

    /// Waits until the deploy is in one of the states; its description.
    fn wait(&self, id: &str, states: &[&str]) -> Result<Value> {
        for _ in 0..600 {
            let deploy = self.ask("GET", &format!("/deploys/{id}"), "", None)?;
            let state = deploy["state"].as_str().unwrap_or_default();
            if states.contains(&state) {
                return Ok(deploy);
            }
            if state == "error" || state == "rejected" {
                return Err(failed(format!(
                    "Netlify: {}",
                    deploy["error_message"].as_str().unwrap_or(state)
                )));
            }
            std::thread::sleep(std::time::Duration::from_secs(1));
        }
        Err(ended((
            "Netlify: the deploy did not become ready within ten minutes",
            "Netlify দশ মিনিটেও সাইট চালু করেনি",
        )))
    }
}

pub(super) fn sha1(bytes: &[u8]) -> String {
    super::encode::hex(&Sha1::digest(bytes))
}

impl Whole for Netlify {
    fn mark(&mut self) -> Result<Option<String>> {
        let site = self.ask("GET", &format!("/sites/{}", self.site), "", None)?;
        let title = site["published_deploy"]["title"].as_str().unwrap_or_default();
        Ok(title.strip_prefix(TITLE).map(str::to_owned))
    }

    fn publish(&mut self, site: &Inventory, mark: &str, deploy: &DeployContext<'_>) -> Result<(usize, u64)> {
        let mut files = BTreeMap::new();
        let mut by_digest: BTreeMap<String, &str> = BTreeMap::new();
        for (path, file) in &site.files {
            let digest = sha1(&file.bytes()?);
            files.insert(format!("/{path}"), digest.clone());
            by_digest.insert(digest, path);
        }
        let slow = files.len() > AT_ONCE;
        let announced = json!({ "files": files, "title": format!("{TITLE}{mark}"), "async": slow });
        let mut created = self.ask(
            "POST",
            &format!("/sites/{}/deploys", self.site),
            "application/json",
            Some(announced.to_string().as_bytes()),
        )?;
        let id = created["id"]
            .as_str()
            .filter(|id| id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
            .map(str::to_owned);
        let id = id.ok_or_else(|| ended(("Netlify: the answer names no deploy", "Netlify-এর উত্তরে আপলোডের নাম নেই")))?;
        if slow {
            created = self.wait(&id, &["prepared", "uploading", "uploaded", "ready"])?;
        }
        let required: BTreeSet<&str> = created["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let missing: Vec<&str> = required
            .iter()
            .filter_map(|digest| by_digest.get(*digest).copied())
            .collect();
        let bytes = missing
            .iter()
            .filter_map(|path| site.files.get(*path))
            .map(|f| f.size)
            .sum();
        parallel(self.threads, &missing, &|path| {
            let Some(file) = site.files.get(*path) else {
                return Ok(());
            };
            let to = format!("/deploys/{id}/files/{}", super::encode::path(path));
            self.ask("PUT", &to, "application/octet-stream", Some(&file.bytes()?))?;
            deploy.sent(path, file.size);
            Ok(())
        })?;
        self.wait(&id, &["ready", "current"])?;
        Ok((missing.len(), bytes))
    }
}
