//! Tags, authors and series: their numbers, their names, their addresses.

use super::{ArrangeContext, Published};
use crate::diag::{Diagnostic, Place, codes::portal as codes};
use crate::portal::{LeadPicture, Profile, StoryFile, TermId, Terms, place, url};
use crate::source::AuthorSource;

/// The names that a story writes: tags, authors, series.
fn names(file: &StoryFile) -> [&[String]; 3] {
    let series = file.front.series.as_slice();
    [&file.front.tags, &file.front.authors, series]
}

impl<'a> ArrangeContext<'a> {
    fn kinds(&mut self) -> [&mut Terms; 3] {
        let portal = &mut self.portal;
        [&mut portal.tags, &mut portal.authors, &mut portal.series]
    }

    /// Gives terms their numbers, in order of source files, so that they do not depend on dates; and their names.
    pub(super) fn terms(&mut self, published: &[Published<'a>]) {
        let mut by_file: Vec<&Published<'a>> = published.iter().collect();
        by_file.sort_by(|a, b| a.file.path.cmp(&b.file.path));
        for story in &by_file {
            for (terms, names) in self.kinds().into_iter().zip(names(story.file)) {
                for name in names {
                    terms.intern(name, &story.file.path);
                }
            }
        }
        by_file.sort_by_key(|story| story.date);
        self.shown_names(&by_file);
    }

    /// Where a term is written in more than one way, it is shown as its oldest story has it; of two with one date, the one
    /// whose path comes first. How often it is written does not count, so that the name does not change from day to day.
    fn shown_names(&mut self, oldest_first: &[&Published<'a>]) {
        for (kind, terms) in self.kinds().into_iter().enumerate() {
            let mut open = terms.with_spellings();
            for story in oldest_first {
                if open.is_empty() {
                    break;
                }
                for name in names(story.file)[kind] {
                    if let Some(id) = terms.find(name).filter(|id| open.remove(id)) {
                        terms.show(id, name);
                    }
                }
            }
        }
    }

    /// Authors' files. An author with a file is shown as the file has it.
    pub(super) fn profiles(&mut self, authors: Vec<(String, AuthorSource)>) {
        for (file, source) in authors {
            let Some(id) = self.portal.authors.intern(&source.name, &file) else {
                continue;
            };
            if let Some(first) = self.portal.profiles.get(&id) {
                let diagnostic = Diagnostic::new(&codes::SAME_AUTHOR).arg("first", &first.file);
                let diagnostic = diagnostic.arg("author", &source.name);
                self.diagnostics.push(diagnostic.at(Place::word(&file, &source.name)));
                continue;
            }
            self.portal.authors.show(id, &source.name);
            let slug = source.slug.clone().unwrap_or_else(|| place::stem(&file).to_owned());
            self.portal.authors.set_slug(id, &url::part(&slug));
            let url = self.portal.authors.all[id as usize].url.to_string();
            self.named_files(&file, &url, &source.body.pictures, &source.body.links);
            let photo = source.photo.clone().and_then(|p| self.picture(&file, &url, &p));
            let photo = photo.map(|p| LeadPicture {
                alt: source.name.clone(),
                focus: source.photo_focus.unwrap_or_default(),
                ..p
            });
            for alias in &source.aliases {
                self.redirect(alias, &url, &file);
            }
            self.portal.profiles.insert(id, Profile { file, source, photo });
        }
        self.claim_terms();
    }

    /// Claims the addresses of all terms, each for the file that names it.
    fn claim_terms(&mut self) {
        for kind in 0..3 {
            for id in 0..self.kinds()[kind].all.len() {
                let term = self.kinds()[kind].all[id].clone();
                let profile = self.portal.profiles.get(&(id as TermId)).filter(|_| kind == 1);
                let source = profile.map_or(&*term.source, |profile| &profile.file);
                if let Err(diagnostic) = self.claims.claim(&term.url, source) {
                    self.diagnostics.push(diagnostic.at(Place::word(source, &term.name)));
                }
            }
        }
    }
}
