//! What happens: users talk and decide, names change, and the network lies about that.

use super::super::ledger::Failure;
use super::alice::Call;
use super::check::MARK;
use super::users::{ACCOUNTS, Friend};
use super::world::{BYSTANDERS, NICKS, Wire, World};
use crate::forge;
use subrosa::identity::Fingerprint;
use subrosa::messenger::{Action, Mode, Origin, Verdict};

/// What Alice decides, and how often.
const DECISIONS: &[(Action, usize)] = &[
    (Action::Start, 6),
    (Action::End, 4),
    (Action::Cancel, 5),
    (Action::Accept, 6),
    (Action::AcceptKey, 5),
    (Action::AddKey, 2),
    (Action::Decline, 3),
    (Action::Verify, 5),
    (Action::Unverify, 1),
    (Action::Block, 2),
    (Action::Unblock, 3),
    (Action::Forget, 2),
];

impl World {
    /// Lives from beginning to end.
    pub fn live(&mut self) -> Result<(), Failure> {
        self.meet()?;
        for _ in 0..self.scene.steps {
            self.steps += 1;
            self.happen()?;
            self.check_everything()?;
        }
        self.deliver_everything()?;
        self.check_records()?;
        self.check_everything()
    }

    /// Some have talked in private before the worst begins.
    fn meet(&mut self) -> Result<(), Failure> {
        for friend in 0..self.friends.len() {
            for account in 0..2 {
                if self.dice.percent(50) {
                    let at = self.friends[friend].nicks[account].clone();
                    self.call(account, Call::Decide { at, action: Action::Start, who: None })?;
                    self.deliver_everything()?;
                }
            }
        }
        self.check_everything()
    }

    fn happen(&mut self) -> Result<(), Failure> {
        let account = self.dice.below(2);
        match self.dice.below(100) {
            0..12 => self.deliver(),
            12..16 => self.act_in_one_go(account),
            16..22 => self.deliver_everything(),
            22..34 => self.say(account),
            34..42 => self.friend_acts(account),
            42..58 => self.decide(account),
            58..72 => self.change_names(account),
            72..76 => self.set_modes(account),
            76..79 => self.hint(account),
            79..85 => self.enemy_writes(account),
            85..87 => self.change_key(),
            87..90 => self.pass(),
            90..92 => self.restart(account),
            92..94 => self.lock(account),
            94..96 if self.scene.busy => self.be_busy(account),
            94..97 if self.scene.full => self.be_full(account),
            97 => self.rename_account(account),
            _ => self.deliver(),
        }
    }

    // ---- the network ----

    fn deliver(&mut self) -> Result<(), Failure> {
        if self.dice.percent(50)
            && let Some((friend, account, line)) = self.outbox.pop_front()
        {
            let outcome = self.friends[friend].hear(account, line.as_bytes());
            return self.friend_walks(friend, &outcome);
        }
        match self.inbox.pop_front() {
            Some(wire) if self.locked != Some(wire.account) => {
                let roll = self.dice.below(100);
                let origin = Origin {
                    history: roll < 6,
                    notice: (6..10).contains(&roll),
                    ..Origin::default()
                };
                self.hear(&wire, origin)
            }
            Some(wire) => {
                self.inbox.push_back(wire);
                Ok(())
            }
            None => Ok(()),
        }
    }

    pub fn deliver_everything(&mut self) -> Result<(), Failure> {
        for _ in 0..12 {
            for (friend, account, line) in std::mem::take(&mut self.outbox) {
                let outcome = self.friends[friend].hear(account, line.as_bytes());
                self.friend_walks(friend, &outcome)?;
            }
            for wire in std::mem::take(&mut self.inbox) {
                self.hear(&wire, Origin::default())?;
            }
        }
        Ok(())
    }

