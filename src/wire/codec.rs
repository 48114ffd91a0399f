//! Fields of an object: fixed-width integers (big-endian), varints, and items of type, length and
//! value.
//!
//! A varint is unsigned LEB128: seven bits a byte, least significant first, bit 7 set on all but
//! the last. Each value has one encoding only: a last byte of zero after others is refused.
//!
//! An item is a type byte, the length of its value as a varint, and the value. Bit 7 of the type
//! ([`SKIPPABLE`]) says that whoever does not know the type may pass over the item. Type 0x00 is
//! [`PADDING`], one byte without length or value.

use super::WireError;
use zeroize::Zeroize;

/// Type of the one-byte padding item, which has no length and no value.
pub const PADDING: u8 = 0x00;

/// Bit of an item type: an unknown item may be skipped.
pub const SKIPPABLE: u8 = 0x80;

/// Reads fields from the front of a slice. A read that fails consumes nothing.
#[derive(Debug, Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Reads from the start of `bytes`.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// The next `n` bytes.
    ///
    /// # Errors
    ///
    /// [`WireError::Truncated`], as for every read below that names no other error.
    pub fn take(&mut self, n: usize) -> Result<&'a [u8], WireError> {
        let (taken, rest) = self.rest.split_at_checked(n).ok_or(self.truncated(n))?;
        self.rest = rest;
        Ok(taken)
    }

    /// The next `N` bytes as an array.
    ///
    /// # Errors
    ///
    /// [`WireError::Truncated`].
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], WireError> {
        let (taken, rest) = self.rest.split_first_chunk::<N>().ok_or(self.truncated(N))?;
        self.rest = rest;
        Ok(*taken)
    }

    /// One byte.
    ///
    /// # Errors
    ///
    /// [`WireError::Truncated`].
    pub fn u8(&mut self) -> Result<u8, WireError> {
        self.array().map(u8::from_be_bytes)
    }

    /// Two bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`WireError::Truncated`].
    pub fn u16(&mut self) -> Result<u16, WireError> {
        self.array().map(u16::from_be_bytes)
    }

    /// Four bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`WireError::Truncated`].
    pub fn u32(&mut self) -> Result<u32, WireError> {
        self.array().map(u32::from_be_bytes)
    }

    /// Eight bytes, big-endian.
    ///
    /// # Errors
    ///
    /// [`WireError::Truncated`].
    pub fn u64(&mut self) -> Result<u64, WireError> {
        self.array().map(u64::from_be_bytes)
    }

    /// A varint of at most 32 bits, 1 to 5 bytes.
    ///
    /// # Errors
    ///
    /// [`WireError::Truncated`], [`WireError::NonCanonicalVarint`], [`WireError::VarintOverflow`].
    pub fn varint(&mut self) -> Result<u32, WireError> {
        let before = self.rest;
        let overflow = WireError::VarintOverflow { bits: 32 };
        let read = self.leb128(5, &overflow);
        let value = read.and_then(|value| u32::try_from(value).map_err(|_| overflow));
        if value.is_err() {
            self.rest = before;
        }
        value
    }

    /// A varint of at most 64 bits, 1 to 10 bytes.
    ///
    /// # Errors
    ///
    /// [`WireError::Truncated`], [`WireError::NonCanonicalVarint`], [`WireError::VarintOverflow`].
    pub fn varint64(&mut self) -> Result<u64, WireError> {
        self.leb128(10, &WireError::VarintOverflow { bits: 64 })
    }

    /// Everything that is left.
    pub fn rest(&mut self) -> &'a [u8] {
        core::mem::take(&mut self.rest)
    }

    /// Number of bytes left.
    #[must_use]
    pub fn remaining(&self) -> usize {
        self.rest.len()
    }

    /// Whether nothing is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Ends the reading.
    ///
    /// # Errors
    ///
    /// [`WireError::TrailingBytes`] if anything is left.
    pub fn finish(self) -> Result<(), WireError> {
        match self.rest.len() {
            0 => Ok(()),
            found => Err(WireError::TrailingBytes { found }),
        }
    }

    fn leb128(&mut self, most: usize, overflow: &WireError) -> Result<u64, WireError> {
        let mut value = 0u64;
        for (at, &byte) in self.rest.iter().take(most).enumerate() {
            let group = u64::from(byte & 0x7f);
            let shift = 7 * at;
            if group << shift >> shift != group {
                return Err(overflow.clone());
            }
            value |= group << shift;
            if byte & 0x80 == 0 {
                if byte == 0 && at > 0 {
                    return Err(WireError::NonCanonicalVarint);
                }
                self.take(at + 1)?;
                return Ok(value);
            }
        }
        if self.rest.len() < most {
            return Err(self.truncated(self.rest.len() + 1));
        }
        Err(overflow.clone())
    }

    fn truncated(&self, needed: usize) -> WireError {
        WireError::Truncated { needed, found: self.rest.len() }
    }
}

