//! Documents to contacts and from them: cards that are learned, and the trust that is shown.

use super::keys::decide;
use super::people::*;
use super::records::Fields;
use cbor4ii::core::Value;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use subrosa::crypto::{AgreementSecret, SigningSecret};
use subrosa::identity::{Fingerprint, FullCard, PublicIdentity};
use subrosa::messenger::{
    Action, Environment, Event, EventKind, Messenger, MessengerError, Notice, Outcome, Ready,
    Setting, Trust,
};
use subrosa::seal::{Existing, SealError, Signer};
use subrosa::session::SessionError;
use subrosa::vault::{Durability, Protection, Table, Vault};
use subrosa::wire::codec::Writer;

use super::pair::SeededRandom;

const DAY: u64 = 86_400_000;

/// The card of somebody, in a mail.
fn mail(somebody: &mut Somebody) -> String {
    let card = somebody.messenger.card(ACCOUNT).unwrap();
    format!("My card:\r\n> {}\r\nbye", card.to_wrapped_text())
}

fn learn(somebody: &mut Somebody, peer: &str, text: &str) -> Outcome {
    somebody.messenger.card_learn(Some((ACCOUNT, peer)), text.as_bytes())
}

fn fingerprint(somebody: &Somebody) -> Fingerprint {
    *somebody.messenger.identity().unwrap().fingerprint()
}

fn seal(somebody: &mut Somebody, peer: &str, text: &str) -> String {
    let recipient = somebody.messenger.recipient(ACCOUNT, peer).unwrap();
    somebody.messenger.text_seal(ACCOUNT, &[recipient], text, true, true).unwrap()
}

