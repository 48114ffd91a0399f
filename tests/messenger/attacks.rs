//! What relays, strangers, contacts and bad luck try on the facade.

use super::pair::Person;
use super::people::*;
use super::records::Fields;
use cbor4ii::core::Value;
use subrosa::identity::Fingerprint;
use subrosa::messenger::{Action, EventKind, Origin, Question, Setting, Stage, State, Verdict};
use subrosa::session::Event as SessionEvent;
use subrosa::vault::{Durability, Protection, Table, Vault};
use subrosa::wire::armor;

fn fingerprint(somebody: &Somebody) -> Fingerprint {
    *somebody.messenger.identity().unwrap().fingerprint()
}

fn asks(seen: &Seen, wanted: Question) -> bool {
    let asked =
        |kind: &EventKind| matches!(kind, EventKind::Ask { question, .. } if *question == wanted);
    seen.events.iter().any(|event| asked(&event.kind))
}

fn stages(seen: &Seen) -> Vec<Stage> {
    let stage = |kind: &EventKind| match kind {
        EventKind::Progress(progress) => Some(progress.stage),
        _ => None,
    };
    seen.events.iter().filter_map(|event| stage(&event.kind)).collect()
}

fn offer_of(somebody: &mut Somebody) -> String {
    somebody.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    somebody.hear("alice", "?SR1? Shall we?").lines[0].1.clone()
}

/// Alice has taken Mallory's key for Bob's address, while Bob's session was live.
fn replaced(folder: &Folder) -> (Somebody, Somebody, Somebody) {
    let (mut a, mut b) = private_pair(folder);
    let mut mallory = Somebody::new(folder, &a.clock, "mallory", 66);
    mallory.address = "bob".into();
    let text = b.say("alice", "to be acknowledged in two seconds");
    a.hear("bob", &text.lines[0].1);
    let offer = offer_of(&mut mallory);
    assert!(asks(&a.hear("bob", &offer), Question::KeyChanged));
    let new = fingerprint(&mallory);
    let accepted = a.messenger.contact_do(ACCOUNT, "bob", Action::AcceptKey, Some(&new));
    assert!(accepted.error.is_none());
    assert_eq!(a.state("bob"), State::Asked);
    (a, b, mallory)
}

#[test]
fn a_query_does_not_turn_a_conversation_that_the_peer_has_ended_into_one_in_clear() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let end = b.do_with("alice", Action::End);
    carry(&mut a, &mut b, vec![end]);
    assert_eq!(a.state("bob"), State::Ended);
    let asked = a.hear("bob", "?SR1?");
    assert!(asks(&asked, Question::Invited));
    assert_eq!(a.say("bob", "still secret?").verdict, Verdict::Refused);
    assert!(!a.messenger.may_send(ACCOUNT, "bob", b"still secret?"));
    // Declining decides about the invitation, not about clear text.
    a.do_with("bob", Action::Decline);
    assert_eq!(a.say("bob", "still secret?").verdict, Verdict::Refused);
    a.hear("bob", "?SR1?");
    let accepted = a.do_with("bob", Action::Accept);
    assert_eq!(a.say("bob", "held").verdict, Verdict::Held);
    b.do_with("alice", Action::Start);
    let (_, shown) = carry(&mut a, &mut b, vec![accepted]);
    assert_eq!(shown[0].text, "held");
}

#[test]
fn confirming_what_was_shown_loses_no_line_that_was_due() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    pass(&mut a, &mut b, 60);
    a.messenger.set(ACCOUNT, Setting::IntervalMs, 5_000).unwrap();
    a.messenger.set(ACCOUNT, Setting::Burst, 1).unwrap();
    let text = b.say("alice", "shown to Alice");
    let line = text.lines[0].1.as_bytes();
    let outcome = a.messenger.incoming(ACCOUNT, "bob", line, Origin::default());
    assert_eq!(a.say("bob", "one").lines.len(), 1);
    assert_eq!(a.say("bob", "two").lines.len(), 0);
    a.clock.advance(5_000);
    a.messenger.confirm(&outcome).unwrap();
    a.messenger.set_known(ACCOUNT, "dave", true).unwrap();
    a.messenger.set(ACCOUNT, Setting::Html, 0).unwrap();
    let _ = a.messenger.contact(ACCOUNT, "bob");
    let due = a.tick();
    assert_eq!(due.lines.len(), 1);
    assert_eq!(b.hear("alice", &due.lines[0].1).texts(), ["two"]);
}

#[test]
fn the_last_guard_lets_nothing_pass_for_an_account_that_is_not_attached() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    assert!(!a.messenger.may_send("other", "bob", b"a file"));
}

