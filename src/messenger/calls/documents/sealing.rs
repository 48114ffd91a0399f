//! Documents to contacts, and from them: sealed to the keys that are known, opened with ours.

use crate::crypto::OsRandom;
use crate::guard::AddressKey;
use crate::identity::{Fingerprint, FullCard, Identity, Recipient};
use crate::messenger::calls::messenger::Messenger;
use crate::messenger::calls::running::check_name;
use crate::messenger::memory::account::Account;
use crate::messenger::rows::records::{Acquaintance, ContactRecord, PeerRecord, Record};
use crate::messenger::rows::sealing_keys;
use crate::messenger::rows::sealing_keys::SealingRecord;
use crate::messenger::tells::error::MessengerError;
use crate::messenger::tells::event::{
    ContactInfo, Event, EventKind, Outcome, Ready, State, Trust, Verdict,
};
use crate::seal;
use crate::seal::{ContentKind, Lock, OpenJob, Opened, SealError, SealJob, Signer, Terms, Unlock};
use crate::vault::{Durability, Table, Transaction};
use std::ffi::OsStr;
use std::path::Path;
use zeroize::Zeroizing;

/// Who signed a document, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Sender {
    /// How well they are known. [`Trust::None`]: nobody signed it, or nobody known;
    /// [`Trust::Changed`]: their card was learned for an address at which somebody else is known.
    pub trust: Trust,
    /// Their addresses on attached accounts: account and address.
    pub addresses: Vec<(String, String)>,
}

impl Messenger {
    /// Our full card on an account, to be given to others: by mail, or on a web page. Whoever has it
    /// can seal documents to us, and begin a private conversation on the account.
    ///
    /// # Errors
    /// [`MessengerError::UnknownAccount`] and the errors of the vault.
    pub fn card(&mut self, account: &str) -> Result<FullCard, MessengerError> {
        self.begin_call();
        self.run_once(account, Durability::Power, &mut Vec::new(), |call| call.own_card())
    }

    /// Learns the one full card in a text, so that documents can be sealed to its owner. Trust does
    /// not change by that. `at`, account and address, is whose card the user takes it for; somebody
    /// else who is known there stays.
    ///
    /// The outcome has a [`EventKind::Contact`] event for the owner.
    pub fn card_learn(&mut self, at: Option<(&str, &str)>, text: &[u8]) -> Outcome {
        self.begin_call();
        let (account, peer) = at.unwrap_or_default();
        match self.learn(at, text) {
            Ok(events) => self.outcome(Verdict::Pass, events),
            Err(error) => self.failed(account, peer, Verdict::Pass, error),
        }
    }

    fn learn(
        &mut self,
        at: Option<(&str, &str)>,
        text: &[u8],
    ) -> Result<Vec<Event>, MessengerError> {
        let own = *self.identity()?.fingerprint();
        let card = FullCard::find(text, self.environment.clock.now_ms() / 1_000)?;
        if let Some((account, peer)) = at {
            check_name(peer)?;
            let mut events = Vec::new();
            self.run_once(account, Durability::Power, &mut events, |call| {
                let at = call.account().key(peer);
                call.seen(&at, peer);
                call.learn_at(&at, &card)?;
                call.describe(&at)
            })?;
            return Ok(events);
        }
        let who = *card.card().identity().fingerprint();
        let mut tx = self.vault.begin(Durability::Power)?;
        sealing_keys::learn(&mut tx, &mut *self.environment.random, &own, &card, None)?;
        tx.commit()?;
        let trust = self.knows(&who)?.trust;
        let info = ContactInfo {
            state: State::Plain,
            trust,
            fingerprint: Some(who),
            other: None,
            current: true,
            blocked: false,
            first_seen: 0,
            mode: None,
            known: false,
            waiting: 0,
            sealable: true,
        };
        let (account, peer) = (String::new(), String::new());
        Ok(vec![Event { account, peer, kind: EventKind::Contact(info) }])
    }

    /// Whom documents to an address are sealed to.
    ///
    /// # Errors
    /// [`MessengerError::NoSealingKey`]; [`MessengerError::WrongState`] where another key has
    /// appeared or the contact is blocked; [`MessengerError::UnknownAccount`] and the errors of the
    /// vault.
    pub fn recipient(&mut self, account: &str, peer: &str) -> Result<Recipient, MessengerError> {
        self.begin_call();
        check_name(peer)?;
        self.run_once(account, Durability::Process, &mut Vec::new(), |call| {
            let at = call.account().key(peer);
            call.recipient_at(&at)
        })
    }

