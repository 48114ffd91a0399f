//! The file key and what follows from it (FORMAT.md sections 4 to 8).

use crate::crypto::{self, CryptoError, Random, Secret};
use crate::wire::labels;

/// The one secret of a document, which each stanza holds.
#[derive(Debug, Clone)]
pub(super) struct FileKey(Secret<32>);

impl FileKey {
    pub(super) fn new(key: Secret<32>) -> Self {
        Self(key)
    }

    pub(super) fn secret(&self) -> &Secret<32> {
        &self.0
    }

    /// The MAC over a header without its last 32 bytes.
    pub(super) fn header_mac(
        &self,
        document_id: &[u8; 32],
        header: &[u8],
    ) -> Result<[u8; 32], CryptoError> {
        let mut key = Secret::<32>::zeroed();
        let info: [&[u8]; 2] = [labels::DOCUMENT_MAC, document_id];
        crypto::hkdf_expand(self.0.as_bytes(), &info, key.as_mut_bytes())?;
        Ok(crypto::hmac(key.as_bytes(), &[header]))
    }

    pub(super) fn metadata(&self, document_id: &[u8; 32]) -> Result<OneTimeKey, CryptoError> {
        self.one_time(labels::DOCUMENT_METADATA, document_id)
    }

    pub(super) fn trailer(&self, header_mac: &[u8; 32]) -> Result<OneTimeKey, CryptoError> {
        self.one_time(labels::DOCUMENT_TRAILER, header_mac)
    }

    pub(super) fn body(&self, header_mac: &[u8; 32]) -> Result<BodyKey, CryptoError> {
        let mut derived = Secret::<39>::zeroed();
        let info: [&[u8]; 2] = [labels::DOCUMENT_BODY, header_mac];
        crypto::hkdf_expand(self.0.as_bytes(), &info, derived.as_mut_bytes())?;
        let mut body = BodyKey { key: Secret::zeroed(), prefix: [0; 7] };
        let (key, prefix) = derived.as_bytes().split_at(32);
        body.key.as_mut_bytes().copy_from_slice(key);
        body.prefix.copy_from_slice(prefix);
        Ok(body)
    }

    fn one_time(&self, label: &[u8], context: &[u8; 32]) -> Result<OneTimeKey, CryptoError> {
        let mut derived = Secret::<44>::zeroed();
        crypto::hkdf_expand(self.0.as_bytes(), &[label, context], derived.as_mut_bytes())?;
        Ok(OneTimeKey::cut(&derived))
    }
}

/// A key and the nonce of the one thing that is sealed under it.
#[derive(Debug)]
pub(super) struct OneTimeKey {
    key: Secret<32>,
    nonce: [u8; 12],
}

impl OneTimeKey {
    pub(super) fn cut(derived: &Secret<44>) -> Self {
        let mut cut = Self { key: Secret::zeroed(), nonce: [0; 12] };
        let (key, nonce) = derived.as_bytes().split_at(32);
        cut.key.as_mut_bytes().copy_from_slice(key);
        cut.nonce.copy_from_slice(nonce);
        cut
    }

    pub(super) fn seal(&self, aad: &[&[u8]], data: &mut Vec<u8>) -> Result<(), CryptoError> {
        crypto::seal(self.key.as_bytes(), &self.nonce, aad, data)
    }

    pub(super) fn open(&self, aad: &[&[u8]], data: &mut Vec<u8>) -> Result<(), CryptoError> {
        crypto::open(self.key.as_bytes(), &self.nonce, aad, data)
    }
}

/// What the chunks are sealed under.
#[derive(Debug)]
pub(super) struct BodyKey {
    pub(super) key: Secret<32>,
    pub(super) prefix: [u8; 7],
}

/// What a sender draws for one document: file key, document id, randomness of the stanzas. It
/// follows from fresh random bytes and from what sets the document apart, so that a generator that
/// repeats itself (a cloned machine) does not make two documents under the same keys.
#[derive(Debug)]
pub(super) struct Hedged {
    key: Secret<32>,
    drawn: u64,
}

impl Hedged {
    pub(super) fn new(random: &mut dyn Random, apart: &[&[u8]]) -> Result<Self, CryptoError> {
        let fresh = Secret::<32>::random(random)?;
        let ikm = [&[&fresh.as_bytes()[..]], apart].concat();
        let mut key = Secret::zeroed();
        crypto::hkdf(&[], &ikm, &[labels::DOCUMENT_SEED], key.as_mut_bytes())?;
        Ok(Self { key, drawn: 0 })
    }
}

impl Random for Hedged {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
        self.drawn += 1;
        let info: [&[u8]; 2] = [labels::DOCUMENT_SEED, &self.drawn.to_be_bytes()];
        crypto::hkdf_expand(self.key.as_bytes(), &info, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A generator that always gives the same.
    struct Stuck;

    impl Random for Stuck {
        fn fill(&mut self, out: &mut [u8]) -> Result<(), CryptoError> {
            out.fill(7);
            Ok(())
        }
    }

    #[test]
    fn a_generator_that_repeats_itself_still_gives_each_document_its_own_bytes() {
        let draw = |apart: &[&[u8]]| {
            let mut hedged = Hedged::new(&mut Stuck, apart).unwrap();
            [Secret::<32>::random(&mut hedged).unwrap(), Secret::random(&mut hedged).unwrap()]
        };
        let [one, next] = draw(&[b"a"]);
        assert_ne!(one, next);
        assert_ne!(one, draw(&[b"b"])[0]);
        assert_eq!(one, draw(&[b"a"])[0]);
    }
}
