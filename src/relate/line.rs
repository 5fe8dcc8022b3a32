//! One line of an access log, in any of the usual shapes: combined (with or without the virtual host in front), or JSON
//! with the keys of nginx, Caddy, CloudFront and Cloudflare; W3C logs are read by [`super::w3c`]. Lines are hostile input: every step is linear and bounded.

use serde::Deserialize;
use std::borrow::Cow;
use std::net::IpAddr;

/// A request as a log line tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit<'a> {
    /// The visitor's address or host name; only ever hashed.
    pub address: Cow<'a, [u8]>,
    /// Seconds since 1970.
    pub time: i64,
    /// `GET`, …
    pub method: Cow<'a, [u8]>,
    /// The requested address as logged.
    pub target: Cow<'a, [u8]>,
    /// The answer's status.
    pub status: u16,
    /// The user agent.
    pub agent: Cow<'a, [u8]>,
    /// The browser only fetched it in advance.
    pub prefetch: bool,
}

/// Reads a line; `None` when it is no log line.
///
/// ```
/// let line = br#"10.0.0.1 - - [16/Feb/2024:09:30:00 +0600] "GET /a/ HTTP/1.1" 200 512 "-" "Mozilla/5.0""#;
/// let hit = khobor::relate::line::read(line).unwrap();
/// assert_eq!((hit.time, hit.status, &*hit.target), (1_708_054_200, 200, &b"/a/"[..]));
/// ```
pub fn read(line: &[u8]) -> Option<Hit<'_>> {
    match line.first()? {
        b'{' => read_json(line),
        _ => read_combined(line),
    }
}

fn read_combined(line: &[u8]) -> Option<Hit<'_>> {
    let open = memchr::memmem::find(line, b" [")?;
    let (before, rest) = (line.get(..open)?, line.get(open + 2..)?);
    let close = memchr::memchr(b']', rest)?;
    let time = clf_time(rest.get(..close)?)?;
    let (request, rest) = quoted(rest.get(close + 1..)?)?;
    let rest = rest.trim_ascii_start();
    let status = number(rest.get(..3)?)? as u16;
    let (agent, _) = quoted(rest).and_then(|(_, rest)| quoted(rest)).unwrap_or((b"", b""));
    let mut parts = request.split(|b| *b == b' ').filter(|p| !p.is_empty());
    let (method, target) = (parts.next()?, parts.next()?);
    let [address, method, target, agent] = [address(before)?, method, target, agent].map(Cow::Borrowed);
    Some(Hit {
        address,
        time,
        method,
        target,
        status,
        agent,
        prefetch: false,
    })
}

/// The visitor in `[vhost] host ident user`: the first part that is an address, else the first part.
fn address(before: &[u8]) -> Option<&[u8]> {
    let mut parts = before.split(|b| *b == b' ').filter(|p| !p.is_empty());
    let (first, second) = (parts.next()?, parts.next());
    let is_ip = |p: &[u8]| std::str::from_utf8(p).is_ok_and(|p| p.parse::<IpAddr>().is_ok());
    Some(second.filter(|s| !is_ip(first) && is_ip(s)).unwrap_or(first))
}

/// The text between the next two quotation marks (`\"` and `\\` belong to it), and what follows.
fn quoted(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let start = memchr::memchr(b'"', text)? + 1;
    let mut at = start;
    loop {
        let found = at + memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
        if text.get(found) == Some(&b'"') {
            return Some((text.get(start..found)?, text.get(found + 1..)?));
        }
        at = found + 2;
    }
}

fn number(digits: &[u8]) -> Option<i64> {
    let all = !digits.is_empty() && digits.len() <= 18 && digits.iter().all(u8::is_ascii_digit);
    all.then(|| digits.iter().fold(0, |n, d| n * 10 + i64::from(d - b'0')))
}

/// `16/Feb/2024:09:30:00 +0600` in seconds since 1970.
fn clf_time(text: &[u8]) -> Option<i64> {
    const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let part = |from: usize, to: usize| number(text.get(from..to)?);
    let name = text.get(3..6)?;
    let month = MONTHS.chunks(3).position(|m| m.eq_ignore_ascii_case(name))? as i64 + 1;
    let (day, year) = (part(0, 2)?, part(7, 11)?);
    let (hour, minute, second) = (part(12, 14)?, part(15, 17)?, part(18, 20)?);
    let offset = part(22, 24)? * 3600 + part(24, 26)? * 60;
    let offset = if text.get(21) == Some(&b'-') { -offset } else { offset };
    let fits = (1..=31).contains(&day) && hour < 24 && minute < 60 && second < 61 && (1970..=2200).contains(&year);
    fits.then(|| days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset)
}

