//! What can be done with a story: it is opened, written, kept, made, moved.

use super::DeskState;
use super::refused::{Refused, file_state};
use crate::bengali::slug;
use crate::desk::{
    self, Change, Keep, KeepFault, Kept, Piece, StoryParts, StoryPlace, merge, story_parts, story_place, with_alias,
    with_parts,
};
use crate::source::walk::kind_of;
use crate::source::{FileKind, ReadOptions, as_toml, date_from_name, new_story};
use jiff::Timestamp;
use std::fs;
use std::io::ErrorKind;

/// A story as it is open on a screen.
pub(super) struct OpenStory {
    pub(super) path: String,
    /// Its text now: the working copy, or the file.
    pub(super) text: String,
    /// The file's text when the writing began.
    pub(super) base: String,
    /// The state of the text; what is written next must name it.
    pub(super) state: String,
    /// The version of the working copy; none when nobody is writing.
    pub(super) version: Option<i64>,
    /// Whether the file is still there.
    pub(super) there: bool,
}

/// What is written over a story's text.
pub(super) enum Written {
    /// Fields and body of the form.
    Parts(StoryParts),
    /// The whole text.
    Source(String),
}

/// Whether a path is that of a story.
fn is_story(path: &str) -> bool {
    matches!(kind_of(path), Some(FileKind::Article(_)))
}

impl DeskState {
    fn options(&self) -> Result<ReadOptions, Refused> {
        self.read_options().ok_or(Refused::NotReady)
    }

    /// Opens a story.
    pub(super) fn open_story(&self, path: &str) -> Result<OpenStory, Refused> {
        if !is_story(path) {
            return Err(Refused::NoStory);
        }
        let file = desk::open(&self.preview.request.root, path, &self.options()?);
        let copy = self.store().copy(path)?;
        let (file, there) = match (file, &copy) {
            (Ok(text), _) => (text, true),
            (Err(KeepFault::Gone), Some(_)) => (String::new(), false),
            (Err(fault), _) => return Err(fault.into()),
        };
        let path = path.to_owned();
        Ok(match copy {
            Some(copy) => OpenStory {
                path,
                text: copy.text,
                base: copy.base,
                state: format!("c{}", copy.version),
                version: Some(copy.version),
                there,
            },
            None => OpenStory {
                path,
                state: file_state(&file),
                text: file.clone(),
                base: file,
                version: None,
                there,
            },
        })
    }

    /// Puts down what somebody has written, over the state `after`. `rebase` is the state of the file with which it was put
    /// together, when a conflict was settled.
    pub(super) fn write_story(
        &self,
        (path, after): (&str, &str),
        written: &Written,
        rebase: Option<&str>,
    ) -> Result<OpenStory, Refused> {
        let options = self.options()?;
        let story = match self.open_story(path) {
            Err(Refused::Gone) => self.without_file(path, after)?,
            story => story?,
        };
        let text = match written {
            Written::Parts(parts) => with_parts(path, &story.text, parts, &options),
            Written::Source(text) => Ok(text.replace("\r\n", "\n").replace('\r', "\n")),
        };
        // What was written already is not late: the answer to it was lost on its way.
        let again = rebase.is_none() && text.as_ref().is_ok_and(|text| *text == story.text);
        if story.state != after && !again {
            return Err(Refused::Late);
        }
        let text = text?;
        let file = match rebase {
            None => None,
            Some(state) => {
                let file = desk::open(&self.preview.request.root, path, &options)?;
                Some(file).filter(|file| file_state(file) == state)
            }
        };
        if rebase.is_some() && file.is_none() {
            return Err(Refused::Late);
        }
        if text == story.text && file.is_none() {
            return Ok(story);
        }
        self.put_copy(&story, &text, file.as_deref())?;
        self.show(path, &text);
        self.open_story(path)
    }

