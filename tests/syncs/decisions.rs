//! What is on the disk when a call returns. Whatever the user decides survives the machine, and so
//! does what a line that leaves depends on; what only came in, and comes again if it is lost,
//! survives the process.
//!
//! Where no test can tell a commit that lasts from one that does not, another makes both last: a vault
//! that is made or gets another identity, an account that gets another name or inherits, a rename of a
//! contact and a block restrict something, and such a commit lasts whatever it was begun for; a call
//! that gives lines ends with one that lasts.

use super::LENGTHS;
use super::people::*;
use std::path::PathBuf;
use subrosa::identity::{Fingerprint, Identity};
use subrosa::messenger::{
    Action, EventKind, Messenger, Mode, Origin, Outcome, Setting, TextAction, Verdict,
};
use subrosa::vault::{Durability, Protection, Vault};
use subrosa::verify::SafetyNumber;

/// Where what a call has written is when it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Left {
    Nothing,
    /// In the log, but not all of it was waited for.
    InLog,
    OnDisk,
}

/// The log of a vault. It grows with each commit: nothing here writes so much that it begins anew.
struct Log(PathBuf);

impl Log {
    fn of(somebody: &Somebody) -> Self {
        let path = std::fs::canonicalize(&somebody.path).unwrap();
        let mut name = path.into_os_string();
        name.push("-wal");
        Self(name.into())
    }

    fn length(&self) -> u64 {
        std::fs::metadata(&self.0).unwrap().len()
    }

    fn left<T>(&self, work: impl FnOnce() -> T) -> (T, Left) {
        let before = self.length();
        let done = work();
        let after = self.length();
        let synced = LENGTHS.with_borrow(|lengths| lengths.get(&self.0).copied());
        let left = match synced {
            _ if after == before => Left::Nothing,
            Some(synced) if synced == after => Left::OnDisk,
            _ => Left::InLog,
        };
        (done, left)
    }
}

/// Calls of one messenger, each with what it has left.
struct Calls<'a> {
    of: &'a mut Somebody,
    log: Log,
    left: Vec<(String, Left)>,
}

impl<'a> Calls<'a> {
    fn new(of: &'a mut Somebody) -> Self {
        let log = Log::of(of);
        Self { of, log, left: Vec::new() }
    }

    fn call<T>(&mut self, what: &str, work: impl FnOnce(&mut Messenger) -> T) -> T {
        let (done, left) = self.log.left(|| work(&mut self.of.messenger));
        self.left.push((what.to_owned(), left));
        done
    }

    /// A call that succeeds. The host does not confirm what it shows.
    fn outcome(&mut self, what: &str, work: impl FnOnce(&mut Messenger) -> Outcome) -> Seen {
        let outcome = self.call(what, work);
        assert!(outcome.error.is_none(), "{what}: {:?}", outcome.error);
        self.of.see(&outcome, false)
    }

    fn decide(&mut self, peer: &str, action: Action, who: Option<&Fingerprint>) -> Seen {
        let what = format!("{action:?} {peer}");
        self.outcome(&what, |m| m.contact_do(ACCOUNT, peer, action, who))
    }

    fn write(&mut self, what: &str, peer: &str, text: &str) -> Outcome {
        self.call(what, |m| m.outgoing(ACCOUNT, peer, text.as_bytes(), Origin::default()))
    }

    fn hear(&mut self, what: &str, peer: &str, line: &str) -> Seen {
        self.outcome(what, |m| m.incoming(ACCOUNT, peer, line.as_bytes(), Origin::default()))
    }

    fn all_have_left(&self, expected: Left) {
        let others: Vec<_> = self.left.iter().filter(|(_, left)| *left != expected).collect();
        assert!(others.is_empty(), "not {expected:?}: {others:?}");
    }
}

fn who(somebody: &Somebody) -> Fingerprint {
    *somebody.messenger.identity().unwrap().fingerprint()
}

/// An Offer of somebody else, for Alice.
fn offer_by(somebody: &mut Somebody) -> String {
    somebody.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    somebody.hear("alice", "?SR1?").lines.remove(0).1
}

