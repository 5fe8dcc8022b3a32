//! Views from what analytics services export: GoatCounter, Plausible, Umami, Matomo, Google Analytics 4, or any table with a
//! column of pages and one of counts; CSV, TSV or JSON, plain or gzip.
//!
//! What a file is, its columns tell. Where a file knows visitors they are counted, not views, and where a row is one visit
//! a visitor counts once a story and day: as in logs. Pages are joined with stories as in logs too. Memory grows with counted
//! stories, days and visits, never with rows; rows over 64 KiB are passed over; of a visitor only a 64-bit hash is kept, for
//! as long as the import runs.

mod columns;
mod csv;
mod json;
mod merge;
mod moment;
mod row;

pub use columns::ColumnMap;
pub use merge::{Exported, SpanViews};
pub use moment::Hours;

use super::input;
use super::target::Targets;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use row::Header;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use std::io::{self, BufRead, Read};

/// What became of the rows of exports.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ExportReport {
    /// Rows read.
    pub rows: u64,
    /// Views counted.
    pub views: u64,
    /// Rows that were counted.
    pub counted: u64,
    /// Left out: the same visitor on the same day again.
    pub repeated: u64,
    /// Left out: programs.
    pub programs: u64,
    /// Left out: other events than views of pages.
    pub events: u64,
    /// Left out: not a story's page.
    pub other_pages: u64,
    /// Left out: no count, no date, or half a row.
    pub unreadable: u64,
    /// Left out: longer than 64 KiB.
    pub too_long: u64,
    /// Rows counted without a day: they count for all time only.
    pub undated: u64,
}

/// Who wrote an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Service {
    /// GoatCounter.
    GoatCounter,
    /// Plausible.
    Plausible,
    /// Umami.
    Umami,
    /// Matomo.
    Matomo,
    /// Google Analytics 4.
    Ga4,
    /// Any other table.
    Table,
}

/// What a file was found to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// An export, and the name of the column whose numbers were taken; empty where rows are visits.
    Export(Service, String),
    /// No table with pages and counts; the names of the columns that it begins with.
    Unknown(Vec<String>),
    /// A zip archive, to be unpacked first.
    Zip,
}

/// How exports are read.
#[derive(Debug, Clone)]
pub struct ExportOptions {
    /// The site's zone: days are its days.
    pub zone: TimeZone,
    /// The run's moment.
    pub now: Timestamp,
    /// Columns that the editor named.
    pub columns: ColumnMap,
    /// The days of rows without a date.
    pub days: Option<(Date, Date)>,
}

/// Counts the views of exports, one file after the other. `lookup` as for [`Counter`](super::log::Counter).
///
/// ```
/// use khobor::relate::export::{ExportOptions, Tally};
/// let options = ExportOptions { zone: jiff::tz::TimeZone::UTC, now: "2026-11-22T12:00:00Z".parse().unwrap(), columns: "".parse().unwrap(), days: None };
/// let mut tally = Tally::new(options, |path| (path == "/ক/").then(|| path.to_owned()));
/// tally.read("date,page,visitors\n2026-11-21,/%E0%A6%95/,7\n2026-11-21,/অন্য/,9\n".as_bytes()).unwrap();
/// let (exported, report) = tally.finish();
/// assert_eq!((exported.spans[0].views, report.views, report.other_pages), (7, 7, 1));
/// ```
#[derive(Debug)]
pub struct Tally<F> {
    options: ExportOptions,
    targets: Targets<F>,
    counts: FxHashMap<(u32, Option<Hours>), u64>,
    /// Visitor, story and day.
    seen: FxHashSet<u64>,
    newest: Option<i64>,
    report: ExportReport,
}

/// Most names of columns that are reported a file that is no export.
const TOLD_NAMES: usize = 12;

impl<F: Fn(&str) -> Option<String>> Tally<F> {
    /// A tally with nothing counted.
    pub fn new(options: ExportOptions, lookup: F) -> Self {
        Tally {
            options,
            targets: Targets::new(lookup),
            counts: FxHashMap::default(),
            seen: FxHashSet::default(),
            newest: None,
            report: ExportReport::default(),
        }
    }

    /// Reads a file to its end.
    ///
    /// # Errors
    /// When reading fails, or a gzip stream is damaged; what was read before counts.
    pub fn read(&mut self, input: impl Read) -> io::Result<Found> {
        let mut input = input::plain(input)?;
        let start = input.fill_buf()?;
        if start.starts_with(b"PK\x03\x04") {
            return Ok(Found::Zip);
        }
        match start.trim_ascii_start().first() {
            Some(b'{' | b'[') => self.json(&mut *input),
            _ => self.table(&mut *input),
        }
    }

