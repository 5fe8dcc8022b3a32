//! The newsroom's lint over an author's own text, before the text gate mends it.
//!
//! Looks at running text only: not at code, addresses, raw HTML, or keys of the front matter.

use super::data::{Data, Entry};
use super::foreign_calls;
use super::front_matter;
use super::markdown;
use super::notes::{File, Notes};
use super::types::{ReadOptions, TextFinding, TextKind};
use crate::bengali::gate;
use crate::diag::codes::lint as codes;
use crate::diag::{Code, Diagnostic};
use std::ops::Range;

mod digits;

/// Keys of the front matter that hold running text.
const RUNNING: [&str; 9] = [
    "title",
    "summary",
    "kicker",
    "subtitle",
    "image_caption",
    "image_credit",
    "image_alt",
    "dateline",
    "description",
];

/// Lints the running text of a story, section, author or page.
///
/// [`codes::PIPE_AS_DARI`], [`codes::MIXED_DIGITS`] (once a file, at the rarer script), [`codes::MIXED_SCRIPT`],
/// [`codes::BROKEN_WORD`]; each with its place. Rules: `bengali.md` section 1. Linear in time.
///
/// ```
/// # use khobor::source::{ReadOptions, lint_text};
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let diagnostics = lint_text("content/a/b.md", "+++\ntitle = \"ক\"\n+++\nসে এল| `ক|`\n", &options);
/// let place = diagnostics[0].place.as_ref().unwrap();
/// assert_eq!((diagnostics.len(), place.line, place.column), (1, 4, 5));
/// ```
pub fn lint_text(path: &str, text: &str, options: &ReadOptions) -> Vec<Diagnostic> {
    let file = File { path, text, options };
    let mut lint = Lint {
        text,
        found: Vec::new(),
        bengali: Vec::new(),
        latin: Vec::new(),
    };
    match TextKind::of_path(path) {
        TextKind::Text => lint.plain(),
        TextKind::Markdown => {
            let split = front_matter::split(&file, &mut Notes::default());
            split.entries.iter().for_each(|entry| lint.entry(entry));
            let runs = markdown::running_text(text, split.body);
            runs.into_iter().for_each(|at| lint.run(at));
        }
    }
    lint.digits();
    lint.found.sort_by_key(|finding| finding.at.start);
    let mut notes = Notes::default();
    for finding in lint.found {
        let mut diagnostic = Diagnostic::new(finding.code);
        diagnostic.args = finding.args;
        notes.report(&file, finding.at, diagnostic);
    }
    notes.finish_quietly()
}

struct Lint<'a> {
    text: &'a str,
    found: Vec<TextFinding>,
    /// Numbers in Bengali digits, and in ASCII ones.
    bengali: Vec<Range<usize>>,
    latin: Vec<Range<usize>>,
}

