//! A text copied or scraped from a portal's article page: what is the story, what is furniture.
//!
//! The first line is the breadcrumb, `Home<section><headline>`, run together or with signs between; the headline is repeated
//! on a line of its own below, so that the section is what lies between. Paragraphs follow, up to the first heading of a
//! box (RELATED ARTICLES, LEAVE A REPLY, …). Everything left out is listed, so that nothing is dropped in silence.

use super::furniture::{self, Furniture, HOME, SEPARATORS};
use crate::bengali::date_parse::{self, CalendarHint, ParsedDate};
use crate::bengali::{Edition, cluster, excerpt, gate, slug};
use crate::diag::{Diagnostic, Place, codes::data as codes};

/// Lines among which the breadcrumb is looked for (menus may stand above it).
const BREADCRUMB_WITHIN: usize = 80;
/// Lines below the breadcrumb among which the headline is repeated.
const HEADLINE_WITHIN: usize = 20;
/// Lines below the headline among which byline and date are looked for.
const BYLINE_WITHIN: usize = 8;
/// Clusters of a summary.
const SUMMARY: usize = 180;

/// How a page is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageOptions<'a> {
    /// The file, for messages.
    pub path: &'a str,
    /// Whose Bangla calendar a Bangla date means.
    pub edition: Edition,
}

/// A section named by a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageSection {
    /// Its name.
    pub name: String,
    /// Its address part.
    pub slug: String,
    /// Whether the portal has it already.
    pub known: bool,
}

/// A story read from a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedPage {
    /// The headline.
    pub title: String,
    /// Its section, outermost first; empty when the breadcrumb names none.
    pub sections: Vec<PageSection>,
    /// The paragraphs, clean.
    pub paragraphs: Vec<String>,
    /// The first sentences.
    pub summary: String,
    /// The date that the page shows.
    pub date: Option<ParsedDate>,
    /// The byline that the page shows.
    pub byline: Option<String>,
    /// Lines left out, in order.
    pub dropped: Vec<Dropped>,
}

impl ImportedPage {
    /// The section's folder below `content/`, such as `bangladesh/dhaka`.
    pub fn section_path(&self) -> String {
        self.sections
            .iter()
            .map(|s| s.slug.as_str())
            .collect::<Vec<_>>()
            .join("/")
    }
}

/// A line that is no part of the story.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// Its number in the file, from 1.
    pub line: u32,
    /// Its text.
    pub text: String,
    /// Why.
    pub why: Why,
}

/// Why a line was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It stands above the breadcrumb.
    Above,
    /// The breadcrumb, the repeated headline, date or byline: taken into the front matter.
    Taken,
    /// A label, a button, a number of views.
    Stray,
    /// It stands at or below the first heading of a box.
    Footer,
}

/// A line with its number.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    number: u32,
    text: String,
    /// A blank line stood before it.
    apart: bool,
}

/// What the top of a page says.
struct Top {
    title: String,
    sections: Vec<String>,
    /// The breadcrumb's line, and the line of the headline below it.
    breadcrumb: usize,
    headline: usize,
}

