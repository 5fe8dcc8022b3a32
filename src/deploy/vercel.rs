//! `kind = "vercel"`: every file is sent under its SHA-1 unless Vercel has it, then one deployment names them all. Documented as
//! "Upload deployment files" and "Create a new deployment" of Vercel's REST API.

use super::context::DeployContext;
use super::fault::{Result, ended};
use super::http::{Answer, Ask, Http, parallel};
use super::inventory::Inventory;
use super::netlify::sha1;
use super::whole::Whole;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(super) struct Vercel {
    http: Http,
    api: String,
    project: String,
    team: String,
    bearer: String,
    threads: usize,
}

impl Vercel {
    pub(super) fn new(deploy: &DeployContext<'_>) -> Result<Vercel> {
        let table = &deploy.target.table;
        Ok(Vercel {
            http: Http::new(deploy.target.attempts()),
            api: table
                .api
                .as_deref()
                .unwrap_or("https://api.vercel.com")
                .trim_end_matches('/')
                .to_owned(),
            project: table.project.clone().unwrap_or_default(),
            team: table
                .team
                .as_deref()
                .map(|t| format!("teamId={}", super::encode::query(t)))
                .unwrap_or_default(),
            bearer: format!("Bearer {}", deploy.secrets.need(&deploy.target.name, "TOKEN")?.reveal()),
            threads: deploy.target.parallel(),
        })
    }

    fn ask(&self, method: &'static str, path: &str, more: &[(&str, &str)], body: Option<&[u8]>) -> Result<Answer> {
        let joint = if path.contains('?') { "&" } else { "?" };
        let url = format!("{}{path}{joint}{}", self.api, self.team);
        let url = url.trim_end_matches(['?', '&']);
        let mut headers = vec![("authorization", self.bearer.as_str())];
        headers.extend(more);
        self.http.ask(&Ask {
            method,
            url,
            headers: &headers,
            body,
        })
    }

    fn create(&self, body: &Value) -> Result<Answer> {
        self.ask(
            "POST",
            "/v13/deployments?skipAutoDetectionConfirmation=1",
            &[("content-type", "application/json")],
            Some(body.to_string().as_bytes()),
        )
    }

    fn upload(&self, site: &Inventory, missing: &[(&str, &str)], deploy: &DeployContext<'_>) -> Result<()> {
        parallel(self.threads, missing, &|(digest, path)| {
            let Some(file) = site.files.get(*path) else {
                return Ok(());
            };
            let headers = [
                ("content-type", "application/octet-stream"),
                ("x-vercel-digest", *digest),
            ];
            self.ask("POST", "/v2/files", &headers, Some(&file.bytes()?))?
                .good("Vercel")?;
            deploy.sent(path, file.size);
            Ok(())
        })
    }

    fn wait(&self, id: &str) -> Result<()> {
        for _ in 0..600 {
            let deployment = self
                .ask("GET", &format!("/v13/deployments/{id}"), &[], None)?
                .good("Vercel")?
                .json();
            match deployment["readyState"].as_str().unwrap_or_default() {
                "READY" => return Ok(()),
                state @ ("ERROR" | "CANCELED") => {
                    return Err(ended((
                        format!("Vercel: the deployment ended as {state}"),
                        format!("Vercel-এ আপলোড শেষ হয়েছে `{state}` হয়ে"),
                    )));
                }
                _ => std::thread::sleep(std::time::Duration::from_secs(1)),
            }
        }
        Err(ended((
            "Vercel: the deployment did not become ready within ten minutes",
            "Vercel দশ মিনিটেও সাইট চালু করেনি",
        )))
    }
}

impl Whole for Vercel {
    fn mark(&mut self) -> Result<Option<String>> {
        let path = format!(
            "/v6/deployments?app={}&target=production&state=READY&limit=1",
            super::encode::query(&self.project)
        );
        let list = self.ask("GET", &path, &[], None)?.good("Vercel")?.json();
        Ok(list["deployments"][0]["meta"]["khobor"].as_str().map(str::to_owned))
    }

    fn publish(&mut self, site: &Inventory, mark: &str, deploy: &DeployContext<'_>) -> Result<(usize, u64)> {
        let mut files = Vec::new();
        let mut by_digest: BTreeMap<String, &str> = BTreeMap::new();
        for (path, file) in &site.files {
            let bytes = file.bytes()?;
            let digest = sha1(&bytes);
            files.push(json!({ "file": path, "sha": digest, "size": bytes.len() }));
            by_digest.insert(digest, path);
        }
        let body = json!({
            "name": self.project, "project": self.project, "target": "production", "files": files, "meta": { "khobor": mark },
            "projectSettings": { "framework": null, "buildCommand": null, "outputDirectory": null },
        });
        let mut answer = self.create(&body)?;
        let mut sent: BTreeSet<String> = BTreeSet::new();
        while answer.status == 400 && answer.json()["error"]["code"] == "missing_files" {
            let output = answer.json();
            let wanted = output["error"]["missing"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str);
            let missing: Vec<(&str, &str)> = wanted
                .filter(|d| !sent.contains(*d))
                .filter_map(|d| Some((d, *by_digest.get(d)?)))
                .collect();
            if missing.is_empty() {
                break;
            }
            self.upload(site, &missing, deploy)?;
            sent.extend(missing.iter().map(|(digest, _)| (*digest).to_owned()));
            answer = self.create(&body)?;
        }
        let deployment = answer.good("Vercel")?.json();
        let id = deployment["id"].as_str().filter(|id| {
            id.bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
        });
        self.wait(id.ok_or_else(|| {
            ended((
                "Vercel: the answer names no deployment",
                "Vercel-এর উত্তরে আপলোডের নাম নেই",
            ))
        })?)?;
        let bytes = sent
            .iter()
            .filter_map(|d| site.files.get(*by_digest.get(d)?))
            .map(|f| f.size)
            .sum();
        Ok((sent.len(), bytes))
    }
}
