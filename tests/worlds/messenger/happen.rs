//! The hostile phase: things happen to people, hosts and the network, and after each the rules hold.

use super::disk::Files;
use super::ledger::{Failure, Fate, ensure};
use super::person::{Backup, Call, Mood, NAMES, NETWORKS};
use super::scenario::{Happening, ORDINARY};
use super::walk::Back;
use super::world::{Kind, STRANGERS, Wire, World};
use crate::forge;
use std::collections::BTreeSet;
use subrosa::messenger::{Action, Origin, Stage, State, TextAction, Verdict};
use subrosa::vault::Durability;

/// Texts of one person that no rule of the messenger counts as too many.
const MOST_TEXTS: usize = 120;

impl World {
    pub fn suffer(&mut self) -> Result<(), Failure> {
        let chances = [ORDINARY, self.scenario.also].concat();
        let total = chances.iter().map(|(_, weight)| weight).sum();
        for _ in 0..self.scenario.steps {
            let mut roll = self.dice.below(total);
            let happening = chances.iter().find(|(_, weight)| {
                let hit = roll < *weight;
                roll = roll.saturating_sub(*weight);
                hit
            });
            if let Some((happening, _)) = happening {
                self.happen(*happening)?;
            }
        }
        Ok(())
    }

    fn happen(&mut self, happening: Happening) -> Result<(), Failure> {
        let (who, network, partner) = match happening {
            Happening::Thief => (2, 0, 0),
            _ => self.any_window(),
        };
        if !matches!(happening, Happening::Deliver | Happening::Wait) {
            self.note(|| format!("{happening:?} at {}", NAMES[who]));
        }
        match happening {
            Happening::Deliver => self.deliver_next(who)?,
            Happening::Drop => drop(self.inboxes[who].pop_front()),
            Happening::Swap => {
                let inbox = &mut self.inboxes[who];
                if inbox.len() > 1 {
                    let other = 1 + self.dice.below(inbox.len() - 1);
                    inbox.swap(0, other);
                }
            }
            Happening::Duplicate => {
                if let Some(wire) = self.inboxes[who].front().cloned() {
                    self.inboxes[who].push_back(wire);
                }
            }
            Happening::Delay => {
                if let Some(wire) = self.inboxes[who].pop_front() {
                    let longest = if self.dice.percent(20) { 200_000_000 } else { 600_000 };
                    let until = self.now + self.dice.between(1, longest);
                    self.delayed.push((until, who, wire));
                }
            }
            Happening::Mangle => {
                if let Some(wire) = self.inboxes[who].front_mut().filter(|w| w.kind == Kind::Line) {
                    wire.text = forge::mangle(&mut self.dice, &wire.text);
                    wire.kind = Kind::Altered;
                }
            }
            Happening::Cut => {
                if let Some(wire) = self.inboxes[who].front_mut().filter(|w| w.kind == Kind::Line) {
                    wire.text.truncate(self.dice.below(wire.text.len()));
                    wire.kind = Kind::Altered;
                }
            }
            Happening::DeliverAsHistory => {
                if let Some(wire) = self.inboxes[who].pop_front() {
                    self.deliver(who, &wire, Origin { history: true, ..Origin::default() })?;
                }
            }
            Happening::History => {
                let origin = Origin { history: true, ..Origin::default() };
                self.play_again(who, network, partner, false, origin)?;
            }
            Happening::Replay => {
                self.play_again(who, network, partner, false, Origin::default())?;
            }
            Happening::Reflect => {
                self.play_again(who, network, partner, true, Origin::default())?;
            }
            Happening::Echo => {
                let origin = Origin { own: true, ..Origin::default() };
                self.play_again(who, network, partner, true, origin)?;
            }
            Happening::Forge => {
                let genuine = self.lines_between(network, partner, who);
                if !genuine.is_empty()
                    && let Some(line) = forge::forge(&mut self.dice, &genuine)
                {
                    self.deliver_made_up(who, network, NAMES[partner], &line)?;
                }
            }
            Happening::RewriteEcho => {
                let offers = self.lines_between(network, partner, who);
                let to = self.lines_between(network, who, partner);
                let line = forge::offer_with_another_echo(&mut self.dice, &offers, &to);
                if let Some(line) = line {
                    self.deliver_made_up(who, network, NAMES[partner], &line)?;
                }
            }
            Happening::Stranger => self.stranger_writes(who, network, partner)?,
            Happening::Thief => match self.dice.below(4) {
                0 => self.decide(who, network, partner, Action::Start)?,
                1 => self.accept(who)?,
                _ => self.say(who, network, partner, 40)?,
            },
            Happening::Divert => {
                // The thief keeps from Bob what was for him.
                if let Some(wire) = self.inboxes[1].pop_front() {
                    self.inboxes[2].push_back(wire);
                }
            }
            Happening::Say => self.say(who, network, partner, 40)?,
            Happening::SayLong => {
                let length = self.dice.between(100, 2_500) as usize;
                self.say(who, network, partner, length)?;
            }
            Happening::SayVeryLong => {
                let length = self.dice.between(5_000, 12_000) as usize;
                self.say(who, network, partner, length)?;
            }
            Happening::Start => self.decide(who, network, partner, Action::Start)?,
            Happening::End => self.decide(who, network, partner, Action::End)?,
            Happening::Accept => self.accept(who)?,
            Happening::Decline => self.decide(who, network, partner, Action::Decline)?,
            Happening::Cancel => self.decide(who, network, partner, Action::Cancel)?,
            Happening::Verify => self.verify(who, network, partner)?,
            Happening::AcceptKey => self.accept_key(who, network, partner)?,
            Happening::DecideText => self.decide_texts(who, network)?,
            Happening::Know => {
                let known = self.dice.percent(80);
                let peer = NAMES[partner].to_owned();
                self.call(who, Call::Known { network, peer, known })?;
            }
            Happening::Presence => {
                let present = self.dice.percent(50);
                let peer = NAMES[partner].to_owned();
                self.call(who, Call::Present { network, peer, present })?;
            }
            Happening::Confirm => self.confirm_all(who)?,
            Happening::Offline | Happening::Online => {
                self.set_online(who, network, happening == Happening::Online)?;
            }
            Happening::FailLines => self.fail_lines(who)?,
            Happening::ChangeMood => {
                self.people[who].mood = [Mood::Timely, Mood::Hasty, Mood::Lazy][self.dice.below(3)];
            }
            Happening::Tick => drop(self.call(who, Call::Tick)?),
            Happening::Reload => self.reload(who)?,
            Happening::FailRandom => self.fail_random(who, network, partner)?,
            Happening::BusyVault => self.busy_vault(who, network, partner)?,
            Happening::LosePower => self.lose_power(who)?,
            Happening::BackUp => {
                let files = Files::of(&self.people[who].path);
                self.people[who].backups.push(Backup { files });
            }
            Happening::Restore => self.restore(who)?,
            Happening::Wait => self.wait(100, 20_000)?,
            Happening::WaitLong => {
                let longest = [600, 7_200, 100_000, 700_000][self.dice.below(4)];
                self.wait(30_000, longest * 1_000)?;
            }
            Happening::TurnClock => {
                let most = [3_600, 80_000, 400 * 86_400][self.dice.below(3)] * 1_000;
                let by = self.dice.between(0, 2 * most) as i64 - most as i64;
                self.people[who].skew = by;
                self.set_clocks();
            }
        }
        Ok(())
    }

