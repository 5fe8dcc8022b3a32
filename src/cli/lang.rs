//! The run's language and its moment: the only places where the environment and the clock are read.

use super::options::Global;
use crate::diag::Lang;
use crate::engine::Request;
use jiff::Timestamp;
use std::io::Read;
use std::path::Path;

/// The language of messages: `--lang`, else `KHOBOR_LANG`, else `[site] messages` of `khobor.toml`, else `LC_ALL`,
/// `LC_MESSAGES` or `LANG` (`bn…` is Bengali), else English.
pub(super) fn lang(global: &Global) -> Lang {
    let named = |name: &str| if name.starts_with("bn") { Lang::Bn } else { Lang::En };
    let set = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
    let chosen = global
        .lang
        .clone()
        .or_else(|| set("KHOBOR_LANG"))
        .or_else(|| of_site(&global.root));
    let chosen = chosen.or_else(|| ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set));
    chosen.map_or(Lang::En, |name| named(&name))
}

/// `[site] messages`, also of a `khobor.toml` with faults: they are to be said in this language.
fn of_site(root: &Path) -> Option<String> {
    let mut text = String::new();
    let file = std::fs::File::open(root.join("khobor.toml")).ok()?;
    file.take(1 << 20).read_to_string(&mut text).ok()?;
    let (table, _) = toml::de::DeTable::parse_recoverable(&text);
    let messages = table
        .get_ref()
        .get("site")?
        .get_ref()
        .get("messages")?
        .get_ref()
        .as_str()?;
    matches!(messages, "bn" | "en").then(|| messages.to_owned())
}

/// The run's moment: `--now`, else `SOURCE_DATE_EPOCH`, else the clock, read once.
pub(super) fn now(global: &Global) -> Result<Timestamp, String> {
    if let Some(written) = &global.now {
        return written.parse().map_err(|_| match lang(global) {
            Lang::Bn => format!("--now {written}: RFC 3339 অনুযায়ী লিখুন, যেমন 2026-11-22T07:30:00+06:00"),
            Lang::En => format!("--now {written}: not an RFC 3339 date-time such as 2026-11-22T07:30:00+06:00"),
        });
    }
    if let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") {
        let seconds = epoch
            .trim()
            .parse()
            .ok()
            .and_then(|seconds| Timestamp::from_second(seconds).ok());
        return seconds.ok_or_else(|| match lang(global) {
            Lang::Bn => format!("SOURCE_DATE_EPOCH={epoch}: সেকেন্ডের সংখ্যা হতে হবে"),
            Lang::En => format!("SOURCE_DATE_EPOCH={epoch}: not a number of seconds"),
        });
    }
    Ok(Timestamp::now())
}

/// A request for the site that the options name.
pub(super) fn request(global: &Global) -> Result<Request, String> {
    Ok(Request::new(global.root.clone(), now(global)?))
}
