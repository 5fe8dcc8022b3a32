//! The style sheet of a site's own look: `[look]` as custom properties and font faces over the theme's.

use super::theme::ThemeLook;
use crate::config::{Colour, Density, Look};
use crate::diag::{Diagnostic, Place, codes::config as codes};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};
use std::fmt::Write;

/// The least contrast of letters and their ground (WCAG 2.2, 1.4.3).
const AA: f64 = 4.5;
/// The contrast of the accent that is made for dark ground.
const DARK: f64 = 7.0;
/// Letters by whose widths two fonts are compared: frequent ones, of all shapes.
const LETTERS: &str = "অআইএওকগচজটতথদনপবভমযরলশসহ";
/// The mean width of these letters in Noto Serif Bengali Bold and in Noto Sans Bengali, in ems: the local stand-ins.
const SERIF: f64 = 0.6479;
const SANS: f64 = 0.6824;

/// A font file below `static/`.
#[derive(Debug, Clone)]
pub struct FontFile {
    /// `/fonts/nodi.ttf`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// A WOFF2 file of the same name lies beside it.
    pub woff2: bool,
}

/// The parts of a look's style sheet, and what to preload.
#[derive(Debug, Default)]
pub(super) struct LookSheet {
    /// The style sheet; empty when the look changes nothing.
    pub(super) css: String,
    /// Addresses of fonts in the critical path.
    pub(super) preload: Vec<String>,
    /// The theme's font of headlines, of the text, is not needed.
    pub(super) replaced: [bool; 2],
}

/// What is known of a font.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Measures {
    ascent: f64,
    descent: f64,
    gap: f64,
    /// Mean width of [`LETTERS`] in ems.
    width: f64,
}

/// Makes the style sheet. `font` finds a file that was read.
pub(super) fn sheet(look: &Look, theme: &ThemeLook, home: &str, fonts: &[FontFile]) -> (LookSheet, Vec<Diagnostic>) {
    let mut out = LookSheet::default();
    let mut diagnostics = Vec::new();
    let mut root = String::new();
    let mut dark = String::new();
    if let Some(accent) = look.accent {
        let night = look
            .accent_dark
            .unwrap_or_else(|| accent.lightened(theme.paper_dark, DARK));
        diagnostics.extend(contrast("accent", accent, theme.paper));
        diagnostics.extend(contrast("accent_dark", night, theme.paper_dark));
        let _ = write!(root, "--accent:{accent};");
        let _ = write!(dark, "--accent:{night}");
    }
    match look.density {
        Some(Density::Airy) => root.push_str("--air:1.35;--leading:1.05;"),
        Some(Density::Dense) => root.push_str("--air:.6;--leading:.94;"),
        None => {}
    }
    let mut faces = String::new();
    let mut face = |path: &Option<String>, role: Role| {
        let file = fonts.iter().find(|f| Some(&f.path) == path.as_ref())?;
        match measures(&file.bytes) {
            Ok(measured) => {
                let address = crate::view::href(home, &file.path);
                out.preload.extend(role.preloaded().then(|| file.address(&address)));
                faces.push_str(&role.faces(&address, file, measured));
                Some(())
            }
            Err(reason) => {
                diagnostics.push(role.fault(file, reason));
                None
            }
        }
    };
    if face(&look.fonts.text, Role::Text).is_some() {
        root.push_str("--text-font:LookText,LookTextLocal,var(--text-stand-in,sans-serif);");
        if face(&look.fonts.text_bold, Role::Bold).is_none() {
            root.push_str("font-synthesis:weight;");
        }
        out.replaced[1] = true;
    }
    if face(&look.fonts.headline, Role::Headline).is_some() {
        root.push_str("--headline-font:LookHeadline,LookHeadlineLocal,var(--headline-stand-in,serif);");
        out.replaced[0] = true;
    }
    out.css = faces;
    if !root.is_empty() {
        // Twice the root, so that it wins over the theme's own sets whatever their order.
        let _ = write!(out.css, ":root:root{{{}}}", root.trim_end_matches(';'));
    }
    if !dark.is_empty() {
        let _ = write!(
            out.css,
            "@media (prefers-color-scheme:dark){{:root:root:not([data-theme=light]){{{dark}}}}}:root:root[data-theme=dark]{{{dark}}}\
             @media print{{:root:root:root:root{{--accent:#000}}}}"
        );
    }
    (out, diagnostics)
}

