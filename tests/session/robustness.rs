//! What happens on the wire of real networks, one test for each event that older plugins did not
//! survive: swapped, doubled and late lines, restarts, forged errors, unfinished fragments, floods
//! of new senders, and limits too small to be of use.

use crate::pair::*;
use subrosa::session::{Event, HostKey, Installation, PeerSessions, SessionError, Status};
use subrosa::wire::fragment::{self, Reassembler};
use subrosa::wire::{armor, limits};

/// What a person knows, as bytes.
fn state(person: &Person) -> (Vec<u8>, Vec<u8>) {
    let (key, mut rng) = (HostKey::new([9; 32]), SeededRandom::new(0));
    let peer = person.peer.clone().save(&key, &mut rng).unwrap().0;
    (peer, person.installation.clone().save(&key, &mut rng).unwrap().0)
}

#[test]
fn two_swapped_messages_both_arrive() {
    let (mut a, mut b) = pair(90);
    let (first, second) = (a.send("first"), a.send("second"));
    assert_eq!(b.hear(&second).0, ["second"]);
    assert_eq!(b.hear(&first).0, ["first"]);
}

#[test]
fn a_duplicated_message_is_shown_once_and_nothing_is_said_about_it() {
    let (mut a, mut b) = pair(91);
    let line = a.send("once");
    assert_eq!(b.hear(&line).0, ["once"]);
    for _ in 0..3 {
        let events = b.receive(&line[0]);
        assert_eq!(events.len(), 1, "{events:?}");
        assert!(refusals(&events)[0].is_silent());
    }
}

#[test]
fn a_message_delayed_by_six_turns_is_delivered() {
    let (mut a, mut b) = pair(92);
    let late = a.send("late");
    for turn in 0..6 {
        let line = a.send(&format!("question {turn}"));
        assert_eq!(b.hear(&line).0.len(), 1);
        let line = b.send(&format!("answer {turn}"));
        assert_eq!(a.hear(&line).0.len(), 1);
    }
    assert_eq!(b.hear(&late).0, ["late"]);
}

#[test]
fn a_client_that_restarts_in_the_middle_loses_nothing() {
    let (mut a, mut b) = pair(93);
    let sent_before = a.send("sent before the restart, read after it");
    let part = a.send(&"a long text, one part of which is read before the restart ".repeat(8));
    b.hear(&part[..1]);

    let key = HostKey::new([7; 32]);
    let peer = b.peer.save(&key, &mut b.rng).unwrap().0;
    let own = b.installation.save(&key, &mut b.rng).unwrap().0;
    let (identity, now) = (b.installation.identity().clone(), b.now);
    let known = b.peer.fingerprint().copied();
    let mut rng = SeededRandom::new(94);
    let installation = Installation::load(&own, &key, identity).unwrap().0;
    let peer = PeerSessions::load(&peer, &key, &installation, known.as_ref(), &mut rng).unwrap().0;
    let mut b = Person { installation, peer, rng, now };

    assert_eq!(b.peer.status(), Status::Private);
    assert_eq!(b.hear(&sent_before).0.len(), 1);
    assert_eq!(b.hear(&part[1..]).0.len(), 1);
    let line = b.send("and on it goes");
    assert_eq!(a.hear(&line).0, ["and on it goes"]);
}

#[test]
fn a_client_that_restarts_without_its_state_gets_the_text_it_could_not_read() {
    let (mut a, b) = pair(94);
    let lost = a.try_send("sent to a machine that is gone").unwrap();
    let mut b = Person::with_identity(b.installation.identity().clone(), 95);
    let echo = refusals(&b.receive(&lost.lines[0]))[0].echo();
    let offer = b.installation.offer(echo, b.now, &mut b.rng).unwrap();
    settle(&mut a, &mut b, vec![], vec![offer]);
    let again = a.with(|peer, cx| {
        peer.send(cx, Default::default(), b"sent to a machine that is gone", Some(lost.id))
    });
    assert_eq!(b.hear(&again.unwrap().lines).0, ["sent to a machine that is gone"]);
}

