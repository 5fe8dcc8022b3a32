//! Parts of requests and answers.

use super::Refusal;
use axum::body::{Body, Bytes, to_bytes};
use axum::response::Response;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Request, StatusCode};
use std::time::Duration;
use tokio::time::timeout;

/// A header that may stand once only.
///
/// # Errors
/// When it stands twice or is no text.
pub(crate) fn one<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Option<&'h str>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    if values.next().is_some() {
        return Err((400, "a header stands twice"));
    }
    first
        .map(|v| v.to_str().map_err(|_| (400, "a header is no text")))
        .transpose()
}

/// Insists on a form as browsers post it without a script.
///
/// # Errors
/// The answer to give instead.
pub(crate) fn is_form(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = one(headers, &header::CONTENT_TYPE)?.unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        Ok(())
    } else {
        Err((415, "only forms are understood"))
    }
}

/// The body of a request: at most `most` bytes, which must arrive in time. What says that it is longer is not read at all.
///
/// # Errors
/// 413 or 408.
pub(crate) async fn body(request: Request<Body>, most: usize, patience: Duration) -> Result<Bytes, Refusal> {
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|l| l.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|l| l > most as u64) {
        return Err((413, "the form is too long"));
    }
    let read = timeout(patience, to_bytes(request.into_body(), most)).await;
    read.map_err(|_| (408, "the form took too long"))?
        .map_err(|_| (413, "the form is too long"))
}

/// An answer with a body.
pub(crate) fn plain(status: u16, mime: &'static str, bytes: Bytes) -> Response {
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    response
}

/// An answer that leads to another address.
pub(crate) fn elsewhere(status: StatusCode, to: &str) -> Response {
    let mut response = plain(status.as_u16(), "text/plain; charset=utf-8", Bytes::new());
    let to = HeaderValue::from_str(to).unwrap_or(HeaderValue::from_static("/"));
    response.headers_mut().insert(header::LOCATION, to);
    response
}
