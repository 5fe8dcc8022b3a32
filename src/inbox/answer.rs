//! A request becomes an answer.

use super::guard;
use super::letter;
use super::page::{self, BUSY, COPIED, DISK, FULL, METHOD, NOWHERE, ODD, OFTEN, Refusal, TOKEN};
use super::queue::{Fate, Waiting};
use super::view_requests;
use super::writer::Trouble;
use super::{InboxContext, Portal};
use crate::http::{self, Peer, is_form};
use axum::body::Body;
use axum::response::Response;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request};
use serde_json::{Value, json};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// Largest form in bytes: three bytes of every byte of the longest text, and the other fields.
const FORM: usize = 64 * 1024;
/// Largest list of letters that are to be forgotten.
const LIST: usize = 64 * 1024;
/// Letters that are handed out at a time.
const HANDED_OUT: u32 = 200;
/// How long a form may take to arrive.
const PATIENCE: Duration = Duration::from_secs(15);
/// Longest address of a request in bytes.
const LONGEST: usize = 1024;

/// Where comments are posted.
const COMMENT: &str = "/comment";
/// Where `khobor comments pull` reads, and where it says what it has.
const PENDING: &str = "/pending";
const TAKEN: &str = "/taken";
/// Where pages say that a story was opened, and where `khobor import views` reads.
const VIEW: &str = "/view";
const VIEWS: &str = "/views";

/// Answers a request.
pub(super) async fn answer(context: Arc<InboxContext>, request: Request<Body>, peer: Peer) -> Response {
    let headers = request.headers();
    let as_json = wants_json(headers);
    let from = guard::address(peer.there, headers, context.options.proxies);
    let portal = guard::portal(&context.options.portals, headers);
    let known = portal.ok().or(context.options.portals.first());
    let back = known.map(|p| p.page("/")).unwrap_or_default();
    let open = portal
        .ok()
        .filter(|_| request.uri().path() == COMMENT)
        .map(Portal::origin);
    let open = open.and_then(|origin| HeaderValue::from_str(origin).ok());
    let mut response = match route(&context, request, (portal, from)).await {
        Ok(Reply::Comment(to)) => page::taken(&to, as_json),
        Ok(Reply::Other(response)) => response,
        Err(why) => {
            context.count(why.code);
            page::refused(why, &back, as_json)
        }
    };
    dress(response.headers_mut(), open);
    response
}

/// What came of a request.
enum Reply {
    /// A comment is kept; where to go.
    Comment(String),
    /// Something else.
    Other(Response),
}

async fn route(
    context: &InboxContext,
    request: Request<Body>,
    (portal, from): (Result<&Portal, Refusal>, IpAddr),
) -> Result<Reply, Refusal> {
    let uri = request.uri();
    if uri.scheme().is_some() || uri.path_and_query().is_none_or(|p| p.as_str().len() > LONGEST) {
        return Err(ODD);
    }
    let method = request.method();
    match (
        uri.path(),
        method == Method::POST,
        matches!(*method, Method::GET | Method::HEAD),
    ) {
        (COMMENT, true, _) => comment(context, request, (portal?, from)).await.map(Reply::Comment),
        (VIEW, true, _) | (VIEW, _, true) => {
            portal?;
            view_requests::count(context, request, from).await.map(Reply::Other)
        }
        (VIEWS, _, true) => {
            trusted(context, request.headers(), from)?;
            let query = request.uri().query().unwrap_or_default().to_owned();
            view_requests::list(context, &query).await.map(Reply::Other)
        }
        (page::STYLE_PATH, _, true) => Ok(Reply::Other(page::style())),
        ("/health", _, true) => {
            context.writer.letters(0, 0).await?;
            Ok(Reply::Other(http::plain(
                200,
                "text/plain; charset=utf-8",
                "ok\n".into(),
            )))
        }
        (PENDING, _, true) => {
            trusted(context, request.headers(), from)?;
            pending(context, request.uri().query().unwrap_or_default()).await
        }
        (TAKEN, true, _) => {
            trusted(context, request.headers(), from)?;
            taken(context, request).await
        }
        (COMMENT | PENDING | TAKEN | VIEW | VIEWS | "/health" | page::STYLE_PATH, ..) => Err(METHOD),
        _ => Err(NOWHERE),
    }
}

