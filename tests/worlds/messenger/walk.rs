//! A host walks an outcome: it sends, shows and tells; and the judge looks over its shoulder.

use super::ledger::{Failure, Fate, MARK, ensure};
use super::person::{Call, NAMES, NETWORKS};
use super::scenario::Happening;
use super::world::{Kind, STRANGERS, Sent, Wire, World};
use std::collections::BTreeSet;
use subrosa::messenger::{
    EventKind, Outcome, Progress, Question, Show, Stage, State, Trust, Verdict,
};
use subrosa::wire::armor;

/// Why an outcome comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    Call,
    /// The process has begun, or the connection is back: what is left is told again.
    Beginning,
}

/// How far a vault was set back when a process began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    Nothing,
    /// By commits that had not waited for the disk.
    UnsavedCommits,
    /// To a backup.
    Backup,
}

impl World {
    /// Does everything that an outcome says, and confirms it, now or later.
    pub fn walk(&mut self, who: usize, outcome: Outcome, cause: Cause) -> Result<(), Failure> {
        let mut pieces: Vec<(usize, String, Show)> = Vec::new();
        for event in &outcome.events {
            let network = NETWORKS.iter().position(|name| *name == event.account);
            let network =
                network.ok_or_else(|| format!("an event of account {:?}", event.account))?;
            let peer = event.peer.to_lowercase();
            match &event.kind {
                EventKind::Send { line, id, .. } => self.release(who, network, &peer, line, *id)?,
                EventKind::Show(show) => {
                    let lines = self.people[who].profiles[network].lines();
                    match pieces.last_mut() {
                        Some((_, _, before)) if lines && before.id == show.id && show.private => {
                            before.text = format!("{}\n{}", before.text, show.text);
                        }
                        _ => pieces.push((network, peer, show.clone())),
                    }
                }
                EventKind::Progress(progress) => self.progress(who, network, progress)?,
                EventKind::State { state, trust, .. } => {
                    self.note(|| format!("  {}: {peer} is {state:?}, {trust:?}", NAMES[who]));
                    self.people[who].told.insert((network, peer), *state);
                }
                EventKind::Ask { question, fingerprint, text } => {
                    self.note(|| format!("  {}: {peer}? {question:?}", NAMES[who]));
                    self.asked(who, network, &peer, *question, *fingerprint, *text);
                }
                EventKind::Notice(notice) => {
                    self.note(|| format!("  {}: {peer}: {notice:?}", NAMES[who]));
                }
                other => return Err(format!("nobody has asked for {other:?}")),
            }
        }
        for (network, peer, show) in &pieces {
            self.show(who, *network, peer, show, cause)?;
        }
        if pieces.iter().all(|(_, _, show)| !show.private) {
            return Ok(());
        }
        if self.people[who].attentive && (self.peace || self.dice.percent(80)) {
            return self.call(who, Call::Confirm(outcome)).map(drop);
        }
        self.people[who].unconfirmed.push(outcome);
        Ok(())
    }

    fn asked(
        &mut self,
        who: usize,
        network: usize,
        peer: &str,
        question: Question,
        fingerprint: Option<subrosa::identity::Fingerprint>,
        text: Option<u64>,
    ) {
        let partner = NAMES.iter().position(|name| *name == peer);
        match (question, text, fingerprint, partner) {
            (Question::LongText, Some(number), _, _) => {
                self.people[who].long.push((network, number));
            }
            (Question::KeyChanged, _, Some(other), Some(partner)) => {
                self.people[who].challengers.insert((network, partner), other);
            }
            (Question::AddressChanged, _, Some(known), Some(partner)) => {
                self.people[who].newcomers.insert((network, partner), known);
            }
            _ => {}
        }
    }

    // ---- lines ----

