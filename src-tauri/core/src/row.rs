//! Some fields of a JSON value in a row of another program's SQLite database, or whole rows of it, read and written
//! as if they were a small file of their own. The only module besides the store that opens a database.
//!
//! Such a database may hold gigabytes of its owner's work: only its table of settings is read and checked, and
//! only the row is written. Everything else in the row stays as it is to the byte.

mod cell;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE;
pub use rusqlite::types::Value as Cell;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior, params_from_iter};
use serde_json::{Map, Value};
use url::Url;

use crate::error::{Code, Error, Result};
use crate::fs;
use crate::tools::{Document, Format};
use crate::words::say;

pub use cell::{CellAddress, rebuild};

/// How long a reader waits for whoever is writing.
const PATIENCE: Duration = Duration::from_secs(2);

/// A table of another program's: the columns that name a row, and the one with its value.
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// The columns that name a row.
    pub key: &'static [&'static str],
    /// The column with the value.
    pub value: &'static str,
}

/// VS Code's table of settings.
const ITEMS: Table = Table { name: "ItemTable", key: &["key"], value: "value" };

impl Table {
    /// `one = ?1 AND two = ?2`.
    fn is_row(&self) -> String {
        let is = |(n, column): (usize, &&str)| format!("{column} = ?{}", n + 1);
        self.key.iter().enumerate().map(is).collect::<Vec<_>>().join(" AND ")
    }

    fn read(&self, connection: &Connection, key: Vec<String>) -> rusqlite::Result<Line> {
        let Self { name, value, .. } = self;
        let sql = format!("SELECT {value} FROM {name} WHERE {}", self.is_row());
        let cell =
            connection.query_row(&sql, params_from_iter(&key), |row| Ok(cell(row.get_ref(0)?))).optional()?;
        Ok(Line { key, cell })
    }

    fn all(&self, connection: &Connection) -> rusqlite::Result<Vec<Line>> {
        let Self { name, value, key } = self;
        let key = key.join(", ");
        let mut statement =
            connection.prepare(&format!("SELECT {value}, {key} FROM {name} ORDER BY {key}"))?;
        let line = |row: &rusqlite::Row<'_>| {
            let key = (1..=self.key.len()).map(|column| row.get(column)).collect::<rusqlite::Result<_>>()?;
            Ok(Line { key, cell: Some(cell(row.get_ref(0)?)) })
        };
        statement.query_map([], line)?.collect()
    }

    /// Has a row hold something else, or nothing.
    fn write(&self, connection: &Connection, was: &Line, wanted: Option<&Cell>) -> rusqlite::Result<usize> {
        let Self { name, value, key } = self;
        let names = was.key.iter().map(|part| Cell::Text(part.clone()));
        let (sql, values): (_, Vec<_>) = match (&was.cell, wanted) {
            (None, None) => return Ok(0),
            (_, None) => (format!("DELETE FROM {name} WHERE {}", self.is_row()), names.collect()),
            (None, Some(wanted)) => {
                let places: Vec<_> = (1..=key.len() + 1).map(|n| format!("?{n}")).collect();
                let sql = format!(
                    "INSERT INTO {name} ({}, {value}) VALUES ({})",
                    key.join(", "),
                    places.join(", ")
                );
                (sql, names.chain([wanted.clone()]).collect())
            }
            (Some(_), Some(wanted)) => {
                let sql = format!("UPDATE {name} SET {value} = ?{} WHERE {}", key.len() + 1, self.is_row());
                (sql, names.chain([wanted.clone()]).collect())
            }
        };
        connection.execute(&sql, params_from_iter(values))
    }
}

/// A row, there or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What names it, column by column.
    pub key: Vec<String>,
    /// Its value.
    pub cell: Option<Cell>,
}

/// A row of VS Code's `ItemTable`, and the fields of its JSON value that are ours to write.
pub struct Row {
    /// Its key.
    pub key: &'static str,
    /// The names on the way to each field.
    pub fields: &'static [&'static [&'static str]],
}

/// Rows of the `ItemTable` that are taken whole: each is a field under its key, spelled by [`spelled`].
pub struct Rows {
    /// Their keys.
    pub keys: &'static [&'static str],
}

/// Which part of a database is read and written as if it were a small file.
pub trait Part {
    /// The table it stands in.
    fn table(&self) -> &'static Table;

