//! What a shortcode shows, by the words of its name: builders and themes call alike what is alike.

/// Words of names of advertisements.
const ADVERTISEMENTS: [&str; 9] = [
    "ad",
    "ads",
    "adsense",
    "adspace",
    "adace",
    "wpads",
    "advert",
    "advertisement",
    "banner",
];
/// Words of names, beside others, of what shows other parts of the old site.
const ELSEWHERE: [&str; 17] = [
    "related",
    "newsletter",
    "subscribe",
    "subscription",
    "popular",
    "recent",
    "latest",
    "trending",
    "posts",
    "listing",
    "login",
    "share",
    "sharing",
    "follow",
    "form",
    "forms",
    "ticker",
];
/// What stands after `post_` in the name of a part of a template.
const TEMPLATE: [&str; 7] = ["title", "meta", "date", "author", "comments", "navigation", "nav"];
/// Last words of boxes whose attributes say nothing to readers.
const BOXES: [&str; 24] = [
    "row",
    "rows",
    "col",
    "column",
    "columns",
    "container",
    "wrapper",
    "wrap",
    "inner",
    "content",
    "text",
    "textblock",
    "group",
    "layout",
    "grid",
    "half",
    "third",
    "thirds",
    "fourth",
    "fifth",
    "sixth",
    "full",
    "head",
    "list",
];

/// A kind of shortcode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Somebody's words.
    Quote,
    /// A link that looks like a button.
    Button,
    /// Words within a line.
    Words,
    /// A heading.
    Heading,
    /// A part with a title: a tab, a toggle.
    Panel,
    /// A box around its contents.
    Box,
}

/// The words of a name, without numbers at their ends.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(['_', '-'])
        .map(|word| word.trim_end_matches(|c: char| c.is_ascii_digit()))
        .filter(|word| !word.is_empty())
}

/// Whether a name is one of an advertisement or of a list of other stories. Such a shortcode has no text of its own.
pub(super) fn is_furniture(name: &str) -> bool {
    let all: Vec<&str> = words(name).collect();
    let template = matches!(all.as_slice(), [.., "post", last] if TEMPLATE.contains(last));
    let elsewhere = all.len() > 1 && all.iter().any(|word| ELSEWHERE.contains(word));
    template || elsewhere || all.iter().any(|word| ADVERTISEMENTS.contains(word))
}

/// The kind of a shortcode; `None` for a name that says nothing.
pub(super) fn of(name: &str) -> Option<Part> {
    let all: Vec<&str> = words(name).filter(|word| *word != "last").collect();
    let last = all.last().copied()?;
    Some(match last {
        "quote" | "blockquote" | "pullquote" | "testimonial" => Part::Quote,
        "button" | "btn" => Part::Button,
        "dropcap" | "highlight" | "tooltip" | "popover" | "label" | "color" | "underline" | "mark" => Part::Words,
        "heading" | "title" | "headline" | "subtitle" => Part::Heading,
        "tab" | "toggle" | "accordion" | "spoiler" | "pane" | "panel" => Part::Panel,
        "item" | "section" if all.len() > 1 => Part::Panel,
        _ if BOXES.contains(&last) && all.len() > 1 => Part::Box,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Part, is_furniture, of};

    #[test]
    fn names_say_what_is_shown() {
        for name in [
            "ads1",
            "my_ads",
            "publisher_ad-2",
            "jetpack-related-posts",
            "et_pb_post_title",
            "bs-grid-listing-3",
        ] {
            assert!(is_furniture(name), "{name}");
        }
        for name in ["related", "load", "reader", "post_quote", "formula_text"] {
            assert!(!is_furniture(name), "{name}");
        }
        assert_eq!(of("penci_blockquote"), Some(Part::Quote));
        assert_eq!(of("mks_one_half_last"), Some(Part::Box));
        assert_eq!(of("accordion-item"), Some(Part::Panel));
        assert_eq!(of("section"), None);
        assert_eq!(of("recipe"), None);
    }
}
