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
