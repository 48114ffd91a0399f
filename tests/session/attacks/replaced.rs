//! The relay and a thief of state in one: a text is replaced on its way. Its sender is not told that
//! it was delivered, but of the copy.

use crate::forger::*;
use crate::pair::*;
use subrosa::crypto;
use subrosa::session::{Content, Event, HostKey, PeerSessions, Status, TextId};
use subrosa::wire::labels;

pub(super) fn delivered(events: &[Event]) -> Vec<TextId> {
    let id = |event: &Event| if let Event::Delivered(id) = event { Some(*id) } else { None };
    events.iter().filter_map(id).collect()
}

pub(super) fn misread(events: &[Event]) -> Vec<TextId> {
    let id = |event: &Event| if let Event::Misread(id) = event { Some(*id) } else { None };
    events.iter().filter_map(id).collect()
}

pub(super) fn is_told_of_a_copy(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Fork { ours: true, .. }))
}

/// Two in the midst of a chain of the first, and the whole state of the first, stolen.
pub(super) fn stolen(seed: u64) -> (Person, Person, Person) {
    let (mut a, mut b) = pair(seed);
    let lines = a.send("the chain begins before the theft");
    b.hear(&lines);
    let thief = a.clone();
    (a, b, thief)
}

/// The acknowledgement that is due.
pub(super) fn acknowledgement(person: &mut Person) -> String {
    person.now += 5;
    lines(&person.tick()).remove(0)
}

#[test]
fn a_text_that_was_replaced_is_evidence_and_not_delivered() {
    for with_its_id in [false, true] {
        let (mut a, mut b, mut thief) = stolen(700);
        let sent = a.try_send("the truth").unwrap();
        // The relay keeps the line, and lets the thief's one through.
        let again = with_its_id.then_some(sent.id);
        let lie = thief.with(|peer, cx| peer.send(cx, Content::Plain, b"a lie", again)).unwrap();
        assert_eq!(b.hear(&lie.lines).0, ["a lie"]);
        let later = a.try_send("not read yet").unwrap();
        let events = a.receive(&acknowledgement(&mut b));
        assert_eq!(delivered(&events), []);
        assert!(is_told_of_a_copy(&events), "{events:?}");
        assert_eq!(a.peer.status(), Status::Forked);
        assert!(misread(&events).contains(&sent.id) && !misread(&events).contains(&later.id));
    }
}

#[test]
fn the_same_text_in_a_line_of_a_thief_is_evidence_too() {
    let (mut a, mut b, mut thief) = stolen(702);
    drop(a.try_send("the truth").unwrap());
    let copied = thief.with(|peer, cx| peer.send(cx, Content::Html, b"the truth", None)).unwrap();
    b.hear(&copied.lines);
    let events = a.receive(&acknowledgement(&mut b));
    assert!(delivered(&events).is_empty() && is_told_of_a_copy(&events), "{events:?}");
}

#[test]
fn a_long_text_of_which_one_line_was_replaced_is_not_delivered() {
    let (mut a, mut b, mut thief) = stolen(704);
    let truth = a.try_send(&"truth ".repeat(200)).unwrap();
    let lie = thief.with(|peer, cx| {
        peer.send(cx, Content::Plain, "false ".repeat(200).as_bytes(), Some(truth.id)).unwrap()
    });
    let mut lines = truth.lines.clone();
    lines[1] = lie.lines[1].clone();
    let shown = b.hear(&lines).0;
    assert!(shown[0].contains("truth") && shown[0].contains("false"));
    let events = a.receive(&acknowledgement(&mut b));
    assert!(delivered(&events).is_empty() && is_told_of_a_copy(&events), "{events:?}");
}

#[test]
fn who_also_writes_the_acknowledgement_is_betrayed_by_the_next_one() {
    let (mut a, mut b, mut thief) = stolen(706);
    // The thief can write what the peer would, as long as it has the key that the peer answers to:
    // here the peer itself writes it, who would have read the truth.
    let mut forged = b.clone();
    let truth = a.try_send("the truth").unwrap();
    let lie = thief.try_send("a lie").unwrap();
    assert_eq!(b.hear(&lie.lines).0, ["a lie"]);
    forged.hear(&truth.lines);
    drop(acknowledgement(&mut b));
    let events = a.receive(&acknowledgement(&mut forged));
    assert!(
        delivered(&events).contains(&truth.id),
        "this much is in the power of who has the keys"
    );
    // From the next turn on the thief has them no more.
    let next = a.try_send("more of the truth").unwrap();
    assert_eq!(b.hear(&next.lines).0, ["more of the truth"]);
    let events = a.receive(&acknowledgement(&mut b));
    assert!(delivered(&events).is_empty() && is_told_of_a_copy(&events), "{events:?}");
}

#[test]
fn what_comes_under_a_known_id_is_acknowledged_as_what_was_shown_under_it() {
    let (mut a, mut b) = pair(708);
    let sent = a.try_send("what was shown").unwrap();
    b.hear(&sent.lines);
    // On whatever session, and however often.
    let again = |a: &mut Person, text: &[u8]| {
        a.with(|peer, cx| peer.send(cx, Content::Plain, text, Some(sent.id))).unwrap().lines
    };
    let same = again(&mut a, b"what was shown");
    assert_eq!(b.hear(&same).0, [] as [String; 0]);
    let events = a.receive(&acknowledgement(&mut b));
    assert_eq!((delivered(&events), is_told_of_a_copy(&events)), (vec![sent.id], false));
    let other = again(&mut a, b"what was not");
    assert_eq!(b.hear(&other).0, [] as [String; 0]);
    let events = a.receive(&acknowledgement(&mut b));
    assert!(is_told_of_a_copy(&events), "{events:?}");
}

