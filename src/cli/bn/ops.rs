//! What each operation of `khobor bn` calls.

use super::{BnArgs, Op, escape, moment};
use crate::bengali::date::{DateStyle, UnknownUnit};
use crate::bengali::number::CurrencyForm;
use crate::bengali::{
    Edition, bijoy, calendar, cluster, collate, date, date_parse, excerpt, fold, gate, number, ordinal, search,
    sentence, slug, stem, word,
};
use jiff::tz::TimeZone;
use std::cmp::Ordering;
use std::fmt::Display;

/// The options, read once.
pub(super) struct Options<'a> {
    pub(super) args: &'a BnArgs,
    zone: TimeZone,
    style: DateStyle,
    form: CurrencyForm,
    calendar: date_parse::CalendarHint,
}

impl<'a> Options<'a> {
    /// # Errors
    /// A reason, when an option names nothing known.
    pub(super) fn new(args: &'a BnArgs) -> Result<Self, String> {
        Ok(Self {
            args,
            zone: TimeZone::get(&args.tz).map_err(|_| format!("--tz: no zone is called {}", args.tz))?,
            style: DateStyle::from_name(&args.style).ok_or_else(|| format!("--style: unknown: {}", args.style))?,
            form: CurrencyForm::from_name(&args.form).ok_or_else(|| format!("--form: unknown: {}", args.form))?,
            calendar: date_parse::CalendarHint::from_name(&args.calendar)
                .ok_or_else(|| format!("--calendar: unknown: {}", args.calendar))?,
        })
    }
}

/// The result of one line, or why there is none.
pub(super) fn answer(options: &Options<'_>, line: &str) -> Result<String, String> {
    match options.args.op {
        Op::Digits | Op::DigitsSmart | Op::AsciiDigits | Op::Group | Op::Compact | Op::Percent | Op::ParseNumber => {
            numbers(options, line)
        }
        Op::Currency | Op::Ordinal | Op::Rank | Op::DateOrdinal | Op::DateWord => counted(options, line),
        Op::BanglaDate | Op::HijriDate | Op::Masthead | Op::Date | Op::Time | Op::ParseDate | Op::Relative => {
            dates(options, line)
        }
        Op::Nfc | Op::Canonical | Op::Clean | Op::Key => gates(options, line),
        Op::SameStem | Op::SearchMatch | Op::Compare => pairs(options, line),
        _ => texts(options, line),
    }
}

fn printed<T: Display, E: Display>(result: Result<T, E>) -> Result<String, String> {
    result.map(|value| value.to_string()).map_err(|error| error.to_string())
}

fn numbers(options: &Options<'_>, line: &str) -> Result<String, String> {
    match options.args.op {
        Op::Digits => Ok(number::digits(line).into_owned()),
        Op::DigitsSmart => Ok(number::digits_smart(line).into_owned()),
        Op::AsciiDigits => Ok(number::ascii_digits(line).into_owned()),
        Op::Group => printed(number::group(line)),
        Op::Compact => printed(number::compact(line)),
        Op::Percent => printed(number::percent(line)),
        _ => printed(number::parse(line)),
    }
}

fn counted(options: &Options<'_>, line: &str) -> Result<String, String> {
    if options.args.op == Op::Currency {
        return printed(number::currency(line, options.form));
    }
    let ascii = number::ascii_digits(line.trim());
    let n: u64 = ascii.parse().map_err(|_| format!("not a whole number: {line}"))?;
    let day = || u8::try_from(n).map_err(|_| format!("not a day of the month: {line}"));
    let found = match options.args.op {
        Op::Ordinal => Some(ordinal::short(n)),
        Op::Rank => ordinal::rank(n).map(str::to_owned),
        Op::DateOrdinal => ordinal::date_form(day()?),
        _ => ordinal::date_word(day()?, options.args.edition).map(str::to_owned),
    };
    found.ok_or_else(|| format!("no such word for {line}"))
}

