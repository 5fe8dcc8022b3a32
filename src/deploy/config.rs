//! `[deploy.NAME]` of khobor.toml: every key, strictly read and checked, each fault with its place.

use super::fault::{Fault, Result, fault};
use super::guard;
use super::profile::Profile;
use crate::config::{Codes, read};
use crate::diag::{Diagnostic, Place, Reason, Severity, codes::deploy as codes, did_you_mean};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// `[deploy.NAME]`, as written. Which keys a kind takes: [`Kind`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TargetTable {
    /// `folder rsync sftp ftp ftps s3 git netlify cloudflare-pages vercel`.
    pub kind: String,
    /// Whose limits and files: `plain nginx apache caddy s3 github gitlab codeberg netlify cloudflare-pages vercel`.
    pub profile: Option<String>,
    /// The account pays for the host's larger limits (Cloudflare Pages: 100,000 files).
    pub paid: Option<bool>,
    /// The served folder: on this machine (`folder`) or there (`rsync sftp ftp ftps`).
    pub path: Option<String>,
    /// The machine: `host`, for ssh also `user@host`.
    pub host: Option<String>,
    /// Its port, when it is not the usual one.
    pub port: Option<u16>,
    /// The user's name (`ftp ftps`).
    pub user: Option<String>,
    /// An ssh configuration file to use instead of the user's own.
    pub ssh_config: Option<String>,
    /// The repository (`git`): https, ssh or a local path.
    pub url: Option<String>,
    /// The branch (`git`: `gh-pages`; Cloudflare: `main`).
    pub branch: Option<String>,
    /// The site's own domain, for a `CNAME` file (`git`).
    pub domain: Option<String>,
    /// The bucket (`s3`).
    pub bucket: Option<String>,
    /// The address of the store (`s3`); Amazon's when absent.
    pub endpoint: Option<String>,
    /// The region (`s3`): `us-east-1`; `auto` for R2.
    pub region: Option<String>,
    /// In front of every key (`s3`).
    pub prefix: Option<String>,
    /// `path` or `virtual`: where the bucket's name goes (`s3`).
    pub style: Option<String>,
    /// Uploads at a time; 8.
    pub parallel: Option<u8>,
    /// The site's id (`netlify`).
    pub site: Option<String>,
    /// The account's id (`cloudflare-pages`).
    pub account: Option<String>,
    /// The project (`cloudflare-pages`, `vercel`).
    pub project: Option<String>,
    /// The team's id (`vercel`).
    pub team: Option<String>,
    /// Another address of the service's own API.
    pub api: Option<String>,
    /// A file of certificates to trust instead of the public ones (`ftps`).
    pub ca_file: Option<String>,
    /// A file with secrets, `NAME=value` a line, that only its owner may read (0600).
    pub secrets: Option<String>,
    /// Compressed copies beside texts (`.gz`, `.br`); by profile when absent.
    pub compress: Option<bool>,
    /// Attempts of a request; 4.
    pub attempts: Option<u8>,
    /// Tell the WebSub hub of `[feeds] hub` which feeds changed.
    pub websub: Option<bool>,
    /// The key for IndexNow: search engines hear which pages changed.
    pub indexnow: Option<String>,
    /// Another address for IndexNow; `https://api.indexnow.org/indexnow`.
    pub indexnow_api: Option<String>,
    /// What to do with changed addresses: `["print"]`, or a program and its arguments. `{urls}` stands for the addresses;
    /// without it they come on standard input.
    pub purge: Option<Vec<String>>,
}

/// A place to deploy to.
#[derive(Debug, Clone)]
pub struct Target {
    /// Its name in khobor.toml.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Whose limits and files.
    pub profile: Profile,
    /// As written.
    pub table: TargetTable,
}

