//! Two texts of one story, made from the same earlier one, put together: front matter key by key, the body paragraph by
//! paragraph. What both have changed is left to a person.

use diffy::{ConflictStyle, MergeOptions};
use std::collections::BTreeMap;

/// A part of a merged text, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// What both agree on, or what only one of them has changed.
    Merged(String),
    /// What both have changed, each in its way; a side that took it out is empty.
    Conflict {
        /// The earlier text.
        base: String,
        /// The text of the person who keeps.
        mine: String,
        /// What is on the disk.
        theirs: String,
    },
}

/// Merges two texts that come from `base`. A conflict is a whole key of the front matter or a whole paragraph, never a part of one.
///
/// ```
/// use khobor::desk::{merge, merged_text};
/// let base = "+++\ntitle = \"নদী\"\n+++\n\nএক।\n\nদুই।\n";
/// let mine = base.replace("নদী", "নদীর খবর");
/// let theirs = base.replace("দুই", "দুই কথা");
/// let text = merged_text(&merge(base, &mine, &theirs)).unwrap();
/// assert_eq!(text, "+++\ntitle = \"নদীর খবর\"\n+++\n\nএক।\n\nদুই কথা।\n");
/// ```
pub fn merge(base: &str, mine: &str, theirs: &str) -> Vec<Piece> {
    let mut pieces = Pieces::default();
    let [(base_front, base), (mine_front, mine), (theirs_front, theirs)] = [base, mine, theirs].map(parts);
    keys(&mut pieces, [base_front, mine_front, theirs_front].map(entries));
    sequence(&mut pieces, [base, mine, theirs].map(paragraphs));
    pieces.all
}

/// The text of a merge without conflicts.
pub fn merged_text(pieces: &[Piece]) -> Option<String> {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Merged(text) => Some(text.as_str()),
            Piece::Conflict { .. } => None,
        })
        .collect()
}

#[derive(Default)]
struct Pieces {
    all: Vec<Piece>,
}

impl Pieces {
    fn merged(&mut self, text: &str) {
        match self.all.last_mut() {
            Some(Piece::Merged(last)) => last.push_str(text),
            _ if text.is_empty() => {}
            _ => self.all.push(Piece::Merged(text.to_owned())),
        }
    }

    fn conflict(&mut self, [base, mine, theirs]: [String; 3]) {
        self.all.push(Piece::Conflict { base, mine, theirs });
    }
}

/// The front matter with its two marks, or the header lines of a plain text, and the rest.
fn parts(text: &str) -> (&str, &str) {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    let mark = first.trim();
    let mut at = first.len();
    let fenced = mark == "+++" || mark == "---";
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        at += line.len();
        if fenced && line.trim() == mark {
            return text.split_at(at);
        }
        if !fenced && line.trim().is_empty() {
            break;
        }
    }
    let header = |line: &str| line.split_once(':').is_some_and(|(name, _)| name.chars().count() <= 40);
    let head = text.get(..at).unwrap_or_default();
    if !fenced && head.lines().filter(|line| !line.trim().is_empty()).all(header) {
        return text.split_at(at);
    }
    ("", text)
}

/// The names of the marks around a front matter: no key has them.
const BEGIN: &str = "\n+";
const END: &str = "\n-";

/// Entries of a front matter in order: the name of each key with its lines, comments before it included.
fn entries(front: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut before = String::new();
    let mut open = Open::default();
    for line in front.split_inclusive('\n') {
        let name = (!open.is_inside()).then(|| key(line)).flatten();
        open.read(line);
        let mark = if all.is_empty() { BEGIN } else { END };
        let name = name.map(|name| if matches!(name, "+++" | "---") { mark } else { name });
        match (name, all.last_mut()) {
            (Some(name), _) => all.push((name.to_owned(), std::mem::take(&mut before) + line)),
            // A comment belongs to what follows it.
            _ if line.trim_start().starts_with('#') && !open.is_inside() => before.push_str(line),
            (None, Some((_, text))) => {
                text.push_str(&std::mem::take(&mut before));
                text.push_str(line);
            }
            (None, None) => before.push_str(line),
        }
    }
    if !before.is_empty() {
        all.push((String::new(), before));
    }
    all
}

/// The key that a line begins with; marks and tables of TOML are names of their own.
fn key(line: &str) -> Option<&str> {
    let text = line.trim_end();
    if matches!(text, "+++" | "---") || text.starts_with('[') {
        return Some(text);
    }
    let end = text.find(['=', ':'])?;
    let name = text.get(..end)?.trim_end();
    let plain = !name.is_empty() && !name.starts_with([' ', '\t', '-', '#', '"', '\'']) && name.chars().count() <= 40;
    plain.then_some(name)
}