/// Reads a page. `known` are the portal's sections, address and name (`("international", "আন্তর্জাতিক")`).
///
/// # Errors
/// A diagnostic when there is no breadcrumb line with a headline below it, or no text.
///
/// ```
/// use khobor::import::page::{PageOptions, read_page};
/// let text = "Homeরাজনীতিনতুন জোটের ঘোষণা\n\nনতুন জোটের ঘোষণা\n\nপাঁচটি দল জোট গড়েছে।আজ ঢাকায় ঘোষণা আসে।\n\nRELATED ARTICLES\nঅন্য খবর";
/// let page = read_page(text, &[], PageOptions::default()).unwrap();
/// assert_eq!((page.title.as_str(), page.section_path().as_str()), ("নতুন জোটের ঘোষণা", "politics"));
/// assert_eq!(page.paragraphs, ["পাঁচটি দল জোট গড়েছে। আজ ঢাকায় ঘোষণা আসে।"]);
/// ```
pub fn read_page(text: &str, known: &[(&str, &str)], options: PageOptions<'_>) -> Result<ImportedPage, Diagnostic> {
    let lines = lines(text);
    let refuse = |code| {
        Err(Diagnostic::new(code)
            .arg("file", options.path)
            .at(Place::line(options.path, text, 1)))
    };
    let Some(top) = (0..lines.len().min(BREADCRUMB_WITHIN)).find_map(|at| top(&lines, at)) else {
        return refuse(&codes::NO_BREADCRUMB);
    };
    let mut page = ImportedPage {
        sections: top.sections.iter().flat_map(|name| sections(name, known)).collect(),
        paragraphs: Vec::new(),
        summary: String::new(),
        date: None,
        byline: None,
        dropped: Vec::new(),
        title: repaired(&top.title),
    };
    let mut paragraphs: Vec<Line> = Vec::new();
    let mut footer = false;
    for (at, line) in lines.iter().enumerate() {
        let why = match at {
            _ if at < top.breadcrumb => Some(Why::Above),
            _ if at <= top.headline => Some(Why::Taken),
            _ if at <= top.headline + BYLINE_WITHIN && line.text == top.title => Some(Why::Taken),
            _ => {
                let near = at <= top.headline + BYLINE_WITHIN;
                of_body(line, near, &mut footer, &mut page, options.edition)
            }
        };
        match why {
            Some(why) => page.dropped.push(Dropped {
                line: line.number,
                text: line.text.clone(),
                why,
            }),
            None => join(&mut paragraphs, line),
        }
    }
    page.paragraphs = paragraphs
        .iter()
        .map(|p| repaired(&p.text))
        .filter(|p| !p.is_empty())
        .collect();
    if page.paragraphs.is_empty() {
        return refuse(&codes::NO_PAGE_TEXT);
    }
    page.summary = excerpt::excerpt(&page.paragraphs.join(" "), SUMMARY).into_owned();
    Ok(page)
}

/// The lines that say something, spaces put right.
fn lines(text: &str) -> Vec<Line> {
    let text = gate::canonical(text);
    let text = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    let mut apart = true;
    let mut found: Vec<Line> = Vec::new();
    for (number, line) in text.split('\n').enumerate() {
        let plain = line.replace(|c: char| c.is_control() || c == '\u{FEFF}', " ");
        let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
        if !plain.is_empty() {
            found.push(Line {
                number: number as u32 + 1,
                text: plain,
                apart,
            });
        }
        apart = line.trim().is_empty();
    }
    found
}

/// The top of the page, when line `at` is its breadcrumb.
fn top(lines: &[Line], at: usize) -> Option<Top> {
    let line = &lines.get(at)?.text;
    let rest = HOME.iter().find_map(|home| line.strip_prefix(home))?;
    let rest = trim(rest);
    if rest.is_empty() {
        return top_on_lines(lines, at);
    }
    let below = || lines.iter().enumerate().skip(at + 1).take(HEADLINE_WITHIN);
    let repeated = below()
        .filter(|(_, l)| rest.ends_with(l.text.as_str()))
        .max_by_key(|(i, l)| (l.text.len(), usize::MAX - i));
    if let Some((headline, found)) = repeated {
        let between = trim(rest.strip_suffix(found.text.as_str())?);
        return Some(Top {
            title: found.text.clone(),
            sections: parts(between),
            breadcrumb: at,
            headline,
        });
    }
    cut_short(rest, at, below()).or_else(|| without_headline(line, rest, at, lines))
}

