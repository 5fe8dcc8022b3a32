//! The run's language and its moment: the only places where the environment and the clock are read.

use super::options::Global;
use crate::diag::Lang;
use crate::engine::Request;
use jiff::Timestamp;

/// The language of messages: `--lang`, else `LC_ALL`, `LC_MESSAGES` or `LANG` (`bn…` is Bengali), else English.
pub(super) fn lang(global: &Global) -> Lang {
    let named = |name: &str| if name.starts_with("bn") { Lang::Bn } else { Lang::En };
    if let Some(lang) = &global.lang {
        return named(lang);
    }
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|v| std::env::var(v).ok());
    set.into_iter().find(|v| !v.is_empty()).map_or(Lang::En, |v| named(&v))
}

/// The run's moment: `--now`, else `SOURCE_DATE_EPOCH`, else the clock, read once.
pub(super) fn now(global: &Global) -> Result<Timestamp, String> {
    if let Some(written) = &global.now {
        return written
            .parse()
            .map_err(|_| format!("--now {written}: not an RFC 3339 date-time such as 2026-11-22T07:30:00+06:00"));
    }
    if let Ok(epoch) = std::env::var("SOURCE_DATE_EPOCH") {
        let seconds = epoch
            .trim()
            .parse()
            .map_err(|_| format!("SOURCE_DATE_EPOCH={epoch}: not a number of seconds"))?;
        return Timestamp::from_second(seconds).map_err(|e| e.to_string());
    }
    Ok(Timestamp::now())
}

/// A request for the site that the options name.
pub(super) fn request(global: &Global) -> Result<Request, String> {
    Ok(Request::new(global.root.clone(), now(global)?))
}
