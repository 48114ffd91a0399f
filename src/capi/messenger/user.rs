//! What the user does: words that are typed, answers, menus, titles.

use crate::capi::frame::buffer::{argument, name_or_empty, words};
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::{Failed, answer};
use crate::capi::outcome::walk::subrosa_outcome;
use crate::plugin::{Frontend, Outcome, Verdict};
use core::ffi::c_char;

/// Carries out what the user has typed after the name of the command, or chosen in a menu. The word
/// `help` lists all words; docs/MESSENGER.md describes them.
///
/// - Private conversations: `start`, `end`, `cancel`, `status`.
/// - Answers about an invitation, a name or a key: `accept`, `decline`, `accept-key`, `add-key`.
/// - Comparing keys: `verify`, `unverify`, `differ`, `safety`, `code`, `devices`.
/// - Texts that wait for a decision: `send`, `resend`, `discard`.
/// - People: `block`, `unblock`, `forget`.
/// - The vault and the user's identity: `unlock`, `passphrase`, `no-passphrase`, `go-on`, `export
///   FILE`, `import FILE`.
/// - Everything else: `mode` (how conversations begin), `card` (the user's card), `list`
///   (contacts), `help`.
///
/// @param account  the account of the window where it was typed; NULL or `""` for none
/// @param peer     the person of the window; NULL or `""` for none. A name after the word means
///                 that person instead; put a name with blanks in double quotes
/// @param text     what was typed, UTF-8
/// @param length   its length in bytes, or `SUBROSA_NUL`
/// @return An outcome, in which a SAY answers the user. Its result is `SUBROSA_OK`;
///         `SUBROSA_E_COMMAND` if the command is not understood; or the reason why it could not be
///         carried out.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_command(
    messenger: *mut subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    text: *const c_char,
    length: usize,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, Failed::Said, |frontend| {
            let (account, peer) =
                (name_or_empty("the account", account)?, name_or_empty("the peer", peer)?);
            Ok(frontend.command(account, peer, words("the command", text, length)?))
        })
    }
}

/// Answers a question with the word of one of its choices, or with the line that it asked for. The
/// answer applies to what was asked at the time, or has no effect: an old button never accepts a
/// new key.
///
/// @param question  the `QUESTION` of a SAY
/// @param text      UTF-8
/// @param length    its length in bytes, or `SUBROSA_NUL`
/// @return An outcome, in which a SAY answers the user. Its result is `SUBROSA_OK`;
///         `SUBROSA_E_ANSWER` if the question is no longer open or this does not answer it; or the
///         reason why it could not be carried out.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_answer(
    messenger: *mut subrosa_messenger,
    question: i64,
    text: *const c_char,
    length: usize,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe {
        answer(messenger, Failed::Said, |frontend| {
            let question = u64::try_from(question)
                .map_err(|_| argument(format!("no question has the number {question}")))?;
            Ok(frontend.answer(question, words("the answer", text, length)?))
        })
    }
}

/// Lists what the user can do about a person now, the best choice first, for a menu. Reads only
/// memory.
///
/// @param account  attached
/// @param peer     the address of the other side
/// @return An outcome with one CHOICES event, whose words `subrosa_command` takes.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_choices(
    messenger: *const subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe { about(messenger, account, peer, Frontend::choices) }
}

/// The current state of a conversation, for status bars and for windows that are opened later.
/// Reads only memory.
///
/// @param account  NULL or `""` with no peer: all accounts
/// @param peer     the address of the other side; NULL or `""` for all conversations that are not
///                 plain
/// @return An outcome with one TITLE for each conversation.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_title(
    messenger: *const subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe { about(messenger, account, peer, Frontend::title) }
}

/// A question about a person that memory answers.
///
/// # Safety
/// What the header asks of the pointers.
unsafe fn about(
    messenger: *const subrosa_messenger,
    account: *const c_char,
    peer: *const c_char,
    question: fn(&Frontend, &str, &str) -> Outcome,
) -> *mut subrosa_outcome {
    // SAFETY: as promised by the caller.
    unsafe {
        answer(messenger, Failed::Silent(Verdict::Pass), |frontend| {
            let (account, peer) =
                (name_or_empty("the account", account)?, name_or_empty("the peer", peer)?);
            Ok(question(frontend, account, peer))
        })
    }
}