/// A breadcrumb whose headline was cut: `Home › রাজনীতি › নতুন জোটের…`.
fn cut_short<'a>(rest: &str, at: usize, mut below: impl Iterator<Item = (usize, &'a Line)>) -> Option<Top> {
    let cut = rest
        .strip_suffix('…')
        .or_else(|| rest.strip_suffix("..."))?
        .trim_end_matches('.')
        .trim_end();
    below.find_map(|(headline, line)| {
        let mut heads = line.text.char_indices().skip(6).take(200).map(|(i, _)| &line.text[..i]);
        let between = heads.find_map(|head| cut.strip_suffix(head.trim_end()))?;
        Some(Top {
            title: line.text.clone(),
            sections: parts(trim(between)),
            breadcrumb: at,
            headline,
        })
    })
}

/// A breadcrumb of sections alone, with signs between: the headline is the next line.
fn without_headline(line: &str, rest: &str, at: usize, lines: &[Line]) -> Option<Top> {
    let signed = line.contains(['›', '»', '→', '>', '/']);
    let next = lines
        .get(at + 1)
        .filter(|l| signed && furniture::of_line(&l.text).is_none())?;
    let short = cluster::count(rest) <= 60 && !rest.ends_with(['…', '.']);
    short.then(|| Top {
        title: next.text.clone(),
        sections: parts(rest),
        breadcrumb: at,
        headline: at + 1,
    })
}

/// A breadcrumb of which every part has its own line: the first line that is repeated soon is the headline.
fn top_on_lines(lines: &[Line], at: usize) -> Option<Top> {
    for first in at + 1..(at + 6).min(lines.len()) {
        let title = &lines.get(first)?.text;
        let again = lines
            .iter()
            .enumerate()
            .skip(first + 1)
            .take(4)
            .find(|(_, l)| l.text == *title);
        if let Some((headline, _)) = again {
            let sections = lines
                .get(at + 1..first)?
                .iter()
                .map(|l| trim(&l.text).to_owned())
                .filter(|s| !s.is_empty())
                .collect();
            return Some(Top {
                title: title.clone(),
                sections,
                breadcrumb: at,
                headline,
            });
        }
    }
    None
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || SEPARATORS.contains(&c))
}

/// The parts between signs. A hyphen parts only with spaces around it (অর্থ-বাণিজ্য is one name).
fn parts(between: &str) -> Vec<String> {
    let marked = between.replace(" - ", "›").replace(" – ", "›");
    let split = marked.split(['›', '»', '/', '>', '|', '→', '\\', '•', '«', '‹']);
    split.map(|p| trim(p).to_owned()).filter(|p| !p.is_empty()).collect()
}

/// The sections that a part of the breadcrumb names: one, or several run together when all are known.
fn sections(name: &str, known: &[(&str, &str)]) -> Vec<PageSection> {
    let whole = |name: &str| {
        known.iter().any(|(_, t)| gate::key(t) == gate::key(name)) || furniture::usual_slug(name).is_some()
    };
    if !whole(name) {
        let titles = || {
            known
                .iter()
                .map(|(_, t)| *t)
                .chain(furniture::usual_names().map(|t| -> &str { t }))
                .filter(|t| !t.is_empty())
        };
        let split =
            titles().find_map(|first| Some((first, name.strip_prefix(first)?)).filter(|(_, rest)| whole(trim(rest))));
        if let Some((first, rest)) = split {
            return vec![section(first, known), section(trim(rest), known)];
        }
    }
    vec![section(name, known)]
}

fn section(name: &str, known: &[(&str, &str)]) -> PageSection {
    let key = gate::key(name);
    let found = known
        .iter()
        .find(|(_, title)| gate::key(title) == key)
        .map(|(slug, _)| *slug);
    let last = found.map(|path| path.rsplit('/').next().unwrap_or(path).to_owned());
    let slug = last
        .or_else(|| furniture::usual_slug(name).map(str::to_owned))
        .unwrap_or_else(|| slug::latin(name));
    let exists = found.is_some() || known.iter().any(|(path, _)| *path == slug);
    PageSection {
        name: name.to_owned(),
        slug,
        known: exists,
    }
}

