//! A text copied or scraped from a portal's article page: what is the story, what is furniture.
//!
//! The headline is found by the breadcrumb above it (`Home<section><headline>`, run together, with signs between, or a part a
//! line), by being repeated, or by the date and byline below it ([`top`]). Between headline and text stand byline, date and
//! buttons ([`credits`]). Paragraphs follow, up to the first heading of a box (RELATED ARTICLES, LEAVE A REPLY, …). Everything
//! left out is listed, so that nothing is dropped in silence.

mod credits;
mod top;

use super::furniture::{self, Furniture};
use crate::bengali::date_parse::ParsedDate;
use crate::bengali::{Edition, cluster, excerpt, gate, slug};
use crate::diag::{Diagnostic, Place, codes::data as codes};

/// Lines below the headline among which byline and date are looked for.
const BYLINE_WITHIN: usize = 14;
/// Clusters of a summary: two lines, with room for `…` and a closing quotation mark.
const SUMMARY: usize = 148;

/// How a page is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct PageOptions<'a> {
    /// The file, for messages.
    pub path: &'a str,
    /// Whose Bangla calendar a Bangla date means.
    pub edition: Edition,
    /// The section, where the page does not name it: its path or its name.
    pub section: Option<&'a str>,
    /// The headline, where the page does not show which line it is.
    pub title: Option<&'a str>,
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
    /// The date of the last change that the page shows.
    pub updated: Option<ParsedDate>,
    /// The byline that the page shows; ` · ` stands between names that have lines of their own.
    pub byline: Option<String>,
    /// The place that the story was sent from, as the byline has it.
    pub place: Option<String>,
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

impl ImportedPage {
    /// Whether the page names a section, and not only a place on the front page (লিড নিউজ).
    pub fn is_placed(&self) -> bool {
        self.sections.iter().any(|s| !furniture::is_pseudo_section(&s.name))
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
    /// It stands above the headline, and is none of its credits.
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

/// Reads a page. `known` are the portal's sections, address and name (`("international", "আন্তর্জাতিক")`).
///
/// # Errors
/// A diagnostic when no headline or no section is found (both can be given in `options`), or no text.
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
    let Some(top) = top::find(&lines, known, options) else {
        return refuse(&codes::NO_BREADCRUMB);
    };
    let mut reader = Reader {
        options,
        title: gate::key(&top.title),
        page: ImportedPage {
            title: repaired(&top.title),
            sections: page_sections(&top.sections, known, options.section),
            paragraphs: Vec::new(),
            summary: String::new(),
            date: None,
            updated: None,
            byline: None,
            place: None,
            dropped: Vec::new(),
        },
        paragraphs: Vec::new(),
        state: State::Credits,
    };
    let parts = part_numbers(&lines);
    let begin = top.headline.map_or(0, |headline| headline + 1);
    for (at, line) in lines.iter().enumerate().skip(begin) {
        match at {
            _ if parts.contains(&at) => reader.paragraphs.push(line.clone()),
            _ => reader.line(line, at - begin, lines.get(at + 1)),
        }
    }
    // What is said below the headline counts first: today's date may stand above it.
    for (at, line) in lines.iter().enumerate().take(begin) {
        match at < top.breadcrumb {
            true => reader.drop(line, Why::Above),
            false => reader.above(line, top.breadcrumb == at, lines.get(at + 1)),
        }
    }
    let page = reader.finish();
    match page.paragraphs.is_empty() {
        true => refuse(&codes::NO_PAGE_TEXT),
        false => Ok(page),
    }
}

/// Where in the page a line is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Between headline and text.
    Credits,
    /// In the text.
    Text,
    /// In a box between paragraphs, which ends at the next sentence.
    Box,
    /// Behind the story.
    Footer,
}

struct Reader<'a> {
    options: PageOptions<'a>,
    /// The key of the headline.
    title: String,
    page: ImportedPage,
    paragraphs: Vec<Line>,
    state: State,
}

