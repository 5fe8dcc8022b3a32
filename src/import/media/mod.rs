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

/// A fault of an archive as one of reading, told in both languages.
pub(crate) fn zip_fault(fault: zip::result::ZipError) -> std::io::Error {
    use crate::diag::Reason;
    match fault {
        zip::result::ZipError::Io(fault) => fault,
        other => std::io::Error::other(Reason::new(other.to_string(), "জিপ ফাইলটি নষ্ট, অসম্পূর্ণ, বা জিপই নয়")),
    }
}
