//! The first text of a new story, as `khobor new article` and the writing desk write it.

use super::quote::toml_string;
use jiff::Zoned;

/// A story that nobody has written yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStory {
    /// The name of its file or folder: `2026-11-22-nodir-khobor`.
    pub stem: String,
    /// Its first text: a draft.
    pub text: String,
}

/// A new story with this headline, begun at this moment; `slug` is the last part of its address.
///
/// ```
/// let now = "2026-11-22T07:30:00+06:00[Asia/Dhaka]".parse().unwrap();
/// let story = khobor::source::new_story("নদীর খবর", "nodir-khobor", &now);
/// assert_eq!(story.stem, "2026-11-22-nodir-khobor");
/// assert!(story.text.contains("title = \"নদীর খবর\"\ndate = 2026-11-22T07:30:00+06:00\n"));
/// ```
pub fn new_story(title: &str, slug: &str, now: &Zoned) -> NewStory {
    NewStory {
        stem: format!("{}-{slug}", now.date()),
        text: format!(
            "+++\ntitle = {}\ndate = {}\nauthors = []\ntags = []\nsummary = \"\"\ndraft = true\n+++\n\n",
            toml_string(title),
            now.strftime("%Y-%m-%dT%H:%M:00%:z")
        ),
    }
}
