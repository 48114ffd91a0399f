//! Finding out who has the library. Nothing is ever appended to a text.
//!
//! Whose program says that it has the library gets one Offer after the user's first text. Where the
//! user has chosen the mode *append*, the query goes, alone and once, to somebody unknown who writes
//! like a person. Nothing goes to services and bots.

use super::met::Trait;
use super::programs;
use crate::messenger::{self, Discovery, Mode, Origin, State};
use crate::plugin::codes::Cause;
use crate::plugin::frontend::Frontend;

impl Frontend {
    pub(in crate::plugin) fn is_irc(&self, account: &str) -> bool {
        self.accounts.get(account).is_some_and(|kept| kept.profile == Some("irc"))
    }

    /// Whether somebody is a program of the network. On other networks than IRC nobody is by a name.
    pub(in crate::plugin) fn is_program(&self, account: &str, peer: &str) -> bool {
        let irc = self.is_irc(account);
        let at = self.at(account, peer);
        (irc && programs::is_service(peer)) || at.is_some_and(|at| self.met.is(&at, Trait::Program))
    }

    /// Whether a text would begin a private conversation with a program, because nothing may go in
    /// clear.
    pub(in crate::plugin) fn would_begin_with_a_program(&self, account: &str, peer: &str) -> bool {
        self.is_program_unmet(account, peer)
            && self.messenger.mode_of(account, peer).1 == Mode::Required
    }

    /// Whether somebody is a program with which there is no private conversation.
    pub(in crate::plugin) fn is_program_unmet(&self, account: &str, peer: &str) -> bool {
        let Some(at) = self.at(account, peer) else { return false };
        self.is_program(account, peer)
            && matches!(self.windows.standing(&at).state, State::Plain | State::Required)
    }

    /// Somebody's program says that it has the library, or has it no more.
    pub(in crate::plugin) fn capable(
        &mut self,
        account: &str,
        peer: &str,
        capable: bool,
    ) -> messenger::Outcome {
        let none = messenger::Outcome::default();
        let Some(at) = self.at(account, peer) else {
            let error = Some(messenger::MessengerError::UnknownAccount);
            return messenger::Outcome { error, ..none };
        };
        if !capable {
            self.met.withdraw(&at, Trait::Capable);
            return none;
        }
        let new = self.met.note(&at, Trait::Capable);
        // The user has written there before: the first text is over.
        match new && self.met.is(&at, Trait::Written) && !self.is_program(account, peer) {
            true => self.messenger.discover(account, peer, Discovery::Offer),
            false => none,
        }
    }

    /// The user has written in clear. What follows from it comes with the next tick, behind the text.
    pub(in crate::plugin) fn wrote(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        origin: Origin,
    ) {
        if origin.notice || origin.occupant || self.messenger.line_kind(text).is_some() {
            return;
        }
        let Some(at) = self.at(account, peer) else { return };
        self.met.note(&at, Trait::Written);
        if self.is_program(account, peer) {
            return;
        }
        let appends = self.accounts.get(account).is_some_and(|kept| kept.append);
        let person = self.met.is(&at, Trait::Person) && programs::is_like_a_person(text);
        let with = if self.met.is(&at, Trait::Capable) {
            Discovery::Offer
        } else if appends && person {
            Discovery::Query
        } else {
            return;
        };
        let told = self.messenger.discover(account, peer, with);
        let mut items = Vec::new();
        self.tell_all(told.events, Cause::Time, &mut items);
        self.tell_later(items);
    }

    /// A text came from the network.
    pub(in crate::plugin) fn heard(
        &mut self,
        account: &str,
        peer: &str,
        text: &[u8],
        origin: Origin,
    ) {
        let said =
            !(origin.notice || origin.history || origin.own || origin.occupant || origin.room);
        let appends = self.accounts.get(account).is_some_and(|kept| kept.append);
        if appends && said && !programs::is_bot_by_name(peer) && programs::is_like_a_person(text) {
            let at = self.at(account, peer);
            at.map(|at| self.met.note(&at, Trait::Person));
        }
    }

    /// Somebody has another name: they take along what is known of them.
    pub(in crate::plugin) fn follow(&mut self, account: &str, from: &str, to: &str) {
        let key = |name: &str| self.messenger.address_key(account, name);
        if let (Some(from), Some(to)) = (key(from), key(to)) {
            self.met.rename(account, &from, &to);
        }
    }
}
