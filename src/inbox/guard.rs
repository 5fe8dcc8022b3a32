//! Who asks: only pages of the portal may post. Pure functions over the parts of a request.

use super::page::{ODD, ORIGIN, Refusal};
use crate::http::one;
use hyper::header::{AUTHORIZATION, HOST, HeaderMap, HeaderName, ORIGIN as FROM, REFERER};
use std::net::{IpAddr, SocketAddr};

/// A portal whose forms are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// Scheme, host and port as browsers write them.
    origin: String,
    /// Where its addresses begin, without a slash at the end.
    base: String,
}

impl Portal {
    /// The portal at `address`, the `base_url` of its `khobor.toml`.
    ///
    /// ```
    /// use khobor::inbox::Portal;
    /// let portal = Portal::new("HTTPS://খবর.বাংলা:443/paper/").unwrap();
    /// assert_eq!(portal.origin(), "https://xn--q5b8bm.xn--54b7fta0cc");
    /// assert!(Portal::new("ftp://example.org").is_none());
    /// ```
    pub fn new(address: &str) -> Option<Portal> {
        // ammonia hands on the `url` crate, which knows ports that go without saying and names in other scripts.
        let url = ammonia::Url::parse(address.trim()).ok()?;
        let fit = matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.query().is_none();
        fit.then(|| Portal {
            origin: url.origin().ascii_serialization(),
            base: url.as_str().trim_end_matches('/').to_owned(),
        })
    }

    /// The origin that its forms have.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// The address of a page of the portal, by its decoded path.
    pub(super) fn page(&self, path: &str) -> String {
        crate::portal::url::absolute(&self.base, path)
    }

    /// Whether an address as browsers write it is a page of this portal.
    pub(super) fn has(&self, url: &str) -> bool {
        let plain = url.len() <= 2048 && url.bytes().all(|b| b.is_ascii_graphic()) && !url.contains(['?', '#', '\\']);
        plain && url.strip_prefix(&self.base).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// The portal whose page asks: exactly its origin in `Origin`, or in `Referer` where there is no `Origin`.
///
/// # Errors
/// The answer to give instead.
pub(super) fn portal<'p>(portals: &'p [Portal], headers: &HeaderMap) -> Result<&'p Portal, Refusal> {
    one(headers, &HOST)?.ok_or(ODD)?;
    let origin = match one(headers, &FROM)? {
        Some(origin) => origin.to_owned(),
        None => {
            let page = one(headers, &REFERER)?.ok_or(ORIGIN)?;
            let page = ammonia::Url::parse(page).map_err(|_| ORIGIN)?;
            page.origin().ascii_serialization()
        }
    };
    portals.iter().find(|p| p.origin == origin).ok_or(ORIGIN)
}

/// The address of the client: the peer's own, or what the outermost of so many trusted proxies has seen. What stands
/// before that in `X-Forwarded-For` was written by the client and is worth nothing.
pub(super) fn address(peer: IpAddr, headers: &HeaderMap, proxies: usize) -> IpAddr {
    if proxies == 0 {
        return peer;
    }
    let values = headers.get_all(HeaderName::from_static("x-forwarded-for"));
    let listed: Vec<&str> = values
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(','))
        .map(str::trim)
        .collect();
    let seen = listed.len().checked_sub(proxies).and_then(|at| listed.get(at));
    seen.and_then(|text| ip(text)).unwrap_or(peer)
}

fn ip(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    let with_port = || text.parse::<SocketAddr>().map(|a| a.ip());
    bare.parse().or_else(|_| with_port()).ok()
}

/// The number in `after=N`, 0 without a query.
///
/// # Errors
/// When the query is another.
pub(super) fn after(query: &str) -> Result<i64, Refusal> {
    match query.strip_prefix("after=") {
        Some(number) => number.parse().map_err(|_| ODD),
        None if query.is_empty() => Ok(0),
        None => Err(ODD),
    }
}

