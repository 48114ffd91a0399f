//! One identity at two installations.

use crate::pair::*;
use subrosa::session::{PeerSessions, SessionError};
use subrosa::wire::armor;
use subrosa::wire::limits::LOST_SECONDS;

/// `a`, and two installations of one peer that both have a session with it: the second one has got
/// its session because it could not read a line for the first.
pub(crate) fn three(seed: u64) -> (Person, Person, Person) {
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

#[test]
fn an_installation_that_is_heard_again_is_not_taken_for_lost_when_it_leaves_a_text_unanswered() {
    // The Offer of the second one said that the first was perhaps lost, and then a line came from it.
    let (mut a, mut first, mut second) = three(62);
    assert_eq!(a.send("for both").len(), 2);
    a.now += LOST_SECONDS;
    let lines = a.send("still for both");
    assert_eq!(lines.len(), 2, "one text unanswered is no more than a line under way");
    assert_eq!(first.hear(&lines).0, ["still for both"]);
    assert_eq!(second.hear(&lines).0, ["still for both"]);
}

#[test]
fn a_session_that_nobody_answers_on_keeps_no_offer_of_its_installation_out() {
    let (mut a, mut first) = pair(58);
    let mut second = Person::with_identity(first.installation.identity().clone(), 60);
    let lost = a.send("into the void");
    let echo = refusals(&second.receive(&lost[0]))[0].echo();
    let offer = second.installation.offer(echo, second.now, &mut second.rng).unwrap();
    settle(&mut a, &mut second, vec![], vec![offer]);
    // The first has lost its sessions but not its id, and reads only what is meant for the second.
    let peer = *a.installation.identity().fingerprint();
    first.peer = PeerSessions::new(&first.installation, Some(peer), first.now);
    let offer = first.offer();
    assert_eq!(refusals(&a.receive(&offer)), [SessionError::UnexpectedOffer]);
    a.now += 60;
    settle(&mut a, &mut first, vec![], vec![offer]);
    assert_eq!(a.send("for both").len(), 2);
}

#[test]
fn an_installation_without_a_session_gets_one_for_an_offer_that_answers_nothing() {
    let (mut a, mut first) = pair(45);
    let mut second = Person::with_identity(first.installation.identity().clone(), 47);
    let offer = second.offer();
    settle(&mut a, &mut second, vec![], vec![offer]);
    let lines = a.send("for both");
    assert_eq!(first.hear(&lines).0, ["for both"]);
    assert_eq!(second.hear(&lines).0, ["for both"]);
}

#[test]
fn an_offer_that_answers_a_line_for_another_installation_begins_nothing() {
    let (mut a, mut first, mut second) = three(48);
    let sessions = a.peer.sessions();
    // An acknowledgement for the first alone: the second cannot know what it is.
    let text = first.send("to a");
    a.hear(&text);
    a.now += 5;
    let acknowledgement = lines(&a.tick());
    let echo = refusals(&second.receive(&acknowledgement[0]))[0].echo();
    let offer = second.installation.offer(echo, second.now, &mut second.rng).unwrap();
    assert_eq!(refusals(&a.receive(&offer)), [SessionError::UnexpectedOffer]);
    assert_eq!(a.peer.sessions(), sessions);
    // The probe is for the one who asked, and quiets it.
    let offer = armor::decode(offer.as_bytes()).unwrap();
    let probe = a.with(|peer, cx| peer.probe_offer(cx, &offer)).unwrap();
    assert_eq!(probe.len(), 1);
    assert_eq!(refusals(&second.receive(&probe[0])), []);
    assert_eq!(refusals(&first.receive(&probe[0])).len(), 1);
}

#[test]
fn an_offer_that_answers_a_line_of_another_installation_of_ours_is_not_probed() {
    let (mut a, first, mut second) = three(51);
    let mut third = Person::with_identity(a.installation.identity().clone(), 54);
    drop(first);
    // A line of our other installation, which has no session with the second.
    let offer = third.offer();
    let init = lines(&second.receive(&offer));
    let echo = Some(subrosa::session::Echo::of(&armor::decode(init[0].as_bytes()).unwrap()));
    let offer = second.installation.offer(echo, second.now, &mut second.rng).unwrap();
    assert_eq!(refusals(&a.receive(&offer)), [SessionError::UnexpectedOffer]);
    let offer = armor::decode(offer.as_bytes()).unwrap();
    let probe = a.with(|peer, cx| peer.probe_offer(cx, &offer));
    assert_eq!(probe.unwrap_err(), SessionError::NoSession);
}

#[test]
fn installations_whose_clocks_differ_both_get_sessions() {
    let (mut a, mut first) = pair(55);
    let mut second = Person::with_identity(first.installation.identity().clone(), 57);
    second.now -= 3_600;
    let offer = second.offer();
    settle(&mut a, &mut second, vec![], vec![offer]);
    let lines = a.send("for both");
    assert_eq!(first.hear(&lines).0, ["for both"]);
    assert_eq!(second.hear(&lines).0, ["for both"]);
}
