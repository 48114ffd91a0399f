//! What was promised, and who was accepted where.
//!
//! The ghost knows no doors, drafts or joins. It hears what happens and what the user decides, and
//! whether a call has worked. What restricts it believes at once, everything else once it is on the
//! disk. It asks the machine two things only: whom it has taken for an owner (and then judges whether
//! it might), and whether a contact's unreadable line begins something.

use super::step::What;
use crate::guard::mode::Mode;
use crate::guard::op::Decision;
use crate::guard::op::Stage;
use crate::identity::Fingerprint;

/// What was promised about a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Promise {
    /// A conversation was private here.
    pub private: bool,
    /// One was asked for, or the user was told that it begins.
    pub asked: bool,
    /// The user wants no clear text here, whatever the account's mode.
    pub required: bool,
    /// The user has excepted the name from the account's mode.
    pub exempt: bool,
    pub blocked: bool,
    /// The user has to do with the name.
    pub touched: bool,
    /// Something restricted the name once.
    pub tainted: bool,
    /// The window of somebody whom the user has to do with under another name is here now.
    pub window: bool,
    /// It was given up with the window that is here: nobody can tell what was promised, but that it
    /// was private.
    pub folded: bool,
    /// Who was accepted here and is here.
    pub owners: u32,
    /// Who was accepted here and has another name now.
    pub away: u32,
}

impl Promise {
    /// Whether a promise stands, modes of accounts left out.
    pub(super) fn stands(&self) -> bool {
        self.private || self.asked || self.required || self.blocked
    }

    fn is_known(&self) -> bool {
        self.stands() || self.touched || self.window || self.owners | self.away != 0
    }

    /// Whether nothing of it may be given up to make room.
    pub(super) fn is_to_be_kept(&self) -> bool {
        self.touched || (self.window && self.stands()) || self.owners != 0
    }

    fn is_nobodys(&self) -> bool {
        self.owners | self.away == 0
    }

    fn restricted_by(&mut self, window: &Self) {
        self.private |= window.private;
        self.asked |= window.asked;
        self.required |= window.required;
        self.blocked |= window.blocked;
        self.tainted |= window.tainted;
        self.window |= window.window;
        self.exempt &= window.exempt || !window.is_known();
    }
}

/// What was promised on the accounts of a vault. Some of it is known of identities: as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Ghost {
    pub names: [[Promise; 3]; 2],
    pub required: [bool; 2],
    pub blocked: u32,
    pub replaced: u32,
    /// By the identities that the user has.
    pub verified: [u32; 2],
    pub accepted: [u32; 2],
}

/// What the ghost has to know of a call.
#[derive(Debug, Clone, Copy)]
pub(super) struct Heard {
    pub account: usize,
    /// Which identity of the user's the account has.
    pub own: usize,
    /// Whether the machine remembers the name that the operation is about.
    pub remembered: bool,
    /// Whether the machine answers the name unasked.
    pub contact: bool,
    /// Whether the machine takes the name for one that the user has to do with, after the call.
    pub touched: bool,
    /// Whether the machine waits for those who have left the name, after the call. It may forget them
    /// where the user never had to do with the name.
    pub waits: bool,
    /// Whom the machine has for owners now, by name.
    pub owners: [u32; 3],
    /// Whom the machine had for guests before, at the name that the operation is about.
    pub guests: u32,
    /// Whether the machine has given up what it knew of the name.
    pub forgotten: bool,
    /// Whether the machine takes the name for one that is folded, or may be.
    pub folded: bool,
}

pub(super) fn bit(who: Fingerprint) -> u32 {
    1 << who.as_bytes()[0]
}

impl Ghost {
    /// The user has asked for something, even if that was refused: no clear text is no surprise.
    pub(super) fn taint(&mut self, heard: &Heard, what: What) {
        let names = &mut self.names[heard.account];
        match what {
            What::Decide(at, decision) => {
                use Decision::{Accept, AcceptKey, AddKey, Block, SetMode, Start};
                let asks = matches!(decision, Start | Accept(_) | AcceptKey(_) | AddKey(_) | Block);
                names[at].tainted |= asks || decision == SetMode(Some(Mode::Required));
            }
            What::Session(at, _) => names[at].tainted = true,
            What::Unreadable(at) if heard.contact => names[at].tainted = true,
            What::Renamed(from, to) | What::Respelled(from, to) | What::Spread(from, to)
                if heard.remembered =>
            {
                names[to].tainted |= names[from].tainted;
                // The window of somebody who is not excepted: nor is this name any more.
                names[to].tainted |= names[to].exempt && !names[from].exempt;
            }
            _ => {}
        }
    }

