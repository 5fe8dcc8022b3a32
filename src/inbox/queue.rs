//! The queue: one SQLite file. Letters wait in it until they are pulled; hashes of their texts stay a day longer, so that a
//! text does not come in twice. It holds no address and no e-mail.

use super::letter::Letter;
use super::view_table;
use super::views::HourViews;
use crate::bengali::{cluster, gate};
use crate::comments::{Incoming, Reply};
use jiff::{Timestamp, ToSpan};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior, params};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Says that a file is a queue of this program ("khob").
const APPLICATION: i32 = 0x6b68_6f62;
/// The form of the tables.
const FORM: i32 = 3;
/// Letters that may wait.
const MOST: u64 = 100_000;
/// Bytes of texts that may wait.
const MOST_BYTES: u64 = 256 << 20;
/// How long a text is known, in hours.
const KNOWN: i64 = 24;
/// How long another process may write.
const PATIENCE: Duration = Duration::from_secs(10);
/// A text with fewer letters may be anybody's: "ধন্যবাদ", "একমত".
const OWN_WORDS: usize = 30;

const TABLES: &str = "
    CREATE TABLE letter (
        number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, story TEXT NOT NULL, name TEXT NOT NULL,
        site TEXT, body TEXT NOT NULL, at INTEGER NOT NULL, parent TEXT) STRICT;
    CREATE TABLE known (letter BLOB PRIMARY KEY, body BLOB NOT NULL, at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX known_body ON known (body);
    CREATE INDEX known_at ON known (at);";

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It waits.
    Kept,
    /// It waits already: the same reader has pressed twice.
    Again,
    /// The same text has come from elsewhere.
    Copied,
    /// There is no room.
    Full,
}

/// A letter that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Waiting {
    pub(super) number: i64,
    pub(super) story: String,
    pub(super) incoming: Incoming,
}

/// The queue's file.
pub(super) struct Queue {
    connection: Connection,
    /// Where the file is, and which file it is: device and inode.
    place: PathBuf,
    file: Option<(u64, u64)>,
    letters: u64,
    bytes: u64,
    /// Stories and hours with views.
    view_rows: u64,
}

type Result<T> = rusqlite::Result<T>;

