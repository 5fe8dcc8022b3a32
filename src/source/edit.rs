//! Changes a key of a source in place, in the format in which its author wrote it: TOML, YAML, or header lines of plain text.
//! Whatever else stands in the file stays as it is. That is proved before the new text is given back: both texts are read,
//! and they must differ in this key and in nothing else.

use super::data::{Data, Entry, Item};
use super::fields::one_line;
use super::front_matter::{Split, inside, split};
use super::moment;
use super::notes::{File, Notes};
use super::plain;
use super::quote::toml_string;
use super::types::{FrontMatter, ReadOptions, TextKind};
use crate::bengali::gate;
use std::ops::Range;
use toml_edit::{Array, Datetime, DocumentMut, Value, value};

/// What a key is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewValue {
    /// A text, a name, a date.
    Text(String),
    /// `true`, `false`
    Flag(bool),
    /// Several names.
    List(Vec<String>),
    /// A moment in RFC 3339, `2026-11-22T07:30:00+06:00`.
    Moment(String),
    /// The key goes.
    Nothing,
}

/// Why a source is left as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditFault {
    /// Its front matter cannot be read.
    Unreadable,
    /// The change would change something else too, or cannot be written in this format.
    Unsafe,
}

/// The text with `key` saying `new`: in its place where the key is there, else behind the other keys.
///
/// ```
/// # use khobor::source::{NewValue, ReadOptions, TextKind, set_key};
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let new = NewValue::List(vec!["/desh/নদী/".to_owned()]);
/// let toml = "+++\ntitle = \"নদী\" # ঠিক আছে\n[extra]\ndag = 1\n+++\nলেখা\n";
/// let changed = set_key((toml, TextKind::Markdown), "aliases", &new, &options).unwrap();
/// assert_eq!(changed, "+++\ntitle = \"নদী\" # ঠিক আছে\naliases = [\"/desh/নদী/\"]\n[extra]\ndag = 1\n+++\nলেখা\n");
/// let yaml = "---\ntitle: নদী\n---\nলেখা\n";
/// let changed = set_key((yaml, TextKind::Markdown), "aliases", &new, &options).unwrap();
/// assert_eq!(changed, "---\ntitle: নদী\naliases: [\"/desh/নদী/\"]\n---\nলেখা\n");
/// ```
///
/// # Errors
/// [`EditFault`]; nothing was changed then.
pub fn set_key(
    (text, kind): (&str, TextKind),
    key: &str,
    new: &NewValue,
    options: &ReadOptions,
) -> Result<String, EditFault> {
    match kind {
        TextKind::Text => {
            let changed = match new {
                NewValue::Nothing => plain::without_header(text, key),
                new => plain::with_header(text, key, &joined(new)),
            };
            let changed = changed.ok_or(EditFault::Unsafe)?;
            same_but_header((text, &changed), (key, new), options)?;
            Ok(changed)
        }
        TextKind::Markdown => {
            let changed = with_entry(text, key, new)?;
            same_but_key((text, &changed), (key, new), options)?;
            Ok(changed)
        }
    }
}

/// The former addresses that a source names, as they are written there.
pub fn written_aliases((text, kind): (&str, TextKind), options: &ReadOptions) -> Vec<String> {
    let file = File {
        path: "",
        text,
        options,
    };
    if kind == TextKind::Text {
        return plain::article(&file, &mut Notes::default()).front.aliases;
    }
    let entries = split(&file, &mut Notes::default()).entries;
    let found = entries.into_iter().find(|entry| entry.key == "aliases");
    match found.map(|entry| entry.item.data) {
        Some(Data::Text(one)) => vec![one],
        Some(Data::List(items)) => items.into_iter().filter_map(|item| words(item.data)).collect(),
        _ => Vec::new(),
    }
}

