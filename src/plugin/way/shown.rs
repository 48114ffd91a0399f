//! Texts on their way to the host, until it has shown them.

use crate::plugin::frontend::Frontend;
use crate::plugin::walk::{Item, Shown, What};
use std::collections::BTreeSet;

/// What waits to be given again, at most.
const MAX_AGAIN: usize = 4_096;

impl Frontend {
    /// In how many milliseconds something comes again. A text that is held back is not what is waited
    /// for: it comes with the one before it.
    pub(in crate::plugin) fn again_in(&self, now: u64) -> Option<u64> {
        let mut held = BTreeSet::new();
        let waits = self.again.iter().filter_map(|(due, item)| {
            let wait = due.saturating_sub(now);
            let whose = (&item.account, &item.peer);
            if !matches!(item.what, What::Show(..)) {
                return Some(wait);
            }
            if held.contains(&whose) {
                return None;
            }
            if wait > 0 {
                held.insert(whose);
            }
            Some(wait)
        });
        waits.min()
    }

    /// Whether a text has to wait for one before it that was not shown.
    pub(in crate::plugin) fn is_held_back(&self, item: &Item) -> bool {
        self.again.iter().any(|(_, earlier)| earlier.is_shown_before(item))
            || self.back.holds_back(item)
    }

    /// A text is given to the host in so many parts, unless it is on its way already.
    pub(in crate::plugin) fn will_show(
        &mut self,
        account: &str,
        shown: Shown,
        parts: usize,
    ) -> bool {
        let place = (account.to_owned(), shown);
        if self.showing.contains_key(&place) {
            return false;
        }
        self.showing.insert(place, parts);
        true
    }

    /// A text came while nobody looked.
    pub(in crate::plugin) fn note_unseen(&mut self, account: &str, shown: Shown) {
        if self.unseen.len() >= MAX_AGAIN {
            self.unseen.pop_first();
        }
        self.unseen.insert((account.to_owned(), shown));
    }

    /// Whether a text came while nobody looked, and was not given to the host since.
    pub(in crate::plugin) fn was_unseen(&self, account: &str, shown: Shown) -> bool {
        self.unseen.contains(&(account.to_owned(), shown))
    }

    /// A text is not on its way to the host any more.
    pub(in crate::plugin) fn forget_show(&mut self, item: &Item) {
        if let What::Show(_, shown) = &item.what {
            self.showing.remove(&(item.account.clone(), *shown));
        }
    }

    /// Nothing of an account is on its way to the host any more.
    pub(in crate::plugin) fn forget_shows(&mut self, account: &str) {
        self.showing.retain(|(of, _), _| of != account);
        self.shown.remove(account);
        self.unseen.retain(|(of, _)| of != account);
        self.again.retain(|(_, item)| item.account != account);
        self.later.retain(|item| item.account != account);
    }

    /// The host calls an account otherwise now: what is on its way is of that.
    pub(in crate::plugin) fn rename_shows(&mut self, from: &str, to: &str) {
        let renamed = |account: String| if account == from { to.to_owned() } else { account };
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting =
            waiting.into_iter().map(|((of, number), peer)| ((renamed(of), number), peer)).collect();
        let showing = std::mem::take(&mut self.showing);
        self.showing =
            showing.into_iter().map(|((of, id), parts)| ((renamed(of), id), parts)).collect();
        let unseen = std::mem::take(&mut self.unseen);
        self.unseen = unseen.into_iter().map(|(of, shown)| (renamed(of), shown)).collect();
        if let Some(shown) = self.shown.remove(from) {
            self.shown.entry(to.to_owned()).or_default().extend(shown);
        }
        let again = self.again.iter_mut().map(|(_, item)| item);
        for item in again.chain(&mut self.later).filter(|item| item.account == from) {
            to.clone_into(&mut item.account);
        }
    }

    /// What waits behind a text of the same peer that was not shown.
    pub(in crate::plugin) fn hold_back(&mut self, item: Item) {
        let now = self.messenger.now_ms();
        self.wait_again(now, item);
    }

    /// Lets something wait until it is due; a text stands before those that came after it.
    pub(in crate::plugin) fn wait_again(&mut self, due: u64, item: Item) {
        let later = |(_, other): &(u64, Item)| item.is_shown_before(other);
        let place = self.again.iter().position(later).unwrap_or(self.again.len());
        self.again.insert(place, (due, item));
        while self.again.len() > MAX_AGAIN {
            // A host that carries nothing out: texts are in the vault, and come when it attaches.
            if let Some((_, over)) = self.again.pop_front() {
                self.forget_show(&over);
            }
        }
    }

    /// Has the messenger know what the host has shown.
    pub(in crate::plugin) fn confirm_shown(&mut self) {
        for (account, texts) in std::mem::take(&mut self.shown) {
            // What fails for good is shown again, after a restart.
            let _ = self.messenger.confirm_texts(&account, &texts);
        }
    }
}
