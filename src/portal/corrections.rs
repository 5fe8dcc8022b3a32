//! Corrections of all published stories, in the order of their dates.

use super::article::{Article, ArticleId};
use jiff::Timestamp;

/// The address of the page that lists them.
pub const CORRECTIONS: &str = "/corrections/";

/// A correction that a published story has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// When.
    pub date: Timestamp,
    /// The story.
    pub story: ArticleId,
    /// Which of the story's corrections it is, from 0.
    pub number: u32,
}

/// The corrections of these stories, oldest first.
pub(super) fn list(articles: &[Article]) -> Vec<Corrected> {
    let of_story = |(story, article): (ArticleId, &Article)| -> Vec<Corrected> {
        let numbered = (0..).zip(article.corrections.iter());
        let corrected = |(number, correction): (u32, &crate::source::Correction)| Corrected {
            date: correction.date,
            story,
            number,
        };
        numbered.map(corrected).collect()
    };
    let corrected = (0..)
        .zip(articles)
        .filter(|(_, article)| !article.corrections.is_empty());
    let mut all: Vec<Corrected> = corrected.flat_map(of_story).collect();
    all.sort_by_key(|c| (c.date, c.story, c.number));
    all
}