    /// Puts a working copy into the database. One that says what the file says is none.
    fn put_copy(&self, story: &OpenStory, text: &str, file: Option<&str>) -> Result<(), Refused> {
        let sign = desk::file_sign(&self.preview.request.root, &story.path);
        let change = Change {
            base: file.unwrap_or(&story.base),
            text,
            after: story.version.unwrap_or(0),
            sign: &sign,
        };
        let (now, mut store) = (self.now(), self.store());
        let done = match file {
            Some(_) => store.rebase(&story.path, change, now)?,
            None if text == story.base && story.there => {
                store.discard(&story.path)?;
                drop(store);
                self.unveil(&story.path);
                return Ok(());
            }
            None => store.write(&story.path, change, now)?,
        };
        done.map(|_| ()).ok_or(Refused::Late)
    }

    /// Both texts of a story put together: `was` and `mine` are what a window showed at first and shows now.
    pub(super) fn merge_story(
        &self,
        path: &str,
        was: &StoryParts,
        mine: &StoryParts,
    ) -> Result<(Vec<Piece>, String), Refused> {
        let options = self.options()?;
        let story = self.open_story(path)?;
        let base = with_parts(path, &story.text, was, &options)?;
        let mine = with_parts(path, &story.text, mine, &options)?;
        Ok((merge(&base, &mine, &story.text), story.state))
    }

    /// Keeps the working copy of a story in its file.
    pub(super) fn keep_story(&self, path: &str, after: Option<&str>) -> Result<OpenStory, Refused> {
        let story = self.open_story(path)?;
        if after.is_some_and(|after| after != story.state) {
            return Err(Refused::Late);
        }
        if story.version.is_some() {
            self.keep_text(path, (&story.base, &story.text))?;
        }
        self.open_story(path)
    }

    /// Keeps a text that was made from `base`, with a version of it, and commits it.
    pub(super) fn keep_text(&self, path: &str, texts: (&str, &str)) -> Result<(), Refused> {
        self.put_text(path, texts)?;
        self.commit(&[path]);
        Ok(())
    }

    fn put_text(&self, path: &str, (base, text): (&str, &str)) -> Result<(), Refused> {
        let (options, root) = (self.options()?, &self.preview.request.root);
        let work = Keep {
            root,
            path,
            base,
            text,
            options: &options,
        };
        let Kept { text, .. } = desk::keep(work)?;
        let (now, mut store) = (self.now(), self.store());
        store.first(path, base, now)?;
        store.kept(path, &text, "", now)?;
        drop(store);
        self.unveil(path);
        Ok(())
    }

    /// Writes a file again that was taken away while it was written.
    pub(super) fn restore_story(&self, path: &str) -> Result<OpenStory, Refused> {
        let (options, story) = (self.options()?, self.open_story(path)?);
        desk::restore(&self.preview.request.root, path, (&story.text, &options))?;
        self.store().kept(path, &story.text, "", self.now())?;
        self.unveil(path);
        self.commit(&[path]);
        self.open_story(path)
    }

    /// Gives a story's YAML front matter the form of TOML, as a working copy: it is kept when the editor keeps it.
    pub(super) fn give_toml(&self, path: &str, after: &str) -> Result<(), Refused> {
        let text = as_toml(&self.open_story(path)?.text, &self.options()?)?;
        self.write_story((path, after), &Written::Source(text), None)
            .map(|_| ())
    }

    /// Throws a working copy away.
    pub(super) fn discard_copy(&self, path: &str) -> Result<(), Refused> {
        self.store().discard(path)?;
        self.unveil(path);
        Ok(())
    }

