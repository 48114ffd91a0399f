//! One account of the host, as it is in memory while it is attached.
//!
//! What is in the vault is loaded when the account is attached, but for the peers, which are loaded
//! when something comes from them; everything that changes is written through in the transaction of
//! the call. If that fails the account is *stale*: it is loaded anew at the next call. What is in
//! memory alone (who is present, what was refused lately) survives that.

use super::agenda::Agenda;
use super::invitation::Invitation;
use super::limits::MAX_STRANGERS;
use super::outbox::Outbox;
use super::texts::{Text, Texts};
use crate::crypto::Random;
use crate::identity::{Fingerprint, Identity};
use crate::messenger::network::budgets::{AddressPaces, Budgets, Paces};
use crate::messenger::network::mode::Mode;
use crate::messenger::network::profile::Profile;
use crate::messenger::rows::records::{AccountRecord, AddressRecord, Record, TextRecord};
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{Question, State};
use crate::messenger::tells::notice::Notice;
use crate::session::{Echo, Installation, Peer, SessionId};
use crate::vault::{Lease, Table, Transaction};
use std::collections::{BTreeSet, HashMap, HashSet};

/// An account that is attached.
pub(super) struct Account {
    pub(super) record: AccountRecord,
    pub(super) profile: Profile,
    pub(super) mode: Mode,
    /// Held until the account is detached: no other process uses it.
    pub(super) _lease: Lease,
    /// Names this run: a state that another run has saved may be an older one.
    pub(super) run: [u8; 8],
    /// The vault knows more than memory does, because a call has failed.
    pub(super) stale: bool,
    /// The host knows that it is attached.
    pub(super) attached: bool,
    pub(super) online: bool,
    pub(super) installation: Installation,
    /// [`Installation::changes`] when it was saved.
    pub(super) saved_changes: Option<u64>,
    pub(super) addresses: HashMap<String, Address>,
    /// The addresses of each identity.
    pub(super) windows: HashMap<Fingerprint, BTreeSet<String>>,
    /// The addresses at which several identities are accepted.
    pub(super) shared_addresses: BTreeSet<String>,
    pub(super) peers: HashMap<Fingerprint, Loaded>,
    pub(super) texts: Texts,
    pub(super) outbox: Outbox,
    pub(super) agenda: Agenda,
    /// The largest number given to a text or a line.
    pub(super) last_number: u64,
    /// How much others can make the account do, and what of it is left.
    pub(super) budgets: Budgets,
    pub(super) paces: Paces,
    /// At most so many addresses are of strangers.
    pub(super) strangers: usize,
    /// Counts uses of peers and addresses.
    pub(super) uses: u64,
    /// Addresses that the user has written to in clear: to be stored with the next change.
    pub(super) unsaved: BTreeSet<String>,
    /// Addresses whose invitations this call has decided.
    pub(super) decided: BTreeSet<String>,
    /// Whom the account needs not look whether to give our full card to any more.
    pub(super) shared: HashSet<Fingerprint>,
}

/// One address of the account.
pub(super) struct Address {
    pub(super) record: AddressRecord,
    /// It is in the vault, or is to be.
    pub(super) kept: bool,
    pub(super) passing: Passing,
}

/// What is known of an address in memory alone.
#[derive(Default)]
pub(super) struct Passing {
    /// The host's word; nothing is sent unasked to somebody who is not there.
    pub(super) absent: bool,
    /// Somebody wants to talk in private.
    pub(super) invitation: Invitation,
    /// Who has appeared instead of the one who is known.
    pub(super) challengers: Vec<Fingerprint>,
    /// When a line was readable last.
    pub(super) readable_at: Option<u64>,
    /// An unreadable line that is to be answered, and when.
    pub(super) answer: Option<(u64, Echo)>,
    /// When unreadable lines may be answered again, and the pause after that.
    pub(super) pause: (u64, u64),
    pub(super) paces: AddressPaces,
    /// What the user was told lately.
    pub(super) notices: Vec<(Said, u64)>,
    /// The user was asked whether to wait on.
    pub(super) asked: bool,
    /// Somebody known from elsewhere has written from here, and the user was told.
    pub(super) visitor: Option<Fingerprint>,
    /// When this address was used last, counted in uses.
    pub(super) used: u64,
}

/// What is not said again at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Notice(Notice),
    /// Who it is about counts: one key must not hide the question about another.
    Question(Question, Option<Fingerprint>),
}

impl Passing {
    /// Whether it is too early for anything that is sent unasked. A pause that is longer than any
    /// was made before the clock was set back.
    pub(super) fn is_paused(&self, now: u64) -> bool {
        let (next, _) = self.pause;
        now < next && next <= now.saturating_add(super::limits::LONGEST_PAUSE_MS)
    }
}

/// A peer that is loaded.
pub(super) struct Loaded {
    pub(super) peer: Peer,
    pub(super) address: String,
    /// As they stand in the vault.
    pub(super) tags: Vec<[u8; 4]>,
    pub(super) retired: Vec<[u8; 4]>,
    /// The sessions that a text went out on when that was last looked at.
    pub(super) sending: BTreeSet<SessionId>,
    pub(super) used: u64,
}

