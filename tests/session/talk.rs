//! Two people establish a session and talk.

use crate::pair::*;
use subrosa::session::{Content, Event, HostKey, PeerSessions, Status};
use subrosa::wire::armor;

#[test]
fn an_offer_makes_both_sides_private_and_known_to_each_other() {
    let (a, b) = pair(1);
    assert_eq!((a.peer.status(), b.peer.status()), (Status::Private, Status::Private));
    assert_eq!(a.peer.fingerprint(), Some(b.installation.identity().fingerprint()));
    assert_eq!(b.peer.fingerprint(), Some(a.installation.identity().fingerprint()));
}

#[test]
fn texts_go_in_both_directions_over_many_turns() {
    let (mut a, mut b) = pair(2);
    for turn in 0..50 {
        let text = format!("turn {turn} from a");
        let lines = a.send(&text);
        assert_eq!(b.hear(&lines).0, [text]);
        let text = format!("turn {turn} from b");
        let lines = b.send(&text);
        assert_eq!(a.hear(&lines).0, [text]);
    }
}

#[test]
fn a_text_of_200_bytes_is_one_line_of_380_characters_and_one_of_20_is_145_or_166() {
    let (mut a, mut b) = pair(3);
    let lines = a.send(&"x".repeat(200));
    assert_eq!((lines.len(), lines[0].len()), (1, 380));
    b.hear(&lines);
    let lines = b.send("twenty bytes of text");
    assert_eq!((lines.len(), lines[0].len()), (1, 166), "an acknowledgement goes with it");
    a.hear(&lines);
    let lines = b.send("twenty bytes of text");
    assert_eq!((lines.len(), lines[0].len()), (1, 145));
}

#[test]
fn a_text_of_200_bytes_still_fits_one_line_after_hundreds_in_one_direction() {
    let (mut a, mut b) = pair(3);
    for _ in 0..300 {
        let lines = a.send(&"x".repeat(200));
        assert_eq!(lines.len(), 1);
        assert!(lines[0].len() <= 380);
        b.hear(&lines);
    }
}

#[test]
fn an_offer_and_an_init_fit_one_line() {
    let (mut a, mut b) = (Person::new(4), Person::new(5));
    let offer = a.offer();
    assert!(offer.len() <= 380, "{}", offer.len());
    let init = lines(&b.receive(&offer));
    assert_eq!(init.len(), 1);
    assert!(init[0].len() <= 360, "{}", init[0].len());
}

#[test]
fn a_text_in_the_first_message_arrives_before_any_reply_and_is_marked_unconfirmed() {
    let (mut a, mut b) = (Person::new(6), Person::new(7));
    let card = a.installation.card(START, &mut a.rng).unwrap();
    let first = Some((Default::default(), &b"are you there?"[..]));
    let sent = b.with(|peer, cx| peer.start(cx, &card, first)).unwrap();
    assert_eq!(sent.lines.len(), 1);
    let events = a.receive(&sent.lines[0]);
    assert_eq!(texts(&events), [(sent.id, "are you there?".to_string(), true)]);
    let reply = lines(&events);
    settle(&mut b, &mut a, vec![], vec![]);
    let (_, _) = settle(&mut a, &mut b, reply, vec![]);
    assert_eq!((a.peer.status(), b.peer.status()), (Status::Private, Status::Private));
    let later = b.send("now you know");
    assert!(!texts(&a.receive(&later[0]))[0].2, "confirmed by now");
}

#[test]
fn texts_before_the_reply_go_under_the_init_header_in_any_order() {
    let (mut a, mut b) = (Person::new(8), Person::new(9));
    let offer = a.offer();
    let mut all = lines(&b.receive(&offer));
    all.extend(b.send("first"));
    all.extend(b.send(
        "a second text that is too long for one line under an Init header, so it comes in parts",
    ));
    assert!(all.len() >= 4);
    all.reverse();
    let (mut shown, _) = a.hear(&all);
    shown.sort();
    assert_eq!(shown.len(), 2);
    assert_eq!(shown[1], "first");
}

#[test]
fn a_long_text_arrives_whole_in_any_order() {
    let (mut a, mut b) = pair(10);
    let text: String = (0..5_000).map(|n| format!("{n} ")).collect();
    let mut lines = a.send(&text);
    assert!(lines.len() > 100);
    assert!(lines.iter().all(|line| line.len() <= 380));
    lines.reverse();
    assert_eq!(b.hear(&lines).0, [text]);
}

