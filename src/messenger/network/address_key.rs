//! The one spelling of an address that all of its spellings share.

use super::case_mapping::CaseMapping;

/// An address, normalised: what addresses are compared and found by. What the host wrote is never
/// one, so that a name cannot be taken for it by mistake.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressKey(String);

impl AddressKey {
    /// The key of a name, where spellings are compared by `mapping`.
    pub(in crate::messenger) fn new(name: &str, mapping: CaseMapping) -> Self {
        Self(mapping.normalise(name))
    }

    /// A key that was stored.
    pub(in crate::messenger) fn stored(key: String) -> Self {
        Self(key)
    }

    /// The normalised address.
    pub(in crate::messenger) fn as_str(&self) -> &str {
        &self.0
    }

    /// As it stands in rows.
    pub(in crate::messenger) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}
