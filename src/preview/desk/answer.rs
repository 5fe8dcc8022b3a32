//! A request becomes an answer. Every request is taken for hostile: it passes the preview's guard, and a change must come from a
//! page of the desk, with the token of this run (a form) or with a header that no other site can send (the script).

use super::DeskState;
use super::api::Reply;
use super::files::{HEADLINE, SCRIPT, STYLE, edition};
use super::frame::{frame, label, refusal};
use super::html::{Html, part};
use super::list::Query;
use super::refused::{Refused, status};
use super::stories::Written;
use crate::desk::{FIELDS, LARGEST_PICTURE, StoryParts, read_picture};
use crate::http::{self, Fields, Refusal, elsewhere, form, is_form, one, plain};
use axum::body::Body;
use axum::response::Response;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use hyper::{Method, Request, StatusCode};
use serde_json::Value;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

/// Largest form or text in bytes.
const TEXT: usize = 8 << 20;
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(60);
const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

/// Answers a request of a client that connected to the address `here`.
pub(super) async fn answer(desk: Arc<DeskState>, request: Request<Body>, here: IpAddr) -> Response {
    let host = one(request.headers(), &header::HOST)
        .ok()
        .flatten()
        .unwrap_or_default()
        .to_owned();
    let mut response = match admitted(&desk, request, here).await {
        Ok(response) => response,
        Err((status, why)) => plain(status, "text/plain; charset=utf-8", format!("{why}\n").into()),
    };
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob:; connect-src 'self'; \
         frame-src {}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        desk.preview_origin(&host)
    );
    let policy = HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'none'"));
    let headers = response.headers_mut();
    headers.insert("content-security-policy", policy);
    super::super::guard::protect(headers, "DENY");
    response
}

async fn admitted(desk: &Arc<DeskState>, request: Request<Body>, here: IpAddr) -> Result<Response, Refusal> {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    desk.guard.known(&method, &uri, request.headers(), here)?;
    let path = super::super::guard::path(uri.path())?;
    let asked = Asked {
        path,
        query: uri.query().unwrap_or_default().to_owned(),
        host: one(request.headers(), &header::HOST)?.unwrap_or_default().to_owned(),
    };
    let desk = Arc::clone(desk);
    match method {
        Method::GET | Method::HEAD => blocking(move || desk.get(&asked)).await,
        Method::POST if !asked.path.starts_with("/api/") => {
            is_own(request.headers())?;
            is_form(request.headers())?;
            let body = http::body(request, TEXT, PATIENCE).await?;
            let fields = form(&body).ok_or((400, "this is no form"))?;
            let fresh = desk.guard.is_token(fields.get("token"));
            if !fresh && asked.path != "/write" {
                return Err((403, "the page is of an earlier run; reload it"));
            }
            blocking(move || desk.post(&asked, &fields, fresh)).await
        }
        Method::POST | Method::PUT if asked.path.starts_with("/api/") => {
            is_own(request.headers())?;
            if one(request.headers(), &HeaderName::from_static("khobor-desk"))? != Some("1") {
                return Err((403, "only the desk's own script may ask"));
            }
            let most = if asked.path == "/api/picture" {
                LARGEST_PICTURE
            } else {
                TEXT
            };
            let body = http::body(request, most, PATIENCE).await?;
            blocking(move || desk.api(&method, &asked, &body)).await
        }
        _ => Err((405, "only GET, HEAD, POST and PUT")),
    }
}

/// A change must come from a page of the desk: the guard has found that its origin, if there is one, is the desk's.
fn is_own(headers: &HeaderMap) -> Result<(), Refusal> {
    let site = one(headers, &HeaderName::from_static("sec-fetch-site"))?;
    if one(headers, &ORIGIN)?.is_none() || site.is_some_and(|site| site != "same-origin") {
        return Err((403, "a change must come from a page of the desk"));
    }
    Ok(())
}

async fn blocking(work: impl FnOnce() -> Result<Response, Refusal> + Send + 'static) -> Result<Response, Refusal> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or(Err((500, "the desk broke on this request")))
}

/// What is asked for.
struct Asked {
    path: String,
    query: String,
    host: String,
}

impl Asked {
    /// A value of the query, decoded.
    fn value(&self, name: &str) -> String {
        let fields = form(self.query.as_bytes()).unwrap_or_default();
        fields.get(name).to_owned()
    }

    /// The story's path.
    fn id(&self) -> String {
        self.value("id")
    }
}

fn page(html: String) -> Response {
    plain(200, HTML, html.into())
}