impl Lint<'_> {
    fn report(&mut self, code: &'static Code, at: Range<usize>, args: Vec<(&'static str, String)>) {
        self.found.push(TextFinding { code, at, args });
    }

    fn plain(&mut self) {
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            self.run(start..start + line.len());
            start += line.len();
        }
    }

    fn entry(&mut self, entry: &Entry) {
        if matches!(entry.item.data, Data::Text(_)) && RUNNING.contains(&entry.key.as_str()) {
            self.run(entry.item.at.clone());
        }
    }

    /// A stretch of running text.
    fn run(&mut self, at: Range<usize>) {
        let text = self.text.get(at.clone()).unwrap_or_default();
        self.pipes(text, at.start);
        self.foreign_calls(text, at.start);
        let mut word_start = None;
        for (here, letter) in text.char_indices().chain([(text.len(), ' ')]) {
            match (is_word(letter), word_start) {
                (true, None) => word_start = Some(here),
                (false, Some(start)) => {
                    self.word(at.start + start..at.start + here);
                    word_start = None;
                }
                _ => {}
            }
        }
    }

    /// A bar at the end of a Bengali clause; a line with several bars apart from words is a table or a list of links.
    fn pipes(&mut self, text: &str, start: usize) {
        for (at, _) in text.match_indices('|') {
            let before = text.get(..at).and_then(|head| head.chars().next_back());
            let after = text.get(at + 1..).and_then(|tail| tail.chars().next());
            let follows = before.is_some_and(|c| gate::is_bengali(c) || matches!(c, '”' | '’' | ')'));
            if follows && after.is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '”' | '’' | ')')) {
                self.report(&codes::PIPE_AS_DARI, start + at..start + at + 1, Vec::new());
            }
        }
    }

    fn foreign_calls(&mut self, text: &str, start: usize) {
        if !text.contains(['[', '{']) {
            return;
        }
        for (at, example) in foreign_calls::calls(text) {
            let code = text.get(at.clone()).unwrap_or_default().to_owned();
            let args = vec![("code", code), ("example", example.to_owned())];
            self.report(&codes::FOREIGN_SHORTCODE, start + at.start..start + at.end, args);
        }
    }

    fn word(&mut self, at: Range<usize>) {
        let word = self.text.get(at.clone()).unwrap_or_default();
        let ascii = word.bytes().any(|b| b.is_ascii_alphabetic());
        let bengali = word.chars().any(gate::is_bengali);
        let number = !ascii && word.chars().any(|c| c.is_ascii_digit()) && !word.chars().any(gate::is_bengali_letter);
        if number && !self.is_in_latin_token(&at) && !digits::is_no_prose(self.text, &at) {
            self.latin.push(at.clone());
        }
        if word.chars().any(|c| ('০'..='৯').contains(&c)) && !self.is_in_latin_token(&at) {
            self.bengali.push(at.clone());
        }
        if !bengali {
            return;
        }
        if let Some(letter) = foreign(word) {
            let args = vec![("word", word.to_owned()), ("letter", letter)];
            self.report(&codes::MIXED_SCRIPT, at.clone(), args);
        }
        if let Some(reason) = broken(word) {
            let args = vec![
                ("word", word.to_owned()),
                ("reason", reason),
                ("suggestion", suggestion(word)),
            ];
            self.report(&codes::BROKEN_WORD, at, args);
        }
    }

    /// Part of a token with Latin letters: COVID-19, an address.
    fn is_in_latin_token(&self, at: &Range<usize>) -> bool {
        let (head, tail) = (
            self.text.get(..at.start).unwrap_or_default(),
            self.text.get(at.end..).unwrap_or_default(),
        );
        let latin = |letters: &mut dyn Iterator<Item = char>| {
            letters
                .take(64)
                .take_while(|c| !c.is_whitespace())
                .any(|c| c.is_ascii_alphabetic())
        };
        latin(&mut head.chars().rev()) || latin(&mut tail.chars())
    }

    fn digits(&mut self) {
        if self.bengali.is_empty() || self.latin.is_empty() {
            return;
        }
        let rarer = if self.latin.len() <= self.bengali.len() {
            &self.latin
        } else {
            &self.bengali
        };
        let Some(at) = rarer.first().cloned() else { return };
        let example = self.text.get(at.clone()).unwrap_or_default().to_owned();
        self.report(&codes::MIXED_DIGITS, at, vec![("example", example)]);
    }
}

fn is_word(letter: char) -> bool {
    gate::is_bengali(letter)
        || letter.is_alphabetic()
        || letter.is_ascii_digit()
        || matches!(letter, '\u{200C}' | '\u{200D}' | '\u{093C}' | '\u{093E}'..='\u{094D}')
}

/// A letter that looks Bengali and is not: Assamese, Devanagari, or a Latin o among digits.
fn foreign(word: &str) -> Option<String> {
    let mut before = ' ';
    for letter in word.chars() {
        let assamese = matches!(letter, 'ৰ' | 'ৱ');
        let devanagari = matches!(letter, '\u{0900}'..='\u{0963}' | '\u{0966}'..='\u{097F}');
        let zero = matches!(letter, 'o' | 'O') && ('০'..='৯').contains(&before);
        if assamese || devanagari || zero {
            return Some(format!("{letter} (U+{:04X})", letter as u32));
        }
        before = letter;
    }
    None
}