#[test]
fn sessions_of_the_key_that_was_replaced_do_not_decide_about_the_window() {
    let folder = Folder::new();
    let (mut a, _b, _mallory) = replaced(&folder);
    a.clock.advance(3_000);
    a.tick();
    assert_eq!(a.state("bob"), State::Asked);
}

#[test]
fn a_history_of_the_key_that_was_replaced_raises_no_alarm() {
    let folder = Folder::new();
    let (mut a, mut b, mut mallory) = replaced(&folder);
    let old = b.say("alice", "said before the key changed");
    let history = Origin { history: true, ..Origin::default() };
    for (line, origin) in
        [(old.lines[0].1.clone(), history), (forged(&old.lines[0].1), Origin::default())]
    {
        let outcome = a.messenger.incoming(ACCOUNT, "bob", line.as_bytes(), origin);
        let seen = a.see(&outcome, true);
        assert!(!asks(&seen, Question::KeyChanged), "{origin:?}");
        assert_eq!(a.state("bob"), State::Asked);
    }
    // A genuine one is not shown in the window of the new key either, but its owner is still there.
    let seen = a.hear("bob", &old.lines[0].1);
    assert!(seen.shown.is_empty() && asks(&seen, Question::KeyChanged));
    assert_eq!(a.state("bob"), State::Alarm);
    mallory.tick();
}

/// A line with one bit of its end changed.
fn forged(line: &str) -> String {
    let mut bytes = armor::decode(line.as_bytes()).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    armor::encode(&bytes)
}

#[test]
fn a_blocked_contact_is_not_read_under_an_init_header_either() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut eve = Person::new(5);
    a.messenger.set_known(ACCOUNT, "eve", true).unwrap();
    let offer = a.hear("eve", "?SR1?").lines[0].1.clone();
    for event in eve.receive(&offer) {
        if let SessionEvent::Send(line) = event {
            a.hear("eve", &line);
        }
    }
    a.do_with("eve", Action::Block);
    for line in eve.send("read me") {
        assert!(a.hear("eve", &line).shown.is_empty());
    }
}

#[test]
fn a_blocked_contact_is_not_read_at_the_address_of_another_either() {
    let folder = Folder::new();
    let (mut a, mut carol, _b) = with_carol(&folder);
    a.do_with("carol", Action::Block);
    let sent = carol.say("alice", "read me");
    assert!(a.hear("bob", &sent.lines[0].1).shown.is_empty());
}

#[test]
fn another_key_at_a_blocked_address_changes_nothing() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    let mut mallory = Somebody::new(&folder, &a.clock, "mallory", 66);
    a.do_with("bob", Action::Block);
    let offer = offer_of(&mut mallory);
    let seen = a.hear("bob", &offer);
    assert!(!asks(&seen, Question::KeyChanged));
    assert_eq!(a.state("bob"), State::Blocked);
}

fn with_carol(folder: &Folder) -> (Somebody, Somebody, Somebody) {
    let (mut a, b) = private_pair(folder);
    let mut carol = Somebody::new(folder, &a.clock, "carol", 77);
    carol.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with("carol", Action::Start);
    carry(&mut a, &mut carol, vec![start]);
    assert_eq!(a.state("carol"), State::Private);
    (a, carol, b)
}

#[test]
fn a_contact_who_takes_the_address_of_another_goes_on_as_itself() {
    let folder = Folder::new();
    let (mut a, mut carol, _b) = with_carol(&folder);
    for text in ["first", "second", "third"] {
        let sent = carol.say("alice", text);
        let seen = a.hear("bob", &sent.lines[0].1);
        assert_eq!(seen.texts(), [text]);
        assert!(!asks(&seen, Question::KeyChanged));
        let show = seen.events.iter().find(|event| matches!(event.kind, EventKind::Show(_)));
        assert_eq!(show.unwrap().peer, "carol");
    }
}

#[test]
fn an_offer_that_its_identity_has_not_signed_asks_the_user_nothing() {
    let folder = Folder::new();
    let (mut a, _carol, b) = with_carol(&folder);
    let mut dave = Somebody::new(&folder, &b.clock, "dave", 99);
    let mut offer = armor::decode(offer_of(&mut dave).as_bytes()).unwrap();
    // The last byte of the signature.
    offer[215] ^= 1;
    let forged = armor::encode(&offer);
    assert!(!asks(&a.hear("stranger", &forged), Question::Invited));
    assert_eq!(a.state("stranger"), State::Plain);
    assert!(!asks(&a.hear("bob", &forged), Question::KeyChanged));
}

#[test]
fn an_invitation_is_accepted_from_the_identity_that_the_user_was_told_and_no_other() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    let mut mallory = Somebody::new(&folder, &clock, "mallory", 3);
    let (of_bob, of_mallory) = (offer_of(&mut b), offer_of(&mut mallory));
    assert!(asks(&a.hear("someone", &of_mallory), Question::Invited));
    a.hear("someone", &of_bob);
    let wanted = fingerprint(&b);
    let outcome = a.messenger.contact_do(ACCOUNT, "someone", Action::Accept, Some(&wanted));
    assert!(outcome.error.is_some(), "the user was told of another fingerprint");
}

