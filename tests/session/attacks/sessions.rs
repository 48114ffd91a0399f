//! What a relay can do to the set of sessions by holding back, delaying and replaying lines, and
//! what bounds there are.

use super::{DAY, decode, pass, private, receive, refused, start, state, tag, talk};
use crate::pair::*;
use subrosa::session::{Event, PeerSessions, SessionError};
use subrosa::wire::armor;

#[test]
fn the_withheld_reply_of_an_older_init_never_takes_over() {
    let (mut a, mut b) = (Person::new(310), Person::new(311));
    let init = start(&mut a, &mut b);
    let withheld = lines(&b.receive(&init));
    let newer = start(&mut a, &mut b);
    settle(&mut a, &mut b, vec![newer], vec![]);
    talk(&mut a, &mut b);
    pass(2, [&mut a, &mut b]);
    let (due_a, due_b) = (lines(&a.tick()), lines(&b.tick()));
    settle(&mut a, &mut b, due_a, due_b);

    let events = a.receive(&withheld[0]);
    assert_eq!(lines(&events), [] as [String; 0], "a line on it would confirm it to b");
    pass(2, [&mut a, &mut b]);
    a.receive(&withheld[0]);
    pass(2, [&mut a, &mut b]);
    assert_eq!(lines(&a.tick()), [] as [String; 0], "not even an acknowledgement");
    talk(&mut a, &mut b);
}

#[test]
fn a_withheld_line_that_confirms_an_older_session_never_takes_over() {
    let (mut a, mut b) = (Person::new(312), Person::new(313));
    let init = start(&mut a, &mut b);
    let reply = lines(&b.receive(&init));
    // a's confirming line is held back; a begins anew (say, from an older backup).
    let withheld = lines(&a.receive(&reply[0]));
    assert_eq!(withheld.len(), 1);
    let newer = start(&mut a, &mut b);
    settle(&mut a, &mut b, vec![newer], vec![]);
    talk(&mut a, &mut b);
    let newer = tag(&b.send("before")[0]);
    b.hear(&withheld);
    assert_eq!(tag(&b.send("after")[0]), newer, "b has switched to the older session");
}

#[test]
fn a_delayed_line_of_a_replaced_session_is_read_and_switches_nothing_back() {
    let (mut a, mut b) = pair(314);
    let delayed = b.send("delayed");
    let old = tag(&a.send("old")[0]);
    let init = start(&mut b, &mut a);
    settle(&mut b, &mut a, vec![init], vec![]);
    let new = tag(&a.send("new")[0]);
    assert_ne!(old, new);
    assert_eq!(a.hear(&delayed).0, ["delayed"]);
    assert_eq!(tag(&a.send("still new")[0]), new);
}

#[test]
fn both_sides_beginning_at_once_settle_on_one_session() {
    for seed in 0..6 {
        let (mut a, mut b) = (Person::new(320 + 2 * seed), Person::new(321 + 2 * seed));
        let (init_a, init_b) = (start(&mut a, &mut b), start(&mut b, &mut a));
        settle(&mut a, &mut b, vec![init_a], vec![init_b]);
        talk(&mut a, &mut b);
        // A line of a's session comes back to a: it is one of its own tags, on one session only.
        let (one, two) = (a.send("x"), a.send("y"));
        assert_eq!((one.len(), two.len()), (1, 1), "one session");
        assert_eq!(tag(&one[0]), tag(&two[0]));
        assert_eq!(b.hear(one.iter().chain(&two)).0, ["x", "y"]);
    }
}

/// a, with `count` installations of one other person, each with a session.
fn installations(count: u64) -> (Person, Vec<Person>) {
    let (mut a, first) = pair(340);
    let identity = first.installation.identity().clone();
    let mut others = vec![first];
    for n in 1..count {
        let mut b = Person::with_identity(identity.clone(), 900 + n);
        let init = start(&mut b, &mut a);
        settle(&mut b, &mut a, vec![init], vec![]);
        assert!(private(&b));
        others.push(b);
    }
    (a, others)
}

