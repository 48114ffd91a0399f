//! What names a piece, and what changes of pieces are.

use crate::session::error::SessionError;
use crate::session::ids::SessionId;
use crate::wire::codec::{Reader, Writer};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Names a piece among those of a peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PieceId {
    /// Keys of messages of a chain that have not come.
    Keys { session: SessionId, chain: u32, block: u32 },
    /// A part of a text of which others are missing. `text` is the sequence number of part 0.
    Part { session: SessionId, text: u32, index: u32 },
    /// Ids of texts that were shown.
    Shown { block: u64 },
}

/// Tells the states of a piece apart.
pub(in crate::session) type Stamp = (u64, u64);

/// Pieces that are to be stored, and pieces that are to be deleted.
#[derive(Debug, Default)]
#[must_use = "they are given once"]
pub(crate) struct PieceChanges {
    pub(crate) stored: Vec<(PieceId, Zeroizing<Vec<u8>>)>,
    pub(crate) gone: Vec<PieceId>,
}

/// The pieces that were handed out, by session; those of no session are the texts shown.
#[derive(Clone, Default)]
pub(in crate::session) struct Told(
    pub(in crate::session) BTreeMap<Option<SessionId>, BTreeMap<PieceId, Stamp>>,
);

impl PieceId {
    /// Names the piece in the vault.
    pub(crate) fn to_bytes(self) -> Vec<u8> {
        let mut writer = Writer::new();
        let (kind, session, a, b) = match self {
            Self::Keys { session, chain, block } => (1, session, chain, block),
            Self::Part { session, text, index } => (2, session, text, index),
            Self::Shown { block } => {
                writer.u8(3);
                writer.u64(block);
                return writer.into_vec();
            }
        };
        writer.u8(kind);
        writer.bytes(&session.0);
        writer.u32(a);
        writer.u32(b);
        writer.into_vec()
    }

    pub(in crate::session) fn from_bytes(bytes: &[u8]) -> Result<Self, SessionError> {
        let mut reader = Reader::new(bytes);
        let id = match reader.u8()? {
            1 => Self::Keys {
                session: SessionId(reader.array()?),
                chain: reader.u32()?,
                block: reader.u32()?,
            },
            2 => Self::Part {
                session: SessionId(reader.array()?),
                text: reader.u32()?,
                index: reader.u32()?,
            },
            3 => Self::Shown { block: reader.u64()? },
            _ => return Err(SessionError::SavedContent("the name of a piece")),
        };
        reader.finish()?;
        Ok(id)
    }
}
