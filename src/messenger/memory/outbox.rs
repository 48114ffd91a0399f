//! Lines to send: their order, their pace, and what is kept until it is known to have arrived.
//!
//! ```text
//!  queue ──release──► the host ──acknowledged──► gone          (lines of a text)
//!    ▲                   │  └────► ring of recent lines        (all others)
//!    └─line_failed, offline┘
//! ```
//!
//! Servers punish connections that send too fast, so lines leave at the pace of the profile, in the
//! order of `turns`.

use super::answers::Answers;
use super::turns::Turns;
pub(in crate::messenger) use super::turns::class;
use crate::crypto;
use crate::guard::AddressKey;
use crate::messenger::limits::{FAILED_MS, MAX_RELEASED};
use crate::messenger::network::pace::Pace;
use crate::messenger::network::profile::Profile;
use crate::messenger::rows::records::{LineRecord, Record};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::LineKind;
use crate::vault::{Table, Transaction};
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};

/// The lines of an account.
#[derive(Debug)]
pub(in crate::messenger) struct Outbox {
    /// By class and id.
    queue: BTreeMap<(u8, u64), LineRecord>,
    turns: Turns,
    answers: Answers,
    /// Lines of texts that the host has and the peer has not acknowledged.
    sent: BTreeMap<u64, LineRecord>,
    /// The class and id of the lines of each text, queued or sent.
    of_text: HashMap<u64, BTreeSet<(u8, u64)>>,
    /// Other lines that the host has, the last ones.
    recent: VecDeque<LineRecord>,
    /// What was released lately: a host may hand its own lines back.
    ours: (VecDeque<[u8; 8]>, HashMap<[u8; 8], LineKind>),
    pace: Pace,
    /// A line has failed: nothing before this time.
    paused_until: u64,
}

impl Outbox {
    pub(in crate::messenger) fn new(profile: &Profile) -> Self {
        Self {
            queue: BTreeMap::new(),
            turns: Turns::default(),
            answers: Answers::default(),
            sent: BTreeMap::new(),
            of_text: HashMap::new(),
            recent: VecDeque::new(),
            ours: (VecDeque::new(), HashMap::new()),
            pace: Pace::new(profile.burst().into(), profile.interval_ms().into()),
            paused_until: 0,
        }
    }

    pub(in crate::messenger) fn set_pace(&mut self, burst: u32, interval_ms: u32) {
        self.pace.set(burst.into(), interval_ms.into());
    }

    /// Loads what has not arrived for sure: it all goes again, with the same bytes.
    pub(in crate::messenger) fn load(
        &mut self,
        tx: &Transaction<'_>,
        group: &[u8],
    ) -> Result<(), MessengerError> {
        self.queue.clear();
        self.turns.clear();
        self.answers.clear();
        self.sent.clear();
        self.of_text.clear();
        for bytes in tx.scan(Table::Line, group)? {
            let record = LineRecord::from_bytes(&bytes)?;
            self.add(record);
        }
        Ok(())
    }

    /// The largest id of a line that is kept.
    pub(in crate::messenger) fn last_id(&self) -> u64 {
        self.queue.keys().map(|(_, id)| *id).chain(self.sent.keys().copied()).max().unwrap_or(0)
    }

    pub(in crate::messenger) fn add(&mut self, line: LineRecord) {
        if let Some(number) = line.text {
            self.of_text.entry(number).or_default().insert((line.class, line.id));
        }
        self.turns.add(line.class, &line.address, line.id);
        self.queue.insert((line.class, line.id), line);
    }

    /// Adds a line that a session has made because lines came. Gives the one that waits no more for it.
    pub(in crate::messenger) fn add_answer(
        &mut self,
        session: Vec<u8>,
        line: LineRecord,
    ) -> Option<u64> {
        let before = self.answers.add(session, &line.address, line.id);
        self.add(line);
        let gone = self.unqueue((class::CONTROL, before?))?;
        Some(gone.id)
    }

    fn unqueue(&mut self, at: (u8, u64)) -> Option<LineRecord> {
        let line = self.queue.remove(&at)?;
        self.turns.remove(line.class, &line.address, line.id);
        Some(line)
    }

    /// When the next line may leave.
    pub(in crate::messenger) fn due(&mut self, now: u64) -> Option<u64> {
        self.paused_until = self.paused_until.min(now.saturating_add(FAILED_MS));
        let next = self.pace.next_at(now).max(self.paused_until);
        self.queue.first_key_value().map(|_| next)
    }

    /// How long a line that is added now waits at most for those before it. Milliseconds.
    pub(in crate::messenger) fn wait_ms(&self) -> u64 {
        let lines = u64::try_from(self.queue.len()).unwrap_or(u64::MAX);
        lines.saturating_mul(self.pace.interval())
    }

