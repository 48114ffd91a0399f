//! Several threads on one file.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use zeroize::Zeroizing;

use super::SealError;
use super::body::SEALED_CHUNK;

/// Chunks that a worker takes at a time: a mebibyte.
pub(super) const UNIT: u32 = 16;

/// Units in one go: what is kept of each until all are done is 32 bytes a chunk.
const ROUND: u32 = 256;

/// Workers, each with a buffer of a unit.
const MOST_WORKERS: usize = 4;

/// Does `work` on each of `units`, with a buffer that holds a sealed unit, on as many threads as
/// there are processors; then `keep` gets the results, in order. The threads end before this does.
///
/// After an error of one unit no further ones are begun; the error of the first one that failed is
/// given, and the results of those before it are kept.
pub(super) fn on_units<T: Send>(
    units: Range<u32>,
    work: impl Fn(u32, &mut [u8]) -> Result<T, SealError> + Sync,
    mut keep: impl FnMut(T),
) -> Result<(), SealError> {
    let Range { start: mut begin, end } = units;
    while begin < end {
        let round = begin..end.min(begin.saturating_add(ROUND));
        begin = round.end;
        for result in one_round(round, &work).into_values() {
            keep(result?);
        }
    }
    Ok(())
}

fn one_round<T: Send>(
    units: Range<u32>,
    work: &(impl Fn(u32, &mut [u8]) -> Result<T, SealError> + Sync),
) -> BTreeMap<u32, Result<T, SealError>> {
    let next = AtomicU32::new(units.start);
    let results = Mutex::new(BTreeMap::new());
    let worker = || {
        let mut buffer = Zeroizing::new(vec![0; UNIT as usize * SEALED_CHUNK]);
        loop {
            let unit = next.fetch_add(1, Ordering::Relaxed);
            if unit >= units.end {
                break;
            }
            let result = work(unit, &mut buffer);
            if result.is_err() {
                next.store(units.end, Ordering::Relaxed);
            }
            if let Ok(mut results) = results.lock() {
                results.insert(unit, result);
            }
        }
    };
    let wanted = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 1..wanted.min(MOST_WORKERS).min(units.len()) {
            // Where the system has no further thread, the others do its part.
            let _ = thread::Builder::new().spawn_scoped(scope, worker);
        }
        worker();
    });
    results.into_inner().unwrap_or_else(PoisonError::into_inner)
}
