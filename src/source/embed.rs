//! Films and posts of other hosts that load on a click: which address is one, and what its shortcode needs of it.

use super::bare_address;
use super::types::{ArgValue, Node, Shortcode};

/// The shortcode of an address that is a film on YouTube or a post on Facebook: its name, its key, its value.
pub(crate) fn of_address(address: &str) -> Option<(&'static str, &'static str, String)> {
    if let Some(id) = youtube_id(address).filter(|_| address.contains('/')) {
        return Some(("youtube", "id", id));
    }
    facebook_address(address).map(|url| ("facebook", "url", url))
}

/// The shortcodes of a text whose every line is such an address.
pub(crate) fn of_lines(text: &str) -> Option<Vec<(&'static str, &'static str, String)>> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let found: Option<Vec<_>> = lines
        .map(|line| bare_address::only(line).and_then(|a| of_address(&a)))
        .collect();
    found.filter(|found| !found.is_empty())
}

/// The call of a shortcode that an address stands for.
pub(crate) fn shortcode((name, key, value): (&'static str, &'static str, String)) -> Node {
    Node::Shortcode(Shortcode {
        name: name.to_owned(),
        args: vec![(key.to_owned(), ArgValue::Text(value))],
        body: None,
        line: 0,
    })
}

/// Puts the address of a film or post into the form that its shortcode takes, whatever form it is written in. Returns what
/// was written when it is none of that host.
pub(crate) fn normalise(call: &mut Shortcode) -> Result<(), String> {
    let (key, read): (&str, fn(&str) -> Option<String>) = match call.name.as_str() {
        "youtube" => ("id", youtube_id),
        "facebook" => ("url", facebook_address),
        _ => return Ok(()),
    };
    let names = ["id", "url", "src", "href", "link"];
    let given = names
        .iter()
        .find_map(|name| call.args.iter().position(|(key, _)| key == name));
    let Some((name, value)) = given.and_then(|at| call.args.get_mut(at)) else {
        return Ok(());
    };
    let ArgValue::Text(written) = value else {
        return Err(String::new());
    };
    *written = read(written.trim()).ok_or_else(|| std::mem::take(written))?;
    key.clone_into(name);
    Ok(())
}

/// The id of a film: 11 signs, bare or in any form of a YouTube address.
fn youtube_id(text: &str) -> Option<String> {
    if is_film(text) {
        return Some(text.to_owned());
    }
    let (host, path) = host_and_path(text)?;
    let of_site = |name: &str| host == name || host.strip_suffix(name).is_some_and(|sub| sub.ends_with('.'));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut parts = path.trim_matches('/').split('/');
    let id = if of_site("youtu.be") {
        parts.next()
    } else if of_site("youtube.com") || of_site("youtube-nocookie.com") {
        match parts.next()? {
            "watch" | "watch_popup" | "" => query.split(['&', '#']).find_map(|part| part.strip_prefix("v=")),
            "embed" | "shorts" | "live" | "v" | "e" => parts.next(),
            _ => None,
        }
    } else {
        None
    };
    let id = id?.split(['#', '&']).next()?;
    is_film(id).then(|| id.to_owned())
}

fn is_film(id: &str) -> bool {
    id.len() == 11
        && id
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// The address of a post, with `https://`; not that of the front page.
fn facebook_address(text: &str) -> Option<String> {
    let (host, path) = host_and_path(text)?;
    let known = ["facebook.com", "fb.com", "fb.watch"];
    let of_site = |name: &str| host == name || host.strip_suffix(name).is_some_and(|sub| sub.ends_with('.'));
    let rest = path.trim_start_matches('/');
    (known.iter().any(|name| of_site(name)) && !rest.is_empty()).then(|| format!("https://{host}/{rest}"))
}

/// An address's host in small letters and what follows it. Names and ports before and after the host are none of a film's.
fn host_and_path(text: &str) -> Option<(String, &str)> {
    let lower = |mark: &str| {
        text.get(..mark.len())
            .is_some_and(|head| head.eq_ignore_ascii_case(mark))
    };
    let mark = ["https://", "http://", "//"].into_iter().find(|mark| lower(mark));
    let rest = text.get(mark.map_or(0, str::len)..)?;
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let plain = host.contains('.')
        && host
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let clean = !path.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'));
    (plain && clean).then(|| (host.to_ascii_lowercase(), path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn films_in_every_form() {
        for text in [
            "aqz-KE-bpKQ",
            "https://youtu.be/aqz-KE-bpKQ?si=x",
            "https://www.youtube.com/watch?v=aqz-KE-bpKQ&t=10s",
            "http://m.youtube.com/watch?feature=share&v=aqz-KE-bpKQ#a",
            "youtube.com/shorts/aqz-KE-bpKQ",
            "//www.youtube-nocookie.com/embed/aqz-KE-bpKQ",
            "HTTPS://YOUTUBE.COM/live/aqz-KE-bpKQ/",
        ] {
            assert_eq!(youtube_id(text).as_deref(), Some("aqz-KE-bpKQ"), "{text}");
        }
        for text in [
            "",
            "aqz-KE",
            "https://example.org/watch?v=aqz-KE-bpKQ",
            "https://youtube.com.example.org/watch?v=aqz-KE-bpKQ",
            "https://www.youtube.com/playlist?list=PLaqz-KE-bpKQ",
            "https://notyoutube.com/embed/aqz-KE-bpKQ",
            "https://a@youtube.com/embed/aqz-KE-bpKQ",
        ] {
            assert_eq!(youtube_id(text), None, "{text}");
        }
    }

    #[test]
    fn posts_of_facebook_only() {
        let post = |text: &str| facebook_address(text);
        assert_eq!(
            post("http://m.facebook.com/nodi/posts/1?x=1").as_deref(),
            Some("https://m.facebook.com/nodi/posts/1?x=1")
        );
        assert_eq!(post("fb.watch/abc/").as_deref(), Some("https://fb.watch/abc/"));
        for text in [
            "https://www.facebook.com/",
            "https://example.com/x",
            "https://facebook.com.example/x",
            "javascript:x",
            "",
        ] {
            assert_eq!(post(text), None, "{text}");
        }
        assert_eq!(of_address("aqz-KE-bpKQ"), None);
    }
}
