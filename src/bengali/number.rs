//! Numbers as Bengali newspapers print and write them: digits both ways, lakh/crore grouping, compact forms, percent,
//! money, and the reading of numbers with words (`সাড়ে ৩ লাখ`).
//!
//! All arithmetic is decimal and exact ([`Decimal`]): nothing goes through floating point, and a number may have any
//! length. Rounding, where a form has fewer places than the number, is half away from zero, as CLDR's formatters do.
//! Sources: Unicode U+09E6..U+09EF for the digits, CLDR 48 `bn` for grouping (`#,##,##0`) and compact long; the press for
//! টাকা. Input may use Bengali or ASCII digits everywhere. Must not know of dates or articles.

mod decimal;
mod reading;
pub(super) mod words;

use std::borrow::Cow;

pub use decimal::Decimal;
pub use reading::parse;

/// Why a text is not a number that the asked form can print.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Nothing but white space.
    #[error("no number: the text is empty")]
    Empty,
    /// A character or word that has no place in a number.
    #[error("“{0}” is not a number")]
    NotANumber(String),
    /// Commas that are neither ১২,৩৪,৫৬৭ nor 1,234,567.
    #[error("misplaced group commas in “{0}”")]
    MisplacedComma(String),
    /// Number words in an order that has no meaning, such as `৫ হাজার ৩ লাখ` or `৫ ৬`.
    #[error("“{0}” does not fit what stands before it in the number")]
    WordOrder(String),
    /// A fraction word (সাড়ে, সোয়া, পৌনে) without the number that it changes.
    #[error("“{0}” needs a number after it")]
    Dangling(String),
}

/// Replaces every ASCII digit by the Bengali one; nothing else changes. Borrows when there is nothing to do.
///
/// ```
/// assert_eq!(khobor::bengali::number::digits("12/11/2026"), "১২/১১/২০২৬");
/// ```
pub fn digits(text: &str) -> Cow<'_, str> {
    let Some(first) = text.bytes().position(|byte| byte.is_ascii_digit()) else {
        return Cow::Borrowed(text);
    };
    let (head, tail) = text.split_at(first);
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    out.push_str(head);
    out.extend(tail.chars().map(bengali_digit));
    Cow::Owned(out)
}

/// Like [`digits`], but leaves digits that are part of or attached to a Latin-script token: `G20`, `COVID-19`, `4G`,
/// `https://example.org/2026`. Source: house rule for running text.
///
/// A token is a run of Latin letters, ASCII digits and the characters that join them (`- _ . / : @ # & = ? + % ~ ' ’`).
///
/// ```
/// use khobor::bengali::number::digits_smart;
/// assert_eq!(digits_smart("২০২৬ সালে 4G চালু হয়, দাম 500 টাকা"), "২০২৬ সালে 4G চালু হয়, দাম ৫০০ টাকা");
/// assert_eq!(digits_smart("COVID-19-এ 12 জন"), "COVID-19-এ ১২ জন");
/// ```
pub fn digits_smart(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    let mut rest = text;
    while let Some(start) = rest.find(in_token) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|c| !in_token(c)).unwrap_or(from.len());
        let (token, after) = from.split_at(end);
        out.push_str(before);
        out.push_str(&token_digits(token));
        rest = after;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// One token of [`digits_smart`]: as written when it has a Latin letter.
fn token_digits(token: &str) -> Cow<'_, str> {
    if token.chars().any(is_latin) {
        Cow::Borrowed(token)
    } else {
        digits(token)
    }
}

fn in_token(c: char) -> bool {
    let joins = matches!(
        c,
        '-' | '_' | '.' | '/' | ':' | '@' | '#' | '&' | '=' | '?' | '+' | '%' | '~' | '\'' | '’'
    );
    joins || c.is_ascii_digit() || is_latin(c)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ɏ' | 'Ḁ'..='ỿ')
}

/// Replaces every Bengali digit by the ASCII one; nothing else changes. Borrows when there is nothing to do.
///
/// ```
/// assert_eq!(khobor::bengali::number::ascii_digits("১২,৩৪,৫৬৭.৮৯"), "12,34,567.89");
/// ```
pub fn ascii_digits(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find(|c| matches!(c, '০'..='৯')) else {
        return Cow::Borrowed(text);
    };
    let (head, tail) = text.split_at(first);
    let mut out = String::with_capacity(text.len());
    out.push_str(head);
    out.extend(
        tail.chars()
            .map(|c| digit_value(c).map_or(c, |value| char::from(b'0' + value))),
    );
    Cow::Owned(out)
}