    // ---- the network ----

    fn deliver_next(&mut self, who: usize) -> Result<(), Failure> {
        let Some(wire) = self.inboxes[who].pop_front() else { return Ok(()) };
        if !self.people[who].online[wire.network] {
            // Some networks keep what comes meanwhile, others do not.
            if self.dice.percent(50) {
                self.inboxes[who].push_back(wire);
            }
            return Ok(());
        }
        self.deliver(who, &wire, Origin::default())
    }

    pub fn deliver(&mut self, who: usize, wire: &Wire, origin: Origin) -> Result<(), Failure> {
        let Wire { network, from, text, kind, .. } = wire;
        let shown = String::from_utf8_lossy(text).into_owned();
        self.note(|| {
            let what = if *kind == Kind::Clear { shown } else { super::walk::describe(&shown) };
            format!("{} receives from {from} {kind:?} {what}", NAMES[who])
        });
        let call =
            Call::Incoming { network: *network, from: from.clone(), text: text.clone(), origin };
        let Some(verdict) = self.call(who, call)? else { return Ok(()) };
        match kind {
            Kind::Line => {
                ensure!(verdict == Verdict::Taken || self.failing, "a line of ours was {verdict:?}")
            }
            Kind::Clear => ensure!(
                matches!(verdict, Verdict::Pass | Verdict::PassWarn),
                "clear text was {verdict:?}"
            ),
            Kind::Altered => ensure!(verdict <= Verdict::Taken, "what came was {verdict:?}"),
        }
        Ok(())
    }

