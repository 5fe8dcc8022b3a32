//! `[[front.blocks]]`, checked.

use super::faults::Faults;
use super::file::{BlockTable, ConfigFile};
use std::ops::Range;

/// A block of the front page as configured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Block {
    /// How it is laid out.
    pub shape: Shape,
    /// Its section, by path.
    pub section: Option<String>,
    /// Or its tag.
    pub tag: Option<String>,
    /// Its name, when not that of the section or tag.
    pub title: Option<String>,
    /// Stories at most.
    pub limit: Option<u32>,
    /// The line of `khobor.toml` from which on it is written; 0 when unknown.
    pub line: u32,
}

/// How a block of the front page is laid out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shape {
    /// One large story and a list.
    LeadList,
    /// Stories side by side.
    Columns,
    /// A list with small pictures.
    #[default]
    List,
    /// Portraits and names first.
    Opinion,
    /// A strip of pictures.
    Photo,
    /// The most popular stories, numbered.
    Popular,
    /// A slot of an advertisement.
    Ad,
}

impl Shape {
    /// All shapes.
    pub const ALL: [Shape; 7] = [
        Shape::LeadList,
        Shape::Columns,
        Shape::List,
        Shape::Opinion,
        Shape::Photo,
        Shape::Popular,
        Shape::Ad,
    ];

    /// As written in khobor.toml.
    pub fn name(self) -> &'static str {
        match self {
            Shape::LeadList => "lead_list",
            Shape::Columns => "columns",
            Shape::List => "list",
            Shape::Opinion => "opinion",
            Shape::Photo => "photo",
            Shape::Popular => "popular",
            Shape::Ad => "ad",
        }
    }
}

/// The blocks as configured that are not hidden; absent when the site has none.
pub(super) fn blocks(file: &ConfigFile, faults: &mut Faults<'_>) -> Option<Vec<Block>> {
    let blocks = file.front.blocks.as_ref()?.iter();
    let resolved = blocks.map(|b| (block(b.get_ref(), &b.span(), faults), b.get_ref().hidden));
    // Hidden blocks are checked as well: they come back.
    let resolved: Vec<(Block, bool)> = resolved.collect();
    Some(
        resolved
            .into_iter()
            .filter(|(_, hidden)| !hidden)
            .map(|(b, _)| b)
            .collect(),
    )
}

fn block(table: &BlockTable, at: &Range<usize>, faults: &mut Faults<'_>) -> Block {
    let shape = Shape::ALL.into_iter().find(|s| s.name() == table.shape);
    if shape.is_none() {
        let known: Vec<&str> = Shape::ALL.iter().map(|s| s.name()).collect();
        faults.none_of(at.clone(), "front.blocks.shape", &table.shape, &known);
    }
    let named = usize::from(table.section.is_some()) + usize::from(table.tag.is_some());
    let reason = match (shape, named) {
        (Some(Shape::Popular | Shape::Ad), 1..) => Some((
            "this shape takes neither a section nor a tag",
            "এই আকারে বিভাগ বা ট্যাগ লাগে না",
        )),
        (_, 2..) => Some((
            "a block has a section or a tag, not both",
            "ব্লকে হয় বিভাগ, নয় ট্যাগ থাকে; দুটি নয়",
        )),
        (Some(Shape::Popular | Shape::Ad) | None, _) | (_, 1) => None,
        _ => Some(("a block needs a section or a tag", "বিভাগ বা ট্যাগ লাগে")),
    };
    if let Some(reason) = reason {
        let help = "section = \"politics\"";
        faults.bad_in(at.clone(), "front.blocks", &table.shape, (reason, help));
    }
    Block {
        shape: shape.unwrap_or_default(),
        section: table.section.clone(),
        tag: table.tag.clone(),
        title: table.title.clone(),
        limit: table.limit,
        line: faults.line_at(at.start),
    }
}
