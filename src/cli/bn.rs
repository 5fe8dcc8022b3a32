//! `khobor bn OP`: every function of the language module, one input a line, one result a line.
//!
//! A line that an operation cannot take gives `ERROR` as its result and a reason on standard error; the next lines go on.

mod escape;
mod moment;
mod ops;

use crate::bengali::{Edition, bijoy, collate};
use clap::{Args, ValueEnum};
use std::io::{self, BufRead, Write};

/// Try a function of the Bengali language module: one input a line from standard input, one result a line.
///
/// Operations that take two inputs want them separated by a tab. `\n` in an input stands for a line break, and so it does in
/// a result. An input that cannot be used gives ERROR, and the reason on standard error; the lines after it go on.
///
/// Example: echo 1234567 | khobor bn group
#[derive(Debug, Clone, Args)]
pub struct BnArgs {
    /// What to do with each line.
    #[arg(value_enum, value_name = "OP")]
    pub op: Op,
    /// Read and print `\uXXXX` escapes, so that invisible characters can be given and seen (nfc, canonical, clean, key).
    #[arg(long)]
    pub escaped: bool,
    /// Whose habits hold: bd (Bangladesh) or wb (West Bengal).
    #[arg(long, default_value = "bd", value_parser = parse_edition)]
    pub edition: Edition,
    /// How an amount is printed: cldr (৫০০.০০৳), prefix (৳৫০০), word (৫০০ টাকা).
    #[arg(long, default_value = "word")]
    pub form: String,
    /// How a date is printed: date_news, date_weekday, datetime_news, time_words, time_24, month_year, date_short, cldr_long.
    #[arg(long, default_value = "date_news")]
    pub style: String,
    /// The zone in which an instant is printed.
    #[arg(long, default_value = "Asia/Dhaka")]
    pub tz: String,
    /// The place at the head of the masthead line; left out, ঢাকা or কলকাতা by edition.
    #[arg(long)]
    pub place: Option<String>,
    /// The calendar of a date that names none: gregorian, bangla-bd, bangla-wb or hijri-bd.
    #[arg(long, default_value = "gregorian")]
    pub calendar: String,
    /// The most clusters (letters as readers count them) that a cut text keeps.
    #[arg(long, default_value_t = 3)]
    pub clusters: usize,
    /// Words a minute, for reading-time.
    #[arg(long, default_value_t = crate::bengali::word::DEFAULT_WORDS_PER_MINUTE)]
    pub wpm: u16,
}

/// The operations; each with an example of input and result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Op {
    /// Bengali digits: 2026 → ২০২৬
    Digits,
    /// Bengali digits, except in Latin words and codes: 15 জন, 4G → ১৫ জন, 4G
    DigitsSmart,
    /// ASCII digits: ৭৮৬ → 786
    AsciiDigits,
    /// Grouped by lakh and crore: 1234567 → ১২,৩৪,৫৬৭
    Group,
    /// Short, in words: 120000 → ১.২ লাখ
    Compact,
    /// A share of 1 as percent: 0.5 → ৫০%
    Percent,
    /// The number that a text says: দেড় লাখ → 150000
    ParseNumber,
    /// An amount of taka (--form): 500 → ৫০০ টাকা
    Currency,
    /// The short ordinal: 6 → ৬ষ্ঠ
    Ordinal,
    /// The rank in words: 11 → একাদশ
    Rank,
    /// A day of the month with its suffix: 21 → ২১শে
    DateOrdinal,
    /// A day of the month in words (--edition): 1 → পহেলা
    DateWord,
    /// The Bangla date of a day (--edition): 2026-11-22 → ৭ অগ্রহায়ণ ১৪৩৩
    BanglaDate,
    /// The Hijri date of a day in Bangladesh: 2024-05-12 → ৩ জিলকদ ১৪৪৫
    HijriDate,
    /// The masthead line of a day (--edition, --place): 2024-05-12 → ঢাকা, রোববার, ১২ মে ২০২৪, ...
    Masthead,
    /// A date or instant (--style, --tz, --edition): 2026-11-22T09:05:00Z → ২২ নভেম্বর ২০২৬
    Date,
    /// The time of day in words (--tz): 15:05 → বিকেল ৩টা ৫ মিনিট
    Time,
    /// The day that a text names (--calendar): ২১শে ফেব্রুয়ারি ১৯৫২ → 1952-02-21
    ParseDate,
    /// How long ago, from unit and number: minute<TAB>5 → ৫ মিনিট আগে
    Relative,
    /// Unicode NFC and nothing else (--escaped): \u09DF → \u09AF\u09BC
    Nfc,
    /// The canonical encoding (--escaped): হঠাত্‍ → হঠাৎ
    Canonical,
    /// Canonical, and the punctuation repaired (--escaped): বেলা ১১ঃ২০ , → বেলা ১১:২০,
    Clean,
    /// The key that names and tags are compared by (--escaped): "BBC  বাংলা" → "bbc বাংলা"
    Key,
    /// The search key: শহীদ → সহিদ
    Fold,
    /// Sentences, joined by ` ⏎ `: এল। গেল। → এল। ⏎ গেল।
    Sentences,
    /// Words, joined by `|`: নদী, চর → নদী|চর
    Words,
    /// The stem of a word: নদীগুলোর → নদী
    Stem,
    /// Whether two words have one stem: নদী<TAB>নদীর → yes
    SameStem,
    /// Whether a query finds a word: putin<TAB>পুতিনের → yes
    SearchMatch,
    /// Clusters, joined by `|`: গ্রীষ্ম → গ্রী|ষ্ম
    Graphemes,
    /// Cut to --clusters clusters, inside a word if need be: স্বাধীনতা → স্বাধীন…
    Truncate,
    /// Cut to --clusters clusters at the end of a sentence or word: (--clusters 8) নদী ও চর জাগে → নদী ও চর…
    Excerpt,
    /// The Latin slug: পদ্মা সেতু → podma-setu
    Slug,
    /// The Bengali slug: পদ্মা সেতু! → পদ্মা-সেতু
    SlugNative,
    /// The id of a heading: প্রথম পর্ব → প্রথম-পর্ব
    HeadingId,
    /// Two texts in dictionary order, as < = or >: ক<TAB>খ → <
    Compare,
    /// All lines in dictionary order.
    Sort,
    /// Minutes to read a text (--wpm): নদী ও চর → ১ মিনিটের পাঠ
    ReadingTime,
    /// Bijoy (SutonnyMJ) in Unicode: evsjv → বাংলা
    Bijoy,
}

