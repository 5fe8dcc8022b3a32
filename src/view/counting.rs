//! What lets the portal count its own readers: on a story's page a small script says to `[popular] endpoint` that the story was
//! opened. Without an endpoint there is no script, and no page differs.

use super::world::World;
use crate::portal::url;
use pulldown_cmark_escape::escape_html;

/// The script's name in the output.
pub(super) const SCRIPT: &str = "_views/send.js";

/// The script.
pub(super) const SCRIPT_TEXT: &str = include_str!("counting.js");

/// Whether pages count.
pub(super) fn is_on(world: &World<'_>) -> bool {
    !world.site.popular_endpoint.is_empty()
}

/// The script's element for the story at `address`, a path with the site's prefix.
pub(super) fn element(world: &World<'_>, address: &str) -> String {
    if !is_on(world) {
        return String::new();
    }
    let home = world.site.home.trim_end_matches('/');
    let story = url::decode(address.strip_prefix(home).unwrap_or(address)).unwrap_or_default();
    let mut attributes = String::new();
    for (name, value) in [("to", &world.site.popular_endpoint), ("story", &story)] {
        attributes += &format!(" data-{name}=\"");
        let _ = escape_html(&mut attributes, value);
        attributes.push('"');
    }
    format!(
        "<script defer src=\"{}\"{attributes}></script>",
        world.href(&format!("/{SCRIPT}"))
    )
}

/// What the policy must allow for it: directive and source. A path is the portal's own and allowed already.
pub(super) fn sources(world: &World<'_>) -> Vec<(&'static str, String)> {
    let Some((scheme, rest)) = world.site.popular_endpoint.split_once("://") else {
        return Vec::new();
    };
    let origin = format!("{scheme}://{}", rest.split('/').next().unwrap_or_default());
    ["connect-src", "img-src"]
        .map(|directive| (directive, origin.clone()))
        .into()
}
