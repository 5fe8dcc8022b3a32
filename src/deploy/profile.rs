//! Host profiles: what a host takes (limits, checked before anything is sent) and the files by which it learns of
//! redirects, headers and the 404 page, in the encoding in which it matches addresses (portal.md 2.7).

use super::fault::{Fault, fault};
use super::inventory::Inventory;
use crate::diag::codes::deploy as codes;

/// Whose limits and files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Any web server; nothing is written for it.
    Plain,
    /// nginx: files to include under `_server/`.
    Nginx,
    /// Apache and shared hosting: `.htaccess`.
    Apache,
    /// Caddy: a file to import under `_server/`.
    Caddy,
    /// S3 website: redirects as metadata.
    S3,
    /// GitHub Pages.
    Github,
    /// GitLab Pages.
    Gitlab,
    /// Codeberg Pages.
    Codeberg,
    /// Netlify.
    Netlify,
    /// Cloudflare Pages.
    CloudflarePages,
    /// Vercel.
    Vercel,
}

/// What a host takes. `None`: no limit that khobor knows of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// Files.
    pub files: Option<u64>,
    /// Bytes of a file.
    pub file_bytes: Option<u64>,
    /// Bytes of everything.
    pub bytes: Option<u64>,
    /// Redirects without patterns.
    pub redirects: Option<u64>,
    /// Redirects with `*` or `:name`.
    pub patterns: Option<u64>,
    /// Signs of a rule.
    pub rule: Option<u64>,
    /// Bytes of the redirect file.
    pub redirect_bytes: Option<u64>,
    /// Bytes of a name.
    pub name_bytes: Option<u64>,
    /// Rules of the header file.
    pub headers: Option<u64>,
}

const MIB: u64 = 1 << 20;

impl Profile {
    /// Names in khobor.toml and on the command line.
    pub const NAMES: [(&'static str, Profile); 11] = [
        ("plain", Profile::Plain),
        ("nginx", Profile::Nginx),
        ("apache", Profile::Apache),
        ("caddy", Profile::Caddy),
        ("s3", Profile::S3),
        ("github", Profile::Github),
        ("gitlab", Profile::Gitlab),
        ("codeberg", Profile::Codeberg),
        ("netlify", Profile::Netlify),
        ("cloudflare-pages", Profile::CloudflarePages),
        ("vercel", Profile::Vercel),
    ];

    /// The profile of this name.
    ///
    /// ```
    /// use khobor::deploy::Profile;
    /// assert_eq!(Profile::named("nginx"), Some(Profile::Nginx));
    /// ```
    pub fn named(name: &str) -> Option<Profile> {
        Profile::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, profile)| *profile)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Profile::NAMES
            .iter()
            .find(|(_, profile)| *profile == self)
            .map_or("", |(name, _)| name)
    }

    /// What the host takes; `paid` where paying changes it.
    pub fn limits(self, paid: bool) -> Limits {
        let none = Limits::default();
        match self {
            Profile::CloudflarePages => Limits {
                files: Some(if paid { 100_000 } else { 20_000 }),
                file_bytes: Some(25 * MIB),
                redirects: Some(2_000),
                patterns: Some(100),
                rule: Some(1_000),
                headers: Some(100),
                ..none
            },
            Profile::Github => Limits {
                bytes: Some(1 << 30),
                file_bytes: Some(100 * MIB),
                ..none
            },
            Profile::Gitlab => Limits {
                redirects: Some(1_000),
                redirect_bytes: Some(64 << 10),
                ..none
            },
            Profile::S3 => Limits {
                name_bytes: Some(1_024),
                file_bytes: Some(5 << 30),
                ..none
            },
            Profile::Netlify => Limits {
                redirects: Some(10_000),
                ..none
            },
            Profile::Vercel => Limits {
                redirects: Some(1_024),
                file_bytes: Some(100 * MIB),
                ..none
            },
            Profile::Plain | Profile::Nginx | Profile::Apache | Profile::Caddy | Profile::Codeberg => none,
        }
    }

    /// Whether the host sends `.gz` and `.br` files that lie beside the plain ones.
    pub fn sends_compressed(self) -> bool {
        matches!(self, Profile::Nginx | Profile::Caddy)
    }

    /// Checks an inventory against the limits. Every limit that is passed is a fault.
    ///
    /// ```
    /// use khobor::deploy::{File, Inventory, Profile};
    /// let mut site = Inventory::default();
    /// site.files.insert("index.html".into(), File::made("খবর"));
    /// assert!(Profile::CloudflarePages.check(&site, false).is_empty());
    /// (0..20_000).for_each(|n| drop(site.files.insert(format!("{n}.html"), File::made("x"))));
    /// assert_eq!(Profile::CloudflarePages.check(&site, false)[0].code.id, "KH0708");
    /// assert!(Profile::CloudflarePages.check(&site, true).is_empty());
    /// ```
    pub fn check(self, site: &Inventory, paid: bool) -> Vec<Fault> {
        let limits = self.limits(paid);
        let rules = site.text("_redirects").unwrap_or_default();
        let rules: Vec<&str> = rules
            .lines()
            .filter(|l| !l.trim().is_empty() && !l.starts_with('#'))
            .collect();
        let pattern = |rule: &&&str| {
            rule.split_whitespace()
                .next()
                .is_some_and(|from| from.contains('*') || from.contains("/:"))
        };
        let patterns = rules.iter().filter(pattern).count() as u64;
        let largest = site.files.iter().max_by_key(|(_, file)| file.size);
        let longest = site.files.keys().max_by_key(|path| path.len());
        let headers = site.text("_headers").unwrap_or_default();
        let measured: [(&str, Option<u64>, u64, &str); 9] = [
            ("files", limits.files, site.files.len() as u64, ""),
            (
                "bytes of a file",
                limits.file_bytes,
                largest.map_or(0, |l| l.1.size),
                largest.map_or("", |l| l.0),
            ),
            ("bytes", limits.bytes, site.bytes(), ""),
            (
                "redirects",
                limits.redirects,
                rules.len() as u64 - patterns,
                "_redirects",
            ),
            ("redirects with patterns", limits.patterns, patterns, "_redirects"),
            (
                "signs of a redirect",
                limits.rule,
                rules.iter().map(|r| r.chars().count() as u64).max().unwrap_or(0),
                "_redirects",
            ),
            (
                "bytes of redirects",
                limits.redirect_bytes,
                site.files.get("_redirects").map_or(0, |f| f.size),
                "_redirects",
            ),
            (
                "bytes of a name",
                limits.name_bytes,
                longest.map_or(0, |l| l.len() as u64),
                longest.map_or("", |l| l),
            ),
            (
                "header rules",
                limits.headers,
                headers.lines().filter(|l| l.starts_with(['/', 'h'])).count() as u64,
                "_headers",
            ),
        ];
        let passed = measured
            .into_iter()
            .filter_map(|(what, limit, found, path)| Some((what, limit.filter(|l| found > *l)?, found, path)));
        passed
            .map(|(what, limit, found, path)| {
                fault(
                    &codes::LIMIT,
                    &[
                        ("host", &self.name()),
                        ("what", &what),
                        ("found", &found),
                        ("limit", &limit),
                        ("path", &path),
                    ],
                )
            })
            .collect()
    }
}
