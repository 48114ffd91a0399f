//! The double ratchet of one session (PROTOCOL.md section 8).
//!
//! Source: The Double Ratchet Algorithm, Perrin and Marlinspike, revision 1, section 4 (header
//! encryption; here the header keys make a MAC). Sealing and opening work on a copy of what they
//! would change; the caller commits when all else has succeeded too.

use super::chains::{Change, Misfit, Receiving};
use super::error::SessionError;
use super::ids::{Echo, Tag, TextId};
use super::kept::stored_keys::StoredKeys;
use super::line::{self, Message};
use super::schedule::{self, Extra, MessageKey, SessionKeys};
use crate::crypto::{self, AgreementPublic, AgreementSecret, Random, Secret};
use crate::identity::Identity;
use crate::wire::WireError;
use crate::wire::codec::{Reader, Writer};
use zeroize::Zeroizing;

/// The chain we send on.
#[derive(Clone)]
struct Sending {
    header_key: Secret<32>,
    chain_key: Secret<32>,
    next: u32,
}

/// Who still owes the KCI step: the root step that mixes in the initiator's agreement key.
#[derive(Clone)]
enum Kci {
    Done,
    /// We are the responder: in our first sending step, with this key of the initiator.
    Ours(AgreementPublic),
    /// We are the initiator: it comes with the first chain of the responder.
    Theirs,
}

/// What sealing changes. A copy is worked on, and put back by [`Ratchet::commit_sealed`].
#[derive(Clone)]
pub(crate) struct SendState {
    root: Secret<32>,
    own: AgreementSecret,
    /// The other side's newest ratchet key, or its prekey.
    remote: AgreementPublic,
    /// None: a sending step is due.
    chain: Option<Sending>,
    upcoming_header: Secret<32>,
    /// Length of our chain before.
    previous: u32,
    kci: Kci,
}

/// The double ratchet of one session.
#[derive(Clone)]
pub(crate) struct Ratchet {
    send: SendState,
    receiving: Receiving,
}

/// A message that was authenticated and decrypted, but has not changed anything yet.
pub(crate) struct Opened {
    pub(crate) key: MessageKey,
    /// The ratchet key, if the line is the first seen of a new chain.
    new_remote: Option<AgreementPublic>,
    change: Change,
    proves_initiator: bool,
}

impl Opened {
    /// Whether the line is the first seen of a chain that could not be made without having read our
    /// reply. A thief of our prekey can begin a second chain of its own before we have replied; that
    /// one proves nothing.
    pub(crate) fn proves_initiator(&self) -> bool {
        self.proves_initiator
    }
}

/// Why a message could not be opened: refused, or (authenticated) evidence of a fork.
#[derive(Debug)]
pub(crate) enum NotOpened {
    Refused(SessionError),
    Fork,
}

impl<E: Into<SessionError>> From<E> for NotOpened {
    fn from(error: E) -> Self {
        Self::Refused(error.into())
    }
}

impl Ratchet {
    /// The initiator's ratchet, its first sending chain made.
    pub(crate) fn initiator(
        keys: &SessionKeys,
        prekey: &AgreementPublic,
        rng: &mut dyn Random,
    ) -> Result<Self, SessionError> {
        let own = AgreementSecret::generate(rng)?;
        let shared = own.agree(prekey)?;
        let step = schedule::root_step(&keys.root, &shared, Extra::None, own.public(), prekey)?;
        let send = SendState {
            root: step.root,
            own,
            remote: prekey.clone(),
            chain: Some(Sending {
                header_key: keys.header_initiator.clone(),
                chain_key: step.chain,
                next: 0,
            }),
            upcoming_header: step.next_header,
            previous: 0,
            kci: Kci::Theirs,
        };
        Ok(Self { send, receiving: Receiving::new(keys.header_responder.clone()) })
    }

    /// The responder's ratchet, ready to open the initiator's first message.
    pub(crate) fn responder(
        keys: &SessionKeys,
        prekey: &AgreementSecret,
        initiator: &AgreementPublic,
    ) -> Self {
        let send = SendState {
            root: keys.root.clone(),
            own: prekey.clone(),
            // Replaced by the ratchet key of the first message, before anything is sent.
            remote: initiator.clone(),
            chain: None,
            upcoming_header: keys.header_responder.clone(),
            previous: 0,
            kci: Kci::Ours(initiator.clone()),
        };
        Self { send, receiving: Receiving::new(keys.header_initiator.clone()) }
    }

    /// Number in its chain and length of the chain before, of the next message to be sealed.
    pub(crate) fn next_counters(&self) -> (u32, u32) {
        let number = self.send.chain.as_ref().map_or(0, |chain| chain.next);
        (number, self.send.previous)
    }

