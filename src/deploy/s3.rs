//! `kind = "s3"`: any store that speaks S3 (AWS, R2, MinIO, Spaces, B2). Requests are signed by `rusty-s3`; content type, cache
//! headers and redirects go with every object.

use super::context::{Counts, DeployContext};
use super::fault::{Result, failed};
use super::file_by_file::{Done, FileHost, Item, update};
use super::hostfiles::{Headers, Redirect, content_type, redirects};
use super::http::{Ask, Http, parallel};
use super::inventory::{Inventory, gzip};
use super::record::{BASE, CHANGES, FOLDER};
use rusty_s3::actions::ListObjectsV2;
use rusty_s3::{Bucket, Credentials, S3Action, UrlStyle};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// For how long a signature holds.
const VALID: Duration = Duration::from_secs(900);

pub(super) fn deploy(deploy: &DeployContext<'_>, site: &Inventory) -> Result<Counts> {
    let output = super::inventory::Inventory::read(deploy.context.output)?;
    let mut store = Store::new(deploy, &output)?;
    update(&mut store, site, deploy)
}

struct Store<'a> {
    deploy: &'a DeployContext<'a>,
    http: Http,
    bucket: Bucket,
    credentials: Credentials,
    prefix: String,
    headers: Headers,
    /// Where an object leads, by its path.
    moved: BTreeMap<String, String>,
    /// Pages that stand at addresses without an ending too.
    pages: BTreeSet<String>,
    compress: bool,
}

impl<'a> Store<'a> {
    fn new(deploy: &'a DeployContext<'a>, output: &Inventory) -> Result<Store<'a>> {
        let t = &deploy.target.table;
        let region = t.region.clone().unwrap_or_else(|| "us-east-1".to_owned());
        let endpoint = t
            .endpoint
            .clone()
            .unwrap_or_else(|| format!("https://s3.{region}.amazonaws.com"));
        let style = if t.style.as_deref() == Some("virtual") {
            UrlStyle::VirtualHost
        } else {
            UrlStyle::Path
        };
        let endpoint = endpoint.parse().map_err(|e| failed(format!("endpoint: {e}")))?;
        let bucket = Bucket::new(endpoint, style, t.bucket.clone().unwrap_or_default(), region)
            .map_err(|e| failed(format!("bucket: {e:?}")))?;
        let key = deploy.secrets.need(&deploy.target.name, "ACCESS_KEY")?.reveal();
        let secret = deploy.secrets.need(&deploy.target.name, "SECRET_KEY")?.reveal();
        let credentials = match deploy.secrets.get("SESSION_TOKEN") {
            Some(token) => Credentials::new_with_token(key, secret, token.reveal()),
            None => Credentials::new(key, secret),
        };
        let prefix = t
            .prefix
            .as_deref()
            .map(|p| p.trim_matches('/'))
            .filter(|p| !p.is_empty());
        let list = redirects(&output.text("_redirects").unwrap_or_default());
        Ok(Store {
            deploy,
            http: Http::new(deploy.target.attempts()),
            bucket,
            credentials,
            prefix: prefix.map(|p| format!("{p}/")).unwrap_or_default(),
            headers: Headers::of(output),
            moved: moved(list, output),
            pages: pages(output),
            compress: t.compress.unwrap_or(false),
        })
    }

    fn key(&self, path: &str) -> String {
        format!("{}{path}", self.prefix)
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let key = self.key(path);
        let url = self.bucket.get_object(Some(&self.credentials), &key).sign(VALID);
        let answer = self.http.ask(&Ask {
            method: "GET",
            url: url.as_str(),
            headers: &[],
            body: None,
        })?;
        match answer.status {
            404 => Ok(None),
            _ => answer.good(path).map(|a| Some(a.body)),
        }
    }

    fn put_one(&self, item: &Item<'_>) -> Result<()> {
        let own = item.path.starts_with(FOLDER);
        let mut bytes = item.file.bytes()?;
        let kind = if own {
            "application/gzip".to_owned()
        } else {
            match self.pages.contains(item.path) {
                true => content_type("page.html"),
                false => content_type(item.path),
            }
        };
        let mut headers = vec![("content-type", kind.to_owned())];
        headers.push((
            "cache-control",
            if own {
                "no-store".to_owned()
            } else {
                self.headers.cache(item.path)
            },
        ));
        let text = kind.starts_with("text/")
            || ["application/json", "application/xml", "image/svg+xml"]
                .iter()
                .any(|text| kind.starts_with(text));
        if self.compress && !own && text && bytes.len() > 512 {
            bytes = gzip(&bytes).map_err(failed)?;
            headers.push(("content-encoding", "gzip".to_owned()));
        }
        if let Some(to) = self.moved.get(item.path) {
            headers.push(("x-amz-website-redirect-location", to.clone()));
        }
        let key = self.key(item.path);
        let mut action = self.bucket.put_object(Some(&self.credentials), &key);
        for (name, value) in &headers {
            action.headers_mut().insert(*name, value.clone());
        }
        let url = action.sign(VALID);
        let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = self.http.ask(&Ask {
            method: "PUT",
            url: url.as_str(),
            headers: &headers,
            body: Some(&bytes),
        })?;
        answer.good(item.path).map(drop)
    }

    fn delete_one(&self, path: &str) -> Result<()> {
        let key = self.key(path);
        let url = self.bucket.delete_object(Some(&self.credentials), &key).sign(VALID);
        let answer = self.http.ask(&Ask {
            method: "DELETE",
            url: url.as_str(),
            headers: &[],
            body: None,
        })?;
        if answer.status == 404 {
            Ok(())
        } else {
            answer.good(path).map(drop)
        }
    }

    fn head(&self, path: &str) -> Result<bool> {
        let key = self.key(path);
        let url = self.bucket.head_object(Some(&self.credentials), &key).sign(VALID);
        let answer = self.http.ask(&Ask {
            method: "HEAD",
            url: url.as_str(),
            headers: &[],
            body: None,
        })?;
        match answer.status {
            404 => Ok(false),
            _ => answer.good(path).map(|_| true),
        }
    }

    fn list(&self) -> Result<BTreeSet<String>> {
        let mut found = BTreeSet::new();
        let mut token: Option<String> = None;
        loop {
            let mut action = self.bucket.list_objects_v2(Some(&self.credentials));
            action.with_prefix(self.prefix.clone());
            if let Some(token) = token.take() {
                action.with_continuation_token(token);
            }
            let url = action.sign(VALID);
            let answer = self
                .http
                .ask(&Ask {
                    method: "GET",
                    url: url.as_str(),
                    headers: &[],
                    body: None,
                })?
                .good("list")?;
            let page = ListObjectsV2::parse_response(&String::from_utf8_lossy(&answer.body))
                .map_err(|e| failed(format!("list: {e}")))?;
            let keys = page
                .contents
                .into_iter()
                .filter_map(|object| object.key.strip_prefix(&self.prefix).map(str::to_owned));
            found.extend(keys);
            match page.next_continuation_token {
                Some(next) => token = Some(next),
                None => return Ok(found),
            }
        }
    }
}

