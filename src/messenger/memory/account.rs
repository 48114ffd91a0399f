//! One account of the host, as it is in memory while it is attached.
//!
//! What is in the vault is loaded when the account is attached, but for the peers, which are loaded
//! when something comes from them; everything that changes is written through in the transaction of
//! the call. If that fails the account is *stale*: it is loaded anew at the next call. What is in
//! memory alone (who is present, what was refused lately) survives that.

use super::address::{Address, Invitation, Passing, Said};
use super::agenda::Agenda;
use super::outbox::Outbox;
use super::retry::Retry;
use super::texts::{Text, Texts};
use crate::guard::{AddressKey, Door, Name, Names, People, Person, Stage};
use crate::identity::Fingerprint;
use crate::messenger::limits::{LONGEST_PAUSE_MS, MAX_STRANGERS};
use crate::messenger::network::budgets::{Budgets, Paces};
use crate::messenger::network::profile::Profile;
use crate::messenger::network::setting::Setting;
use crate::messenger::rows::records::{AccountRecord, Conversation, Unknown};
use crate::messenger::tells::event::State;
use crate::messenger::tells::notice::Notice;
use crate::session::{Installation, PeerSessions, SessionId};
use crate::vault::Lease;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// An account that is attached.
pub(in crate::messenger) struct Account {
    pub(in crate::messenger) record: AccountRecord,
    pub(in crate::messenger) profile: Profile,
    /// As the host has attached it, before its settings.
    pub(super) attached_as: Profile,
    /// Who is at which address, how well known, and what may leave in clear.
    pub(in crate::messenger) names: Names,
    /// What was read of people since the vault has changed last.
    pub(in crate::messenger) people: HashMap<Fingerprint, Person>,
    /// The network has told in this run which spellings it takes for the same.
    pub(in crate::messenger) announced: bool,
    /// Who was blocked or replaced by a call on another account: told by the next call on this one.
    pub(in crate::messenger) news: BTreeSet<Fingerprint>,
    /// Addresses that are restricted since a call has failed, and whether the host was told. What the
    /// vault knows of them is told when it can be read.
    pub(in crate::messenger) restricted: BTreeMap<AddressKey, bool>,
    /// When a restriction that the vault could not be told of is tried again.
    pub(in crate::messenger) save: Retry,
    /// Has what is due wait after a tick that has failed.
    pub(in crate::messenger) rest: Retry,
    /// Held until the account is detached: no other process uses it.
    pub(in crate::messenger) _lease: Lease,
    /// Names this run: a state that another run has saved may be an older one.
    pub(in crate::messenger) run: [u8; 8],
    /// The vault knows more than memory does, because a call has failed.
    pub(in crate::messenger) stale: bool,
    /// Nobody can tell what memory holds: nothing is relied on before it is loaded anew.
    pub(in crate::messenger) doubted: bool,
    /// The host knows that it is attached.
    pub(in crate::messenger) attached: bool,
    pub(in crate::messenger) online: bool,
    pub(in crate::messenger) installation: Installation,
    /// What a later build keeps of the installation.
    pub(in crate::messenger) installation_unknown: Unknown,
    /// [`Installation::changes`] when it was saved.
    pub(in crate::messenger) saved_changes: Option<u64>,
    pub(in crate::messenger) addresses: HashMap<AddressKey, Address>,
    pub(in crate::messenger) peers: HashMap<Fingerprint, Loaded>,
    pub(in crate::messenger) texts: Texts,
    pub(in crate::messenger) outbox: Outbox,
    pub(in crate::messenger) agenda: Agenda,
    /// The largest number given to a text or a line.
    pub(in crate::messenger) last_number: u64,
    /// How much others can make the account do, and what of it is left.
    pub(in crate::messenger) budgets: Budgets,
    pub(in crate::messenger) paces: Paces,
    /// At most so many addresses are of strangers.
    pub(in crate::messenger) strangers: usize,
    /// Counts uses of peers and addresses.
    pub(in crate::messenger) uses: u64,
    /// Addresses whose conversation is to be stored with the next change.
    pub(in crate::messenger) unsaved: BTreeSet<AddressKey>,
    /// Addresses whose invitations this call has decided.
    pub(in crate::messenger) decided: BTreeSet<AddressKey>,
    /// Whom the account needs not look whether to give our full card to any more.
    pub(in crate::messenger) shared: HashSet<Fingerprint>,
}