/// Why a line below the headline is no part of the story, if it is none. `near` lines may be byline and date.
fn of_body(line: &Line, near: bool, footer: &mut bool, page: &mut ImportedPage, edition: Edition) -> Option<Why> {
    let kind = furniture::of_line(&line.text);
    *footer |= kind == Some(Furniture::Footer);
    if *footer {
        return Some(Why::Footer);
    }
    if kind.is_some() {
        return Some(Why::Stray);
    }
    (near && credits(&line.text, page, edition)).then_some(Why::Taken)
}

/// Takes a date or a byline from a line that is one.
fn credits(line: &str, page: &mut ImportedPage, edition: Edition) -> bool {
    if cluster::count(line) > 90 || line.ends_with('।') {
        return false;
    }
    if let Some(date) = date(line, edition) {
        page.date = page.date.or(Some(date));
        return true;
    }
    if let Some((name, date)) = line
        .rsplit_once(['|', '–', '-'])
        .and_then(|(n, d)| Some((n, date(d, edition)?)))
    {
        page.date = page.date.or(Some(date));
        page.byline = page.byline.take().or_else(|| byline(name, true));
        return true;
    }
    let name = byline(line, false);
    let found = name.is_some();
    page.byline = page.byline.take().or(name);
    found
}

fn date(line: &str, edition: Edition) -> Option<ParsedDate> {
    let hint = match edition {
        Edition::Bd => CalendarHint::BanglaBd,
        Edition::Wb => CalendarHint::BanglaWb,
    };
    let digit = line.chars().any(gate::is_digit);
    digit.then(|| date_parse::parse(line.trim(), hint).ok()).flatten()
}

/// The name in a byline; `sure` when the line is one by its place.
fn byline(line: &str, sure: bool) -> Option<String> {
    let labels = [
        "By ",
        "by ",
        "BY ",
        "লেখক:",
        "লেখক :",
        "প্রতিবেদক:",
        "প্রতিবেদন:",
        "লিখেছেন",
    ];
    let label = labels.iter().find_map(|l| line.trim().strip_prefix(l));
    let ends = [
        "প্রতিবেদক",
        "প্রতিনিধি",
        "সংবাদদাতা",
        "ডেস্ক",
        "প্রতিবেদন",
        "Desk",
        "desk",
        "Correspondent",
        "Reporter",
    ];
    let name = trim(label.unwrap_or(line)).to_owned();
    let diagnostics = label.is_some()
        || sure
        || ends.iter().any(|e| {
            name.trim_end_matches(|c: char| c == ',' || c.is_whitespace())
                .ends_with(e)
        });
    (diagnostics && !name.is_empty() && cluster::count(&name) <= 50).then_some(name)
}

/// Adds a line to the paragraphs: a new one, unless the line before was broken in mid-sentence.
fn join(paragraphs: &mut Vec<Line>, line: &Line) {
    let ends = |text: &str| text.ends_with(['।', '?', '!', '”', '’', '"', '\'', ':', ')', '…', '.', '॥']);
    match paragraphs.last_mut() {
        Some(last) if !line.apart && !ends(&last.text) && cluster::count(&last.text) >= 40 => {
            last.text.push(' ');
            last.text.push_str(&line.text);
        }
        _ => paragraphs.push(line.clone()),
    }
}

/// A paragraph with its punctuation repaired and a space behind every dari.
fn repaired(text: &str) -> String {
    let clean = gate::clean(text);
    let mut out = String::with_capacity(clean.len() + 16);
    let mut letters = clean.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        out.push(letter);
        let sentence_end = letter == '।' || (matches!(letter, '?' | '!') && gate::is_bengali(before));
        let next = letters.peek().copied().unwrap_or(' ');
        let counts = gate::is_digit(before) && gate::is_digit(next);
        if sentence_end
            && !counts
            && (gate::is_bengali_letter(next)
                || gate::is_digit(next)
                || next.is_ascii_alphanumeric()
                || matches!(next, '“' | '‘' | '('))
        {
            out.push(' ');
        }
        before = letter;
    }
    gate::clean(&out).into_owned()
}

#[cfg(test)]
mod tests;
