//! Documents that are in memory, and streams.

use std::io::{Read, Write};

use zeroize::Zeroizing;

use super::opener::Opener;
use super::{ContentKind, Lock, Opened, SealError, Sealer, Terms, Unlock};
use crate::crypto::{self, Random};
use crate::identity::Identity;
use crate::wire::armor::{self, Content as Armor};
use crate::wire::limits::{MAX_ARMORED_DOCUMENT, MAX_DOCUMENT_TEXT_BYTES};
use crate::wire::{ObjectKind, WireError};

/// Seals `content` of any size that fits in memory. [`Terms::size`] is not looked at.
///
/// # Errors
/// As [`Sealer::new`] and [`Sealer::finish`].
pub fn seal_bytes(
    content: &[u8],
    terms: &Terms<'_>,
    random: &mut dyn Random,
) -> Result<Vec<u8>, SealError> {
    let terms = Terms { size: Some(content.len() as u64), ..terms.clone() };
    let apart = crypto::sha256(&[content]);
    let mut sealer = Sealer::begin(Vec::new(), &terms, &apart, random)?;
    sealer.write(content)?;
    sealer.finish(random)
}

/// Opens a document that is in memory. Its content is given only when everything is checked, and
/// wiped when it is dropped.
///
/// # Errors
/// What is wrong with it.
pub fn open_bytes(
    document: &[u8],
    unlock: &Unlock<'_>,
) -> Result<(Zeroizing<Vec<u8>>, Opened), SealError> {
    let mut opener = Opener::new(document, unlock)?;
    // There is less content than document: what grows leaves no copies behind.
    let mut content = Zeroizing::new(Vec::with_capacity(document.len()));
    while let Some(chunk) = opener.next_chunk()? {
        content.extend_from_slice(chunk);
    }
    let (metadata, origin) = opener.finish()?;
    Ok((content, Opened { metadata, origin }))
}

/// Opens an unsigned document as a stream, writing its content to `output` as it comes, with two
/// chunks of 64 KiB in memory.
///
/// **What has been written counts only when this succeeds.** Each piece is as whoever made the
/// document sealed it, but that the end is missing is known at the end.
///
/// # Errors
/// [`SealError::SignedStream`], before anything is written: whose document it is would be known at
/// the end only. [`SealError::Io`] from either side, and what is wrong with the document.
pub fn open_unsigned_stream(
    input: impl Read,
    mut output: impl Write,
    unlock: &Unlock<'_>,
) -> Result<Opened, SealError> {
    let mut opener = Opener::new(input, unlock)?;
    if opener.metadata().signed() {
        return Err(SealError::SignedStream);
    }
    while let Some(chunk) = opener.next_chunk()? {
        output.write_all(chunk).map_err(SealError::io(WRITE))?;
    }
    output.flush().map_err(SealError::io(WRITE))?;
    let (metadata, origin) = opener.finish()?;
    Ok(Opened { metadata, origin })
}

/// Seals a text, as one line of ASCII without spaces. Of up to 16,384 characters it is found in
/// chats too ([`armor::find`]); a longer one goes in [fragments](crate::wire::fragment) there.
///
/// # Errors
/// As [`Sealer::new`]; [`SealError::TooLarge`] when the document has more than 2 MiB;
/// [`SealError::NotUtf8`] for a text with a NUL.
pub fn seal_text(
    text: &str,
    lock: Lock<'_>,
    signer: Option<&Identity>,
    time: u64,
    random: &mut dyn Random,
) -> Result<String, SealError> {
    Ok(armor::encode(&text_document(text, lock, signer, time, random)?))
}

/// Seals a text for mail: [`seal_text`] wrapped at 76 characters between a begin and an end line.
///
/// # Errors
/// As [`seal_text`].
pub fn seal_text_wrapped(
    text: &str,
    lock: Lock<'_>,
    signer: Option<&Identity>,
    time: u64,
    random: &mut dyn Random,
) -> Result<String, SealError> {
    Ok(armor::encode_wrapped(&text_document(text, lock, signer, time, random)?, "DOCUMENT"))
}

/// Finds the first document in `text`, quoted and mangled as it may be, and opens it; it holds a
/// text itself. What stands around it is not part of what was sealed.
///
/// # Errors
/// [`SealError::NoDocument`]; [`SealError::Armor`] where the only candidate is damaged, and for a
/// text of more than 8 MiB without a document in the first 8;
/// [`SealError::OtherContent`] for a document that holds a file; and what is wrong with it.
pub fn open_text(
    text: &[u8],
    unlock: &Unlock<'_>,
) -> Result<(Zeroizing<String>, Opened), SealError> {
    let (content, opened) = open_bytes(&find(text)?, unlock)?;
    if opened.metadata().content() != ContentKind::Text {
        return Err(SealError::OtherContent { found: opened.metadata().content() });
    }
    match core::str::from_utf8(&content) {
        Ok(text) if !text.contains('\0') => Ok((Zeroizing::new(text.to_owned()), opened)),
        _ => Err(SealError::NotUtf8),
    }
}

const WRITE: &str = "write the content";

fn text_document(
    text: &str,
    lock: Lock<'_>,
    signer: Option<&Identity>,
    time: u64,
    random: &mut dyn Random,
) -> Result<Vec<u8>, SealError> {
    if text.contains('\0') {
        return Err(SealError::NotUtf8);
    }
    let terms = Terms { lock, signer, content: ContentKind::Text, name: None, size: None, time };
    let document = seal_bytes(text.as_bytes(), &terms, random)?;
    if document.len() > MAX_ARMORED_DOCUMENT {
        return Err(SealError::TooLarge { limit: MAX_ARMORED_DOCUMENT as u64 });
    }
    Ok(document)
}

/// The first object in a text that is a document. Without any, that the text was too long to be
/// searched to its end, or what was wrong with the first line that could not be read.
fn find(text: &[u8]) -> Result<Vec<u8>, SealError> {
    let mut unreadable = None;
    for piece in armor::find_document(text) {
        let found = match piece.content {
            Armor::Line(object) => match ObjectKind::read(object.first().copied().unwrap_or(0)) {
                Ok(ObjectKind::Document) => return Ok(object),
                Ok(_) => continue,
                Err(error) => error,
            },
            Armor::Broken(error) => error,
            _ => continue,
        };
        unreadable.get_or_insert(found);
    }
    let (limit, found) = (MAX_DOCUMENT_TEXT_BYTES, text.len());
    if found > limit {
        return Err(SealError::Armor(WireError::Oversized { limit, found }));
    }
    Err(unreadable.map_or(SealError::NoDocument, |error| match error {
        WireError::UnknownSuite(value) => SealError::Unsupported { what: "suite", value },
        other => SealError::Armor(other),
    }))
}
