//! The host's own redirect, header and 404 files, made from the output's `_redirects` and `_headers`, each in the encoding
//! in which that host matches addresses: decoded UTF-8 for nginx, Apache and Caddy, percent-encoded for the others. The
//! addresses that readers are sent to are percent-encoded everywhere: a `Location` header is ASCII.

use super::encode;
use super::inventory::{File, Inventory};
use super::profile::Profile;
use super::queries::{self, QueryRedirect};
use crate::portal::url::decode;
use std::collections::BTreeMap;

/// A former address and where it leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// Decoded.
    pub from: String,
    /// Percent-encoded.
    pub to: String,
}

/// The plain redirects of a `_redirects` text; patterns are left to hosts that know them.
///
/// ```
/// let list = khobor::deploy::redirects("/%E0%A6%95/ /খ/ 301\n# কিছু না\n/x/* /y 302\n");
/// assert_eq!(list.len(), 1);
/// assert_eq!((list[0].from.as_str(), list[0].to.as_str()), ("/ক/", "/%E0%A6%96/"));
/// ```
pub fn redirects(text: &str) -> Vec<Redirect> {
    let rule = |line: &str| {
        let mut words = line.split_whitespace();
        let (from, to) = (words.next()?, words.next()?);
        let plain = from.starts_with('/') && !from.contains('*') && !from.contains("/:");
        let from = decode(from)?;
        let odd = from.chars().any(|c| c.is_control() || matches!(c, '"' | '\\'));
        (plain && !odd).then(|| Redirect {
            from,
            to: encode::ascii(to),
        })
    };
    text.lines()
        .filter(|line| !queries::asks_query(line))
        .filter_map(rule)
        .collect()
}

/// Header rules of a `_headers` text: a pattern and its headers.
fn header_rules(text: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut rules: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for line in text.lines() {
        match (line.starts_with([' ', '\t']), line.trim().split_once(':')) {
            (true, Some((name, value))) => {
                if let Some((_, headers)) = rules.last_mut() {
                    headers.push((name.trim().to_owned(), value.trim().replace(['"', '\\'], "")));
                }
            }
            (false, _) if !line.trim().is_empty() && !line.starts_with('#') => {
                rules.push((line.trim().to_owned(), Vec::new()))
            }
            _ => {}
        }
    }
    rules
}

/// How long what has no rule of its own is kept. Without a word of the server browsers guess, and a front page may stand for
/// hours after a change.
const KEPT: &str = "public, max-age=60";

/// The rules of `_headers` for a server that says nothing of keeping by itself, as Netlify, Cloudflare and Vercel do.
fn with_keeping(mut rules: Vec<(String, Vec<(String, String)>)>) -> Vec<(String, Vec<(String, String)>)> {
    let kept = ("Cache-Control".to_owned(), KEPT.to_owned());
    match rules.iter_mut().find(|(path, _)| path == "/*") {
        Some((_, own)) if own.iter().any(|(name, _)| name.eq_ignore_ascii_case("cache-control")) => {}
        Some((_, own)) => own.push(kept),
        None => rules.insert(0, ("/*".to_owned(), vec![kept])),
    }
    rules
}

/// Headers that a path is sent with, by the output's `_headers`.
pub(super) struct Headers(Vec<(String, Vec<(String, String)>)>);

impl Headers {
    pub(super) fn of(site: &Inventory) -> Headers {
        Headers(header_rules(&site.text("_headers").unwrap_or_default()))
    }

    /// The last `Cache-Control` that holds for the path; pages are asked for again after a minute.
    pub(super) fn cache(&self, path: &str) -> String {
        let address = format!("/{path}");
        let holds = |pattern: &str| match pattern.split_once('*') {
            Some((head, tail)) => address.strip_prefix(head).is_some_and(|rest| rest.ends_with(tail)),
            None => pattern == address,
        };
        let rules = self
            .0
            .iter()
            .filter(|(pattern, _)| holds(pattern))
            .flat_map(|(_, headers)| headers);
        let mut found = rules
            .filter(|(name, _)| name.eq_ignore_ascii_case("cache-control"))
            .map(|(_, value)| value.clone());
        found.next_back().unwrap_or_else(|| KEPT.to_owned())
    }
}

