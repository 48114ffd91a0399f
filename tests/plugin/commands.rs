//! Every word that a user types, and the sentence that answers it.

use crate::people::{Folder, TestClock};
use crate::rig::{self, ACCOUNT, codes, deliver, say, titles};
use subrosa::messenger::{State, Trust};
use subrosa::plugin::{EventKind, Level};

/// Command, code of the answer, state and trust behind it.
type Row = (&'static str, &'static str, State, Trust);

#[test]
fn each_word_says_what_it_has_done() {
    let rows: [Row; 19] = [
        ("status", "status-private", State::Private, Trust::FirstUse),
        ("verify", "safety", State::Private, Trust::FirstUse),
        ("safety", "safety", State::Private, Trust::FirstUse),
        ("code", "code", State::Private, Trust::FirstUse),
        ("devices", "devices", State::Private, Trust::FirstUse),
        ("mode", "mode-shown", State::Private, Trust::FirstUse),
        ("mode required", "mode-set", State::Private, Trust::FirstUse),
        ("mode default", "mode-set", State::Private, Trust::FirstUse),
        ("card", "card-sent", State::Private, Trust::FirstUse),
        ("start", "status-private", State::Private, Trust::FirstUse),
        ("resend", "no-texts", State::Private, Trust::FirstUse),
        ("discard", "no-texts", State::Private, Trust::FirstUse),
        ("accept", "nothing-open", State::Private, Trust::FirstUse),
        ("accept-key", "nothing-open", State::Private, Trust::FirstUse),
        ("block", "blocked", State::Blocked, Trust::FirstUse),
        ("unblock", "unblocked", State::Ended, Trust::FirstUse),
        ("end", "plain", State::Plain, Trust::FirstUse),
        ("forget", "forgotten", State::Plain, Trust::None),
        ("help", "help", State::Plain, Trust::None),
    ];
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    for (words, code, state, trust) in rows {
        let seen = alice.command("bob", words);
        assert_eq!(codes(&seen).first(), Some(&code), "{words}: {:?}", codes(&seen));
        assert!(seen.iter().filter_map(say).all(|say| say.asked_for), "{words}");
        let title = alice.title("bob");
        assert_eq!((title.state, title.trust), (state, trust), "{words}");
    }
}

#[test]
fn a_safety_number_or_a_fingerprint_verifies_and_says_so() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    for by_number in [true, false] {
        let folder_of = Folder::in_memory();
        let (mut alice, mut bob) = rig::private(&folder_of, &clock, "");
        let digits = match by_number {
            true => {
                bob.command("alice", "safety");
                bob.question("safety").digits
            }
            false => bob.host.messenger().unwrap().own_fingerprint(ACCOUNT).unwrap().to_digits(),
        };
        let seen = alice.command("bob", &format!("verify {digits}"));
        assert_eq!(codes(&seen), ["verified"]);
        assert_eq!(titles(&seen), ["private, verified"]);
        assert_eq!(alice.title("bob").level, Level::Verified);
        // Once more changes nothing, and says so all the same.
        let again = alice.command("bob", &format!("verify {}", digits.replace(' ', "-")));
        assert_eq!(codes(&again), ["verified"]);
    }
    let _ = folder;
}

#[test]
fn who_knows_nobody_yet_can_still_tell_the_digits_of_the_own_key() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::two(&folder, &clock, "");
    let own = alice.host.messenger().unwrap().own_fingerprint(ACCOUNT).unwrap().to_digits();
    let seen = alice.command("carol", "devices");
    assert_eq!(codes(&seen), ["devices", "own-digits"]);
    assert!(seen.iter().filter_map(say).any(|say| say.sentence.contains(&own)));
}

#[test]
fn malformed_own_and_wrong_digits_are_three_sentences_and_verify_nobody() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let own = alice.host.messenger().unwrap().own_fingerprint(ACCOUNT).unwrap().to_digits();
    let wrong = "12345 ".repeat(12);
    for (digits, code) in [
        ("12345", "digits-malformed"),
        ("they are the same", "too-much"),
        (own.as_str(), "digits-own"),
        (wrong.as_str(), "other-digits"),
    ] {
        let seen = alice.command("bob", &format!("verify {digits}"));
        assert_eq!(codes(&seen), [code], "{digits}");
        assert_eq!(alice.title("bob").trust, Trust::FirstUse);
    }
}

#[test]
fn digits_that_differ_take_verification_back_and_say_what_to_do() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    bob.command("alice", "safety");
    let digits = bob.question("safety").digits;
    alice.command("bob", &format!("verify {digits}"));
    let seen = alice.command("bob", "differ");
    assert_eq!(codes(&seen).last(), Some(&"differ"));
    assert_eq!(alice.title("bob").trust, Trust::FirstUse);
}

