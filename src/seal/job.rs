//! Sealing and opening files, step by step.

use core::fmt;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use super::opener::Opener;
use super::temporary::{Existing, TemporaryFile};
use super::{Opened, SafeName, SealError, Sealer, Terms, Unlock};
use crate::crypto::Random;

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct JobProgress {
    /// Bytes of the source that are done.
    pub done: u64,
    /// Bytes of the source in all.
    pub total: u64,
    /// Whether everything is done, and the file waits to be committed.
    pub finished: bool,
}

/// Seals a file into another file, in steps whose length the caller chooses.
///
/// The job writes a temporary file, readable only by its owner, in the folder of the target.
/// [`commit`](Self::commit) turns it into the target; dropping the job before that removes it.
///
/// # Example
///
/// ```
/// use std::ffi::OsStr;
/// use subrosa::crypto::OsRandom;
/// use subrosa::identity::Identity;
/// use subrosa::seal::{ContentKind, Existing, Lock, OpenJob, SealJob, Terms, Unlock};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let folder = std::env::temp_dir().join(format!("subrosa-seal-doc-{}", std::process::id()));
/// # std::fs::create_dir(&folder)?;
/// let source = folder.join("letter.txt");
/// std::fs::write(&source, "Dear Bob")?;
/// let now = 1_800_000_000; // seconds since 1970
/// let mut bob = Identity::generate(now, &mut OsRandom)?;
/// bob.add_sealing_key(&mut OsRandom)?;
///
/// let recipients = [bob.recipient().ok_or("no sealing key")?];
/// let terms = Terms {
///     lock: Lock::Recipients(&recipients),
///     signer: None,
///     content: ContentKind::File,
///     name: Some("letter.txt"),
///     size: None,
///     time: now,
/// };
/// let mut job = SealJob::new(&source, &folder, &terms, &mut OsRandom)?;
/// while !job.run(1 << 20, &mut OsRandom)?.finished {} // about a mebibyte at a time
/// let sealed = job.commit(OsStr::new("letter.sealed"), Existing::Keep)?;
///
/// // Bob opens it, and may inspect the temporary file before it gets its name.
/// let mut job = OpenJob::new(&sealed, &folder, &Unlock::Identities(&[&bob]), &mut OsRandom)?;
/// while !job.run(1 << 20)?.finished {}
/// let opened = job.commit(OsStr::new("opened.txt"), Existing::Keep)?;
/// assert_eq!(std::fs::read_to_string(opened)?, "Dear Bob");
/// # std::fs::remove_dir_all(folder)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct SealJob {
    total: u64,
    done: u64,
    state: SealState,
}

#[derive(Debug)]
enum SealState {
    Running { source: File, sealer: Box<Sealer<TemporaryFile>> },
    Finished(TemporaryFile),
    Ended,
}

impl SealJob {
    /// Begins to seal the file `source` into `folder`. [`Terms::size`] is that of the file,
    /// whatever the terms say.
    ///
    /// # Errors
    /// [`SealError::NotAFile`]; [`SealError::Io`]; those of [`Sealer::new`].
    pub fn new(
        source: &Path,
        folder: &Path,
        terms: &Terms<'_>,
        random: &mut dyn Random,
    ) -> Result<Self, SealError> {
        let (source, total) = open_source(source)?;
        let temporary = TemporaryFile::create(folder, random)?;
        let terms = Terms { size: Some(total), ..terms.clone() };
        let sealer = Box::new(Sealer::new(temporary, &terms, random)?);
        Ok(Self { total, done: 0, state: SealState::Running { source, sealer } })
    }

    /// Seals about `max_bytes` more, at least some, and of a file of more than a mebibyte at least a
    /// mebibyte at a time; [`u64::MAX`] runs to the end. On Unix, as many threads as there are
    /// processors, but at most 4, share the work; they end before the call does.
    ///
    /// # Errors
    /// [`SealError::SizeChanged`] when the file has grown or shrunk meanwhile, [`SealError::Io`],
    /// [`SealError::Crypto`]. The job has then ended and left nothing behind; it has ended too
    /// after [`commit`](Self::commit): [`SealError::Ended`].
    pub fn run(
        &mut self,
        max_bytes: u64,
        random: &mut dyn Random,
    ) -> Result<JobProgress, SealError> {
        self.state = match core::mem::replace(&mut self.state, SealState::Ended) {
            SealState::Running { mut source, mut sealer } => {
                let wanted = max_bytes.max(1);
                let units = seal_units(&mut sealer, &mut source, wanted)?;
                let rest = wanted.saturating_sub(units);
                let taken = sealer.read_from(&mut source, rest)?;
                self.done += units + taken;
                if taken < rest {
                    SealState::Finished(sealer.finish(random)?)
                } else {
                    SealState::Running { source, sealer }
                }
            }
            finished @ SealState::Finished(_) => finished,
            SealState::Ended => return Err(SealError::Ended),
        };
        let finished = matches!(self.state, SealState::Finished(_));
        Ok(JobProgress { done: self.done, total: self.total, finished })
    }