/// Whether a value of TOML goes on in the next line.
#[derive(Default)]
struct Open {
    quotes: Option<&'static str>,
    brackets: i64,
}

impl Open {
    fn is_inside(&self) -> bool {
        self.quotes.is_some() || self.brackets > 0
    }

    fn read(&mut self, line: &str) {
        let mut rest = line;
        loop {
            if let Some(quotes) = self.quotes {
                let Some((_, after)) = rest.split_once(quotes) else {
                    return;
                };
                (self.quotes, rest) = (None, after);
            }
            let Some(at) = rest.find(['"', '\'', '[', ']', '#']) else {
                return;
            };
            let tail = rest.get(at..).unwrap_or_default();
            if let Some(three) = ["\"\"\"", "'''"].into_iter().find(|three| tail.starts_with(three)) {
                (self.quotes, rest) = (Some(three), tail.get(3..).unwrap_or_default());
                continue;
            }
            match tail.chars().next() {
                Some('[') if at > 0 || self.brackets > 0 => self.brackets += 1,
                Some(']') => self.brackets = (self.brackets - 1).max(0),
                Some('#') => return,
                Some(quote @ ('"' | '\'')) => {
                    let inner = tail.get(1..).unwrap_or_default();
                    let mut escaped = false;
                    let end = inner.find(|c: char| {
                        let ends = c == quote && !escaped;
                        escaped = c == '\\' && !escaped && quote == '"';
                        ends
                    });
                    // An apostrophe of running text closes nothing.
                    let Some(end) = end else { return };
                    rest = inner.get(end + 1..).unwrap_or_default();
                    continue;
                }
                _ => {}
            }
            rest = tail.get(1..).unwrap_or_default();
        }
    }
}

/// Merges front matter: keys may stand in any order.
fn keys(pieces: &mut Pieces, sides: [Vec<(String, String)>; 3]) {
    let by_name = sides.each_ref().map(|side| by_name(side));
    // A name that stands twice makes order matter, and so does one side without front matter.
    let once = sides.iter().zip(&by_name).all(|(side, map)| side.len() == map.len());
    let [in_base, in_mine, in_theirs] = &by_name;
    let alike = |mark: &str| {
        [in_base, in_theirs]
            .iter()
            .all(|map| map.contains_key(mark) == in_mine.contains_key(mark))
    };
    if !once || !alike(BEGIN) || !alike(END) {
        return sequence(
            pieces,
            sides.map(|side| side.into_iter().map(|(_, text)| text).collect()),
        );
    }
    let [_, mine, theirs] = &sides;
    for name in united(mine, theirs) {
        let texts = by_name.each_ref().map(|map| map.get(name).copied().unwrap_or_default());
        match settled(texts) {
            Some(text) => pieces.merged(text),
            None => pieces.conflict(texts.map(str::to_owned)),
        }
    }
}

fn by_name(side: &[(String, String)]) -> BTreeMap<&str, &str> {
    side.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect()
}

/// What becomes of a unit: what both agree on, or what only one side has changed.
fn settled([base, mine, theirs]: [&str; 3]) -> Option<&str> {
    if mine == theirs || theirs == base {
        Some(mine)
    } else if mine == base {
        Some(theirs)
    } else {
        None
    }
}

/// The names of both sides in my order; theirs stand behind the name that they follow.
fn united<'a>(mine: &'a [(String, String)], theirs: &'a [(String, String)]) -> Vec<&'a str> {
    let mut names: Vec<&str> = mine.iter().map(|(name, _)| name.as_str()).collect();
    let mut next = 0;
    for (name, _) in theirs {
        let place = names.iter().position(|n| n == name);
        if place.is_none() {
            names.insert(next, name);
        }
        next = place.unwrap_or(next) + 1;
    }
    names
}

/// Paragraphs, and the empty lines between them as units of their own, so that what comes behind a paragraph does not change it.
fn paragraphs(body: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    let mut empty = None;
    for line in body.split_inclusive('\n') {
        let is_empty = line.trim().is_empty();
        match all.last_mut() {
            Some(last) if empty == Some(is_empty) => last.push_str(line),
            _ => all.push(line.to_owned()),
        }
        empty = Some(is_empty);
    }
    all
}