impl Queue {
    /// Opens the queue and makes it when it is not there. Only its owner may read it.
    pub(super) fn open(path: &Path) -> Result<Queue> {
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            let made = std::fs::OpenOptions::new()
                .create_new(true)
                .write(true)
                .mode(0o600)
                .open(path);
            drop(made);
        }
        Self::with(path, OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens a queue that is there.
    pub(super) fn of(path: &Path) -> Result<Queue> {
        Self::with(path, OpenFlags::empty())
    }

    fn with(path: &Path, more: OpenFlags) -> Result<Queue> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
        let mut connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(PATIENCE)?;
        // Another program's file is left as it is.
        form(&connection)?;
        // FULL: a letter that was answered for outlives a power cut too. Many letters share one flush.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;",
        )?;
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // The first form did not know which comment a letter answers, the second no views.
        let step = match form(&change)? {
            0 => TABLES,
            1 => "ALTER TABLE letter ADD COLUMN parent TEXT;",
            _ => "",
        };
        if form(&change)? < FORM {
            change.execute_batch(&format!(
                "{step} {} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {FORM};",
                view_table::TABLE
            ))?;
        }
        change.commit()?;
        let mut queue = Queue {
            connection,
            place: path.to_path_buf(),
            file: file_at(path),
            letters: 0,
            bytes: 0,
            view_rows: 0,
        };
        queue.view_rows = view_table::rows(&queue.connection)?;
        queue.measure()?;
        Ok(queue)
    }

    /// Letters that wait.
    pub(super) fn waiting(&self) -> u64 {
        self.letters
    }

    fn measure(&mut self) -> Result<()> {
        let query = "SELECT count(*), coalesce(sum(length(CAST(body AS BLOB))), 0) FROM letter";
        let (letters, bytes): (i64, i64) = self.connection.query_row(query, [], |r| Ok((r.get(0)?, r.get(1)?)))?;
        (self.letters, self.bytes) = (letters.unsigned_abs(), bytes.unsigned_abs());
        Ok(())
    }

    /// That the file still stands under its name: one that was removed or replaced takes letters that nobody will find.
    fn check_place(&self) -> Result<()> {
        if self.file.is_some() && file_at(&self.place) == self.file {
            return Ok(());
        }
        let moved = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_READONLY_DBMOVED);
        let reason = "its file was removed or replaced while the inbox ran; start the inbox again";
        Err(rusqlite::Error::SqliteFailure(moved, Some(reason.to_owned())))
    }

    /// Keeps letters, all in one transaction that is on the disk when this comes back.
    pub(super) fn keep(&mut self, letters: &[&Letter]) -> Result<Vec<Fate>> {
        self.check_place()?;
        let fates = self.keep_all(letters)?;
        // What was taken away while it was written to is not there, either.
        self.check_place()?;
        Ok(fates)
    }

    fn keep_all(&mut self, letters: &[&Letter]) -> Result<Vec<Fate>> {
        if self.letters >= MOST || self.bytes >= MOST_BYTES {
            // `khobor comments pull --db` may have emptied it.
            self.measure()?;
        }
        let (mut count, mut bytes) = (self.letters, self.bytes);
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut fates = Vec::with_capacity(letters.len());
        for letter in letters {
            let size = letter.reply.body.len() as u64;
            let fate = if count >= MOST || bytes + size > MOST_BYTES {
                Fate::Full
            } else {
                keep(&change, letter)?
            };
            if fate == Fate::Kept {
                (count, bytes) = (count + 1, bytes + size);
            }
            fates.push(fate);
        }
        change.commit()?;
        (self.letters, self.bytes) = (count, bytes);
        Ok(fates)
    }

    /// Letters after the one with the number `after`, oldest first.
    pub(super) fn letters(&self, after: i64, most: u32) -> Result<Vec<Waiting>> {
        self.check_place()?;
        let query = "SELECT number, id, story, name, site, body, at, parent FROM letter WHERE number > ?1 ORDER BY number LIMIT ?2";
        let mut query = self.connection.prepare(query)?;
        let rows = query.query_map(params![after, most], |row| {
            let reply = Reply {
                name: row.get(3)?,
                site: row.get(4)?,
                parent: row.get(7)?,
                body: row.get(5)?,
                date: Timestamp::from_second(row.get(6)?).unwrap_or_default(),
            };
            Ok(Waiting {
                number: row.get(0)?,
                story: row.get(2)?,
                incoming: Incoming { id: row.get(1)?, reply },
            })
        })?;
        rows.collect()
    }

    /// Forgets letters; how many there were.
    pub(super) fn forget(&mut self, ids: &[String]) -> Result<usize> {
        self.check_place()?;
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut gone = 0;
        {
            let mut delete = change.prepare("DELETE FROM letter WHERE id = ?1")?;
            for id in ids {
                gone += delete.execute([id])?;
            }
        }
        change.commit()?;
        // What was pulled shall be gone from the disk: from the file (`secure_delete`) and from its log.
        self.settle();
        self.measure()?;
        Ok(gone)
    }

    /// Adds views, all in one transaction.
    pub(super) fn count(&mut self, views: &[HourViews]) -> Result<()> {
        self.check_place()?;
        let change = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let rows = view_table::add(&change, views, self.view_rows)?;
        change.commit()?;
        self.view_rows = rows;
        self.check_place()
    }

    /// Stories and hours with views after the row with the number `after`, and the number of the last.
    pub(super) fn views(&self, after: i64, most: u32) -> Result<(Vec<HourViews>, i64)> {
        self.check_place()?;
        view_table::read(&self.connection, after, most)
    }

    /// Writes all that waits in the log into the file itself, unless another process reads just now.
    pub(super) fn settle(&self) {
        let _ = self.connection.busy_timeout(Duration::ZERO);
        let _ = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        let _ = self.connection.busy_timeout(PATIENCE);
    }
}

/// Device and inode of what stands under a name.
#[cfg(unix)]
fn file_at(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata(path).ok().map(|meta| (meta.dev(), meta.ino()))
}