/// What somebody reads, and the address it is said to come from.
fn open(somebody: &mut Somebody, text: &str) -> (Ready, String) {
    let outcome = somebody.messenger.text_open(text.as_bytes());
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    match &outcome.events[..] {
        [event] => match &event.kind {
            EventKind::Ready(ready) => ((**ready).clone(), event.peer.clone()),
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

fn two(folder: &Folder) -> (Somebody, Somebody) {
    let clock = TestClock::new();
    let a = Somebody::new(folder, &clock, "alice", 1);
    (a, Somebody::new(folder, &clock, "bob", 2))
}

#[test]
fn a_text_goes_to_somebody_whose_card_came_by_mail() {
    let folder = Folder::new();
    let (mut a, mut b) = two(&folder);
    let refused = a.messenger.recipient(ACCOUNT, "bob");
    assert!(matches!(refused, Err(MessengerError::NoSealingKey)));
    let outcome = learn(&mut a, "bob", &mail(&mut b));
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    match &outcome.events[0].kind {
        EventKind::Contact(info) => {
            assert!(info.sealable);
            assert_eq!((info.trust, info.fingerprint), (Trust::None, None), "trust is as it was");
        }
        other => panic!("{other:?}"),
    }
    let sealed = seal(&mut a, "bob", "Nobody else reads this.");
    let (ready, from) = open(&mut b, &format!("> {sealed}"));
    assert_eq!(ready.text, "Nobody else reads this.");
    assert_eq!((ready.trust, from.as_str()), (Trust::None, ""), "Bob knows no Alice");
    match ready.opened.origin() {
        Signer::Signed(sender) => assert_eq!(*sender.fingerprint(), fingerprint(&a)),
        Signer::Unsigned => panic!("it was signed"),
        _ => {}
    }
    // Who has sealed it reads it too, also after a restart, and when the card is long out of date.
    a.clock.advance(40 * DAY);
    a.restart(true);
    assert_eq!(open(&mut a, &sealed).0.trust, Trust::Verified);
    let again = seal(&mut a, "bob", "Again.");
    assert_eq!(open(&mut b, &again).0.text, "Again.");
}

#[test]
fn what_is_opened_says_how_well_its_sender_is_known() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let card = mail(&mut b);
    assert!(learn(&mut a, "bob", &card).error.is_none());
    let sealed = seal(&mut a, "bob", "hello");
    let (ready, from) = open(&mut b, &sealed);
    assert_eq!((ready.trust, from.as_str()), (Trust::FirstUse, "alice"));
    let alice = fingerprint(&a);
    let done = b.messenger.contact_do(ACCOUNT, "alice", Action::Verify, Some(&alice));
    assert!(done.error.is_none());
    assert_eq!(open(&mut b, &sealed).0.trust, Trust::Verified);
    let recipient = a.messenger.recipient(ACCOUNT, "bob").unwrap();
    let unsigned = a.messenger.text_seal(ACCOUNT, &[recipient], "who?", false, false).unwrap();
    let (ready, from) = open(&mut b, &unsigned);
    assert_eq!((ready.trust, from.as_str()), (Trust::None, ""));
    assert_eq!(*ready.opened.origin(), Signer::Unsigned);
}

#[test]
fn a_card_replaces_nobody_who_is_known_at_an_address() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let mut mallory = Somebody::new(&folder, &a.clock, "mallory", 66);
    let forged = mail(&mut mallory);
    let refused = learn(&mut a, "bob", &forged);
    assert!(matches!(refused.error, Some(MessengerError::OtherFingerprint)));
    assert!(a.messenger.recipient(ACCOUNT, "bob").is_err());
    assert!(learn(&mut a, "bob", &mail(&mut b)).error.is_none());
    assert!(learn(&mut a, "bob", &forged).error.is_some());
    assert_eq!(*a.messenger.recipient(ACCOUNT, "bob").unwrap().fingerprint(), fingerprint(&b));
    // Nor the first card that was learned for an address at which nobody is known.
    assert!(learn(&mut a, "carol", &forged).error.is_none());
    let other = mail(&mut b);
    assert!(matches!(learn(&mut a, "carol", &other).error, Some(MessengerError::OtherFingerprint)));
    let own = mail(&mut a);
    assert!(matches!(
        learn(&mut a, "dave", &own).error,
        Some(MessengerError::Session(SessionError::OwnIdentity))
    ));
}

#[test]
fn a_sender_whose_card_was_taken_for_that_of_somebody_else_is_told_apart() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    let mut mallory = Somebody::new(&folder, &clock, "mallory", 66);
    // Mallory's card came first, as if it were Bob's.
    assert!(learn(&mut a, "bob", &mail(&mut mallory)).error.is_none());
    assert!(learn(&mut mallory, "alice", &mail(&mut a)).error.is_none());
    let sealed = seal(&mut mallory, "alice", "I am Bob.");
    let (ready, from) = open(&mut a, &sealed);
    assert_eq!((ready.trust, from.as_str()), (Trust::None, "bob"));
    // Then the real Bob appears at his address.
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let first = a.do_with("bob", Action::Start);
    carry(&mut a, &mut b, vec![first]);
    let (ready, from) = open(&mut a, &sealed);
    assert_eq!((ready.trust, from.as_str()), (Trust::Changed, ""));
    // And nothing that is meant for Bob is sealed to Mallory.
    let refused = a.messenger.recipient(ACCOUNT, "bob");
    assert!(matches!(refused, Err(MessengerError::NoSealingKey)), "{refused:?}");
}

#[test]
fn an_older_card_does_not_come_back() {
    let folder = Folder::new();
    let (mut a, mut b) = two(&folder);
    let older = mail(&mut b);
    b.clock.advance(8 * DAY);
    let newer = mail(&mut b);
    assert!(learn(&mut a, "bob", &newer).error.is_none());
    assert!(learn(&mut a, "bob", &newer).error.is_none(), "the same again is fine");
    assert!(matches!(
        learn(&mut a, "bob", &older).error,
        Some(MessengerError::Session(SessionError::OlderCard))
    ));
    b.clock.advance(30 * DAY);
    let expired = learn(&mut a, "carol", &newer);
    assert!(matches!(expired.error, Some(MessengerError::Identity(_))));
    assert!(learn(&mut a, "carol", "no card at all").error.is_some());
}

#[test]
fn a_card_without_an_address_serves_by_its_fingerprint() {
    let folder = Folder::new();
    let (mut a, mut b) = two(&folder);
    let card = mail(&mut b);
    let outcome = a.messenger.card_learn(None, card.as_bytes());
    let who = match &outcome.events[0].kind {
        EventKind::Contact(info) => info.fingerprint.unwrap(),
        other => panic!("{other:?}"),
    };
    assert_eq!(who, fingerprint(&b));
    assert!(a.messenger.recipient(ACCOUNT, "bob").is_err());
    let recipient = a.messenger.recipient_of(&who).unwrap();
    let sealed = a.messenger.text_seal(ACCOUNT, &[recipient], "hello", true, false).unwrap();
    assert_eq!(open(&mut b, &sealed).0.text, "hello");
    let nobody = a.messenger.text_seal(ACCOUNT, &[], "hello", true, false);
    assert!(matches!(nobody, Err(MessengerError::Seal(SealError::NoRecipients))));
}

