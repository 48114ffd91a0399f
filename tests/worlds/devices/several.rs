//! Texts on several devices.

use super::world::{HOUR, Kind, MINUTE, NAMES, World};
use crate::people::ACCOUNT;
use subrosa::messenger::{Action, Origin, State, Verdict};

/// Everybody starts with everybody; then they wait.
pub fn private_world(devices: &[usize], seed: u64) -> World {
    let mut world = World::new(devices, seed);
    world.start(0, 1);
    world.pass(2 * MINUTE);
    for (device, peer) in world.windows() {
        world.start(device, peer);
        world.pass(5_000);
    }
    world.pass(10 * MINUTE);
    for (device, peer) in world.windows() {
        assert_eq!(world.state(device, peer), State::Private, "{devices:?} {device}");
    }
    world
}

/// Each device says something to each other person; tells what did not arrive on every device.
pub fn everybody_says_something(world: &mut World, what: &str) -> Vec<String> {
    let mut said = Vec::new();
    for (device, peer) in world.windows() {
        let text = format!("{what} from {device} to {}", NAMES[peer]);
        assert_ne!(world.say(device, peer, &text), Verdict::Pass, "{text} in clear");
        said.push((peer, text));
        world.pass(20_000);
    }
    world.pass(10 * MINUTE);
    for device in 0..world.devices.len() {
        assert_eq!(world.open_texts(device), 0, "texts of device {device}");
    }
    let mut missing = Vec::new();
    for (peer, text) in said {
        let shown = world.shown_on(peer, &text);
        assert!(!shown.is_empty(), "{text} was told as delivered");
        if shown != world.of(peer) {
            missing.push(format!("{text}: on {shown:?} of {:?}", world.of(peer)));
        }
    }
    missing
}

#[test]
fn every_text_arrives_once_on_every_device_of_one_to_four_on_each_side() {
    for (seed, devices) in [[2, 2], [1, 4], [3, 2], [4, 4]].into_iter().enumerate() {
        let mut world = private_world(&devices, seed as u64);
        let missing = everybody_says_something(&mut world, "hello");
        assert!(missing.is_empty(), "{devices:?}: {missing:#?}");
        let calm = world.now();
        world.pass(6 * HOUR);
        assert!(world.log.iter().all(|(at, ..)| *at < calm), "{devices:?}: nobody has a reason");
    }
}

#[test]
fn devices_on_a_network_that_loses_lines_all_get_sessions_in_the_end() {
    let mut world = World::new(&[3, 3], 20);
    world.lossy = 15;
    world.carbons = false;
    for (device, peer) in world.windows() {
        world.start(device, peer);
        world.pass(10_000);
    }
    world.pass(HOUR);
    for round in 0..6 {
        everybody_says_something(&mut world, &format!("round {round}"));
        world.pass(HOUR);
    }
    world.lossy = 0;
    world.pass(HOUR);
    let missing = everybody_says_something(&mut world, "at last");
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a_fifth_device_gets_texts_when_it_has_spoken() {
    let mut world = private_world(&[1, 5], 30);
    world.say(0, 1, "for four of five");
    world.pass(10 * MINUTE);
    let shown = world.shown_on(1, "for four of five");
    assert_eq!(shown.len(), 4);
    let fifth = world.of(1).into_iter().find(|device| !shown.contains(device)).unwrap();
    world.say(fifth, 0, "I am here");
    world.pass(10 * MINUTE);
    assert_eq!(world.shown_on(0, "I am here"), [0]);
    world.say(0, 1, "for the last four heard");
    world.pass(10 * MINUTE);
    let shown = world.shown_on(1, "for the last four heard");
    assert_eq!(shown.len(), 4);
    assert!(shown.contains(&fifth));
    // The one that does not get texts any more cannot read them, says so, and begins nothing.
    let now = world.now();
    for text in 0..12 {
        world.say(0, 1, &format!("text {text}"));
        world.pass(10 * MINUTE);
    }
    assert_eq!(world.sent(Kind::Init, now), 0);
    assert!(world.sent(Kind::Offer, now) <= 6, "{} Offers", world.sent(Kind::Offer, now));
    assert_eq!(world.open_texts(0), 0);
}

#[test]
fn a_device_that_is_off_gets_no_more_lines_after_a_day_and_is_back_with_its_first_word() {
    let mut world = private_world(&[1, 2], 40);
    let lines_for = |world: &mut World, text: &str| {
        let before = world.log.len();
        world.say(0, 1, text);
        world.log[before..].iter().filter(|(_, device, _)| *device == 0).count()
    };
    assert_eq!(lines_for(&mut world, "for both"), 2);
    let off = world.of(1)[1];
    world.devices[off].connected = false;
    for text in 0..20 {
        assert_eq!(lines_for(&mut world, &format!("text {text}")), 2, "text {text}");
        world.pass(30 * MINUTE);
    }
    world.pass(25 * HOUR);
    assert_eq!(lines_for(&mut world, "for one"), 1, "the other one is dormant");
    world.devices[off].connected = true;
    world.pass(HOUR);
    world.say(off, 0, "back again");
    world.pass(MINUTE);
    assert_eq!(world.shown_on(0, "back again"), [0]);
    assert_eq!(lines_for(&mut world, "for both again"), 2);
    world.pass(10 * MINUTE);
    assert_eq!(world.shown_on(1, "for both again"), world.of(1));
    assert_eq!(world.shown_on(1, "for one").len(), 1, "what went by meanwhile stays missed");
}

#[test]
fn lines_of_another_device_of_ours_are_hidden_and_change_nothing() {
    let mut world = private_world(&[2, 1], 50);
    world.carbons = false;
    let said = world.devices[0].somebody.say(NAMES[1], "said elsewhere");
    let line = said.lines[0].1.clone();
    world.take(0, said);
    let fresh = world.add_device(0);
    let started = world.devices[fresh].somebody.do_with(NAMES[1], Action::Start);
    let offer = started.lines[0].1.clone();
    world.take(fresh, started);
    world.pass(HOUR);
    let query = "?SR1? I would like to talk in private.".to_owned();
    let log = world.log.len();
    let own = Origin { own: true, ..Origin::default() };
    for carbon in [line.clone(), query, offer] {
        let messenger = &mut world.devices[1].somebody.messenger;
        let outcome = messenger.incoming(ACCOUNT, NAMES[1], carbon.as_bytes(), own);
        assert_eq!((outcome.verdict, outcome.events.len()), (Verdict::Taken, 0));
    }
    world.pass(HOUR);
    assert_eq!(world.log.len(), log);
    // A host that does not tell carbons from what comes: an Offer that answers no line of theirs.
    let messenger = &mut world.devices[1].somebody.messenger;
    let outcome = messenger.incoming(ACCOUNT, NAMES[1], line.as_bytes(), Origin::default());
    assert_eq!((outcome.verdict, outcome.events.len()), (Verdict::Taken, 0));
    world.pass(HOUR);
    let sent: Vec<Kind> = world.log[log..].iter().map(|(_, _, kind)| *kind).collect();
    assert_eq!(sent, [Kind::Offer], "and nobody acts upon it");
}
