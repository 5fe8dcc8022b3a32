//! `kind = "cloudflare-pages"`: direct upload as Cloudflare's own tool does it: a short-lived token, which hashes are missing,
//! those in batches, then the deployment with the list of all paths. `_headers` and `_redirects` go with the deployment.

use super::context::DeployContext;
use super::encode::{base64, hex};
use super::fault::{Result, ended, failed};
use super::hostfiles::content_type;
use super::http::{Ask, Http};
use super::inventory::Inventory;
use super::whole::Whole;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// Bytes and files of one batch.
const BATCH_BYTES: u64 = 20 << 20;
const BATCH_FILES: usize = 1_000;
/// What our commits are called; the mark of the site follows.
const TITLE: &str = "khobor ";
/// Files that are reported to Cloudflare beside the others.
const BESIDE: [&str; 2] = ["_headers", "_redirects"];

pub(super) struct Pages {
    http: Http,
    api: String,
    project: String,
    bearer: String,
    branch: String,
}

impl Pages {
    pub(super) fn new(deploy: &DeployContext<'_>) -> Result<Pages> {
        let table = &deploy.target.table;
        let (account, project) = (
            table.account.as_deref().unwrap_or_default(),
            table.project.as_deref().unwrap_or_default(),
        );
        Ok(Pages {
            http: Http::new(deploy.target.attempts()),
            api: table
                .api
                .as_deref()
                .unwrap_or("https://api.cloudflare.com")
                .trim_end_matches('/')
                .to_owned()
                + "/client/v4",
            project: format!("/accounts/{account}/pages/projects/{project}"),
            bearer: format!("Bearer {}", deploy.secrets.need(&deploy.target.name, "TOKEN")?.reveal()),
            branch: table.branch.clone().unwrap_or_else(|| "main".to_owned()),
        })
    }

    /// The `result` of an answer; `success: false` is a fault whatever the status.
    fn ask(&self, ask: (&'static str, &str), bearer: &str, kind: &str, body: Option<&[u8]>) -> Result<Value> {
        let url = format!("{}{}", self.api, ask.1);
        let headers = [("authorization", bearer), ("content-type", kind)];
        let headers = if body.is_some() { &headers[..] } else { &headers[..1] };
        let answer = self
            .http
            .ask(&Ask {
                method: ask.0,
                url: &url,
                headers,
                body,
            })?
            .good("Cloudflare")?
            .json();
        match answer["success"].as_bool() {
            Some(false) => Err(failed(format!("Cloudflare: {}", answer["errors"]))),
            _ => Ok(answer["result"].clone()),
        }
    }

    fn post(&self, path: &str, bearer: &str, body: &Value) -> Result<Value> {
        self.ask(
            ("POST", path),
            bearer,
            "application/json",
            Some(body.to_string().as_bytes()),
        )
    }
}

/// Cloudflare's key of a file: the first 32 digits of the blake3 of its base64 and its ending.
fn key(path: &str, encoded: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name
        .rsplit_once('.')
        .filter(|(stem, _)| !stem.is_empty())
        .map_or("", |(_, ending)| ending);
    let digest = blake3::Hasher::new()
        .update(encoded.as_bytes())
        .update(ending.as_bytes())
        .finalize();
    hex(digest.as_bytes().get(..16).unwrap_or_default())
}

impl Whole for Pages {
    fn mark(&mut self) -> Result<Option<String>> {
        let project = self.ask(("GET", &self.project.clone()), &self.bearer.clone(), "", None)?;
        let message = &project["canonical_deployment"]["deployment_trigger"]["metadata"]["commit_message"];
        Ok(message.as_str().and_then(|m| m.strip_prefix(TITLE)).map(str::to_owned))
    }

