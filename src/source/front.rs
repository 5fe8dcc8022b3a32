//! The front page by hand: `data/front.toml` names the lead and the second leads, each until a moment.

use super::fields::Fields;
use super::front_matter::tell_faults;
use super::notes::{File, Notes};
use super::toml;
use super::types::ReadOptions;
use crate::diag::Diagnostic;
use jiff::Timestamp;

/// What an editor has put on the front page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontPicks {
    /// The lead.
    pub lead: Option<FrontPick>,
    /// The second leads, in order.
    pub seconds: Vec<FrontPick>,
}

/// A story of the editor's choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontPick {
    /// The story: `section/slug`, address or file.
    pub story: String,
    /// When it leaves its place; never when absent.
    pub until: Option<Timestamp>,
}

impl FrontPicks {
    /// All of them, the lead first.
    pub fn all(&self) -> impl Iterator<Item = &FrontPick> {
        self.lead.iter().chain(&self.seconds)
    }
}

/// Reads `data/front.toml`. What is wrong is reported and left out.
///
/// ```
/// # use khobor::source::{ReadOptions, parse_front};
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let text = "[lead]\nstory = \"desh/বন্যা\"\nuntil = \"২৩ নভেম্বর ২০২৬, সকাল ৬টা\"\n\n[[seconds]]\nstory = \"khela/a\"\n";
/// let (picks, diagnostics) = parse_front("data/front.toml", text, &options);
/// assert!(diagnostics.is_empty());
/// assert_eq!((picks.lead.unwrap().story.as_str(), picks.seconds[0].until), ("desh/বন্যা", None));
/// ```
pub fn parse_front(path: &str, text: &str, options: &ReadOptions) -> (FrontPicks, Vec<Diagnostic>) {
    let file = File { path, text, options };
    let mut notes = Notes::default();
    let (entries, faults) = toml::from_toml(text, 0);
    tell_faults(&file, faults, &mut notes);
    let mut top = Fields::new(file, &mut notes, entries, 0..0);
    let mut read = |key: &'static str| -> Vec<FrontPick> {
        let tables = top.tables(key);
        tables
            .into_iter()
            .filter_map(|(entries, at)| pick(&mut top.inner(entries, at)))
            .collect()
    };
    let lead = read("lead").into_iter().next();
    let seconds = read("seconds");
    top.finish();
    (FrontPicks { lead, seconds }, notes.finish(path))
}

fn pick(keys: &mut Fields) -> Option<FrontPick> {
    let story = keys.text("story");
    if story.is_none() {
        keys.missing("front", "story", "\"bangladesh/bonya\"");
    }
    let until = keys.moment("until");
    keys.finish();
    Some(FrontPick { story: story?, until })
}
