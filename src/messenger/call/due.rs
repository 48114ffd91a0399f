//! What is due: done when its time has come.

use super::call::Call;
use crate::messenger::limits::MAX_JOBS;
use crate::messenger::memory::agenda::Job;
use crate::messenger::network::origin::Origin;
use crate::messenger::tells::error::MessengerError;

impl Call<'_, '_> {
    /// Does what is due, within bounds, and gives the lines that may leave.
    pub(in crate::messenger) fn do_due(&mut self) -> Result<(), MessengerError> {
        for _ in 0..MAX_JOBS {
            let Some(job) = self.account.agenda.take(self.now) else { break };
            self.touched = true;
            match job {
                Job::Peer(who) => {
                    if !self.load_peer(&who)? {
                        continue;
                    }
                    let events = self.with_peer(&who, |peer, cx| peer.tick(cx))?;
                    let key = self.route(&who).unwrap_or_default();
                    self.act(&who, &key, events, Origin::default(), self.now)?;
                    self.refresh(&who)?;
                }
                Job::Text(number) => self.look_after_text(number)?,
                Job::Address(key) => self.look_after(&key)?,
            }
        }
        self.release()
    }
}
