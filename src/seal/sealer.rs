//! Sealing a document in one pass.

use core::fmt;
use std::io::{Read, Write};

use zeroize::Zeroizing;

use super::body::{CHUNK, Chunks, LONGEST, SEALED_CHUNK};
use super::input::Input;
use super::keys::{FileKey, Hedged};
use super::trailer::{self, Names, Signed};
use super::{ContentKind, Metadata, SealError, header, metadata};
use crate::crypto::{self, PassphraseParams, Random, TAG_LENGTH};
use crate::identity::{Identity, Recipient};

/// Who can open a document.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum Lock<'a> {
    /// The owners of these sealing keys: 1 to [`MAX_RECIPIENTS`](super::MAX_RECIPIENTS), of whom
    /// repeated ones count once. Who wants to open what it seals is one of them.
    Recipients(&'a [Recipient]),
    /// Whoever knows a passphrase.
    Passphrase {
        /// The passphrase, in UTF-8 as given.
        passphrase: &'a [u8],
        /// What trying one costs; see [`Identity::EXPORT_PARAMS`].
        params: PassphraseParams,
    },
}

impl fmt::Debug for Lock<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Recipients(recipients) => {
                formatter.debug_tuple("Recipients").field(recipients).finish()
            }
            Self::Passphrase { passphrase: _, params } => {
                formatter.debug_struct("Passphrase").field("params", params).finish_non_exhaustive()
            }
        }
    }
}

/// What a document is to be.
#[derive(Clone)]
pub struct Terms<'a> {
    /// Who can open it.
    pub lock: Lock<'a>,
    /// Who signs it. Signing covers the content and names the recipients to each other; it is proof
    /// to anybody that a recipient shows it to.
    pub signer: Option<&'a Identity>,
    /// What it holds.
    pub content: ContentKind,
    /// What the file is called, without its path: 1 to 1,024 bytes.
    pub name: Option<&'a str>,
    /// Size of the content, where it is known. Bytes.
    pub size: Option<u64>,
    /// When it is sealed. Seconds since 1970.
    pub time: u64,
}

impl fmt::Debug for Terms<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { lock, signer, content, name: _, size, time } = self;
        formatter
            .debug_struct("Terms")
            .field("lock", lock)
            .field("signer", signer)
            .field("content", content)
            .field("size", size)
            .field("time", time)
            .finish_non_exhaustive()
    }
}

/// Writes a document in one pass, with a chunk of 64 KiB in memory.
///
/// Until [`finish`](Self::finish) the document is not whole, and whoever opens it is told so.
pub struct Sealer<W> {
    pub(super) output: W,
    pub(super) chunks: Chunks,
    /// Content that is not sealed yet: at most a chunk between two calls.
    pub(super) pending: Zeroizing<Vec<u8>>,
    pub(super) taken: u64,
    pub(super) size: Option<u64>,
    signing: Option<Signing>,
    /// After an error: what was read or written by then is not known, so nothing may follow.
    broken: bool,
}

/// What the signature at the end needs.
struct Signing {
    signer: Identity,
    names: Names,
    header_hash: [u8; 32],
    mac: [u8; 32],
    file_key: FileKey,
}

impl<W: Write> Sealer<W> {
    /// Begins a document: writes its header to `output`, which is given 64 KiB at a time from then
    /// on and needs no buffer.
    ///
    /// # Errors
    /// [`SealError::NoRecipients`], [`SealError::TooManyRecipients`], [`SealError::NameLength`],
    /// [`SealError::TooLarge`]; [`SealError::Io`] from `output`; [`SealError::Crypto`] for
    /// passphrase parameters out of range and when the random generator fails.
    pub fn new(output: W, terms: &Terms<'_>, random: &mut dyn Random) -> Result<Self, SealError> {
        Self::begin(output, terms, &[], random)
    }

    /// `apart` sets the document apart from others to the same people with the same metadata, as
    /// far as that is known beforehand.
    pub(super) fn begin(
        mut output: W,
        terms: &Terms<'_>,
        apart: &[u8],
        random: &mut dyn Random,
    ) -> Result<Self, SealError> {
        let Terms { lock, signer, content, name, size, time } = terms;
        if size.is_some_and(|size| size > LONGEST) {
            return Err(SealError::TooLarge { limit: LONGEST });
        }
        name.map_or(Ok(()), metadata::check_name)?;
        let recipients = distinct(lock)?;
        let metadata = Metadata {
            content: *content,
            signed: signer.is_some(),
            size: *size,
            name: name.map(Into::into),
            time: Some(*time),
        };
        let names = trailer::names(&recipients);
        let mut seed: Vec<&[u8]> = names.iter().map(|name| &name[..]).collect();
        let metadata_items = metadata.encode()?;
        seed.extend([apart, &metadata_items]);
        let mut hedged = Hedged::new(random, &seed)?;
        let lock = match lock {
            Lock::Recipients(_) => Lock::Recipients(&recipients),
            passphrase => *passphrase,
        };
        let header = header::seal(&lock, &metadata, &mut hedged)?;
        output.write_all(&header.bytes).map_err(SealError::io(WRITE))?;

        let signing = signer.map(|signer| Signing {
            signer: signer.clone(),
            names,
            header_hash: crypto::sha256(&[&header.bytes]),
            mac: header.mac,
            file_key: header.file_key.clone(),
        });
        Ok(Self {
            output,
            chunks: Chunks::new(header.file_key.body(&header.mac)?, signing.is_some()),
            pending: Zeroizing::new(Vec::with_capacity(SEALED_CHUNK)),
            taken: 0,
            size: *size,
            signing,
            broken: false,
        })
    }

