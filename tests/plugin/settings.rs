//! Settings hold all of them or none, and an error never opens.

use crate::people::{Folder, TestClock};
use crate::rig::{self, ACCOUNT};
use subrosa::messenger::Origin;
use subrosa::plugin::Verdict;

#[test]
fn a_setting_that_is_not_possible_has_none_of_its_string_set() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::two(&folder, &clock, "");
    drop(alice.host.set(ACCOUNT, "mode=required"));
    let outcome = alice.host.set(ACCOUNT, "mode=manual line-chars=1");
    assert!(outcome.error.is_some());
    alice.carry_out(outcome);
    assert_eq!(alice.types("bob", "only in private").0, Verdict::Taken);
}

#[test]
fn what_is_set_while_settings_wait_holds_afterwards() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (alice, _bob) = rig::two(&folder, &clock, "");
    let mut second = alice.beside();
    let outcome = second.host.attach(ACCOUNT, "plain", "mode=manual");
    second.carry_out(outcome);
    drop(second.host.set(ACCOUNT, "mode=required"));
    drop(alice);
    for _ in 0..5 {
        clock.advance(2_000);
        second.ticks();
    }
    assert_ne!(second.types("bob", "only in private").0, Verdict::Pass);
}

#[test]
fn a_notice_where_settings_wait_is_refused_in_silence() {
    let (folder, clock) = (Folder::in_memory(), TestClock::new());
    let (mut alice, _bob) = rig::two(&folder, &clock, "");
    let busy = rusqlite::Connection::open(folder.0.join("alice.vault")).unwrap();
    busy.execute_batch("begin immediate").unwrap();
    let outcome = alice.host.set(ACCOUNT, "mode=manual");
    assert!(outcome.error.is_some(), "it waits");
    alice.carry_out(outcome);
    let notice = Origin { notice: true, ..Origin::default() };
    let outcome = alice.host.outgoing(ACCOUNT, "bob", b"I am away", notice);
    assert_eq!(outcome.verdict, Verdict::Refused);
    assert!(alice.carry_out(outcome).is_empty());
    let (verdict, seen) = alice.types("bob", "by hand");
    assert_eq!((verdict, rig::codes(&seen).len()), (Verdict::Refused, 1));
    drop(busy);
    clock.advance(2_000);
    alice.ticks();
    assert_eq!(alice.types("bob", "by hand").0, Verdict::Pass, "it is set");
}
