//! Who holds a lease, as the file of the lease tells it (VAULT.md, "Lease").

use super::Host;
use super::host::start_of;
use crate::vault::VaultError;
use crate::vault::rows::Keys;
use crate::wire::codec::{Reader, Writer};

/// A process of a machine.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Holder {
    machine: String,
    boot: String,
    pub(super) name: String,
    process: u32,
    /// When it was started; 0 where there is no telling.
    start: u64,
}

impl Holder {
    /// This process.
    pub(super) fn this(host: &Host) -> Self {
        // What a byte counts, in any script.
        let [machine, boot, name] = [&host.machine, &host.boot, &host.name]
            .map(|text| text.chars().take(63).collect::<String>());
        let process = std::process::id();
        Self { machine, boot, name, process, start: start_of(process).unwrap_or(0) }
    }

    /// Whether it may still hold the lease, seen by somebody who has the lock.
    pub(super) fn holds(&self, this: &Self) -> bool {
        if self.is_elsewhere(this) {
            return true;
        }
        // A machine that has started anew has none of its processes left. Nor has one that is not
        // there, and one that started later has only its number.
        self.boot == this.boot && self.start != 0 && start_of(self.process) == Some(self.start)
    }

    /// Whether it is on another machine. The same start is the same machine, in a container that
    /// calls itself otherwise too.
    pub(super) fn is_elsewhere(&self, other: &Self) -> bool {
        self.machine != other.machine && (self.boot != other.boot || self.boot.is_empty())
    }

    pub(super) fn seal(&self, keys: &Keys, lease: &[u8; 8]) -> Result<Vec<u8>, VaultError> {
        let Self { machine, boot, name, process, start } = self;
        let mut writer = Writer::with_capacity(256);
        writer.u32(*process);
        writer.u64(*start);
        for text in [machine, boot, name] {
            writer.u8(u8::try_from(text.len()).unwrap_or(u8::MAX));
            writer.bytes(text.as_bytes());
        }
        keys.seal_again(&keys.lease_file(lease), &writer.into_vec())
    }

    /// Reads the file of a lease. Nothing stands in one that was given back. What cannot be read
    /// was written by a holder of whom nothing is known.
    pub(super) fn open(keys: &Keys, lease: &[u8; 8], record: &[u8]) -> Option<Self> {
        // Zeros are what a loss of power leaves of a record that was never finished.
        if record.iter().all(|byte| *byte == 0) {
            return None;
        }
        let value = keys.open(&keys.lease_file(lease), record).ok();
        Some(value.and_then(|value| Self::parse(&value)).unwrap_or_else(Self::unknown))
    }

    fn parse(value: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(value);
        let (process, start) = (reader.u32().ok()?, reader.u64().ok()?);
        let mut text = || {
            let length = reader.u8().ok()?;
            String::from_utf8(reader.take(length.into()).ok()?.to_vec()).ok()
        };
        Some(Self { machine: text()?, boot: text()?, name: text()?, process, start })
    }

    fn unknown() -> Self {
        let machine = String::from("?");
        Self { name: machine.clone(), machine, boot: String::new(), process: 0, start: 0 }
    }
}