fn contrast(key: &str, colour: Colour, ground: Colour) -> Option<Diagnostic> {
    let ratio = colour.contrast(ground);
    let darker = ground.contrast(Colour::WHITE) < AA;
    (ratio < AA).then(|| {
        let fault = Diagnostic::new(&codes::CONTRAST).arg("key", key).arg("colour", colour);
        let fault = fault.arg("ground", ground).arg("ratio", format!("{ratio:.1}"));
        fault
            .arg_in(
                "direction",
                if darker { "গাঢ়" } else { "হালকা" },
                if darker { "darker" } else { "lighter" },
            )
            .at(Place::word("khobor.toml", key))
    })
}

/// What a font is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Headline,
    Text,
    Bold,
}

impl Role {
    fn name(self) -> &'static str {
        if self == Role::Headline {
            "LookHeadline"
        } else {
            "LookText"
        }
    }

    fn weight(self) -> &'static str {
        match self {
            Role::Headline | Role::Bold => "700",
            Role::Text => "400",
        }
    }

    /// Bold text comes late, and not on every page.
    fn preloaded(self) -> bool {
        self != Role::Bold
    }

    /// The face, and the local face that stands in for it until it comes: of the same height and, by its letters, of the same width.
    fn faces(self, address: &str, file: &FontFile, m: Measures) -> String {
        let (name, weight) = (self.name(), self.weight());
        let format = if address.to_ascii_lowercase().ends_with("otf") {
            "opentype"
        } else {
            "truetype"
        };
        let mut out = format!("@font-face{{font-family:{name};font-weight:{weight};font-display:swap;src:");
        if file.woff2 {
            let _ = write!(out, "url({}) format(\"woff2\"),", file.address(address));
        }
        let _ = write!(out, "url({address}) format(\"{format}\")}}");
        let (usual, local) = match self {
            Role::Headline => (
                SERIF,
                "local(\"Noto Serif Bengali Bold\"),local(\"Noto Serif Bengali\"),local(\"Nirmala UI Bold\"),local(\"Vrinda Bold\")",
            ),
            Role::Text => (
                SANS,
                "local(\"Noto Sans Bengali\"),local(\"Nirmala UI\"),local(\"Bangla Sangam MN\"),local(\"Vrinda\")",
            ),
            Role::Bold => (
                SANS,
                "local(\"Noto Sans Bengali Bold\"),local(\"Nirmala UI Bold\"),local(\"Vrinda Bold\")",
            ),
        };
        // Heights are given in parts of the adjusted size.
        let adjust = m.width / usual;
        let part = |value: f64| format!("{:.1}%", value / adjust * 100.0);
        let _ = write!(
            out,
            "@font-face{{font-family:{name}Local;font-weight:{weight};src:{local};ascent-override:{};descent-override:{};line-gap-override:{};size-adjust:{:.1}%;unicode-range:U+951-952,U+964-965,U+980-9FF,U+200C-200D,U+25CC}}",
            part(m.ascent),
            part(m.descent),
            part(m.gap),
            adjust * 100.0,
        );
        out
    }

    fn fault(self, file: &FontFile, (en, bn): (&'static str, &'static str)) -> Diagnostic {
        let (use_en, use_bn) = match self {
            Role::Headline => ("headlines", "শিরোনামের"),
            Role::Text | Role::Bold => ("the text", "লেখার"),
        };
        let fault = Diagnostic::new(&codes::BAD_FONT).arg("path", &file.path);
        let fault = fault.arg_in("use", use_bn, use_en);
        let fault = fault.arg_in("reason", bn, en);
        fault.at(Place::word("khobor.toml", &file.path))
    }
}

impl FontFile {
    /// The file that browsers fetch first, by the address of the font itself.
    fn address(&self, address: &str) -> String {
        match address.rsplit_once('.') {
            Some((stem, _)) if self.woff2 => format!("{stem}.woff2"),
            _ => address.to_owned(),
        }
    }
}