    /// The names of the rows it stands in, there or not; `None` for all there are.
    fn keys(&self) -> Option<Vec<&'static str>>;

    /// The part as JSON text, sorted by name, out of what stands in its rows.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`] for what cannot be understood.
    fn excerpt(&self, lines: &[Line], database: &Path) -> Result<String>;

    /// What its rows are to hold for the part to say that, one by one; `None` for no row.
    ///
    /// # Errors
    /// As [`Part::excerpt`].
    fn with(&self, lines: &[Line], excerpt: &[u8], database: &Path) -> Result<Vec<Option<Cell>>>;

    /// What stands in its rows.
    ///
    /// # Errors
    /// As [`Part::read`].
    fn lines(&self, connection: &Connection, database: &Path) -> Result<Vec<Line>> {
        let table = self.table();
        let lines = match self.keys() {
            Some(keys) => keys.into_iter().map(|key| table.read(connection, vec![key.into()])).collect(),
            None => table.all(connection),
        };
        lines.map_err(|error| failed(database, error))
    }

    /// The part; `None` where there is no database. A missing row says as much as an empty one.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`] if database or row cannot be understood; [`Code::FileRefused`] if it may not be
    /// read.
    fn read(&self, database: &Path) -> Result<Option<Vec<u8>>> {
        let Some(connection) = look(database)? else { return Ok(None) };
        let lines = self.lines(&connection, database)?;
        self.excerpt(&lines, database).map(|text| Some(text.into_bytes()))
    }

    /// Makes the part say `after` where it says `before`, in one transaction. `is_free` says whether the owner's
    /// program is closed; it is asked before and right at the end.
    ///
    /// # Errors
    /// [`Code::FileChanged`] if it no longer says `before`; [`Code::FileRefused`] if the database is in use or may
    /// not be written; [`Code::FileUnparsable`] if it is damaged. Nothing was written then.
    fn replace(
        &self,
        database: &Path,
        before: Option<&[u8]>,
        after: Option<&[u8]>,
        is_free: &dyn Fn() -> Result<()>,
    ) -> Result<()> {
        let failed = |error| failed(database, error);
        if before == after {
            return Ok(());
        }
        is_free()?;
        let target = fs::resolve(database)?;
        let (Some(before), Some(after)) = (before, after) else {
            let path = database.display().to_string();
            return Err(Error::new(Code::FileRefused, say!("row-absent", path = path))
                .hint(say!("row-absent", "hint")));
        };
        fs::may_replace(&target)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut connection = Connection::open_with_flags(&target, flags).map_err(failed)?;
        // Whoever holds it now would not see the change, and lose it.
        connection.busy_timeout(Duration::ZERO).map_err(failed)?;
        check(&connection, "quick_check", self.table(), database)?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let lines = self.lines(&tx, database)?;
        if self.excerpt(&lines, database)?.as_bytes() != before {
            return Err(fs::changed(database));
        }
        let wanted = self.with(&lines, after, database)?;
        for (line, wanted) in lines.iter().zip(&wanted).filter(|(line, wanted)| line.cell != **wanted) {
            self.table().write(&tx, line, wanted.as_ref()).map_err(failed)?;
        }
        let says = |lines: Vec<Line>| lines.into_iter().map(|line| line.cell).eq(wanted.iter().cloned());
        if !says(self.lines(&tx, database)?) {
            return Err(unreadable(database, &say!("row-not-kept")));
        }
        is_free()?;
        tx.commit().map_err(failed)?;
        // Best effort: what stands in the log counts as much.
        let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        connection.close().map_err(|(_, error)| failed(error))?;
        let Some(connection) = look(database)? else {
            return Err(unreadable(database, &say!("row-gone")));
        };
        check(&connection, "integrity_check", self.table(), database)?;
        match says(self.lines(&connection, database)?) {
            true => Ok(()),
            false => Err(fs::written_over(database)),
        }
    }
}

