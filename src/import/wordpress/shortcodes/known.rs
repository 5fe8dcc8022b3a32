//! What known shortcodes become.

use super::read::Attributes;
use super::{Library, LibraryFile, attribute, builders, escaped, parts, short_text};
use crate::import::html::embeds;

/// Shortcodes that show other parts of the old site: left out.
const FURNITURE: [&str; 52] = [
    "toc",
    "ez-toc",
    "lwptoc",
    "jetpack_subscription_form",
    "wpdatatable",
    "twitter-timeline",
    "adrotate",
    "quads",
    "ads",
    "ad",
    "adsense",
    "adinserter",
    "bsa_pro_ad_space",
    "the_ad",
    "the_ad_group",
    "ad_block",
    "contact-form-7",
    "contact-form",
    "mc4wp_form",
    "mc4wp-form",
    "wpforms",
    "gravityform",
    "gravityforms",
    "ninja_form",
    "ninja_forms",
    "formidable",
    "caldera_form",
    "fluentform",
    "newsletter",
    "newsletter_form",
    "rev_slider",
    "smartslider3",
    "metaslider",
    "layerslider",
    "masterslider",
    "recent_posts",
    "recent-posts",
    "display-posts",
    "related_posts",
    "posts",
    "social_share",
    "addtoany",
    "ssba",
    "sharethis-inline-buttons",
    "instagram-feed",
    "custom-facebook-feed",
    "sbs_login",
    "woocommerce_cart",
    "woocommerce_checkout",
    "woocommerce_my_account",
    "products",
    "wpdiscuz-feedback",
];
/// Beginnings of such names.
const FURNITURE_BEGINS: [&str; 16] = [
    "td_block_",
    "tdb_",
    "td_flex_block",
    "tdm_block",
    "vc_posts_",
    "vc_basic_grid",
    "vc_masonry_",
    "vc_widget_sidebar",
    "vc_wp_",
    "et_pb_blog",
    "et_pb_contact",
    "et_pb_sidebar",
    "et_pb_social_media_follow",
    "fusion_blog",
    "jnews_block_",
    "jnews_hero_",
];
/// Names that are shortcodes also without attributes and without a closing tag.
const BARE: [&str; 14] = [
    "gallery",
    "caption",
    "wp_caption",
    "audio",
    "video",
    "embed",
    "playlist",
    "vc_separator",
    "vc_empty_space",
    "vc_raw_js",
    "more",
    "nextpage",
    "wpvideo",
    "videopress",
];

pub(super) fn is_furniture(name: &str) -> bool {
    let kept = matches!(
        name,
        "td_block_text_with_title" | "td_block_video_youtube" | "td_block_video_vimeo" | "tdm_block_inline_text"
    );
    let begins = FURNITURE_BEGINS.iter().any(|b| name.starts_with(b));
    !kept && (FURNITURE.contains(&name) || begins)
}

/// Whether a name is furniture's by its words; such a shortcode has no text of its own.
pub(super) fn is_named_furniture(name: &str) -> bool {
    parts::is_furniture(name)
}

pub(super) fn is_known(name: &str) -> bool {
    is_furniture(name) || parts::is_furniture(name) || BARE.contains(&name) || builders::is_builders(name)
}

/// The HTML for a shortcode; `None` for one that is not known.
pub(super) fn html(name: &str, a: &Attributes, inner: &str, library: &dyn Library) -> Option<String> {
    let shown = pictures(name, a, inner, library).or_else(|| films(name, a, inner, library));
    // WPBakery prints the title of such an element above it, Divi that of a sound.
    let titled = name.starts_with("vc_") || name == "et_pb_audio";
    let title = Some(a.get("title")).filter(|title| titled && !title.is_empty());
    shown
        .map(|html| match title {
            Some(title) => format!("<h2>{}</h2>{html}", escaped(title)),
            None => html,
        })
        .or_else(|| boxes(name, a, inner))
        .or_else(|| builders::html(name, a, inner, library))
}

