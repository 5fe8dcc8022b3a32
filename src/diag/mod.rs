//! Errors as a newsroom needs them: a code, a place (file, line, column, the quoted line), what happened and what to
//! do, in Bengali and in English. Knows no stage; stages make [`Diagnostic`]s and the command line prints them.

mod bounded;
pub mod codes;
mod parser;
mod place;
mod print;
mod reason;
pub mod system;

pub use bounded::BoundedList;
pub use parser::parser_reason;
pub use place::Place;
pub use print::{Printer, list, printable};
pub use reason::Reason;

use serde::Serialize;

/// The language that messages are printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Bengali, with Bengali digits.
    #[default]
    Bn,
    /// English.
    En,
}

/// How grave a diagnostic is. Only errors stop a build; `--strict` makes warnings errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; never stops anything.
    Note,
    /// Should be mended; stops a `--strict` run.
    Warning,
    /// Must be mended; nothing is published.
    Error,
}

/// One language's texts of a code. `{name}` stands for the argument `name`.
#[derive(Debug, Clone, Copy)]
pub struct Text {
    /// What happened, one line.
    pub message: &'static str,
    /// What to do, one line.
    pub help: &'static str,
    /// The page that `khobor explain` prints.
    pub explain: &'static str,
}

/// A kind of diagnostic: `KH0101`, its severity and its texts. All of them stand in [`codes`].
#[derive(Debug)]
pub struct Code {
    /// `KH` and four digits; the first two name the room.
    pub id: &'static str,
    /// Its gravity.
    pub severity: Severity,
    /// The English texts.
    pub en: Text,
    /// The Bengali texts.
    pub bn: Text,
}

impl Code {
    /// The texts in `lang`.
    pub fn text(&self, lang: Lang) -> &Text {
        match lang {
            Lang::Bn => &self.bn,
            Lang::En => &self.en,
        }
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

/// Clusters of a value that a text shows: a whole story may stand on one line.
const LONGEST_VALUE: usize = 2_000;

/// Something that an editor must be reported, with its place.
///
/// ```
/// use khobor::diag::{Diagnostic, Lang, Place, codes};
/// let text = "+++\ntitel = \"খবর\"\n+++\n";
/// let diagnostic = Diagnostic::new(&codes::source::UNKNOWN_KEY)
///     .arg("key", "titel")
///     .arg("suggestion", "title")
///     .at(Place::in_text("content/a.md", text, 4..9));
/// assert_eq!(diagnostic.place.as_ref().map(|p| (p.line, p.column)), Some((2, 1)));
/// assert!(diagnostic.message(Lang::En).contains("`titel`"));
/// ```
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// Which kind.
    pub code: &'static Code,
    /// Values for the `{name}`s of its texts.
    pub args: Vec<(&'static str, String)>,
    /// Values that read otherwise in Bengali; few diagnostics have any.
    bengali: Option<Box<BengaliArgs>>,
    /// Where, when a file is to blame.
    pub place: Option<Place>,
}

/// Values for the `{name}`s of the Bengali texts alone.
#[derive(Debug, Clone, Default)]
struct BengaliArgs(Vec<(&'static str, String)>);

impl Diagnostic {
    /// A diagnostic of this kind, without arguments or place.
    pub fn new(code: &'static Code) -> Self {
        Diagnostic {
            code,
            args: Vec::new(),
            bengali: None,
            place: None,
        }
    }

    /// Sets the value of `{name}` in the texts.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// Sets the value of `{name}` in the texts of each language.
    #[must_use]
    pub fn arg_in(mut self, name: &'static str, bn: impl ToString, en: impl ToString) -> Self {
        let bengali = self.bengali.get_or_insert_default();
        bengali.0.push((name, bn.to_string()));
        self.arg(name, en)
    }

    /// Sets `{reason}`.
    #[must_use]
    pub fn reason(self, reason: impl Into<Reason>) -> Self {
        let reason = reason.into();
        self.arg_in("reason", reason.bengali(), reason.english())
    }

    /// Sets `{reason}` to what the operating system says.
    #[must_use]
    pub fn cause(self, error: &std::io::Error) -> Self {
        self.arg_in("reason", system::reason(Lang::Bn, error), error)
    }

    /// Changes all values, of both languages.
    pub fn change_values(&mut self, change: impl Fn(&str) -> String) {
        let bengali = self.bengali.iter_mut().flat_map(|b| &mut b.0);
        for (_, value) in self.args.iter_mut().chain(bengali) {
            *value = change(value);
        }
    }

    /// The value of `{name}` in `lang`.
    fn value(&self, name: &str, lang: Lang) -> Option<&String> {
        let bengali = self.bengali.iter().filter(|_| lang == Lang::Bn);
        let mut all = bengali.flat_map(|b| &b.0).chain(&self.args);
        all.find(|(n, _)| *n == name).map(|(_, value)| value)
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Its gravity.
    pub fn severity(&self) -> Severity {
        self.code.severity
    }

    /// What happened, in `lang`.
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.code.text(lang).message, lang)
    }

    /// What to do, in `lang`; empty where there is nothing to add.
    pub fn help(&self, lang: Lang) -> String {
        self.fill(self.code.text(lang).help, lang)
    }

    /// Puts the values into a text. A bare number has the digits of the language; what is quoted from an author keeps its own.
    fn fill(&self, template: &str, lang: Lang) -> String {
        let mut out = String::with_capacity(template.len() + 32);
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let Some(close) = rest[open..].find('}').map(|i| open + i) else {
                break;
            };
            out.push_str(&rest[..open]);
            let name = &rest[open + 1..close];
            match self.value(name, lang) {
                Some(value) if lang == Lang::Bn && is_count(value) && !out.ends_with(QUOTES) => {
                    out.push_str(&crate::bengali::number::digits(value));
                }
                Some(value) => out.push_str(&print::beginning(value, LONGEST_VALUE)),
                None => out.push_str(&rest[open..=close]),
            }
            rest = &rest[close + 1..];
        }
        out.push_str(rest);
        out
    }
}

/// What stands before a value that is quoted, or part of a name.
const QUOTES: [char; 8] = ['`', '“', '‘', '"', '/', ':', '-', '='];

fn is_count(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit())
}

/// The nearest of `known` to a misspelt `word`, if one is near (edit distance at most a third of the length).
///
/// ```
/// assert_eq!(khobor::diag::did_you_mean("titel", ["title", "date"]), Some("title"));
/// assert_eq!(khobor::diag::did_you_mean("zzz", ["title"]), None);
/// ```
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).max(1);
    let long = word.chars().count().min(64);
    known
        .into_iter()
        .filter(|k| k.chars().count().min(64).abs_diff(long) <= limit)
        .map(|k| (distance(word, k), k))
        .filter(|(d, _)| *d <= limit)
        .min()
        .map(|(_, k)| k)
}

/// Damerau-Levenshtein distance (optimal string alignment) in characters; names are short, so quadratic is fine.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(64).collect(), b.chars().take(64).collect());
    let mut rows = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1)
                .min(rows[i][j - 1] + 1)
                .min(rows[i - 1][j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}