    /// People take other names, or the network says that they do.
    pub fn change_names(&mut self, account: usize) -> Result<(), Failure> {
        let one = self.dice.below(self.friends.len());
        let other = self.dice.below(self.friends.len());
        let from = self.friends[one].nicks[account].clone();
        let to = self.nick();
        match self.dice.below(10) {
            0..4 if self.holder(account, &to).is_none() => {
                self.friends[one].nicks[account].clone_from(&to);
                if self.dice.percent(80) {
                    return self.tell_rename(account, &from, &to);
                }
                Ok(())
            }
            // Two exchange their names, told in full, in part or not at all.
            0..6 if one != other => {
                let there = self.friends[other].nicks[account].clone();
                self.friends[one].nicks[account].clone_from(&there);
                self.friends[other].nicks[account].clone_from(&from);
                let aside = "aside".to_owned();
                for (from, to) in [(&from, &aside), (&there, &from), (&aside, &there)] {
                    if self.dice.percent(75) {
                        self.tell_rename(account, from, to)?;
                    }
                }
                Ok(())
            }
            6 => self.tell_rename(account, BYSTANDERS[0], BYSTANDERS[1]),
            // A chain of lies.
            7 => {
                let then = self.nick();
                self.tell_rename(account, &from, &to)?;
                self.tell_rename(account, &to, &then)
            }
            _ => {
                let from = self.nick();
                self.tell_rename(account, &from, &to)
            }
        }
    }

    fn tell_rename(&mut self, account: usize, from: &str, to: &str) -> Result<(), Failure> {
        let (from, to) = (self.spelled(account, from), self.spelled(account, to));
        self.call(account, Call::Rename { from, to })
    }

    pub fn enemy_writes(&mut self, account: usize) -> Result<(), Failure> {
        let from = match self.dice.percent(25) {
            true => BYSTANDERS[1].to_owned(),
            false => self.nick(),
        };
        let text = match self.dice.below(5) {
            0 => Some(b"?SR1? Let us talk.".to_vec()),
            // A line of one comes from the name of another.
            1 | 2 if !self.heard.is_empty() => {
                let wire = &self.heard[self.dice.below(self.heard.len())];
                Some(wire.text.clone())
            }
            3 if !self.sent.is_empty() => {
                forge::forge(&mut self.dice, &self.sent).map(String::into_bytes)
            }
            _ => {
                let line = self.stranger.speak(&mut self.dice, &self.sent, self.now / 1_000);
                line.map(String::into_bytes)
            }
        };
        let Some(text) = text else { return Ok(()) };
        // Whoever steals names is no friend of the bystanders'.
        let roll = self.dice.below(10);
        let origin = Origin { history: roll == 0, notice: roll == 1, ..Origin::default() };
        let from_friend = self.heard.iter().any(|wire| wire.text == text && !wire.clear);
        let from = match from_friend && BYSTANDERS.contains(&from.as_str()) {
            true => self.nick(),
            false => from,
        };
        self.hear(&Wire { account, from, text, clear: false }, origin)
    }

    // ---- users ----

    pub fn nick(&mut self) -> String {
        NICKS[self.dice.below(NICKS.len())].to_owned()
    }

    /// The name of somebody, more often one that somebody has.
    fn somebody(&mut self, account: usize) -> String {
        match self.dice.percent(70) {
            true => {
                let friend = self.dice.below(self.friends.len());
                self.friends[friend].nicks[account].clone()
            }
            false => self.nick(),
        }
    }

    pub fn say(&mut self, account: usize) -> Result<(), Failure> {
        let text = format!("{MARK}{} for one", self.typed.len() + self.steps * 1_000);
        let (one, other) = (self.somebody(account), self.nick());
        let bystander = BYSTANDERS[self.dice.below(2)];
        let to = match self.dice.below(16) {
            0 => bystander.to_owned(),
            1 => format!("{bystander},{one}"),
            2 => format!("{one},{other}"),
            3 => ["*", "$*.example", "b*", "two words", "bell\u{7}"][self.dice.below(5)].to_owned(),
            _ => self.spelled(account, &one),
        };
        self.call(account, Call::Say { to, text })
    }

