//! Result codes and their names.

use core::ffi::{CStr, c_char};

/// What a call returns: `SUBROSA_OK`, or one of the negative `SUBROSA_E_` codes. A code never
/// changes its meaning; later versions add codes, so treat one you do not know as a failure.
pub type subrosa_result = i32;

/// The call did what it says.
pub const SUBROSA_OK: subrosa_result = 0;

/// A pointer is NULL that must not be, a number is out of range, or a constant is unknown.
pub const SUBROSA_E_ARGUMENT: subrosa_result = -1;
/// A handle has the wrong type or has been freed.
pub const SUBROSA_E_HANDLE: subrosa_result = -2;
/// Another call is using the handle at this moment.
pub const SUBROSA_E_BUSY: subrosa_result = -3;
/// An earlier call on this handle has failed with `SUBROSA_E_PANIC` (on a messenger, two calls
/// have); the handle can only be freed.
pub const SUBROSA_E_POISONED: subrosa_result = -4;
/// The library has a bug. The handles passed to the call can only be freed; save nothing from them.
/// A messenger recovers once, from what its vault holds.
pub const SUBROSA_E_PANIC: subrosa_result = -5;
/// The buffer is too small; the length parameter now holds the size needed. The call has done
/// nothing.
pub const SUBROSA_E_BUFFER: subrosa_result = -6;
/// A text or passphrase is not UTF-8.
pub const SUBROSA_E_UTF8: subrosa_result = -7;
/// The library has a different ABI from the header that the program was compiled with.
pub const SUBROSA_E_ABI: subrosa_result = -8;
/// The random generator of the system failed.
pub const SUBROSA_E_RANDOM: subrosa_result = -9;
/// There is not enough memory for the passphrase parameters.
pub const SUBROSA_E_MEMORY: subrosa_result = -10;
/// The backend is not in this build, or the processor lacks the instructions that it needs.
pub const SUBROSA_E_UNSUPPORTED: subrosa_result = -11;
/// There is no current event, or it has no such field.
pub const SUBROSA_E_FIELD: subrosa_result = -12;

/// The input ends too early: it was cut on the way.
pub const SUBROSA_E_TRUNCATED: subrosa_result = -100;
/// The input is larger than any valid one.
pub const SUBROSA_E_OVERSIZED: subrosa_result = -101;
/// The line has a version that this library does not know.
pub const SUBROSA_E_VERSION: subrosa_result = -102;
/// The object has a cipher suite that this library does not know.
pub const SUBROSA_E_SUITE: subrosa_result = -103;
/// The object has a type that this library does not know, or that is not allowed here.
pub const SUBROSA_E_TYPE: subrosa_result = -104;
/// The input has an item that this library does not know and must not skip: a newer version sent
/// it.
pub const SUBROSA_E_ITEM: subrosa_result = -105;
/// The input breaks the rules of its format.
pub const SUBROSA_E_MALFORMED: subrosa_result = -106;

