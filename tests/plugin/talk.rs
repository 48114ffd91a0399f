//! A conversation as two people see it.

use crate::people::{Folder, TestClock};
use crate::rig::{self, ACCOUNT, codes, deliver, echoed, shown, titles};
use subrosa::messenger::Origin;
use subrosa::plugin::{EventKind, Level, Verdict};

#[test]
fn a_conversation_becomes_private_and_both_are_told_once() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::two(&folder, &clock, "");
    let started = alice.command("bob", "start");
    assert_eq!(codes(&started), ["asked"]);
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.said(), ["ask-invited"]);
    assert_eq!(alice.said(), ["asked"]);
    let bob_accepts = bob.command("alice", "accept");
    assert_eq!(codes(&bob_accepts), ["starting"]);
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(bob.said(), ["starting", "private"]);
    assert_eq!(alice.said(), ["private"]);
    assert_eq!(alice.title("bob").words, "private");
    assert_eq!(alice.title("bob").level, Level::Private);
}

#[test]
fn a_text_is_echoed_before_its_lines_and_shown_once_as_it_was_typed() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    let (verdict, seen) = alice.types("bob", "hello <b>");
    assert_eq!(verdict, Verdict::Taken);
    assert_eq!(echoed(&seen), ["hello <b>"]);
    assert!(matches!(seen[0].kind, EventKind::Echo(_)));
    assert!(seen.iter().any(|event| matches!(event.kind, EventKind::Send(_))));
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(shown(&bob.seen), ["hello <b>"]);
}

#[test]
fn a_text_that_waits_is_echoed_so_and_said_to_be_sent_later() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::two(&folder, &clock, "");
    alice.command("bob", "start");
    let (verdict, seen) = alice.types("bob", "for later");
    assert_eq!(verdict, Verdict::Taken);
    assert_eq!(echoed(&seen), ["[waiting] for later"]);
    alice.said();
    deliver(&mut [&mut alice, &mut bob]);
    bob.command("alice", "accept");
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(alice.said(), ["private", "waited-sent"]);
    assert_eq!(shown(&bob.seen), ["for later"]);
}

#[test]
fn a_host_that_edits_is_told_the_mark_and_no_sentence_repeats_it() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::two(&folder, &clock, "can=edits");
    alice.command("bob", "start");
    let (_, seen) = alice.types("bob", "for later");
    let Some(EventKind::Echo(echo)) = seen.first().map(|event| &event.kind) else { panic!() };
    let number = echo.number;
    deliver(&mut [&mut alice, &mut bob]);
    bob.command("alice", "accept");
    deliver(&mut [&mut alice, &mut bob]);
    let marks: Vec<&str> = alice
        .seen
        .iter()
        .filter_map(|event| match &event.kind {
            EventKind::Progress(progress) if progress.number == number => {
                Some(progress.mark.as_str())
            }
            _ => None,
        })
        .collect();
    assert_eq!(marks.last(), Some(&""));
    assert!(!alice.said().contains(&"waited-sent"));
}

#[test]
fn a_text_in_clear_passes_and_nothing_is_told() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::two(&folder, &clock, "");
    let (verdict, seen) = alice.types("bob", "hello");
    assert_eq!(verdict, Verdict::Pass);
    assert!(seen.is_empty(), "{seen:?}");
    let (verdict, seen) = alice.hears("bob", "hello");
    assert_eq!(verdict, Verdict::Pass);
    assert!(seen.is_empty(), "{seen:?}");
}

#[test]
fn clear_text_in_a_private_conversation_is_marked() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let outcome = alice.host.incoming(ACCOUNT, "bob", b"in clear", Origin::default(), 0);
    assert_eq!(outcome.verdict, Verdict::Marked);
    assert_eq!(outcome.mark, "[not private] ");
}

#[test]
fn what_stands_around_the_first_line_of_a_plain_conversation_is_not_marked() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::two(&folder, &clock, "");
    alice.command("bob", "start");
    let (_, line) = alice.lines.pop_front().unwrap();
    let (verdict, seen) = bob.hears("alice", &line);
    assert_eq!(verdict, Verdict::Taken);
    assert!(shown(&seen).iter().all(|text| !text.contains("[not private]")), "{seen:?}");
}

#[test]
fn who_has_ended_a_conversation_is_named_as_who_did_it() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    alice.said();
    bob.said();
    let ended = bob.command("alice", "end");
    assert_eq!(codes(&ended), ["plain"]);
    deliver(&mut [&mut alice, &mut bob]);
    assert_eq!(alice.said(), ["ended-by-them"]);
}