/// Kinds of hosts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Another folder, a mounted share. Keys: `path`.
    Folder,
    /// rsync over ssh. Keys: `host path port ssh_config`.
    Rsync,
    /// sftp. Keys: `host path port ssh_config`.
    Sftp,
    /// FTP without encryption. Keys: `host path port user`.
    Ftp,
    /// FTP over TLS. Keys: `host path port user ca_file`.
    Ftps,
    /// S3 and everything that speaks it. Keys: `bucket endpoint region prefix style parallel`.
    S3,
    /// A branch of a repository. Keys: `url branch domain`.
    Git,
    /// Netlify. Keys: `site api parallel`.
    Netlify,
    /// Cloudflare Pages. Keys: `account project branch api`.
    CloudflarePages,
    /// Vercel. Keys: `project team api parallel`.
    Vercel,
}

/// Kinds: name, keys that they need, keys that they may have.
const KINDS: [(&str, Kind, &[&str], &[&str]); 10] = [
    ("folder", Kind::Folder, &["path"], &[]),
    ("rsync", Kind::Rsync, &["host", "path"], &["port", "ssh_config"]),
    ("sftp", Kind::Sftp, &["host", "path"], &["port", "ssh_config"]),
    ("ftp", Kind::Ftp, &["host", "path"], &["port", "user"]),
    ("ftps", Kind::Ftps, &["host", "path"], &["port", "user", "ca_file"]),
    (
        "s3",
        Kind::S3,
        &["bucket"],
        &["endpoint", "region", "prefix", "style", "parallel"],
    ),
    ("git", Kind::Git, &["url"], &["branch", "domain"]),
    ("netlify", Kind::Netlify, &["site"], &["api", "parallel"]),
    (
        "cloudflare-pages",
        Kind::CloudflarePages,
        &["account", "project"],
        &["branch", "api"],
    ),
    ("vercel", Kind::Vercel, &["project"], &["team", "api", "parallel"]),
];

/// Keys that every kind may have.
const COMMON: [&str; 10] = [
    "kind",
    "profile",
    "paid",
    "secrets",
    "compress",
    "attempts",
    "websub",
    "indexnow",
    "indexnow_api",
    "purge",
];

impl Kind {
    /// As written in khobor.toml.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|k| k.1 == self).map_or("", |k| k.0)
    }

    /// The environment variable in which the host's own tools expect the token.
    pub fn own_token(self) -> Option<&'static str> {
        match self {
            Kind::Netlify => Some("NETLIFY_AUTH_TOKEN"),
            Kind::CloudflarePages => Some("CLOUDFLARE_API_TOKEN"),
            Kind::Vercel => Some("VERCEL_TOKEN"),
            _ => None,
        }
    }

    fn profile(self) -> Profile {
        match self {
            Kind::S3 => Profile::S3,
            Kind::Git => Profile::Github,
            Kind::Netlify => Profile::Netlify,
            Kind::CloudflarePages => Profile::CloudflarePages,
            Kind::Vercel => Profile::Vercel,
            Kind::Ftp | Kind::Ftps => Profile::Apache,
            Kind::Folder | Kind::Rsync | Kind::Sftp => Profile::Plain,
        }
    }
}

#[derive(Deserialize)]
struct DeployFile {
    #[serde(default)]
    deploy: BTreeMap<String, TargetTable>,
}

/// Reads all targets from the text of khobor.toml. Everything else in the file is not looked at.
///
/// ```
/// let text = "[deploy.server]\nkind = \"rsync\"\nhost = \"nodipoth.example\"\npath = \"/var/www/খবর\"\n";
/// let (targets, diagnostics) = khobor::deploy::targets(text);
/// assert!(diagnostics.is_empty());
/// assert_eq!(targets[0].kind.name(), "rsync");
/// let (_, diagnostics) = khobor::deploy::targets("[deploy.x]\nkind = \"rsync\"\nhost = \"-oProxyCommand=x\"\npath = \"/a\"\n");
/// assert_eq!(diagnostics[0].code.id, "KH0705");
/// ```
pub fn targets(text: &str) -> (Vec<Target>, Vec<Diagnostic>) {
    let told_with = Codes {
        invalid: &codes::INVALID,
        unknown_key: &codes::UNKNOWN_KEY,
    };
    let (file, mut diagnostics) = read::<DeployFile>("khobor.toml", text, told_with);
    let mut targets = Vec::new();
    for (name, table) in file.map(|f| f.deploy).unwrap_or_default() {
        let checked = Check {
            text,
            name: &name,
            diagnostics: Vec::new(),
        }
        .target(table);
        targets.extend(checked.0);
        diagnostics.extend(checked.1);
    }
    (targets, diagnostics)
}

