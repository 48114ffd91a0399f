//! What happens to processes, disks and vaults.

use super::super::ledger::{Failure, ensure};
use super::alice::{Call, OTHER_ACCOUNTS};
use super::users::ACCOUNTS;
use super::world::World;
use subrosa::vault::Durability;

impl World {
    pub fn pass(&mut self) -> Result<(), Failure> {
        let most = [2_000, 70_000, 4_000_000][self.dice.below(3)];
        let time = self.dice.between(500, most);
        self.pass_time(time);
        for account in 0..2 {
            self.call(account, Call::Tick)?;
        }
        for friend in 0..self.friends.len() {
            let outcome = self.friends[friend].messenger.tick();
            self.friend_walks(friend, &outcome)?;
        }
        Ok(())
    }

    pub fn restart(&mut self, account: usize) -> Result<(), Failure> {
        self.note(|| format!("{account}: begins again"));
        if self.dice.percent(50) {
            self.call(account, Call::Online { online: false })?;
            return self.call(account, Call::Online { online: true });
        }
        self.alice.end(account);
        self.begin(account)
    }

    /// A process begins and the passphrase is not typed for a while.
    pub fn lock(&mut self, account: usize) -> Result<(), Failure> {
        self.note(|| format!("{account}: begins locked"));
        self.alice.end(account);
        self.alice.begin_locked(account);
        self.locked = Some(account);
        let done = self.alice_acts(account);
        let checked = done.and_then(|()| self.check_everything());
        self.locked = None;
        checked?;
        let outcome = self.alice.unlock(account).map_err(|error| format!("unlocking: {error}"))?;
        self.walk(account, &outcome)
    }

    /// Another program writes to the vault for longer than anybody waits.
    pub fn be_busy(&mut self, account: usize) -> Result<(), Failure> {
        let mut other = self.alice.other_handle();
        let busy = other.begin(Durability::Process).unwrap();
        self.note(|| "the vault is busy".to_owned());
        self.failing = true;
        let mut done = Ok(());
        for _ in 0..3 {
            done = done.and_then(|()| self.insist(account));
        }
        done = done.and_then(|()| self.alice_acts(account));
        done = done.and_then(|()| self.check_everything());
        self.failing = false;
        drop(busy);
        done
    }

    pub fn be_full(&mut self, account: usize) -> Result<(), Failure> {
        if !self.alice.fill_disk() {
            return Ok(());
        }
        self.note(|| "the disk is full".to_owned());
        self.failing = true;
        let mut done = Ok(());
        for _ in 0..3 {
            done = done.and_then(|()| self.alice_acts(account));
            done = done.and_then(|()| self.check_everything());
        }
        self.failing = false;
        self.alice.free_disk();
        self.note(|| "the disk has room again".to_owned());
        done
    }

    fn alice_acts(&mut self, account: usize) -> Result<(), Failure> {
        match self.dice.below(10) {
            0..3 => self.change_names(account),
            3..6 => self.decide(account),
            6 => self.set_modes(account),
            7 => self.enemy_writes(account),
            _ => self.say(account),
        }
    }

    pub fn rename_account(&mut self, account: usize) -> Result<(), Failure> {
        let from = self.alice.accounts[account];
        let to = match from == ACCOUNTS[account] {
            true => OTHER_ACCOUNTS[account],
            false => ACCOUNTS[account],
        };
        self.note(|| format!("{account}: is {to} now"));
        let outcome = self.alice.messenger(account).rename_account(from, to);
        ensure!(outcome.error.is_none(), "{:?}", outcome.error);
        self.alice.accounts[account] = to;
        self.walk(account, &outcome)
    }
}