/// Keeps a comment; where the reader goes.
async fn comment(
    context: &InboxContext,
    request: Request<Body>,
    (portal, from): (&Portal, IpAddr),
) -> Result<String, Refusal> {
    is_form(request.headers())?;
    context.rates.take(from).map_err(|wait| Refusal { wait, ..OFTEN })?;
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length
        .and_then(|l| l.to_str().ok()?.parse().ok())
        .unwrap_or(FORM)
        .clamp(1, FORM);
    let held = context
        .budget
        .try_acquire_many(u32::try_from(length).unwrap_or(u32::MAX));
    let held = held.map_err(|_| BUSY)?;
    let body = http::body(request, FORM, PATIENCE).await?;
    let (letter, page) = letter::read(&context.options, &body, (context.surroundings.clock)())?;
    drop((body, held));
    let page = if portal.has(&page) {
        page
    } else {
        portal.page(&format!("/{}/", letter.story))
    };
    match context.writer.keep(letter).await? {
        Fate::Kept => context.count("kept"),
        Fate::Again => context.count("again"),
        Fate::Copied => return Err(COPIED),
        Fate::Full => return Err(FULL),
    }
    Ok(format!("{page}?reply=pending#reply-sent"))
}

/// Whether the one who asks may see the queue. Wrong tokens are counted as posts are, so that they cannot be tried out.
fn trusted(context: &InboxContext, headers: &HeaderMap, from: IpAddr) -> Result<(), Refusal> {
    let token = context.options.token.as_ref().ok_or(NOWHERE)?;
    if guard::is_trusted(token.reveal(), headers) {
        return Ok(());
    }
    context.rates.take(from).map_err(|wait| Refusal { wait, ..OFTEN })?;
    Err(TOKEN)
}

/// `/pending?after=N`: letters, oldest first.
async fn pending(context: &InboxContext, query: &str) -> Result<Reply, Refusal> {
    let letters = context.writer.letters(guard::after(query)?, HANDED_OUT).await?;
    let letters: Vec<Value> = letters.iter().map(as_value).collect();
    Ok(Reply::Other(page::json(&json!({ "comments": letters }))))
}

fn as_value(waiting: &Waiting) -> Value {
    let reply = &waiting.incoming.reply;
    json!({
        "number": waiting.number,
        "id": waiting.incoming.id,
        "story": waiting.story,
        "name": reply.name,
        "site": reply.site,
        "parent": reply.parent,
        "body": reply.body,
        "date": reply.date.to_string(),
    })
}

/// `/taken`: a JSON list of ids.
async fn taken(context: &InboxContext, request: Request<Body>) -> Result<Reply, Refusal> {
    let body = http::body(request, LIST, PATIENCE).await?;
    let ids: Vec<String> = serde_json::from_slice(&body).map_err(|_| ODD)?;
    let gone = context.writer.forget(ids).await?;
    Ok(Reply::Other(page::json(&json!({ "taken": gone }))))
}

impl From<Trouble> for Refusal {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Busy => BUSY,
            Trouble::Disk => DISK,
        }
    }
}

/// A script may ask for JSON; a browser that follows a form asks for HTML.
fn wants_json(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|a| a.to_str().ok());
    let accept = accept.unwrap_or_default();
    accept.contains("application/json") && !accept.contains("text/html")
}

/// Headers of every answer. Scripts of the portal itself may read what became of a comment.
fn dress(headers: &mut HeaderMap, open: Option<HeaderValue>) {
    for (name, value) in [
        ("cache-control", "no-store"),
        (
            "content-security-policy",
            "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex"),
        ("vary", "Origin, Accept"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if let Some(open) = open {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, open);
    }
}

const _: () = assert!(FORM >= crate::comments::LONGEST * 3 + 4096);
