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

use crate::explore::{Failure, Story, caught};
use world::{Scene, World};

/// Names that change hands, and two processes that begin again and again.
pub static NAMES: Scene =
    Scene { name: "names that lie", kills: 0, busy: false, full: false, steps: 120 };
pub static KILLS: Scene = Scene { name: "names that lie, and kills", kills: 8, ..NAMES };
pub static FULL: Scene = Scene { name: "names that lie, and full disks", full: true, ..NAMES };
pub static BUSY: Scene =
    Scene { name: "names that lie, and a busy vault", busy: true, steps: 60, ..NAMES };

/// One world from beginning to end.
pub fn live(scene: &'static Scene, seed: u64, story: &mut Story) -> Result<(), Failure> {
    let mut world = World::new(scene, seed, story.is_some());
    let result = caught(|| world.live());
    *story = world.story.take();
    result
}