#[test]
fn what_is_committed_without_a_write_makes_durable_what_came_before() {
    let folder = Folder::new();
    let path = folder.0.join("vault");
    let key = Protection::HostKey(&[7; 32]);
    let mut random = super::pair::SeededRandom::new(1);
    let mut vault = Vault::create(&path, &key, &mut random).unwrap();
    let log = || std::fs::metadata(folder.0.join("vault-wal")).unwrap().len();
    // The first commit begins the log, and lasts.
    for _ in 0..2 {
        let mut tx = vault.begin(Durability::Process).unwrap();
        tx.put(Table::Text, b"a", b"b", b"c", &mut random).unwrap();
        tx.commit().unwrap();
    }
    let before = log();
    // SQLite waits for the disk only if it has something to write.
    vault.begin(Durability::Power).unwrap().commit().unwrap();
    assert!(log() > before);
    let before = log();
    vault.begin(Durability::Power).unwrap().commit().unwrap();
    assert_eq!(log(), before, "and only once");
}

#[test]
fn a_text_that_was_held_for_days_is_given_its_time_once_it_is_sent() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with("bob", Action::Start);
    a.say("bob", "held for two days");
    clock.advance(2 * 86_400_000);
    a.tick();
    // The network loses every line with the text.
    let mut to_a = b.hear("alice", &start.lines[0].1).lines;
    while a.state("bob") != State::Private {
        let mut to_b = Vec::new();
        for (_, line) in to_a.drain(..) {
            to_b.extend(a.hear("bob", &line).lines);
        }
        for (_, line) in to_b.drain(..) {
            to_a.extend(b.hear("alice", &line).lines);
        }
    }
    clock.advance(61_000);
    assert!(!stages(&a.tick()).contains(&Stage::Lost));
}

#[test]
fn who_starts_again_asks_again() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let _lost = a.do_with("bob", Action::Start);
    a.say("bob", "held");
    pass(&mut a, &mut b, 61);
    let again = a.do_with("bob", Action::Start);
    let (_, shown) = carry(&mut a, &mut b, vec![again]);
    assert_eq!(shown[0].text, "held");
}

#[test]
fn a_call_that_is_refused_has_nothing_sent_again() {
    let folder = Folder::new();
    let (mut a, _b) = private_pair(&folder);
    assert_eq!(a.say("bob", "on its way").lines.len(), 1);
    let refused = a.messenger.contact_do(ACCOUNT, "bob", Action::AcceptKey, None);
    assert!(refused.error.is_some());
    assert!(a.tick().lines.is_empty());
}

#[test]
fn what_is_loaded_anew_forgets_nobody_who_is_known_in_memory_alone() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut carol = Somebody::new(&folder, &a.clock, "carol", 3);
    assert_eq!(a.say("dave", "in clear").verdict, Verdict::Pass);
    let offer = offer_of(&mut carol);
    assert!(asks(&a.hear("carol", &offer), Question::Invited));
    a.messenger.doubt_memory();
    a.tick();
    let contact = a.messenger.contact(ACCOUNT, "dave");
    assert!(matches!(&contact.events[0].kind, EventKind::Contact(info) if info.known));
    assert_eq!(a.state("carol"), State::Invited);
    let accepted = a.do_with("carol", Action::Accept);
    carry(&mut a, &mut carol, vec![accepted]);
    assert_eq!(a.state("carol"), State::Private);
}

#[test]
fn an_invitation_stays_one_although_the_user_has_written_in_clear_and_memory_is_loaded_anew() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut carol = Somebody::new(&folder, &a.clock, "carol", 3);
    let offer = offer_of(&mut carol);
    assert!(asks(&a.hear("carol", &offer), Question::Invited));
    assert_eq!(a.say("carol", "in a minute").verdict, Verdict::Pass);
    a.messenger.doubt_memory();
    a.tick();
    assert_eq!(a.state("carol"), State::Invited);
}

#[test]
fn an_end_is_seen_at_every_address_of_the_contact() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = b.say("alice", "I am bob_ now");
    a.hear("bob_", &sent.lines[0].1);
    let who = *b.messenger.identity().unwrap().fingerprint();
    let accepted = a.messenger.contact_do(ACCOUNT, "bob_", Action::Accept, Some(&who));
    assert!(accepted.error.is_none());
    let end = b.do_with("alice", Action::End);
    for (_, line) in end.lines {
        a.hear("bob_", &line);
    }
    assert_eq!(a.state("bob_"), State::Ended);
    let typed = a.say("bob", "are you there?");
    assert_ne!(typed.verdict, Verdict::Taken, "it is not on its way");
    assert_eq!(a.state("bob"), State::Ended);
}