/// A key is not valid.
pub const SUBROSA_E_BAD_KEY: subrosa_result = -200;
/// The signature of a card is invalid.
pub const SUBROSA_E_BAD_SIGNATURE: subrosa_result = -201;
/// The signature of a card has a high s value, which anybody can derive from a genuine signature.
pub const SUBROSA_E_NOT_LOW_S: subrosa_result = -202;
/// The card has expired, or a clock is wrong.
pub const SUBROSA_E_EXPIRED: subrosa_result = -203;
/// The card was issued more than a day in the future: a clock is wrong.
pub const SUBROSA_E_NOT_YET_VALID: subrosa_result = -204;
/// The lifetime of the card is not allowed.
pub const SUBROSA_E_LIFETIME: subrosa_result = -205;
/// The card has not been verified: call `subrosa_card_verify` first.
pub const SUBROSA_E_UNVERIFIED: subrosa_result = -206;
/// The text contains no card.
pub const SUBROSA_E_NO_CARD: subrosa_result = -207;
/// The text contains more than one card.
pub const SUBROSA_E_SEVERAL_CARDS: subrosa_result = -208;
/// The text contains no identity export.
pub const SUBROSA_E_NO_EXPORT: subrosa_result = -209;
/// The text contains more than one identity export.
pub const SUBROSA_E_SEVERAL_EXPORTS: subrosa_result = -210;
/// The identity export has a format that this library does not know.
pub const SUBROSA_E_EXPORT_FORMAT: subrosa_result = -211;
/// The identity export could be decrypted, but its content is invalid.
pub const SUBROSA_E_EXPORT_CONTENT: subrosa_result = -212;
/// The passphrase is wrong or the identity export is damaged; these cannot be told apart.
pub const SUBROSA_E_PASSPHRASE: subrosa_result = -213;
/// A passphrase parameter is out of range.
pub const SUBROSA_E_PASSPHRASE_PARAMETER: subrosa_result = -214;
/// The text is not a fingerprint of 64 hexadecimal digits.
pub const SUBROSA_E_NOT_A_FINGERPRINT: subrosa_result = -215;
/// The card or identity has no sealing key, so documents cannot be sealed to it.
pub const SUBROSA_E_NO_SEALING_KEY: subrosa_result = -216;
/// The sealing key is not the one that the card names.
pub const SUBROSA_E_OTHER_SEALING_KEY: subrosa_result = -217;

/// The line belongs to another of our installations, or to a session that has been lost.
pub const SUBROSA_E_NOT_FOR_US: subrosa_result = -300;
/// The line is forged, or was damaged on the way.
pub const SUBROSA_E_FORGED: subrosa_result = -301;
/// The line is genuine, but more than 1,000 lines before it are missing.
pub const SUBROSA_E_GAP_TOO_LARGE: subrosa_result = -302;
/// The line has been used before; this is a replay.
pub const SUBROSA_E_REPLAYED: subrosa_result = -303;
/// The Offer has been acted upon before; this is a replay.
pub const SUBROSA_E_REPLAYED_OFFER: subrosa_result = -304;
/// The line has arrived before. Do not report it to the user.
pub const SUBROSA_E_DUPLICATE: subrosa_result = -305;
/// The line is one of our own that was sent back. Do not report it to the user.
pub const SUBROSA_E_REFLECTED: subrosa_result = -306;
/// The line or card comes from a different identity from the one that this peer is known by.
pub const SUBROSA_E_OTHER_IDENTITY: subrosa_result = -307;
/// The line or card comes from our own identity.
pub const SUBROSA_E_OWN_IDENTITY: subrosa_result = -308;
/// An Offer arrived during a live session, and it answers no line of ours.
pub const SUBROSA_E_UNEXPECTED_OFFER: subrosa_result = -309;
/// The Offer is older than one that has already been acted upon.
pub const SUBROSA_E_OLDER_CARD: subrosa_result = -310;
/// The conversation has been closed. Start it again to send.
pub const SUBROSA_E_ENDED: subrosa_result = -311;
/// There is no session with the peer.
pub const SUBROSA_E_NO_SESSION: subrosa_result = -312;
/// The session state exists twice, because a backup was restored or the state was stolen. A new
/// session is needed.
pub const SUBROSA_E_FORKED: subrosa_result = -313;
/// The text is too long to send before the peer has answered. Hold it until then.
pub const SUBROSA_E_NOT_CONFIRMED_YET: subrosa_result = -314;
/// An empty text cannot be sent.
pub const SUBROSA_E_EMPTY: subrosa_result = -315;
/// The text is too long to be sent at all.
pub const SUBROSA_E_TOO_LONG: subrosa_result = -316;
/// A line limit is not between 360 and 16,384 characters.
pub const SUBROSA_E_LINE_LIMIT: subrosa_result = -317;
/// Too many sessions have been begun with the current prekeys. Wait until some prekeys expire.
pub const SUBROSA_E_TOO_MANY_INITS: subrosa_result = -318;
/// The line is genuine, but its content breaks the protocol.
pub const SUBROSA_E_CONTENT: subrosa_result = -319;
/// The installation belongs to a different identity from the one that the peer was created for.
pub const SUBROSA_E_WRONG_INSTALLATION: subrosa_result = -320;

