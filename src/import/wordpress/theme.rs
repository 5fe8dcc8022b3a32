//! What themes and plugins keep beside a text, in metas: subtitle, featured film, source, main category. Each has its own
//! names for them, alike enough to be known by their words.

use super::item::Item;
use super::metas::{SETTINGS, is_film, is_primary, is_subtitle};
use super::php;
use crate::import::html::embeds;
use crate::import::html::tree::Tree;

/// Values of the settings of themes.
fn settings(item: &Item) -> impl Iterator<Item = (String, String)> + '_ {
    let own = item.metas.iter().filter(|(key, _)| SETTINGS.contains(&key.as_str()));
    own.flat_map(|(_, value)| php::values(value))
        .filter(|(_, value)| !value.trim().is_empty())
}

/// The number of the category that a plugin or theme calls the main one.
pub fn primary_category(item: &Item) -> Option<u64> {
    let plain = item.metas.iter().filter(|(key, _)| is_primary(key)).cloned();
    let within = |(key, value): (String, String)| {
        let serialised = php::values(&value);
        match serialised.is_empty() {
            true => vec![(key, value)],
            // JNews keeps its number alone in an array: `a:1:{s:2:"id";s:1:"5";}`.
            false => serialised
                .into_iter()
                .filter(|(k, _)| k == "id")
                .map(|(_, v)| (key.clone(), v))
                .collect(),
        }
    };
    let set = settings(item).filter(|(key, _)| is_primary(key));
    plain
        .flat_map(within)
        .chain(set)
        .find_map(|(_, value)| value.trim().parse().ok().filter(|n| *n != 0))
}

/// The line below the headline.
pub fn subtitle(item: &Item) -> Option<String> {
    let set = settings(item)
        .filter(|(key, _)| is_subtitle(key))
        .map(|(_, value)| value);
    let plain = item
        .metas
        .iter()
        .filter(|(key, value)| is_subtitle(key) && !is_field(value))
        .map(|(_, v)| v.clone());
    set.chain(plain).find(|value| !value.trim().is_empty())
}

/// Advanced Custom Fields keeps the name of a field beside its value.
fn is_field(value: &str) -> bool {
    value
        .strip_prefix("field_")
        .is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_alphanumeric()))
}

/// Addresses of the films and sounds that a theme shows above the text.
pub fn films(item: &Item) -> Vec<String> {
    let plain = item.metas.iter().filter(|(key, _)| is_film(key));
    let plain = plain.flat_map(|(key, value)| {
        let serialised = php::values(value);
        match serialised.is_empty() {
            true => vec![(key.clone(), value.clone())],
            false => serialised,
        }
    });
    let mut found: Vec<String> = Vec::new();
    for (_, value) in plain.chain(settings(item)).filter(|(key, _)| is_film(key)) {
        let address = address(&value);
        found.extend(address.filter(|a| !found.contains(a)));
    }
    found
}

/// The address of a film: the value itself, or what the frame in it shows.
fn address(value: &str) -> Option<String> {
    let value = value.trim();
    if !value.contains('<') {
        return embeds::of_line(value).map(|_| value.to_owned());
    }
    let tree = Tree::parse(value);
    let frame = tree.find(tree.root(), &|t, n| {
        matches!(t.name(n), "iframe" | "video" | "source" | "embed")
    })?;
    let src = tree.attribute(frame, "src").to_owned();
    embeds::of_frame(&src).map(|_| src)
}

/// Who a story comes from: names, each with an address where there is one.
pub fn sources(item: &Item) -> Vec<(String, Option<String>)> {
    let all: Vec<(String, String)> = settings(item).collect();
    let value = |key: &str| all.iter().find(|(k, _)| k == key).map(|(_, v)| v.trim().to_owned());
    let pairs = [
        ("td_source", "td_source_url"),
        ("source_name", "source_url"),
        ("td_via", "td_via_url"),
        ("via_name", "via_url"),
    ];
    pairs
        .iter()
        .filter_map(|(name, address)| Some((value(name)?, value(address))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Item, films, primary_category, sources, subtitle};

    fn with(metas: &[(&str, &str)]) -> Item {
        Item {
            metas: metas.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect(),
            ..Item::default()
        }
    }

    #[test]
    fn themes_of_all_kinds() {
        let jnews = with(&[
            (
                "jnews_single_post",
                r#"a:3:{s:8:"subtitle";s:9:"নদী";s:5:"video";s:28:"https://youtu.be/aqz-KE-bpKQ";s:11:"source_name";s:9:"ঘাট";}"#,
            ),
            ("jnews_primary_category", r#"a:1:{s:2:"id";s:2:"12";}"#),
        ]);
        assert_eq!(subtitle(&jnews).as_deref(), Some("নদী"));
        assert_eq!(films(&jnews), ["https://youtu.be/aqz-KE-bpKQ"]);
        assert_eq!(
            (primary_category(&jnews), sources(&jnews)),
            (Some(12), vec![("ঘাট".to_owned(), None)])
        );
        let frame = r#"<iframe src="https://www.youtube.com/embed/aqz-KE-bpKQ"></iframe>"#;
        let soledad = with(&[
            ("_format_video_embed", frame),
            ("penci_post_sub_title", "জোয়ার"),
            ("_primary_term_category", "4"),
            ("_subtitle", "field_5f3a"),
        ]);
        assert_eq!(films(&soledad), ["https://www.youtube.com/embed/aqz-KE-bpKQ"]);
        assert_eq!(
            (subtitle(&soledad).as_deref(), primary_category(&soledad)),
            (Some("জোয়ার"), Some(4))
        );
    }
}
