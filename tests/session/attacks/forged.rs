//! What a relay or a stranger can do to lines without any key.

use super::{decode, receive, refused, state};
use crate::forger::*;
use crate::pair::*;
use subrosa::identity::{Fingerprint, IdentityError, UnverifiedCard};
use subrosa::session::{Event, PeerSessions, SessionError, Status};
use subrosa::wire::{WireError, armor};

fn is_forged(error: &SessionError) -> bool {
    matches!(error, SessionError::Forged(_))
}

#[test]
fn every_flipped_bit_of_a_message_is_refused_and_changes_nothing() {
    let (mut a, mut b) = pair(100);
    let line = decode(&b.send("hello")[0]);
    for at in 0..line.len() {
        let mut forged = line.clone();
        forged[at] ^= 1 << (at % 8);
        let error = refused(&mut a, &forged);
        assert!(!error.is_silent(), "byte {at}: {error}");
    }
    assert_eq!(texts(&receive(&mut a, &line).unwrap()).len(), 1);
}

#[test]
fn every_flipped_bit_of_an_init_is_refused_and_changes_nothing() {
    let (mut a, mut b) = (Person::new(101), Person::new(102));
    let init = decode(&lines(&b.receive(&a.offer()))[0]);
    for at in 0..init.len() {
        let mut forged = init.clone();
        forged[at] ^= 1 << (at % 8);
        refused(&mut a, &forged);
    }
    assert!(receive(&mut a, &init).is_ok());
}

#[test]
fn every_flipped_bit_of_the_card_in_an_offer_is_refused_and_changes_nothing() {
    let (mut a, mut b) = (Person::new(103), Person::new(104));
    let offer = decode(&a.offer());
    for at in 0..offer.len() - 16 {
        let mut forged = offer.clone();
        forged[at] ^= 1 << (at % 8);
        refused(&mut b, &forged);
    }
    assert!(receive(&mut b, &offer).is_ok());
}

#[test]
fn a_public_key_with_its_sign_flipped_is_another_key() {
    let (mut a, mut b) = (Person::new(105), Person::new(106));
    let offer = decode(&a.offer());
    for (key, at) in [("signing key", 5), ("agreement key", 38), ("prekey", 71)] {
        let error = refused(&mut b, &flip_sign(&offer, at));
        assert_eq!(error, IdentityError::BadSignature.into(), "{key}");
    }
    let init = decode(&lines(&receive(&mut b, &offer).unwrap())[0]);
    for (key, at) in [("E", 9), ("ratchet key", 126)] {
        assert!(is_forged(&refused(&mut a, &flip_sign(&init, at))), "{key}");
    }
    let reply = decode(&lines(&receive(&mut a, &init).unwrap())[0]);
    assert!(is_forged(&refused(&mut b, &flip_sign(&reply, 5))));
    assert!(receive(&mut b, &reply).is_ok());
    // E is remembered by its x-coordinate, for the case that the session is gone.
    a.peer = PeerSessions::new(&a.installation, None, a.now);
    assert!(matches!(refused(&mut a, &flip_sign(&init, 9)), SessionError::Replayed(_)));
}

#[test]
fn endless_bodies_under_a_genuine_header_are_refused_without_any_change() {
    let (mut a, mut b) = pair(107);
    let lines = a.send("so that the next line of b begins a new chain");
    b.hear(&lines);
    let genuine = decode(&b.send("withheld")[0]);
    let before = state(&a);
    let header = 5 + 33 + 2;
    for n in 0..2_000_u32 {
        let mut forged = genuine[..header].to_vec();
        forged.extend((n..).take(20).flat_map(u32::to_be_bytes));
        assert!(is_forged(&receive(&mut a, &forged).unwrap_err()));
    }
    assert!(state(&a) == before);
    assert_eq!(texts(&receive(&mut a, &genuine).unwrap())[0].1, "withheld");
}

#[test]
fn a_forged_line_with_a_huge_counter_walks_no_chain() {
    let (mut a, mut b) = pair(108);
    let genuine = decode(&b.send("x")[0]);
    for (n, pn) in [(u32::MAX, 0), (0, u32::MAX), (u32::MAX, u32::MAX), (1_000, 1_000)] {
        let mut forged = genuine[..38].to_vec();
        let mut counters = subrosa::wire::codec::Writer::new();
        counters.varint(n);
        counters.varint(pn);
        forged.extend(counters.into_vec());
        forged.extend(&genuine[40..]);
        assert!(is_forged(&refused(&mut a, &forged)));
    }
}

