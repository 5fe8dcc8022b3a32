//! Excerpts: a text cut where a reader would stop.

use super::cluster::cut_at;
use super::sentence::spans;
use std::borrow::Cow;

/// Share of the limit, in percent, below which a sentence end is too early to stop at.
const LEAST_SHARE: usize = 40;

/// Share of the limit below which a clause is too short to stop at: then the last whole word counts.
const LEAST_CLAUSE: usize = 50;

/// The beginning of a text in at most `max_clusters` clusters (the `…` and added quotation marks not counted), on one line:
/// line ends and runs of spaces are one space.
///
/// Ends after the last whole sentence that fits, when that fills at least 40 % of the limit; else after a clause that fills
/// 50 %, else after a word, both with `…`; a word longer than the limit is cut between clusters. Quotation marks that the
/// cut leaves open are closed. A text that fits is returned whole, trimmed. Rule: `bengali.md` section 4.
///
/// ```
/// use khobor::bengali::excerpt::excerpt;
/// let text = "নদীতে পানি বাড়ছে। চরের মানুষ ঘর ছাড়ছে। ত্রাণ আসেনি।";
/// assert_eq!(excerpt(text, 24), "নদীতে পানি বাড়ছে।");
/// assert_eq!(excerpt(text, 8), "নদীতে পানি…");
/// assert_eq!(excerpt("তিনি বলেন, “পানি বাড়ছে। ত্রাণ নেই।”", 16), "তিনি বলেন, “পানি বাড়ছে।”");
/// assert_eq!(excerpt("ঝড়", 20), "ঝড়");
/// ```
pub fn excerpt(text: &str, max_clusters: usize) -> Cow<'_, str> {
    let text = text.trim();
    let Some(limit) = cut_at(text, max_clusters) else {
        return on_one_line(text);
    };
    let fills = |part: &str, share: usize| {
        let least = max_clusters.saturating_mul(share).div_ceil(100);
        least == 0 || cut_at(part, least - 1).is_some()
    };
    if let Some(whole) = whole_sentences(text, limit).filter(|whole| fills(whole, LEAST_SHARE)) {
        return closed(on_one_line(whole), "");
    }
    let clause = whole_clauses(text, limit).filter(|clause| fills(clause, LEAST_CLAUSE));
    closed(on_one_line(clause.unwrap_or_else(|| whole_words(text, limit))), "…")
}

/// With `end` and the closing marks of quotations that are open.
fn closed<'a>(text: Cow<'a, str>, end: &str) -> Cow<'a, str> {
    let mut open = Vec::new();
    for letter in text.chars() {
        match letter {
            '“' => open.push('”'),
            '‘' => open.push('’'),
            _ if open.last() == Some(&letter) => drop(open.pop()),
            _ => {}
        }
    }
    if open.is_empty() && end.is_empty() {
        return text;
    }
    let mut text = text.into_owned();
    text.push_str(end);
    text.extend(open.iter().rev());
    Cow::Owned(text)
}

/// Up to the last comma, semicolon, colon or dash that fits.
fn whole_clauses(text: &str, limit: usize) -> Option<&str> {
    let head = text.get(..limit)?;
    let after = text.get(limit..)?.chars().next();
    let marks = head
        .char_indices()
        .rev()
        .filter(|(_, c)| matches!(c, ',' | ';' | ':' | '—' | '–'));
    let mut ends = marks.filter(|(at, mark)| {
        let next = head
            .get(at + mark.len_utf8()..)
            .and_then(|rest| rest.chars().next())
            .or(after);
        next.is_some_and(char::is_whitespace)
    });
    let clause = head.get(..ends.next()?.0)?;
    Some(clause.trim_end_matches(|c: char| c.is_whitespace() || is_dangling(c)))
}

fn on_one_line(text: &str) -> Cow<'_, str> {
    // Without a jump, so that many bytes are looked at together.
    let pairs = text.bytes().zip(text.bytes().skip(1));
    let odd = |(a, b)| (a == b'\n') | (a == b'\t') | (a == b'\r') | ((a == b' ') & (b == b' '));
    if !pairs.fold(false, |found, pair| found | odd(pair)) {
        return Cow::Borrowed(text);
    }
    let mut line = String::with_capacity(text.len() + '…'.len_utf8());
    for word in text.split([' ', '\n', '\t', '\r']).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    Cow::Owned(line)
}

fn whole_sentences(text: &str, limit: usize) -> Option<&str> {
    let end = spans(text)
        .map(|span| span.end)
        .take_while(|end| *end <= limit)
        .last()?;
    text.get(..end)
}

fn whole_words(text: &str, limit: usize) -> &str {
    let head = text.get(..limit).unwrap_or_default();
    let whole = text
        .get(limit..)
        .is_some_and(|rest| rest.starts_with(char::is_whitespace));
    let words = if whole {
        head
    } else {
        head.rfind(char::is_whitespace)
            .and_then(|at| head.get(..at))
            .unwrap_or(head)
    };
    let kept = words.trim_end_matches(|c: char| c.is_whitespace() || is_dangling(c));
    if kept.is_empty() { head.trim_end() } else { kept }
}

/// Signs that look lost in front of `…`.
fn is_dangling(letter: char) -> bool {
    matches!(letter, ',' | ';' | ':' | '-' | '–' | '—' | '(' | '[' | '“' | '‘' | '…')
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn cuts() {
        assert_eq!(excerpt("বিশ্ববিদ্যালয়ের", 3), "বিশ্ববি…");
        assert_eq!(excerpt("পাখি, ফুল ও নদী", 6), "পাখি, ফুল…");
        assert_eq!(excerpt("পাখি, ফুল ও নদী", 5), "পাখি…");
        assert_eq!(excerpt("পাখি, ফুল ও নদী", 4), "পাখি…");
        assert_eq!(excerpt("", 0), "");
        assert_eq!(excerpt("গান", 0), "…");
        assert_eq!(excerpt("ক। খ গ ঘ ঙ চ ছ জ ঝ", 12), "ক। খ গ ঘ ঙ চ…");
    }

    #[test]
    fn stops_at_a_clause_and_closes_quotations() {
        let text = "নদীতে পানি বাড়ছে, চরের মানুষ ঘরবাড়ি ছেড়ে চলে যাচ্ছে বাঁধের দিকে";
        assert_eq!(excerpt(text, 18), "নদীতে পানি বাড়ছে…");
        assert_eq!(excerpt(text, 27), "নদীতে পানি বাড়ছে, চরের মানুষ ঘরবাড়ি ছেড়ে…");
        assert_eq!(
            excerpt("তিনি বলেন, ‘আমরা “ঘর” ছাড়ব না, যত দিন বাঁচি", 20),
            "তিনি বলেন, ‘আমরা “ঘর”…’"
        );
        assert_eq!(excerpt("’৭১ সালের কথা বলছিলেন তিনি", 10), "’৭১ সালের কথা…");
    }

    #[test]
    fn stands_on_one_line() {
        assert_eq!(excerpt("নদী\n শুকায়\t।  চর", 40), "নদী শুকায় । চর");
        assert_eq!(excerpt("নদী\nশুকায়, চর জাগে", 8), "নদী শুকায়…");
        assert_eq!(excerpt("নদী।\nশুকায়। চর জাগে", 8), "নদী। শুকায়।");
    }
}