/// The saved state cannot be opened: the key or the identity is wrong, or the state is damaged.
pub const SUBROSA_E_STATE: subrosa_result = -400;
/// The saved state has a format that this library does not know.
pub const SUBROSA_E_STATE_FORMAT: subrosa_result = -401;
/// The bytes are not a saved state, or are one of another kind.
pub const SUBROSA_E_STATE_KIND: subrosa_result = -402;
/// The saved state could be decrypted, but its content is invalid.
pub const SUBROSA_E_STATE_CONTENT: subrosa_result = -403;

/// The account is not attached.
pub const SUBROSA_E_UNKNOWN_ACCOUNT: subrosa_result = -500;
/// Another messenger, in this process or another, has the account attached.
pub const SUBROSA_E_ACCOUNT_IN_USE: subrosa_result = -501;
/// The account is attached on another machine, or by a process that cannot be asked;
/// `subrosa_last_error` names the machine. If that machine no longer uses the account, the user may
/// take it over.
pub const SUBROSA_E_ACCOUNT_ELSEWHERE: subrosa_result = -502;
/// The name of an account or an address is empty or longer than 1,024 bytes.
pub const SUBROSA_E_NAME: subrosa_result = -503;
/// No profile has that name.
pub const SUBROSA_E_PROFILE: subrosa_result = -504;
/// A setting is unknown, its value is invalid, or the text does not have the form name=value.
pub const SUBROSA_E_SETTING: subrosa_result = -505;
/// There is no longer a text with this number.
pub const SUBROSA_E_UNKNOWN_TEXT: subrosa_result = -506;
/// The fingerprint is not that of the key that the user has to decide about.
pub const SUBROSA_E_OTHER_FINGERPRINT: subrosa_result = -507;
/// The address already has the maximum of 4 accepted identities.
pub const SUBROSA_E_TOO_MANY_KEYS: subrosa_result = -508;
/// The vault remembers addresses of the account, so the rule for spellings of an address can change
/// only while the account is attached. No other call returns this.
pub const SUBROSA_E_ADDRESS_TAKEN: subrosa_result = -509;
/// This cannot be done in the current state of the conversation or the text.
pub const SUBROSA_E_WRONG_STATE: subrosa_result = -510;
/// The identity has contacts or attached accounts, so it cannot be replaced.
pub const SUBROSA_E_IDENTITY_IN_USE: subrosa_result = -511;
/// A record in the vault cannot be understood.
pub const SUBROSA_E_RECORD: subrosa_result = -512;
/// The translation file cannot be read, or is not a translation file.
pub const SUBROSA_E_LANGUAGE: subrosa_result = -513;
/// The command is not understood or is incomplete. A SAY tells the user.
pub const SUBROSA_E_COMMAND: subrosa_result = -514;
/// The question is no longer open, or this does not answer it. A SAY tells the user.
pub const SUBROSA_E_ANSWER: subrosa_result = -515;

