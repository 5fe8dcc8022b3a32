//! A part of a file, as players of film and sound ask for it (RFC 9110, section 14): one range; of several, the whole file.

use axum::body::{Body, Bytes};
use axum::response::Response;
use hyper::StatusCode;
use hyper::header::{self, HeaderMap, HeaderValue};

/// The bytes that a request wants: from and to (with it), from somewhere on, or the last so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// From the first byte to the last one, if there are so many.
    From(u64, Option<u64>),
    /// The last bytes.
    Last(u64),
}

impl Wanted {
    /// What `Range` says; nothing when it is absent or says something else, or when it hangs on a version of the file.
    pub(super) fn of(headers: &HeaderMap) -> Option<Wanted> {
        if headers.contains_key(header::IF_RANGE) {
            return None;
        }
        Wanted::read(headers.get(header::RANGE)?.to_str().ok()?)
    }

    fn read(written: &str) -> Option<Wanted> {
        let (from, to) = written.trim().strip_prefix("bytes=")?.split_once('-')?;
        let number = |text: &str| {
            text.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| text.parse().ok())
                .flatten()
        };
        match (from, to) {
            ("", last) => Some(Wanted::Last(number(last)?)),
            (from, "") => Some(Wanted::From(number(from)?, None)),
            (from, to) => {
                let (from, to) = (number(from)?, number(to)?);
                (from <= to).then_some(Wanted::From(from, Some(to)))
            }
        }
    }

    /// First byte and the one behind the last, of a file of this length; nothing when it has none of them.
    fn within(self, length: u64) -> Option<(u64, u64)> {
        let (from, end) = match self {
            Wanted::From(from, to) => (from, to.map_or(length, |to| to.saturating_add(1).min(length))),
            Wanted::Last(many) => (length.saturating_sub(many), length),
        };
        (from < end).then_some((from, end))
    }
}

/// The answer with the whole file, cut to what is wanted.
pub(super) fn part(mut whole: Response, bytes: &Bytes, wanted: Option<Wanted>) -> Response {
    let headers = whole.headers_mut();
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let Some(wanted) = wanted else { return whole };
    let length = bytes.len() as u64;
    let (status, said, part) = match wanted.within(length) {
        Some((from, end)) => (
            StatusCode::PARTIAL_CONTENT,
            format!("bytes {from}-{}/{length}", end - 1),
            bytes.slice(from as usize..end as usize),
        ),
        None => (
            StatusCode::RANGE_NOT_SATISFIABLE,
            format!("bytes */{length}"),
            Bytes::new(),
        ),
    };
    if let Ok(said) = HeaderValue::from_str(&said) {
        headers.insert(header::CONTENT_RANGE, said);
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(part.len()));
    *whole.status_mut() = status;
    *whole.body_mut() = Body::from(part);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_and_cut() {
        let cut = |written: &str| Wanted::read(written).and_then(|w| w.within(10));
        assert_eq!(cut("bytes=0-3"), Some((0, 4)));
        assert_eq!(cut("bytes=4-"), Some((4, 10)));
        assert_eq!(cut("bytes=8-99"), Some((8, 10)));
        assert_eq!(cut("bytes=-4"), Some((6, 10)));
        assert_eq!(cut("bytes=-99"), Some((0, 10)));
        assert_eq!(cut("bytes=0-18446744073709551615"), Some((0, 10)));
        assert_eq!(Wanted::read("bytes=10-").and_then(|w| w.within(10)), None);
        for odd in [
            "bytes=3-1",
            "bytes=0-1,3-4",
            "lines=0-1",
            "bytes=",
            "bytes=-",
            "bytes=+1-2",
            "bytes=১-২",
            "bytes=99999999999999999999-",
        ] {
            assert_eq!(Wanted::read(odd), None, "{odd}");
        }
    }
}
