//! The one spelling of a name.

use std::fmt;
use std::sync::Arc;

/// No normal form contains it.
const IRREGULAR: char = '\0';

/// A name in the one spelling that all of its spellings share, under the rules of its network.
///
/// Only such a key finds a [`Name`](crate::guard::Name): a name as a host wrote it is a `&str`, so one
/// cannot be taken for the other.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AddressKey(Arc<str>);

impl AddressKey {
    /// Takes a spelling that is the shared one already.
    #[must_use]
    pub fn from_normal_form(normal_form: String) -> Self {
        Self(normal_form.into())
    }

    /// A name that has no spelling which all of its spellings share: it is known by these bytes
    /// alone. No such key is equal to one with a normal form.
    #[must_use]
    pub fn irregular(name: &str) -> Self {
        Self(format!("{IRREGULAR}{name}").into())
    }

    /// Whether the name has no normal form.
    #[must_use]
    pub fn is_irregular(&self) -> bool {
        self.0.starts_with(IRREGULAR)
    }

    /// The shared spelling.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The shared spelling, as it stands in rows.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for AddressKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(name) = self;
        fmt::Debug::fmt(name, formatter)
    }
}
