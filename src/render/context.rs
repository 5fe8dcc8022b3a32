//! What is printed into a page beside its view.

use super::rows::Rows;
use crate::view::Teaser;
use std::collections::BTreeMap;
use tera::Value;

/// The fragments' HTML by name, as pages print them.
pub type Fragments = BTreeMap<&'static str, String>;

/// The fragments as templates read them: made once, printed into every page.
#[derive(Debug, Clone)]
pub struct PlacedFragments(pub(super) Value);

impl PlacedFragments {
    /// The fragments, by name.
    pub fn new(fragments: &Fragments) -> Self {
        PlacedFragments(Value::from_serializable(fragments))
    }

    /// No fragments: for what shows none.
    pub fn none() -> Self {
        PlacedFragments(Value::none())
    }
}

/// What goes into a page beside its view.
#[derive(Clone, Copy)]
pub struct PrintContext<'a> {
    /// The fragments, as pages print them.
    pub fragments: &'a PlacedFragments,
    /// The source file to blame for shortcodes.
    pub source: &'a str,
    /// The teaser of a story that stands in a list by its number.
    pub teaser: &'a dyn Fn(u32) -> Teaser,
    /// What has been printed of stories in lists, if that is to be remembered.
    pub rows: Option<&'a Rows>,
}