#[test]
fn an_old_offer_is_refused_in_every_situation() {
    let (mut a, mut b) = (Person::new(109), Person::new(110));
    let (older, offer) = (a.offer(), {
        a.now += 10;
        a.offer()
    });
    b.now = a.now;
    let init = lines(&b.receive(&offer));
    assert_eq!(refused(&mut b, &decode(&offer)), SessionError::ReplayedOffer);
    assert_eq!(refused(&mut b, &decode(&older)), SessionError::OlderCard);

    settle(&mut b, &mut a, init, vec![]);
    assert_eq!(b.peer.status(), Status::Private);
    assert_eq!(refused(&mut b, &decode(&offer)), SessionError::UnexpectedOffer);
    let fresh = a.offer();
    assert_eq!(refused(&mut b, &decode(&fresh)), SessionError::UnexpectedOffer);

    // A relay can put a genuine echo into an old Offer.
    let sent = decode(&b.send("seen by the relay")[0]);
    let echo = subrosa::session::Echo::of(&sent);
    let rewritten = |offer: &str| [&decode(offer)[..220], &echo.to_bytes()].concat();
    assert_eq!(refused(&mut b, &rewritten(&offer)), SessionError::ReplayedOffer);

    b.with(|peer, cx| peer.close(cx)).unwrap();
    for old in [rewritten(&offer), rewritten(&fresh), decode(&fresh), decode(&older)] {
        assert_eq!(refused(&mut b, &old), SessionError::Ended);
    }
    let mut expired = Person::new(110);
    expired.now = a.now + 48 * 3_600;
    let error = refused(&mut expired, &decode(&offer));
    assert!(matches!(error, SessionError::Identity(IdentityError::Expired { .. })));
}

#[test]
fn a_replayed_init_is_refused_in_every_situation() {
    let (mut a, mut b) = (Person::new(111), Person::new(112));
    let card = a.installation.card(a.now, &mut a.rng).unwrap();
    let init = b.with(|peer, cx| peer.start(cx, &card, None)).unwrap().lines[0].clone();
    let more = b.send("a second line under the same Init header");
    let reply = lines(&a.receive(&init));
    assert_eq!(receive(&mut a, &decode(&init)).unwrap_err(), SessionError::Duplicate);
    assert_eq!(a.hear(&more).0.len(), 1, "routed by E to the session");
    assert_eq!(a.peer.sessions(), 1);
    assert_eq!(receive(&mut a, &decode(&more[0])).unwrap_err(), SessionError::Duplicate);

    // The session expires; the reusable prekey lives on for a while.
    for _ in 0..8 {
        a.now += 86_400;
        a.tick();
        b.now = a.now;
    }
    if a.peer.sessions() == 1 {
        // Unconfirmed and sending: as long as a card lives.
        a.peer = PeerSessions::new(&a.installation, None, a.now);
    }
    assert_eq!(a.installation.prekeys(), 1);
    assert!(matches!(refused(&mut a, &decode(&init)), SessionError::Replayed(_)));
    assert!(matches!(refused(&mut a, &decode(&more[0])), SessionError::Replayed(_)));
    for _ in 0..7 {
        a.now += 86_400;
        a.tick();
    }
    assert_eq!(a.installation.prekeys(), 0);
    assert!(matches!(refused(&mut a, &decode(&init)), SessionError::NotForUs(_)));
    drop(reply);
}

#[test]
fn an_init_on_a_one_time_prekey_is_unreadable_once_the_session_is_confirmed_and_gone() {
    let (mut a, mut b) = (Person::new(113), Person::new(114));
    let init = lines(&b.receive(&a.offer()));
    assert_eq!(a.installation.prekeys(), 1);
    settle(&mut b, &mut a, init.clone(), vec![]);
    assert_eq!(a.installation.prekeys(), 1, "another device of b may answer the same Offer");
    a.now += 59;
    a.tick();
    assert_eq!(a.installation.prekeys(), 1);
    a.now += 1;
    a.tick();
    assert_eq!(a.installation.prekeys(), 0, "deleted a minute after the confirmation");
    a.peer = PeerSessions::new(&a.installation, None, a.now);
    assert!(matches!(refused(&mut a, &decode(&init[0])), SessionError::NotForUs(_)));
}

