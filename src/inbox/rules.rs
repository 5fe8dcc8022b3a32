//! What marks a letter as advertising. Few and plain rules: a comment that is let in costs an editor a look, one that is
//! kept out costs a reader's voice. Pure.

use super::page::{FOREIGN, LINKS, MARKUP, NAME, Refusal};
use crate::bengali::gate;
use crate::comments::Reply;

/// Endings of hosts that advertising uses and that no abbreviation has.
const ENDINGS: [&str; 24] = [
    "com", "net", "org", "info", "biz", "xyz", "top", "club", "shop", "site", "online", "store", "live", "icu", "vip",
    "bet", "casino", "loan", "ru", "cn", "ly", "io", "app", "link",
];

/// Judges a fit reply; so many links may stand in its text, and so many in one without a Bengali letter.
///
/// # Errors
/// Which rule it broke.
pub(super) fn judge(reply: &Reply, (links, foreign): (usize, usize)) -> Result<(), Refusal> {
    let body = reply.body.to_ascii_lowercase();
    if has_code(&body) {
        return Err(MARKUP);
    }
    let found = count_links(&body);
    if found > links {
        return Err(LINKS);
    }
    if found > foreign && !body.chars().any(gate::is_bengali_letter) {
        return Err(FOREIGN);
    }
    let name = reply.name.to_ascii_lowercase();
    if count_links(&name) > 0 || name.contains('@') || has_code(&name) {
        return Err(NAME);
    }
    Ok(())
}

/// Code that other systems turn into links: `[url=…]`, `<a href=…`.
fn has_code(text: &str) -> bool {
    let codes = ["[url", "[link", "[img", "[/url"];
    let bracketed = codes
        .iter()
        .flat_map(|code| text.match_indices(code).map(|(at, code)| at + code.len()))
        .any(|end| text[end..].starts_with(['=', ']']));
    let anchor = text.match_indices("<a").any(|(at, _)| {
        let rest = &text[at + 2..];
        rest.starts_with(|c: char| c.is_whitespace() || c == '/') && rest.contains("href")
    });
    bracketed || anchor
}

/// Web addresses in a text, with or without `https://`.
fn count_links(text: &str) -> usize {
    let part =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '(' | ')' | '[' | ']' | '|' | ',' | '।');
    text.split(part).map(links_in).sum()
}

fn links_in(word: &str) -> usize {
    let full = word.matches("http://").count() + word.matches("https://").count();
    if full > 0 {
        return full;
    }
    let host = word.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let host = host.trim_end_matches(|c: char| !c.is_ascii_alphanumeric());
    let ends = host.rsplit_once('.').is_some_and(|(before, end)| {
        let named = before.ends_with(|c: char| c.is_ascii_alphanumeric());
        named && ENDINGS.contains(&end)
    });
    usize::from(host.starts_with("www.") || ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, body: &str) -> Result<(), &'static str> {
        let reply = Reply {
            name: name.to_owned(),
            site: None,
            parent: None,
            body: body.to_owned(),
            date: jiff::Timestamp::UNIX_EPOCH,
        };
        judge(&reply, (2, 0)).map_err(|r| r.code)
    }

    #[test]
    fn links_are_counted_in_every_dress() {
        for (text, links) in [
            ("ভালো লেখা।", 0),
            ("https://a.example/ক ও http://b.example", 2),
            ("দেখুন www.a.example। আরও: bit.ly/x, t.com।", 3),
            ("HTTPS://A.EXAMPLE", 1),
            ("https://a.example/https://b.example", 2),
            ("<a href='https://a.example'>", 1),
            ("মো. রহিম, ড.কামাল, Md.Karim, e.g. 3.5 i.e. etc. ...com", 0),
        ] {
            assert_eq!(count_links(&text.to_ascii_lowercase()), links, "{text}");
        }
    }

    #[test]
    fn each_rule_has_its_answer() {
        assert_eq!(of("রহিমা", "সূত্র: https://a.example ও https://b.example"), Ok(()));
        assert_eq!(
            of("রহিমা", "https://a.example https://b.example https://c.example"),
            Err("links")
        );
        assert_eq!(of("Rahima", "my source: https://a.example"), Err("foreign"));
        assert_eq!(of("Rahima", "thank you"), Ok(()));
        assert_eq!(of("রহিমা", "[URL=https://a.example]ক[/URL]"), Err("markup"));
        assert_eq!(of("রহিমা", "দেখুন <a\nhref=x>ক</a>"), Err("markup"));
        assert_eq!(of("রহিমা", "তালিকা [ক], [url বিষয়ে কথা]"), Ok(()));
        for name in ["best-seo.com", "https://x.example", "www.x", "a@b.example"] {
            assert_eq!(of(name, "ভালো"), Err("name"), "{name}");
        }
        assert_eq!(of("Md.Karim", "ভালো"), Ok(()));
    }
}
