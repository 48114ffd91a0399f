//! What happens in a world, and how often.

/// One thing that can happen. Which host, line or time it concerns, the dice decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    // The network does its work, well or badly.
    Deliver,
    Drop,
    Swap,
    Duplicate,
    Delay,
    Mangle,
    // The enemy on the wire.
    Forge,
    Replay,
    Reflect,
    RewriteEcho,
    // A third person with an identity of their own.
    Stranger,
    // Users.
    Say,
    SayLong,
    Close,
    Start,
    Invite,
    SendCard,
    Confirm,
    // Time.
    Wait,
    WaitLong,
    TurnClock,
    // Machines.
    Snapshot,
    Restore,
    Restart,
    CrashBetweenSaves,
    LoseState,
    AddInstallation,
    Clone,
    FailRandom,
}

use Happening::*;

/// A kind of world.
pub struct Scenario {
    pub name: &'static str,
    /// How often a world of this kind does what, beside [`ORDINARY`].
    pub also: &'static [(Happening, usize)],
    pub steps: usize,
}

/// What goes on in every world.
pub const ORDINARY: &[(Happening, usize)] = &[
    (Deliver, 48),
    (Say, 14),
    (SayLong, 1),
    (Wait, 12),
    (WaitLong, 1),
    (Invite, 2),
    (Drop, 3),
    (Swap, 3),
    (Duplicate, 3),
    (Delay, 2),
    (Mangle, 3),
    (Confirm, 2),
];

pub const BAD_NETWORK: Scenario = Scenario {
    name: "a bad network",
    also: &[(Drop, 8), (Swap, 8), (Duplicate, 8), (Delay, 8), (Mangle, 6), (WaitLong, 2)],
    steps: 120,
};

pub const ENEMY: Scenario = Scenario {
    name: "an enemy on the wire",
    also: &[(Forge, 16), (Replay, 10), (Reflect, 6), (RewriteEcho, 4), (Drop, 3), (WaitLong, 1)],
    steps: 120,
};

pub const REFLECTOR: Scenario = Scenario {
    name: "a reflector",
    also: &[(Reflect, 30), (Restart, 1), (LoseState, 1)],
    steps: 120,
};

pub const RESTARTS: Scenario = Scenario {
    name: "restarts",
    also: &[(Restart, 10), (CrashBetweenSaves, 5), (FailRandom, 4), (Confirm, 3)],
    steps: 120,
};

pub const LOSSES: Scenario = Scenario {
    name: "state lost again and again",
    also: &[(LoseState, 4), (Invite, 3), (WaitLong, 3), (SendCard, 1), (Start, 1)],
    steps: 120,
};

pub const ROLLBACKS: Scenario = Scenario {
    name: "backups restored",
    also: &[(Snapshot, 6), (Restore, 4), (WaitLong, 2)],
    steps: 120,
};

pub const CLONES: Scenario = Scenario {
    name: "machines cloned",
    also: &[(Clone, 2), (Snapshot, 2), (Restore, 1), (WaitLong, 2)],
    steps: 120,
};

pub const INSTALLATIONS: Scenario = Scenario {
    name: "several installations",
    also: &[(AddInstallation, 2), (LoseState, 1), (WaitLong, 2), (Start, 1), (SendCard, 1)],
    steps: 140,
};

pub const GLARE: Scenario = Scenario {
    name: "both begin at once",
    also: &[(Invite, 12), (Start, 6), (Delay, 6)],
    steps: 100,
};

pub const CLOSES: Scenario = Scenario {
    name: "closed and begun again",
    also: &[(Close, 3), (Start, 5), (Invite, 3), (WaitLong, 1)],
    steps: 120,
};

pub const CLOCKS: Scenario = Scenario {
    name: "clocks that jump",
    also: &[(TurnClock, 5), (Invite, 3), (LoseState, 1), (WaitLong, 3), (SendCard, 1)],
    steps: 120,
};

pub const STRANGERS: Scenario = Scenario {
    name: "strangers",
    also: &[(Stranger, 14), (Invite, 4), (RewriteEcho, 2)],
    steps: 120,
};

pub const EVERYTHING: Scenario = Scenario {
    name: "everything at once",
    also: &[
        (Drop, 2),
        (Delay, 2),
        (Forge, 4),
        (Replay, 4),
        (Reflect, 4),
        (RewriteEcho, 1),
        (Stranger, 2),
        (Close, 1),
        (Start, 2),
        (SendCard, 1),
        (WaitLong, 2),
        (TurnClock, 1),
        (Snapshot, 2),
        (Restore, 1),
        (Restart, 2),
        (CrashBetweenSaves, 1),
        (LoseState, 1),
        (AddInstallation, 1),
        (FailRandom, 1),
    ],
    steps: 200,
};
