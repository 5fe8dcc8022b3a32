//! One row of an export: what it counts, and for whom.

use super::columns::{ColumnMap, Columns, Role};
use super::{Found, Hours, Service, TOLD_NAMES, Tally, moment};
use crate::bengali::number::ascii_digits;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Map, Value};
use std::hash::{DefaultHasher, Hash, Hasher};

/// More views in one row than this are no count.
const MOST_VIEWS: u64 = 1 << 40;
/// Tables inside of tables (Matomo) that are followed.
const MAX_TABLES: usize = 8;

/// The names of an export's columns, and what they say.
#[derive(Debug)]
pub(super) struct Header {
    names: Vec<String>,
    columns: Columns,
    service: Service,
    /// GoatCounter's version as a cell of its own: rows may have it or not.
    version: bool,
}

/// Why a row was not counted.
enum Out {
    Repeated,
    Program,
    Event,
    OtherPage,
    Unreadable,
}

impl Header {
    pub(super) fn find(mut names: Vec<String>, map: &ColumnMap) -> Option<Self> {
        let version = matches!(names.first().map(String::as_str), Some("1" | "2"))
            && names.get(1).is_some_and(|n| n.eq_ignore_ascii_case("path"));
        if version {
            names.remove(0);
        }
        let columns = Columns::find(&names, map)?;
        let service = service(&names, &columns);
        Some(Header {
            names,
            columns,
            service,
            version,
        })
    }

    /// The cells of a row under the names.
    pub(super) fn aligned(&self, mut cells: Vec<String>) -> Vec<String> {
        if self.version && cells.len() > self.names.len() {
            cells.remove(0);
        }
        cells
    }

    pub(super) fn found(self, dated: bool) -> Found {
        let service = match self.service {
            Service::Table if dated => Service::Ga4,
            known => known,
        };
        let counted = self.columns[Role::Views].and_then(|at| self.names.get(at).cloned());
        Found::Export(service, counted.unwrap_or_default())
    }

    fn is(&self, role: Role, name: &str) -> bool {
        self.columns[role]
            .and_then(|at| self.names.get(at))
            .is_some_and(|n| n.eq_ignore_ascii_case(name))
    }
}

/// Who has such columns.
fn service(names: &[String], columns: &Columns) -> Service {
    let has = |name: &str| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    let starts = |start: &str| {
        names
            .iter()
            .any(|n| n.get(..start.len()).is_some_and(|s| s.eq_ignore_ascii_case(start)))
    };
    if columns[Role::First].is_some() && columns[Role::Bot].is_some() {
        Service::GoatCounter
    } else if has("website_id") || (has("x") && has("y")) {
        Service::Umami
    } else if starts("nb_") || starts("metadata:") || has("label") || has("unique pageviews") {
        Service::Matomo
    } else if starts("page path") || has("pagePath") || has("screenPageViews") {
        Service::Ga4
    } else if has("event:page") || (has("visitors") && (has("page") || has("bounce_rate"))) {
        Service::Plausible
    } else {
        Service::Table
    }
}

impl<F: Fn(&str) -> Option<String>> Tally<F> {
    /// Counts a row; `days` are those of rows without a date.
    pub(super) fn row(&mut self, header: &Header, cells: &[&str], days: Option<(Date, Date)>) {
        self.report.rows += 1;
        let of = match self.count(header, cells, days) {
            Ok(()) => &mut self.report.counted,
            Err(Out::Repeated) => &mut self.report.repeated,
            Err(Out::Program) => &mut self.report.programs,
            Err(Out::Event) => &mut self.report.events,
            Err(Out::OtherPage) => &mut self.report.other_pages,
            Err(Out::Unreadable) => &mut self.report.unreadable,
        };
        *of += 1;
    }

