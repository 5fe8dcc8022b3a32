//! Lists that a theme has printed a story at a time: a story stands in a dozen lists and looks the same in all.

use super::theme::{Printed, Theme};
use super::{Source, Templates};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Markup that is remembered at most; what comes later is printed each time.
const MOST_BYTES: usize = 32 << 20;

/// How the stories of a list are printed.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) list: &'static str,
    pub(super) component: String,
    /// The first row that is printed by the same component: what is remembered of it serves all.
    pub(super) first: usize,
    /// A template nearer than the theme's own may want the stories themselves.
    pub(super) whole: bool,
}

/// Stories as lists print them, remembered as long as no story changes. The same story prints the same, so it shows
/// nowhere but in the time it takes.
#[derive(Debug, Default)]
pub struct Rows {
    by_row: Vec<Vec<OnceLock<Box<str>>>>,
    bytes: AtomicUsize,
}

impl Rows {
    /// Nothing printed yet; room for so many stories.
    pub fn new(templates: &Templates, stories: usize) -> Self {
        let room = |(at, row): (usize, &Row)| {
            let stories = if row.first == at { stories } else { 0 };
            std::iter::repeat_with(OnceLock::new).take(stories).collect()
        };
        Rows {
            by_row: templates.rows.iter().enumerate().map(room).collect(),
            bytes: AtomicUsize::new(0),
        }
    }

    pub(super) fn keep(&self, place: &OnceLock<Box<str>>, printed: String) {
        if self.bytes.fetch_add(printed.len(), Ordering::Relaxed) < MOST_BYTES {
            let _ = place.set(printed.into_boxed_str());
        }
    }

    pub(super) fn known(&self, row: usize, id: u32) -> Option<&OnceLock<Box<str>>> {
        self.by_row.get(row)?.get(id as usize)
    }
}

/// The rows of a theme. A list is given whole as well where a template of the site, or of a theme before the one that has
/// it printed, so much as names it.
pub(super) fn rows(theme: &Theme) -> Vec<Row> {
    let row = |printed: &Printed| {
        let name = printed.list.rsplit('.').next().unwrap_or_default();
        let later = theme.chain.get(printed.theme..).unwrap_or_default();
        let nearer = |source: &&Source| {
            let of = source.name.strip_prefix('@').and_then(|n| n.split_once('/'));
            of.is_none_or(|(of, _)| later.iter().all(|theme| theme != of))
        };
        Row {
            list: printed.list,
            component: printed.component.clone(),
            first: (theme.printed.iter())
                .position(|p| p.component == printed.component)
                .unwrap_or_default(),
            whole: theme.templates.iter().filter(nearer).any(|s| s.text.contains(name)),
        }
    };
    theme.printed.iter().map(row).collect()
}