/// A peer that is loaded.
pub(in crate::messenger) struct Loaded {
    pub(in crate::messenger) peer: PeerSessions,
    pub(in crate::messenger) address: AddressKey,
    /// As they stand in the vault.
    pub(in crate::messenger) tags: Vec<[u8; 4]>,
    pub(in crate::messenger) retired: Vec<[u8; 4]>,
    /// The sessions that a text went out on when that was last looked at.
    pub(in crate::messenger) sending: BTreeSet<SessionId>,
    pub(in crate::messenger) used: u64,
    /// What a later build keeps of it.
    pub(in crate::messenger) unknown: Unknown,
}

impl Account {
    /// Names that the network may take for the same share restrictions until it has told.
    pub(in crate::messenger) fn share_restrictions(&mut self) {
        self.names.share_restrictions(self.profile.lookalikes(self.announced));
    }

    /// The one at an address whom texts go to.
    pub(in crate::messenger) fn who(&self, at: &AddressKey) -> Option<Fingerprint> {
        let owners = self.names.get(at)?.owners();
        let current = self.addresses.get(at).and_then(|a| a.conversation.current);
        current.filter(|who| owners.contains(who)).or_else(|| owners.first().copied())
    }

    /// All that were accepted at an address; the one that texts go to comes first.
    pub(in crate::messenger) fn identities_at(&self, at: &AddressKey) -> Vec<Fingerprint> {
        let current = self.who(at);
        let owners = self.names.get(at).map(Name::owners).into_iter().flatten();
        let others = owners.filter(|who| current.as_ref() != Some(who)).copied();
        current.into_iter().chain(others).collect()
    }

    /// Everybody whom a decision about an address can be about.
    pub(in crate::messenger) fn people_in_question(&self, at: &AddressKey) -> Vec<Fingerprint> {
        let mut people = self.identities_at(at);
        people.extend(self.asked_about(at));
        people
    }

    /// The identities that the user is asked about at an address.
    pub(in crate::messenger) fn asked_about(&self, at: &AddressKey) -> Vec<Fingerprint> {
        let name = self.names.get(at);
        let others = name.map(|name| [name.guests(), name.declined(), name.left()]);
        let mut people: Vec<Fingerprint> =
            others.into_iter().flatten().flatten().copied().collect();
        if let Some(address) = self.addresses.get(at) {
            people.extend(address.passing.invitation.inviter);
            people.extend(&address.passing.former);
        }
        people
    }

    /// Whether the user is asked about somebody at an address, or, without an identity, whether
    /// somebody wants to talk in private there.
    pub(in crate::messenger) fn is_asked_about(
        &self,
        at: &AddressKey,
        who: Option<&Fingerprint>,
    ) -> bool {
        match who {
            Some(who) => self.asked_about(at).contains(who),
            None => self.addresses.get(at).is_some_and(|a| a.passing.invitation.open),
        }
    }

    /// Whether something is to be written or told soon.
    pub(in crate::messenger) fn owes(&self) -> bool {
        self.names.is_ahead() || !self.news.is_empty() || !self.restricted.is_empty()
    }

    /// What was held when the account was used last, and could not be written, holds still.
    pub(in crate::messenger) fn resume(&mut self, before: Names) {
        self.names.resume(before);
        self.share_restrictions();
    }

    /// Has the profile's pace and budgets count from now on.
    pub(in crate::messenger) fn set_paces(&mut self) {
        self.outbox.set_pace(self.profile.burst(), self.profile.interval_ms());
        self.budgets = self.profile.budgets;
        self.paces.set(&self.budgets);
    }

    /// How a setting stands.
    pub(in crate::messenger) fn setting(&self, setting: Setting) -> i64 {
        match setting {
            Setting::Mode => self.names.account_mode() as i64,
            _ => setting.value(&self.profile),
        }
    }

    /// A call is over: invitations that it has decided are forgotten if it was committed.
    pub(in crate::messenger) fn settle_invitations(&mut self, committed: bool) {
        for at in std::mem::take(&mut self.decided) {
            if let Some(address) = self.addresses.get_mut(&at).filter(|_| committed) {
                address.passing.invitation = Invitation::default();
            }
        }
    }

    /// The one spelling of an address.
    pub(in crate::messenger) fn key(&self, peer: &str) -> AddressKey {
        self.profile.key(peer)
    }

    /// The host writes an address like this now. Who is not remembered is not remembered for it.
    pub(in crate::messenger) fn spell(&mut self, at: &AddressKey, name: &str) {
        match self.addresses.get_mut(at) {
            Some(address) => address.conversation.spell(name),
            None if self.names.get(at).is_some() => {
                self.address(at, name);
            }
            None => {}
        }
    }