impl Account {
    /// Loads an account, or makes it.
    pub(super) fn load(
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
            tx.put(Table::Account, &[], name.as_bytes(), &record.to_bytes(), random)?;
        }
        let mut run = [0; 8];
        random.fill(&mut run)?;
        let (installation, saved_changes) =
            load_installation(tx, name.as_bytes(), identity, now, random)?;
        let mut account = Self {
            record,
            outbox: Outbox::new(&profile),
            profile,
            mode: Mode::default(),
            _lease: lease,
            run,
            stale: false,
            attached: false,
            online: true,
            installation,
            saved_changes,
            addresses: HashMap::new(),
            windows: HashMap::new(),
            shared_addresses: BTreeSet::new(),
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
    pub(super) fn reload(
        &mut self,
        tx: &mut Transaction<'_>,
        identity: &Identity,
        now: u64,
        random: &mut dyn Random,
    ) -> Result<(), MessengerError> {
        let name = self.record.name.clone();
        // What may go in clear is what the vault says, not what a call has failed to set.
        self.record = AccountRecord::load(tx, &name)?;
        self.apply_settings();
        (self.installation, self.saved_changes) =
            load_installation(tx, name.as_bytes(), identity, now, random)?;
        self.peers.clear();
        self.shared.clear();
        self.agenda = Agenda::default();
        self.load_rows(tx, now)?;
        self.stale = false;
        Ok(())
    }

    fn load_rows(&mut self, tx: &mut Transaction<'_>, now: u64) -> Result<(), MessengerError> {
        let group = self.record.name.clone().into_bytes();
        let mut before: HashMap<String, Address> = self.addresses.drain().collect();
        self.windows.clear();
        self.shared_addresses.clear();
        for bytes in tx.scan(Table::Address, &group)? {
            let record = AddressRecord::from_bytes(&bytes)?;
            let key = self.profile.case_mapping().normalise(&record.name);
            let mut record = record;
            if self.unsaved.contains(&key) {
                record.known = true;
                record.asked |= before.get(&key).is_some_and(|address| address.record.asked);
            }
            let passing = before.remove(&key).map(|address| address.passing).unwrap_or_default();
            if let Some(who) = record.who {
                self.windows.entry(who).or_default().insert(key.clone());
            }
            if !record.others.is_empty() {
                self.shared_addresses.insert(key.clone());
            }
            if matches!(record.state, State::Asked | State::Starting | State::Restoring) {
                self.agenda.address(&key, now);
            }
            self.addresses.insert(key, Address { record, kept: true, passing });
        }
        // What the vault does not know yet: whom the user has written to, and strangers.
        for (key, mut address) in before {
            let written_to = self.unsaved.contains(&key);
            let invited = address.passing.invitation.open;
            let asked = address.record.asked && written_to;
            address.record = AddressRecord { asked, ..AddressRecord::new(&address.record.name) };
            address.record.state = if invited { State::Invited } else { State::Plain };
            address.record.known = written_to;
            address.kept = address.record.known;
            self.addresses.insert(key, address);
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

    /// The one spelling of an address.
    pub(super) fn key(&self, peer: &str) -> String {
        self.profile.case_mapping().normalise(peer)
    }

    /// The name as a group of rows.
    pub(super) fn group(&self) -> Vec<u8> {
        self.record.name.clone().into_bytes()
    }

    /// Where a conversation stands; clear if the address has never been seen.
    pub(super) fn state(&self, key: &str) -> State {
        self.addresses.get(key).map_or(State::Plain, |address| address.record.state)
    }

    /// The address, made if it is new. Strangers are remembered in memory alone, and not too many.
    pub(super) fn address(&mut self, key: &str, name: &str) -> &mut Address {
        self.uses += 1;
        let uses = self.uses;
        if !self.addresses.contains_key(key) {
            self.strangers += 1;
            if self.strangers > MAX_STRANGERS {
                self.forget_strangers();
            }
        }
        let address = self.addresses.entry(key.to_owned()).or_insert_with(|| Address {
            record: AddressRecord::new(name),
            kept: false,
            passing: Passing::default(),
        });
        address.passing.used = uses;
        address
    }

    /// Makes room: of the strangers, the half that was not heard for longest goes.
    fn forget_strangers(&mut self) {
        let mut strangers: Vec<u64> =
            self.addresses.values().filter(|a| !a.kept).map(|a| a.passing.used).collect();
        // Those that have become contacts are counted no more.
        self.strangers = strangers.len() + 1;
        if strangers.len() < MAX_STRANGERS {
            return;
        }
        strangers.sort_unstable();
        let oldest = strangers.get(MAX_STRANGERS / 2).copied().unwrap_or(0);
        self.addresses.retain(|_, address| address.kept || address.passing.used > oldest);
        self.strangers = self.addresses.values().filter(|a| !a.kept).count() + 1;
    }

    pub(super) fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    /// When something is due, in milliseconds since 1970.
    pub(super) fn due(&mut self, now: u64) -> Option<u64> {
        self.agenda.clip(now.saturating_add(super::limits::LONGEST_PAUSE_MS));
        let outbox = if self.online { self.outbox.due(now) } else { None };
        [outbox, self.agenda.due()].into_iter().flatten().min()
    }
}

fn load_installation(
    tx: &mut Transaction<'_>,
    group: &[u8],
    identity: &Identity,
    now: u64,
    random: &mut dyn Random,
) -> Result<(Installation, Option<u64>), MessengerError> {
    let identity = match tx.get(Table::Identity, group, &[])? {
        Some(own) => Identity::from_content(&own)?,
        None => identity.clone(),
    };
    Ok(match tx.get(Table::Installation, group, &[])? {
        Some(content) => {
            let loaded = Installation::from_content(&content, identity, 0)?;
            let changes = loaded.changes();
            (loaded, Some(changes))
        }
        None => (Installation::new(identity, now / 1_000, random)?, None),
    })
}
