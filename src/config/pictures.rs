//! `[pictures]`, checked.

use super::faults::Faults;
use super::file::PicturesTable;

/// How pictures are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pictures {
    /// Whether they are made in several sizes.
    pub enabled: bool,
    /// Widths in pixels, ascending.
    pub widths: Vec<u32>,
    /// Quality of lossy files.
    pub quality: u8,
    /// Effort of the encoders.
    pub effort: u8,
    /// Whether AVIF is made.
    pub avif: bool,
    /// Whether WebP is made.
    pub webp: bool,
    /// Whether sources are published too.
    pub originals: bool,
    /// So many seconds a build may make pictures; 0 is as long as it takes.
    pub budget: u64,
    /// Pictures with more pixels are refused.
    pub max_pixels: u64,
}

/// The largest picture that can be asked for: decoded it takes 400 MB.
const MOST_PIXELS: u64 = 100_000_000;

pub(super) fn pictures(table: &PicturesTable, faults: &mut Faults<'_>) -> Pictures {
    let (avif, webp) = formats(table.formats.as_deref(), faults);
    let pixels = table.max_pixels.unwrap_or(50_000_000);
    if !(10_000..=MOST_PIXELS).contains(&pixels) {
        let reason = ("between 10,000 and 100,000,000", "১০,০০০ থেকে ১০,০০,০০,০০০-এর মধ্যে");
        faults.bad(
            "pictures.max_pixels",
            &pixels.to_string(),
            reason,
            "max_pixels = 50000000",
        );
    }
    Pictures {
        enabled: table.enabled.unwrap_or(true),
        widths: widths(table.widths.as_deref(), faults),
        quality: within("pictures.quality", table.quality.unwrap_or(75), (50, 90), faults),
        effort: within("pictures.effort", table.effort.unwrap_or(2), (2, 6), faults),
        avif,
        webp,
        originals: table.originals.unwrap_or(false),
        budget: table.budget.as_deref().map_or(0, |written| budget(written, faults)),
        max_pixels: pixels,
    }
}

/// Whether AVIF and WebP are made.
fn formats(written: Option<&[String]>, faults: &mut Faults<'_>) -> (bool, bool) {
    let Some(formats) = written else { return (false, true) };
    for format in formats {
        faults.one_of("pictures.formats", Some(format), &["webp", "avif"]);
    }
    let has = |format: &str| formats.iter().any(|written| written == format);
    if has("avif") && cfg!(not(feature = "avif")) {
        let reason = ("this program was built without AVIF", "এই প্রোগ্রামটি AVIF ছাড়া তৈরি");
        faults.bad("pictures.formats", "avif", reason, "cargo install --features avif");
    }
    (has("avif"), has("webp"))
}

fn widths(written: Option<&[u32]>, faults: &mut Faults<'_>) -> Vec<u32> {
    let Some(widths) = written else {
        return vec![320, 560, 800, 1200];
    };
    let ascending = widths.windows(2).all(|pair| pair[0] < pair[1]);
    let within = widths.iter().all(|w| (160..=2560).contains(w));
    if !(2..=8).contains(&widths.len()) || !ascending || !within {
        let reason = (
            "2 to 8 ascending numbers from 160 to 2560",
            "১৬০ থেকে ২৫৬০-এর ২ থেকে ৮টি সংখ্যা, ছোট থেকে বড়",
        );
        faults.bad(
            "pictures.widths",
            &format!("{widths:?}"),
            reason,
            "widths = [320, 560, 800, 1200]",
        );
    }
    widths.to_vec()
}

fn within(key: &str, value: u8, (least, most): (u8, u8), faults: &mut Faults<'_>) -> u8 {
    if !(least..=most).contains(&value) {
        let reason = ("out of its bounds", "সীমার বাইরে");
        faults.bad(key, &value.to_string(), reason, &format!("{least}..{most}"));
    }
    value.clamp(least, most)
}

/// `90s`, `5m`, `0s` in seconds.
fn budget(written: &str, faults: &mut Faults<'_>) -> u64 {
    let text = written.trim();
    let (number, unit) = match (text.strip_suffix('s'), text.strip_suffix('m')) {
        (Some(seconds), _) => (seconds, 1),
        (None, Some(minutes)) => (minutes, 60),
        _ => (text, 0),
    };
    let seconds = number.trim().parse::<u64>().ok().filter(|n| unit > 0 && *n <= 86_400);
    let Some(seconds) = seconds else {
        let reason = ("a number of seconds or minutes", "সেকেন্ড বা মিনিটের সংখ্যা");
        faults.bad("pictures.budget", written, reason, "budget = \"60s\"");
        return 0;
    };
    seconds * unit
}

#[cfg(test)]
mod tests {
    use crate::config::parse;

    fn site(pictures: &str) -> (Option<crate::config::Site>, usize) {
        let text = format!("[site]\ntitle = \"নদীপথ\"\nbase_url = \"https://example.org\"\n[pictures]\n{pictures}\n");
        let (site, diagnostics) = parse(&text);
        (site, diagnostics.len())
    }

    #[test]
    fn good_values_pass_and_bad_ones_are_reported() {
        let (found, faults) = site("widths = [400, 900]\nquality = 80\nbudget = \"2m\"\nformats = []");
        let pictures = found.unwrap().pictures;
        assert_eq!((faults, pictures.budget, pictures.webp), (0, 120, false));
        for bad in [
            "widths = [400]",
            "widths = [900, 400]",
            "widths = [100, 400]",
            "quality = 10",
            "effort = 9",
            "budget = \"soon\"",
            "formats = [\"jxl\"]",
            "max_pixels = 5",
        ] {
            assert_eq!(site(bad).1, 1, "{bad}");
        }
        let without = usize::from(cfg!(not(feature = "avif")));
        assert_eq!(site("formats = [\"webp\", \"avif\"]").1, without);
    }
}
