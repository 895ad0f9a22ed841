//! Some fields of a JSON value in a row of another program's SQLite database, read and written as if they were
//! a small file of their own. The only module besides the store that opens a database.
//!
//! Such a database may hold gigabytes of its owner's work: only its table of settings is read and checked, and
//! only the row is written. Everything else in the row stays as it is to the byte.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::{Value as Cell, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior};
use serde_json::{Map, Value};
use url::Url;

use crate::error::{Code, Error, Result};
use crate::fs;
use crate::tools::{Document, Format};

/// How long a reader waits for whoever is writing.
const PATIENCE: Duration = Duration::from_secs(2);

/// A row of VS Code's `ItemTable`, and the fields of its JSON value that are ours to write.
pub struct Row {
    /// Its key.
    pub key: &'static str,
    /// The names on the way to each field.
    pub fields: &'static [&'static [&'static str]],
}

impl Row {
    /// The fields as JSON text, sorted by name; `None` where there is no database. A missing row says
    /// as much as an empty one.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`] if database or row cannot be understood; [`Code::FileRefused`] if it may not be
    /// read.
    pub fn read(&self, database: &Path) -> Result<Option<Vec<u8>>> {
        let Some(connection) = look(database)? else { return Ok(None) };
        let row = row_in(&connection, database, self.key)?;
        self.excerpt(row.as_ref(), database).map(|text| Some(text.into_bytes()))
    }

    /// Makes the fields say `after` where they say `before`, in one transaction. `is_free` says whether the
    /// owner's program is closed; it is asked before and right at the end.
    ///
    /// # Errors
    /// [`Code::FileChanged`] if the fields no longer say `before`; [`Code::FileRefused`] if the database is in
    /// use or may not be written; [`Code::FileUnparsable`] if it is damaged. Nothing was written then.
    pub fn replace(
        &self,
        database: &Path,
        before: Option<&[u8]>,
        after: Option<&[u8]>,
        is_free: impl Fn() -> Result<()>,
    ) -> Result<()> {
        let failed = |error| failed(database, error);
        if before == after {
            return Ok(());
        }
        is_free()?;
        let target = fs::resolve(database)?;
        let (Some(before), Some(after)) = (before, after) else {
            return Err(Error::new(
                Code::FileRefused,
                format!(
                    "{} is not there; another program's database is never made or removed",
                    database.display()
                ),
            )
            .hint("start that program once and quit it, then try again"));
        };
        fs::may_replace(&target)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&target, flags).map_err(failed)?;
        // Whoever holds it now would not see the change, and lose it.
        connection.busy_timeout(Duration::ZERO).map_err(failed)?;
        check(&connection, "quick_check", database)?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let row = row_in(&tx, database, self.key)?;
        if self.excerpt(row.as_ref(), database)?.as_bytes() != before {
            return Err(Error::new(
                Code::FileChanged,
                format!("{} changed since it was read; nothing was written", database.display()),
            )
            .hint("look at the new difference, then apply again"));
        }
        let wanted = self.with_fields(row.as_ref(), after, database)?;
        match &wanted {
            Some(wanted) => tx.execute(
                "INSERT INTO ItemTable (key, value) VALUES (?1, ?2)
                 ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (self.key, wanted),
            ),
            None => tx.execute("DELETE FROM ItemTable WHERE key = ?1", [self.key]),
        }
        .map_err(failed)?;
        if row_in(&tx, database, self.key)? != wanted {
            return Err(unreadable(database, "it does not keep what is written to it"));
        }
        is_free()?;
        tx.commit().map_err(failed)?;
        // Best effort: what stands in the log counts as much.
        let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        connection.close().map_err(|(_, error)| failed(error))?;
        let Some(connection) = look(database)? else {
            return Err(unreadable(database, "it is gone"));
        };
        check(&connection, "integrity_check", database)?;
        match row_in(&connection, database, self.key)? == wanted {
            true => Ok(()),
            false => Err(Error::new(
                Code::FileChanged,
                format!("{} was written over by another program", database.display()),
            )
            .hint("close the program that uses it and try again")),
        }
    }

    /// Our fields out of the row's value, and what is around them where nothing else is in it.
    fn excerpt(&self, row: Option<&Cell>, database: &Path) -> Result<String> {
        let document = open(row, database)?;
        let mut excerpt = Value::Object(Map::new());
        for field in self.fields {
            for path in (1..=field.len()).map(|depth| &field[..depth]) {
                let Some(raw) = document.get(path) else { break };
                let found: Value =
                    serde_json::from_str(&raw).map_err(|_| unreadable(database, "its row is broken"))?;
                let leads_on =
                    path.len() < field.len() && found.as_object().is_some_and(|inner| !inner.is_empty());
                if !leads_on {
                    put(&mut excerpt, path, found);
                }
            }
        }
        excerpt.sort_all_objects();
        Ok(format!("{excerpt:#}"))
    }

