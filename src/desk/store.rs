//! `.desk/desk.db`: what people are writing, and the earlier versions of what was kept. One SQLite file that only its owner may
//! read. Losing it loses no kept story.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The form of the tables.
const FORM: i32 = 2;
/// How long another process may write.
const PATIENCE: Duration = Duration::from_secs(5);
/// Days for which every version stays, and days for which the last one of each day stays.
const ALL_DAYS: i64 = 7;
const ONE_A_DAY: i64 = 90;
const DAY: i64 = 86_400;

const TABLES: &str = "
    CREATE TABLE copy (
        path TEXT PRIMARY KEY, base TEXT NOT NULL, text TEXT NOT NULL, version INTEGER NOT NULL, at INTEGER NOT NULL,
        sign TEXT NOT NULL DEFAULT '') STRICT;
    CREATE TABLE version (
        number INTEGER PRIMARY KEY AUTOINCREMENT, path TEXT NOT NULL, at INTEGER NOT NULL, person TEXT NOT NULL, text TEXT NOT NULL) STRICT;
    CREATE INDEX version_path ON version (path, number);
    CREATE TABLE mark (name TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;";
/// From the first form to the second.
const SIGNS: &str = "ALTER TABLE copy ADD COLUMN sign TEXT NOT NULL DEFAULT '';";

/// What can go wrong with the database.
#[derive(Debug, thiserror::Error)]
pub enum DeskFault {
    /// It was made by a newer khobor.
    #[error("{0} was made by a newer khobor")]
    Newer(PathBuf),
    /// The system's reason.
    #[error(transparent)]
    System(#[from] std::io::Error),
    /// SQLite's reason.
    #[error(transparent)]
    Database(#[from] rusqlite::Error),
}

impl DeskFault {
    /// What went wrong, in Bengali.
    ///
    /// ```
    /// let fault = khobor::desk::DeskFault::Newer("desk.db".into());
    /// assert!(fault.in_bengali().contains("নতুন"));
    /// ```
    pub fn in_bengali(&self) -> String {
        match self {
            DeskFault::Newer(path) => format!("{}: এটি আরও নতুন khobor-এর তৈরি", path.display()),
            DeskFault::System(error) => crate::diag::system::reason(crate::diag::Lang::Bn, error),
            DeskFault::Database(_) => "ডেটাবেস পড়া বা লেখা যাচ্ছে না".to_owned(),
        }
    }
}

/// A text that somebody is writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkingCopy {
    /// The file's text when the writing began.
    pub base: String,
    /// The text now.
    pub text: String,
    /// Counts up with every change, so that a late one is known; never goes back, whatever the clock does.
    pub version: i64,
    /// When it was last changed.
    pub at: Timestamp,
    /// What the file system knew the file by when the writing began; empty when it did not say.
    pub sign: String,
}

/// An earlier text of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its number, ascending.
    pub number: i64,
    /// When it was kept.
    pub at: Timestamp,
    /// Who kept it; empty where nobody has a name.
    pub person: String,
}

/// The database.
#[derive(Debug)]
pub struct DeskStore {
    connection: Connection,
}

type Result<T> = std::result::Result<T, DeskFault>;

impl DeskStore {
    /// Opens `.desk/desk.db` of a site and makes it when it is not there.
    ///
    /// # Errors
    /// What the system or SQLite says, and a database of a newer khobor.
    pub fn open(root: &Path) -> Result<Self> {
        let folder = root.join(".desk");
        std::fs::create_dir_all(&folder)?;
        // A working copy is nobody's commit, in a repository that does not know the folder either.
        if !folder.join(".gitignore").exists() {
            std::fs::write(folder.join(".gitignore"), "*\n")?;
        }
        let path = folder.join("desk.db");
        #[cfg(unix)]
        {
            use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
            std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o700))?;
            let mut options = std::fs::OpenOptions::new();
            options.create(true).append(true).mode(0o600).open(&path)?;
        }
        let connection = Connection::open(&path)?;
        connection.busy_timeout(PATIENCE)?;
        // What was answered is on the disk, whatever happens to the machine.
        connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")?;
        let form: i32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let step = match form {
            0 => TABLES,
            1 => SIGNS,
            FORM => "",
            _ => return Err(DeskFault::Newer(path)),
        };
        if form != FORM {
            connection.execute_batch(&format!(
                "BEGIN IMMEDIATE; {step} PRAGMA user_version = {FORM}; COMMIT;"
            ))?;
        }
        Ok(DeskStore { connection })
    }

    /// Puts down what somebody has written so far, and returns the copy's new version. `base` counts for the first time only: it is
    /// the text from which the writing began. The caller says which version it continues, so that two windows do not overwrite
    /// each other; `None` when another came before.
    pub fn write(&mut self, path: &str, change: Change<'_>, now: Timestamp) -> Result<Option<i64>> {
        let transaction = self.connection.transaction()?;
        let stands: Option<i64> = transaction
            .query_row("SELECT version FROM copy WHERE path = ?1", [path], |row| row.get(0))
            .optional()?;
        if stands.unwrap_or(0) != change.after {
            return Ok(None);
        }
        // No number comes twice: a window that has slept through a keep is late, whatever came since.
        let last: Option<i64> = transaction
            .query_row("SELECT at FROM mark WHERE name = 'copy'", [], |row| row.get(0))
            .optional()?;
        let version = last.unwrap_or(0).max(change.after) + 1;
        transaction.execute(
            "INSERT INTO mark (name, at) VALUES ('copy', ?1) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
            [version],
        )?;
        transaction.execute(
            "INSERT INTO copy (path, base, text, version, at, sign) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (path) DO UPDATE SET text = excluded.text, version = excluded.version, at = excluded.at",
            params![path, change.base, change.text, version, now.as_second(), change.sign],
        )?;
        transaction.commit()?;
        Ok(Some(version))
    }

    /// Puts a text down that was put together with what the file holds by now, its new base; else as [`DeskStore::write`].
    pub fn rebase(&mut self, path: &str, change: Change<'_>, now: Timestamp) -> Result<Option<i64>> {
        let written = self.write(path, change, now)?;
        self.connection.execute(
            "UPDATE copy SET base = ?2, sign = ?4 WHERE path = ?1 AND version = ?3",
            params![path, change.base, written, change.sign],
        )?;
        Ok(written)
    }

    /// A file lies elsewhere now: its copy and its versions go with it.
    pub fn moved(&mut self, from: &str, to: &str) -> Result<()> {
        let transaction = self.connection.transaction()?;
        transaction.execute("UPDATE OR REPLACE copy SET path = ?2 WHERE path = ?1", [from, to])?;
        transaction.execute("UPDATE version SET path = ?2 WHERE path = ?1", [from, to])?;
        transaction.commit()?;
        Ok(())
    }

    /// When something was last done, such as publishing.
    pub fn mark(&self, name: &str) -> Result<Option<Timestamp>> {
        let found = self
            .connection
            .query_row("SELECT at FROM mark WHERE name = ?1", [name], |row| row.get(0));
        Ok(found.optional()?.map(moment))
    }

    /// Notes when something was done.
    pub fn set_mark(&self, name: &str, at: Timestamp) -> Result<()> {
        self.connection.execute(
            "INSERT INTO mark (name, at) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET at = excluded.at",
            params![name, at.as_second()],
        )?;
        Ok(())
    }

    /// The working copy of a file.
    pub fn copy(&self, path: &str) -> Result<Option<WorkingCopy>> {
        let read = |row: &rusqlite::Row<'_>| {
            Ok(WorkingCopy {
                base: row.get(0)?,
                text: row.get(1)?,
                version: row.get(2)?,
                at: moment(row.get(3)?),
                sign: row.get(4)?,
            })
        };
        let query = "SELECT base, text, version, at, sign FROM copy WHERE path = ?1";
        Ok(self.connection.query_row(query, [path], read).optional()?)
    }

    /// The paths of all working copies, in order.
    pub fn copies(&self) -> Result<Vec<String>> {
        let mut query = self.connection.prepare("SELECT path FROM copy ORDER BY path")?;
        let paths = query
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        Ok(paths)
    }

    /// Notes the text that a file has before the desk writes it for the first time.
    pub fn first(&mut self, path: &str, text: &str, now: Timestamp) -> Result<()> {
        self.connection.execute(
            "INSERT INTO version (path, at, person, text) SELECT ?1, ?2, '', ?3
             WHERE NOT EXISTS (SELECT 1 FROM version WHERE path = ?1)",
            params![path, now.as_second(), text],
        )?;
        Ok(())
    }

    /// Forgets a working copy, and notes the text that was kept as a version, in one step.
    pub fn kept(&mut self, path: &str, text: &str, person: &str, now: Timestamp) -> Result<()> {
        let transaction = self.connection.transaction()?;
        transaction.execute("DELETE FROM copy WHERE path = ?1", [path])?;
        transaction.execute(
            "INSERT INTO version (path, at, person, text) VALUES (?1, ?2, ?3, ?4)",
            params![path, now.as_second(), person, text],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// Forgets a working copy: the file is as it was.
    pub fn discard(&self, path: &str) -> Result<()> {
        self.connection.execute("DELETE FROM copy WHERE path = ?1", [path])?;
        Ok(())
    }

    /// The versions of a file, newest first.
    pub fn versions(&self, path: &str) -> Result<Vec<Version>> {
        let mut query = self
            .connection
            .prepare("SELECT number, at, person FROM version WHERE path = ?1 ORDER BY number DESC")?;
        let read = |row: &rusqlite::Row<'_>| {
            Ok(Version {
                number: row.get(0)?,
                at: moment(row.get(1)?),
                person: row.get(2)?,
            })
        };
        let found = query.query_map([path], read)?.collect::<rusqlite::Result<_>>()?;
        Ok(found)
    }

    /// The text of a version.
    pub fn version(&self, path: &str, number: i64) -> Result<Option<String>> {
        let query = "SELECT text FROM version WHERE path = ?1 AND number = ?2";
        let text = self
            .connection
            .query_row(query, params![path, number], |row| row.get(0));
        Ok(text.optional()?)
    }

    /// Takes away versions that are no longer kept: of those older than seven days the last of each day (UTC) stays, and after
    /// ninety days none. The newest version of a file always stays.
    pub fn thin(&self, now: Timestamp) -> Result<usize> {
        let gone = self.connection.execute(
            "DELETE FROM version WHERE number NOT IN (SELECT max(number) FROM version GROUP BY path)
               AND (at < ?2 OR (at < ?1 AND number NOT IN (SELECT max(number) FROM version GROUP BY path, at / ?3)))",
            params![now.as_second() - ALL_DAYS * DAY, now.as_second() - ONE_A_DAY * DAY, DAY],
        )?;
        Ok(gone)
    }
}

