//! Files of fixed name: robots.txt, ads.txt, the web manifest, OpenSearch, header and redirect files, security.txt.

use super::analytics;
use super::counting;
use super::former;
use super::types::AssetsView;
use super::world::World;
use jiff::civil::date;
use serde_json::json;
use std::fmt::Write;

/// Robots that collect texts to train models. Robots that make share previews are never among them (portal.md 2.5).
const TRAIN: [&str; 8] = [
    "GPTBot",
    "CCBot",
    "ClaudeBot",
    "Google-Extended",
    "Applebot-Extended",
    "meta-externalagent",
    "Bytespider",
    "Amazonbot",
];
/// Robots that fetch pages to answer questions.
const ANSWER: [&str; 5] = [
    "OAI-SearchBot",
    "ChatGPT-User",
    "PerplexityBot",
    "Claude-User",
    "Claude-SearchBot",
];

/// Whether the site has this file.
pub(super) fn wanted(world: &World<'_>, name: &str) -> bool {
    match name {
        "ads.txt" => !world.site.file.ads_txt.is_empty(),
        ".well-known/security.txt" => world.site.file.publisher.security.is_some(),
        analytics::SCRIPT => !analytics::needs(world).script.is_empty(),
        counting::SCRIPT => counting::is_on(world),
        former::SCRIPT => !world.portal.query_redirects.is_empty(),
        _ => true,
    }
}

/// The text of a file of fixed name.
pub(super) fn text(world: &World<'_>, name: &str) -> String {
    match name {
        "robots.txt" => robots(world),
        "ads.txt" => world
            .site
            .file
            .ads_txt
            .iter()
            .fold(String::new(), |out, line| out + line.trim() + "\n"),
        "manifest.webmanifest" => manifest(world),
        "opensearch.xml" => opensearch(world),
        "_headers" => headers(world),
        "_redirects" => redirects(world),
        analytics::SCRIPT => analytics::needs(world).script,
        counting::SCRIPT => counting::SCRIPT_TEXT.to_owned(),
        former::SCRIPT => former::SCRIPT_TEXT.to_owned(),
        ".well-known/security.txt" => security(world),
        _ => String::new(),
    }
}

fn robots(world: &World<'_>) -> String {
    let robots = &world.site.file.robots;
    let mut out = String::new();
    for (policy, names) in [(&robots.train, &TRAIN[..]), (&robots.answer, &ANSWER[..])] {
        if policy.as_deref() == Some("deny") {
            names
                .iter()
                .for_each(|name| out.push_str(&format!("User-agent: {name}\n")));
            out.push_str("Disallow: /\n\n");
        }
    }
    out.push_str("User-agent: *\n");
    if robots.disallow.is_empty() {
        out.push_str("Allow: /\n");
    }
    for path in &robots.disallow {
        let _ = writeln!(out, "Disallow: {path}");
    }
    let _ = write!(
        out,
        "\nSitemap: {}\nSitemap: {}\n",
        world.absolute("/sitemap.xml"),
        world.absolute("/news-sitemap.xml")
    );
    out
}

/// The icons of the web manifest. A drawing serves every size; of a picture those are named that were made of it.
fn icons(assets: &AssetsView) -> Vec<serde_json::Value> {
    if assets.icon.is_empty() {
        return Vec::new();
    }
    let mime = mime_guess::from_path(&assets.icon).first_or_octet_stream().to_string();
    let size = match assets.icon_size.as_str() {
        "" => "any",
        size => size,
    };
    let mut icons = vec![json!({ "src": assets.icon, "sizes": size, "type": mime, "purpose": "any" })];
    for (src, size) in assets.app_icons.iter().zip(["192x192", "512x512"]) {
        icons.push(json!({ "src": src, "sizes": size, "type": "image/png", "purpose": "maskable" }));
    }
    if assets.app_icons.is_empty() && assets.icon_size.is_empty() {
        icons.push(json!({ "src": assets.icon, "sizes": "192x192 512x512", "type": mime, "purpose": "maskable" }));
    }
    icons
}

fn manifest(world: &World<'_>) -> String {
    let site = world.site;
    let icons = icons(world.assets);
    let manifest = json!({
        "name": site.title, "short_name": site.nameplate, "description": site.description, "lang": site.language, "dir": "ltr",
        "start_url": site.home, "scope": site.home, "display": "minimal-ui", "icons": icons,
        "theme_color": site.theme_color, "background_color": "#ffffff",
    });
    format!("{manifest:#}\n")
}

fn opensearch(world: &World<'_>) -> String {
    let xml = |t: &str| quick_xml::escape::escape(t).into_owned();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{}</ShortName>\n<Description>{}</Description>\n<Language>{}</Language>\n<InputEncoding>UTF-8</InputEncoding>\n\
         <Url type=\"text/html\" template=\"{}?q={{searchTerms}}\"/>\n</OpenSearchDescription>\n",
        xml(&crate::bengali::cluster::truncate(&world.site.nameplate, 15)),
        xml(&world.site.description),
        world.site.language,
        xml(&world.absolute("/search/")),
    )
}

