//! Modes: what begins by itself, and whether anything may go in clear. Set for an account, and for a
//! contact, which overrides it; kept in the vault.

use crate::guard::AddressKey;
use crate::guard::Mode;
use crate::messenger::call::call::Call;
use crate::messenger::limits::NOTICE_MS;
use crate::messenger::memory::account::Account;
use crate::messenger::network::origin::Origin;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Event, EventKind, State};
use crate::wire::armor::QUERY;

impl Account {
    /// The mode at an address.
    pub(in crate::messenger) fn mode(&self, at: &AddressKey) -> Mode {
        self.mode_of(self.addresses.get(at).map_or(0, |address| address.record.mode))
    }

    fn mode_of(&self, code: u8) -> Mode {
        Mode::from_code(code.into()).unwrap_or(self.mode)
    }

    /// Whether nothing may go in clear with this setting of a contact.
    pub(in crate::messenger) fn only_private(&self, code: u8) -> bool {
        self.mode_of(code) == Mode::Required
    }

    /// Whether texts to an address go in clear.
    pub(in crate::messenger) fn is_clear(&self, at: &AddressKey) -> bool {
        self.state(at).is_clear() && self.mode(at) != Mode::Required
    }

    /// Where a conversation stands, as the host is told.
    pub(in crate::messenger) fn shown_state(&self, at: &AddressKey) -> State {
        match self.state(at) {
            State::Plain if self.mode(at) == Mode::Required => State::Required,
            state => state,
        }
    }

    /// Whether a text in clear that comes from an address is to be marked.
    pub(in crate::messenger) fn warns(&self, at: &AddressKey) -> bool {
        self.mode(at) == Mode::Required
            || matches!(
                self.state(at),
                State::Private | State::Restoring | State::Starting | State::Alarm
            )
    }

    /// The user writes to somebody in clear: a contact from now on. Gives what to append to the text:
    /// the query, once, in automatic mode, if nobody is known there. All this is stored later: what
    /// is not private costs no disk.
    pub(in crate::messenger) fn wrote_in_clear(
        &mut self,
        at: &AddressKey,
        name: &str,
        origin: Origin,
        now: u64,
    ) -> Option<Event> {
        let asks = self.mode(at) == Mode::Automatic && !origin.notice;
        let account = self.record.name.clone();
        let address = self.address(at, name);
        let record = &mut address.record;
        let asks = asks
            && !record.asked
            && !address.passing.absent
            && record.who.is_none()
            && record.state == State::Plain;
        if record.known && !asks {
            return None;
        }
        record.known = true;
        record.asked |= asks;
        address.kept = true;
        self.unsaved.insert(at.clone());
        self.agenda.address(at, now.saturating_add(NOTICE_MS));
        let text = format!(" {QUERY}");
        asks.then(|| Event { account, peer: name.to_owned(), kind: EventKind::Append { text } })
    }
}

impl Call<'_, '_> {
    /// Sets the mode of a contact, or that it has the account's.
    pub(in crate::messenger) fn set_mode(
        &mut self,
        at: &AddressKey,
        mode: Option<Mode>,
    ) -> Result<(), MessengerError> {
        self.record_mut(at).mode = mode.map_or(0, |mode| mode as u8);
        self.save_address(at)
    }
}
