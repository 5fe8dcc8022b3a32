//! Who counts the portal's readers, and which further hosts pages may use: `[analytics]` and `[csp]` resolved.

use super::faults::Faults;
use super::file::{ConfigFile, CspTable};

/// A service that counts readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provider {
    /// goatcounter.com, or an own GoatCounter.
    Goatcounter,
    /// plausible.io, or an own Plausible.
    Plausible,
    /// cloud.umami.is, or an own Umami.
    Umami,
    /// An own Matomo, or one of matomo.cloud.
    Matomo,
    /// Google Analytics 4.
    Ga4,
    /// Cloudflare Web Analytics.
    Cloudflare,
}

/// `[analytics]`, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Analytics {
    /// Who counts.
    pub provider: Provider,
    /// What the service calls the portal; may be empty.
    pub id: String,
    /// The service's own host, without `https://`; empty for the provider's.
    pub host: String,
}

const NAMES: [(&str, Provider); 6] = [
    ("goatcounter", Provider::Goatcounter),
    ("plausible", Provider::Plausible),
    ("umami", Provider::Umami),
    ("matomo", Provider::Matomo),
    ("ga4", Provider::Ga4),
    ("cloudflare", Provider::Cloudflare),
];

/// Reads `[analytics]`; nothing without a provider.
pub(super) fn analytics(file: &ConfigFile, faults: &mut Faults<'_>) -> Option<Analytics> {
    let table = &file.analytics;
    let name = table.provider.as_deref()?;
    let known = NAMES.map(|(name, _)| name);
    let chosen = faults.one_of("analytics.provider", Some(name), &known);
    let (_, provider) = NAMES.into_iter().find(|(name, _)| *name == chosen)?;
    let id = table.id.clone().unwrap_or_default().trim().to_owned();
    let host = table.host.clone().unwrap_or_default();
    let host = host
        .trim()
        .trim_start_matches("https://")
        .trim_end_matches('/')
        .to_owned();
    let plain = |text: &str, also: &[char]| text.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(&c));
    if !plain(&id, &['-', '_', '.']) {
        let reason = (
            "only letters, digits, - _ and . can stand here",
            "শুধু ইংরেজি অক্ষর, অঙ্ক, - _ ও . চলে",
        );
        faults.bad("analytics.id", &id, reason, "");
    }
    if !plain(&host, &['-', '.', ':', '/']) {
        let reason = ("it is no host name", "এটি হোস্টের নাম নয়");
        faults.bad("analytics.host", &host, reason, "host = \"stats.example.org\"");
    }
    let (needs_id, needs_host) = match provider {
        Provider::Goatcounter => (host.is_empty(), false),
        Provider::Plausible => (false, false),
        Provider::Umami | Provider::Ga4 | Provider::Cloudflare => (true, false),
        Provider::Matomo => (true, true),
    };
    if needs_id && id.is_empty() {
        let reason = ("this provider needs an `id`", "এই সেবার জন্য `id` লাগে");
        faults.bad("analytics.provider", name, reason, "id = \"…\"");
    }
    if needs_host && host.is_empty() {
        let reason = ("this provider needs a `host`", "এই সেবার জন্য `host` লাগে");
        faults.bad("analytics.provider", name, reason, "host = \"stats.example.org\"");
    }
    Some(Analytics { provider, id, host })
}

impl CspTable {
    /// The further sources, by directive as browsers name it.
    pub fn sources(&self) -> [(&'static str, &[String]); 8] {
        [
            ("script-src", &self.script_src),
            ("connect-src", &self.connect_src),
            ("img-src", &self.img_src),
            ("style-src", &self.style_src),
            ("font-src", &self.font_src),
            ("media-src", &self.media_src),
            ("frame-src", &self.frame_src),
            ("form-action", &self.form_action),
        ]
    }
}

/// A source must stay one source: it may not begin another directive or header.
pub(super) fn check_sources(file: &ConfigFile, faults: &mut Faults<'_>) {
    for (directive, sources) in file.csp.sources() {
        let key = format!("csp.{}", directive.replace('-', "_"));
        let odd =
            |c: char| c.is_whitespace() || c.is_control() || !c.is_ascii() || matches!(c, ';' | ',' | '"' | '<' | '>');
        for source in sources.iter().filter(|s| s.is_empty() || s.contains(odd)) {
            let reason = ("it is not one source", "এটি একটিমাত্র উৎস নয়");
            faults.bad(&key, source, reason, "script_src = [\"https://stats.example.org\"]");
        }
    }
}
