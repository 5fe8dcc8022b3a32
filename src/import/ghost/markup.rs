//! HTML that both of Ghost's editors come to.

use serde_json::Value;

/// A value as text; empty when it is none.
pub(super) fn text_of(node: &Value, key: &str) -> String {
    node.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// Text as HTML.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// A value of an attribute, in quotes.
pub(super) fn attribute(value: &str) -> String {
    format!("\"{}\"", escaped(value).replace('"', "&quot;"))
}

/// A caption, which is HTML already; nothing for none.
pub(super) fn caption(html: &str) -> String {
    match html.trim() {
        "" => String::new(),
        html => format!("<p>{html}</p>"),
    }
}

/// The pictures of a gallery card.
pub(super) fn gallery(card: &Value) -> String {
    let images = card.get("images").and_then(Value::as_array);
    let one = |image: &Value| {
        let (src, alt) = (text_of(image, "src"), text_of(image, "alt"));
        format!("<img src={} alt={}>", attribute(&src), attribute(&alt))
    };
    let images: String = images.into_iter().flatten().map(one).collect();
    let caption = text_of(card, "caption");
    let caption = match caption.trim() {
        "" => String::new(),
        html => format!("<figcaption>{html}</figcaption>"),
    };
    format!("<div class=\"kg-gallery-card\">{images}{caption}</div>")
}

/// A picture with its caption, which is HTML already.
pub(super) fn figure(src: &str, alt: &str, caption: &str) -> String {
    let caption = match caption.trim() {
        "" => String::new(),
        html => format!("<figcaption>{html}</figcaption>"),
    };
    format!(
        "<figure><img src={} alt={}>{caption}</figure>",
        attribute(src),
        attribute(alt)
    )
}

/// Markdown as HTML, as Ghost shows it.
pub(super) fn markdown(text: &str) -> String {
    let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, pulldown_cmark::Parser::new_ext(text, options));
    out
}
