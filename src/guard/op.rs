//! What can happen to a name, and what follows from it.

use super::mode::Mode;
use super::person::Person;
use super::spelling::AddressKey;
use crate::identity::Fingerprint;
use std::fmt;

/// How far the sessions with the owners of a name are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// There is none, nor is one being made.
    Idle,
    /// One is asked for or being made.
    Waiting,
    /// There is one.
    Private,
}

/// Something that happens. Each is about names of one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Op<'a> {
    /// The user decides something about a name.
    Decide(&'a AddressKey, Decision),
    /// An identity has proven to be at a name, by a line that was readable or a handshake.
    Appeared(&'a AddressKey, Fingerprint),
    /// The sessions with the owners of a name have come to a stage.
    Session(&'a AddressKey, Stage),
    /// A line came that looks as if a session was lost, and a new one is asked for.
    Unreadable(&'a AddressKey),
    /// The network says that whoever is at the first name has the second one now.
    Renamed(&'a AddressKey, &'a AddressKey),
    /// The two names have become one, spelled as the second.
    Respelled(&'a AddressKey, &'a AddressKey),
    /// The first name may also be the second one: what was one spelling has become two.
    Spread(&'a AddressKey, &'a AddressKey),
    /// The name is forgotten to make room, if it may be.
    MadeRoom(&'a AddressKey),
    /// The user has written to a name.
    Wrote(&'a AddressKey),
    /// The host says whether the user has the name on a list.
    Known(&'a AddressKey, bool),
    /// The user sets the mode of the account.
    AccountMode(Mode),
}

/// What the user decides about a name. Whatever is said of an identity names it, so that a decision
/// is about the key that the user has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Decision {
    /// Talk in private.
    Start,
    /// End the private conversation: from now on texts go in clear.
    End,
    /// Give up a start.
    Cancel,
    /// The name is this person's now; without an identity: whoever asks may begin.
    Accept(Option<Fingerprint>),
    /// This identity is not wanted here.
    Decline(Fingerprint),
    /// The same person, with a new key; the old one is worth nothing from now on.
    AcceptKey(Fingerprint),
    /// The same person, with a further key.
    AddKey(Fingerprint),
    /// The fingerprint was compared and is right.
    Verify(Fingerprint),
    /// A verification is withdrawn.
    Unverify(Fingerprint),
    /// Nothing from this name, nor from whoever was accepted here, is read.
    Block,
    /// The block ends.
    Unblock,
    /// Forget the identity, or, without one, the name.
    Forget(Option<Fingerprint>),
    /// Set the name's own mode, or have it follow the account's.
    SetMode(Option<Mode>),
}

impl Decision {
    /// The identity that it names.
    #[must_use]
    pub fn who(&self) -> Option<Fingerprint> {
        match self {
            Self::Accept(who) | Self::Forget(who) => *who,
            Self::Decline(who)
            | Self::AcceptKey(who)
            | Self::AddKey(who)
            | Self::Verify(who)
            | Self::Unverify(who) => Some(*who),
            Self::Start
            | Self::End
            | Self::Cancel
            | Self::Block
            | Self::Unblock
            | Self::SetMode(_) => None,
        }
    }
}

/// Why a decision was refused. Nothing has changed then, but for restrictions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum GuardError {
    /// It does not fit how things stand.
    WrongState,
    /// It is about an identity that is not in question here.
    OtherFingerprint,
    /// The name has as many keys as it can have.
    TooManyKeys,
}

impl fmt::Display for GuardError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::WrongState => "the decision does not fit how things stand",
            Self::OtherFingerprint => "this identity is not in question here",
            Self::TooManyKeys => "the name has as many keys as it can have",
        })
    }
}

impl std::error::Error for GuardError {}

/// Whom an identity that has appeared at a name is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// Somebody who was accepted here.
    Owner,
    /// Somebody who is here without having been accepted.
    Guest,
    /// Somebody whom the user does not want here.
    Declined,
    /// Somebody whose key was replaced by another one.
    Replaced,
    /// Somebody whom the user has blocked, or a name that the user has blocked.
    Blocked,
}

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Topic {
    /// Another key has appeared where somebody is known.
    Key,
    /// Somebody who is known elsewhere has appeared at another name.
    Address,
}

/// A question that the user has to be asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ask {
    /// The name that it is about.
    pub at: AddressKey,
    /// What it is about.
    pub topic: Topic,
    /// Whom it is about.
    pub who: Fingerprint,
}

/// What follows from an operation, besides the names that have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Effects {
    /// Whom the identity that has appeared is taken for.
    pub place: Option<Place>,
    /// What the user has to be asked. A question that was asked before comes once more only when
    /// the identity has gone and come again.
    pub asks: Vec<Ask>,
    /// What is known of these people from now on, for the vault.
    pub people: Vec<(Fingerprint, Person)>,
    /// These identities are known no more.
    pub forgotten: Vec<Fingerprint>,
    /// The sessions with these identities end, on all accounts.
    pub close: Vec<Fingerprint>,
    /// Nobody is left whom a text that waits here could go to.
    pub ends_wait: bool,
}

impl Effects {
    /// Nothing follows.
    pub(super) fn none() -> Self {
        Self {
            place: None,
            asks: Vec::new(),
            people: Vec::new(),
            forgotten: Vec::new(),
            close: Vec::new(),
            ends_wait: false,
        }
    }
}
