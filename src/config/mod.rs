//! `khobor.toml`: as written ([`file`], typed and strict) and as resolved ([`Site`], checked, with defaults).
//! Reads no other file.

mod analytics;
mod cards;
mod colour;
mod desk;
mod faults;
pub mod file;
mod front;
mod look;
mod menu;
mod pictures;
mod read;
mod reply;
mod site;

pub use analytics::{Analytics, Provider};
pub use cards::Cards;
pub use colour::Colour;
pub use desk::DeskSettings;
pub use front::{Block, Shape};
pub use look::{Density, Look, LookFonts};
pub use menu::{MenuEntry, MenuTarget};
pub use pictures::Pictures;
pub use read::{Codes, read};
pub use reply::{ReplyForm, Service, TRAP};
pub use site::{Ad, DEFAULT_THEME, SLOTS, Sidebars, Site, resolve};

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Severity, codes::config as codes};

const CODES: Codes = Codes {
    invalid: &codes::INVALID,
    unknown_key: &codes::UNKNOWN_KEY,
};

/// Reads `data/redirects.toml`: former address = new address, as in `[redirects]`.
///
/// ```
/// let (list, faults) = khobor::config::redirects("data/redirects.toml", "\"/?p=12\" = \"/desh/নদী/\"\n");
/// assert!(faults.is_empty());
/// assert_eq!(list["/?p=12"], "/desh/নদী/");
/// ```
pub fn redirects(path: &str, text: &str) -> (BTreeMap<String, String>, Vec<Diagnostic>) {
    let (list, faults) = read(path, text, CODES);
    (list.unwrap_or_default(), faults)
}

/// Reads and resolves the text of a khobor.toml. The site is absent when there is an error.
///
/// ```
/// let (site, diagnostics) = khobor::config::parse("[site]\ntitle = \"খবর\"\nbase_url = \"https://example.org\"\n");
/// assert!(diagnostics.is_empty());
/// assert_eq!(site.unwrap().place, "ঢাকা");
/// let (site, diagnostics) = khobor::config::parse("[site]\ntitle = \"খবর\"\nbase_url = \"example.org\"\ntimezon = 1\n");
/// assert!(site.is_none());
/// assert_eq!(diagnostics.len(), 2);
/// ```
pub fn parse(text: &str) -> (Option<Site>, Vec<Diagnostic>) {
    let (file, mut diagnostics) = read::<file::ConfigFile>("khobor.toml", text, CODES);
    let Some(file) = file else { return (None, diagnostics) };
    let (site, faults) = resolve(file, text);
    let follows = |fault: &Diagnostic| diagnostics.iter().any(|known| hides(known, fault));
    let faults: Vec<Diagnostic> = faults.into_iter().filter(|fault| !follows(fault)).collect();
    diagnostics.extend(faults);
    let sound = diagnostics.iter().all(|d| d.severity() < Severity::Error);
    (sound.then_some(site), diagnostics)
}

/// Whether a value is missing only because its name, or its table's, is misspelt: `base_ulr`, `[sit]`.
fn hides(known: &Diagnostic, fault: &Diagnostic) -> bool {
    let arg = |of: &Diagnostic, name: &str| of.args.iter().find(|a| a.0 == name).map(|a| a.1.clone());
    let key = arg(fault, "key").unwrap_or_default();
    let (table, name) = key.rsplit_once('.').unwrap_or((key.as_str(), ""));
    let near = arg(known, "suggestion").unwrap_or_default();
    let is_empty = arg(fault, "value").is_some_and(|value| value == "“”");
    known.code == CODES.unknown_key && is_empty && [table, name].iter().any(|meant| near == format!("`{meant}`?"))
}