#[test]
fn a_text_goes_to_four_installations_and_not_to_a_fifth() {
    let (mut a, mut others) = installations(4);
    let sent = a.try_send("to all").unwrap();
    assert_eq!(sent.lines.len(), 4);
    for b in &mut others {
        let mut shown = Vec::new();
        for line in &sent.lines {
            let events = b.receive(line);
            shown.extend(texts(&events));
            let other = |e: &SessionError| matches!(e, SessionError::NotForUs(_));
            assert!(refusals(&events).iter().all(other));
        }
        assert_eq!(shown, [(sent.id, "to all".to_string(), false)], "one id everywhere");
    }
    let (mut a, mut others) = installations(5);
    let lines = a.send("to the four heard last");
    assert_eq!(lines.len(), 4);
    assert!(others[0].hear(&lines).0.is_empty(), "the first was heard longest ago");
    let word = others[0].send("I am here");
    a.hear(&word);
    let lines = a.send("again");
    assert_eq!((lines.len(), others[0].hear(&lines).0.len()), (4, 1));
}

#[test]
fn an_installation_that_answers_nothing_for_a_day_is_dormant_until_it_speaks() {
    let (mut a, mut others) = installations(2);
    for n in 0..17 {
        let lines = a.send(&format!("{n}"));
        // Both acknowledge the first; then only the second is there.
        let there = if n == 0 { &mut others[..] } else { &mut others[1..] };
        for b in there {
            b.hear(&lines);
            b.now = a.now + 3;
            let acknowledgement = crate::pair::lines(&b.tick());
            a.now += 3;
            assert_eq!(acknowledgement.len(), 1);
            a.hear(&acknowledgement);
        }
    }
    assert_eq!(a.send("within the day").len(), 2);
    a.now += DAY;
    others.iter_mut().for_each(|b| b.now = a.now);
    let word = others[1].send("still here");
    a.hear(&word);
    assert_eq!(a.send("after a day").len(), 1);
    // A relay's garbage does not wake it, its own line does.
    let word = others[0].send("back");
    let mut forged = decode(&word[0]);
    forged[60] ^= 1;
    refused(&mut a, &forged);
    assert_eq!(a.send("still one").len(), 1);
    a.hear(&word);
    assert_eq!(a.send("both").len(), 2);
}

#[test]
fn stored_keys_are_bounded_over_many_chains_and_expire_after_seven_credited_days() {
    let (mut a, mut b) = pair(362);
    for turn in 0..45 {
        for n in 0..30 {
            b.send(&format!("lost {turn} {n}"));
        }
        let line = b.send("arrives");
        a.hear(&line);
        let line = a.send("turns");
        b.hear(&line);
        assert!(a.peer.stored_keys() <= 1_000);
    }
    // 32 old chains and the current one are remembered, 30 keys of each.
    assert_eq!(a.peer.stored_keys(), 33 * 30);
    for _ in 0..6 {
        a.now += DAY;
        a.tick();
    }
    a.now += DAY - 1;
    a.tick();
    assert_eq!(a.peer.stored_keys(), 33 * 30);
    a.now += 1;
    a.tick();
    assert_eq!(a.peer.stored_keys(), 0);
}

#[test]
fn a_text_given_up_for_a_withheld_part_never_counts_as_delivered() {
    let (mut a, mut b) = pair(376);
    let long = "a text in parts ".repeat(30);
    let given_up = b.try_send(&long).unwrap();
    let (withheld, rest) = given_up.lines.split_last().unwrap();
    a.hear(rest);
    for _ in 0..16 {
        let other = b.send(&long);
        a.hear(&other[..1]);
    }
    assert!(texts(&a.receive(withheld)).is_empty(), "its other parts are gone");
    let whole = b.try_send(&long).unwrap();
    assert_eq!(a.hear(&whole.lines).0, [long]);
    pass(1, [&mut a, &mut b]);
    let mut delivered = Vec::new();
    for line in lines(&a.tick()) {
        delivered.extend(b.receive(&line).into_iter().filter_map(|event| match event {
            Event::Delivered(id) => Some(id),
            _ => None,
        }));
    }
    assert_eq!(delivered, [whole.id]);
}

#[test]
fn a_clock_that_jumps_by_years_expires_one_days_worth() {
    let (mut a, mut b) = pair(364);
    let late = b.send("late");
    let line = b.send("on time");
    // The prekey that the session began on lives for a minute more.
    (a.now, b.now) = (a.now + 60, b.now + 60);
    a.tick();
    a.hear(&line);
    assert_eq!(a.peer.stored_keys(), 1);
    let prekeys = {
        a.offer();
        a.installation.prekeys()
    };
    a.now += 3_650 * DAY;
    a.tick();
    a.now -= 3_650 * DAY;
    a.tick();
    assert_eq!(a.peer.stored_keys(), 1);
    assert_eq!(a.installation.prekeys(), prekeys);
    assert!(private(&a));
    assert_eq!(a.hear(&late).0, ["late"]);
}

