//! Views counted from access logs: who read which story, once a day.
//!
//! A view is a GET that was answered by 200 or 304, of a story's page, by a person. A visitor (address and user agent) counts
//! once a story and day of the site's zone. Addresses are never kept: only a 64-bit hash of visitor, story and day, for as
//! long as the import runs. Memory grows with counted views and known pages, never with lines; lines over 64 KiB are skipped.

use super::agent::is_program;
use super::line::{self, Hit};
use super::popular::PopularRecords;
use super::target::{Targets, remember};
use super::{input, w3c};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, BufRead, Read};

/// Longest line that is read.
const MAX_LINE: usize = 64 * 1024;

/// What became of the lines of a log.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LogReport {
    /// Lines read, empty ones not counted.
    pub lines: u64,
    /// Views counted.
    pub views: u64,
    /// Left out: the same visitor on the same day again.
    pub repeated: u64,
    /// Left out: programs (search engines, previews, monitors, browsers fetching in advance).
    pub programs: u64,
    /// Left out: another method than GET.
    pub not_get: u64,
    /// Left out: another status than 200 and 304.
    pub failed: u64,
    /// Left out: not a story's page.
    pub other_pages: u64,
    /// Left out: no log line, or half of one.
    pub unreadable: u64,
    /// Left out: longer than 64 KiB.
    pub too_long: u64,
}

impl LogReport {
    /// Lines read since an earlier report, and how many of them were none of a log.
    pub fn since(&self, earlier: &LogReport) -> (u64, u64) {
        let odd = |report: &LogReport| report.unreadable + report.too_long;
        (self.lines - earlier.lines, odd(self) - odd(earlier))
    }
}

/// Why a line was not counted.
enum Out {
    Repeated,
    Program,
    NotGet,
    Failed,
    OtherPage,
}

/// Counts views in logs, one after the other.
///
/// `lookup` says which story a decoded, canonical path (`/international/putin-hamas/`) belongs to, by any name that serves as
/// its key in [`PopularRecords`]; former addresses included.
///
/// ```
/// use khobor::relate::log::Counter;
/// let log = "10.0.0.1 - - [16/Feb/2024:09:30:00 +0600] \"GET /%E0%A6%95/ HTTP/1.1\" 200 5 \"-\" \"Mozilla/5.0 (X11)\"\n".repeat(2);
/// let mut counter = Counter::new(jiff::tz::TimeZone::UTC, |path| (path == "/ক/").then(|| path.to_owned()));
/// counter.read(log.as_bytes()).unwrap();
/// let (records, report) = counter.finish();
/// assert_eq!((records.total("/ক/"), report.views, report.repeated), (1, 1, 1));
/// ```
#[derive(Debug)]
pub struct Counter<F> {
    zone: TimeZone,
    targets: Targets<F>,
    /// Columns of a W3C log, since its last `#Fields:` line.
    columns: Option<w3c::Columns>,
    /// Whether an agent is a program.
    agents: FxHashMap<Box<[u8]>, bool>,
    /// Views by story and hour since 1970.
    views: FxHashMap<(u32, u32), u32>,
    /// Visitor, story and day.
    seen: FxHashSet<u64>,
    /// A quarter of an hour and the zone's offset in it.
    offset: (i64, i64),
    newest: Option<i64>,
    report: LogReport,
}

impl<F: Fn(&str) -> Option<String>> Counter<F> {
    /// A counter with nothing counted. `zone` is the site's.
    pub fn new(zone: TimeZone, lookup: F) -> Self {
        Counter {
            zone,
            targets: Targets::new(lookup),
            columns: None,
            agents: FxHashMap::default(),
            views: FxHashMap::default(),
            seen: FxHashSet::default(),
            offset: (i64::MIN, 0),
            newest: None,
            report: LogReport::default(),
        }
    }

    /// Reads a log, plain or gzip (known by its first bytes), to its end.
    ///
    /// # Errors
    /// When reading fails, or a gzip stream is damaged; what was read before counts.
    pub fn read(&mut self, input: impl Read) -> io::Result<()> {
        self.columns = None;
        self.lines(input::plain(input)?)
    }

    /// What became of the lines so far.
    pub fn report(&self) -> LogReport {
        self.report
    }