/// What the keys of a source say, as they are written, and the byte at which its body begins; `None` when its front matter cannot
/// be read. Values that are neither text, list, moment nor flag (tables) are left out.
///
/// ```
/// # use khobor::source::{NewValue, ReadOptions, TextKind, written_keys};
/// # let options = ReadOptions { zone: jiff::tz::TimeZone::UTC, edition: Default::default(), unsafe_html: false, max_bytes: 1 << 22 };
/// let text = "শিরোনাম: নদী\n\nলেখা\n";
/// let (keys, body) = written_keys((text, TextKind::Text), &options).unwrap();
/// assert_eq!(keys, [("title".to_owned(), NewValue::Text("নদী".to_owned()))]);
/// assert_eq!(&text[body..], "\nলেখা\n");
/// ```
pub fn written_keys((text, kind): (&str, TextKind), options: &ReadOptions) -> Option<(Vec<(String, NewValue)>, usize)> {
    let file = File {
        path: "",
        text,
        options,
    };
    if kind == TextKind::Text {
        let (mut front, body, _) = plain::header_lines(&file, &mut Notes::default());
        let said = |key: &&str| Some(((*key).to_owned(), take(&mut front, key)?));
        return Some((HEADERS.iter().filter_map(said).collect(), body));
    }
    let Split { entries, body, broken } = split(&file, &mut Notes::default());
    let said = |entry: Entry| Some((entry.key, written(entry.item)?));
    (!broken).then(|| (entries.into_iter().filter_map(said).collect(), body))
}

/// A value as a form shows it.
fn written(item: Item) -> Option<NewValue> {
    Some(match (item.data, item.raw) {
        (Data::Text(text), _) | (Data::Whole(_) | Data::Real(_), Some(text)) => NewValue::Text(text),
        (Data::Flag(flag), _) => NewValue::Flag(flag),
        (Data::Moment(moment), _) => NewValue::Moment(moment),
        (Data::Whole(number), None) => NewValue::Text(number.to_string()),
        (Data::List(items), _) => {
            let names: Option<Vec<String>> = items.into_iter().map(|item| words(item.data)).collect();
            NewValue::List(names?)
        }
        (Data::Table(_) | Data::Nothing | Data::Real(_), _) => return None,
    })
}

fn words(data: Data) -> Option<String> {
    match data {
        Data::Text(text) => Some(text),
        _ => None,
    }
}

/// A value as header lines write it.
fn joined(new: &NewValue) -> String {
    match new {
        NewValue::Text(text) | NewValue::Moment(text) => text.clone(),
        NewValue::Flag(flag) => flag.to_string(),
        NewValue::List(names) => names.join(", "),
        NewValue::Nothing => String::new(),
    }
}

fn with_entry(text: &str, key: &str, new: &NewValue) -> Result<String, EditFault> {
    let Some((mark, at)) = inside(text) else {
        let Some(new) = toml_value(new) else {
            return Ok(text.to_owned());
        };
        return Ok(format!("+++\n{key} = {new}\n+++\n{text}"));
    };
    let written = text.get(at.clone()).ok_or(EditFault::Unreadable)?;
    let changed = match (mark, toml_value(new)) {
        (_, None) => without_lines(written, key, mark)?,
        ("+++", Some(new)) => in_toml(written, key, new)?,
        _ => in_yaml(written, key, new)?,
    };
    let (before, after) = (text.get(..at.start), text.get(at.end..));
    let (Some(before), Some(after)) = (before, after) else {
        return Err(EditFault::Unreadable);
    };
    Ok(format!("{before}{changed}{after}"))
}

/// Front matter without the lines of a key. A comment above them stays.
fn without_lines(written: &str, key: &str, mark: &str) -> Result<String, EditFault> {
    let found = match mark {
        "+++" => toml_lines(written, key)?,
        _ => yaml_lines(written, key),
    };
    let Some(at) = found else {
        return Ok(written.to_owned());
    };
    let (before, after) = (written.get(..at.start), written.get(at.end..));
    let (before, after) = before.zip(after).ok_or(EditFault::Unreadable)?;
    Ok(format!("{before}{after}"))
}

