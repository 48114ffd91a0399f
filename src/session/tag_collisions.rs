//! Two sessions with one tag: it has only 4 bytes, so this happens by chance. The tags are forced here.

use super::error::SessionError;
use super::event::Event;
use super::installation::Installation;
use super::payload::Content;
use super::peer_sessions::{Context, PeerSessions};
use crate::crypto::OsRandom;
use crate::identity::Identity;
use crate::wire::armor;

const NOW: u64 = 1_800_000_000;

fn installation(identity: &Identity) -> (Installation, PeerSessions) {
    let installation = Installation::new(identity.clone(), NOW, &mut OsRandom).unwrap();
    let peer = PeerSessions::new(&installation, None, NOW);
    (installation, peer)
}

fn receive(side: &mut (Installation, PeerSessions), text: &str) -> Vec<Event> {
    let mut rng = OsRandom;
    let mut cx = Context { installation: &mut side.0, now: NOW, rng: &mut rng };
    side.1.receive(&mut cx, text.as_bytes())
}

fn send(side: &mut (Installation, PeerSessions), text: &str) -> Vec<u8> {
    let mut rng = OsRandom;
    let mut cx = Context { installation: &mut side.0, now: NOW, rng: &mut rng };
    let sent = side.1.send(&mut cx, Content::Plain, text.as_bytes(), None).unwrap();
    armor::decode(sent.lines[0].as_bytes()).unwrap()
}

/// One person, and two installations of another, each with a session.
fn two_sessions() -> ((Installation, PeerSessions), [(Installation, PeerSessions); 2]) {
    let [one, other] = [(); 2].map(|()| Identity::generate(NOW, &mut OsRandom).unwrap());
    let mut a = installation(&one);
    let mut others = [installation(&other), installation(&other)];
    for b in &mut others {
        let card = a.0.card(NOW, &mut OsRandom).unwrap();
        let mut rng = OsRandom;
        let mut cx = Context { installation: &mut b.0, now: NOW, rng: &mut rng };
        let mut to_a = b.1.start(&mut cx, &card, None).unwrap().lines;
        while let Some(line) = to_a.pop() {
            for event in receive(&mut a, &line) {
                let Event::Send(line) = event else { continue };
                let back = receive(b, &line);
                to_a.extend(back.into_iter().filter_map(|event| match event {
                    Event::Send(line) => Some(line),
                    _ => None,
                }));
            }
        }
    }
    (a, others)
}

fn shown(events: &[Event]) -> Vec<&[u8]> {
    events
        .iter()
        .filter_map(|event| match event {
            Event::Text { bytes, .. } => Some(&bytes[..]),
            _ => None,
        })
        .collect()
}

#[test]
fn of_two_sessions_with_one_tag_the_mac_decides() {
    let (mut a, mut others) = two_sessions();
    a.1.sessions.iter_mut().for_each(|session| session.receive_tag = [7; 4]);
    for (text, b) in ["from one", "from the other"].into_iter().zip(&mut others) {
        b.1.sessions.iter_mut().for_each(|session| session.send_tag = [7; 4]);
        let line = send(b, text);
        assert_eq!(shown(&receive(&mut a, &armor::encode(&line))), [text.as_bytes()]);
        let again = receive(&mut a, &armor::encode(&line));
        assert!(matches!(again[..], [Event::Refused(SessionError::Duplicate)]), "{again:?}");
        let mut forged = send(b, "x");
        forged[60] ^= 1;
        let events = receive(&mut a, &armor::encode(&forged));
        assert!(matches!(events[..], [Event::Refused(SessionError::Forged(_))]), "{events:?}");
    }
}

#[test]
fn a_tag_that_is_both_sent_and_received_is_read_before_it_is_taken_for_a_reflection() {
    let (mut a, mut others) = two_sessions();
    a.1.sessions[0].send_tag = [7; 4];
    a.1.sessions[1].receive_tag = [7; 4];
    others[1].1.sessions[0].send_tag = [7; 4];
    let line = send(&mut others[1], "genuine");
    assert_eq!(shown(&receive(&mut a, &armor::encode(&line))), [b"genuine"]);
    let mut forged = send(&mut others[1], "x");
    forged[60] ^= 1;
    let events = receive(&mut a, &armor::encode(&forged));
    assert!(matches!(events[..], [Event::Refused(SessionError::Reflected)]), "{events:?}");
}
