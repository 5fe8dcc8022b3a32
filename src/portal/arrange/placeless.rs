//! Stories that have no place in the portal, each with the reason that helps; and dates that cannot be meant.

use super::ArrangeContext;
use crate::diag::{Diagnostic, Place, codes::portal as codes, did_you_mean};
use crate::portal::{StoryFile, place};

impl ArrangeContext<'_> {
    /// Reports why a story has no place.
    pub(super) fn tell_placeless(&mut self, file: &StoryFile) {
        let path = file.path.as_str();
        let section = place::section_path(path);
        let diagnostic = if self.section_of(file).is_some() {
            Diagnostic::new(&codes::NO_DATE)
        } else if place::is_folder_story(path) && (section.is_empty() || self.is_section(place::folder(path))) {
            Diagnostic::new(&codes::INDEX_IN_SECTION)
        } else if section.is_empty() {
            Diagnostic::new(&codes::STORY_AT_ROOT)
        } else if self.story_folders.contains(place::folder(path)) {
            let name = path.rsplit('/').next().unwrap_or(path);
            Diagnostic::new(&codes::STORY_IN_STORY).arg("name", name)
        } else {
            self.unknown_section(section)
        };
        self.diagnostics.push(diagnostic.at(Place::file(path)));
    }

    /// Reports a last change that is in the future.
    pub(super) fn tell_odd_update(&mut self, file: &StoryFile) {
        let Some(updated) = file.front.updated.filter(|updated| *updated > self.moment.now) else {
            return;
        };
        let mut at = Place::file(&file.path);
        "updated".clone_into(&mut at.word);
        let day = self.site.zone.to_datetime(updated).date();
        self.diagnostics
            .push(Diagnostic::new(&codes::UPDATED_IN_FUTURE).arg("date", day).at(at));
    }

    fn is_section(&self, folder: &str) -> bool {
        let path = folder.strip_prefix("content/").unwrap_or(folder);
        self.portal.sections.find(path).is_some()
    }

    fn unknown_section(&self, path: &str) -> Diagnostic {
        let near = did_you_mean(path, self.portal.sections.all.iter().map(|s| s.path.as_str()));
        let suggestion = match near {
            Some(near) => format!("`{near}`?"),
            None => format!("content/{path}/_index.md: title = \"…\""),
        };
        Diagnostic::new(&codes::UNKNOWN_SECTION)
            .arg("section", path)
            .arg("suggestion", suggestion)
    }
}
