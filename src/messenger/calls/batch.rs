//! Many calls with one sync of the disk: for bots.
//!
//! Each call of a batch is a transaction of its own that survives the death of the process. What
//! they tell is kept back until the end of the batch, which makes all of it survive the machine in
//! one go: no line leaves before that, as without a batch.

use super::messenger::Messenger;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Outcome, Verdict};
use crate::vault::Durability;

impl Messenger {
    /// From now on calls give their verdict alone; [`Messenger::end_batch`] gives their events. What
    /// a call asks about (texts, contacts) is answered as ever.
    ///
    /// # Errors
    /// [`MessengerError::WrongState`] in a batch.
    pub fn begin_batch(&mut self) -> Result<(), MessengerError> {
        if self.batch.is_some() {
            return Err(MessengerError::WrongState);
        }
        self.batch = Some(Vec::new());
        Ok(())
    }

    /// Ends a batch, and gives the events of its calls in their order. If the disk fails (the outcome
    /// has an error) the batch goes on: it can be ended later, and nothing is lost.
    pub fn end_batch(&mut self) -> Outcome {
        self.begin_call();
        let Some(events) = self.batch.take() else {
            return self.failed("", "", Verdict::Pass, MessengerError::WrongState);
        };
        // Also what was committed before becomes durable.
        let synced = match events.is_empty() && !self.batch_decides {
            true => Ok(()),
            false => self.vault.begin(Durability::Power).and_then(|tx| tx.commit()),
        };
        match synced {
            Ok(()) => {
                self.batch_decides = false;
                self.outcome(Verdict::Pass, events)
            }
            Err(error) => {
                let outcome = self.failed("", "", Verdict::Pass, error.into());
                self.batch = Some(events);
                outcome
            }
        }
    }
}
