//! What people do in one go, and chance alone would seldom put together.

use super::super::ledger::Failure;
use super::alice::Call;
use super::check::MARK;
use super::world::{NICKS, World};
use subrosa::identity::Fingerprint;
use subrosa::messenger::Action;

impl World {
    pub fn act_in_one_go(&mut self, account: usize) -> Result<(), Failure> {
        match self.dice.below(5) {
            0..3 => self.take_a_second_name(account),
            _ => self.replace_a_key(account),
        }
    }

    fn decide_about(
        &mut self,
        account: usize,
        at: &str,
        action: Action,
        who: Option<Fingerprint>,
    ) -> Result<(), Failure> {
        self.call(account, Call::Decide { at: at.to_owned(), action, who })
    }

    /// Somebody writes under another name, Alice accepts that, and then decides something at one of
    /// the two: what holds of the name, and what of the person?
    fn take_a_second_name(&mut self, account: usize) -> Result<(), Failure> {
        let friend = self.dice.below(self.friends.len());
        let from = self.friends[friend].nicks[account].clone();
        let to = self.nick();
        if self.holder(account, &to).is_some() {
            return Ok(());
        }
        self.decide_about(account, &from, Action::Start, None)?;
        self.deliver_everything()?;
        self.friends[friend].nicks[account].clone_from(&to);
        self.friend_says(friend, account)?;
        self.deliver_everything()?;
        if let Some(who) = self.guests.get(&(account, to.clone())).copied() {
            self.decide_about(account, &to, Action::Accept, Some(who))?;
            self.deliver_everything()?;
        }
        let names = [from, to];
        let at = &names[self.dice.below(2)];
        match self.dice.below(3) {
            0 => self.decide_about(account, at, Action::Block, None)?,
            _ => self.decide_about(account, at, Action::End, None)?,
        }
        // Whoever is blocked under one name writes from the other one.
        for nick in names {
            self.friends[friend].nicks[account] = nick;
            self.friend_says(friend, account)?;
            self.deliver_everything()?;
        }
        self.check_everything()
    }

    /// Somebody whom Alice has verified has a new machine, and Alice accepts the new key.
    fn replace_a_key(&mut self, account: usize) -> Result<(), Failure> {
        let friend = self.dice.below(self.friends.len());
        let at = self.friends[friend].nicks[account].clone();
        let old = self.friends[friend].fingerprint;
        self.decide_about(account, &at, Action::Verify, Some(old))?;
        self.change_key_of(friend);
        self.friend_starts(friend, account)?;
        self.deliver_everything()?;
        if let Some(new) = self.guests.get(&(account, at.clone())).copied() {
            self.decide_about(account, &at, Action::AcceptKey, Some(new))?;
        }
        self.check_records()
    }

    /// While the vault cannot be written: what was asked for, or told, holds for the next text.
    pub fn insist(&mut self, account: usize) -> Result<(), Failure> {
        // Where nothing is promised yet; and where something is.
        let first = self.dice.below(NICKS.len());
        let nicks = || (0..NICKS.len()).map(|at| NICKS[(first + at) % NICKS.len()]);
        let promised = |at: &&str| self.alice.shadow.restricts(account, at).is_some();
        let free = nicks().find(|at| !promised(at));
        let Some(to) = free.map(str::to_owned) else { return Ok(()) };
        let from = nicks().find(promised).map(str::to_owned);
        match from.filter(|_| self.dice.percent(60)) {
            Some(from) => self.call(account, Call::Rename { from, to: to.clone() })?,
            None => self.decide_about(account, &to, Action::Start, None)?,
        }
        let text = format!("{MARK}{} at once", self.typed.len() + self.steps * 1_000);
        self.call(account, Call::Say { to, text })
    }
}
