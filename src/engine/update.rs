//! What is changed in a loaded site when files have changed. Made by the session without disturbing anyone who prints; put in
//! place in a moment.

use super::Loaded;
use crate::portal::{ArticleId, Edit, Portal, StoryFile};
use crate::relate::popular::PopularRecords;
use crate::relate::{Lists, immediate_lists};
use crate::render::{Assets, Templates, Theme};
use crate::source::{SourceFile, Tree};
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A change of a loaded site.
pub struct Update {
    pub(super) now: Timestamp,
    /// The portal, arranged again; with the lists that take no time.
    pub(super) portal: Option<(Portal, Lists)>,
    /// A story that is put into the portal in its place.
    pub(super) edit: Option<Edit>,
    /// Imported views.
    pub(super) popular: Option<Arc<PopularRecords>>,
    /// The theme, compiled again.
    pub(super) printing: Option<(Theme, Assets, Templates)>,
    /// Stories whose words alone have changed.
    pub(super) words: Vec<Arc<StoryFile>>,
    /// Files that came, changed or went.
    pub(super) files: BTreeMap<String, Option<SourceFile>>,
    /// Content hashes of pictures and other files that came or changed.
    pub(super) hashes: BTreeMap<String, [u8; 16]>,
}

/// What an update has replaced. Large; to be dropped when nobody waits.
pub struct Replaced(#[allow(dead_code, reason = "kept to be dropped later")] Option<(Portal, Lists)>);

impl Update {
    /// Whether addresses may have changed.
    pub(super) fn arranges(&self) -> bool {
        self.portal.is_some() || self.edit.is_some()
    }

    /// Sources that have another name now: the former and the present one.
    pub fn renamed(&self, loaded: &Loaded) -> Vec<(&str, &str)> {
        let tree = &loaded.tree.files;
        let known = |path: &str| {
            tree.binary_search_by(|f| f.path.as_str().cmp(path))
                .ok()
                .and_then(|at| tree.get(at))
        };
        let came = self.files.values().flatten().filter(|f| known(&f.path).is_none());
        let came: FxHashMap<u64, &str> = came.map(|f| (f.inode, f.path.as_str())).collect();
        let gone = self.files.iter().filter(|(_, file)| file.is_none());
        let renamed = gone.filter_map(|(old, _)| Some((old.as_str(), *came.get(&known(old)?.inode)?)));
        renamed.collect()
    }

    /// Changes the loaded site.
    pub(super) fn apply(self, loaded: &mut Loaded) -> Replaced {
        let frame = self.arranges() || self.printing.is_some();
        let pictures = self.arranges() || !self.hashes.is_empty();
        loaded.hashes.extend(self.hashes);
        loaded.now = self.now;
        for (path, file) in self.files {
            place(&mut loaded.tree, &path, file);
        }
        let replaced = match self.portal {
            Some((portal, mut lists)) => {
                carry(loaded, &portal, &mut lists);
                Some((
                    std::mem::replace(&mut loaded.portal, portal),
                    std::mem::replace(&mut loaded.lists, lists),
                ))
            }
            None => {
                if let Some(edit) = self.edit {
                    put(loaded, edit, self.popular.as_deref());
                }
                self.words.iter().for_each(|story| loaded.portal.amend(story));
                None
            }
        };
        if pictures {
            loaded.renditions = super::pictures::expected(&loaded.portal, &loaded.site, &loaded.hashes);
        }
        if let Some((theme, assets, templates)) = self.printing {
            (loaded.theme, loaded.assets, loaded.templates) = (theme, assets, templates);
        }
        if frame {
            let view = crate::view::site(&loaded.world());
            let strings = loaded.theme.strings.clone();
            loaded.templates.set_site(&view, &strings);
        }
        Replaced(replaced)
    }
}

/// Puts a story into the portal. The lists that take no time are rebuilt; the related stories keep theirs.
fn put(loaded: &mut Loaded, edit: Edit, views: Option<&PopularRecords>) {
    let (at, new) = edit.place();
    loaded.portal.edit(edit);
    let stories = loaded.portal.articles.len();
    let (mut lists, _) = immediate_lists(&loaded.portal, &loaded.site, views, loaded.now);
    if new && (at as usize) + 1 < stories {
        lists.carry_related(&loaded.lists, stories, |old| Some(old + ArticleId::from(old >= at)));
        loaded.lists = lists;
    } else {
        (loaded.lists.popular, loaded.lists.recent) = (lists.popular, lists.recent);
    }
}

/// The related stories of the old portal, by the numbers of the new one.
fn carry(loaded: &Loaded, portal: &Portal, lists: &mut Lists) {
    let numbers: FxHashMap<&str, ArticleId> = portal
        .articles
        .iter()
        .zip(0..)
        .map(|(a, id)| (&*a.source, id))
        .collect();
    let old = loaded.portal.articles.iter().map(|a| numbers.get(&*a.source).copied());
    let moved: Vec<Option<ArticleId>> = old.collect();
    lists.carry_related(&loaded.lists, portal.articles.len(), |id| {
        moved.get(id as usize).copied().flatten()
    });
}

/// Puts a file into the tree, or takes it out.
pub(super) fn place(tree: &mut Tree, path: &str, file: Option<SourceFile>) {
    match (tree.files.binary_search_by(|f| f.path.as_str().cmp(path)), file) {
        (Ok(at), Some(file)) => tree.files[at] = file,
        (Err(at), Some(file)) => tree.files.insert(at, file),
        (Ok(at), None) => drop(tree.files.remove(at)),
        (Err(_), None) => {}
    }
}
