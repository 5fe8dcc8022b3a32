//! Whether a reply may be kept, and how: the same for every way by which replies come. Pure.

use super::Reply;
use crate::bengali::{cluster, gate};
use std::borrow::Cow;

/// Longest reply in bytes, as its file has it (`reliability.md` W6).
pub const LONGEST: usize = 16 * 1024;
/// Longest name in clusters.
pub const LONGEST_NAME: usize = 80;
/// Longest name in bytes: a cluster alone may have any number of marks.
const LONGEST_NAME_BYTES: usize = 1024;
/// Longest id of a comment that is answered, in bytes.
const LONGEST_PARENT: usize = 128;
/// Longest address of a reader's site in bytes.
const LONGEST_SITE: usize = 300;

/// Why a reply is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// No name or no text.
    Empty,
    /// Too long a text.
    LongBody,
    /// Too long a name.
    LongName,
    /// A site that is no web address.
    Site,
}

impl Unfit {
    /// The reason in English.
    pub fn en(self) -> &'static str {
        match self {
            Unfit::Empty => "a reply needs a name and a text",
            Unfit::LongBody => "a reply may have 16 KiB",
            Unfit::LongName => "a name may have 80 letters",
            Unfit::Site => "a site begins with https://",
        }
    }

    /// The reason in Bengali.
    pub fn bn(self) -> &'static str {
        match self {
            Unfit::Empty => "নাম ও মন্তব্য দুটোই লিখতে হবে।",
            Unfit::LongBody => "মন্তব্যটি বেশি বড়। ১৬ কিলোবাইটের (প্রায় পাঁচ হাজার অক্ষর) মধ্যে লিখুন।",
            Unfit::LongName => "নাম ৮০ অক্ষরের মধ্যে লিখুন।",
            Unfit::Site => "ওয়েবসাইটের ঠিকানা https:// দিয়ে শুরু হতে হবে।",
        }
    }
}

/// The reply as it may be kept: canonical text, its name on one line, nothing that turns the direction of a text or
/// steers a terminal. What is fit stays as it is.
///
/// # Errors
/// Why it is not kept.
///
/// ```
/// use khobor::comments::{Reply, Unfit, fit};
/// let date = "2026-11-22T07:30:00Z".parse().unwrap();
/// let reply = |name: &str, body: &str| Reply { name: name.into(), site: None, parent: None, body: body.into(), date };
/// assert_eq!(fit(&reply(" রহিমা\n", "ভালো\u{202E} লেখা।\r\n")).unwrap(), reply("রহিমা", "ভালো লেখা।"));
/// assert_eq!(fit(&reply("\u{200B}", "লেখা")), Err(Unfit::Empty));
/// ```
pub fn fit(reply: &Reply) -> Result<Reply, Unfit> {
    let name = one_line(&reply.name);
    let lines = reply.body.replace("\r\n", "\n").replace('\r', "\n");
    let body = gate::canonical(&without_odd(&lines)).trim().to_owned();
    if !is_visible(&name) || !is_visible(&body) {
        return Err(Unfit::Empty);
    }
    if as_text(&body).len() > LONGEST {
        return Err(Unfit::LongBody);
    }
    if name.len() > LONGEST_NAME_BYTES || cluster::count(&name) > LONGEST_NAME {
        return Err(Unfit::LongName);
    }
    Ok(Reply {
        name,
        site: web(reply.site.as_deref())?,
        parent: reply.parent.as_deref().and_then(parent),
        body,
        date: reply.date,
    })
}

/// A reader's text as a comment file has it. Comment files may hold a little markup (imports bring it); what is typed into
/// a form is text, so that a `<` is shown as a `<`.
///
/// ```
/// use khobor::comments::as_text;
/// assert_eq!(as_text("৩ < ৫ & <b>না</b> &lt;"), "৩ < ৫ & &lt;b>না&lt;/b> &amp;lt;");
/// ```
pub fn as_text(typed: &str) -> Cow<'_, str> {
    if !typed.contains(['<', '&']) {
        return Cow::Borrowed(typed);
    }
    let mut text = String::with_capacity(typed.len() + 16);
    let mut rest = typed;
    while let Some(at) = rest.find(['<', '&']) {
        let (before, here) = rest.split_at(at);
        text.push_str(before);
        let mut chars = here.chars();
        let (mark, next) = (chars.next(), chars.next().unwrap_or(' '));
        match mark {
            Some('<') if next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?') => text.push_str("&lt;"),
            Some('&') if next.is_ascii_alphabetic() || next == '#' => text.push_str("&amp;"),
            Some(other) => text.push(other),
            None => {}
        }
        rest = chars_after_first(here);
    }
    text.push_str(rest);
    Cow::Owned(text)
}

fn chars_after_first(text: &str) -> &str {
    let mut chars = text.chars();
    chars.next();
    chars.as_str()
}

/// The id of a comment, if it can be one: a reply that names anything else answers the story.
fn parent(named: &str) -> Option<String> {
    let named = named.trim();
    let odd = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '`' | '\\');
    let fits = (1..=LONGEST_PARENT).contains(&named.len()) && !named.contains(odd) && without_odd(named) == named;
    fits.then(|| named.to_owned())
}

/// A name on one line.
fn one_line(written: &str) -> String {
    let line: String = written.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let line = gate::canonical(&without_odd(&line)).into_owned();
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Without control characters (but line feed and tab), marks that turn the direction of a text, and what is no character.
fn without_odd(text: &str) -> String {
    let odd = |c: char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{206F}' | '\u{061C}' | '\u{FEFF}')
            || matches!(c, '\u{FFF9}'..='\u{FFFF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{E0000}'..='\u{E007F}')
            || u32::from(c) & 0xFFFE == 0xFFFE
    };
    text.chars().filter(|c| !odd(*c)).collect()
}