    /// The name as a group of rows.
    pub(in crate::messenger) fn group(&self) -> Vec<u8> {
        self.record.name.clone().into_bytes()
    }

    /// Whether something is remembered of an address that a stranger does not leave.
    pub(in crate::messenger) fn is_kept(&self, at: &AddressKey) -> bool {
        self.names.row_of(at).is_some()
    }

    /// Whether nothing is under way at an address: no text, and nobody is talked with there.
    pub(in crate::messenger) fn rests(&self, at: &AddressKey) -> bool {
        let rests = match self.who(at) {
            None => self.state(at).stage() == Stage::Idle,
            // Its sessions are for all its names.
            Some(who) => self.peers.get(&who).is_none_or(|loaded| loaded.address != *at),
        };
        rests && self.texts.at(at).next().is_none()
    }

    /// Where a conversation stands; clear if the address has never been seen.
    pub(in crate::messenger) fn state(&self, at: &AddressKey) -> State {
        self.addresses.get(at).map_or(State::Plain, |address| address.conversation.state)
    }

    /// Where a conversation stands, as the host is told, with what is known of the people there.
    pub(in crate::messenger) fn shown_state(&self, at: &AddressKey, people: &People) -> State {
        if self.names.is_blocked(at, people) {
            return State::Blocked;
        }
        if self.names.replaced_owner(at, people).is_some() {
            return State::Alarm;
        }
        let door = self.names.get(at).map_or(Door::Open, Name::door);
        match (self.state(at), door) {
            (State::Plain | State::Invited, Door::Shut) => State::Ended,
            (State::Plain | State::Invited, Door::Started) => State::Asked,
            (State::Plain, Door::Open) if self.names.requires_privacy(at) => State::Required,
            (state, _) => state,
        }
    }

    /// The address, made if it is new. Strangers are remembered in memory alone, and not too many.
    pub(in crate::messenger) fn address(&mut self, at: &AddressKey, name: &str) -> &mut Address {
        self.uses += 1;
        let uses = self.uses;
        if !self.addresses.contains_key(at) {
            self.strangers += 1;
            if self.strangers > MAX_STRANGERS {
                self.forget_strangers();
            }
        }
        let address = self.addresses.entry(at.clone()).or_insert_with(|| Address {
            conversation: Conversation::new(name),
            passing: Passing::default(),
        });
        address.passing.used = uses;
        address
    }

    /// Makes room: of the strangers, the half that was not heard for longest goes.
    fn forget_strangers(&mut self) {
        let kept = |at: &AddressKey| self.names.row_of(at).is_some();
        let strangers = self.addresses.iter().filter(|(at, _)| !kept(at));
        let mut strangers: Vec<u64> = strangers.map(|(_, address)| address.passing.used).collect();
        // Those that have become contacts are counted no more.
        self.strangers = strangers.len() + 1;
        if strangers.len() < MAX_STRANGERS {
            return;
        }
        strangers.sort_unstable();
        let oldest = strangers.get(MAX_STRANGERS / 2).copied().unwrap_or(0);
        let names = &mut self.names;
        self.addresses.retain(|at, address| address.passing.used > oldest || !names.make_room(at));
        self.strangers = strangers.iter().filter(|used| **used > oldest).count() + 1;
    }

    /// Whether what was written to an address rests unread, and the user was not told so lately.
    pub(in crate::messenger) fn tells_unread(&mut self, at: &AddressKey, now: u64) -> bool {
        let Some(address) = self.addresses.get_mut(at) else { return false };
        let said = Said::Notice(Notice::NotRead);
        self.texts.at(at).any(Text::rests) && address.passing.is_news(said, now)
    }

    pub(in crate::messenger) fn next_number(&mut self) -> u64 {
        self.last_number += 1;
        self.last_number
    }

    /// When something is due, in milliseconds since 1970.
    pub(in crate::messenger) fn due(&mut self, now: u64) -> Option<u64> {
        self.agenda.clip(now.saturating_add(LONGEST_PAUSE_MS));
        if self.save.due().is_none() && self.owes() {
            self.save.failed(now);
        }
        let outbox = if self.online { self.outbox.due(now) } else { None };
        let first = [outbox, self.agenda.due(), self.save.due()].into_iter().flatten().min();
        match self.rest.due().filter(|_| !self.rest.is_due(now)) {
            Some(rested) => first.map(|first| first.max(rested)),
            None => first,
        }
    }
}