    /// Where the finished document is until it is committed.
    ///
    /// # Errors
    /// [`SealError::NotDone`], [`SealError::Ended`].
    pub fn temporary_path(&self) -> Result<&Path, SealError> {
        match &self.state {
            SealState::Running { .. } => Err(SealError::NotDone),
            SealState::Finished(temporary) => Ok(temporary.path()),
            SealState::Ended => Err(SealError::Ended),
        }
    }

    /// Gives the finished document its name, a plain one, in the folder: durably, and at once.
    ///
    /// # Errors
    /// [`SealError::NotDone`], [`SealError::Ended`]. [`SealError::TargetExists`],
    /// [`SealError::TargetName`], [`SealError::TemporaryGone`] and [`SealError::Io`] leave the job
    /// as it was, for another try; only if the file, or the folder with the new name in it, cannot
    /// be written to the disk, the job has ended. The file is then removed, or has its name.
    pub fn commit(&mut self, name: &OsStr, existing: Existing) -> Result<PathBuf, SealError> {
        let SealState::Finished(temporary) = &mut self.state else {
            let running = matches!(self.state, SealState::Running { .. });
            return Err(if running { SealError::NotDone } else { SealError::Ended });
        };
        let target = temporary.commit(name, existing);
        if temporary.is_closed() {
            self.state = SealState::Ended;
        }
        target
    }
}

/// Opens a file in two steps. The first, [`run`](Self::run), writes a temporary file, readable for
/// its owner alone, in the folder of the target, and verifies everything. Then the host may look
/// at it, with a virus scanner say; [`commit`](Self::commit) is the second step. Dropping the job
/// before that removes the file.
pub struct OpenJob {
    total: u64,
    done: u64,
    state: OpenState,
}

enum OpenState {
    Running { opener: Box<Opener<File>>, temporary: TemporaryFile },
    Finished { opened: Box<Opened>, temporary: TemporaryFile },
    Ended,
}

impl OpenJob {
    /// Begins to open the document `source` into `folder`: reads its header, which under a
    /// passphrase can take some seconds and 256 MiB.
    ///
    /// # Errors
    /// [`SealError::NotAFile`]; [`SealError::Io`]; what is wrong with the header.
    pub fn new(
        source: &Path,
        folder: &Path,
        unlock: &Unlock<'_>,
        random: &mut dyn Random,
    ) -> Result<Self, SealError> {
        let (source, total) = open_source(source)?;
        let opener = Box::new(Opener::new(source, unlock)?);
        let temporary = TemporaryFile::create(folder, random)?;
        let done = opener.consumed();
        Ok(Self { total, done, state: OpenState::Running { opener, temporary } })
    }

    /// Opens about `max_bytes` more, at least one chunk of 64 KiB, and of a file of more than a
    /// mebibyte at least a mebibyte at a time; [`u64::MAX`] runs to the end. Threads as for
    /// [`SealJob::run`].
    ///
    /// # Errors
    /// What is wrong with the document, and [`SealError::Io`]. The job has then ended and left
    /// nothing behind; it has ended too after [`commit`](Self::commit): [`SealError::Ended`].
    pub fn run(&mut self, max_bytes: u64) -> Result<JobProgress, SealError> {
        self.state = match core::mem::replace(&mut self.state, OpenState::Ended) {
            OpenState::Running { mut opener, mut temporary } => {
                let end = opener.consumed().saturating_add(max_bytes.max(1));
                open_units(&mut opener, self.total, &temporary, max_bytes)?;
                let ended = opener.consumed() < end
                    && loop {
                        let Some(chunk) = opener.next_chunk()? else { break true };
                        temporary.write_all(chunk).map_err(SealError::io("write the file"))?;
                        if opener.consumed() >= end {
                            break false;
                        }
                    };
                self.done = opener.consumed();
                if ended {
                    let (metadata, origin) = opener.finish()?;
                    let opened = Box::new(Opened { metadata, origin });
                    OpenState::Finished { opened, temporary }
                } else {
                    OpenState::Running { opener, temporary }
                }
            }
            finished @ OpenState::Finished { .. } => finished,
            OpenState::Ended => return Err(SealError::Ended),
        };
        let finished = matches!(self.state, OpenState::Finished { .. });
        let done = if finished { self.total } else { self.done.min(self.total) };
        Ok(JobProgress { done, total: self.total, finished })
    }