#[test]
fn own_messages_offers_inits_and_cards_sent_back_are_dropped_silently() {
    let (mut a, mut b) = (Person::new(115), Person::new(116));
    let offer = a.offer();
    assert_eq!(refused(&mut a, &decode(&offer)), SessionError::Reflected);
    let card = a.installation.card(a.now, &mut a.rng).unwrap();
    assert_eq!(refused(&mut a, card.as_bytes()), SessionError::Reflected);
    let init = lines(&b.receive(&offer));
    assert_eq!(refused(&mut b, &decode(&init[0])), SessionError::Reflected);
    settle(&mut b, &mut a, init, vec![]);
    let line = decode(&a.send("x")[0]);
    assert_eq!(refused(&mut a, &line), SessionError::Reflected);
    let mut altered = line.clone();
    altered[50] ^= 1;
    assert_eq!(refused(&mut a, &altered), SessionError::Reflected);
    assert!(SessionError::Reflected.is_silent() && SessionError::Reflected.echo().is_none());
}

/// A card with keys and signer of the attacker's choice.
fn card_of(signing: &[u8; 33], agreement: &[u8; 33], like: &[u8], signer: u64) -> Vec<u8> {
    let mut card = like[..151].to_vec();
    card[4..37].copy_from_slice(signing);
    card[37..70].copy_from_slice(agreement);
    let message = [b"subrosa/1 card", &card[..]].concat();
    let signature = keys_of(signer).0.sign(&message, &mut SeededRandom::new(0)).unwrap();
    [&card[..], &signature].concat()
}

#[test]
fn a_borrowed_key_makes_another_identity() {
    let (victim, mallory, mut b) = (117_u64, 118_u64, Person::new(119));
    let mut v = Person::new(victim);
    let (sign_v, agree_v) = keys_of(victim);
    let (sign_m, agree_m) = keys_of(mallory);
    let (sign_v, agree_v) = (*sign_v.public().as_bytes(), *agree_v.public().as_bytes());
    let (sign_m, agree_m) = (*sign_m.public().as_bytes(), *agree_m.public().as_bytes());
    let genuine = decode(&v.offer());
    let known = *v.installation.identity().fingerprint();
    b.peer = PeerSessions::new(&b.installation, Some(known), START);
    let offer = |card: &[u8]| [&[0x31], card, &[0; 16]].concat();

    // The victim's agreement key under his own signature, the reverse, and the victim's card re-signed.
    for (signing, agreement) in [(sign_m, agree_v), (sign_v, agree_m)] {
        let card = card_of(&signing, &agreement, &genuine[1..216], mallory);
        let claimed = UnverifiedCard::parse(&card).unwrap().fingerprint();
        assert_ne!(claimed, known);
        assert_eq!(refused(&mut b, &offer(&card)), SessionError::OtherIdentity(claimed));
    }
    let resigned = card_of(&sign_v, &agree_v, &genuine[1..216], mallory);
    assert_eq!(refused(&mut b, &offer(&resigned)), IdentityError::BadSignature.into());
    assert_eq!(genuine[1..152], resigned[..151]);
}

#[test]
fn an_init_with_somebody_elses_signing_key_is_of_another_identity() {
    let mut a = Person::new(120);
    let (sign_v, agree_v) = keys_of(121);
    let victim = Person::new(121);
    let known: Fingerprint = *victim.installation.identity().fingerprint();
    a.peer = PeerSessions::new(&a.installation, Some(known), START);
    let card = a.installation.card(a.now, &mut a.rng).unwrap();
    let mut claim = Claim::honest(122, &card);
    claim.signing = *sign_v.public().as_bytes();
    let mut forger = Forger::begin(&card, &claim, 1);
    let init = forger.message(0, 0, true, &text(1, [1; 4], "I am the victim"));
    assert!(matches!(refused(&mut a, &init), SessionError::OtherIdentity(other) if other != known));

    // With both keys of the victim, but not its secret.
    claim.agreement = *agree_v.public().as_bytes();
    let mut forger = Forger::begin(&card, &claim, 2);
    let init = forger.message(0, 0, true, &text(1, [1; 4], "I am the victim"));
    assert!(is_forged(&refused(&mut a, &init)));

    // Who claims to be us is refused as such.
    let own = Claim::honest(120, &card);
    let init = Forger::begin(&card, &own, 3).message(0, 0, true, &text(1, [1; 4], "me"));
    assert_eq!(refused(&mut a, &init), SessionError::OwnIdentity);
}