    fn count(&mut self, header: &Header, cells: &[&str], days: Option<(Date, Date)>) -> Result<(), Out> {
        let cell = |role: Role| header.columns[role].and_then(|at| cells.get(at).copied());
        let page = cell(Role::Path).ok_or(Out::Unreadable)?;
        if cell(Role::Bot).is_some_and(|b| !matches!(b, "" | "0" | "false")) {
            return Err(Out::Program);
        }
        let is_type = header.is(Role::Event, "event_type");
        if cell(Role::Event).is_some_and(|e| !is_view(e, is_type)) {
            return Err(Out::Event);
        }
        let story = self.story(page, header.service).ok_or(Out::OtherPage)?;
        let utc = header.service == Service::Umami;
        let zone = if utc { TimeZone::UTC } else { self.options.zone.clone() };
        let when = match cell(Role::Date).filter(|d| !d.is_empty()) {
            Some(date) => Some(moment::read(date, cell(Role::Hour), &zone).ok_or(Out::Unreadable)?),
            None => days.and_then(|(a, b)| Some((Hours::of_days(a, b, &self.options.zone)?, None))),
        };
        let views = match header.columns[Role::Views] {
            Some(_) => cell(Role::Views).and_then(whole).ok_or(Out::Unreadable)?,
            None => {
                let (hours, second) = when.ok_or(Out::Unreadable)?;
                let second = second.unwrap_or(i64::from(hours.from) * 3600);
                self.visit(story, second, (cell(Role::Session), cell(Role::First)))?;
                1
            }
        };
        self.add(story, when, views);
        Ok(())
    }

    fn add(&mut self, story: u32, when: Option<moment::When>, views: u64) {
        self.report.views += views;
        self.report.undated += u64::from(when.is_none());
        if views == 0 {
            return;
        }
        *self.counts.entry((story, when.map(|w| w.0))).or_default() += views;
        let now = self.options.now.as_second();
        let last = match when {
            Some((_, Some(second))) => second,
            Some((hours, None)) => i64::from(hours.to) * 3600 - 1,
            None => now,
        };
        self.newest = self.newest.max(Some(last.min(now)));
    }

    /// Whether a visit counts: a visitor once a story and day.
    fn visit(&mut self, story: u32, second: i64, (session, first): (Option<&str>, Option<&str>)) -> Result<(), Out> {
        let Some(session) = session.filter(|s| !s.is_empty()) else {
            let again = first.is_some_and(|f| matches!(f, "0" | "false"));
            return if again { Err(Out::Repeated) } else { Ok(()) };
        };
        let at = Timestamp::from_second(second).map_err(|_| Out::Unreadable)?;
        let day = self.options.zone.to_datetime(at).date();
        let mut visitor = DefaultHasher::new();
        (session, story, day).hash(&mut visitor);
        match self.seen.insert(visitor.finish()) {
            true => Ok(()),
            false => Err(Out::Repeated),
        }
    }

    /// The story of a page as a service names it: an address, a path, `host/path`, or Matomo's label.
    fn story(&mut self, page: &str, service: Service) -> Option<u32> {
        let page = page.trim();
        if page.starts_with('/') || has_scheme(page) {
            return self.targets.story(page.as_bytes());
        }
        let host = page
            .split_once('/')
            .filter(|(host, _)| host.contains('.') && !host.contains(' '));
        if let Some(found) = host.and_then(|(_, path)| self.targets.story(format!("/{path}").as_bytes())) {
            return Some(found);
        }
        let label = page.strip_suffix("/index").unwrap_or(page);
        (service == Service::Matomo).then(|| self.targets.story(format!("/{label}").as_bytes()))?
    }

    /// Counts an object of a JSON text; `list` is the name of the list that it stands in.
    pub(super) fn object(&mut self, reader: &mut JsonReader, list: &str, text: &[u8]) {
        match serde_json::from_slice::<Value>(text) {
            Ok(Value::Object(object)) if !reader.names(list, &object) => {
                let days = moment::days(list).or(self.options.days);
                self.cells(reader, &object, (days, MAX_TABLES));
            }
            Ok(Value::Object(_)) => {}
            _ => {
                self.report.rows += 1;
                self.report.unreadable += 1;
            }
        }
    }

