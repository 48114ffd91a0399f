//! Documents put together by hand from `docs/FORMAT.md`, so that any part can be wrong. It shares
//! the primitives with the library and nothing else.

use subrosa::crypto::{
    self, AgreementSecret, PassphraseParams, SealingPublic, SealingSecret, Secret, SigningSecret,
    hkdf, hkdf_expand, hmac, sha256,
};
use subrosa::identity::Identity;

use super::super::common::SeededRandom;

/// When everything here happens. Seconds since 1970.
pub(crate) const NOW: u64 = 1_800_000_000;

/// What the passphrase stanzas here cost: the least.
pub(crate) const CHEAPEST: PassphraseParams =
    PassphraseParams { memory_kib: 19_456, iterations: 1, parallelism: 1 };

/// The salt of all passphrase stanzas here.
pub(crate) const SALT: [u8; 16] = [0x5a; 16];

/// Somebody with all secret keys at hand.
pub(crate) struct Person {
    pub(crate) name: &'static str,
    pub(crate) identity: Identity,
    pub(crate) signing: SigningSecret,
    pub(crate) agreement: AgreementSecret,
    pub(crate) sealing: SealingSecret,
}

impl Person {
    /// The same name gives the same keys.
    pub(crate) fn new(name: &'static str) -> Self {
        let seed = name.bytes().fold(7, |seed, byte| seed * 31 + u64::from(byte));
        let mut identity = Identity::generate(NOW, &mut SeededRandom::new(seed)).unwrap();
        identity.add_sealing_key(&mut SeededRandom::new(seed + 1)).unwrap();
        // An identity draws its signing key first, then the one for agreement.
        let mut again = SeededRandom::new(seed);
        let signing = SigningSecret::generate(&mut again).unwrap();
        let agreement = AgreementSecret::generate(&mut again).unwrap();
        assert_eq!(identity.public().signing(), signing.public());
        assert_eq!(identity.public().agreement(), agreement.public());
        let sealing = SealingSecret::generate(&mut SeededRandom::new(seed + 1)).unwrap();
        Self { name, identity, signing, agreement, sealing }
    }

    /// Fingerprint and sealing hash, as a signature names a recipient.
    pub(crate) fn named(&self) -> Vec<u8> {
        [self.identity.fingerprint().as_bytes(), &self.sealing.public().hash()[..]].concat()
    }
}

/// What a document is made of. Change a field, then make the bytes.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) file_key: [u8; 32],
    pub(crate) id: [u8; 32],
    /// The lock byte and everything up to the metadata.
    pub(crate) lock: Vec<u8>,
    /// The items.
    pub(crate) metadata: Vec<u8>,
    pub(crate) content: Vec<u8>,
    /// The recipients in the trailer.
    pub(crate) names: Vec<u8>,
    pub(crate) rng: SeededRandom,
}

impl Draft {
    /// An unsigned file for `people`. The same seed gives the same document.
    pub(crate) fn new(seed: u64, people: &[&Person], content: &[u8]) -> Self {
        let mut draft = Self {
            file_key: sha256(&[b"file key", &seed.to_be_bytes()]),
            id: sha256(&[b"document id", &seed.to_be_bytes()]),
            lock: Vec::new(),
            metadata: Vec::new(),
            content: content.to_vec(),
            names: sorted(people.iter().map(|person| person.named()).collect()).concat(),
            rng: SeededRandom::new(seed),
        };
        let stanzas = people.iter().map(|p| draft.stanza(p.sealing.public())).collect();
        draft.lock = lock(&sorted(stanzas));
        draft.metadata = items(&[(1, &[0]), (3, &(content.len() as u64).to_be_bytes())]);
        draft
    }

    /// The same under a passphrase.
    pub(crate) fn under(passphrase: &[u8], seed: u64, content: &[u8]) -> Self {
        let mut draft = Self::new(seed, &[], content);
        let salt = SALT;
        let params = [&19_456u32.to_be_bytes()[..], &[1, 1]].concat();
        let before = [&[0x81, 1][..], &draft.id, &[2], &params, &salt].concat();
        let mut stretched = [0; 32];
        crypto::argon2id(passphrase, &salt, &CHEAPEST, &mut stretched).unwrap();
        let mut derived = [0; 44];
        let info: [&[u8]; 2] = [b"subrosa/1 document-passphrase", &before];
        hkdf(&[], &[&stretched], &info, &mut derived).unwrap();
        let sealed = aead(&derived, &[&before], &draft.file_key);
        draft.lock = [&before[34..], &sealed].concat();
        draft
    }

    /// Makes it a signed one: says so in the metadata.
    pub(crate) fn signed(mut self) -> Self {
        self.metadata = [&self.metadata[..], &[2, 0]].concat();
        self
    }

    /// The file key sealed to a key, for this document.
    pub(crate) fn stanza(&mut self, to: &SealingPublic) -> Vec<u8> {
        let info = [b"subrosa/1 document-stanza", &self.id[..], to.hash()].concat();
        to.seal_key(&info, &Secret::new(self.file_key), &mut self.rng).unwrap().to_vec()
    }

