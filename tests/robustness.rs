//! What breaks other plugins on real networks (the robustness table the project holds itself to).

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "common/pair.rs"]
#[allow(dead_code)]
mod pair;

use pair::*;
use subrosa::session::{Event, HostKey, Installation, Peer, SessionError};
use subrosa::wire::fragment::Reassembler;
use subrosa::wire::limits::{MAX_FRAGMENT_SETS, MAX_REASSEMBLY_BYTES};
use subrosa::wire::{armor, fragment};

#[test]
fn a_swapped_pair_arrives_whole() {
    let (mut a, mut b) = pair(100);
    let mut lines = a.send("first");
    lines.extend(a.send("second"));
    lines.reverse();
    assert_eq!(b.hear(&lines).0, ["second", "first"]);
}

#[test]
fn a_doubled_message_is_shown_once_and_silently() {
    let (mut a, mut b) = pair(101);
    let line = a.send("once").remove(0);
    assert_eq!(texts(&b.receive(&line)).len(), 1);
    let events = b.receive(&line);
    assert_eq!(texts(&events), []);
    assert!(refusals(&events).iter().all(SessionError::is_silent));
}

#[test]
fn a_message_delayed_by_many_turns_is_delivered() {
    let (mut a, mut b) = pair(102);
    let late = a.send("late");
    for turn in 0..30 {
        let lines = a.send(&format!("a{turn}"));
        assert_eq!(b.hear(&lines).0.len(), 1);
        let lines = b.send(&format!("b{turn}"));
        assert_eq!(a.hear(&lines).0.len(), 1);
    }
    assert_eq!(b.hear(&late).0, ["late"]);
}

#[test]
fn a_client_that_restarts_in_mid_conversation_loses_nothing() {
    let (mut a, mut b) = pair(103);
    let key = HostKey::new([1; 32]);
    for round in 0..5 {
        let underway = a.send(&format!("round {round}"));
        let peer = b.peer.save(&key, &mut b.rng).unwrap().0;
        let own = b.installation.save(&key, &mut b.rng).unwrap().0;
        let identity = b.installation.identity().clone();
        b.installation = Installation::load(&own, &key, identity).unwrap().0;
        b.peer = Peer::load(&peer, &key, &b.installation, None, &mut b.rng).unwrap().0;
        assert_eq!(b.hear(&underway).0, [format!("round {round}")]);
        let lines = b.send("and back");
        assert_eq!(a.hear(&lines).0, ["and back"]);
    }
}

#[test]
fn no_line_that_is_not_authenticated_causes_any_line_or_text() {
    let (mut a, mut b) = pair(104);
    let genuine = armor::decode(a.send("genuine")[0].as_bytes()).unwrap();
    let mut dice = SeededRandom::new(104);
    for _ in 0..2_000 {
        let mut forged = genuine.clone();
        let at = dice.below(forged.len() as u64) as usize;
        forged[at] ^= 1 << dice.below(8);
        for event in b.receive(&armor::encode(&forged)) {
            assert!(!matches!(event, Event::Send(_) | Event::Text { .. }), "{event:?}");
        }
    }
    assert_eq!(b.hear([&armor::encode(&genuine)]).0, ["genuine"]);
}

#[test]
fn unfinished_fragments_are_held_within_a_stated_bound() {
    let mut reassembler = Reassembler::new();
    for n in 0..10_000_u32 {
        let object = [&n.to_be_bytes()[..], &[7; 30_000]].concat();
        let first = fragment::split(&object, 16_000).unwrap().remove(0);
        for piece in armor::find(first.as_bytes()) {
            if let armor::Content::Fragment(fragment) = piece.content {
                let _ = reassembler.add(fragment, u64::from(n / 100));
            }
        }
        assert!(reassembler.held_bytes() <= MAX_REASSEMBLY_BYTES);
        assert!(reassembler.incomplete() <= MAX_FRAGMENT_SETS);
    }
}

#[test]
fn a_thousand_strangers_leave_nothing_in_a_peers_state() {
    let (mut a, mut b) = pair(105);
    let size = |person: &mut Person| {
        person.peer.save(&HostKey::new([0; 32]), &mut SeededRandom::new(1)).unwrap().0.len()
    };
    let before = size(&mut b);
    for n in 0..1_000 {
        let mut line = armor::decode(a.clone().send("x")[0].as_bytes()).unwrap();
        line[1..5].copy_from_slice(&SeededRandom::new(n).next_u64().to_be_bytes()[..4]);
        let refused = refusals(&b.receive(&armor::encode(&line)));
        assert!(matches!(refused[..], [SessionError::NotForUs(_)]), "{refused:?}");
    }
    assert_eq!(size(&mut b), before);
    let lines = a.send("still here");
    assert_eq!(b.hear(&lines).0, ["still here"]);
}

#[test]
fn a_line_limit_too_small_is_an_error_at_configuration() {
    let (mut a, _) = pair(106);
    for chars in [0, 1, 36, 37, 359, 16_385, usize::MAX] {
        let found = a.peer.set_line_limit(chars).unwrap_err();
        assert_eq!(found, SessionError::LineLimit { least: 360, most: 16_384, found: chars });
    }
    a.peer.set_line_limit(360).unwrap();
    assert!(a.send("fits").iter().all(|line| line.len() <= 360));
}
