//! The shadow: what a user was told and has decided, and what may not happen because of it.
//!
//! It is kept from calls and events alone. Where it cannot know what the disk has, because a process
//! died in the middle, it promises nothing and forbids nothing.

use std::collections::{BTreeMap, BTreeSet};
use subrosa::identity::Fingerprint;
use subrosa::messenger::{Action, Mode, State};

/// How well something is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Sure {
    #[default]
    No,
    /// Until the process ends: the vault could not be told.
    Memory,
    Disk,
}

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Done,
    /// The vault could not be written.
    Failed,
    /// It did not fit.
    Refused,
    /// The process died in it, or it is carried out some time: nobody can tell whether it is done.
    Killed,
}

/// What was promised at one name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Window {
    /// The user was told that it is private.
    pub private: Sure,
    /// The user has asked for it, having found it in clear.
    pub started: Sure,
    pub required: Sure,
    pub blocked: Sure,
    /// The user has said that the account's mode does not hold here, or may have.
    pub excepted: bool,
    /// Something may restrict it.
    pub touched: bool,
    /// Its own mode may be required.
    pub perhaps_required: bool,
}

#[derive(Debug, Default)]
pub struct Account {
    pub windows: BTreeMap<String, Window>,
    pub required: Sure,
    pub perhaps_required: bool,
}

/// Everything of one user, on all accounts.
#[derive(Debug, Default)]
pub struct Shadow {
    pub accounts: [Account; 2],
    pub verified: BTreeSet<Fingerprint>,
    pub blocked: BTreeSet<Fingerprint>,
    /// Somebody was blocked at some time.
    pub ever_blocked: bool,
    /// Where each key may be taken for somebody known.
    pub homes: BTreeMap<Fingerprint, BTreeSet<(usize, String)>>,
    /// Keys that the process died over: nobody can tell where they are known.
    pub anywhere: BTreeSet<Fingerprint>,
    /// Keys that the user has taken for further ones of somebody.
    pub added: BTreeSet<Fingerprint>,
}

impl Shadow {
    fn window(&mut self, account: usize, at: &str) -> &mut Window {
        self.accounts[account].windows.entry(at.to_owned()).or_default()
    }

    pub fn get(&self, account: usize, at: &str) -> Window {
        self.accounts[account].windows.get(at).copied().unwrap_or_default()
    }

