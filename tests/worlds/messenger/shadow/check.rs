//! The judge: what the library says and does against what the shadow knows.

use super::super::ledger::{Failure, ensure};
use super::alice::Call;
use super::users::ACCOUNTS;
use super::world::{BYSTANDERS, NICKS, Typed, Wire, World};
use crate::records::Fields;
use cbor4ii::core::Value;
use std::collections::BTreeSet;
use subrosa::identity::Fingerprint;
use subrosa::messenger::{ContactInfo, EventKind, Outcome, Question, Show, State, Trust, Verdict};
use subrosa::vault::{Durability, Table};
use subrosa::wire::armor;

/// What texts of Alice begin with, and nothing on the wire may have in it.
pub const MARK: &str = "TEXT-";

impl World {
    /// Who is known at a name.
    pub fn known_at(
        &mut self,
        account: usize,
        name: &str,
    ) -> Result<BTreeSet<Fingerprint>, Failure> {
        if self.locked == Some(account) {
            return Ok(BTreeSet::new());
        }
        let host_name = self.alice.accounts[account];
        let outcome = self.alice.messenger(account).contact(host_name, name);
        ensure!(outcome.error.is_none(), "asking about {name}: {:?}", outcome.error);
        self.judge_contacts(account, &outcome)
    }

    /// Nobody is bound to a name by themselves who is known elsewhere, or where somebody is known;
    /// nobody is verified whom the user did not verify.
    fn judge_contacts(
        &mut self,
        account: usize,
        outcome: &Outcome,
    ) -> Result<BTreeSet<Fingerprint>, Failure> {
        let mut known = BTreeSet::new();
        let infos = outcome.events.iter().filter_map(|event| match &event.kind {
            EventKind::Contact(info) => Some((event.peer.clone(), info.clone())),
            _ => None,
        });
        let infos: Vec<(String, ContactInfo)> = infos.collect();
        for (peer, info) in &infos {
            let at = self.key(account, peer);
            self.alice.shadow.told(account, &at, info.state);
            let Some(who) = info.fingerprint else { continue };
            known.insert(who);
            // Whoever is blocked is blocked under every name, on every account.
            let blocked = self.alice.shadow.blocked.contains(&who);
            ensure!(
                !blocked || info.state == State::Blocked,
                "{who} is blocked, and {at} is {:?} on {account}",
                info.state
            );
            if blocked {
                let host_name = self.alice.accounts[account];
                let may = self.alice.messenger(account).may_send(host_name, peer, b"a file");
                ensure!(!may, "a file may be sent to {at} on {account}, and {who} is blocked");
            }
            self.judge_trust(info.trust, Some(who))?;
            let home = (account, at.clone());
            let homes = self.alice.shadow.homes.entry(who).or_default();
            if homes.contains(&home) || self.alice.shadow.anywhere.contains(&who) {
                continue;
            }
            ensure!(
                homes.is_empty(),
                "{who} is taken for somebody at {at} and is known elsewhere: {homes:?}"
            );
            homes.insert(home.clone());
            let others = infos.iter().filter(|(other, _)| other == peer);
            let others = others.filter_map(|(_, info)| info.fingerprint);
            let beside = others.filter(|other| *other != who).count();
            ensure!(beside == 0, "{who} is taken for somebody at {at}, where others are known");
        }
        Ok(known)
    }

    fn judge_trust(&self, trust: Trust, who: Option<Fingerprint>) -> Result<(), Failure> {
        let verified = who.is_some_and(|who| self.alice.shadow.verified.contains(&who));
        ensure!(trust != Trust::Verified || verified, "nobody has verified {who:?}");
        Ok(())
    }

    /// Whom a text would reach, by the grammar of the network: the names in a list, everybody
    /// known where it is a mask or cannot be told.
    fn reached(&self, account: usize, to: &str) -> BTreeSet<String> {
        let network = self.alice.profiles[account].name();
        let everybody = || self.alice.shadow.accounts[account].windows.keys().cloned().collect();
        match network {
            "irc" if to.contains(['*', '?', '$', ' ', '\u{7}']) => return everybody(),
            "xmpp" if to.contains([' ', '\u{7}']) => return everybody(),
            "irc" => {}
            _ => return BTreeSet::from([self.key(account, to)]),
        }
        to.split(',').filter(|part| !part.is_empty()).map(|part| self.key(account, part)).collect()
    }

