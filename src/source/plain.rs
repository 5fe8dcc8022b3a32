//! Plain text (`.txt`): optional header lines, a blank line, paragraphs. No Markdown is read.

mod body;
mod change;

use super::address::{Address, file_name, kind};
use super::byline::take_place;
use super::fields::one_line;
use super::focus::Focus;
use super::moment;
use super::notes::{File, Notes};
use super::types::{ArticleSource, FrontMatter};
use crate::bengali::gate;
use crate::diag::codes::source as codes;
use crate::diag::{Diagnostic, did_you_mean};
pub(crate) use body::Breaks;
pub(crate) use change::{with_header, without_header};
use std::ops::Range;

/// A header line's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    Title,
    Date,
    Updated,
    Authors,
    Tags,
    Summary,
    Subtitle,
    Kicker,
    Image,
    Caption,
    Credit,
    Alt,
    Focus,
    Card,
    CardTitle,
    Dateline,
    Series,
    Aliases,
    Paragraphs,
    /// The label of the text itself: what follows is no header.
    Text,
    /// The folder says it.
    Section,
}

/// The names of header lines in Bengali and English.
const NAMES: [(&str, Key); 64] = [
    ("শিরোনাম", Key::Title),
    ("title", Key::Title),
    ("headline", Key::Title),
    ("তারিখ", Key::Date),
    ("প্রকাশ", Key::Date),
    ("date", Key::Date),
    ("হালনাগাদ", Key::Updated),
    ("updated", Key::Updated),
    ("লেখক", Key::Authors),
    ("প্রতিবেদক", Key::Authors),
    ("author", Key::Authors),
    ("authors", Key::Authors),
    ("by", Key::Authors),
    ("ট্যাগ", Key::Tags),
    ("বিষয়", Key::Tags),
    ("tag", Key::Tags),
    ("tags", Key::Tags),
    ("সারাংশ", Key::Summary),
    ("সারসংক্ষেপ", Key::Summary),
    ("summary", Key::Summary),
    ("উপশিরোনাম", Key::Subtitle),
    ("subtitle", Key::Subtitle),
    ("কিকার", Key::Kicker),
    ("শিরোটীকা", Key::Kicker),
    ("kicker", Key::Kicker),
    ("ছবি", Key::Image),
    ("image", Key::Image),
    ("ক্যাপশন", Key::Caption),
    ("ছবির ক্যাপশন", Key::Caption),
    ("caption", Key::Caption),
    ("ছবির উৎস", Key::Credit),
    ("ছবির সূত্র", Key::Credit),
    ("ছবি সূত্র", Key::Credit),
    ("credit", Key::Credit),
    ("ছবির বর্ণনা", Key::Alt),
    ("alt", Key::Alt),
    ("ছবির কেন্দ্র", Key::Focus),
    ("focus", Key::Focus),
    ("কার্ড", Key::Card),
    ("card", Key::Card),
    ("কার্ডের শিরোনাম", Key::CardTitle),
    ("card title", Key::CardTitle),
    ("স্থান", Key::Dateline),
    ("dateline", Key::Dateline),
    ("place", Key::Dateline),
    ("ধারাবাহিক", Key::Series),
    ("সিরিজ", Key::Series),
    ("series", Key::Series),
    ("আগের ঠিকানা", Key::Aliases),
    ("alias", Key::Aliases),
    ("aliases", Key::Aliases),
    ("অনুচ্ছেদ", Key::Paragraphs),
    ("paragraphs", Key::Paragraphs),
    ("লেখা", Key::Text),
    ("মূল লেখা", Key::Text),
    ("খবর", Key::Text),
    ("বিস্তারিত", Key::Text),
    ("text", Key::Text),
    ("body", Key::Text),
    ("বিভাগ", Key::Section),
    ("section", Key::Section),
    ("category", Key::Section),
    ("categories", Key::Section),
    ("ক্যাটাগরি", Key::Section),
];

/// Reads a plain-text story.
pub(crate) fn article(file: &File, notes: &mut Notes) -> ArticleSource {
    let (front, at, breaks) = header_lines(file, notes);
    let body = body::read(file.text.get(at..).unwrap_or_default(), breaks);
    ArticleSource { front, body }
}

