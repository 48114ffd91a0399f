//! How often a host answers what is not authenticated (PROTOCOL.md section 11).

/// At once, then after a minute, doubling to an hour. Only an hour's rest ends the doubling: what
/// follows an Offer is readable, and says nothing.
#[derive(Clone, Default)]
pub struct Budget {
    next: u64,
    wait: u64,
}

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;

impl Budget {
    /// When the next answer is allowed.
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Takes the answer at `now`, if it is allowed.
    pub fn take(&mut self, now: u64) -> bool {
        if now < self.next {
            return false;
        }
        let rested = now >= self.next + HOUR;
        self.wait = if rested { MINUTE } else { (self.wait * 2).clamp(MINUTE, HOUR) };
        self.next = now + self.wait;
        true
    }
}
