//! Texts of Ghost's editor since version 5 (Lexical) as HTML, for posts whose HTML an export lacks.

use super::markup::{attribute, caption, escaped, figure, gallery, markdown, text_of};
use serde_json::Value;

/// Marks of a text by their bits.
const MARKS: [(u64, &str); 7] = [
    (1, "strong"),
    (2, "em"),
    (4, "del"),
    (8, "u"),
    (16, "code"),
    (32, "sub"),
    (64, "sup"),
];

/// The text as HTML; `None` for what is no text of that editor.
///
/// ```
/// use khobor::import::ghost::lexical::html;
/// let text = r#"{"root":{"children":[{"type":"paragraph","children":[{"type":"text","text":"নদী ","format":0},{"type":"extended-text","text":"ভাঙছে","format":1}]}]}}"#;
/// assert_eq!(html(text).as_deref(), Some("<p>নদী <strong>ভাঙছে</strong></p>"));
/// ```
pub fn html(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    let root = value.get("root")?;
    root.get("children")?.as_array()?;
    Some(children(root))
}

fn children(node: &Value) -> String {
    let inner = node.get("children").and_then(Value::as_array);
    inner.into_iter().flatten().map(one).collect()
}

/// A node. Its depth is bounded by the JSON parser's.
fn one(node: &Value) -> String {
    let kind = text_of(node, "type");
    let wrapped = |tag: &str| format!("<{tag}>{}</{tag}>", children(node));
    match kind.trim_start_matches("extended-") {
        "text" => run(node),
        "linebreak" => "<br>".to_owned(),
        "paragraph" => wrapped("p"),
        "heading" => wrapped(heading(&text_of(node, "tag"))),
        "quote" | "aside" => wrapped("blockquote"),
        "list" => list(node),
        "listitem" => wrapped("li"),
        "link" | "autolink" => format!("<a href={}>{}</a>", attribute(&text_of(node, "url")), children(node)),
        "horizontalrule" => "<hr>".to_owned(),
        _ => card(&kind, node).unwrap_or_else(|| children(node)),
    }
}

fn heading(tag: &str) -> &'static str {
    ["h1", "h2", "h3", "h4", "h5", "h6"]
        .into_iter()
        .find(|t| *t == tag)
        .unwrap_or("h2")
}

fn run(node: &Value) -> String {
    let format = node.get("format").and_then(Value::as_u64).unwrap_or(0);
    let text = escaped(&text_of(node, "text"));
    let marks = MARKS.iter().filter(|(bit, _)| format & bit != 0);
    marks.fold(text, |text, (_, tag)| format!("<{tag}>{text}</{tag}>"))
}

fn list(node: &Value) -> String {
    let start = node.get("start").and_then(Value::as_u64).unwrap_or(1);
    match text_of(node, "listType").as_str() {
        "number" => format!("<ol start=\"{start}\">{}</ol>", children(node)),
        _ => format!("<ul>{}</ul>", children(node)),
    }
}

/// A card: a picture, a film, a box.
fn card(kind: &str, node: &Value) -> Option<String> {
    let text = |key: &str| text_of(node, key);
    let html = match kind {
        "image" => figure(&text("src"), &text("alt"), &text("caption")),
        "gallery" => gallery(node),
        "html" => text("html"),
        "markdown" => markdown(&text("markdown")),
        "codeblock" => format!("<pre><code>{}</code></pre>", escaped(&text("code"))),
        "callout" => format!("<blockquote>{}</blockquote>", text("calloutText")),
        "toggle" => format!(
            "<details><summary>{}</summary>{}</details>",
            text("heading"),
            text("content")
        ),
        "embed" => format!(
            "<k-embed url={}></k-embed>{}",
            attribute(&text("url")),
            caption(&text("caption"))
        ),
        "video" => format!(
            "<video src={}></video>{}",
            attribute(&text("src")),
            caption(&text("caption"))
        ),
        "audio" => format!(
            "<audio src={}></audio>{}",
            attribute(&text("src")),
            caption(&text("title"))
        ),
        "file" => link(&text("src"), &text("fileTitle")),
        "button" => link(&text("buttonUrl"), &text("buttonText")),
        "bookmark" => {
            let title = node.get("metadata").map(|m| text_of(m, "title")).unwrap_or_default();
            link(&text("url"), &title)
        }
        "header" => format!("<h2>{}</h2><p>{}</p>", text("heading"), text("subheading")),
        "product" => format!("<h3>{}</h3><p>{}</p>", text("productTitle"), text("productDescription")),
        // What only members and readers of mails see.
        "signup" | "paywall" | "email" | "email-cta" => String::new(),
        _ => return None,
    };
    Some(html)
}

fn link(address: &str, words: &str) -> String {
    let words = if words.is_empty() { address } else { words };
    format!("<p><a href={}>{}</a></p>", attribute(address), escaped(words))
}

#[cfg(test)]
mod tests {
    use super::html;

    #[test]
    fn cards_lists_and_marks() {
        let text = r#"{"root":{"children":[
            {"type":"extended-heading","tag":"h3","children":[{"type":"text","text":"ঘাট"}]},
            {"type":"list","listType":"number","start":3,"children":[{"type":"listitem","children":[{"type":"link","url":"https://a.example/?a=1&b=2","children":[{"type":"text","text":"এক"}]}]}]},
            {"type":"image","src":"__GHOST_URL__/content/images/a.jpg","alt":"নৌকা","caption":"ছবি: <b>মিতা</b>"},
            {"type":"paywall"},
            {"type":"unknown","children":[{"type":"text","text":"<থাকে>"}]}]}}"#;
        let found = html(text).unwrap();
        assert!(
            found.starts_with(
                "<h3>ঘাট</h3><ol start=\"3\"><li><a href=\"https://a.example/?a=1&amp;b=2\">এক</a></li></ol><figure>"
            ),
            "{found}"
        );
        assert!(
            found.contains("<figcaption>ছবি: <b>মিতা</b></figcaption>") && found.ends_with("&lt;থাকে&gt;"),
            "{found}"
        );
        assert_eq!(html("{}"), None);
    }
}
