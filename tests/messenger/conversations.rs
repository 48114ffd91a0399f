//! Beginning, talking, ending.

use super::people::*;
use subrosa::messenger::{Action, EventKind, Question, Stage, State, Trust, Verdict};

#[test]
fn without_a_private_conversation_texts_pass_untouched() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    assert_eq!(a.say("bob", "hello").verdict, Verdict::Pass);
    assert_eq!(a.hear("bob", "hello").verdict, Verdict::Pass);
    assert_eq!(a.hear("bob", "about ?SR1: and ?SR things").verdict, Verdict::Pass);
}

#[test]
fn after_start_nothing_leaves_in_clear_and_what_was_typed_arrives_when_it_is_private() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with("bob", Action::Start);
    assert_eq!(start.states(), [State::Asked]);
    assert!(start.lines[0].1.starts_with("?SR1? "));
    let held = a.say("bob", "secret");
    assert_eq!(held.verdict, Verdict::Held);
    assert!(held.lines.is_empty());
    let (_, shown) = carry(&mut a, &mut b, vec![start, held]);
    assert_eq!(shown.len(), 1);
    assert_eq!((shown[0].text.as_str(), shown[0].private), ("secret", true));
    assert_eq!(shown[0].trust, Trust::FirstUse);
    assert_eq!((a.state("bob"), b.state("alice")), (State::Private, State::Private));
}

#[test]
fn texts_go_both_ways_and_are_told_as_delivered() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = a.say("bob", "hello <3");
    assert_eq!(sent.verdict, Verdict::Taken);
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "hello <3");
    let sent = b.say("alice", "& you");
    let (shown, _) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "& you");
    pass(&mut a, &mut b, 5);
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty(), "all is delivered");
    assert!(b.messenger.texts(ACCOUNT, None).events.is_empty(), "all is delivered");
    assert_eq!(a.hear("bob", "in clear").verdict, Verdict::PassWarn);
}

#[test]
fn a_stranger_who_asks_gets_no_answer_until_the_user_accepts() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    let start = a.do_with("bob", Action::Start);
    let heard = b.hear("alice", &start.lines[0].1);
    assert_eq!(heard.verdict, Verdict::Taken);
    assert!(heard.lines.is_empty());
    let asks =
        |kind: &EventKind| matches!(kind, EventKind::Ask { question: Question::Invited, .. });
    assert!(heard.events.iter().any(|event| asks(&event.kind)));
    assert_eq!(b.state("alice"), State::Invited);
    let accepted = b.do_with("alice", Action::Accept);
    carry(&mut a, &mut b, vec![accepted]);
    assert_eq!((a.state("bob"), b.state("alice")), (State::Private, State::Private));
}

#[test]
fn after_the_peer_has_ended_texts_are_refused_until_the_user_decides() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let end = a.do_with("bob", Action::End);
    assert_eq!(a.state("bob"), State::Plain);
    carry(&mut a, &mut b, vec![end]);
    assert_eq!(b.state("alice"), State::Ended);
    assert_eq!(b.say("alice", "still secret?").verdict, Verdict::Refused);
    assert!(!b.messenger.may_send(ACCOUNT, "alice", b"still secret?"));
    b.do_with("alice", Action::End);
    assert_eq!(b.say("alice", "in clear").verdict, Verdict::Pass);
}

#[test]
fn who_was_left_can_begin_anew_and_the_other_is_asked() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let end = a.do_with("bob", Action::End);
    carry(&mut a, &mut b, vec![end]);
    let start = b.do_with("alice", Action::Start);
    carry(&mut a, &mut b, vec![start]);
    assert_eq!(a.state("bob"), State::Invited);
    let accepted = a.do_with("bob", Action::Accept);
    carry(&mut a, &mut b, vec![accepted]);
    assert_eq!((a.state("bob"), b.state("alice")), (State::Private, State::Private));
}

#[test]
fn nobody_answers_so_the_user_is_asked_and_can_give_up() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    a.do_with("bob", Action::Start);
    a.say("bob", "waiting");
    clock.advance(59_000);
    let early = a.tick();
    let asked =
        |kind: &EventKind| matches!(kind, EventKind::Ask { question: Question::NoAnswer, .. });
    assert!(!early.events.iter().any(|event| asked(&event.kind)));
    clock.advance(2_000);
    let late = a.tick();
    assert!(late.events.iter().any(|event| asked(&event.kind)));
    let cancelled = a.do_with("bob", Action::Cancel);
    let discarded = |kind: &EventKind| matches!(kind, EventKind::Progress(progress) if progress.stage == Stage::Discarded);
    assert!(cancelled.events.iter().any(|event| discarded(&event.kind)));
    assert_eq!(a.say("bob", "in clear").verdict, Verdict::Pass);
}

#[test]
fn who_begins_anew_after_an_end_that_the_network_has_lost_is_private_again() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let _lost = b.do_with("alice", Action::End);
    let _lost_too = b.do_with("alice", Action::Start);
    assert_eq!((a.state("bob"), b.state("alice")), (State::Private, State::Asked));
    let sent = a.say("bob", "are you there?");
    let (_, mut shown) = carry(&mut a, &mut b, vec![sent]);
    shown.extend(pass(&mut a, &mut b, 200).1);
    assert_eq!((a.state("bob"), b.state("alice")), (State::Private, State::Private));
    assert_eq!(shown.iter().filter(|show| show.text == "are you there?").count(), 1);
}