/// Reads a font's measures.
fn measures(bytes: &[u8]) -> Result<Measures, (&'static str, &'static str)> {
    let broken = (
        "it is no TTF or OTF font, or it is damaged",
        "এটি TTF বা OTF ফন্ট নয়, অথবা নষ্ট",
    );
    let font = FontRef::new(bytes).map_err(|_| broken)?;
    let metrics = font.metrics(Size::unscaled(), LocationRef::default());
    let em = f64::from(metrics.units_per_em);
    if em <= 0.0 {
        return Err(broken);
    }
    let (charmap, glyphs) = (
        font.charmap(),
        font.glyph_metrics(Size::unscaled(), LocationRef::default()),
    );
    let widths: Vec<f64> = LETTERS
        .chars()
        .filter_map(|letter| glyphs.advance_width(charmap.map(letter)?))
        .map(f64::from)
        .collect();
    if widths.len() < LETTERS.chars().count() {
        return Err(("it lacks Bengali letters", "এতে ইউনিকোডের বাংলা অক্ষর নেই"));
    }
    let part = |value: f32| f64::from(value) / em;
    Ok(Measures {
        ascent: part(metrics.ascent),
        descent: part(-metrics.descent),
        gap: part(metrics.leading),
        width: (widths.iter().sum::<f64>() / widths.len() as f64 / em).clamp(0.2, 2.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LookFonts;

    fn theme() -> ThemeLook {
        ThemeLook {
            paper: Colour::WHITE,
            paper_dark: Colour([18, 18, 17]),
            fonts: Default::default(),
        }
    }

    #[test]
    fn an_accent_stands_in_both_grounds() {
        let look = Look {
            accent: Colour::read("#00563f"),
            density: Some(Density::Dense),
            ..Look::default()
        };
        let (sheet, diagnostics) = sheet(&look, &theme(), "/", &[]);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert!(
            sheet.css.starts_with(":root:root{--accent:#00563f;--air:.6"),
            "{}",
            sheet.css
        );
        assert!(sheet.css.contains("[data-theme=dark]{--accent:#"), "{}", sheet.css);
        assert_eq!(super::sheet(&Look::default(), &theme(), "/", &[]).0.css, "");
    }

    #[test]
    fn a_pale_accent_is_refused_with_its_pair() {
        let look = Look {
            accent: Colour::read("#ffcc00"),
            accent_dark: Colour::read("#300"),
            ..Look::default()
        };
        let (_, diagnostics) = sheet(&look, &theme(), "/", &[]);
        let shown: Vec<String> = diagnostics.iter().map(|d| d.message(crate::diag::Lang::En)).collect();
        assert_eq!(shown.len(), 2, "{shown:?}");
        assert!(
            shown[0].contains("#ffcc00") && shown[0].contains("#ffffff"),
            "{}",
            shown[0]
        );
        assert!(
            shown[1].contains("#330000") && shown[1].contains("#121211"),
            "{}",
            shown[1]
        );
    }

    #[test]
    fn what_is_no_font_is_refused() {
        for bytes in [&b""[..], b"wOF2 no", &[0, 1, 0, 0, 0, 255, 0, 0, 1, 2, 3]] {
            assert!(measures(bytes).is_err());
        }
    }

    #[test]
    fn a_font_has_a_stand_in_of_its_own_measures() {
        let bytes = include_bytes!("../../tests/fonts/letters.ttf").to_vec();
        let measured = measures(&bytes).unwrap();
        assert!((measured.width - SANS).abs() < 0.001, "{measured:?}");
        assert!(
            (measured.ascent - 0.917).abs() < 0.001 && (measured.descent - 0.408).abs() < 0.001,
            "{measured:?}"
        );
        let path = "/fonts/letters.ttf".to_owned();
        let fonts = [FontFile {
            path: path.clone(),
            bytes,
            woff2: true,
        }];
        let look = Look {
            fonts: LookFonts {
                text: Some(path),
                ..LookFonts::default()
            },
            ..Look::default()
        };
        let (sheet, diagnostics) = sheet(&look, &theme(), "/p/", &fonts);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        let face = "src:url(/p/fonts/letters.woff2) format(\"woff2\"),url(/p/fonts/letters.ttf) format(\"truetype\")";
        assert!(sheet.css.contains(face), "{}", sheet.css);
        assert!(
            sheet.css.contains("ascent-override:91.7%;descent-override:40.8%"),
            "{}",
            sheet.css
        );
        assert_eq!(
            (sheet.preload, sheet.replaced),
            (vec!["/p/fonts/letters.woff2".to_owned()], [false, true])
        );
    }
}
