//! A story's new words in place of its old ones, without arranging the portal again: what a newsroom does most.

use super::arrange::sees;
use super::{Portal, StoryFile};
use crate::source::{FrontMatter, Mark};

/// Whether a story differs in its own words only: no address, date, list, picture, file or other story depends on them.
pub fn only_words(old: &StoryFile, new: &StoryFile) -> bool {
    let body = |s: &StoryFile| {
        (
            s.body.pictures.iter().map(|p| p.src.clone()).collect::<Vec<_>>(),
            s.body.related.clone(),
        )
    };
    old.path == new.path && body(old) == body(new) && frame(&old.front) == frame(&new.front)
}

/// Front matter without the words that only the story itself and its teasers print.
fn frame(front: &FrontMatter) -> FrontMatter {
    FrontMatter {
        title: String::new(),
        summary: None,
        kicker: None,
        subtitle: None,
        dateline: None,
        featured: Mark::No,
        breaking: Mark::No,
        ads: true,
        corrections: Vec::new(),
        weight: 0,
        updated: None,
        template: None,
        language: None,
        extra: serde_json::Map::new(),
        ..front.clone()
    }
}

impl Portal {
    /// Puts the words of `new` in place; for stories that differ in nothing else ([`only_words`]). A story that is not
    /// published stays so.
    pub fn amend(&mut self, new: &StoryFile) {
        let Some(Some(id)) = self.named(&new.path) else { return };
        let updated = self.articles.get(id as usize).and_then(|a| self.updated(new, a.date));
        let Some(article) = self.articles.get_mut(id as usize) else {
            return;
        };
        let (front, body) = (&new.front, &new.body);
        let text = |t: &Option<String>| t.as_deref().unwrap_or_default().into();
        article.title = front.title.as_str().into();
        article.kicker = text(&front.kicker);
        article.subtitle = text(&front.subtitle);
        article.summary = front.summary.as_deref().unwrap_or(&body.excerpt).into();
        article.dateline = text(&front.dateline);
        article.updated = updated;
        article.featured = front.featured;
        article.breaking = front.breaking;
        article.ads = front.ads;
        article.corrections = front.corrections.clone().into();
        article.weight = i32::try_from(front.weight).unwrap_or(0);
        article.card = front.card.as_deref().map(Into::into);
        article.card_title = front.card_title.as_deref().map(Into::into);
        article.template = front.template.as_deref().map(Into::into);
        article.language = front.language.as_deref().map(Into::into);
        article.extra = (!front.extra.is_empty()).then(|| Box::new(front.extra.clone()));
        article.form = body.form;
        article.words = body.words;
        article.source_hash = body.hash;
        article.body = body.at;
        article.sees = sees(body);
        self.corrections = super::corrections::list(&self.articles);
    }
}