impl Reader<'_> {
    fn drop(&mut self, line: &Line, why: Why) {
        self.page.dropped.push(Dropped {
            line: line.number,
            text: line.text.clone(),
            why,
        });
    }

    /// A line between breadcrumb and headline: credits may stand there, where the headline is repeated below them.
    fn above(&mut self, line: &Line, is_breadcrumb: bool, next: Option<&Line>) {
        let named = gate::key(&line.text) == self.title || self.is_section(&line.text);
        let why = match furniture::of_line(&line.text) {
            _ if is_breadcrumb || named || top::trim(&line.text).is_empty() => Why::Taken,
            Some(_) => Why::Stray,
            None if self.credits(&line.text, self.is_name(line, next)) => Why::Taken,
            None => Why::Above,
        };
        self.drop(line, why);
    }

    /// A line below the headline; `depth` lines below it.
    fn line(&mut self, line: &Line, depth: usize, next: Option<&Line>) {
        let kind = furniture::of_line(&line.text);
        let sentence = top::is_sentence(&line.text);
        if self.state == State::Footer {
            return self.drop(line, Why::Footer);
        }
        if kind == Some(Furniture::Footer) && !self.paragraphs.is_empty() {
            self.state = State::Footer;
            return self.drop(line, Why::Footer);
        }
        if kind == Some(Furniture::Box) && !self.paragraphs.is_empty() {
            self.state = State::Box;
            return self.drop(line, Why::Footer);
        }
        if kind.is_some() {
            return self.drop(line, Why::Stray);
        }
        if self.state == State::Box && !(sentence && ends_box(&line.text)) {
            return self.drop(line, Why::Footer);
        }
        if self.state == State::Credits && !sentence && depth < BYLINE_WITHIN {
            let named = gate::key(&line.text) == self.title;
            if named || self.is_section(&line.text) || self.credits(&line.text, self.is_name(line, next)) {
                return self.drop(line, Why::Taken);
            }
        }
        self.state = State::Text;
        join(&mut self.paragraphs, line);
    }

    fn is_section(&self, line: &str) -> bool {
        self.page.sections.iter().any(|s| gate::key(&s.name) == gate::key(line))
    }

    /// Whether a line is a name by its place: short, and a date below it.
    fn is_name(&self, line: &Line, next: Option<&Line>) -> bool {
        let dated = |line: &Line| {
            let found = credits::read(&line.text, false, self.options.edition);
            found.is_some_and(|c| c.date.is_some() || c.updated.is_some())
        };
        credits::is_short_name(&line.text) && next.is_some_and(dated)
    }

    /// Takes a date or a byline from a line that is one.
    fn credits(&mut self, line: &str, sure: bool) -> bool {
        let page = &mut self.page;
        let Some(found) = credits::read(line, sure, self.options.edition) else {
            return false;
        };
        // A second short line between byline and date is the place, or the agency of the reporter.
        match (&page.byline, found.byline) {
            (Some(_), Some(second)) if page.place.is_none() && sure && !credits::is_reporter(&second) => {
                page.place = Some(second);
            }
            (Some(first), Some(second)) if gate::key(first) != gate::key(&second) => {
                page.byline = Some(format!("{first} · {second}"));
            }
            (None, byline) => page.byline = byline,
            _ => {}
        }
        page.place = page.place.take().or(found.place);
        page.date = page.date.or(found.date);
        page.updated = page.updated.or(found.updated);
        true
    }

    fn finish(mut self) -> ImportedPage {
        self.drop_labels();
        self.take_signature();
        let mut page = self.page;
        page.dropped.sort_by_key(|dropped| dropped.line);
        page.date = page.date.or(page.updated);
        page.updated = page.updated.filter(|updated| Some(*updated) != page.date);
        page.paragraphs = self
            .paragraphs
            .iter()
            .map(|p| repaired(&p.text))
            .filter(|p| !p.is_empty())
            .collect();
        let said: Vec<&str> = page
            .paragraphs
            .iter()
            .filter(|p| part_number(p).is_none())
            .map(String::as_str)
            .collect();
        page.summary = excerpt::excerpt(&said.join(" "), SUMMARY).into_owned();
        page
    }

    /// The reporter's name again behind the story: it is taken as the byline, if there is none.
    fn take_signature(&mut self) {
        let edition = self.options.edition;
        while self.paragraphs.len() > 1 {
            let Some(last) = self.paragraphs.last().filter(|l| !top::is_sentence(&l.text)) else {
                return;
            };
            let same = self
                .page
                .byline
                .as_deref()
                .is_some_and(|b| gate::key(b) == gate::key(&last.text));
            let signed = credits::read(&last.text, false, edition).and_then(|found| found.byline);
            if !same && signed.is_none() {
                return;
            }
            self.page.byline = self.page.byline.take().or(signed);
            if let Some(line) = self.paragraphs.pop() {
                self.drop(&line, Why::Taken);
            }
        }
    }

    /// Short lines at the end, right before furniture, are names of tags.
    fn drop_labels(&mut self) {
        if self.state != State::Footer && self.state != State::Box {
            return;
        }
        let label = |line: &Line| {
            let short = cluster::count(&line.text) <= 30 && line.text.split_whitespace().count() <= 3;
            short && !line.text.contains(['।', '?', '!', ':', '”', '’', '"']) && part_number(&line.text).is_none()
        };
        while self.paragraphs.len() > 1 && self.paragraphs.last().is_some_and(label) {
            if let Some(line) = self.paragraphs.pop() {
                self.drop(&line, Why::Stray);
            }
        }
    }
}