/// What the host's own files depend on beside the output.
#[derive(Debug, Clone, Copy, Default)]
pub struct HostOptions<'a> {
    /// The site's own domain.
    pub domain: Option<&'a str>,
    /// Addresses of stories end without a slash and an ending: the page of `/a` is in `a.html`. Hosts of pages and Vercel look
    /// there by themselves.
    pub bare_addresses: bool,
}

/// Adds the host's own files to what shall be on the host, and takes those of other hosts out.
pub fn prepare(site: &mut Inventory, profile: Profile, options: HostOptions<'_>) {
    let HostOptions { domain, bare_addresses } = options;
    let rules = site.text("_redirects").unwrap_or_default();
    let (list, asked) = (redirects(&rules), queries::query_redirects(&rules));
    let moved = Moved {
        paths: &list,
        queries: &asked,
        bare_addresses,
    };
    let headers = header_rules(&site.text("_headers").unwrap_or_default());
    let lost = site.files.contains_key("404.html");
    match profile {
        Profile::Nginx => {
            let headers = with_keeping(headers);
            site.files
                .insert("_server/redirects.map".into(), File::made(nginx_map(&list)));
            if let Some((_, map)) = queries::nginx(&asked) {
                site.files.insert("_server/queries.map".into(), File::made(map));
            }
            site.files
                .insert("_server/nginx.conf".into(), File::made(nginx(moved, &headers, lost)));
        }
        Profile::Apache => {
            let headers = with_keeping(headers);
            // The site's own rules come first: of rules for one address the first holds.
            let own = site
                .text(".htaccess")
                .map(|own| own.trim_end().to_owned() + "\n")
                .unwrap_or_default();
            site.files
                .insert(".htaccess".into(), File::made(own + &htaccess(moved, &headers, lost)));
            site.files
                .insert("_server/redirects.txt".into(), File::made(rewrite_map(&list)));
        }
        Profile::Caddy => drop(
            site.files
                .insert("_server/site.caddy".into(), File::made(caddy(moved, &headers, lost))),
        ),
        Profile::Vercel => drop(
            site.files
                .insert("vercel.json".into(), File::made(vercel(moved, &headers))),
        ),
        Profile::Github | Profile::Codeberg => {
            site.files.insert(".nojekyll".into(), File::made(""));
            if let Some(domain) = domain {
                let name = if profile == Profile::Github {
                    "CNAME"
                } else {
                    ".domains"
                };
                site.files.insert(name.into(), File::made(format!("{domain}\n")));
            }
        }
        Profile::S3 if bare_addresses => copy_pages(site),
        Profile::Plain | Profile::S3 | Profile::Gitlab | Profile::Netlify | Profile::CloudflarePages => {}
    }
    let reads_own = matches!(
        profile,
        Profile::Netlify | Profile::CloudflarePages | Profile::Gitlab | Profile::Codeberg
    );
    if reads_own && profile != Profile::Netlify && !asked.is_empty() {
        // Only Netlify knows rules with a query.
        let plain = queries::without_queries(&rules);
        site.files.insert("_redirects".into(), File::made(plain));
    }
    if !reads_own {
        site.files.remove("_redirects");
        site.files.remove("_headers");
    }
}

/// Addresses at which no file stands: former ones, known by their path or by their query, and those of stories that end with
/// their names.
#[derive(Clone, Copy)]
struct Moved<'a> {
    paths: &'a [Redirect],
    queries: &'a [QueryRedirect],
    bare_addresses: bool,
}

/// Objects are found by their whole names only: each page stands at its address too.
fn copy_pages(site: &mut Inventory) {
    let page = |(path, file): (&String, &File)| {
        let bare = path.strip_suffix(".html").filter(|_| path != "404.html")?;
        let folder = bare == "index" || bare.ends_with("/index");
        (!folder && !path.starts_with("_fragments/")).then(|| (bare.to_owned(), file.clone()))
    };
    let pages: Vec<(String, File)> = site.files.iter().filter_map(page).collect();
    site.files.extend(pages);
}

/// `map $uri $khobor_moved { include …/_server/redirects.map; }`: `$uri` is decoded, so the keys are.
fn nginx_map(list: &[Redirect]) -> String {
    list.iter().fold(String::new(), |out, r| {
        out + &format!("\"{}\" \"{}\";\n", r.from.replace('$', "\\$"), r.to.replace('$', "%24"))
    })
}

