//! Chunks (FORMAT.md section 7) and the hash over them (section 8).

use super::keys::BodyKey;
use crate::crypto::{self, CryptoError, RunningHash, TAG_LENGTH};
use crate::wire::labels;
use crate::wire::limits::MAX_DOCUMENT_CHUNKS;

/// Content of every chunk but the last. Bytes.
pub(super) const CHUNK: usize = 65_536;

/// Such a chunk in the document. Bytes.
pub(super) const SEALED_CHUNK: usize = CHUNK + TAG_LENGTH;

/// The longest content: 16 TiB. Bytes.
pub(super) const LONGEST: u64 = MAX_DOCUMENT_CHUNKS as u64 * CHUNK as u64;

/// Seals or opens single chunks of one document, in any order.
pub(super) struct BodyCipher {
    key: BodyKey,
    signed: bool,
}

/// The hash of a chunk, of a document that is signed.
pub(super) type Leaf = Option<[u8; 32]>;

impl BodyCipher {
    /// Seals a chunk in place: content before, content and tag after. `chunk` has room for the tag
    /// at its end.
    pub(super) fn seal(
        &self,
        index: u32,
        last: bool,
        chunk: &mut [u8],
    ) -> Result<Leaf, CryptoError> {
        let nonce = self.nonce(index, last)?;
        let (data, place) = chunk.split_last_chunk_mut().ok_or(CryptoError::TooLong)?;
        *place = crypto::seal_detached(self.key.key.as_bytes(), &nonce, &[], data)?;
        Ok(self.leaf(index, chunk))
    }

    /// Opens a chunk in place and gives its content. After an error the chunk is wiped.
    pub(super) fn open<'c>(
        &self,
        index: u32,
        last: bool,
        chunk: &'c mut [u8],
    ) -> Result<(&'c [u8], Leaf), CryptoError> {
        let nonce = self.nonce(index, last)?;
        let leaf = self.leaf(index, chunk);
        let (data, tag) = chunk.split_last_chunk_mut().ok_or(CryptoError::Forged)?;
        crypto::open_detached(self.key.key.as_bytes(), &nonce, &[], data, tag)?;
        Ok((data, leaf))
    }

    fn leaf(&self, index: u32, sealed: &[u8]) -> Leaf {
        let index = u64::from(index).to_be_bytes();
        self.signed.then(|| crypto::sha256(&[labels::DOCUMENT_LEAF, &index, sealed]))
    }

    fn nonce(&self, index: u32, last: bool) -> Result<[u8; 12], CryptoError> {
        if index >= MAX_DOCUMENT_CHUNKS {
            return Err(CryptoError::TooLong);
        }
        let mut nonce = [0; 12];
        let (prefix, rest) = nonce.split_at_mut(7);
        let (number, flag) = rest.split_at_mut(4);
        prefix.copy_from_slice(&self.key.prefix);
        number.copy_from_slice(&index.to_be_bytes());
        flag.fill(last.into());
        Ok(nonce)
    }
}

/// Seals or opens the chunks of one document, one after the other.
pub(super) struct Chunks {
    cipher: BodyCipher,
    index: u32,
    /// The hash over the leaves so far.
    root: RunningHash,
}

impl Chunks {
    pub(super) fn new(key: BodyKey, signed: bool) -> Self {
        let mut root = RunningHash::new();
        root.update(labels::DOCUMENT_ROOT);
        Self { cipher: BodyCipher { key, signed }, index: 0, root }
    }

    /// The number of the next chunk, which is also the number of those before it.
    pub(super) fn index(&self) -> u32 {
        self.index
    }

    /// For chunks that are sealed or opened elsewhere, and what is told of them, in order.
    pub(super) fn split(&mut self) -> (&BodyCipher, Advance<'_>) {
        (&self.cipher, Advance { index: &mut self.index, root: &mut self.root })
    }

    /// Seals the next chunk; see [`BodyCipher::seal`].
    pub(super) fn seal(&mut self, chunk: &mut [u8], last: bool) -> Result<(), CryptoError> {
        let leaf = self.cipher.seal(self.index, last, chunk)?;
        self.split().1.by(leaf);
        Ok(())
    }

    /// Opens the next chunk; see [`BodyCipher::open`]. After an error nothing has changed but the
    /// chunk.
    pub(super) fn open<'c>(
        &mut self,
        chunk: &'c mut [u8],
        last: bool,
    ) -> Result<&'c [u8], CryptoError> {
        let (data, leaf) = self.cipher.open(self.index, last, chunk)?;
        self.split().1.by(leaf);
        Ok(data)
    }

    /// The hash over all chunks, of a document that is signed.
    pub(super) fn root(self) -> Option<[u8; 32]> {
        self.cipher.signed.then(|| self.root.finish())
    }
}

/// What goes on from chunk to chunk.
pub(super) struct Advance<'c> {
    index: &'c mut u32,
    root: &'c mut RunningHash,
}

impl Advance<'_> {
    /// The next chunk is done.
    pub(super) fn by(&mut self, leaf: Leaf) {
        *self.index += 1;
        leaf.iter().for_each(|leaf| self.root.update(leaf));
    }
}
