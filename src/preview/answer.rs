//! A request becomes an answer. Pages are printed on threads of their own; a panic there is a 500 and nothing more.

use super::files::{FONT, SCRIPT, STYLE};
use super::guard::{self, Refusal};
use super::state::{Answer, HTML, PreviewState, Printed};
use super::tabs::Message;
use super::{COMMENT, OWN, bar, range, reply};
use crate::http::{self, Place, elsewhere, plain};
use axum::body::{Body, Bytes};
use axum::extract::FromRequestParts;
use axum::extract::ws::{self, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use hyper::header::{self, HeaderValue};
use hyper::{Method, Request, StatusCode};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, timeout};

/// Largest reply form in bytes.
const FORM: usize = 96 * 1024;
/// How long a form may take to arrive.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a live connection may be silent before it is tried.
const SILENCE: Duration = Duration::from_secs(25);
/// Largest message from a tab.
const WORD: usize = 256;
const JSON: &str = "application/json; charset=utf-8";

/// Answers a request of a client that connected to the address `here`.
pub(super) async fn answer(state: Arc<PreviewState>, request: Request<Body>, here: IpAddr) -> Response {
    let mut response = match admitted(&state, request, here).await {
        Ok(response) => response,
        Err(refusal) => refused(refusal),
    };
    guard::protect(response.headers_mut(), "SAMEORIGIN");
    response
}

async fn admitted(state: &Arc<PreviewState>, request: Request<Body>, here: IpAddr) -> Result<Response, Refusal> {
    state
        .guard
        .admit(request.method(), request.uri(), request.headers(), here)?;
    let path = guard::path(request.uri().path())?;
    if request.method() == Method::POST {
        return post(state, request).await;
    }
    match path.strip_prefix(OWN) {
        Some("socket") => socket(state, request).await,
        Some(own) => own_file(state, own, request.uri().query().unwrap_or_default()).await,
        None => {
            let wanted = range::Wanted::of(request.headers());
            page(state, path, wanted).await
        }
    }
}

async fn page(state: &Arc<PreviewState>, path: String, wanted: Option<range::Wanted>) -> Result<Response, Refusal> {
    if let Some(page) = state.kept(&path) {
        return Ok(printed(state, &page));
    }
    let (builder, asked) = (Arc::clone(state), path.clone());
    let work = tokio::task::spawn_blocking(move || builder.answer(&asked)).await;
    Ok(match work {
        Ok(Answer::Printed(page)) => printed(state, &page),
        Ok(Answer::File(mime, bytes, lasting)) => range::part(file(mime, bytes.clone(), lasting), &bytes, wanted),
        Ok(Answer::Elsewhere(to)) => elsewhere(StatusCode::FOUND, &to),
        Ok(Answer::Nothing(status)) => shell(state, &path, status),
        Err(_) => {
            state.broke("a page broke the printer; see the terminal");
            shell(state, &path, 500)
        }
    })
}

fn printed(state: &PreviewState, page: &Printed) -> Response {
    let mut response = plain(page.status, page.mime, page.bytes.clone());
    if page.mime == HTML {
        let policy =
            HeaderValue::from_str(&framers(state)).unwrap_or(HeaderValue::from_static("frame-ancestors 'self'"));
        response.headers_mut().insert("content-security-policy", policy);
    }
    response
}

/// Whose pages may show a page in a frame: this server's, and the writing desk's.
fn framers(state: &PreviewState) -> String {
    let desk = state
        .guard
        .frames()
        .map(|port| format!(" http://localhost:{port} http://127.0.0.1:{port}"));
    format!("frame-ancestors 'self'{}", desk.unwrap_or_default())
}

fn file(mime: &'static str, bytes: Bytes, lasting: bool) -> Response {
    let mut response = plain(200, mime, bytes);
    if lasting {
        let value = HeaderValue::from_static("private, max-age=31536000, immutable");
        response.headers_mut().insert(header::CACHE_CONTROL, value);
    }
    if mime == "image/svg+xml" {
        let value = HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; sandbox");
        response.headers_mut().insert("content-security-policy", value);
    }
    response
}

