//! Who may ask, and for what: every request is taken for hostile until it has passed here. Pure functions over the parts of
//! a request; rules P1 and P2 of `reliability.md`.

pub(super) use crate::http::Refusal;
use crate::http::{is_form, one};
use hyper::header::{CACHE_CONTROL, HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use hyper::{Method, Uri};
use std::net::IpAddr;

/// Longest address of a request in bytes.
const LONGEST: usize = 8 * 1024;

/// Headers of every answer: no guessing of types, no other site, nothing kept but what says so. `framing` says who may show it.
pub(super) fn protect(headers: &mut HeaderMap, framing: &'static str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("x-frame-options", framing),
        // Without a referrer a browser would call the origin of a form `null`.
        ("referrer-policy", "same-origin"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers
        .entry(CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

/// Whom this server answers.
#[derive(Debug, Clone)]
pub(super) struct Guard {
    port: u16,
    hosts: Vec<String>,
    token: String,
    /// The port whose pages may show this server's in a frame.
    frames: Option<u16>,
}

impl Guard {
    /// Answers to the loopback names, to `hosts`, and on `port` only. `token` opens the live connection.
    pub(super) fn new(port: u16, hosts: &[String], token: String) -> Self {
        let mut names: Vec<String> = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned).into();
        names.extend(hosts.iter().map(|h| h.to_ascii_lowercase()));
        Guard {
            port,
            hosts: names,
            token,
            frames: None,
        }
    }

    /// Lets pages of the same host on another port show this server's in a frame.
    pub(super) fn framed_by(self, port: Option<u16>) -> Self {
        Guard { frames: port, ..self }
    }

    /// The port whose pages may show this server's in a frame.
    pub(super) fn frames(&self) -> Option<u16> {
        self.frames
    }

    /// The token of this run.
    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// Whether a request may be answered at all. `here` is the address that the client connected to; when the editor has
    /// bound a public one, its own number is a name of this server.
    ///
    /// # Errors
    /// The answer to give instead.
    pub(super) fn admit(&self, method: &Method, uri: &Uri, headers: &HeaderMap, here: IpAddr) -> Result<(), Refusal> {
        self.known(method, uri, headers, here)?;
        match *method {
            Method::GET | Method::HEAD => Ok(()),
            Method::POST if uri.path() == super::COMMENT => self.post(headers),
            _ => Err((405, "only GET and HEAD")),
        }
    }

    /// Whether a request comes from a page of this server, or from nobody's: what it asks for is not looked at.
    ///
    /// # Errors
    /// The answer to give instead.
    pub(super) fn known(&self, method: &Method, uri: &Uri, headers: &HeaderMap, here: IpAddr) -> Result<(), Refusal> {
        if uri.scheme().is_some() || uri.authority().is_some() || !uri.path().starts_with('/') {
            return Err((400, "only paths are understood"));
        }
        if uri.path_and_query().map_or(0, |p| p.as_str().len()) > LONGEST {
            return Err((414, "the address is too long"));
        }
        let host = one(headers, &HOST)?.ok_or((400, "no Host"))?;
        if !self.is_own(host, here) {
            return Err((403, "this host name is not served; see --allow-host"));
        }
        if let Some(origin) = one(headers, &ORIGIN)?
            && !self.is_same(origin, host)
        {
            return Err((403, "another site may not ask"));
        }
        if by_own_page(method, headers, self.frames.is_some())? {
            Ok(())
        } else {
            Err((403, "another site may not ask"))
        }
    }

    /// A reply must come from a page of this server.
    fn post(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        if one(headers, &ORIGIN)?.is_none() {
            return Err((403, "a reply must come from a page of this server"));
        }
        is_form(headers)
    }

    /// The live connection needs an exact origin and this run's token.
    ///
    /// # Errors
    /// The answer to give instead.
    pub(super) fn admit_socket(&self, headers: &HeaderMap, token: &str) -> Result<(), Refusal> {
        if one(headers, &ORIGIN)?.is_none() {
            return Err((403, "a live connection must come from a page of this server"));
        }
        if self.is_token(token) {
            Ok(())
        } else {
            Err((403, "the page is of an earlier run; reload it"))
        }
    }

    /// Whether a text is this run's token. The length is no secret; the bytes are compared without an early end.
    pub(super) fn is_token(&self, token: &str) -> bool {
        let pairs = token.bytes().zip(self.token.bytes());
        token.len() == self.token.len() && pairs.fold(0, |odd, (a, b)| odd | (a ^ b)) == 0
    }

    fn is_own(&self, host: &str, here: IpAddr) -> bool {
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.ends_with(']') => (name, port.parse().ok()),
            _ => (host, Some(80)),
        };
        let name = name.to_ascii_lowercase();
        port == Some(self.port) && (self.hosts.contains(&name) || (!here.is_loopback() && name == literal(here)))
    }

    /// The origin of the very host that is asked.
    fn is_same(&self, origin: &str, host: &str) -> bool {
        origin
            .strip_prefix("http://")
            .is_some_and(|o| o.eq_ignore_ascii_case(host))
    }
}

fn literal(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => ip.to_string(),
        IpAddr::V6(ip) => format!("[{ip}]"),
    }
}

/// Browsers say where a request comes from. Another site (also on another port of this machine) may lead a reader here
/// by a plain link, and nothing else: no script, picture, frame or form. With `framed`, a page of the same host may show this
/// server's pages in a frame; the pages' policy says which.
fn by_own_page(method: &Method, headers: &HeaderMap, framed: bool) -> Result<bool, Refusal> {
    let says = |name: &'static str| one(headers, &HeaderName::from_static(name));
    Ok(match says("sec-fetch-site")? {
        None | Some("same-origin" | "none") => true,
        Some(site) => {
            let frame = framed && site == "same-site";
            let shown = |dest| dest == Some("document") || (frame && dest == Some("iframe"));
            let link = says("sec-fetch-mode")? == Some("navigate") && shown(says("sec-fetch-dest")?);
            link && matches!(*method, Method::GET | Method::HEAD)
        }
    })
}

/// A request's path, decoded once, or a refusal: nothing that could mean another folder on any system, by any encoding.
///
/// # Errors
/// 400 for every such path.
pub(super) fn path(raw: &str) -> Result<String, Refusal> {
    const ODD: Refusal = (400, "this path is not served");
    let lower = raw.to_ascii_lowercase();
    if lower.contains("%2f") || lower.contains("%5c") || lower.contains("%00") || !escapes_are_whole(raw) {
        return Err(ODD);
    }
    let path = crate::portal::url::decode(raw).ok_or(ODD)?;
    let odd = |c: char| c.is_control() || matches!(c, '\\' | ':' | '%');
    let segment = |s: &str| s == "." || s == "..";
    if !path.starts_with('/') || path.contains("//") || path.contains(odd) || path.split('/').any(segment) {
        return Err(ODD);
    }
    Ok(path)
}

fn escapes_are_whole(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let hex = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_hexdigit);
    bytes
        .iter()
        .enumerate()
        .all(|(i, b)| *b != b'%' || (hex(i + 1) && hex(i + 2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn status(method: &str, uri: &str, headers: &[(&'static str, &str)]) -> u16 {
        let guard = Guard::new(8080, &["newsroom.local".to_owned()], "t0ken".to_owned());
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(HeaderName::from_static(name), value.parse().unwrap());
        }
        let method = method.parse().unwrap();
        guard
            .admit(&method, &uri.parse().unwrap(), &map, HERE)
            .map_or_else(|r| r.0, |()| 200)
    }

    #[test]
    fn only_own_hosts_and_origins_are_answered() {
        let good = ("host", "localhost:8080");
        assert_eq!(status("GET", "/", &[good]), 200);
        assert_eq!(status("GET", "/", &[("host", "[::1]:8080")]), 200);
        assert_eq!(status("GET", "/", &[("host", "NEWSROOM.local:8080")]), 200);
        assert_eq!(status("GET", "/", &[]), 400);
        assert_eq!(status("GET", "/", &[good, good]), 400);
        for host in [
            "localhost",
            "localhost:80",
            "evil.example:8080",
            "127.0.0.1.nip.io:8080",
            "192.168.0.1:8080",
            "localhost:8080.evil",
            "",
        ] {
            assert_ne!(status("GET", "/", &[("host", host)]), 200, "{host}");
        }
        for origin in [
            "null",
            "http://127.0.0.1:8080",
            "http://localhost:9",
            "https://localhost:8080",
            "http://evil.example",
        ] {
            assert_eq!(status("GET", "/", &[good, ("origin", origin)]), 403, "{origin}");
        }
        assert_eq!(status("GET", "/", &[good, ("origin", "http://localhost:8080")]), 200);
    }

    #[test]
    fn other_sites_may_link_here_and_nothing_else() {
        let from = |mode, dest| {
            status(
                "GET",
                "/",
                &[
                    ("host", "127.0.0.1:8080"),
                    ("sec-fetch-site", "same-site"),
                    ("sec-fetch-mode", mode),
                    ("sec-fetch-dest", dest),
                ],
            )
        };
        assert_eq!(from("navigate", "document"), 200);
        assert_eq!(
            (
                from("navigate", "iframe"),
                from("no-cors", "script"),
                from("cors", "empty")
            ),
            (403, 403, 403)
        );
    }

    #[test]
    fn methods_and_forms() {
        let good = [
            ("host", "localhost:8080"),
            ("origin", "http://localhost:8080"),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        assert_eq!(status("POST", "/_preview/comment", &good), 200);
        assert_eq!(status("POST", "/_preview/comment", &good[..1]), 403);
        assert_eq!(status("POST", "/_preview/comment", &good[..2]), 415);
        assert_eq!(status("POST", "/", &good), 405);
        assert_eq!(status("OPTIONS", "/", &good), 405);
        assert_eq!(status("GET", "http://localhost:8080/", &good), 400);
        assert_eq!(status("GET", &format!("/{}", "a".repeat(9000)), &good), 414);
    }

    #[test]
    fn paths_are_decoded_once_and_stay_inside() {
        assert_eq!(path("/%E0%A6%95/").as_deref(), Ok("/ক/"));
        for odd in [
            "/../a",
            "/%2e%2e/a",
            "/a/%2E%2e%2fb",
            "/..%5ca",
            "/a//b",
            "/c:/a",
            "/a%00b",
            "/%252e%252e/a",
            "/%c0%ae%c0%ae/",
            "/a\\b",
            "/x::$DATA",
            "/./a",
            "/%",
            "/%zz",
            "a",
            "",
        ] {
            assert_eq!(path(odd).map_err(|r| r.0), Err(400), "{odd}");
        }
    }
}
