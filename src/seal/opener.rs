//! Reading a document in one pass (FORMAT.md section 9).

use std::io::Read;

use zeroize::Zeroizing;

use super::body::{CHUNK, Chunks, SEALED_CHUNK};
use super::input::Input;
use super::keys::OneTimeKey;
use super::trailer::{self, Signed};
use super::{Metadata, Part, SealError, Signer, Unlock, header};
use crate::crypto::TAG_LENGTH;
use crate::identity::Fingerprint;

/// Gives the content of a document chunk by chunk. What it gives of a signed document is not to be
/// used before [`finish`](Self::finish), so this type stays inside the room.
pub(super) struct Opener<R> {
    pub(super) input: Input<R>,
    pub(super) metadata: Metadata,
    pub(super) chunks: Chunks,
    pub(super) trailer: Option<Trailer>,
    /// What has been read: a chunk, so much more that it is known whether it is the last, and what
    /// else the input had ready. A pipe that is emptied at once wakes its writer once a chunk.
    window: Zeroizing<Vec<u8>>,
    /// Bytes of the document that were read.
    pub(super) read: u64,
    /// Bytes of the window that have been given out.
    used: usize,
    /// Bytes of the window that are filled.
    pub(super) filled: usize,
    ended: bool,
}

/// What the signature at the end needs.
pub(super) struct Trailer {
    pub(super) length: usize,
    key: OneTimeKey,
    header_hash: [u8; 32],
    own: Option<(Fingerprint, [u8; 32])>,
}

impl<R: Read> Opener<R> {
    /// Reads and opens the header.
    pub(super) fn new(input: R, unlock: &Unlock<'_>) -> Result<Self, SealError> {
        let mut input = Input(input);
        let header = header::Unread::read(&mut input)?;
        let header_length = header.length();
        let header = header.open(unlock)?;
        let header_length = header_length as u64;
        let header::Opened { file_key, mac, hash, metadata, stanzas, own } = header;
        let trailer = match metadata.signed {
            true => Some(Trailer {
                length: trailer::length(stanzas),
                key: file_key.trailer(&mac)?,
                header_hash: hash,
                own,
            }),
            false => None,
        };
        let behind = trailer.as_ref().map_or(0, |trailer| trailer.length);
        Ok(Self {
            input,
            chunks: Chunks::new(file_key.body(&mac)?, trailer.is_some()),
            window: Zeroizing::new(vec![0; 2 * SEALED_CHUNK + behind]),
            metadata,
            trailer,
            read: header_length,
            used: 0,
            filled: 0,
            ended: false,
        })
    }

    pub(super) fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The next piece of content, of up to 64 KiB; none at the end.
    pub(super) fn next_chunk(&mut self) -> Result<Option<&[u8]>, SealError> {
        if self.ended {
            return Ok(None);
        }
        let behind = self.trailer.as_ref().map_or(0, |trailer| trailer.length);
        let wanted = SEALED_CHUNK + behind + 1;
        if self.filled - self.used < wanted {
            self.window.copy_within(self.used..self.filled, 0);
            self.filled -= self.used;
            self.used = 0;
            let room = self.window.get_mut(self.filled..).unwrap_or_default();
            let more = self.input.fill_to(wanted - self.filled, room)?;
            self.filled += more;
            self.read += more as u64;
        }

        let there = self.filled - self.used;
        let last = there < wanted;
        let length = if last {
            there.checked_sub(behind + TAG_LENGTH).ok_or(SealError::Truncated)? + TAG_LENGTH
        } else {
            SEALED_CHUNK
        };
        self.check_size(length, last)?;
        let index = self.chunks.index();
        let end = self.used + length;
        let chunk = self.window.get_mut(self.used..end).unwrap_or_default();
        self.used = end;
        // A whole chunk at the end may be one from the middle.
        let copy = (last && length == SEALED_CHUNK).then(|| chunk.to_vec());
        match self.chunks.open(chunk, last) {
            // Only an empty document ends in an empty chunk.
            Ok([]) if index > 0 => Err(SealError::Damaged(Part::Chunk(index))),
            Ok(content) => {
                self.ended = last;
                Ok(Some(content))
            }
            Err(_) => {
                let middle = copy
                    .map(Zeroizing::new)
                    .is_some_and(|mut copy| self.chunks.open(&mut copy, false).is_ok());
                Err(if middle {
                    SealError::Truncated
                } else {
                    SealError::Damaged(Part::Chunk(index))
                })
            }
        }
    }

    /// Bytes of the document that are behind what was given out.
    pub(super) fn consumed(&self) -> u64 {
        self.read - (self.filled - self.used) as u64
    }

    /// Checks what is left to be checked, once there are no more chunks.
    pub(super) fn finish(self) -> Result<(Metadata, Signer), SealError> {
        if !self.ended {
            return Err(SealError::NotDone);
        }
        let Self { metadata, chunks, trailer, window, used, filled, .. } = self;
        let (Some(trailer), Some(root)) = (trailer, chunks.root()) else {
            return Ok((metadata, Signer::Unsigned));
        };
        let Trailer { length: _, key, header_hash, own } = trailer;
        let signed = Signed { header_hash, root };
        let sealed = window.get(used..filled).ok_or(SealError::Truncated)?;
        let sender = trailer::open(&key, &signed, own.as_ref(), sealed)?;
        Ok((metadata, Signer::Signed(sender)))
    }

    /// Whether the chunk that comes fits the size in the metadata, if there is one.
    fn check_size(&self, length: usize, last: bool) -> Result<(), SealError> {
        let Some(size) = self.metadata.size else { return Ok(()) };
        let before = u64::from(self.chunks.index()) * CHUNK as u64;
        let after = before + (length - TAG_LENGTH) as u64;
        if after > size || (!last && after == size) {
            return Err(SealError::TrailingBytes);
        }
        if last && after < size {
            return Err(SealError::Truncated);
        }
        Ok(())
    }
}
