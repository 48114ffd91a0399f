//! Reading exactly so much.

use std::io::{ErrorKind, Read};

use super::SealError;

/// A source of bytes, read in the amounts that the format gives.
pub(super) struct Input<R>(pub(super) R);

impl<R: Read> Input<R> {
    /// Reads `length` bytes onto the end of `bytes` and gives them.
    pub(super) fn more<'b>(
        &mut self,
        bytes: &'b mut Vec<u8>,
        length: usize,
    ) -> Result<&'b [u8], SealError> {
        let start = bytes.len();
        bytes.resize(start + length, 0);
        let place = bytes.get_mut(start..).unwrap_or_default();
        if self.fill(place)? < length {
            return Err(SealError::Truncated);
        }
        Ok(place)
    }

    /// Fills `place` as far as the input goes, and tells how far.
    pub(super) fn fill(&mut self, place: &mut [u8]) -> Result<usize, SealError> {
        self.fill_to(place.len(), place)
    }

    /// Reads at least `least` bytes, if the input has them, and at most what `place` holds. Tells
    /// how many.
    pub(super) fn fill_to(&mut self, least: usize, place: &mut [u8]) -> Result<usize, SealError> {
        let mut filled = 0;
        while filled < least {
            let rest = place.get_mut(filled..).unwrap_or_default();
            match self.0.read(rest) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(SealError::io("read")(error)),
            }
        }
        Ok(filled)
    }
}