    /// Begins to seal: a copy, on which the sending step has been made if one is due.
    pub(crate) fn begin_sealing(&self, rng: &mut dyn Random) -> Result<SendState, SessionError> {
        let mut state = self.send.clone();
        if state.chain.is_none() {
            state.step(rng)?;
        }
        Ok(state)
    }

    /// Keeps what sealing has changed.
    pub(crate) fn commit_sealed(&mut self, state: SendState) {
        self.send = state;
    }

    /// Authenticates and decrypts a message: its payload, and what committing it will change.
    /// `header` is what its MAC covers first, `line` the whole decoded line it stands in, `now` is on
    /// the credited clock.
    pub(crate) fn open(
        &self,
        own: &Identity,
        header: &[u8],
        message: &Message<'_>,
        line: &[u8],
        now: u64,
    ) -> Result<(Zeroizing<Vec<u8>>, Opened), NotOpened> {
        let forged = || SessionError::Forged(Echo::of(line));
        let place = self.receiving.place(header, message, now).map_err(|misfit| match misfit {
            Misfit::Fork => NotOpened::Fork,
            Misfit::Forged => forged().into(),
            Misfit::Duplicate => SessionError::Duplicate.into(),
            Misfit::Replayed => SessionError::Replayed(Echo::of(line)).into(),
            Misfit::GapTooLarge(missing) => {
                SessionError::GapTooLarge { missing, echo: Echo::of(line) }.into()
            }
            Misfit::Crypto(error) => error.into(),
        })?;
        let (key, change, new_remote) = match self.receiving.key_at(place) {
            Some((key, change)) => (key, change, None),
            None => self.key_of_new_chain(own, message).map_err(|_| forged())?,
        };
        let (cipher_key, nonce) = schedule::message_cipher(&key, &message.salt, header)?;
        let mut payload = Zeroizing::new(message.body.to_vec());
        crypto::open(cipher_key.as_bytes(), &nonce, &[header, &message.salt], &mut payload)
            .map_err(|_| forged())?;
        let replied = !matches!(self.send.kci, Kci::Ours(_));
        let proves_initiator = replied && new_remote.is_some();
        Ok((payload, Opened { key, new_remote, change, proves_initiator }))
    }

    fn key_of_new_chain(
        &self,
        own: &Identity,
        message: &Message<'_>,
    ) -> Result<(MessageKey, Change, Option<AgreementPublic>), SessionError> {
        let state = &self.send;
        let theirs = AgreementPublic::from_bytes(&message.ratchet_key)?;
        let shared = state.own.agree(&theirs)?;
        let kci = match state.kci {
            Kci::Theirs => Some(own.agreement().agree(&theirs)?),
            Kci::Ours(_) | Kci::Done => None,
        };
        let extra = kci.as_ref().map_or(Extra::None, Extra::Kci);
        let step = schedule::root_step(&state.root, &shared, extra, &theirs, state.own.public())?;
        let (key, change) = self.receiving.key_of_new_chain(message, step);
        Ok((key, change, Some(theirs)))
    }

    /// Makes the change of an opened message, `now` on the credited clock.
    pub(crate) fn commit_opened(&mut self, opened: Opened, message: &Message<'_>, now: u64) {
        let Opened { key: _, new_remote, change, proves_initiator: _ } = opened;
        if let Some(root) = self.receiving.commit(change, message, now) {
            self.send.root = root;
            if let Kci::Theirs = self.send.kci {
                self.send.kci = Kci::Done;
            }
            if let Some(chain) = self.send.chain.take() {
                self.send.previous = chain.next;
            }
        }
        if let Some(remote) = new_remote {
            self.send.remote = remote;
        }
    }

    /// Forgets stored keys that are too old, and tells whether there were any.
    pub(crate) fn expire(&mut self, now: u64) -> bool {
        self.receiving.stored_mut().expire(now)
    }

    /// The credited time at which the next stored key is too old.
    pub(crate) fn next_expiry(&self) -> Option<u64> {
        self.receiving.stored().next_expiry()
    }

    /// Forgets every stored key.
    pub(crate) fn forget_stored_keys(&mut self) {
        self.receiving.stored_mut().clear();
    }

    /// How many message keys are stored for lines that have not come.
    pub(crate) fn stored_keys(&self) -> usize {
        self.receiving.stored().len()
    }

    pub(super) fn stored(&self) -> &StoredKeys {
        self.receiving.stored()
    }

    pub(super) fn stored_mut(&mut self) -> &mut StoredKeys {
        self.receiving.stored_mut()
    }

    /// `whole`: with the stored keys, which are pieces too.
    pub(crate) fn save(&self, writer: &mut Writer, whole: bool) {
        let Self { send, receiving } = self;
        send.save(writer);
        match whole {
            true => receiving.save(writer, receiving.stored()),
            false => receiving.save(writer, &StoredKeys::default()),
        }
    }

