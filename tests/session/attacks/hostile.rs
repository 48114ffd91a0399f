//! A peer that holds the keys of its session and keeps none of the rules.

use super::{receive, refused, state};
use crate::forger::*;
use crate::pair::*;
use subrosa::session::{Event, PeerSessions, SessionError, Status};

pub(crate) const X: [u8; 4] = [6; 4];

/// R, and a peer that is itself, with a confirmed session; R's prekey was a reusable one.
pub(crate) fn hostile(seed: u64) -> (Person, Forger) {
    let mut r = Person::new(seed);
    let card = r.installation.card(r.now, &mut r.rng).unwrap();
    let mut forger = Forger::begin(&card, &Claim::honest(seed + 1, &card), seed + 2);
    let init = forger.message(0, 0, true, &payload(0, &[(0x05, &X)]));
    let reply = lines(&receive(&mut r, &init).unwrap());
    forger.read_reply(&reply[0], &keys_of(seed + 1).1).unwrap();
    forger.step();
    let line = forger.message(0, 1, false, &text(1, X, "confirmed"));
    receive(&mut r, &line).unwrap();
    assert_eq!(r.peer.status(), Status::Private);
    (r, forger)
}

fn is_fork(events: &[Event]) -> bool {
    events.iter().any(|event| matches!(event, Event::Fork { ours: false, .. }))
}

#[test]
fn a_gap_of_1000_is_read_and_one_of_1001_is_refused_as_too_large() {
    let (mut r, mut forger) = hostile(200);
    // Number 0 has been read: 1 to 1000 are missing before 1001.
    let beyond = forger.message(1_002, 1, false, &text(3, X, "x"));
    let error = refused(&mut r, &beyond);
    assert!(matches!(error, SessionError::GapTooLarge { missing: 1_001, .. }), "{error}");
    assert!(error.echo().is_some(), "answered with an Offer, not wedged");
    let at_the_limit = forger.message(1_001, 1, false, &text(2, X, "x"));
    assert_eq!(texts(&receive(&mut r, &at_the_limit).unwrap()).len(), 1);
    assert_eq!(r.peer.stored_keys(), 1_000);
    // More gaps do not make more keys: the oldest go.
    let further = forger.message(1_502, 1, false, &text(3, X, "x"));
    receive(&mut r, &further).unwrap();
    assert_eq!(r.peer.stored_keys(), 1_000);
    let first = forger.message(1, 1, false, &text(4, X, "x"));
    assert!(matches!(refused(&mut r, &first), SessionError::Replayed(_)));
}

#[test]
fn a_gap_over_the_end_of_a_chain_counts_both_parts() {
    let (r, mut forger) = hostile(205);
    let old = forger.clone();
    let mut r = r;
    let lines = r.send("a new ratchet key of R");
    // The forger does not read it, it needs only a first line of R's chain: it goes on by itself.
    drop((lines, old));
    forger.step();
    for (n, pn, missing) in [(501, 501, 1_001), (1_001, 1, 1_001), (0, 1_002, 1_001)] {
        let line = forger.message(n, pn, false, &text(9, X, "x"));
        let error = refused(&mut r, &line);
        assert!(
            matches!(error, SessionError::GapTooLarge { missing: found, .. } if found == missing),
            "{n} {pn} {error}"
        );
    }
}

#[test]
fn a_duplicate_a_replay_and_a_fork_are_told_apart() {
    let (mut r, mut forger) = hostile(210);
    let line = forger.message(1, 1, false, &text(2, X, "one"));
    receive(&mut r, &line).unwrap();
    assert_eq!(receive(&mut r, &line).unwrap_err(), SessionError::Duplicate);
    for n in 2..=129 {
        let line = forger.message(n, 1, false, &text(n + 1, X, "more"));
        receive(&mut r, &line).unwrap();
    }
    // 128 messages later it is forgotten by which line the counter was consumed.
    assert!(matches!(refused(&mut r, &line), SessionError::Replayed(_)));
    let mut copy = r.clone();
    let another = forger.message(129, 1, false, &text(130, X, "another"));
    let events = receive(&mut copy, &another).unwrap();
    assert!(is_fork(&events), "{events:?}");
    assert!(texts(&events).is_empty());
    assert_eq!(copy.peer.status(), Status::Forked);
}

