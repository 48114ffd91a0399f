//! Results go to standard output, or to a file that is whole or not there.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

use subrosa::seal::Existing;

use crate::args::Output;
use crate::failure::{Failure, Kind};
use crate::interrupt;

/// What is read into memory at most.
pub const IN_MEMORY: u64 = 256 * 1024 * 1024;

/// Folder and name of a target, and what becomes of a file that is there.
pub struct Target<'a> {
    pub folder: &'a Path,
    pub name: &'a OsStr,
    pub existing: Existing,
}

impl<'a> Target<'a> {
    pub fn of(path: &'a Path, force: bool) -> Result<Self, Failure> {
        let here = Path::new(".");
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let name = path.file_name().ok_or_else(|| {
            Failure::new(Kind::File, "This is no name of a file: use another one.").about(path)
        })?;
        let existing = if force { Existing::Replace } else { Existing::Keep };
        // Said now, not after an hour of work.
        if !force && path.symlink_metadata().is_ok() {
            return Err(there(path));
        }
        let folder = folder.unwrap_or(here);
        match folder.metadata() {
            Ok(about) if about.is_dir() => Ok(Self { folder, name, existing }),
            Ok(_) => Err(Failure::new(Kind::File, "This is no folder: use another.").about(folder)),
            Err(error) => Err(Failure::file(folder, &error)),
        }
    }
}

fn there(path: &Path) -> Failure {
    let sentence = "There is a file of this name: use --force to replace it, or another name.";
    Failure::new(Kind::File, sentence).about(path)
}

/// Writes `bytes` where the user wants them.
pub fn write(output: &Output, bytes: &[u8]) -> Result<(), Failure> {
    match output.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => write_file(path, output.force, bytes),
        None => {
            let mut out = io::stdout().lock();
            out.write_all(bytes)?;
            Ok(out.flush()?)
        }
    }
}

/// Writes a file for its owner alone, whole or not at all.
pub fn write_file(path: &Path, force: bool, bytes: &[u8]) -> Result<(), Failure> {
    let target = Target::of(path, force)?;
    let failed = |error: io::Error| Failure::file(path, &error);
    // Whoever interrupts it now waits for this, and there is either no file or a whole one.
    let _watched = interrupt::Job::begin();
    let mut file = tempfile::NamedTempFile::new_in(target.folder).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(failed)?;
    let done = match target.existing {
        Existing::Replace => file.persist(path),
        _ => file.persist_noclobber(path),
    };
    done.map(drop).map_err(|error| match error.error.kind() {
        io::ErrorKind::AlreadyExists => there(path),
        _ => failed(error.error),
    })
}

/// Whether results are read by a person.
pub fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// A file, or standard input if that is meant.
pub fn named(file: Option<&PathBuf>) -> Option<&Path> {
    file.map(PathBuf::as_path).filter(|path| *path != Path::new("-"))
}

/// All of a file or of standard input.
pub fn read(file: Option<&PathBuf>) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = match named(file) {
        Some(path) => {
            let failed = |error: io::Error| Failure::file(path, &error);
            if fs::metadata(path).map_err(failed)?.is_dir() {
                return Err(failed(io::ErrorKind::IsADirectory.into()));
            }
            let opened = fs::File::open(path).map_err(failed)?;
            opened.take(IN_MEMORY + 1).read_to_end(&mut bytes).map_err(failed)?
        }
        None => io::stdin().lock().take(IN_MEMORY + 1).read_to_end(&mut bytes)?,
    };
    match read as u64 > IN_MEMORY {
        true => Err(Failure::new(
            Kind::Input,
            "This has more than 256 MiB: put it into a file, and use that and -o FILE.",
        )),
        false => Ok(bytes),
    }
}
