//! How rows are named and sealed (VAULT.md, "Rows").

use rusqlite::{Connection, params};
use zeroize::Zeroizing;

use super::protection::slot::MasterKey;
use super::{Table, VaultError};
use crate::crypto::{self, CryptoError, MacKey, Random, Secret, TAG_LENGTH};
use crate::wire::labels;

/// The name of a row in the file: tells nothing without the blinding key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowId {
    pub(super) group: [u8; 16],
    pub(super) key: [u8; 16],
}

/// The keys of an unlocked vault.
pub(super) struct Keys {
    blinding: MacKey,
    rows: MacKey,
}

const FORMAT: u8 = 1;
const DAMAGED: VaultError = VaultError::Damaged("a row does not authenticate");

/// Sealed values are a multiple of it, so that lengths tell less.
const BLOCK: usize = 64;

/// A row whose padded value is longer does not fit one page of SQLite's with others: the rest of it has
/// pages of its own.
const MAX_IN_PAGE: usize = 896;

/// What longer values are a multiple of. A row that keeps its length is overwritten where it is; for
/// another length SQLite frees its pages and takes others, and all of them are written.
const LONG_BLOCK: usize = 512;

/// Marks the end of a value before the zeros of its padding (ISO/IEC 7816-4).
const END: u8 = 0x80;

/// The longest value.
pub(super) const MAX_VALUE: usize = 16 * 1024 * 1024;

/// More than the longest row takes, in bytes.
pub(super) const LONGEST_ROW: usize = MAX_VALUE + 4096;

// What a blinded name names, the first byte under the MAC.
const GROUP: u8 = 1;
const KEY: u8 = 2;
const LEASE: u8 = 3;
const FILE: u8 = 4;
/// The fresh bytes of what is sealed again and again.
const AGAIN: u8 = 5;

/// In place of a table, for the row that the vault has for itself.
const OWN: u8 = 0;

impl Keys {
    pub(super) fn derive(master: &MasterKey) -> Result<Self, CryptoError> {
        let mut out = Secret::<64>::zeroed();
        crypto::hkdf_expand(master.as_bytes(), &[labels::VAULT_KEYS], out.as_mut_bytes())?;
        let (blinding, rows) = out.as_bytes().split_at(32);
        Ok(Self { blinding: MacKey::new(blinding), rows: MacKey::new(rows) })
    }

    /// The blinded name of a group.
    pub(super) fn group(&self, table: Table, group: &[u8]) -> [u8; 16] {
        first(&self.group_mac(table, group))
    }

    /// The blinded name of a row.
    pub(super) fn row(&self, table: Table, group: &[u8], key: &[u8]) -> RowId {
        let group = self.group_mac(table, group);
        let key = self.blinding.code(&[&[KEY], &group, key]);
        RowId { group: first(&group), key: first(&key) }
    }

    /// The blinded name of a lease.
    pub(super) fn lease(&self, name: &[u8]) -> [u8; 8] {
        first(&self.blinding.code(&[&[LEASE], name]))
    }

    /// The row with the generation.
    pub(super) fn generation(&self) -> RowId {
        let group = self.blinding.code(&[&[GROUP, OWN]]);
        let key = self.blinding.code(&[&[KEY], &group]);
        RowId { group: first(&group), key: first(&key) }
    }

    /// The place of the generation in the file beside the vault.
    pub(super) fn generation_file(&self) -> RowId {
        self.file(b"generation", &[])
    }

    /// The place of the holder in the file of a lease.
    pub(super) fn lease_file(&self, lease: &[u8; 8]) -> RowId {
        self.file(b"lease", lease)
    }

    /// No row has such a name.
    fn file(&self, kind: &[u8], name: &[u8]) -> RowId {
        let group = self.blinding.code(&[&[FILE], kind]);
        let key = self.blinding.code(&[&[KEY], &group, name]);
        RowId { group: first(&group), key: first(&key) }
    }

    fn group_mac(&self, table: Table, group: &[u8]) -> [u8; 32] {
        self.blinding.code(&[&[GROUP, table as u8], group])
    }

    /// Seals a value for its place: format ‖ fresh ‖ ciphertext ‖ tag.
    pub(super) fn seal(
        &self,
        id: &RowId,
        value: &[u8],
        rng: &mut dyn Random,
    ) -> Result<Vec<u8>, VaultError> {
        if value.len() > MAX_VALUE {
            return Err(VaultError::ValueTooLong { limit: MAX_VALUE, found: value.len() });
        }
        let drawn = Secret::<32>::random(rng)?;
        // With the content in it, a cloned generator never seals two values under one key and nonce.
        let fresh = crypto::hmac(drawn.as_bytes(), &[&place(id), value]);
        self.seal_fresh(id, value, &fresh)
    }

    /// Seals without randomness, for what is no secret: the same value for the same place gives the
    /// same bytes, and no two share a key and nonce.
    pub(super) fn seal_again(&self, id: &RowId, value: &[u8]) -> Result<Vec<u8>, VaultError> {
        let fresh = self.blinding.code(&[&[AGAIN], &place(id), value]);
        self.seal_fresh(id, value, &fresh)
    }

    fn seal_fresh(
        &self,
        id: &RowId,
        value: &[u8],
        fresh: &[u8; 32],
    ) -> Result<Vec<u8>, VaultError> {
        let padded = padded(value.len());
        let mut content = Zeroizing::new(Vec::with_capacity(padded + TAG_LENGTH));
        content.extend_from_slice(value);
        content.push(END);
        content.resize(padded, 0);

        let (key, nonce) = self.row_key(fresh)?;
        crypto::seal(key.as_bytes(), &nonce, &[&place(id)], &mut content)?;
        Ok([&[FORMAT], fresh.as_slice(), &content].concat())
    }

