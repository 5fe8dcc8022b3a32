//! `data/popular.toml` as text: strict reading with the place of every fault, and writing in a stable order.

use super::popular::{PopularRecords, StoryViews};
use crate::diag::{Diagnostic, Place, codes::data as codes, did_you_mean, parser_reason};
use crate::source::toml_string;
use jiff::Timestamp;
use jiff::civil::Date;
use std::fmt::Write;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Reads `data/popular.toml`. `path` is for messages. What is wrong is reported and passed over; all of it, not only the first.
///
/// ```
/// use khobor::relate::popular_file::parse;
/// let (views, diagnostics) = parse("data/popular.toml", "[story.\"/ক/\"]\ntotal = 7\n2026-11-21 = \"03:2 04:1\"\n");
/// assert!(diagnostics.is_empty());
/// assert_eq!(views.total("/ক/"), 7);
/// ```
pub fn parse(path: &str, text: &str) -> (PopularRecords, Vec<Diagnostic>) {
    let mut reader = Reader {
        path,
        text,
        diagnostics: Vec::new(),
        records: PopularRecords::default(),
    };
    match DeTable::parse(text) {
        Ok(table) => reader.file(table.get_ref()),
        Err(fault) => {
            let place = Place::in_text(path, text, fault.span().unwrap_or_default());
            reader.diagnostics.push(
                Diagnostic::new(&codes::BAD_DATA)
                    .arg("file", path)
                    .arg_in("reason", parser_reason(fault.message()), fault.message())
                    .at(place),
            );
        }
    }
    (reader.records, reader.diagnostics)
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    diagnostics: Vec<Diagnostic>,
    records: PopularRecords,
}

impl Reader<'_> {
    fn file(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "newest" => self.records.newest = self.moment(value),
                "days" => self.days(value),
                "story" => self.stories(value),
                _ => self.unknown(key, &["newest", "days", "story"]),
            }
        }
    }

    fn moment(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Timestamp> {
        let read = match value.get_ref() {
            DeValue::Datetime(d) => d.to_string().parse().ok(),
            DeValue::String(s) => s.parse().ok(),
            _ => None,
        };
        if read.is_none() {
            self.wrong("newest", value, "2026-11-22T11:58:07Z");
        }
        read
    }

    fn days(&mut self, value: &Spanned<DeValue<'_>>) {
        let DeValue::Array(list) = value.get_ref() else {
            return self.wrong("days", value, "[\"2026-10-01..2026-11-22\"]");
        };
        for item in list {
            let range = match item.get_ref() {
                DeValue::String(s) => s
                    .split_once("..")
                    .and_then(|(a, b)| Some((day_number(a)?, day_number(b)?))),
                _ => None,
            };
            match range {
                Some((from, to)) if from <= to => self.records.cover_range(from, to),
                _ => self.wrong("days", item, "\"2026-10-01..2026-11-22\""),
            }
        }
    }

    fn stories(&mut self, value: &Spanned<DeValue<'_>>) {
        let DeValue::Table(table) = value.get_ref() else {
            return self.wrong("story", value, "[story.\"/international/a/\"]");
        };
        for (path, value) in table {
            let DeValue::Table(of) = value.get_ref() else {
                self.wrong(path.get_ref(), value, "[story.\"/international/a/\"]");
                continue;
            };
            let views = self.story(of);
            let name = path.get_ref().to_string();
            views.hours.keys().for_each(|hour| self.records.cover(hour / 24));
            self.records.stories.insert(name, views);
        }
    }

    fn story(&mut self, table: &DeTable<'_>) -> StoryViews {
        let (mut views, mut total) = (StoryViews::default(), 0);
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if name == "total" {
                total = whole(value).unwrap_or_else(|| {
                    self.wrong("total", value, "412");
                    0
                });
            } else if let Some(day) = day_number(name) {
                if hours(day, value, &mut views).is_none() {
                    self.wrong(name, value, "\"03:12 04:9\"");
                }
            } else {
                self.unknown(key, &["total"]);
            }
        }
        views.older = total.saturating_sub(views.total());
        views
    }

    fn unknown(&mut self, key: &Spanned<std::borrow::Cow<'_, str>>, known: &[&str]) {
        let near = did_you_mean(key.get_ref(), known.iter().copied()).unwrap_or_default();
        let diagnostic = Diagnostic::new(&codes::UNKNOWN_DATA_KEY)
            .arg("key", key.get_ref())
            .arg("known", known.join(", "))
            .arg("near", near);
        self.diagnostics.push(diagnostic.at(self.place(key.span())));
    }

    fn wrong(&mut self, key: &str, value: &Spanned<DeValue<'_>>, example: &str) {
        let diagnostic = Diagnostic::new(&codes::WRONG_DATA_VALUE)
            .arg("key", key)
            .arg("example", example);
        self.diagnostics.push(diagnostic.at(self.place(value.span())));
    }

    fn place(&self, at: Range<usize>) -> Place {
        Place::in_text(self.path, self.text, at)
    }
}

