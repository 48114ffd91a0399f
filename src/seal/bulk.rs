//! Most of a large file: whole units, at any place of source and target, by several threads.
//!
//! What is left, the last chunk at least, is for [`Sealer::read_from`] and [`Opener::next_chunk`],
//! whose places in both files are set to where it begins.

use std::fs::File;
use std::io::{ErrorKind, Seek, SeekFrom};
use std::os::unix::fs::FileExt;

use super::body::{CHUNK, Leaf, SEALED_CHUNK};
use super::opener::Opener;
use super::parallel::{UNIT, on_units};
use super::temporary::TemporaryFile;
use super::{Part, SealError, Sealer};
use crate::crypto::TAG_LENGTH;
use crate::wire::limits::MAX_DOCUMENT_CHUNKS;

impl Sealer<TemporaryFile> {
    /// Seals units of `source`, which has been read up to what was taken: as many as `most` bytes
    /// take, at least one, if there are any before the last chunk. Gives the bytes taken.
    pub(super) fn seal_units(&mut self, source: &mut File, most: u64) -> Result<u64, SealError> {
        let (Some(size), true) = (self.size, self.pending.is_empty()) else { return Ok(0) };
        let first = self.chunks.index();
        let before_last = size.saturating_sub(1) / CHUNK as u64;
        let units = units(before_last, first, most);
        let mut target = self.output.file()?;
        let target_start = target.stream_position().map_err(SealError::io(WRITE))?;
        let source_start = self.taken;

        let shrunk = SealError::SizeChanged { expected: size, found: source_start };
        let (cipher, mut advance) = self.chunks.split();
        let seal = |unit: u32, buffer: &mut [u8]| {
            let mut place = source_start + u64::from(unit * UNIT) * CHUNK as u64;
            let mut leaves = Vec::with_capacity(UNIT as usize);
            for (i, chunk) in (unit * UNIT..).zip(buffer.chunks_exact_mut(SEALED_CHUNK)) {
                let (content, _) = chunk.split_at_mut(CHUNK);
                read_at(source, content, place, &shrunk)?;
                leaves.push(cipher.seal(first + i, false, chunk)?);
                place += CHUNK as u64;
            }
            let place = target_start + u64::from(unit * UNIT) * SEALED_CHUNK as u64;
            target.write_all_at(buffer, place).map_err(SealError::io(WRITE))?;
            Ok(leaves)
        };
        let keep = |leaves: Vec<Leaf>| leaves.into_iter().for_each(|leaf| advance.by(leaf));
        on_units(0..units, seal, keep)?;

        let chunks = u64::from(units * UNIT);
        let taken = chunks * CHUNK as u64;
        self.taken += taken;
        source.seek(SeekFrom::Start(self.taken)).map_err(SealError::io("read"))?;
        let end = target_start + chunks * SEALED_CHUNK as u64;
        target.seek(SeekFrom::Start(end)).map_err(SealError::io(WRITE))?;
        Ok(taken)
    }
}

impl Opener<File> {
    /// Opens units of a source of `total` bytes into `target`: as many as `most` bytes take, at
    /// least one, if there are any before the last chunk. Gives the bytes that are done.
    pub(super) fn open_units(
        &mut self,
        total: u64,
        target: &TemporaryFile,
        most: u64,
    ) -> Result<u64, SealError> {
        if self.filled > 0 {
            // Chunks are read one after the other already.
            return Ok(0);
        }
        let first = self.chunks.index();
        let source_start = self.read;
        let behind = self.trailer.as_ref().map_or(0, |trailer| trailer.length) as u64;
        let sealed = total.saturating_sub(source_start).saturating_sub(behind);
        let before_last = sealed.saturating_sub(1) / SEALED_CHUNK as u64;
        let units = units(before_last + u64::from(first), first, most);
        if units == 0 {
            return Ok(0);
        }
        let target_start = u64::from(first) * CHUNK as u64;
        if let Some(size) = self.metadata.size {
            check_length(size.saturating_sub(target_start), sealed)?;
        }

        let mut target = target.file()?;
        let source = &self.input.0;
        let (cipher, mut advance) = self.chunks.split();
        let open = |unit: u32, buffer: &mut [u8]| {
            let mut place = source_start + u64::from(unit * UNIT) * SEALED_CHUNK as u64;
            let mut leaves = Vec::with_capacity(UNIT as usize);
            // Each chunk is read over the tag of the one before it, which has been opened: their
            // contents touch, and are written at once. Systems let one thread write to a file.
            for i in 0..UNIT {
                let index = first + unit * UNIT + i;
                let (_, chunk) = buffer.split_at_mut(i as usize * CHUNK);
                let (chunk, _) = chunk.split_at_mut(SEALED_CHUNK);
                read_at(source, chunk, place, &SealError::Truncated)?;
                let (_, leaf) = cipher
                    .open(index, false, chunk)
                    .map_err(|_| SealError::Damaged(Part::Chunk(index)))?;
                leaves.push(leaf);
                place += SEALED_CHUNK as u64;
            }
            let (content, _) = buffer.split_at_mut(UNIT as usize * CHUNK);
            let place = target_start + u64::from(unit * UNIT) * CHUNK as u64;
            target.write_all_at(content, place).map_err(SealError::io("write the file"))?;
            Ok(leaves)
        };
        let keep = |leaves: Vec<Leaf>| leaves.into_iter().for_each(|leaf| advance.by(leaf));
        on_units(0..units, open, keep)?;

        let chunks = u64::from(units * UNIT);
        let done = chunks * SEALED_CHUNK as u64;
        self.read += done;
        let end = SeekFrom::Start(self.read);
        self.input.0.seek(end).map_err(SealError::io("read"))?;
        let end = target_start + chunks * CHUNK as u64;
        target.seek(SeekFrom::Start(end)).map_err(SealError::io("write the file"))?;
        Ok(done)
    }
}

const WRITE: &str = "write the sealed document";

/// Fills `part` from a place on. `ended` is the error of a source that ends before.
fn read_at(source: &File, part: &mut [u8], place: u64, ended: &SealError) -> Result<(), SealError> {
    source.read_exact_at(part, place).map_err(|error| match error.kind() {
        ErrorKind::UnexpectedEof => ended.clone(),
        _ => SealError::io("read")(error),
    })
}

/// How many units to do, from chunk `first` on.
fn units(before_last: u64, first: u32, most: u64) -> u32 {
    let there = before_last.saturating_sub(first.into()) / u64::from(UNIT);
    // Rounded up: as long as there are units, nothing is left for one chunk after the other.
    let wanted = most.div_ceil(u64::from(UNIT) * CHUNK as u64).max(1);
    let most = u64::from(MAX_DOCUMENT_CHUNKS / UNIT);
    u32::try_from(there.min(wanted).min(most)).unwrap_or_default()
}

/// Whether so many bytes of chunks hold so many bytes of content: what would be seen at the end is
/// seen at once.
fn check_length(content: u64, sealed: u64) -> Result<(), SealError> {
    let chunks = content.div_ceil(CHUNK as u64).max(1);
    match sealed.cmp(&content.saturating_add(chunks.saturating_mul(TAG_LENGTH as u64))) {
        core::cmp::Ordering::Less => Err(SealError::Truncated),
        core::cmp::Ordering::Equal => Ok(()),
        core::cmp::Ordering::Greater => Err(SealError::TrailingBytes),
    }
}