#[test]
fn a_file_goes_to_a_contact_and_says_whose_it_is() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    assert!(learn(&mut a, "bob", &mail(&mut b)).error.is_none());
    let source = folder.0.join("rose.txt");
    std::fs::write(&source, "a rose").unwrap();
    let recipient = a.messenger.recipient(ACCOUNT, "bob").unwrap();
    let mut job = a.messenger.file_seal(ACCOUNT, &[recipient], &source, &folder.0, true).unwrap();
    let mut random = SeededRandom::new(3);
    assert!(job.run(u64::MAX, &mut random).unwrap().finished);
    let sealed = job.commit("rose.sealed".as_ref(), Existing::Keep).unwrap();
    std::fs::remove_file(&source).unwrap();

    let mut job = b.messenger.file_open(&sealed, &folder.0).unwrap();
    assert!(job.run(u64::MAX).unwrap().finished);
    let sender = b.messenger.sender(job.opened().unwrap()).unwrap();
    assert_eq!(sender.trust, Trust::FirstUse);
    assert_eq!(sender.addresses, [(ACCOUNT.to_owned(), "alice".to_owned())]);
    let name = job.suggested_name().unwrap();
    job.commit(name.as_str().as_ref(), Existing::Keep).unwrap();
    assert_eq!(std::fs::read(&source).unwrap(), b"a rose");
}

/// A vault of a version that knew no sealing keys.
#[test]
fn an_old_vault_gets_a_sealing_key_and_keeps_it() {
    let folder = Folder::new();
    let path = folder.0.join("old.vault");
    let mut random = SeededRandom::new(5);
    let signing = SigningSecret::generate(&mut random).unwrap();
    let agreement = AgreementSecret::generate(&mut random).unwrap();
    let before =
        *PublicIdentity::new(signing.public().clone(), agreement.public().clone()).fingerprint();
    let mut content = Writer::new();
    content.item(0x01, signing.to_bytes().as_bytes());
    content.item(0x02, agreement.to_bytes().as_bytes());
    content.item(0x03, &1_700_000_000_u64.to_be_bytes());
    let host_key = Protection::HostKey(&[7; 32]);
    let mut vault = Vault::create(&path, &host_key, &mut random).unwrap();
    let mut tx = vault.begin(Durability::Power).unwrap();
    let row = Fields::new(vec![("content", Value::Bytes(content.into_vec()))]).row();
    tx.put(Table::Identity, &[], &[], &row, &mut random).unwrap();
    tx.commit().unwrap();
    drop(vault);
    let clock = TestClock::new();
    let open_with = |random| {
        let mut vault = Vault::open(&path).unwrap();
        vault.unlock(&host_key).unwrap();
        let clock = Box::new(clock.clone());
        Messenger::new(vault, Environment { clock, random: Box::new(random) }).unwrap()
    };
    // One that cannot be written opens all the same.
    let without = open_with(Failing { left: Arc::default(), inner: SeededRandom::new(4) });
    assert!(without.identity().unwrap().recipient().is_none());
    drop(without);
    let open = |seed| {
        let left = Arc::new(AtomicU64::new(u64::MAX));
        open_with(Failing { left, inner: SeededRandom::new(seed) })
    };
    let first = open(6);
    let key = first.identity().unwrap().recipient().unwrap();
    assert_eq!(*first.identity().unwrap().fingerprint(), before);
    drop(first);
    let mut second = open(7);
    assert_eq!(second.identity().unwrap().recipient().unwrap(), key);
    let _ = second.attach(ACCOUNT, plain()).unwrap();
    let card = second.card(ACCOUNT).unwrap();
    let now = clock.0.load(std::sync::atomic::Ordering::Relaxed) / 1_000;
    assert_eq!(FullCard::find(card.to_text().as_bytes(), now).unwrap().recipient(), key);
}

