//! The writing desk: the way of a text from an editor's field to its file. Knows no screens: `preview` shows what is here.
//!
//! A *working copy* is what somebody is writing; it lies in `.desk/desk.db` ([`DeskStore`]) and stands over its file in the preview
//! ([`crate::source::Overlay`]), while `content/` is untouched. *Keeping* it ([`keep()`]) puts it together with what the file holds by
//! then ([`merge()`]), reads it as a build would, and only then writes the file, in the form that it had ([`TextForm`]).

mod difference;
mod form;
mod keep;
mod merge;
mod moved;
mod parts;
mod picture;
mod rename;
mod store;

pub use difference::{DifferenceLine, difference};
pub use form::TextForm;
pub use keep::{Keep, KeepFault, Kept, keep, open, restore, story_faults};
pub use merge::{Piece, merge, merged_text};
pub use moved::{Sought, file_sign, moved_to};
pub use parts::{FIELDS, FieldKind, StoryParts, body_line, local, moment_of, story_parts, with_parts, written_moment};
pub use picture::{LARGEST_PICTURE, PictureFault, StoredPicture, picture_at, pictures_of, read_picture, store_picture};
pub use rename::{StoryPlace, story_place, with_alias};
pub use store::{Change, DeskFault, DeskStore, Version, WorkingCopy};
