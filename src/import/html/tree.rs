//! HTML to a tree in an arena, repaired as browsers repair it. Depth is bounded before parsing: open marks cost the parser
//! quadratic time, and what reads the tree is recursive.

use crate::source::is_inline;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, local_name, ns, parse_fragment};
use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::collections::BTreeMap;

/// Tags that may be open at once; what is nested deeper loses its tags, not its words.
const DEEPEST: usize = 96;
/// Elements that never hold anything.
const EMPTY: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
];

/// A place in the tree.
pub type NodeId = usize;

/// What a node is.
#[derive(Debug, Clone)]
pub enum Kind {
    /// The document and its fragments.
    Root,
    /// An element: its name in lower case, its attributes.
    Element(String, Vec<(String, String)>),
    /// Text.
    Text(String),
    /// A comment, or what is nothing to a reader.
    Other,
}

#[derive(Debug, Clone)]
struct Node {
    kind: Kind,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
    name: QualName,
}

/// A parsed fragment.
#[derive(Debug, Clone)]
pub struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// Parses a fragment of HTML as if it stood in a body.
    ///
    /// ```
    /// use khobor::import::html::tree::Tree;
    /// let tree = Tree::parse("<p>ক<p>খ");
    /// assert_eq!(tree.text(tree.root()), "কখ");
    /// ```
    pub fn parse(html: &str) -> Tree {
        let html = bounded(html);
        let body = QualName::new(None, ns!(html), local_name!("body"));
        let sink = Sink::default();
        let parser = parse_fragment(sink, ParseOpts::default(), body, Vec::new(), false);
        let nodes = parser.one(StrTendril::from(html.as_ref()));
        Tree { nodes }
    }

    /// The node whose children are the fragment's.
    pub fn root(&self) -> NodeId {
        let document = self.nodes.first().map_or(&[][..], |n| n.children.as_slice());
        let html = |id: &&NodeId| matches!(self.nodes.get(**id).map(|n| &n.kind), Some(Kind::Element(..)));
        document.iter().find(html).copied().unwrap_or(0)
    }

    /// How many nodes there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there is nothing but the document.
    pub fn is_empty(&self) -> bool {
        self.nodes.len() < 2
    }

    /// Whether any node fits.
    pub fn any(&self, fits: &dyn Fn(&Tree, NodeId) -> bool) -> bool {
        (0..self.nodes.len()).any(|id| fits(self, id))
    }

    /// Children in order.
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        self.nodes.get(id).map_or(&[], |n| n.children.as_slice())
    }

    /// What a node is.
    pub fn kind(&self, id: NodeId) -> &Kind {
        self.nodes.get(id).map_or(&Kind::Other, |n| &n.kind)
    }

    /// The element's name; empty for others.
    pub fn name(&self, id: NodeId) -> &str {
        match self.kind(id) {
            Kind::Element(name, _) => name,
            _ => "",
        }
    }

    /// An attribute's value; empty when there is none.
    pub fn attribute(&self, id: NodeId, name: &str) -> &str {
        match self.kind(id) {
            Kind::Element(_, attributes) => attributes
                .iter()
                .find(|(key, _)| key == name)
                .map_or("", |(_, value)| value.trim()),
            _ => "",
        }
    }

    /// Whether an element has a class.
    pub fn has_class(&self, id: NodeId, class: &str) -> bool {
        self.attribute(id, "class").split_ascii_whitespace().any(|c| c == class)
    }

    /// Puts another text in a text node's place.
    pub fn set_text(&mut self, id: NodeId, new: String) {
        if let Some(Node {
            kind: Kind::Text(text), ..
        }) = self.nodes.get_mut(id)
        {
            *text = new;
        }
    }

    /// The nearest of `id` and its parents that is no inline mark.
    pub fn outer_block(&self, id: NodeId) -> NodeId {
        let mut at = id;
        while is_inline(self.name(at)) {
            match self.nodes.get(at).and_then(|n| n.parent) {
                Some(parent) => at = parent,
                None => break,
            }
        }
        at
    }

    /// The text below a node.
    pub fn text(&self, id: NodeId) -> String {
        let mut out = String::new();
        self.push_text(id, &mut out);
        out
    }

    fn push_text(&self, id: NodeId, out: &mut String) {
        match self.kind(id) {
            Kind::Text(text) => out.push_str(text),
            Kind::Element(name, _) if matches!(name.as_str(), "script" | "style") => {}
            _ => self.children(id).iter().for_each(|child| self.push_text(*child, out)),
        }
    }

    /// The first element below `id`, in order, that fits.
    pub fn find(&self, id: NodeId, fits: &dyn Fn(&Tree, NodeId) -> bool) -> Option<NodeId> {
        for child in self.children(id) {
            if matches!(self.kind(*child), Kind::Element(..)) && fits(self, *child) {
                return Some(*child);
            }
            if let Some(found) = self.find(*child, fits) {
                return Some(found);
            }
        }
        None
    }

    /// The first element of a name below `id`.
    pub fn find_name(&self, id: NodeId, name: &str) -> Option<NodeId> {
        self.find(id, &|tree, node| tree.name(node) == name)
    }

    /// All elements below `id`, in order, that fit; nothing is looked for inside of one that does.
    pub fn find_all(&self, id: NodeId, fits: &dyn Fn(&Tree, NodeId) -> bool) -> Vec<NodeId> {
        let mut found = Vec::new();
        self.push_all(id, fits, &mut found);
        found
    }

    fn push_all(&self, id: NodeId, fits: &dyn Fn(&Tree, NodeId) -> bool, found: &mut Vec<NodeId>) {
        for child in self.children(id) {
            match matches!(self.kind(*child), Kind::Element(..)) && fits(self, *child) {
                true => found.push(*child),
                false => self.push_all(*child, fits, found),
            }
        }
    }
}

