//! Pictures that the site has already: found by the words that stories say of them and by their names, and taken into a story.

use super::DeskState;
use super::api::Reply;
use super::refused::Refused;
use crate::bengali::gate;
use crate::desk::{PictureFault, picture_at};
use crate::engine::Loaded;
use crate::portal::{Article, LeadPicture};
use crate::source::FileKind;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Pictures that are shown.
const SHOWN: usize = 24;

/// Whether the site has a picture at this path.
fn is_there(loaded: &Loaded, path: &str) -> bool {
    let found = loaded.tree.files.binary_search_by(|file| file.path.as_str().cmp(path));
    let kind = found
        .ok()
        .and_then(|at| loaded.tree.files.get(at))
        .map(|file| file.kind);
    matches!(kind, Some(FileKind::Picture | FileKind::Static)) && is_picture(path)
}

/// What the desk takes as a picture, by its name.
fn is_picture(path: &str) -> bool {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    ["jpg", "jpeg", "png", "webp", "gif", "avif"].contains(&ending.as_str())
}

/// The file of a story's lead picture: beside the story, or in `static/`.
fn file_of(loaded: &Loaded, article: &Article, picture: &LeadPicture) -> Option<String> {
    let folder = article.source.rsplit_once('/').map_or("", |(folder, _)| folder);
    let name = picture.src.rsplit('/').next().unwrap_or_default();
    let places = [
        format!("{folder}/{name}"),
        format!("static/{}", picture.src.trim_start_matches('/')),
    ];
    places.into_iter().find(|path| is_there(loaded, path))
}

/// Whether all words stand in one of the texts, small letters or large.
fn says(words: &[String], texts: &[&str]) -> bool {
    let texts: Vec<String> = texts.iter().map(|text| text.to_ascii_lowercase()).collect();
    words
        .iter()
        .all(|word| texts.iter().any(|text| text.contains(word.as_str())))
}

fn row(path: String, said: [&str; 4]) -> Value {
    let [title, alt, caption, credit] = said;
    json!({ "path": path, "title": title, "alt": alt, "caption": caption, "credit": credit })
}

impl DeskState {
    /// The pictures that these words find, those of the newest stories first.
    pub(super) fn pictures_named(&self, words: &str) -> Reply {
        let renderer = self.preview.renderer();
        let Some(loaded) = renderer.as_ref().map(|renderer| renderer.loaded()) else {
            return self.refused(&Refused::NotReady);
        };
        let words: Vec<String> = gate::canonical(words)
            .split_whitespace()
            .map(str::to_ascii_lowercase)
            .collect();
        let mut seen = BTreeSet::new();
        let of_stories = loaded.portal.articles.iter().rev().filter_map(|article| {
            let picture = article.image.as_deref()?;
            let said = [&*article.title, &picture.alt, &picture.caption, &picture.credit];
            let named = says(&words, &[said[0], said[1], said[2], said[3], &picture.src]);
            named
                .then(|| Some(row(file_of(loaded, article, picture)?, said)))
                .flatten()
        });
        // Pictures that no story leads with are known by their names alone.
        let others = loaded.tree.files.iter().rev().filter(|file| is_picture(&file.path));
        let others = others
            .filter(|file| matches!(file.kind, FileKind::Picture | FileKind::Static) && says(&words, &[&file.path]))
            .map(|file| row(file.path.clone(), [""; 4]));
        let all = of_stories
            .chain(others)
            .filter(|row| seen.insert(row["path"].to_string()));
        (200, json!({ "pictures": all.take(SHOWN).collect::<Vec<_>>() }))
    }

    /// The bytes and the media type of a picture of the site.
    pub(super) fn archived(&self, path: &str) -> Result<(Vec<u8>, &'static str), PictureFault> {
        let renderer = self.preview.renderer();
        let known = renderer
            .as_ref()
            .is_some_and(|renderer| is_there(renderer.loaded(), path));
        drop(renderer);
        match known {
            true => picture_at(&self.preview.request.root, path),
            false => Err(PictureFault::NoPicture),
        }
    }

    /// Takes a picture of the site into a story: what lies in `static/` is named by its address, all else is written beside the
    /// story, which then needs no other.
    pub(super) fn take_picture(&self, id: &str, sent: &Value) -> Reply {
        let path = sent.get("path").and_then(Value::as_str).unwrap_or_default();
        let bytes = match (self.open_story(id), self.archived(path)) {
            (Err(refused), _) => return self.refused(&refused),
            (_, Err(_)) => return self.refused(&Refused::NoStory),
            (Ok(_), Ok((bytes, _))) => bytes,
        };
        if let Some(address) = path.strip_prefix("static") {
            return (201, json!({ "name": address, "shown": path }));
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or_default();
        if id.rsplit_once('/').is_some_and(|(own, _)| own == folder) {
            return (201, json!({ "name": name, "shown": path }));
        }
        let (status, mut said) = self.picture_of(id, (name, &bytes));
        let own = id.rsplit_once('/').map_or("", |(own, _)| own);
        if let Some(name) = said
            .get("name")
            .and_then(Value::as_str)
            .map(|name| format!("{own}/{name}"))
        {
            said["shown"] = name.into();
        }
        (status, said)
    }
}