    /// The row's value with our fields as the excerpt has them; `None` if nothing is left in it.
    fn with_fields(&self, row: Option<&Cell>, excerpt: &[u8], database: &Path) -> Result<Option<Cell>> {
        let broken = |error: Error| unreadable(database, error.message());
        let mut document = open(row, database)?;
        let excerpt: Value = serde_json::from_slice(excerpt)
            .map_err(|_| Error::new(Code::Invalid, "the fields to write are not JSON"))?;
        for field in self.fields {
            match at(&excerpt, field).map(Value::to_string) {
                // An equal value is left as it stands, with its own spelling.
                Some(raw)
                    if document.get(field).is_some_and(|now| *Format::Json.our_spelling(&now) == raw) => {}
                Some(raw) => document.set(field, &raw).map_err(broken)?,
                None => document.remove(field),
            }
        }
        for field in self.fields {
            for around in (1..field.len()).rev().map(|depth| &field[..depth]) {
                match (at(&excerpt, around), document.get(around)) {
                    (None, Some(_)) if document.is_empty(around) => document.remove(around),
                    (Some(wanted), None) => document.set(around, &wanted.to_string()).map_err(broken)?,
                    _ => {}
                }
            }
        }
        let text = document.text();
        Ok(match (row, document.is_empty(&[])) {
            (_, true) => None,
            (Some(Cell::Blob(_)), _) => Some(Cell::Blob(text.into_bytes())),
            _ => Some(Cell::Text(text)),
        })
    }
}

/// The text of a row, read without a trace; `None` where there is no such row or no database.
///
/// # Errors
/// As [`Row::read`].
pub fn text(database: &Path, key: &str) -> Result<Option<String>> {
    let Some(connection) = look(database)? else { return Ok(None) };
    let row = row_in(&connection, database, key)?;
    row.map(|row| cell_text(&row).map(str::to_owned).ok_or_else(|| unreadable(database, "a row is not text")))
        .transpose()
}

/// How long a row is, without a look at what it says; 0 where there is none.
///
/// # Errors
/// As [`Row::read`].
pub fn length(database: &Path, key: &str) -> Result<i64> {
    let Some(connection) = look(database)? else { return Ok(0) };
    let sql = "SELECT coalesce(length(value), 0) FROM ItemTable WHERE key = ?1";
    let length = connection.query_row(sql, [key], |row| row.get(0)).optional();
    length.map(Option::unwrap_or_default).map_err(|error| failed(database, error))
}

/// Where a value stands in a database.
#[derive(Debug, Clone, Copy)]
pub struct Address<'a> {
    /// The table.
    pub table: &'a str,
    /// The row's number; `None` where the table has none.
    pub row: Option<i64>,
    /// The column.
    pub column: &'a str,
}