#[test]
fn no_line_without_authentication_causes_any_action() {
    let (mut a, mut b) = pair(96);
    let line = a.send("the last text, which nobody shall get again");
    b.hear(&line);
    let genuine = armor::decode(line[0].as_bytes()).unwrap();
    let mut flipped = genuine.clone();
    flipped[60] ^= 1;
    let forged = [
        "?OTR Error: You sent encrypted data to me, which wasn't expected.".to_string(),
        "?SR1 Error: please send that again".to_string(),
        "?SR1?".to_string(),
        "?SR2:AAAA.".to_string(),
        "?SR1:AAAA.".to_string(),
        armor::encode(&flipped),
        armor::encode(&genuine[..50]),
        armor::encode(&[&genuine[..5], &[7; 120]].concat()),
        armor::encode(&[0x21; 250]),
        armor::encode(&[0x31; 232]),
    ];
    for text in &forged {
        for person in [&mut a, &mut b] {
            let before = state(person);
            let events = person.receive(text);
            assert_eq!(lines(&events), [] as [String; 0], "{text}: {events:?}");
            assert_eq!(texts(&events), [], "{text}: {events:?}");
            assert!(state(person) == before, "{text} has changed something");
        }
    }
}

#[test]
fn unfinished_fragments_are_held_only_up_to_a_bound() {
    let mut reassembler = Reassembler::new();
    for flood in 0_u32..3_000 {
        let mut object = vec![0x41; 4_000];
        object[..4].copy_from_slice(&flood.to_be_bytes());
        let lines = fragment::split(&object, 380).unwrap();
        // All but the last.
        for line in &lines[..lines.len() - 1] {
            for piece in armor::find(line.as_bytes()) {
                if let armor::Content::Fragment(fragment) = piece.content {
                    let _ = reassembler.add(fragment, u64::from(flood));
                }
            }
        }
        assert!(reassembler.held_bytes() <= limits::MAX_REASSEMBLY_BYTES);
    }
}

#[test]
fn unfinished_texts_are_held_only_up_to_a_bound() {
    let (mut a, mut b) = pair(97);
    let mut largest = 0;
    for _ in 0..60 {
        let lines = a.send(&"x".repeat(20_000));
        b.hear(&lines[1..]);
        largest = largest.max(state(&b).0.len());
    }
    // The unfinished texts, and the keys of the lines that have not come.
    assert!(largest < limits::MAX_UNFINISHED_BYTES + 40_000, "{largest} bytes");
    let line = a.send("and the next is read");
    assert_eq!(b.hear(&line).0, ["and the next is read"]);
}

#[test]
fn a_flood_of_new_senders_leaves_nothing_behind() {
    let (mut a, mut b) = pair(98);
    let line = a.send("the pattern of the flood");
    let genuine = armor::decode(line[0].as_bytes()).unwrap();
    let before = state(&b);
    for sender in 0_u32..20_000 {
        let mut forged = genuine.clone();
        forged[1..5].copy_from_slice(&sender.to_be_bytes());
        if forged != genuine {
            let events = b.receive(&armor::encode(&forged));
            assert!(matches!(refusals(&events)[..], [SessionError::NotForUs(_)]), "{events:?}");
        }
    }
    assert!(state(&b) == before);
    assert_eq!(b.hear(&line).0, ["the pattern of the flood"]);
}

#[test]
fn a_size_limit_too_small_to_be_of_use_is_an_error_at_configuration() {
    let (mut a, mut b) = pair(99);
    for chars in [0, 1, 36, 37, 359, 16_385, usize::MAX] {
        let refused = a.peer.set_line_limit(chars).unwrap_err();
        assert!(matches!(refused, SessionError::LineLimit { found, .. } if found == chars));
    }
    a.peer.set_line_limit(360).unwrap();
    let sent = a.send(&"just large enough ".repeat(40));
    assert!(sent.iter().all(|line| line.len() <= 360));
    assert_eq!(b.hear(&sent).0.len(), 1);
    let delivered = |events: &[Event]| events.iter().any(|e| matches!(e, Event::Delivered(_)));
    b.now += 5;
    let acknowledgement = lines(&b.tick());
    assert!(delivered(&a.receive(&acknowledgement[0])));
}
