//! Worlds in which names lie: the network renames whom it likes, and beside the messengers stands a
//! record of what one user saw and decided, which knows nothing of how the library remembers it.

mod alice;
mod check;
mod happen;
mod in_one_go;
mod machines;
mod record;
mod users;
mod world;

use super::number;
use std::panic::{AssertUnwindSafe, catch_unwind};
use world::{Scene, World};

/// Names that change hands, and two processes that begin again and again.
pub static NAMES: Scene =
    Scene { name: "names that lie", kills: 0, busy: false, full: false, steps: 120 };
pub static KILLS: Scene = Scene { name: "names that lie, and kills", kills: 8, ..NAMES };
pub static FULL: Scene = Scene { name: "names that lie, and full disks", full: true, ..NAMES };
pub static BUSY: Scene =
    Scene { name: "names that lie, and a busy vault", busy: true, steps: 60, ..NAMES };

/// Runs worlds of a kind; the first that fails is told from the beginning.
pub fn explore(scene: &'static Scene, usual_runs: u64) {
    let runs = number("SUBROSA_WORLD_RUNS").unwrap_or(usual_runs);
    let seeds = match number("SUBROSA_WORLD_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..runs,
    };
    for seed in seeds {
        if let Err(failure) = live(scene, seed, &mut None) {
            let mut story = Some(Vec::new());
            let _same = live(scene, seed, &mut story);
            for line in story.unwrap() {
                eprintln!("{line}");
            }
            panic!("{}: {failure}\nagain with SUBROSA_WORLD_SEED={seed}", scene.name);
        }
    }
}

fn live(
    scene: &'static Scene,
    seed: u64,
    story: &mut Option<Vec<String>>,
) -> Result<(), super::ledger::Failure> {
    let mut world = World::new(scene, seed, story.is_some());
    let result = catch_unwind(AssertUnwindSafe(|| world.live()));
    *story = world.story.take();
    result.unwrap_or_else(|_| Err("the library panicked".into()))
}