/// Merges sequences by diff3, with a whole unit as its smallest part.
fn sequence(pieces: &mut Pieces, sides: [Vec<String>; 3]) {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let mut units: Vec<&str> = Vec::new();
    // Each unit is a line with its number, so that no text can be taken for a mark of a conflict.
    let numbered = sides.each_ref().map(|side| {
        let mut lines = String::new();
        for unit in side {
            let number = *numbers.entry(unit).or_insert_with(|| {
                units.push(unit);
                units.len() - 1
            });
            lines.push_str(&format!("{number}\n"));
        }
        lines
    });
    let [base, mine, theirs] = &numbered;
    let mut options = MergeOptions::new();
    options.set_conflict_style(ConflictStyle::Diff3);
    let merged = match options.merge(base, mine, theirs) {
        Ok(text) | Err(text) => text,
    };
    let text = |line: &str| {
        line.parse()
            .ok()
            .and_then(|n: usize| units.get(n))
            .copied()
            .unwrap_or_default()
    };
    let mut conflict: Option<(usize, [Vec<&str>; 3])> = None;
    for line in merged.lines() {
        match (&mut conflict, line.get(..7)) {
            (_, Some("<<<<<<<")) => conflict = Some((1, Default::default())),
            (Some((side, _)), Some("|||||||")) => *side = 0,
            (Some((side, _)), Some("=======")) => *side = 2,
            (Some(_), Some(">>>>>>>")) => {
                if let Some((_, sides)) = conflict.take() {
                    neighbours(pieces, sides);
                }
            }
            (Some((side, sides)), _) => {
                if let Some(units) = sides.get_mut(*side) {
                    units.push(text(line));
                }
            }
            (None, _) => pieces.merged(text(line)),
        }
    }
}

/// Changes of two sides that touch: one has changed a unit, the other its neighbour, or added one. Only where both have changed the
/// same unit a person is asked.
fn neighbours(pieces: &mut Pieces, [base, mine, theirs]: [Vec<&str>; 3]) {
    if base.len() == mine.len() && base.len() == theirs.len() {
        for ((base, mine), theirs) in base.into_iter().zip(mine).zip(theirs) {
            match settled([base, mine, theirs]) {
                Some(text) => pieces.merged(text),
                None => pieces.conflict([base, mine, theirs].map(str::to_owned)),
            }
        }
        return;
    }
    match added(&base, &mine, &theirs).or_else(|| added(&base, &theirs, &mine)) {
        Some(text) => pieces.merged(&text),
        None => pieces.conflict([base, mine, theirs].map(|units| units.concat())),
    }
}

