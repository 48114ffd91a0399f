//! Objects that do not fit one line, spread over several.
//!
//! A fragment is `?SR1,<id>,<index>,<total>,<data>.`: the id is the first 6 bytes of the object's
//! SHA-256 as 8 characters of base64url; index (from 1) and total are decimal without leading
//! zeros; the data is a slice of the object, encoded by itself. Nothing in it is authenticated:
//! fragments are for objects that prove their origin once they are whole.

mod reassembler;

pub use reassembler::Reassembler;

use super::{
    WireError, base64url,
    limits::{MAX_FRAGMENTED_BYTES, MAX_FRAGMENTS, MAX_LINE_CHARS},
};
use crate::crypto::sha256;

/// What begins a line with a fragment.
const MARKER: &str = "?SR1,";

const ID_BYTES: usize = 6;

/// Characters of a fragment beside index, total and data: marker, id, three commas, final point.
const FRAME_CHARS: usize = MARKER.len() + ID_BYTES / 3 * 4 + 4;

/// One part of an object.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Fragment {
    /// First 6 bytes of the SHA-256 of the whole object.
    pub id: [u8; ID_BYTES],
    /// Which part this is; the first is 1.
    pub index: u16,
    /// How many parts there are.
    pub total: u16,
    /// The part: at least one byte.
    pub data: Vec<u8>,
}

impl Fragment {
    /// The fragment as a line of text.
    #[must_use]
    pub fn encode(&self) -> String {
        let Self { id, index, total, data } = self;
        let mut line = String::from(MARKER);
        base64url::encode(id, &mut line);
        line.push_str(&format!(",{index},{total},"));
        base64url::encode(data, &mut line);
        line.push('.');
        line
    }

    /// Reads what stands between marker and final point, free of mangling.
    pub(super) fn parse(text: &[u8]) -> Result<Self, WireError> {
        let mut fields = text.split(|&byte| byte == b',');
        let mut field = || fields.next().ok_or(WireError::FragmentForm);
        let (id, index, total, data) = (field()?, field()?, field()?, field()?);
        if fields.next().is_some() {
            return Err(WireError::FragmentForm);
        }
        let id = base64url::decode(id)?.try_into().map_err(|_| WireError::FragmentForm)?;
        let (index, total) = (decimal(index)?, decimal(total)?);
        let fragment = Self { id, index, total, data: base64url::decode(data)? };
        fragment.check()?;
        Ok(fragment)
    }

    /// What holds for every fragment, however it was made.
    fn check(&self) -> Result<(), WireError> {
        let Self { id: _, index, total, data } = self;
        if *index == 0 || index > total {
            return Err(WireError::FragmentIndex { index: *index, total: *total });
        }
        if *total > MAX_FRAGMENTS {
            return Err(too_many((*total).into()));
        }
        if data.is_empty() {
            return Err(WireError::Empty);
        }
        if data.len() > MAX_FRAGMENTED_BYTES {
            return Err(WireError::Oversized { limit: MAX_FRAGMENTED_BYTES, found: data.len() });
        }
        Ok(())
    }
}

/// The object as lines of at most `max_chars` characters each (16,384 where more are allowed),
/// every line but the last as full as it can be.
///
/// # Errors
///
/// [`WireError::Empty`] for an object of no bytes, [`WireError::Oversized`] for one of more than
/// [`MAX_FRAGMENTED_BYTES`]; [`WireError::LimitTooSmall`] if a line has no room for data,
/// [`WireError::TooManyFragments`] if it has so little that more than [`MAX_FRAGMENTS`] are needed.
pub fn split(object: &[u8], max_chars: usize) -> Result<Vec<String>, WireError> {
    if object.is_empty() {
        return Err(WireError::Empty);
    }
    if object.len() > MAX_FRAGMENTED_BYTES {
        return Err(WireError::Oversized { limit: MAX_FRAGMENTED_BYTES, found: object.len() });
    }
    let slices = slices(object, max_chars)?;
    let total = u16::try_from(slices.len()).map_err(|_| too_many(slices.len()))?;
    let id = object_id(object);
    let fragments = (1..=total).zip(slices);
    Ok(fragments
        .map(|(index, data)| Fragment { id, index, total, data: data.to_vec() }.encode())
        .collect())
}

/// Cuts the object so that each slice fills its line. How many characters the total takes is not
/// known before the cutting is done, so each width is tried, smallest first.
fn slices(object: &[u8], max_chars: usize) -> Result<Vec<&[u8]>, WireError> {
    for total_digits in 1..=digits(MAX_FRAGMENTS.into()) {
        let mut slices = Vec::new();
        let mut rest = object;
        while !rest.is_empty() && digits(slices.len() + 1) <= total_digits {
            let header = FRAME_CHARS + digits(slices.len() + 1) + total_digits;
            let room = base64url::capacity(max_chars.min(MAX_LINE_CHARS).saturating_sub(header));
            if room == 0 {
                let needed = header + base64url::encoded_len(1);
                return Err(WireError::LimitTooSmall { limit: max_chars, needed });
            }
            let (slice, behind) = rest.split_at(room.min(rest.len()));
            slices.push(slice);
            rest = behind;
        }
        if rest.is_empty() && slices.len() <= MAX_FRAGMENTS.into() {
            return Ok(slices);
        }
    }
    Err(too_many(usize::from(MAX_FRAGMENTS) + 1))
}

fn object_id(object: &[u8]) -> [u8; ID_BYTES] {
    let [a, b, c, d, e, f, ..] = sha256(&[object]);
    [a, b, c, d, e, f]
}

fn digits(number: usize) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

/// A number without sign and without leading zeros, so that it has one text only.
fn decimal(text: &[u8]) -> Result<u16, WireError> {
    let plain = match text {
        [b'0'] => true,
        [b'0', ..] => false,
        _ => text.iter().all(u8::is_ascii_digit),
    };
    let text = core::str::from_utf8(text).ok().filter(|_| plain);
    text.and_then(|text| text.parse().ok()).ok_or(WireError::FragmentNumber)
}

fn too_many(found: usize) -> WireError {
    WireError::TooManyFragments { limit: MAX_FRAGMENTS.into(), found }
}
