//! Keys die on time, whatever the process does: restarted daily, quiet for weeks, or with a clock
//! that was wrong.

use crate::pair::*;
use subrosa::session::{Expiry, HostKey, Installation, PeerSessions, SessionError, Status};

const DAY: u64 = 86_400;
const HOUR: u64 = 3_600;

fn key() -> HostKey {
    HostKey::new([9; 32])
}

/// A process that is opened once a day, does nothing, and saves what says that it has changed.
struct Daily {
    person: Person,
    installation: Vec<u8>,
    peer: Vec<u8>,
    savings: usize,
}

impl Daily {
    fn new(mut person: Person) -> Self {
        let installation = person.installation.save(&key(), &mut person.rng).unwrap().0;
        let peer = person.peer.save(&key(), &mut person.rng).unwrap().0;
        Self { person, installation, peer, savings: 0 }
    }

    /// Loads what was saved last, a day later.
    fn open(&mut self) {
        let person = &mut self.person;
        person.now += DAY;
        let identity = person.installation.identity().clone();
        person.installation = Installation::load(&self.installation, &key(), identity).unwrap().0;
        let (own, rng) = (&person.installation, &mut person.rng);
        person.peer = PeerSessions::load(&self.peer, &key(), own, None, rng).unwrap().0;
    }

    fn expire(&mut self) {
        let Person { installation, peer, rng, now } = &mut self.person;
        if installation.expire(*now).changed {
            self.installation = installation.save(&key(), rng).unwrap().0;
            self.savings += 1;
        }
        if peer.expire(*now).changed {
            self.peer = peer.save(&key(), rng).unwrap().0;
            self.savings += 1;
        }
    }

    fn live(&mut self, days: u64) {
        for _ in 0..days {
            self.open();
            self.expire();
        }
    }
}

/// Somebody's Init on a reusable card of `a`, and on a one-time card.
fn inits(a: &mut Person) -> (String, String) {
    let card = a.installation.card(a.now, &mut a.rng).unwrap();
    let mut b = Person::new(2);
    let reusable = b.with(|peer, cx| peer.start(cx, &card, None)).unwrap().lines.remove(0);
    let mut c = Person::new(3);
    let one_time = lines(&c.receive(&a.offer())).remove(0);
    (reusable, one_time)
}

fn is_for_nobody(person: &mut Person, line: &str) -> bool {
    matches!(refusals(&person.receive(line))[..], [SessionError::NotForUs(_)])
}

#[test]
fn a_reusable_prekey_lives_14_days_in_a_process_that_is_restarted_daily_for_a_year() {
    let mut a = Person::new(1);
    let (init, _) = inits(&mut a);
    let mut daily = Daily::new(a);
    daily.live(13);
    assert!(!is_for_nobody(&mut daily.person.clone(), &init), "13 days old");
    daily.live(1);
    assert!(is_for_nobody(&mut daily.person.clone(), &init), "14 days old");
    assert_eq!(daily.person.installation.prekeys(), 0);
    let savings = daily.savings;
    daily.live(351);
    assert!(is_for_nobody(&mut daily.person, &init), "a year old");
    assert_eq!(daily.savings, savings, "with nothing left to die, nothing is written");
}

#[test]
fn an_unanswered_offer_lives_48_hours_in_a_process_that_is_restarted_daily() {
    let mut a = Person::new(1);
    let (_, init) = inits(&mut a);
    let mut daily = Daily::new(a);
    daily.live(1);
    assert!(!is_for_nobody(&mut daily.person.clone(), &init), "a day old");
    daily.live(1);
    assert!(is_for_nobody(&mut daily.person, &init), "two days old");
}

/// A person that waits for a line which has been withheld.
fn waiting() -> (Person, String) {
    let (mut a, mut b) = pair(10);
    let withheld = b.send("withheld").remove(0);
    let line = b.send("arrives");
    a.hear(&line);
    assert_eq!(a.peer.stored_keys(), 1);
    (a, withheld)
}

