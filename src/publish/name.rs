//! Names of outputs: which are allowed, which are khobor's own, and in which order they go live.

use super::error::PublishError;

/// The manifest's name in the output folder. Never deployed.
pub const MANIFEST: &str = ".khobor-manifest";
/// The working folder's name, where it must lie inside the output folder. Never deployed.
pub const WORKING_FOLDER: &str = ".khobor-publish";

/// Whether a file of the output folder is khobor's own record, which a deploy leaves out.
///
/// ```
/// use khobor::publish::is_private;
/// assert!(is_private(".khobor-manifest"));
/// assert!(!is_private("tag/মুক্তিযুদ্ধ/index.html"));
/// ```
pub fn is_private(path: &str) -> bool {
    matches!(path.split('/').next(), Some(MANIFEST | WORKING_FOLDER))
}

/// The longest whole name and the longest part of it between slashes, in bytes, that file systems take.
const LONGEST_NAME: usize = 3_500;
const LONGEST_PART: usize = 255;

/// Checks an output's name: parts between `/`, relative, never leaving the output folder, and creatable everywhere.
///
/// # Errors
/// [`PublishError::Name`] with the reason.
///
/// ```
/// use khobor::publish::check_name;
/// assert!(check_name("tag/মুক্তিযুদ্ধ/index.html").is_ok());
/// assert!(check_name("../খবর.html").is_err());
/// ```
pub fn check_name(path: &str) -> Result<(), PublishError> {
    match flaw(path) {
        None => Ok(()),
        Some(reason) => Err(PublishError::Name {
            path: path.to_owned(),
            reason,
        }),
    }
}

/// Why a name is refused, if it is.
pub(super) fn flaw(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("the name is empty");
    }
    if path.len() > LONGEST_NAME {
        return Some("the name is longer than file systems take");
    }
    if path.starts_with('/') {
        return Some("the name is absolute");
    }
    if path.bytes().any(|byte| byte < 0x20 || byte == 0x7F || byte == b'\\') {
        return Some("the name holds a control character or a backslash");
    }
    if is_private(path) {
        return Some("the name is khobor's own");
    }
    path.split('/').find_map(part_flaw)
}

fn part_flaw(part: &str) -> Option<&'static str> {
    match part {
        "" => Some("the name has an empty part"),
        "." | ".." => Some("the name leaves its folder"),
        _ if part.len() > LONGEST_PART => Some("a part of the name is longer than file systems take"),
        _ if is_device(part) => Some("the name is that of a device on some systems"),
        _ => None,
    }
}

/// `con`, `nul.html`, `COM1` ... cannot be files on Windows (CVE-2024-35197 shows what else they can do).
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end_matches(' ');
    let plain = ["con", "prn", "aux", "nul"]
        .iter()
        .any(|name| stem.eq_ignore_ascii_case(name));
    let numbered = || {
        let (head, digit) = (stem.get(..3), stem.get(3..));
        let head = head.is_some_and(|head| head.eq_ignore_ascii_case("com") || head.eq_ignore_ascii_case("lpt"));
        head && digit.is_some_and(|digit| matches!(digit.as_bytes(), [b'1'..=b'9']))
    };
    plain || numbered()
}

/// The order in which files go live where they cannot all go at once: what pages need, pages, what points to pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Wave {
    Asset,
    Page,
    Feed,
}

/// The wave of an output, by its name without a precompressed ending.
pub(super) fn wave(path: &str) -> Wave {
    let plain = path
        .strip_suffix(".gz")
        .or_else(|| path.strip_suffix(".br"))
        .unwrap_or(path);
    let name = plain.rsplit('/').next().unwrap_or(plain);
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending {
        "html" | "htm" => Wave::Page,
        "xml" | "rss" | "atom" => Wave::Feed,
        "json" if name.starts_with("feed") => Wave::Feed,
        _ => Wave::Asset,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_are_refused() {
        let long = "ক".repeat(100);
        let bad = [
            "",
            "/",
            "/etc/passwd",
            "..",
            "../a",
            "a/../b",
            "a//b",
            "a/",
            "./a",
            "a/.",
            "a\0b",
            "a\nb",
            "a\\b",
            "CON",
            "a/nul.html",
            "com1",
            "LPT9.txt",
            ".khobor-manifest",
            ".khobor-publish/x",
            &long,
            "aux .html",
        ];
        for name in bad {
            assert!(check_name(name).is_err(), "{name:?}");
        }
        for name in [
            "index.html",
            "খেলা/ক্রিকেট/index.html",
            "console/index.html",
            ".well-known/x",
            "com10",
            "comé",
        ] {
            assert!(check_name(name).is_ok(), "{name:?}");
        }
    }

    #[test]
    fn pages_go_live_before_what_points_to_them() {
        assert_eq!(wave("style.css"), Wave::Asset);
        assert_eq!(wave("খবর/index.html.gz"), Wave::Page);
        assert_eq!(wave("sitemap.xml"), Wave::Feed);
        assert_eq!(wave("feed.json"), Wave::Feed);
        assert_eq!(wave("search/a.json"), Wave::Asset);
    }
}
