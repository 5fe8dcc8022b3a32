//! Paths in double quotes.

/// A path as sftp's batches and git's fast-import read it: inside double quotes only `"` and `\` are special, and signs of patterns
/// are taken literally.
pub(super) fn quoted(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 2);
    out.push('"');
    for letter in path.chars() {
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('"');
    out
}
