//! Where a headline may be broken into lines, and what each break costs a reader.

/// A break that must not be.
pub const FORBIDDEN: f32 = f32::INFINITY;
/// What stays with the word before it costs this much to part.
const PARTED: f32 = 0.05;

/// Words that begin something: the next word belongs to them.
const BEGIN: [&str; 12] = ["ড.", "মো.", "মু.", "মোঃ", "ডা.", "এ", "কে", "ও", "না", "নং", "শেখ", "সৈয়দ"];
/// Words that a number counts.
const UNITS: [&str; 16] = [
    "%",
    "জন",
    "টি",
    "টা",
    "টাকা",
    "কোটি",
    "লাখ",
    "হাজার",
    "শতাংশ",
    "কিলোমিটার",
    "কিমি",
    "টন",
    "কেজি",
    "বছর",
    "দিন",
    "মিনিট",
];
/// Marks that no line begins with.
const CLOSING: [char; 12] = ['।', ',', '?', '!', '”', '’', ')', '–', '—', ';', ':', '»'];

/// The cost of a break before each word but the first: 0 is free, [`FORBIDDEN`] may not be.
///
/// ```
/// use khobor::bengali::headline::{FORBIDDEN, break_costs};
/// let costs = break_costs(&["নিহত", "১২", "জন", "ও", "আহত", "– শেষ"]);
/// assert_eq!(costs[0], 0.0);
/// assert!(costs[1] > 0.0, "১২ জন stays together");
/// assert_eq!(costs[4], FORBIDDEN);
/// ```
pub fn break_costs(words: &[&str]) -> Vec<f32> {
    words.windows(2).map(|pair| cost(pair[0], pair[1])).collect()
}

fn cost(before: &str, after: &str) -> f32 {
    if after.starts_with(CLOSING) {
        return FORBIDDEN;
    }
    let number = before.chars().next_back().is_some_and(|c| c.is_numeric());
    let opens = before.ends_with(['“', '‘', '(', '«']);
    let unit = UNITS.iter().any(|unit| after.starts_with(unit));
    if opens || BEGIN.contains(&before) || number || (unit && before.chars().any(char::is_numeric)) {
        PARTED
    } else {
        0.0
    }
}