    /// Takes more of the content.
    ///
    /// # Errors
    /// [`SealError::SizeChanged`] when it is more than was said, [`SealError::TooLarge`] when it is
    /// more than a document holds; [`SealError::Io`] from the output. The document cannot be
    /// finished after an error: [`SealError::Ended`] from then on.
    pub fn write(&mut self, mut content: &[u8]) -> Result<(), SealError> {
        self.read_from(&mut content, u64::MAX).map(|_| ())
    }

    /// Takes more of the content from `input`: `most` bytes, or less at its end. Gives how many.
    ///
    /// # Errors
    /// As [`write`](Self::write), and [`SealError::Io`] from `input`.
    pub fn read_from(&mut self, input: &mut dyn Read, most: u64) -> Result<u64, SealError> {
        if core::mem::replace(&mut self.broken, true) {
            return Err(SealError::Ended);
        }
        let taken = self.take(Input(input), most)?;
        self.broken = false;
        Ok(taken)
    }

    fn take(&mut self, mut input: Input<&mut dyn Read>, most: u64) -> Result<u64, SealError> {
        let mut taken = 0;
        while taken < most {
            let start = self.pending.len();
            let room = usize::try_from(most - taken).unwrap_or(usize::MAX).min(CHUNK + 1 - start);
            self.pending.resize(start + room, 0);
            let place = self.pending.get_mut(start..).unwrap_or_default();
            let filled = input.fill(place);
            self.pending.truncate(start + *filled.as_ref().unwrap_or(&0));
            let filled = filled?;
            self.count(filled)?;
            taken += filled as u64;
            // A chunk is sealed only when there is more: the last one is sealed otherwise.
            if self.pending.len() > CHUNK {
                let next = self.pending.pop();
                self.flush(false)?;
                self.pending.extend(next);
            }
            if filled < room {
                break;
            }
        }
        Ok(taken)
    }

    /// Ends the document: seals the last chunk, signs. Gives the output back.
    ///
    /// # Errors
    /// [`SealError::SizeChanged`] when there was less content than was said; [`SealError::Ended`]
    /// after an error; [`SealError::Io`];
    /// [`SealError::Crypto`] when the random generator fails.
    pub fn finish(mut self, random: &mut dyn Random) -> Result<W, SealError> {
        if self.broken {
            return Err(SealError::Ended);
        }
        if let Some(expected) = self.size.filter(|size| *size != self.taken) {
            return Err(SealError::SizeChanged { expected, found: self.taken });
        }
        self.flush(true)?;
        let Self { mut output, chunks, signing, .. } = self;
        if let (Some(signing), Some(root)) = (signing, chunks.root()) {
            let Signing { signer, names, header_hash, mac, file_key } = signing;
            let signed = Signed { header_hash, root };
            let key = file_key.trailer(&mac)?;
            let trailer = trailer::seal(&key, &signed, &signer, &names, random)?;
            output.write_all(&trailer).map_err(SealError::io(WRITE))?;
        }
        output.flush().map_err(SealError::io(WRITE))?;
        Ok(output)
    }

    fn count(&mut self, more: usize) -> Result<(), SealError> {
        self.taken += more as u64;
        match self.size {
            Some(expected) if self.taken > expected => {
                Err(SealError::SizeChanged { expected, found: self.taken })
            }
            _ if self.taken > LONGEST => Err(SealError::TooLarge { limit: LONGEST }),
            _ => Ok(()),
        }
    }

    /// Seals and writes what is pending as a chunk.
    fn flush(&mut self, last: bool) -> Result<(), SealError> {
        self.pending.extend_from_slice(&[0; TAG_LENGTH]);
        self.chunks.seal(&mut self.pending, last)?;
        let written = self.output.write_all(&self.pending);
        self.pending.clear();
        written.map_err(SealError::io(WRITE))
    }
}

impl<W> fmt::Debug for Sealer<W> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { output: _, chunks: _, pending: _, taken, size, signing, broken } = self;
        formatter
            .debug_struct("Sealer")
            .field("taken", taken)
            .field("size", size)
            .field("signed", &signing.is_some())
            .field("broken", broken)
            .finish_non_exhaustive()
    }
}

const WRITE: &str = "write the sealed document";

/// The recipients, none twice; nobody under a passphrase.
fn distinct(lock: &Lock<'_>) -> Result<Vec<Recipient>, SealError> {
    let Lock::Recipients(all) = lock else { return Ok(Vec::new()) };
    let mut distinct: Vec<Recipient> = Vec::with_capacity(all.len());
    let mut seen = Names::new();
    for recipient in *all {
        if seen.insert(trailer::name(recipient.fingerprint(), recipient.key().hash())) {
            distinct.push(recipient.clone());
        }
    }
    match distinct.len() {
        0 => Err(SealError::NoRecipients),
        1..=super::MAX_RECIPIENTS => Ok(distinct),
        found => Err(SealError::TooManyRecipients { found, limit: super::MAX_RECIPIENTS }),
    }
}
