//! The tables of the file, and the steps by which an older file becomes a newer one.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::VaultError;

/// Says in the header of the file that it is a vault: "Subr".
const APPLICATION_ID: i32 = 0x5375_6272;

/// Writes a page without changing anything: the application id again.
pub(super) const TOUCH: &str = "PRAGMA application_id = 1400201842";

const SLOT: &str = "CREATE TABLE slot (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    sealed BLOB NOT NULL
) STRICT";

const ROW: &str = "CREATE TABLE row (
    group_id BLOB NOT NULL,
    key_id BLOB NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (group_id, key_id)
) STRICT, WITHOUT ROWID";

/// What must stand in the newest schema, by name.
const TABLES: &[(&str, &str)] = &[("row", ROW), ("slot", SLOT)];

/// The statements that lead from each version to the next; the first make a new file. A step
/// never changes once it is released.
const STEPS: &[&[&str]] = &[&[SLOT, ROW]];

/// What a file turns out to be.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A vault of the newest version.
    Current,
    /// A vault of an older version, to be brought up to date.
    Older,
    /// No tables: a creation that was interrupted, or an empty file.
    Blank,
}

/// Looks at the header, also inside a transaction. What it reads is of one state, whatever another
/// process makes of the file meanwhile.
///
/// # Errors
/// [`VaultError::NotAVault`], [`VaultError::NewerVersion`], [`VaultError::Damaged`].
pub(super) fn look(connection: &Connection) -> Result<Found, VaultError> {
    let snapshot = "SAVEPOINT look; SELECT 1 FROM sqlite_schema LIMIT 1";
    connection.execute_batch(snapshot).map_err(VaultError::sqlite)?;
    let marks = marks(connection);
    connection.execute_batch("RELEASE look").map_err(VaultError::sqlite)?;
    let (application, version, empty) = marks?;
    let known = u32::try_from(STEPS.len()).unwrap_or(u32::MAX);
    match (application, version) {
        (0, 0) if empty => Ok(Found::Blank),
        (APPLICATION_ID, 0) => Err(VaultError::Damaged("the schema version")),
        (APPLICATION_ID, found) if found > known => Err(VaultError::NewerVersion { found, known }),
        (APPLICATION_ID, found) if found < known => Ok(Found::Older),
        (APPLICATION_ID, _) => Ok(Found::Current),
        _ => Err(VaultError::NotAVault),
    }
}

/// Whose file it is, of which version, and whether it has no tables.
fn marks(connection: &Connection) -> Result<(i32, u32, bool), VaultError> {
    let application = pragma(connection, "application_id")?;
    Ok((application, pragma(connection, "user_version")?, is_empty(connection)?))
}

/// Takes all steps that are missing. Goes inside a transaction.
pub(super) fn bring_up_to_date(connection: &Connection) -> Result<(), VaultError> {
    take_steps(connection, STEPS)
}

fn take_steps(connection: &Connection, steps: &[&[&str]]) -> Result<(), VaultError> {
    let version: u32 = pragma(connection, "user_version")?;
    let taken = usize::try_from(version).unwrap_or(usize::MAX);
    for statement in steps.iter().skip(taken).copied().flatten() {
        connection.execute(statement, []).map_err(VaultError::sqlite)?;
    }
    let version = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    connection.pragma_update(None, "application_id", APPLICATION_ID).map_err(VaultError::sqlite)?;
    connection.pragma_update(None, "user_version", version).map_err(VaultError::sqlite)
}

/// Compares the tables with those that must be there. Nothing else may be: a trigger, say, that
/// somebody planted.
pub(super) fn check(connection: &Connection) -> Result<(), VaultError> {
    let expected = TABLES.iter().map(|(name, sql)| (text(name), text(sql)));
    let mut query = connection
        .prepare("SELECT name, sql FROM sqlite_schema ORDER BY name")
        .map_err(VaultError::sqlite)?;
    let found = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .and_then(Iterator::collect::<Result<Vec<(Value, Value)>, _>>)
        .map_err(VaultError::sqlite)?;
    if expected.eq(found) { Ok(()) } else { Err(VaultError::Damaged("the schema")) }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn is_empty(connection: &Connection) -> Result<bool, VaultError> {
    connection
        .query_row("SELECT NOT EXISTS (SELECT 1 FROM sqlite_schema)", [], |row| row.get(0))
        .map_err(VaultError::sqlite)
}

fn pragma<T: rusqlite::types::FromSql>(
    connection: &Connection,
    name: &str,
) -> Result<T, VaultError> {
    connection.pragma_query_value(None, name, |row| row.get(0)).map_err(VaultError::sqlite)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_gets_the_tables_that_are_checked() {
        let connection = Connection::open_in_memory().unwrap();
        assert_eq!(look(&connection), Ok(Found::Blank));
        bring_up_to_date(&connection).unwrap();
        assert_eq!(look(&connection), Ok(Found::Current));
        assert_eq!(check(&connection), Ok(()));
    }

    #[test]
    fn only_the_steps_that_are_missing_are_taken() {
        const FIRST: &[&str] = &["CREATE TABLE one (a)", "INSERT INTO one VALUES (1)"];
        const SECOND: &[&str] = &["INSERT INTO one VALUES (2)"];
        let connection = Connection::open_in_memory().unwrap();
        let rows = |connection: &Connection| -> i64 {
            connection.query_row("SELECT count(*) FROM one", [], |row| row.get(0)).unwrap()
        };
        take_steps(&connection, &[FIRST]).unwrap();
        assert_eq!(rows(&connection), 1);
        take_steps(&connection, &[FIRST, SECOND]).unwrap();
        assert_eq!(rows(&connection), 2);
        take_steps(&connection, &[FIRST, SECOND]).unwrap();
        assert_eq!(rows(&connection), 2);
        assert_eq!(pragma::<u32>(&connection, "user_version"), Ok(2));
    }

    #[test]
    fn what_somebody_adds_to_the_schema_is_noticed() {
        for added in [
            "CREATE TABLE more (a)",
            "CREATE TRIGGER thief AFTER INSERT ON row BEGIN DELETE FROM row; END",
            "CREATE INDEX extra ON row (sealed)",
            "ALTER TABLE row ADD COLUMN clear TEXT",
            "DROP TABLE row",
        ] {
            let connection = Connection::open_in_memory().unwrap();
            bring_up_to_date(&connection).unwrap();
            connection.execute(added, []).unwrap();
            assert_eq!(check(&connection), Err(VaultError::Damaged("the schema")), "{added}");
        }
    }
}