#[test]
fn the_key_of_a_missing_line_lives_7_days_in_a_process_that_is_restarted_daily() {
    let (a, withheld) = waiting();
    let mut daily = Daily::new(a);
    daily.live(6);
    assert_eq!(daily.person.clone().hear([&withheld]).0, ["withheld"], "6 days old");
    daily.live(1);
    assert_eq!(daily.person.peer.stored_keys(), 0);
    assert!(daily.person.hear([&withheld]).0.is_empty(), "7 days old");
    daily.live(358);
    assert_eq!(daily.person.peer.status(), Status::Private);
}

#[test]
fn a_quiet_process_that_asks_when_it_is_due_keeps_no_key_for_longer() {
    let (mut a, _) = waiting();
    let begun = a.now;
    for _ in 0..10 * 24 {
        let Some(wait) = a.peer.expire(a.now).due_in else { break };
        assert!((1..=HOUR).contains(&wait), "{wait}");
        a.now += wait;
    }
    assert_eq!((a.peer.stored_keys(), a.now - begun), (0, 7 * DAY));
    assert_eq!(a.peer.expire(a.now), Expiry { changed: false, due_in: None }, "nothing waits");
}

#[test]
fn a_key_that_is_too_old_is_not_used_although_nobody_has_expired_it() {
    let (mut a, withheld) = waiting();
    // Each line that is read moves the clock.
    let (mut b, mut c) = (a.clone(), a.clone());
    for person in [&mut b, &mut c] {
        for _ in 0..6 {
            person.now += DAY;
            let text = person.send("the time goes on");
            assert_eq!(text.len(), 1);
        }
    }
    b.now += DAY - 1;
    assert_eq!(b.hear([&withheld]).0, ["withheld"]);
    c.now += DAY;
    assert!(c.hear([&withheld]).0.is_empty());
    a.now += 1;
    assert_eq!(a.hear([&withheld]).0, ["withheld"]);
}

#[test]
fn an_unfinished_text_is_given_up_after_7_days_of_daily_restarts() {
    let (mut a, mut b) = pair(20);
    let long = "a text in parts ".repeat(40);
    let lines = b.send(&long);
    let (last, first) = lines.split_last().unwrap();
    a.hear(first);
    let mut daily = Daily::new(a);
    daily.live(6);
    assert_eq!(daily.person.clone().hear([last]).0.len(), 1);
    daily.live(1);
    assert!(daily.person.hear([last]).0.is_empty());
}

#[test]
fn an_hour_of_time_that_is_not_saved_is_told_and_no_more_often() {
    let mut a = Person::new(30);
    a.installation.card(a.now, &mut a.rng).unwrap();
    let mut changed = 0;
    for _ in 0..24 * 60 {
        a.now += 60;
        changed += usize::from(a.installation.expire(a.now).changed);
    }
    assert_eq!(changed, 24);
}

#[test]
fn a_clock_that_was_years_ahead_when_the_state_was_saved_does_not_stop_the_time() {
    let mut a = Person::new(40);
    let (init, _) = inits(&mut a);
    let right = a.now;
    a.now += 3_650 * DAY;
    let _ = a.installation.expire(a.now);
    let mut daily = Daily::new(a);
    daily.person.now = right;
    daily.live(1);
    assert!(!is_for_nobody(&mut daily.person.clone(), &init));
    daily.live(13);
    assert!(is_for_nobody(&mut daily.person, &init), "nothing was credited since");
}

#[test]
fn a_card_that_expired_more_than_30_days_ago_is_refused_whatever_was_credited() {
    let mut a = Person::new(50);
    let (init, _) = inits(&mut a);
    // Nobody expires anything: a single day is credited.
    a.now += 44 * DAY - 1;
    assert!(!is_for_nobody(&mut a.clone(), &init), "30 days after its end, less a second");
    a.now += 1;
    assert!(is_for_nobody(&mut a.clone(), &init));
    // It is the clock of now that may be wrong: the key is there when it is right again.
    a.now -= 40 * DAY;
    assert!(!is_for_nobody(&mut a, &init));
}