    fn deliver_made_up(
        &mut self,
        who: usize,
        network: usize,
        from: &str,
        line: &str,
    ) -> Result<(), Failure> {
        let (from, text) = (from.to_owned(), line.as_bytes().to_vec());
        let wire = Wire { network, sender: who, from, text, kind: Kind::Altered };
        self.deliver(who, &wire, Origin::default())
    }

    /// A line that was sent before: of the partner, or the own one.
    fn play_again(
        &mut self,
        who: usize,
        network: usize,
        partner: usize,
        own: bool,
        origin: Origin,
    ) -> Result<(), Failure> {
        let lines = match own {
            true => self.lines_between(network, who, partner),
            false => self.lines_between(network, partner, who),
        };
        if lines.is_empty() {
            return Ok(());
        }
        let span = if self.dice.percent(50) { lines.len().min(6) } else { lines.len() };
        let line = &lines[lines.len() - 1 - self.dice.below(span)];
        let (from, text) = (NAMES[partner].to_owned(), line.as_bytes().to_vec());
        let wire = Wire { network, sender: partner, from, text, kind: Kind::Line };
        self.deliver(who, &wire, origin)
    }

    /// Somebody without a name writes: what they say is answered by nobody.
    fn stranger_writes(
        &mut self,
        who: usize,
        network: usize,
        partner: usize,
    ) -> Result<(), Failure> {
        let seen = self.lines_between(network, who, partner);
        let from = format!("stranger{}", self.dice.below(STRANGERS));
        let line = match self.dice.below(4) {
            0 => Some("?SR1? Let us talk.".to_owned()),
            1 if !seen.is_empty() => forge::forge(&mut self.dice, &seen),
            _ => self.stranger.speak(&mut self.dice, &seen, self.now / 1_000),
        };
        match line {
            Some(line) => self.deliver_made_up(who, network, &from, &line),
            None => Ok(()),
        }
    }

    // ---- users ----

    pub fn say(
        &mut self,
        who: usize,
        network: usize,
        partner: usize,
        length: usize,
    ) -> Result<(), Failure> {
        let typed = self.ledger.texts.iter().filter(|text| text.author == who).count();
        if typed >= MOST_TEXTS {
            return Ok(());
        }
        let breaks = self.line_breaks && self.dice.percent(30);
        let number = self.ledger.write([who, network, partner], length, breaks);
        let action = self.dice.percent(5);
        let text = self.ledger.texts[number].content.clone().into_bytes();
        let told = self.people[who].told.get(&(network, NAMES[partner].to_owned())).copied();
        let state = match self.failing {
            true => told.unwrap_or(State::Plain),
            false => self.contact(who, network, partner).state,
        };
        self.note(|| format!("{} types text {number}, {length} bytes, {state:?}", NAMES[who]));
        let clear = matches!(state, State::Plain | State::Invited);
        let may = self.people[who].messenger().may_send(NETWORKS[network], NAMES[partner], &text);
        ensure!(
            may == clear || self.failing && !may,
            "text {number} may go in clear: {may}, {state:?}"
        );
        (self.ledger.texts[number].action, self.ledger.texts[number].fate) =
            (action, Fate::Unknown);
        let to = self.spelling(who, network, partner);
        let call = Call::Outgoing { network, to, text: text.clone(), action };
        let Some(verdict) = self.call(who, call)? else { return Ok(()) };
        let fate = &mut self.ledger.texts[number].fate;
        let passes = verdict == Verdict::Pass;
        ensure!(
            passes == clear || self.failing && !passes,
            "text {number}: {verdict:?} in {state:?}"
        );
        match verdict {
            Verdict::Pass => {
                *fate = Fate::Clear;
                self.transmit(who, network, partner, &text, Kind::Clear);
            }
            Verdict::Taken | Verdict::Held => {
                if *fate == Fate::Unknown {
                    *fate = Fate::Open;
                }
                if self.scenario.has(Happening::BusyVault) {
                    let stored = !self.failing
                        && self
                            .learn_numbers(who, network)?
                            .iter()
                            .any(|(text, _)| *text == number);
                    self.ledger.texts[number].in_memory = !stored;
                }
            }
            _ => *fate = Fate::Refused,
        }
        Ok(())
    }