    fn cells(
        &mut self,
        reader: &mut JsonReader,
        object: &Map<String, Value>,
        (days, depth): (Option<(Date, Date)>, usize),
    ) {
        let cells = reader.cells(object);
        let (names, values): (Vec<String>, Vec<String>) = cells.into_iter().unzip();
        if reader.header.as_ref().is_none_or(|h| h.names != names)
            && let Some(header) = Header::find(names.clone(), &self.options.columns)
        {
            reader.header = Some(header);
        }
        match reader.header.take_if(|h| h.names == names) {
            Some(header) => {
                let values: Vec<&str> = values.iter().map(String::as_str).collect();
                self.row(&header, &values, days);
                reader.header = Some(header);
            }
            None if reader.odd.is_empty() => reader.odd = names.into_iter().take(TOLD_NAMES).collect(),
            None => {}
        }
        if let Some(Value::Array(inner)) = object.get("subtable").filter(|_| depth > 0) {
            for object in inner.iter().filter_map(Value::as_object) {
                self.cells(reader, object, (days, depth - 1));
            }
        }
    }
}

/// What has been learnt of a JSON export.
#[derive(Debug, Default)]
pub(super) struct JsonReader {
    header: Option<Header>,
    dimensions: Vec<String>,
    metrics: Vec<String>,
    odd: Vec<String>,
}

impl JsonReader {
    pub(super) fn found(self) -> Found {
        match self.header {
            Some(header) => header.found(false),
            None => Found::Unknown(self.odd),
        }
    }

    /// Takes an object of Google's lists of names; whether it was one.
    fn names(&mut self, list: &str, object: &Map<String, Value>) -> bool {
        let names = match list {
            "dimensionHeaders" => &mut self.dimensions,
            "metricHeaders" => &mut self.metrics,
            _ => return false,
        };
        if let Some(name) = object.get("name").and_then(Value::as_str).filter(|_| names.len() < 32) {
            names.push(name.to_owned());
        }
        true
    }

    /// Names and texts of an object: its own, or those that Google's and Plausible's answers keep apart.
    fn cells(&self, object: &Map<String, Value>) -> Vec<(String, String)> {
        let list = |key: &str| object.get(key).and_then(Value::as_array);
        let google = |list: &[Value], names: &[String]| -> Vec<(String, String)> {
            let texts = list.iter().map(|v| v.get("value").and_then(text).unwrap_or_default());
            names.iter().cloned().zip(texts).collect()
        };
        if let (Some(dimensions), Some(metrics)) = (list("dimensionValues"), list("metricValues")) {
            let mut cells = google(dimensions, &self.dimensions);
            cells.extend(google(metrics, &self.metrics));
            return cells;
        }
        if let (Some(dimensions), Some(metrics)) = (list("dimensions"), list("metrics")) {
            let named = |value: &Value| {
                let value = text(value).unwrap_or_default();
                let page = value.starts_with('/') || value.contains("://");
                let name = match page {
                    true => "event:page",
                    false if moment::read(&value, None, &TimeZone::UTC).is_some() => "time",
                    false => "other",
                };
                (name.to_owned(), value)
            };
            let count = metrics.first().and_then(text).unwrap_or_default();
            let cells = dimensions.iter().map(named);
            return cells.chain([("visitors".to_owned(), count)]).collect();
        }
        object
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), text(value)?)))
            .collect()
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        Value::Null => Some(String::new()),
        _ => None,
    }
}

/// Whether a cell of a column of events tells a view of a page. Umami writes kinds: 1 is a view, 2 an event.
fn is_view(cell: &str, is_type: bool) -> bool {
    match cell {
        "" | "pageview" | "page_view" => true,
        "0" | "false" => !is_type,
        "1" => is_type,
        _ => false,
    }
}

/// A whole number, also `1,234`, `12.0` and with Bengali digits.
fn whole(text: &str) -> Option<u64> {
    let plain: String = ascii_digits(text.trim())
        .chars()
        .filter(|c| !matches!(c, ',' | ' ' | '\u{A0}'))
        .collect();
    let plain = plain.split_once('.').map_or(
        plain.as_str(),
        |(whole, rest)| {
            if rest.bytes().all(|b| b == b'0') { whole } else { "" }
        },
    );
    let digits = !plain.is_empty() && plain.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| plain.parse().ok())?.filter(|n| *n <= MOST_VIEWS)
}

/// Whether an address begins with a scheme, whatever letters its host has.
fn has_scheme(page: &str) -> bool {
    page.split_once("://").is_some_and(|(scheme, _)| scheme.len() <= 12)
}
