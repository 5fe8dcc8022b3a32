//! VideoObject and AudioObject: films and sound of the site's own in a story.

use super::super::body::BodyPart;
use super::super::types::{PageView, StoryView};
use super::super::world::World;
use super::{json, origin};
use crate::portal::url;
use crate::source::plain_caption;
use serde::Serialize;
use serde_json::{Map, Value};
use std::borrow::Cow;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Medium<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    content_url: &'a str,
    description: &'a str,
    in_language: &'a str,
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    thumbnail_url: Option<String>,
    upload_date: &'a str,
}

/// A node for each film and sound, in order.
pub(in super::super) fn media(
    world: &World<'_>,
    parts: &[BodyPart],
    page: &PageView,
    story: &StoryView,
) -> Vec<String> {
    let mut nodes = Vec::new();
    for part in parts {
        let BodyPart::Call { name, args, body, .. } = part else {
            continue;
        };
        let kind = match name.as_str() {
            "video" => "VideoObject",
            "audio" => "AudioObject",
            _ => {
                let inner = body.as_deref().unwrap_or_default();
                nodes.extend(media(world, inner, page, story));
                continue;
            }
        };
        nodes.push(medium(world, (kind, args), page, story));
    }
    nodes
}

fn medium(
    world: &World<'_>,
    (kind, args): (&'static str, &Map<String, Value>),
    page: &PageView,
    story: &StoryView,
) -> String {
    let text = |key: &str| args.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let lead = || story.image.as_ref().map(|image| image.src.as_str());
    let picture = match kind {
        "VideoObject" => text("poster").or_else(lead),
        _ => None,
    };
    json(&Medium {
        kind,
        content_url: text("address").unwrap_or_default(),
        description: &page.description,
        in_language: &page.language,
        name: text("caption").map_or(Cow::Borrowed(story.title.as_str()), plain_caption),
        thumbnail_url: picture.map(|src| url::of_href(origin(&world.site.base_url), src)),
        upload_date: &story.date.iso,
    })
}
