//! The body of a plain text: paragraphs, lists, tables as they are pasted from a word processor, a spreadsheet or Facebook.

use super::super::bare_address::{self, Span};
use super::super::embed;
use super::super::lead::{Lead, Standing};
use super::super::markdown::{push_link, push_text};
use super::super::shapes::{self, Mark};
use super::super::types::{Body, Node};
use crate::bengali::{cluster, gate, number};

/// Lines shorter than this, in clusters, are not broken by a program: their ends are meant.
const NARROW: usize = 40;

/// What ends a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Breaks {
    /// What is seen in the text.
    Seen,
    /// Every line end.
    Lines,
    /// A blank line.
    Blank,
}

/// Reads a body.
pub(super) fn read(text: &str, breaks: Breaks) -> Body {
    let mut writer = Writer::default();
    let lines = breaks == Breaks::Lines || breaks == Breaks::Seen && lines_are_paragraphs(text);
    let mut block: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        if !line.trim().is_empty() {
            block.push(line);
            continue;
        }
        writer.block(&block, lines);
        block.clear();
    }
    writer.finish()
}

/// Whether no blank line divides a text and at least half of its lines end a sentence.
fn lines_are_paragraphs(text: &str) -> bool {
    let lines: Vec<&str> = text.trim().lines().collect();
    let ends = lines.iter().filter(|line| ends_sentence(line)).count();
    let divided = lines.iter().any(|line| line.trim().is_empty());
    // Of two lines the first decides: the last one ends a sentence in any case.
    let first = lines.first().is_some_and(|line| ends_sentence(line));
    !divided && lines.len() > 1 && ends * 2 >= lines.len() && (lines.len() > 2 || first)
}

fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end().trim_end_matches(['”', '’', '"', '\'', ')', ']', '»']);
    bare.ends_with(['।', '?', '!', '॥', '.', '…', '|'])
}

#[derive(Default)]
struct Writer {
    body: Body,
    lead: Lead,
    tables: u64,
}

impl Writer {
    /// Lines without a blank one between them.
    fn block(&mut self, lines: &[&str], each: bool) {
        let mut at = 0;
        while let Some(rest) = lines.get(at..).filter(|rest| !rest.is_empty()) {
            let rows = shapes::table_rows(rest);
            let items = if rows == 0 { shapes::list_items(rest) } else { 0 };
            if rows > 0 {
                self.table(&rest[..rows]);
                at += rows;
            } else if items > 0 {
                self.list(&rest[..items]);
                at += items;
            } else {
                let length = running(rest);
                self.paragraphs(&rest[..length], each);
                at += length;
            }
        }
    }

    /// Running lines: an indented one begins a paragraph.
    fn paragraphs(&mut self, lines: &[&str], each: bool) {
        let mut paragraph: Vec<&str> = Vec::new();
        for line in lines {
            if !paragraph.is_empty() && (each || shapes::is_indented(line)) {
                self.paragraph(&paragraph);
                paragraph.clear();
            }
            paragraph.push(line.trim());
        }
        self.paragraph(&paragraph);
    }

    /// A paragraph; one of nothing but addresses of films and posts becomes what their shortcodes print.
    fn paragraph(&mut self, lines: &[&str]) {
        if lines.is_empty() {
            return;
        }
        if let Some(found) = embed::of_lines(&lines.join("\n")) {
            return self.body.nodes.extend(found.into_iter().map(embed::shortcode));
        }
        let joined = [lines.join(" ")];
        let lines: Vec<&str> = if is_wrapped(lines) {
            vec![&joined[0]]
        } else {
            lines.to_vec()
        };
        let mut html = String::from("<p>");
        for (index, line) in lines.iter().enumerate() {
            if index > 0 {
                html.push_str("<br>\n");
            }
            let text = self.text(&mut html, line);
            self.lead.push(Standing::Running, &text);
            self.lead.push(Standing::Running, " ");
        }
        self.lead.end(Standing::Running);
        html.push_str("</p>\n");
        self.push(html, true);
    }

    fn list(&mut self, lines: &[&str]) {
        let marks: Vec<(Mark, &str)> = lines.iter().filter_map(|line| shapes::mark(line)).collect();
        let (open, close) = match marks.first() {
            Some((Mark::Number(1), _)) => ("<ol>\n".to_owned(), "</ol>\n"),
            Some((Mark::Number(n), _)) => (format!("<ol start=\"{n}\">\n"), "</ol>\n"),
            _ => ("<ul>\n".to_owned(), "</ul>\n"),
        };
        let mut html = open;
        for (_, item) in marks {
            html.push_str("<li>");
            let text = self.text(&mut html, item);
            html.push_str("</li>\n");
            self.lead.push(Standing::Other, &text);
            self.lead.end(Standing::Other);
        }
        html.push_str(close);
        self.push(html, false);
    }

