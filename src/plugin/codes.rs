//! Which sentence belongs to what has happened, where it is said, and how much it matters.

use super::event::Place;
use super::window::Standing;
use crate::messenger::{self, Severity, State, Trust};

/// Why the messenger has told something: what a sentence says depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// An account was attached: titles and questions, nothing that the user knows.
    Attached,
    /// The user did something just now.
    User,
    /// A text came.
    Network,
    /// Somebody has another name.
    Rename,
    /// Time has passed, or the host has told something.
    Time,
}

/// What is said when a conversation stands otherwise than before.
pub(super) fn sentences_of(
    before: Standing,
    now: Standing,
    cause: Cause,
    asks: bool,
) -> impl Iterator<Item = &'static str> {
    let changed = before.state != now.state;
    let unblocked = (before.state == State::Blocked && changed).then_some("unblocked");
    let verified = match (before.trust, now.trust) {
        // One that was in doubt because of another key was compared before, not now.
        (Trust::None | Trust::FirstUse, Trust::Verified) if cause == Cause::User => {
            Some("verified")
        }
        (Trust::Verified, Trust::FirstUse) if !changed && cause == Cause::User => {
            Some("unverified")
        }
        _ => None,
    };
    let state = match now.state {
        _ if !changed || cause == Cause::Attached => None,
        State::Private if now.questioned => None,
        State::Private if now.trust == Trust::Verified => Some("private-verified"),
        State::Private => Some("private"),
        // The user has accepted: it is the other side who asked.
        State::Asked if before.state == State::Invited => Some("starting"),
        State::Asked => Some("asked"),
        // That texts wait was said already.
        State::Starting if matches!(before.state, State::Asked | State::Restoring) => None,
        State::Starting => Some("starting"),
        State::Restoring => Some("restoring"),
        State::Ended => Some(match cause {
            Cause::Network if before.state != State::Invited => "ended-by-them",
            Cause::Rename => "ended-left",
            _ => "ended",
        }),
        State::Alarm if asks => None,
        State::Alarm => Some("alarm"),
        State::Blocked => Some("blocked"),
        // What is written waits there.
        State::Required => match before.state {
            State::Invited | State::Blocked => None,
            _ => Some("required"),
        },
        State::Plain => match before.state {
            State::Asked | State::Starting => Some("cancelled"),
            State::Private | State::Restoring | State::Ended | State::Alarm => Some("plain"),
            _ => None,
        },
        State::Invited => None,
    };
    let quiet = cause == Cause::Attached;
    [unblocked, state, verified].into_iter().flatten().filter(move |_| !quiet)
}

/// Where a sentence about a state is said.
pub(super) fn place_of(code: &str, cause: Cause) -> Place {
    match code {
        _ if cause == Cause::User => Place::Window,
        "starting" | "restoring" | "private" | "private-verified" | "asked" => Place::IfOpen,
        _ => Place::Anywhere,
    }
}

/// How much a sentence matters.
pub(super) fn severity_of(code: &str) -> Severity {
    match code {
        "alarm" | "ask-key" | "differ" | "refused-key" | "copy-of-theirs" | "copy-of-ours"
        | "document-forged" | "ask-older" | "ask-damaged" | "leaving" | "passphrase-removed"
        | "status-alarm" | "status-questioned" | "scan-wrong-contact" | "scan-not-for-us" => {
            Severity::Alarm
        }
        "ended" | "ended-by-them" | "ended-left" | "plain" | "cancelled" | "ask-lost"
        | "refused" | "discarded" | "other-digits" | "digits-own" | "digits-malformed"
        | "not-possible" | "unknown-command" | "need-name" | "too-much" | "need-word"
        | "no-such-account" | "status-ended" | "ask-no-answer" | "closed-busy" | "closed-disk"
        | "closed-newer" | "is-program" | "scan-newer" | "scan-no-code" => Severity::Warning,
        code if code.starts_with("refused-") => Severity::Warning,
        _ => Severity::Information,
    }
}

/// The code of the same sentence where it is about an account, or about all: nobody is named in it.
pub(super) fn about_nobody(code: &'static str) -> &'static str {
    match code {
        "locked" => "locked-here",
        "busy" => "busy-here",
        "disk-full" => "disk-full-here",
        "vault-failed" => "vault-failed-here",
        "account-in-use" => "account-in-use-here",
        "not-possible" => "not-possible-here",
        "internal" => "internal-here",
        "unknown-account" => "no-such-account",
        code => code,
    }
}

/// The code of a notice of the messenger.
pub(super) fn notice_code(notice: messenger::Notice) -> &'static str {
    use messenger::Notice;
    match notice {
        Notice::Damaged => "damaged",
        Notice::NotUnderstood => "not-understood",
        Notice::CannotRead => "cannot-read",
        Notice::CopyOfTheirs => "copy-of-theirs",
        Notice::CopyOfOurs => "copy-of-ours",
        Notice::Ended => "refused-ended",
        Notice::KeyChanged => "refused-key",
        Notice::Blocked => "refused-blocked",
        Notice::TooLong => "refused-long",
        Notice::TooMany => "refused-many",
        Notice::Locked => "locked",
        Notice::Busy => "busy",
        Notice::DiskFull => "disk-full",
        Notice::VaultFailed => "vault-failed",
        Notice::UnknownAccount => "unknown-account",
        Notice::BadInvitation => "bad-invitation",
        Notice::NotPossible => "not-possible",
        Notice::OtherFingerprint => "other-digits",
        Notice::AccountInUse => "account-in-use",
        Notice::WrongKey => "wrong-key",
        Notice::NoDocument => "no-document",
        Notice::DocumentNewer => "document-newer",
        Notice::DocumentDamaged => "document-damaged",
        Notice::DocumentNotForUs => "document-not-for-us",
        Notice::DocumentForged => "document-forged",
        Notice::FileFailed => "file-failed",
        Notice::NoSealingKey => "no-sealing-key",
        Notice::BadCard => "bad-card",
        Notice::CanSeal => "can-seal",
        Notice::OnlyPrivate => "refused-room",
        Notice::ReachesPrivate => "refused-others",
        Notice::NotRead => "not-read",
        Notice::Unproven => "unproven",
        Notice::Internal => "internal",
    }
}
