//! What is due: jobs whose time has come, and what every call owes the vault when it ends.

use super::call::Call;
use crate::identity::Fingerprint;
use crate::messenger::limits::{LONGEST_PAUSE_MS, MAX_JOBS};
use crate::messenger::memory::agenda::Job;
use crate::messenger::network::origin::Origin;
use crate::messenger::network::setting::Setting;
use crate::messenger::rows::records::InstallationRecord;
use crate::messenger::tells::error::MessengerError;
use crate::session::Expiry;
use crate::vault::Table;

impl Call<'_, '_> {
    /// Does what is due, within bounds, and gives the lines that may leave.
    pub(in crate::messenger) fn do_due(&mut self) -> Result<(), MessengerError> {
        for at in self.account().restricted.clone().into_keys() {
            self.tell_state(&at)?;
        }
        for _ in 0..MAX_JOBS {
            let now = self.now;
            if self.account().agenda.due().is_none_or(|due| due > now) {
                break;
            }
            // Marked: if this call fails, what it has taken is planned again.
            let Some(job) = self.account_mut().agenda.take(now) else { break };
            match job {
                Job::Peer(who) => {
                    if !self.load_peer(&who)? {
                        continue;
                    }
                    let Some(at) = self.route(&who) else { continue };
                    let events = self.with_peer(&who, |peer, cx| peer.tick(cx))?;
                    self.act(&who, &at, events, Origin::default(), self.now)?;
                    self.refresh(&who)?;
                }
                Job::Text(number) => self.look_after_text(number)?,
                Job::Address(at) => self.look_after(&at)?,
                Job::Keys(who) => self.expire_keys(&who)?,
                Job::Prekeys => self.expire_prekeys(),
            }
        }
        Ok(())
    }

    /// Deletes prekeys that are too old. What has changed is saved at the end of the call.
    pub(in crate::messenger) fn expire_prekeys(&mut self) {
        let now = self.seconds();
        let expiry = self.memory_alone().installation.expire(now);
        self.plan_expiry(Job::Prekeys, expiry);
    }

    /// Deletes what is too old of a peer. One that nobody has needed is not kept in memory for it.
    fn expire_keys(&mut self, who: &Fingerprint) -> Result<(), MessengerError> {
        let was_loaded = self.account().peers.contains_key(who);
        if !self.load_peer(who)? {
            return Ok(());
        }
        let expiry = self.use_peer(who, |peer, cx| peer.expire(cx.now))?;
        self.plan_expiry(Job::Keys(*who), expiry);
        if expiry.changed {
            self.mark_peer(who);
            return self.refresh(who);
        }
        if !was_loaded {
            self.memory_alone().peers.remove(who);
        }
        Ok(())
    }

    fn plan_expiry(&mut self, job: Job, expiry: Expiry) {
        let Some(wait) = expiry.due_in else { return };
        let due = self.now.saturating_add(wait.saturating_mul(1_000));
        self.memory_alone().agenda.plan(job, due);
    }

    /// Moves of names that an earlier call could not write come first, and what other accounts have
    /// decided about people.
    pub(in crate::messenger) fn catch_up(&mut self) -> Result<(), MessengerError> {
        for (from, to) in self.account().names.moves_to_write().to_vec() {
            self.rename(&from, &to)?;
        }
        for who in self.account().news.clone() {
            self.follow_decision_about(&who)?;
        }
        Ok(())
    }

    /// Writes what the call has changed; the transaction is then ready to be committed.
    pub(in crate::messenger) fn finish(&mut self) -> Result<(), MessengerError> {
        for who in std::mem::take(&mut self.dirty) {
            self.save_peer(&who)?;
        }
        self.save_texts()?;
        for (id, line) in std::mem::take(&mut self.fresh) {
            self.keep(Table::Line, &id.to_be_bytes(), &line)?;
        }
        self.save_names()?;
        self.save_folded()?;
        self.save_mode()?;
        if self.account().names.restricts() {
            // It holds from now on, whatever becomes of the machine.
            self.writing().0.restricts();
        }
        self.save_installation()?;
        let latest = self.now.saturating_add(LONGEST_PAUSE_MS);
        self.memory_alone().agenda.clip(latest);
        Ok(())
    }

    /// The mode of the account, where the guard holds another one than is stored.
    fn save_mode(&mut self) -> Result<(), MessengerError> {
        match self.account().names.mode_to_write() {
            Some(mode) => self.store_setting(Setting::Mode, mode as i64),
            None => Ok(()),
        }
    }

    /// Names that have no row any more, and are shut.
    fn save_folded(&mut self) -> Result<(), MessengerError> {
        let Some(folded) = self.account().names.folded_to_write().cloned() else { return Ok(()) };
        self.account_mut().record.set_folded(folded);
        self.store_account()
    }

    fn save_installation(&mut self) -> Result<(), MessengerError> {
        if self.account().saved_changes != Some(self.account().installation.changes()) {
            // Others may live, and die, than when the next look was planned.
            self.expire_prekeys();
            let changes = self.account().installation.changes();
            let content = zeroize::Zeroizing::new(self.account().installation.content());
            let unknown = self.account().installation_unknown.clone();
            self.keep(Table::Installation, &[], &InstallationRecord { content, unknown })?;
            self.account_mut().saved_changes = Some(changes);
        }
        Ok(())
    }
}