    fn publish(&mut self, site: &Inventory, mark: &str, deploy: &DeployContext<'_>) -> Result<(usize, u64)> {
        let mut manifest = BTreeMap::new();
        let mut by_key: BTreeMap<String, &str> = BTreeMap::new();
        for (path, file) in site.files.iter().filter(|(path, _)| !BESIDE.contains(&path.as_str())) {
            let key = key(path, &base64(&file.bytes()?));
            manifest.insert(format!("/{path}"), key.clone());
            by_key.insert(key, path);
        }
        let token = self.ask(
            ("GET", &format!("{}/upload-token", self.project)),
            &self.bearer,
            "",
            None,
        )?;
        let token = token["jwt"]
            .as_str()
            .map(|jwt| format!("Bearer {jwt}"))
            .ok_or_else(|| ended(("Cloudflare: no upload token", "Cloudflare আপলোডের টোকেন দেয়নি")))?;
        let keys: Vec<&String> = by_key.keys().collect();
        let missing = self.post("/pages/assets/check-missing", &token, &json!({ "hashes": keys }))?;
        let missing: BTreeSet<&str> = missing
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let missing: Vec<(&str, &str)> = missing.into_iter().filter_map(|k| Some((k, *by_key.get(k)?))).collect();
        let bytes = self.upload(site, &missing, &token, deploy)?;
        self.post("/pages/assets/upsert-hashes", &token, &json!({ "hashes": keys }))?;
        self.deployment(site, &manifest, mark)?;
        Ok((missing.len(), bytes))
    }
}

impl Pages {
    fn upload(
        &self,
        site: &Inventory,
        missing: &[(&str, &str)],
        token: &str,
        deploy: &DeployContext<'_>,
    ) -> Result<u64> {
        let (mut all, mut rest) = (0, missing);
        while !rest.is_empty() {
            let (mut batch, mut bytes, mut sent) = (Vec::new(), 0, Vec::new());
            while let Some(((key, path), tail)) = rest.split_first() {
                let Some(file) = site.files.get(*path) else { break };
                if !batch.is_empty() && (bytes + file.size > BATCH_BYTES || batch.len() >= BATCH_FILES) {
                    break;
                }
                let value = base64(&file.bytes()?);
                batch.push(json!({ "key": key, "value": value, "metadata": { "contentType": content_type(path) }, "base64": true }));
                bytes += file.size;
                sent.push((*path, file.size));
                rest = tail;
            }
            self.post("/pages/assets/upload", token, &json!(batch))?;
            sent.iter().for_each(|(path, size)| deploy.sent(path, *size));
            all += bytes;
        }
        Ok(all)
    }

    /// The deployment itself: a form of several parts.
    fn deployment(&self, site: &Inventory, manifest: &BTreeMap<String, String>, mark: &str) -> Result<()> {
        let boundary = format!("khobor-{mark}");
        let mut form = Vec::new();
        let manifest = json!(manifest).to_string();
        let message = format!("{TITLE}{mark}");
        let fields = [
            ("manifest", manifest.as_str()),
            ("branch", &self.branch),
            ("commit_message", &message),
            ("commit_dirty", "false"),
        ];
        for (name, value) in fields {
            form.extend_from_slice(
                format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
                    .as_bytes(),
            );
        }
        for name in BESIDE {
            let Some(file) = site.files.get(name) else { continue };
            let head = format!(
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{name}\"\r\nContent-Type: text/plain\r\n\r\n"
            );
            form.extend_from_slice(head.as_bytes());
            form.extend_from_slice(&file.bytes()?);
            form.extend_from_slice(b"\r\n");
        }
        form.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let kind = format!("multipart/form-data; boundary={boundary}");
        self.ask(
            ("POST", &format!("{}/deployments", self.project)),
            &self.bearer,
            &kind,
            Some(&form),
        )
        .map(drop)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn keys_depend_on_content_and_ending() {
        let key = super::key("a/index.html", "4KaV");
        assert_eq!(key.len(), 32);
        assert_ne!(key, super::key("a/index.css", "4KaV"));
        assert_eq!(key, super::key("b.html", "4KaV"));
    }
}
