//! Sentences for the user. None contains anything that a peer supplied, nor any of `<>&"%`; the
//! code comes with it, for translation.

/// Something to tell the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Notice {
    /// A line that came is damaged or forged.
    Damaged,
    /// A line that came is of another version or kind.
    NotUnderstood,
    /// A line cannot be read, because the session is lost here; a new one is asked for.
    CannotRead,
    /// The state of the conversation exists twice: the other side's.
    CopyOfTheirs,
    /// The state of the conversation exists twice: ours.
    CopyOfOurs,
    /// A text was refused because the other side has ended the conversation.
    Ended,
    /// A text was refused because somebody else uses this address.
    KeyChanged,
    /// A text was refused because the contact is blocked.
    Blocked,
    /// A text is too long to be sent.
    TooLong,
    /// Too many texts wait already.
    TooMany,
    /// The vault is locked.
    Locked,
    /// The vault cannot be written just now: what came is kept and tried again.
    Busy,
    /// The disk is full.
    DiskFull,
    /// The vault is damaged or gone.
    VaultFailed,
    /// The account is not attached.
    UnknownAccount,
    /// An invitation was refused: its card has expired or was used before.
    BadInvitation,
    /// What was asked for makes no sense now, or was not in its range.
    NotPossible,
    /// The fingerprint is not the one in question.
    OtherFingerprint,
    /// Another program uses the account.
    AccountInUse,
    /// The passphrase, or the key in its place, does not open the vault.
    WrongKey,
    /// There is no sealed document in what was to be opened.
    NoDocument,
    /// A newer version has made the document.
    DocumentNewer,
    /// The document was changed on its way.
    DocumentDamaged,
    /// The document is not sealed to any of our keys, or is damaged.
    DocumentNotForUs,
    /// The signature of the document is not genuine, or it was meant for others.
    DocumentForged,
    /// A file cannot be read or written, or there is one of that name.
    FileFailed,
    /// No key is known that documents to the contact are sealed to.
    NoSealingKey,
    /// A card cannot be read, is out of date, or older than the one that is known.
    BadCard,
    /// Documents can be sealed to the contact from now on.
    CanSeal,
    /// A text was refused because only private ones may leave, and there can be no private
    /// conversation with somebody who has only a name in a room.
    OnlyPrivate,
    /// A text was refused because it would reach somebody in clear whose texts are private.
    ReachesPrivate,
    /// Somebody writes in clear to whom texts were sent several times that are not known to have
    /// arrived: perhaps there is nothing that can read them.
    NotRead,
    /// Somebody who has not proven to be the contact asked for more than to show texts, which had no
    /// effect: the contact who begins and ends at once, or whoever has stolen a prekey of ours.
    Unproven,
    /// Something failed inside the library.
    Internal,
}

/// How much a notice matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// Good to know.
    Information,
    /// Something did not work.
    Warning,
    /// Security is at stake.
    Alarm,
}

impl Notice {
    /// One English sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Damaged => "A private line arrived damaged or forged and was ignored.",
            Self::NotUnderstood => "A line arrived that this version cannot understand.",
            Self::CannotRead => {
                "A private line could not be read; a new private session is being asked for."
            }
            Self::CopyOfTheirs => {
                "The keys of the other side exist twice (a restored backup or a theft); a new private session is being made."
            }
            Self::CopyOfOurs => {
                "Our own keys exist twice (a restored backup or a theft); a new private session is being made."
            }
            Self::Ended => {
                "The other side has ended the private conversation. The text was not sent. Start a private conversation again, or end it to write in clear."
            }
            Self::KeyChanged => {
                "Somebody with another key uses this address. The text was not sent. Compare fingerprints before you accept the new key."
            }
            Self::Blocked => "This contact is blocked. The text was not sent.",
            Self::TooLong => "The text is too long and was not sent.",
            Self::TooMany => "Too many texts wait to be sent already. The text was not sent.",
            Self::Locked => "The vault of private keys is locked.",
            Self::Busy => "The vault of private keys is busy; private texts will follow.",
            Self::DiskFull => "The disk is full; private texts have to wait.",
            Self::VaultFailed => "The vault of private keys cannot be used.",
            Self::UnknownAccount => "This account is not set up for private conversations.",
            Self::BadInvitation => {
                "An invitation to a private conversation was too old or had been used before."
            }
            Self::NotPossible => "This cannot be done now. Nothing has changed.",
            Self::OtherFingerprint => {
                "The fingerprint is not that of the key to decide about. Nothing has changed."
            }
            Self::AccountInUse => {
                "Another program uses this account for private conversations already."
            }
            Self::WrongKey => "The passphrase or key does not open the vault of private keys.",
            Self::NoDocument => "There is no sealed document here.",
            Self::DocumentNewer => "This document needs a newer version of the software.",
            Self::DocumentDamaged => "The document was changed on the way: get it again.",
            Self::DocumentNotForUs => {
                "The document is not sealed to any of your keys, or it is damaged."
            }
            Self::DocumentForged => {
                "The signature does not belong to this document, or it was written to others: do not trust it."
            }
            Self::FileFailed => "The file could not be read or written. Nothing has changed.",
            Self::NoSealingKey => {
                "Nothing can be sealed to this contact yet: ask for a card first."
            }
            Self::BadCard => "This card is damaged, out of date, or older than the known one.",
            Self::CanSeal => "Files and texts can be sealed to this contact from now on.",
            Self::OnlyPrivate => {
                "Private mode is on, and people in a chat room cannot be messaged privately. The text was not sent."
            }
            Self::ReachesPrivate => {
                "This would also reach somebody you talk with in private, so it was not sent."
            }
            Self::NotRead => {
                "The other side writes in clear, and has not received what you wrote in private: perhaps it cannot be read there now."
            }
            Self::Unproven => {
                "Somebody who has not proven to be this contact tried to end or change the private conversation. It had no effect."
            }
            Self::Internal => "Something failed inside the encryption library.",
        }
    }

    /// How important it is.
    pub fn severity(self) -> Severity {
        match self {
            Self::CannotRead
            | Self::Busy
            | Self::NotUnderstood
            | Self::BadInvitation
            | Self::CanSeal => Severity::Information,
            Self::CopyOfTheirs | Self::CopyOfOurs | Self::KeyChanged | Self::DocumentForged => {
                Severity::Alarm
            }
            _ => Severity::Warning,
        }
    }
}