    /// What became of a text is what the shadow lets become of it.
    pub fn judge_verdict(
        &mut self,
        account: usize,
        call: &Call,
        verdict: Verdict,
        there: &BTreeSet<Fingerprint>,
    ) -> Result<(), Failure> {
        match call {
            Call::Say { to, text } => {
                let reached = self.reached(account, to);
                if verdict <= Verdict::PassWarn {
                    for at in &reached {
                        let reason = self.alice.shadow.restricts(account, at);
                        ensure!(reason.is_none(), "a text to {to} is {verdict:?}, but {reason:?}");
                    }
                    return Ok(());
                }
                let innocent = |at: &String| self.alice.shadow.is_innocent(account, at);
                let usable = !self.failing && self.locked != Some(account);
                let single = reached.len() == 1 && !to.contains([',', '*', ' ', '\u{7}']);
                ensure!(
                    !(usable && single && reached.iter().all(innocent)),
                    "a text to {to} is {verdict:?}, and nothing was ever private there"
                );
                let typed = Typed { readers: there.clone(), read_by: BTreeSet::new() };
                self.typed.insert(text.clone(), typed);
            }
            Call::Hear { from, text, .. } if !text.starts_with(b"?SR1") => {
                let at = self.key(account, from);
                let marked = self.locked == Some(account) || verdict == Verdict::PassWarn;
                ensure!(
                    marked || !self.alice.shadow.marks(account, &at),
                    "clear text from {from} is {verdict:?}"
                );
            }
            _ => {}
        }
        Ok(())
    }

    /// Alice's host does what an outcome says.
    pub fn walk(&mut self, account: usize, outcome: &Outcome) -> Result<(), Failure> {
        for event in &outcome.events {
            let at = self.key(account, &event.peer);
            self.note(|| format!("     {}: {:.150?}", event.peer, event.kind));
            match &event.kind {
                EventKind::Send { line, .. } => self.release(account, &at, line)?,
                EventKind::Show(show) => self.judge_show(account, &event.peer, show)?,
                EventKind::State { state, trust, fingerprint, .. } => {
                    self.judge_trust(*trust, *fingerprint)?;
                    self.alice.shadow.told(account, &at, *state);
                }
                EventKind::Ask { question, fingerprint, .. } => {
                    let other = matches!(question, Question::KeyChanged | Question::AddressChanged);
                    if let (true, Some(who)) = (other, fingerprint) {
                        self.alice.shadow.asked(account, &at);
                        self.guests.insert((account, at), *who);
                    }
                }
                _ => {}
            }
        }
        let shows = outcome.events.iter().any(|event| matches!(event.kind, EventKind::Show(_)));
        if shows && !self.failing && self.dice.percent(80) {
            let confirmed = self.alice.messenger(account).confirm(outcome);
            ensure!(confirmed.is_ok(), "{confirmed:?}");
        }
        Ok(())
    }

    fn release(&mut self, account: usize, at: &str, line: &str) -> Result<(), Failure> {
        ensure!(!line.contains(MARK), "a text goes in clear: {line}");
        if armor::decode(line.as_bytes()).is_ok() {
            self.sent.push(line.to_owned());
        }
        let to = match self.dice.percent(10) {
            true => Some(self.dice.below(self.friends.len())),
            false => self.holder(account, at),
        };
        if let Some(to) = to {
            self.outbox.push_back((to, account, line.to_owned()));
        }
        Ok(())
    }

    fn judge_show(&mut self, account: usize, peer: &str, show: &Show) -> Result<(), Failure> {
        if !show.private {
            return Ok(());
        }
        let Some(who) = show.fingerprint else { return Err(format!("of nobody: {show:?}")) };
        self.judge_trust(show.trust, Some(who))?;
        let strange = self.friends.iter().all(|friend| friend.fingerprint != who);
        ensure!(
            strange || show.text.contains(&who.to_string()),
            "{who} is said to say {:?}",
            show.text
        );
        let blocked = self.alice.shadow.blocked.contains(&who) && !show.repeated;
        ensure!(!blocked, "{who} is blocked and says {:?}", show.text);
        if !self.failing && !show.repeated {
            let known = self.known_at(account, peer)?;
            // Whoever has no window of their own appears where they write from, if nobody is there.
            let alone = known.is_empty() || known.contains(&who);
            ensure!(alone, "{who} is shown in {peer}, where {known:?} are known");
        }
        Ok(())
    }

    /// What the vault keeps of people is what the user has decided, under whatever name.
    pub fn check_records(&mut self) -> Result<(), Failure> {
        let mut vault = self.alice.other_handle();
        let rows = vault.begin(Durability::Process).and_then(|tx| tx.scan(Table::Contact, &[]));
        for row in rows.map_err(|error| format!("reading contacts: {error}"))? {
            let record = Fields::read(&row);
            let is = |name: &str| record.get(name) == Some(&Value::Bool(true));
            let known_to = format!("{:?}", record.get("known_to"));
            let trusted = known_to.contains("Bool(true)");
            ensure!(!is("replaced") || !trusted, "a replaced key is trusted: {known_to}");
        }
        Ok(())
    }

