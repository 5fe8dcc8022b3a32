//! Why something was not done, and how that is answered.

use crate::comments::Fault;
use crate::desk::{DeskFault, KeepFault, Piece};
use crate::diag::{Diagnostic, Lang};
use crate::digest::digest;
use crate::source::EditFault;
use std::io::{self, ErrorKind};

/// Why something was not done.
pub(super) enum Refused {
    /// No story of this site.
    NoStory,
    /// The site has never been read.
    NotReady,
    /// Somebody has written meanwhile.
    Late,
    /// Somebody else has changed the file in the same places: the pieces, and the state of the file.
    Conflict(Vec<Piece>, String),
    /// The file is gone.
    Gone,
    /// The file lies at this path now.
    Moved(String),
    /// The page is of an earlier run of this program.
    Stale,
    /// The change cannot be written in the file's format.
    Unwritable,
    /// A build could not read it.
    Faulty(Vec<Diagnostic>),
    /// These fields must be filled first.
    Missing(Vec<String>),
    /// A file of this name is there.
    Taken,
    /// There is nothing that could be taken back, or not any more.
    Nothing,
    /// The system or the database refuses: its reason, in Bengali and in English.
    System(String, String),
}

/// The system's reason.
fn system(error: &io::Error) -> Refused {
    let reason = |lang| crate::diag::system::reason(lang, error);
    Refused::System(reason(Lang::Bn), reason(Lang::En))
}

impl From<KeepFault> for Refused {
    fn from(fault: KeepFault) -> Self {
        match fault {
            KeepFault::NoSource => Refused::NoStory,
            KeepFault::Gone => Refused::Gone,
            KeepFault::Conflict(pieces, theirs) => Refused::Conflict(pieces, file_state(&theirs)),
            KeepFault::Faulty(diagnostics) => Refused::Faulty(diagnostics),
            KeepFault::System(error) if error.kind() == ErrorKind::AlreadyExists => Refused::Taken,
            KeepFault::System(error) => system(&error),
        }
    }
}

impl From<EditFault> for Refused {
    fn from(_: EditFault) -> Self {
        Refused::Unwritable
    }
}

impl From<DeskFault> for Refused {
    fn from(fault: DeskFault) -> Self {
        let (bn, en) = (fault.in_bengali(), fault.to_string());
        match fault {
            DeskFault::System(error) => system(&error),
            _ => Refused::System(bn, en),
        }
    }
}

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        KeepFault::from(error).into()
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Undecided => Refused::Nothing,
            Fault::Unknown(_) => Refused::Late,
            fault => {
                let bn = fault.in_bengali(&|error| crate::diag::system::reason(Lang::Bn, error));
                Refused::System(bn, fault.to_string())
            }
        }
    }
}

/// The state of a file that nobody is writing: the digest of its text, and its length.
pub(super) fn file_state(text: &str) -> String {
    let hash = digest(text.as_bytes());
    let state = hash
        .iter()
        .fold("f".to_owned(), |state, byte| format!("{state}{byte:02x}"));
    format!("{state}-{:x}", text.len())
}

/// The length of the text that a file's state says; `None` for the state of a working copy.
pub(super) fn length_of_state(state: &str) -> Option<usize> {
    let (_, length) = state.strip_prefix('f')?.split_once('-')?;
    usize::from_str_radix(length, 16).ok()
}

/// Whether a file of this text has this state.
pub(super) fn is_state(text: &str, state: &str) -> bool {
    length_of_state(state) == Some(text.len()) && file_state(text) == state
}

/// The status that a refusal is answered with.
pub(super) fn status(refused: &Refused) -> u16 {
    match refused {
        Refused::NoStory => 404,
        Refused::NotReady => 503,
        Refused::Late | Refused::Conflict(..) | Refused::Taken | Refused::Nothing => 409,
        Refused::Gone | Refused::Moved(_) => 410,
        Refused::Stale => 403,
        Refused::Unwritable | Refused::Faulty(_) | Refused::Missing(_) => 422,
        Refused::System(..) => 507,
    }
}

/// Why something was not done, in both languages.
pub(super) fn words(refused: &Refused) -> (&'static str, &'static str) {
    match refused {
        Refused::NoStory => ("এমন খবর বা বিভাগ নেই।", "There is no such story or section."),
        Refused::NotReady => (
            "সাইট এখনো পড়া যায়নি: টার্মিনাল দেখুন।",
            "The site could not be read yet: see the terminal.",
        ),
        Refused::Late => ("এর মধ্যে অন্য জানালায় লেখা হয়েছে।", "Another window has written meanwhile."),
        Refused::Conflict(..) => ("একই জায়গা অন্য কেউ বদলেছেন।", "Somebody else has changed the same places."),
        Refused::Gone => ("ফাইলটি সরানো হয়েছে।", "The file was taken away."),
        Refused::Moved(_) => ("ফাইলটি এখন অন্য জায়গায় আছে।", "The file lies in another place now."),
        Refused::Stale => (
            "পাতাটি আগের বারের: আপনার লেখা নিচে আছে, পাতা আবার খুলে রাখুন।",
            "The page is of an earlier run: your text is below; open the page again and keep it.",
        ),
        Refused::Unwritable => ("এভাবে লেখা যায় না।", "This cannot be written so."),
        Refused::Faulty(_) => ("ভুল ঠিক করলে রাখা যাবে।", "It can be kept once the errors are mended."),
        Refused::Missing(_) => ("এগুলো আগে পূরণ করুন।", "Fill these first."),
        Refused::Nothing => (
            "ফিরিয়ে নেওয়ার কিছু নেই, অথবা সময় পেরিয়ে গেছে।",
            "There is nothing to take back, or it is too late.",
        ),
        Refused::Taken => ("এই নামে আরেকটি আছে।", "There is another of this name."),
        Refused::System(..) => (
            "ডিস্কে লেখা গেল না; আপনার লেখা এই পাতায় আছে।",
            "The disk could not be written; your text is on this page.",
        ),
    }
}
