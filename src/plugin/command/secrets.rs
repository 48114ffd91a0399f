//! Passphrases, and copies of our identity. What takes long ends in a tick.

use super::super::codes::{Cause, notice_code};
use super::super::error::PluginError;
use super::super::event::Place;
use super::super::frontend::{Frontend, Working};
use super::super::question::{Ask, Open};
use super::super::saying::Details;
use super::super::walk::{Item, Outcome};
use super::{Command, split_word};
use crate::messenger::MessengerError;
use crate::vault::Protection;
use std::io::Read;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The largest file that may hold a copy of an identity, in bytes.
const MAX_IMPORT: u64 = 65_536;

impl Frontend {
    /// Unlocks the vault: asks for the passphrase, or takes it as a word where nothing hidden can be
    /// typed.
    pub(super) fn unlock(&mut self, command: Command<'_>) -> Outcome {
        if !self.is_locked() {
            return self.answered("", "", "not-locked", &Details::default());
        }
        self.ask_or_take(Ask::Unlock, command.rest)
    }

    /// Protects the vault by a new passphrase.
    pub(super) fn passphrase(&mut self, command: Command<'_>) -> Outcome {
        self.ask_or_take(Ask::Passphrase, command.rest)
    }

    /// Protects the vault by a key file again.
    pub(super) fn no_passphrase(&mut self, _command: Command<'_>) -> Outcome {
        match self.messenger.protect(&Protection::KeyFile) {
            Ok(()) => self.answered("", "", "passphrase-removed", &Details::default()),
            Err(error) => self.not_begun(error),
        }
    }

    /// Writes a copy of the identity, of the account's if it has one of its own, to a file.
    pub(super) fn export(&mut self, command: Command<'_>) -> Outcome {
        match path_and_rest(command.rest) {
            Some((path, rest)) => {
                self.ask_or_take(Ask::Export(command.account.to_owned(), path), rest)
            }
            None => self.mistake("", "", "need-word", "export"),
        }
    }

    /// Takes over the identity of which a file has a copy.
    pub(super) fn import(&mut self, command: Command<'_>) -> Outcome {
        match path_and_rest(command.rest) {
            Some((path, rest)) => self.ask_or_take(Ask::Import(path), rest),
            None => self.mistake("", "", "need-word", "import"),
        }
    }

    fn ask_or_take(&mut self, ask: Ask, typed: &str) -> Outcome {
        self.secret = None;
        let mut items = Vec::new();
        let over = self.questions.close_if(|open| matches!(open.ask, Ask::Again(_)));
        self.tell_closed(over, &mut items);
        if !typed.is_empty() && !self.whole.can.hidden {
            return self.begin_secret(&ask, typed);
        }
        self.ask(None, "", "", ask, Cause::User, None, &mut items);
        self.outcome(items)
    }

    /// The user has typed what a question for a secret asked for.
    pub(super) fn secret(&mut self, open: &Open, typed: &str) -> Outcome {
        let closed = self.questions.close(open.number);
        let mut items = Vec::new();
        self.tell_closed(closed.into_iter().collect(), &mut items);
        let ask = match &open.ask {
            // A new one is typed twice where nobody sees it.
            ask @ (Ask::Passphrase | Ask::Export(..)) if self.whole.can.hidden => {
                if typed.is_empty() {
                    return self.wrong_secret("passphrase-empty", items);
                }
                // One that was given for something else is not asked for any more.
                let over = self.questions.close_if(|open| matches!(open.ask, Ask::Again(_)));
                self.tell_closed(over, &mut items);
                self.secret = Some(Zeroizing::new(typed.to_owned()));
                let again = Ask::Again(Box::new(ask.clone()));
                self.ask(None, "", "", again, Cause::User, None, &mut items);
                return self.outcome(items);
            }
            Ask::Again(ask) => {
                let same = self.secret.take().is_some_and(|first| *first == typed);
                if !same {
                    return self.wrong_secret("passphrase-differs", items);
                }
                ask.as_ref()
            }
            ask => ask,
        };
        let mut outcome = self.begin_secret(ask, typed);
        items.into_iter().for_each(|item| outcome.push(item));
        outcome
    }

    /// What was typed is of no use: the question is closed, and nothing has changed.
    fn wrong_secret(&mut self, code: &'static str, mut items: Vec<Item>) -> Outcome {
        items.push(self.say("", "", code, Place::Window, Cause::User));
        self.failed(PluginError::Command, items)
    }

    fn begin_secret(&mut self, ask: &Ask, typed: &str) -> Outcome {
        let secret = typed.as_bytes();
        if secret.is_empty() {
            return self.mistake("", "", "passphrase-empty", "");
        }
        let begun = match ask {
            Ask::Unlock => self.messenger.begin_unlock(secret),
            Ask::Passphrase => self.messenger.begin_passphrase(secret),
            Ask::Export(_, path) if path.exists() => {
                return self.mistake("", "", "file-failed", "");
            }
            Ask::Export(account, path) => {
                self.working.file = path.display().to_string();
                let account = (!account.is_empty()).then_some(account.as_str());
                self.messenger.begin_export(account, secret, path)
            }
            Ask::Import(path) => match read_export(path) {
                Some(text) => self.begin_import(&text, secret),
                None => return self.mistake("", "", "file-failed", ""),
            },
            _ => return self.failed(PluginError::Answer, Vec::new()),
        };
        match begun {
            Ok(()) => self.answered("", "", "working", &Details::default()),
            Err(error) => self.not_begun(error),
        }
    }

    /// An identity is exchanged while no account is in use: they are given back, and taken again when
    /// it is done. Texts are refused meanwhile.
    fn begin_import(&mut self, text: &[u8], secret: &[u8]) -> Result<(), MessengerError> {
        if self.messenger.working().is_some() {
            return Err(MessengerError::WrongState);
        }
        let names: Vec<String> = self.messenger.attached().map(str::to_owned).collect();
        let mut accounts = Vec::new();
        let mut begun = Ok(());
        for name in names {
            let Some(profile) = self.messenger.profile(&name).map(|profile| profile.name()) else {
                continue;
            };
            begun = self.messenger.detach(&name);
            if begun.is_err() {
                break;
            }
            accounts.push((name, profile));
        }
        self.working = Working { file: String::new(), accounts };
        let begun = begun.and_then(|()| self.messenger.begin_import(text, secret));
        if begun.is_err() {
            // What comes of taking them again is told: it is told once only.
            let told = self.take_back();
            let mut items = Vec::new();
            self.tell_all(told, Cause::Attached, &mut items);
            self.tell_later(items);
        }
        begun
    }

    fn not_begun(&mut self, error: MessengerError) -> Outcome {
        let code = notice_code(error.notice());
        let said = self.say("", "", code, Place::Window, Cause::User);
        self.failed(error.into(), vec![said])
    }
}

/// A file, in double quotes if its name has blanks, and what stands behind it.
fn path_and_rest(text: &str) -> Option<(PathBuf, &str)> {
    let (path, rest) = match text.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
        Some((path, rest)) => (path, rest.trim_start()),
        None => split_word(text),
    };
    (!path.is_empty()).then(|| (PathBuf::from(path), rest))
}

fn read_export(path: &Path) -> Option<Zeroizing<Vec<u8>>> {
    let file = std::fs::File::open(path).ok()?;
    let mut text = Zeroizing::new(Vec::new());
    file.take(MAX_IMPORT).read_to_end(&mut text).ok()?;
    Some(text)
}