/// The HTML with tags beyond [`DEEPEST`] left out; their text stays.
fn bounded(html: &str) -> Cow<'_, str> {
    let mut open: Vec<&str> = Vec::new();
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    let mut out: Option<String> = None;
    let mut copied = 0;
    for (at, end, name, closes) in tags(html) {
        if EMPTY.iter().any(|e| e.eq_ignore_ascii_case(name)) {
            continue;
        }
        let waiting = left_out.get_mut(&name.to_ascii_lowercase()).filter(|n| **n > 0);
        let keep = match (closes, waiting) {
            (true, Some(count)) => {
                *count -= 1;
                false
            }
            (true, None) => {
                let place = open.iter().rposition(|other| other.eq_ignore_ascii_case(name));
                place.map(|place| open.remove(place));
                true
            }
            (false, _) if open.len() < DEEPEST => {
                open.push(name);
                true
            }
            (false, _) => {
                *left_out.entry(name.to_ascii_lowercase()).or_default() += 1;
                false
            }
        };
        if !keep {
            let out = out.get_or_insert_with(String::new);
            out.push_str(html.get(copied..at).unwrap_or_default());
            copied = end;
        }
    }
    match out {
        None => Cow::Borrowed(html),
        Some(mut out) => {
            out.push_str(html.get(copied..).unwrap_or_default());
            Cow::Owned(out)
        }
    }
}

/// What looks like a tag: start, end, name, whether it closes.
fn tags(html: &str) -> impl Iterator<Item = (usize, usize, &str, bool)> {
    let mut next = 0;
    std::iter::from_fn(move || {
        loop {
            let at = next + html.get(next..)?.find('<')?;
            let rest = html.get(at + 1..)?;
            next = at + 1;
            let (closes, name_at) = match rest.starts_with('/') {
                true => (true, at + 2),
                false => (false, at + 1),
            };
            let tail = html.get(name_at..)?;
            let length = tail
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != ':')
                .unwrap_or(tail.len());
            if length == 0 || !tail.starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            let end = name_at + tail.find('>').map_or(tail.len(), |i| i + 1);
            next = end;
            return Some((at, end, html.get(name_at..name_at + length)?, closes));
        }
    })
}

struct Sink {
    nodes: RefCell<Vec<Node>>,
}

impl Default for Sink {
    fn default() -> Self {
        let nodes = vec![new_node(Kind::Root, no_name())];
        Sink {
            nodes: RefCell::new(nodes),
        }
    }
}

/// AMP has elements of its own for what HTML has.
fn plain_name(name: &str) -> &str {
    match name {
        "amp-img" | "amp-anim" => "img",
        "amp-iframe" => "iframe",
        "amp-video" => "video",
        "amp-audio" => "audio",
        "amp-youtube" => "k-youtube",
        "amp-ad" | "amp-auto-ads" | "amp-analytics" | "amp-social-share" => "template",
        other => other,
    }
}

fn no_name() -> QualName {
    QualName::new(None, ns!(), local_name!(""))
}

fn new_node(kind: Kind, name: QualName) -> Node {
    Node {
        kind,
        parent: None,
        children: Vec::new(),
        name,
    }
}

impl Sink {
    fn add(&self, kind: Kind, name: QualName) -> NodeId {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(new_node(kind, name));
        nodes.len() - 1
    }

    fn detach(&self, id: NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        let parent = nodes.get_mut(id).and_then(|n| n.parent.take());
        if let Some(parent) = parent.and_then(|p| nodes.get_mut(p)) {
            parent.children.retain(|child| *child != id);
        }
    }

