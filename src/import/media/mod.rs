//! Pictures, sound, films and papers of an old site: from a folder, a zip or a tar of its uploads, or from the site itself.
//!
//! | module | what it does |
//! |---|---|
//! | [`names`] | names of files: one for every way that systems write them, and none that is dangerous |
//! | [`kinds`] | what a file is, by its content |
//! | [`uploads`] | folders, zips and tars |

pub mod kinds;
pub mod names;
pub mod uploads;

pub use names::{Catalogue, safe_path};
