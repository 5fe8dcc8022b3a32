//! The block editor's comments (`<!-- wp:… -->`): what they say is put into HTML, stretches outside of blocks are marked as
//! classic text, furniture is left out.

mod attributes;

use super::shortcodes::attribute as quoted;
use serde_json::Value;
use std::collections::BTreeMap;

/// Reusable blocks within reusable blocks.
const DEEPEST_REF: usize = 8;
/// Blocks that show other parts of the old site.
const FURNITURE: [&str; 40] = [
    "latest-posts",
    "latest-comments",
    "query",
    "search",
    "tag-cloud",
    "social-links",
    "calendar",
    "archives",
    "categories",
    "rss",
    "loginout",
    "navigation",
    "site-logo",
    "site-title",
    "site-tagline",
    "post-navigation-link",
    "page-list",
    "comments",
    "post-comments",
    "post-comments-form",
    "template-part",
    "pattern",
    "avatar",
    "post-author",
    "post-terms",
    "home-link",
    "jetpack/contact-form",
    "jetpack/subscriptions",
    "jetpack/related-posts",
    "jetpack/mailchimp",
    "wpforms/form-selector",
    "contact-form-7/contact-form-selector",
    "mailpoet/subscription-form-block",
    "legacy-widget",
    "terms-query",
    "post-excerpt",
    "post-title",
    "post-date",
    "post-featured-image",
    "read-more",
];

/// What the texts of a site refer to.
#[derive(Debug, Default)]
pub struct Reusable {
    /// Texts of reusable blocks by id.
    pub blocks: BTreeMap<u64, String>,
}

/// What expanding found.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Expanded {
    /// The text as HTML.
    pub html: String,
    /// Whether it came from the block editor: line feeds mean nothing then.
    pub has_blocks: bool,
    /// Furniture that was left out, by name.
    pub dropped: Vec<String>,
    /// Reusable blocks that the export lacks.
    pub missing: Vec<u64>,
    /// Where the teaser for lists ends in the HTML.
    teaser_end: Option<usize>,
    /// Whether the story's own page goes without the teaser.
    no_teaser: bool,
}

/// Expands a text.
///
/// ```
/// use khobor::import::wordpress::blocks::{Reusable, expand};
/// let text = "<!-- wp:paragraph --><p>নদী</p><!-- /wp:paragraph -->\nবাইরে\n<!-- wp:latest-posts /-->";
/// let found = expand(text, &Reusable::default());
/// assert_eq!(found.html, "<p>নদী</p><k-classic>\nবাইরে\n</k-classic>");
/// assert_eq!(found.dropped, ["latest-posts"]);
/// ```
pub fn expand(text: &str, reusable: &Reusable) -> Expanded {
    let mut found = Expanded {
        has_blocks: text.contains("<!-- wp:"),
        ..Expanded::default()
    };
    let mut writer = Writer {
        reusable,
        open: Vec::new(),
        skipping: None,
        refs: Vec::new(),
    };
    writer.write(text, &mut found);
    let end = found.teaser_end.filter(|_| found.no_teaser && !found.has_blocks);
    if let Some(rest) = end.and_then(|end| found.html.get(end..)) {
        found.html = rest.to_owned();
    }
    found
}

struct Writer<'a> {
    reusable: &'a Reusable,
    open: Vec<String>,
    /// Inside of furniture: how many blocks were open when it began.
    skipping: Option<usize>,
    /// Reusable blocks that are being put in.
    refs: Vec<u64>,
}

/// A comment.
enum Mark<'a> {
    Open {
        name: &'a str,
        attributes: &'a str,
        whole: bool,
    },
    Close(&'a str),
    Page,
    /// The teaser for lists ends.
    More,
    /// The story's own page does not show the teaser.
    NoTeaser,
    Other,
}

