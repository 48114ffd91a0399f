//! Both sides begin sessions at once, several times over.

use crate::pair::*;
use subrosa::wire::armor;

/// The tag of a message: names the session and the direction.
fn tag(line: &str) -> Vec<u8> {
    armor::decode(line.as_bytes()).unwrap()[1..5].to_vec()
}

/// Reads one line; gives the one to send back.
fn answer(person: &mut Person, line: &str) -> String {
    let mut lines = person.hear(&[line.to_string()]).1;
    assert_eq!(lines.len(), 1);
    lines.remove(0)
}

/// Four sessions, two begun by each; each side comes to replace one that the other still sends on.
#[test]
fn two_sides_that_have_replaced_different_sessions_settle_on_one() {
    let (mut a, mut b) = (Person::new(60), Person::new(61));
    let (offer_a, offer_b) = (a.offer(), b.offer());
    let (offer_a_2, offer_b_2) = (a.offer(), b.offer());
    let (init_2, init_1) = (answer(&mut a, &offer_b), answer(&mut b, &offer_a));
    let (reply_1, reply_2) = (answer(&mut a, &init_1), answer(&mut b, &init_2));
    let init_4 = answer(&mut b, &offer_a_2);
    let done_1 = answer(&mut b, &reply_1);
    let init_3 = answer(&mut a, &offer_b_2);
    let done_2 = answer(&mut a, &reply_2);
    let reply_3 = answer(&mut b, &init_3);
    b.hear(&[done_2]);
    let reply_4 = answer(&mut a, &init_4);
    a.hear(&[done_1]);
    let (text_a, text_b) = (a.send("on the first"), b.send("on the second"));
    let (done_3, done_4) = (answer(&mut a, &reply_3), answer(&mut b, &reply_4));
    b.hear(&[done_3]);
    a.hear(&[done_4]);
    b.hear(&text_a);
    a.hear(&text_b);

    for turn in 0..3 {
        for person in [&mut a, &mut b] {
            person.now += 5;
        }
        let (from_a, from_b) = (lines(&a.tick()), lines(&b.tick()));
        a.hear(&from_b);
        b.hear(&from_a);
        let spoken = a.send(&format!("turn {turn}"));
        b.hear(&spoken);
        b.now += 5;
        let acknowledgement = lines(&b.tick());
        a.hear(&acknowledgement);
        let spoken = b.send(&format!("answer {turn}"));
        a.hear(&spoken);
        assert_eq!((acknowledgement.len(), spoken.len()), (1, 1));
        assert!(turn == 0 || tag(&acknowledgement[0]) == tag(&spoken[0]), "in turn {turn}");
    }
}

/// The confirming line of the first session comes after that of the second: at `a` the first one is
/// late, while `b` has both.
#[test]
fn a_text_on_a_session_whose_confirmation_came_late_is_acknowledged() {
    let (mut a, mut b) = (Person::new(62), Person::new(63));
    let (offer_1, offer_2) = (a.offer(), a.offer());
    let init_1 = answer(&mut b, &offer_1);
    let further = b.send("under the first Init");
    let reply_1 = answer(&mut a, &init_1);
    let again = answer(&mut a, &further[0]);
    let init_2 = answer(&mut b, &offer_2);
    let late = answer(&mut b, &reply_1);
    let reply_2 = answer(&mut a, &init_2);
    let done_2 = answer(&mut b, &reply_2);
    a.hear(&[done_2]);
    a.hear(&[late]);
    b.hear(&[again]);

    let sent = b.try_send("on the first").unwrap();
    assert_eq!(a.hear(&sent.lines).0, ["on the first"]);
    a.now += 5;
    let acknowledgements = lines(&a.tick());
    let delivered = acknowledgements
        .iter()
        .flat_map(|line| b.receive(line))
        .any(|event| matches!(event, subrosa::session::Event::Delivered(id) if id == sent.id));
    assert!(delivered);
    let next = b.send("on the second");
    assert_ne!(tag(&next[0]), tag(&sent.lines[0]));
    assert_eq!(a.hear(&next).0, ["on the second"]);
}

/// Here the reply on the first session comes after that on the second, so it is late at `b`, who
/// began both; and the line that would confirm the second to `a` is lost.
#[test]
fn a_text_on_a_session_that_is_late_to_its_initiator_brings_the_confirmation_of_the_later_one() {
    let (mut a, mut b) = (Person::new(64), Person::new(65));
    let (offer_1, offer_2) = (a.offer(), a.offer());
    let (init_1, init_2) = (answer(&mut b, &offer_1), answer(&mut b, &offer_2));
    // The Inits arrive in the other order, so that `a` prefers the first.
    let reply_2 = answer(&mut a, &init_2);
    let reply_1 = answer(&mut a, &init_1);
    answer(&mut b, &reply_2);
    b.hear(&[reply_1]);

    let sent = a.try_send("on the first").unwrap();
    b.now += 60;
    let (shown, confirmation) = b.hear(&sent.lines);
    assert_eq!((shown, confirmation.len()), (vec!["on the first".to_string()], 1));
    a.hear(&confirmation);
    let again =
        a.with(|peer, cx| peer.send(cx, Default::default(), b"on the first", Some(sent.id)));
    let again = again.unwrap().lines;
    assert_ne!(tag(&again[0]), tag(&sent.lines[0]));
    assert_eq!(b.hear(&again).0, [] as [String; 0], "shown already");
    b.now += 5;
    let acknowledgements = lines(&b.tick());
    let delivered = acknowledgements
        .iter()
        .flat_map(|line| a.receive(line))
        .any(|event| matches!(event, subrosa::session::Event::Delivered(id) if id == sent.id));
    assert!(delivered);
}