#[test]
fn a_number_that_two_lines_have_is_evidence() {
    let (mut r, mut forger) = crate::attacks::hostile::hostile(710);
    let x = crate::attacks::hostile::X;
    receive_text(&mut r, &forger.message(1, 1, false, &text(2, x, "two")));
    for confirmed in [false, true] {
        let mut r = r.clone();
        if confirmed {
            let line = forger.clone().message(2, 1, false, &text(3, x, "three"));
            let id = receive_text(&mut r, &line);
            r.peer.confirm(id, r.now);
        }
        let number = if confirmed { 3 } else { 2 };
        let line = forger.message(3, 1, false, &text(number, x, "another"));
        let events = crate::attacks::receive(&mut r, &line).unwrap();
        assert!(events.iter().any(|e| matches!(e, Event::Fork { ours: false, .. })), "{events:?}");
        assert_eq!(texts(&events), []);
    }
}

fn receive_text(person: &mut Person, line: &[u8]) -> TextId {
    texts(&crate::attacks::receive(person, line).unwrap())[0].0
}

#[test]
fn an_old_acknowledgement_that_was_held_back_is_no_evidence() {
    let (mut a, mut b) = pair(712);
    let mut held = Vec::new();
    for n in 0..200 {
        let sent = a.try_send(&format!("{n}")).unwrap();
        b.hear(&sent.lines);
        let line = acknowledgement(&mut b);
        if n % 7 == 0 {
            held.push(line);
        } else {
            let events = a.receive(&line);
            let expected = if n % 7 == 1 { 2 } else { 1 };
            assert_eq!(delivered(&events).len(), expected, "at {n}");
        }
    }
    for line in held {
        let events = a.receive(&line);
        assert!(!is_told_of_a_copy(&events) && delivered(&events).is_empty(), "{events:?}");
    }
    assert_eq!(a.peer.status(), Status::Private);
}

#[test]
fn the_state_does_not_tell_whether_an_earlier_text_was_this_one() {
    let (mut a, mut b) = pair(718);
    let sent = a.try_send("a secret that can be guessed").unwrap();
    b.hear(&sent.lines);
    a.receive(&acknowledgement(&mut b));
    let receipt = crypto::sha256(&[
        labels::RECEIPT,
        sent.id.as_bytes(),
        &[0],
        b"a secret that can be guessed",
    ]);
    for mut person in [a, b] {
        let key = HostKey::new([9; 32]);
        let blob = person.peer.save(&key, &mut person.rng).unwrap().0;
        let own = person.installation.identity().fingerprint();
        let state = open_blob(&key, own.as_bytes(), &blob);
        let has = |bytes: &[u8]| state.windows(8).any(|window| window == bytes);
        // With the id beside it, a thief would compute it for each guess.
        assert!(has(&receipt[..8]) && !has(sent.id.as_bytes()));
    }
}

#[test]
fn an_acknowledgement_for_another_copy_of_the_sender_makes_no_text_misread() {
    let (mut a, mut b) = pair(716);
    let lines = a.send("the chain begins");
    b.hear(&lines);
    // The sender goes back to a backup; what it has sent since is read, and acknowledged.
    let key = HostKey::new([9; 32]);
    let saved = a.peer.save(&key, &mut a.rng).unwrap().0;
    let lines = a.send("after the backup");
    b.hear(&lines);
    let own = &a.installation;
    a.peer = PeerSessions::load(&saved, &key, own, None, &mut a.rng).unwrap().0;
    let events = a.receive(&acknowledgement(&mut b));
    assert!(is_told_of_a_copy(&events) && misread(&events).is_empty(), "{events:?}");
}

#[test]
fn a_receiver_whose_backup_is_restored_between_texts_makes_no_misfit() {
    let (mut a, mut b) = pair(714);
    let key = HostKey::new([9; 32]);
    let lines = a.send("before the backup");
    b.hear(&lines);
    let saved = b.peer.save(&key, &mut b.rng).unwrap().0;
    let lost = a.send("read and lost with the state");
    b.hear(&lost);
    let own = &b.installation;
    b.peer = PeerSessions::load(&saved, &key, own, None, &mut b.rng).unwrap().0;
    let sent = a.try_send("after it").unwrap();
    assert_eq!(b.hear(&sent.lines).0, ["after it"]);
    let events = a.receive(&acknowledgement(&mut b));
    assert!(delivered(&events).contains(&sent.id) && !is_told_of_a_copy(&events), "{events:?}");
}

#[test]
fn a_false_text_under_the_id_of_the_true_one_is_told_however_many_texts_came_between() {
    let (mut a, mut b, mut thief) = stolen(720);
    let truth = a.try_send("the truth").unwrap();
    let lie = thief.with(|peer, cx| peer.send(cx, Content::Plain, b"a lie", Some(truth.id)));
    assert_eq!(b.hear(&lie.unwrap().lines).0, ["a lie"]);
    // The relay lets no acknowledgement through until the lie is not among what they cover.
    for n in 0..80 {
        let lines = a.send(&format!("{n}"));
        assert_eq!(b.hear(&lines).0.len(), 1);
        drop(b.tick());
    }
    let events = a.receive(&acknowledgement(&mut b));
    assert!(!delivered(&events).contains(&truth.id) && !is_told_of_a_copy(&events), "{events:?}");
    // Nobody has acknowledged the true one: it is sent again, and not shown.
    let again = a.with(|peer, cx| peer.send(cx, Content::Plain, b"the truth", Some(truth.id)));
    assert_eq!(b.hear(&again.unwrap().lines).0, [] as [String; 0]);
    let events = a.receive(&acknowledgement(&mut b));
    assert!(!delivered(&events).contains(&truth.id) && is_told_of_a_copy(&events), "{events:?}");
}
