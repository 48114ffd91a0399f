//! Strangers who ask for a private conversation: the first one is asked about, the others are counted.

use crate::plugin::codes::Cause;
use crate::plugin::event::Place;
use crate::plugin::frontend::{Frontend, STRANGERS_MS};
use crate::plugin::saying::Details;
use crate::plugin::walk::Item;
use crate::plugin::window::At;
use std::collections::{BTreeMap, BTreeSet};

/// Strangers who are counted, at most.
const MAX_STRANGERS: usize = 100_000;

impl Frontend {
    /// Whether an invitation is one of a stranger, who is not asked about alone, because somebody has
    /// been within this minute.
    pub(in crate::plugin) fn counts_as_stranger(&mut self, account: &str, peer: &str) -> bool {
        let now = self.messenger.now_ms();
        let known = self.messenger.is_contact(account, peer);
        if known {
            return false;
        }
        let Some(at) = self.at(account, peer) else { return false };
        let open = |since: u64| now.saturating_sub(since) < STRANGERS_MS && since <= now;
        match &mut self.strangers {
            Some((since, counted)) if open(*since) => {
                // Whoever asks again is not another one.
                if self.stranger.as_ref() != Some(&at) && counted.len() < MAX_STRANGERS {
                    counted.insert(at);
                }
                true
            }
            strangers => {
                *strangers = Some((now, BTreeSet::new()));
                self.stranger = Some(at);
                false
            }
        }
    }

    /// The host calls an account otherwise: strangers there are the same, and the user is told of them
    /// under that name.
    pub(in crate::plugin) fn rename_strangers(&mut self, from: &str, to: &str) {
        let renamed = |(of, key): At| if of == from { (to.to_owned(), key) } else { (of, key) };
        self.stranger = self.stranger.take().map(renamed);
        if let Some((_, counted)) = &mut self.strangers {
            *counted = std::mem::take(counted).into_iter().map(renamed).collect();
        }
    }

    /// Tells of strangers who were counted.
    pub(in crate::plugin) fn tell_strangers(&mut self, items: &mut Vec<Item>) {
        let now = self.messenger.now_ms();
        let over = |since: u64| now.saturating_sub(since) >= STRANGERS_MS || since > now;
        let Some((_, counted)) = self.strangers.take_if(|(since, _)| over(*since)) else { return };
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for (account, _) in counted {
            *counts.entry(account).or_default() += 1;
        }
        for (account, count) in counts {
            let words = Details { count, ..Details::default() };
            let place = Place::Anywhere;
            items.push(self.say_with(&account, "", "ask-strangers", place, Cause::Time, &words));
        }
    }
}
