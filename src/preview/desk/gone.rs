//! A file that was moved or deleted while somebody was writing it: where it is now, and how the writing goes on.

use super::DeskState;
use super::refused::{Refused, is_state, length_of_state};
use super::stories::OpenStory;
use crate::desk::{Sought, moved_to};
use crate::source::TextKind;

/// What a story begins with whose file is gone and was never kept here. A window sends its headline and all else.
const MARKDOWN: &str = "+++\ntitle = \"…\"\n+++\n";
const PLAIN: &str = "শিরোনাম: …\n";

impl DeskState {
    /// Where the file of a working copy lies now, when it is no longer in its place.
    pub(super) fn place_now(&self, path: &str) -> Option<String> {
        let copy = self.store().copy(path).ok()??;
        let is_text = |text: &str| text == copy.base;
        let sought = Sought {
            sign: &copy.sign,
            length: copy.base.len(),
            is_text: &is_text,
        };
        moved_to(&self.preview.request.root, sought, &self.read_options()?)
    }

    /// Goes on writing where the file lies now; its path.
    pub(super) fn follow_story(&self, path: &str) -> Result<String, Refused> {
        let to = self.place_now(path).ok_or(Refused::Gone)?;
        let mut store = self.store();
        if store.copy(&to)?.is_some() {
            return Err(Refused::Taken);
        }
        store.moved(path, &to)?;
        drop(store);
        self.preview.request.overlay.remove(path);
        self.tell(path);
        self.show(&to, &self.open_story(&to)?.text);
        Ok(to)
    }

    /// The story of a window whose file went before its first word was put down: what was kept of it last, or nothing. `state` is
    /// what the window has opened.
    pub(super) fn without_file(&self, path: &str, state: &str) -> Result<OpenStory, Refused> {
        let options = self.read_options().ok_or(Refused::NotReady)?;
        let is_text = |text: &str| is_state(text, state);
        let sought = Sought {
            sign: "",
            length: length_of_state(state).ok_or(Refused::Gone)?,
            is_text: &is_text,
        };
        if let Some(to) = moved_to(&self.preview.request.root, sought, &options) {
            return Err(Refused::Moved(to));
        }
        let store = self.store();
        let last = store.versions(path)?.first().map(|version| version.number);
        let kept = last.map_or(Ok(None), |number| store.version(path, number))?;
        let first = match TextKind::of_path(path) {
            TextKind::Markdown => MARKDOWN,
            TextKind::Text => PLAIN,
        };
        Ok(OpenStory {
            path: path.to_owned(),
            text: kept.unwrap_or_else(|| first.to_owned()),
            base: String::new(),
            state: state.to_owned(),
            version: None,
            there: false,
        })
    }
}
