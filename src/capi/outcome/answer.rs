//! What a call on a messenger answers: an outcome in any case.

use super::of_plugin::plain_say;
use super::value::Outcome;
use super::walk::subrosa_outcome;
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::run;
use crate::capi::frame::handle::{handle, share};
use crate::capi::frame::last_error;
use crate::capi::frame::result::SUBROSA_OK;
use crate::capi::frame::shared::{Shared, subrosa_messenger};
use crate::plugin::{self, Frontend, Verdict};
use std::sync::{Arc, Weak};

/// What a call answers that could not be made: the verdict, and what the user is told.
#[derive(Clone, Copy)]
pub(in crate::capi) enum Failed<'a> {
    /// A text that came stays where it is; what else was asked for has not happened.
    Silent(Verdict),
    /// The user has asked for it: the reason is said.
    Said,
    /// The user's text goes back to the user, in the window where it was typed.
    Typed { account: &'a str, peer: &'a str, text: &'a [u8] },
}

impl Failed<'_> {
    fn outcome(self, fault: &Fault) -> Outcome {
        let (verdict, said) = match self {
            Self::Silent(verdict) => (verdict, None),
            Self::Said => (Verdict::Pass, Some(plain_say("", "", fault.advice, None))),
            Self::Typed { account, peer, text } => {
                (Verdict::Refused, Some(plain_say(account, peer, fault.advice, Some(text))))
            }
        };
        Outcome::failed(verdict, fault, said)
    }
}

/// Makes a call on a messenger and gives what it tells.
///
/// # Safety
/// What the header asks of the pointers.
pub(in crate::capi) unsafe fn answer(
    messenger: *const subrosa_messenger,
    failed: Failed<'_>,
    work: impl FnOnce(&mut Frontend) -> Result<plugin::Outcome, Fault>,
) -> *mut subrosa_outcome {
    answer_of(failed, || {
        // SAFETY: as promised by the caller.
        let shared = unsafe { share(messenger)? };
        let outcome = shared.with(work)?;
        Ok((outcome, Arc::downgrade(&shared)))
    })
}

/// Makes a call and gives what it tells; if it fails, what that means.
pub(in crate::capi) fn answer_of(
    failed: Failed<'_>,
    work: impl FnOnce() -> Result<(plugin::Outcome, Weak<Shared>), Fault>,
) -> *mut subrosa_outcome {
    handed_out(failed, run(work))
}

/// The one place that makes outcomes of a messenger, for every call.
#[inline(never)]
fn handed_out(
    failed: Failed<'_>,
    told: Result<(plugin::Outcome, Weak<Shared>), Fault>,
) -> *mut subrosa_outcome {
    handle(match told {
        Ok((outcome, messenger)) => {
            let fault = outcome.error.as_ref().map(Fault::from);
            fault.as_ref().map(last_error::keep);
            Outcome::told(outcome, fault.map_or(SUBROSA_OK, |fault| fault.code), messenger)
        }
        Err(fault) => failed.outcome(&fault),
    })
}