/// The numbers of a story's parts: lines of a Bengali number alone that count from one.
fn part_numbers(lines: &[Line]) -> Vec<usize> {
    let numbers = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, part_number(&line.text)?)));
    let mut parts: Vec<usize> = Vec::new();
    for (at, number) in numbers {
        let apart = parts.last().is_none_or(|last| at > last + 1);
        if number == parts.len() + 1 && apart {
            parts.push(at);
        }
    }
    // A lone number counts readers.
    if parts.len() > 1 { parts } else { Vec::new() }
}

/// A line that is a Bengali number of at most two digits.
fn part_number(line: &str) -> Option<usize> {
    let digit = |c: char| (c as usize).checked_sub('০' as usize).filter(|digit| *digit < 10);
    let digits: Option<Vec<usize>> = line.chars().take(3).map(digit).collect();
    match digits?.as_slice() {
        [ones] => Some(*ones),
        [tens, ones] => Some(tens * 10 + ones),
        _ => None,
    }
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
        let plain = unmarked(&plain).to_owned();
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

/// A line without the marks of Markdown around it: `# শিরোনাম`, `**নিজস্ব প্রতিবেদক**`.
fn unmarked(line: &str) -> &str {
    let heading = line
        .trim_start_matches('#')
        .strip_prefix(' ')
        .filter(|_| line.starts_with('#'));
    let line = heading.unwrap_or(line);
    let strong = line.strip_prefix("**").and_then(|rest| rest.strip_suffix("**"));
    strong.filter(|inner| !inner.contains("**")).unwrap_or(line)
}

/// Whether a line is text again behind a box of links: headlines there may end in a question mark.
fn ends_box(line: &str) -> bool {
    line.contains('।') || cluster::count(line) > 110
}

/// The sections of a page; what the editor gives wins. Labels like শীর্ষ খবর count only where there is nothing else.
fn page_sections(named: &[String], known: &[(&str, &str)], given: Option<&str>) -> Vec<PageSection> {
    if let Some(given) = given {
        let parts = given.trim_matches('/').split('/').scan(String::new(), |path, part| {
            *path = if path.is_empty() {
                part.to_owned()
            } else {
                format!("{path}/{part}")
            };
            Some(path.clone())
        });
        let by_path = |path: String| match known.iter().find(|(known, _)| *known == path) {
            Some((known, title)) => PageSection {
                name: (*title).to_owned(),
                slug: known.rsplit('/').next().unwrap_or(known).to_owned(),
                known: true,
            },
            None => section(path.rsplit('/').next().unwrap_or(&path), known),
        };
        return parts.map(by_path).collect();
    }
    let real: Vec<&String> = named
        .iter()
        .filter(|name| !furniture::is_pseudo_section(name))
        .collect();
    let names = if real.is_empty() { named.iter().collect() } else { real };
    names.into_iter().flat_map(|name| sections(name, known)).collect()
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
        let split = titles()
            .find_map(|first| Some((first, name.strip_prefix(first)?)).filter(|(_, rest)| whole(top::trim(rest))));
        if let Some((first, rest)) = split {
            return vec![section(first, known), section(top::trim(rest), known)];
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
    let bengali = furniture::usual_title(&slug).filter(|_| name.is_ascii());
    PageSection {
        name: bengali.unwrap_or(name).to_owned(),
        slug,
        known: exists,
    }
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
