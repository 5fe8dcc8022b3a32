//! Blocks that say all that they say in their attributes, because a plugin prints them: Advanced Custom Fields, Divi 5, and
//! others. What is text in there is shown; what only sets such a block up is not.

use super::super::shortcodes::{escaped, link};
use crate::bengali::gate;
use serde_json::{Map, Value};

/// Values within values that are looked at.
const DEEPEST: usize = 12;
/// Words of names of blocks that show other parts of the old site.
const LISTS: [&str; 16] = [
    "post",
    "posts",
    "query",
    "related",
    "latest",
    "recent",
    "popular",
    "trending",
    "articles",
    "newsletter",
    "form",
    "forms",
    "login",
    "share",
    "ad",
    "ads",
];
/// Endings of keys of words that stand above others.
const TITLES: [&str; 6] = ["title", "heading", "headline", "question", "label", "name"];
/// Keys of addresses that a link or a button has.
const LINKS: [&str; 5] = ["url", "link", "href", "buttonLink", "buttonUrl"];

/// Whether a block of a plugin shows other parts of the old site, by its name.
pub(super) fn is_list(name: &str) -> bool {
    let own = name.split_once('/').map_or("", |(_, own)| own);
    own.split(['-', '_']).any(|word| LISTS.contains(&word))
}

/// What the attributes of a block say, as HTML.
pub(super) fn html(attributes: &Value) -> String {
    let mut out = String::new();
    if let Value::Object(map) = attributes {
        record(map, DEEPEST, &mut out);
    }
    out
}

fn record(map: &Map<String, Value>, depth: usize, out: &mut String) {
    let web = |key: &&str| map.get(*key).and_then(Value::as_str).is_some_and(|v| v.contains("://"));
    let to = LINKS
        .iter()
        .find(|key| web(key))
        .and_then(|key| map.get(*key)?.as_str());
    // What stands above others comes first: the export's own order is not kept.
    let mut fields: Vec<(&String, &Value)> = map.iter().filter(|(key, _)| !key.starts_with('_')).collect();
    fields.sort_by_key(|(key, _)| !is_title(key));
    for (key, value) in fields {
        match value {
            Value::String(text) if is_text(text) => out.push_str(&shown(key, text.trim(), to)),
            Value::Number(number) if is_picture(key) => out.push_str(&format!("<p><img data-id=\"{number}\"></p>")),
            Value::Object(inner) if depth > 0 => record(inner, depth - 1, out),
            Value::Array(list) if depth > 0 => list.iter().for_each(|item| match item {
                Value::Object(inner) => record(inner, depth - 1, out),
                Value::String(text) if is_text(text) => out.push_str(&shown(key, text.trim(), None)),
                _ => {}
            }),
            _ => {}
        }
    }
}

fn is_title(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    TITLES.iter().any(|end| key.ends_with(end))
}

fn shown(key: &str, text: &str, to: Option<&str>) -> String {
    let title = is_title(key);
    let key = key.to_ascii_lowercase();
    match to {
        _ if text.contains('<') => format!("<div>{text}</div>"),
        Some(to) if title || key.ends_with("text") => link(to, &escaped(text)),
        _ if title => format!("<h3>{}</h3>", escaped(text)),
        _ => {
            let lines: Vec<String> = text.lines().map(escaped).collect();
            format!("<p>{}</p>", lines.join("<br>"))
        }
    }
}

/// Whether a value is written for readers: it is Bengali, it is marked up, or it is a sentence. Settings are single words,
/// colours, addresses.
fn is_text(value: &str) -> bool {
    let setting = |c: char| matches!(c, '{' | '}' | ';' | '=' | '#');
    let sentence = || value.split_whitespace().count() > 3 && !value.contains(setting);
    let web = value.trim_start().starts_with("http") && !value.trim().contains(char::is_whitespace);
    !web && (value.chars().any(gate::is_bengali) || value.contains("</") || sentence())
}

/// Whether a key holds the number of a picture.
fn is_picture(key: &str) -> bool {
    let key = key.to_ascii_lowercase();
    ["image", "photo", "picture", "img"]
        .iter()
        .any(|word| key.ends_with(word))
}

#[cfg(test)]
mod tests {
    use super::{html, is_list};

    #[test]
    fn fields_of_plugins_are_shown_and_settings_are_not() {
        let given = r##"{"name":"acf/notice","data":{"title":"জোয়ার","_title":"field_1","body":"<p>ভাটা</p>","colour":"#fff","photo":7,
            "rows_0_text":"প্রথম","link":{"title":"আরও","url":"https://example.org/"},"css":"a { color: red }"},"mode":"preview"}"##;
        let shown = html(&serde_json::from_str(given).unwrap());
        for part in [
            "<h3>জোয়ার</h3>",
            "<div><p>ভাটা</p></div>",
            "<p>প্রথম</p>",
            "<a href=\"https://example.org/\">আরও</a>",
            "data-id=\"7\"",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        for part in ["field_1", "acf", "preview", "fff", "color"] {
            assert!(!shown.contains(part), "{part} in {shown}");
        }
        assert!(is_list("ultimate-post/post-list-1") && !is_list("acf/notice") && !is_list("uagb/poster"));
    }

    #[test]
    fn deep_values_end() {
        let deep = "{\"a\":".repeat(200) + "\"কথা\"" + &"}".repeat(200);
        assert_eq!(html(&serde_json::from_str(&deep).unwrap_or_default()), "");
    }
}
