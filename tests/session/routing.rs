//! How a host with many peers finds the one that a line is from, and begins again after a close.

use crate::pair::*;
use subrosa::session::{Content, SessionError, Status};
use subrosa::wire::armor;

fn decoded(line: &str) -> Vec<u8> {
    armor::decode(line.as_bytes()).unwrap()
}

#[test]
fn a_line_begins_with_a_tag_of_the_peer_it_is_for() {
    let (mut a, b) = pair(50);
    let line = decoded(&a.send("hello")[0]);
    assert!(b.peer.tags().any(|tag| tag == line[1..5]));
    assert!(a.peer.tags().all(|tag| tag != line[1..5]), "it is not for its sender");
}

#[test]
fn an_offer_and_an_init_tell_who_made_them_and_a_message_does_not() {
    let (mut a, mut b) = (Person::new(52), Person::new(53));
    let offer = a.installation.offer(None, a.now, &mut a.rng).unwrap();
    let offered = decoded(&offer);
    let from_a = b.installation.identify(&offered, b.now).unwrap().unwrap();
    assert_eq!(from_a.fingerprint(), a.installation.identity().fingerprint());

    let init = lines(&b.receive(&offer));
    let answer = decoded(&init[0]);
    let from_b = a.installation.identify(&answer, a.now).unwrap().unwrap();
    assert_eq!(from_b.fingerprint(), b.installation.identity().fingerprint());
    assert_eq!(a.peer.status(), Status::Idle, "nothing has been acted upon");

    settle(&mut a, &mut b, vec![], init);
    let message = decoded(&a.send("hello")[0]);
    assert!(b.installation.identify(&message, b.now).unwrap().is_none());
}

#[test]
fn an_init_for_somebody_else_or_with_a_changed_bit_tells_nothing() {
    let (mut a, mut b, c) = (Person::new(54), Person::new(55), Person::new(56));
    let offer = a.installation.offer(None, a.now, &mut a.rng).unwrap();
    let init = decoded(&lines(&b.receive(&offer))[0]);
    let elsewhere = c.installation.identify(&init, c.now);
    assert!(matches!(elsewhere, Err(SessionError::NotForUs(_))), "{elsewhere:?}");
    for at in [60, 100, 125] {
        let mut forged = init.clone();
        forged[at] ^= 1;
        let refused = a.installation.identify(&forged, a.now);
        assert!(matches!(refused, Err(SessionError::Forged(_))), "{refused:?}");
    }
}

#[test]
fn after_a_close_an_offer_is_acted_upon_again_once_the_host_has_reopened() {
    let (mut a, mut b) = pair(57);
    let close = a.with(|peer, cx| peer.close(cx)).unwrap();
    b.hear(&close);
    let offer = b.installation.offer(None, b.now, &mut b.rng).unwrap();
    assert!(lines(&a.receive(&offer)).is_empty(), "the conversation has ended");
    a.peer.reopen();
    assert_eq!(a.try_send("not yet").unwrap_err(), SessionError::NoSession);
    let init = lines(&a.receive(&offer));
    settle(&mut a, &mut b, init, vec![]);
    assert_eq!((a.peer.status(), b.peer.status()), (Status::Private, Status::Private));
}

#[test]
fn an_action_arrives_as_an_action() {
    let (mut a, mut b) = pair(58);
    for content in [Content::PlainAction, Content::HtmlAction] {
        let sent = a.with(|peer, cx| peer.send(cx, content, b"waves", None)).unwrap();
        let events = b.receive(&sent.lines[0]);
        let got = events.iter().find_map(|event| match event {
            subrosa::session::Event::Text { content, .. } => Some(*content),
            _ => None,
        });
        assert_eq!(got, Some(content));
        assert!(content.is_action());
    }
}
