//! Printing lists a story at a time.

use super::Templates;
use super::context::PrintContext;
use super::rows::Row;
use super::theme::{Printed, Theme};
use crate::diag::{Diagnostic, Place, codes::template as codes};
use crate::view::{Content, PrintedLists, Stories};
use tera::Context;

impl Templates {
    /// Lists that a theme has printed by a component that there is not.
    pub(super) fn rowless(&self, theme: &Theme) -> Vec<Diagnostic> {
        let known = self.shortcodes();
        let without = |printed: &&Printed| !known.contains(&printed.component.as_str());
        let diagnostics = |printed: &Printed| {
            let name = theme.chain.get(printed.theme).map_or("", String::as_str);
            let mut at = Place::file(format!("themes/{name}/theme.toml"));
            at.word.clone_from(&printed.component);
            let component = &printed.component;
            let reason = (
                format!("there is no component `{component}`"),
                format!("`{component}` নামে কোনো অংশ নেই"),
            );
            let fault = Diagnostic::new(&codes::BAD_THEME).arg("theme", name);
            fault.reason(reason).at(at)
        };
        theme.printed.iter().filter(without).map(diagnostics).collect()
    }

    /// Lists that are printed a story at a time.
    pub fn printed(&self) -> &PrintedLists {
        &self.printed
    }

    /// Prints the list of a content, if it stands there by numbers.
    pub(super) fn print_list(&self, content: &mut Content, context: &PrintContext<'_>) -> Result<(), Diagnostic> {
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
            self.print_row(row, *id, context, html)?;
        }
        if row.whole {
            *stories = Stories::Teasers(numbers.into_iter().map(context.teaser).collect());
        }
        Ok(())
    }

    fn print_row(&self, row: &Row, id: u32, context: &PrintContext<'_>, html: &mut String) -> Result<(), Diagnostic> {
        let place = context.rows.and_then(|rows| Some((rows, rows.known(row.first, id)?)));
        if let Some(known) = place.and_then(|(_, place)| place.get()) {
            html.push_str(known);
            return Ok(());
        }
        let mut arguments = Context::new();
        arguments.insert("s", &(context.teaser)(id));
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