    /// What is promised from the moment that the machine hears of it.
    pub(super) fn restrict(&mut self, heard: &Heard, what: What) {
        let names = &mut self.names[heard.account];
        match what {
            What::Decide(at, decision) => {
                let name = &mut names[at];
                match decision {
                    Decision::Start | Decision::Accept(_) => name.asked |= !name.blocked,
                    // There is no new key where there was none.
                    Decision::AcceptKey(_) | Decision::AddKey(_) => {
                        let key = matches!(decision, Decision::AcceptKey(_));
                        let somebody = name.owners != 0 || (key && name.away != 0);
                        name.asked |= somebody && !name.blocked;
                    }
                    Decision::Block => name.blocked = true,
                    Decision::SetMode(Some(Mode::Required)) => {
                        name.required = true;
                        name.exempt = false;
                    }
                    Decision::SetMode(None) => name.exempt = false,
                    _ => {}
                }
            }
            What::Session(at, Stage::Private) => names[at].private = true,
            What::Session(at, Stage::Waiting) => names[at].asked = true,
            What::Unreadable(at) => names[at].asked |= heard.contact,
            What::Renamed(from, to) | What::Respelled(from, to) | What::Spread(from, to) => {
                let window = names[from];
                names[to].restricted_by(&window);
                if matches!(what, What::Renamed(..)) {
                    names[to].window |= window.is_known();
                }
            }
            What::MadeRoom(at) if !names[at].touched && !is_last_name(names, at) => {
                names[at].folded |= names[at].window && names[at].stands();
            }
            What::AccountMode(Mode::Required) => self.required[heard.account] = true,
            _ => {}
        }
    }

