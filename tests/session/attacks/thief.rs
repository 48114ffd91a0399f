//! Stolen prekeys, copied machines, borrowed keys.

use super::receive;
use crate::forger::*;
use crate::pair::*;
use subrosa::crypto::AgreementPublic;
use subrosa::session::{Event, Request, Status};
use subrosa::wire::armor;

/// R = person 1, whose prekey and agreement key are stolen; I = person 2, in whose name is written.
/// They have a session already if `live`.
fn stolen(live: bool) -> (Person, Person, Forger) {
    let (mut r, mut i) = if live { pair(1) } else { (Person::new(1), Person::new(2)) };
    if !live {
        // R expects I, and nobody else.
        let expected = *i.installation.identity().fingerprint();
        r.peer = subrosa::session::PeerSessions::new(&r.installation, Some(expected), START);
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

/// What is asked for on sessions whose other side has proven nothing.
fn asked(events: &[Event]) -> Vec<Request> {
    let request = |e: &Event| if let Event::Unproven(asked) = e { Some(*asked) } else { None };
    events.iter().filter_map(request).collect()
}

/// The items of a payload beside the installation.
type Items = &'static [(u8, &'static [u8])];

fn installation_of(person: &Person) -> [u8; 4] {
    *person.installation.id().as_bytes()
}

#[test]
fn no_item_takes_the_mark_off_the_texts_of_a_stolen_prekey() {
    let (mut r, i, mut thief) = stolen(true);
    // The thief names the installation of the session that the two have, and says "replaced".
    let known = installation_of(&i);
    let items = |text: &'static [u8]| payload_of_text(text, &known);
    let init = thief.message(0, 0, true, &items(b"\x00it is me"));
    let events = receive(&mut r, &init).unwrap();
    assert_eq!(asked(&events), [Request::Replaced]);
    let mut shown = texts(&events);
    for n in 1..40 {
        let line = thief.message(n, 0, true, &with_seq(n + 1, &items(b"\x00send money")));
        let events = receive(&mut r, &line).unwrap();
        assert_eq!(asked(&events), [Request::Replaced]);
        shown.extend(texts(&events));
    }
    assert_eq!(shown.len(), 40);
    assert!(shown.iter().all(|text| text.2), "shown as if I had written it");
    assert_eq!(r.peer.status(), Status::Private, "on the session that I has");
    let mut i = i;
    super::talk(&mut r, &mut i);
}

/// Items of a text in a session that its sender says it has replaced.
fn payload_of_text(text: &'static [u8], installation: &[u8; 4]) -> Vec<u8> {
    payload(1, &[(0x05, installation), (0x01, text), (0x09, &[])])
}

/// The same with another sequence number below 128.
fn with_seq(seq: u32, payload: &[u8]) -> Vec<u8> {
    [&[u8::try_from(seq).unwrap()], &payload[1..]].concat()
}

#[test]
fn who_has_proven_nothing_ends_forks_and_acknowledges_nothing() {
    for live in [false, true] {
        let (mut r, i, mut thief) = stolen(live);
        let known = installation_of(&i);
        let init = thief.message(0, 0, true, &text(1, known, "it is me"));
        receive(&mut r, &init).unwrap();
        let (status, own) = (r.peer.status(), installation_of(&r));
        let lines: [(Items, u32, &[Request]); 5] = [
            (&[(0x04, &[2])], 2, &[Request::Close]),
            (&[(0x06, &[])], 3, &[Request::Fork]),
            // Of a number never sent, and of one that may have been.
            (&[(0x0b, &[0, 0, 0, 0, 0, 0, 0, 0, 77, 1])], 0, &[Request::Acknowledgement]),
            (&[(0x0b, &[0, 0, 0, 0, 0, 0, 0, 0, 1, 1])], 0, &[Request::Acknowledgement]),
            (
                &[(0x04, &[4]), (0x09, &[]), (0x0b, &[0, 0, 0, 0, 0, 0, 0, 0, 9, 9])],
                4,
                &[Request::Close, Request::Replaced, Request::Acknowledgement],
            ),
        ];
        for (n, (items, seq, expected)) in (1..).zip(lines) {
            let items = [&[(0x05, &known[..])], items].concat();
            let line = thief.message(n, 0, true, &payload(seq, &items));
            let events = receive(&mut r, &line).unwrap();
            assert_eq!(asked(&events), expected, "{events:?}");
            let told = |e: &Event| matches!(e, Event::Fork { .. } | Event::Delivered(_));
            assert!(!events.iter().any(told), "{events:?}");
            assert_eq!((r.peer.status(), installation_of(&r)), (status, own), "{expected:?}");
        }
        // Two lines under one counter are evidence only of who has proven to be the peer.
        let evidence = thief.message(1, 0, true, &text(9, known, "another"));
        assert_eq!(asked(&receive(&mut r, &evidence).unwrap()), [Request::Fork]);
        assert_eq!(r.peer.status(), status);
        if live {
            let mut i = i;
            super::talk(&mut r, &mut i);
        }
    }
}

#[test]
fn a_text_sent_on_a_thiefs_session_is_not_delivered_on_its_word() {
    let (mut r, _, mut thief) = stolen(false);
    receive(&mut r, &thief.message(0, 0, true, &text(1, [6; 4], "it is me"))).unwrap();
    let sent = r.try_send("is it?").unwrap();
    assert_eq!(sent.lines.len(), 1);
    let line = thief.message(
        1,
        0,
        true,
        &payload(
            0,
            &[(0x05, &[6; 4]), (0x0b, &received(&[1, 1], &[(1, *sent.id.as_bytes(), "is it?")]))],
        ),
    );
    let events = receive(&mut r, &line).unwrap();
    assert!(!events.iter().any(|event| matches!(event, Event::Delivered(_))), "{events:?}");
}

#[test]
fn what_a_thief_asked_for_stays_without_effect_after_a_restart() {
    let (mut r, i, mut thief) = stolen(true);
    let known = installation_of(&i);
    receive(&mut r, &thief.message(0, 0, true, &text(1, known, "it is me"))).unwrap();
    let key = subrosa::session::HostKey::new([9; 32]);
    let saved = r.peer.save(&key, &mut r.rng).unwrap().0;
    let own = &r.installation;
    r.peer = subrosa::session::PeerSessions::load(&saved, &key, own, None, &mut r.rng).unwrap().0;
    let line = thief.message(1, 0, true, &with_seq(2, &payload_of_text(b"\x00money", &known)));
    let events = receive(&mut r, &line).unwrap();
    assert!(texts(&events)[0].2);
    assert_eq!(asked(&events), [Request::Replaced]);
}
