//! Why a story is not shown: said on the preview's 404 at its address.

use super::state::{PreviewState, escape};
use crate::bengali::gate;
use crate::diag::Lang;
use crate::engine::PageRenderer;
use crate::portal::Unpublished;

/// The element that says why, when the path is a story's that the preview does not show.
pub(super) fn note(state: &PreviewState, renderer: &PageRenderer, path: &str) -> Option<String> {
    let loaded = renderer.loaded();
    let inner = gate::canonical(path.strip_prefix(loaded.site.home.trim_end_matches('/'))?);
    let asked = inner.trim_end_matches("index.html").trim_end_matches('/');
    let mut all = loaded.portal.withheld.iter();
    let story = all.find(|w| w.url.trim_end_matches('/') == asked)?;
    let (why, option) = reason(state, story.why, loaded.site.zone.clone())?;
    let source = &story.source;
    let bn = state.options.lang == Lang::Bn;
    let text = match (state.options.published, bn) {
        (true, true) => format!("{source} এখানে দেখানো হচ্ছে না: {why}। দেখতে `khobor serve` চালান `--published` ছাড়া।"),
        (true, false) => format!("{source} is not shown: {why}. Run `khobor serve` without `--published` to see it."),
        (false, true) => format!("{source} এখানে দেখানো হচ্ছে না: {why}। দেখতে `khobor serve` চালান `{option}`-সহ।"),
        (false, false) => format!("{source} is not shown: {why}. Run `khobor serve` with `{option}` to see it."),
    };
    let lang = if bn { "bn" } else { "en" };
    Some(format!(
        "<p role=\"note\" lang=\"{lang}\" style=\"position:fixed;inset:auto 0 0 0;margin:0;padding:12px 20px;background:#ffcf66;color:#1c1a17;font-size:16px;z-index:2147483645\">{}</p>",
        escape(&text)
    ))
}

fn reason(state: &PreviewState, why: Unpublished, zone: jiff::tz::TimeZone) -> Option<(String, &'static str)> {
    let bn = state.options.lang == Lang::Bn;
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