    /// Makes a new story; its path.
    pub(super) fn make_story(&self, title: &str, section: &str) -> Result<String, Refused> {
        let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
        let zone = self.options()?.zone;
        let (known, native) = {
            let renderer = self.preview.renderer();
            let loaded = renderer.as_ref().ok_or(Refused::NotReady)?.loaded();
            let known = loaded
                .portal
                .sections
                .all
                .iter()
                .any(|s| s.path == section && !section.is_empty());
            (known, loaded.site.native_slugs)
        };
        if title.is_empty() || !known {
            return Err(Refused::NoStory);
        }
        let address = if native {
            slug::native(&title)
        } else {
            slug::latin(&title)
        };
        let now = self.now().to_zoned(zone);
        for n in 1..100 {
            let address = if n == 1 {
                address.clone()
            } else {
                format!("{address}-{n}")
            };
            let story = new_story(&title, &address, &now);
            let path = format!("content/{section}/{}/index.md", story.stem);
            match crate::replace::create_new(&self.preview.request.root.join(&path), &story.text) {
                Ok(()) => {
                    self.tell(&path);
                    return Ok(path);
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Refused::Taken)
    }

    /// Gives a story another section or another last part of its address. A published story keeps its old address among its
    /// former ones. What was being written is kept first. The path that it has now.
    pub(super) fn move_story(&self, path: &str, (section, name): (&str, &str)) -> Result<String, Refused> {
        let (options, root) = (self.options()?, &self.preview.request.root);
        self.keep_story(path, None)?;
        let place = story_place(path).ok_or(Refused::NoStory)?;
        let date = date_from_name(place.stem).and_then(|(_, rest)| place.stem.strip_suffix(rest));
        let date = date.map_or_else(String::new, |date| format!("{}-", date.trim_end_matches('-')));
        let stem = format!("{date}{}", slug::latin(name));
        let (known, address) = self.where_it_is(path, section);
        if !known {
            return Err(Refused::NoStory);
        }
        let target = StoryPlace {
            section,
            stem: &stem,
            ..place
        };
        if target.path() == path {
            return Ok(path.to_owned());
        }
        let text = desk::open(root, path, &options)?;
        if root.join(target.moved()).symlink_metadata().is_ok() {
            return Err(Refused::Taken);
        }
        let named = match address {
            Some(address) => with_alias(path, &text, &address, &options)?,
            None => text.clone(),
        };
        if named != text {
            self.put_text(path, (&text, &named))?;
        }
        let moved = (place.moved(), target.moved());
        if let Err(error) = fs::rename(root.join(&moved.0), root.join(&moved.1)) {
            // It has its address still, so that is no former one.
            self.put_text(path, (&named, &text))?;
            return Err(error.into());
        }
        self.store().moved(path, &target.path())?;
        self.tell(path);
        self.tell(&target.path());
        self.commit(&[&moved.0, &moved.1]);
        Ok(target.path())
    }

    /// Whether there is such a section, and the address of a story that readers know.
    fn where_it_is(&self, path: &str, section: &str) -> (bool, Option<String>) {
        let now = self.now();
        let renderer = self.preview.renderer();
        let Some(renderer) = renderer.as_ref() else {
            return (false, None);
        };
        let portal = &renderer.loaded().portal;
        let known = portal
            .sections
            .all
            .iter()
            .any(|s| s.path == section && !section.is_empty());
        let article = renderer.story_of(path).and_then(|id| portal.articles.get(id as usize));
        let public = article.filter(|a| !a.draft && a.date <= now);
        (known, public.map(|a| a.url.to_string()))
    }

    /// The address of a story's page in the preview, with the portal's path before it.
    pub(super) fn page_of(&self, path: &str) -> Option<String> {
        let renderer = self.preview.renderer();
        let renderer = renderer.as_ref()?;
        let world = renderer.loaded().world();
        let id = renderer.story_of(path)?;
        Some(world.href(&world.article(id).url))
    }

    /// The headline of a story that is named by its address; `None` where there is none.
    pub(super) fn headline_of(&self, story: &str) -> Option<String> {
        let renderer = self.preview.renderer();
        let portal = &renderer.as_ref()?.loaded().portal;
        let article = portal.articles.get(portal.named(story).flatten()? as usize)?;
        Some(article.title.to_string())
    }

    /// When a moment of the form is meant, in words.
    pub(super) fn date_words(&self, at: Timestamp) -> String {
        let renderer = self.preview.renderer();
        match renderer.as_ref() {
            Some(renderer) => renderer.loaded().world().date(at).text,
            None => at.to_string(),
        }
    }

    /// The parts of an open story; none when only the whole text can be shown.
    pub(super) fn parts(&self, story: &OpenStory) -> Option<StoryParts> {
        story_parts(&story.path, &story.text, &self.read_options()?)
    }
}