/// The Bengali digit of an ASCII digit; any other character as it is.
pub(super) fn bengali_digit(c: char) -> char {
    match c {
        '0'..='9' => char::from_u32(u32::from(c) - u32::from('0') + u32::from('০')).unwrap_or(c),
        _ => c,
    }
}

/// The value 0–9 of a Bengali or ASCII digit.
pub(super) fn digit_value(c: char) -> Option<u8> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '০'..='৯' => u32::from(c) - u32::from('০'),
        _ => return None,
    };
    u8::try_from(value).ok()
}

/// An integer in Bengali digits, without grouping: years, numbers of things that are not counted.
///
/// ```
/// assert_eq!(khobor::bengali::number::integer(2026), "২০২৬");
/// ```
pub fn integer(n: i64) -> String {
    digits(&n.to_string()).into_owned()
}

/// A count in Bengali digits, grouped by thousand, lakh, crore.
///
/// ```
/// assert_eq!(khobor::bengali::number::count(1234567), "১২,৩৪,৫৬৭");
/// ```
pub fn count(n: u64) -> String {
    Decimal::from(n).grouped(GROUP_FROM)
}

/// Groups a plain number 3;2 and writes it in Bengali digits, with as many decimals as were given.
///
/// Takes either digit script, a sign (`-`, `−`, `+`), and existing well-placed commas. Source: CLDR `bn` `#,##,##0.###`.
///
/// # Errors
/// [`NumberError`] when the text is empty, holds anything else, or has misplaced commas.
///
/// ```
/// use khobor::bengali::number::group;
/// assert_eq!(group("1234567.89")?, "১২,৩৪,৫৬৭.৮৯");
/// assert_eq!(group("-১০০০")?, "-১,০০০");
/// assert!(group("১২ জন").is_err());
/// # Ok::<(), khobor::bengali::number::NumberError>(())
/// ```
pub fn group(text: &str) -> Result<String, NumberError> {
    Ok(Decimal::read(text)?.grouped(GROUP_FROM))
}

/// Ordinary numbers are grouped from four digits on.
const GROUP_FROM: usize = 4;
/// Compact numbers are grouped from five digits on: ১২৩৪.৫ কোটি, ১২,৩৪৫.৬ কোটি (CLDR "min2").
const COMPACT_GROUP_FROM: usize = 5;

/// The unit words of compact numbers with their power of ten, largest first.
const COMPACT_UNITS: [(usize, &str); 4] = [(12, "লাখ কোটি"), (7, "কোটি"), (5, "লাখ"), (3, "হাজার")];

/// A number with at most one decimal and a unit word: হাজার, লাখ, কোটি, লাখ কোটি. Source: CLDR `bn` compact long.
///
/// # Errors
/// As [`group`].
///
/// ```
/// use khobor::bengali::number::compact;
/// assert_eq!(compact("120000")?, "১.২ লাখ");
/// assert_eq!(compact("99950")?, "১ লাখ");
/// assert_eq!(compact("1000000000000")?, "১ লাখ কোটি");
/// # Ok::<(), khobor::bengali::number::NumberError>(())
/// ```
pub fn compact(text: &str) -> Result<String, NumberError> {
    Ok(compact_decimal(&Decimal::read(text)?))
}

/// [`compact`] for a count.
///
/// ```
/// assert_eq!(khobor::bengali::number::compact_count(1500), "১.৫ হাজার");
/// ```
pub fn compact_count(n: u64) -> String {
    compact_decimal(&Decimal::from(n))
}

fn compact_decimal(number: &Decimal) -> String {
    // From the largest unit down: the first in which the rounded number is at least 1.
    for (power, unit) in COMPACT_UNITS {
        // One digit below the unit can still round up to it (৯৯.৯৬ হাজার is ১ লাখ): the unit below decides.
        if number.integer_len() < power {
            continue;
        }
        let below = COMPACT_UNITS
            .iter()
            .map(|&(lower, _)| lower)
            .find(|&lower| lower < power)
            .unwrap_or(0);
        if number.scaled_down(below).rounded(1).integer_len() + below > power {
            let scaled = number.scaled_down(power).rounded(1);
            return format!("{} {unit}", scaled.trimmed().grouped(COMPACT_GROUP_FROM));
        }
    }
    number.rounded(1).trimmed().grouped(COMPACT_GROUP_FROM)
}

