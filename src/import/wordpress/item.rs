//! An item of an export: what rules want of it. Addresses of mail and of computers, passwords and what forms and shops keep
//! are never read.

use super::fields::{self, elements};
use super::head::slug;
use super::languages;
use jiff::civil::DateTime;

/// Longest meta value that is kept; longer ones are passed over.
const LONGEST_META: usize = 1 << 20;
/// Longest comment that is read.
const LONGEST_COMMENT: usize = 64 << 10;
/// Kinds of items of which nothing but the kind is read: they hold private data.
const PRIVATE: [&str; 30] = [
    "flamingo_inbound",
    "flamingo_contact",
    "flamingo_outbound",
    "nf_sub",
    "feedback",
    "wpforms",
    "wpforms_entry",
    "shop_order",
    "shop_order_refund",
    "shop_subscription",
    "shop_coupon",
    "wpcf7_contact_form",
    "customize_changeset",
    "user_request",
    "mc4wp-form",
    "newsletter",
    "edd_payment",
    "give_payment",
    "tribe_rsvp_attendees",
    "wc_order",
    "frm_form",
    "frm_entry",
    "cf7_entry",
    "elementor_submission",
    "subscription",
    "booking",
    "wc_booking",
    "inbound-lead",
    "ticket",
    "message",
];
/// Kinds that are furniture: dropped without a word.
const FURNITURE: [&str; 22] = [
    "revision",
    "wp_navigation",
    "wp_global_styles",
    "custom_css",
    "wp_template",
    "wp_template_part",
    "oembed_cache",
    "wp_font_family",
    "wp_font_face",
    "elementor_library",
    "acf-field",
    "acf-field-group",
    "acf-post-type",
    "scheduled-action",
    "vc_grid_item",
    "td_nm_custom_templates",
    "tdb_templates",
    "et_pb_layout",
    "fusion_template",
    "mc4wp_form",
    "amp_validated_url",
    "jp_img_sitemap",
];
/// Metas whose values rules want.
const METAS: [&str; 31] = [
    "_thumbnail_id",
    "_wp_old_slug",
    "_wp_old_date",
    "_wp_attached_file",
    "_wp_attachment_image_alt",
    "_yoast_wpseo_metadesc",
    "rank_math_description",
    "_aioseo_description",
    "_aioseop_description",
    "_seopress_titles_desc",
    "_genesis_description",
    "footnotes",
    "kicker",
    "shoulder",
    "dateline",
    "reporter",
    "reporter_name",
    "_links_to",
    "_pprredirect_url",
    "_redirect_rule_from",
    "_redirect_rule_to",
    "_redirect_rule_status_code",
    "_redirect_rule_from_regex",
    "cap-display_name",
    "cap-user_login",
    "cap-description",
    "_menu_item_type",
    "_menu_item_menu_item_parent",
    "_menu_item_object_id",
    "_menu_item_object",
    "_menu_item_url",
];

/// A term that an item has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemTerm {
    /// The taxonomy.
    pub domain: String,
    /// Its slug, decoded.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// A comment, without addresses of mail and of computers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemComment {
    /// WordPress's number.
    pub id: String,
    /// The comment that it answers; `0` for none.
    pub parent: String,
    /// The reader's name.
    pub name: String,
    /// The reader's site.
    pub site: String,
    /// UTC.
    pub date_gmt: String,
    /// Local time.
    pub date: String,
    /// The text.
    pub text: String,
    /// `1`, `0`, `spam`, `trash`, `post-trashed`
    pub status: String,
    /// Empty or `comment` for a reader's; `pingback`, `trackback`, …
    pub kind: String,
    /// The text was longer than what is read.
    pub cut: bool,
}

/// An item.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// WordPress's number; 0 when it has none.
    pub id: u64,
    /// `post`, `page`, `attachment`, …
    pub kind: String,
    /// `publish`, `future`, `draft`, …
    pub status: String,
    /// The headline as written.
    pub title: String,
    /// Its address.
    pub link: String,
    /// The login of its author.
    pub creator: String,
    /// The text.
    pub content: String,
    /// The summary.
    pub excerpt: String,
    /// Local time.
    pub date: String,
    /// UTC; `0000-00-00 00:00:00` for drafts.
    pub date_gmt: String,
    /// When it was changed, UTC.
    pub modified_gmt: String,
    /// The date of the feed.
    pub pub_date: String,
    /// `open` or `closed`
    pub comment_status: String,
    /// The last part of its address, decoded.
    pub name: String,
    /// The item that it belongs to.
    pub parent: u64,
    /// Order among pages or menu entries.
    pub order: i64,
    /// Readers need a password, which is not kept.
    pub has_password: bool,
    /// Stays on top.
    pub sticky: bool,
    /// The file of an attachment.
    pub file: String,
    /// Its terms.
    pub terms: Vec<ItemTerm>,
    /// Metas that rules want, in order.
    pub metas: Vec<(String, String)>,
    /// Its comments.
    pub comments: Vec<ItemComment>,
    /// Control signs that were dropped.
    pub controls: usize,
    /// Bytes that were no text.
    pub broken: usize,
    /// Fields that were too long to be read.
    pub too_long: usize,
}

