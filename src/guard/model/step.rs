//! What can happen in a small world.

use crate::guard::mode::Mode;
use crate::guard::names::snapshot::identity;
use crate::guard::op::Decision;
use crate::guard::op::Stage;

/// How large a world is, and what happens in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shape {
    pub accounts: usize,
    pub names: usize,
    pub people: u8,
    /// The second account has an identity of its own.
    pub own: bool,
    /// The names may be one until the network tells.
    pub alike: bool,
    /// The last name has no normal form.
    pub irregular: bool,
    /// Writes fail, and memory is lost.
    pub faults: bool,
    /// Rows of the disk are lost.
    pub damage: bool,
}

impl Shape {
    pub(super) const fn new(accounts: usize, names: usize, people: u8) -> Self {
        Self {
            accounts,
            names,
            people,
            own: false,
            alike: false,
            irregular: false,
            faults: true,
            damage: false,
        }
    }
}

/// What becomes of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    Committed,
    /// A transaction could not be begun.
    NotBegun,
    /// A transaction could not be committed.
    NotCommitted,
}

/// Something that happens. Names and identities are numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Decide(usize, Decision),
    Appeared(usize, u8),
    Session(usize, Stage),
    Unreadable(usize),
    Renamed(usize, usize),
    Respelled(usize, usize),
    Spread(usize, usize),
    Wrote(usize),
    /// A hint, which costs no disk: the user has written, or the host says whether the name is on a
    /// list.
    Noted(usize, Option<bool>),
    MadeRoom(usize),
    AccountMode(Mode),
    /// A name of which nothing is on the disk goes out of memory.
    MakeRoom(usize),
    /// What the disk has is loaded into the book that there is.
    Reload,
    /// Memory is lost.
    Crash,
    /// Memory is lost, and the row of a name with it.
    Damage(usize),
    /// The network tells how it compares names.
    Announce,
}

/// Something that happens at an account, and what becomes of it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub account: usize,
    pub what: What,
    pub fate: Fate,
}

/// Everything that can happen. To be *manual* differs from being *automatic* in who is answered
/// alone, which no promise is about, so worlds leave it out; the pairs have it.
pub(super) fn everything(shape: Shape) -> Vec<What> {
    let mut all =
        vec![What::AccountMode(Mode::Automatic), What::AccountMode(Mode::Required), What::Reload];
    if shape.faults {
        all.push(What::Crash);
    }
    if shape.alike {
        all.push(What::Announce);
    }
    for at in 0..shape.names {
        let decisions = [
            Decision::Start,
            Decision::End,
            Decision::Cancel,
            Decision::Accept(None),
            Decision::Block,
            Decision::Unblock,
            Decision::Forget(None),
            Decision::SetMode(None),
            Decision::SetMode(Some(Mode::Automatic)),
            Decision::SetMode(Some(Mode::Required)),
        ];
        all.extend(decisions.map(|decision| What::Decide(at, decision)));
        for number in 0..shape.people {
            let who = identity(number);
            let decisions = [
                Decision::Accept(Some(who)),
                Decision::Decline(who),
                Decision::AcceptKey(who),
                Decision::AddKey(who),
                Decision::Verify(who),
                Decision::Unverify(who),
                Decision::Forget(Some(who)),
            ];
            all.extend(decisions.map(|decision| What::Decide(at, decision)));
            all.push(What::Appeared(at, number));
        }
        all.extend([Stage::Waiting, Stage::Private].map(|stage| What::Session(at, stage)));
        all.extend([None, Some(true), Some(false)].map(|hint| What::Noted(at, hint)));
        all.extend([What::Unreadable(at), What::Wrote(at)]);
        all.extend([What::MadeRoom(at), What::MakeRoom(at)]);
        if shape.damage {
            all.push(What::Damage(at));
        }
        for to in (0..shape.names).filter(|to| *to != at) {
            all.extend([What::Renamed(at, to), What::Respelled(at, to), What::Spread(at, to)]);
        }
    }
    all
}

impl What {
    /// Whether this is a call that writes.
    pub(super) fn writes(self) -> bool {
        use What::{Announce, Crash, Damage, MakeRoom, Noted, Reload};
        !matches!(self, Noted(..) | MakeRoom(_) | Reload | Crash | Damage(_) | Announce)
    }
}

impl std::fmt::Debug for Step {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {:?} {:?}", self.account, self.what, self.fate)
    }
}
