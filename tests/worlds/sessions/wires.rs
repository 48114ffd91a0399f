//! The network: what is on its way to each host, and everything that ever was.

use std::collections::VecDeque;

/// A text on its way.
#[derive(Clone)]
pub struct Wire {
    pub text: Vec<u8>,
    /// Made up or altered by the enemy: it must be refused.
    pub forged: bool,
}

impl Wire {
    pub fn genuine(line: &str) -> Self {
        Self { text: line.as_bytes().to_vec(), forged: false }
    }
}

/// What is on its way, and what was.
#[derive(Default)]
pub struct Wires {
    /// To each host, in order.
    pub inboxes: Vec<VecDeque<Wire>>,
    /// Held back until a time, for a host.
    pub delayed: Vec<(u64, usize, Wire)>,
    /// Every line that an account has sent.
    pub history: [Vec<String>; 2],
    pub lines: usize,
}

impl Wires {
    /// Sends lines of an account to hosts of the other.
    pub fn send(&mut self, account: usize, to: &[usize], lines: Vec<String>) {
        for line in lines {
            self.lines += 1;
            for &host in to {
                self.inboxes[host].push_back(Wire::genuine(&line));
            }
            self.history[account].push(line);
        }
    }

    /// Lets go what has been held back long enough.
    pub fn release(&mut self, now: u64) {
        for (until, host, wire) in std::mem::take(&mut self.delayed) {
            match until <= now {
                true => self.inboxes[host].push_back(wire),
                false => self.delayed.push((until, host, wire)),
            }
        }
    }

    pub fn is_quiet(&self) -> bool {
        self.inboxes.iter().all(VecDeque::is_empty)
    }
}