    pub fn decide(&mut self, account: usize) -> Result<(), Failure> {
        let total = DECISIONS.iter().map(|(_, weight)| weight).sum();
        let mut roll = self.dice.below(total);
        let found = DECISIONS.iter().find(|(_, weight)| {
            let hit = roll < *weight;
            roll = roll.saturating_sub(*weight);
            hit
        });
        let action = found.map_or(Action::End, |(action, _)| *action);
        let mut nick = self.somebody(account);
        let asked: Vec<String> = self
            .guests
            .keys()
            .filter(|(of, _)| *of == account)
            .map(|(_, at)| at.clone())
            .filter(|at| NICKS.contains(&at.as_str()))
            .collect();
        let about_key = matches!(action, Action::Accept | Action::AcceptKey | Action::AddKey);
        if about_key && !asked.is_empty() && self.dice.percent(75) {
            nick = asked[self.dice.below(asked.len())].clone();
        }
        let who = self.whom(account, &nick, action);
        let at = self.spelled(account, &nick);
        self.call(account, Call::Decide { at, action, who })
    }

    /// The key that a decision is about.
    fn whom(&mut self, account: usize, nick: &str, action: Action) -> Option<Fingerprint> {
        let guest = self.guests.get(&(account, nick.to_owned())).copied();
        let holder = self.holder(account, nick).map(|friend| self.friends[friend].fingerprint);
        match action {
            Action::Accept | Action::AcceptKey | Action::AddKey => {
                if self.dice.percent(70) {
                    guest.or(holder)
                } else {
                    holder
                }
            }
            Action::Decline => guest,
            Action::Verify | Action::Unverify => holder,
            Action::Forget if self.dice.percent(70) => holder,
            _ => None,
        }
    }

    pub fn set_modes(&mut self, account: usize) -> Result<(), Failure> {
        let modes = [Mode::Manual, Mode::Automatic, Mode::Required];
        let mode = modes[self.dice.below(3)];
        if self.dice.percent(25) {
            return self.call(account, Call::SetAccountMode { mode });
        }
        let mode = Some(mode).filter(|_| self.dice.percent(70));
        let at = self.somebody(account);
        let at = self.spelled(account, &at);
        self.call(account, Call::SetMode { at, mode })
    }

    fn hint(&mut self, account: usize) -> Result<(), Failure> {
        let at = self.somebody(account);
        let at = self.spelled(account, &at);
        let yes = self.dice.percent(60);
        match self.dice.percent(70) {
            true => self.call(account, Call::Known { at, known: yes }),
            false => self.call(account, Call::Present { at, present: yes }),
        }
    }

    fn friend_acts(&mut self, account: usize) -> Result<(), Failure> {
        let friend = self.dice.below(self.friends.len());
        match self.dice.below(8) {
            0 => self.friend_starts(friend, account),
            1 => {
                let messenger = &mut self.friends[friend].messenger;
                let outcome = messenger.contact_do(ACCOUNTS[account], "alice", Action::End, None);
                self.friend_walks(friend, &outcome)
            }
            _ => self.friend_says(friend, account),
        }
    }

    pub fn friend_starts(&mut self, friend: usize, account: usize) -> Result<(), Failure> {
        let messenger = &mut self.friends[friend].messenger;
        let outcome = messenger.contact_do(ACCOUNTS[account], "alice", Action::Start, None);
        self.friend_walks(friend, &outcome)
    }

    pub fn friend_says(&mut self, friend: usize, account: usize) -> Result<(), Failure> {
        let text = format!("{} says {}", self.friends[friend].fingerprint, self.steps);
        let Friend { messenger, nicks, .. } = &mut self.friends[friend];
        let (name, from) = (ACCOUNTS[account], nicks[account].clone());
        let said = messenger.outgoing(name, "alice", text.as_bytes(), Origin::default());
        if said.verdict == Verdict::Pass {
            let text = b"hello in clear".to_vec();
            self.inbox.push_back(Wire { account, from, text, clear: true });
        }
        self.friend_walks(friend, &said)
    }

    /// Somebody has lost their machine and has another key.
    fn change_key(&mut self) -> Result<(), Failure> {
        let friend = self.dice.below(self.friends.len());
        self.change_key_of(friend);
        Ok(())
    }

    pub fn change_key_of(&mut self, friend: usize) {
        let nicks = self.friends[friend].nicks.clone();
        let name = self.friends[friend].name;
        self.note(|| format!("{name} has a new key"));
        let mut new = Friend::new(name, &self.clock, self.dice.roll());
        new.nicks = nicks;
        self.outbox.retain(|(to, _, _)| *to != friend);
        self.friends[friend] = new;
    }
}
