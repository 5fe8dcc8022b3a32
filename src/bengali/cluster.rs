//! Grapheme clusters: what a reader calls a letter (প্র, ন্ত্রী, র‍্যা), and cuts that never fall inside one.
//!
//! Source: UAX #29 with GB9c (conjuncts stay whole), by `unicode-segmentation`; `bengali.md` section 4.

use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;

/// The clusters of a text, in order; joined they are the text.
///
/// ```
/// use khobor::bengali::cluster::clusters;
/// assert_eq!(clusters("গ্রীষ্ম").collect::<Vec<_>>(), ["গ্রী", "ষ্ম"]);
/// ```
pub fn clusters(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.graphemes(true)
}

/// How many clusters a text has: its length as a reader counts it.
///
/// ```
/// assert_eq!(khobor::bengali::cluster::count("চন্দ্রবিন্দু"), 4);
/// ```
pub fn count(text: &str) -> usize {
    if text.is_ascii() && !text.contains('\r') {
        text.len()
    } else {
        clusters(text).count()
    }
}

/// The text cut to at most `max_clusters` clusters; a cut text loses the space at its end and gains `…` (not counted).
///
/// The cut may fall inside a word, never inside a cluster; see [`crate::bengali::excerpt`] for cuts that respect words.
///
/// ```
/// use khobor::bengali::cluster::truncate;
/// assert_eq!(truncate("স্বাধীনতা", 2), "স্বাধী…");
/// assert_eq!(truncate("মা", 2), "মা");
/// ```
pub fn truncate(text: &str, max_clusters: usize) -> Cow<'_, str> {
    match cut_at(text, max_clusters) {
        None => Cow::Borrowed(text),
        Some(at) => {
            let kept = text.get(..at).unwrap_or_default().trim_end();
            Cow::Owned(format!("{kept}…"))
        }
    }
}

/// The byte at which the text passes `max_clusters` clusters; `None` when it does not. Reads no further than that.
///
/// ```
/// use khobor::bengali::cluster::cut_at;
/// assert_eq!(cut_at("দেশ", 1), Some("দে".len()));
/// assert_eq!(cut_at("দেশ", 2), None);
/// ```
pub fn cut_at(text: &str, max_clusters: usize) -> Option<usize> {
    text.grapheme_indices(true).nth(max_clusters).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::{clusters, truncate};

    #[test]
    fn joiners_and_reph_stay_in_their_cluster() {
        assert_eq!(clusters("র\u{200D}্যালি").collect::<Vec<_>>(), ["র\u{200D}্যা", "লি"]);
        assert_eq!(clusters("ধর্মঘট").collect::<Vec<_>>(), ["ধ", "র্ম", "ঘ", "ট"]);
    }

    #[test]
    fn cuts() {
        assert_eq!(truncate("", 0), "");
        assert_eq!(truncate("আকাশ", 0), "…");
        assert_eq!(truncate("এক দুই", 3), "এক…");
    }
}