    /// The host was given a line to send.
    fn release(
        &mut self,
        who: usize,
        network: usize,
        peer: &str,
        line: &str,
        id: u64,
    ) -> Result<(), Failure> {
        let limit = self.people[who].profiles[network].line_limit();
        ensure!(line.len() <= limit, "a line of {} characters, {limit} are possible", line.len());
        ensure!(line.is_ascii() && !line.contains(['\r', '\n']), "a line with {line:?}");
        ensure!(!line.contains(MARK), "a text goes in clear: {line}");
        ensure!(self.people[who].online[network], "a line for a connection that is gone");
        let to = NAMES.iter().position(|name| *name == peer);
        let to = to.filter(|to| self.partners(who).contains(to));
        let to = to.ok_or_else(|| format!("a line to {peer:?}, who is nobody's contact"))?;
        self.note(|| format!("  {} sends {id} {}", NAMES[who], describe(line)));
        if self.dice.percent(10) {
            self.hand_back(who, network, peer, line)?;
        }
        if !self.peace && self.scenario.has(Happening::FailLines) && self.dice.percent(8) {
            let told = self.dice.percent(70);
            self.note(|| format!("  {} does not send {id}, told: {told}", NAMES[who]));
            if told {
                self.people[who].failed.push((network, id));
            }
            return Ok(());
        }
        self.lines += 1;
        self.transmit(who, network, to, line.as_bytes(), Kind::Line);
        if armor::decode(line.as_bytes()).is_ok() {
            self.history.push(Sent { network, from: who, to, line: line.to_owned() });
        }
        Ok(())
    }

    /// A host whose hooks see what it sends hands its own line back.
    fn hand_back(
        &mut self,
        who: usize,
        network: usize,
        peer: &str,
        line: &str,
    ) -> Result<(), Failure> {
        let person = &mut self.people[who];
        let (to, text) = (peer.to_owned(), line.as_bytes().to_vec());
        ensure!(person.messenger().may_send(NETWORKS[network], peer, &text), "may not send {line}");
        let own = person.perform(&Call::Outgoing { network, to, text, action: false });
        ensure!(
            own.verdict == Verdict::Pass && own.events.is_empty() && own.error.is_none(),
            "an own line that is handed back is not recognised: {own:?}"
        );
        Ok(())
    }

    /// Something is on its way.
    pub fn transmit(&mut self, who: usize, network: usize, to: usize, text: &[u8], kind: Kind) {
        let from = self.address(who).to_owned();
        let wire = Wire { network, sender: who, from, text: text.to_vec(), kind };
        let mut to = vec![to];
        // The thief of an address gets what is sent to it, beside its owner or in their place.
        if self.has_thief() && who == 0 && !self.peace {
            to = match self.dice.below(10) {
                0..=4 => vec![1],
                5..=7 => vec![1, 2],
                _ => vec![2],
            };
        }
        for to in to {
            self.inboxes[to].push_back(wire.clone());
        }
    }

    // ---- texts of others ----

    fn show(
        &mut self,
        who: usize,
        network: usize,
        peer: &str,
        show: &Show,
        cause: Cause,
    ) -> Result<(), Failure> {
        let flags = (show.repeated, show.history, show.late, show.unconfirmed);
        self.note(|| format!("  {} reads in {peer}: {:.60?} {flags:?}", NAMES[who], show.text));
        if !show.private {
            ensure!(
                show.fingerprint.is_none() && show.id.is_none() && show.trust == Trust::None,
                "clear text with an identity: {show:?}"
            );
            ensure!(!show.text.contains(MARK), "a text that is not private: {show:?}");
            return Ok(());
        }
        let number = self.ledger.recognise(&show.text);
        let number = number.ok_or_else(|| format!("nobody has typed {:?}", show.text))?;
        let (author, to) = (self.ledger.texts[number].author, self.ledger.texts[number].to);
        let fingerprint = self.people[author].fingerprint;
        ensure!(show.fingerprint == Some(fingerprint), "text {number} is said to be of another");
        ensure!(peer == self.address(author), "text {number} is shown in the window of {peer}");
        let text = &self.ledger.texts[number];
        ensure!(text.network == network, "text {number} is shown on another network");
        ensure!(text.action == show.action, "text {number}: action {}", show.action);
        ensure!(
            !matches!(text.fate, Fate::Clear | Fate::Refused),
            "text {number} was {:?}",
            text.fate
        );
        if who != to {
            // Alice takes the thief for Bob only if she has met nobody else there, or said so.
            let met = self.people[author].bindings.get(&(network, to)).cloned().unwrap_or_default();
            ensure!(
                self.is_thief(who) && met.contains(&self.people[who].fingerprint),
                "text {number} is shown to {}, for whom it is not",
                NAMES[who]
            );
        }
        let window = NAMES.iter().position(|name| *name == peer).unwrap();
        if !self.failing {
            let bound = self.contact(who, network, window).fingerprint;
            ensure!(bound == Some(fingerprint), "text {number} is in a window of another key");
        }
        let person = &self.people[who];
        match show.trust {
            Trust::Verified => {
                ensure!(person.verified.contains(&fingerprint), "nobody has verified {author}")
            }
            Trust::FirstUse => {}
            trust => return Err(format!("text {number} is shown with trust {trust:?}")),
        }
        self.count_show(who, number, show, cause)
    }

