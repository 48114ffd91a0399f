//! What happens in a world, and how often.

/// One thing that can happen. Whom or what it concerns, the dice decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Happening {
    // The network does its work, well or badly.
    Deliver,
    Drop,
    Swap,
    Duplicate,
    Delay,
    Mangle,
    Cut,
    // It plays again what was, with or without saying so.
    DeliverAsHistory,
    History,
    Echo,
    // The enemy on the wire.
    Forge,
    Replay,
    Reflect,
    RewriteEcho,
    Stranger,
    // Somebody at another's address.
    Thief,
    Divert,
    // Users.
    Say,
    SayLong,
    SayVeryLong,
    Start,
    End,
    Accept,
    Decline,
    Cancel,
    Verify,
    AcceptKey,
    DecideText,
    Know,
    Presence,
    // Hosts.
    Confirm,
    Offline,
    Online,
    FailLines,
    ChangeMood,
    Tick,
    Reload,
    FailRandom,
    BusyVault,
    // Machines.
    LosePower,
    BackUp,
    Restore,
    // Time.
    Wait,
    WaitLong,
    TurnClock,
}

use Happening::*;

/// A kind of world.
pub struct Scenario {
    pub name: &'static str,
    pub people: usize,
    pub networks: usize,
    /// Of a hundred calls so many in which the process dies.
    pub crashes: usize,
    /// How often a world of this kind does what, beside [`ORDINARY`].
    pub also: &'static [(Happening, usize)],
    pub steps: usize,
}

impl Scenario {
    pub fn has(&self, happening: Happening) -> bool {
        self.also.iter().any(|(also, _)| *also == happening)
    }
}

/// What goes on in every world.
pub const ORDINARY: &[(Happening, usize)] = &[
    (Deliver, 48),
    (Say, 14),
    (SayLong, 1),
    (Start, 3),
    (Accept, 3),
    (Wait, 12),
    (WaitLong, 1),
    (Drop, 2),
    (Swap, 2),
    (Duplicate, 2),
    (Delay, 1),
    (Mangle, 2),
    (Confirm, 2),
    (DecideText, 1),
    (Verify, 1),
    (Reload, 1),
];

const USUAL: Scenario =
    Scenario { name: "", people: 2, networks: 1, crashes: 0, also: &[], steps: 110 };

pub static BAD_NETWORK: Scenario = Scenario {
    name: "a bad network",
    also: &[
        (Drop, 8),
        (Swap, 8),
        (Duplicate, 8),
        (Delay, 8),
        (Mangle, 6),
        (Cut, 3),
        (DeliverAsHistory, 3),
        (History, 4),
        (Echo, 4),
        (WaitLong, 2),
    ],
    ..USUAL
};

pub static ENEMY: Scenario = Scenario {
    name: "an enemy on the wire",
    also: &[
        (Forge, 14),
        (Replay, 8),
        (Reflect, 6),
        (RewriteEcho, 4),
        (Stranger, 8),
        (Drop, 3),
        (WaitLong, 1),
    ],
    ..USUAL
};

pub static HOSTS: Scenario = Scenario {
    name: "hosts that forget",
    also: &[
        (Offline, 3),
        (Online, 3),
        (FailLines, 6),
        (ChangeMood, 4),
        (Tick, 6),
        (Reload, 3),
        (Presence, 4),
        (Echo, 3),
        (SayVeryLong, 1),
        (FailRandom, 4),
    ],
    ..USUAL
};

pub static CRASHES: Scenario = Scenario {
    name: "crashes at every commit",
    crashes: 12,
    also: &[(Reload, 2), (SayVeryLong, 1), (FailLines, 2), (End, 1), (Offline, 1), (Online, 2)],
    ..USUAL
};

pub static POWER: Scenario = Scenario {
    name: "losses of power",
    crashes: 2,
    also: &[(LosePower, 7), (Replay, 1), (FailLines, 2)],
    ..USUAL
};

pub static BACKUPS: Scenario = Scenario {
    name: "backups restored",
    also: &[(BackUp, 6), (Restore, 4), (WaitLong, 2)],
    ..USUAL
};

pub static CLOCKS: Scenario = Scenario {
    name: "clocks that jump",
    also: &[(TurnClock, 5), (Start, 2), (End, 1), (WaitLong, 3), (Drop, 3), (SayVeryLong, 1)],
    ..USUAL
};

pub static USERS: Scenario = Scenario {
    name: "users who do as they like",
    also: &[
        (Start, 6),
        (End, 5),
        (Accept, 4),
        (Decline, 3),
        (Cancel, 3),
        (Verify, 2),
        (DecideText, 4),
        (SayVeryLong, 3),
        (Know, 3),
        (WaitLong, 1),
    ],
    ..USUAL
};

pub static CROWD: Scenario = Scenario {
    name: "three people on two networks",
    people: 3,
    networks: 2,
    crashes: 1,
    also: &[(Start, 8), (End, 1), (Replay, 3), (Reflect, 2), (Deliver, 30), (Say, 10)],
    steps: 200,
};

pub static THIEF: Scenario = Scenario {
    name: "a thief of an address",
    people: 3,
    also: &[(Thief, 16), (Divert, 6), (AcceptKey, 2), (End, 1), (WaitLong, 1), (Start, 2)],
    ..USUAL
};

pub static BUSY: Scenario = Scenario {
    name: "a vault that is busy",
    also: &[(BusyVault, 4), (Reload, 1)],
    steps: 80,
    ..USUAL
};

pub static EVERYTHING: Scenario = Scenario {
    name: "everything at once",
    people: 3,
    networks: 2,
    crashes: 2,
    also: &[
        (Drop, 2),
        (Delay, 2),
        (Cut, 1),
        (DeliverAsHistory, 1),
        (History, 2),
        (Echo, 2),
        (Forge, 4),
        (Replay, 4),
        (Reflect, 4),
        (RewriteEcho, 1),
        (Stranger, 2),
        (Start, 6),
        (End, 1),
        (Decline, 1),
        (Cancel, 1),
        (SayVeryLong, 1),
        (Know, 1),
        (Presence, 1),
        (Offline, 1),
        (Online, 2),
        (FailLines, 2),
        (ChangeMood, 1),
        (FailRandom, 1),
        (LosePower, 1),
        (BackUp, 2),
        (Restore, 1),
        (WaitLong, 2),
        (TurnClock, 1),
        (Deliver, 30),
        (Say, 6),
    ],
    steps: 200,
};
