//! Keys that Hugo, Jekyll, Zola, Eleventy, WordPress and Ghost write, and what they are called here.

use super::data::Data;

/// What a key of another program is here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Foreign {
    /// Another key, the first of these that the file's kind has.
    Named(&'static [&'static str]),
    /// What the folder says.
    Folder,
    /// Whether it is published: the opposite of `draft`.
    Published,
    /// Nothing.
    Nothing,
}

/// What a key of another program is here, if it is one.
pub(crate) fn key(name: &str) -> Option<Foreign> {
    use Foreign::{Folder, Named, Nothing, Published};
    let name = name.to_ascii_lowercase().replace(['-', ' '], "_");
    Some(match name.as_str() {
        "description" | "excerpt" | "abstract" | "teaser" | "lead" | "meta_description" | "custom_excerpt" | "deck" => {
            Named(&["summary", "description"])
        }
        "summary" => Named(&["description"]),
        "lastmod" | "last_modified_at" | "last_modified" | "modified" | "lastupdated" | "updated_at" | "update"
        | "post_modified" => Named(&["updated"]),
        "publishdate" | "pubdate" | "published_at" | "publish_date" | "created" | "created_at" | "post_date"
        | "datepublished" => Named(&["date"]),
        "expirydate" | "unpublishdate" | "expiry" | "expires_at" => Named(&["expires"]),
        "categories" | "category" | "section" | "sections" | "primary_tag" => Folder,
        "keywords" | "keyword" | "topics" | "labels" => Named(&["tags"]),
        "cover" | "og_image" | "thumbnail" | "featured_image" | "feature_image" | "featuredimage" | "banner"
        | "hero" | "hero_image" | "images" | "header_image" | "coverimage" | "img" | "picture" => {
            Named(&["image", "photo"])
        }
        "avatar" | "portrait" => Named(&["photo", "image"]),
        "caption" | "featured_image_caption" | "feature_image_caption" => Named(&["image_caption"]),
        "alt" | "featured_image_alt" | "feature_image_alt" | "image_description" => Named(&["image_alt"]),
        "credit" | "photographer" => Named(&["image_credit"]),
        "lang" | "locale" => Named(&["language"]),
        "published" | "publish" | "status" | "post_status" | "visibility" => Published,
        "hidden" | "private" | "unlisted" => Named(&["draft", "hidden"]),
        "url" | "permalink" | "redirect_from" | "aliases_from" | "old_url" => Named(&["slug", "aliases"]),
        "writer" | "writers" | "byline" | "reporter" | "creator" | "contributors" => Named(&["authors", "name"]),
        "headline" | "name" | "linktitle" => Named(&["title"]),
        "subheading" | "subhead" | "standfirst" | "tagline" => Named(&["subtitle"]),
        "sticky" | "pinned" | "pin" => Named(&["featured"]),
        "order" | "nav_order" | "menu_order" | "sidebar_position" => Named(&["weight"]),
        "params" | "data" | "custom" | "meta" => Named(&["extra"]),
        "bio" | "biography" | "job" | "position" => Named(&["role"]),
        "layout"
        | "type"
        | "kind"
        | "toc"
        | "math"
        | "markup"
        | "comments_id"
        | "guid"
        | "id"
        | "uuid"
        | "post_id"
        | "outputs"
        | "menu"
        | "sitemap"
        | "robots"
        | "publication_types"
        | "publication"
        | "doi"
        | "class"
        | "cssclass"
        | "body_class"
        | "eleventynavigation"
        | "eleventyexcludefromcollections"
        | "in_search_index"
        | "generate_feed"
        | "sort_by"
        | "insert_anchor_links"
        | "isctjklanguage"
        | "iscjklanguage"
        | "disqus"
        | "share"
        | "sidebar" => Nothing,
        _ => return None,
    })
}

/// Whether the value of a key that is [`Foreign::Published`] holds a story back.
pub(crate) fn holds_back(value: &Data) -> bool {
    match value {
        Data::Flag(published) => !published,
        Data::Text(text) => matches!(
            text.trim().to_ascii_lowercase().as_str(),
            "false"
                | "no"
                | "off"
                | "draft"
                | "pending"
                | "private"
                | "future"
                | "unpublished"
                | "hidden"
                | "auto-draft"
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Data, Foreign, holds_back, key};

    #[test]
    fn what_is_published_is_no_draft() {
        assert_eq!(key("published"), Some(Foreign::Published));
        assert!(holds_back(&Data::Flag(false)) && holds_back(&Data::Text("Draft".into())));
        assert!(!holds_back(&Data::Flag(true)) && !holds_back(&Data::Text("publish".into())));
    }

    #[test]
    fn keys_of_other_programs() {
        assert_eq!(key("Lastmod"), Some(Foreign::Named(&["updated"])));
        assert_eq!(key("featured-image"), Some(Foreign::Named(&["image", "photo"])));
        assert_eq!(key("categories"), Some(Foreign::Folder));
        assert_eq!(key("layout"), Some(Foreign::Nothing));
        assert_eq!(key("titel"), None);
    }
}
