//! Comparing keys with a contact: the safety number, and the code that one shows and the other scans.

use super::messenger::Messenger;
use super::running::check_name;
use crate::identity::Fingerprint;
use crate::messenger::call::decisions::action::Action;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{EventKind, Outcome, Verdict};
use crate::vault::Durability;
use crate::verify::{SafetyNumber, Scan};

impl Messenger {
    /// The safety number of this account and somebody at an address: of the one that texts go to, or
    /// of another one in question there.
    pub fn safety(
        &mut self,
        account: &str,
        peer: &str,
        fingerprint: Option<&Fingerprint>,
    ) -> Outcome {
        self.look(account, peer, |call| {
            let at = call.account().key(peer);
            let who = match fingerprint {
                Some(seen) if call.people_in_question(&at).contains(seen) => *seen,
                Some(_) => return Err(MessengerError::OtherFingerprint),
                None => call.who(&at).ok_or(MessengerError::WrongState)?,
            };
            let own = *call.account().installation.identity().fingerprint();
            let (number, fingerprint) = (SafetyNumber::new(own, who), who);
            call.event(&at, EventKind::Safety { number, fingerprint });
            Ok(())
        })
    }

    /// Compares a code that a contact has shown. If it matches one of those that the user has accepted
    /// at the address, that one is verified.
    pub fn scan(&mut self, account: &str, peer: &str, code: &str) -> Outcome {
        self.begin_call();
        if let Err(error) = check_name(peer) {
            return self.failed(account, peer, Verdict::Pass, error);
        }
        let done = self.run(account, Durability::Power, |call| {
            let at = call.account().key(peer);
            let people = call.identities_at(&at);
            let current = *people.first().ok_or(MessengerError::WrongState)?;
            let own = *call.account().installation.identity().fingerprint();
            let scan = |who: &Fingerprint| SafetyNumber::new(own, *who).scan(code);
            let matching = people.into_iter().find(|who| scan(who) == Scan::Match);
            let scan = scan(&matching.unwrap_or(current));
            call.event(&at, EventKind::Scanned { scan, fingerprint: matching });
            if matching.is_some() {
                call.decide(&at, Action::Verify, matching.as_ref())?;
            }
            Ok(())
        });
        self.told(account, peer, done)
    }
}
