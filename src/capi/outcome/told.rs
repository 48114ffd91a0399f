//! What an outcome of a messenger has beside its events, and what freeing it confirms.

use super::codes::verdict_code;
use crate::capi::frame::fault::Fault;
use crate::capi::frame::shared::Shared;
use crate::identity::Fingerprint;
use crate::messenger::Verdict;
use crate::session::TextId;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Weak;

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
