//! What all screens share: the page around them, the values that every form carries, names of fields, findings, refusals.

use super::DeskState;
use super::files::edition;
use super::html::{Html, part};
use super::refused::{Refused, words};
use crate::diag::{Diagnostic, Lang, Severity};

/// A page of the desk around what a screen shows.
pub(super) fn frame(desk: &DeskState, (title, kind): (&str, &str), host: &str, inner: &str) -> String {
    let mut html = Html::new(desk.lang());
    let lang = html.word("bn", "en");
    let edition = edition();
    html.put(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{} · {}</title>",
        &[lang, title, html.word("খবর", "khobor")],
    );
    html.put(
        "<link rel=\"stylesheet\" href=\"/desk.css?v={}\"><script defer src=\"/desk.js?v={}\"></script></head>",
        &[edition, edition],
    );
    html.put(
        "<body class=\"{}\" data-lang=\"{}\" data-preview=\"{}\"><header class=\"top\"><nav aria-label=\"{}\">",
        &[kind, lang, &desk.preview_origin(host), html.word("মেনু", "Menu")],
    );
    for (at, to, bn, en) in [
        ("list", "/", "খবর", "Stories"),
        ("comments", "/comments", "মন্তব্য", "Comments"),
        ("front", "/front", "প্রচ্ছদ", "Front page"),
    ] {
        let current = if at == kind { "page" } else { "false" };
        html.put("<a href=\"{}\" aria-current=\"{}\">", &[to, current])
            .say(bn, en)
            .raw("</a>");
    }
    html.put(
        "<a href=\"{}/\" target=\"khobor-page\" rel=\"noopener\">",
        &[&desk.preview_origin(host)],
    )
    .say("পত্রিকা দেখুন", "See the paper");
    html.raw("</a></nav></header><main>");
    if let Some(fault) = desk.commit_fault() {
        html.put("<p class=\"bad\" role=\"status\" id=\"commit-fault\">{}</p>", &[&fault]);
    }
    let mut page = html.finish();
    page.push_str(inner);
    page.push_str("</main></body></html>");
    page
}

/// What every form carries: the token of this run, and further values.
pub(super) fn hidden(html: &mut Html, desk: &DeskState, values: &[(&'static str, &str)]) {
    html.put(
        "<input type=\"hidden\" name=\"token\" value=\"{}\">",
        &[desk.guard.token()],
    );
    for (name, value) in values {
        html.put("<input type=\"hidden\" name=\"{}\" value=\"{}\">", &[name, value]);
    }
}

/// The name of a field.
pub(super) fn label(lang: Lang, key: &str) -> &'static str {
    let (bn, en) = match key {
        "kicker" => ("শিরোটীকা", "Kicker"),
        "title" => ("শিরোনাম", "Headline"),
        "subtitle" => ("উপশিরোনাম", "Standfirst"),
        "authors" => ("লেখক (কমা দিয়ে)", "Authors (with commas)"),
        "tags" => ("ট্যাগ (কমা দিয়ে)", "Tags (with commas)"),
        "summary" => ("সারাংশ", "Summary"),
        "dateline" => ("স্থান", "Dateline"),
        "series" => ("ধারাবাহিক", "Series"),
        "image" => ("প্রধান ছবি", "Lead picture"),
        "image_alt" => ("ছবির বর্ণনা", "Description of the picture"),
        "image_caption" => ("ক্যাপশন", "Caption"),
        "image_credit" => ("ছবির সূত্র", "Credit"),
        "image_focus" => ("ছবির কেন্দ্র", "Focus of the picture"),
        "related" => ("আরও পড়ুন (ঠিকানা, কমা দিয়ে)", "Related stories (addresses, with commas)"),
        "date" => ("প্রকাশের সময়", "Date"),
        "expires" => ("যে সময় সরে যাবে", "Taken down at"),
        "draft" => ("খসড়া", "Draft"),
        "comments" => ("মন্তব্য নেওয়া হবে", "Takes comments"),
        "ads" => ("বিজ্ঞাপন থাকবে", "Has advertisements"),
        "at" => ("সময়", "Time"),
        _ => ("লেখা", "Text"),
    };
    if lang == Lang::Bn { bn } else { en }
}

/// Findings as entries of a list.
pub(super) fn findings(html: &mut Html, found: &[Diagnostic]) {
    for finding in found.iter().take(100) {
        let class = match finding.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let (message, help) = (finding.message(html.lang), finding.help(html.lang));
        html.put("<li class=\"{}\">{} <small>{}</small></li>", &[class, &message, &help]);
    }
}

/// Why something was not done, with what is wrong.
pub(super) fn refusal(html: &mut Html, refused: &Refused) {
    let (bn, en) = words(refused);
    html.raw("<p class=\"bad\">").say(bn, en).raw("</p>");
    match refused {
        Refused::Faulty(list) => {
            html.raw("<ul class=\"findings\">");
            findings(html, list);
            html.raw("</ul>");
        }
        Refused::Missing(keys) => {
            for key in keys {
                html.put("<p class=\"error\">{}</p>", &[label(html.lang, key)]);
            }
        }
        Refused::Moved(to) => {
            html.put("<p><a href=\"/write?id={}\">{}</a></p>", &[&part(to), to]);
        }
        Refused::System(bn, en) => {
            let why = if html.lang == Lang::Bn { bn } else { en };
            html.put("<p><small>{}</small></p>", &[why]);
        }
        _ => {}
    }
}
