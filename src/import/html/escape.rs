//! Letters that Markdown or khobor would read as marks. Escaped by need, so that an editor reads text and not backslashes;
//! [`super::proof`] shows that the words come back.

use crate::bengali::gate;

/// Where text stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Within the words of a link.
    pub link: bool,
    /// Within a cell of a pipe table.
    pub cell: bool,
    /// Within a heading.
    pub heading: bool,
    /// Every ASCII sign is escaped.
    pub all: bool,
}

/// Appends text, escaped.
///
/// ```
/// use khobor::import::html::escape::{Standing, text};
/// let mut out = String::new();
/// text("*তারা* [১] snake_case {{< x >}} a < b & c", Standing::default(), &mut out);
/// assert_eq!(out, r"\*তারা\* [১] snake_case \{\{< x >}} a < b & c");
/// ```
pub fn text(text: &str, standing: Standing, out: &mut String) {
    let letters: Vec<char> = text.chars().collect();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|i| letters.get(i)).copied();
        let before = before.or_else(|| out.chars().next_back().filter(|_| at == 0));
        let rest = letters.get(at + 1..).unwrap_or_default();
        if letter.is_ascii_punctuation() && (standing.all || needs(*letter, before, rest, standing)) {
            out.push('\\');
        }
        out.push(*letter);
    }
}

fn needs(letter: char, before: Option<char>, rest: &[char], standing: Standing) -> bool {
    let next = rest.first().copied();
    match letter {
        '\\' | '*' | '`' | '~' => true,
        '_' => !(before.is_some_and(is_word) && next.is_some_and(is_word)),
        '[' => standing.link || !closes_plainly(rest),
        ']' => standing.link,
        '<' => next.is_none_or(|n| n.is_ascii_alphabetic() || matches!(n, '/' | '!' | '?')),
        '&' => next.is_none_or(|n| n.is_ascii_alphanumeric() || n == '#'),
        '{' => standing.heading || before == Some('{') || next.is_none_or(|n| matches!(n, '{' | '%')),
        '%' => before == Some('{'),
        '|' => standing.cell,
        '#' => standing.heading,
        '!' => next.is_none_or(|n| n == '['),
        _ => false,
    }
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
}

/// Whether a bracket ends within this text and means nothing: `[১]`, `[আরও পড়ুন: …]`.
fn closes_plainly(rest: &[char]) -> bool {
    let Some(end) = rest.iter().position(|c| *c == ']') else {
        return false;
    };
    let inside = rest.get(..end).unwrap_or_default();
    let after = rest.get(end + 1).copied();
    let nested = inside.contains(&'[');
    !nested && inside.first() != Some(&'^') && after.is_some_and(|c| !matches!(c, '(' | '[' | ':'))
}

/// A line of Markdown with its beginning escaped where it would begin a block.
///
/// ```
/// use khobor::import::html::escape::line_start;
/// assert_eq!(line_start("# নয়"), r"\# নয়");
/// assert_eq!(line_start("১) নয়"), r"১\) নয়");
/// assert_eq!(line_start("১৯৭১. সালে"), "১৯৭১. সালে");
/// ```
pub fn line_start(line: &str) -> String {
    let mut letters = line.chars();
    let first = letters.next();
    let rest = letters.as_str();
    let spaced = rest.is_empty() || rest.starts_with([' ', '\t']);
    let run = |mark: char| !line.is_empty() && line.trim().chars().all(|c| c == mark || c == ' ');
    let escape = match first {
        Some('#') => rest.trim_start_matches('#').is_empty() || rest.trim_start_matches('#').starts_with([' ', '\t']),
        Some('>') => true,
        Some('+') => spaced || rest.starts_with('+'),
        Some('-') => spaced || run('-') || is_delimiter(line),
        Some('=') => run('='),
        Some('|' | ':') => is_delimiter(line),
        _ => false,
    };
    if escape {
        return format!("\\{line}");
    }
    numbered(line).unwrap_or_else(|| line.to_owned())
}

/// The row below the head of a pipe table.
fn is_delimiter(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' ' | '\\'))
}

/// A number and a dot at the start of a line would begin a list.
fn numbered(line: &str) -> Option<String> {
    let digits: usize = line
        .chars()
        .take_while(|c| gate::is_digit(*c))
        .map(char::len_utf8)
        .sum();
    let (number, rest) = line.split_at(digits);
    let sign = rest.chars().next().filter(|c| matches!(c, '.' | ')'))?;
    let after = rest.get(1..)?;
    let begins = after.is_empty() || after.starts_with([' ', '\t']);
    let bengali = !number.is_ascii();
    let most = if bengali { 3 } else { 9 };
    let list = digits > 0 && begins && number.chars().count() <= most;
    list.then(|| format!("{number}\\{sign}{after}"))
}

/// The address of a link or picture, safe inside of round brackets.
pub fn address(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for letter in href.trim().chars() {
        match letter {
            ' ' | '(' | ')' | '<' | '>' | '"' | '\'' | '\\' | '{' | '}' | '|' | '`' | '*' | '^' | '[' | ']' => {
                out.push_str(&format!("%{:02X}", u32::from(letter)));
            }
            c if c.is_control() || c.is_whitespace() => {}
            '\u{FFFC}' => {}
            c => out.push(c),
        }
    }
    out
}

/// A value of a component's argument, in quotes.
pub fn argument(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for letter in value.chars() {
        match letter {
            '"' | '\\' | '`' | '*' => {
                out.push('\\');
                out.push(letter);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Text within HTML that stands in Markdown: also what khobor looks for before it knows of HTML, as destinations of links.
pub fn html(text: &str, out: &mut String) {
    let mut before = ' ';
    for letter in text.chars() {
        match letter {
            '(' if before == ']' => out.push_str("&#40;"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '{' => out.push_str("&#123;"),
            '*' => out.push_str("&#42;"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
        before = letter;
    }
}

#[cfg(test)]
mod tests {
    use super::{Standing, line_start, text};

    fn escaped(t: &str) -> String {
        let mut out = String::new();
        text(t, Standing::default(), &mut out);
        out
    }

    #[test]
    fn only_what_would_be_read_is_escaped() {
        assert_eq!(escaped("[ক](খ) ![গ](ঘ) [^১]"), r"\[ক](খ) \!\[গ](ঘ) \[^১]");
        assert_eq!(escaped("<b> &amp; a&b {% x %}"), r"\<b> \&amp; a\&b \{\% x %}");
        assert_eq!(escaped("৫০% ও C++ #ট্যাগ @নাম"), "৫০% ও C++ #ট্যাগ @নাম");
    }

    #[test]
    fn starts_of_lines() {
        for (line, want) in [
            ("- ক", r"\- ক"),
            ("-ক", "-ক"),
            ("+ ক", r"\+ ক"),
            ("+++", r"\+++"),
            ("---", r"\---"),
            ("====", r"\===="),
            ("1. ক", r"1\. ক"),
            ("1.5 কোটি", "1.5 কোটি"),
            ("> ক", r"\> ক"),
            ("#ক", "#ক"),
            ("---|---", r"\---|---"),
        ] {
            assert_eq!(line_start(line), want);
        }
    }
}
