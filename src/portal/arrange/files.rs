//! Pictures and other files: found, measured, given their places in the output.

use super::{ArrangeContext, Published};
use crate::diag::codes::media;
use crate::diag::{Diagnostic, Place, codes::portal as codes};
use crate::portal::{LeadPicture, place, url};
use crate::source::walk::is_backup;
use crate::source::{BodyPicture, SectionSource};

/// Files that khobor writes unless `static/` has them.
const OWN: [&str; 5] = [
    "/robots.txt",
    "/ads.txt",
    "/manifest.webmanifest",
    "/opensearch.xml",
    "/.well-known/security.txt",
];

/// Endings of films, sound and documents that readers open, beside pictures, which are known by their bytes.
const PUBLIC: [&str; 18] = [
    "mp4", "m4v", "mov", "webm", "ogv", "mkv", "mp3", "m4a", "m4b", "aac", "ogg", "oga", "opus", "wav", "flac", "weba",
    "vtt", "pdf",
];

fn has_public_ending(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    PUBLIC.iter().any(|public| ending.eq_ignore_ascii_case(public)) && !is_backup(path)
}

impl<'a> ArrangeContext<'a> {
    /// Claims the address of a file of `static/`, which may bear a name that hosts read: whoever put it there meant it.
    fn claim_file(&mut self, address: &str, file: &str) -> bool {
        let claimed = self.claims.claim(address, file);
        let free = claimed.is_ok();
        self.diagnostics.extend(claimed.err());
        free
    }

    pub(super) fn lead_picture(&mut self, story: &Published<'a>) -> Option<LeadPicture> {
        let front = &story.file.front;
        let written = front.image.as_deref()?;
        let text = |t: &Option<String>| t.clone().unwrap_or_default();
        let mut picture = self.picture(&story.file.path, &story.url, written)?;
        picture.alt = text(&front.image_alt);
        picture.caption = text(&front.image_caption);
        picture.credit = text(&front.image_credit);
        picture.focus = front.image_focus.unwrap_or_default();
        Some(picture)
    }

    /// Finds and measures a picture named in a file; its place in the output is noted. Tells when it is missing.
    pub(super) fn picture(&mut self, file: &str, url: &str, written: &str) -> Option<LeadPicture> {
        self.picture_at(file, url, written, 0)
    }

    /// As [`Self::picture`], named in the file's line `line` (0 when the line is not known).
    fn picture_at(&mut self, file: &str, url: &str, written: &str, line: u32) -> Option<LeadPicture> {
        let found = self.locate(file, url, written);
        let Some((source, address)) = found else {
            let mut at = Place::file(file);
            at.word = written.to_owned();
            at.line = line;
            self.diagnostics
                .push(Diagnostic::new(&codes::MISSING_PICTURE).arg("picture", written).at(at));
            return None;
        };
        let info = self.pictures.get(&source).copied().unwrap_or_default();
        self.portal.shown.insert(source.clone());
        self.publish(address.clone(), source, file);
        Some(LeadPicture {
            src: address,
            width: info.width,
            height: info.height,
            ..LeadPicture::default()
        })
    }

    /// Source file and address of what a file calls `written`, when it is there.
    pub(super) fn locate(&self, file: &str, url: &str, written: &str) -> Option<(String, String)> {
        let there = |source: &str| self.assets.contains(source) || self.statics.contains(source);
        let mut candidates = self.portal.file_names.candidates(file, url, written);
        candidates.find(|(source, _)| there(source))
    }

    /// Notes that `source` is published at `address`. Two files for one address are a fault.
    pub(super) fn publish(&mut self, address: String, source: String, file: &str) {
        match self.portal.files.get(&address) {
            Some(first) if *first != source => {
                let diagnostic = Diagnostic::new(&codes::SAME_ADDRESS)
                    .arg("first", first)
                    .arg("second", &source);
                self.diagnostics
                    .push(diagnostic.arg("url", &address).at(Place::file(file)));
            }
            Some(_) => {}
            None => drop(self.portal.files.insert(address, source)),
        }
    }

    /// Pictures and files that a text names, beside its page at `url`.
    pub(super) fn named_files(&mut self, file: &str, url: &str, pictures: &[BodyPicture], links: &[String]) {
        for picture in pictures {
            self.picture_at(file, url, &picture.src, picture.line);
        }
        for link in links.iter().filter(|l| !l.starts_with('/')) {
            if let Some((source, address)) = self.locate(file, url, link) {
                self.portal.linked.insert(source.clone());
                self.publish(address, source, file);
            }
        }
    }

    /// Of what lies beside a story, what it names is published; beside a folder story pictures, films, sound and PDF as well.
    /// Whatever else lies there (an editor's backup, a manuscript, a photographer's working file) is left out and reported.
    pub(super) fn files_of(&mut self, story: &Published<'a>) {
        let file = &story.file.path;
        self.named_files(file, &story.url, &story.file.body.pictures, &story.file.body.links);
        let card = story.file.front.card.as_deref();
        if let Some(card) = card.filter(|card| !matches!(*card, "headline" | "photo" | "none")) {
            self.picture(file, &story.url, card);
        }
        let extra = story.file.front.extra.values().filter_map(|value| value.as_str());
        for written in story.file.body.named.iter().map(String::as_str).chain(extra) {
            if let Some((source, address)) = self.locate(file, &story.url, written) {
                self.portal.linked.insert(source.clone());
                self.publish(address, source, file);
            }
        }
        if place::is_folder_story(file) {
            let folder = format!("{}/", place::folder(file));
            let start = self.sorted_assets.partition_point(|a| a.as_str() < folder.as_str());
            for asset in self.sorted_assets[start..]
                .iter()
                .take_while(|a| a.starts_with(&folder))
                .filter(|a| !self.belongs_deeper(a, &folder))
                .collect::<Vec<_>>()
            {
                let address = format!("{}{}", url::beside(&story.url), &asset[folder.len()..]);
                let is_picture = self.pictures.contains_key(asset) && !is_backup(asset);
                if is_picture || has_public_ending(asset) {
                    self.publish(address, asset.clone(), file);
                } else if self.portal.files.get(&address) != Some(asset) {
                    self.diagnostics
                        .push(Diagnostic::new(&media::UNNAMED_FILE).at(Place::file(asset)));
                }
            }
        }
    }

    /// Whether a file below `folder` belongs to a story further inside, which may not be published at all.
    fn belongs_deeper(&self, asset: &str, folder: &str) -> bool {
        let mut inner = place::folder(asset);
        while inner.len() >= folder.len() {
            if self.story_folders.contains(inner) {
                return true;
            }
            inner = place::folder(inner);
        }
        false
    }

    pub(super) fn section_files(&mut self, sections: &[(String, SectionSource)]) {
        for (file, source) in sections {
            let Some(id) = self
                .portal
                .sections
                .find(place::folder(file.strip_prefix("content/").unwrap_or(file)))
            else {
                continue;
            };
            let url = self.portal.sections.all[id as usize].url.clone();
            self.named_files(file, &url, &source.body.pictures, &source.body.links);
        }
    }

    pub(super) fn statics(&mut self, statics: &[String]) {
        for file in statics {
            let address = file.strip_prefix("static").unwrap_or(file).to_owned();
            // A file of the site's own stands in place of one that khobor would write.
            let own = OWN.contains(&address.as_str());
            if own || self.claim_file(&address, file) {
                self.publish(address, file.clone(), file);
            }
        }
    }
}
