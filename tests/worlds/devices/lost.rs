//! State that is lost.

use super::several::{everybody_says_something, private_world};
use super::world::{HOUR, Kind, MINUTE, NAMES, World};
use subrosa::messenger::{State, Verdict};

/// What ten devices may send in all until they have found together, Offers among it; and one of them
/// in a minute.
const MOST_LINES: usize = 800;
const MOST_OFFERS: usize = 100;
const MOST_OFFERS_A_MINUTE: usize = 10;
/// Offers of one device in twelve hours of texts that it cannot read: one, two, four ... minutes
/// apart, then one an hour; each may be followed by one more, for a line that may be a probe.
const MOST_OFFERS_IN_VAIN: usize = 2 * 18;

/// Four devices, four and two.
fn ten_devices_that_lose_everything(seed: u64) -> World {
    let mut world = private_world(&[4, 4, 2], seed);
    for device in 0..world.devices.len() {
        world.lose_state(device);
    }
    world
}

fn check_calm(world: &World, since: u64) {
    let offers = world.sent(Kind::Offer, since);
    let lines = offers + world.sent(Kind::Init, since) + world.sent(Kind::Message, since);
    assert!(offers <= MOST_OFFERS, "{offers} Offers");
    assert!(lines <= MOST_LINES, "{lines} lines");
    for device in 0..world.devices.len() {
        let offers = world.busiest_minute(since, |of, kind| of == device && kind == Kind::Offer);
        assert!(offers <= MOST_OFFERS_A_MINUTE, "{offers} Offers of {device} in a minute");
    }
}

#[test]
fn ten_devices_that_all_lose_their_state_at_once_find_together_without_a_storm() {
    let mut world = ten_devices_that_lose_everything(10);
    let lost = world.now();
    for (device, peer) in world.windows() {
        world.start(device, peer);
        let text = format!("held on {device} for {peer}");
        assert_eq!(world.say(device, peer, &text), Verdict::Held);
    }
    world.pass(20 * MINUTE);
    check_calm(&world, lost);
    for (device, peer) in world.windows() {
        assert_eq!(world.state(device, peer), State::Private, "{device} {peer}");
        assert_eq!(world.open_texts(device), 0, "{device}");
        let text = format!("held on {device} for {peer}");
        assert!(!world.shown_on(peer, &text).is_empty(), "{text}");
    }
    // Pairs of devices whose handshakes crossed find together when they cannot read each other.
    let rounds: Vec<usize> = (0..4)
        .map(|round| {
            let missing = everybody_says_something(&mut world, &format!("round {round}"));
            world.pass(HOUR);
            missing.len()
        })
        .collect();
    assert_eq!(rounds[3], 0, "texts that some device has missed: {rounds:?}");
}

#[test]
fn ten_devices_that_wait_until_somebody_writes_find_together_without_a_storm() {
    // The contacts are gone as well: what comes cannot be read, and nobody starts anything. One
    // device of each person has kept its state, and writes.
    let mut world = private_world(&[4, 4, 2], 11);
    let kept: Vec<usize> = (0..3).map(|owner| world.of(owner)[0]).collect();
    let lost = world.now();
    for device in (0..world.devices.len()).filter(|device| !kept.contains(device)) {
        world.lose_state(device);
    }
    for round in 0..4 {
        for (device, peer) in world.windows() {
            if kept.contains(&device) {
                world.say(device, peer, &format!("round {round} of {device} for {peer}"));
                world.pass(MINUTE);
            }
        }
        world.pass(HOUR);
    }
    check_calm(&world, lost);
    for (device, peer) in world.windows() {
        assert_eq!(world.state(device, peer), State::Private, "{device} {peer}");
    }
    for (device, peer) in world.windows().into_iter().filter(|(d, _)| kept.contains(d)) {
        let text = format!("round 3 of {device} for {peer}");
        assert_eq!(world.shown_on(peer, &text), world.of(peer), "{text}");
        assert_eq!(world.open_texts(device), 0);
    }
}

#[test]
fn a_device_that_cannot_read_what_acknowledges_another_begins_no_sessions() {
    let mut world = private_world(&[4, 4, 2], 12);
    everybody_says_something(&mut world, "before");
    let now = world.now();
    for hour in 0..12 {
        for text in 0..10 {
            world.say(0, 1, &format!("hour {hour}, text {text}"));
            world.pass(6 * MINUTE);
        }
    }
    assert_eq!(world.sent(Kind::Init, now), 0);
    for device in 0..world.devices.len() {
        let offers = world
            .log
            .iter()
            .filter(|(at, of, kind)| *at >= now && (*of, *kind) == (device, Kind::Offer));
        let offers = offers.count();
        assert!(offers <= MOST_OFFERS_IN_VAIN, "{offers} Offers of {device}");
    }
}

#[test]
fn what_was_not_acknowledged_is_sent_again_to_the_same_identity_and_to_no_other() {
    let mut world = private_world(&[2, 4], 13);
    for device in world.of(1) {
        world.devices[device].connected = false;
    }
    for device in world.of(0) {
        world.say(device, 1, &format!("unanswered, by {device}"));
    }
    world.pass(10 * MINUTE);
    // Somebody else at the address, first.
    let thief = world.of(1)[0];
    world.be_somebody_else(thief);
    world.start(thief, 0);
    world.pass(HOUR);
    assert!(world.devices[thief].shown.is_empty(), "{:?}", world.devices[thief].shown);
    world.devices[thief].connected = false;
    for device in world.of(0) {
        assert_eq!(world.open_texts(device), 1);
    }
    // Then the one they were for, on other devices, without any state.
    let devices: Vec<usize> = world.of(1).into_iter().filter(|device| *device != thief).collect();
    for device in &devices {
        world.lose_state(*device);
        world.devices[*device].connected = true;
    }
    world.start(devices[0], 0);
    world.pass(2 * HOUR);
    for device in world.of(0) {
        let text = format!("unanswered, by {device}");
        assert!(!world.shown_on(1, &text).is_empty(), "{text} to {}", NAMES[1]);
        assert_eq!(world.open_texts(device), 0);
    }
}
