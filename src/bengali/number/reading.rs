//! Reads numbers as newspapers write them, with words: `৩ কোটি ৫০ লাখ`, `সাড়ে ৩ লাখ`, `দেড়শ`, `পাঁচ হাজার`.
//!
//! A number is a sum of sections. শত, হাজার, লাখ count inside a section, always downwards; কোটি (and মিলিয়ন, বিলিয়ন,
//! ট্রিলিয়ন) multiplies the whole section before it: `৩ লাখ ৫০ হাজার কোটি` is 3.5 × 10^12.

use unicode_normalization::UnicodeNormalization;

use super::words::{is_one_of, number_word, same_spelling};
use super::{Decimal, NumberError, digit_value, without_currency};

/// Reads a number in digits (either script, grouped or not), in words, or both, exactly.
///
/// Words: শ/শত, হাজার, লাখ/লক্ষ, কোটি, মিলিয়ন, বিলিয়ন, ট্রিলিয়ন; দেড় 1.5, আড়াই 2.5, সাড়ে n = n + 0.5, সোয়া n = n + 0.25,
/// পৌনে n = n − 0.25; শূন্য to নিরানব্বই. A ৳ or টাকা around the number is ignored; a minus sign or মাইনাস negates.
///
/// # Errors
/// [`NumberError`]: empty, an unknown word, misplaced commas, units that do not go downwards, a fraction word alone.
///
/// ```
/// use khobor::bengali::number::parse;
/// assert_eq!(parse("৩ কোটি ৫০ লাখ")?.to_string(), "35000000");
/// assert_eq!(parse("পৌনে ২ কোটি")?.to_string(), "17500000");
/// assert_eq!(parse("১ লাখ কোটি")?.to_string(), "1000000000000");
/// assert_eq!(parse("পাঁচশ টাকা")?.to_string(), "500");
/// assert!(parse("৫ হাজার ৩ লাখ").is_err());
/// # Ok::<(), khobor::bengali::number::NumberError>(())
/// ```
pub fn parse(text: &str) -> Result<Decimal, NumberError> {
    let text: String = text.nfc().collect();
    let text = without_currency(&text);
    let (negative, unsigned) = match text
        .strip_prefix(['-', '−', '–'])
        .or_else(|| text.strip_prefix("মাইনাস "))
    {
        Some(unsigned) => (true, without_currency(unsigned)),
        None => (false, text),
    };
    let mut reader = Reader::default();
    for token in unsigned.split_whitespace() {
        reader.token(token)?;
    }
    let number = reader.finish()?.trimmed();
    Ok(if negative { number.negated() } else { number })
}

/// A fraction word waiting for its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fraction {
    /// সাড়ে: a half more.
    HalfMore,
    /// সোয়া: a quarter more.
    QuarterMore,
    /// পৌনে: a quarter less.
    QuarterLess,
}

impl Fraction {
    fn of(word: &str) -> Option<Self> {
        [
            ("সাড়ে", Self::HalfMore),
            ("সোয়া", Self::QuarterMore),
            ("সওয়া", Self::QuarterMore),
            ("পৌনে", Self::QuarterLess),
        ]
        .into_iter()
        .find_map(|(spelling, fraction)| same_spelling(word, spelling).then_some(fraction))
    }

    /// The changed number; none when there would be less than nothing.
    fn apply(self, number: &Decimal) -> Option<Decimal> {
        match self {
            Self::HalfMore => Some(number.plus(&Decimal::from(5).scaled_down(1))),
            Self::QuarterMore => Some(number.plus(&Decimal::from(25).scaled_down(2))),
            Self::QuarterLess if number.integer_len() == 0 => None,
            Self::QuarterLess => Some(number.minus(&Decimal::from(25).scaled_down(2))),
        }
    }
}

