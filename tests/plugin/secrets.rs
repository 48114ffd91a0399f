//! Passphrases and copies of an identity: asked for where nobody sees them, and done in a tick.

use crate::people::{Folder, TestClock};
use crate::rig::{self, ACCOUNT, Person, codes, say, titles};
use subrosa::plugin::{EventKind, Input, Verdict};

/// Ticks until something is said.
fn until_said(person: &mut Person) -> Vec<&'static str> {
    for _ in 0..3_000 {
        let seen = person.ticks();
        let said = codes(&seen);
        if !said.is_empty() {
            return said;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("nothing is said for half a minute");
}

#[test]
fn a_new_passphrase_is_asked_for_twice_and_opens_the_vault_from_then_on() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "can=hidden");
    alice.command("", "passphrase");
    let first = alice.question("ask-passphrase");
    assert_eq!(first.input, Input::Hidden);
    alice.answers(first.question, "correct horse");
    let second = alice.question("ask-passphrase-again");
    assert_eq!(codes(&alice.answers(second.question, "correct house")), ["passphrase-differs"]);
    alice.command("", "passphrase");
    let first = alice.question("ask-passphrase").question;
    alice.answers(first, "correct horse");
    let second = alice.question("ask-passphrase-again").question;
    assert_eq!(codes(&alice.answers(second, "correct horse")), ["working"]);
    assert_eq!(until_said(&mut alice), ["passphrase-set"]);

    // The next run asks for it, and nothing leaves before it is given.
    alice.seen.clear();
    alice.restart_locked();
    let asked = alice.question("ask-unlock");
    assert_eq!(asked.input, Input::Hidden);
    assert_eq!(alice.types("bob", "secret").0, Verdict::Refused);
    assert_eq!(codes(&alice.answers(asked.question, "battery staple")), ["working"]);
    assert_eq!(until_said(&mut alice), ["wrong-key", "ask-unlock"]);
    alice.seen.clear();
    let asked = alice.ask_again("unlock");
    assert_eq!(codes(&alice.answers(asked, "correct horse")), ["working"]);
    assert_eq!(until_said(&mut alice), ["unlocked"]);
    clock.advance(2_000);
    let seen = alice.ticks();
    let all: Vec<String> = titles(&alice.seen).into_iter().chain(titles(&seen)).collect();
    assert!(all.contains(&"private".to_owned()), "{all:?}");
    assert_eq!(alice.types("bob", "secret").0, Verdict::Taken);
}

#[test]
fn where_nothing_hidden_can_be_typed_the_passphrase_is_a_word() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "");
    assert_eq!(codes(&alice.command("", "passphrase correct horse")), ["working"]);
    assert_eq!(until_said(&mut alice), ["passphrase-set"]);
    alice.seen.clear();
    alice.restart_locked();
    assert_eq!(alice.question("ask-unlock").input, Input::None);
    assert!(alice.question("ask-unlock").how.contains("/subrosa unlock"));
    assert_eq!(codes(&alice.command("", "unlock correct horse")), ["working"]);
    assert_eq!(until_said(&mut alice), ["unlocked"]);
    assert_eq!(codes(&alice.command("", "unlock again")), ["not-locked"]);
}

#[test]
fn an_identity_is_written_to_a_file_and_taken_over_by_another_device() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "");
    let mut phone = Person::new(&folder, &clock, "phone", 5, "");
    let path = folder.0.join("my copy");
    let command = format!("export \"{}\" correct horse", path.display());
    assert_eq!(codes(&alice.command("", &command)), ["working"]);
    assert_eq!(until_said(&mut alice), ["exported"]);
    let told = alice.seen.iter().filter_map(say).next_back().unwrap().sentence.clone();
    assert!(told.contains("my copy"), "{told}");
    // What is there stays as it is, and nobody is told that the keys are damaged.
    let seen = alice.command("", &command);
    assert_eq!(codes(&seen), ["file-failed"]);
    alice.command("", &format!("export \"{}/none/copy\" horse", folder.0.display()));
    assert_eq!(until_said(&mut alice), ["file-failed"]);
    let own = |person: &mut Person| person.host.messenger().unwrap().own_fingerprint(ACCOUNT);
    assert_ne!(own(&mut alice), own(&mut phone));

    let command = format!("import \"{}\" wrong horse", path.display());
    assert_eq!(codes(&phone.command("", &command)), ["working"]);
    assert_eq!(until_said(&mut phone).len(), 1);
    assert!(own(&mut phone).is_some(), "the account is in use again");
    assert_ne!(own(&mut alice), own(&mut phone));

    let command = format!("import \"{}\" correct horse", path.display());
    assert_eq!(codes(&phone.command("", &command)), ["working"]);
    assert_eq!(phone.types("bob", "meanwhile").0, Verdict::Refused);
    assert_eq!(until_said(&mut phone), ["imported"]);
    assert_eq!(own(&mut alice), own(&mut phone));
}

#[test]
fn an_identity_with_conversations_is_not_replaced() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    let path = folder.0.join("copy");
    bob.command("", &format!("export {} horse", path.display()));
    assert_eq!(until_said(&mut bob), ["exported"]);
    alice.command("", &format!("import {} horse", path.display()));
    assert_eq!(until_said(&mut alice), ["import-refused"]);
    assert_eq!(alice.title("bob").words, "private");
    assert_eq!(alice.types("bob", "still here").0, Verdict::Taken);
}

