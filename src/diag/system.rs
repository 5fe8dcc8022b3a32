//! What the operating system says of a file, in both languages.

use super::{Lang, Reason};
use crate::bengali::number;
use std::io::{Error, ErrorKind};

/// Why a file could not be opened, read or written, in `lang`. The system's own words are English.
///
/// ```
/// use khobor::diag::{Lang, system};
/// let gone = std::io::Error::from(std::io::ErrorKind::NotFound);
/// assert_eq!(system::reason(Lang::Bn, &gone), "এমন ফাইল বা ফোল্ডার নেই");
/// ```
pub fn reason(lang: Lang, error: &Error) -> String {
    if lang == Lang::En {
        return error.to_string();
    }
    if let Some(own) = error.get_ref().and_then(|inner| inner.downcast_ref::<Reason>()) {
        return own.bengali().to_owned();
    }
    match error.kind() {
        ErrorKind::NotFound => "এমন ফাইল বা ফোল্ডার নেই",
        ErrorKind::PermissionDenied => "অনুমতি নেই",
        ErrorKind::AlreadyExists => "আগে থেকেই আছে",
        ErrorKind::NotADirectory => "এটি ফোল্ডার নয়",
        ErrorKind::IsADirectory => "এটি ফাইল নয়, ফোল্ডার",
        ErrorKind::DirectoryNotEmpty => "ফোল্ডারটি খালি নয়",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "ডিস্কে জায়গা নেই",
        ErrorKind::ReadOnlyFilesystem => "এখানে শুধু পড়া যায়, লেখা যায় না",
        ErrorKind::FileTooLarge => "ফাইলটি বেশি বড়",
        ErrorKind::InvalidFilename => "ফাইলের এমন নাম হতে পারে না",
        ErrorKind::InvalidData => "ফাইলের লেখা পড়া যায়নি (ইউটিএফ-৮ নয়)",
        ErrorKind::AddrInUse => "ঠিকানাটি অন্য প্রোগ্রাম ব্যবহার করছে",
        ErrorKind::AddrNotAvailable => "ঠিকানাটি এই কম্পিউটারের নয়",
        ErrorKind::ConnectionRefused => "সংযোগ নেওয়া হয়নি",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => "সংযোগ কেটে গেছে",
        ErrorKind::TimedOut => "সময় পেরিয়ে গেছে",
        ErrorKind::UnexpectedEof => "ফাইলটি মাঝপথে শেষ",
        ErrorKind::OutOfMemory => "মেমোরি যথেষ্ট নয়",
        _ => return unknown(error),
    }
    .to_owned()
}

fn unknown(error: &Error) -> String {
    match error.raw_os_error() {
        Some(code) => format!("অপারেটিং সিস্টেমের ত্রুটি {}", number::integer(i64::from(code))),
        None => "অপারেটিং সিস্টেমের ত্রুটি".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_of_its_own_is_told_in_both_languages() {
        let own = Error::other(Reason::new("no archive", "আর্কাইভ নয়"));
        assert_eq!(
            (reason(Lang::En, &own), reason(Lang::Bn, &own)),
            ("no archive".into(), "আর্কাইভ নয়".into())
        );
    }

    #[test]
    fn no_reason_in_bengali_has_english_words() {
        for code in 1..=134 {
            let said = reason(Lang::Bn, &Error::from_raw_os_error(code));
            assert!(!said.chars().any(|c| c.is_ascii_alphabetic()), "{code}: {said}");
        }
    }
}