/// Whether a request carries the token; compared without an early end.
pub(super) fn is_trusted(token: &str, headers: &HeaderMap) -> bool {
    let given = one(headers, &AUTHORIZATION).ok().flatten();
    let given = given.and_then(|g| g.strip_prefix("Bearer ")).unwrap_or_default();
    // Hashes are compared in constant time, and have one length.
    blake3::hash(given.as_bytes()) == blake3::hash(token.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in lines {
            map.append(HeaderName::from_static(name), value.parse().unwrap());
        }
        map
    }

    #[test]
    fn only_pages_of_the_portal_may_ask() {
        let portals = ["https://kagoj.example/paper/", "http://localhost:8080"].map(|p| Portal::new(p).unwrap());
        let asks = |lines: &[(&'static str, &str)]| {
            let mut all = vec![("host", "inbox")];
            all.extend(lines);
            portal(&portals, &headers(&all))
                .map(|p| p.origin.as_str())
                .map_err(|r| r.status)
        };
        assert_eq!(
            asks(&[("origin", "https://kagoj.example")]),
            Ok("https://kagoj.example")
        );
        assert_eq!(
            asks(&[("origin", "http://localhost:8080")]),
            Ok("http://localhost:8080")
        );
        assert_eq!(
            asks(&[("referer", "https://kagoj.example/a/?b#c")]),
            Ok("https://kagoj.example")
        );
        for origin in [
            "null",
            "",
            "http://kagoj.example",
            "https://kagoj.example/",
            "https://kagoj.example:443",
            "https://kagoj.example:444",
            "https://kagoj.example.evil.example",
            "https://evil-kagoj.example",
            "https://KAGOJ.example",
            "https://www.kagoj.example",
        ] {
            assert_eq!(asks(&[("origin", origin)]), Err(403), "{origin}");
            let both = [("origin", origin), ("referer", "https://kagoj.example/")];
            assert_eq!(asks(&both), Err(403), "{origin}");
        }
        for page in [
            "",
            "x",
            "https://evil.example/https://kagoj.example/",
            "https://kagoj.example@evil.example/",
        ] {
            assert_eq!(asks(&[("referer", page)]), Err(403), "{page}");
        }
        let twice = [("origin", "https://kagoj.example"), ("origin", "https://kagoj.example")];
        assert_eq!((asks(&[]), asks(&twice)), (Err(403), Err(400)));
        assert_eq!(portal(&portals, &HeaderMap::new()).map_err(|r| r.status), Err(400));
    }

    #[test]
    fn pages_of_a_portal() {
        let portal = Portal::new("https://kagoj.example/paper/").unwrap();
        assert_eq!(portal.page("/ক/"), "https://kagoj.example/paper/%E0%A6%95/");
        assert!(portal.has("https://kagoj.example/paper/desh/a/"));
        for other in [
            "https://kagoj.example/",
            "https://kagoj.example/papers/",
            "https://kagoj.example/paper/a\nb",
            "https://kagoj.example/paper/?x",
        ] {
            assert!(!portal.has(other), "{other}");
        }
    }

    #[test]
    fn only_what_trusted_proxies_say_counts() {
        let peer: IpAddr = "192.0.2.9".parse().unwrap();
        let of = |lines: &[(&'static str, &str)], n| address(peer, &headers(lines), n).to_string();
        let chain = [
            ("x-forwarded-for", "1.1.1.1, 203.0.113.5"),
            ("x-forwarded-for", "[2001:db8::7]:443"),
        ];
        assert_eq!(of(&chain, 0), "192.0.2.9");
        assert_eq!(
            (of(&chain, 1), of(&chain, 2)),
            ("2001:db8::7".to_owned(), "203.0.113.5".to_owned())
        );
        for (lines, proxies) in [(&chain[..], 4), (&[], 1), (&[("x-forwarded-for", "x")], 1)] {
            assert_eq!(of(lines, proxies), "192.0.2.9");
        }
    }

    #[test]
    fn the_token_is_whole_or_wrong() {
        let trusts = |given: &str| is_trusted("s3cret", &headers(&[("authorization", given)]));
        assert!(trusts("Bearer s3cret"));
        for wrong in [
            "",
            "Bearer ",
            "Bearer s3cre",
            "Bearer s3crett",
            "s3cret",
            "bearer s3cret",
        ] {
            assert!(!trusts(wrong), "{wrong}");
        }
    }
}