/// Bengali keys are long: three bytes a letter. nginx needs a bucket that holds the longest.
fn nginx(moved: Moved<'_>, headers: &[(String, Vec<(String, String)>)], lost: bool) -> String {
    let list = moved.paths;
    let asked = queries::nginx(moved.queries);
    let keys = asked.iter().flat_map(|(_, map)| map.lines()).map(str::len);
    let longest = list.iter().map(|r| r.from.len()).chain(keys).max().unwrap_or(0);
    let bucket = (longest + 24).next_power_of_two().max(64);
    let mut out = format!(
        "# http {{ … }}:\n#   map_hash_bucket_size {bucket};\n#   map_hash_max_size {};\n\
         #   map $uri $khobor_moved {{ include /path/to/site/_server/redirects.map; }}\n# server {{ … }}: include this file.\n\
         if ($khobor_moved) {{ return 301 $khobor_moved; }}\ngzip_static on;\n# brotli_static on;\nlocation /_server/ {{ return 404; }}\n\
         location /.khobor-deploy/ {{ return 404; }}\n",
        (list.len().max(moved.queries.len()) * 2).next_power_of_two().max(2048)
    );
    if let Some((value, _)) = asked {
        out.push_str(&format!(
            "# http {{ … }}:\n#   map \"{value}\" $khobor_asked {{ include /path/to/site/_server/queries.map; }}\n\
             if ($khobor_asked) {{ return 301 $khobor_asked; }}\n"
        ));
    }
    if moved.bare_addresses {
        // The page of `/a` is `a.html`; `/a/` is another address of it. Numbered captures would be encoded, named ones are not.
        out.push_str(
            "if (-f $request_filename.html) { rewrite ^ $uri.html break; }\n\
             if ($uri ~ ^(?<khobor_bare>.+)/$) { set $khobor_slash 1; }\n\
             if (-f $document_root$khobor_bare.html) { rewrite ^(.+)/$ $1 permanent; }\n",
        );
    }
    if lost {
        out.push_str("error_page 404 /404.html;\n");
    }
    let everywhere: Vec<&(String, String)> = headers
        .iter()
        .filter(|(path, _)| path == "/*")
        .flat_map(|(_, rules)| rules)
        .collect();
    for (name, value) in &everywhere {
        out.push_str(&format!("add_header {name} \"{value}\" always;\n"));
    }
    for (path, rules) in headers.iter().filter(|(path, _)| path != "/*") {
        // A place with headers of its own does not inherit any.
        let own = |name: &str| rules.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        let inherited = everywhere.iter().copied().filter(|(name, _)| !own(name));
        let lines = inherited.chain(rules).fold(String::new(), |out, (name, value)| {
            out + &match value.split_once("; charset=") {
                Some((kind, charset)) if name.eq_ignore_ascii_case("content-type") => {
                    format!("  charset {charset};\n  charset_types {kind};\n")
                }
                _ => format!("  add_header {name} \"{value}\" always;\n"),
            }
        });
        let location = match path.split_once('*') {
            Some((_, tail)) if !tail.is_empty() => format!("~ {}", expression(path)),
            _ => path.trim_end_matches('*').to_owned(),
        };
        out.push_str(&format!("location {location} {{\n{lines}}}\n"));
    }
    out
}

/// The regular expression of a pattern of `_headers`, in which `*` stands for anything.
fn expression(path: &str) -> String {
    let parts: Vec<String> = path.split('*').map(encode::pattern).collect();
    format!("^{}$", parts.join(".*"))
}