#[test]
fn every_decision_about_a_contact_is_on_the_disk_when_the_call_returns() {
    let folder = Folder::in_memory();
    let (mut a, b) = private_pair(&folder);
    let (clock, bob) = (a.clock.clone(), who(&b));
    let code = SafetyNumber::new(bob, who(&a)).code();
    let mut seed = 100;
    let others = ["erin", "grace", "phone", "laptop"].map(|name| {
        seed += 1;
        let mut somebody = Somebody::new(&folder, &clock, name, seed);
        (who(&somebody), offer_by(&mut somebody))
    });
    let [erin, grace, phone, laptop] = &others;
    // Whom Alice is asked about.
    for (peer, (_, line)) in [("erin", erin), ("grace", grace), ("bob", phone)] {
        a.hear(peer, line);
    }

    let mut calls = Calls::new(&mut a);
    calls.decide("dave", Action::Start, None);
    calls.decide("dave", Action::Cancel, None);
    calls.decide("dave", Action::Block, None);
    calls.decide("dave", Action::Unblock, None);
    calls.decide("erin", Action::Accept, Some(&erin.0));
    calls.outcome("Accept with digits", |m| {
        m.contact_do_digits(ACCOUNT, "grace", Action::Accept, &grace.0.to_digits())
    });
    calls.decide("bob", Action::Verify, Some(&bob));
    calls.decide("bob", Action::Unverify, Some(&bob));
    calls.outcome("Verify with digits", |m| {
        m.contact_do_digits(ACCOUNT, "bob", Action::Verify, &bob.to_digits())
    });
    calls.decide("bob", Action::Unverify, Some(&bob));
    calls.outcome("a code", |m| m.scan(ACCOUNT, "bob", &code));
    calls.decide("bob", Action::ShareCard, None);
    calls.decide("bob", Action::Decline, Some(&phone.0));
    calls.decide("bob", Action::AddKey, Some(&phone.0));
    calls.of.hear("bob", &laptop.1);
    calls.decide("bob", Action::AcceptKey, Some(&laptop.0));
    calls.decide("bob", Action::End, None);
    calls.decide("bob", Action::Forget, Some(&laptop.0));
    for mode in [Some(Mode::Required), None, Some(Mode::Manual)] {
        calls.call("a mode", |m| m.set_mode(ACCOUNT, "heidi", mode)).unwrap();
    }
    calls.outcome("a name", |m| m.rename(ACCOUNT, "erin", "erin_"));
    calls.all_have_left(Left::OnDisk);
}

#[test]
fn what_a_decision_does_on_another_account_is_on_the_disk_when_the_call_returns() {
    let folder = Folder::in_memory();
    let (mut a, b) = private_pair(&folder);
    let _ = a.messenger.attach("other", plain()).unwrap();
    // Bob's other machine is known on the other account.
    let mut phone = Somebody::new(&folder, &a.clock, "phone", 9);
    phone.messenger.detach(ACCOUNT).unwrap();
    phone.messenger.replace_identity(b.messenger.identity().unwrap().clone()).unwrap();
    phone.attach();
    let offer = offer_by(&mut phone);
    let outcome = a.messenger.incoming("other", "robert", offer.as_bytes(), Origin::default());
    let _ = a.see(&outcome, true);
    let accepted = a.messenger.contact_do("other", "robert", Action::Accept, Some(&who(&b)));
    assert!(accepted.error.is_none(), "{:?}", accepted.error);
    let _ = a.see(&accepted, true);
    let mut calls = Calls::new(&mut a);
    let seen = calls.decide("bob", Action::Block, None);
    assert!(seen.events.iter().any(|event| event.account == "other"), "it is told there");
    calls.all_have_left(Left::OnDisk);
}

