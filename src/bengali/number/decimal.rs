//! Exact decimal numbers of any length, as digits.

use std::fmt;

use super::{NumberError, bengali_digit, digit_value};

/// A decimal number, exact and of any length. Prints in ASCII digits: `12000000`, `-0.75`.
///
/// ```
/// use khobor::bengali::number::parse;
/// assert_eq!(parse("১.২ কোটি")?.to_string(), "12000000");
/// # Ok::<(), khobor::bengali::number::NumberError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    /// Values 0–9, most significant first; always at least one before the point, no zero before the first but `0.…`.
    digits: Vec<u8>,
    /// How many of the digits stand after the point.
    scale: usize,
}

impl From<u64> for Decimal {
    fn from(n: u64) -> Self {
        Self::new(false, n.to_string().bytes().map(|byte| byte - b'0').collect(), 0)
    }
}

impl Decimal {
    /// Puts the digits into the one shape that the rest relies on.
    fn new(negative: bool, mut digits: Vec<u8>, scale: usize) -> Self {
        if digits.len() <= scale {
            let missing = scale + 1 - digits.len();
            digits.splice(0..0, std::iter::repeat_n(0, missing));
        }
        let spare = digits.len() - scale - 1;
        let zeros = digits.iter().take(spare).take_while(|&&digit| digit == 0).count();
        digits.drain(..zeros);
        let negative = negative && digits.iter().any(|&digit| digit != 0);
        Self {
            negative,
            digits,
            scale,
        }
    }

