//! What a tick does.

use crate::plugin::codes::Cause;
use crate::plugin::frontend::Frontend;
use crate::plugin::walk::{Outcome, Verdict};
use std::collections::BTreeSet;

impl Frontend {
    /// Does what is due, and tells what had to wait.
    pub fn tick(&mut self) -> Outcome {
        self.begin();
        let mut items = std::mem::take(&mut self.later);
        items.extend(self.due_again());
        self.tell_strangers(&mut items);
        self.try_gate(&mut items);
        let known: BTreeSet<String> = self.messenger.attached().map(str::to_owned).collect();
        let mut told = self.messenger.tick();
        // Of an account that is in use only now everything is told, and nothing of it is new.
        let events = std::mem::take(&mut told.events);
        let (old, new): (Vec<_>, Vec<_>) =
            events.into_iter().partition(|event| known.contains(&event.account));
        self.set_pending(&mut items);
        let now_used: Vec<String> = self
            .messenger
            .attached()
            .filter(|account| !known.contains(*account))
            .map(str::to_owned)
            .collect();
        for account in now_used {
            self.settle_connection(&account, &mut items);
        }
        self.tell_all(new, Cause::Attached, &mut items);
        told.events = old;
        self.finish(told, Cause::Time, Verdict::Pass, items)
    }
}