#[test]
fn every_text_that_the_user_writes_or_decides_about_is_on_the_disk_when_the_call_returns() {
    let folder = Folder::in_memory();
    let (mut a, _b) = private_pair(&folder);
    a.do_with("dave", Action::Start);
    a.messenger.set(ACCOUNT, Setting::LongTextLines, 1).unwrap();
    let long = "a long text ".repeat(200);
    let mut calls = Calls::new(&mut a);
    assert_eq!(calls.write("a text", "bob", "hello").verdict, Verdict::Taken);
    assert_eq!(calls.write("a text that is held", "dave", "hello").verdict, Verdict::Held);
    for action in [TextAction::Send, TextAction::Discard] {
        let number = calls.write("a long text", "bob", &long).number.unwrap();
        calls.outcome("about a text", |m| m.text_do(ACCOUNT, number, action));
        assert!(calls.write("a long text", "bob", &long).number.is_some());
        calls.outcome("about all texts", |m| m.texts_do(ACCOUNT, "bob", action));
    }
    calls.all_have_left(Left::OnDisk);
}

#[test]
fn a_text_that_had_to_wait_for_the_vault_is_on_the_disk_after_the_tick_that_takes_it() {
    let folder = Folder::in_memory();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    a.do_with("dave", Action::Start);
    // Nothing else is due then.
    a.clock.advance(61_000);
    a.tick();
    let mut other = Vault::open(&a.path).unwrap();
    other.unlock(&Protection::HostKey(&[7; 32])).unwrap();
    let busy = other.begin(Durability::Process).unwrap();
    a.say("dave", "hello");
    drop(busy);
    a.clock.advance(1_000);
    let mut calls = Calls::new(&mut a);
    calls.outcome("a tick", Messenger::tick);
    calls.all_have_left(Left::OnDisk);
    assert_eq!(calls.of.messenger.texts(ACCOUNT, Some("dave")).events.len(), 1);
}

#[test]
fn whatever_is_set_or_made_for_an_account_is_on_the_disk_when_the_call_returns() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    let card = b.messenger.card(ACCOUNT).unwrap().to_text();
    let mut calls = Calls::new(&mut a);
    for account in [ACCOUNT, "not in use"] {
        for (setting, value) in [
            (Setting::LineChars, 500),
            (Setting::Mode, Mode::Required as i64),
            (Setting::Mode, Mode::Manual as i64),
        ] {
            let what = format!("{setting:?} of {account}");
            calls.call(&what, |m| m.set(account, setting, value)).unwrap();
        }
    }
    calls.call("our card", |m| m.card(ACCOUNT)).unwrap();
    calls.outcome("a card", |m| m.card_learn(None, card.as_bytes()));
    calls.outcome("Bob's card", |m| m.card_learn(Some((ACCOUNT, "bob")), card.as_bytes()));
    calls.call("an identity of its own", |m| m.give_identity("work", None)).unwrap();
    calls.outcome("another name", |m| m.rename_account("work", "office"));
    // Whom the user has written to in clear is written at the end.
    assert_eq!(calls.of.say("carol", "hello").verdict, Verdict::Pass);
    calls.call("an account given back", |m| m.detach(ACCOUNT)).unwrap();
    calls.all_have_left(Left::OnDisk);

    let mut new = Somebody::new(&folder, &TestClock::new(), "new", 3);
    new.messenger.detach(ACCOUNT).unwrap();
    let identity = Identity::generate(1_800_000_000, &mut subrosa::crypto::OsRandom).unwrap();
    let mut calls = Calls::new(&mut new);
    calls.call("another identity", |m| m.replace_identity(identity)).unwrap();
    calls.all_have_left(Left::OnDisk);
}

#[test]
fn what_a_line_that_leaves_depends_on_is_on_the_disk_before_the_host_has_it() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set_known(ACCOUNT, "carol", true).unwrap();
    a.messenger.set_known(ACCOUNT, "dave", true).unwrap();
    let line = b.say("alice", "hello").lines.remove(0).1;
    a.hear("bob", &line);
    let mut calls = Calls::new(&mut a);
    // The prekey of an Offer.
    assert_eq!(calls.hear("a query", "carol", "?SR1?").lines.len(), 1);
    // The number of an acknowledgement.
    calls.of.clock.advance(60_000);
    assert!(!calls.outcome("a tick", Messenger::tick).lines.is_empty());
    // What was not waited for while the line could not leave.
    let _ = calls.of.messenger.online(ACCOUNT, false);
    let (seen, left) = calls.log.left(|| calls.of.hear("dave", "?SR1?"));
    assert_eq!((seen.lines.len(), left), (0, Left::InLog));
    assert!(!calls.outcome("a connection", |m| m.online(ACCOUNT, true)).lines.is_empty());
    calls.all_have_left(Left::OnDisk);
}

