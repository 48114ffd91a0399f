//! How an account comes from the vault: when it is attached, and after a call that has failed.

use super::account::Account;
use super::address::Address;
use super::agenda::{Agenda, Job};
use super::outbox::Outbox;
use super::retry::Retry;
use super::texts::{Text, Texts};
use crate::crypto::Random;
use crate::guard::{AddressKey, Mode, Names};
use crate::identity::Identity;
use crate::messenger::network::budgets::{Budgets, Paces};
use crate::messenger::network::profile::Profile;
use crate::messenger::network::setting::Setting;
use crate::messenger::rows::records::{
    AccountRecord, AddressRecord, Conversation, IdentityRecord, InstallationRecord, Record,
    TagRecord, TextRecord, Unknown,
};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::State;
use crate::session::Installation;
use crate::vault::{Lease, Table, Transaction};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

impl Account {
    /// Loads an account, or makes it.
    pub(in crate::messenger) fn load(
        tx: &mut Transaction<'_>,
        name: &str,
        profile: Profile,
        identity: &Identity,
        lease: Lease,
        now: u64,
        random: &mut dyn Random,
    ) -> Result<Self, MessengerError> {
        let mut record = AccountRecord::load(tx, name)?;
        if record.profile != profile.name() {
            record.profile = profile.name().to_owned();
            // Nobody can spell them anew.
            record.compare_folded_otherwise();
            tx.put(Table::Account, &[], name.as_bytes(), &record.to_bytes()?, random)?;
        }
        let mut run = [0; 8];
        random.fill(&mut run)?;
        let (installation, saved_changes, installation_unknown) =
            load_installation(tx, name.as_bytes(), identity, now, random)?;
        let mut account = Self {
            record,
            outbox: Outbox::new(&profile),
            attached_as: profile.clone(),
            profile,
            names: Names::load(Mode::default(), [], true),
            people: HashMap::new(),
            announced: false,
            news: BTreeSet::new(),
            restricted: BTreeMap::new(),
            save: Retry::default(),
            rest: Retry::default(),
            _lease: lease,
            run,
            stale: false,
            doubted: false,
            attached: false,
            online: true,
            installation,
            installation_unknown,
            saved_changes,
            addresses: HashMap::new(),
            peers: HashMap::new(),
            texts: Texts::default(),
            agenda: Agenda::default(),
            // Numbers go on after a restart, without being stored.
            last_number: now << 10,
            budgets: Budgets::default(),
            paces: Paces::new(&Budgets::default()),
            strangers: 0,
            uses: 0,
            unsaved: BTreeSet::new(),
            decided: BTreeSet::new(),
            shared: HashSet::new(),
        };
        account.apply_settings();
        account.load_rows(tx, now)?;
        Ok(account)
    }

    /// Loads everything anew, after a call that has failed.
    pub(in crate::messenger) fn reload(
        &mut self,
        tx: &mut Transaction<'_>,
        identity: &Identity,
        now: u64,
        random: &mut dyn Random,
    ) -> Result<(), MessengerError> {
        let name = self.record.name.clone();
        self.people.clear();
        // Read before the profile is set back: names are always compared by settings that were read.
        self.record = AccountRecord::load(tx, &name)?;
        self.profile = self.attached_as.clone();
        self.apply_settings();
        (self.installation, self.saved_changes, self.installation_unknown) =
            load_installation(tx, name.as_bytes(), identity, now, random)?;
        self.peers.clear();
        self.shared.clear();
        self.agenda = Agenda::default();
        self.load_rows(tx, now)?;
        (self.stale, self.doubted) = (false, false);
        Ok(())
    }

    fn load_rows(&mut self, tx: &mut Transaction<'_>, now: u64) -> Result<(), MessengerError> {
        let group = self.record.name.clone().into_bytes();
        let mut before: HashMap<AddressKey, Address> = self.addresses.drain().collect();
        let mut rows = Vec::new();
        for bytes in tx.scan(Table::Address, &group)? {
            let AddressRecord { at, conversation, standing } = AddressRecord::from_bytes(&bytes)?;
            let passing = before.remove(&at).map(|address| address.passing).unwrap_or_default();
            if matches!(conversation.state, State::Asked | State::Starting | State::Restoring)
                || passing.fork.is_some()
            {
                self.agenda.address(&at, now);
            }
            self.addresses.insert(at.clone(), Address { conversation, passing });
            rows.push((at, standing));
        }
        let mode = self.stored_mode();
        let (folded, form) = (self.record.folded().clone(), self.profile.lookalikes(false));
        if self.attached {
            self.names.load_folded(&folded, form);
            self.names.reload(mode, rows, true);
        } else {
            self.names = Names::load(mode, rows, true);
            self.names.load_folded(&folded, form);
        }
        self.share_restrictions();
        // What the vault does not know yet: whom the user has written to, and strangers.
        for (at, mut address) in before {
            let invited = address.passing.invitation.open;
            address.conversation = Conversation {
                state: if invited { State::Invited } else { State::Plain },
                ..Conversation::new(&address.conversation.name)
            };
            self.addresses.insert(at, address);
        }
        // Keys die on time also of peers that nothing is heard from. Who has a session has a tag.
        self.agenda.plan(Job::Prekeys, now);
        for bytes in tx.scan(Table::Tag, &group)? {
            let owners = TagRecord::from_bytes(&bytes)?.owners;
            owners.iter().for_each(|who| self.agenda.keys(who, now));
        }
        self.texts = Texts::default();
        let mut texts = Vec::new();
        for bytes in tx.scan(Table::Text, &group)? {
            let record = TextRecord::from_bytes(&bytes)?;
            self.last_number = self.last_number.max(record.number);
            self.agenda.text(record.number, now);
            texts.push(Text::new(record));
        }
        self.outbox.load(tx, &group)?;
        self.last_number = self.last_number.max(self.outbox.last_id());
        for mut text in texts {
            text.total = self.outbox.lines_of(text.record.number);
            self.texts.insert(text);
        }
        Ok(())
    }

    /// Applies the settings that are stored. Those that this version does not know stay stored.
    pub(in crate::messenger) fn apply_settings(&mut self) {
        for (setting, value) in self.record.settings() {
            if let Some(changed) = setting.apply(&self.profile, value) {
                self.profile = changed;
            }
        }
        self.set_paces();
    }

    /// The mode of the account as it is stored.
    fn stored_mode(&self) -> Mode {
        let stored = self.record.settings().find(|(setting, _)| *setting == Setting::Mode);
        stored.and_then(|(_, value)| Mode::from_code(value)).unwrap_or_default()
    }
}

fn load_installation(
    tx: &mut Transaction<'_>,
    group: &[u8],
    identity: &Identity,
    now: u64,
    random: &mut dyn Random,
) -> Result<(Installation, Option<u64>, Unknown), MessengerError> {
    let identity = match tx.get(Table::Identity, group, &[])? {
        Some(own) => IdentityRecord::identity(&own)?,
        None => identity.clone(),
    };
    Ok(match tx.get(Table::Installation, group, &[])? {
        Some(bytes) => {
            let InstallationRecord { content, unknown } = InstallationRecord::from_bytes(&bytes)?;
            let loaded = Installation::from_content(&content, identity, 0)?;
            let changes = loaded.changes();
            (loaded, Some(changes), unknown)
        }
        None => (Installation::new(identity, now / 1_000, random)?, None, Unknown::default()),
    })
}
