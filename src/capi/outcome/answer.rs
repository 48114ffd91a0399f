//! What a call on a messenger answers: an outcome in any case, which knows its messenger.

use super::messenger_code::verdict_code;
use super::walk::{Outcome, subrosa_outcome};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::{call, caught};
use crate::capi::frame::handle::{NewHandle, share};
use crate::capi::frame::result::subrosa_result;
use crate::capi::messenger::vault::{Shared, subrosa_messenger};
use crate::identity::Fingerprint;
use crate::messenger::limits::RETRY_MS;
use crate::messenger::{self, Messenger, Verdict};
use crate::session::TextId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Weak};

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

/// What an outcome of a messenger has beside its events.
pub(in crate::capi) struct Told {
    pub(in crate::capi) verdict: i32,
    pub(in crate::capi) wake_ms: i64,
    messenger: Weak<Shared>,
}

/// A text that was shown, or a part of it: account, sender, id.
pub(in crate::capi) type Shown = (String, Fingerprint, TextId);

impl Told {
    pub(in crate::capi) fn new(
        verdict: Verdict,
        wake_ms: Option<u64>,
        messenger: Weak<Shared>,
    ) -> Self {
        let wake_ms = wake_ms.map_or(-1, |wait| i64::try_from(wait).unwrap_or(i64::MAX));
        Self { verdict: verdict_code(verdict), wake_ms, messenger }
    }

    /// Confirms what the host has reached of the texts, unless a part of them is among the `rest`.
    pub(in crate::capi) fn confirm(self, reached: Vec<Shown>, rest: &[Shown]) -> Result<(), Fault> {
        let mut whole: BTreeMap<String, BTreeSet<(Fingerprint, TextId)>> = BTreeMap::new();
        for shown in reached.into_iter().filter(|shown| !rest.contains(shown)) {
            let (account, who, id) = shown;
            whole.entry(account).or_default().insert((who, id));
        }
        let Some(shared) = self.messenger.upgrade().filter(|_| !whole.is_empty()) else {
            return Ok(());
        };
        shared.with(|messenger| {
            whole
                .iter()
                .try_for_each(|(account, texts)| Ok(messenger.confirm_texts(account, texts)?))
        })
    }
}
