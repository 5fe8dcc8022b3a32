//! What a reader is reported: a page in Bengali, or the same as JSON for a script.

use crate::comments::Unfit;
use crate::http;
use axum::body::Bytes;
use axum::response::Response;
use hyper::StatusCode;
use hyper::header::{self, HeaderValue};
use serde_json::json;

/// Why a post is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    /// A word for scripts and counts.
    pub(super) code: &'static str,
    pub(super) bn: &'static str,
    /// Seconds after which it may be tried again; 0 for never.
    pub(super) wait: u64,
}

const fn refusal(status: u16, code: &'static str, bn: &'static str) -> Refusal {
    let wait = if status == 503 { 5 } else { 0 };
    Refusal { status, code, bn, wait }
}

pub(super) const ODD: Refusal = refusal(400, "odd", "অনুরোধটি বোঝা গেল না।");
pub(super) const TOKEN: Refusal = refusal(401, "token", "এই ঠিকানা সম্পাদকের জন্য।");
pub(super) const ORIGIN: Refusal = refusal(403, "origin", "মন্তব্য শুধু পোর্টালের নিজের পাতা থেকে পাঠানো যায়।");
pub(super) const NOWHERE: Refusal = refusal(404, "nowhere", "এই ঠিকানায় কিছু নেই।");
pub(super) const STORY: Refusal = refusal(404, "story", "যে প্রতিবেদনে মন্তব্য করছেন সেটি খুঁজে পাওয়া গেল না।");
pub(super) const METHOD: Refusal = refusal(405, "method", "এই ঠিকানায় শুধু মন্তব্য জমা হয়।");
pub(super) const SLOW: Refusal = refusal(408, "slow", "মন্তব্যটি পৌঁছাতে বেশি সময় লেগেছে। আবার পাঠান।");
pub(super) const COPIED: Refusal = refusal(409, "copied", "ঠিক এই লেখাটি একটু আগেই এসেছে। নিজের মতো করে লিখুন।");
pub(super) const LARGE: Refusal = refusal(413, "large", "লেখাটি বেশি বড়। মন্তব্য ১৬ কিলোবাইটের মধ্যে লিখুন।");
pub(super) const KIND: Refusal = refusal(415, "kind", "মন্তব্য পাতার ফর্ম থেকে পাঠাতে হবে।");
pub(super) const TRAP: Refusal = refusal(
    422,
    "trap",
    "যে ঘরটি খালি রাখার কথা সেটি পূরণ করা হয়েছে। আপনি মানুষ হলে পাতাটি আবার খুলে লিখুন, ঘর পূরণের প্রোগ্রাম বন্ধ রেখে।",
);
pub(super) const LINKS: Refusal = refusal(422, "links", "মন্তব্যে লিংক বেশি। লিংক কমিয়ে আবার পাঠান।");
pub(super) const FOREIGN: Refusal = refusal(
    422,
    "foreign",
    "বাংলা ছাড়া অন্য ভাষার মন্তব্যে লিংক চলে না। লিংক বাদ দিন, অথবা কথাটি বাংলায় লিখুন।",
);
pub(super) const MARKUP: Refusal = refusal(
    422,
    "markup",
    "লিংক সাজানোর কোড (যেমন [url] বা <a>) চলে না। শুধু ঠিকানাটি লিখুন।",
);
pub(super) const NAME: Refusal = refusal(422, "name", "নামের ঘরে ওয়েব ঠিকানা বা ই-মেইল নয়, নাম লিখুন।");
pub(super) const OFTEN: Refusal = refusal(429, "often", "অল্প সময়ে অনেক মন্তব্য এসেছে। একটু পরে আবার পাঠান।");
pub(super) const DISK: Refusal = refusal(503, "disk", "মন্তব্যটি রাখা গেল না। একটু পরে আবার পাঠান।");
pub(super) const BUSY: Refusal = refusal(503, "busy", "এই মুহূর্তে চাপ বেশি। একটু পরে আবার পাঠান।");
pub(super) const FULL: Refusal = refusal(507, "full", "মন্তব্যের বাক্স ভরে গেছে। পরে আবার চেষ্টা করুন।");

