//! Lines that belong together (IRCv3 batch).

use super::line::Line;
use super::{MAX_BATCH_WORD, MAX_BATCHES};
use std::collections::VecDeque;

/// Kinds of what was said earlier.
const HISTORY: [&[u8]; 4] =
    [b"chathistory", b"draft/chathistory", b"znc.in/playback", b"draft/playback"];

/// Lines that belong together, as long as they are open. What it takes from the batch around it is
/// settled when it opens: closing that one first changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Batch {
    reference: Vec<u8>,
    /// What kind of batch it is, such as `chathistory`.
    pub kind: Vec<u8>,
    /// It, or one around it, is of what was said earlier.
    pub is_history: bool,
    /// The label of the line that it answers, or that one around it answers.
    pub label: Option<Vec<u8>>,
}

/// The batches that are open.
#[derive(Debug, Clone, Default)]
pub struct Batches {
    open: VecDeque<Batch>,
}

impl Batches {
    /// Takes a line that came from the server. Of too many batches the oldest is forgotten.
    pub fn read(&mut self, line: &Line<'_>) {
        if !line.is("BATCH") {
            return;
        }
        match line.parameter(0).and_then(<[u8]>::split_first) {
            Some((b'+', reference)) => self.open(reference, line),
            Some((b'-', reference)) => self.open.retain(|batch| batch.reference != reference),
            _ => {}
        }
    }

    fn open(&mut self, reference: &[u8], line: &Line<'_>) {
        let kind = line.parameter(1).unwrap_or_default();
        if reference.is_empty() || reference.len().max(kind.len()) > MAX_BATCH_WORD {
            return;
        }
        let batch = Batch {
            reference: reference.to_vec(),
            kind: kind.to_vec(),
            is_history: HISTORY.contains(&kind.to_ascii_lowercase().as_slice())
                || self.is_history(line),
            label: self.label(line).map(<[u8]>::to_vec),
        };
        self.open.retain(|batch| batch.reference != reference);
        if self.open.len() >= MAX_BATCHES {
            self.open.pop_front();
        }
        self.open.push_back(batch);
    }

    /// The batch that a line is part of, if it is known.
    #[must_use]
    pub fn of(&self, line: &Line<'_>) -> Option<&Batch> {
        let reference = line.tags().get("batch")?;
        self.open.iter().find(|batch| batch.reference == reference)
    }

    /// Whether a line is of what was said earlier. One of a batch that is not known may be: what is
    /// history begins nothing, so that this is the side to err on.
    #[must_use]
    pub fn is_history(&self, line: &Line<'_>) -> bool {
        let named = line.tags().get("batch").is_some();
        named && self.of(line).is_none_or(|batch| batch.is_history)
    }

    /// The label of the line that a line answers, its own or that of its batch (IRCv3
    /// labeled-response).
    #[must_use]
    pub fn label<'l>(&'l self, line: &'l Line<'_>) -> Option<&'l [u8]> {
        let own = line.tags().get("label").filter(|label| label.len() <= MAX_BATCH_WORD);
        own.or_else(|| self.of(line)?.label.as_deref())
    }

    /// How many are open.
    #[must_use]
    pub fn len(&self) -> usize {
        self.open.len()
    }

    /// Whether none is open.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }
}