fn pictures(name: &str, a: &Attributes, inner: &str, library: &dyn Library) -> Option<String> {
    let lead = |with_caption: bool| {
        let id = a.ids(&["image", "image_id", "id"]).first().copied();
        id.map(|id| one(id, with_caption, library)).unwrap_or_default()
    };
    match name {
        "caption" | "wp_caption" => Some(captioned(a, inner)),
        "gallery" | "vc_gallery" | "vc_images_carousel" | "et_pb_gallery" | "fusion_gallery" | "td_gallery"
        | "foogallery" => {
            let mut ids = a.ids(&["ids", "include", "images", "gallery_ids", "image_ids"]);
            if ids.is_empty() && inner.contains("<img") {
                return Some(format!("<div class=\"gallery\">{inner}</div>"));
            }
            if ids.is_empty() {
                ids = library.children();
            }
            let out = a.ids(&["exclude"]);
            let pictures: String = ids
                .iter()
                .filter(|id| !out.contains(id))
                .map(|id| in_gallery(*id, a.get("size"), library))
                .collect();
            Some(format!("<div class=\"gallery\">{pictures}</div>"))
        }
        "vc_single_image" if a.get("source") == "external_link" => {
            Some(framed(a, a.get("custom_src"), a.get("caption")))
        }
        "vc_single_image" => Some(lead(a.get("add_caption") == "yes")),
        "et_pb_image" | "et_pb_fullwidth_image" => Some(framed(a, a.get("src"), "")),
        "fusion_gallery_image" => Some(framed(a, a.get("image"), a.get("image_caption"))),
        "fusion_imageframe" | "fusion_image" if !inner.contains("<img") => {
            let src = Some(inner.trim()).filter(|i| !i.is_empty());
            let caption = [a.get("caption_title"), a.get("caption_text")].join(" ");
            Some(framed(
                a,
                src.unwrap_or_else(|| a.any(&["image", "src"])),
                caption.trim(),
            ))
        }
        _ => None,
    }
}

/// A picture that a shortcode names by its address, and maybe by its number: `image_id="71|full"`.
fn framed(a: &Attributes, src: &str, caption: &str) -> String {
    if src.is_empty() {
        return String::new();
    }
    let number = a.any(&["image_id", "attachment"]);
    let number: String = number.chars().take_while(char::is_ascii_digit).collect();
    let image = format!(
        "<img data-id=\"{number}\" src={} alt={}>",
        attribute(src),
        attribute(a.get("alt"))
    );
    match caption {
        "" => format!("<p>{image}</p>"),
        words => format!("<figure>{image}<figcaption>{}</figcaption></figure>", escaped(words)),
    }
}

/// A picture of a gallery: WordPress shows its smallest size, whose address lives on where there is such a file.
fn in_gallery(id: u64, size: &str, library: &dyn Library) -> String {
    let Some(mut file) = library.file(id) else {
        return String::new();
    };
    if matches!(size, "" | "thumbnail")
        && let Some((stem, ending)) = file.src.rsplit_once('.')
    {
        file.src = format!("{stem}-150x150.{ending}");
    }
    shown(id, &file, true)
}

/// A picture of the library.
fn one(id: u64, with_caption: bool, library: &dyn Library) -> String {
    library
        .file(id)
        .map(|file| shown(id, &file, with_caption))
        .unwrap_or_default()
}

fn shown(id: u64, file: &LibraryFile, with_caption: bool) -> String {
    let caption = match with_caption && !file.caption.is_empty() {
        true => format!("<figcaption>{}</figcaption>", escaped(&file.caption)),
        false => String::new(),
    };
    format!(
        "<figure><img data-id=\"{id}\" src={}>{caption}</figure>",
        attribute(&file.src)
    )
}

/// `[caption]<img> words[/caption]`, and the older form with its words in an attribute.
fn captioned(a: &Attributes, inner: &str) -> String {
    let end = inner
        .find("<img")
        .and_then(|at| inner.get(at..)?.find('>').map(|i| at + i + 1));
    let Some(mut end) = end else { return inner.to_owned() };
    let rest = inner.get(end..).unwrap_or_default();
    if let Some(after) = rest.trim_start().strip_prefix("</a>") {
        end = inner.len() - after.len();
    }
    let (picture, words) = inner.split_at(end);
    let given = a.get("caption");
    let words = if given.is_empty() {
        words.to_owned()
    } else {
        escaped(given)
    };
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    format!(
        "<figure>{}<figcaption>{words}</figcaption></figure>",
        picture.replace(['\n', '\r'], " ")
    )
}

