use core::slice::from_ref;

use sha2::block_api::compress256;
use sha2::{Digest, Sha256};
use zeroize::Zeroize;

use super::secret::wipe;
use super::{CryptoError, Secret};

/// SHA-256 of the concatenation of `parts`.
#[must_use]
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// HMAC-SHA-256 (RFC 2104) of the concatenation of `parts`.
#[must_use]
pub fn hmac(key: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut code = [0; 32];
    Keyed::new(key).mac(&[], parts, &[], &mut code);
    code
}

/// HKDF-SHA-256 (RFC 5869), extract then expand, of the concatenations of `ikm` and of `info`.
/// An empty `salt` means 32 zero bytes.
///
/// # Errors
/// [`CryptoError::TooLong`] when `out` is longer than 255 * 32 bytes; it is then as it was.
pub fn hkdf(salt: &[u8], ikm: &[&[u8]], info: &[&[u8]], out: &mut [u8]) -> Result<(), CryptoError> {
    let mut prk = Secret::<32>::zeroed();
    // HMAC pads its key with zeros, so that an empty salt is 32 zero bytes already.
    Keyed::new(salt).mac(&[], ikm, &[], prk.as_mut_bytes());
    hkdf_expand(prk.as_bytes(), info, out)
}

/// The second half of HKDF-SHA-256: expands a uniform key `prk`.
///
/// # Errors
/// [`CryptoError::TooLong`] when `out` is longer than 255 * 32 bytes; it is then as it was.
pub fn hkdf_expand(prk: &[u8], info: &[&[u8]], out: &mut [u8]) -> Result<(), CryptoError> {
    if out.len() > 255 * 32 {
        return Err(CryptoError::TooLong);
    }
    let key = Keyed::new(prk);
    let (blocks, last) = out.as_chunks_mut::<32>();
    let mut counter = 0_u8;
    let mut previous: &[u8] = &[];
    for block in blocks {
        counter = counter.wrapping_add(1);
        key.mac(previous, info, &[counter], block);
        previous = block;
    }
    if !last.is_empty() {
        let mut block = Secret::<32>::zeroed();
        key.mac(previous, info, &[counter.wrapping_add(1)], block.as_mut_bytes());
        if let Some(start) = block.as_bytes().get(..last.len()) {
            last.copy_from_slice(start);
        }
    }
    Ok(())
}

/// An HMAC key after its padded forms went through the compression function, which is half the
/// work of a short message and here done once a key.
///
/// This stands on sha2's compression function and not on the hmac and hkdf crates because key
/// derivation is most of what a message in one direction costs, and those take 1.2 times as long.
struct Keyed {
    inner: [u32; 8],
    outer: [u32; 8],
}

impl Keyed {
    fn new(key: &[u8]) -> Self {
        let mut padded = [0; BLOCK];
        if key.len() <= BLOCK {
            copy(Some(&mut padded), key);
        } else {
            let mut hashed = sha256(&[key]);
            copy(Some(&mut padded), &hashed);
            wipe(&mut hashed);
        }
        let mut keyed = Self { inner: INITIAL, outer: INITIAL };
        padded.iter_mut().for_each(|byte| *byte ^= 0x36);
        compress256(&mut keyed.inner, from_ref(&padded));
        padded.iter_mut().for_each(|byte| *byte ^= 0x36 ^ 0x5c);
        compress256(&mut keyed.outer, from_ref(&padded));
        wipe(&mut padded);
        keyed
    }

    /// The code of `first` ‖ `parts` ‖ `last`, which is the shape HKDF needs.
    fn mac(&self, first: &[u8], parts: &[&[u8]], last: &[u8], code: &mut [u8; 32]) {
        let mut hash = Stream { state: self.inner, block: [0; BLOCK], length: BLOCK };
        hash.update(first);
        parts.iter().for_each(|part| hash.update(part));
        hash.update(last);
        hash.finish(code);

        // The outer hash has one more block: the 32 bytes and the padding of 96 bytes hashed.
        hash.state = self.outer;
        hash.length = BLOCK;
        hash.update(code);
        hash.finish(code);
    }
}

impl Drop for Keyed {
    fn drop(&mut self) {
        let Self { inner, outer } = self;
        inner.as_mut_slice().zeroize();
        outer.as_mut_slice().zeroize();
    }
}

/// SHA-256 (FIPS 180-4 section 6.2) from a given chaining value on.
struct Stream {
    state: [u32; 8],
    /// What does not fill a block yet: its first `length % BLOCK` bytes.
    block: [u8; BLOCK],
    /// Bytes hashed so far, those before the chaining value included.
    length: usize,
}

