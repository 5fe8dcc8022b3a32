//! Paragraphs that begin with a tab or four blanks, as typists indent prose: CommonMark would show them as code.

use crate::bengali::gate;

/// What the lines before say about an indented one. Fenced code is the caller's matter.
pub(super) struct Indentation {
    /// The last line was blank, or there is none yet.
    after_blank: bool,
    /// An indented line belongs to a list item or note.
    in_list: bool,
}

impl Indentation {
    pub(super) fn new() -> Self {
        Indentation {
            after_blank: true,
            in_list: false,
        }
    }

    /// The bytes at the start of a line that hide a paragraph of Bengali prose: it begins with a letter and ends a
    /// sentence. 0 for all other lines.
    pub(super) fn hiding(&mut self, line: &str) -> usize {
        let text = line.trim_start_matches([' ', '\t']);
        let indent = line.len() - text.len();
        if text.trim().is_empty() {
            self.after_blank = true;
            return 0;
        }
        let after_blank = std::mem::replace(&mut self.after_blank, false);
        if !(line.starts_with('\t') || line.starts_with("    ")) {
            self.in_list = is_item(text) || (self.in_list && (!after_blank || indent > 0));
            return 0;
        }
        let prose = text.starts_with(gate::is_bengali_letter) && text.contains(['।', '?', '!']);
        if after_blank && !self.in_list && prose {
            indent
        } else {
            0
        }
    }
}

/// Whether a line begins a list item or a footnote, whose paragraphs are indented.
fn is_item(text: &str) -> bool {
    let number = text.trim_start_matches(gate::is_digit);
    let numbered = number.len() < text.len() && number.starts_with(['.', ')']);
    numbered || text.starts_with(['-', '*', '+', '>']) || text.starts_with("[^")
}

#[cfg(test)]
mod tests {
    use super::Indentation;

    fn lifted(text: &str) -> String {
        let mut indentation = Indentation::new();
        text.split_inclusive('\n')
            .map(|line| &line[indentation.hiding(line)..])
            .collect()
    }

    #[test]
    fn prose_is_lifted_and_code_is_not() {
        assert_eq!(
            lifted("\tনৌকা ছাড়ল।\n\n    মাঝি গান ধরল। নদী শান্ত।\n"),
            "নৌকা ছাড়ল।\n\nমাঝি গান ধরল। নদী শান্ত।\n"
        );
        for text in [
            "    let x = 1;\n",
            "    নাম = ১\n",
            "ক\n    খ। গ\n",
            "- এক\n\n    দুই। তিন\n",
            "১. এক\n\n    দুই। তিন\n",
            "[^ক]: এক\n\n    দুই। তিন\n",
        ] {
            assert_eq!(lifted(text), text);
        }
        assert_eq!(lifted("- এক\n\nদুই।\n\n    তিন। চার\n"), "- এক\n\nদুই।\n\nতিন। চার\n");
    }
}
