//! A messenger as its handle and the outcomes of its calls share it.

use super::fault::Fault;
use super::guard::caught;
use super::handle::Handle;
use super::injection::may_panic;
use super::result::{SUBROSA_E_POISONED, SUBROSA_E_VAULT_FORKED};
use crate::messenger::{Clock, Messenger, SystemClock};
use crate::plugin::Frontend;
use core::mem::ManuallyDrop;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

/// An open vault: the accounts of a host, their contacts and conversations. Any thread may call at
/// any time; calls wait for each other.
pub struct subrosa_messenger {
    _private: [u8; 0],
}

impl Handle for subrosa_messenger {
    type Value = Arc<Shared>;
    const TAG: u64 = u64::from_be_bytes(*b"Sub.Mess");
    const NAME: &'static str = "messenger";
}

/// What a handle and the outcomes of its calls have in common.
pub(in crate::capi) struct Shared {
    guarded: ManuallyDrop<Mutex<Guarded>>,
    /// Who opened it. In a child that was forked while another thread was in a call, nobody is
    /// there to give the lock back or to finish what the call had begun.
    process: u32,
    clock: HostClock,
}

/// The system's clock, or what the host has set: milliseconds since 1970, 0 while it has not.
#[derive(Clone, Default)]
pub(in crate::capi) struct HostClock(Arc<AtomicU64>);

impl Clock for HostClock {
    fn now_ms(&self) -> u64 {
        match self.0.load(Ordering::Relaxed) {
            0 => SystemClock.now_ms(),
            set => set,
        }
    }
}

struct Guarded {
    frontend: Frontend,
    /// Calls that have panicked.
    panics: u8,
}

impl Shared {
    pub(in crate::capi) fn new(frontend: Frontend, clock: HostClock) -> Arc<Self> {
        let guarded = ManuallyDrop::new(Mutex::new(Guarded { frontend, panics: 0 }));
        Arc::new(Self { guarded, process: std::process::id(), clock })
    }

    /// The host's time. Milliseconds since 1970.
    pub(in crate::capi) fn now_ms(&self) -> u64 {
        self.clock.now_ms()
    }

    /// Has the messenger go by this time, and no longer by the system's.
    pub(in crate::capi) fn set_now_ms(&self, now: u64) {
        self.clock.0.store(now, Ordering::Relaxed);
    }

    /// As [`with`](Self::with), for what the plugin layer has no call of its own.
    pub(in crate::capi) fn with_messenger<T>(
        &self,
        work: impl FnOnce(&mut Messenger) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        self.with(|frontend| work(frontend.messenger()?))
    }

    /// Does something with the messenger, once every other call is done. After the first panic it
    /// loads everything anew from its vault, after the second it is done for. A forked child gets
    /// an error at once, and waits for nothing.
    pub(in crate::capi) fn with<T>(
        &self,
        work: impl FnOnce(&mut Frontend) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let (mut work, mut done) = (Some(work), None);
        self.enter(&mut |frontend| done = work.take().map(|work| work(frontend)))?;
        done.unwrap_or_else(|| Err(Fault::new(SUBROSA_E_POISONED, "the call was not made")))
    }

    /// The one way to the messenger, for every call.
    #[inline(never)]
    fn enter(&self, work: &mut dyn FnMut(&mut Frontend)) -> Result<(), Fault> {
        if self.process != std::process::id() {
            let sentence = "the messenger was opened by the parent of this process: open it anew";
            return Err(Fault::new(SUBROSA_E_VAULT_FORKED, sentence));
        }
        let mut guarded = self.guarded.lock().unwrap_or_else(PoisonError::into_inner);
        if guarded.panics > 1 {
            let sentence = "two faults have left the messenger unusable";
            return Err(Fault::new(SUBROSA_E_POISONED, sentence));
        }
        let done = caught(|| {
            may_panic();
            work(&mut guarded.frontend)
        });
        done.inspect_err(|_| {
            guarded.panics += 1;
            if let Ok(messenger) = guarded.frontend.messenger() {
                messenger.doubt_memory();
            }
        })
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        if matches!(self.guarded.try_lock(), Err(TryLockError::WouldBlock)) {
            // Everybody who could use it has let go of it, so this is a forked child. A thread of the
            // parent was in the middle of a change: nothing here can be relied upon, not even to be freed.
            return;
        }
        // SAFETY: once, as nothing is used after a drop.
        unsafe { ManuallyDrop::drop(&mut self.guarded) };
    }
}
