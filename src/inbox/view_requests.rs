//! Views over the line: `/view` counts one, by a beacon or a picture of one pixel; `/views` hands them to `khobor import views`.
//! No cookie is set, and nothing of a visitor is kept.

use super::InboxContext;
use super::guard;
use super::letter;
use super::page::{self, BUSY, FULL, ODD, OFTEN, Refusal, STORY};
use super::views::{Counted, Visit};
use crate::http::{self, form, is_form};
use crate::relate::agent::is_program;
use axum::body::{Body, Bytes};
use axum::response::Response;
use hyper::header::{self, HeaderMap};
use hyper::{Method, Request};
use serde_json::{Value, json};
use std::net::IpAddr;
use std::time::Duration;

/// Largest body of a beacon in bytes: three bytes of every byte of the longest address.
const BEACON: usize = 4 * 1024;
/// How long a beacon may take to arrive.
const PATIENCE: Duration = Duration::from_secs(5);
/// Rows that are handed out at a time.
const HANDED_OUT: u32 = 5_000;

/// A picture of one pixel that cannot be seen.
const PIXEL: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\x00\x00\x00\x21\xf9\x04\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b";

/// Counts a view: `p=/section/slug/`, in the body of a POST or the query of a GET. What a robot asks for is answered alike and
/// not counted.
///
/// # Errors
/// The answer to give instead.
pub(super) async fn count(context: &InboxContext, request: Request<Body>, from: IpAddr) -> Result<Response, Refusal> {
    let (method, headers) = (request.method().clone(), request.headers().clone());
    if method == Method::POST {
        is_form(&headers)?;
    }
    context
        .view_rates
        .take(from)
        .map_err(|wait| Refusal { wait, ..OFTEN })?;
    let query = Bytes::copy_from_slice(request.uri().query().unwrap_or_default().as_bytes());
    let fields = match method == Method::POST {
        true => http::body(request, BEACON, PATIENCE).await?,
        false => query,
    };
    let story = letter::story(form(&fields).ok_or(ODD)?.get("p")).ok_or(STORY)?;
    let folder = context.options.stories.as_deref();
    if folder.is_some_and(|folder| !letter::is_there(folder, &story)) {
        return Err(STORY);
    }
    let agent = headers
        .get(header::USER_AGENT)
        .map_or(&b""[..], |agent| agent.as_bytes());
    if method == Method::HEAD || is_program(agent) || is_early(&headers) {
        context.count("view-robots");
    } else {
        let at = (context.surroundings.clock)();
        match context.views.count(&Visit {
            from,
            agent,
            story: &story,
            at,
        }) {
            Counted::New => context.count("views"),
            Counted::Again => context.count("view-again"),
            Counted::Full => return Err(FULL),
        }
    }
    Ok(match method == Method::POST {
        true => http::plain(204, "text/plain; charset=utf-8", Bytes::new()),
        false => http::plain(200, "image/gif", Bytes::from_static(PIXEL)),
    })
}

/// Whether a browser fetches in advance what a reader may never see.
fn is_early(headers: &HeaderMap) -> bool {
    ["sec-purpose", "purpose", "x-moz", "x-purpose"].iter().any(|name| {
        let value = headers.get(*name).and_then(|v| v.to_str().ok()).unwrap_or_default();
        value.contains("prefetch") || value.contains("prerender") || value.contains("preview")
    })
}

/// `/views?after=N`: rows in the order of their numbers, and the number of the last.
///
/// # Errors
/// The answer to give instead.
pub(super) async fn list(context: &InboxContext, query: &str) -> Result<Response, Refusal> {
    let after = guard::after(query)?;
    write(context).await.map_err(|()| BUSY)?;
    let (views, last) = context.writer.views(after, HANDED_OUT).await?;
    let rows: Vec<Value> = views
        .iter()
        .map(|row| json!({ "story": row.story, "hour": row.hour, "views": row.views }))
        .collect();
    Ok(page::json(&json!({ "views": rows, "last": last })))
}

/// Writes what waits; what could not be written waits on.
///
/// # Errors
/// When it could not be written.
pub(super) async fn write(context: &InboxContext) -> Result<(), ()> {
    let views = context.views.take();
    if views.is_empty() {
        return Ok(());
    }
    let written = context.writer.count(views.clone()).await;
    written.map_err(|_| context.views.put_back(views))
}
