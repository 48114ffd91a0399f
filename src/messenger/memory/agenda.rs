//! What is to be done when. Finding what is due costs no more than what is due.

use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use std::collections::{BTreeSet, HashMap};

/// Something that has to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::messenger) enum Job {
    /// A peer: acknowledgements, repeated answers.
    Peer(Fingerprint),
    /// A text of the user: send it again, or give it up.
    Text(u64),
    /// An address: an unreadable line to answer, a question to ask, an Offer to repeat.
    Address(AddressKey),
    /// The keys that are stored for a peer: those that are too old die.
    Keys(Fingerprint),
    /// The prekeys of the account.
    Prekeys,
}

/// Jobs by the time they are due, in milliseconds since 1970.
#[derive(Debug, Default)]
pub(in crate::messenger) struct Agenda {
    times: HashMap<Job, u64>,
    order: BTreeSet<(u64, Job)>,
}

impl Agenda {
    /// Does `job` at `due`, or earlier if that was planned already.
    pub(in crate::messenger) fn plan(&mut self, job: Job, due: u64) {
        if let Some(planned) = self.times.get(&job).copied() {
            if planned <= due {
                return;
            }
            self.order.remove(&(planned, job.clone()));
        }
        self.times.insert(job.clone(), due);
        self.order.insert((due, job));
    }

    pub(in crate::messenger) fn peer(&mut self, who: &Fingerprint, due: u64) {
        self.plan(Job::Peer(*who), due);
    }

    pub(in crate::messenger) fn text(&mut self, number: u64, due: u64) {
        self.plan(Job::Text(number), due);
    }

    pub(in crate::messenger) fn address(&mut self, at: &AddressKey, due: u64) {
        self.plan(Job::Address(at.clone()), due);
    }

    pub(in crate::messenger) fn keys(&mut self, who: &Fingerprint, due: u64) {
        self.plan(Job::Keys(*who), due);
    }

    /// When the first job is due.
    pub(in crate::messenger) fn due(&self) -> Option<u64> {
        self.order.first().map(|(due, _)| *due)
    }

    /// Takes the first job that is due.
    pub(in crate::messenger) fn take(&mut self, now: u64) -> Option<Job> {
        if self.due()? > now {
            return None;
        }
        let (_, job) = self.order.pop_first()?;
        self.times.remove(&job);
        Some(job)
    }

    /// Brings back what a clock that was set back has put too far away.
    pub(in crate::messenger) fn clip(&mut self, latest: u64) {
        while let Some((due, job)) = self.order.last().cloned()
            && due > latest
        {
            self.order.remove(&(due, job.clone()));
            self.times.insert(job.clone(), latest);
            self.order.insert((latest, job));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jobs_come_in_the_order_they_are_due_and_not_before() {
        let mut agenda = Agenda::default();
        agenda.text(1, 30);
        agenda.text(2, 10);
        agenda.text(1, 20);
        agenda.text(2, 40);
        assert_eq!(agenda.due(), Some(10));
        assert_eq!(agenda.take(9), None);
        assert_eq!(agenda.take(25), Some(Job::Text(2)));
        assert_eq!(agenda.take(25), Some(Job::Text(1)));
        assert_eq!(agenda.take(25), None);
        assert_eq!(agenda.due(), None);
    }

    #[test]
    fn a_clock_set_back_postpones_no_job_for_longer_than_was_planned() {
        let mut agenda = Agenda::default();
        agenda.text(1, 5_000_000);
        agenda.text(2, 10);
        agenda.clip(1_000);
        assert_eq!(agenda.due(), Some(10));
        assert_eq!(agenda.take(10), Some(Job::Text(2)));
        assert_eq!(agenda.take(1_000), Some(Job::Text(1)));
    }
}
