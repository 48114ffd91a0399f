//! What may leave in clear: the guard's permits, and what a text in clear leaves behind.

use super::messenger::Messenger;
use crate::guard::{AddressKey, Answer, Clear, Mode, Name, Op, People, Person, Target, Why};
use crate::identity::Fingerprint;
use crate::messenger::limits::NOTICE_MS;
use crate::messenger::memory::account::Account;
use crate::messenger::memory::owed::Owed;
use crate::messenger::network::origin::Origin;
use crate::messenger::tells::event::{Event, EventKind, State};
use crate::messenger::tells::notice::Notice;
use crate::vault::Durability;
use crate::wire::armor::QUERY;

/// What a text that was typed now may do.
pub(super) enum Leave {
    /// It leaves in clear.
    Clear(Passed),
    /// It goes encrypted, or waits until it can.
    Private,
    /// It is refused.
    Refused(Notice),
}

/// The guard has given a permit for the text that was typed now. Nothing else makes one.
pub(super) struct Passed(());

impl Passed {
    fn by(_permit: Clear<'_>) -> Self {
        Self(())
    }

    /// Rooms are never private, and the host seldom asks about them.
    fn to_a_room() -> Self {
        Self(())
    }
}

impl Account {
    /// What is known of the people at an address, if memory knows it: they need not be read.
    /// What holds of them although the vault could not be told needs no reading either.
    fn known_people(&self, at: &AddressKey, owed: &Owed) -> Option<People> {
        let owners = self.names.get(at).map(Name::owners).into_iter().flatten();
        let known = |who: &Fingerprint| {
            let restricted = owed.restrict(who, Person::default());
            let nothing = restricted == Person::default();
            let person = self.people.get(who).map(|person| owed.restrict(who, *person));
            Some((*who, person.or((!nothing).then_some(restricted))?))
        };
        owners.map(known).collect()
    }

    fn leave(&self, at: &AddressKey, owed: &Owed) -> Leave {
        let people = self.known_people(at, owed);
        match self.names.answer(at, self.state(at).stage(), people.as_ref()) {
            Answer::Clear(permit) => Leave::Clear(Passed::by(permit)),
            Answer::Encrypt | Answer::Hold(_) => match self.state(at) {
                State::Ended => Leave::Refused(Notice::Ended),
                State::Alarm => Leave::Refused(Notice::KeyChanged),
                _ => Leave::Private,
            },
            Answer::Refuse(why, _) => Leave::Refused(match why {
                Why::Blocked => Notice::Blocked,
                Why::Replaced | Why::Guest => Notice::KeyChanged,
                Why::Left | Why::Ended | Why::Lookalike => Notice::Ended,
                Why::Unspellable => Notice::ReachesPrivate,
                Why::Unknown => Notice::Busy,
            }),
        }
    }
}

impl Messenger {
    /// Whether a text may leave now, past every hook: the last guard. Any doubt is a no.
    pub fn may_send(&mut self, account: &str, peer: &str, text: &[u8]) -> bool {
        let Some(found) = self.accounts.get(account) else { return false };
        if found.outbox.is_ours(text) {
            return true;
        }
        matches!(self.leave_to(account, peer, Origin::default()), Leave::Clear(_))
    }

    /// What a text to whatever the host names may do now: a single name, or several at once.
    pub(super) fn leave_to(&mut self, account: &str, peer: &str, origin: Origin) -> Leave {
        if self.accounts.get(account).is_some_and(|found| found.doubted) {
            // After a panic: what memory says is not to be relied on before it is loaded anew.
            let _read = self.run_once(account, Durability::Process, &mut Vec::new(), |_| Ok(()));
        }
        let Some(found) = self.accounts.get(account) else {
            return Leave::Refused(Notice::UnknownAccount);
        };
        if found.doubted {
            return Leave::Refused(Notice::Busy);
        }
        let profile = found.profile.clone();
        let several = match profile.addressing.target(peer) {
            _ if origin.occupant => {
                let at = profile.occupant(peer);
                return self.leave(account, &at);
            }
            Target::One(_) => {
                let at = profile.key(peer);
                return self.leave(account, &at);
            }
            Target::Several(names) => names,
            // What reaches everybody, or nobody knows whom, reaches whoever is private.
            Target::Refused(_) => {
                let at = profile.key(peer);
                let open = found.names.open_to_all().is_some();
                return match self.leave(account, &at) {
                    Leave::Clear(_) if !open => Leave::Refused(Notice::ReachesPrivate),
                    other => other,
                };
            }
            Target::Everybody => {
                return match found.names.open_to_a_mask() {
                    Some(permit) => Leave::Clear(Passed::by(permit)),
                    None => Leave::Refused(Notice::ReachesPrivate),
                };
            }
            Target::Room => return Leave::Clear(Passed::to_a_room()),
        };
        let mut permit = None;
        for name in &several {
            if matches!(profile.addressing.target(name), Target::Room) {
                continue;
            }
            match self.leave(account, &profile.key(name)) {
                Leave::Clear(passed) => permit = Some(passed),
                _ => return Leave::Refused(Notice::ReachesPrivate),
            }
        }
        Leave::Clear(permit.unwrap_or_else(Passed::to_a_room))
    }

    /// What a text to an address may do now. Costs no disk, but where somebody is known and another
    /// process has changed the vault.
    pub(super) fn leave(&mut self, account: &str, at: &AddressKey) -> Leave {
        self.notice_others();
        let Some(found) = self.accounts.get(account) else {
            return Leave::Refused(Notice::UnknownAccount);
        };
        if found.known_people(at, &self.owed).is_none() {
            // Where the vault cannot be read now the guard gives no permit.
            let _read = self.run_once(account, Durability::Process, &mut Vec::new(), |call| {
                call.remember_people(at)
            });
        }
        match self.accounts.get(account) {
            Some(found) => found.leave(at, &self.owed),
            None => Leave::Refused(Notice::UnknownAccount),
        }
    }

    /// What was read of people holds until the vault is changed by somebody else.
    fn notice_others(&mut self) {
        if self.vault.changed_elsewhere().unwrap_or(true) {
            self.accounts.values_mut().for_each(|account| account.people.clear());
        }
    }

    /// The user writes to somebody in clear: a contact from now on. Gives what to append to the text:
    /// the query, once, in automatic mode, if nobody is known there. All this is stored later: what
    /// is not private costs no disk.
    pub(super) fn wrote_in_clear(
        &mut self,
        account: &str,
        _permit: Passed,
        at: &AddressKey,
        peer: &str,
        origin: Origin,
    ) -> Option<Event> {
        let now = self.environment.clock.now_ms();
        let found = self.accounts.get_mut(account)?;
        let nobody = found.names.get(at).is_none_or(|name| name.owners().is_empty());
        let asks = found.names.mode(at) == Mode::Automatic && !origin.notice && nobody;
        let address = found.address(at, peer);
        let conversation = &mut address.conversation;
        let asks = asks
            && !conversation.asked
            && !address.passing.absent
            && conversation.state == State::Plain;
        conversation.asked |= asks;
        let before = found.names.is_unsaved();
        found.names.note(&Op::Wrote(at));
        if asks {
            found.unsaved.insert(at.clone());
        }
        if asks || (!before && found.names.is_unsaved()) {
            found.agenda.address(at, now.saturating_add(NOTICE_MS));
        }
        let account = account.to_owned();
        let text = format!(" {QUERY}");
        asks.then(|| Event { account, peer: peer.to_owned(), kind: EventKind::Append { text } })
    }
}
