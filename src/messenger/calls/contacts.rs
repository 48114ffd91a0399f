//! What a host asks about contacts, and what the user decides about them.

use super::messenger::{Messenger, check_name};
use crate::guard::AddressKey;
use crate::guard::Mode;
use crate::identity::Fingerprint;
use crate::messenger::call::decisions::Action;
use crate::messenger::rows::records::Phase;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Outcome, Verdict};
use crate::vault::Durability;

impl Messenger {
    /// What the user decides about a conversation or a contact. Decisions about a key carry the
    /// fingerprint that the user has seen.
    pub fn contact_do(
        &mut self,
        account: &str,
        peer: &str,
        action: Action,
        fingerprint: Option<&Fingerprint>,
    ) -> Outcome {
        if let Err(error) = check_name(peer) {
            return self.failed(account, peer, Verdict::Pass, error);
        }
        let done = self.run(account, Durability::Power, |call| {
            let at = call.account().key(peer);
            peer.clone_into(&mut call.seen(&at, peer).record.name);
            call.decide(&at, action, fingerprint)?;
            call.release()
        });
        self.told(account, peer, done)
    }

    /// As [`Messenger::contact_do`], with the digits that the user has compared or pasted: they have
    /// to be those of somebody whom the decision can be about.
    pub fn contact_do_digits(
        &mut self,
        account: &str,
        peer: &str,
        action: Action,
        digits: &str,
    ) -> Outcome {
        if let Err(error) = check_name(peer) {
            return self.failed(account, peer, Verdict::Pass, error);
        }
        let done = self.run(account, Durability::Power, |call| {
            let at = call.account().key(peer);
            let mut people = call.people_in_question(&at).into_iter();
            let who = people.find(|who| who.matches_digits(digits));
            let who = who.ok_or(MessengerError::OtherFingerprint)?;
            call.decide(&at, action, Some(&who))?;
            call.release()
        });
        self.told(account, peer, done)
    }

    /// The host says that the user knows this address: it is on the list of contacts, say.
    ///
    /// # Errors
    /// [`MessengerError::UnknownAccount`], [`MessengerError::BadName`] and the errors of the vault.
    pub fn set_known(
        &mut self,
        account: &str,
        peer: &str,
        known: bool,
    ) -> Result<(), MessengerError> {
        check_name(peer)?;
        let found = self.accounts.get(account).ok_or(MessengerError::UnknownAccount)?;
        let at = found.key(peer);
        if found.addresses.get(&at).is_some_and(|a| a.record.known == known && a.kept) {
            return Ok(());
        }
        self.run_once(account, Durability::Process, &mut Vec::new(), |call| {
            call.seen(&at, peer).record.known = known;
            call.save_address(&at)
        })
    }

    /// Sets how private conversations with a contact begin; `None`: as the account has it. It is kept
    /// in the vault.
    ///
    /// # Errors
    /// [`MessengerError::UnknownAccount`], [`MessengerError::BadName`] and the errors of the vault.
    pub fn set_mode(
        &mut self,
        account: &str,
        peer: &str,
        mode: Option<Mode>,
    ) -> Result<(), MessengerError> {
        check_name(peer)?;
        self.run_once(account, Durability::Process, &mut Vec::new(), |call| {
            let at = call.account().key(peer);
            call.seen(&at, peer);
            call.set_mode(&at, mode)
        })
    }

    /// The network says that somebody has another name now. What is known follows if nobody is known
    /// under the new name; else this is [`MessengerError::AddressTaken`] and nothing changes. The old
    /// name is nobody's then.
    pub fn rename(&mut self, account: &str, from: &str, to: &str) -> Outcome {
        for name in [from, to] {
            if let Err(error) = check_name(name) {
                return self.failed(account, "", Verdict::Pass, error);
            }
        }
        let done = self.run(account, Durability::Power, |call| {
            let (old, new) = (call.account().key(from), call.account().key(to));
            call.rename(&old, &new, to)?;
            call.release()
        });
        self.told(account, "", done)
    }

    /// The host says whether somebody is there: nothing is sent unasked to somebody who is not.
    pub fn set_present(
        &mut self,
        account: &str,
        peer: &str,
        present: bool,
    ) -> Result<(), MessengerError> {
        check_name(peer)?;
        let now = self.environment.clock.now_ms();
        let found = self.accounts.get_mut(account).ok_or(MessengerError::UnknownAccount)?;
        let at = found.key(peer);
        let came = present && found.addresses.get(&at).is_some_and(|a| a.passing.absent);
        if present && !came {
            return Ok(());
        }
        found.address(&at, peer).passing.absent = !present;
        if came {
            found.agenda.address(&at, now);
            let waiting: Vec<u64> = found
                .texts
                .at(&at)
                .filter(|text| text.record.phase == Phase::Sent)
                .map(|text| text.record.number)
                .collect();
            waiting.into_iter().for_each(|number| found.agenda.text(number, now));
        }
        Ok(())
    }

    /// What is known of the other side at an address.
    pub fn contact(&mut self, account: &str, peer: &str) -> Outcome {
        self.look(account, peer, |call| {
            let at = call.account().key(peer);
            call.describe(&at)
        })
    }

    /// What is known at all addresses of an account.
    pub fn contacts(&mut self, account: &str) -> Outcome {
        self.look(account, "", |call| {
            let mut addresses: Vec<AddressKey> = call.account().addresses.keys().cloned().collect();
            addresses.sort();
            addresses.iter().try_for_each(|at| call.describe(at))
        })
    }
}