/// A page that only brings the overlay: nothing can be shown yet.
fn shell(state: &PreviewState, path: &str, status: u16) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"bn\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>khobor</title><body class=\"khobor-shell\">{}</body></html>",
        style_link(state) + &state.script(path, "none", false)
    );
    let mut response = plain(status, HTML, html.into());
    let own = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; ";
    let policy = HeaderValue::from_str(&format!("{own}{}", framers(state)));
    response.headers_mut().insert(
        "content-security-policy",
        policy.unwrap_or(HeaderValue::from_static("default-src 'none'")),
    );
    response
}

/// The preview's own files.
async fn own_file(state: &Arc<PreviewState>, name: &str, query: &str) -> Result<Response, Refusal> {
    match name {
        "preview.js" => Ok(asset(state, query, "text/javascript; charset=utf-8", SCRIPT.as_bytes())),
        "preview.css" => Ok(asset(state, query, "text/css; charset=utf-8", STYLE.as_bytes())),
        "font.woff2" => Ok(asset(state, query, "font/woff2", FONT)),
        "change" => change(state, query).await,
        "width" => Ok(width(
            state,
            &value(query, "page")
                .and_then(|p| guard::path(&p).ok())
                .unwrap_or_else(|| "/".to_owned()),
        )),
        "story" => {
            let path = value(query, "page").ok_or((400, "which page?"))?;
            let path = guard::path(&path)?;
            let builder = Arc::clone(state);
            let work = tokio::task::spawn_blocking(move || bar::story(&builder, &path)).await;
            let diagnostics = work.map_err(|_| (500, "the bar broke"))?.ok_or((404, "no story"))?;
            Ok(plain(200, JSON, diagnostics.to_string().into()))
        }
        #[cfg(feature = "pictures")]
        "card" => {
            let path = guard::path(&value(query, "page").ok_or((400, "which page?"))?)?;
            let builder = Arc::clone(state);
            let work = tokio::task::spawn_blocking(move || bar::draw_card(&builder, &path)).await;
            let (mime, bytes) = work.map_err(|_| (500, "the card broke"))?.ok_or((404, "no card"))?;
            Ok(plain(200, mime, bytes.into()))
        }
        _ => Err((404, "no such file of the preview")),
    }
}

/// One of the preview's own files; a browser keeps what it asked for by this program's hash.
fn asset(state: &PreviewState, query: &str, mime: &'static str, bytes: &'static [u8]) -> Response {
    let lasting = value(query, "v").is_some_and(|v| v == state.edition);
    file(mime, Bytes::from_static(bytes), lasting)
}

/// The element that brings the preview's style sheet into a page of its own.
fn style_link(state: &PreviewState) -> String {
    format!(
        "<link rel=\"stylesheet\" href=\"{OWN}preview.css?v={}\">",
        state.edition
    )
}

/// What a tab must change to show the page as it is now.
async fn change(state: &Arc<PreviewState>, query: &str) -> Result<Response, Refusal> {
    let path = guard::path(&value(query, "page").ok_or((400, "which page?"))?)?;
    let from = value(query, "from").unwrap_or_default();
    let builder = Arc::clone(state);
    let work = tokio::task::spawn_blocking(move || builder.change(&path, &from)).await;
    let change = work.map_err(|_| (500, "the change broke"))?;
    Ok(match change {
        Some(change) => plain(200, JSON, change.to_string().into()),
        // The page must be reloaded, which is no error for the browser to tell of.
        None => plain(204, JSON, Bytes::new()),
    })
}

/// The page inside of a frame as wide as a telephone or a tablet.
fn width(state: &PreviewState, path: &str) -> Response {
    let lang = if state.options.lang == crate::diag::Lang::Bn {
        "bn"
    } else {
        "en"
    };
    let path = super::state::escape(path);
    let html = format!(
        "<!doctype html><html lang=\"{lang}\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>khobor</title>\
         {style}<body class=\"khobor-width\">\
         <script defer src=\"{OWN}preview.js?v={edition}\" data-khobor-width=\"{path}\" data-lang=\"{lang}\"></script></body></html>",
        style = style_link(state),
        edition = state.edition
    );
    let mut response = plain(200, HTML, html.into());
    let policy = HeaderValue::from_static(
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    response.headers_mut().insert("content-security-policy", policy);
    response
}

/// A value of a query, decoded once from form encoding and still percent-encoded as a path would be.
fn value(query: &str, name: &str) -> Option<String> {
    let written = query
        .split('&')
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))?;
    crate::portal::url::decode(written)
}

