//! A hostile initiator: the protocol written a second time from the specification, with every
//! counter, key and payload at the attacker's choice. And what else attackers do.

use crate::pair::{Person, SeededRandom};
use subrosa::crypto::{self, AgreementPublic, AgreementSecret, Random, SigningSecret, hmac};
use subrosa::identity::{Card, UnverifiedCard};
use subrosa::session::HostKey;
use subrosa::wire::codec::{Reader, Writer};
use subrosa::wire::{armor, labels};

/// The keys of a person, made again from its seed.
pub fn keys_of(seed: u64) -> (SigningSecret, AgreementSecret) {
    let mut rng = SeededRandom::new(seed);
    let signing = SigningSecret::generate(&mut rng).unwrap();
    (signing, AgreementSecret::generate(&mut rng).unwrap())
}

/// The card in an Offer.
pub fn card_in(offer: &str, now: u64) -> Card {
    let bytes = armor::decode(offer.as_bytes()).unwrap();
    UnverifiedCard::parse(&bytes[1..216]).unwrap().verify(now).unwrap()
}

/// What a thief of saved state and host key finds: the secret of the prekey on this card.
pub fn steal_prekey(victim: &Person, card: &Card) -> AgreementSecret {
    let key = HostKey::new([9; 32]);
    let blob = victim.installation.clone().save(&key, &mut SeededRandom::new(0)).unwrap().0;
    let own = victim.installation.identity().fingerprint();
    let content = open_blob(&key, own.as_bytes(), &blob);
    let mut reader = Reader::new(&content);
    // The layout, then the installation.
    reader.take(1 + 4 + 8 + 8).unwrap();
    for _ in 0..reader.varint().unwrap() {
        let secret = AgreementSecret::from_bytes(&reader.array().unwrap()).unwrap();
        let found = reader.take(215).unwrap() == card.as_bytes();
        // Since when and until when.
        reader.take(8 + 8).unwrap();
        let used = reader.varint().unwrap() as usize;
        reader.take(40 * used).unwrap();
        if found {
            return secret;
        }
    }
    panic!("no such prekey");
}

/// Opens saved state (PROTOCOL.md section 13).
pub fn open_blob(key: &HostKey, own: &[u8; 32], blob: &[u8]) -> Vec<u8> {
    let (head, rest) = blob.split_at(11);
    let (cipher_key, nonce) = key_and_nonce(key.as_bytes(), &[&rest[..32]], &[labels::BLOB]);
    let mut content = rest[32..].to_vec();
    crypto::open(&cipher_key, &nonce, &[head, own], &mut content).unwrap();
    content
}

/// Seals saved state, for content that no honest program has written.
pub fn seal_blob(key: &HostKey, own: &[u8; 32], head: &[u8], content: &[u8]) -> Vec<u8> {
    let (cipher_key, nonce) = key_and_nonce(key.as_bytes(), &[&[5; 32]], &[labels::BLOB]);
    let mut sealed = content.to_vec();
    crypto::seal(&cipher_key, &nonce, &[head, own], &mut sealed).unwrap();
    [head, &[5; 32], &sealed].concat()
}

/// Who the Init says it is from. `with_prekey` is DH(agree_I, prekey_R), however it was come by.
pub struct Claim {
    pub signing: [u8; 33],
    pub agreement: [u8; 33],
    pub with_prekey: [u8; 32],
}

impl Claim {
    /// The truth.
    pub fn honest(seed: u64, card: &Card) -> Self {
        let (signing, agreement) = keys_of(seed);
        Self {
            signing: *signing.public().as_bytes(),
            agreement: *agreement.public().as_bytes(),
            with_prekey: *agreement.agree(card.prekey()).unwrap().as_bytes(),
        }
    }
}

/// A chain of messages, from its beginning.
#[derive(Clone)]
pub struct Chain {
    pub ratchet: AgreementSecret,
    pub header_key: [u8; 32],
    pub chain_key: [u8; 32],
}

/// One side of a session that keeps no rules. It begins as the initiator.
#[derive(Clone)]
pub struct Forger {
    pub prefix: Vec<u8>,
    pub tag_out: [u8; 4],
    pub tag_in: [u8; 4],
    pub root: [u8; 32],
    pub chain: Chain,
    pub next_header: [u8; 32],
    pub header_in: [u8; 32],
    /// The other side's newest ratchet key.
    pub remote: AgreementPublic,
    pub rng: SeededRandom,
}