    /// Why nothing may leave in clear, if there is a reason.
    pub fn restricts(&self, account: usize, at: &str) -> Option<&'static str> {
        let window = self.get(account, at);
        let account = &self.accounts[account];
        let reasons = [
            (window.private > Sure::No, "the user was told that it is private"),
            (window.started > Sure::No, "the user has asked for a private conversation"),
            (window.required > Sure::No, "the user has set that it has to be private"),
            (window.blocked > Sure::No, "the user has blocked it"),
            (account.required > Sure::No && !window.excepted, "the account has to be private"),
        ];
        reasons.into_iter().find(|(holds, _)| *holds).map(|(_, reason)| reason)
    }

    /// Whether nothing was ever said or done that could refuse a text.
    pub fn is_innocent(&self, account: usize, at: &str) -> bool {
        !self.get(account, at).touched && !self.accounts[account].perhaps_required
    }

    /// Whether clear text from there has to be marked.
    pub fn marks(&self, account: usize, at: &str) -> bool {
        let window = self.get(account, at);
        let required = self.accounts[account].required > Sure::No && !window.excepted;
        window.private > Sure::No || window.required > Sure::No || required
    }

    /// Whether nothing but a door could refuse a text.
    pub fn is_free(&self, account: usize, at: &str) -> bool {
        !self.ever_blocked
            && !self.accounts[account].perhaps_required
            && !self.get(account, at).perhaps_required
    }

    // ---- what the user is told ----

    pub fn told(&mut self, account: usize, at: &str, state: State) {
        if matches!(state, State::Plain | State::Invited) {
            return;
        }
        let window = self.window(account, at);
        window.touched = true;
        match state {
            State::Private => window.private = Sure::Disk,
            State::Asked | State::Starting | State::Restoring => {
                window.started = window.started.max(Sure::Memory);
            }
            _ => {}
        }
    }

    pub fn asked(&mut self, account: usize, at: &str) {
        self.window(account, at).touched = true;
    }

    // ---- what the user decides ----

    /// A decision; `there` are those who were known at the name.
    pub fn decided(
        &mut self,
        account: usize,
        at: &str,
        action: Action,
        who: Option<Fingerprint>,
        there: &BTreeSet<Fingerprint>,
        fate: Fate,
    ) {
        let perhaps = matches!(fate, Fate::Done | Fate::Killed);
        let home = (account, at.to_owned());
        let window = self.window(account, at);
        window.touched = true;
        match (action, fate) {
            (Action::Start | Action::Accept | Action::AcceptKey | Action::AddKey, Fate::Done) => {
                window.started = Sure::Disk;
            }
            (Action::Start, Fate::Failed) => window.started = window.started.max(Sure::Memory),
            (Action::End, Fate::Done | Fate::Killed) => {
                (window.private, window.started) = (Sure::No, Sure::No);
            }
            (Action::Cancel, Fate::Done | Fate::Killed) => window.started = Sure::No,
            (Action::Forget, Fate::Done | Fate::Killed) => {
                window.private = Sure::No;
                (window.started, window.blocked) = (Sure::No, Sure::No);
            }
            (Action::Block, Fate::Done) => window.blocked = Sure::Disk,
            (Action::Block, Fate::Failed) => window.blocked = window.blocked.max(Sure::Memory),
            (Action::Unblock, Fate::Done | Fate::Killed) => window.blocked = Sure::No,
            _ => {}
        }
        if fate == Fate::Killed {
            self.anywhere.extend(who);
        }
        match (action, who) {
            (Action::Unverify, Some(who)) if fate == Fate::Done => {
                self.verified.remove(&who);
            }
            (Action::Accept | Action::AcceptKey | Action::AddKey, Some(who)) if perhaps => {
                self.homes.entry(who).or_default().insert(home);
            }
            (Action::Forget, Some(who)) if fate == Fate::Done => {
                self.verified.remove(&who);
                // What is said of one account. On the others they stay where they are known, and on this
                // one they are strangers again.
                let homes = self.homes.entry(who).or_default();
                homes.retain(|(of, _)| *of != account);
                if !homes.is_empty() {
                    self.anywhere.insert(who);
                }
            }
            _ => {}
        }
        match action {
            Action::AddKey if perhaps => self.added.extend(who),
            Action::AcceptKey if fate == Fate::Done => {
                self.verified.retain(|known| !there.contains(known) || Some(*known) == who);
            }
            Action::Block => {
                self.ever_blocked = true;
                if fate == Fate::Done {
                    self.blocked.extend(there);
                }
            }
            Action::Unblock if perhaps => self.blocked.clear(),
            _ => {}
        }
    }

    pub fn set_mode(&mut self, account: usize, at: &str, mode: Option<Mode>, fate: Fate) {
        let window = self.window(account, at);
        window.touched = true;
        window.perhaps_required |= mode == Some(Mode::Required);
        match (mode, fate) {
            (Some(Mode::Required), Fate::Done) => window.required = Sure::Disk,
            (Some(Mode::Required), Fate::Failed) => {
                window.required = window.required.max(Sure::Memory);
            }
            (Some(Mode::Required), _) | (_, Fate::Failed | Fate::Refused) => {}
            (_, Fate::Done | Fate::Killed) => window.required = Sure::No,
        }
        match (mode, fate) {
            (Some(Mode::Manual | Mode::Automatic), Fate::Done | Fate::Killed) => {
                window.excepted = true;
            }
            (_, Fate::Done) => window.excepted = false,
            _ => {}
        }
    }

    pub fn set_account_mode(&mut self, account: usize, mode: Mode, fate: Fate) {
        let account = &mut self.accounts[account];
        account.perhaps_required |= mode == Mode::Required;
        match (mode, fate) {
            (Mode::Required, Fate::Done) => account.required = Sure::Disk,
            (Mode::Required, Fate::Failed) => account.required = account.required.max(Sure::Memory),
            (Mode::Required, _) | (_, Fate::Failed | Fate::Refused) => {}
            (_, Fate::Done | Fate::Killed) => account.required = Sure::No,
        }
    }

    // ---- what the network tells ----

    /// The promise follows the window, and stays at the old name.
    pub fn renamed(&mut self, account: usize, from: &str, to: &str, fate: Fate) {
        if from == to {
            return;
        }
        let before = self.get(account, from);
        let most = match fate {
            Fate::Done => Sure::Disk,
            Fate::Failed => Sure::Memory,
            Fate::Refused | Fate::Killed => Sure::No,
        };
        let window = self.window(account, to);
        let join = |one: Sure, other: Sure| one.max(other.min(most));
        window.private = join(window.private, before.private);
        window.started = join(window.started, before.started);
        window.required = join(window.required, before.required);
        window.blocked = join(window.blocked, before.blocked);
        window.touched |= before.touched;
        window.perhaps_required |= before.perhaps_required;
        let home = (account, from.to_owned());
        for homes in self.homes.values_mut() {
            if homes.contains(&home) {
                homes.insert((account, to.to_owned()));
            }
        }
    }

    // ---- what happens to the machine ----

    /// The process of an account ends: what the vault could not be told is gone.
    pub fn died(&mut self, account: usize) {
        let forget = |sure: &mut Sure| {
            if *sure == Sure::Memory {
                *sure = Sure::No;
            }
        };
        let account = &mut self.accounts[account];
        forget(&mut account.required);
        for window in account.windows.values_mut() {
            forget(&mut window.private);
            forget(&mut window.started);
            forget(&mut window.required);
            forget(&mut window.blocked);
        }
    }
}
