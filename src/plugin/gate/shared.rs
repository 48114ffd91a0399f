//! The environment of a messenger, which outlives an attempt to open its vault.

use crate::crypto::{CryptoError, Random};
use crate::messenger::{Clock, Environment};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An environment that several messengers have, one after the other.
#[derive(Clone)]
pub(super) struct Shared(Arc<Mutex<Environment>>);

impl Shared {
    pub(super) fn new(environment: Environment) -> Self {
        Self(Arc::new(Mutex::new(environment)))
    }

    /// The same for one messenger.
    pub(super) fn environment(&self) -> Environment {
        Environment { clock: Box::new(self.clone()), random: Box::new(self.clone()) }
    }

    fn inner(&self) -> MutexGuard<'_, Environment> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for Shared {
    fn now_ms(&self) -> u64 {
        self.inner().clock.now_ms()
    }
}

impl Random for Shared {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        self.inner().random.fill(out)
    }
}
