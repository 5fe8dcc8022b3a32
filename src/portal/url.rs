//! Addresses. Inside of khobor an address is a decoded path from the portal's root, `/international/putin-hamas/`; it is
//! encoded only where it is printed.

use crate::bengali::{gate, slug};
use std::borrow::Cow;

/// Longest part of an address in bytes: what file systems take.
pub const MAX_PART: usize = 255;

/// Why an address cannot be written, or `None`.
///
/// Names reserved on Windows and parts over 255 bytes are refused (reliability.md U3, U4), so that a portal can be
/// moved to any host.
///
/// ```
/// use khobor::portal::url::fault;
/// assert_eq!(fault("/মতামত/স্বাধীনতা/"), None);
/// assert!(fault("/con/").is_some());
/// assert!(fault(&format!("/{}/", "ক".repeat(86))).is_some());
/// ```
pub fn fault(path: &str) -> Option<Refusal> {
    let parts = path.split('/').filter(|p| !p.is_empty());
    parts.map(part_fault).find(Option::is_some).flatten()
}

/// Why an address is refused, in English and Bengali.
pub(super) type Refusal = (&'static str, &'static str);

/// Why nothing of an editor's may stand at an address, or `None`: hosts would take the file for a setting or a program.
///
/// ```
/// use khobor::portal::url::reserved;
/// assert!(reserved("/.htaccess").is_some() && reserved("/functions/ক.js").is_some());
/// assert_eq!(reserved("/নদী/web.config.html"), None);
/// ```
pub fn reserved(path: &str) -> Option<Refusal> {
    const SETTINGS: [&str; 10] = [
        "web.config",
        "_worker.js",
        "_headers",
        "_redirects",
        "_routes.json",
        "vercel.json",
        "netlify.toml",
        "cname",
        "php.ini",
        "functions",
    ];
    let mut parts = path.split('/').filter(|part| !part.is_empty()).enumerate();
    let setting = |(at, part): (usize, &str)| {
        let part = part.to_ascii_lowercase();
        let known = SETTINGS.contains(&part.as_str()) && (at == 0 || part == "web.config" || part == "php.ini");
        known || part.starts_with('.') || at == 0 && matches!(part.as_str(), "_server" | "_former" | "_fragments")
    };
    parts.any(setting).then_some((
        "hosts read a file of this name as a setting or a program",
        "এই নামের ফাইলকে হোস্ট সেটিং বা প্রোগ্রাম বলে ধরে",
    ))
}

/// Where what lies beside a page is published: below the page's address, without the ending that it may have.
///
/// ```
/// use khobor::portal::url::beside;
/// assert_eq!((&*beside("/২০২৪/নদী/"), &*beside("/২০২৪/নদী.html")), ("/২০২৪/নদী/", "/২০২৪/নদী/"));
/// assert_eq!(&*beside("/২০২৪/নদী"), "/২০২৪/নদী/");
/// ```
pub fn beside(page: &str) -> Cow<'_, str> {
    match page.strip_suffix(".html").unwrap_or(page) {
        folder if folder.ends_with('/') => Cow::Borrowed(folder),
        bare => Cow::Owned(format!("{bare}/")),
    }
}

/// Where the file of a story stands: hosts find `নদী.html` at an address without a slash and an ending.
///
/// ```
/// use khobor::portal::url::story_file;
/// assert_eq!((&*story_file("/২০২৪/নদী"), &*story_file("/২০২৪/নদী/")), ("/২০২৪/নদী.html", "/২০২৪/নদী/"));
/// ```
pub fn story_file(address: &str) -> Cow<'_, str> {
    match address.ends_with('/') || address.ends_with(".html") {
        true => Cow::Borrowed(address),
        false => Cow::Owned(format!("{address}.html")),
    }
}

/// Whether an address is that of a numbered page of a list.
pub(super) fn is_listing_page(path: &str) -> bool {
    let mut parts = path.trim_end_matches('/').rsplit('/');
    parts.next().is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit())) && parts.next() == Some("page")
}

fn part_fault(part: &str) -> Option<Refusal> {
    let stem = part.split('.').next().unwrap_or(part);
    let device = |s: &str| {
        let port = |name: &str| s.len() == 4 && s[..3].eq_ignore_ascii_case(name) && s.as_bytes()[3].is_ascii_digit();
        s.is_ascii()
            && (["con", "prn", "aux", "nul", "conin$", "conout$"]
                .iter()
                .any(|d| s.eq_ignore_ascii_case(d))
                || port("com")
                || port("lpt"))
    };
    match part {
        _ if part.len() > MAX_PART => Some(("a part is longer than 255 bytes", "একটি অংশ ২৫৫ বাইটের বেশি লম্বা")),
        "." | ".." => Some(("a part is . or ..", "একটি অংশ . বা ..")),
        _ if device(stem) => Some(("a part is a reserved name", "একটি অংশের নাম অপারেটিং সিস্টেমের নিজের")),
        _ if part.ends_with(['.', ' ']) => Some(("a part ends with a dot or a space", "একটি অংশের শেষে ফোঁটা বা ফাঁকা জায়গা")),
        _ if part.starts_with(".git") => Some(("a part begins with .git", "একটি অংশ .git দিয়ে শুরু")),
        _ if part
            .chars()
            .any(|c| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')) =>
        {
            Some((
                "a part holds a character that some systems forbid",
                "একটি অংশে এমন চিহ্ন আছে যা সব কম্পিউটারে চলে না",
            ))
        }
        _ => None,
    }
}

/// The key by which two addresses are one: canonical text, case folded.
pub fn same_key(path: &str) -> String {
    if is_plain(path) {
        path.to_owned()
    } else {
        gate::key(path)
    }
}

/// Whether a path is its own key: lower-case ASCII letters, digits and what stands between them.
pub(super) fn is_plain(path: &str) -> bool {
    path.bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'/' | b'-' | b'_' | b'.'))
}

