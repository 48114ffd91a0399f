//! Identities: the secret keys of a person, and the public ones.

use core::fmt;

use super::{Fingerprint, IdentityError, KeyRole, Recipient};
use crate::crypto::{
    AgreementPublic, AgreementSecret, Random, SealingSecret, SigningPublic, SigningSecret,
};

/// Who somebody is, with the secret keys: one for signing, one for key agreement, one that documents
/// are sealed to if it has been made; never one key for two jobs. The secrets are wiped when it is
/// dropped.
#[derive(Clone)]
pub struct Identity {
    signing: SigningSecret,
    agreement: AgreementSecret,
    sealing: Option<SealingSecret>,
    created: u64,
    public: PublicIdentity,
}

impl Identity {
    /// Makes a new identity, without a sealing key. `now` is remembered as the time it was created, in seconds since 1970.
    ///
    /// # Errors
    /// [`IdentityError::Crypto`] when the random generator fails.
    pub fn generate(now: u64, rng: &mut dyn Random) -> Result<Self, IdentityError> {
        let signing = SigningSecret::generate(rng)?;
        let agreement = AgreementSecret::generate(rng)?;
        Ok(Self::new(signing, agreement, None, now))
    }

    /// Makes the key that documents are sealed to, unless there is one. Cards issued from then on
    /// can name it.
    ///
    /// # Errors
    /// [`IdentityError::Crypto`] when the random generator fails.
    pub fn add_sealing_key(&mut self, rng: &mut dyn Random) -> Result<(), IdentityError> {
        if self.sealing.is_none() {
            self.sealing = Some(SealingSecret::generate(rng)?);
        }
        Ok(())
    }

    /// What seals documents to this identity, if it has a sealing key.
    #[must_use]
    pub fn recipient(&self) -> Option<Recipient> {
        let key = self.sealing.as_ref()?.public().clone();
        Some(Recipient::new(*self.fingerprint(), key))
    }

    /// What others may know of it.
    #[must_use]
    pub fn public(&self) -> &PublicIdentity {
        &self.public
    }

    /// Its fingerprint.
    #[must_use]
    pub fn fingerprint(&self) -> &Fingerprint {
        self.public.fingerprint()
    }

    /// When it was created. Seconds since 1970.
    #[must_use]
    pub fn created(&self) -> u64 {
        self.created
    }

    pub(super) fn new(
        signing: SigningSecret,
        agreement: AgreementSecret,
        sealing: Option<SealingSecret>,
        created: u64,
    ) -> Self {
        let public = PublicIdentity::new(signing.public().clone(), agreement.public().clone());
        Self { signing, agreement, sealing, created, public }
    }

    pub(crate) fn signing(&self) -> &SigningSecret {
        &self.signing
    }

    pub(crate) fn agreement(&self) -> &AgreementSecret {
        &self.agreement
    }

    pub(crate) fn sealing(&self) -> Option<&SealingSecret> {
        self.sealing.as_ref()
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { signing: _, agreement: _, sealing: _, created, public } = self;
        formatter
            .debug_struct("Identity")
            .field("created", created)
            .field("fingerprint", public.fingerprint())
            .finish_non_exhaustive()
    }
}

/// Who somebody is, as others know it: two public keys and the fingerprint over both. Contacts are
/// compared as a whole, never by one of the keys alone.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicIdentity {
    signing: SigningPublic,
    agreement: AgreementPublic,
    fingerprint: Fingerprint,
}

impl PublicIdentity {
    /// Joins two keys.
    #[must_use]
    pub fn new(signing: SigningPublic, agreement: AgreementPublic) -> Self {
        let fingerprint = Fingerprint::of_keys(signing.as_bytes(), agreement.as_bytes());
        Self { signing, agreement, fingerprint }
    }

    /// Reads two keys, each a compressed point of 33 bytes.
    ///
    /// # Errors
    /// [`IdentityError::BadKey`] names the one that is not a point on P-256;
    /// [`IdentityError::OneKey`].
    pub fn from_bytes(signing: &[u8; 33], agreement: &[u8; 33]) -> Result<Self, IdentityError> {
        let bad = |which| move |_| IdentityError::BadKey { which };
        let identity = Self::new(
            SigningPublic::from_bytes(signing).map_err(bad(KeyRole::Signing))?,
            AgreementPublic::from_bytes(agreement).map_err(bad(KeyRole::Agreement))?,
        );
        if identity.is_one_key() {
            return Err(IdentityError::OneKey);
        }
        Ok(identity)
    }

    /// Whether one secret belongs to both keys. A point and its negative have the same
    /// x-coordinate, and secrets that are as good as the same.
    pub(super) fn is_one_key(&self) -> bool {
        self.signing.as_bytes()[1..] == self.agreement.as_bytes()[1..]
    }

    /// The key that verifies its cards.
    #[must_use]
    pub fn signing(&self) -> &SigningPublic {
        &self.signing
    }

    /// The key for key agreements with it.
    #[must_use]
    pub fn agreement(&self) -> &AgreementPublic {
        &self.agreement
    }

    /// Its fingerprint.
    #[must_use]
    pub fn fingerprint(&self) -> &Fingerprint {
        &self.fingerprint
    }
}

impl fmt::Debug for PublicIdentity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { signing: _, agreement: _, fingerprint } = self;
        formatter.debug_tuple("PublicIdentity").field(fingerprint).finish()
    }
}
