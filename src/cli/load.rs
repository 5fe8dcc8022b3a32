//! The portal, for a command that asks something of it.

use super::output::Terminal;
use crate::diag::Diagnostic;
use crate::engine::{self, Loaded, Request};
use serde_json::json;

/// The loaded portal, and what was found in its sources; `None` once the faults for which it cannot be loaded are reported.
pub(super) fn portal(terminal: &Terminal, request: &Request) -> Option<(Loaded, Vec<Diagnostic>)> {
    let meter = terminal.progress();
    let outcome = engine::load(request, &meter);
    drop(meter);
    let Some(loaded) = outcome.value else {
        terminal.diagnostics(&outcome.diagnostics);
        terminal.json(false, json!({}), &outcome.diagnostics);
        return None;
    };
    Some((loaded, outcome.diagnostics))
}
