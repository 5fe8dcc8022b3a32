//! What can go wrong while publishing, as it is reported to an editor: the room that publishes knows no messages.

use crate::diag::{Diagnostic, Lang, codes::publish as codes, system};
use crate::publish::store::Ignored;
use crate::publish::{Danger, Operation, PublishError, Weaker};

/// A fault of publishing.
pub(super) fn failed(error: &PublishError) -> Diagnostic {
    Diagnostic::new(&codes::FAILED).arg_in("reason", in_bengali(error), error)
}

/// A call to the system that failed while the site was read or put together.
pub(super) fn system_failed(error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(&codes::FAILED).cause(error)
}

fn in_bengali(error: &PublishError) -> String {
    let path = error.path().display();
    match error {
        PublishError::Disk { operation, cause, .. } => {
            format!("{path} {}: {}", tried(*operation), system::reason(Lang::Bn, cause))
        }
        PublishError::Refused { danger, .. } => format!("{path} ফোল্ডারে প্রকাশ করা হবে না: {}", refused(*danger)),
        PublishError::Locked { .. } => format!("{path} তালা দেওয়া: আরেকটি khobor সেখানে প্রকাশ করছে"),
        PublishError::Foreign { .. } => format!("{path} লেখা গেল না: সেখানে এমন ফাইল আছে যা khobor লেখেনি"),
        PublishError::Name { .. } => format!("{path} লেখা গেল না: এমন নাম হতে পারে না"),
        PublishError::Twice { .. } => format!("{path} লেখা গেল না: দুটি পাতা একই জায়গা চায়"),
    }
}

fn tried(operation: Operation) -> &'static str {
    match operation {
        Operation::Look | Operation::List | Operation::Read => "পড়া গেল না",
        Operation::Create | Operation::Write | Operation::Flush => "লেখা গেল না",
        Operation::Rights => "ফাইলের অধিকার বদলানো গেল না",
        Operation::MakeFolder => "ফোল্ডার বানানো গেল না",
        Operation::Link => "ফাইলকে দ্বিতীয় নাম দেওয়া গেল না",
        Operation::Rename | Operation::Exchange => "নাম বদলানো গেল না",
        Operation::Remove | Operation::RemoveFolder => "মোছা গেল না",
        Operation::Lock => "তালা দেওয়া গেল না",
    }
}

fn refused(danger: Danger) -> &'static str {
    match danger {
        Danger::Empty => "ফোল্ডারের নাম নেই",
        Danger::System => "এটি অপারেটিং সিস্টেমের",
        Danger::Home => "এটি নিজের মূল ফোল্ডার, তার ওপরের, বা তার নিজস্ব কোনো ফোল্ডার",
        Danger::Source => "এর ভেতরে উৎস আছে",
        Danger::InsideInput => "এটি উৎসের ফোল্ডারের ভেতরে",
        Danger::Repository => "এটি সংস্করণ রাখার ফোল্ডারের মূল, বা তার নথির ভেতরে",
        Danger::Portal => "এর ভেতরে khobor.toml আছে",
        Danger::NotFolder => "এটি ফোল্ডার নয়",
    }
}

/// Which promise holds where folders cannot be exchanged.
pub(super) fn weaker(promise: &Weaker) -> Diagnostic {
    let why = match promise {
        Weaker::Asked => "চাওয়া হয়েছে বলে জায়গাতেই প্রকাশ করা হলো".to_owned(),
        Weaker::Mounted => "এখানে ফোল্ডার অদলবদল করা যায় না".to_owned(),
        Weaker::FileSystem => "এই ফাইল-ব্যবস্থায় ফোল্ডার অদলবদল করা যায় না".to_owned(),
        Weaker::Unlinkable(path) => format!("{} সঙ্গে নেওয়া যায় না", path.display()),
    };
    let bn = format!("{why}: প্রতিটি ফাইল সব সময় হয় পুরোনো নয় নতুন; মাঝপথে থামলে পরের প্রকাশ তা শেষ করে");
    Diagnostic::new(&codes::WEAKER).arg_in("reason", bn, promise.line())
}

/// Why what was remembered is not used.
pub(super) fn cache_ignored(why: Ignored) -> Diagnostic {
    let bn = match why {
        Ignored::Damaged => "আগের পড়া নষ্ট হয়েছিল, নতুন করে পড়া হলো",
        Ignored::Foreign => "আগের পড়া অন্য সংস্করণের, নতুন করে পড়া হলো",
    };
    Diagnostic::new(&codes::CACHE_IGNORED).arg_in("reason", bn, why.line())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    #[test]
    fn what_is_said_in_bengali_has_no_english_words() {
        let path = || PathBuf::from("/নদী");
        let cause = || std::io::Error::from_raw_os_error(28);
        let operations = [
            Operation::Look,
            Operation::List,
            Operation::Read,
            Operation::Create,
            Operation::Write,
            Operation::Rights,
            Operation::MakeFolder,
            Operation::Link,
            Operation::Rename,
            Operation::Exchange,
            Operation::Remove,
            Operation::RemoveFolder,
            Operation::Flush,
            Operation::Lock,
        ];
        let disk = operations.map(|operation| PublishError::Disk {
            operation,
            path: path(),
            cause: cause(),
        });
        let dangers = [
            Danger::Empty,
            Danger::System,
            Danger::Home,
            Danger::Source,
            Danger::InsideInput,
            Danger::Repository,
            Danger::Portal,
            Danger::NotFolder,
        ];
        let refused = dangers.map(|danger| PublishError::Refused { path: path(), danger });
        let others = [
            PublishError::Locked { path: path() },
            PublishError::Foreign { path: path() },
            PublishError::Name {
                path: "নদী".into(),
                reason: "a name",
            },
            PublishError::Twice { path: path() },
        ];
        let faults = disk.iter().chain(&refused).chain(&others).map(failed);
        let promises = [
            Weaker::Asked,
            Weaker::Mounted,
            Weaker::FileSystem,
            Weaker::Unlinkable(path()),
        ];
        let ignored = [Ignored::Damaged, Ignored::Foreign].map(cache_ignored);
        for fault in faults.chain(promises.iter().map(weaker)).chain(ignored) {
            let said = fault.message(Lang::Bn).replace("khobor.toml", "").replace("khobor", "");
            assert!(!said.chars().any(|c| c.is_ascii_alphabetic()), "{said}");
        }
    }
}
