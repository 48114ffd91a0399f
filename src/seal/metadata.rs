//! What a document says about its content (FORMAT.md section 6).

use core::fmt;

use zeroize::Zeroizing;

use super::{Part, SealError};
use crate::wire::codec::{Items, SKIPPABLE, Writer};
use crate::wire::limits::{MAX_METADATA_BYTES, MAX_NAME_BYTES};

/// What a document holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ContentKind {
    /// Bytes: a file.
    File = 0,
    /// Text in UTF-8.
    Text = 1,
}

impl fmt::Display for ContentKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::File => "a file",
            Self::Text => "a text",
        })
    }
}

/// What a document says about its content, as its sender states it.
#[derive(Clone, PartialEq, Eq)]
pub struct Metadata {
    pub(super) content: ContentKind,
    pub(super) signed: bool,
    pub(super) size: Option<u64>,
    pub(super) name: Option<String>,
    pub(super) time: Option<u64>,
}

impl Metadata {
    /// What it holds.
    #[must_use]
    pub fn content(&self) -> ContentKind {
        self.content
    }

    /// Whether it claims to be signed. By whom, and whether that is so, is known at the end.
    #[must_use]
    pub fn signed(&self) -> bool {
        self.signed
    }

    /// Size of the content, if the sender knew it beforehand. Bytes.
    #[must_use]
    pub fn size(&self) -> Option<u64> {
        self.size
    }

    /// The name the file had, as it stands in the document: hostile until it has gone through
    /// [`SafeName`](super::SafeName). 1 to 1,024 bytes.
    #[must_use]
    pub fn unsafe_name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// When it was sealed. Seconds since 1970.
    #[must_use]
    pub fn time(&self) -> Option<u64> {
        self.time
    }

    /// The items, padded.
    pub(super) fn encode(&self) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let Self { content, signed, size, name, time } = self;
        let mut writer = Writer::with_capacity(MAX_METADATA_BYTES);
        writer.item(CONTENT, &[*content as u8]);
        if *signed {
            writer.item(SIGNED, &[]);
        }
        if let Some(size) = size {
            writer.item(SIZE, &size.to_be_bytes());
        }
        if let Some(name) = name {
            check_name(name)?;
            writer.item(NAME, name.as_bytes());
        }
        if let Some(time) = time {
            writer.item(TIME, &time.to_be_bytes());
        }
        writer.padding(writer.len().next_multiple_of(BLOCK) - writer.len());
        Ok(Zeroizing::new(writer.into_vec()))
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Self, SealError> {
        const DAMAGED: SealError = SealError::Damaged(Part::Metadata);
        let mut seen = [false; 256];
        let mut content = None;
        let mut metadata =
            Self { content: ContentKind::File, signed: false, size: None, name: None, time: None };
        for item in Items::new(bytes) {
            let (kind, value) = item.map_err(|_| DAMAGED)?;
            if let Some(seen) = seen.get_mut(usize::from(kind))
                && core::mem::replace(seen, true)
            {
                return Err(DAMAGED);
            }
            let number = || value.try_into().map(u64::from_be_bytes).map_err(|_| DAMAGED);
            match (kind, value) {
                (CONTENT, [0]) => content = Some(ContentKind::File),
                (CONTENT, [1]) => content = Some(ContentKind::Text),
                (CONTENT, [value]) => {
                    return Err(SealError::Unsupported { what: "content", value: *value });
                }
                (SIGNED, []) => metadata.signed = true,
                (SIZE, _) => metadata.size = Some(number()?),
                (NAME, _) => {
                    let name = core::str::from_utf8(value).map_err(|_| DAMAGED)?;
                    check_name(name).map_err(|_| DAMAGED)?;
                    metadata.name = Some(name.to_owned());
                }
                (TIME, _) => metadata.time = Some(number()?),
                (CONTENT | SIGNED, _) => return Err(DAMAGED),
                (kind, _) if kind & SKIPPABLE != 0 => {}
                (kind, _) => return Err(SealError::Unsupported { what: "item", value: kind }),
            }
        }
        metadata.content = content.ok_or(DAMAGED)?;
        Ok(metadata)
    }
}