    pub(crate) fn sealed_metadata(&self) -> Vec<u8> {
        aead(&self.derive("document-metadata", &self.id), &[], &self.metadata)
    }

    /// The header without its MAC.
    pub(crate) fn open_header(&self) -> Vec<u8> {
        let metadata = self.sealed_metadata();
        let length = (metadata.len() as u16).to_be_bytes();
        [&[0x81, 1][..], &self.id, &self.lock, &length, &metadata].concat()
    }

    /// The MAC of any header under this file key.
    pub(crate) fn mac(&self, open_header: &[u8]) -> [u8; 32] {
        hmac(&self.derive::<32>("document-mac", &self.id), &[open_header])
    }

    pub(crate) fn header(&self) -> Vec<u8> {
        let header = self.open_header();
        [&header[..], &self.mac(&header)].concat()
    }

    /// One chunk under any number and flag.
    pub(crate) fn chunk(&self, header: &[u8], index: u32, last: u8, content: &[u8]) -> Vec<u8> {
        let derived: [u8; 39] = self.derive("document-body", &header[header.len() - 32..]);
        let mut key = [0; 44];
        key[..39].copy_from_slice(&derived);
        key[39..43].copy_from_slice(&index.to_be_bytes());
        key[43] = last;
        aead(&key, &[], content)
    }

    /// The content as chunks.
    pub(crate) fn chunks(&self, header: &[u8]) -> Vec<Vec<u8>> {
        if self.content.is_empty() {
            return vec![self.chunk(header, 0, 1, &[])];
        }
        let pieces: Vec<_> = self.content.chunks(65_536).collect();
        let last = pieces.len() - 1;
        let number = 0..;
        number
            .zip(pieces)
            .map(|(i, piece)| self.chunk(header, i, u8::from(i as usize == last), piece))
            .collect()
    }

    /// The signature over these.
    pub(crate) fn sign(
        &self,
        header: &[u8],
        chunks: &[Vec<u8>],
        sender: &Person,
        signer: &SigningSecret,
    ) -> [u8; 64] {
        let leaves: Vec<_> = (0u64..)
            .zip(chunks)
            .map(|(i, chunk)| sha256(&[b"subrosa/1 document-leaf", &i.to_be_bytes(), chunk]))
            .collect();
        let root = sha256(&[b"subrosa/1 document-root", &leaves.concat()]);
        let message = [
            &b"subrosa/1 document-signature"[..],
            &sha256(&[header]),
            sender.identity.fingerprint().as_bytes(),
            &self.names,
            &root,
        ]
        .concat();
        signer.sign_with(crypto::Backend::Portable, &message, &mut SeededRandom::new(11)).unwrap()
    }

    /// A trailer with any signature.
    pub(crate) fn trailer(&self, header: &[u8], sender: &Person, signature: &[u8]) -> Vec<u8> {
        let public = sender.identity.public();
        let content = [
            &public.signing().as_bytes()[..],
            public.agreement().as_bytes(),
            &self.names,
            signature,
        ]
        .concat();
        self.sealed_trailer(header, &content)
    }

    pub(crate) fn sealed_trailer(&self, header: &[u8], content: &[u8]) -> Vec<u8> {
        aead(&self.derive("document-trailer", &header[header.len() - 32..]), &[], content)
    }

    /// All of it, unsigned.
    pub(crate) fn document(&self) -> Vec<u8> {
        let header = self.header();
        let chunks = self.chunks(&header).concat();
        [header, chunks].concat()
    }

    /// All of it, signed.
    pub(crate) fn document_by(&self, sender: &Person) -> Vec<u8> {
        let header = self.header();
        let chunks = self.chunks(&header);
        let signature = self.sign(&header, &chunks, sender, &sender.signing);
        let trailer = self.trailer(&header, sender, &signature);
        [header, chunks.concat(), trailer].concat()
    }

    fn derive<const N: usize>(&self, label: &str, context: &[u8]) -> [u8; N] {
        let mut derived = [0; N];
        let label = format!("subrosa/1 {label}");
        hkdf_expand(&self.file_key, &[label.as_bytes(), context], &mut derived).unwrap();
        derived
    }
}

/// The lock byte for recipients, the number of stanzas, the stanzas in the order given.
pub(crate) fn lock(stanzas: &[Vec<u8>]) -> Vec<u8> {
    [&[1][..], &(stanzas.len() as u16).to_be_bytes(), &stanzas.concat()].concat()
}

pub(crate) fn items(items: &[(u8, &[u8])]) -> Vec<u8> {
    items.iter().flat_map(|(kind, value)| [&[*kind, value.len() as u8], *value].concat()).collect()
}

pub(crate) fn sorted(mut parts: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    parts.sort();
    parts
}

/// AES-256-GCM under key 32 ‖ nonce 12.
fn aead(key: &[u8; 44], aad: &[&[u8]], data: &[u8]) -> Vec<u8> {
    let (key, nonce) = key.split_first_chunk().unwrap();
    let mut data = data.to_vec();
    crypto::seal(key, nonce.try_into().unwrap(), aad, &mut data).unwrap();
    data
}
