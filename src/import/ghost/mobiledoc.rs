//! Texts of Ghost's editor up to version 4 (Mobiledoc) as HTML, for posts whose HTML an export lacks.

use super::markup::{attribute, caption, escaped, figure, gallery, markdown, text_of};
use serde_json::Value;

/// The text as HTML; `None` for what is no text of that editor.
///
/// ```
/// use khobor::import::ghost::mobiledoc::html;
/// let text = r#"{"version":"0.3.1","atoms":[],"cards":[["hr",{}]],"markups":[["strong"]],"sections":[[1,"p",[[0,[],0,"নদী "],[0,[0],1,"ভাঙছে"]]],[10,0]]}"#;
/// assert_eq!(html(text).as_deref(), Some("<p>নদী <strong>ভাঙছে</strong></p><hr>"));
/// ```
pub fn html(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    let sections = value.get("sections")?.as_array()?;
    Some(sections.iter().filter_map(|s| section(s, &value)).collect())
}

fn section(section: &Value, whole: &Value) -> Option<String> {
    let html = match section.get(0)?.as_u64()? {
        1 => {
            let tag = tag(section.get(1)?.as_str()?);
            format!("<{tag}>{}</{tag}>", run(section.get(2)?, whole))
        }
        2 => figure(section.get(1)?.as_str()?, "", ""),
        3 => {
            let tag = if section.get(1)?.as_str()? == "ol" { "ol" } else { "ul" };
            let items = section.get(2)?.as_array()?.iter();
            let items: String = items.map(|i| format!("<li>{}</li>", run(i, whole))).collect();
            format!("<{tag}>{items}</{tag}>")
        }
        10 => {
            let at = usize::try_from(section.get(1)?.as_u64()?).ok()?;
            let found = whole.get("cards")?.get(at)?;
            card(found.get(0)?.as_str()?, found.get(1)?)
        }
        _ => return None,
    };
    Some(html)
}

fn tag(name: &str) -> &'static str {
    const KNOWN: [&str; 8] = ["h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "p"];
    match name {
        "aside" | "pull-quote" => "blockquote",
        _ => KNOWN.into_iter().find(|t| *t == name).unwrap_or("p"),
    }
}

/// Markers: texts that open marks and close some of those that are open.
fn run(markers: &Value, whole: &Value) -> String {
    let (mut out, mut open) = (String::new(), Vec::new());
    for marker in markers.as_array().into_iter().flatten() {
        let opens = marker.get(1).and_then(Value::as_array);
        for at in opens.into_iter().flatten().filter_map(Value::as_u64) {
            let (start, end) = markup(at, whole);
            out.push_str(&start);
            open.push(end);
        }
        out.push_str(&words(marker, whole));
        for _ in 0..marker.get(2).and_then(Value::as_u64).unwrap_or(0) {
            out.push_str(open.pop().unwrap_or_default());
        }
    }
    open.iter().rev().for_each(|end| out.push_str(end));
    out
}

fn words(marker: &Value, whole: &Value) -> String {
    if marker.get(0).and_then(Value::as_u64) == Some(0) {
        return escaped(marker.get(3).and_then(Value::as_str).unwrap_or_default());
    }
    let at = marker
        .get(3)
        .and_then(Value::as_u64)
        .and_then(|n| usize::try_from(n).ok());
    let atom = at.and_then(|at| whole.get("atoms")?.get(at));
    match atom.and_then(|a| a.get(0)?.as_str()) {
        Some("soft-return") => "<br>".to_owned(),
        _ => escaped(atom.and_then(|a| a.get(1)?.as_str()).unwrap_or_default()),
    }
}

/// The opening and the closing tag of a mark.
fn markup(at: u64, whole: &Value) -> (String, &'static str) {
    let found = usize::try_from(at).ok().and_then(|at| whole.get("markups")?.get(at));
    let name = found.and_then(|m| m.get(0)?.as_str()).unwrap_or_default();
    let href = || {
        let pairs = found
            .and_then(|m| m.get(1)?.as_array())
            .map(Vec::as_slice)
            .unwrap_or_default();
        let at = pairs.iter().position(|p| p.as_str() == Some("href"))?;
        pairs.get(at + 1)?.as_str()
    };
    match name {
        "a" => (format!("<a href={}>", attribute(href().unwrap_or_default())), "</a>"),
        "strong" | "b" => ("<strong>".to_owned(), "</strong>"),
        "em" | "i" => ("<em>".to_owned(), "</em>"),
        "s" => ("<del>".to_owned(), "</del>"),
        "code" => ("<code>".to_owned(), "</code>"),
        "sub" => ("<sub>".to_owned(), "</sub>"),
        "sup" => ("<sup>".to_owned(), "</sup>"),
        _ => (String::new(), ""),
    }
}

fn card(name: &str, payload: &Value) -> String {
    let text = |key: &str| text_of(payload, key);
    match name {
        "hr" => "<hr>".to_owned(),
        "image" => figure(&text("src"), &text("alt"), &text("caption")),
        "html" => text("html"),
        "markdown" | "card-markdown" => markdown(&text("markdown")),
        "code" => format!("<pre><code>{}</code></pre>", escaped(&text("code"))),
        "embed" => format!(
            "<k-embed url={}></k-embed>{}",
            attribute(&text("url")),
            caption(&text("caption"))
        ),
        "bookmark" => {
            let title = payload.get("metadata").map(|m| text_of(m, "title")).unwrap_or_default();
            let words = if title.is_empty() { text("url") } else { title };
            format!("<p><a href={}>{}</a></p>", attribute(&text("url")), escaped(&words))
        }
        "gallery" => gallery(payload),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn marks_over_several_texts_and_broken_numbers() {
        let text = r#"{"atoms":[["soft-return","",{}]],"cards":[["image",{"src":"/a.jpg","alt":"ক"}]],"markups":[["a",["href","https://a.example"]],["em"]],
            "sections":[[1,"h2",[[0,[0],0,"এক "],[0,[1],2,"দুই"],[1,[],0,0],[0,[9],0,"<তিন>"]]],[10,0],[10,7],[3,"ol",[[[0,[],0,"ক"]]]],["x"]]}"#;
        let found = html(text).unwrap();
        assert!(
            found.starts_with("<h2><a href=\"https://a.example\">এক <em>দুই</em></a><br>&lt;তিন&gt;</h2><figure>"),
            "{found}"
        );
        assert!(found.ends_with("<ol><li>ক</li></ol>"), "{found}");
    }
}
