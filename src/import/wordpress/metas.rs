//! Which metas of themes and plugins are wanted, by the words of their names. All others are passed over without being kept.

/// Metas of themes whose serialised settings hold such values.
pub(super) const SETTINGS: [&str; 4] = [
    "td_post_theme_settings",
    "jnews_single_post",
    "jnews_primary_category",
    "bimber_single_options",
];
/// Longest value that is looked at.
const LONGEST: usize = 64 << 10;

/// Whether a meta holds something that is wanted.
///
/// ```
/// use khobor::import::wordpress::metas::wants;
/// assert!(wants("penci_post_sub_title", "নদী") && wants("_format_video_embed", "https://youtu.be/aqz-KE-bpKQ"));
/// assert!(!wants("_elementor_data", "[]") && !wants("_billing_email", "a@b.example"));
/// ```
pub fn wants(key: &str, value: &str) -> bool {
    SETTINGS.contains(&key)
        || is_count(key)
        || is_primary(key)
        || is_subtitle(key)
        || is_film(key) && mentions_film(value)
}

/// Whether a key is that of a count of views.
pub(super) fn is_count(key: &str) -> bool {
    let plain = key.trim_start_matches('_');
    matches!(plain, "views" | "post_views" | "pvc_views" | "entry_views") || plain.ends_with("views_count")
}

/// Whether a key is that of a main category.
pub(super) fn is_primary(key: &str) -> bool {
    ["primary_category", "primary_term_category", "primary_cat"]
        .iter()
        .any(|end| key.ends_with(end))
}

/// Whether a key is that of a line below the headline.
pub(super) fn is_subtitle(key: &str) -> bool {
    let own = !key.starts_with("_yoast") && !key.starts_with("_elementor") && !key.starts_with("rank_math");
    let plain = key.replace(['-', '_'], "").to_ascii_lowercase();
    own && ["subtitle", "secondarytitle", "subheadline", "subheading", "posttagline"]
        .iter()
        .any(|end| plain.ends_with(end))
}

/// Whether a key is that of a film or sound above the text.
pub(super) fn is_film(key: &str) -> bool {
    let own = !["_oembed", "_wp_", "_elementor", "rank_math", "_yoast", "_schema"]
        .iter()
        .any(|b| key.starts_with(b));
    own && ["video", "youtube", "embed", "audio"]
        .iter()
        .any(|word| key.contains(word))
}

fn mentions_film(value: &str) -> bool {
    let marks = [
        "youtu",
        "vimeo",
        "facebook.com",
        "fb.watch",
        "dailymotion",
        "soundcloud",
        ".mp4",
        ".mp3",
        ".webm",
    ];
    value.len() <= LONGEST && marks.iter().any(|mark| value.contains(mark))
}
