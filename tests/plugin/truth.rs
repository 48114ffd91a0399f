//! A title and a sentence are true: after a rename, after a key that was declined, where only private
//! texts may leave.

use crate::people::{Folder, TestClock};
use crate::rig::{self, ACCOUNT, Person, codes, say};
use subrosa::messenger::{State, Trust};
use subrosa::plugin::Verdict;

#[test]
fn no_title_says_that_texts_wait_after_a_rename_of_the_account_while_they_pass() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::two(&folder, &clock, "");
    alice.command("bob", "start");
    alice.hears("carol", "?SR1?");
    let outcome = alice.host.rename_account(ACCOUNT, "work");
    alice.carry_out(outcome);
    for peer in ["bob", "carol"] {
        let told = alice.host.messenger().unwrap().standing_of("work", peer);
        let state = told.events.iter().find_map(|event| match event.kind {
            subrosa::messenger::EventKind::State { state, .. } => Some(state),
            _ => None,
        });
        let mut title = alice.host.title("work", peer);
        let Some(subrosa::plugin::EventKind::Title(title)) =
            title.next(&mut alice.host).map(|event| event.kind.clone())
        else {
            panic!()
        };
        assert_eq!(Some(title.state), state, "{peer}");
    }
}

#[test]
fn the_end_of_a_conversation_with_whom_all_is_private_does_not_say_that_texts_are_not() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    alice.command("bob", "mode required");
    let seen = alice.command("bob", "end");
    assert_eq!(alice.title("bob").state, State::Required);
    assert_eq!(codes(&seen), ["required"]);
    let said = seen.iter().find_map(say).unwrap();
    assert!(!said.sentence.contains("not private any more"), "{}", said.sentence);
    assert_eq!(alice.types("bob", "hello").0, Verdict::Taken);
}

fn with_another_key(folder: &Folder, clock: &TestClock) -> (Person, Person, Person) {
    let (mut alice, mut bob) = rig::private(folder, clock, "");
    bob.command("alice", "safety");
    let digits = bob.question("safety").digits;
    alice.command("bob", &format!("verify {digits}"));
    let other = rig::another_key(folder, clock, &mut alice);
    (alice, bob, other)
}

#[test]
fn a_declined_key_is_answered_as_declined() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _other) = with_another_key(&folder, &clock);
    let asked = alice.question("ask-key").question;
    assert_eq!(codes(&alice.answers(asked, "decline")), ["declined"]);
}

#[test]
fn whoever_differs_is_verified_no_more_although_another_key_is_in_question() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _other) = with_another_key(&folder, &clock);
    let asked = alice.question("ask-key").question;
    assert_eq!(codes(&alice.command("bob", "differ")), ["differ"]);
    alice.answers(asked, "decline");
    assert_ne!(alice.title("bob").trust, Trust::Verified);
}

#[test]
fn digits_that_differ_say_so_alone_of_somebody_who_was_not_verified() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let outcome = alice.host.command(ACCOUNT, "bob", "differ");
    assert!(outcome.error.is_none());
    assert_eq!(codes(&alice.carry_out(outcome)), ["differ"]);
}

#[test]
fn a_sentence_about_an_account_speaks_of_nobody_who_has_its_name() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (alice, _bob) = rig::two(&folder, &clock, "");
    let mut second = alice.beside();
    let outcome = second.host.attach(ACCOUNT, "plain", "");
    let seen = second.carry_out(outcome);
    assert_eq!(codes(&seen), ["account-in-use-here"]);
    let sentence = seen[0].sentence().unwrap();
    assert!(!sentence.contains("sent to"), "{sentence}");
}

#[test]
fn a_sentence_about_nobody_has_no_gap_where_a_name_belongs() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "");
    alice.command("", "passphrase correct horse");
    // One thing after the other.
    let seen = alice.command("", "passphrase battery staple");
    assert_eq!(codes(&seen), ["not-possible-here"]);
    assert_eq!(seen[0].sentence(), Some("This cannot be done now. Nothing has changed."));
    for words in ["list", "card", "mode manual"] {
        let outcome = alice.host.command("", "", words);
        let seen = alice.carry_out(outcome);
        let sentence = seen[0].sentence().unwrap();
        assert!(!sentence.contains(" .") && !sentence.ends_with(": "), "{words}: {sentence}");
    }
    let outcome = alice.host.command("nowhere", "", "list");
    let seen = alice.carry_out(outcome);
    assert_eq!(seen[0].sentence(), Some("There is no such account in use: nowhere"));
}

#[test]
fn the_status_of_all_accounts_names_what_is_private_on_any() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let outcome = alice.host.command("", "", "status");
    assert_eq!(codes(&alice.carry_out(outcome)), ["status-private"]);
}