/// A reply: kept as a pending comment, and back to the story.
async fn post(state: &Arc<PreviewState>, request: Request<Body>) -> Result<Response, Refusal> {
    debug_assert_eq!(request.uri().path(), COMMENT);
    let body = http::body(request, FORM, PATIENCE).await?;
    let builder = Arc::clone(state);
    let work = tokio::task::spawn_blocking(move || reply::take(&builder, &body)).await;
    match work.map_err(|_| (500, "the reply broke"))? {
        Ok(to) => Ok(elsewhere(StatusCode::SEE_OTHER, &to)),
        Err(refusal) => Err(refusal),
    }
}

fn refused((status, why): Refusal) -> Response {
    let mut response = plain(status, "text/plain; charset=utf-8", format!("{why}\n").into());
    if status == 405 {
        response
            .headers_mut()
            .insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

/// Opens a live connection.
async fn socket(state: &Arc<PreviewState>, request: Request<Body>) -> Result<Response, Refusal> {
    let query = request.uri().query().unwrap_or_default().to_owned();
    let token = value(&query, "token").unwrap_or_default();
    state.guard.admit_socket(request.headers(), &token)?;
    let path = value(&query, "page").ok_or((400, "which page?"))?;
    let path = guard::path(&path)?;
    let mark: String = value(&query, "mark").unwrap_or_default().chars().take(32).collect();
    let (mut parts, _) = request.into_parts();
    let place = parts.extensions.remove::<Place>();
    let upgrade = WebSocketUpgrade::from_request_parts(&mut parts, &())
        .await
        .map_err(|_| (400, "no live connection"))?;
    let state = Arc::clone(state);
    let upgrade = upgrade
        .max_message_size(WORD)
        .max_frame_size(WORD)
        .max_write_buffer_size(1 << 20)
        .write_buffer_size(0)
        .read_buffer_size(1024);
    Ok(upgrade.on_upgrade(move |socket| async move {
        let (number, messages) = state.tabs.open(path.clone(), mark.clone());
        greet(&state, number, &path, &mark).await;
        talk(&state, number, messages, socket).await;
        state.tabs.close(number);
        drop(place);
    }))
}

/// A tab that has just come hears what is wrong, and whether its page is already old.
async fn greet(state: &Arc<PreviewState>, number: u64, path: &str, mark: &str) {
    state.tabs.one(number, &state.errors());
    let (builder, asked) = (Arc::clone(state), path.to_owned());
    if let Ok(Answer::Printed(page)) = tokio::task::spawn_blocking(move || builder.answer(&asked)).await
        && page.mark != mark
    {
        state.tabs.one(number, &super::rebuild::reload(&page.mark));
    }
}

async fn talk(state: &PreviewState, number: u64, mut messages: Receiver<Message>, mut socket: WebSocket) {
    let mut heard = Instant::now();
    loop {
        let sent = tokio::select! {
            message = messages.recv() => match message {
                Some(message) => send(&mut socket, ws::Message::Text(message.as_ref().into())).await,
                None => false,
            },
            word = socket.recv() => match word {
                Some(Ok(ws::Message::Text(word))) => {
                    heard = Instant::now();
                    hear(state, number, word.as_str());
                    true
                }
                Some(Ok(ws::Message::Close(_)) | Err(_)) | None => false,
                Some(Ok(_)) => {
                    heard = Instant::now();
                    true
                }
            },
            () = tokio::time::sleep(SILENCE) => {
                heard.elapsed() < SILENCE * 3 && send(&mut socket, ws::Message::Ping(Bytes::new())).await
            }
        };
        if !sent {
            return;
        }
    }
}

/// A tab says that the editor looks at it, or that it shows a newer state of its page.
fn hear(state: &PreviewState, number: u64, word: &str) {
    if word == "look" {
        state.tabs.look(number);
    } else if let Some(mark) = word.strip_prefix("mark ") {
        state.tabs.renewed(number, mark.chars().take(32).collect());
    }
}

/// Sends, unless the tab does not take it in time.
async fn send(socket: &mut WebSocket, message: ws::Message) -> bool {
    timeout(PATIENCE, socket.send(message))
        .await
        .is_ok_and(|sent| sent.is_ok())
}