/// Where files have no numbers: only whether something is there.
#[cfg(not(unix))]
fn file_at(path: &Path) -> Option<(u64, u64)> {
    path.exists().then_some((0, 0))
}

/// The form of a queue's tables, 0 for an empty file.
fn form(connection: &Connection) -> Result<i32> {
    let number = |query: &str| connection.query_row(query, [], |row| row.get::<_, i32>(0));
    let tables = number("SELECT count(*) FROM sqlite_schema")?;
    match (number("PRAGMA application_id")?, number("PRAGMA user_version")?) {
        (APPLICATION, known @ 1..=FORM) => Ok(known),
        (0, 0) if tables == 0 => Ok(0),
        _ => Err(rusqlite::Error::InvalidQuery),
    }
}

fn keep(change: &Transaction<'_>, letter: &Letter) -> Result<Fate> {
    let at = letter.reply.date;
    let body = hash(&[&key(&letter.reply.body)]);
    let whole = hash(&[&key(&letter.reply.body), &letter.story, &gate::key(&letter.reply.name)]);
    let old = at.checked_sub(KNOWN.hours()).unwrap_or(at).as_second();
    change.execute("DELETE FROM known WHERE at < ?1", [old])?;
    let find = |query: &str, hash: &[u8; 16]| change.query_row(query, [&hash[..]], |_| Ok(())).optional();
    if find("SELECT 1 FROM known WHERE letter = ?1", &whole)?.is_some() {
        return Ok(Fate::Again);
    }
    let own = cluster::count(&letter.reply.body) >= OWN_WORDS;
    if own && find("SELECT 1 FROM known WHERE body = ?1 LIMIT 1", &body)?.is_some() {
        return Ok(Fate::Copied);
    }
    change.execute(
        "INSERT INTO known (letter, body, at) VALUES (?1, ?2, ?3)",
        params![&whole[..], &body[..], at.as_second()],
    )?;
    change.execute(
        "INSERT INTO letter (id, story, name, site, body, at, parent) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            id(at),
            letter.story,
            letter.reply.name,
            letter.reply.site,
            letter.reply.body,
            at.as_second(),
            letter.reply.parent
        ],
    )?;
    Ok(Fate::Kept)
}

/// A text as it is compared: spelling variants of one text, spaces and line ends are no difference.
fn key(text: &str) -> String {
    gate::key(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn hash(parts: &[&str]) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher
            .update(&(part.len() as u64).to_le_bytes())
            .update(part.as_bytes());
    }
    crate::digest::digest_of(&hasher)
}