/// The text of a side that has changed `base`, with what the other has added before or behind it.
fn added(base: &[&str], changed: &[&str], longer: &[&str]) -> Option<String> {
    if base.is_empty() {
        return None;
    }
    let after = longer
        .strip_prefix(base)
        .map(|added| changed.concat() + &added.concat());
    after.or_else(|| {
        longer
            .strip_suffix(base)
            .map(|added| added.concat() + &changed.concat())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BASE: &str = "+++\ntitle = \"নদী\"\n# ট্যাগ\ntags = [\n  \"ক\",\n]\n+++\n\nএক।\n\nদুই।\n\nতিন।\n";

    fn clean(base: &str, mine: &str, theirs: &str) -> String {
        let pieces = merge(base, mine, theirs);
        merged_text(&pieces).unwrap_or_else(|| panic!("{pieces:?}"))
    }

    #[test]
    fn what_one_side_changes_is_taken() {
        let mine = BASE.replace("দুই।", "দুই কথা।").replace("\"নদী\"", "\"চর\"");
        assert_eq!(clean(BASE, &mine, BASE), mine);
        assert_eq!(clean(BASE, BASE, &mine), mine);
        assert_eq!(clean(BASE, &mine, &mine), mine);
        assert_eq!(clean(BASE, BASE, BASE), BASE);
    }

    #[test]
    fn changes_of_two_people_stand_together() {
        let mine = BASE
            .replace("title", "kicker = \"জেলা\"\ntitle")
            .replace("এক।", "এক কথা।");
        let theirs = BASE.replace("]\n", "]\ndraft = true\n").replace("তিন।", "তিন।\n\nচার।");
        let both = BASE
            .replace("title", "kicker = \"জেলা\"\ntitle")
            .replace("]\n", "]\ndraft = true\n")
            .replace("এক।", "এক কথা।")
            .replace("তিন।", "তিন।\n\nচার।");
        assert_eq!(clean(BASE, &mine, &theirs), both);
    }

    #[test]
    fn changes_of_neighbours_do_not_meet() {
        let base = "এক।\n\nদুই।\n";
        for (mine, theirs, both) in [
            ("এক কথা।\n\nদুই।\n", "এক।\n\nদুই কথা।\n", "এক কথা।\n\nদুই কথা।\n"),
            ("এক।\n\nদুই কথা।\n", "শুরু।\n\nএক।\n\nদুই।\n", "শুরু।\n\nএক।\n\nদুই কথা।\n"),
            ("শুরু।\n\nএক।\n\nদুই।\n", "এক কথা।\n\nদুই।\n", "শুরু।\n\nএক কথা।\n\nদুই।\n"),
        ] {
            assert_eq!(clean(base, mine, theirs), both);
        }
        let added = merge(base, "এক।\n\nদুই।\n\nক।\n", "এক।\n\nদুই।\n\nখ।\n");
        assert_eq!(merged_text(&added), None, "who comes first is not for a program to say");
    }

    #[test]
    fn what_both_change_is_left_to_a_person() {
        let mine = BASE.replace("দুই।", "দুই, আমার।").replace("\"ক\"", "\"খ\"");
        let theirs = BASE.replace("দুই।", "দুই, তাঁর।").replace("\"ক\"", "\"গ\"");
        let conflicts: Vec<Piece> = merge(BASE, &mine, &theirs)
            .into_iter()
            .filter(|p| matches!(p, Piece::Conflict { .. }))
            .collect();
        let conflict = |base: &str, mine: &str, theirs: &str| Piece::Conflict {
            base: base.to_owned(),
            mine: mine.to_owned(),
            theirs: theirs.to_owned(),
        };
        assert_eq!(
            conflicts,
            [
                conflict(
                    "# ট্যাগ\ntags = [\n  \"ক\",\n]\n",
                    "# ট্যাগ\ntags = [\n  \"খ\",\n]\n",
                    "# ট্যাগ\ntags = [\n  \"গ\",\n]\n"
                ),
                conflict("দুই।\n", "দুই, আমার।\n", "দুই, তাঁর।\n")
            ]
        );
    }

    #[test]
    fn a_key_that_one_side_takes_out_goes() {
        let theirs = BASE.replace("# ট্যাগ\ntags = [\n  \"ক\",\n]\n", "");
        let mine = BASE.replace("এক", "এক কথা");
        let both = theirs.replace("এক", "এক কথা");
        assert_eq!(clean(BASE, &mine, &theirs), both);
    }

    #[test]
    fn other_forms_of_front_matter() {
        for base in [
            "---\ntitle: নদী\ntags:\n  - ক\ndate: 2026-11-01\n---\nলেখা।\n\nশেষ।\n",
            "শিরোনাম: নদী\nতারিখ: ১ নভেম্বর ২০২৬\n\nলেখা।\n\nশেষ।\n",
            "+++\r\ntitle = \"নদী\"\r\ndate = 2026-11-01\r\n+++\r\nলেখা।\r\n\r\nশেষ।\r\n",
        ] {
            let mine = base.replace("নদী", "নদীর খবর");
            let theirs = base.replace("2026-11-01", "2026-11-02").replace("শেষ", "শেষ কথা");
            let both = mine.replace("2026-11-01", "2026-11-02").replace("শেষ", "শেষ কথা");
            assert_eq!(clean(base, &mine, &theirs), both, "{base}");
        }
    }

    /// Lines that a side wrote, as any of its pieces holds them.
    fn lines(text: &str) -> Vec<&str> {
        text.lines().filter(|line| !line.trim().is_empty()).collect()
    }

    fn line() -> impl Strategy<Value = String> {
        prop_oneof![
            "[ক-ঙ]{1,2}",
            Just(String::new()),
            Just("<<<<<<< ours".to_owned()),
            Just("=======".to_owned()),
            Just("+++".to_owned()),
            Just("title = \"\"\"ক".to_owned()),
            Just("tags = [".to_owned()),
            Just("]".to_owned()),
            "[a-c] = \"[ক-গ]\"",
        ]
    }

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(line(), 0..14).prop_map(|lines| lines.join("\n") + "\n")
    }

    proptest! {
        #[test]
        fn no_line_that_a_person_wrote_vanishes(base in text(), mine in text(), theirs in text()) {
            let pieces = merge(&base, &mine, &theirs);
            let (mut my, mut other) = (String::new(), String::new());
            for piece in &pieces {
                match piece {
                    Piece::Merged(text) => { my.push_str(text); other.push_str(text); }
                    Piece::Conflict { mine, theirs, .. } => { my.push_str(mine); other.push_str(theirs); }
                }
            }
            let old = lines(&base);
            for line in lines(&mine).into_iter().filter(|line| !old.contains(line)) {
                prop_assert!(lines(&my).contains(&line), "mine: {line:?} in {pieces:?}");
            }
            for line in lines(&theirs).into_iter().filter(|line| !old.contains(line)) {
                prop_assert!(lines(&other).contains(&line), "theirs: {line:?} in {pieces:?}");
            }
        }

        #[test]
        fn one_side_alone_is_taken_whole(base in text(), mine in text()) {
            for (a, b) in [(&mine, &base), (&base, &mine), (&mine, &mine)] {
                let pieces = merge(&base, a, b);
                let text = merged_text(&pieces);
                prop_assert_eq!(text.as_ref(), Some(&mine), "{:?}", pieces);
            }
        }
    }
}
