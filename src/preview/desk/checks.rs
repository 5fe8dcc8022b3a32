//! What remains to be mended in a text, and how long it is; with the place of each finding in the form.

use super::super::state::shown;
use super::DeskState;
use super::html::count;
use super::stories::OpenStory;
use crate::bengali::{cluster, word};
use crate::desk::{FIELDS, StoryParts, body_line};
use crate::diag::{Diagnostic, Lang, Place, codes::lint};
use crate::source::{TextKind, decode, lint_text, parse_article};
use serde_json::{Value, json};

/// What readers see of a summary on cards and in search results, in clusters.
pub(super) const SUMMARY: usize = 200;

impl DeskState {
    /// Errors, warnings and lint of a story's text, in order of their places.
    pub(super) fn findings(&self, story: &OpenStory) -> Vec<Diagnostic> {
        let Some(options) = self.read_options() else {
            return Vec::new();
        };
        let (path, text) = (story.path.as_str(), story.text.as_str());
        let (_, mut found) = match decode(path, text.as_bytes()) {
            Ok(_) => parse_article(path, text, TextKind::of_path(path), &options),
            Err(unreadable) => (None, vec![unreadable]),
        };
        found.extend(lint_text(path, text, &options));
        if let Some(parts) = self.parts(story) {
            found.extend(of_fields(path, &parts));
        }
        found.sort_by_key(|d| d.place.as_ref().map_or(0, |place| place.line));
        found
    }

    /// The same for the script, with the story's length.
    pub(super) fn report(&self, story: &OpenStory) -> Value {
        let lang = self.lang();
        let line = self
            .read_options()
            .map_or(1, |options| body_line(&story.path, &story.text, &options));
        let findings = self.findings(story);
        let faults = findings.iter().map(|d| place_in_form(d, (&story.text, line), lang));
        let body = self.parts(story).map(|parts| parts.body).unwrap_or_default();
        let words = word::count(&body);
        json!({
            "after": story.state, "copy": story.version.is_some(), "there": story.there,
            "words": count(lang, words), "minutes": count(lang, word::reading_minutes(words, 180) as usize),
            "page": self.page_of(&story.path), "new_tags": self.new_tags(story), "commit": self.commit_fault(), "faults": faults.collect::<Vec<_>>(),
        })
    }

    /// Tags that no other story has: often a slip of the keys.
    fn new_tags(&self, story: &OpenStory) -> Vec<String> {
        let tags = self
            .parts(story)
            .and_then(|mut parts| parts.fields.remove("tags"))
            .unwrap_or_default();
        let renderer = self.preview.renderer();
        let Some(renderer) = renderer.as_ref() else {
            return Vec::new();
        };
        let portal = &renderer.loaded().portal;
        let own = renderer.story_of(&story.path);
        let known = |tag: &str| {
            let term = portal.tags.find(tag).and_then(|id| portal.tags.all.get(id as usize));
            term.is_some_and(|term| term.stories.iter().any(|id| Some(*id) != own))
        };
        let names = tags
            .split(',')
            .map(str::trim)
            .filter(|tag| !tag.is_empty() && !known(tag));
        names.map(str::to_owned).collect()
    }

    /// Which of the keys that `[desk] require` names are empty.
    pub(super) fn missing(&self, parts: &StoryParts) -> Vec<String> {
        let has = |key: &str| parts.fields.get(key).is_some_and(|value| !value.trim().is_empty());
        let pictured = has("image");
        let wanted = |key: &String| pictured || !matches!(key.as_str(), "image_alt" | "image_credit");
        let require = self.settings().require;
        require.into_iter().filter(wanted).filter(|key| !has(key)).collect()
    }
}

/// What the fields lack: a description and a credit of the picture; a summary that is too long.
fn of_fields(path: &str, parts: &StoryParts) -> Vec<Diagnostic> {
    let field = |key: &str| parts.fields.get(key).map_or("", |value| value.trim());
    let mut found = Vec::new();
    let picture = field("image");
    for (key, code) in [("image_alt", &lint::NO_ALT), ("image_credit", &lint::NO_CREDIT)] {
        if !picture.is_empty() && field(key).is_empty() {
            let finding = Diagnostic::new(code).arg("picture", picture);
            found.push(finding.at(Place {
                word: key.to_owned(),
                ..Place::file(path)
            }));
        }
    }
    let length = cluster::count(field("summary"));
    if length > SUMMARY {
        let finding = Diagnostic::new(&lint::LONG_SUMMARY)
            .arg("length", length)
            .arg("limit", SUMMARY);
        found.push(finding.at(Place {
            word: "summary".to_owned(),
            ..Place::file(path)
        }));
    }
    found
}

/// A finding with the field that it is in, or the line of the body and the words there.
fn place_in_form(diagnostic: &Diagnostic, (text, body): (&str, u32), lang: Lang) -> Value {
    let mut value = shown(diagnostic, lang);
    let Some(place) = &diagnostic.place else { return value };
    let in_body = place.line >= body;
    let field = if place.line == 0 {
        Some(place.word.as_str())
    } else if in_body {
        Some("body")
    } else {
        let line = text.lines().nth(place.line as usize - 1).unwrap_or_default();
        let key = line.split(['=', ':']).next().unwrap_or_default().trim();
        FIELDS.iter().map(|(known, _)| *known).find(|known| *known == key)
    };
    if let Some(object) = value.as_object_mut() {
        object.insert("field".to_owned(), field.filter(|f| !f.is_empty()).into());
        object.insert("line".to_owned(), in_body.then(|| place.line - body).into());
        object.insert("word".to_owned(), place.word.as_str().into());
    }
    value
}