impl From<Unfit> for Refusal {
    fn from(why: Unfit) -> Self {
        let code = match why {
            Unfit::Empty => "empty",
            Unfit::LongBody => return LARGE,
            Unfit::LongName => "long-name",
            Unfit::Site => "site",
        };
        refusal(422, code, why.bn())
    }
}

impl From<http::Refusal> for Refusal {
    fn from((status, _): http::Refusal) -> Self {
        match status {
            408 => SLOW,
            413 => LARGE,
            415 => KIND,
            _ => ODD,
        }
    }
}

/// The style sheet of the pages.
pub(super) const STYLE: &[u8] = include_bytes!("assets/inbox.css");
/// Where it is, beside the address of the form.
pub(super) const STYLE_PATH: &str = "/inbox.css";
const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json; charset=utf-8";

/// Says why; `back` is the page that the reader came from, as browsers write it.
pub(super) fn refused(why: Refusal, back: &str, as_json: bool) -> Response {
    let mut response = if as_json {
        let diagnostics = json!({ "ok": false, "code": why.code, "message": why.bn });
        http::plain(why.status, JSON, diagnostics.to_string().into())
    } else {
        http::plain(why.status, HTML, page(why.bn, back).into())
    };
    let headers = response.headers_mut();
    if why.wait > 0 {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(why.wait));
    }
    match why.status {
        401 => drop(headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
        405 => drop(headers.insert(header::ALLOW, HeaderValue::from_static("POST"))),
        // What is left of the form is not read.
        408 | 413 => drop(headers.insert(header::CONNECTION, HeaderValue::from_static("close"))),
        _ => {}
    }
    response
}

/// The letter is kept: back to the story.
pub(super) fn taken(to: &str, as_json: bool) -> Response {
    if as_json {
        let diagnostics =
            json!({ "ok": true, "location": to, "message": "ধন্যবাদ। মন্তব্যটি পৌঁছেছে; সম্পাদক দেখার পর ছাপা হবে।" });
        return http::plain(200, JSON, diagnostics.to_string().into());
    }
    http::elsewhere(StatusCode::SEE_OTHER, to)
}

/// An answer to `khobor comments pull`.
pub(super) fn json(value: &serde_json::Value) -> Response {
    http::plain(200, JSON, value.to_string().into())
}

/// The style sheet.
pub(super) fn style() -> Response {
    http::plain(200, "text/css; charset=utf-8", Bytes::from_static(STYLE))
}

/// Nothing that a reader has sent stands on the page; the browser's own "back" brings the text again.
fn page(reason: &str, back: &str) -> String {
    let escape = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        text.replace('>', "&gt;").replace('"', "&quot;")
    };
    format!(
        "<!doctype html>\n<html lang=\"bn\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <meta name=\"robots\" content=\"noindex\"><title>মন্তব্যটি নেওয়া যায়নি</title><link rel=\"stylesheet\" href=\"{}\"></head>\
         <body><main><h1>মন্তব্যটি নেওয়া যায়নি</h1><p>{}</p><p>লেখাটি ফিরে পেতে ব্রাউজারের “পেছনে” বোতাম চাপুন।</p>\
         <p><a href=\"{}\">পাতায় ফিরে যান</a></p></main></body></html>\n",
        STYLE_PATH.trim_start_matches('/'),
        escape(reason),
        escape(back)
    )
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn pages_hold_no_markup_but_their_own() {
        let html = page("<b>", "https://k.example/\"><script>");
        assert!(html.contains("&lt;b&gt;") && html.contains("&quot;&gt;&lt;script&gt;") && !html.contains("<script"));
    }
}
