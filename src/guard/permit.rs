//! What a text that is typed now may do.

use super::mode::Mode;
use super::name::{Door, UNKNOWN};
use super::names::Names;
use super::op::Stage;
use super::person::{NOBODY, People};
use super::rules::{Rule, keeps};
use super::spelling::AddressKey;

/// The permit to send one text in clear.
///
/// Only [`Names::answer`] makes one. It borrows the book and the name, so it cannot be kept until
/// something has changed, nor be used for another name.
#[derive(Debug)]
pub struct Clear<'b> {
    _names: &'b Names,
    at: Option<&'b AddressKey>,
}

impl Clear<'_> {
    /// The name that it is for; `None` if it is for all names of the account.
    #[must_use]
    pub fn at(&self) -> Option<&AddressKey> {
        self.at
    }
}

/// What a text that is typed now may do.
#[derive(Debug)]
#[must_use]
pub enum Answer<'b> {
    /// It may leave in clear.
    Clear(Clear<'b>),
    /// It goes encrypted to the owners of the name.
    Encrypt,
    /// It waits. A private conversation is to be begun if none is.
    Hold(Way),
    /// It is neither sent nor kept.
    Refuse(Why, Way),
}

/// Why a text is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Why {
    /// The user has blocked the name, or whoever it belongs to.
    Blocked,
    /// The key of whoever it belongs to was replaced by another one.
    Replaced,
    /// Somebody is here who was not accepted, and the one who was cannot be reached.
    Guest,
    /// Whoever it belonged to has another name now.
    Left,
    /// The conversation was private and is not any more.
    Ended,
    /// The network may take the name for one that is private, and has not told yet.
    Lookalike,
    /// The name has no normal form, so the network may take it for any that is private.
    Unspellable,
    /// It is not known how private the conversation is.
    Unknown,
}

/// The decision of the user that ends a refusal or a wait. Each leads on by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Way {
    /// UNBLOCK the name.
    Unblock,
    /// START a new private conversation, or END this one.
    StartOrEnd,
    /// CANCEL the start, or END the conversation.
    CancelOrEnd,
    /// Decide about whoever is here, or END the conversation.
    DecideOrEnd,
    /// Set another mode for the name, or CANCEL what has begun.
    SetMode,
    /// Unlock the vault, or mend what keeps it from being read.
    Unlock,
}