/// Days since 1970-01-01 in the Gregorian calendar (years from March, in eras of 400).
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// A JSON value that may be a text, a number or anything else.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Scalar<'a> {
    Text(#[serde(borrow)] Cow<'a, str>),
    Number(f64),
    #[default]
    Absent,
    #[allow(dead_code)]
    Other(serde::de::IgnoredAny),
}

impl<'a> Scalar<'a> {
    fn text(self) -> Option<Cow<'a, [u8]>> {
        match self {
            Scalar::Text(Cow::Borrowed(text)) => Some(Cow::Borrowed(text.as_bytes())),
            Scalar::Text(Cow::Owned(text)) => Some(Cow::Owned(text.into_bytes())),
            _ => None,
        }
    }

    fn status(&self) -> Option<u16> {
        match self {
            Scalar::Text(text) => number(text.as_bytes())?.try_into().ok(),
            Scalar::Number(n) if (100.0..600.0).contains(n) => Some(*n as u16),
            _ => None,
        }
    }

    /// RFC 3339, the combined format's time, or seconds (thousandths, nanoseconds) since 1970.
    fn time(&self) -> Option<i64> {
        let seconds = |n: f64| match n {
            n if !(0.0..1e19).contains(&n) => None,
            n if n > 1e16 => Some((n / 1e9) as i64),
            n if n > 1e11 => Some((n / 1e3) as i64),
            n => Some(n as i64),
        };
        match self {
            Scalar::Number(n) => seconds(*n),
            Scalar::Text(t) => clf_time(t.as_bytes())
                .or_else(|| t.parse::<jiff::Timestamp>().ok().map(|t| t.as_second()))
                .or_else(|| seconds(t.parse::<f64>().ok()?)),
            _ => None,
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct JsonLine<'a> {
    #[serde(
        borrow,
        alias = "remote_ip",
        alias = "client_ip",
        alias = "ClientIP",
        alias = "c-ip",
        alias = "remoteAddr"
    )]
    remote_addr: Scalar<'a>,
    #[serde(
        borrow,
        alias = "time_local",
        alias = "ts",
        alias = "msec",
        alias = "timestamp",
        alias = "EdgeStartTimestamp",
        alias = "datetime"
    )]
    time_iso8601: Scalar<'a>,
    #[serde(borrow)]
    date: Scalar<'a>,
    #[serde(borrow)]
    time: Scalar<'a>,
    #[serde(borrow, alias = "method", alias = "ClientRequestMethod", alias = "cs-method")]
    request_method: Scalar<'a>,
    #[serde(
        borrow,
        alias = "uri",
        alias = "path",
        alias = "ClientRequestURI",
        alias = "ClientRequestPath",
        alias = "cs-uri-stem"
    )]
    request_uri: Scalar<'a>,
    #[serde(borrow, alias = "EdgeResponseStatus", alias = "sc-status")]
    status: Scalar<'a>,
    #[serde(
        borrow,
        alias = "user_agent",
        alias = "ClientRequestUserAgent",
        alias = "cs(User-Agent)",
        alias = "cs-user-agent"
    )]
    http_user_agent: Scalar<'a>,
    #[serde(borrow)]
    request: Request<'a>,
}

