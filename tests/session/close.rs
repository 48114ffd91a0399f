//! Closing a conversation and beginning it anew, on a network that delays lines.

use crate::pair::*;
use subrosa::session::{Event, SessionError, Status};

/// `a` begins on a card of `b`, found somewhere; gives the Init.
fn start(a: &mut Person, b: &mut Person) -> Vec<String> {
    let card = b.installation.card(b.now, &mut b.rng).unwrap();
    a.with(|peer, cx| peer.start(cx, &card, None)).unwrap().lines
}

fn close(person: &mut Person) -> Vec<String> {
    person.with(|peer, cx| peer.close(cx)).unwrap()
}

#[test]
fn a_late_close_leaves_the_session_that_was_begun_after_it() {
    let (mut a, mut b) = pair(30);
    let late = close(&mut a);
    let init = start(&mut a, &mut b);
    settle(&mut a, &mut b, init, vec![]);
    b.hear(&late);
    assert_eq!((a.peer.status(), b.peer.status()), (Status::Private, Status::Private));
    let sent = a.try_send("begun anew").unwrap();
    assert_eq!(b.hear(&sent.lines).0, ["begun anew"]);
    b.now += 10;
    let events: Vec<Event> = lines(&b.tick()).iter().flat_map(|line| a.receive(line)).collect();
    assert!(events.iter().any(|event| matches!(event, Event::Delivered(id) if *id == sent.id)));
}

#[test]
fn a_close_that_comes_again_does_not_end_what_was_begun_anew() {
    let (mut a, mut b) = pair(32);
    let from_b = close(&mut b);
    close(&mut a);
    start(&mut a, &mut b);
    assert_eq!(a.peer.status(), Status::Starting);
    a.hear(&from_b);
    assert_eq!(a.peer.status(), Status::Starting);
    assert!(a.try_send("I have begun anew").is_ok());
}

#[test]
fn a_session_confirmed_after_it_was_closed_stays_ended() {
    let (mut a, mut b) = (Person::new(34), Person::new(35));
    let init = start(&mut a, &mut b);
    let (_, reply) = b.hear(&init);
    let (_, confirmation) = a.hear(&reply);
    close(&mut b);
    b.hear(&confirmation);
    assert_eq!(b.peer.status(), Status::Ended);
    assert_eq!(b.try_send("oops").unwrap_err(), SessionError::Ended);
}

#[test]
fn who_writes_on_a_replaced_session_after_the_close_is_told() {
    let (mut a, mut b) = pair(36);
    let late = b.send("on the old session");
    let init = start(&mut a, &mut b);
    let (_, reply) = b.hear(&init);
    // The line that would confirm the new session to `b` is lost: `b` stays on the old one.
    a.hear(&reply);
    let told = close(&mut a);
    assert_eq!(told.len(), 2, "one for each session, the replaced one too");
    a.now += 60;
    let (shown, told) = a.hear(&late);
    assert_eq!(shown, ["on the old session"]);
    b.hear(&told);
    assert_eq!(b.peer.status(), Status::Ended);
}

#[test]
fn a_close_before_the_answer_takes_effect_once_its_sender_has_proven_who_it_is() {
    let (mut a, mut b) = (Person::new(36), Person::new(37));
    let init = start(&mut a, &mut b);
    let early = close(&mut a);
    b.hear(&init);
    let (_, reply) = b.hear(&early);
    assert_eq!(b.peer.status(), Status::Starting, "anybody with a stolen prekey could say so");
    let (_, again) = a.hear(&reply);
    b.hear(&again);
    assert_eq!((a.peer.status(), b.peer.status()), (Status::Ended, Status::Ended));
}
