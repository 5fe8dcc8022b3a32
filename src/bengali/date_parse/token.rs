//! Splits a text into numbers, words and signs, and remembers which of them a reader has taken.

use crate::bengali::number::digit_value;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Digits of either script.
    Number { value: u32, digits: usize },
    /// Letters with their marks; visarga and apostrophes at the end are left out.
    Word,
    /// Any other character.
    Mark(char),
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    pub(super) text: &'t str,
    pub(super) used: bool,
}

/// The tokens of a text. Places beyond the end hold nothing; used ones hold no number, word or mark.
pub(super) struct Tokens<'t>(Vec<Token<'t>>);

impl<'t> Tokens<'t> {
    /// Splits; the text must be NFC.
    pub(super) fn read(text: &'t str) -> Self {
        let mut tokens = Vec::new();
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let (kind, length) = if digit_value(c).is_some() {
                number(rest)
            } else if is_letter(c) {
                (Some(Kind::Word), rest.find(|c| !in_word(c)).unwrap_or(rest.len()))
            } else {
                ((!is_blank(c)).then_some(Kind::Mark(c)), c.len_utf8())
            };
            let (taken, after) = rest.split_at(length);
            tokens.extend(kind.map(|kind| token(kind, taken, after)));
            rest = after;
        }
        Self(tokens)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> std::slice::Iter<'_, Token<'t>> {
        self.0.iter()
    }

    pub(super) fn position(&self, wanted: impl Fn(&Token<'t>) -> bool) -> Option<usize> {
        self.0.iter().position(wanted)
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.0.truncate(length);
    }

    /// The token at a place, unless used.
    pub(super) fn get(&self, at: usize) -> Option<&Token<'t>> {
        self.0.get(at).filter(|token| !token.used)
    }

    /// Value and count of digits of a number.
    pub(super) fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.get(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    pub(super) fn word(&self, at: usize) -> Option<&'t str> {
        let token = self.get(at)?;
        (token.kind == Kind::Word).then_some(token.text)
    }

    pub(super) fn mark(&self, at: usize) -> Option<char> {
        match self.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    /// Marks the tokens of the inclusive range as taken.
    pub(super) fn use_up(&mut self, first: usize, last: usize) {
        for token in self.0.iter_mut().take(last + 1).skip(first) {
            token.used = true;
        }
    }

    /// The tokens of the inclusive range as text: words apart, signs and what is beside them together.
    pub(super) fn written(&self, first: usize, last: usize) -> String {
        let mut out = String::new();
        let mut after_mark = true;
        for token in self.0.iter().take(last + 1).skip(first) {
            let mark = matches!(token.kind, Kind::Mark(_));
            if !mark && !after_mark {
                out.push(' ');
            }
            out.push_str(token.text);
            after_mark = mark;
        }
        out
    }
}

/// A visarga typed for a colon becomes one: `১০ঃ৩০`, `তারিখঃ`.
fn token<'t>(kind: Kind, taken: &'t str, after: &str) -> Token<'t> {
    let (kind, text) = match kind {
        Kind::Word if taken == "ঃ" && after.trim_start().starts_with(|c| digit_value(c).is_some()) => {
            (Kind::Mark(':'), taken)
        }
        Kind::Word => (Kind::Word, taken.trim_end_matches(['ঃ', '’', '\''])),
        other => (other, taken),
    };
    Token {
        kind,
        text,
        used: false,
    }
}

fn number(rest: &str) -> (Option<Kind>, usize) {
    let length = rest.find(|c| digit_value(c).is_none()).unwrap_or(rest.len());
    let (mut value, mut digits) = (0_u32, 0);
    for digit in rest.get(..length).unwrap_or_default().chars().filter_map(digit_value) {
        value = value.saturating_mul(10).saturating_add(u32::from(digit));
        digits += 1;
    }
    (Some(Kind::Number { value, digits }), length)
}

/// White space and the characters that show nothing.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{FEFF}' | '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}')
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{0980}'..='\u{09E3}' | '\u{09F0}' | '\u{09F1}' | '\u{09FC}'..='\u{09FE}')
}

fn in_word(c: char) -> bool {
    is_letter(c) || matches!(c, '\u{200C}' | '\u{200D}' | '‘' | '’' | '\'')
}