impl Writer<'_> {
    fn write(&mut self, text: &str, found: &mut Expanded) {
        let mut rest = text;
        while let Some(at) = rest.find("<!--") {
            let (before, here) = rest.split_at(at);
            let Some(end) = here.find("-->") else { break };
            self.stretch(before, found);
            let comment = here.get(..end + 3).unwrap_or_default();
            self.mark(comment, found);
            rest = here.get(end + 3..).unwrap_or_default();
        }
        self.stretch(rest, found);
    }

    /// Text between comments.
    fn stretch(&mut self, text: &str, found: &mut Expanded) {
        if self.skipping.is_some() || text.is_empty() {
            return;
        }
        let outside = found.has_blocks && self.open.is_empty();
        if outside && !text.trim().is_empty() {
            found.html.push_str("<k-classic>");
            found.html.push_str(text);
            found.html.push_str("</k-classic>");
        } else if !outside {
            found.html.push_str(text);
        }
    }

    fn mark(&mut self, comment: &str, found: &mut Expanded) {
        match parsed(comment) {
            Mark::Open {
                name,
                attributes,
                whole,
            } => self.opened(name, attributes, whole, found),
            Mark::Close(name) => self.closed(name, found),
            Mark::Page if self.skipping.is_none() => found.html.push_str("\n\n"),
            Mark::More if self.skipping.is_none() => found.teaser_end = found.teaser_end.or(Some(found.html.len())),
            Mark::NoTeaser => found.no_teaser = true,
            Mark::Page | Mark::More | Mark::Other => {}
        }
    }

    fn opened(&mut self, name: &str, attributes: &str, whole: bool, found: &mut Expanded) {
        if !whole {
            self.open.push(name.to_owned());
        }
        if self.skipping.is_some() {
            return;
        }
        if FURNITURE.contains(&name) {
            found.dropped.push(name.to_owned());
            self.skipping = (!whole).then_some(self.open.len());
            return;
        }
        let values = || serde_json::from_str::<Value>(attributes).unwrap_or_default();
        match name {
            "block" => self.put_in(values().get("ref").and_then(Value::as_u64), found),
            "freeform" | "core/freeform" if !whole => found.html.push_str("<k-classic>"),
            "embed" if whole => {
                if let Some(url) = values().get("url").and_then(Value::as_str) {
                    found.html.push_str(&format!("<k-embed url={}></k-embed>", quoted(url)));
                }
            }
            "cover" | "cover-image" => {
                let values = values();
                let id = values.get("id").and_then(Value::as_u64).unwrap_or(0);
                if let Some(url) = values.get("url").and_then(Value::as_str) {
                    found.html.push_str(&format!(
                        "<k-cover class=\"wp-image-{id}\" src={}></k-cover>",
                        quoted(url)
                    ));
                }
            }
            // Only what a plugin prints is told in attributes alone; with others the text has what they say.
            _ if name.contains('/') && (whole || name.starts_with("acf/")) => self.printed(name, &values(), found),
            _ => {}
        }
    }

    /// A block that a plugin prints from its attributes.
    fn printed(&mut self, name: &str, values: &Value, found: &mut Expanded) {
        if attributes::is_list(name) {
            return found.dropped.push(name.to_owned());
        }
        found.html.push_str(&attributes::html(values));
    }

    fn closed(&mut self, name: &str, found: &mut Expanded) {
        let Some(at) = self.open.iter().rposition(|open| open == name) else {
            return;
        };
        if self.skipping.is_none() && matches!(name, "freeform" | "core/freeform") {
            found.html.push_str("</k-classic>");
        }
        if self.skipping.is_some_and(|depth| at < depth) {
            self.skipping = None;
        }
        self.open.truncate(at);
    }

    /// The text of a reusable block in its place.
    fn put_in(&mut self, id: Option<u64>, found: &mut Expanded) {
        let Some(id) = id else { return };
        let Some(text) = self.reusable.blocks.get(&id) else {
            return found.missing.push(id);
        };
        if self.refs.contains(&id) || self.refs.len() >= DEEPEST_REF {
            return;
        }
        self.refs.push(id);
        let open = std::mem::take(&mut self.open);
        let inner = found.has_blocks;
        found.has_blocks = true;
        self.write(text, found);
        found.has_blocks = inner;
        self.open = open;
        self.refs.pop();
    }
}

/// What a comment says.
fn parsed(comment: &str) -> Mark<'_> {
    let inside = comment
        .strip_prefix("<!--")
        .and_then(|c| c.strip_suffix("-->"))
        .unwrap_or_default()
        .trim();
    if inside == "nextpage" {
        return Mark::Page;
    }
    if inside == "noteaser" {
        return Mark::NoTeaser;
    }
    if inside == "more" || inside.starts_with("more ") {
        return Mark::More;
    }
    let plain = |name: &'_ str| name.strip_prefix("core/").map(str::len).unwrap_or(name.len());
    if let Some(name) = inside.strip_prefix("/wp:") {
        let name = name.trim();
        return Mark::Close(name.get(name.len() - plain(name)..).unwrap_or(name));
    }
    let Some(rest) = inside.strip_prefix("wp:") else {
        return Mark::Other;
    };
    let (rest, whole) = rest.strip_suffix('/').map_or((rest, false), |rest| (rest, true));
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    let (name, attributes) = rest.split_at(end);
    let name = name.get(name.len() - plain(name)..).unwrap_or(name);
    Mark::Open {
        name,
        attributes: attributes.trim(),
        whole,
    }
}

#[cfg(test)]
mod tests {
    use super::{Reusable, expand};

    #[test]
    fn reusable_blocks_and_circles() {
        let mut reusable = Reusable::default();
        reusable.blocks.insert(
            5,
            "<!-- wp:paragraph --><p>নম্বর</p><!-- /wp:paragraph --><!-- wp:block {\"ref\":5} /-->".into(),
        );
        let found = expand(
            "<!-- wp:block {\"ref\":5} /--><!-- wp:block {\"ref\":6} /-->",
            &reusable,
        );
        assert_eq!(
            (found.html.as_str(), found.missing.as_slice()),
            ("<p>নম্বর</p>", &[6][..])
        );
    }

    #[test]
    fn furniture_goes_with_all_inside() {
        let text = "<!-- wp:query {\"a\":1} --><div><!-- wp:post-title /--><p>x</p></div><!-- /wp:query --><!-- wp:list --><ul><li>ক</li></ul><!-- /wp:list -->";
        assert_eq!(expand(text, &Reusable::default()).html, "<ul><li>ক</li></ul>");
    }

    #[test]
    fn a_page_without_its_teaser_shows_the_rest() {
        let found = expand("এক<!--more--><!--noteaser-->দুই", &Reusable::default());
        assert_eq!(found.html, "দুই");
        assert_eq!(expand("এক<!--more পড়ুন-->দুই", &Reusable::default()).html, "একদুই");
    }

    #[test]
    fn classic_text_stays_and_pages_join() {
        let found = expand("এক<!--more-->দুই<!--nextpage-->তিন", &Reusable::default());
        assert_eq!((found.html.as_str(), found.has_blocks), ("একদুই\n\nতিন", false));
    }
}