    /// Takes the next line, if one may leave now.
    pub(in crate::messenger) fn release(&mut self, now: u64) -> Option<LineRecord> {
        if self.due(now)? > now || !self.pace.take(now) {
            return None;
        }
        let line = self.queue.remove(&self.turns.next()?)?;
        self.answers.forget(line.id);
        if line.text.is_some() {
            self.sent.insert(line.id, line.clone());
        } else {
            self.recent.push_back(line.clone());
            if self.recent.len() > MAX_RELEASED {
                self.recent.pop_front();
            }
        }
        Some(line)
    }

    /// The host could not send a line: it goes again, with the same bytes. Tells the text it is of.
    pub(in crate::messenger) fn failed(&mut self, id: u64, now: u64) -> Option<LineRecord> {
        let line = match self.sent.remove(&id) {
            Some(line) => line,
            None => {
                let at = self.recent.iter().position(|line| line.id == id)?;
                self.recent.remove(at)?
            }
        };
        self.paused_until = now.saturating_add(FAILED_MS);
        self.add(line.clone());
        Some(line)
    }

    /// The connection is gone: what was not acknowledged goes again. Gives the texts concerned.
    pub(in crate::messenger) fn requeue(&mut self) -> Vec<u64> {
        let sent = std::mem::take(&mut self.sent);
        let texts = sent.values().filter_map(|line| line.text).collect();
        sent.into_values().for_each(|line| self.add(line));
        texts
    }

    /// Forgets the lines of a text, and gives their ids.
    pub(in crate::messenger) fn forget_text(&mut self, number: u64) -> Vec<u64> {
        let lines = self.of_text.remove(&number).unwrap_or_default();
        for line in &lines {
            if self.unqueue(*line).is_none() {
                self.sent.remove(&line.1);
            }
        }
        lines.into_iter().map(|(_, id)| id).collect()
    }

    /// Forgets the lines for an address that are of no text, and gives the ids of those that waited.
    pub(in crate::messenger) fn forget_control(&mut self, at: &AddressKey) -> Vec<u64> {
        self.recent.retain(|line| line.address != *at);
        let waiting = self.queue.values().filter(|line| line.text.is_none() && line.address == *at);
        let waiting: Vec<(u8, u64)> = waiting.map(|line| (line.class, line.id)).collect();
        let forgotten = waiting.into_iter().filter_map(|place| self.unqueue(place));
        let forgotten: Vec<u64> = forgotten.map(|line| line.id).collect();
        forgotten.iter().for_each(|id| self.answers.forget(*id));
        forgotten
    }

    /// Lines go to other addresses from now on. Gives those of them that the vault has.
    pub(in crate::messenger) fn readdress(
        &mut self,
        moves: &BTreeMap<AddressKey, AddressKey>,
        wanted: impl Fn(&LineRecord) -> bool,
    ) -> Vec<LineRecord> {
        let moved = |line: &mut LineRecord| match moves.get(&line.address) {
            Some(to) if wanted(line) => {
                to.clone_into(&mut line.address);
                true
            }
            _ => false,
        };
        self.recent.iter_mut().for_each(|line| {
            moved(line);
        });
        let kept = self.queue.values_mut().chain(self.sent.values_mut());
        let changed = kept.filter_map(|line| moved(line).then(|| line.clone())).collect();
        self.turns.clear();
        for line in self.queue.values() {
            self.turns.add(line.class, &line.address, line.id);
        }
        changed
    }

    /// How many lines of a text are kept.
    pub(in crate::messenger) fn lines_of(&self, number: u64) -> u32 {
        let count = self.of_text.get(&number).map_or(0, BTreeSet::len);
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// Whether the host hands back what we have released.
    pub(in crate::messenger) fn is_ours(&self, text: &[u8]) -> bool {
        self.kind_of_ours(text).is_some()
    }

    /// What a line is for that we have released.
    pub(in crate::messenger) fn kind_of_ours(&self, text: &[u8]) -> Option<LineKind> {
        self.ours.1.get(&digest(text)).copied()
    }

    /// Remembers a line that is released.
    pub(in crate::messenger) fn note_ours(&mut self, text: &[u8], kind: LineKind) {
        let digest = digest(text);
        if self.ours.1.insert(digest, kind).is_none() {
            self.ours.0.push_back(digest);
        }
        while self.ours.0.len() > MAX_RELEASED {
            if let Some(old) = self.ours.0.pop_front() {
                self.ours.1.remove(&old);
            }
        }
    }
}

/// Names a line. Networks and hosts may add white space at the ends.
fn digest(text: &[u8]) -> [u8; 8] {
    let [a, b, c, d, e, f, g, h, ..] = crypto::sha256(&[text.trim_ascii()]);
    [a, b, c, d, e, f, g, h]
}
