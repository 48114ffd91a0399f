//! The way itself, and what is asked of the memory of the messenger. While the way is closed the
//! answers are such that nothing leaves and nobody is known.

use super::meanwhile::Kept;
use super::shared::Shared;
use crate::crypto::CryptoError;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::messenger::{
    Environment, LineKind, Messenger, MessengerError, Mode, Profile, Task, Waiting,
};
use crate::vault::VaultError;
use std::fmt;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// How long the first attempt to open a vault is waited for again; twice as long each time.
const AGAIN_MS: u64 = 50;

/// The longest pause between two attempts.
const LONGEST_MS: u64 = 1_000;

/// The way to the messenger.
pub(in crate::plugin) struct Gate {
    inner: Inner,
    /// Where the vault is, if it is opened here.
    place: Option<Place>,
    /// The vault is locked, and has come back older than it was.
    older: bool,
    /// What was told while the way was closed.
    pub(in crate::plugin) kept: Kept,
}

/// Where a vault is, and what opens it.
struct Place {
    path: PathBuf,
    /// A key that the host keeps.
    key: Option<Zeroizing<[u8; 32]>>,
    shared: Shared,
}

enum Inner {
    Open(Box<Messenger>),
    Closed { why: MessengerError, again_at: u64, pause: u64 },
}

impl fmt::Debug for Gate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.inner {
            Inner::Open(messenger) => messenger.fmt(formatter),
            Inner::Closed { why, .. } => formatter.debug_tuple("Closed").field(why).finish(),
        }
    }
}

impl Gate {
    /// The way to a messenger that there is.
    pub(in crate::plugin) fn open(messenger: Messenger) -> Self {
        let inner = Inner::Open(Box::new(messenger));
        Self { inner, place: None, older: false, kept: Kept::default() }
    }

    /// The way to the vault at `path`, open if that can be opened.
    pub(in crate::plugin) fn to(
        path: &Path,
        key: Option<&[u8; 32]>,
        environment: Environment,
    ) -> Self {
        let shared = Shared::new(environment);
        let why = VaultError::Busy.into();
        let inner = Inner::Closed { why, again_at: 0, pause: AGAIN_MS };
        let key = key.map(|key| Zeroizing::new(*key));
        let place = Some(Place { path: path.to_owned(), key, shared });
        let mut gate = Self { inner, place, older: false, kept: Kept::default() };
        gate.try_to_open(false);
        gate
    }

    /// Why the way is closed, if it is.
    pub(in crate::plugin) fn why(&self) -> Option<&MessengerError> {
        match &self.inner {
            Inner::Open(_) => None,
            Inner::Closed { why, .. } => Some(why),
        }
    }

    pub(in crate::plugin) fn is_closed(&self) -> bool {
        self.why().is_some()
    }

    /// The messenger itself, or why there is none.
    pub(in crate::plugin) fn messenger(&mut self) -> Result<&mut Messenger, MessengerError> {
        match &mut self.inner {
            Inner::Open(messenger) => Ok(messenger),
            Inner::Closed { why, .. } => Err(why.clone()),
        }
    }

    fn get(&self) -> Option<&Messenger> {
        match &self.inner {
            Inner::Open(messenger) => Some(messenger),
            Inner::Closed { .. } => None,
        }
    }

    /// Tries to open the vault, as it is now if the user has accepted that. Whether it is open.
    pub(in crate::plugin) fn try_to_open(&mut self, as_it_is: bool) -> bool {
        let (Inner::Closed { why, again_at, pause }, Some(Place { path, key, shared })) =
            (&mut self.inner, &self.place)
        else {
            return !self.is_closed();
        };
        let opened = match as_it_is {
            true => Messenger::open_older(path, key.as_deref(), shared.environment()),
            false => Messenger::open(path, key.as_deref(), shared.environment()),
        };
        match opened {
            Ok(messenger) => {
                self.inner = Inner::Open(Box::new(messenger));
                true
            }
            Err(error) => {
                let now = crate::messenger::Clock::now_ms(shared);
                *again_at = now.saturating_add(*pause);
                *pause = pause.saturating_mul(2).min(LONGEST_MS);
                *why = error;
                false
            }
        }
    }

    /// In how many milliseconds opening is to be tried again, if trying may help.
    pub(in crate::plugin) fn again_in(&self) -> Option<u64> {
        let Inner::Closed { why, again_at, .. } = &self.inner else { return None };
        let now = self.now_ms();
        // A clock that was set back: nobody waits for hours.
        let due = (*again_at).min(now.saturating_add(LONGEST_MS));
        (self.place.is_some() && why.is_temporary()).then(|| due.saturating_sub(now))
    }

