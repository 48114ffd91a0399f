//! Lists, options and flags as fields of an object: what saved state is made of.
//!
//! A list is a count (varint) and its entries; an option is one byte, 0 or 1, and its value if there
//! is one; up to eight flags are the bits of one byte, the first the lowest.

use super::WireError;
use super::codec::{Reader, Writer};

impl Writer {
    /// The number of things that follow. A number that no memory could hold is written as the
    /// largest there is.
    pub fn count(&mut self, count: usize) {
        self.varint(u32::try_from(count).unwrap_or(u32::MAX));
    }

    /// A list: how many entries, and each as `write` has it.
    pub fn list<T>(
        &mut self,
        entries: impl ExactSizeIterator<Item = T>,
        write: impl Fn(&mut Self, T),
    ) {
        self.count(entries.len());
        entries.for_each(|entry| write(self, entry));
    }

    /// A value that may be missing.
    pub fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.u8(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// Up to eight truths in one byte.
    pub fn flags(&mut self, flags: &[bool]) {
        self.u8(flags.iter().rev().fold(0, |byte, flag| byte << 1 | u8::from(*flag)));
    }
}

impl Reader<'_> {
    /// A number of things that follow.
    ///
    /// # Errors
    /// [`WireError::Invalid`] for more than `most`, before anything is allocated for them.
    pub fn count(&mut self, most: usize) -> Result<usize, WireError> {
        match usize::try_from(self.varint()?) {
            Ok(count) if count <= most => Ok(count),
            _ => Err(WireError::Invalid("a saved count")),
        }
    }

    /// A list of at most `most` entries.
    ///
    /// # Errors
    /// Those of [`Self::count`] and of `read`.
    pub fn list<T, E: From<WireError>, C: FromIterator<T>>(
        &mut self,
        most: usize,
        mut read: impl FnMut(&mut Self) -> Result<T, E>,
    ) -> Result<C, E> {
        (0..self.count(most)?).map(|_| read(self)).collect()
    }

    /// A value that may be missing.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn option<T, E: From<WireError>>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        match self.u8()? {
            0 => Ok(None),
            _ => read(self).map(Some),
        }
    }

    /// The first `N` truths of a byte.
    ///
    /// # Errors
    /// [`WireError::Truncated`].
    pub fn flags<const N: usize>(&mut self) -> Result<[bool; N], WireError> {
        let byte = self.u8()?;
        Ok(std::array::from_fn(|bit| byte >> bit & 1 != 0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_options_and_flags_survive() {
        let mut writer = Writer::new();
        writer.list([5_u8, 6].into_iter(), Writer::u8);
        writer.option(None, Writer::u64);
        writer.option(Some(7), Writer::u64);
        writer.flags(&[true, false, true]);
        let bytes = writer.into_vec();
        assert_eq!(bytes, [2, 5, 6, 0, 1, 0, 0, 0, 0, 0, 0, 0, 7, 0b101]);
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.list::<_, WireError, Vec<_>>(2, |r| r.u8()), Ok(vec![5, 6]));
        assert_eq!(reader.option(|r| r.u64()), Ok(None));
        assert_eq!(reader.option(|r| r.u64()), Ok(Some(7)));
        assert_eq!(reader.flags(), Ok([true, false, true]));
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn a_count_above_its_bound_is_refused() {
        assert!(Reader::new(&[3]).count(2).is_err());
        assert!(Reader::new(&[0xff, 0xff, 0xff, 0xff, 0x0f]).count(usize::MAX >> 1).is_ok());
    }
}