impl Names {
    /// What a text to a name may do, with the sessions of its owners at `stage`. `people` has to
    /// know the owners of the name; without it, because the vault cannot be read now, only a name
    /// that belongs to nobody gets a permit.
    pub fn answer<'b>(
        &'b self,
        at: &'b AddressKey,
        stage: Stage,
        people: Option<&People>,
    ) -> Answer<'b> {
        let name = self.held(at).unwrap_or(&UNKNOWN);
        let whole = self.is_whole() || !keeps(Rule::AnUnknownNameIsOpenOnlyInAWholeBook);
        let nobody = name.owners.is_empty() && name.guests.is_empty();
        let people = match people {
            Some(people) => people,
            // Who it is matters only to a permit.
            None if nobody || !name.is_open() || self.requires_privacy(at) => &NOBODY,
            None if !keeps(Rule::PermitsNeedPeople) => &NOBODY,
            None => return Answer::Refuse(Why::Unknown, Way::Unlock),
        };
        if !whole && self.held(at).is_none() {
            return Answer::Refuse(Why::Unknown, Way::Unlock);
        }
        let blocks = keeps(Rule::ABlockHoldsEverywhere);
        if name.blocked || (blocks && name.owners.iter().any(|who| people.of(who).blocked)) {
            return Answer::Refuse(Why::Blocked, Way::Unblock);
        }
        let shuts = keeps(Rule::ReplacedKeysShutTheirNames);
        if shuts && name.owners.iter().any(|who| people.of(who).replaced) {
            return Answer::Refuse(Why::Replaced, Way::DecideOrEnd);
        }
        let required = self.requires_privacy(at);
        if self.looks_restricted(at) && stage == Stage::Idle && name.is_open() {
            return Answer::Refuse(Why::Lookalike, Way::StartOrEnd);
        }
        if name.is_open() && !required {
            let shares = at.is_irregular() && keeps(Rule::UnspellableNamesShareAllRestrictions);
            if shares && name.mode.is_none() && self.open_to_all().is_none() {
                return Answer::Refuse(Why::Unspellable, Way::SetMode);
            }
            return Answer::Clear(Clear { _names: self, at: Some(at) });
        }
        match (stage, name.door) {
            (Stage::Private, _) => Answer::Encrypt,
            (Stage::Waiting, _) => Answer::Hold(Way::CancelOrEnd),
            (Stage::Idle, Door::Open) => Answer::Hold(Way::SetMode),
            (Stage::Idle, Door::Started) => Answer::Hold(Way::CancelOrEnd),
            (Stage::Idle, Door::Shut) if !name.guests.is_empty() => {
                Answer::Refuse(Why::Guest, Way::DecideOrEnd)
            }
            (Stage::Idle, Door::Shut) if name.is_left() => {
                Answer::Refuse(Why::Left, Way::StartOrEnd)
            }
            (Stage::Idle, Door::Shut) => Answer::Refuse(Why::Ended, Way::StartOrEnd),
        }
    }

    /// The permit for what reaches everybody: nothing of the account is restricted.
    #[must_use]
    pub fn open_to_all(&self) -> Option<Clear<'_>> {
        let mut held = self.all_held();
        let restricted = held
            .any(|(_, name)| !name.is_open() || name.blocked || name.mode == Some(Mode::Required));
        let restricted = restricted || self.has_folded();
        let open = self.is_whole() && !restricted && self.account_mode() != Mode::Required;
        let open = open || !keeps(Rule::WhatReachesAllNeedsAllOpen);
        open.then_some(Clear { _names: self, at: None })
    }

    /// The permit for what is sent to everybody at once, by a mask. As [`Self::open_to_all`], and
    /// nobody is known anywhere: people need not be asked then.
    #[must_use]
    pub fn open_to_a_mask(&self) -> Option<Clear<'_>> {
        let nobody = self.all_held().all(|(_, name)| name.owners.is_empty());
        self.open_to_all().filter(|_| nobody)
    }

    /// Whether nothing may leave in clear to a name because of a mode.
    #[must_use]
    pub fn requires_privacy(&self, at: &AddressKey) -> bool {
        self.mode(at) == Mode::Required
    }

    /// The mode that counts at a name: its own, or the account's.
    #[must_use]
    pub fn mode(&self, at: &AddressKey) -> Mode {
        let own = self.rows_mode(at);
        own.unwrap_or_else(|| self.account_mode())
    }

    /// Whether a text in clear that comes from a name is to be marked.
    #[must_use]
    pub fn marks(&self, at: &AddressKey) -> bool {
        self.requires_privacy(at) || self.held(at).is_some_and(|name| name.door == Door::Shut)
    }

    /// Whether whoever asks from a name for a private conversation is answered without the user.
    #[must_use]
    pub fn answers(&self, at: &AddressKey) -> bool {
        let contact = self.get(at).is_some_and(|name| {
            name.contact && (!name.is_left() || !keeps(Rule::LeftNamesAnswerNobody))
        });
        contact && self.mode(at) != Mode::Manual
    }

    /// Whether a line from a name that cannot be read may be the sign of a lost session that a new one
    /// is asked for: it comes from a contact.
    #[must_use]
    pub fn answers_lost_sessions(&self, at: &AddressKey) -> bool {
        self.get(at).is_some_and(|name| name.contact && !name.is_left() && !name.blocked)
    }

    /// The stricter of what is held and what the current call has set.
    fn rows_mode(&self, at: &AddressKey) -> Option<Mode> {
        let held = self.held(at).and_then(|name| name.mode);
        match self.get(at) {
            Some(name) if name.mode == Some(Mode::Required) => name.mode,
            _ => held,
        }
    }
}
