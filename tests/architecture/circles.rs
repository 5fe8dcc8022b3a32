//! No file of a room imports, over whatever chain, a file that imports it: what two files share is in a file below both.
//!
//! A child may use its parent and a parent its children (a parent is the front of its folder), so edges between a file and
//! its ancestors do not count. Re-exports are followed to the file that declares the item.

use crate::Source;
use std::collections::{BTreeMap, BTreeSet};

/// A module's path below the crate: `["view", "trace"]`.
type Module = Vec<String>;

/// Modules, what they import, and what they export of others.
struct Graph {
    modules: BTreeSet<Module>,
    exports: BTreeMap<(Module, String), (Module, String)>,
    edges: BTreeMap<Module, BTreeSet<Module>>,
}

fn module(path: &str) -> Module {
    let mut parts: Module = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    if parts
        .last()
        .is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main"))
    {
        parts.pop();
    }
    parts
}

/// The paths of a `use` tree: `a::{b, c::{d}}` is `a::b` and `a::c::d`.
fn expand(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((front, inner)) = tree.strip_suffix('}').and_then(|t| t.split_once('{')) else {
        return vec![tree.split(" as ").next().unwrap_or(tree).trim().to_owned()];
    };
    let (mut depth, mut parts, mut part) = (0, Vec::new(), String::new());
    for c in inner.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        part.push(c);
    }
    parts.push(part);
    let whole = parts.iter().filter(|p| !p.trim().is_empty());
    whole
        .flat_map(|p| expand(p))
        .map(|path| format!("{front}{path}"))
        .collect()
}

/// The trees of `use` items; only those that are public when `exported` is set.
fn uses(code: &str, exported: bool) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let line = code[..at].rsplit('\n').next().unwrap_or_default().trim();
        let public = line.starts_with("pub");
        if !public && (exported || !line.is_empty()) {
            continue;
        }
        if let Some(end) = code[at..].find(';') {
            found.extend(expand(&code[at + 4..at + end]));
        }
    }
    found
}

/// Paths written out in code: `super::world::World`, `crate::view::view`, `child::item`.
fn paths(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    for c in code.chars().chain(" ".chars()) {
        if c.is_ascii_alphanumeric() || matches!(c, '_' | ':') {
            word.push(c);
        } else if !word.is_empty() {
            let path = std::mem::take(&mut word);
            if path.contains("::") {
                found.push(path.trim_matches(':').to_owned());
            }
        }
    }
    found
}

impl Graph {
    fn new(sources: &[Source]) -> Self {
        let modules = sources.iter().map(|s| module(&s.path)).collect();
        let mut graph = Graph {
            modules,
            exports: BTreeMap::new(),
            edges: BTreeMap::new(),
        };
        for source in sources {
            let from = module(&source.path);
            for path in uses(&source.code, true) {
                if let Some((to, item)) = graph.resolve(&from, &path) {
                    let name = path.rsplit("::").next().unwrap_or_default().to_owned();
                    graph.exports.insert((from.clone(), name), (to, item));
                }
            }
        }
        for source in sources {
            let from = module(&source.path);
            let named = uses(&source.code, false).into_iter().chain(paths(&source.code));
            let targets: BTreeSet<Module> = named
                .filter_map(|path| graph.resolve(&from, &path))
                .map(|(to, item)| graph.declared(to, item))
                .filter(|to| to.first() == from.first() && !to.starts_with(&from) && !from.starts_with(to))
                .collect();
            graph.edges.insert(from, targets);
        }
        graph
    }

    /// The module that a path leads to, and the item in it.
    fn resolve(&self, from: &Module, path: &str) -> Option<(Module, String)> {
        let mut segments = path.split("::").map(str::trim).peekable();
        let mut at = from.clone();
        match *segments.peek()? {
            "crate" => {
                at.clear();
                segments.next();
            }
            "self" => drop(segments.next()),
            "super" => {
                while segments.next_if_eq(&"super").is_some() {
                    at.pop();
                }
            }
            child => {
                at.push(child.to_owned());
                if !self.modules.contains(&at) {
                    return None;
                }
                segments.next();
            }
        }
        for segment in segments {
            at.push(segment.to_owned());
            if !self.modules.contains(&at) {
                at.pop();
                return Some((at, segment.to_owned()));
            }
        }
        Some((at, String::new()))
    }

    /// The module that declares what a module exports under a name.
    fn declared(&self, mut at: Module, mut item: String) -> Module {
        for _ in 0..5 {
            match self.exports.get(&(at.clone(), item.clone())) {
                Some((to, name)) => (at, item) = (to.clone(), name.clone()),
                None => break,
            }
        }
        at
    }

    /// A chain of imports from a module back to itself, the shortest.
    fn circle(&self, start: &Module) -> Option<Vec<&Module>> {
        let (key, first) = self.edges.get_key_value(start)?;
        let mut came: BTreeMap<&Module, &Module> = first.iter().map(|to| (to, key)).collect();
        let mut waiting: Vec<&Module> = first.iter().collect();
        while !waiting.is_empty() {
            let mut next = Vec::new();
            for at in waiting {
                if at == start {
                    let mut chain = vec![at];
                    while let Some(before) = came.get(chain[chain.len() - 1]) {
                        chain.push(*before);
                        if *before == start {
                            break;
                        }
                    }
                    chain.reverse();
                    return Some(chain);
                }
                for to in self.edges.get(at).into_iter().flatten() {
                    came.entry(to).or_insert_with(|| {
                        next.push(to);
                        at
                    });
                }
            }
            waiting = next;
        }
        None
    }
}

/// Chains of files that import each other, one a line: `view::types -> view::stories -> view::types`.
pub(crate) fn circles(sources: &[Source]) -> Vec<String> {
    let graph = Graph::new(sources);
    let mut seen: BTreeSet<&Module> = BTreeSet::new();
    let mut found = Vec::new();
    for start in &graph.modules {
        if seen.contains(start) {
            continue;
        }
        if let Some(chain) = graph.circle(start) {
            seen.extend(chain.iter().copied());
            let names: Vec<String> = chain.iter().map(|module| module.join("::")).collect();
            found.push(names.join(" -> "));
        }
    }
    found
}

#[test]
fn a_circle_is_seen_through_folders_and_exports() {
    let source = |path: &str, code: &str| Source {
        path: path.to_owned(),
        room: "a".to_owned(),
        code: code.to_owned(),
        lines: 1,
    };
    let files = [
        source("a/mod.rs", "mod b;\nmod c;\npub use b::Thing;\n"),
        source("a/b.rs", "use super::c::Other;\n"),
        source("a/c.rs", "fn f() { super::Thing::new(); }\n"),
        source("a/d.rs", "use super::{b::Thing, c::Other};\n"),
    ];
    assert_eq!(circles(&files), ["a::b -> a::c -> a::b"]);
    assert!(circles(&files[..2]).is_empty());
}