    /// Everything counted, and what became of the rows.
    pub fn finish(self) -> (Exported, ExportReport) {
        let mut counts: Vec<((u32, Option<Hours>), u64)> = self.counts.into_iter().collect();
        counts.sort_unstable();
        let span = |((story, hours), views): ((u32, Option<Hours>), u64)| {
            Some(SpanViews {
                story: self.targets.name(story)?.to_owned(),
                hours,
                views,
            })
        };
        let exported = Exported {
            spans: counts.into_iter().filter_map(span).collect(),
            newest: self.newest.and_then(|s| Timestamp::from_second(s).ok()),
        };
        (exported, self.report)
    }

    fn table(&mut self, input: &mut dyn BufRead) -> io::Result<Found> {
        let mut table = ExportTable::default();
        let mut text = Vec::new();
        let mut records = csv::Records::default();
        loop {
            match records.next(input, &mut text)? {
                csv::Next::Broken if table.header.is_some() => {
                    self.report.rows += 1;
                    self.report.unreadable += 1;
                }
                csv::Next::Broken => {}
                csv::Next::End => return Ok(table.found()),
                csv::Next::Blank => table.between = true,
                csv::Next::Comment => table.comment(&text),
                csv::Next::TooLong if table.header.is_some() => {
                    self.report.rows += 1;
                    self.report.too_long += 1;
                }
                csv::Next::TooLong => {}
                csv::Next::Record => self.record(&mut table, &text),
            }
        }
    }

    fn record(&mut self, table: &mut ExportTable, text: &[u8]) {
        if (table.header.is_none() || table.between) && table.head(text, &self.options.columns) {
            return;
        }
        table.between = false;
        let days = table.days.or(self.options.days);
        if let Some(header) = &table.header {
            let cells = header.aligned(csv::cells(text, table.comma));
            let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
            self.row(header, &cells, days);
        }
    }

    fn json(&mut self, input: &mut dyn BufRead) -> io::Result<Found> {
        let (mut rows, mut reader) = (json::Rows::default(), row::JsonReader::default());
        loop {
            let piece = input.fill_buf()?;
            let used = piece.len();
            if used == 0 {
                break;
            }
            rows.feed(piece, &mut |found| match found {
                json::Found::TooLong => {
                    self.report.rows += 1;
                    self.report.too_long += 1;
                }
                json::Found::Row(list, text) => self.object(&mut reader, list, text),
            });
            input.consume(used);
        }
        if !rows.is_whole() {
            self.report.rows += 1;
            self.report.unreadable += 1;
        }
        Ok(reader.found())
    }
}

/// A table while it is read.
#[derive(Debug, Default)]
struct ExportTable {
    header: Option<Header>,
    comma: u8,
    /// A blank line or a comment came: another table may begin.
    between: bool,
    /// `# Start date: 20240101` and its end, as Google Analytics writes them.
    start: Option<Date>,
    days: Option<(Date, Date)>,
    /// The first record, if it was no header.
    odd: Vec<String>,
}

impl ExportTable {
    fn comment(&mut self, text: &[u8]) {
        self.between = true;
        let text = String::from_utf8_lossy(text);
        let day = |label: &str| {
            let written = text.trim_start_matches(['#', ' ']).strip_prefix(label)?;
            moment::days(written.trim_matches([' ', ',', '"'])).map(|d| d.0)
        };
        self.start = day("Start date:").or(self.start);
        if let (Some(start), Some(end)) = (self.start, day("End date:")) {
            self.days = (start <= end).then_some((start, end));
        }
    }

    /// Takes a record for the header, if it is one.
    fn head(&mut self, text: &[u8], map: &ColumnMap) -> bool {
        for comma in [b',', b'\t', b';'] {
            let names = csv::cells(text, comma);
            if let Some(header) = Header::find(names, map) {
                (self.header, self.comma, self.between) = (Some(header), comma, false);
                return true;
            }
        }
        if self.header.is_none() && self.odd.is_empty() {
            self.odd = csv::cells(text, b',').into_iter().take(TOLD_NAMES).collect();
        }
        false
    }

    fn found(self) -> Found {
        match self.header {
            Some(header) => header.found(self.days.is_some()),
            None => Found::Unknown(self.odd),
        }
    }
}

#[cfg(test)]
mod tests;