    /// Once as new; again only at the beginning of a process, with the same id.
    fn count_show(
        &mut self,
        who: usize,
        number: usize,
        show: &Show,
        cause: Cause,
    ) -> Result<(), Failure> {
        let person = &self.people[who];
        let text = &mut self.ledger.texts[number];
        let author_restores = self.people[text.author].restores;
        let id = show.id.ok_or_else(|| format!("text {number} is shown without an id"))?;
        text.ids.insert(id);
        ensure!(text.ids.len() <= 1 + author_restores, "text {number} has ids {:?}", text.ids);
        if show.repeated {
            ensure!(cause == Cause::Beginning, "text {number} comes again for no reason");
            ensure!(!text.settled.contains(&who), "text {number} comes again though confirmed");
            ensure!(
                text.seen.contains(&who) || person.deaths > 0,
                "text {number} is said to come again"
            );
        } else {
            let known = text.seen.contains(&who);
            let fresh = text.fresh.entry(who).or_default();
            *fresh = (*fresh).max(usize::from(known)) + 1;
            let most = 1 + author_restores + person.restores + person.power_losses;
            ensure!(*fresh <= most, "text {number} is shown as new {fresh} times");
        }
        text.seen.insert(who);
        Ok(())
    }

    // ---- texts of our own ----

    /// The user is told how far a text is.
    fn progress(&mut self, who: usize, network: usize, progress: &Progress) -> Result<(), Failure> {
        let text = match self.number_of(who, network, progress.number)? {
            Some(text) => text,
            None => return Err(format!("{progress:?} is about no text")),
        };
        self.note(|| format!("  {}: text {text} is {:?}", NAMES[who], progress.stage));
        ensure!(progress.done <= progress.total, "{progress:?}");
        let fate = match progress.stage {
            Stage::Delivered => {
                self.check_delivered(text)?;
                Fate::Delivered
            }
            Stage::Lost => Fate::Lost,
            Stage::Discarded => Fate::Discarded,
            _ => Fate::Open,
        };
        let text = &mut self.ledger.texts[text];
        (text.fate, text.in_memory) = (fate, false);
        Ok(())
    }

    /// What was told as delivered, the host of the other side has shown.
    pub fn check_delivered(&mut self, number: usize) -> Result<(), Failure> {
        let text = &self.ledger.texts[number];
        ensure!(
            !text.confirmed.is_empty(),
            "text {number} is told as delivered, nobody confirmed it"
        );
        Ok(())
    }

    /// Which text the messenger means.
    pub fn number_of(
        &mut self,
        who: usize,
        network: usize,
        number: u64,
    ) -> Result<Option<usize>, Failure> {
        if !self.failing && !self.ledger.numbers.contains_key(&(who, network, number)) {
            self.learn_numbers(who, network)?;
        }
        Ok(self.ledger.numbers.get(&(who, network, number)).copied())
    }

    /// Asks the messenger which texts are not delivered.
    pub fn learn_numbers(
        &mut self,
        who: usize,
        network: usize,
    ) -> Result<Vec<(usize, Stage)>, Failure> {
        let outcome = self.people[who].messenger().texts(NETWORKS[network], None);
        self.people[who].note_wake(outcome.wake_ms);
        ensure!(outcome.error.is_none(), "{:?}", outcome.error);
        let mut list = Vec::new();
        for event in &outcome.events {
            let EventKind::Progress(progress) = &event.kind else { continue };
            let content = String::from_utf8(progress.text.clone().unwrap()).unwrap();
            let text = self.ledger.recognise(&content);
            let text = text.ok_or_else(|| format!("nobody has typed {content:?}"))?;
            ensure!(self.ledger.texts[text].author == who, "text {text} is not of {}", NAMES[who]);
            self.ledger.numbers.insert((who, network, progress.number), text);
            list.push((text, progress.stage));
        }
        Ok(list)
    }