/// Writes fields one after the other. What it writes may be secret: when it needs more room, what
/// it leaves behind is wiped. Whoever takes the bytes wipes them.
#[derive(Debug, Clone, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Starts with no bytes.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Starts with room for `capacity` bytes, so that up to there nothing is moved (and no copy
    /// left behind).
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self { bytes: Vec::with_capacity(capacity) }
    }

    /// One byte.
    pub fn u8(&mut self, value: u8) {
        self.bytes(&[value]);
    }

    /// Two bytes, big-endian.
    pub fn u16(&mut self, value: u16) {
        self.bytes(&value.to_be_bytes());
    }

    /// Four bytes, big-endian.
    pub fn u32(&mut self, value: u32) {
        self.bytes(&value.to_be_bytes());
    }

    /// Eight bytes, big-endian.
    pub fn u64(&mut self, value: u64) {
        self.bytes(&value.to_be_bytes());
    }

    /// The bytes as they are, without a length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.reserve(bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    /// A varint of 1 to 5 bytes.
    pub fn varint(&mut self, value: u32) {
        self.varint64(value.into());
    }

    /// A varint of 1 to 10 bytes.
    pub fn varint64(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.u8(value as u8 | 0x80);
            value >>= 7;
        }
        self.u8(value as u8);
    }

    /// An item: type, length, value. The type is not [`PADDING`]; the value is shorter than 4 GiB.
    pub fn item(&mut self, item_type: u8, value: &[u8]) {
        debug_assert_ne!(item_type, PADDING, "padding has no value");
        self.u8(item_type);
        self.varint64(value.len() as u64);
        self.bytes(value);
    }

    /// `n` padding items of one byte each.
    pub fn padding(&mut self, n: usize) {
        self.reserve(n);
        self.bytes.resize(self.bytes.len() + n, PADDING);
    }

    fn reserve(&mut self, more: usize) {
        let needed = self.bytes.len() + more;
        if needed > self.bytes.capacity() {
            let mut larger = Vec::with_capacity(needed.max(2 * self.bytes.capacity()));
            larger.extend_from_slice(&self.bytes);
            core::mem::replace(&mut self.bytes, larger).zeroize();
        }
    }

    /// Number of bytes written.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// What was written.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        &self.bytes
    }

    /// What was written, by value.
    #[must_use]
    pub fn into_vec(self) -> Vec<u8> {
        self.bytes
    }
}

/// Number of bytes of a value as a varint: 1 to 10.
#[must_use]
pub fn varint_len(value: u64) -> usize {
    let bits = u64::BITS - value.leading_zeros();
    bits.div_ceil(7).max(1) as usize
}

/// The items in a slice, in order, padding left out. Ends after the first error.
#[derive(Debug, Clone)]
pub struct Items<'a> {
    reader: Reader<'a>,
}

impl<'a> Items<'a> {
    /// Reads `bytes`, all of which are to be items.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { reader: Reader::new(bytes) }
    }
}