/// What the header lines say, and the byte at which the text begins.
pub(crate) fn header_lines(file: &File, notes: &mut Notes) -> (FrontMatter, usize, Breaks) {
    let mut front = FrontMatter::empty();
    let mut at = blank_lines(file.text, 0);
    let mut headed = false;
    let mut breaks = Breaks::Seen;
    while let Some((line, next)) = line_at(file.text, at) {
        let (key, value) = match header(file.slice(&line)) {
            Some((Key::Text, value)) if headed => {
                at = line.start + value;
                break;
            }
            Some((Key::Text, _)) => break,
            Some(found) => found,
            None if headed => match unknown(file, notes, &line) {
                Unknown::Misspelt(key, value) => (key, value),
                Unknown::Empty => {
                    at = next;
                    continue;
                }
                Unknown::Text => break,
            },
            None => break,
        };
        let value = line.start + value..line.end;
        match key {
            Key::Paragraphs => breaks = paragraphs(file, notes, value),
            key => put(file, notes, &mut front, key, value),
        }
        headed = true;
        at = next;
    }
    if !headed {
        at = headline(file, &mut front, at);
    } else if front.title.is_empty() {
        // Headed by other lines only: the next line is the headline.
        at = headline(file, &mut front, blank_lines(file.text, at));
    }
    if front.title.is_empty() {
        let diagnostic = Diagnostic::new(&codes::NO_TITLE)
            .arg("key", "শিরোনাম")
            .arg("example", "শিরোনাম: …");
        notes.report(file, 0..file.text.find('\n').unwrap_or(file.text.len()), diagnostic);
    }
    (front, at, breaks)
}

/// What a line among the headers is whose name is not known.
enum Unknown {
    /// A known name, misspelt, and where its value begins.
    Misspelt(Key, usize),
    /// A name without a value.
    Empty,
    /// The beginning of the text.
    Text,
}

/// Reads a line among the headers that is none of them: a short name, a colon.
fn unknown(file: &File, notes: &mut Notes, line: &Range<usize>) -> Unknown {
    let text = file.slice(line);
    let Some((name, value)) = text.split_once([':', 'ঃ']).filter(|(name, _)| is_name(name)) else {
        return Unknown::Text;
    };
    let name = gate::canonical(name.trim()).to_ascii_lowercase();
    let near = did_you_mean(&name, NAMES.iter().map(|(known, _)| *known));
    let found = near.and_then(|near| NAMES.iter().find(|(known, _)| *known == near));
    let suggestion = found.map_or_else(String::new, |(known, _)| format!("→ {known}:"));
    let diagnostic = Diagnostic::new(&codes::UNKNOWN_HEADER)
        .arg("name", &name)
        .arg("suggestion", suggestion);
    let at = line.start..line.start + text.len() - value.len();
    match found {
        Some((_, key)) => {
            notes.report(file, at, diagnostic);
            Unknown::Misspelt(*key, text.len() - value.len())
        }
        None if value.trim().is_empty() => {
            notes.report(file, at, diagnostic);
            Unknown::Empty
        }
        None => Unknown::Text,
    }
}

/// Whether a text could be the name of a header: at most three words, no sentence.
fn is_name(name: &str) -> bool {
    let words = name.split_whitespace().count();
    (1..=3).contains(&words) && name.len() <= 80 && !name.contains(['।', ',', '“', '‘', '"', '(', '?'])
}

fn paragraphs(file: &File, notes: &mut Notes, at: Range<usize>) -> Breaks {
    let value = gate::canonical(file.slice(&at).trim()).to_ascii_lowercase();
    match value.as_str() {
        "লাইন" | "line" | "lines" => Breaks::Lines,
        "ফাঁকা" | "ফাঁকা লাইন" | "blank" => Breaks::Blank,
        _ => {
            let diagnostic = Diagnostic::new(&codes::BAD_VALUE)
                .arg("key", "অনুচ্ছেদ")
                .arg("value", value)
                .arg("example", "অনুচ্ছেদ: লাইন");
            notes.report(file, at, diagnostic);
            Breaks::Seen
        }
    }
}

fn headline(file: &File, front: &mut FrontMatter, at: usize) -> usize {
    let Some((line, next)) = line_at(file.text, at) else {
        return at;
    };
    front.title = one_line(&gate::clean(file.slice(&line))).unwrap_or_default();
    next
}

/// The first byte at or after `at` that is on a line with text.
fn blank_lines(text: &str, mut at: usize) -> usize {
    while let Some((line, next)) = line_at(text, at) {
        if !text.get(line).unwrap_or_default().trim().is_empty() {
            break;
        }
        at = next;
    }
    at
}