/// The target that a command names; the only one when it names none.
///
/// # Errors
/// No such target, none at all, or several and none was named.
pub fn choose<'t>(targets: &'t [Target], name: Option<&str>) -> Result<&'t Target> {
    let names = || {
        targets
            .iter()
            .map(|t| format!("`{}`", t.name))
            .collect::<Vec<_>>()
            .join(", ")
    };
    match (name, targets) {
        (None, []) => Err(Box::new(Diagnostic::new(&codes::NO_TARGET).arg_in(
            "advice",
            "khobor.toml-এ কোনো [deploy.NAME] নেই; একটি যোগ করুন।",
            "khobor.toml has no [deploy.NAME]; add one.",
        ))),
        (None, [only]) => Ok(only),
        (None, _) => Err(Box::new(Diagnostic::new(&codes::NO_TARGET).arg_in(
            "advice",
            format!("khobor.toml-এ আছে: {}। একটির নাম বলুন।", names()),
            format!("khobor.toml has: {}. Name one.", names()),
        ))),
        (Some(name), _) => targets.iter().find(|t| t.name == name).ok_or_else(|| {
            let near = did_you_mean(name, targets.iter().map(|t| t.name.as_str()));
            let suggestion = near.map_or_else(names, |n| format!("`{n}`?"));
            fault(&codes::UNKNOWN_TARGET, &[("name", &name), ("suggestion", &suggestion)])
        }),
    }
}

/// A key, its value, and why a value is refused.
type Rule<'a> = (&'static str, &'a Option<String>, fn(&str) -> guard::Flaw);

struct Check<'a> {
    text: &'a str,
    name: &'a str,
    diagnostics: Vec<Diagnostic>,
}