/// The lines of a key of TOML at the left edge, with those of its value.
fn toml_lines(written: &str, key: &str) -> Result<Option<Range<usize>>, EditFault> {
    let (entries, faults) = super::toml::from_toml(written, 0);
    if !faults.is_empty() {
        return Err(EditFault::Unreadable);
    }
    let Some(entry) = entries.into_iter().find(|entry| entry.key == key) else {
        return Ok(None);
    };
    let before = written.get(..entry.at.start).unwrap_or_default();
    let after = written.get(entry.item.at.end..).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let end = after.find('\n').map_or(written.len(), |at| entry.item.at.end + at + 1);
    Ok(Some(start..end))
}

fn in_toml(written: &str, key: &str, mut new: Value) -> Result<String, EditFault> {
    let mut document: DocumentMut = written.parse().map_err(|_| EditFault::Unreadable)?;
    match document.get_mut(key).and_then(toml_edit::Item::as_value_mut) {
        Some(there) => {
            *new.decor_mut() = there.decor().clone();
            *there = new;
        }
        None => drop(document.insert(key, value(new))),
    }
    Ok(document.to_string())
}

/// The value in TOML; `None` for nothing.
fn toml_value(new: &NewValue) -> Option<Value> {
    Some(match new {
        NewValue::Text(text) => text.as_str().into(),
        NewValue::Flag(flag) => (*flag).into(),
        NewValue::List(names) => Value::Array(names.iter().map(String::as_str).collect::<Array>()),
        NewValue::Moment(moment) => match moment.parse::<Datetime>() {
            Ok(moment) => moment.into(),
            Err(_) => moment.as_str().into(),
        },
        NewValue::Nothing => return None,
    })
}

/// YAML takes JSON for values, and strings of TOML on one line are JSON.
fn in_yaml(written: &str, key: &str, new: &NewValue) -> Result<String, EditFault> {
    let new = match new {
        NewValue::Text(text) => toml_string(text),
        NewValue::Moment(moment) => moment.clone(),
        NewValue::Flag(flag) => flag.to_string(),
        NewValue::Nothing => return Err(EditFault::Unsafe),
        NewValue::List(names) => {
            let names: Vec<String> = names.iter().map(|name| toml_string(name)).collect();
            format!("[{}]", names.join(", "))
        }
    };
    let ending = if written.contains("\r\n") { "\r\n" } else { "\n" };
    let line = format!("{key}: {new}{ending}");
    match yaml_lines(written, key) {
        Some(at) => {
            let (before, after) = (written.get(..at.start), written.get(at.end..));
            let (before, after) = before.zip(after).ok_or(EditFault::Unreadable)?;
            Ok(format!("{before}{line}{after}"))
        }
        None if written.is_empty() || written.ends_with('\n') => Ok(format!("{written}{line}")),
        None => Ok(format!("{written}{ending}{line}")),
    }
}

/// The lines of a key at the left edge, with those of its value: what is indented, and a list at the left edge.
pub(super) fn yaml_lines(written: &str, key: &str) -> Option<Range<usize>> {
    let mut found: Option<Range<usize>> = None;
    let mut start = 0;
    for line in written.split_inclusive('\n') {
        let end = start + line.len();
        let name = line.split(':').next().unwrap_or_default().trim_matches(['"', '\'']);
        match &mut found {
            None if name == key && line.contains(':') => found = Some(start..end),
            None => {}
            Some(at) if line.starts_with([' ', '\t', '-']) => at.end = end,
            Some(_) => break,
        }
        start = end;
    }
    found
}

/// The entries of a text's front matter, its body, and whether the front matter is broken.
pub(super) fn entries_and_body<'t>(text: &'t str, options: &ReadOptions) -> (Vec<Entry>, &'t str, bool) {
    let file = File {
        path: "",
        text,
        options,
    };
    let Split { entries, body, broken } = split(&file, &mut Notes::default());
    (entries, text.get(body..).unwrap_or_default(), broken)
}