    /// Opens what was sealed for this place.
    pub(super) fn open(&self, id: &RowId, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, VaultError> {
        let (format, rest) = sealed.split_first().ok_or(DAMAGED)?;
        let (fresh, rest) = rest.split_first_chunk::<32>().ok_or(DAMAGED)?;
        if *format != FORMAT {
            return Err(DAMAGED);
        }
        let (key, nonce) = self.row_key(fresh)?;
        let mut content = Zeroizing::new(rest.to_vec());
        crypto::open(key.as_bytes(), &nonce, &[&place(id)], &mut content).map_err(|error| {
            match error {
                CryptoError::Forged => DAMAGED,
                other => other.into(),
            }
        })?;
        let end = content.iter().rposition(|byte| *byte != 0).ok_or(DAMAGED)?;
        content.truncate(end);
        Ok(content)
    }

    fn row_key(&self, fresh: &[u8; 32]) -> Result<(Secret<32>, [u8; 12]), CryptoError> {
        self.rows.key_and_nonce(&[fresh], &[labels::VAULT_ROW])
    }
}

/// How long a value is with its end and its padding.
const fn padded(length: usize) -> usize {
    let padded = (length / BLOCK + 1) * BLOCK;
    if padded <= MAX_IN_PAGE { padded } else { (length / LONG_BLOCK + 1) * LONG_BLOCK }
}

/// Puts a row in place of the one that is there.
pub(super) const PUT: &str = "INSERT INTO row (group_id, key_id, sealed) VALUES (?1, ?2, ?3)
    ON CONFLICT DO UPDATE SET sealed = excluded.sealed";

/// Puts a sealed row in place of the one that is there.
pub(super) fn put(connection: &Connection, id: &RowId, sealed: &[u8]) -> Result<(), VaultError> {
    connection
        .prepare_cached(PUT)
        .and_then(|mut statement| statement.execute(params![id.group, id.key, sealed]))
        .map(drop)
        .map_err(VaultError::sqlite)
}

/// The associated data of a row: format ‖ blinded group ‖ blinded key. The table is in it, since no
/// other gives this group its name.
fn place(id: &RowId) -> [u8; 33] {
    let mut place = [FORMAT; 33];
    let [_, parts @ ..] = &mut place;
    let (group, key) = parts.split_at_mut(16);
    group.copy_from_slice(&id.group);
    key.copy_from_slice(&id.key);
    place
}

fn first<const N: usize>(mac: &[u8; 32]) -> [u8; N] {
    const { assert!(N <= 32) };
    let mut name = [0; N];
    name.iter_mut().zip(mac).for_each(|(byte, from)| *byte = *from);
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A generator that was cloned so often that it always says the same.
    struct Stuck;

    impl Random for Stuck {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
            out.fill(9);
            Ok(())
        }
    }

    #[test]
    fn a_stuck_generator_gives_two_values_or_places_no_common_key() {
        let keys = Keys::derive(&MasterKey::new([1; 32])).unwrap();
        let here = keys.row(Table::Peer, b"group", b"key");
        let there = keys.row(Table::Peer, b"group", b"another");
        let fresh = |id: &RowId, value: &[u8]| {
            let sealed = keys.seal(id, value, &mut Stuck).unwrap();
            assert_eq!(*keys.open(id, &sealed).unwrap(), value);
            sealed[1..33].to_vec()
        };
        assert_eq!(fresh(&here, b"one"), fresh(&here, b"one"));
        assert_ne!(fresh(&here, b"one"), fresh(&here, b"two"));
        assert_ne!(fresh(&here, b"one"), fresh(&there, b"one"));
    }

    #[test]
    fn values_are_padded_to_64_bytes_in_a_page_and_to_512_beyond() {
        let lengths = [0, 63, 64, 895, 896, 1_023, 1_024, 1_535, MAX_VALUE];
        let expected = [64, 64, 128, 896, 1_024, 1_024, 1_536, 1_536, MAX_VALUE + 512];
        assert_eq!(lengths.map(padded), expected);
        const { assert!(padded(MAX_VALUE) + 256 < LONGEST_ROW) };
    }

    #[test]
    fn a_long_row_that_an_earlier_build_has_padded_to_64_bytes_opens() {
        let keys = Keys::derive(&MasterKey::new([1; 32])).unwrap();
        let id = keys.row(Table::Peer, b"group", b"key");
        let (fresh, value) = ([3; 32], vec![1; 900]);
        let mut content = value.clone();
        content.push(END);
        content.resize(960, 0);
        let (key, nonce) = keys.row_key(&fresh).unwrap();
        crypto::seal(key.as_bytes(), &nonce, &[&place(&id)], &mut content).unwrap();
        let sealed = [&[FORMAT], fresh.as_slice(), &content].concat();
        assert_eq!(*keys.open(&id, &sealed).unwrap(), value);
    }

    #[test]
    fn another_master_key_gives_other_names_and_opens_nothing() {
        let one = Keys::derive(&MasterKey::new([1; 32])).unwrap();
        let two = Keys::derive(&MasterKey::new([2; 32])).unwrap();
        let id = one.row(Table::Peer, b"group", b"key");
        assert_ne!(id, two.row(Table::Peer, b"group", b"key"));
        assert_ne!(one.lease(b"account"), two.lease(b"account"));
        let sealed = one.seal(&id, b"value", &mut Stuck).unwrap();
        assert_eq!(two.open(&id, &sealed), Err(DAMAGED));
    }
}
