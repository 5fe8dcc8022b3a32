//! The punctuation repairs of running text.

use super::canonical;
use std::borrow::Cow;

/// [`canonical`], then the punctuation repairs of running text (being written).
pub fn clean(text: &str) -> Cow<'_, str> {
    canonical(text)
}
