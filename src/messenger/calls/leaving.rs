//! What may leave in clear: the guard's permits, and what a text in clear leaves behind.

use super::messenger::Messenger;
use crate::guard::{AddressKey, Answer, Clear, Name, Op, People, Person, Target, Why};
use crate::identity::Fingerprint;
use crate::messenger::limits::NOTICE_MS;
use crate::messenger::memory::account::Account;
use crate::messenger::memory::owed::Owed;
use crate::messenger::network::origin::Origin;
use crate::messenger::tells::event::State;
use crate::messenger::tells::notice::Notice;
use crate::vault::Durability;

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
    /// Whether a text that no hook has seen may be sent now: the last check. In doubt, the answer
    /// is no.
    pub fn may_send(&mut self, account: &str, peer: &str, text: &[u8]) -> bool {
        self.begin_call();
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

    /// What a text to an address may do now. Costs no disk, but where somebody is known, another
    /// process has changed the vault and the answer is needed here: what goes encrypted or waits is
    /// looked at once more by the call that stores it, so that a busy vault is waited for once.
    pub(super) fn leave(&mut self, account: &str, at: &AddressKey) -> Leave {
        let Some(found) = self.accounts.get(account) else {
            return Leave::Refused(Notice::UnknownAccount);
        };
        if let Leave::Private = found.leave(at, &self.owed) {
            return Leave::Private;
        }
        self.notice_others();
        let found = self.accounts.get(account);
        if found.is_some_and(|found| found.known_people(at, &self.owed).is_none()) {
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

    /// The user writes to somebody in clear: a contact from now on. This is stored later: what is
    /// not private costs no disk.
    pub(super) fn wrote_in_clear(
        &mut self,
        account: &str,
        _permit: Passed,
        at: &AddressKey,
        peer: &str,
    ) {
        let now = self.environment.clock.now_ms();
        let Some(found) = self.accounts.get_mut(account) else { return };
        found.address(at, peer);
        let before = found.names.is_unsaved();
        found.names.note(&Op::Wrote(at));
        if !before && found.names.is_unsaved() {
            found.agenda.address(at, now.saturating_add(NOTICE_MS));
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::crypto::OsRandom;
    use crate::messenger::clock::{Environment, SystemClock};
    use crate::messenger::network::profile::Profile;
    use crate::messenger::tells::event::{Event, EventKind, Outcome, Verdict};
    use crate::messenger::{Action, Setting};
    use crate::vault::{Protection, Vault};
    use std::path::{Path, PathBuf};

    const KEY: Protection<'_> = Protection::HostKey(&[7; 32]);

    struct Folder(PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    fn messenger(path: &Path) -> Messenger {
        let vault = Vault::create(path, &KEY, &mut OsRandom).unwrap();
        let environment = Environment { clock: Box::new(SystemClock), random: Box::new(OsRandom) };
        let mut messenger = Messenger::new(vault, environment).unwrap();
        let _ = messenger.attach("a", Profile::by_name("plain").unwrap()).unwrap();
        messenger.set("a", Setting::IntervalMs, 0).unwrap();
        messenger
    }

    fn lines(outcome: Outcome) -> Vec<String> {
        let line = |event: Event| match event.kind {
            EventKind::Send { line, .. } => Some(line),
            _ => None,
        };
        outcome.events.into_iter().filter_map(line).collect()
    }

    /// Alice, who has had a private conversation with Bob, and another handle on her vault.
    fn alice(name: &str) -> (Folder, Messenger, Vault) {
        let name = format!("subrosa-leaving-{name}-{}", std::process::id());
        let folder = Folder(std::env::temp_dir().join(name));
        std::fs::create_dir_all(&folder.0).unwrap();
        let path = folder.0.join("alice");
        let (mut alice, mut bob) = (messenger(&path), messenger(&folder.0.join("bob")));
        bob.set_known("a", "alice", true).unwrap();
        let mut to_bob = lines(alice.contact_do("a", "bob", Action::Start, None));
        for _ in 0..4 {
            let mut to_alice = Vec::new();
            for line in to_bob.drain(..) {
                to_alice.extend(lines(bob.incoming(
                    "a",
                    "alice",
                    line.as_bytes(),
                    Origin::default(),
                )));
            }
            for line in to_alice {
                to_bob.extend(lines(alice.incoming(
                    "a",
                    "bob",
                    line.as_bytes(),
                    Origin::default(),
                )));
            }
        }
        let typed = alice.outgoing("a", "bob", b"hello", Origin::default());
        assert_eq!(typed.verdict, Verdict::Taken, "the conversation is private");
        let mut other = Vault::open(&path).unwrap();
        other.unlock(&KEY).unwrap();
        (folder, alice, other)
    }

    /// What another process has written: what was read of people holds no more.
    fn write(other: &mut Vault) {
        let mut tx = other.begin(Durability::Process).unwrap();
        tx.put(crate::vault::Table::Account, &[], b"another", b"", &mut OsRandom).unwrap();
        tx.commit().unwrap();
    }

    /// In how many transactions something is done, those counted that were waited for in vain.
    fn begun<T>(alice: &mut Messenger, work: impl FnOnce(&mut Messenger) -> T) -> (T, usize) {
        let before = alice.vault.begun;
        let done = work(alice);
        (done, alice.vault.begun - before)
    }

    #[test]
    fn a_private_text_waits_once_for_a_vault_that_another_process_writes_to() {
        let (_folder, mut alice, mut other) = alice("private");
        write(&mut other);
        let busy = other.begin(Durability::Process).unwrap();
        let say = |alice: &mut Messenger| alice.outgoing("a", "bob", b"x", Origin::default());
        let (typed, waits) = begun(&mut alice, say);
        assert_eq!((typed.verdict, waits), (Verdict::Held, 1));
        let ask = |alice: &mut Messenger| alice.may_send("a", "bob", b"x");
        assert_eq!(begun(&mut alice, ask), (false, 0), "that it may not leave needs no reading");
        drop(busy);
    }

    #[test]
    fn people_are_read_where_a_permit_would_be_given() {
        let (_folder, mut alice, mut other) = alice("open");
        assert!(alice.contact_do("a", "bob", Action::End, None).error.is_none());
        write(&mut other);
        let ask = |alice: &mut Messenger| alice.may_send("a", "bob", b"x");
        let busy = other.begin(Durability::Process).unwrap();
        assert_eq!(begun(&mut alice, ask), (false, 1));
        drop(busy);
        assert_eq!(begun(&mut alice, ask), (true, 1));
        assert_eq!(begun(&mut alice, ask), (true, 0), "what was read holds until it is changed");
    }
}