#[test]
fn contradictions_that_only_a_copied_state_can_make_are_forks() {
    let (r, forger) = hostile(215);
    let old = forger.chain.clone();
    let upcoming = |forger: &Forger| {
        let mut next = forger.clone();
        next.step();
        next
    };
    // A chain that was shorter than what has been read of it.
    let mut next = upcoming(&forger);
    let line = next.message(0, 0, false, &text(2, X, "x"));
    assert!(is_fork(&receive(&mut r.clone(), &line).unwrap()), "PN below what was read");

    // A message of the old chain at or beyond the length that the new chain gave it.
    let mut r2 = r.clone();
    let line = next.message(0, 3, false, &text(2, X, "x"));
    receive(&mut r2, &line).unwrap();
    for (n, fork) in [(2, false), (3, true), (70_000, true)] {
        let line = next.message_on(&old, if n > 9 { 9 } else { n }, 1, false, &text(3, X, "x"));
        let events = receive(&mut r2.clone(), &line).unwrap();
        assert_eq!(is_fork(&events), fork, "number {n} of a chain of 3");
    }

    // Another ratchet key under the current header key.
    let mut twin = forger.clone();
    twin.chain.ratchet = subrosa::crypto::AgreementSecret::generate(&mut twin.rng).unwrap();
    let line = twin.message(1, 1, false, &text(2, X, "x"));
    assert!(is_fork(&receive(&mut r.clone(), &line).unwrap()), "two chains at one place");
}

#[test]
fn evidence_of_a_fork_moves_no_ratchet_state_and_is_told_once_a_minute() {
    let (mut r, mut forger) = hostile(220);
    let evidence = forger.message(0, 1, false, &text(1, X, "not what was read"));
    let events = receive(&mut r, &evidence).unwrap();
    assert!(is_fork(&events));
    assert_eq!(lines(&events).len(), 1, "a line with a fork item");
    assert_eq!(refused(&mut r, &evidence), SessionError::Forked);
    r.now += 61;
    assert!(is_fork(&receive(&mut r, &evidence).unwrap()));
    // What the true peer sends is still read.
    let line = forger.message(1, 1, false, &text(2, X, "still readable"));
    assert_eq!(texts(&receive(&mut r, &line).unwrap()).len(), 1);
}

#[test]
fn an_unknown_item_changes_nothing_and_the_line_stays_readable() {
    let (mut r, mut forger) = hostile(225);
    for items in [&[(0x11_u8, &b"ml-kem"[..])][..], &[(0x01, b"\0text"), (0x7f, b"")]] {
        let unknown = forger.message(4, 1, false, &payload(2, items));
        let error = refused(&mut r, &unknown);
        assert!(matches!(error, SessionError::UnknownItem(_)), "{error}");
        assert_eq!(refused(&mut r, &unknown), error, "again, not a replay");
    }
    let later = forger.message(5, 1, false, &text(3, X, "later"));
    receive(&mut r, &later).unwrap();
    // Its key is stored: a version that knows the item could read it now.
    let unknown = forger.message(4, 1, false, &payload(2, &[(0x11, b"ml-kem")]));
    assert_eq!(refused(&mut r, &unknown), SessionError::UnknownItem(0x11));
    let known = forger.message(4, 1, false, &text(2, X, "understood"));
    assert_eq!(texts(&receive(&mut r, &known).unwrap()).len(), 1);
    let skippable = payload(4, &[(0x9f, b"skipped"), (0x01, b"\0shown")]);
    let line = forger.message(6, 1, false, &skippable);
    assert_eq!(texts(&receive(&mut r, &line).unwrap())[0].1, "shown");
}

