//! Telling others after a deploy that changed something: a WebSub hub, IndexNow, a CDN. Nothing here can undo a deploy, so
//! what fails is a warning.

use super::context::{Counts, DeployContext};
use super::fault::Fault;
use super::inventory::Inventory;
use crate::diag::{Diagnostic, Lang, Reason, codes::deploy as codes};
use std::process::Command;

/// Addresses of one request to IndexNow (its limit is 10,000) and of one call of a purge program.
const INDEXNOW_BATCH: usize = 10_000;
const PURGE_BATCH: usize = 100;

/// Tells whoever the target names. Faults are warnings.
pub(super) fn all(deploy: &DeployContext<'_>, _: &Inventory, counts: &Counts) -> Vec<Fault> {
    if counts.changed.is_empty() {
        return Vec::new();
    }
    let address = |path: &String| address((deploy.context.base_url, deploy.context.bare_addresses), path);
    let own = |path: &&String| {
        !path.starts_with("_server/")
            && !path.ends_with(".gz")
            && !path.ends_with(".br")
            && !matches!(path.as_str(), ".htaccess" | "_redirects" | "_headers")
    };
    let public: Vec<&String> = counts.changed.iter().filter(own).collect();
    let mut diagnostics = Vec::new();
    let feeds: Vec<String> = public
        .iter()
        .filter(|p| p.ends_with("rss.xml") || p.ends_with("atom.xml") || p.ends_with("feed.json"))
        .map(|p| address(p))
        .collect();
    diagnostics.extend(websub(deploy, &feeds));
    let pages: Vec<String> = public
        .iter()
        .filter(|p| p.ends_with(".html") && !p.starts_with("_fragments/") && p.as_str() != "404.html")
        .map(|p| address(p))
        .collect();
    diagnostics.extend(indexnow(deploy, &pages));
    let everything: Vec<String> = public.iter().map(|p| address(p)).collect();
    diagnostics.extend(purge(deploy, &everything));
    diagnostics
}

/// The address of an output file.
fn address((base_url, bare_addresses): (&str, bool), path: &str) -> String {
    let folder = path
        .strip_suffix("index.html")
        .filter(|head| head.is_empty() || head.ends_with('/'));
    let bare = || path.strip_suffix(".html").filter(|_| bare_addresses);
    let page = folder.or_else(bare).unwrap_or(path);
    format!("{base_url}/{}", super::encode::path(page))
}

fn failed(whom: &str, reason: impl Into<Reason>) -> Fault {
    Box::new(Diagnostic::new(&codes::NOT_TOLD).arg("whom", whom).reason(reason))
}

/// What a fault says, as the reason of another.
fn reason_of(fault: &Diagnostic) -> Reason {
    Reason::new(fault.message(Lang::En), fault.message(Lang::Bn))
}

/// WebSub: `hub.mode=publish` with the address of each feed that changed.
#[cfg(feature = "deploy")]
fn websub(deploy: &DeployContext<'_>, feeds: &[String]) -> Vec<Fault> {
    if !deploy.target.table.websub.unwrap_or(false) || feeds.is_empty() {
        return Vec::new();
    }
    let Some(hub) = deploy
        .context
        .hub
        .filter(|hub| super::guard::service(hub, false).is_none())
    else {
        return vec![failed(
            "WebSub",
            ("[feeds] hub is no https address", "[feeds] hub https ঠিকানা নয়"),
        )];
    };
    let urls = feeds.iter().fold("hub.mode=publish".to_owned(), |form, feed| {
        form + "&hub.url=" + &super::encode::query(feed)
    });
    post(
        deploy,
        "WebSub",
        hub,
        "application/x-www-form-urlencoded",
        urls.as_bytes(),
    )
    .into_iter()
    .collect()
}

/// IndexNow: host, key and the addresses that changed or went.
#[cfg(feature = "deploy")]
fn indexnow(deploy: &DeployContext<'_>, pages: &[String]) -> Vec<Fault> {
    let table = &deploy.target.table;
    let Some(key) = &table.indexnow else {
        return Vec::new();
    };
    let api = table.indexnow_api.as_deref();
    let api = api.unwrap_or("https://api.indexnow.org/indexnow");
    let base = deploy.context.base_url;
    let host = base
        .split("://")
        .nth(1)
        .and_then(|rest| rest.split('/').next())
        .unwrap_or_default();
    let send = |batch: &[String]| {
        let body = serde_json::json!({ "host": host, "key": key, "keyLocation": format!("{base}/{key}.txt"), "urlList": batch });
        post(
            deploy,
            "IndexNow",
            api,
            "application/json; charset=utf-8",
            body.to_string().as_bytes(),
        )
    };
    pages.chunks(INDEXNOW_BATCH).filter_map(send).collect()
}

#[cfg(feature = "deploy")]
fn post(deploy: &DeployContext<'_>, whom: &str, url: &str, kind: &str, body: &[u8]) -> Option<Fault> {
    use super::http::{Ask, Http};
    let http = Http::new(deploy.target.attempts().min(2));
    let answer = http.ask(&Ask {
        method: "POST",
        url,
        headers: &[("content-type", kind)],
        body: Some(body),
    });
    let output = answer.and_then(|a| a.good(whom)).err()?;
    Some(failed(whom, reason_of(&output)))
}

#[cfg(not(feature = "deploy"))]
fn websub(_: &DeployContext<'_>, _: &[String]) -> Vec<Fault> {
    Vec::new()
}

#[cfg(not(feature = "deploy"))]
fn indexnow(_: &DeployContext<'_>, _: &[String]) -> Vec<Fault> {
    Vec::new()
}

/// `["print"]` prints the addresses; otherwise the program is called, without a shell.
fn purge(deploy: &DeployContext<'_>, urls: &[String]) -> Vec<Fault> {
    let Some((program, arguments)) = deploy.target.table.purge.as_ref().and_then(|p| p.split_first()) else {
        return Vec::new();
    };
    if program == "print" && arguments.is_empty() {
        urls.iter().for_each(|url| deploy.say(url));
        return Vec::new();
    }
    let placed = arguments.iter().any(|a| a == "{urls}");
    let size = if placed { PURGE_BATCH } else { urls.len().max(1) };
    let call = |batch: &[String]| {
        let mut command = Command::new(program);
        for argument in arguments {
            if argument == "{urls}" {
                command.args(batch)
            } else {
                command.arg(argument)
            };
        }
        let input = if placed {
            Vec::new()
        } else {
            (batch.join("\n") + "\n").into_bytes()
        };
        let output = super::process::run(command, &input, &deploy.redactor, &mut |_| {})
            .and_then(|output| output.sound(program));
        output.err().map(|output| failed(program, reason_of(&output)))
    };
    urls.chunks(size).filter_map(call).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn addresses_are_those_of_readers() {
        assert_eq!(
            super::address(("https://x.example", false), "index.html"),
            "https://x.example/"
        );
        assert_eq!(
            super::address(("https://x.example/p", false), "ক/index.html"),
            "https://x.example/p/%E0%A6%95/"
        );
        assert_eq!(
            super::address(("https://x.example", false), "myindex.html"),
            "https://x.example/myindex.html"
        );
    }
}