fn dates(options: &Options<'_>, line: &str) -> Result<String, String> {
    let edition = options.args.edition;
    match options.args.op {
        Op::BanglaDate => printed(calendar::bangla(moment::day(line)?, edition)),
        Op::HijriDate => printed(calendar::hijri(moment::day(line)?)),
        Op::Masthead => printed(date::masthead(moment::day(line)?, edition, place(options))),
        Op::Date => Ok(date::format(
            moment::civil(line, &options.zone)?,
            options.style,
            edition,
        )),
        Op::Time => Ok(date::time_words(moment::time(line, &options.zone)?)),
        Op::ParseDate => printed(date_parse::parse(line, options.calendar)),
        _ => {
            let (unit, n) = two(line)?;
            let ascii = number::ascii_digits(n.trim());
            let n = ascii.parse().map_err(|_| format!("not a whole number: {n}"))?;
            date::relative_unit(unit.trim(), n).map_err(|UnknownUnit(unit)| format!("unknown unit: {unit}"))
        }
    }
}

fn place<'a>(options: &Options<'a>) -> &'a str {
    let own = match options.args.edition {
        Edition::Bd => "ঢাকা",
        Edition::Wb => "কলকাতা",
    };
    options.args.place.as_deref().unwrap_or(own)
}

fn gates(options: &Options<'_>, line: &str) -> Result<String, String> {
    let escaped = options.args.escaped;
    let text = if escaped {
        escape::decode(line)?
    } else {
        line.to_owned()
    };
    let found = match options.args.op {
        Op::Nfc => gate::nfc(&text).into_owned(),
        Op::Canonical => gate::canonical(&text).into_owned(),
        Op::Clean => gate::clean(&text).into_owned(),
        _ => gate::key(&text),
    };
    Ok(if escaped { escape::encode(&found) } else { found })
}

fn pairs(options: &Options<'_>, line: &str) -> Result<String, String> {
    let (a, b) = two(line)?;
    let yes = |found: bool| if found { "yes" } else { "no" };
    Ok(match options.args.op {
        Op::SameStem => yes(stem::same_stem(a, b)),
        Op::SearchMatch => yes(search::matches(a, b)),
        _ => match collate::compare(a, b) {
            Ordering::Less => "<",
            Ordering::Equal => "=",
            Ordering::Greater => ">",
        },
    }
    .to_owned())
}

fn two(line: &str) -> Result<(&str, &str), String> {
    line.split_once('\t')
        .ok_or_else(|| "two inputs are wanted, separated by a tab".to_owned())
}

fn texts(options: &Options<'_>, line: &str) -> Result<String, String> {
    let (text, clusters) = (line.replace("\\n", "\n"), options.args.clusters);
    Ok(match options.args.op {
        Op::Fold => fold::fold(&text),
        Op::Sentences => joined(sentence::sentences(&gate::canonical(&text)), " ⏎ "),
        Op::Words => joined(word::words(&gate::canonical(&text)), "|"),
        Op::Stem => stem::stem(&text),
        Op::Graphemes => joined(cluster::clusters(&gate::nfc(&text)), "|"),
        Op::Truncate => cluster::truncate(&gate::nfc(&text), clusters).into_owned(),
        Op::Excerpt => excerpt::excerpt(&gate::canonical(&text), clusters).into_owned(),
        Op::Slug => slug::latin(&text),
        Op::SlugNative => slug::native(&text),
        Op::HeadingId => slug::heading_id(&text),
        Op::ReadingTime => {
            let minutes = word::reading_minutes(word::count(&gate::canonical(&text)), options.args.wpm);
            format!("{} মিনিটের পাঠ", number::count(u64::from(minutes)))
        }
        _ => bijoy::to_unicode(line),
    })
}

fn joined<'a>(parts: impl Iterator<Item = &'a str>, between: &str) -> String {
    parts.collect::<Vec<_>>().join(between)
}
