//! Questions: what they act on, and that no button of yesterday accepts the key of today.

use crate::people::{Folder, TestClock};
use crate::rig::{self, ACCOUNT, Person, codes, deliver};
use subrosa::messenger::{State, Trust};
use subrosa::plugin::EventKind;

fn with_another_key(folder: &Folder, clock: &TestClock) -> (Person, Person, Person) {
    let (mut alice, bob) = rig::private(folder, clock, "");
    let other = rig::another_key(folder, clock, &mut alice);
    (alice, bob, other)
}

#[test]
fn another_key_asks_with_its_digits_and_is_not_introduced_as_private() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, mut other) = with_another_key(&folder, &clock);
    let asked = alice.question("ask-key");
    let digits = other.host.messenger().unwrap().own_fingerprint(ACCOUNT).unwrap().to_digits();
    assert_eq!(asked.digits, digits);
    assert!(asked.sentence.contains("bob") && asked.sentence.contains(&digits));
    assert!(!asked.choices[0].risk && !asked.asked_for);
    let said = alice.said();
    assert!(!said.contains(&"private"), "{said:?}");
}

#[test]
fn a_button_of_yesterday_accepts_no_key_of_today() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _other) = with_another_key(&folder, &clock);
    let yesterday = alice.question("ask-key");
    alice.answers(yesterday.question, "decline");
    // A third key appears.
    let mut third = Person::new(&folder, &clock, "third", 11, "");
    third.name = "bob".to_owned();
    clock.advance(3_600_000);
    third.command("alice", "start");
    deliver(&mut [&mut third, &mut alice]);
    let seen = alice.answers(yesterday.question, "accept-key");
    assert_eq!(codes(&seen), ["closed"]);
    let people = alice.host.messenger().unwrap().people_at(ACCOUNT, "bob");
    assert_ne!(people.first(), third.host.messenger().unwrap().own_fingerprint(ACCOUNT).as_ref());
}

#[test]
fn a_number_of_another_run_answers_nothing() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _other) = with_another_key(&folder, &clock);
    let before = alice.question("ask-key");
    alice.seen.clear();
    alice.restart();
    let again = alice.question("ask-key");
    assert_ne!(before.question, again.question);
    assert_eq!(codes(&alice.answers(before.question, "accept-key")), ["closed"]);
}

#[test]
fn an_accepted_key_is_said_and_is_whom_texts_go_to() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, mut other) = with_another_key(&folder, &clock);
    let asked = alice.question("ask-key");
    let seen = alice.answers(asked.question, "accept-key");
    assert!(!codes(&seen).is_empty());
    let new = other.host.messenger().unwrap().own_fingerprint(ACCOUNT).unwrap();
    assert_eq!(alice.host.messenger().unwrap().people_at(ACCOUNT, "bob").first(), Some(&new));
    assert_eq!(codes(&alice.answers(asked.question, "accept-key")), ["closed"]);
}

#[test]
fn what_a_question_says_to_type_are_commands() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    alice.command("bob", "safety");
    alice.command("carol", "start");
    clock.advance(61_000);
    alice.ticks();
    for code in ["safety", "ask-no-answer"] {
        let how = alice.question(code).how;
        let words: Vec<&str> = how.split("/subrosa ").skip(1).collect();
        assert!(!words.is_empty(), "{how}");
        for word in words {
            let word = word.trim_end_matches(" or ").trim_end_matches(", ");
            assert_ne!(codes(&alice.command("dave", word)), ["unknown-command"], "{how}");
        }
    }
}

#[test]
fn a_text_for_the_key_before_is_not_sent_again_and_nobody_speaks_of_wrong_digits() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, mut other) = with_another_key(&folder, &clock);
    alice.types("bob", "for the old key");
    alice.lines.clear();
    let asked = alice.question("ask-key");
    alice.answers(asked.question, "accept-key");
    deliver(&mut [&mut alice, &mut other]);
    assert_eq!(codes(&alice.command("bob", "resend")), ["for-other-key"]);
    deliver(&mut [&mut alice, &mut other]);
    assert!(rig::shown(&other.seen).is_empty());
    let seen = alice.command("bob", "discard");
    assert!(!seen.is_empty() && codes(&seen).iter().all(|code| *code == "discarded"));
}

#[test]
fn a_word_that_is_no_answer_changes_nothing_and_leaves_the_question_open() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob, _other) = with_another_key(&folder, &clock);
    let asked = alice.question("ask-key").question;
    assert_eq!(codes(&alice.answers(asked, "yes")), ["no-such-answer"]);
    assert_eq!(codes(&alice.answers(asked, "decline")), ["declined"]);
}

#[test]
fn invitations_of_strangers_are_told_together() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "");
    for number in 0..5 {
        alice.hears(&format!("stranger{number}"), "?SR1?");
    }
    assert_eq!(alice.said(), ["ask-invited"]);
    clock.advance(61_000);
    alice.ticks();
    let told: Vec<u64> = alice.seen.iter().filter_map(rig::say).map(|say| say.count).collect();
    assert_eq!(alice.said(), ["ask-strangers"]);
    assert_eq!(told, [4]);
}

