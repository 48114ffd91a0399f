//! Files: sealed and opened step by step, and given their names at the end.

use super::in_memory::Key;
use super::terms::subrosa_terms;
use crate::capi::frame::buffer::{Out, argument, path};
use crate::capi::frame::fault::Fault;
use crate::capi::frame::guard::{call, call_for};
use crate::capi::frame::handle::{self, Handle, NewHandle, lease};
use crate::capi::frame::random::SystemRandom;
use crate::capi::frame::result::subrosa_result;
use crate::capi::frame::shared::Shared;
use crate::capi::outcome::document_constants::{
    SUBROSA_DOCUMENT_EVENT_READY, SUBROSA_DOCUMENT_FIELD_PATH, SUBROSA_DOCUMENT_FIELD_SIZE,
};
use crate::capi::outcome::entry::{Entry, number};
use crate::capi::outcome::value::Outcome;
use crate::capi::outcome::walk::subrosa_outcome;
use crate::capi::session::identity::subrosa_identity;
use crate::messenger::Sender;
use crate::seal::{Existing, JobProgress, OpenJob, SealJob};
use core::ffi::c_char;
use std::ffi::OsStr;
use std::path::Path;
use std::sync::Weak;
use std::time::{Duration, Instant};

/// A job: a file that is being sealed or opened, in steps whose length the host chooses. Until the
/// job is committed, its result is a temporary file that only its owner can read and that is
/// removed with the job.
pub struct subrosa_job {
    _private: [u8; 0],
}

impl Handle for subrosa_job {
    type Value = Job;
    const TAG: u64 = u64::from_be_bytes(*b"Sub.Job_");
    const NAME: &'static str = "job";
}

pub(in crate::capi) enum Job {
    Seal(SealJob),
    Open {
        job: OpenJob,
        /// That knows who may have signed it.
        messenger: Option<Weak<Shared>>,
    },
}

/// For `subrosa_job_run`: runs the job to its end at full speed.
pub const SUBROSA_JOB_RUN_ALL: i32 = -1;

/// For `subrosa_job_commit`: replaces an existing file of the same name, atomically.
pub const SUBROSA_COMMIT_REPLACE: u32 = 1;

/// Begins to seal a file. Call `subrosa_job_run` until it is finished, then `subrosa_job_commit`.
///
/// @param terms   who can open the document, who signs it, and its name; may be freed afterwards
/// @param source  the path of a regular file, which is only read: on Unix any bytes, elsewhere
///                UTF-8
/// @param folder  the path of an existing folder for the document
/// @param out     receives the job, or NULL on failure; free it with `subrosa_job_free`
/// @return `SUBROSA_OK`; `SUBROSA_E_NO_RECIPIENTS`, `SUBROSA_E_NOT_A_FILE`,
///         `SUBROSA_E_FILE_MISSING`, `SUBROSA_E_FILE_PERMISSION`, `SUBROSA_E_DISK_FULL`,
///         `SUBROSA_E_FILE`, `SUBROSA_E_MEMORY`, `SUBROSA_E_RANDOM`, `SUBROSA_E_UTF8`,
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_seal_file(
    terms: *const subrosa_terms,
    source: *const c_char,
    folder: *const c_char,
    out: *mut *mut subrosa_job,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, terms, source, folder) = unsafe {
            (
                NewHandle::new(out)?,
                lease(terms)?,
                path("the source", source)?,
                path("the folder", folder)?,
            )
        };
        out.put(Job::Seal(SealJob::new(source, folder, &terms.terms(), &mut SystemRandom)?));
        Ok(())
    })
}