/// `RewriteRule` sees the decoded path without its first slash. `%` in the target would be a back reference.
fn htaccess(moved: Moved<'_>, headers: &[(String, Vec<(String, String)>)], lost: bool) -> String {
    let mut out = String::from("# Written by khobor.\nOptions -Indexes\nAddDefaultCharset utf-8\n");
    if lost {
        out.push_str("ErrorDocument 404 /404.html\n");
    }
    if moved.bare_addresses {
        out.push_str("<IfModule mod_dir.c>\nDirectorySlash Off\n</IfModule>\n");
    }
    out.push_str(
        "<IfModule mod_rewrite.c>\nRewriteEngine On\nRewriteRule \"^(_server|\\.khobor-deploy)/\" \"-\" [R=404,L]\n",
    );
    out.push_str(&queries::apache(moved.queries));
    for r in moved.paths {
        let from = encode::pattern(r.from.trim_start_matches('/'));
        let to = r.to.replace('%', "\\%").replace('$', "\\$");
        out.push_str(&format!("RewriteRule \"^{from}$\" \"{to}\" [R=301,L,NE]\n"));
    }
    if moved.bare_addresses {
        out.push_str(BARE_APACHE);
    }
    out.push_str("</IfModule>\n<IfModule mod_headers.c>\n");
    for (path, rules) in headers {
        let lines = rules.iter().fold(String::new(), |out, (n, v)| {
            let kind = v
                .split_once("; charset=")
                .filter(|_| n.eq_ignore_ascii_case("content-type"));
            out + &match kind {
                Some((kind, charset)) => format!("ForceType \"{kind}; charset={charset}\"\n"),
                None => format!("Header always set {n} \"{v}\"\n"),
            }
        });
        out.push_str(&match path.as_str() {
            "/*" => lines,
            path => format!("<If \"%{{REQUEST_URI}} =~ m#{}#\">\n{lines}</If>\n", expression(path)),
        });
    }
    out + "</IfModule>\n"
}

/// The page of `/a` is `a.html`, and `/a/` is another address of it, also where `a/` is a folder: Apache itself would put a slash
/// behind its name before any rule is asked. Behind names of other folders a rule does.
const BARE_APACHE: &str = r#"RewriteCond "%{REQUEST_FILENAME}" "^(.*[^/])/?$"
RewriteCond "%1.html" -f
RewriteCond "%{REQUEST_URI}" "^(.+)/$"
RewriteRule "/$" "%1" [R=301,L]
RewriteCond "%{REQUEST_FILENAME}.html" -f
RewriteRule "^(.*[^/])$" "$1.html" [L]
RewriteCond "%{REQUEST_FILENAME}" -d
RewriteCond "%{REQUEST_URI}" "^(.*[^/])$"
RewriteRule "[^/]$" "%1/" [R=301,L]
"#;

/// For `RewriteMap` in a server's own configuration, where thousands of rules would be slow. Keys hold no spaces.
fn rewrite_map(list: &[Redirect]) -> String {
    let sound = list.iter().filter(|r| !r.from.contains(char::is_whitespace));
    sound.fold(String::new(), |out, r| out + &format!("{} {}\n", r.from, r.to))
}

/// Caddy matches decoded paths. One `map` is looked up once, however many rules there are.
fn caddy(moved: Moved<'_>, headers: &[(String, Vec<(String, String)>)], lost: bool) -> String {
    let list = moved.paths;
    let mut out = String::from("# import this file in the site's block\n") + &queries::caddy(moved.queries);
    if !list.is_empty() {
        out.push_str("map {path} {khobor_moved} {\n");
        list.iter()
            .for_each(|r| out.push_str(&format!("\t\"{}\" \"{}\"\n", r.from, r.to)));
        out.push_str("\tdefault \"\"\n}\n@khobor_moved expression `{khobor_moved} != \"\"`\nredir @khobor_moved {khobor_moved} 301\n");
    }
    if moved.bare_addresses {
        out.push_str("try_files {path} {path}.html\n");
    }
    out.push_str("@khobor_own path /_server/* /.khobor-deploy/*\nrespond @khobor_own 404\nfile_server {\n\tprecompressed br gzip\n}\n");
    if lost {
        // `handle_errors 404` is known to newer versions only.
        out.push_str(
            "handle_errors {\n\t@khobor_lost expression `{err.status_code} == 404`\n\thandle @khobor_lost {\n\t\trewrite * /404.html\n\t\tfile_server\n\t}\n}\n",
        );
    }
    // Where no other rule says how long.
    out.push_str(&format!("header ?Cache-Control \"{KEPT}\"\n"));
    for (number, (path, rules)) in headers.iter().enumerate() {
        // In a plain pattern of Caddy's a star between two slashes stops at the next.
        let glob = path.split_once('*').is_some_and(|(_, tail)| !tail.is_empty());
        let matcher = if glob {
            format!("@khobor_path_{number}")
        } else {
            path.clone()
        };
        if glob {
            out.push_str(&format!("{matcher} path_regexp {}\n", expression(path)));
        }
        rules
            .iter()
            .for_each(|(n, v)| out.push_str(&format!("header {matcher} {n} \"{v}\"\n")));
    }
    out
}

