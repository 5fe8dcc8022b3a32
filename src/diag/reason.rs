//! What stands in a message as its `{reason}`, in both languages.

use std::fmt::{self, Display};

/// A reason in both languages.
///
/// ```
/// use khobor::diag::{Diagnostic, Lang, Reason, codes::deploy::FAILED};
/// let own = Diagnostic::new(&FAILED).reason(("no address", "ঠিকানা নেই"));
/// assert!(own.message(Lang::Bn).ends_with("ঠিকানা নেই"));
/// let theirs = Diagnostic::new(&FAILED).reason(Reason::quoted("530 Login incorrect"));
/// assert!(theirs.message(Lang::Bn).ends_with("উত্তর ছিল “530 Login incorrect”"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    en: String,
    bn: String,
}

impl Reason {
    /// A reason in English and in Bengali.
    pub fn new(en: impl Into<String>, bn: impl Into<String>) -> Self {
        Reason {
            en: en.into(),
            bn: bn.into(),
        }
    }

    /// Words of another program, which a Bengali message quotes.
    pub fn quoted(words: impl Display) -> Self {
        let words = words.to_string();
        Reason::new(words.clone(), format!("উত্তর ছিল “{words}”"))
    }

    /// What is quoted from a file, which is the same in both languages.
    pub fn same(written: impl Into<String>) -> Self {
        let written = written.into();
        Reason::new(written.clone(), written)
    }

    /// The English words.
    pub fn english(&self) -> &str {
        &self.en
    }

    /// The Bengali words.
    pub fn bengali(&self) -> &str {
        &self.bn
    }
}

impl Display for Reason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.en)
    }
}

/// A reason within a fault of reading or writing: [`super::system::reason`] gives it in the language that is asked for.
impl std::error::Error for Reason {}

impl From<(&str, &str)> for Reason {
    fn from((en, bn): (&str, &str)) -> Self {
        Reason::new(en, bn)
    }
}

impl From<(String, String)> for Reason {
    fn from((en, bn): (String, String)) -> Self {
        Reason { en, bn }
    }
}