impl Part for Row {
    fn table(&self) -> &'static Table {
        &ITEMS
    }

    fn keys(&self) -> Option<Vec<&'static str>> {
        Some(vec![self.key])
    }

    /// Our fields out of the row's value, and what is around them where nothing else is in it.
    fn excerpt(&self, lines: &[Line], database: &Path) -> Result<String> {
        let document = open(lines[0].cell.as_ref(), database)?;
        let mut excerpt = Value::Object(Map::new());
        for field in self.fields {
            for path in (1..=field.len()).map(|depth| &field[..depth]) {
                let Some(raw) = document.get(path) else { break };
                let found: Value =
                    serde_json::from_str(&raw).map_err(|_| unreadable(database, &say!("row-broken")))?;
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
    fn with(&self, lines: &[Line], excerpt: &[u8], database: &Path) -> Result<Vec<Option<Cell>>> {
        let broken = |error: Error| unreadable(database, error.message());
        let row = lines[0].cell.as_ref();
        let mut document = open(row, database)?;
        let excerpt = parsed(excerpt)?;
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
        Ok(vec![match (row, document.is_empty(&[])) {
            (_, true) => None,
            (Some(Cell::Blob(_)), _) => Some(Cell::Blob(text.into_bytes())),
            _ => Some(Cell::Text(text)),
        }])
    }
}

impl Part for Rows {
    fn table(&self) -> &'static Table {
        &ITEMS
    }

    fn keys(&self) -> Option<Vec<&'static str>> {
        Some(self.keys.to_vec())
    }

    fn excerpt(&self, lines: &[Line], database: &Path) -> Result<String> {
        let mut excerpt = Map::new();
        for (key, line) in self.keys.iter().zip(lines) {
            if let Some(cell) = &line.cell {
                let bytes =
                    cell_bytes(cell).ok_or_else(|| unreadable(database, &say!("row-one-not-text")))?;
                excerpt.insert((*key).to_owned(), spelled(bytes).into());
            }
        }
        excerpt.sort_keys();
        Ok(format!("{:#}", Value::Object(excerpt)))
    }

    fn with(&self, lines: &[Line], excerpt: &[u8], _database: &Path) -> Result<Vec<Option<Cell>>> {
        let excerpt = parsed(excerpt)?;
        let wanted = |(key, line): (&&str, &Line)| {
            let Some(text) = excerpt.get(*key) else { return Ok(None) };
            let bytes = text.as_str().and_then(unspelled);
            let bytes = bytes.ok_or_else(|| Error::new(Code::Invalid, say!("row-not-spelled")))?;
            Ok(Some(match (&line.cell, String::from_utf8(bytes)) {
                (Some(Cell::Blob(_)), Ok(text)) => Cell::Blob(text.into_bytes()),
                (_, Ok(text)) => Cell::Text(text),
                (_, Err(bytes)) => Cell::Blob(bytes.into_bytes()),
            }))
        };
        self.keys.iter().zip(lines).map(wanted).collect()
    }
}

/// How a whole row stands in an excerpt: base64, as it may hold any bytes and is no more to be read by people
/// than a key is.
pub fn spelled(row: &[u8]) -> String {
    BASE64_URL_SAFE.encode(row)
}

/// Back from [`spelled`].
pub fn unspelled(text: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE.decode(text).ok()
}

fn parsed(excerpt: &[u8]) -> Result<Value> {
    serde_json::from_slice(excerpt).map_err(|_| Error::new(Code::Invalid, say!("row-not-json")))
}

/// The rows whose key starts so, as bytes, read without a trace; no more than that many.
///
/// # Errors
/// As [`Part::read`].
pub fn starting(database: &Path, start: &str, most: usize) -> Result<Vec<Vec<u8>>> {
    let Some(connection) = look(database)? else { return Ok(vec![]) };
    // The index is by bytes, so what starts so stands together.
    let sql = "SELECT CAST(value AS BLOB) FROM ItemTable
               WHERE key >= ?1 AND key < ?1 || char(1114111) AND value IS NOT NULL ORDER BY key LIMIT ?2";
    let read = || {
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map((start, most as i64), |row| row.get(0))?;
        rows.collect::<rusqlite::Result<_>>()
    };
    read().map_err(|error| failed(database, error))
}