fn sealable(somebody: &mut Somebody, peer: &str) -> bool {
    let outcome = somebody.messenger.contact(ACCOUNT, peer);
    match &outcome.events[0].kind {
        EventKind::Contact(info) => info.sealable,
        other => panic!("{other:?}"),
    }
}

/// How often somebody was told that documents can be sealed.
fn told(seen: &[Seen]) -> usize {
    let events = seen.iter().flat_map(|seen| &seen.events);
    events.filter(|event| event.kind == EventKind::Notice(Notice::CanSeal)).count()
}

/// What two people see until nothing is left to carry.
fn carry_seen(a: &mut Somebody, b: &mut Somebody, first: Vec<Seen>) -> (Vec<Seen>, Vec<Seen>) {
    let (mut by_a, mut by_b) = (Vec::new(), Vec::new());
    let mut lines: Vec<(String, String)> = first.into_iter().flat_map(|seen| seen.lines).collect();
    while !lines.is_empty() {
        let mut next = Vec::new();
        for (to, line) in lines {
            let (seen, by) = match to == a.address {
                true => (a.hear(&b.address.clone(), &line), &mut by_a),
                false => (b.hear(&a.address.clone(), &line), &mut by_b),
            };
            next.extend(seen.lines.clone());
            by.push(seen);
        }
        lines = next;
    }
    (by_a, by_b)
}

/// Two people on a network with long lines, who begin to talk in private.
fn on_long_lines(folder: &Folder, seed: u64) -> (Somebody, Somebody, Vec<Seen>, Vec<Seen>) {
    let clock = TestClock::new();
    let person = |address: &str, seed| {
        let mut somebody = Somebody::new(folder, &clock, address, seed);
        somebody.messenger.set(ACCOUNT, Setting::LineChars, 4_000).unwrap();
        somebody
    };
    let (mut a, mut b) = (person("alice", seed), person("bob", seed + 1));
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let first = a.do_with("bob", Action::Start);
    let (by_a, by_b) = carry_seen(&mut a, &mut b, vec![first]);
    (a, b, by_a, by_b)
}

#[test]
fn where_lines_are_long_contacts_get_each_others_cards_by_themselves_once() {
    let folder = Folder::new();
    let (mut a, mut b, by_a, by_b) = on_long_lines(&folder, 1);
    assert_eq!((told(&by_a), told(&by_b)), (1, 1), "each is told once");
    assert!(sealable(&mut a, "bob") && sealable(&mut b, "alice"));
    for seen in by_a.iter().chain(&by_b) {
        assert!(seen.shown.is_empty(), "a card is not shown");
        let progress = |event: &Event| matches!(event.kind, EventKind::Progress(_));
        assert!(!seen.events.iter().any(progress), "nor told of as a text");
    }
    // Acknowledged as a text is: nothing is sent again, also not in a later run.
    let settled = pass(&mut a, &mut b, 100);
    assert!(settled.0.is_empty() && settled.1.is_empty());
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty());
    let again = a.restart(true);
    carry(&mut a, &mut b, vec![again]);
    let said = a.say("bob", "hello");
    let (by_a, by_b) = carry_seen(&mut a, &mut b, vec![said]);
    assert_eq!((told(&by_a), told(&by_b)), (0, 0));
    let lines: usize = by_a.iter().chain(&by_b).map(|seen| seen.lines.len()).sum();
    assert!(lines <= 2, "{lines} lines for a text and its acknowledgement");
    let sealed = seal(&mut a, "bob", "sealed");
    let (ready, from) = open(&mut b, &sealed);
    assert_eq!(
        (ready.text.as_str(), ready.trust, from.as_str()),
        ("sealed", Trust::FirstUse, "alice")
    );
}

#[test]
fn where_lines_are_short_a_card_is_sent_when_the_user_says_so() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    pass(&mut a, &mut b, 100);
    assert!(!sealable(&mut a, "bob") && !sealable(&mut b, "alice"));
    let shared = a.do_with("bob", Action::ShareCard);
    assert!(shared.lines.len() > 1, "it takes several short lines");
    let (by_a, by_b) = carry_seen(&mut a, &mut b, vec![shared]);
    let (more_a, more_b) = pass(&mut a, &mut b, 60);
    assert!(more_a.is_empty() && more_b.is_empty());
    assert_eq!((told(&by_a), told(&by_b)), (0, 1));
    assert!(sealable(&mut b, "alice") && !sealable(&mut a, "bob"));
    // Without a private conversation there is nothing to send it in.
    let refused = a.messenger.contact_do(ACCOUNT, "carol", Action::ShareCard, None);
    assert!(matches!(refused.error, Some(MessengerError::WrongState)));
}