/// Both texts are read: their front matter must be the same but for the key, which must say what is new, and their bodies
/// must be the same.
fn same_but_key(
    (before, after): (&str, &str),
    (key, new): (&str, &NewValue),
    options: &ReadOptions,
) -> Result<(), EditFault> {
    let ((old, old_body, old_broken), (read, body, broken)) =
        (entries_and_body(before, options), entries_and_body(after, options));
    if old_broken {
        return Err(EditFault::Unreadable);
    }
    let others = |entries: &[Entry]| -> Vec<(String, String)> {
        let others = entries.iter().filter(|entry| entry.key != key);
        let said = |entry: &Entry| {
            (
                entry.key.clone(),
                super::data::json(entry.item.data.clone()).to_string(),
            )
        };
        others.map(said).collect()
    };
    let mut said = others(&old);
    let mut says = others(&read);
    said.sort();
    says.sort();
    let found = read
        .into_iter()
        .find(|entry| entry.key == key)
        .map(|entry| entry.item.data);
    let right = match (found, new) {
        (None, NewValue::Nothing) => true,
        (Some(Data::Text(text)), NewValue::Text(new) | NewValue::Moment(new)) => text == *new,
        (Some(Data::Moment(moment)), NewValue::Moment(new)) => moment == *new,
        (Some(Data::Flag(flag)), NewValue::Flag(new)) => flag == *new,
        (Some(Data::List(items)), NewValue::List(new)) => {
            let names: Option<Vec<String>> = items.into_iter().map(|item| words(item.data)).collect();
            names.is_some_and(|names| names == *new)
        }
        _ => false,
    };
    match right && !broken && said == says && old_body == body {
        true => Ok(()),
        false => Err(EditFault::Unsafe),
    }
}

/// The same of header lines: the story must say the same but for the key, which must say what is new.
fn same_but_header(
    (before, after): (&str, &str),
    (key, new): (&str, &NewValue),
    options: &ReadOptions,
) -> Result<(), EditFault> {
    let read = |text| {
        plain::article(
            &File {
                path: "",
                text,
                options,
            },
            &mut Notes::default(),
        )
    };
    let (mut old, mut changed) = (read(before), read(after));
    take(&mut old.front, key);
    let says = take(&mut changed.front, key).unwrap_or(NewValue::Nothing);
    match says == gated(new, options) && old == changed {
        true => Ok(()),
        false => Err(EditFault::Unsafe),
    }
}

/// A value as the text gate leaves it, as header lines are read.
fn gated(new: &NewValue, options: &ReadOptions) -> NewValue {
    match new {
        NewValue::Text(text) => one_line(&gate::clean(text)).map_or(NewValue::Nothing, NewValue::Text),
        NewValue::List(names) if names.is_empty() => NewValue::Nothing,
        NewValue::List(names) => NewValue::List(
            names
                .iter()
                .filter_map(|name| one_line(&gate::canonical(name)))
                .collect(),
        ),
        NewValue::Moment(text) => {
            moment::parse(text, options).map_or(NewValue::Nothing, |at| NewValue::Moment(at.to_string()))
        }
        other => other.clone(),
    }
}

/// The keys that header lines know, by the names of front matter.
const HEADERS: [&str; 15] = [
    "title",
    "kicker",
    "subtitle",
    "date",
    "updated",
    "authors",
    "tags",
    "summary",
    "image",
    "image_caption",
    "image_credit",
    "image_alt",
    "dateline",
    "series",
    "aliases",
];