    /// Rows with tabs between their cells; the first is the head.
    fn table(&mut self, lines: &[&str]) {
        self.tables += 1;
        let columns = lines.iter().map(|line| shapes::cells(line).count()).max().unwrap_or(0);
        let mut html = format!(
            "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"সারণি {}\"><table>\n<thead>",
            number::count(self.tables)
        );
        for (index, line) in lines.iter().enumerate() {
            let (open, close, end) = match index {
                0 => ("<th scope=\"col\">", "</th>", "</tr></thead>\n<tbody>\n"),
                _ => ("<td>", "</td>", "</tr>\n"),
            };
            html.push_str("<tr>");
            for cell in shapes::cells(line).chain(std::iter::repeat("")).take(columns) {
                html.push_str(open);
                self.text(&mut html, cell);
                html.push_str(close);
            }
            html.push_str(end);
        }
        html.push_str("</tbody></table></div>\n");
        self.push(html, false);
    }

    /// Writes running text as HTML, bare addresses as links, and returns it as it is read.
    fn text(&mut self, html: &mut String, written: &str) -> String {
        let text = gate::clean(written.trim());
        for span in bare_address::spans(&text) {
            match span {
                Span::Text(text) => push_text(html, text),
                Span::Address(shown, href) => push_link(html, shown, &href),
            }
        }
        if !self.body.text.is_empty() {
            self.body.text.push('\n');
        }
        self.body.text.push_str(&text);
        text.into_owned()
    }

    fn push(&mut self, html: String, ends_paragraph: bool) {
        self.body.nodes.push(Node::Html { html, ends_paragraph });
    }

    fn finish(mut self) -> Body {
        self.body.lead = self.lead.finish();
        self.body
    }
}

/// How many lines at the beginning are running text.
fn running(lines: &[&str]) -> usize {
    let begins = |at: &usize| {
        lines
            .get(*at..)
            .is_some_and(|rest| shapes::table_rows(rest) > 0 || shapes::list_items(rest) > 0)
    };
    (1..lines.len()).find(begins).unwrap_or(lines.len())
}

/// Whether a program broke the lines at its margin: wide ones, most of which end no sentence.
fn is_wrapped(lines: &[&str]) -> bool {
    let Some((_, before)) = lines.split_last() else {
        return true;
    };
    let widest = before.iter().map(|line| cluster::count(line)).max().unwrap_or(0);
    let ends = before.iter().filter(|line| ends_sentence(line)).count();
    before.is_empty() || widest >= NARROW && ends * 2 < before.len().max(1)
}

#[cfg(test)]
mod tests {
    use super::{Breaks, read};
    use crate::source::Node;

    fn html(text: &str) -> String {
        let part = |node: &Node| match node {
            Node::Html { html, .. } => html.clone(),
            other => format!("{other:?}"),
        };
        read(text, Breaks::Seen).nodes.iter().map(part).collect()
    }

    #[test]
    fn lines_that_end_sentences_are_paragraphs() {
        let text = "নদীতে পানি বাড়ছে।\nচরের মানুষ ঘর ছাড়ছে।\nত্রাণ আসেনি";
        assert_eq!(html(text).matches("<p>").count(), 3);
        assert_eq!(read(text, Breaks::Blank).nodes.len(), 1);
        let wrapped =
            "নদীর পানি বাড়তে থাকায় চরের মানুষ ঘরবাড়ি ছেড়ে বাঁধের ওপর আশ্রয়\nনিচ্ছে এবং ত্রাণের জন্য অপেক্ষা করছে বলে জানিয়েছেন স্থানীয়রা।";
        assert_eq!(html(wrapped).matches("<p>").count(), 1);
        assert!(!html(wrapped).contains("<br>"));
        assert_eq!(read(wrapped, Breaks::Lines).nodes.len(), 2);
    }

    #[test]
    fn short_lines_keep_their_ends() {
        assert_eq!(
            html("আজ নদীতে গিয়েছিলাম\nমাছ নেই\n\nকাল আবার যাব\n"),
            "<p>আজ নদীতে গিয়েছিলাম<br>\nমাছ নেই</p>\n<p>কাল আবার যাব</p>\n"
        );
    }

    #[test]
    fn lists_tables_and_indented_paragraphs() {
        let text =
            "\tপ্রথম অনুচ্ছেদ এখানে\n\tদ্বিতীয় অনুচ্ছেদ এখানে\n•\tপ্রথম দফা\n• দ্বিতীয় দফা\n৩। তিন\n৪। চার\nদল\tপয়েন্ট\nআবাহনী\t১২\n";
        assert_eq!(
            html(text),
            "<p>প্রথম অনুচ্ছেদ এখানে</p>\n<p>দ্বিতীয় অনুচ্ছেদ এখানে</p>\n<ul>\n<li>প্রথম দফা</li>\n<li>দ্বিতীয় দফা</li>\n</ul>\n<ol start=\"3\">\n<li>তিন</li>\n<li>চার</li>\n</ol>\n<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"সারণি ১\"><table>\n<thead><tr><th scope=\"col\">দল</th><th scope=\"col\">পয়েন্ট</th></tr></thead>\n<tbody>\n<tr><td>আবাহনী</td><td>১২</td></tr>\n</tbody></table></div>\n"
        );
        assert_eq!(html("১। একা একটি লাইন\nআরও লেখা।").matches("<ol>").count(), 0);
    }
}