/// The line that begins at `at`, and where the next one does.
fn line_at(text: &str, at: usize) -> Option<(Range<usize>, usize)> {
    let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
    let len = rest.find('\n').unwrap_or(rest.len());
    Some((at..at + len, (at + len + 1).min(text.len())))
}

/// A header line's key and where its value begins. A visarga counts as a colon: শিরোনামঃ.
fn header(line: &str) -> Option<(Key, usize)> {
    let name = |key: &str| gate::canonical(key.trim()).to_ascii_lowercase();
    for (at, mark) in line
        .char_indices()
        .take(40)
        .filter(|(_, c)| matches!(c, ':' | 'ঃ' | '：'))
    {
        let found = line.get(..at).map(name)?;
        if let Some((_, key)) = NAMES.iter().find(|(known, _)| gate::nfc(known) == found) {
            return Some((*key, at + mark.len_utf8()));
        }
    }
    None
}

fn put(file: &File, notes: &mut Notes, front: &mut FrontMatter, key: Key, at: Range<usize>) {
    let written = file.slice(&at).trim();
    let text = || one_line(&gate::clean(written));
    let name = || one_line(&gate::canonical(written));
    match key {
        Key::Title => front.title = text().unwrap_or_default(),
        Key::Date => {
            // One that cannot be read was reported: nobody should be told as well that there is none.
            let unread = (!written.is_empty()).then_some(jiff::Timestamp::UNIX_EPOCH);
            front.date = moment(file, notes, "তারিখ", at).or(unread);
        }
        Key::Updated => front.updated = moment(file, notes, "হালনাগাদ", at),
        Key::Authors => {
            front.authors = names(written);
            front.dateline = take_place(&mut front.authors).or(front.dateline.take());
        }
        Key::Tags => front.tags = names(written),
        Key::Summary => front.summary = text(),
        Key::Subtitle => front.subtitle = text(),
        Key::Kicker => front.kicker = text(),
        Key::Image => front.image = picture(file, notes, at),
        Key::Caption => front.image_caption = text(),
        Key::Credit => front.image_credit = text(),
        Key::Alt => front.image_alt = text(),
        Key::Focus => front.image_focus = focus(file, notes, at.clone()),
        Key::Card => front.card = name(),
        Key::CardTitle => front.card_title = text(),
        Key::Dateline => front.dateline = text().or(front.dateline.take()),
        Key::Series => front.series = name(),
        Key::Aliases => front.aliases.extend(names(written)),
        Key::Section => {
            let diagnostic = Diagnostic::new(&codes::FOLDER_IS_SECTION).arg("key", "বিভাগ");
            notes.report(file, at, diagnostic);
        }
        Key::Paragraphs | Key::Text => {}
    }
}

fn moment(file: &File, notes: &mut Notes, key: &str, at: Range<usize>) -> Option<jiff::Timestamp> {
    let raw = file.slice(&at);
    let start = at.start + raw.len() - raw.trim_start().len();
    let text = raw.trim();
    if text.is_empty() {
        return None;
    }
    let found = moment::parse(text, file.options);
    if found.is_none() {
        let example = format!("{key}: ২২ নভেম্বর ২০২৬");
        let diagnostic = Diagnostic::new(&codes::BAD_DATE)
            .arg("key", key)
            .arg("value", text)
            .arg("example", example);
        notes.report(file, start..start + text.len(), diagnostic);
    }
    found
}

/// Where the picture must not be cut; reported when it is no place.
fn focus(file: &File, notes: &mut Notes, at: Range<usize>) -> Option<Focus> {
    let written = file.slice(&at).trim().to_owned();
    let found = Focus::parse(&written);
    if found.is_none() && !written.is_empty() {
        let diagnostic = Diagnostic::new(&codes::BAD_VALUE)
            .arg("key", "ছবির কেন্দ্র")
            .arg("value", written)
            .arg("example", "ছবির কেন্দ্র: উপরে");
        notes.report(file, at, diagnostic);
    }
    found
}

fn picture(file: &File, notes: &mut Notes, at: Range<usize>) -> Option<String> {
    let name = file_name(file.slice(&at));
    if kind(&name) == Address::Web {
        let start = at.end - file.slice(&at).trim_start().len();
        let diagnostic = Diagnostic::new(&codes::FOREIGN_PICTURE).arg("picture", name);
        notes.report(file, start..at.end, diagnostic);
        return None;
    }
    (!name.is_empty()).then_some(name)
}

