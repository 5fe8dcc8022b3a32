//! Stretches of running text that are not prose: code spans, tags, link targets, addresses. No repair goes inside.

/// What has already been looked for and not found on the current line, so that no line is searched twice for it.
#[derive(Default)]
pub(super) struct Misses {
    ticks: [bool; 9],
    paren: bool,
}

impl Misses {
    /// To be called at each line end.
    pub(super) fn new_line(&mut self) {
        *self = Self::default();
    }
}

/// Length in bytes of the stretch at the start of `rest` that must stay as written; 0 where prose begins.
///
/// `before` is the character in front of it: a word is only looked at from its first letter.
pub(super) fn protected_len(rest: &str, before: Option<char>, misses: &mut Misses) -> usize {
    let Some(first) = rest.bytes().next() else { return 0 };
    match first {
        b'`' if backtick_quote(rest).is_some() => 0,
        b'`' => code_len(rest, before, misses),
        b'<' => tag_len(rest),
        b']' if rest.starts_with("](") => target_len(rest, misses),
        _ if first.is_ascii_alphanumeric() && !before.is_some_and(is_address_byte) => address_len(rest),
        _ => 0,
    }
}

/// A fence (to its closing fence or the end) or a code span closed on the same line by as many backticks.
fn code_len(rest: &str, before: Option<char>, misses: &mut Misses) -> usize {
    let ticks = rest.bytes().take_while(|b| *b == b'`').count();
    if ticks >= 3 && before.is_none_or(|c| c == '\n') {
        let open = rest.get(..ticks).unwrap_or_default();
        return fence_len(rest, open);
    }
    if misses.ticks.get(ticks).copied().unwrap_or(true) {
        return ticks;
    }
    let line = line_of(rest);
    let bytes = line.as_bytes();
    let mut at = ticks;
    while at < bytes.len() {
        let run = bytes.iter().skip(at).take_while(|b| **b == b'`').count();
        if run == ticks {
            return at + run;
        }
        at += run.max(1);
    }
    if let Some(miss) = misses.ticks.get_mut(ticks) {
        *miss = true;
    }
    ticks
}

/// The quotation at the start of `rest` that is opened by one or two backticks and closed by as many `'`, as typists of
/// Latin keyboards do: the number of its marks, and the place of the closing ones.
///
/// Told from a code span by its Bengali beginning, and by the `'` that comes before any other backtick and ends a word.
///
/// ```text
/// `ছাত্রদল' ও `যুবদল'      two quotations
/// `নাম` ও `বয়স`           two code spans
/// ```
pub(crate) fn backtick_quote(rest: &str) -> Option<(usize, usize)> {
    let inner = rest.trim_start_matches('`');
    let marks = rest.len() - inner.len();
    if !(1..=2).contains(&marks) || !inner.starts_with(super::is_bengali) {
        return None;
    }
    let doubled = |at| marks == 1 || inner.get(at..).is_some_and(|rest| rest.starts_with("''"));
    for (at, letter) in inner.char_indices().take(QUOTE_REACH) {
        let after = inner.get(at + marks..).unwrap_or_default();
        match letter {
            '`' | '\n' => return None,
            '\'' if doubled(at) && !after.starts_with(is_word) => return Some((marks, marks + at)),
            _ => {}
        }
    }
    None
}

/// Longest quotation between a backtick and a `'`, in characters.
const QUOTE_REACH: usize = 300;

fn is_word(letter: char) -> bool {
    super::is_bengali(letter) || letter.is_alphabetic() || letter.is_ascii_digit() || letter == '\''
}

fn fence_len(rest: &str, open: &str) -> usize {
    let mut len = 0;
    for (count, line) in rest.split_inclusive('\n').enumerate() {
        len += line.len();
        if count > 0 && line.trim_start().starts_with(open) {
            return len;
        }
    }
    len
}

/// An HTML tag or `<address>`: closed before the line ends and before another opens.
fn tag_len(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    if !bytes
        .get(1)
        .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b'!'))
    {
        return 0;
    }
    let stop = bytes
        .iter()
        .skip(1)
        .position(|b| matches!(b, b'>' | b'<' | b'\n'))
        .map_or(0, |at| at + 1);
    if bytes.get(stop) == Some(&b'>') { stop + 1 } else { 0 }
}

/// The `](address "title")` part of a Markdown link.
fn target_len(rest: &str, misses: &mut Misses) -> usize {
    if misses.paren {
        return 0;
    }
    match line_of(rest).find(')') {
        Some(at) => at + 1,
        None => {
            misses.paren = true;
            0
        }
    }
}

fn line_of(rest: &str) -> &str {
    rest.split('\n').next().unwrap_or_default()
}

pub(super) fn is_address_byte(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '%' | '+' | '-' | '@' | '/' | '\'')
}

/// A web address (scheme:// or www.), mailto:/tel: or e-mail address, up to what cannot belong to it.
fn address_len(rest: &str) -> usize {
    let head = rest.bytes().take_while(|b| is_address_byte(char::from(*b))).count();
    let (word, tail) = rest.split_at_checked(head).unwrap_or_default();
    let scheme = word
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'));
    let linked = tail.starts_with("://") || (tail.starts_with(':') && matches!(word, "mailto" | "tel"));
    if (scheme && linked) || word.starts_with("www.") || word.contains('/') && word.contains('.') {
        let reach = rest.find(ends_address).unwrap_or(rest.len());
        // What closes a sentence or bracket around the address is prose again.
        return rest
            .get(..reach)
            .unwrap_or_default()
            .trim_end_matches(['\'', '|', ')', ',', '.', '?', '!', ';', ':'])
            .len();
    }
    let mail = word
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if mail {
        word.trim_end_matches(['.', '\'', '-']).len()
    } else {
        0
    }
}

fn ends_address(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            '"' | '<' | '>' | '`' | '।' | '॥' | '“' | '”' | '‘' | '’' | '\u{09F7}'
        )
}
