//! What is remembered of one name.

use super::mode::Mode;
use super::rules::{Rule, keeps};
use crate::identity::Fingerprint;
use std::collections::BTreeSet;

/// Whether texts may leave in clear to a name. The later ones are stricter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Door {
    /// Texts may leave in clear.
    #[default]
    Open,
    /// A private conversation was begun from [`Open`](Self::Open) and has never been private: to
    /// cancel it opens the door again.
    Started,
    /// Only the user's END or FORGET at this name opens the door.
    Shut,
}

/// What is remembered of one name of an account.
///
/// The default is a name of which nothing is known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Name {
    pub(super) door: Door,
    pub(super) mode: Option<Mode>,
    pub(super) blocked: bool,
    /// The identities accepted here.
    pub(super) owners: BTreeSet<Fingerprint>,
    /// The identities that were accepted here and have another name now: the name waits for them.
    pub(super) left: BTreeSet<Fingerprint>,
    /// The identities that are here without having been accepted.
    pub(super) guests: BTreeSet<Fingerprint>,
    /// The identities that the user does not want here.
    pub(super) declined: BTreeSet<Fingerprint>,
    /// Whoever asks from here for a private conversation is answered without the user.
    pub(super) contact: bool,
    /// The user has written here, has decided something, or has the name on a list.
    pub(super) touched: bool,
    /// Whoever was talked with under another name has this one now: what it restricts is not forgotten
    /// while they have it, although the user never touched it.
    pub(super) window: bool,
}

/// A name of which nothing is known: the default, for whoever only looks at it.
pub(super) static UNKNOWN: Name = Name {
    door: Door::Open,
    mode: None,
    blocked: false,
    owners: BTreeSet::new(),
    left: BTreeSet::new(),
    guests: BTreeSet::new(),
    declined: BTreeSet::new(),
    contact: false,
    touched: false,
    window: false,
};

/// A name of which nothing is known but that nothing may leave in clear there.
pub(super) static SHUT: Name = Name {
    door: Door::Shut,
    mode: None,
    blocked: false,
    owners: BTreeSet::new(),
    left: BTreeSet::new(),
    guests: BTreeSet::new(),
    declined: BTreeSet::new(),
    contact: false,
    touched: false,
    window: false,
};

impl Name {
    /// Whether texts may leave in clear, as far as the door is concerned.
    #[must_use]
    pub fn door(&self) -> Door {
        self.door
    }

    /// The mode that the user has set for this name.
    #[must_use]
    pub fn mode(&self) -> Option<Mode> {
        self.mode
    }

