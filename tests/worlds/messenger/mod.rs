//! Worlds of people with messengers: vaults on disk, hosts that do what hosts do, processes that die
//! between any two commits, a network that does what it likes. Whatever happens, the rules hold; and
//! when the network is fair again everybody finds together and everything has arrived.

mod disk;
mod fair;
mod happen;
mod host;
mod ledger;
mod person;
mod scenario;
mod shadow;
mod walk;
mod world;

use crate::explore::{Failure, Story, caught, explore};
use scenario::Scenario;
use world::World;

/// One world from beginning to end.
fn live(scenario: &'static Scenario, seed: u64, story: &mut Story) -> Result<(), Failure> {
    let mut world = World::new(scenario, seed, story.is_some());
    let result = caught(|| {
        world.suffer()?;
        world.converge()
    });
    *story = world.story.take();
    result
}

/// What long runs have found, by number.
#[test]
fn worlds_that_once_failed_are_mended() {
    use scenario::{CLOCKS, CRASHES, CROWD, EVERYTHING, THIEF, USERS};
    let found = [
        (&CROWD, 0),
        (&USERS, 20),
        (&USERS, 34),
        (&CLOCKS, 5),
        (&CLOCKS, 51),
        (&CRASHES, 43),
        (&EVERYTHING, 6),
        (&EVERYTHING, 16),
        (&EVERYTHING, 393),
        (&THIEF, 48),
        (&THIEF, 154),
    ];
    for (scenario, seed) in found {
        assert_eq!(live(scenario, seed, &mut None), Ok(()), "{} {seed}", scenario.name);
    }
}

macro_rules! worlds {
    ($($test:ident: $scenario:ident, $runs:expr;)+) => {
        $(
            #[test]
            fn $test() {
                let scenario = &scenario::$scenario;
                explore(scenario.name, $runs, |seed, story| live(scenario, seed, story));
            }
        )+
    };
}

worlds! {
    everything_arrives_once_after_a_bad_network: BAD_NETWORK, 40;
    everything_arrives_once_after_an_enemy_on_the_wire: ENEMY, 40;
    everything_arrives_once_whatever_hosts_forget: HOSTS, 40;
    everything_arrives_once_after_crashes_at_every_commit: CRASHES, 40;
    everything_arrives_once_after_losses_of_power: POWER, 40;
    everything_is_mended_after_restored_backups: BACKUPS, 40;
    everything_arrives_once_after_jumps_of_the_clock: CLOCKS, 40;
    users_who_start_and_end_as_they_like_lose_nothing_untold: USERS, 40;
    three_people_on_two_networks_get_what_is_theirs: CROWD, 20;
    a_thief_of_an_address_is_never_taken_for_its_owner: THIEF, 40;
    everything_arrives_once_from_a_vault_that_is_busy: BUSY, 4;
    everything_at_once_is_mended: EVERYTHING, 20;
}

macro_rules! shadows {
    ($($test:ident: $scene:ident, $runs:expr;)+) => {
        $(
            #[test]
            fn $test() {
                let scene = &shadow::$scene;
                explore(scene.name, $runs, |seed, story| shadow::live(scene, seed, story));
            }
        )+
    };
}

shadows! {
    what_was_promised_holds_whatever_names_the_network_tells: NAMES, 40;
    what_was_promised_holds_after_kills_at_every_commit: KILLS, 40;
    what_was_promised_holds_on_a_full_disk: FULL, 25;
    what_was_promised_holds_while_the_vault_is_busy: BUSY, 4;
}
