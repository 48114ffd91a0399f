//! Closing a conversation against a relay that loses, delays and holds back lines.

use super::{decode, pass, private, refused, start, talk};
use crate::pair::*;
use subrosa::session::{SessionError, Status};

#[test]
fn a_lost_close_is_repeated_when_the_peer_goes_on() {
    let (mut a, mut b) = pair(350);
    let lost = a.with(|peer, cx| peer.close(cx)).unwrap();
    assert_eq!(lost.len(), 1);
    pass(2, [&mut a, &mut b]);
    let line = b.send("have you gone?");
    let (shown, again) = a.hear(&line);
    assert_eq!((shown.len(), again.len()), (1, 1));
    b.hear(&again);
    assert_eq!(b.peer.status(), Status::Ended);
    assert_eq!(a.peer.status(), Status::Ended);
    let mut late = b.clone();
    late.hear(&lost);
    assert_eq!(late.peer.status(), Status::Ended);
}

#[test]
fn two_closes_that_cross_end_the_talk_however_slow_the_network_is() {
    let (mut a, mut b) = pair(352);
    let close = |p: &mut Person| p.with(|peer, cx| peer.close(cx)).unwrap();
    let (mut to_b, mut to_a) = (close(&mut a), close(&mut b));
    for _ in 0..3 {
        pass(5, [&mut a, &mut b]);
        let back = b.hear(&to_b).1;
        to_b = a.hear(&to_a).1;
        to_a = back;
    }
    assert!(to_a.is_empty() && to_b.is_empty(), "they never stop");
}

#[test]
fn a_reply_that_comes_after_the_close_does_not_open_the_conversation_again() {
    let (mut a, mut b) = (Person::new(354), Person::new(355));
    let init = start(&mut a, &mut b);
    let reply = lines(&b.receive(&init));
    a.with(|peer, cx| peer.close(cx)).unwrap();
    a.hear(&reply);
    assert_eq!(a.peer.status(), Status::Ended);
    let offer = decode(&b.offer());
    assert_eq!(refused(&mut a, &offer), SessionError::Ended);
    assert_eq!(a.try_send("x").unwrap_err(), SessionError::Ended);
}

#[test]
fn an_init_from_before_the_close_opens_neither_side_again() {
    let (mut a, mut b) = pair(356);
    let withheld = start(&mut b, &mut a);
    let close = a.with(|peer, cx| peer.close(cx)).unwrap();
    b.hear(&close);
    assert_eq!((a.peer.status(), b.peer.status()), (Status::Ended, Status::Ended));
    settle(&mut b, &mut a, vec![withheld.clone()], vec![]);
    assert_eq!((a.peer.status(), b.peer.status()), (Status::Ended, Status::Ended));
    pass(5, [&mut a, &mut b]);
    settle(&mut b, &mut a, vec![withheld], vec![]);
    assert_eq!((a.peer.status(), b.peer.status()), (Status::Ended, Status::Ended));
    for person in [&mut a, &mut b] {
        assert_eq!(person.try_send("x").unwrap_err(), SessionError::Ended);
    }
    // The host's decision opens it.
    let init = start(&mut b, &mut a);
    settle(&mut b, &mut a, vec![init], vec![]);
    talk(&mut a, &mut b);
}

#[test]
fn a_close_held_back_from_an_earlier_session_does_not_end_the_present_one() {
    let (mut a, mut b) = pair(358);
    let withheld = b.with(|peer, cx| peer.close(cx)).unwrap();
    let init = start(&mut b, &mut a);
    settle(&mut b, &mut a, vec![init], vec![]);
    talk(&mut a, &mut b);
    a.hear(&withheld);
    assert!(private(&a));
    talk(&mut a, &mut b);
}

#[test]
fn an_init_and_close_held_back_do_not_end_the_present_session() {
    let (mut a, mut b) = (Person::new(360), Person::new(361));
    let mut withheld = vec![start(&mut b, &mut a)];
    withheld.extend(b.with(|peer, cx| peer.close(cx)).unwrap());
    // a begins, now b answers.
    let init = start(&mut a, &mut b);
    settle(&mut a, &mut b, vec![init], vec![]);
    talk(&mut a, &mut b);
    pass(5, [&mut a, &mut b]);
    settle(&mut b, &mut a, withheld.clone(), vec![]);
    assert!(private(&a) && private(&b));
    pass(5, [&mut a, &mut b]);
    withheld.reverse();
    settle(&mut b, &mut a, withheld, vec![]);
    assert!(private(&a) && private(&b));
    talk(&mut a, &mut b);
}