    /// Reads a plain number: optional sign, digits of either script with optional well-placed group commas, decimals.
    ///
    /// # Errors
    /// [`NumberError`] for an empty text, any other character, or misplaced commas.
    ///
    /// ```
    /// use khobor::bengali::number::Decimal;
    /// assert_eq!(Decimal::read("১,২৩৪.৫০")?.to_string(), "1234.50");
    /// # Ok::<(), khobor::bengali::number::NumberError>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, NumberError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(NumberError::Empty);
        }
        let unsigned = text.strip_prefix(['-', '−', '+']).unwrap_or(text);
        let negative = unsigned.len() != text.len() && !text.starts_with('+');
        let bad = || NumberError::NotANumber(text.to_string());
        let (whole, part) = match unsigned.split_once('.') {
            Some((whole, part)) => (whole, Some(part)),
            None => (unsigned, None),
        };
        let mut digits = Vec::with_capacity(text.len());
        for c in whole.chars().filter(|&c| c != ',') {
            digits.push(digit_value(c).ok_or_else(bad)?);
        }
        let before = digits.len();
        for c in part.unwrap_or("").chars() {
            digits.push(digit_value(c).ok_or_else(bad)?);
        }
        let scale = digits.len() - before;
        if (part.is_some() && scale == 0) || digits.is_empty() {
            return Err(bad());
        }
        if !commas_fit(whole) {
            return Err(NumberError::MisplacedComma(text.to_string()));
        }
        Ok(Self::new(negative, digits, scale))
    }

    /// Whether the number is below zero.
    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// The number as `i64` when it is whole and fits.
    ///
    /// ```
    /// use khobor::bengali::number::parse;
    /// assert_eq!(parse("২ হাজার ৫০০")?.to_i64(), Some(2500));
    /// assert_eq!(parse("২.৫")?.to_i64(), None);
    /// # Ok::<(), khobor::bengali::number::NumberError>(())
    /// ```
    pub fn to_i64(&self) -> Option<i64> {
        self.trimmed().to_string().parse().ok()
    }

    /// How many digits stand before the point; 0 for numbers below one.
    pub(super) fn integer_len(&self) -> usize {
        let whole = self.digits.len() - self.scale;
        if whole == 1 && self.digits.first() == Some(&0) {
            0
        } else {
            whole
        }
    }

    /// Divided by ten to the power.
    pub(super) fn scaled_down(&self, power: usize) -> Self {
        Self::new(self.negative, self.digits.clone(), self.scale + power)
    }

    /// Multiplied by ten to the power.
    pub(super) fn scaled_up(&self, power: usize) -> Self {
        let mut digits = self.digits.clone();
        digits.extend(std::iter::repeat_n(0, power.saturating_sub(self.scale)));
        Self::new(self.negative, digits, self.scale.saturating_sub(power))
    }

    /// Rounded to at most so many decimals, half away from zero.
    pub(super) fn rounded(&self, places: usize) -> Self {
        if self.scale <= places {
            return self.clone();
        }
        let kept = self.digits.len() - (self.scale - places);
        let up = self.digits.get(kept).is_some_and(|&digit| digit >= 5);
        let digits = self.digits.iter().take(kept).copied().collect();
        let cut = Self::new(self.negative, digits, places);
        if !up {
            return cut;
        }
        let unit = Self::new(false, vec![1], places);
        Self {
            negative: self.negative,
            ..cut.plus(&unit)
        }
    }

    /// Without zeros at the end of the decimals.
    pub(super) fn trimmed(&self) -> Self {
        let zeros = self
            .digits
            .iter()
            .rev()
            .take(self.scale)
            .take_while(|&&digit| digit == 0)
            .count();
        let digits = self.digits.iter().take(self.digits.len() - zeros).copied().collect();
        Self::new(self.negative, digits, self.scale - zeros)
    }

    /// With at least so many decimals.
    pub(super) fn padded(&self, places: usize) -> Self {
        let mut padded = self.clone();
        let missing = places.saturating_sub(self.scale);
        padded.digits.extend(std::iter::repeat_n(0, missing));
        padded.scale += missing;
        padded
    }

    /// The same amount below zero.
    pub(super) fn negated(self) -> Self {
        Self::new(!self.negative, self.digits, self.scale)
    }

    /// The sum of two amounts; signs are not looked at.
    pub(super) fn plus(&self, other: &Self) -> Self {
        self.combine(other, |a, b, carry| {
            let sum = a + b + carry;
            if sum > 9 { (sum - 10, 1) } else { (sum, 0) }
        })
    }

    /// The difference of two amounts, of which the first must be at least the second; signs are not looked at.
    pub(super) fn minus(&self, other: &Self) -> Self {
        self.combine(other, |a, b, borrow| {
            if a >= b + borrow {
                (a - b - borrow, 0)
            } else {
                (a + 10 - b - borrow, 1)
            }
        })
    }

    /// Walks both numbers from the last digit, aligned at the point.
    fn combine(&self, other: &Self, step: impl Fn(u8, u8, u8) -> (u8, u8)) -> Self {
        let scale = self.scale.max(other.scale);
        let (left, right) = (self.padded(scale), other.padded(scale));
        let mut carry = 0;
        let mut digits = Vec::with_capacity(left.digits.len().max(right.digits.len()) + 1);
        let (mut a, mut b) = (left.digits.iter().rev(), right.digits.iter().rev());
        for _ in 0..left.digits.len().max(right.digits.len()) {
            let (digit, next) = step(a.next().copied().unwrap_or(0), b.next().copied().unwrap_or(0), carry);
            digits.push(digit);
            carry = next;
        }
        digits.push(carry);
        digits.reverse();
        Self::new(false, digits, scale)
    }

    /// In Bengali digits, grouped 3;2 when at least `from` digits stand before the point.
    pub(super) fn grouped(&self, from: usize) -> String {
        let whole = self.digits.len() - self.scale;
        let mut out = String::with_capacity(self.digits.len() * 4 + 2);
        if self.negative {
            out.push('-');
        }
        for (at, &digit) in self.digits.iter().enumerate() {
            let left = whole.saturating_sub(at);
            if at == whole {
                out.push('.');
            } else if at > 0 && whole >= from && (left == 3 || (left > 3 && left % 2 == 1)) {
                out.push(',');
            }
            out.push(bengali_digit(char::from(b'0' + digit)));
        }
        out
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = self.digits.len() - self.scale;
        let mut out = String::with_capacity(self.digits.len() + 2);
        if self.negative {
            out.push('-');
        }
        for (at, &digit) in self.digits.iter().enumerate() {
            if at == whole {
                out.push('.');
            }
            out.push(char::from(b'0' + digit));
        }
        f.write_str(&out)
    }
}

/// Whether the commas of a whole number group it 3;2 or 3;3: one to three digits, then twos or threes, then three.
fn commas_fit(whole: &str) -> bool {
    let mut groups = whole.split(',').map(|group| group.chars().count()).peekable();
    let first = groups.next().unwrap_or(0);
    if groups.peek().is_none() {
        return true;
    }
    let mut last = first;
    for group in groups {
        if !matches!(group, 2 | 3) {
            return false;
        }
        last = group;
    }
    matches!(first, 1..=3) && last == 3
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Decimal {
        Decimal::read(text).unwrap()
    }

    #[test]
    fn arithmetic_is_exact() {
        assert_eq!(number("999.75").plus(&number("0.25")).to_string(), "1000.00");
        assert_eq!(number("2").minus(&number("0.25")).to_string(), "1.75");
        assert_eq!(number("1.2").scaled_up(7).to_string(), "12000000");
        assert_eq!(number("5").scaled_down(3).to_string(), "0.005");
        assert_eq!(number("0.95").rounded(1).to_string(), "1.0");
        assert_eq!(number("-2.25").rounded(1).to_string(), "-2.3");
        assert_eq!(number("10.500").trimmed().to_string(), "10.5");
        assert_eq!(number("100").trimmed().to_string(), "100");
        assert_eq!(number("3").negated().to_string(), "-3");
    }
}
