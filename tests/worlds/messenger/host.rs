//! What hosts do: calls, some of which the process does not survive.

use super::disk::Files;
use super::ledger::{Failure, ensure};
use super::person::{Call, NAMES};
use super::scenario::Happening;
use super::walk::{Back, Cause};
use super::world::World;
use std::collections::BTreeSet;
use subrosa::messenger::{EventKind, MessengerError, Outcome, Stage, Verdict};
use subrosa::vault::VaultError;

impl World {
    /// Makes a call and does what its outcome says. `None`: the process has died in the middle and
    /// has begun again.
    pub fn call(&mut self, who: usize, call: Call) -> Result<Option<Verdict>, Failure> {
        let dies = !self.peace && self.dice.percent(self.scenario.crashes);
        let before = dies.then(|| Files::of(&self.people[who].path));
        let early = matches!(call, Call::Tick)
            && self.people[who].rested
            && self.people[who].wake_at.is_none_or(|due| self.people[who].now() < due);
        let outcome = self.people[who].perform(&call);
        self.check_error(who, &call, &outcome)?;
        ensure!(!early || outcome.events.is_empty(), "before it is due: {outcome:?}");
        if let Call::Confirm(shown) = &call {
            let certain = before.is_none() && outcome.error.is_none() && !self.failing;
            self.note_confirmed(who, shown, certain)?;
        }
        if let Some(before) = before {
            return self.die_between(who, &before, outcome).map(|()| None);
        }
        self.note_durable(who, &call, &outcome);
        let verdict = outcome.verdict;
        let is_back = matches!(call, Call::Online { online: true, .. });
        self.walk(who, outcome, if is_back { Cause::Beginning } else { Cause::Call })?;
        if !self.failing
            && self.people[who].untold == 0
            && (self.has_thief() || self.dice.percent(15))
        {
            self.check_windows(who)?;
        }
        Ok(Some(verdict))
    }

    fn check_error(&self, who: usize, call: &Call, outcome: &Outcome) -> Result<(), Failure> {
        let Some(error) = &outcome.error else { return Ok(()) };
        let decision = matches!(call, Call::Decide { .. } | Call::DecideText { .. });
        let expected = match error {
            MessengerError::WrongState
            | MessengerError::OtherFingerprint
            | MessengerError::UnknownText => decision,
            MessengerError::Vault(VaultError::Busy) => self.scenario.has(Happening::BusyVault),
            _ => self.people[who].random.0.lock().unwrap().failing,
        };
        ensure!(expected, "{call:?} fails: {error:?}");
        Ok(())
    }

    /// Which texts a host confirms.
    fn note_confirmed(
        &mut self,
        who: usize,
        shown: &Outcome,
        certain: bool,
    ) -> Result<(), Failure> {
        let mut whole: Vec<(subrosa::session::TextId, String)> = Vec::new();
        for event in &shown.events {
            let EventKind::Show(show) = &event.kind else { continue };
            let Some(id) = show.id else { continue };
            match whole.iter_mut().find(|(known, _)| *known == id) {
                Some((_, text)) => *text = format!("{text}\n{}", show.text),
                None => whole.push((id, show.text.clone())),
            }
        }
        for (_, text) in whole {
            let number = self.ledger.recognise(&text);
            let number = number.ok_or_else(|| format!("nobody has typed {text:?}"))?;
            self.note(|| format!("  {} confirms text {number}", NAMES[who]));
            self.ledger.texts[number].confirmed.insert(who);
            if certain {
                self.ledger.texts[number].settled.insert(who);
            }
        }
        Ok(())
    }

    /// Before a line is given out, everything is durable; so is what a user did.
    fn note_durable(&mut self, who: usize, call: &Call, outcome: &Outcome) {
        if !self.scenario.has(Happening::LosePower) || outcome.error.is_some() {
            return;
        }
        let by_user =
            matches!(call, Call::Outgoing { .. } | Call::Decide { .. } | Call::DecideText { .. });
        let sends =
            |event: &subrosa::messenger::Event| matches!(event.kind, EventKind::Send { .. });
        if by_user && outcome.verdict != Verdict::Pass || outcome.events.iter().any(sends) {
            self.people[who].durable = Some(Files::of(&self.people[who].path));
        }
    }

    // ---- processes that end ----