    /// Whom documents to an identity are sealed to.
    ///
    /// # Errors
    /// [`MessengerError::NoSealingKey`] and the errors of the vault.
    pub fn recipient_of(&mut self, who: &Fingerprint) -> Result<Recipient, MessengerError> {
        self.begin_call();
        let own = self.identities()?;
        if let Some(own) = own.iter().find(|own| own.fingerprint() == who) {
            return own.recipient().ok_or(MessengerError::NoSealingKey);
        }
        let tx = self.vault.begin(Durability::Process)?;
        let known = sealing_keys::key_of(&tx, who)?;
        known.map(|known| known.recipient()).ok_or(MessengerError::NoSealingKey)
    }

    /// Seals a text to contacts, and to ourselves as an account is known: one line, or wrapped for
    /// mail.
    ///
    /// # Errors
    /// [`VaultError::Locked`](crate::vault::VaultError::Locked) and the errors of the vault; [`MessengerError::Seal`].
    pub fn text_seal(
        &mut self,
        account: &str,
        recipients: &[Recipient],
        text: &str,
        signed: bool,
        wrapped: bool,
    ) -> Result<String, MessengerError> {
        let (identity, all) = self.with_ourselves(account, recipients)?;
        let seal = if wrapped { seal::seal_text_wrapped } else { seal::seal_text };
        let (lock, signer) = (Lock::Recipients(&all), signed.then_some(&identity));
        let time = self.environment.clock.now_ms() / 1_000;
        Ok(seal(text, lock, signer, time, &mut *self.environment.random)?)
    }

    /// Begins to seal a file to contacts, and to ourselves as an account is known.
    ///
    /// # Errors
    /// As [`text_seal`](Self::text_seal).
    pub fn file_seal(
        &mut self,
        account: &str,
        recipients: &[Recipient],
        source: &Path,
        folder: &Path,
        signed: bool,
    ) -> Result<SealJob, MessengerError> {
        let (identity, all) = self.with_ourselves(account, recipients)?;
        let terms = Terms {
            lock: Lock::Recipients(&all),
            signer: signed.then_some(&identity),
            content: ContentKind::File,
            name: source.file_name().and_then(OsStr::to_str),
            size: None,
            time: self.environment.clock.now_ms() / 1_000,
        };
        Ok(SealJob::new(source, folder, &terms, &mut *self.environment.random)?)
    }

    fn with_ourselves(
        &mut self,
        account: &str,
        recipients: &[Recipient],
    ) -> Result<(Identity, Vec<Recipient>), MessengerError> {
        if recipients.is_empty() {
            return Err(SealError::NoRecipients.into());
        }
        // Nobody is to see that two accounts are one person's.
        let identity = self.identity_of(account)?;
        let all = recipients.iter().cloned().chain(identity.recipient()).collect();
        Ok((identity, all))
    }

    /// Opens the first sealed document in a text, which has to hold a text. The outcome has a
    /// [`EventKind::Ready`] event.
    pub fn text_open(&mut self, text: &[u8]) -> Outcome {
        self.begin_call();
        match self.open_text(text) {
            Ok(event) => self.outcome(Verdict::Pass, vec![event]),
            Err(error) => self.failed("", "", Verdict::Pass, error),
        }
    }

    fn open_text(&mut self, text: &[u8]) -> Result<Event, MessengerError> {
        let own = self.identities()?;
        let own: Vec<&Identity> = own.iter().collect();
        let (content, opened) = seal::open_text(text, &Unlock::Identities(&own))?;
        let Sender { trust, addresses } = self.signer(&opened)?;
        let (account, peer) = addresses.into_iter().next().unwrap_or_default();
        let ready = Ready { opened, trust, text: (*content).clone() };
        Ok(Event { account, peer, kind: EventKind::Ready(Box::new(ready)) })
    }

    /// Begins to open a file. Who signed it tells [`sender`](Self::sender) once that is done.
    ///
    /// # Errors
    /// [`VaultError::Locked`](crate::vault::VaultError::Locked); [`MessengerError::Seal`].
    pub fn file_open(&mut self, source: &Path, folder: &Path) -> Result<OpenJob, MessengerError> {
        self.begin_call();
        let own = self.identities()?;
        let own: Vec<&Identity> = own.iter().collect();
        Ok(OpenJob::new(source, folder, &Unlock::Identities(&own), &mut OsRandom)?)
    }