#[test]
fn a_delivered_text_is_reported_once_it_is_confirmed_and_acknowledged() {
    let (mut a, mut b) = pair(11);
    let sent = a.try_send("hello").unwrap();
    let events = b.receive(&sent.lines[0]);
    let id = texts(&events)[0].0;
    b.now += 10;
    assert_eq!(lines(&b.tick()), [] as [String; 0], "not confirmed, not acknowledged");
    b.peer.confirm(id, b.now);
    b.now += 10;
    let acknowledgement = lines(&b.tick());
    assert_eq!(acknowledgement.len(), 1);
    let events = a.receive(&acknowledgement[0]);
    assert!(
        events.iter().any(|e| matches!(e, Event::Delivered(id) if *id == sent.id)),
        "{events:?}"
    );
    assert_eq!(lines(&a.tick()), [] as [String; 0], "an acknowledgement is not acknowledged");
}

#[test]
fn a_close_ends_the_conversation_on_both_sides_and_sending_is_an_error() {
    let (mut a, mut b) = pair(12);
    let close = a.with(|peer, cx| peer.close(cx)).unwrap();
    assert_eq!(a.peer.status(), Status::Ended);
    b.hear(&close);
    assert_eq!(b.peer.status(), Status::Ended);
    assert_eq!(b.try_send("still there?").unwrap_err(), subrosa::session::SessionError::Ended);
    assert_eq!(a.try_send("oops").unwrap_err(), subrosa::session::SessionError::Ended);
}

#[test]
fn both_sides_may_begin_at_once() {
    let (mut a, mut b) = (Person::new(13), Person::new(14));
    let (offer_a, offer_b) = (a.offer(), b.offer());
    settle(&mut a, &mut b, vec![offer_a], vec![offer_b]);
    assert_eq!((a.peer.status(), b.peer.status()), (Status::Private, Status::Private));
    for turn in 0..5 {
        let lines = a.send(&format!("a{turn}"));
        assert_eq!(b.hear(&lines).0, [format!("a{turn}")]);
        let lines = b.send(&format!("b{turn}"));
        assert_eq!(a.hear(&lines).0, [format!("b{turn}")]);
    }
}

#[test]
fn a_restart_from_saved_state_loses_nothing() {
    let (mut a, mut b) = pair(15);
    let key = HostKey::new([7; 32]);
    let late = a.send("sent before the restart");
    let (blob, generation) = b.peer.save(&key, &mut b.rng).unwrap();
    let own = b.installation.save(&key, &mut b.rng).unwrap().0;
    let identity = b.installation.identity().clone();
    let fingerprint = *a.installation.identity().fingerprint();
    b.installation = subrosa::session::Installation::load(&own, &key, identity).unwrap().0;
    let (peer, found) =
        PeerSessions::load(&blob, &key, &b.installation, Some(&fingerprint), &mut b.rng).unwrap();
    assert_eq!(found, generation);
    b.peer = peer;
    assert_eq!(b.hear(&late).0, ["sent before the restart"]);
    let lines = b.send("after");
    assert_eq!(a.hear(&lines).0, ["after"]);
}

#[test]
fn who_has_lost_all_state_gets_a_new_session_from_the_next_unreadable_line() {
    let (mut a, mut b) = pair(16);
    let identity = b.installation.identity().clone();
    let mut b = {
        b = Person::with_identity(identity, 99);
        b
    };
    let lost = a.try_send("you will not read this").unwrap();
    let events = b.receive(&lost.lines[0]);
    let echo = refusals(&events)[0].echo().unwrap();
    let offer = b.installation.offer(Some(echo), b.now, &mut b.rng).unwrap();
    settle(&mut a, &mut b, vec![], vec![offer]);
    let again = a
        .with(|peer, cx| {
            peer.send(cx, Default::default(), b"you will not read this", Some(lost.id))
        })
        .unwrap();
    assert_eq!(b.hear(&again.lines).0, ["you will not read this"]);
    let lines = b.send("I am back");
    assert_eq!(a.hear(&lines).0, ["I am back"]);
}

#[test]
fn an_offer_that_answers_nothing_is_refused_while_a_session_is_live_and_a_probe_mends_it() {
    let (mut a, mut b) = pair(17);
    // The sessions are lost, the installation is what it was: a backup, say.
    b.peer = PeerSessions::new(&b.installation, b.peer.fingerprint().copied(), b.now);
    let offer = b.offer();
    let refused = refusals(&a.receive(&offer));
    assert_eq!(refused, [subrosa::session::SessionError::UnexpectedOffer]);
    let offer = armor::decode(offer.as_bytes()).unwrap();
    let probe = a.with(|peer, cx| peer.probe_offer(cx, &offer)).unwrap();
    let echo = refusals(&b.receive(&probe[0]))[0].echo().unwrap();
    let offer = b.installation.offer(Some(echo), b.now, &mut b.rng).unwrap();
    settle(&mut a, &mut b, vec![], vec![offer]);
    let lines = b.send("found again");
    assert_eq!(a.hear(&lines).0, ["found again"]);
}