#[test]
fn what_is_typed_in_one_window_about_another_person_is_about_that_person() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    assert_eq!(codes(&bob.command("carol", "start")), ["asked"]);
    // Alice's conversation stands whatever is said of Carol in her window.
    for (words, code) in [
        ("end carol", "cancelled"),
        ("block carol", "blocked"),
        ("unblock carol", "unblocked"),
        ("forget carol", "forgotten"),
        ("safety carol", "not-possible"),
        ("verify carol", "not-possible"),
        ("accept carol", "nothing-open"),
        ("accept-key carol", "nothing-open"),
        ("mode carol required", "mode-set"),
        ("end carol now", "too-much"),
        ("start carol smith", "too-much"),
        ("mode required please", "need-word"),
        ("mode requird", "need-word"),
        ("accept 12345", "digits-malformed"),
    ] {
        let said = bob.command("alice", words);
        assert!(codes(&said).contains(&code), "{words}: {:?}", codes(&said));
        assert_eq!(bob.title("alice").state, State::Private, "{words}");
    }
    assert_eq!(bob.title("carol").state, State::Required);
    assert_eq!(codes(&alice.command("bob", "status")), ["status-private"]);
}

#[test]
fn the_name_follows_the_word_where_a_command_is_said_to_nobody() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let settings = r#"command="/msg *subrosa""#;
    let (mut alice, mut bob) = rig::two(&folder, &clock, settings);
    assert_eq!(codes(&alice.command("", "start")), ["need-name"]);
    assert_eq!(codes(&alice.command("", "start bob")), ["asked"]);
    deliver(&mut [&mut alice, &mut bob]);
    let asked = bob.question("ask-invited");
    assert!(asked.how.contains("/msg *subrosa accept alice"), "{}", asked.how);
    assert_eq!(codes(&bob.command("", "accept alice")), ["starting"]);
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(codes(&alice.command("", "status")), ["status-private"]);
    assert_eq!(codes(&alice.command("", "verify \"bob\" 123")), ["digits-malformed"]);
    assert_eq!(codes(&alice.command("", "verify bob the builder")), ["too-much"]);
}

#[test]
fn what_is_no_command_says_so_and_does_nothing() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    assert_eq!(codes(&alice.command("bob", "fly")), ["unknown-command"]);
    assert_eq!(codes(&alice.command("bob", "")), ["help"]);
    assert_eq!(codes(&alice.command("bob", "mode sometimes")), ["need-word"]);
    assert_eq!(alice.title("bob").state, State::Private);
    let nowhere = alice.host.command("nowhere", "bob", "end");
    assert!(nowhere.error.is_some());
    assert_eq!(codes(&alice.carry_out(nowhere)), ["no-such-account"]);
}

#[test]
fn menus_offer_what_makes_sense_and_begin_with_what_is_no_risk() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::two(&folder, &clock, "");
    let words = |person: &mut rig::Person, peer: &str| -> Vec<&'static str> {
        let outcome = person.host.choices(ACCOUNT, peer);
        let seen = person.carry_out(outcome);
        let EventKind::Choices(choices) = &seen[0].kind else { panic!() };
        assert!(choices.iter().all(|choice| !choice.label.is_empty()));
        assert!(!choices[0].risk, "{choices:?}");
        choices.iter().map(|choice| choice.word).collect()
    };
    assert_eq!(words(&mut alice, "bob"), ["start", "block"]);
    alice.command("bob", "start");
    assert_eq!(words(&mut alice, "bob"), ["status", "cancel", "block"]);
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(words(&mut bob, "alice"), ["accept", "decline", "block"]);
    bob.command("alice", "accept");
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(words(&mut alice, "bob"), ["status", "end", "safety", "code", "card", "block"]);
    alice.command("bob", "block");
    assert_eq!(words(&mut alice, "bob")[..2], ["status", "unblock"]);
}

#[test]
fn the_code_to_scan_is_a_picture_in_modules_and_in_blocks() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let seen = alice.command("bob", "code");
    let code = say(&seen[0]).unwrap().picture.clone().unwrap();
    assert_eq!(code.modules.len(), code.side * code.side);
    assert!(code.blocks.lines().count() > code.side / 2);
}

#[test]
fn what_is_said_to_type_about_a_name_with_blanks_is_about_that_person() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = rig::Person::new(&folder, &clock, "alice", 1, "command=\"/msg *subrosa\"");
    alice.hears("carol smith", "?SR1?");
    let how = alice.question("ask-invited").how;
    assert!(how.contains("accept \"carol smith\""), "{how}");
    alice.command("", "accept \"carol smith\"");
    assert_ne!(alice.title("carol smith").state, State::Invited);
}

#[test]
fn a_name_with_quotes_is_typed_as_it_is_told_and_means_that_person() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = rig::Person::new(&folder, &clock, "alice", 1, "command=\"/msg *subrosa\"");
    for name in ["carol \"cat\" smith", "\"dave\"", "\"erin", "back\\slash \\\""] {
        clock.advance(61_000);
        alice.hears(name, "?SR1?");
        let how = alice.question("ask-invited").how;
        let typed = how.split("/msg *subrosa ").find(|typed| typed.starts_with("accept ")).unwrap();
        let typed = typed.trim_end_matches(" or ").trim_end_matches(", ");
        alice.command("", typed);
        assert_ne!(alice.title(name).state, State::Invited, "{typed}");
    }
    alice.hears("\"frank", "?SR1?");
    alice.command("", "accept \"frank");
    assert_ne!(alice.title("\"frank").state, State::Invited, "a quote that does not end");
}
