//! Captions of pictures as markup.

use crate::source::{CaptionPart, caption_parts};
use pulldown_cmark_escape::{escape_href, escape_html};

/// A caption as safe markup: its links lead to where they say, everything else is text.
///
/// ```
/// use khobor::view::caption_markup;
/// assert_eq!(caption_markup("ছবি <b>: [মিতা](https://mita.example/?a=1&b=2)"),
///     "ছবি &lt;b&gt;: <a href=\"https://mita.example/?a=1&amp;b=2\" rel=\"noopener\">মিতা</a>");
/// ```
pub fn caption_markup(caption: &str) -> String {
    let mut out = String::with_capacity(caption.len());
    for part in caption_parts(caption) {
        // Writing to a string does not fail.
        let _ = match part {
            CaptionPart::Text(text) => escape_html(&mut out, text),
            CaptionPart::Link { words, address } => {
                out.push_str("<a href=\"");
                let _ = escape_href(&mut out, address);
                out.push_str("\" rel=\"noopener\">");
                let _ = escape_html(&mut out, words);
                out.push_str("</a>");
                Ok(())
            }
        };
    }
    out
}
