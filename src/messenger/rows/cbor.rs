//! CBOR (RFC 8949) to and from memory that is wiped, and no deeper than a record can be.

use cbor4ii::core::{dec, enc};
use cbor4ii::serde::{Deserializer, Serializer};
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use zeroize::Zeroizing;

/// How deep values may stand in each other. Ours need five.
const MAX_DEPTH: u8 = 16;

/// A value as CBOR, behind the bytes that are there.
pub(super) fn write(start: &[u8], value: &impl Serialize) -> Result<Zeroizing<Vec<u8>>, Broken> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(FIRST_BYTES));
    bytes.extend_from_slice(start);
    let mut serializer = Serializer::new(Wiped(bytes));
    value.serialize(&mut serializer).map_err(|_| Broken)?;
    Ok(serializer.into_inner().0)
}

/// The value that all of these bytes are.
pub(super) fn read<'de, T: Deserialize<'de>>(bytes: &'de [u8]) -> Result<T, Broken> {
    let mut deserializer = Deserializer::new(Slice { rest: bytes, depth: MAX_DEPTH });
    let value = T::deserialize(&mut deserializer).map_err(|_| Broken)?;
    match deserializer.into_inner().rest {
        [] => Ok(value),
        _ => Err(Broken),
    }
}

/// The bytes are not of such a value. What they are instead stays unsaid: they may be secret.
#[derive(Debug)]
pub(super) struct Broken;

/// Most records fit it.
const FIRST_BYTES: usize = 512;

/// Bytes that leave no copy behind when there are more of them than was thought.
struct Wiped(Zeroizing<Vec<u8>>);

impl enc::Write for Wiped {
    type Error = Infallible;

    fn push(&mut self, input: &[u8]) -> Result<(), Infallible> {
        let Self(bytes) = self;
        let needed = bytes.len().saturating_add(input.len());
        if needed > bytes.capacity() {
            let mut more = Vec::with_capacity(needed.max(bytes.capacity().saturating_mul(2)));
            more.extend_from_slice(bytes);
            *bytes = Zeroizing::new(more);
        }
        bytes.extend_from_slice(input);
        Ok(())
    }
}

/// Reads from a slice, without copies of what stands in it.
struct Slice<'de> {
    rest: &'de [u8],
    depth: u8,
}

impl<'de> dec::Read<'de> for Slice<'de> {
    type Error = Infallible;

    fn fill<'s>(&'s mut self, _: usize) -> Result<dec::Reference<'de, 's>, Infallible> {
        Ok(dec::Reference::Long(self.rest))
    }

    fn advance(&mut self, n: usize) {
        self.rest = self.rest.get(n..).unwrap_or_default();
    }

    fn step_in(&mut self) -> bool {
        match self.depth.checked_sub(1) {
            Some(depth) => {
                self.depth = depth;
                true
            }
            None => false,
        }
    }

    fn step_out(&mut self) {
        self.depth = self.depth.saturating_add(1);
    }
}
