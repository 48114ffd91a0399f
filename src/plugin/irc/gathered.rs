//! Lines that the user's client sends as one text (IRCv3 multiline): they are one text here too.

use crate::irc::Line;
use crate::wire::limits::MAX_TEXT;
use std::collections::BTreeMap;

/// Batches of a client that are open at once, at most.
const MAX_OPEN: usize = 4;

/// Longest reference of a batch.
const MAX_REFERENCE: usize = 256;

/// One text that is not whole yet.
#[derive(Debug, Clone, Default)]
pub(in crate::plugin) struct Gathering {
    /// Whom it is for.
    pub(in crate::plugin) target: String,
    /// The lines so far. Of a text that is too long the beginning, and a little more than may be sent.
    pub(in crate::plugin) text: Vec<u8>,
    pub(super) label: String,
    lines: usize,
}

/// Texts of the client that are not whole yet, by reference.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    open: BTreeMap<Vec<u8>, Gathering>,
}

/// What a line of a client has to do with a batch.
pub(super) enum Step {
    /// Nothing.
    None,
    /// It is kept.
    Kept,
    /// The batch is at its end.
    Whole(Gathering),
    /// A batch begins, and there is no room for it.
    Full,
    /// A batch begins under the name of one that was never ended: that one is not sent.
    Instead(Gathering),
}

impl Gathered {
    /// All that were never ended.
    pub(super) fn into_all(self) -> Vec<Gathering> {
        self.open.into_values().collect()
    }

    /// A batch begins whose text may not leave in clear.
    pub(super) fn begin(&mut self, reference: &[u8], target: &str, label: &[u8]) -> Step {
        let fits = !reference.is_empty() && reference.len() <= MAX_REFERENCE;
        if !fits || (self.open.len() >= MAX_OPEN && !self.open.contains_key(reference)) {
            return Step::Full;
        }
        let label = String::from_utf8_lossy(label).into_owned();
        let gathering = Gathering { target: target.to_owned(), label, ..Gathering::default() };
        self.open.insert(reference.to_vec(), gathering).map_or(Step::Kept, Step::Instead)
    }

    /// A line within a batch, or its end.
    pub(super) fn step(&mut self, line: &Line<'_>) -> Step {
        if line.is("BATCH") {
            let end = line.parameter(0).and_then(|first| first.strip_prefix(b"-"));
            let whole = end.and_then(|reference| self.open.remove(reference));
            return whole.map_or(Step::None, Step::Whole);
        }
        let Some(reference) = line.tags().get("batch") else { return Step::None };
        let Some(gathering) = self.open.get_mut(reference) else { return Step::None };
        let target = line.parameter(0).unwrap_or_default();
        let said = line.is("PRIVMSG") || line.is("NOTICE");
        if !said || !target.eq_ignore_ascii_case(gathering.target.as_bytes()) {
            // It is no part of this text, whatever it says: it goes to whom it is for.
            return Step::None;
        }
        let goes_on = line.tags().get("draft/multiline-concat").is_some()
            || line.tags().get("multiline-concat").is_some();
        // What is beyond is not kept: the text is refused because it is too long.
        if gathering.text.len() <= MAX_TEXT {
            if gathering.lines > 0 && !goes_on {
                gathering.text.push(b'\n');
            }
            let rest = (MAX_TEXT + 1).saturating_sub(gathering.text.len());
            let text = line.parameter(1).unwrap_or_default();
            gathering.text.extend_from_slice(text.get(..rest).unwrap_or(text));
        }
        gathering.lines = gathering.lines.saturating_add(1);
        Step::Kept
    }
}