impl Forger {
    pub fn begin(card: &Card, claim: &Claim, seed: u64) -> Self {
        let mut rng = SeededRandom::new(seed);
        let ephemeral = AgreementSecret::generate(&mut rng).unwrap();
        let e = *ephemeral.public().as_bytes();
        let with_prekey = ephemeral.agree(card.prekey()).unwrap();
        let with_identity = ephemeral.agree(card.identity().agreement()).unwrap();

        let lead = [&[0x21], &card.id_bytes()[..], &e].concat();
        let ikm: [&[u8]; 2] = [with_prekey.as_bytes(), with_identity.as_bytes()];
        let (key, nonce) = key_and_nonce(&[], &ikm, &[labels::INIT_ID, card.id_bytes(), &e]);
        let identity = [&claim.signing[..], &claim.agreement, &[0, 0]].concat();
        let mut sealed = identity.clone();
        crypto::seal(&key, &nonce, &[&lead], &mut sealed).unwrap();

        let transcript = crypto::sha256(&[labels::X3DH, &[1], &identity, card.body(), &e]);
        let ikm: [&[u8]; 3] =
            [&claim.with_prekey, with_identity.as_bytes(), with_prekey.as_bytes()];
        let mut out = [0; 120];
        crypto::hkdf(&[], &ikm, &[labels::SESSION, &transcript], &mut out).unwrap();

        let ratchet = AgreementSecret::generate(&mut rng).unwrap();
        let mut forger = Self {
            prefix: [lead, sealed].concat(),
            tag_out: cut(&out, 96),
            tag_in: cut(&out, 100),
            root: cut(&out, 0),
            chain: Chain { ratchet, header_key: cut(&out, 32), chain_key: [0; 32] },
            next_header: cut(&out, 32),
            header_in: cut(&out, 64),
            remote: card.prekey().clone(),
            rng,
        };
        let ratchet = forger.chain.ratchet.clone();
        forger.begin_chain(ratchet);
        forger
    }

    /// A sending step: the next chain, against the other side's newest ratchet key.
    pub fn step(&mut self) {
        let ratchet = AgreementSecret::generate(&mut self.rng).unwrap();
        self.begin_chain(ratchet);
    }

    fn begin_chain(&mut self, ratchet: AgreementSecret) {
        let shared = ratchet.agree(&self.remote).unwrap();
        let keys = [ratchet.public().as_bytes(), self.remote.as_bytes()];
        let out = root_step(&self.root, shared.as_bytes(), None, keys);
        let header_key = self.next_header;
        (self.root, self.next_header) = (cut(&out, 0), cut(&out, 64));
        self.chain = Chain { ratchet, header_key, chain_key: cut(&out, 32) };
    }

    /// A message of the current chain, decoded; `under_init` with the Init prefix.
    pub fn message(&mut self, n: u32, pn: u32, under_init: bool, payload: &[u8]) -> Vec<u8> {
        self.message_on(&self.chain.clone(), n, pn, under_init, payload)
    }

    pub fn message_on(
        &mut self,
        chain: &Chain,
        n: u32,
        pn: u32,
        under_init: bool,
        payload: &[u8],
    ) -> Vec<u8> {
        let prefix: &[u8] = if under_init { &self.prefix } else { &[] };
        let mut writer = Writer::new();
        writer.bytes(chain.ratchet.public().as_bytes());
        writer.varint(n);
        writer.varint(pn);
        let counters = writer.into_vec();
        let header = [prefix, &[0x11], &self.tag_out, &counters].concat();
        let mut key = chain.chain_key;
        (0..n).for_each(|_| key = hmac(&key, &[&[2]]));
        let key = hmac(&key, &[&[1]]);
        let mut salt = [0; 8];
        self.rng.fill(&mut salt).unwrap();
        let (cipher_key, nonce) = key_and_nonce(&key, &[&salt], &[labels::MESSAGE, &header]);
        let mut body = payload.to_vec();
        crypto::seal(&cipher_key, &nonce, &[&header, &salt], &mut body).unwrap();
        let mac = hmac(&chain.header_key, &[&header, &salt, &body]);
        let lead = if under_init { prefix.to_vec() } else { [&[0x11], &self.tag_out[..]].concat() };
        [&lead[..], &counters, &salt, &mac[..8], &body].concat()
    }

