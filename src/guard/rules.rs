//! The rules by name, so that tests can break each of them.
//!
//! A rule that no test notices the loss of is kept by luck. Where the machine keeps a rule it says so
//! by [`keeps`]; a test may break one rule for its own thread, and has to find what goes wrong then.
//! Outside of tests every rule is kept, and asking costs nothing.

/// Makes the rules and the list of all of them, so that none can be forgotten.
macro_rules! rules {
    ($($(#[$what:meta])* $rule:ident,)*) => {
        /// A rule of the machine. The comment says what is true while it is kept.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub(super) enum Rule {
            $($(#[$what])* $rule,)*
        }

        #[cfg(test)]
        impl Rule {
            /// All of them.
            pub(super) const ALL: &[Self] = &[$(Self::$rule),*];
        }
    };
}

rules! {
    /// A name of which nothing is known is open only while the book is whole.
    AnUnknownNameIsOpenOnlyInAWholeBook,
    /// END opens the door of the name it is said of, and of no other.
    EndOpensOneName,
    /// FORGET opens the door of the name it is said of, and of no other.
    ForgetOpensOneName,
    /// CANCEL opens only what a start has found open.
    CancelOpensOnlyAStart,
    /// UNBLOCK gives back what was beneath the block.
    UnblockGivesBackWhatWasBeneath,
    /// DECLINE opens no door.
    DeclineOpensNothing,
    /// A door opens once that is on the disk.
    OpeningWaitsForTheDisk,
    /// START shuts an open door.
    StartShuts,
    /// A session shuts the door for good.
    SessionsShut,
    /// Strangers, queries, other keys and junk only ask.
    StrangersOnlyAsk,
    /// A contact's line that cannot be read, at an open door, starts.
    UnreadableLinesStart,
    /// The restrictions of a window follow it to its new name.
    RestrictionsFollowTheWindow,
    /// The old name keeps its restrictions.
    TheOldNameKeepsItsRestrictions,
    /// A weaker mode admits nobody stricter.
    AWeakerModeAdmitsNobodyStricter,
    /// Whoever comes to a name that the user knows otherwise is a guest there.
    TouchedNamesAskAboutWhoComes,
    /// Guests leave as guests.
    GuestsLeaveAsGuests,
    /// A name waits for whoever has left it.
    NamesWaitForTheirOwners,
    /// A move that could not be written restricts the new name all the same.
    AFailedMoveHolds,
    /// Restrictions hold in memory before they are on the disk, whatever becomes of the call.
    RestrictionsHoldAtOnce,
    /// What is loaded anew is joined with what memory holds.
    ReloadsJoin,
    /// A call that fails leaves restrictions and nothing else.
    FailureLeavesNothingElse,
    /// Whoever was accepted elsewhere is a guest at another name.
    TheAcceptedElsewhereIsAGuest,
    /// A block of a person holds at every name.
    ABlockHoldsEverywhere,
    /// ACCEPT_KEY replaces the key that was there.
    AnAcceptedKeyReplaces,
    /// The names of a replaced key are shut.
    ReplacedKeysShutTheirNames,
    /// A replaced key is not verified, not even once it is accepted again.
    ReplacedKeysAreNotVerified,
    /// ACCEPT gives a name to somebody else without replacing anybody's key.
    AcceptReplacesNobody,
    /// ACCEPT_KEY is for keys that were accepted nowhere.
    OnlyUnknownKeysReplace,
    /// START and END ask about the declined again.
    StartAsksAboutTheDeclinedAgain,
    /// The last DECLINE where nobody is ends the wait.
    TheLastDeclineEndsTheWait,
    /// What a host tells about a name never touches its door.
    HintsNeverTouchADoor,
    /// A name that was left answers nobody unasked, whatever the host tells.
    LeftNamesAnswerNobody,
    /// Only names that the user never touched are forgotten to make room.
    OnlyUntouchedNamesAreForgotten,
    /// A name is not given up where somebody is who has no other.
    NobodyLosesTheirLastName,
    /// No more moves wait for the disk than have room.
    FewMovesWait,
    /// No more windows are remembered one by one without the disk than have room.
    UnwrittenWindowsAreFolded,
    /// A name that is given up with a window stays restricted.
    AWindowIsFolded,
    /// A name that may be folded is shut until the user opens it.
    FoldedNamesAreShut,
    /// Whoever shows up at a name that may be folded is a guest.
    FoldedNamesAskAboutWhoComes,
    /// What the current call makes of a name does not hold because of a hint.
    HintsLeaveTheRestToTheCall,
    /// What was held without being written holds after a reload as well, hints too.
    ReloadsKeepHints,
    /// Where one spelling becomes two, both are remembered as the one was.
    BothSpellingsKeepEverything,
    /// Whoever was a guest elsewhere and comes to a name that waits for them is home.
    GuestsComeHomeToo,
    /// Whoever was declined at a name does not own it by moving there.
    TheDeclinedDoNotComeHome,
    /// A name without a normal form shares the restrictions of all.
    UnspellableNamesShareAllRestrictions,
    /// What reaches everybody is open only where everything is.
    WhatReachesAllNeedsAllOpen,
    /// Where somebody is known, a permit needs to know who.
    PermitsNeedPeople,
    /// Names that some spelling of the network joins share restrictions until it is announced.
    LookalikesShareRestrictions,
    /// What a host tells about a name gives it no restrictions of its own where it shares those of
    /// others.
    HintsFreeNoLookalike,
    /// From wherever texts are refused or held, END leads back to clear text.
    EndAlwaysEnds,
}

/// Whether a rule is kept. It always is, but in a test that breaks it.
#[cfg(not(test))]
#[inline]
pub(super) const fn keeps(_: Rule) -> bool {
    true
}

#[cfg(test)]
pub(super) use broken::{breaking, keeps};

#[cfg(test)]
mod broken {
    use super::Rule;
    use std::cell::Cell;

    thread_local! {
        static BROKEN: Cell<Option<Rule>> = const { Cell::new(None) };
    }

    /// Whether a rule is kept by this thread.
    pub(in crate::guard) fn keeps(rule: Rule) -> bool {
        BROKEN.get() != Some(rule)
    }

    /// Does something while this thread breaks a rule.
    pub(in crate::guard) fn breaking<T>(rule: Option<Rule>, work: impl FnOnce() -> T) -> T {
        let before = BROKEN.replace(rule);
        let done = work();
        BROKEN.set(before);
        done
    }
}