/// Begins to open a document in a file, which contains a file or a text. Call `subrosa_job_run`
/// until it is finished: the whole content is then verified and in a temporary file. You may
/// inspect that file, for example with a virus scanner (`PATH` of `subrosa_job_result`). Then call
/// `subrosa_job_commit`, or free the job.
///
/// @param source          the path of the document: on Unix any bytes, elsewhere UTF-8
/// @param folder          the path of an existing folder for the file
/// @param identity        the identity that opens it, or NULL if a passphrase is given
/// @param passphrase      UTF-8, not NUL-terminated; or NULL if an identity is given
/// @param passphrase_len  its length in bytes. Trying a passphrase takes the time and memory that
///                        the sealer chose, up to some seconds and 256 MiB
/// @param out             receives the job, or NULL on failure; free it with `subrosa_job_free`
/// @return `SUBROSA_OK`; the errors of files of `subrosa_seal_file`; those of
///         `subrosa_open_bytes` about the header.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_open_file(
    source: *const c_char,
    folder: *const c_char,
    identity: *const subrosa_identity,
    passphrase: *const c_char,
    passphrase_len: usize,
    out: *mut *mut subrosa_job,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, source, folder, key) = unsafe {
            (
                NewHandle::new(out)?,
                path("the source", source)?,
                path("the folder", folder)?,
                Key::new(identity, passphrase, passphrase_len)?,
            )
        };
        let job =
            key.with(|unlock| Ok(OpenJob::new(source, folder, unlock, &mut SystemRandom)?))?;
        out.put(Job::Open { job, messenger: None });
        Ok(())
    })
}

/// Continues a job, with one thread for each processor, but at most 4. The threads end before the
/// call returns. 8 MiB of memory are enough for a file of any size.
///
/// @param max_ms  about how many milliseconds to spend; 0 for the smallest step, about 1 MiB;
///                `SUBROSA_JOB_RUN_ALL` to run to the end
/// @param done    receives how many bytes of the source are done; may be NULL
/// @param total   receives the total number of bytes; may be NULL
/// @return 1 if the job is finished and can be committed, 0 if there is more to do. An error ends
///         the job and leaves nothing of it on the disk: the errors of `subrosa_open_bytes` about a
///         document; `SUBROSA_E_SIZE_CHANGED`, `SUBROSA_E_DISK_FULL`, `SUBROSA_E_FILE`,
///         `SUBROSA_E_RANDOM`; `SUBROSA_E_JOB_ENDED` after such an error and after a commit.
///         `SUBROSA_E_ARGUMENT` or an error of the handle changes nothing.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_job_run(
    job: *mut subrosa_job,
    max_ms: i32,
    done: *mut i64,
    total: *mut i64,
) -> i32 {
    call_for(|| {
        // SAFETY: Header. NULL is an error here that says: not wanted.
        let (done, total) =
            unsafe { (Out::new("the bytes done", done), Out::new("the bytes in all", total)) };
        // SAFETY: Header.
        let mut job = unsafe { lease(job.cast_const())? };
        let time = match max_ms {
            SUBROSA_JOB_RUN_ALL => None,
            _ => {
                let wrong = |_| argument(format!("{max_ms} milliseconds cannot be spent"));
                Some(Duration::from_millis(u64::try_from(max_ms).map_err(wrong)?))
            }
        };
        let progress = job.run(time)?;
        if let Ok(done) = done {
            done.put(number(progress.done));
        }
        if let Ok(total) = total {
            total.put(number(progress.total));
        }
        Ok(i32::from(progress.finished))
    })
}

/// The result of a finished job. For an opened document: its signer, a safe file name, and the path
/// at which it can be inspected.
///
/// @param out  receives an outcome with a READY event, or NULL on failure
/// @return `SUBROSA_OK`; `SUBROSA_E_JOB_NOT_DONE`, `SUBROSA_E_JOB_ENDED`, `SUBROSA_E_ARGUMENT` or
///         an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_job_result(
    job: *mut subrosa_job,
    out: *mut *mut subrosa_outcome,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let (out, mut job) = unsafe { (NewHandle::new(out)?, lease(job.cast_const())?) };
        out.put(Outcome::of(job.result()?));
        Ok(())
    })
}