/// There is no vault at this path.
pub const SUBROSA_E_VAULT_MISSING: subrosa_result = -600;
/// There already is a file at the path of the new vault.
pub const SUBROSA_E_VAULT_EXISTS: subrosa_result = -601;
/// The file is not a vault.
pub const SUBROSA_E_NOT_A_VAULT: subrosa_result = -602;
/// The vault was written by a newer version of this library.
pub const SUBROSA_E_VAULT_NEWER: subrosa_result = -603;
/// The vault is damaged.
pub const SUBROSA_E_VAULT_DAMAGED: subrosa_result = -604;
/// The vault or its directory cannot be written.
pub const SUBROSA_E_VAULT_READ_ONLY: subrosa_result = -605;
/// The disk is full.
pub const SUBROSA_E_DISK_FULL: subrosa_result = -606;
/// Another program was writing to the vault for more than 20 ms.
pub const SUBROSA_E_VAULT_BUSY: subrosa_result = -607;
/// The vault is locked.
pub const SUBROSA_E_VAULT_LOCKED: subrosa_result = -608;
/// The passphrase, host key or key file is not that of this vault.
pub const SUBROSA_E_WRONG_KEY: subrosa_result = -609;
/// The vault is protected in a different way from the one that the call tried.
pub const SUBROSA_E_OTHER_PROTECTION: subrosa_result = -610;
/// The passphrase is empty, so it would protect nothing.
pub const SUBROSA_E_EMPTY_PASSPHRASE: subrosa_result = -611;
/// The key file beside the vault is missing.
pub const SUBROSA_E_KEY_FILE_MISSING: subrosa_result = -612;
/// Others than its owner can read or write the key file.
pub const SUBROSA_E_KEY_FILE_EXPOSED: subrosa_result = -613;
/// The key file is not exactly 32 bytes long.
pub const SUBROSA_E_KEY_FILE_DAMAGED: subrosa_result = -614;
/// The vault was opened by the process that this one was forked from. Open it again.
pub const SUBROSA_E_VAULT_FORKED: subrosa_result = -615;
/// An earlier write of the same call has failed, and all its writes were undone.
pub const SUBROSA_E_VAULT_ROLLED_BACK: subrosa_result = -616;
/// A value is longer than the 16 MiB that a vault accepts.
pub const SUBROSA_E_VAULT_VALUE: subrosa_result = -617;
/// The system refused an operation on a file of the vault.
pub const SUBROSA_E_VAULT_FILE: subrosa_result = -618;
/// The files of the vault cannot be read or written.
pub const SUBROSA_E_VAULT_IO: subrosa_result = -619;
/// The database of the vault failed in a way that has no code of its own.
pub const SUBROSA_E_VAULT_DATABASE: subrosa_result = -620;
/// The vault is older than it was before: an older copy was restored, or one of its files is
/// missing. The library may have forgotten that a conversation was private. `subrosa_last_error`
/// names the file. Put back the newest copies of all files, or let the user accept the vault as it
/// is with the word `go-on`.
pub const SUBROSA_E_VAULT_OLDER: subrosa_result = -621;
/// The file of the vault has several names (hard links) and may be in use under another one.
pub const SUBROSA_E_VAULT_NAMES: subrosa_result = -622;