#[test]
fn what_cannot_be_read_or_is_empty_changes_nothing() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "can=hidden");
    assert_eq!(codes(&alice.command("", "export")), ["need-word"]);
    alice.command("", "import /nowhere/at/all");
    let asked = alice.question("ask-import").question;
    assert_eq!(codes(&alice.answers(asked, "horse")), ["file-failed"]);
    alice.command("", "passphrase");
    let asked = alice.question("ask-passphrase").question;
    assert_eq!(codes(&alice.answers(asked, "")), ["passphrase-empty"]);
    // No secret is an event.
    assert!(alice.seen.iter().all(|event| !event.to_json().contains("horse")));
    assert!(!alice.seen.iter().any(|event| matches!(event.kind, EventKind::Close { .. })));
}

#[test]
fn a_passphrase_for_a_copy_becomes_no_passphrase_of_the_vault() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "can=hidden,edits");
    let passphrase = alice.ask_again("passphrase");
    alice.answers(passphrase, "correct horse");
    let again = alice.question("ask-passphrase-again").question;
    let export = alice.ask_again(&format!("export \"{}\"", folder.0.join("copy").display()));
    assert_eq!(codes(&alice.answers(export, "for the copy")), ["ask-passphrase-again"]);
    assert_eq!(codes(&alice.answers(again, "for the copy")), ["closed"]);
    let again = alice.question("ask-passphrase-again").question;
    assert_eq!(codes(&alice.answers(again, "for the copy")), ["working"]);
    assert_eq!(until_said(&mut alice), ["exported"]);
}

#[test]
fn a_question_for_a_secret_that_is_over_is_taken_away() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "can=hidden,edits");
    let closes = |seen: &[subrosa::plugin::Event], question| {
        seen.iter().any(|event| event.kind == EventKind::Close { question })
    };
    let passphrase = alice.ask_again("passphrase");
    let seen = alice.answers(passphrase, "");
    assert!(closes(&seen, passphrase) && codes(&seen) == ["passphrase-empty"], "{seen:?}");
    let passphrase = alice.ask_again("passphrase");
    alice.answers(passphrase, "one");
    let again = alice.question("ask-passphrase-again").question;
    let seen = alice.answers(again, "two");
    assert!(closes(&seen, again) && codes(&seen) == ["passphrase-differs"], "{seen:?}");
}

#[test]
fn where_nothing_hidden_can_be_typed_each_question_says_what_to_type() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "can=buttons");
    for (words, how) in [
        ("passphrase", "Type /subrosa passphrase ..."),
        ("export copy", "Type /subrosa export \"copy\" ..."),
        ("import copy", "Type /subrosa import \"copy\" ..."),
    ] {
        let seen = alice.command("", words);
        assert_eq!(say(&seen[0]).unwrap().how, how);
    }
}

#[test]
fn the_question_for_a_passphrase_is_closed_when_it_was_given_otherwise() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "");
    alice.command("", "passphrase correct horse");
    until_said(&mut alice);
    alice.seen.clear();
    alice.restart_locked();
    let asked = alice.question("ask-unlock").question;
    alice.command("", "unlock correct horse");
    assert_eq!(until_said(&mut alice), ["unlocked"]);
    assert_eq!(codes(&alice.answers(asked, "correct horse")), ["closed"]);
}

#[test]
fn a_wrong_passphrase_of_a_copy_says_nothing_of_the_vault() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "");
    let path = folder.0.join("copy");
    alice.command("", &format!("export {} horse", path.display()));
    until_said(&mut alice);
    alice.command("", &format!("import {} house", path.display()));
    assert_eq!(until_said(&mut alice), ["copy-not-opened"]);
    std::fs::write(&path, "no copy of anything").unwrap();
    alice.command("", &format!("import {} horse", path.display()));
    assert_eq!(until_said(&mut alice), ["copy-not-opened"]);
}

#[test]
fn an_account_with_an_identity_of_its_own_exports_that_one() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let mut alice = Person::new(&folder, &clock, "alice", 1, "");
    let mut phone = Person::new(&folder, &clock, "phone", 5, "");
    alice.host.messenger().unwrap().give_identity("work", None).unwrap();
    drop(alice.host.attach("work", "plain", ""));
    let path = folder.0.join("work copy");
    let outcome =
        alice.host.command("work", "", &format!("export \"{}\" correct horse", path.display()));
    assert_eq!(codes(&alice.carry_out(outcome)), ["working"]);
    assert_eq!(until_said(&mut alice), ["exported"]);
    phone.command("", &format!("import \"{}\" correct horse", path.display()));
    assert_eq!(until_said(&mut phone), ["imported"]);
    let own =
        |person: &mut Person, account| person.host.messenger().unwrap().own_fingerprint(account);
    assert_eq!(own(&mut alice, "work"), own(&mut phone, ACCOUNT));
    assert_ne!(own(&mut alice, ACCOUNT), own(&mut phone, ACCOUNT));
}

#[test]
fn an_import_that_fails_leaves_every_account_in_use() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let outcome = alice.host.attach("work", "plain", "interval-ms=0");
    alice.carry_out(outcome);
    let path = folder.0.join("nothing");
    std::fs::write(&path, "no copy of anything").unwrap();
    alice.command("", &format!("import {} horse", path.display()));
    assert_eq!(until_said(&mut alice), ["copy-not-opened"]);
    let attached = alice.host.messenger().unwrap().attached().count();
    assert_eq!(attached, 2);
    assert_eq!(alice.types("bob", "still private").0, Verdict::Taken);
}