#[test]
fn a_long_text_asks_and_goes_when_the_user_agrees() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    let long = "a long text ".repeat(1_000);
    let (_, seen) = alice.types("bob", &long);
    assert!(rig::echoed(&seen)[0].starts_with("[waits for you] "));
    let asked = alice.question("ask-long");
    alice.answers(asked.question, "send");
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(rig::shown(&bob.seen), [long]);
}

#[test]
fn nobody_answers_and_a_cancel_names_what_is_discarded() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::two(&folder, &clock, "");
    alice.command("bob", "start");
    alice.types("bob", "anybody there?");
    alice.lines.clear();
    clock.advance(61_000);
    alice.ticks();
    let asked = alice.question("ask-no-answer");
    alice.said();
    let seen = alice.answers(asked.question, "cancel");
    let said: Vec<&str> = seen.iter().filter_map(rig::say).map(|say| &*say.sentence).collect();
    assert!(said.iter().any(|sentence| sentence.contains("anybody there?")), "{said:?}");
    assert_eq!(alice.title("bob").state, State::Plain);
    assert_eq!(alice.title("bob").trust, Trust::None);
}

#[test]
fn a_host_that_takes_questions_away_is_told_when_one_is_closed() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::two(&folder, &clock, "can=edits");
    alice.command("bob", "start");
    deliver(&mut [&mut alice, &mut bob]);
    let asked = bob.question("ask-invited").question;
    let seen = bob.command("alice", "accept");
    assert!(seen.iter().any(|event| event.kind == EventKind::Close { question: asked }));
}

#[test]
fn texts_that_waited_for_a_day_are_asked_about_and_others_are_not_touched() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::two(&folder, &clock, "");
    alice.command("bob", "start");
    alice.types("bob", "old news");
    alice.lines.clear();
    for _ in 0..26 {
        clock.advance(3_600_000);
        alice.ticks();
        alice.lines.clear();
    }
    alice.types("bob", "fresh");
    alice.seen.clear();
    bob.command("alice", "start");
    deliver(&mut [&mut alice, &mut bob]);
    let asked = alice.question("ask-old");
    assert_eq!(asked.count, 1);
    assert_eq!(rig::shown(&bob.seen), [""; 0]);
    alice.answers(asked.question, "send");
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(rig::shown(&bob.seen), ["[26 h ago] old news", "fresh"]);
    assert_eq!(codes(&alice.answers(asked.question, "discard")), ["closed"]);
}

#[test]
fn a_question_about_a_text_of_an_account_that_joins_another_acts_on_no_other_text() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let outcome = alice.host.attach("work", "plain", "interval-ms=0");
    alice.carry_out(outcome);
    alice.types("bob", &"a long text ".repeat(1_000));
    let asked = alice.question("ask-long").question;
    let outcome = alice.host.rename_account(ACCOUNT, "work");
    assert!(outcome.error.is_none());
    alice.carry_out(outcome);
    assert_eq!(codes(&alice.answers(asked, "discard")), ["closed"]);
}

#[test]
fn a_stranger_who_asks_again_is_counted_once() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "");
    for _ in 0..3 {
        alice.hears("first", "?SR1?");
        alice.hears("second", "?SR1?");
        // What was told of them lately is forgotten with the account.
        let outcome = alice.host.detach(ACCOUNT);
        alice.carry_out(outcome);
        let outcome = alice.host.attach(ACCOUNT, "plain", "interval-ms=0");
        alice.carry_out(outcome);
    }
    alice.hears("third", "?SR1?");
    alice.said();
    clock.advance(61_000);
    alice.ticks();
    let told: Vec<(&str, u64)> =
        alice.seen.iter().filter_map(rig::say).map(|say| (say.code, say.count)).collect();
    assert_eq!(told, [("ask-strangers", 2)]);
}

#[test]
fn strangers_who_were_counted_are_told_of_under_the_name_that_the_account_has_then() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "");
    alice.hears("first", "?SR1?");
    alice.hears("second", "?SR1?");
    let outcome = alice.host.rename_account(ACCOUNT, "work");
    alice.carry_out(outcome);
    for who in ["first", "second", "third"] {
        let outcome =
            alice.host.incoming("work", who, b"?SR1?", subrosa::messenger::Origin::default(), 0);
        alice.carry_out(outcome);
    }
    alice.said();
    clock.advance(61_000);
    let seen = alice.ticks();
    let told: Vec<_> = seen
        .iter()
        .filter(|event| rig::say(event).is_some_and(|say| say.code == "ask-strangers"))
        .map(|event| (event.account.as_str(), rig::say(event).unwrap().count))
        .collect();
    assert_eq!(told, [("work", 2)]);
}
