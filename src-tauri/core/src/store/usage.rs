//! What was used, by quarters of an hour, kept for longer than bridges do and across sign-outs; which key came
//! after which; budgets.

use std::collections::BTreeSet;

use jiff::Timestamp;
use rusqlite::{Row, params};

use super::{State, Store, What, parsed};
use crate::error::Result;
use crate::key::{KeyId, Quota};
use crate::usage::{Event, Slot, Span, Sum, cover};

/// The database's number for an account at a bridge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccountId(i64);

const COVERED: &str = "SELECT start, stop FROM usage_covered WHERE account = ?1 ORDER BY start";

fn span(row: &Row<'_>) -> rusqlite::Result<Span> {
    Ok(Span { from: row.get(0)?, to: row.get(1)? })
}

impl Store {
    /// An account whose use is kept. It outlives the sign-in: whoever signs in again finds it.
    pub fn usage_account(&self, origin: &str, user: i64) -> Result<AccountId> {
        self.transact(|tx| {
            tx.execute(
                "INSERT OR IGNORE INTO usage_account (origin, user) VALUES (?1, ?2)",
                params![origin, user],
            )?;
            let sql = "SELECT id FROM usage_account WHERE origin = ?1 AND user = ?2";
            tx.query_row(sql, params![origin, user], |row| row.get(0)).map(AccountId)
        })
    }

    /// When the use of an account was last read from its bridge up to then.
    pub fn usage_as_of(&self, account: AccountId) -> Result<Option<Timestamp>> {
        let sql = "SELECT as_of FROM usage_account WHERE id = ?1 AND as_of IS NOT NULL";
        Ok(self.rows(sql, [account.0], |row| parsed(row, 0))?.pop())
    }

