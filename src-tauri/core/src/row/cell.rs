//! One value anywhere in another program's database, by its address. Written only while nobody has the database
//! open, in one transaction, with what stood there wiped from the file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use super::{failed, look, unreadable};
use crate::error::{Code, Error, Result};
use crate::fs;
use crate::words::say;

/// Where a value stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellAddress {
    /// The database.
    pub database: PathBuf,
    /// The table.
    pub table: String,
    /// The row's number.
    pub row: i64,
    /// The column.
    pub column: String,
}

impl CellAddress {
    /// As one path, which the journal keeps and people read: `state.vscdb#ItemTable/17/value`.
    pub fn to_path(&self) -> PathBuf {
        let mut path = self.database.as_os_str().to_owned();
        path.push(format!("#{}/{}/{}", escaped(&self.table), self.row, escaped(&self.column)));
        path.into()
    }

    /// Back from [`CellAddress::to_path`].
    ///
    /// # Errors
    /// [`Code::Store`] for what is no such path.
    pub fn of_path(path: &Path) -> Result<Self> {
        let parse = || {
            let (database, inner) = path.to_str()?.rsplit_once('#')?;
            let [table, row, column] = inner.split('/').collect::<Vec<_>>()[..] else { return None };
            Some(Self {
                database: database.into(),
                table: plain(table)?,
                row: row.parse().ok()?,
                column: plain(column)?,
            })
        };
        parse().ok_or_else(|| Error::new(Code::Store, say!("cell-no-address")))
    }

    /// Its bytes; `None` where there is no such row or no database.
    ///
    /// # Errors
    /// [`Code::FileUnparsable`] if the database cannot be understood; [`Code::FileRefused`] if it may not be read.
    pub fn read(&self) -> Result<Option<Vec<u8>>> {
        let Some(connection) = look(&self.database)? else { return Ok(None) };
        Ok(self.value(&connection)?.and_then(|value| match value {
            Value::Text(text) => Some(text.into_bytes()),
            Value::Blob(bytes) => Some(bytes),
            _ => None,
        }))
    }

    /// Puts `after` where `before` stands. `is_free` says whether nobody has the database open; it is asked before and
    /// right at the end.
    ///
    /// # Errors
    /// [`Code::FileChanged`] if something else stands there; [`Code::FileRefused`] if it is in use or may not be
    /// written. Nothing was written then.
    pub fn replace(
        &self,
        before: Option<&[u8]>,
        after: Option<&[u8]>,
        is_free: impl Fn() -> Result<()>,
    ) -> Result<()> {
        let failed = |error| failed(&self.database, error);
        if before == after {
            return Ok(());
        }
        let Some(after) = after else {
            return Err(Error::new(Code::FileRefused, say!("cell-never-removed")));
        };
        let mut connection = writable(&self.database, &is_free)?;
        let tx = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let now = self.value(&tx)?;
        let after = match now {
            Some(Value::Text(ref text)) if Some(text.as_bytes()) == before => std::str::from_utf8(after)
                .map(|text| Value::Text(text.to_owned()))
                .map_err(|_| unreadable(&self.database, &say!("cell-no-longer-text")))?,
            Some(Value::Blob(ref bytes)) if Some(bytes.as_slice()) == before => Value::Blob(after.to_vec()),
            _ => return Err(fs::changed(&self.database).hint(say!("cell-scan-again"))),
        };
        let sql =
            format!("UPDATE {} SET {} = ?1 WHERE rowid = ?2", quoted(&self.table), quoted(&self.column));
        tx.execute(&sql, (&after, self.row)).map_err(failed)?;
        if self.value(&tx)?.as_ref() != Some(&after) {
            return Err(unreadable(&self.database, &say!("row-not-kept")));
        }
        is_free()?;
        tx.commit().map_err(failed)?;
        // Best effort: the old value would stand in the log until its program next writes.
        let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        connection.close().map_err(|(_, error)| failed(error))
    }

    fn value(&self, connection: &Connection) -> Result<Option<Value>> {
        let sql = format!("SELECT {} FROM {} WHERE rowid = ?1", quoted(&self.column), quoted(&self.table));
        connection
            .query_row(&sql, [self.row], |row| {
                Ok(match row.get_ref(0)? {
                    ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                        Ok(text) => Value::Text(text.to_owned()),
                        Err(_) => Value::Null,
                    },
                    ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
                    _ => Value::Null,
                })
            })
            .optional()
            .map_err(|error| failed(&self.database, error))
    }
}