    /// What a messenger knows at the beginning of a process is what the user was told, but for what
    /// the last call of the last process did (`finished`).
    pub fn compare_texts(
        &mut self,
        who: usize,
        finished: &BTreeSet<usize>,
        back: Back,
    ) -> Result<(), Failure> {
        let mut there = BTreeSet::new();
        for network in 0..self.scenario.networks {
            for (number, stage) in self.learn_numbers(who, network)? {
                ensure!(there.insert(number), "text {number} is in the vault twice");
                let text = &mut self.ledger.texts[number];
                let over = matches!(text.fate, Fate::Delivered | Fate::Discarded | Fate::Refused);
                ensure!(
                    back != Back::Nothing || !over,
                    "text {number} was {:?} and is {stage:?}",
                    text.fate
                );
                text.fate = if stage == Stage::Lost { Fate::Lost } else { Fate::Open };
                text.in_memory = false;
            }
        }
        for (number, text) in self.ledger.texts.iter_mut().enumerate() {
            if text.author != who || there.contains(&number) {
                continue;
            }
            let excused = finished.contains(&number) || back == Back::Backup || text.in_memory;
            match text.fate {
                Fate::Unknown => text.fate = Fate::Refused,
                Fate::Open | Fate::Lost if excused => text.fate = Fate::Excused,
                Fate::Open | Fate::Lost => {
                    return Err(format!("text {number} was {:?} and is gone", text.fate));
                }
                _ => {}
            }
        }
        Ok(())
    }

    // ---- conversations ----

    /// Where conversations stand is where the host was told that they stand; keys change by the
    /// user's decision alone.
    pub fn check_windows(&mut self, who: usize) -> Result<(), Failure> {
        for account in &NETWORKS[..self.scenario.networks] {
            let known = self.people[who].messenger().contacts(account).events.len();
            ensure!(known <= NAMES.len() + STRANGERS, "{known} addresses are remembered");
        }
        for (person, network, partner) in self.windows() {
            if person != who {
                continue;
            }
            let contact = self.contact(who, network, partner);
            let person = &mut self.people[who];
            let told = person.told.get(&(network, NAMES[partner].to_owned())).copied();
            let told = told.unwrap_or(State::Plain);
            // An invitation that could not be accepted is in memory alone, and is gone. A start
            // that failed holds what is written all the same.
            let excused = person.troubled
                && matches!(
                    (told, contact.state),
                    (State::Invited, State::Plain) | (State::Plain | State::Invited, State::Asked)
                );
            ensure!(
                told == contact.state || excused,
                "{} was told that {} is {told:?}, and it is {:?}",
                NAMES[who],
                NAMES[partner],
                contact.state
            );
            let Some(now) = contact.fingerprint else { continue };
            let bound = person.bindings.entry((network, partner)).or_default();
            match bound.last() {
                Some(before) if *before != now => ensure!(
                    person.restores > 0 || person.accepted.contains(&(network, partner, now)),
                    "{} has another key for {} by itself",
                    NAMES[who],
                    NAMES[partner]
                ),
                Some(_) => continue,
                None => {}
            }
            bound.push(now);
        }
        Ok(())
    }
}

/// A line in a few words.
pub fn describe(line: &str) -> String {
    let Ok(line) = armor::decode(line.as_bytes()) else { return "something else".into() };
    let hash = &subrosa::crypto::sha256(&[&line])[..2];
    let kind = match line[0] {
        0x11 => format!("message, tag {:02x?}", line.get(1..5).unwrap_or_default()),
        0x21 => format!("Init, card {:02x?}", line.get(1..5).unwrap_or_default()),
        0x31 => format!("Offer, echo {:02x?}", line.get(220..226).unwrap_or_default()),
        other => format!("object {other:#04x}"),
    };
    format!("{kind}, {} bytes, hash {hash:02x?}", line.len())
}
