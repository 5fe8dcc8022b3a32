//! `[cards]`, checked.

use super::colour::Colour;
use super::faults::Faults;
use super::file::ConfigFile;
use super::read::day;
use jiff::civil::Date;

/// Share cards.
#[derive(Debug, Clone, PartialEq)]
pub struct Cards {
    /// Whether stories have cards of their own.
    pub enabled: bool,
    /// Whether a headline is written over photographs.
    pub photo_headline: bool,
    /// Stories before this day have none.
    pub from: Option<Date>,
    /// The name on cards, when not that of the masthead.
    pub nameplate: Option<String>,
    /// Behind a headline.
    pub ground: Colour,
    /// Headlines.
    pub ink: Colour,
    /// The paper's own colour.
    pub accent: Colour,
    /// A typeface below `static/`, with a leading slash.
    pub font: Option<String>,
}

pub(super) fn cards(file: &ConfigFile, faults: &mut Faults<'_>) -> Cards {
    let table = &file.cards;
    let photo = faults.one_of("cards.photo", table.photo.as_deref(), &["plain", "headline"]);
    let photo_headline = photo == "headline";
    let ground = colour("cards.ground", table.ground.as_deref(), "#f6f4ef", faults);
    let ink = colour("cards.ink", table.ink.as_deref(), "#141414", faults);
    let own = [&file.look.accent, &file.site.theme_color].into_iter().flatten();
    let own = own.map(String::as_str).find(|c| Colour::read(c).is_some());
    let accent = colour(
        "cards.accent",
        table.accent.as_deref(),
        own.unwrap_or("#a80f1c"),
        faults,
    );
    if ink.contrast(ground) < 4.5 {
        let reason = (
            "its contrast with the ground is below 4.5",
            "পটভূমির সঙ্গে বৈপরীত্য ৪.৫-এর কম",
        );
        faults.bad("cards.ink", &ink.to_string(), reason, "ink = \"#141414\"");
    }
    if table.font.as_ref().is_some_and(|font| !font.starts_with('/')) {
        let reason = (
            "it must begin with /, as files below static/ do",
            "static/-এর ফাইলের মতো / দিয়ে শুরু হবে",
        );
        faults.bad(
            "cards.font",
            table.font.as_deref().unwrap_or_default(),
            reason,
            "font = \"/fonts/our.ttf\"",
        );
    }
    Cards {
        enabled: table.enabled.unwrap_or(true),
        photo_headline,
        from: table.from.as_ref().and_then(day),
        nameplate: table.nameplate.clone(),
        ground,
        ink,
        accent,
        font: table.font.clone(),
    }
}

fn colour(key: &str, written: Option<&str>, default: &str, faults: &mut Faults<'_>) -> Colour {
    let text = written.unwrap_or(default);
    Colour::read(text).unwrap_or_else(|| {
        faults.bad(key, text, ("not a colour", "রং নয়"), "\"#a80f1c\"");
        Colour::WHITE
    })
}