/// A share as percent, at most one decimal: `0.075` is ৭.৫%. A text that already ends in `%` or `শতাংশ` is not multiplied.
///
/// # Errors
/// As [`group`].
///
/// ```
/// use khobor::bengali::number::percent;
/// assert_eq!(percent("0.5")?, "৫০%");
/// assert_eq!(percent("১২.৩৪%")?, "১২.৩%");
/// # Ok::<(), khobor::bengali::number::NumberError>(())
/// ```
pub fn percent(text: &str) -> Result<String, NumberError> {
    let text = text.trim();
    let bare = text.strip_suffix('%').or_else(|| text.strip_suffix("শতাংশ"));
    let number = match bare {
        Some(number) => Decimal::read(number)?,
        None => Decimal::read(text)?.scaled_up(2),
    };
    Ok(format!("{}%", number.rounded(1).trimmed().grouped(GROUP_FROM)))
}

/// How an amount of taka is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CurrencyForm {
    /// CLDR `bn`: two decimals, the sign after the number: ৫০০.০০৳.
    Cldr,
    /// Shops and the web: the sign before, no padding zeros: ৳৫০০.
    Prefix,
    /// The press, and the default: ৫০০ টাকা.
    #[default]
    Word,
}

impl CurrencyForm {
    /// The form of the name `cldr`, `prefix`, `word`.
    ///
    /// ```
    /// use khobor::bengali::number::CurrencyForm;
    /// assert_eq!(CurrencyForm::from_name("word"), Some(CurrencyForm::Word));
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "cldr" => Some(Self::Cldr),
            "prefix" => Some(Self::Prefix),
            "word" => Some(Self::Word),
            _ => None,
        }
    }
}

/// An amount of taka, to the paisa at most. The text is a plain number; a ৳ or টাকা that it already carries is taken off.
///
/// # Errors
/// As [`group`].
///
/// ```
/// use khobor::bengali::number::{CurrencyForm, currency};
/// assert_eq!(currency("1234567.5", CurrencyForm::Cldr)?, "১২,৩৪,৫৬৭.৫০৳");
/// assert_eq!(currency("1234567", CurrencyForm::Prefix)?, "৳১২,৩৪,৫৬৭");
/// assert_eq!(currency("500", CurrencyForm::Word)?, "৫০০ টাকা");
/// # Ok::<(), khobor::bengali::number::NumberError>(())
/// ```
pub fn currency(text: &str, form: CurrencyForm) -> Result<String, NumberError> {
    let amount = Decimal::read(without_currency(text))?.rounded(2);
    let short = || amount.trimmed().grouped(GROUP_FROM);
    Ok(match form {
        CurrencyForm::Cldr => format!("{}৳", amount.padded(2).grouped(GROUP_FROM)),
        CurrencyForm::Prefix if amount.is_negative() => format!("-৳{}", short().trim_start_matches('-')),
        CurrencyForm::Prefix => format!("৳{}", short()),
        CurrencyForm::Word => format!("{} টাকা", short()),
    })
}

