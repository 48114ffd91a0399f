//! The slow parts of unlocking and protecting, which can run on another thread.

use core::fmt;

use super::sealed::SealedMaster;
use super::slot::{MasterKey, Slot};
use crate::crypto::{Drawn, Random};
use crate::vault::{Protection, ProtectionKind, VaultError};

/// The slow part of unlocking, to be done on another thread: turning a passphrase into the key.
pub struct Unlocking {
    pub(in crate::vault) slot: Slot,
}

impl Unlocking {
    /// Turns the passphrase into the key for [`Vault::unlock_with`](crate::vault::Vault::unlock_with).
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

/// The slow part of protecting a vault by another passphrase, to be done on another thread.
pub struct Protecting {
    master: MasterKey,
    drawn: Drawn,
}

impl Protecting {
    pub(in crate::vault) fn new(
        master: &MasterKey,
        rng: &mut dyn Random,
    ) -> Result<Self, VaultError> {
        Ok(Self { master: master.clone(), drawn: Drawn::from(rng)? })
    }

    /// Turns the passphrase into what [`Vault::protect_with`](crate::vault::Vault::protect_with) takes. Takes
    /// 64 MiB and some 0.2 seconds.
    ///
    /// # Errors
    /// [`VaultError::EmptyPassphrase`]; [`VaultError::Crypto`] when there is not enough memory.
    pub fn derive(mut self, passphrase: &[u8]) -> Result<NewProtection, VaultError> {
        let with = Protection::Passphrase(passphrase);
        let sealed = SealedMaster::new(&with, None, &self.master, &mut self.drawn)?;
        Ok(NewProtection { sealed, master: self.master })
    }
}

/// What protects a vault from when it is [taken](crate::vault::Vault::protect_with).
pub struct NewProtection {
    pub(in crate::vault) sealed: SealedMaster,
    /// Of the vault that it is for.
    pub(in crate::vault) master: MasterKey,
}

impl fmt::Debug for Protecting {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { master: _, drawn: _ } = self;
        formatter.debug_struct("Protecting").finish_non_exhaustive()
    }
}

impl fmt::Debug for NewProtection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sealed: _, master: _ } = self;
        formatter.debug_struct("NewProtection").finish_non_exhaustive()
    }
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
