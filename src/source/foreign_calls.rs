//! Shortcodes of other programs in running text: `[caption]`, `{% youtube … %}`, `{{% figure %}}`.

use std::ops::Range;

/// Names that WordPress and its plug-ins put into brackets.
const BRACKETED: [&str; 22] = [
    "caption",
    "gallery",
    "embed",
    "video",
    "audio",
    "playlist",
    "youtube",
    "vimeo",
    "facebook",
    "contact-form-7",
    "vc_row",
    "vc_column",
    "vc_column_text",
    "su_quote",
    "su_box",
    "td_block_text_with_title",
    "divider",
    "button",
    "quote",
    "dropcap",
    "wpvideo",
    "soundcloud",
];

/// The shortcodes in a text, each with the call that does the same here.
pub(crate) fn calls(text: &str) -> Vec<(Range<usize>, &'static str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find(['[', '{'])) {
        let start = at + open;
        let rest = text.get(start..).unwrap_or_default();
        match bracketed(rest).or_else(|| braced(rest)) {
            Some((length, name)) => {
                found.push((start..start + length, example(name)));
                at = start + length;
            }
            None => at = start + 1,
        }
    }
    found
}

/// `[caption id="1"]`, `[/caption]`
fn bracketed(rest: &str) -> Option<(usize, &str)> {
    let inside = rest.strip_prefix('[')?;
    let line = inside.split('\n').next()?;
    let end = line.find(']')?;
    let tag = line.get(..end)?.trim_start_matches('/');
    let name = tag.split([' ', '=', '/']).next()?;
    let link = inside.get(end + 1..).is_some_and(|after| after.starts_with(['(', '[']));
    (BRACKETED.contains(&name) && !link).then_some((end + 2, name))
}

/// `{% name … %}`, `{{% name %}}`; khobor's own have a `<` there.
fn braced(rest: &str) -> Option<(usize, &str)> {
    let (open, close) = if rest.starts_with("{{%") {
        ("{{%", "%}}")
    } else if rest.starts_with("{%") {
        ("{%", "%}")
    } else {
        return None;
    };
    let inside = rest.get(open.len()..)?;
    let end = inside
        .find(close)
        .filter(|end| inside.get(..*end).is_some_and(|tag| !tag.contains('\n')))?;
    let tag = inside.get(..end)?.trim().trim_start_matches('/').trim_start();
    let name = tag.split_whitespace().next()?;
    (!tag.starts_with('<')).then_some((open.len() + end + close.len(), name))
}

fn example(name: &str) -> &'static str {
    match name {
        "caption" | "figure" | "image" | "img" => "{{<figure src=\"a.jpg\" caption=\"…\" />}}",
        "gallery" => "{{<gallery images=[\"a.jpg\"] />}}",
        "youtube" | "video" | "embed" => "{{<youtube id=\"…\" />}}",
        "facebook" => "{{<facebook url=\"…\" />}}",
        "quote" | "su_quote" | "blockquote" => "{{<pullquote text=\"…\" />}}",
        "link" | "post_url" | "ref" => "[লেখা](../desh/a.md)",
        _ => "{% <factbox> %} … {% </factbox> %}",
    }
}

#[cfg(test)]
mod tests {
    use super::calls;

    #[test]
    fn shortcodes_of_other_programs() {
        let found =
            |text: &str| -> Vec<String> { calls(text).into_iter().map(|(at, _)| text[at].to_owned()).collect() };
        assert_eq!(
            found("ক [caption id=\"a\" width=\"3\"]ছবি[/caption] খ"),
            ["[caption id=\"a\" width=\"3\"]", "[/caption]"]
        );
        assert_eq!(
            found("{% youtube xyz %} {{% figure src=\"a\" %}}"),
            ["{% youtube xyz %}", "{{% figure src=\"a\" %}}"]
        );
        for text in [
            "[ক](খ)",
            "[video](a.mp4)",
            "{{<figure />}}",
            "{% <box> %}",
            "{ %",
            "[caption",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