#[test]
fn a_card_sent_in_a_session_begins_a_new_one_later() {
    let (mut a, mut b) = pair(18);
    let line = a.with(|peer, cx| peer.send_card(cx)).unwrap();
    assert!(line[0].len() <= 380);
    let events = b.receive(&line[0]);
    let card =
        events.iter().find_map(|e| if let Event::Card(c) = e { Some(c.clone()) } else { None });
    assert_eq!(card.unwrap().identity().fingerprint(), a.installation.identity().fingerprint());
}

/// What is shown of lines, with whether it was overtaken by later texts.
fn overtaken(person: &mut Person, lines: &[String]) -> Vec<(String, bool)> {
    let events: Vec<Event> = lines.iter().flat_map(|line| person.receive(line)).collect();
    let text = |event: Event| match event {
        Event::Text { bytes, overtaken, .. } => {
            Some((String::from_utf8(bytes).unwrap(), overtaken))
        }
        _ => None,
    };
    events.into_iter().filter_map(text).collect()
}

#[test]
fn a_text_that_sixteen_later_ones_were_shown_before_is_told_to_be_overtaken() {
    let (mut a, mut b) = pair(90);
    let early: Vec<String> = (0..3).flat_map(|n| a.send(&format!("early {n}"))).collect();
    for n in 1..=17 {
        let line = a.send("later");
        assert_eq!(overtaken(&mut b, &line), [("later".into(), false)]);
        if n == 15 {
            assert_eq!(overtaken(&mut b, &early[..1]), [("early 0".into(), false)]);
        }
    }
    // "early 0" was shown among them; the numbers of 16 are higher.
    assert_eq!(overtaken(&mut b, &early[1..2]), [("early 1".into(), true)]);
    // The flag survives a restart of the reader.
    let key = HostKey::new([9; 32]);
    let saved = b.peer.save(&key, &mut b.rng).unwrap().0;
    let own = &b.installation;
    b.peer = PeerSessions::load(&saved, &key, own, None, &mut b.rng).unwrap().0;
    assert_eq!(overtaken(&mut b, &early[2..]), [("early 2".into(), true)]);
}

#[test]
fn who_has_proven_to_be_the_peer_is_believed_after_a_restart_of_the_reader() {
    // `a` has offered: it is the responder, to whom the other has proven itself.
    let (mut a, mut b) = pair(98);
    let key = HostKey::new([9; 32]);
    let saved = a.peer.save(&key, &mut a.rng).unwrap().0;
    let own = &a.installation;
    a.peer = PeerSessions::load(&saved, &key, own, None, &mut a.rng).unwrap().0;
    let line = b.send("it is still me").remove(0);
    assert!(!texts(&a.receive(&line))[0].2, "marked as unconfirmed");
    let close = b.with(|peer, cx| peer.close(cx)).unwrap();
    a.hear(&close);
    assert_eq!(a.peer.status(), Status::Ended);
}

#[test]
fn restarts_of_the_sender_overtake_nothing() {
    let (mut a, mut b) = pair(92);
    let key = HostKey::new([9; 32]);
    let mut lines = Vec::new();
    for _ in 0..40 {
        let saved = a.peer.save(&key, &mut a.rng).unwrap().0;
        let own = &a.installation;
        a.peer = PeerSessions::load(&saved, &key, own, None, &mut a.rng).unwrap().0;
        lines.extend(a.send("a number up to 1,023 higher"));
    }
    for pair in lines.chunks(2) {
        let swapped = [pair[1].clone(), pair[0].clone()];
        assert!(overtaken(&mut b, &swapped).iter().all(|(_, overtaken)| !overtaken));
    }
}

#[test]
fn a_text_of_a_replaced_session_is_overtaken_once_the_later_one_has_shown_any() {
    let (mut a, mut b) = pair(94);
    let (first, second) = (a.send("first"), a.send("second"));
    let card = b.installation.card(b.now, &mut b.rng).unwrap();
    let init = a.with(|peer, cx| peer.start(cx, &card, None)).unwrap().lines;
    settle(&mut a, &mut b, vec![], vec![]);
    let (_, reply) = b.hear(&init);
    let (_, confirmation) = a.hear(&reply);
    b.hear(&confirmation);
    assert_eq!(overtaken(&mut b, &first), [("first".into(), false)], "nothing came after it yet");
    let line = a.send("on the later session");
    b.hear(&line);
    assert_eq!(overtaken(&mut b, &second), [("second".into(), true)]);
}

#[test]
fn a_text_that_comes_again_after_a_thousand_others_is_not_shown_again() {
    let (mut a, mut b) = pair(96);
    let first = a.try_send("once").unwrap();
    b.hear(&first.lines);
    for n in 0..1_000 {
        let lines = a.send(&n.to_string());
        let (_, back) = b.hear(&lines);
        a.hear(&back);
    }
    let again = a.with(|peer, cx| peer.send(cx, Content::Plain, b"once", Some(first.id)));
    assert_eq!(b.hear(&again.unwrap().lines).0, [] as [String; 0]);
}