    /// Whether the user has blocked this name.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.blocked
    }

    /// Whether whoever was talked with under another name has this one now.
    #[must_use]
    pub fn is_window(&self) -> bool {
        self.window
    }

    /// The identities accepted here.
    #[must_use]
    pub fn owners(&self) -> &BTreeSet<Fingerprint> {
        &self.owners
    }

    /// The identities that the name waits for.
    #[must_use]
    pub fn left(&self) -> &BTreeSet<Fingerprint> {
        &self.left
    }

    /// The identities that are here without having been accepted.
    #[must_use]
    pub fn guests(&self) -> &BTreeSet<Fingerprint> {
        &self.guests
    }

    /// The identities that the user does not want here.
    #[must_use]
    pub fn declined(&self) -> &BTreeSet<Fingerprint> {
        &self.declined
    }

    /// Whether whoever asks from here is answered without the user, as far as the name is concerned.
    #[must_use]
    pub fn is_contact(&self) -> bool {
        self.contact
    }

    /// Whether the user has written here, has decided something, or has the name on a list.
    #[must_use]
    pub fn is_touched(&self) -> bool {
        self.touched
    }

    /// Whether everybody who was accepted here has left, and nobody has come instead.
    #[must_use]
    pub fn is_left(&self) -> bool {
        self.owners.is_empty() && !self.left.is_empty()
    }

    /// Whether nothing is lost when the name is forgotten: it restricts nothing, belongs to nobody,
    /// the user has never done anything about it, and has no window there. A guest who is only here is asked about again.
    #[must_use]
    pub fn is_bare(&self) -> bool {
        let Self { door, mode, blocked, owners, left, declined, contact, touched, .. } = self;
        let window = self.window;
        *door == Door::Open
            && mode.is_none()
            && !blocked
            && owners.is_empty()
            && left.is_empty()
            && declined.is_empty()
            && !contact
            && !touched
            && !window
    }

    /// Whether this is a record that the machine makes. One that was damaged, or written by another
    /// program, is refused by [`Names::load`](super::Names::load).
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let Self { owners, left, guests, declined, mode, touched, .. } = self;
        // Only the user sets a weak mode; a strict one comes along with a window as well.
        let weak = mode.is_some_and(|mode| mode != Mode::Required);
        owners.len() <= super::MAX_OWNERS
            && guests.len() <= super::MAX_GUESTS
            && declined.len() <= super::MAX_DECLINED
            && (owners.is_empty() || left.is_empty())
            && owners.is_disjoint(declined)
            && [owners, left, declined].iter().all(|others| guests.is_disjoint(others))
            && (!weak || *touched)
    }

    /// Somebody is here without having been accepted. Tells whether that is new.
    pub(super) fn add_guest(&mut self, who: Fingerprint) -> bool {
        if self.owners.contains(&who) || self.left.contains(&who) || self.declined.contains(&who) {
            return false;
        }
        while self.guests.len() >= super::MAX_GUESTS && !self.guests.contains(&who) {
            // It asks again when it is heard again.
            self.guests.pop_first();
        }
        self.guests.insert(who)
    }

    /// Somebody is accepted here, beside the owners that there are. The name waits for nobody else.
    pub(super) fn add_owner(&mut self, who: Fingerprint) {
        self.drop_person(&who);
        self.left.clear();
        self.owners.insert(who);
    }

    /// Everybody who was accepted here has another name now.
    pub(super) fn leave(&mut self) {
        self.left.append(&mut self.owners);
    }

    /// The user does not want somebody here.
    pub(super) fn decline(&mut self, who: Fingerprint) {
        self.drop_person(&who);
        while self.declined.len() >= super::MAX_DECLINED {
            self.declined.pop_first();
        }
        self.declined.insert(who);
    }

    /// Nothing is remembered of somebody at this name any more.
    pub(super) fn drop_person(&mut self, who: &Fingerprint) {
        self.owners.remove(who);
        self.left.remove(who);
        self.declined.remove(who);
        self.guests.remove(who);
    }

    /// The name has begun to be private, or is about to.
    pub(super) fn shut(&mut self, door: Door) {
        self.door = self.door.max(door);
    }
}

/// A record as it is stored, field by field. See [`Name::is_well_formed`].
#[derive(Debug, Clone, Default)]
pub struct NameParts {
    /// See [`Name::door`].
    pub door: Door,
    /// See [`Name::mode`].
    pub mode: Option<Mode>,
    /// See [`Name::is_blocked`].
    pub blocked: bool,
    /// See [`Name::owners`].
    pub owners: Vec<Fingerprint>,
    /// See [`Name::left`].
    pub left: Vec<Fingerprint>,
    /// See [`Name::guests`].
    pub guests: Vec<Fingerprint>,
    /// See [`Name::declined`].
    pub declined: Vec<Fingerprint>,
    /// See [`Name::is_contact`].
    pub contact: bool,
    /// See [`Name::is_touched`].
    pub touched: bool,
    /// Whoever was talked with under another name has this one now.
    pub window: bool,
}

impl Name {
    /// The record with these fields; `None` if the machine makes none like it.
    #[must_use]
    pub fn from_parts(parts: NameParts) -> Option<Self> {
        let NameParts {
            door,
            mode,
            blocked,
            owners,
            left,
            guests,
            declined,
            contact,
            touched,
            window,
        } = parts;
        let [owners, left, guests, declined] =
            [owners, left, guests, declined].map(|people| people.into_iter().collect());
        let name =
            Self { door, mode, blocked, owners, left, guests, declined, contact, touched, window };
        name.is_well_formed().then_some(name)
    }
}

/// What is told about a name and decides nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    /// The user has written to it.
    Wrote,
    /// Whether the user has it on a list.
    Known(bool),
}

impl Name {
    /// The user has written in clear, or to somebody who is waited for; or the name is on a list, or
    /// is not. A name that was left stays nobody's who would be answered.
    pub(super) fn hinted(&mut self, hint: Hint) {
        let left = keeps(Rule::LeftNamesAnswerNobody) && self.is_left();
        match hint {
            Hint::Known(false) => {
                if self.contact && !keeps(Rule::HintsNeverTouchADoor) {
                    self.door = Door::Open;
                }
                self.contact = false;
            }
            Hint::Known(true) if left => {}
            Hint::Wrote | Hint::Known(true) => {
                self.touched = true;
                self.contact |= !left;
            }
        }
    }
}
