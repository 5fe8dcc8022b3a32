//! Tables: with pipes where pipes can hold them, as HTML where not.

use super::super::model::{Block, Inline};
use super::super::tree::NodeId;
use super::super::{inline, write};
use super::{Place, Reader};

/// A cell as read.
struct Cell {
    head: bool,
    span: (u32, u32),
    blocks: Vec<Block>,
}

impl Cell {
    /// The cell's text when a pipe table can hold it.
    fn line(&self) -> Option<Vec<Inline>> {
        match self.blocks.as_slice() {
            _ if self.span != (1, 1) => None,
            [] => Some(Vec::new()),
            [Block::Paragraph(run)] if !run.iter().any(breaks) => Some(run.clone()),
            _ => None,
        }
    }
}

fn breaks(part: &Inline) -> bool {
    match part {
        Inline::Break => true,
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Deleted(inner) | Inline::Marked(_, inner) => {
            inner.iter().any(breaks)
        }
        Inline::Link { inner, .. } => inner.iter().any(breaks),
        _ => false,
    }
}

impl Reader<'_> {
    pub(super) fn table(&mut self, id: NodeId, place: Place, blocks: &mut Vec<Block>) {
        let tree = self.tree;
        let rows = tree.find_all(id, &|t, n| t.name(n) == "tr");
        let mut head_rows = 0;
        let mut read: Vec<Vec<Cell>> = Vec::new();
        for row in &rows {
            let cells = self.cells(*row, place);
            if cells.is_empty() {
                continue;
            }
            if read.len() == head_rows && cells.iter().all(|c| c.head) {
                head_rows += 1;
            }
            read.push(cells);
        }
        let plain = |c: &Cell| matches!(c.blocks.as_slice(), [] | [Block::Paragraph(_)]);
        let layout = read.iter().all(|row| row.len() == 1 && !row.iter().all(plain));
        match read.is_empty() {
            true => {}
            // One column of blocks is no table: a way to put things below each other.
            false if layout => blocks.extend(read.into_iter().flatten().flat_map(|c| c.blocks)),
            false => blocks.push(self.finished(read, head_rows)),
        }
        if let Some(caption) = tree.find_name(id, "caption") {
            self.caption_below(caption, place, blocks);
        }
    }

    pub(super) fn caption_below(&mut self, id: NodeId, place: Place, blocks: &mut Vec<Block>) {
        let run = self.inside(id, place);
        let text = inline::line(run, false);
        if !inline::is_blank(&text) {
            blocks.push(Block::Paragraph(vec![Inline::Emphasis(text)]));
        }
    }

    fn cells(&mut self, row: NodeId, place: Place) -> Vec<Cell> {
        let tree = self.tree;
        let mut cells = Vec::new();
        for cell in tree
            .children(row)
            .iter()
            .filter(|c| matches!(tree.name(**c), "td" | "th"))
        {
            let span = |key: &str| tree.attribute(*cell, key).parse().unwrap_or(1u32).clamp(1, 100);
            cells.push(Cell {
                head: tree.name(*cell) == "th",
                span: (span("colspan"), span("rowspan")),
                blocks: self.flow(*cell, place),
            });
        }
        cells
    }

    fn finished(&mut self, read: Vec<Vec<Cell>>, head_rows: usize) -> Block {
        let width = read.first().map_or(0, Vec::len);
        let even = read.iter().all(|row| row.len() == width);
        let lines: Option<Vec<Vec<Vec<Inline>>>> = read
            .iter()
            .map(|row| row.iter().map(Cell::line).collect::<Option<Vec<_>>>())
            .collect();
        if let Some(mut lines) = lines.filter(|_| even && head_rows <= 1) {
            let bold = lines
                .first()
                .is_some_and(|row| row.iter().all(|c| matches!(c.as_slice(), [Inline::Strong(_)])));
            if head_rows == 1 || bold {
                let mut head = lines.remove(0);
                if bold {
                    head.iter_mut().for_each(|cell| *cell = unmarked(std::mem::take(cell)));
                }
                return Block::Table { head, rows: lines };
            }
        }
        self.found.as_html = true;
        Block::Markup(markup(&read, head_rows))
    }
}

fn unmarked(cell: Vec<Inline>) -> Vec<Inline> {
    cell.into_iter()
        .flat_map(|p| match p {
            Inline::Strong(inner) => inner,
            other => vec![other],
        })
        .collect()
}

fn markup(rows: &[Vec<Cell>], head_rows: usize) -> String {
    let row = |cells: &Vec<Cell>| {
        let cells = cells.iter().map(|c| {
            let tag = if c.head { "th" } else { "td" };
            let span = |name: &str, n: u32| {
                if n > 1 {
                    format!(" {name}=\"{n}\"")
                } else {
                    String::new()
                }
            };
            let spans = span("colspan", c.span.0) + &span("rowspan", c.span.1);
            format!("<{tag}{spans}>{}</{tag}>", write::html_flow(&c.blocks))
        });
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    };
    let (head, body) = rows.split_at(head_rows.min(rows.len()));
    let head = match head.is_empty() {
        true => String::new(),
        false => format!("<thead>\n{}</thead>\n", head.iter().map(row).collect::<String>()),
    };
    format!(
        "<table>\n{head}<tbody>\n{}</tbody>\n</table>",
        body.iter().map(row).collect::<String>()
    )
}