/// A table's rows by number, with the texts of these columns; nothing where there is no database.
///
/// # Errors
/// As [`Part::read`].
pub fn texts(database: &Path, table: &str, columns: &[&str]) -> Result<Vec<(i64, Vec<String>)>> {
    let Some(connection) = look(database)? else { return Ok(vec![]) };
    let read = || {
        let columns: Vec<_> =
            columns.iter().map(|name| format!("coalesce(CAST({name} AS TEXT), '')")).collect();
        let sql = format!("SELECT rowid, {} FROM {table} ORDER BY rowid", columns.join(", "));
        let mut statement = connection.prepare(&sql)?;
        let row = |row: &rusqlite::Row<'_>| {
            let texts = (1..=columns.len()).map(|n| row.get(n)).collect::<rusqlite::Result<_>>()?;
            Ok((row.get(0)?, texts))
        };
        statement.query_map([], row)?.collect::<rusqlite::Result<_>>()
    };
    read().map_err(|error| failed(database, error))
}

/// The text of a row, read without a trace; `None` where there is no such row or no database.
///
/// # Errors
/// As [`Part::read`].
pub fn text(database: &Path, key: &str) -> Result<Option<String>> {
    let Some(connection) = look(database)? else { return Ok(None) };
    let row = row_in(&connection, database, key)?;
    row.map(|row| {
        cell_text(&row).map(str::to_owned).ok_or_else(|| unreadable(database, &say!("row-one-not-text")))
    })
    .transpose()
}

/// How long a row is, without a look at what it says; 0 where there is none.
///
/// # Errors
/// As [`Part::read`].
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
        Some(row) => cell_text(row).ok_or_else(|| unreadable(database, &say!("row-not-text")))?,
    };
    Format::Json.open(text).map_err(|error| unreadable(database, error.message()))
}

fn cell_text(cell: &Cell) -> Option<&str> {
    std::str::from_utf8(cell_bytes(cell)?).ok()
}

fn cell_bytes(cell: &Cell) -> Option<&[u8]> {
    match cell {
        Cell::Text(text) => Some(text.as_bytes()),
        Cell::Blob(bytes) => Some(bytes),
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
        _ => {
            let path = database.display().to_string();
            let error = Error::new(Code::FileRefused, say!("row-no-file", path = path));
            Err(error.hint(say!("row-no-file", "hint")))
        }
    }
}

fn open_how(database: &Path, target: &Path, flags: OpenFlags, how: &str) -> Result<Connection> {
    let mut address = Url::from_file_path(target).map_err(|()| {
        Error::new(Code::Invalid, say!("row-not-absolute", path = database.display().to_string()))
    })?;
    address.set_query(Some(how));
    let open = || {
        let connection = Connection::open_with_flags(address.as_str(), flags)?;
        connection.busy_timeout(PATIENCE)?;
        Ok(connection)
    };
    open().map_err(|error| failed(database, error))
}

fn row_in(connection: &Connection, database: &Path, key: &str) -> Result<Option<Cell>> {
    let line = ITEMS.read(connection, vec![key.into()]).map_err(|error| failed(database, error))?;
    Ok(line.cell)
}

fn cell(value: ValueRef<'_>) -> Cell {
    // A text that is no UTF-8 comes as bytes, and is then said to be no text.
    match value {
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Cell::Text(text.to_owned()),
            Err(_) => Cell::Blob(bytes.to_vec()),
        },
        ValueRef::Blob(bytes) => Cell::Blob(bytes.to_vec()),
        _ => Cell::Null,
    }
}

/// Checks that table, and nothing else: the rest may be gigabytes.
fn check(connection: &Connection, how: &str, table: &Table, database: &Path) -> Result<()> {
    let verdict: String = connection
        .query_row(&format!("PRAGMA {how}('{}')", table.name), [], |row| row.get(0))
        .map_err(|error| failed(database, error))?;
    match verdict.as_str() {
        "ok" => Ok(()),
        _ => Err(unreadable(database, &say!("row-damaged-table"))),
    }
}

fn unreadable(database: &Path, why: &str) -> Error {
    let path = database.display().to_string();
    Error::new(Code::FileUnparsable, say!("row-unreadable", path = path, why = why))
        .hint(say!("row-unreadable", "hint"))
}

fn failed(database: &Path, error: rusqlite::Error) -> Error {
    let path = database.display().to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::new(Code::FileRefused, say!("row-in-use", path = path)).hint(say!("row-in-use", "hint"))
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            Error::new(Code::FileRefused, say!("row-not-writable", path = path))
                .hint(say!("row-not-writable", "hint"))
        }
        Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => {
            Error::new(Code::Io, say!("row-no-room", path = path)).hint(say!("row-no-room", "hint"))
        }
        _ => unreadable(database, &say!("row-damaged")),
    }
    .because(error)
}
