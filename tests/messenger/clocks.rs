//! Clocks that are set back: nothing waits for a time that was wrong.

use super::people::*;
use std::sync::atomic::Ordering;
use subrosa::messenger::{Action, EventKind, Question};

const A_YEAR: u64 = 365 * 86_400_000;

fn set_back(somebody: &Somebody, ms: u64) {
    somebody.clock.0.fetch_sub(ms, Ordering::Relaxed);
}

/// Ends without telling the other side, and begins anew: gives the Offer.
fn begin_anew_untold(somebody: &mut Somebody, peer: &str) -> String {
    let _lost = somebody.do_with(peer, Action::End);
    let start = somebody.do_with(peer, Action::Start);
    start.lines[0].1.clone()
}

#[test]
fn the_user_is_asked_whether_to_wait_also_after_the_clock_was_set_back() {
    let folder = Folder::new();
    let clock = TestClock::new();
    let mut a = Somebody::new(&folder, &clock, "alice", 1);
    a.do_with("bob", Action::Start);
    set_back(&a, A_YEAR);
    let mut asked = false;
    for _ in 0..70 {
        clock.advance(60_000);
        let no_answer =
            |kind: &EventKind| matches!(kind, EventKind::Ask { question: Question::NoAnswer, .. });
        asked |= a.tick().events.iter().any(|event| no_answer(&event.kind));
    }
    assert!(asked);
}

#[test]
fn who_begins_anew_is_answered_also_after_the_clock_was_set_back() {
    let folder = Folder::new();
    let (mut a, mut b) = private_pair(&folder);
    let offer = begin_anew_untold(&mut b, "alice");
    assert!(!a.hear("bob", &offer).lines.is_empty());
    set_back(&a, A_YEAR);
    let offer = begin_anew_untold(&mut b, "alice");
    assert!(!a.hear("bob", &offer).lines.is_empty(), "a year before the last answer");
}
