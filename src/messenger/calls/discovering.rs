//! Finding out whether somebody unknown has this library, once, and never unasked by the host.

use super::messenger::Messenger;
use super::running::check_name;
use crate::messenger::call::offers::Discovery;
use crate::messenger::tells::event::{Outcome, Verdict};
use crate::vault::Durability;

impl Messenger {
    /// Begins with somebody whom the user writes to in clear and whose key nobody knows, once ever:
    /// not in the mode *manual*, not with somebody who is away, and not where anything else has begun.
    /// What the user writes goes on in clear until the other side answers.
    pub fn discover(&mut self, account: &str, peer: &str, with: Discovery) -> Outcome {
        self.begin_call();
        if let Err(error) = check_name(peer) {
            return self.failed(account, peer, Verdict::Pass, error);
        }
        let done = self.run(account, Durability::Power, |call| {
            let at = call.account().key(peer);
            call.discover(&at, with)
        });
        self.told(account, peer, done)
    }
}