/// An id of the moment and of chance. Without chance, the column's constraint keeps a letter out rather than two as one.
fn id(at: Timestamp) -> String {
    let mut chance = [0; 8];
    let _ = getrandom::fill(&mut chance);
    let moment = Timestamp::from_second(at.as_second()).unwrap_or(at).to_string();
    let moment = moment.replace(['-', ':'], "");
    format!("{moment}-{:016x}", u64::from_le_bytes(chance))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(story: &str, name: &str, body: &str, at: &str) -> Letter {
        let reply = Reply {
            name: name.to_owned(),
            site: None,
            parent: None,
            body: body.to_owned(),
            date: at.parse().unwrap(),
        };
        Letter {
            story: story.to_owned(),
            reply,
        }
    }

    const LONG: &str = "এই প্রতিবেদনটি পড়ে অনেক কিছু জানলাম, লেখককে ধন্যবাদ জানাই।";

    #[test]
    fn a_queue_of_the_first_form_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("q");
        let first = Connection::open(&path).unwrap();
        let tables = TABLES.replace(", parent TEXT", "");
        let letter_1 = "INSERT INTO letter (id, story, name, body, at) VALUES ('aaaaaaaa-1', 'desh/a', 'ক', 'খ', 1)";
        first
            .execute_batch(&format!(
                "{tables} {letter_1}; PRAGMA application_id = {APPLICATION}; PRAGMA user_version = 1;"
            ))
            .unwrap();
        drop(first);
        let mut queue = Queue::open(&path).unwrap();
        let mut answer = letter("desh/a", "গ", LONG, "2026-11-22T07:30:00Z");
        answer.reply.parent = Some("c1".to_owned());
        assert_eq!(queue.keep(&[&answer]).unwrap(), [Fate::Kept]);
        let parents: Vec<_> = queue
            .letters(0, 9)
            .unwrap()
            .into_iter()
            .map(|w| w.incoming.reply.parent)
            .collect();
        assert_eq!(parents, [None, Some("c1".to_owned())]);
    }

    #[test]
    fn a_text_comes_in_once_a_day() {
        let folder = tempfile::tempdir().unwrap();
        let mut queue = Queue::open(&folder.path().join("q")).unwrap();
        let mut fate = |story, name, body: &str, at| queue.keep(&[&letter(story, name, body, at)]).unwrap()[0];
        let (now, later) = ("2026-11-22T07:30:00Z", "2026-11-23T08:00:00Z");
        assert_eq!(fate("desh/a", "ক", LONG, now), Fate::Kept);
        assert_eq!(fate("desh/a", "ক", LONG, now), Fate::Again);
        let spaced = LONG.replace(' ', "\n  ").replace("\u{9a1}\u{9bc}", "\u{9dc}");
        assert_eq!(fate("desh/a", "ক", &spaced, now), Fate::Again);
        assert_eq!(fate("desh/b", "ক", LONG, now), Fate::Copied);
        assert_eq!(fate("desh/a", "খ", LONG, now), Fate::Copied);
        assert_eq!(fate("desh/a", "ক", "ধন্যবাদ", now), Fate::Kept);
        assert_eq!(fate("desh/a", "খ", "ধন্যবাদ", now), Fate::Kept);
        assert_eq!(fate("desh/b", "ক", LONG, later), Fate::Kept);
    }

    #[test]
    fn a_file_that_was_removed_or_replaced_takes_no_letters() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("q");
        let mut queue = Queue::open(&path).unwrap();
        let one = letter("desh/a", "ক", "এক", "2026-11-22T07:30:00Z");
        queue.keep(&[&one]).unwrap();
        std::fs::copy(&path, folder.path().join("copy")).unwrap();
        std::fs::rename(folder.path().join("copy"), &path).unwrap();
        let other = letter("desh/a", "খ", "দুই", "2026-11-22T07:30:00Z");
        assert!(queue.keep(&[&other]).is_err() && queue.letters(0, 0).is_err());
        std::fs::remove_file(&path).unwrap();
        assert!(queue.keep(&[&other]).is_err() && queue.forget(&[]).is_err());
    }

    #[test]
    fn letters_wait_until_they_are_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("q");
        let mut queue = Queue::open(&path).unwrap();
        let letters: Vec<Letter> = (0..5)
            .map(|n| letter("desh/a", "ক", &format!("{n}"), "2026-11-22T07:30:00Z"))
            .collect();
        queue.keep(&letters.iter().collect::<Vec<_>>()).unwrap();
        // Without `settle`, as after a kill.
        drop(queue);
        let mut queue = Queue::of(&path).unwrap();
        let waiting = queue.letters(0, 3).unwrap();
        assert_eq!((queue.waiting(), waiting.len()), (5, 3));
        let ids: Vec<String> = waiting.iter().map(|w| w.incoming.id.clone()).collect();
        assert_eq!((queue.forget(&ids).unwrap(), queue.forget(&ids).unwrap()), (3, 0));
        let rest = queue.letters(0, 9).unwrap();
        assert_eq!(
            rest.iter().map(|w| w.incoming.reply.body.as_str()).collect::<Vec<_>>(),
            ["3", "4"]
        );
        assert!(queue.letters(rest[1].number, 9).unwrap().is_empty());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o077, 0);
        }
    }

    #[test]
    fn other_files_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (text, other) = (folder.path().join("t"), folder.path().join("o"));
        std::fs::write(
            &text,
            "no database at all, and longer than a header of a hundred bytes would be, so that it is looked at",
        )
        .unwrap();
        assert!(Queue::open(&text).is_err());
        let connection = Connection::open(&other).unwrap();
        connection
            .execute_batch("PRAGMA user_version = 7; CREATE TABLE a (b)")
            .unwrap();
        assert!(Queue::open(&other).is_err());
        assert!(Queue::of(&folder.path().join("absent")).is_err());
    }
}
