//! Tables, in a wrapper that scrolls on narrow screens.

use super::Part;
use pulldown_cmark::Alignment;

/// The table that is being written.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    cell: usize,
    head: bool,
    /// Between its beginning and its end.
    pub(super) open: bool,
}

impl Part<'_, '_, '_> {
    pub(super) fn open_table(&mut self, alignments: Vec<Alignment>) {
        self.maker.tables += 1;
        let number = self.maker.number(self.maker.tables);
        let name = if self.maker.bengali { "সারণি" } else { "Table" };
        self.block(&format!(
            "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{name} {number}\"><table>\n"
        ));
        self.table = Table {
            alignments,
            cell: 0,
            head: false,
            open: true,
        };
    }

    pub(super) fn end_table(&mut self) {
        self.block("</tbody></table></div>\n");
        self.table.open = false;
    }

    pub(super) fn table_head(&mut self) {
        self.table.head = true;
        self.table.cell = 0;
        self.block("<thead><tr>");
    }

    pub(super) fn table_row(&mut self) {
        self.table.head = false;
        self.table.cell = 0;
        self.block("<tr>");
    }

    pub(super) fn table_cell(&mut self) {
        let class = match self.table.alignments.get(self.table.cell) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        let tag = if self.table.head {
            format!("<th scope=\"col\"{class}>")
        } else {
            format!("<td{class}>")
        };
        self.block(&tag);
    }

    pub(super) fn end_cell(&mut self) {
        self.table.cell += 1;
        self.block(if self.table.head { "</th>" } else { "</td>" });
        self.maker.end_block();
    }
}
