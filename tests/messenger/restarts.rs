//! What a restart, a lost line and a lost connection leave whole.

use super::people::*;
use subrosa::messenger::{Action, EventKind, Origin, Setting, Stage, State, Verdict};
use subrosa::wire::limits::ACK_DELAY_SECONDS;

#[test]
fn a_conversation_goes_on_after_a_restart_of_both_sides() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let seen = a.restart(true);
    assert_eq!(seen.states(), [State::Private]);
    b.restart(true);
    let sent = a.say("bob", "after the restart");
    assert_eq!(sent.verdict, Verdict::Taken);
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown[0].text, "after the restart");
    pass(&mut a, &mut b, 5);
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty());
}

#[test]
fn a_text_that_was_not_confirmed_is_shown_again_after_a_restart_with_the_same_id() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = a.say("bob", "did you see this?");
    let outcome =
        b.messenger.incoming(ACCOUNT, "alice", sent.lines[0].1.as_bytes(), Origin::default());
    let first = b.see(&outcome, false).shown;
    assert_eq!(first.len(), 1);
    assert!(!first[0].repeated);
    let again = b.restart(true).shown;
    assert_eq!(again.len(), 1);
    assert!(again[0].repeated);
    assert_eq!((again[0].id, &again[0].text), (first[0].id, &first[0].text));
    assert!(b.restart(true).shown.is_empty(), "confirmed now");
}

#[test]
fn texts_that_were_not_confirmed_are_shown_again_in_their_order() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set(ACCOUNT, Setting::Burst, 100).unwrap();
    for text in ["1", "2", "3", "4", "5", "6"] {
        let line = a.say("bob", text).lines.remove(0).1;
        let outcome = b.messenger.incoming(ACCOUNT, "alice", line.as_bytes(), Origin::default());
        b.see(&outcome, false);
    }
    assert_eq!(b.restart(false).texts(), ["1", "2", "3", "4", "5", "6"]);
}

#[test]
fn texts_that_were_not_confirmed_are_shown_again_when_the_connection_is_back() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = a.say("bob", "the window was not there").lines[0].1.clone();
    let outcome = b.messenger.incoming(ACCOUNT, "alice", line.as_bytes(), Origin::default());
    let first = b.see(&outcome, false);
    let _ = b.messenger.online(ACCOUNT, false);
    let outcome = b.messenger.online(ACCOUNT, true);
    let again = b.see(&outcome, true);
    assert_eq!(again.texts(), ["the window was not there"]);
    assert_eq!((again.shown[0].repeated, again.shown[0].id), (true, first.shown[0].id));
    // Confirmed now; and a connection that was never gone brings nothing back.
    let _ = b.messenger.online(ACCOUNT, false);
    for _ in 0..2 {
        let outcome = b.messenger.online(ACCOUNT, true);
        assert!(b.see(&outcome, true).shown.is_empty());
    }
}

#[test]
fn a_text_is_late_once_it_has_waited_for_more_than_a_minute() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let line = a.say("bob", "did you see this?").lines[0].1.clone();
    let outcome = b.messenger.incoming(ACCOUNT, "alice", line.as_bytes(), Origin::default());
    assert!(!b.see(&outcome, false).shown[0].late);
    for (wait, late) in [(60_000, false), (1, true)] {
        b.clock.advance(wait);
        let outcome = b.messenger.show_again(ACCOUNT);
        let again = b.see(&outcome, false).shown;
        assert_eq!((again.len(), again[0].late), (1, late));
    }
}

#[test]
fn only_a_confirmed_text_is_acknowledged() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = a.say("bob", "not yet");
    let outcome =
        b.messenger.incoming(ACCOUNT, "alice", sent.lines[0].1.as_bytes(), Origin::default());
    assert_eq!(b.see(&outcome, false).shown.len(), 1);
    pass(&mut a, &mut b, 5);
    assert_eq!(a.messenger.texts(ACCOUNT, None).events.len(), 1, "not acknowledged");
    b.messenger.confirm(&outcome).unwrap();
    pass(&mut a, &mut b, 5);
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty());
}