    /// Puts a child at a place among its parent's; text joins text.
    fn insert(&self, parent: NodeId, at: usize, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendText(text) => self.insert_text(parent, at, &text),
            NodeOrText::AppendNode(id) => {
                self.detach(id);
                let mut nodes = self.nodes.borrow_mut();
                if let Some(node) = nodes.get_mut(parent) {
                    let at = at.min(node.children.len());
                    node.children.insert(at, id);
                }
                if let Some(node) = nodes.get_mut(id) {
                    node.parent = Some(parent);
                }
            }
        }
    }

    fn insert_text(&self, parent: NodeId, at: usize, text: &str) {
        let before = {
            let nodes = self.nodes.borrow();
            let children = nodes.get(parent).map_or(&[][..], |n| n.children.as_slice());
            at.checked_sub(1).and_then(|i| children.get(i)).copied()
        };
        if let Some(before) = before
            && let Some(Node {
                kind: Kind::Text(old), ..
            }) = self.nodes.borrow_mut().get_mut(before)
        {
            return old.push_str(text);
        }
        let id = self.add(Kind::Text(text.to_owned()), no_name());
        self.insert(parent, at, NodeOrText::AppendNode(id));
    }

    fn count(&self, parent: NodeId) -> usize {
        self.nodes.borrow().get(parent).map_or(0, |n| n.children.len())
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Vec<Node>;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Vec<Node> {
        self.nodes.into_inner()
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        0
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        let last = self.nodes.borrow().len() - 1;
        Ref::map(self.nodes.borrow(), |nodes| &nodes[(*target).min(last)].name)
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _: ElementFlags) -> NodeId {
        let pair = |a: Attribute| (a.name.local.to_string(), a.value.to_string());
        let plain = plain_name(&name.local).to_owned();
        let kind = Kind::Element(plain, attributes.into_iter().map(pair).collect());
        self.add(kind, name)
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.add(Kind::Other, no_name())
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.add(Kind::Other, no_name())
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.insert(*parent, self.count(*parent), child);
    }

    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let inside = self.nodes.borrow().get(*element).is_some_and(|n| n.parent.is_some());
        match inside {
            true => self.append_before_sibling(element, child),
            false => self.append(previous, child),
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        *target
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        if let NodeOrText::AppendNode(id) = &child {
            self.detach(*id);
        }
        let place = {
            let nodes = self.nodes.borrow();
            let parent = nodes.get(*sibling).and_then(|n| n.parent);
            parent.map(|parent| {
                (
                    parent,
                    nodes[parent].children.iter().position(|c| c == sibling).unwrap_or(0),
                )
            })
        };
        if let Some((parent, at)) = place {
            self.insert(parent, at, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(Node {
            kind: Kind::Element(_, own),
            ..
        }) = nodes.get_mut(*target)
        {
            for attribute in attributes {
                let key = attribute.name.local.to_string();
                if !own.iter().any(|(k, _)| *k == key) {
                    own.push((key, attribute.value.to_string()));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let children = {
            let mut nodes = self.nodes.borrow_mut();
            nodes
                .get_mut(*node)
                .map(|n| std::mem::take(&mut n.children))
                .unwrap_or_default()
        };
        let mut nodes = self.nodes.borrow_mut();
        for child in &children {
            if let Some(node) = nodes.get_mut(*child) {
                node.parent = Some(*new_parent);
            }
        }
        if let Some(parent) = nodes.get_mut(*new_parent) {
            parent.children.extend(children);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, Kind, Tree, bounded};

    #[test]
    fn broken_html_is_repaired() {
        let tree = Tree::parse("<div><p>এক<p>দুই</div></b><i>তিন");
        let root = tree.root();
        let names: Vec<&str> = tree.children(root).iter().map(|c| tree.name(*c)).collect();
        assert_eq!(names, ["div", "i"]);
        assert_eq!(tree.text(root), "একদুইতিন");
    }

    #[test]
    fn depth_is_bounded_and_no_word_is_lost() {
        let html = "<div><b>".repeat(20_000) + "শব্দ" + &"</b></div>".repeat(20_000);
        let tree = Tree::parse(&html);
        assert_eq!(tree.text(tree.root()), "শব্দ");
        assert!(bounded(&html).matches("<div>").count() <= DEEPEST);
    }

    #[test]
    fn attributes_and_text_of_tables() {
        let tree = Tree::parse("<table><tr><td CLASS='a b'>x &amp; y</table>");
        let cell = tree.find_name(tree.root(), "td").unwrap();
        assert!(tree.has_class(cell, "b") && matches!(tree.kind(cell), Kind::Element(..)));
        assert_eq!(tree.text(cell), "x & y");
    }
}