/// The site-wide policy: nothing from elsewhere, no inline scripts or styles (reliability.md W4).
pub(super) fn csp(world: &World<'_>, meta: bool) -> String {
    let action = &world.site.comment_action;
    let form = match action.split_once("://") {
        Some((scheme, rest)) => format!(" {scheme}://{}", rest.split('/').next().unwrap_or_default()),
        None if action.starts_with("mailto:") => " mailto:".to_owned(),
        None => String::new(),
    };
    let scripts: String = world.assets.scripts.iter().map(|hash| format!(" {hash}")).collect();
    let mut counted = analytics::needs(world).sources;
    counted.extend(counting::sources(world));
    let configured = world.site.file.csp.sources();
    let more = |directive: &str| {
        let own = counted
            .iter()
            .filter(|(d, _)| *d == directive)
            .map(|(_, source)| source);
        let further = configured
            .iter()
            .filter(|(d, _)| *d == directive)
            .flat_map(|(_, list)| *list);
        own.chain(further).fold(String::new(), |out, source| out + " " + source)
    };
    let directives = [
        ("script-src", format!("'self'{scripts}")),
        ("style-src", "'self'".to_owned()),
        ("img-src", "'self' data:".to_owned()),
        ("media-src", "'self'".to_owned()),
        ("font-src", "'self'".to_owned()),
        (
            "frame-src",
            "'self' https://www.youtube-nocookie.com https://www.facebook.com".to_owned(),
        ),
        ("manifest-src", "'self'".to_owned()),
        ("connect-src", "'self'".to_owned()),
        ("worker-src", "'self'".to_owned()),
        ("form-action", format!("'self'{form}")),
    ];
    let allowed = directives.map(|(name, own)| format!("{name} {own}{}", more(name)));
    let mut policy = format!(
        "default-src 'none'; {}; base-uri 'none'; object-src 'none'",
        allowed.join("; ")
    );
    if !meta {
        policy.push_str("; frame-ancestors 'self'");
    }
    policy
}

/// What a drawing may do when it is opened by itself: it is drawn, and nothing else.
const DRAWING_POLICY: &str =
    "script-src 'none'; connect-src 'none'; frame-src 'none'; object-src 'none'; img-src data:; sandbox";

/// What a frame of an advertisement may do: run its scripts, in an origin of its own.
const FRAME_POLICY: &str = "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox";

/// For hosts that read `_headers` (Netlify, Cloudflare Pages). Where two rules hold for a path, some hosts send both policies,
/// and browsers keep to both. So where there are frames of advertisements, whose scripts are their own, the rule for
/// everything says nothing of scripts: pages have the whole policy in their head. The same where an editor in the browser
/// (`khobor new cms`) stands in `static/admin/`: it talks to the repository's host.
fn headers(world: &World<'_>) -> String {
    let home = &world.site.home;
    let frames = world.site.ads.iter().filter_map(|ad| ad.table.frame.as_deref());
    let rule = |frame: &str| {
        let path = crate::portal::url::absolute(home.trim_end_matches('/'), frame);
        format!("{path}\n  Content-Security-Policy: {FRAME_POLICY}\n")
    };
    let own: std::collections::BTreeSet<String> = frames.filter(|f| f.starts_with('/')).map(rule).collect();
    let editor = world.portal.files.contains_key("/admin/index.html");
    let policy = match own.is_empty() && !editor {
        true => csp(world, false),
        false => "frame-ancestors 'self'; base-uri 'none'".to_owned(),
    };
    let rules: String = own.into_iter().chain([feeds(world)]).collect();
    format!(
        "{home}*\n  Content-Security-Policy: {}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n  \
         Permissions-Policy: camera=(), geolocation=(), microphone=()\n{home}assets/*\n  Cache-Control: public, max-age=31536000, immutable\n\
         {home}_fragments/*\n  Cache-Control: public, max-age=60\n{home}*.svg\n  Content-Security-Policy: {DRAWING_POLICY}\n  \
         Content-Type: image/svg+xml; charset=utf-8\n{rules}",
        policy
    )
}

/// The types of feeds at addresses that say nothing of one, for hosts that look at their own rules after files.
fn feeds(world: &World<'_>) -> String {
    let bare = |from: &str| !from.rsplit('/').next().unwrap_or_default().contains('.');
    let rule = |(from, to): (&String, &String)| {
        let (_, kind) = super::id::feed_at(world, to).filter(|_| bare(from))?;
        let path = crate::portal::url::absolute(world.site.home.trim_end_matches('/'), from);
        Some(format!("{path}\n  Content-Type: {}; charset=utf-8\n", kind.mime()))
    };
    world.portal.redirects.iter().filter_map(rule).collect()
}

/// For hosts that read `_redirects`; paths percent-encoded, as Netlify and Cloudflare match them.
fn redirects(world: &World<'_>) -> String {
    let mut out = String::new();
    for (from, to) in &world.portal.redirects {
        let to = if to.starts_with('/') {
            crate::portal::url::target(world.site.home.trim_end_matches('/'), to)
        } else {
            to.clone()
        };
        let from = crate::portal::url::absolute(world.site.home.trim_end_matches('/'), from);
        let _ = writeln!(out, "{from} {to} 301");
    }
    out + &former::rules(world, world.site.home.trim_end_matches('/'))
}

/// RFC 9116. `Expires` is the end of the year after the run's: it must not be baked daily.
fn security(world: &World<'_>) -> String {
    let contact = world.site.file.publisher.security.as_deref().unwrap_or_default();
    let contact = if contact.contains(':') {
        contact.to_owned()
    } else {
        format!("mailto:{contact}")
    };
    let year = world.site.zone.to_datetime(world.now).date().year();
    let expires = date(year.saturating_add(1).min(9998), 1, 1);
    format!(
        "Contact: {contact}\nExpires: {expires}T00:00:00Z\nPreferred-Languages: bn, en\nCanonical: {}\n",
        world.absolute("/.well-known/security.txt")
    )
}
