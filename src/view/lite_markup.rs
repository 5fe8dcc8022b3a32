//! The markup of a story on a light page, where nothing is loaded: what authors and components print is left without
//! pictures, scripts, frames and forms. A picture leaves its alternative text.

use super::feed_markup::attribute;

/// Left out with all that is inside.
const WHOLE: [&str; 14] = [
    "audio", "button", "canvas", "form", "iframe", "map", "noscript", "object", "script", "select", "style", "svg",
    "template", "video",
];
/// Left out; what is inside stays.
const TAGS: [&str; 9] = [
    "base", "embed", "img", "input", "link", "meta", "picture", "source", "track",
];

/// The markup without what would be loaded or run, and without style and script attributes.
pub(super) fn for_lite(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let from = &rest[at..];
        let named = from[1..].trim_start_matches('/');
        rest = if let Some(comment) = from.strip_prefix("<!--") {
            after(comment, "-->")
        } else if named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            tag(from, &mut out)
        } else {
            out.push('<');
            &from[1..]
        };
    }
    out.push_str(rest);
    out
}

/// Copies a tag, or leaves it out; what comes behind it.
fn tag<'h>(html: &'h str, out: &mut String) -> &'h str {
    let start = if html.starts_with("</") { 2 } else { 1 };
    let end = html[start..]
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
        .map_or(html.len(), |end| start + end);
    let name = html[start..end].to_ascii_lowercase();
    let kept = out.len();
    out.push_str(&html[..end]);
    let mut alt = "";
    let mut rest = &html[end..];
    while let Some(first) = rest.chars().next().filter(|c| *c != '>') {
        if first.is_ascii_whitespace() || first == '/' {
            rest = &rest[1..];
            continue;
        }
        let (len, value) = attribute(rest);
        let key = rest[..len]
            .split('=')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if key == "alt" {
            alt = value.unwrap_or_default();
        }
        if !(key == "class" || key == "style" || key.starts_with("on") || key.starts_with("data-")) {
            out.push(' ');
            out.push_str(&rest[..len]);
        }
        rest = &rest[len..];
    }
    rest = rest.strip_prefix('>').unwrap_or(rest);
    out.push('>');
    let whole = WHOLE.contains(&name.as_str());
    if whole || TAGS.contains(&name.as_str()) {
        out.truncate(kept);
        out.push_str(if name == "img" { alt } else { "" });
    }
    match whole && start == 1 {
        true => past(rest, &name),
        false => rest,
    }
}

/// What comes behind the end tag of an element whose start tag was just read.
fn past<'h>(html: &'h str, name: &str) -> &'h str {
    let ends = html.match_indices("</").find(|(at, _)| {
        let found = html.get(at + 2..at + 2 + name.len());
        found.is_some_and(|found| found.eq_ignore_ascii_case(name))
    });
    ends.map_or("", |(at, _)| after(&html[at..], ">"))
}

fn after<'h>(html: &'h str, mark: &str) -> &'h str {
    html.split_once(mark).map_or("", |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::for_lite;

    #[test]
    fn what_is_read_stays_and_what_is_loaded_goes() {
        let rows = [
            ("<p class=\"x\" lang=en>ক < খ</p>", "<p lang=en>ক < খ</p>"),
            (
                "<p>আগে <img src=\"/a.jpg\" alt=\"নদীর ঘাট\"/> পরে</p>",
                "<p>আগে নদীর ঘাট পরে</p>",
            ),
            (
                "<picture><source srcset=\"/a.webp\"><img src=/a.jpg alt='ঘাট'></picture>",
                "ঘাট",
            ),
            ("<script>if (1<2) f('</p>')</script>খবর", "খবর"),
            ("<SVG><path d=\"M0 0\"/></Svg><b>ক</b>", "<b>ক</b>"),
            ("<iframe src=x>ক", ""),
            (
                "<a href=\"/x/\" onclick=\"f()\" style='x' data-post=1>ক</a>",
                "<a href=\"/x/\">ক</a>",
            ),
            ("<!-- <img src=x> -->ক<br/>", "ক<br>"),
            ("<a title=\"a > b\" href=/x>ক", "<a title=\"a > b\" href=/x>ক"),
            ("ক <", "ক <"),
            ("<img alt=\"", ""),
        ];
        for (html, wanted) in rows {
            assert_eq!(for_lite(html), wanted, "{html}");
        }
    }
}