/// Gives the finished file its name in the folder, atomically and durably. If a file of that name
/// exists, the call fails, unless you ask to replace it. A folder is never replaced. If the name is
/// a symbolic link, the link is replaced, not its target.
///
/// @param name   a plain file name without a path: on Unix any bytes, elsewhere UTF-8. NULL for the
///               `NAME` of an opened file
/// @param flags  `SUBROSA_COMMIT_REPLACE`, or 0
/// @return `SUBROSA_OK`: the job has ended. `SUBROSA_E_TARGET_EXISTS`, `SUBROSA_E_TARGET_NAME`,
///         `SUBROSA_E_TEMPORARY_GONE`, `SUBROSA_E_DISK_FULL`, `SUBROSA_E_FILE_PERMISSION`,
///         `SUBROSA_E_FILE`, after which you can try again, unless the folder with the new name
///         cannot be written to the disk; `SUBROSA_E_JOB_NOT_DONE`, `SUBROSA_E_JOB_ENDED`;
///         `SUBROSA_E_ARGUMENT` or an error of the handle.
///
/// Thread: any, one call at a time for a handle. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_job_commit(
    job: *mut subrosa_job,
    name: *const c_char,
    flags: u32,
) -> subrosa_result {
    call(|| {
        // SAFETY: Header.
        let mut job = unsafe { lease(job.cast_const())? };
        let existing = match flags {
            0 => Existing::Keep,
            SUBROSA_COMMIT_REPLACE => Existing::Replace,
            _ => return Err(argument(format!("the flags {flags:#x} have unknown bits"))),
        };
        let name = match name.is_null() {
            true => None,
            // SAFETY: Header.
            false => Some(unsafe { path("the name", name)? }),
        };
        job.commit(name, existing)
    })
}

/// Frees a job. If it was not committed, it is cancelled and its temporary file is removed. NULL is
/// allowed.
///
/// Thread: any, once no other call uses it. Since 0.1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn subrosa_job_free(job: *mut subrosa_job) {
    // SAFETY: Header.
    unsafe { handle::free(job) }
}

/// Bytes of the first step. Those that follow grow, as long as they take a small part of the time.
const STEP: u64 = 1 << 20;

impl Job {
    /// Works for about as long as is said; without a time, to the end.
    fn run(&mut self, time: Option<Duration>) -> Result<JobProgress, Fault> {
        let Some(time) = time else { return self.step(u64::MAX) };
        let (begun, mut bytes) = (Instant::now(), STEP);
        loop {
            let before = Instant::now();
            let progress = self.step(bytes)?;
            if progress.finished || begun.elapsed() >= time {
                return Ok(progress);
            }
            if before.elapsed() < time / 16 {
                bytes = bytes.saturating_mul(2);
            }
        }
    }

    fn step(&mut self, bytes: u64) -> Result<JobProgress, Fault> {
        Ok(match self {
            Self::Seal(job) => job.run(bytes, &mut SystemRandom)?,
            Self::Open { job, .. } => job.run(bytes)?,
        })
    }

    fn result(&mut self) -> Result<Vec<Entry>, Fault> {
        match self {
            Self::Seal(job) => {
                let entry = Entry::new(SUBROSA_DOCUMENT_EVENT_READY);
                Ok(vec![entry.with(SUBROSA_DOCUMENT_FIELD_PATH, path_bytes(job.temporary_path()?))])
            }
            Self::Open { job, messenger } => {
                let opened = job.opened()?;
                let mut entry = Entry::opened(opened)
                    .with(SUBROSA_DOCUMENT_FIELD_PATH, path_bytes(job.temporary_path()?));
                if let Some(size) = opened.metadata().size() {
                    entry = entry.and(SUBROSA_DOCUMENT_FIELD_SIZE, number(size));
                }
                let Some(messenger) = messenger else { return Ok(vec![entry]) };
                let sender = match messenger.upgrade() {
                    Some(shared) => {
                        shared.with_messenger(|messenger| Ok(messenger.sender(opened)?))?
                    }
                    None => Sender::default(),
                };
                let (account, peer) = sender.addresses.into_iter().next().unwrap_or_default();
                Ok(vec![entry.signed_by(sender.trust, account, peer)])
            }
        }
    }

    fn commit(&mut self, name: Option<&Path>, existing: Existing) -> Result<(), Fault> {
        let done = match (self, name) {
            (Self::Seal(job), Some(name)) => job.commit(name.as_os_str(), existing),
            (Self::Open { job, .. }, Some(name)) => job.commit(name.as_os_str(), existing),
            (Self::Open { job, .. }, None) => {
                let name = job.suggested_name()?;
                job.commit(OsStr::new(name.as_str()), existing)
            }
            (Self::Seal(_), None) => {
                return Err(argument("a document needs a name".into()));
            }
        };
        done.map(|_| ()).map_err(Fault::from)
    }
}

fn path_bytes(path: &Path) -> Vec<u8> {
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        path.as_os_str().as_bytes().to_vec()
    }
    #[cfg(not(unix))]
    path.to_string_lossy().into_owned().into_bytes()
}