#[test]
fn a_line_for_another_identity_is_refused_by_a_peer_that_is_known() {
    let (mut a, _) = pair(123);
    let mut stranger = Person::new(130);
    let offer = decode(&stranger.offer());
    let theirs = SessionError::OtherIdentity(*stranger.installation.identity().fingerprint());
    // Not while a session is live ...
    assert_eq!(refused(&mut a, &offer), theirs);
    // ... and not without.
    let known = *a.peer.fingerprint().unwrap();
    a.peer = PeerSessions::new(&a.installation, Some(known), a.now);
    let other = *stranger.installation.identity().fingerprint();
    assert_eq!(refused(&mut a, &offer), SessionError::OtherIdentity(other));
    let card = stranger.installation.card(stranger.now, &mut stranger.rng).unwrap();
    assert_eq!(refused(&mut a, card.as_bytes()), SessionError::OtherIdentity(other));
    let error = a.with(|peer, cx| peer.start(cx, &card, None)).unwrap_err();
    assert_eq!(error, SessionError::OtherIdentity(other));
}

#[test]
fn every_kind_of_bad_line_has_its_own_error() {
    let (mut a, mut b) = pair(140);
    let line = decode(&b.send("hello")[0]);
    assert!(matches!(
        refused(&mut a, &line[..60]),
        SessionError::Wire(WireError::Truncated { .. })
    ));
    assert!(matches!(refused(&mut a, &[]), SessionError::Wire(WireError::Truncated { .. })));
    let with = |byte: u8| [&[byte], &line[1..]].concat();
    assert!(matches!(refused(&mut a, &with(0x12)), SessionError::Wire(WireError::UnknownSuite(2))));
    for unknown in [0xf1, 0x71, 0x51, 0x61] {
        let error = refused(&mut a, &with(unknown));
        assert!(matches!(error, SessionError::Wire(WireError::UnknownType(_))), "{error}");
    }
    let mut tag = line.clone();
    tag[1] ^= 1;
    assert!(matches!(refused(&mut a, &tag), SessionError::NotForUs(_)));

    let mut early = Person::new(150);
    early.now = START - 86_401;
    let offer = decode(&Person::new(151).offer());
    let error = refused(&mut early, &offer);
    assert!(matches!(error, SessionError::Identity(IdentityError::NotYetValid { .. })));
    let long = [&offer[..], &[0]].concat();
    assert!(matches!(
        refused(&mut early, &long),
        SessionError::Wire(WireError::TrailingBytes { .. })
    ));

    let unread = |person: &mut Person, text: &str| match &person.receive(text)[..] {
        [Event::Unread { error: SessionError::Wire(error), .. }] => error.clone(),
        other => panic!("{other:?}"),
    };
    assert!(matches!(unread(&mut a, "?SR2:AAAA."), WireError::UnknownVersion(2)));
    let cut = armor::encode(&line);
    assert!(matches!(unread(&mut a, &cut[..cut.len() - 1]), WireError::Truncated { .. }));
    let huge = armor::encode(&[0x11; 12_400]);
    assert!(matches!(unread(&mut a, &huge), WireError::Oversized { .. }));

    assert_eq!(texts(&receive(&mut a, &line).unwrap()).len(), 1);
    assert_eq!(receive(&mut a, &line).unwrap_err(), SessionError::Duplicate);
}

#[test]
fn another_installation_than_the_peers_own_is_refused() {
    let (mut a, mut b) = pair(160);
    let line = b.send("hello");
    let before = state(&a).0;
    let mut foreign = Person::new(170);
    std::mem::swap(&mut a.installation, &mut foreign.installation);
    assert_eq!(refusals(&a.receive(&line[0])), [SessionError::WrongInstallation]);
    assert_eq!(a.try_send("x").unwrap_err(), SessionError::WrongInstallation);
    assert_eq!(a.with(|peer, cx| peer.close(cx)).unwrap_err(), SessionError::WrongInstallation);
    std::mem::swap(&mut a.installation, &mut foreign.installation);
    assert!(state(&a).0 == before);
    assert_eq!(a.hear(&line).0, ["hello"]);
}
