//! The site's own look: `[look]` resolved.

use super::colour::Colour;
use super::faults::Faults;
use super::file::ConfigFile;

/// What a site changes of its theme's look by settings alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Look {
    /// The accent on light ground.
    pub accent: Option<Colour>,
    /// The accent on dark ground; made from `accent` when absent.
    pub accent_dark: Option<Colour>,
    /// Fonts, below `static/`: of headlines, of the text, of bold text.
    pub fonts: LookFonts,
    /// How close things stand; the theme's own when absent.
    pub density: Option<Density>,
}

/// Paths of a site's own fonts, `/fonts/nodi.ttf`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookFonts {
    /// Of headlines.
    pub headline: Option<String>,
    /// Of the text.
    pub text: Option<String>,
    /// Of bold text.
    pub text_bold: Option<String>,
}

impl LookFonts {
    /// All that are named.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        [&self.headline, &self.text, &self.text_bold]
            .into_iter()
            .filter_map(|p| p.as_deref())
    }
}

/// How close things stand on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Density {
    /// More white between things.
    Airy,
    /// More on a screen.
    Dense,
}

/// `[look]`, checked.
pub(super) fn look(file: &ConfigFile, faults: &mut Faults<'_>) -> Look {
    let written = &file.look;
    let mut colour = |key: &str, value: &Option<String>| {
        let value = value.as_deref()?;
        let read = Colour::read(value);
        if read.is_none() {
            let reason = ("a colour is written #rrggbb", "রং লিখতে হয় #rrggbb আকারে");
            faults.bad(key, value, reason, "accent = \"#a80f1c\"");
        }
        read
    };
    let accent = colour("look.accent", &written.accent);
    let accent_dark = colour("look.accent_dark", &written.accent_dark);
    let mut font = |key: &str, value: &Option<String>| {
        let value = value.as_deref()?;
        let ending = value.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase());
        if !value.starts_with('/') || !matches!(ending.as_deref(), Some("ttf" | "otf")) {
            let reason = (
                "it must be the path of a TTF or OTF file below static/",
                "static/-এর ভেতরের কোনো TTF বা OTF ফাইলের পথ হতে হবে",
            );
            faults.bad(key, value, reason, "headline_font = \"/fonts/nodi-bold.ttf\"");
            return None;
        }
        Some(value.to_owned())
    };
    let fonts = LookFonts {
        headline: font("look.headline_font", &written.headline_font),
        text: font("look.text_font", &written.text_font),
        text_bold: font("look.text_font_bold", &written.text_font_bold),
    };
    let density = written
        .density
        .as_deref()
        .map(|d| faults.one_of("look.density", Some(d), &["airy", "dense"]));
    Look {
        accent,
        accent_dark,
        fonts,
        density: density.map(|d| if d == "dense" { Density::Dense } else { Density::Airy }),
    }
}