#[test]
fn what_comes_again_if_the_machine_fails_is_not_waited_for() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    pass(&mut a, &mut b, 60);
    let sent = a.say("bob", "a line that the network does not take");
    let line = b.say("alice", "hello").lines.remove(0).1;
    let mut calls = Calls::new(&mut a);
    // Nobody has acknowledged it: the other side sends it again, and it is shown again.
    let outcome = calls.call("a text that came", |m| {
        m.incoming(ACCOUNT, "bob", line.as_bytes(), Origin::default())
    });
    let shown = |kind: &EventKind| matches!(kind, EventKind::Show(show) if show.text == "hello");
    assert!(outcome.events.iter().any(|event| shown(&event.kind)));
    // It is not acknowledged before a commit that lasts: the text is shown again.
    calls.call("a text that was shown", |m| m.confirm(&outcome)).unwrap();
    calls.all_have_left(Left::InLog);

    let mut calls = Calls::new(calls.of);
    // A text that nobody acknowledges is sent again anyway.
    let failed = sent.line_ids[0];
    calls.outcome("a line that failed", |m| m.line_failed(ACCOUNT, failed));
    // Hints: they are written with what follows.
    calls.call("who is on the list", |m| m.set_known(ACCOUNT, "carol", true)).unwrap();
    calls.call("who is there", |m| m.set_present(ACCOUNT, "bob", false)).unwrap();
    assert_eq!(calls.write("a text in clear", "carol", "hello").verdict, Verdict::Pass);
    calls.all_have_left(Left::Nothing);
}

#[test]
fn what_the_user_decides_in_a_batch_is_on_the_disk_when_it_ends_although_nothing_is_told() {
    let folder = Folder::in_memory();
    let (mut a, _b) = private_pair(&folder);
    let mut calls = Calls::new(&mut a);
    calls.of.messenger.begin_batch().unwrap();
    calls.call("a setting", |m| m.set(ACCOUNT, Setting::LineChars, 500)).unwrap();
    calls.all_have_left(Left::InLog);
    let mut calls = Calls::new(calls.of);
    let seen = calls.outcome("the end of a batch", Messenger::end_batch);
    assert!(seen.events.is_empty());
    calls.all_have_left(Left::OnDisk);

    let mut calls = Calls::new(calls.of);
    calls.of.messenger.begin_batch().unwrap();
    calls.outcome("the end of a batch in which nothing happened", Messenger::end_batch);
    calls.all_have_left(Left::Nothing);
}

#[test]
fn a_vault_does_not_come_back_without_the_privacy_that_an_account_requires() {
    let folder = Folder::in_memory();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let generation =
        |a: &Somebody| std::fs::read(a.path.with_extension("vault-generation")).unwrap();
    for account in [ACCOUNT, "not in use"] {
        let before = generation(&a);
        a.messenger.set(account, Setting::LineChars, 500).unwrap();
        assert_eq!(generation(&a), before, "{account}");
        a.messenger.set(account, Setting::Mode, Mode::Required as i64).unwrap();
        assert_ne!(generation(&a), before, "{account}");
    }
}

#[test]
fn a_setting_that_an_account_has_already_is_not_written_again() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "a", 1);
    let log = Log::of(&a);
    for (value, left) in [(500, Left::OnDisk), (500, Left::Nothing), (501, Left::OnDisk)] {
        let set = || a.messenger.set("another account", Setting::LineChars, value).unwrap();
        assert_eq!(log.left(set).1, left, "{value}");
    }
}