    /// The process has died between two commits of a call, or before it could tell its outcome.
    fn die_between(&mut self, who: usize, before: &Files, lost: Outcome) -> Result<(), Failure> {
        let after = Files::of(&self.people[who].path);
        let states = Files::between(before, &after);
        let chosen = self.dice.below(states.len());
        self.note(|| {
            format!("  {} dies, commit {chosen} of {} survives", NAMES[who], states.len() - 1)
        });
        let mut finished = BTreeSet::new();
        for event in &lost.events {
            if let EventKind::Progress(progress) = &event.kind
                && let Some(text) = self.number_of(who, network(&event.account), progress.number)?
            {
                if progress.stage == Stage::Delivered {
                    self.check_delivered(text)?;
                }
                if matches!(progress.stage, Stage::Delivered | Stage::Discarded) {
                    finished.insert(text);
                }
            }
        }
        self.begin_again(who, Some(&states[chosen]), &finished, Back::Nothing)
    }

    /// The process ends without notice and begins again, on the vault as it is or on a copy.
    pub fn begin_again(
        &mut self,
        who: usize,
        copy: Option<&Files>,
        finished: &BTreeSet<usize>,
        back: Back,
    ) -> Result<(), Failure> {
        self.failing = false;
        if back != Back::Nothing {
            self.ledger.unsettle(who);
        }
        let person = &mut self.people[who];
        person.random.0.lock().unwrap().failing = false;
        person.deaths += 1;
        person.end();
        if let Some(copy) = copy {
            copy.put_back(&person.path);
        }
        let outcomes = person.begin();
        // Numbers of texts that were never stored are given again.
        self.ledger.numbers.retain(|(of, _, _), _| *of != who);
        self.compare_texts(who, finished, back)?;
        if self.scenario.has(Happening::LosePower) {
            self.people[who].durable = Some(Files::of(&self.people[who].path));
        }
        let left = outcomes.len();
        for (at, outcome) in outcomes.into_iter().enumerate() {
            self.people[who].untold = left - at - 1;
            // A host that has died meanwhile has been told everything anew.
            let deaths = self.people[who].deaths;
            self.walk(who, outcome, Cause::Beginning)?;
            if self.people[who].deaths != deaths {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What a messenger answers is what it answers after the end of its process.
    pub fn reload(&mut self, who: usize) -> Result<(), Failure> {
        let before = self.picture(who)?;
        self.begin_again(who, None, &BTreeSet::new(), Back::Nothing)?;
        // The host that begins again walks, and confirms: nothing that is looked at here.
        let after = self.picture(who)?;
        ensure!(before == after, "before the end: {before:?}\nafter: {after:?}");
        Ok(())
    }

    /// Everything that a messenger tells about conversations and texts, but for what strangers
    /// leave in memory alone.
    fn picture(&mut self, who: usize) -> Result<Vec<String>, Failure> {
        use subrosa::messenger::State;
        let mut picture = Vec::new();
        for network in 0..self.scenario.networks {
            let account = super::person::NETWORKS[network];
            let contacts = self.people[who].messenger().contacts(account);
            for event in contacts.events {
                let EventKind::Contact(info) = event.kind else { continue };
                let passing = matches!(info.state, State::Plain | State::Invited);
                if !passing || info.fingerprint.is_some() && info.state == State::Plain {
                    let peer = event.peer.to_lowercase();
                    let fingerprint = info.fingerprint.map(|key| key.to_string());
                    let (state, trust, waiting) = (info.state, info.trust, info.waiting);
                    picture.push(format!(
                        "{network} {peer} {state:?} {trust:?} {fingerprint:?} {waiting}"
                    ));
                }
            }
            for (text, stage) in self.learn_numbers(who, network)? {
                let stage = match stage {
                    Stage::Sent | Stage::Sending => Stage::Sent,
                    other => other,
                };
                picture.push(format!("{network} text {text} {stage:?}"));
            }
        }
        picture.sort();
        Ok(picture)
    }

    /// The machine loses power: what was committed without waiting for the disk may be undone, the
    /// last of it first.
    pub fn lose_power(&mut self, who: usize) -> Result<(), Failure> {
        let Some(durable) = self.people[who].durable.clone() else { return Ok(()) };
        let states = Files::between(&durable, &Files::of(&self.people[who].path));
        let chosen = self.dice.below(states.len());
        self.note(|| format!("  commit {chosen} of {} survives", states.len() - 1));
        self.people[who].power_losses += usize::from(chosen + 1 < states.len());
        self.begin_again(who, Some(&states[chosen]), &BTreeSet::new(), Back::UnsavedCommits)
    }
}

pub fn network(account: &str) -> usize {
    super::person::NETWORKS.iter().position(|name| *name == account).unwrap()
}
