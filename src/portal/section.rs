//! The tree of sections.

use super::article::{ArticleId, SectionId};
use crate::source::SectionSource;
use std::collections::BTreeMap;

/// A section.
#[derive(Debug, Clone)]
pub struct Section {
    /// Its path, `bangladesh/dhaka`.
    pub path: String,
    /// Its address, `/bangladesh/dhaka/`.
    pub url: String,
    /// What its `_index.md` says.
    pub source: SectionSource,
    /// The source file.
    pub file: String,
    /// The section that it is inside of.
    pub parent: Option<SectionId>,
    /// Sections inside, in order.
    pub children: Vec<SectionId>,
    /// Its stories with those of the sections inside, oldest first.
    pub stories: Vec<ArticleId>,
}

/// All sections: by number, in order of path.
#[derive(Debug, Clone, Default)]
pub struct Sections {
    /// By number.
    pub all: Vec<Section>,
    by_path: BTreeMap<String, SectionId>,
}

impl Sections {
    /// Builds the tree from the sections' files: `(file, source)` in any order.
    pub fn new(files: &[(String, SectionSource)]) -> Self {
        let mut sections = Sections::default();
        let mut sorted: Vec<_> = files
            .iter()
            .map(|(file, source)| (folder(file), file, source))
            .collect();
        sorted.sort_by(|a, b| (&a.0, a.1).cmp(&(&b.0, b.1)));
        for (path, file, source) in sorted {
            let id = sections.all.len() as SectionId;
            let url = if path.is_empty() {
                "/".to_owned()
            } else {
                format!("/{path}/")
            };
            sections.by_path.insert(path.clone(), id);
            let (source, file) = (source.clone(), file.clone());
            let (children, stories) = (Vec::new(), Vec::new());
            sections.all.push(Section {
                path,
                url,
                source,
                file,
                parent: None,
                children,
                stories,
            });
        }
        sections.connect();
        sections
    }

    fn connect(&mut self) {
        for id in 0..self.all.len() {
            let mut path = self.all[id].path.as_str();
            let mut parent = None;
            while let Some((above, _)) = path.rsplit_once('/') {
                parent = self.by_path.get(above).copied();
                if parent.is_some() {
                    break;
                }
                path = above;
            }
            self.all[id].parent = parent;
            if let Some(parent) = parent {
                self.all[parent as usize].children.push(id as SectionId);
            }
        }
        for id in 0..self.all.len() {
            let mut children = std::mem::take(&mut self.all[id].children);
            children.sort_by(|a, b| self.order(*a).cmp(&self.order(*b)));
            self.all[id].children = children;
        }
    }

    fn order(&self, id: SectionId) -> (i64, &str) {
        let section = &self.all[id as usize];
        (section.source.order, &section.path)
    }

    /// The section with this path.
    pub fn find(&self, path: &str) -> Option<SectionId> {
        self.by_path.get(path.trim_matches('/')).copied()
    }

    /// Sections that are inside of none, in their order.
    pub fn roots(&self) -> Vec<SectionId> {
        let mut roots: Vec<SectionId> = (0..self.all.len() as SectionId)
            .filter(|id| self.all[*id as usize].parent.is_none())
            .collect();
        roots.sort_by(|a, b| self.order(*a).cmp(&self.order(*b)));
        roots
    }

    /// The section and those that it is inside of, outermost first.
    pub fn lineage(&self, id: SectionId) -> Vec<SectionId> {
        let mut chain = vec![id];
        while let Some(parent) = chain.last().and_then(|s| self.all[*s as usize].parent) {
            chain.push(parent);
        }
        chain.reverse();
        chain
    }

    /// Whether `inner` is `outer` or inside of it.
    pub fn inside(&self, inner: &str, outer: &str) -> bool {
        inner == outer || inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
    }
}

/// `content/bangladesh/_index.md` becomes `bangladesh`.
fn folder(file: &str) -> String {
    let path = file.strip_prefix("content/").unwrap_or(file);
    path.rsplit_once('/')
        .map_or_else(String::new, |(folder, _)| folder.to_owned())
}
