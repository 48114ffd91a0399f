//! What the handle of an outcome stands for: a list of events, or the walk through what a messenger
//! has told.

use super::entry::{Entry, c_string};
use super::of_plugin::{choices, entry};
use super::verdicts::{
    SUBROSA_VERDICT_MARKED, SUBROSA_VERDICT_PASS, SUBROSA_VERDICT_REFUSED, SUBROSA_VERDICT_TAKEN,
};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::result::{SUBROSA_OK, subrosa_result};
use crate::capi::frame::shared::Shared;
use crate::plugin::{self, Verdict};
use std::collections::VecDeque;
use std::ffi::CString;
use std::sync::Weak;
use zeroize::Zeroize;

/// What a call has told, and where its walk stands.
pub(in crate::capi) struct Outcome {
    pub(super) verdict: i32,
    pub(super) result: subrosa_result,
    pub(super) mark: CString,
    /// The raw line to show instead of one that is marked, and a NUL.
    pub(super) line: Vec<u8>,
    /// The event where the walk stands.
    pub(super) entry: Option<Entry>,
    pub(super) choices: Vec<[CString; 3]>,
    json: Option<CString>,
    rest: Rest,
}

/// What is not walked yet.
enum Rest {
    /// Of a call that needs no messenger to be walked.
    List(VecDeque<Entry>),
    /// Of a call that reached no messenger: what it says, and its JSON before that.
    Failed {
        before: String,
        said: Option<plugin::Event>,
        at: Option<plugin::Event>,
    },
    Told {
        outcome: plugin::Outcome,
        messenger: Weak<Shared>,
    },
}

pub(super) fn verdict_code(verdict: Verdict) -> i32 {
    match verdict {
        Verdict::Pass => SUBROSA_VERDICT_PASS,
        Verdict::Marked => SUBROSA_VERDICT_MARKED,
        Verdict::Taken => SUBROSA_VERDICT_TAKEN,
        Verdict::Refused => SUBROSA_VERDICT_REFUSED,
    }
}

impl Outcome {
    /// These events, and no verdict.
    pub(in crate::capi) fn of(entries: Vec<Entry>) -> Self {
        Self::new(SUBROSA_VERDICT_REFUSED, SUBROSA_OK, Rest::List(entries.into()))
    }

    /// The answer of a call that reached no messenger.
    pub(super) fn failed(verdict: Verdict, fault: &Fault, said: Option<plugin::Event>) -> Self {
        let before = verdict.to_json("", "", Some(&fault.sentence));
        Self::new(verdict_code(verdict), fault.code, Rest::Failed { before, said, at: None })
    }

    /// What a messenger has told.
    pub(super) fn told(
        outcome: plugin::Outcome,
        result: subrosa_result,
        messenger: Weak<Shared>,
    ) -> Self {
        let (verdict, mark) = (verdict_code(outcome.verdict), c_string(&outcome.mark));
        let mut line = outcome.line.clone();
        line.push(0);
        let mut told = Self::new(verdict, result, Rest::Told { outcome, messenger });
        told.mark = mark;
        told.line = line;
        told
    }

    fn new(verdict: i32, result: subrosa_result, rest: Rest) -> Self {
        let (mark, line) = (CString::default(), Vec::new());
        Self { verdict, result, mark, line, entry: None, choices: Vec::new(), json: None, rest }
    }

    /// One more event at the end.
    pub(in crate::capi) fn and(mut self, entry: Entry) -> Self {
        if let Rest::List(list) = &mut self.rest {
            list.push_back(entry);
        }
        self
    }

    /// Goes to the next event; the one before is carried out. 0 at the end. When the messenger is
    /// gone nothing more is told.
    pub(super) fn next(&mut self) -> i32 {
        self.leave();
        match &mut self.rest {
            Rest::List(list) => self.entry = list.pop_front(),
            Rest::Failed { said, at, .. } => {
                *at = said.take();
                self.entry = at.as_ref().map(entry);
            }
            Rest::Told { outcome, messenger } => {
                let Some(shared) = messenger.upgrade() else { return 0 };
                let fields = |event: &plugin::Event| (choices(&event.kind), entry(event));
                let next = shared.with(|frontend| Ok(outcome.next(frontend).map(fields)));
                let Ok(Some((choices, entry))) = next else { return 0 };
                self.choices = choices;
                self.entry = Some(entry);
            }
        }
        self.entry.as_ref().map_or(0, |entry| entry.kind)
    }

    /// The event where the walk stands comes again later. Nothing comes again of the other levels,
    /// so their walk stays where it is.
    pub(super) fn undone(&mut self) {
        if let Rest::Told { outcome, .. } = &mut self.rest {
            outcome.undone();
            self.leave();
        }
    }

    fn leave(&mut self) {
        self.entry = None;
        self.choices.clear();
        self.forget_json();
    }

    fn forget_json(&mut self) {
        if let Some(json) = self.json.take() {
            json.into_bytes().zeroize();
        }
    }

    /// The event where the walk stands as JSON, of a messenger; else an empty text.
    pub(super) fn json(&mut self) -> &CString {
        let rest = &self.rest;
        self.json.get_or_insert_with(|| match rest {
            Rest::Told { outcome, .. } => c_string(&outcome.to_json()),
            Rest::Failed { before, at, .. } => match at {
                Some(event) => c_string(&event.to_json()),
                None => c_string(before),
            },
            Rest::List(_) => CString::default(),
        })
    }
}

impl Drop for Outcome {
    fn drop(&mut self) {
        self.forget_json();
    }
}
