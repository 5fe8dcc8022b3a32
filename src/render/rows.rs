//! Lists that a theme has printed a story at a time: a story stands in a dozen lists and looks the same in all.

use super::theme::{Printed, Theme};
use super::{PrintContext, Source, Templates};
use crate::diag::{Diagnostic, Place, codes::template as codes};
use crate::view::{Content, PrintedLists, Stories};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use tera::Context;

/// Markup that is remembered at most; what comes later is printed each time.
const MOST_BYTES: usize = 32 << 20;

/// How the stories of a list are printed.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) list: &'static str,
    pub(super) component: String,
    /// The first row that is printed by the same component: what is remembered of it serves all.
    first: usize,
    /// A template nearer than the theme's own may want the stories themselves.
    whole: bool,
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

    fn keep(&self, place: &OnceLock<Box<str>>, printed: String) {
        if self.bytes.fetch_add(printed.len(), Ordering::Relaxed) < MOST_BYTES {
            let _ = place.set(printed.into_boxed_str());
        }
    }

    fn known(&self, row: usize, id: u32) -> Option<&OnceLock<Box<str>>> {
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

impl Templates {
    /// Lists that a theme has printed by a component that there is not.
    pub(super) fn rowless(&self, theme: &Theme) -> Vec<Diagnostic> {
        let known = self.shortcodes();
        let without = |printed: &&Printed| !known.contains(&printed.component.as_str());
        let diagnostics = |printed: &Printed| {
            let name = theme.chain.get(printed.theme).map_or("", String::as_str);
            let mut at = Place::file(format!("themes/{name}/theme.toml"));
            at.word.clone_from(&printed.component);
            let reason = format!("there is no component `{}`", printed.component);
            let fault = Diagnostic::new(&codes::BAD_THEME).arg("theme", name);
            fault.arg("reason", reason).at(at)
        };
        theme.printed.iter().filter(without).map(diagnostics).collect()
    }

    /// Lists that are printed a story at a time.
    pub fn printed(&self) -> &PrintedLists {
        &self.printed
    }

    /// Prints the list of a content, if it stands there by numbers.
    pub(super) fn print_list(&self, content: &mut Content, sheet: &PrintContext<'_>) -> Result<(), Diagnostic> {
        let Some((name, stories, html)) = content.list() else {
            return Ok(());
        };
        let Stories::Numbers(numbers) = stories else {
            return Ok(());
        };
        let numbers = std::mem::take(numbers);
        let Some(row) = self.rows.iter().find(|row| row.list == name) else {
            return Ok(());
        };
        html.reserve(numbers.len() << 10);
        for id in &numbers {
            self.print_row(row, *id, sheet, html)?;
        }
        if row.whole {
            *stories = Stories::Teasers(numbers.into_iter().map(sheet.teaser).collect());
        }
        Ok(())
    }

    fn print_row(&self, row: &Row, id: u32, sheet: &PrintContext<'_>, html: &mut String) -> Result<(), Diagnostic> {
        let place = sheet.rows.and_then(|rows| Some((rows, rows.known(row.first, id)?)));
        if let Some(known) = place.and_then(|(_, place)| place.get()) {
            html.push_str(known);
            return Ok(());
        }
        let mut arguments = Context::new();
        arguments.insert("s", &(sheet.teaser)(id));
        let print = |row: &Row| {
            self.tera
                .render_component_with_implicits(&row.component, &arguments, &self.globals, None, true)
        };
        let printed = print(row).map_err(|e| self.fault(&e))?;
        html.push_str(&printed);
        let Some((rows, place)) = place else { return Ok(()) };
        rows.keep(place, printed);
        // The same story stands in lists of other kinds, too; as it is at hand, its other rows are printed now.
        for row in &self.rows {
            if let Some(place) = rows.known(row.first, id).filter(|place| place.get().is_none())
                && let Ok(printed) = print(row)
            {
                rows.keep(place, printed);
            }
        }
        Ok(())
    }
}
