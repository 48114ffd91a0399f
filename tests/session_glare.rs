//! Both sides begin sessions at once, several times over.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "common/pair.rs"]
#[allow(dead_code)]
mod pair;

use pair::*;
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
