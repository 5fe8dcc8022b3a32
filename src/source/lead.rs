//! What a summary is made of: the first paragraphs of running text.

use crate::bengali::cluster;

/// Bytes of running text after which no more is gathered.
const ENOUGH: usize = 4096;
/// A line of at most so many clusters that ends no sentence is a dateline, a label or a credit.
const SHORT: usize = 60;
/// How credits of pictures begin.
const CREDITS: [&str; 8] = [
    "ছবি:",
    "ছবি :",
    "ছবিঃ",
    "ফাইল ছবি",
    "প্রতীকী ছবি",
    "আলোকচিত্র",
    "ছবি সংগৃহীত",
    "Photo:",
];

/// Paragraphs as they are met: those of the story itself, and those of lists and quotations, for a story that has no other.
#[derive(Debug, Default)]
pub(crate) struct Lead {
    running: String,
    other: String,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    /// In the story itself.
    Running,
    /// In a list or quotation.
    Other,
    /// In a heading, caption, table, box or note: never in a summary.
    Aside,
}

impl Lead {
    /// Adds to the paragraph that is being read.
    pub(crate) fn push(&mut self, standing: Standing, text: &str) {
        let to = match standing {
            Standing::Running => &mut self.running,
            Standing::Other => &mut self.other,
            Standing::Aside => return,
        };
        if to.len() < ENOUGH {
            to.extend(text.chars().map(|letter| if letter == '\n' { ' ' } else { letter }));
        }
    }

    /// Ends the paragraph.
    pub(crate) fn end(&mut self, standing: Standing) {
        let to = match standing {
            Standing::Running => &mut self.running,
            Standing::Other => &mut self.other,
            Standing::Aside => return,
        };
        if !to.is_empty() && !to.ends_with('\n') {
            to.push('\n');
        }
    }

    /// Whether the story has no paragraph of its own.
    pub(crate) fn is_empty(&self) -> bool {
        self.running.trim().is_empty()
    }

    /// The text to cut a summary from, a paragraph a line. Credits, and short lines that end no sentence, go where whole
    /// sentences are left.
    pub(crate) fn finish(self) -> String {
        let text = if self.is_empty() { self.other } else { self.running };
        let paragraphs = || text.lines().map(str::trim).filter(|line| !line.is_empty());
        let kept: Vec<&str> = paragraphs().filter(|line| !is_label(line)).collect();
        let kept = if kept.is_empty() { paragraphs().collect() } else { kept };
        kept.join("\n")
    }
}

fn is_label(line: &str) -> bool {
    let short = cluster::count(line) <= SHORT;
    let ends = line.ends_with(['।', '?', '!', '.', '…', '”', '’', '"', '\'', ')', '॥', ':', '—']);
    short && (!ends || CREDITS.iter().any(|credit| line.starts_with(credit)))
}

#[cfg(test)]
mod tests {
    use super::{Lead, Standing};

    #[test]
    fn labels_go_where_sentences_are_left() {
        let mut lead = Lead::default();
        for line in ["ছবি: সংগৃহীত।", "ঢাকা, ২২ নভেম্বর", "নদীতে পানি বাড়ছে।", "চরের মানুষ ঘর ছাড়ছে।"]
        {
            lead.push(Standing::Running, line);
            lead.end(Standing::Running);
        }
        lead.push(Standing::Other, "তালিকা");
        lead.push(Standing::Aside, "ক্যাপশন");
        assert_eq!(lead.finish(), "নদীতে পানি বাড়ছে।\nচরের মানুষ ঘর ছাড়ছে।");
        let mut lead = Lead::default();
        lead.push(Standing::Other, "তালিকায় নাম আছে");
        lead.end(Standing::Other);
        assert!(lead.is_empty());
        assert_eq!(lead.finish(), "তালিকায় নাম আছে");
    }
}
