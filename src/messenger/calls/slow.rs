//! What takes long because a passphrase is turned into a key: that happens on a thread, which ends with
//! it, and a tick does the rest.
//!
//! The thread has what it needs and nothing of the messenger. Nobody waits for it: if the messenger is
//! gone by then, what it has made is wiped.

use crate::crypto::{Drawn, PassphraseParams};
use crate::identity::Identity;
use crate::messenger::calls::messenger::Messenger;
use crate::messenger::limits::SLOW_LOOK_MS;
use crate::messenger::memory::retry::Retry;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Event, EventKind, Task};
use crate::vault::{NewProtection, VaultError, VaultKey};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::thread;
use zeroize::Zeroizing;

/// What new exports ask of a passphrase, as new vaults do.
const EXPORT_PARAMS: PassphraseParams =
    PassphraseParams { memory_kib: 65_536, iterations: 3, parallelism: 1 };

/// What a thread has made.
enum Made {
    Key(VaultKey),
    Protection(NewProtection),
    /// The export, and where it goes.
    Export(Zeroizing<String>, PathBuf),
    Identity(Box<Identity>),
}

type MakeResult = Result<Made, MessengerError>;

/// What takes long.
pub(in crate::messenger::calls) struct Slow {
    task: Task,
    /// Whose thread it is: a child that is forked has none.
    process: u32,
    from: Receiver<MakeResult>,
    /// Made, and waiting for the vault.
    made: Option<Made>,
    retry: Retry,
}

/// Unlocking and protecting, exporting and importing, without a wait: these calls return at once. When
/// it is done a tick tells it by an [`EventKind::Finished`]; [`Messenger::wake_ms`] says when to look.
/// One thing at a time.
impl Messenger {
    /// What was begun and is not finished.
    pub fn working(&self) -> Option<Task> {
        self.slow.as_ref().map(|slow| slow.task)
    }

    /// Begins to unlock the vault with a passphrase.
    ///
    /// # Errors
    /// [`MessengerError::WrongState`] while something else goes on;
    /// [`VaultError::OtherProtection`] and the other errors of the vault; [`MessengerError::Thread`].
    pub fn begin_unlock(&mut self, passphrase: &[u8]) -> Result<(), MessengerError> {
        self.begin_call();
        self.check_idle()?;
        let unlocking = self.vault.unlocking()?;
        let passphrase = Zeroizing::new(passphrase.to_vec());
        self.begin(Task::Unlock, move || Ok(Made::Key(unlocking.derive(&passphrase)?)))
    }

    /// Begins to protect the vault by a passphrase, in place of what protects it.
    ///
    /// # Errors
    /// [`MessengerError::WrongState`] while something else goes on;
    /// [`VaultError::EmptyPassphrase`], [`VaultError::Locked`] and the other errors of the vault;
    /// [`MessengerError::Thread`].
    pub fn begin_passphrase(&mut self, passphrase: &[u8]) -> Result<(), MessengerError> {
        self.begin_call();
        self.check_idle()?;
        if passphrase.is_empty() {
            return Err(VaultError::EmptyPassphrase.into());
        }
        let protecting = self.vault.protecting(&mut *self.environment.random)?;
        let passphrase = Zeroizing::new(passphrase.to_vec());
        self.begin(Task::Passphrase, move || Ok(Made::Protection(protecting.derive(&passphrase)?)))
    }

    /// Begins to write an identity under a passphrase to a file that is not there yet: that of an
    /// account, or the vault's. The file is for its owner alone (mode 0600).
    ///
    /// # Errors
    /// [`MessengerError::WrongState`] while something else goes on; [`VaultError::File`] if there is a
    /// file; [`VaultError::EmptyPassphrase`], [`VaultError::Locked`] and the other errors of the vault;
    /// [`MessengerError::Thread`].
    pub fn begin_export(
        &mut self,
        account: Option<&str>,
        passphrase: &[u8],
        path: &Path,
    ) -> Result<(), MessengerError> {
        self.begin_call();
        self.check_idle()?;
        if passphrase.is_empty() {
            return Err(VaultError::EmptyPassphrase.into());
        }
        if path.exists() {
            return Err(file_error(path, std::io::ErrorKind::AlreadyExists));
        }
        let identity = match account {
            Some(account) => self.identity_now(account)?,
            None => self.identity()?.clone(),
        };
        let mut drawn = Drawn::from(&mut *self.environment.random)?;
        let (path, passphrase) = (path.to_owned(), Zeroizing::new(passphrase.to_vec()));
        self.begin(Task::Export, move || {
            let text = identity.export_text(&passphrase, &EXPORT_PARAMS, &mut drawn)?;
            Ok(Made::Export(Zeroizing::new(text), path))
        })
    }