fn films(name: &str, a: &Attributes, inner: &str, library: &dyn Library) -> Option<String> {
    let id = || {
        if a.get("id").is_empty() {
            a.first_alone()
        } else {
            a.get("id")
        }
    };
    match name {
        "audio" | "video" => Some(sound_or_film(name, a, inner)),
        "playlist" => {
            let files = a.ids(&["ids"]).into_iter().filter_map(|id| library.file(id));
            Some(files.map(|f| embed(&f.src, &f.title)).collect())
        }
        "td_block_video_youtube" => {
            let ids = a
                .get("playlist_yt")
                .split(',')
                .map(str::trim)
                .filter(|id| !id.is_empty());
            Some(
                ids.map(|id| format!("<k-youtube id={}></k-youtube>", attribute(id)))
                    .collect(),
            )
        }
        "youtube" | "su_youtube" | "su_youtube_advanced" | "fusion_youtube" | "yt" | "lyte" | "embedyt" => {
            let given = a.address().unwrap_or_else(|| inner.trim().to_owned());
            let found = embeds::youtube(&given).or_else(|| embeds::youtube(&format!("https://youtu.be/{}", id())));
            Some(
                found
                    .map(|id| format!("<k-youtube id={}></k-youtube>", attribute(&id)))
                    .unwrap_or_default(),
            )
        }
        "vimeo" | "su_vimeo" | "fusion_vimeo" | "td_block_video_vimeo" => {
            let given = a.address().or_else(|| Some(format!("https://vimeo.com/{}", id())))?;
            Some(embed(&given, ""))
        }
        "wpvideo" | "videopress" => Some(embed(&format!("https://videopress.com/v/{}", a.first_alone()), "")),
        "pdf-embedder" | "gview" | "pdfviewer" | "pdf" | "pdfjs-viewer" | "embeddoc" | "dflip" => {
            let given = a
                .address()
                .or_else(|| Some(inner.trim().to_owned()).filter(|i| i.starts_with("http")))?;
            Some(format!(
                "<k-file url={} caption={}></k-file>",
                attribute(&given),
                attribute(a.get("title"))
            ))
        }
        _ => by_address(name, a, inner),
    }
}

/// What a shortcode shows that is named for films, posts or sounds and has an address.
fn by_address(name: &str, a: &Attributes, inner: &str) -> Option<String> {
    const SHOWS: [&str; 13] = [
        "embed",
        "video",
        "audio",
        "podcast",
        "youtube",
        "tweet",
        "twitter",
        "instagram",
        "facebook",
        "tiktok",
        "soundcloud",
        "spotify",
        "iframe",
    ];
    let alone = || short_text(inner).filter(|i| i.starts_with("http") && !i.contains(' '));
    let shows = SHOWS.iter().any(|s| name.contains(s));
    let given = shows.then(|| a.address().or_else(alone)).flatten()?;
    Some(embed(&given, ""))
}

fn embed(address: &str, caption: &str) -> String {
    format!(
        "<k-embed url={} caption={}></k-embed>",
        attribute(address),
        attribute(caption)
    )
}

fn sound_or_film(name: &str, a: &Attributes, inner: &str) -> String {
    let given = a.any(&[
        "src", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "mp3", "m4a", "ogg", "wav",
    ]);
    let src = if given.is_empty() {
        a.address().unwrap_or_default()
    } else {
        given.to_owned()
    };
    if src.is_empty() {
        return inner.to_owned();
    }
    let poster = a.get("poster");
    let poster = if poster.is_empty() {
        String::new()
    } else {
        format!(" poster={}", attribute(poster))
    };
    format!("<{name} src={}{poster}></{name}>", attribute(&src))
}

fn boxes(name: &str, a: &Attributes, inner: &str) -> Option<String> {
    match name {
        "td_block_text_with_title" => Some(format!(
            "<k-box title={}>{inner}</k-box>",
            attribute(a.get("custom_title"))
        )),
        "su_note" | "su_box" | "box" | "infobox" => {
            Some(format!("<k-box title={}>{inner}</k-box>", attribute(a.get("title"))))
        }
        "more" | "nextpage" => Some("\n\n".to_owned()),
        _ if name.starts_with("quote_box") || name.starts_with("pull_quote") => {
            Some(format!("<blockquote>{inner}</blockquote>"))
        }
        _ => None,
    }
}
