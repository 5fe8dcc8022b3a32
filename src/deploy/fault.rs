//! Faults of a deploy: diagnostics `KH07..`, boxed so that results stay small.

use crate::diag::{Code, Diagnostic, codes::deploy as codes};
use std::fmt::Display;

/// What went wrong, ready to be reported.
pub type Fault = Box<Diagnostic>;
/// A value or a fault.
pub type Result<T> = std::result::Result<T, Fault>;

/// A fault of this kind with its arguments.
pub(super) fn fault(code: &'static Code, args: &[(&'static str, &dyn Display)]) -> Fault {
    Box::new(args.iter().fold(Diagnostic::new(code), |diagnostics, (name, value)| {
        diagnostics.arg(name, value)
    }))
}

/// The host, or the line to it, failed.
pub(super) fn failed(reason: impl Display) -> Fault {
    fault(&codes::FAILED, &[("reason", &reason)])
}

/// A call to the local system failed at a path.
pub(super) fn local(path: &std::path::Path) -> impl Fn(std::io::Error) -> Fault + '_ {
    move |error| failed(format!("{}: {error}", path.display()))
}
