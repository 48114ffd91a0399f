//! What a call on a messenger answers: an outcome in any case, which knows its messenger.

use super::events::Outcome;
use super::told::Told;
use super::walk::subrosa_outcome;
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::{call, caught};
use crate::capi::frame::handle::{NewHandle, share};
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::{Shared, subrosa_messenger};
use crate::messenger::limits::RETRY_MS;
use crate::messenger::{self, Messenger, Verdict};
use std::sync::Arc;

/// What a call on a messenger answers: an outcome in any case, and maybe why it failed.
pub(in crate::capi) struct Answer {
    pub(in crate::capi) verdict: Verdict,
    pub(in crate::capi) outcome: Outcome,
    pub(in crate::capi) wake_ms: Option<u64>,
    pub(in crate::capi) fault: Option<Fault>,
}

impl From<messenger::Outcome> for Answer {
    fn from(told: messenger::Outcome) -> Self {
        let messenger::Outcome { verdict, events, wake_ms, error, number: _ } = told;
        let fault = error.as_ref().map(Fault::from);
        Self { verdict, outcome: Outcome::of_messenger(events), wake_ms, fault }
    }
}

/// Makes a call on a messenger and hands out its outcome. If the call fails without one, that has
/// the verdict `failed` and a notice.
///
/// # Safety
/// What the header asks of the pointers.
pub(in crate::capi) unsafe fn answer(
    messenger: *const subrosa_messenger,
    out: *mut *mut subrosa_outcome,
    failed: Verdict,
    work: impl FnOnce(&mut Messenger) -> Result<messenger::Outcome, Fault>,
) -> subrosa_result {
    // SAFETY: as promised by the caller.
    unsafe { answer_with(messenger, out, failed, |shared| Ok(shared.with(work)?.into())) }
}

/// As [`answer`], for calls that do not need the messenger all the time.
///
/// # Safety
/// What the header asks of the pointers.
pub(in crate::capi) unsafe fn answer_with(
    messenger: *const subrosa_messenger,
    out: *mut *mut subrosa_outcome,
    failed: Verdict,
    work: impl FnOnce(&Shared) -> Result<Answer, Fault>,
) -> subrosa_result {
    call(|| {
        // SAFETY: as promised by the caller.
        let (out, shared) = unsafe { (NewHandle::new(out)?, share(messenger)?) };
        let done = caught(|| work(&shared)).and_then(|done| done);
        let Answer { verdict, outcome, wake_ms, fault } = done.unwrap_or_else(|fault| Answer {
            verdict: failed,
            outcome: Outcome::of_notice(fault.notice),
            wake_ms: Some(RETRY_MS),
            fault: Some(fault),
        });
        out.put(outcome.by(Told::new(verdict, wake_ms, Arc::downgrade(&shared))));
        fault.map_or(Ok(()), Err)
    })
}