impl fmt::Debug for Metadata {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What the content is called is as private as the content.
        let Self { content, signed, size, name: _, time } = self;
        formatter
            .debug_struct("Metadata")
            .field("content", content)
            .field("signed", signed)
            .field("size", size)
            .field("time", time)
            .finish_non_exhaustive()
    }
}

/// That a name for the content has 1 to 1,024 bytes.
pub(crate) fn check_name(name: &str) -> Result<(), SealError> {
    match name.len() {
        1..=MAX_NAME_BYTES => Ok(()),
        length => Err(SealError::NameLength(length)),
    }
}

/// Metadata are padded to a multiple of this, so that names of most lengths look the same.
const BLOCK: usize = 128;

const CONTENT: u8 = 0x01;
const SIGNED: u8 = 0x02;
const SIZE: u8 = 0x03;
const NAME: u8 = 0x04;
const TIME: u8 = 0x05;

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(name: Option<&str>) -> Metadata {
        Metadata {
            content: ContentKind::File,
            signed: true,
            size: Some(7),
            name: name.map(Into::into),
            time: Some(1_800_000_000),
        }
    }

    #[test]
    fn what_is_written_is_read_and_its_length_says_little() {
        let long = "n".repeat(1_024);
        for name in [None, Some("a"), Some("ä.txt"), Some(long.as_str())] {
            let bytes = metadata(name).encode().unwrap();
            assert_eq!(bytes.len() % 128, 0);
            assert_eq!(Metadata::decode(&bytes), Ok(metadata(name)));
        }
        let length = |name: &str| metadata(Some(name)).encode().unwrap().len();
        assert_eq!(length("a"), length(&"a".repeat(90)));
        let text = Metadata { content: ContentKind::Text, signed: false, ..metadata(None) };
        assert_eq!(Metadata::decode(&text.encode().unwrap()), Ok(text));
    }

    #[test]
    fn names_have_1_to_1024_bytes() {
        assert_eq!(metadata(Some("")).encode().err(), Some(SealError::NameLength(0)));
        let long = "n".repeat(1_025);
        assert_eq!(metadata(Some(&long)).encode().err(), Some(SealError::NameLength(1_025)));
    }

    #[test]
    fn what_breaks_the_rules_is_damaged_and_what_is_newer_is_said_to_be() {
        let damaged = Err(SealError::Damaged(Part::Metadata));
        let table: &[&[u8]] = &[
            &[],
            &[0; 128],
            &[2, 0],
            &[1, 1, 0, 1, 1, 0],
            &[1, 1, 0, 0x90, 0, 0x90, 0],
            &[1, 2, 0, 0],
            &[1, 0],
            &[1, 1, 0, 2, 1, 0],
            &[1, 1, 0, 3, 7, 0, 0, 0, 0, 0, 0, 0],
            &[1, 1, 0, 4, 0],
            &[1, 1, 0, 4, 1, 0xff],
            &[1, 1, 0, 5, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            &[1, 1, 0, 3],
        ];
        for bytes in table {
            assert_eq!(Metadata::decode(bytes), damaged, "{bytes:?}");
        }
        let unsupported = |what, value| Err(SealError::Unsupported { what, value });
        assert_eq!(Metadata::decode(&[1, 1, 2]), unsupported("content", 2));
        assert_eq!(Metadata::decode(&[1, 1, 0, 6, 0]), unsupported("item", 6));
        assert!(Metadata::decode(&[1, 1, 0, 0x86, 1, 9]).is_ok());
    }

    #[test]
    fn debug_does_not_show_the_name() {
        assert!(!format!("{:?}", metadata(Some("secret.txt"))).contains("secret"));
    }
}
