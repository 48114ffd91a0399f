//! Base64 with the URL-safe alphabet, without padding, one text for each byte string (RFC 4648,
//! sections 3.5 and 5).

use base64::{DecodeError, Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::WireError;

pub(super) fn encode(bytes: &[u8], text: &mut String) {
    URL_SAFE_NO_PAD.encode_string(bytes, text);
}

pub(super) fn decode(text: &[u8]) -> Result<Vec<u8>, WireError> {
    if text.len() % 4 == 1 {
        return Err(WireError::Base64Length { found: text.len() });
    }
    URL_SAFE_NO_PAD.decode(text).map_err(|error| match error {
        DecodeError::InvalidByte(_, byte) => WireError::Alphabet(byte),
        DecodeError::InvalidLastSymbol { .. } => WireError::NonZeroTrailingBits,
        DecodeError::InvalidLength(found) => WireError::Base64Length { found },
        DecodeError::InvalidPadding => WireError::Alphabet(b'='),
    })
}

/// Characters that `n` bytes become.
pub(super) fn encoded_len(n: usize) -> usize {
    // In two steps, so that no size of memory overflows.
    n / 3 * 4 + (n % 3 * 4).div_ceil(3)
}

/// Most bytes that fit in `chars` characters.
pub(super) fn capacity(chars: usize) -> usize {
    chars / 4 * 3 + chars % 4 * 3 / 4
}

pub(super) fn is_alphabet(byte: u8) -> bool {
    // Without branches: it is asked about every character of every line.
    let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
    let digit = byte.wrapping_sub(b'0') < 10;
    letter | digit | (byte == b'-') | (byte == b'_')
}