    /// Reads the first line of the responder's first chain, with whatever the attacker has in place
    /// of DH(R's new key, agree_I); on success the root has moved on.
    pub fn read_reply(&mut self, line: &str, agreement: &AgreementSecret) -> Option<Vec<u8>> {
        let line = armor::decode(line.as_bytes()).unwrap();
        let mut reader = Reader::new(&line);
        assert_eq!(reader.take(5).unwrap(), [&[0x11], &self.tag_in[..]].concat());
        let ratchet: [u8; 33] = reader.array().unwrap();
        assert_eq!(reader.varint().unwrap(), 0, "the first line of its chain");
        reader.varint().unwrap();
        let header = &line[..line.len() - reader.remaining()];
        let salt: [u8; 8] = reader.array().unwrap();
        let mac: [u8; 8] = reader.array().unwrap();
        let body = reader.rest();
        assert_eq!(hmac(&self.header_in, &[header, &salt, body])[..8], mac);
        let theirs = AgreementPublic::from_bytes(&ratchet).unwrap();
        let shared = self.chain.ratchet.agree(&theirs).unwrap();
        let extra = agreement.agree(&theirs).unwrap();
        let keys = [&ratchet, self.chain.ratchet.public().as_bytes()];
        let out = root_step(&self.root, shared.as_bytes(), Some(extra.as_bytes()), keys);
        let key = hmac(&cut::<32>(&out, 32), &[&[1]]);
        let (cipher_key, nonce) = key_and_nonce(&key, &[&salt], &[labels::MESSAGE, header]);
        let mut payload = body.to_vec();
        crypto::open(&cipher_key, &nonce, &[header, &salt], &mut payload).ok()?;
        (self.root, self.remote) = (cut(&out, 0), theirs);
        Some(payload)
    }
}

/// A payload: sequence number, then items.
pub fn payload(seq: u32, items: &[(u8, &[u8])]) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.varint(seq);
    items.iter().for_each(|(kind, value)| writer.item(*kind, value));
    writer.into_vec()
}

/// The payload of a whole plain text; the installation item too, as before any reply.
pub fn text(seq: u32, installation: [u8; 4], text: &str) -> Vec<u8> {
    payload(seq, &[(0x05, &installation), (0x01, &[&[0], text.as_bytes()].concat())])
}

/// The value of an acknowledgement of plain texts, each with the number of its last line and its id.
pub fn received(runs: &[u8], texts: &[(u32, [u8; 8], &str)]) -> Vec<u8> {
    let mut all = Vec::new();
    for (last, id, text) in texts {
        let receipt = crypto::sha256(&[labels::RECEIPT, id, &[0], text.as_bytes()]);
        all.extend([&last.to_be_bytes(), &receipt[..8]].concat());
    }
    [&crypto::sha256(&[labels::ACKNOWLEDGED, &all])[..8], runs].concat()
}

/// The point with the same x-coordinate and the other y-coordinate.
pub fn flip_sign(line: &[u8], at: usize) -> Vec<u8> {
    let mut line = line.to_vec();
    assert!(matches!(line[at], 2 | 3), "no compressed point at {at}");
    line[at] ^= 1;
    line
}

fn root_step(
    root: &[u8; 32],
    shared: &[u8; 32],
    extra: Option<&[u8; 32]>,
    [sender, receiver]: [&[u8; 33]; 2],
) -> [u8; 96] {
    let kind = [u8::from(extra.is_some()), 0];
    let ikm: [&[u8]; 2] = [shared, extra.map_or(&[], |extra| &extra[..])];
    let mut out = [0; 96];
    crypto::hkdf(root, &ikm, &[labels::ROOT, &kind, sender, receiver], &mut out).unwrap();
    out
}

fn key_and_nonce(salt: &[u8], ikm: &[&[u8]], info: &[&[u8]]) -> ([u8; 32], [u8; 12]) {
    let mut out = [0; 44];
    crypto::hkdf(salt, ikm, info, &mut out).unwrap();
    (cut(&out, 0), cut(&out, 32))
}

fn cut<const N: usize>(out: &[u8], from: usize) -> [u8; N] {
    out[from..from + N].try_into().unwrap()
}