#[test]
fn a_card_made_while_the_clock_was_years_ahead_is_not_given_out_when_it_is_right_again() {
    let (mut a, mut b) = (Person::new(374), Person::new(375));
    a.now += 3_650 * DAY;
    a.installation.card(a.now, &mut a.rng).unwrap();
    a.now -= 3_650 * DAY;
    let card = a.installation.card(a.now, &mut a.rng).unwrap();
    assert!(receive(&mut b, card.as_bytes()).is_ok());
}

#[test]
fn sessions_of_a_peer_are_bounded_and_the_live_one_stays() {
    let (mut a, mut b) = pair(366);
    let live = a.send("x")[0].clone();
    for _ in 0..40 {
        let init = start(&mut b, &mut a);
        a.receive(&init);
    }
    assert_eq!((a.peer.sessions(), b.peer.sessions()), (16, 16));
    assert_eq!(decode(&a.send("x")[0])[1..5], decode(&live)[1..5], "still on the same session");
    talk(&mut a, &mut b);
}

#[test]
fn a_wrong_installation_gets_no_lines_that_were_due() {
    let (mut a, mut b) = pair(368);
    let line = b.send("to be acknowledged");
    a.hear(&line);
    a.now += 10;
    let foreign = Person::new(999);
    let own = std::mem::replace(&mut a.installation, foreign.installation);
    assert!(a.tick().is_empty());
    assert_eq!(refusals(&a.receive(&line[0])), [SessionError::WrongInstallation]);
    a.installation = own;
    assert_eq!(lines(&a.tick()).len(), 1, "made now");
}

#[test]
fn sending_errors_change_nothing() {
    let mut a = Person::new(370);
    let before = state(&a);
    assert_eq!(a.try_send("x").unwrap_err(), SessionError::NoSession);
    assert_eq!(a.with(|peer, cx| peer.close(cx)).unwrap_err(), SessionError::NoSession);
    assert_eq!(a.with(|peer, cx| peer.probe(cx)).unwrap_err(), SessionError::NoSession);
    assert_eq!(a.with(|peer, cx| peer.send_card(cx)).unwrap_err(), SessionError::NoSession);
    assert!(matches!(a.peer.set_line_limit(359), Err(SessionError::LineLimit { .. })));
    assert!(matches!(a.peer.set_line_limit(16_385), Err(SessionError::LineLimit { .. })));
    assert!(state(&a) == before);

    let mut b = Person::new(371);
    let init = start(&mut a, &mut b);
    let before = state(&a);
    assert_eq!(a.try_send("").unwrap_err(), SessionError::EmptyText);
    assert_eq!(a.try_send(&"x".repeat(900)).unwrap_err(), SessionError::HoldUntilConfirmed);
    let long = "x".repeat(65_537);
    assert!(matches!(a.try_send(&long).unwrap_err(), SessionError::TextTooLong { .. }));
    let card = b.installation.card(b.now, &mut b.rng).unwrap();
    let long = [b'x'; 900];
    let first = Some((Default::default(), &long[..]));
    let error = a.with(|peer, cx| peer.start(cx, &card, first)).unwrap_err();
    assert_eq!(error, SessionError::HoldUntilConfirmed);
    a.now += 14 * DAY;
    assert!(a.with(|peer, cx| peer.start(cx, &card, None)).is_err(), "the card has expired");
    a.now -= 14 * DAY;
    assert!(state(&a) == before);
    settle(&mut a, &mut b, vec![init], vec![]);
    assert!(private(&a));
}

#[test]
fn many_lines_in_one_text_are_each_read_or_refused() {
    let (mut a, mut b) = pair(372);
    let good = b.send("good");
    let mut forged = decode(&good[0]);
    forged[60] ^= 1;
    let text = format!("{} {} {}", armor::encode(&forged), good[0], good[0]);
    let events = a.receive(&text);
    assert_eq!(texts(&events).len(), 1);
    assert!(matches!(refusals(&events)[..], [SessionError::Forged(_), SessionError::Duplicate]));
    a.peer = PeerSessions::new(&a.installation, None, a.now);
    assert!(matches!(receive(&mut a, &decode(&good[0])), Err(SessionError::NotForUs(_))));
}