    /// What is true once it is on the disk. Tells what the machine must not have done.
    pub(super) fn commit(&mut self, heard: &Heard, what: What) -> Result<(), &'static str> {
        let names = &mut self.names[heard.account];
        match what {
            What::Decide(at, decision) => {
                names[at].touched |= !matches!(decision, Decision::Forget(_));
                self.decided(heard, at, decision);
            }
            What::Appeared(at, number) => {
                let who = 1 << number;
                let name = &mut names[at];
                if heard.owners[at] & !name.owners & who != 0 {
                    let first = name.is_nobodys() && self.accepted[heard.own] & who == 0;
                    let first = first && (!name.folded || name.touched);
                    if !first && name.away & who == 0 {
                        return Err("P2: somebody owns a name by showing up there");
                    }
                    if (self.replaced | self.blocked) & who != 0 || name.blocked {
                        return Err("P3, P4: somebody replaced or blocked owns a name");
                    }
                    name.owners |= who;
                    name.away = 0;
                    self.accepted[heard.own] |= who;
                }
            }
            What::Session(at, _)
            | What::Unreadable(at)
            | What::Wrote(at)
            | What::Noted(at, None | Some(true)) => names[at].touched |= heard.touched,
            What::Renamed(from, to) => {
                let window = names[from];
                let target = &mut names[to];
                let new = heard.owners[to] & !target.owners;
                let here = window.owners | heard.guests;
                let home = target.owners == 0 && new & !(target.away & here) == 0;
                let untouched = target.is_nobodys() && !target.touched;
                if new != 0 && !home && !(untouched && new & !window.owners == 0) {
                    return Err("P2: somebody owns a name by moving there");
                }
                if new != 0 {
                    target.owners |= new;
                    target.away = 0;
                }
                let old = &mut names[from];
                old.window = false;
                old.away |= std::mem::take(&mut old.owners);
                if !old.touched && !old.stands() && !heard.waits {
                    old.is_forgotten();
                }
            }
            What::Respelled(from, to) | What::Spread(from, to) => {
                let window = match what {
                    What::Spread(..) => names[from],
                    _ => names[from],
                };
                if matches!(what, What::Respelled(..)) {
                    let Promise { folded, .. } = names[from];
                    names[from] = Promise { folded, ..Promise::default() };
                    names[from].is_forgotten();
                }
                let target = &mut names[to];
                let only = |name: &Promise| (name.private, name.asked, name.required, name.blocked);
                let fresh = !target.touched && target.is_nobodys();
                // An excepted name stays one if nothing was known of its other spelling, nor restricted.
                let plain = only(target) == only(&Promise::default());
                target.exempt |= window.exempt && fresh && plain;
                target.touched |= window.touched;
                let same = (target.owners, target.away) == (window.owners, window.away);
                if target.is_nobodys() || same {
                    (target.owners, target.away) = (window.owners, window.away);
                } else if !window.is_nobodys() {
                    target.away |= window.owners | window.away | target.owners;
                    target.owners = 0;
                }
                // Who was declined under either spelling owns neither.
                let gone = target.owners & !heard.owners[to];
                if gone != 0 {
                    target.away |= std::mem::take(&mut target.owners);
                }
            }
            What::MadeRoom(at) => {
                if heard.forgotten && (names[at].touched || is_last_name(names, at)) {
                    return Err("rule 12: a name that the user knows is forgotten");
                }
                if heard.forgotten {
                    names[at].is_forgotten();
                }
            }
            What::AccountMode(mode) => self.required[heard.account] = mode == Mode::Required,
            _ => {}
        }
        Ok(())
    }

    fn decided(&mut self, heard: &Heard, at: usize, decision: Decision) {
        let name = &mut self.names[heard.account][at];
        let own = heard.own;
        match decision {
            Decision::Start | Decision::Accept(None) => {}
            Decision::End => {
                (name.private, name.asked) = (false, false);
                name.owners &= !self.replaced;
            }
            Decision::Cancel => name.asked = false,
            Decision::Accept(Some(who)) => {
                if name.owners & bit(who) == 0 {
                    name.owners = bit(who);
                }
                name.away = 0;
                self.accepted[own] |= bit(who);
            }
            Decision::Decline(who) => {
                name.owners &= !bit(who);
                name.away &= !bit(who);
            }
            Decision::AcceptKey(who) => {
                let old = (name.owners | name.away) & !bit(who);
                (name.owners, name.away) = (bit(who), 0);
                self.replaced |= old;
                self.accepted[own] &= !old;
                self.accept_again(own, bit(who));
                self.unverify(old);
            }
            Decision::AddKey(who) => {
                name.owners |= bit(who);
                name.away = 0;
                self.accept_again(own, bit(who));
            }
            Decision::Verify(who) => self.verified[own] |= bit(who) & name.owners,
            Decision::Unverify(who) => self.verified[own] &= !bit(who),
            Decision::Block => {
                name.blocked = true;
                self.blocked |= name.owners;
            }
            Decision::Unblock => {
                name.blocked = false;
                self.blocked &= !(name.owners | name.away);
            }
            Decision::Forget(who) => self.forgotten(heard, at, who),
            Decision::SetMode(mode) => {
                name.required = mode == Some(Mode::Required);
                name.exempt = mode.is_some_and(|mode| mode != Mode::Required);
            }
        }
    }

    fn accept_again(&mut self, own: usize, who: u32) {
        self.accepted[own] |= who;
        self.unverify(self.replaced & who);
        self.replaced &= !who;
    }

    fn unverify(&mut self, who: u32) {
        self.verified = self.verified.map(|verified| verified & !who);
    }

    fn forgotten(&mut self, heard: &Heard, at: usize, who: Option<Fingerprint>) {
        let who = who.map_or(0, bit);
        for name in &mut self.names[heard.account] {
            name.owners &= !who;
            name.away &= !who;
        }
        self.verified[heard.own] &= !who;
        self.accepted[heard.own] &= !who;
        let name = &mut self.names[heard.account][at];
        if name.owners == 0 {
            let Promise { required, exempt, tainted, folded, .. } = *name;
            let touched = heard.touched && (required || exempt || heard.folded);
            *name = Promise { required, exempt, tainted, touched, folded, ..Promise::default() };
        }
    }
}

/// Whether somebody is at a name who has no other.
fn is_last_name(names: &[Promise; 3], at: usize) -> bool {
    let others = (0..3).filter(|other| *other != at);
    names[at].owners & !others.fold(0, |owners, other| owners | names[other].owners) != 0
}

impl Promise {
    /// What was promised is given up, to make room.
    pub(super) fn is_forgotten(&mut self) {
        let Self { tainted, folded, .. } = *self;
        *self = Self { tainted: tainted || folded, folded, private: folded, ..Self::default() };
    }

    pub(super) fn pack(&self) -> u32 {
        let Self { private, asked, required, exempt, blocked, .. } = *self;
        let Self { touched, tainted, window, folded, owners, away, .. } = *self;
        let flags = [folded, window, private, asked, required, exempt, blocked, touched, tainted];
        let flags = flags.iter().fold(0, |bits, flag| bits << 1 | u32::from(*flag));
        flags << 8 | owners << 4 | away
    }

    pub(super) fn unpack(packed: u32) -> Self {
        let flag = |number: u32| packed & 1 << (8 + number) != 0;
        Self {
            folded: flag(8),
            window: flag(7),
            private: flag(6),
            asked: flag(5),
            required: flag(4),
            exempt: flag(3),
            blocked: flag(2),
            touched: flag(1),
            tainted: flag(0),
            owners: packed >> 4 & 15,
            away: packed & 15,
        }
    }
}
