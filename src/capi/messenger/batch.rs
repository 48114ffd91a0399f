//! Many calls with one sync of the disk.

use crate::capi::frame::guard::call;
use crate::capi::frame::handle::share;
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::subrosa_messenger;
use crate::capi::outcome::answer::{Failed, answer};
use crate::capi::outcome::walk::subrosa_outcome;
use crate::plugin::Verdict;

/// Begins a batch, for example in a bot that answers many texts at once. Until the batch ends,
/// calls that change something return only their verdict and the ECHO of what was typed;
/// `subrosa_batch_end` returns all other events. A batch is as safe as single calls and syncs the
/// disk only once. On a disk with slow syncs, calls are many times as fast. Limit a batch to a few
/// hundred calls, because its events are kept in memory.
///
/// @return `SUBROSA_OK`; `SUBROSA_E_WRONG_STATE` if a batch has begun already; an error of the
///         handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_batch_begin(messenger: *mut subrosa_messenger) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let shared = unsafe { share(messenger.cast_const())? };
        shared.with(|frontend| Ok(frontend.begin_batch()?))
    })
}

/// Ends a batch: makes the changes of its calls durable and returns their events.
///
/// @return An outcome with the events of all calls in their order. Its result is `SUBROSA_OK`;
///         `SUBROSA_E_WRONG_STATE` if there is no batch; `SUBROSA_E_DISK_FULL`,
///         `SUBROSA_E_VAULT_BUSY` and the other errors of a vault, after which the batch goes on,
///         nothing is lost, and you can call this again; an error of the handle.
///
/// Thread: any. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_batch_end(
    messenger: *mut subrosa_messenger,
) -> *mut subrosa_outcome {
    // SAFETY: Header.
    unsafe { answer(messenger, Failed::Silent(Verdict::Pass), |frontend| Ok(frontend.end_batch())) }
}
