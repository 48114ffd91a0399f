//! Copied machines: restored backups, clones, thieves of a whole state.

use super::{decode, pass, private, start, talk};
use crate::pair::*;
use subrosa::session::{Echo, Event, SessionError, Status};

fn fork_of(events: &[Event]) -> Vec<(Echo, bool)> {
    let fork =
        |e: &Event| if let Event::Fork { echo, ours } = e { Some((*echo, *ours)) } else { None };
    events.iter().filter_map(fork).collect()
}

#[test]
fn two_clones_with_one_generator_never_use_one_key_for_two_texts() {
    let (_, mut b) = pair(300);
    let mut clone = b.clone();
    let (one, two) =
        (decode(&b.send("attack at dawn")[0]), decode(&clone.send("attack at dusk")[0]));
    let header = 5 + 33 + 2;
    assert_eq!(one[..header], two[..header], "the same counter");
    // The salt enters key and nonce.
    assert_ne!(one[header..header + 8], two[header..header + 8]);
    assert_ne!(one[header + 8..header + 16], two[header + 8..header + 16]);
    // With one keystream the xor of the texts would show.
    let different = one.iter().zip(&two).skip(header + 16).filter(|(x, y)| x != y).count();
    assert!(different > 20, "{different}");

    let (_, mut b) = pair(300);
    let mut clone = b.clone();
    assert_eq!(b.send("the same text"), clone.send("the same text"));
}

#[test]
fn a_fork_is_reported_spoils_the_sessions_and_a_new_one_heals_it() {
    let (mut a, mut b) = pair(302);
    let mut thief = b.clone();
    let line = b.send("genuine");
    a.hear(&line);
    let before = a.peer.sessions();
    let stolen = thief.send("from the copy");
    let events = a.receive(&stolen[0]);
    let found = fork_of(&events);
    assert_eq!(found.len(), 1);
    assert!(!found[0].1, "the peer's state was copied, not ours");
    assert!(texts(&events).is_empty());
    assert_eq!(a.peer.status(), Status::Forked);
    assert_eq!(a.try_send("x").unwrap_err(), SessionError::Forked);
    assert_eq!(a.peer.sessions(), before);

    // The fork item makes b stop, and draw a new id: the copy keeps the old one.
    let id = *b.installation.id().as_bytes();
    let events = b.receive(&lines(&events)[0]);
    assert!(matches!(fork_of(&events)[..], [(_, true)]), "{events:?}");
    assert_ne!(*b.installation.id().as_bytes(), id);
    assert_eq!(b.try_send("x").unwrap_err(), SessionError::Forked);

    // Each host makes an Offer with the echo.
    let offer = a.installation.offer(Some(found[0].0), a.now, &mut a.rng).unwrap();
    settle(&mut a, &mut b, vec![offer], vec![]);
    assert!(private(&a) && private(&b));
    talk(&mut a, &mut b);

    // The thief's further lines are not shown as anything else, and do not take the new session.
    pass(5, [&mut a, &mut b]);
    let more = thief.send("again");
    a.receive(&more[0]);
    assert!(private(&a));
    talk(&mut a, &mut b);
}

#[test]
fn evidence_of_a_fork_that_is_replayed_spoils_no_session_begun_since() {
    let (mut a, mut b) = pair(304);
    let mut copy = b.clone();
    let line = b.send("genuine");
    a.hear(&line);
    let evidence = copy.send("from the copy");
    let echo = fork_of(&a.receive(&evidence[0]))[0].0;
    // The line with the fork item is lost: b keeps its installation id. The echo is of a line that b
    // does not know; a's host is told again at b's next line.
    pass(2, [&mut a, &mut b]);
    let line = b.send("goes on");
    assert_ne!(fork_of(&a.receive(&line[0]))[0].0, echo);
    let echo = Echo::of(&decode(&line[0]));
    let offer = a.installation.offer(Some(echo), a.now, &mut a.rng).unwrap();
    settle(&mut a, &mut b, vec![offer], vec![]);
    assert!(private(&a) && private(&b));
    for _ in 0..5 {
        pass(2, [&mut a, &mut b]);
        a.receive(&evidence[0]);
        assert!(private(&a), "a replay has spoiled the new session");
    }
    talk(&mut a, &mut b);
}

#[test]
fn an_older_session_is_no_way_back_from_a_fork() {
    let (mut a, mut b) = pair(306);
    // A second session of the same two installations, not replacing the first: both began at once.
    let (offer_a, offer_b) = (start(&mut a, &mut b), start(&mut b, &mut a));
    settle(&mut a, &mut b, vec![offer_a], vec![offer_b]);
    assert!(a.peer.sessions() >= 2);
    let mut copy = b.clone();
    let line = b.send("genuine");
    a.hear(&line);
    let line = copy.send("from the copy");
    assert_eq!(fork_of(&a.receive(&line[0])).len(), 1);
    assert_eq!(a.peer.status(), Status::Forked);
    assert_eq!(a.try_send("x").unwrap_err(), SessionError::Forked);
}