    pub(crate) fn load(reader: &mut Reader<'_>) -> Result<Self, SessionError> {
        Ok(Self { send: SendState::load(reader)?, receiving: Receiving::load(reader)? })
    }
}

impl SendState {
    /// The sending step: a new ratchet key, a new chain.
    fn step(&mut self, rng: &mut dyn Random) -> Result<(), SessionError> {
        let own = AgreementSecret::generate(rng)?;
        let shared = own.agree(&self.remote)?;
        let kci = match &self.kci {
            Kci::Ours(initiator) => Some(own.agree(initiator)?),
            Kci::Theirs | Kci::Done => None,
        };
        let extra = kci.as_ref().map_or(Extra::None, Extra::Kci);
        let step = schedule::root_step(&self.root, &shared, extra, own.public(), &self.remote)?;
        if kci.is_some() {
            self.kci = Kci::Done;
        }
        let header_key = std::mem::replace(&mut self.upcoming_header, step.next_header);
        self.chain = Some(Sending { header_key, chain_key: step.chain, next: 0 });
        self.root = step.root;
        self.own = own;
        Ok(())
    }

    /// Seals one payload: the decoded line, and the id that a text in it has.
    pub(crate) fn seal(
        &mut self,
        prefix: &[u8],
        tag: &Tag,
        payload: &[u8],
        rng: &mut dyn Random,
    ) -> Result<(Vec<u8>, TextId), SessionError> {
        let chain = self.chain.as_mut().ok_or(SessionError::NoSession)?;
        let after = chain.next.checked_add(1).ok_or(SessionError::NoSession)?;
        let header =
            line::header(prefix, tag, self.own.public().as_bytes(), chain.next, self.previous);
        let mut fresh = Zeroizing::new([0; 16]);
        rng.fill(fresh.as_mut_slice())?;
        let (key, chain_key) = schedule::chain_step(&chain.chain_key);
        let salt = schedule::salt(&key, &fresh, &header, payload)?;
        let (cipher_key, nonce) = schedule::message_cipher(&key, &salt, &header)?;
        let mut body = Vec::with_capacity(payload.len() + line::GCM_TAG);
        body.extend_from_slice(payload);
        crypto::seal(cipher_key.as_bytes(), &nonce, &[&header, &salt], &mut body)?;
        let mac = schedule::line_mac(&chain.header_key, &header, &salt, &body)?;
        let line = line::assemble(&header, prefix.len(), &salt, &mac, &body)?;
        let id = TextId(schedule::text_id(&key, &salt)?);
        chain.chain_key = chain_key;
        chain.next = after;
        Ok((line, id))
    }

    /// Claims other counters than the true ones: what only a hostile peer would do.
    #[cfg(feature = "fuzzing")]
    pub(super) fn claim(&mut self, number: u32, previous: u32) {
        if let Some(chain) = &mut self.chain {
            // Past the gap that is read the chain key does not matter any more.
            for _ in 0..number.saturating_sub(chain.next).min(1_100) {
                chain.chain_key = schedule::chain_step(&chain.chain_key).1;
            }
            chain.next = number;
        }
        self.previous = previous;
    }

    fn save(&self, writer: &mut Writer) {
        let Self { root, own, remote, chain, upcoming_header, previous, kci } = self;
        writer.bytes(root.as_bytes());
        writer.bytes(own.to_bytes().as_bytes());
        writer.bytes(remote.as_bytes());
        writer.bytes(upcoming_header.as_bytes());
        writer.varint(*previous);
        writer.u8(u8::from(chain.is_some()));
        if let Some(Sending { header_key, chain_key, next }) = chain {
            writer.bytes(header_key.as_bytes());
            writer.bytes(chain_key.as_bytes());
            writer.varint(*next);
        }
        match kci {
            Kci::Done => writer.u8(0),
            Kci::Theirs => writer.u8(1),
            Kci::Ours(initiator) => {
                writer.u8(2);
                writer.bytes(initiator.as_bytes());
            }
        }
    }

    fn load(reader: &mut Reader<'_>) -> Result<Self, SessionError> {
        Ok(Self {
            root: Secret::new(reader.array()?),
            own: AgreementSecret::from_bytes(&reader.array()?)?,
            remote: AgreementPublic::from_bytes(&reader.array()?)?,
            upcoming_header: Secret::new(reader.array()?),
            previous: reader.varint()?,
            chain: match reader.u8()? {
                0 => None,
                _ => Some(Sending {
                    header_key: Secret::new(reader.array()?),
                    chain_key: Secret::new(reader.array()?),
                    next: reader.varint()?,
                }),
            },
            kci: match reader.u8()? {
                0 => Kci::Done,
                1 => Kci::Theirs,
                2 => Kci::Ours(AgreementPublic::from_bytes(&reader.array()?)?),
                _ => return Err(WireError::Invalid("a saved ratchet").into()),
            },
        })
    }
}
