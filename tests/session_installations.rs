//! One identity at two installations.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

#[path = "common/pair.rs"]
#[allow(dead_code)]
mod pair;

use pair::*;

/// `a`, and two installations of one peer that both have a session with it: the second one has got
/// its session because it could not read a line for the first.
fn three(seed: u64) -> (Person, Person, Person) {
    let (mut a, mut first) = pair(seed);
    let mut second = Person::with_identity(first.installation.identity().clone(), seed + 2);
    let lines = a.send("for the first alone");
    let (_, echo) = (first.hear(&lines), refusals(&second.receive(&lines[0]))[0].echo());
    let offer = second.installation.offer(echo, second.now, &mut second.rng).unwrap();
    settle(&mut a, &mut second, vec![], vec![offer]);
    first.now += 5;
    let acknowledgement = self::lines(&first.tick());
    a.hear(&acknowledgement);
    (a, first, second)
}

#[test]
fn an_offer_of_a_second_installation_takes_nothing_from_the_first() {
    let (mut a, mut first, mut second) = three(40);
    let lines = a.send("for both");
    assert_eq!(lines.len(), 2);
    assert_eq!(first.hear(&lines).0, ["for both"]);
    assert_eq!(second.hear(&lines).0, ["for both"]);
}

#[test]
fn an_installation_that_another_has_replaced_gets_no_more_texts_once_one_was_unanswered() {
    let (mut a, first) = pair(42);
    let mut second = Person::with_identity(first.installation.identity().clone(), 44);
    drop(first);
    let lost = a.send("into the void");
    let echo = refusals(&second.receive(&lost[0]))[0].echo();
    let offer = second.installation.offer(echo, second.now, &mut second.rng).unwrap();
    settle(&mut a, &mut second, vec![], vec![offer]);
    assert_eq!(a.send("for both, as far as a knows").len(), 2);
    a.now += 60;
    assert_eq!(a.send("for the second alone").len(), 1);
}
