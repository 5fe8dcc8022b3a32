//! The writing desk: the way of a text from an editor's field to its file. Knows no screens: `preview` shows what is here.
//!
//! A *working copy* is what somebody is writing; it lies in `.desk/desk.db` ([`DeskStore`]) and stands over its file in the preview
//! ([`crate::source::Overlay`]), while `content/` is untouched. *Keeping* it ([`keep()`]) puts it together with what the file holds by
//! then ([`merge()`]), reads it as a build would, and only then writes the file, in the form that it had ([`TextForm`]).

mod form;
mod keep;
mod merge;
mod store;

pub use form::TextForm;
pub use keep::{Keep, KeepFault, Kept, keep, open};
pub use merge::{Piece, merge, merged_text};
pub use store::{Change, DeskFault, DeskStore, Version, WorkingCopy};