#[test]
fn a_text_whose_line_was_lost_is_sent_again_and_shown_once() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let lost = a.say("bob", "lost at first");
    assert_eq!(lost.lines.len(), 1);
    let (_, shown) = pass(&mut a, &mut b, 70);
    assert_eq!(shown.iter().map(|show| show.text.as_str()).collect::<Vec<_>>(), ["lost at first"]);
    // The network finds the first one again.
    assert!(b.hear("alice", &lost.lines[0].1).shown.is_empty());
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty());
}

#[test]
fn a_line_that_the_host_could_not_send_goes_again_with_the_same_bytes() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = a.say("bob", "on a bad connection");
    let _ = a.messenger.line_failed(ACCOUNT, sent.line_ids[0]);
    assert!(a.tick().lines.is_empty(), "not at once");
    a.clock.advance(2_000);
    let again = a.tick();
    assert_eq!(again.lines, sent.lines);
    let (_, shown) = carry(&mut a, &mut b, vec![again]);
    assert_eq!(shown.len(), 1);
}

#[test]
fn what_was_not_acknowledged_goes_again_when_the_connection_is_back() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = a.say("bob", "into the void");
    let offline = a.messenger.online(ACCOUNT, false);
    assert!(a.see(&offline, true).lines.is_empty());
    let waiting = a.say("bob", "while offline");
    assert_eq!(waiting.verdict, Verdict::Taken);
    assert!(waiting.lines.is_empty());
    let online = a.messenger.online(ACCOUNT, true);
    let back = a.see(&online, true);
    assert_eq!(back.lines.len(), 2);
    assert_eq!(back.lines[0], sent.lines[0]);
    let (_, shown) = carry(&mut a, &mut b, vec![back]);
    assert_eq!(shown.len(), 2);
}

#[test]
fn lines_that_waited_at_the_end_of_a_process_leave_when_it_is_back() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let _ = a.messenger.online(ACCOUNT, false);
    a.say("bob", "kept over night");
    a.restart(true);
    let seen = a.tick();
    let (_, shown) = carry(&mut a, &mut b, vec![seen]);
    assert_eq!(shown.len(), 1);
    assert_eq!(shown[0].text, "kept over night");
}

#[test]
fn texts_held_for_somebody_who_has_not_answered_survive_a_restart() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    let mut b = Somebody::new(&folder, &clock, "bob", 2);
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let start = a.do_with("bob", Action::Start);
    assert_eq!(a.say("bob", "held").verdict, Verdict::Held);
    let seen = a.restart(true);
    assert_eq!(seen.states(), [State::Asked]);
    let held = |kind: &EventKind| matches!(kind, EventKind::Progress(p) if p.stage == Stage::Held);
    assert!(seen.events.iter().any(|event| held(&event.kind)));
    let (_, shown) = carry(&mut a, &mut b, vec![start]);
    assert_eq!(shown.len(), 1);
}

#[test]
fn a_vault_that_was_lost_is_answered_with_new_keys_and_the_user_sees_that_they_are_new() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    // Bob loses everything, his identity too.
    let clock = b.clock.clone();
    for rest in ["vault", "vault-generation"] {
        std::fs::remove_file(b.path.with_extension(rest)).unwrap();
    }
    b = Somebody::new(&folder, &clock, "bob2", 9);
    b.address = "bob".into();
    b.messenger.set_known(ACCOUNT, "alice", true).unwrap();
    let sent = a.say("bob", "who are you?");
    carry(&mut a, &mut b, vec![sent]);
    pass(&mut a, &mut b, 300);
    assert_eq!(a.state("bob"), State::Private, "the old session is still the only one trusted");
    let asked = a.messenger.contact(ACCOUNT, "bob");
    assert!(asked.error.is_none());
}