fn whole(value: &Spanned<DeValue<'_>>) -> Option<u64> {
    match value.get_ref() {
        DeValue::Integer(n) => u64::from_str_radix(n.as_str(), n.radix()).ok().filter(|n| *n < 1 << 40),
        _ => None,
    }
}

/// `03:12 04:9` on a day; `None` when it is written otherwise.
fn hours(day: u32, value: &Spanned<DeValue<'_>>, views: &mut StoryViews) -> Option<()> {
    let DeValue::String(text) = value.get_ref() else {
        return None;
    };
    for part in text.split_ascii_whitespace() {
        let (hour, count) = part.split_once(':')?;
        let hour = hour.parse::<u32>().ok().filter(|h| *h < 24)?;
        views.hours.insert(day * 24 + hour, count.parse().ok()?);
    }
    Some(())
}

/// Days since 1970 of `2026-11-22`.
fn day_number(text: &str) -> Option<u32> {
    let date: Date = text.parse().ok()?;
    let days = (date - Date::constant(1970, 1, 1)).get_days();
    (text.len() == 10).then(|| u32::try_from(days).ok()).flatten()
}

fn day_name(day: u32) -> String {
    let date = Timestamp::from_second(i64::from(day) * 86_400).unwrap_or(Timestamp::MAX);
    date.to_string().get(..10).unwrap_or_default().to_owned()
}

/// The text of `data/popular.toml`; [`parse`] reads it back to the same records. The same records give the same bytes.
pub fn write(records: &PopularRecords) -> String {
    let mut out = String::from(
        "# পাঠকসংখ্যা: `khobor import` লেখে। Views, written by `khobor import`; hours are UTC: \"03:12\" is 12 views from 3 to 4.\n",
    );
    if let Some(newest) = records.newest {
        let _ = writeln!(out, "newest = {newest}");
    }
    let days: Vec<String> = records
        .days
        .iter()
        .map(|(a, b)| format!("\"{}..{}\"", day_name(*a), day_name(*b)))
        .collect();
    let _ = writeln!(out, "days = [{}]", days.join(", "));
    for (path, views) in &records.stories {
        let _ = writeln!(out, "\n[story.{}]\ntotal = {}", toml_string(path), views.total());
        let hours: Vec<(u32, u32)> = views.hours.iter().map(|(h, v)| (*h, *v)).collect();
        for day in hours.chunk_by(|a, b| a.0 / 24 == b.0 / 24) {
            let name = day.first().map(|(hour, _)| day_name(hour / 24)).unwrap_or_default();
            let counts: Vec<String> = day
                .iter()
                .map(|(hour, views)| format!("{:02}:{views}", hour % 24))
                .collect();
            let _ = writeln!(out, "{name} = \"{}\"", counts.join(" "));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read_back() {
        let mut records = PopularRecords {
            newest: "2026-11-22T11:58:07Z".parse().ok(),
            ..PopularRecords::default()
        };
        records.add("/আন্তর্জাতিক/\"a\\b\u{1}/", 498_000, 3);
        records.add("/b/", 498_001, 1);
        records.add("/b/", 497_901, 2);
        records.stories.entry("/b/".to_owned()).or_default().older = 9;
        let text = write(&records);
        let (read, diagnostics) = parse("data/popular.toml", &text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        assert_eq!(read, records);
        assert_eq!(write(&read), text);
        assert_eq!(
            parse("p", &write(&PopularRecords::default())).0,
            PopularRecords::default()
        );
    }

    #[test]
    fn every_fault_has_its_place() {
        let text = "newest = 5\ndays = [\"x\", \"2026-01-02..2026-01-01\"]\nstorys = 1\n[story.\"/a/\"]\ntotl = 3\ntotal = -1\n2026-11-21 = \"24:1\"\n2026-11-22 = 3\n";
        let (_, diagnostics) = parse("data/popular.toml", text);
        let mut lines: Vec<u32> = diagnostics
            .iter()
            .filter_map(|d| Some(d.place.as_ref()?.line))
            .collect();
        lines.sort_unstable();
        assert_eq!(lines, [1, 2, 2, 3, 5, 6, 7, 8]);
        assert!(
            diagnostics
                .iter()
                .any(|d| d.help(crate::diag::Lang::En).contains("story"))
        );
        assert_eq!(parse("p", "a = = 1").1.len(), 1);
        assert_eq!(parse("p", &format!("a = {}", "[".repeat(10_000))).1.len(), 1);
    }
}
