//! What names a story elsewhere: curated lists, comments, former addresses.

use super::ArrangeContext;
use crate::diag::{Diagnostic, Place, codes::portal as codes, did_you_mean};
use crate::portal::{Due, StoryFile};
use crate::source::CommentSource;
use crate::source::FrontPicks;
use rustc_hash::FxHashSet;
use std::sync::Arc;

/// The file of the front page by hand.
const FRONT: &str = "data/front.toml";

impl<'a> ArrangeContext<'a> {
    pub(super) fn curated(&mut self, stories: &'a [Arc<StoryFile>]) {
        for file in stories
            .iter()
            .filter(|f| !f.front.related.is_empty() || !f.body.related.is_empty())
        {
            let Some(id) = self.order.get(file.path.as_str()).copied() else {
                continue;
            };
            let mut related = Vec::new();
            for (key, name) in file
                .front
                .related
                .iter()
                .map(|n| ("related", n))
                .chain(file.body.related.iter().map(|n| ("path", n)))
            {
                match self.portal.named(name) {
                    Some(Some(other)) if key == "related" && other != id && !related.contains(&other) => {
                        related.push(other)
                    }
                    Some(_) => {}
                    None => self.unknown_story(key, name, &file.path),
                }
            }
            self.portal.articles[id as usize].related = related.into();
        }
    }

    /// What an editor has put on the front page, and when it leaves.
    pub(super) fn front(&mut self, picks: &FrontPicks) {
        for pick in picks.all() {
            if self.portal.named(&pick.story).is_none() {
                self.unknown_story("story", &pick.story, FRONT);
            }
            let ends = pick.until.filter(|end| *end > self.moment.now);
            self.portal
                .due
                .extend(ends.map(|end| (end, Due::Pick, FRONT.to_owned())));
        }
        self.portal.picks = picks.clone();
    }

    pub(super) fn unknown_story(&mut self, key: &'static str, name: &str, file: &str) {
        let near = did_you_mean(
            name.trim_matches('/'),
            self.portal.articles.iter().map(|a| a.url.trim_matches('/')),
        );
        let suggestion = near.map_or_else(String::new, |n| format!("`{n}`?"));
        let mut at = Place::file(file);
        at.word = name.to_owned();
        let diagnostic = Diagnostic::new(&codes::UNKNOWN_RELATED)
            .arg("key", key)
            .arg("story", name);
        self.diagnostics.push(diagnostic.arg("suggestion", suggestion).at(at));
    }

    pub(super) fn comments(&mut self, files: Vec<(String, Vec<CommentSource>)>) {
        for (file, comments) in files {
            let name = file.strip_prefix("data/comments/").unwrap_or(&file);
            let name = name.strip_suffix(".toml").unwrap_or(name);
            // By its address, or by its source file, with the ending or without.
            let endings = ["", ".md", ".txt", "/index.md", "/index.txt"];
            let named = endings
                .iter()
                .find_map(|end| self.portal.named(&format!("{name}{end}")));
            let page = self.portal.pages.iter().position(|p| p.url.trim_matches('/') == name);
            match (named, page) {
                (Some(Some(id)), _) => {
                    let approved = self.approved(&file, comments);
                    join(self.portal.comments.entry(id).or_default(), approved);
                }
                (Some(None), _) => {}
                (None, Some(page)) => {
                    let approved = self.approved(&file, comments);
                    if let Some(page) = self.portal.pages.get_mut(page) {
                        join(&mut page.comments, approved);
                    }
                }
                (None, None) => self.without_story(&file, name),
            }
        }
    }

    /// The comments of a file that readers see now, oldest first.
    fn approved(&mut self, file: &str, comments: Vec<CommentSource>) -> Vec<CommentSource> {
        let now = self.moment.now;
        let to_come = comments.iter().filter(|c| c.approved && c.date > now).map(|c| c.date);
        self.portal.next_comment = self.portal.next_comment.into_iter().chain(to_come).min();
        let mut approved: Vec<CommentSource> = comments.into_iter().filter(|c| c.approved && c.date <= now).collect();
        approved.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        self.orphans(file, &approved);
        approved
    }

    fn without_story(&mut self, file: &str, name: &str) {
        let near = did_you_mean(name, self.portal.articles.iter().map(|a| a.url.trim_matches('/')));
        let suggestion = near.map_or_else(String::new, |n| format!("data/comments/{n}.toml?"));
        let diagnostic = Diagnostic::new(&codes::COMMENTS_WITHOUT_STORY).arg("story", name);
        self.diagnostics
            .push(diagnostic.arg("suggestion", suggestion).at(Place::file(file)));
    }

    pub(super) fn orphans(&mut self, file: &str, comments: &[CommentSource]) {
        let known: FxHashSet<&str> = comments.iter().map(|c| c.id.as_str()).collect();
        for comment in comments {
            if let Some(parent) = comment.parent.as_deref().filter(|p| !known.contains(p)) {
                let mut at = Place::file(file);
                at.word = parent.to_owned();
                let diagnostic = Diagnostic::new(&codes::UNKNOWN_PARENT)
                    .arg("id", &comment.id)
                    .arg("parent", parent);
                self.diagnostics.push(diagnostic.at(at));
            }
        }
    }
}

/// Adds the comments of another file of the same story.
fn join(list: &mut Vec<CommentSource>, approved: Vec<CommentSource>) {
    let several = !list.is_empty();
    list.extend(approved);
    if several {
        list.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
    }
}