/// A change of a working copy.
#[derive(Debug, Clone, Copy)]
pub struct Change<'a> {
    /// The file's text when the writing began.
    pub base: &'a str,
    /// The whole text now.
    pub text: &'a str,
    /// The version that it continues; 0 for the first.
    pub after: i64,
    /// What the file system knows the file by; counts for the first time only, as `base` does.
    pub sign: &'a str,
}

fn moment(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Timestamp {
        Timestamp::from_second(1_790_000_000 + day * DAY).unwrap()
    }

    fn change<'a>(text: &'a str, after: i64) -> Change<'a> {
        Change {
            base: "আগের লেখা",
            text,
            after,
            sign: "",
        }
    }

    #[test]
    fn a_copy_stays_until_it_is_kept_and_no_late_change_overwrites_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = "content/desh/nodi.md";
        let mut store = DeskStore::open(folder.path()).unwrap();
        assert_eq!(store.write(path, change("এক", 0), at(0)).unwrap(), Some(1));
        assert_eq!(store.write(path, change("এক দুই", 1), at(0)).unwrap(), Some(2));
        // A second window that knows only the first.
        assert_eq!(store.write(path, change("অন্য", 1), at(1)).unwrap(), None);
        drop(store);
        let mut store = DeskStore::open(folder.path()).unwrap();
        let copy = store.copy(path).unwrap().unwrap();
        assert_eq!(
            (copy.base.as_str(), copy.text.as_str(), copy.version),
            ("আগের লেখা", "এক দুই", 2)
        );
        assert_eq!(store.copies().unwrap(), [path]);
        store.kept(path, "এক দুই", "রহিম", at(1)).unwrap();
        assert_eq!(store.copy(path).unwrap(), None);
        let versions = store.versions(path).unwrap();
        assert_eq!((versions.len(), versions[0].person.as_str()), (1, "রহিম"));
        assert_eq!(
            store.version(path, versions[0].number).unwrap().as_deref(),
            Some("এক দুই")
        );
        assert_eq!(
            store.version("content/desh/other.md", versions[0].number).unwrap(),
            None
        );
    }

    #[test]
    fn versions_thin_out_with_age() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = DeskStore::open(folder.path()).unwrap();
        for day in 0..100 {
            for text in ["সকাল", "সন্ধ্যা"] {
                store.kept("a.md", text, "", at(day)).unwrap();
            }
        }
        store.kept("old.md", "পুরোনো", "", at(0)).unwrap();
        store.thin(at(100)).unwrap();
        let versions = store.versions("a.md").unwrap();
        let on = |day: i64| versions.iter().filter(|v| v.at == at(day)).count();
        assert_eq!((on(99), on(94), on(92), on(11), on(9)), (2, 2, 1, 1, 0));
        let morning = versions.iter().find(|v| v.at == at(50)).unwrap();
        assert_eq!(store.version("a.md", morning.number).unwrap().as_deref(), Some("সন্ধ্যা"));
        assert_eq!(
            store.versions("old.md").unwrap().len(),
            1,
            "the only version of a file stays"
        );
    }

    #[cfg(unix)]
    #[test]
    fn only_its_owner_reads_it() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        DeskStore::open(folder.path()).unwrap();
        let mode = |name: &str| {
            std::fs::metadata(folder.path().join(name))
                .unwrap()
                .permissions()
                .mode()
                & 0o777
        };
        assert_eq!((mode(".desk"), mode(".desk/desk.db")), (0o700, 0o600));
    }
}