/// How much of an item is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What the index needs: no text of stories, no comments.
    Index,
    /// All of it.
    Whole,
}

/// Whether a kind holds private data.
pub fn is_private(kind: &str) -> bool {
    PRIVATE.contains(&kind) || kind.ends_with("_entry") || kind.ends_with("_order") || kind.ends_with("_submission")
}

/// Whether a kind is furniture of the old site.
pub fn is_furniture(kind: &str) -> bool {
    FURNITURE.contains(&kind)
}

/// Reads an item from its bytes. Never fails: what cannot be read is empty.
///
/// ```
/// use khobor::import::wordpress::item::{Depth, read};
/// let item = read("<item><title>নদী</title><wp:post_id>7</wp:post_id><wp:post_type><![CDATA[post]]></wp:post_type><wp:post_name>%e0%a6%95</wp:post_name></item>".as_bytes(), Depth::Whole, &[]);
/// assert_eq!((item.id, item.kind.as_str(), item.name.as_str(), item.title.as_str()), (7, "post", "ক", "নদী"));
/// ```
pub fn read(bytes: &[u8], depth: Depth, metas: &[String]) -> Item {
    let (text, broken, controls) = fields::readable(bytes);
    let inside = text.split_once('>').map_or("", |(_, inside)| inside);
    let kind = elements(inside)
        .find(|e| e.name == "post_type")
        .map(|e| e.trimmed())
        .unwrap_or_default();
    let mut item = Item {
        kind: if kind.is_empty() { "post".to_owned() } else { kind },
        broken,
        controls,
        ..Item::default()
    };
    if is_private(&item.kind) {
        return item;
    }
    let stories = !matches!(item.kind.as_str(), "wp_block" | "tablepress_table" | "attachment");
    let light = depth == Depth::Index && stories;
    for element in elements(inside) {
        match (element.prefix, element.name) {
            ("", "title") => item.title = languages::one(&element.text()).into_owned(),
            ("", "link") => item.link = element.trimmed(),
            ("", "pubDate") => item.pub_date = element.trimmed(),
            (_, "creator") => item.creator = element.trimmed(),
            (prefix, "encoded") if prefix.starts_with("excerpt") => {
                item.excerpt = languages::one(&element.text()).into_owned();
            }
            (_, "encoded") if !light => item.content = languages::one(&element.text()).into_owned(),
            ("", "category") => item.terms.extend(term(&element)),
            (_, "postmeta") => meta(element.value, metas, &mut item),
            (_, "comment") if !light => item.comments.push(comment(element.value)),
            (prefix, name) if !prefix.is_empty() || name != "description" => own(&mut item, &element),
            _ => {}
        }
    }
    item
}

fn own(item: &mut Item, element: &fields::Element<'_>) {
    let text = || element.trimmed();
    match element.name {
        "post_id" => item.id = text().parse().unwrap_or(0),
        "post_date" => item.date = text(),
        "post_date_gmt" => item.date_gmt = text(),
        "post_modified_gmt" => item.modified_gmt = text(),
        "comment_status" => item.comment_status = text(),
        "post_name" => item.name = slug(&text()),
        "status" => item.status = text(),
        "post_parent" => item.parent = text().parse().unwrap_or(0),
        "menu_order" => item.order = text().parse().unwrap_or(0),
        "post_password" => item.has_password = !text().is_empty(),
        "is_sticky" => item.sticky = text() == "1",
        "attachment_url" => item.file = text(),
        _ => {}
    }
}

fn term(element: &fields::Element<'_>) -> Option<ItemTerm> {
    let domain = element.attribute("domain")?;
    let name = fields::one_line(&languages::one(&element.text()));
    let slug = element
        .attribute("nicename")
        .map(|s| slug(&s))
        .unwrap_or_else(|| crate::bengali::slug::native(&name));
    Some(ItemTerm {
        domain: if domain == "tag" { "post_tag".to_owned() } else { domain },
        slug,
        name,
    })
}

/// Keeps a meta that some rule wants.
fn meta(value: &str, also: &[String], item: &mut Item) {
    let mut fields = elements(value);
    let Some(key) = fields.find(|e| e.name == "meta_key").map(|e| e.trimmed()) else {
        return;
    };
    let post = key.starts_with("_oembed_") && !key.starts_with("_oembed_time_") && value.contains("<blockquote");
    let known = || super::metas::wants(&key, value);
    if !post && !METAS.contains(&key.as_str()) && !also.contains(&key) && !known() {
        return;
    }
    let found = elements(value).find(|e| e.name == "meta_value");
    match found {
        Some(found) if found.value.len() <= LONGEST_META => item.metas.push((key, found.text().into_owned())),
        Some(_) => item.too_long += 1,
        None => {}
    }
}

