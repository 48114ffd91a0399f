//! What is remembered of strangers, and what is asked about names that the user has never touched.

use super::keys::*;
use super::people::*;
use subrosa::messenger::limits::MAX_STRANGERS;
use subrosa::messenger::{Question, Setting, Verdict};

/// The network names strangers `from` to `to`.
fn meet(a: &mut Somebody, strangers: std::ops::Range<usize>) {
    for number in strangers {
        a.messenger.set_known(ACCOUNT, &format!("stranger-{number}"), false).unwrap();
    }
}

fn remembered(a: &mut Somebody) -> usize {
    a.messenger.contacts(ACCOUNT).events.len()
}

#[test]
fn each_time_that_too_many_strangers_are_remembered_the_older_half_is_forgotten() {
    let folder = Folder::in_memory();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    let mut met = 0;
    let mut meet_more = |a: &mut Somebody, more: usize| {
        meet(a, met..met + more);
        met += more;
        remembered(a)
    };
    assert_eq!(meet_more(&mut a, MAX_STRANGERS), MAX_STRANGERS);
    for _ in 0..3 {
        assert_eq!(meet_more(&mut a, 1), MAX_STRANGERS / 2);
        assert_eq!(meet_more(&mut a, MAX_STRANGERS / 2), MAX_STRANGERS);
    }
}

#[test]
fn strangers_who_become_contacts_make_room_for_as_many_others_and_no_more() {
    let folder = Folder::in_memory();
    let mut a = Somebody::new(&folder, &TestClock::new(), "alice", 1);
    meet(&mut a, 0..MAX_STRANGERS);
    for number in 0..10 {
        a.messenger.set_known(ACCOUNT, &format!("stranger-{number}"), true).unwrap();
    }
    meet(&mut a, MAX_STRANGERS..MAX_STRANGERS + 10);
    assert_eq!(remembered(&mut a), 10 + MAX_STRANGERS);
    meet(&mut a, MAX_STRANGERS + 10..MAX_STRANGERS + 11);
    assert_eq!(remembered(&mut a), 10 + MAX_STRANGERS / 2);
}

#[test]
fn questions_about_names_that_the_user_has_touched_are_not_counted_with_those_about_others() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = private_pair(&folder);
    a.messenger.set(ACCOUNT, Setting::Invitations, 1).unwrap();
    a.messenger.set_known(ACCOUNT, "on-the-list", true).unwrap();
    assert_eq!(a.say("written-to", "hello").verdict, Verdict::Pass);
    let mut asks = |name: &str| {
        let line = b.say("alice", "it is me").lines.remove(0).1;
        asked(&a.hear(name, &line), Question::AddressChanged).len()
    };
    assert_eq!(asks("never-seen"), 1);
    assert_eq!(asks("nor-this-one"), 0, "one a minute");
    assert_eq!((asks("on-the-list"), asks("written-to")), (1, 1));
}