impl Stream {
    fn update(&mut self, mut input: &[u8]) {
        let filled = self.length % BLOCK;
        self.length = self.length.wrapping_add(input.len());
        if filled > 0 {
            let missing = BLOCK - filled;
            let Some((head, rest)) = input.split_at_checked(missing) else {
                copy(self.block.get_mut(filled..), input);
                return;
            };
            copy(self.block.get_mut(filled..), head);
            compress256(&mut self.state, from_ref(&self.block));
            input = rest;
        }
        let (blocks, rest) = input.as_chunks::<BLOCK>();
        if !blocks.is_empty() {
            compress256(&mut self.state, blocks);
        }
        copy(Some(&mut self.block), rest);
    }

    /// Pads with 80, zeros and the length in bits, and writes the digest.
    fn finish(&mut self, digest: &mut [u8; 32]) {
        let filled = self.length % BLOCK;
        let bits = (self.length as u64).wrapping_mul(8);
        if let Some([end, rest @ ..]) = self.block.get_mut(filled..) {
            *end = 0x80;
            rest.fill(0);
        }
        if filled >= BLOCK - 8 {
            compress256(&mut self.state, from_ref(&self.block));
            self.block = [0; BLOCK];
        }
        if let Some(place) = self.block.last_chunk_mut() {
            *place = bits.to_be_bytes();
        }
        compress256(&mut self.state, from_ref(&self.block));
        let (words, _) = digest.as_chunks_mut();
        words.iter_mut().zip(self.state).for_each(|(to, word)| *to = word.to_be_bytes());
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        let Self { state, block, length: _ } = self;
        state.as_mut_slice().zeroize();
        wipe(block);
    }
}

/// Copies `from` to the start of `to`, which has room for it.
fn copy(to: Option<&mut [u8]>, from: &[u8]) {
    if let Some(place) = to.and_then(|to| to.get_mut(..from.len())) {
        place.copy_from_slice(from);
    }
}

const BLOCK: usize = 64;

/// FIPS 180-4 section 5.3.3.
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

#[cfg(test)]
mod tests {
    use super::*;
    use ::hmac::{Hmac, KeyInit, Mac};

    /// The hmac crate shares the compression function but none of the code above.
    #[test]
    fn hmac_agrees_with_the_hmac_crate_at_every_length_and_split() {
        let data: Vec<u8> = (0..=255).collect();
        for key_length in [0, 1, 31, 32, 63, 64, 65, 128, 200] {
            let key = &data[..key_length];
            for length in 0..data.len() {
                let mut expected = Hmac::<Sha256>::new_from_slice(key).unwrap();
                expected.update(&data[..length]);
                let expected: [u8; 32] = expected.finalize().into_bytes().into();
                for split in [0, 1, 17, 55, 56, 63, 64, 65, 127, 128, 129, 200] {
                    let (head, tail) = data[..length].split_at(split.min(length));
                    let (middle, tail) = tail.split_at(tail.len() / 2);
                    assert_eq!(hmac(key, &[head, &[], middle, tail]), expected, "{length}/{split}");
                }
            }
        }
    }

    #[test]
    fn an_empty_salt_is_32_zero_bytes() {
        let (mut a, mut b) = ([0; 40], [0; 40]);
        hkdf(&[], &[b"ikm"], &[b"info"], &mut a).unwrap();
        hkdf(&[0; 32], &[b"ikm"], &[b"info"], &mut b).unwrap();
        assert_eq!(a, b);
    }

    #[test]
    fn expanding_stops_at_255_blocks_and_leaves_the_output_alone() {
        let mut longest = vec![0; 255 * 32];
        assert_eq!(hkdf_expand(&[1; 32], &[], &mut longest), Ok(()));
        let mut too_long = vec![7; 255 * 32 + 1];
        assert_eq!(hkdf_expand(&[1; 32], &[], &mut too_long), Err(CryptoError::TooLong));
        assert!(too_long.iter().all(|byte| *byte == 7));
    }

    #[test]
    fn a_shorter_output_is_the_start_of_a_longer_one() {
        let mut longest = [0; 100];
        hkdf(b"salt", &[b"ikm"], &[b"in", b"fo"], &mut longest).unwrap();
        for length in 0..=100 {
            let mut out = vec![0; length];
            hkdf(b"salt", &[b"i", b"km"], &[b"info"], &mut out).unwrap();
            assert_eq!(out, longest[..length]);
        }
    }
}