/// The text without the taka sign or word around the number.
pub(super) fn without_currency(text: &str) -> &str {
    let text = text.trim();
    let text = text.strip_prefix('৳').unwrap_or(text);
    let text = text
        .strip_suffix('৳')
        .or_else(|| text.strip_suffix("টাকা"))
        .unwrap_or(text);
    text.trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_change_nothing_else() {
        assert_eq!(digits("ক 3.14, ৩"), "ক ৩.১৪, ৩");
        assert!(matches!(digits("খবর"), Cow::Borrowed(_)));
        assert_eq!(ascii_digits("৳৫০০ ও 12"), "৳500 ও 12");
        assert!(matches!(ascii_digits("12"), Cow::Borrowed(_)));
        assert_eq!(integer(-7), "-৭");
        assert_eq!(integer(i64::MIN), "-৯২২৩৩৭২০৩৬৮৫৪৭৭৫৮০৮");
    }

    #[test]
    fn smart_digits_leave_latin_tokens() {
        for same in [
            "F16",
            "ISO-8601",
            "3G",
            "a1b2",
            "www.khobor.org/2026/11",
            "2nd",
            "24x7",
            "10km",
        ] {
            assert_eq!(digits_smart(same), same);
        }
        assert_eq!(digits_smart("(2025) 17টি 6.5% 10/3"), "(২০২৫) ১৭টি ৬.৫% ১০/৩");
        assert_eq!(digits_smart("20টাকা(BDT)"), "২০টাকা(BDT)");
        assert_eq!(digits_smart("T20 ম্যাচে 180/4"), "T20 ম্যাচে ১৮০/৪");
    }

    #[test]
    fn groups_of_any_length_and_sign() {
        assert_eq!(group(" 7654321 ").as_deref(), Ok("৭৬,৫৪,৩২১"));
        assert_eq!(group("৯৮,৭৬,৫৪৩").as_deref(), Ok("৯৮,৭৬,৫৪৩"));
        assert_eq!(group("9,876,543").as_deref(), Ok("৯৮,৭৬,৫৪৩"));
        assert_eq!(group("−4500.750").as_deref(), Ok("-৪,৫০০.৭৫০"));
        assert_eq!(group("000").as_deref(), Ok("০"));
        assert_eq!(group("-0").as_deref(), Ok("০"));
        assert_eq!(group("007").as_deref(), Ok("৭"));
        assert_eq!(group(".25").as_deref(), Ok("০.২৫"));
        let long = "1".repeat(43);
        assert_eq!(
            group(&long).map(|text| text.chars().filter(|&c| c == ',').count()),
            Ok(20)
        );
        assert_eq!(count(u64::MAX), "১,৮৪,৪৬,৭৪,৪০,৭৩,৭০,৯৫,৫১,৬১৫");
    }

    #[test]
    fn bad_numbers_say_why() {
        assert_eq!(group("  "), Err(NumberError::Empty));
        for bad in ["ক", "1e6", "1 2", "--5", "-", ".", "5.", "1.2.3", "१२", "NaN", "1.2,3"] {
            assert!(matches!(group(bad), Err(NumberError::NotANumber(_))), "{bad}");
        }
        for bad in ["1,2", ",123", "123,", "1234,567", "1,,234", "1,2345,678"] {
            assert!(matches!(group(bad), Err(NumberError::MisplacedComma(_))), "{bad}");
        }
    }

    #[test]
    fn compact_rounds_into_the_next_unit() {
        let rows = [
            ("0", "০"),
            ("949", "৯৪৯"),
            ("999.96", "১ হাজার"),
            ("1049", "১ হাজার"),
            ("1050", "১.১ হাজার"),
            ("99949", "৯৯.৯ হাজার"),
            ("99950", "১ লাখ"),
            ("9995000", "১ কোটি"),
            ("9949999", "৯৯.৫ লাখ"),
            ("12345678901", "১২৩৪.৬ কোটি"),
            ("123456789012", "১২,৩৪৫.৭ কোটি"),
            ("999999999999", "১ লাখ কোটি"),
            ("1250000000000", "১.৩ লাখ কোটি"),
            ("12340000000000000", "১২,৩৪০ লাখ কোটি"),
            ("-1500", "-১.৫ হাজার"),
            ("0.55", "০.৬"),
            ("-0.04", "০"),
            ("৭৫০০০", "৭৫ হাজার"),
        ];
        for (input, expected) in rows {
            assert_eq!(compact(input).as_deref(), Ok(expected), "{input}");
        }
    }

    #[test]
    fn percent_and_money() {
        assert_eq!(percent("0.1234").as_deref(), Ok("১২.৩%"));
        assert_eq!(percent("12.5").as_deref(), Ok("১,২৫০%"));
        assert_eq!(percent("-০.০৭৫").as_deref(), Ok("-৭.৫%"));
        assert_eq!(percent("0.00049").as_deref(), Ok("০%"));
        assert_eq!(percent("৬৫ শতাংশ").as_deref(), Ok("৬৫%"));
        assert_eq!(currency("1.005", CurrencyForm::Cldr).as_deref(), Ok("১.০১৳"));
        assert_eq!(currency("-5", CurrencyForm::Cldr).as_deref(), Ok("-৫.০০৳"));
        assert_eq!(
            currency("-৳75", CurrencyForm::Prefix),
            Err(NumberError::NotANumber("-৳75".into()))
        );
        assert_eq!(currency("-75", CurrencyForm::Prefix).as_deref(), Ok("-৳৭৫"));
        assert_eq!(currency("৳২৫০০", CurrencyForm::Word).as_deref(), Ok("২,৫০০ টাকা"));
        assert_eq!(currency("৪৯.৫০ টাকা", CurrencyForm::Word).as_deref(), Ok("৪৯.৫ টাকা"));
    }
}