    pub fn decide(
        &mut self,
        who: usize,
        network: usize,
        partner: usize,
        action: Action,
    ) -> Result<(), Failure> {
        let peer = self.spelling(who, network, partner);
        self.call(who, Call::Decide { network, peer, action, fingerprint: None })?;
        Ok(())
    }

    /// The user accepts whoever is known from another network, or whatever invitation there is.
    fn accept(&mut self, who: usize) -> Result<(), Failure> {
        if let Some(((network, partner), known)) = self.people[who].newcomers.pop_first() {
            return self.accept_newcomer(who, network, partner, known);
        }
        for (person, network, partner) in self.windows() {
            if person == who && self.contact(who, network, partner).state == State::Invited {
                return self.decide(who, network, partner, Action::Accept);
            }
        }
        Ok(())
    }

    /// The user compares fingerprints: the true one of the partner is said on the telephone.
    fn verify(&mut self, who: usize, network: usize, partner: usize) -> Result<(), Failure> {
        let fingerprint = self.people[partner].fingerprint;
        let action = if self.dice.percent(85) { Action::Verify } else { Action::Unverify };
        if action == Action::Verify {
            self.people[who].verified.insert(fingerprint);
        }
        let (peer, fingerprint) = (NAMES[partner].to_owned(), Some(fingerprint));
        self.call(who, Call::Decide { network, peer, action, fingerprint })?;
        Ok(())
    }

    /// The user accepts a new key, after comparing it or not.
    fn accept_key(&mut self, who: usize, network: usize, partner: usize) -> Result<(), Failure> {
        let careful = self.dice.percent(60);
        let truth = self.people[partner].fingerprint;
        let said = self.people[who].challengers.get(&(network, partner)).copied();
        let fingerprint = if careful { truth } else { said.unwrap_or(truth) };
        self.accept_this_key(who, network, partner, fingerprint)
    }

    /// The user takes the address for another one of somebody whom they know.
    pub fn accept_newcomer(
        &mut self,
        who: usize,
        network: usize,
        partner: usize,
        known: subrosa::identity::Fingerprint,
    ) -> Result<(), Failure> {
        self.people[who].accepted.insert((network, partner, known));
        let (peer, fingerprint) = (NAMES[partner].to_owned(), Some(known));
        self.call(who, Call::Decide { network, peer, action: Action::Accept, fingerprint })?;
        Ok(())
    }

    pub fn accept_this_key(
        &mut self,
        who: usize,
        network: usize,
        partner: usize,
        fingerprint: subrosa::identity::Fingerprint,
    ) -> Result<(), Failure> {
        self.people[who].accepted.insert((network, partner, fingerprint));
        let (peer, fingerprint) = (NAMES[partner].to_owned(), Some(fingerprint));
        self.call(who, Call::Decide { network, peer, action: Action::AcceptKey, fingerprint })?;
        Ok(())
    }

    /// The user answers what was asked about long texts, and sends or forgets what is lost.
    pub fn decide_texts(&mut self, who: usize, network: usize) -> Result<(), Failure> {
        let mut numbers = Vec::new();
        for (number, id) in std::mem::take(&mut self.people[who].long) {
            match number == network {
                true => numbers.push(id),
                false => self.people[who].long.push((number, id)),
            }
        }
        let lost: BTreeSet<usize> = self
            .learn_numbers(who, network)?
            .into_iter()
            .filter(|(_, stage)| *stage == Stage::Lost || self.peace && *stage == Stage::Asking)
            .map(|(text, _)| text)
            .collect();
        let known = self.ledger.numbers.iter();
        let of_lost = known.filter(|((p, n, _), t)| *p == who && *n == network && lost.contains(t));
        numbers.extend(of_lost.map(|((_, _, id), _)| *id));
        for number in numbers {
            let send = self.peace || self.dice.percent(70);
            let action = if send { TextAction::Send } else { TextAction::Discard };
            self.note(|| format!("  {} decides about {number}: {action:?}", NAMES[who]));
            if self.call(who, Call::DecideText { network, number, action })?.is_none() {
                return Ok(());
            }
            // What was for somebody else's key can only be given up.
            if self.peace && self.is_lost(who, network, number)? {
                let action = TextAction::Discard;
                self.call(who, Call::DecideText { network, number, action })?;
            }
        }
        Ok(())
    }