#[test]
fn a_rename_does_not_say_that_somebody_has_ended_anything() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    alice.said();
    let outcome = alice.host.rename(ACCOUNT, "bob", "bob_away");
    let seen = alice.carry_out(outcome);
    assert!(!codes(&seen).contains(&"ended-by-them"), "{:?}", codes(&seen));
    assert_eq!(alice.title("bob_away").words, "private");
    let (verdict, seen) = alice.types("bob", "secret");
    assert_eq!(verdict, Verdict::Refused);
    assert_eq!(codes(&seen), ["refused-ended"]);
}

#[test]
fn a_refused_text_comes_back_with_its_reason() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    bob.command("alice", "end");
    deliver(&mut [&mut alice, &mut bob]);
    let (verdict, seen) = alice.types("bob", "do not lose me");
    assert_eq!(verdict, Verdict::Refused);
    let said = rig::say(&seen[0]).unwrap();
    assert_eq!(said.text.as_ref().map(|text| text.as_slice()), Some(b"do not lose me".as_slice()));
    assert!(said.sentence.contains("bob") && said.sentence.contains("do not lose me"));
    assert!(!said.log, "a private text does not go into logs");
}

#[test]
fn a_programs_text_that_cannot_go_is_refused_in_silence() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::two(&folder, &clock, "");
    alice.command("bob", "start");
    let away = Origin { notice: true, ..Origin::default() };
    let mut outcome = alice.host.outgoing(ACCOUNT, "bob", b"I am away", away);
    assert_eq!(outcome.verdict, Verdict::Refused);
    assert!(outcome.next(&mut alice.host).is_none());
}

#[test]
fn what_is_said_about_a_text_that_passes_comes_with_the_next_tick() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    alice.types("bob", "one");
    alice.lines.clear();
    for _ in 0..8 {
        clock.advance(61_000 * 2);
        alice.ticks();
        alice.lines.clear();
    }
    alice.said();
    let (verdict, seen) = alice.hears("bob", "hm?");
    assert_eq!(verdict, Verdict::Marked);
    assert_eq!(codes(&seen), [""; 0]);
    assert_eq!(codes(&alice.ticks()), ["not-read"]);
    let _ = &mut bob;
}

#[test]
fn after_a_restart_titles_come_again_and_nothing_is_said_twice() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, mut bob) = rig::private(&folder, &clock, "");
    alice.said();
    alice.restart();
    assert_eq!(titles(&alice.seen), ["private"]);
    assert_eq!(alice.said(), [""; 0]);
    let _ = &mut bob;
}

#[test]
fn leaving_warns_in_each_private_window() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    let outcome = alice.host.leave();
    let seen = alice.carry_out(outcome);
    assert_eq!(codes(&seen), ["leaving"]);
    assert_eq!(seen[0].peer, "bob");
}

#[test]
fn settings_hold_on_an_account_that_comes_into_use_later_and_nothing_leaves_before() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (alice, _bob) = rig::two(&folder, &clock, "");
    // Another program on the same vault, which has the account.
    let mut second = alice.beside();
    let outcome = second.host.attach(ACCOUNT, "plain", "mode=required");
    assert!(outcome.error.is_some());
    assert_eq!(codes(&second.carry_out(outcome)), ["account-in-use-here"]);
    assert_eq!(second.types("bob", "not yet").0, Verdict::Refused);
    drop(alice);
    clock.advance(2_000);
    second.ticks();
    let (verdict, _) = second.types("bob", "only in private");
    assert_eq!(verdict, Verdict::Taken, "it waits for a private conversation");
}

#[test]
fn an_account_that_comes_into_use_later_tells_its_titles_and_no_news() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (alice, _bob) = rig::private(&folder, &clock, "");
    let mut second = alice.beside();
    let outcome = second.host.attach(ACCOUNT, "plain", "");
    second.carry_out(outcome);
    second.said();
    drop(alice);
    clock.advance(2_000);
    let seen = second.ticks();
    assert_eq!(titles(&seen), ["private"]);
    assert_eq!(second.said(), [""; 0]);
}

#[test]
fn questions_and_texts_follow_an_account_that_is_called_otherwise() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::private(&folder, &clock, "");
    alice.hears("stranger", "?SR1?");
    let invited = alice.question("ask-invited").question;
    alice.types("bob", &"a long text ".repeat(1_000));
    let asked = alice.question("ask-long").question;
    let outcome = alice.host.rename_account(ACCOUNT, "work");
    assert!(outcome.error.is_none());
    alice.carry_out(outcome);
    let seen = alice.answers(asked, "send");
    assert_eq!(codes(&seen), ["waited-sent"]);
    assert!(seen.iter().all(|event| event.account == "work"), "{seen:?}");
    // Who asked a minute ago is in no vault: they ask again.
    assert_eq!(codes(&alice.answers(invited, "accept")), ["closed"]);
}