impl Check<'_> {
    fn target(mut self, table: TargetTable) -> (Option<Target>, Vec<Diagnostic>) {
        if let Some(reason) = guard::name(self.name) {
            self.refuse("name", self.name.to_owned().as_str(), reason);
        }
        let Some((_, kind, needed, optional)) = KINDS.iter().find(|k| k.0 == table.kind) else {
            self.unknown("kind", &table.kind, &KINDS.map(|k| k.0));
            return (None, self.diagnostics);
        };
        let present = present(&table);
        for key in needed.iter().filter(|key| !present.contains(*key)) {
            let (name, kind) = (self.name, &table.kind);
            let missing = Diagnostic::new(&codes::INVALID).reason((
                format!("[deploy.{name}]: `{key}` is missing (kind `{kind}`)"),
                format!("[deploy.{name}]: `{key}` নেই (`kind` = `{kind}`)"),
            ));
            self.say(Box::new(missing), "kind");
        }
        for key in present
            .iter()
            .filter(|key| !COMMON.contains(key) && !needed.contains(key) && !optional.contains(key))
        {
            let known = needed
                .iter()
                .chain(*optional)
                .map(|k| format!("`{k}`"))
                .collect::<Vec<_>>()
                .join(", ");
            self.say(
                fault(
                    &codes::UNKNOWN_KEY,
                    &[("key", key), ("suggestion", &format!("kind `{}`: {known}", table.kind))],
                ),
                key,
            );
        }
        let profile = self.profile(&table, *kind);
        self.values(&table, *kind);
        let sound = self.diagnostics.iter().all(|d| d.severity() < Severity::Error);
        (
            sound.then(|| Target {
                name: self.name.to_owned(),
                kind: *kind,
                profile,
                table,
            }),
            self.diagnostics,
        )
    }

    fn profile(&mut self, table: &TargetTable, kind: Kind) -> Profile {
        let Some(written) = &table.profile else {
            return kind.profile();
        };
        match Profile::named(written) {
            Some(profile) => profile,
            None => {
                self.unknown("profile", written, &Profile::NAMES.map(|p| p.0));
                kind.profile()
            }
        }
    }

    fn values(&mut self, t: &TargetTable, kind: Kind) {
        let ssh = matches!(kind, Kind::Rsync | Kind::Sftp);
        let path: fn(&str) -> guard::Flaw = match kind {
            Kind::Folder => guard::plain,
            Kind::Ftp | Kind::Ftps => guard::account_path,
            _ => guard::remote_path,
        };
        let host: fn(&str) -> guard::Flaw = if ssh { guard::host } else { guard::name };
        let lan: fn(&str) -> guard::Flaw = |v| guard::service(v, true);
        let service: fn(&str) -> guard::Flaw = |v| guard::service(v, false);
        let checks: [Rule<'_>; 17] = [
            ("path", &t.path, path),
            ("host", &t.host, host),
            ("user", &t.user, guard::plain),
            ("ssh_config", &t.ssh_config, quotable),
            ("url", &t.url, guard::repository),
            ("branch", &t.branch, guard::branch),
            ("domain", &t.domain, guard::name),
            ("bucket", &t.bucket, guard::name),
            ("endpoint", &t.endpoint, lan),
            ("region", &t.region, guard::name),
            ("prefix", &t.prefix, guard::prefix),
            ("site", &t.site, guard::name),
            ("account", &t.account, guard::name),
            ("project", &t.project, guard::name),
            ("team", &t.team, guard::name),
            ("api", &t.api, service),
            ("indexnow_api", &t.indexnow_api, service),
        ];
        for (key, value, flaw) in checks {
            if let Some((value, reason)) = value.as_deref().and_then(|v| Some((v, flaw(v)?))) {
                self.refuse(key, value, reason);
            }
        }
        let key = |v: &str| {
            guard::name(v).or_else(|| {
                (!(8..=128).contains(&v.len())).then_some(("it takes 8 to 128 signs", "৮ থেকে ১২৮টি চিহ্ন লাগে"))
            })
        };
        if let Some((value, reason)) = t.indexnow.as_deref().and_then(|v| Some((v, key(v)?))) {
            self.refuse("indexnow", value, reason);
        }
        if let Some(style) = t.style.as_deref().filter(|s| !matches!(*s, "path" | "virtual")) {
            self.unknown("style", style, &["path", "virtual"]);
        }
        if t.purge
            .as_ref()
            .is_some_and(|p| p.first().is_none_or(|program| guard::plain(program).is_some()))
        {
            self.refuse("purge", "", ("it needs a program", "একটি প্রোগ্রামের নাম লাগে"));
        }
    }

    /// A value that may be dangerous is reported without what an address hides in front of its `@`.
    fn refuse(&mut self, key: &str, value: &str, reason: (&str, &str)) {
        let shown = match value
            .split_once("://")
            .and_then(|(scheme, rest)| Some((scheme, rest.rsplit_once('@')?.1)))
        {
            Some((scheme, rest)) => format!("{scheme}://***@{rest}"),
            None => value.to_owned(),
        };
        let refused = fault(&codes::REFUSED, &[("key", &key), ("value", &format!("\"{shown}\""))]);
        self.say(Box::new(refused.reason(reason)), key);
    }

    fn unknown(&mut self, key: &str, value: &str, known: &[&str]) {
        let near = did_you_mean(value, known.iter().copied());
        let help = near.map_or_else(|| known.join(", "), |n| format!("`{n}`?"));
        let written = format!("[deploy.{}]: {key} = \"{value}\": {help}", self.name);
        let invalid = Diagnostic::new(&codes::INVALID).reason(Reason::same(written));
        self.say(Box::new(invalid), key);
    }

    #[allow(clippy::boxed_local, reason = "faults are boxed everywhere")]
    fn say(&mut self, diagnostic: Fault, key: &str) {
        let place = place(self.text, self.name, key);
        self.diagnostics.push(diagnostic.at(place));
    }
}