    fn is_lost(&mut self, who: usize, network: usize, number: u64) -> Result<bool, Failure> {
        let text = self.number_of(who, network, number)?;
        let texts = self.learn_numbers(who, network)?;
        Ok(texts.iter().any(|(of, stage)| Some(*of) == text && *stage == Stage::Lost))
    }

    // ---- hosts ----

    pub fn confirm_all(&mut self, who: usize) -> Result<(), Failure> {
        for outcome in std::mem::take(&mut self.people[who].unconfirmed) {
            if self.call(who, Call::Confirm(outcome))?.is_none() {
                return Ok(());
            }
        }
        Ok(())
    }

    pub fn set_online(&mut self, who: usize, network: usize, online: bool) -> Result<(), Failure> {
        self.people[who].online[network] = online;
        self.people[who].failed.retain(|(of, _)| *of != network);
        self.call(who, Call::Online { network, online })?;
        Ok(())
    }

    fn fail_lines(&mut self, who: usize) -> Result<(), Failure> {
        for (network, id) in std::mem::take(&mut self.people[who].failed) {
            if self.call(who, Call::Failed { network, id })?.is_none() {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The generator of the machine fails during one call.
    fn fail_random(&mut self, who: usize, network: usize, partner: usize) -> Result<(), Failure> {
        self.people[who].random.0.lock().unwrap().failing = true;
        (self.failing, self.people[who].troubled) = (true, true);
        let done = match self.dice.below(3) {
            0 => self.say(who, network, partner, 40),
            1 => self.decide(who, network, partner, Action::Start),
            _ => match self.inboxes[who].pop_front() {
                Some(wire) if self.people[who].online[wire.network] => {
                    self.deliver(who, &wire, Origin::default())
                }
                _ => Ok(()),
            },
        };
        self.people[who].random.0.lock().unwrap().failing = false;
        self.failing = false;
        done
    }

    /// Another process writes to the vault for longer than anybody waits.
    fn busy_vault(&mut self, who: usize, network: usize, partner: usize) -> Result<(), Failure> {
        let mut other = super::disk::open(&self.people[who].path);
        let busy = other.begin(Durability::Process).unwrap();
        self.failing = true;
        match self.inboxes[who].pop_front() {
            Some(wire) => self.deliver(who, &wire, Origin::default())?,
            None => self.say(who, network, partner, 40)?,
        }
        self.failing = false;
        drop(busy);
        Ok(())
    }

    fn restore(&mut self, who: usize) -> Result<(), Failure> {
        let count = self.people[who].backups.len();
        if count == 0 {
            return Ok(());
        }
        let Backup { files } = self.people[who].backups[self.dice.below(count)].clone();
        self.people[who].restores += 1;
        self.begin_again(who, Some(&files), &BTreeSet::new(), Back::Backup)
    }

    // ---- time ----

    fn wait(&mut self, least: u64, most: u64) -> Result<(), Failure> {
        self.now += self.dice.between(least, most);
        self.set_clocks();
        for (until, who, wire) in std::mem::take(&mut self.delayed) {
            match until <= self.now {
                true => self.inboxes[who].push_back(wire),
                false => self.delayed.push((until, who, wire)),
            }
        }
        for who in 0..self.people.len() {
            let person = &self.people[who];
            let due = person.wake_at.is_some_and(|due| due <= person.now());
            if person.mood == Mood::Hasty || person.mood == Mood::Timely && due {
                self.call(who, Call::Tick)?;
            }
        }
        Ok(())
    }
}