/// A comment's fields, without `comment_author_email`, `comment_author_IP`, `comment_user_id` and `commentmeta`.
fn comment(value: &str) -> ItemComment {
    let mut comment = ItemComment::default();
    for field in elements(value) {
        match field.name {
            "comment_id" => comment.id = field.trimmed(),
            "comment_parent" => comment.parent = field.trimmed(),
            "comment_author" => comment.name = fields::one_line(&field.text()),
            "comment_author_url" => comment.site = field.trimmed(),
            "comment_date_gmt" => comment.date_gmt = field.trimmed(),
            "comment_date" => comment.date = field.trimmed(),
            "comment_approved" => comment.status = field.trimmed(),
            "comment_type" => comment.kind = field.trimmed(),
            "comment_content" => {
                comment.cut = field.value.len() > LONGEST_COMMENT;
                let end = (0..=LONGEST_COMMENT.min(field.value.len()))
                    .rev()
                    .find(|i| field.value.is_char_boundary(*i));
                let value = field.value.get(..end.unwrap_or(0)).unwrap_or_default();
                let closed = if comment.cut {
                    format!("{value}]]>")
                } else {
                    value.to_owned()
                };
                comment.text = fields::text(&closed).into_owned();
            }
            _ => {}
        }
    }
    comment
}

impl Item {
    /// The first meta of a key that says something.
    pub fn meta(&self, key: &str) -> Option<&str> {
        let found = self.metas.iter().filter(|(k, _)| k == key).map(|(_, v)| v.trim());
        found.into_iter().find(|v| !v.is_empty())
    }

    /// All metas of a key.
    pub fn all_metas<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas
            .iter()
            .filter(move |(k, _)| k == key)
            .map(|(_, v)| v.trim())
            .filter(|v| !v.is_empty())
    }

    /// Terms of a taxonomy.
    pub fn terms_of<'a>(&'a self, domain: &'a str) -> impl Iterator<Item = &'a ItemTerm> {
        self.terms.iter().filter(move |t| t.domain == domain)
    }

    /// The headline in one line.
    pub fn headline(&self) -> String {
        fields::one_line(&self.title)
    }
}

/// A time as WordPress writes it; `None` for zeros and impossible ones.
pub fn time(written: &str) -> Option<DateTime> {
    let written = written.trim();
    if written.starts_with("0000") || written.len() < 10 {
        return None;
    }
    let year: i32 = written.get(..4)?.parse().ok()?;
    let time: DateTime = written.replacen(' ', "T", 1).parse().ok()?;
    (1970..=2200).contains(&year).then_some(time)
}

/// The date of a feed, in UTC: `Thu, 15 Sep 2016 14:30:00 +0000`.
pub fn feed_time(written: &str) -> Option<DateTime> {
    let at = jiff::fmt::rfc2822::parse(written).ok()?.timestamp();
    let time = jiff::tz::TimeZone::UTC.to_datetime(at);
    (1970..=2200).contains(&time.year()).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::{Depth, feed_time, read, time};

    #[test]
    fn nothing_private_is_read() {
        let item = read("<item><title>চিঠি</title><wp:post_type>flamingo_inbound</wp:post_type><content:encoded><![CDATA[গোপন]]></content:encoded></item>".as_bytes(), Depth::Whole, &[]);
        assert!(item.title.is_empty() && item.content.is_empty());
        let item = read("<item><wp:post_type>post</wp:post_type><wp:post_password>চাবি</wp:post_password><wp:postmeta><wp:meta_key>_billing_email</wp:meta_key><wp:meta_value>a@b.example</wp:meta_value></wp:postmeta><wp:comment><wp:comment_id>3</wp:comment_id><wp:comment_author_email>p@b.example</wp:comment_author_email><wp:comment_author_IP>203.0.113.9</wp:comment_author_IP><wp:comment_content><![CDATA[ঠিক]]></wp:comment_content></wp:comment></item>".as_bytes(), Depth::Whole, &[]);
        let said = format!("{item:?}");
        assert!(item.has_password && item.comments[0].text == "ঠিক");
        assert!(!said.contains('@') && !said.contains("203.0") && !said.contains("চাবি"));
    }

    #[test]
    fn times() {
        assert!(time("2019-06-11 08:15:00").is_some());
        for odd in ["0000-00-00 00:00:00", "", "2019-13-40 10:00:00", "9999-01-01 00:00:00"] {
            assert_eq!(time(odd), None, "{odd}");
        }
    }

    #[test]
    fn the_date_of_the_feed_counts_where_no_other_is() {
        assert_eq!(
            feed_time("Thu, 15 Sep 2016 14:30:00 +0000"),
            time("2016-09-15 14:30:00")
        );
        assert_eq!(feed_time("Wed, 30 Nov -0001 00:00:00 +0000"), None);
    }
}
