//! The numbers that C has for what the messenger tells.

use super::constants::*;
use crate::messenger::{Notice, Question, Severity, Stage, State, Trust, Verdict};
use crate::verify::Scan;

pub(in crate::capi) fn verdict_code(verdict: Verdict) -> i32 {
    match verdict {
        Verdict::Pass => SUBROSA_VERDICT_PASS,
        Verdict::PassWarn => SUBROSA_VERDICT_PASS_WARN,
        Verdict::Taken => SUBROSA_VERDICT_TAKEN,
        Verdict::Held => SUBROSA_VERDICT_HELD,
        Verdict::Refused => SUBROSA_VERDICT_REFUSED,
    }
}

pub(in crate::capi) fn state_code(state: State) -> i32 {
    match state {
        State::Plain => SUBROSA_STATE_PLAIN,
        State::Asked => SUBROSA_STATE_ASKED,
        State::Invited => SUBROSA_STATE_INVITED,
        State::Starting => SUBROSA_STATE_STARTING,
        State::Private => SUBROSA_STATE_PRIVATE,
        State::Restoring => SUBROSA_STATE_RESTORING,
        State::Ended => SUBROSA_STATE_ENDED,
        State::Alarm => SUBROSA_STATE_ALARM,
        State::Blocked => SUBROSA_STATE_BLOCKED,
        State::Required => SUBROSA_STATE_REQUIRED,
    }
}

pub(in crate::capi) fn trust_code(trust: Trust) -> i32 {
    match trust {
        Trust::None => SUBROSA_TRUST_NONE,
        Trust::FirstUse => SUBROSA_TRUST_FIRST_USE,
        Trust::Verified => SUBROSA_TRUST_VERIFIED,
        Trust::Changed => SUBROSA_TRUST_CHANGED,
    }
}

pub(in crate::capi) fn stage_code(stage: Stage) -> i32 {
    match stage {
        Stage::Held => SUBROSA_STAGE_HELD,
        Stage::Sending => SUBROSA_STAGE_SENDING,
        Stage::Sent => SUBROSA_STAGE_SENT,
        Stage::Delivered => SUBROSA_STAGE_DELIVERED,
        Stage::Lost => SUBROSA_STAGE_LOST,
        Stage::Discarded => SUBROSA_STAGE_DISCARDED,
        Stage::Asking => SUBROSA_STAGE_ASKING,
    }
}

pub(in crate::capi) fn question_code(question: Question) -> i32 {
    match question {
        Question::Invited => SUBROSA_ASK_INVITED,
        Question::KeyChanged => SUBROSA_ASK_KEY_CHANGED,
        Question::AddressChanged => SUBROSA_ASK_ADDRESS_CHANGED,
        Question::NoAnswer => SUBROSA_ASK_NO_ANSWER,
        Question::LongText => SUBROSA_ASK_LONG_TEXT,
        Question::OldText => SUBROSA_ASK_OLD_TEXT,
    }
}

pub(in crate::capi) fn severity_code(severity: Severity) -> i32 {
    match severity {
        Severity::Information => SUBROSA_SEVERITY_INFORMATION,
        Severity::Warning => SUBROSA_SEVERITY_WARNING,
        Severity::Alarm => SUBROSA_SEVERITY_ALARM,
    }
}

pub(in crate::capi) fn notice_code(notice: Notice) -> i32 {
    match notice {
        Notice::Damaged => SUBROSA_NOTICE_DAMAGED,
        Notice::NotUnderstood => SUBROSA_NOTICE_NOT_UNDERSTOOD,
        Notice::CannotRead => SUBROSA_NOTICE_CANNOT_READ,
        Notice::CopyOfTheirs => SUBROSA_NOTICE_COPY_OF_THEIRS,
        Notice::CopyOfOurs => SUBROSA_NOTICE_COPY_OF_OURS,
        Notice::Ended => SUBROSA_NOTICE_ENDED,
        Notice::KeyChanged => SUBROSA_NOTICE_KEY_CHANGED,
        Notice::Blocked => SUBROSA_NOTICE_BLOCKED,
        Notice::TooLong => SUBROSA_NOTICE_TOO_LONG,
        Notice::TooMany => SUBROSA_NOTICE_TOO_MANY,
        Notice::Locked => SUBROSA_NOTICE_LOCKED,
        Notice::Busy => SUBROSA_NOTICE_BUSY,
        Notice::DiskFull => SUBROSA_NOTICE_DISK_FULL,
        Notice::VaultFailed => SUBROSA_NOTICE_VAULT_FAILED,
        Notice::UnknownAccount => SUBROSA_NOTICE_UNKNOWN_ACCOUNT,
        Notice::BadInvitation => SUBROSA_NOTICE_BAD_INVITATION,
        Notice::NotPossible => SUBROSA_NOTICE_NOT_POSSIBLE,
        Notice::OtherFingerprint => SUBROSA_NOTICE_OTHER_FINGERPRINT,
        Notice::AccountInUse => SUBROSA_NOTICE_ACCOUNT_IN_USE,
        Notice::WrongKey => SUBROSA_NOTICE_WRONG_KEY,
        Notice::NoDocument => SUBROSA_NOTICE_NO_DOCUMENT,
        Notice::DocumentNewer => SUBROSA_NOTICE_DOCUMENT_NEWER,
        Notice::DocumentDamaged => SUBROSA_NOTICE_DOCUMENT_DAMAGED,
        Notice::DocumentNotForUs => SUBROSA_NOTICE_DOCUMENT_NOT_FOR_US,
        Notice::DocumentForged => SUBROSA_NOTICE_DOCUMENT_FORGED,
        Notice::FileFailed => SUBROSA_NOTICE_FILE_FAILED,
        Notice::NoSealingKey => SUBROSA_NOTICE_NO_SEALING_KEY,
        Notice::BadCard => SUBROSA_NOTICE_BAD_CARD,
        Notice::CanSeal => SUBROSA_NOTICE_CAN_SEAL,
        Notice::OnlyPrivate => SUBROSA_NOTICE_ONLY_PRIVATE,
        Notice::ReachesPrivate => SUBROSA_NOTICE_REACHES_PRIVATE,
        Notice::NotRead => SUBROSA_NOTICE_NOT_READ,
        Notice::Unproven => SUBROSA_NOTICE_UNPROVEN,
        Notice::Internal => SUBROSA_NOTICE_INTERNAL,
    }
}

pub(in crate::capi) fn scan_code(scan: Scan) -> i32 {
    match scan {
        Scan::Match => SUBROSA_SCAN_MATCH,
        Scan::WrongContact => SUBROSA_SCAN_WRONG_CONTACT,
        Scan::NotForUs => SUBROSA_SCAN_NOT_FOR_US,
        Scan::Newer => SUBROSA_SCAN_NEWER,
        Scan::NotACode => SUBROSA_SCAN_NOT_A_CODE,
    }
}