    /// Opens a document that is in memory, whatever it holds. Who signed it tells
    /// [`sender`](Self::sender).
    ///
    /// # Errors
    /// As [`file_open`](Self::file_open).
    pub fn bytes_open(
        &mut self,
        document: &[u8],
    ) -> Result<(Zeroizing<Vec<u8>>, Opened), MessengerError> {
        self.begin_call();
        let own = self.identities()?;
        let own: Vec<&Identity> = own.iter().collect();
        Ok(seal::open_bytes(document, &Unlock::Identities(&own))?)
    }

    /// What is known of who signed a document.
    ///
    /// # Errors
    /// The errors of the vault.
    pub fn sender(&mut self, opened: &Opened) -> Result<Sender, MessengerError> {
        self.begin_call();
        self.signer(opened)
    }

    fn signer(&mut self, opened: &Opened) -> Result<Sender, MessengerError> {
        match opened.origin() {
            Signer::Unsigned => Ok(Sender::default()),
            Signer::Signed(sender) => self.knows(sender.fingerprint()),
        }
    }

    /// How well an identity is known, and where.
    fn knows(&mut self, who: &Fingerprint) -> Result<Sender, MessengerError> {
        if self.identities()?.iter().any(|own| own.fingerprint() == who) {
            return Ok(Sender { trust: Trust::Verified, addresses: Vec::new() });
        }
        let tx = self.vault.begin(Durability::Process)?;
        let contact = tx.get(Table::Contact, &[], who.as_bytes())?;
        let contact = contact.map(|bytes| ContactRecord::from_bytes(&bytes)).transpose()?;
        let key = sealing_keys::key_of(&tx, who)?;
        let trust = trust_in(&tx, contact.as_ref(), key.as_ref())?;
        let mut learned = key.and_then(|known| known.learned_for);
        if let Some(place) = &learned
            && sealing_keys::is_anothers(&tx, place, who)?
        {
            learned = None;
        }
        let mut addresses = Vec::new();
        for (name, account) in &self.accounts {
            // Where they are accepted, the address first that they were heard from last.
            let heard = heard_from(&tx, account, who)?;
            let mut known: Vec<AddressKey> = account.names.names_of(who).cloned().collect();
            known.sort_by_key(|at| Some(at) != heard.as_ref());
            if let Some((_, at)) = learned.as_ref().filter(|(account, _)| account == name)
                && known.is_empty()
            {
                known.push(at.clone());
            }
            for at in &known {
                let spelled = account.addresses.get(at).map(|address| &address.conversation.name);
                addresses
                    .push((name.clone(), spelled.map_or(at.as_str(), String::as_str).to_owned()));
            }
        }
        Ok(Sender { trust, addresses })
    }
}

/// How well somebody is known for documents, of whom these are the rows.
pub(super) fn trust_in(
    tx: &Transaction<'_>,
    contact: Option<&ContactRecord>,
    key: Option<&SealingRecord>,
) -> Result<Trust, MessengerError> {
    if let Some(key) = key
        && let Some(place) = &key.learned_for
        && sealing_keys::is_anothers(tx, place, &key.fingerprint)?
    {
        return Ok(Trust::Changed);
    }
    let any = |known: fn(&Acquaintance) -> bool| {
        contact.is_some_and(|contact| contact.known_to.iter().any(known))
    };
    Ok(match contact {
        Some(contact) if contact.replaced => Trust::Changed,
        _ if any(|known| known.verified) || key.is_some_and(|key| key.compared) => Trust::Verified,
        _ if any(|known| known.accepted) => Trust::FirstUse,
        _ => Trust::None,
    })
}

/// Where somebody was heard from last.
fn heard_from(
    tx: &Transaction<'_>,
    account: &Account,
    who: &Fingerprint,
) -> Result<Option<AddressKey>, MessengerError> {
    if let Some(loaded) = account.peers.get(who) {
        return Ok(Some(loaded.address.clone()));
    }
    let found = tx.get(Table::Peer, &account.group(), who.as_bytes())?;
    Ok(found.map(|bytes| PeerRecord::from_bytes(&bytes)).transpose()?.map(|peer| peer.address))
}