    /// Everything counted, and what became of the lines.
    pub fn finish(self) -> (PopularRecords, LogReport) {
        let mut records = PopularRecords::default();
        let mut views: Vec<((u32, u32), u32)> = self.views.into_iter().collect();
        views.sort_unstable();
        for ((story, hour), count) in views {
            if let Some(path) = self.targets.name(story) {
                records.add(path, hour, count);
            }
        }
        records.newest = self.newest.and_then(|s| Timestamp::from_second(s).ok());
        (records, self.report)
    }

    fn lines(&mut self, mut input: impl BufRead) -> io::Result<()> {
        let mut begun: Vec<u8> = Vec::new();
        let mut long = false;
        loop {
            let buffer = input.fill_buf()?;
            if buffer.is_empty() {
                break;
            }
            let used = buffer.len();
            let mut rest = buffer;
            while let Some(end) = memchr::memchr(b'\n', rest) {
                let (head, tail) = rest.split_at(end);
                if begun.is_empty() && !long {
                    self.line(head);
                } else {
                    long |= extend(&mut begun, head);
                    self.end_line(&mut begun, &mut long);
                }
                rest = tail.get(1..).unwrap_or_default();
            }
            long |= extend(&mut begun, rest);
            input.consume(used);
        }
        if long || !begun.is_empty() {
            self.end_line(&mut begun, &mut long);
        }
        Ok(())
    }

    /// Takes a line that was gathered from pieces.
    fn end_line(&mut self, begun: &mut Vec<u8>, long: &mut bool) {
        if *long {
            self.report.lines += 1;
            self.report.too_long += 1;
        } else {
            self.line(begun);
        }
        begun.clear();
        *long = false;
    }

    fn line(&mut self, line: &[u8]) {
        if line.starts_with(b"#") {
            self.columns = w3c::Columns::named(line).or(self.columns.take());
            return;
        }
        let line = line.trim_ascii_end();
        if line.is_empty() {
            return;
        }
        self.report.lines += 1;
        if line.len() > MAX_LINE {
            self.report.too_long += 1;
            return;
        }
        let hit = match &self.columns {
            Some(columns) => columns.read(line).or_else(|| line::read(line)),
            None => line::read(line),
        };
        let Some(hit) = hit else {
            self.report.unreadable += 1;
            return;
        };
        let report = match self.count(&hit) {
            Ok(()) => &mut self.report.views,
            Err(Out::Repeated) => &mut self.report.repeated,
            Err(Out::Program) => &mut self.report.programs,
            Err(Out::NotGet) => &mut self.report.not_get,
            Err(Out::Failed) => &mut self.report.failed,
            Err(Out::OtherPage) => &mut self.report.other_pages,
        };
        *report += 1;
    }

    fn count(&mut self, hit: &Hit<'_>) -> Result<(), Out> {
        if &*hit.method != b"GET" {
            return Err(Out::NotGet);
        }
        if !matches!(hit.status, 200 | 304) {
            return Err(Out::Failed);
        }
        if hit.prefetch || self.is_program(&hit.agent) {
            return Err(Out::Program);
        }
        let story = self.targets.story(&hit.target).ok_or(Out::OtherPage)?;
        let mut visitor = DefaultHasher::new();
        (&*hit.address, &*hit.agent, story, self.day(hit.time)).hash(&mut visitor);
        if !self.seen.insert(visitor.finish()) {
            return Err(Out::Repeated);
        }
        let hour = u32::try_from(hit.time.div_euclid(3600)).unwrap_or_default();
        *self.views.entry((story, hour)).or_default() += 1;
        self.newest = self.newest.max(Some(hit.time));
        Ok(())
    }

    fn is_program(&mut self, agent: &[u8]) -> bool {
        if let Some(known) = self.agents.get(agent) {
            return *known;
        }
        let program = is_program(agent);
        remember(&mut self.agents, agent, program);
        program
    }

    /// The day of the site's zone, counted from 1970.
    fn day(&mut self, time: i64) -> i64 {
        let quarter = time.div_euclid(900);
        if self.offset.0 != quarter {
            let offset = Timestamp::from_second(time).map(|t| self.zone.to_offset(t).seconds());
            self.offset = (quarter, i64::from(offset.unwrap_or_default()));
        }
        (time + self.offset.1).div_euclid(86_400)
    }
}