#[test]
fn absurd_acknowledgements_are_refused_and_one_of_unsent_numbers_is_a_fork() {
    let (mut r, mut forger) = hostile(230);
    let sent = r.try_send("to be acknowledged").unwrap();
    let text = [(1, *sent.id.as_bytes(), "to be acknowledged")];
    let absurd: [&[u8]; 7] = [
        &[],
        &[0, 1],
        &[5, 0],
        &[5, 6],
        &[5, 1, 0, 1],
        &[0xff, 0xff, 0xff, 0xff, 0x0f, 0xff, 0xff, 0xff, 0xff, 0x1f],
        &[40, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
    ];
    for runs in absurd {
        let line = forger.message(1, 1, false, &payload(0, &[(0x0b, &received(runs, &[]))]));
        let error = refused(&mut r, &line);
        assert!(matches!(error, SessionError::Wire(_)), "{runs:?} {error}");
    }
    // One number more than was sent: another copy of our state must have sent it.
    let line = forger.message(1, 1, false, &payload(0, &[(0x0b, &received(&[2, 2], &text))]));
    let events = receive(&mut r.clone(), &line).unwrap();
    assert!(events.iter().any(|e| matches!(e, Event::Fork { ours: true, .. })), "{events:?}");
    let delivered = |e: &Event| matches!(e, Event::Delivered(id) if *id == sent.id);
    assert!(!events.iter().any(delivered));
    let line = forger.message(1, 1, false, &payload(0, &[(0x0b, &received(&[1, 1], &text))]));
    assert_eq!(receive(&mut r, &line).unwrap().iter().filter(|e| delivered(e)).count(), 1);
    let line = forger.message(2, 1, false, &payload(0, &[(0x0b, &received(&[1, 1], &text))]));
    assert!(!receive(&mut r, &line).unwrap().iter().any(delivered), "told once");
}

#[test]
fn payloads_that_break_the_rules_are_refused_without_change() {
    let (mut r, mut forger) = hostile(235);
    let bad: Vec<Vec<u8>> = vec![
        vec![],
        payload(0, &[(0x01, b"\0no number")]),
        payload(2, &[]),
        payload(2, &[(0x01, b"\x05unknown content")]),
        payload(2, &[(0x01, b"\0a"), (0x01, b"\0b")]),
        payload(2, &[(0x02, &[0, 2])]),
        payload(2, &[(0x01, b"\0a"), (0x02, &[2, 2])]),
        payload(2, &[(0x01, b"\0a"), (0x02, &[0, 1])]),
        payload(1, &[(0x01, b"\0a"), (0x02, &[1, 2])]),
        payload(2, &[(0x04, &[3])]),
        payload(2, &[(0x06, b"not empty")]),
        payload(0, &[(0x05, &[1, 2, 3])]),
        payload(2, &[(0x08, &[0; 7]), (0x01, b"\0a")]),
    ];
    for payload in bad {
        let line = forger.message(1, 1, false, &payload);
        refused(&mut r, &line);
    }
    let good = forger.message(1, 1, false, &text(2, X, "good"));
    assert_eq!(texts(&receive(&mut r, &good).unwrap()).len(), 1);
}

#[test]
fn parts_without_end_are_bounded_and_contradicting_parts_refused() {
    let (mut r, mut forger) = hostile(240);
    let big = [&[0][..], &[b'x'; 9_000]].concat();
    for n in 1..=90_u32 {
        let seq = n * 1_000;
        let line = forger.message(n, 1, false, &payload(seq, &[(0x01, &big), (0x02, &[0, 9])]));
        assert!(texts(&receive(&mut r, &line).unwrap()).is_empty());
    }
    let held = state(&r).0.len();
    assert!(held < 16 * 9_001 + 4_096, "{held} bytes of 810,000 are held");
    let contradicting = payload(90_001, &[(0x01, &big), (0x02, &[1, 8])]);
    let line = forger.message(91, 1, false, &contradicting);
    assert!(matches!(refused(&mut r, &line), SessionError::Payload(_)));
}

#[test]
fn a_ratchet_key_that_is_no_point_is_refused_also_with_a_valid_mac() {
    let (mut r, forger) = hostile(245);
    // The mac of a new chain can be made by the peer for any 33 bytes.
    let mut next = forger.clone();
    next.step();
    let genuine = next.message(0, 1, false, &text(2, X, "x"));
    for key in [[0_u8; 33], [2; 33], [0xff; 33]] {
        let mut line = genuine.clone();
        line[5..38].copy_from_slice(&key);
        let mac_at = 40 + 8;
        let header_and_salt = line[..mac_at].to_vec();
        let parts: [&[u8]; 2] = [&header_and_salt, &line[mac_at + 8..]];
        let mac = subrosa::crypto::hmac(&next.chain.header_key, &parts);
        line[mac_at..mac_at + 8].copy_from_slice(&mac[..8]);
        assert!(matches!(refused(&mut r, &line), SessionError::Forged(_)));
    }
    assert_eq!(texts(&receive(&mut r, &genuine).unwrap()).len(), 1);
}

#[test]
fn one_peer_that_fills_its_share_of_remembered_inits_locks_out_nobody_else() {
    let mut r = Person::new(250);
    let card = r.installation.card(r.now, &mut r.rng).unwrap();
    let claim = Claim::honest(251, &card);
    let init = |claim: &Claim, n: u64| {
        Forger::begin(&card, claim, n).message(0, 0, true, &text(1, X, "hello"))
    };
    for n in 0..256 {
        receive(&mut r, &init(&claim, n)).unwrap();
    }
    assert_eq!(r.peer.sessions(), 16);
    assert_eq!(refused(&mut r, &init(&claim, 1_000)), SessionError::TooManyInits);
    let mut another = PeerSessions::new(&r.installation, None, r.now);
    std::mem::swap(&mut r.peer, &mut another);
    let other = Claim::honest(252, &card);
    assert_eq!(texts(&receive(&mut r, &init(&other, 2_000)).unwrap()).len(), 1);
}

#[test]
fn an_init_whose_first_line_breaks_the_rules_leaves_nothing_behind() {
    let mut r = Person::new(255);
    let card = r.installation.card(r.now, &mut r.rng).unwrap();
    let claim = Claim::honest(256, &card);
    let mut forger = Forger::begin(&card, &claim, 1);
    for bad in [
        payload(1, &[(0x01, b"\0no installation named")]),
        payload(1, &[(0x05, &X), (0x11, b"unknown")]),
        vec![0x80],
    ] {
        let init = forger.message(0, 0, true, &bad);
        refused(&mut r, &init);
    }
    let beyond = forger.message(1_001, 0, true, &text(1, X, "x"));
    assert!(matches!(refused(&mut r, &beyond), SessionError::GapTooLarge { .. }));
    let good = forger.message(0, 0, true, &text(1, X, "good"));
    assert_eq!(texts(&receive(&mut r, &good).unwrap()).len(), 1);
}

#[test]
fn a_session_whose_initiator_has_proven_nothing_closes_and_spoils_no_other() {
    // The peer has a live session; somebody with R's stolen prekey writes in its name.
    for (item, value) in [(0x04_u8, &[1_u8][..]), (0x06, b"")] {
        let (mut r, _) = hostile(260);
        let card = r.installation.card(r.now, &mut r.rng).unwrap();
        let mut thief = Forger::begin(&card, &Claim::honest(261, &card), 99);
        let id = *r.installation.id().as_bytes();
        let init = thief.message(0, 0, true, &payload(1, &[(0x05, &X), (item, value)]));
        receive(&mut r, &init).unwrap();
        assert_eq!(r.peer.status(), Status::Private, "item {item}");
        assert_eq!(*r.installation.id().as_bytes(), id);
        assert!(r.try_send("goes on").is_ok());
    }
    let (mut r, _) = hostile(265);
    let card = r.installation.card(r.now, &mut r.rng).unwrap();
    let mut thief = Forger::begin(&card, &Claim::honest(266, &card), 99);
    for words in ["one", "another under the same counter"] {
        let init = thief.message(0, 0, true, &text(1, X, words));
        receive(&mut r, &init).unwrap();
    }
    assert_eq!(r.peer.status(), Status::Private, "evidence on the thief's session alone");
}

#[test]
fn a_peer_that_begins_all_sessions_it_may_makes_no_state_of_megabytes() {
    let mut r = Person::new(240);
    let card = r.installation.card(r.now, &mut r.rng).unwrap();
    for session in 0..20 {
        let claim = Claim::honest(241, &card);
        let mut forger = Forger::begin(&card, &claim, 1_000 + session);
        let init = forger.message(0, 0, true, &payload(0, &[(0x05, &X)]));
        receive(&mut r, &init).unwrap();
        // A thousand keys of lines that do not come, and parts of a text that is never whole.
        for index in 0..21_u32 {
            let content = [&[0], &[b'x'; 3_000][..]].concat();
            let part = [index as u8, 0x80 | 44, 3];
            let seq = 5_000 + index;
            let items: [(u8, &[u8]); 3] = [(0x05, &X), (0x01, &content), (0x02, &part)];
            let line = forger.message(990 + index, 0, true, &payload(seq, &items));
            receive(&mut r, &line).unwrap();
        }
        assert!(r.peer.stored_keys() <= 2_000, "{} keys", r.peer.stored_keys());
    }
    assert_eq!(r.peer.sessions(), 16);
    let key = subrosa::session::HostKey::new([1; 32]);
    let saved = r.peer.save(&key, &mut r.rng).unwrap().0;
    assert!(saved.len() < 500_000, "{} bytes", saved.len());
    assert!(saved.len() > 250_000, "{} bytes: this fills nothing", saved.len());
}

#[test]
fn a_card_that_is_damaged_or_expired_is_passed_over_and_never_the_text_beside_it() {
    let (mut r, mut forger) = hostile(230);
    let mut other = Person::new(231);
    let good = other.installation.card(r.now, &mut other.rng).unwrap().compact();
    let mut damaged = good;
    damaged[148] ^= 1;
    other.now -= 15 * super::DAY;
    let expired = other.installation.card(other.now, &mut other.rng).unwrap().compact();
    let cards: [(&[u8], bool); 4] =
        [(&damaged, false), (&expired, false), (&good[..100], false), (&good, true)];
    for (n, (card, is_told)) in (1..).zip(cards) {
        let words = format!("beside card {n}");
        let text = [&[0], words.as_bytes()].concat();
        let line = payload(n + 1, &[(0x05, &X), (0x01, &text), (0x07, card)]);
        let events = receive(&mut r, &forger.message(n, 1, false, &line)).unwrap();
        assert_eq!(texts(&events)[0].1, words);
        let told = events.iter().any(|event| matches!(event, Event::Card(_)));
        assert_eq!(told, is_told, "{words}");
    }
}

#[test]
fn an_initiator_whose_two_keys_are_one_is_refused() {
    let mut r = Person::new(240);
    let card = r.installation.card(r.now, &mut r.rng).unwrap();
    let mut claim = Claim::honest(241, &card);
    for sign in [claim.agreement[0], claim.agreement[0] ^ 1] {
        claim.signing = claim.agreement;
        claim.signing[0] = sign;
        let mut forger = Forger::begin(&card, &claim, 242);
        let init = forger.message(0, 0, true, &text(1, X, "hello"));
        let error = refused(&mut r, &init);
        assert_eq!(error, SessionError::Identity(subrosa::identity::IdentityError::OneKey));
    }
}