/// Writes a database anew without what was deleted in it. All that is in rows stays.
///
/// # Errors
/// As [`CellAddress::replace`].
pub fn rebuild(database: &Path, is_free: impl Fn() -> Result<()>) -> Result<()> {
    let failed = |error| failed(database, error);
    let connection = writable(database, &is_free)?;
    connection.execute_batch("VACUUM").map_err(failed)?;
    let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    connection.close().map_err(|(_, error)| failed(error))
}

fn writable(database: &Path, is_free: &impl Fn() -> Result<()>) -> Result<Connection> {
    let failed = |error| failed(database, error);
    is_free()?;
    let target = fs::resolve(database)?;
    fs::may_replace(&target)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&target, flags).map_err(failed)?;
    // Whoever holds it now would not see the change, and lose it.
    connection.busy_timeout(Duration::ZERO).map_err(failed)?;
    // What is written over is gone from the file too.
    connection.pragma_update(None, "secure_delete", true).map_err(failed)?;
    Ok(connection)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A name without the signs that part an address.
fn escaped(name: &str) -> String {
    name.replace('%', "%25").replace('#', "%23").replace('/', "%2F")
}

fn plain(name: &str) -> Option<String> {
    let is_plain = !name.is_empty();
    is_plain.then(|| name.replace("%2F", "/").replace("%23", "#").replace("%25", "%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn database() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a#b.sqlite");
        let connection = Connection::open(&path).unwrap();
        connection
            .execute_batch(
                "CREATE TABLE \"odd/name\" (v, w); INSERT INTO \"odd/name\" VALUES ('old text', 7);",
            )
            .unwrap();
        connection.close().unwrap();
        (dir, path)
    }

    fn address(database: PathBuf) -> CellAddress {
        CellAddress { database, table: "odd/name".into(), row: 1, column: "v".into() }
    }

    #[test]
    fn an_address_is_a_path_and_back() {
        let address = address("/h/a#b.sqlite".into());
        assert_eq!(address.to_path(), Path::new("/h/a#b.sqlite#odd%2Fname/1/v"));
        assert_eq!(CellAddress::of_path(&address.to_path()).unwrap(), address);
        for bad in ["/h/a.sqlite", "/h/a#t/1", "/h/a#t/x/c", "/h/a#/1/c"] {
            assert_eq!(CellAddress::of_path(Path::new(bad)).unwrap_err().code(), Code::Store, "{bad}");
        }
    }

    #[test]
    fn a_value_is_replaced_and_what_stood_there_is_gone_from_the_file() {
        let (_dir, path) = database();
        let cell = address(path.clone());
        assert_eq!(cell.read().unwrap().unwrap(), b"old text");
        let changed = cell.replace(Some(b"another"), Some(b"new"), || Ok(()));
        assert_eq!(changed.unwrap_err().code(), Code::FileChanged);
        let busy = || Err(Error::new(Code::FileRefused, "it is open"));
        assert_eq!(cell.replace(Some(b"old text"), Some(b"x"), busy).unwrap_err().code(), Code::FileRefused);
        assert_eq!(cell.read().unwrap().unwrap(), b"old text");
        cell.replace(Some(b"old text"), Some(b"new one."), || Ok(())).unwrap();
        assert_eq!(cell.read().unwrap().unwrap(), b"new one.");
        let bytes = std::fs::read(&path).unwrap();
        assert!(!bytes.windows(8).any(|part| part == b"old text"));
        assert_eq!(CellAddress { row: 2, ..cell }.read().unwrap(), None);
    }

    #[test]
    fn a_rebuilt_database_holds_nothing_that_was_deleted() {
        let (_dir, path) = database();
        let connection = Connection::open(&path).unwrap();
        connection.execute_batch("PRAGMA secure_delete = OFF; DELETE FROM \"odd/name\"").unwrap();
        connection.close().unwrap();
        let holds = || std::fs::read(&path).unwrap().windows(8).any(|part| part == b"old text");
        assert!(holds());
        rebuild(&path, || Ok(())).unwrap();
        assert!(!holds());
    }
}