fn parse_edition(name: &str) -> Result<Edition, String> {
    match name {
        "bd" => Ok(Edition::Bd),
        "wb" => Ok(Edition::Wb),
        _ => Err("bd or wb".to_owned()),
    }
}

/// Runs the operation over all lines of `input`.
///
/// Returns the exit code: 0, also when lines gave `ERROR`; 2 when an option has no meaning (reason on `err`).
///
/// # Errors
/// When reading or writing fails.
pub fn run(args: &BnArgs, input: &mut dyn BufRead, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let options = match ops::Options::new(args) {
        Ok(options) => options,
        Err(reason) => {
            writeln!(err, "khobor bn: {reason}")?;
            return Ok(2);
        }
    };
    if args.op == Op::Sort {
        return sort(input, out, err);
    }
    let mut number = 0_u64;
    let mut line = Vec::new();
    while next_line(input, &mut line)? {
        number += 1;
        match answer(&options, &line) {
            Ok(result) => writeln!(out, "{}", result.replace('\n', "\\n"))?,
            Err(reason) => {
                writeln!(out, "ERROR")?;
                writeln!(err, "khobor bn: line {number}: {reason}")?;
            }
        }
        // A program that asks line by line waits for its answer.
        out.flush()?;
    }
    Ok(0)
}

/// Reads one line without its end; false when there is none.
fn next_line(input: &mut dyn BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    if input.read_until(b'\n', line)? == 0 {
        return Ok(false);
    }
    if line.ends_with(b"\n") {
        line.pop();
    }
    if line.ends_with(b"\r") {
        line.pop();
    }
    Ok(true)
}

fn answer(options: &ops::Options<'_>, line: &[u8]) -> Result<String, String> {
    match (std::str::from_utf8(line), options.args.op) {
        (Ok(text), _) => ops::answer(options, text),
        (Err(_), Op::Bijoy) => Ok(bijoy::from_bytes(line)),
        (Err(_), _) => Err("the line is not UTF-8".to_owned()),
    }
}

fn sort(input: &mut dyn BufRead, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<u8> {
    let mut lines = Vec::new();
    let mut line = Vec::new();
    while next_line(input, &mut line)? {
        match std::str::from_utf8(&line) {
            Ok(text) => lines.push(text.to_owned()),
            Err(_) => {
                writeln!(out, "ERROR")?;
                writeln!(err, "khobor bn: line {}: the line is not UTF-8", lines.len() + 1)?;
            }
        }
    }
    lines.sort_by_cached_key(|text| collate::sort_key(text));
    for text in lines {
        writeln!(out, "{text}")?;
    }
    out.flush()?;
    Ok(0)
}
