//! Texts that nobody acknowledges: they go again, but it is the way that is tried, not every text.

use super::people::*;
use subrosa::messenger::{EventKind, Notice};

/// Lets time pass with ticks, and gives the lines that leave. `each` is done before each tick.
fn wait(a: &mut Somebody, minutes: u64, mut each: impl FnMut(&mut Somebody)) -> Vec<String> {
    let mut lines = Vec::new();
    for _ in 0..minutes * 2 {
        a.clock.advance(30_000);
        each(a);
        lines.extend(a.tick().lines.into_iter().map(|(_, line)| line));
    }
    lines
}

/// Alice has written five texts, and nothing has arrived.
fn unread(folder: &Folder) -> (Somebody, Somebody) {
    let (mut a, b) = private_pair(folder);
    for number in 0..5 {
        assert_eq!(a.say("bob", &format!("text {number}")).lines.len(), 1);
    }
    (a, b)
}

fn not_read(seen: &Seen) -> usize {
    let told = |kind: &EventKind| matches!(kind, EventKind::Notice(Notice::NotRead));
    seen.events.iter().filter(|event| told(&event.kind)).count()
}

#[test]
fn after_two_repeats_one_of_the_texts_goes_again_for_all() {
    let folder = Folder::in_memory();
    let (mut a, _b) = unread(&folder);
    let first = wait(&mut a, 4, |_| ()).len();
    assert_eq!(first, 2 * 5, "each is sent again twice");
    let day = first + wait(&mut a, 23 * 60, |_| ()).len();
    println!("{day} lines a day");
    assert!((20..=2 * 5 + 30).contains(&day), "{day} lines");
}

#[test]
fn somebody_who_comes_and_goes_is_sent_each_text_at_most_once_more_a_step() {
    let folder = Folder::in_memory();
    let (mut a, _b) = unread(&folder);
    let flap = |a: &mut Somebody| {
        for present in [false, true] {
            a.messenger.set_present(ACCOUNT, "bob", present).unwrap();
        }
    };
    let day = wait(&mut a, 23 * 60, flap).len();
    println!("{day} lines a day");
    assert!(day <= 5 * 40, "{day} lines");
}

#[test]
fn a_return_sends_again_what_rests() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = unread(&folder);
    wait(&mut a, 30, |_| ());
    for present in [false, true] {
        a.messenger.set_present(ACCOUNT, "bob", present).unwrap();
    }
    let seen = a.tick();
    let (_, shown) = carry(&mut a, &mut b, vec![seen]);
    assert_eq!(shown.len(), 5);
}

#[test]
fn when_one_text_is_acknowledged_all_others_follow_at_once() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = unread(&folder);
    wait(&mut a, 30, |_| ());
    let asking = wait(&mut a, 61, |_| ()).pop().unwrap();
    assert_eq!(b.hear("alice", &asking).shown.len(), 1);
    let (_, shown) = pass(&mut a, &mut b, 10);
    assert_eq!(shown.len(), 4);
    pass(&mut a, &mut b, 10);
    assert!(a.messenger.texts(ACCOUNT, None).events.is_empty());
}

#[test]
fn whoever_is_heard_is_sent_again_what_rests() {
    let folder = Folder::in_memory();
    let (mut a, mut b) = unread(&folder);
    wait(&mut a, 30, |_| ());
    let said = b.say("alice", "I am back");
    let (_, shown) = carry(&mut a, &mut b, vec![said]);
    let (_, more) = pass(&mut a, &mut b, 2);
    assert_eq!(shown.len() + more.len(), 5);
}

#[test]
fn clear_text_of_somebody_who_reads_nothing_tells_the_user_so() {
    let folder = Folder::in_memory();
    let (mut a, _b) = unread(&folder);
    assert_eq!(not_read(&a.hear("bob", "are you there?")), 0, "they are on their way");
    wait(&mut a, 10, |_| ());
    assert_eq!(not_read(&a.hear("bob", "are you there?")), 1);
    assert_eq!(not_read(&a.hear("bob", "hello?")), 0, "once a minute");
    assert_eq!(not_read(&a.hear("carol", "hello?")), 0);
}

#[test]
fn every_second_repeat_goes_in_the_shortest_lines_from_the_third_time_on() {
    let folder = Folder::in_memory();
    let (mut a, _b) = private_pair(&folder);
    let mut times = Vec::new();
    for minutes in [0, 1, 2, 4, 8, 16] {
        let left = match minutes {
            0 => a.say("bob", &"x".repeat(180)).lines.into_iter().map(|(_, line)| line).collect(),
            minutes => wait(&mut a, minutes, |_| ()),
        };
        times.push(left.len());
    }
    assert_eq!(times, [1, 1, 2, 1, 2, 1], "so many lines each time");
}
