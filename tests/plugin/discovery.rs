//! Who has the library is found out without a word in anybody's text, and programs get nothing.

use crate::people::{Folder, TestClock};
use crate::rig::{self, ACCOUNT, Person, codes, deliver};
use subrosa::messenger::Origin;
use subrosa::plugin::{Hint, Verdict};

fn hint(person: &mut Person, peer: &str, hint: Hint, value: bool) {
    let outcome = person.host.hint(ACCOUNT, peer, hint, value);
    assert!(outcome.error.is_none());
    person.carry_out(outcome);
}

fn set(person: &mut Person, settings: &str) {
    let outcome = person.host.set(ACCOUNT, settings);
    assert!(outcome.error.is_none(), "{:?}", outcome.error);
    person.carry_out(outcome);
}

/// Lines that have left, after a tick.
fn sent(person: &mut Person) -> Vec<String> {
    person.clock.advance(10);
    person.ticks();
    person.lines.drain(..).map(|(_, line)| line).collect()
}

#[test]
fn by_default_nothing_is_sent_besides_what_is_typed() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::two(&folder, &clock, "");
    alice.hears("bob", "hello Alice");
    assert_eq!(alice.types("bob", "hello Bob").0, Verdict::Pass);
    assert!(sent(&mut alice).is_empty());
}

#[test]
fn whose_program_has_the_library_gets_one_offer_after_the_first_text() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::two(&folder, &clock, "");
    hint(&mut alice, "bob", Hint::Capable, true);
    assert!(sent(&mut alice).is_empty(), "not before the user writes");
    hint(&mut bob, "alice", Hint::Known, true);
    let (verdict, seen) = alice.types("bob", "hello Bob");
    assert!(verdict == Verdict::Pass && seen.is_empty());
    clock.advance(10);
    alice.ticks();
    assert_eq!(alice.lines.len(), 1);
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(alice.title("bob").words, "private");
    alice.command("bob", "end");
    deliver(&mut [&mut alice, &mut bob]);
    hint(&mut alice, "bob", Hint::Capable, false);
    hint(&mut alice, "bob", Hint::Capable, true);
    alice.types("bob", "in clear again");
    assert!(sent(&mut alice).is_empty(), "once, and not where the user has ended it");
}

#[test]
fn a_hint_that_comes_after_the_first_text_is_as_good() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::two(&folder, &clock, "");
    alice.types("bob", "hello Bob");
    hint(&mut alice, "bob", Hint::Capable, true);
    assert_eq!(sent(&mut alice).len(), 1);
    hint(&mut alice, "carol", Hint::Capable, true);
    assert!(sent(&mut alice).is_empty());
}

#[test]
fn in_the_mode_append_the_query_goes_alone_and_once_to_who_writes_like_a_person() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::two(&folder, &clock, "");
    set(&mut alice, "mode=append");
    alice.types("bob", "are you there?");
    assert!(sent(&mut alice).is_empty(), "nothing is known of Bob");
    alice.hears("bob", "yes, hello");
    assert_eq!(alice.types("bob", "good").0, Verdict::Pass);
    assert_eq!(sent(&mut alice), ["?SR1?"]);
    alice.types("bob", "and again");
    assert!(sent(&mut alice).is_empty(), "once");
    bob.hears("alice", "?SR1?");
    assert!(bob.said().contains(&"ask-invited"));
    for (who, says) in [
        ("weatherbot", "It rains."),
        ("carol", "!help"),
        ("dave", "?OTR:AAQD."),
        ("erin", "\u{1}VERSION\u{1}"),
    ] {
        alice.hears(who, says);
        alice.types(who, "hello");
        assert!(sent(&mut alice).is_empty(), "{who}");
    }
    let notice = Origin { notice: true, ..Origin::default() };
    drop(alice.host.incoming(ACCOUNT, "frank", b"hello", notice, 0));
    alice.types("frank", "hello");
    assert!(sent(&mut alice).is_empty(), "a program may have written it");
    set(&mut alice, "mode=automatic");
    alice.hears("grace", "hello");
    alice.types("grace", "hello");
    assert!(sent(&mut alice).is_empty());
}

#[test]
fn nothing_ever_goes_to_services_and_the_user_is_told_how_to_write_to_them() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::two(&folder, &clock, "");
    let outcome = alice.host.detach(ACCOUNT);
    alice.carry_out(outcome);
    let outcome = alice.host.attach("irc", "irc", "interval-ms=0 mode=required");
    alice.carry_out(outcome);
    let outcome = alice.host.command("irc", "NickServ", "start");
    assert_eq!(codes(&alice.carry_out(outcome)), ["is-program"]);
    let say = |alice: &mut Person| {
        let text = b"identify hunter2";
        let outcome = alice.host.outgoing("irc", "NickServ", text, Origin::default());
        let verdict = outcome.verdict;
        (verdict, codes(&alice.carry_out(outcome)))
    };
    assert_eq!(say(&mut alice), (Verdict::Refused, vec!["refused-program"]));
    let outcome = alice.host.command("irc", "NickServ", "mode manual");
    alice.carry_out(outcome);
    assert_eq!(say(&mut alice), (Verdict::Pass, vec![]));
    assert!(sent(&mut alice).is_empty());
}

#[test]
fn a_list_that_is_complete_takes_those_back_who_are_not_on_it() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::two(&folder, &clock, "");
    hint(&mut alice, "bob", Hint::Known, true);
    hint(&mut alice, "carol", Hint::Known, true);
    alice.restart();
    hint(&mut alice, "bob", Hint::Known, true);
    let outcome = alice.host.account_listed(ACCOUNT);
    assert!(outcome.error.is_none());
    alice.carry_out(outcome);
    alice.hears("bob", "?SR1?");
    alice.hears("carol", "?SR1?");
    let answered: Vec<String> = alice.lines.iter().map(|(to, _)| to.clone()).collect();
    assert_eq!(answered, ["bob"]);
    assert!(alice.host.account_listed("nobody").error.is_some());
}

#[test]
fn a_text_that_is_plain_is_plain_whatever_the_account_says() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    set(&mut alice, "html=in");
    let say = |alice: &mut Person, origin: Origin| {
        let outcome = alice.host.outgoing(ACCOUNT, "bob", b"<b>1 &lt; 2</b>", origin);
        alice.carry_out(outcome)
    };
    let plain = Origin { plain: true, html: true, ..Origin::default() };
    assert_eq!(rig::echoed(&say(&mut alice, plain)), ["<b>1 &lt; 2</b>"]);
    assert_eq!(rig::echoed(&say(&mut alice, Origin::default())), ["1 < 2"]);
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(rig::shown(&bob.seen), ["<b>1 &lt; 2</b>", "1 < 2"]);
}