/// Whether there is anything to see in a text.
fn is_visible(text: &str) -> bool {
    let blank = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180E}'
            )
            || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}')
    };
    !text.chars().all(blank)
}

fn web(site: Option<&str>) -> Result<Option<String>, Unfit> {
    let Some(site) = site.map(str::trim).filter(|s| !s.is_empty()) else {
        return Ok(None);
    };
    let lower = site.to_ascii_lowercase();
    let host = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let odd = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '`' | '\\');
    match host.is_some_and(|h| !h.is_empty() && !h.starts_with('/')) && site.len() <= LONGEST_SITE {
        true if !site.contains(odd) && without_odd(site) == site => Ok(Some(site.to_owned())),
        _ => Err(Unfit::Site),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(name: &str, site: &str, body: &str) -> Reply {
        Reply {
            name: name.to_owned(),
            site: Some(site.to_owned()),
            parent: None,
            body: body.to_owned(),
            date: "2026-11-22T07:30:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn what_is_fit_stays_fit() {
        let odd = reply(
            "ক\u{0}\t\u{2066}খ",
            "https://k.example/ক",
            "\u{FEFF}a\u{7}\r\rb\u{206A} <b> \u{FFFE}ড়",
        );
        let once = fit(&odd).unwrap();
        assert_eq!((once.name.as_str(), once.body.as_str()), ("ক খ", "a\n\nb <b> ড়"));
        assert_eq!(fit(&once).unwrap(), once);
    }

    #[test]
    fn a_reply_names_the_comment_that_it_answers() {
        let to = |parent: &str| {
            let parent = Some(parent.to_owned());
            fit(&Reply {
                parent,
                ..reply("ক", "", "x")
            })
            .unwrap()
            .parent
        };
        assert_eq!(to(" c-17 ").as_deref(), Some("c-17"));
        for odd in ["", "a b", "<b>", "a\nb", "\u{202E}a", &"x".repeat(129)] {
            assert_eq!(to(odd), None, "{odd:?}");
        }
    }

    #[test]
    fn limits_are_those_of_readers() {
        assert_eq!(fit(&reply(&"ক্ষ".repeat(80), "", "x")).map(|r| r.site), Ok(None));
        assert_eq!(fit(&reply(&"ক্ষ".repeat(81), "", "x")), Err(Unfit::LongName));
        assert_eq!(
            fit(&reply(&format!("e{}", "\u{301}".repeat(900)), "", "x")),
            Err(Unfit::LongName)
        );
        assert!(fit(&reply("ক", "", &"x".repeat(LONGEST))).is_ok());
        assert_eq!(fit(&reply("ক", "", &"x".repeat(LONGEST + 1))), Err(Unfit::LongBody));
        assert_eq!(fit(&reply("ক", "", &"<b>".repeat(LONGEST / 4))), Err(Unfit::LongBody));
        for site in [
            "javascript:x",
            "https://",
            "https:///x",
            "https://a b",
            "https://x/'",
            "//x",
            "ftp://x",
            "https://\u{202E}x",
        ] {
            assert_eq!(fit(&reply("ক", site, "x")), Err(Unfit::Site), "{site}");
        }
    }

    #[test]
    fn nothing_that_is_typed_becomes_markup() {
        for typed in ["<!--", "<?x", "</p>", "a<b", "&#60;", "&lt", "&&lt;", "<<b>", "<"] {
            let safe = crate::relate::comments::safe_markup(&as_text(typed));
            let shown = safe
                .replace("<p>", "")
                .replace("</p>", "")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&");
            assert_eq!(shown, typed, "{safe}");
        }
    }

    use proptest::prelude::*;

    /// Text with more of what breaks things than chance would bring.
    fn odd_text() -> impl Strategy<Value = String> {
        let bit = prop_oneof![
            ".{0,8}".prop_map(|s: String| s),
            Just("\"\"\"".to_owned()),
            Just("'''\n[[comment]]\nid = ''".to_owned()),
            Just("\\u{0}\\".to_owned()),
            Just("<b>&lt;".to_owned()),
            Just("\r\n\u{85}\u{2028}".to_owned()),
            Just("\u{FDD0}\u{1FFFF}\u{E0001}\u{200D}\u{FE0F}".to_owned()),
            Just("র\u{200D}্য়ো\u{9bc}\u{9cd}".to_owned()),
        ];
        proptest::collection::vec(bit, 0..6).prop_map(|bits| bits.concat())
    }

    proptest! {
        /// Whatever is typed, the file that holds it is read without any complaint, so that no reader can stop a build.
        #[test]
        fn no_reply_breaks_its_file(name in odd_text(), body in odd_text(), site in odd_text()) {
            let site = if site.len() % 2 == 0 { String::new() } else { format!("https://k.example/{site}") };
            if let Ok(once) = fit(&reply(&name, &site, &body)) {
                prop_assert_eq!(fit(&once), Ok(once.clone()));
                let (text, id) = crate::comments::append("data/comments/a/b.toml", "", &once).unwrap();
                let options = crate::source::ReadOptions {
                    zone: jiff::tz::TimeZone::UTC,
                    edition: crate::bengali::Edition::Bd,
                    unsafe_html: false,
                    max_bytes: 1 << 22,
                };
                let (comments, diagnostics) = crate::source::parse_comments("data/comments/a/b.toml", &text, &options);
                prop_assert!(diagnostics.is_empty(), "{:?}\n{}", diagnostics, text);
                prop_assert_eq!((&comments[0].id, comments.len()), (&id, 1));
            }
        }
    }
}
