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

    /// Names and signs that Bengali texts may have in Latin letters: programs, formats, hosts, keys and their values.
    const NAMES: &[&str] = &[
        "AA",
        "ARTICLES",
        "Analytics",
        "BOM",
        "CMYK",
        "Caddy",
        "CloudFront",
        "Cloudflare",
        "GitHub",
        "GitLab",
        "GoatCounter",
        "Google",
        "HTML",
        "Home",
        "IIS",
        "All",
        "DOCTYPE",
        "Drive",
        "Dropbox",
        "Export",
        "Hugo",
        "PDF",
        "PHP",
        "Syncthing",
        "Tools",
        "XML",
        "aliases",
        "breaking",
        "content",
        "featured",
        "font",
        "shonghoti",
        "IndexNow",
        "Jekyll",
        "Zola",
        "WordPress",
        "Disqus",
        "Blogger",
        "JPEG",
        "JSON",
        "LEAVE",
        "A",
        "Markdown",
        "Matomo",
        "Most",
        "NUL",
        "OTF",
        "OpenSSH",
        "PNG",
        "Plausible",
        "Popular",
        "RELATED",
        "REPLY",
        "RGB",
        "SVG",
        "SutonnyMJ",
        "TOML",
        "TTF",
        "Tera",
        "UTF",
        "Umami",
        "WCAG",
        "WebP",
        "WebSub",
        "YAML",
        "alias",
        "anchor",
        "base",
        "body",
        "budget",
        "chmod",
        "combined",
        "data",
        "date",
        "embed",
        "false",
        "file",
        "footer",
        "git",
        "gzip",
        "host",
        "http",
        "https",
        "id",
        "javascript",
        "khobor",
        "kind",
        "live",
        "mailto",
        "name",
        "nginx",
        "o",
        "path",
        "potrika",
        "rsync",
        "sftp",
        "shorts",
        "slug",
        "tel",
        "text",
        "title",
        "true",
        "watch",
        "zip",
    ];

    /// The words in Latin letters that stand in running text: not in `code`, not part of a path, address, key or sign.
    fn latin(text: &str) -> Vec<String> {
        let code = text.split('`').step_by(2).collect::<Vec<_>>().join(" ");
        let ends = |c: char| c.is_whitespace() || ",;।()“”’‘:".contains(c);
        let bengali = |c: char| ('\u{980}'..='\u{9ff}').contains(&c);
        let words = code
            .split(ends)
            .map(|word| word.trim_end_matches(bengali).trim_end_matches('-'));
        let plain = |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic());
        words.filter(plain).map(str::to_owned).collect()
    }

    #[test]
    fn no_english_words_stand_in_bengali_texts_and_no_bengali_in_english() {
        assert_eq!(latin("`code` The /a/b file-এর khobor: ক"), ["The", "file", "khobor"]);
        for code in all() {
            for text in [code.bn.message, code.bn.help, code.bn.explain] {
                let odd: Vec<String> = latin(text)
                    .into_iter()
                    .filter(|w| !NAMES.contains(&w.as_str()))
                    .collect();
                assert!(odd.is_empty(), "{}: {odd:?} in: {text}", code.id);
            }
            // English texts quote Bengali examples, but none is mostly Bengali.
            for text in [code.en.message, code.en.help, code.en.explain] {
                let bengali = text.chars().filter(|c| ('\u{980}'..='\u{9ff}').contains(c)).count();
                let latin = text.chars().filter(char::is_ascii_alphabetic).count();
                assert!(bengali <= latin, "{}: {text}", code.id);
            }
        }
    }

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
            let names = |t: &str| {
                t.split('{')
                    .skip(1)
                    .filter_map(|p| p.split('}').next())
                    .map(str::to_owned)
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
