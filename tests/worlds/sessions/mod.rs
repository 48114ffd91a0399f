//! Two hosts on the level of sessions, on a network that does what it likes.

mod budget;
mod fair;
mod host;
mod hostile;
mod ledger;
mod scenario;
mod unchanged;
mod wires;

use crate::explore::{Failure, Story, caught, explore};
use hostile::World;
use scenario::Scenario;

/// One world from beginning to end.
fn live(scenario: &Scenario, seed: u64, story: &mut Story) -> Result<(), Failure> {
    let mut world = World::new(seed, story.is_some());
    let result = caught(|| {
        world.suffer(scenario)?;
        if world.dice.percent(90) { world.converge() } else { world.part() }
    });
    *story = world.trace;
    result
}

/// What long runs have found, by number.
#[test]
fn worlds_that_once_failed_converge() {
    use scenario::{BAD_NETWORK, ENEMY, EVERYTHING, GLARE, ROLLBACKS, STRANGERS};
    let found = [
        (&ROLLBACKS, 17),
        (&EVERYTHING, 26),
        (&ROLLBACKS, 80),
        (&STRANGERS, 242),
        (&ROLLBACKS, 164),
        (&ROLLBACKS, 480),
        (&ENEMY, 604),
        (&BAD_NETWORK, 1107),
        (&GLARE, 13),
        (&EVERYTHING, 1748),
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
    both_sides_converge_after_a_bad_network: BAD_NETWORK, 200;
    both_sides_converge_after_an_enemy_on_the_wire: ENEMY, 200;
    both_sides_converge_after_a_reflector: REFLECTOR, 120;
    both_sides_converge_after_restarts: RESTARTS, 200;
    both_sides_converge_after_many_losses_of_state: LOSSES, 120;
    both_sides_converge_after_restored_backups: ROLLBACKS, 200;
    both_sides_converge_after_cloned_machines: CLONES, 80;
    both_sides_converge_with_several_installations: INSTALLATIONS, 60;
    both_sides_converge_after_beginning_at_once: GLARE, 200;
    both_sides_converge_after_closing_and_beginning_again: CLOSES, 200;
    both_sides_converge_after_jumps_of_the_clock: CLOCKS, 200;
    both_sides_converge_among_strangers: STRANGERS, 150;
    both_sides_converge_after_everything: EVERYTHING, 80;
}