    /// Begins to take over an identity, from any text with one export in it, in place of the one that
    /// the vault was made with.
    ///
    /// # Errors
    /// [`MessengerError::WrongState`] while something else goes on;
    /// [`MessengerError::IdentityInUse`] if accounts are attached; [`VaultError::Locked`],
    /// [`VaultError::Forked`]; [`MessengerError::Thread`].
    pub fn begin_import(&mut self, text: &[u8], passphrase: &[u8]) -> Result<(), MessengerError> {
        self.begin_call();
        self.check_idle()?;
        self.identity()?;
        if !self.accounts.is_empty() {
            return Err(MessengerError::IdentityInUse);
        }
        let (text, passphrase) = (text.to_vec(), Zeroizing::new(passphrase.to_vec()));
        self.begin(Task::Import, move || {
            Ok(Made::Identity(Box::new(Identity::import_text(&text, &passphrase)?)))
        })
    }

    fn check_idle(&self) -> Result<(), MessengerError> {
        self.vault.check_process()?;
        if self.slow.is_some() { Err(MessengerError::WrongState) } else { Ok(()) }
    }

    fn begin(
        &mut self,
        task: Task,
        make: impl FnOnce() -> MakeResult + Send + 'static,
    ) -> Result<(), MessengerError> {
        let (to, from) = sync_channel(1);
        // Nobody waits for the thread, so nobody keeps its handle. What nobody takes is wiped.
        thread::Builder::new()
            .name("subrosa".to_owned())
            .spawn(move || drop(to.send(make())))
            .map_err(|_| MessengerError::Thread)?;
        let process = std::process::id();
        self.slow = Some(Slow { task, process, from, made: None, retry: Retry::default() });
        Ok(())
    }

    /// When to look whether it is done.
    pub(in crate::messenger::calls) fn slow_at(&self, now: u64) -> Option<u64> {
        let slow = self.slow.as_ref()?;
        Some(slow.retry.due().unwrap_or(now.saturating_add(SLOW_LOOK_MS)))
    }

    /// Carries out what a thread has made.
    pub(in crate::messenger::calls) fn finish_slow(&mut self, events: &mut Vec<Event>) {
        let Some(mut slow) = self.slow.take() else { return };
        let now = self.environment.clock.now_ms();
        if slow.retry.due().is_some() && !slow.retry.is_due(now) {
            self.slow = Some(slow);
            return;
        }
        let made = match slow.made.take() {
            Some(made) => Ok(made),
            // The thread is in the parent, and so may be a lock that it holds.
            None if slow.process != std::process::id() => Err(VaultError::Forked.into()),
            None => match slow.from.try_recv() {
                Ok(made) => made,
                Err(TryRecvError::Empty) => {
                    self.slow = Some(slow);
                    return;
                }
                Err(TryRecvError::Disconnected) => Err(MessengerError::Thread),
            },
        };
        let result = made.and_then(|made| self.carry_out(made, &mut slow.made));
        if slow.made.is_some() && result == Err(VaultError::Busy.into()) {
            slow.retry.failed(now);
            self.slow = Some(slow);
            return;
        }
        let kind = EventKind::Finished { task: slow.task, result };
        events.push(Event { account: String::new(), peer: String::new(), kind });
    }

    /// Puts back what can be tried again.
    fn carry_out(&mut self, made: Made, again: &mut Option<Made>) -> Result<(), MessengerError> {
        match made {
            Made::Key(key) => {
                self.unlock_with(key)?;
                self.hurry_accounts();
                Ok(())
            }
            Made::Protection(new) => {
                let done = self.vault.protect_with(&new);
                *again = Some(Made::Protection(new)).filter(|_| done.is_err());
                Ok(done?)
            }
            Made::Export(text, path) => write_new(&path, text.as_bytes()),
            Made::Identity(identity) => {
                let done = self.replace_identity((*identity).clone());
                *again = Some(Made::Identity(identity)).filter(|_| done.is_err());
                done
            }
        }
    }
}

/// Writes a file that must not be there, whole or not at all.
fn write_new(path: &Path, content: &[u8]) -> Result<(), MessengerError> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|error| file_error(path, error.kind()))?;
    let written = file.write_all(content).and_then(|()| file.write_all(b"\n"));
    written.and_then(|()| file.sync_all()).map_err(|error| {
        let _ = std::fs::remove_file(path);
        file_error(path, error.kind())
    })
}

fn file_error(path: &Path, kind: std::io::ErrorKind) -> MessengerError {
    VaultError::File { path: path.to_owned(), kind }.into()
}