/// The unit words with their powers of ten.
const UNITS: [(&[&str], usize); 8] = [
    (&["শ", "শো", "শত"], 2),
    (&["হাজার", "সহস্র"], 3),
    (&["লাখ", "লক্ষ"], 5),
    (&["মিলিয়ন"], 6),
    (&["কোটি", "ক্রোড়"], 7),
    (&["বিলিয়ন"], 9),
    (&["ট্রিলিয়ন"], 12),
    (&["লাখকোটি", "লক্ষকোটি"], 12),
];

/// Units up to this power count inside a section; larger ones close it.
const LARGEST_INSIDE: usize = 5;

fn unit_power(word: &str) -> Option<usize> {
    UNITS
        .iter()
        .find(|(spellings, _)| is_one_of(word, spellings))
        .map(|&(_, power)| power)
}

/// What has been read so far.
#[derive(Default)]
struct Reader<'t> {
    /// Closed sections.
    total: Option<Decimal>,
    /// The section being read, without the coefficient.
    section: Option<Decimal>,
    /// A number whose unit has not come yet.
    coefficient: Option<Decimal>,
    fraction: Option<(Fraction, &'t str)>,
    /// The last unit inside the section, and the last that closed one: the next must be smaller.
    inside: Option<usize>,
    closed: Option<usize>,
}

impl<'t> Reader<'t> {
    fn token(&mut self, token: &'t str) -> Result<(), NumberError> {
        if token.starts_with(|c: char| digit_value(c).is_some() || c == '.') {
            let is_number = |c: char| digit_value(c).is_some() || c == '.' || c == ',';
            let end = token.find(|c| !is_number(c)).unwrap_or(token.len());
            let (figure, word) = token.split_at(end);
            self.number(Decimal::read(figure)?, token)?;
            return if word.is_empty() {
                Ok(())
            } else {
                self.unit(word.trim_start_matches('-'), token)
            };
        }
        if let Some(fraction) = Fraction::of(token) {
            if self.fraction.is_some() || self.coefficient.is_some() {
                return Err(NumberError::WordOrder(token.to_string()));
            }
            self.fraction = Some((fraction, token));
            return Ok(());
        }
        match word_value(token) {
            Some(number) => self.number(number, token),
            None if unit_power(token).is_some() => self.unit(token, token),
            None => self.glued(token),
        }
    }

    /// পাঁচশ, দেড়শো, দুইশত: a number word and শ in one.
    fn glued(&mut self, token: &str) -> Result<(), NumberError> {
        let number = ["শত", "শো", "শ"]
            .iter()
            .find_map(|unit| word_value(token.strip_suffix(unit)?));
        let number = number.ok_or_else(|| NumberError::NotANumber(token.to_string()))?;
        self.number(number, token)?;
        self.unit("শ", token)
    }

    fn number(&mut self, number: Decimal, token: &str) -> Result<(), NumberError> {
        let misplaced = || NumberError::WordOrder(token.to_string());
        if self.coefficient.is_some() {
            return Err(misplaced());
        }
        self.coefficient = Some(match self.fraction.take() {
            Some((fraction, _)) => fraction.apply(&number).ok_or_else(misplaced)?,
            None => number,
        });
        Ok(())
    }

    fn unit(&mut self, word: &str, token: &str) -> Result<(), NumberError> {
        let power = unit_power(word).ok_or_else(|| NumberError::NotANumber(token.to_string()))?;
        let misplaced = || NumberError::WordOrder(token.to_string());
        let last = if power <= LARGEST_INSIDE {
            self.inside
        } else {
            self.closed
        };
        if last.is_some_and(|last| power >= last) {
            return Err(misplaced());
        }
        let pending = self.pending()?;
        if power <= LARGEST_INSIDE {
            let amount = pending
                .or_else(|| self.implied_one())
                .ok_or_else(misplaced)?
                .scaled_up(power);
            self.section = Some(add(self.section.take(), &amount));
            self.inside = Some(power);
        } else {
            let amount = match (self.section.take(), pending) {
                (section, Some(pending)) => add(section, &pending),
                (Some(section), None) => section,
                (None, None) => self.implied_one().ok_or_else(misplaced)?,
            };
            self.total = Some(add(self.total.take(), &amount.scaled_up(power)));
            (self.inside, self.closed) = (None, Some(power));
        }
        Ok(())
    }

