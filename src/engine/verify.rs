//! `khobor build --verify`: the site once more, without any memory and into another folder, and every file compared.

use super::output::{build, open};
use super::publish_fault::{failed, system_failed};
use super::{Progress, Request};
use crate::diag::{Diagnostic, codes};
use crate::digest::Digest;
use crate::publish::PublishError;
use std::collections::BTreeMap;

/// Builds the site clean into a folder beside the output and compares. Nothing is reported when every file is the same.
pub fn verify(request: &Request, progress: &dyn Progress) -> Vec<Diagnostic> {
    let folder = match tempfile::tempdir().or_else(|_| tempfile::tempdir_in(request.cache())) {
        Ok(folder) => folder,
        Err(error) => return vec![system_failed(&error)],
    };
    let clean = Request {
        out: Some(folder.path().join("public")),
        cache: Some(folder.path().join("cache")),
        picture_store: Some(request.picture_store()),
        ..request.clone()
    };
    let outcome = build(&clean, progress);
    if outcome.value.is_none() {
        return outcome.diagnostics;
    }
    match (files(request), files(&clean)) {
        (Ok(built), Ok(clean)) => differences(&built, &clean),
        (Err(error), _) | (_, Err(error)) => vec![failed(&error)],
    }
}

fn files(request: &Request) -> Result<BTreeMap<String, Digest>, PublishError> {
    let publisher = open(request)?;
    Ok(publisher
        .manifest()
        .iter()
        .map(|e| (e.path.to_owned(), e.digest))
        .collect())
}

fn differences(built: &BTreeMap<String, Digest>, clean: &BTreeMap<String, Digest>) -> Vec<Diagnostic> {
    let other = clean
        .iter()
        .filter(|(path, digest)| built.get(*path) != Some(digest))
        .map(|(path, _)| path);
    let extra = built.keys().filter(|path| !clean.contains_key(*path));
    let mut paths: Vec<&String> = other.chain(extra).collect();
    paths.sort_unstable();
    paths.dedup();
    paths
        .into_iter()
        .take(200)
        .map(|path| Diagnostic::new(&codes::publish::DIFFERS).arg("path", path))
        .collect()
}
