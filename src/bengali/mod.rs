//! The Bengali language: pure functions on text, numbers and dates. Knows nothing of articles and does no I/O.
//!
//! | module | what it answers |
//! |---|---|
//! | [`gate`] | the text gate: `nfc`, `canonical`, `clean`, `key` |
//! | [`number`] | digits both ways, lakh/crore grouping, compact, percent, currency, parsing |
//! | [`ordinal`] | ১ম ২য় ৬ষ্ঠ ১১তম, rank words, days of the month (১লা, ৫ই, ১৯শে) |
//! | [`calendar`] | Bangla calendar of Bangladesh and West Bengal, Hijri as announced in Bangladesh |
//! | [`date`] | dates and times as a Bengali newspaper prints them, relative time, masthead line |
//! | [`date_parse`] | dates as Bengali newspapers write them |
//! | [`cluster`] | grapheme clusters, safe cuts |
//! | [`word`] | words, word counts, reading time |
//! | [`lexicon`] | words numbered as they come, each looked at once |
//! | [`sentence`] | sentences |
//! | [`excerpt`] | cuts that prefer a sentence end |
//! | [`stop`] | stop words |
//! | [`stem`] | the stemmer `khobor-stem-1` |
//! | [`fold`] | the search key |
//! | [`search`] | does a query word find a document word |
//! | [`genitive`] | whose: রহিমের, বড়ুয়ার, বিবিসি-র |
//! | [`romanise`] | Bengali to Latin letters and the phonetic key of Latin queries |
//! | [`slug`] | romanised and native slugs, heading ids |
//! | [`collate`] | dictionary order (CLDR bn) |
//! | [`bijoy`] | Bijoy/SutonnyMJ (ANSI) to Unicode |

pub mod bijoy;
mod block;
pub mod calendar;
pub mod cluster;
pub mod collate;
pub mod date;
pub mod date_parse;
pub mod excerpt;
pub mod fold;
pub mod gate;
pub mod genitive;
pub mod headline;
pub mod lexicon;
pub mod number;
pub mod ordinal;
pub mod romanise;
pub mod search;
pub mod sentence;
pub mod slug;
pub mod stem;
pub mod stop;
pub mod word;
mod wordset;

/// Which press's habits hold: Bangladesh or West Bengal. Decides weekday names, the Bangla calendar, the masthead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Edition {
    /// Bangladesh: রোববার, the calendar revised in 2019, a Hijri date in the masthead.
    #[default]
    Bd,
    /// West Bengal: রবিবার, the Surya Siddhanta calendar, no Hijri date.
    Wb,
}