impl<'a> Iterator for Items<'a> {
    /// Type (bit 7 included) and value.
    type Item = Result<(u8, &'a [u8]), WireError>;

    fn next(&mut self) -> Option<Self::Item> {
        while let Ok(item_type) = self.reader.u8() {
            if item_type == PADDING {
                continue;
            }
            let length = self.reader.varint();
            let value = length.and_then(|length| self.reader.take(length as usize));
            if value.is_err() {
                self.reader.rest();
            }
            return Some(value.map(|value| (item_type, value)));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn integers_are_big_endian_and_come_back() {
        let mut writer = Writer::with_capacity(20);
        writer.u8(0x01);
        writer.u16(0x0203);
        writer.u32(0x0405_0607);
        writer.u64(0x0809_0a0b_0c0d_0e0f);
        writer.bytes(b"tail");
        assert_eq!(&writer.as_slice()[..15], (1..=15).collect::<Vec<u8>>());
        assert_eq!((writer.len(), writer.is_empty()), (19, false));

        let bytes = writer.into_vec();
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.u8(), Ok(0x01));
        assert_eq!(reader.u16(), Ok(0x0203));
        assert_eq!(reader.u32(), Ok(0x0405_0607));
        assert_eq!(reader.u64(), Ok(0x0809_0a0b_0c0d_0e0f));
        assert_eq!(reader.clone().finish(), Err(WireError::TrailingBytes { found: 4 }));
        assert_eq!(reader.rest(), b"tail");
        assert!(reader.is_empty());
        assert_eq!(reader.finish(), Ok(()));
    }

    #[test]
    fn a_read_past_the_end_fails_and_consumes_nothing() {
        let mut reader = Reader::new(&[1, 2, 3]);
        assert_eq!(reader.u32(), Err(WireError::Truncated { needed: 4, found: 3 }));
        assert_eq!(reader.take(4), Err(WireError::Truncated { needed: 4, found: 3 }));
        assert_eq!(reader.array(), Ok([1, 2, 3]));
    }

    #[test]
    fn a_varint_is_leb128() {
        let table: [(u64, &[u8]); 7] = [
            (0, &[0]),
            (127, &[0x7f]),
            (128, &[0x80, 1]),
            (300, &[0xac, 2]),
            (16_383, &[0xff, 0x7f]),
            (u32::MAX.into(), &[0xff, 0xff, 0xff, 0xff, 0x0f]),
            (u64::MAX, &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1]),
        ];
        for (value, bytes) in table {
            let mut writer = Writer::new();
            writer.varint64(value);
            assert_eq!(writer.as_slice(), bytes);
            assert_eq!(varint_len(value), bytes.len());
            assert_eq!(Reader::new(bytes).varint64(), Ok(value));
            if let Ok(value) = u32::try_from(value) {
                assert_eq!(Reader::new(bytes).varint(), Ok(value));
            }
        }
    }

    #[test]
    fn a_varint_with_needless_bytes_is_refused() {
        for bytes in [&[0x80, 0][..], &[0xff, 0], &[0x80, 0x80, 0], &[0x81, 0x80, 0x80, 0x80, 0]] {
            let mut reader = Reader::new(bytes);
            assert_eq!(reader.varint(), Err(WireError::NonCanonicalVarint), "{bytes:x?}");
            assert_eq!(reader.varint64(), Err(WireError::NonCanonicalVarint), "{bytes:x?}");
            assert_eq!(reader.remaining(), bytes.len());
        }
    }

    #[test]
    fn a_varint_beyond_its_type_is_refused() {
        let overflow = |bits| WireError::VarintOverflow { bits };
        for bytes in [&[0xff, 0xff, 0xff, 0xff, 0x10][..], &[0xff; 6], &[0x80; 5]] {
            let mut reader = Reader::new(bytes);
            assert_eq!(reader.varint(), Err(overflow(32)), "{bytes:x?}");
            assert_eq!(reader.remaining(), bytes.len());
        }
        let mut two_to_64 = [0x80; 10];
        two_to_64[9] = 2;
        for bytes in [&two_to_64[..], &[0xff; 11], &[0x80; 10]] {
            assert_eq!(Reader::new(bytes).varint64(), Err(overflow(64)), "{bytes:x?}");
        }
    }

    #[test]
    fn a_cut_varint_is_truncated() {
        for n in 0..5 {
            let cut = Err(WireError::Truncated { needed: n + 1, found: n });
            assert_eq!(Reader::new(&[0x80; 4][..n]).varint(), cut);
        }
    }

    #[test]
    fn items_come_back_without_their_padding() {
        let mut writer = Writer::new();
        writer.padding(2);
        writer.item(1, b"one");
        writer.padding(1);
        writer.item(SKIPPABLE | 5, b"");
        writer.item(2, &[7; 200]);
        writer.padding(3);
        let bytes = writer.into_vec();
        let items: Result<Vec<_>, _> = Items::new(&bytes).collect();
        assert_eq!(items.unwrap(), [(1, &b"one"[..]), (0x85, b""), (2, &[7; 200])]);
        assert_eq!(Items::new(&[0; 100]).next(), None);
    }

    #[test]
    fn items_end_after_a_cut_one() {
        let mut items = Items::new(&[1, 1, b'x', 2, 5, b'a', 3, 0]);
        assert_eq!(items.next(), Some(Ok((1, &b"x"[..]))));
        assert_eq!(items.next(), Some(Err(WireError::Truncated { needed: 5, found: 3 })));
        assert_eq!(items.next(), None);
        let huge = [1, 0xff, 0xff, 0xff, 0xff, 0x0f, 0];
        let cut = WireError::Truncated { needed: u32::MAX as usize, found: 1 };
        assert_eq!(Items::new(&huge).next(), Some(Err(cut)));
    }

    proptest! {
        #[test]
        fn any_varint_comes_back(value: u64, right in 0u32..64) {
            let value = value >> right;
            let mut writer = Writer::new();
            writer.varint64(value);
            prop_assert_eq!(writer.len(), varint_len(value));
            prop_assert_eq!(Reader::new(writer.as_slice()).varint64(), Ok(value));
            let narrow = Reader::new(writer.as_slice()).varint();
            prop_assert_eq!(narrow.ok(), u32::try_from(value).ok());
        }

        #[test]
        fn a_varint_that_reads_is_the_one_that_is_written(bytes: [u8; 10]) {
            let mut reader = Reader::new(&bytes);
            if let Ok(value) = reader.varint64() {
                let mut writer = Writer::new();
                writer.varint64(value);
                prop_assert_eq!(writer.as_slice(), &bytes[..10 - reader.remaining()]);
            }
        }

        #[test]
        fn any_bytes_are_items_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut held = 0;
            for (_, value) in Items::new(&bytes).flatten() {
                held += 2 + value.len();
            }
            prop_assert!(held <= bytes.len());
        }
    }
}