    fn ask_for_contacts(&mut self) -> Result<(), Failure> {
        for account in 0..2 {
            if self.locked == Some(account) || self.failing {
                continue;
            }
            let host_name = self.alice.accounts[account];
            let outcome = self.alice.messenger(account).contacts(host_name);
            ensure!(outcome.error.is_none(), "{:?}", outcome.error);
            self.judge_contacts(account, &outcome)?;
        }
        Ok(())
    }

    /// What holds whenever nothing happens.
    pub fn check_everything(&mut self) -> Result<(), Failure> {
        self.ask_for_contacts()?;
        for account in 0..2 {
            let locked = self.locked == Some(account);
            let host_name = self.alice.accounts[account];
            for nick in NICKS.iter().chain(&BYSTANDERS) {
                // A vault that another program holds is waited for.
                if self.failing && self.dice.percent(70) {
                    continue;
                }
                let name = self.spelled(account, nick);
                let may = self.alice.messenger(account).may_send(host_name, &name, b"a file");
                let at = self.key(account, nick);
                let reason = self.alice.shadow.restricts(account, &at);
                ensure!(
                    !may || reason.is_none(),
                    "a file may be sent to {name} on {account}, but {reason:?}"
                );
                let innocent = self.alice.shadow.is_innocent(account, &at);
                ensure!(
                    may || !innocent || locked || self.failing,
                    "a file may not be sent to {name} on {account}, which was never private"
                );
            }
        }
        Ok(())
    }

    /// END leads back to clear text from wherever nothing else forbids it.
    pub fn judge_end(&mut self, account: usize, name: &str) -> Result<(), Failure> {
        let at = self.key(account, name);
        if self.failing || !self.alice.shadow.is_free(account, &at) {
            return Ok(());
        }
        let host_name = self.alice.accounts[account];
        let may = self.alice.messenger(account).may_send(host_name, name, b"a file");
        ensure!(may, "the user has ended the conversation with {name}, and may not write");
        Ok(())
    }
}

/// A friend's host does what an outcome says; the friend may read what was typed for them.
pub fn friend_walks(world: &mut World, friend: usize, outcome: &Outcome) -> Result<(), Failure> {
    let who = world.friends[friend].fingerprint;
    for event in &outcome.events {
        let Some(account) = ACCOUNTS.iter().position(|name| *name == event.account) else {
            continue;
        };
        match &event.kind {
            EventKind::Send { line, .. } => {
                let from = world.friends[friend].nicks[account].clone();
                let text = line.clone().into_bytes();
                world.inbox.push_back(Wire { account, from, text, clear: false });
            }
            EventKind::Show(show) if show.private => judge_reader(world, who, show)?,
            EventKind::State { state: State::Invited, .. } if world.dice.percent(80) => {
                let accept = subrosa::messenger::Action::Accept;
                let messenger = &mut world.friends[friend].messenger;
                let outcome = messenger.contact_do(ACCOUNTS[account], "alice", accept, None);
                friend_walks(world, friend, &outcome)?;
            }
            _ => {}
        }
    }
    let _told = world.friends[friend].messenger.confirm(outcome);
    Ok(())
}

fn judge_reader(world: &mut World, who: Fingerprint, show: &Show) -> Result<(), Failure> {
    let name = world.friends.iter().find(|friend| friend.fingerprint == who).unwrap().name;
    world.note(|| format!("     {name} reads {:?}", show.text));
    let Some(typed) = world.typed.get_mut(&show.text) else {
        return Err(format!("nobody has typed {:?}", show.text));
    };
    let added = world.alice.shadow.added.contains(&who);
    let meant = typed.readers.is_empty() || typed.readers.contains(&who) || added;
    ensure!(meant, "{name} reads {:?}, typed for {:?}", show.text, typed.readers);
    typed.read_by.insert(who);
    ensure!(typed.read_by.len() == 1 || added, "{:?} is read by two people", show.text);
    if !typed.readers.is_empty() {
        return Ok(());
    }
    world.ask_for_contacts()?;
    let accepted = world.alice.shadow.homes.get(&who).is_some_and(|homes| !homes.is_empty());
    let excused = world.alice.shadow.anywhere.contains(&who) || world.failing;
    ensure!(accepted || excused, "{name} reads {:?} and was accepted nowhere", show.text);
    Ok(())
}
