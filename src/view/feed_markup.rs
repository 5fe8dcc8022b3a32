//! The markup of a story inside of a feed, where many stories stand in one document: anchors lead to the story's page, and
//! nothing has an id, so that no id is there twice.

use pulldown_cmark_escape::escape_html;

/// The markup with `href="#x"` as an address of the page at `url`, and without ids. Quotes, comments and broken markup
/// are passed over as browsers read them.
pub(crate) fn for_feed(html: &str, url: &str) -> String {
    let mut out = String::with_capacity(html.len() + 64);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        rest = match from.strip_prefix("<!--") {
            Some(comment) => {
                let end = comment.find("-->").map_or(from.len(), |end| end + 7);
                out.push_str(&from[..end]);
                &from[end..]
            }
            None if from[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => tag(from, url, &mut out),
            None => {
                out.push('<');
                &from[1..]
            }
        };
    }
    out.push_str(rest);
    out
}

/// Copies a start tag; what comes behind it.
fn tag<'h>(html: &'h str, url: &str, out: &mut String) -> &'h str {
    let name = html
        .find(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
        .unwrap_or(html.len());
    out.push_str(&html[..name]);
    let mut rest = &html[name..];
    while let Some(first) = rest.chars().next().filter(|c| *c != '>') {
        if first.is_ascii_whitespace() || first == '/' {
            out.push(first);
            rest = &rest[1..];
            continue;
        }
        let (len, value) = attribute(rest);
        let name = rest[..len].split('=').next().unwrap_or_default().trim();
        let anchor = value.filter(|v| name.eq_ignore_ascii_case("href") && v.starts_with('#'));
        match anchor {
            _ if name.eq_ignore_ascii_case("id") => {
                out.truncate(out.trim_end().len());
            }
            Some(anchor) => {
                out.push_str("href=\"");
                let _ = escape_html(&mut *out, url);
                out.push_str(anchor);
                out.push('"');
            }
            None => out.push_str(&rest[..len]),
        }
        rest = &rest[len..];
    }
    rest
}

/// The length of the attribute that begins here, and its value as written.
pub(super) fn attribute(text: &str) -> (usize, Option<&str>) {
    let after = |at: usize| at + text[at..].len() - text[at..].trim_start().len();
    let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/');
    let name = text.char_indices().skip(1).find(|(_, c)| ends(*c));
    let name = name.map_or(text.len(), |(at, _)| at);
    let equals = after(name);
    if !text[equals..].starts_with('=') {
        return (name, None);
    }
    let start = after(equals + 1);
    match text[start..].chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = &text[start + 1..];
            match inner.find(quote) {
                Some(end) => (start + end + 2, inner.get(..end)),
                None => (text.len(), None),
            }
        }
        _ => {
            let end = text[start..]
                .find(|c: char| c.is_ascii_whitespace() || c == '>')
                .map_or(text.len(), |end| start + end);
            (end, text.get(start..end))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::for_feed;

    #[test]
    fn anchors_lead_to_the_page_and_ids_go() {
        let url = "https://kagoj.example/desh/nodi/";
        let rows = [
            (
                r##"<p id="a">ক<sup id='r-1'><a href="#fn-1">১</a></sup></p>"##,
                r##"<p>ক<sup><a href="https://kagoj.example/desh/nodi/#fn-1">১</a></sup></p>"##,
            ),
            (
                r##"<h2 class="x" id="পটভূমি" lang=bn>id="ক" < খ</h2>"##,
                r##"<h2 class="x" lang=bn>id="ক" < খ</h2>"##,
            ),
            (
                r##"<a title=' id="x" >' href=#y>"##,
                r##"<a title=' id="x" >' href="https://kagoj.example/desh/nodi/#y">"##,
            ),
            ("<br/><img src=\"a\"/>ক", "<br/><img src=\"a\"/>ক"),
            ("<!-- <p id=\"x\"> --><p id=x>", "<!-- <p id=\"x\"> --><p>"),
            ("<p id=\"x", "<p"),
            ("<a href=\"/x/#y\">", "<a href=\"/x/#y\">"),
            ("ক <", "ক <"),
            ("<", "<"),
            ("<!-- ক", "<!-- ক"),
        ];
        for (html, wanted) in rows {
            assert_eq!(for_feed(html, url), wanted);
        }
    }
}