fn json((status, value): Reply) -> Response {
    plain(status, JSON, value.to_string().into())
}

fn see(to: &str) -> Response {
    elsewhere(StatusCode::SEE_OTHER, to)
}

impl DeskState {
    fn get(&self, asked: &Asked) -> Result<Response, Refusal> {
        let (id, host) = (asked.id(), asked.host.as_str());
        let screen = match asked.path.as_str() {
            "/" => Ok(self.list_screen(&query(asked), host)),
            "/write" => self.writing_screen(&id, host, None),
            "/publish" => self.publish_screen(&id, host),
            "/history" => self.history_screen(&id, (asked.value("v").parse().ok(), host)),
            "/comments" => Ok(self.comments_screen(host)),
            "/front" => Ok(self.front_screen(host)),
            "/api/story" => return Ok(json(self.story_of(&id))),
            "/api/job" => return Ok(json((200, self.job()))),
            "/desk.js" => return Ok(asset(asked, "text/javascript; charset=utf-8", SCRIPT)),
            "/desk.css" => return Ok(asset(asked, "text/css; charset=utf-8", STYLE)),
            "/favicon.ico" => return Ok(plain(204, "image/x-icon", Default::default())),
            "/font.woff2" => return Ok(lasting(plain(200, "font/woff2", super::super::files::FONT.into()))),
            "/headline.woff2" => return Ok(lasting(plain(200, "font/woff2", HEADLINE.into()))),
            "/picture" => return self.picture(&id, &asked.value("name")),
            "/archive" => return self.archive(&asked.value("path")),
            "/api/pictures" => return Ok(json(self.pictures_named(&asked.value("q")))),
            _ => return Err((404, "no such page of the desk")),
        };
        Ok(screen.map_or_else(|refused| self.sorry(&refused, host), page))
    }

    fn picture(&self, id: &str, name: &str) -> Result<Response, Refusal> {
        let (bytes, mime) = read_picture(&self.preview.request.root, id, name).map_err(|_| (404, "no such picture"))?;
        Ok(plain(200, mime, bytes.into()))
    }

    fn archive(&self, path: &str) -> Result<Response, Refusal> {
        let (bytes, mime) = self.archived(path).map_err(|_| (404, "no such picture"))?;
        Ok(plain(200, mime, bytes.into()))
    }

    /// A page that says why something was not done.
    fn sorry(&self, refused: &Refused, host: &str) -> Response {
        plain(status(refused), HTML, self.sorry_screen(refused, host).into())
    }

    fn sorry_screen(&self, refused: &Refused, host: &str) -> String {
        let mut html = Html::new(self.lang());
        refusal(&mut html, refused);
        let title = html.word("হলো না", "Not done");
        frame(self, (title, "sorry"), host, &html.finish())
    }

    fn post(&self, asked: &Asked, fields: &Fields, fresh: bool) -> Result<Response, Refusal> {
        let id = asked.id();
        let writing = |path: &str| format!("/write?id={}", part(path));
        let done = match asked.path.as_str() {
            "/new" => self
                .make_story(fields.get("title"), fields.get("section"))
                .map(|path| writing(&path)),
            "/write" => return Ok(self.posted(asked, fields, fresh)),
            "/publish" => self
                .publish_story(&id, fields)
                .map(|()| format!("/publish?id={}", part(&id))),
            "/take-back" => self.take_back().map(|path| writing(&path)),
            "/move" => self
                .move_story(&id, (fields.get("section"), fields.get("name")))
                .map(|path| writing(&path)),
            "/as-toml" => self.give_toml(&id, fields.get("after")).map(|()| writing(&id)),
            "/discard" => self.discard_copy(&id).map(|()| writing(&id)),
            "/follow" => self.follow_story(&id).map(|path| writing(&path)),
            "/restore-file" => self.restore_story(&id).map(|_| writing(&id)),
            "/restore" => {
                let number = fields.get("v").parse().unwrap_or(0);
                self.bring_back(&id, (number, fields.get("after")))
                    .map(|()| writing(&id))
            }
            "/pull" => {
                self.ask_for_comments();
                Ok("/comments".to_owned())
            }
            "/comments" => self
                .decide(fields.get("verb"), fields.get("comment"))
                .map(|()| "/comments".to_owned()),
            "/front" => self.write_front(fields).map(|()| "/front".to_owned()),
            "/not-breaking" => self.end_breaking(fields.get("id")).map(|()| "/front".to_owned()),
            _ => return Err((404, "no such page of the desk")),
        };
        Ok(done.map_or_else(|refused| self.sorry(&refused, &asked.host), |to| see(&to)))
    }