#[test]
fn a_confirmation_that_the_vault_could_not_take_is_made_later() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = a.say("bob", "shown while another program writes");
    let line = sent.lines[0].1.as_bytes();
    let outcome = b.messenger.incoming(ACCOUNT, "alice", line, Origin::default());
    let mut other = Vault::open(&b.path).unwrap();
    other.unlock(&Protection::HostKey(&[7; 32])).unwrap();
    let busy = other.begin(Durability::Process).unwrap();
    b.messenger.confirm(&outcome).unwrap();
    drop(busy);
    pass(&mut a, &mut b, 10);
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty(), "acknowledged");
}

#[test]
fn a_text_goes_again_on_a_new_session_but_not_because_two_devices_take_turns() {
    let folder = Folder::new();
    let (mut a, mut desk) = private_pair(&folder);
    let mut phone = Somebody::new(&folder, &a.clock, "phone", 55);
    phone.messenger.detach(ACCOUNT).unwrap();
    let identity = desk.messenger.identity().unwrap().clone();
    phone.messenger.replace_identity(identity).unwrap();
    phone.attach();
    phone.address = "bob".into();
    phone.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let sent = a.say("bob", "the phone cannot read this");
    carry(&mut a, &mut phone, vec![sent]);
    // It is sent again as soon as the phone has a session.
    let (_, shown) = pass(&mut a, &mut phone, 10);
    assert_eq!(shown[0].text, "the phone cannot read this");
    assert_eq!(phone.state("alice"), State::Private);
    for device in [&mut desk, &mut phone] {
        let line = device.say("alice", "here I am").lines[0].1.clone();
        a.hear("bob", &line);
    }
    assert_eq!(a.say("bob", "to both").lines.len(), 2);
    for device in [&mut desk, &mut phone] {
        let line = device.say("alice", "my turn").lines[0].1.clone();
        assert!(a.hear("bob", &line).lines.is_empty());
    }
}

#[test]
fn one_new_key_does_not_hide_the_question_about_another() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let end = b.do_with("alice", Action::End);
    carry(&mut a, &mut b, vec![end]);
    let mut mallory = Somebody::new(&folder, &a.clock, "mallory", 66);
    let mut new_bob = Somebody::new(&folder, &a.clock, "new", 67);
    let (first, second) = (offer_of(&mut mallory), offer_of(&mut new_bob));
    assert!(asks(&a.hear("bob", &first), Question::KeyChanged));
    assert!(asks(&a.hear("bob", &second), Question::KeyChanged));
    let wanted = fingerprint(&new_bob);
    let accepted = a.messenger.contact_do(ACCOUNT, "bob", Action::AcceptKey, Some(&wanted));
    assert!(accepted.error.is_none());
}

#[test]
fn an_invitation_without_a_key_is_not_accepted_for_one() {
    let folder = Folder::new();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut b = Somebody::new(&folder, &a.clock, "bob", 2);
    assert!(asks(&a.hear("bob", "?SR1?"), Question::Invited));
    let wanted = fingerprint(&b);
    let outcome = a.messenger.contact_do(ACCOUNT, "bob", Action::Accept, Some(&wanted));
    assert!(outcome.error.is_some(), "nobody can tell yet who will answer");
    b.tick();
}

#[test]
fn a_blocked_owner_of_a_tag_does_not_hide_the_next_one() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let mut mallory = Somebody::new(&folder, &a.clock, "mallory", 66);
    mallory.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with("mallory", Action::Start);
    carry(&mut a, &mut mallory, vec![start]);
    a.do_with("mallory", Action::Block);
    // By chance a session with each of them has the same tag.
    let line = b.say("alice", "hello").lines[0].1.clone();
    let tag = armor::decode(line.as_bytes()).unwrap()[1..5].to_vec();
    let owners = [&mallory, &b].map(|who| {
        Value::Bytes(who.messenger.identity().unwrap().fingerprint().as_bytes().to_vec())
    });
    let record = Fields::new(vec![("owners", Value::Array(owners.to_vec()))]).row();
    let mut vault = super::noticed::other_handle(&a);
    let mut transaction = vault.begin(Durability::Process).unwrap();
    let (table, random) = (Table::Tag, &mut super::pair::SeededRandom::new(5));
    transaction.put(table, ACCOUNT.as_bytes(), &tag, &record, random).unwrap();
    transaction.commit().unwrap();
    // From a new address, so that it is the tag alone that tells whose it is.
    assert_eq!(a.hear("bob elsewhere", &line).texts(), ["hello"]);
}
