//! Copies of a vault, used side by side.

use super::several::private_world;
use super::world::{HOUR, Kind, MINUTE};

#[test]
fn a_vault_that_is_copied_to_a_second_machine_becomes_two_devices() {
    let mut world = private_world(&[1, 1], 60);
    let copy = world.copy_device(0);
    world.carbons = false;
    // Both talk on: the other side sees two lines where there can be one.
    for round in 0..6 {
        for device in [0, copy] {
            world.say(device, 1, &format!("round {round} of {device}"));
            world.pass(2 * MINUTE);
        }
        world.say(1, 0, &format!("answer {round}"));
        world.pass(HOUR);
    }
    for round in 0..6 {
        for device in [0, copy] {
            let text = format!("round {round} of {device}");
            assert_eq!(world.shown_on(1, &text), [1], "{text}");
        }
    }
    assert_eq!([0, 1, copy].map(|device| world.open_texts(device)), [0; 3]);
    world.say(1, 0, "for both copies");
    world.pass(HOUR);
    assert_eq!(world.shown_on(0, "for both copies"), [0, copy]);
    // They are two devices now, and stay so.
    let now = world.now();
    for device in [0, copy, 1] {
        world.say(device, 1 - world.devices[device].owner, &format!("again by {device}"));
        world.pass(10 * MINUTE);
    }
    assert_eq!(world.sent(Kind::Init, now), 0);
}

#[test]
fn a_copy_of_one_of_several_devices_takes_nothing_from_the_others() {
    let mut world = private_world(&[2, 2], 61);
    let copy = world.copy_device(0);
    for round in 0..6 {
        for device in 0..world.devices.len() {
            let peer = 1 - world.devices[device].owner;
            world.say(device, peer, &format!("round {round} of {device}"));
            world.pass(2 * MINUTE);
        }
        world.pass(HOUR);
    }
    for device in 0..world.devices.len() {
        assert_eq!(world.open_texts(device), 0);
        let peer = 1 - world.devices[device].owner;
        let text = format!("round 5 of {device}");
        assert_eq!(world.shown_on(peer, &text), world.of(peer), "{text}, the copy is {copy}");
    }
}
