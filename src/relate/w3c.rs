//! W3C extended logs, as CloudFront (tabs) and IIS (blanks) write them: a `#Fields:` line names the columns of those below.

use super::line::{Hit, seconds_utc};
use std::borrow::Cow;

/// Most columns that are looked at.
const MAX_COLUMNS: usize = 64;

/// Where the columns of a log stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Columns {
    date: usize,
    time: usize,
    address: usize,
    method: usize,
    target: usize,
    status: usize,
    agent: Option<usize>,
    many: usize,
}

impl Columns {
    /// Reads a line that begins with `#`; `None` when it names no columns, or too few to count by.
    ///
    /// ```
    /// use khobor::relate::w3c::Columns;
    /// let columns = Columns::named(b"#Fields: date time c-ip cs-method cs-uri-stem sc-status cs(User-Agent)").unwrap();
    /// let hit = columns.read(b"2024-02-16\t03:30:00\t10.0.0.1\tGET\t/a/\t200\tMozilla/5.0").unwrap();
    /// assert_eq!((hit.time, hit.status, &*hit.target), (1_708_054_200, 200, &b"/a/"[..]));
    /// ```
    pub fn named(line: &[u8]) -> Option<Self> {
        let names = line.strip_prefix(b"#Fields:")?;
        let names: Vec<&[u8]> = names
            .split(u8::is_ascii_whitespace)
            .filter(|n| !n.is_empty())
            .take(MAX_COLUMNS)
            .collect();
        let place = |name: &str| names.iter().position(|n| n.eq_ignore_ascii_case(name.as_bytes()));
        Some(Columns {
            date: place("date")?,
            time: place("time")?,
            address: place("c-ip")?,
            method: place("cs-method")?,
            target: place("cs-uri-stem")?,
            status: place("sc-status")?,
            agent: place("cs(User-Agent)"),
            many: names.len(),
        })
    }

    /// Reads a line below; `None` when it does not fit.
    pub fn read<'a>(&self, line: &'a [u8]) -> Option<Hit<'a>> {
        let tabs = memchr::memchr(b'\t', line).is_some();
        let mut cells: [&[u8]; MAX_COLUMNS] = [b""; MAX_COLUMNS];
        let mut many = 0;
        for cell in line.split(|b| if tabs { *b == b'\t' } else { *b == b' ' }) {
            if let Some(free) = cells.get_mut(many) {
                *free = cell;
            }
            many += 1;
        }
        if many < self.many {
            return None;
        }
        let cell = |at: usize| cells.get(at).copied().filter(|c| !c.is_empty() && *c != b"-");
        let status = std::str::from_utf8(cell(self.status)?).ok()?.parse().ok()?;
        Some(Hit {
            address: Cow::Borrowed(cell(self.address)?),
            time: seconds_utc(cell(self.date)?, cell(self.time)?)?,
            method: Cow::Borrowed(cell(self.method)?),
            target: Cow::Borrowed(cell(self.target)?),
            status,
            agent: Cow::Borrowed(self.agent.and_then(cell).unwrap_or_default()),
            prefetch: false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: &[u8] = b"#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query";

    #[test]
    fn cloudfront_and_iis() {
        let columns = Columns::named(FIELDS).unwrap();
        let line = b"2024-02-16\t03:30:00\tDAC50-C1\t512\t10.0.0.1\tGET\td1.example.net\t/%E0%A6%95/\t304\t-\tMozilla/5.0%20(X11)\t-";
        let hit = columns.read(line).unwrap();
        assert_eq!(
            (&*hit.address, hit.time, hit.status),
            (&b"10.0.0.1"[..], 1_708_054_200, 304)
        );
        assert_eq!(
            (&*hit.target, &*hit.agent),
            (&b"/%E0%A6%95/"[..], &b"Mozilla/5.0%20(X11)"[..])
        );
        let iis =
            Columns::named(b"#Fields: date time s-ip cs-method cs-uri-stem c-ip cs(User-Agent) sc-status").unwrap();
        let hit = iis
            .read(b"2024-02-16 03:30:00 10.0.0.9 GET /a/ 10.0.0.1 Mozilla/5.0+(X11) 200")
            .unwrap();
        assert_eq!((&*hit.address, hit.status), (&b"10.0.0.1"[..], 200));
    }

    #[test]
    fn hostile_lines_are_no_lines() {
        assert_eq!(Columns::named(b"#Fields: date time"), None);
        assert_eq!(Columns::named(b"#Version: 1.0"), None);
        assert_eq!(Columns::named("#Fields: x ".repeat(9_000).as_bytes()), None);
        let columns = Columns::named(FIELDS).unwrap();
        let lines: [&[u8]; 5] = [
            b"",
            b"\t\t\t\t\t\t\t\t\t\t\t\t\t",
            b"2024-02-16\t03:30:00",
            b"2024-02-16\t99:30:00\tD\t5\t10.0.0.1\tGET\th\t/a/\t200\t-\tM\t-",
            b"2024-02-16\t03:30:00\tD\t5\t10.0.0.1\tGET\th\t/a/\t2x0\t-\tM\t-",
        ];
        lines.iter().for_each(|line| assert_eq!(columns.read(line), None));
        assert_eq!(columns.read("\t".repeat(60_000).as_bytes()), None);
    }
}