fn names(written: &str) -> Vec<String> {
    written
        .split([',', ';'])
        .filter_map(|name| one_line(&gate::canonical(name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::source::{ArticleSource, ReadOptions, TextKind, parse_article};
    use proptest::prelude::*;

    fn read(text: &str) -> (Option<ArticleSource>, Vec<crate::diag::Diagnostic>) {
        let zone = jiff::tz::TimeZone::get("Asia/Dhaka").unwrap();
        let options = ReadOptions {
            zone,
            edition: crate::bengali::Edition::Bd,
            unsafe_html: false,
            max_bytes: 1 << 22,
        };
        parse_article("content/a/b.txt", text, TextKind::Text, &options)
    }

    #[test]
    fn headers_in_both_languages() {
        let text = "শিরোনামঃ নদীর \"খবর\"\nDate: 2026-11-22 07:30\nলেখক: রহিম উদ্দিন, করিমা খাতুন; মিতা\nট্যাগ : নদী; ইলিশ\n\nপ্রথম।দ্বিতীয়।\nতৃতীয় <b>\n\n**চতুর্থ**\n";
        let story = read(text).0.unwrap();
        assert_eq!(story.front.title, "নদীর “খবর”");
        assert_eq!(story.front.authors, ["রহিম উদ্দিন", "করিমা খাতুন", "মিতা"]);
        assert_eq!(story.front.tags, ["নদী", "ইলিশ"]);
        assert_eq!(story.front.date.unwrap().to_string(), "2026-11-22T01:30:00Z");
        assert!(story.front.comments && story.front.ads);
        assert_eq!(story.body.text, "প্রথম। দ্বিতীয়।\nতৃতীয় <b>\n**চতুর্থ**");
        assert_eq!(story.body.nodes.len(), 2);
        assert!(
            matches!(&story.body.nodes[0], crate::source::Node::Html { html, ends_paragraph: true } if html.contains("&lt;b&gt;"))
        );
    }

    #[test]
    fn the_first_line_is_the_headline() {
        let story = read("\n\nহামাসকে আমন্ত্রণ\n\nমস্কো: শুক্রবার।\n").0.unwrap();
        assert_eq!(
            (story.front.title.as_str(), story.body.text.as_str()),
            ("হামাসকে আমন্ত্রণ", "মস্কো: শুক্রবার।")
        );
        let story = read("তারিখ: 2026-11-22\n\nশিরোনাম ছাড়া\n\nলেখা").0.unwrap();
        assert_eq!(
            (story.front.title.as_str(), story.body.text.as_str()),
            ("শিরোনাম ছাড়া", "লেখা")
        );
    }

    #[test]
    fn faults_have_places() {
        let (story, diagnostics) = read("শিরোনাম: ক\nতারিখ:  গতকাল\n\nখ");
        assert!(story.is_some());
        let place = diagnostics[0].place.as_ref().unwrap();
        assert_eq!(
            (diagnostics[0].code.id, place.line, place.column, place.word.as_str()),
            ("KH0203", 2, 7, "গতকাল")
        );
        assert_eq!(read(" \n").1[0].code.id, "KH0204");
    }

    #[test]
    fn unknown_names_of_headers_are_reported() {
        let (story, diagnostics) = read("শিরোনাম: ক\nসারাংস: ছোট কথা\nText:\nলেখা এখানে।");
        let story = story.unwrap();
        assert_eq!(story.front.summary.as_deref(), Some("ছোট কথা"));
        assert_eq!(story.body.text, "লেখা এখানে।");
        let place = diagnostics[0].place.as_ref().unwrap();
        assert_eq!(
            (diagnostics.len(), diagnostics[0].code.id, place.line),
            (1, "KH0239", 2)
        );
        let (story, diagnostics) = read("শিরোনাম: ক\nমন্ত্রী বলেন: কাজ শেষ।");
        assert_eq!(story.unwrap().body.text, "মন্ত্রী বলেন: কাজ শেষ।");
        assert!(diagnostics.is_empty());
    }

    proptest! {
        #[test]
        fn never_panics(text in "(শিরোনাম|তারিখ|[ক-হa-z:ঃ।\n *<]){0,40}") {
            let _ = read(&text);
        }
    }
}