    /// The number before a unit; সোয়া লাখ and পৌনে লাখ mean those of one.
    fn pending(&mut self) -> Result<Option<Decimal>, NumberError> {
        match self.fraction.take() {
            Some((Fraction::HalfMore, word)) => Err(NumberError::Dangling(word.to_string())),
            Some((fraction, _)) => Ok(fraction.apply(&Decimal::from(1))),
            None => Ok(self.coefficient.take()),
        }
    }

    /// A unit alone at the beginning is one of it: হাজার কোটি.
    fn implied_one(&self) -> Option<Decimal> {
        (self.total.is_none() && self.section.is_none()).then(|| Decimal::from(1))
    }

    fn finish(self) -> Result<Decimal, NumberError> {
        if let Some((_, word)) = self.fraction {
            return Err(NumberError::Dangling(word.to_string()));
        }
        let parts = [self.total, self.section, self.coefficient];
        parts
            .into_iter()
            .flatten()
            .reduce(|sum, part| sum.plus(&part))
            .ok_or(NumberError::Empty)
    }
}

fn add(sum: Option<Decimal>, amount: &Decimal) -> Decimal {
    sum.map_or_else(|| amount.clone(), |sum| sum.plus(amount))
}

/// The value of a number word: দেড়, আড়াই, শূন্য to নিরানব্বই.
fn word_value(word: &str) -> Option<Decimal> {
    if same_spelling(word, "দেড়") {
        return Some(Decimal::from(15).scaled_down(1));
    }
    if same_spelling(word, "আড়াই") {
        return Some(Decimal::from(25).scaled_down(1));
    }
    number_word(word).map(|value| Decimal::from(u64::from(value)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, NumberError> {
        parse(text).map(|number| number.to_string())
    }

    #[test]
    fn sections_add_up() {
        let rows = [
            ("৩ লাখ ৫০ হাজার কোটি", "3500000000000"),
            ("২ লাখ ৩৪ হাজার ৫৬৭ কোটি টাকা", "2345670000000"),
            ("৫ কোটি ১২ লাখ ৩৪ হাজার ৫৬৭", "51234567"),
            ("হাজার কোটি", "10000000000"),
            ("সোয়া লাখ", "125000"),
            ("পৌনে এক কোটি", "7500000"),
            ("সাড়ে তিনশ", "350"),
            ("দেড়শ", "150"),
            ("দেড় হাজার", "1500"),
            ("আড়াই লক্ষ", "250000"),
            ("১২শ", "1200"),
            ("২.৫ মিলিয়ন", "2500000"),
            ("এক হাজার পাঁচ শত পঁচিশ", "1525"),
            ("৩কোটি", "30000000"),
            ("-৫ লাখ", "-500000"),
            ("৳৭৫০", "750"),
            ("১.৫০", "1.5"),
            ("০০৭", "7"),
            ("12,34,567", "1234567"),
            ("শূন্য", "0"),
            ("সা\u{9A1}\u{9BC}ে ৪", "4.5"),
        ];
        for (text, expected) in rows {
            assert_eq!(read(text).as_deref(), Ok(expected), "{text}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for bad in [
            "",
            "৳",
            "খবর",
            "৫ ৬",
            "৫ হাজার ৩ লাখ",
            "৩ কোটি কোটি",
            "৩ কোটি লাখ",
            "সাড়ে",
            "সাড়ে লাখ",
            "পৌনে ০",
            "৫ জন",
            "১,২",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
        assert_eq!(read("সাড়ে"), Err(NumberError::Dangling("সাড়ে".to_string())));
    }
}
