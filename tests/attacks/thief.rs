//! Stolen prekeys, copied machines, borrowed keys.

use crate::forger::*;
use crate::pair::*;
use crate::receive;
use subrosa::crypto::AgreementPublic;
use subrosa::session::Status;
use subrosa::wire::armor;

/// R = person 1, whose prekey and agreement key are stolen; I = person 2, in whose name is written.
/// They have a session already if `live`.
fn stolen(live: bool) -> (Person, Person, Forger) {
    let (mut r, mut i) = if live { pair(1) } else { (Person::new(1), Person::new(2)) };
    if !live {
        // R expects I, and nobody else.
        let expected = *i.installation.identity().fingerprint();
        r.peer = subrosa::session::Peer::new(&r.installation, Some(expected), START);
    }
    i.now += 1;
    let card = r.installation.card(r.now, &mut r.rng).unwrap();
    let prekey = steal_prekey(&r, &card);
    let (signing, agreement) = keys_of(2);
    assert_eq!(agreement.public(), i.installation.identity().public().agreement());
    let victim = AgreementPublic::from_bytes(agreement.public().as_bytes()).unwrap();
    let claim = Claim {
        signing: *signing.public().as_bytes(),
        agreement: *victim.as_bytes(),
        with_prekey: *prekey.agree(&victim).unwrap().as_bytes(),
    };
    (r, i, Forger::begin(&card, &claim, 77))
}

#[test]
fn a_stolen_prekey_makes_one_unconfirmed_text_and_the_thief_cannot_read_the_reply() {
    let (mut r, _, mut thief) = stolen(false);
    let init = thief.message(0, 0, true, &text(1, [6; 4], "it is me, really"));
    let events = receive(&mut r, &init).unwrap();
    assert_eq!(texts(&events).len(), 1);
    assert!(texts(&events)[0].2, "flagged as unconfirmed");
    assert_eq!(r.peer.status(), Status::Starting);

    let reply = lines(&events);
    assert_eq!(reply.len(), 1);
    // The thief has all of R's keys, and his own.
    for stolen in [keys_of(1).1, keys_of(77).1, thief.chain.ratchet.clone()] {
        assert_eq!(thief.clone().read_reply(&reply[0], &stolen), None);
    }
    // More texts stay unconfirmed.
    let more = thief.message(1, 0, true, &text(2, [6; 4], "send money"));
    assert!(texts(&receive(&mut r, &more).unwrap())[0].2);
    assert_eq!(r.peer.status(), Status::Starting);
}

#[test]
fn whom_the_init_names_truly_can_read_the_reply_and_confirm() {
    // The same forger with I's agreement key succeeds: what fails above fails for want of the key.
    let (mut r, _, mut honest) = stolen(false);
    let init = honest.message(0, 0, true, &text(1, [6; 4], "hello"));
    let reply = lines(&receive(&mut r, &init).unwrap());
    assert!(honest.read_reply(&reply[0], &keys_of(2).1).is_some());
    honest.step();
    let line = honest.message(0, 1, false, &text(2, [6; 4], "still me"));
    assert!(!texts(&receive(&mut r, &line).unwrap())[0].2, "confirmed");
    assert_eq!(r.peer.status(), Status::Private);
}

#[test]
fn a_second_chain_made_before_any_reply_does_not_confirm_a_thief() {
    let (mut r, _, mut thief) = stolen(false);
    let first = thief.message(0, 0, true, &text(1, [6; 4], "one"));
    thief.step();
    let second = thief.message(0, 1, true, &text(2, [6; 4], "two"));
    // Both lines in one text are read before R replies.
    let both = format!("{} {}", armor::encode(&first), armor::encode(&second));
    let events = r.receive(&both);
    assert!(!texts(&events).is_empty());
    assert!(texts(&events).iter().all(|text| text.2), "a thief was taken for the peer: {events:?}");
    assert_eq!(r.peer.status(), Status::Starting);
}
