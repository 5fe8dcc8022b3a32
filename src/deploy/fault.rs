//! Faults of a deploy: diagnostics `KH07..`, boxed so that results stay small.

use crate::diag::{Code, Diagnostic, Lang, Reason, codes::deploy as codes, system};
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

/// The host, or the line to it, failed: what it says, or what the program says that talks to it.
pub(super) fn failed(words: impl Display) -> Fault {
    ended(Reason::quoted(words))
}

/// The deploy ended for a reason that khobor found.
pub(super) fn ended(reason: impl Into<Reason>) -> Fault {
    Box::new(Diagnostic::new(&codes::FAILED).reason(reason))
}

/// A call to the local system failed at a path.
pub(super) fn local(path: &std::path::Path) -> impl Fn(std::io::Error) -> Fault + '_ {
    move |error| {
        let (path, bn) = (path.display(), system::reason(Lang::Bn, &error));
        ended((format!("{path}: {error}"), format!("{path}: {bn}")))
    }
}