/// The address part made of a file's name: kept as it is when it is safe, else as a native slug.
///
/// ```
/// use khobor::portal::url::part;
/// assert_eq!(part("putin-hamas"), "putin-hamas");
/// assert_eq!(part("ঢাকার খবর"), "ঢাকার-খবর");
/// ```
pub fn part(name: &str) -> String {
    let name = gate::canonical(name);
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
    if !name.is_empty() && name.bytes().all(plain) && !name.starts_with('.') && part_fault(&name).is_none() {
        return name.into_owned();
    }
    slug::native(&name)
}

/// A path as an `href`: the site's prefix in front, ASCII that would break an address percent-encoded, Bengali left
/// readable (RFC 3987).
///
/// ```
/// assert_eq!(khobor::portal::url::href("/paper/", "/ছবি/a b.jpg"), "/paper/ছবি/a%20b.jpg");
/// ```
pub fn href(home: &str, path: &str) -> String {
    let mut out = String::with_capacity(home.len() + path.len());
    out.push_str(home);
    encode(path.strip_prefix('/').unwrap_or(path), false, &mut out);
    out
}

/// An absolute address, percent-encoded to ASCII (RFC 3986), as sitemaps, feeds and canonical links want it.
///
/// ```
/// assert_eq!(khobor::portal::url::absolute("https://example.org", "/ক/"), "https://example.org/%E0%A6%95/");
/// ```
pub fn absolute(base_url: &str, path: &str) -> String {
    let mut out = String::with_capacity(base_url.len() + path.len() * 2);
    out.push_str(base_url);
    encode(path, true, &mut out);
    out
}

/// An absolute address for an `href` that [`href()`] made: what is encoded already stays, what is not ASCII is encoded.
///
/// ```
/// use khobor::portal::url::{href, of_href};
/// assert_eq!(of_href("https://example.org", &href("/", "/ক খ/")), "https://example.org/%E0%A6%95%20%E0%A6%96/");
/// ```
pub fn of_href(origin: &str, href: &str) -> String {
    let mut out = String::with_capacity(origin.len() + href.len() * 2);
    out.push_str(origin);
    for letter in href.chars() {
        match letter.is_ascii() {
            true => out.push(letter),
            false => letter
                .encode_utf8(&mut [0; 4])
                .bytes()
                .for_each(|byte| percent(byte, &mut out)),
        }
    }
    out
}

/// Runs that need no change are copied whole.
fn encode(path: &str, ascii: bool, out: &mut String) {
    let mut copied = 0;
    for (at, c) in path.char_indices() {
        let kept = match c {
            _ if c.is_ascii() => is_safe(c as u8),
            '\u{980}'..='\u{9FF}' => !ascii,
            _ => !ascii && !c.is_control() && !c.is_whitespace(),
        };
        if kept {
            continue;
        }
        out.push_str(&path[copied..at]);
        copied = at + c.len_utf8();
        path[at..copied].bytes().for_each(|byte| percent(byte, out));
    }
    out.push_str(&path[copied..]);
}

/// Every byte as `%E0` (RFC 3986, section 2.1), one after the other.
const PERCENT: &str = {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    const TABLE: [u8; 3 * 256] = {
        let mut table = [b'%'; 3 * 256];
        let mut byte = 0;
        while byte < 256 {
            table[3 * byte + 1] = DIGITS[byte >> 4];
            table[3 * byte + 2] = DIGITS[byte & 15];
            byte += 1;
        }
        table
    };
    match std::str::from_utf8(&TABLE) {
        Ok(text) => text,
        Err(_) => "",
    }
};

/// A byte as `%E0`.
fn percent(byte: u8, out: &mut String) {
    let at = usize::from(byte) * 3;
    out.push_str(PERCENT.get(at..at + 3).unwrap_or_default());
}

/// A value of a query: all but unreserved characters percent-encoded (RFC 3986).
///
/// ```
/// assert_eq!(khobor::portal::url::query("খ ক"), "%E0%A6%96%20%E0%A6%95");
/// ```
pub fn query(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            percent(byte, &mut out);
        }
    }
    out
}

fn is_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~/!$&'()*+,;=:@".contains(&byte)
}

/// An absolute address for a place in the portal that may carry a query or a fragment, which stay as they are.
///
/// ```
/// assert_eq!(khobor::portal::url::target("https://example.org", "/ক/?p=1#x"), "https://example.org/%E0%A6%95/?p=1#x");
/// ```
pub fn target(base_url: &str, to: &str) -> String {
    let (path, tail) = to.split_at(to.find(['?', '#']).unwrap_or(to.len()));
    absolute(base_url, path) + tail
}

/// Percent-decodes a path; bytes that are not UTF-8 are an error.
///
/// ```
/// assert_eq!(khobor::portal::url::decode("/%E0%A6%95/").as_deref(), Some("/ক/"));
/// assert_eq!(khobor::portal::url::decode("%ff"), None);
/// ```
pub fn decode(path: &str) -> Option<String> {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = |i: usize| bytes.get(i).and_then(|b| (*b as char).to_digit(16));
        match (bytes[at], hex(at + 1), hex(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).ok()
}
