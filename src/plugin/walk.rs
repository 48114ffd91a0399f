//! What a call tells, and the walk through it.
//!
//! An event counts as carried out once the walk has moved past it. An event that is dropped before
//! that, or returned with [`Outcome::undone`], is given again by a later tick. The walk is up to
//! date: a title is read when the walk reaches it, and a question that is closed by then is left
//! out.

use super::error::PluginError;
use super::event::{Event, EventKind, Show};
use super::window::Standing;
use crate::guard::AddressKey;
use crate::identity::Fingerprint;
use crate::session::TextId;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What the host must do with its own text. Send a typed text only if this is [`Pass`](Self::Pass);
/// hide an incoming text only if it is [`Taken`](Self::Taken).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Send or show the text unchanged, as if the library were not there.
    Pass = 1,
    /// Only for incoming texts: show the text after [`Outcome::mark`].
    Marked = 2,
    /// Neither send nor show the text. If there is something to see, an ECHO or a SHOW has it.
    Taken = 3,
    /// Only for typed texts: do not send the text. A SAY has it, so that it can be put back into
    /// the input line.
    Refused = 4,
}

impl Verdict {
    /// As JSON, with the mark of a text and why the call has failed.
    pub fn to_json(self, mark: &str, line: &str, error: Option<&str>) -> String {
        let verdict = match self {
            Self::Pass => "pass",
            Self::Marked => "marked",
            Self::Taken => "taken",
            Self::Refused => "refused",
        };
        serde_json::json!({ "verdict": verdict, "mark": mark, "line": line, "error": error })
            .to_string()
    }
}

/// Something to be told. Titles are read when they are reached.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub(super) account: String,
    pub(super) peer: String,
    pub(super) what: What,
    /// How often it was given, and not carried out.
    pub(super) tries: u32,
    /// Which of all texts it is, in the order in which they came; 0 of anything else.
    pub(super) order: u64,
}

impl Item {
    /// Whether it is a text of a peer, and has to be shown before `other` of the same peer.
    pub(super) fn is_shown_before(&self, other: &Self) -> bool {
        matches!(self.what, What::Show(..))
            && self.order < other.order
            && self.account == other.account
            && self.peer == other.peer
    }
}

/// A private text that the messenger waits to have confirmed.
pub(super) type Shown = (Fingerprint, TextId);

#[derive(Debug, Clone)]
pub(super) enum What {
    /// The title of a conversation, as it is when it is reached.
    Title(AddressKey),
    /// A private text, or a part of it.
    Show(Box<Show>, Shown),
    /// Anything else.
    Event(EventKind),
}

/// What is given back until the next call, at most.
const MAX_BACK: usize = 4_096;

/// What was not carried out, with the count of moves that it knows of.
#[derive(Debug, Default, Clone)]
pub(super) struct Back {
    items: Arc<Mutex<Given>>,
    /// How often an account was given back or was called otherwise.
    moves: Arc<AtomicU64>,
}

/// What was given back since the last call.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub(super) items: VecDeque<(u64, Item)>,
    /// Texts for which there was no room. They are in the vault.
    pub(super) over: Vec<(u64, String, Shown)>,
}

impl Given {
    fn push(&mut self, moves: u64, item: Item) {
        self.items.push_back((moves, item));
        if self.items.len() <= MAX_BACK {
            return;
        }
        if let Some((moves, Item { account, what: What::Show(_, shown), .. })) =
            self.items.pop_front()
        {
            self.over.push((moves, account, shown));
        }
    }
}

impl Back {
    fn items(&self) -> MutexGuard<'_, Given> {
        self.items.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn give(&self, moves: u64, items: impl IntoIterator<Item = Item>) {
        let mut given = self.items();
        items.into_iter().for_each(|item| given.push(moves, item));
    }

    pub(super) fn take(&self) -> Given {
        std::mem::take(&mut *self.items())
    }

    /// Whether a text was given back that has to be shown before this one.
    pub(super) fn holds_back(&self, item: &Item) -> bool {
        self.items().items.iter().any(|(_, earlier)| earlier.is_shown_before(item))
    }

    pub(super) fn is_empty(&self) -> bool {
        let given = self.items();
        given.items.is_empty() && given.over.is_empty()
    }

    pub(super) fn moves(&self) -> u64 {
        self.moves.load(Ordering::Relaxed)
    }

    /// What was given back follows moves that it does not know of.
    pub(super) fn follow(&self, moved: impl Fn(u64, String) -> Option<String>) {
        let now = self.moves();
        let mut given = self.items();
        let Given { items, over } = std::mem::take(&mut *given);
        let follow = |(known, mut item): (u64, Item)| {
            item.account = moved(known, item.account)?;
            Some((now, item))
        };
        given.items = items.into_iter().filter_map(follow).collect();
        let follow = |(known, account, shown)| Some((now, moved(known, account)?, shown));
        given.over = over.into_iter().filter_map(follow).collect();
    }