    /// Notes that the use of an account is read up to then.
    pub fn set_usage_as_of(&self, account: AccountId, at: Timestamp) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "UPDATE usage_account SET as_of = ?2 WHERE id = ?1",
                params![account.0, at.to_string()],
            )
        })
    }

    /// The times of which all use of an account is known for good.
    pub fn usage_covered(&self, account: AccountId) -> Result<Vec<Span>> {
        self.rows(COVERED, [account.0], span)
    }

    /// Replaces what is known of a time. `settled` is the part of it that need not be read again.
    pub fn save_usage(&self, account: AccountId, time: Span, slots: &[Slot], settled: Span) -> Result<()> {
        self.write(|tx| {
            let mut known = tx.prepare_cached(COVERED)?;
            let known = known.query_map([account.0], span)?.collect::<rusqlite::Result<Vec<_>>>()?;
            let covered = cover(&known, settled);
            tx.execute(
                "DELETE FROM usage_slot WHERE account = ?1 AND at >= ?2 AND at < ?3",
                params![account.0, time.from, time.to],
            )?;
            let mut insert = tx.prepare_cached(
                "INSERT INTO usage_slot
                 (account, at, key, name, model, calls, prompt, completion, cache, tokens, quota)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
                 ON CONFLICT DO UPDATE SET calls = calls + excluded.calls, prompt = prompt + excluded.prompt,
                 completion = completion + excluded.completion, cache = cache + excluded.cache,
                 tokens = tokens + excluded.tokens, quota = quota + excluded.quota",
            )?;
            for Slot { at, key, name, model, sum } in slots {
                insert.execute(params![
                    account.0,
                    at,
                    key.map_or(0, |key| key.0),
                    name,
                    model,
                    sum.calls,
                    sum.prompt,
                    sum.completion,
                    sum.cache,
                    sum.tokens,
                    sum.quota.0,
                ])?;
            }
            tx.execute("DELETE FROM usage_covered WHERE account = ?1", [account.0])?;
            let mut insert =
                tx.prepare_cached("INSERT INTO usage_covered (account, start, stop) VALUES (?1, ?2, ?3)")?;
            for span in covered {
                insert.execute(params![account.0, span.from, span.to])?;
            }
            Ok(0)
        })
    }

    /// What an account used in a time, by time.
    pub fn usage_slots(&self, account: AccountId, time: Span) -> Result<Vec<Slot>> {
        let sql =
            "SELECT at, key, name, model, calls, prompt, completion, cache, tokens, quota FROM usage_slot
            WHERE account = ?1 AND at >= ?2 AND at < ?3 ORDER BY at";
        self.rows(sql, [account.0, time.from, time.to], |row| {
            Ok(Slot {
                at: row.get(0)?,
                key: Some(KeyId(row.get(1)?)).filter(|key| key.0 != 0),
                name: row.get(2)?,
                model: row.get(3)?,
                sum: Sum {
                    calls: row.get(4)?,
                    prompt: row.get(5)?,
                    completion: row.get(6)?,
                    cache: row.get(7)?,
                    tokens: row.get(8)?,
                    quota: Quota(row.get(9)?),
                },
            })
        })
    }

    /// The names that keys had where they cost something.
    pub fn usage_names(&self, account: AccountId, keys: &BTreeSet<KeyId>) -> Result<Vec<String>> {
        let mut names = vec![];
        for key in keys {
            let sql = "SELECT DISTINCT name FROM usage_slot WHERE account = ?1 AND key = ?2";
            names.extend(self.rows(sql, [account.0, key.0], |row| row.get::<_, String>(0))?);
        }
        Ok(names)
    }

    /// Notes that a key came after another, whose history it goes on with. A key that takes its own successor's
    /// place is the newest again.
    pub fn note_successor(&self, origin: &str, old: KeyId, new: KeyId, at: Timestamp) -> Result<()> {
        if old == new {
            return Ok(());
        }
        self.write(|tx| {
            tx.execute("DELETE FROM lineage WHERE origin = ?1 AND old = ?2", params![origin, new.0])?;
            tx.execute(
                "INSERT OR REPLACE INTO lineage (origin, old, new, at) VALUES (?1, ?2, ?3, ?4)",
                params![origin, old.0, new.0, at.to_string()],
            )
        })
    }

    /// Keys of a bridge that others came after, each with its successor.
    pub fn successors(&self, origin: &str) -> Result<Vec<(KeyId, KeyId)>> {
        self.rows("SELECT old, new FROM lineage WHERE origin = ?1 ORDER BY old", [origin], |row| {
            Ok((KeyId(row.get(0)?), KeyId(row.get(1)?)))
        })
    }

    /// Notes a name that a key had: some bridges log names only.
    pub fn note_former_name(&self, origin: &str, name: &str, key: KeyId) -> Result<()> {
        self.write(|tx| {
            tx.execute(
                "INSERT OR REPLACE INTO former_name (origin, name, key) VALUES (?1, ?2, ?3)",
                params![origin, name, key.0],
            )
        })
    }

    /// Names that keys of a bridge had.
    pub fn former_names(&self, origin: &str) -> Result<Vec<(String, KeyId)>> {
        let sql = "SELECT name, key FROM former_name WHERE origin = ?1";
        self.rows(sql, [origin], |row| Ok((row.get(0)?, KeyId(row.get(1)?))))
    }

    /// What happened to profiles, oldest first, with the keys that are of one bridge.
    pub fn profile_events(&self, origin: &str) -> Result<Vec<(String, i64, Event)>> {
        let sql = "SELECT tool, what, state, at, json_extract(binding, '$.profile.name'),
            json_extract(binding, '$.profile.key'), json_extract(binding, '$.profile.origin')
            FROM applied WHERE what IN ('configure', 'disconnect') AND state IN ('done', 'undone') ORDER BY id";
        let rows = self.rows(sql, [], |row| {
            let (what, state): (What, State) = (parsed(row, 1)?, parsed(row, 2)?);
            let bound: Option<(String, i64, String)> = match row.get::<_, Option<String>>(4)? {
                Some(profile) => Some((profile, row.get(5)?, row.get(6)?)),
                None => None,
            };
            let at: Timestamp = parsed(row, 3)?;
            Ok((row.get::<_, String>(0)?, what, state, at.as_second(), bound))
        })?;
        let mut events = vec![];
        for (tool, what, state, at, bound) in rows {
            match (what, bound) {
                (What::Disconnect, _) if state == State::Done => events.push((tool, at, Event::Disconnected)),
                (What::Configure, Some((profile, key, own))) => {
                    let (profile, undone) = (self.current_name(&profile)?, state == State::Undone);
                    let key = (own == origin).then_some(KeyId(key));
                    events.push((tool, at, Event::Bound { profile, key, undone }));
                }
                _ => {}
            }
        }
        Ok(events)
    }

    /// Budgets by tool: US dollars in a month.
    pub fn budgets(&self) -> Result<Vec<(String, f64)>> {
        self.rows("SELECT tool, usd FROM budget ORDER BY tool", [], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// Sets a tool's budget, or takes it away.
    pub fn set_budget(&self, tool: &str, usd: Option<f64>) -> Result<()> {
        self.write(|tx| match usd {
            Some(usd) => {
                tx.execute("INSERT OR REPLACE INTO budget (tool, usd) VALUES (?1, ?2)", params![tool, usd])
            }
            None => tx.execute("DELETE FROM budget WHERE tool = ?1", [tool]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(at: i64, key: i64, quota: i64) -> Slot {
        let sum = Sum { calls: 1, quota: Quota(quota), ..Sum::default() };
        Slot { at, key: Some(KeyId(key)), name: "laptop".into(), model: "m".into(), sum }
    }

    #[test]
    fn a_time_is_replaced_and_the_rest_stays() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let account = store.usage_account("https://bridge.example", 7).unwrap();
        assert_eq!(store.usage_account("https://bridge.example", 7).unwrap(), account);
        let other = store.usage_account("https://bridge.example", 8).unwrap();
        let all = Span { from: 0, to: 10_000 };
        let part = Span { from: 900, to: 1800 };
        store.save_usage(account, all, &[slot(0, 1, 5), slot(900, 1, 6), slot(1800, 1, 7)], all).unwrap();
        store.save_usage(other, all, &[slot(900, 1, 99)], part).unwrap();
        // Two of one slot are added up; the time before and after stays.
        store.save_usage(account, part, &[slot(900, 1, 1), slot(900, 1, 2), slot(900, 2, 3)], part).unwrap();
        let quotas = |account| -> Vec<i64> {
            store.usage_slots(account, all).unwrap().iter().map(|slot| slot.sum.quota.0).collect()
        };
        assert_eq!(quotas(account), [5, 3, 3, 7]);
        assert_eq!((quotas(other), store.usage_covered(other).unwrap()), (vec![99], vec![part]));
        assert_eq!(store.usage_covered(account).unwrap(), [all]);
        let later = Span { from: 20_000, to: 30_000 };
        store.save_usage(account, later, &[], Span { from: 20_000, to: 25_000 }).unwrap();
        assert_eq!(store.usage_covered(account).unwrap(), [all, Span { from: 20_000, to: 25_000 }]);
    }

    #[test]
    fn a_successor_that_is_replaced_by_its_predecessor_makes_no_circle() {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let [a, b] = [KeyId(1), KeyId(2)];
        for (old, new) in [(a, b), (b, a), (a, a)] {
            store.note_successor("o", old, new, Timestamp::UNIX_EPOCH).unwrap();
        }
        assert_eq!(store.successors("o").unwrap(), [(b, a)]);
    }
}