/// Adds a piece to a line; true when it gets too long, and then nothing more is kept.
fn extend(begun: &mut Vec<u8>, piece: &[u8]) -> bool {
    if begun.len() + piece.len() > MAX_LINE {
        begun.clear();
        return true;
    }
    begun.extend_from_slice(piece);
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const AGENT: &str = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/120 Mobile Safari/537.36";

    fn line(ip: &str, time: &str, request: &str, status: u16, agent: &str) -> String {
        format!("{ip} - - [{time}] \"{request} HTTP/1.1\" {status} 7012 \"-\" \"{agent}\"\n")
    }

    fn count(log: &[u8]) -> (PopularRecords, LogReport) {
        let lookup = |path: &str| match path.trim_matches('/') {
            "ঢাকা/পুরোনো" | "dhaka/a" => Some("/dhaka/a/".to_owned()),
            "dhaka/b" => Some("/dhaka/b/".to_owned()),
            _ => None,
        };
        let mut counter = Counter::new(TimeZone::get("Asia/Dhaka").unwrap(), lookup);
        counter.read(log).unwrap();
        counter.finish()
    }

    #[test]
    fn one_visitor_counts_once_a_day_of_the_zone() {
        // 17:59 and 18:01 UTC are two days in Dhaka.
        let log = [
            line("10.0.0.1", "01/Nov/2026:17:59:00 +0000", "GET /dhaka/a/", 200, AGENT),
            line("10.0.0.1", "01/Nov/2026:18:01:00 +0000", "GET /dhaka/a/", 304, AGENT),
            line(
                "10.0.0.1",
                "02/Nov/2026:01:01:00 +0600",
                "GET /dhaka/a/?fbclid=x",
                200,
                AGENT,
            ),
            line(
                "10.0.0.2",
                "02/Nov/2026:01:01:00 +0600",
                "GET /dhaka/a/index.html",
                200,
                AGENT,
            ),
            line("10.0.0.2", "02/Nov/2026:01:01:00 +0600", "GET /dhaka/b", 200, AGENT),
        ];
        let (records, report) = count(log.concat().as_bytes());
        assert_eq!((records.total("/dhaka/a/"), records.total("/dhaka/b/")), (3, 1));
        assert_eq!((report.lines, report.views, report.repeated), (5, 4, 1));
        assert_eq!(
            records.newest.map(|t| t.to_string()).as_deref(),
            Some("2026-11-01T19:01:00Z")
        );
    }

    #[test]
    fn old_addresses_and_escapes_are_one_story() {
        let encoded: String = "/ঢাকা/পুরোনো/"
            .bytes()
            .map(|b| {
                if b.is_ascii() {
                    (b as char).to_string()
                } else {
                    format!("%{b:02x}")
                }
            })
            .collect();
        let hex: String = "/ঢাকা/পুরোনো/"
            .bytes()
            .map(|b| {
                if b.is_ascii() {
                    (b as char).to_string()
                } else {
                    format!("\\x{b:02X}")
                }
            })
            .collect();
        let nfd = "/ঢাকা/পুরে\u{09BE}নে\u{09BE}/";
        let log: String = [&encoded, &hex, "/ঢাকা/পুরোনো", nfd]
            .iter()
            .enumerate()
            .map(|(i, path)| {
                line(
                    &format!("10.0.1.{i}"),
                    "02/Nov/2026:01:01:00 +0600",
                    &format!("GET {path}"),
                    200,
                    AGENT,
                )
            })
            .collect();
        assert_eq!(count(log.as_bytes()).0.total("/dhaka/a/"), 4);
    }

    #[test]
    fn everything_else_is_left_out_and_reported() {
        let time = "02/Nov/2026:01:01:00 +0600";
        let log = [
            line("10.0.0.1", time, "HEAD /dhaka/a/", 200, AGENT),
            line("10.0.0.1", time, "POST /dhaka/a/", 200, AGENT),
            line("10.0.0.1", time, "GET /dhaka/a/", 404, AGENT),
            line("10.0.0.1", time, "GET /dhaka/a/", 301, AGENT),
            line("10.0.0.1", time, "GET /style.css", 200, AGENT),
            line("10.0.0.1", time, "GET /dhaka/a/", 200, "-"),
            line("10.0.0.1", time, "GET /dhaka/a/", 200, "Googlebot/2.1"),
            "half a li\n".to_owned(),
            "x".repeat(200_000) + "\n",
            "\n".to_owned(),
            "y".repeat(70_000),
        ];
        let (records, report) = count(log.concat().as_bytes());
        assert!(records.stories.is_empty() && records.newest.is_none());
        let diagnostics = LogReport {
            lines: 10,
            not_get: 2,
            failed: 2,
            other_pages: 1,
            programs: 2,
            unreadable: 1,
            too_long: 2,
            ..LogReport::default()
        };
        assert_eq!(report, diagnostics);
    }

    #[test]
    fn gzip_is_told_by_its_first_bytes() {
        let log = line("10.0.0.1", "02/Nov/2026:01:01:00 +0600", "GET /dhaka/a/", 200, AGENT);
        let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        zip.write_all(log.as_bytes()).unwrap();
        let mut bytes = zip.finish().unwrap();
        bytes.extend_from_slice(&bytes.clone());
        let (records, report) = count(&bytes);
        assert_eq!((records.total("/dhaka/a/"), report.lines), (1, 2));
    }

    #[test]
    fn cloudfront_files_with_tabs_are_counted() {
        let agent = AGENT.replace(' ', "%20");
        let row = |time: &str, ip: &str, path: &str, status: u16, agent: &str| {
            format!("2026-11-02\t{time}\tDAC50\t512\t{ip}\tGET\td1.example.net\t{path}\t{status}\t-\t{agent}\t-\tHit\n")
        };
        let log = [
            "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query x-edge-result-type\n".to_owned(),
            row("01:00:00", "10.0.0.1", "/dhaka/a/", 200, &agent),
            row("01:00:09", "10.0.0.1", "/dhaka/a/index.html", 200, &agent),
            row("01:00:00", "2001:db8::1", "/dhaka/a/", 304, &agent),
            row("01:00:00", "10.0.0.1", "/dhaka/a/", 200, "Googlebot/2.1%20(+http://www.google.com/bot.html)"),
            row("01:00:00", "10.0.0.1", "/dhaka/b/", 403, &agent),
            line("10.0.0.3", "02/Nov/2026:01:01:00 +0600", "GET /dhaka/b/", 200, AGENT),
        ];
        let mut zip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        zip.write_all(log.concat().as_bytes()).unwrap();
        let (records, report) = count(&zip.finish().unwrap());
        assert_eq!((records.total("/dhaka/a/"), records.total("/dhaka/b/")), (2, 1));
        let diagnostics = LogReport {
            lines: 6,
            views: 3,
            repeated: 1,
            programs: 1,
            failed: 1,
            ..LogReport::default()
        };
        assert_eq!(report, diagnostics);
    }

    #[test]
    fn virtual_hosts_and_json_lines_count_the_same() {
        let time = "02/Nov/2026:01:01:00 +0600";
        let log = [
            format!(
                "kagoj.example:443 {}",
                line("10.0.0.1", time, "GET /dhaka/a/", 200, AGENT)
            ),
            format!(
                "{{\"remote_addr\":\"10.0.0.2\",\"time_iso8601\":\"2026-11-02T01:01:00+06:00\",\"request\":\"GET /dhaka/a/ HTTP/2.0\",\"status\":200,\"http_user_agent\":\"{AGENT}\"}}\n"
            ),
            format!(
                "{{\"ts\":1793559660.5,\"request\":{{\"client_ip\":\"10.0.0.3\",\"method\":\"GET\",\"uri\":\"/dhaka/a/?x\",\"headers\":{{\"User-Agent\":[\"{AGENT}\"]}}}},\"status\":200}}\n"
            ),
            format!(
                "{{\"ts\":1793559660.5,\"request\":{{\"client_ip\":\"10.0.0.5\",\"method\":\"GET\",\"uri\":\"/dhaka/a/\",\"headers\":{{\"User-Agent\":[\"{AGENT}\"],\"Sec-Purpose\":[\"prefetch\"]}}}},\"status\":200}}\n"
            ),
            format!(
                "{{\"ClientIP\":\"10.0.0.4\",\"EdgeStartTimestamp\":\"2026-11-01T19:01:00Z\",\"ClientRequestMethod\":\"GET\",\"ClientRequestURI\":\"/dhaka/a\",\"EdgeResponseStatus\":200,\"ClientRequestUserAgent\":\"{AGENT}\"}}\n"
            ),
            format!(
                "{{\"date\":\"2026-11-01\",\"time\":\"19:01:00\",\"c-ip\":\"10.0.0.6\",\"cs-method\":\"GET\",\"cs-uri-stem\":\"/dhaka/a/\",\"sc-status\":\"200\",\"cs(User-Agent)\":\"{AGENT}\"}}\n"
            ),
        ];
        let (records, report) = count(log.concat().as_bytes());
        assert_eq!(
            (records.total("/dhaka/a/"), report.views, report.programs),
            (5, 5, 1),
            "{report:?}"
        );
    }
}
