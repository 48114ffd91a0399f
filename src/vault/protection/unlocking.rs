use core::fmt;

use super::slot::{MasterKey, Slot};
use crate::vault::{ProtectionKind, VaultError};

/// The slow part of unlocking, to be done on another thread: turning a passphrase into the key.
pub struct Unlocking {
    pub(in crate::vault) slot: Slot,
}

impl Unlocking {
    /// Turns the passphrase into the key for [`Vault::unlock_with`](super::Vault::unlock_with).
    /// Takes 64 MiB and some 0.2 seconds, or what the vault asks for: at most 256 MiB.
    ///
    /// # Errors
    /// [`VaultError::WrongKey`]; [`VaultError::Crypto`] when there is not enough memory.
    pub fn derive(&self, passphrase: &[u8]) -> Result<VaultKey, VaultError> {
        let master = self.slot.open(passphrase)?;
        Ok(VaultKey { slot: self.slot.clone(), master })
    }
}

/// What unlocks a vault.
pub struct VaultKey {
    /// The slot that was opened, which must still be that of the vault.
    pub(in crate::vault) slot: Slot,
    pub(in crate::vault) master: MasterKey,
}

impl fmt::Debug for Unlocking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { slot: _ } = self;
        formatter.debug_struct("Unlocking").finish_non_exhaustive()
    }
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { slot: _, master: _ } = self;
        formatter.debug_struct("VaultKey").finish_non_exhaustive()
    }
}

impl Unlocking {
    pub(in crate::vault) fn new(slot: Slot) -> Result<Self, VaultError> {
        match slot.kind() {
            ProtectionKind::Passphrase => Ok(Self { slot }),
            other => Err(VaultError::OtherProtection(other)),
        }
    }
}
