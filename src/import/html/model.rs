//! What a text is made of, between HTML and Markdown.

use crate::source::plain_caption;

/// A block.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// A heading.
    Heading {
        /// 1 to 6 as in the source.
        level: u8,
        /// Its anchor, when the source names one.
        id: Option<String>,
        /// Its text.
        text: Vec<Inline>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// A list.
    List(List),
    /// Code or text whose blanks count.
    Code {
        /// The language of code.
        language: String,
        /// As it is.
        text: String,
    },
    /// A line across.
    Rule,
    /// A table that pipes can hold.
    Table {
        /// The first row.
        head: Vec<Vec<Inline>>,
        /// The others.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    /// A picture.
    Figure(Figure),
    /// Several pictures.
    Gallery {
        /// In order.
        pictures: Vec<Figure>,
        /// What all show.
        caption: String,
    },
    /// A call of one of khobor's components.
    Call {
        /// The component.
        name: &'static str,
        /// Its arguments.
        args: Vec<(&'static str, String)>,
        /// What it encloses.
        body: Option<Vec<Block>>,
    },
    /// Markup that Markdown has no marks for: a tag line, the blocks inside, a tag line.
    Html {
        /// The opening tags.
        open: String,
        /// What is inside, as blocks.
        inside: Vec<Block>,
        /// The closing tags.
        close: &'static str,
    },
    /// A footnote's text, by its number.
    Note(u32, Vec<Inline>),
    /// Finished markup without a line feed pair inside: tables with spans.
    Markup(String),
}

/// A list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Numbers instead of dots.
    pub ordered: bool,
    /// The first number.
    pub start: u64,
    /// Its items.
    pub items: Vec<Vec<Block>>,
}

/// A picture with what is said of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figure {
    /// Its address.
    pub src: String,
    /// Alternative text.
    pub alt: String,
    /// Caption.
    pub caption: String,
    /// Who took it.
    pub credit: String,
}

/// A part of running text.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text.
    Text(String),
    /// A line ends here.
    Break,
    /// A paragraph ends here (two line breaks); gone when blocks are made.
    Parting,
    /// `**…**`
    Strong(Vec<Inline>),
    /// `*…*`
    Emphasis(Vec<Inline>),
    /// `~~…~~`
    Deleted(Vec<Inline>),
    /// `` `…` ``
    Code(String),
    /// A link.
    Link {
        /// Where it leads.
        href: String,
        /// What it says.
        inner: Vec<Inline>,
    },
    /// HTML marks that Markdown lacks: `sub`, `sup`, `kbd`, …
    Marked(&'static str, Vec<Inline>),
    /// A small picture within a line.
    Picture(Figure),
    /// A footnote's number.
    Note(u32),
    /// `<a id="…">`: a place that a link leads to.
    Anchor(String),
}

/// A caption: text with its links to the web, as khobor reads captions.
///
/// ```
/// use khobor::import::html::model::{Inline, captioned};
/// let link = |href: &str| Inline::Link { href: href.into(), inner: vec![Inline::Text("মিতা".into())] };
/// assert_eq!(captioned(&[Inline::Text("ছবি: ".into()), link("https://mita.example/")]), "ছবি: [মিতা](https://mita.example/)");
/// assert_eq!(captioned(&[link("/mita/")]), "মিতা");
/// ```
pub fn captioned(parts: &[Inline]) -> String {
    let one = |part: &Inline| match part {
        Inline::Link { href, inner } => {
            let words = plain(inner);
            let link = format!("[{words}]({href})");
            let whole = plain_caption(&link) == words && !words.trim().is_empty();
            if whole { link } else { words }
        }
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Deleted(inner) | Inline::Marked(_, inner) => {
            captioned(inner)
        }
        other => plain(std::slice::from_ref(other)),
    };
    parts.iter().map(one).collect()
}

/// The text of inline parts, for captions and headlines.
pub fn plain(parts: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(parts, &mut out);
    out
}

fn push_plain(parts: &[Inline], out: &mut String) {
    for part in parts {
        match part {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Break | Inline::Parting => out.push(' '),
            Inline::Strong(inner)
            | Inline::Emphasis(inner)
            | Inline::Deleted(inner)
            | Inline::Marked(_, inner)
            | Inline::Link { inner, .. } => push_plain(inner, out),
            Inline::Picture(picture) => out.push_str(&picture.alt),
            Inline::Note(_) | Inline::Anchor(_) => {}
        }
    }
}

/// Text on one line: blanks joined, control signs left out as in running text.
///
/// ```
/// use khobor::import::html::model::one_line;
/// assert_eq!(one_line(" নদীর\n\u{3}তীর "), "নদীর তীর");
/// ```
pub fn one_line(text: &str) -> String {
    let words = text.split_whitespace().map(|word| word.replace(char::is_control, ""));
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
