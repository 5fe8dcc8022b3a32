//! The desk's own script and style sheet.

use std::sync::OnceLock;

/// Several files in one function, so that nothing of it is global.
pub(super) const SCRIPT: &str = concat!(
    "(function (doc) {\n\"use strict\";\n",
    include_str!("assets/words.js"),
    include_str!("assets/pictures.js"),
    include_str!("assets/paste.js"),
    include_str!("assets/desk.js"),
    "})(document);\n"
);
/// The font of headlines, as readers see them.
pub(super) const HEADLINE: &[u8] = include_bytes!("../../../themes/potrika/assets/fonts/noto-serif-bengali-700.woff2");
pub(super) const STYLE: &str = include_str!("assets/desk.css");

/// A short hash of the desk's own files.
pub(super) fn edition() -> &'static str {
    static EDITION: OnceLock<String> = OnceLock::new();
    EDITION.get_or_init(|| {
        let mut hasher = blake3::Hasher::new();
        hasher.update(SCRIPT.as_bytes()).update(STYLE.as_bytes());
        hasher.finalize().to_hex()[..12].to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_writes_no_markup_and_asks_nobody_else() {
        for word in [
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "new Function",
            "srcdoc",
        ] {
            assert!(!SCRIPT.contains(word), "{word}");
        }
        let addresses: Vec<&str> = SCRIPT.matches("://").collect();
        assert_eq!(
            addresses.len(),
            2,
            "the beginning of a link that an editor types, twice"
        );
        assert!(!STYLE.contains("//") && !STYLE.contains("@import"));
    }
}