    /// Whether something is kept that the messenger can be told now.
    pub(in crate::plugin) fn has_to_catch_up(&self) -> bool {
        !self.is_closed() && !self.kept.is_empty()
    }

    /// A vault that is locked has shown to be older than it was.
    pub(in crate::plugin) fn note_older(&mut self) {
        self.older = true;
    }

    /// The user goes on with what is there. Whether there was anything to decide, and it is done.
    pub(in crate::plugin) fn go_on(&mut self) -> Result<bool, MessengerError> {
        if let Inner::Open(messenger) = &mut self.inner {
            if std::mem::take(&mut self.older) {
                messenger.accept_older();
                return Ok(true);
            }
            return Ok(false);
        }
        match self.try_to_open(true) {
            true => Ok(true),
            false => self.messenger().map(|_| true),
        }
    }
}

/// What memory tells.
impl Gate {
    pub(in crate::plugin) fn now_ms(&self) -> u64 {
        match (&self.inner, &self.place) {
            (Inner::Open(messenger), _) => messenger.now_ms(),
            (_, Some(place)) => crate::messenger::Clock::now_ms(&place.shared),
            _ => 0,
        }
    }

    pub(in crate::plugin) fn random(&mut self, bytes: &mut [u8]) -> Result<(), CryptoError> {
        match (&mut self.inner, &mut self.place) {
            (Inner::Open(messenger), _) => messenger.random(bytes),
            (_, Some(place)) => crate::crypto::Random::fill(&mut place.shared, bytes),
            _ => Err(CryptoError::RandomFailed),
        }
    }

    pub(in crate::plugin) fn line_kind(&self, line: &[u8]) -> Option<LineKind> {
        self.get()?.line_kind(line)
    }

    pub(in crate::plugin) fn attached(&self) -> impl Iterator<Item = &str> {
        self.get().into_iter().flat_map(Messenger::attached)
    }

    pub(in crate::plugin) fn address_key(&self, account: &str, peer: &str) -> Option<AddressKey> {
        self.get()?.address_key(account, peer)
    }

    pub(in crate::plugin) fn profile(&self, account: &str) -> Option<&Profile> {
        self.get()?.profile(account)
    }

    pub(in crate::plugin) fn own_fingerprint(&self, account: &str) -> Option<Fingerprint> {
        self.get()?.own_fingerprint(account)
    }

    pub(in crate::plugin) fn mode_of(&self, account: &str, peer: &str) -> (Option<Mode>, Mode) {
        self.get().map_or((None, Mode::Required), |open| open.mode_of(account, peer))
    }

    pub(in crate::plugin) fn people_at(&self, account: &str, peer: &str) -> Vec<Fingerprint> {
        self.get().map(|open| open.people_at(account, peer)).unwrap_or_default()
    }

    pub(in crate::plugin) fn old_texts(&self, account: &str, peer: &str) -> Vec<u64> {
        self.get().map(|open| open.old_texts(account, peer)).unwrap_or_default()
    }

    pub(in crate::plugin) fn is_contact(&self, account: &str, peer: &str) -> bool {
        self.get().is_some_and(|open| open.is_contact(account, peer))
    }

    pub(in crate::plugin) fn is_named(&self, account: &str, peer: &str) -> bool {
        self.get().is_some_and(|open| open.is_named(account, peer))
    }

    pub(in crate::plugin) fn marks(&self, account: &str, peer: &str) -> bool {
        self.get().is_some_and(|open| open.marks(account, peer))
    }

    pub(in crate::plugin) fn waiting(&self, account: &str, peer: &str) -> Waiting {
        self.get().map(|open| open.waiting(account, peer)).unwrap_or_default()
    }

    pub(in crate::plugin) fn is_locked(&self) -> bool {
        self.get().is_some_and(Messenger::is_locked)
    }

    pub(in crate::plugin) fn working(&self) -> Option<Task> {
        self.get()?.working()
    }

    pub(in crate::plugin) fn wake_ms(&mut self) -> Option<u64> {
        match &mut self.inner {
            Inner::Open(messenger) => messenger.wake_ms(),
            Inner::Closed { .. } => self.again_in(),
        }
    }

    pub(in crate::plugin) fn may_send(&mut self, account: &str, peer: &str, text: &[u8]) -> bool {
        self.messenger().is_ok_and(|open| open.may_send(account, peer, text))
    }
}
