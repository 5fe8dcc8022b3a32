//! Whether a decoded attribute value or a style sheet leads out of its drawing.

/// Functions of CSS that fetch, in lower case, without their bracket.
const FETCHING: [&str; 6] = ["image", "image-set", "-webkit-image-set", "cross-fade", "src", "attr"];

/// What is wrong with a value or style sheet, if anything.
pub(super) fn flaw(value: &str) -> Option<(&'static str, &'static str)> {
    if value.contains('\\') {
        // An escape can spell `url(` so that no reader of plain text sees it.
        return Some(("an escape sign (\\) in a style", "স্টাইলে উল্টো দাগ (\\)"));
    }
    let text = without_comments(value);
    if ["@import", "@charset", "@namespace", "@document"]
        .iter()
        .any(|rule| text.contains(rule))
    {
        return Some(("a style that fetches another", "অন্য ফাইল আনে এমন স্টাইল"));
    }
    let scheme: String = text
        .chars()
        .filter(|c| !c.is_ascii_whitespace() && !c.is_ascii_control())
        .collect();
    if [
        "javascript:",
        "vbscript:",
        "data:text",
        "expression(",
        "-moz-binding",
        "behavior:",
    ]
    .iter()
    .any(|word| scheme.contains(word))
    {
        return Some(("a script in a value", "মানের ভেতরে স্ক্রিপ্ট"));
    }
    for (at, _) in text.match_indices('(') {
        let (before, inside) = text.split_at(at);
        let name = before
            .rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .next()
            .unwrap_or_default();
        if FETCHING.contains(&name) || name == "url" && !stays(inside.trim_start_matches('(')) {
            return Some(("a reference to another file", "অন্য ফাইলের সূত্র"));
        }
    }
    None
}

/// In lower case, comments taken out as CSS takes them out.
fn without_comments(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, comment)) = rest.split_once("/*") {
        text.push_str(before);
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    text.push_str(rest);
    text.make_ascii_lowercase();
    text
}

/// Whether what `url(` names is a part of the drawing, or a font written into it.
fn stays(named: &str) -> bool {
    let named = named.trim_start().trim_start_matches(['"', '\'']).trim_start();
    named.starts_with('#')
        || ["data:font/", "data:application/font", "data:application/x-font"]
            .iter()
            .any(|font| named.starts_with(font))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_inside_passes_and_what_leads_out_does_not() {
        for good in [
            "url(#নদী)",
            "fill: url( '#a' ) red",
            "translate(1 2)",
            "M0 0h9",
            "রবিবার",
            "rgb(1,2,3)",
        ] {
            assert_eq!(flaw(good), None, "{good}");
        }
        for bad in [
            "url(//x.example/a)",
            "URL( \"http://x.example\" )",
            "u\\72l(http://x)",
            "image-set('a.png' 1x)",
            "a{} @import 'x.css'",
            "java\nscript:alert(1)",
            "url/**/(#a) url(/**/http://x)",
            "data:text/html,x",
            "image(x.png)",
        ] {
            assert!(flaw(bad).is_some(), "{bad}");
        }
    }
}
