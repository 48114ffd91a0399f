//! What protects a vault, and how that gives its master key.

pub(super) mod key_file;
mod sealed;
pub(super) mod slot;
pub(super) mod unlocking;

use core::fmt;

pub(super) use sealed::{SealedMaster, read_slot};

/// What opens a vault.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Protection<'a> {
    /// A passphrase, in UTF-8 as given; not empty. Unlocking takes 64 MiB and some 0.2 seconds.
    Passphrase(&'a [u8]),
    /// A key that the host keeps, from a key ring for instance.
    HostKey(&'a [u8; 32]),
    /// A file beside the vault, `<vault>.key`, that the vault makes and reads itself.
    KeyFile,
}

/// How a vault is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ProtectionKind {
    /// By a passphrase.
    Passphrase = 1,
    /// By a key of the host.
    HostKey = 2,
    /// By a key file beside the vault.
    KeyFile = 3,
}

impl Protection<'_> {
    /// The kind without its secret.
    #[must_use]
    pub fn kind(&self) -> ProtectionKind {
        match self {
            Self::Passphrase(_) => ProtectionKind::Passphrase,
            Self::HostKey(_) => ProtectionKind::HostKey,
            Self::KeyFile => ProtectionKind::KeyFile,
        }
    }
}

impl fmt::Debug for Protection<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passphrase(_) => formatter.write_str("Passphrase(..)"),
            Self::HostKey(_) => formatter.write_str("HostKey(..)"),
            Self::KeyFile => formatter.write_str("KeyFile"),
        }
    }
}

impl ProtectionKind {
    pub(super) fn read(byte: u8) -> Option<Self> {
        match byte {
            1 => Some(Self::Passphrase),
            2 => Some(Self::HostKey),
            3 => Some(Self::KeyFile),
            _ => None,
        }
    }
}

impl fmt::Display for ProtectionKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Passphrase => "passphrase",
            Self::HostKey => "host key",
            Self::KeyFile => "key file",
        })
    }
}
