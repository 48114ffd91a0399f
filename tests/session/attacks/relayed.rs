//! A relay that has the state of a writer, and carries the acknowledgements of a reader as it likes: it
//! drops them, turns them round, and lets them come again.

use super::replaced::{acknowledgement, delivered, is_told_of_a_copy, misread, stolen};
use crate::installations::three;
use crate::pair::*;
use subrosa::session::{SessionError, Status, TextId};

#[test]
fn whatever_a_relay_does_with_acknowledgements_no_text_that_was_replaced_is_told_as_delivered() {
    let (mut reported, mut unreported) = (0, 0);
    for seed in 0..40 {
        let (mut a, mut b, mut thief) = stolen(740 + 2 * seed);
        let mut dice = SeededRandom::new(seed);
        let mut replaced: Vec<TextId> = Vec::new();
        // Those that were made after a false text was read.
        let mut said: Vec<(String, bool)> = Vec::new();
        for n in 0..12 {
            let truth = a.try_send(&format!("{n}")).unwrap();
            let lie = thief.try_send(&format!("not {n}")).unwrap();
            let is_lie = dice.below(6) == 0;
            let read = if is_lie { lie.lines } else { truth.lines };
            assert_eq!(b.hear(&read).0.len(), 1, "seed {seed}");
            replaced.extend(is_lie.then_some(truth.id));
            if dice.below(2) == 0 {
                said.push((acknowledgement(&mut b), !replaced.is_empty()));
            }
        }
        let mut evidence = false;
        let mut told = false;
        while !said.is_empty() {
            let at = dice.below(said.len() as u64) as usize;
            let (line, is_evidence) = match dice.below(3) {
                0 => said[at].clone(),
                _ => said.swap_remove(at),
            };
            if dice.below(3) == 0 {
                continue;
            }
            evidence |= is_evidence;
            let events = a.receive(&line);
            told |= is_told_of_a_copy(&events);
            for id in delivered(&events) {
                assert!(!replaced.contains(&id), "seed {seed}: nobody has read it");
            }
            assert!(misread(&events).is_empty() || evidence, "seed {seed}: all is as it was sent");
            assert_eq!(told, evidence, "seed {seed}");
        }
        *if told { &mut reported } else { &mut unreported } += 1;
    }
    assert!(reported > 5 && unreported > 0, "{reported} were reported, {unreported} not");
}

#[test]
fn an_acknowledgement_that_does_not_fit_is_told_once_however_often_it_comes() {
    let (mut a, mut b, mut thief) = stolen(730);
    drop(a.try_send("the truth").unwrap());
    let lie = thief.try_send("a lie").unwrap();
    b.hear(&lie.lines);
    let line = acknowledgement(&mut b);
    assert!(is_told_of_a_copy(&a.receive(&line)));
    let state = a.peer.status();
    for _ in 0..3 {
        a.now += 100;
        let events = a.receive(&line);
        assert_eq!(refusals(&events), [SessionError::Duplicate]);
        assert!(!is_told_of_a_copy(&events) && misread(&events).is_empty());
    }
    assert_eq!(a.peer.status(), state);
}

#[test]
fn of_two_installations_each_vouches_for_what_it_has_read_itself() {
    for false_first in [false, true] {
        let (mut a, mut first, mut second) = three(732);
        let lines = a.send("the chains begin before the theft");
        first.hear(&lines);
        second.hear(&lines);
        let mut thief = a.clone();
        let truth = a.try_send("the truth").unwrap();
        let lie = thief.try_send("a lie").unwrap();
        assert_eq!(first.hear(&lie.lines).0, ["a lie"]);
        assert_eq!(second.hear(&truth.lines).0, ["the truth"]);
        let (of_first, of_second) = (acknowledgement(&mut first), acknowledgement(&mut second));
        if false_first {
            let events = a.receive(&of_first);
            assert!(is_told_of_a_copy(&events) && misread(&events).contains(&truth.id));
            assert_eq!(delivered(&events), []);
        }
        // One of the two has it.
        let events = a.receive(&of_second);
        assert!(delivered(&events).contains(&truth.id) && !is_told_of_a_copy(&events));
        if !false_first {
            let events = a.receive(&of_first);
            assert!(is_told_of_a_copy(&events) && !misread(&events).contains(&truth.id));
        }
        // The other one is talked with as before.
        assert_eq!(a.peer.status(), Status::Private);
        let sent = a.try_send("for the second alone").unwrap();
        assert_eq!(sent.lines.len(), 1);
        assert_eq!(second.hear(&sent.lines).0, ["for the second alone"]);
    }
}