    /// What was opened, once it is verified.
    ///
    /// # Errors
    /// [`SealError::NotDone`], [`SealError::Ended`].
    pub fn opened(&self) -> Result<&Opened, SealError> {
        self.verified().map(|(opened, _)| opened)
    }

    /// Where the verified content is until it is committed, for the host to look at.
    ///
    /// # Errors
    /// As [`opened`](Self::opened).
    pub fn temporary_path(&self) -> Result<&Path, SealError> {
        self.verified().map(|(_, temporary)| temporary.path())
    }

    /// The name that the document gives its content, made safe.
    ///
    /// # Errors
    /// As [`opened`](Self::opened).
    pub fn suggested_name(&self) -> Result<SafeName, SealError> {
        self.opened().map(|opened| SafeName::of(opened.metadata().unsafe_name()))
    }

    /// Gives the verified file its name, a plain one, in the folder: durably, and at once.
    ///
    /// # Errors
    /// [`SealError::NotDone`], [`SealError::Ended`]. [`SealError::TargetExists`],
    /// [`SealError::TargetName`], [`SealError::TemporaryGone`] and [`SealError::Io`] leave the job
    /// as it was, for another try; only if the file, or the folder with the new name in it, cannot
    /// be written to the disk, the job has ended. The file is then removed, or has its name.
    pub fn commit(&mut self, name: &OsStr, existing: Existing) -> Result<PathBuf, SealError> {
        let OpenState::Finished { temporary, .. } = &mut self.state else {
            let running = matches!(self.state, OpenState::Running { .. });
            return Err(if running { SealError::NotDone } else { SealError::Ended });
        };
        let target = temporary.commit(name, existing);
        if temporary.is_closed() {
            self.state = OpenState::Ended;
        }
        target
    }

    fn verified(&self) -> Result<(&Opened, &TemporaryFile), SealError> {
        match &self.state {
            OpenState::Running { .. } => Err(SealError::NotDone),
            OpenState::Finished { opened, temporary } => Ok((opened, temporary)),
            OpenState::Ended => Err(SealError::Ended),
        }
    }
}

impl fmt::Debug for OpenJob {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { total, done, state } = self;
        let state = match state {
            OpenState::Running { .. } => "running",
            OpenState::Finished { .. } => "finished",
            OpenState::Ended => "ended",
        };
        formatter
            .debug_struct("OpenJob")
            .field("total", total)
            .field("done", done)
            .field("state", &state)
            .finish()
    }
}

#[cfg(unix)]
fn seal_units(
    sealer: &mut Sealer<TemporaryFile>,
    source: &mut File,
    most: u64,
) -> Result<u64, SealError> {
    sealer.seal_units(source, most)
}

#[cfg(unix)]
fn open_units(
    opener: &mut Opener<File>,
    total: u64,
    target: &TemporaryFile,
    most: u64,
) -> Result<u64, SealError> {
    opener.open_units(total, target, most)
}

/// Elsewhere one chunk follows the other.
#[cfg(not(unix))]
fn seal_units(_: &mut Sealer<TemporaryFile>, _: &mut File, _: u64) -> Result<u64, SealError> {
    Ok(0)
}

/// Elsewhere one chunk follows the other.
#[cfg(not(unix))]
fn open_units(_: &mut Opener<File>, _: u64, _: &TemporaryFile, _: u64) -> Result<u64, SealError> {
    Ok(0)
}

/// A regular file and its size. Anything else could block for ever, or has no size.
fn open_source(path: &Path) -> Result<(File, u64), SealError> {
    const OPEN: &str = "open the source";
    if !fs::metadata(path).map_err(SealError::io(OPEN))?.is_file() {
        return Err(SealError::NotAFile);
    }
    let file = File::open(path).map_err(SealError::io(OPEN))?;
    let size = file.metadata().map_err(SealError::io(OPEN))?.len();
    Ok((file, size))
}