fn vercel(moved: Moved<'_>, headers: &[(String, Vec<(String, String)>)]) -> String {
    let special = |c: char| matches!(c, '(' | ')' | ':' | '*' | '+' | '?' | '{' | '}');
    let literal = |path: &str| {
        path.chars().fold(String::new(), |out, c| {
            if special(c) {
                format!("{out}\\{c}")
            } else {
                format!("{out}{c}")
            }
        })
    };
    let source = |path: &str| literal(&super::encode::path(path));
    let asked = moved.queries.iter().map(|r| queries::vercel(r, &source(&r.path)));
    let plain = moved
        .paths
        .iter()
        .map(|r| serde_json::json!({ "source": source(&r.from), "destination": r.to, "permanent": true }));
    let bare = moved.bare_addresses;
    let moved: Vec<_> = asked.chain(plain).collect();
    let sent: Vec<_> = headers
        .iter()
        .map(|(path, rules)| {
            let pairs: Vec<_> = rules
                .iter()
                .map(|(n, v)| serde_json::json!({ "key": n, "value": v }))
                .collect();
            serde_json::json!({ "source": path.replace('*', "(.*)"), "headers": pairs })
        })
        .collect();
    // With a slash at every end, an address without one would lead away from itself.
    let slashes = if bare { "cleanUrls" } else { "trailingSlash" };
    let mut file = BTreeMap::from([(slashes, serde_json::json!(true)), ("redirects", moved.into())]);
    file.insert("headers", sent.into());
    serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
}