#[test]
fn every_text_overtakes_a_card() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    pass(&mut a, &mut b, 100);
    a.messenger.set(ACCOUNT, Setting::Burst, 1).unwrap();
    a.messenger.set(ACCOUNT, Setting::IntervalMs, 1_000).unwrap();
    let shared = a.do_with("bob", Action::ShareCard);
    assert!(shared.lines.len() <= 1, "the rest waits");
    carry_seen(&mut a, &mut b, vec![shared]);
    let said = a.say("bob", "first");
    assert_eq!(said.lines.len(), 0, "its turn comes in a second");
    a.clock.advance(1_000);
    let ticked = a.tick();
    assert_eq!(ticked.lines.len(), 1);
    let (_, by_b) = carry_seen(&mut a, &mut b, vec![ticked]);
    let shown: Vec<&str> = by_b.iter().flat_map(|seen| seen.texts()).collect();
    assert_eq!(shown, ["first"]);
    pass(&mut a, &mut b, 60);
    assert!(sealable(&mut b, "alice"));
}

#[test]
fn an_account_that_is_not_to_share_its_card_does_not() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    a.messenger.set(ACCOUNT, Setting::LineChars, 4_000).unwrap();
    a.messenger.set(ACCOUNT, Setting::ShareCard, 0).unwrap();
    b.messenger.set(ACCOUNT, Setting::ShareCard, 1).unwrap();
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let first = a.do_with("bob", Action::Start);
    let (by_a, by_b) = carry_seen(&mut a, &mut b, vec![first]);
    pass(&mut a, &mut b, 60);
    assert_eq!((told(&by_a) <= 1, told(&by_b)), (true, 0));
    assert!(sealable(&mut a, "bob") && !sealable(&mut b, "alice"));
}

#[test]
fn an_account_with_an_identity_of_its_own_seals_and_opens_as_that_one() {
    const HIDDEN: &str = "hidden";
    let folder = Folder::new();
    let (mut a, mut b) = two(&folder);
    a.messenger.give_identity(HIDDEN, None).unwrap();
    let _ = a.messenger.attach(HIDDEN, plain()).unwrap();
    let hidden = *a.messenger.identity_of(HIDDEN).unwrap().fingerprint();
    let vaults = fingerprint(&a);
    assert_ne!(hidden, vaults);
    let card = mail(&mut b);
    let learned = a.messenger.card_learn(Some((HIDDEN, "bob")), card.as_bytes());
    assert!(learned.error.is_none(), "{:?}", learned.error);
    let recipient = a.messenger.recipient(HIDDEN, "bob").unwrap();
    let sealed = a.messenger.text_seal(HIDDEN, &[recipient], "who am I?", true, false).unwrap();
    let signer = |ready: &Ready| match ready.opened.origin() {
        Signer::Signed(sender) => *sender.fingerprint(),
        other => panic!("{other:?}"),
    };
    let (ready, _) = open(&mut b, &sealed);
    assert_eq!(signer(&ready), hidden, "nobody sees whose vault it is");
    // Of the recipients Bob sees their fingerprints: none is that of the vault.
    let (ready, _) = open(&mut a, &sealed);
    assert_eq!((signer(&ready), ready.trust), (hidden, Trust::Verified));
    // What is sealed to either identity opens, also while the account is not attached.
    let full = a.messenger.card(HIDDEN).unwrap();
    assert_eq!(*full.recipient().fingerprint(), hidden);
    a.messenger.detach(HIDDEN).unwrap();
    for card in [full.to_text(), mail(&mut a)] {
        let outcome = b.messenger.card_learn(None, card.as_bytes());
        let who = match &outcome.events[0].kind {
            EventKind::Contact(info) => info.fingerprint.unwrap(),
            other => panic!("{other:?}"),
        };
        let recipient = b.messenger.recipient_of(&who).unwrap();
        let sealed = b.messenger.text_seal(ACCOUNT, &[recipient], "both", true, false).unwrap();
        assert_eq!(open(&mut a, &sealed).0.text, "both");
    }
}