/// The input is not a sealed document.
pub const SUBROSA_E_NOT_A_DOCUMENT: subrosa_result = -700;
/// The input is another object of this library, such as a card.
pub const SUBROSA_E_OTHER_OBJECT: subrosa_result = -701;
/// The document was made by a newer version of this library.
pub const SUBROSA_E_DOCUMENT_NEWER: subrosa_result = -702;
/// The end of the document is missing.
pub const SUBROSA_E_DOCUMENT_CUT: subrosa_result = -703;
/// Something follows the end of the document.
pub const SUBROSA_E_DOCUMENT_TRAILING: subrosa_result = -704;
/// The header of the document is damaged.
pub const SUBROSA_E_DAMAGED_HEADER: subrosa_result = -705;
/// The description of the content is damaged.
pub const SUBROSA_E_DAMAGED_METADATA: subrosa_result = -706;
/// The content of the document is damaged; `subrosa_last_error` says in which chunk.
pub const SUBROSA_E_DAMAGED_CHUNK: subrosa_result = -707;
/// The signature of the document is damaged.
pub const SUBROSA_E_DAMAGED_TRAILER: subrosa_result = -708;
/// The document is sealed to somebody else or its header is damaged; these cannot be told apart.
pub const SUBROSA_E_NOT_A_RECIPIENT: subrosa_result = -709;
/// The document is sealed under a passphrase, but a key was given.
pub const SUBROSA_E_PASSPHRASE_NEEDED: subrosa_result = -710;
/// The document is sealed to keys, but a passphrase was given.
pub const SUBROSA_E_KEYS_NEEDED: subrosa_result = -711;
/// The passphrase is wrong or the header of the document is damaged; these cannot be told apart.
pub const SUBROSA_E_DOCUMENT_PASSPHRASE: subrosa_result = -712;
/// The signature does not belong to this document.
pub const SUBROSA_E_DOCUMENT_SIGNATURE: subrosa_result = -713;
/// The signature has a high s value, which anybody can derive from a genuine signature.
pub const SUBROSA_E_DOCUMENT_HIGH_S: subrosa_result = -714;
/// The sender sealed the document to somebody else, and it was passed on to you.
pub const SUBROSA_E_NOT_ADDRESSED_TO_YOU: subrosa_result = -715;
/// The document is not signed, but a signature was required.
pub const SUBROSA_E_UNSIGNED: subrosa_result = -716;
/// The document is not signed by any of the expected senders.
pub const SUBROSA_E_UNKNOWN_SENDER: subrosa_result = -717;
/// A signed document cannot be opened as a stream.
pub const SUBROSA_E_SIGNED_STREAM: subrosa_result = -718;
/// The document holds a file where a text was asked for, or the other way round.
pub const SUBROSA_E_OTHER_CONTENT: subrosa_result = -719;
/// The text in the document is not UTF-8, or has a NUL in it.
pub const SUBROSA_E_CONTENT_UTF8: subrosa_result = -720;
/// There are no recipients to seal to.
pub const SUBROSA_E_NO_RECIPIENTS: subrosa_result = -721;
/// There are more than 1,024 recipients.
pub const SUBROSA_E_TOO_MANY_RECIPIENTS: subrosa_result = -722;
/// A name for the content is empty or longer than 1,024 bytes.
pub const SUBROSA_E_DOCUMENT_NAME: subrosa_result = -723;
/// The size of the file changed while it was being sealed.
pub const SUBROSA_E_SIZE_CHANGED: subrosa_result = -724;
/// The content is larger than the limit of a document (16 TiB), or of a document as text (2 MiB).
pub const SUBROSA_E_TOO_LARGE: subrosa_result = -725;
/// The text contains no sealed document.
pub const SUBROSA_E_NO_DOCUMENT: subrosa_result = -726;
/// The document in the text was changed on the way and cannot be read.
pub const SUBROSA_E_DOCUMENT_ARMOR: subrosa_result = -727;
/// There already is a file of that name, and the call was not allowed to replace it.
pub const SUBROSA_E_TARGET_EXISTS: subrosa_result = -728;
/// The target name is not a plain file name.
pub const SUBROSA_E_TARGET_NAME: subrosa_result = -729;
/// The source is not a regular file.
pub const SUBROSA_E_NOT_A_FILE: subrosa_result = -730;
/// Something, such as a virus scanner, has removed or replaced the temporary file.
pub const SUBROSA_E_TEMPORARY_GONE: subrosa_result = -731;
/// The job has already ended, successfully or with an error.
pub const SUBROSA_E_JOB_ENDED: subrosa_result = -732;
/// The job must be run to its end first.
pub const SUBROSA_E_JOB_NOT_DONE: subrosa_result = -733;
/// The system refused an operation on a file.
pub const SUBROSA_E_FILE: subrosa_result = -734;
/// There is no such file or folder.
pub const SUBROSA_E_FILE_MISSING: subrosa_result = -735;
/// There is no permission to read or write the file or folder.
pub const SUBROSA_E_FILE_PERMISSION: subrosa_result = -736;

macro_rules! names {
    ($($code:ident)*) => {
        /// The name of a code as C spells it.
        fn name(code: subrosa_result) -> Option<&'static str> {
            match code {
                $($code => Some(concat!(stringify!($code), "\0")),)*
                _ => None,
            }
        }
    };
}