/// The type of content that a file is sent with, by its ending (a packed copy by the ending of what it holds). Texts are
/// UTF-8.
///
/// ```
/// use khobor::deploy::content_type;
/// assert_eq!(content_type("খবর/index.html.br"), "text/html; charset=utf-8");
/// assert_eq!(content_type("শব্দ.m4a"), "audio/m4a");
/// ```
pub fn content_type(path: &str) -> String {
    let plain = path
        .strip_suffix(".gz")
        .or_else(|| path.strip_suffix(".br"))
        .unwrap_or(path);
    let found = mime_guess::from_path(plain).first_or_octet_stream();
    match found.essence_str() {
        "text/xml" => "application/xml".to_owned(),
        kind @ ("image/svg+xml" | "application/javascript") => format!("{kind}; charset=utf-8"),
        kind if kind.starts_with("text/") => format!("{kind}; charset=utf-8"),
        kind => kind.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Inventory {
        let mut site = Inventory::default();
        let moved = "/%E0%A6%AA%E0%A7%81%E0%A6%B0%E0%A7%8B%E0%A6%A8%E0%A7%8B.html /নতুন/ 301\n/a%20b/ https://x.example/?q=1 301\n/w/* /y 302\n";
        site.files.insert("_redirects".into(), File::made(moved));
        site.files.insert("_headers".into(), File::made("/*\n  X-Content-Type-Options: nosniff\n/assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"));
        site.files.insert("404.html".into(), File::made("৪০৪"));
        site
    }

    fn made(profile: Profile, path: &str) -> String {
        let mut site = site();
        let domain = Some("nodipoth.example");
        let options = HostOptions {
            domain,
            ..HostOptions::default()
        };
        prepare(&mut site, profile, options);
        site.text(path).unwrap_or_default()
    }

    #[test]
    fn pages_stand_at_addresses_without_a_slash() {
        let made = |profile, path: &str| {
            let mut site = Inventory::default();
            for name in ["index.html", "desh/index.html", "desh/নদী.html", "404.html"] {
                site.files.insert(name.into(), File::made("খবর"));
            }
            let options = HostOptions {
                bare_addresses: true,
                ..HostOptions::default()
            };
            prepare(&mut site, profile, options);
            site.text(path).unwrap_or_default()
        };
        assert!(made(Profile::Nginx, "_server/nginx.conf").contains("if (-f $request_filename.html)"));
        assert!(made(Profile::Apache, ".htaccess").contains("RewriteCond \"%{REQUEST_FILENAME}.html\" -f"));
        assert!(made(Profile::Caddy, "_server/site.caddy").contains("try_files {path} {path}.html\n"));
        let vercel = made(Profile::Vercel, "vercel.json");
        assert!(
            vercel.contains("cleanUrls") && !vercel.contains("trailingSlash"),
            "{vercel}"
        );
        assert_eq!(made(Profile::S3, "desh/নদী"), "খবর");
        assert_eq!([made(Profile::S3, "404"), made(Profile::S3, "desh/index")], ["", ""]);
    }

    #[test]
    fn every_host_gets_redirects_in_the_encoding_that_it_matches() {
        let to = "/%E0%A6%A8%E0%A6%A4%E0%A7%81%E0%A6%A8/";
        assert!(made(Profile::Nginx, "_server/redirects.map").contains(&format!("\"/পুরোনো.html\" \"{to}\";")));
        assert!(made(Profile::Apache, ".htaccess").contains(&format!(
            "\"^পুরোনো\\.html$\" \"{}\" [R=301,L,NE]",
            to.replace('%', "\\%")
        )));
        assert!(made(Profile::Apache, "_server/redirects.txt").contains(&format!("/পুরোনো.html {to}\n")));
        assert!(made(Profile::Caddy, "_server/site.caddy").contains(&format!("\t\"/পুরোনো.html\" \"{to}\"\n")));
        assert!(made(Profile::Netlify, "_redirects").starts_with("/%E0%A6%AA"));
        assert!(made(Profile::Vercel, "vercel.json").contains("/%E0%A6%AA%E0%A7%81"));
        assert_eq!(made(Profile::Github, "CNAME"), "nodipoth.example\n");
        assert_eq!(made(Profile::Github, "_redirects"), "");
    }

    #[test]
    fn drawings_get_their_headers_on_every_host() {
        let rule = "/*\n  X-Frame-Options: DENY\n  Content-Security-Policy: default-src 'self'\n/*.svg\n  Content-Security-Policy: sandbox\n  Content-Type: image/svg+xml; charset=utf-8\n";
        let made = |profile, path: &str| {
            let mut site = Inventory::default();
            site.files.insert("_headers".into(), File::made(rule));
            prepare(&mut site, profile, HostOptions::default());
            site.text(path).unwrap_or_default()
        };
        let nginx = made(Profile::Nginx, "_server/nginx.conf");
        let place = nginx
            .split("location ~ ^/.*\\.svg$ {")
            .nth(1)
            .and_then(|rest| rest.split('}').next());
        let place = place.unwrap_or_default();
        assert!(
            place.contains("X-Frame-Options \"DENY\"") && place.contains("Security-Policy \"sandbox\""),
            "{nginx}"
        );
        assert!(
            !place.contains("default-src") && place.contains("charset_types image/svg+xml;"),
            "{nginx}"
        );
        let apache = made(Profile::Apache, ".htaccess");
        assert!(
            apache.contains("m#^/.*\\.svg$#\">\nHeader always set Content-Security-Policy \"sandbox\"\nForceType"),
            "{apache}"
        );
        let caddy = made(Profile::Caddy, "_server/site.caddy");
        assert!(
            caddy.contains("@khobor_path_1 path_regexp ^/.*\\.svg$\nheader @khobor_path_1 Content-Security-Policy"),
            "{caddy}"
        );
        assert!(
            caddy.contains("header ?Cache-Control \"public, max-age=60\"\n"),
            "{caddy}"
        );
        assert!(made(Profile::Vercel, "vercel.json").contains("\"/(.*).svg\""));
    }

    #[test]
    fn media_have_types_that_players_take() {
        let types = [
            ("a.m4a", "audio/"),
            ("a.ogg", "audio/"),
            ("a.opus", "audio/"),
            ("a.wav", "audio/"),
            ("a.webm", "video/webm"),
            ("a.mov", "video/quicktime"),
            ("a.vtt", "text/vtt; charset=utf-8"),
            ("a.csv", "text/csv; charset=utf-8"),
            ("a.zip", "application/zip"),
            ("a.docx", "application/vnd.openxmlformats"),
            ("a.avif", "image/avif"),
            ("a.jfif", "image/jpeg"),
            ("a.svg", "image/svg+xml; charset=utf-8"),
            ("a.webmanifest", "application/manifest+json"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("sitemap.xml", "application/xml"),
            ("a.bin", "application/octet-stream"),
        ];
        for (path, wanted) in types {
            assert!(content_type(path).starts_with(wanted), "{path}: {}", content_type(path));
        }
    }

    #[test]
    fn cache_headers_follow_the_headers_file() {
        let headers = Headers::of(&site());
        assert_eq!(headers.cache("assets/a.css"), "public, max-age=31536000, immutable");
        assert_eq!(headers.cache("index.html"), "public, max-age=60");
    }
}
