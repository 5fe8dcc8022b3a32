//! Every code, by room. `KH01..` configuration, `KH02..` source, `KH03..` portal, `KH04..` templates and themes,
//! `KH05..` media, `KH06..` publishing, `KH07..` deploying, `KH08..` import and data, `KH09..` newsroom lint.

use super::Code;

/// Declares the codes of a room: one constant each, and `ALL` in order.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $id:literal $severity:ident {
        en: $em:literal, $eh:literal, $ee:literal;
        bn: $bm:literal, $bh:literal, $be:literal;
    })*) => {
        use crate::diag::{Code, Severity, Text};
        $($(#[$doc])* pub static $name: Code = Code {
            id: $id,
            severity: Severity::$severity,
            en: Text { message: $em, help: $eh, explain: $ee },
            bn: Text { message: $bm, help: $bh, explain: $be },
        };)*
        /// All codes of this room, in order.
        pub static ALL: &[&Code] = &[$(&$name),*];
    };
}

pub mod config;
pub mod data;
pub mod deploy;
pub mod import;
pub mod lint;
pub mod media;
pub mod portal;
pub mod publish;
pub mod source;
pub mod template;

/// Every code there is, in order of its number.
pub fn all() -> impl Iterator<Item = &'static Code> {
    [
        config::ALL,
        source::ALL,
        portal::ALL,
        template::ALL,
        media::ALL,
        publish::ALL,
        deploy::ALL,
        data::ALL,
        import::ALL,
        lint::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The code with this number; case of `kh` and missing zeros are forgiven.
///
/// ```
/// assert_eq!(khobor::diag::codes::find("kh0201").map(|c| c.id), Some("KH0201"));
/// ```
pub fn find(id: &str) -> Option<&'static Code> {
    let digits = id.trim().trim_start_matches(['k', 'K', 'h', 'H']);
    let number: u32 = digits.parse().ok()?;
    all().find(|c| c.id[2..].parse() == Ok(number))
}

#[cfg(test)]
mod tests {
    use super::all;

    #[test]
    fn codes_are_unique_ordered_and_told_in_both_languages() {
        let ids: Vec<&str> = all().map(|c| c.id).collect();
        assert!(ids.windows(2).all(|w| w[0] < w[1]), "not strictly ordered: {ids:?}");
        for code in all() {
            for text in [&code.en, &code.bn] {
                assert!(
                    !text.message.is_empty() && !text.explain.is_empty(),
                    "{} lacks a text",
                    code.id
                );
            }
            // An argument whose text differs by language has a name for each: `reason` and `reason_bn`, `use_en` and `use_bn`.
            let names = |t: &str| {
                t.split('{')
                    .skip(1)
                    .filter_map(|p| p.split('}').next())
                    .map(|name| name.trim_end_matches("_bn").trim_end_matches("_en").to_owned())
                    .collect::<std::collections::BTreeSet<_>>()
            };
            assert_eq!(
                names(code.en.message),
                names(code.bn.message),
                "{}: arguments differ",
                code.id
            );
        }
    }
}