/// Gives every text and blob of a database until it is told to stop. Nothing is locked and nothing is left beside
/// the database; what only stands in its write-ahead log is not seen.
///
/// # Errors
/// [`Code::FileUnparsable`] if it cannot be understood; [`Code::FileRefused`] if it may not be read.
pub fn cells(database: &Path, each: &mut dyn FnMut(Address<'_>, &[u8]) -> bool) -> Result<()> {
    let failed = |error| failed(database, error);
    let Some(connection) = look_as_it_stands(database)? else { return Ok(()) };
    let sql = "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'shadow')";
    let mut statement = connection.prepare(sql).map_err(failed)?;
    let tables = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(failed)?;
    for (table, has_no_numbers) in
        tables.collect::<rusqlite::Result<Vec<(String, bool)>>>().map_err(failed)?
    {
        let number = if has_no_numbers { "NULL" } else { "rowid" };
        let sql = format!("SELECT {number}, * FROM \"{}\"", table.replace('"', "\"\""));
        let mut statement = connection.prepare(&sql).map_err(failed)?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut rows = statement.query([]).map_err(failed)?;
        while let Some(row) = rows.next().map_err(failed)? {
            // A table may have a column of its own by that name.
            let number = row.get(0).unwrap_or(None);
            for (n, column) in columns.iter().enumerate().skip(1) {
                let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) = row.get_ref(n).map_err(failed)? else {
                    continue;
                };
                if !each(Address { table: &table, row: number, column }, bytes) {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

fn open(row: Option<&Cell>, database: &Path) -> Result<Box<dyn Document>> {
    let text = match row {
        None => "",
        Some(row) => cell_text(row).ok_or_else(|| unreadable(database, "its row is not text"))?,
    };
    Format::Json.open(text).map_err(|error| unreadable(database, error.message()))
}

fn cell_text(cell: &Cell) -> Option<&str> {
    match cell {
        Cell::Text(text) => Some(text),
        Cell::Blob(bytes) => std::str::from_utf8(bytes).ok(),
        _ => None,
    }
}

fn at<'a>(value: &'a Value, path: &[&str]) -> Option<&'a Value> {
    path.iter().try_fold(value, |value, name| value.get(name))
}

fn put(value: &mut Value, path: &[&str], what: Value) {
    match (path.split_first(), value.as_object_mut()) {
        (Some((name, [])), Some(members)) => drop(members.insert((*name).to_owned(), what)),
        (Some((name, rest)), Some(members)) => {
            put(members.entry(*name).or_insert_with(|| Value::Object(Map::new())), rest, what);
        }
        _ => {}
    }
}

/// Opens a database to look at it. It leaves no trace: without another program's log beside it there is
/// nothing to share, so it is read as it stands.
fn look(database: &Path) -> Result<Option<Connection>> {
    let Some(target) = target(database)? else { return Ok(None) };
    let beside = |end: &str| {
        let mut name = OsString::from(&target);
        name.push(end);
        PathBuf::from(name).exists()
    };
    let flags = OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let (flags, how) = match (beside("-journal"), beside("-wal")) {
        // Perhaps a killed writer's: only who may write can take back what it left half-done.
        (true, _) => (flags | OpenFlags::SQLITE_OPEN_READ_WRITE, "mode=rw"),
        (false, true) => (flags | OpenFlags::SQLITE_OPEN_READ_ONLY, "mode=ro"),
        (false, false) => (flags | OpenFlags::SQLITE_OPEN_READ_ONLY, AS_IT_STANDS),
    };
    open_how(database, &target, flags, how).map(Some)
}

/// The same, but never for the log beside it: what only stands in there is not seen.
fn look_as_it_stands(database: &Path) -> Result<Option<Connection>> {
    let Some(target) = target(database)? else { return Ok(None) };
    let flags =
        OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_READ_ONLY;
    open_how(database, &target, flags, AS_IT_STANDS).map(Some)
}

const AS_IT_STANDS: &str = "mode=ro&immutable=1";

/// Where a database really is; `None` where there is none.
fn target(database: &Path) -> Result<Option<PathBuf>> {
    let target = fs::resolve(database)?;
    match target.metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Ok(meta) if meta.is_file() => Ok(Some(target)),
        _ => Err(Error::new(
            Code::FileRefused,
            format!("{} is not a file that can be read", database.display()),
        )
        .hint("check who owns it, or move it away")),
    }
}

fn open_how(database: &Path, target: &Path, flags: OpenFlags, how: &str) -> Result<Connection> {
    let mut address = Url::from_file_path(target)
        .map_err(|()| Error::new(Code::Invalid, format!("{} is not an absolute path", database.display())))?;
    address.set_query(Some(how));
    let open = || {
        let connection = Connection::open_with_flags(address.as_str(), flags)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(connection)
    };
    open().map_err(|error| failed(database, error))
}

fn row_in(connection: &Connection, database: &Path, key: &str) -> Result<Option<Cell>> {
    connection
        .query_row("SELECT value FROM ItemTable WHERE key = ?1", [key], |row| {
            // A text that is no UTF-8 comes as bytes, and is then said to be no text.
            Ok(match row.get_ref(0)? {
                ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                    Ok(text) => Cell::Text(text.to_owned()),
                    Err(_) => Cell::Blob(bytes.to_vec()),
                },
                ValueRef::Blob(bytes) => Cell::Blob(bytes.to_vec()),
                _ => Cell::Null,
            })
        })
        .optional()
        .map_err(|error| failed(database, error))
}

/// Checks the table of settings, and nothing else: the rest may be gigabytes.
fn check(connection: &Connection, how: &str, database: &Path) -> Result<()> {
    let verdict: String = connection
        .query_row(&format!("PRAGMA {how}('ItemTable')"), [], |row| row.get(0))
        .map_err(|error| failed(database, error))?;
    match verdict.as_str() {
        "ok" => Ok(()),
        _ => Err(unreadable(database, "its table of settings is damaged")),
    }
}

fn unreadable(database: &Path, why: &str) -> Error {
    Error::new(Code::FileUnparsable, format!("{} cannot be understood: {why}", database.display()))
        .hint("start the program it belongs to, which may mend it; it was not touched")
}

fn failed(database: &Path, error: rusqlite::Error) -> Error {
    let path = database.display();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::new(Code::FileRefused, format!("{path} is in use by another program; it was not touched"))
                .hint("quit the program it belongs to, also from the tray, then try again")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            Error::new(Code::FileRefused, format!("cannot write {path}; it was not touched"))
                .hint("check who owns it and whether its folder may be written")
        }
        Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => {
            Error::new(Code::Io, format!("cannot write {path}; nothing was changed"))
                .hint("the disk is full or failing: make room and try again")
        }
        _ => unreadable(database, "it is damaged, or of a kind that is not known"),
    }
    .because(error)
}