/// nginx writes the request line; Caddy an object.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Request<'a> {
    Line(#[serde(borrow)] Cow<'a, str>),
    Object(#[serde(borrow)] Box<CaddyRequest<'a>>),
    #[allow(dead_code)]
    Other(serde::de::IgnoredAny),
}

impl Default for Request<'_> {
    fn default() -> Self {
        Request::Line(Cow::Borrowed(""))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CaddyRequest<'a> {
    #[serde(borrow)]
    remote_ip: Scalar<'a>,
    #[serde(borrow)]
    client_ip: Scalar<'a>,
    #[serde(borrow)]
    method: Scalar<'a>,
    #[serde(borrow)]
    uri: Scalar<'a>,
    #[serde(borrow)]
    headers: CaddyHeaders<'a>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct CaddyHeaders<'a> {
    #[serde(borrow, rename = "User-Agent")]
    agent: Vec<Cow<'a, str>>,
    #[serde(borrow, rename = "Sec-Purpose", alias = "Purpose", alias = "X-Moz")]
    purpose: Vec<Cow<'a, str>>,
}

fn read_json(line: &[u8]) -> Option<Hit<'_>> {
    let json: JsonLine<'_> = serde_json::from_slice(line).ok()?;
    let time = json
        .time_iso8601
        .time()
        .or_else(|| split_time(&json.date, &json.time))
        .or_else(|| json.time.time())?;
    let status = json.status.status()?;
    let mut agent = json.http_user_agent.text();
    let (mut method, mut target, mut address) = (
        json.request_method.text(),
        json.request_uri.text(),
        json.remote_addr.text(),
    );
    let mut prefetch = false;
    match json.request {
        Request::Line(request) => {
            let mut parts = request
                .split(' ')
                .map(|p| -> Cow<'_, [u8]> { Cow::Owned(p.as_bytes().to_vec()) });
            let (first, second) = (parts.next(), parts.next());
            method = method.or(first.filter(|p| !p.is_empty()));
            target = target.or(second);
        }
        Request::Object(caddy) => {
            let caddy = *caddy;
            method = method.or(caddy.method.text());
            target = target.or(caddy.uri.text());
            address = caddy.client_ip.text().or(caddy.remote_ip.text()).or(address);
            prefetch = caddy
                .headers
                .purpose
                .iter()
                .any(|p| p.contains("prefetch") || p.contains("prerender"));
            let own = caddy.headers.agent.into_iter().next();
            agent = agent.or(own.map(|a| Cow::Owned(a.into_owned().into_bytes())));
        }
        Request::Other(_) => {}
    }
    Some(Hit {
        address: address?,
        time,
        method: method?,
        target: target?,
        status,
        agent: agent.unwrap_or_default(),
        prefetch,
    })
}

/// CloudFront's `date` and `time`, in UTC.
fn split_time(date: &Scalar<'_>, time: &Scalar<'_>) -> Option<i64> {
    let (Scalar::Text(date), Scalar::Text(time)) = (date, time) else {
        return None;
    };
    seconds_utc(date.as_bytes(), time.as_bytes())
}

/// `2024-02-16` and `03:30:00` in UTC, in seconds since 1970.
pub(super) fn seconds_utc(date: &[u8], time: &[u8]) -> Option<i64> {
    let part = |text: &[u8], from: usize, to: usize| number(text.get(from..to)?);
    let marks = [date.get(4)?, date.get(7)?, time.get(2)?, time.get(5)?];
    let (year, month, day) = (part(date, 0, 4)?, part(date, 5, 7)?, part(date, 8, 10)?);
    let (hour, minute, second) = (part(time, 0, 2)?, part(time, 3, 5)?, part(time, 6, 8)?);
    let fits = date.len() == 10
        && marks == [&b'-', &b'-', &b':', &b':']
        && (1970..=2200).contains(&year)
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60
        && second < 61;
    fits.then(|| days_from_civil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second)
}

/// The path that a request's target means: without scheme, host, query and fragment, `%E0` and `\xE0` decoded. `None`
/// for what is no path in UTF-8.
///
/// ```
/// use khobor::relate::line::path;
/// assert_eq!(path(b"/%E0%A6%95/?utm=1#x").as_deref(), Some("/ক/"));
/// assert_eq!(path(br"/\xE0\xA6\x95/").as_deref(), Some("/ক/"));
/// assert_eq!(path(b"/%ff/"), None);
/// ```
pub fn path(target: &[u8]) -> Option<String> {
    let target = target.split(|b| matches!(b, b'?' | b'#')).next()?;
    let target = match memchr::memmem::find(target.get(..target.len().min(16))?, b"://") {
        Some(at) => {
            let rest = target.get(at + 3..)?;
            rest.get(memchr::memchr(b'/', rest)?..)?
        }
        None => target,
    };
    let bytes = unescape(target, b"\\x");
    let plain = unescape(&bytes, b"%");
    String::from_utf8(plain.into_owned())
        .ok()
        .filter(|p| p.starts_with('/'))
}

/// Decodes two hexadecimal digits behind `mark`.
fn unescape<'a>(text: &'a [u8], mark: &[u8]) -> Cow<'a, [u8]> {
    let Some(first) = mark.first() else {
        return Cow::Borrowed(text);
    };
    if memchr::memchr(*first, text).is_none() {
        return Cow::Borrowed(text);
    }
    let digit = |b: &u8| (*b as char).to_digit(16);
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let rest = text.get(at..).and_then(|t| t.strip_prefix(mark));
        match rest
            .and_then(|t| t.first_chunk::<2>())
            .and_then(|[a, b]| Some(digit(a)? * 16 + digit(b)?))
        {
            Some(decoded) => {
                out.push(decoded as u8);
                at += mark.len() + 2;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str) -> Option<(String, i64, String, u16, String)> {
        let hit = read(line.as_bytes())?;
        let text = |t: &[u8]| String::from_utf8_lossy(t).into_owned();
        Some((
            text(&hit.address),
            hit.time,
            text(&hit.target),
            hit.status,
            text(&hit.agent),
        ))
    }

    fn read_back(agent: &str) -> Option<(String, i64, String, u16, String)> {
        Some((
            "10.0.0.1".to_owned(),
            1_708_054_200,
            "/a/".to_owned(),
            200,
            agent.to_owned(),
        ))
    }

    #[test]
    fn combined_with_and_without_host() {
        let rest = r#"- - [16/Feb/2024:09:30:00 +0600] "GET /a/ HTTP/1.1" 200 512 "-" "M \"q\" 5""#;
        assert_eq!(parts(&format!("10.0.0.1 {rest}")), read_back(r#"M \"q\" 5"#));
        assert_eq!(
            parts(&format!("example.org:443 10.0.0.1 {rest}")),
            read_back(r#"M \"q\" 5"#)
        );
        assert_eq!(
            parts(r#"10.0.0.1 - রহিম [15/Feb/2024:22:30:00 -0500] "GET /a/ HTTP/1.1" 200 -"#),
            read_back("")
        );
        assert_eq!(
            parts(&format!("host.example {rest}")).map(|p| p.0).as_deref(),
            Some("host.example")
        );
    }

    #[test]
    fn json_of_four_kinds() {
        let lines = [
            r#"{"remote_addr":"10.0.0.1","time_iso8601":"2024-02-16T09:30:00+06:00","request":"GET /a/ HTTP/1.1","status":"200","http_user_agent":"M"}"#,
            r#"{"level":"info","ts":1708054200.52,"request":{"remote_ip":"10.9.9.9","client_ip":"10.0.0.1","method":"GET","uri":"/a/","headers":{"User-Agent":["M"]}},"status":200}"#,
            r#"{"date":"2024-02-16","time":"03:30:00","c-ip":"10.0.0.1","cs-method":"GET","cs-uri-stem":"/a/","sc-status":"200","cs(User-Agent)":"M"}"#,
            r#"{"ClientIP":"10.0.0.1","EdgeStartTimestamp":1708054200000000000,"ClientRequestMethod":"GET","ClientRequestURI":"/a/","EdgeResponseStatus":200,"ClientRequestUserAgent":"M"}"#,
        ];
        lines
            .iter()
            .for_each(|line| assert_eq!(parts(line), read_back("M"), "{line}"));
    }

    #[test]
    fn hostile_lines_are_no_lines() {
        let lines: [&str; 9] = [
            "",
            " ",
            "{",
            "{}",
            "a [b",
            "[",
            "x [99/Feb/2024:09:30:00 +0600] \"GET / HTTP/1.1\" 200",
            "\" \\",
            "x [16/Feb/2024:09:30:00 +0600] \"GET",
        ];
        lines
            .iter()
            .for_each(|line| assert_eq!(read(line.as_bytes()), None, "{line}"));
        assert_eq!(read(format!("{{\"a\":{}", "[".repeat(60_000)).as_bytes()), None);
        assert_eq!(read("\\\"".repeat(30_000).as_bytes()), None);
        for len in 0..80 {
            let line = br#"10.0.0.1 - - [16/Feb/2024:09:30:00 +0600] "GET /a/ HTTP/1.1" 200 512 "-" "M""#;
            let _ = read(line.get(..len).unwrap_or_default());
        }
    }

    #[test]
    fn paths() {
        assert_eq!(path(b"https://example.org/a/b?c").as_deref(), Some("/a/b"));
        assert_eq!(path(b"/a%").as_deref(), Some("/a%"));
        assert_eq!(path(b"*"), None);
        assert_eq!(path(b""), None);
        assert_eq!(path(b"http://"), None);
        assert_eq!(path(b"/%E0%A6%9F%E0%A6%BE").as_deref(), Some("/টা"));
    }
}