/// What a broken word was meant to be, where that is known: ম্ন of Bijoy comes out as ু of a wrong table (নিু for নিম্ন).
fn suggestion(word: &str) -> String {
    let mended = word.replace("িু", "িম্ন");
    if mended == word || broken(&mended).is_some() {
        String::new()
    } else {
        format!(": {mended}")
    }
}

/// What stands where it cannot: a sign at the beginning, two vowel signs, a hasanta before a vowel sign or another.
fn broken(word: &str) -> Option<String> {
    let word = gate::canonical(word);
    let mut before: Option<char> = None;
    for letter in word.chars() {
        let sign = gate::is_vowel_sign(letter);
        let hasanta = letter == '\u{09CD}';
        let joined = matches!(before, Some('\u{200C}' | '\u{200D}'));
        let wrong = match before {
            None => sign || hasanta,
            Some(last) => {
                (sign && (gate::is_vowel_sign(last) || last == '\u{09CD}')) || (hasanta && last == '\u{09CD}')
            }
        };
        let pair = |c: char| {
            if gate::is_vowel_sign(c) || c == '\u{09CD}' {
                format!("\u{25CC}{c}")
            } else {
                c.to_string()
            }
        };
        if wrong && !joined {
            return Some(format!(
                "{}{}",
                before.map(|last| pair(last) + " + ").unwrap_or_default(),
                pair(letter)
            ));
        }
        before = Some(letter);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::lint_text;
    use crate::diag::Diagnostic;
    use crate::source::ReadOptions;
    use proptest::prelude::*;

    fn lint(path: &str, text: &str) -> Vec<String> {
        let zone = jiff::tz::TimeZone::UTC;
        let options = ReadOptions {
            zone,
            edition: crate::bengali::Edition::Bd,
            unsafe_html: false,
            max_bytes: 1 << 22,
        };
        let show = |t: &Diagnostic| {
            let place = t.place.as_ref().unwrap();
            format!("{} {}:{} {}", t.code.id, place.line, place.column, place.word)
        };
        lint_text(path, text, &options).iter().map(show).collect()
    }

    #[test]
    fn pipes_for_dandas() {
        let text =
            "+++\ntitle = \"ক|\"\ntags = [\"খ|\"]\n+++\nসে এল| `ক|` [খ|](গ|) ক | খ\n\n| ক | খ |\n|---|---|\n| গ| ঘ|\n";
        assert_eq!(lint("a.md", text), ["KH0901 2:11 |", "KH0901 5:5 |", "KH0901 5:14 |"]);
        assert_eq!(lint("a.txt", "শিরোনাম\n\nকাজ শেষ|\n"), ["KH0901 3:6 |"]);
    }

    #[test]
    fn digits_of_two_scripts() {
        assert_eq!(
            lint("a.txt", "ক\n\n৫ জন, ১২ জন, 7 জন, COVID-19, 4G, http://x/1"),
            ["KH0902 3:14 7"]
        );
        assert_eq!(lint("a.txt", "ক 5 জন, 7 জন"), Vec::<String>::new());
    }

    #[test]
    fn letters_of_other_scripts() {
        assert_eq!(
            lint("a.txt", "কৰ ১o ক\u{093F}"),
            ["KH0907 1:1 কৰ", "KH0907 1:4 ১o", "KH0907 1:7 ক\u{093F}"]
        );
    }

    #[test]
    fn broken_words() {
        assert_eq!(
            lint(
                "a.txt",
                "\u{09BF}ক কি\u{09C1} ক্\u{09BE} র\u{200D}্যাব উদ্\u{200C}যাপন ক\u{09C7}\u{09BE}"
            )
            .len(),
            3
        );
    }

    proptest! {
        #[test]
        fn never_panics(text in "([ক-হ]|[া-্]|[|0-9a-z*`<>\\[\\]() \n০-৯]){0,60}") {
            lint("a.md", &text);
            lint("a.txt", &text);
        }
    }
}