#[test]
fn who_is_forgotten_cannot_be_sealed_to_any_more() {
    let folder = Folder::new();
    let (mut a, b, ..) = on_long_lines(&folder, 1);
    assert!(sealable(&mut a, "bob"));
    let bob = fingerprint(&b);
    let outcome = a.messenger.contact_do(ACCOUNT, "bob", Action::Forget, Some(&bob));
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    assert!(!sealable(&mut a, "bob"));
    assert!(matches!(a.messenger.recipient_of(&bob), Err(MessengerError::NoSealingKey)));
    // A wrong card that was learned for an address goes with the address too.
    let (mut mallory, mut carol) = (
        Somebody::new(&folder, &a.clock.clone(), "mallory", 66),
        Somebody::new(&folder, &a.clock.clone(), "carol", 67),
    );
    assert!(learn(&mut a, "carol", &mail(&mut mallory)).error.is_none());
    assert!(learn(&mut a, "carol", &mail(&mut carol)).error.is_some());
    let outcome = a.messenger.contact_do(ACCOUNT, "carol", Action::Forget, None);
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    assert!(learn(&mut a, "carol", &mail(&mut carol)).error.is_none());
}

fn known(somebody: &mut Somebody) -> Vec<(Fingerprint, Trust, bool, Vec<String>)> {
    let people = somebody.messenger.people().unwrap();
    let names = |known: &[(String, String)]| known.iter().map(|(_, name)| name.clone()).collect();
    let known = people
        .iter()
        .map(|known| (known.fingerprint, known.trust, known.sealable, names(&known.addresses)));
    known.collect()
}

#[test]
fn everybody_who_is_known_is_listed_while_another_process_uses_the_account() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let mut carol = Somebody::new(&folder, &a.clock, "carol", 3);
    assert!(learn(&mut a, "Carol", &mail(&mut carol)).error.is_none());
    assert!(learn(&mut a, "bob", &mail(&mut b)).error.is_none());
    let mut expected = vec![
        (fingerprint(&b), Trust::FirstUse, true, vec!["bob".to_owned()]),
        (fingerprint(&carol), Trust::None, true, vec!["Carol".to_owned()]),
    ];
    expected.sort_by_key(|(who, ..)| *who);
    assert_eq!(known(&mut a), expected);
    a.messenger.detach(ACCOUNT).unwrap();
    assert_eq!(known(&mut a), expected, "without the account");
}

#[test]
fn a_fingerprint_that_was_compared_verifies_documents_and_no_conversation() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    assert!(learn(&mut a, "bob", &mail(&mut b)).error.is_none());
    let alice = fingerprint(&a);
    let refused = b.messenger.set_compared(&fingerprint(&b), true);
    assert!(matches!(refused, Err(MessengerError::NoSealingKey)), "{refused:?}");
    assert!(learn(&mut b, "alice", &mail(&mut a)).error.is_none());
    let sealed = seal(&mut a, "bob", "hello");
    assert_eq!(open(&mut b, &sealed).0.trust, Trust::FirstUse);
    b.messenger.set_compared(&alice, true).unwrap();
    assert_eq!(open(&mut b, &sealed).0.trust, Trust::Verified);
    assert_eq!(known(&mut b)[0].1, Trust::Verified);
    // A newer card of the same identity changes nothing about it.
    a.clock.advance(20 * DAY);
    assert!(learn(&mut b, "alice", &mail(&mut a)).error.is_none());
    assert_eq!(open(&mut b, &sealed).0.trust, Trust::Verified);
    let outcome = b.messenger.contact(ACCOUNT, "alice");
    match &outcome.events[0].kind {
        EventKind::Contact(info) => assert_eq!(info.trust, Trust::FirstUse),
        other => panic!("{other:?}"),
    }
    b.messenger.set_compared(&alice, false).unwrap();
    assert_eq!(open(&mut b, &sealed).0.trust, Trust::FirstUse);
    // The numbers differ, says the user in a conversation later.
    b.messenger.set_compared(&alice, true).unwrap();
    decide(&mut b, "alice", Action::Unverify, Some(alice));
    assert_eq!(open(&mut b, &sealed).0.trust, Trust::FirstUse);
}