names! {
    SUBROSA_OK
    SUBROSA_E_ARGUMENT SUBROSA_E_HANDLE SUBROSA_E_BUSY SUBROSA_E_POISONED SUBROSA_E_PANIC
    SUBROSA_E_BUFFER SUBROSA_E_UTF8 SUBROSA_E_ABI SUBROSA_E_RANDOM SUBROSA_E_MEMORY
    SUBROSA_E_UNSUPPORTED SUBROSA_E_FIELD
    SUBROSA_E_TRUNCATED SUBROSA_E_OVERSIZED SUBROSA_E_VERSION SUBROSA_E_SUITE SUBROSA_E_TYPE
    SUBROSA_E_ITEM SUBROSA_E_MALFORMED
    SUBROSA_E_BAD_KEY SUBROSA_E_BAD_SIGNATURE SUBROSA_E_NOT_LOW_S SUBROSA_E_EXPIRED
    SUBROSA_E_NOT_YET_VALID SUBROSA_E_LIFETIME SUBROSA_E_UNVERIFIED SUBROSA_E_NO_CARD
    SUBROSA_E_SEVERAL_CARDS SUBROSA_E_NO_EXPORT SUBROSA_E_SEVERAL_EXPORTS SUBROSA_E_EXPORT_FORMAT
    SUBROSA_E_EXPORT_CONTENT SUBROSA_E_PASSPHRASE SUBROSA_E_PASSPHRASE_PARAMETER
    SUBROSA_E_NOT_A_FINGERPRINT
    SUBROSA_E_NOT_FOR_US SUBROSA_E_FORGED SUBROSA_E_GAP_TOO_LARGE SUBROSA_E_REPLAYED
    SUBROSA_E_REPLAYED_OFFER SUBROSA_E_DUPLICATE SUBROSA_E_REFLECTED SUBROSA_E_OTHER_IDENTITY
    SUBROSA_E_OWN_IDENTITY SUBROSA_E_UNEXPECTED_OFFER SUBROSA_E_OLDER_CARD SUBROSA_E_ENDED
    SUBROSA_E_NO_SESSION SUBROSA_E_FORKED SUBROSA_E_NOT_CONFIRMED_YET SUBROSA_E_EMPTY SUBROSA_E_TOO_LONG
    SUBROSA_E_LINE_LIMIT SUBROSA_E_TOO_MANY_INITS SUBROSA_E_CONTENT SUBROSA_E_WRONG_INSTALLATION
    SUBROSA_E_STATE SUBROSA_E_STATE_FORMAT SUBROSA_E_STATE_KIND SUBROSA_E_STATE_CONTENT
    SUBROSA_E_UNKNOWN_ACCOUNT SUBROSA_E_ACCOUNT_IN_USE SUBROSA_E_NAME SUBROSA_E_PROFILE
    SUBROSA_E_SETTING SUBROSA_E_UNKNOWN_TEXT SUBROSA_E_OTHER_FINGERPRINT
    SUBROSA_E_WRONG_STATE SUBROSA_E_IDENTITY_IN_USE SUBROSA_E_RECORD
    SUBROSA_E_TOO_MANY_KEYS SUBROSA_E_ADDRESS_TAKEN SUBROSA_E_ACCOUNT_ELSEWHERE
    SUBROSA_E_LANGUAGE SUBROSA_E_COMMAND SUBROSA_E_ANSWER
    SUBROSA_E_VAULT_MISSING SUBROSA_E_VAULT_EXISTS SUBROSA_E_NOT_A_VAULT SUBROSA_E_VAULT_NEWER
    SUBROSA_E_VAULT_DAMAGED SUBROSA_E_VAULT_READ_ONLY SUBROSA_E_DISK_FULL SUBROSA_E_VAULT_BUSY
    SUBROSA_E_VAULT_LOCKED SUBROSA_E_WRONG_KEY SUBROSA_E_OTHER_PROTECTION SUBROSA_E_EMPTY_PASSPHRASE
    SUBROSA_E_KEY_FILE_MISSING SUBROSA_E_KEY_FILE_EXPOSED SUBROSA_E_KEY_FILE_DAMAGED
    SUBROSA_E_VAULT_FORKED SUBROSA_E_VAULT_ROLLED_BACK SUBROSA_E_VAULT_VALUE SUBROSA_E_VAULT_FILE
    SUBROSA_E_VAULT_IO SUBROSA_E_VAULT_DATABASE SUBROSA_E_VAULT_OLDER SUBROSA_E_VAULT_NAMES
    SUBROSA_E_NOT_A_DOCUMENT SUBROSA_E_OTHER_OBJECT SUBROSA_E_DOCUMENT_NEWER SUBROSA_E_DOCUMENT_CUT
    SUBROSA_E_DOCUMENT_TRAILING SUBROSA_E_DAMAGED_HEADER SUBROSA_E_DAMAGED_METADATA
    SUBROSA_E_DAMAGED_CHUNK SUBROSA_E_DAMAGED_TRAILER SUBROSA_E_NOT_A_RECIPIENT
    SUBROSA_E_PASSPHRASE_NEEDED SUBROSA_E_KEYS_NEEDED SUBROSA_E_DOCUMENT_PASSPHRASE
    SUBROSA_E_DOCUMENT_SIGNATURE SUBROSA_E_DOCUMENT_HIGH_S SUBROSA_E_NOT_ADDRESSED_TO_YOU SUBROSA_E_UNSIGNED
    SUBROSA_E_UNKNOWN_SENDER SUBROSA_E_SIGNED_STREAM SUBROSA_E_OTHER_CONTENT SUBROSA_E_CONTENT_UTF8
    SUBROSA_E_NO_RECIPIENTS SUBROSA_E_TOO_MANY_RECIPIENTS SUBROSA_E_DOCUMENT_NAME
    SUBROSA_E_SIZE_CHANGED SUBROSA_E_TOO_LARGE SUBROSA_E_NO_DOCUMENT SUBROSA_E_DOCUMENT_ARMOR
    SUBROSA_E_TARGET_EXISTS SUBROSA_E_TARGET_NAME SUBROSA_E_NOT_A_FILE SUBROSA_E_TEMPORARY_GONE
    SUBROSA_E_JOB_ENDED SUBROSA_E_JOB_NOT_DONE SUBROSA_E_FILE SUBROSA_E_FILE_MISSING
    SUBROSA_E_FILE_PERMISSION SUBROSA_E_NO_SEALING_KEY SUBROSA_E_OTHER_SEALING_KEY
}

/// Returns the name of a result code, as this header spells it.
///
/// @param code  any number
/// @return A constant string: `"SUBROSA_E_FORGED"` for that code, `"unknown result"` for any other
///         number. Never NULL; do not free it.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub extern "C" fn subrosa_result_name(code: subrosa_result) -> *const c_char {
    let named = name(code).and_then(|name| CStr::from_bytes_with_nul(name.as_bytes()).ok());
    named.unwrap_or(c"unknown result").as_ptr()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_name_and_no_two_have_the_same_number() {
        let source = include_str!("result.rs");
        let (mut names, mut codes) = (0, std::collections::BTreeSet::new());
        for line in source.lines() {
            let Some(rest) = line.strip_prefix("pub const ") else { continue };
            let (constant, value) = rest.split_once(": subrosa_result = ").unwrap();
            let code = value.trim_end_matches(';').parse().unwrap();
            assert_eq!(name(code).map(|n| n.trim_end_matches('\0')), Some(constant));
            assert!(codes.insert(code), "{constant} has a number that is taken");
            names += 1;
        }
        assert!(names > 50);
        assert_eq!(name(1), None);
        assert_eq!(name(i32::MIN), None);
    }
}