/// Pages that stand at addresses without an ending.
fn pages(output: &Inventory) -> BTreeSet<String> {
    let bare = |path: &String| Some(path.strip_suffix(".html")?.to_owned());
    let all = output.files.keys().filter_map(bare);
    all.filter(|bare| output.files.contains_key(bare)).collect()
}

/// The objects that stand at former addresses, and where they lead. Keys at most 2 KB of header (S3's limit).
fn moved(list: Vec<Redirect>, output: &Inventory) -> BTreeMap<String, String> {
    let object = |from: &str| {
        let path = from.trim_start_matches('/');
        [path.to_owned(), format!("{}/index.html", path.trim_end_matches('/'))]
            .into_iter()
            .find(|p| output.files.contains_key(p))
    };
    let sound = list.into_iter().filter(|r| r.to.len() < 2_000);
    sound.filter_map(|r| Some((object(&r.from)?, r.to))).collect()
}

impl FileHost for Store<'_> {
    fn records(&mut self) -> Result<[Option<Vec<u8>>; 2]> {
        Ok([self.get(BASE)?, self.get(CHANGES)?])
    }

    /// Few are asked for one by one; for many the whole prefix is listed, 1,000 keys a request.
    fn existing(&mut self, paths: &[&str]) -> Result<Vec<String>> {
        if paths.len() > 64 {
            let keys = self.list()?;
            return Ok(paths
                .iter()
                .filter(|p| keys.contains(**p))
                .map(|p| (*p).to_owned())
                .collect());
        }
        let found = std::sync::Mutex::new(BTreeSet::new());
        parallel(self.deploy.target.parallel(), paths, &|path| {
            if self.head(path)?
                && let Ok(mut found) = found.lock()
            {
                found.insert((*path).to_owned());
            }
            Ok(())
        })?;
        Ok(found.into_inner().unwrap_or_default().into_iter().collect())
    }

    fn put(&mut self, items: &[Item<'_>], done: Done<'_>) -> Result<()> {
        parallel(self.deploy.target.parallel(), items, &|item| {
            self.put_one(item)?;
            done(item.path);
            Ok(())
        })
    }

    fn delete(&mut self, paths: &[&str], done: Done<'_>) -> Result<()> {
        let pages = paths
            .iter()
            .take_while(|p| super::plan::wave(p, false) > super::plan::Wave::Assets)
            .count();
        let (pages, assets) = paths.split_at(pages.min(paths.len()));
        for part in [pages, assets] {
            parallel(self.deploy.target.parallel(), part, &|path| {
                self.delete_one(path)?;
                done(path);
                Ok(())
            })?;
        }
        Ok(())
    }
}
