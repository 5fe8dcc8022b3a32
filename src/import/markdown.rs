//! A story as a Markdown file with TOML front matter.

use super::page::ImportedPage;
use crate::bengali::date_parse::ParsedDate;
use crate::bengali::{gate, slug};
use crate::source::toml_string;
use jiff::Zoned;
use std::fmt::Write;

/// The file of a page below `content/` (`international/2024-02-16-hamas.md`) and its text. `date` is the day of publication.
///
/// Paragraphs are escaped so that reading the file gives them back byte for byte.
///
/// ```
/// use khobor::import::{markdown::to_markdown, page::{PageOptions, read_page}};
/// let page = read_page("Home›খেলা›ড্র হলো ম্যাচ\nড্র হলো ম্যাচ\n১-১ গোলে ড্র হয়েছে *ফাইনাল*।", &[], PageOptions::default()).unwrap();
/// let date = "2024-02-16T09:30[Asia/Dhaka]".parse().unwrap();
/// let (file, text) = to_markdown(&page, &date);
/// assert!(file.starts_with("sports/2024-02-16-") && file.ends_with(".md"));
/// assert!(text.contains("title = \"ড্র হলো ম্যাচ\"\ndate = 2024-02-16T09:30:00+06:00\n"));
/// assert!(text.ends_with("\n১-১ গোলে ড্র হয়েছে \\*ফাইনাল\\*।\n"));
/// ```
pub fn to_markdown(page: &ImportedPage, date: &Zoned) -> (String, String) {
    let name = format!("{}-{}.md", date.strftime("%Y-%m-%d"), slug::latin(&page.title));
    let folder = page.section_path();
    let file = if folder.is_empty() {
        name
    } else {
        format!("{folder}/{name}")
    };
    let mut text = format!(
        "+++\ntitle = {}\ndate = {}\n",
        toml_string(&page.title),
        date.strftime("%Y-%m-%dT%H:%M:%S%:z")
    );
    if let Some(updated) = page.updated.as_ref().and_then(|updated| in_zone(updated, date)) {
        let _ = writeln!(text, "updated = {}", updated.strftime("%Y-%m-%dT%H:%M:%S%:z"));
    }
    if let Some(place) = &page.place {
        let _ = writeln!(text, "dateline = {}", toml_string(place));
    }
    if let Some(byline) = &page.byline {
        // A reporter and the agency, on lines of their own, are two.
        let authors: Vec<String> = byline.split(" · ").map(toml_string).collect();
        let _ = writeln!(text, "authors = [{}]", authors.join(", "));
    }
    if !page.summary.is_empty() {
        let _ = writeln!(text, "summary = {}", toml_string(&page.summary));
    }
    text.push_str("+++\n");
    for paragraph in &page.paragraphs {
        let _ = write!(text, "\n{}\n", escape(paragraph));
    }
    (file, text)
}

/// A day and time of a page, in the zone of its date of publication.
fn in_zone(shown: &ParsedDate, date: &Zoned) -> Option<Zoned> {
    let time = shown.time.unwrap_or(jiff::civil::Time::midnight());
    shown.date.to_datetime(time).to_zoned(date.time_zone().clone()).ok()
}

/// A paragraph (one line) in which nothing is markup. Signs that shortcodes and punctuation repairs look for are written as
/// entities, the rest with a backslash.
///
/// ```
/// use khobor::import::markdown::escape;
/// assert_eq!(escape("১. প্রথম_দফা"), "১\\. প্রথম\\_দফা");
/// assert_eq!(escape("# {{<x />}}"), "\\# &#123;&#123;&lt;x /&gt;}}");
/// ```
pub fn escape(paragraph: &str) -> String {
    let mut out = String::with_capacity(paragraph.len() + 8);
    let numbered = list_mark(paragraph);
    for (at, letter) in paragraph.char_indices() {
        match letter {
            '{' => out.push_str("&#123;"),
            '|' => out.push_str("&#124;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '$' | '^' => out.extend(['\\', letter]),
            '#' | '+' | '-' | '=' | ':' if at == 0 => out.extend(['\\', letter]),
            '.' | ')' if Some(at) == numbered => out.extend(['\\', letter]),
            _ => out.push(letter),
        }
    }
    out
}

/// Where the sign stands that makes a list of a paragraph beginning with a number.
fn list_mark(paragraph: &str) -> Option<usize> {
    let at = paragraph.find(|c: char| !gate::is_digit(c)).filter(|at| *at > 0)?;
    paragraph.get(at..)?.starts_with(['.', ')']).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser};

    /// The paragraph that Markdown makes of a text.
    fn read(markdown: &str) -> String {
        let events = Parser::new_ext(markdown, Options::all().difference(Options::ENABLE_SMART_PUNCTUATION));
        let mut text = String::new();
        let mut paragraphs = 0;
        for event in events {
            match event {
                Event::Text(t) => text.push_str(&t),
                Event::Start(pulldown_cmark::Tag::Paragraph) => paragraphs += 1,
                Event::End(pulldown_cmark::TagEnd::Paragraph) => {}
                other => panic!("{other:?} in {markdown}"),
            }
        }
        assert_eq!(paragraphs, 1, "{markdown}");
        text
    }

    #[test]
    fn nothing_in_a_paragraph_is_markup() {
        let texts = [
            "# শিরোনাম নয়",
            "১. তালিকা নয়",
            "12) তালিকা নয়",
            "- না",
            "+ না",
            "> উদ্ধৃতি নয়",
            "*জোর* __নয়__ ~~কাটা~~",
            "[লিংক](http://a.example) ![ছবি](x)",
            "<b>ক</b> &amp; &lt; AT&T",
            "`কোড` $x$ a^2^",
            "{{<figure src=\"x\" />}} {% <factbox> %}",
            "ক | খ | গ",
            "---",
            "===",
            "***",
            ": সংজ্ঞা",
            "[^1]: টীকা",
            "\\\\ \\* \\",
            "https://example.org/a_b_c?d=e&f=g",
            "<https://a.example>",
            "ক\u{200D}\u{09CD}ষ",
            "~~~",
            "```",
            "+++",
            "[x] কাজ",
            "> [!NOTE]",
            "H~2~O",
            "ক  খ",
        ];
        texts
            .iter()
            .for_each(|t| assert_eq!(read(&escape(t)), *t, "{}", escape(t)));
    }
}