    /// One more move.
    pub(super) fn count_move(&self) -> u64 {
        self.moves.fetch_add(1, Ordering::Relaxed).saturating_add(1)
    }
}

/// What a call tells the host: a verdict on its text, and events to carry out in order.
#[derive(Debug)]
#[must_use = "what is not walked is given again"]
pub struct Outcome {
    /// What the host must do with its own text.
    pub verdict: Verdict,
    /// Plain text to show before a text that is [`Verdict::Marked`].
    pub mark: String,
    /// The raw line to show, tags included, instead of one that is [`Verdict::Marked`].
    pub line: Vec<u8>,
    /// Why the call failed, if it did. A SAY tells the user.
    pub error: Option<PluginError>,
    pub(super) items: VecDeque<Item>,
    pub(super) at: Option<Reached>,
    /// The moves of accounts that its events know of.
    pub(super) moves: u64,
    back: Back,
}

/// Where the walk stands.
#[derive(Debug)]
pub(super) struct Reached {
    pub(super) item: Item,
    pub(super) event: Event,
    /// What a title said.
    pub(super) standing: Option<Standing>,
}

impl Outcome {
    pub(super) fn new(verdict: Verdict, items: Vec<Item>, back: Back) -> Self {
        let (mark, line, error) = (String::new(), Vec::new(), None);
        let moves = back.moves();
        Self { verdict, mark, line, error, items: items.into(), at: None, moves, back }
    }

    /// The outcome where there is no messenger: nothing typed is sent, nothing that came is hidden.
    pub fn constant(verdict: Verdict) -> Self {
        Self::new(verdict, Vec::new(), Back::default())
    }

    /// The current event.
    pub fn event(&self) -> Option<&Event> {
        self.at.as_ref().map(|reached| &reached.event)
    }

    /// Reports that the current event could not be carried out. It is given again later. Continue
    /// the walk.
    pub fn undone(&mut self) {
        if let Some(Reached { item, .. }) = self.at.take() {
            self.back.give(self.moves, [item]);
        }
    }

    /// The current event as JSON; before the first event, the verdict, the mark and whether the
    /// call failed.
    pub fn to_json(&self) -> String {
        if let Some(event) = self.event() {
            return event.to_json();
        }
        let error = self.error.as_ref().map(ToString::to_string);
        let line = String::from_utf8_lossy(&self.line);
        self.verdict.to_json(&self.mark, &line, error.as_deref())
    }

    /// Whether nothing is left to walk.
    pub fn is_done(&self) -> bool {
        self.items.is_empty() && self.at.is_none()
    }

    pub(super) fn push(&mut self, item: Item) {
        self.items.push_back(item);
    }

    /// This is given again later.
    pub(super) fn give_back(&self, item: Item) {
        self.back.give(self.moves, [item]);
    }

    /// These come first.
    pub(super) fn put_before(&mut self, items: Vec<Item>) {
        items.into_iter().rev().for_each(|item| self.items.push_front(item));
    }

    /// Whether a sentence is said.
    pub(super) fn says(&self) -> bool {
        self.items.iter().any(|item| matches!(&item.what, What::Event(EventKind::Say(_))))
    }

    /// Takes items out that are told otherwise.
    pub(super) fn take(&mut self, wanted: impl Fn(&Item) -> bool) -> Vec<Item> {
        let (taken, rest): (Vec<Item>, Vec<Item>) =
            std::mem::take(&mut self.items).into_iter().partition(wanted);
        self.items = rest.into();
        taken
    }
}

impl Drop for Outcome {
    fn drop(&mut self) {
        let reached = self.at.take().map(|reached| reached.item);
        self.back.give(self.moves, reached.into_iter().chain(self.items.drain(..)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(number: u8) -> Item {
        let show = Show {
            text: String::new(),
            mark: String::new(),
            action: false,
            time: 0,
            trust: crate::messenger::Trust::None,
            private: true,
            fingerprint: None,
            id: None,
            log: false,
        };
        let shown = (Fingerprint::from_bytes([number; 32]), TextId([0; 8]));
        let what = What::Show(Box::new(show), shown);
        Item { account: "irc".into(), peer: "bob".into(), what, tries: 0, order: 1 }
    }

    #[test]
    fn what_is_given_back_between_two_calls_is_bounded_and_a_text_without_room_is_remembered() {
        let back = Back::default();
        for number in 0..3 {
            let texts = Outcome::new(Verdict::Pass, vec![item(number)], back.clone());
            drop(texts);
        }
        for _ in 0..3 * MAX_BACK {
            let what = What::Event(EventKind::Close { question: 1 });
            back.give(0, [Item { what, order: 0, ..item(0) }]);
        }
        let Given { items, over } = back.take();
        assert_eq!(items.len(), MAX_BACK);
        let over: Vec<_> = over.into_iter().map(|(_, _, shown)| shown.0).collect();
        assert_eq!(over, [0, 1, 2].map(|number| Fingerprint::from_bytes([number; 32])));
        assert!(back.is_empty());
    }
}
