//! The table of views in the queue's file: a row a story and hour. Rows stay for 40 days, longer than `data/popular.toml` keeps
//! hours, so that an import may come late; what was read stays too, because of two counts the greater is kept there.

use super::views::HourViews;
use rusqlite::{Connection, Result, Transaction, params};

pub(super) const TABLE: &str = "
    CREATE TABLE view (
        number INTEGER PRIMARY KEY AUTOINCREMENT, story TEXT NOT NULL, hour INTEGER NOT NULL, views INTEGER NOT NULL,
        UNIQUE (hour, story)) STRICT;";
/// How long an hour's views are kept, in hours.
const KEPT: u32 = 40 * 24;
/// Most rows; further stories of an hour find no room.
const MOST_ROWS: u64 = 1_000_000;

/// Rows of the table.
pub(super) fn rows(connection: &Connection) -> Result<u64> {
    let count: i64 = connection.query_row("SELECT count(*) FROM view", [], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

/// Adds views and drops hours that are over, counted from the newest; `rows` is how many rows there are, and what comes back
/// how many there are then.
pub(super) fn add(change: &Transaction<'_>, views: &[HourViews], mut rows: u64) -> Result<u64> {
    let Some(newest) = views.iter().map(|v| v.hour).max() else {
        return Ok(rows);
    };
    let gone = change.execute("DELETE FROM view WHERE hour < ?1", [newest.saturating_sub(KEPT)])?;
    rows = rows.saturating_sub(gone as u64);
    let mut raise = change.prepare("UPDATE view SET views = views + ?3 WHERE hour = ?2 AND story = ?1")?;
    let mut insert = change.prepare("INSERT INTO view (story, hour, views) VALUES (?1, ?2, ?3)")?;
    for row in views {
        let values = params![row.story, row.hour, row.views];
        if raise.execute(values)? == 0 && rows < MOST_ROWS {
            insert.execute(values)?;
            rows += 1;
        }
    }
    Ok(rows)
}

/// Rows after the one with the number `after`, and the number of the last.
pub(super) fn read(connection: &Connection, after: i64, most: u32) -> Result<(Vec<HourViews>, i64)> {
    let query = "SELECT story, hour, views, number FROM view WHERE number > ?1 ORDER BY number LIMIT ?2";
    let mut query = connection.prepare(query)?;
    let mut last = after;
    let mut views = Vec::new();
    let mut rows = query.query(params![after, most])?;
    while let Some(row) = rows.next()? {
        last = row.get(3)?;
        views.push(HourViews {
            story: row.get(0)?,
            hour: row.get(1)?,
            views: u32::try_from(row.get::<_, i64>(2)?).unwrap_or(u32::MAX),
        });
    }
    Ok((views, last))
}
