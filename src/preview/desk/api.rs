//! What the desk's script asks for, as JSON.

use super::DeskState;
use super::refused::{Refused, status, words};
use super::stories::{OpenStory, Written};
use crate::bengali::bijoy;
use crate::desk::{FIELDS, Piece, StoryParts, store_picture};
use crate::desk::{PictureFault, StoredPicture};
use crate::diag::Diagnostic;
use crate::preview::state::shown;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// An answer: its status and what it says.
pub(super) type Reply = (u16, Value);

/// Fields and body as the script sends them.
fn parts_of(value: &Value) -> Option<StoryParts> {
    let sent = value.get("fields")?.as_object()?;
    let known = |(key, value): (&String, &Value)| {
        let (known, _) = FIELDS.iter().find(|(known, _)| known == key)?;
        Some(((*known).to_owned(), value.as_str()?.to_owned()))
    };
    Some(StoryParts {
        fields: sent.iter().filter_map(known).collect::<BTreeMap<_, _>>(),
        body: value.get("body")?.as_str()?.to_owned(),
    })
}

fn text<'v>(value: &'v Value, key: &str) -> Option<&'v str> {
    value.get(key).and_then(Value::as_str)
}

fn pieces(pieces: &[Piece]) -> Value {
    let piece = |piece: &Piece| match piece {
        Piece::Merged(text) => json!({ "text": text }),
        Piece::Conflict { base, mine, theirs } => json!({ "base": base, "mine": mine, "theirs": theirs }),
    };
    pieces.iter().map(piece).collect()
}

impl DeskState {
    /// Puts down what somebody has written: the autosave.
    pub(super) fn put_copy_of(&self, path: &str, sent: &Value) -> Reply {
        let written = match (text(sent, "source"), parts_of(sent)) {
            (Some(source), _) => Written::Source(source.to_owned()),
            (None, Some(parts)) => Written::Parts(parts),
            (None, None) => return self.refused(&Refused::Unwritable),
        };
        let after = text(sent, "after").unwrap_or_default();
        match self.write_story((path, after), &written, text(sent, "rebase")) {
            // What was put together here is new to the window.
            Ok(story) if text(sent, "source").is_some() => (200, self.with_parts_of(&story)),
            Ok(story) => (200, self.report(&story)),
            Err(refused) => self.refused(&refused),
        }
    }

    /// Keeps a story in its file.
    pub(super) fn keep_of(&self, path: &str, sent: &Value) -> Reply {
        match self.keep_story(path, text(sent, "after")) {
            Ok(story) => (200, self.with_parts_of(&story)),
            Err(Refused::Conflict(found, theirs)) => {
                let state = self.open_story(path).map(|story| story.state).unwrap_or_default();
                (
                    409,
                    json!({ "after": state, "rebase": theirs, "pieces": pieces(&found) }),
                )
            }
            Err(refused) => self.refused(&refused),
        }
    }

    /// The report of a story, with what its fields say now.
    fn with_parts_of(&self, story: &OpenStory) -> Value {
        let mut report = self.report(story);
        if let (Some(parts), Some(object)) = (self.parts(story), report.as_object_mut()) {
            object.insert("fields".to_owned(), json!(parts.fields));
            object.insert("body".to_owned(), parts.body.into());
        }
        report
    }

    /// What a story says now.
    pub(super) fn story_of(&self, path: &str) -> Reply {
        match self.open_story(path) {
            Ok(story) => (200, self.with_parts_of(&story)),
            Err(refused) => self.refused(&refused),
        }
    }

    /// What two windows have written, put together.
    pub(super) fn merge_of(&self, path: &str, sent: &Value) -> Reply {
        let side = |name: &str| sent.get(name).and_then(parts_of);
        let (Some(was), Some(mine)) = (side("was"), side("mine")) else {
            return self.refused(&Refused::Unwritable);
        };
        match self.merge_story(path, &was, &mine) {
            Ok((found, state)) => (200, json!({ "after": state, "pieces": pieces(&found) })),
            Err(refused) => self.refused(&refused),
        }
    }

    /// Writes a picture beside a story.
    pub(super) fn picture_of(&self, path: &str, (name, bytes): (&str, &[u8])) -> Reply {
        match store_picture(&self.preview.request.root, path, (name, bytes)) {
            Ok(StoredPicture { name, info }) => {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let picture = format!("{folder}/{name}");
                self.tell(&picture);
                self.commit(&[&picture]);
                (201, json!({ "name": name, "width": info.width, "height": info.height }))
            }
            Err(PictureFault::NoStory) => self.refused(&Refused::NoStory),
            Err(PictureFault::System(error)) => self.refused(&error.into()),
            Err(PictureFault::TooLarge) => (422, self.said("ছবিটি বেশি বড়।", "The picture is too large.")),
            Err(PictureFault::NoPicture) => {
                let said = self.said(
                    "এটি JPEG, PNG, WebP, GIF বা AVIF ছবি নয়, অথবা নষ্ট।",
                    "This is no JPEG, PNG, WebP, GIF or AVIF picture, or it is damaged.",
                );
                (415, said)
            }
        }
    }

    /// Text that was pasted: in Unicode, when it is Bijoy.
    pub(super) fn pasted(&self, sent: &Value) -> Reply {
        let pasted = text(sent, "text").unwrap_or_default();
        let unicode = bijoy::looks_like(pasted).then(|| bijoy::to_unicode(pasted));
        (200, json!({ "unicode": unicode }))
    }

    fn said(&self, bn: &'static str, en: &'static str) -> Value {
        let said = match self.lang() {
            crate::diag::Lang::Bn => bn,
            crate::diag::Lang::En => en,
        };
        json!({ "message": said })
    }

    /// Why something was not done.
    pub(super) fn refused(&self, refused: &Refused) -> Reply {
        let (bn, en) = words(refused);
        let mut said = self.said(bn, en);
        let faults = |list: &[Diagnostic]| list.iter().map(|d| shown(d, self.lang())).collect::<Vec<_>>();
        match (refused, said.as_object_mut()) {
            (Refused::Faulty(list), Some(object)) => object.insert("faults".to_owned(), faults(list).into()),
            (Refused::Moved(to), Some(object)) => object.insert("moved".to_owned(), to.as_str().into()),
            _ => None,
        };
        (status(refused), said)
    }
}
