//! Why a story is not shown: said on the preview's 404 at its address.

use super::Options;
use crate::bengali::gate;
use crate::diag::Lang;
use crate::engine::PageRenderer;
use crate::portal::Unpublished;

/// What to say of a path that is a story's which the preview does not show, as text.
pub(super) fn note(options: &Options, renderer: &PageRenderer, path: &str) -> Option<String> {
    let loaded = renderer.loaded();
    let inner = gate::canonical(path.strip_prefix(loaded.site.home.trim_end_matches('/'))?);
    let asked = inner.trim_end_matches("index.html").trim_end_matches('/');
    let mut all = loaded.portal.withheld.iter();
    let story = all.find(|w| w.url.trim_end_matches('/') == asked)?;
    let (why, option) = reason(options.lang, story.why, loaded.site.zone.clone())?;
    let source = &story.source;
    let bn = options.lang == Lang::Bn;
    Some(match (options.published, bn) {
        (true, true) => format!("{source} এখানে দেখানো হচ্ছে না: {why}। দেখতে `khobor serve` চালান `--published` ছাড়া।"),
        (true, false) => format!("{source} is not shown: {why}. Run `khobor serve` without `--published` to see it."),
        (false, true) => format!("{source} এখানে দেখানো হচ্ছে না: {why}। দেখতে `khobor serve` চালান `{option}`-সহ।"),
        (false, false) => format!("{source} is not shown: {why}. Run `khobor serve` with `{option}` to see it."),
    })
}

fn reason(lang: Lang, why: Unpublished, zone: jiff::tz::TimeZone) -> Option<(String, &'static str)> {
    let bn = lang == Lang::Bn;
    let at = |moment: jiff::Timestamp| {
        let text = moment.to_zoned(zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
        if bn {
            crate::bengali::number::digits(&text).into_owned()
        } else {
            text
        }
    };
    Some(match (why, bn) {
        (Unpublished::Draft, true) => ("এটি খসড়া".to_owned(), "--drafts"),
        (Unpublished::Draft, false) => ("it is a draft".to_owned(), "--drafts"),
        (Unpublished::Scheduled(date), true) => (format!("প্রকাশের সময় {}", at(date)), "--future"),
        (Unpublished::Scheduled(date), false) => (format!("it comes at {}", at(date)), "--future"),
        (Unpublished::Expired(end), true) => (format!("মেয়াদ শেষ হয়েছে {}", at(end)), "--expired"),
        (Unpublished::Expired(end), false) => (format!("it was taken down at {}", at(end)), "--expired"),
        // Its notice stands at its address.
        (Unpublished::Retracted, _) => return None,
    })
}
