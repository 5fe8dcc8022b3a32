//! What counts readers on a page: the provider's element, the hosts that it talks to, and, where a provider wants a script in
//! the page itself, a file in its place, because pages run no script of their own text.

use super::world::World;
use crate::config::{Analytics, Provider};

/// The name of the file that sets a provider up.
pub(super) const SCRIPT: &str = "_analytics/setup.js";

/// What a provider needs of pages.
#[derive(Debug, Default)]
pub(super) struct Needs {
    /// Markup for the head. Names and hosts hold letters, digits and `-_.:/` only.
    pub(super) element: String,
    /// Directive and source.
    pub(super) sources: Vec<(&'static str, String)>,
    /// The text of [`SCRIPT`]; empty where none is needed.
    pub(super) script: String,
}

/// What the portal's provider needs; nothing where nobody counts.
pub(super) fn needs(world: &World<'_>) -> Needs {
    let Some(analytics) = &world.site.analytics else {
        return Needs::default();
    };
    let Analytics { provider, id, host } = analytics;
    let or = |standard: &str| format!("https://{}", if host.is_empty() { standard } else { host });
    match provider {
        Provider::Goatcounter => {
            let count = match host.is_empty() {
                true => format!("https://{id}.goatcounter.com"),
                false => or(""),
            };
            let script = if host.is_empty() { "https://gc.zgo.at" } else { &count };
            Needs {
                element: format!(
                    "<script async src=\"{script}/count.js\" data-goatcounter=\"{count}/count\"></script>"
                ),
                sources: sources(script, &[("connect-src", &count), ("img-src", &count)]),
                script: String::new(),
            }
        }
        Provider::Plausible => {
            let (base, portal) = (or("plausible.io"), own_host(world));
            let domain = if id.is_empty() { portal } else { id };
            Needs {
                element: format!("<script defer src=\"{base}/js/script.js\" data-domain=\"{domain}\"></script>"),
                sources: sources(&base, &[("connect-src", &base)]),
                script: String::new(),
            }
        }
        Provider::Umami => {
            let base = or("cloud.umami.is");
            let mut sources = sources(&base, &[("connect-src", &base)]);
            if host.is_empty() {
                let gateways = ["https://api-gateway.umami.dev", "https://gateway.umami.is"];
                sources.extend(gateways.map(|gateway| ("connect-src", gateway.to_owned())));
            }
            Needs {
                element: format!("<script defer src=\"{base}/script.js\" data-website-id=\"{id}\"></script>"),
                sources,
                script: String::new(),
            }
        }
        Provider::Matomo => matomo(world, id, &or("")),
        Provider::Ga4 => ga4(world, id),
        Provider::Cloudflare => Needs {
            element: format!(
                "<script defer src=\"https://static.cloudflareinsights.com/beacon.min.js\" \
                 data-cf-beacon=\"{{&quot;token&quot;: &quot;{id}&quot;}}\"></script>"
            ),
            sources: sources(
                "https://static.cloudflareinsights.com",
                &[("connect-src", "https://cloudflareinsights.com")],
            ),
            script: String::new(),
        },
    }
}

fn matomo(world: &World<'_>, id: &str, base: &str) -> Needs {
    Needs {
        element: format!("{}<script async src=\"{base}/matomo.js\"></script>", setup(world)),
        sources: sources(base, &[("connect-src", base), ("img-src", base)]),
        script: format!(
            "var _paq = window._paq = window._paq || [];\n_paq.push([\"disableCookies\"], [\"trackPageView\"], [\"enableLinkTracking\"], \
             [\"setTrackerUrl\", \"{base}/matomo.php\"], [\"setSiteId\", \"{id}\"]);\n"
        ),
    }
}

fn ga4(world: &World<'_>, id: &str) -> Needs {
    let base = "https://www.googletagmanager.com";
    let hosts = ["https://*.google-analytics.com", "https://*.analytics.google.com", base];
    let both = ["connect-src", "img-src"];
    let more: Vec<(&'static str, &str)> = both.iter().flat_map(|d| hosts.map(|host| (*d, host))).collect();
    Needs {
        element: format!("{}<script async src=\"{base}/gtag/js?id={id}\"></script>", setup(world)),
        sources: sources(base, &more),
        script: format!(
            "window.dataLayer = window.dataLayer || [];\nfunction gtag() {{ dataLayer.push(arguments); }}\n\
             gtag(\"js\", new Date());\ngtag(\"config\", \"{id}\");\n"
        ),
    }
}

fn setup(world: &World<'_>) -> String {
    format!("<script src=\"{}\"></script>", world.href(&format!("/{SCRIPT}")))
}

/// A script's origin, and further sources, all without paths.
fn sources(script: &str, more: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let origin = |url: &str| {
        let end = url
            .get(8..)
            .and_then(|rest| rest.find('/'))
            .map_or(url.len(), |at| at + 8);
        url.get(..end).unwrap_or(url).to_owned()
    };
    let first = ("script-src", origin(script));
    std::iter::once(first)
        .chain(more.iter().map(|(directive, source)| (*directive, origin(source))))
        .collect()
}

fn own_host<'a>(world: &World<'a>) -> &'a str {
    let rest = world.site.base_url.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or_default()
}
