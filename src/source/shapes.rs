//! Shapes of pasted text: lists with bullets and Bengali numbers, rows of a spreadsheet, indented paragraphs.

use super::file_name::digit;
use crate::bengali::gate;

/// How an item of a list is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// `•`
    Bullet,
    /// `-`, which is a bullet only beside another.
    Dash,
    /// `৩।`, `৩.`, `৩)`, `(৩)`
    Number(u32),
}

/// Bullets of word processors.
pub(crate) const BULLETS: [char; 10] = ['•', '●', '○', '▪', '■', '◦', '‣', '⁃', '\u{F0B7}', '\u{F0A7}'];

/// The mark of a line that is an item, and its text.
pub(crate) fn mark(line: &str) -> Option<(Mark, &str)> {
    let line = line.trim_start();
    if let Some(item) = line.strip_prefix(BULLETS) {
        return Some((Mark::Bullet, item.trim()));
    }
    if let Some(item) = line.strip_prefix('-').filter(|item| item.starts_with([' ', '\t'])) {
        return Some((Mark::Dash, item.trim()));
    }
    let (number, item) = numbered(line)?;
    Some((Mark::Number(number), item.trim()))
}

/// A number of at most three digits with its sign, and what follows.
fn numbered(line: &str) -> Option<(u32, &str)> {
    let bracketed = line.strip_prefix('(');
    let rest = bracketed.unwrap_or(line);
    let after = rest.trim_start_matches(|c| digit(c).is_some());
    let digits: String = rest
        .get(..rest.len() - after.len())?
        .chars()
        .filter_map(digit)
        .collect();
    let signs: &[char] = if bracketed.is_some() {
        &[')']
    } else {
        &['।', '.', ')']
    };
    let item = after.strip_prefix(signs)?;
    let stands = item.starts_with([' ', '\t', '\u{A0}'])
        || (after.starts_with('।') && item.starts_with(gate::is_bengali_letter));
    let number = digits
        .parse()
        .ok()
        .filter(|_| (1..=3).contains(&digits.len()) && stands)?;
    Some((number, item))
}

/// How many lines at the beginning are the items of one list; numbers and dashes count from two on.
pub(crate) fn list_items(lines: &[&str]) -> usize {
    let mut length = 0;
    let mut before: Option<Mark> = None;
    for line in lines {
        let Some((mark, _)) = mark(line) else { break };
        let follows = match (before, mark) {
            (None, _) => true,
            (Some(Mark::Number(n)), Mark::Number(next)) => next == n + 1,
            (Some(before), mark) => before == mark,
        };
        if !follows {
            break;
        }
        before = Some(mark);
        length += 1;
    }
    match before {
        Some(Mark::Bullet) => length,
        _ if length > 1 => length,
        _ => 0,
    }
}

/// The cells of a row.
pub(crate) fn cells(line: &str) -> impl Iterator<Item = &str> {
    line.trim_matches([' ', '\n', '\r'])
        .trim_end_matches('\t')
        .split('\t')
        .map(str::trim)
}

/// How many lines at the beginning are rows of a table: two or more with tabs between cells, and none of them indented.
pub(crate) fn table_rows(lines: &[&str]) -> usize {
    let is_row = |line: &&&str| !line.starts_with(['\t', ' ']) && mark(line).is_none() && cells(line).count() > 1;
    let rows = lines.iter().take_while(is_row).count();
    if rows > 1 { rows } else { 0 }
}

/// Whether a line begins with a tab or four spaces.
pub(crate) fn is_indented(line: &str) -> bool {
    line.starts_with('\t') || line.starts_with("    ") || line.starts_with('\u{2003}')
}

/// Whether a line's first letter is Bengali: then it is no code.
pub(crate) fn begins_bengali(line: &str) -> bool {
    let mut letters = line
        .trim_start()
        .chars()
        .skip_while(|c| matches!(c, '“' | '‘' | '"' | '\'' | '(' | '*' | '_'));
    letters.next().is_some_and(gate::is_bengali)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_items() {
        for (line, found) in [
            ("•\tপ্রথম", Some((Mark::Bullet, "প্রথম"))),
            ("  ● দুই", Some((Mark::Bullet, "দুই"))),
            ("৩। তিন", Some((Mark::Number(3), "তিন"))),
            ("৩।তিন", Some((Mark::Number(3), "তিন"))),
            ("(১২) বারো", Some((Mark::Number(12), "বারো"))),
            ("12) বারো", Some((Mark::Number(12), "বারো"))),
            ("২০২৪। সাল", None),
            ("১.৫ কোটি", None),
            ("-৫ ডিগ্রি", None),
        ] {
            assert_eq!(mark(line), found, "{line}");
        }
        assert_eq!(list_items(&["১। ক", "২। খ", "৪। গ"]), 2);
        assert_eq!(list_items(&["- তিনি বললেন"]), 0);
        assert_eq!(table_rows(&["ক\tখ", "গ\tঘ", "ঙ"]), 2);
        assert_eq!(table_rows(&["ক\tখ"]), 0);
    }
}