/// Takes out what front matter says of a key that header lines can say.
fn take(front: &mut FrontMatter, key: &str) -> Option<NewValue> {
    let list = |names: &mut Vec<String>| (!names.is_empty()).then(|| NewValue::List(std::mem::take(names)));
    let text = |text: &mut Option<String>| text.take().map(NewValue::Text);
    let moment = |at: &mut Option<jiff::Timestamp>| at.take().map(|at| NewValue::Moment(at.to_string()));
    match key {
        "title" => Some(NewValue::Text(std::mem::take(&mut front.title))),
        "aliases" => list(&mut front.aliases),
        "tags" => list(&mut front.tags),
        "authors" => list(&mut front.authors),
        "date" => moment(&mut front.date),
        "updated" => moment(&mut front.updated),
        "summary" => text(&mut front.summary),
        "kicker" => text(&mut front.kicker),
        "subtitle" => text(&mut front.subtitle),
        "image" => text(&mut front.image),
        "image_caption" => text(&mut front.image_caption),
        "image_credit" => text(&mut front.image_credit),
        "image_alt" => text(&mut front.image_alt),
        "dateline" => text(&mut front.dateline),
        "series" => text(&mut front.series),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn options() -> ReadOptions {
        let zone = jiff::tz::TimeZone::UTC;
        let edition = crate::bengali::Edition::Bd;
        let (unsafe_html, max_bytes) = (false, 1 << 22);
        ReadOptions {
            zone,
            edition,
            unsafe_html,
            max_bytes,
        }
    }

    fn aliases(text: &str, kind: TextKind, names: &[&str]) -> Result<String, EditFault> {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        set_key((text, kind), "aliases", &NewValue::List(names), &options())
    }

    #[test]
    fn toml_keeps_its_comments_its_order_and_its_tables() {
        let text = "+++\n# নোট\ntitle = 'নদী'\naliases = [ \"/ক/\" ]  # আগের\n\n[[corrections]]\ndate = 2026-11-02\ntext = \"ঠিক\"\n+++\n\nলেখা।\n";
        let changed = aliases(text, TextKind::Markdown, &["/ক/", "/desh/\"চর\"/"]).unwrap();
        assert_eq!(changed, text.replace("[ \"/ক/\" ]", "[\"/ক/\", '/desh/\"চর\"/']"));
    }

    #[test]
    fn yaml_keeps_what_is_not_changed_whatever_its_lists_look_like() {
        for list in [
            "aliases: [/ক/]\n",
            "aliases:\n  - /ক/\n",
            "aliases:\n- /ক/\n",
            "\"aliases\": /ক/\n",
        ] {
            let text = format!("---\ntitle: 'নদী: চর' # ঠিক\n{list}tags:\n- পানি\n---\nলেখা\n");
            let changed = aliases(&text, TextKind::Markdown, &["/ক/", "/খ/"]).unwrap();
            assert_eq!(changed, text.replace(list, "aliases: [\"/ক/\", \"/খ/\"]\n"));
        }
    }

    #[test]
    fn header_lines_get_one_more_and_a_bare_headline_gets_its_name() {
        let text = "শিরোনাম: নদী\nলেখক: রহিম\n\nপানি: বাড়ছে।\n";
        let changed = aliases(text, TextKind::Text, &["/ক/", "/খ/"]).unwrap();
        assert_eq!(changed, "শিরোনাম: নদী\nলেখক: রহিম\nআগের ঠিকানা: /ক/, /খ/\n\nপানি: বাড়ছে।\n");
        assert_eq!(written_aliases((&changed, TextKind::Text), &options()), ["/ক/", "/খ/"]);
        let again = aliases(&changed, TextKind::Text, &["/গ/"]).unwrap();
        assert_eq!(again, changed.replace("/ক/, /খ/", "/গ/"));
        let bare = "নদীর খবর\nমস্কো: শুক্রবার।\n";
        let changed = aliases(bare, TextKind::Text, &["/ক/"]).unwrap();
        assert_eq!(changed, "শিরোনাম: নদীর খবর\nআগের ঠিকানা: /ক/\n\nমস্কো: শুক্রবার।\n");
    }

    #[test]
    fn a_story_without_front_matter_gets_one() {
        let changed = aliases("# নদীর খবর\n\nলেখা।\n", TextKind::Markdown, &["/ক/"]).unwrap();
        assert_eq!(changed, "+++\naliases = [\"/ক/\"]\n+++\n# নদীর খবর\n\nলেখা।\n");
    }

    #[test]
    fn what_cannot_be_read_or_kept_is_left() {
        let broken = "+++\ntitle = \n+++\nলেখা\n";
        assert_eq!(
            aliases(broken, TextKind::Markdown, &["/ক/"]),
            Err(EditFault::Unreadable)
        );
        let odd = "---\n{title: নদী}\n---\nলেখা\n";
        assert!(aliases(odd, TextKind::Markdown, &["/ক/"]).is_err());
        let set = |key, value| set_key(("শিরোনাম: ক\n\nখ\n", TextKind::Text), key, &value, &options());
        assert_eq!(set("draft", NewValue::Flag(true)), Err(EditFault::Unsafe));
        assert_eq!(set("summary", NewValue::Text("এক\nদুই".into())), Err(EditFault::Unsafe));
    }

    #[test]
    fn moments_and_keys_that_go() {
        let moment = NewValue::Moment("2026-11-22T07:30:00+06:00".into());
        let toml = "+++\ntitle = \"নদী\"\n# নোট\ndate = \"২০২৬-১১-২১\" # কাল\nsummary = \"\"\"\nক\nখ\"\"\"\n[extra]\nk = 1\n+++\nলেখা\n";
        let set = |text: &str, kind, key, value: &NewValue| set_key((text, kind), key, value, &options()).unwrap();
        let changed = set(toml, TextKind::Markdown, "date", &moment);
        assert_eq!(changed, toml.replace("\"২০২৬-১১-২১\"", "2026-11-22T07:30:00+06:00"));
        let gone = set(toml, TextKind::Markdown, "summary", &NewValue::Nothing);
        assert_eq!(gone, toml.replace("summary = \"\"\"\nক\nখ\"\"\"\n", ""));
        let gone = set(&gone, TextKind::Markdown, "date", &NewValue::Nothing);
        assert!(gone.contains("# নোট\n[extra]"), "{gone}");
        assert_eq!(set(&gone, TextKind::Markdown, "absent", &NewValue::Nothing), gone);
        let yaml = "---\ntitle: নদী\nsummary: >\n  ক\n  খ\ntags: [ক]\n---\nলেখা\n";
        let changed = set(yaml, TextKind::Markdown, "date", &moment);
        assert!(changed.contains("\ndate: 2026-11-22T07:30:00+06:00\n---"), "{changed}");
        let gone = set(yaml, TextKind::Markdown, "summary", &NewValue::Nothing);
        assert_eq!(gone, "---\ntitle: নদী\ntags: [ক]\n---\nলেখা\n");
        let plain = "শিরোনাম: নদী\nসারাংশ: ক\nতারিখ: ২১ নভেম্বর ২০২৬\n\nলেখা।\n";
        let changed = set(plain, TextKind::Text, "date", &moment);
        assert_eq!(changed, plain.replace("২১ নভেম্বর ২০২৬", "2026-11-22T07:30:00+06:00"));
        let gone = set(plain, TextKind::Text, "summary", &NewValue::Nothing);
        assert_eq!(gone, plain.replace("সারাংশ: ক\n", ""));
        let alt = set(plain, TextKind::Text, "image_alt", &NewValue::Text("নদীতে নৌকা".into()));
        assert!(alt.contains("\nছবির বর্ণনা: নদীতে নৌকা\n\nলেখা"), "{alt}");
    }

    proptest! {
        #[test]
        fn whatever_a_file_holds_it_is_changed_rightly_or_not_at_all(
            mark in prop::sample::select(vec!["+++", "---", ""]),
            text in "(title|aliases|tags|[ক-হa-z:=\\[\\]\"'#\n -]){0,40}",
        ) {
            let text = format!("{mark}\n{text}\n{mark}\nলেখা\n");
            for kind in [TextKind::Markdown, TextKind::Text] {
                if let Ok(changed) = aliases(&text, kind, &["/ক/"]) {
                    prop_assert_eq!(written_aliases((&changed, kind), &options()), ["/ক/"]);
                }
            }
        }
    }
}
