//! What a source file's name says.

use jiff::civil::Date;

/// The date that a file's or folder's name begins with, and the rest of the name: `2024-02-16-putin-hamas`.
///
/// Bengali digits count too. `None` when the name does not begin with a real date followed by `-`, `_`, or nothing.
///
/// ```
/// use khobor::source::date_from_name;
/// let (date, rest) = date_from_name("2024-02-16-putin-hamas").unwrap();
/// assert_eq!((date.to_string().as_str(), rest), ("2024-02-16", "putin-hamas"));
/// assert_eq!(date_from_name("২০২৬-১১-২২-খবর").map(|(_, rest)| rest), Some("খবর"));
/// assert_eq!(date_from_name("2024-13-16-x"), None);
/// ```
pub fn date_from_name(name: &str) -> Option<(Date, &str)> {
    let mut at = 0;
    let mut digits = String::with_capacity(8);
    for (index, letter) in name.chars().take(10).enumerate() {
        at += letter.len_utf8();
        match index {
            4 | 7 if letter == '-' => {}
            4 | 7 => return None,
            _ => digits.push(digit(letter)?),
        }
    }
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    let rest = name.get(at..)?;
    match rest.strip_prefix(['-', '_']) {
        Some(rest) => Some((date, rest)),
        None => rest.is_empty().then_some((date, rest)),
    }
}

/// A Bengali or ASCII digit as ASCII.
pub(crate) fn digit(letter: char) -> Option<char> {
    match letter {
        '0'..='9' => Some(letter),
        '০'..='৯' => char::from_digit(letter as u32 - '০' as u32, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::date_from_name;

    #[test]
    fn names_without_a_date() {
        for name in [
            "",
            "2024",
            "2024-02-16x",
            "খবর",
            "2024-02-30-x",
            "20240216-x",
            "২০২৬-১১",
        ] {
            assert_eq!(date_from_name(name), None, "{name}");
        }
        assert_eq!(date_from_name("2024-02-16").map(|(_, rest)| rest), Some(""));
    }
}