fn quotable(path: &str) -> guard::Flaw {
    guard::plain(path).or_else(|| {
        path.contains(['\'', '"', '\\']).then_some((
            "it holds a quotation mark or a backslash",
            "এতে উদ্ধৃতিচিহ্ন বা উল্টো দাগ আছে",
        ))
    })
}

/// The keys that a table has.
fn present(t: &TargetTable) -> Vec<&'static str> {
    let keys = [
        ("path", t.path.is_some()),
        ("host", t.host.is_some()),
        ("port", t.port.is_some()),
        ("user", t.user.is_some()),
        ("ssh_config", t.ssh_config.is_some()),
        ("url", t.url.is_some()),
        ("branch", t.branch.is_some()),
        ("domain", t.domain.is_some()),
        ("bucket", t.bucket.is_some()),
        ("endpoint", t.endpoint.is_some()),
        ("region", t.region.is_some()),
        ("prefix", t.prefix.is_some()),
        ("style", t.style.is_some()),
        ("parallel", t.parallel.is_some()),
        ("site", t.site.is_some()),
        ("account", t.account.is_some()),
        ("project", t.project.is_some()),
        ("team", t.team.is_some()),
        ("api", t.api.is_some()),
        ("ca_file", t.ca_file.is_some()),
    ];
    keys.into_iter()
        .filter_map(|(key, given)| given.then_some(key))
        .collect()
}

/// Where a key of a target stands.
fn place(text: &str, name: &str, key: &str) -> Place {
    let heads = [format!("[deploy.{name}]"), format!("[deploy.\"{name}\"]")];
    let Some(start) = heads.iter().find_map(|head| text.find(head)) else {
        return Place::file("khobor.toml");
    };
    let body = start + 1;
    let end = text[body..].find("\n[").map_or(text.len(), |i| body + i);
    let mut at = start;
    for line in text[start..end].split_inclusive('\n') {
        let written = line.trim_start();
        if written
            .strip_prefix(key)
            .is_some_and(|rest| rest.trim_start().starts_with('='))
        {
            let first = at + line.len() - written.len();
            return Place::in_text("khobor.toml", text, first..first + key.len());
        }
        at += line.len();
    }
    Place::in_text("khobor.toml", text, start..start + name.len())
}

impl Target {
    /// A path of the table, relative to the site's root.
    pub(super) fn file(&self, root: &std::path::Path, written: &str) -> PathBuf {
        root.join(written)
    }

    /// Attempts of a request.
    pub(super) fn attempts(&self) -> u32 {
        u32::from(self.table.attempts.unwrap_or(4).clamp(1, 20))
    }

    /// Uploads at a time.
    pub(super) fn parallel(&self) -> usize {
        usize::from(self.table.parallel.unwrap_or(8).clamp(1, 64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_with_their_places() {
        let text = "[site]\ntitle = \"খ\"\n\n[deploy.a]\nkind = \"rsnc\"\n\n[deploy.b]\nkind = \"s3\"\nbuket = \"x\"\n\n[deploy.c]\nkind = \"s3\"\nhost = \"h\"\nbucket = \"-x\"\n";
        let (targets, diagnostics) = targets(text);
        assert!(targets.is_empty());
        let lines: Vec<(&str, u32)> = diagnostics
            .iter()
            .map(|d| (d.code.id, d.place.as_ref().unwrap().line))
            .collect();
        assert_eq!(
            lines,
            [
                ("KH0704", 9),
                ("KH0703", 5),
                ("KH0703", 8),
                ("KH0704", 13),
                ("KH0705", 14)
            ]
        );
        assert!(diagnostics[0].help(crate::diag::Lang::En).contains("`bucket`?"));
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_not_shown() {
        let (_, diagnostics) = targets("[deploy.a]\nkind = \"git\"\nurl = \"https://u:canary-1@h.example/x.git\"\n");
        assert_eq!(diagnostics[0].code.id, "KH0705");
        assert!(!diagnostics[0].message(crate::diag::Lang::En).contains("canary"));
    }
}