#[test]
fn the_own_line_that_comes_back_from_the_network_is_hidden_and_changes_nothing() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = a.say("bob", "hello");
    let own = Origin { own: true, ..Origin::default() };
    let line = sent.lines[0].1.as_bytes();
    assert_eq!(a.messenger.incoming(ACCOUNT, "bob", line, own).verdict, Verdict::Taken);
    // Also if the host does not say so.
    assert_eq!(
        a.messenger.incoming(ACCOUNT, "bob", line, Origin::default()).verdict,
        Verdict::Taken
    );
    // A host whose hook sees what it sends hands it back.
    let again = a.messenger.outgoing(ACCOUNT, "bob", line, Origin::default());
    assert_eq!(again.verdict, Verdict::Pass);
    assert!(a.messenger.may_send(ACCOUNT, "bob", line));
    assert!(!a.messenger.may_send(ACCOUNT, "bob", b"hello"));
    let (_, shown) = carry(&mut a, &mut b, vec![sent]);
    assert_eq!(shown.len(), 1);
}

#[test]
fn a_history_is_read_once_and_never_answered() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let sent = a.say("bob", "from the log");
    let history = Origin { history: true, ..Origin::default() };
    for round in 0..2 {
        let outcome = b.messenger.incoming(ACCOUNT, "alice", sent.lines[0].1.as_bytes(), history);
        let seen = b.see(&outcome, true);
        assert_eq!(seen.verdict, Verdict::Taken);
        assert_eq!(seen.shown.len(), usize::from(round == 0));
        assert!(seen.shown.iter().all(|show| show.history));
    }
}

#[test]
fn an_acknowledgement_of_a_later_text_has_an_earlier_lost_one_sent_again_at_once() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.say("bob", "lost on the way");
    a.clock.advance(1_000);
    let later = a.say("bob", "arrives");
    let (_, first) = carry(&mut a, &mut b, vec![later]);
    let (_, shown) = pass(&mut a, &mut b, 6);
    let texts: Vec<&str> = first.iter().chain(&shown).map(|show| show.text.as_str()).collect();
    assert_eq!(texts, ["arrives", "lost on the way"]);
}

#[test]
fn nothing_is_sent_again_to_somebody_away_until_a_line_shows_that_they_are_back() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    a.say("bob", "into the void");
    a.messenger.set_present(ACCOUNT, "bob", false).unwrap();
    for _ in 0..10 {
        a.clock.advance(60_000);
        assert!(a.tick().lines.is_empty());
    }
    let back = b.say("alice", "I am back");
    let (_, shown) = carry(&mut a, &mut b, vec![back]);
    let (_, later) = pass(&mut a, &mut b, 3);
    assert_eq!(shown.len() + later.len(), 1, "{shown:?} {later:?}");
}

#[test]
fn attaching_again_says_that_the_connection_is_back() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let _ = a.messenger.online(ACCOUNT, false);
    a.say("bob", "while offline");
    let seen = a.attach();
    let (_, shown) = carry(&mut a, &mut b, vec![seen]);
    assert_eq!(shown[0].text, "while offline");
}

/// Bob hears and acknowledges `line` alone; gives what Alice then sends at once.
fn acknowledged(a: &mut Somebody, b: &mut Somebody, line: &str) -> Seen {
    assert_eq!(b.hear("alice", line).shown.len(), 1);
    a.clock.advance(ACK_DELAY_SECONDS * 1_000);
    for (_, answer) in b.tick().lines {
        assert!(a.hear("bob", &answer).lines.is_empty());
    }
    a.tick()
}

#[test]
fn an_acknowledgement_has_no_later_text_sent_again() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    let said = ["first", "second", "third"].map(|text| a.say("bob", text).lines.remove(0).1);
    let again = acknowledged(&mut a, &mut b, &said[1]);
    let (_, shown) = carry(&mut a, &mut b, vec![again]);
    let texts: Vec<&str> = shown.iter().map(|show| show.text.as_str()).collect();
    assert_eq!(texts, ["first"], "the third may be on its way");
}

#[test]
fn an_acknowledgement_has_no_earlier_text_sent_a_third_time() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    a.say("bob", "first");
    a.clock.advance(60_000);
    assert_eq!(a.tick().lines.len(), 1, "it is sent again after a minute");
    let second = a.say("bob", "second").lines.remove(0).1;
    assert!(acknowledged(&mut a, &mut b, &second).lines.is_empty());
}
