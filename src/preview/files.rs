//! The preview's own script, style sheet and font.

/// The preview's script: two files in one function, so that nothing of it can be seen or overwritten by the theme's.
pub(super) const SCRIPT: &str = concat!(
    "(function (doc) {\n\"use strict\";\n",
    include_str!("assets/patch.js"),
    include_str!("assets/preview.js"),
    "})(document);\n"
);
/// Bengali letters for the preview's own parts: a theme's fonts may be others, and the machine may have none.
pub(super) const FONT: &[u8] = include_bytes!("../../themes/potrika/assets/fonts/noto-sans-bengali-400.woff2");
pub(super) const STYLE: &str = include_str!("assets/preview.css");

/// A short hash of the preview's own files.
pub(super) fn edition() -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(SCRIPT.as_bytes()).update(STYLE.as_bytes());
    hasher.finalize().to_hex()[..12].to_owned()
}