    /// The form of the writing screen, posted without a script: written, and kept or led to the publish screen.
    fn posted(&self, asked: &Asked, fields: &Fields, fresh: bool) -> Response {
        let id = asked.id();
        let written = match fields.raw("source").filter(|_| fields.get("form") == "source") {
            Some(source) => Written::Source(source.to_owned()),
            None => Written::Parts(parts(fields)),
        };
        // A page of an earlier run has no token of this one: nothing of it is written, and nothing thrown away.
        let current = if fresh { Ok(()) } else { Err(Refused::Stale) };
        let kept = current
            .and_then(|()| self.write_story((&id, fields.get("after")), &written, None))
            .and_then(|story| self.keep_story(&id, Some(&story.state)));
        match kept {
            Ok(_) if fields.get("do") == "publish" => see(&format!("/publish?id={}", part(&id))),
            Ok(_) => see(&format!("/write?id={}", part(&id))),
            Err(refused) => self.not_kept(&refused, &written, asked),
        }
    }

    /// What was not kept is shown again, so that nothing is lost: as it was sent, below what is wrong.
    fn not_kept(&self, refused: &Refused, written: &Written, asked: &Asked) -> Response {
        let screen = self.writing_screen(&asked.id(), &asked.host, Some(refused));
        let mut html = Html::new(self.lang());
        let body = match written {
            Written::Parts(parts) => &parts.body,
            Written::Source(text) => text,
        };
        html.raw("<details class=\"drawer\" open><summary>")
            .say("আপনি যা পাঠিয়েছেন", "What you have sent")
            .raw("</summary>");
        html.put(
            "<textarea readonly rows=\"12\" aria-label=\"{}\">\n{}</textarea>",
            &[html.word("আপনার লেখা", "Your text"), body],
        );
        if let Written::Parts(parts) = written {
            sent_fields(&mut html, parts);
        }
        html.raw("</details>");
        let mine = html.finish();
        let screen = screen.unwrap_or_else(|_| self.sorry_screen(refused, &asked.host));
        let text = screen.replacen("</main>", &format!("{mine}</main>"), 1);
        plain(status(refused), HTML, text.into())
    }

    fn api(&self, method: &Method, asked: &Asked, body: &[u8]) -> Result<Response, Refusal> {
        let id = asked.id();
        if asked.path == "/api/picture" && method == Method::POST {
            return Ok(json(self.picture_of(&id, (&asked.value("name"), body))));
        }
        let sent: Value = serde_json::from_slice(body).map_err(|_| (400, "this is no JSON"))?;
        Ok(json(match (method.as_str(), asked.path.as_str()) {
            ("PUT", "/api/copy") => self.put_copy_of(&id, &sent),
            ("POST", "/api/keep") => self.keep_of(&id, &sent),
            ("POST", "/api/merge") => self.merge_of(&id, &sent),
            ("POST", "/api/take") => self.take_picture(&id, &sent),
            ("POST", "/api/paste") => self.pasted(&sent),
            _ => return Err((404, "no such request")),
        }))
    }
}

/// What was sent in the other fields.
fn sent_fields(html: &mut Html, parts: &StoryParts) {
    for (key, value) in &parts.fields {
        if !value.is_empty() && value != "on" {
            html.put("<p><small>{}</small> {}</p>", &[label(html.lang, key), value]);
        }
    }
}

/// What the list is to show.
fn query(asked: &Asked) -> Query {
    Query {
        tab: asked.value("tab"),
        words: asked.value("q"),
        section: asked.value("section"),
        page: asked.value("page").parse().unwrap_or(0),
    }
}

/// Fields and body of a posted form. A box that was there and is not checked says so by its companion.
fn parts(fields: &Fields) -> StoryParts {
    let said = |(key, _): &(&str, _)| {
        let unchecked = fields.raw(&format!("has-{key}")).map(|_| "");
        let value = fields.raw(key).or(unchecked)?;
        Some(((*key).to_owned(), value.to_owned()))
    };
    StoryParts {
        fields: FIELDS.iter().filter_map(said).collect(),
        body: fields.raw("body").unwrap_or_default().to_owned(),
    }
}

fn asset(asked: &Asked, mime: &'static str, text: &'static str) -> Response {
    let response = plain(200, mime, text.into());
    if asked.value("v") == edition() {
        lasting(response)
    } else {
        response
    }
}

fn lasting(mut response: Response) -> Response {
    let value = HeaderValue::from_static("private, max-age=31536000, immutable");
    response.headers_mut().insert(header::CACHE_CONTROL, value);
    response
}
